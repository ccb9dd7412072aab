"""What the tests of this room may be told."""

import pytest


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--golden", action="store_true", help="keep the papers as they look now as the golden pictures")
