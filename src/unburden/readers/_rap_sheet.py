"""The national rap sheet's text as records: its parts, the person, and the cycles with their charges (see `national_rap_text`)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from typing import Final

from attrs import define, evolve

from unburden.calendar import parse_day
from unburden.readers import Source
from unburden.readers._rap_layout import COLUMN, LONGEST, Block, Field, sections
from unburden.readers._rap_words import (
    DATE,
    FILING,
    NINE,
    NOTHING,
    UNSUPPORTED,
    Reading,
    agency_name,
    concluded,
    disposition,
    iso,
    jurisdiction,
    sentence_parts,
)
from unburden.record import Case, Charge, ChargeVersion, Disposition, Person, Record, SentencePart, SetAside, Span
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

_BRACKETS: Final = re.compile(r"\([^()]{0,40}\)")
_STATE_ID: Final = re.compile(r"\b([A-Z0-9-]{3,16}) \(([A-Z]{2})\)")


@define
class _Step:
    """A charge as one section of its cycle shows it."""

    section: Block
    block: Block


def sheets(source: Source, name: str) -> list[Record]:
    """One record for each rap sheet in the file (a message may carry the sheets of several states)."""
    starts = [
        n
        for n, line in enumerate(source.lines)
        if "*" in line and (found := _BANNER.match(line)) and found[1].strip().upper() == "CRIMINAL HISTORY RECORD"
    ]
    return [_record(source, name, start, stop) for start, stop in pairwise([0, *starts[1:], len(source.lines)])]


def _record(source: Source, form: str, start: int, stop: int) -> Record:
    reading = Reading(source)
    identification: list[tuple[int, str]] = []
    cycles: list[tuple[str, int, list[tuple[int, str]]]] = []
    section, last, ended, above = "", start + 1, False, ""
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
        elif banner:
            section = banner[1].strip().lower()
        elif section.startswith("index of agenc"):
            listed = _LISTED.match(text)
            if listed and len(text) <= LONGEST:
                reading.agencies.setdefault(listed[1].strip().upper(), listed[2])
        elif section not in ("identification", "cycle") or _PAGE.match(text):
            # A caveat wraps anywhere, so it is looked at with the line above.
            if UNSUPPORTED.search(f"{above[-LONGEST:]} {text[:LONGEST].strip()}") and not UNSUPPORTED.search(above[-LONGEST:]):
                reading.notes.append(
                    f"a caveat says that some arrests are not supported by fingerprints ({source.name}, line {number}): read it"
                )
            above = text.strip()
        elif len(text) > LONGEST:
            reading.skip(number, text, "this line is longer than any line of a rap sheet")
        else:
            (cycles[-1][2] if section == "cycle" else identification).append((number, text.expandtabs()))
    person = _person(identification, reading)
    times: dict[str, int] = {}
    cases: list[Case] = []
    for name, line, body in cycles:
        times[name] = times.get(name, 0) + 1
        found = _case(f"cycle-{name}" if times[name] == 1 else f"cycle-{name}~{times[name]}", line, body, reading)
        cases.extend([found] if found else [])
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


def _case(case_id: str, line: int, body: Sequence[tuple[int, str]], reading: Reading) -> Case | None:
    """One cycle as a case; none where it holds an applicant's prints."""
    blocks = sections(line, body, reading.skip)
    if any("applicant" in each.value.lower() for block in blocks for each in block.all("arrest type")):
        reading.set_aside.append(SetAside(reading.span(line), case_id, "an applicant's fingerprints, not an arrest"))
        return None
    arrest = _first([block for block in blocks if block.kind == "arrested"], "arrest date")
    arrested = (_day(arrest, reading), reading.span(arrest.line)) if arrest else None
    charges = {number: _charge(f"{case_id}/{number}", steps, arrested, reading) for number, steps in _linked(blocks).items()}
    _afterwards(charges, blocks, reading)
    for part in (part for block in blocks for part in (block, *block.charges)):
        reading.notes.extend(f"{case_id}: {reading.safe(each.value)}" for each in part.all("comment(s)"))
    fields = {
        "number": _first(blocks, "court case number"),
        "court": _first(blocks, "court agency"),
        "jurisdiction": _agency(blocks, reading.agencies),
    }
    number, court, agency = fields.values()
    if agency is None or not charges:
        why = "this cycle names no charge" if not charges else "no agency of this cycle says which state it is of"
        reading.skip(line, reading.source.lines[line - 1], why)
    return Case(
        case_id,
        jurisdiction=jurisdiction(agency.value) if agency else None,
        number=number.value if number else None,
        court=agency_name(court.value) if court else None,
        related=tuple(dict.fromkeys(_related(blocks, number))),
        charges=tuple(concluded(each, told_apart=False) for each in charges.values()),
        spans={name: reading.span(each.line) for name, each in fields.items() if each},
    )


def _first(blocks: Sequence[Block], *labels: str) -> Field | None:
    return next((found for block in blocks if (found := block.get(*labels))), None)


def _agency(blocks: Sequence[Block], known: Mapping[str, str]) -> Field | None:
    """The agency whose state is the case's: the court's, else the prosecutor's, else the one that arrested.

    `known` is the sheet's index of agencies, which may tell a number that the cycle does not.
    """
    labels = ("court agency", "prosecutor agency", "sentencing agency", "arresting agency")
    named = (found for label in labels if (found := _first(blocks, label)))
    numbered = (evolve(each, value=f"{each.value} {known.get(each.value.strip(' ;').upper(), '')}".strip()) for each in named)
    return next((each for each in numbered if jurisdiction(each.value)), None)


