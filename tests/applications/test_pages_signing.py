"""The pages of signing: what one sees, the proof that it is she, many at once."""

import json

import pytest
from allauth.mfa.totp.internal import auth as totp
from django.urls import reverse

from applications import actions
from applications.models import Signature
from people.models import DemoMark
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


# Who signs -------------------------------------------------------------------------------------


def test_the_way_round_names_each_signer_in_the_readers_language(cast, clock):
    clock(WHEN)
    where = reverse("applications:sign", args=[signing.circulated(cast).pk])

    thai = cast.teacher.client.get(where).content.decode()
    cast.teacher.client.cookies["django_language"] = "en"
    english = cast.teacher.client.get(where).content.decode()

    assert "หัวหน้าแผนกวิชา" in thai
    assert "Head of department: " in english
    assert "หัวหน้าแผนกวิชา" not in english


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


def test_the_page_says_which_version_counts(cast, line):
    assert "ฉบับที่ 1 รอลงนาม" in cast.teacher.client.get(url("signature", line)).content.decode()

    actions.revise(line.application, by=cast.teacher.seat, at=WHEN)

    assert "ฉบับที่ 1 ไม่ใช้แล้ว" in cast.teacher.client.get(url("signature", line)).content.decode()


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
