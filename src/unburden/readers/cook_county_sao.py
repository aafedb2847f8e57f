"""The felony tables of the Cook County (Illinois) State's Attorney: Intake, Initiation, Dispositions and Sentencing, many people in each.

Published without names, as CSV by the county's data portal and as Parquet in ian-flores/chicagoDA; the office explains them at
cookcountystatesattorney.org/how-read-open-data. Each table is read alone; given together, they are joined by case and participant
(`merge`). How the open points are decided:

- **A person** is a participant of a case (``CASE_PARTICIPANT_ID``): the tables do not say who is in two cases. **A charge** is a
  ``CHARGE_ID``; its versions (``CHARGE_VERSION_ID``) are versions of the one charge. Guilt of one and the end of another version are
  a disagreement, and the outcome is unknown.
- **Statute** is put together from chapter, act and section (720, 5, 24-1.1(a) is 720 ILCS 5/24-1.1(a)), the level from the class: 1 to 4
  and X are felonies, A to C misdemeanors, any other class is printed alone. Titles stand as printed, template marks and all.
- **Outcome** is ``CHARGE_DISPOSITION``. A charge dropped because it was indicted or indicted again went on there (``transferred``).
  A plea with the reason ``Adjudicated Minor`` is a juvenile's adjudication. A sentence beside anything but guilt is listed.
- **Sentence** is what ``CURRENT_SENTENCE`` marks; what it replaced, and each later phase (a violated probation), is `later`. A plea of
  guilty that led to supervision, or to a probation of first offenders, may be no conviction: its outcome is unknown until it is settled.
  The Dispositions table alone does not tell the sentence (one plea in ten led to one of these), which is noted.
- ``released_date`` is ``never`` where no sentence of the charge took liberty. Of an offense over several days, the date is what they share.
- **Intake** tells of people, not charges: a rejected one is a charge of its category that was not filed, unless the felony review says
  that it was approved; of another, only the case is read.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from attrs import define, evolve, field

from unburden import terms
from unburden.readers import Source
from unburden.readers._sentences import served_outside
from unburden.readers._tables import PARQUET, SHOWN, TOO_LARGE, Row, Table, dispute, head_names, header, parquet, placed, unique
from unburden.record import Case, Charge, ChargeVersion, Disagreement, Disposition, Record, SentencePart, Span, Unread
from unburden.record import Source as ReadSource

__all__ = ["FORMAT", "TOO_LARGE", "read", "sniff"]

FORMAT: Final = "cook_county_sao"

_IDS: Final = frozenset(("case_id", "case_participant_id"))
#: A column that only one of the tables has.
_MARKS: Final = ("participant_status", "charge_version_id", "felony_review_result")
#: A charge of more versions is no real one; what comes after is a charge of its own.
MOST_VERSIONS: Final = 30
_FELONIES: Final = frozenset("1234X")
_MISDEMEANORS: Final = frozenset("ABC")
#: Why a charge was dropped: the prosecution went on elsewhere.
_WENT_ON: Final = ("re-indictment", "indictment", "transfered to misdemeanor court", "transferred to misdemeanor court")
#: Sentences after a plea of guilty that may leave no conviction.
_NO_CONVICTION: Final = ("supervision", "court supervision", "2nd chance probation", "710/410 probation")
_REJECTED: Final = ("rejected", "not charged")
_NO_SENTENCES: Final = (
    "this table tells of guilt and not of the sentence: supervision, or a probation of first offenders, may leave no conviction; "
    "give the Sentencing table with it"
)


def sniff(source: Source) -> float:
    """Certain of the ids in the header; of a Parquet file, of the ids in its foot."""
    if source.data[:4] == PARQUET:
        foot = source.data[-65536:].lower()
        return 0.95 if b"case_participant_id" in foot and any(mark.encode() in foot for mark in _MARKS) else 0.0
    names = head_names(source)
    return 0.95 if _IDS.issubset(names) and any(mark in names for mark in _MARKS) else 0.0


def read(source: Source) -> list[Record]:
    """One record a participant, in the order in which they first appear."""
    binary = source.data[:4] == PARQUET
    files = (ReadSource(source.name, FORMAT, 0 if binary else len(source.lines)),)
    table, found = _table(source) if binary else _csv(source)
    people: dict[str, _Person] = {}
    for row in found:
        if row["case_participant_id"] and row["case_id"]:
            people.setdefault(row["case_participant_id"], _Person(table)).add(row)
        else:
            table.unread.append(Unread(table.span(row), row.shown, "this row names no participant of a case; it is given to nobody"))
    records = [person.record(key, files) for key, person in people.items()] or [Record(sources=files)]
    # What belongs to no person, or could not be read, is told with the first.
    return [evolve(records[0], unread=(*table.unread, *records[0].unread)), *records[1:]]


def _csv(source: Source) -> tuple[Table, Iterator[Row]]:
    line, names = header(source)
    table = Table(source, names, line + 1)
    return table, table.rows()


def _table(source: Source) -> tuple[Table, Iterator[Row]]:
    held = parquet(source)
    if isinstance(held, Unread):
        return Table(source, (), unread=[held]), iter(())
    table = Table(source, held[0])
    return table, (table.row(line, cells) for line, cells in held[1])


@define
class _Person:
    """One participant's rows as they come."""

    table: Table
    cases: dict[str, Case] = field(factory=dict)
    charges: dict[str, dict[str, Charge]] = field(factory=dict)
    disputes: dict[str, Disagreement] = field(factory=dict)
    unread: list[Unread] = field(factory=list)

    def add(self, row: Row) -> None:
        """Take one row: a charge, or at intake the participant."""
        span = self.table.span(row)
        case_id = row["case_id"]
        if case_id not in self.cases:
            court = row["court_name"] or row["disposition_court_name"] or row["sentence_court_name"] or None
            self.cases[case_id] = placed(Case(case_id, "US-IL", case_id, "Cook", court), span)
            self.charges[case_id] = {}
        charge = self._charge(row, f"{case_id}:{row['charge_id']}") if row["charge_id"] else self._intake(row, f"{case_id}:intake")
        if charge is None:
            return
        held = self.charges[case_id]
        known = held.get(charge.charge_id)
        if known and len(known.versions) + len(known.dispositions) >= MOST_VERSIONS:
            charge, known = evolve(charge, charge_id=f"{charge.charge_id} (line {row.line})"), None
        held[charge.charge_id] = charge = _joined(known, charge) if known else charge
        disagreement = dispute(charge.charge_id, charge.dispositions)
        if disagreement:
            self.disputes[charge.charge_id] = disagreement

    def _charge(self, row: Row, charge_id: str) -> Charge:
        span = self.table.span(row)
        disposed = "disposition_" if row["charge_disposition"] or row["disposition_charged_section"] else ""
        level = _level(row["disposition_charged_class"] if disposed else row["class"])
        title = row["disposition_charged_offense_title"] if disposed else row["charge_offense_title"]
        date = self.table.day(row, "disposition_date" if disposed else "event_date")
        stage = "disposed" if disposed else "filed"
        version = placed(ChargeVersion(stage, _statute(row, f"{disposed}charged_" if disposed else ""), title or None, level, date), span)
        dispositions = [self._disposition(row, date, span)] if row["charge_disposition"] else []
        sentence = []
        if row["sentence_type"]:
            part, later = self._sentence(row, span)
            if later:
                dispositions.append(later)
            if part:
                sentence.append(part)
            kinds = (row["sentence_type"].lower(), row["commitment_type"].lower())
            if not dispositions or dispositions[0].outcome != "convicted":
                what = dispositions[0].printed if dispositions else "no disposition"
                why = "a sentence stands beside this, which is no finding of guilt"
                self.unread.append(Unread(span, f"{what}; {row['sentence_type']}"[:SHOWN], why))
            elif any(kind in _NO_CONVICTION for kind in kinds):
                printed = (dispositions[0].printed, row["sentence_type"])
                self.disputes[charge_id] = Disagreement(charge_id, "disposition", printed, (span, span))
        charge = Charge(
            charge_id,
            versions=(version,) if version.statute or version.description else (),
            dispositions=tuple(dispositions),
            sentence=tuple(sentence),
            offense_date=self._offense_date(row),
            arrest_date=self.table.day(row, "arrest_date"),
        )
        return placed(charge, span)

    def _disposition(self, row: Row, date: str | None, span: Span) -> Disposition:
        words, reason = row["charge_disposition"], row["charge_disposition_reason"]
        outcome = terms.outcome(words)
        if outcome in ("nolle_prosequi", "dismissed") and reason.lower() in _WENT_ON:
            outcome = "transferred"
        if outcome == "convicted" and reason.lower() == "adjudicated minor":
            outcome = "adjudicated"
        if outcome is None:
            self.unread.append(Unread(span, words[:SHOWN], "what these words say became of the charge is not known here"))
        return placed(Disposition(f"{words} - {reason}" if reason else words, outcome, date), span)

    def _sentence(self, row: Row, span: Span) -> tuple[SentencePart | None, Disposition | None]:
        """The current sentence as a part, and a later phase or a replaced sentence as what came afterwards."""
        words = ", ".join(
            unique((row["sentence_type"], row["commitment_type"], f"{row['commitment_term']} {row['commitment_unit']}".strip()))
        )
        date = self.table.day(row, "sentence_date")
        current = (row["current_sentence"] or row["current_sentence_flag"]).lower() != "false"
        phase = row["sentence_phase"]
        part = None
        if current:
            part = placed(SentencePart(terms.sentence_kind(row["sentence_type"]) or "other", words, date), span)
        if current and phase.lower() in ("", "original sentencing"):
            return part, None
        what = phase or "Sentence"
        printed = f"{what}: {words}" if current else f"{what}, replaced since: {words}"
        return part, placed(Disposition(printed, None, date, later=True), span)

    def _offense_date(self, row: Row) -> str | None:
        begin, end = self.table.day(row, "incident_begin_date"), self.table.day(row, "incident_end_date")
        if begin is None or end is None or begin == end:
            return begin
        return begin[:7] if begin[:7] == end[:7] else begin[:4] if begin[:4] == end[:4] else None

    def _intake(self, row: Row, charge_id: str) -> Charge | None:
        """A rejected participant's charge; at intake nobody else has one yet."""
        words = row["participant_status"] or row["felony_review_result"]
        if words.lower() not in _REJECTED:
            return None
        span = self.table.span(row)
        date = self.table.day(row, "felony_review_date")
        arrested = self.table.day(row, "arrest_date")
        approved = words.lower() == "rejected" and row["felony_review_result"].lower() == "approved"
        if approved:
            why = "the participant was rejected and the felony review approved; which of the two holds is not known"
            self.unread.append(Unread(span, words, why))
        charge = Charge(
            charge_id,
            versions=(placed(ChargeVersion("arrested", description=row["offense_category"] or None, date=arrested), span),),
            dispositions=(placed(Disposition(words, None if approved else "not_filed", date), span),),
            offense_date=self._offense_date(row),
            arrest_date=arrested,
        )
        return placed(charge, span)

    def record(self, key: str, files: tuple[ReadSource, ...]) -> Record:
        """The participant's record."""
        cases = tuple(
            evolve(case, charges=tuple(_released(charge) for charge in self.charges[name].values())) for name, case in self.cases.items()
        )
        guilty = any(each.outcome == "convicted" for case in cases for charge in case.charges for each in charge.dispositions)
        return Record(
            person_id=key,
            cases=cases,
            sources=files,
            unread=tuple(self.unread),
            disagreements=tuple(self.disputes.values()),
            notes=(_NO_SENTENCES,) if guilty and "sentence_type" not in self.table.names else (),
        )


