"""A house that fails its own tests when it grows ugly: size, imports, doors, clock."""

import ast
import re
import subprocess
import sys
from pathlib import Path

import pytest

from records.pdf.layouts import LAYOUTS
from tests.house.source import STAIRS, TOP, drawer, name, python, rooms, templates

LINES_OF_PYTHON = 300
LINES_OF_TEMPLATE = 200
# Where the clock may be read: at the door and in its own room, by tasks and by commands of the terminal.
READS_THE_CLOCK = {"views", "tasks", "clock", "door", "sessions", "management"}
# The demo moves the portal's clock, and has to know how far it stands from the real one.
SETS_THE_CLOCK = {"reports/demo/clock.py", "reports/demo/load.py"}
CLOCK = re.compile(r"timezone\.now\b|datetime\.now\b|datetime\.utcnow\b|date\.today\b|\bclock\.now\b|\btime\.time\(")


def test_no_python_file_is_longer_than_can_be_read():
    long = {
        name(path): lines
        for path in python()
        if not {"migrations", "house"} & set(path.parts)
        and (lines := len(path.read_text(encoding="utf-8").splitlines())) > LINES_OF_PYTHON
    }
    assert long == {}


def test_no_template_is_longer_than_can_be_read():
    long = {
        name(path): lines
        for path in templates()
        if (lines := len(path.read_text(encoding="utf-8").splitlines())) > LINES_OF_TEMPLATE
    }
    assert long == {}


def test_imports_only_go_down_the_stairs():
    linter = Path(sys.executable).parent / "lint-imports"
    done = subprocess.run(
        [sys.executable, str(linter), "--no-cache"], cwd=TOP, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout[-3000:]


def test_every_room_is_on_the_stairs():
    found = {path.parent.name for path in TOP.glob("*/apps.py")}
    assert found == set(STAIRS)


def test_every_room_says_what_it_is_for():
    assert [room for room in STAIRS if room != "reports" and not (TOP / room / "README.md").exists()] == []


def in_views():
    return [path for path in rooms() if drawer(path) == "views"]


def test_there_are_views_to_look_at():
    assert len(in_views()) >= 5


@pytest.mark.parametrize("path", in_views(), ids=name)
def test_views_find_things_only_through_the_one_door(path):
    text = path.read_text(encoding="utf-8")
    found = [
        text.count("\n", 0, match.start()) + 1
        for match in re.finditer(r"\.objects\b(?!\s*\.visible_to\()|\._default_manager\b|\._base_manager\b", text)
    ]
    assert found == []


@pytest.mark.parametrize("path", in_views(), ids=name)
def test_views_never_look_a_model_up_by_its_name(path):
    """get_object_or_404(Model, …) would pass the door by."""
    calls = [node for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))) if isinstance(node, ast.Call)]
    bare = [
        node.lineno
        for node in calls
        if isinstance(node.func, ast.Name)
        and node.func.id in ("get_object_or_404", "get_list_or_404")
        and isinstance(node.args[0], ast.Name)
        and node.args[0].id[0].isupper()
    ]
    assert bare == []


def test_sitting_at_an_office_opens_nothing_by_itself():
    """Finance and audit sit there too: what a model shows is asked of `reads_round`, or of a named kind of seat."""
    bodies = {
        f"{name(path)}:{node.lineno}": ast.unparse(node)
        for path in rooms()
        if drawer(path) == "models"
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.FunctionDef) and node.name == "visible_to"
    }
    assert len(bodies) >= 15
    assert [place for place, body in bodies.items() if "is_central" in body or "OFFICE_SEATS" in body] == []


def test_nothing_below_views_and_tasks_reads_the_clock():
    found = {}
    for path in rooms():
        if drawer(path) in READS_THE_CLOCK or "migrations" in path.parts or name(path) in SETS_THE_CLOCK:
            continue
        code = _without_words(path)
        lines = [number for number, line in enumerate(code.splitlines(), start=1) if CLOCK.search(line)]
        if lines:
            found[name(path)] = lines
    assert found == {}


def _without_words(path: Path) -> str:
    """The code with its strings and comments blanked, line by line."""
    import io
    import tokenize

    text = path.read_text(encoding="utf-8")
    lines = [list(line) for line in text.splitlines()]
    for token in tokenize.generate_tokens(io.StringIO(text).readline):
        if token.type in (tokenize.STRING, tokenize.COMMENT):
            (first, start), (last, end) = token.start, token.end
            for row in range(first - 1, last):
                stop = end if row == last - 1 else len(lines[row])
                for column in range(start if row == first - 1 else 0, stop):
                    lines[row][column] = " "
    return "\n".join("".join(line) for line in lines)


def test_the_clock_is_asked_by_its_full_name_so_that_tests_can_set_it():
    asked = re.compile(r"from people\.clock import [^\n]*\bnow\b")
    assert [
        name(path) for path in python() if "tests" not in path.parts and asked.search(path.read_text("utf-8"))
    ] == []


def test_actions_ring_and_never_import_tasks():
    imports = re.compile(r"^\s*(from|import)\s+[\w.]*\btasks\b", re.MULTILINE)
    found = [name(path) for path in rooms() if drawer(path) in ("actions", "models", "rules", "notices")]
    assert found
    assert [file for file in found if imports.search((TOP / file).read_text("utf-8"))] == []


def test_states_are_changed_by_moves_and_nowhere_in_views():
    sets = re.compile(r"\.state\s*=[^=]")
    assert [name(path) for path in in_views() if sets.search(path.read_text("utf-8"))] == []


def test_nobody_writes_save_of_a_whole_row():
    """Only named fields are saved, so that two who change different things do not undo each other."""
    whole = re.compile(r"\.save\(\s*\)")
    allowed = {"records/register.py", "people/models/user.py", "rounds/membership.py"}  # new rows
    found = {name(path) for path in rooms() if "migrations" not in path.parts and whole.search(path.read_text("utf-8"))}
    assert found - allowed == set()


def test_every_paper_is_in_the_gallery_of_layouts():
    """The engine sets nothing else, and nobody but the kit calls the maker of PDFs: so none can be forgotten."""
    made = {str(path.relative_to(TOP / "templates")) for path in (TOP / "templates/pdf").glob("[!_]*.html")}
    pages = re.compile(r"@page\b|extends \"pdf/")
    papers = {str(path.relative_to(TOP / "templates")) for path in templates() if pages.search(path.read_text("utf-8"))}
    maker = re.compile(r"^\s*(from|import) weasyprint\b", re.MULTILINE)

    assert made - {"pdf/base.html"} == {layout.template for layout in LAYOUTS.values()}
    assert {path for path in papers if not path.startswith("pdf/")} == set()
    assert {name(path.parent) for path in rooms() if maker.search(path.read_text("utf-8"))} == {"records/pdf"}
