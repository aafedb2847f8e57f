"""What is known of each charge: a person's record and answers, bound to the rows that a provision reads.

One path for every source: a record is flattened to rows of the charges table, and a row of the table is bound. Nothing
here decides; what is not known stays unknown.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any, Final

from attrs import define, evolve, field, frozen

from unburden import terms
from unburden.calendar import AFTER, NO, UNKNOWN, YES, Bounds, parse_day
from unburden.errors import Problem, nearest
from unburden.language import NUMBER, Fact
from unburden.law import Jurisdiction, Law
from unburden.offenses import Match
from unburden.record import Record, Span, flatten, is_open
from unburden.record import Row as TableRow
from unburden.trees import OFFENSE, SETS, SPANS, Memory, Row

#: Answers that are not facts of one charge but settle a fact for each of them.
PERIODS: Final = "trafficking_periods"
#: Questions about places, answered with one or more jurisdictions.
PLACE_QUESTIONS: Final = ("lives_in", "happened_in", "open_cases_in")
#: The fact that they settle.
_DURING: Final = "during_trafficking"
#: Codes of problems that say: something was answered, and it is not used.
UNUSED: Final = ("contradiction", "unknown-id", "unknown-offense", "unknown-value")


@frozen
class Answers:
    """What a person answered: by fact for the person, and by case or charge id and fact for those.

    A value is text, a truth value or a whole number; `declined` holds what they would rather not be asked again.
    `periods` are the times of trafficking: they answer ``during_trafficking`` for every charge whose date is known.
    `spans` says where a facts file states an answer, by its owner's id (``""``: the person) and fact (``""``: all of them).
    `places` are the jurisdictions that the person named, by question (``lives_in``, ``happened_in``, ``open_cases_in``), and `matters`
    what matters to them, first first (`paths_order`). `papers` is the file's own table for the papers, as it stands, which
    `papers.details` reads; `paper_spans` its lines.
    """

    person: Mapping[str, object] = field(factory=dict)
    cases: Mapping[str, Mapping[str, object]] = field(factory=dict)
    charges: Mapping[str, Mapping[str, object]] = field(factory=dict)
    periods: tuple[Bounds, ...] = ()
    declined: frozenset[tuple[str, str]] = frozenset()
    corrections: bool = False
    spans: Mapping[tuple[str, str], Span] = field(factory=dict, eq=False, repr=False)
    places: Mapping[str, tuple[str, ...]] = field(factory=dict)
    matters: tuple[str, ...] = ()
    papers: Mapping[str, object] = field(factory=dict)
    paper_spans: Mapping[tuple[str, ...], Span] = field(factory=dict, eq=False, repr=False)


@define
class Bound:
    """One person's charges as rows, with what stood out on the way."""

    rows: list[Row]
    table: list[TableRow]
    matches: list[Match | None]
    memory: Memory
    problems: list[Problem]


# ---- values --------------------------------------------------------------------------------------------------------


def expected(fact: Fact) -> str:
    """How a value of the fact is written."""
    match fact.type:
        case "yesno" | "since":
            return "write true or false"
        case "day":
            return 'write a date such as "2011-06-01", "2011-06", "2011", or "never"'
        case "number":
            return "write a number"
        case "level":
            return 'write a level such as "misdemeanor A" or "felony"'
        case _:
            return f"write one of: {', '.join(fact.values)}" if fact.values else "write a text"


def fact_value(fact: Fact, value: object) -> Bounds | str | None:
    """A value as a row holds it: bounds, or text for a choice; `None` if the fact cannot have it."""
    if isinstance(value, str):
        value = value.strip()
    match fact.type:
        case "yesno" | "since":
            truth = _TRUTH.get(value.casefold()) if isinstance(value, str) else value
            if not isinstance(truth, bool):
                return None
            return YES if truth else (AFTER, AFTER) if fact.type == "since" else NO
        case "day":
            return parse_day(str(value))
        case "number":
            return money(str(value))
        case "level":
            return terms.level(str(value))
        case _:
            if not isinstance(value, str) or not value:
                return None
            return (value if value in fact.values else None) if fact.values else value.casefold()


