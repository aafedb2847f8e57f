"""The reading for everyone: provisions as SQL over the charges table, with the same answer as `person`.

Three-valued logic becomes AND and OR on either side of a pair (see `sql`), so GREATEST, LEAST and CASE never meet a NULL
that they would quietly drop. Conditions over other charges are sums and top-n lists per person, from which each row takes
out its own share: one pass, no self-join.

What depends on the offense alone (its sets, its level, a waiting table) is decided once for each distinct combination of
printed words by the same code that reads one person's record, and joined back.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import pairwise
from typing import TYPE_CHECKING, Any, Final

from unburden import sql, terms
from unburden.calendar import ALWAYS, NEVER, Bounds, iso
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
    Own,
    Ref,
    Shift,
    Since,
    children,
    facts_of,
    owned,
)
from unburden.law import Law
from unburden.provision import Provision
from unburden.record import COLUMNS
from unburden.sql import AFTER_SQL, ALWAYS_SQL, NEVER_SQL, Pair, Steps
from unburden.terms import RANKS
from unburden.trees import BY_OFFENSE, OFFENSE, SETS, by_offense, compile_tree, implications

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

_KEY: Final = ("jurisdiction", "statute", "description", "level")
#: Rows decided at a time, so that memory does not grow with the source.
_PIECE: Final = 1_000_000
#: Outcomes by number in the tables made here; 0 is unknown.
OUTCOMES: Final = ("", *terms.OUTCOMES)
_STATUS: Final = ("open", "later", "ask", "closed")


class Screen:
    """The law of some jurisdictions on some day, ready to be put to any number of charges of one source.

    Args:
        connection: a DuckDB connection; temporary tables called ``unburden_…`` are made in it.
        source: a table, view or ``read_parquet('…')`` in the layout of the charges table; further columns that are named like
            an answer fact are read as answers.
        law: the law, with the jurisdictions loaded.
        as_of: the day, as an ordinal.
        codes: jurisdictions whose charges are decided; all that are loaded by default.
        wanted: which of their provisions; all by default.
    """

    def __init__(
        self,
        connection: DuckDBPyConnection,
        source: str,
        law: Law,
        as_of: int,
        codes: Iterable[str] | None = None,
        wanted: Callable[[Provision], bool] = lambda provision: True,
    ) -> None:
        self.connection = connection
        self.source = source
        self.law = law
        self.as_of = as_of
        self.columns = {name: str(kind) for name, kind, *_ in connection.execute(f"DESCRIBE SELECT * FROM {source}").fetchall()}
        self._by_key: dict[Node, str] = {}
        self.plans = {
            code: _Plan(code, [each for each in law.in_force(code, as_of) if wanted(each)], law, self.columns, self._by_key)
            for code in codes or sorted(law.jurisdictions)
        }
        self._prepare()

    # ---- the distinct offenses and dispositions of the source ------------------------------------------------------

    def _prepare(self) -> None:
        """Decide every distinct printed offense and disposition once, into two small tables."""
        printed = ", ".join(f"any_value({name})" if name in self.columns else "''" for name in _KEY)
        keys = self.connection.execute(f"SELECT {self._hash()} AS h, {printed} FROM {self.source} GROUP BY h").fetchall()
        readings = [_key_reading(node, self.law) for node in self._by_key]
        rows: list[tuple[Any, ...]] = []
        dated: list[tuple[Any, ...]] = []
        for h, *words in keys:
            texts = [str(word) if word is not None else "" for word in words]
            edges = self._edges(*texts[:3])
            if edges:
                dated.append((h, [iso(edge) for edge in edges]))
            for low in range(len(edges) + 1):
                for high in range(low, len(edges) + 1):
                    rows.append((len(rows), h, low * 100 + high, *self._key_row(texts, edges, low, high, readings)))
        columns = {"id": "INTEGER", "h": "UBIGINT", "era": "INTEGER"}
        for node, name in self._by_key.items():
            columns |= {f"{name}_{side}": kind for side, kind in _sides(node).items()}
        columns |= {"level_low": "UTINYINT", "level_high": "UTINYINT", "inchoate": "VARCHAR"}
        sql.create(self.connection, "unburden_key", columns, rows)
        sql.create(self.connection, "unburden_edges", {"h": "UBIGINT", "edges": "DATE[]"}, dated)
        self._dated = bool(dated)
        found: list[tuple[Any, ...]] = []
        if "disposition" in self.columns:
            query = f"SELECT DISTINCT disposition FROM {self.source} WHERE disposition IS NOT NULL"
            found = [(printed, outcome_of(str(printed))) for (printed,) in self.connection.execute(query).fetchall()]
        numbered = [(printed, OUTCOMES.index(outcome)) for printed, outcome in found if outcome]
        sql.create(self.connection, "unburden_outcome", {"printed": "VARCHAR", "outcome": "UTINYINT"}, numbered)

    def _hash(self) -> str:
        return f"hash({', '.join(f'''coalesce({name}::VARCHAR, '')''' if name in self.columns else chr(39) * 2 for name in _KEY)})"

    def _edges(self, jurisdiction: str, statute: str, description: str) -> list[int]:
        """Offense dates at which the meaning of a printed offense changes."""
        found = self.law.jurisdictions.get(jurisdiction)
        return found.offenses.edges(statute, description) if found else []

    def _key_row(self, texts: list[str], edges: list[int], low: int, high: int, readings: list[Any]) -> list[Any]:
        row = dict.fromkeys(COLUMNS, "")
        row.update(zip(_KEY, texts, strict=True))
        layout = self.law.layout
        first = ALWAYS if low == 0 else edges[low - 1]
        last = NEVER if high == len(edges) else edges[high] - 1
        values = list(layout.template)
        offense, found = record_values(row, self.law, (first, last))
        values[SETS], values[OFFENSE] = offense.sets, {}
        for name in ("level", "inchoate"):
            if name in found:
                values[layout.slot[name]] = found[name]
        result: list[Any] = []
        for read in readings:
            result.extend(read(values))
        level = values[layout.slot["level"]]
        return [*result, level[0], level[1], values[layout.slot["inchoate"]]]

    # ---- deciding --------------------------------------------------------------------------------------------------

    def decide(self, where: str = "TRUE") -> Iterator[tuple[str, str]]:
        """Decide the charges of the source (or of a part of it that holds whole people).

        Yields each jurisdiction's code and a query with one row a charge: ``person_id, case_id, charge_id`` and, for its n-th
        provision in `plans`, ``pn_low`` and ``pn_high``, ``pn_favorable`` and ``pn_strict`` (the upper bound under the readings
        that favor the person, the lower under those that do not) where the law is unsettled, ``pn_closes_low`` and
        ``pn_closes_high`` where it has a deadline. A query is to be read before the next one is asked for.
        """
        self.connection.execute(f"CREATE OR REPLACE TEMP TABLE unburden_piece AS {self.piece(where)}")
        for code, plan in self.plans.items():
            for scope, query in plan.groups().items():
                self.connection.execute(f"CREATE OR REPLACE TEMP TABLE unburden_{scope} AS {query}")
            yield code, plan.query()

    def piece(self, where: str) -> str:
        """The rows of a part of the source with the key of their offense, their outcome, and whether they are still open."""
        columns = self.columns
        low, high = sql.day_columns("offense_date", columns)
        source = f"(SELECT *, {self._hash()} AS h FROM {self.source} WHERE {where}) s"
        era = "0"
        if self._dated:
            source += " LEFT JOIN unburden_edges e USING (h)"
            count = "len(list_filter(e.edges, lambda edge: edge <= {}))"
            era = f"CASE WHEN e.edges IS NULL THEN 0 ELSE 100 * {count.format(low)} + {count.format(high)} END"
        outcome = "0::UTINYINT"
        if "disposition" in columns:
            source += " LEFT JOIN unburden_outcome o ON o.printed = s.disposition"
            outcome = "coalesce(o.outcome, 0)"
        status = "s.case_status" if "case_status" in columns else "NULL"
        unsettled = ", ".join(str(OUTCOMES.index(name)) for name in ("", "pending", "deferred", "transferred"))
        is_pending = f"{outcome} = {OUTCOMES.index('pending')}"
        still_open = (
            f"CASE WHEN {outcome} NOT IN ({unsettled}) THEN FALSE WHEN {is_pending} OR {status} = 'open' THEN TRUE"
            f" WHEN {status} = 'closed' THEN FALSE END"
        )
        kept = sorted({name for plan in self.plans.values() for name in plan.reads} - {"disposition", "jurisdiction"})
        state = "jurisdiction" if "jurisdiction" in columns else "''"
        picks = ["person_id", "case_id", "charge_id", f"{state} AS state", *kept]
        keyed = f"(SELECT s.*, {outcome} AS outcome, {still_open} AS still_open, {era} AS era FROM {source})"
        return (
            f"SELECT {', '.join(picks)}, outcome, still_open, k.id AS key FROM {keyed} p JOIN unburden_key k ON k.h = p.h AND k.era = p.era"
        )

    def tally(self) -> dict[tuple[str, str], dict[str, int]]:
        """How many charges each provision leaves open, later, ask or closed: by jurisdiction and provision.

        The source is decided in parts of whole people, so that memory does not grow with its length.
        """
        found: dict[tuple[str, str], dict[str, int]] = {}
        for where in self.pieces():
            for code, query in self.decide(where):
                provisions = self.plans[code].provisions
                counts = [
                    f"count(*) FILTER ({_status(number, provision, self.as_of)} = '{each}')"
                    for number, provision in enumerate(provisions)
                    for each in _STATUS
                ]
                row = self.connection.execute(f"SELECT {', '.join(counts)} FROM ({query})").fetchone() if counts else None
                for place, count in enumerate(row or ()):
                    mine = found.setdefault((code, provisions[place // 4].key), dict.fromkeys(_STATUS, 0))
                    mine[_STATUS[place % 4]] += count
        return found

    def pieces(self) -> list[str]:
        """Conditions that divide the source into parts of about a million rows, each person wholly in one.

        A Parquet file that is in the order of its people is divided by ranges, so that each part reads only its own row groups;
        any other source by a hash of the person, at the cost of reading it once for each part.
        """
        (rows,) = self.connection.execute(f"SELECT count(*) FROM {self.source}").fetchone() or (0,)
        if rows <= _PIECE * 3 // 2:
            return ["TRUE"]
        path = re.fullmatch(r"read_parquet\('((?:[^']|'')*)'\)", self.source)
        groups = self._row_groups(path[1].replace("''", "'")) if path else []
        if groups and all(before[1] <= after[0] for before, after in pairwise(groups)):
            starts, filled = [], 0
            for low, _, count in groups:
                if filled >= _PIECE:
                    starts.append(sql.text(low))
                    filled = 0
                filled += count
            edges = [None, *starts, None]
            return [
                " AND ".join([f"person_id >= {low}"] * (low is not None) + [f"person_id < {high}"] * (high is not None))
                for low, high in pairwise(edges)
            ]
        parts = -(-rows // _PIECE)
        return [f"hash(person_id) % {parts} = {part}" for part in range(parts)]

    def _row_groups(self, path: str) -> list[tuple[str, str, int]]:
        """First and last person and number of rows of each row group, in file order; none if the file does not say."""
        query = (
            "SELECT stats_min_value, stats_max_value, row_group_num_rows FROM parquet_metadata(?)"
            " WHERE path_in_schema = 'person_id' ORDER BY file_name, row_group_id"
        )
        found = self.connection.execute(query, [path]).fetchall()
        return found if all(low is not None and high is not None for low, high, _ in found) else []


def _status(number: int, provision: Provision, as_of: int) -> str:
    """The same as `person.status`, over the columns of a decided charge."""
    low, high, day = f"p{number}_low", f"p{number}_high", sql.date(as_of)
    if provision.closes is None:
        return (
            f"CASE WHEN {low} = {NEVER_SQL} THEN 'closed' WHEN {high} <= {day} THEN 'open' WHEN {low} = {high} THEN 'later' ELSE 'ask' END"
        )
    first, last = f"p{number}_closes_low", f"p{number}_closes_high"
    return (
        f"CASE WHEN {low} = {NEVER_SQL} OR {last} < {day} OR {last} < {low} THEN 'closed'"
        f" WHEN {high} <= {day} THEN CASE WHEN {first} >= {day} THEN 'open' ELSE 'ask' END"
        f" WHEN {low} = {high} AND {first} >= {low} THEN 'later' ELSE 'ask' END"
    )


class _Plan:
    """One jurisdiction's provisions as SQL over the rows of a piece."""

    def __init__(self, code: str, provisions: list[Provision], law: Law, columns: Mapping[str, str], by_key: dict[Node, str]) -> None:
        self.code = code
        self.provisions = provisions
        self.facts = law.facts
        self.columns = columns
        self._by_key = by_key
        self._implied = {name: (sources, targets) for name, sources, targets in implications(law.facts)}
        self._loops: dict[Over, int] = {}
        self._owns: dict[Own, str] = {}
        self._keys: dict[str, Node] = {}
        trees = [tree for provision in provisions for tree in _trees(provision)]
        for tree in trees:
            self._collect(tree)
        used = {name for tree in trees for name in facts_of(tree)} | {"record_complete"}
        if any(loop.scope == "same_day" for loop in self._loops):
            used.add("offense_date")
        self._used = sorted(name for name in used - BY_OFFENSE if not self._absent(law.facts[name]))
        #: Columns of the source that the plan reads.
        self.reads = {each for name in self._used for each in self._sources(law.facts[name])}

    def _collect(self, node: Node) -> None:
        """Number the loops, and name the largest parts that the offense alone decides."""
        waits = isinstance(node, Shift) and node.table is not None and node.table.by_level
        if waits or by_offense(node):
            self._keys[self._by_key.setdefault(node, f"k{len(self._by_key)}")] = node
            if isinstance(node, Shift):
                self._collect(node.day)
            return
        if isinstance(node, Over):
            self._loops.setdefault(node, len(self._loops))
        if isinstance(node, Own):
            self._owns.setdefault(node, f"w{len(self._owns)}")
        for child in children(node):
            self._collect(child)

    def _sources(self, fact: Fact) -> set[str]:
        """Columns of the source that a fact comes from."""
        names = {fact.column, fact.name}
        if fact.type == "yesno":
            for group in self._implied.get(fact.name, ()):
                names.update(group)
        return {name for name in names if name in self.columns}

    def _absent(self, fact: Fact) -> bool:
        """Whether no column of the source can say anything of the fact, so that it is a constant."""
        return fact.name != "case_ended" and not self._sources(fact)

    # ---- the charges as bounds -------------------------------------------------------------------------------------

    def base(self, where: str, *, loops: bool = True) -> str:
        """A query that gives the charges of a piece their facts as bounds and, with `loops`, their share of every loop."""
        select = ["p.rowid AS row", "person_id", "case_id", "charge_id"]
        for name, node in self._keys.items():
            select += [f"{name}_{side}" for side in _sides(node)]
        select += ["level_low", "level_high", "inchoate"]
        for name in self._used:
            select += [f"{expression} AS {name}{side}" for side, expression in self._fact(self.facts[name]).items()]
        steps = Steps("y")
        plain = [(loop, number) for loop, number in self._loops.items() if loops and not owned(loop)]
        shares = dict(share for loop, number in plain for share in self._share(loop, number, steps))
        inner = f"(SELECT {', '.join(select)} FROM unburden_piece p JOIN unburden_key k ON k.id = p.key WHERE {where})"
        source, expressions = steps.over(inner, *shares.values())
        return f"(SELECT *{''.join(f', {each} AS {name}' for each, name in zip(expressions, shares, strict=True))} FROM {source})"

    def _fact(self, fact: Fact) -> dict[str, str]:
        """A fact's columns: by the end of their names, what they hold."""
        name, columns = fact.name, self.columns
        if name == "case_ended":
            low = f"CASE WHEN still_open THEN {AFTER_SQL} ELSE {ALWAYS_SQL} END"
            return {"_low": low, "_high": f"CASE WHEN still_open IS NULL OR still_open THEN {AFTER_SQL} ELSE {ALWAYS_SQL} END"}
        if name == "disposition":
            return {"": f"CASE WHEN outcome = {OUTCOMES.index('pending')} THEN 0 ELSE outcome END"}
        column = fact.column if fact.column in columns else name
        if fact.type == "since":
            low = sql.chosen(sql.denied(name, columns), AFTER_SQL, ALWAYS_SQL)
            return {"_low": low, "_high": sql.chosen(sql.said(name, columns), ALWAYS_SQL, AFTER_SQL)}
        if fact.type == "yesno":
            sources, targets = self._implied.get(name, ([], []))
            said = sql.any_of(sql.said(each, columns) for each in (name, *sources))
            denied = sql.any_of(sql.denied(each, columns) for each in (name, *targets))
            return {"_low": sql.all_of([said, sql.negated(denied)]), "_high": sql.any_of([said, sql.negated(denied)])}
        if name == "jurisdiction":
            return {"": "lower(nullif(trim(state), ''))"}
        if fact.type == "choice":
            text = f"nullif(trim({column}::VARCHAR), '')"
            return {"": f"CASE WHEN {text} IN ({sql.texts(fact.values)}) THEN {text} END" if fact.values else f"lower({text})"}
        low, high = (sql.number_columns if fact.type == "number" else sql.day_columns)(column, columns)
        if name == "disposed_on":
            missing = f"still_open AND {low} = {ALWAYS_SQL} AND {high} = {NEVER_SQL}"
            low, high = (f"CASE WHEN {missing} THEN {AFTER_SQL} ELSE {side} END" for side in (low, high))
        return {"_low": low, "_high": high}

    # ---- conditions over other charges -----------------------------------------------------------------------------

    def _share(self, loop: Over, number: int, steps: Steps, among: Pair = sql.SURE) -> list[tuple[str, str]]:
        """What one charge contributes to a loop over the others, as two columns; `among`: whether it is in the loop's scope at all."""
        body, chosen = self._tree(loop.body, steps), self._join([among, self._tree(loop.filter, steps)], steps, later=True)
        low, high = f"o{number}_low", f"o{number}_high"
        if loop.type in ("yesno", "number"):
            if loop.kind == "all":
                # A charge that is chosen and fails is a violation.
                body = Pair(sql.negated(body.high), sql.negated(body.low), True)
            pairs = ((chosen.low, body.low), (chosen.high, body.high))
            return [(name, f"({sql.all_of(pair)})::UTINYINT") for name, pair in zip((low, high), pairs, strict=True)]
        days = sql.as_days(body)
        if loop.kind == "all" or loop.kind == "latest":
            return [(low, sql.chosen(chosen.low, days.low, ALWAYS_SQL)), (high, sql.chosen(chosen.high, days.high, ALWAYS_SQL))]
        return [(low, sql.chosen(chosen.high, days.low, NEVER_SQL)), (high, sql.chosen(chosen.low, days.high, NEVER_SQL))]

    def groups(self) -> dict[str, str]:
        """For each group of charges that a loop goes over, the query that sums up their shares."""
        sums: dict[str, list[str]] = {}
        pairs = {loop: number for loop, number in self._loops.items() if owned(loop)}
        for loop, number in self._loops.items():
            if loop in pairs:
                continue
            for name in (f"o{number}_low", f"o{number}_high"):
                total = _total(loop, name)
                sums.setdefault(loop.scope, []).append(f"{total} AS {name}_all")
                if loop.scope == "same_day":
                    # A charge of no certain day may be of any day: those are a pool of their own.
                    sums.setdefault("loose", []).append(f"{total} AS {name}_loose")
                    sums.setdefault("every", []).append(f"{total} AS {name}_every")
        exact = "offense_date_low = offense_date_high"
        tests = {"same_day": f" WHERE {exact}", "loose": f" WHERE NOT ({exact})"}
        # Charges of other jurisdictions count too, for people who have one here.
        people = f"person_id IN (SELECT person_id FROM unburden_piece WHERE state = {sql.text(self.code)})"
        queries: dict[str, str] = {}
        for scope, totals in sums.items():
            keys = ", ".join(_GROUPS[scope])
            queries[scope] = f"SELECT {keys}, {', '.join(totals)} FROM {self.base(people)}{tests.get(scope, '')} GROUP BY {keys}"
        return queries | {f"pair{number}": self._paired(loop, number, people) for loop, number in pairs.items()}

    def _paired(self, loop: Over, number: int, people: str) -> str:
        """A loop that compares the other charges with the charge itself: each pair of a person's charges, summed up for the first."""
        steps = Steps("v")
        found = {self._owns[each]: self._tree(each.item, steps) for each in owned(loop)}
        source, values = steps.over(
            self.base(f"state = {sql.text(self.code)}", loops=False), *(side for pair in found.values() for side in (pair.low, pair.high))
        )
        columns = [f"{name}_{side}" for name in found for side in ("low", "high")]
        own = ["row AS own_row", "person_id AS own_person", "case_id AS own_case"]
        on, among = "o.person_id = a.own_person AND o.row <> a.own_row", sql.SURE
        if loop.scope == "same_case":
            on += " AND o.case_id = a.own_case"
        if loop.scope == "same_day":
            own += ["offense_date_low AS own_day_low", "offense_date_high AS own_day_high"]
            known = "own_day_low = own_day_high AND offense_date_low = offense_date_high"
            among = Pair(f"({known} AND own_day_low = offense_date_low)", f"(NOT ({known} AND own_day_low <> offense_date_low))", True)
        own += [f"{value} AS {name}" for value, name in zip(values, columns, strict=True)]
        others = self.base(people, loops=False)
        joined = f"(SELECT * FROM (SELECT {', '.join(own)} FROM {source}) a JOIN {others} o ON {on})"
        steps = Steps("u")
        shares = dict(self._share(loop, number, steps, among))
        source, values = steps.over(joined, *shares.values())
        totals = ", ".join(f"{_total(loop, value)} AS {name}_all" for value, name in zip(values, shares, strict=True))
        return f"SELECT own_row, {totals} FROM {source} GROUP BY own_row"

    def _over(self, loop: Over, steps: Steps) -> Pair:
        number = self._loops[loop]
        complete = self._tree(Ref("yesno", "record_complete"), steps).low
        unseen = sql.negated(complete) if loop.scope != "same_case" else sql.NO
        low, high = f"o{number}_low", f"o{number}_high"
        exact = "offense_date_low = offense_date_high"
        paired = bool(owned(loop))
        if loop.type in ("yesno", "number"):
            if paired:
                ours, theirs = f"coalesce({low}_all, 0)", f"coalesce({high}_all, 0)"
            elif loop.scope == "same_day":
                ours = f"CASE WHEN {exact} THEN {low}_all - {low} ELSE 0 END"
                theirs = f"CASE WHEN {exact} THEN {high}_all - {high} + coalesce({high}_loose, 0) ELSE {high}_every - {high} END"
            else:
                ours, theirs = f"({low}_all - {low})", f"({high}_all - {high})"
            few, many = steps.column(ours), steps.column(theirs)
            if loop.kind == "count":
                return Pair(few, steps.column(sql.chosen(unseen, str(NUMBER[1]), many)))
            if loop.kind == "any":
                return Pair(f"({few} > 0)", sql.any_of([f"({many} > 0)", unseen]), True)
            return Pair(sql.all_of([f"({many} = 0)", sql.negated(unseen)]), f"({few} = 0)", True)
        later = loop.kind in ("all", "latest")
        sides = []
        for name in (low, high):
            if paired:
                sides.append(f"coalesce({name}_all[{loop.n}], {ALWAYS_SQL if later else NEVER_SQL})")
                continue
            value = self._without(name, f"{name}_all", loop.n, later)
            if loop.scope == "same_day":
                pick, nothing = ("GREATEST", ALWAYS_SQL) if later else ("LEAST", NEVER_SQL)
                # Charges of no certain day contribute their own bound on the side that they can only widen.
                widens = (name == high) == later
                pool = f"coalesce({name}_loose[1], {nothing})" if widens else nothing
                rest = self._without(name, f"{name}_every", 1, later) if widens else nothing
                value = f"CASE WHEN {exact} THEN {pick}({value}, {pool}) ELSE {rest} END"
            sides.append(value)
        if later:
            sides[1] = sql.chosen(unseen, NEVER_SQL, sides[1])
        else:
            sides[0] = sql.chosen(unseen, ALWAYS_SQL, sides[0])
        return Pair(steps.column(sides[0]), steps.column(sides[1]))

    @staticmethod
    def _without(own: str, top: str, n: int, later: bool) -> str:
        """The n-th of a top list with the row's own value taken out: one further down if the own value is among them."""
        nothing, among = (ALWAYS_SQL, ">=") if later else (NEVER_SQL, "<=")
        nth, next_ = (f"coalesce({top}[{place}], {nothing})" for place in (n, n + 1))
        return f"CASE WHEN {own} {among} {nth} THEN {next_} ELSE {nth} END"

    # ---- trees -----------------------------------------------------------------------------------------------------

    def _tree(self, node: Node, steps: Steps) -> Pair:
        if node in self._by_key and not isinstance(node, Shift):
            name = self._by_key[node]
            return Pair(f"{name}_low", f"{name}_high", node.type == "yesno")
        match node:
            case Constant(type=kind, bounds=bounds):
                return sql.constant(kind, bounds)
            case Ref(name=name, type=kind):
                if name not in self._used and name not in BY_OFFENSE:
                    return sql.constant(kind, FULL[kind])
                return Pair(f"{name}_low", f"{name}_high", kind == "yesno")
            case ChoiceTest(name=name, values=values):
                if name not in self._used and name not in BY_OFFENSE:
                    return sql.UNKNOWN_TRUTH
                if name == "disposition":
                    numbers = ", ".join(sorted(str(OUTCOMES.index(value)) for value in values))
                    return Pair(f"({name} IN ({numbers}))", f"({name} IN (0, {numbers}))", True)
                test = f"{name} IN ({sql.texts(sorted(values))})"
                return Pair(f"coalesce({test}, FALSE)", f"coalesce({test}, TRUE)", True)
            case Not(item=item):
                inner = self._tree(item, steps)
                return Pair(sql.negated(inner.high), sql.negated(inner.low), True)
            case Both(items=items):
                return self._join([self._tree(each, steps) for each in items], steps, later=True)
            case Either(items=items):
                return self._join([self._tree(each, steps) for each in items], steps, later=False)
            case Branch(test=test, then=then, other=other):
                return self._branch(self._tree(test, steps), self._tree(then, steps), self._tree(other, steps), steps)
            case Compare(op=op, left=left, right=right):
                return sql.compare(op, self._tree(left, steps), self._tree(right, steps))
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
                return Pair(f"({inner.high} < {AFTER_SQL})", f"({inner.low} <> {NEVER_SQL})", True)
            case Own():
                return Pair(f"{self._owns[node]}_low", f"{self._owns[node]}_high", node.type == "yesno")
            case Over():
                return self._over(node, steps)
        raise AssertionError(f"no SQL for {node}")

    def _join(self, items: list[Pair], steps: Steps, *, later: bool) -> Pair:
        if all(item.truth for item in items):
            join = sql.all_of if later else sql.any_of
            return Pair(join(item.low for item in items), join(item.high for item in items), True)
        # Truth values are joined first, so that they cost one test however many they are.
        truths = [item for item in items if item.truth]
        days = [item for item in items if not item.truth]
        pick = sql.latest if later else sql.earliest
        low, high = pick([day.low for day in days]), pick([day.high for day in days])
        if truths:
            truth = self._join(truths, steps, later=later)
            if later:
                low, high = sql.chosen(truth.high, low, NEVER_SQL), sql.chosen(truth.low, high, NEVER_SQL)
            else:
                low, high = sql.chosen(truth.high, ALWAYS_SQL, low), sql.chosen(truth.low, ALWAYS_SQL, high)
        return Pair(steps.column(low), steps.column(high))

    def _branch(self, test: Pair, then: Pair, other: Pair, steps: Steps) -> Pair:
        if then.truth and other.truth:
            low, high = sql.all_of([then.low, other.low]), sql.any_of([then.high, other.high])
        else:
            then, other = sql.as_days(then), sql.as_days(other)
            low, high = sql.earliest([then.low, other.low]), sql.latest([then.high, other.high])
        sides = [
            steps.column(sql.chosen(test.low, one, sql.chosen(test.high, both, two)))
            for one, two, both in ((then.low, other.low, low), (then.high, other.high, high))
        ]
        return Pair(sides[0], sides[1], then.truth)

    def _shift(self, node: Shift, steps: Steps) -> Pair:
        inner = self._tree(node.day, steps)
        low, high = steps.column(inner.low), steps.column(inner.high)
        if node.units is not None:
            months, days = (str(unit * node.sign) for unit in node.units)
            plain = node.units[0] + node.units[1] <= sql.PLAIN_MONTHS
            first = self._moved(low, months, days, steps, plain=plain)
            return Pair(first, self._also(low, high, first, self._moved(high, months, days, steps, plain=plain, store=False), steps))
        assert node.table is not None
        if node.table.by_level:
            name = self._by_key[node]
            least, most, gap = f"{name}_few", f"{name}_many", f"{name}_gap"
        else:
            assert isinstance(node.key, Ref)
            if node.key.name not in self._used:
                return Pair(low, NEVER_SQL) if node.sign > 0 else Pair(ALWAYS_SQL, high)
            arms = "".join(f" WHEN {sql.text(str(key))} THEN {value[0] or value[1]}" for key, value in node.table.entries.items())
            least = most = steps.column(f"coalesce(CASE {node.key.name}{arms} END, 0)")
            gap = steps.column(f"(CASE {node.key.name}{arms} END IS NULL)")
        if node.sign < 0:
            least, most = f"(-{most})", f"(-{least})"
        in_days = node.table.unit == "days"
        plain = all(value[0] + value[1] <= sql.PLAIN_MONTHS for value in node.table.entries.values())
        moved_low = self._moved(low, *(("0", least) if in_days else (least, "0")), steps, plain=plain)
        moved_high = self._moved(high, *(("0", most) if in_days else (most, "0")), steps, plain=plain, store=False)
        if least == most:
            moved_high = self._also(low, high, moved_low, moved_high, steps)
        # A period that is not known is at least nothing, so only one side of the day is known.
        unknown = (low, NEVER_SQL) if node.sign > 0 else (ALWAYS_SQL, high)
        return Pair(steps.column(sql.chosen(gap, unknown[0], moved_low)), steps.column(sql.chosen(gap, unknown[1], moved_high)))

    @staticmethod
    def _moved(day: str, months: str, days: str, steps: Steps, *, plain: bool, store: bool = True) -> str:
        if day in (ALWAYS_SQL, NEVER_SQL):
            return day
        moved = sql.moved(day, months, days, plain=plain)
        return steps.column(moved) if store else moved

    @staticmethod
    def _also(low: str, high: str, moved_low: str, moved_high: str, steps: Steps) -> str:
        """The upper bound of a moved day: most days are known exactly, and then it is the lower one."""
        if low == high or high in (ALWAYS_SQL, NEVER_SQL):
            return moved_low if low == high else moved_high
        return steps.column(f"CASE WHEN {low} = {high} THEN {moved_low} ELSE {moved_high} END")

    def _lookup(self, entries: Mapping[int | str, Bounds], unit: str, name: str, steps: Steps) -> Pair:
        full = FULL["number" if unit == "number" else "day"]
        sides = [str(side) if unit == "number" else sql.date(side) for side in full]
        if name in self._used:
            for place in (0, 1):
                show = str if unit == "number" else sql.date
                arms = "".join(f" WHEN {sql.text(str(key))} THEN {show(value[place])}" for key, value in entries.items())
                sides[place] = steps.column(f"CASE {name}{arms} ELSE {sides[place]} END")
        if unit == "yesno":
            return Pair(f"({sides[1]} = {ALWAYS_SQL})", f"({sides[0]} = {ALWAYS_SQL})", True)
        return Pair(sides[0], sides[1])

    # ---- the whole -------------------------------------------------------------------------------------------------

    def query(self) -> str:
        """One row a charge of the jurisdiction, each provision's bounds in columns: see `Screen.decide`."""
        steps = Steps("x")
        found: dict[str, str] = {}
        for number, provision in enumerate(self.provisions):
            found |= {f"p{number}_{name}": expression for name, expression in self._provision(provision, steps).items()}
        source, picks = f"{self.base(f'state = {sql.text(self.code)}')} b", ["b.*"]
        for scope in self.groups():
            keys = _GROUPS.get(scope, {"own_row": "row"})
            on = " AND ".join(f"g_{scope}.{key} = b.{own}" for key, own in keys.items())
            source += f" LEFT JOIN unburden_{scope} g_{scope} ON {on}"
            picks.append(f"g_{scope}.* EXCLUDE ({', '.join(keys)})")
        source, expressions = steps.over(f"(SELECT {', '.join(picks)} FROM {source})", *found.values())
        columns = [f"{expression} AS {name}" for expression, name in zip(expressions, found, strict=True)]
        return f"SELECT {', '.join(['person_id', 'case_id', 'charge_id', *columns])} FROM {source}"

    def _provision(self, provision: Provision, steps: Steps) -> dict[str, str]:
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
        favorable, strict = (sql.as_days(self._join(sides[side], steps, later=True)) for side in ("favorable", "strict"))
        found = {"low": favorable.low, "high": strict.high}
        if any(condition.readings for condition in provision.conditions):
            found |= {"favorable": favorable.high, "strict": strict.low}
        if provision.closes is not None:
            closes = self._tree(provision.closes, steps)
            found |= {"closes_low": closes.low, "closes_high": closes.high}
        return found


