"""Files to records: finds the reader by the file's content, and bounds what it is given.

Every module of this package is one source format and has three names:

- ``FORMAT``: a short id, shown to the person;
- ``sniff(source) -> float``: how surely the content is of this format, 0 to 1, from its head alone and cheaply;
- ``read(source) -> list[Record]``: one record a person. It never raises on bad content: what it cannot read goes
  to ``Record.unread`` with its place.

Adding a format adds one module here; nothing else changes. Heavy imports stand inside `read`.
"""

from __future__ import annotations

import pkgutil
from collections.abc import Collection, Sequence
from functools import cached_property
from importlib import import_module
from pathlib import Path
from typing import Final, Protocol

from attrs import define

from unburden.errors import InputError, Problem
from unburden.record import Record, Span

#: A file larger than this is refused unless it is a charges table: no single person's record is so large.
MAX_BYTES: Final = 64 * 1024 * 1024
#: What `sniff` may look at.
HEAD_BYTES: Final = 64 * 1024


@define(slots=False)
class Source:
    """One file: its name as the person gave it, where it is, and its content, decoded once on demand.

    `facts` are names of the law's facts: a table may answer them in columns of its own.
    """

    name: str
    path: Path | None
    data: bytes
    facts: frozenset[str] = frozenset()

    @cached_property
    def text(self) -> str:
        """The whole content as text: UTF-8 or UTF-16 by its mark, else UTF-8, else Windows-1252. Never fails."""
        return _decode(self.data)

    @cached_property
    def head(self) -> str:
        """The first `HEAD_BYTES` as text."""
        return _decode(self.data[:HEAD_BYTES])

    @cached_property
    def lines(self) -> list[str]:
        """The text's lines without their ends. Line n of a `Span` is ``lines[n - 1]``."""
        return self.text.split("\n") if "\r" not in self.text else self.text.replace("\r\n", "\n").replace("\r", "\n").split("\n")

    def span(self, line: int | None = None, page: int | None = None) -> Span:
        """A span in this file."""
        return Span(self.name, line, page)


class Reader(Protocol):
    """What a module of this package offers."""

    FORMAT: str

    def sniff(self, source: Source) -> float:
        """How surely the content is of this format, 0 to 1."""

    def read(self, source: Source) -> list[Record]:
        """The records in it, one a person."""


def _decode(data: bytes) -> str:
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return data.decode("utf-16", "replace")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        if error.start >= len(data) - 4 and error.reason == "unexpected end of data":
            return data[: error.start].decode("utf-8-sig")
        return data.decode("cp1252", "replace")


def readers() -> list[Reader]:
    """Every reader of this package, in the order of its name."""
    return [import_module(f"{__name__}.{module.name}") for module in pkgutil.iter_modules(__path__) if module.name[0] != "_"]


def detect(source: Source) -> Reader | None:
    """The reader that is surest of the content, or `None` if none is."""
    scored = [(reader.sniff(source), reader) for reader in readers()]
    best = max(scored, key=lambda pair: pair[0])
    return best[1] if best[0] > 0 else None


def open_source(name: str, facts: Collection[str] = ()) -> Source:
    """The file as a `Source`.

    Raises:
        InputError: the file is missing, empty or not readable.
    """
    path = Path(name)
    try:
        data = path.read_bytes() if path.stat().st_size <= MAX_BYTES else path.open("rb").read(HEAD_BYTES)
    except OSError as error:
        raise InputError(Problem("cannot-open", f"cannot open this file: {(error.strerror or 'error').lower()}", file=name)) from None
    if not data.strip(b"\0 \t\r\n"):
        raise InputError(Problem("empty-file", "the file is empty; nothing was read", file=name))
    return Source(name, path, data, frozenset(facts))


def read_files(names: Sequence[str], facts: Collection[str] = ()) -> list[list[Record]]:
    """For each file, in order, the records in it, one a person; records of several files are not merged here (see `merge`).

    Raises:
        InputError: a file that cannot be opened, is empty, is too large, or is of no format known here.
    """
    found: list[list[Record]] = []
    for name in names:
        source = open_source(name, facts)
        reader = detect(source)
        if reader is None:
            known = ", ".join(sorted(each.FORMAT for each in readers()))
            raise InputError(Problem("unknown-format", f"no reader knows this kind of file; known kinds: {known}", file=name))
        if source.path and source.path.stat().st_size > MAX_BYTES and not getattr(reader, "STREAMS", False):
            size = source.path.stat().st_size // 1_000_000
            limit = f"the limit is {MAX_BYTES // 1_048_576} MiB"
            raise InputError(Problem("too-large", f"{size} MB is more than one person's record can be ({limit}); split the file", file=name))
        found.append(reader.read(source))
    return found
