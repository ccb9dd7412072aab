"""The papers of the benchmark: plans of several lengths, two to six signers, each in an older and a newer version."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from records import pdf
from records.pdf import Box
from tests.records import pdf_samples as samples

LETTERS = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
SIXTH = {"role": "witness", "label": "พยาน", "name": "นายสมชาย ใจซื่อ", "position": "ครู"}
HOSTS = ("https://teachersync.example", "https://plan.ovec.example.go.th", "http://127.0.0.1:8000")


@dataclass(frozen=True)
class Paper:
    """A printed plan: its code, its version, whose it is (`person`), and where it is signed."""

    code: str
    version: int
    person: int
    data: bytes
    pages: int
    boxes: tuple[Box, ...]


def papers(count: int, seed: int) -> list[Paper]:
    """`count` people, two versions each: [person 0 version 1, person 0 version 2, person 1 version 1, …]."""
    draw = np.random.default_rng(seed)
    made = []
    for person in range(count):
        rows, signers = int(draw.integers(1, 26)), int(draw.integers(2, 7))
        host = HOSTS[int(draw.integers(len(HOSTS)))]
        for version in (1, 2):
            code = "".join(draw.choice(list(LETTERS), 12))
            made.append(_printed(code, version, person, rows + version, signers, host))
    return made


def _printed(code: str, version: int, person: int, rows: int, signers: int, host: str) -> Paper:
    context: dict[str, Any] = samples.plan_context(rows=rows)
    context["signers"] = [*samples.SIGNERS, SIXTH][:signers]
    context["paper"] = {
        "code": "-".join((code[:4], code[4:8], code[8:])),
        "url": f"{host}/v/{code}/",
        "version": version,
        "number": f"2568-{person:06d}",
    }
    made = pdf.render("pdf/plan.html", context)
    return Paper(code, version, person, made.data, made.pages, made.boxes)
