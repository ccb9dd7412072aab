"""Official PDFs in Thai: made from the same facts as the page, and readable as text again, letter for letter."""

from records.pdf.engine import Box, Rendered, render
from records.pdf.qr import qr_svg

__all__ = ["Box", "Rendered", "qr_svg", "render"]
