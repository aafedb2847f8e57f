"""The questions that a record leaves open: the facts of its charges as questions, and its provisions as matters of a board.

Nobody is asked about a case that is still open: nothing in it can be cleared yet, and what is said of it is best said to a defender.
Skipping a question skips those to which a "yes" would say the same and more.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, Final

from attrs import define, field

from unburden import phrases
from unburden.board import HEAVY, Matter, State, Table
from unburden.board import UNKNOWN as NOT_KNOWN
from unburden.calendar import AFTER, NO, UNKNOWN, YES, Bounds
from unburden.facts import PERIODS, during
from unburden.language import Fact, Node, Over, facts_of, walk
from unburden.person import status
from unburden.prospects import Cell, Free, Pair, Prospect, Setting, Trial, World, concerns, pairs_of, prospect, spread
from unburden.provision import Text
from unburden.question import DURING, WHEN, Concern, Question, implied, learners
from unburden.record import COLUMNS
from unburden.relief import WHOLE_RECORD, Relief, Result
from unburden.trees import Row
from unburden.weighing import Key, Weigher, seen, seen_last

#: Values of a fact that stand for all of them on the board.
_TRIED_ON_BOARD: Final = 3
#: In a record of more charges a condition over other charges is not tabulated.
_LARGE: Final = 40
#: Values that are tried to say what an answer could change.
_TRIED: Final = 6
#: Pairs that are tried for a fact of another charge on which many depend.
_FEW: Final = 24

_OFFENSE: Final = Fact(
    "offense", "choice", "charge", "record", "statute", weight=1,
    ask={
        "en": "Which law was this charge under? Give its number as your papers print it.",
        "es": "¿Por qué ley fue este cargo? Dé el número como lo imprimen sus papeles.",
    },
    why={"en": "Which law can clear a charge depends on what it was for.", "es": "Qué ley puede borrar un cargo depende de por qué fue."},
)  # fmt: skip


@define
class _Asked:
    """A fact of one owner that can still be asked: its rows, and the pairs that depend on it (by number)."""

    fact: str
    owner: str
    places: Sequence[int]
    pairs: list[int] = field(factory=list)
    weaker: bool = False


class ChargeView:
    """A record with what is still wanted of it. Questions about the whole record see it as it is, all others as if it were whole."""

    def __init__(self, result: Result, wanted: str, assumed: bool, asked: frozenset[Cell]) -> None:
        self.result, self.wanted, self.assumed = result, wanted, assumed
        self.law, self.answers, self.asked = result.law, result.answers, asked
        self.trial = Trial(result, assumed)
        self.implied = implied(self.law.facts)
        self.by_case: dict[str, list[int]] = {}
        for place, row in enumerate(self.trial.bound.table):
            self.by_case.setdefault(row["case_id"], []).append(place)
        self.all = {
            charge.place: [each for each in pairs_of(charge, assumed) if concerns(each.relief, wanted)] for charge in result.charges
        }
        self.pairs = [pair for pairs in self.all.values() for pair in self._open(pairs)]
        self.cells: dict[Cell, _Asked] = {}
        self._gather()
        self.by_group: dict[Key, list[_Asked]] = {}
        for cell in self.cells.values():
            if (cell.fact in WHOLE_RECORD) != assumed:
                self.by_group.setdefault(self._group(cell), []).append(cell)

    # ---- what can be asked ----

    def _open(self, pairs: Sequence[Pair]) -> list[Pair]:
        """Those that an answer could make better than what is settled already."""
        found = [each for each in pairs if each.status == "ask" and self._now(each)]
        if self.wanted != "relief":
            return found
        today = self.result.as_of
        settled = [(each.relief.strength, max(today, each.decision.bounds[0])) for each in pairs if each.status in ("open", "later")]
        return [
            each
            for each in found
            if not any(strength <= each.relief.strength and day <= max(today, each.decision.bounds[0]) for strength, day in settled)
        ]

    def _now(self, pair: Pair) -> bool:
        return pair.relief.provision.kind == "information" or not self._still_open(pair.place)

    def _still_open(self, place: int) -> bool:
        ended: Bounds = self.trial.value("case_ended", place)
        return ended[0] >= AFTER

    def _gather(self) -> None:
        groups: dict[int, tuple[tuple[tuple[int, str], ...], dict[str, list[int]]]] = {}
        for number, pair in enumerate(self.pairs):
            undecided = _undecided(pair, self.result.as_of)
            for name in pair.decision.needs:
                if name in undecided:
                    self._add(name, pair.place, [number])
            for group in pair.decision.elsewhere:
                users = groups.setdefault(id(group), (group, {}))[1]
                for name in undecided:
                    users.setdefault(name, []).append(number)
        for group, users in groups.values():
            for place, name in group:
                others = [number for number in users.get(name, ())[: _FEW + 1] if self.pairs[number].place != place]
                if others:
                    self._add(name, place, others[:_FEW])
        self._add_gates()
        self._stage()

    def _stage(self) -> None:
        """Tell what concerns the strongest way that can still be asked about from what concerns weaker ones."""
        strongest: dict[int, tuple[int, int, int]] = {}
        for pair in (self.pairs[number] for cell in self.cells.values() for number in cell.pairs):
            strongest[pair.place] = min(strongest.get(pair.place, pair.relief.strength), pair.relief.strength)
        for cell in self.cells.values():
            cell.weaker = all(self.pairs[number].relief.strength > strongest[self.pairs[number].place] for number in cell.pairs)

    def _add(self, name: str, place: int, pairs: list[int]) -> None:
        cell = self._cell(name, place)
        found = self.cells.get(cell)
        if found is None:
            if not self._askable(name, place):
                return
            found = self.cells[cell] = _Asked(name, cell[1], self._places(cell))
        found.pairs.extend(pairs)

    def _cell(self, name: str, place: int) -> Cell:
        row, scope = self.trial.bound.table[place], self._fact(name).scope
        return name, "" if scope == "person" else row["case_id"] if scope == "case" else row["charge_id"]

    def _places(self, cell: Cell) -> Sequence[int]:
        scope, rows = self._fact(cell[0]).scope, self.trial.bound.table
        if scope == "person":
            return range(len(rows))
        if scope == "case":
            return tuple(self.by_case[cell[1]])
        return tuple(place for place, row in enumerate(rows) if row["charge_id"] == cell[1])

    def _fact(self, name: str) -> Fact:
        return _OFFENSE if name == "offense" else self.law.facts[name]

    def _askable(self, name: str, place: int) -> bool:
        row = self.trial.bound.table[place]
        owners = ("", row["case_id"], row["charge_id"])
        fact = self._fact(name)
        stated = self.result.record.answers.get(owners[2], {})
        given = (self.answers.person, self.answers.cases.get(owners[1], {}), self.answers.charges.get(owners[2], {}), stated)
        if any(name in each for each in given) and not self._reopened(name, place):
            return False
        if any((owner, name) in self.asked for owner in owners):
            return False
        if any((owner, each) in self.answers.declined for owner in owners for each in (name, *self.implied.get(name, ()))):
            return False
        if name == DURING and ("", PERIODS) in self.answers.declined:
            return False
        if fact.origin in ("record", "offense") and self._still_open(place):
            return False
        if name == "offense":
            # A number that is printed and not in the table would only be repeated.
            match = self.trial.bound.matches[place]
            return bool(match is not None and match.candidates) or not row["statute"].strip()
        return True

    def _offense_given(self, place: int) -> str:
        """The offense that was answered for a charge, if one was."""
        charge = self.trial.bound.table[place]["charge_id"]
        held = self.answers.charges.get(charge, {}) or self.result.record.answers.get(charge, {})
        return str(held.get("offense", "")).strip()

    def _reopened(self, name: str, place: int) -> bool:
        """Whether an answer about the offense leaves several, and names none of those that can now be offered."""
        if name != "offense":
            return False
        offered = [value for value, _ in self._options(_OFFENSE, place)]
        return len(offered) > 1 and self._offense_given(place) not in offered

    def _add_gates(self) -> None:
        """Facts about the person that several of these imply, or a heavier one does: a "no" to them settles those."""
        users: dict[str, list[_Asked]] = {}
        for cell in self.cells.values():
            for name in self.implied.get(cell.fact, ()):
                users.setdefault(name, []).append(cell)
        for name, cells in users.items():
            fact = self.law.facts[name]
            heavier = any(self._fact(each.fact).weight > fact.weight for each in cells)
            if fact.scope == "person" and (name, "") not in self.cells and (heavier or len({each.fact for each in cells}) > 1):
                unknown = [each for each in cells if self.trial.value(name, each.places[0]) == UNKNOWN]
                for each in unknown:
                    self._add(name, each.places[0], each.pairs)

    # ---- the order ----

    def found(self, first: bool) -> Iterator[Question]:
        """The questions that can change something, the lightest first; what the `first` could change is worked out."""
        for group in self.groups():
            question = self.put(group, first)
            if question is not None:
                yield question
                first = False

    def groups(self) -> list[Key]:
        """What can be asked, in the order in which it stands behind the question that comes next: strongest ways and light words first."""
        facts = {cell.fact for cell in self.cells.values()}
        order = {name: place for place, name in enumerate(self.law.facts)}

        def rank(group: Key) -> tuple[Any, ...]:
            cells = self.by_group[group]
            fact = self._fact(cells[0].fact)
            depth = sum(name in facts for name in self.implied.get(fact.name, ()))
            return (
                all(cell.weaker for cell in cells),
                fact.weight >= HEAVY,
                depth,
                fact.weight,
                order.get(fact.name, -1),
                cells[0].places[0],
            )

        return sorted(self.by_group, key=rank)

    def cases(self) -> list[Key]:
        """Whether cases are over: asked before all else about them, since nothing more is asked about one that is not."""
        return [group for group in self.by_group if group[0] == "case_ended"]

    def put(self, group: Key, first: bool) -> Question | None:
        """A group as a question, for those of its cells that matter; `None` if none does."""
        cells = [cell for cell in self.by_group.get(group, ()) if self._matters(cell)]
        return self._question(group, cells, first) if cells else None

    def fill(self, weigher: Weigher) -> None:
        """Add the record to a board: a matter for each way to clear a charge, which waits for the stronger ones."""
        asks: dict[Key, int] = {}
        values: dict[Cell, list[Any]] = {}
        by_pair: dict[int, list[tuple[Key, _Asked]]] = {}
        for group, cells in self.by_group.items():
            fact = self._fact(cells[0].fact)
            for cell in cells:
                values[cell.fact, cell.owner] = spread(self._values(cell), 2 if fact.type in ("yesno", "since") else _TRIED_ON_BOARD)
                for number in cell.pairs:
                    by_pair.setdefault(number, []).append((group, cell))
            count = max(len(values[cell.fact, cell.owner]) for cell in cells)
            weight = fact.weight + self._effort(cells) - 1
            asks[group] = (
                weigher.periods(fact.weight) if group == (PERIODS,) else weigher.ask(group, weight, weigher.chances.of(fact, count))
            )
        before: dict[int, dict[tuple[int, int, int], list[int]]] = {}
        for number, pair in sorted(enumerate(self.pairs), key=lambda each: each[1].relief.strength):
            tables = self._tables(pair, by_pair.get(number, []), asks, values, weigher)
            if tables:
                mine = before.setdefault(pair.place, {})
                stronger = [each for strength, held in mine.items() if strength < pair.relief.strength for each in held]
                mine.setdefault(pair.relief.strength, []).append(len(weigher.matters))
                weigher.matters.append(Matter(pair.relief.provision.id, tuple(tables), after=tuple(stronger)))

    def _tables(
        self,
        pair: Pair,
        used: Sequence[tuple[Key, _Asked]],
        asks: Mapping[Key, int],
        values: Mapping[Cell, Sequence[Any]],
        weigher: Weigher,
    ) -> list[Table]:
        """The undecided conditions of a pair over the questions that they hang on."""
        today, found = self.result.as_of, []
        reading = self.trial.reading(pair)
        for number, finding in enumerate(pair.decision.findings):
            if finding.bounds[0] == finding.bounds[1] or finding.bounds[1] <= today:
                continue

            def condition(row: Row, number: int = number) -> str:
                return seen(reading.finding(number, row).bounds, today)

            found.append(self._table(finding.condition.trees(), pair, used, asks, values, weigher, condition))
        closes, last = pair.decision.closes, pair.relief.provision.closes
        if closes is not None and last is not None and closes[0] < today <= closes[1]:

            def last_day(row: Row, known: Bounds = closes) -> str:
                return seen_last(reading.closes(row) or known, today)

            found.append(self._table([last], pair, used, asks, values, weigher, last_day))
        asked = [each for each in found if each is not None]
        return [*asked, Table((), lambda state: NOT_KNOWN)] if None in found and asked else asked

    def _table(
        self,
        trees: Sequence[Node],
        pair: Pair,
        used: Sequence[tuple[Key, _Asked]],
        asks: Mapping[Key, int],
        values: Mapping[Cell, Sequence[Any]],
        weigher: Weigher,
        outcome: Callable[[Row], str],
    ) -> Table | None:
        names = {name for tree in trees for name in facts_of(tree)}
        names |= {each for name in names for each in self.trial.follows.get(name, ())}
        held: dict[Key, list[_Asked]] = {}
        for group, cell in used:
            if cell.fact in names or (cell.fact == "offense_date" and DURING in names):
                held.setdefault(group, []).append(cell)
        if not held:
            return None
        loops = len(self.trial.bound.rows) > _LARGE and any(isinstance(node, Over) for tree in trees for node in walk(tree))

        def tried(state: State) -> str:
            settings: list[Setting] = []
            for (group, cells), value in zip(held.items(), state, strict=True):
                if value >= 0:
                    found = (self._setting(group, cell, value, values[cell.fact, cell.owner], weigher) for cell in cells)
                    settings += [each for each in found if each is not None]
            row = World(self.trial, settings).row(pair)
            return outcome(row) if row is not None else NOT_KNOWN

        return weigher.table([asks[group] for group in held], tried, whole=not loops)

    def _setting(self, group: Key, cell: _Asked, value: int, values: Sequence[Any], weigher: Weigher) -> Setting | None:
        if group != (PERIODS,):
            return (cell.fact, cell.places, values[min(value, len(values) - 1)])
        within = during(self.trial.value("offense_date", cell.places[0]), [weigher.chances.times(self.result.as_of)[value]])
        return (cell.fact, cell.places, within) if within in (YES, NO) else None

    def _group(self, cell: _Asked) -> Key:
        """What is asked together: of a charge once for all that it concerns, of a case once each."""
        row = self.trial.bound.table[cell.places[0]]
        if cell.fact == "offense":
            given = self._offense_given(cell.places[0])
            return (cell.fact, row["jurisdiction"], row["statute"], row["description"], *([given] if given else []))
        if cell.fact == DURING and self._when([cell]):
            return (PERIODS,)
        return (cell.fact, row["case_id"]) if self._fact(cell.fact).scope == "case" else (cell.fact,)

    def _effort(self, cells: Sequence[_Asked]) -> int:
        """How many answers a question takes: a yes or no can hold for all charges, a day or a choice seldom for two cases."""
        fact = self._fact(cells[0].fact)
        if fact.scope == "person" or fact.type in ("yesno", "since"):
            return 1
        return len({self.trial.bound.table[cell.places[0]]["case_id"] for cell in cells})

    def _matters(self, cell: _Asked) -> bool:
        pairs = list(dict.fromkeys(cell.pairs))
        return self.trial.changes(cell.fact, cell.places, [self.pairs[each] for each in pairs], [self._free(each, cell) for each in pairs])

    def _free(self, number: int, without: _Asked) -> list[Free]:
        """What else can still be asked for a pair."""
        pair = self.pairs[number]
        names = [(name, pair.place) for name in pair.decision.needs]
        names += [(name, place) for group in pair.decision.elsewhere for place, name in group if place != pair.place]
        cells = [self.cells.get(self._cell(name, place)) for name, place in dict.fromkeys(names)]
        return [(each.fact, each.places) for each in cells if each is not None and each is not without]

    # ---- the question ----

    def _question(self, group: Key, cells: Sequence[_Asked], first: bool) -> Question:
        fact = self._fact(cells[0].fact)
        numbers = sorted({number for cell in cells for number in cell.pairs})
        by_id = {self.pairs[number].relief.provision.id: self.pairs[number].relief for number in numbers}
        provisions = tuple(each.provision for each in sorted(by_id.values(), key=lambda each: each.strength))
        periods = group == (PERIODS,)
        own = {place for cell in cells for place in cell.places}
        places = sorted(own if fact.scope == "charge" else {self.pairs[number].place for number in numbers})
        immigration = fact.weight >= HEAVY or any(note.topic == "immigration" for each in provisions for note in each.notes)
        return Question(
            key=PERIODS if periods else ":".join(group),
            fact=fact.name,
            type="periods" if periods else fact.type,
            scope=fact.scope,
            case_id=cells[0].owner if fact.scope == "case" else "",
            charges=tuple(self._concern(place, fact) for place in places),
            text=WHEN if periods else fact.ask,
            why=fact.why,
            weight=fact.weight,
            options=self._options(fact, cells[0].places[0]),
            before=(*(("heavy",) if fact.weight >= HEAVY else ()), *(("immigration",) if immigration else ())),
            learn=learners([(each.title, each.contact) for each in provisions]),
            provisions=provisions,
            changes=self._changes(fact, cells) if first else None,
        )

    def _when(self, cells: Sequence[_Asked]) -> bool:
        """Whether the periods of trafficking can answer: they were not asked for yet, and some charge has a date."""
        if self.answers.periods or ("", PERIODS) in self.asked or any(DURING in each for each in self.answers.charges.values()):
            return False
        return any(self.trial.value("offense_date", cell.places[0]) != UNKNOWN for cell in cells)

    def _concern(self, place: int, fact: Fact) -> Concern:
        row = self.trial.bound.table[place]
        known = row[fact.column] if fact.origin == "record" and fact.column in COLUMNS and fact.name != "offense" else ""
        said = phrases.plain(row["description"]) or phrases.plain(row["statute"])
        return Concern(place, row["charge_id"], row["case_id"], said, row["offense_date"] or row["disposition_date"], known)

    def _options(self, fact: Fact, place: int) -> tuple[tuple[str, Text], ...]:
        match = self.trial.bound.matches[place]
        if fact.name == "offense":
            named = [each for each in match.candidates if not each.listed_only] if match else []
            return tuple((each.statute, dict.fromkeys(phrases.LANGUAGES, each.name)) for each in named)
        # That a case is still open is asked as such.
        values = [value for value in fact.values if value != "pending"]
        return tuple((value, {lang: phrases.value(fact.name, value, lang) for lang in phrases.LANGUAGES}) for value in values)

    def _changes(self, fact: Fact, cells: Sequence[_Asked]) -> Text:
        """What an answer could change, in words: the prospects of the charges that come out differently."""
        truth = fact.type in ("yesno", "since")
        most = 2 if truth else _TRIED
        values = [spread(self._values(cell), most) for cell in cells]
        tried = [
            self._tried([(fact.name, cell.places, each[min(turn, len(each) - 1)]) for cell, each in zip(cells, values, strict=True)])
            for turn in range(max(len(each) for each in values))
        ]
        if not truth:
            tried = [{place: _undated(each) for place, each in found.items()} for found in tried]
        now = {place: prospect((each.relief, each.status, each.decision.bounds) for each in pairs) for place, pairs in self.all.items()}
        differ = [place for place in now if len({found[place] for found in tried}) > 1 or (truth and tried[0][place] != now[place])]
        if not differ:
            return {lang: phrases.one_of_several(self._at_stake(cells), lang) for lang in phrases.LANGUAGES}
        if not truth:
            tried.sort(key=lambda found: sum(_worth(found[place]) for place in differ))
            tried = [tried[-1], tried[0]]
        found = {lang: [phrases.summary((each[place] for place in differ), lang) for each in tried] for lang in phrases.LANGUAGES}
        return {lang: phrases.CHANGES[truth][lang].format(*texts) for lang, texts in found.items()}

    def _values(self, cell: _Asked) -> list[Any]:
        return self.trial.values(cell.fact, cell.places[0], [self.pairs[number] for number in cell.pairs[:_FEW]])

    def _at_stake(self, cells: Sequence[_Asked]) -> list[str]:
        """The strongest effect that depends on these facts, for each charge."""
        best: dict[int, Relief] = {}
        for pair in (self.pairs[number] for cell in cells for number in cell.pairs):
            if pair.place not in best or pair.relief.strength < best[pair.place].strength:
                best[pair.place] = pair.relief
        return [each.effect for each in best.values()]

    def _tried(self, settings: Sequence[Setting]) -> dict[int, Prospect]:
        world = World(self.trial, settings)
        wanted = {(pair.place, pair.relief.provision.key) for pair in self.pairs}
        found: dict[int, Prospect] = {}
        for place, pairs in self.all.items():
            decided = []
            for pair in pairs:
                again = self.trial.decide(pair, world) if (place, pair.relief.provision.key) in wanted else None
                decision = again or pair.decision
                decided.append((pair.relief, status(decision.bounds, decision.closes, self.result.as_of), decision.bounds))
            found[place] = prospect(decided)
        return found


def _undecided(pair: Pair, today: int) -> set[str]:
    """Facts that a condition reads which is not sure to hold today, and those of a deadline that is not known."""
    decision = pair.decision
    trees = [
        tree
        for finding in decision.findings
        if finding.bounds[0] != finding.bounds[1] and finding.bounds[1] > today
        for tree in finding.condition.trees()
    ]
    if decision.closes is not None and decision.closes[0] != decision.closes[1] and decision.provision.closes is not None:
        trees.append(decision.provision.closes)
    every = {name for tree in trees for name in facts_of(tree)}
    if any(isinstance(node, Over) and node.scope == "same_day" for tree in trees for node in walk(tree)):
        every.add("offense_date")
    return every


def _undated(found: Prospect) -> Prospect:
    return Prospect(*(each and each._replace(day=0) for each in found))


def _worth(found: Prospect) -> int:
    return sum({"open": 4, "later": 2, "ask": 1}[each.status] for each in found if each is not None)
