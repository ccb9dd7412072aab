"""The pages of a scan: whose they are, which they are, what is missing, in words with what to do."""

from pathlib import Path

import pytest
from PIL import Image, ImageDraw, ImageFilter

from records import gate
from records.gate import Reason
from records.scan import reading
from records.scan.problems import Found, Problem
from records.scan.words import sentence
from tests.records import scan_samples as samples
from tests.records.scan_samples import NEW, OLD, OTHER, blank, known, pages, sent


@pytest.fixture(autouse=True, scope="module")
def the_checker_ends_with_this_file():
    yield
    gate.stop()


@pytest.fixture
def file(tmp_path) -> Path:
    return tmp_path / "scan.pdf"


def seen(path, expected=NEW):
    return reading.read(path, known(expected) if expected else None, known)


def kinds(found: list[Found]) -> list[Problem]:
    return [problem.problem for problem in found]


def test_a_whole_copy_in_order_is_read_without_a_remark(file):
    read = seen(sent(pages(), file))

    assert [(page.place, page.code, page.number, page.rotation) for page in read.pages] == [
        (1, NEW, 1, 0),
        (2, NEW, 2, 0),
        (3, NEW, 3, 0),
    ]
    assert [(box.role, box.ink) for box in read.pages[-1].boxes] == [
        ("teacher", True),
        ("department_head", True),
        ("deputy_director", True),
    ]
    assert read.all_problems == []
    assert {box.picture[:2] for box in read.pages[-1].boxes} == {b"\xff\xd8"}


def test_the_scan_itself_says_which_paper_it_is(file):
    read = seen(sent(pages(), file), expected=None)

    assert read.expected is known(NEW)
    assert [box.ink for box in read.pages[-1].boxes] == [True, True, True]


def test_an_empty_box_is_named_with_its_signer_and_what_to_do(file):
    read = seen(sent(pages(leave_out=1), file))

    assert [box.ink for box in read.pages[-1].boxes] == [True, True, False]
    assert [(page.place, kinds(page.problems)) for page in read.pages] == [(1, []), (2, []), (3, [Problem.BOX_EMPTY])]
    assert "รองผู้อำนวยการ" in sentence(read.all_problems[0], {"deputy_director": "รองผู้อำนวยการ"}.__getitem__)


@pytest.mark.parametrize(
    ("code", "problem"), [(OLD, Problem.OLDER), (OTHER, Problem.FOREIGN)], ids=["older version", "another teacher"]
)
def test_one_page_of_another_paper_is_found_among_the_right_ones(file, code, problem):
    mixed = [pages()[0], pages(code)[1], pages()[2]]

    read = seen(sent(mixed, file))

    assert kinds(read.pages[1].problems) == [problem]
    assert kinds(read.problems) == [Problem.MISSING]
    assert read.problems[0].facts["pages"] == [2]
    assert {found.weight for found in read.all_problems} == {"wrong"}


def test_a_whole_older_version_is_told_page_by_page(file):
    read = seen(sent(pages(OLD), file))

    assert [kinds(page.problems) for page in read.pages] == [[Problem.OLDER]] * 3
    assert read.pages[0].problems[0].facts == {"version": 1, "expected": 2}


def test_a_paper_that_nobody_knows_is_not_of_this_portal(file):
    read = reading.read(sent(pages(), file), known(OTHER), lambda code: known(OTHER) if code == OTHER else None)

    assert [kinds(page.problems) for page in read.pages] == [[Problem.UNKNOWN]] * 3


def test_a_missing_page_is_named(file):
    read = seen(sent([pages()[0], pages()[2]], file))

    assert [(found.problem, found.facts) for found in read.problems] == [(Problem.MISSING, {"pages": [2], "unread": 0})]


def test_pages_out_of_order_twice_empty_and_turned_are_mended_and_mentioned(file):
    first, second, last = pages()
    mixed = [last.rotate(180), second.rotate(90, expand=True), first, blank(), second]

    read = seen(sent(mixed, file))

    assert [(page.number, page.rotation) for page in read.pages] == [(3, 180), (2, 270), (1, 0), (None, None), (2, 0)]
    assert [kinds(page.problems) for page in read.pages] == [
        [Problem.UPSIDE_DOWN],
        [Problem.SIDEWAYS],
        [],
        [Problem.BLANK_PAGE],
        [Problem.TWICE],
    ]
    assert kinds(read.problems) == [Problem.OUT_OF_ORDER]
    assert [box.ink for box in read.pages[0].boxes] == [True, True, True]
    assert {found.weight for found in read.all_problems} == {"note"}


