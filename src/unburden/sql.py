"""Pieces of SQL in which nothing is ever NULL: bounds, truth values, and the columns of a charges table as both.

A truth value is a pair of conditions, *surely* and *possibly*; anything else is its two bounds. What is constant is folded
here, so that a fact which a source does not have costs nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

from attrs import define, field, frozen

from unburden.calendar import AFTER, ALWAYS, NEVER, Bounds, iso
from unburden.language import NUMBER


def date(day: int) -> str:
    """A day as a literal."""
    return f"DATE '{iso(day)}'"


ALWAYS_SQL: Final = date(ALWAYS)
NEVER_SQL: Final = date(NEVER)
AFTER_SQL: Final = date(AFTER)
YES: Final = "TRUE"
NO: Final = "FALSE"


@frozen
class Pair:
    """Two expressions: surely and possibly of a truth value, or the lower and upper bound of anything else."""

    low: str
    high: str
    truth: bool = False


UNKNOWN_TRUTH: Final = Pair(NO, YES, True)
SURE: Final = Pair(YES, YES, True)


@define
class Steps:
    """Columns in the order in which they can be computed; an expression that recurs is computed once."""

    prefix: str
    names: dict[str, str] = field(factory=dict)

    def column(self, sql: str) -> str:
        """The name of a column that holds the expression; a name or a literal stands for itself."""
        if re.fullmatch(r"\w+|DATE '[0-9-]+'|-?\d+", sql):
            return sql
        name = self.names.get(sql)
        if name is None:
            name = self.names[sql] = f"{self.prefix}{len(self.names)}"
        return name

    def over(self, source: str, *wanted: str) -> tuple[str, list[str]]:
        """A query that adds to a source the columns that the wanted expressions need, and these expressions over it.

        A column that is used once is written where it is used: inside a CASE it is then computed only for the rows that
        come there.
        """
        word = re.compile(rf"\b{self.prefix}\d+\b")
        uses: dict[str, int] = {}
        bodies = {name: sql for sql, name in self.names.items()}
        for text in (*bodies.values(), *wanted):
            for name in word.findall(text):
                uses[name] = uses.get(name, 0) + 1
        inline = {name for name, count in uses.items() if count == 1}

        def written(text: str) -> str:
            return word.sub(lambda found: f"({written(bodies[found[0]])})" if found[0] in inline else found[0], text)

        rounds: list[list[str]] = []
        level: dict[str, int] = {}
        for name, body in bodies.items():
            if name in inline or name not in uses:
                continue
            text = written(body)
            depth = level[name] = 1 + max((level.get(each, -1) for each in word.findall(text)), default=-1)
            while len(rounds) <= depth:
                rounds.append([])
            rounds[depth].append(f"{text} AS {name}")
        for place, columns in enumerate(rounds):
            inner = f"SELECT *, {', '.join(columns)} FROM {source}"
            # DuckDB writes columns out into each other while it looks for filters, and that doubles with each round (half a minute
            # for California); a round that is materialized is where it stops.
            barrier = place % 3 == 2
            source = f"(WITH r{place} AS MATERIALIZED ({inner}) SELECT * FROM r{place})" if barrier else f"({inner})"
        return source, [written(text) for text in wanted]


# ---- truth values --------------------------------------------------------------------------------------------------


def all_of(parts: Iterable[str]) -> str:
    """Conditions joined by AND."""
    kept = [part for part in dict.fromkeys(parts) if part != YES]
    return NO if NO in kept else f"({' AND '.join(kept)})" if len(kept) > 1 else kept[0] if kept else YES


def any_of(parts: Iterable[str]) -> str:
    """Conditions joined by OR."""
    kept = [part for part in dict.fromkeys(parts) if part != NO]
    return YES if YES in kept else f"({' OR '.join(kept)})" if len(kept) > 1 else kept[0] if kept else NO


def negated(part: str) -> str:
    """The opposite of a condition."""
    return NO if part == YES else YES if part == NO else f"(NOT {part})"


def chosen(test: str, then: str, other: str) -> str:
    """``then`` where the test holds, else ``other``; the test is never NULL."""
    if test == YES or then == other:
        return then
    return other if test == NO else f"CASE WHEN {test} THEN {then} ELSE {other} END"


def as_days(pair: Pair) -> Pair:
    """A truth value as days: always where it holds, never where not."""
    if not pair.truth:
        return pair
    return Pair(chosen(pair.high, ALWAYS_SQL, NEVER_SQL), chosen(pair.low, ALWAYS_SQL, NEVER_SQL))


def latest(days: Sequence[str]) -> str:
    """The latest of some days."""
    kept = [day for day in dict.fromkeys(days) if day != ALWAYS_SQL]
    return NEVER_SQL if NEVER_SQL in kept else f"GREATEST({', '.join(kept)})" if len(kept) > 1 else kept[0] if kept else ALWAYS_SQL


def earliest(days: Sequence[str]) -> str:
    """The earliest of some days."""
    kept = [day for day in dict.fromkeys(days) if day != NEVER_SQL]
    return ALWAYS_SQL if ALWAYS_SQL in kept else f"LEAST({', '.join(kept)})" if len(kept) > 1 else kept[0] if kept else NEVER_SQL


def compare(op: str, one: Pair, two: Pair) -> Pair:
    """`<`, `<=` or `==` between two pairs of bounds."""
    if op == "<":
        return Pair(f"({one.high} < {two.low})", f"({one.low} < {two.high})", True)
    if op == "<=":
        return Pair(f"({one.high} <= {two.low})", f"({one.low} <= {two.high})", True)
    same = f"({one.low} = {one.high} AND {two.low} = {two.high} AND {one.low} = {two.low})"
    return Pair(same, f"({one.high} >= {two.low} AND {one.low} <= {two.high})", True)


def constant(kind: str, bounds: Bounds) -> Pair:
    """Fixed bounds of a type of the language."""
    if kind == "yesno":
        return Pair(str(bounds[1] == ALWAYS).upper(), str(bounds[0] == ALWAYS).upper(), True)
    if kind in ("number", "level"):
        return Pair(str(bounds[0]), str(bounds[1]))
    return Pair(date(bounds[0]), date(bounds[1]))


#: Dates between these can be moved by any ordinary period without leaving the calendar, so they need no clamp.
_PLAIN: Final = ("DATE '1000-01-01'", "DATE '8000-01-01'")
PLAIN_MONTHS: Final = 900 * 12


def moved(day: str, months: str, days: str, *, plain: bool) -> str:
    """A day some months and days later or earlier; the same rules as `calendar.add_months` and `add_days`.

    `plain` says that the period is at most `PLAIN_MONTHS` long.
    """
    to = day if months == "0" else f"({day} + to_months(CAST({months} AS INTEGER)))::DATE"
    to = to if days == "0" else f"({to} + CAST({days} AS INTEGER))"
    quick = f"WHEN {day} >= {_PLAIN[0]} AND {day} <= {_PLAIN[1]} THEN {to} " if plain else ""
    return (
        f"CASE {quick}WHEN {day} <= {ALWAYS_SQL} OR {day} >= {NEVER_SQL} THEN {day}"
        f" WHEN {day} >= {AFTER_SQL} THEN LEAST(GREATEST({to}, {AFTER_SQL}), {date(NEVER - 1)})"
        f" ELSE LEAST(GREATEST({to}, {date(ALWAYS + 1)}), {date(AFTER - 1)}) END"
    )


# ---- columns of a charges table ------------------------------------------------------------------------------------


def said(name: str, columns: Mapping[str, str]) -> str:
    """Whether a column of answers says yes."""
    if name not in columns:
        return NO
    if columns[name] == "BOOLEAN":
        return f"coalesce({name}, FALSE)"
    return f"coalesce(lower(trim({name}::VARCHAR)) IN ('yes', 'true', 'y', '1'), FALSE)"


def denied(name: str, columns: Mapping[str, str]) -> str:
    """Whether a column of answers says no."""
    if name not in columns:
        return NO
    if columns[name] == "BOOLEAN":
        return f"coalesce(NOT {name}, FALSE)"
    return f"coalesce(lower(trim({name}::VARCHAR)) IN ('no', 'false', 'n', '0'), FALSE)"


def day_columns(name: str, columns: Mapping[str, str]) -> tuple[str, str]:
    """Bounds of a date column, of type DATE or as text of reduced precision; the same rules as `calendar.parse_day`."""
    kind = columns.get(name)
    if kind is None:
        return ALWAYS_SQL, NEVER_SQL
    if kind == "DATE":
        usable = f"CASE WHEN {name} < {AFTER_SQL} OR {name} = {NEVER_SQL} THEN GREATEST({name}, {ALWAYS_SQL}) END"
        return f"coalesce({usable}, {ALWAYS_SQL})", f"coalesce({usable}, {NEVER_SQL})"
    text = f"{name}::VARCHAR"
    is_month, is_year = (f"regexp_full_match({text}, '{pattern}')" for pattern in (r"\d{4}-\d\d", r"\d{4}"))
    whole = f"CASE WHEN {text} = 'never' THEN '9999-12-31' WHEN regexp_full_match({text}, '\\d{{4}}-\\d\\d-\\d\\d') THEN {text}"
    low = f"try_cast({whole} WHEN {is_month} THEN {text} || '-01' WHEN {is_year} THEN {text} || '-01-01' END AS DATE)"
    high = (
        f"CASE WHEN {is_month} THEN last_day(try_cast({text} || '-01' AS DATE))"
        f" ELSE try_cast({whole} WHEN {is_year} THEN {text} || '-12-31' END AS DATE) END"
    )
    usable = f"{low} >= {ALWAYS_SQL} AND ({low} < {AFTER_SQL} OR {low} = {NEVER_SQL})"
    return f"coalesce(CASE WHEN {usable} THEN {low} END, {ALWAYS_SQL})", f"coalesce(CASE WHEN {usable} THEN {high} END, {NEVER_SQL})"


def number_columns(name: str, columns: Mapping[str, str]) -> tuple[str, str]:
    """Bounds of an amount, in whole dollars away from zero; the same rules as `facts.money`."""
    if name not in columns:
        return str(NUMBER[0]), str(NUMBER[1])
    text = f"trim({name}::VARCHAR)"
    is_amount = rf"regexp_full_match({text}, '\$? ?-?(\d{{1,3}}(,\d{{3}})+|\d{{1,9}})(\.\d\d?)?')"
    amount = f"try_cast(CASE WHEN {is_amount} THEN regexp_replace({text}, '[$, ]', '', 'g') END AS DECIMAL(18, 2))"
    whole = f"CAST(CASE WHEN {amount} < 0 THEN floor({amount}) ELSE ceil({amount}) END AS BIGINT)"
    usable = f"CASE WHEN {whole} > {NUMBER[0]} AND {whole} < {NUMBER[1]} THEN {whole} END"
    return f"coalesce({usable}, {NUMBER[0]})", f"coalesce({usable}, {NUMBER[1]})"


def texts(values: Iterable[str]) -> str:
    """Texts as literals, comma-separated."""
    return ", ".join(text(value) for value in values)


def text(value: str) -> str:
    """A text as a literal."""
    return "'" + value.replace("'", "''") + "'"


def create(connection: Any, name: str, columns: Mapping[str, str], rows: Sequence[Sequence[Any]]) -> None:
    """A temporary table of some rows; `columns` gives each column's SQL type."""
    import pyarrow as pa

    connection.execute(f"CREATE OR REPLACE TEMP TABLE {name} ({', '.join(f'{column} {kind}' for column, kind in columns.items())})")
    if rows:
        kinds = {"UBIGINT": pa.uint64(), "INTEGER": pa.int32(), "UTINYINT": pa.uint8(), "BOOLEAN": pa.bool_(), "VARCHAR": pa.string()}
        lists = pa.list_(pa.string())
        arrays = [pa.array([row[place] for row in rows], kinds.get(kind, lists)) for place, kind in enumerate(columns.values())]
        connection.register("unburden_rows", pa.table(dict(zip(columns, arrays, strict=True))))
        connection.execute(f"INSERT INTO {name} SELECT * FROM unburden_rows")
        connection.unregister("unburden_rows")
