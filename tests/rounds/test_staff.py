"""The lists of people: a college's seats, and who was never seen."""

import pytest

from people.models import User
from tests.cast import person


@pytest.mark.parametrize(
    ("who", "query", "status"),
    [
        ("coordinator", "", 200),
        ("deputy", "", 200),
        ("director", "", 200),
        ("bureau", "", 200),
        ("bureau", "home", 200),
        ("neighbour", "home", 404),
        ("neighbour_director", "home", 404),
        ("director", "?college=999999", 404),
        ("bureau", "?college=x", 404),
        ("teacher", "", 403),
        ("registry", "", 403),
        ("policy", "home", 403),
        ("revoked", "", 403),
    ],
)
@pytest.mark.parametrize("page", ["/rounds/staff/", "/rounds/staff/never-signed-in/"])
def test_who_sees_the_people_of_somchais_college(cast, clock, page, who, query, status):
    query = f"?college={cast.college.pk}" if query == "home" else query

    assert getattr(cast, who).client.get(page + query).status_code == status


@pytest.mark.parametrize("page", ["/rounds/staff/", "/rounds/staff/never-signed-in/"])
def test_no_word_of_the_neighbours_people(cast, clock, page):
    text = cast.neighbour.client.get(page).content.decode()

    assert "เกรียงไกร" in text
    assert "สมชาย" not in text
    assert "@1320026101.example" not in text


def test_who_has_signed_in_is_not_on_the_list(cast, clock):
    User.objects.filter(pk=cast.teacher.user.pk).update(last_login=cast.teacher.user.created_at)

    listed = {seat.user_id for seat in cast.director.client.get("/rounds/staff/never-signed-in/").context["page"]}

    assert cast.teacher.user.pk not in listed
    assert cast.colleague.user.pk in listed


def test_the_bureau_sees_the_whole_country_and_may_narrow_it(cast, clock):
    listed = cast.bureau.client.get("/rounds/staff/never-signed-in/").context["page"]
    colleges = {seat.college for seat in listed}

    assert colleges == {cast.college, cast.neighbour_college}
    assert list(cast.bureau.client.get("/rounds/staff/never-signed-in/?region=NORTH").context["page"]) == []


@pytest.mark.parametrize("page", ["/rounds/staff/", "/rounds/staff/never-signed-in/"])
def test_the_lists_cost_the_same_at_every_size(cast, clock, same_queries, page):
    def grow(count):
        for _n in range(count):
            person(f"นาย ครู{User.objects.count()} ทดสอบ", "TEACHER", cast.college)

    same_queries(lambda: cast.director.client.get(page), grow, most=8)
