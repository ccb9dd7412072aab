"""Every door of the house against the matrix: who gets in, who hears why not, who finds nothing at all."""

import re
import uuid

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from records import pdf
from tests.factories.plans import tiny_pdf
from tests.house import matrix
from tests.house.matrix import ALL, ELSE, LATER, LEFT, ROWS
from tests.house.world import MISSING, NOW, build, routes

LOGIN = "sign in first"
# What a look may write: the session, and the counters of the throttles.
MAY_WRITE = ("people_session", "cache")
EVERYTHING = [*ROWS.items(), *LATER.items(), *LEFT.items()]
SCENES = sorted({(row.stage, row.edition) for _name, row in EVERYTHING})


@pytest.fixture(autouse=True)
def _quiet_and_quick(caplog, monkeypatch):
    """Hundreds of refusals are not news here, and a receipt on paper takes a second each."""
    caplog.set_level("CRITICAL", logger="django.request")
    caplog.set_level("CRITICAL", logger="django.security.csrf")
    monkeypatch.setattr(pdf, "render", lambda template, context: pdf.Rendered(tiny_pdf(), 1, "…"))


def rows_of(scene):
    return [(name, row) for name, row in EVERYTHING if (row.stage, row.edition) == scene]


def expected(row, method):
    """Position → status, as the row declares it."""
    access = {"get": row.get, "post": row.post, **row.other}[method]
    answers = {name: access.get(ELSE) for name in ALL.split()}
    answers["anonymous"] = access.get(ELSE) if row.public else LOGIN
    for status, names in access.items():
        if status != ELSE:
            answers |= dict.fromkeys(names.split(), status)
    return answers


def address(name, row, world, **instead):
    url = reverse(name, kwargs={**world.kwargs(row.args), **instead})
    return f"{url}?{row.query}" if row.query else url


def ask(client, method, url, row, world):
    """One request, and everything it did taken back. Gives the response and what it wrote."""
    with transaction.atomic():
        with CaptureQueriesContext(connection) as seen:
            if method in ("get", "post"):
                response = getattr(client, method)(
                    url, world.kwargs(row.data) if method == "post" else None, headers=row.headers
                )
            else:
                kind = {"content_type": row.headers["Content-Type"]} if method == "patch" else {}
                response = getattr(client, method)(url, headers=row.headers, **kind)
            if response.streaming:
                response.getvalue()
        transaction.set_rollback(True)
    return response, [query["sql"] for query in seen.captured_queries if _writes(query["sql"])]


def _writes(sql):
    match = re.match(r"""\s*(?:INSERT(?: OR \w+)? INTO|UPDATE|DELETE FROM)\s+["`]?(\w+)""", sql, re.IGNORECASE)
    return bool(match) and match[1] not in MAY_WRITE


def status(response):
    if response.status_code == 302 and response["Location"].startswith("/accounts/login/"):
        return LOGIN
    return response.status_code


def differences(got, wanted):
    return {key: (got[key], wanted[key]) for key in wanted if got[key] != wanted[key]}


def test_every_door_has_its_row_and_every_row_its_door():
    assert set(ROWS) == set(routes())
    assert set(LATER) | set(LEFT) <= set(ROWS)


def test_the_matrix_names_everybody_in_the_cast(cast):
    assert set(ALL.split()) | {"anonymous"} == set(cast.everybody())


def test_the_list_of_public_doors_is_short():
    assert {name for name, row in ROWS.items() if row.public} == {
        *("healthz", "readyz", "set_language", "reports:help", "reports:privacy", "reports:accessibility"),
        *("reports:demo_people", "reports:demo_sign_in", "reports:demo_jump", "reports:demo_restart"),
        *("account_login", "account_logout", "account_inactive", "account_reset_password"),
        *("account_reset_password_done", "account_reset_password_from_key", "account_reset_password_from_key_done"),
        *("rounds:join", "rounds:set_password", "rounds:welcome", "rounds:feed_file", "records:line_webhook"),
        *("applications:public_list", "applications:public", "applications:public_file"),
        # The establishment signs under a personal link.
        *("applications:link", "applications:guest", "applications:guest_open", "applications:guest_page"),
        *("applications:guest_file", "applications:guest_sign", "applications:guest_decline"),
        *("records:verify_form", "records:verify"),
    }


