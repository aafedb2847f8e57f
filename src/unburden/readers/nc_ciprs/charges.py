"""North Carolina case summaries, second half: the offenses of a sheet's two courts become charges of the record.

A charge that stands in both courts is one; what its verdict and its disposition method say, and what came of probation violations, is
decided here.
"""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Sequence
from typing import Final

from attrs import define, evolve, field

from unburden import terms
from unburden.readers import Source
from unburden.readers._dates import us_day
from unburden.readers.nc_ciprs.sheet import Offense, Row, Sheet, Value
from unburden.record import Charge, ChargeVersion, Disposition, SetAside, Span, Unread

_SSN: Final = re.compile(r"\b\d{3}-\d\d-\d{4}\b")
DATE: Final = re.compile(r"(\d\d?)/(\d\d?)/(\d{4})\b")
_PROBATION: Final = re.compile(r"\bPROB(?:ATION)? VIOL|\bVIOL(?:ATION)? OF PROB|\bPAROLE REVOCATION")
#: Words of how, not of what: the verdict says what.
_MANNER: Final = frozenset(("DISPOSED BY JUDGE", "JURY TRIAL", "MAGISTRATE", "WAIVER - CLERK", "WAIVER - MAGISTRATE"))
#: Methods and verdicts that mean something in this system only.
_WORDS: Final = {
    "DISMISSAL WITHOUT LEAVE BY DA": "nolle_prosequi",
    "NO PROBABLE CAUSE": "dismissed",
    "NO PROBABLE CAUSE FOUND": "dismissed",
    "NEVER TO BE SERVED": "dismissed",
    "CONDITIONAL DISCHARGE": "diverted",
    "PROBABLE CAUSE FOUND": "transferred",
    "WAIVER OF PROBABLE CAUSE": "transferred",
    "NOT RESPONSIBLE": "acquitted",
}
#: The finding on an infraction, which is no crime: neither guilt nor its absence.
_RESPONSIBLE: Final = frozenset(("RESPONSIBLE", "RESPONSIBLE TO LESSER"))
_REVOKED: Final = "PROBATION REVOKED"
_AFTERWARDS: Final = frozenset(("PROBATION OTHER", _REVOKED, "APPEAL WITHDRAWN FROM SUPERIOR COURT"))
#: What came of probation violations is written to each conviction up to so many entries; all of it is kept where it is set aside.
_MOST_AFTER: Final = 50
_FILE_NUMBER: Final = re.compile(r"(\d\d)(CR|IF)(S?)(\w+(?:-\d+)?)\Z")


@define
class Reading:
    """What is gathered while one file is read."""

    source: Source
    unread: list[Unread] = field(factory=list)
    #: Charges that ended with a finding of responsibility.
    responsible: dict[str, None] = field(factory=dict)

    def span(self, line: int) -> Span:
        """Where a line stands."""
        return self.source.span(line)

    def skip(self, line: int, text: str, why: str) -> None:
        """Show a line that was not understood."""
        self.unread.append(Unread(self.span(line), _SSN.sub("[removed]", text.strip()[:500]), why))

    def day(self, given: Value | None) -> str | None:
        """A printed date in ISO 8601; one that is no day of the calendar is shown and unknown."""
        if given is None:
            return None
        day = us_day(DATE.match(given.text))
        if day is None:
            self.skip(given.line, given.text, "this is no date")
        return day


def twin(sheet: Sheet) -> tuple[str, ...]:
    """The number that the same file has in the other court, where the sheet says that the file was in both."""
    found = _FILE_NUMBER.match(sheet.number)
    lower, upper = sheet.halves["district"], sheet.halves["superior"]
    if found is None or not (lower if found[3] else upper or any(_went_up(each) for each in lower)):
        return ()
    return (f"{found[1]}{found[2]}{'' if found[3] else 'S'}{found[4]}",)


def tracking(sheet: Sheet) -> tuple[str, ...]:
    """The number that a file of this county keeps in both courts: the district court's."""
    found = _FILE_NUMBER.match(sheet.number)
    return (f"{sheet.county} {found[1]}{found[2]}{found[4]}",) if found and sheet.county else ()


def _method(offense: Offense) -> str:
    given = offense.get("disposition method")
    return given.text.upper() if given else ""


def _went_up(offense: Offense) -> bool:
    method = _method(offense)
    return (_WORDS.get(method) or terms.outcome(method)) == "transferred"


