"""Virginia's circuit and general district criminal cases as CSV (virginiacourtdata.org): one row a charge, many people in one file.

Untried on a real file: the layout comes from the exporter's code (bschoenfeld/va-court-scraper: court_bulk_exporter.py,
courtutils/databases/postgres.py, courtreader/circuitcourtparser.py) and the words from counts of the files
(code-for-charlottesville/LAJC-expungement). Three kinds of file, each with names or without: circuit by year, district by year, and people.
How the open points are decided:

- **A person** is a ``person_id``, else a name with what is said of the birth; a row without either is given to nobody. The courts print no
  year of birth, and the exporter writes 1004 for it: such a birth date is unknown. Its ids are made without one too, so that several
  cases of one person are noted as joined by name and birthday alone.
- **A charge** is a case number in a court (FIPS code); a file without case numbers has one by line. The same one twice counts once; where
  one row finds guilt and another not, they disagree, and the outcome is unknown.
- **Outcome** is ``DispositionCode`` or ``FinalDisposition``. What went on to the grand jury or another court is transferred, a fugitive's
  case pending. ``Resolved``, ``Prepaid``, ``Remanded``, ``Complied With Law``, ``Appeal Withdrawn`` do not say how the charge ended. The
  plea of the last hearing is kept beside the outcome: a dismissal after a plea of guilty followed a deferral.
- **Its date** is ``DispositionDate``, which only circuit courts have. The date in a district file is that of the last hearing, whatever
  happened there, and is not taken for it.
- **Set aside**: probation and sentences revoked, which stand as cases of their own. An appeal is `later`.
- **Sentence**: times are in days, as the exporter made them (a year as 365, a month as 30).
"""

from __future__ import annotations

import re
from typing import Final

from attrs import define, evolve, field

from unburden import terms
from unburden.readers import Source
from unburden.readers._sentences import served_outside
from unburden.readers._tables import SHOWN, TOO_LARGE, Row, Table, dispute, head_names, header, placed, unique
from unburden.record import Case, Charge, ChargeVersion, Disagreement, Disposition, Person, Record, SentencePart, SetAside, Span, Unread
from unburden.record import Source as ReadSource

__all__ = ["FORMAT", "TOO_LARGE", "UNTRIED", "read", "sniff"]

FORMAT: Final = "virginia_courts"
UNTRIED: Final = "its layout is known from the code that wrote such files, not from a file"

_NEEDED: Final = frozenset(("fips", "charge", "codesection", "hearingdate"))
#: What each kind of file calls the same thing.
_SAME: Final = {
    "name": ("defendant", "name"),
    "filed": ("filed", "fileddate"),
    "type": ("chargetype", "casetype"),
    "amended_code": ("amendedcodesection", "amendedcode"),
    "amended_type": ("amendedchargetype", "amendedcasetype"),
    "outcome": ("dispositioncode", "finaldisposition"),
    "suspended": ("sentencesuspended", "sentencesuspendedtime"),
    "fine": ("fineamount", "fine"),
    "status": ("concludedby", "status"),
}
_USED: Final = ("fips", "charge", "codesection", "class", "offensedate", "arrestdate")
#: The courts' words that a general reading leaves open.
_OUTCOMES: Final = {
    "certified to grand jury": "transferred",
    "certified misdemeanor": "transferred",
    "no indictment presented": "not_filed",
    "not true bill": "not_filed",
    "fugitive file": "pending",
    "defendant not found": "pending",
}
_WHOLE: Final = re.compile(r"(\d{1,9})(?:\.0{1,9})?\Z", re.A)
#: A charge of more versions is no real one; what comes after is a charge of its own.
MOST_VERSIONS: Final = 30
MOST_NAMES: Final = 200
#: A charge that is a violation of an earlier sentence. A charge may also name one (a firearm while on parole) without being one.
_SERVING: Final = r"(?:prob(?:ation)?\b|parole\b|susp\w*\W+sent)"
_VIOLATION: Final = re.compile(
    rf"\b(?:vio|revo)\w*\W+(?:\w+\W+){{0,3}}?{_SERVING}|\b{_SERVING}\w*\W+(?:\w+\W+){{0,2}}?(?:vio|revo)|^pv$", re.I
)
_JOINED_BY_BIRTHDAY: Final = "these cases are joined by a name and a birthday without its year; check that they are all yours"


