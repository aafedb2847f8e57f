"""North Carolina case summaries, third part: whose each summary is, and a summary as a case of their record."""

from __future__ import annotations

import re
from typing import Final

from attrs import define, evolve, field

from unburden.calendar import parse_day
from unburden.readers import Source
from unburden.readers.nc_ciprs.charges import DATE, Reading, charge_of, joined, of_probation, tracking, twin, violations
from unburden.readers.nc_ciprs.sheet import Offense, Sheet, Value, sheets
from unburden.record import Case, Charge, Person, Record, SetAside, Span
from unburden.record import Source as ReadSource

_MASKED: Final = re.compile(r"(\d\d)?[^/]{0,8}/[^/]{0,8}/ ?((?:19|20)\d\d)\b")
_ARRESTS: Final = ("WARRANT", "MAGISTRATE ORDER", "ORDER FOR ARREST")
_STATUSES: Final = {"DISPOSED": "closed", "UNSERVED": "open", "PENDING": "open"}
_WARNINGS: Final = (
    "outstanding order for arrest exists",
    "failed to comply with ordered payment within grace period",
    "terms of probation were violated",
    "order to show cause exists",
)


@define
class _Someone:
    """One defendant, and the cases that are theirs."""

    names: dict[str, Span] = field(factory=dict)
    births: dict[str, Span] = field(factory=dict)
    cases: dict[str, Case] = field(factory=dict)
    set_aside: list[SetAside] = field(factory=list)
    notes: list[str] = field(factory=list)
    witnesses: list[int] = field(factory=list)


def records(source: Source, kind: str) -> list[Record]:
    """The records of a file of this kind, one a defendant."""
    reading = Reading(source)
    people: dict[tuple[str, str], list[_Someone]] = {}
    for sheet in sheets(source.lines, reading.skip):
        someone = _whose(sheet, people, reading)
        case, set_aside, notes = _case(sheet, reading)
        someone.set_aside += set_aside
        someone.notes += notes
        someone.witnesses += sheet.witnesses
        _add(someone, case)
    everyone = [each for alike in people.values() for each in alike]
    if not everyone:
        reading.skip(1, source.lines[0], "no case summary was found in this text")
        everyone = [_Someone()]
    files = (ReadSource(source.name, kind, len(source.lines)),)
    ids = _ids([next(iter(each.names), "") for each in everyone])
    return [_record(each, reading, files, ids[n], n == 0) for n, each in enumerate(everyone)]


def _ids(names: list[str]) -> list[str]:
    """What to call each of several defendants: their name, with their place where another has it too."""
    if len(names) == 1:
        return [""]
    times: dict[str, int] = {}
    for name in names:
        times[name] = times.get(name, 0) + 1
    return [name if name and times[name] == 1 else f"{name or 'defendant'} ({n})" for n, name in enumerate(names, 1)]


def _record(someone: _Someone, reading: Reading, files: tuple[ReadSource, ...], person_id: str, first: bool) -> Record:
    spans: dict[str, Span] = {}
    for name, held in (("names", someone.names), ("birth_dates", someone.births)):
        spans.update({name if n == 1 else f"{name}#{n}": span for n, span in enumerate(held.values(), 1)})
    aside = list(someone.set_aside)
    if someone.witnesses:
        why = "these are witnesses and complainants, not the defendant; their names are not kept"
        aside.append(SetAside(reading.span(someone.witnesses[0]), f"Witnesses: {len(someone.witnesses)} line(s)", why))
    notes = list(someone.notes)
    mine = [each.charge_id for case in someone.cases.values() for each in case.charges]
    found = [each for each in mine if each in reading.responsible]
    if found:
        named = ", ".join(found[:20]) + (" and others" if len(found) > 20 else "")
        why = "a noncriminal violation of law: no outcome is read from it, neither a conviction nor a dismissal"
        notes.append(f'"Responsible" is the finding on an infraction, {why} ({named})')
    if someone.cases:
        notes.append("A case summary prints no sentence, no filing date and no balance; the court's full case detail has them.")
    return Record(
        person_id=person_id,
        person=Person(tuple(someone.names), tuple(someone.births), (), spans),
        cases=tuple(someone.cases.values()),
        sources=files,
        unread=tuple(reading.unread) if first else (),
        set_aside=tuple(aside),
        notes=tuple(dict.fromkeys(notes)),
    )


