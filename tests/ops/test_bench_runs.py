"""The bench runs at a small size and tells what the Makefile promises; how fast anything is, is not a test's matter."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from bench.report import Figure, Goal

TOP = Path(__file__).resolve().parents[2]
KEYS = ["name", "size", "ours", "baseline", "unit", "ratio", "goal", "met"]

services = pytest.mark.services


def run(*arguments):
    return subprocess.run(
        [sys.executable, "-m", "bench", "--db", "sqlite", "--rounds", "1", *arguments],
        cwd=TOP,
        env={**os.environ, "DJANGO_SETTINGS_MODULE": "teachersync.settings"},
        capture_output=True,
        text=True,
        timeout=300,
    )


@services
def test_one_line_of_json_a_figure():
    said = run("--only", "office-list", "--size", "20", "--json")

    lines = [json.loads(line) for line in said.stdout.splitlines()]
    assert said.returncode == 0, said.stderr
    assert [list(line) for line in lines] == [KEYS, KEYS]
    assert [(line["name"], line["size"]) for line in lines] == [("office-list", 20), ("office-list-all", 20)]
    assert [line["goal"] for line in lines] == ["ratio <= 1.5", None]


@services
def test_sweeps_change_the_same_rows_on_both_sides():
    """The harness itself compares how many rows each side changed, and fails where they differ."""
    said = run("--only", "sweeps", "--size", "20")

    assert said.returncode == 0, said.stderr
    assert [line.split()[0] for line in said.stdout.splitlines()] == ["name", "sweep-lapse", "sweep-announce"]


@services
def test_reminding_writes_as_many_as_the_statement_by_hand():
    said = run("--only", "reminders", "--size", "20")

    assert said.returncode == 0, said.stderr
    assert [line.split()[0] for line in said.stdout.splitlines()] == ["name", "sweep-remind"]


def test_an_unknown_figure_is_refused_by_name():
    said = run("--only", "everything")

    assert said.returncode == 2
    assert "invalid choice: 'everything'" in said.stderr


@pytest.mark.parametrize(
    ("ours", "baseline", "goal", "met"),
    [
        (3.0, 2.0, Goal("ratio", "<=", 1.5), True),
        (3.1, 2.0, Goal("ratio", "<=", 1.5), False),
        (3.0, 0.0, Goal("ratio", "<=", 1.5), False),
        (1.0, 2.0, Goal("ratio", ">=", 0.5), True),
        (8, 1, Goal("ours", "<=", 8), True),
        (9, 1, Goal("ours", "<=", 8), False),
        (0, 0, Goal("ours", "==", 0), True),
        (3.0, 2.0, None, None),
    ],
)
def test_a_goal_is_met_or_not(ours, baseline, goal, met):
    assert Figure("name", 1, ours, baseline, "ms", goal).met is met
