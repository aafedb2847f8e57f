"""Files to records: finds the reader by the file's content, and bounds what it is given.

Every module of this package is one source format and has three names:

- ``FORMAT``: a short id, shown to the person;
- ``sniff(source) -> float``: how surely the content is of this format, 0 to 1, from its head alone and cheaply;
- ``read(source) -> list[Record]``: one record a person. It never raises on bad content: what it cannot read goes
  to ``Record.unread`` with its place.

One whose files can hold many people may have a fourth: ``TOO_LARGE``, what to do with a file that is too large for one person.

Adding a format adds one module here; nothing else changes. Heavy imports stand inside `read`.
"""

from __future__ import annotations

import pkgutil
from collections.abc import Collection, Sequence
from functools import cached_property
from importlib import import_module
from pathlib import Path
from typing import Final, Protocol

from attrs import define, evolve

from unburden.errors import InputError, Problem
from unburden.record import Record, Span
from unburden.record import Source as Paper

#: A file larger than this is refused: no single person's record is so large.
MAX_BYTES: Final = 64 * 1024 * 1024
#: What `sniff` may look at.
HEAD_BYTES: Final = 64 * 1024
#: Files that are no text, by how they begin.
_NOT_TEXT: Final = (
    (b"%PDF-", "a PDF"),
    (b"PK\x03\x04", "a ZIP archive or an Office document"),
    (b"\xd0\xcf\x11\xe0", "an Office document"),
    (b"{\\rtf", "a rich text document"),
    (b"\xff\xd8\xff", "a photo"),
    (b"\x89PNG", "a picture"),
    (b"II*\0", "a scan"),
    (b"MM\0*", "a scan"),
    (b"\x1f\x8b", "a compressed file"),
)


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
        # A device or a pipe states no size and may have no end, so no more is read than a record can have.
        with path.open("rb") as file:
            data = file.read(HEAD_BYTES if path.stat().st_size > MAX_BYTES else MAX_BYTES + 1)
    except (OSError, ValueError) as error:
        why = (getattr(error, "strerror", None) or str(error)).lower()
        raise InputError(Problem("cannot-open", f"cannot open this file: {why}", file=name)) from None
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
            raise InputError(Problem("unknown-format", _unknown(source.data), file=name))
        size = max(len(source.data), source.path.stat().st_size if source.path else 0)
        if size > MAX_BYTES:
            limit = f"the limit is {MAX_BYTES // 1_048_576} MiB"
            advice = getattr(reader, "TOO_LARGE", "split the file")
            message = f"{size // 1_000_000} MB is more than one person's record can be ({limit}); {advice}"
            raise InputError(Problem("too-large", message, file=name))
        # A file of our own names the papers that it was made from; one that does not is itself the paper.
        paper = Paper(name, reader.FORMAT, len(source.lines))
        found.append([record if record.sources else evolve(record, sources=(paper,)) for record in reader.read(source)])
    return found


def _unknown(data: bytes) -> str:
    """Why no reader takes a file, and what to do."""
    kind = next((kind for begin, kind in _NOT_TEXT if data.startswith(begin)), "no text" if b"\0" in data[:HEAD_BYTES] else None)
    if kind is not None:
        return f"this is {kind}, which no reader knows; save what it says as text in UTF-8, or as a charges table"
    return f"no reader knows this kind of file; known kinds: {', '.join(sorted(each.FORMAT for each in readers()))}"
