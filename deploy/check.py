"""Everything that can be known without running the portal. Each check runs, be the one before it red or green."""
# ruff: noqa: T201 (this is a program of the terminal)

import os
import secrets
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path

TOP = Path(__file__).resolve().parent.parent
PYTHON = sys.executable
BIN = Path(PYTHON).parent


def production(data: str) -> dict[str, str]:
    """Settings as a real installation has them, for a portal that is never started."""
    return {
        "TEACHERSYNC_PRODUCTION": "1",
        "TEACHERSYNC_DEMO": "0",
        "TEACHERSYNC_DATA": data,
        "SECRET_KEY": secrets.token_urlsafe(60),
        "ALLOWED_HOSTS": "portal.example.go.th",
        "PUBLIC_URL": "https://portal.example.go.th",
        "DATABASE_URL": "postgresql://teachersync:none@127.0.0.1/teachersync",
        "REDIS_URL": "redis://127.0.0.1:6379/0",
        "EMAIL_URL": "smtp://mail.example.go.th:25",
    }


def templates() -> list[str]:
    """Every template of the project, whichever folder it lies in."""
    return sorted(
        str(path.relative_to(TOP)) for path in TOP.glob("**/templates/**/*.html") if ".venv" not in path.parts
    )


def checks(data: str) -> list[tuple[str, list[str], Mapping[str, str]]]:
    """(what, command, further environment). Scripts of .venv are given to its Python: a moved checkout breaks them."""
    aside = {"TEACHERSYNC_DATA": data}
    manage = [PYTHON, "manage.py"]
    return [
        ("lint", [str(BIN / "ruff"), "check", "--quiet", "."], {}),
        ("format", [str(BIN / "ruff"), "format", "--check", "--quiet", "."], {}),
        ("types", [PYTHON, "-m", "mypy", "."], aside),
        ("imports", [PYTHON, str(BIN / "lint-imports"), "--no-cache"], aside),
        ("templates", [str(BIN / "djade"), "--check", "--target-version", "5.2", *templates()], {}),
        ("migrations", [*manage, "makemigrations", "--check", "--dry-run"], aside),
        ("translations", [PYTHON, "-m", "deploy.translations"], {}),
        ("production", [*manage, "check", "--deploy", "--fail-level", "WARNING"], production(data)),
    ]


def run() -> list[str]:
    """Runs all of them, prints what is wrong, answers the names of those that failed."""
    failed = []
    with tempfile.TemporaryDirectory() as data:
        for name, command, environment in checks(data):
            done = subprocess.run(  # noqa: S603 (our own commands)
                command, cwd=TOP, env=os.environ | environment, capture_output=True, text=True, stdin=subprocess.DEVNULL
            )
            print(f"check  {name:<13} {'ok' if done.returncode == 0 else 'FAILED'}", flush=True)
            if done.returncode != 0:
                print(done.stdout + done.stderr, flush=True)
                failed.append(name)
    return failed


if __name__ == "__main__":
    sys.exit(1 if run() else 0)
