"""The entries of the FBI's letter as cases, and its person (see `fbi_identity_history`)."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from attrs import define, evolve, field

from unburden.readers import Source
from unburden.readers._rap_numbers import bare, followed, once, told_twice
from unburden.readers._rap_words import (
    NINE,
    NOTHING,
    Reading,
    agency_name,
    concluded,
    jurisdiction,
    state,
)
from unburden.readers.fbi_identity_history import NO_RECORD
from unburden.readers.fbi_identity_history.charges import Count, Field, counts, days_in
from unburden.readers.national_rap_text.layout import running_heads
from unburden.record import Case, Charge, Person, Record, SetAside, Span
from unburden.record import Source as Paper

_ENTRY: Final = re.compile(
    r"\s{0,20}(\d{1,3}) ?- ?([A-Z][A-Z /]{3,40}?)(?: {1,20}(\d{4}/\d\d/\d\d|\d\d/\d\d/\d{4}))?(?: {1,40}SID ?- ?(\S{0,20}))? *$", re.I
)
_END: Final = re.compile(r"\s{0,80}-{0,40} ?END OF (?:PART|RECORD)\b", re.I)
_MORE: Final = re.compile(r"\bpart \d{1,3} to follow\b", re.I)
#: Kinds of entries that may state no day.
_KINDS: Final = re.compile(r"arrest|receiv|applicant|civil|charged|custody", re.I)
#: Kinds of entries that are no accusation.
_NO_CASE: Final = re.compile(r"applicant|civil|employ|licens|militar|natural|alien|immigr.* (?:benefit|applic)", re.I)
_LABELS: Final = (
    *(
        "agency case",
        "agency",
        "name used",
        "charge",
        "court case",
        "case number",
        "court",
        "disposition",
        "sentence",
        "statute",
        "citation",
    ),
    *("severity", "level", "comments", "comment", "sid", "type", "reason fingerprinted", "offense date", "date of offense"),
)
_LABEL: Final = re.compile(rf"\s{{0,40}}({'|'.join(_LABELS)}) ?(\d{{1,3}})? ?[-:] ?(.*)", re.I)
#: Labels whose value is prose that may run on.
_PROSE: Final = ("agency", "charge", "court", "disposition", "sentence", "comment", "comments", "statute", "citation")
#: Lines of the letter and of each page's head and foot, which say nothing of the person.
_FURNITURE: Final = re.compile(
    r"\s*(?:united states department of justice|federal bureau of investigation|criminal justice information services"
    r"|clarksburg, ?w|-? ?fbi identification record|-? ?fbi identity history summary|identity history summary"
    r"|part \d{1,3}[ -]*$|page \d{1,4}(?: of \d{1,4})?$|\d{1,4} of \d{1,4}$|end of (?:part|record|cover)"
    r"|record updated|when explanation of a charge"
    r"|directly with the agency|all arrest entries|fingerprint comparisons and|the use of this record|official use only"
    r"|because additions or deletions|should be requested when)",
    re.I,
)
_HEADINGS: Final = (
    "name",
    "alias name(s)",
    "alias names",
    "fbi no.",
    "fbi number",
    "ucn",
    "birth date",
    "other birth dates",
    "social security",
)
_OTHER_HEADINGS: Final = (
    *(
        "date requested",
        "sex",
        "race",
        "height",
        "weight",
        "eyes",
        "hair",
        "birth place",
        "fingerprint class",
        "pattern class",
        "citizenship",
    ),
    *("scars-marks-tattoos", "scars-marks", "tattoos", "misc numbers", "miscellaneous number", "state id", "sid"),
)
_HEADING: Final = re.compile("|".join(re.escape(each) for each in sorted((*_HEADINGS, *_OTHER_HEADINGS), key=len, reverse=True)), re.I)
_CELL: Final = re.compile(r"\S+(?: \S+)*")
#: Agencies that receive people whom a court has sentenced.
_CUSTODY: Final = re.compile(r"\b(?:prison|penitentiary|reformatory|correction(?:s|al)?|d\.?o\.?c\b)", re.I)
#: Value of a case → the labels that state it.
_PLACES: Final = {"court": ("court",), "agency": ("agency",), "number": ("court case", "case number"), "arrest_number": ("agency case",)}
#: No line of a letter is longer, and no value.
_LONGEST: Final = 2000


@define
class _Entry:
    """One numbered entry: its kind, its day as printed, and its labelled values."""

    number: str
    kind: str
    day: str
    state_id: str
    line: int
    fields: list[Field] = field(factory=list)


def letter(source: Source, form: str) -> Record:
    """The one person of the letter; `form` is the format's id."""
    reading = Reading(source)
    head: list[tuple[int, str]] = []
    entries: list[_Entry] = []
    heads = running_heads(source)
    for number, text in enumerate(source.lines, 1):
        text = text.expandtabs().rstrip()
        if len(text) > _LONGEST:
            reading.skip(number, text[:500], "this line is longer than any line of this record")
            continue
        begun = _ENTRY.match(text) if "-" in text else None
        if begun and (begun[3] or _KINDS.match(begun[2])):
            entries.append(_Entry(begun[1], begun[2].strip().lower(), begun[3] or "", begun[4] or "", number))
        elif _FURNITURE.match(text) or (number in heads and not _LABEL.match(text)):
            continue
        elif entries:
            _take(entries[-1], number, text, reading)
        else:
            head.append((number, text))
    person = _person(head, entries, reading)
    arrests = Counter(bare(each.value) for entry in entries for each in entry.fields if each.label == "agency case")
    cases: list[Case] = []
    times: Counter[str] = Counter()
    for entry in entries:
        if _NO_CASE.search(entry.kind):
            what = [f"{entry.number}-{entry.kind}", *(each.value for each in entry.fields if each.label != "agency")]
            text = reading.safe(", ".join(each for each in what if each))[:500]
            reading.set_aside.append(SetAside(reading.span(entry.line), text, "an entry that is not an arrest"))
            continue
        times[entry.number] += 1
        name = f"entry-{entry.number}" + (f"~{times[entry.number]}" if times[entry.number] > 1 else "")
        cases.extend(followed([_case(entry, name, reading)], arrests))
    told_twice(cases, reading)
    if not entries:
        _nothing(source, reading)
    elif not any(_END.match(text) for text in source.lines[entries[-1].line :]):
        reading.notes.append(f"{source.name} ends without END OF PART or END OF RECORD after its last entry: a page may be missing")
    elif any(_MORE.search(text[:_LONGEST]) for text in source.lines[entries[-1].line :]):
        reading.notes.append(f"{source.name} says that another part follows, which is not here")
    reading.told()
    return Record(
        person=person,
        cases=tuple(cases),
        sources=(Paper(source.name, form, len(source.lines)),),
        unread=tuple(reading.unread),
        set_aside=tuple(reading.set_aside),
        notes=tuple(dict.fromkeys(reading.notes)),
    )


