"""Files to records: finds the reader by the file's content, and bounds what it is given.

Every module of this package is one source format and has three names:

- ``FORMAT``: a short id, shown to the person;
- ``sniff(source) -> float``: how surely the content is of this format, 0 to 1, from its head alone and cheaply;
- ``read(source) -> list[Record]``: one record a person. It never raises on bad content: what it cannot read goes
  to ``Record.unread`` with its place.

Some have more: ``TOO_LARGE``, what to do with a file of many people that is too large for one; ``UNTRIED``, why it could be tried on no
true file, which every record that it reads says; ``headings(source)``, the names by which a person can say what the columns of a table
are (`Source.columns`).

PDFs and pictures become text first (`_documents`), so a reader of a printed form is a reader of its text.

Adding a format adds one module here; nothing else changes. Heavy imports stand inside `read`.
"""

from __future__ import annotations

import pkgutil
import re
from bisect import bisect_right
from collections.abc import Collection, Mapping, Sequence
from functools import cached_property
from importlib import import_module
from pathlib import Path
from typing import Final, Protocol

from attrs import define, evolve, field

from unburden.errors import InputError, Problem, nearest
from unburden.readers._documents import Document, kind_of, read_document
from unburden.record import Doubt, Record, Span, Unread
from unburden.record import Source as Paper

#: A file larger than this is refused: no single person's record is so large.
MAX_BYTES: Final = 64 * 1024 * 1024
#: What `sniff` may look at.
HEAD_BYTES: Final = 64 * 1024
#: Files that are no text, by how they begin.
_NOT_TEXT: Final = (
    (b"PK\x03\x04", "a ZIP archive or an Office document"),
    (b"\xd0\xcf\x11\xe0", "an Office document"),
    (b"{\\rtf", "a rich text document"),
    (b"\x1f\x8b", "a compressed file"),
)

_ENDS: Final = re.compile(r"\r\n?")


@define(slots=False)
class Source:
    """One file: its name as the person gave it, where it is, and its content, decoded once on demand.

    `facts` are names of the law's facts: a table may answer them in columns of its own. `columns` is what the person
    says of a table's columns: heading in the file → what it is. `document` is the text of a PDF or a picture.
    """

    name: str
    path: Path | None
    data: bytes
    facts: frozenset[str] = frozenset()
    columns: Mapping[str, str] = field(factory=dict)
    document: Document | None = None

    @cached_property
    def text(self) -> str:
        """The whole content as text: UTF-8 or UTF-16 by its mark, else UTF-8, else Windows-1252. Never fails.

        Between two pages of a PDF or a picture, and of a text that was printed to a file, stands a form feed.
        """
        return self.document.text if self.document else _decode(self.data)

    @cached_property
    def head(self) -> str:
        """The first `HEAD_BYTES` as text."""
        return self.document.text[:HEAD_BYTES] if self.document else _decode(self.data[:HEAD_BYTES])

    @cached_property
    def lines(self) -> list[str]:
        """The text's lines without their ends and without form feeds. Line n of a reader is ``lines[n - 1]``."""
        text = _ENDS.sub("\n", self.text) if "\r" in self.text else self.text
        return (text.replace("\f", "") if "\f" in text else text).split("\n")

    @cached_property
    def _turns(self) -> list[int]:
        """The first line of each page but the first."""
        found: list[int] = []
        line = 1
        for page in _ENDS.sub("\n", self.text).split("\f")[:-1] if "\f" in self.text else ():
            line += page.count("\n")
            found.append(line)
        return found

    def page_of(self, line: int) -> int | None:
        """The page that a line stands on, from 1; `None` where the file has no pages."""
        if self.document:
            return self.document.places[min(max(line, 1), len(self.document.places)) - 1][0]
        return bisect_right(self._turns, line) + 1 if self._turns else None

    def span(self, line: int | None = None, page: int | None = None) -> Span:
        """Where a line of `lines` stands. On paper and in pictures lines are counted anew on each page, as a person would count them."""
        if line is None:
            return Span(self.name, None, page)
        if self.document and 1 <= line <= len(self.document.places):
            page, line = self.document.places[line - 1]
            return Span(self.name, line, page)
        return Span(self.name, line, page or self.page_of(line))


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


