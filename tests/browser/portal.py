"""The portal as `make run` starts it: broker, web, worker, checker and beat, on a port and a folder of its own."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

TOP = Path(__file__).resolve().parent.parent.parent
# What a developer's own shell may hold, and what the suite around us set for itself.
NOT_OURS = ("DATABASE_URL", "REDIS_URL", "PUBLIC_URL", "SECRET_KEY", "HOST", "DJANGO_SETTINGS_MODULE", "EMAIL_URL")


def free_port() -> int:
    with socket.socket() as line:
        line.bind(("127.0.0.1", 0))
        return int(line.getsockname()[1])


@contextmanager
def running(data: Path) -> Iterator[str]:
    """Starts the process tree on an empty folder with the small demo; gives its address; stops all of it."""
    # The messages are compiled and the static files collected by `make setup`; here the portal may be a fresh clone.
    setup = {key: value for key, value in os.environ.items() if key not in NOT_OURS}
    setup |= {"TEACHERSYNC_DATA": str(data)}
    subprocess.run([sys.executable, "-m", "deploy.messages"], cwd=TOP, env=setup, check=True, timeout=60)
    port = free_port()
    env = setup | {"PORT": str(port), "TEACHERSYNC_DEMO": "1"}
    log = (data / "portal.log").open("w")
    collect = [sys.executable, "manage.py", "collectstatic", "--noinput", "--verbosity", "0"]
    subprocess.run(collect, cwd=TOP, env=env, check=True, timeout=120)
    tree = subprocess.Popen([sys.executable, "-m", "deploy.run"], cwd=TOP, env=env, stdout=log, stderr=log)
    address = f"http://127.0.0.1:{port}"
    try:
        _wait(f"{address}/readyz", tree, data / "portal.log")
        yield address
    finally:
        tree.send_signal(signal.SIGTERM)
        tree.wait(timeout=30)
        log.close()


def _wait(address: str, tree: subprocess.Popen[bytes], log: Path, seconds: float = 90) -> None:
    """Until the portal says that all its parts are well."""
    limit = time.monotonic() + seconds
    while time.monotonic() < limit and tree.poll() is None:
        try:
            with urllib.request.urlopen(address, timeout=5) as answer:
                if answer.status == 200:
                    return
        except (urllib.error.URLError, OSError):
            time.sleep(0.3)
    raise AssertionError(f"the portal did not come up:\n{log.read_text()[-4000:]}")