def of_probation(offense: Offense) -> bool:
    """Whether a violation of probation is numbered as this offense."""
    return any(_PROBATION.search(row.description.upper()) for row in offense.rows if row.action == "CHARGED")


def _key(offense: Offense) -> tuple[str, str]:
    row = offense.row("CHARGED")
    return (row.law.upper(), row.description.upper()) if row else ("", "")


def joined(sheet: Sheet) -> list[tuple[Offense | None, Offense | None]]:
    """Each charge's district and superior offense: joined by law and words, else by number where the district one went up."""
    above = list(sheet.halves["superior"])
    by_key: dict[tuple[str, str], deque[Offense]] = {}
    by_number: dict[int, Offense] = {}
    for offense in above:
        by_key.setdefault(_key(offense), deque()).append(offense)
        by_number.setdefault(int(offense.number) if offense.number.isdigit() else -1, offense)
    matched: dict[int, Offense] = {}
    used: set[int] = set()
    below = sheet.halves["district"]
    for lower in below:
        if _key(lower) != ("", "") and not of_probation(lower):
            same = by_key.get(_key(lower), deque())
            numbered = by_number.get(int(lower.number) + 50) if lower.number.isdigit() else None
            # Of several alike the one with the same number is meant.
            upper = numbered if numbered and _key(numbered) == _key(lower) and id(numbered) not in used else None
            while upper is None and same:
                upper = same.popleft()
                upper = None if id(upper) in used else upper
            if upper:
                matched[id(lower)] = upper
                used.add(id(upper))
    for lower in below:
        upper = by_number.get(int(lower.number) + 50) if lower.number.isdigit() else None
        if id(lower) not in matched and upper and id(upper) not in used and _went_up(lower) and not of_probation(upper):
            matched[id(lower)] = upper
            used.add(id(upper))
    return [*((lower, matched.get(id(lower))) for lower in below), *((None, upper) for upper in above if id(upper) not in used)]


def charge_of(charge_id: str, offenses: Sequence[Offense], days: dict[str, tuple[str, Span]], reading: Reading) -> Charge:
    """The charge that these offenses (the district one, the superior one, or both) are; `days` are the dates of the whole case."""
    versions: list[ChargeVersion] = []
    dispositions: list[Disposition] = []
    for offense in offenses:
        charged, arraigned, convicted = (offense.row(action) for action in ("CHARGED", "ARRAIGNED", "CONVICTED"))
        for row, stage in ((charged, "amended" if versions else "filed"), (arraigned, "amended"), (convicted, "disposed")):
            if row and not (stage == "amended" and versions and _same(versions[-1], _version(stage, row, reading))):
                versions.append(_version(stage, row, reading, tell=True))
        # What the upper court's half only says again has no day there.
        known = {each.outcome for each in dispositions if each.outcome}
        dispositions += [each for each in _dispositions(charge_id, offense, convicted, reading) if each.date or each.outcome not in known]
    revoked = next((each for each in dispositions if each.later and each.printed.endswith(_REVOKED) and each.date), None)
    return Charge(
        charge_id,
        versions=tuple(versions),
        dispositions=tuple(dispositions),
        offense_date=days["offense_date"][0] if "offense_date" in days else None,
        arrest_date=days["arrest_date"][0] if "arrest_date" in days else None,
        probation_revoked_date=revoked.date if revoked else None,
        spans={"charge_id": reading.span(offenses[0].line), **{name: span for name, (_, span) in days.items()}}
        | ({"probation_revoked_date": revoked.spans["date"]} if revoked else {}),
    )


def _same(one: ChargeVersion, other: ChargeVersion) -> bool:
    return (one.statute, one.description, one.level) == (other.statute, other.description, other.level)


def _version(stage: str, row: Row, reading: Reading, tell: bool = False) -> ChargeVersion:
    statute, description = row.law or None, row.description or None
    if row.law.upper() in ("COMMON LAW", "LOCAL ORDINANCE"):
        statute, description = None, f"{row.description} ({row.law})".strip()
    elif row.law.isdigit():
        statute = None
        if tell:
            reading.skip(row.line, row.law, "this number is the court's own code, not a statute")
    values = {"statute": statute, "description": description, "level": row.severity or None}
    return ChargeVersion(stage, **values, spans={name: reading.span(row.line) for name, value in values.items() if value})


