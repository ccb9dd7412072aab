"""Documents in an object storage: attached, read, sent and swept as on the disk; and what fails, fails cleanly."""

import hashlib
import io
import urllib.error
import urllib.request
from urllib.parse import parse_qs, quote, urlsplit

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.urls import reverse

from records import documents
from records.enums import DocumentKind, PaperKind
from records.models import Paper
from records.store_setting import document_store
from tests.applications.pieces import attach, sent
from tests.cast import at
from tests.factories import applications as make
from tests.factories.plans import tiny_pdf

WHEN = at("2025-02-20 09:00")
DATA = "เนื้อหาของแผน".encode() * 1000


@pytest.fixture
def paper(cast, store):
    return Paper.objects.create(kind=PaperKind.PLAN, year=2568, issued_at=WHEN)


def keep(paper, by, data=DATA, when=WHEN):
    return documents.keep(data, paper=paper, kind=DocumentKind.SCANNED, pages=1, by=by.seat, at=when)


def upload(application, person, data, name="แผนที่ลงนามแล้ว.pdf"):
    file = io.BytesIO(data)
    file.name = name
    return person.client.post(reverse("applications:attach", args=[application.pk]), {"files": file})


def get(address):
    with urllib.request.urlopen(address, timeout=10) as answer:
        return answer.status, answer.headers, answer.read()


# The setting ---------------------------------------------------------------------------------


def test_without_a_setting_documents_lie_on_this_machine():
    assert document_store("") == {"BACKEND": "django.core.files.storage.FileSystemStorage"}


def test_the_setting_names_bucket_folder_and_place():
    made = document_store("s3://plans/2568/a?endpoint=https://s3.example.go.th&region=th-1&addressing=path&ca=/ca.pem")

    options = made["OPTIONS"]
    assert (options["bucket_name"], options["location"], options["endpoint_url"], options["region_name"]) == (
        "plans", "2568/a", "https://s3.example.go.th", "th-1",
    )  # fmt: skip
    assert (options["file_overwrite"], options["querystring_auth"], options["querystring_expire"]) == (False, True, 60)
    assert (options["client_config"].signature_version, options["client_config"].s3) == (
        "s3v4", {"addressing_style": "path"},
    )  # fmt: skip
    assert options["verify"] == "/ca.pem"


@pytest.mark.parametrize(
    "wrong", ["/data/documents", "https://s3.example", "s3://", "s3://key:secret@plans/", "s3://plans/?acl=public-read"]
)
def test_a_setting_that_is_not_understood_stops_the_start(wrong):
    with pytest.raises(ImproperlyConfigured):
        document_store(wrong)


# In, read, out -------------------------------------------------------------------------------


def test_a_signed_plan_goes_in_is_looked_at_and_comes_out_with_its_thai_name(cast, store, clock):
    clock(WHEN)
    application, data = make.frozen(cast), tiny_pdf("ลงนาม")

    assert upload(application, cast.teacher, data).status_code == 302

    document = make.again(application).plan.signed
    assert document.original_name == "แผนที่ลงนามแล้ว.pdf"
    assert store.bytes_of(document.file.name) == data
    assert documents.read(document) == data
    picture = cast.coordinator.client.get(reverse("applications:plan_page", args=[application.pk, 1, 1]))
    assert picture.getvalue()[:3] == b"\xff\xd8\xff"
    sent = cast.coordinator.client.get(reverse("applications:plan_file", args=[application.pk, 1, "signed"]))
    assert (sent.status_code, sent["Cache-Control"]) == (302, "private, no-store")
    status, headers, body = get(sent["Location"])
    name = f"แผนพัฒนา {application.name} ฉบับที่ 1 ลงนามแล้ว.pdf"
    assert (status, body) == (200, data)
    assert headers["Content-Disposition"] == f"attachment; filename*=utf-8''{quote(name)}"
    assert headers["Content-Type"] == "application/pdf"


def test_the_link_lives_a_minute_and_names_one_file(cast, store, paper):
    response = documents.send(keep(paper, cast.teacher), "แผน.pdf")

    address = urlsplit(response["Location"])
    query = parse_qs(address.query)
    assert (query["X-Amz-Expires"], query["X-Amz-Algorithm"]) == (["60"], ["AWS4-HMAC-SHA256"])
    bare = f"{address.scheme}://{address.netloc}{address.path}"
    with pytest.raises(urllib.error.HTTPError) as refused:
        get(bare)
    assert refused.value.code == 403
    refused.value.close()


def test_a_stranger_gets_no_link(cast, store, clock):
    clock(WHEN)
    application = make.frozen(cast)
    upload(application, cast.teacher, tiny_pdf())

    address = reverse("applications:plan_file", args=[application.pk, 1, "signed"])

    assert cast.neighbour.client.get(address).status_code == 404


def test_where_browsers_cannot_reach_the_store_the_portal_hands_the_file_out_itself(cast, store, paper, settings):
    settings.DOCUMENTS_BY_LINK = False
    settings.DOCUMENTS_PREFIX = "/protected/"  # a front server knows the disk alone

    response = documents.send(keep(paper, cast.teacher), "แผน.pdf")

    assert b"".join(response.streaming_content) == DATA
    assert response["Content-Disposition"] == f"attachment; filename*=utf-8''{quote('แผน.pdf')}"
    response.close()


def test_an_upload_from_the_disk_is_stored_whole_and_the_part_stays_until_the_commit(cast, store, clock, tmp_path):
    clock(WHEN)
    application, data = make.frozen(cast), tiny_pdf("ลงนาม") + b"\n% " + bytes(300)
    number = sent(cast.teacher, application, data)

    assert attach(cast.teacher, application, number).status_code == 302

    document = make.again(application).plan.signed
    assert store.bytes_of(document.file.name) == data
    assert document.sha256 == hashlib.sha256(data).hexdigest()


def test_names_are_never_guessed_and_nothing_is_written_over(cast, store, paper):
    first, second = keep(paper, cast.teacher), keep(paper, cast.teacher)

    assert store.names() == sorted(f"2025/02/20/{document.pk}" for document in (first, second))
