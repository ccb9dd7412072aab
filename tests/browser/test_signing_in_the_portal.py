"""A plan signed by everybody in the portal, from the freezing to the college's word; and one that ends in ink."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest

from tests.browser import chapters, facts, scan, signers

pytestmark = pytest.mark.browser

IN_INK = "ธนภูมิ"


def pdfsig(data: bytes, folder: Path) -> list[str]:
    """The signers' boxes that poppler's own validator finds sealed, and what it says of each."""
    file = folder / "plan.pdf"
    file.write_bytes(data)
    done = subprocess.run(["pdfsig", str(file)], capture_output=True, text=True, check=False, timeout=60)
    found = re.findall(
        r"(?:Field Name: \w+-(\S+)|Validation: (Signature.*|Digest.*)|(Total document signed))", done.stdout
    )
    return ["".join(parts) for parts in found]


@pytest.mark.parametrize("width", [1280, 360])
def test_a_plan_is_signed_in_the_portal_by_everybody(visit, width, tmp_path):
    teacher = visit(width)
    teacher.start_again()
    teacher.be(facts.TEACHER)
    chapters.write_the_plan(teacher)
    chapters.make_the_paper(teacher)

    names = signers.send_round(teacher)
    signers.open_and_read(teacher)
    signers.draw(teacher)
    signers.certify_and_sign(teacher)
    teacher.look("signed-by-the-teacher")
    for place, name in enumerate(names[1:]):
        signers.sign_next(teacher, name, whose=facts.TEACHER, look=place == 0)
    teacher.look("nothing-more-to-sign")

    teacher.be(facts.TEACHER)
    teacher.look("home-all-signed")
    chapters.to_my_plan(teacher)
    teacher.follow("/sign/")
    sealed = signers.take_the_sealed(teacher)
    assert pdfsig(sealed, tmp_path) == [
        "1-teacher", "Signature is Valid.", "2-department_head", "Signature is Valid.",
        "3-deputy_director", "Signature is Valid.", "4-director", "Total document signed", "Signature is Valid.",
    ]  # fmt: skip
    assert facts.missing(sealed, facts.PRINTED) == []
    teacher.press("submit")
    teacher.look("receipt")
    number = chapters.receipt_number(teacher)

    coordinator = teacher
    coordinator.be("อรนิดา")
    chapters.open_on_the_desk(coordinator, facts.TEACHER)
    coordinator.press("endorse")
    coordinator.look("review-endorsed")
    coordinator.open("/receipts/")
    coordinator.sees(number)


@pytest.mark.parametrize("width", [360])
def test_some_sign_in_the_portal_and_the_others_in_ink(visit, width, tmp_path):
    teacher = visit(width)
    teacher.start_again()
    teacher.be(IN_INK)
    teacher.open("/applications/mine/")
    teacher.remember()
    teacher.follow("/sign/")

    names = signers.send_round(teacher, ink_from="director")
    signers.open_and_read(teacher)
    signers.type_name(teacher, names[0])
    signers.certify_and_sign(teacher)
    for name in names[1:3]:
        signers.sign_next(teacher, name, whose=IN_INK)

    teacher.be(IN_INK)
    chapters.to_my_plan(teacher)
    teacher.follow("/sign/")
    teacher.look("now-the-paper")
    so_far = signers.take_the_sealed(teacher)
    assert pdfsig(so_far, tmp_path) == [
        "1-teacher", "Signature is Valid.", "2-department_head", "Signature is Valid.",
        "3-deputy_director", "Total document signed", "Signature is Valid.",
    ]  # fmt: skip
    chapters.hand_in(teacher, scan.scan(so_far, seed=width))

    coordinator = teacher
    coordinator.be("อรนิดา")
    chapters.open_on_the_desk(coordinator, IN_INK)
    coordinator.look("review-mixed")
    chapters.endorse(coordinator)
