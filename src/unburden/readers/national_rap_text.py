"""The national rap sheet in its text presentation (FBI III and Nlets; Joint Task Force on Rap Sheet Standardization).

Caveats, identification, then cycles (their layout: `_rap_layout`). A cycle is one arrest and what followed; a charge's number
links its arrest to its court section inside one cycle only. A disposition's text holds outcome, date and sentence in one.

Social Security numbers are never kept, nor is anything that only describes a body.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Final

from attrs import define, evolve, field

from unburden import terms
from unburden.calendar import parse_day
from unburden.readers import Source
from unburden.readers._rap_layout import COLUMN, LONGEST, Block, Field, sections
from unburden.readers._states import STATES
from unburden.record import Case, Charge, ChargeVersion, Disposition, Person, Record, SentencePart, SetAside, Span, Unread
from unburden.record import Source as SourceName

FORMAT: Final = "national_rap_text"

_BANNER: Final = re.compile(r"\s*\*[ *]*([A-Z][A-Z ]{2,40}?) *\*[ *]*$", re.I)
_CYCLE: Final = re.compile(r"\s*={3,} *Cycle +(\d{1,6}) *={3,}\s*$", re.I)
_END: Final = re.compile(r"[ *]*END OF RECORD\b", re.I)
_PAGE: Final = re.compile(r"\s*(?:page *)?\d{1,4} of \d{1,4}\s*$", re.I)
_CAVEAT: Final = "information in this rap sheet is"

_NOTHING: Final = ("unknown", "none", "n/a", "na")
#: Words of the identification that head a column.
_HEADINGS: Final = re.compile(
    r"FBI Number|State Id Number|DOC Number|Social Security Number|Driver's License Number|Miscellaneous Numbers?|Sex\b|Race\b|Height\b"
    r"|Weight\b|Date of Birth|Hair Color|Eye Color|Scars, Marks|Place of Birth|Citizenship|Subject Description|Fingerprint|Skin Tone",
    re.I,
)

_DATE: Final = re.compile(r"\b(\d{4})-(\d\d)-(\d\d)\b|\b(\d\d)/(\d\d)/(\d{4})\b|\b((?:19|20)\d\d)(\d\d)(\d\d)\b")
_BRACKETS: Final = re.compile(r"\([^()]{0,40}\)")
_SSN: Final = re.compile(r"\b\d{3}-\d\d-\d{4}\b|\b(?:SSN|SOC|SOCIAL SECURITY(?: NUMBER)?)\b\W{0,4}\d{9}\b", re.I)
_NINE: Final = re.compile(r"\b\d{3}-?\d\d-?\d{4}\b")
_STATE_ID: Final = re.compile(r"\b([A-Z0-9-]{3,16}) \(([A-Z]{2})\)")
_PIECE: Final = re.compile(r";|,(?!\d{3})| (?=\d{1,4} ?(?:D|M|Y|W|H)[A-Z]*\b)", re.I)
_ORI: Final = re.compile(r"\b(?=[A-Z]*\d)[A-Z]{2}[A-Z0-9]{5,7}\b")
#: The letters of an agency number that differ from the postal ones.
_ORI_STATES: Final = {"NB": "NE", "GM": "GU", "AM": "AS", "MK": "MP"}
#: Federal agency numbers begin with the letters of the state they sit in; these letters or words say that they are federal.
_FEDERAL_LETTERS: Final = frozenset(("FBI", "USM", "DEA", "ATF", "INS", "ICE", "CBP", "BOP", "USS"))
_FEDERAL_WORDS: Final = re.compile(
    r"\b(?:u\.? ?s\.? (?:marshal|district court|dist(?:rict)? ct|attorney|secret service|customs|probation|immigration|postal|army|navy"
    r"|air force|park police)|united states|federal bureau|drug enforcement|immigration and (?:customs|naturalization)|bureau of prisons)",
    re.I,
)


@define
class _Step:
    """A charge as one section of its cycle shows it."""

    section: Block
    block: Block


@define
class _Reading:
    """What is gathered while one record is read."""

    source: Source
    unread: list[Unread] = field(factory=list)
    set_aside: list[SetAside] = field(factory=list)
    notes: list[str] = field(factory=list)
    secrets: set[str] = field(factory=set)

    def span(self, line: int) -> Span:
        return self.source.span(line)

    def skip(self, line: int, text: str, why: str) -> None:
        self.unread.append(Unread(self.span(line), self.safe(text), why))

    def safe(self, text: str) -> str:
        """The text without Social Security numbers."""
        kept = _SSN.sub("[removed]", text.strip())
        return _NINE.sub(lambda found: "[removed]" if found[0].replace("-", "") in self.secrets else found[0], kept)


def sniff(source: Source) -> float:
    """How surely this is the text presentation: its cycles, or its banner and its caveats."""
    head = source.head
    if head.lstrip().startswith(("<", "{", "PAR1", "%PDF")):
        return 0.0
    if re.search(r"^[ \t]*={3,} *Cycle +\d+ *={3,}", head, re.M | re.I):
        return 0.95
    banner = re.search(r"^[ \t]*\*{3,}[ *]*CRIMINAL HISTORY(?: RECORD)? *\*{3,}", head, re.M | re.I)
    return 0.9 if banner else 0.4 if _CAVEAT in head else 0.0


def read(source: Source) -> list[Record]:
    """One record for each rap sheet in the file (a message may carry the sheets of several states)."""
    starts = [
        n
        for n, line in enumerate(source.lines)
        if "*" in line and (found := _BANNER.match(line)) and found[1].strip().upper() == "CRIMINAL HISTORY RECORD"
    ]
    return [_record(source, start, stop) for start, stop in pairwise([0, *starts[1:], len(source.lines)])]


def _record(source: Source, start: int, stop: int) -> Record:
    reading = _Reading(source)
    identification: list[tuple[int, str]] = []
    cycles: list[tuple[str, int, list[tuple[int, str]]]] = []
    section, last, ended = "", start + 1, False
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
        elif section not in ("identification", "cycle") or _PAGE.match(text):
            continue
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
        sources=(SourceName(source.name, FORMAT, len(source.lines)),),
        unread=tuple(reading.unread),
        set_aside=tuple(reading.set_aside),
        notes=tuple(reading.notes),
    )


def _person(lines: Sequence[tuple[int, str]], reading: _Reading) -> Person:
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
            for day in (_iso(each) for each in _DATE.finditer(_BRACKETS.sub(" ", text))):
                if parse_day(day):
                    found["birth_dates"].append((day, line))
                else:
                    reading.skip(line, text, "this is no date")
        elif "social security" in heading:
            reading.secrets.update(nine[0].replace("-", "") for nine in _NINE.finditer(text))
        elif heading.startswith("fbi number"):
            first = stripped.split(" ")[0]
            if len(text) - len(text.lstrip()) < COLUMN and not _STATE_ID.match(stripped) and any(c.isdigit() for c in first):
                found["numbers"].append((f"FBI {first}", line))
            found["numbers"].extend((f"SID {each[1]} ({each[2]})", line) for each in _STATE_ID.finditer(text))
    if reading.secrets:
        reading.notes.append(f"{len(reading.secrets)} Social Security number(s) stand in {reading.source.name}; none was kept")
    spans = {f"{name}#{n}" if n > 1 else name: reading.span(line) for name, all_ in found.items() for n, (_, line) in enumerate(all_, 1)}
    names, births, numbers = (tuple(value for value, _ in found[key]) for key in ("names", "birth_dates", "numbers"))
    return Person(names=names, birth_dates=births, numbers=numbers, spans=spans)


def _case(case_id: str, line: int, body: Sequence[tuple[int, str]], reading: _Reading) -> Case | None:
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
    fields = {"number": _first(blocks, "court case number"), "court": _first(blocks, "court agency"), "jurisdiction": _agency(blocks)}
    number, court, agency = fields.values()
    if agency is None or not charges:
        why = "this cycle names no charge" if not charges else "no agency of this cycle says which state it is of"
        reading.skip(line, reading.source.lines[line - 1], why)
    return Case(
        case_id,
        jurisdiction=_jurisdiction(agency.value) if agency else None,
        number=number.value if number else None,
        court=_ORI.sub("", court.value, count=1).strip(" ;,") or court.value if court else None,
        related=tuple(dict.fromkeys(_related(blocks, number))),
        charges=tuple(charges.values()),
        spans={name: reading.span(each.line) for name, each in fields.items() if each},
    )


def _first(blocks: Sequence[Block], *labels: str) -> Field | None:
    return next((found for block in blocks if (found := block.get(*labels))), None)


def _agency(blocks: Sequence[Block]) -> Field | None:
    """The agency whose state is the case's: the court's, else the prosecutor's, else the one that arrested."""
    labels = ("court agency", "prosecutor agency", "sentencing agency", "arresting agency")
    named = (found for label in labels if (found := _first(blocks, label)))
    return next((each for each in named if _jurisdiction(each.value)), None)


