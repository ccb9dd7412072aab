"""Files made to break the reader: a short round of the fuzzer, a sample of the corpora, and what a child may lie.

The whole is for `make fuzz` and `make corpora`; what they found stands in docs/recognition.md.
"""

import os
import signal

import pytest
from django.conf import settings

from records.gate import cell
from tests.fuzz import __main__ as program
from tests.fuzz import inputs, planted, reader

SEED, INPUTS = 2568, 24
EVERY = 100  # of the corpora, besides one of each kind of file
CORPORA = os.environ.get("TEACHERSYNC_CORPORA", "")
ONCE = pytest.mark.skipif(
    "sqlite" not in settings.DATABASES["default"]["ENGINE"],
    reason="files are read without a database: tried once, in the run on SQLite",
)


def tried(files, module=""):
    """Everything the fuzzer finds about these files, with what it did."""
    with reader.watching(module) as watch:
        return [(file, watch.look(file.data, file.suffix)) for file in files]


def finds(outcomes):
    return [(file.number, file.made, outcome.finds) for file, outcome in outcomes if outcome.finds]


@ONCE
def test_a_short_round_of_the_fuzzer_finds_nothing():
    outcomes = tried(inputs.made(SEED, number) for number in range(INPUTS))

    assert finds(outcomes) == []
    # Not in vain: the inputs came as far as the boxes, and as far as a refusal.
    verdicts = " ".join(outcome.verdict for _file, outcome in outcomes)
    assert "scan damaged" in verdicts
    assert any(not outcome.verdict.endswith("0 boxes") and "boxes" in outcome.verdict for _file, outcome in outcomes)
    assert sum(len(outcome.children) for _file, outcome in outcomes) > 2 * INPUTS


@ONCE
@pytest.mark.skipif(not CORPORA, reason="TEACHERSYNC_CORPORA is not set: no hostile file was read as a scan")
def test_a_sample_of_the_corpora_is_read_or_refused():
    outcomes = tried(sample(inputs.whole_corpus()))

    assert len(outcomes) > 20
    assert finds(outcomes) == []


def sample(files):
    """Some files at even distances, and the first of each kind."""
    kinds = {}
    for file in files:
        kinds.setdefault(file.suffix.lower(), file)
    chosen = {file.number: file for file in (*files[::EVERY], *kinds.values())}
    return [chosen[number] for number in sorted(chosen)]


@ONCE
@pytest.mark.parametrize(
    ("data", "find"),
    [(b"crash", "child crashed: SIGSEGV"), (b"mistake", "our own code raised KeyError at planted.py")],
    ids=["crash", "mistake"],
)
def test_a_planted_fault_is_found_and_kept(tmp_path, capsys, data, find):
    files = [inputs.Input(0, b"nothing", "bin", "fine"), inputs.Input(7, data, "bin", "planted")]

    code = program.run(files, tmp_path, "tests.fuzz.planted")

    assert code == 1
    assert sorted(path.name for path in tmp_path.iterdir()) == ["000007.bin", "000007.bin.json"]
    assert (tmp_path / "000007.bin").read_bytes() == data
    assert find in (tmp_path / "000007.bin.json").read_text()
    assert "2 inputs" in capsys.readouterr().out


def test_nothing_tried_is_no_success(tmp_path):
    assert program.run([], tmp_path) == 2


@ONCE
def test_what_a_child_may_lie_reaches_nobody():
    lies = [inputs.Input(number, b"%d lie" % number, "bin", "a lie") for number in range(len(planted.LIES))]

    outcomes = tried(lies, "tests.fuzz.planted")

    assert finds(outcomes) == []
    damaged, bare, one = "scan damaged", "scan of 1 pages, 0 boxes", "scan of 1 pages, 1 boxes"
    assert [outcome.verdict.partition("picture damaged, ")[2] for _file, outcome in outcomes] == [
        bare, damaged, damaged, damaged, bare, bare, bare, bare, one, damaged,
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("child", "find"),
    [
        ({"status": signal.SIGABRT, "memory": 1, "surprise": None, "starved": False}, ["child crashed: SIGABRT"]),
        (
            {"status": signal.SIGKILL, "memory": 1, "surprise": None, "starved": False},
            ["child hung and was killed by the clock"],
        ),
        ({"status": signal.SIGKILL, "memory": 1, "surprise": None, "starved": True}, []),
        ({"status": signal.SIGXCPU, "memory": 1, "surprise": None, "starved": False}, []),
        ({"status": 0, "memory": cell.MOST // 1024 + 1, "surprise": None, "starved": False}, ["child held 512 MiB"]),
        ({"status": 3 << 8, "memory": 1, "surprise": None, "starved": False}, ["child left with 3"]),
        ({"status": 0, "memory": 1, "surprise": "E", "starved": False}, ["our own code raised E"]),
    ],
)
def test_how_a_child_ended_is_judged(child, find):
    assert list(reader.broke(child)) == find


def test_a_reading_that_says_other_words_is_found():
    box = {"role": "teacher", "ink": "perhaps", "why": None, "length": float("nan")}
    page = {"rotation": 45, "boxes": [box], "problems": [{"problem": "strange"}]}

    assert len(reader.undeclared({"problems": [], "pages": [page]})) == 4


def test_an_input_is_made_again_from_seed_and_number():
    assert [inputs.made(5, number) for number in range(8)] == [inputs.made(5, number) for number in range(8)]
    assert len({inputs.made(5, number).data for number in range(8)}) == 8
