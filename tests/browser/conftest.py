"""A real Chromium and the real process tree. `--screens DIR` keeps pictures of every page and paper."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser

from tests.browser import axe, portal
from tests.browser.eyes import Eyes
from tests.browser.visitor import Visitor

# Desktop and telephone.
SIZES: dict[int, dict[str, Any]] = {
    1280: {"viewport": {"width": 1280, "height": 900}},
    360: {"viewport": {"width": 360, "height": 740}, "has_touch": True, "is_mobile": True},
}


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--screens", metavar="DIR", help="keep pictures of every page and paper of the journeys there")


@pytest.fixture(scope="session")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the portal that runs for all journeys."""
    return tmp_path_factory.mktemp("portal")


@pytest.fixture(scope="session")
def address(data: Path) -> Iterator[str]:
    """Where the portal runs, for all journeys: each begins with "start again"."""
    with portal.running(data) as where:
        yield where


@pytest.fixture(scope="session")
def _axe() -> str:
    """Empty, or why pages are not looked at by axe."""
    try:
        axe.source()
    except axe.Missing as missing:
        return str(missing)
    return ""


@pytest.fixture
def visit(browser: Browser, address: str, request: pytest.FixtureRequest, _axe: str) -> Iterator[Any]:
    """`visit(360)`: somebody with a telephone before the portal, in the demo as it opens. What her eyes find fault
    with fails the test in the end, all of it at once."""
    screens = request.config.getoption("--screens", default=None)
    story = request.node.originalname.removeprefix("test_")[:30].rstrip("_")
    opened = []

    def begin(width: int, **context: Any) -> Visitor:
        folder = Path(screens) / f"{story}-{width}" if screens else None
        eyes = Eyes(width, folder, with_axe=not _axe and context.get("java_script_enabled", True))
        sharpness = 2 if screens and width < 1000 else 1
        place = browser.new_context(
            device_scale_factor=sharpness,
            base_url=address,
            locale="th-TH",
            timezone_id="Asia/Bangkok",
            **SIZES[width],
            **context,
        )
        place.set_default_timeout(15_000)
        opened.append((place, eyes))
        return Visitor(place, eyes)

    yield begin

    for place, _eyes in opened:
        place.close()
    faults = [fault for _place, eyes in opened for fault in eyes.faults]
    assert faults == [], "\n".join(["", *faults])
    if _axe:
        pytest.skip(_axe)
