"""The law's language: words to a checked tree that two readers can walk (`person`, `everyone`).

An expression is a small subset of Python's expression syntax. It is parsed by the standard library's `ast` and never
executed. `parse` resolves every name against the facts, sets, tables and definitions that it is given, checks types,
and expands derived facts, so that a tree speaks of base facts alone. docs/language.md is the reference for authors.

A mistake is one `LanguageError` with a column, the excerpt and the nearest known name.
"""

from __future__ import annotations

import ast
import warnings
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, Final, Literal, TypeAlias, cast, get_args

from attrs import evolve, field, fields, frozen

from unburden.calendar import AFTER, ALWAYS, NO, UNKNOWN, YES, Bounds, parse_day
from unburden.errors import LawError, Problem, nearest
from unburden.terms import HIGHEST, KINDS, LEVELS, LOWEST

Type: TypeAlias = Literal["yesno", "since", "day", "number", "level", "choice"]
Scope: TypeAlias = Literal["others", "same_case", "same_day"]
Kind: TypeAlias = Literal["any", "all", "count", "latest", "earliest"]
Units: TypeAlias = tuple[int, int]

#: Bounds of a state that passes and is not known: it has passed already, or it will, after what is still open ends.
PASSING: Final[Bounds] = (ALWAYS, AFTER)
#: Bounds of a number that is not known; wide enough for any count or sum in cents, narrow enough for 32 bits.
NUMBER: Final[Bounds] = (-2_000_000_000, 2_000_000_000)
LEVEL: Final[Bounds] = (LOWEST, HIGHEST)
FULL: Final[Mapping[str, Bounds]] = {
    "yesno": UNKNOWN,
    "since": PASSING,
    "day": UNKNOWN,
    "number": NUMBER,
    "level": LEVEL,
}
SCOPES: Final = ("others", "same_case", "same_day")
LIMIT_CHARACTERS: Final = 4000
LIMIT_DEPTH: Final = 40
LIMIT_RANK: Final = 12


@frozen
class Fact:
    """A word that the law may ask for. `origin` is ``record``, ``offense``, ``answer`` or ``derived``.

    `say` and `say_no` are the sentences in which a person swears to it, in the first person; {} stands for the value. `danger`
    names what is told before it is asked, and `after` the yes-or-no fact without whose yes its question makes no sense.
    """

    name: str
    type: Type
    scope: str
    origin: str
    column: str = ""
    values: tuple[str, ...] = ()
    is_: str = ""
    implies: tuple[str, ...] = ()
    weight: int = 0
    ask: Mapping[str, str] = field(factory=dict)
    why: Mapping[str, str] = field(factory=dict)
    say: str = ""
    say_no: str = ""
    danger: str = ""
    after: str = ""


@frozen(eq=False)
class Table:
    """A law's own table. `unit` is ``years``, ``months``, ``days`` (periods) or ``number``, ``yesno``, ``day``.

    `entries` maps a rank of the level scale, or a choice fact's value, to months and days or to bounds.
    """

    name: str
    unit: str
    by_level: bool
    entries: Mapping[int | str, tuple[int, int]]
    sources: Mapping[str, str] = field(factory=dict)

    @property
    def is_period(self) -> bool:
        """Whether an entry is (months, days) rather than bounds."""
        return self.unit in ("years", "months", "days")


# ---- the tree ------------------------------------------------------------------------------------------------------


@frozen
class Constant:
    """A value that is fixed: bounds of its type."""

    type: Type
    bounds: Bounds
    unread: bool = False


@frozen
class Ref:
    """A base fact of the charge at hand (or, inside a loop, of the other charge)."""

    type: Type
    name: str


@frozen
class ChoiceTest:
    """Whether a choice fact has one of these values; unknown while the fact is."""

    name: str
    values: frozenset[str]
    type: Type = "yesno"


@frozen
class LevelTest:
    """Whether the level is one of these ranks."""

    item: Node
    ranks: frozenset[int]
    type: Type = "yesno"


