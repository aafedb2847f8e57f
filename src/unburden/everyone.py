"""The reading for everyone: provisions as SQL over the charges table, with the same answer as `person`.

A truth value is a pair of columns that are never NULL, *surely* and *possibly*; a day, number or level is its two bounds.
So three-valued logic becomes AND and OR on either side, and GREATEST, LEAST and CASE never meet a NULL that they would
quietly drop. Conditions over other charges are sums and top-n lists per person, from which each row takes out its own
share: one pass, no self-join.

What depends on the offense alone (its sets, its level, a waiting table) is decided once for each distinct combination of
printed words by the same code that reads one person's record, and joined back.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final

from attrs import define, field, frozen

from unburden.calendar import AFTER, ALWAYS, NEVER, YES, Bounds, iso
from unburden.facts import outcome_of, record_values
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
    Lookup,
    Node,
    Not,
    Over,
    Ref,
    Shift,
    Since,
    facts_of,
    walk,
)
from unburden.law import Law
from unburden.person import SETS, compile_tree, implications
from unburden.provision import Provision
from unburden.record import COLUMNS

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

_ALWAYS: Final = f"DATE '{iso(ALWAYS)}'"
_NEVER: Final = f"DATE '{iso(NEVER)}'"
_AFTER: Final = f"DATE '{iso(AFTER)}'"
_KEY: Final = ("jurisdiction", "statute", "description", "level")
#: Facts that the printed offense alone decides.
_BY_KEY: Final = frozenset({"offense", "level", "inchoate"})


@frozen
class Pair:
    """Two SQL expressions: surely and possibly of a truth value, or the lower and upper bound of anything else."""

    low: str
    high: str
    truth: bool = False


@define
class _Steps:
    """SQL columns in the order in which they can be computed; an expression that recurs is computed once."""

    prefix: str
    names: dict[str, str] = field(factory=dict)
    rounds: list[list[str]] = field(factory=list)
    level: dict[str, int] = field(factory=dict)

    def column(self, sql: str) -> str:
        """The name of a column that holds the expression."""
        name = self.names.get(sql)
        if name is None:
            name = self.names[sql] = f"{self.prefix}{len(self.names)}"
            depth = 1 + max((self.level.get(each, -1) for each in re.findall(rf"\b{self.prefix}\d+\b", sql)), default=-1)
            while len(self.rounds) <= depth:
                self.rounds.append([])
            self.rounds[depth].append(f"{sql} AS {name}")
            self.level[name] = depth
        return name

    def over(self, source: str) -> str:
        """A query that adds all columns to a source."""
        for columns in self.rounds:
            source = f"(SELECT *, {', '.join(columns)} FROM {source})"
        return source


class Screen:
    """The law of some jurisdictions on some day, ready to be put to any number of charges.

    Args:
        law: the law, with the jurisdictions loaded.
        as_of: the day, as an ordinal.
        codes: jurisdictions whose charges are decided; all that are loaded by default.
    """

    def __init__(self, law: Law, as_of: int, codes: Iterable[str] | None = None) -> None:
        self.law = law
        self.as_of = as_of
        self.provisions: dict[str, list[Provision]] = {code: law.in_force(code, as_of) for code in (codes or sorted(law.jurisdictions))}
        self._loops: dict[Over, int] = {}
        self._by_key: dict[Node, str] = {}
        for tree in self._every_tree():
            self._collect(tree)
        used = {name for tree in self._every_tree() for name in facts_of(tree)}
        self._implied = {name: (sources, targets) for name, sources, targets in implications(law.facts)}
        for name in list(used):
            for group in self._implied.get(name, ([], [])):
                used.update(group)
        # A loop over same_day groups by this date even if no expression names it.
        self.facts = sorted((used | {"offense_date", "record_complete"}) - _BY_KEY)

    def _every_tree(self) -> Iterator[Node]:
        for provisions in self.provisions.values():
            yield from _trees(provisions)

    def _collect(self, node: Node) -> None:
        """Number the loops, and name the largest parts that the offense alone decides."""
        if _only_by_key(node):
            self._by_key.setdefault(node, f"k{len(self._by_key)}")
            return
        if isinstance(node, Over):
            self._loops.setdefault(node, len(self._loops))
        if isinstance(node, Shift) and node.table is not None and isinstance(node.key, Ref) and node.key.name == "level":
            self._by_key.setdefault(node, f"k{len(self._by_key)}")
            self._collect(node.day)
            return
        from unburden.language import children

        for child in children(node):
            self._collect(child)

    # ---- preparing: the distinct offenses of a source --------------------------------------------------------------

    def prepare(self, connection: DuckDBPyConnection, source: str, columns: Mapping[str, str]) -> None:
        """Decide every distinct printed offense and disposition of a source once, into two small tables.

        Args:
            connection: where the tables ``unburden_key`` and ``unburden_outcome`` are made.
            source: a table, view or ``read_parquet(…)``.
            columns: its columns and their SQL types.
        """
        have = [name for name in _KEY if name in columns]
        printed = ", ".join(f"any_value({name})" if name in have else "''" for name in _KEY)
        keys = connection.execute(f"SELECT {_hash(columns)} AS h, {printed} FROM {source} GROUP BY h").fetchall()
        readings = [(name, node, _key_reading(node, self.law)) for node, name in self._by_key.items()]
        rows: list[tuple[Any, ...]] = []
        most = 0
        for h, *words in keys:
            texts = [str(word) if word is not None else "" for word in words]
            edges = self._edges(*texts[:3])
            most = max(most, len(edges))
            for low in range(len(edges) + 1):
                for high in range(low, len(edges) + 1):
                    values = self._key_row(texts, edges, low, high, readings)
                    rows.append((h, low * 100 + high, [iso(edge) for edge in edges], *values))
        self._edge_count = most
        names = [f"{name}_{side}" for name, node, _ in readings for side in _sides(node)] + ["level_low", "level_high", "inchoate"]
        types = [kind for _, node, _ in readings for kind in _side_types(node)] + ["UTINYINT", "UTINYINT", "VARCHAR"]
        _create(connection, "unburden_key", ["h", "era", "edges", *names], ["UBIGINT", "INTEGER", "DATE[]", *types], rows)
        if "disposition" in columns:
            found = connection.execute(f"SELECT DISTINCT disposition FROM {source} WHERE disposition IS NOT NULL").fetchall()
            outcomes = [(printed, outcome_of(printed)) for (printed,) in found]
        else:
            outcomes = []
        _create(connection, "unburden_outcome", ["printed", "outcome"], ["VARCHAR", "VARCHAR"], outcomes)

    def _edges(self, jurisdiction: str, statute: str, description: str) -> list[int]:
        """Offense dates at which the meaning of a printed offense changes."""
        found = self.law.jurisdictions.get(jurisdiction)
        return found.offenses.edges(statute, description) if found else []

    def _key_row(self, texts: list[str], edges: list[int], low: int, high: int, readings: list[tuple[str, Node, Any]]) -> list[Any]:
        row = dict.fromkeys(COLUMNS, "")
        row.update(zip(_KEY, texts, strict=True))
        layout = self.law.layout
        first = ALWAYS if low == 0 else edges[low - 1]
        last = NEVER if high == len(edges) else edges[high] - 1
        values = list(layout.template)
        offense, found = record_values(row, self.law, (first, last))
        values[SETS] = offense.sets
        for name in ("level", "inchoate"):
            if name in found:
                values[layout.slot[name]] = found[name]
        result: list[Any] = []
        for _, _node, read in readings:
            result.extend(read(values))
        level = values[layout.slot["level"]]
        return [*result, level[0], level[1], values[layout.slot["inchoate"]]]

    # ---- the charges as bounds -------------------------------------------------------------------------------------

    def base(self, source: str, columns: Mapping[str, str], where: str = "TRUE") -> str:
        """A query that gives each charge its facts as bounds and its share of every loop."""
        select = ["person_id", "case_id", "charge_id", "jurisdiction"]
        select += [f"{name}_{side}" for node, name in self._by_key.items() for side in _sides(node)]
        select += ["level_low", "level_high", "inchoate"]
        for name in self.facts:
            select += self._fact(self.law.facts[name], columns)
        low, high = _day_columns("offense_date", columns)
        outcome = "o.outcome" if "disposition" in columns else "NULL"
        inner = (
            f"(SELECT s.*, {_hash(columns, 's.')} AS h, {low} AS day_low, {high} AS day_high FROM {source} s WHERE {where})"
        )
        era = "0"
        joined = f"{inner} s"
        if getattr(self, "_edge_count", 0):
            joined += " JOIN (SELECT DISTINCT h, edges FROM unburden_key) e USING (h)"
            era = "100 * len(list_filter(e.edges, lambda x: x <= s.day_low)) + len(list_filter(e.edges, lambda x: x <= s.day_high))"
        status = "s.case_status" if "case_status" in columns else "NULL"
        final = f"{outcome} IS NOT NULL AND {outcome} NOT IN ('pending', 'deferred', 'transferred')"
        is_open = f"CASE WHEN {final} THEN FALSE WHEN {outcome} = 'pending' OR {status} = 'open' THEN TRUE WHEN {status} = 'closed' THEN FALSE END"
        query = (
            f"SELECT {', '.join(select)} FROM (SELECT s.*, {outcome} AS outcome, {is_open} AS still_open, k.* EXCLUDE (h, era, edges) FROM {joined}"
            f" JOIN unburden_key k ON k.h = s.h AND k.era = {era}"
            + (" LEFT JOIN unburden_outcome o ON o.printed = s.disposition" if "disposition" in columns else "")
            + ")"
        )
        steps = _Steps("y")
        shares = [f"{sql} AS {name}" for loop, number in self._loops.items() for name, sql in self._share(loop, number, steps)]
        source = steps.over(f"({query})")
        kept = [column.rsplit(" AS ", 1)[-1] for column in select]
        return f"SELECT {', '.join(kept + shares)} FROM {source}"

    def _fact(self, fact: Fact, columns: Mapping[str, str]) -> list[str]:
        name = fact.name
        if name == "case_ended":
            return [
                f"CASE WHEN still_open THEN {_AFTER} ELSE {_ALWAYS} END AS case_ended_low",
                f"CASE WHEN still_open IS NULL OR still_open THEN {_AFTER} ELSE {_ALWAYS} END AS case_ended_high",
            ]
        if name == "disposition":
            return ["CASE WHEN outcome <> 'pending' THEN outcome END AS disposition"]
        if fact.type == "since":
            said, denied = _said(name, columns), _denied(name, columns)
            return [
                f"CASE WHEN {denied} THEN {_AFTER} ELSE {_ALWAYS} END AS {name}_low",
                f"CASE WHEN {said} THEN {_ALWAYS} ELSE {_AFTER} END AS {name}_high",
            ]
        if fact.type == "yesno":
            sources, targets = self._implied.get(name, ([], []))
            said = _or([_said(each, columns) for each in (name, *sources)])
            denied = _or([_denied(each, columns) for each in (name, *targets)])
            return [f"({said} AND NOT {denied}) AS {name}_low", f"({said} OR NOT {denied}) AS {name}_high"]
        column = fact.column if fact.column in columns else name
        if fact.type == "day":
            low, high = _day_columns(column, columns)
            if name == "disposed_on":
                unknown = f"still_open AND {low} = {_ALWAYS} AND {high} = {_NEVER}"
                low, high = f"CASE WHEN {unknown} THEN {_AFTER} ELSE {low} END", f"CASE WHEN {unknown} THEN {_AFTER} ELSE {high} END"
            return [f"{low} AS {name}_low", f"{high} AS {name}_high"]
        if fact.type == "number":
            low, high = _number_columns(column, columns)
            return [f"{low} AS {name}_low", f"{high} AS {name}_high"]
        if fact.type == "choice":
            if column not in columns:
                return [f"NULL::VARCHAR AS {name}"]
            text = f"nullif(trim({column}::VARCHAR), '')"
            if fact.values:
                return [f"CASE WHEN {text} IN ({_texts(fact.values)}) THEN {text} END AS {name}"]
            return [f"lower({text}) AS {name}"] if column != "jurisdiction" else []
        return []

    # ---- conditions over other charges -----------------------------------------------------------------------------

    def _share(self, loop: Over, number: int, steps: _Steps) -> list[tuple[str, str]]:
        """What one charge contributes to a loop over the others, as two columns."""
        body, chosen = self._tree(loop.body, steps), self._tree(loop.filter, steps)
        low, high = f"o{number}_low", f"o{number}_high"
        if loop.type in ("yesno", "number"):
            if loop.kind == "all":
                # A charge that is chosen and fails is a violation.
                return [
                    (low, f"({chosen.low} AND NOT {body.high})::UTINYINT"),
                    (high, f"({chosen.high} AND NOT {body.low})::UTINYINT"),
                ]
            return [(low, f"({chosen.low} AND {body.low})::UTINYINT"), (high, f"({chosen.high} AND {body.high})::UTINYINT")]
        days = _as_days(body)
        if loop.kind == "all" or loop.kind == "latest":
            return [
                (low, f"CASE WHEN {chosen.low} THEN {days.low} ELSE {_ALWAYS} END"),
                (high, f"CASE WHEN {chosen.high} THEN {days.high} ELSE {_ALWAYS} END"),
            ]
        return [
            (low, f"CASE WHEN {chosen.high} THEN {days.low} ELSE {_NEVER} END"),
            (high, f"CASE WHEN {chosen.low} THEN {days.high} ELSE {_NEVER} END"),
        ]

    def groups(self, table: str) -> dict[str, str]:
        """For each scope in use, the query that sums up the shares of its groups."""
        found: dict[str, list[str]] = {}
        loose: list[str] = []
        for loop, number in self._loops.items():
            for side in ("low", "high"):
                name = f"o{number}_{side}"
                if loop.type in ("yesno", "number"):
                    found.setdefault(loop.scope, []).append(f"sum({name})::INTEGER AS {name}_all")
                    loose.append(f"sum({name})::INTEGER AS {name}_loose" if side == "high" else f"0 AS {name}_loose")
                else:
                    pick = "max" if loop.kind in ("all", "latest") else "min"
                    found.setdefault(loop.scope, []).append(f"{pick}({name}, {loop.n + 1}) AS {name}_all")
                    loose.append(f"{pick}({name}, 2) AS {name}_loose")
        keys = {"others": "person_id", "same_case": "person_id, case_id", "same_day": "person_id, offense_date_low"}
        queries: dict[str, str] = {}
        for scope, columns in found.items():
            exact = " WHERE offense_date_low = offense_date_high" if scope == "same_day" else ""
            queries[scope] = f"SELECT {keys[scope]}, {', '.join(columns)} FROM {table}{exact} GROUP BY {keys[scope]}"
        if "same_day" in found:
            mine = [each for each in loose if any(f"o{number}_" in each for loop, number in self._loops.items() if loop.scope == "same_day")]
            every = [each.replace("_loose", "_every") for each in mine]
            queries["loose"] = f"SELECT person_id, {', '.join(mine)} FROM {table} WHERE offense_date_low <> offense_date_high GROUP BY person_id"
            queries["every"] = f"SELECT person_id, {', '.join(every)} FROM {table} GROUP BY person_id"
        return queries

    def _over(self, loop: Over, steps: _Steps) -> Pair:
        number = self._loops[loop]
        unseen = "NOT record_complete_low" if loop.scope != "same_case" else "FALSE"
        low, high = f"o{number}_low", f"o{number}_high"
        if loop.type in ("yesno", "number"):
            if loop.scope == "same_day":
                exact = "offense_date_low = offense_date_high"
                ours = f"CASE WHEN {exact} THEN coalesce({low}_all, 0) - {low} ELSE 0 END"
                theirs = f"CASE WHEN {exact} THEN coalesce({high}_all, 0) - {high} + coalesce({high}_loose, 0) ELSE {high}_every - {high} END"
            else:
                ours, theirs = f"({low}_all - {low})", f"({high}_all - {high})"
            few, many = steps.column(ours), steps.column(theirs)
            if loop.kind == "count":
                return Pair(few, steps.column(f"CASE WHEN {unseen} THEN {NUMBER[1]} ELSE {many} END"))
            if loop.kind == "any":
                return Pair(f"({few} > 0)", f"({many} > 0 OR {unseen})", True)
            return Pair(f"({many} = 0 AND NOT ({unseen}))", f"({few} = 0)", True)
        later = loop.kind in ("all", "latest")
        sides = []
        for name in (low, high):
            value = self._without(name, f"{name}_all", loop.n, later)
            if loop.scope == "same_day":
                pick, nothing = ("GREATEST", _ALWAYS) if later else ("LEAST", _NEVER)
                # Charges of no certain day contribute their own bound on the side that they can only widen.
                widens = (name == high) == later
                pool = f"coalesce({name}_loose[1], {nothing})" if widens else nothing
                rest = self._without(name, f"{name}_every", 1, later) if widens else nothing
                value = f"CASE WHEN offense_date_low = offense_date_high THEN {pick}({value}, {pool}) ELSE {rest} END"
            sides.append(value)
        if later:
            sides[1] = f"CASE WHEN {unseen} THEN {_NEVER} ELSE {sides[1]} END"
        else:
            sides[0] = f"CASE WHEN {unseen} THEN {_ALWAYS} ELSE {sides[0]} END"
        return Pair(steps.column(sides[0]), steps.column(sides[1]))

    @staticmethod
    def _without(own: str, top: str, n: int, later: bool) -> str:
        """The n-th of a top list with the row's own value taken out: one further down if the own value is among them."""
        nothing, among = (_ALWAYS, ">=") if later else (_NEVER, "<=")
        return f"CASE WHEN {own} {among} coalesce({top}[{n}], {nothing}) THEN coalesce({top}[{n + 1}], {nothing}) ELSE coalesce({top}[{n}], {nothing}) END"

    # ---- trees -----------------------------------------------------------------------------------------------------

    def _tree(self, node: Node, steps: _Steps) -> Pair:
        if node in self._by_key and not isinstance(node, Shift):
            name = self._by_key[node]
            return Pair(f"{name}_low", f"{name}_high", node.type == "yesno")
        match node:
            case Constant(type=kind, bounds=bounds):
                return _constant(kind, bounds)
            case Ref(name=name, type=kind):
                return Pair(f"{name}_low", f"{name}_high", kind == "yesno")
            case ChoiceTest(name=name, values=values):
                test = f"{name} IN ({_texts(sorted(values))})"
                return Pair(f"coalesce({test}, FALSE)", f"coalesce({test}, TRUE)", True)
            case Not(item=item):
                inner = self._tree(item, steps)
                return Pair(f"(NOT {inner.high})", f"(NOT {inner.low})", True)
            case Both(items=items):
                return self._join([self._tree(each, steps) for each in items], steps, later=True)
            case Either(items=items):
                return self._join([self._tree(each, steps) for each in items], steps, later=False)
            case Branch(test=test, then=then, other=other):
                return self._branch(self._tree(test, steps), self._tree(then, steps), self._tree(other, steps), steps)
            case Compare(op=op, left=left, right=right):
                return _compare(op, self._tree(left, steps), self._tree(right, steps))
            case Since(day=day):
                return self._tree(day, steps)
            case Shift():
                return self._shift(node, steps)
            case Lookup(table=table, key=Ref(name=name)):
                return self._lookup(table.entries, table.unit, name, steps)
            case Extreme(latest=latest, items=items):
                return self._join([self._tree(each, steps) for each in items], steps, later=latest)
            case Happened(day=day):
                inner = self._tree(day, steps)
                return Pair(f"({inner.high} < {_AFTER})", f"({inner.low} <> {_NEVER})", True)
            case Over():
                return self._over(node, steps)
        raise AssertionError(f"no SQL for {node}")

    def _join(self, items: list[Pair], steps: _Steps, *, later: bool) -> Pair:
        if all(item.truth for item in items):
            word = " AND " if later else " OR "
            return Pair(f"({word.join(item.low for item in items)})", f"({word.join(item.high for item in items)})", True)
        days = [_as_days(item) for item in items]
        pick = "GREATEST" if later else "LEAST"
        low, high = (f"{pick}({', '.join(sides)})" for sides in ([day.low for day in days], [day.high for day in days]))
        return Pair(steps.column(low), steps.column(high))

    def _branch(self, test: Pair, then: Pair, other: Pair, steps: _Steps) -> Pair:
        if then.truth and other.truth:
            low = f"CASE WHEN {test.low} THEN {then.low} WHEN NOT {test.high} THEN {other.low} ELSE {then.low} AND {other.low} END"
            high = f"CASE WHEN {test.low} THEN {then.high} WHEN NOT {test.high} THEN {other.high} ELSE {then.high} OR {other.high} END"
            return Pair(steps.column(low), steps.column(high), True)
        one, two = _as_days(then), _as_days(other)
        low = f"CASE WHEN {test.low} THEN {one.low} WHEN NOT {test.high} THEN {two.low} ELSE LEAST({one.low}, {two.low}) END"
        high = f"CASE WHEN {test.low} THEN {one.high} WHEN NOT {test.high} THEN {two.high} ELSE GREATEST({one.high}, {two.high}) END"
        return Pair(steps.column(low), steps.column(high))

    def _shift(self, node: Shift, steps: _Steps) -> Pair:
        inner = self._tree(node.day, steps)
        low, high = steps.column(inner.low), steps.column(inner.high)
        if node.units is not None:
            months, days = node.units[0] * node.sign, node.units[1] * node.sign
            return Pair(self._moved(low, str(months), str(days), steps), self._moved(high, str(months), str(days), steps))
        assert node.table is not None
        if node.table.by_level:
            name = self._by_key[node]
            least, most = (f"{name}_few", f"{name}_many")
            unknown = f"{name}_gap"
        else:
            assert isinstance(node.key, Ref)
            arms = "".join(f" WHEN '{_quoted(str(key))}' THEN {value[0] or value[1]}" for key, value in node.table.entries.items())
            least = most = steps.column(f"coalesce(CASE {node.key.name}{arms} END, 0)")
            unknown = steps.column(f"(CASE {node.key.name}{arms} END IS NULL)")
        if node.sign < 0:
            least, most = f"(-{most})", f"(-{least})"
        in_days = node.table.unit == "days"
        moved_low = self._moved(low, *(("0", least) if in_days else (least, "0")), steps)
        moved_high = self._moved(high, *(("0", most) if in_days else (most, "0")), steps)
        if node.sign > 0:
            return Pair(steps.column(f"CASE WHEN {unknown} THEN {low} ELSE {moved_low} END"), steps.column(f"CASE WHEN {unknown} THEN {_NEVER} ELSE {moved_high} END"))
        return Pair(steps.column(f"CASE WHEN {unknown} THEN {_ALWAYS} ELSE {moved_low} END"), steps.column(f"CASE WHEN {unknown} THEN {high} ELSE {moved_high} END"))

    def _moved(self, day: str, months: str, days: str, steps: _Steps) -> str:
        moved = day if months == "0" else f"({day} + to_months(CAST({months} AS INTEGER)))::DATE"
        moved = moved if days == "0" else f"({moved} + CAST({days} AS INTEGER))"
        return steps.column(
            f"CASE WHEN {day} <= {_ALWAYS} OR {day} >= {_NEVER} THEN {day}"
            f" WHEN {day} >= {_AFTER} THEN LEAST(GREATEST({moved}, {_AFTER}), DATE '{iso(NEVER - 1)}')"
            f" ELSE LEAST(GREATEST({moved}, DATE '{iso(ALWAYS + 1)}'), DATE '{iso(AFTER - 1)}') END"
        )

    def _lookup(self, entries: Mapping[int | str, Bounds], unit: str, name: str, steps: _Steps) -> Pair:
        sides = []
        for side in (0, 1):
            full = FULL["number" if unit == "number" else "day"][side]
            show = (lambda value: str(value)) if unit == "number" else _date
            arms = "".join(f" WHEN '{_quoted(str(key))}' THEN {show(value[side])}" for key, value in entries.items())
            sides.append(steps.column(f"CASE {name}{arms} ELSE {show(full)} END"))
        if unit == "yesno":
            return Pair(f"({sides[1]} = {_ALWAYS})", f"({sides[0]} = {_ALWAYS})", True)
        return Pair(sides[0], sides[1])

    # ---- the whole -------------------------------------------------------------------------------------------------

    def query(self, code: str, table: str, groups: Mapping[str, str]) -> str:
        """One row a charge of a jurisdiction: for each provision n its ``pn_low``, ``pn_high``, under readings that favor
        ``pn_fair`` (high) and ``pn_strict`` (low), and ``pn_closes_low``, ``pn_closes_high`` where it has a deadline.

        Args:
            code: the jurisdiction.
            table: where `base` was stored.
            groups: for each scope of `groups`, the table where it was stored.
        """
        steps = _Steps("x")
        columns = ["person_id", "case_id", "charge_id"]
        for number, provision in enumerate(self.provisions[code]):
            for name, sql in self._provision(provision, steps).items():
                columns.append(f"{sql} AS p{number}_{name}")
        source = f"{table} b"
        on = {
            "others": "g_others.person_id = b.person_id",
            "same_case": "g_same_case.person_id = b.person_id AND g_same_case.case_id = b.case_id",
            "same_day": "g_same_day.person_id = b.person_id AND g_same_day.offense_date_low = b.offense_date_low",
            "loose": "g_loose.person_id = b.person_id",
            "every": "g_every.person_id = b.person_id",
        }
        keys = {"others": "person_id", "same_case": "person_id, case_id", "same_day": "person_id, offense_date_low", "loose": "person_id", "every": "person_id"}
        needed: set[str] = {node.scope for tree in _trees(self.provisions[code]) for node in walk(tree) if isinstance(node, Over)}
        if "same_day" in needed:
            needed |= {"loose", "every"}
        picks = ["b.*"]
        for scope, stored in groups.items():
            if scope in needed:
                source += f" LEFT JOIN {stored} g_{scope} ON {on[scope]}"
                picks.append(f"g_{scope}.* EXCLUDE ({keys[scope]})")
        inner = f"(SELECT {', '.join(picks)} FROM {source} WHERE b.jurisdiction = '{_quoted(code)}')"
        return f"SELECT {', '.join(columns)} FROM {steps.over(inner)}"

    def _provision(self, provision: Provision, steps: _Steps) -> dict[str, str]:
        sides: dict[str, list[Pair]] = {"favorable": [], "strict": []}
        for condition in provision.conditions:
            own = [condition.holds] if condition.holds is not None else [each.holds for each in condition.readings]
            readings = [self._tree(tree, steps) for tree in own]
            others = [self._tree(each.holds, steps) for each in condition.exceptions]
            if condition.presumed_by is not None:
                others.append(self._tree(condition.presumed_by, steps))
            for side, later in (("favorable", False), ("strict", True)):
                value = readings[0] if len(readings) == 1 else self._join(readings, steps, later=later)
                sides[side].append(self._join([value, *others], steps, later=False) if others else value)
        found: dict[str, str] = {}
        if any(condition.readings for condition in provision.conditions):
            favorable, strict = (_as_days(self._join(sides[side], steps, later=True)) for side in ("favorable", "strict"))
            found = {"low": favorable.low, "high": strict.high, "fair": favorable.high, "strict": strict.low}
        else:
            both = _as_days(self._join(sides["favorable"], steps, later=True)) if sides["favorable"] else _constant("since", YES)
            found = {"low": both.low, "high": both.high}
        if provision.closes is not None:
            closes = self._tree(provision.closes, steps)
            found |= {"closes_low": closes.low, "closes_high": closes.high}
        return found


