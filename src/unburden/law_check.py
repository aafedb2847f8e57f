"""Holds the law against its own cases and quotations: `unburden law check`.

For each provision in force there must be a made-up person for whom it is open, one for whom it is closed and one for whom
it depends on what is not known; for each condition a case in which that condition alone stands in the way; for each
exception and presumption a case that it alone decides; for readings that differ a case in which they do.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any, Final

from attrs import define, evolve

from unburden.calendar import ALWAYS, NEVER, UNKNOWN, YES, iso, parse_day
from unburden.errors import Problem, nearest
from unburden.facts import Answers, bind_rows, fact_value
from unburden.law import Law
from unburden.law_file import CASE_FILE_KEYS, CASE_KEYS, Keys, Place
from unburden.person import Decision, Finding, Reading, status
from unburden.provision import Case, Condition, Provision
from unburden.record import COLUMNS, Row

_ACCENTS: Final = re.compile("[\u0300-\u036f]")
_BETWEEN: Final = re.compile("[^a-z0-9]+")
_EXPECT: Final = ("open", "later", "ask", "closed")


@define
class CaseResult:
    """A case and what the provision's version said of it."""

    case: Case
    reading: Reading
    row: list[Any]
    decision: Decision
    status: str


def check(law: Law) -> list[Problem]:
    """Every mistake in the loaded law: those found on loading, and those of its cases."""
    problems = list(law.problems)
    for code, jurisdiction in sorted(law.jurisdictions.items()):
        results: list[CaseResult] = []
        for path in sorted((law.folder / code.lower()).glob("*.cases.toml")):
            cases = read_cases(path, law, problems)
            results.extend(_run(cases, law, code, problems))
        for provision in jurisdiction.provisions:
            _check_provision(provision, results, law, problems)
    return in_order(problems)


def in_order(problems: Iterable[Problem]) -> list[Problem]:
    """Problems by file and line."""
    return sorted(problems, key=lambda each: (each.file or "", each.line or 0))


# ---- cases ---------------------------------------------------------------------------------------------------------


def merged_cases(
    path: Path, problems: list[Problem], file_keys: Keys, case_keys: Keys, tables: Sequence[str], own: Sequence[str]
) -> Iterable[tuple[dict[str, Any], int]]:
    """The cases of a file as tables with their lines, what `like` brings in merged; of `own` keys nothing is brought in."""
    at = Place(path, problems)
    named: dict[str, dict[str, Any]] = {}
    for number, each in enumerate(at.raw.get("case", []) if at.keys(at.raw, file_keys, ()) else ()):
        line = at.line(("case", number))
        if not at.keys(each, case_keys, ("case", number)):
            continue
        base = named.get(each["like"]) if each.get("like") else {}
        if base is None:
            message = f'no case above is called "{each["like"]}"{nearest(each["like"], named)}'
            problems.append(Problem("unknown-name", message, file=str(path), line=line))
            continue
        merged = {**{key: value for key, value in base.items() if key not in own}, **each}
        for key in tables:
            values = {**base.get(key, {}), **each.get(key, {})}
            merged[key] = {name: value for name, value in values.items() if value != "" or name == "offense"}
        if each["name"] in named:
            problems.append(Problem("overlap", "another case above has this name", file=str(path), line=line))
            continue
        named[each["name"]] = merged
        yield merged, line


def read_cases(path: Path, law: Law, problems: list[Problem]) -> list[Case]:
    """The cases of one file, those that are in good order; mistakes go into `problems`."""
    cases: list[Case] = []
    for merged, line in merged_cases(path, problems, CASE_FILE_KEYS, CASE_KEYS, ("person", "charge"), ("opens", "unsettled")):

        def problem(code: str, message: str, line: int = line) -> None:
            problems.append(Problem(code, message, file=str(path), line=line))

        as_of = merged.get("as_of")
        if merged.get("expect") not in _EXPECT or not isinstance(as_of, date) or not merged.get("provision"):
            problem("missing", f"a case needs provision, as_of (a date) and expect ({', '.join(_EXPECT)})")
            continue
        opens = parse_day(str(merged["opens"])) or _symbolic(str(merged["opens"])) if merged.get("opens") else None
        if merged.get("opens") and opens is None:
            problem("unknown-value", f"opens cannot be {merged['opens']!r}: write a date")
        case = Case(
            merged["name"],
            merged["provision"],
            as_of.toordinal(),
            merged["expect"],
            opens[0] if opens else None,
            bool(merged.get("unsettled")),
            merged["person"],
            merged["charge"],
            tuple(merged.get("others", ())),
            str(path),
            line,
        )
        for said in (case.person, case.charge, *case.others):
            check_values(said, law, problem)
        cases.append(case)
    return cases


