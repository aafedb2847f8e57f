"""The comparison of the two readings catches what it is there to catch: each planted bug must cause a disagreement.

A bug is planted in one reading only, by replacing one function; then random laws and people are compared until one
disagrees. A bug that nothing notices within `LIMIT` draws fails the test.
"""

from __future__ import annotations

from collections.abc import Callable
from random import Random
from typing import Any

import pytest

from unburden import calendar, everyone, person, sql, trees
from unburden.calendar import ALWAYS, NEVER, NO, UNKNOWN, YES, iso
from unburden.everyone import Pair, Screen, _Plan
from unburden.language import Member, Since

from .drawing import people, provision
from .readings import disagreements

LIMIT = 150
Patch = Callable[[pytest.MonkeyPatch], None]
BUGS: dict[str, Patch] = {}
#: Looked for in laws whose loops compare the other charges with the charge itself.
OF_PAIRS = {"a_pair_that_includes_oneself", "the_other_charges_value_taken_for_the_own", "pairs_of_an_uncertain_day_left_out"}


def bug(patch: Patch) -> Patch:
    BUGS[patch.__name__] = patch
    return patch


def wrap(monkeypatch: pytest.MonkeyPatch, owner: Any, name: str, change: Callable[..., Any]) -> None:
    """Replace a function by one that gets the original first."""
    original = getattr(owner, name)
    monkeypatch.setattr(owner, name, lambda *args, **named: change(original, *args, **named))


# ---- planted in the SQL ----


@bug
def greatest_that_skips_null(monkeypatch: pytest.MonkeyPatch) -> None:
    """An unknown date is NULL instead of bounds, and GREATEST quietly drops it."""
    wrap(
        monkeypatch,
        sql,
        "day_columns",
        lambda real, *args: tuple(f"nullif(nullif({side}, DATE '{iso(ALWAYS)}'), DATE '{iso(NEVER)}')" for side in real(*args)),
    )


@bug
def case_that_falls_to_else(monkeypatch: pytest.MonkeyPatch) -> None:
    """A branch whose test is unknown takes its second side."""
    wrap(
        monkeypatch,
        _Plan,
        "_branch",
        lambda real, self, test, then, other, steps: real(self, Pair(test.low, test.low, True), then, other, steps),
    )


@bug
def and_that_reads_unknown_as_no(monkeypatch: pytest.MonkeyPatch) -> None:
    def join(real: Any, self: Any, items: Any, steps: Any, *, later: bool) -> Pair:
        found: Pair = real(self, items, steps, later=later)
        return Pair(found.low, found.low, True) if later and found.truth else found

    wrap(monkeypatch, _Plan, "_join", join)


@bug
def or_with_its_bounds_swapped(monkeypatch: pytest.MonkeyPatch) -> None:
    def join(real: Any, self: Any, items: Any, steps: Any, *, later: bool) -> Pair:
        found: Pair = real(self, items, steps, later=later)
        return found if later else Pair(found.high, found.low, found.truth)

    wrap(monkeypatch, _Plan, "_join", join)


@bug
def not_that_keeps_its_sides(monkeypatch: pytest.MonkeyPatch) -> None:
    def tree(real: Any, self: Any, node: Any, steps: Any) -> Pair:
        found: Pair = real(self, node, steps)
        return Pair(found.high, found.low, True) if isinstance(node, everyone.Not) and node not in self._by_key else found

    wrap(monkeypatch, _Plan, "_tree", tree)


@bug
def sentinels_that_drift(monkeypatch: pytest.MonkeyPatch) -> None:
    """Years are added to "never", "always" and "after the open case ends" as if they were dates."""

    def moved(real: Any, day: str, months: str, days: str, *, plain: bool) -> str:
        to = f"(({day} + to_months(CAST({months} AS INTEGER)))::DATE + CAST({days} AS INTEGER))"
        return f"LEAST(GREATEST({to}, DATE '0001-01-01'), DATE '9999-12-31')"

    wrap(monkeypatch, sql, "moved", moved)


@bug
def others_that_include_oneself(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        _Plan, "_without", staticmethod(lambda own, top, n, later: f"coalesce({top}[{n}], DATE '{iso(ALWAYS if later else NEVER)}')")
    )


