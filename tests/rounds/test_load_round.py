"""The calendar of the letter as it stands in the database."""

import pytest
from django.core.management import CommandError, call_command

from people.models import College
from rounds.actions import load_round, move_milestone, name_coordinator, publish, register_receipt
from rounds.models import Milestone, Participation, Round
from rounds.moves import Refused
from tests import cast as people
from tests.cast import CALENDAR, at

pytestmark = pytest.mark.django_db

PRINTED = [
    ("1", "๑", "GUIDELINE", "SHOWN", "2025-02-01", "2025-02-28"),
    ("2.1", "๒.๑", "RECRUITMENT", "INFORMATIVE", "2025-02-01", "2025-02-28"),
    ("2.2", "๒.๒", "PLANS_DUE", "ENFORCED", "2025-02-01", "2025-02-27"),
    ("2.3", "๒.๓", "COORDINATOR", "SHOWN", "2025-02-01", "2025-02-28"),
    ("3.1", "๓.๑", "ANNOUNCEMENT", "SHOWN", "2025-03-01", "2025-03-31"),
    ("3.2", "๓.๒", "ORIENTATION", "SHOWN", "2025-03-01", "2025-03-31"),
    ("4.1", "๔.๑", "SENDING", "SHOWN", "2025-03-01", "2025-05-31"),
    ("4.2", "๔.๒", "COLLEGE_SUPERVISION", "SHOWN", "2025-03-01", "2025-05-31"),
    ("4.3", "๔.๓", "COLLEGE_EVALUATION", "ENFORCED", "2025-03-01", "2025-05-31"),
    ("5", "๕", "BUDGET", "SHOWN", "2025-03-01", "2025-04-30"),
    ("6", "๖", "CENTRAL_SUPERVISION", "SHOWN", "2025-03-01", "2025-06-30"),
    ("7.1", "๗.๑", "TRAINING", "SHOWN", "2025-03-01", "2025-05-31"),
    ("7.2", "๗.๒", "LOGBOOK", "SHOWN", "2025-03-01", "2025-05-31"),
    ("7.3", "๗.๓", "CLIP", "SHOWN", "2025-03-01", "2025-05-31"),
    ("7.4", "๗.๔", "COMPETENCY_TEST", "SHOWN", "2025-03-01", "2025-06-30"),
    ("8.1", "๙.๑", "FOLLOW_UP", "SHOWN", "2025-06-01", "2025-06-30"),
    ("8.2", "๙.๒", "COLLEGE_REPORT", "ENFORCED", "2025-06-01", "2025-06-30"),
    ("9", "๙", "LESSONS", "SHOWN", "2025-07-01", "2025-09-30"),
    ("10", "๑๐", "POST_REPORT", "ENFORCED", "2025-11-01", "2025-12-31"),
]


def test_the_calendar_of_2568_is_the_letters():
    round_ = load_round(CALENDAR)

    rows = [
        (row.number, row.printed, row.kind, row.mode, row.opens_at, row.closes_at) for row in round_.milestones.all()
    ]
    assert rows == [(*head, at(f"{opens} 00:00:00"), at(f"{closes} 23:59:59")) for *head, opens, closes in PRINTED]


def test_only_the_plans_have_an_exact_date():
    round_ = load_round(CALENDAR)

    assert [row.kind for row in round_.milestones.filter(is_exact=True)] == ["PLANS_DUE"]


def test_settings_and_criteria_of_the_round_come_from_the_file():
    round_ = load_round(CALENDAR)

    assert (round_.year, round_.endorse_days, round_.correction_days, round_.grace_minutes) == (2568, 3, 3, 10)
    assert round_.signers == ["teacher", "department_head", "deputy_director", "director"]
    assert [(row.code, row.binds) for row in round_.criteria.all()] == [
        ("agreement", True),
        ("competency", True),
        ("hours", False),
        ("hours_a_day", False),
        ("within_training", False),
        ("test_planned", False),
    ]


def test_loading_again_corrects_a_draft(tmp_path):
    load_round(CALENDAR)
    corrected = tmp_path / "2568.toml"
    corrected.write_text(CALENDAR.read_text().replace("closes = 2025-02-27", "closes = 2025-02-26"))

    load_round(corrected)

    assert Round.objects.count() == 1
    assert Milestone.objects.filter(kind="PLANS_DUE").values_list("closes_at", flat=True).get() == at(
        "2025-02-26 23:59:59"
    )


def test_a_published_round_is_not_loaded_over(cast):
    with pytest.raises(Refused) as raised:
        load_round(CALENDAR)

    assert raised.value.refusal.code == "published"


