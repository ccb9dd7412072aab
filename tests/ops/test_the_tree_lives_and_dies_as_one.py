"""The supervisor restarts what dies, and leaves nothing behind, however it ends itself."""

import os
import signal
import subprocess
import sys
import textwrap
import time
from pathlib import Path

import pytest

TOP = Path(__file__).resolve().parents[2]
# A program that forks a child of its own, as gunicorn and Celery do; both write down who they are.
FAMILY = """
import os, sys, time
child = os.fork()
open(sys.argv[1] + ("/child" if child == 0 else "/leader"), "a").write(f"{os.getpid()}\\n")
time.sleep(600)
"""
STUBBORN = "import signal; signal.signal(signal.SIGTERM, signal.SIG_IGN);" + FAMILY


def supervisor(folder: Path, program: str, stop_after: float = 7.0) -> "subprocess.Popen[bytes]":
    script = textwrap.dedent(
        f"""
        import sys
        from deploy.tree import Program, Stopped, Tree
        tree = Tree({{}})
        tree.start(Program("family", [sys.executable, "-c", {program!r}, {str(folder)!r}]))
        try:
            while True:
                tree.wait(60)
        except Stopped:
            tree.stop(seconds={stop_after})
        """
    )
    return subprocess.Popen([sys.executable, "-c", script], cwd=TOP, stderr=subprocess.PIPE, start_new_session=True)


def eventually(question, seconds=20.0):
    """The answer as soon as it is a yes; the last no after so many seconds. Waits for a fact, not for a time."""
    limit = time.monotonic() + seconds
    while not (answer := question()) and time.monotonic() < limit:
        time.sleep(0.02)
    return answer


def pids(folder: Path, lives: int = 1) -> list[int]:
    """The leader and child of the last of so many lives, once both have written themselves down."""

    def written() -> list[int]:
        files = [folder / "leader", folder / "child"]
        lines = [file.read_text().split() if file.exists() else [] for file in files]
        return [int(line[-1]) for line in lines] if all(len(line) >= lives for line in lines) else []

    found: list[int] = eventually(written)
    assert len(found) == 2
    return found


def alive(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] != "Z"
    except FileNotFoundError:
        return False


@pytest.fixture
def ended():
    started = []
    yield started.append
    for process in started:
        if process.poll() is None:
            process.kill()
        process.wait()
        process.stderr.close()


@pytest.mark.parametrize("wish", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_whoever_asks_it_to_stop_finds_everything_stopped(tmp_path, ended, wish):
    process = supervisor(tmp_path, FAMILY)
    ended(process)
    family = pids(tmp_path)

    process.send_signal(wish)

    assert process.wait(timeout=20) == 0
    assert [alive(pid) for pid in family] == [False, False]


def test_a_program_that_does_not_listen_is_killed_with_its_children(tmp_path, ended):
    process = supervisor(tmp_path, STUBBORN, stop_after=0.3)
    ended(process)
    family = pids(tmp_path)

    process.terminate()

    assert process.wait(timeout=20) == 0
    assert [alive(pid) for pid in family] == [False, False]


def test_the_kernel_ends_the_leader_when_the_supervisor_is_killed(tmp_path, ended):
    process = supervisor(tmp_path, FAMILY)
    ended(process)
    leader, child = pids(tmp_path)

    process.kill()
    process.wait()

    assert eventually(lambda: not alive(leader))
    os.kill(child, signal.SIGKILL)  # this family's child does not look after its leader, as real ones do


def test_a_program_that_dies_is_started_again_and_its_children_do_not_linger(tmp_path, ended):
    process = supervisor(tmp_path, FAMILY)
    ended(process)
    leader, child = pids(tmp_path)

    os.kill(leader, signal.SIGKILL)

    second = pids(tmp_path, lives=2)
    assert leader not in second
    assert not alive(child)
    process.terminate()
    assert process.wait(timeout=20) == 0
    assert process.stderr.read().decode() == "family ended (-9); again in 1 s\n"
