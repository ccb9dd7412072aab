"""What one check of an ordinary scan costs: `python bench/gate.py [checks]`; processor time of both sides, in ms."""

import os
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from django.conf import settings

from records import gate
from records.gate import client

TICK = 1000 / os.sysconf("SC_CLK_TCK")


def scan(folder: Path, pages: int = 6) -> Path:
    """Six pages of grainy paper at 200 dpi: about 2.4 MB."""
    from PIL import Image

    photos = []
    for number in range(pages):
        path = folder / f"{number}.jpg"
        Image.effect_noise((1414, 2000), 8).point(lambda value: 120 + value).convert("RGB").save(path, quality=80)
        photos.append(path)
    gate.photos_to_pdf(photos, folder / "scan.pdf", limits=gate.Limits(2**26, 40))
    return folder / "scan.pdf"


def spent(pid: int) -> float:
    """Of a process and all children it has waited for."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return sum(int(field) for field in fields[11:15]) * TICK


def main(checks: int) -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        settings.configure(DATA=folder)
        path = scan(folder)
        socket = str(folder / client.SOCKET)
        checker = next(
            int(entry)
            for entry in os.listdir("/proc")
            if entry.isdigit() and socket.encode() in (Path("/proc") / entry / "cmdline").read_bytes()
        )
        before, own, clock = spent(checker), time.process_time(), time.perf_counter()
        for _number in range(checks):
            assert gate.check(path, kind="pdf", limits=gate.Limits(2**26, 40)).ok
        print(f"file {path.stat().st_size / 2**20:.1f} MB, {checks} checks")
        print(f"caller {(time.process_time() - own) * 1000 / checks:.2f} ms")
        print(f"checker and children {(spent(checker) - before) / checks:.2f} ms")
        print(f"wall {(time.perf_counter() - clock) * 1000 / checks:.2f} ms")
        gate.stop()


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 300)
