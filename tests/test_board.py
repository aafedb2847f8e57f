"""The board against itself written out: every policy tried, every combination of answers gone through."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from itertools import product
from random import Random

import pytest
from attrs import evolve
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from unburden.board import FEW, HEAVY, NO, OPEN, SKIPPED, UNKNOWN, YES, Ask, Board, Matter, State, Table

EXAMPLES = int(os.environ.get("UNBURDEN_EXAMPLES", "40"))
steady = settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=list(HealthCheck))
RANDOM = st.randoms(use_true_random=False)


# ---- boards ----


def table(asks: Sequence[Ask], of: Sequence[int], final: dict[State, str]) -> Table:
    """A table by what it comes to once all is answered; before, it is settled as soon as nothing else can come of it."""

    def outcome(state: State) -> str:
        options = [[value] if value >= 0 else range(len(asks[ask].chances)) for ask, value in zip(of, state, strict=True)]
        found = {final[each] for each in product(*options)}
        return found.pop() if len(found) == 1 else UNKNOWN

    return Table(tuple(of), outcome)


def truth(*of: int, asks: Sequence[Ask], all_of: bool = True) -> Table:
    """That all of these questions have their first answer, or one of them."""
    final = {}
    for each in product(*[range(len(asks[ask].chances)) for ask in of]):
        yes = [value == 0 for value in each]
        final[each] = YES if (all(yes) if all_of else any(yes)) else NO
    return table(asks, of, final)


def yesno(name: str, weight: int = 1, yes: float = 0.5, skip: float = 0.0, needs: int | None = None) -> Ask:
    return Ask(name, weight, (yes, 1 - yes), skip, needs)


def drawn_asks(draw: Random, most: int, needs: bool) -> list[Ask]:
    asks: list[Ask] = []
    for number in range(draw.randint(2, most)):
        count = draw.choice((2, 2, 2, 3))
        shares = [draw.randint(0 if place else 1, 5) for place in range(count)]
        chances = tuple(each / sum(shares) for each in shares)
        need = draw.randrange(number) if needs and number and draw.random() < 0.3 else None
        asks.append(Ask(f"q{number}", draw.choice((0, 1, 1, 2, 4, 5)), chances, draw.choice((0.0, 0.0, 0.1, 0.25)), need))
    return asks


def drawn_table(draw: Random, asks: Sequence[Ask], among: Sequence[int]) -> Table:
    of = draw.sample(among, min(len(among), draw.randint(1, 3)))
    for ask in of:
        # What a question needs stands among them, too.
        need = asks[ask].needs
        if need is not None and need not in of:
            of.append(need)
    kinds = (YES, NO, NO) if draw.random() < 0.8 else (YES, NO, UNKNOWN)
    return table(asks, of, {each: draw.choice(kinds) for each in product(*[range(len(asks[ask].chances)) for ask in of])})


def drawn(draw: Random, most: int = 4, *, follows: bool = True, apart: bool = False, exact: bool = True) -> Board:
    """A random board of a few questions. With `apart` the tables of a matter share no question.

    The optimum is `exact` but for one thing, left out here: a question that was skipped and is known after all by what another answer
    brings with it can wake a matter that was given up.
    """
    asks = drawn_asks(draw, most, needs=not apart)
    linked: list[int] = []
    plain = [place for place, ask in enumerate(asks) if len(ask.chances) == 2 and ask.needs is None]
    if follows and len(plain) > 1 and draw.random() < 0.5:
        linked = draw.sample(plain, 2)
        if exact:
            asks = [evolve(ask, skip=0.0) if place in linked else ask for place, ask in enumerate(asks)]
    matters: list[Matter] = []
    for number in range(draw.randint(1, 3)):
        left = list(range(len(asks)))
        tables = []
        for _ in range(draw.randint(1, 3)):
            if left:
                tables.append(drawn_table(draw, asks, left))
                left = [each for each in left if each not in tables[-1].asks] if apart else left
        if draw.random() < 0.1:
            tables.append(Table((), lambda state: UNKNOWN))
        beside = (drawn_table(draw, asks, left),) if left and draw.random() < 0.2 else ()
        earlier = tuple(each for each in range(number) if draw.random() < 0.4)
        matters.append(Matter(f"m{number}", tuple(tables), beside, earlier))
    # A yes to the one is a yes to the other, and a no to the other a no to the one.
    brings = {(linked[0], 0): [(linked[1], 0)], (linked[1], 1): [(linked[0], 1)]} if linked else {}
    return Board(asks, matters, brings)


# ---- the same, written out ----


class Plain:
    """What a board says, worked out with no memory and no shortcuts."""

    def __init__(self, board: Board) -> None:
        self.asks, self.matters, self.follows = board.asks, board.matters, board.follows
        self.known: dict[State, float] = {}

    def outcome(self, table: Table, state: State) -> str:
        return table.outcome(tuple(state[each] for each in table.asks))

    def puttable(self, ask: int, state: State) -> bool:
        """Whether it is open, and what it needs was answered with yes or still can be."""
        need = self.asks[ask].needs
        return state[ask] == OPEN and (need is None or state[need] in (OPEN, 0))

    def worlds(self, table: Table, state: State) -> Iterator[State]:
        """Every state that further answers to a table's questions can lead to."""
        free = [ask for ask in table.asks if self.puttable(ask, state)]
        for values in product(*[[OPEN, *range(len(self.asks[ask].chances))] for ask in free]):
            found = list(state)
            for ask, value in zip(free, values, strict=True):
                found[ask] = value
            if all(found[ask] == OPEN or (need := self.asks[ask].needs) is None or found[need] == 0 for ask in free):
                yield tuple(found)

    def useful(self, matter: Matter, state: State) -> set[int]:
        """The questions that can change a matter, by its tables one by one."""
        now = [self.outcome(each, state) for each in matter.tables]
        if NO in now or any(self.opened(self.matters[each], state) for each in matter.after):
            return set()
        # Where one table can hold in no world, the others matter only by failing.
        opens = all(any(self.outcome(table, world) == YES for world in self.worlds(table, state)) for table in matter.tables)
        found = set()
        for each in (*matter.tables, *matter.beside):
            found |= self.moving(each, state, failing=not opens and each in matter.tables)
        return found

    def moving(self, table: Table, state: State, failing: bool = False) -> set[int]:
        def seen(world: State) -> str | bool:
            outcome = self.outcome(table, world)
            return outcome == NO if failing else outcome

        if self.outcome(table, state) != UNKNOWN:
            return set()
        found = set()
        for world in self.worlds(table, state):
            for ask in table.asks:
                if state[ask] == OPEN and world[ask] != OPEN:
                    without = tuple(OPEN if each == ask else value for each, value in enumerate(world))
                    stands = all(world[each] == OPEN or self.asks[each].needs != ask or state[each] != OPEN for each in table.asks)
                    if stands and seen(world) != seen(without):
                        found.add(ask)
        for ask in [*found]:
            # It can be put only once what it needs was put.
            need = self.asks[ask].needs
            while need is not None and state[need] == OPEN:
                found.add(need)
                need = self.asks[need].needs
        return found

    def opened(self, matter: Matter, state: State) -> bool:
        gone = any(self.opened(self.matters[each], state) for each in matter.after)
        return not gone and all(self.outcome(each, state) == YES for each in matter.tables)

    def light(self, matter: Matter, state: State) -> bool:
        """Whether light questions that can be put now could settle a matter by themselves."""
        by_table = []
        for table in matter.tables:
            found = set()
            for world in self.worlds(table, state):
                given = [ask for ask in table.asks if world[ask] != state[ask]]
                needs = [self.asks[ask].needs for ask in given]
                if all(self.asks[ask].weight < HEAVY for ask in given) and all(each is None or state[each] == 0 for each in needs):
                    found.add(self.outcome(table, world))
            by_table.append((self.outcome(table, state), found))
        return any(now != NO and NO in found for now, found in by_table) or (
            any(now == UNKNOWN and YES in found for now, found in by_table) and all(YES in found for _, found in by_table)
        )

    def allowed(self, state: State) -> set[int]:
        """The questions that may come next."""
        now: set[int] = set()
        needed: set[int] = set()
        for matter in self.matters:
            if not any(self.useful(self.matters[each], state) for each in matter.after):
                found = {ask for ask in self.useful(matter, state) if (need := self.asks[ask].needs) is None or state[need] == 0}
                now |= found
                needed |= set() if self.light(matter, state) else found
        return {ask for ask in now if self.asks[ask].weight < HEAVY or ask in needed}

    def everything(self, state: State) -> set[int]:
        return {ask for matter in self.matters for ask in self.useful(matter, state)}

    def answer(self, state: State, ask: int, value: int) -> State:
        found = list(state)
        found[ask] = value
        for other, brought in self.follows.get((ask, value), ()):
            if found[other] in (OPEN, SKIPPED):
                found[other] = brought
        return tuple(found)

    def after(self, state: State, ask: int) -> Iterator[tuple[float, State]]:
        each = self.asks[ask]
        if each.skip:
            yield each.skip, self.answer(state, ask, SKIPPED)
        for value, chance in enumerate(each.chances):
            if chance:
                yield chance * (1 - each.skip), self.answer(state, ask, value)

    def cheapest(self, state: State) -> float:
        """The least expected cost over all policies."""
        if state not in self.known:
            costs = [
                self.asks[ask].cost + sum(chance * self.cheapest(then) for chance, then in self.after(state, ask))
                for ask in self.allowed(state)
            ]
            self.known[state] = min(costs, default=0.0)
        return self.known[state]


