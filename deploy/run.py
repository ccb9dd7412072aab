"""The portal on one machine: broker, web, worker and beat as one process tree. `make run` calls this.

Environment: HOST (127.0.0.1), PORT (8000), TEACHERSYNC_DATA (var), DATABASE_URL, REDIS_URL, TEACHERSYNC_DEMO (1).
Exit code: 0 after Ctrl-C or SIGTERM, 1 with one clear sentence when it cannot start.
"""

import fcntl
import os
import signal
import socket
import sys
import time
from contextlib import ExitStack
from pathlib import Path
from typing import IO

from deploy import broker, probe, worker
from deploy.tree import Program, Stopped, Tree, follow_parent, say

TOP = Path(__file__).resolve().parent.parent
LOOPBACK = ("127.0.0.1", "localhost", "::1")
ANYWHERE = ("0.0.0.0", "::", "")  # noqa: S104 (compared with, not bound to)


class CannotStartError(Exception):
    """A sentence for the person at the terminal."""


def environment(data: Path) -> dict[str, str]:
    """What every program of the tree is told. Whatever the caller set wins."""
    env = dict(os.environ)
    env.setdefault("HOST", "127.0.0.1")
    env.setdefault("PORT", "8000")
    env["TEACHERSYNC_DATA"] = str(data)
    env.setdefault("TEACHERSYNC_DEMO", "0" if env.get("TEACHERSYNC_PRODUCTION") else "1")
    env.setdefault("PUBLIC_URL", address(env["HOST"], env["PORT"]))
    if env["HOST"] not in LOOPBACK:
        env.setdefault("ALLOWED_HOSTS", ",".join(names_of_this_machine(env["HOST"])))
    # A link in place of a socket path that is too long must be the same for whoever talks to the broker.
    env["TEACHERSYNC_BROKER"] = env.get("REDIS_URL") or f"redis+socket://{broker.socket_path(data)}"
    env["REDIS_URL"] = env["TEACHERSYNC_BROKER"]
    env["PYTHONUNBUFFERED"] = "1"
    return env


def address(host: str, port: str) -> str:
    """Where a browser on this machine finds the portal."""
    shown = "127.0.0.1" if host in ANYWHERE else host
    return f"http://[{shown}]:{port}" if ":" in shown else f"http://{shown}:{port}"


def names_of_this_machine(host: str) -> list[str]:
    """The names under which others may ask for it. A proxy's or a further name goes into ALLOWED_HOSTS by hand."""
    if host not in ANYWHERE:
        return [f"[{host}]" if ":" in host else host, *LOOPBACK[:2]]
    names = {socket.gethostname(), socket.getfqdn(), *LOOPBACK[:2], "[::1]"}
    try:
        names.add(own_address())
    except OSError:
        say("The addresses of this machine are not known; set ALLOWED_HOSTS to the names it is asked by.")
    return sorted(names)


