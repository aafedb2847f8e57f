"""Files, charges and megabytes a second for every format that is read, and what a rap sheet of a thousand pages takes.

    python benchmarks/formats.py [--corpus FOLDER] [FORMAT…]

The files are the project's own fixtures; with ``--corpus`` also every file of that folder that a reader knows. The baseline of each
format is the same content through the standard library's own parser of its kind (`html.parser`, `json`, `expat`, `csv`), or for text a
split into words, with nothing understood. PDFs and photographs are those of a made-up sheet, beside the sheet's text.
"""

from __future__ import annotations

import argparse
import csv
import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable
from html.parser import HTMLParser
from pathlib import Path
from xml.parsers import expat

from unburden.readers import Source, detect, read_files, readers

FIXTURES = Path(__file__).resolve().parent.parent / "tests" / "fixtures"
SECONDS = 1.5
PAGES = 1000
#: Lines of a printed page.
LINES = 60


def rate(work: Callable[[bytes], object], files: list[bytes]) -> float:
    """Runs over all files, a second."""
    count, start = 0, time.perf_counter()
    while time.perf_counter() - start < SECONDS:
        for data in files:
            work(data)
        count += 1
    return count / (time.perf_counter() - start)


def bare(data: bytes) -> object:
    """What the standard library does with this content by itself."""
    head = data.lstrip()[:1]
    text = data.decode("utf-8", "replace")
    try:
        if head == b"<" and b"<?xml" in data[:100]:
            return expat.ParserCreate().Parse(data, True)
        if head == b"<":
            return HTMLParser().feed(text)
        if head in (b"{", b"["):
            return json.loads(text)
    except (ValueError, expat.ExpatError):
        pass
    first = text.split("\n", 1)[0]
    return list(csv.reader(text.splitlines())) if first.count(",") > 5 else [line.split() for line in text.splitlines()]


def formats(chosen: list[str], corpus: Path | None) -> None:
    known = [reader for reader in readers() if not chosen or reader.FORMAT in chosen]
    held: dict[str, list[bytes]] = {reader.FORMAT: [] for reader in known}
    for folder in (FIXTURES, corpus):
        for path in sorted(folder.rglob("*")) if folder else ():
            if not path.is_file() or ".golden." in path.name or path.stat().st_size > 20_000_000:
                continue
            data = path.read_bytes()
            reader = detect(Source(path.name, None, data))
            if reader is not None and reader.FORMAT in held and (folder is corpus or path.parent.name == reader.FORMAT):
                held[reader.FORMAT].append(data)
    print(f"{'format':24} {'files':>5} {'kB':>7} {'charges':>7} {'files/s':>9} {'charges/s':>9} {'MB/s':>6}  x its plain parser")
    for reader in known:
        files = held[reader.FORMAT]
        if not files:
            continue

        def read(data: bytes, reader: object = reader) -> object:
            return reader.read(Source("file", None, data))  # type: ignore[attr-defined]

        charges = sum(len(case.charges) for data in files for record in reader.read(Source("", None, data)) for case in record.cases)
        size = sum(map(len, files))
        found, baseline = rate(read, files), rate(bare, files)
        print(
            f"{reader.FORMAT:24} {len(files):5} {size / 1000:7.0f} {charges:7} {found * len(files):9.0f} {found * charges:9.0f}"
            f" {found * size / 1e6:6.1f}  {baseline / found:6.1f}"
        )


#: Offenses of the made-up sheet; all but the last come to court.
OFFENSES = ("647(B) PC-DISORDERLY CONDUCT:PROSTITUTION", "602(M) PC-TRESPASS", "11377 HS-POSSESS", "484 PC-THEFT")


def sheet(pages: int) -> list[list[str]]:
    """A rap sheet of so many pages about a person who does not exist: cycles of four counts, three of them with a court's word."""
    lines = ["CII/A55500017", "DOB/19880412 SEX/F", "NAM/01 EXAMPLE,ELENA"]
    n = 0
    while len(lines) < pages * LINES:
        n += 1
        day = f"{1950 + n % 70}{1 + n % 12:02}{1 + n % 28:02}"
        lines += ["* * * *", "ARR/DET/CITE:         NAM:01 DOB:19880412", f"{day}  CAPD SACRAMENTO", ""]
        for count, offense in enumerate(OFFENSES, 1):
            lines += [f"CNT:{count:02}     #{n:06}", f"  {offense}", "TOC:M", ""]
        lines += ["- - - -", "COURT:                NAM:01", f"{day}  CAMC SACRAMENTO", ""]
        for count, offense in enumerate(OFFENSES[:-1], 1):
            outcome = ["DISPO:CONVICTED", "   CONV STATUS:MISDEMEANOR", "   SEN: 12 MONTHS PROBATION"]
            lines += [f"CNT:{count:02}     #C{n:06}", f"  {offense}", *outcome, ""]
    lines = [*lines[: pages * LINES - 1], "* * * END OF MESSAGE * * *"]
    return [lines[n : n + LINES] for n in range(0, len(lines), LINES)]


#: Reads one file in a process of its own and tells what that took.
ALONE = """
import resource, sys, time
from unburden.readers import read_files
begun = time.perf_counter()
((record, *_),) = read_files(sys.argv[1:])
took = time.perf_counter() - begun
own, child = (resource.getrusage(who).ru_maxrss / 1024 for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
print(f"{sum(1 for _ in record.charges())} charges in {took:.2f} s, {own:.0f} MB, and {child:.0f} MB in the process that opens papers")
"""


def alone(path: Path) -> str:
    return subprocess.run([sys.executable, "-c", ALONE, str(path)], capture_output=True, text=True, check=True).stdout.strip()


def papers(folder: Path) -> None:
    """A thousand pages as text and as a PDF, and single pages as photographs."""
    import fpdf
    import pypdfium2

    pages = sheet(PAGES)
    text = folder / "sheet.txt"
    text.write_text("\n".join(line for page in pages for line in page))
    print(f"\n{PAGES} pages of text ({text.stat().st_size / 1e6:.1f} MB): {alone(text)}")
    paper = fpdf.FPDF(format="letter")
    paper.set_auto_page_break(False)
    for page in pages:
        paper.add_page()
        paper.set_font("Courier", size=9)
        for n, line in enumerate(page):
            paper.text(12, 12 + n * 4.2, line)
    paper.output(str(folder / "sheet.pdf"))
    print(f"{PAGES} pages of PDF ({(folder / 'sheet.pdf').stat().st_size / 1e6:.1f} MB): {alone(folder / 'sheet.pdf')}")
    with pypdfium2.PdfDocument(folder / "sheet.pdf") as document:
        for n in range(3):
            document[n].render(scale=200 / 72).to_pil().convert("L").save(folder / f"page{n}.png")
    begun = time.perf_counter()
    found: Iterable[object] = read_files([str(folder / f"page{n}.png") for n in range(3)])
    print(f"a photographed page, 200 points to the inch: {(time.perf_counter() - begun) / 3:.1f} s ({sum(1 for _ in found)} pages)")


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("formats", nargs="*", metavar="FORMAT")
    parser.add_argument("--corpus", type=Path, metavar="FOLDER")
    given = parser.parse_args()
    formats(given.formats, given.corpus)
    if not given.formats:
        with tempfile.TemporaryDirectory() as folder:
            papers(Path(folder))


if __name__ == "__main__":
    main()
