"""axe-core, fetched by npm on first use and kept under var/. Without it pages are still looked at, but not by axe."""

from __future__ import annotations

import functools
import shutil
import subprocess
from pathlib import Path
from typing import Any

VERSION = "4.14.1"
CACHE = Path(__file__).resolve().parent.parent.parent / "var" / "cache" / f"axe-core-{VERSION}"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


class Missing(Exception):
    """Why there is no axe here."""


@functools.cache
def source() -> str:
    """The program's text. Raises Missing where npm is not there or cannot reach its registry."""
    file = CACHE / "node_modules" / "axe-core" / "axe.min.js"
    if not file.exists():
        npm = shutil.which("npm")
        if npm is None:
            raise Missing("npm is not installed, so no page was looked at by axe-core")
        CACHE.mkdir(parents=True, exist_ok=True)
        # Nothing of the package is run but the file below, and that in the browser.
        wanted = ["--no-save", "--no-audit", "--no-fund", "--ignore-scripts", f"axe-core@{VERSION}"]
        done = subprocess.run(
            [npm, "install", "--prefix", str(CACHE), *wanted], capture_output=True, text=True, timeout=120, check=False
        )
        if done.returncode or not file.exists():
            raise Missing(f"npm could not fetch axe-core {VERSION}: {done.stderr.strip()[-200:]}")
    return file.read_text()


def violations(page: Any) -> list[str]:
    """What axe holds against the page as it stands: one line for each rule, with the first places."""
    # By the debugger, which the page's own content security policy rightly does not stop.
    page.evaluate(source())
    # Not what passed, and no second fetch of the style sheets: that halves the time.
    how = {"runOnly": RULES, "resultTypes": ["violations"], "preload": False}
    found = page.evaluate("how => axe.run(how).then(done => done.violations)", how)
    return [
        f"{rule['id']} ({rule['impact']}): {rule['help']}: "
        + "; ".join(" ".join(map(str, node["target"])) for node in rule["nodes"][:4])
        for rule in found
    ]
