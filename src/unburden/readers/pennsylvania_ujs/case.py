"""Pennsylvania's dockets: a docket as a case of the record, its events as dispositions and sentences.

An event that is *Not Final* decides nothing that a later one could still decide: a charge that proceeds or is held for court, and
guilt without a sentence, are pending there; in a case that is open, so is all but a diversion. In a case that is closed nothing is
pending: what a lower court held for court went on in another one, and what came of all else is unknown.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

from attrs import define, evolve, field, frozen

from unburden import terms
from unburden.readers import Source
from unburden.readers._dates import us_day
from unburden.readers._sentences import served_outside
from unburden.readers.pennsylvania_ujs.draft import DATE, Decision, Docket, Event, Row, Value
from unburden.record import Case, Charge, ChargeVersion, Disposition, SentencePart, SetAside, Span, Unread

_STATUSES: Final = {"closed": "closed", "active": "open"}
#: Dispositions that mean something in this system only.
_OUTCOMES: Final = {
    "charge changed": "transferred",
    "replacement by information": "transferred",
    "charge changed (lower court)": "transferred",
    "disposed at lower court": "transferred",
    "demurrer sustained": "acquitted",
    "probation without verdict": "diverted",
}
#: Words that tell how a charge came to be there: no outcome, and nothing to ask about.
_STEPS: Final = frozenset(("added by information", "charge added", "merged"))
#: Held for court, proceeded to court: by these a charge goes on, whatever was said of it before.
_GOES_ON: Final = re.compile(r"\bheld for court\b|\bproceed(?:s|ed)? to c(?:our)?t\b|\bwaived for court\b", re.I)
_WITHOUT_VERDICT: Final = re.compile(r"probation without verdict|\bpwv\b", re.I)
#: A charge that the lower court ended, of which this docket prints neither name nor statute.
_PLACEHOLDER: Final = re.compile(r"disposed at lower court", re.I)
#: Sequence numbers that several charges of a docket share.
_SHARED: Final = "99999"
_WITHOUT_GUILT: Final = frozenset(("dismissed", "nolle_prosequi", "acquitted", "transferred"))
#: How many charges of one number are looked at for one.
_MOST: Final = 100
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
    aside: list[SetAside] = field(factory=list)

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
        day = us_day(DATE.match(text))
        if day is None:
            self.skip(line, text, "this is no date")
        return day


def case_of(docket: Docket, reading: Reading, case_id: str) -> Case:
    """The docket as a case."""
    values = docket.values
    arrest = next((values[label] for label in ("arrest date", "arrest dt") if label in values), None)
    filed = next((values[label] for label in ("date filed", "file date") if label in values), None)
    status = values.get("case status")
    arrested = (reading.day(arrest.text, arrest.line), arrest.line) if arrest else (None, 0)
    stage = _Stage(
        _STATUSES.get(status.text.lower()) if status else None,
        docket.number[:2].upper() in ("MC", "MJ"),
        docket.custody,
        arrested[0],
        reading.span(arrested[1]),
    )
    listed = _listed(docket, case_id, reading)
    charges = [_charge(f"{case_id}/{name}", row, decisions, stage, reading) for name, (row, decisions) in listed.items()]
    tracking = {_bare(each): each for label in ("otn", "lotn", "otn/lotn") if label in values for each in (values[label].text,)}
    for row in docket.rows:
        # The list of charges may print a number without its last digit.
        if not any(each.startswith(_bare(row.tracking)) for each in tracking):
            tracking[_bare(row.tracking)] = row.tracking
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
        status=stage.status,
        status_printed=status.text or None if status else None,
        balance_due=values["balance"].text if "balance" in values else None,
        related=tuple(dict.fromkeys(each for each in docket.related if each != docket.number)),
        charges=tuple(charges),
        spans={name: reading.span(line) for name, line in places.items()},
        tracking=tuple(each for each in tracking.values() if any(letter.isdigit() for letter in each)),
    )


@frozen
class _Stage:
    """What of a docket decides how its dispositions read: its status, whether it is a lower court's, whether it names a custody."""

    status: str | None
    lower: bool
    custody: bool
    arrest_date: str | None
    arrested: Span


#: A charge as it is listed, if it is, and what each event says of it.
_Found = tuple[Row | None, list[tuple[Event, Decision]]]


