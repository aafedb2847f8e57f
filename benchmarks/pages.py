"""Court pages read and decided per second, from HTML text to result.

    python benchmarks/pages.py [FOLDER]

FOLDER holds saved pages of the Odyssey "classic" layout; by default the project's own fixtures. The baseline is the same text put through
the standard library's `html.parser` alone, with nothing understood.
"""

from __future__ import annotations

import sys
import time
from html.parser import HTMLParser
from pathlib import Path

from unburden.calendar import parse_day
from unburden.law import read_law
from unburden.merge import merge
from unburden.readers import Source, odyssey_classic
from unburden.relief import decide

FIXTURES = Path(__file__).resolve().parent.parent / "tests" / "fixtures" / "odyssey_classic"
AS_OF = (parse_day("2026-11-23") or (0, 0))[0]
SECONDS = 4.0


def pages(folder: Path) -> list[bytes]:
    """Pages that hold at least one charge."""
    found = []
    for path in sorted(folder.glob("*.htm*")):
        source = Source(path.name, path, path.read_bytes())
        if odyssey_classic.sniff(source) and any(record.cases for record in odyssey_classic.read(source)):
            found.append(source.data)
    return found


def rate(work: object, each: list[bytes]) -> float:
    """Pages a second."""
    assert callable(work)
    count, start = 0, time.perf_counter()
    while time.perf_counter() - start < SECONDS:
        for data in each:
            work(data)
        count += len(each)
    return count / (time.perf_counter() - start)


def main() -> None:
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else FIXTURES
    each = pages(folder)
    if not each:
        sys.exit(f"{folder}: no saved court page of this kind is in this folder")
    law = read_law(None, ["US-OR"])
    charges = 0

    def read(data: bytes) -> object:
        return odyssey_classic.read(Source("page.html", None, data))

    def read_and_decide(data: bytes) -> None:
        for record in odyssey_classic.read(Source("page.html", None, data)):
            decide(merge([record]), law, AS_OF)

    def parse(data: bytes) -> None:
        HTMLParser().feed(data.decode("utf-8", "replace"))

    for data in each:
        charges += sum(len(case.charges) for record in odyssey_classic.read(Source("", None, data)) for case in record.cases)
    size = sum(len(data) for data in each) / len(each) / 1000
    print(f"{len(each)} pages of {size:.0f} kB on average, {charges / len(each):.1f} charges a page")
    baseline = rate(parse, each)
    for name, work in (("read", read), ("read and decided", read_and_decide)):
        found = rate(work, each)
        print(f"{name:17} {found:7.0f} pages/s  {baseline / found:5.2f} x the time of html.parser alone ({baseline:.0f} pages/s)")


if __name__ == "__main__":
    main()
