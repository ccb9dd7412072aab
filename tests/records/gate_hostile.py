"""A checker whose jobs do what a file would do that has taken over its parser. Started by its tests as a program."""

import os
import resource
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from records.gate import cell, checker, wire


def who(source, target, question):
    return {"pid": os.getppid()}


def limits(source, target, question):
    names = ("AS", "CPU", "FSIZE", "CORE", "NOFILE", "NPROC")
    return {name: resource.getrlimit(getattr(resource, "RLIMIT_" + name))[0] for name in names} | {
        "files": sorted(int(name) for name in os.listdir("/proc/self/fd") if int(name) > 2),
        "threads": len(os.listdir("/proc/self/task")),
        "environment": sorted(os.environ),
        "django": "django" in sys.modules,
        "status": [line.split() for line in open("/proc/self/status") if line.startswith("NoNewPrivs")],
    }


def hang(source, target, question):
    time.sleep(60)


def spin(source, target, question):
    while True:
        pass


def eat(source, target, question):
    return {"length": len(bytearray(2**30))}


def crash(source, target, question):
    os.abort()


def babble(source, target, question):
    os.write(cell.ANSWER, b"[" * 50_000)
    os._exit(0)


def flood(source, target, question):
    return {"pages": 1, "filler": "x" * 2 * wire.PACKET}


def lie(source, target, question):
    return {"pages": "many", "warnings": 7}


def write(source, target, question):
    os.pwrite(target, b"x", cell.FILE)


def murder(source, target, question):
    os.kill(os.getppid(), 9)
    time.sleep(60)


HOSTILE = {job.__name__: job for job in (who, limits, hang, spin, eat, crash, babble, flood, lie, write, murder)}

if __name__ == "__main__":
    exec(sys.argv[2])
    checker.main(Path(sys.argv[1]), checker.JOBS | HOSTILE)
