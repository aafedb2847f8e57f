"""Tables of many people as agencies export them: rows of cells with their lines, and what their cells mean everywhere.

`rows` reads delimited text; one unclosed quote must not swallow the rows after it. `Table` names the cells by a header (or by a
layout that is known), refuses what does not fit, and reads dates. Work is linear in the size of the file.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import Final, TypeVar

from attrs import define, evolve, field, fields, frozen

from unburden.calendar import parse_day
from unburden.readers import Source
from unburden.record import Case, Charge, ChargeVersion, Disagreement, Disposition, SentencePart, Span, Unread

_Held = TypeVar("_Held", Case, Charge, ChargeVersion, Disposition, SentencePart)

#: What to do with a table that is too large to be read here.
TOO_LARGE: Final = "split it by person into smaller files, each with the header, and read those"
#: No cell of a table runs over more lines.
MOST_LINES: Final = 20
#: How much of a row is shown where it could not be read.
SHOWN: Final = 300

#: How a Parquet file begins.
PARQUET: Final = b"PAR1"
#: Outcomes that find guilt, and those that end a charge without it.
_GUILT: Final = ("convicted", "withheld", "adjudicated")
_CLEARED: Final = ("dismissed", "nolle_prosequi", "not_filed", "acquitted", "insanity")

_AMOUNT: Final = re.compile(r"\$? ?(-?\d{1,12})(?:\.(\d{1,6}))?\Z", re.A)
_NOTHING: Final = frozenset(("", "-", "null", "none", "nan", "nat", "n/a", "<na>"))
_DAY: Final = re.compile(
    r"(?:(\d{4})-(\d{1,2})-(\d{1,2})|(\d{1,2})/(\d{1,2})/(\d{4})|(\d{4})(\d{2})(\d{2}))"
    r"(?:[ T]\d{1,2}:\d{2}(?::\d{2}(?:\.\d{1,9})?)?(?: ?[AP]M)?Z?)?\Z",
    re.I | re.A,
)
#: Digits that agencies print where there is no date: all of one kind.
_NO_DAY: Final = re.compile(r"([089])\1{3,7}\Z|0\Z|00/00/0000(?: .*)?\Z|0000-00-00(?: .*)?\Z")


@frozen
class Row:
    """One row: the line it begins in, and what its cells say by column; cells that say nothing are left out."""

    line: int
    cells: Mapping[str, str]

    def __getitem__(self, name: str) -> str:
        return self.cells.get(name, "")

    @property
    def shown(self) -> str:
        """The row as a person can recognize it, without what a record never keeps."""
        return ", ".join(f"{name}: {value}" for name, value in self.cells.items() if not _PRIVATE.search(name))[:SHOWN]


#: Columns that no record keeps: not even an unread row shows them.
_PRIVATE: Final = re.compile(
    r"ssn|social|address|street|city|zip|race|gender|sex|height|weight|eye|hair|licen|cdl|vehicle"
    r"|judge|attorney|counsel|prosecutor$|officer|alias|complainant|witness|victim|comment"
)


@define(slots=False)
class Table:
    """One file as a table. `names` are the columns in order (`named`), `first` the line after the header."""

    source: Source
    names: tuple[str, ...]
    first: int = 2
    unread: list[Unread] = field(factory=list)

    def __attrs_post_init__(self) -> None:
        """A column that stands twice is read once, and told."""
        seen: set[str] = set()
        names = list(self.names)
        for at, name in enumerate(names):
            if name and name in seen:
                self.unread.append(
                    Unread(self.source.span(max(self.first - 1, 1)), name, "this column stands twice; only the first is read")
                )
                names[at] = f"{name} again, column {at + 1}"
            seen.add(name)
        self.names = tuple(names)

    def absent(self, used: Collection[str]) -> tuple[str, ...]:
        """A note that names the columns that a reader uses and this file has not."""
        missing = ", ".join(name for name in used if name not in self.names)
        return (f"{self.source.name} has no column {missing}: not known for any charge in it",) if missing else ()

    def span(self, row: Row) -> Span:
        """Where a row stands; the rows of a Parquet file are counted like lines, and have no pages."""
        return Span(self.source.name, row.line) if self.source.data[:4] == PARQUET else self.source.span(row.line)

    def rows(self) -> Iterator[Row]:
        """Every row that has as many cells as there are columns; the others are unread, and shown without their cells."""
        width = len(self.names)
        for line, cells in rows(self.source.lines, self.first, (width,)):
            if self.titles(cells):
                continue
            if len(cells) == width:
                yield self.row(line, cells)
            else:
                self.refuse(line, cells)

    def titles(self, cells: Sequence[str]) -> bool:
        """Whether a row is the header again, as where files were put one behind the other."""
        return (
            bool(self.names)
            and cells[0][:1].isalpha()
            and named(cells[0]) == self.names[0]
            and tuple(map(named, cells[: len(self.names)])) == self.names
        )

    def row(self, line: int, cells: Sequence[str]) -> Row:
        """A row by its columns, without the cells that say nothing."""
        return Row(line, {name: text for name, cell in zip(self.names, cells, strict=True) if (text := said(cell))})

    def refuse(self, line: int, cells: Sequence[str]) -> None:
        """List a row whose cells cannot be told apart."""
        why = f"this row has {len(cells)} cells where the table has {len(self.names)}; a text with a comma in it needs quotes"
        self.unread.append(Unread(self.source.span(line), said(cells[0])[:40], why))

    def day(self, row: Row, name: str) -> str | None:
        """The date in this column as ISO 8601; one that is none is unknown, and listed."""
        text = row[name]
        found = iso_day(text) if text else None
        if text and found is None and not _NO_DAY.match(text):
            self.unread.append(Unread(self.span(row), f"{name}: {text}"[:SHOWN], "this is no date"))
        return found


def rows(lines: Sequence[str], first: int = 1, widths: Collection[int] = (), delimiter: str = ",") -> Iterator[tuple[int, list[str]]]:
    """The rows from line `first` on, each with the line it begins in; blank lines are passed over.

    A quoted cell may run over lines, up to `MOST_LINES`, if that gives a row of one of the `widths` (any, where none
    is given) and no row is lost in it; else its quotes are no quotes.
    """
    at = first - 1
    while at < len(lines):
        start, text = at, lines[at]
        at += 1
        if not text.strip("\ufeff \t"):
            continue
        cells: list[str] | None = None
        if text.count('"') % 2:
            ends = _closed(lines, start)
            cells = _over_lines(lines[start:ends], widths, delimiter) if ends else None
            at = ends if cells and ends else at
        yield start + 1, cells or _of_one_line(text, widths, delimiter)


def _over_lines(lines: Sequence[str], widths: Collection[int], delimiter: str) -> list[str] | None:
    """The cells of a row of which one runs over these lines; `None` where quotes that open nothing would swallow whole rows."""
    reader = csv.reader(io.StringIO("\n".join(lines), newline=""), delimiter=delimiter)
    try:
        cells = next(reader)
    except (csv.Error, StopIteration):
        return None
    if reader.line_num != len(lines) or (widths and len(cells) not in widths):
        return None
    whole = [len(_of_one_line(line, widths, delimiter)) in widths for line in lines]
    return None if any(whole[1:-1]) or (whole[0] and whole[-1]) else cells


def _of_one_line(text: str, widths: Collection[int], delimiter: str) -> list[str]:
    """The cells of one line; a quote that is not closed in it is none, unless the row fits with it (``3" BLADE``)."""
    cells = _cells(text, delimiter)
    if text.count('"') % 2 == 0 or len(cells) in widths:
        return cells
    return [cell.strip() for cell in text.replace('"', "").split(delimiter)]


def parquet(source: Source, most: int = 1_000_000) -> tuple[tuple[str, ...], Iterator[tuple[int, list[str]]]] | Unread:
    """The column names of a Parquet file and its rows as texts, numbered from 1; or why it cannot be read."""
    try:
        import pyarrow
        import pyarrow.parquet
    except ImportError:
        return Unread(source.span(), "", 'reading Parquet needs pyarrow: pip install "unburden[bulk]"')
    try:
        file = pyarrow.parquet.ParquetFile(io.BytesIO(source.data))
        if file.metadata.num_rows > most:
            return Unread(source.span(), f"{file.metadata.num_rows} rows", f"more than {most} rows; {TOO_LARGE}")
        names = tuple(named(name) for name in file.schema_arrow.names)
        batches = list(file.iter_batches(batch_size=4096))
    except (pyarrow.ArrowException, OSError, ValueError, OverflowError) as error:
        return Unread(source.span(), "", f"this is no Parquet file that can be read: {str(error).splitlines()[0][:200]}")
    texts = ([_as_text(value) for value in held.values()] for batch in batches for held in batch.to_pylist())
    return names, enumerate(texts, 1)


def _as_text(value: object) -> str:
    """A Parquet value as a table's text."""
    if value is None or value != value:
        return ""
    return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)


