"""What was read, as a list that a person can check line by line against the paper."""

from __future__ import annotations

from collections.abc import Iterable
from textwrap import fill
from typing import Final

from unburden import terms
from unburden.law import Law
from unburden.record import Case, Charge, Record, Span, day_bounds

WIDTH: Final = 100
#: No value that a record prints is shown longer.
LONGEST: Final = 400


def listing(record: Record, law: Law) -> str:
    """A record as text: each case with its charges, where each value stands, what was set aside, and what was not read."""
    lines = [f"Person {_said(record.person_id)}" + (f": {'; '.join(map(_said, record.person.names))}" if record.person.names else "")]
    if record.person.birth_dates:
        lines.append(f"born {' or '.join(map(_said, record.person.birth_dates))}")
    lines += [f"read {each.file} as {each.format}" for each in record.sources]
    lines += _wrapped(record.notes)
    for case in record.cases:
        lines += ["", *_case(case, law)]
    sections = (
        ("Sources that disagree", [f"{each.field} of {each.charge_id}: {' / '.join(each.values)}" for each in record.disagreements]),
        ("Set aside", [f"{each.span}: {_said(each.text)} ({each.why})" for each in record.set_aside]),
        ("Not read", [f"{each.span}: {_said(each.text)}{f' ({each.why})' if each.why else ''}" for each in record.unread]),
    )
    for title, items in sections:
        if items:
            lines += ["", f"{title} ({len(items)})", *_wrapped(items)]
    return "\n".join(lines) + "\n"


def _case(case: Case, law: Law) -> list[str]:
    place = ", ".join(_said(each) for each in (case.jurisdiction or "jurisdiction not known", case.county, case.court) if each)
    state = case.status or "not known whether open or closed"
    lines = [f"Case {_said(case.number or case.case_id)}  ({place}; {state})"]
    if case.filed_date:
        lines.append(f"  filed {case.filed_date}{_at(case.spans.get('filed_date'))}")
    if case.balance_due:
        lines.append(f"  balance due {_said(case.balance_due)}{_at(case.spans.get('balance_due'))}")
    for charge in case.charges:
        lines += _charge(charge, case, law)
    if not case.charges:
        lines.append("  no charge was read")
    return lines


def _charge(charge: Charge, case: Case, law: Law) -> list[str]:
    lines = [f"  Charge {_said(charge.charge_id)}"]
    for version in charge.versions:
        words = "  ".join(_said(each) for each in (version.statute, version.description, version.level) if each)
        where = version.spans.get("statute") or version.spans.get("description")
        lines.append(f"    {version.stage:9} {words}{f'  {version.date}' if version.date else ''}{_at(where)}")
    jurisdiction = law.jurisdictions.get(case.jurisdiction or "")
    if jurisdiction is not None:
        printed = (charge.printed("statute") or "", charge.printed("description") or "")
        match = jurisdiction.offenses.match(*printed, day_bounds(charge.offense_date))
        names = " or ".join(f"{each.name} ({each.statute})" for each in match.candidates[:3]) or "not matched"
        lines.append(f"    offense   {names}: {match.why}")
    for name in ("offense_date", "arrest_date", "released_date", "sentence_completed_date", "probation_revoked_date"):
        value = getattr(charge, name)
        if value:
            lines.append(f"    {name.replace('_', ' ')} {value}{_at(charge.spans.get(name))}")
    for disposition in charge.dispositions:
        unknown = "plea" if terms.plea(disposition.printed) else "outcome not known"
        outcome = "later event" if disposition.later else disposition.outcome or unknown
        where = disposition.spans.get("printed") or disposition.spans.get("outcome")
        lines.append(f'    {disposition.date or "no date":10} {outcome}: "{_said(disposition.printed)}"{_at(where)}')
    if not charge.dispositions:
        lines.append("    no disposition seen")
    lines += [f"    sentence  {_said(part.printed)}{_at(part.spans.get('printed'))}" for part in charge.sentence]
    return lines


def _at(span: Span | None) -> str:
    return f"  [{span}]" if span else ""


def _said(text: str) -> str:
    """A value of the record on one line, and not endless."""
    said = " ".join(text.split())
    return said if len(said) <= LONGEST else f"{said[:LONGEST]}… ({len(said) - LONGEST} characters more)"


def _wrapped(texts: Iterable[str]) -> list[str]:
    return [fill(text, WIDTH, initial_indent="- ", subsequent_indent="  ") for text in texts]
