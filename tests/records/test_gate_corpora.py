"""All malformed and malicious files of the public corpora, wherever they are present: let in, or refused with a reason.

Run with `-s` to see the table that stands in docs/decisions/0003-the-file-gate.md.
"""

import os
import sys
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from records import gate
from records.gate import Kind, Reason, Report
from tests.records import gate_files as files

CORPORA = os.environ.get("TEACHERSYNC_CORPORA", "")

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not CORPORA, reason="TEACHERSYNC_CORPORA is not set: 1,466 hostile files were NOT tried"),
]


@pytest.fixture(autouse=True, scope="module")
def the_checker_ends_with_this_file():
    yield
    gate.stop()


def all_checked(folder: str, kind: Kind) -> dict[Path, Report]:
    paths = sorted(path for path in (Path(CORPORA) / folder).iterdir() if path.is_file())
    with ThreadPoolExecutor(2) as pool:
        reports = pool.map(lambda path: gate.check(path, kind=kind, limits=files.PLAN), paths)
        return dict(zip(paths, reports, strict=True))


def told(title: str, reports: list[Report]) -> None:
    reasons = Counter("accepted" if report.ok else str(report.reason) for report in reports)
    cautions = Counter(str(warning) for report in reports for warning in report.warnings)
    lines = [f"  {count:4} {name}" for name, count in reasons.most_common() + cautions.most_common()]
    sys.stdout.write("\n".join([f"\n{title}: {len(reports)} files", *lines, ""]))


def wrong(reports: dict[Path, Report]) -> list[str]:
    """Files without a verdict: neither accepted nor refused for something that is in the file."""
    return [
        path.name
        for path, report in reports.items()
        if report.ok is not (report.reason is None)
        or report.reason is Reason.UNAVAILABLE
        or (not report.ok and not report.sentence)
    ]


def test_every_pdf_is_accepted_or_refused_with_a_reason_and_drawn_if_accepted(tmp_path):
    checked = all_checked("pdf", "pdf")
    accepted = [path for path, report in checked.items() if report.ok]
    with ThreadPoolExecutor(2) as pool:
        pictures = pool.map(lambda path: gate.picture(path, 1, target=tmp_path / f"{path.stem[:80]}.png"), accepted)
        drawn = dict(zip(accepted, pictures, strict=True))
    told("PDFs", list(checked.values()))
    told("first pages drawn", list(drawn.values()))

    assert len(checked) > 0
    assert (wrong(checked), wrong(drawn)) == ([], [])


def test_every_picture_is_accepted_or_refused_with_a_reason_and_bound_if_accepted(tmp_path):
    checked = all_checked("image", "photo")
    accepted = [path for path, report in checked.items() if report.ok]
    with ThreadPoolExecutor(2) as pool:
        books = pool.map(
            lambda path: gate.photos_to_pdf([path], tmp_path / f"{path.name[:80]}.pdf", limits=files.PLAN), accepted
        )
        bound = dict(zip(accepted, books, strict=True))
    told("pictures", list(checked.values()))
    told("pictures bound", list(bound.values()))

    assert len(checked) > 0
    assert (wrong(checked), wrong(bound)) == ([], [])


@pytest.mark.parametrize("kind", ["pdf", "photo"])
def test_every_file_is_accepted_or_refused_as_what_it_is_not(kind):
    checked = all_checked("image" if kind == "pdf" else "pdf", kind)

    assert [path.name for path, report in checked.items() if report.ok] == []
    assert wrong(checked) == []
