"""What is known of each charge: a person's record and answers, bound to the rows that a provision reads.

One path for every source: a record is flattened to rows of the charges table, and a row of the table is bound. Nothing
here decides; what is not known stays unknown.
"""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

from attrs import define, field, frozen

from unburden import terms
from unburden.calendar import AFTER, NEVER, NO, UNKNOWN, YES, Bounds, iso, parse_day
from unburden.errors import InputError, Problem, nearest
from unburden.language import NUMBER, Fact
from unburden.law import Jurisdiction, Law
from unburden.offenses import Match
from unburden.person import OFFENSE, SETS, SPANS, Memory, Row
from unburden.record import Record, Span, flatten, is_open
from unburden.record import Row as TableRow

#: Answers that are not facts of one charge but settle a fact for each of them.
PERIODS: Final = "trafficking_periods"


@frozen
class Answers:
    """What a person answered: by fact for the person, and by case or charge id and fact for those.

    A value is text, a truth value or a whole number; `declined` holds what they would rather not be asked again.
    `periods` are the times of trafficking: they answer ``during_trafficking`` for every charge whose date is known.
    """

    person: Mapping[str, object] = field(factory=dict)
    cases: Mapping[str, Mapping[str, object]] = field(factory=dict)
    charges: Mapping[str, Mapping[str, object]] = field(factory=dict)
    periods: tuple[Bounds, ...] = ()
    declined: frozenset[tuple[str, str]] = frozenset()
    corrections: bool = False


@define
class Bound:
    """One person's charges as rows, with what stood out on the way."""

    rows: list[Row]
    table: list[TableRow]
    matches: list[Match | None]
    memory: Memory
    problems: list[Problem]


# ---- the facts file ------------------------------------------------------------------------------------------------


def read_answers(path: str, law: Law) -> Answers:
    """The answers of a facts file (TOML: ``[person]``, ``[case."…"]``, ``[charge."…"]``).

    Raises:
        InputError: it cannot be read, names an unknown fact (the nearest is suggested), or gives a value that the fact cannot have.
    """
    try:
        raw = tomllib.loads(Path(path).read_text(encoding="utf-8-sig"))
    except OSError as error:
        raise InputError(Problem("cannot-open", f"cannot open this file: {(error.strerror or 'error').lower()}", file=path)) from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise InputError(Problem("toml", f"not a facts file: {error}", file=path)) from None
    return make_answers(raw, law, path)


def make_answers(raw: Mapping[str, Any], law: Law, name: str = "answers") -> Answers:
    """Answers from the TOML's tables; see `read_answers`."""
    problems: list[Problem] = []
    for key in raw:
        if key not in ("person", "case", "charge"):
            problems.append(Problem("unknown-key", f"[{key}] is not known{nearest(key, ['person', 'case', 'charge'])}", file=name))
    declined: set[tuple[str, str]] = set()
    periods: list[Bounds] = []

    def read(scope: str, owner: str, values: object) -> dict[str, object]:
        found: dict[str, object] = {}
        if not isinstance(values, Mapping):
            problems.append(Problem("type", f"[{scope}] {owner} is not a table of facts".replace("  ", " "), file=name))
            return found
        for fact_name, value in values.items():
            if fact_name == PERIODS and scope == "person" and value != "declined":
                periods.extend(_periods(value, name, problems))
                continue
            fact = law.facts.get(fact_name)
            if fact is None and fact_name != "offense" and not (fact_name == PERIODS and scope == "person"):
                hint = nearest(fact_name, [*law.facts, "offense", PERIODS])
                problems.append(Problem("unknown-fact", f"no fact is called {fact_name}{hint}", file=name))
            elif value == "declined":
                declined.add((owner, fact_name))
            elif fact is not None and fact.origin == "derived":
                problems.append(Problem("unknown-fact", f"{fact_name} follows from other facts; it cannot be answered itself", file=name))
            elif fact is not None and scope == "person" and fact.scope != "person":
                message = f"{fact_name} belongs to a {fact.scope}: write it under [{fact.scope}.\"…\"]"
                problems.append(Problem("scope", message, file=name))
            else:
                text = value.isoformat() if hasattr(value, "isoformat") else value
                if fact is not None and fact_value(fact, text) is None:
                    problems.append(Problem("type", f"{fact_name} cannot be {value!r}: {_expected(fact)}", file=name))
                found[fact_name] = text
        return found

    cases = {case: read("case", case, values) for case, values in _tables(raw, "case", problems, name).items()}
    charges = {charge: read("charge", charge, values) for charge, values in _tables(raw, "charge", problems, name).items()}
    answers = Answers(
        read("person", "", raw.get("person", {})),
        {case: values for case, values in cases.items() if values},
        {charge: values for charge, values in charges.items() if values},
        tuple(periods),
        frozenset(declined),
    )
    if problems:
        raise InputError(problems)
    return answers


