"""What the tests of the table readers share: sources, damaged copies of a true file, floods, and who else would take a file."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Protocol

from hypothesis import strategies as st

from unburden.readers import Source, readers
from unburden.record import Charge, Record

FIXTURES = Path(__file__).parent.parent / "fixtures"


class Module(Protocol):
    """A reader's module."""

    FORMAT: str

    def sniff(self, source: Source) -> float: ...

    def read(self, source: Source) -> list[Record]: ...


def of(text: str | bytes, name: str = "table.csv") -> Source:
    return Source(name, None, text.encode() if isinstance(text, str) else text)


def fixture(folder: str, name: str) -> Source:
    path = FIXTURES / folder / name
    return Source(path.name, path, path.read_bytes())


def charges(records: list[Record]) -> dict[str, Charge]:
    return {charge.charge_id: charge for record in records for _, charge in record.charges()}


def whys(records: list[Record]) -> str:
    return "\n".join(f"{each.span.line}: {each.text}: {each.why}" for record in records for each in record.unread)


def counts(records: list[Record]) -> dict[str, int]:
    """People, cases, charges, charges with an outcome, and lines that were not read."""
    held = [charge for record in records for _, charge in record.charges()]
    return {
        "people": len(records),
        "cases": sum(len(record.cases) for record in records),
        "charges": len(held),
        "with outcome": sum(charge.outcome is not None for charge in held),
        "unread": sum(len(record.unread) for record in records),
        "set aside": sum(len(record.set_aside) for record in records),
    }


def taken_by_no_other(reader: Module, source: Source) -> bool:
    """Whether this reader is the surest of the file, by far."""
    scores = {each.FORMAT: each.sniff(source) for each in readers() if each.FORMAT != reader.FORMAT}
    return reader.sniff(source) >= 0.9 and max(scores.values()) <= 0.6


def takes_no_other(reader: Module, folder: str) -> list[str]:
    """The other formats' fixtures that this reader would take."""
    files = [path for path in FIXTURES.rglob("*") if path.is_file() and folder not in path.parts and path.suffix not in (".md", ".toml")]
    assert len(files) > 20
    return [str(path) for path in files if reader.sniff(Source(path.name, path, path.read_bytes())) > 0.2]


def damaged(text: str) -> st.SearchStrategy[str]:
    """Copies of a true file with pieces cut out, doubled or put in."""
    pieces = st.sampled_from(("", '"', ",", "\n", "\r", "\0", "é", ",,,,", '""', "00/00/0000", "8" * 300, "NULL", "#"))
    cut = st.tuples(st.integers(0, len(text)), st.integers(0, 60), pieces)

    def apply(cuts: list[tuple[int, int, str]]) -> str:
        found = text
        for at, length, piece in cuts:
            found = found[:at] + piece + found[at + length :]
        return found

    return st.lists(cut, min_size=1, max_size=6).map(apply)


def seconds(reader: Module, text: str) -> float:
    source = of(text)
    begin = time.process_time()
    reader.read(source)
    reader.sniff(source)
    return time.process_time() - begin
