"""The warm checker and its children: whatever a file does in there, nobody else notices.

The jobs of the first tests are not files but what a file that has taken over its parser would do.
"""

import json
import os
import signal
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path

import pytest

from records import gate
from records.gate import Reason, cell, client, wire
from tests.records import gate_files as files

HOSTILE = Path(__file__).with_name("gate_hostile.py")


@pytest.fixture
def data(tmp_path, settings):
    """A folder for this test's own checker."""
    settings.DATA = tmp_path / "data"
    settings.DATA.mkdir()
    yield settings.DATA
    gate.stop()


@pytest.fixture
def own(data, monkeypatch):
    """Lets the next checker start with hostile jobs, and with these settings."""

    def prepare(settings: str = "checker.WALL = 1.0") -> None:
        monkeypatch.setattr(client, "command", lambda path: [sys.executable, str(HOSTILE), str(path), settings])

    prepare()
    return prepare


@pytest.fixture
def plan(tmp_path):
    return files.saved(files.scan(), tmp_path / "plan.pdf")


def asked(job: str, path: Path) -> dict[str, object]:
    with path.open("rb") as source:
        return client.ask({"job": job}, [source.fileno()])


def checked(path: Path) -> gate.Report:
    return gate.check(path, kind="pdf", limits=files.PLAN)


def eventually(fact) -> bool:
    for _attempt in range(400):
        if fact():
            return True
        time.sleep(0.05)
    return False


def alive(pid: int) -> bool:
    with suppress(OSError):
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    return False


