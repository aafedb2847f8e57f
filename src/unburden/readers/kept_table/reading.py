"""The tables of a file kept by hand, row by row, as the charges in them (`kept_table`)."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from itertools import pairwise
from typing import Final

from attrs import define, evolve, field

from unburden import terms
from unburden.readers import Source
from unburden.readers._states import STATES
from unburden.readers.kept_table.columns import Columns, columns, header, heading_of, is_header
from unburden.readers.kept_table.dates import Order, day, order, short_year, swappable, two_ways
from unburden.readers.kept_table.people import Row, outcome, people
from unburden.readers.kept_table.sheets import Sheet, place, read_book
from unburden.readers.kept_table.words import DATES, FIELDS, SPANISH, STATUSES, fold, said, unsure
from unburden.readers.kept_table.words import place as state_of
from unburden.record import Record, SetAside, Span, Unread
from unburden.record import Source as SourceName

#: Cells that may hold one thing for each of several charges.
_OF_CHARGE: Final = ("statute", "level", "disposition", "disposition_date", "offense_date", "plea", "sentence", "charge_id")
#: What is not read where the cell says that it is not sure; of an outcome the words are kept.
_SURE: Final = ("statute", "level", "jurisdiction", "county_state", "case_status")
#: What can be of one of them alone.
_OF_OUTCOME: Final = ("disposition", "disposition_date", "plea", "sentence", "sentence_date")
#: More charges than this in one cell are no list that a person wrote.
_MOST: Final = 50
_TOTAL: Final = re.compile(
    r"(?:(?:grand |sub ?)?total(?:e?s)?|suma?)(?: (?:of |de )?(?:all )?(?:cases|charges|arrests|fines|owed|casos|cargos|multas))?\Z"
)
_NOTE: Final = re.compile(r"(?:notes?|notas?|legend|key|source|fuente|updated|prepared|printed|last edited|actualizado|leyenda)\b")
#: Tables in one sheet; what comes after so many is not read, and told.
_MOST_TABLES: Final = 200
#: A single cell with more words is a note.
_LONG: Final = 100
_BULLET: Final = re.compile(r"(?:[-*•·]|\(?\d{1,2}[.)])\s+")
_SHOWN: Final = 300
_AMOUNT: Final = re.compile(r"\$? ?(?:\d{1,9}|\d{1,3}(?:,\d{3}){1,3})(?:\.\d{1,2})?")
_DOTTED: Final = re.compile(r"\s*\d{1,2}\.\d{1,2}\.\d{4}")
#: What a spreadsheet program makes of a number such as 10-11 or 9-10-11.
_MADE_A_DATE: Final = re.compile(r"\d{4}-\d\d-\d\d(?: 00:00:00)?\Z|\d{1,2}-[A-Z][a-z]{2}(?:-\d\d)?\Z|[A-Z][a-z]{2}-\d\d\Z")
#: States whose names are also those of people or of counties in other states.
_NO_PLACE: Final = ("georgia", "virginia", "washington", "montana", "delaware")


def headings(source: Source) -> list[str]:
    """Every heading of the file's tables, and what the person calls one in other letters."""
    found: list[str] = []
    for sheet in read_book(source).sheets:
        for at, _ in _tables(sheet, source):
            found += [heading for heading in map(heading_of, sheet.rows[at][1]) if heading]
    folded = set(map(fold, found))
    return [*found, *(each for each in source.columns if fold(each) in folded)]


def read(source: Source) -> list[Record]:
    """One record a person. What no reader of a table can settle is listed, never guessed."""
    book = read_book(source)
    reading = _Reading(source, list(book.unread), list(book.notes))
    for sheet in book.sheets:
        reading.sheet(sheet)
    return reading.records(sum(len(sheet.rows) for sheet in book.sheets))


def _tables(sheet: Sheet, source: Source) -> list[tuple[int, int]]:
    """Where the tables of a sheet stand: the row of headings, and the row after the last."""
    first = header(sheet.rows, source.columns)
    if first is None:
        return []
    starts = [first]
    for at in range(first + 1, len(sheet.rows)):
        # The same headings once more, as on a new page, begin nothing.
        if sheet.rows[at][1] != sheet.rows[starts[-1]][1] and is_header(sheet.rows[at][1], source.columns):
            starts.append(at)
        if len(starts) > _MOST_TABLES:
            return list(pairwise(starts))
    return list(pairwise([*starts, len(sheet.rows)]))


