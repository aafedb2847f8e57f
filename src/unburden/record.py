"""What a criminal record is: one neutral model that every source fits, and its flat form.

person → case → charge → dispositions (dated, repeatable) → sentence parts. A charge has versions (as arrested, as filed,
as amended, as disposed) and keeps all of them. Every value keeps the span of the source it was read from, in
``spans[field name]``. Dates are ISO 8601 strings, of reduced precision where the source is (``1985``), ``never`` where
the source says that the event did not happen, and `None` where it says nothing.

The flat form is the charges table, one row a charge; `COLUMNS` is its contract (version 1).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from attrs import field, frozen

from unburden.calendar import UNKNOWN, Bounds, parse_day

SCHEMA: Final = "unburden.record/1"

COLUMNS: Final = (
    "person_id",
    "case_id",
    "charge_id",
    "jurisdiction",
    "county",
    "court",
    "statute",
    "description",
    "level",
    "offense_date",
    "arrest_date",
    "filed_date",
    "disposition",
    "disposition_date",
    "sentence",
    "released_date",
    "sentence_completed_date",
    "probation_revoked_date",
    "balance_due",
    "birth_date",
    "case_status",
)
DATE_COLUMNS: Final = tuple(name for name in COLUMNS if name.endswith("_date"))

#: The stages of a charge, in time.
STAGES: Final = ("arrested", "filed", "amended", "disposed")
SENTENCE_KINDS: Final = ("jail", "prison", "probation", "fine", "restitution", "service", "suspended", "other")
CASE_STATUSES: Final = ("open", "closed")


@frozen
class Span:
    """Where a value stands: the file as the person named it, its line (from 1), and its page where it has pages.

    The lines of a PDF or a picture are counted on each page anew; those of a text file through the whole file.
    """

    file: str
    line: int | None = None
    page: int | None = None

    def __str__(self) -> str:
        page = f", page {self.page}" if self.page else ""
        return f"{self.file}, line {self.line}{page}" if self.line else f"{self.file}{page}"


#: Field name → where its value stands. A second source that states the same value adds ``name#2``.
Spans = Mapping[str, Span]


@frozen
class Unread:
    """Something in a source that no reader understood, shown to the person as it stands."""

    span: Span
    text: str
    why: str = ""


@frozen
class Doubt:
    """A word that was read from a picture with little certainty: where, what was read, and how sure that is, in percent."""

    span: Span
    word: str
    percent: int = 0


@frozen
class ChargeVersion:
    """A charge as one stage saw it. `stage` is one of `STAGES`."""

    stage: str
    statute: str | None = None
    description: str | None = None
    level: str | None = None
    date: str | None = None
    spans: Spans = field(factory=dict)


@frozen
class Disposition:
    """One dated disposition. `outcome` is one of `terms.OUTCOMES`; `printed` keeps the words.

    `later` marks what happened after the outcome (a probation violation, a modified sentence): it is kept and shown,
    and it is never the outcome of the charge nor a second conviction.
    """

    printed: str
    outcome: str | None = None
    date: str | None = None
    later: bool = False
    spans: Spans = field(factory=dict)


@frozen
class SentencePart:
    """One part of a sentence. `kind` is one of `SENTENCE_KINDS`."""

    kind: str
    printed: str
    date: str | None = None
    spans: Spans = field(factory=dict)


def _same_offense(one: ChargeVersion, other: ChargeVersion) -> bool:
    """Whether two versions name one offense: by statute if both state one, else by their words. One that names none may."""
    if one.statute and other.statute:
        return _bare(one.statute) == _bare(other.statute)
    if one.description and other.description:
        return _bare(one.description) == _bare(other.description)
    return not (other.statute or other.description)


def _bare(text: str) -> str:
    return "".join(letter for letter in text.lower() if letter.isalnum())


@frozen
class Charge:
    """One accusation against this person, however many stages and courts saw it."""

    charge_id: str
    versions: tuple[ChargeVersion, ...] = ()
    dispositions: tuple[Disposition, ...] = ()
    sentence: tuple[SentencePart, ...] = ()
    offense_date: str | None = None
    arrest_date: str | None = None
    released_date: str | None = None
    sentence_completed_date: str | None = None
    probation_revoked_date: str | None = None
    spans: Spans = field(factory=dict)

    @property
    def version(self) -> ChargeVersion | None:
        """The version that counts: as disposed if there is one, else the last one amended, filed or arrested."""
        for stage in ("disposed", "amended", "filed", "arrested"):
            for version in reversed(self.versions):
                if version.stage == stage:
                    return version
        return None

    def printed(self, name: str) -> str | None:
        """`statute`, `description` or `level` of the counting version, or of the nearest one that states it."""
        return (self.printed_at(name) or (None, None))[0]

    def printed_at(self, name: str) -> tuple[str, Span | None] | None:
        """The same, with where it stands. Statute, description and level are never mixed from two different charges: where
        the counting version does not state one, an earlier version does only if both name the same charge."""
        counting: ChargeVersion | None = None
        for stage in reversed(STAGES):
            for version in reversed(self.versions):
                if version.stage != stage:
                    continue
                value: str | None = getattr(version, name)
                if value and (counting is None or _same_offense(counting, version)):
                    return value, version.spans.get(name)
                if counting is None and (version.statute or version.description):
                    counting = version
        return None

    @property
    def outcome(self) -> Disposition | None:
        """The disposition that decides what became of the charge.

        The last one that is not `later`, passing over transfers when something final stands beside them; a
        conviction that was later vacated is ``vacated``. One without a date is as late as the one listed before it.
        """
        candidates = [d for d in self.dispositions if not d.later and d.outcome]
        final = [d for d in candidates if d.outcome not in ("transferred", "pending")]
        last: Disposition | None = None
        latest = ""
        for disposition in final or candidates:
            if (disposition.date or latest) >= latest:
                last, latest = disposition, disposition.date or latest
        return last


@frozen
class Case:
    """One prosecution or, where none followed, one arrest. `status` is ``open``, ``closed`` or `None`.

    `related` are the numbers of other cases of this prosecution (a lower court's, a refiled one's); `tracking` numbers follow it from
    the arrest through every court (Pennsylvania's OTN, New York's CJTN).
    """

    case_id: str
    jurisdiction: str | None = None
    number: str | None = None
    county: str | None = None
    court: str | None = None
    filed_date: str | None = None
    status: str | None = None
    status_printed: str | None = None
    balance_due: str | None = None
    related: tuple[str, ...] = ()
    charges: tuple[Charge, ...] = ()
    spans: Spans = field(factory=dict)
    tracking: tuple[str, ...] = ()


@frozen
class Person:
    """Whose record this is: everything seen that identifies, as printed. Several names and birth dates are ordinary."""

    names: tuple[str, ...] = ()
    birth_dates: tuple[str, ...] = ()
    numbers: tuple[str, ...] = ()
    spans: Spans = field(factory=dict)


@frozen
class SetAside:
    """An entry that is not this person's or not a charge (applicant prints, identity theft), kept and shown."""

    span: Span
    text: str
    why: str