def test_a_broken_file_leaves_nothing(tmp_path):
    broken = tmp_path / "2569.toml"
    broken.write_text(
        CALENDAR.read_text().replace("year = 2568", "year = 2569").replace('kind = "CLIP"', 'sort = "CLIP"')
    )

    with pytest.raises(CommandError):
        call_command("load_round", str(broken))

    assert Round.objects.count() == 0


def test_the_command_says_what_it_loaded(capsys):
    call_command("load_round", str(CALENDAR))

    assert capsys.readouterr().out == "2568: 19 milestones\n"


def test_a_missing_file_is_an_error_with_its_name():
    with pytest.raises(CommandError, match=r"nowhere\.toml"):
        call_command("load_round", "nowhere.toml")


def test_publishing_gives_every_college_its_participation():
    _system, offices = people.offices()
    colleges = [people.college("1320026101", "หนึ่ง"), people.college("1320026102", "สอง")]
    officer = people.person("นาง ผู้ ประกาศ", "BUREAU", offices["BUREAU"])

    round_ = publish(load_round(CALENDAR), by=officer.seat, at=at("2025-02-01 08:30"))

    assert (round_.state, round_.published_at, round_.published_by) == (
        "PUBLISHED",
        at("2025-02-01 08:30"),
        officer.seat,
    )
    assert set(Participation.objects.filter(round=round_).values_list("college", flat=True)) == {
        row.pk for row in colleges
    }
    assert College.objects.count() == 2


def test_a_round_is_published_once(cast):
    with pytest.raises(Refused) as raised:
        publish(cast.round, by=cast.bureau.seat, at=at("2025-02-02 08:30"))

    assert raised.value.refusal.code == "state"


def test_a_late_naming_of_the_coordinator_is_never_refused(cast):
    done = name_coordinator(cast.participation, cast.deputy.seat, by=cast.director.seat, at=at("2025-08-01 09:00"))

    assert done.coordinator.user == cast.deputy.user


def test_a_coordinator_from_next_door_is_refused(cast):
    with pytest.raises(Refused) as raised:
        name_coordinator(cast.participation, cast.neighbour.seat, by=cast.director.seat, at=at("2025-02-10 09:00"))

    assert raised.value.refusal.code == "college"


def test_the_circulars_receipt_is_registered_once(cast):
    register_receipt(cast.participation, "๒๓๑/๒๕๖๘", by=cast.registry.seat, at=at("2025-02-03 17:16"))

    with pytest.raises(Refused) as raised:
        register_receipt(cast.participation, "๒๓๒/๒๕๖๘", by=cast.director.seat, at=at("2025-02-04 09:00"))

    assert raised.value.refusal.code == "first"
    assert Participation.objects.get(pk=cast.participation.pk).receipt_number == "๒๓๑/๒๕๖๘"


def test_a_moved_milestone_says_before_and_after(cast):
    from records.models import Entry

    milestone = Milestone.objects.get(round=cast.round, kind="PLANS_DUE")

    move_milestone(
        milestone, opens_at=milestone.opens_at, closes_at=at("2025-03-05 23:59:59"), mode="ENFORCED",
        by=cast.bureau.seat, at=at("2025-02-20 09:00"),
    )  # fmt: skip

    facts = Entry.objects.get(verb="rounds:milestone:move").facts
    assert (facts["before"]["closes_at"], facts["after"]["closes_at"]) == (
        "2025-02-27T23:59:59+07:00",
        "2025-03-05T23:59:59+07:00",
    )


def test_the_establishment_may_be_among_those_who_sign(tmp_path):
    round_ = load_round(_with_signers(tmp_path, '["teacher", "establishment", "director"]'))

    assert round_.signers == ["teacher", "establishment", "director"]


@pytest.mark.parametrize(
    "signers",
    ['["teacher", "minister", "director"]', '["teacher", "director", "director"]', '["director", "teacher"]', "[]"],
)
def test_a_list_of_signers_that_makes_no_sense_is_refused(tmp_path, signers):
    with pytest.raises(ValueError, match=r"^signers: "):
        load_round(_with_signers(tmp_path, signers))
    assert not Round.objects.exists()


def _with_signers(folder, signers):
    text = CALENDAR.read_text(encoding="utf-8")
    file = folder / "round.toml"
    file.write_text(
        text.replace('signers = ["teacher", "department_head", "deputy_director", "director"]', f"signers = {signers}"),
        encoding="utf-8",
    )
    return file