def cost(board: Board, *, best: bool = True) -> float:
    """The expected cost of the questions that a board puts, over all answers."""
    plain, known = Plain(board), dict[State, float]()

    def of(state: State) -> float:
        if state not in known:
            ask = board.choose(state, best)
            after = [] if ask is None else [chance * of(then) for chance, then in plain.after(state, ask)]
            known[state] = sum(after) + (0 if ask is None else board.asks[ask].cost)
        return known[state]

    return of(board.start())


def run(draw: Random, board: Board, best: bool = True) -> Iterator[tuple[State, int]]:
    """An interview with drawn answers: each state and the question that was put in it."""
    state = board.start()
    while (ask := board.choose(state, best)) is not None:
        yield state, ask
        value = SKIPPED if board.asks[ask].skip and draw.random() < 0.4 else draw.randrange(len(board.asks[ask].chances))
        state = board.answer(state, ask, value)
    yield state, -1


# ---- the optimum ----


@steady
@given(RANDOM)
def test_the_optimum_is_the_cheapest_of_all_policies(draw: Random) -> None:
    board = drawn(draw)
    assert board.expected(board.start()) == pytest.approx(Plain(board).cheapest(board.start()))


@steady
@given(RANDOM)
def test_the_optimum_of_more_questions(draw: Random) -> None:
    board = drawn(draw, most=5, follows=False)
    assert board.expected(board.start()) == pytest.approx(Plain(board).cheapest(board.start()))


