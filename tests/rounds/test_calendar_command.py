"""`manage.py calendar 2568`: the milestones on the terminal."""

import json

import pytest
from django.core.management import CommandError, call_command

from rounds.actions import load_round
from tests.cast import CALENDAR

pytestmark = pytest.mark.django_db


def test_every_milestone_is_a_line(capsys):
    load_round(CALENDAR)

    call_command("calendar", "2568")

    lines = capsys.readouterr().out.splitlines()
    assert len(lines) == 19
    assert lines[2].startswith("2.2  PLANS_DUE            2025-02-27 23:59:59  ลงนามรับรองแผน")


def test_as_json_the_instants_carry_the_thai_offset(capsys):
    load_round(CALENDAR)

    call_command("calendar", "2568", "--json")

    rows = json.loads(capsys.readouterr().out)
    assert len(rows) == 19
    label = rows[2].pop("label_th")
    assert label.startswith("ลงนามรับรองแผน")
    assert rows[2] == {
        "number": "2.2",
        "printed": "๒.๒",
        "kind": "PLANS_DUE",
        "who": ["TEACHER", "COORDINATOR"],
        "opens_at": "2025-02-01T00:00:00+07:00",
        "closes_at": "2025-02-27T23:59:59+07:00",
        "mode": "ENFORCED",
    }


def test_a_round_that_is_not_there_is_an_error():
    with pytest.raises(CommandError, match="2599"):
        call_command("calendar", "2599")
