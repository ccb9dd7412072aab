"""The servers that other tests lean on keep what they were told, and leave nothing behind."""

import psycopg
import pytest
import redis

from tests import services

pytestmark = [pytest.mark.services, pytest.mark.enable_socket]


@pytest.fixture(scope="module")
def postgres():
    try:
        services.postgres_programs()
    except services.Missing as missing:
        pytest.skip(str(missing))
    with services.postgres() as server:
        yield server


def query(server, text):
    with psycopg.connect(server.dsn, autocommit=True) as connection:
        cursor = connection.execute(text)
        return cursor.fetchall() if cursor.description else None


def test_postgres_speaks_utf8_and_sorts_thai(postgres):
    words = query(postgres, """select w from (values ('เก่ง'), ('ขวัญ'), ('กานต์')) t(w) order by w collate "th-x-icu" """)

    assert query(postgres, "show server_encoding") == [("UTF8",)]
    assert [word for (word,) in words] == ["กานต์", "เก่ง", "ขวัญ"]


def test_postgres_keeps_its_rows_over_kill_9(postgres):
    query(postgres, "create table kept (n int)")
    query(postgres, "insert into kept values (41)")

    postgres.kill()
    postgres.start()

    assert query(postgres, "select n from kept") == [(41,)]


def test_postgres_is_gone_in_the_end():
    try:
        services.postgres_programs()
    except services.Missing as missing:
        pytest.skip(str(missing))
    with services.postgres() as server:
        folder = server.folder

    assert not folder.exists()
    assert server.process.poll() == 0


def test_redis_keeps_what_it_answered_over_kill_9():
    with services.redis_server() as server:
        client = redis.Redis(unix_socket_path=server.url.removeprefix("redis+socket://"))
        client.rpush("queue", *range(1000))

        server.kill()
        server.start()

        assert client.llen("queue") == 1000
        client.close()


def test_a_frozen_server_does_not_answer_until_it_thaws():
    with services.redis_server() as server:
        server.freeze()
        assert not server.answers()

        server.thaw()

        assert server.answers()


def test_the_database_url_is_understood_by_the_settings(postgres):
    import environ

    config = environ.Env.db_url_config(postgres.url)

    assert (config["ENGINE"], config["HOST"], config["USER"], config["NAME"]) == (
        "django.db.backends.postgresql",
        str(postgres.folder),
        "teachersync",
        "postgres",
    )
