"""Who waits for whom at the warm checker."""

import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from records import gate
from records.gate import client
from tests.records import gate_files as files

HOSTILE = Path(__file__).with_name("gate_hostile.py")


@pytest.fixture
def slow_readers(tmp_path, settings, monkeypatch):
    """A checker in which reading a scan takes as long as it may."""
    settings.DATA = tmp_path
    words = "checker.JOBS['scan'] = hang; checker.SLOW_WALL = 3"
    monkeypatch.setattr(client, "command", lambda path: [sys.executable, str(HOSTILE), str(path), words])
    yield
    gate.stop()


def asked(job, path):
    with path.open("rb") as source:
        return client.ask({"job": job}, [source.fileno()])


def test_whoever_reads_a_scan_never_takes_the_place_of_a_check(slow_readers, tmp_path):
    plan = files.saved(files.scan(), tmp_path / "plan.pdf")
    readers = ThreadPoolExecutor(8)
    reading = [readers.submit(asked, "scan", plan) for _number in range(8)]
    time.sleep(0.3)

    began = time.monotonic()
    report = gate.check(plan, kind="pdf", limits=files.PLAN)

    assert report.ok
    assert time.monotonic() - began < 2
    assert not any(one.done() for one in reading)
    gate.stop()
    readers.shutdown(cancel_futures=True)
