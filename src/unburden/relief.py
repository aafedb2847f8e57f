"""What is open, charge by charge: every provision of a charge's jurisdiction decided, the strongest relief first.

The result is plain data; `report` says it in words, `schema` in `to_json` is a contract (docs/schemas/check.schema.json).
"""

from __future__ import annotations

from typing import Any, Final

from attrs import evolve, field, frozen

from unburden.calendar import AFTER, ALWAYS, NEVER, NO, UNKNOWN, Bounds, add_months, iso
from unburden.errors import Problem
from unburden.facts import Answers, Bound, bind
from unburden.language import FULL
from unburden.law import Law
from unburden.offenses import Match
from unburden.person import Decision, Finding, Reading, holds, status
from unburden.provision import Provision
from unburden.record import Case, Charge, Record, Span
from unburden.record import Row as TableRow
from unburden.terms import level_name
from unburden.trees import Row

SCHEMA: Final = "unburden.check/1"
#: The results of several people, each one of `SCHEMA`.
MANY: Final = "unburden.check-many/1"

#: Facts about the record as a whole: asked once, at the top, and assumed to see what would follow.
WHOLE_RECORD: Final = ("record_complete", "cases_elsewhere_ended")

#: Effects from strongest to weakest; the strongest of a provision counts.
BY_STRENGTH: Final = (
    "vacatur", "expungement", "destruction", "set-aside", "dismissal", "sealing", "restriction", "sentence-reduction", "information",
)  # fmt: skip
_MERITS: Final = ("merits", "defect", "unclear", "none")
_STATUS: Final = ("open", "later", "ask", "closed")


@frozen
class Relief:
    """One provision for one charge.

    `status` is ``open``, ``later``, ``ask`` or ``closed``; `assumed` is the decision, and `assumed_status` its status, if
    the papers at hand were the whole record and no case were open elsewhere (`None` where that is known or matters not).
    `ask` are the facts of this charge and person that can still change it, `ask_elsewhere` those of other charges.
    `of_minors` marks a way for those who were under age then, while neither the record nor an answer says that this person was.
    `unsettled` says that the law's own text leaves two readings under which the status, or the day from which it opens, differs.
    """

    decision: Decision
    status: str
    assumed: Decision | None
    assumed_status: str | None
    ask: tuple[str, ...]
    ask_elsewhere: tuple[tuple[tuple[int, str], ...], ...]
    unsettled: bool
    of_minors: bool = False

    @property
    def provision(self) -> Provision:
        """The provision, in the version that is in force or will be."""
        return self.decision.provision

    @property
    def effect(self) -> str:
        """The strongest thing that it does to the charge, one of `law.EFFECTS`."""
        return min(self.provision.effect, key=lambda each: BY_STRENGTH.index(each) if each in BY_STRENGTH else len(BY_STRENGTH))

    @property
    def strength(self) -> tuple[int, int, int]:
        """Smaller is stronger: the effect, the ground (on the merits before a legal defect), trafficking before general."""
        provision = self.provision
        effect = min((BY_STRENGTH.index(each) for each in provision.effect if each in BY_STRENGTH), default=len(BY_STRENGTH))
        return (effect, _MERITS.index(provision.merits), provision.kind != "trafficking")


@frozen
class ChargeResult:
    """One charge with every provision of its jurisdiction, those that can be used first, each group strongest first.

    Within a group, ways of minors stand last as long as nothing points to them.
    """

    place: int
    case: Case
    charge: Charge
    row: TableRow
    match: Match | None
    relief: tuple[Relief, ...]

    @property
    def jurisdiction(self) -> str | None:
        """The jurisdiction whose law was read, or `None` where the record does not say which."""
        return self.case.jurisdiction

    @property
    def open_case(self) -> bool:
        """Whether the charge is still open, so that nothing can be cleared before the case ends."""
        return any(each.decision.findings and AFTER <= each.decision.findings[0].bounds[0] < NEVER for each in self.relief)


@frozen
class Result:
    """A person's whole record decided on a day.

    `whole_record` are the questions that concern the record as a whole and can still matter. `no_law` are jurisdictions
    that the record names and no law folder has. `bound` are the rows that were decided, the whole record assumed where unknown.
    """

    record: Record
    law: Law
    as_of: int
    charges: tuple[ChargeResult, ...]
    whole_record: tuple[str, ...]
    no_law: tuple[str, ...]
    problems: tuple[Problem, ...]
    bound: Bound = field(eq=False, repr=False)
    answers: Answers = field(factory=Answers)


