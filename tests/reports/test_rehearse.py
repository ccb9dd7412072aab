"""A rehearsal of the year: it tells what the real year would, leaves no trace, and stands in nobody's way."""

from __future__ import annotations

import datetime as dt
import json
import os
import shutil
import threading
from io import StringIO
from pathlib import Path

import pytest
from django.conf import settings
from django.core import mail
from django.core.management import CommandError, call_command
from django.db import connections

from applications.models import Application
from bench.lived import live, told_in, written_in
from people import rehearsing
from people.models import system_seat
from records import bell, documents
from records.models import Notice, Ring
from records.tasks import deliver
from reports import sweeps, tasks
from reports.rehearsal import rehearse
from rounds.actions import extend
from rounds.enums import RoundState
from rounds.models import Round
from rounds.reminding import remind
from teachersync.schedule import BEAT
from tests.cast import at
from tests.factories import applications as make
from tests.reports.demo_ground import digest

pytestmark = pytest.mark.django_db(transaction=True)
NOON = at("2025-02-20 12:00")
PATIENCE = 20.0  # seconds, for who may not be held up at all


@pytest.fixture
def year(cast, clock):
    """Plans begun, sent and endorsed, one teacher with more time."""
    clock(NOON)
    make.started(cast)
    for number in range(1, 4):
        make.started(cast, make.another_teacher(cast, number))
    for number in range(4, 6):
        make.submitted(cast, make.another_teacher(cast, number))
    late = make.another_teacher(cast, 7)
    make.started(cast, late)
    extend(
        cast.round, "PLANS_DUE", until=at("2025-03-10 23:59:59"), reason="น้ำท่วม", by=cast.bureau.seat, at=NOON,
        person=late.user, college=cast.college,
    )  # fmt: skip
    deliver()
    mail.outbox.clear()
    return cast.round


def plain(events):
    return [(row.at, row.kind, row.milestone, row.audience, row.count, row.what) for row in events]


def files():
    return sorted(str(path) for path in Path(settings.DATA).rglob("*") if "sqlite3" not in path.name)


def test_it_tells_event_by_event_what_the_year_then_brings(year):
    rehearsed = rehearse(year, now=NOON)
    told, written = live(year, NOON, at("2026-01-20 00:00"))

    assert told_in(rehearsed) == told
    assert written_in(rehearsed) == written
    # Nothing was compared with nothing.
    assert sum(told.values()) > 40
    assert {key[3] for key in told} >= {"rounds/remind", "rounds/remind_late", "applications/lapse"}
    assert sum(written.values()) == len(mail.outbox)


def test_it_leaves_no_trace_and_tells_nobody(year, monkeypatch):
    heard = []
    monkeypatch.setattr("celery.current_app.send_task", lambda *args, **kwargs: heard.append(args))
    before, stood = digest(), files()

    assert [row for row in rehearse(year, now=NOON) if row.kind == "message"] != []

    assert digest() == before
    assert (files(), mail.outbox, heard) == (stood, [], [])
    assert rehearsing.at() is None


def test_a_rehearsal_that_fails_leaves_no_trace_either(year, monkeypatch):
    def breaks():
        Application.objects.update(lapsed_at=NOON)
        raise RuntimeError("the sweep is broken")

    monkeypatch.setattr("reports.rehearsal.run.CALENDAR", (breaks,))
    before = digest()

    with pytest.raises(RuntimeError, match="the sweep is broken"):
        rehearse(year, now=NOON)

    assert digest() == before
    assert Application.objects.filter(lapsed_at=None).count() == 7


def test_other_people_write_meanwhile_even_the_rows_that_it_has_written(year, cast):
    """The rehearsal has stamped each of these rows and holds each of these keys; nobody waits for it."""
    wrote = []

    def somebody_else():
        try:
            Application.objects.update(comment="เขียนพร้อมกัน")
            row = Notice.objects.create(
                key=f"at the same time {len(wrote)}", name="rounds/remind", to=cast.teacher.user, written_at=NOON
            )
            Notice.objects.filter(pk=row.pk).delete()
            wrote.append(1)
        finally:
            connections.close_all()

    def meanwhile(done, _all):
        if done % 10 == 0:
            thread = threading.Thread(target=somebody_else)
            thread.start()
            thread.join(PATIENCE)
            assert not thread.is_alive(), "somebody had to wait for the rehearsal"

    alone = plain(rehearse(year, now=NOON))
    assert plain(rehearse(year, now=NOON, progress=meanwhile)) == alone

    assert len(wrote) > 3
    assert set(Application.objects.values_list("comment", flat=True)) == {"เขียนพร้อมกัน"}


