"""An extension that runs out: told beforehand by the reminders of its own closing, and seen in the register."""

import io
import zipfile

import pytest

from people.thai import instant
from records.models import Notice
from rounds import actions, reminding
from rounds.enums import Standing
from rounds.models import Extension
from tests.cast import at
from tests.factories import applications as make

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]
LIST, SHEET = "/rounds/extensions/", "/rounds/extensions/sheet/"
UNTIL = "2025-03-10 23:59:59"


def give(cast, until=UNTIL, **whom):
    whom = whom or {"person": cast.teacher.user, "college": cast.college}
    facts = {"until": at(until), "reason": "น้ำท่วม", "by": cast.bureau.seat, "at": at("2025-02-20 08:00")}
    return actions.extend(cast.round, "PLANS_DUE", **facts, **whom)


@pytest.mark.parametrize(
    ("when", "standing", "words"),
    [
        ("2025-03-01 12:00", "RUNNING", "ใช้ได้อยู่"),
        ("2025-03-07 12:00", "ENDING", "เหลืออีก 3 วัน"),
        ("2025-03-10 23:59:59", "ENDING", "สิ้นสุดวันนี้"),
        ("2025-03-11 00:00", "OVER", "สิ้นสุดแล้ว"),
    ],
)
def test_how_it_stands_is_computed_alike_for_one_and_in_the_list(cast, clock, when, standing, words):
    extension = give(cast)
    now = clock(when)

    assert extension.standing(now) == standing
    assert {name for name in Standing.values if Extension.objects.standing(name, now)} == {standing}
    for who in (cast.teacher, cast.coordinator, cast.bureau):
        assert [row[2] for row in who.client.get(f"{LIST}?state={standing}").context["rows"]] == [words]
        assert words in who.client.get(f"{LIST}{extension.pk}/").content.decode()


def test_the_bureau_finds_those_that_end_soon_as_list_and_as_table(cast, clock):
    soon, later = give(cast, "2025-03-05 23:59:59"), give(cast, "2025-03-20 23:59:59", college=cast.neighbour_college)
    clock("2025-03-01 09:00")

    assert [row[0] for row in cast.bureau.client.get(f"{LIST}?state=ENDING").context["rows"]] == [soon]
    assert [row[0] for row in cast.bureau.client.get(f"{LIST}?state=RUNNING").context["rows"]] == [later]
    with zipfile.ZipFile(io.BytesIO(cast.bureau.client.get(f"{SHEET}?state=ENDING").content)) as book:
        cells = book.read("xl/worksheets/sheet1.xml").decode()
    assert (cells.count("<row>"), "เหลืออีก 4 วัน" in cells) == (2, True)


def test_one_that_the_calendar_has_overtaken_says_so(cast):
    extension = give(cast)
    cast.round.milestones.filter(kind="PLANS_DUE").update(closes_at=at("2025-03-31 23:59:59"))
    assert "ไม่จำเป็นแล้ว" in cast.bureau.client.get(f"{LIST}{extension.pk}/").content.decode()


def test_what_was_declined_or_waits_does_not_stand(cast):
    extension = give(cast)
    Extension.objects.filter(pk=extension.pk).update(state="DECLINED")
    extension.refresh_from_db()
    assert extension.standing(at("2025-03-01 12:00")) is None
    assert cast.bureau.client.get(f"{LIST}?state=RUNNING").context["rows"] == []


@pytest.mark.parametrize("level", ["person", "college", "region", "round"])
def test_whoever_holds_it_is_reminded_before_it_ends(cast, level):
    make.started(cast)
    give(
        cast,
        **{
            "person": {},
            "college": {"college": cast.college},
            "region": {"region": cast.college.region},
            "round": {"region": ""},
        }[level],
    )
    reminding.remind(at("2025-03-07 09:00"))
    told = Notice.objects.filter(reminds_of="PLANS_DUE", to=cast.teacher.user)
    assert [row.context["closes"] for row in told] == [instant(at(UNTIL), lang="th")]


def test_the_bureau_reads_what_stays_open_by_it_and_nobody_else_does(cast, clock):
    application = make.started(cast)
    extension = give(cast)
    clock("2025-03-03 09:00")
    address = f"{LIST}{extension.pk}/"

    page = cast.bureau.client.get(address)
    assert [row.owed.path for row in page.context["open_by_it"]] == [f"/applications/{application.pk}/"]
    assert cast.teacher.client.get(address).context["open_by_it"] is None
    assert cast.neighbour.client.get(address).status_code == 404

    give(cast, college=cast.college)  # now it is not by this one alone
    assert cast.bureau.client.get(address).context["open_by_it"] == []
