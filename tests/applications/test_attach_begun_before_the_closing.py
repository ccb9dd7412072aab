"""An upload begun before the closing and whole after it counts as begun, within the grace; and no other does."""

import datetime as dt

import pytest
from django.urls import reverse

from applications import actions
from records.models import Upload
from rounds.moves import Refused
from tests.applications import pieces
from tests.applications.pieces import TUS, attach, begin, metadata, patch, sent
from tests.cast import at
from tests.factories import applications as make
from tests.factories.plans import tiny_pdf
from tests.records.gate_files import jpeg


@pytest.fixture(autouse=True)
def _place(settings, tmp_path, clock):
    pieces.folders(settings, tmp_path)
    clock("2025-02-20 09:00")


def arrive(cast, clock, *, begun, went_on, handed_in):
    """An upload begun at one instant, whole at another, handed in at a third."""
    application, data = make.frozen(cast), tiny_pdf("signed")
    clock(begun)
    url = begin(cast.teacher, application, data)
    patch(cast.teacher, url, data[:50])
    clock(went_on)
    patch(cast.teacher, url, data[50:], 50)
    clock(handed_in)
    assert attach(cast.teacher, application, url.split("/")[-2]).status_code == 302
    return make.again(application)


def press(cast, clock, application, when):
    clock(when)
    return actions.submit(application, by=cast.teacher.seat, at=at(when), turn=application.turn)


def test_begun_before_and_whole_after_the_closing_counts_within_the_grace_and_the_receipt_says_so(cast, clock):
    application = arrive(
        cast, clock, begun="2025-02-27 23:50:00", went_on="2025-02-28 00:04:00", handed_in="2025-02-28 00:04:02"
    )

    receipt = press(cast, clock, application, "2025-02-28 00:05:00")

    assert (receipt.begun_at, receipt.accepted_at) == (at("2025-02-27 23:50:00"), at("2025-02-28 00:05:00"))
    page = cast.teacher.client.get(reverse("records:receipt", args=[receipt.pk])).content.decode()
    assert "23.50.00" in page
    assert "00.05.00" in page


@pytest.mark.parametrize(
    ("begun", "went_on", "handed_in", "pressed"),
    [
        # The grace is over.
        ("2025-02-27 23:50:00", "2025-02-28 00:09:00", "2025-02-28 00:09:01", "2025-02-28 00:10:00"),
        # Begun after the closing.
        ("2025-02-28 00:00:00", "2025-02-28 00:02:00", "2025-02-28 00:02:01", "2025-02-28 00:03:00"),
        # It lay whole from the afternoon on, and nobody handed it in.
        ("2025-02-27 15:00:00", "2025-02-27 15:01:00", "2025-02-28 00:01:00", "2025-02-28 00:02:00"),
    ],
)
def test_the_grace_is_for_no_other_upload(cast, clock, begun, went_on, handed_in, pressed):
    application = arrive(cast, clock, begun=begun, went_on=went_on, handed_in=handed_in)

    with pytest.raises(Refused) as refused:
        press(cast, clock, application, pressed)

    assert refused.value.refusal.code == "closed"


def test_of_several_photographs_the_last_begun_decides(cast, clock):
    application = make.frozen(cast)
    clock("2025-02-27 23:59:00")
    first = sent(cast.teacher, application, jpeg(), name="1.jpg", kind="photo")
    clock("2025-02-28 00:00:30")
    second = sent(cast.teacher, application, jpeg(), name="2.jpg", kind="photo", place=1)

    attach(cast.teacher, application, first, second)

    assert make.again(application).plan.signed.begun_at == at("2025-02-28 00:00:30")


def test_the_beginning_is_the_front_servers_word_where_it_is_trusted(cast, clock, settings):
    settings.TRUSTED_PROXIES = ["127.0.0.1"]
    application, now = make.frozen(cast), clock("2025-02-27 23:59:59")
    began = now - dt.timedelta(seconds=3)
    told = metadata({"kind": "plan", "about": f"plan:{application.plan_id}", "batch": "b"})

    cast.teacher.client.post(
        "/uploads/",
        headers={**TUS, "Upload-Length": "9", "Upload-Metadata": told, "X-Request-Start": f"t={began.timestamp():.3f}"},
    )

    assert Upload.objects.get().begun_at == began
