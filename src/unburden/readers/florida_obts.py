"""Florida's statewide criminal case table (OBTS, Offender Based Transaction System): one row a charge of a case, in four blocks.

The blocks are the arrest (``in_``), the prosecutor (``pr_``), the court (``ct_``) and the sentence (``st_``). Layout: an extract of the
statewide file, with names made unreadable, in Howard-Center-Investigations/homelessness-in-the-us. How the open points are decided:

- **Codes** have a meaning only where the same charges stand, in words, in the clerk's own file of the same county (`florida_clerk`), three
  times or more and (but for one row of 538) alike, or in the OBTS chapter of the state courts' SRS manual (``N``, filed). Another
  code is kept and listed.
- **Sentinels** (``0``, ``88888888``, ``888888.88``, ``99999999``, ``NA``) say that there is nothing.
- **Statutes** are split in chapter, section, subsection (``0810``, ``09``, ``2a`` is 810.09(2a)), some padded with zeros behind.
  Chapter 9999 is an ordinance. Level and degree are letters (``M F``: misdemeanor of the first degree).
- **A person** is a final name (else the arrest's) with a birth month, and both are the ``person_id``; a name that is a hash is not
  shown as a name. That two cases are joined by a month alone is noted. Without a birth date it is a person of that case only; a row
  without a name is given to nobody. A row that stands twice counts once; that it stands for several counts (``no_of_counts``) is listed.
- **Outcome**: the court's action, else the prosecutor's. After a diversion, the prosecutor's is what came of it. Where a court found
  guilt on a charge that the prosecutor dropped, it is unknown. A case reopened and a notice of appeal are `later`.
- **Sentence**: fine, costs, restitution and probation as stated, and that there was confinement; lengths are digits of years, months, days.
  How long confinement was, many extracts no longer say, and nothing is computed from it.
- A row whose message type is not ``N`` (new) may change or delete another; what it does is not known, and it is unread.
"""

from __future__ import annotations

import re
from typing import Final

from attrs import define, evolve, field

from unburden.readers import Source
from unburden.readers._florida import county_of, in_order, tracking
from unburden.readers._tables import SHOWN, TOO_LARGE, Row, Table, dispute, head_names, header, placed, unique
from unburden.record import Case, Charge, ChargeVersion, Disagreement, Disposition, Person, Record, SentencePart, Span, Unread
from unburden.record import Source as ReadSource

__all__ = ["FORMAT", "TOO_LARGE", "read", "sniff"]

FORMAT: Final = "florida_obts"

_NEEDED: Final = frozenset(("court_docket_no", "sequence_no", "in_flst_chap", "pr_final_action", "ct_action_taken"))
_USED: Final = (*sorted(_NEEDED), "final_name", "birth_date", "init_arrest_dt", "offense_dt", "ct_flst_chap", "ct_decision_dt", "st_fine")
#: Code → the clerk's words for it and what they mean.
COURT: Final[dict[str, tuple[str, str]]] = {
    "G": ("Guilty", "convicted"),
    "W": ("Adjudication withheld", "withheld"),
    "D": ("Dismissed", "dismissed"),
    "E": ("Dismissed, paid court costs or restitution", "dismissed"),
    "H": ("Pretrial diversion or another diversion", "diverted"),
    "A": ("Not guilty, acquitted", "acquitted"),
}
PROSECUTOR: Final[dict[str, tuple[str, str | None]]] = {
    "N": ("Filed", None),
    "O": ("Nolle prosequi", "nolle_prosequi"),
    "L": ("Dropped or abandoned", "nolle_prosequi"),
    "Z": ("No action", "not_filed"),
    "F": ("Administratively dismissed", "dismissed"),
    "R": ("Transferred to another court", "transferred"),
    "C": ("Consolidated", "transferred"),
}
_LEVELS: Final = {"F": "felony", "M": "misdemeanor"}
_DEGREES: Final = {"F": "first degree", "S": "second degree", "T": "third degree"}
_BLOCKS: Final = (("arrested", "in", "charge"), ("filed", "pr", "pr_charge"), ("disposed", "ct", "ct_charge"))
_HASH: Final = re.compile(r"[0-9a-f]{32,64}\Z")
_FILLER: Final = re.compile(r"0+\Z|NA\Z|8{4,}(?:\.88)?\Z|9{4,}(?:\.99)?\Z")
_MONTH: Final = re.compile(r"(\d{4})(\d{2})\Z", re.A)
_LENGTH: Final = re.compile(r"\d{1,7}\Z", re.A)


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
        span = table.span(row)
        name = row["final_name"] or row["arrest_name"]
        if not name or not row["court_docket_no"]:
            what = "court docket number" if name else "name"
            table.unread.append(Unread(span, row.shown, f"this row has no {what}; it is given to nobody"))
        elif row["message_type"] not in ("N", ""):
            why = f"what a row of message type {row['message_type'][:20]} does to others is not known here"
            table.unread.append(Unread(span, row.shown, why))
        else:
            birth = _birth(table, row)
            key = f"{name}, {birth or row['court_docket_no']}"
            people.setdefault(key, _Person()).add(table, row, birth)
    records = [person.record(key, files) for key, person in people.items()] or [Record(sources=files)]
    # What belongs to no person, or could not be read, is told with the first.
    notes = (*table.absent(_USED), *records[0].notes)
    return [evolve(records[0], unread=(*table.unread, *records[0].unread), notes=notes), *records[1:]]


