"""A sample of the benchmark: goals are held on few pages loosely, on thousands by `make bench ONLY=recognition`."""

from collections import Counter

from bench.recognition import pens, run

PAGES = 16


def test_a_sample_of_spoilt_pages_is_read_as_the_goals_say():
    seen = [run.one((run.HELD_OUT, index)) for index in range(PAGES)]

    assert sum(page.known for page in seen) >= PAGES - 1
    assert [page.wrong_told for page in seen if page.wrong_told is not None] == [True] * 1
    verdicts = Counter((truth, ink) for page in seen for _kind, truth, ink in page.boxes)
    assert sum(verdicts.values()) >= 30
    assert verdicts[pens.BLANK, True] == 0
    assert verdicts[pens.SIGNED, False] <= 1
    assert sum(count for (_truth, ink), count in verdicts.items() if ink == "doubtful") <= 0.3 * sum(verdicts.values())


def test_the_same_seed_makes_the_same_page():
    one, again = (run.sheets.specimen(run._papers(run.HELD_OUT)[0], 1, 7) for _time in range(2))

    assert (one.picture.tobytes(), one.done) == (again.picture.tobytes(), again.done)