def _closed(lines: Sequence[str], start: int) -> int | None:
    """The line after the one in which the quote opened in this one closes."""
    marks = 0
    for at in range(start, min(start + MOST_LINES, len(lines))):
        marks += lines[at].count('"')
        if marks % 2 == 0:
            return at + 1
    return None


def _cells(text: str, delimiter: str) -> list[str]:
    if '"' not in text:
        return text.split(delimiter)
    try:
        return next(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))
    except (csv.Error, StopIteration):
        return text.replace('"', "").split(delimiter)


def header(source: Source) -> tuple[int, tuple[str, ...]]:
    """The first line that is not blank, with the column names in it; no names where there is nothing or no table."""
    for line, cells in rows(source.lines[:50]):
        return line, tuple(named(cell) for cell in cells) if len(cells) < 2000 else ()
    return 1, ()


def head_names(source: Source) -> tuple[str, ...]:
    """The column names in the first line of the head, for `sniff`; cheap."""
    first = source.head.lstrip("\ufeff\r\n ").split("\n", 1)[0]
    if len(first) > 20_000 or first[:1] in ("{", "<", "["):
        return ()
    return tuple(named(cell) for cell in _cells(first.rstrip("\r"), ","))


def named(cell: str) -> str:
    """A header cell as a column name: ``Charge ID`` is ``charge_id``."""
    return re.sub(r"[^a-z0-9]+", "_", cell[:200].strip().strip("\ufeff\"'").lower()).strip("_")


