"""The calendar of a telephone: a secret address, read back by a parser, never more than its owner may see."""

import datetime as dt

import pytest
from icalendar import Calendar

from people.models import Seat, User
from records.models import Entry
from rounds.actions import add_holiday, extend, make_feed, move_milestone, remove_holiday, revoke_feed
from rounds.enums import RoundState
from rounds.models import Feed, Milestone, Round
from tests.cast import at, seat

WHEN = at("2025-02-20 09:00")
WORDS_OF_OTHERS = "เหตุส่วนตัวของผู้อื่น"


def made(person):
    return make_feed(person.user, by=person.seat, at=WHEN)


def answer(cast, feed, **headers):
    """Whoever asks signs in nowhere."""
    return cast.anonymous.client.get(f"/rounds/feed/{feed.token}.ics", headers=headers)


def events(cast, person, query=""):
    response = cast.anonymous.client.get(f"/rounds/feed/{made(person).token}.ics{query}")
    assert (response.status_code, response["Content-Type"]) == (200, "text/calendar; charset=utf-8")
    return {str(row["UID"]): row for row in Calendar.from_ical(response.content).walk("VEVENT")}


def closing(kind):
    return f"2568-{kind}-closes@teachersync.example".lower()


def longer(cast, until="2025-03-05 23:59:59", **whom):
    return extend(
        cast.round, "PLANS_DUE", until=at(until), reason=WORDS_OF_OTHERS, by=cast.bureau.seat, at=WHEN, **whom
    )


def test_a_closing_stands_at_its_instant_in_utc(cast, clock):
    row = events(cast, cast.teacher)[closing("PLANS_DUE")]

    assert row["DTSTART"].to_ical() == b"20250227T165959Z"
    assert row["DTSTART"].dt == at("2025-02-27 23:59:59")
    assert "ลงนามรับรองแผน" in row["SUMMARY"]


def test_every_closing_is_there_and_the_openings_of_ones_own_dates(cast, clock):
    found = events(cast, cast.teacher)

    assert sum("closes" in uid for uid in found) == 19
    assert {uid.split("-")[1] for uid in found if "opens" in uid} == {
        "plans_due", "orientation", "training", "logbook", "clip", "competency_test", "post_report"
    }  # fmt: skip
    opening = found["2568-post_report-opens@teachersync.example"]
    # A day without a clock: the same day on every telephone of the world.
    assert (opening["DTSTART"].dt, opening["DTEND"].dt) == (dt.date(2025, 11, 1), dt.date(2025, 11, 2))


def test_a_month_window_ends_on_the_working_day_as_the_portal_closes(cast, clock):
    assert events(cast, cast.teacher)[closing("POST_REPORT")]["DTSTART"].dt == at("2026-01-05 23:59:59")


def test_alarms_ring_at_nine_in_the_morning_for_ones_own_dates_alone(cast, clock):
    found = events(cast, cast.teacher)
    row = found[closing("PLANS_DUE")]

    rings = [row["DTSTART"].dt + alarm["TRIGGER"].dt for alarm in row.walk("VALARM")]
    assert rings == [at("2025-02-20 09:00"), at("2025-02-26 09:00"), at("2025-02-27 09:00")]
    assert {str(alarm["ACTION"]) for alarm in row.walk("VALARM")} == {"DISPLAY"}
    assert found[closing("BUDGET")].walk("VALARM") == []


def test_a_milestone_that_moves_keeps_its_uid_and_raises_its_sequence(cast, clock):
    before = events(cast, cast.teacher)
    milestone = Milestone.objects.get(kind="PLANS_DUE")
    for number, day in enumerate(("2025-03-10", "2025-03-05"), start=1):
        moved_at = WHEN + dt.timedelta(days=number)
        closes_at = at(f"{day} 23:59:59")
        move_milestone(
            milestone,
            opens_at=milestone.opens_at,
            closes_at=closes_at,
            mode="ENFORCED",
            by=cast.bureau.seat,
            at=moved_at,
        )
        after = events(cast, cast.teacher)

        assert set(after) == set(before)
        row = after[closing("PLANS_DUE")]
        assert (row["SEQUENCE"], row["DTSTART"].dt, row["DTSTAMP"].dt) == (number, closes_at, moved_at)
        assert after[closing("BUDGET")]["SEQUENCE"] == before[closing("BUDGET")]["SEQUENCE"] == 0


