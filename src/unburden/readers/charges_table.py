"""The charges table: one row a charge, CSV or Parquet, many people in one file (columns: `record.COLUMNS`).

Dates are ISO 8601 (``2011-06-01``, ``2011-06``, ``2011``), ``never`` where the event did not happen; empty means unknown.
``charge_id`` tells a person's charges apart; one that stands in several cases does so within each. ``disposition`` is a term of
`terms.OUTCOMES` or what the court printed, ``level`` what the court printed. A table without ``person_id``, ``case_id`` or
``charge_id`` is not read: which charges belong together would be a guess. Any other column may be missing, and is then unknown.
A column named after a fact of the law (`Source.facts`) becomes an answer, not a part of the record.

`to_csv` and `to_parquet` write the same table. In CSV a value that a spreadsheet would run as a formula gets an apostrophe
before it, and loses it again when read.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from difflib import get_close_matches
from pathlib import Path
from typing import Final

from attrs import define, evolve, field

from unburden import terms
from unburden.calendar import parse_day
from unburden.errors import nearest
from unburden.readers import Source
from unburden.readers._dates import us_day
from unburden.readers._rows import PLACES, charge_of, place_hint
from unburden.record import (
    CASE_STATUSES,
    COLUMNS,
    DATE_COLUMNS,
    Case,
    Disagreement,
    Person,
    Record,
    Row,
    Unread,
    flatten,
)
from unburden.record import Source as SourceName

FORMAT: Final = "charges_table"

#: Without these no charge can be placed.
REQUIRED: Final = ("person_id", "case_id", "charge_id")
#: What to do with a table that is too large to be read here.
TOO_LARGE: Final = "a table of any size is decided from Python with unburden.Screen (docs/tutorial.md)"
#: A table with more rows is for screening, which streams it; a record is held in memory.
MAX_ROWS: Final = 1_000_000
_MAX_BYTES: Final = 256 * 1024 * 1024
#: No cell of a table runs over more lines.
_MOST_LINES: Final = 20

_CASE_COLUMNS: Final = ("case_id", "jurisdiction", "county", "court", "filed_date", "balance_due", "case_status")
_NEVER: Final = ("never", "9999-12-31")
_NOTHING: Final = frozenset(("null", "none", "nan", "nat", "n/a", "<na>"))
_FORMULA: Final = re.compile(r"'*[=+\-@\t\r]")
_US_DATE: Final = re.compile(r"(\d{1,2})[/-](\d{1,2})[/-](\d{4})\Z")
#: A row: its line (in Parquet its number), and its values by column.
_Line = tuple[int, Row]


def sniff(source: Source) -> float:
    """Certain for a header with the three ids; any Parquet file is taken, to say what it lacks."""
    if source.data[:4] == b"PAR1":
        return 0.8
    head = source.head.lstrip("\ufeff\r\n").split("\n", 1)[0]
    if len(head) > 20_000 or head.lstrip().startswith(("{", "<", "[")):
        return 0.0
    names = {_named(cell) for cell in re.split(r"[,;\t|]", head)}
    known = names.intersection(COLUMNS)
    if names.issuperset(REQUIRED):
        return 0.95
    return 0.5 if len(known) >= 3 and names.intersection(REQUIRED) else 0.0


def read(source: Source) -> list[Record]:
    """One record a person, in the order in which the people first appear. A column may answer one of `Source.facts`."""
    table = _Table(source)
    try:
        rows = list(table.parquet() if source.data[:4] == b"PAR1" else table.csv())
    except _NoTableError as error:
        return [Record(sources=(table.name,), unread=(Unread(source.span(error.line), error.text, error.why),))]
    people: dict[str, list[_Line]] = {}
    nameless = all(not row["person_id"] for _, row in rows)
    for line, row in rows:
        if row["person_id"] or nameless:
            people.setdefault(row["person_id"], []).append((line, row))
        else:
            table.skip(line, _shown(row), "this row has no person_id, so it is given to nobody")
    records = [table.person(person_id, lines) for person_id, lines in people.items()] or [Record(sources=(table.name,))]
    # What belongs to no person is told with the first.
    return [
        evolve(records[0], unread=(*table.unread, *records[0].unread), notes=(*dict.fromkeys(table.notes), *records[0].notes)),
        *records[1:],
    ]


class _NoTableError(Exception):
    """Nothing of the file can be used as a charges table."""

    def __init__(self, line: int, text: str, why: str) -> None:
        super().__init__(why)
        self.line, self.text, self.why = line, text[:300], why


@define(slots=False)
class _Table:
    """One file being read: its header understood, and what of it belongs to no person."""

    source: Source
    columns: dict[int, str] = field(factory=dict)
    unread: list[Unread] = field(factory=list)
    notes: list[str] = field(factory=list)

    @property
    def name(self) -> SourceName:
        return SourceName(self.source.name, FORMAT, len(self.source.lines) if self.source.data[:4] != b"PAR1" else 0)

    def skip(self, line: int, text: str, why: str) -> None:
        self.unread.append(Unread(self.source.span(line), text[:300], why))

    def header(self, given: Sequence[str]) -> None:
        """Which cell is which column; raises `_NoTableError` where one of the ids is missing."""
        names = [_named(cell) for cell in given]
        missing = [name for name in REQUIRED if name not in names]
        if missing:
            close = {name: get_close_matches(name, names, n=1, cutoff=0.6) for name in missing}
            hints = "".join(f'; did you mean "{found[0]}" to be {name}?' for name, found in close.items() if found)
            why = f"a charges table needs the columns person_id, case_id and charge_id; {' and '.join(missing)} is missing{hints}"
            raise _NoTableError(1, ",".join(given), why)
        for at, name in enumerate(names):
            if name in self.columns.values():
                self.skip(1, given[at], f"the column {name} stands twice; only the first is read")
            elif name in COLUMNS or name in self.source.facts:
                self.columns[at] = name
            elif name:
                hint = nearest(name, [*COLUMNS, *sorted(self.source.facts)])
                self.skip(1, given[at], f"no column of a charges table is called {name}{hint}; it is not read")
        absent = [name for name in COLUMNS if name not in self.columns.values()]
        if absent:
            self.notes.append(f"{self.source.name} has no column {', '.join(absent)}: not known for any charge in it")

    def row(self, cells: Mapping[int, str]) -> Row:
        """The cells by column, with every contract column there and the words for nothing gone."""
        row = dict.fromkeys(COLUMNS, "")
        for at, name in self.columns.items():
            text = cells.get(at, "").strip()
            row[name] = "" if text.lower() in _NOTHING else text
        return row

    def csv(self) -> Iterator[_Line]:
        lines = self.source.lines
        at = next((n for n, line in enumerate(lines) if line.strip("\ufeff \t")), None)
        if at is None:
            raise _NoTableError(1, "", "this file has no header")
        head = lines[at].lstrip("\ufeff")
        delimiter = max(",;\t|", key=lambda mark: len({_named(cell) for cell in head.split(mark)}.intersection(COLUMNS)))
        width = len(names := _cells(head, delimiter))
        self.header(names)
        at += 1
        while at < len(lines):
            start, text = at, lines[at]
            at += 1
            # A cell may run over lines, but an unclosed quote must not swallow the rows after it.
            while text.count('"') % 2 and at < len(lines) and at - start < _MOST_LINES:
                text = f"{text}\n{lines[at]}"
                at += 1
            cells = _cells(text, delimiter) if text.strip() else []
            if at > start + 1 and (text.count('"') % 2 or len(cells) != width):
                self.skip(start + 1, lines[start], "a quote is opened here and not closed; the row is read without it")
                at = start + 1
                cells = lines[start].replace('"', "").split(delimiter)
            if cells and len(cells) == width:
                yield start + 1, self.row({n: _from_cell(cell) for n, cell in enumerate(cells)})
            elif cells:
                why = f"this row has {len(cells)} cells where the header has {width}; a text with a comma in it needs quotes"
                self.skip(start + 1, lines[start], why)

    def parquet(self) -> Iterator[_Line]:
        try:
            import pyarrow
            import pyarrow.parquet
        except ImportError:
            raise _NoTableError(1, "", 'reading Parquet needs pyarrow: pip install "unburden[bulk]"') from None
        try:
            file = pyarrow.parquet.ParquetFile(io.BytesIO(self.source.data))
            self.header(file.schema_arrow.names)
            if file.metadata.num_rows > MAX_ROWS:
                raise _NoTableError(1, f"{file.metadata.num_rows} rows", f"more than {MAX_ROWS} rows; {TOO_LARGE}")
            line, held = 0, 0
            for batch in file.iter_batches(batch_size=4096, columns=[file.schema_arrow.names[at] for at in self.columns]):
                held += batch.nbytes
                if held > _MAX_BYTES:
                    raise _NoTableError(1, f"{held} bytes", f"this table is too large to hold; {TOO_LARGE}")
                for cells in batch.to_pylist():
                    line += 1
                    yield line, self.row({at: _text(value) for at, value in zip(self.columns, cells.values(), strict=True)})
        except (pyarrow.ArrowException, OSError, ValueError, OverflowError) as error:
            raise _NoTableError(1, "", f"this is no Parquet file that can be read: {str(error).splitlines()[0][:200]}") from None

    def person(self, person_id: str, lines: Sequence[_Line]) -> Record:
        """One person's rows as a record. Rows with the same charge_id are one charge; where they differ it is not known."""
        unread: list[Unread] = []
        disagreements: list[Disagreement] = []
        by_charge: dict[str, list[_Line]] = {}
        checked = [(line, self.checked(line, row, unread)) for line, row in lines]
        for line, row in self.apart(checked):
            by_charge.setdefault(row["charge_id"], []).append((line, row))
        births = {row["birth_date"]: line for same in by_charge.values() for line, row in reversed(same) if row["birth_date"]}
        grouped: dict[tuple[str, ...], list[_Line]] = {}
        for same in by_charge.values():
            line, row = self.one(same, unread, disagreements)
            grouped.setdefault(tuple(row[name] for name in _CASE_COLUMNS), []).append((line, row))
        spans = {f"birth_dates#{n}" if n > 1 else "birth_dates": self.source.span(at) for n, at in enumerate(births.values(), 1)}
        extra = [name for name in self.columns.values() if name not in COLUMNS]
        answers = {row["charge_id"]: {name: row[name] for name in extra if row[name]} for same in grouped.values() for _, row in same}
        return Record(
            person_id=person_id,
            person=Person(birth_dates=tuple(births), spans=spans),
            cases=tuple(self.case(same) for same in grouped.values()),
            sources=(self.name,),
            unread=tuple(sorted(unread, key=lambda each: each.span.line or 0)),
            disagreements=tuple(disagreements),
            answers={charge_id: held for charge_id, held in answers.items() if held},
        )

    def checked(self, line: int, row: Row, unread: list[Unread]) -> Row:
        """The row with what its column cannot hold taken out, and listed."""
        found = dict(row)

        def tell(name: str, why: str, without: bool = True) -> None:
            unread.append(Unread(self.source.span(line), f"{name}: {row[name]}"[:300], why))
            found[name] = "" if without else found[name]

        for name in DATE_COLUMNS:
            if row[name] and (parse_day(row[name]) is None or (name == "birth_date" and row[name] in _NEVER)):
                tell(name, f"this is no date{_date_hint(row[name])}")
            elif row[name] in _NEVER:
                found[name] = _NEVER[0]
        found["jurisdiction"] = row["jurisdiction"].upper()
        if found["jurisdiction"] not in ("", *PLACES):
            tell("jurisdiction", f"this is no ISO 3166-2 code{place_hint(row['jurisdiction'])}")
        found["case_status"] = row["case_status"].lower()
        if found["case_status"] not in ("", *CASE_STATUSES):
            tell("case_status", "this is neither open nor closed")
        if row["disposition"] and terms.outcome(row["disposition"]) is None and not terms.later(row["disposition"]):
            tell("disposition", "what these words mean is not known here", without=False)
        elif row["disposition_date"] and not row["disposition"]:
            tell("disposition_date", "this is the date of a disposition that is not stated", without=False)
        for name, kind in (("case_id", "case"), ("charge_id", "charge")):
            if not row[name]:
                found[name] = f"row {line}"
                unread.append(Unread(self.source.span(line), _shown(row), f"this row has no {name}; it counts as a {kind} of its own"))
        return found

    def apart(self, lines: Sequence[_Line]) -> list[_Line]:
        """The rows with ids that are each of one charge: where every case counts its charges from 1, the case's id stands before them."""
        cases: dict[str, set[str]] = {}
        for line, row in lines:
            if row["case_id"] != f"row {line}":
                cases.setdefault(row["charge_id"], set()).add(row["case_id"])
        again = {charge_id for charge_id, held in cases.items() if len(held) > 1}
        if again:
            named = ", ".join(sorted(again)[:3])
            why = "each counts as a charge of its own, with the case_id before it (A/1)"
            self.notes.append(f"{self.source.name}: one charge_id stands in several cases of a person ({named}); {why}")

        def apart(row: Row) -> Row:
            name = f"{row['case_id']}/{row['charge_id']}"
            while name in cases:
                name += "*"
            return row | {"charge_id": name}

        return [(line, apart(row) if row["charge_id"] in again else row) for line, row in lines]

    def one(self, same: Sequence[_Line], unread: list[Unread], disagreements: list[Disagreement]) -> _Line:
        """The rows of one charge as one: repeats are counted once; what differs is not known, and is listed."""
        line, first = same[0]
        if len(same) == 1:
            return same[0]
        for again, row in same[1:]:
            like = "the same" if row == first else "with other values"
            why = f"this charge stands in line {line} too, {like}; it is counted once"
            unread.append(Unread(self.source.span(again), f"charge_id: {row['charge_id']}", why))
        found = dict(first)
        for name in first:
            values = list(dict.fromkeys(row[name] for _, row in same if row[name]))
            if len(values) == 1:
                found[name] = values[0]
            elif values and name not in ("case_id", "birth_date"):
                spans = tuple(self.source.span(at) for at, row in same if row[name])
                disagreements.append(Disagreement(first["charge_id"], name, tuple(values), spans))
                found[name] = ""
        return line, found

    def case(self, lines: Sequence[_Line]) -> Case:
        line, row = lines[0]
        held = {name: row[name] or None for name in _CASE_COLUMNS[1:]}
        return Case(
            row["case_id"],
            jurisdiction=held["jurisdiction"],
            number=None if row["case_id"] == f"row {line}" else row["case_id"],
            county=held["county"],
            court=held["court"],
            filed_date=held["filed_date"],
            status=held["case_status"],
            balance_due=held["balance_due"],
            charges=tuple(charge_of(row, self.source.span(line)) for line, row in lines),
            spans={("status" if name == "case_status" else name): self.source.span(line) for name, value in held.items() if value},
        )


