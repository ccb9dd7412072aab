"""A signed copy that is sent in pieces and handed in, as the page does it."""

import base64
import hashlib

from django.urls import reverse

TUS = {"Tus-Resumable": "1.0.0"}


def folders(settings, tmp_path):
    """Places of the test's own for what arrives and for what is kept."""
    settings.FILE_UPLOAD_TEMP_DIR = str(tmp_path / "incoming")
    (tmp_path / "incoming").mkdir()
    settings.MEDIA_ROOT = tmp_path / "documents"
    settings.MEDIA_ROOT.mkdir()


def metadata(told):
    return ",".join(f"{key} {base64.b64encode(value.encode()).decode()}" for key, value in told.items())


def begin(person, application, data, name="แผนที่ลงนามแล้ว.pdf", kind="plan", place=0, sha256=None, about=None):
    told = {
        "kind": kind, "about": about or f"plan:{application.plan_id}", "batch": "b", "place": str(place),
        "filename": name, "sha256": hashlib.sha256(data).hexdigest() if sha256 is None else sha256,
    }  # fmt: skip
    sent = ",".join(f"{key} {base64.b64encode(value.encode()).decode()}" for key, value in told.items())
    response = person.client.post(
        "/uploads/", headers={**TUS, "Upload-Length": str(len(data)), "Upload-Metadata": sent}
    )
    assert response.status_code == 201
    return response["Location"]


def patch(person, url, data, offset=0):
    headers = {**TUS, "Upload-Offset": str(offset)}
    return person.client.patch(url, data, content_type="application/offset+octet-stream", headers=headers)


def sent(person, application, data, **more):
    """The number of an upload that has arrived whole."""
    url = begin(person, application, data, **more)
    assert patch(person, url, data).status_code == 204
    return url.split("/")[-2]


def attach(person, application, *ids):
    return person.client.post(reverse("applications:attach", args=[application.pk]), {"uploads": ids})
