"""`make faults ONLY=F12 ROUNDS=20`: does the harm, and says which promise it broke. Exit code 1 if it broke any."""
# ruff: noqa: T201 (this is a program of the terminal)

from __future__ import annotations

import argparse
import sys
import time

from tests import services
from tests.faults.every import FAULTS, run


def main() -> int:
    words = argparse.ArgumentParser(prog="make faults")
    words.add_argument("--only", choices=FAULTS, metavar="NAME", help=", ".join(FAULTS))
    words.add_argument("--rounds", type=int, default=3, help="how long it goes on (3)")
    asked = words.parse_args()
    failed = 0
    for name in [asked.only] if asked.only else FAULTS:
        began = time.monotonic()
        try:
            pressed, broken = run(name, asked.rounds)
        except services.Missing as missing:
            print(f"{name}: {missing}", file=sys.stderr)
            return 1
        except AssertionError as error:
            pressed, broken = 0, [str(error)]
        failed += bool(broken)
        print(f"{name:<4} {pressed:>5} presses in {time.monotonic() - began:4.0f} s  {'BROKEN' if broken else 'held'}")
        for sentence in broken:
            print(f"     {sentence}")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
