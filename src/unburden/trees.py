"""A law's trees as functions over one person's charges: each gives bounds for the charge in a row.

Every tree becomes a chain of small functions over a *row*: one list of values per charge, in the order of a `Layout`.
Values are bounds (`calendar.Bounds`) for yes/no, days, numbers and levels, and text or `None` for choices. A condition
over other charges is answered for all charges of the person in one pass and remembered, so a record costs time linear in
its length.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from heapq import nlargest
from operator import itemgetter
from typing import Any, Final, TypeAlias

from unburden.calendar import AFTER, ALWAYS, NEVER, NO, UNKNOWN, YES, Bounds, add_days, add_months
from unburden.language import (
    FULL,
    NUMBER,
    Both,
    Branch,
    ChoiceTest,
    Compare,
    Constant,
    Either,
    Extreme,
    Fact,
    Happened,
    LevelTest,
    Lookup,
    Member,
    Node,
    Not,
    Over,
    Own,
    Ref,
    Shift,
    Since,
    Table,
    facts_of,
    owned,
    walk,
)
from unburden.terms import RANKS

#: One charge's values. The first slots are the charge's place, its person's memory, its sets, its spans, what was worked
#: out of its offense alone, and, while a loop looks at it, the row of the charge that the loop is about.
Row: TypeAlias = list[Any]
Eval: TypeAlias = Callable[[Row], Bounds]
#: Unknown facts of the charge at hand and of the person, by name; and, by loop and group, those of other charges.
Needs: TypeAlias = dict[str | tuple[int, object], tuple[tuple[int, str], ...]]
Ask: TypeAlias = Callable[[Row, Needs], None]

PLACE, MEMORY, SETS, SPANS, OFFENSE, _OWN = 0, 1, 2, 3, 4, 5
_FIRST: Final = 6


class Layout:
    """Where each fact stands in a row, and what a row holds before anything is known."""

    def __init__(self, facts: Mapping[str, Fact]) -> None:
        base = [fact for fact in facts.values() if fact.origin != "derived"]
        self.facts = facts
        self.slot: dict[str, int] = {fact.name: _FIRST + place for place, fact in enumerate(base)}
        self.template: Row = [0, None, {}, {}, {}, None] + [None if fact.type == "choice" else FULL[fact.type] for fact in base]
        self._implied = _implications(facts, self.slot)
        self._loops: dict[Over, int] = {}
        self._parts: dict[Node, int] = {}
        self.compiled: dict[int, tuple[Node, Eval]] = {}
        self.asking: dict[int, tuple[Node, Ask]] = {}

    def part(self, node: Node) -> int:
        """A number for a part of a tree that the offense alone decides, the same for equal parts."""
        return self._parts.setdefault(node, len(self._parts))

    def loop(self, node: Over) -> int:
        """A number for a condition over other charges, the same for equal conditions, so that each is answered once."""
        return self._loops.setdefault(node, len(self._loops))

    def close(self, row: Row) -> list[str]:
        """Draw what the answers in a row imply, forwards from a yes and backwards from a no.

        Returns the facts that are then both said and denied; each becomes unknown.
        """
        raw = {slot: row[slot] for slot, *_ in self._implied}
        clashes: list[str] = []
        for slot, name, from_these, to_these in self._implied:
            said = raw[slot] == YES or any(raw[other] == YES for other in from_these)
            denied = raw[slot] == NO or any(raw[other] == NO for other in to_these)
            row[slot] = UNKNOWN if said == denied else YES if said else NO
            if said and denied:
                clashes.append(name)
        return clashes


def _implications(facts: Mapping[str, Fact], slot: Mapping[str, int]) -> list[tuple[int, str, list[int], list[int]]]:
    """For each fact in an implication: its slot, its name, the slots of all that imply it, and of all that it implies."""
    return [
        (slot[name], name, [slot[each] for each in sources], [slot[each] for each in targets])
        for name, sources, targets in implications(facts)
    ]


def implications(facts: Mapping[str, Fact]) -> list[tuple[str, list[str], list[str]]]:
    """For each fact in an implication: its name, every fact that implies it, and every fact that it implies."""

    def reach(name: str, step: Mapping[str, Iterable[str]]) -> list[str]:
        found: dict[str, None] = {}
        todo = list(step.get(name, ()))
        while todo:
            each = todo.pop()
            if each not in found and each != name:
                found[each] = None
                todo.extend(step.get(each, ()))
        return list(found)

    forward = {fact.name: fact.implies for fact in facts.values() if fact.implies}
    backward: dict[str, list[str]] = {}
    for name, implied in forward.items():
        for each in implied:
            backward.setdefault(each, []).append(name)
    return [(name, reach(name, backward), reach(name, forward)) for name in facts if name in forward or name in backward]


class Memory:
    """One person's charges, and the answers of conditions over other charges, each computed once."""

    def __init__(self, rows: Sequence[Row], cases: Sequence[object], days: Sequence[Bounds], complete: bool) -> None:
        self.rows = rows
        self.cases = cases
        self.days = days
        self.complete = complete
        self.answers: dict[int, list[Bounds]] = {}
        self.pairs: dict[tuple[int, int], Bounds] = {}
        self.open: dict[tuple[int, object], tuple[tuple[int, str], ...]] = {}
        for place, row in enumerate(rows):
            row[PLACE], row[MEMORY] = place, self


