"""Why an option opens or does not: each condition in words, with its citation, its facts, and where those stand."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

from unburden.calendar import AFTER, ALWAYS, NEVER, NO, Bounds
from unburden.language import FULL
from unburden.person import Finding, Used, holds
from unburden.provision import Condition
from unburden.relief import WHOLE_RECORD, Relief
from unburden.report.answers import standing
from unburden.report.context import Context
from unburden.report.sheet import FactLine, Reason

_ABOUT_OFFENSE: Final = frozenset({"offense", "inchoate", "level", "jurisdiction"})


def reasons(relief: Relief, own: int, context: Context, *, failing: bool = False) -> tuple[Reason, ...]:
    """The conditions of a relief, or only those that fail, in the order of the law. `own` is the charge's place in the record."""
    findings = relief.decision.findings
    assumed: Sequence[Finding] = relief.assumed.findings if relief.assumed is not None else findings
    pairs = zip(findings, assumed, strict=True)
    return tuple(_reason(one, other, relief, own, context) for one, other in pairs if not failing or other.bounds[0] == NEVER)


def _reason(finding: Finding, assumed: Finding, relief: Relief, own: int, context: Context) -> Reason:
    condition = finding.condition
    mark, limit = _mark(finding, assumed, context)
    word = context.words(f"mark.{'yes' if mark == 'if' else mark}")
    details = _details(finding, context)
    others = ""
    if mark in ("no", "later", "unknown") and context.around.looks(relief.provision, condition):
        others = _others(condition, mark, relief, own, context)
        details += [] if others else [context.words("look_at_others")]
    facts = [line for used in finding.used if (line := _known(used, own, context)) is not None]
    missing, questions = _missing(finding, relief, own, context, mark) if mark not in ("yes", "no") else ([], [])
    if mark == "unknown" and not (details or others or questions or missing or own in context.open_cases):
        details.append(context.words("unread_law"))
    facts += missing
    known = {used.fact for used in finding.used if _value(used, own, context) is not None}
    routine = mark == "yes" and not details and bool(known) and known <= _ABOUT_OFFENSE
    cite = context.words("the_record") if condition.implicit and condition.cite == "the record" else condition.cite
    return Reason(
        mark,
        word,
        limit,
        context.text(condition.text),
        cite,
        condition.quote,
        tuple(details),
        tuple(facts),
        tuple(questions),
        others,
        routine,
    )


def _missing(finding: Finding, relief: Relief, own: int, context: Context, mark: str) -> tuple[list[FactLine], list[str]]:
    """The unknown facts of a condition: those of the record by name, others by their questions' numbers alone.

    In a case that is still open only the record's are named, and nothing is asked.
    """
    words, still_open = context.words, own in context.open_cases
    needs = standing(relief)[1].needs
    lines: list[FactLine] = []
    questions: list[str] = []
    for used in finding.used:
        if _value(used, own, context) is not None:
            continue
        asked = used.fact in WHOLE_RECORD or (used.fact in needs and not still_open)
        number = context.numbers.get(used.fact, "") if asked else ""
        named = words.has(f"fact.{used.fact}") and used.fact not in WHOLE_RECORD
        if number and not named:
            questions.append(number)
        elif number or (mark == "unknown" and used.fact not in ("jurisdiction", "inchoate") and (named or not still_open)):
            lines.append(FactLine(_label(used.fact, context), words("not_known"), "", number))
    return lines, sorted(questions, key=lambda number: int(number[1:]))


def _mark(finding: Finding, assumed: Finding, context: Context) -> tuple[str, str]:
    words, as_of = context.words, context.result.as_of
    mark = holds(finding.bounds, as_of)
    low, high = finding.bounds
    if mark != "unknown":
        return mark, context.since(finding.bounds) if mark == "later" else ""
    then = holds(assumed.bounds, as_of)
    if then != "unknown":
        hang = context.condition(used.fact for used in finding.used)
        since = f"{context.since(assumed.bounds)}, " if then == "later" else ""
        return "if" if then == "yes" else then, f"{since}{hang}"
    if low <= as_of:
        return mark, ""
    return mark, words.when((low, high if high < AFTER else low if low >= AFTER else NEVER))