@bug
def a_count_that_includes_oneself(monkeypatch: pytest.MonkeyPatch) -> None:
    wrap(monkeypatch, _Plan, "_over", lambda real, self, loop, steps: _with_own_share(real(self, loop, steps), loop, self))


def _with_own_share(found: Pair, loop: Any, plan: _Plan) -> Pair:
    number = plan._loops[loop]
    if loop.kind != "count":
        return found
    return Pair(f"({found.low} + o{number}_low)", f"({found.high} + o{number}_high)")


@bug
def a_pair_that_includes_oneself(monkeypatch: pytest.MonkeyPatch) -> None:
    wrap(monkeypatch, _Plan, "_paired", lambda real, *args: real(*args).replace(" AND o.row <> a.own_row", ""))


@bug
def the_other_charges_value_taken_for_the_own(monkeypatch: pytest.MonkeyPatch) -> None:
    def tree(real: Any, self: Any, node: Any, steps: Any) -> Pair:
        return real(self, node.item if isinstance(node, everyone.Own) else node, steps)  # type: ignore[no-any-return]

    wrap(monkeypatch, _Plan, "_tree", tree)


@bug
def pairs_of_an_uncertain_day_left_out(monkeypatch: pytest.MonkeyPatch) -> None:
    def paired(real: Any, *args: Any) -> str:
        return real(*args).replace("(NOT (own_day_low", "(own_day_low = offense_date_low AND NOT (own_day_low")  # type: ignore[no-any-return]

    wrap(monkeypatch, _Plan, "_paired", paired)


@bug
def a_rank_off_by_one(monkeypatch: pytest.MonkeyPatch) -> None:
    real = _Plan._without
    monkeypatch.setattr(_Plan, "_without", staticmethod(lambda own, top, n, later: real(own, top, n + 1, later)))


@bug
def an_incomplete_record_taken_for_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    wrap(monkeypatch, sql, "said", lambda real, name, columns: "TRUE" if name == "record_complete" else real(name, columns))


@bug
def a_year_taken_for_its_first_day(monkeypatch: pytest.MonkeyPatch) -> None:
    wrap(
        monkeypatch,
        sql,
        "day_columns",
        lambda real, *args: (
            real(*args)[0],
            f"CASE WHEN {real(*args)[1]} = DATE '{iso(NEVER)}' THEN {real(*args)[1]} ELSE {real(*args)[0]} END",
        ),
    )


