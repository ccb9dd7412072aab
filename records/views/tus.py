"""Resumable upload: tus 1.0, core with creation, expiration, checksum and termination.

A file on its way is its sender's alone. Refusals carry a sentence, which the page shows to the sender.
"""

from __future__ import annotations

import base64
import binascii
import functools
import re
import uuid
from collections.abc import Callable

from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.http import http_date
from django.views.decorators.http import require_http_methods

from people import clock, throttle
from people.actor import PortalRequest
from records import uploads
from records.models import Upload
from records.uploads import arriving, errors, line

VERSION = "1.0.0"
_ABOUT = {
    "Tus-Version": VERSION,
    "Tus-Extension": "creation,expiration,checksum,termination",
    "Tus-Checksum-Algorithm": ",".join(arriving.CHECKSUMS),
}
_HASH = re.compile(r"[0-9a-f]{64}")
_NAME = re.compile(r"[\w.:-]{1,80}", re.ASCII)
View = Callable[..., HttpResponse]


def _tus(view: View) -> View:
    """The protocol's own headers on every answer, its version asked of every question but OPTIONS."""

    @functools.wraps(view)
    def wrapped(request: PortalRequest, **kwargs: uuid.UUID) -> HttpResponse:
        if request.method != "OPTIONS" and request.headers.get("Tus-Resumable") != VERSION:
            response = HttpResponse(status=412, headers=_ABOUT)
        else:
            try:
                response = view(request, **kwargs)
            except errors.Refused as refused:
                response = HttpResponse(str(refused.sentence), status=refused.status, content_type="text/plain")
                if refused.after:
                    response["Retry-After"] = str(refused.after)
        response["Tus-Resumable"] = VERSION
        response["Cache-Control"] = "no-store"
        return response

    return wrapped


def _options() -> HttpResponse:
    return HttpResponse(status=204, headers=_ABOUT | {"Tus-Max-Size": str(uploads.largest())})


def _not_too_often(request: PortalRequest, what: str) -> None:
    if seconds := throttle.wait(request, what):
        raise errors.TooOften(throttle.sentence(seconds), after=seconds)


def _number(request: HttpRequest, header: str) -> int:
    text = request.headers.get(header, "")
    if not (text.isascii() and text.isdigit() and len(text) < 19):
        raise errors.Refused
    return int(text)


def _metadata(text: str) -> dict[str, str]:
    """Upload-Metadata: pairs of a key and a value in Base64. Raises Refused."""
    found: dict[str, str] = {}
    for pair in filter(None, (part.strip() for part in text.split(","))):
        key, _space, value = pair.partition(" ")
        try:
            found[key] = base64.b64decode(value, validate=True).decode()
        except (binascii.Error, UnicodeDecodeError) as error:
            raise errors.Refused from error
    if any("\0" in value for value in found.values()):
        raise errors.Refused
    return found


def _facts(request: HttpRequest) -> uploads.Facts:
    length, sent = _number(request, "Upload-Length"), request.headers.get("Upload-Metadata", "")
    told = _metadata(sent)
    about, batch, place = told.get("about", ""), told.get("batch", ""), told.get("place", "0")
    well_formed = _NAME.fullmatch(about) and len(batch) <= 40 and _NAME.fullmatch(batch)
    if length == 0 or len(sent) > 4000 or not (well_formed and place.isascii() and place.isdigit() and len(place) < 4):
        raise errors.Refused
    sha256 = told.get("sha256", "")
    return uploads.Facts(
        kind=told.get("kind", ""),
        about=about,
        batch=batch,
        place=int(place),
        name=told.get("filename", "")[:255],
        content_type=told.get("filetype", "")[:60],
        sha256=sha256 if _HASH.fullmatch(sha256) else "",
        length=length,
        metadata=sent,
    )


@require_http_methods(["OPTIONS", "POST"])
@_tus
def begin_upload(request: PortalRequest) -> HttpResponse:
    """POST makes an upload: its address is in Location, and its beginning is the beginning of this request."""
    if request.method == "OPTIONS":
        return _options()
    assert request.actor.user is not None  # nobody comes in here without signing in
    _not_too_often(request, "upload_begin")
    row = uploads.begin(_facts(request), owner=request.actor.user, at=request.at)
    address = reverse("records:upload", kwargs={"pk": row.pk})
    return HttpResponse(status=201, headers={"Location": address, "Upload-Expires": _expires(row)})


@require_http_methods(["OPTIONS", "HEAD", "PATCH", "DELETE"])
@_tus
def upload(request: PortalRequest, pk: uuid.UUID) -> HttpResponse:
    """HEAD says how much has arrived, PATCH brings more, DELETE ends it."""
    if request.method == "OPTIONS":
        return _options()
    _not_too_often(request, "upload_piece")
    row = get_object_or_404(Upload.objects.visible_to(request.actor), pk=pk)
    if request.method == "PATCH":
        return _patch(request, row)
    if request.method == "DELETE":
        uploads.offset_of(row, clock.now())  # 410 for what is a document by now
        uploads.forget(row)
        return HttpResponse(status=204)
    headers = {
        "Upload-Offset": str(uploads.offset_of(row, clock.now())),
        "Upload-Length": str(row.length),
        "Upload-Expires": _expires(row),
    }
    if row.metadata:
        headers["Upload-Metadata"] = row.metadata
    return HttpResponse(headers=headers)


def _patch(request: PortalRequest, row: Upload) -> HttpResponse:
    if request.content_type != "application/offset+octet-stream":
        return HttpResponse(status=415)
    offset, announced = _number(request, "Upload-Offset"), int(request.META.get("CONTENT_LENGTH") or 0)
    checksum, at = _checksum(request), clock.now()
    with uploads.a_seat(), line.opened(request) as body:
        _leave_the_database()
        new = uploads.receive(
            row, body.read, offset=offset, announced=announced, at=at, checksum=checksum, hurry=body.hurry
        )
        if new < offset + announced:
            body.leave()  # it broke, fell silent, or goes on by another connection
    if new == row.length:
        uploads.has_arrived(row, clock.now())
    return HttpResponse(status=204, headers={"Upload-Offset": str(new), "Upload-Expires": _expires(row)})


def _leave_the_database() -> None:
    """A slow sender may take minutes: no connection of the database waits for it meanwhile."""
    if not connection.in_atomic_block:
        connection.close()


def _checksum(request: HttpRequest) -> tuple[str, bytes] | None:
    sent = request.headers.get("Upload-Checksum")
    if sent is None:
        return None
    algorithm, _space, value = sent.partition(" ")
    if algorithm not in arriving.CHECKSUMS:
        raise errors.Refused
    try:
        return algorithm, base64.b64decode(value, validate=True)
    except binascii.Error as error:
        raise errors.Refused from error


def _expires(row: Upload) -> str:
    """In real time, for the sender's clock is not the demo's."""
    return http_date((row.expires_at - clock.shift()).timestamp())
