"""Files go with the act that failed, and stay with the act that did not."""

import datetime as dt

import pytest
from django.db import IntegrityError, connection

from people.models import system_seat
from records import documents
from records.models import Document, Paper

AT = dt.datetime(2025, 2, 20, 2, tzinfo=dt.UTC)
pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def folder(settings, tmp_path, cast):
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


def files(folder):
    return [path for path in folder.rglob("*") if path.is_file()]


def keep(data=b"%PDF-1.7 signed"):
    paper = Paper.objects.create(kind="PLAN", year=2568, issued_at=AT)
    return documents.keep(data, paper=paper, kind="SCANNED", pages=1, by=system_seat(), at=AT)


def test_a_later_write_that_fails_takes_the_file_with_it(folder):
    with pytest.raises(IntegrityError), documents.atomic():  # noqa: PT012  (the act as a whole fails)
        keep()
        assert len(files(folder)) == 1
        with connection.cursor() as cursor:
            cursor.execute("INSERT INTO records_entry (verb) VALUES (NULL)")

    assert files(folder) == []
    assert Document.objects.count() == 0


def test_an_act_that_succeeds_keeps_its_files(folder):
    with documents.atomic():
        first, second = keep(), keep(b"%PDF-1.7 other")

    assert sorted(path.name for path in files(folder)) == sorted([str(first.pk), str(second.pk)])
    assert documents.read(first) == b"%PDF-1.7 signed"


def test_an_act_within_a_failing_act_leaves_no_file(folder):
    with pytest.raises(ValueError, match="later"), documents.atomic():  # noqa: PT012  (the act as a whole fails)
        with documents.atomic():
            keep()
        raise ValueError("later")

    assert files(folder) == []
    assert Document.objects.count() == 0


def test_a_commit_of_unknown_outcome_leaves_the_file_to_the_sweep(folder, monkeypatch):
    """The answer to COMMIT may be lost: a row without its bytes would be worse than bytes without a row."""
    real = connection._commit

    def commit():
        real()
        raise OSError("the line broke")

    with pytest.raises(OSError, match="the line broke"), documents.atomic():  # noqa: PT012  (the act as a whole fails)
        kept = keep()
        monkeypatch.setattr(connection, "_commit", commit)

    assert [path.name for path in files(folder)] == [str(kept.pk)]