def _listed(docket: Docket, case_id: str, reading: Reading) -> dict[str, _Found]:
    """The charges of a docket by their numbers. Those that share a number are told apart by what they are."""
    listed: dict[str, _Found] = {}
    numbered: dict[str, list[str]] = {}

    def add(row: Row, mine: Row | None) -> str:
        number = _sequence(row)
        same = numbered.setdefault(number, [])
        name = f"{number}~{len(same) + 1}" if same else number
        same.append(name)
        listed[name] = (mine, [])
        return name

    rows = [row for row in docket.rows if not _set_aside(row, case_id, reading)]
    own = {id(row): add(row, row) for row in rows}
    for event in docket.events:
        taken: set[str] = set()
        shared = sum(_sequence(each.row) == _SHARED for each in event.decisions)
        for decision in event.decisions:
            row = decision.row
            name = own.get(id(row)) or _the_same(row, numbered.get(_sequence(row), []), listed, taken, shared)
            if name is None and _set_aside(row, case_id, reading):
                continue
            name = name or add(row, None)
            taken.add(name)
            listed[name][1].append((event, decision))
    return listed


def _the_same(row: Row, names: list[str], listed: dict[str, _Found], taken: set[str], shared: int) -> str | None:
    """The charge of this number that an event's row is. Of those that share a number, the one of the same statute, else of the same
    words, that the event has not yet named; where there is one only on either side, it is that one."""
    if _sequence(row) != _SHARED or (shared == len(names) == 1):
        return names[0] if names else None
    free = [name for name in names[:_MOST] if name not in taken]
    for what in ("statute", "description"):
        for name in free:
            one, found = listed[name]
            known = [each for each in (one, *(decision.row for _, decision in found[:1])) if each]
            if any(_bare(getattr(row, what)) == _bare(getattr(each, what)) != "" for each in known):
                return name
    return None


def _bare(text: str) -> str:
    return "".join(letter for letter in text.lower() if letter.isalnum())


def _set_aside(row: Row, case_id: str, reading: Reading) -> bool:
    """Whether a row only holds the place of a charge that ended in the lower court."""
    held = _sequence(row) == _SHARED and _PLACEHOLDER.match(row.description) is not None
    if held:
        why = "the docket holds the place of a charge that the lower court disposed of; that court's docket names it"
        words = " ".join(filter(None, (row.sequence, row.description, row.disposition)))
        reading.aside.append(SetAside(reading.span(row.line), f"{case_id}: {words}", why))
    return held


def _sequence(row: Row) -> str:
    return row.sequence.replace(",", "").lstrip("0") or "0"


def _version(stage: str, row: Row, reading: Reading, date: str | None = None) -> ChargeVersion:
    grade = row.grade if row.grade.lower() not in ("none", "ungraded") else ""
    values = {"statute": row.statute or None, "description": row.description or None, "level": grade or None}
    spans = {name: reading.span(row.line) for name, value in values.items() if value}
    return ChargeVersion(stage, **values, date=date, spans=spans)


def _alike(one: ChargeVersion, other: ChargeVersion) -> bool:
    return (one.statute, one.description, one.level) == (other.statute, other.description, other.level)


