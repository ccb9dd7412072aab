"""More time for many: exactly those that were shown; on paper; as a table."""

from __future__ import annotations

import datetime as dt
import io
import zipfile

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from people.enums import Region
from records.models import Entry, Notice
from rounds.actions import ask, decline
from rounds.models import Extension
from tests.cast import at
from tests.factories import applications as make

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]
WHEN = at("2025-02-20 09:00")
MANY = "/rounds/extensions/grant-many/"
SHEET = "/rounds/extensions/sheet/"


def wish(cast, who=None, until=dt.date(2025, 3, 5), college=None, reason="รอลายเซ็น"):
    who = who or cast.teacher
    return ask(
        cast.round, "PLANS_DUE", person=who.user, college=college or cast.college, until=until, reason=reason,
        by=who.seat, at=WHEN,
    )  # fmt: skip


@pytest.fixture
def three(cast):
    return [
        wish(cast),
        wish(cast, cast.colleague, dt.date(2025, 3, 7)),
        wish(cast, cast.neighbour_teacher, college=cast.neighbour_college),
    ]


def page(cast, query=""):
    return cast.bureau.client.get(f"{MANY}?{query}")


def press(cast, rows, shown, **facts):
    return cast.bureau.client.post(MANY, {"pick": [row.pk for row in rows], "shown": shown, "answer": "ได้", **facts})


def states():
    return list(Extension.objects.order_by("pk").values_list("state", flat=True))


def test_those_with_a_tick_are_granted_each_until_its_own_day(cast, three):
    answer = press(cast, three[:2], page(cast).context["shown"])

    assert answer.status_code == 302
    assert states() == ["GRANTED", "GRANTED", "REQUESTED"]
    assert [row.until for row in Extension.objects.order_by("pk")[:2]] == [
        at("2025-03-05 23:59:59"),
        at("2025-03-07 23:59:59"),
    ]
    assert Entry.objects.filter(verb="rounds:extension:grant").count() == 2
    assert {row.to_id for row in Notice.objects.filter(name="rounds/grant")} == {
        cast.teacher.user.pk,
        cast.colleague.user.pk,
    }


def test_one_day_for_all(cast, three):
    press(cast, three, page(cast).context["shown"], until="10/3/2568")
    assert {row.until for row in Extension.objects.granted()} == {at("2025-03-10 23:59:59")}


def test_what_changed_since_it_was_shown_is_left_alone_and_named(cast, three):
    shown = page(cast).context["shown"]
    wish(cast, until=dt.date(2025, 3, 20))
    decline(three[1], answer="ไม่ได้", by=cast.bureau.seat, at=WHEN)

    answer = cast.bureau.client.post(
        MANY, {"pick": [row.pk for row in three], "shown": shown, "answer": ""}, follow=True
    )

    assert states() == ["REQUESTED", "DECLINED", "GRANTED"]
    said = [str(message) for message in answer.context["messages"]]
    assert [
        name
        for name in (cast.teacher.user.full_name, cast.colleague.user.full_name)
        if any(words.startswith(f"{name}: ") for words in said)
    ] == [cast.teacher.user.full_name, cast.colleague.user.full_name]


def test_who_was_not_shown_is_not_granted_whatever_is_sent(cast, three):
    shown = page(cast, f"region={cast.college.region}&q={cast.teacher.user.first_name}").context["shown"]
    newcomer = wish(cast, make.another_teacher(cast, 1))
    press(cast, [*three, newcomer], shown)
    assert states() == ["GRANTED", "REQUESTED", "REQUESTED", "REQUESTED"]


def test_more_time_that_is_none_is_skipped(cast, three):
    press(cast, three, page(cast).context["shown"], until="27/2/2568")
    assert states() == ["REQUESTED"] * 3


@pytest.mark.parametrize(
    ("query", "count"),
    [
        ("", 3),
        ("kind=PLANS_DUE", 3),
        ("kind=COLLEGE_REPORT", 0),
        (f"region={Region.EAST_BANGKOK}", 3),
        (f"region={Region.NORTH}", 0),
        ("q=สมชาย", 1),
        ("kind=x&region=y", 3),
    ],
)
def test_the_list_is_narrowed(cast, three, query, count):
    assert len(page(cast, query).context["rows"]) == count


def test_a_day_that_cannot_be_read_is_an_error_and_keeps_the_ticks(cast, three):
    answer = press(cast, three[:1], page(cast).context["shown"], until="พรุ่งนี้")
    assert (answer.status_code, answer.context["ticked"]) == (422, [str(three[0].pk)])
    assert states() == ["REQUESTED"] * 3


@pytest.mark.parametrize("who", ["neighbour", "coordinator", "director", "teacher", "policy", "revoked"])
def test_only_the_bureau_grants_many(cast, three, who):
    client = getattr(cast, who).client
    assert client.get(MANY).status_code == 403
    assert client.post(MANY, {"pick": [three[0].pk], "shown": page(cast).context["shown"]}).status_code == 403
    assert states() == ["REQUESTED"] * 3


def test_many_cost_as_few_statements_as_few(cast):
    counts = []
    for size in (2, 6):
        first = 10 * size
        rows = [wish(cast, make.another_teacher(cast, first + number)) for number in range(size)]
        shown = page(cast).context["shown"]
        with CaptureQueriesContext(connection) as seen:
            press(cast, rows, shown)
        counts.append(len(seen))
    assert counts[0] == counts[1], [query["sql"] for query in seen.captured_queries]
    assert states() == ["GRANTED"] * 8


def test_the_list_costs_the_same_at_every_length(cast, same_queries):
    count = iter(range(100))

    def grow(number):
        for _one in range(number):
            wish(cast, make.another_teacher(cast, next(count)))

    same_queries(lambda: page(cast), grow, most=8)


def cells(client, query=""):
    with zipfile.ZipFile(io.BytesIO(client.get(f"{SHEET}?{query}").content)) as archive:
        return archive.read("xl/worksheets/sheet1.xml").decode()


def test_the_sheet_holds_what_its_reader_may_see_and_no_formula(cast, three):
    wish(cast, make.another_teacher(cast, 1), reason="=1+1")

    assert cells(cast.bureau.client).count("<row>") == 5
    assert cells(cast.coordinator.client).count("<row>") == 4
    assert cells(cast.neighbour.client).count("<row>") == 2
    assert cells(cast.bureau.client, "state=GRANTED").count("<row>") == 1
    assert "<f>" not in cells(cast.bureau.client)
    assert "=1+1" in cells(cast.bureau.client)


def test_a_day_that_is_over_is_granted_to_nobody(cast, three, clock):
    shown = page(cast).context["shown"]
    clock("2025-03-06 09:00")

    press(cast, three, shown)
    alone = cast.bureau.client.post(
        f"/rounds/extensions/{three[0].pk}/grant/", {"grant-until": "5/3/2568", "grant-answer": "ได้"}
    )

    # 5 March is over; the second asked for the 7th.
    assert states() == ["REQUESTED", "GRANTED", "REQUESTED"]
    assert alone.status_code == 422
    assert "วันนั้นผ่านไปแล้ว" in alone.content.decode()