@define
class _Reading:
    """One file being read."""

    source: Source
    unread: list[Unread]
    notes: list[str]
    rows: list[Row] = field(factory=list)
    set_aside: list[SetAside] = field(factory=list)

    def tell(self, where: Span, text: str, why: str) -> None:
        self.unread.append(Unread(where, " ".join(text.split())[:_SHOWN], why))

    def records(self, lines: int) -> list[Record]:
        """One record a person; what belongs to nobody is told with the first."""
        found = people(self.rows, SourceName(self.source.name, "kept_table", lines))
        first = evolve(
            found.records[0],
            unread=tuple(sorted(dict.fromkeys((*self.unread, *found.unread)), key=lambda each: (each.span.page or 0, each.span.line or 0))),
            notes=tuple(dict.fromkeys((*self.notes, *found.notes))),
            set_aside=tuple(self.set_aside),
        )
        return [first, *found.records[1:]]

    def sheet(self, sheet: Sheet) -> None:
        """The tables of one sheet, and what stands around them."""
        tables = _tables(sheet, self.source)
        called = f"sheet {sheet.name}" if sheet.name else "this file"
        if not tables:
            if sheet.rows:
                why = "no row of headings was found; the first row should name the columns, such as Case number, Charge, Disposition, State"
                self.tell(place(self.source, sheet.rows[0][0], sheet.number), f"{called}: {_shown(sheet.rows[0][1])}", why)
            return
        for line, cells in sheet.rows[: tables[0][0]]:
            where = place(self.source, line, sheet.number)
            if sum(bool(cell.strip()) for cell in cells) > 2 and not sheet.wide.get(line):
                self.tell(where, _shown(cells), "this row stands above the headings, so it is not read")
            # Several merged cells are headings over the headings.
            elif len(sheet.wide.get(line, ())) < 2:
                self.aside(where, cells, "this stands above the table")
        above = (_alone(cells) for _, cells in sheet.rows[: tables[0][0]])
        state = _alone([sheet.name]) or next((each for each in above if each), None)
        if tables[-1][1] < len(sheet.rows):
            line, cells = sheet.rows[tables[-1][1]]
            self.tell(place(self.source, line, sheet.number), _shown(cells), f"only {_MOST_TABLES} tables of a sheet are read; split it")
        last: tuple[str, ...] = ()
        for at, end in tables:
            if end == at + 1 < len(sheet.rows):
                why = "below this row of headings stands another, and only that one is read; write them as one row"
                self.tell(place(self.source, sheet.rows[at][0], sheet.number), _shown(sheet.rows[at][1]), why)
                continue
            found = columns(sheet, at, end, self.source.columns, self.source.facts)
            if found.headings != last:
                self.say(found, sheet, state)
            last = found.headings
            self.table(sheet, found, sheet.rows[at + 1 : end], state)

    def say(self, found: Columns, sheet: Sheet, state: str | None) -> None:
        """What was made of the columns."""
        where = place(self.source, found.line, sheet.number)
        names = set(found.fields.values())
        self.notes.append(f'{where}: {found.told()}. If one is wrong: --columns "NAME=HEADING"')
        for text, why in found.questions():
            self.tell(where, text, why)
        if "case_id" not in names:
            self.notes.append(f"{where}: no column says the number of the case, so each row counts as a case of its own")
        if not names & {"jurisdiction", "county_state"}:
            said_so = f"{state} is read as the state of every row: it stands over the table"
            missing = "no column says the state, so no law can be held against it; add a column called State"
            self.notes.append(f"{where}: {said_so if state else missing}")

    def table(self, sheet: Sheet, found: Columns, rows: Sequence[tuple[int, list[str]]], state: str | None) -> None:
        """The rows of one table."""
        days = self.days(sheet, found, rows)
        if not {"jurisdiction", "county_state"}.isdisjoint(found.fields.values()):
            state = None
        for line, cells in rows:
            where = place(self.source, line, sheet.number)
            values = {name: text for at, name in found.fields.items() if at < len(cells) and (text := said(cells[at]))}
            filled = [cell for cell in cells if cell.strip()]
            if not filled or tuple(map(heading_of, cells)) == found.headings or self.no_charge(where, values, filled):
                continue
            if sheet.mark and any(cell.strip() for cell in cells[len(found.headings) :]):
                why = f"this row has {len(cells)} cells under {len(found.headings)} headings; a text with {sheet.mark!r} in it needs quotes"
                self.tell(where, _shown(filled), why)
                continue
            called = f"sheet {sheet.number} row {line}" if sheet.number else f"row {line}"
            if state:
                values["jurisdiction"] = state
            for each in self.several(where, values):
                self.rows.append(self.row(where, each, lambda name, text: days[name](text), called))

    def days(self, sheet: Sheet, found: Columns, rows: Sequence[tuple[int, list[str]]]) -> dict[str, Callable[[str], str | None]]:
        """How the dates of each column are read."""
        texts = {at: [cells[at] for _, cells in rows if at < len(cells)] for at, name in found.fields.items() if name in DATES}
        shown = {at: order(each) for at, each in texts.items()}
        # Where nothing in a column says what comes first, the others may, or the language.
        usual = {*shown.values()} <= {None, "month"} and sheet.mark != ";"
        usual = usual and SPANISH.isdisjoint(word for heading in found.headings for word in fold(heading).split())
        return {
            found.fields[at]: self.dates(sheet, found.headings[at], each, shown[at], usual and not any(map(_dotted, each)))
            for at, each in texts.items()
        }

    def dates(self, sheet: Sheet, heading: str, texts: Sequence[str], shown: Order | None, usual: bool) -> Callable[[str], str | None]:
        """How the dates of a column are read, which is told where they can be read in two ways."""
        first: Order = shown or ("month" if usual else "both")
        both = next((text.strip() for text in texts if two_ways(text)), None)
        if both:
            how = {"month": "read month first", "day": "read day first", "both": "not read, for either order may be meant"}[first]
            self.notes.append(f'{sheet.name or self.source.name}: in "{heading}", dates such as {both[:30]} are {how}')
        counted = next((text.strip() for text in texts if re.fullmatch(r"\s*\d{5}\s*", text)), None)
        meant = day(counted, first, sheet.zero) if counted else None
        if meant:
            self.notes.append(f'in "{heading}", numbers such as {counted} are read as days as Excel counts them: {meant}')
        # A spreadsheet program that puts the month first swaps what it can of dates typed day first, and leaves the others as text.
        swapped = not sheet.mark and shown in ("day", "both")
        return lambda text: None if swapped and swappable(text) else day(text, first, sheet.zero)

    def aside(self, where: Span, cells: Iterable[str], why: str) -> None:
        if text := _shown(cells):
            self.set_aside.append(SetAside(where, text, why))

    def no_charge(self, where: Span, values: dict[str, str], filled: Sequence[str]) -> bool:
        """Whether a row is none of the table's: a total, a note, or too little to be a charge."""
        first = fold(filled[0])
        if _TOTAL.match(first):
            self.aside(where, filled, "a total, no charge")
            return True
        if len(filled) == 1 and (
            _NOTE.match(first) or filled[0].lstrip()[:1] == "*" or len(filled[0]) > _LONG or filled[0].rstrip()[-1] == ":"
        ):
            self.aside(where, filled, "a note, no charge")
            return True
        if len(filled) == 1 and (state_of(filled[0]) or re.fullmatch(r"\s*\d{4}\s*", filled[0])):
            self.tell(where, filled[0], "this row says a place or a year alone, so no charge was read from it")
            return True
        if "description" in values or "statute" in values:
            return False
        if len(set(values) - {"person_id", "birth_date", "case_status", "jurisdiction", "county"}) < 2:
            self.tell(where, _shown(filled), "this row names no charge, so none was read from it")
            return True
        self.tell(where, _shown(values.values()), "this row does not say what the charge was; it counts as a charge")
        return False

    def several(self, where: Span, values: dict[str, str]) -> list[dict[str, str]]:
        """The charges that a row names: more than one where its cells plainly say so."""
        main = "description" if "description" in values else "statute"
        parts = _parts(values.get(main, ""))
        if len(parts) == 1:
            return [
                {name: text if name in ("court", "sentence", "disposition") else " ".join(text.split()) for name, text in values.items()}
            ]
        cut = {name: _parts(values[name]) for name in _OF_CHARGE if name in values and name != main}
        shared = {name for name, each in cut.items() if len(each) == 1}
        unclear = any(len(each) not in (1, len(parts)) for each in cut.values()) or "statute" in shared
        sure = _numbered(values[main]) or any(len(each) == len(parts) for each in cut.values())
        if len(parts) > _MOST or unclear or not sure:
            why = (
                "this cell may name several charges and does not say what belongs to which, so it counts as one charge without an outcome. "
                "Give each charge a row; write a single one on one line without ;"
            )
            dropped = [name for name in _OF_OUTCOME if name in values]
            self.tell(where, ": ".join((values[main], *(values[name] for name in dropped))), why)
            return [{name: " ".join(text.split()) for name, text in values.items() if name not in dropped}]
        left_out = sorted(shared & {"disposition", "sentence", "plea"})
        if left_out:
            what = " and one ".join(left_out)
            why = f"this row has {len(parts)} charges and one {what}; which of them that is for is not said. Give each charge a row"
            self.tell(where, "; ".join(values[name] for name in left_out), why)
        gone = {*left_out, *(("disposition_date",) if "disposition" in left_out else ())}
        rest = {name: text for name, text in values.items() if name not in gone}
        return [rest | {main: part} | {name: each[n] for name, each in cut.items() if len(each) > 1} for n, part in enumerate(parts)]

    def row(self, where: Span, values: dict[str, str], read_day: Callable[[str, str], str | None], called: str) -> Row:
        """A charge's cells with what they cannot hold taken out, and listed."""
        found = dict(values)

        def out(name: str, why: str) -> None:
            self.tell(where, f"{FIELDS[name]}: {values[name]}", why)
            found.pop(name, None)

        for name in (name for name in DATES if name in values):
            exact = read_day(name, values[name])
            if exact is None or (name == "birth_date" and exact == "never"):
                out(name, _why_no_date(values[name]))
            else:
                found[name] = exact
        for name in (name for name in _SURE if name in values and unsure(values[name])):
            out(name, "this is not sure, so it counts as not known")
        for name in (name for name in ("statute", "case_id") if name in found and _MADE_A_DATE.match(values[name])):
            out(name, "a spreadsheet program seems to have made a date of this number; write it as text")
        if "county_state" in found:
            county, _, state = re.sub(r"[/|;]", ",", values["county_state"]).rpartition(",")
            found.pop("county_state")
            if state_of(state):
                found |= {"county": county.strip(), "jurisdiction": state} if county.strip() else {"jurisdiction": state}
            else:
                self.tell(where, values["county_state"], "this is no county and state; write it like Multnomah, OR")
        if "jurisdiction" in found:
            code = state_of(found["jurisdiction"])
            if code is None:
                out("jurisdiction", 'this is no state; write its name or code, such as Oregon or OR (or "federal")')
            else:
                found["jurisdiction"] = code
        if "balance_due" in found and not _AMOUNT.fullmatch(found["balance_due"]):
            out("balance_due", "this is no amount that is sure; write it like 250 or 1,200.50")
        if "case_status" in found:
            status = STATUSES.get(fold(found["case_status"]))
            if status is None:
                out("case_status", "this says neither open nor closed")
            else:
                found["case_status"] = status
        if "disposition" in found:
            if outcome(found["disposition"]) is None and not terms.later(found["disposition"]) and not terms.plea(found["disposition"]):
                why = (
                    "this is not sure, so it counts as no outcome"
                    if unsure(found["disposition"])
                    else "what these words mean is not known here"
                )
                self.tell(where, f"disposition: {found['disposition']}", why)
        elif "disposition_date" in found:
            self.tell(where, f"disposition date: {values['disposition_date']}", "this is the date of a disposition that is not stated")
        if "sentence_date" in found and "sentence" not in found:
            out("sentence_date", "this is the date of a sentence that is not stated")
        answers = {name: found.pop(name) for name in list(found) if name not in FIELDS}
        return Row(found, answers, found.get("person_id", ""), where, called)