def decide(connection: DuckDBPyConnection, source: str, screen: Screen, where: str = "TRUE", *, prepared: bool = False) -> Iterator[tuple[str, str]]:
    """Decide every charge of a source: yields each jurisdiction's code and the query that gives its charges' bounds.

    A query is to be read before the next is asked for. Temporary tables are replaced at the next call.
    """
    columns = columns_of(connection, source)
    if not prepared:
        screen.prepare(connection, source, columns)
    connection.execute(f"CREATE OR REPLACE TEMP TABLE unburden_base AS {screen.base(source, columns, where)}")
    groups = {}
    for scope, query in screen.groups("unburden_base").items():
        connection.execute(f"CREATE OR REPLACE TEMP TABLE unburden_{scope} AS {query}")
        groups[scope] = f"unburden_{scope}"
    for code in screen.provisions:
        yield code, screen.query(code, "unburden_base", groups)


def tally(connection: DuckDBPyConnection, source: str, screen: Screen) -> dict[tuple[str, str], dict[str, int]]:
    """How many charges each provision leaves open, later, ask or closed: by jurisdiction and provision.

    The source is decided in pieces of whole people, so that memory does not grow with its length.
    """
    columns = columns_of(connection, source)
    screen.prepare(connection, source, columns)
    found: dict[tuple[str, str], dict[str, int]] = {}
    for where in pieces(connection, source):
        for code, query in decide(connection, source, screen, where, prepared=True):
            provisions = screen.provisions[code]
            counts = [
                f"count(*) FILTER ({_status(number, provision, screen.as_of)} = '{each}')"
                for number, provision in enumerate(provisions)
                for each in _STATUS
            ]
            row = connection.execute(f"SELECT {', '.join(counts)} FROM ({query})").fetchone() if counts else None
            for place, count in enumerate(row or ()):
                mine = found.setdefault((code, provisions[place // 4].key), dict.fromkeys(_STATUS, 0))
                mine[_STATUS[place % 4]] += count
    return found


_STATUS: Final = ("open", "later", "ask", "closed")
_PIECE: Final = 1_000_000


def _status(number: int, provision: Provision, as_of: int) -> str:
    """The same as `person.status`, over the columns of a decided charge."""
    low, high, day = f"p{number}_low", f"p{number}_high", _date(as_of)
    if provision.closes is None:
        return f"CASE WHEN {low} = {_NEVER} THEN 'closed' WHEN {high} <= {day} THEN 'open' WHEN {low} = {high} THEN 'later' ELSE 'ask' END"
    first, last = f"p{number}_closes_low", f"p{number}_closes_high"
    return (
        f"CASE WHEN {low} = {_NEVER} OR {last} < {day} OR {last} < {low} THEN 'closed'"
        f" WHEN {high} <= {day} THEN CASE WHEN {first} >= {day} THEN 'open' ELSE 'ask' END"
        f" WHEN {low} = {high} AND {first} >= {low} THEN 'later' ELSE 'ask' END"
    )


def pieces(connection: DuckDBPyConnection, source: str) -> list[str]:
    """Conditions that divide a source into parts of about a million rows, each person wholly in one.

    A Parquet file that is in the order of its people is divided by ranges, so that each part reads only its own row groups; any
    other source by a hash of the person, at the cost of reading it once for each part.
    """
    (rows,) = connection.execute(f"SELECT count(*) FROM {source}").fetchone() or (0,)
    if rows <= _PIECE * 3 // 2:
        return ["TRUE"]
    path = re.fullmatch(r"read_parquet\('((?:[^']|'')*)'\)", source)
    if path:
        groups = connection.execute(
            "SELECT stats_min_value, stats_max_value, row_group_num_rows FROM parquet_metadata(?)"
            " WHERE path_in_schema = 'person_id' ORDER BY file_name, row_group_id",
            [path[1].replace("''", "'")],
        ).fetchall()
        if all(low is not None and high is not None for low, high, _ in groups) and all(
            before[1] <= after[0] for before, after in zip(groups, groups[1:], strict=False)
        ):
            starts, filled = [], 0
            for low, _, count in groups:
                if filled >= _PIECE:
                    starts.append(low)
                    filled = 0
                filled += count
            edges = [None, *(f"'{_quoted(str(start))}'" for start in starts), None]
            return [
                " AND ".join([f"person_id >= {low}"] * (low is not None) + [f"person_id < {high}"] * (high is not None)) or "TRUE"
                for low, high in zip(edges, edges[1:], strict=False)
            ]
    parts = -(-rows // _PIECE)
    return [f"hash(person_id) % {parts} = {part}" for part in range(parts)]


def columns_of(connection: DuckDBPyConnection, source: str) -> dict[str, str]:
    """A source's columns and their SQL types."""
    return {name: str(kind) for name, kind, *_ in connection.execute(f"DESCRIBE SELECT * FROM {source}").fetchall()}


def _trees(provisions: Iterable[Provision]) -> Iterator[Node]:
    for provision in provisions:
        for condition in provision.conditions:
            yield from condition.trees()
        if provision.closes is not None:
            yield provision.closes


# ---- pieces of SQL -------------------------------------------------------------------------------------------------


def _only_by_key(node: Node) -> bool:
    if node.type != "yesno" or isinstance(node, Constant):
        return False
    names = facts_of(node)
    return bool(names) and set(names) <= _BY_KEY and not any(isinstance(each, Over) for each in walk(node))


def _sides(node: Node) -> tuple[str, ...]:
    return ("few", "many", "gap") if isinstance(node, Shift) else ("low", "high")


def _side_types(node: Node) -> tuple[str, ...]:
    return ("INTEGER", "INTEGER", "BOOLEAN") if isinstance(node, Shift) else ("BOOLEAN", "BOOLEAN")


def _key_reading(node: Node, law: Law) -> Any:
    """The function that gives a part's columns for one printed offense."""
    if isinstance(node, Shift):
        table, slot = node.table, law.layout.slot["level"]
        assert table is not None

        def periods(row: list[Any]) -> tuple[int, int, bool]:
            from unburden.terms import RANKS

            low, high = row[slot]
            found = [table.entries.get(rank) for rank in RANKS if low <= rank <= high]
            units = [each[0] + each[1] for each in found if each is not None]
            return (min(units, default=0), max(units, default=0), None in found)

        return periods
    read = compile_tree(node, law.layout)

    def truth(row: list[Any]) -> tuple[bool, bool]:
        low, high = read(row)
        return (high == ALWAYS, low == ALWAYS)

    return truth


def _hash(columns: Mapping[str, str], prefix: str = "") -> str:
    return "hash(" + ", ".join(f"coalesce({prefix}{name}::VARCHAR, '')" if name in columns else "''" for name in _KEY) + ")"


def _constant(kind: str, bounds: Bounds) -> Pair:
    if kind == "yesno":
        return Pair(str(bounds[1] == ALWAYS).upper(), str(bounds[0] == ALWAYS).upper(), True)
    if kind in ("number", "level"):
        return Pair(str(bounds[0]), str(bounds[1]))
    return Pair(_date(bounds[0]), _date(bounds[1]))


def _date(day: int) -> str:
    return f"DATE '{iso(day)}'"


def _as_days(pair: Pair) -> Pair:
    """A truth value as days: always where it holds, never where not."""
    if not pair.truth:
        return pair
    low, high = (f"CASE WHEN {side} THEN {_ALWAYS} ELSE {_NEVER} END" for side in (pair.high, pair.low))
    return Pair(low, high)


def _compare(op: str, one: Pair, two: Pair) -> Pair:
    if op == "<":
        return Pair(f"({one.high} < {two.low})", f"({one.low} < {two.high})", True)
    if op == "<=":
        return Pair(f"({one.high} <= {two.low})", f"({one.low} <= {two.high})", True)
    same = f"({one.low} = {one.high} AND {two.low} = {two.high} AND {one.low} = {two.low})"
    return Pair(same, f"({one.high} >= {two.low} AND {one.low} <= {two.high})", True)


def _said(name: str, columns: Mapping[str, str]) -> str:
    if name not in columns:
        return "FALSE"
    if columns[name] == "BOOLEAN":
        return f"coalesce({name}, FALSE)"
    return f"coalesce(lower(trim({name}::VARCHAR)) IN ('yes', 'true', 'y', '1'), FALSE)"


def _denied(name: str, columns: Mapping[str, str]) -> str:
    if name not in columns:
        return "FALSE"
    if columns[name] == "BOOLEAN":
        return f"coalesce(NOT {name}, FALSE)"
    return f"coalesce(lower(trim({name}::VARCHAR)) IN ('no', 'false', 'n', '0'), FALSE)"


def _or(parts: Sequence[str]) -> str:
    kept = [part for part in dict.fromkeys(parts) if part != "FALSE"]
    return f"({' OR '.join(kept)})" if kept else "FALSE"


def _day_columns(name: str, columns: Mapping[str, str]) -> tuple[str, str]:
    """Bounds of a date column, of type DATE or as text of reduced precision; the same rules as `calendar.parse_day`."""
    kind = columns.get(name)
    if kind is None:
        return _ALWAYS, _NEVER
    if kind == "DATE":
        usable = f"{name} IS NOT NULL AND {name} >= {_ALWAYS} AND ({name} < {_AFTER} OR {name} = {_NEVER})"
        return f"CASE WHEN {usable} THEN {name} ELSE {_ALWAYS} END", f"CASE WHEN {usable} THEN {name} ELSE {_NEVER} END"
    text = f"{name}::VARCHAR"
    whole = f"CASE WHEN {text} = 'never' THEN '9999-12-31' WHEN regexp_full_match({text}, '\\d{{4}}-\\d\\d-\\d\\d') THEN {text}"
    low = f"try_cast({whole} WHEN regexp_full_match({text}, '\\d{{4}}-\\d\\d') THEN {text} || '-01' WHEN regexp_full_match({text}, '\\d{{4}}') THEN {text} || '-01-01' END AS DATE)"
    high = (
        f"CASE WHEN regexp_full_match({text}, '\\d{{4}}-\\d\\d') THEN last_day(try_cast({text} || '-01' AS DATE))"
        f" ELSE try_cast({whole} WHEN regexp_full_match({text}, '\\d{{4}}') THEN {text} || '-12-31' END AS DATE) END"
    )
    usable = f"{low} >= {_ALWAYS} AND ({low} < {_AFTER} OR {low} = {_NEVER})"
    return (f"coalesce(CASE WHEN {usable} THEN {low} END, {_ALWAYS})", f"coalesce(CASE WHEN {usable} THEN {high} END, {_NEVER})")


def _number_columns(name: str, columns: Mapping[str, str]) -> tuple[str, str]:
    """Bounds of an amount, in whole dollars away from zero; the same rules as `facts.money`."""
    if name not in columns:
        return str(NUMBER[0]), str(NUMBER[1])
    text = f"trim({name}::VARCHAR)"
    amount = f"try_cast(CASE WHEN regexp_full_match({text}, '\\$? ?-?(\\d{{1,3}}(,\\d{{3}})+|\\d{{1,9}})(\\.\\d\\d?)?') THEN regexp_replace({text}, '[$, ]', '', 'g') END AS DECIMAL(18, 2))"
    whole = f"CAST(CASE WHEN {amount} < 0 THEN floor({amount}) ELSE ceil({amount}) END AS BIGINT)"
    usable = f"CASE WHEN {whole} > {NUMBER[0]} AND {whole} < {NUMBER[1]} THEN {whole} END"
    return f"coalesce({usable}, {NUMBER[0]})", f"coalesce({usable}, {NUMBER[1]})"


def _texts(values: Iterable[str]) -> str:
    return ", ".join(f"'{_quoted(value)}'" for value in values)


def _quoted(text: str) -> str:
    return text.replace("'", "''")


def _create(connection: DuckDBPyConnection, name: str, columns: Sequence[str], types: Sequence[str], rows: Sequence[Sequence[Any]]) -> None:
    import pyarrow as pa

    spec = ", ".join(f"{column} {kind}" for column, kind in zip(columns, types, strict=True))
    connection.execute(f"CREATE OR REPLACE TEMP TABLE {name} ({spec})")
    if rows:
        kinds = {"UBIGINT": pa.uint64(), "INTEGER": pa.int32(), "UTINYINT": pa.uint8(), "BOOLEAN": pa.bool_(), "VARCHAR": pa.string()}
        arrays = [pa.array([row[place] for row in rows], kinds.get(kind, pa.list_(pa.string()))) for place, kind in enumerate(types)]
        values = pa.table(dict(zip(columns, arrays, strict=True)))
        connection.register("unburden_rows", values)
        connection.execute(f"INSERT INTO {name} SELECT * FROM unburden_rows")
        connection.unregister("unburden_rows")

