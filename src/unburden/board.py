"""What to ask next, worked out on a board: questions with priors and weights, and matters that their answers settle.

Nothing here knows of law. A *matter* is something that the person wants to know; it is closed when one of its tables says no, and
open when all say yes. A *table* is one condition: its outcome for every combination of answers to the few questions that it hangs
on. A *question* costs one and its weight. A policy is good if the expected cost of the questions that it asks until no answer can
change anything any more is small.

The best policy is found by dynamic programming over what has been answered (Bellman 1957) as long as few questions are open; matters
that share no question are independent, so each group of them is solved by itself. Beyond that, one step is looked ahead: the question
that leaves the least to be asked, as far as that can be told without looking further.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import product
from typing import Final, NamedTuple, TypeAlias

from attrs import define, field, frozen

#: Answers so far: for each question the number of its answer, `SKIPPED` (asked, and not known), or `OPEN`.
State: TypeAlias = tuple[int, ...]
OPEN: Final = -1
SKIPPED: Final = -2
YES, NO, UNKNOWN = "yes", "no", ""
#: From this weight on a question waits while a lighter one could settle the matter.
HEAVY: Final = 4
#: So many open questions are solved for the optimum, in so many steps of work.
FEW: Final = 12
WORK: Final = 60_000


@frozen
class Ask:
    """A question: its name, its weight, the chance of each answer, and the chance that the person does not know or skips it.

    It can be put only once the question `needs` (by number) has its first answer, the yes.
    """

    name: str
    weight: int
    chances: tuple[float, ...]
    skip: float = 0.0
    needs: int | None = None

    @property
    def cost(self) -> int:
        """One for being asked, and its weight."""
        return 1 + self.weight


@frozen(eq=False)
class Table:
    """One condition: the questions that it hangs on, and its outcome for the answers (`SKIPPED` and `OPEN` alike not known).

    What a question `needs` stands among them, too. A table that hangs on too many to be tried out is not `whole`: it is taken to be
    settled once all of them are answered, and until then to fail as often as not.
    """

    asks: tuple[int, ...]
    outcome: Callable[[State], str]
    whole: bool = True


@frozen(eq=False)
class Matter:
    """Something to be settled: tables of which all must hold, and `beside` those that matter only while none of them fails.

    `after` are matters (by number) that come first: while one of them is unsettled this one waits, and if one of them is open this one
    matters no more.
    """

    name: str
    tables: tuple[Table, ...]
    beside: tuple[Table, ...] = ()
    after: tuple[int, ...] = ()


@define
class Board:
    """Questions and matters. `follows` maps a question and an answer to the answers of others that it brings with it."""

    asks: Sequence[Ask]
    matters: Sequence[Matter]
    follows: Mapping[tuple[int, int], Sequence[tuple[int, int]]] = field(factory=dict)
    work: int = WORK
    _tables: dict[tuple[int, State], _Read] = field(factory=dict, repr=False, init=False)
    _seen: list[dict[State, _Sight]] = field(factory=list, repr=False, init=False)
    _of: list[tuple[int, ...]] = field(factory=list, repr=False, init=False)
    _solved: dict[object, tuple[float, int]] = field(factory=dict, repr=False, init=False)
    _chosen: dict[object, int] = field(factory=dict, repr=False, init=False)
    _links: list[int] = field(factory=list, repr=False, init=False)
    _heavy: int = field(default=0, repr=False, init=False)
    _needing: int = field(default=0, repr=False, init=False)
    _left: int = field(default=0, repr=False, init=False)

    def __attrs_post_init__(self) -> None:
        self._seen = [{} for _ in self.matters]
        for matter in self.matters:
            own = [ask for table in (*matter.tables, *matter.beside) for ask in table.asks]
            self._of.append(tuple(dict.fromkeys([*own, *(ask for before in matter.after for ask in self._of[before])])))
        self._links = [1 << place for place in range(len(self.asks))]
        for (ask, _), brings in self.follows.items():
            for other, _ in brings:
                self._links[ask] |= 1 << other
        self._needing = sum(1 << place for place, ask in enumerate(self.asks) if ask.needs is not None)
        self._heavy = sum(1 << place for place, ask in enumerate(self.asks) if ask.weight >= HEAVY)

    def start(self) -> State:
        """Nothing answered yet."""
        return (OPEN,) * len(self.asks)

    def answer(self, state: State, ask: int, value: int) -> State:
        """The state with one more answer, and what follows from it."""
        found = list(state)
        found[ask] = value
        for other, brings in self.follows.get((ask, value), ()):
            if found[other] < 0:
                found[other] = brings
        return tuple(found)

    def useful(self, state: State) -> list[int]:
        """Every question whose answer can still change a matter, alone or together with others."""
        found = 0
        for number in range(len(self.matters)):
            found |= self._sight(number, state).open
        return _places(found)

    # ---- what still matters ----

    def _sight(self, number: int, state: State) -> _Sight:
        """A matter as it stands, worked out once for what was answered of it."""
        local = tuple([state[ask] for ask in self._of[number]])
        found = self._seen[number].get(local)
        if found is None:
            found = self._seen[number][local] = self._look(self.matters[number], state)
        return found

    def _look(self, matter: Matter, state: State) -> _Sight:
        read = [self._read(table, state) for table in matter.tables]
        if any(each.outcome == NO for each in read):
            return _Sight(NO, 0, 0, False, 0, ())
        if not all(each.holds for each in read):
            # What never holds keeps the matter from opening: the others can only close it.
            read = [each._replace(matter=each.closing) for each in read]
        before = [self._sight(each, state) for each in matter.after]
        if any(each.outcome == YES for each in before):
            return _Sight(UNKNOWN, 0, 0, False, 0, ())
        beside = [(table, self._read(table, state)) for table in matter.beside]
        opened = read_by = 0
        for table, each in (*zip(matter.tables, read, strict=True), *beside):
            opened |= each.matter
            if each.outcome == UNKNOWN:
                read_by |= sum(1 << ask for ask in table.asks)
        light = any(NO in each.light for each in read) or (
            any(each.light for each in read) and all(each.outcome != UNKNOWN or each.light - {NO} for each in read)
        )
        for earlier in before:
            read_by |= earlier.read_by
        outcome = YES if all(each.outcome == YES for each in read) else UNKNOWN
        waits = any(each.open for each in before)
        return _Sight(outcome, opened, 0 if waits else opened, light, read_by, self._reached(read, [each for _, each in beside], waits))

    def _reached(self, read: Sequence[_Read], beside: Sequence[_Read], waits: bool) -> tuple[tuple[int, float], ...]:
        """The open questions of a matter, each with the chance that it is come to."""
        found: dict[int, float] = {}
        open_tables = [(sum(self.asks[ask].cost for ask in _places(each.matter)), each) for each in read if each.matter]
        open_tables.sort(key=lambda each: each[0] / (each[1].fails + 1e-9))
        chance = 0.5 if waits else 1.0
        for _, each in open_tables:
            for ask in _places(each.matter):
                found[ask] = max(found.get(ask, 0.0), chance)
            chance *= 1 - each.fails
        for each in beside:
            for ask in _places(each.matter):
                found[ask] = max(found.get(ask, 0.0), chance)
        return tuple(found.items())

    def _read(self, table: Table, state: State) -> _Read:
        local = tuple([state[each] for each in table.asks])
        key = (id(table), local)
        found = self._tables.get(key)
        if found is None:
            found = self._tables[key] = self._worked_out(table, local)
        return found

    def _worked_out(self, table: Table, local: State) -> _Read:
        now = table.outcome(local)
        if now != UNKNOWN:
            return _Read(now, 0, frozenset(), 0.0, now == YES, 0)
        needs = [self._needs(table, place) for place in range(len(local))]
        # What needs a yes that was not given is never put.
        free = [
            place for place, value in enumerate(local) if value == OPEN and ((need := needs[place]) is None or local[need] in (OPEN, 0))
        ]
        if not table.whole:
            bits = sum(1 << table.asks[place] for place in free)
            light = any(self.asks[table.asks[place]].weight < HEAVY for place in free)
            return _Read(now, bits, frozenset({NO}) if light else frozenset(), 0.5, True, bits)
        options = [[*range(len(self.asks[table.asks[place]].chances)), OPEN] for place in free]
        outcomes: dict[State, str] = {}
        for chosen in product(*options):
            given = list(local)
            for place, value in zip(free, chosen, strict=True):
                given[place] = value
            if all(given[place] == OPEN or (need := needs[place]) is None or given[need] == 0 for place in free):
                outcomes[chosen] = table.outcome(tuple(given))
        matter = self._moving(table, local, free, needs, outcomes)
        closing = self._moving(table, local, free, needs, {chosen: outcome == NO for chosen, outcome in outcomes.items()})
        easy = [self.asks[table.asks[place]].weight < HEAVY and ((need := needs[place]) is None or local[need] == 0) for place in free]
        alone = {
            outcome for chosen, outcome in outcomes.items() if all(value == OPEN or ok for value, ok in zip(chosen, easy, strict=True))
        }
        fails = sum(self._chance(table, free, chosen) for chosen, outcome in outcomes.items() if outcome == NO)
        return _Read(now, matter, frozenset(alone - {UNKNOWN}), fails, YES in outcomes.values(), closing)

    def _moving(
        self, table: Table, local: State, free: Sequence[int], needs: Sequence[int | None], outcomes: Mapping[State, str | bool]
    ) -> int:
        """The questions (as bits) of which an answer changes what comes of some others, with those that they need."""
        found = 0
        for at, place in enumerate(free):
            if any(
                chosen[at] != OPEN and outcome != outcomes.get((*chosen[:at], OPEN, *chosen[at + 1 :]), outcome)
                for chosen, outcome in outcomes.items()
            ):
                each: int | None = place
                while each is not None and local[each] == OPEN:
                    found |= 1 << table.asks[each]
                    each = needs[each]
        return found

    def _chance(self, table: Table, free: Sequence[int], chosen: State) -> float:
        """How likely some answers are; what is left open is taken to be skipped."""
        found = 1.0
        for place, value in zip(free, chosen, strict=True):
            ask = self.asks[table.asks[place]]
            found *= ask.skip if value == OPEN else ask.chances[value] * (1 - ask.skip)
        return found

    def _needs(self, table: Table, place: int) -> int | None:
        """Where in a table the question stands that another one needs."""
        need = self.asks[table.asks[place]].needs
        return table.asks.index(need) if need is not None and need in table.asks else None

    def _groups(self, matters: Iterable[int], state: State) -> list[tuple[int, tuple[int, ...]]]:
        """Unsettled matters, those together that share a question: each group with its open questions."""
        found: list[tuple[int, int, list[int]]] = []
        for number in matters:
            opened = self._sight(number, state).open
            if not opened:
                continue
            linked = opened
            for before in self.matters[number].after:
                linked |= self._sight(before, state).open
            for ask in _places(opened):
                linked |= self._links[ask]
            held = [number]
            rest = []
            for group in found:
                if group[0] & linked:
                    linked |= group[0]
                    opened |= group[1]
                    held += group[2]
                else:
                    rest.append(group)
            found = [*rest, (linked, opened, held)]
        return [(opened, tuple(sorted(held))) for _, opened, held in found]

    def _allowed(self, asks: int, matters: Sequence[int], state: State) -> list[int]:
        """The questions that may come next: a heavy one only for a matter that light ones alone cannot settle any more."""
        now = needed = 0
        for number in matters:
            sight = self._sight(number, state)
            now |= sight.now
            if not sight.light:
                needed |= sight.now
        waiting = self._heavy & ~needed
        now &= asks
        for ask in _places(now & self._needing):
            need = self.asks[ask].needs
            if need is not None and state[need] != 0:
                now &= ~(1 << ask)
        return _places(now & ~waiting or now)

    # ---- the choice ----

    def choose(self, state: State, best: bool = True) -> int | None:
        """The next question, or `None` where no answer changes anything; without `best` one step is looked ahead only.

        Of groups that share nothing, the one whose next question moves most for its cost comes first, and heavy ones last.
        """
        chosen = [(self._choose(asks, held, state, best), held) for asks, held in self._groups(range(len(self.matters)), state)]

        def rank(each: tuple[int, Sequence[int]]) -> tuple[bool, float, int]:
            ask, held = each
            moved = sum(1 for number in held if self._sight(number, state).open >> ask & 1)
            return (self.asks[ask].weight >= HEAVY, -moved / self.asks[ask].cost, ask)

        return min(chosen, key=rank)[0] if chosen else None

    def weigh(self, state: State) -> Weighed | None:
        """Why a question comes next: what was compared, and how; `None` where there is none."""
        chosen = self.choose(state)
        if chosen is None:
            return None
        asks, held = next(each for each in self._groups(range(len(self.matters)), state) if each[0] >> chosen & 1)
        ahead = self._ahead(asks, held, state)
        best = self._solved.get(self._key(held, state))
        return Weighed(
            chosen,
            best is not None,
            best[0] if best is not None else None,
            tuple((ask, cost) for cost, ask in ahead),
            sum(self.asks[each].cost for each in _places(asks)),
            tuple(each for each in _places(asks) if each not in {ask for _, ask in ahead}),
            sum(1 for number in held if self._sight(number, state).open >> chosen & 1),
        )

    def _choose(self, asks: int, matters: Sequence[int], state: State, best: bool) -> int:
        """The next question of one group, worked out once for as long as nothing of the group is answered."""
        key = (best, self._key(matters, state))
        found = self._chosen.get(key)
        if found is None:
            found = self._chosen[key] = self._choice(asks, matters, state, best)
        return found

    def _choice(self, asks: int, matters: Sequence[int], state: State, best: bool) -> int:
        if best and asks.bit_count() <= FEW:
            self._left = self.work
            try:
                return self._best(asks, matters, state)[1]
            except _TooMuchError:
                pass
        return self._ahead(asks, matters, state)[0][1]

    def _ahead(self, asks: int, matters: Sequence[int], state: State) -> list[tuple[float, int]]:
        """The questions that may come next, the best first: by their cost and the expected cost of what would still matter then."""
        found = []
        for ask in self._allowed(asks, matters, state):
            cost = float(self.asks[ask].cost)
            for value, chance in self._answers(ask):
                cost += chance * self._rest(matters, self.answer(state, ask, value))
            found.append((cost, self.asks[ask].weight, ask))
        return [(cost, ask) for cost, _, ask in sorted(found)]

    def _rest(self, matters: Sequence[int], state: State) -> float:
        """What is expected to be asked from here on, roughly: each question with the chance that some matter comes to it.

        A matter's tables are taken to be gone through one after the other, those first that fail most for their cost.
        """
        missed: dict[int, float] = {}
        for number in matters:
            for ask, chance in self._sight(number, state).reached:
                missed[ask] = missed.get(ask, 1.0) * (1 - chance)
        return sum(self.asks[ask].cost * (1 - miss) for ask, miss in missed.items())

    def _answers(self, ask: int) -> list[tuple[int, float]]:
        each = self.asks[ask]
        known = [(value, chance * (1 - each.skip)) for value, chance in enumerate(each.chances) if chance]
        return [*known, (SKIPPED, each.skip)] if each.skip else known

    # ---- the optimum ----

    def expected(self, state: State, *, best: bool = True) -> float | None:
        """The expected cost of all questions from here on, of the best policy or of looking one step ahead.

        `None` where a group of matters hangs on too many questions, or that would be too much work.
        """
        groups = self._groups(range(len(self.matters)), state)
        if any(asks.bit_count() > FEW for asks, _ in groups):
            return None
        self._left = self.work
        try:
            if best:
                return sum(self._best(asks, held, state)[0] for asks, held in groups)
            return sum(self._looking_ahead(asks, held, state, {}) for asks, held in groups)
        except _TooMuchError:
            return None

    def _looking_ahead(self, asks: int, matters: tuple[int, ...], state: State, known: dict[object, float]) -> float:
        """The expected cost of settling a group of matters by looking one step ahead each time."""
        key = self._key(matters, state)
        found = known.get(key)
        if found is None:
            self._left -= 1
            if self._left < 0:
                raise _TooMuchError
            ask = self._ahead(asks, matters, state)[0][1]
            found = float(self.asks[ask].cost)
            for value, chance in self._answers(ask):
                after = self.answer(state, ask, value)
                found += chance * sum(self._looking_ahead(inner, held, after, known) for inner, held in self._groups(matters, after))
            known[key] = found
        return found

    def _key(self, matters: Sequence[int], state: State) -> object:
        """What of a state makes a difference to these matters: what else was answered makes none any more."""
        read_by = 0
        for number in matters:
            read_by |= self._sight(number, state).read_by
        return tuple(matters), read_by, tuple([state[each] for each in _places(read_by)])

    def _best(self, asks: int, matters: Sequence[int], state: State) -> tuple[float, int]:
        """The least expected cost of settling a group of matters, and the question to begin with."""
        key = self._key(matters, state)
        found = self._solved.get(key)
        if found is not None:
            return found
        self._left -= 1
        if self._left < 0:
            raise _TooMuchError
        best, chosen = float("inf"), -1
        for ask in sorted(self._allowed(asks, matters, state), key=lambda each: self.asks[each].cost):
            cost = float(self.asks[ask].cost)
            for value, chance in self._answers(ask):
                if cost >= best:
                    break
                after = self.answer(state, ask, value)
                cost += chance * sum(self._best(inner, held, after)[0] for inner, held in self._groups(matters, after))
            if cost < best:
                best, chosen = cost, ask
        self._solved[key] = (best, chosen)
        return best, chosen


@frozen
class Weighed:
    """Why a question was chosen: whether it is the optimum's, and the expected cost then; every question that might have come, with
    its cost and the expected cost of what would still matter after it; the cost of asking everything; the questions that wait;
    and how many matters the answer can move."""

    ask: int
    optimal: bool
    expected: float | None
    compared: tuple[tuple[int, float], ...]
    everything: int
    waiting: tuple[int, ...]
    matters: int


class _Read(NamedTuple):
    """A table's outcome, the open questions (as bits) that can change it, what light ones alone could make of it, the chance that it
    fails, whether it can hold, and the questions that can make it fail or keep it from that."""

    outcome: str
    matter: int
    light: frozenset[str]
    fails: float
    holds: bool
    closing: int


class _Sight(NamedTuple):
    """A matter's outcome, its open questions (as bits) and those of them that need not wait, whether light ones alone could settle it,
    the questions that its open tables read, and the chance that each open question is come to."""

    outcome: str
    open: int
    now: int
    light: bool
    read_by: int
    reached: tuple[tuple[int, float], ...]


def _places(bits: int) -> list[int]:
    found = []
    while bits:
        low = bits & -bits
        found.append(low.bit_length() - 1)
        bits ^= low
    return found


class _TooMuchError(Exception):
    """The optimum would take more work than is allowed."""
