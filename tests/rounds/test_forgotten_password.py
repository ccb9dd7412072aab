"""A forgotten password: one answer for everybody, and a link only for who has an account."""

import re

import pytest
from django.core import mail
from django.core.mail import EmailMessage
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

import rounds.tasks  # noqa: F401  (a worker loads it by itself: it says who answers)
from records import tasks
from records.models import Ring

ASK = reverse("account_reset_password")
NEW = "five words nobody else knows"


def ask(email, **more):
    return Client().post(ASK, {"email": email}, **more)


def answer_the_bell():
    for pk in Ring.objects.filter(done_at=None).values_list("pk", flat=True):
        tasks.answer(pk)


@pytest.fixture
def teacher(cast, clock):
    cast.teacher.user.set_password("four words of her own")
    cast.teacher.user.save()
    return cast.teacher.user


def test_no_mail_is_written_while_the_page_is_waited_for(teacher):
    """The time of the answer would tell which addresses are known."""
    ask(teacher.email)
    assert mail.outbox == []

    answer_the_bell()
    assert [message.to for message in mail.outbox] == [[teacher.email]]


def test_a_known_and_an_unknown_address_get_the_same_page_for_the_same_work(teacher):
    known, unknown = ("teacher", teacher.email), ("nobody", "nobody@example.org")
    found = {}
    for name, email in (known, unknown, known, unknown):  # what the first round writes, the second one finds
        with CaptureQueriesContext(connection) as seen:
            answer = ask(email)
        statements = [re.split(r" WHERE| VALUES| SET|SAVEPOINT", query["sql"])[0] for query in seen]
        found[name] = (answer.status_code, answer.url, statements)

    assert found["teacher"] == found["nobody"]
    answer_the_bell()
    assert {message.to[0] for message in mail.outbox} == {teacher.email}


def test_a_disabled_account_is_written_nothing(teacher):
    teacher.is_active = False
    teacher.save(update_fields=["is_active"])

    ask(teacher.email)
    answer_the_bell()

    assert mail.outbox == []


def test_the_link_names_the_portal_whatever_host_was_asked_and_opens_once(teacher, settings):
    ask(teacher.email, HTTP_HOST="evil.example")
    answer_the_bell()
    body = mail.outbox[0].body
    assert "evil.example" not in body + mail.outbox[0].subject
    path = re.search(rf"{re.escape(settings.PUBLIC_URL)}(/accounts/password/reset/key/\S+)", body)[1]

    client = Client()
    form = client.get(path)
    # The key leaves the address before a page is drawn, so that no Referer carries it.
    assert form.status_code == 302
    assert form.url.endswith("-set-password/")
    assert client.post(form.url, {"password1": NEW, "password2": NEW}).status_code == 302

    teacher.refresh_from_db()
    assert teacher.check_password(NEW)
    assert Client().get(path).status_code == 200  # the page that says that the link is used up


def test_the_key_of_the_link_stands_in_no_table(teacher):
    ask(teacher.email)
    answer_the_bell()

    assert list(Ring.objects.filter(task="rounds.write_reset_link").values_list("about", flat=True)) == [
        str(teacher.pk)
    ]


def test_a_mail_server_that_is_away_is_asked_again(teacher, monkeypatch):
    def refuses(self, **_more):
        raise ConnectionRefusedError("no mail today")

    with monkeypatch.context() as away:
        away.setattr(EmailMessage, "send", refuses)
        ask(teacher.email)
        answer_the_bell()
    assert Ring.objects.get(task="rounds.write_reset_link").done_at is None

    answer_the_bell()
    assert len(mail.outbox) == 1