@frozen
class Member:
    """Whether the offense is in a set or list; unknown while the offense is not known for sure."""

    set: str
    type: Type = "yesno"


@frozen
class Not:
    """The opposite of a yes/no."""

    item: Node
    type: Type = "yesno"


@frozen
class Both:
    """``and``: the later of its items' days."""

    items: tuple[Node, ...]
    type: Type


@frozen
class Either:
    """``or``: the earlier of its items' days."""

    items: tuple[Node, ...]
    type: Type


@frozen
class Branch:
    """``then if test else other``; spans both while the test is unknown."""

    test: Node
    then: Node
    other: Node
    type: Type


@frozen
class Compare:
    """`<`, `<=` or `==` between two days, numbers or levels (the others are rewritten to these)."""

    op: str
    left: Node
    right: Node
    type: Type = "yesno"


@frozen
class Since:
    """``today >= day``: holds from that day on."""

    day: Node
    type: Type = "since"


@frozen
class Shift:
    """A day moved by a period: `units` are (months, days), or `table` at `key` gives them."""

    day: Node
    sign: int
    units: Units | None = None
    table: Table | None = None
    key: Node | None = None
    type: Type = "day"


@frozen
class Lookup:
    """A table's value at a fact."""

    table: Table
    key: Node
    type: Type


@frozen
class Extreme:
    """The latest or the earliest of some days."""

    latest: bool
    items: tuple[Node, ...]
    type: Type = "day"


@frozen
class Happened:
    """Whether the event of a day took place."""

    day: Node
    type: Type = "yesno"


@frozen
class Own:
    """Inside a loop: a value of the charge that the condition is about, beside those of the other charge."""

    item: Node
    type: Type


@frozen
class Over:
    """A condition over the other charges of a scope, never the charge itself; `filter` picks among them."""

    kind: Kind
    scope: Scope
    body: Node
    filter: Node
    n: int
    type: Type


Node: TypeAlias = (
    Constant
    | Ref
    | ChoiceTest
    | LevelTest
    | Member
    | Not
    | Both
    | Either
    | Branch
    | Compare
    | Since
    | Shift
    | Lookup
    | Extreme
    | Happened
    | Own
    | Over
)


_NODES: Final = get_args(Node)


def children(node: Node) -> Iterator[Node]:
    """The nodes directly below, a loop's body and filter included."""
    match node:
        case Not(item=item) | LevelTest(item=item) | Own(item=item):
            yield item
        case Both(items=items) | Either(items=items) | Extreme(items=items):
            yield from items
        case Branch(test=test, then=then, other=other):
            yield from (test, then, other)
        case Compare(left=left, right=right):
            yield from (left, right)
        case Since(day=day) | Happened(day=day):
            yield day
        case Shift(day=day, key=key):
            yield day
            if key is not None:
                yield key
        case Lookup(key=key):
            yield key
        case Over(body=body, filter=chosen):
            yield from (body, chosen)
        case _:
            return


def walk(node: Node) -> Iterator[Node]:
    """The node and all below it, in reading order."""
    yield node
    for child in children(node):
        yield from walk(child)


def settled(node: Node, bounds: Bounds) -> Node:
    """The tree with everything in it that was not read taken as these bounds."""
    if isinstance(node, Constant):
        return evolve(node, bounds=bounds) if node.unread else node
    changed: dict[str, Any] = {}
    for each in fields(type(node)):
        value = getattr(node, each.name)
        if isinstance(value, _NODES):
            changed[each.name] = settled(value, bounds)
        elif isinstance(value, tuple) and all(isinstance(item, _NODES) for item in value):
            changed[each.name] = tuple(settled(item, bounds) for item in value)
    return evolve(node, **changed)


def owned(node: Over) -> list[Own]:
    """What a loop compares the other charges with: the values of the charge itself that stand in it, each once."""
    return list(dict.fromkeys(each for part in (node.body, node.filter) for each in walk(part) if isinstance(each, Own)))