def _cells(text: str, delimiter: str) -> list[str]:
    if '"' not in text:
        return text.split(delimiter)
    try:
        return next(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))
    except (csv.Error, StopIteration):
        return [text]


def _named(cell: str) -> str:
    """A header cell as a column name: ``Charge ID`` is ``charge_id``."""
    return re.sub(r"[^a-z0-9]+", "_", cell.strip().strip("\ufeff\"'").lower()).strip("_")


def _shown(row: Mapping[str, str]) -> str:
    return ", ".join(f"{name}: {value}" for name, value in row.items() if value)[:300]


def _date_hint(text: str) -> str:
    day = us_day(_US_DATE.match(text))
    return f"; write it as {day}" if day else "; write it as 2011-06-01, 2011-06 or 2011"


def _text(value: object) -> str:
    """A Parquet value as a table's text: dates as ISO 8601, whole numbers without a point, nothing as empty."""
    if value is None or value != value:
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, bytes):
        return value.decode("utf-8", "replace")
    return value.date().isoformat() if isinstance(value, datetime) else str(value)


# ---- writing


def to_csv(records: Iterable[Record]) -> str:
    """The records as a charges table in CSV, with answers as columns after the contract's; safe to open in a spreadsheet."""
    rows, names = _rows(records)
    text = io.StringIO()
    writer = csv.DictWriter(text, names, lineterminator="\r\n")
    writer.writeheader()
    writer.writerows({name: _to_cell(value) for name, value in row.items()} for row in rows)
    return text.getvalue()


def to_parquet(records: Iterable[Record], path: Path) -> None:
    """The same table as Parquet, every column text and empty values null. Needs pyarrow."""
    import pyarrow
    import pyarrow.parquet

    rows, names = _rows(records)
    columns = {name: pyarrow.array([row.get(name) or None for row in rows], pyarrow.string()) for name in names}
    pyarrow.parquet.write_table(pyarrow.table(columns), path)


def _rows(records: Iterable[Record]) -> tuple[list[Row], list[str]]:
    rows: list[Row] = []
    extra: dict[str, None] = {}
    for record in records:
        for row in flatten(record):
            answers = record.answers.get(row["charge_id"], {})
            extra.update(dict.fromkeys(name for name in answers if name not in COLUMNS))
            rows.append({**row, **{name: value for name, value in answers.items() if name not in COLUMNS}})
    return rows, [*COLUMNS, *extra]


def _to_cell(text: str) -> str:
    return f"'{text}" if _FORMULA.match(text) else text


def _from_cell(text: str) -> str:
    return text[1:] if text[:1] == "'" and _FORMULA.match(text) else text
