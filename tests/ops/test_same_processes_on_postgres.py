"""The commands of docker-compose.yml, run here as they stand there, on a PostgreSQL and a Redis of the tests' own.

No container engine is needed: what is tried is that these commands with these variables make a portal that is ready,
that says which part is gone, and that is well again when the part is back.
"""

import json
import os
import re
import signal
import subprocess
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path

import pytest
import yaml

from deploy.tree import dying_with_parent
from tests import services
from tests.ops.test_the_portal_runs import Portal

TOP = Path(__file__).resolve().parents[2]
COMPOSE = yaml.safe_load((TOP / "docker-compose.yml").read_text())
SERVICES = COMPOSE["services"]
GIVEN = {
    "SECRET_KEY": "not-a-secret-" * 6,
    "POSTGRES_PASSWORD": "unused",
    "PUBLIC_URL": "https://portal.example.go.th",
    "ALLOWED_HOSTS": "portal.example.go.th",
    "EMAIL_URL": "smtp://127.0.0.1:9",
    "MAIL_FROM": "TeacherSync <teachersync@example.go.th>",
    "TLS_FOLDER": "/tls",
}


def filled(text: str, given: dict[str, str]) -> str:
    """The text with ${NAME}, ${NAME:-default} and ${NAME:?why} filled in, as compose does."""

    def value(match: re.Match[str]) -> str:
        name, sign, rest = match["name"], match["sign"], match["rest"]
        if given.get(name):
            return given[name]
        if sign == ":-":
            return rest
        raise KeyError(f"{name}: {rest}")

    return re.sub(r"\$\{(?P<name>\w+)(?P<sign>:[-?])?(?P<rest>[^}]*)\}", value, text)


def test_it_starts_only_with_every_secret_given():
    text = json.dumps(COMPOSE)

    for missing in GIVEN:
        with pytest.raises(KeyError, match=missing):
            filled(text, {name: value for name, value in GIVEN.items() if name != missing})
    assert "${" not in filled(text, GIVEN)


def test_no_secret_stands_in_the_file():
    secret = re.compile(r"(PASSWORD|SECRET|KEY|TOKEN|EMAIL_URL)")

    values = [
        (name, key, value)
        for name, service in SERVICES.items()
        for key, value in service.get("environment", {}).items()
        if secret.search(key)
    ]

    assert values
    assert [entry for entry in values if not entry[2].startswith("${")] == []


def test_nobody_runs_as_root_or_writes_outside_the_volumes_but_the_database():
    ours = {name: service for name, service in SERVICES.items() if name != "database"}

    assert {name for name, service in ours.items() if service["user"].split(":")[0] in ("", "0", "root")} == set()
    assert {name for name, service in ours.items() if not service["read_only"]} == set()
    assert {name for name, service in ours.items() if service["cap_drop"] != ["ALL"]} == set()


def test_everything_that_stays_up_is_looked_after():
    staying = {name: service for name, service in SERVICES.items() if service["restart"] != "no"}

    assert set(SERVICES) - set(staying) == {"prepare"}
    assert {name for name, service in staying.items() if "healthcheck" not in service} == set()


def test_only_the_front_server_is_reached_from_outside_and_it_meets_the_portal_in_one_network():
    assert {name for name, service in SERVICES.items() if "ports" in service} == {"front"}
    assert set(SERVICES["front"]["networks"]) & set(SERVICES["web"]["networks"]) == {"inside"}
    assert COMPOSE["networks"]["inside"]["internal"] is True
    address = SERVICES["front"]["networks"]["inside"]["ipv4_address"]
    assert SERVICES["web"]["environment"]["TRUSTED_PROXIES"] == address


def test_uploads_are_taken_in_by_the_same_program_with_a_thread_for_each_slow_line():
    web, uploads = SERVICES["web"], SERVICES["uploads"]

    assert (uploads["command"], uploads["volumes"]) == (web["command"], web["volumes"])
    more = {key: value for key, value in uploads["environment"].items() if web["environment"].get(key) != value}
    # One process, so that no more than these threads hold connections of the database at once.
    assert more == {"WEB_CONCURRENCY": "1", "WEB_THREADS": "96", "DATABASE_KEEP": "0"}