def facts_of(node: Node, *, loops: bool = True) -> list[str]:
    """Base facts that the tree reads, each once, in reading order; ``offense`` stands for set membership.

    With ``loops=False`` only facts of the charge itself, not those of other charges.
    """
    found: dict[str, None] = {}

    def visit(each: Node) -> None:
        if isinstance(each, Ref | ChoiceTest):
            found[each.name] = None
        elif isinstance(each, Member):
            found["offense"] = None
        elif isinstance(each, Over) and each.scope != "same_case":
            found["record_complete"] = None
        below = owned(each) if isinstance(each, Over) and not loops else children(each)
        for child in below:
            visit(child)

    visit(node)
    return list(found)


# ---- the parser and type checker -----------------------------------------------------------------------------------


@frozen
class Words:
    """What an expression may speak of: facts, sets of offenses, a law's tables and its definitions."""

    facts: Mapping[str, Fact]
    sets: frozenset[str] = frozenset()
    tables: Mapping[str, Table] = field(factory=dict)
    defines: Mapping[str, Node] = field(factory=dict)


class LanguageError(LawError):
    """One mistake in one expression, with its column."""


def parse(text: str, words: Words, expect: Sequence[str] = ("yesno", "since")) -> Node:
    """The checked tree of an expression.

    Args:
        text: the expression, one line or several.
        words: the names it may use.
        expect: the types that the whole may have.

    Raises:
        LanguageError: the first mistake, with line and column inside the text, the excerpt, and the nearest known name.
    """
    return _Parser(text, words).run(expect)


_FUNCTIONS: Final = ("any", "all", "count", "latest", "earliest", "nth_latest", "years", "months", "days", "date", "happened", "age_at")
#: Inside a loop: the charge that the condition is about.
OWN: Final = "own"
_FLIP: Final[Mapping[type[ast.cmpop], str]] = {ast.Lt: "<", ast.LtE: "<=", ast.Gt: ">", ast.GtE: ">=", ast.Eq: "==", ast.NotEq: "!="}
_MIRROR: Final = {"<": ">", "<=": ">=", ">": "<", ">=": "<=", "==": "==", "!=": "!="}


