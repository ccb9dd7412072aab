"""No page, search, error, mail, paper, file or header shows a word to somebody who may not read it.

Every door of the house is tried as every position, with the things of every owner. What a POST does is taken back.
"""

import re
from urllib.parse import unquote

import pytest
from django.contrib.messages import get_messages
from django.db import transaction
from django.urls import reverse

from applications import actions
from applications.models import Announcement
from records import outbox, pdf
from records.models import Message
from tests.factories import applications as make
from tests.factories.plans import tiny_pdf
from tests.hostile.canaries import NOW, START, build, listed
from tests.house.matrix import NOT_THIS_WAY, ROWS

pytestmark = pytest.mark.slow

WORD = re.compile(START + "[a-z]{7}")
# Doors of the account library and of the demo know nothing of the programme.
ELSEWHERE = ("account_", "mfa_", "reports:demo_", "set_language", "healthz", "readyz")
PRIVATE = [name for name in ROWS if not name.startswith(ELSEWHERE)]
# Those with something to read, by whom a word of each kind must be seen; and everybody else.
READERS = ["teacher", "colleague", "coordinator", "neighbour_teacher", "neighbour", "bureau"]
OTHERS = {
    "of the college": ["deputy", "director", "registry", "supervisor", "revoked"],
    "of the offices": ["admin", "policy", "finance", "auditor"],
    "next door, and strangers": ["neighbour_director", "anonymous"],
}
# What no page shows: facts of a plan that are printed alone, fields of a profile that wait for the next plan, files
# whose name is made anew for the reader, and all of the third college, where nobody looks at it from within.
ON_NO_PAGE = (
    "far.",
    "-far:",
    "typed.establishment.establishment",
    "plan.signers",
    "plan.college",
    "plan.teacher",
    "profile.",
    "phone",
    "name of",
)


@pytest.fixture(autouse=True)
def _quiet(caplog, monkeypatch):
    caplog.set_level("CRITICAL", logger="django.request")
    # The words that would be set in type stand in the bytes.
    monkeypatch.setattr(
        pdf, "render", lambda template, context: pdf.Rendered(tiny_pdf() + repr(context).encode(), 1, "…")
    )
    # The paper of a plan on its way round is a stand-in: it has no fields to seal.
    for step in ("prepare_signing", "seal_plan"):
        monkeypatch.setattr(actions, step, lambda plan, **_more: None)


@pytest.fixture
def ground(cast, clock):
    clock(NOW)
    return build(cast)


def words_in(response):
    """All words of an answer: its text or bytes, its headers, and what it tells the reader on the next page."""
    body = b"".join(response.streaming_content) if response.streaming else response.content
    told = [str(message) for message in get_messages(response.wsgi_request)]
    text = " ".join([body.decode("utf-8", "replace"), unquote(str(response.headers.items())), *told])
    return set(WORD.findall(text))


def send(client, method, url, data=None):
    """One request, taken back; which words it showed, and its status."""
    with transaction.atomic():
        response = client.get(url) if method == "get" else client.post(url, data or {})
        found = words_in(response)
        transaction.set_rollback(True)
    return found, response.status_code


def queries(name, ground):
    """What the address of a list may ask for; the tabs of an application."""
    if "pk" in ROWS[name].args:
        return [f"tab={tab}" for tab in ("plan", "history", "changes")] if name == "applications:show" else []
    colleges = [f"college={some['college']}&all=1" for some in ground.things if "college" in some]
    seats = [f"seat={some['seat']}&kind=PLANS_DUE" for some in ground.things if "seat" in some]
    return [
        f"q={START}&sort=-submitted&year=2568",
        f"branch={START}&state=ENDORSED&judged=ELIGIBLE",
        "state=SUBMITTED&show=check&view=colleges&region=EAST_BANGKOK&day=20/2/2568",
        *colleges,
        *(seats if name == "rounds:extend" else []),
    ]


def spelled(things, spec):
    """The arguments of a route with the things of each owner who has them; once, where they name no thing."""
    known = {key for some in things for key in some}
    named = {value for value in spec.values() if isinstance(value, str) and value in known}
    found = []
    for some in things if named else [{}]:
        if named <= set(some):
            row = {name: some[value] if value in named else value for name, value in spec.items()}
            found += [row] if row not in found else []
    return found


def looks(ground):
    for name in PRIVATE:
        row = ROWS[name]
        if row.get == NOT_THIS_WAY:
            continue
        for kwargs in spelled(ground.things, row.args):
            url = reverse(name, kwargs=kwargs)
            yield name, url if not row.query else f"{url}?{row.query}"
            for query in queries(name, ground):
                yield name, f"{url}?{query}"