def _nothing(source: Source, reading: Reading) -> None:
    """A letter without entries: it says that there is nothing, or it was not understood."""
    text = source.head
    said = NO_RECORD.search(text)
    if said is None:
        reading.skip(1, text[:80], "no entry of this record was found")
        return
    line = text.count("\n", 0, said.start()) + 1
    reading.set_aside.append(SetAside(reading.span(line), " ".join(said[0].split()), "the letter says that the FBI holds no arrest"))
    reading.notes.append("a letter without arrests says nothing of what only a state or a court has on record")


def _take(entry: _Entry, number: int, text: str, reading: Reading) -> None:
    """A line of an entry: a labelled value, or more of the value above."""
    labelled = _LABEL.match(text)
    last = entry.fields[-1] if entry.fields else None
    if labelled:
        label, place, value = labelled[1].lower(), labelled[2] or "", labelled[3].strip()
        if label == "charge" and not place and value.isdecimal() and len(value) <= 3:
            place, value = value, ""
        entry.fields.append(Field(label, place.lstrip("0"), value, number))
    elif text.strip() and last and _runs_on(last) and (text.isupper() or not last.value.isupper()):
        last.value = f"{last.value} {text.strip()}".strip()
    elif text.strip():
        reading.skip(number, text, "this line of the entry has no label known here")


def _runs_on(known: Field) -> bool:
    """Whether a line without label can be more of a value: of prose, and of an agency until its number ends it."""
    ended = known.label in ("agency", "court") and known.value.endswith(")")
    return known.label in _PROSE and len(known.value) < _LONGEST and not ended