class _Parser:
    def __init__(self, text: str, words: Words) -> None:
        self.text = text
        self.words = words
        self.loop = ""
        self.depth = 0
        # Expressions of several lines are legal: wrapped in parentheses, Python's own rules for line ends do not apply.
        self.source = f"({text}\n)"

    def fail(self, message: str, at: ast.expr | None = None, code: str = "type") -> LanguageError:
        lines = self.text.split("\n")
        if at is None:
            return LanguageError(Problem(code, message, line=1, column=1, excerpt=lines[0], width=len(lines[0])))
        line = min(at.lineno, len(lines))
        shift = 1 if line == 1 else 0
        excerpt = lines[line - 1]
        # Python counts columns in bytes.
        row = self.source.split("\n")[line - 1].encode()
        start, last = (max(0, len(row[:offset].decode(errors="ignore")) - shift) for offset in (at.col_offset, at.end_col_offset))
        end = last if at.end_lineno == at.lineno else len(excerpt)
        width = max(1, min(end, len(excerpt)) - start)
        return LanguageError(Problem(code, message, line=line, column=start + 1, excerpt=excerpt, width=width))

    def run(self, expect: Sequence[str]) -> Node:
        if len(self.text) > LIMIT_CHARACTERS:
            raise self.fail(f"the expression is longer than {LIMIT_CHARACTERS} characters", code="too-long")
        if not self.text.strip():
            raise self.fail("not an expression: nothing stands here", code="syntax")
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("error")
                tree = ast.parse(self.source, mode="eval").body
        except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
            lines = self.text.split("\n")
            line, column = getattr(error, "lineno", None) or 1, getattr(error, "offset", None) or 1
            # What is missing at the end is missed after it, where only the parenthesis around the text stands.
            line, column = (line, column - (line == 1)) if line <= len(lines) else (len(lines), len(lines[-1]) + 1)
            excerpt = lines[line - 1]
            column = min(max(1, column), len(excerpt) + 1)
            reason = getattr(error, "msg", None) or "not readable"
            if reason == "Generator expression must be parenthesized":
                reason = "put the loop in parentheses of its own: nth_latest(2, (… for c in others if …))"
            raise LanguageError(Problem("syntax", f"not an expression: {reason}", line=line, column=column, excerpt=excerpt)) from None
        node = self.expression(tree)
        if node.type not in expect:
            raise self.fail(f"this is a {node.type}; a {' or '.join(expect)} is needed here", tree)
        return node

    # -- each kind of expression --

    def expression(self, at: ast.expr) -> Node:
        self.depth += 1
        if self.depth > LIMIT_DEPTH:
            raise self.fail(f"nested deeper than {LIMIT_DEPTH}", at, "too-deep")
        try:
            match at:
                case ast.BoolOp():
                    return self.both_or_either(at)
                case ast.UnaryOp(op=ast.Not()):
                    return self.negation(at)
                case ast.IfExp():
                    return self.branch(at)
                case ast.Compare():
                    return self.comparison(at)
                case ast.BinOp(op=ast.Add() | ast.Sub()):
                    return self.shift(at)
                case ast.Call():
                    return self.call(at)
                case ast.Name() | ast.Attribute():
                    return self.name(at)
                case ast.Constant(value=bool() as value):
                    return Constant("yesno", YES if value else NO)
                case ast.Constant(value=int() as value):
                    if not NUMBER[0] < value < NUMBER[1]:
                        raise self.fail("this number is too large", at)
                    return Constant("number", (value, value))
                case ast.Constant(value=str()):
                    raise self.fail('a text stands alone here; compare it with a fact, as in county == "…"', at)
                case _:
                    raise self.fail("this is not part of the law's language; see docs/language.md", at, "not-in-language")
        finally:
            self.depth -= 1

    def both_or_either(self, at: ast.BoolOp) -> Node:
        items = tuple(self.truth(value) for value in at.values)
        type_: Type = "since" if any(item.type == "since" for item in items) else "yesno"
        return Both(items, type_) if isinstance(at.op, ast.And) else Either(items, type_)

    def truth(self, at: ast.expr) -> Node:
        node = self.expression(at)
        if node.type not in ("yesno", "since"):
            raise self.fail(f"this is a {node.type}; a yes/no is needed here", at)
        return node

    def yesno(self, at: ast.expr, what: str) -> Node:
        node = self.truth(at)
        if node.type == "since":
            raise self.fail(f"{what} a yes/no; this waits for a day and may change with time", at, "waiting-period")
        return node

    def negation(self, at: ast.UnaryOp) -> Node:
        node = self.truth(at.operand)
        if node.type == "since":
            raise self.fail("a waiting period cannot be negated; write a deadline as the provision's `closes`", at, "waiting-period")
        return Not(node)

    def branch(self, at: ast.IfExp) -> Node:
        test = self.yesno(at.test, "`if` needs")
        then, other = self.expression(at.body), self.expression(at.orelse)
        types = {then.type, other.type}
        if types == {"yesno", "since"}:
            return Branch(test, then, other, "since")
        if len(types) != 1:
            raise self.fail(f"the two sides differ: {then.type} and {other.type}", at)
        return Branch(test, then, other, then.type)

    def comparison(self, at: ast.Compare) -> Node:
        if len(at.ops) != 1:
            raise self.fail("compare two things at a time; join comparisons with `and`", at)
        op, left, right = at.ops[0], at.left, at.comparators[0]
        if isinstance(op, ast.In | ast.NotIn):
            node = self.membership(left, right)
            return Not(node) if isinstance(op, ast.NotIn) else node
        sign = _FLIP.get(type(op))
        if sign is None:
            raise self.fail("this comparison is not part of the law's language", at, "not-in-language")
        if _is_name(left, "today") or _is_name(right, "today"):
            return self.since(at, sign if _is_name(left, "today") else _MIRROR[sign], right if _is_name(left, "today") else left)
        if _is_text(left):
            left, right, sign = right, left, _MIRROR[sign]
        if _is_text(right):
            return self.against_text(at, left, sign, right)
        if isinstance(left, ast.Call) and _is_name(left.func, "age_at"):
            return self.age(left, sign, right)
        one, two = self.expression(left), self.expression(right)
        if one.type != two.type or one.type not in ("day", "number", "level"):
            raise self.fail(f"a {one.type} cannot be compared with a {two.type}", at)
        return _compare(sign, one, two)

    def since(self, at: ast.Compare, sign: str, other: ast.expr) -> Node:
        if sign not in (">=", ">"):
            raise self.fail("a deadline is not a condition; write it as the provision's `closes`", at, "waiting-period")
        day = self.day(other)
        return Since(day if sign == ">=" else Shift(day, 1, (0, 1)))

    def day(self, at: ast.expr) -> Node:
        node = self.expression(at)
        if node.type != "day":
            raise self.fail(f"this is a {node.type}; a day is needed here", at)
        return node

    def membership(self, left: ast.expr, right: ast.expr) -> Node:
        name, is_other = _fact_name(left)
        if name == "offense":
            self.check_loop(left, is_other)
            if not isinstance(right, ast.Name):
                raise self.fail("name a set or list of offenses here", right)
            if right.id not in self.words.sets:
                hint = nearest(right.id, self.words.sets)
                raise self.fail(f"no set or list of offenses is called {right.id}{hint}", right, "unknown-name")
            return self.whose(Member(right.id), left)
        items = right.elts if isinstance(right, ast.Tuple | ast.List) else [right]
        return self.among(left, items)

    def among(self, left: ast.expr, items: Sequence[ast.expr]) -> Node:
        texts = []
        for item in items:
            if not (isinstance(item, ast.Constant) and isinstance(item.value, str)):
                raise self.fail("only texts may stand here", item)
            texts.append(item.value)
        node = self.expression(left) if not isinstance(left, ast.Name | ast.Attribute) else self.name(left)
        chosen = node.item if isinstance(node, Own) else node
        if node.type == "level":
            ranks = frozenset(rank for item, text in zip(items, texts, strict=True) for rank in self.ranks(item, text))
            return self.whose(LevelTest(chosen, ranks), left)
        if isinstance(chosen, Ref) and chosen.type == "choice":
            known = self.words.facts[chosen.name].values
            for item, text in zip(items, texts, strict=True):
                if known and text not in known:
                    raise self.fail(f'{chosen.name} is never "{text}"{nearest(text, known)}', item, "unknown-value")
            test = ChoiceTest(chosen.name, frozenset(text if known else text.casefold() for text in texts))
            return self.whose(test, left)
        raise self.fail(f"a {node.type} cannot be compared with a text", left)

    def ranks(self, at: ast.expr, text: str) -> range:
        span = _level_span(text)
        if span is None:
            raise self.fail(f'no level is called "{text}"{nearest(text, [*LEVELS, *KINDS])}', at, "unknown-value")
        return range(span[0], span[1] + 1)

    def against_text(self, at: ast.Compare, left: ast.expr, sign: str, right: ast.expr) -> Node:
        assert isinstance(right, ast.Constant)
        if sign in ("==", "!="):
            node = self.among(left, [right])
            return Not(node) if sign == "!=" else node
        node = self.expression(left)
        if node.type != "level":
            raise self.fail(f"a {node.type} has no order", at)
        span = self.ranks(right, str(right.value))
        rank = span[0] if sign in ("<", ">=") else span[-1]
        return _compare(sign, node, Constant("level", (rank, rank)))

    def age(self, at: ast.Call, sign: str, right: ast.expr) -> Node:
        day = self.day(self.arguments(at, 1)[0])
        if not (isinstance(right, ast.Constant) and type(right.value) is int and 0 <= right.value <= 120):
            raise self.fail("an age is compared with a whole number of years", right)
        birth = self.fact("birth_date", at)
        # Turning n is the day n years after birth, so every comparison of an age is one of days.
        years = right.value
        at_least: Callable[[int], Node] = lambda n: _compare("<=", Shift(birth, 1, (12 * n, 0)), day)  # noqa: E731
        match sign:
            case ">=":
                return at_least(years)
            case ">":
                return at_least(years + 1)
            case "<":
                return Not(at_least(years))
            case "<=":
                return Not(at_least(years + 1))
            case "==":
                return Both((at_least(years), Not(at_least(years + 1))), "yesno")
            case _:
                return Either((Not(at_least(years)), at_least(years + 1)), "yesno")

    def shift(self, at: ast.BinOp) -> Node:
        day = self.day(at.left)
        sign = 1 if isinstance(at.op, ast.Add) else -1
        period = at.right
        if not (isinstance(period, ast.Call) and isinstance(period.func, ast.Name)):
            raise self.fail("a period is needed here, as in years(3) or wait(level)", period)
        unit = period.func.id
        if unit in ("years", "months", "days"):
            (count,) = self.arguments(period, 1)
            if not (isinstance(count, ast.Constant) and type(count.value) is int and 0 <= count.value <= 36525):
                raise self.fail("a whole number is needed here", count)
            return Shift(day, sign, _units(unit, count.value))
        table = self.table(period)
        if not table.is_period:
            raise self.fail(f"the table {table.name} gives a {table.unit}, not a period", period)
        return Shift(day, sign, None, table, self.key(period, table))

    def table(self, at: ast.Call) -> Table:
        assert isinstance(at.func, ast.Name)
        found = self.words.tables.get(at.func.id)
        if found is None:
            known = [*_FUNCTIONS, *self.words.tables]
            raise self.fail(f"no function or table is called {at.func.id}{nearest(at.func.id, known)}", at.func, "unknown-name")
        return found

    def key(self, at: ast.Call, table: Table) -> Node:
        (argument,) = self.arguments(at, 1)
        node = self.expression(argument)
        if isinstance(node, Own):
            raise self.fail(f"inside a loop the table {table.name} takes a fact of the other charge", argument, "loop")
        if node.type != ("level" if table.by_level else "choice") or not isinstance(node, Ref):
            raise self.fail(f"the table {table.name} is keyed by {'a level' if table.by_level else 'a choice fact'}", argument)
        return node

    def arguments(self, at: ast.Call, count: int) -> list[ast.expr]:
        if len(at.args) != count or at.keywords:
            raise self.fail(f"{count} argument{'s are' if count > 1 else ' is'} needed here", at)
        return at.args

    def call(self, at: ast.Call) -> Node:
        if not isinstance(at.func, ast.Name):
            raise self.fail("this is not part of the law's language", at, "not-in-language")
        name = at.func.id
        if any(isinstance(argument, ast.GeneratorExp) for argument in at.args):
            return self.over(at, name)
        match name:
            case "latest" | "earliest":
                if not at.args or at.keywords:
                    raise self.fail(f"{name} needs days, or a loop over other charges", at)
                return Extreme(name == "latest", tuple(self.day(argument) for argument in at.args))
            case "date":
                (argument,) = self.arguments(at, 1)
                bounds = parse_day(argument.value) if isinstance(argument, ast.Constant) and isinstance(argument.value, str) else None
                if bounds is None or bounds[0] != bounds[1] or bounds[0] >= AFTER:
                    raise self.fail('a date is written date("2021-11-16")', argument)
                return Constant("day", bounds)
            case "happened":
                return Happened(self.day(self.arguments(at, 1)[0]))
            case "age_at":
                raise self.fail("compare an age with a whole number: age_at(offense_date) < 18", at)
            case "years" | "months" | "days":
                raise self.fail("a period is added to a day: disposed_on + years(3)", at)
            case "any" | "all" | "count" | "nth_latest":
                raise self.fail(f"{name} needs a loop: {name}(… for c in others if …)", at)
        table = self.table(at)
        if table.is_period:
            raise self.fail("a period is added to a day: disposed_on + wait(level)", at)
        unit: Type = "number" if table.unit == "number" else "yesno" if table.unit == "yesno" else "day"
        return Lookup(table, self.key(at, table), unit)

    def over(self, at: ast.Call, name: str) -> Node:
        if self.loop:
            raise self.fail("loops over other charges do not nest", at)
        n, arguments = 1, list(at.args)
        if name == "nth_latest":
            first = arguments.pop(0)
            if not (isinstance(first, ast.Constant) and type(first.value) is int and 1 <= first.value <= LIMIT_RANK):
                raise self.fail(f"nth_latest starts with a whole number from 1 to {LIMIT_RANK}", first)
            n, name = first.value, "latest"
        if len(arguments) != 1 or at.keywords or not isinstance(arguments[0], ast.GeneratorExp):
            raise self.fail("one loop stands here: … for c in others if …", at)
        loop = arguments[0]
        one = loop.generators[0]
        if len(loop.generators) != 1 or one.is_async or not isinstance(one.target, ast.Name) or not isinstance(one.iter, ast.Name):
            raise self.fail("a loop is written: … for c in others if …", loop)
        if one.iter.id not in SCOPES:
            raise self.fail(f"a loop goes over others, same_case or same_day{nearest(one.iter.id, SCOPES)}", one.iter, "unknown-name")
        if n > 1 and one.iter.id == "same_day":
            raise self.fail("nth_latest goes over others or same_case", one.iter)
        if name not in ("any", "all", "count", "latest", "earliest"):
            raise self.fail(f"{name} does not take a loop{nearest(name, _FUNCTIONS)}", at, "unknown-name")
        if one.target.id == OWN:
            raise self.fail(f"{OWN} is the charge itself; call the other charge c", one.target)
        self.loop = one.target.id
        try:
            chosen: Node = Constant("yesno", YES)
            tests = tuple(self.yesno(test, "a filter needs") for test in one.ifs)
            if tests:
                chosen = tests[0] if len(tests) == 1 else Both(tests, "yesno")
            return self.loop_body(at, cast(Kind, name), cast(Scope, one.iter.id), loop.elt, chosen, n)
        finally:
            self.loop = ""

    def loop_body(self, at: ast.Call, name: Kind, scope: Scope, elt: ast.expr, chosen: Node, n: int) -> Node:
        if name == "count":
            if _is_name(elt, self.loop):
                return Over("count", scope, Constant("yesno", YES), chosen, 1, "number")
            return Over("count", scope, self.yesno(elt, "count needs"), chosen, 1, "number")
        if name == "any" or name == "all":
            body = self.truth(elt)
            return Over(name, scope, body, chosen, 1, body.type)
        return Over(name, scope, self.day(elt), chosen, n, "day")

    def name(self, at: ast.Name | ast.Attribute) -> Node:
        name, is_other = _fact_name(at)
        if name is None or (isinstance(at, ast.Attribute) and not is_other):
            raise self.fail("this is not part of the law's language", at, "not-in-language")
        if isinstance(at, ast.Attribute) and isinstance(at.value, ast.Name) and at.value.id not in (self.loop, OWN):
            raise self.fail(f"{at.value.id} is not the loop's charge", at, "unknown-name")
        if not is_other:
            match name:
                case "yes" | "no":
                    return Constant("yesno", YES if name == "yes" else NO)
                case "unread":
                    return Constant("yesno", UNKNOWN, unread=True)
                case "never":
                    return Constant("day", NO)
                case "today":
                    raise self.fail("today stands only in today >= day", at)
        self.check_loop(at, is_other)
        return self.whose(self.fact(name, at), at)

    def whose(self, node: Node, at: ast.expr) -> Node:
        """``own.disposed_on``, inside a loop, is the charge's own."""
        return Own(node, node.type) if _is_own(at) else node

    def check_loop(self, at: ast.expr, is_other: bool) -> None:
        if self.loop and not is_other:
            name = ast.unparse(at)
            raise self.fail(f"whose? {self.loop}.{name} is the other charge's, {OWN}.{name} that of the charge itself", at, "loop")
        if is_other and not self.loop:
            raise self.fail("this stands for another charge, but no loop is around it", at, "loop")

    def fact(self, name: str, at: ast.expr) -> Node:
        if name in self.words.defines:
            node = self.words.defines[name]
            if self.loop and any(isinstance(each, Over) for each in walk(node)):
                raise self.fail("loops over other charges do not nest", at)
            return node
        found = self.words.facts.get(name)
        if found is None:
            if name == "offense":
                raise self.fail("offense is used as: offense in NAME", at)
            known = [*self.words.facts, *self.words.defines, "offense", "today"]
            raise self.fail(f"no fact is called {name}{nearest(name, known)}", at, "unknown-name")
        if found.origin == "derived":
            return parse(found.is_, self.words, ("yesno", "since", "day", "number"))
        return Ref(found.type, name)


