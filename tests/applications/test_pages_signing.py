"""The pages of signing: what one sees, the proof that it is she, many at once, the establishment's link."""

import json
import re

import pytest
from allauth.mfa.totp.internal import auth as totp
from django.core import mail
from django.test import Client
from django.urls import reverse

from applications import actions, tasks
from applications.models import Signature
from people.models import DemoMark, Link, Seat
from records import hands
from records.models import Entry, SignaturePicture
from tests.cast import at
from tests.factories import applications as make
from tests.factories import signing

WHEN = at("2025-02-18 10:00")
PASSWORD = "ห้องเรียนริมน้ำ ๒๕๖๘"
HAND = json.dumps([[10, 20, 30, 5, 50, 25, 70, 8, 90, 22]])


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


# Open, read ------------------------------------------------------------------------------------


def test_the_page_shows_nothing_to_sign_before_the_document_was_opened(cast, clock):
    clock(WHEN)
    row = signing.line(signing.circulated(cast), "teacher")

    before = cast.teacher.client.get(url("signature", row)).content.decode()
    cast.teacher.client.post(url("open_document", row))
    after = cast.teacher.client.get(url("signature", row)).content.decode()

    assert url("sign_plan", row) not in before
    assert url("signature_page", row, 1) not in before
    assert url("sign_plan", row) in after
    assert url("signature_page", row, 1) in after
    assert signing.plan_of(row.application).prepared.sha256 in after


def test_the_file_is_the_very_one_whose_fingerprint_is_shown(cast, line):
    import hashlib

    page = cast.teacher.client.get(url("signature", line)).content.decode()
    data = b"".join(cast.teacher.client.get(url("signature_file", line)).streaming_content)

    assert hashlib.sha256(data).hexdigest() in page


@pytest.mark.parametrize("name", ["signature", "signature_file"])
@pytest.mark.parametrize("who", ["neighbour", "neighbour_teacher", "neighbour_director", "registry", "auditor"])
def test_a_foreign_line_is_as_good_as_none(cast, line, name, who):
    assert getattr(cast, who).client.get(url(name, line)).status_code == 404


def test_who_is_to_sign_sees_the_document_though_not_the_application(cast, clock):
    clock(WHEN)
    application = signing.circulated(cast)
    row = signing.line(application, "department_head")

    assert cast.colleague.client.get(url("signature", row)).status_code == 200
    assert cast.colleague.client.get(reverse("applications:show", args=[application.pk])).status_code == 404
    assert cast.colleague.client.get(url("signature", signing.line(application, "director"))).status_code == 404


# The proof -------------------------------------------------------------------------------------


def test_password_name_and_word_make_a_signature(cast, line):
    answer = press(cast, line)

    assert answer["Location"] == reverse("applications:sign", args=[line.application.pk])
    row = Signature.objects.get(pk=line.pk)
    assert (row.state, row.method, row.proof) == ("SIGNED", "TYPED", "PASSWORD")


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"certify": None}, "certify"),
        ({"typed": "มาลี ศรีสุข"}, "typed"),
        ({"typed": "รักเรียน"}, "typed"),
        ({"typed": ""}, "typed"),
        ({"typed": "สม\x00ชาย รักเรียน"}, "typed"),
        ({"method": "drawn", "drawing": "[[50,50,50,50]]"}, "method"),
        ({"method": "drawn"}, "method"),
        ({"method": "image"}, "method"),
        ({"method": "telepathy"}, "method"),
        ({"password": "something else"}, "password"),
        ({"password": None}, "password"),
    ],
)
def test_whatever_is_missing_is_said_and_nothing_is_signed(cast, line, changes, field):
    answer = press(cast, line, **changes)

    assert answer.status_code == 422
    assert list(errors(answer)) == [field]
    assert Signature.objects.get(pk=line.pk).state == "WAITING"


@pytest.mark.parametrize("typed", ["สมชาย รักเรียน", "นายสมชาย รักเรียน", "นาย สมชาย  รักเรียน", "สมชายรักเรียน"])
def test_a_name_counts_with_its_title_and_without(cast, line, typed):
    assert press(cast, line, typed=typed).status_code == 302


