"""Templates, notices, the beat and the README name things that are there, and nothing lies about unused."""

import ast
import re

from celery import current_app

from teachersync.schedule import BEAT
from tests.house.source import TOP, name, rooms, templates

# Django, the account library and the form library look for these by names of their own.
LOOKED_FOR = re.compile(r"^(400|403|403_csrf|404|500)\.html$|^(account|mfa|bootstrap5|allauth)/|^django/")
NAMED = re.compile(r"""["']([\w./-]+\.(?:html|txt|css|svg|xml|ics))["']""")
# Notices whose names are put together from the verb or the result.
COMPOSED = {
    "applications/announce_eligible",
    "applications/announce_reserve",
    "applications/announce_not_eligible",
    "rounds/grant",
    "rounds/decline",
}


def sources():
    return [path.read_text(encoding="utf-8") for path in (*rooms(), *(TOP / "teachersync").glob("*.py"))]


def template_names():
    return {str(path.relative_to(TOP / "templates")) for path in templates()}


def notice_names():
    """Second argument of `notice(key, "room/verb", …)`, `Plain`, `tell_admins`; the verbs of `_to(application, …)`."""
    found = set()
    for path in rooms():
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not isinstance(node, ast.Call) or len(node.args) < 2:
                continue
            called = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            if called not in ("notice", "Plain", "_to", "tell_admins"):
                continue
            literals = [part.value for part in ast.walk(node.args[1]) if isinstance(part, ast.Constant)]
            if isinstance(node.args[1], ast.JoinedStr):
                continue  # composed: declared above
            room = f"{path.relative_to(TOP).parts[0]}/" if called == "_to" else ""
            found |= {room + value for value in literals if isinstance(value, str)}
    return found | COMPOSED


def test_every_notice_has_its_subject_and_its_words():
    expected = {f"notices/{name}{ending}" for name in notice_names() for ending in (".subject.txt", ".txt")}
    assert expected - template_names() == set()


def test_no_notice_template_lies_about_unused():
    expected = {f"notices/{name}{ending}" for name in notice_names() for ending in (".subject.txt", ".txt")}
    there = {
        name for name in template_names() if name.startswith("notices/") and not name.split("/")[-1].startswith("_")
    }
    assert there - expected == set()


def test_every_template_is_used():
    texts = [*sources(), *(path.read_text(encoding="utf-8") for path in templates())]
    used = {found for text in texts for found in NAMED.findall(text)}
    unused = {
        name
        for name in template_names()
        if name not in used and not LOOKED_FOR.match(name) and not name.startswith("notices/")
    }
    assert unused == set()


def test_every_template_that_is_named_is_there():
    named = re.compile(r"""\{%\s*(?:include|extends)\s+["']([^"']+)["']""")
    missing = {
        (name(path), found)
        for path in templates()
        for found in named.findall(path.read_text(encoding="utf-8"))
        if found not in template_names() and not LOOKED_FOR.match(found)
    }
    assert missing == set()


def test_every_page_that_code_renders_is_there():
    rendered = re.compile(r"""["']((?:applications|rounds|records|placements|reports|people|pdf)/[\w/-]+\.html)["']""")
    missing = {found for text in sources() for found in rendered.findall(text)} - template_names()
    assert missing == set()


def test_every_entry_of_the_beat_names_a_task():
    current_app.loader.import_default_modules()  # as a worker does when it starts
    missing = {entry["task"] for entry in BEAT.values()} - set(current_app.tasks)
    assert missing == set()


def test_every_task_of_ours_runs_by_the_beat_or_answers_a_bell():
    current_app.loader.import_default_modules()  # as a worker does when it starts
    ours = {task for task in current_app.tasks if not task.startswith("celery.")}
    assert ours - {entry["task"] for entry in BEAT.values()} == {"records.answer"}


def test_the_beat_repeats_no_task():
    tasks = [entry["task"] for entry in BEAT.values()]
    assert sorted(tasks) == sorted(set(tasks))


def make_targets():
    return set(re.findall(r"^([a-z][a-z-]*):", (TOP / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))


def test_commands_of_the_readme_exist_in_the_makefile():
    pages = [TOP / "README.md", *(TOP / "docs").rglob("*.md")]
    named = {
        (name(path), target)
        for path in pages
        for target in re.findall(r"(?:^|[`\s])make ([a-z][a-z-]*)\b(?=[^a-z]|$)", path.read_text(encoding="utf-8"))
        if f"`make {target}" in path.read_text(encoding="utf-8")
        or re.search(rf"^make {target}", path.read_text("utf-8"), re.M)
    }
    assert any(page == "README.md" for page, _target in named)
    assert {(page, target) for page, target in named if target not in make_targets()} == set()


def test_commands_of_manage_that_pages_name_exist():
    from django.core.management import get_commands

    pages = [TOP / "README.md", *(TOP / "docs").rglob("*.md"), *TOP.glob("*/README.md")]
    named = {
        (name(path), command)
        for path in pages
        for command in re.findall(r"manage\.py ([a-z_]+)", path.read_text(encoding="utf-8"))
    }
    assert {(page, command) for page, command in named if command not in get_commands()} == set()
