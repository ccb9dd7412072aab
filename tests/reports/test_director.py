"""The director's one page: the own college's counts, what is late, the next days, signatures; as page and paper."""

import pytest

from people.clock import local
from tests.factories import applications as make
from tests.factories import signing
from tests.records.pdf_reading import READERS, folded

NEXT_DOOR = "เกรียงไกร"


def page(person):
    response = person.client.get("/director/")
    assert response.status_code == 200
    return response


def figures(person):
    return [figure["value"] for figure in page(person).context["figures"]]


@pytest.fixture
def plans(cast, clock):
    make.submitted(cast)
    make.started(cast, cast.colleague)
    make.started(cast, cast.neighbour_teacher)
    return cast


def test_counts_are_of_the_own_college(plans, clock):
    assert figures(plans.director) == [2, 1, 1, 0, 0, 0]
    assert figures(plans.neighbour_director) == [1, 1, 0, 0, 0, 0]


def test_what_is_late_stands_there_by_name_and_nobody_of_next_door(plans, clock):
    clock("2025-03-01 09:00")

    late = [row["title"] for row in page(plans.director).context["late"]]

    assert "แผนพัฒนาประสบการณ์ของ นางมาลี ศรีสุข" in late
    assert NEXT_DOOR not in page(plans.director).content.decode()
    assert "มาลี" not in page(plans.neighbour_director).content.decode()


def test_the_next_seven_days_and_no_more(cast, clock):
    clock("2025-02-24 00:00")

    coming = [(local(row.at).strftime("%d"), row.closes) for row in page(cast.director).context["found"].coming]

    # The plans on the 27th, three month windows on the 28th, and what the college begins on 1 March.
    assert coming[0] == ("27", True)
    assert [closes for _day, closes in coming] == [True] * 4 + [False] * (len(coming) - 4)
    assert len(coming) == 4 + 8

    clock("2025-02-10 09:00")
    assert page(cast.director).context["found"].coming == []


def test_a_signature_that_waits_for_the_director_is_counted_and_named(cast, clock):
    row = signing.circulated(cast)
    for role in ("teacher", "department_head", "deputy_director"):
        who = {"teacher": cast.teacher, "department_head": cast.colleague, "deputy_director": cast.deputy}[role]
        signing.give(signing.line(row, role), who)

    shown = page(cast.director)

    assert shown.context["figures"][5]["value"] == 1
    assert [line.plan.application_id for line in shown.context["signatures"]] == [row.pk]
    assert figures(cast.neighbour_director)[5] == 0


@pytest.mark.parametrize("person", ["coordinator", "deputy", "teacher", "registry", "revoked", "bureau", "policy"])
def test_it_is_the_directors_alone(cast, clock, person):
    client = getattr(cast, person).client

    assert client.get("/director/").status_code == 403
    assert client.get("/director/file/").status_code == 403


@pytest.mark.parametrize("read", READERS)
def test_the_paper_says_the_same_on_one_page(plans, clock, read):
    clock("2025-03-01 09:00")

    response = plans.director.client.get("/director/file/")
    text = read(response.content)

    assert response["Content-Type"] == "application/pdf"
    for words in (
        "วิทยาลัยเทคนิคชลธารา",
        "๑ มีนาคม ๒๕๖๘ เวลา ๐๙.๐๐ น.",
        "แผนพัฒนาประสบการณ์ของ นางมาลี ศรีสุข",
        "กำหนด ๒๗ ก.พ. ๒๕๖๘",
    ):
        assert folded(words) in text
    assert NEXT_DOOR not in text
    assert "หน้า๑/๑" in text


def test_the_page_costs_the_same_with_any_number_of_plans(cast, clock, same_queries):
    numbers = iter(range(1, 100))

    def grow(count):
        for _n in range(count):
            make.started(cast, make.another_teacher(cast, next(numbers)))

    same_queries(lambda: cast.director.client.get("/director/"), grow, most=24)