def _symbolic(text: str) -> tuple[int, int] | None:
    try:
        day = date.fromisoformat(text).toordinal()
    except ValueError:
        return None
    return (day, day)


def check_values(values: Mapping[str, object], law: Law, problem: Any) -> None:
    """Say what a case sets that is no fact, or that the fact cannot be."""
    for name, value in values.items():
        if name in ("offense", "description", "same_case"):
            continue
        fact = law.facts.get(_fact_name(name, law))
        if fact is None or fact.origin == "derived":
            known = [each for each, of in law.facts.items() if of.origin != "derived"]
            problem("unknown-name", f"no fact that a case can set is called {name}{nearest(name, [*known, 'offense'])}")
        elif value != "pending" and fact_value(fact, value.isoformat() if isinstance(value, date) else value) is None:
            problem("unknown-value", f"{name} cannot be {value!r}")


def _fact_name(name: str, law: Law) -> str:
    """A case may name a record fact by its column of the charges table."""
    return next((each.name for each in law.facts.values() if each.column == name and each.origin == "record"), name)


def rows_of(case: Case, law: Law, code: str) -> tuple[list[Row], Answers]:
    """A case as rows of the charges table and answers, the charge in question first."""
    rows: list[Row] = []
    charges: dict[str, dict[str, object]] = {}
    person = dict(case.person)
    birth = str(person.pop("birth_date", ""))
    for number, values in enumerate([case.charge, *case.others]):
        same = number == 0 or values.get("same_case", False)
        row, answers = charge_row(values, law, code, number, "0" if same else str(number), birth)
        rows.append(row)
        charges[str(number)] = answers
    return rows, Answers(person=person, charges=charges)


def charge_row(values: Mapping[str, object], law: Law, code: str, number: int, case: str, birth: str) -> tuple[Row, dict[str, object]]:
    """A charge of a case as a row of the charges table, and what is answered about it."""
    row = dict.fromkeys(COLUMNS, "")
    row.update(person_id="case", case_id=case, charge_id=str(number), jurisdiction=code, birth_date=birth)
    answers: dict[str, object] = {}
    for name, value in values.items():
        text = value.isoformat() if isinstance(value, date) else value
        if name == "offense":
            row["statute"] = str(text)
        elif name == "description":
            row["description"] = str(text)
        elif name == "case_ended":
            row["case_status"] = "closed" if text is True else "open"
        elif (fact := law.facts.get(_fact_name(name, law))) is not None and fact.origin == "record":
            row[fact.column] = str(text)
        elif name != "same_case":
            answers[name] = text
    return row, answers


def _run(cases: Iterable[Case], law: Law, code: str, problems: list[Problem]) -> list[CaseResult]:
    results: list[CaseResult] = []
    ids = {provision.id for provision in law.provisions()}
    # A law that is not yet in force on the day of a case waits for it, by one more condition.
    readings: dict[tuple[str, bool], Reading] = {}
    for case in cases:
        versions = [each for each in law.in_force(code, case.as_of) if each.id == case.provision]
        if not versions:
            message = f"no version of {case.provision} is in force on {iso(case.as_of)}{nearest(case.provision, ids)}"
            problems.append(Problem("unknown-name", message, file=case.file, line=case.line))
            continue
        provision = min(versions, key=lambda each: each.start)
        known = (provision.key, case.as_of < provision.start)
        reading = readings.get(known) or readings.setdefault(known, Reading(provision, law.layout))
        table, answers = rows_of(case, law, code)
        bound = bind_rows(table, law, answers)
        decision = reading.decide(bound.rows[0])
        found = status(decision.bounds, decision.closes, case.as_of)
        result = CaseResult(case, reading, bound.rows[0], decision, found)
        results.append(result)
        _compare(result, problems)
        for each in bound.problems:
            problems.append(evolve(each, file=case.file, line=case.line))
    return results