@steady
@given(RANDOM)
def test_the_questions_that_are_put_cost_what_the_optimum_expects(draw: Random) -> None:
    board = drawn(draw)
    assert cost(board) == pytest.approx(board.expected(board.start()))
    assert cost(board, best=False) == pytest.approx(board.expected(board.start(), best=False))
    # From any state on, not only from the first.
    for state, _ in run(draw, board):
        assert board.expected(state) == pytest.approx(Plain(board).cheapest(state))


def test_by_hand() -> None:
    asks = [yesno("sure", yes=0.9), yesno("even", yes=0.5)]
    board = Board(asks, [Matter("m", (truth(0, asks=asks), truth(1, asks=asks)))])
    # A no to either settles it; that is more likely of the second.
    assert board.choose(board.start()) == 1
    assert board.expected(board.start()) == pytest.approx(2 + 0.5 * 2)
    either = Board(asks, [Matter("m", (truth(0, 1, asks=asks, all_of=False),))])
    assert either.choose(either.start()) == 0
    assert either.expected(either.start()) == pytest.approx(2 + 0.1 * 2)


def test_a_question_costs_its_weight() -> None:
    asks = [yesno("heavier", weight=3, yes=0.4), yesno("lighter", weight=0, yes=0.5)]
    board = Board(asks, [Matter("m", (truth(0, asks=asks), truth(1, asks=asks)))])
    assert board.choose(board.start()) == 1
    assert board.expected(board.start()) == pytest.approx(1 + 0.5 * 4)