@pytest.mark.parametrize("method", ["get", "post", "head", "patch", "delete"])
@pytest.mark.parametrize("scene", SCENES, ids=lambda scene: "-".join(filter(None, scene)))
def test_everybody_gets_what_the_matrix_says(cast, clock, scene, method):
    """And a GET writes nothing."""
    clock(NOW)
    world = build(cast, *scene)
    people = cast.everybody()
    clients = {who: person.browser() for who, person in people.items()}
    wrong, wrote = {}, {}

    for name, row in rows_of(scene):
        if method not in ("get", "post", *row.other):
            continue
        url = address(name, row, world)
        got = {}
        for who in people:
            # Signing out ends the session of the browser that asks.
            client = people[who].browser() if name == "account_logout" else clients[who]
            response, writes = ask(client, method, url, row, world)
            got[who] = status(response)
            if writes and method in ("get", "head"):
                wrote[name, who] = writes
        if found := differences(got, expected(row, method)):
            wrong[name] = found

    assert wrong == {}
    assert wrote == {}


@pytest.mark.parametrize("scene", SCENES, ids=lambda scene: "-".join(filter(None, scene)))
def test_no_post_is_heard_without_its_token(cast, clock, scene):
    clock(NOW)
    world = build(cast, *scene)
    people = cast.everybody()
    heard = {}

    for name, row in rows_of(scene):
        answers = expected(row, "post")
        may = [who for who, answer in answers.items() if answer not in (403, 404, 405, LOGIN)]
        for who in may[:2]:
            client = people[who].browser(enforce_csrf_checks=True)
            response, writes = ask(client, "post", address(name, row, world), row, world)
            if response.status_code != 403 or writes:
                heard[name, who] = (response.status_code, writes)

    assert heard == {}


@pytest.mark.parametrize("scene", SCENES, ids=lambda scene: "-".join(filter(None, scene)))
def test_a_foreign_thing_looks_like_a_missing_one(cast, clock, scene):
    """To the letter: the same status and the same page, but for the address itself."""
    clock(NOW)
    world = build(cast, *scene)
    clients = {who: getattr(cast, who).browser() for who in ("neighbour", "neighbour_teacher", "neighbour_director")}
    told = {}

    for name, row in rows_of(scene):
        if "pk" not in row.args:
            continue
        foreign, missing = address(name, row, world), address(name, row, world, pk=_missing(row))
        for method in ("get", "post", *row.other):
            for who, client in clients.items():
                if expected(row, method)[who] != 404:
                    continue
                pages = [page(ask(client, method, url, row, world)[0], url) for url in (foreign, missing)]
                if pages[0] != pages[1]:
                    told[name, method, who] = [status for status, _text in pages]

    assert told == {}


def _missing(row):
    """A number that nothing has; some things are numbered by letters."""
    return uuid.UUID(int=MISSING) if row.args["pk"] == "upload" else MISSING


def page(response, url):
    text = response.content.decode()
    text = re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", text)
    return response.status_code, text.replace(url, "").replace(url.split("?")[0], "")


def test_a_missing_thing_is_404_for_those_who_may_see_all(cast, clock):
    clock(NOW)
    world = build(cast, "submitted")
    client = cast.bureau.browser()
    wrong = {}

    for name, row in ROWS.items():
        if "pk" not in row.args:
            continue
        for method, access in (("get", row.get), ("post", row.post), *row.other.items()):
            if access == matrix.NOT_THIS_WAY:
                continue
            got = ask(client, method, address(name, row, world, pk=_missing(row)), row, world)[0].status_code
            if got != 404:
                wrong[name, method] = got

    assert wrong == {}


def test_whose_seat_has_ended_is_a_stranger_at_once_even_while_signed_in(cast, clock):
    from people.models import Seat

    clock(NOW)
    application = build(cast, "submitted").things["application"]
    client = cast.coordinator.browser()
    url = reverse("applications:show", args=[application])
    assert client.get(url).status_code == 200

    Seat.objects.filter(pk=cast.coordinator.seat.pk).update(ended_at=NOW, ended_by=cast.director.seat)

    assert client.get(url).status_code == 404
    assert client.post(reverse("applications:endorse", args=[application]), {"attested": "on"}).status_code == 404


def test_whose_account_is_shut_is_signed_out_at_once(cast, clock):
    clock(NOW)
    client = cast.coordinator.browser()
    cast.coordinator.user.is_active = False
    cast.coordinator.user.save(update_fields=["is_active"])

    assert status(client.get(reverse("applications:desk"))) == LOGIN
