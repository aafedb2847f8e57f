"""What each charge could come to, and what an answer would change: the same decision, with a fact set for a moment.

Nothing is enumerated that need not be: an answer is tried on the few provisions that still depend on it. Only where no
answer changes anything by itself is it tried together with others, all of them where they are few, else a fixed sample.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import product
from math import prod
from random import Random
from typing import Any, Final, NamedTuple

from attrs import evolve

from unburden.calendar import AFTER, ALWAYS, NEVER, NO, UNKNOWN, YES, Bounds, add_months
from unburden.facts import Answers, Bound, bind, offense_of
from unburden.language import ChoiceTest, Constant, Fact, Lookup, Member, Ref, walk
from unburden.person import SETS, Decision, Memory, Reading, Row, status
from unburden.provision import Provision
from unburden.relief import WHOLE_RECORD, ChargeResult, Relief, Result
from unburden.terms import RANKS

#: A fact and whose it is: ``""`` for the person, else the id of a case or of a charge.
Cell = tuple[str, str]
#: A fact, the rows that have it, and the value to give it.
Setting = tuple[str, Sequence[int], Any]

_Free = tuple[str, Sequence[int]]

#: Combinations that are tried one and all; above that a sample of so many, always the same one.
_ALL: Final = 243
_SAMPLE: Final = 96
#: Decisions that one search may take; beyond it a question counts as useful.
_WORK: Final = 5000
_YEARS_AGO: Final = (60, 30, 20, 10, 5, 3, 1, 0)


class Outcome(NamedTuple):
    """A strongest effect (one of `law.EFFECTS`), ``open``, ``later`` or ``ask``, and for ``later`` its day."""

    effect: str
    status: str
    day: int


class Prospect(NamedTuple):
    """What is settled for a charge, and what stronger relief is still possible; `None` where there is none."""

    settled: Outcome | None
    possible: Outcome | None


class Pair(NamedTuple):
    """One provision for one charge, decided: the least that an answer can change."""

    place: int
    relief: Relief
    decision: Decision
    status: str


def pairs_of(charge: ChargeResult, assumed: bool) -> list[Pair]:
    """Every provision of a charge as decided; `assumed` takes the papers at hand for the whole record while nobody said otherwise."""
    return [
        Pair(charge.place, each, each.assumed, each.assumed_status or each.status)
        if assumed and each.assumed is not None
        else Pair(charge.place, each, each.decision, each.status)
        for each in charge.relief
    ]


def prospect(found: Iterable[tuple[Relief, str, Bounds]]) -> Prospect:
    """The prospect of one charge from provisions with their status and bounds."""
    ranked = sorted((each for each in found if each[1] != "closed"), key=lambda each: each[0].strength)
    settled = next((each for wanted in ("open", "later") for each in ranked if each[1] == wanted), None)
    stronger = next((each for each in ranked if settled is None or each[0].strength < settled[0].strength), None)
    return Prospect(_outcome(settled), _outcome(stronger))


def _outcome(found: tuple[Relief, str, Bounds] | None) -> Outcome | None:
    return Outcome(found[0].effect, found[1], found[2][0] if found[1] == "later" else 0) if found else None


def concerns(relief: Relief, wanted: str) -> bool:
    """Whether a provision is what the person wants to know of: one provision by its id, or ``relief``, which is all but information."""
    return relief.provision.id == wanted if wanted != "relief" else relief.provision.kind != "information"


def prospects(result: Result, wanted: str = "relief") -> dict[int, Prospect]:
    """The prospect of every charge by its place in the record, as if this were the whole record while nobody said otherwise."""
    found = {}
    for charge in result.charges:
        pairs = [each for each in pairs_of(charge, True) if concerns(each.relief, wanted)]
        found[charge.place] = prospect((each.relief, each.status, each.decision.bounds) for each in pairs)
    return found


class Trial:
    """A person's rows, on which facts can be set for a moment."""

    def __init__(self, result: Result, assumed: bool) -> None:
        answers: Answers = result.answers
        if assumed:
            missing = [name for name in WHOLE_RECORD if name in result.law.facts and name not in answers.person]
            answers = evolve(answers, person={**answers.person, **dict.fromkeys(missing, True)})
        self.as_of = result.as_of
        self.law = result.law
        self.bound: Bound = bind(result.record, result.law, answers)
        self.work = _WORK
        self._readings: dict[str, Reading] = {}
        self._mentions: dict[str, _Mentions] = {}

    def value(self, fact: str, place: int) -> Any:
        """What a row says of a fact."""
        return self.bound.rows[place][self.law.layout.slot[fact]]

    def rows(self, settings: Iterable[Setting]) -> list[Row] | None:
        """The rows with these facts set and what follows from them; `None` if they cannot all be so."""
        layout = self.law.layout
        rows = [row.copy() for row in self.bound.rows]
        touched: set[int] = set()
        for fact, places, value in settings:
            for place in places:
                rows[place][SETS if fact == "offense" else layout.slot[fact]] = value
            touched.update(places)
        if any(layout.close(rows[place]) for place in touched):
            return None
        memory = self.bound.memory
        days = [row[layout.slot["offense_date"]] for row in rows]
        Memory(rows, memory.cases, days, bool(rows) and rows[0][layout.slot["record_complete"]] == YES)
        return rows

    def decide(self, pair: Pair, rows: Sequence[Row]) -> tuple[str, Bounds]:
        """Status and bounds of a pair over these rows."""
        self.work -= 1
        provision = pair.relief.provision
        reading = self._readings.get(provision.key)
        if reading is None:
            reading = self._readings[provision.key] = Reading(provision, self.law.layout)
        found = reading.decide(rows[pair.place])
        return status(found.bounds, found.closes, self.as_of), found.bounds

    def changes(self, fact: str, places: Sequence[int], pairs: Sequence[Pair], others: Iterable[Sequence[_Free]]) -> bool:
        """Whether an answer can change a pair's status or the day from which it opens, alone or together with other answers.

        Args:
            fact: the fact that is asked for.
            places: the rows whose fact it is.
            pairs: what depends on it.
            others: for each pair, the further facts that can still be asked, each with its rows.
        """
        values = self.values(fact, places[0], pairs)
        for value in values:
            rows = self.rows([(fact, places, value)])
            if rows is not None and any(_seen(*self.decide(pair, rows)) != _seen(pair.status, pair.decision.bounds) for pair in pairs):
                return True
        for pair, free in zip(pairs, others, strict=True):
            for settings in self._assignments(free, pair):
                if self.work <= 0:
                    return True
                rows = self.rows(settings)
                if rows is None:
                    continue
                before = _seen(*self.decide(pair, rows))
                for value in values:
                    rows = self.rows([*settings, (fact, places, value)])
                    if rows is not None and _seen(*self.decide(pair, rows)) != before:
                        return True
        return False

    def _assignments(self, free: Sequence[_Free], pair: Pair) -> Iterator[list[Setting]]:
        options = [[None, *self.values(fact, places[0], [pair])] for fact, places in free]
        if not options:
            return
        drawn: Iterable[tuple[Any, ...]]
        if prod(len(each) for each in options) <= _ALL:
            drawn = product(*options)
        else:
            draw = Random(len(free))
            drawn = (tuple(draw.choice(each) for each in options) for _ in range(_SAMPLE))
        for values in drawn:
            yield [(fact, places, value) for (fact, places), value in zip(free, values, strict=True) if value is not None]

    # ---- what a fact can be ----

    def values(self, fact: str, place: int, pairs: Sequence[Pair]) -> list[Any]:
        """Values that an answer could give a fact, as a row holds them: all where they are few, else telling ones."""
        if fact == "offense":
            return self._offenses(place, pairs)
        known = self.law.facts[fact]
        bounds = self.value(fact, place)
        match known.type:
            case "yesno":
                return [YES, NO]
            case "since":
                return [YES, (AFTER, AFTER)]
            case "day":
                return self._days(bounds, pairs)
            case "number":
                return _within([(each, each) for each in (0, 1, 100, 100_000)], bounds)
            case "level":
                return [(rank, rank) for rank in RANKS if bounds[0] <= rank <= bounds[1]]
            case _:
                return list(known.values) or [*self._choices(known, pairs), "\0"]

    def _days(self, bounds: Bounds, pairs: Sequence[Pair]) -> list[Bounds]:
        marks = {day + step for pair in pairs for day in self._mentioned(pair).days for step in (-1, 0)}
        days = [add_months(self.as_of, -12 * years) for years in _YEARS_AGO] + [add_months(self.as_of, 12), *sorted(marks)[:12]]
        if bounds != UNKNOWN:
            days += [bounds[0], bounds[1], (bounds[0] + bounds[1]) // 2]
        found = _within([(day, day) for day in dict.fromkeys(days)], bounds)
        return [*found, NO] if bounds[1] == NEVER and bounds[0] == ALWAYS else found

    def _choices(self, fact: Fact, pairs: Sequence[Pair]) -> list[str]:
        return sorted({value for pair in pairs for value in self._mentioned(pair).choices.get(fact.name, ())})

    def _offenses(self, place: int, pairs: Sequence[Pair]) -> list[Any]:
        row, match = self.bound.table[place], self.bound.matches[place]
        if match is not None and match.candidates:
            date = self.value("offense_date", place)
            return [offense_of(row["jurisdiction"], each.statute, "", row["level"], date, self.law).sets for each in match.candidates[:8]]
        names = sorted({name for pair in pairs for name in self._mentioned(pair).sets})
        none = dict.fromkeys(names, NO)
        return [none, *({**none, name: YES} for name in names[:8])]

    def _mentioned(self, pair: Pair) -> _Mentions:
        provision = pair.relief.provision
        found = self._mentions.get(provision.key)
        if found is None:
            found = self._mentions[provision.key] = _mentions(provision)
        return found


class _Mentions(NamedTuple):
    """Days, values of choices, and sets of offenses that a provision names."""

    days: frozenset[int]
    choices: Mapping[str, frozenset[str]]
    sets: frozenset[str]


def _mentions(provision: Provision) -> _Mentions:
    days: set[int] = set()
    choices: dict[str, set[str]] = {}
    sets: set[str] = set()
    trees = [tree for condition in provision.conditions for tree in condition.trees()]
    for node in (each for tree in [*trees, *([provision.closes] if provision.closes else [])] for each in walk(tree)):
        match node:
            case Constant(type="day", bounds=(low, high)) if low == high and ALWAYS < low < AFTER:
                days.add(low)
            case ChoiceTest(name=name, values=values):
                choices.setdefault(name, set()).update(values)
            case Lookup(table=table, key=Ref(name=name)) if not table.by_level:
                choices.setdefault(name, set()).update(str(each) for each in table.entries)
            case Member(set=name):
                sets.add(name)
    return _Mentions(frozenset(days), {name: frozenset(values) for name, values in choices.items()}, frozenset(sets))


def _within(values: Iterable[Bounds], bounds: Bounds) -> list[Bounds]:
    return [each for each in values if bounds[0] <= each[0] and each[1] <= bounds[1]]


def _seen(found: str, bounds: Bounds) -> tuple[str, int]:
    """What a person sees of a decision: its status, and the day if it opens on one."""
    return found, bounds[0] if found == "later" else 0
