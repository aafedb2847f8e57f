"""A Florida clerk's export of criminal cases: one row a charge, with its arrest, prosecutor's and court's stage, many people in one file.

Layout: monthly files of the Okaloosa clerk, 61 columns, in Howard-Center-Investigations/homelessness-in-the-us. How the open points
are decided:

- **The columns are mislabeled**: ``Arrest Charge`` holds the statute and ``Arrest Statute`` the words, so for prosecutor and court. The
  cell that begins with a number is the statute, whatever its column. A ``*`` behind a statute is a mark of the export and is dropped.
- **A person** is a name with a birth date, which is also the ``person_id``; a name without a birth date is a person of that case only.
- **A charge** is a case number and the number of the arrest's count, with one offense: the clerk gives a number again to a later charge
  of the case. The same charge twice, in one file or in two monthly files that overlap, counts once.
- **Outcome**: ``Court Action``. Where it is blank, the prosecutor's (``Nolle Prosequi``, ``No Action``, ``Dropped/Abandoned``); where both
  are blank there is none. After a diversion, the prosecutor's action is what came of it. Guilt on a charge that was dropped, or that
  another row says something else of, is a disagreement, and the outcome is unknown. ``*Adj W/H`` is withheld adjudication.
- **Its date**: ``Disposition Date`` and ``Case Close Date`` are of the whole case, and neither is surely the day of the decision. Beside
  the state's table of the same charges (2,700 of the court's), most cases were closed on that day and have a later ``Disposition Date``;
  where the two are one day, it is another in one case of four, by days. So the month, else the year, that the two share dates the
  court's action, one alone does not, and the prosecutor's action has no date.
- **A date before the person's birth** (years such as 1912) and a birth after the case began are unknown, and listed.
- **County**: the first two digits of the uniform case number. That number is the case's, as in the state's own table; the clerk's
  number is `Case.related`, the OBTS number its tracking number. The court type is not the charge's level. Sentences are not in the file.
"""

from __future__ import annotations

import re
from typing import Final

from attrs import define, evolve, field

from unburden import terms
from unburden.readers import Source
from unburden.readers._florida import county_of, in_order, tracking, undecided_first
from unburden.readers._tables import SHOWN, TOO_LARGE, Row, Table, amount, dispute, head_names, header, placed, shared_part, unique
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
    "case_close_date",
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
    told: dict[str, tuple[str, str]] = field(factory=dict)
    charges: dict[str, dict[str, Charge]] = field(factory=dict)
    disputes: dict[str, Disagreement] = field(factory=dict)
    unread: list[Unread] = field(factory=list)

    def add(self, table: Table, row: Row, number: str, opened: str | None) -> None:
        """Take one row: a charge of a case."""
        span = table.span(row)
        case_id = number
        told = (row["case_status"], row["balance"])
        if self.told.get(case_id) != told:
            self.told[case_id] = told
            case = _case(row, number, opened, span, self.unread)
            self.cases[case_id] = _still(self.cases[case_id], case) if case_id in self.cases else case
            self.charges.setdefault(case_id, {})
        charge = self._charge(table, row, f"{case_id}:{row['arrest_charge_count'] or f'line {row.line}'}")
        held = self.charges[case_id]
        known = held.get(charge.charge_id)
        if known and not _same_offense(known, charge):
            offense = charge.versions[0].statute or charge.versions[0].description if charge.versions else None
            charge = evolve(charge, charge_id=f"{charge.charge_id} ({', '.join(unique((offense, charge.offense_date)))})")
            known = held.get(charge.charge_id)
        if known and len(known.versions) >= MOST_VERSIONS:
            charge, known = evolve(charge, charge_id=f"{charge.charge_id} (line {row.line})"), None
        held[charge.charge_id] = charge = _joined(known, charge) if known else charge
        disagreement = dispute(charge.charge_id, charge.dispositions)
        if disagreement:
            self.disputes[charge.charge_id] = disagreement

    def _charge(self, table: Table, row: Row, charge_id: str) -> Charge:
        span = table.span(row)
        names = ("offense_date", "arrest_date", "date_charge_filed", "disposition_date", "case_close_date")
        dates = {name: self._lived(table, row, name) for name in names}
        decided = (shared_part(dates["disposition_date"], dates["case_close_date"]) or "")[:7] or None
        stage_dates = {"arrested": dates["arrest_date"], "filed": dates["date_charge_filed"], "disposed": decided}
        versions = []
        for stage, word in _STAGES:
            statute, description = _offense(row[f"{word}_charge"], row[f"{word}_statute"])
            if statute or description:
                versions.append(placed(ChargeVersion(stage, statute, description, date=stage_dates[stage]), span))
        found = tuple(self._dispositions(row, decided, span))
        charge = Charge(charge_id, tuple(versions), found, offense_date=dates["offense_date"], arrest_date=dates["arrest_date"])
        return placed(charge, span)

    def _lived(self, table: Table, row: Row, name: str) -> str | None:
        """A date in the person's life."""
        day = table.day(row, name)
        if day and self.birth and day <= self.birth:
            self.unread.append(Unread(table.span(row), f"{name}: {row[name]}", f"this is before the person was born, {self.birth}"))
            return None
        return day

    def _dispositions(self, row: Row, decided: str | None, span: Span) -> list[Disposition]:
        """What prosecutor and court say became of the charge, what decides it last."""
        found = []
        for words, date in ((row["prosecutor_final_action"], None), (row["court_action"], decided)):
            if words:
                found.append(placed(Disposition(words, _outcome(words), date, terms.later(words.strip("* "))), span))
                if found[-1].outcome is None and not found[-1].later:
                    self.unread.append(Unread(span, words[:SHOWN], "what these words say became of the charge is not known here"))
        return in_order(found[0], found[1]) if len(found) == 2 else found

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
        related=tuple(each for each in (row["case_number"],) if each and each != number),
        tracking=unique((tracking(row["obts_number"]),)),
    )
    return placed(case, span)


def _still(case: Case, later: Case) -> Case:
    """The case with what a later row says of it now."""
    if later.status_printed:
        case = evolve(case, status=later.status, status_printed=later.status_printed, spans={**case.spans, **_of(later, "status")})
    if later.balance_due:
        case = evolve(case, balance_due=later.balance_due, spans={**case.spans, **_of(later, "balance_due")})
    return case


def _of(case: Case, name: str) -> dict[str, Span]:
    return {name: case.spans[name]} if name in case.spans else {}


def _same_offense(one: Charge, other: Charge) -> bool:
    """Whether two rows of one number are of one offense, as charged and by its day; what one does not say, may be."""
    days = (one.offense_date, other.offense_date)
    pairs = [(mine, its) for mine in one.versions for its in other.versions if mine.stage == its.stage == "arrested"]
    return (None in days or days[0] == days[1]) and all(
        mine.statute == its.statute if mine.statute and its.statute else mine.description == its.description for mine, its in pairs
    )


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
        dispositions=undecided_first(dispositions),
        offense_date=one.offense_date or other.offense_date,
        arrest_date=one.arrest_date or other.arrest_date,
        spans={**other.spans, **one.spans},
    )