def own_address() -> str:
    """The address under which others see this machine. Raises OSError where there is no network."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as line:
        line.connect(("192.0.2.1", 9))  # sends nothing: the kernel only looks up the way there
        return str(line.getsockname()[0])


def take_data(data: Path, here: str) -> IO[str]:
    """Holds the data folder until this process ends, so that two portals never write one database and broker."""
    data.mkdir(parents=True, exist_ok=True)
    file = (data / "run.lock").open("a+")
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        file.seek(0)
        raise CannotStartError(
            f"The portal already runs on the data in {data}, at {file.read().strip() or 'another address'}. "
            "Stop it first, or set TEACHERSYNC_DATA to another folder."
        ) from None
    file.truncate(0)
    file.write(here)
    file.flush()
    return file


def port_is_free(host: str, port: int) -> bool:
    """Whether we may listen there. Raises CannotStartError where the address itself cannot be."""
    try:
        family, kind, protocol, _, where = socket.getaddrinfo(
            host or None, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )[0]
        with socket.socket(family, kind, protocol) as line:
            line.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            line.bind(where)
    except PermissionError as error:
        raise CannotStartError(f"Port {port} needs root. Choose another: make run PORT=8000") from error
    except OverflowError as error:
        raise CannotStartError(f"PORT is a number from 1 to 65535, not {port}.") from error
    except socket.gaierror as error:
        raise CannotStartError(f"HOST {host!r} is no address of this machine.") from error
    except OSError:
        return False
    return True


def programs() -> list[Program]:
    """Web, worker, file checker and beat, in the order of their start."""
    python = sys.executable
    return [
        Program("web", [python, "-m", "gunicorn", "-c", str(TOP / "deploy" / "gunicorn.conf.py"), "teachersync.wsgi"]),
        Program(
            "worker",
            [python, "-m", "deploy.worker"],
            # It may finish what it holds; after four seconds it is told to put the rest back (cold shutdown).
            ending=((0.0, signal.SIGTERM), (4.0, signal.SIGQUIT)),
            # When the supervisor is killed nobody could hurry it, and what it holds comes back from the broker.
            parting=signal.SIGKILL,
        ),
        Program("checker", [python, "-m", "deploy.checker"]),
        Program("beat", [*worker.CELERY, "beat", "--loglevel", "WARNING", "--pidfile", ""]),
    ]


def start(tree: Tree, env: dict[str, str], embedded: Path | None) -> None:
    """Starts everything in order. Raises CannotStartError, or Stopped when somebody has changed their mind."""
    if embedded is not None:
        broker.wait_for_the_last_one(embedded.parent.resolve())
        tree.start(broker.program(embedded))
        if not tree.until(lambda: broker.answers(embedded), 60):
            raise CannotStartError(f"The broker does not answer; {embedded.parent}/redis.log says why.")
    if tree.run([sys.executable, "-m", "deploy.prepare", "--people"]) != 0:
        raise CannotStartError("The database could not be made ready; the line above says why.")
    for program in programs():
        tree.start(program)
    host = "127.0.0.1" if env["HOST"] in ANYWHERE else env["HOST"]
    name = probe.own_name(env.get("ALLOWED_HOSTS", ""))
    if not tree.until(lambda: probe.answers("/healthz", host, env["PORT"], name), 60):
        raise CannotStartError("The web server did not come up within a minute; its own lines say why.")
    say(f"\n  TeacherSync:            {env['PUBLIC_URL']}")
    say(f"  เปิดด้วยเว็บเบราว์เซอร์:   {env['PUBLIC_URL']}")
    say("  Ctrl-C stops it. กด Ctrl-C เพื่อหยุด\n")


def main(arguments: list[str]) -> int:
    """Runs the portal until it is told to stop."""
    if "--with-parent" in arguments:
        follow_parent()
    os.chdir(TOP)
    data = Path(os.environ.get("TEACHERSYNC_DATA") or TOP / "var").resolve()
    own_broker = not os.environ.get("REDIS_URL")
    with ExitStack() as held:
        try:
            env = environment(data)
            here = address(env["HOST"], env["PORT"])
            held.enter_context(take_data(data, here))
            if not env["PORT"].isdigit():
                raise CannotStartError(f"PORT is a number from 1 to 65535, not {env['PORT']!r}.")
            tree = Tree(env)
            limit = time.monotonic() + 3  # the web server of a run that was killed needs a moment to notice
            while not port_is_free(env["HOST"], int(env["PORT"])):
                if time.monotonic() > limit:
                    raise CannotStartError(
                        f"Port {env['PORT']} is taken by another program. Choose another: make run PORT=8001\n"
                        f"พอร์ต {env['PORT']} มีโปรแกรมอื่นใช้อยู่ เลือกพอร์ตอื่น เช่น make run PORT=8001"
                    )
                tree.wait(0.2)
            embedded = Path(env["TEACHERSYNC_BROKER"].removeprefix("redis+socket://")) if own_broker else None
            try:
                start(tree, env, embedded)
                while True:
                    tree.wait(3600)
            finally:
                # The broker goes last, for the others give back to it what they hold.
                tree.stop(["web", "worker", "checker", "beat"])
                tree.stop(seconds=2)
        except Stopped:
            say("TeacherSync has stopped. หยุดการทำงานแล้ว")
            return 0
        except (CannotStartError, PermissionError) as error:
            say(str(error))
            return 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