def decide(record: Record, law: Law, as_of: int, answers: Answers | None = None) -> Result:
    """Decide every charge of a record.

    Args:
        record: one person's record.
        law: the law, with the jurisdictions of the record loaded (`codes_of` names them).
        as_of: the day, as an ordinal; nothing here reads a clock.
        answers: what the person answered.
    """
    answers = answers or Answers()
    bound = bind(record, law, answers)
    open_questions = tuple(name for name in WHOLE_RECORD if name in law.facts and name not in answers.person)
    assumed = (
        bind(record, law, evolve(answers, person={**answers.person, **dict.fromkeys(open_questions, True)})) if open_questions else None
    )
    readings = {code: law.readings(code, as_of) for code in {row["jurisdiction"] for row in bound.table}}
    charges: list[ChargeResult] = []
    asked: set[str] = set()
    for place, (case, charge) in enumerate(record.charges()):
        row = bound.table[place]
        relief = [_relief(reading, place, bound, assumed, as_of) for reading in readings.get(row["jurisdiction"], [])]
        if any(map(_asks_birth, relief)) and not _juvenile(record, row, bound.rows[place], law):
            grown = _grown((assumed or bound).rows[place], law, as_of)
            ways = {reading.provision.key: reading for reading in readings[row["jurisdiction"]]}
            relief = [
                evolve(each, of_minors=True) if _asks_birth(each) and _closed(ways[each.provision.key], grown, as_of) else each
                for each in relief
            ]
        relief.sort(key=lambda each: (_STATUS.index(each.assumed_status or each.status), each.of_minors, each.strength))
        asked.update(name for each in relief for name in each.ask if name in WHOLE_RECORD)
        charges.append(ChargeResult(place, case, charge, row, bound.matches[place], tuple(relief)))
    missing = sorted({code for code in codes_of(record) if code not in law.jurisdictions})
    whole = tuple(name for name in open_questions if name in asked)
    return Result(record, law, as_of, tuple(charges), whole, tuple(missing), tuple(bound.problems), assumed or bound, answers)


def codes_of(record: Record) -> list[str]:
    """Codes of the jurisdictions that a record names, each once."""
    return list(dict.fromkeys(case.jurisdiction for case in record.cases if case.jurisdiction))


def _relief(reading: Reading, place: int, bound: Bound, assumed: Bound | None, as_of: int) -> Relief:
    decision = reading.decide(bound.rows[place])
    found = status(decision.bounds, decision.closes, as_of)
    unsettled = decision.unsettled and _seen(decision, decision.favorable, as_of) != _seen(decision, decision.strict, as_of)
    if found != "ask":
        if found == "closed":
            # What a passed deadline or a failed condition has closed, no answer opens.
            decision = decision._replace(needs=(), elsewhere=())
        return Relief(decision, found, None, None, (), (), unsettled)
    also: Decision | None = None
    also_status: str | None = None
    if assumed is not None and any(name in WHOLE_RECORD for name in decision.needs):
        also = reading.decide(assumed.rows[place])
        also_status = status(also.bounds, also.closes, as_of)
    return Relief(decision, found, also, also_status, decision.needs, decision.elsewhere, unsettled)


def _seen(decision: Decision, bounds: Bounds, as_of: int) -> tuple[str, Bounds | None]:
    """What a reading comes to: a status, and the bounds of the day where they still matter."""
    found = status(bounds, decision.closes, as_of)
    return found, bounds if found in ("later", "ask") else None


# ---- ways of minors ------------------------------------------------------------------------------------------------

#: In their twentieth year: too old for what is a minor's, young enough for what ends at 21.
_GROWN: Final = 19


def _asks_birth(relief: Relief) -> bool:
    return (relief.assumed_status or relief.status) == "ask" and "birth_date" in (relief.assumed or relief.decision).needs


def _juvenile(record: Record, given: TableRow, row: Row, law: Law) -> bool:
    """Whether anything in the record, or an answer, points to a juvenile court."""
    if given["disposition"] == "adjudicated" or "juvenil" in f"{given['court']} {given['level']} {' '.join(record.notes)}".casefold():
        return True
    slot = law.layout.slot
    asked = [slot[name] for name, fact in law.facts.items() if "juvenile" in name and name in slot and fact.type in ("yesno", "day")]
    return any(row[place] not in (NO, UNKNOWN) for place in asked)


def _grown(row: Row, law: Law, as_of: int) -> Row | None:
    """The row of a person who was an adult at the offense; `None` if what is known of their birth says otherwise."""
    slot = law.layout.slot
    low, high = row[slot["offense_date"]]
    day = high if low > ALWAYS and high < AFTER else as_of
    birth, known = add_months(day, -12 * _GROWN), row[slot["birth_date"]]
    if not known[0] <= birth <= known[1]:
        return None
    grown = row.copy()
    grown[slot["offense_date"]], grown[slot["birth_date"]] = (day, day), (birth, birth)
    return grown


def _closed(reading: Reading, row: Row | None, as_of: int) -> bool:
    decision = reading.decide(row) if row is not None else None
    return decision is not None and status(decision.bounds, decision.closes, as_of) == "closed"


# ---- JSON ----------------------------------------------------------------------------------------------------------


