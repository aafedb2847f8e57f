"""The national rap sheet's text as records: its parts, the person, and the cycles with their charges (see `national_rap_text`)."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import pairwise
from typing import Final

from attrs import define, evolve

from unburden import terms
from unburden.calendar import parse_day
from unburden.readers import Source
from unburden.readers._rap_layout import COLUMN, LONGEST, Block, Field, running_heads, sections
from unburden.readers._rap_numbers import bare, followed, once, told_twice
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

#: A sheet's own words that it holds no cycle.
_NO_CYCLE: Final = re.compile(r"\bno (?:cycles?|arrests?|criminal history|record)\b", re.I)
#: Parts of a sheet that hold no charge: what stands before its title and after its end, its caveats, and the index of agencies.
_SILENT: Final = ("", "criminal history record", "introduction")
_ARREST_NUMBER: Final = "arrest case number"
_TRACKING: Final = ("tracking number", "cycle tracking number", _ARREST_NUMBER)
#: Labels of a charge that say nothing where no charge is named.
_OF_A_CHARGE: Final = ("disposition", "sentence", "charge literal", "charge description", "statute")
#: Outcomes after which a charge goes on elsewhere.
_PASSING: Final = (None, "transferred", "pending")
#: The issuing state behind a statute's number.
_ISSUED: Final = re.compile(r" *\( ?[A-Z]{2} ?(?:;[^)]*)?\)$")

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
    none = 0
    heads = running_heads(source)
    for number in range(start + 1, stop + 1):
        text = source.lines[number - 1].replace("\f", "").rstrip()
        if not text or number in heads:
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
        elif _PAGE.match(text):
            continue
        elif section == "criminal history" and _NO_CYCLE.search(text[:LONGEST]):
            none = number
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
    arrests = Counter(
        each for _, _, blocks in read for each in {bare(held.value) for block in blocks for held in block.all(_ARREST_NUMBER)}
    )
    for name, line, blocks in read:
        cases.extend(followed(_cycle(f"cycle-{name}", names, line, blocks, reading), arrests))
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


def _cycle(name: str, names: Counter[str], line: int, blocks: Sequence[Block], reading: Reading) -> list[Case]:
    """One cycle's cases: one for each court number under which its charges were decided; none where it holds only an applicant's prints."""
    applicants = [each for each in blocks if each.kind == "arrested" and _is_applicant(each)]
    if applicants:
        reading.set_aside.append(SetAside(reading.span(applicants[0].line), name, "an applicant's fingerprints, not an arrest"))
        blocks = [each for each in blocks if each not in applicants]
        if not any(each.charges for each in blocks):
            return []
    days = list(dict.fromkeys(found for each in blocks if each.kind == "arrested" and (found := _arrest_day(each, reading))))
    linked = _linked(blocks, reading)
    groups = _groups(linked)
    found: list[Case] = []
    for steps in groups or [{}]:
        names[name] += 1
        case_id = name if names[name] == 1 else f"{name}~{names[name]}"
        found.append(_case(case_id, line, blocks, steps, days, reading))
    _afterwards(found, blocks, reading)
    for part in (part for block in blocks for part in (block, *block.charges)):
        for label in ("comment(s)", "enhancing factor", "reducing factor"):
            said = [reading.safe(each.value) for each in part.all(label) if each.value.lower() not in NOTHING]
            reading.notes.extend(f"{found[0].case_id}: {each}" for each in said)
    return [evolve(each, charges=tuple(concluded(one, told_apart=False) for one in each.charges)) for each in found]


def _is_applicant(arrest: Block) -> bool:
    return any("applicant" in each.value.lower() for part in (arrest, *arrest.charges) for each in part.all("arrest type"))


def _arrest_day(arrest: Block, reading: Reading) -> tuple[str, Span] | None:
    given = arrest.get("arrest date")
    day = _day(given, reading)
    return (day, reading.span(given.line)) if given and day else None


def _groups(linked: Mapping[str, list[_Step]]) -> list[dict[str, list[_Step]]]:
    """The charges by the court number under which they were decided; all are together where there is one number at most."""
    decided = {name: bare(number.value) if (number := _number(steps)) else "" for name, steps in linked.items()}
    if len({*decided.values()} - {""}) <= 1:
        return [dict(linked)] if linked else []
    groups: dict[str, dict[str, list[_Step]]] = {}
    for name, steps in linked.items():
        groups.setdefault(decided[name], {})[name] = steps
    return list(groups.values())


def _number(steps: Sequence[_Step]) -> Field | None:
    """The number of the court that decided a charge: of the first court whose words are not of what came later, else of the first."""
    courts = [step for step in steps if step.section.kind == "disposed" and step.section.get("court case number")]
    first = [step for step in courts if any(not terms.later(each.value) for each in step.block.all("disposition"))]
    return next((step.section.get("court case number") for step in (*first, *courts)), None)


def _case(
    case_id: str, line: int, blocks: Sequence[Block], steps: Mapping[str, list[_Step]], days: Sequence[tuple[str, Span]], reading: Reading
) -> Case:
    """The charges of one prosecution in a cycle as a case; `days` are those of the cycle's arrests."""
    number = next((found for each in steps.values() if (found := _number(each))), None) or _first(blocks, "court case number")
    own = bare(number.value) if number else ""
    here = [each for each in blocks if own and own in {bare(held.value) for held in each.all("court case number")}]
    about = [*here, *(each for each in blocks if not each.get("court case number"))]
    fields = {"number": number, "court": _first(here or blocks, "court agency"), "jurisdiction": _agency(about, reading.agencies)}
    court, agency = fields["court"], fields["jurisdiction"]
    if agency is None or not steps:
        why = "this cycle names no charge" if not steps else "no agency of this cycle says which state it is of"
        reading.skip(line, reading.source.lines[line - 1], why)
    mine = [step.block for held in steps.values() for step in held]
    ids = once([*_all(blocks, *_TRACKING), *_all(mine, "charge tracking number")], own)
    return Case(
        case_id,
        jurisdiction=jurisdiction(agency.value) if agency else None,
        number=number.value if number else None,
        court=agency_name(court.value) if court else None,
        related=once(_all([*blocks, *mine], "court case number", "prosecutor case number", "charge case number"), own, *ids),
        tracking=ids,
        charges=tuple(_charge(f"{case_id}/{name}", held, days, reading) for name, held in steps.items()),
        spans={"case_id": reading.span(line), **{name: reading.span(each.line) for name, each in fields.items() if each}},
    )