def _parts(text: str) -> list[str]:
    """What a cell says line by line or between semicolons. A line that begins small goes on with the one before it."""
    parts: list[str] = []
    for line in re.split(r"\n|;", text):
        part = " ".join(_BULLET.sub("", line.strip(), count=1).split())
        if part and parts and (part[0].islower() or part[0] in "(&,"):
            parts[-1] = f"{parts[-1]} {part}"
        elif part:
            parts.append(part)
    return parts or [""]


def _numbered(text: str) -> bool:
    """Whether every part of a cell begins with a number or a bullet."""
    parts = [part for part in re.split(r"\n|;", text) if part.strip()]
    return all(_BULLET.match(part.strip()) for part in parts)


def _dotted(text: str) -> bool:
    return _DOTTED.match(text) is not None and two_ways(text)


def _alone(cells: Sequence[str]) -> str | None:
    """The state that a sheet's name, or a row above the table that says nothing else, names in full; none that a person may be called."""
    filled = [fold(cell) for cell in cells if cell.strip()]
    return STATES.get(filled[0]) if len(filled) == 1 and filled[0] not in _NO_PLACE else None


def _shown(cells: Iterable[str]) -> str:
    return ", ".join(" ".join(cell.split()) for cell in cells if cell.strip())[:_SHOWN]


def _why_no_date(text: str) -> str:
    if two_ways(text):
        return "day and month can be read either way; write it as 2011-06-01, or the month in letters"
    if swappable(text):
        return "day and month may be swapped, for other dates of this column have the day first; write the month in letters"
    if short_year(text):
        return "a year of two digits is not read; write it with four"
    return "this is no date that is sure; write it as 2011-06-01, 6/1/2011, June 2011 or 2011"
