"""What can still matter: the unknown facts that can still change the bounds of a law's tree for a charge."""

from __future__ import annotations

from unburden.calendar import ALWAYS, NEVER, UNKNOWN
from unburden.language import (
    Both,
    Branch,
    ChoiceTest,
    Either,
    Extreme,
    Lookup,
    Member,
    Node,
    Over,
    Own,
    Ref,
    Shift,
    children,
    owned,
)
from unburden.trees import MEMORY, PLACE, Ask, Eval, Layout, Memory, Needs, Row, compile_tree, contribution, others_of


def compile_needs(node: Node, layout: Layout) -> Ask:
    """The function that adds the unknown facts that can still change a tree's bounds for a row; made once for each tree."""
    known = layout.asking.get(id(node))
    if known is None:
        known = layout.asking[id(node)] = (node, _asking(node, layout))
    return known[1]


def _asking(node: Node, layout: Layout) -> Ask:
    evaluate = compile_tree(node, layout)
    match node:
        case Ref(name=name) | ChoiceTest(name=name) | Lookup(key=Ref(name=name)):
            return _needs_of_fact(name, layout.slot[name])
        case Member():

            def needs_of_member(row: Row, out: Needs) -> None:
                if evaluate(row) == UNKNOWN:
                    out["offense"] = ()

            return needs_of_member
        case Both(items=items) | Extreme(latest=True, items=items):
            return _needs_of_latest(evaluate, [(compile_tree(each, layout), compile_needs(each, layout)) for each in items])
        case Either(items=items) | Extreme(latest=False, items=items):
            return _needs_of_earliest(evaluate, [(compile_tree(each, layout), compile_needs(each, layout)) for each in items])
        case Branch(test=test, then=then, other=other):
            return _needs_of_branch(evaluate, compile_tree(test, layout), [compile_needs(each, layout) for each in (test, then, other)])
        case Own():
            return _asks_nothing
        case Over():
            return _needs_of_pairs(node, layout) if owned(node) else _needs_of_over(node, layout)
        case Shift(day=day, key=Ref(name=name)):
            return _needs_of_all(evaluate, [compile_needs(day, layout), _needs_of_fact(name, layout.slot[name])])
        case _:
            return _needs_of_all(evaluate, [compile_needs(each, layout) for each in children(node)])


def _needs_of_fact(name: str, slot: int) -> Ask:
    def run(row: Row, out: Needs) -> None:
        if _unknown(row[slot]):
            out[name] = ()

    return run


def _needs_of_all(whole: Eval, parts: list[Ask]) -> Ask:
    def run(row: Row, out: Needs) -> None:
        low, high = whole(row)
        if low != high:
            for part in parts:
                part(row, out)

    return run


def _unknown(value: object) -> bool:
    return value is None or (isinstance(value, tuple) and value[0] != value[1])


def _needs_of_latest(whole: Eval, parts: list[tuple[Eval, Ask]]) -> Ask:
    def run(row: Row, out: Needs) -> None:
        low, high = whole(row)
        if low != high:
            for evaluate, ask in parts:
                first, last = evaluate(row)
                # An item that can no longer be the latest cannot change the answer.
                if first != last and last > low:
                    ask(row, out)

    return run


def _needs_of_earliest(whole: Eval, parts: list[tuple[Eval, Ask]]) -> Ask:
    def run(row: Row, out: Needs) -> None:
        low, high = whole(row)
        if low != high:
            for evaluate, ask in parts:
                first, last = evaluate(row)
                if first != last and first < high:
                    ask(row, out)

    return run


def _needs_of_branch(whole: Eval, test: Eval, asks: list[Ask]) -> Ask:
    def run(row: Row, out: Needs) -> None:
        low, high = whole(row)
        if low != high:
            first, last = test(row)
            if first != last:
                asks[0](row, out)
            if first == ALWAYS:
                asks[1](row, out)
            if last == NEVER:
                asks[2](row, out)

    return run


def _ask_of_scope(node: Over, row: Row, out: Needs) -> None:
    """What can still change which charges a loop goes over."""
    memory: Memory = row[MEMORY]
    if node.scope != "same_case" and not memory.complete:
        out["record_complete"] = ()
    if node.scope == "same_day" and memory.days[row[PLACE]][0] != memory.days[row[PLACE]][1]:
        out["offense_date"] = ()


def _needs_of_over(node: Over, layout: Layout) -> Ask:
    number = layout.loop(node)
    whole = compile_tree(node, layout)
    body, chosen = compile_tree(node.body, layout), compile_tree(node.filter, layout)
    ask_body, ask_chosen = compile_needs(node.body, layout), compile_needs(node.filter, layout)

    def of_group(memory: Memory, case: object) -> tuple[tuple[int, str], ...]:
        found: dict[tuple[int, str], None] = {}
        for place, each in enumerate(memory.rows):
            if case is not None and memory.cases[place] != case:
                continue
            needs: Needs = {}
            low, high = contribution(node.kind, body(each), chosen(each))
            if low != high:
                ask_body(each, needs)
                ask_chosen(each, needs)
            if node.scope == "same_day" and memory.days[place][0] != memory.days[place][1]:
                needs["offense_date"] = ()
            found.update({(place, name): None for name in needs if isinstance(name, str)})
        return tuple(found)

    def run(row: Row, out: Needs) -> None:
        low, high = whole(row)
        if low == high:
            return
        memory: Memory = row[MEMORY]
        _ask_of_scope(node, row, out)
        case = memory.cases[row[PLACE]] if node.scope == "same_case" else None
        found = memory.open.get((number, case))
        if found is None:
            found = memory.open[(number, case)] = of_group(memory, case)
        if found:
            out[(number, case)] = found

    return run


def _asks_nothing(row: Row, out: Needs) -> None:
    """A charge's own value is asked for by the loop that it stands in."""


def _needs_of_pairs(node: Over, layout: Layout) -> Ask:
    number = layout.loop(node)
    whole = compile_tree(node, layout)
    body, chosen = compile_tree(node.body, layout), compile_tree(node.filter, layout)
    ask_body, ask_chosen = compile_needs(node.body, layout), compile_needs(node.filter, layout)
    ask_own = [compile_needs(each.item, layout) for each in owned(node)]

    def run(row: Row, out: Needs) -> None:
        low, high = whole(row)
        if low == high:
            return
        memory: Memory = row[MEMORY]
        _ask_of_scope(node, row, out)
        found: dict[tuple[int, str], None] = {}
        for each, sure in others_of(node, row):
            needs: Needs = {}
            first, last = contribution(node.kind, body(each), chosen(each))
            if first != last:
                ask_body(each, needs)
                ask_chosen(each, needs)
                for ask in ask_own:
                    ask(row, out)
            if not sure and memory.days[each[PLACE]][0] != memory.days[each[PLACE]][1]:
                needs["offense_date"] = ()
            found.update({(each[PLACE], name): None for name in needs if isinstance(name, str)})
        if found:
            out[(number, ("pair", row[PLACE]))] = tuple(found)

    return run
