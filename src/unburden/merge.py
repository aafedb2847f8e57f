"""Several records of one person as one record, and what in a record should make a reader stop.

Records are merged only if nothing says that they are of different people, or if the person says that they are not
(`same_person`). What is the same is counted once (`likeness`, `joined`); the order of the files changes nothing.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import combinations
from typing import Any, Final, TypeVar

from attrs import fields, has

from unburden.calendar import ALWAYS, NEVER, add_months, iso
from unburden.errors import InputError, Problem
from unburden.joined import Joined
from unburden.likeness import alike, apart, exact_days, number_keys, same_name
from unburden.record import Charge, Doubt, Person, Record, Span, day_bounds

_T = TypeVar("_T")
#: Nobody is charged with an offense at a younger age; such an age is a wrong date.
YOUNGEST: Final = 10


def merge(records: Sequence[Record], *, same_person: bool = False) -> Record:
    """The records as one. Each stays whole: what is not merged stands beside the rest.

    Raises:
        InputError: there is none, or two of them name different people and `same_person` does not say that they are one.
    """
    if not records:
        raise InputError(Problem("no-record", "there is no record to read"))
    ordered = sorted(records, key=lambda record: ([source.file for source in record.sources], repr(record)))
    if not same_person:
        problem = _different_people(ordered)
        if problem:
            raise InputError(problem)
    joined = Joined()
    contents: dict[object, int] = {}
    notes = [*_unnamed(ordered), *(note for record in ordered for note in record.notes)]
    for record in ordered:
        content = _content(record)
        if record.cases and content in contents:
            notes.append(f"{_files(record)} holds the same as another file; it is counted once")
            joined.names.append(joined.names[contents[content]])
            continue
        contents[content] = len(joined.names)
        joined.add(record)
    joined.join_related()
    cases, disagreements = joined.finished()
    answers: dict[str, dict[str, str]] = {}
    for record, names in zip(ordered, joined.names, strict=True):
        for charge_id, held in record.answers.items():
            here = answers.setdefault(names.get(charge_id, charge_id), {})
            for fact, text in held.items():
                # Two answers to one question are none.
                here[fact] = text if here.get(fact, text) == text else ""
    return Record(
        person_id=next((record.person_id for record in ordered if record.person_id), ""),
        person=_person(ordered),
        cases=cases,
        sources=_once(source for record in ordered for source in record.sources),
        unread=_once(each for record in ordered for each in record.unread),
        doubtful=_once(each for record in ordered for each in record.doubtful),
        set_aside=_once(each for record in ordered for each in record.set_aside),
        disagreements=disagreements,
        notes=_once(notes),
        answers={name: kept for name, held in answers.items() if (kept := {fact: text for fact, text in held.items() if text})},
    )


def _unnamed(records: Sequence[Record]) -> Iterator[str]:
    """What is said of papers that name nobody and are read with others that do: whose they are, only the person can know."""
    named = [bool(record.person.names or record.person.birth_dates or record.person.numbers) for record in records]
    nobody = [_files(record) for record, known in zip(records, named, strict=True) if record.cases and not known]
    if nobody and any(named):
        why = "no name, birth date or number says whose this is; it is read as the same person's because it was given with the rest"
        yield f"{', '.join(nobody)}: {why}"


def _once(values: Iterable[_T]) -> tuple[_T, ...]:
    found: list[_T] = []
    seen: set[str] = set()
    for value in values:
        if repr(value) not in seen:
            seen.add(repr(value))
            found.append(value)
    return tuple(found)


def _content(value: Any) -> object:
    """A record's persons and cases without where they stand: equal for two copies of a file."""
    if isinstance(value, Record):
        return _content((value.person_id, value.person, value.cases))
    if isinstance(value, tuple):
        return tuple(_content(each) for each in value)
    if has(type(value)):
        return tuple(_content(getattr(value, each.name)) for each in fields(type(value)) if each.name != "spans")
    return value


# ---- whose record it is