def test_a_reminder_written_for_real_meanwhile_is_neither_held_up_nor_counted(year):
    """The same key in both: what the rehearsal has written is nobody's, and what came later it does not see."""
    alone = plain(rehearse(year, now=NOON))
    real = []

    def meanwhile(done, _all):
        if done == 3:
            thread = threading.Thread(target=lambda: real.append(_remind_for_real()))
            thread.start()
            thread.join(PATIENCE)
            assert not thread.is_alive(), "the real sweep had to wait"

    assert plain(rehearse(year, now=NOON, progress=meanwhile)) == alone
    assert real[0] > 0
    assert Notice.objects.filter(name="rounds/remind").count() == real[0]


def _remind_for_real():
    try:
        return remind(at("2025-02-24 09:00"))
    finally:
        connections.close_all()


def test_what_a_killed_rehearsal_left_is_taken_away_by_the_next(year):
    old, fresh = (Path(settings.DATA) / f"rehearsal-{name}" for name in ("killed", "running"))
    for folder in (old, fresh):
        folder.mkdir()
        (folder / "copy").write_bytes(b"names")
    os.utime(old, (0, 0))

    tasks.rehearse("0", NOON)

    assert (old.exists(), fresh.exists()) == (False, True)
    shutil.rmtree(fresh)


def test_a_draft_whose_first_closing_is_past_is_rehearsed_too(year):
    year.milestones.filter(kind="GUIDELINE").update(mode="ENFORCED")
    Round.objects.update(state=RoundState.DRAFT, published_at=None, published_by=None)

    assert {row.kind for row in rehearse(Round.objects.get(), now=at("2025-03-05 12:00"))} >= {"opens", "closes"}


def test_a_draft_is_rehearsed_as_if_it_were_out_and_stays_a_draft(year):
    Round.objects.update(state=RoundState.DRAFT, published_at=None, published_by=None)
    found = rehearse(Round.objects.get(), now=NOON)
    assert {row.kind for row in found} == {"opens", "closes", "message"}
    assert Round.objects.get().state == RoundState.DRAFT


def test_a_round_that_is_over_is_walked_from_its_first_opening(year):
    found = rehearse(year, now=at("2026-11-01 09:00"))
    assert (found[0].at, found[0].kind) == (at("2025-02-01 00:00"), "opens")


def test_an_extension_closes_for_whom_it_was_given_and_a_pointless_one_for_nobody(year, cast):
    extend(
        year, "PLANS_DUE", until=at("2025-02-26 23:59:59"), reason="เร็วไป", by=cast.bureau.seat, at=NOON,
        college=cast.college,
    )  # fmt: skip
    found = [row for row in rehearse(year, now=NOON) if row.what == "extension"]
    assert plain(found) == [(at("2025-03-10 23:59:59"), "closes", "PLANS_DUE", "PERSON", 1, "extension")]


def test_mail_and_files_cannot_leave_a_rehearsal(cast):
    with rehearsing.standing_at(NOON):
        with pytest.raises(rehearsing.LeftTheHouse):
            documents._store(None, "name", None, 0, "")
        bell._sound(Ring(task="x", about="1", rung_at=NOON, next_at=NOON))
    assert system_seat()


def test_every_task_of_beat_is_a_sweep_of_the_calendar_or_keeps_house():
    calendar = {sweep.name for sweep in sweeps.CALENDAR}
    assert {row["task"] for row in BEAT.values()} == calendar | sweeps.HOUSEKEEPING
    assert not calendar & sweeps.HOUSEKEEPING


def test_the_command_prints_one_json_list(year):
    out = StringIO()
    call_command("rehearse", "2568", "--json", stdout=out)
    rows = json.loads(out.getvalue())
    assert {row["kind"] for row in rows} == {"opens", "closes", "message"}
    assert [list(row)[:5] for row in rows] == [["at", "kind", "milestone", "audience", "count"]] * len(rows)
    instants = [dt.datetime.fromisoformat(row["at"]) for row in rows]
    assert instants == sorted(instants)


def test_the_command_takes_a_day_as_people_type_it_and_says_what_it_does_not_know(year):
    out = StringIO()
    call_command("rehearse", "2568", "--since", "1 มี.ค. 2568", stdout=out)
    assert out.getvalue().startswith("2025-03-01 00:00:00")
    with pytest.raises(CommandError, match="There is no round 2570"):
        call_command("rehearse", "2570")
    with pytest.raises(CommandError, match="--since"):
        call_command("rehearse", "2568", "--since", "เมื่อวาน")
