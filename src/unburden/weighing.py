"""The open questions of a person as a board (`board`): what each answer would make of each condition, and how likely it is.

Conditions are tabulated by trying the answers out on the person's rows, those that hang on few questions in full. One that hangs on
more counts as settled once all of them are answered.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import cache
from math import prod
from pathlib import Path as File
from typing import Any, Final

from attrs import define, field, frozen

from unburden.board import NO as CLOSED
from unburden.board import OPEN, UNKNOWN, Ask, Board, Matter, State, Table
from unburden.board import YES as HOLDS
from unburden.calendar import ALWAYS, NEVER, NO, YES, Bounds, add_months
from unburden.errors import LawError, Problem
from unburden.facts import PERIODS
from unburden.language import Fact
from unburden.law_file import load_toml
from unburden.trees import implications

#: Combinations of answers that are tried for one condition, and for a whole board.
COMBINED: Final = 130
TRIED: Final = 6_000
#: Steps that the optimum may take between two questions.
LIVE: Final = 1_500
#: A question of the interview: its fact, and where it is put more than once, what for.
Key = tuple[str, ...]


@frozen
class Chances:
    """What the interview takes to be likely (``law/paths/priors.toml``)."""

    yes: Mapping[str, int]
    skip: Sequence[int]
    periods: Sequence[tuple[int, int, int]]
    days: Sequence[int]

    def of(self, fact: Fact, count: int) -> tuple[float, ...]:
        """The chance of each of so many answers; of a yes or no the first is the yes."""
        if fact.type in ("yesno", "since") and count == 2:
            yes = self.yes.get(fact.name, 50) / 100
            return (yes, 1 - yes)
        return (1 / count,) * count

    def skipped(self, weight: int) -> float:
        """The chance that a question of this weight is not answered."""
        return self.skip[min(weight, len(self.skip) - 1)] / 100 if self.skip else 0.0

    def dates(self, as_of: int) -> list[Bounds]:
        """Days that stand for all that an answer can be."""
        return [(day, day) for day in (add_months(as_of, -12 * years) for years in self.days)]

    def times(self, as_of: int) -> list[tuple[int, int]]:
        """Times of trafficking that stand for all that an answer can be: the day it began and the day it ended."""
        return [(add_months(as_of, -12 * began), add_months(as_of, -12 * ended)) for began, ended, _ in self.periods]


@cache
def read_chances(folder: File) -> Chances:
    """The chances of a folder of law; all even where it has none.

    Raises:
        LawError: the file cannot be read.
    """
    path = folder / "paths" / "priors.toml"
    if not path.is_file():
        return Chances({}, (), ((6, 4, 1),), (0, 1, 5, 30))
    problems: list[Problem] = []
    raw, _ = load_toml(path, problems)
    if problems:
        raise LawError(problems)
    periods = [(int(each["began"]), int(each["ended"]), int(each["of"])) for each in raw.get("periods", [])]
    return Chances(raw.get("yes", {}), tuple(raw.get("skip", ())), tuple(periods), tuple(raw.get("days", (0, 1, 5, 30))))


@define
class Weigher:
    """Gathers questions and matters for a board."""

    chances: Chances
    asks: dict[Key, int] = field(factory=dict)
    matters: list[Matter] = field(factory=list)
    left: int = TRIED
    _made: list[Ask] = field(factory=list, init=False)

    def ask(self, key: Key, weight: int, chances: Sequence[float], needs: int | None = None) -> int:
        """The number of a question; the first mention makes it."""
        found = self.asks.get(key)
        if found is None:
            found = self.asks[key] = len(self._made)
            self._made.append(Ask(":".join(key), weight, tuple(chances), self.chances.skipped(weight), needs))
        return found

    def periods(self, weight: int) -> int:
        """The question of when it began and ended."""
        whole = sum(each[2] for each in self.chances.periods)
        return self.ask((PERIODS,), weight, [each[2] / whole for each in self.chances.periods])

    def table(self, asks: Sequence[int], outcome: Callable[[State], str], *, whole: bool = True) -> Table:
        """A table over some questions, tried out one and all where they are few; `outcome` is given a number or less than 0 for each."""
        asks = list(dict.fromkeys(asks))
        for each in asks:
            # What one question needs is gone through in its turn.
            if (need := self._made[each].needs) is not None and need not in asks:
                asks.append(need)
        count = prod(len(self._made[each].chances) + 1 for each in asks)
        if not whole or count > COMBINED or self.left < count:
            return Table(tuple(asks), _all_answered, whole=False)
        self.left -= count
        known: dict[State, str] = {}

        def look_up(state: State) -> str:
            state = tuple([value if value >= 0 else OPEN for value in state])
            found = known.get(state)
            if found is None:
                found = known[state] = outcome(state)
            return found

        return Table(tuple(asks), look_up)

    def chances_of(self, ask: int) -> int:
        """How many answers a question has."""
        return len(self._made[ask].chances)

    def board(self, facts: Mapping[str, Fact], work: int = LIVE) -> Board:
        """The board of all that was gathered; what one answer says of other facts comes with it."""
        follows: dict[tuple[int, int], list[tuple[int, int]]] = {}
        for name, sources, targets in implications(facts):
            own = self.asks.get((name,))
            for value, others in ((0, targets), (1, sources)):
                brings = [(self.asks[each,], value) for each in others if (each,) in self.asks]
                if own is not None and brings:
                    follows[own, value] = brings
        return Board(self._made, self.matters, follows, work)


def _all_answered(state: State) -> str:
    return HOLDS if all(value != OPEN for value in state) else UNKNOWN


def seen(bounds: Bounds, as_of: int) -> str:
    """What a condition comes to: it holds or will on a known day, it never does, or that is open."""
    low, high = bounds
    if high <= as_of or (low == high and low != NEVER):
        return HOLDS
    return CLOSED if low == NEVER else UNKNOWN


def seen_last(bounds: Bounds, as_of: int) -> str:
    """The same of a last day."""
    low, high = bounds
    return HOLDS if low >= as_of else CLOSED if high < as_of else UNKNOWN


def seen_truth(bounds: Bounds) -> str:
    """Whether it is known if something is so, either way."""
    return HOLDS if bounds in (YES, NO) or bounds[1] == ALWAYS or bounds[0] == NEVER else UNKNOWN


def answers_of(fact: Fact, known: Any, chances: Chances, as_of: int) -> list[Any]:
    """Values that stand for all that an answer to a question about the person can be, as a row holds them."""
    match fact.type:
        case "yesno" | "since":
            return [YES, NO]
        case "day":
            low, high = known if isinstance(known, tuple) else (ALWAYS, NEVER)
            found = [each for each in chances.dates(as_of) if low <= each[0] and each[1] <= high]
            return [*found, *([NO] if high == NEVER else [])] or [(low, low), (high, high)]
        case "number":
            return [(0, 0), (1, 1), (1000, 1000)]
        case _:
            return list(fact.values)