# ---- trees to functions --------------------------------------------------------------------------------------------


def compile_tree(node: Node, layout: Layout) -> Eval:
    """The function that gives a tree's bounds for a row; made once for each tree."""
    known = layout.compiled.get(id(node))
    if known is None:
        # The tree is kept with it, so that its identity stays its own.
        known = layout.compiled[id(node)] = (node, _made(node, layout))
    return known[1]


def _made(node: Node, layout: Layout) -> Eval:
    if isinstance(node, Not | Both | Either | LevelTest) and by_offense(node):
        return _remembered(_compile(node, layout), layout.part(node))
    return _compile(node, layout)


#: Facts that the printed offense alone decides.
BY_OFFENSE: Final = frozenset({"offense", "level", "inchoate"})


def by_offense(node: Node) -> bool:
    """Whether the offense alone (its sets, its level, its kind) decides a yes/no part of a tree."""
    if node.type != "yesno" or isinstance(node, Constant):
        return False
    names = facts_of(node)
    return bool(names) and BY_OFFENSE.issuperset(names) and not any(isinstance(each, Over | Own) for each in walk(node))


def _remembered(evaluate: Eval, number: int) -> Eval:
    def run(row: Row) -> Bounds:
        memory = row[OFFENSE]
        found = memory.get(number)
        if found is None:
            found = memory[number] = evaluate(row)
        return found  # type: ignore[no-any-return]

    return run


def _compile(node: Node, layout: Layout) -> Eval:
    match node:
        case Constant(bounds=bounds):
            return lambda row: bounds
        case Ref(name=name):
            return itemgetter(layout.slot[name])
        case ChoiceTest(name=name, values=values):
            return _choice(layout.slot[name], values)
        case LevelTest(item=item, ranks=ranks):
            return _level(compile_tree(item, layout), ranks)
        case Member(set=name):
            return lambda row: row[SETS].get(name, UNKNOWN)
        case Not(item=item):
            return _not(compile_tree(item, layout))
        case Both(items=items):
            return _latest([compile_tree(each, layout) for each in items])
        case Either(items=items):
            return _earliest([compile_tree(each, layout) for each in items])
        case Branch(test=test, then=then, other=other):
            return _branch(compile_tree(test, layout), compile_tree(then, layout), compile_tree(other, layout))
        case Compare(op=op, left=left, right=right):
            return _comparison(op, compile_tree(left, layout), compile_tree(right, layout))
        case Since(day=day):
            return compile_tree(day, layout)
        case Shift():
            return _shift(node, layout)
        case Lookup(table=table, key=key):
            return _lookup(table, key, layout)
        case Extreme(latest=latest, items=items):
            days = [compile_tree(each, layout) for each in items]
            return _latest(days) if latest else _earliest(days)
        case Happened(day=day):
            return _happened(compile_tree(day, layout))
        case Own(item=item):
            return _own(compile_tree(item, layout))
        case Over():
            made = _paired if owned(node) else _over
            return made(node, layout.loop(node), compile_tree(node.body, layout), compile_tree(node.filter, layout))