@bug
def implications_forgotten(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(everyone, "implications", lambda facts: [])


@bug
def a_bound_compared_with_the_wrong_side(monkeypatch: pytest.MonkeyPatch) -> None:
    wrap(monkeypatch, sql, "compare", lambda real, op, one, two: real(op, Pair(one.low, one.low), two))


@bug
def strictly_less_for_less_or_equal(monkeypatch: pytest.MonkeyPatch) -> None:
    wrap(monkeypatch, sql, "compare", lambda real, op, one, two: real("<" if op == "<=" else op, one, two))


@bug
def a_gap_in_a_table_taken_for_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    wrap(monkeypatch, everyone, "_key_reading", lambda real, node, law: _without_gap(real(node, law), node))


def _without_gap(read: Any, node: Any) -> Any:
    return (lambda row: (*read(row)[:2], False)) if isinstance(node, everyone.Shift) else read


@bug
def an_open_case_taken_for_closed(monkeypatch: pytest.MonkeyPatch) -> None:
    wrap(monkeypatch, Screen, "piece", lambda real, self, where: real(self, where).replace("= 'open' THEN TRUE", "= 'open' THEN FALSE"))


@bug
def charges_of_no_certain_day_forgotten(monkeypatch: pytest.MonkeyPatch) -> None:
    wrap(monkeypatch, _Plan, "_over", lambda real, self, loop, steps: _no_pool(real, self, loop, steps))


def _no_pool(real: Any, self: _Plan, loop: Any, steps: Any) -> Pair:
    class NoPool:
        def column(self, sql: str) -> str:
            import re

            sql = re.sub(r"coalesce\(o\d+_\w+_loose, 0\)", "0", sql)
            return str(steps.column(re.sub(r"coalesce\(o\d+_\w+_loose\[1\], (DATE '[^']*')\)", r"\1", sql)))

    found: Pair = real(self, loop, NoPool())
    return found


@bug
def exceptions_forgotten(monkeypatch: pytest.MonkeyPatch) -> None:
    from attrs import evolve

    def without(real: Any, self: Any, one: Any, steps: Any) -> Any:
        return real(self, evolve(one, conditions=tuple(evolve(each, exceptions=()) for each in one.conditions)), steps)

    wrap(monkeypatch, _Plan, "_provision", without)


@bug
def presumptions_forgotten(monkeypatch: pytest.MonkeyPatch) -> None:
    from attrs import evolve

    def without(real: Any, self: Any, one: Any, steps: Any) -> Any:
        return real(self, evolve(one, conditions=tuple(evolve(each, presumed_by=None) for each in one.conditions)), steps)

    wrap(monkeypatch, _Plan, "_provision", without)


@bug
def only_the_first_reading_read(monkeypatch: pytest.MonkeyPatch) -> None:
    from attrs import evolve

    def without(real: Any, self: Any, one: Any, steps: Any) -> Any:
        return real(self, evolve(one, conditions=tuple(evolve(each, readings=each.readings[:1] * 2) for each in one.conditions)), steps)

    wrap(monkeypatch, _Plan, "_provision", without)


# ---- planted in the reading for one person ----


@bug
def a_month_end_that_is_not_clamped(monkeypatch: pytest.MonkeyPatch) -> None:
    """January 31 plus one month becomes March 2 or 3."""

    def add(real: Any, day: int, months: int) -> int:
        from datetime import date

        if day <= ALWAYS or day >= NEVER:
            return day
        then = date.fromordinal(day)
        first = real(then.replace(day=1).toordinal(), months)
        return int(calendar._keep(day, first + then.day - 1))

    wrap(monkeypatch, trees, "add_months", add)


@bug
def a_month_of_thirty_days(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(trees, "add_months", lambda day, months: calendar.add_days(day, 30 * months))


@bug
def later_than_for_not_before(monkeypatch: pytest.MonkeyPatch) -> None:
    """`today >= day` read as `today > day`."""

    def compiled(real: Any, node: Any, layout: Any) -> Any:
        found = real(node, layout)
        if isinstance(node, Since):
            return lambda row: tuple(calendar.add_days(day, 1) for day in found(row))
        return found

    for owner in (trees, person):
        wrap(monkeypatch, owner, "compile_tree", compiled)


@bug
def an_unknown_choice_taken_for_no(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(trees, "_choice", lambda slot, values: lambda row: YES if row[slot] in values else NO)


@bug
def an_unknown_offense_taken_for_unlisted(monkeypatch: pytest.MonkeyPatch) -> None:
    def compiled(real: Any, node: Any, layout: Any) -> Any:
        return (lambda row: row[trees.SETS].get(node.set, NO)) if isinstance(node, Member) else real(node, layout)

    # The offense is read by the same code for both readings, so the bug is planted in what only one of them runs.
    for owner in (trees, person):
        wrap(monkeypatch, owner, "compile_tree", compiled)


@bug
def an_uncertain_filter_taken_for_no(monkeypatch: pytest.MonkeyPatch) -> None:
    wrap(monkeypatch, trees, "contribution", lambda real, kind, value, chosen: real(kind, value, NO if chosen == UNKNOWN else chosen))


@bug
def all_of_none_taken_for_no(monkeypatch: pytest.MonkeyPatch) -> None:
    wrap(monkeypatch, trees, "_without_each", lambda real, node, given, group, found: _none(real, node, given, group, found))


def _none(real: Any, node: Any, given: Any, group: Any, found: Any) -> None:
    real(node, given, group, found)
    if node.kind == "all" and len(group) == 1:
        found[group[0]] = NO


@bug
def same_case_read_as_all_others(monkeypatch: pytest.MonkeyPatch) -> None:
    def init(real: Any, self: Any, rows: Any, cases: Any, days: Any, complete: bool) -> None:
        real(self, rows, ["one"] * len(cases), days, complete)

    wrap(monkeypatch, trees.Memory, "__init__", init)


@pytest.mark.parametrize("name", BUGS)
def test_planted_bug_is_caught(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    BUGS[name](monkeypatch)
    for seed in range(LIMIT):
        draw = Random(seed)
        pairs = name in OF_PAIRS
        provisions = [provision(draw, number, pairs=pairs) for number in range(draw.randint(1, 3))]
        crowd = people(draw)
        if disagreements(provisions, crowd):
            return
    pytest.fail(f"no disagreement in {LIMIT} draws")
