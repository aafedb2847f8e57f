"""One cycle of the national rap sheet's text as cases: its charges through arrest, prosecutor and courts, and what came after."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Final

from attrs import define, evolve

from unburden import terms
from unburden.calendar import parse_day
from unburden.readers._rap_numbers import bare, once
from unburden.readers._rap_words import (
    DATE,
    FILING,
    NOTHING,
    PASSING,
    Reading,
    agency_name,
    concluded,
    disposition,
    foremost,
    iso,
    jurisdiction,
    sentence_parts,
)
from unburden.readers.national_rap_text.layout import Block, Field
from unburden.record import Case, Charge, ChargeVersion, Disposition, SentencePart, SetAside, Span

#: The label of an arrest's number.
ARREST_NUMBER: Final = "arrest case number"
_TRACKING: Final = ("tracking number", "cycle tracking number", ARREST_NUMBER)
#: Labels of a charge that say nothing where no charge is named.
_OF_A_CHARGE: Final = ("disposition", "sentence", "charge literal", "charge description", "statute")
#: The issuing state behind a statute's number.
_ISSUED: Final = re.compile(r" *\( ?[A-Z]{2} ?(?:;[^)]*)?\)$")


@define
class _Step:
    """A charge as one section of its cycle shows it."""

    section: Block
    block: Block


def cycle(name: str, names: Counter[str], line: int, blocks: Sequence[Block], reading: Reading) -> list[Case]:
    """One cycle's cases: one for each court number under which its charges were decided; none where it holds only an applicant's prints."""
    applicants = [each for each in blocks if each.kind == "arrested" and _is_applicant(each)]
    if applicants:
        what = [name, *_all([part for each in applicants for part in (each, *each.charges)], "charge literal", "charge description")]
        span = reading.span(applicants[0].line)
        reading.set_aside.append(SetAside(span, reading.safe(", ".join(what))[:500], "an applicant's fingerprints, not an arrest"))
        blocks = [each for each in blocks if each not in applicants]
        if not any(each.charges for each in blocks):
            return []
    days = {each.line: day for each in blocks if each.kind == "arrested" and (day := _arrest_day(each, reading))}
    groups: list[tuple[str, dict[str, list[_Step]]]] = []
    for steps in _groups(_linked(blocks, reading)):
        names[name] += 1
        groups.append((name if names[name] == 1 else f"{name}~{names[name]}", steps))
    charges = {each: _charge(f"{case_id}/{each}", held, days, reading) for case_id, steps in groups for each, held in steps.items()}
    _afterwards(charges, blocks, reading)
    for part in (part for block in blocks for part in (block, *block.charges)):
        for label in ("comment(s)", "enhancing factor", "reducing factor"):
            said = [reading.safe(each.value) for each in part.all(label) if each.value.lower() not in NOTHING]
            reading.notes.extend(f"{groups[0][0]}: {each}" for each in said)
    found = []
    for case_id, steps in groups:
        mine = tuple(concluded(charges[each], told_apart=False) for each in steps)
        found.append(evolve(_case(case_id, line, blocks, steps, len(groups) == 1, reading), charges=mine))
    return found


def _is_applicant(arrest: Block) -> bool:
    return any("applicant" in each.value.lower() for part in (arrest, *arrest.charges) for each in part.all("arrest type"))


def _arrest_day(arrest: Block, reading: Reading) -> tuple[str, Span] | None:
    given = arrest.get("arrest date")
    day = _day(given, reading)
    return (day, reading.span(given.line)) if given and day else None


def _groups(linked: dict[str, list[_Step]]) -> list[dict[str, list[_Step]]]:
    """The charges by the court number under which they were decided; all are together where there is one number at most."""
    decided = {name: bare(number.value) if (number := _number(steps)) else "" for name, steps in linked.items()}
    if len({*decided.values()} - {""}) <= 1:
        return [linked]
    groups: dict[str, dict[str, list[_Step]]] = {}
    for name, steps in linked.items():
        groups.setdefault(decided[name], {})[name] = steps
    return list(groups.values())


def _number(steps: Sequence[_Step]) -> Field | None:
    """The number of the court that decided a charge; else of the first that says anything but what came later, else of
    the first."""
    courts = [step for step in steps if step.section.kind == "disposed" and step.section.get("court case number")]
    ordered = sorted(courts, key=lambda step: foremost(each.value for each in step.block.all("disposition")))
    return next((step.section.get("court case number") for step in ordered), None)


def _case(case_id: str, line: int, blocks: Sequence[Block], steps: Mapping[str, list[_Step]], alone: bool, reading: Reading) -> Case:
    """One prosecution in a cycle as a case, without its charges; `steps` are theirs, and `alone` says that the cycle has no other."""
    number = next((found for each in steps.values() if (found := _number(each))), None)
    number = number or (_first(blocks, "court case number") if alone else None)
    own = bare(number.value) if number else ""
    here = [each for each in blocks if own and own in {bare(held.value) for held in each.all("court case number")}]
    about = [*here, *(each for each in blocks if not each.get("court case number"))]
    fields = {
        "number": number,
        "court": _first(here or (blocks if alone else ()), "court agency"),
        "jurisdiction": _agency(about, reading.agencies),
    }
    court, agency = fields["court"], fields["jurisdiction"]
    if agency is None or not steps:
        why = "this cycle names no charge" if not steps else "no agency of this cycle says which state it is of"
        reading.skip(line, reading.source.lines[line - 1], why)
    mine = [step.block for held in steps.values() for step in held]
    # Of several prosecutions of a cycle, a court's number is one's only where one of its charges stands.
    shown = blocks if alone else list({step.section.line: step.section for held in steps.values() for step in held}.values())
    ids = once([*_all(blocks, *_TRACKING), *_all(mine, "charge tracking number")], own)
    return Case(
        case_id,
        jurisdiction=jurisdiction(agency.value) if agency else None,
        number=number.value if number else None,
        court=agency_name(court.value) if court else None,
        related=once(_all([*shown, *mine], "court case number", "prosecutor case number", "charge case number"), own, *ids),
        tracking=ids,
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
    for block in (each for each in blocks if each.kind in ("cycle", "arrested", "filed", "disposed")):
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
    ended = [step for step in before if any(terms.outcome(each.value) not in PASSING for each in step.block.all("disposition"))]
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


def _charge(charge_id: str, steps: Sequence[_Step], days: Mapping[int, tuple[str, Span]], reading: Reading) -> Charge:
    versions: list[ChargeVersion] = []
    dispositions: list[Disposition] = []
    sentence: list[SentencePart] = []
    offense = _first([step.block for step in steps], "offense date")
    first = steps[0].section
    # Where a cycle holds two arrests, only a charge's own arrest tells its day.
    arrested = days.get(first.line)
    if first.kind != "arrested" and len({day for day, _ in days.values()}) == 1:
        arrested = next(iter(days.values()))
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
            sentence.extend(_sentence(each, None, reading))
        seen = dispositions[before:]
        if step.block is not step.section and (not seen or not all(each.later for each in seen)):
            # What stands before any section of a cycle is what somebody was arrested for.
            stage = "filed" if step.section.kind == "disposed" and not seen else step.section.kind.replace("cycle", "arrested")
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


def _afterwards(charges: dict[str, Charge], blocks: Sequence[Block], reading: Reading) -> None:
    """Sentencing and custody sections, given to the charge they name; one that names none where there is one charge only."""
    only = next(iter(charges)) if len(charges) == 1 else ""
    for block in (each for each in blocks if each.kind in ("sentence", "corrections")):
        for part in (block, *block.charges):
            named = part.get("charge", "charge sequence number", "charge number")
            at = named.value.split(" ")[0].lstrip("0") if named else only
            # A number that two charges of the cycle have says nothing.
            charge = charges.get(at) if f"{at}~2" not in charges else None
            day = _day(part.get("sentence date") or block.get("sentence date"), reading)
            for each in (*part.all("sentence"), *part.all("correction action"), *part.all("disposition")):
                if charge is None:
                    reading.skip(each.line, f"{each.label}: {each.value}", "this does not say which charge it belongs to")
                else:
                    charge = charges[at] = _given(charge, each, day, reading)


def _sentence(said: Field, day: str | None, reading: Reading) -> list[SentencePart]:
    """The parts of a labelled sentence; all of its words as one where none is known."""
    words, span = reading.safe(said.value), reading.span(said.line)
    return sentence_parts(words, day, span, whole=True) or [SentencePart("other", words, date=day, spans={"printed": span})]


def _given(charge: Charge, said: Field, day: str | None, reading: Reading) -> Charge:
    """A charge with a sentence, or with what a custody or supervision did, which is a later event."""
    words, span = reading.safe(said.value), reading.span(said.line)
    if said.label == "sentence":
        return evolve(charge, sentence=(*charge.sentence, *_sentence(said, day, reading)))
    found = [day for day in (iso(found) for found in DATE.finditer(words)) if parse_day(day)]
    event = Disposition(words, date=found[0] if len(found) == 1 else None, later=True, spans={"printed": span})
    return evolve(charge, dispositions=(*charge.dispositions, event))
