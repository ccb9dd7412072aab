"""Of every layout: the text of the PDF is the text that was put in, no letter more, none less, none elsewhere."""

import re
from html.parser import HTMLParser

import pytest

from people.thai import thai_digits
from records.pdf import render
from records.pdf.engine import compose
from records.pdf.glue import MAY_BREAK
from tests.records.pdf_all import SAMPLES
from tests.records.pdf_reading import PAGE_READERS, folded

UNSEEN = {"head", "style", "title", "script"}
BREAKS = {"br", "img", "meta", "link", "col", "i"}


class Words(HTMLParser):
    """The text of a page of HTML in three heaps: what stands once, the foot of every page, heads of tables."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[tuple[str, str]] = []
        self.body, self.foot, self.heads = "", "", [""]

    def handle_starttag(self, tag, attrs):
        if tag not in BREAKS:
            self.open.append((tag, dict(attrs).get("class") or ""))
        if tag == "thead":
            self.heads.append("")

    def handle_endtag(self, tag):
        while self.open and self.open.pop()[0] != tag:
            pass

    def handle_data(self, data):
        tags = [tag for tag, _kind in self.open]
        if UNSEEN & set(tags):
            return
        if "mark" in [kind for _tag, kind in self.open]:
            self.foot += data
        else:
            self.body += data
            if "thead" in tags:
                self.heads[-1] += data


def put_in(template, context):
    words = Words()
    words.feed(compose(template, context).replace(MAY_BREAK, ""))  # which is no letter, and is not to be read back
    return folded(words.body), folded(words.foot), {folded(head) for head in words.heads if head.strip()}


def without_what_every_page_repeats(pages, foot, heads, body, first):
    """The pages in one, without foot, page number, and the heads of tables that go on."""
    found = ""
    for number, page in enumerate(pages, start=1):
        bound = f"หน้า{thai_digits(first + number - 1)}·บันทึกการลงนามในระบบ"
        for extra in (f"หน้า{thai_digits(number)}/{thai_digits(len(pages))}", f"-{thai_digits(number)}-", bound):
            page = page.replace(extra, "", 1)
        assert foot in page
        page = page.replace(foot, "", 1)
        for head in heads:
            if body[len(found) :].find(head) != 0 and page.startswith(head):
                page = page.removeprefix(head)
        found += page
    return found


@pytest.mark.parametrize("read", PAGE_READERS)
@pytest.mark.parametrize("template", SAMPLES)
def test_the_text_of_a_paper_is_the_text_that_was_put_in(read, template):
    context = SAMPLES[template]()
    body, foot, heads = put_in(template, context)
    if not re.search("[ก-๛]", foot) or "certificate" in template or "card" in template:
        foot = ""  # these have no foot: what they say of themselves stands in them

    pages = read(render(template, context).data)

    first = context.get("paper", {}).get("first_page", 1)
    assert without_what_every_page_repeats(pages, foot, heads, body, first) == body