#: What the charges of one group have in common: the group's columns, and the charge's.
_GROUPS: Final[Mapping[str, Mapping[str, str]]] = {
    scope: {name: name for name in names}
    for scope, names in {
        "others": ("person_id",),
        "same_case": ("person_id", "case_id"),
        "same_day": ("person_id", "offense_date_low"),
        "loose": ("person_id",),
        "every": ("person_id",),
    }.items()
}


def _total(loop: Over, name: str) -> str:
    """What the shares of a group's charges come to: a sum, or a list of the largest or smallest."""
    if loop.type in ("yesno", "number"):
        return f"sum({name})::INTEGER"
    return f"{'max' if loop.kind in ('all', 'latest') else 'min'}({name}, {loop.n + 1})"


def _trees(provision: Provision) -> Iterator[Node]:
    for condition in provision.conditions:
        yield from condition.trees()
    if provision.closes is not None:
        yield provision.closes


def _sides(node: Node) -> dict[str, str]:
    """The columns of a part that the offense alone decides: the ends of their names, and their types."""
    return {"few": "INTEGER", "many": "INTEGER", "gap": "BOOLEAN"} if isinstance(node, Shift) else {"low": "BOOLEAN", "high": "BOOLEAN"}


def _key_reading(node: Node, law: Law) -> Any:
    """The function that gives a part's columns for one printed offense."""
    if isinstance(node, Shift):
        table, slot = node.table, law.layout.slot["level"]
        assert table is not None

        def periods(row: list[Any]) -> tuple[int, int, bool]:
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