_TRUTH: Final = {"yes": True, "true": True, "no": False, "false": False, "y": True, "n": False, "1": True, "0": False}
_MONEY: Final = re.compile(r"\$? ?(-?[0-9]{1,3}(?:,[0-9]{3})+|-?[0-9]{1,9})(?:\.([0-9]{1,2}))?\Z")


def money(text: str) -> Bounds | None:
    """An amount as bounds in whole dollars, rounded away from zero so that a cent owed is not nothing; `None` if it is none."""
    match = _MONEY.match(text.strip())
    if match is None:
        return None
    whole, cents = int(match[1].replace(",", "")), int(match[2] or 0)
    if cents:
        whole += -1 if match[1].startswith("-") else 1
    return (whole, whole) if NUMBER[0] < whole < NUMBER[1] else None


# ---- rows ----------------------------------------------------------------------------------------------------------


def bind(record: Record, law: Law, answers: Answers) -> Bound:
    """A record and its person's answers as rows."""
    table = flatten(record)
    problems = _strangers(table, answers)
    if record.answers:
        answers = _with_stated(record, law, answers, problems)
    spans = [_spans(case.spans, charge.spans, _version_spans(charge)) for case, charge in record.charges()]
    bound = bind_rows(table, law, answers, spans)
    bound.problems[:0] = problems
    return bound


def _strangers(table: Sequence[TableRow], answers: Answers, most: int = 20) -> list[Problem]:
    """What is answered about charges and cases that the record does not have."""
    charges, cases = {row["charge_id"] for row in table}, {row["case_id"] for row in table}
    strangers = [("charge", each, cases) for each in answers.charges if each not in charges]
    strangers += [("case", each, charges) for each in answers.cases if each not in cases]
    named = {*answers.charges, *answers.cases, "", *charges, *cases}
    strangers += [("charge", each, cases) for each in dict.fromkeys(owner for owner, _ in sorted(answers.declined)) if each not in named]
    problems: list[Problem] = []
    for scope, owner, others in strangers[:most]:
        other = "case" if scope == "charge" else "charge"
        known = sorted(charges if scope == "charge" else cases)[:_HINTS]
        hint = f' (a {other} is: write [{other}."…"])' if owner in others else nearest(owner, known)
        message = f'no {scope} of this record is called "{owner}"{hint}; what is answered about it is not used'
        problems.append(_answered("unknown-id", message, answers, [owner], ""))
    if len(strangers) > most:
        message = f"{len(strangers) - most} more charges or cases with answers are not in this record"
        problems.append(_answered("unknown-id", message, answers, [strangers[most][1]], ""))
    return problems


#: So many ids are looked through for the nearest.
_HINTS: Final = 2000


def _answered(code: str, message: str, answers: Answers, owners: Sequence[str], fact: str) -> Problem:
    """A problem with an answer, with where the facts file states it."""
    span = next((answers.spans[owner, fact] for owner in owners if (owner, fact) in answers.spans), None)
    return Problem(code, message, file=span.file if span else None, line=span.line if span else None)