def write_answers(answers: Answers, facts: Mapping[str, Fact], lang: str = "en") -> str:
    """A facts file that `read_answers` reads back to the same answers, what was declined included.

    The question stands above each fact where it first occurs, so that the file can be read and changed by hand.
    """
    tables: dict[tuple[str, str], dict[str, object]] = {("person", ""): dict(answers.person)}
    if answers.periods:
        tables["person", ""][PERIODS] = [iso(low) + ".." + (iso(high) if high < NEVER else "") for low, high in answers.periods]
    tables.update({("case", case): dict(values) for case, values in answers.cases.items()})
    tables.update({("charge", charge): dict(values) for charge, values in answers.charges.items()})
    for owner, name in sorted(answers.declined):
        scope = ("case" if name in facts and facts[name].scope == "case" else "charge") if owner else "person"
        tables.setdefault((scope, owner), {}).setdefault(name, "declined")
    lines: list[str] = []
    asked: set[str] = set()
    for (scope, owner), values in tables.items():
        if values:
            lines += ["", f"[{scope}.{_text(owner)}]" if owner else f"[{scope}]"]
        for name, value in values.items():
            if name in facts and name not in asked:
                asked.add(name)
                lines.append(f"# {' '.join(facts[name].ask.get(lang, '').split())}")
            lines.append(f"{name} = {_toml(value)}")
    return "\n".join(lines).lstrip("\n") + "\n"


def _toml(value: object) -> str:
    if isinstance(value, list):
        return f"[{', '.join(map(_toml, value))}]"
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value) if isinstance(value, int | float) else _text(str(value))


def _text(text: str) -> str:
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")


def _tables(raw: Mapping[str, Any], key: str, problems: list[Problem], name: str) -> Mapping[str, Any]:
    value = raw.get(key, {})
    if isinstance(value, Mapping):
        return value
    problems.append(Problem("type", f"[{key}] needs the id of a {key}: [{key}.\"…\"]", file=name))
    return {}


def _periods(value: object, name: str, problems: list[Problem]) -> Iterable[Bounds]:
    for each in value if isinstance(value, list) else [value]:
        start, _, end = str(each).partition("..")
        low, high = parse_day(start.strip()), parse_day(end.strip()) if end.strip() else (NEVER, NEVER)
        if low is None or high is None or low[0] > high[1]:
            message = f'{PERIODS} cannot be {each!r}: write "2009-01..2012-06", or "2009-01.." if it is not over'
            problems.append(Problem("type", message, file=name))
        else:
            yield (low[0], high[1])


def _expected(fact: Fact) -> str:
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
            text = str(value)
            return (text if text in fact.values else None) if fact.values else text.casefold()


_TRUTH: Final = {"yes": True, "true": True, "no": False, "false": False, "y": True, "n": False, "1": True, "0": False}
_MONEY: Final = re.compile(r"\$? ?(-?\d{1,3}(?:,\d{3})+|-?\d{1,9})(?:\.(\d\d?))?\Z")


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
    spans = [_spans(case.spans, charge.spans, _version_spans(charge)) for case, charge in record.charges()]
    return bind_rows(flatten(record), law, answers, spans)


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
        own = answers.charges.get(given["charge_id"], {})
        if own.get("offense"):
            answered = offense_of(given["jurisdiction"], str(own["offense"]), "", given["level"], found.get("offense_date", UNKNOWN), law)
            if _narrows(answered.match, offense.match):
                offense = answered
                said = (("level", answered.level), ("inchoate", answered.inchoate))
                found.update({name: value for name, value in said if value is not None})
        known = {**person, **_values(answers.cases.get(given["case_id"], {}), law), **_values(own, law)}
        _merge(found, known, given["charge_id"], problems)
        if answers.periods and "during_trafficking" in slot and "during_trafficking" not in found:
            found["during_trafficking"] = _within(found.get("offense_date", UNKNOWN), answers.periods)
        for name, value in found.items():
            if name in slot:
                row[slot[name]] = value
        for clash in layout.close(row):
            message = f"what you answered about charge {given['charge_id']} does not agree: see {clash}. Until it does, it counts as not known"
            problems.append(Problem("contradiction", message))
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
    offense = offense_of(given["jurisdiction"], given["statute"], given["description"], given["level"], when or found.get("offense_date", UNKNOWN), law)
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


def _merge(found: dict[str, Any], known: Mapping[str, Any], charge: str, problems: list[Problem]) -> None:
    """Answers fill gaps and narrow what the record states in part; where they contradict it, the value is unknown."""
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
            message = f"{name} of charge {charge} is answered otherwise than the record states it. Until that is settled it counts as not known"
            problems.append(Problem("contradiction", message))


def _narrows(answered: Match | None, printed: Match | None) -> bool:
    """Whether an answer says which of the offenses that the record leaves open it was, and nothing else."""
    if printed is None or not printed.candidates:
        return True
    return answered is not None and bool(answered.candidates) and set(answered.candidates) <= set(printed.candidates)


def _within(day: Bounds, periods: Sequence[Bounds]) -> Bounds:
    if any(low <= day[0] and day[1] <= high for low, high in periods):
        return YES
    return NO if all(day[1] < low or day[0] > high for low, high in periods) else UNKNOWN

