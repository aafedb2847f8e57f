"""A Florida clerk's export of criminal cases: one row a charge, with its arrest, prosecutor's and court's stage, many people in one file.

Layout: monthly files of the Okaloosa clerk, 61 columns, in Howard-Center-Investigations/homelessness-in-the-us. How the open points
are decided:

- **The columns are mislabeled**: ``Arrest Charge`` holds the statute and ``Arrest Statute`` the words, so for prosecutor and court. The
  cell that begins with a number is the statute, whatever its column. A ``*`` behind a statute is a mark of the export and is dropped.
- **A person** is a name with a birth date, which is also the ``person_id``; a name without a birth date is a person of that case only.
- **A charge** is a case number and the number of the arrest's count. The same charge twice, in one file or in two monthly files that
  overlap, counts once.
- **Outcome**: ``Court Action``. Where it is blank, the prosecutor's (``Nolle Prosequi``, ``No Action``, ``Dropped/Abandoned``); where both
  are blank there is none. After a diversion, the prosecutor's action is what came of it. A court that found guilt and a prosecutor who
  dropped the charge disagree, and the outcome is unknown. ``*Adj W/H`` is withheld adjudication. ``Disposition Date`` dates either.
- **A date before the person's birth** (years such as 1912) and a birth after the case began are unknown, and listed.
- **County**: the first two digits of the uniform case number. That number is the case's, as in the state's own table; the clerk's
  number and the OBTS number are `Case.related`. The court type is not the charge's level. Sentences are not in the file.
"""

from __future__ import annotations

import re
from typing import Final

from attrs import define, evolve, field

from unburden import terms
from unburden.readers import Source
from unburden.readers._florida import county_of, dispute, in_order, tracking
from unburden.readers._tables import SHOWN, TOO_LARGE, Row, Table, amount, head_names, header, placed, unique
from unburden.record import Case, Charge, ChargeVersion, Disagreement, Disposition, Person, Record, Span, Unread
from unburden.record import Source as ReadSource

__all__ = ["FORMAT", "TOO_LARGE", "read", "sniff"]

FORMAT: Final = "florida_clerk"

#: A charge of more versions is several charges under one number.
MOST_VERSIONS: Final = 30
_NEEDED: Final = frozenset(("case_number", "defendant", "arrest_charge", "arrest_statute", "court_charge", "court_action"))
_USED: Final = (
    *sorted(_NEEDED),
    "uniform_case_number",
    "date_of_birth",
    "offense_date",
    "arrest_date",
    "disposition_date",
    "arrest_charge_count",
    "prosecutor_final_action",
)
_STATUTE: Final = re.compile(r"\d{1,4}[.\-]\d")
#: The clerk's own words whose meaning a general reading would miss. The state's table of the same charges has one code for the
#: diversions (`florida_obts`); a payment says nothing of guilt.
_ACTIONS: Final[dict[str, str | None]] = {
    "mental health court": "diverted",
    "teen crt": "diverted",
    "adj/deliq": "adjudicated",
    "w/held adj - dwlsr amnesty": "withheld",
    "consolidated": "transferred",
    "pay fine": None,
    "paid civil penalty": None,
}
_STATUS: Final = {"CLOS": "closed", "OPEN": "open", "REOP": "open"}
_STAGES: Final = (("arrested", "arrest"), ("filed", "prosecutor"), ("disposed", "court"))


def sniff(source: Source) -> float:
    """Certain of the header."""
    return 0.95 if _NEEDED.issubset(head_names(source)) else 0.0


def read(source: Source) -> list[Record]:
    """One record a person, in the order in which the people first appear."""
    files = (ReadSource(source.name, FORMAT, len(source.lines)),)
    line, names = header(source)
    table = Table(source, names, line + 1)
    people: dict[str, _Person] = {}
    for row in table.rows():
        birth = table.day(row, "date_of_birth")
        opened = table.day(row, "case_open_date")
        if birth and opened and birth >= opened:
            table.unread.append(Unread(table.span(row), f"date_of_birth: {birth}", f"the case began on {opened}; this is no birth date"))
            birth = None
        name = row["defendant"] or " ".join(unique((row["first_name"], row["middle_name"], row["last_name"])))
        number = row["uniform_case_number"] or row["case_number"]
        if not name or not number:
            what = "defendant" if not name else "case number"
            table.unread.append(Unread(table.span(row), row.shown, f"this row has no {what}; it is given to nobody"))
            continue
        key = f"{name}, {birth}" if birth else f"{name}, {number}"
        people.setdefault(key, _Person(name, birth, table.span(row))).add(table, row, number, opened)
    records = [person.record(key, files) for key, person in people.items()] or [Record(sources=files)]
    # What belongs to no person, or could not be read, is told with the first.
    return [evolve(records[0], unread=(*table.unread, *records[0].unread), notes=table.absent(_USED)), *records[1:]]


