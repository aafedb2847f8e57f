"""The reading for one person: a provision decided for each charge, with reasons."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from operator import itemgetter
from typing import Final, NamedTuple

from unburden.calendar import ALWAYS, NEVER, NO, Bounds
from unburden.language import (
    facts_of,
)
from unburden.needs import compile_needs
from unburden.provision import Clause, Condition, Provision
from unburden.record import Span
from unburden.trees import SETS, SPANS, Layout, Needs, Row, compile_tree


class Used(NamedTuple):
    """A fact that a condition read: its value, and where the record states it (`None` for an answer or a gap)."""

    fact: str
    value: object
    span: Span | None


class Finding(NamedTuple):
    """What one condition came to for one charge.

    `how` is ``shown``, ``presumed`` (the law presumes it from official documentation), ``excepted`` (it does not hold,
    but the exception `by` does: the reason it displaced is the condition itself), or ``""`` where it does not hold or is
    open. `contradicted` marks a presumption beside an answer that says the opposite. `readings` holds the bounds under
    each reading of a text that is unsettled.
    """

    condition: Condition
    bounds: Bounds
    how: str
    by: Clause | None
    contradicted: bool
    readings: tuple[Bounds, ...]
    facts: tuple[str, ...]
    values: tuple[object, ...]
    spans: Mapping[str, Span]

    @property
    def used(self) -> tuple[Used, ...]:
        """The facts that the condition read, with their values and where the record states them."""
        return tuple(Used(fact, value, self.spans.get(fact)) for fact, value in zip(self.facts, self.values, strict=True))


class Decision(NamedTuple):
    """What a provision says of one charge.

    `bounds` are the earliest and the latest day from which it opens; `closes` those of its deadline, if it has one.
    `favorable` and `strict` are the bounds under the readings that favor the person and that do not; they differ only
    where the law is unsettled. `needs` are the unanswered facts of this charge and person that can still change the
    bounds; `elsewhere` those of other charges as (place in the record, fact), in tuples shared between decisions (they
    may name this charge, too, whose facts then do not count).
    """

    provision: Provision
    bounds: Bounds
    closes: Bounds | None
    favorable: Bounds
    strict: Bounds
    findings: tuple[Finding, ...]
    needs: tuple[str, ...]
    elsewhere: tuple[tuple[tuple[int, str], ...], ...]

    @property
    def unsettled(self) -> bool:
        """Whether the law's own text leaves two readings that differ for this charge."""
        return self.favorable != self.strict


class Reading:
    """A provision made ready for one person's charges; make it once, use it for any number of rows."""

    def __init__(self, provision: Provision, layout: Layout) -> None:
        self.provision = provision
        self._conditions = [_Condition(condition, layout) for condition in provision.conditions]
        self._closes = compile_tree(provision.closes, layout) if provision.closes is not None else None
        self._closes_needs = compile_needs(provision.closes, layout) if provision.closes is not None else None

    def finding(self, number: int, row: Row) -> Finding:
        """What one condition comes to for a row."""
        return self._conditions[number].find(row)[0]

    def closes(self, row: Row) -> Bounds | None:
        """The bounds of the last day, if the provision has one."""
        return self._closes(row) if self._closes is not None else None

    def decide(self, row: Row) -> Decision:
        """What the provision says of the charge in this row, with its full trace."""
        low = favorable_high = strict_low = high = ALWAYS
        findings = []
        for condition in self._conditions:
            finding, favorable, strict = condition.find(row)
            findings.append(finding)
            if favorable[0] > low:
                low = favorable[0]
            if favorable[1] > favorable_high:
                favorable_high = favorable[1]
            if strict[0] > strict_low:
                strict_low = strict[0]
            if strict[1] > high:
                high = strict[1]
        closes = self._closes(row) if self._closes is not None else None
        needs: Needs = {}
        if low != high:
            for condition, finding in zip(self._conditions, findings, strict=True):
                first, last = finding.bounds
                # A condition that can no longer be the latest cannot change the day.
                if first != last and last > low:
                    condition.ask(row, needs, last)
        if closes is not None and closes[0] != closes[1] and low != NEVER and self._closes_needs is not None:
            self._closes_needs(row, needs)
        return Decision(
            self.provision,
            (low, high),
            closes,
            (low, favorable_high),
            (strict_low, high),
            tuple(findings),
            tuple([name for name in needs if isinstance(name, str)]) if needs else (),
            tuple([found for found in needs.values() if found]) if needs else (),
        )


