"""Pennsylvania's dockets: whose each docket is, and what of a file belongs to no case."""

from __future__ import annotations

from attrs import define, field

from unburden.readers import Source
from unburden.readers.pennsylvania_ujs.case import Reading, case_of, first
from unburden.readers.pennsylvania_ujs.docket import NUMBER, dockets, numbered_lines
from unburden.readers.pennsylvania_ujs.draft import Docket
from unburden.readers.pennsylvania_ujs.summary import TITLE, finished, summaries
from unburden.record import Case, Person, Record, SetAside
from unburden.record import Source as ReadSource


@define
class _Someone:
    """One defendant, and the dockets that are theirs."""

    names: dict[str, int] = field(factory=dict)
    births: dict[str, int] = field(factory=dict)
    numbers: dict[str, int] = field(factory=dict)
    dockets: list[Docket] = field(factory=list)


def records(source: Source, kind: str) -> list[Record]:
    """The records of a file of this kind, one a defendant."""
    reading = Reading(source)
    lines = numbered_lines(source.lines, reading.skip)
    titled = {source.page_of(line.number) for line in lines if TITLE.match(line.flat)}
    if None in titled and any(NUMBER.match(line.flat) for line in lines):
        titled = set()
    listed = summaries([line for line in lines if titled and source.page_of(line.number) in titled], reading.skip)
    finished(listed)
    found = dockets([line for line in lines if not titled or source.page_of(line.number) not in titled], reading.skip)
    # A summary is one person's; a docket in the same file says more of its case.
    sheets, own = {each.number for each in found}, {id(each) for each in found}
    people = _people([*found, *listed[:1]], reading)
    for each in listed[:1]:
        someone = next(one for one in people if any(docket is each for docket in one.dockets))
        someone.dockets = [docket for docket in (*someone.dockets, *listed[1:]) if id(docket) in own or docket.number not in sheets]
    found += listed
    if not found:
        reading.skip(1, source.lines[0], "no docket was found in this text")
    files = (ReadSource(source.name, kind, len(source.lines)),)
    ids = _ids([next(iter(someone.names), "") for someone in people])
    return [_record(someone, reading, files, ids[n], n == 0) for n, someone in enumerate(people)]


def _people(found: list[Docket], reading: Reading) -> list[_Someone]:
    """The defendants: the same surname and first name and no birth date that differs are one."""
    people: dict[tuple[str, str], list[_Someone]] = {}
    for docket in found:
        births = {day: line for text, line in first(docket.births).items() if (day := reading.day(text, line))}
        names = first(docket.names)
        alike = people.setdefault(_key(next(iter(names), "")), [])
        # What is compared is bounded: no file holds so many people of one name.
        someone = next((each for each in alike[:50] if not births or not each.births or births.keys() & each.births.keys()), None)
        if someone is None:
            someone = _Someone()
            alike.append(someone)
        for held, new in ((someone.names, names), (someone.births, births), (someone.numbers, first(docket.numbers))):
            held.update({value: line for value, line in new.items() if value not in held})
        someone.dockets.append(docket)
    return [each for alike in people.values() for each in alike] or [_Someone()]


def _key(name: str) -> tuple[str, str]:
    """Surname and first name, of ``Doe, Jane Q.`` and of ``Jane Q. Doe``."""
    last, comma, rest = name.lower().partition(",")
    words = (rest if comma else last).split()
    if not words:
        return (last.strip(), "")
    return (last.strip(), words[0]) if comma else (words[-1], words[0])


def _record(someone: _Someone, reading: Reading, files: tuple[ReadSource, ...], person_id: str, is_first: bool) -> Record:
    spans = {}
    for name, held in (("names", someone.names), ("birth_dates", someone.births), ("numbers", someone.numbers)):
        spans.update({name if n == 1 else f"{name}#{n}": reading.span(line) for n, line in enumerate(held.values(), 1)})
    # What is not read is told with the first person of a file, all else with whom it is of.
    mine = Reading(reading.source, reading.unread)
    cases: dict[str, Case] = {}
    times: dict[str, int] = {}
    for docket in someone.dockets:
        name = docket.number or f"line {docket.line}"
        if docket.petition:
            why = "a petition without a defendant: nobody is charged on this docket"
            mine.aside.append(SetAside(reading.span(docket.line), name, why))
            continue
        again = name in times
        case = case_of(docket, Reading(reading.source) if again else mine, name)
        if again and _content(case) == _content(cases[name]):
            mine.notes.append(f"{name} is printed more than once in this file; it is counted once")
            continue
        times[name] = times.get(name, 0) + 1
        if again:
            mine.notes.append(f"{name} is printed more than once in this file, and not alike: check which is right")
            name = f"{name}~{times[name]}"
            case = case_of(docket, mine, name)
        cases[name] = case
        if docket.conditions:
            why = "these are conditions of the sentences; they can name other people and are not kept"
            mine.aside.append(SetAside(reading.span(docket.conditions[0]), f"{name}: {len(docket.conditions)} line(s)", why))
    return Record(
        person_id=person_id,
        person=Person(tuple(someone.names), tuple(someone.births), tuple(someone.numbers), spans),
        cases=tuple(cases.values()),
        sources=files,
        unread=tuple(reading.unread) if is_first else (),
        set_aside=tuple(mine.aside),
        notes=tuple(dict.fromkeys(mine.notes)),
    )


def _content(case: Case) -> object:
    """What a case says, without where it stands."""
    return [
        (
            each.offense_date,
            [(version.stage, version.statute, version.description, version.level) for version in each.versions],
            [(disposition.printed, disposition.date) for disposition in each.dispositions],
            [(part.printed, part.date) for part in each.sentence],
        )
        for each in case.charges
    ]


def _ids(names: list[str]) -> list[str]:
    """What to call each of several defendants: their name, with their place where another has it too."""
    if len(names) == 1:
        return [""]
    times: dict[str, int] = {}
    for name in names:
        times[name] = times.get(name, 0) + 1
    return [name if name and times[name] == 1 else f"{name or 'defendant'} ({n})" for n, name in enumerate(names, 1)]