def _birth(table: Table, row: Row) -> str | None:
    """The birth date: a month (``196607``) or a day."""
    text = row["birth_date"]
    month = _MONTH.match(text)
    if month and "01" <= month[2] <= "12":
        return f"{month[1]}-{month[2]}"
    return table.day(row, "birth_date") if _given(text) else None


def _given(text: str) -> str:
    """The text, or nothing where it is one of the fillers."""
    return "" if _FILLER.match(text) else text


@define
class _Person:
    """One person's rows as they come."""

    names: dict[str, Span] = field(factory=dict)
    births: dict[str, Span] = field(factory=dict)
    cases: dict[str, Case] = field(factory=dict)
    charges: dict[str, dict[str, Charge]] = field(factory=dict)
    disputes: list[Disagreement] = field(factory=list)
    seen: set[tuple[tuple[str, str], ...]] = field(factory=set)
    unread: list[Unread] = field(factory=list)

    def add(self, table: Table, row: Row, birth: str | None) -> None:
        """Take one row: a charge of a case."""
        span = table.span(row)
        cells = tuple((name, text) for name, text in row.cells.items() if name and name != "rec_num")
        if cells in self.seen:
            return
        self.seen.add(cells)
        for name in (row["final_name"], row["arrest_name"]):
            if name and not _HASH.match(name):
                self.names.setdefault(name, span)
        if birth:
            self.births.setdefault(birth, span)
        number = row["court_docket_no"]
        if number not in self.cases:
            arrest = unique((tracking(row["off_tran_no"]),))
            case = Case(number, "US-FL", number, county_of(number) or county_of(row["county"]), tracking=arrest)
            self.cases[number], self.charges[number] = placed(case, span), {}
        filed = self._day(table, row, "pr_filing_dt")
        if filed and not self.cases[number].filed_date:
            case = self.cases[number]
            self.cases[number] = evolve(case, filed_date=filed, spans={**case.spans, "filed_date": span})
        held = self.charges[number]
        charge_id = f"{number}:{row['sequence_no'] or f'line {row.line}'}"
        while charge_id in held:
            # A case can hold several rows of one sequence number.
            charge_id = f"{number}:{row['sequence_no']} (line {row.line})"
        if row["no_of_counts"].lstrip("0") not in ("", "1"):
            why = "this row stands for so many counts; it is read as one charge"
            self.unread.append(Unread(span, f"{charge_id}, number of counts: {row['no_of_counts']}"[:SHOWN], why))
        held[charge_id] = self._charge(table, row, charge_id, filed)

    def _day(self, table: Table, row: Row, name: str) -> str | None:
        return table.day(row, name) if _given(row[name]) else None

    def _charge(self, table: Table, row: Row, charge_id: str, filed: str | None) -> Charge:
        span = table.span(row)
        arrested = self._day(table, row, "init_arrest_dt")
        days = {"arrested": arrested, "filed": filed, "disposed": self._day(table, row, "ct_decision_dt")}
        versions = []
        for stage, block, level in _BLOCKS:
            statute, description = _offense(row, block)
            if statute or description:
                version = ChargeVersion(stage, statute, description, _level(row, level), days[stage])
                versions.append(placed(version, span))
        charge = Charge(
            charge_id,
            versions=tuple(versions),
            dispositions=tuple(self._dispositions(table, row, charge_id, days["disposed"])),
            sentence=tuple(self._sentence(table, row)),
            offense_date=self._day(table, row, "offense_dt"),
            arrest_date=arrested,
        )
        return placed(charge, span)

    def _dispositions(self, table: Table, row: Row, charge_id: str, decided: str | None) -> list[Disposition]:
        span = table.span(row)
        prosecutor = self._action(span, "prosecutor", row["pr_final_action"], PROSECUTOR, self._day(table, row, "pr_final_decision_dt"))
        court = self._action(span, "court", row["ct_action_taken"], COURT, decided)
        if prosecutor and court:
            found = in_order(prosecutor, court)
            disagreement = dispute(charge_id, found)
            self.disputes += [disagreement] if disagreement else []
        else:
            found = [each for each in (prosecutor, court) if each]
        reopened = self._day(table, row, "pst_ch_reopen_dt")
        if reopened:
            closed = self._day(table, row, "pst_ch_reopen_closed_dt")
            words = f"reopened, reason {row['pst_ch_reopen_reason']}{f', closed {closed}' if closed else ''}"
            found.append(placed(Disposition(words, None, reopened, later=True), span))
        appealed = self._day(table, row, "pst_appeal_notice_dt")
        if appealed:
            found.append(placed(Disposition("notice of appeal", None, appealed, later=True), span))
        return found

    def _action(
        self, span: Span, who: str, code: str, known: dict[str, tuple[str, str]] | dict[str, tuple[str, str | None]], date: str | None
    ) -> Disposition | None:
        """One action in words, with its code."""
        if not _given(code):
            return None
        if code not in known:
            self.unread.append(Unread(span, f"{who}'s action {code}"[:SHOWN], "what this code means is not known here"))
            return placed(Disposition(f"{who}'s action {code}", None, date), span)
        words, outcome = known[code]
        return placed(Disposition(f"{words} ({code})", outcome, date), span)

    def _sentence(self, table: Table, row: Row) -> list[SentencePart]:
        """The parts that are stated; a zero is none."""
        found = []
        if row["st_confine_type"] not in ("", "N"):
            found.append(("other", f"confinement, type {row['st_confine_type']}"))
        probation = _given(row["st_prob_len"])
        if probation:
            found.append(("probation", f"probation, {_length(probation)}"))
        for name, kind, words in (
            ("st_fine", "fine", "fine"),
            ("st_court_cost", "fine", "court costs"),
            ("st_restitution", "restitution", "restitution"),
        ):
            if _given(row[name]):
                found.append((kind, f"{words} {row[name]}"))
        date = self._day(table, row, "st_imposed_dt") if found else None
        return [placed(SentencePart(kind, words, date), table.span(row)) for kind, words in found]

    def record(self, key: str, files: tuple[ReadSource, ...]) -> Record:
        """The person's record."""
        spans = {f"names#{n}" if n > 1 else "names": span for n, span in enumerate(self.names.values(), 1)}
        spans |= {f"birth_dates#{n}" if n > 1 else "birth_dates": span for n, span in enumerate(self.births.values(), 1)}
        by_month = len(self.cases) > 1 and all(len(birth) < 10 for birth in self.births)
        return Record(
            person_id=key,
            person=Person(tuple(self.names), tuple(self.births), spans=spans),
            notes=("these cases are joined by a name and a month of birth; check that they are all yours",) if by_month else (),
            cases=tuple(evolve(case, charges=tuple(self.charges[name].values())) for name, case in self.cases.items()),
            sources=files,
            unread=tuple(self.unread),
            disagreements=tuple(self.disputes),
        )