def test_a_slip_elsewhere_costs_no_try_of_the_password_and_the_drawing_stays(cast, line):
    answer = press(cast, line, method="drawn", drawing=HAND, certify=None, password="wrong")

    assert list(errors(answer)) == ["certify"]
    assert HAND.replace('"', "&quot;") in answer.content.decode()
    assert "wrong" not in answer.content.decode()


def test_a_drawing_counts_as_much(cast, line):
    press(cast, line, method="drawn", drawing=HAND, typed="")

    assert Signature.objects.get(pk=line.pk).method == "DRAWN"


def test_who_guesses_is_heard_no_more_for_a_while_even_with_the_right_one(cast, line):
    for _guess in range(5):
        press(cast, line, password="wrong")

    answer = press(cast, line)

    assert answer.status_code == 422
    assert list(errors(answer)) == ["password"]
    assert Signature.objects.get(pk=line.pk).state == "WAITING"


def code_of(secret):
    return totp.format_hotp_value(totp.hotp_value(secret, next(totp.yield_hotp_counters_from_time())))


def test_who_has_a_second_step_shows_it_too(cast, line):
    secret = totp.generate_totp_secret()
    totp.TOTP.activate(cast.teacher.user, secret)

    without = press(cast, line)
    wrong = press(cast, line, code="000000")
    right = press(cast, line, code=code_of(secret))

    assert [list(errors(answer)) for answer in (without, wrong)] == [["code"], ["code"]]
    assert right.status_code == 302
    assert Signature.objects.get(pk=line.pk).proof == "TWO_STEPS"


def test_a_code_serves_once(cast, line):
    secret = totp.generate_totp_secret()
    totp.TOTP.activate(cast.teacher.user, secret)
    code = code_of(secret)
    press(cast, line, code=code)
    other = signing.line(signing.circulated(cast, make.another_teacher(cast)), "department_head")
    Signature.objects.filter(pk=other.pk).update(seat=cast.teacher.seat, position=0)
    actions.open_document(other, by=cast.teacher.seat, at=WHEN)

    answer = press(cast, other, code=code)

    assert list(errors(answer)) == ["code"]


def test_in_the_demo_one_press_counts_and_the_signature_says_so(cast, line, settings):
    settings.DEMO = True
    DemoMark.objects.create(made_at=WHEN, size="small")

    press(cast, line, password=None)

    assert Signature.objects.get(pk=line.pk).proof == "DEMO"


def test_never_so_in_production(cast, line, settings):
    settings.DEMO = settings.PRODUCTION = True
    DemoMark.objects.create(made_at=WHEN, size="small")

    assert list(errors(press(cast, line, password=None))) == ["password"]


# Home and list ---------------------------------------------------------------------------------


def test_the_list_shows_whose_turn_is_mine_and_whether_i_have_opened(cast, line):
    signing.give(line, cast.teacher)

    mine = cast.colleague.client.get(reverse("applications:signatures")).context
    later = cast.director.client.get(reverse("applications:signatures")).context

    assert [(item["row"].role, item["opened"]) for item in mine["waiting"]] == [("department_head", False)]
    assert later["waiting"] == []


def test_home_says_that_something_is_to_be_signed(cast, line):
    signing.give(line, cast.teacher)

    page = cast.colleague.client.get(reverse("reports:home")).content.decode()

    assert "มีแผนรอท่านลงนาม 1 แผน" in page
    assert reverse("applications:signatures") in page
    assert reverse("applications:signatures") not in cast.director.client.get(reverse("reports:home")).content.decode()


def test_the_list_costs_the_same_at_every_size(cast, clock, same_queries):
    clock(WHEN)
    numbers = iter(range(1, 50))

    def grow(count):
        for _row in range(count):
            application = signing.circulated(cast, make.another_teacher(cast, next(numbers)))
            Signature.objects.filter(plan=application.plan).exclude(role="director").update(
                state="SIGNED", signed_at=WHEN, signed_by=cast.colleague.seat, method="TYPED", proof="PASSWORD",
                sha256="0" * 64,
            )  # fmt: skip

    same_queries(lambda: cast.director.client.get(reverse("applications:signatures")), grow, most=12)


