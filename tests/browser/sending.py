"""Large files, the page where they are sent in, and what the portal has of them."""

from __future__ import annotations

import hashlib
import io
import json
import os
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pikepdf
from PIL import Image
from playwright.sync_api import Page, expect

from tests.browser import portal
from tests.browser.line import Line

# In the demo her plan is printed, and the signed copy is what is missing.
TEACHER = "ธนภูมิ"
COORDINATOR = "อรนิดา"
MEGABYTE = 10**6
NAME = "แผนที่ลงนามแล้ว.pdf"


def noise(seed: int, width: int, height: int) -> bytes:
    """A picture that cannot be made smaller, as a photograph of paper nearly is."""
    data = hashlib.shake_256(bytes([seed])).digest(width * height * 3)
    file = io.BytesIO()
    Image.frombytes("RGB", (width, height), data).save(file, "JPEG", quality=90)
    return file.getvalue()


def scanned(pages: int) -> bytes:
    """A PDF of about 1.2 MB a page."""
    pdf = pikepdf.new()
    for number in range(pages):
        picture = pikepdf.Stream(
            pdf, noise(number, 1000, 1400), Type=pikepdf.Name.XObject, Subtype=pikepdf.Name.Image, Width=1000,
            Height=1400, ColorSpace=pikepdf.Name.DeviceRGB, BitsPerComponent=8, Filter=pikepdf.Name.DCTDecode,
        )  # fmt: skip
        page = pdf.add_blank_page(page_size=(595, 842))
        page.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(P=picture))
        page.Contents = pikepdf.Stream(pdf, b"595 0 0 842 0 0 cm /P Do")
    file = io.BytesIO()
    pdf.save(file)
    return file.getvalue()


class Portal:
    def __init__(self, data: Path, address: str) -> None:
        self.data, self.address = data, address

    def ask(self, code: str) -> Any:
        """What Python says in the portal's own settings."""
        clean = {key: value for key, value in os.environ.items() if key not in portal.NOT_OURS}
        env = clean | {"TEACHERSYNC_DATA": str(self.data), "TEACHERSYNC_DEMO": "1", "LOG_LEVEL": "ERROR"}
        done = subprocess.run(
            [sys.executable, "manage.py", "shell", "-v", "0", "-c", f"import json\n{code}"],
            cwd=portal.TOP, env=env, capture_output=True, text=True, timeout=60, check=True,
        )  # fmt: skip
        return json.loads(done.stdout.strip().splitlines()[-1])

    def web(self) -> list[int]:
        """The web server's processes, those that serve first and the one that starts them last."""
        mark, found = os.fsencode(self.data), []
        for entry in Path("/proc").iterdir():
            try:
                is_web = entry.name.isdigit() and b"gunicorn" in (entry / "cmdline").read_bytes()
                if is_web and mark in (entry / "environ").read_bytes():
                    found.append(int(entry.name))
            except OSError:
                continue
        return sorted(found, reverse=True)

    def stored(self) -> dict[str, Any]:
        """The newest signed copy, and whether each row has its bytes and all bytes their row."""
        return self.ask(
            "from records.models import Document, Upload\n"
            "from records.models.paper import document_storage\n"
            "from records import tasks\n"
            "from pathlib import Path\n"
            "row = Document.objects.filter(kind='SCANNED').order_by('-kept_at').first()\n"
            "tasks.collect_orphans(), tasks.sweep_uploads()\n"
            "root = Path(document_storage().path(''))\n"
            "there = {str(p.relative_to(root)) for p in root.rglob('*') if p.is_file()}\n"
            "rows = set(Document.objects.values_list('file', flat=True))\n"
            "print(json.dumps({'sha256': row.sha256, 'size': row.size, 'pages': row.pages, 'name': row.original_name,"
            " 'begun_before_kept': row.begun_at < row.kept_at, 'orphans': len(there - rows),"
            " 'missing': len(rows - there), 'waiting': Upload.objects.filter(document=None).count()}))"
        )

    def parts(self) -> list[str]:
        return [path.name for path in (self.data / "incoming").rglob("*") if path.is_file()]


def be(page: Page, name: str) -> None:
    page.goto("/demo/")
    who = page.locator("li", has=page.locator("b", has_text=name))
    with page.expect_navigation():
        who.locator("form[action='/demo/sign-in/'] button").click()


def sign_in(page: Page) -> None:
    be(page, TEACHER)
    page.goto("/applications/mine/")
    page.goto(page.url + "sign/")
    expect(page.locator("input[name=files]")).to_be_visible()


def choose(page: Page, *files: tuple[str, bytes], folder: Path) -> None:
    """From the disk, as people do: a file in memory is sent in another way."""
    paths = []
    for name, data in files:
        (folder / name).write_bytes(data)
        paths.append(folder / name)
    page.locator("form[data-upload] input[type=file]").set_input_files(paths)


def until_attached(page: Page, pages: int) -> None:
    expect(page.locator("main")).to_contain_text(f"ได้รับแผนที่ลงนามแล้ว จำนวน {pages} หน้า", timeout=90_000)


def arrived_whole(house: Portal, data: bytes) -> None:
    """Stored once, to the byte, under its own name; and nothing is left lying about."""
    nothing: dict[str, object] = {"orphans": 0, "missing": 0, "waiting": 0, "parts": []}
    limit = time.monotonic() + 60
    while True:
        stored = house.stored()
        assert stored["sha256"] == hashlib.sha256(data).hexdigest()
        assert stored["begun_before_kept"]
        left = {name: stored[name] for name in ("orphans", "missing", "waiting")} | {"parts": house.parts()}
        if left == nothing:
            return
        # The page has only now asked for pictures of its boxes; each is made in a folder that goes with its answer.
        assert time.monotonic() < limit, left


def until(line: Line, crossed: int, seconds: float = 60) -> None:
    limit = time.monotonic() + seconds
    while line.crossed < crossed:
        assert time.monotonic() < limit, f"only {line.crossed} bytes crossed the line"
        time.sleep(0.01)