def open_source(name: str, facts: Collection[str] = (), columns: Mapping[str, str] | None = None) -> Source:
    """The file as a `Source`; a PDF or a picture with its text.

    Raises:
        InputError: the file is missing, empty or not readable, or is a PDF or picture that is too large or cannot be turned into text.
    """
    path = Path(name)
    try:
        # A device or a pipe states no size and may have no end, so no more is read than a record can have.
        size = path.stat().st_size
        with path.open("rb") as file:
            data = file.read(HEAD_BYTES if size > MAX_BYTES else MAX_BYTES + 1)
    except (OSError, ValueError) as error:
        why = (getattr(error, "strerror", None) or str(error)).lower()
        raise InputError(Problem("cannot-open", f"cannot open this file: {why}", file=name)) from None
    if not data.strip(b"\0 \t\r\n"):
        raise InputError(Problem("empty-file", "the file is empty; nothing was read", file=name))
    source = Source(name, path, data, frozenset(facts), columns or {})
    kind = kind_of(data)
    if kind is None:
        return source
    if max(size, len(data)) > MAX_BYTES:
        raise InputError(_too_large(source))
    return evolve(source, document=read_document(name, kind, data))


def read_files(names: Sequence[str], facts: Collection[str] = (), columns: Mapping[str, str] | None = None) -> list[list[Record]]:
    """For each file, in order, the records in it, one a person; records of several files are not merged here (see `merge`).

    `columns` says what columns of a table kept by hand are (`Source.columns`).

    Raises:
        InputError: a file that cannot be opened, is empty, is too large, or is of no format known here; `columns`
            names one that is in none of the files.
    """
    found: list[list[Record]] = []
    headings: list[str] = []
    for name in names:
        source = open_source(name, facts, columns)
        reader = detect(source)
        if reader is None:
            raise InputError(Problem("unknown-format", _unknown(source), file=name))
        if max(len(source.data), source.path.stat().st_size if source.path else 0) > MAX_BYTES:
            raise InputError(_too_large(source, getattr(reader, "TOO_LARGE", "")))
        found.append([_told(source, reader, record, first=n == 0) for n, record in enumerate(reader.read(source))])
        headings += reader.headings(source) if columns and hasattr(reader, "headings") else ()
    missing = [each for each in columns or () if each not in headings]
    if missing:
        message = f'no column of these files is called "{missing[0]}"{nearest(missing[0], headings)}'
        raise InputError(Problem("unknown-column", message))
    return found


def _told(source: Source, reader: Reader, record: Record, *, first: bool) -> Record:
    """A record with what is known of its file; what belongs to nobody is told with the `first` record."""
    # A file of our own names the papers that it was made from; one that does not is itself the paper.
    sources = record.sources or (Paper(source.name, reader.FORMAT, len(source.lines)),)
    untried: str | None = getattr(reader, "UNTRIED", None)
    notes = (f"untried on a real file ({reader.FORMAT}: {untried}); check every line against the paper",) if untried else ()
    unread, doubtful = record.unread, record.doubtful
    if source.document and first:
        unread += tuple(Unread(Span(source.name, None, page), f"page {page}", why) for page, why in source.document.unread)
        doubtful += tuple(
            Doubt(source.span(line), word, percent) for line, words in source.document.doubtful.items() for word, percent in words
        )
    return evolve(record, sources=sources, notes=(*record.notes, *notes), unread=unread, doubtful=doubtful)


def _too_large(source: Source, advice: str = "") -> Problem:
    size = max(len(source.data), source.path.stat().st_size if source.path else 0)
    limit = f"the limit is {MAX_BYTES // 1_048_576} MiB"
    message = f"{size // 1_000_000} MB is more than one person's record can be ({limit}); {advice or 'split the file'}"
    return Problem("too-large", message, file=source.name)


def _unknown(source: Source) -> str:
    """Why no reader takes a file, and what to do."""
    data = source.data
    known = f"known kinds: {', '.join(sorted(each.FORMAT for each in readers()))}"
    if source.document:
        return f"its text could be read, but no reader knows the kind of paper; {known}"
    kind = next((kind for begin, kind in _NOT_TEXT if data.startswith(begin)), "no text" if b"\0" in data[:HEAD_BYTES] else None)
    if kind is not None:
        return f"this is {kind}, which no reader knows; save what it says as text in UTF-8, or as a charges table"
    first = source.head.split("\n", 1)[0]
    hint = "; if it is a table of your own, --columns says what its columns are" if max(map(first.count, ",;\t")) > 1 else ""
    return f"no reader knows this kind of file{hint}; {known}"