def test_a_director_signs_thirty_with_one_proof_and_those_unopened_are_named(cast, clock):
    clock(WHEN)
    cast.director.user.set_password(PASSWORD)
    cast.director.user.save(update_fields=["password"])
    plans = [signing.circulated(cast, make.another_teacher(cast, number)) for number in range(1, 31)]
    lines = [signing.line(application, "director") for application in plans]
    Signature.objects.exclude(role="director").update(
        state="SIGNED", signed_at=WHEN, signed_by=cast.colleague.seat, method="TYPED", proof="PASSWORD", sha256="0" * 64
    )
    for row in lines[:-1]:
        actions.open_document(row, by=cast.director.seat, at=WHEN)

    answer = cast.director.client.post(
        reverse("applications:sign_many"),
        {**form(typed="ประเสริฐ มั่นคง"), "pick": [row.pk for row in lines]},
        follow=True,
    )

    told = [str(message) for message in answer.context["messages"]]
    assert told[0] == "ลงนามแล้ว 29 แผน"
    assert "ลำดับ30" in told[1]
    assert "โปรดเปิดอ่านเอกสารก่อน" in told[1]
    assert Signature.objects.filter(role="director", state="SIGNED").count() == 29


def test_a_wrong_password_signs_none_of_them(cast, line):
    cast.teacher.user.refresh_from_db()

    answer = cast.teacher.client.post(reverse("applications:sign_many"), {**form(password="x"), "pick": [line.pk]})

    assert answer.status_code == 422
    assert Signature.objects.get(pk=line.pk).state == "WAITING"


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


# The establishment -----------------------------------------------------------------------------


@pytest.fixture
def place(cast, clock):
    """The establishment's line, whose turn it is: the teacher has signed, the others sign later."""
    clock(WHEN)
    signers = [
        {"role": "teacher", "label": "ผู้จัดทำแผน", "name": "นายสมชาย รักเรียน", "position": "ครู"},
        {"role": "establishment", "label": "ผู้แทนสถานประกอบการ", "name": "คุณสุดา ดีงาม", "position": ""},
        {"role": "director", "label": "ผู้รับรองแผน", "name": "", "position": "ผู้อำนวยการ"},
    ]
    application = signing.circulated(cast, signers=signers)
    signing.give(signing.line(application, "teacher"), cast.teacher)
    return signing.line(application, "establishment")


def make_link(cast, row, **changes):
    data = {"name": "นางสาวสุดา ดีงาม", "email": "suda@factory.example", **changes}
    assert cast.coordinator.client.post(url("send_link", row), data).status_code == 302
    return Link.objects.latest("pk")


def door(link):
    return reverse("applications:link", args=[link.token])


def inside(link):
    """A browser of the establishment's, past the door."""
    client = Client()
    assert client.get(door(link))["Location"] == reverse("applications:guest")
    return client


def test_the_coordinator_is_told_that_a_link_is_wanted(cast, place):
    from records.models import Notice

    assert Notice.objects.get(name="applications/send_link").to == cast.coordinator.user
    page = cast.coordinator.client.get(reverse("applications:signatures"))
    assert [row.pk for row in page.context["links"]] == [place.pk]
    assert "มีสถานประกอบการรอลงนาม 1 แห่ง" in cast.coordinator.client.get(reverse("reports:home")).content.decode()


@pytest.mark.parametrize("who", ["teacher", "director", "bureau"])
def test_nobody_else_makes_or_sees_the_link_least_of_all_the_teacher(cast, place, who):
    make_link(cast, place)
    client = getattr(cast, who).client

    assert client.get(url("signer_link", place)).status_code == 403
    assert client.post(url("send_link", place), {"name": "x"}).status_code == 403


@pytest.mark.parametrize("who", ["neighbour", "neighbour_teacher", "registry"])
def test_strangers_do_not_even_find_it(cast, place, who):
    assert getattr(cast, who).client.get(url("signer_link", place)).status_code == 404