def test_a_holiday_more_or_less_raises_the_sequence_of_what_it_may_move(cast, clock):
    before = events(cast, cast.teacher)[closing("COLLEGE_EVALUATION")]
    added, taken = WHEN + dt.timedelta(days=1), WHEN + dt.timedelta(days=2)

    row = add_holiday(dt.date(2025, 6, 4), "วันหยุดพิเศษ", by=cast.bureau.seat, at=added)
    moved = events(cast, cast.teacher)[closing("COLLEGE_EVALUATION")]
    remove_holiday(row, by=cast.bureau.seat, at=taken)
    back = events(cast, cast.teacher)[closing("COLLEGE_EVALUATION")]

    assert moved["DTSTART"].dt > before["DTSTART"].dt == back["DTSTART"].dt
    assert (before["SEQUENCE"], moved["SEQUENCE"], back["SEQUENCE"]) == (0, 1, 2)
    assert [row[name].dt for row in (moved, back) for name in ("DTSTAMP", "LAST-MODIFIED")] == [added] * 2 + [taken] * 2


def test_her_own_extension_moves_her_own_closing_and_nobody_elses(cast, clock):
    longer(cast, person=cast.teacher.user, college=cast.college)

    own = events(cast, cast.teacher)[closing("PLANS_DUE")]
    assert (own["DTSTART"].dt, own["SEQUENCE"]) == (at("2025-03-05 23:59:59"), 1)
    # On a telephone stands that there is more time, not why.
    assert "ผ่อนผัน" in own["DESCRIPTION"] or "ขยายเวลา" in own["DESCRIPTION"]
    for other in (cast.colleague, cast.coordinator, cast.neighbour, cast.neighbour_teacher, cast.bureau):
        row = events(cast, other)[closing("PLANS_DUE")]
        assert (row["DTSTART"].dt, row["SEQUENCE"]) == (at("2025-02-27 23:59:59"), 0)


def test_a_neighbours_extension_is_not_in_the_feed_and_no_reason_is(cast, clock):
    longer(cast, college=cast.college)
    response = answer(cast, made(cast.coordinator))
    assert b"20250305T165959Z" in response.content
    assert WORDS_OF_OTHERS not in response.content.decode().replace("\r\n ", "")

    assert b"20250305T165959Z" not in answer(cast, made(cast.neighbour)).content


def test_lines_are_folded_at_octets_and_no_letter_is_torn(cast, clock):
    content = answer(cast, made(cast.teacher)).content

    lines = content.split(b"\r\n")
    assert max(map(len, lines)) <= 75
    assert b"\n" not in content.replace(b"\r\n", b"")
    for line in lines:
        line.decode()  # every piece alone is whole UTF-8
    assert [line for line in lines if line.startswith(b" ")]


def test_the_feed_speaks_english_when_its_address_asks(cast, clock):
    row = events(cast, cast.teacher, "?lang=en")[closing("PLANS_DUE")]

    assert row["SUMMARY"] == "Until today: Certify each individual plan and send the fully signed plan as PDF"


def test_a_renewed_address_opens_and_the_one_before_does_not(cast, clock):
    first = made(cast.teacher)
    second = made(cast.teacher)

    assert (first.pk, first.token == second.token) == (second.pk, False)
    assert answer(cast, first).status_code == 404
    assert answer(cast, second).status_code == 200
    assert second.token == Feed.objects.get().token


def test_an_address_that_was_taken_back_opens_nothing_and_can_be_made_anew(cast, clock):
    feed = made(cast.teacher)
    revoke_feed(feed, by=cast.teacher.seat, at=WHEN)
    revoke_feed(feed, by=cast.teacher.seat, at=WHEN)

    assert answer(cast, feed).status_code == 404
    assert answer(cast, made(cast.teacher)).status_code == 200
    assert [entry.act for entry in Entry.objects.filter(verb__startswith="rounds:feed").order_by("pk")] == [
        "make", "revoke", "make"
    ]  # fmt: skip