def children(pid: int) -> list[int]:
    return [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


def test_a_child_has_little_to_use_and_nothing_to_steal(own, plan, monkeypatch):
    monkeypatch.setenv("SECRET_KEY", "not for strangers")

    facts = asked("limits", plan)

    assert facts.pop("AS") <= 512 * 2**20
    assert facts.pop("files") == [cell.IN, cell.IN + 1, cell.ANSWER]  # the middle one is the listing itself
    assert set(facts.pop("environment")) <= {"PATH", "LANG", "LC_CTYPE", "OPENBLAS_NUM_THREADS"}
    assert facts == {
        "CPU": 5,
        "FSIZE": cell.FILE,
        "CORE": 0,
        "NOFILE": 32,
        "NPROC": 0,
        "threads": 1,
        "django": False,
        "status": [["NoNewPrivs:", "1"]],
    }


@pytest.mark.parametrize("job", ["hang", "eat", "crash", "babble", "flood"])
def test_a_child_that_hangs_eats_crashes_or_babbles_is_too_costly(own, plan, job):
    assert asked(job, plan) == {"reason": Reason.TOO_COSTLY}
    assert checked(plan).ok


def test_a_child_that_burns_the_processor_is_killed_by_its_own_limit(own, plan):
    own("cell.SECONDS = 1; checker.WALL = 60")

    assert asked("spin", plan) == {"reason": Reason.TOO_COSTLY}


def test_a_file_is_not_blamed_when_the_machine_had_no_time_for_it(own, plan):
    places = 16 * os.cpu_count()
    own(f"checker.os.cpu_count = lambda: {places}; checker.WALL = 2")
    with ThreadPoolExecutor(places) as pool:
        answers = list(pool.map(lambda _number: asked("spin", plan), range(places)))

    assert answers == [{"reason": Reason.UNAVAILABLE}] * places


def test_a_child_cannot_fill_the_disk(own, plan, tmp_path):
    with plan.open("rb") as source, (tmp_path / "out").open("w+b") as target:
        answer = client.ask({"job": "write"}, [source.fileno(), target.fileno()])

    assert answer in ({"reason": Reason.TOO_COSTLY}, {"reason": Reason.DAMAGED})
    assert (tmp_path / "out").stat().st_size == 0


def test_an_answer_that_is_no_report_is_not_believed(own, plan, monkeypatch):
    real = client.ask
    monkeypatch.setattr(client, "ask", lambda question, opened: real(question | {"job": "lie"}, opened))

    assert checked(plan) == gate.Report(ok=False, reason=Reason.TOO_COSTLY, limits=files.PLAN)


def test_eight_hostile_files_at_once_harm_nobody(own, plan):
    hostile = ["hang", "eat", "crash", "spin", "hang", "eat", "babble", "spin"]
    with ThreadPoolExecutor(16) as pool:
        bad = [pool.submit(asked, job, plan) for job in hostile]
        good = [pool.submit(checked, plan) for _number in range(8)]

        # On a starved machine some wait so long for a processor that they are asked to come again instead.
        assert {answer.result()["reason"] for answer in bad} <= {Reason.TOO_COSTLY, Reason.UNAVAILABLE}
        assert [report.result().ok for report in good] == [True] * 8


def test_eight_real_bombs_at_once_harm_nobody(data, plan, tmp_path):
    bomb = files.written(tmp_path / "bomb.pdf", files.bomb())
    with ThreadPoolExecutor(16) as pool:
        bad = [pool.submit(gate.picture, bomb, 1, target=tmp_path / f"{number}.png") for number in range(8)]
        good = [pool.submit(checked, plan) for _number in range(8)]

        assert {report.result().reason for report in bad} <= {Reason.TOO_COSTLY, Reason.UNAVAILABLE}
        assert [report.result().ok for report in good] == [True] * 8


def test_who_asks_while_the_checker_is_killed_gets_the_right_answer(own, plan, monkeypatch):
    own("checker.JOBS['pdf'] = hang; checker.WALL = 60")
    pid = asked("who", plan)["pid"]
    with ThreadPoolExecutor(4) as pool:
        reports = [pool.submit(checked, plan) for _number in range(4)]
        assert eventually(lambda: children(pid) != [])
        hanging = children(pid)
        own()  # the next checker is a sound one

        os.kill(pid, signal.SIGKILL)

        assert [report.result().reason for report in reports] == [None] * 4
    assert eventually(lambda: not any(alive(child) for child in hanging))


def test_a_checker_that_is_killed_twice_is_unavailable(own, plan):
    own("checker.JOBS['pdf'] = murder")

    report = checked(plan)

    assert (report.ok, report.reason) == (False, Reason.UNAVAILABLE)


@pytest.mark.parametrize("command", [["/bin/false"], ["/nowhere/python"]])
def test_a_checker_that_cannot_start_is_unavailable_and_is_tried_again(data, plan, monkeypatch, command):
    monkeypatch.setattr(client, "command", lambda path: command)
    without = checked(plan)
    monkeypatch.undo()

    assert without.reason is Reason.UNAVAILABLE
    assert checked(plan).ok


def test_a_hundred_callers_at_once_start_one_checker(own, plan):
    with ThreadPoolExecutor(100) as pool:
        answers = list(pool.map(lambda _number: asked("who", plan)["pid"], range(100)))

    assert len(set(answers)) == 1


def test_a_checker_nobody_asks_ends_and_the_next_caller_starts_another(own, plan):
    own("checker.IDLE = 0.2; checker.LOOK = 0.1")
    first = asked("who", plan)["pid"]

    assert eventually(lambda: not alive(first))
    assert asked("who", plan)["pid"] != first


def test_a_checker_whose_folder_vanished_ends(own, plan, data):
    own("checker.LOOK = 0.1")
    pid = asked("who", plan)["pid"]

    for path in data.iterdir():
        path.unlink()
    data.rmdir()

    assert eventually(lambda: not alive(pid))


def test_a_checker_of_another_release_steps_down(own, plan, monkeypatch):
    old = asked("who", plan)["pid"]
    own("wire.STAMP = 'new'")
    monkeypatch.setattr(wire, "STAMP", "new")

    assert asked("who", plan)["pid"] != old
    assert eventually(lambda: not alive(old))


def test_a_caller_who_leaves_takes_its_child_along(own, plan):
    own("checker.WALL = 60")
    pid = asked("who", plan)["pid"]
    with plan.open("rb") as source, client._connect() as connection:
        wire.send(connection, {"job": "hang", "stamp": wire.STAMP}, [source.fileno()])
        assert eventually(lambda: children(pid) != [])

    assert eventually(lambda: children(pid) == [])


def test_what_is_no_question_is_hung_up_on(own, plan):
    asked("who", plan)
    for packet in (b"\xff\xfe", b"[]", b"x" * 70_000):
        with client._connect() as connection:
            connection.sendmsg([packet])
            assert connection.recv(100) == b""

    assert checked(plan).ok


def test_an_unknown_job_or_one_without_a_file_is_not_done(own, plan):
    assert asked("format_disk", plan) == {"reason": Reason.UNAVAILABLE}
    assert client.ask({"job": "pdf"}, []) == {"reason": Reason.UNAVAILABLE}


def test_only_its_owner_may_speak_to_the_checker(own, plan, data):
    asked("who", plan)

    assert (data / "gate.sock").stat().st_mode & 0o077 == 0


def test_the_checker_works_in_a_folder_with_a_very_long_name(settings, tmp_path, plan):
    settings.DATA = tmp_path / ("d" * 200)
    settings.DATA.mkdir()

    assert checked(plan).ok
    gate.stop()


def test_no_descriptor_is_lost_by_asking(own, plan):
    pid = asked("who", plan)["pid"]
    before, mine = len(os.listdir(f"/proc/{pid}/fd")), len(os.listdir("/proc/self/fd"))

    for job in ("who", "crash", "eat", "babble") * 5:
        asked(job, plan)

    assert eventually(lambda: len(os.listdir(f"/proc/{pid}/fd")) <= before)  # the last caller is let go a little later
    assert len(os.listdir("/proc/self/fd")) == mine


def test_a_web_process_with_threads_is_never_forked(own, plan, monkeypatch):
    monkeypatch.setattr(os, "fork", lambda: pytest.fail("forked"))
    reports = []
    thread = threading.Thread(target=lambda: reports.append(checked(plan)))

    thread.start()
    thread.join()

    assert [report.ok for report in reports] == [True]


def test_the_answer_is_json_that_fits_one_packet_for_the_largest_plan():
    answer = {"pages": 1000, "page_sizes": [(14400.55, 14400.55)] * 1000, "warnings": [Reason.ACTIVE_CONTENT] * 4}

    assert len(json.dumps(answer)) < wire.PACKET