def test_a_page_whose_codes_are_covered_may_be_the_missing_one_and_nobody_is_locked_out(file):
    covered = pages()[1].copy()
    pen = ImageDraw.Draw(covered)
    for corner in ((0, 0), (800, 0), (0, 1250), (700, 1200)):
        pen.rectangle([*corner, corner[0] + 300, corner[1] + 200], fill=(90, 70, 60))

    read = seen(sent([pages()[0], covered, pages()[2]], file))

    assert kinds(read.pages[1].problems) == [Problem.NO_CODE]
    assert kinds(read.problems) == [Problem.MISSING_PERHAPS]
    assert {found.weight for found in read.all_problems} == {"doubt"}


def test_a_scan_without_any_readable_code_is_only_doubtful(file):
    blurred = [page.filter(ImageFilter.GaussianBlur(9)) for page in pages()]

    read = seen(sent(blurred, file))

    assert kinds(read.problems) == [Problem.NO_CODES]
    assert {found.weight for found in read.all_problems} == {"doubt"}


def test_one_code_of_five_is_enough_to_know_the_page_and_look_into_its_boxes(file):
    last = pages()[2].copy()
    pen = ImageDraw.Draw(last)
    for corner in ((860, 0), (0, 1250), (720, 1200)):
        pen.rectangle([*corner, corner[0] + 300, corner[1] + 200], fill="white")

    read = seen(sent([pages()[0], pages()[1], last], file))

    assert read.all_problems == []
    assert [box.ink for box in read.pages[2].boxes] == [True, True, True]


def test_two_sheets_in_one_picture_are_noticed(tmp_path):
    one, other = pages()[0], pages(OTHER)[0]
    both = Image.new("RGB", (one.width * 2, one.height), "white")
    both.paste(one, (0, 0))
    both.paste(other, (one.width, 0))
    both.save(tmp_path / "both.png")

    read = seen(tmp_path / "both.png")

    assert Problem.TWO_PAPERS in kinds(read.pages[0].problems)


@pytest.mark.parametrize("suffix", ["jpg", "png", "webp", "tiff"])
def test_a_picture_of_a_page_is_read_like_a_pdf(tmp_path, suffix):
    path = tmp_path / f"page.{suffix}"
    pages()[2].save(path)

    read = seen(path)

    assert (read.pages[0].code, read.pages[0].number) == (NEW, 3)
    assert [box.ink for box in read.pages[0].boxes] == [True, True, True]


def test_all_sheets_of_a_faxed_picture_file_are_read(tmp_path):
    path = tmp_path / "fax.tiff"
    first, *rest = [page.convert("1", dither=Image.Dither.NONE) for page in pages(dpi=200)]
    first.save(path, save_all=True, append_images=rest, compression="group4")

    read = seen(path)

    assert [page.number for page in read.pages] == [1, 2, 3]


def test_a_fax_with_dots_that_are_not_square_is_read_as_well(tmp_path):
    path = tmp_path / "fax.png"
    page = pages(dpi=200)[2].convert("L").resize((1728, 1145)).point(lambda value: 255 if value > 140 else 0)
    page.convert("1").save(path)

    read = seen(path)

    assert (read.pages[0].code, read.pages[0].number) == (NEW, 3)


def test_a_file_that_cannot_be_opened_is_told_by_the_gates_words(tmp_path):
    path = tmp_path / "broken.pdf"
    path.write_bytes(b"%PDF-1.7\nnothing")

    with pytest.raises(reading.Unreadable) as raised:
        seen(path)

    assert raised.value.reason == Reason.DAMAGED


@pytest.mark.parametrize("problem", list(Problem))
def test_every_problem_has_a_sentence(problem):
    facts = {
        "version": 1, "expected": 2, "page": 3, "pages": [1, 2], "role": "teacher", "why": "stamp", "reason": "damaged",
    }  # fmt: skip

    assert len(sentence(Found(problem, facts))) > 20


def test_the_samples_are_as_they_are_said_to_be():
    assert [samples.printed(code).pages for code in (OLD, NEW, OTHER)] == [3, 3, 3]
