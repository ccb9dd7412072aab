"""The gallery of official papers, and the shelf on which papers lie that can be made again."""

import os

import pytest

from records.pdf import engine, samples, shelf
from records.pdf.layouts import LAYOUTS
from tests.records.pdf_reading import by_pypdf

PEOPLE = [("bureau", 200), ("admin", 200), ("policy", 403), ("teacher", 403), ("coordinator", 403), ("neighbour", 403)]


@pytest.fixture(autouse=True)
def _an_empty_shelf():
    for path in shelf.folder().glob("*.p*"):
        path.unlink()


@pytest.mark.parametrize(("person", "status"), PEOPLE)
@pytest.mark.parametrize("suffix", ["", "receipt/", "receipt/1/"])
def test_the_gallery_is_the_bureaus(cast, clock, person, status, suffix):
    assert getattr(cast, person).client.get(f"/layouts/{suffix}").status_code == status


def test_the_page_names_every_layout_and_sets_none(cast, clock, monkeypatch):
    monkeypatch.setattr(engine, "set_html", lambda *told: pytest.fail("a paper was set for the page"))

    text = cast.bureau.client.get("/layouts/").content.decode()

    assert [name for name in LAYOUTS if f"/layouts/{name}/1/" not in text] == []


@pytest.mark.parametrize("name", LAYOUTS)
def test_every_sample_says_that_it_is_one_and_names_nobody(name):
    text = by_pypdf(engine.render(LAYOUTS[name].template, samples.context(name)).data)

    assert "ตัวอย่าง" in text
    assert (samples.CODE[:4] in text) is not LAYOUTS[name].is_piece


def test_what_is_unchanged_is_set_once(cast, clock, monkeypatch):
    made = []
    real = engine.set_html
    monkeypatch.setattr(engine, "set_html", lambda *told: made.append(told) or real(*told))

    first = cast.bureau.client.get("/layouts/memo/").content
    second = cast.admin.client.get("/layouts/memo/").content
    pictures = [cast.bureau.client.get("/layouts/memo/1/").content for _again in range(2)]

    assert (first, pictures[0], len(made)) == (second, pictures[1], 1)
    assert pictures[0].startswith(b"\x89PNG")


def test_another_fact_or_another_maker_makes_another_paper(monkeypatch):
    facts = samples.context("memo")
    first = shelf.made("pdf/memo.html", facts)

    other = shelf.made("pdf/memo.html", {**facts, "memo": {**facts["memo"], "subject": "อื่น"}})
    monkeypatch.setattr(shelf, "_maker", lambda: b"another version of the library")
    changed = shelf.made("pdf/memo.html", facts)

    assert len({first.key, other.key, changed.key}) == 3


@pytest.mark.parametrize("address", ["nothing/", "nothing/1/", "memo/2/", "memo/0/", "memo/99999/"])
def test_a_page_that_is_not_there_is_not_found(cast, clock, address):
    assert cast.bureau.client.get(f"/layouts/{address}").status_code == 404


def test_the_sweep_takes_what_nobody_asked_for_in_a_week():
    old, fresh = (shelf.made(f"pdf/{name}.html", samples.context(name)) for name in ("memo", "receipt"))
    now = fresh.path.stat().st_mtime
    os.utime(old.path, (now - 8 * 86400,) * 2)

    gone = shelf.sweep(now)

    assert (gone, old.path.exists(), fresh.path.exists()) == (1, False, True)
