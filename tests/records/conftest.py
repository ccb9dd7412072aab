"""What the tests of this room may be told."""

import pytest

from records.store_setting import document_store
from tests.objects import KEYS, objects
from tests.records import line_standin


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--golden", action="store_true", help="keep the papers as they look now as the golden pictures")


@pytest.fixture(scope="module")
def server():
    patch = pytest.MonkeyPatch()
    for name, value in KEYS.items():
        patch.setenv(name, value)
    with objects() as running:
        yield running
    patch.undo()


@pytest.fixture
def store(server, settings, tmp_path):
    """The portal's documents lie there, in an empty bucket."""
    for name in server.names():
        server.lose(name)
    settings.STORAGES = {**settings.STORAGES, "default": document_store(server.setting)}
    settings.MEDIA_ROOT = tmp_path / "not-used"
    settings.MEDIA_ROOT.mkdir()
    yield server
    assert list(settings.MEDIA_ROOT.iterdir()) == []


@pytest.fixture
def platform(settings, db):
    """LINE is set up, and its stand-in knows one person."""
    with line_standin.running() as found:
        settings.LINE_TOKEN, settings.LINE_SECRET, settings.LINE_API = (
            line_standin.TOKEN,
            line_standin.SECRET,
            found.address,
        )
        settings.LINE_RESERVE = 50
        found.people.add(line_standin.LINE_ID)
        yield found