def _choice(slot: int, values: frozenset[str]) -> Eval:
    def run(row: Row) -> Bounds:
        value = row[slot]
        return UNKNOWN if value is None else YES if value in values else NO

    return run


def _level(item: Eval, ranks: frozenset[int]) -> Eval:
    def run(row: Row) -> Bounds:
        low, high = item(row)
        inside = [rank in ranks for rank in RANKS if low <= rank <= high]
        return YES if all(inside) else NO if not any(inside) else UNKNOWN

    return run


def _not(item: Eval) -> Eval:
    def run(row: Row) -> Bounds:
        low, high = item(row)
        return (ALWAYS if high == NEVER else NEVER, ALWAYS if low == NEVER else NEVER)

    return run


def _latest(items: list[Eval]) -> Eval:
    def run(row: Row) -> Bounds:
        low = high = ALWAYS
        for item in items:
            first, last = item(row)
            if first > low:
                low = first
            if last > high:
                high = last
        return (low, high)

    return run


def _earliest(items: list[Eval]) -> Eval:
    def run(row: Row) -> Bounds:
        low = high = NEVER
        for item in items:
            first, last = item(row)
            if first < low:
                low = first
            if last < high:
                high = last
        return (low, high)

    return run


def _branch(test: Eval, then: Eval, other: Eval) -> Eval:
    def run(row: Row) -> Bounds:
        low, high = test(row)
        if high == ALWAYS:
            return then(row)
        if low == NEVER:
            return other(row)
        one, two = then(row), other(row)
        return (min(one[0], two[0]), max(one[1], two[1]))

    return run


def _comparison(op: str, left: Eval, right: Eval) -> Eval:
    def less(row: Row) -> Bounds:
        one, two = left(row), right(row)
        return YES if one[1] < two[0] else NO if one[0] >= two[1] else UNKNOWN

    def at_most(row: Row) -> Bounds:
        one, two = left(row), right(row)
        return YES if one[1] <= two[0] else NO if one[0] > two[1] else UNKNOWN

    def equal(row: Row) -> Bounds:
        one, two = left(row), right(row)
        if one[1] < two[0] or one[0] > two[1]:
            return NO
        return YES if one[0] == one[1] == two[0] == two[1] else UNKNOWN

    return {"<": less, "<=": at_most, "==": equal}[op]


def _entries(table: Table, key: Node, layout: Layout) -> Callable[[Row], list[tuple[int, int] | None]]:
    """The entries that the key can mean; `None` among them where the table has none."""
    entries: Mapping[Any, tuple[int, int]] = table.entries
    assert isinstance(key, Ref)
    slot = layout.slot[key.name]
    if table.by_level:
        every = {(rank, rank): [entries.get(rank)] for rank in RANKS}

        def by_level(row: Row) -> list[tuple[int, int] | None]:
            bounds = row[slot]
            return every.get(bounds) or [entries.get(rank) for rank in RANKS if bounds[0] <= rank <= bounds[1]]

        return by_level
    return lambda row: [entries.get(row[slot])]


def _shift(node: Shift, layout: Layout) -> Eval:
    day, sign = compile_tree(node.day, layout), node.sign

    def moved(to: int, units: tuple[int, int]) -> int:
        if units[0]:
            to = add_months(to, sign * units[0])
        return add_days(to, sign * units[1]) if units[1] else to

    if node.units is not None:
        units = node.units

        def fixed(row: Row) -> Bounds:
            low, high = day(row)
            if low == high:
                both = moved(low, units)
                return (both, both)
            return (moved(low, units), moved(high, units))

        return fixed
    assert node.table is not None
    assert node.key is not None
    find = _entries(node.table, node.key, layout)

    def looked_up(row: Row) -> Bounds:
        low, high = day(row)
        periods = find(row)
        if None in periods:
            # A period that is not known is at least nothing, so only one side of the day is known.
            return (low, NEVER) if sign > 0 else (ALWAYS, high)
        known = [period for period in periods if period]
        return (min(moved(low, each) for each in known), max(moved(high, each) for each in known))

    return looked_up


