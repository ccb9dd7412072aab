"""Asks the web server of this machine for a page, as a container engine does: exit code 0 if it answers 200."""

import http.client
import os
import sys
import urllib.request


def answers(path: str, host: str, port: str, name: str) -> bool:
    """Whether the page is there. The portal answers only to its own names, so one of them is given."""
    url = f"http://[{host}]:{port}{path}" if ":" in host else f"http://{host}:{port}{path}"
    question = urllib.request.Request(url, headers={"Host": name})  # noqa: S310  (its own address) (http, to ourselves)
    try:
        with urllib.request.urlopen(question, timeout=4) as answer:  # noqa: S310  (its own address)
            return bool(answer.status == 200)
    except (OSError, http.client.HTTPException):
        return False


def main(path: str) -> int:
    """Exit code 0 if the web server of this machine answers."""
    name = own_name(os.environ.get("ALLOWED_HOSTS", ""))
    return 0 if answers(path, "127.0.0.1", os.environ.get("PORT", "8000"), name) else 1


def own_name(allowed: str) -> str:
    """The first of the names that the portal answers to; settings allow loopback where none is given."""
    return allowed.split(",")[0].strip().lstrip(".") or "127.0.0.1"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1] if len(sys.argv) > 1 else "/healthz"))