class _Condition:
    def __init__(self, condition: Condition, layout: Layout) -> None:
        self.condition = condition
        own = [condition.holds] if condition.holds is not None else [reading.holds for reading in condition.readings]
        self._own = [compile_tree(tree, layout) for tree in own]
        self._exceptions = [(compile_tree(each.holds, layout), each) for each in condition.exceptions]
        self._presumed = compile_tree(condition.presumed_by, layout) if condition.presumed_by is not None else None
        self._asks = [(compile_tree(tree, layout), compile_needs(tree, layout)) for tree in condition.trees()]
        names = dict.fromkeys(name for tree in condition.trees() for name in facts_of(tree, loops=False))
        self._facts = tuple(name for name in names if name in layout.slot) + (("offense",) if "offense" in names else ())
        self._values = _pick([layout.slot[name] for name in self._facts if name != "offense"], "offense" in names)
        self._plain = len(own) == 1 and not self._exceptions and self._presumed is None

    def find(self, row: Row) -> tuple[Finding, Bounds, Bounds]:
        """The finding, and the condition's bounds under the readings that favor the person and that do not."""
        values = self._values(row)
        if self._plain:
            bounds = self._own[0](row)
            how = "shown" if bounds[1] < NEVER else ""
            return _make(Finding, (self.condition, bounds, how, None, False, (), self._facts, values, row[SPANS])), bounds, bounds
        readings = tuple([own(row) for own in self._own])
        favorable = plain = (min([low for low, _ in readings]), min([high for _, high in readings]))
        strict = (max([low for low, _ in readings]), max([high for _, high in readings]))
        how, by = "shown" if strict[1] < NEVER else "", None
        for evaluate, clause in self._exceptions:
            other = evaluate(row)
            if other[1] < strict[1]:
                how, by = "excepted", clause
            favorable, strict = _either(favorable, other), _either(strict, other)
        contradicted = False
        if self._presumed is not None:
            other = self._presumed(row)
            if other[1] < strict[1]:
                how, by, contradicted = "presumed", None, plain == NO
            favorable, strict = _either(favorable, other), _either(strict, other)
        bounds = (favorable[0], strict[1])
        several = readings if len(readings) > 1 else ()
        return Finding(self.condition, bounds, how, by, contradicted, several, self._facts, values, row[SPANS]), favorable, strict

    def ask(self, row: Row, out: Needs, high: int) -> None:
        """Add what can still change this condition: it holds if any of its trees does, so an earlier one still counts."""
        for evaluate, ask in self._asks:
            if evaluate(row)[0] < high:
                ask(row, out)


#: Makes a named tuple without the cost of its constructor; findings are made by the million.
_make: Final = tuple.__new__


def _pick(slots: list[int], offense: bool) -> Callable[[Row], tuple[object, ...]]:
    """The function that picks these slots of a row, and then the offense's name."""
    if not slots:
        return (lambda row: (row[SETS].get(""),)) if offense else (lambda row: ())
    one = itemgetter(*slots)
    take: Callable[[Row], tuple[object, ...]] = one if len(slots) > 1 else lambda row: (one(row),)
    return (lambda row: (*take(row), row[SETS].get(""))) if offense else take


def _either(one: Bounds, two: Bounds) -> Bounds:
    return (one[0] if one[0] < two[0] else two[0], one[1] if one[1] < two[1] else two[1])


def status(bounds: Bounds, closes: Bounds | None, as_of: int) -> str:
    """``open``, ``later`` (opens on a known day), ``ask`` (depends on what is not known) or ``closed`` (never)."""
    low, high = bounds
    first, last = closes or (NEVER, NEVER)
    if low == NEVER or last < as_of or last < low:
        return "closed"
    if high <= as_of:
        return "open" if first >= as_of else "ask"
    return "later" if low == high and first >= low else "ask"


def holds(bounds: Bounds, as_of: int) -> str:
    """``yes``, ``no``, ``later`` or ``unknown`` for a condition on a day."""
    low, high = bounds
    if high <= as_of:
        return "yes"
    if low == NEVER:
        return "no"
    return "later" if low > as_of and low == high else "unknown"
