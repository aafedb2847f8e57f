"""The national rap sheet's text as records: its parts, the person, and the cycles (see `national_rap_text`)."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence, Set
from itertools import pairwise
from typing import Final

from unburden.calendar import parse_day
from unburden.readers import Source
from unburden.readers._rap_numbers import bare, followed, told_twice
from unburden.readers._rap_words import (
    DATE,
    NINE,
    UNSUPPORTED,
    Reading,
    iso,
)
from unburden.readers.national_rap_text.cycle import ARREST_NUMBER
from unburden.readers.national_rap_text.cycle import cycle as cycle_cases
from unburden.readers.national_rap_text.layout import COLUMN, LONGEST, labelled, running_heads, sections
from unburden.record import Case, Person, Record, SetAside
from unburden.record import Source as SourceName

_BANNER: Final = re.compile(r"\s*\*[ *]*([A-Z][A-Z ]{2,40}?) *\*[ *]*$", re.I)
_CYCLE: Final = re.compile(r"\s*={3,} *Cycle +(\d{1,6}) *={3,}\s*$", re.I)
_END: Final = re.compile(r"[ *]*END OF RECORD\b", re.I)
_PAGE: Final = re.compile(r"\s*(?:page *)?\d{1,4} of \d{1,4}\s*$", re.I)
#: A line of the index: the agency's name, then its number.
_LISTED: Final = re.compile(r" *Agency {2,}([^;]{1,200}); *([A-Z0-9]{7,9}) *;?", re.I)

#: Words of the identification that head a column.
_HEADINGS: Final = re.compile(
    r"FBI Number|State Id Number|DOC Number|Social Security Number|Driver's License Number|Miscellaneous Numbers?|Sex\b|Race\b|Height\b"
    r"|Weight\b|Date of Birth|Hair Color|Eye Color|Scars, Marks|Place of Birth|Citizenship|Subject Description|Fingerprint|Skin Tone",
    re.I,
)

#: A sheet's own words that it holds no cycle.
_NO_CYCLE: Final = re.compile(r"\bno (?:cycles?|arrests?|criminal history|record)\b", re.I)
#: Parts of a sheet that hold no charge: what stands before its title and after its end, its caveats, and the index of agencies.
_TITLE: Final = "criminal history record"
_SILENT: Final = ("", _TITLE, "introduction")

_BRACKETS: Final = re.compile(r"\([^()]{0,40}\)")
_STATE_ID: Final = re.compile(r"\b([A-Z0-9-]{3,16}) \(([A-Z]{2})\)")


def sheets(source: Source, name: str) -> list[Record]:
    """One record for each rap sheet in the file (a message may carry the sheets of several states)."""
    banners = [(n, found[1].strip().lower()) for n, line in enumerate(source.lines) if "*" in line and (found := _BANNER.match(line))]
    # A title at the head of each printed page begins no new sheet: one that does identifies a person before the next.
    starts: list[int] = []
    titled: int | None = None
    for n, title in banners:
        if title == _TITLE:
            titled = n
        elif title == "identification":
            starts.append(n if titled is None else titled)
            titled = None
    heads = running_heads(source)
    return [_record(source, name, start, stop, heads) for start, stop in pairwise([0, *starts[1:], len(source.lines)])]


def _record(source: Source, form: str, start: int, stop: int, heads: Set[int]) -> Record:
    reading = Reading(source)
    identification: list[tuple[int, str]] = []
    cycles: list[tuple[str, int, list[tuple[int, str]]]] = []
    section, last, ended, above = "", start + 1, False, ""
    none = 0
    for number in range(start + 1, stop + 1):
        text = source.lines[number - 1].replace("\f", "").rstrip()
        if not text:
            continue
        last = number
        cycle, banner = _CYCLE.match(text), _BANNER.match(text)
        if cycle:
            section = "cycle"
            cycles.append((cycle[1], number, []))
        elif _END.match(text):
            section, ended = "", True
        elif number in heads or (banner and section in ("identification", "cycle") and banner[1].strip().lower() == _TITLE):
            continue
        elif banner:
            section = banner[1].strip().lower()
        elif section.startswith("index of agenc"):
            listed = _LISTED.match(text)
            if listed and len(text) <= LONGEST:
                reading.agencies.setdefault(listed[1].strip().upper(), listed[2])
        elif _PAGE.match(text):
            continue
        elif section == "criminal history" and _NO_CYCLE.search(text[:LONGEST]):
            none = number
        elif not section and len(text) <= LONGEST and labelled(text.expandtabs())[0]:
            reading.skip(number, text, "this is of a cycle whose beginning is not here; a page may be missing")
        elif section in _SILENT:
            # A caveat wraps anywhere, so it is looked at with the line above.
            if UNSUPPORTED.search(f"{above[-LONGEST:]} {text[:LONGEST].strip()}") and not UNSUPPORTED.search(above[-LONGEST:]):
                reading.notes.append(
                    f"a caveat says that some arrests are not supported by fingerprints ({source.name}, line {number}): read it"
                )
            above = text.strip()
        elif len(text) > LONGEST:
            reading.skip(number, text, "this line is longer than any line of a rap sheet")
        elif section in ("identification", "cycle"):
            (cycles[-1][2] if section == "cycle" else identification).append((number, text.expandtabs()))
        else:
            reading.skip(number, text, "this stands in no part of a rap sheet that is known here")
    person = _person(identification, reading)
    names: Counter[str] = Counter()
    cases: list[Case] = []
    read = [(name, line, sections(line, body, reading.skip)) for name, line, body in cycles]
    arrests = Counter(each for _, _, blocks in read for each in {bare(held.value) for block in blocks for held in block.all(ARREST_NUMBER)})
    for name, line, blocks in read:
        cases.extend(followed(cycle_cases(f"cycle-{name}", names, line, blocks, reading), arrests))
    told_twice(cases, reading)
    if not cycles and none:
        reading.set_aside.append(SetAside(reading.span(none), source.lines[none - 1].strip(), "the sheet says that it holds no arrest"))
    if not ended:
        reading.skip(last, source.lines[last - 1], "the text ends without END OF RECORD; something may be missing")
    return Record(
        person=person,
        cases=tuple(cases),
        sources=(SourceName(source.name, form, len(source.lines)),),
        unread=tuple(reading.unread),
        set_aside=tuple(reading.set_aside),
        notes=tuple(reading.notes),
    )


def _person(lines: Sequence[tuple[int, str]], reading: Reading) -> Person:
    """Names, birth dates and file numbers of the identification; its Social Security numbers only to keep them out."""
    found: dict[str, list[tuple[str, int]]] = {"names": [], "birth_dates": [], "numbers": []}
    heading = ""
    for line, text in lines:
        stripped = text.strip()
        if re.match(r"Subject Name", stripped, re.I):
            heading = "names"
        elif _HEADINGS.match(stripped) and not (heading == "names" and "," in stripped):
            heading = stripped.lower()
        elif heading == "names":
            found["names"].append((re.sub(r" *\([A-Za-z ]{1,20}\)$", "", stripped), line))
        elif "date of birth" in heading:
            for day in (iso(each) for each in DATE.finditer(_BRACKETS.sub(" ", text))):
                if parse_day(day):
                    found["birth_dates"].append((day, line))
                else:
                    reading.skip(line, text, "this is no date")
        elif "social security" in heading:
            reading.hide(nine[0] for nine in NINE.finditer(text))
        elif heading.startswith("fbi number"):
            first = stripped.split(" ")[0]
            if len(text) - len(text.lstrip()) < COLUMN and not _STATE_ID.match(stripped) and any(c.isdigit() for c in first):
                found["numbers"].append((f"FBI {first}", line))
            found["numbers"].extend((f"SID {each[1]} ({each[2]})", line) for each in _STATE_ID.finditer(text))
    reading.told()
    spans = {f"{name}#{n}" if n > 1 else name: reading.span(line) for name, all_ in found.items() for n, (_, line) in enumerate(all_, 1)}
    names, births, numbers = (tuple(value for value, _ in found[key]) for key in ("names", "birth_dates", "numbers"))
    return Person(names=names, birth_dates=births, numbers=numbers, spans=spans)
