"""Static files: nothing missing, nothing without a licence, nothing too heavy, nothing too pale."""

import gzip
import re
from pathlib import Path

import django_htmx
import pytest

TOP = Path(__file__).resolve().parents[2]
STATIC = TOP / "static"
STYLES = sorted((STATIC / "css").glob("*.css"))
HTMX = Path(django_htmx.__file__).parent / "static/django_htmx/htmx-2.min.js"
# Our own work, under the licence of the repository.
OWN = {"css", "js", "img"}


@pytest.mark.parametrize("path", STYLES, ids=lambda path: path.name)
def test_every_file_that_a_style_sheet_names_is_there(path: Path) -> None:
    named = re.findall(r"url\(\s*[\"']?([^\"')]+)[\"']?\s*\)", path.read_text())

    assert named
    assert [target for target in named if not (path.parent / target).resolve().is_file()] == []


def test_every_file_taken_from_elsewhere_has_a_licence_line() -> None:
    table = (STATIC / "vendor/README.md").read_text()
    lines = re.findall(r"^\| .*? \| `([^`]+)` \| .*? \| (OFL-1\.1|ISC|MIT|0BSD) \| `([^`]+)` \|$", table, re.MULTILINE)
    covered = {path for pattern, _, _ in lines for path in STATIC.glob(pattern)}
    covered |= {STATIC / text for _, _, text in lines} | {STATIC / "vendor/README.md"}

    foreign = {path for path in STATIC.rglob("*") if path.is_file() and path.relative_to(STATIC).parts[0] not in OWN}

    assert sorted(str(path.relative_to(STATIC)) for path in foreign - covered) == []
    assert [text for _, _, text in lines if not (STATIC / text).is_file()] == []


def test_the_version_of_htmx_which_the_readme_names_is_the_one_served() -> None:
    served = re.search(r'version:"([\d.]+)"', HTMX.read_text())

    assert served is not None
    assert f"| htmx {served[1]} |" in (STATIC / "vendor/README.md").read_text()


def test_what_every_page_loads_besides_fonts_leaves_room_for_the_page() -> None:
    """60 kB is the promise for the whole first page; 15 kB of it are kept for the page itself."""
    scripts = re.findall(r"{% static '(js/[\w.-]+)' %}", (TOP / "templates/base.html").read_text())
    loaded = [
        *STYLES,
        *(STATIC / script for script in scripts),
        STATIC / "icons.svg",
        *(STATIC / "img").glob("*.svg"),
        HTMX,
    ]

    assert {"js/app.js", "js/dates.js"} <= set(scripts)
    assert sum(len(gzip.compress(path.read_bytes())) for path in loaded) <= 45_000


def luminance(colour: str) -> float:
    """Relative luminance as WCAG 2.2 defines it, 0 to 1."""
    channels = [int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5)]
    linear = [value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4 for value in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


TOKENS = dict(re.findall(r"--([a-z0-9-]+):(#[0-9a-f]{6})", (STATIC / "css/tokens.css").read_text()))
# Colours that stand in kit.css alone: small print and borders on the indigo and ink of the head.
TOKENS |= {"head-print": "#d5dcec", "head-border": "#8593b5"}
# Foreground, background, and what WCAG asks: 4.5 for text, 3 for borders, icons and focus.
PAIRS = [
    *[("muek", ground, 4.5) for ground in ("khao-0", "khao-1", "khao-2", "kram-wash", "khamin", "khamin-wash")],
    *[("muek-2", ground, 4.5) for ground in ("khao-0", "khao-1", "khao-2", "kram-wash")],
    *[("kram", ground, 4.5) for ground in ("khao-0", "khao-1", "kram-wash")],
    *[("kram-deep", ground, 4.5) for ground in ("khao-0", "khao-1", "kram-wash")],
    *[("khao-0", ground, 4.5) for ground in ("kram", "kram-deep", "muek", "muek-2", "chat", "taong")],
    ("head-print", "kram-deep", 4.5),
    ("khamin-deep", "khamin-wash", 4.5),
    *[("taong", ground, 4.5) for ground in ("khao-0", "khao-1", "taong-wash")],
    *[("chat", ground, 4.5) for ground in ("khao-0", "khao-1", "chat-wash")],
    ("muek", "taong-wash", 4.5),
    ("muek", "chat-wash", 4.5),
    *[("muek-3", ground, 3.0) for ground in ("khao-0", "khao-1", "khao-2")],
    ("head-border", "kram-deep", 3.0),
    ("head-border", "muek", 3.0),
    ("kram", "khao-2", 3.0),
    ("kram-mid", "khao-2", 3.0),
    ("khamin", "kram-deep", 3.0),
    ("khamin", "muek", 3.0),
]


@pytest.mark.parametrize(("front", "ground", "need"), PAIRS, ids=lambda value: str(value))
def test_colours_that_meet_can_be_told_apart(front: str, ground: str, need: float) -> None:
    assert contrast(TOKENS[front], TOKENS[ground]) >= need


def test_the_contrast_of_black_and_white_is_twenty_one() -> None:
    assert round(contrast("#000000", "#ffffff"), 9) == 21


def test_colours_named_here_stand_in_the_style_sheet() -> None:
    style = (STATIC / "css/kit.css").read_text()

    assert [colour for colour in (TOKENS["head-print"], TOKENS["head-border"]) if colour not in style] == []
