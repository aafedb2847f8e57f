"""Wisconsin (WCCA) cases as JSON: every case of the file, whose it is, and its charges (`wisconsin_ccap.charges`)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final, TypeAlias

from attrs import define, evolve, field

from unburden.readers import Source
from unburden.readers._json import Json, Path, load
from unburden.readers.wisconsin_ccap.charges import Charges, listed, some_day, text
from unburden.record import Case, Person, Record, SetAside, Span, Unread
from unburden.record import Source as ReadSource

_Object: TypeAlias = dict[str, Any]
_WRAPPERS: Final = ("result", "response", "cases", "results", "data")
#: Real files wrap a case in two; what is nested deeper is no case.
_DEEPEST: Final = 6
#: A case has a few citations; more are not shown one by one.
_MOST_CITATIONS: Final = 200
_STATUSES: Final = {"closed": "closed", "open": "open", "filed only": "open"}


@define
class _Someone:
    """One defendant and what was read of theirs."""

    names: dict[str, Span] = field(factory=dict)
    births: dict[str, Span] = field(factory=dict)
    numbers: dict[str, Span] = field(factory=dict)
    cases: list[Case] = field(factory=list)
    set_aside: list[SetAside] = field(factory=list)
    notes: list[str] = field(factory=list)
    beside: dict[str, list[str]] = field(factory=dict)  # case id → the cases that the court names beside it

    def same(self, other: _Someone) -> bool:
        """Whether both can be one person: a name in common, and no birth dates that differ."""
        if not {_folded(name) for name in self.names} & {_folded(name) for name in other.names}:
            return False
        return not (self.births and other.births and not self.births.keys() & other.births.keys())

    def add(self, other: _Someone) -> None:
        """Take over what the other says more."""
        if not (self.births and other.births):
            self.notes.append(f"{next(iter(other.names))}: cases of this name without a birth date are read as one person's")
        for mine, theirs in ((self.names, other.names), (self.births, other.births), (self.numbers, other.numbers)):
            mine.update({name: span for name, span in theirs.items() if name not in mine})
        self.cases += other.cases
        self.set_aside += other.set_aside
        self.notes += other.notes
        self.beside |= other.beside


def records(source: Source, kind: str) -> list[Record]:
    """The records in a file of this kind, one a defendant. What is no case is listed with its line."""
    files = (ReadSource(source.name, kind, len(source.lines)),)
    loaded = load(source)
    if isinstance(loaded, Unread):
        return [Record(sources=files, unread=(loaded,))]
    people: list[_Someone] = []
    unread: list[Unread] = []
    by_name: dict[str, list[int]] = {}
    seen: set[str] = set()
    for path, found in _cases(loaded.value, (), unread, loaded):
        one = _person(loaded, path, found)
        case = _case(loaded, path, found, one, unread)
        if case is None and not one.set_aside:
            continue
        if case is not None and case.case_id in seen:
            one.set_aside.append(SetAside(loaded.span(*path), case.case_id, "this case stands in the file before; it is counted once"))
        elif case is not None:
            seen.add(case.case_id)
            one.cases.append(case)
        near = [index for name in one.names for index in by_name.get(_folded(name), [])[:50]]
        same = next((index for index in near if people[index].same(one)), None)
        if same is None:
            same = len(people)
            people.append(one)
        else:
            people[same].add(one)
        for name in one.names:
            at = by_name.setdefault(_folded(name), [])
            if same not in at:
                at.append(same)
    if not people and not unread:
        unread.append(Unread(source.span(1), source.head[:200], "this JSON holds no case of Wisconsin's courts"))
    records = [_record(each, files, "" if len(people) == 1 else _person_id(each, place)) for place, each in enumerate(people, 1)]
    if not records:
        return [Record(sources=files, unread=tuple(unread))]
    return [evolve(records[0], unread=tuple(unread)), *records[1:]]


def _cases(value: object, path: Path, unread: list[Unread], json: Json) -> Iterator[tuple[Path, _Object]]:
    """Every case in the file with its place, through lists and the wrappers around a case."""
    if isinstance(value, list) and len(path) < _DEEPEST:
        for index, each in enumerate(value):
            yield from _cases(each, (*path, index), unread, json)
    elif isinstance(value, dict):
        if text(value, "caseNo"):
            yield path, value
            return
        inner = next((name for name in _WRAPPERS if isinstance(value.get(name), (dict, list))), None)
        if value.get("available") is False:
            why = "the court's site does not show this case" + (f": {text(value, 'reason')}" if text(value, "reason") else "")
            unread.append(Unread(json.span(*path), _view(json, path), why))
        elif inner is not None and len(path) < _DEEPEST:
            yield from _cases(value[inner], (*path, inner), unread, json)
        elif "errors" in value:
            unread.append(Unread(json.span(*path), _view(json, (*path, "errors")), "the court's site sent an error and no case"))
        else:
            unread.append(Unread(json.span(*path), ", ".join(list(value)[:20])[:200], "this object is no case"))
    else:
        unread.append(Unread(json.span(*path), str(value)[:200], "a case should stand here"))


def _view(json: Json, path: Path) -> str:
    """The case that was asked for, from the ``view`` beside a refused result."""
    around: Any = json.value
    for step in path[:-1]:
        around = around[step]
    view = around.get("view") if isinstance(around, dict) else None
    parts = [view.get(name) for name in ("countyNo", "caseNo")] if isinstance(view, dict) else []
    return "-".join(str(part.get("value"))[:40] for part in parts if isinstance(part, dict))


def _person(json: Json, path: Path, found: _Object) -> _Someone:
    """Names, birth dates and numbers of the defendant; nothing else of theirs."""
    one = _Someone()
    defendant = found.get("defendant")
    if not isinstance(defendant, dict):
        return one
    held = [((*path, "defendant"), defendant)]
    held += [((*path, "defendant", "alias", index), each) for index, each in listed(defendant, "alias")]
    for place, each in held:
        name, born = text(each, "name"), some_day(text(each, "dob"))
        if name:
            one.names.setdefault(name, json.span(*place, "name"))
        if born:
            one.births.setdefault(born, json.span(*place, "dob"))
    for key in ("justisNo", "fingerprintId"):
        number = text(defendant, key)
        if number and sum(letter.isdigit() for letter in number) >= 5:
            one.numbers.setdefault(number, json.span(*path, "defendant", key))
    return one


def _case(json: Json, path: Path, found: _Object, one: _Someone, unread: list[Unread]) -> Case | None:
    number, county_number = text(found, "caseNo") or "", text(found, "countyNo")
    case_id = f"{county_number}-{number}" if county_number else number
    if found.get("available") is False:
        unread.append(Unread(json.span(*path), case_id, "the court's site does not show this case"))
        return None
    charges = Charges(json, path, case_id, found)
    read = charges.read()
    unread += charges.unread
    one.set_aside += charges.set_aside
    one.notes += charges.notes
    if not read and not charges.unread:
        what = text(found, "caption") if found.get("isCriminal") else text(found, "caseType")
        if found.get("isCriminal") is False and not listed(found, "citations"):
            one.set_aside.append(SetAside(json.span(*path, "caseType"), f"{case_id} ({what})", "this is not a criminal case"))
            return None
        unread.append(Unread(json.span(*path, "charges"), f"{case_id} {what or ''}".strip(), "this case lists no charges"))
        for index, each in listed(found, "citations")[:_MOST_CITATIONS]:
            words = [text(each, name) for name in ("citnNo", "statuteCite", "chargeDescr", "offenseDate")]
            why = "a citation of a case that lists no charges: how it ended is not in this file"
            unread.append(Unread(json.span(*path, "citations", index), " ".join((case_id, *filter(None, words)))[:300], why))
    names = {"number": "caseNo", "county": "countyName", "filed_date": "filingDate", "status": "status", "status_printed": "status"}
    names |= {"balance_due": "balanceDue"}
    beside = dict.fromkeys(other for _, each in listed(found, "crossReferenced") if (other := text(each, "caseNo")) and other != number)
    moved = any(each.outcome == "transferred" for charge in read for each in charge.dispositions)
    if moved:
        names["related"] = "crossReferenced"
    elif beside:
        one.beside[case_id] = list(beside)
    status = text(found, "status")
    balance = found.get("balanceDue")
    case = Case(
        case_id=case_id,
        jurisdiction="US-WI",
        number=number,
        county=text(found, "countyName"),
        court="Circuit Court",
        filed_date=charges.date(found, "filingDate", path),
        status=_STATUSES.get((status or "").lower()),
        status_printed=status,
        balance_due=f"{balance:.2f}" if isinstance(balance, (int, float)) and not isinstance(balance, bool) else None,
        related=tuple(beside) if moved else (),
        charges=tuple(read),
        spans={name: json.span(*path, key) for name, key in names.items() if found.get(key) not in (None, "", [])},
    )
    return case


def _record(one: _Someone, files: tuple[ReadSource, ...], person_id: str) -> Record:
    read = {case.number for case in one.cases}
    named = ((case_id, [each for each in beside if each not in read]) for case_id, beside in one.beside.items())
    more = [
        f"{case_id}: the court's page also names {', '.join(left)[:400]}; if they are yours, read them too"
        for case_id, left in named
        if left
    ]
    held = {"names": one.names, "birth_dates": one.births, "numbers": one.numbers}
    spans = {name: next(iter(values.values())) for name, values in held.items() if values}
    return Record(
        person_id=person_id,
        person=Person(tuple(one.names), tuple(one.births), tuple(one.numbers), spans),
        cases=tuple(one.cases),
        sources=files,
        set_aside=tuple(one.set_aside),
        notes=tuple(dict.fromkeys((*one.notes, *more))),
    )


def _person_id(one: _Someone, place: int) -> str:
    """What to call one of several people: name and birth date, as only both tell two people apart."""
    parts = (*list(one.names)[:1], *list(one.births)[:1])
    return ", ".join(parts) if len(parts) == 2 else f"{', '.join(parts)} ({place})".strip()


def _folded(name: str) -> str:
    return "".join(letter for letter in name.casefold() if letter.isalnum())