def acts(ground):
    """Every POST with the things of every owner, in the address and in the fields."""
    every = {key: [some[key] for some in ground.things if key in some] for key in ("application", "signature", "seat")}
    for name in PRIVATE:
        row = ROWS[name]
        if row.post == NOT_THIS_WAY:
            continue
        for kwargs in spelled(ground.things, row.args):
            yield name, reverse(name, kwargs=kwargs), row.data
    for place in [some["college"] for some in ground.things if "college" in some]:
        picked = {"pick": every["application"], "college": place, "year": 2568, "attested": "on"}
        yield "many", reverse("applications:endorse_many"), picked
        yield "college", reverse("rounds:invite"), {"college": place, "email": "x", "kind": "TEACHER"}
        yield "college", reverse("rounds:join"), {"college": place, "email": "x"}
    for scope in ("", "all"):
        picked = {"pick": every["application"], "scope": scope, "decision": "ELIGIBLE", "passed": "1"}
        yield "many", reverse("applications:decide"), picked
        yield "many", reverse("applications:screen_many"), picked
    yield "many", reverse("applications:sign_many"), {"pick": every["signature"], "hand": "typed", "name": "x"}
    for seat in every["seat"]:
        yield "seat", reverse("rounds:name_coordinator", args=[2568]), {"seat": seat}
        yield "seat", reverse("rounds:extend", args=[2568]), {"seat": seat, "kind": "PLANS_DUE", "until": "x"}


def leaks(ground, positions, requests, public=frozenset()):
    """Position → what it was shown and may not read; and all words that were shown to anybody."""
    found, shown, people = {}, set(), ground.cast.everybody()
    for position in positions:
        client = people[position].browser()
        foreign = set(ground.words.foreign_to(position)) - public
        for method, name, url, data in requests:
            words, _status = send(client, method, url, data)
            shown |= words
            for word in words & foreign:
                found.setdefault(position, {}).setdefault(f"{method} {name} {url}", set()).add(
                    ground.words.groups[word]
                )
    return found, shown


def test_no_page_search_file_or_header_shows_a_foreign_word_to_who_has_something_to_read(ground):
    requests = [("get", name, url, None) for name, url in looks(ground)]

    found, shown = leaks(ground, READERS, requests)

    assert found == {}
    # A word that nobody was shown proves nothing about those who were not.
    unseen = {place for word, place in ground.words.groups.items() if word not in shown}
    assert sorted(place for place in unseen if not any(known in place for known in ON_NO_PAGE)) == []


@pytest.mark.parametrize("positions", OTHERS.values(), ids=OTHERS)
def test_no_page_search_file_or_header_shows_a_foreign_word_to_others(ground, positions):
    requests = [("get", name, url, None) for name, url in looks(ground)]

    found, shown = leaks(ground, positions, requests)

    assert found == {}
    assert shown


def test_every_position_was_tried(cast):
    assert sorted([*READERS, *(who for group in OTHERS.values() for who in group)]) == sorted(cast.everybody())


def test_no_answer_to_a_form_shows_a_foreign_word(ground):
    requests = [("post", name, url, data) for name, url, data in acts(ground)]

    found, _shown = leaks(ground, ground.cast.everybody(), requests)

    assert found == {}


def test_once_the_list_is_out_everybody_reads_names_and_branches_and_nothing_more(ground, clock):
    clock(make.ANNOUNCED)
    draft = Announcement.objects.get(pk=ground.things[0]["announcement"])
    actions.publish(draft, by=ground.cast.bureau.seat, at=make.ANNOUNCED)
    requests = [("get", name, url, None) for name, url in looks(ground)]
    strangers = ("anonymous", "revoked", "neighbour", "neighbour_teacher", "registry", "finance", "auditor")

    found, shown = leaks(ground, strangers, requests, listed(ground))

    assert found == {}
    assert listed(ground) <= shown


def test_no_mail_carries_a_foreign_word(ground):
    while outbox.join(NOW):
        pass
    found, read = {}, set()

    for message in Message.objects.select_related("to"):
        # Who came in as an extra, the invited ones, is written nothing but invitations.
        position = ground.persons.get(message.to_id, "nobody")
        words = set(WORD.findall(message.subject + message.body))
        read |= words
        foreign = words & set(ground.words.foreign_to(position))
        if foreign:
            found.setdefault(position, set()).update(ground.words.groups[word] for word in foreign)

    assert found == {}
    # Somebody was written to about a plan, a request for more time and a correction: so the sweep had words to find.
    assert {ground.words.groups[word].split(":")[0] for word in read} >= {"home.plan", "home.back", "next.plan"}


@pytest.mark.parametrize("address", ["applications:results", "placements:establishments", "records:register"])
@pytest.mark.parametrize("who", ["anonymous", "colleague", "registry", "neighbour", "finance", "auditor"])
def test_searching_for_a_foreign_word_answers_as_for_one_that_is_nowhere(ground, address, who):
    """Neither rows nor counts tell that it stands somewhere."""
    client = ground.cast.everybody()[who].browser()
    nowhere = START + "zzzzzzz"
    assert nowhere not in ground.words.groups
    foreign = [word for word in ground.words.foreign_to(who) if not ground.words.groups[word].startswith("bureau")]
    per_group = {ground.words.groups[word]: word for word in foreign}

    def page(word):
        response = client.get(reverse(address), {"q": word})
        text = re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", response.content.decode())
        return response.status_code, text.replace(word, "")

    for place, word in list(per_group.items())[:40]:
        assert page(word) == page(nowhere), place