def _different_people(records: Sequence[Record]) -> Problem | None:
    """Says which files cannot be of one person, if any: names, birth dates or a table's own ids that nothing reconciles."""
    groups: list[list[int]] = []
    apart_pairs: list[tuple[int, int]] = []
    for n, record in enumerate(records):
        verdicts = {m: one_person(records[m], record) for m in range(n)}
        mine = [group for group in groups if any(verdicts[m] for m in group)]
        groups = [group for group in groups if group not in mine] + [[n, *(m for group in mine for m in group)]]
        apart_pairs += [(m, n) for m, verdict in verdicts.items() if verdict is False]
    # Two names that a third record both carries are of one person: a rap sheet with aliases says so.
    for m, n in apart_pairs:
        if not any(m in group and n in group for group in groups):
            first, second = records[m], records[n]
            message = (
                f"{_files(first)} is about {_who(first)}, {_files(second)} about {_who(second)}; they are read together only if you"
                " say that this is one person"
            )
            return Problem("different-people", message, file=_files(second))
    return None


def one_person(one: Record, other: Record) -> bool | None:
    """Whether two records are of one person: yes if a number, or names and birth dates as far as known, agree; `None` if unsaid."""
    numbers = [{key for number in record.person.numbers for key in number_keys(number)} for record in (one, other)]
    if any(len(each) >= 5 for each in numbers[0] & numbers[1]):
        return True
    named_apart = bool(one.person_id) and bool(other.person_id) and one.person_id != other.person_id
    if named_apart and {source.file for source in one.sources} & {source.file for source in other.sources}:
        return False
    agreed = [
        None if not left or not right else any(same(a, b) for a in left for b in right)
        for left, right, same in (
            (one.person.names, other.person.names, same_name),
            (one.person.birth_dates, other.person.birth_dates, lambda a, b: not apart(a, b)),
        )
    ]
    if False in agreed:
        return False
    return True if True in agreed else False if named_apart else None


def _person(records: Sequence[Record]) -> Person:
    """Everything seen that identifies, once each; a birth year goes where a birth date of that year stands."""
    spans: dict[str, Span] = {}
    found: dict[str, tuple[str, ...]] = {}
    for name in ("names", "birth_dates", "numbers"):
        stated: dict[str, Span | None] = {}
        for record in records:
            for n, value in enumerate(getattr(record.person, name), 1):
                place = record.person.spans.get(name if n == 1 else f"{name}#{n}") or record.person.spans.get(name)
                stated.setdefault(value, place)
        if name == "birth_dates":
            stated = {value: span for value, span in stated.items() if not any(_within(other, value) for other in stated)}
        found[name] = tuple(stated)
        spans.update({name if n == 1 else f"{name}#{n}": span for n, span in enumerate(stated.values(), 1) if span})
    return Person(**found, spans=spans)


def _within(inner: str, outer: str) -> bool:
    (low, high), (first, last) = day_bounds(inner), day_bounds(outer)
    return first <= low and high <= last and high - low < last - first


def _files(record: Record) -> str:
    return ", ".join(source.file for source in record.sources) or "a record without a file"


def _who(record: Record) -> str:
    names = " or ".join(record.person.names[:3]) or (f"person {record.person_id}" if record.person_id else "someone unnamed")
    births = " or ".join(record.person.birth_dates[:3])
    return f"{names} (born {births})" if births else names


# ---- what cannot be right


def suspicions(record: Record, today: int) -> list[Problem]:
    """What in a record looks wrong, for a person to check; nothing is changed by it. `today` is a day (`calendar`).

    Codes: ``born-after-offense``, ``too-young``, ``several-people``, ``in-the-future``, ``disposed-before-arrest``,
    ``disposed-before-offense``, ``perhaps-one-charge`` and ``hard-to-read``.
    """
    return [*_births(record), *_people(record), *_dates(record, today), *_perhaps_one(record), *_hard_to_read(record)]


def _problem(code: str, message: str, span: Span | None) -> Problem:
    return Problem(code, message, span.file, span.line, page=span.page) if span else Problem(code, message)


def _births(record: Record) -> Iterator[Problem]:
    dated = [(day_bounds(charge.offense_date), charge) for _, charge in record.charges() if charge.offense_date]
    for n, birth in enumerate(record.person.birth_dates, 1):
        low = day_bounds(birth)[0]
        old_enough = add_months(low, 12 * YOUNGEST)
        wrong = [(days[1], charge) for days, charge in dated if low > ALWAYS and days[1] < min(old_enough, NEVER)]
        if wrong:
            last, charge = min(wrong, key=lambda pair: pair[0])
            before = last < low
            says = "the person was not yet born" if before else f"the person was younger than {YOUNGEST}"
            message = f"born {birth}, so {says} at the offense of {charge.offense_date} ({charge.charge_id}); one of the two dates is wrong"
            span = record.person.spans.get(f"birth_dates#{n}" if n > 1 else "birth_dates")
            yield _problem("born-after-offense" if before else "too-young", message, span or charge.spans.get("offense_date"))


