"""A sample of the benchmark: goals are held on few pages loosely, on thousands by `make bench ONLY=recognition`."""

import json
from collections import Counter
from dataclasses import asdict

import pytest

from bench.recognition import pens, run

PAGES = 16


def test_a_sample_of_spoilt_pages_is_read_as_the_goals_say():
    seen = [run.one((run.HELD_OUT, index)) for index in range(PAGES)]

    assert sum(page.known for page in seen) >= PAGES - 1
    assert [page.wrong_told for page in seen if page.wrong_told is not None] == [True] * 3
    verdicts = Counter((box.truth, box.ink) for page in seen for box in page.boxes)
    assert sum(verdicts.values()) >= 30
    assert verdicts[pens.BLANK, True] == 0
    assert verdicts[pens.SIGNED, False] <= 1
    assert sum(count for (_truth, ink), count in verdicts.items() if ink == "doubtful") <= 0.3 * sum(verdicts.values())


def test_the_same_seed_makes_the_same_page():
    one, again = (run.sheets.specimen(run._papers(run.HELD_OUT)[0], 1, 7) for _time in range(2))

    assert (one.picture.tobytes(), one.done) == (again.picture.tobytes(), again.done)


def test_a_run_that_was_broken_off_goes_on_where_it_stood(tmp_path):
    before = run.Seen(run.HELD_OUT, ["scanner"], boxes=[run.Box("teacher", "empty", pens.BLANK, False, None)])
    keep = tmp_path / "kept.jsonl"
    keep.write_text(json.dumps(asdict(before)) + "\n")

    seen = list(run.pages(2, keep=keep, workers=1))

    assert seen[0] == before
    assert [page.seed for page in seen] == [run.HELD_OUT, run.HELD_OUT + 1]
    assert run.kept_in(keep) == seen
    with pytest.raises(ValueError, match="not of this seed"):
        run.kept_in(keep, seed=1)
