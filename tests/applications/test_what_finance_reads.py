"""The finance officer works with names, colleges, results and sums of the announced list, and reads no plan."""

import pytest
from django.urls import reverse

from applications import actions
from applications.models import Application, Decision, Line, Plan, Screening
from people.enums import SeatKind
from people.models import Teacher
from placements.models import Agreement, Placement
from records.models import Receipt
from rounds.models import Extension, Participation, Round
from tests.cast import agreement, at, profile, seat
from tests.factories import applications as make

RESULTS = reverse("applications:results")
NOW = at("2025-03-12 09:00")


@pytest.fixture
def announced(cast, clock):
    """The teacher is on the list, her colleague in reserve, the neighbour was not selected."""
    clock(NOW)
    agreement(cast.neighbour_college, cast.establishment, cast.neighbour.seat)
    rows = make.decided(cast), make.decided(cast, cast.colleague, decision="RESERVE")
    make.decided(cast, cast.neighbour_teacher, decision="NOT_ELIGIBLE")
    make.published(cast)
    return [make.again(row) for row in rows]


def text(person, **query):
    return person.client.get(RESULTS, query).content.decode()


def test_she_reads_who_is_on_the_list_from_which_college_with_which_sum(cast, announced):
    page = cast.finance.client.get(RESULTS)

    rows = page.context["page"].object_list
    assert [(row["name"], row["college_name"], row["result"], row["amount"]) for row in rows] == [
        ("นางมาลี ศรีสุข", cast.college.name, "สำรอง", 5000),
        ("นายสมชาย รักเรียน", cast.college.name, "ผู้มีสิทธิ์", 5000),
    ]
    assert page.context["totals"]["money"] == 5000
    assert "ห้าพันบาทถ้วน" in page.content.decode()


def test_she_reads_the_same_by_college(cast, announced):
    rows = cast.finance.client.get(RESULTS, {"view": "colleges"}).context["page"].object_list

    assert [(row["college_name"], row["eligible"], row["reserve"], row["money"]) for row in rows] == [
        (cast.college.name, 1, 1, 5000)
    ]


def test_who_was_not_selected_is_nobodys_money(cast, announced):
    assert cast.neighbour_teacher.user.last_name not in text(cast.finance)


def test_a_place_given_up_frees_its_sum(cast, announced):
    actions.waive(announced[0], by=cast.teacher.seat, at=NOW)

    totals = cast.finance.client.get(RESULTS).context["totals"]
    assert (totals["money"], totals["freed"], totals["eligible"], totals["waived"]) == (0, 5000, 0, 1)


@pytest.mark.parametrize("stage", ["submitted", "endorsed", "decided", "signed"])
def test_nothing_stands_there_before_the_list_is_out(cast, clock, stage):
    clock(NOW)
    application = make.decided(cast) if stage == "signed" else getattr(make, stage)(cast)
    if stage == "signed":
        make.signed(cast)

    assert application.name not in text(cast.finance)
    assert list(Line.objects.visible_to(cast.finance.actor(NOW))) == []


def test_the_draft_of_the_next_edition_changes_nothing(cast, announced):
    late = make.decided(cast, make.another_teacher(cast), when=NOW)
    make.signed(cast, when=NOW)

    assert late.name not in text(cast.finance)
    assert len(Line.objects.visible_to(cast.finance.actor(NOW))) == 2


def test_searching_finds_by_name_and_college_and_nothing_else(cast, announced):
    def found(q):
        return [row["name"] for row in cast.finance.client.get(RESULTS, {"q": q}).context["page"].object_list]

    assert found("สมชาย") == ["นายสมชาย รักเรียน"]
    assert len(found("ชลธารา")) == 2
    # Words that stand in the plan alone.
    assert found("ถอดประกอบ") == found("0812345678") == found("รองผู้อำนวยการ") == []


@pytest.mark.parametrize("who", ["finance", "auditor"])
@pytest.mark.parametrize(
    "model", [Application, Plan, Screening, Decision, Placement, Agreement, Receipt, Extension, Participation, Teacher]
)
def test_neither_finance_nor_audit_sees_a_row_of_what_is_in_the_plans(cast, announced, model, who):
    assert model.objects.exists() or model in (Screening, Extension)

    assert list(model.objects.visible_to(getattr(cast, who).actor(NOW))) == []


def test_neither_finance_nor_audit_knows_of_a_round_before_it_is_published(cast):
    next_year = Round.objects.create(year=2569, name_th="ปีงบประมาณ ๒๕๖๙")

    assert [next_year in Round.objects.visible_to(getattr(cast, who).actor()) for who in ("finance", "auditor")] == [
        False,
        False,
    ]
    assert next_year in Round.objects.visible_to(cast.policy.actor())


def test_the_policy_officer_reads_everything_of_the_round_but_what_the_bureau_thinks(cast, announced):
    actor = cast.policy.actor(NOW)

    assert announced[0] in Application.objects.visible_to(actor)
    assert Plan.objects.visible_to(actor).count() == 3
    assert list(Decision.objects.visible_to(actor)) == []
    assert cast.policy.client.get(reverse("applications:show", args=[announced[0].pk])).status_code == 200


def test_a_finance_officer_who_teaches_as_well_has_her_own_plan_and_no_other(cast, announced, clock):
    profile(cast.finance.user, cast.neighbour_college)
    teaching = seat(cast.finance.user, SeatKind.TEACHER, cast.neighbour_college)
    own = actions.start(cast.round, cast.finance.user.teacher, by=teaching, at=NOW)

    assert list(Application.objects.visible_to(cast.finance.actor(NOW))) == [own]


def test_the_auditor_reads_who_did_what_and_not_what_was_said(cast, clock):
    clock(NOW)
    make.sent_back(cast, comment="ลายเซ็นของผู้อำนวยการไม่ชัด")

    page = cast.auditor.client.get(reverse("records:register"), {"q": "send_back", "day": "21/2/2568"})

    (entry,) = page.context["page"].object_list
    assert (entry.verb, entry.by) == ("applications:application:send_back", cast.coordinator.seat)
    assert "นางสาวกานดา" in page.content.decode()
    assert "<code>send_back</code>" in page.content.decode()
    assert "ลายเซ็นของผู้อำนวยการ" not in page.content.decode()


def test_the_auditor_finds_nothing_by_the_words_of_an_act(cast, clock):
    clock(NOW)
    make.sent_back(cast, comment="ลายเซ็นของผู้อำนวยการไม่ชัด")

    found = cast.auditor.client.get(reverse("records:register"), {"q": "ลายเซ็น"})

    assert list(found.context["page"]) == []


@pytest.mark.parametrize("query", [{"day": "ไม่ใช่วัน"}, {"q": "\0"}, {"q": "ก" * 101}])
def test_a_filter_that_cannot_be_read_finds_nothing_and_is_no_error(cast, clock, query):
    page = cast.auditor.client.get(reverse("records:register"), query)

    assert (page.status_code, list(page.context["page"])) == (200, [])


def test_the_results_cost_the_same_at_every_size(cast, clock, same_queries):
    clock(NOW)
    make.decided(cast)
    make.published(cast)
    grown = iter(range(1, 100))

    def grow(n):
        for _n in range(n):
            make.decided(cast, make.another_teacher(cast, next(grown)))
        make.published(cast)

    same_queries(lambda: cast.finance.client.get(RESULTS), grow, most=9)
