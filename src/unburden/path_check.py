"""Holds the paths against their own cases: the part of `unburden law check` that is of ``law/paths/``.

For each way there must be a made-up person for whom it is open, one for whom it is closed and one for whom it depends on what is not
known; for each condition a case in which it alone stands in the way; for each deadline a case on its last day and one on the day
after, and where age counts, one of a minor and one of an adult; for each `unless` of a contact a case that it decides.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path as File
from typing import Any, Final

from attrs import define

from unburden.calendar import NEVER, UNKNOWN, Bounds, add_months, iso, parse_day
from unburden.errors import Problem, nearest
from unburden.facts import Answers
from unburden.language import facts_of
from unburden.law import Law
from unburden.law_check import CaseResult, charge_row, check_conditions, check_values, in_order, merged_cases, reason
from unburden.law_file import DATE, NUMBER, PARTIES, TABLE, TABLES, TRUTH, keys, texts
from unburden.path_law import CONTACTS, HAPPENED, LIVES, OPEN_CASE, PathLaw, Way, read_paths
from unburden.paths import PersonRows, WayResult, decide_way
from unburden.person import Reading
from unburden.provision import Case
from unburden.trees import compile_tree

_FILE_KEYS: Final = keys({}, {"case": TABLES})
_CASE_KEYS: Final = keys(
    texts("name"),
    {
        **texts("way", "expect", "like", "comment"),
        "as_of": DATE,
        "unsettled": TRUTH,
        "person": TABLE,
        "others": TABLES,
        "last": TABLE,
        "contact": TABLE,
        "weight": NUMBER,
    },
)
_EXPECT: Final = ("open", "later", "ask", "closed")
#: In a case of a state's way the person's place is this state, unless the case says otherwise.
_HERE: Final = {"lives": (LIVES,), "happened": (HAPPENED,), "lives or happened": (LIVES, HAPPENED), "open case": (OPEN_CASE,)}
_OLD: Final = 80


@define
class _Done:
    """A case with what became of it."""

    case: Case
    rows: PersonRows
    result: WayResult
    found: CaseResult


def check_paths(law: Law) -> tuple[PathLaw, list[Problem]]:
    """The paths of a folder of law, and every mistake in them: those found on loading, and those of their cases."""
    paths = read_paths(law)
    problems = list(paths.problems)
    ways = {way.id: way for way in paths.ways() if way.law.until == NEVER}
    done: dict[str, list[_Done]] = {}
    for file in sorted((law.folder / "paths").rglob("*.cases.toml")):
        for case, raw in _cases(file, law, problems):
            way = ways.get(case.provision)
            if way is None:
                message = f"no way is called {case.provision}{nearest(case.provision, ways)}"
                problems.append(Problem("unknown-name", message, file=case.file, line=case.line))
                continue
            done.setdefault(way.id, []).append(_run(case, raw, way, paths, problems))
    for way in ways.values():
        _check_way(way, done.get(way.id, []), law, problems)
    return paths, in_order(problems)


def _cases(file: File, law: Law, problems: list[Problem]) -> Iterable[tuple[Case, Mapping[str, Any]]]:
    for raw, line in merged_cases(file, problems, _FILE_KEYS, _CASE_KEYS, ("person",), ("last", "contact", "unsettled")):

        def problem(code: str, message: str, line: int = line) -> None:
            problems.append(Problem(code, message, file=str(file), line=line))

        as_of = raw.get("as_of")
        if raw.get("expect") not in _EXPECT or not isinstance(as_of, date) or not raw.get("way"):
            problem("missing", f"a case needs way, as_of (a date) and expect ({', '.join(_EXPECT)})")
            continue
        others = tuple(raw.get("others", ()))
        for said in (raw["person"], *others):
            check_values({name: value for name, value in said.items() if name != "jurisdiction"}, law, problem)
        for party, value in raw.get("contact", {}).items():
            if party not in PARTIES or value not in CONTACTS:
                problem("unknown-value", f"contact.{party} cannot be {value!r}")
        yield (
            Case(
                raw["name"], raw["way"], as_of.toordinal(), raw["expect"], None, bool(raw.get("unsettled")), raw["person"], {}, others,
                str(file), line,
            ),
            raw,
        )  # fmt: skip


def _run(case: Case, raw: Mapping[str, Any], way: Way, paths: PathLaw, problems: list[Problem]) -> _Done:
    law = paths.law
    person = dict(case.person)
    where = paths.paths[way.path].where
    for fact in _HERE.get(where, ()) if way.jurisdiction != "US" else ():
        person.setdefault(fact, True)
    birth = str(person.pop("birth_date", ""))
    table, charges = [], {}
    for number, values in enumerate(case.others, 1):
        row, answers = charge_row(values, law, str(values.get("jurisdiction") or way.jurisdiction), number, str(number), birth)
        table.append(row)
        charges[str(number)] = answers
    rows = PersonRows(law, case.as_of, Answers(person=person, charges=charges), None, table, birth)
    result = decide_way(way, rows)
    found = CaseResult(case, Reading(result.way.law, law.layout), rows.row(way.jurisdiction), result.decision, result.status)

    def problem(message: str) -> None:
        problems.append(Problem("case", f'"{case.name}" {message}', file=case.file, line=case.line))

    if result.status != case.expect:
        why = "; ".join(reason(each) for each in result.decision.findings if each.bounds[1] > case.as_of) or "every condition holds"
        closes = result.decision.closes
        problem(f"should be {case.expect} but is {result.status}: {why}{f'; closes {_span(closes)}' if closes else ''}")
    elif result.unsettled != case.unsettled:
        problem(f"the law comes out {'settled' if case.unsettled else 'unsettled'} here")
    clocks = {clock.deadline.id: clock for clock in result.clocks}
    for id, day in raw.get("last", {}).items():
        wanted = parse_day(day.isoformat() if isinstance(day, date) else str(day))
        if id not in clocks:
            problem(f"names the deadline {id}, which is none of {', '.join(clocks) or 'its way (it has none)'}")
        elif clocks[id].last != wanted:
            problem(f"should have {id} until {day}, and has it until {_span(clocks[id].last)}")
    for party, value in raw.get("contact", {}).items():
        if party in result.touches and result.touches[party].value != value:
            problem(f"should have {party}: {value}, and has {result.touches[party].value}")
    for each in rows.problems:
        problem(each.message)
    return _Done(case, rows, result, found)


def _span(bounds: Bounds) -> str:
    low, high = map(iso, bounds)
    return low if low == high else f"between {low} and {high}"


def _check_way(way: Way, done: list[_Done], law: Law, problems: list[Problem]) -> None:
    def problem(code: str, message: str, line: int = 0) -> None:
        problems.append(Problem(code, message, file=way.law.file, line=line or way.law.line))

    own = [condition for condition in way.law.conditions if not condition.implicit]
    hard = any(each.hard for each in way.deadlines)
    unread = any(getattr(tree, "unread", False) for condition in own for tree in condition.trees())
    for wanted in ("open", *(("closed", "ask") if own or hard else ())):
        if not any(each.result.status == wanted for each in done) and not (wanted == "open" and unread):
            problem("no-case", f"{way.id} has no case that is {wanted}")
    check_conditions(way.law, [each.found for each in done], law, problem)
    for deadline in way.deadlines:
        known = [(each, clock.last) for each in done for clock in each.result.clocks if clock.deadline.id == deadline.id]
        exact = [(each, last[0]) for each, last in known if last[0] == last[1] and last[0] < NEVER]
        if not facts_of(deadline.last):
            continue
        for after, what in ((0, "on its last day"), (1, "on the day after")):
            if not any(each.case.as_of == day + after for each, day in exact):
                problem("no-case", f"no case of {way.id} stands {what} of {deadline.id}", deadline.line)
        if "birth_date" in facts_of(deadline.last):
            young = {_as_if_old(deadline.last, each, way, law) != (day, day) for each, day in exact}
            if True not in young:
                problem("no-case", f"no case of {way.id} shows that age decides {deadline.id}", deadline.line)
    for party, contact in way.contact.items():
        if contact.unless is not None and not any(each.result.touches[party].value == contact.otherwise for each in done):
            problem("not-decisive", f"no case of {way.id} shows that contact.{party} is {contact.otherwise}")


def _as_if_old(last: Any, done: _Done, way: Way, law: Law) -> Bounds:
    """The last day of a deadline for the same person, had they been born long before."""
    row = done.rows.row(way.jurisdiction).copy()
    birth = add_months(done.case.as_of, -12 * _OLD)
    row[law.layout.slot["birth_date"]] = (birth, birth)
    found = compile_tree(last, law.layout)(row)
    return found if found is not None else UNKNOWN
