"""A small process tree: starts programs, restarts those that die, and takes all of them down with itself.

Each program leads a process group of its own, so that Ctrl-C reaches the supervisor alone, which then stops the rest
in order; and so that whatever a program forked goes down with it.
"""

import ctypes
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

_PR_SET_PDEATHSIG, _PR_SET_CHILD_SUBREAPER = 1, 36
_LIBC = ctypes.CDLL(None, use_errno=True)
STOPPING = frozenset({signal.SIGINT, signal.SIGTERM, signal.SIGHUP})
# A program that lived this long (seconds) was well: the next pause before a restart is the shortest again.
WELL_AFTER = 30.0
FIRST_PAUSE, LONGEST_PAUSE = 0.5, 30.0


class Stopped(Exception):
    """Somebody asked the tree to stop: Ctrl-C, a closed terminal or SIGTERM."""


def dying_with_parent(parting: signal.Signals) -> Callable[[], None]:
    """A preexec function: the kernel sends `parting` when the parent is gone, be it by kill -9. Linux only."""
    parent = os.getpid()

    def prepare() -> None:
        signal.pthread_sigmask(signal.SIG_SETMASK, ())
        _LIBC.prctl(_PR_SET_PDEATHSIG, int(parting), 0, 0, 0)
        if os.getppid() != parent:  # it died before the line above
            os._exit(1)

    return prepare


def follow_parent() -> None:
    """Ends the calling process, by SIGTERM, when its own parent is gone."""
    _LIBC.prctl(_PR_SET_PDEATHSIG, int(signal.SIGTERM), 0, 0, 0)


def adopt_orphans() -> None:
    """Makes the calling process the parent of what its children leave behind, in place of process 1."""
    _LIBC.prctl(_PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)


@dataclass
class Program:
    """What to run and how to end it. `ending` is a list of (seconds after the start of the end, signal to the leader);
    the last one is followed by SIGKILL to the whole group. `parting` is sent by the kernel if the supervisor is killed.
    """

    name: str
    command: Sequence[str]
    ending: Sequence[tuple[float, signal.Signals]] = ((0.0, signal.SIGTERM),)
    parting: signal.Signals = signal.SIGTERM
    process: "subprocess.Popen[bytes] | None" = None
    started: float = 0.0
    pause: float = FIRST_PAUSE
    due: float | None = None  # when to start it again


@dataclass
class Tree:
    """Starts programs in order and keeps them alive. Times are of the monotonic clock, in seconds."""

    environment: Mapping[str, str]
    programs: list[Program] = field(default_factory=list)

    def __post_init__(self) -> None:
        # Signals wait until they are asked for, so that no handler runs in the middle of anything.
        signal.pthread_sigmask(signal.SIG_BLOCK, STOPPING | {signal.SIGCHLD})

    def start(self, program: Program) -> None:
        """Starts one program and keeps it in the tree from now on."""
        self.programs.append(program)
        self._spawn(program)

    def _spawn(self, program: Program) -> None:
        program.process = self._popen(program.command, program.parting)
        program.started, program.due = time.monotonic(), None

    def _popen(self, command: Sequence[str], parting: signal.Signals) -> "subprocess.Popen[bytes]":
        return subprocess.Popen(  # noqa: S603 (the commands are our own)
            command,
            env=dict(self.environment),
            stdin=subprocess.DEVNULL,
            start_new_session=True,
            preexec_fn=dying_with_parent(parting),
        )

    def run(self, command: Sequence[str]) -> int:
        """Runs one command to its end and answers its exit code. Raises Stopped; the command is ended then."""
        process = self._popen(command, signal.SIGKILL)
        try:
            while process.poll() is None:
                self.wait(1.0)
        finally:
            _kill_group(process)
        return process.returncode

    def wait(self, seconds: float) -> None:
        """Sleeps until a child ends or the time is over, then starts again what is due. Raises Stopped."""
        dues = [program.due for program in self.programs if program.due is not None]
        if dues:
            seconds = max(0.0, min(seconds, min(dues) - time.monotonic()))
        received = signal.sigtimedwait(STOPPING | {signal.SIGCHLD}, seconds)
        if received is not None and received.si_signo in STOPPING:
            raise Stopped
        now = time.monotonic()
        for program in self.programs:
            if program.due is not None and program.due <= now:
                self._spawn(program)
            elif program.process is not None and program.process.poll() is not None and program.due is None:
                _kill_group(program.process)  # workers of a dead master would keep its port
                lived = now - program.started
                program.pause = FIRST_PAUSE if lived > WELL_AFTER else min(program.pause * 2, LONGEST_PAUSE)
                program.due = now + program.pause
                if program.process.returncode != 0:
                    say(f"{program.name} ended ({program.process.returncode}); again in {program.pause:g} s")

    def until(self, question: Callable[[], bool], seconds: float) -> bool:
        """Waits until the answer is yes; no if it did not come in time. Raises Stopped."""
        limit = time.monotonic() + seconds
        while not question():
            if time.monotonic() > limit:
                return False
            self.wait(0.1)
        return True

    def stop(self, names: Sequence[str] | None = None, seconds: float = 7.0) -> None:
        """Ends these programs (all without names) together, the stubborn ones by SIGKILL after `seconds`."""
        ending = [program for program in self.programs if names is None or program.name in names]
        began = time.monotonic()
        steps = {id(program): list(program.ending) for program in ending}
        hurried = False
        while True:
            alive = [program for program in ending if program.process is not None and program.process.poll() is None]
            passed = time.monotonic() - began
            if not alive or hurried or passed >= seconds:
                break
            for program in alive:
                todo = steps[id(program)]
                if todo and todo[0][0] <= passed and program.process is not None:
                    program.process.send_signal(todo.pop(0)[1])
            received = signal.sigtimedwait(STOPPING | {signal.SIGCHLD}, 0.1)
            # Somebody who presses Ctrl-C once more does not want to wait. (The terminal's own second
            # signal, through make, comes at once and is no impatience.)
            hurried = received is not None and received.si_signo == signal.SIGINT and passed > 1.0
        for program in ending:
            if program.process is not None:
                _kill_group(program.process)
                program.process.wait()
            self.programs.remove(program)


def _kill_group(process: "subprocess.Popen[bytes]") -> None:
    """Kills what is left of the group that this process leads or led."""
    try:
        os.killpg(process.pid, signal.SIGKILL)
    except (ProcessLookupError, PermissionError):
        return


def say(sentence: str) -> None:
    """One line to the person at the terminal."""
    print(sentence, file=sys.stderr, flush=True)  # noqa: T201 (this is a program of the terminal)