def _related(blocks: Sequence[Block], number: Field | None) -> Iterator[str]:
    for block in blocks:
        for label in ("court case number", "prosecutor case number", "arrest case number", "tracking number"):
            yield from (each.value for each in block.all(label) if number is None or each.value != number.value)


def _jurisdiction(agency: str) -> str | None:
    """ISO 3166-2 of an agency: from the first letters of its number (ORI); federal only where it clearly is."""
    number = _ORI.search(agency)
    if (number and (number[0][:2] == "US" or number[0][2:5] in _FEDERAL_LETTERS)) or _FEDERAL_WORDS.search(agency):
        return "US"
    if number is None:
        return None
    code = f"US-{_ORI_STATES.get(number[0][:2], number[0][:2])}"
    return code if code in STATES.values() else None


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


def _day(given: Field | None, reading: _Reading) -> str | None:
    if given is None:
        return None
    found = _DATE.search(given.value)
    text = _iso(found) if found else given.value
    if parse_day(text) is None or text == "never":
        reading.skip(given.line, f"{given.label}: {given.value}", "this is no date")
        return None
    return text


def _iso(found: re.Match[str]) -> str:
    year, month, day = found.group(1, 2, 3) if found[1] else found.group(6, 4, 5) if found[6] else found.group(7, 8, 9)
    return f"{year}-{month}-{day}".removesuffix("-00").removesuffix("-00")


