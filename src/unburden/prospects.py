"""What each charge could come to, and what an answer would change: the same decision, with a fact set for a moment.

An answer is tried on the few provisions that still depend on it. Only where none changes anything by itself is it tried
together with others: all of them where they are few, else those of one condition. What cannot be ruled out in bounded
work counts as useful.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import product
from math import prod
from typing import Any, Final, NamedTuple

from attrs import evolve

from unburden.calendar import AFTER, ALWAYS, NEVER, NO, UNKNOWN, YES, Bounds, add_months
from unburden.facts import Answers, Bound, bind, offense_of
from unburden.language import ChoiceTest, Constant, Fact, Lookup, Member, Over, Ref, facts_of, walk
from unburden.person import Decision, Reading, status
from unburden.provision import Provision
from unburden.relief import WHOLE_RECORD, ChargeResult, Relief, Result
from unburden.terms import RANKS
from unburden.trees import BY_OFFENSE, OFFENSE, SETS, Memory, Row, implications

#: A fact and whose it is: ``""`` for the person, else the id of a case or of a charge.
Cell = tuple[str, str]
#: A fact, the rows that have it, and the value to give it.
Setting = tuple[str, Sequence[int], Any]

Free = tuple[str, Sequence[int]]

#: Combinations of other answers that are tried one and all.
ALL: Final = 243
#: Decisions that one search may take; beyond it every question counts as useful.
WORK: Final = 1500
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


def prospects(result: Result, wanted: str = "relief", *, assumed: bool = True) -> dict[int, Prospect]:
    """The prospect of every charge by its place in the record; `assumed` as for `pairs_of`."""
    found = {}
    for charge in result.charges:
        pairs = [each for each in pairs_of(charge, assumed) if concerns(each.relief, wanted)]
        found[charge.place] = prospect((each.relief, each.status, each.decision.bounds) for each in pairs)
    return found


class World:
    """The rows of a trial with some facts set. Only the rows that are looked at are made."""

    def __init__(self, trial: Trial, settings: Sequence[Setting]) -> None:
        self._trial = trial
        self._settings = settings
        self._names = {name for fact, _, _ in settings for name in (fact, *trial.follows.get(fact, ()))}
        self._all: list[Row] | None = None

    def row(self, pair: Pair) -> Row | None:
        """The row of a pair's charge; `None` if the facts set cannot all be so."""
        trial = self._trial
        read = trial.mentioned(pair).loops & self._names
        # A charge's own facts never count in a condition over the other charges, unless they say which charges those are.
        own = all(len(places) == 1 and places[0] == pair.place for fact, places, _ in self._settings)
        if not read or (own and not read & {"offense_date", "record_complete"}):
            trial.work -= 1
            return self._set(trial.bound.rows[pair.place].copy(), pair.place)
        if self._all is None:
            trial.work -= len(trial.bound.rows)
            rows = [self._set(row.copy(), place) for place, row in enumerate(trial.bound.rows)]
            self._all = [] if None in rows else [row for row in rows if row is not None]
            slot, memory = trial.law.layout.slot, trial.bound.memory
            complete = bool(self._all) and self._all[0][slot["record_complete"]] == YES
            Memory(self._all, memory.cases, [row[slot["offense_date"]] for row in self._all], complete)
        return self._all[pair.place] if self._all else None

    def _set(self, row: Row, place: int) -> Row | None:
        layout = self._trial.law.layout
        touched = False
        for fact, places, value in self._settings:
            if place in places:
                row[SETS if fact == "offense" else layout.slot[fact]] = value
                if fact in BY_OFFENSE:
                    # What was worked out of the offense as it is does not hold for another.
                    row[OFFENSE] = {}
                touched = touched or fact in self._trial.follows
        return None if touched and layout.close(row) else row


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
        self.work = WORK
        #: What a fact says of others, either way: those that it implies and those that imply it.
        self.follows = {name: [*sources, *targets] for name, sources, targets in implications(result.law.facts)}
        codes = {row["jurisdiction"] for row in self.bound.table}
        self._readings = {each.provision.key: each for code in codes for each in self.law.readings(code, self.as_of)}
        self._mentions: dict[str, _Mentions] = {}

    def reading(self, pair: Pair) -> Reading:
        """A pair's provision made ready for rows."""
        return self._readings[pair.relief.provision.key]

    def value(self, fact: str, place: int) -> Any:
        """What a row says of a fact."""
        return self.bound.rows[place][self.law.layout.slot[fact]]

    def decide(self, pair: Pair, world: World) -> Decision | None:
        """A pair decided with some facts set; `None` if they cannot all be so."""
        row = world.row(pair)
        return self.reading(pair).decide(row) if row is not None else None

    def changes(self, fact: str, places: Sequence[int], pairs: Sequence[Pair], others: Sequence[Sequence[Free]]) -> bool:
        """Whether an answer can change a pair's status or the day from which it opens, alone or together with other answers.

        Args:
            fact: the fact that is asked for.
            places: the rows whose fact it is.
            pairs: what depends on it.
            others: for each pair, the further facts that can still be asked, each with its rows.
        """
        values = self.values(fact, places[0], pairs)
        for value in values:
            world = World(self, [(fact, places, value)])
            for pair in pairs:
                found = self.decide(pair, world)
                if self.work <= 0 or (found is not None and self._seen(found) != self._seen(pair.decision)):
                    return True
        return any(self._together(fact, places, values, pair, free) for pair, free in zip(pairs, others, strict=True))

    def _together(self, fact: str, places: Sequence[int], values: Sequence[Any], pair: Pair, free: Sequence[Free]) -> bool:
        """The same for one pair, with other facts set: all of them where that is little work, else those of one condition at a time."""
        options = self._options(free, pair)
        if prod(len(each) for each in options) <= ALL:
            return self._pivots(fact, places, values, pair, free, options, self._seen)
        for number, finding in enumerate(pair.decision.findings):
            names = {name for tree in finding.condition.trees() for name in facts_of(tree)}
            names |= {each for name in names for each in self.follows.get(name, ())}
            if fact not in names or finding.bounds[1] <= self.as_of:
                continue
            near = [each for each in free if each[0] in names]
            options = self._options(near, pair)
            if prod(len(each) for each in options) > ALL:
                return True

            def one(decision: Decision, number: int = number) -> object:
                return tuple(max(each, self.as_of) for each in decision.findings[number].bounds)

            if self._pivots(fact, places, values, pair, near, options, one):
                return True
        return pair.decision.closes is not None and pair.decision.closes[0] != pair.decision.closes[1]

    def _pivots(
        self,
        fact: str,
        places: Sequence[int],
        values: Sequence[Any],
        pair: Pair,
        free: Sequence[Free],
        options: Sequence[Sequence[Any]],
        seen: Callable[[Decision], object],
    ) -> bool:
        """Whether under some values of the other facts it matters what this one is."""
        for chosen in product(*options):
            if self.work <= 0:
                return True
            settings = [(name, rows, value) for (name, rows), value in zip(free, chosen, strict=True) if value is not None]
            before = self.decide(pair, World(self, settings))
            if before is None:
                continue
            for value in values:
                after = self.decide(pair, World(self, [*settings, (fact, places, value)]))
                if after is not None and seen(after) != seen(before):
                    return True
        return False

    def _options(self, free: Sequence[Free], pair: Pair) -> list[list[Any]]:
        return [[None, *spread(self.values(fact, places[0], [pair]), 3)] for fact, places in free]

    def _seen(self, decision: Decision) -> object:
        """What a person sees of a decision: its status, and the day if it opens on one."""
        found = status(decision.bounds, decision.closes, self.as_of)
        return found, decision.bounds[0] if found == "later" else 0

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
                return _within([(each, each) for each in (0, 1, 100, 100_000, *bounds)], bounds)
            case "level":
                return [(rank, rank) for rank in RANKS if bounds[0] <= rank <= bounds[1]]
            case _:
                return list(known.values) or [*self._choices(known, pairs), "\0"]

    def _days(self, bounds: Bounds, pairs: Sequence[Pair]) -> list[Bounds]:
        marks = {day + step for pair in pairs for day in self.mentioned(pair).days for step in (-1, 0)}
        days = [add_months(self.as_of, -12 * years) for years in _YEARS_AGO] + [add_months(self.as_of, 12), *sorted(marks)[:12]]
        if bounds != UNKNOWN:
            days += [bounds[0], bounds[1], (bounds[0] + bounds[1]) // 2]
        found = _within([(day, day) for day in dict.fromkeys(days)], bounds)
        return [*found, NO] if bounds[1] == NEVER and bounds[0] == ALWAYS else found

    def _choices(self, fact: Fact, pairs: Sequence[Pair]) -> list[str]:
        return sorted({value for pair in pairs for value in self.mentioned(pair).choices.get(fact.name, ())})

    def _offenses(self, place: int, pairs: Sequence[Pair]) -> list[Any]:
        row, match = self.bound.table[place], self.bound.matches[place]
        if match is not None and match.candidates:
            date = self.value("offense_date", place)
            return [offense_of(row["jurisdiction"], each.statute, "", row["level"], date, self.law).sets for each in match.candidates[:8]]
        names = sorted({name for pair in pairs for name in self.mentioned(pair).sets})
        none = dict.fromkeys(names, NO)
        return [none, *({**none, name: YES} for name in names[:8])]

    def mentioned(self, pair: Pair) -> _Mentions:
        """What the provision of a pair names."""
        provision = pair.relief.provision
        found = self._mentions.get(provision.key)
        if found is None:
            found = self._mentions[provision.key] = _mentions(provision)
        return found


class _Mentions(NamedTuple):
    """Days, values of choices, and sets of offenses that a provision names, and the facts of other charges that it reads."""

    days: frozenset[int]
    choices: Mapping[str, frozenset[str]]
    sets: frozenset[str]
    loops: frozenset[str]


def _mentions(provision: Provision) -> _Mentions:
    days: set[int] = set()
    choices: dict[str, set[str]] = {}
    sets: set[str] = set()
    loops: set[str] = set()
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
            case Over(scope=scope):
                loops.update(facts_of(node))
                if scope == "same_day":
                    loops.add("offense_date")
    return _Mentions(frozenset(days), {name: frozenset(values) for name, values in choices.items()}, frozenset(sets), frozenset(loops))


def _within(values: Iterable[Bounds], bounds: Bounds) -> list[Bounds]:
    return [each for each in values if bounds[0] <= each[0] and each[1] <= bounds[1]]


def spread(values: list[Any], most: int) -> list[Any]:
    """So many of the values, the first and the last among them."""
    return values if len(values) <= most else [values[place * (len(values) - 1) // (most - 1)] for place in range(most)]
