"""/healthz says that the web is alive; /readyz which part is not well, and nothing else to strangers."""

import threading
import time

import pytest
from django.core.cache import cache

from teachersync import health
from tests import cast as people

# The probes ask from threads of their own, which see only what is committed.
pytestmark = pytest.mark.django_db(transaction=True)
WELL = {"database": "ok", "broker": "ok", "storage": "ok", "worker": "ok"}


@pytest.fixture(autouse=True)
def fresh(monkeypatch):
    monkeypatch.setattr(health, "_running", {})
    monkeypatch.setitem(health.PROBES, "broker", lambda: None)
    health.beat_heart()
    yield
    cache.delete(health.HEARTBEAT)


def test_alive_asks_nobody_else(client, django_assert_num_queries):
    with django_assert_num_queries(0):
        answer = client.get("/healthz")

    assert (answer.status_code, answer.content) == (200, b"ok\n")


def test_nor_does_it_for_who_is_signed_in(django_assert_num_queries):
    client = people.assemble().coordinator.client
    with django_assert_num_queries(0):
        answer = client.get("/healthz")

    assert (answer.status_code, answer.content) == (200, b"ok\n")


def test_ready_when_every_part_is_well(client):
    answer = client.get("/readyz")

    assert (answer.status_code, answer.json()) == (200, {"ready": True, "parts": WELL})
    assert "no-store" in answer["Cache-Control"]


def test_both_answer_strangers_and_only_to_reading(client):
    assert [client.head(path).status_code for path in ("/healthz", "/readyz")] == [200, 200]
    assert [client.post(path).status_code for path in ("/healthz", "/readyz")] == [405, 405]


def test_both_answer_plain_http_where_all_else_is_sent_to_https(client, settings):
    settings.SECURE_SSL_REDIRECT = True
    settings.SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]

    assert client.get("/").status_code == 301
    assert [client.get(path).status_code for path in ("/healthz", "/readyz")] == [200, 200]


def test_without_a_heartbeat_the_worker_is_missed(client):
    cache.delete(health.HEARTBEAT)

    answer = client.get("/readyz")

    assert (answer.status_code, answer.json()["parts"]) == (503, WELL | {"worker": "no heartbeat yet"})


def test_a_heartbeat_is_good_for_two_minutes(client):
    cache.set(health.HEARTBEAT, time.time() - 115, timeout=None)
    assert client.get("/readyz").status_code == 200

    cache.set(health.HEARTBEAT, time.time() - 125, timeout=None)

    assert client.get("/readyz").json()["parts"]["worker"] == "no heartbeat for 2 min"


def test_the_words_of_an_error_stay_inside(client, monkeypatch):
    def refused():
        raise OSError("password of redis://:secret@10.0.0.7 was refused")

    monkeypatch.setitem(health.PROBES, "broker", refused)

    answer = client.get("/readyz")

    assert (answer.status_code, answer.json()["parts"]["broker"]) == (503, "not available (OSError)")
    assert "secret" not in answer.content.decode()


def test_a_full_or_missing_disk_is_named_and_no_probe_is_left(client, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    assert client.get("/readyz").status_code == 200
    assert list(tmp_path.iterdir()) == []

    settings.MEDIA_ROOT = tmp_path / "gone"

    assert client.get("/readyz").json()["parts"]["storage"] == "not available (FileNotFoundError)"


def test_a_part_that_hangs_is_named_and_asked_by_one_thread_only(client, monkeypatch):
    release, asked = threading.Event(), []

    def hangs():
        asked.append(1)
        release.wait(30)

    monkeypatch.setattr(health, "PATIENCE", 0.2)
    monkeypatch.setitem(health.PROBES, "broker", hangs)

    answers = [client.get("/readyz").json()["parts"]["broker"] for _ in range(3)]
    release.set()

    assert answers == ["no answer within 0.2 s"] * 3
    assert asked == [1]


def test_nobody_is_given_a_cookie_for_looking(client):
    assert [client.get(path).cookies for path in ("/healthz", "/readyz")] == [{}, {}]