def _with_stated(record: Record, law: Law, answers: Answers, problems: list[Problem]) -> Answers:
    """The answers with those that a source states itself; two that differ are none."""
    charges = dict(answers.charges)
    declined = set(answers.declined)
    places = {charge.charge_id: next(iter(charge.spans.values()), None) for _, charge in record.charges()}
    for charge_id, held in record.answers.items():
        span = places.get(charge_id)
        own = dict(charges.get(charge_id, {}))

        def problem(code: str, message: str, span: Span | None = span) -> None:
            problems.append(Problem(code, message, file=span.file if span else None, line=span.line if span else None))

        for name, text in held.items():
            fact = law.facts.get(name)
            value = fact_value(fact, text) if fact is not None and fact.origin != "derived" else None
            said = own.get(name, answers.person.get(name) if fact is not None and fact.scope == "person" else None)
            if text == "declined":
                declined.add((charge_id, name))
            elif name == "offense":
                own.setdefault(name, text)
            elif fact is None or fact.origin == "derived":
                problem("unknown-fact", f"{name} of charge {charge_id} is no fact that can be answered{nearest(name, law.facts)}")
            elif value is None:
                problem("unknown-value", f'{name} of charge {charge_id} cannot be "{text[:60]}": {expected(fact)}')
            elif said is not None and fact_value(fact, said) != value:
                own[name] = ""
                message = f"{name} of charge {charge_id} is answered in two ways. Until that is settled it counts as not known"
                problem("contradiction", message)
            else:
                own[name] = text
        charges[charge_id] = own
    return evolve(answers, charges=charges, declined=frozenset(declined))


def _version_spans(charge: Any) -> dict[str, Span]:
    found: dict[str, Span] = {}
    for name in ("statute", "description", "level"):
        printed = charge.printed_at(name)
        if printed and printed[1]:
            found[name] = printed[1]
    outcome = charge.outcome
    if outcome is not None:
        for name, key in (("printed", "disposition"), ("outcome", "disposition"), ("date", "disposition_date")):
            if name in outcome.spans:
                found[key] = outcome.spans[name]
    return found


def _spans(*groups: Mapping[str, Span]) -> dict[str, Span]:
    found: dict[str, Span] = {}
    for group in groups:
        found.update(group)
    return found


#: Spans are kept by field of the record; a fact whose name differs from its column looks here.
_SPAN_OF: Final = {"offense": "statute", "inchoate": "statute", "case_ended": "status"}


def bind_rows(table: Sequence[TableRow], law: Law, answers: Answers, spans: Sequence[Mapping[str, Span]] | None = None) -> Bound:
    """Rows of the charges table, all of one person, and their answers as rows that a provision reads."""
    layout = law.layout
    slot = layout.slot
    problems: list[Problem] = []
    person = _values(answers.person, law)
    rows: list[Row] = []
    matches: list[Match | None] = []
    for place, given in enumerate(table):
        row: Row = list(layout.template)
        offense, found = record_values(given, law)
        charge_id, case_id = given["charge_id"], given["case_id"]
        own = answers.charges.get(charge_id, {})
        if own.get("offense"):
            date = found.get("offense_date", UNKNOWN)
            answered = offense_of(given["jurisdiction"], str(own["offense"]), "", given["level"], date, law)
            if _narrows(answered.match, offense.match):
                offense = answered
                said = (("level", answered.level), ("inchoate", answered.inchoate))
                found.update({name: value for name, value in said if value is not None})
            else:
                problems.append(_other_offense(given, str(own["offense"]), answered, answers))
        known = {**person, **_values(answers.cases.get(case_id, {}), law), **_values(own, law)}
        if "" in own.values():
            known = {name: value for name, value in known.items() if own.get(name) != ""}
        for name in _merge(found, known):
            message = f"{name} of charge {charge_id} is answered otherwise than the record states it"
            owners = (charge_id, case_id, "")
            problems.append(_answered("contradiction", f"{message}. {_UNTIL}", answers, owners, name))
        if answers.periods and _DURING in slot:
            within = during(found.get("offense_date", UNKNOWN), answers.periods)
            if {found.setdefault(_DURING, within), within} == {YES, NO}:
                found[_DURING] = UNKNOWN
                message = f"{_DURING} of charge {charge_id} is answered otherwise than the times of trafficking and its date say"
                problems.append(_answered("contradiction", f"{message}. {_UNTIL}", answers, (charge_id, case_id, ""), _DURING))
        for name, value in found.items():
            if name in slot:
                row[slot[name]] = value
        for clash in layout.close(row):
            message = f"what is answered about charge {charge_id} does not agree: {clash} follows from one answer and is denied by another"
            problems.append(_answered("contradiction", f"{message}. {_UNTIL}", answers, (charge_id, case_id, ""), clash))
        row[SETS] = offense.sets
        row[OFFENSE] = offense.memory(row[slot["level"]], row[slot["inchoate"]])
        if spans:
            here = spans[place]
            row[SPANS] = {fact: here[column] for fact, column in _columns(law) if column in here}
        rows.append(row)
        matches.append(offense.match)
    days = [row[slot["offense_date"]] for row in rows]
    complete = bool(rows) and rows[0][slot["record_complete"]] == YES
    memory = Memory(rows, [given["case_id"] for given in table], days, complete)
    return Bound(rows, list(table), matches, memory, problems)


