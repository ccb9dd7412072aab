"""The pages of the moment when nothing works: whose fault it is, and what to do, without a database."""

import pytest
from django.db import InterfaceError, OperationalError
from django.test import Client


@pytest.fixture
def visitor(cast):
    client = Client(raise_request_exception=False)
    client.force_login(cast.teacher.user)
    return client


@pytest.mark.parametrize("error", [OperationalError("too many clients"), InterfaceError("connection already closed")])
def test_a_database_that_is_away_is_said_to_be_so(visitor, monkeypatch, error):
    def fail(*_arguments, **_more):
        raise error

    monkeypatch.setattr("reports.views.home.render", fail)

    answer = visitor.get("/")

    assert (answer.status_code, answer["Retry-After"]) == (503, "10")
    assert "ขณะนี้ระบบเข้าถึงข้อมูลไม่ได้" in answer.content.decode()


def test_what_nobody_foresaw_is_our_fault(visitor, monkeypatch):
    def fail(*_arguments, **_more):
        raise ZeroDivisionError

    monkeypatch.setattr("reports.views.home.render", fail)

    answer = visitor.get("/")

    assert answer.status_code == 500
    assert "ระบบขัดข้อง" in answer.content.decode()