def sniff(source: Source) -> float:
    """Certain of the header."""
    names = head_names(source)
    disposed = any(name in names for name in _SAME["outcome"])
    return 0.95 if disposed and len(_NEEDED.intersection(names)) >= 3 and "fips" in names and "codesection" in names else 0.0


def read(source: Source) -> list[Record]:
    """One record a person, in the order in which the people first appear."""
    files = (ReadSource(source.name, FORMAT, len(source.lines)),)
    line, names = header(source)
    table = Table(source, names, line + 1)
    people: dict[str, _Person] = {}
    court = "Circuit Court" if "dispositioncode" in names else None if "commencedby" in names else "General District Court"
    for row in table.rows():
        name = _of(row, "name")
        key = row["person_id"] or (f"{name}, {row['dob'] or row['casenumber']}" if name and (row["dob"] or row["casenumber"]) else "")
        if key:
            people.setdefault(key, _Person(table, court)).add(row)
        else:
            table.unread.append(Unread(table.span(row), row.shown, "this row says not whose it is; it is given to nobody"))
    records = [person.record(key, files) for key, person in people.items()] or [Record(sources=files)]
    # What belongs to no person, or could not be read, is told with the first.
    return [evolve(records[0], unread=(*table.unread, *records[0].unread), notes=(*table.absent(_USED), *records[0].notes)), *records[1:]]


def _of(row: Row, what: str) -> str:
    """What the row says under whichever name its file has for it."""
    return next((row[name] for name in _SAME[what] if row[name]), "")


@define
class _Person:
    """One person's rows as they come."""

    table: Table
    court: str | None
    names: dict[str, Span] = field(factory=dict)
    births: dict[str, Span] = field(factory=dict)
    cases: dict[str, Case] = field(factory=dict)
    disputes: dict[str, Disagreement] = field(factory=dict)
    aside: list[SetAside] = field(factory=list)
    unread: list[Unread] = field(factory=list)

    def add(self, row: Row) -> None:
        """Take one row: a case of one charge."""
        span = self.table.span(row)
        for name in (_of(row, "name"), row["aka"] or row["aka1"], row["aka2"]):
            if name and len(self.names) < MOST_NAMES:
                self.names.setdefault(name, span)
        birth = self.table.day(row, "dob")
        if birth and not birth.startswith("1004"):
            self.births.setdefault(birth, span)
        words = _of(row, "outcome")
        if terms.later(words) or _VIOLATION.search(row["charge"][:SHOWN]):
            text = ", ".join(unique((row["casenumber"], row["charge"], words)))[:SHOWN]
            self.aside.append(SetAside(span, text, "a probation or sentence revoked is not a charge or a conviction of its own"))
            return
        number = row["casenumber"] or None
        case_id = f"{row['fips']}:{number or f'line {row.line}'}"
        charge = self._charge(row, f"{case_id}:1", words, span)
        known = self.cases.get(case_id)
        if known and len(known.charges[0].versions) + len(known.charges[0].dispositions) >= MOST_VERSIONS:
            case_id, known = f"{case_id} (line {row.line})", None
            charge = evolve(charge, charge_id=f"{case_id}:1")
        if known:
            charge = _released(_joined(known.charges[0], charge))
            self.cases[case_id] = evolve(known, charges=(charge,))
            disagreement = dispute(charge.charge_id, charge.dispositions)
            if disagreement:
                self.disputes[charge.charge_id] = disagreement
            return
        place = f"{self.court or 'court'}, FIPS {row['fips']}" if row["fips"] else self.court
        status = _of(row, "status") or None
        case = Case(case_id, "US-VA", number, court=place, filed_date=self._filed(row), status_printed=status, charges=(charge,))
        self.cases[case_id] = placed(case, span)

    def _filed(self, row: Row) -> str | None:
        return next((day for name in _SAME["filed"] if (day := self.table.day(row, name))), None)

    def _charge(self, row: Row, charge_id: str, words: str, span: Span) -> Charge:
        filed = ChargeVersion(
            "filed", row["codesection"] or None, row["charge"] or None, _level(_of(row, "type"), row["class"]), self._filed(row)
        )
        versions = [placed(filed, span)]
        amended = (_of(row, "amended_code") or None, row["amendedcharge"] or None, _of(row, "amended_type") or None)
        if any(amended):
            versions.append(placed(ChargeVersion("amended", *amended), span))
        dispositions = []
        if row["hearingplea"]:
            dispositions.append(placed(Disposition(f"Plea: {row['hearingplea']}"), span))
        if words:
            outcome = _OUTCOMES.get(words.lower()) or terms.outcome(words)
            dispositions.append(placed(Disposition(words, outcome, self.table.day(row, "dispositiondate")), span))
            if outcome is None:
                self.unread.append(Unread(span, words[:SHOWN], "these words do not say how the charge ended, as far as is known here"))
        appealed = self.table.day(row, "appealeddate")
        if appealed or "appeal" in _of(row, "status").lower():
            dispositions.append(placed(Disposition("Appealed", None, appealed, later=True), span))
        parts = [placed(SentencePart(kind, printed), span) for kind, printed in _sentence(row)]
        charge = Charge(
            charge_id,
            versions=tuple(versions),
            dispositions=tuple(dispositions),
            sentence=tuple(parts),
            offense_date=self.table.day(row, "offensedate"),
            arrest_date=self.table.day(row, "arrestdate"),
        )
        return _released(placed(charge, span))

    def record(self, key: str, files: tuple[ReadSource, ...]) -> Record:
        """The person's record."""
        spans = {f"names#{n}" if n > 1 else "names": span for n, span in enumerate(self.names.values(), 1)}
        spans |= {f"birth_dates#{n}" if n > 1 else "birth_dates": span for n, span in enumerate(self.births.values(), 1)}
        return Record(
            person_id=key,
            person=Person(tuple(self.names), tuple(self.births), spans=spans),
            cases=tuple(self.cases.values()),
            sources=files,
            unread=tuple(self.unread),
            set_aside=tuple(self.aside),
            disagreements=tuple(self.disputes.values()),
            notes=(_JOINED_BY_BIRTHDAY,) if len(self.cases) > 1 else (),
        )


