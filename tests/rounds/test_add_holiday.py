"""A holiday declared at short notice: what follows is shown, confirmed, and holds everywhere at once."""

import datetime as dt
import re

import pytest

from people.unit import unit
from records.models import Entry, Notice
from rounds import actions, holidays
from rounds.days_moved import moved
from rounds.models import DayOff, Milestone
from rounds.moves import Refused
from rounds.reminders import due_step
from rounds.window import Calendar
from tests.cast import at
from tests.factories import applications as make

NOW = at("2025-05-20 10:00")
# The last day of May 2568 is a Saturday, the second and third of June are holidays of the file.
WEDNESDAY = dt.date(2025, 6, 4)
URL = "/rounds/holidays/add/"


def add(cast, day=WEDNESDAY, when=NOW, who=None):
    return actions.add_holiday(day, "วันหยุดพิเศษ", by=(who or cast.bureau).seat, at=when)


def closing(cast, kind="COLLEGE_EVALUATION"):
    return Calendar.of(cast.round).window(kind).closes_at


def test_a_closing_moves_over_an_added_holiday_and_back_again(cast):
    assert closing(cast) == at("2025-06-04 23:59:59")
    row = add(cast)
    assert closing(cast) == at("2025-06-05 23:59:59")

    actions.remove_holiday(row, by=cast.bureau.seat, at=NOW)

    assert closing(cast) == at("2025-06-04 23:59:59")
    verbs = Entry.objects.filter(verb__startswith="rounds:day_off").order_by("pk").values_list("verb", "facts")
    facts = {"day": "2025-06-04", "name": "วันหยุดพิเศษ", "told": 0}
    assert list(verbs) == [("rounds:day_off:add_holiday", facts), ("rounds:day_off:remove_holiday", facts)]


def test_a_reminder_moves_to_the_working_day_before_though_the_day_before_gave_another_answer(cast):
    closes_at, since, when = at("2025-06-11 23:59:59"), at("2025-05-01 09:00"), at("2025-05-30 09:30")
    assert due_step(closes_at, since=since, at=when).name == "before-14"

    add(cast)

    # Seven days before is the Wednesday; the file's holidays and a weekend lie before it.
    assert due_step(closes_at, since=since, at=when).name == "before-7"


def test_working_days_are_counted_without_it(cast):
    add(cast)

    assert holidays.add_working_days(at("2025-05-30 12:00"), 1) == at("2025-06-05 23:59:59")


def test_it_is_read_once_for_a_piece_of_work_and_anew_for_the_next(cast, django_assert_num_queries):
    with unit(), django_assert_num_queries(1):
        assert [holidays.is_working_day(WEDNESDAY) for _time in range(5)] == [True] * 5
    DayOff.objects.create(day=WEDNESDAY, name="อีกกระบวนการหนึ่งเพิ่ม", added_at=NOW, added_by=cast.bureau.seat)
    with unit(), django_assert_num_queries(1):
        assert not holidays.is_working_day(WEDNESDAY)


def test_whoever_adds_it_sees_it_in_the_same_piece_of_work(cast):
    with unit():
        assert holidays.is_working_day(WEDNESDAY)
        add(cast)
        assert not holidays.is_working_day(WEDNESDAY)


@pytest.mark.parametrize(
    ("day", "code"),
    [("2025-05-19", "over"), ("2025-06-01", "off"), ("2025-06-03", "off")],
)
def test_a_day_that_is_over_or_off_anyway_is_not_added(cast, day, code):
    with pytest.raises(Refused) as refused:
        add(cast, dt.date.fromisoformat(day))

    assert refused.value.refusal.code == code
    assert not DayOff.objects.exists()


def test_what_an_added_day_did_is_not_undone_when_it_is_over(cast):
    row = add(cast)

    with pytest.raises(Refused) as refused:
        actions.remove_holiday(row, by=cast.bureau.seat, at=at("2025-06-05 00:00"))

    assert refused.value.refusal.code == "over"
    assert DayOff.objects.get() == row


@pytest.mark.parametrize("name", ["coordinator", "neighbour", "policy", "teacher", "finance"])
def test_nobody_but_the_bureau_adds_or_takes_away(cast, name):
    row = add(cast)
    who = getattr(cast, name)
    for verb in (
        lambda: add(cast, dt.date(2025, 6, 6), who=who),
        lambda: actions.remove_holiday(row, by=who.seat, at=NOW),
    ):
        with pytest.raises(Refused) as refused:
            verb()
        assert refused.value.refusal.code == "role"


def test_what_would_move_is_what_then_moves(cast):
    def all_closings():
        calendar = Calendar.of(cast.round)
        return {kind: calendar.window(kind).closes_at for kind in calendar.milestones}

    shown = {row.milestone.kind: row.after for row in moved({WEDNESDAY: "x"}, NOW) if row.what == "closing"}
    before = all_closings()
    add(cast)

    after = all_closings()
    assert shown == {kind: closes_at for kind, closes_at in after.items() if closes_at != before[kind]}
    assert shown


def test_what_moves_is_found_by_a_fixed_number_of_queries(cast, django_assert_num_queries):
    with unit():
        holidays.holidays()
        with django_assert_num_queries(3):
            moved({WEDNESDAY: "x"}, NOW)


def test_who_is_second_to_take_it_away_is_told_so_and_writes_nothing(cast):
    row = add(cast)
    actions.remove_holiday(DayOff.objects.get(), by=cast.bureau.seat, at=NOW)
    written = Entry.objects.count()

    with pytest.raises(Refused) as refused:
        actions.remove_holiday(row, by=cast.admin.seat, at=NOW)

    assert (refused.value.refusal.code, Entry.objects.count()) == ("first", written)


