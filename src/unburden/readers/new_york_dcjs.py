"""The New York State rap sheet of the Division of Criminal Justice Services (DCJS), as the text of its pages.

Untried on a real file: only the sections and their order are known from a source that could be read, the guide that DCJS publishes ("The
New York State Criminal History Record", 9 NYCRR 6050.1). For the lines inside them (a charge's ``-- words`` above ``PL 155.25 Sub 00
Class A Misdemeanor Degree 0 NCIC 2399``, the labels, the courts' words) there was neither a sheet nor a source: they stand as such sheets
are generally described. So labels go by several spellings, columns are found by words alone, and what is not understood is shown. What
is decided:

- **A cycle is one case**: one arrest (its tracking number, CJTN, stands in `Case.related`) and every court that took it up. The case has
  the number of the last court; those before are related. A charge printed again is the same charge: same statute, else same section, else
  same words; a docket with one charge that ends with one other ended that charge. A charge that an earlier court of the cycle had decided
  is not named again: the next one like it is a new charge.
- **Arraignment, docket and indictment numbers, release, bail** decide nothing. "Not arraigned" and every word not known has no outcome.
- **Outcome**: words above a list of charges are about each of them. Words with no charge below end the charges of that court case that
  are still open, if they end a case (dismissed, declined, transferred); a conviction is told only of the one charge that there is.
- **Sealed** (CPL 160.50, 160.55 …) is a later entry and does not say how the case ended. **Youthful offender**, adjudicated, is
  ``adjudicated``, in one breath with a conviction too; denied, it is unknown. **Covered or satisfied** by another docket is unknown.
- **A sentence** is that of the charge right above it, else of the only conviction of the court case. ``released_date`` is the last
  release that the custody part tells of, ``never`` where the sentence has only fines, probation, conditional discharge or service. A
  day on which a release was only expected is none.
- **Violations of probation or parole** are no charges: set aside, with what the court said. So are other history, job and license
  prints, wanted and missing notices. Custody, parole, probation, certificates of relief, warrants and banners are notes.
- **Kept**: names, birth dates, NYSID and FBI numbers. Never: Social Security numbers, addresses, bodies, officers.
- **Statute**: zeros that only fill are dropped (``Sub 00`` is none, ``Sub 02`` is (2), ``VTL 0511`` is 511); a letter stays with its digit.
"""

from __future__ import annotations

import re
from typing import Final

from attrs import evolve

from unburden.readers import Source
from unburden.readers._new_york_cycles import read_cycle
from unburden.readers._new_york_lines import Sheet, read_sheets
from unburden.readers._new_york_words import DATE, joined, safe
from unburden.record import Case, Person, Record, Span, Unread
from unburden.record import Source as ReadSource

FORMAT: Final = "new_york_dcjs"
UNTRIED: Final = "its sections are known from the guide that DCJS publishes; the lines inside them were written without a sheet"

_MARKS: Final = tuple(
    re.compile(pattern, re.M | re.I)
    for pattern in (
        r"\bNYSID\b",
        r"division of criminal justice services",
        r"^[^\w\n]{0,20}NYS criminal history information",
        r"^[^\w\n]{0,20}arrest/charge information",
        r"^[^\w\n]{0,20}court case information",
        r"\bcriminal justice tracking n",
        r"^[^\w\n]{0,20}cycle:? {0,4}#? {0,4}\d{1,4}\b",
        r"\b(?:PL|VTL|AC|CPL) \d{1,4}[.-]\d{1,4}.{0,60}\b(?:degree \w|NCIC)\b",
    )
)


def sniff(source: Source) -> float:
    """The more of the sheet's own words, the surer; three of them are needed."""
    if source.head.lstrip()[:1] in ("<", "{", "["):
        return 0.0
    found = sum(mark.search(source.head) is not None for mark in _MARKS)
    return 0.0 if found < 3 else min(0.96, 0.5 + 0.1 * found)


def read(source: Source) -> list[Record]:
    """The records in the file, one a rap sheet."""
    records = [_record(sheet) for sheet in read_sheets(source)]
    if len(records) == 1:
        return records
    return [evolve(record, person_id=next(iter(record.person.numbers), f"sheet {n}")) for n, record in enumerate(records, 1)]


def _record(sheet: Sheet) -> Record:
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
        sources=(ReadSource(sheet.source.name, FORMAT, len(sheet.source.lines)),),
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
