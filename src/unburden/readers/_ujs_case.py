"""Pennsylvania's dockets: a docket as a case of the record, its events as dispositions and sentences.

An event that is *Not Final* decides nothing that a later one could still decide: a charge that proceeds or is held for court, and
guilt without a sentence, are pending there. In a case that is closed nothing is pending: the first went on elsewhere, and what came of
the second is unknown.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

from attrs import define, evolve, field

from unburden import terms
from unburden.calendar import parse_day
from unburden.readers import Source
from unburden.readers._sentences import served_outside
from unburden.readers._ujs_draft import DATE, Decision, Docket, Event, Row, Value
from unburden.record import Case, Charge, ChargeVersion, Disposition, SentencePart, Span, Unread

_STATUSES: Final = {"closed": "closed", "active": "open"}
#: Dispositions that mean something in this system only.
_OUTCOMES: Final = {
    "charge changed": "transferred",
    "replacement by information": "transferred",
    "disposed at lower court": "transferred",
}
#: Words that tell how a charge came to be there: no outcome, and nothing to ask about.
_STEPS: Final = frozenset(("added by information", "charge added", "merged"))
_WITHOUT_GUILT: Final = frozenset(("dismissed", "nolle_prosequi", "acquitted", "transferred"))
_SSN: Final = re.compile(r"\b\d{3}-\d\d-\d{4}\b")
_REVOKED_ARD: Final = re.compile(r"\bard revoked\b|\b(?:revoked|removed|terminated) from ard\b|\brevocation of ard\b", re.I)
_VIOLATION: Final = re.compile(r"\bviolation\b|\brevo[ck]\w*|\bgagnon\b|\bvop\b|\bresentenc\w*", re.I)
_REVOKED: Final = re.compile(r"\bprobation\b.{0,20}\brevoked\b|\brevo(?:ked|cation)\b.{0,20}\bprobation\b", re.I)


@define
class Reading:
    """What is gathered while one file is read."""

    source: Source
    unread: list[Unread] = field(factory=list)
    notes: list[str] = field(factory=list)

    def span(self, line: int) -> Span:
        """Where a line stands."""
        return self.source.span(line)

    def skip(self, line: int, text: str, why: str) -> None:
        """Show a line that was not understood."""
        self.unread.append(Unread(self.span(line), _SSN.sub("[removed]", text.strip()[:500]), why))

    def day(self, text: str, line: int) -> str | None:
        """A printed date in ISO 8601; one that is no day of the calendar is shown and unknown."""
        if not text:
            return None
        found = DATE.match(text)
        day = f"{found[3]}-{int(found[1]):02}-{int(found[2]):02}" if found else ""
        if not day or parse_day(day) is None:
            self.skip(line, text, "this is no date")
            return None
        return day


def case_of(docket: Docket, reading: Reading, case_id: str) -> Case:
    """The docket as a case."""
    values = docket.values
    arrest = next((values[label] for label in ("arrest date", "arrest dt") if label in values), None)
    filed = next((values[label] for label in ("date filed", "file date") if label in values), None)
    status = values.get("case status")
    rows: dict[str, Row] = {}
    times: dict[str, int] = {}
    for row in docket.rows:
        name = _sequence(row)
        times[name] = times.get(name, 0) + 1
        rows[name if times[name] == 1 else f"{name}~{times[name]}"] = row
    found: dict[str, list[tuple[Event, Decision]]] = {name: [] for name in rows}
    own = {id(row): name for name, row in rows.items()}
    for event in docket.events:
        for decision in event.decisions:
            found.setdefault(own.get(id(decision.row)) or _sequence(decision.row), []).append((event, decision))
    arrested = (reading.day(arrest.text, arrest.line), arrest.line) if arrest else (None, 0)
    closed = status is not None and status.text.lower() == "closed"
    charges = [_charge(f"{case_id}/{name}", rows.get(name), decisions, arrested, closed, reading) for name, decisions in found.items()]
    related = [*(values[label].text for label in ("otn", "lotn", "otn/lotn") if label in values), *docket.related]
    stated = {"court": docket.court, "county": docket.county or (values["county"].text if "county" in values else "")}
    places = {"number": docket.line, **{name: docket.line for name, value in stated.items() if value}}
    for name, given in (("filed_date", filed), ("status", status), ("balance_due", values.get("balance"))):
        places.update({name: given.line} if given and given.text else {})
    return Case(
        case_id,
        "US-PA",
        number=docket.number or None,
        county=stated["county"] or None,
        court=stated["court"] or None,
        filed_date=reading.day(filed.text, filed.line) if filed else None,
        status=_STATUSES.get(status.text.lower()) if status else None,
        status_printed=status.text or None if status else None,
        balance_due=values["balance"].text if "balance" in values else None,
        related=tuple(dict.fromkeys(each for each in related if any(letter.isdigit() for letter in each) and each != docket.number)),
        charges=tuple(charges),
        spans={name: reading.span(line) for name, line in places.items()},
    )


def _sequence(row: Row) -> str:
    return row.sequence.replace(",", "").lstrip("0") or "0"


def _version(stage: str, row: Row, reading: Reading, date: str | None = None) -> ChargeVersion:
    grade = row.grade if row.grade.lower() not in ("none", "ungraded") else ""
    values = {"statute": row.statute or None, "description": row.description or None, "level": grade or None}
    spans = {name: reading.span(row.line) for name, value in values.items() if value}
    return ChargeVersion(stage, **values, date=date, spans=spans)


def _alike(one: ChargeVersion, other: ChargeVersion) -> bool:
    return (one.statute, one.description, one.level) == (other.statute, other.description, other.level)


def _charge(
    charge_id: str,
    row: Row | None,
    found: list[tuple[Event, Decision]],
    arrested: tuple[str | None, int],
    closed: bool,
    reading: Reading,
) -> Charge:
    versions = [_version("filed", row, reading)] if row else []
    dispositions: list[Disposition] = []
    parts: list[SentencePart] = []
    revoked: tuple[str, Span] | None = None
    sentenced = False
    for event, decision in found:
        day = reading.day(event.date, event.line)
        made = _disposition(charge_id, event, decision, day, closed, reading)
        words = f"{event.heading} {event.name} {decision.row.disposition}"
        if made and _REVOKED_ARD.search(words):
            dispositions = [evolve(each, outcome=None) if each.outcome == "diverted" else each for each in dispositions]
            reading.notes.append(f"{charge_id}: the diversion (ARD) was revoked; what came after decides")
        elif made and made.outcome == "convicted" and sentenced:
            # Guilt stated again after a sentence is what became of that sentence.
            made = evolve(made, printed=": ".join(filter(None, (event.name or event.heading, made.printed))), outcome=None, later=True)
            if _REVOKED.search(words) and day:
                revoked = (day, reading.span(event.line))
        elif made and sentenced and _VIOLATION.search(words) and made.outcome in (None, "pending"):
            made = evolve(made, outcome=None, later=True)
        dispositions += [made] if made else []
        for n, judged in enumerate(decision.judged):
            date = reading.day(judged.date, judged.line)
            if n and judged.parts and date:
                dispositions.append(Disposition("Sentenced again", None, date, True, {"printed": reading.span(judged.line)}))
            for part in judged.parts:
                words = part.words() + (f" (from {part.start})" if part.start else "")
                kind = terms.sentence_kind(part.program) or "other"
                parts.append(SentencePart(kind, words, date or day, {"printed": reading.span(part.line)}))
            sentenced = sentenced or bool(judged.parts)
        if event.final is not False and decision.row is not row and not (made and made.later):
            versions.append(_version("disposed", decision.row, reading, day))
        elif decision.row is not row:
            seen = _version("amended", decision.row, reading, day)
            if (seen.statute or seen.description) and not any(_alike(seen, each) for each in versions):
                versions.append(seen)
    stated = {each.outcome for each in dispositions if not each.later}
    if parts and stated and stated <= _WITHOUT_GUILT:
        why = "a sentence stands here below a charge that ended without guilt"
        reading.unread += [Unread(each.spans["printed"], f"{charge_id}: {each.printed}", why) for each in parts]
        parts = []
    if found and closed and not any(each.outcome for each in dispositions):
        words = "; ".join(each.printed for each in dispositions if not each.later)
        if words and "Not Final" in words and not any(each.text.startswith(f"{charge_id}: ") for each in reading.unread[-3:]):
            reading.skip(
                found[-1][1].row.line, f"{charge_id}: {words}", "the case is closed, and no final disposition of this charge is printed"
            )
    dated = reading.day(row.date, row.line) if row else None
    spans = {"charge_id": reading.span(row.line if row else found[0][1].row.line)}
    spans |= {"offense_date": reading.span(row.line)} if row and dated else {}
    spans |= {"arrest_date": reading.span(arrested[1])} if arrested[0] else {}
    charge = Charge(
        charge_id,
        versions=tuple(versions),
        dispositions=tuple(dispositions),
        sentence=tuple(parts),
        offense_date=dated,
        arrest_date=arrested[0],
        probation_revoked_date=revoked[0] if revoked else None,
        spans=spans | ({"probation_revoked_date": revoked[1]} if revoked else {}),
    )
    outcome = charge.outcome
    custody = any(judged.custody for _, decision in found for judged in decision.judged)
    if outcome and outcome.outcome == "convicted" and served_outside(parts) and not custody:
        charge = evolve(charge, released_date="never", spans={**charge.spans, "released_date": parts[0].spans["printed"]})
    return charge


def _disposition(charge_id: str, event: Event, decision: Decision, day: str | None, closed: bool, reading: Reading) -> Disposition | None:
    """What an event says of a charge; nothing where the disposition is blank. In a case that is `closed` nothing is pending."""
    words = decision.row.disposition
    if not words:
        return None
    outcome = _OUTCOMES.get(words.lower()) or terms.outcome(words)
    later = outcome is None and terms.later(words)
    imposed = any(judged.parts for judged in decision.judged)
    if _REVOKED_ARD.search(words) and outcome == "diverted":
        outcome = "pending"
    if event.final is False and not closed and outcome == "transferred" and words.lower() not in _OUTCOMES:
        outcome = "pending"
    unsettled = event.final is False and outcome == "convicted" and not imposed
    if unsettled:
        outcome = None if closed else "pending"
    if outcome is None and not later and not unsettled and words.lower() not in _STEPS:
        reading.skip(decision.row.line, f"{charge_id}: {words}", "these words do not say how the charge ended, as far as is known here")
    printed = words + (f"; {decision.replaced}" if decision.replaced else "") + (" (Not Final)" if event.final is False else "")
    spans = {"printed": reading.span(decision.row.line)} | ({"date": reading.span(event.line)} if day else {})
    return Disposition(printed, outcome, day, later, spans)


def first(values: Iterable[Value]) -> dict[str, int]:
    """The values, once each, with the line of the first."""
    found: dict[str, int] = {}
    for value in values:
        found.setdefault(value.text, value.line)
    return found
