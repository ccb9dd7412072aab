"""QR codes: as a picture for pages, as bare squares for documents."""

import segno


def qr_svg(text: str) -> str:
    """An SVG data URI of the code with a quiet zone of two modules; black on nothing, sized by whoever shows it."""
    return str(segno.make(text, error="m", micro=False).svg_data_uri(border=2, omitsize=True, nl=False))


def modules(text: str, *, error: str = "m") -> list[list[bool]]:
    """The dark and light squares of the code, row by row from the top, without a quiet zone."""
    return [[bool(square) for square in row] for row in segno.make(text, error=error, micro=False).matrix]