def _dispositions(charge_id: str, offense: Offense, convicted: Row | None, reading: Reading) -> list[Disposition]:
    plea, verdict, method = (offense.get(label) for label in ("plea", "verdict", "disposition method"))
    method = method if method and method.text else None
    disposed = offense.get("disposed on")
    found = []
    if plea:
        found.append(Disposition(f"Plea: {plea.text}", spans={"printed": reading.span(plea.line)}))
    day = reading.day(disposed)
    dated = {"date": reading.span(disposed.line)} if disposed and day else {}
    if method and (method.text.upper() in _AFTERWARDS or terms.later(method.text)):
        # The day is that of what came afterwards; when the verdict was is not printed.
        printed = f"Disposition Method: {method.text}"
        found += _ended(charge_id, convicted, verdict, None, None, {}, reading)
        return [*found, Disposition(printed, None, day, True, {"printed": reading.span(method.line)} | dated)]
    return found + _ended(charge_id, convicted, verdict, method, day, dated, reading)


def _ended(
    charge_id: str,
    convicted: Row | None,
    verdict: Value | None,
    method: Value | None,
    day: str | None,
    dated: dict[str, Span],
    reading: Reading,
) -> list[Disposition]:
    """What the verdict, the method and the CONVICTED row say of how an offense ended; nothing where none of them stands there."""
    words = [f"{name}: {given.text}" for name, given in (("Verdict", verdict), ("Disposition Method", method)) if given]
    place = verdict or method or (Value("CONVICTED", convicted.line) if convicted else None)
    if place is None:
        return []
    stated = {_WORDS.get(given.text.upper()) or terms.outcome(given.text) for given in (verdict, method) if given} - {None}
    # Where the sheet prints no verdict, its row says that there was a finding, and its severity of which kind.
    by_row = convicted is not None and verdict is None and (method is None or method.text.upper() in _MANNER)
    responsible = verdict.text.upper() in _RESPONSIBLE if verdict else by_row and convicted and convicted.severity.upper() == "INFRACTION"
    outcome = next(iter(stated)) if len(stated) == 1 and not responsible else None
    if responsible and not stated:
        reading.responsible[charge_id] = None
    elif by_row:
        outcome = "convicted"
    elif outcome is None:
        why = "the verdict and the disposition method say different things" if stated else "these words do not say how it ended"
        reading.skip(place.line, f"{charge_id}: {'; '.join(words)}", f"{why}, as far as is known here")
    return [Disposition("; ".join(words) or place.text, outcome, day, False, {"printed": reading.span(place.line)} | dated)]


def violations(
    label: str, aside: Sequence[tuple[Offense, str]], charges: list[Charge], reading: Reading
) -> tuple[list[SetAside], list[Charge]]:
    """Probation violations set aside, and what came of them on the file's convictions, as `later`."""
    set_aside: list[SetAside] = []
    after: list[Disposition] = []
    revoked: tuple[str, Span] | None = None
    for offense, half in aside:
        row = offense.row("CHARGED")
        method = offense.get("disposition method")
        method = method if method and method.text else None
        disposed = offense.get("disposed on")
        day = reading.day(disposed)
        words = f"{half} court, offense {offense.number}: {row.description if row else ''}"
        words += f"; {method.text}" if method else ""
        words += f" on {disposed.text}" if disposed else ""
        why = f"{label}: a probation violation is not a charge or a conviction of its own"
        set_aside.append(SetAside(reading.span(offense.line), words, why))
        if method and row:
            spans = {"printed": reading.span(method.line)} | ({"date": reading.span(disposed.line)} if disposed and day else {})
            after.append(Disposition(f"{row.description}: {method.text}", None, day, True, spans))
            if method.text.upper() == _REVOKED and day:
                revoked = (day, reading.span(disposed.line if disposed else method.line))
    convictions = [charge for charge in charges if charge.outcome and charge.outcome.outcome == "convicted"]
    changed: list[Charge] = []
    for charge in charges:
        if after and any(charge is each for each in convictions):
            charge = evolve(charge, dispositions=(*charge.dispositions, *after[:_MOST_AFTER]))
            # Of several convictions the sheet does not say which one's probation it was.
            if revoked and len(convictions) == 1:
                spans = {**charge.spans, "probation_revoked_date": revoked[1]}
                charge = evolve(charge, probation_revoked_date=revoked[0], spans=spans)
        changed.append(charge)
    return set_aside, changed
