"""What a jurisdiction's law reaches, found by asking it about made-up charges of which little else is known.

A provision reaches a charge if it could still open: nothing that is known closes it, and what is not known could fall out well.
The same engine answers as for a person, so a survey of the law cannot say anything else than its decisions do.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final

from attrs import define, evolve, field, frozen

from unburden.calendar import NEVER, NO, YES, Bounds, iso
from unburden.facts import Answers, bind_rows
from unburden.language import Constant, facts_of, settled
from unburden.law import Law
from unburden.offense_files import Offense
from unburden.person import Decision, Reading
from unburden.provision import Clause, Condition, Provision
from unburden.record import COLUMNS
from unburden.terms import level_name

#: The day of the made-up offense; where the offense was not yet or no longer one, the nearest day on which it was.
_DAY: Final = 735_750  # 2015-06-01
_ADULT: Final = "1980-01-01"
_MINOR: Final = "2000-01-01"
_THE_CHARGE: Final = frozenset({"offense", "level", "disposition"})


@frozen
class Reach:
    """How far one provision goes, with what stops it: citations of the conditions that close it, by outcome and by set.

    `outcomes` holds the outcomes (`terms.OUTCOMES`) of an adult's charge that it reaches, `perhaps` those for which that rests on
    words that were not read. `offenses` gives for each general set the ids of its offenses in the jurisdiction's own table, `reached`
    those that can be cleared after a conviction, and `unread` those whose place under the law was not read. `minors` is set if only
    convictions of minors are reached.
    """

    provision: Provision
    outcomes: frozenset[str]
    perhaps: frozenset[str]
    minors: bool
    offenses: Mapping[str, frozenset[str]]
    reached: frozenset[str]
    unread: frozenset[str]
    stops: Mapping[str, tuple[str, ...]]


@define
class Survey:
    """One jurisdiction's law on one day, ready to be asked. `as_of` is an ordinal."""

    law: Law
    code: str
    as_of: int
    _settled: dict[tuple[str, bool, frozenset[str]], Reading] = field(factory=dict, init=False)

    def readings(self, kind: str) -> list[Reading]:
        """The provisions of a kind that are in force."""
        found = self.law.readings(self.code, self.as_of)
        return [each for each in found if each.provision.kind == kind and each.provision.start <= self.as_of]

    def ask(self, reading: Reading, charge: Mapping[str, str], answers: Mapping[str, object] | None = None) -> Decision:
        """What a provision says of a charge of which only this is known: columns of the charges table, and answers."""
        row = dict.fromkeys(COLUMNS, "")
        row.update(person_id="survey", case_id="1", charge_id="1", jurisdiction=self.code, case_status="closed")
        row.update(charge)
        facts = self.law.facts
        known = {name: value for name, value in (answers or {}).items() if name in facts}
        person = {name: value for name, value in known.items() if facts[name].scope == "person"}
        own = {name: value for name, value in known.items() if facts[name].scope != "person"}
        bound = bind_rows([row], self.law, Answers(person=person, charges={"1": own}))
        return reading.decide(bound.rows[0])

    def convicted(self, reach: Reach) -> dict[str, str]:
        """A conviction of which nothing else is known: an adult's, or a minor's where only those are reached."""
        return {"disposition": "convicted", "birth_date": _MINOR if reach.minors else _ADULT, "offense_date": iso(_DAY)}

    def reach(self, reading: Reading, sets: Iterable[str], denied: Iterable[str] = ()) -> Reach:
        """How far a provision goes for charges of some general sets; `denied` facts are answered no where there is no conviction."""
        stops: dict[str, tuple[str, ...]] = {}
        outcomes: set[str] = set()
        perhaps: set[str] = set()
        minors = False
        for outcome in ("convicted", "dismissed", "not_filed", "adjudicated"):
            # An adjudication is of a minor; the other outcomes are asked about as an adult's.
            births = (_MINOR,) if outcome == "adjudicated" else (_ADULT, _MINOR)
            for birth in births:
                answers = dict.fromkeys(denied if outcome != "convicted" else (), False)
                charge = {"disposition": outcome, "birth_date": birth, "offense_date": iso(_DAY)}
                decision = self.ask(self.read_as(reading, NO), charge, answers)
                if decision.bounds[0] != NEVER:
                    outcomes.add(outcome)
                    minors |= outcome == "convicted" and birth == _MINOR
                    break
                stops[outcome] = stopped_by(decision)
                if birth == births[0] and self.ask(self.read_as(reading, YES), charge, answers).bounds[0] != NEVER:
                    perhaps.add(outcome)
        perhaps -= outcomes
        members: dict[str, frozenset[str]] = {}
        reached: set[str] = set()
        unread: set[str] = set()
        birth = _MINOR if minors else _ADULT
        for name in sets:
            found = {each.id: self._closed(reading, each, birth) for each in self.offenses(name)}
            if found:
                members[name] = frozenset(found)
                reached.update(id_ for id_, stopped in found.items() if stopped == ())
                unread.update(id_ for id_, stopped in found.items() if stopped is None)
                stops[name] = tuple(dict.fromkeys(cite for stopped in found.values() for cite in stopped or ()))
        own = own_conditions(reading.provision)
        if any(map(is_unread, own)) and not any({"offense", "level"} & reads(each) for each in own):
            # Part of the law was not read, and nothing of what was speaks of offenses: their list can be in that part.
            reached, unread = set(), reached | unread
        return Reach(
            reading.provision, frozenset(outcomes), frozenset(perhaps), minors, members, frozenset(reached), frozenset(unread), stops
        )

    def offenses(self, name: str) -> list[Offense]:
        """The offenses of the jurisdiction's own table that are in a general set."""
        found = self.law.jurisdictions.get(self.code)
        return [each for each in found.offenses.offenses if name in each.sets and not each.listed_only] if found else []

    def _closed(self, reading: Reading, offense: Offense, birth: str) -> tuple[str, ...] | None:
        """What closes the provision to a conviction of this offense, nothing if it is reached, `None` if that was not read."""
        day = min(max(_DAY, offense.start), offense.until - 1)
        level = level_name(offense.level) if offense.level else ""
        charge = {
            "disposition": "convicted",
            "birth_date": birth,
            "offense_date": iso(day),
            "statute": offense.statute,
            "description": "" if any(letter.isdigit() for letter in offense.statute) else offense.name,
            "level": "" if " to " in level else level,
        }
        # The charge stands alone, so that nothing else that is not known hides what the law says of its offense.
        alone = {"record_complete": True}
        decision = self.ask(self.read_as(reading, YES), charge, alone)
        if decision.bounds[0] == NEVER:
            return stopped_by(decision)
        return None if self.ask(self.read_as(reading, NO), charge, alone).bounds[0] == NEVER else ()

    def read_as(self, reading: Reading, bounds: Bounds, about: frozenset[str] = _THE_CHARGE) -> Reading:
        """The provision, had what was not read in its conditions on these facts been in the person's favor, or against them."""
        key = (reading.provision.key, bounds == YES, about)
        found = self._settled.get(key)
        if found is None:
            conditions = tuple(_settled(each, bounds) if reads(each) & about else each for each in reading.provision.conditions)
            found = self._settled[key] = Reading(evolve(reading.provision, conditions=conditions), self.law.layout)
        return found