def _compare(result: CaseResult, problems: list[Problem]) -> None:
    case, decision = result.case, result.decision
    if result.status != case.expect:
        reasons = "; ".join(reason(finding) for finding in decision.findings if finding.bounds != YES) or "every condition holds"
        message = f'"{case.name}" should be {case.expect} but is {result.status}: {reasons}'
        problems.append(Problem("case", message, file=case.file, line=case.line))
    elif case.opens is not None and decision.bounds != (case.opens, case.opens):
        low, high = (iso(day) for day in decision.bounds)
        message = f'"{case.name}" should open on {iso(case.opens)} but opens {low if low == high else f"between {low} and {high}"}'
        problems.append(Problem("case", message, file=case.file, line=case.line))
    if decision.unsettled != case.unsettled and result.status == case.expect:
        word = "settled" if case.unsettled else "unsettled"
        problems.append(Problem("case", f'"{case.name}": the law comes out {word} here', file=case.file, line=case.line))


def reason(finding: Finding) -> str:
    """What a condition came to, for a message."""
    low, high = finding.bounds
    span = f"from {iso(low)}" if low == high else f"from {iso(low)} to {iso(high)}"
    return f"{finding.condition.id} {'never' if low == NEVER else 'unknown' if (low, high) == UNKNOWN else span}"


# ---- what the cases show -------------------------------------------------------------------------------------------


def _check_provision(provision: Provision, results: list[CaseResult], law: Law, problems: list[Problem]) -> None:
    mine = [each for each in results if each.reading.provision.key == provision.key]

    def problem(code: str, message: str, line: int = 0) -> None:
        problems.append(Problem(code, message, file=provision.file, line=line or provision.line))

    own = [condition for condition in provision.conditions if not condition.implicit]
    if not own:
        return
    if provision.until < NEVER:
        # An old version stays for the record; what it takes to be complete is asked of the current one.
        if not mine:
            problem("no-case", f"no case shows {provision.key}")
        return
    unread = any(getattr(tree, "unread", False) for condition in own for tree in condition.trees())
    for wanted in ("open", "closed", "ask"):
        if not any(each.status == wanted for each in mine) and not (wanted == "open" and unread):
            problem("no-case", f"{provision.key} has no case that is {wanted}")
    check_conditions(provision, mine, law, problem)


def check_conditions(provision: Provision, mine: Sequence[CaseResult], law: Law, problem: Callable[[str, str, int], None]) -> None:
    """Whether the cases show each condition, exception, presumption and reading to decide something."""
    for condition in (each for each in provision.conditions if not each.implicit):
        if not any(_stands_alone(each, condition) for each in mine):
            problem("not-decisive", f"no case shows that {condition.id} alone can keep {provision.key} from opening", condition.line)
        for change, what in _without(condition):
            conditions = tuple(change if each.id == condition.id else each for each in provision.conditions)
            changed = Reading(evolve(provision, conditions=conditions), law.layout)
            if not any(_decides(each, changed) for each in mine):
                problem("not-decisive", f"no case shows that {what} of {condition.id} decides anything", condition.line)
        if condition.readings and not any(_differ(each, condition) for each in mine):
            problem("not-decisive", f"no case shows the readings of {condition.id} to differ", condition.line)


def _stands_alone(result: CaseResult, condition: Condition) -> bool:
    """Whether making this condition hold, and nothing else, changes the answer."""
    others = [finding for finding in result.decision.findings if finding.condition.id != condition.id]
    low = max((finding.bounds[0] for finding in others), default=ALWAYS)
    high = max((finding.bounds[1] for finding in others), default=ALWAYS)
    return status((low, high), result.decision.closes, result.case.as_of) != result.status