@pytest.mark.parametrize("end", ["seat", "account"])
def test_the_address_is_dead_once_the_seat_has_ended_or_the_account_is_closed(cast, clock, end):
    feed = made(cast.teacher)
    if end == "seat":
        Seat.objects.filter(pk=cast.teacher.seat.pk).update(ended_at=WHEN, ended_by=cast.director.seat)
    else:
        User.objects.filter(pk=cast.teacher.user.pk).update(is_active=False)

    assert answer(cast, feed).status_code == 404


def test_another_seat_changes_what_is_ones_own(cast, clock):
    seat(cast.teacher.user, "COORDINATOR", cast.neighbour_college)

    assert "2568-college_report-opens@teachersync.example" in events(cast, cast.teacher)


@pytest.mark.parametrize("token", ["x", "W1sxLDFd.forged", "..", "%00", "ก" * 200])
def test_a_forged_address_is_not_there(cast, clock, token):
    made(cast.teacher)

    assert cast.anonymous.client.get(f"/rounds/feed/{token}.ics").status_code == 404


def test_what_did_not_change_is_not_sent_again(cast, clock):
    feed = made(cast.teacher)
    etag = answer(cast, feed)["ETag"]

    assert answer(cast, feed, **{"If-None-Match": etag}).status_code == 304
    longer(cast, college=cast.college)
    assert answer(cast, feed, **{"If-None-Match": etag}).status_code == 200


def test_one_address_is_throttled_and_the_others_are_not(cast, clock):
    feed, other = made(cast.teacher), made(cast.colleague)

    assert [answer(cast, feed).status_code for _time in range(31)] == [200] * 30 + [429]
    assert answer(cast, feed)["Retry-After"]
    assert answer(cast, other).status_code == 200


def test_guessing_is_throttled(cast, clock):
    ask = cast.anonymous.client.get

    assert [ask(f"/rounds/feed/x{n}.ics").status_code for n in range(31)] == [404] * 30 + [429]


def test_a_draft_is_in_nobodys_feed_and_a_cancelled_round_says_so(cast, clock):
    Round.objects.update(state=RoundState.CANCELLED)
    found = events(cast, cast.teacher)
    assert {str(row["STATUS"]) for row in found.values()} == {"CANCELLED"}
    assert [row for row in found.values() if row.walk("VALARM")] == []

    Round.objects.update(state=RoundState.DRAFT)
    assert events(cast, cast.bureau) == {}


def test_the_file_costs_the_same_with_any_number_of_extensions_and_moves(cast, clock, same_queries):
    feed, milestone, days = made(cast.teacher), Milestone.objects.get(kind="PLANS_DUE"), iter(range(100))

    def grow(count):
        for _n in range(count):
            until = at("2025-03-05 23:59:59") + dt.timedelta(days=next(days))
            longer(cast, until.replace(tzinfo=None).isoformat(), college=cast.college)
            facts = {"opens_at": milestone.opens_at, "closes_at": milestone.closes_at, "mode": "ENFORCED"}
            move_milestone(milestone, **facts, by=cast.bureau.seat, at=WHEN)

    same_queries(lambda: answer(cast, feed), grow, most=7)


def test_the_page_makes_shows_and_takes_back_the_address(cast, clock):
    client = cast.teacher.client
    assert client.get("/rounds/feed/").context["feed"] is None

    client.post("/rounds/feed/make/")
    page = client.get("/rounds/feed/")
    token = Feed.objects.get().token
    assert page.context["address"] == f"https://teachersync.example/rounds/feed/{token}.ics"
    assert page.context["subscribe"] == f"webcal://teachersync.example/rounds/feed/{token}.ics"
    assert token not in cast.colleague.client.get("/rounds/feed/").content.decode()

    client.post("/rounds/feed/revoke/")
    assert client.get("/rounds/feed/").context["feed"] is None


@pytest.mark.parametrize("person", ["colleague", "coordinator", "neighbour", "bureau"])
def test_nobody_takes_back_somebody_elses_address(cast, clock, person):
    feed = made(cast.teacher)

    assert getattr(cast, person).client.post("/rounds/feed/revoke/").status_code == 404
    assert answer(cast, feed).status_code == 200