def _lookup(table: Table, key: Node, layout: Layout) -> Eval:
    find, full = _entries(table, key, layout), FULL["number" if table.unit == "number" else "day"]

    def run(row: Row) -> Bounds:
        values = find(row)
        if None in values:
            return full
        known = [value for value in values if value]
        return (min(value[0] for value in known), max(value[1] for value in known))

    return run


def _happened(day: Eval) -> Eval:
    def run(row: Row) -> Bounds:
        low, high = day(row)
        return YES if high < AFTER else NO if low == NEVER else UNKNOWN

    return run


# ---- conditions over other charges ---------------------------------------------------------------------------------

#: Identity of each kind, as a charge that is not among those asked about contributes it.
_NOTHING: Final[Mapping[str, Bounds]] = {"any": NO, "all": YES, "latest": YES, "earliest": NO, "count": (0, 0)}


def _over(node: Over, number: int, body: Eval, chosen: Eval) -> Eval:
    def run(row: Row) -> Bounds:
        memory: Memory = row[MEMORY]
        answers = memory.answers.get(number)
        if answers is None:
            given = [contribution(node.kind, body(each), chosen(each)) for each in memory.rows]
            answers = memory.answers[number] = _answers(node, memory, given)
        return answers[row[PLACE]]

    return run


def _own(item: Eval) -> Eval:
    def run(row: Row) -> Bounds:
        return item(row[_OWN])

    return run


def _paired(node: Over, number: int, body: Eval, chosen: Eval) -> Eval:
    """A loop that compares each other charge with the charge itself: answered for one charge at a time."""

    def run(row: Row) -> Bounds:
        memory: Memory = row[MEMORY]
        key = (number, row[PLACE])
        found = memory.pairs.get(key)
        if found is None:
            given = [contribution(node.kind, body(each), chosen(each)) if sure else _maybe(node.kind, body(each), chosen(each))
                     for each, sure in others_of(node, row)]  # fmt: skip
            found = _nth(node, given)
            if node.scope != "same_case" and not memory.complete:
                found = _with_unseen(node.kind, found)
            memory.pairs[key] = found
        return found

    return run


def others_of(node: Over, row: Row) -> Iterator[tuple[Row, bool]]:
    """The other charges of a loop's scope with this one beside them, and whether they are in the scope for sure."""
    memory: Memory = row[MEMORY]
    here = row[PLACE]
    case, day = memory.cases[here], memory.days[here]
    for place, each in enumerate(memory.rows):
        if place == here or (node.scope == "same_case" and memory.cases[place] != case):
            continue
        sure = True
        if node.scope == "same_day":
            other = memory.days[place]
            sure = day[0] == day[1] and other[0] == other[1]
            if sure and other != day:
                continue
        each[_OWN] = row
        yield each, sure


def _maybe(kind: str, value: Bounds, chosen: Bounds) -> Bounds:
    low, high = contribution(kind, value, chosen)
    nothing = _NOTHING[kind]
    return (min(low, nothing[0]), max(high, nothing[1]))


def _nth(node: Over, given: Sequence[Bounds]) -> Bounds:
    """The answer over all of some charges."""
    if node.kind == "count":
        return _combine("count", given)
    nothing, sign = _NOTHING[node.kind], 1 if node.kind in ("all", "latest") else -1
    sides = [[sign * each[side] for each in given] + [sign * nothing[side]] * node.n for side in (0, 1)]
    low, high = (sign * nlargest(node.n, side)[node.n - 1] for side in sides)
    return (low, high)


def shares(node: Over, layout: Layout, memory: Memory) -> list[int]:
    """The places of the charges that contribute anything to a condition over the others, what counts most first.

    None for a loop that compares them with the charge itself: there each counts for one charge and not for another.
    """
    if owned(node):
        return []
    body, chosen = compile_tree(node.body, layout), compile_tree(node.filter, layout)
    given = {place: contribution(node.kind, body(each), chosen(each)) for place, each in enumerate(memory.rows)}
    largest = node.kind not in ("any", "earliest")
    return sorted((place for place in given if given[place] != _NOTHING[node.kind]), key=given.__getitem__, reverse=largest)


