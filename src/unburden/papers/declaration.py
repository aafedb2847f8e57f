"""The person's sworn statement: only what the law needs, each sentence mapped to the conditions that it serves.

For every condition the facts are found without which it would not be shown, the heaviest to tell left out first. What the record
itself shows is not sworn to again. A sentence is the person's own where they gave one, else the fact's (`facts.toml`, ``say``),
which says no more than its question.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from attrs import evolve, field, frozen

from unburden import phrases
from unburden.calendar import ALWAYS, NO, UNKNOWN, Bounds
from unburden.language import FULL, Fact, Over, facts_of, walk
from unburden.papers.details import Details
from unburden.papers.plan import Entry, Filing, own_trees
from unburden.person import Finding, Reading, holds
from unburden.provision import Condition
from unburden.relief import WHOLE_RECORD, Result
from unburden.report.answers import standing
from unburden.report.words import Words
from unburden.trees import Memory, Row

#: How a condition is met for a charge: by the record, by what the person swears to, or not yet.
RECORD, SWORN, OPEN = "record", "sworn", "open"


@frozen
class Support:
    """What shows one condition for one charge: facts of the record, facts that the person states, facts that are not known."""

    condition: Condition
    entry: Entry
    finding: Finding
    record: tuple[str, ...] = ()
    sworn: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()

    @property
    def how(self) -> str:
        """``record``, ``sworn`` or ``open``."""
        return OPEN if self.missing else SWORN if self.sworn else RECORD


@frozen
class Passage:
    """One sentence of the declaration, with the number of its paragraph (0: left out).

    `numbers` are the charges it speaks of, empty for one about the person. `text` is the sentence, empty where the fact is not
    known (`question` then asks for it). `serves` are the conditions it shows, with `presumed` those that it shows by presumption.
    """

    paragraph: int
    fact: str
    numbers: tuple[int, ...]
    text: str
    own_words: bool
    question: str
    serves: tuple[Condition, ...]
    presumed: tuple[str, ...] = ()

    @property
    def struck(self) -> bool:
        """Whether the person wants it left out."""
        return self.paragraph == 0

    def speaks_of(self, fact: str, number: int) -> bool:
        """Whether it states this fact of the charge of this number."""
        return self.fact == fact and (not self.numbers or number in self.numbers)


@frozen
class Statement:
    """The declaration of one filing, and what shows each condition."""

    passages: tuple[Passage, ...]
    supports: tuple[Support, ...] = field(repr=False)


def declare(filing: Filing, result: Result, details: Details) -> Statement:
    """What a filing's declaration says."""
    finder = _Finder(result)
    supports = tuple(support for entry in filing.entries for support in finder.supports(entry))
    return Statement(tuple(_passages(filing, supports, result, details)), supports)


class _Finder:
    """Finds, for a condition that holds, the facts that it cannot do without."""

    def __init__(self, result: Result) -> None:
        self.result, self.law, self.bound = result, result.law, result.bound
        self._alone: dict[int, tuple[Condition, Reading, bool]] = {}

    def supports(self, entry: Entry) -> Iterable[Support]:
        _, decision = standing(entry.relief)
        for finding in decision.findings:
            yield self._support(entry, finding, {*decision.needs})

    def _support(self, entry: Entry, finding: Finding, asked: set[str]) -> Support:
        condition = finding.condition
        _, reading, loops = self._made(condition, entry)
        row = self.bound.rows[entry.charge.place]
        facts = [name for name in finding.facts if name not in ("offense", "jurisdiction", "inchoate")]
        if holds(self._favorable(reading, row), self.result.as_of) in ("unknown", "no"):
            missing = tuple(name for name in facts if name in asked and self._unknown(name, row))
            # An official paper that would make the law presume it is the attorney's to look for, not a sentence to swear to.
            own = {name for tree in own_trees(condition) for name in facts_of(tree)}
            missing = tuple(name for name in missing if name in own) or missing
            return Support(condition, entry, finding, missing=missing or ("",))
        record = [name for name in facts if not self._unknown(name, row) and self._recorded(name, entry)]
        told = [name for name in facts if not self._unknown(name, row) and not self._recorded(name, entry)]
        told.sort(key=lambda name: -self._weight(name))
        needed = self._needed(reading, row, told)
        if loops and self._needs_whole(reading, entry):
            needed.append("record_complete")
        # What was only assumed, to see what would follow, nobody has said.
        assumed = [name for name in needed if name in WHOLE_RECORD and name not in self.result.answers.person]
        sworn = tuple(name for name in needed if name not in assumed)
        return Support(condition, entry, finding, tuple(record), sworn, tuple(assumed))

    def _needed(self, reading: Reading, row: Row, told: Sequence[str]) -> list[str]:
        """The least of what was told under which the condition still holds; the heaviest facts are tried first."""
        slot, template = self.law.layout.slot, self.law.layout.template
        trial = row.copy()
        kept: list[str] = []
        for name in told:
            before = trial[slot[name]]
            trial[slot[name]] = template[slot[name]]
            if holds(self._favorable(reading, trial), self.result.as_of) in ("unknown", "no"):
                trial[slot[name]] = before
                kept.append(name)
        return kept

    def _needs_whole(self, reading: Reading, entry: Entry) -> bool:
        memory = self.bound.memory
        rows = [row.copy() for row in self.bound.rows]
        Memory(rows, memory.cases, memory.days, False)
        return holds(self._favorable(reading, rows[entry.charge.place]), self.result.as_of) == "unknown"

    @staticmethod
    def _favorable(reading: Reading, row: Row) -> Bounds:
        return reading.decide(row).favorable

    def _made(self, condition: Condition, entry: Entry) -> tuple[Condition, Reading, bool]:
        found = self._alone.get(id(condition))
        if found is None:
            alone = Reading(evolve(entry.relief.provision, conditions=(condition,), closes=None), self.law.layout)
            loops = any(isinstance(node, Over) for tree in condition.trees() for node in walk(tree))
            found = self._alone[id(condition)] = (condition, alone, loops)
        return found

    def _weight(self, name: str) -> int:
        return self.law.facts[name].weight if name in self.law.facts else 0

    def _unknown(self, name: str, row: Row) -> bool:
        slot = self.law.layout.slot
        fact = self.law.facts.get(name)
        if fact is None or name not in slot:
            return False
        value = row[slot[name]]
        return value is None if fact.type == "choice" else bool(value == FULL[fact.type])

    def _recorded(self, name: str, entry: Entry) -> bool:
        """Whether the record itself states a fact; what a person answered is theirs to state."""
        fact, row, answers = self.law.facts.get(name), entry.charge.row, self.result.answers
        if fact is None or fact.origin == "answer":
            return False
        nothing: Mapping[str, object] = {}
        said = (answers.person, answers.cases.get(row["case_id"], nothing), answers.charges.get(row["charge_id"], nothing))
        return not any(name in each for each in said)


