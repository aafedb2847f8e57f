"""A New York rap sheet as a record: the person, and each cycle as a case."""

from __future__ import annotations

from unburden.readers import Source
from unburden.readers.new_york_dcjs.cycles import read_cycle
from unburden.readers.new_york_dcjs.lines import read_sheets
from unburden.readers.new_york_dcjs.order import arrange
from unburden.readers.new_york_dcjs.sheet import Sheet
from unburden.readers.new_york_dcjs.words import DATE, joined, safe
from unburden.record import Case, Person, Record, Span, Unread
from unburden.record import Source as ReadSource


def records_of(source: Source, form: str) -> list[Record]:
    """The records in the file, one a rap sheet."""
    return [_record(sheet, form) for sheet in read_sheets(source)]


def _record(sheet: Sheet, form: str) -> Record:
    arrange(sheet)
    person = _person(sheet)
    notes: list[str] = []
    cases: list[Case] = []
    times: dict[str, int] = {}
    for cycle in sheet.cycles:
        name = f"cycle-{cycle.number}" if cycle.number else "cycle"
        times[name] = times.get(name, 0) + 1
        case, noted = read_cycle(sheet, cycle, name if times[name] == 1 else f"{name}~{times[name]}")
        notes.extend(noted)
        cases.extend([case] if case else [])
    notes = [*joined("the sheet begins: ", map(safe, sheet.attention)), *notes]
    for value, line in sheet.values["total"]:
        if value.isdigit() and int(value) != len(sheet.cycles):
            why = f"the sheet counts {int(value)} arrests, and {len(sheet.cycles)} cycles were read; something may be missing"
            sheet.skip(line, f"Total Arrests: {value}", why)
    if not sheet.cycles:
        sheet.unread.append(Unread(sheet.span(1), "", "no cycle was found on this sheet, so no case was read"))
    return Record(
        person=person,
        cases=tuple(cases),
        sources=(ReadSource(sheet.source.name, form, len(sheet.source.lines)),),
        unread=tuple(sheet.unread),
        set_aside=tuple(sheet.set_aside),
        notes=tuple(dict.fromkeys(notes)),
    )


def _person(sheet: Sheet) -> Person:
    """Every name, birth date and number once, with the line that said it first."""
    names: dict[str, int] = {}
    births: dict[str, int] = {}
    numbers: dict[str, int] = {}
    for value, line in sheet.values["name"]:
        if any(letter.isalpha() for letter in value):
            names.setdefault(value, line)
    for value, line in sheet.values["birth"]:
        for found in DATE.finditer(value):
            day = sheet.day(found[0], line)
            if day:
                births.setdefault(day, line)
        if not DATE.search(value):
            sheet.skip(line, value, "this is no birth date")
    for kind in ("nysid", "fbi"):
        for value, line in sheet.values[kind]:
            if any(letter.isdigit() for letter in value):
                numbers.setdefault(f"{kind.upper()} {value.split()[0].upper()}", line)
    spans: dict[str, Span] = {}
    for field, held in (("names", names), ("birth_dates", births), ("numbers", numbers)):
        for n, line in enumerate(held.values(), 1):
            spans[field if n == 1 else f"{field}#{n}"] = sheet.span(line)
    return Person(tuple(names), tuple(births), tuple(numbers), spans)