def test_what_follows_is_not_asked_again() -> None:
    asks = [yesno("strong", yes=0.8), yesno("weak", yes=0.9)]
    matters = [Matter("one", (truth(0, asks=asks),)), Matter("other", (truth(1, asks=asks),))]
    board = Board(asks, matters, {(0, 0): [(1, 0)], (1, 1): [(0, 1)]})
    assert board.choose(board.start()) == 0
    assert board.answer(board.start(), 0, 0) == (0, 0)
    assert board.answer(board.start(), 1, 1) == (1, 1)
    assert board.answer(board.start(), 0, 1) == (1, OPEN)
    # What was skipped is known by it as well; what was answered stays.
    assert board.answer((OPEN, SKIPPED), 0, 0) == (0, 0)
    assert board.answer((OPEN, 1), 0, 0) == (0, 1)
    assert board.expected(board.start()) == pytest.approx(2 + 0.2 * 2)


def test_a_weaker_matter_waits_for_a_stronger_and_is_gone_once_that_is_open() -> None:
    asks = [yesno("for the strong", weight=3), yesno("for the weak", weight=0)]
    board = Board(asks, [Matter("strong", (truth(0, asks=asks),)), Matter("weak", (truth(1, asks=asks),), after=(0,))])
    start = board.start()
    assert board.choose(start) == 0
    assert board.useful(start) == [0, 1]
    assert board.choose(board.answer(start, 0, 0)) is None
    assert board.choose(board.answer(start, 0, 1)) == 1
    assert board.choose(board.answer(start, 0, SKIPPED)) == 1


def test_what_stands_beside_matters_while_the_matter_can_be_open() -> None:
    asks = [yesno("gate"), yesno("who learns of it", weight=2)]
    board = Board(asks, [Matter("m", (truth(0, asks=asks),), (truth(1, asks=asks),))])
    assert board.choose(board.start()) == 0
    assert board.choose((1, OPEN)) is None
    assert board.choose((0, OPEN)) == 1
    assert board.choose((SKIPPED, OPEN)) == 1


# ---- independent groups ----


def beside_each_other(one: Board, other: Board) -> Board:
    """Two boards as one that share nothing."""
    more, later = len(one.asks), len(one.matters)
    moved = [evolve(ask, needs=None if ask.needs is None else ask.needs + more) for ask in other.asks]

    def shifted(each: Table) -> Table:
        return Table(tuple(ask + more for ask in each.asks), each.outcome)

    matters = [
        Matter(
            each.name, tuple(map(shifted, each.tables)), tuple(map(shifted, each.beside)), tuple(number + later for number in each.after)
        )
        for each in other.matters
    ]
    follows = {(ask + more, value): [(to + more, then) for to, then in brings] for (ask, value), brings in other.follows.items()}
    return Board([*one.asks, *moved], [*one.matters, *matters], {**one.follows, **follows})


@steady
@given(RANDOM)
def test_what_shares_nothing_is_solved_apart_and_exactly(draw: Random) -> None:
    one, other = drawn(draw, most=3), drawn(draw, most=2)
    both = beside_each_other(one, other)
    expected = one.expected(one.start()) + other.expected(other.start())  # type: ignore[operator]
    assert both.expected(both.start()) == pytest.approx(expected)
    assert Plain(both).cheapest(both.start()) == pytest.approx(expected)
    assert cost(both) == pytest.approx(expected)


def test_many_small_groups_are_still_solved_for_the_optimum() -> None:
    asks = [yesno(f"q{number}", yes=0.3 + number / 100) for number in range(4 * FEW)]
    matters = [Matter(f"m{number}", (truth(number, asks=asks), truth(number + 1, asks=asks))) for number in range(0, 4 * FEW, 2)]
    board = Board(asks, matters)
    weighed = board.weigh(board.start())
    assert weighed is not None
    assert weighed.optimal
    assert weighed.everything == 4
    assert board.expected(board.start()) == pytest.approx(sum(2 + (0.3 + number / 100) * 2 for number in range(0, 4 * FEW, 2)))


def test_of_groups_the_one_that_is_moved_most_comes_first_and_heavy_ones_last() -> None:
    asks = [yesno("heavy", weight=HEAVY, yes=0.9), yesno("dear", weight=3), yesno("cheap", weight=0)]
    matters = [Matter(f"h{number}", (truth(0, asks=asks),)) for number in range(20)]
    matters += [Matter("d", (truth(1, asks=asks),)), Matter("c", (truth(2, asks=asks),))]
    board = Board(asks, matters)
    assert [ask for _, ask in run(Random(0), board)] == [2, 1, 0, -1]