def _released(charge: Charge) -> Charge:
    """The charge, never released where it was a conviction and its whole sentence took no liberty."""
    never = charge.outcome is not None and charge.outcome.outcome == "convicted" and served_outside(charge.sentence)
    spans = {name: span for name, span in charge.spans.items() if name != "released_date"}
    if never:
        spans["released_date"] = charge.sentence[0].spans["printed"]
    return evolve(charge, released_date="never" if never else None, spans=spans)


def _level(kind: str, number: str) -> str | None:
    return f"{kind} Class {number}" if kind and number else kind or None


def _sentence(row: Row) -> list[tuple[str, str]]:
    """Kind and words of each part that is stated; a zero is none."""
    where = row["jailpenitentiary"]
    found = [
        (terms.sentence_kind(where) or "other", f"{where or 'sentence'}, {_number(row['sentencetime'])} days", row["sentencetime"]),
        ("suspended", f"suspended, {_number(_of(row, 'suspended'))} days", _of(row, "suspended")),
        ("probation", f"probation {row['probationtype']}, {_number(row['probationtime'])} days".replace(" ,", ","), row["probationtime"]),
        ("fine", f"fine {_of(row, 'fine')}", _of(row, "fine")),
        ("fine", f"costs {row['costs']}", row["costs"]),
        ("restitution", f"restitution {row['restitutionamount']}", row["restitutionamount"]),
    ]
    parts = [(kind, words) for kind, words, amount in found if amount and _number(amount) != "0"]
    if row["lifedeath"]:
        parts.append(("prison", row["lifedeath"]))
    if row["probationtype"] and not row["probationtime"]:
        parts.append(("probation", f"probation {row['probationtype']}"))
    return parts


def _number(text: str) -> str:
    """A whole number without its point; other texts as they are."""
    found = _WHOLE.match(text)
    return str(int(found[1])) if found else text[:SHOWN]


def _joined(one: Charge, other: Charge) -> Charge:
    """Two rows of one charge: each version, disposition and part of the sentence once."""
    versions = {(each.stage, each.statute, each.description, each.level): each for each in (*one.versions, *other.versions)}
    dispositions = {(each.printed, each.date): each for each in (*one.dispositions, *other.dispositions)}
    parts = {each.printed: each for each in (*one.sentence, *other.sentence)}
    return evolve(one, versions=tuple(versions.values()), dispositions=tuple(dispositions.values()), sentence=tuple(parts.values()))
