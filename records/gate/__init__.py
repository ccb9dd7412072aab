"""The gate for files: nothing a stranger sends is opened anywhere but in a limited child of the warm checker.

`check` looks at an upload, `photos_to_pdf` binds photographs of pages, `picture` draws a page for the screen, `stop`
ends the checker. Why it is built so: docs/decisions/0003-the-file-gate.md.
"""

from records.gate.client import stop
from records.gate.report import Kind, Limits, Reason, Report
from records.gate.uploads import check, photo, photos_to_pdf, picture

__all__ = ["Kind", "Limits", "Reason", "Report", "check", "photo", "photos_to_pdf", "picture", "stop"]