# ---- what is never asked ----


@steady
@given(RANDOM)
def test_no_heavy_question_comes_before_the_light_ones_that_could_settle_its_matters(draw: Random) -> None:
    board = drawn(draw, exact=False)
    plain = Plain(board)
    best = draw.random() < 0.5
    for state, ask in run(draw, board, best):
        if ask >= 0 and board.asks[ask].weight >= HEAVY:
            concerned = [
                matter
                for matter in board.matters
                if ask in plain.useful(matter, state) and not any(plain.useful(board.matters[each], state) for each in matter.after)
            ]
            assert any(not plain.light(matter, state) for matter in concerned), (state, ask)


def test_a_heavy_question_waits_even_where_it_would_be_the_cheaper_one() -> None:
    asks = [yesno("heavy", weight=HEAVY, yes=0.01), *(yesno(f"light {number}", weight=3, yes=0.99) for number in range(3))]
    tables = [truth(number, asks=asks) for number in range(4)]
    board = Board(asks, [Matter("m", tuple(tables))])
    assert [ask for _, ask in run(NoSkips(0), board)][-2:] == [0, -1]
    # A matter that no light answer can settle is another thing.
    both = Board(asks, [Matter("m", tuple(tables)), Matter("n", (tables[0],))])
    assert both.choose(both.start()) == 0


class NoSkips(Random):
    """Answers that are never skipped, and always the first."""

    def random(self) -> float:
        return 0.99

    def randrange(self, *args: int) -> int:  # type: ignore[override]
        return 0


@steady
@given(RANDOM)
def test_nothing_is_put_that_cannot_change_anything_and_nothing_is_left_that_can(draw: Random) -> None:
    board = drawn(draw, exact=False)
    plain = Plain(board)
    for state, ask in run(draw, board, best=draw.random() < 0.5):
        useful = plain.everything(state)
        assert set(board.useful(state)) == useful
        assert ask in useful if ask >= 0 else not useful


@steady
@given(RANDOM)
def test_where_tables_share_no_question_useful_means_that_the_matter_itself_can_change(draw: Random) -> None:
    board = drawn(draw, follows=False, apart=True)
    for state, _ in run(draw, board):
        found = set()
        options = [[value] if value != OPEN else [OPEN, *range(len(ask.chances))] for ask, value in zip(board.asks, state, strict=True)]
        for values in product(*options):
            for ask, value in enumerate(values):
                if value != OPEN and state[ask] == OPEN:
                    without = tuple(OPEN if each == ask else then for each, then in enumerate(values))
                    if stands(board, state, values) != stands(board, state, without):
                        found.add(ask)
        assert set(board.useful(state)) == found


def stands(board: Board, now: State, state: State) -> list[object]:
    """How every matter that is not settled now stands in a state: closed, or whether it is open and what is beside it."""
    plain = Plain(board)
    found: list[object] = []
    for matter in board.matters:
        if not any(plain.opened(board.matters[each], now) for each in matter.after):
            outcomes = [plain.outcome(each, state) for each in matter.tables]
            beside = [plain.outcome(each, state) for each in matter.beside]
            found.append(NO if NO in outcomes else (all(each == YES for each in outcomes), beside))
    return found


def test_what_could_only_hold_is_not_asked_where_another_table_never_can() -> None:
    asks = [yesno("could only hold"), yesno("could fail")]
    only = table(asks, [0], {(0,): YES, (1,): UNKNOWN})
    never = Table((), lambda state: UNKNOWN)
    board = Board(asks, [Matter("m", (only, truth(1, asks=asks), never))])
    assert board.useful(board.start()) == [1]
    assert Board(asks, [Matter("m", (only, truth(1, asks=asks)))]).useful(board.start()) == [0, 1]


@steady
@given(RANDOM)
def test_a_question_comes_once_and_only_after_what_it_needs(draw: Random) -> None:
    board = drawn(draw, exact=False)
    put = []
    for state, ask in run(draw, board, best=draw.random() < 0.5):
        if ask >= 0:
            assert state[ask] == OPEN
            assert (need := board.asks[ask].needs) is None or state[need] == 0
            put.append(ask)
    assert len(put) == len(set(put)) <= len(board.asks)