def _statute(row: Row, prefix: str) -> str | None:
    chapter, act, section = (row[f"{prefix}{name}"] for name in ("chapter", "act", "section"))
    return f"{chapter} ILCS {act}/{section}" if chapter and act and section else section or None


def _level(letter: str) -> str | None:
    kind = " felony" if letter.upper() in _FELONIES else " misdemeanor" if letter.upper() in _MISDEMEANORS else ""
    return f"Class {letter}{kind}" if letter else None


def _released(charge: Charge) -> Charge:
    """The charge, never released where all its sentences, those replaced too, took no liberty."""
    afterwards = [each.printed for each in charge.dispositions if each.later]
    if charge.sentence and served_outside(charge.sentence, afterwards):
        return evolve(charge, released_date="never", spans={**charge.spans, "released_date": charge.sentence[0].spans["printed"]})
    return charge


def _joined(one: Charge, other: Charge) -> Charge:
    """Two rows of one charge: each version, disposition and part of the sentence once."""
    versions = {(each.stage, each.statute, each.description, each.level): each for each in (*one.versions, *other.versions)}
    dispositions = {(each.printed, each.date): each for each in (*one.dispositions, *other.dispositions)}
    parts = {(each.printed, each.date): each for each in (*one.sentence, *other.sentence)}
    return evolve(
        one,
        versions=tuple(sorted(versions.values(), key=lambda each: each.date or "")),
        dispositions=tuple(dispositions.values()),
        sentence=tuple(parts.values()),
    )
