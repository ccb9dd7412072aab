"""A PDF of photographs, written page after page: the smallest file that readers and archives take.

The JPEGs were made by our own child a moment ago and are copied as they are, so memory never holds more than a block.
"""

from __future__ import annotations

from typing import IO

A4 = (595.28, 841.89)  # points
BLOCK = 64 * 1024  # bytes


class Book:
    """Objects 1 (catalogue) and 2 (pages) are written last; each page takes three more."""

    def __init__(self, output: IO[bytes]) -> None:
        self.output = output
        self.offsets: dict[int, int] = {}
        self.pages: list[int] = []
        output.write(b"%PDF-1.4\n%\xe2\xe3\xcf\xd3\n")

    def add(self, jpeg: IO[bytes], width: int, height: int) -> None:
        """One more page with an RGB JPEG of `width` x `height` pixels, as large as fits, upright or lying as it is."""
        picture = 3 + 3 * len(self.pages)
        across, down = A4 if height >= width else (A4[1], A4[0])
        scale = min(across / width, down / height)
        wide, high = width * scale, height * scale
        place = f"q {wide:.2f} 0 0 {high:.2f} {(across - wide) / 2:.2f} {(down - high) / 2:.2f} cm /P Do Q".encode()
        length = jpeg.seek(0, 2)
        jpeg.seek(0)
        self._open(
            picture,
            f"/Type /XObject /Subtype /Image /Width {width} /Height {height} /ColorSpace /DeviceRGB"
            f" /BitsPerComponent 8 /Filter /DCTDecode /Length {length}",
        )
        self.output.write(b"stream\n")
        while block := jpeg.read(BLOCK):
            self.output.write(block)
        self.output.write(b"\nendstream\nendobj\n")
        self._open(picture + 1, f"/Length {len(place)}")
        self.output.write(b"stream\n" + place + b"\nendstream\nendobj\n")
        self._open(
            picture + 2,
            f"/Type /Page /Parent 2 0 R /MediaBox [0 0 {across} {down}] /Contents {picture + 1} 0 R"
            f" /Resources << /XObject << /P {picture} 0 R >> >>",
        )
        self.output.write(b"endobj\n")
        self.pages.append(picture + 2)

    def close(self) -> None:
        kids = " ".join(f"{page} 0 R" for page in self.pages)
        self._open(2, f"/Type /Pages /Count {len(self.pages)} /Kids [{kids}]")
        self.output.write(b"endobj\n")
        self._open(1, "/Type /Catalog /Pages 2 0 R")
        self.output.write(b"endobj\n")
        start = self.output.tell()
        size = len(self.offsets) + 1
        lines = [f"xref\n0 {size}\n0000000000 65535 f \n"]
        lines += [f"{self.offsets[number]:010d} 00000 n \n" for number in range(1, size)]
        lines.append(f"trailer\n<< /Size {size} /Root 1 0 R >>\nstartxref\n{start}\n%%EOF\n")
        self.output.write("".join(lines).encode())

    def _open(self, number: int, entries: str) -> None:
        self.offsets[number] = self.output.tell()
        self.output.write(f"{number} 0 obj\n<< {entries} >>\n".encode())
