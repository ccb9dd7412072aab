"""Who reads "lapsed" anywhere reads what the clock says, with every extension; the sweep's stamp is only a record."""

import datetime as dt
from itertools import product

import pytest
from django.urls import reverse

from applications import actions
from applications.lapsed import Lapsed, has_lapsed
from applications.models import Application
from applications.pages import counts
from people.enums import Region
from rounds.actions import extend
from rounds.enums import MilestoneKind
from rounds.models import Milestone
from rounds.shut import Shut
from rounds.window import Calendar
from tests.cast import at
from tests.factories import applications as make

pytestmark = pytest.mark.django_db
LAST = at("2025-02-27 23:59:59.999999")
SHUT = at("2025-02-28 00:00:00")
CHECKED = at("2025-03-05 00:00:00")


@pytest.fixture(autouse=True)
def _nothing_kept():
    counts.forget()


def give(cast, until, **whom):
    return extend(
        cast.round, "PLANS_DUE", until=at(until), reason="น้ำท่วม", by=cast.bureau.seat, at=at("2025-02-26 09:00"), **whom
    )


def lapsed(cast, when):
    rows = Application.objects.filter(Lapsed(cast.round, when).rows, round=cast.round)
    return set(rows.values_list("pk", flat=True))


def on_their_own_pages(cast, when):
    calendar = Calendar.of(cast.round)
    found = set()
    for row in Application.objects.select_related("round"):
        window = calendar.window(MilestoneKind.PLANS_DUE, row.whom)
        if has_lapsed(row, window, window.longer(cast.round.endorse_days), when):
            found.add(row.pk)
    return found


def office(cast, **query):
    return cast.bureau.client.get(reverse("applications:office"), query)


def marks(response):
    return {row["name"]: row["lapsed"] for row in response.context["rows"]}


def tab(response):
    return {row["label"]: row["count"] for row in response.context["tabs"]}.get("พ้นกำหนด")


LEVELS = {
    "nobody": lambda cast: {},
    "person": lambda cast: {"person": cast.teacher.user, "college": cast.college},
    "college": lambda cast: {"college": cast.college},
    "region": lambda cast: {"region": cast.college.region},
    "another region": lambda cast: {"region": Region.NORTH},
    "round": lambda cast: {},
}
EDGES = ["2025-03-03 23:59:59", "2025-03-04 12:00:00"]
INSTANTS = [
    LAST, SHUT, at("2025-03-03 23:59:59.999999"), at("2025-03-04 00:00:00"), at("2025-03-04 12:00:00.999999"),
    at("2025-03-04 12:00:01"), at("2025-03-04 23:59:59.999999"), CHECKED, at("2025-03-06 23:59:59.999999"),
    at("2025-03-07 00:00:00"), at("2025-03-08 00:00:00"), at("2025-03-12 00:00:00"),
]  # fmt: skip


@pytest.mark.parametrize(("level", "until"), list(product(LEVELS, EDGES)))
def test_the_list_and_each_applications_own_page_say_the_same_at_every_instant(cast, level, until):
    make.ready(cast)
    make.submitted(cast, cast.colleague)
    make.sent_back(cast, make.another_teacher(cast, 1))
    make.endorsed(cast, make.another_teacher(cast, 2))
    make.ready(cast, cast.neighbour_teacher)
    if level != "nobody":
        give(cast, until, **LEVELS[level](cast))

    for when in INSTANTS:
        assert lapsed(cast, when) == on_their_own_pages(cast, when), when


@pytest.mark.parametrize(("longer_by", "level"), list(product([None, 0, 3], ["nobody", "person", "round"])))
def test_what_was_found_holds_until_the_instant_that_is_named(cast, longer_by, level):
    """Nothing changes before it, and something does at it: what is kept in between is true."""
    make.ready(cast)
    make.ready(cast, cast.colleague)
    if level != "nobody":
        give(cast, "2025-03-04 12:00:00", **LEVELS[level](cast))
    milestone = Milestone.objects.get(round=cast.round, kind="PLANS_DUE")

    def found(when):
        return set(Application.objects.filter(Shut(milestone, cast.round, when, longer_by).rows))

    when, changes = at("2025-02-20 09:00"), 0
    while until := Shut(milestone, cast.round, when, longer_by).until:
        assert found(until - dt.timedelta(microseconds=1)) == found(when)
        changes += found(until) != found(when)
        when = until

    assert len(found(when)) == 2
    assert changes == (2 if level == "person" else 1)