def test_every_volume_in_use_is_a_named_one():
    used = {
        volume.split(":")[0]
        for service in SERVICES.values()
        for volume in service.get("volumes", [])
        if not volume.startswith((".", "$"))
    }

    assert used == set(COMPOSE["volumes"])


@dataclass
class Composed(Portal):
    """The services of the file as processes of this machine; `servers` says where database and broker are."""

    processes: dict[str, "subprocess.Popen[bytes]"] = field(default_factory=dict)
    servers: dict[str, str] = field(default_factory=dict)

    def environment(self, name: str) -> dict[str, str]:
        there = {key: filled(value, GIVEN) for key, value in SERVICES[name]["environment"].items()}
        here = {
            "HOST": "127.0.0.1",
            "PORT": str(self.port),
            "TEACHERSYNC_DATA": str(self.data),
            "STATIC_ROOT": str(self.data / "static"),
            **self.servers,
        }
        scripts = str(Path(sys.executable).parent)
        return there | here | {"PATH": f"{scripts}:{os.environ['PATH']}", "HOME": str(self.data)}

    def begin(self, name: str) -> "subprocess.Popen[bytes]":
        with (self.data / f"{name}.log").open("ab") as log:
            process = self.processes[name] = subprocess.Popen(
                SERVICES[name]["command"],
                cwd=TOP,
                env=self.environment(name),
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                preexec_fn=dying_with_parent(signal.SIGTERM),
            )
        return process

    def until(self, status: int, seconds: float = 90) -> dict[str, str]:
        limit = time.monotonic() + seconds
        while (answer := self.ask("/readyz"))[0] != status:
            ended = [name for name, process in self.processes.items() if process.poll()]
            assert ended == [], (self.data / f"{ended[0]}.log").read_text()
            assert time.monotonic() < limit, answer
            time.sleep(0.2)
        parts: dict[str, str] = json.loads(answer[1])["parts"]
        return parts

    def ask(self, path):
        return super().ask(path, {"Host": GIVEN["ALLOWED_HOSTS"]})


@pytest.fixture
def composed(tmp_path):
    it = Composed(tmp_path)
    yield it
    for process in it.processes.values():
        process.terminate()
    for process in it.processes.values():
        process.wait(timeout=60)
    # The file checker stays behind the web server that asked for it.
    for pid in it.family():
        os.kill(pid, signal.SIGKILL)


@pytest.mark.services
@pytest.mark.slow
@pytest.mark.enable_socket
def test_the_same_commands_make_a_portal_that_says_what_is_gone_and_recovers(composed):
    try:
        services.postgres_programs()
    except services.Missing as missing:
        pytest.skip(str(missing))
    with services.postgres() as postgres, services.redis_server() as redis:
        composed.servers = {"DATABASE_URL": postgres.url, "REDIS_URL": redis.url}
        assert composed.begin("prepare").wait(timeout=120) == 0, (composed.data / "prepare.log").read_text()
        for name in ("web", "worker", "beat"):
            composed.begin(name)
        well = {"database": "ok", "broker": "ok", "storage": "ok", "worker": "ok"}
        assert composed.until(200) == well
        web = composed.environment("web")
        assert subprocess.run(SERVICES["web"]["healthcheck"]["test"][1:], cwd=TOP, env=web).returncode == 0

        redis.kill()
        gone = composed.until(503)
        assert gone.pop("broker") != "ok"
        assert gone == {"database": "ok", "storage": "ok", "worker": "ok"}
        redis.start()
        assert composed.until(200) == well

        postgres.kill()
        asked = time.monotonic()
        gone = composed.until(503)
        assert {name for name, answer in gone.items() if answer == "ok"} == {"broker", "storage"}
        assert time.monotonic() - asked < 10
        postgres.start()
        assert composed.until(200, seconds=30) == well
