"""Pieces of a page that are drawn once a process: never a reader's, always in the reader's language."""

import pytest
from django.template import Context, Template, TemplateSyntaxError
from django.utils import translation


def draw(text, **context):
    return Template(text).render(Context(context))


def test_a_piece_drawn_once_sees_nothing_of_the_page():
    page = Template("{{ name }}:{% once %}[{{ name }}]{% endonce %}")

    assert page.render(Context({"name": "สมชาย"})) == "สมชาย:[]"
    assert page.render(Context({"name": "มาลี"})) == "มาลี:[]"


def test_a_piece_drawn_once_speaks_the_language_of_each_reader():
    page = Template("{% once %}{% translate 'Sign in' %}{% endonce %}")
    words = {}
    for language in ("th", "en", "th", "en"):
        with translation.override(language):
            words.setdefault(language, []).append(page.render(Context()))

    assert words == {"th": ["เข้าสู่ระบบ"] * 2, "en": ["Sign in"] * 2}


@pytest.mark.parametrize(
    ("kind", "drawn"),
    [
        ("wait", '<span class="badge badge-wait">words</span>'),
        ("", '<span class="badge">words</span>'),
        ("something", '<span class="badge">words</span>'),
        (None, '<span class="badge">words</span>'),
    ],
)
def test_a_badge_without_a_picture(kind, drawn):
    assert draw("{% badge kind label %}", kind=kind, label="words") == drawn


@pytest.mark.parametrize(
    ("kind", "look", "picture"),
    [
        ("done", "plain", "check"),
        ("ok", "badge badge-ok", "check"),
        ("bad", "badge badge-bad", "circle-alert"),
        ("shut", "badge badge-shut", "lock"),
        ("line", "badge badge-line", "clock"),
    ],
)
def test_a_badge_with_its_picture(kind, look, picture):
    assert draw("{% badge kind label %}", kind=kind, label="words") == (
        f'<span class="{look}">{draw("{% icon name %}", name=picture)}words</span>'
    )


def test_a_badge_escapes_its_words():
    assert draw("{% badge 'go' label %}", label="<i>") == '<span class="badge badge-go">&lt;i&gt;</span>'


def test_no_icon_is_called_by_markup():
    with pytest.raises(TemplateSyntaxError):
        draw("{% icon '\"><script>' %}")