def test_what_needs_a_yes_waits_for_it_and_a_no_or_a_skip_ends_it() -> None:
    asks = [yesno("gate", yes=0.1), yesno("inner", weight=0, yes=0.1, needs=0), yesno("innermost", weight=0, yes=0.1, needs=1)]
    final = {each: YES if each[2] == 0 else NO if each[2] == 1 and each[1] == 0 else UNKNOWN for each in product((0, 1), (0, 1), (0, 1))}
    # Nothing but the innermost decides, and it makes no sense without the two before it.
    board = Board(asks, [Matter("m", (Table((0, 1, 2), lambda state: final.get(state, UNKNOWN)),))])
    start = board.start()
    assert board.useful(start) == [0, 1, 2]
    assert board.choose(start) == 0
    assert board.choose((0, OPEN, OPEN)) == 1
    assert board.choose((0, 0, OPEN)) == 2
    for gone in ((1, OPEN, OPEN), (SKIPPED, OPEN, OPEN), (0, 1, OPEN), (0, SKIPPED, OPEN)):
        assert board.useful(gone) == []
        assert board.choose(gone) is None


# ---- the same every time, and where it is too much ----


@steady
@given(st.integers(0, 2**32))
def test_the_same_board_gives_the_same_questions(seed: int) -> None:
    one, other = drawn(Random(seed)), drawn(Random(seed))
    assert [*run(Random(seed), one)] == [*run(Random(seed), other)]
    # What was worked out before makes no difference.
    state = one.start()
    assert one.choose(state) == drawn(Random(seed)).choose(state)


@steady
@given(RANDOM)
def test_what_is_weighed_is_what_is_chosen(draw: Random) -> None:
    board = drawn(draw)
    for state, ask in run(draw, board):
        weighed = board.weigh(state)
        if weighed is None:
            assert ask == -1
            continue
        assert weighed.ask == ask
        assert weighed.optimal
        compared = dict(weighed.compared)
        assert ask in compared
        assert not set(compared) & set(weighed.waiting)
        assert {*compared, *weighed.waiting} <= set(board.useful(state))
        assert weighed.everything == sum(board.asks[each].cost for each in {*compared, *weighed.waiting})
        assert weighed.expected is not None
        assert board.asks[ask].cost <= weighed.expected <= weighed.everything + 1e-9
        assert 1 <= weighed.matters <= len(board.matters)


@steady
@given(RANDOM)
def test_too_much_work_looks_one_step_ahead(draw: Random) -> None:
    board = drawn(draw)
    hurried = Board(board.asks, board.matters, board.follows, work=0)
    for state, ask in run(draw, hurried):
        assert ask == (-1 if (found := board.choose(state, best=False)) is None else found)
        weighed = hurried.weigh(state)
        assert weighed is None or (not weighed.optimal and weighed.expected is None)
        assert hurried.expected(state) is None if weighed else hurried.expected(state) == 0


def test_more_than_a_few_open_questions_are_not_solved_for_the_optimum() -> None:
    for count in (FEW, FEW + 1):
        asks = [yesno(f"q{number}", yes=0.2 + number / 40) for number in range(count)]
        board = Board(asks, [Matter("m", tuple(truth(number, asks=asks) for number in range(count)))], work=10**6)
        weighed = board.weigh(board.start())
        assert weighed is not None
        assert weighed.optimal == (count == FEW)
        assert (board.expected(board.start()) is None) == (count > FEW)
        # Here both know which: the one that fails most.
        assert weighed.ask == 0


def test_looking_one_step_ahead_costs_little_more_than_the_optimum() -> None:
    """Measured on boards drawn once and for all: no board costs twice the optimum, and all together 3 % more."""
    ratios = []
    for seed in range(400):
        board = drawn(Random(seed), most=5)
        start = board.start()
        optimum = board.expected(start)
        ahead = board.expected(start, best=False)
        assert optimum is not None
        assert ahead is not None
        if optimum:
            assert ahead >= optimum - 1e-9
            ratios.append(ahead / optimum)
    assert len(ratios) > 200
    assert max(ratios) <= 2
    assert sum(ratios) / len(ratios) <= 1.03