def test_the_establishment_reads_and_signs_without_an_account(cast, place):
    link = make_link(cast, place)
    client = inside(link)

    shut = client.post(reverse("applications:guest_sign"), form(typed="สุดา ดีงาม", password=None))
    client.post(reverse("applications:guest_open"))
    page = client.get(reverse("applications:guest"))
    done = client.post(reverse("applications:guest_sign"), form(typed="สุดา ดีงาม", password=None))

    assert shut.status_code == 403
    assert "password" not in page.context["form"].fields
    assert done.status_code == 302
    row = Signature.objects.get(pk=place.pk)
    assert (row.state, row.proof, row.signed_by, row.name) == ("SIGNED", "LINK", link.seat, "นางสาวสุดา ดีงาม")
    assert row.signed_by.kind == "WORKPLACE"
    assert "ท่านลงนามเรียบร้อยแล้ว" in client.get(reverse("applications:guest")).content.decode()


def test_the_link_opens_this_one_document_and_nothing_else(cast, place):
    client = inside(make_link(cast, place))

    for path in ("/", reverse("applications:show", args=[place.application.pk]), url("signature", place)):
        assert client.get(path)["Location"].startswith("/accounts/login/")


def test_the_token_leaves_the_address_at_once(cast, place):
    link = make_link(cast, place)
    client = Client()

    first = client.get(door(link))
    page = client.get(first["Location"]).content.decode()

    assert link.token not in page
    assert first["Cache-Control"].startswith("max-age=0")


def test_a_link_for_another_door_a_bent_one_and_an_old_one_open_nothing(cast, place, clock):
    from django.core import signing as django_signing

    link = make_link(cast, place)
    bent = reverse("applications:link", args=[link.token[:-2] + "xx"])
    other = reverse("applications:link", args=[django_signing.dumps(link.pk, salt="people.link.mentor")])

    assert [Client().get(path).status_code for path in (bent, other)] == [404, 404]
    client = inside(link)
    clock("2025-03-04 10:00:01")
    assert Client().get(door(link)).status_code == 404
    assert client.get(reverse("applications:guest")).status_code == 404


def test_a_new_link_ends_the_one_before_also_in_an_open_browser(cast, place):
    old = make_link(cast, place)
    client = inside(old)

    new = make_link(cast, place)

    assert client.get(reverse("applications:guest")).status_code == 404
    assert Client().get(door(old)).status_code == 404
    old.refresh_from_db()
    assert old.revoked_by == cast.coordinator.seat
    assert inside(new).get(reverse("applications:guest")).status_code == 200


def test_whoever_is_signed_in_cannot_use_it_in_that_browser(cast, place):
    link = make_link(cast, place)
    client = cast.teacher.browser()
    client.get(door(link))

    answer = client.post(reverse("applications:guest_open"))

    assert answer.status_code == 404
    assert Signature.objects.get(pk=place.pk).opened_at is None


def test_the_door_is_throttled(cast, place):
    client = Client()
    answers = [client.get(reverse("applications:link", args=["x-y"])).status_code for _try in range(31)]

    assert (answers[0], answers[-1]) == (404, 429)


def test_the_establishment_may_say_no(cast, place):
    client = inside(make_link(cast, place))

    client.post(reverse("applications:guest_decline"), {"reason": "ไม่มีผู้ดูแล"})

    row = Signature.objects.get(pk=place.pk)
    assert (row.state, row.reason) == ("DECLINED", "ไม่มีผู้ดูแล")


def test_the_mail_carries_the_link_and_the_register_does_not(cast, place):
    link = make_link(cast, place)
    mail.outbox.clear()

    tasks.mail_link(str(place.pk), WHEN)

    letter = mail.outbox[0]
    assert letter.to == ["suda@factory.example"]
    assert f"https://teachersync.example{door(link)}" in letter.body
    assert "นายสมชาย รักเรียน" in letter.subject
    facts = Entry.objects.get(verb="applications:signature:send_link").facts
    assert not re.search(link.token[:10], json.dumps(facts))
    assert (facts["by_mail"], facts["role"]) == (True, "establishment")


def test_without_an_address_nothing_is_mailed(cast, place):
    make_link(cast, place, email="")
    mail.outbox.clear()

    tasks.mail_link(str(place.pk), WHEN)

    assert mail.outbox == []


def test_each_link_has_a_seat_of_its_own(cast, place):
    first, second = make_link(cast, place), make_link(cast, place)

    assert first.seat_id != second.seat_id
    assert Seat.objects.filter(kind="WORKPLACE", user=None).count() == 2