def _all(blocks: Iterable[Block], *labels: str) -> Iterator[str]:
    return (each.value for block in blocks for label in labels for each in block.all(label))


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


def _linked(blocks: Sequence[Block], reading: Reading) -> dict[str, list[_Step]]:
    """The cycle's charges by number, each as its steps in time: a court's charge 2 is the charge 2 that was arrested for.

    A number that one section gives twice, or that two arrests give, is two charges: ``2`` and ``2~2``. So is one under which another
    court number shows another offense, after the first had been decided.
    """
    found: dict[str, list[_Step]] = {}
    newest: dict[str, str] = {}
    times: Counter[str] = Counter()
    for block in (each for each in blocks if each.kind in ("arrested", "filed", "disposed")):
        seen: set[str] = set()
        for charge in block.charges:
            number = charge.fields[0].value.split(" ")[0].lstrip("0") or "0"
            known = found.get(newest.get(number, ""), [])
            if block.kind == "arrested" or number in seen or not known or _begins_anew(known, block, charge):
                times[number] += 1
                newest[number] = number if times[number] == 1 else f"{number}~{times[number]}"
                found[newest[number]] = []
            seen.add(number)
            found[newest[number]].append(_Step(block, charge))
    for block in blocks:
        told = [each for each in block.fields if each.label in _OF_A_CHARGE and each.value]
        if told and block.kind in ("cycle", "arrested", "filed", "disposed"):
            if len(found) == 1 and not block.charges and all(each.label == "disposition" for each in told):
                next(iter(found.values())).append(_Step(block, block))
                continue
            for each in told:
                reading.skip(each.line, f"{each.label}: {each.value}", "this does not say which charge it belongs to")
    return found