def _related(blocks: Sequence[Block], number: Field | None) -> Iterator[str]:
    for block in blocks:
        for label in ("court case number", "prosecutor case number", "arrest case number", "tracking number", "cycle tracking number"):
            yield from (each.value for each in block.all(label) if number is None or each.value != number.value)


def _linked(blocks: Sequence[Block]) -> dict[str, list[_Step]]:
    """The cycle's charges by number, each as its steps in time: a court's charge 2 is the charge 2 that was arrested for.

    A number that one section gives twice, or that two arrests give, is two charges: ``2`` and ``2~2``.
    """
    found: dict[str, list[_Step]] = {}
    newest: dict[str, str] = {}
    times: dict[str, int] = {}
    for block in (each for each in blocks if each.kind in ("arrested", "filed", "disposed")):
        seen: set[str] = set()
        for charge in block.charges:
            number = charge.fields[0].value.split(" ")[0].lstrip("0") or "0"
            if block.kind == "arrested" or number in seen or number not in newest:
                times[number] = times.get(number, 0) + 1
                newest[number] = number if times[number] == 1 else f"{number}~{times[number]}"
                found[newest[number]] = []
            seen.add(number)
            found[newest[number]].append(_Step(block, charge))
    return found


def _day(given: Field | None, reading: Reading) -> str | None:
    if given is None:
        return None
    found = DATE.search(given.value)
    text = iso(found) if found else given.value
    if parse_day(text) is None or text == "never":
        reading.skip(given.line, f"{given.label}: {given.value}", "this is no date")
        return None
    return text


def _charge(charge_id: str, steps: Sequence[_Step], arrested: tuple[str | None, Span] | None, reading: Reading) -> Charge:
    versions: list[ChargeVersion] = []
    dispositions: list[Disposition] = []
    sentence: list[SentencePart] = []
    offense = _first([step.block for step in steps], "offense date")
    for step in steps:
        day, before = _day(step.block.get("disposition date") or step.section.get("final disposition date"), reading), len(dispositions)
        for each in step.block.all("disposition"):
            printed = re.sub(r"^\( *([^()]*?) *\)$", r"\1", reading.safe(each.value))
            if step.section.kind == "filed" and printed.lower() in FILING:
                continue
            found, parts = disposition(printed, each.line, day, reading)
            dispositions.append(found)
            sentence.extend(parts)
        for each in step.block.all("sentence"):
            sentence.extend(sentence_parts(reading.safe(each.value), None, reading.span(each.line)))
        seen = dispositions[before:]
        if not seen or not all(each.later for each in seen):
            stage = "filed" if step.section.kind == "disposed" and not seen else step.section.kind
            versions.append(_version(stage, step.block, reading))
        counts = step.block.get("counts")
        if counts and counts.value not in ("1", "01"):
            reading.notes.append(f"{charge_id} stands for {counts.value} counts ({reading.source.name}, line {counts.line})")
    spans = {"charge_id": reading.span(steps[0].block.line)}
    spans.update({"offense_date": reading.span(offense.line)} if offense else {})
    spans.update({"arrest_date": arrested[1]} if arrested else {})
    return Charge(
        charge_id,
        versions=tuple(versions),
        dispositions=tuple(dispositions),
        sentence=tuple(sentence),
        offense_date=_day(offense, reading),
        arrest_date=arrested[0] if arrested else None,
        spans=spans,
    )


def _version(stage: str, block: Block, reading: Reading) -> ChargeVersion:
    literal, severity = block.get("charge literal", "charge description"), block.get("severity")
    statutes, inchoate = block.all("statute"), block.get("inchoate charge")
    # The issuing state stands after the number, in brackets.
    statute = "; ".join(re.sub(r" *\( ?[A-Z]{2} ?(?:;[^)]*)?\)$", "", each.value) for each in statutes) or None
    kind = inchoate.value if inchoate and inchoate.value.lower() not in NOTHING else ""
    description = reading.safe(": ".join(part for part in (kind, literal.value if literal else "") if part)) or None
    level = severity if severity and severity.value.lower() not in NOTHING else None
    places = {"description": literal, "statute": statutes[0] if statutes else None, "level": level}
    spans = {name: reading.span(each.line) for name, each in places.items() if each}
    return ChargeVersion(stage, statute=statute, description=description, level=level.value if level else None, spans=spans)


def _afterwards(charges: dict[str, Charge], blocks: Sequence[Block], reading: Reading) -> None:
    """Sentencing and custody sections, given to the charge they name; one that names none where there is one charge only."""
    only = next(iter(charges)) if len(charges) == 1 else ""
    parts = ((block, part) for block in blocks if block.kind in ("sentence", "corrections") for part in (block, *block.charges))
    for block, part in parts:
        named = part.get("charge", "charge sequence number", "charge number")
        at = named.value.split(" ")[0].lstrip("0") if named else only
        day = _day(part.get("sentence date") or block.get("sentence date"), reading)
        for each in (*part.all("sentence"), *part.all("correction action")):
            words, span = reading.safe(each.value), reading.span(each.line)
            charge = charges.get(at)
            if charge is None:
                reading.skip(each.line, f"{each.label}: {each.value}", "this does not say which charge it belongs to")
            elif each.label == "sentence":
                other = [SentencePart("other", words, date=day, spans={"printed": span})]
                charges[at] = evolve(charge, sentence=(*charge.sentence, *(sentence_parts(words, day, span) or other)))
            else:
                found = [day for day in (iso(found) for found in DATE.finditer(words)) if parse_day(day)]
                event = Disposition(words, date=found[0] if len(found) == 1 else None, later=True, spans={"printed": span})
                charges[at] = evolve(charge, dispositions=(*charge.dispositions, event))