def _without(condition: Condition) -> Iterable[tuple[Condition, str]]:
    for place, exception in enumerate(condition.exceptions):
        rest = condition.exceptions[:place] + condition.exceptions[place + 1 :]
        yield evolve(condition, exceptions=rest), f'the exception "{exception.text["en"]}"'
    if condition.presumed_by is not None:
        yield evolve(condition, presumed_by=None), "the presumption"


def _decides(result: CaseResult, changed: Reading) -> bool:
    """Whether the provision, changed, answers the case differently."""
    decision = changed.decide(result.row)
    return status(decision.bounds, decision.closes, result.case.as_of) != result.status


def _differ(result: CaseResult, condition: Condition) -> bool:
    return any(len(set(finding.readings)) > 1 for finding in result.decision.findings if finding.condition.id == condition.id)


# ---- quotations ----------------------------------------------------------------------------------------------------


def fold(text: str) -> str:
    """A text without case, punctuation, accents and runs of white space, so that quotations survive typography."""
    plain = text if text.isascii() else _ACCENTS.sub("", unicodedata.normalize("NFKD", text))
    return _BETWEEN.sub(" ", plain.lower()).strip()


@define
class Quotations:
    """What became of looking up the law's quotations: those not found where their section is stored whole, and how many were found.

    `elsewhere` counts those of sections that are not stored, or not whole, and of earlier versions: they could not be looked up.
    """

    problems: list[Problem]
    found: int
    elsewhere: int


_SECTION: Final = re.compile(r"[0-9][0-9A-Za-z]*(?:[.:-][0-9A-Za-z]+)*")
_HEAD: Final = re.compile(r"^# *(citation|whole) *: *(.*)$", re.I | re.M)


def look_up(law: Law, texts: Sequence[Path], ways: Sequence[Provision] = ()) -> Quotations:
    """Look up every quotation of the law, and of the ways of other paths, in statute texts: ``FOLDER/us-or/137.225.txt``, a section a file.

    A text may begin with lines ``# Citation: …`` and ``# Whole: yes``; without them it is taken for the whole section that its name says.
    """
    result = Quotations([], 0, 0)
    by_code: dict[str, list[Provision]] = {code: list(each.provisions) for code, each in law.jurisdictions.items()}
    for way in ways:
        by_code.setdefault(way.jurisdiction, []).append(way)
    for code, provisions in sorted(by_code.items()):
        stored, whole = _stored(code, texts)
        for provision in provisions:
            for condition in provision.conditions:
                quotes = [
                    (condition.quote, condition.cite),
                    *((each.quote, each.cite) for each in (*condition.exceptions, *condition.readings)),
                ]
                for quote, cite in quotes:
                    # "…" and "..." stand for words left out: each part is looked for by itself.
                    for part in filter(None, map(str.strip, re.split(r"…|\.\.\.", quote))):
                        if fold(part) in stored:
                            result.found += 1
                        elif provision.until == NEVER and _sections(cite, provision.citation) <= whole:
                            message = f'"{part}" is not in the stored text of {cite}'
                            result.problems.append(Problem("quote", message, file=provision.file, line=condition.line))
                        else:
                            result.elsewhere += 1
    result.problems = in_order(result.problems)
    return result


def _stored(code: str, texts: Sequence[Path]) -> tuple[str, set[str]]:
    """All stored text of a jurisdiction, folded, and the sections that are stored whole."""
    folded: list[str] = []
    whole: set[str] = set()
    for folder in texts:
        for name in dict.fromkeys((code.lower(), code)):
            for path in sorted((folder / name).glob("*.txt")) if (folder / name).is_dir() else []:
                text = path.read_text(encoding="utf-8", errors="replace")
                folded.append(fold(text))
                head = {key.lower(): value for key, value in _HEAD.findall(text[:2000])}
                if head.get("whole", "yes").lower().startswith(("yes", "whole")):
                    whole |= set(_SECTION.findall(head.get("citation", path.stem)))
    return " | ".join(folded), whole


def _sections(cite: str, citation: str) -> set[str]:
    """The sections that a citation names; one that names only a subsection stands in its provision's."""
    named = set(_SECTION.findall(re.sub(r"\([^)]*\)", "", cite))) if "§" in cite else set()
    return named or set(_SECTION.findall(re.sub(r"\([^)]*\)", "", citation)))