@define
class _Person:
    """One person's rows as they come."""

    name: str
    birth: str | None
    span: Span
    cases: dict[str, Case] = field(factory=dict)
    charges: dict[str, dict[str, Charge]] = field(factory=dict)
    disputes: dict[str, Disagreement] = field(factory=dict)
    unread: list[Unread] = field(factory=list)

    def add(self, table: Table, row: Row, number: str, opened: str | None) -> None:
        """Take one row: a charge of a case."""
        span = table.span(row)
        case_id = number
        if case_id not in self.cases:
            self.cases[case_id] = _case(row, number, opened, span, self.unread)
            self.charges[case_id] = {}
        elif row["case_status"]:
            status = _STATUS.get(row["case_status"])
            self.cases[case_id] = evolve(self.cases[case_id], status=status, status_printed=row["case_status"])
        charge = self._charge(table, row, f"{case_id}:{row['arrest_charge_count'] or f'line {row.line}'}")
        held = self.charges[case_id]
        known = held.get(charge.charge_id)
        if known and len(known.versions) >= MOST_VERSIONS:
            charge, known = evolve(charge, charge_id=f"{charge.charge_id} (line {row.line})"), None
        held[charge.charge_id] = _joined(known, charge) if known else charge

    def _charge(self, table: Table, row: Row, charge_id: str) -> Charge:
        span = table.span(row)
        dates = {name: self._lived(table, row, name) for name in ("offense_date", "arrest_date", "date_charge_filed", "disposition_date")}
        stage_dates = {"arrested": dates["arrest_date"], "filed": dates["date_charge_filed"], "disposed": dates["disposition_date"]}
        versions = []
        for stage, word in _STAGES:
            statute, description = _offense(row[f"{word}_charge"], row[f"{word}_statute"])
            if statute or description:
                versions.append(placed(ChargeVersion(stage, statute, description, date=stage_dates[stage]), span))
        dispositions = self._dispositions(row, charge_id, dates["disposition_date"], span)
        charge = Charge(
            charge_id, tuple(versions), tuple(dispositions), offense_date=dates["offense_date"], arrest_date=dates["arrest_date"]
        )
        return placed(charge, span)

    def _lived(self, table: Table, row: Row, name: str) -> str | None:
        """A date in the person's life."""
        day = table.day(row, name)
        if day and self.birth and day <= self.birth:
            self.unread.append(Unread(table.span(row), f"{name}: {row[name]}", f"this is before the person was born, {self.birth}"))
            return None
        return day

    def _dispositions(self, row: Row, charge_id: str, date: str | None, span: Span) -> list[Disposition]:
        """What prosecutor and court say became of the charge, what decides it last."""
        found = []
        for words in (row["prosecutor_final_action"], row["court_action"]):
            if words:
                found.append(placed(Disposition(words, _outcome(words), date, terms.later(words.strip("* "))), span))
                if found[-1].outcome is None and not found[-1].later:
                    self.unread.append(Unread(span, words[:SHOWN], "what these words say became of the charge is not known here"))
        if len(found) < 2:
            return found
        disagreement = dispute(charge_id, found[0], found[1], span)
        if disagreement:
            self.disputes[charge_id] = disagreement
        return in_order(found[0], found[1])

    def record(self, key: str, files: tuple[ReadSource, ...]) -> Record:
        """The person's record."""
        births = (self.birth,) if self.birth else ()
        return Record(
            person_id=key,
            person=Person((self.name,), births, spans={"names": self.span} | ({"birth_dates": self.span} if births else {})),
            cases=tuple(evolve(case, charges=tuple(self.charges[name].values())) for name, case in self.cases.items()),
            sources=files,
            unread=tuple(self.unread),
            disagreements=tuple(self.disputes.values()),
        )


def _case(row: Row, number: str, opened: str | None, span: Span, unread: list[Unread]) -> Case:
    balance = amount(row["balance"])
    if row["balance"] and balance is None:
        unread.append(Unread(span, f"balance: {row['balance']}"[:SHOWN], "this is no amount"))
    others = unique((row["case_number"], tracking(row["obts_number"])))
    case = Case(
        number,
        jurisdiction="US-FL",
        number=number,
        county=county_of(row["uniform_case_number"]),
        court=row["court_type"] or None,
        filed_date=opened,
        status=_STATUS.get(row["case_status"]),
        status_printed=row["case_status"] or None,
        balance_due=balance,
        related=tuple(each for each in others if each != number),
    )
    return placed(case, span)


def _offense(first: str, second: str) -> tuple[str | None, str | None]:
    """Statute and words, in whichever column each stands."""
    if _STATUTE.match(second) and not _STATUTE.match(first):
        first, second = second, first
    return first.rstrip("* ") or None, second.strip('" ') or None


def _outcome(words: str) -> str | None:
    plain = words.strip("* ").lower()
    return _ACTIONS[plain] if plain in _ACTIONS else terms.outcome(plain)


def _joined(one: Charge, other: Charge) -> Charge:
    """Two rows of one charge: what only one of them says is kept; what both say stands once."""
    versions = list(one.versions)
    said = {(each.stage, each.statute, each.description) for each in versions}
    versions += [each for each in other.versions if (each.stage, each.statute, each.description) not in said]
    known = {(each.printed, each.date) for each in one.dispositions}
    dispositions = (*one.dispositions, *(each for each in other.dispositions if (each.printed, each.date) not in known))
    return evolve(
        one,
        versions=tuple(versions),
        dispositions=dispositions,
        offense_date=one.offense_date or other.offense_date,
        arrest_date=one.arrest_date or other.arrest_date,
        spans={**other.spans, **one.spans},
    )