def _offense(row: Row, block: str) -> tuple[str | None, str | None]:
    """Statute and words of a block: chapter, section and subsection as one; an ordinance has no statute."""
    chapter, section, part = (row[f"{block}_flst_{name}"] for name in ("chap", "sect", "subsect"))
    character = row[f"{block}_gen_off_char"]
    words = [f"general offense character {character}"] if character not in ("", "N") else []
    if chapter == "9999":
        return None, ", ".join(["ordinance (chapter 9999)", *words])
    if not chapter or chapter == "8888" or not section:
        return None, None
    if len(section) == 4 and section.endswith("00") and part.endswith("00"):
        section, part = section[:-2], part.removesuffix("00")
    statute = f"{chapter.lstrip('0')}.{section}" + (f"({part})" if part and not _FILLER.match(part) else "")
    return statute, words[0] if words else None


def _level(row: Row, name: str) -> str | None:
    level, degree = row[f"{name}_level"], row[f"{name}_degree"]
    if level in ("", "N"):
        return None
    known = " ".join(filter(None, (_LEVELS.get(level), _DEGREES.get(degree))))
    return known if level in _LEVELS and (degree in _DEGREES or degree in ("", "N")) else f"{level} {degree}".strip()


def _length(digits: str) -> str:
    """Years, months and days from the digits of a length: ``1129`` is 11 months 29 days."""
    if not _LENGTH.match(digits):
        return digits
    number = int(digits)
    parts = ((number // 10_000, "years"), (number // 100 % 100, "months"), (number % 100, "days"))
    return " ".join(f"{count} {unit}" for count, unit in parts if count)