def reads(condition: Condition) -> set[str]:
    """The facts that a condition reads; ``offense`` stands for sets and lists."""
    return {name for tree in condition.trees() for name in facts_of(tree)}


def is_unread(condition: Condition) -> bool:
    """Whether a condition says no more than that something was not read."""
    return isinstance(condition.holds, Constant) and condition.holds.unread


def _settled(part: Condition, bounds: Bounds) -> Condition:
    """A condition with every `unread` in it taken as these bounds."""

    def clauses(given: tuple[Clause, ...]) -> tuple[Clause, ...]:
        return tuple(evolve(each, holds=settled(each.holds, bounds)) for each in given)

    return evolve(
        part,
        holds=part.holds and settled(part.holds, bounds),
        presumed_by=part.presumed_by and settled(part.presumed_by, bounds),
        exceptions=clauses(part.exceptions),
        readings=clauses(part.readings),
    )


def stopped_by(decision: Decision) -> tuple[str, ...]:
    """Citations of the conditions that close a provision."""
    return tuple(dict.fromkeys(each.condition.cite for each in decision.findings if each.bounds[0] == NEVER))


def own_conditions(provision: Provision) -> list[Condition]:
    """The conditions that stand in the law, without those that the engine adds."""
    return [each for each in provision.conditions if not each.implicit]
