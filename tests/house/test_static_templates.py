"""What a page may hold: nothing inline that the security policy would have to allow, only icons that exist."""

import re
from pathlib import Path

import pytest

TOP = Path(__file__).resolve().parents[2]
# PDFs are drawn by another program and mails are read by others: no policy of ours binds them.
ELSEWHERE = {"pdf", "notices"}
PAGES = sorted(
    path
    for path in (TOP / "templates").rglob("*.html")
    if path.relative_to(TOP / "templates").parts[0] not in ELSEWHERE
)
COMMENT = re.compile(r"{% comment %}.*?{% endcomment %}|{#.*?#}", re.DOTALL)
TAG = re.compile(r"<[a-zA-Z][^<>]*>")
TEMPLATE_TAG = re.compile(r"{%.*?%}|{{.*?}}", re.DOTALL)


def markup(path: Path) -> str:
    """The page without comments and without the template's own tags, whose quotes would confuse a reader of HTML."""
    return TEMPLATE_TAG.sub("", COMMENT.sub("", path.read_text()))


def name(path: Path) -> str:
    return str(path.relative_to(TOP / "templates"))


def test_there_are_pages_to_look_at() -> None:
    assert {"base.html", "kit.html", "account/login.html"} <= {name(path) for path in PAGES}


@pytest.mark.parametrize("path", PAGES, ids=name)
def test_a_page_has_no_inline_style(path: Path) -> None:
    text = markup(path)

    assert [tag for tag in TAG.findall(text) if re.search(r"\sstyle\s*=", tag)] == []
    assert "<style" not in text


@pytest.mark.parametrize("path", PAGES, ids=name)
def test_a_page_has_no_inline_script_and_no_event_attribute(path: Path) -> None:
    text = markup(path)

    assert re.findall(r"<script(?![^>]*\ssrc=)[^>]*>", text) == []
    assert [tag for tag in TAG.findall(text) if re.search(r"\s(on[a-z]+|hx-on[^=\s]*|x-on[^=\s]*)\s*=", tag)] == []
    assert "javascript:" not in text


@pytest.mark.parametrize("path", PAGES, ids=name)
def test_a_page_takes_nothing_from_another_host(path: Path) -> None:
    source = COMMENT.sub("", path.read_text())

    assert re.findall(r"""(?:src|action|srcset|<link[^>]*href)=["'](?:https?:)?//[^"']*""", source) == []


@pytest.mark.parametrize("path", PAGES, ids=name)
def test_every_form_that_posts_carries_its_token(path: Path) -> None:
    forms = re.findall(r"<form[^>]*method=\"post\".*?</form>", COMMENT.sub("", path.read_text()), re.DOTALL)

    assert [form[:80] for form in forms if "{% csrf_token %}" not in form] == []


def icons_named() -> dict[str, str]:
    """Each icon that a page or script names, with one place where it does."""
    found = {}
    for path in [*(TOP / "templates").rglob("*.html"), *(TOP / "static/js").glob("*.js")]:
        text = COMMENT.sub("", path.read_text())
        for icon in re.findall(
            r"""{% icon "([^"]+)"|\bicon="([^"]+)"|(?:picture|say)\((?:[\w.]+, )?"([^"]+)\"""", text
        ):
            found["".join(icon)] = path.name
    return found


def test_every_icon_named_is_in_the_sprite() -> None:
    drawn = set(re.findall(r'<symbol id="i-([^"]+)"', (TOP / "static/icons.svg").read_text()))

    named = icons_named()

    assert {icon: place for icon, place in named.items() if icon not in drawn} == {}
    assert {"lock", "check", "cloud-off"} <= set(named)