def _details(finding: Finding, context: Context) -> list[str]:
    words, condition = context.words, finding.condition
    found: list[str] = []
    if finding.how == "presumed":
        found.append(words("presumed", cite=condition.presumed_cite))
    if finding.contradicted:
        found.append(words("contradicted"))
    if finding.how == "excepted" and finding.by is not None:
        found.append(words("excepted", text=context.text(finding.by.text), cite=finding.by.cite))
    # Readings that both hold today need not be known.
    if len(set(finding.readings)) > 1 and holds(finding.bounds, context.result.as_of) != "yes":
        for number, (reading, bounds) in enumerate(zip(condition.readings, finding.readings, strict=True), 1):
            found.append(words("reading_n", n=number, text=context.text(reading.text), cite=reading.cite, answer=context.mark(bounds)))
    return found


def _others(condition: Condition, mark: str, relief: Relief, own: int, context: Context) -> str:
    """The other charges because of which a condition does not hold, or not for sure; empty where it is none of them alone."""
    places = context.around.deciding(relief.provision, condition, own)
    return context.words("rests_on" if mark == "unknown" else "because_of", charges=context.others(places)) if places else ""


# ---- facts ---------------------------------------------------------------------------------------------------------


def _known(used: Used, own: int, context: Context) -> FactLine | None:
    """A fact that is known, with where it stands."""
    value = _value(used, own, context)
    if value is None:
        return None
    words, fact = context.words, context.result.law.facts.get(used.fact)
    if used.span is not None:
        source = context.span(used.span)
    elif _answered(used.fact, own, context):
        source = words("your_answer")
    else:
        source = words("follows") if fact is not None and fact.origin == "answer" else ""
    return FactLine(_label(used.fact, context), value, source)


def _label(name: str, context: Context) -> str:
    """A fact's short name if it is one of the record's, else its question."""
    if context.words.has(f"fact.{name}"):
        return context.words(f"fact.{name}")
    fact = context.result.law.facts.get(name)
    return context.text(fact.ask) if fact is not None else name


def _answered(name: str, own: int, context: Context) -> bool:
    row, answers = context.result.charges[own].row, context.result.answers
    nothing: Mapping[str, Any] = {}
    scopes = (answers.person, answers.cases.get(row["case_id"], nothing), answers.charges.get(row["charge_id"], nothing))
    return any(name in scope for scope in scopes) or (name == "during_trafficking" and bool(answers.periods))


def _value(used: Used, own: int, context: Context) -> str | None:
    """A fact's value in words; `None` where it is not known."""
    words, name, value = context.words, used.fact, used.value
    if name == "offense":
        return context.offense(context.result.charges[own]) or None
    fact = context.result.law.facts.get(name)
    if value is None or fact is None:
        return None
    if isinstance(value, str):
        if name == "jurisdiction":
            return context.place(value.upper())
        return context.said(words.choice(name, value) if value in fact.values or name == "disposition" else value)
    bounds: Bounds = value  # type: ignore[assignment]
    if bounds == FULL.get(fact.type):
        return None
    if fact.type == "day":
        return words.when(bounds)
    if fact.type == "level":
        return words.level(bounds)
    if name == "balance_due" and not _answered(name, own, context) and context.result.charges[own].row["balance_due"]:
        return context.said(context.result.charges[own].row["balance_due"])
    if fact.type == "number":
        low, high = (words.money(each) if name == "balance_due" else str(each) for each in bounds)
        return low if low == high else words("range", low=low, high=high)
    if bounds[1] == ALWAYS or bounds == NO:
        return words("true" if bounds[1] == ALWAYS else "false")
    return words("status_open") if name == "case_ended" and bounds[0] >= AFTER else context.mark(bounds)
