"""The person's sworn statement: only what the law needs, each sentence mapped to the conditions that it serves.

For every condition the facts are found without which it would not be shown, the heaviest to tell left out first. What the record
itself shows is not sworn to again. A sentence is the person's own where they gave one, else the fact's (`facts.toml`, ``say``),
which says no more than its question.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final, NamedTuple

from attrs import evolve, field, frozen

from unburden import phrases
from unburden.calendar import ALWAYS, NO, UNKNOWN, YES, Bounds
from unburden.facts import record_values
from unburden.language import FULL, Fact, Over, facts_of, walk
from unburden.papers.details import Details
from unburden.papers.plan import Entry, Filing, own_trees
from unburden.person import Decision, Finding, Reading, holds
from unburden.provision import Condition
from unburden.relief import WHOLE_RECORD, Result
from unburden.report.answers import standing
from unburden.report.words import Words
from unburden.trees import OFFENSE, Memory, Row

#: How a condition is met for a charge: by the record, by what the person swears to, or not yet.
RECORD, SWORN, OPEN = "record", "sworn", "open"
#: What a paper's caption and its list of charges say, and no sentence.
_NOT_SAID: Final = ("offense", "jurisdiction", "inchoate")


@frozen
class Support:
    """What shows one condition for one charge: facts of the record, facts that the person states, facts that are not known.

    `beside` are facts that the person states of other charges of the same filing. With `presumed` the law presumes the condition
    from what is stated.
    """

    condition: Condition
    entry: Entry
    finding: Finding
    record: tuple[str, ...] = ()
    sworn: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    beside: tuple[tuple[Entry, str], ...] = ()
    presumed: bool = False

    @property
    def told(self) -> tuple[tuple[Entry, str], ...]:
        """All that the person states for it: the charge that it is stated of, and the fact."""
        return (*((self.entry, name) for name in self.sworn), *self.beside)

    @property
    def how(self) -> str:
        """``record``, ``sworn`` or ``open``."""
        return OPEN if self.missing else SWORN if self.told else RECORD


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
    finder = _Finder(filing, result)
    supports = tuple(support for entry in filing.entries for support in finder.supports(entry))
    return Statement(tuple(_passages(filing, supports, result, details)), supports)


class _Told(NamedTuple):
    """A fact that somebody told, and the places in the record of the charges that it is told of."""

    name: str
    places: tuple[int, ...]


class _Finder:
    """Finds, for a condition that holds, the facts that it cannot do without."""

    def __init__(self, filing: Filing, result: Result) -> None:
        self.filing, self.result, self.law, self.bound = filing, result, result.law, result.bound
        self._slot = result.law.layout.slot
        self._entries = {entry.charge.place: entry for entry in filing.entries}
        self._rows = [row.copy() for row in result.bound.rows]
        self._stated: dict[int, Mapping[str, Any]] = {}
        self._alone: dict[int, tuple[Condition, Reading, tuple[str, ...] | None]] = {}

    def supports(self, entry: Entry) -> Iterable[Support]:
        _, decision = standing(entry.relief)
        for finding in decision.findings:
            yield self._support(entry, finding, {*decision.needs})

    def _support(self, entry: Entry, finding: Finding, asked: set[str]) -> Support:
        condition, here = finding.condition, entry.charge.place
        _, reading, others = self._made(condition, entry)
        row = self.bound.rows[here]
        facts = [name for name in finding.facts if name not in _NOT_SAID]
        if self._holds(reading.decide(row).favorable) in ("unknown", "no"):
            missing = tuple(name for name in facts if name in asked and self._unknown(name, row))
            # An official paper that would make the law presume it is the attorney's to look for, not a sentence to swear to.
            own = {name for tree in own_trees(condition) for name in facts_of(tree)}
            missing = tuple(name for name in missing if name in own) or missing
            return Support(condition, entry, finding, missing=missing or ("",))
        record = tuple(name for name in facts if not self._unknown(name, row) and not self._was_told(name, here))
        needed, how = self._needed(reading, here, list(self._told(facts, others, here)), others is not None)
        # What was only assumed, to see what would follow, nobody has said.
        missing = tuple(each.name for each in needed if self._assumed(each.name))
        sworn = tuple(each.name for each in needed if here in each.places and not self._assumed(each.name))
        beside = []
        for name, places in (each for each in needed if here not in each.places):
            other = next((self._entries[place] for place in places if place in self._entries), None)
            if other is None:
                # Another paper's charge: this declaration does not speak of it, so this is not shown here.
                missing = missing or ("",)
            else:
                beside.append((other, name))
        return Support(condition, entry, finding, record, sworn, missing, tuple(beside), how == "presumed")

    def _told(self, facts: Iterable[str], others: Iterable[str] | None, here: int) -> Iterable[_Told]:
        """What the condition reads and somebody told: of this charge and the person and, in conditions over others, of other charges."""
        found = dict.fromkeys(self._reach(name, here) for name in facts if self._was_told(name, here))
        for name in others or ():
            for place in range(len(self.bound.rows)):
                if self._was_told(name, place):
                    found.setdefault(self._reach(name, place))
        return found

    def _reach(self, name: str, place: int) -> _Told:
        scope, cases = self.law.facts[name].scope, self.bound.memory.cases
        if scope == "charge":
            return _Told(name, (place,))
        return _Told(name, tuple(each for each in range(len(cases)) if scope == "person" or cases[each] == cases[place]))

    def _needed(self, reading: Reading, here: int, told: list[_Told], loops: bool) -> tuple[list[_Told], str]:
        """The least of what was told under which the condition still holds, and how; what is assumed and the heaviest are tried first."""
        before = self._without((), reading, here, loops).favorable
        gone: list[_Told] = []

        def still(without: Sequence[_Told]) -> bool:
            after = self._without(without, reading, here, loops).favorable
            return after == before or self._holds(before) == self._holds(after) == "yes"

        # What is told of other charges is many times as much, and hardly ever decides.
        elsewhere = [each for each in told if here not in each.places]
        if elsewhere and still(elsewhere):
            gone, told = elsewhere, [each for each in told if here in each.places]
        for each in sorted(told, key=self._heavy):
            if still([*gone, each]):
                gone.append(each)
        return [each for each in told if each not in gone], self._without(gone, reading, here, loops).findings[0].how

    def _heavy(self, told: _Told) -> tuple[bool, int, int]:
        fact = self.law.facts[told.name]
        return not self._assumed(told.name), -fact.weight, -len(fact.implies)

    def _without(self, told: Iterable[_Told], reading: Reading, here: int, loops: bool) -> Decision:
        """What the condition alone comes to, had these things not been told."""
        rows, before = self._rows, []
        for name, places in told:
            for place in places if loops else (here,):
                row = rows[place]
                before.append((row, self._slot[name], row[self._slot[name]]))
                row[self._slot[name]] = self._of_record(place).get(name, self.law.layout.template[self._slot[name]])
        if loops:
            # What was worked out over all charges rests on what was told.
            days = [row[self._slot["offense_date"]] for row in rows]
            Memory(rows, self.bound.memory.cases, days, rows[here][self._slot["record_complete"]] == YES)
        for row in rows if loops else [rows[here]]:
            row[OFFENSE] = {}
        decision = reading.decide(rows[here])
        for row, slot, value in reversed(before):
            row[slot] = value
        return decision

    def _holds(self, bounds: Bounds) -> str:
        return holds(bounds, self.result.as_of)

    def _made(self, condition: Condition, entry: Entry) -> tuple[Condition, Reading, tuple[str, ...] | None]:
        """The condition alone as a reading, and the facts of other charges that it reads; none for a condition over no others."""
        found = self._alone.get(id(condition))
        if found is None:
            alone = Reading(evolve(entry.relief.provision, conditions=(condition,), closes=None), self.law.layout)
            loops = [node for tree in condition.trees() for node in walk(tree) if isinstance(node, Over)]
            names = dict.fromkeys(name for loop in loops for part in (loop.body, loop.filter) for name in facts_of(part))
            others = tuple(name for name in names if name not in _NOT_SAID) if loops else None
            found = self._alone[id(condition)] = (condition, alone, others)
        return found

    def _assumed(self, name: str) -> bool:
        return name in WHOLE_RECORD and name not in self.result.answers.person

    def _unknown(self, name: str, row: Row) -> bool:
        fact = self.law.facts.get(name)
        if fact is None or name not in self._slot:
            return False
        value = row[self._slot[name]]
        return value is None if fact.type == "choice" else bool(value == FULL[fact.type])

    def _was_told(self, name: str, place: int) -> bool:
        """Whether a fact is known, and from an answer that says more than the record itself."""
        fact, row = self.law.facts.get(name), self.bound.rows[place]
        if fact is None or name not in self._slot or self._unknown(name, row):
            return False
        if fact.origin == "answer":
            return True
        given, answers = self.bound.table[place], self.result.answers
        nothing: Mapping[str, object] = {}
        said = (answers.person, answers.cases.get(given["case_id"], nothing), answers.charges.get(given["charge_id"], nothing))
        return any(name in each for each in said) and self._of_record(place).get(name) != row[self._slot[name]]

    def _of_record(self, place: int) -> Mapping[str, Any]:
        """The facts that the record itself states of a charge."""
        if place not in self._stated:
            self._stated[place] = record_values(self.bound.table[place], self.law)[1]
        return self._stated[place]


def _passages(filing: Filing, supports: Sequence[Support], result: Result, details: Details) -> Iterable[Passage]:
    """Sentences in the order of the law's conditions; one that several charges or conditions share is said once."""
    law, words = result.law, Words("en")
    groups: dict[tuple[str, str, bool], tuple[list[int], list[Condition], list[str]]] = {}
    order: dict[tuple[str, str, bool], tuple[Fact, Entry, bool]] = {}
    places = {condition.id: place for place, condition in enumerate(filing.provision.conditions)}
    for support in sorted(supports, key=lambda each: places.get(each.condition.id, -1)):
        stated = [(entry, name, True) for entry, name in support.told]
        for entry, name, known in [*stated, *((support.entry, name, False) for name in support.missing)]:
            fact = law.facts.get(name)
            if fact is None:
                continue
            text = _sentence(fact, entry, result, details, words) if known else ""
            struck = ("", name) in details.struck or (entry.charge.row["charge_id"], name) in details.struck
            key = (name, text, struck)
            numbers, serves, presumed = groups.setdefault(key, ([], [], []))
            order.setdefault(key, (fact, entry, known))
            if fact.scope != "person" and entry.number not in numbers:
                numbers.append(entry.number)
            if all(each.id != support.condition.id for each in serves):
                serves.append(support.condition)
                if support.presumed:
                    presumed.append(support.condition.id)
    # The first paragraph says who signs.
    paragraph = 1
    for (name, text, struck), (numbers, serves, presumed) in groups.items():
        fact, entry, known = order[name, text, struck]
        own = _own(details, entry.charge.row["charge_id"], name) if known else None
        paragraph += not struck
        question = fact.ask.get("en", "")
        about = tuple(sorted(numbers))
        yield Passage(0 if struck else paragraph, name, about, text, own is not None, question, tuple(serves), tuple(presumed))


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