@pytest.mark.parametrize("name", ["neighbour", "coordinator", "policy", "finance"])
def test_the_pages_are_the_bureaus_alone(cast, name):
    client = getattr(cast, name).client
    pages = ("/rounds/holidays/", URL, f"/rounds/holidays/{add(cast).pk}/remove/")

    assert [client.get(page).status_code for page in pages] == [403, 403, 403]


def mark(response):
    return re.search(r'name="seen" value="(\w+)"', response.content.decode())[1]


def test_the_page_says_what_follows_and_does_nothing_before_it_is_confirmed(cast, clock):
    clock(NOW)
    data = {"day": "4/6/2568", "name": "วันหยุดพิเศษ"}
    shown = cast.bureau.client.post(URL, data)

    page = shown.content.decode()
    label = Milestone.objects.get(round=cast.round, kind="COLLEGE_EVALUATION").label_th
    assert label in page
    assert "วันพฤหัสบดีที่" in page
    assert not DayOff.objects.exists()

    done = cast.bureau.client.post(URL, {**data, "seen": mark(shown)})

    assert done.url == "/rounds/holidays/?year=2568"
    assert "วันหยุดพิเศษ" in cast.bureau.client.get(done.url).content.decode()
    assert DayOff.objects.get().day == WEDNESDAY


def test_what_was_shown_and_has_changed_since_is_shown_again(cast, clock):
    clock(NOW)
    data = {"day": "4/6/2568", "name": "วันหยุดพิเศษ"}
    shown = cast.bureau.client.post(URL, data)
    add(cast, dt.date(2025, 6, 5))

    again = cast.bureau.client.post(URL, {**data, "seen": mark(shown)})

    assert mark(again) != mark(shown)
    assert not DayOff.objects.filter(day=WEDNESDAY).exists()


def test_an_added_holiday_is_taken_away_after_a_look_at_what_follows(cast, clock):
    clock(NOW)
    url = f"/rounds/holidays/{add(cast).pk}/remove/"
    shown = cast.bureau.client.get(url)

    assert cast.bureau.client.post(url, {"seen": "guessed"}).status_code == 422
    assert cast.bureau.client.post(url, {"seen": mark(shown)}).status_code == 302
    assert not DayOff.objects.exists()


THURSDAY = dt.date(2025, 2, 27)  # the last day of the plans


def plans(cast, **facts):
    """The plans' milestone, whose door shuts on the working day after; the teacher has begun hers."""
    Milestone.objects.filter(round=cast.round, kind="PLANS_DUE").update(is_exact=False, **facts)
    make.started(cast)
    return f"m{cast.round.milestones.get(kind='PLANS_DUE').pk}"


def ticked(response, prefix):
    return bool(re.search(rf'name="{prefix}-tell"[^>]* checked', response.content.decode()))


def test_whose_binding_closing_a_holiday_moves_is_told_unless_the_bureau_says_no(cast, clock):
    clock(at("2025-02-20 10:00"))
    prefix = plans(cast)
    facts = {"day": "27/2/2568", "name": "วันหยุดพิเศษ"}
    shown = cast.bureau.client.post(URL, facts)
    assert ticked(shown, prefix)
    words = {f"{prefix}-words": "เลื่อนไปวันศุกร์"}

    silent = cast.bureau.client.post(URL, {**facts, "seen": mark(shown), f"{prefix}-tell": "on", f"{prefix}-words": ""})
    assert (silent.status_code, DayOff.objects.exists()) == (422, False)
    cast.bureau.client.post(URL, {**facts, "seen": mark(shown), f"{prefix}-tell": "on", **words})

    told = Notice.objects.filter(name="rounds/moved")
    assert {row.to_id for row in told} == {cast.teacher.user.pk, cast.coordinator.user.pk}
    assert {row.context["words"] for row in told} == {"เลื่อนไปวันศุกร์"}
    assert Entry.objects.get(verb="rounds:day_off:add_holiday").facts["told"] == 2


def test_a_holiday_taken_away_makes_a_closing_earlier_and_says_so_beforehand(cast, clock):
    clock(at("2025-02-20 10:00"))
    prefix = plans(cast)
    url = f"/rounds/holidays/{add(cast, THURSDAY, at('2025-02-20 09:00')).pk}/remove/"
    shown = cast.bureau.client.get(url)
    assert ticked(shown, prefix)
    draft = next(row for row in shown.context["tellings"] if row.milestone.kind == "PLANS_DUE").form["words"].value()
    assert re.search("๒๘.*เป็น.*๒๗|28.*เป็น.*27", draft)

    done = cast.bureau.client.post(url, {"seen": mark(shown), f"{prefix}-tell": "on", f"{prefix}-words": draft})

    assert done.status_code == 302
    assert Notice.objects.filter(name="rounds/moved", to=cast.teacher.user).count() == 1


def test_of_a_closing_that_shuts_no_door_people_are_told_only_when_the_bureau_wishes_it(cast, clock):
    clock(at("2025-02-20 10:00"))
    prefix = plans(cast, mode="SHOWN")
    facts = {"day": "27/2/2568", "name": "วันหยุดพิเศษ"}
    shown = cast.bureau.client.post(URL, facts)
    assert not ticked(shown, prefix)

    cast.bureau.client.post(URL, {**facts, "seen": mark(shown)})

    assert DayOff.objects.exists()
    assert not Notice.objects.filter(name="rounds/moved").exists()
