"""A document being set reaches for nothing outside: no socket, no file but our fonts and static files."""

import gc
import sys
from base64 import b64encode
from io import BytesIO
from pathlib import Path

import pikepdf
import pytest

from records.pdf import fetcher, typeface
from records.pdf.engine import set_html
from tests.records.pdf_reading import by_pypdf

PIXEL = b64encode(
    bytes.fromhex(
        "89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de"
        "0000000c4944415408d763f8cfc000000301010018dd8db00000000049454e44ae426082"
    )
).decode()
TARGETS = [
    "file:///etc/passwd",
    "file://localhost/etc/passwd",
    "FILE:///etc/passwd",
    f"file://{typeface.FOLDER}/../engine.py",
    f"file://{typeface.FOLDER}/%2e%2e/engine.py",
    f"file://{typeface.FOLDER}/Sarabun-Regular.ttf/../../engine.py",
    "http://127.0.0.1:9/picture.png",
    "https://example.com/picture.png",
    "//example.com/picture.png",
    "ftp://example.com/picture.png",
    "data:text/html,<b>x</b>",
    "data:text/css,body{color:red}",
    "/etc/passwd",
    "../../../../etc/passwd",
]
WAYS = [
    '<img src="{}">',
    '<link rel="stylesheet" href="{}">',
    "<style>@import url('{}');</style>",
    "<style>body {{ background: url('{}') }}</style>",
    "<style>@font-face {{ font-family: X; src: url('{}') }} body {{ font-family: X }}</style>",
    "<style>p::before {{ content: url('{}') }}</style>",
    '<link rel="attachment" href="{}">',
    '<p><a rel="attachment" href="{}">x</a></p>',
    '<object data="{}"></object>',
    '<embed src="{}">',
    '<iframe src="{}"></iframe>',
    '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><image href="{}" width="9" height="9"/></svg>',
    '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><use href="{}#x"/></svg>',
]

_seen: list[tuple[str, str]] = []
_watching = False


def _watch(event, arguments):
    if _watching and (event == "open" or event.startswith("socket.")):
        _seen.append((event, str(arguments[0]) if arguments else ""))


sys.addaudithook(_watch)


def reached_by(html):
    """What is opened or connected while this is set; the first rendering loads the modules and is not watched."""
    global _watching
    set_html("<p>ก</p>")
    gc.collect()  # folders of earlier font lists are removed when these are collected
    _seen.clear()
    _watching = True
    try:
        made = set_html(html)
    finally:
        _watching = False
    return list(_seen), made


@pytest.mark.parametrize("target", TARGETS)
def test_a_document_cannot_reach_by_any_tag_or_style(target):
    ways = "".join(way.format(target) for way in WAYS)

    reached, made = reached_by(f"<html><body><p>ข้อความ</p>{ways}</body></html>")

    assert reached == []
    assert "ข้อความ" in by_pypdf(made.data)
    with pikepdf.open(BytesIO(made.data)) as pdf:
        assert list(pdf.attachments) == []


@pytest.mark.parametrize("base", ["http://127.0.0.1:9/", "file:///etc/"])
def test_a_base_address_opens_nothing(base):
    reached, _ = reached_by(f'<html><head><base href="{base}"></head><body><img src="passwd"></body></html>')

    assert reached == []


@pytest.mark.parametrize("target", ["file:///etc/passwd", "http://127.0.0.1:9/x.png"])
def test_nor_can_a_picture_within_a_picture(target):
    image = f'<image href="{target}" width="9" height="9"/>'
    inner = f'<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9">{image}</svg>'

    reached, _ = reached_by(f'<img src="data:image/svg+xml;base64,{b64encode(inner.encode()).decode()}">')

    assert reached == []


def test_a_picture_given_with_the_text_is_printed():
    made = set_html(f'<img src="data:image/png;base64,{PIXEL}">')

    with pikepdf.open(BytesIO(made.data)) as pdf:
        assert [len(page.get_images()) for page in pdf.pages] == [1]


def test_a_static_file_may_be_read(settings, tmp_path):
    settings.STATICFILES_DIRS = [tmp_path]
    picture = tmp_path / "mark.svg"
    picture.write_text('<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>')

    reached, _ = reached_by(f'<img src="{picture.as_uri()}">')

    assert reached == [("open", str(picture))]


def test_a_link_out_of_the_static_folder_is_not_followed(settings, tmp_path):
    static = tmp_path / "static"
    static.mkdir()
    (static / "mark.svg").symlink_to("/etc/passwd")
    settings.STATICFILES_DIRS = [static]

    with pytest.raises(fetcher.Refused):
        fetcher.ClosedFetcher().fetch((static / "mark.svg").as_uri())


def test_the_font_list_of_the_process_is_left_as_it_was(monkeypatch):
    import os

    monkeypatch.setenv("FONTCONFIG_FILE", "/somewhere/else.conf")

    set_html("<p>ก</p>")

    assert os.environ["FONTCONFIG_FILE"] == "/somewhere/else.conf"
    assert Path(typeface.CONFIG).is_file()
