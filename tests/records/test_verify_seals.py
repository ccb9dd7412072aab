"""The command that looks at all sealed papers, and names the one that somebody bent on the disk."""

from io import StringIO

import pytest
from django.core.management import call_command

from records import documents
from records.enums import DocumentKind, PaperKind
from records.models import Paper
from tests.cast import at
from tests.records import sealed_samples as samples

WHEN = at("2025-02-20 09:20")


def kept(cast, code, data):
    paper = Paper.objects.create(code=code, kind=PaperKind.PLAN, year=2568, college=cast.college, issued_at=WHEN)
    return documents.keep(
        data, paper=paper, kind=DocumentKind.SIGNED, pages=4, by=cast.system, at=WHEN,
        facts={"signers": list(samples.ROLES)},
    )  # fmt: skip


def run():
    out = StringIO()
    call_command("verify_seals", stdout=out)
    return out.getvalue().splitlines()


def test_sound_papers_are_counted(cast):
    kept(cast, samples.CODE, samples.sealed())

    assert run() == ["1 sealed papers, 0 of them not as they were sealed"]


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (samples.byte_changed, "changed, missing"),
        (samples.last_signature_stripped, "missing"),
        (samples.another_plan, "other_paper"),
    ],
)
def test_a_bent_one_is_named(cast, data, words):
    row = kept(cast, samples.CODE, data())

    out = StringIO()
    with pytest.raises(SystemExit):
        call_command("verify_seals", stdout=out)

    assert out.getvalue().splitlines() == [
        f"7KQ4-M2XD-9TWH  {row.pk}  {words}",
        "1 sealed papers, 1 of them not as they were sealed",
    ]


def test_bytes_changed_on_the_disk_are_found_by_their_hash_too(cast):
    row = kept(cast, samples.CODE, samples.sealed())
    with open(row.file.path, "r+b") as file:
        file.seek(-1, 2)
        file.write(b" ")

    out = StringIO()
    with pytest.raises(SystemExit):
        call_command("verify_seals", stdout=out)

    assert "hash" in out.getvalue()
