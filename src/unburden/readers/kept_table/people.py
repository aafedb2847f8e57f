"""Rows of a table kept by hand as the records of the people in it: cases by their numbers, charges in their order."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Final

from attrs import define, evolve, field, frozen

from unburden import terms
from unburden.likeness import name_variants
from unburden.readers._rows import charge_of
from unburden.readers.kept_table.words import OUTCOMES, fold, unsure
from unburden.record import COLUMNS, Case, Charge, Disagreement, Disposition, Person, Record, Span, Unread
from unburden.record import Source as SourceName

#: Fields of a whole case.
_OF_CASE: Final = ("county", "court", "filed_date", "case_status", "balance_due")


@frozen
class Row:
    """One charge's cells by field, checked, and its answers to facts; `person` is the name in it, `called` its row in words."""

    values: dict[str, str]
    answers: dict[str, str]
    person: str
    where: Span
    called: str


@define
class People:
    """The records, and what is told of all of them."""

    records: list[Record] = field(factory=list)
    unread: list[Unread] = field(factory=list)
    notes: list[str] = field(factory=list)


def people(rows: Sequence[Row], paper: SourceName) -> People:
    """The rows as records, one a person."""
    found = People()
    groups = name_variants(row.person for row in rows if row.person)
    named: list[tuple[tuple[str, ...], list[Row]]] = [(tuple(names), [row for row in rows if row.person in names]) for names in groups]
    nameless = [row for row in rows if not row.person]
    if len(named) == 1:
        named = [(named[0][0], list(rows))]
    elif not named:
        named = [((), nameless)]
    else:
        for row in nameless:
            found.unread.append(Unread(row.where, ", ".join(row.values.values())[:300], "this row has no name, so it is given to nobody"))
        shown = ", ".join(f'"{names[0]}"' for names, _ in named[:5]) + (" …" if len(named) > 5 else "")
        found.notes.append(
            f'{len(named)} people are named here ({shown}). If these are names of one person, leave that column out: --columns "-=HEADING"'
        )
    found.notes += _twice(rows)
    found.records = [_person(names, own, paper, len(named) > 1, found.unread) for names, own in named]
    return found


def _twice(rows: Sequence[Row]) -> list[str]:
    """A note on rows without a number of their own that say what one before them says: two counts, or one written twice."""
    seen: dict[tuple[str, ...], Row] = {}
    same: list[str] = []
    for row in rows:
        first = seen.setdefault((row.where.file, *(text for pair in sorted(row.values.items()) for text in pair)), row)
        if first.called != row.called and "charge_id" not in row.values:
            same.append(f"{row.called} as {first.called}")
    more = f" and {len(same) - 3} more" if len(same) > 3 else ""
    return [f"rows that say the same: {', '.join(same[:3])}{more}; each counts as a charge of its own"] if same else []


def _person(names: tuple[str, ...], rows: Sequence[Row], paper: SourceName, among_others: bool, unread: list[Unread]) -> Record:
    births = {row.values["birth_date"]: row.where for row in reversed(rows) if "birth_date" in row.values}
    spans = {f"names#{n}" if n > 1 else "names": next(r.where for r in rows if r.person == name) for n, name in enumerate(names, 1)}
    spans |= {f"birth_dates#{n}" if n > 1 else "birth_dates": where for n, where in enumerate(births.values(), 1)}
    states: dict[str, set[str]] = {}
    for row in rows:
        states.setdefault(_number(row), set()).add(row.values.get("jurisdiction", ""))
    grouped: dict[tuple[str, str], list[Row]] = {}
    for row in rows:
        number, state = _number(row), row.values.get("jurisdiction", "")
        # A row that leaves the state out belongs to the one case of that number.
        known = states[number] - {""}
        state = state or (next(iter(known)) if len(known) == 1 else "")
        grouped.setdefault((number, state) if number else (row.called, ""), []).append(row)
    numbers = Counter(number for number, _ in grouped)
    cases: list[Case] = []
    answers: dict[str, dict[str, str]] = {}
    disagreements: list[Disagreement] = []
    for (number, state), same in grouped.items():
        # One number in two states is two cases.
        case, said_here = _case(number if numbers[number] == 1 else f"{state} {number}".strip(), same, disagreements, unread)
        cases.append(case)
        answers |= said_here
    person = Person(names, tuple(births), spans=spans)
    return Record(names[0] if among_others else "", person, tuple(cases), (paper,), disagreements=tuple(disagreements), answers=answers)


def _number(row: Row) -> str:
    return " ".join(row.values.get("case_id", "").split())


def _case(
    case_id: str, rows: Sequence[Row], disagreements: list[Disagreement], unread: list[Unread]
) -> tuple[Case, dict[str, dict[str, str]]]:
    """The rows of one case; what they say differently of the whole case is not known, and told."""
    held: dict[str, str] = {}
    spans: dict[str, Span] = {}
    for name in ("jurisdiction", *_OF_CASE):
        values = {row.values[name]: row.where for row in reversed(rows) if row.values.get(name)}
        if len(values) == 1:
            held[name], spans["status" if name == "case_status" else name] = next(iter(values.items()))
        elif values:
            column = "status" if name == "case_status" else name
            disagreements.append(Disagreement(case_id, column, tuple(reversed(values)), tuple(reversed(values.values()))))
    charges: list[Charge] = []
    answers: dict[str, dict[str, str]] = {}
    used: dict[str, Row] = {}
    for n, row in enumerate(rows, 1):
        count = " ".join(row.values.get("charge_id", "").split())
        first = used.get(count)
        if first is not None:
            same = (row.values, row.answers) == (first.values, first.answers)
            how = "the same; it is counted once" if same else "with other values; both count as charges"
            unread.append(Unread(row.where, f"charge {count} of case {case_id}", f"this number stands in {first.called} too, {how}"))
            if same:
                continue
        count = count or str(n)
        while count in used:
            count = f"{count}.{n}"
        used[count] = row
        charges.append(_charge(f"{case_id}/{count}", row))
        if row.answers:
            answers[f"{case_id}/{count}"] = row.answers
    number = _number(rows[0]) or None
    if number:
        spans["number"] = rows[0].where
    case = Case(
        case_id,
        held.get("jurisdiction"),
        number,
        held.get("county"),
        held.get("court"),
        held.get("filed_date"),
        held.get("case_status"),
        balance_due=held.get("balance_due"),
        charges=tuple(charges),
        spans=spans,
    )
    return case, answers


def _charge(charge_id: str, row: Row) -> Charge:
    values = row.values
    charge = charge_of({**dict.fromkeys(COLUMNS, ""), **values, "charge_id": charge_id}, row.where)
    dispositions = tuple(
        evolve(each, outcome=outcome(each.printed), printed=" ".join(each.printed.split())) for each in charge.dispositions
    )
    if "plea" in values:
        plea = Disposition(f"Plea: {values['plea']}", spans={"printed": row.where})
        dispositions = (plea, *dispositions)
    sentence = tuple(evolve(each, printed=" ".join(each.printed.split()), date=values.get("sentence_date")) for each in charge.sentence)
    return evolve(charge, dispositions=dispositions, sentence=sentence)


def outcome(printed: str) -> str | None:
    """The outcome that words state, English or Spanish; `None` where they state none, or are not sure."""
    return None if unsure(printed) else terms.outcome(printed) or OUTCOMES.get(fold(printed))