def _person(lines: Sequence[tuple[int, str]], entries: Sequence[_Entry], reading: Reading) -> Person:
    """Names, birth dates and the FBI's number, each under the heading that it stands nearest to; names and state ids of the entries too."""
    found: dict[str, list[tuple[str, int]]] = {"names": [], "birth_dates": [], "numbers": []}
    columns: list[tuple[int, str]] = []
    held = False
    for line, text in lines:
        cells = [(each.start(), each[0]) for each in _CELL.finditer(text)]
        headings = [(each.start(), each[0].lower()) for each in _HEADING.finditer(text)]
        if headings and not _HEADING.sub("", text).strip(" :"):
            columns, held = headings, False
            continue
        if len(cells) > 1 and cells[0][1].lower() in _HEADINGS:
            columns, held, cells = [cells[0]], True, cells[1:]  # the value stands beside its heading
        elif not cells and held:
            columns = []  # what stands below the values and a blank line is under no heading
        held = held or bool(cells)
        for start, value in cells if columns else ():
            heading = min(columns, key=lambda each: abs(each[0] - start))[1].lower()
            _identify(heading, value, line, found, reading)
    for entry in entries:
        found["names"].extend((each.value, each.line) for each in entry.fields if each.label == "name used" and each.value)
        ids = [(entry.state_id, entry.line), *((each.value, each.line) for each in entry.fields if each.label == "sid")]
        for value, line in ids:
            code = state(value[:2])
            found["numbers"].extend([(f"SID {value} ({code[3:]})" if code else f"SID {value}", line)] if value else [])
    spans: dict[str, Span] = {}
    kept: dict[str, tuple[str, ...]] = {}
    for name, values in found.items():
        first = dict(reversed(values))
        kept[name] = tuple(reading.safe(value) for value in dict.fromkeys(value for value, _ in values))
        spans.update(
            {f"{name}#{n}" if n > 1 else name: reading.span(first[value]) for n, value in enumerate(dict.fromkeys(v for v, _ in values), 1)}
        )
    return Person(kept["names"], kept["birth_dates"], kept["numbers"], spans)


def _identify(heading: str, value: str, line: int, found: dict[str, list[tuple[str, int]]], reading: Reading) -> None:
    """A value of the head, by the heading that it stands under."""
    if "social" in heading:
        reading.hide(nine[0] for nine in NINE.finditer(value))
    elif "birth date" in heading:
        found["birth_dates"].extend((day, line) for day in days_in(value))
    elif "name" in heading and any(letter.isalpha() for letter in value) and value.lower() not in NOTHING:
        found["names"].append((value, line))
    elif heading in ("fbi no.", "fbi number", "ucn") and any(letter.isdigit() for letter in value):
        found["numbers"].append((f"FBI {value.split(' ')[0]}", line))


def _case(entry: _Entry, case_id: str, reading: Reading) -> Case:
    day = next(days_in(entry.day), None)
    if entry.day and day is None:
        reading.skip(entry.line, entry.day, "this is no date")
    values = {name: next((each for each in entry.fields if each.label in labels and each.value), None) for name, labels in _PLACES.items()}
    court, agency = values["court"], values["agency"]
    received = bool(agency and not court and _CUSTODY.search(agency.value))
    arrested = day if "arrest" in entry.kind and not received else None
    if not arrested and day:
        reading.notes.append(f"{case_id} is headed {entry.kind.upper()} {entry.day} ({reading.source.name}, line {entry.line})")
    charged = counts(entry.fields, reading)
    place = next((each for each in (court, agency) if each and jurisdiction(each.value)), None)
    if place is None:
        reading.skip(entry.line, case_id, "no agency of this entry says which state it is of")
    if not charged:
        reading.skip(entry.line, case_id, "this entry names no charge")
    if received:
        for each in charged:
            each.dispositions = [evolve(one, outcome=None, later=True) for one in each.dispositions]
        reading.notes.append(f"{case_id} is of a prison that received this person: the court's case may be another entry")
    number, arrest_number = values["number"], values["arrest_number"]
    numbers = [each.value for each in entry.fields if each.label in _PLACES["number"]]
    spans = {"case_id": reading.span(entry.line)}
    spans.update({name: reading.span(each.line) for name, each in (("court", court), ("number", number), ("jurisdiction", place)) if each})
    return Case(
        case_id,
        jurisdiction=jurisdiction(place.value) if place else None,
        number=reading.safe(number.value) if number else None,
        court=reading.safe(agency_name(court.value)) if court else None,
        related=once(map(reading.safe, numbers), number.value if number else ""),
        tracking=once([reading.safe(arrest_number.value)], number.value if number else "") if arrest_number else (),
        charges=tuple(_charges(charged, case_id, entry.line, arrested, reading)),
        spans=spans,
    )


def _charges(charged: Iterable[Count], case_id: str, line: int, day: str | None, reading: Reading) -> Iterator[Charge]:
    times: dict[str, int] = {}
    for place, each in enumerate(charged, 1):
        name = each.number or str(place)
        times[name] = times.get(name, 0) + 1
        spans = {"charge_id": reading.span(each.line)} | ({"arrest_date": reading.span(line)} if day else {})
        yield concluded(
            Charge(
                f"{case_id}/{name}" + (f"~{times[name]}" if times[name] > 1 else ""),
                tuple(each.versions),
                tuple(each.dispositions),
                tuple(each.sentence),
                arrest_date=day,
                spans=spans,
            ),
            told_apart=False,
        )