def _whose(sheet: Sheet, people: dict[tuple[str, str], list[_Someone]], reading: Reading) -> _Someone:
    """The defendant of a summary: the same surname and first name, and no birth date that differs, are one person."""
    names: dict[str, Span] = {}
    for label in ("defendant", "name", "first alias", "second alias", "third alias", "fourth alias"):
        given = sheet.values.get(label)
        if given:
            names.setdefault(re.sub(r" *, *", ",", given.text), reading.span(given.line))
    births = _birth(sheet.values.get("date of birth/estimated age"), reading)
    parts = next(iter(names), "").upper().split(",")
    key = (parts[0], parts[1] if len(parts) > 1 else "")
    alike = people.setdefault(key, [])
    # What is compared is bounded: no file holds so many people of one name.
    someone = next((each for each in alike[:50] if _agree(births, each.births)), None)
    if someone is None:
        someone = _Someone()
        alike.append(someone)
    for name, span in names.items():
        someone.names.setdefault(name, span)
    for birth, span in births.items():
        for known in [each for each in someone.births if each != birth and birth.startswith(each)]:
            del someone.births[known]
        if not any(known.startswith(birth) for known in someone.births):
            someone.births[birth] = span
    return someone


def _agree(births: dict[str, Span], known: dict[str, Span]) -> bool:
    return not births or not known or any(one.startswith(two) or two.startswith(one) for one in births for two in known)


def _birth(given: Value | None, reading: Reading) -> dict[str, Span]:
    if given is None:
        return {}
    whole, masked = DATE.match(given.text), _MASKED.match(given.text)
    if whole:
        text = f"{whole[3]}-{int(whole[1]):02}-{int(whole[2]):02}"
    elif masked:
        text = f"{masked[2]}-{masked[1]}" if masked[1] else masked[2]
    else:
        if not (given.text.isdigit() and len(given.text) < 4):
            reading.skip(given.line, given.text, "this is no birth date")
        return {}
    if parse_day(text) is None:
        reading.skip(given.line, given.text, "this is no date")
        return {}
    return {text: reading.span(given.line)}


def _add(someone: _Someone, case: Case) -> None:
    """A case printed twice is counted once; one printed again with other content stands beside the first."""
    copies = 1
    name = case.case_id
    while name in someone.cases:
        if _content(someone.cases[name]) == _content(case):
            someone.notes.append(f"{case.case_id} is printed more than once in this file; it is counted once")
            return
        copies += 1
        name = f"{case.case_id}~{copies}"
        if copies > 20:
            break
    if copies > 1:
        someone.notes.append(f"{case.case_id} is printed more than once in this file, and not alike: check which is right")
        charges = tuple(evolve(each, charge_id=name + each.charge_id.removeprefix(case.case_id)) for each in case.charges)
        case = evolve(case, case_id=name, charges=charges)
    someone.cases[name] = case


def _content(case: Case) -> object:
    parts = [(each.versions, each.dispositions, each.offense_date) for each in case.charges]
    return [
        ([(v.stage, v.statute, v.description, v.level) for v in versions], [(d.printed, d.date) for d in dispositions], day)
        for versions, dispositions, day in parts
    ]


def _case(sheet: Sheet, reading: Reading) -> tuple[Case, list[SetAside], list[str]]:
    label = f"{sheet.county} {sheet.number}".strip() or f"line {sheet.line}"
    values = sheet.values
    offense_date = values.get("offense date/time") or values.get("offense date")
    charges: list[Charge] = []
    aside: list[tuple[Offense, str]] = []
    names: dict[str, int] = {}
    offense_day = reading.day(offense_date)
    arrest_date = _arrest(values)
    arrest_day = reading.day(arrest_date)
    dates = {"offense_date": (offense_day, offense_date), "arrest_date": (arrest_day, arrest_date)}
    days = {name: (day, reading.span(given.line)) for name, (day, given) in dates.items() if day and given}
    for lower, upper in joined(sheet):
        first = lower or upper
        both = [each for each in (lower, upper) if each]
        if first is None or all(of_probation(each) for each in both):
            aside += [(each, "district" if each is lower else "superior") for each in both]
            continue
        names[first.number] = names.get(first.number, 0) + 1
        number = first.number if names[first.number] == 1 else f"{first.number}~{names[first.number]}"
        charges.append(charge_of(f"{label}/{number}", both, days, reading))
    set_aside, charges = violations(label, aside, charges, reading)
    status = values.get("case status")
    spans = {"number": sheet.line, "county": sheet.line}
    spans.update({name: values[key].line for name, key in (("court", "jurisdiction"), ("status", "case status")) if key in values})
    case = Case(
        label,
        "US-NC",
        number=sheet.number or None,
        county=sheet.county or None,
        court=values["jurisdiction"].text if "jurisdiction" in values else None,
        status=_STATUSES.get(status.text.upper()) if status else None,
        status_printed=status.text if status else None,
        related=twin(sheet),
        charges=tuple(charges),
        spans={name: reading.span(line) for name, line in spans.items()},
        tracking=tracking(sheet),
    )
    notes = [f"{label}: {name}: YES" for name in _WARNINGS if name in values and values[name].text.upper() == "YES"]
    return case, set_aside, notes


def _arrest(values: dict[str, Value]) -> Value | None:
    process = values.get("process type in district court") or values.get("process type in superior court")
    return values.get("case was served on") if process and process.text.upper().startswith(_ARRESTS) else None
