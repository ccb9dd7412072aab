"""The whole proof: checks, the suite on SQLite, again on a PostgreSQL and a Redis of its own, then in the browser.

    python -m deploy.test [further arguments of pytest]

What could not be run is named in a box at the end, never passed over. Exit code 1 if anything failed.
"""
# ruff: noqa: T201 (this is a program of the terminal)

import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections import Counter
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from xml.etree import ElementTree

from deploy import check
from tests import services

TOP = Path(__file__).resolve().parent.parent
BROWSERS = ("chromium", "chromium-browser", "google-chrome")
SERVERS = ("DATABASE_URL", "REDIS_URL")  # never the caller's own: tests empty what they use
NOTHING_COLLECTED = 5  # pytest's exit code


@dataclass
class Part:
    """What one part of the run came to. `skips` counts tests by the reason for which they were skipped."""

    name: str
    code: int = 0
    counts: Counter[str] = field(default_factory=Counter)
    skips: Counter[str] = field(default_factory=Counter)
    seconds: float = 0.0

    @property
    def failed(self) -> bool:
        return self.code not in (0, NOTHING_COLLECTED)

    def line(self) -> str:
        words = ", ".join(f"{self.counts[word]} {word}" for word in ("passed", "failed", "skipped"))
        crashed = " (pytest itself ended badly)" if self.code > 1 and self.failed else ""
        return f"{self.name:<24} {words} in {self.seconds:.0f} s{crashed}"


def read_report(part: Part, report: Path) -> None:
    """Takes counts and reasons from pytest's JUnit file; a missing file leaves the part without any."""
    if not report.exists():
        return
    for case in ElementTree.parse(report).iter("testcase"):  # noqa: S314 (written by our own pytest)
        skip = case.find("skipped")
        if case.find("failure") is not None or case.find("error") is not None:
            part.counts["failed"] += 1
        elif skip is not None:
            part.counts["skipped"] += 1
            part.skips[skip.get("message") or "no reason given"] += 1
        else:
            part.counts["passed"] += 1


def run(name: str, marks: str, arguments: list[str], environment: dict[str, str], parallel: bool = True) -> Part:
    """One run of pytest with a data folder of its own; its output goes straight to the terminal."""
    print(f"\n──── {name} ────", flush=True)
    part = Part(name)
    with tempfile.TemporaryDirectory(prefix="teachersync-test-") as data:
        report = Path(data) / "report.xml"
        command = [sys.executable, "-m", "pytest", "-m", marks, f"--junitxml={report}", "-q"]
        command.append("--continue-on-collection-errors")
        command += ["-n", "2", "--dist", "loadfile"] if parallel else []
        began = time.monotonic()
        part.code = subprocess.run(  # noqa: S603 (our own command)
            [*command, *arguments],
            cwd=TOP,
            env={key: value for key, value in os.environ.items() if key not in SERVERS}
            | {"TEACHERSYNC_DATA": data}
            | environment,
            stdin=subprocess.DEVNULL,
        ).returncode
        part.seconds = time.monotonic() - began
        read_report(part, report)
    return part


def box(lines: list[str]) -> str:
    """Lines that nobody overlooks."""
    width = max(len(line) for line in lines)
    inner = "\n".join(f"║ {line:<{width}} ║" for line in lines)
    return f"╔{'═' * (width + 2)}╗\n{inner}\n╚{'═' * (width + 2)}╝"


def summary(parts: list[Part], failed_checks: list[str], left_out: list[str]) -> str:
    """What to read when nothing else is read: each part, what was not run, and the sum as the last line."""
    lines = [part.line() for part in parts]
    if failed_checks:
        lines.append(f"checks failed: {', '.join(failed_checks)}")
    not_run = list(left_out)
    for part in parts:
        not_run += [f"{part.name}: {count} skipped: {reason}" for reason, count in part.skips.items()]
    if not_run:
        lines += ["", box(["NOT RUN", *not_run])]
    total: Counter[str] = sum((part.counts for part in parts), Counter())
    checks = f", {len(failed_checks)} checks failed" if failed_checks else ""
    lines += ["", f"{total['passed']} passed, {total['failed']} failed, {total['skipped']} skipped{checks}"]
    return "\n".join(lines)


def main(arguments: list[str]) -> int:
    """Runs everything, whatever fails on the way, and sums up."""
    failed_checks = check.run()
    parts, left_out = [], []
    parts.append(run("SQLite", "not browser and not services", arguments, {}))
    with ExitStack() as servers:
        redis = servers.enter_context(services.redis_server())
        try:
            postgres = servers.enter_context(services.postgres())
        except services.Missing as missing:
            left_out.append(f"the whole suite on PostgreSQL: {missing}")
            parts.append(run("Redis", "services and not browser", arguments, {"REDIS_URL": redis.url}))
        else:
            there = {"DATABASE_URL": postgres.url, "REDIS_URL": redis.url}
            parts.append(run("PostgreSQL and Redis", "not browser", arguments, there))
    if any(shutil.which(name) for name in BROWSERS):
        parts.append(run("browser", "browser", arguments, {}, parallel=False))
    else:
        left_out.append("every test in the browser: chromium is not installed")
    print("\n" + summary(parts, failed_checks, left_out), flush=True)
    if all(part.code == NOTHING_COLLECTED for part in parts):
        return NOTHING_COLLECTED
    return 1 if failed_checks or any(part.failed for part in parts) else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