def said(cell: str) -> str:
    """What a cell says, with its odd spaces gone: nothing where it holds a word for nothing."""
    text = " ".join(cell.split())
    return "" if text.lower() in _NOTHING else text


def iso_day(text: str) -> str | None:
    """``2011-06-01``, ``6/1/2011 12:00:00 AM`` or ``20110601`` as ISO 8601; `None` for what is no day of the calendar."""
    found = _DAY.match(text[:40])
    if found is None:
        return None
    year, month, day = found.group(1, 2, 3) if found[1] else found.group(6, 4, 5) if found[4] else found.group(7, 8, 9)
    iso = f"{year}-{int(month):02}-{int(day):02}"
    return iso if parse_day(iso) else None


def shared_part(one: str | None, other: str | None) -> str | None:
    """The part of a date that two days share: the day, the month or the year; nothing of one alone."""
    if not one or not other or one == other:
        return one if one == other else None
    return next((one[:length] for length in (7, 4) if one[:length] == other[:length]), None)


def amount(text: str) -> str | None:
    """An amount of money with its cents; `None` for what is none. Nothing is made a number that a few digits could blow up."""
    found = _AMOUNT.match(text.replace(",", ""))
    return f"{int(found[1])}.{(found[2] or '')[:2]:0<2}" if found else None


def placed(item: _Held, span: Span) -> _Held:
    """The item with this place for each of its texts: a row is one line."""
    texts = (each.name for each in fields(type(item)) if isinstance(getattr(item, each.name), str) and getattr(item, each.name))
    return evolve(item, spans={name: span for name in texts if name not in ("case_id", "stage", "kind", "status_printed")})


def dispute(charge_id: str, found: Iterable[Disposition]) -> Disagreement | None:
    """What to settle where guilt was found on a charge that also was dropped or cleared, or was found in two ways: both cannot be."""
    held = {each.outcome: each for each in reversed([*found]) if each.outcome in (*_GUILT, *_CLEARED)}
    if len(held) < 2 or not any(outcome in _GUILT for outcome in held):
        return None
    said = tuple(reversed(held.values()))
    return Disagreement(charge_id, "disposition", tuple(each.printed for each in said), tuple(each.spans["printed"] for each in said))


def unique(values: Iterable[str | None]) -> tuple[str, ...]:
    """Each value once, in order, without what is not there."""
    return tuple(dict.fromkeys(value for value in values if value))
