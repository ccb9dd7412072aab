"""What every test may ask for. The people stand in cast.py, the things they make in factories/."""

from __future__ import annotations

import datetime as dt
import shutil
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

import pytest
from django.conf import settings
from django.core.cache import caches
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation
from hypothesis import HealthCheck
from hypothesis import settings as hypothesis_settings
from pytest_socket import socket_allow_hosts

from people import clock as portal_clock
from people import rehearsing
from records import bell
from tests import cast as people

if TYPE_CHECKING:
    from playwright.sync_api import Browser

CHROMIUM = ("chromium", "chromium-browser", "google-chrome")
CHROMIUM_ARGUMENTS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
]  # fmt: skip


# A machine that is busy is no fault of the code: no test hangs on how long something took.
hypothesis_settings.register_profile("house", deadline=None, suppress_health_check=[HealthCheck.too_slow])
hypothesis_settings.load_profile("house")


@pytest.hookimpl(trylast=True)
def pytest_runtest_setup(item: pytest.Item) -> None:
    # No test reaches the network; servers of the tests' own are on this machine.
    socket_allow_hosts(["127.0.0.1", "::1", "localhost"], allow_unix_socket=True)


@pytest.fixture(autouse=True)
def _thai() -> Iterator[None]:
    """Each test begins in Thai, whatever language the last reader of the test before had chosen."""
    translation.activate(settings.LANGUAGE_CODE)
    yield
    translation.activate(settings.LANGUAGE_CODE)


@pytest.fixture(autouse=True)
def _counted_nothing_yet() -> Iterator[None]:
    """What this process counts in memory is not the next test's; what is in the database goes with its rows."""
    yield
    caches["process"].clear()
    bell._sounding.clear()


@pytest.fixture
def at() -> Callable[[str], dt.datetime]:
    """`at("2025-02-20 09:00")`: that instant in Thailand."""
    return people.at


@pytest.fixture
def cast(db: None) -> people.Cast:
    """Two colleges, the offices, and the published round 2568."""
    return people.assemble()


class Clock:
    """The portal's clock, in the test's hand. `clock("2025-02-27 23:59:59")` sets it; it stands until set again."""

    def __init__(self) -> None:
        self.at = people.at("2025-02-20 09:00")

    def __call__(self, when: str | dt.datetime) -> dt.datetime:
        self.at = people.at(when) if isinstance(when, str) else when
        return self.at

    def now(self) -> dt.datetime:
        return rehearsing.at() or self.at


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    """Stands at 20 February 2568, 09.00, inside the window of plans."""
    hand = Clock()
    monkeypatch.setattr(portal_clock, "now", hand.now)
    return hand


@pytest.fixture
def same_queries(db: None) -> Callable[..., int]:
    """A list costs the same statements at every size: `same_queries(look, grow, most=8)` looks, grows, looks again.

    `look()` opens the page, `grow(n)` adds n rows. Returns the number of statements.
    """

    def check(
        look: Callable[[], object], grow: Callable[[int], object], *, most: int, sizes: tuple[int, ...] = (1, 4, 9)
    ) -> int:
        counts = []
        for size in sizes:
            grow(size)
            look()  # warms what is cached per process, such as compiled templates
            with CaptureQueriesContext(connection) as seen:
                look()
            counts.append(len(seen))
        assert counts == [counts[0]] * len(sizes), [query["sql"] for query in seen.captured_queries]
        assert counts[0] <= most, [query["sql"] for query in seen.captured_queries]
        return counts[0]

    return check


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One Chromium for the whole run: Playwright's driver can be started once in a process."""
    from playwright.sync_api import sync_playwright

    found = next(filter(None, map(shutil.which, CHROMIUM)), None)
    if found is None:
        pytest.skip("chromium is not installed")
    with sync_playwright() as library:
        chromium = library.chromium.launch(executable_path=found, args=CHROMIUM_ARGUMENTS)
        yield chromium
        chromium.close()