def _people(record: Record) -> Iterator[Problem]:
    """Different names and birth dates under no common file number may be two people's records in one."""
    kinds: dict[str, set[str]] = defaultdict(set)
    for number in record.person.numbers:
        kind, _, value = number.partition(" ")
        kinds[kind].add(value)
    births = [pair for pair in combinations(record.person.birth_dates[:50], 2) if apart(*pair)]
    names = [pair for pair in combinations(record.person.names[:50], 2) if not same_name(*pair)]
    span = next(iter(record.person.spans.values()), None)
    for kind, values in kinds.items():
        if kind == "FBI" and len(values) > 1:
            message = f"the record holds {len(values)} FBI numbers ({', '.join(sorted(values))}): check that it is one person's"
            yield _problem("several-people", message, span)
    if not record.person.numbers and (births or names):
        seen = [f"the names {pair[0]} and {pair[1]}" for pair in names[:1]] + [f"the birth dates {a} and {b}" for a, b in births[:1]]
        yield _problem("several-people", f"the record holds {' and '.join(seen)}: check that it is one person's", span)


def _dates(record: Record, today: int) -> Iterator[Problem]:
    for case, charge in record.charges():
        outcome = charge.outcome
        past = {"offense_date": charge.offense_date, "arrest_date": charge.arrest_date, "filed_date": case.filed_date}
        disposed = day_bounds(outcome.date if outcome else None)
        spans = {**case.spans, **charge.spans, **({"disposition_date": outcome.spans.get("date")} if outcome else {})}
        for name, text in {**past, "disposition_date": outcome.date if outcome else None}.items():
            low, high = day_bounds(text)
            if today < low < NEVER and high < NEVER:
                message = f"{name.replace('_', ' ')} {text} of {charge.charge_id} lies after today ({iso(today)})"
                yield _problem("in-the-future", message, spans.get(name))
        for name in ("arrest_date", "offense_date"):
            low, high = day_bounds(past[name])
            if outcome and disposed[1] < low < NEVER and high < NEVER:
                what = name.removesuffix("_date")
                message = f"{charge.charge_id} was disposed of on {outcome.date}, before its {what} on {past[name]}"
                yield _problem(f"disposed-before-{what}", message, spans.get("disposition_date"))


def _perhaps_one(record: Record) -> Iterator[Problem]:
    """Charges of different cases that are alike on the same day of arrest and of offense, yet were not surely one."""
    by_day: dict[tuple[tuple[str, str], ...], list[tuple[str, Charge]]] = defaultdict(list)
    for case, charge in record.charges():
        days = tuple(exact_days(charge))
        if days:
            by_day[days].append((case.case_id, charge))
    for held in by_day.values():
        # A long list of equal days is one source's own; it is not compared pair by pair.
        for (case_id, one), (other_id, other) in combinations(held[:50], 2):
            if case_id != other_id and alike(one, other):
                message = f"{one.charge_id} and {other.charge_id} may be one charge, counted twice: the same day and the same offense"
                yield _problem("perhaps-one-charge", message, other.spans.get("charge_id"))


def _hard_to_read(record: Record) -> Iterator[Problem]:
    """Lines of a picture that a case or a charge rests on and that hold a word read with little certainty."""
    words: dict[Span, list[Doubt]] = defaultdict(list)
    for each in record.doubtful:
        words[each.span].append(each)
    told: set[Span] = set()
    for case, charge in record.charges() if words else ():
        parts: Sequence[Any] = (case, charge, *charge.versions, *charge.dispositions, *charge.sentence)
        for span in (span for part in parts for span in part.spans.values()):
            if span in words and span not in told:
                told.add(span)
                said = ", ".join(f'"{each.word}" ({each.percent} % sure)' for each in words[span][:5])
                yield _problem("hard-to-read", f"read from a picture with little certainty: {said}; check it against the paper", span)
