"""`make test` and `make check`: what failed fails, and what was not run is said in so many words."""

import os
import subprocess
from collections import Counter
from pathlib import Path

import pytest

from deploy import check, po, test, translations

TOP = Path(__file__).resolve().parents[2]
REPORT = """<testsuites><testsuite>
<testcase name="a"/><testcase name="b"/>
<testcase name="c"><failure message="no"/></testcase>
<testcase name="d"><error message="no"/></testcase>
<testcase name="e"><skipped message="chromium is not installed"/></testcase>
<testcase name="f"><skipped message="chromium is not installed"/></testcase>
</testsuite></testsuites>"""


def part(**facts) -> test.Part:
    return test.Part("SQLite", counts=Counter(passed=3), seconds=2, **facts)


def test_the_report_is_read_as_pytest_meant_it(tmp_path):
    (tmp_path / "report.xml").write_text(REPORT)
    found = test.Part("SQLite")

    test.read_report(found, tmp_path / "report.xml")

    assert found.counts == {"passed": 2, "failed": 2, "skipped": 2}
    assert found.skips == {"chromium is not installed": 2}


def test_skipped_tests_and_left_out_parts_stand_in_the_box():
    text = test.summary([part(skips=Counter({"no corpora": 4}))], [], ["every test in the browser: no chromium"])

    box = text[text.index("╔") :]
    assert "NOT RUN" in box
    assert "every test in the browser: no chromium" in box
    assert "SQLite: 4 skipped: no corpora" in box


def test_without_anything_left_out_there_is_no_box():
    assert "╔" not in test.summary([part()], [], [])


def test_the_last_line_is_the_sum_of_all_parts():
    parts = [part(), test.Part("browser", code=1, counts=Counter(passed=1, failed=2, skipped=1))]

    assert test.summary(parts, ["types"], []).splitlines()[-1] == "4 passed, 2 failed, 1 skipped, 1 checks failed"


@pytest.mark.parametrize(("code", "failed"), [(0, False), (1, True), (2, True), (3, True), (4, True), (5, False)])
def test_a_part_fails_unless_pytest_was_content_or_had_nothing_to_do(code, failed):
    assert test.Part("SQLite", code=code).failed is failed


def test_a_run_of_pytest_that_broke_down_is_no_success_for_want_of_failures():
    assert test.Part("SQLite", code=3).line() == (
        "SQLite                   0 passed, 0 failed, 0 skipped in 0 s (pytest itself ended badly)"
    )


def test_every_check_names_a_program_that_is_there():
    commands = {name: command for name, command, _ in check.checks("/nowhere")}

    assert list(commands) == [
        *("lint", "format", "types", "imports", "templates", "migrations", "translations", "production")
    ]
    assert [command[0] for command in commands.values() if not Path(command[0]).exists()] == []


def message(msgid: str, *texts: str, **facts) -> po.Message:
    return po.Message(msgid=msgid, texts=dict(enumerate(texts)), **facts)


@pytest.mark.parametrize(
    ("thai", "fault"),
    [
        ([message("%(n)s days", "%(n)s วัน")], None),
        ([], "has no Thai: '%(n)s days'"),
        ([message("%(n)s days", "")], "has no Thai: '%(n)s days'"),
        ([message("%(n)s days", "%(n)s วัน", fuzzy=True)], "is only a guess (fuzzy): '%(n)s days'"),
        ([message("%(n)s days", "%(m)s วัน")], "other placeholders in Thai: '%(n)s days' → '%(m)s วัน'"),
    ],
)
def test_a_text_without_right_thai_is_a_fault(thai, fault):
    assert translations.faults([message("%(n)s days", "")], thai) == ([fault] if fault else [])


def test_texts_are_found_in_code_and_in_templates(tmp_path):
    (tmp_path / "people").mkdir()
    (tmp_path / "people" / "enums.py").write_text("from x import gettext as _\nTITLE = _('In the code')\n")
    (tmp_path / "templates").mkdir()
    (tmp_path / "templates" / "page.html").write_text("{% translate 'On the page' %}")

    try:
        found = translations.wanted(tmp_path)
    except subprocess.CalledProcessError:
        pytest.skip("xgettext (package gettext) is not installed")

    assert sorted(entry.msgid for entry in found) == ["In the code", "On the page"]


def test_setup_without_root_names_what_is_missing_and_goes_on(tmp_path):
    # A machine on which neither apt nor any of the programs and libraries can be seen.
    tools = tmp_path / "bin"
    tools.mkdir()
    for name in ("sh", "dirname", "mkdir", "cat", "cksum", "tr", "grep", "ls", "find", "sort"):
        found = next(Path(folder) / name for folder in ("/bin", "/usr/bin") if (Path(folder) / name).exists())
        (tools / name).symlink_to(found)
    for name, output in (("id", "1000"), ("ldconfig", "")):
        (tools / name).write_text(f"#!/bin/sh\necho {output}\n")
        (tools / name).chmod(0o755)

    done = subprocess.run(
        [tools / "sh", TOP / "deploy" / "setup.sh", "run"],
        env={"PATH": str(tools), "HOME": str(tmp_path), "TEACHERSYNC_DATA": str(tmp_path)},
        capture_output=True,
        text=True,
    )

    assert done.returncode == 0, done.stderr
    assert done.stdout == ""
    said = done.stderr.splitlines()
    packages = "libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 libthai0"
    assert said[0].startswith(f"setup: these system packages are missing: {packages}")
    assert said[1].startswith(f"setup: as root:  apt-get install --no-install-recommends {packages}")
    assert said[2] == "setup: going on without them; what needs them will say so"


def test_the_ci_script_and_setup_are_executable():
    scripts = [".ci/run", "deploy/setup.sh", "deploy/lock.sh"]

    assert [name for name in scripts if not os.access(TOP / name, os.X_OK)] == []
