"""The .mo files are made by ourselves: what people read must be what the .po says."""

import gettext
import shutil
import subprocess
from pathlib import Path

import pytest

from deploy import messages, po

PO = """
msgid ""
msgstr ""
"Content-Type: text/plain; charset=UTF-8\\n"
"Plural-Forms: nplurals=2; plural=(n != 1);\\n"

#: people/models.py:3
msgid "Home"
msgstr "หน้าแรก"

msgid ""
"Two "
"lines\\n"
msgstr ""
"สอง\\"บรรทัด\\"\\n"
"จริง\\n"

msgctxt "verb"
msgid "Open"
msgstr "เปิด"

msgid "Open"
msgstr "เปิดอยู่"

msgid "%(n)d day"
msgid_plural "%(n)d days"
msgstr[0] "%(n)d วันเดียว"
msgstr[1] "%(n)d วัน"

#, fuzzy, python-format
msgid "Guess"
msgstr "เดา"

msgid "Nothing yet"
msgstr ""

#~ msgid "Gone"
#~ msgstr "หายแล้ว"
"""


@pytest.fixture
def locale(tmp_path: Path) -> Path:
    folder = tmp_path / "th" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    (folder / "django.po").write_text(PO, encoding="utf-8")
    return tmp_path


def catalogue(locale: Path) -> gettext.GNUTranslations:
    with (locale / "th" / "LC_MESSAGES" / "django.mo").open("rb") as file:
        return gettext.GNUTranslations(file)


def test_what_gettext_reads_back_is_what_the_translator_wrote(locale):
    messages.compile_all(locale)

    thai = catalogue(locale)

    assert thai.gettext("Home") == "หน้าแรก"
    assert thai.gettext("Two lines\n") == 'สอง"บรรทัด"\nจริง\n'
    assert thai.pgettext("verb", "Open") == "เปิด"
    assert thai.gettext("Open") == "เปิดอยู่"
    assert thai.ngettext("%(n)d day", "%(n)d days", 1) == "%(n)d วันเดียว"
    assert thai.ngettext("%(n)d day", "%(n)d days", 3) == "%(n)d วัน"


def test_guesses_gaps_and_obsolete_entries_show_english(locale):
    messages.compile_all(locale)

    thai = catalogue(locale)

    assert [thai.gettext(text) for text in ("Guess", "Nothing yet", "Gone")] == ["Guess", "Nothing yet", "Gone"]


@pytest.mark.skipif(shutil.which("msgfmt") is None, reason="msgfmt (package gettext) is not installed")
def test_the_catalogue_equals_the_one_that_gettext_compiles(locale):
    folder = locale / "th" / "LC_MESSAGES"
    subprocess.run(["msgfmt", "-o", folder / "theirs.mo", folder / "django.po"], check=True)
    messages.compile_all(locale)

    with (folder / "theirs.mo").open("rb") as file:
        theirs = gettext.GNUTranslations(file)

    assert vars(catalogue(locale))["_catalog"] == vars(theirs)["_catalog"]


def test_only_what_changed_is_compiled_again(locale):
    target = locale / "th" / "LC_MESSAGES" / "django.mo"

    assert messages.compile_all(locale) == [target]
    assert messages.compile_all(locale) == []


def test_a_broken_file_is_named_with_its_line(locale):
    source = locale / "th" / "LC_MESSAGES" / "django.po"
    source.write_text('msgid "a"\nmsgstr "b\n', encoding="utf-8")

    with pytest.raises(ValueError, match=r"django\.po:2: not a quoted text"):
        po.read(source)