def _begins_anew(known: Sequence[_Step], section: Block, charge: Block) -> bool:
    """Whether a court's charge is not the known one of its number: that was decided under another number, and is another offense."""
    number = section.get("court case number")
    before = [
        step
        for step in known
        if step.section.kind == "disposed"
        and (held := step.section.get("court case number"))
        and number
        and bare(held.value) != bare(number.value)
    ]
    ended = [step for step in before if any(terms.outcome(each.value) not in _PASSING for each in step.block.all("disposition"))]
    return any(_differ(step.block, charge) for step in ended)


def _differ(one: Block, other: Block) -> bool:
    """Whether two charges name two offenses: by statute if both have one, else by their words."""
    for label in ("statute", "charge literal"):
        left, right = ({bare(_ISSUED.sub("", each.value)) for each in block.all(label)} for block in (one, other))
        if left and right:
            return not left & right
    return False


def _day(given: Field | None, reading: Reading) -> str | None:
    if given is None:
        return None
    found = DATE.search(given.value)
    text = iso(found) if found else given.value
    if parse_day(text) is None or text == "never":
        reading.skip(given.line, f"{given.label}: {given.value}", "this is no date")
        return None
    return text


def _charge(charge_id: str, steps: Sequence[_Step], days: Sequence[tuple[str, Span]], reading: Reading) -> Charge:
    versions: list[ChargeVersion] = []
    dispositions: list[Disposition] = []
    sentence: list[SentencePart] = []
    offense = _first([step.block for step in steps], "offense date")
    first = steps[0].section
    # Where a cycle holds two arrests, only a charge's own arrest tells its day.
    arrested = _arrest_day(first, reading) if first.kind == "arrested" else days[0] if len({day for day, _ in days}) == 1 else None
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
        if step.block is not step.section and (not seen or not all(each.later for each in seen)):
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
    statute = "; ".join(_ISSUED.sub("", each.value) for each in statutes) or None
    kind = inchoate.value if inchoate and inchoate.value.lower() not in NOTHING else ""
    description = reading.safe(": ".join(part for part in (kind, literal.value if literal else "") if part)) or None
    level = severity if severity and severity.value.lower() not in NOTHING else None
    places = {"description": literal, "statute": statutes[0] if statutes else None, "level": level}
    spans = {name: reading.span(each.line) for name, each in places.items() if each}
    return ChargeVersion(stage, statute=statute, description=description, level=level.value if level else None, spans=spans)


def _afterwards(cases: list[Case], blocks: Sequence[Block], reading: Reading) -> None:
    """Sentencing and custody sections, given to the charge they name; one that names none where there is one charge only."""
    place = {charge.charge_id.rpartition("/")[2]: (n, m) for n, case in enumerate(cases) for m, charge in enumerate(case.charges)}
    only = next(iter(place)) if len(place) == 1 else ""
    for block in (each for each in blocks if each.kind in ("sentence", "corrections")):
        for part in (block, *block.charges):
            named = part.get("charge", "charge sequence number", "charge number")
            name = named.value.split(" ")[0].lstrip("0") if named else only
            # A number that two charges of the cycle have says nothing.
            at = place.get(name) if f"{name}~2" not in place else None
            day = _day(part.get("sentence date") or block.get("sentence date"), reading)
            for each in (*part.all("sentence"), *part.all("correction action"), *part.all("disposition")):
                if at is None:
                    reading.skip(each.line, f"{each.label}: {each.value}", "this does not say which charge it belongs to")
                else:
                    case, charge = cases[at[0]], _given(cases[at[0]].charges[at[1]], each, day, reading)
                    cases[at[0]] = evolve(case, charges=(*case.charges[: at[1]], charge, *case.charges[at[1] + 1 :]))


def _given(charge: Charge, said: Field, day: str | None, reading: Reading) -> Charge:
    """A charge with a sentence, or with what a custody or supervision did, which is a later event."""
    words, span = reading.safe(said.value), reading.span(said.line)
    if said.label == "sentence":
        other = [SentencePart("other", words, date=day, spans={"printed": span})]
        return evolve(charge, sentence=(*charge.sentence, *(sentence_parts(words, day, span) or other)))
    found = [day for day in (iso(found) for found in DATE.finditer(words)) if parse_day(day)]
    event = Disposition(words, date=found[0] if len(found) == 1 else None, later=True, spans={"printed": span})
    return evolve(charge, dispositions=(*charge.dispositions, event))
