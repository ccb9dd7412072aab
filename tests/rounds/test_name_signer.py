"""The college tells who is head of which department and who deputy director; plans print the names from then on."""

import pytest
from django.urls import reverse

from applications import content
from applications.forms import CirculateForm
from applications.signers import colleagues
from people.models import Teacher
from records.models import Entry
from rounds import actions
from rounds.models import CollegeSigner
from rounds.moves import Refused
from tests.cast import at
from tests.factories import applications as make

WHEN = at("2025-02-20 09:00")


@pytest.fixture(autouse=True)
def _today(clock):
    clock(WHEN)


URL = "/rounds/staff/signers/"


def tell(cast, role="department_head", name="นายมนัส ศรีทอง", **facts):
    return actions.name_signer(cast.college, role, name=name, by=cast.coordinator.seat, at=WHEN, **facts)


def printed(cast, division="แผนกวิชาช่างยนต์", branch="ช่างยนต์"):
    """Name and position on each line that the plan of a teacher of this division prints."""
    Teacher.objects.filter(pk=cast.teacher.profile.pk).update(division=division)
    application = make.started(cast)
    facts = {"teacher": {"position": "ครู", "branch": branch}, "college": {"director_name": "", "director_position": ""},
             "establishment": {"contact_name": ""}}  # fmt: skip
    return {row["role"]: (row["name"], row["position"]) for row in content._signers(application, facts)}


# Telling -------------------------------------------------------------------------------------


@pytest.mark.parametrize("who", ["coordinator", "deputy", "director"])
def test_who_looks_after_the_college_tells_a_name(cast, who):
    typed = {"role": "department_head", "division": "แผนกวิชาช่างยนต์", "name": "นายมนัส  ศรีทอง"}

    answer = getattr(cast, who).client.post(URL, typed, follow=True)

    assert "นายมนัส" in answer.content.decode()
    row = CollegeSigner.objects.get()
    assert (row.college, row.role, row.division, row.name) == (
        cast.college, "department_head", "แผนกวิชาช่างยนต์", "นายมนัส ศรีทอง",
    )  # fmt: skip
    assert row.named_by == getattr(cast, who).seat


def test_a_new_name_takes_the_place_of_the_old_one_and_both_are_written_down(cast):
    tell(cast, "deputy_director", "นางวราภรณ์ ใจเย็น")
    tell(cast, "deputy_director", "นายสุรชัย มั่งมี")

    assert [row.name for row in CollegeSigner.objects.all()] == ["นายสุรชัย มั่งมี"]
    facts = Entry.objects.filter(verb="rounds:collegesigner:name_signer").order_by("pk").last().facts
    assert (facts["before"], facts["after"]) == ("นางวราภรณ์ ใจเย็น", "นายสุรชัย มั่งมี")


def test_a_deputy_director_has_no_division(cast):
    cast.coordinator.client.post(URL, {"role": "deputy_director", "division": "ช่างยนต์", "name": "นายสุรชัย มั่งมี"})

    assert CollegeSigner.objects.get().division == ""


@pytest.mark.parametrize(
    "typed", [{"role": "director", "name": "ใคร"}, {"role": "department_head", "name": " "}, {"name": "ใคร"}]
)
def test_what_is_missing_is_said(cast, typed):
    assert cast.coordinator.client.post(URL, typed).status_code == 422
    assert not CollegeSigner.objects.exists()


def test_taking_a_name_off_is_written_down_and_happens_once(cast):
    row = tell(cast)
    url = reverse("rounds:drop_signer", args=[row.pk])

    assert cast.director.client.post(url).status_code == 302
    assert cast.director.client.post(url).status_code == 404
    actions.drop_signer(row, by=cast.director.seat, at=WHEN)

    assert not CollegeSigner.objects.exists()
    assert Entry.objects.filter(verb="rounds:collegesigner:drop_signer").count() == 1


def test_a_college_sees_and_changes_its_own_names_alone(cast):
    row = tell(cast)

    assert "นายมนัส" not in cast.neighbour.client.get(URL).content.decode()
    assert cast.neighbour.client.get(URL, {"college": cast.college.pk}).status_code == 404
    assert cast.neighbour.client.post(reverse("rounds:drop_signer", args=[row.pk])).status_code == 404
    for person in (cast.neighbour, cast.teacher, cast.registry, cast.bureau):
        with pytest.raises(Refused):
            actions.name_signer(cast.college, "deputy_director", name="ใคร", by=person.seat, at=WHEN)


def test_the_list_costs_the_same_at_every_length(cast, same_queries):
    def grow(size):
        for number in range(size):
            tell(cast, division=f"แผนก {size} {number}")

    same_queries(lambda: cast.coordinator.client.get(URL), grow, most=14)


# Printing ------------------------------------------------------------------------------------


def test_a_plan_prints_the_head_of_the_teachers_own_department(cast):
    tell(cast, division="แผนกวิชาช่างไฟฟ้า", name="นางสาวอื่น ไกล")
    tell(cast, division="", name="นายรวม ทุกแผนก")
    tell(cast, division="ช่าง ยนต์", position="รักษาการหัวหน้าแผนกวิชา")
    tell(cast, "deputy_director", "นางวราภรณ์ ใจเย็น")

    lines = printed(cast)

    assert lines["department_head"] == ("นายมนัส ศรีทอง", "รักษาการหัวหน้าแผนกวิชา")
    assert lines["deputy_director"] == ("นางวราภรณ์ ใจเย็น", "")


def test_without_one_of_her_own_it_is_who_stands_for_all_departments(cast):
    tell(cast, division="แผนกวิชาช่างไฟฟ้า", name="นางสาวอื่น ไกล")
    tell(cast, division="", name="นายรวม ทุกแผนก")

    assert printed(cast, division="")["department_head"] == ("นายรวม ทุกแผนก", "")


def test_the_branch_of_the_plan_counts_where_the_profile_names_no_division(cast):
    tell(cast, division="แผนกวิชาช่างยนต์")

    assert printed(cast, division="")["department_head"] == ("นายมนัส ศรีทอง", "")


def test_a_head_of_department_does_not_stand_below_a_plan_of_her_own(cast):
    tell(cast, division="", name="นายรวม ทุกแผนก")
    tell(cast, division="แผนกวิชาช่างยนต์", name=cast.teacher.user.full_name)

    assert printed(cast)["department_head"] == ("นายรวม ทุกแผนก", "")


def test_where_nobody_was_told_the_line_stays_empty(cast):
    actions.name_signer(cast.neighbour.seat.college, "deputy_director", name="ข้างบ้าน", by=cast.neighbour.seat, at=WHEN)

    lines = printed(cast)

    assert (lines["department_head"], lines["deputy_director"]) == (("", ""), ("", ""))


def test_whom_the_paper_names_is_offered_first_for_signing_in_the_portal(cast):
    application = make.started(cast)
    signers = [{"role": "department_head", "label": "หัวหน้าแผนกวิชา", "name": cast.colleague.user.full_name}]

    form = CirculateForm(signers, colleagues(application, WHEN))

    assert form["department_head"].value() == str(cast.colleague.seat.pk)