def _is_own(at: ast.expr) -> bool:
    return isinstance(at, ast.Attribute) and _is_name(at.value, OWN)


def _is_name(at: ast.expr, name: str) -> bool:
    return isinstance(at, ast.Name) and at.id == name


def _is_text(at: ast.expr) -> bool:
    return isinstance(at, ast.Constant) and isinstance(at.value, str)


def _fact_name(at: ast.expr) -> tuple[str | None, bool]:
    """The name that is read, and whether it is another charge's (``c.name``)."""
    if isinstance(at, ast.Name):
        return at.id, False
    if isinstance(at, ast.Attribute) and isinstance(at.value, ast.Name):
        return at.attr, True
    return None, False


def _level_span(text: str) -> Bounds | None:
    if text in LEVELS:
        return (LEVELS[text], LEVELS[text])
    return KINDS.get(text)


def _units(unit: str, count: int) -> Units:
    return (count * 12, 0) if unit == "years" else (count, 0) if unit == "months" else (0, count)


def _compare(sign: str, one: Node, two: Node) -> Node:
    match sign:
        case ">":
            return Compare("<", two, one)
        case ">=":
            return Compare("<=", two, one)
        case "!=":
            return Not(Compare("==", one, two))
        case _:
            return Compare(sign, one, two)