def _charge(charge_id: str, steps: Sequence[_Step], arrested: tuple[str | None, Span] | None, reading: _Reading) -> Charge:
    versions: list[ChargeVersion] = []
    dispositions: list[Disposition] = []
    sentence: list[SentencePart] = []
    offense = _first([step.block for step in steps], "offense date")
    for step in steps:
        day, before = _day(step.block.get("disposition date") or step.section.get("final disposition date"), reading), len(dispositions)
        for each in step.block.all("disposition"):
            disposition, parts = _disposition(each, day, reading)
            dispositions.append(disposition)
            sentence.extend(parts)
        for each in step.block.all("sentence"):
            sentence.extend(_parts(reading.safe(each.value), None, reading.span(each.line)))
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


def _version(stage: str, block: Block, reading: _Reading) -> ChargeVersion:
    literal, severity = block.get("charge literal", "charge description"), block.get("severity")
    statutes, inchoate = block.all("statute"), block.get("inchoate charge")
    # The issuing state stands after the number, in brackets.
    statute = "; ".join(re.sub(r" *\( ?[A-Z]{2} ?(?:;[^)]*)?\)$", "", each.value) for each in statutes) or None
    kind = inchoate.value if inchoate and inchoate.value.lower() not in _NOTHING else ""
    description = reading.safe(": ".join(part for part in (kind, literal.value if literal else "") if part)) or None
    level = severity if severity and severity.value.lower() not in _NOTHING else None
    places = {"description": literal, "statute": statutes[0] if statutes else None, "level": level}
    spans = {name: reading.span(each.line) for name, each in places.items() if each}
    return ChargeVersion(stage, statute=statute, description=description, level=level.value if level else None, spans=spans)


def _disposition(given: Field, default: str | None, reading: _Reading) -> tuple[Disposition, list[SentencePart]]:
    """A disposition's text holds the outcome, its date and the sentence, in any order and any of them missing."""
    printed = re.sub(r"^\( *([^()]*?) *\)$", r"\1", reading.safe(given.value))
    words = _DATE.sub(" ", printed)
    dates = {day for found in _DATE.finditer(printed) if parse_day(day := _iso(found))}
    outcome, later = terms.outcome(words), terms.later(words)
    if outcome is None and not later:
        reading.skip(given.line, given.value, "what these disposition words mean is not known here")
    date = dates.pop() if len(dates) == 1 else default
    span = reading.span(given.line)
    spans = {"printed": span, "date": span} if date else {"printed": span}
    parts = _parts(words, date, span) if outcome in ("convicted", "withheld", "deferred", "adjudicated") else []
    return Disposition(printed, outcome=outcome, date=date, later=later, spans=spans), parts


def _parts(words: str, date: str | None, span: Span) -> list[SentencePart]:
    """The parts of a sentence in the words; a piece that names neither a part nor an outcome goes with the next."""
    parts: list[SentencePart] = []
    before = ""
    for piece in _PIECE.split(words):
        before = f"{before} {piece.strip(' ()')}".strip()
        kind = terms.sentence_kind(before)
        if kind:
            parts.append(SentencePart(kind, before, date=date, spans={"printed": span}))
        if kind or terms.outcome(before):
            before = ""
    if parts and before:
        parts[-1] = evolve(parts[-1], printed=f"{parts[-1].printed} {before}")
    return parts


def _afterwards(charges: dict[str, Charge], blocks: Sequence[Block], reading: _Reading) -> None:
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
                charges[at] = evolve(charge, sentence=(*charge.sentence, *(_parts(words, day, span) or other)))
            else:
                found = [day for day in (_iso(found) for found in _DATE.finditer(words)) if parse_day(day)]
                event = Disposition(words, date=found[0] if len(found) == 1 else None, later=True, spans={"printed": span})
                charges[at] = evolve(charge, dispositions=(*charge.dispositions, event))
