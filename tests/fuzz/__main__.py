"""`make fuzz MINUTES=10 SEED=…` and `make corpora`: what is found is kept in a folder, each input beside its report.

    python -m tests.fuzz [--minutes 10] [--inputs N] [--seed N] [--only N] [--finds FOLDER]
    python -m tests.fuzz --corpora [--part 3/8] [--finds FOLDER]

Exit code 0 when nothing was found, 1 when something was, 2 when there was nothing to try.
"""

# ruff: noqa: T201 (this is a program of the terminal)
from __future__ import annotations

import argparse
import json
import os
import random
import sys
import time
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.fuzz import inputs, reader


def main() -> int:
    words = argparse.ArgumentParser(prog="make fuzz")
    words.add_argument("--minutes", type=float, default=10)
    words.add_argument("--inputs", type=int, help="so many, however long it takes")
    words.add_argument("--seed", type=int, help="of a run to be repeated")
    words.add_argument("--only", type=int, help="this input of the run alone")
    words.add_argument("--corpora", action="store_true", help="the files of TEACHERSYNC_CORPORA as they are")
    words.add_argument("--part", default="1/1", help="of the corpora: 3/8 is the third eighth")
    words.add_argument("--finds", type=Path, default=Path("var/finds"))
    asked = words.parse_args()
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
    import django

    django.setup()
    from tests.fuzz import inputs

    if asked.corpora:
        part, parts = (int(word) for word in asked.part.split("/"))
        return run(inputs.whole_corpus()[part - 1 :: parts], asked.finds)
    seed = asked.seed if asked.seed is not None else random.SystemRandom().randrange(2**32)
    print(f"seed {seed}", flush=True)
    if asked.only is not None:
        return run([inputs.made(seed, asked.only)], asked.finds)
    if asked.inputs is not None:
        return run((inputs.made(seed, number) for number in range(asked.inputs)), asked.finds)
    return run(until(asked.minutes, seed), asked.finds)


def until(minutes: float, seed: int) -> Iterator[inputs.Input]:
    from tests.fuzz import inputs

    end, number = time.monotonic() + 60 * minutes, 0
    while time.monotonic() < end:
        yield inputs.made(seed, number)
        number += 1


def run(files: Iterable[inputs.Input], finds: Path, module: str = "") -> int:
    """Looks at each, keeps the finds, tells the sums."""
    from tests.fuzz import reader

    verdicts: Counter[str] = Counter()
    tried = found = children = ended = largest = boxes = 0
    dearest = spent = 0.0
    began = time.monotonic()
    with reader.watching(module) as watch:
        for file in files:
            outcome = watch.look(file.data, file.suffix)
            tried += 1
            children += len(outcome.children)
            ended += sum(child["status"] != 0 for child in outcome.children)
            largest = max(largest, outcome.memory)
            spent += sum(child["seconds"] for child in outcome.children)
            dearest = max([dearest, *(child["seconds"] for child in outcome.children)])
            verdicts.update(word for word in outcome.verdict.split(", ") if "boxes" not in word)
            boxes += sum(int(word.split()[0]) for word in outcome.verdict.split(", ") if word.endswith(" boxes"))
            if outcome.finds:
                found += 1
                keep(finds, file, outcome)
            if tried % 50 == 0:
                print(f"{tried} inputs, finds {found}", flush=True)
    for verdict, count in sorted(verdicts.items()):
        print(f"{count:6} {verdict}")
    print(
        f"{tried} inputs in {time.monotonic() - began:.0f} s, {children} children, {boxes} boxes judged;"
        f" ended by a limit {ended}, largest {largest / 1024:.0f} MiB, dearest {dearest:.1f} of {spent:.0f} CPU s;"
        f" finds {found}"
    )
    return 2 if tried == 0 else int(found > 0)


def keep(folder: Path, file: inputs.Input, outcome: reader.Outcome) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{file.number:06}.{file.suffix}"
    path.write_bytes(file.data)
    report = {"made": file.made, "finds": outcome.finds, "verdict": outcome.verdict, "children": outcome.children}
    path.with_name(path.name + ".json").write_text(json.dumps(report, indent=1))
    print(f"FOUND {path}: {'; '.join(outcome.finds)} ({file.made})", flush=True)


if __name__ == "__main__":
    sys.exit(main())
