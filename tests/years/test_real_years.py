"""One generated year by the portal's own processes, killed at random; `make years REAL=20` lives twenty."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests import services

TOP = Path(__file__).resolve().parents[2]


@pytest.mark.services
@pytest.mark.slow
@pytest.mark.enable_socket
def test_everybody_is_told_what_and_when_the_rules_say_though_workers_are_killed():
    try:
        services.postgres_programs()
    except services.Missing as missing:
        pytest.skip(str(missing))

    lived = subprocess.run(
        [sys.executable, "-m", "tests.years", "1", "3", "--real"],
        cwd=TOP,
        env={name: value for name, value in os.environ.items() if not name.startswith("PYTEST_")},
        capture_output=True,
        text=True,
        timeout=600,
    )

    assert lived.returncode == 0, lived.stdout + lived.stderr
    told = re.search(r"^1 years, (\d+) messages told, 0 years against the rules; faults: (.*)$", lived.stdout, re.M)
    assert int(told[1]) > 0
    assert "killed" in told[2]