def to_json(result: Result) -> dict[str, Any]:
    """The result as the contract's JSON (``unburden.check/1``)."""
    return {
        "schema": SCHEMA,
        "as_of": iso(result.as_of),
        "person": {
            "id": result.record.person_id,
            "names": list(result.record.person.names),
            "birth_dates": list(result.record.person.birth_dates),
        },
        "sources": [{"file": each.file, "format": each.format} for each in result.record.sources],
        "whole_record": list(result.whole_record),
        "charges": [_charge_json(each, result) for each in result.charges],
        "no_law": list(result.no_law),
        "notes": list(result.record.notes),
        "disagreements": [
            {"charge_id": each.charge_id, "field": each.field, "values": list(each.values), "sources": [_span(span) for span in each.spans]}
            for each in result.record.disagreements
        ],
        "set_aside": [{**_span(each.span), "text": each.text, "why": each.why} for each in result.record.set_aside],
        "problems": [
            {"code": each.code, "message": each.message, "file": each.file, "line": each.line, "page": each.page}
            for each in result.problems
        ],
        "unread": [{**_span(each.span), "text": each.text, "why": each.why} for each in result.record.unread],
    }


def _span(span: Span | None) -> dict[str, Any]:
    return {"file": span.file, "line": span.line, "page": span.page} if span else {"file": None, "line": None, "page": None}


def _charge_json(charge: ChargeResult, result: Result) -> dict[str, Any]:
    row, match = charge.row, charge.match
    offense = None
    if match is not None and match.candidates:
        first = match.candidates[0]
        offense = {
            "id": first.id if len(match.candidates) == 1 else None,
            "name": first.name if len(match.candidates) == 1 else None,
            "sets": sorted({name for each in match.candidates for name in each.sets if match.member(name)}),
            "candidates": [each.id for each in match.candidates],
            "how": match.how,
            "why": match.why,
        }
    printed = charge.charge.printed_at("statute") or charge.charge.printed_at("description")
    return {
        "charge_id": row["charge_id"],
        "case_id": row["case_id"],
        "jurisdiction": row["jurisdiction"] or None,
        "statute": row["statute"] or None,
        "description": row["description"] or None,
        "level": row["level"] or None,
        "offense": offense,
        "offense_date": row["offense_date"] or None,
        "disposition": row["disposition"] or None,
        "disposition_date": row["disposition_date"] or None,
        "source": _span(printed[1] if printed else None),
        "relief": [_relief_json(each, charge, result) for each in charge.relief],
    }


def _relief_json(relief: Relief, charge: ChargeResult, result: Result) -> dict[str, Any]:
    decision, provision = relief.decision, relief.provision
    found: dict[str, Any] = {
        "provision": provision.id,
        "version": iso(provision.start) if provision.start > ALWAYS else None,
        "title": provision.title["en"],
        "citation": provision.citation,
        "kind": provision.kind,
        "effect": list(provision.effect),
        "merits": provision.merits,
        "court": provision.court,
        "read": provision.source.read,
        "contact": dict(provision.contact),
        "status": relief.status,
        "opens": _bounds(decision.bounds),
        "closes": _bounds(decision.closes) if decision.closes else None,
        "unsettled": relief.unsettled,
        "ask": list(relief.ask),
        "ask_elsewhere": sorted({name for group in relief.ask_elsewhere for place, name in group if place != charge.place}),
        "because": [_because(finding, result) for finding in decision.findings],
    }
    if relief.unsettled:
        found["readings"] = {"favorable": _bounds(decision.favorable), "strict": _bounds(decision.strict)}
    if relief.assumed is not None:
        found["if_whole_record"] = {"status": relief.assumed_status, "opens": _bounds(relief.assumed.bounds)}
    return found


def _because(finding: Finding, result: Result) -> dict[str, Any]:
    condition = finding.condition
    found: dict[str, Any] = {
        "condition": condition.id,
        "text": condition.text["en"],
        "cite": condition.cite,
        "holds": holds(finding.bounds, result.as_of),
        "opens": _bounds(finding.bounds),
        "how": finding.how,
        "facts": [
            {"fact": used.fact, "value": fact_json(used.fact, used.value, result.law), **_span(used.span)}
            for used in finding.used
            if fact_json(used.fact, used.value, result.law) is not None
        ],
    }
    if finding.by is not None:
        found["exception"] = {"text": finding.by.text["en"], "cite": finding.by.cite}
    if finding.contradicted:
        found["contradicted"] = True
    if finding.readings:
        found["readings"] = [
            {"text": reading.text["en"], "cite": reading.cite, "opens": _bounds(bounds)}
            for reading, bounds in zip(condition.readings, finding.readings, strict=True)
        ]
    return found


def _bounds(bounds: Bounds) -> dict[str, str]:
    return {"earliest": iso(bounds[0]), "latest": iso(bounds[1])}


def fact_json(name: str, value: Any, law: Law) -> Any:
    """A fact's value as JSON: text, true or false, a number, a date, or a range of two; `None` where nothing is known."""
    fact = law.facts.get(name)
    if fact is None or not isinstance(value, tuple):
        return value
    if value == FULL[fact.type]:
        return None
    if fact.type == "level":
        return level_name(value)
    if fact.type in ("yesno", "since"):
        return value[1] == ALWAYS
    low, high = (iso(each) for each in value) if fact.type == "day" else value
    return low if low == high else [low, high]
