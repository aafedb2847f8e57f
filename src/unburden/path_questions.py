"""The questions that the other paths leave open: their facts as questions, and their conditions as tables of a board."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any, Final

from attrs import define, field

from unburden import phrases
from unburden.board import HEAVY, UNKNOWN, Matter, State, Table
from unburden.board import YES as HOLDS
from unburden.calendar import NEVER, NO, YES, Bounds
from unburden.errors import InputError, Problem, nearest
from unburden.facts import PERIODS
from unburden.language import Fact, Node, facts_of
from unburden.path_law import GROUPS, Path, PathLaw
from unburden.paths import BEGAN, ENDED, PLACES, PathResult, Paths, PersonRows, WayResult
from unburden.person import Reading, status
from unburden.prospects import Cell
from unburden.provision import Text
from unburden.question import PLACE_WORDS, WHEN, Question, learners, listed
from unburden.trees import Row, compile_tree
from unburden.weighing import Key, Weigher, answers_of, seen, seen_last, seen_truth

#: Parties whose part in a path is worth a question of its own.
_ASKED_OF: Final = ("police", "prosecutor", "immigration")
_PLACE_OF: Final = {fact: question for question, fact in PLACES.items()}
#: Facts that the program never asks: what is said of an open case is best said to a defender.
_NEVER_ASKED: Final = "open case"


def wanted_paths(law: PathLaw, wanted: Iterable[str]) -> list[Path]:
    """The paths that are named, by id or by group; ``paths`` is all of them.

    Raises:
        InputError: a name is none of them.
    """
    found: dict[str, Path] = {}
    for each in wanted:
        named = [path for path in law.paths.values() if each in ("paths", path.id, path.group)]
        if not named and each not in GROUPS:
            known = [*law.paths, *GROUPS, "paths", "relief"]
            raise InputError(Problem("unknown-path", f"no path and no group of paths is called {each}{nearest(each, known)}"))
        found.update((path.id, path) for path in named)
    return [path for path in law.paths.values() if path.id in found]


@define
class _Used:
    """What hangs on a question: ways by their number, or paths of which no way was read yet."""

    ways: dict[int, WayResult] = field(factory=dict)
    paths: dict[str, PathResult] = field(factory=dict)


class PathView:
    """The paths that a person wants to know of, with what is still open about them."""

    def __init__(self, paths: Paths, wanted: Sequence[Path], asked: frozenset[Cell]) -> None:
        self.paths, self.law, self.answers, self.asked = paths, paths.law.law, paths.answers, asked
        record = paths.relief.record if paths.relief is not None else None
        self.rows = PersonRows(self.law, paths.as_of, self.answers, record)
        names = {path.id for path in wanted}
        self.results = [each for each in paths.results if each.path.id in names]
        self.uses: dict[Key, _Used] = {}
        self.values: dict[Key, list[Any]] = {}
        self.codes = sorted({way.jurisdiction for way in paths.law.ways()} - {"US"})

    # ---- the board ----

    def fill(self, weigher: Weigher) -> None:
        """Add what is open to a board: a matter for each way, and one for each path whose state is not known."""
        for result in self.results:
            places = [each for each in result.where if each in PLACES and self._askable(each)]
            if places and not any(way.status != "closed" for way in result.ways):
                for place in places:
                    key = (place,)
                    ask = self._place(place, weigher)
                    self.uses.setdefault(key, _Used()).paths[result.path.id] = result
                    weigher.matters.append(Matter(result.path.id, (Table((ask,), _told),)))
            for way in result.ways:
                self._way(way, weigher)

    def _way(self, way: WayResult, weigher: Weigher) -> None:
        if way.status == "closed":
            return
        as_of = self.paths.as_of
        row = self.rows.row(way.way.jurisdiction)
        reading = Reading(way.way.law, self.law.layout)
        tables, beside = [], []
        for number, finding in enumerate(way.decision.findings):
            low, high = finding.bounds
            if low != high and high > as_of:

                def condition(made: Row, number: int = number) -> str:
                    return seen(reading.finding(number, made).bounds, as_of)

                tables.append(self._table(finding.condition.trees(), row, condition, way, weigher))
        closes, law = way.decision.closes, way.way.law
        if law.closes is not None and closes is not None and closes[0] < as_of <= closes[1]:

            def last_day(made: Row, known: Bounds = closes) -> str:
                return seen_last(reading.closes(made) or known, as_of)

            tables.append(self._table([law.closes], row, last_day, way, weigher))
        for party in _ASKED_OF:
            unless = way.way.contact[party].unless
            if unless is not None and way.touches[party].perhaps:

                def truth(made: Row, unless: Node = unless) -> str:
                    return seen_truth(compile_tree(unless, self.law.layout)(made))

                beside.append(self._table([unless], row, truth, way, weigher))
        asked = [each for each in tables if each is not None]
        if None in tables and asked:
            # What nobody can say keeps it from opening; it can still close.
            asked.append(Table((), lambda state: UNKNOWN))
        beside_asked = tuple(each for each in beside if each is not None)
        if asked or beside_asked:
            weigher.matters.append(Matter(way.way.id, tuple(asked), beside_asked))

    def _table(self, trees: Sequence[Node], row: Row, outcome: Callable[[Row], str], way: WayResult, weigher: Weigher) -> Table | None:
        """A table over the questions that a condition hangs on; `None` where there is nothing to ask about it."""
        slot = self.law.layout.slot
        keys: dict[Key, list[str]] = {}
        for name in dict.fromkeys(name for tree in trees for name in facts_of(tree, loops=False)):
            if name in slot and _open(row[slot[name]]):
                key = self._key(name)
                if key is not None:
                    keys.setdefault(key, []).append(name)
        if not keys:
            return None
        asks = []
        for key in keys:
            asks.append(self._ask(key, keys[key][0], row, weigher))
            for each in self._chain(key):
                self.uses.setdefault(each, _Used()).ways[id(way)] = way
        code = way.way.jurisdiction

        def tried(state: State) -> str:
            made = row.copy()
            # What a question needs stands behind those of the condition itself.
            for (key, names), value in zip(keys.items(), state, strict=False):
                if value >= 0:
                    for name in names:
                        made[slot[name]] = self._value(key, name, value, code, made[slot[name]])
            return UNKNOWN if self.law.layout.close(made) else outcome(made)

        return weigher.table(asks, tried)

    def _value(self, key: Key, name: str, value: int, code: str, known: Any) -> Any:
        if key[0] in PLACES:
            return YES if self.values[key][value] == code else NO
        if key == (PERIODS,):
            day = self.values[key][value][0 if name == BEGAN else 1]
            # What is known in part may rule out the time that stands for others; then it is left as it is.
            return (day, day) if known[0] <= day <= known[1] else known
        return self.values[key][value]

    def _key(self, name: str) -> Key | None:
        """The question that settles a fact; `None` where it is not asked."""
        if name in (BEGAN, ENDED) and not self.answers.periods:
            if ("", PERIODS) in self.answers.declined:
                return None
            if self._askable(PERIODS):
                return (PERIODS,)
        question = _PLACE_OF.get(name, name)
        if question in PLACES:
            return (question,) if self._askable(question) else None
        return (name,) if self._can_be_put(name) else None

    def _can_be_put(self, name: str) -> bool:
        """Whether a fact is asked for, now or once the yes is given without which its question makes no sense."""
        fact = self.law.facts[name]
        asked = fact.scope == "person" and fact.origin in ("answer", "record") and fact.danger != _NEVER_ASKED and bool(fact.ask.get("en"))
        if not asked or not self._askable(name):
            return False
        after = self._after(name)
        return not after or (_open(self.rows.rows[0][self.law.layout.slot[after]]) and self._can_be_put(after))

    def _after(self, name: str) -> str:
        """The fact that a question comes after, while its yes is not given; empty where there is none."""
        fact = self.law.facts.get(name)
        return fact.after if fact is not None and fact.after and self.rows.rows[0][self.law.layout.slot[fact.after]] != YES else ""

    def _chain(self, key: Key) -> Iterator[Key]:
        """A question and those that come before it."""
        yield key
        after = self._after(key[0])
        while after:
            yield (after,)
            after = self._after(after)

    def _askable(self, name: str) -> bool:
        held = name in self.answers.person or name in self.answers.places
        return not held and ("", name) not in self.asked and ("", name) not in self.answers.declined

    def _ask(self, key: Key, name: str, row: Row, weigher: Weigher) -> int:
        if key[0] in PLACES:
            return self._place(key[0], weigher)
        if key == (PERIODS,):
            self.values.setdefault(key, list(weigher.chances.times(self.paths.as_of)))
            return weigher.periods(self.law.facts[BEGAN].weight)
        fact = self.law.facts[name]
        values = self.values.setdefault(key, answers_of(fact, row[self.law.layout.slot[name]], weigher.chances, self.paths.as_of))
        after = self._after(name)
        needs = self._ask((after,), after, row, weigher) if after else None
        return weigher.ask(key, fact.weight, weigher.chances.of(fact, len(values)), needs)

    def _place(self, question: str, weigher: Weigher) -> int:
        values = self.values.setdefault((question,), [*self.codes, ""])
        return weigher.ask((question,), self.law.facts[PLACES[question]].weight, [1 / len(values)] * len(values))

    # ---- the questions ----

    def question(self, key: Key) -> Question:
        """A question of the board as it is put."""
        used = self.uses[key]
        ways = list(used.ways.values())
        laws = tuple({way.way.law.key: way.way.law for way in ways}.values())
        named = [*(way.way.law.title for way in ways), *(each.path.title for each in used.paths.values())]
        fact, name = self._fact(key), key[0]
        text, why = (fact.ask, fact.why)
        kind: str = fact.type
        if name in PLACES:
            text, why, kind = PLACE_WORDS[name][0], PLACE_WORDS[name][1], "place" if name == "lives_in" else "places"
        elif key == (PERIODS,):
            text, kind = WHEN, "times"
        before = [*(["heavy"] if fact.weight >= HEAVY else []), *([fact.danger] if fact.danger else [])]
        return Question(
            key=":".join(key),
            fact=name,
            type=kind,
            scope="person",
            case_id="",
            charges=(),
            text=text,
            why=why,
            weight=fact.weight,
            options=tuple((value, {lang: phrases.value(name, value, lang) for lang in phrases.LANGUAGES}) for value in fact.values),
            before=tuple(before),
            provisions=laws,
            changes=self._changes(key, ways, named),
            learn=learners([*map(self._told_of, ways), *(_of_head(each.path) for each in used.paths.values())]),
            warn=self._reporters() if fact.danger == "child" else (),
        )

    def _fact(self, key: Key) -> Fact:
        return self.law.facts[BEGAN if key == (PERIODS,) else PLACES.get(key[0], key[0])]

    def _told_of(self, way: WayResult) -> tuple[Text, Mapping[str, str]]:
        return way.way.law.title, way.way.law.contact

    def _reporters(self) -> tuple[Text, ...]:
        """Who must report harm to a child, in the places that the person named."""
        known = self.paths.law.reporters
        codes = dict.fromkeys(code for each in self.answers.places.values() for code in each)
        return tuple(
            {lang: f"{known[code].text[lang]} ({known[code].cite})" for lang in phrases.LANGUAGES} for code in codes if code in known
        )

    def _changes(self, key: Key, ways: Sequence[WayResult], named: Sequence[Text]) -> Text:
        """What each answer would open or close, in words."""
        titles = {each["en"]: each for each in named}.values()
        fact = self._fact(key)
        if fact.type not in ("yesno", "since") or key[0] in PLACES:
            return {lang: _STAKE[lang].format(listed([each[lang] for each in titles], lang)) for lang in phrases.LANGUAGES}
        parts: dict[str, list[str]] = {lang: [] for lang in phrases.LANGUAGES}
        for word, value in (("yes", YES), ("no", NO)):
            found = self._statuses(key[0], value, ways)
            for lang in phrases.LANGUAGES:
                said = [
                    _CHANGE[kind][lang].format(listed(list(dict.fromkeys(title[lang] for title in paths)), lang))
                    for kind, paths in found.items()
                    if paths
                ]
                if said:
                    parts[lang].append(_ANSWER[word][lang].format("; ".join(said)))
        return {
            lang: " ".join(each) or _TOGETHER[lang].format(listed([title[lang] for title in titles], lang)) for lang, each in parts.items()
        }

    def _statuses(self, fact: str, value: Bounds, ways: Sequence[WayResult]) -> Mapping[str, list[Text]]:
        """Which paths an answer alone would open, close, or keep from police."""
        found: dict[str, list[Text]] = {"open": [], "closed": [], "no police": []}
        slot = self.law.layout.slot
        for way in ways:
            made = self.rows.row(way.way.jurisdiction).copy()
            made[slot[fact]] = value
            if self.law.layout.close(made):
                continue
            decision = Reading(way.way.law, self.law.layout).decide(made)
            after = status(decision.bounds, decision.closes, self.paths.as_of)
            unless = way.way.contact["police"].unless
            if after != way.status and after in found:
                found[after].append(way.way.law.title)
            elif after != "closed" and unless is not None and compile_tree(unless, self.law.layout)(made) == YES:
                found["no police"].append(way.way.law.title)
        return found


def _of_head(path: Path) -> tuple[Text, Mapping[str, str]]:
    """A path of which no way is known yet, with the contact that all its ways have."""
    return path.title, {party: contact.value for party, contact in path.contact.items()}


def _told(state: State) -> str:
    return HOLDS if state[0] >= 0 else UNKNOWN


def _open(value: Any) -> bool:
    """Whether a row does not know a fact, or not exactly."""
    return value is None or (isinstance(value, tuple) and value[0] != value[1] and value != (NEVER, NEVER))


_ANSWER: Final[Mapping[str, Text]] = {
    "yes": {"en": "If yes: {}.", "es": "Si es sí: {}."},
    "no": {"en": "If no: {}.", "es": "Si es no: {}."},
}
_CHANGE: Final[Mapping[str, Text]] = {
    "open": {"en": "this is open to you: {}", "es": "se abre: {}"},
    "closed": {"en": "this is closed: {}", "es": "se cierra: {}"},
    "no police": {"en": "no police are needed for {}", "es": "no hace falta la policía para {}"},
}
_TOGETHER: Final[Text] = {
    "en": "It is one of several answers that decide about {}.",
    "es": "Es una de varias respuestas que deciden sobre {}.",
}
_STAKE: Final[Text] = {"en": "It decides about {}.", "es": "Decide sobre {}."}