def make_table(name: str, unit: str, entries: Mapping[str, object]) -> Table:
    """A law's table from its TOML form.

    Keys are all level names or kinds, or all values of a choice fact. A value may be a table of its own with
    ``value``, ``source`` and ``checked``: a local parameter.

    Raises:
        LanguageError: keys of both kinds, or a value of the wrong type.
    """
    by_level = all(_level_span(key) is not None for key in entries)
    found: dict[int | str, tuple[int, int]] = {}
    sources: dict[str, str] = {}
    # A class stated beside its kind wins over the kind, so classes come first.
    for key, raw in sorted(entries.items(), key=lambda entry: entry[0] in KINDS):
        value = raw
        if isinstance(raw, Mapping):
            value = raw.get("value")
            if not raw.get("source") or not raw.get("checked"):
                raise LanguageError(Problem("no-source", f'the table {name} needs a source and a date ("checked") for "{key}"'))
            sources[key] = f"{raw['source']} ({raw['checked']})"
        parsed: tuple[int, int] | None = None
        if unit in ("years", "months", "days") and type(value) is int and 0 <= value <= 36525:
            parsed = _units(unit, value)
        elif unit == "number" and type(value) is int and NUMBER[0] < value < NUMBER[1]:
            parsed = (value, value)
        elif unit == "yesno" and isinstance(value, bool):
            parsed = YES if value else NO
        elif unit == "day":
            parsed = parse_day(str(value))
        if parsed is None:
            raise LanguageError(Problem("type", f'the table {name} holds "{key}" = {value!r}, which is no {unit}'))
        span = _level_span(key) if by_level else None
        for each in range(span[0], span[1] + 1) if span else (key.casefold(),):
            found.setdefault(each, parsed)
    return Table(name, unit, by_level, found, sources)
