"""The stored picture of a signature: under lock, for its owner alone, deleted when she wants."""

import pytest
from django.urls import reverse

from applications import actions
from applications.models import Signature
from records import hands
from records.models import Entry, SignaturePicture
from tests.cast import at
from tests.factories import signing

WHEN = at("2025-02-18 10:00")
PASSWORD = "ห้องเรียนริมน้ำ ๒๕๖๘"


@pytest.fixture
def line(cast, clock):
    """The teacher's own line, opened by her; she has a password."""
    clock(WHEN)
    cast.teacher.user.set_password(PASSWORD)
    cast.teacher.user.save(update_fields=["password"])
    row = signing.line(signing.circulated(cast), "teacher")
    actions.open_document(row, by=cast.teacher.seat, at=WHEN)
    return row


def url(name, row, *more):
    return reverse(f"applications:{name}", args=[row.pk, *more])


def form(**changes):
    typed = {"method": "typed", "typed": "สมชาย รักเรียน", "certify": "on", "password": PASSWORD}
    return {key: value for key, value in {**typed, **changes}.items() if value is not None}


def press(cast, row, **changes):
    return cast.teacher.client.post(url("sign_plan", row), form(**changes))


def errors(answer):
    return {name: [str(text) for text in texts] for name, texts in answer.context["form"].errors.items()}


# The stored picture ----------------------------------------------------------------------------


def photograph():
    import io

    from django.core.files.uploadedfile import SimpleUploadedFile
    from PIL import Image, ImageDraw

    picture = Image.new("RGB", (1200, 500), "white")
    ImageDraw.Draw(picture).line([(100, 300), (400, 100), (700, 400), (1100, 200)], fill="black", width=12)
    out = io.BytesIO()
    picture.save(out, "PNG")
    return SimpleUploadedFile("hand.png", out.getvalue(), content_type="image/png")


def test_a_picture_is_kept_under_lock_used_and_deleted(cast, line):
    keep, delete = reverse("applications:keep_picture"), reverse("applications:delete_picture")

    assert cast.teacher.client.post(keep, {"picture": photograph()}).status_code == 302
    row = SignaturePicture.objects.get(user=cast.teacher.user)
    assert b"JFIF" not in bytes(row.data)
    assert b"JFIF" in hands.of(cast.teacher.user).data
    assert press(cast, line, method="image", typed="").status_code == 302
    assert Signature.objects.get(pk=line.pk).method == "IMAGE"

    cast.teacher.client.post(delete)
    assert not SignaturePicture.objects.exists()
    assert [entry.verb for entry in Entry.objects.filter(subject_label="records.signaturepicture")] == [
        "records:signaturepicture:keep",
        "records:signaturepicture:delete",
    ]


def test_what_is_no_picture_is_refused_with_a_sentence(cast, line):
    from django.core.files.uploadedfile import SimpleUploadedFile

    answer = cast.teacher.client.post(
        reverse("applications:keep_picture"), {"picture": SimpleUploadedFile("x.png", b"no picture")}
    )

    assert answer.status_code == 422
    assert answer.context["problem"]
    assert not SignaturePicture.objects.exists()


def test_nobody_else_sees_or_uses_it(cast, line):
    cast.teacher.client.post(reverse("applications:keep_picture"), {"picture": photograph()})

    assert hands.of(cast.director.user) is None
    assert cast.director.client.get(reverse("applications:picture")).context["picture"] == ""


def test_without_its_key_it_is_nothing(cast, line, settings):
    from cryptography.fernet import Fernet

    cast.teacher.client.post(reverse("applications:keep_picture"), {"picture": photograph()})
    settings.VAULT_KEYS = [Fernet.generate_key().decode()]

    assert hands.of(cast.teacher.user) is None