def _charge(charge_id: str, row: Row | None, found: list[tuple[Event, Decision]], stage: _Stage, reading: Reading) -> Charge:
    versions = [_version("filed", row, reading)] if row else []
    dispositions: list[Disposition] = []
    parts: list[SentencePart] = []
    revoked: tuple[str, Span] | None = None
    sentenced = False
    for event, decision in found:
        day = reading.day(event.date, event.line)
        made = _disposition(charge_id, event, decision, day, stage, reading)
        words = f"{event.heading} {event.name} {decision.row.disposition}"
        if made and (_REVOKED_ARD.search(words) or _GOES_ON.search(decision.row.disposition)):
            if _reopened(dispositions, made):
                why = f"an earlier outcome no longer stands, for the charge went on ({made.printed}); what came after decides"
                reading.notes.append(f"{charge_id}: {why}")
                sentenced = False
        elif made and made.outcome == "convicted" and sentenced:
            # Guilt stated again after a sentence is what became of that sentence.
            made = evolve(made, printed=": ".join(filter(None, (event.name or event.heading, made.printed))), outcome=None, later=True)
            if _REVOKED.search(words) and day:
                revoked = (day, reading.span(event.line))
        elif made and sentenced and _VIOLATION.search(words) and made.outcome in (None, "pending"):
            made = evolve(made, outcome=None, later=True)
        dispositions += [made] if made else []
        guilt = sentenced or (made is not None and made.outcome == "convicted")
        for judged in decision.judged:
            date = reading.day(judged.date, judged.line)
            if sentenced and judged.parts and date and not (made and made.later and judged is decision.judged[0]):
                here = reading.span(judged.line)
                dispositions.append(Disposition("Sentenced again", None, date, True, {"printed": here, "date": here}))
            for part in judged.parts:
                words = part.words() + (f" (from {part.start})" if part.start else "")
                parts.append(SentencePart(_kind(part.program), words, date or day, {"printed": reading.span(part.line)}))
            sentenced = sentenced or (guilt and bool(judged.parts))
        ended = event.final is not False and not (made and (made.later or made.outcome in ("transferred", "pending")))
        if ended and decision.row is not row:
            versions.append(_version("disposed", decision.row, reading, day))
        elif decision.row is not row:
            seen = _version("amended", decision.row, reading, day)
            if (seen.statute or seen.description) and not any(_alike(seen, each) for each in versions):
                versions.append(seen)
    if stage.status == "closed" and not stage.lower and all(each.outcome in (None, "transferred") for each in dispositions):
        # It came here from the lower court; what became of it here is not printed.
        dispositions = [evolve(each, outcome=None) if _GOES_ON.search(each.printed) else each for each in dispositions]
    stated = {each.outcome for each in dispositions if not each.later}
    if parts and stated and stated <= _WITHOUT_GUILT:
        why = "a sentence stands here below a charge that ended without guilt"
        reading.unread += [Unread(each.spans["printed"], f"{charge_id}: {each.printed}", why) for each in parts]
        parts = []
    dated = reading.day(row.date, row.line) if row else None
    spans = {"charge_id": reading.span(row.line if row else found[0][1].row.line)}
    spans |= {"offense_date": reading.span(row.line)} if row and dated else {}
    spans |= {"arrest_date": stage.arrested} if stage.arrest_date else {}
    charge = Charge(
        charge_id,
        versions=tuple(versions),
        dispositions=tuple(dispositions),
        sentence=tuple(parts),
        offense_date=dated,
        arrest_date=stage.arrest_date,
        probation_revoked_date=revoked[0] if revoked else None,
        spans=spans | ({"probation_revoked_date": revoked[1]} if revoked else {}),
    )
    outcome = charge.outcome
    if stage.status == "closed" and outcome is None and any("Not Final" in each.printed for each in dispositions):
        words = "; ".join(each.printed for each in dispositions if not each.later)
        why = "the case is closed, and no final disposition of this charge is printed"
        reading.skip(found[-1][1].row.line, f"{charge_id}: {words}", why)
    custody = stage.custody or any(judged.custody for _, decision in found for judged in decision.judged)
    if outcome and outcome.outcome == "convicted" and served_outside(parts) and not custody:
        charge = evolve(charge, released_date="never", spans={**charge.spans, "released_date": parts[0].spans["printed"]})
    return charge


def _kind(program: str) -> str:
    """The kind of a program. Confinement alone may be a county's jail or a state prison, and says neither."""
    kind = terms.sentence_kind(program) or "other"
    return "other" if kind == "prison" and program.lower().startswith(("confinement", "partial confinement")) else kind


def _reopened(dispositions: list[Disposition], made: Disposition) -> bool:
    """Take its outcome from all that stood before a charge went on to court again; whether something did."""
    stood = [
        n
        for n, each in enumerate(dispositions)
        if each.outcome not in (None, "pending", "transferred") and (not each.date or not made.date or each.date <= made.date)
    ]
    for n in stood:
        dispositions[n] = evolve(dispositions[n], outcome=None)
    return bool(stood)


def _disposition(charge_id: str, event: Event, decision: Decision, day: str | None, stage: _Stage, reading: Reading) -> Disposition | None:
    """What an event says of a charge; nothing where the disposition is blank."""
    words = decision.row.disposition
    if not words:
        return None
    listed = _OUTCOMES.get(words.lower())
    goes_on = _GOES_ON.search(words) is not None or _REVOKED_ARD.search(words) is not None
    # What the words in parentheses undo ("Conviction Reversed") is no outcome.
    outcome = listed or ("transferred" if goes_on else terms.outcome(words))
    later = outcome is None and terms.later(words)
    imposed = any(judged.parts for judged in decision.judged)
    if outcome == "convicted" and any(_WITHOUT_VERDICT.search(part.program) for judged in decision.judged for part in judged.parts):
        outcome = "diverted"
    open_yet = event.final is False and outcome not in (None, "diverted", "deferred") and not listed
    closed = stage.status == "closed"
    known = outcome is not None
    if goes_on:
        settled = closed or event.final or (stage.lower and event.final is None and stage.status is None)
        outcome = "transferred" if settled else "pending"
    elif open_yet and outcome == "convicted":
        outcome = outcome if imposed else None if closed else "pending"
    elif open_yet and (stage.status == "open" or (outcome == "transferred" and not closed)):
        outcome = "pending"
    elif outcome == "pending" and closed:
        outcome = None
        reading.skip(decision.row.line, f"{charge_id}: {words}", "the case is closed, and this does not say how the charge ended")
    if not known and not later and words.lower() not in _STEPS:
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