def _passages(filing: Filing, supports: Sequence[Support], result: Result, details: Details) -> Iterable[Passage]:
    """Sentences in the order of the law's conditions; one that several charges or conditions share is said once."""
    law, words = result.law, Words("en")
    groups: dict[tuple[str, str], tuple[list[int], list[Condition], list[str]]] = {}
    order: dict[tuple[str, str], tuple[Fact, Entry, bool]] = {}
    places = {condition.id: place for place, condition in enumerate(filing.provision.conditions)}
    for support in sorted(supports, key=lambda each: places.get(each.condition.id, -1)):
        for name, known in [*((name, True) for name in support.sworn), *((name, False) for name in support.missing)]:
            fact = law.facts.get(name)
            if fact is None:
                continue
            text = _sentence(fact, support.entry, result, details, words) if known else ""
            numbers, serves, presumed = groups.setdefault((name, text), ([], [], []))
            order.setdefault((name, text), (fact, support.entry, known))
            if fact.scope != "person" and support.entry.number not in numbers:
                numbers.append(support.entry.number)
            if all(each.id != support.condition.id for each in serves):
                serves.append(support.condition)
                if support.finding.how == "presumed":
                    presumed.append(support.condition.id)
    # The first paragraph says who signs.
    paragraph = 1
    for (name, text), (numbers, serves, presumed) in groups.items():
        fact, entry, known = order[name, text]
        charge_id = entry.charge.row["charge_id"]
        own = _own(details, charge_id, name) if known else None
        struck = ("", name) in details.struck or (charge_id, name) in details.struck
        paragraph += not struck
        question = fact.ask.get("en", "")
        yield Passage(0 if struck else paragraph, name, tuple(numbers), text, own is not None, question, tuple(serves), tuple(presumed))


def _own(details: Details, charge_id: str, name: str) -> str | None:
    return details.words.get((charge_id, name)) or details.words.get(("", name))


def _sentence(fact: Fact, entry: Entry, result: Result, details: Details, words: Words) -> str:
    """What the person says of a fact: their own words, else the fact's sentence with its value."""
    own = _own(details, entry.charge.row["charge_id"], fact.name)
    if own is not None:
        return own
    value = result.bound.rows[entry.charge.place][result.law.layout.slot[fact.name]]
    if fact.type == "choice":
        return fact.say.format(phrases.value(fact.name, str(value), "en"))
    if fact.type in ("yesno", "since"):
        return fact.say if value[1] == ALWAYS else fact.say_no
    if fact.type == "day" and value == NO:
        return fact.say_no
    if fact.type == "level":
        return fact.say.format(words.level(value))
    if fact.type == "number":
        low, high = (words.money(each) if fact.name == "balance_due" else str(each) for each in value)
        return fact.say.format(low if low == high else words("range", low=low, high=high))
    return fact.say.format(words.when(value)) if value != UNKNOWN else ""