def _columns(law: Law) -> list[tuple[str, str]]:
    cached: list[tuple[str, str]] | None = law.__dict__.get("_span_columns")
    if cached is None:
        cached = [(name, _SPAN_OF.get(name, fact.column)) for name, fact in law.facts.items()] + [("offense", "statute")]
        law.__dict__["_span_columns"] = cached
    return cached


def record_values(given: TableRow, law: Law, when: Bounds | None = None) -> tuple[Offense, dict[str, Any]]:
    """What a row of the charges table says: its offense (on the row's date, or `when`), and the record facts that it states."""
    found: dict[str, Any] = {}
    for name, column in _DAYS:
        day = parse_day(given[column]) if given[column] else None
        if day is not None:
            found[name] = day
    disposition = outcome_of(given["disposition"])
    still_open = is_open(given["case_status"], disposition or "")
    if still_open is not None:
        found["case_ended"] = (AFTER, AFTER) if still_open else YES
    if still_open and "disposed_on" not in found:
        found["disposed_on"] = (AFTER, AFTER)
    if disposition and disposition != "pending":
        found["disposition"] = disposition
    balance = money(given["balance_due"]) if given["balance_due"] else None
    if balance is not None:
        found["balance_due"] = balance
    for name in ("jurisdiction", "county", "court"):
        if given[name]:
            found[name] = given[name].casefold()
    date = when or found.get("offense_date", UNKNOWN)
    offense = offense_of(given["jurisdiction"], given["statute"], given["description"], given["level"], date, law)
    if offense.inchoate is not None:
        found["inchoate"] = offense.inchoate
    if offense.level is not None:
        found["level"] = offense.level
    return offense, found


@frozen
class Offense:
    """What the printed words of a charge come to: the match, its membership in every set (``""`` names it), its level.

    `memory` is what the law makes of this offense alone, shared by all charges of the same match, level and kind.
    """

    match: Match | None
    sets: Mapping[str, Any]
    inchoate: str | None
    level: Bounds | None
    memories: dict[tuple[object, object], dict[int, Bounds]]

    def memory(self, level: object, inchoate: object) -> dict[int, Bounds]:
        """What was worked out of this offense at a level and in a kind (attempt and so on)."""
        return self.memories.setdefault((level, inchoate), {})


def offense_of(code: str, statute: str, description: str, level: str, date: Bounds, law: Law) -> Offense:
    """The offense of a charge from its printed words, each distinct combination worked out once."""
    key = (code, statute, description, level, date)
    found: Offense | None = law.offenses.get(key)
    if found is None:
        if len(law.offenses) > _MEMORY:
            law.offenses.clear()
        found = law.offenses[key] = _offense(code, statute, description, level, date, law)
    return found


_MEMORY: Final = 200_000


def _offense(code: str, statute: str, description: str, level: str, date: Bounds, law: Law) -> Offense:
    jurisdiction = law.jurisdictions.get(code)
    if jurisdiction is None:
        return Offense(None, {}, None, terms.level(level) if level else None, {})
    match = jurisdiction.offenses.match(statute, description, date)
    # A match is one object for all dates between which it does not change, and stays alive here as long as its number is used.
    known = law.matches.get(id(match))
    if known is None:
        known = law.matches[id(match)] = (match, _sets(match, jurisdiction), {})
    _, sets, memories = known
    printed = jurisdiction.offenses.jurisdiction.level(level) if level else None
    rank = _meet(printed, match.level if match.inchoate in (None, "none") else None)
    return Offense(match, sets, match.inchoate, rank, memories)