def test_where_the_milestone_does_not_bind_nobody_reads_lapsed(cast):
    make.ready(cast)
    Milestone.objects.filter(round=cast.round, kind="PLANS_DUE").update(mode="SHOWN")

    assert lapsed(cast, CHECKED) == set()
    assert Lapsed(cast.round, SHUT).until is None


def test_the_office_reads_lapsed_before_any_sweep_and_not_after_more_time(cast, clock):
    draft = make.ready(cast)
    clock(SHUT)

    before = office(cast)
    actions.lapse(cast.round, by=cast.system, at=SHUT)
    give(cast, "2025-03-10 16:30", **LEVELS["person"](cast))
    after = office(cast)

    assert (marks(before), tab(before)) == ({draft.name: True}, "1")
    # The stamp is still there: only the sweep writes it, and only the next move clears it.
    assert make.again(draft).lapsed_at == SHUT
    assert (marks(after), tab(after)) == ({draft.name: False}, None)


def test_the_office_narrows_to_who_lapsed(cast, clock):
    draft = make.ready(cast)
    make.submitted(cast, cast.colleague)
    clock(SHUT)

    response = office(cast, state="LAPSED")

    assert marks(response) == {draft.name: True}
    assert response.context["total"] == 1


def test_counts_that_are_kept_change_when_the_window_shuts_though_nothing_was_written(cast, clock):
    make.ready(cast)

    clock(LAST)
    assert (tab(office(cast)), tab(office(cast))) == (None, None)
    clock(SHUT)
    assert tab(office(cast)) == "1"
    # And when the demo begins again, on an earlier day.
    clock(LAST)
    assert tab(office(cast)) is None


def test_the_narrowed_list_costs_the_same_at_every_size(cast, same_queries, clock):
    numbers = iter(range(1, 100))

    def grow(count):
        for _ in range(count):
            make.started(cast, make.another_teacher(cast, next(numbers)))

    clock(SHUT)
    same_queries(lambda: office(cast, state="LAPSED", q="ลำดับ"), grow, most=8)
    same_queries(lambda: office(cast, state="LAPSED"), grow, most=8)


def test_desk_and_checking_page_say_lapsed_as_the_teachers_page_does(cast, clock):
    sent = make.submitted(cast)
    address = reverse("applications:show", args=[sent.pk])

    def seen():
        desk = cast.coordinator.client.get(reverse("applications:desk"))
        checking = cast.coordinator.client.get(address)
        own = cast.teacher.client.get(address)
        return desk.context["to_check"][0]["lapsed"], checking.context["lapsed"], own.context["lapsed"]

    clock(at("2025-03-04 23:59:59.999999"))
    assert seen() == (False, False, False)
    clock(CHECKED)
    assert seen() == (True, True, True)
    give(cast, "2025-03-06 12:00", **LEVELS["college"](cast))
    assert seen() == (False, False, False)


def test_what_is_not_enforced_is_not_lapsed_on_the_desk_either(cast, clock):
    make.submitted(cast)
    Milestone.objects.filter(round=cast.round, kind="PLANS_DUE").update(mode="SHOWN")
    clock(CHECKED)

    desk = cast.coordinator.client.get(reverse("applications:desk"))

    assert desk.context["to_check"][0]["lapsed"] is False


def test_the_neighbours_extension_opens_nothing_here(cast, clock):
    mine, theirs = make.ready(cast), make.ready(cast, cast.neighbour_teacher)
    give(cast, "2025-03-10 16:30", college=cast.neighbour_college)

    assert lapsed(cast, SHUT) == {mine.pk}
    clock(SHUT)
    assert marks(office(cast)) == {mine.name: True, theirs.name: False}