def contribution(kind: str, value: Bounds, chosen: Bounds) -> Bounds:
    """What one other charge contributes: its value where it is chosen, the identity where not, both while unknown."""
    if kind == "any":
        return (max(value[0], chosen[0]), max(value[1], chosen[1]))
    if kind == "all":
        return (min(value[0], ALWAYS if chosen[1] == NEVER else NEVER), min(value[1], ALWAYS if chosen[0] == NEVER else NEVER))
    if kind == "count":
        return (int(value[1] == ALWAYS and chosen[1] == ALWAYS), int(value[0] == ALWAYS and chosen[0] == ALWAYS))
    if chosen[1] == ALWAYS:
        return value
    nothing = _NOTHING[kind]
    if chosen[0] == NEVER:
        return nothing
    return (min(value[0], nothing[0]), max(value[1], nothing[1]))


def _answers(node: Over, memory: Memory, given: list[Bounds]) -> list[Bounds]:
    """The condition's bounds for every charge, itself left out each time: one pass over the person's charges."""
    places = range(len(given))
    nothing = _NOTHING[node.kind]
    found: list[Bounds] = [nothing] * len(given)
    if node.scope == "others":
        _without_each(node, given, places, found)
    elif node.scope == "same_case":
        groups: dict[object, list[int]] = {}
        for place in places:
            groups.setdefault(memory.cases[place], []).append(place)
        for group in groups.values():
            _without_each(node, given, group, found)
    else:
        _same_day(node, memory, given, found)
    if node.scope != "same_case" and not memory.complete:
        return [_with_unseen(node.kind, bounds) for bounds in found]
    return found


def _same_day(node: Over, memory: Memory, given: list[Bounds], found: list[Bounds]) -> None:
    """Charges of one known day are together for sure; one whose day is not known for sure may be of any day."""
    nothing = _NOTHING[node.kind]
    maybe = [(min(low, nothing[0]), max(high, nothing[1])) for low, high in given]
    groups: dict[int, list[int]] = {}
    loose: list[int] = []
    for place, (low, high) in enumerate(memory.days):
        if low == high:
            groups.setdefault(low, []).append(place)
        else:
            loose.append(place)
    for group in groups.values():
        _without_each(node, given, group, found)
        if loose:
            pool = _combine(node.kind, [maybe[place] for place in loose])
            for place in group:
                found[place] = _combine(node.kind, [found[place], pool])
    if loose:
        among_all: list[Bounds] = [nothing] * len(given)
        _without_each(node, maybe, range(len(given)), among_all)
        for place in loose:
            found[place] = among_all[place]


def _combine(kind: str, values: Sequence[Bounds]) -> Bounds:
    if kind == "count":
        return (sum(low for low, _ in values), sum(high for _, high in values))
    pick = max if kind in ("all", "latest") else min
    return (pick(low for low, _ in values), pick(high for _, high in values))


def _without_each(node: Over, given: list[Bounds], group: Sequence[int], found: list[Bounds]) -> None:
    """For each place of a group, the group's answer without that place."""
    nothing, n = _NOTHING[node.kind], node.n
    if len(group) == 1:
        found[group[0]] = nothing
        return
    if node.kind == "count":
        low, high = sum(given[place][0] for place in group), sum(given[place][1] for place in group)
        for place in group:
            found[place] = (low - given[place][0], high - given[place][1])
        return
    sign = 1 if node.kind in ("all", "latest") else -1
    lows = nlargest(n + 1, [sign * given[place][0] for place in group])
    highs = nlargest(n + 1, [sign * given[place][1] for place in group])
    lows += [sign * nothing[0]] * (n + 1 - len(lows))
    highs += [sign * nothing[1]] * (n + 1 - len(highs))
    for place in group:
        low, high = sign * given[place][0], sign * given[place][1]
        # Leaving out a value that is among the n largest moves the n-th place down by one.
        found[place] = (sign * lows[n if low >= lows[n - 1] else n - 1], sign * highs[n if high >= highs[n - 1] else n - 1])


def _with_unseen(kind: str, bounds: Bounds) -> Bounds:
    """The bounds while there may be charges that no file has shown."""
    if kind in ("any", "earliest"):
        return (ALWAYS, bounds[1])
    return (bounds[0], NUMBER[1] if kind == "count" else NEVER)