@frozen
class Disagreement:
    """Two sources that say different things of one value, for a person to settle; until then it is unknown.

    `charge_id` is the case's id, and `field` a field of the case, where the whole case is meant.
    """

    charge_id: str
    field: str
    values: tuple[str, ...]
    spans: tuple[Span, ...]


@frozen
class Source:
    """A file that was read: its name, the reader that read it, and its line count."""

    file: str
    format: str
    lines: int = 0


@frozen
class Record:
    """One person's record as read from one or more sources.

    `answers` are facts of the law that a source states itself (columns of a charges table beside its contract):
    charge id → fact → text, bound by a later layer that knows the facts.
    """

    person_id: str = ""
    person: Person = field(factory=Person)
    cases: tuple[Case, ...] = ()
    sources: tuple[Source, ...] = ()
    unread: tuple[Unread, ...] = ()
    set_aside: tuple[SetAside, ...] = ()
    disagreements: tuple[Disagreement, ...] = ()
    notes: tuple[str, ...] = ()
    answers: Mapping[str, Mapping[str, str]] = field(factory=dict)
    doubtful: tuple[Doubt, ...] = ()

    def charges(self) -> Iterator[tuple[Case, Charge]]:
        """Every charge with its case, in the order of the sources."""
        for case in self.cases:
            for charge in case.charges:
                yield case, charge


#: One row of the charges table: contract column → text, empty means unknown.
Row = dict[str, str]


def flatten(record: Record) -> list[Row]:
    """The record as rows of the charges table. Empty means unknown; a date may be of reduced precision or ``never``.

    What sources disagree on is unknown.
    """
    births = sorted(set(record.person.birth_dates))
    disputed = {(each.charge_id, each.field) for each in record.disagreements}
    # An outcome that is not known has no date.
    disputed |= {(name, "disposition_date") for name, what in disputed if what == "disposition"}
    rows: list[Row] = []
    for case, charge in record.charges():
        outcome = charge.outcome
        values = {
            "person_id": record.person_id,
            "case_id": case.case_id,
            "charge_id": charge.charge_id,
            "jurisdiction": case.jurisdiction,
            "county": case.county,
            "court": case.court,
            "statute": charge.printed("statute"),
            "description": charge.printed("description"),
            "level": charge.printed("level"),
            "offense_date": charge.offense_date,
            "arrest_date": charge.arrest_date,
            "filed_date": case.filed_date,
            "disposition": outcome.outcome if outcome else None,
            "disposition_date": outcome.date if outcome else None,
            "sentence": "; ".join(part.printed for part in charge.sentence),
            "released_date": charge.released_date,
            "sentence_completed_date": charge.sentence_completed_date,
            "probation_revoked_date": charge.probation_revoked_date,
            "balance_due": case.balance_due,
            "birth_date": births[0] if len(births) == 1 else None,
            "case_status": case.status,
        }
        for name in values if disputed else ():
            if (charge.charge_id, name) in disputed or (case.case_id, name) in disputed:
                values[name] = None
        rows.append({name: values[name] or "" for name in COLUMNS})
    return rows


def day_bounds(text: str | None) -> Bounds:
    """Bounds of a date value of the record; unknown where it is empty or no date."""
    return (parse_day(text) if text else None) or UNKNOWN


def is_open(case_status: str, disposition: str) -> bool | None:
    """Whether a charge is still open: the case says so and no final disposition stands against it; `None` if unknown."""
    if disposition and disposition not in ("pending", "deferred", "transferred"):
        return False
    if disposition == "pending" or case_status == "open":
        return True
    return False if case_status == "closed" else None
