"""Chapters of signing in the portal. Each begins with the person signed in."""

from __future__ import annotations

import math
import re

from tests.browser.visitor import Visitor

OWN = "main a.btn-primary[href*='/signatures/']"


def send_round(v: Visitor, *, ink_from: str = "") -> list[str]:
    """From the page of signing: chooses the third of the college's people as head, the fourth as deputy."""
    v.page.locator("details", has=v.page.locator("form[action$='/circulate/']")).locator("summary").click()
    for place, role in ((3, "department_head"), (4, "deputy_director")):
        v.page.locator(f"select[name={role}]").select_option(index=place)
    if ink_from:
        v.page.locator(f"select[name={ink_from}]").select_option("ink")
    v.look("send-round")
    v.press("circulate")
    v.page.locator(OWN).wait_for(timeout=60_000)
    v.look("goes-round")
    lines = v.page.locator("section[aria-labelledby=h-2] .timeline b").all_text_contents()
    return [line.partition(":")[2].replace("\u00a0", " ").strip() for line in lines]


def be_signer(v: Visitor, name: str) -> None:
    """Signs in as one of the college's people, found by first name."""
    first = re.sub("^(นางสาว|นาย|นาง)", "", name).split()[0]
    v.open(f"/demo/?q={first}")
    who = v.page.locator("li", has=v.page.locator("b", has_text=first)).first
    v.go(who.locator("form[action='/demo/sign-in/'] button"))


def open_and_read(v: Visitor) -> None:
    """From the page of signing, when it is one's own turn."""
    v.go(v.page.locator(OWN))
    v.look("to-be-opened")
    v.press("open")
    first = v.page.locator(".pages img").first
    first.wait_for()
    v.page.wait_for_function("() => document.querySelector('.pages img').naturalWidth > 300")
    v.look("opened")


def draw(v: Visitor) -> None:
    """With the mouse, or what stands for a finger."""
    v.choose("method", "drawn")
    pad = v.page.locator("[data-pad] > svg")
    pad.scroll_into_view_if_needed()
    box = pad.bounding_box()
    assert box
    left, middle = box["x"] + box["width"] * 0.1, box["y"] + box["height"] / 2
    v.page.mouse.move(left, middle)
    v.page.mouse.down()
    for step in range(1, 50):
        v.page.mouse.move(left + step * box["width"] * 0.016, middle + math.sin(step / 4) * box["height"] * 0.3)
    v.page.mouse.up()
    v.look("drawn")


def type_name(v: Visitor, name: str) -> None:
    v.choose("method", "typed")
    v.fill(typed=name)


def certify_and_sign(v: Visitor) -> None:
    v.page.locator("input[name=certify]").check()
    v.go(v.page.locator("form[action$='/sign/'] .btn-primary"))


def sign_next(v: Visitor, name: str, *, whose: str, look: bool = False) -> None:
    """Somebody whose turn it is finds that teacher's plan from home, reads it and signs it by typing."""
    be_signer(v, name)
    if look:
        v.look("home-of-a-signer")
    v.follow("/applications/signatures/")
    if look:
        v.look("to-sign")
    v.go(v.page.locator("ul.signing a", has_text=whose).first)
    v.press("open")
    type_name(v, name)
    certify_and_sign(v)


def take_the_sealed(v: Visitor) -> bytes:
    """Downloads the plan with the signatures so far, once it is sealed."""
    link = v.page.locator("main a[href$='/sealed/']")
    link.wait_for(timeout=60_000)
    paper = v.fetch(link)
    v.eyes.paper(paper, "sealed")
    return paper