_DAYS: Final = (
    ("offense_date", "offense_date"),
    ("arrest_date", "arrest_date"),
    ("filed_date", "filed_date"),
    ("birth_date", "birth_date"),
    ("disposed_on", "disposition_date"),
    ("released_on", "released_date"),
    ("sentence_completed_on", "sentence_completed_date"),
    ("probation_revoked_on", "probation_revoked_date"),
)


@lru_cache(maxsize=4096)
def outcome_of(printed: str) -> str | None:
    """A disposition as the charges table gives it: one of `terms.OUTCOMES`, or printed words that state one."""
    return printed if printed in terms.OUTCOMES else terms.outcome(printed)


def _meet(printed: Bounds | None, table: Bounds | None) -> Bounds | None:
    """The level that the record prints, made more exact by the offense's own where both can be true."""
    if printed is None or table is None:
        return printed or table
    low, high = max(printed[0], table[0]), min(printed[1], table[1])
    return (low, high) if low <= high else printed


def _sets(match: Match, jurisdiction: Jurisdiction) -> Mapping[str, Any]:
    found: dict[str, Any] = {}
    for name in jurisdiction.offenses.sets:
        member = match.member(name)
        if member is not None:
            found[name] = YES if member else NO
    if match.candidates:
        found[""] = " or ".join(offense.id for offense in match.candidates[:4])
    return found


def _values(given: Mapping[str, object], law: Law) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name, value in given.items():
        fact = law.facts.get(name)
        if fact is not None:
            bound = fact_value(fact, value)
            if bound is not None:
                found[name] = bound
    return found


#: What becomes of a fact about which two things are said.
_UNTIL: Final = "Until that is settled it counts as not known"


def _merge(found: dict[str, Any], known: Mapping[str, Any]) -> list[str]:
    """Answers fill gaps and narrow what the record states in part; where they contradict it, the value is unknown.

    Returns the facts that they contradict.
    """
    against: list[str] = []
    for name, value in known.items():
        before = found.get(name)
        if name == "inchoate" and before == "none":
            # The record prints no modifier; that is an absence of words, not a statement.
            before = None
        if before is None or before == value:
            found[name] = value
        elif isinstance(before, tuple) and isinstance(value, tuple) and max(before[0], value[0]) <= min(before[1], value[1]):
            found[name] = (max(before[0], value[0]), min(before[1], value[1]))
        else:
            del found[name]
            against.append(name)
    return against


def _other_offense(given: TableRow, number: str, answered: Offense, answers: Answers) -> Problem:
    """An answer about an offense that changes nothing, and why."""
    if answered.match is None or not answered.match.candidates:
        place = given["jurisdiction"] or "a jurisdiction that is not known"
        message = f'the offense table of {place} has no "{number}", answered for charge {given["charge_id"]}; the answer is not used'
        return _answered("unknown-offense", message, answers, [given["charge_id"]], "offense")
    message = f'charge {given["charge_id"]} is answered to be "{number}", which is not what the record prints; what it prints counts'
    return _answered("contradiction", message, answers, [given["charge_id"]], "offense")


def _narrows(answered: Match | None, printed: Match | None) -> bool:
    """Whether an answer says which of the offenses that the record leaves open it was, and nothing else."""
    if printed is None or not printed.candidates:
        return True
    return answered is not None and bool(answered.candidates) and set(answered.candidates) <= set(printed.candidates)


def during(day: Bounds, periods: Sequence[Bounds]) -> Bounds:
    """Whether a day is in one of these times."""
    if any(low <= day[0] and day[1] <= high for low, high in periods):
        return YES
    return NO if all(day[1] < low or day[0] > high for low, high in periods) else UNKNOWN
