"""The sender's side of a resumable upload, as a test speaks it."""

import base64
import hashlib

from records.models import Upload

TUS = {"Tus-Resumable": "1.0.0"}
DATA = b"%PDF-1.7 " + bytes(range(256)) * 40
SIZE = len(DATA)


def metadata(**more):
    told = {
        "kind": "plan",
        "about": "plan:1",
        "batch": "b1",
        "filename": "แผน.pdf",
        "filetype": "application/pdf",
        **more,
    }
    return ",".join(f"{key} {base64.b64encode(value.encode()).decode()}" for key, value in told.items() if value)


def begin(person, length=SIZE, headers=None, **more):
    sent = {**TUS, "Upload-Length": str(length), "Upload-Metadata": metadata(**more), **(headers or {})}
    return person.client.post("/uploads/", headers=sent)


def address(person, **more):
    response = begin(person, **more)
    assert response.status_code == 201, response.content
    return response["Location"]


def patch(person, url, data=DATA, offset=0, headers=None, kind="application/offset+octet-stream"):
    sent = {**TUS, "Upload-Offset": str(offset), **(headers or {})}
    return person.client.patch(url, data, content_type=kind, headers=sent)


def head(person, url):
    return person.client.head(url, headers=TUS)


def row_of(url):
    return Upload.objects.get(pk=url.split("/")[-2])


def checksum(data, algorithm="sha256"):
    return {"Upload-Checksum": f"{algorithm} {base64.b64encode(hashlib.new(algorithm, data).digest()).decode()}"}
