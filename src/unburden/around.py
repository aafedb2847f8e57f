"""Which other charges a condition over the others rests on: worked out after a decision, for the one who reads it."""

from __future__ import annotations

from typing import Final

from attrs import evolve

from unburden.calendar import Bounds
from unburden.facts import Bound
from unburden.language import Over, walk
from unburden.law import Law
from unburden.person import Reading
from unburden.provision import Condition, Provision
from unburden.trees import Memory, shares

#: Charges that are tried one by one for one condition of one charge; more are not told apart.
_MOST: Final = 20


class Around:
    """A person's decided rows, asked for the charges behind a finding."""

    def __init__(self, bound: Bound, law: Law) -> None:
        self.bound, self.law = bound, law
        self._shares: dict[Over, list[int]] = {}
        self._readings: dict[int, tuple[Condition, Reading, tuple[Over, ...]]] = {}

    def looks(self, provision: Provision, condition: Condition) -> bool:
        """Whether a condition looks at other charges at all."""
        return bool(self._made(provision, condition)[2])

    def deciding(self, provision: Provision, condition: Condition, place: int) -> list[int]:
        """Places of the charges each of which alone makes the condition come out for `place` as it does; empty if none does."""
        _, reading, loops = self._made(provision, condition)
        full = reading.decide(self.bound.rows[place]).bounds
        if not loops or self._among(reading, [place]) == full:
            return []
        near = dict.fromkeys(each for loop in loops for each in self._near(loop) if each != place)
        return sorted(each for each in list(near)[:_MOST] if self._among(reading, [place, each]) == full)

    def _made(self, provision: Provision, condition: Condition) -> tuple[Condition, Reading, tuple[Over, ...]]:
        found = self._readings.get(id(condition))
        if found is None:
            alone = Reading(evolve(provision, conditions=(condition,), closes=None), self.law.layout)
            loops = tuple(dict.fromkeys(node for tree in condition.trees() for node in walk(tree) if isinstance(node, Over)))
            # The condition is kept with it, so that its identity stays its own.
            found = self._readings[id(condition)] = (condition, alone, loops)
        return found

    def _near(self, loop: Over) -> list[int]:
        """The charges that contribute anything to a loop, what counts most first."""
        found = self._shares.get(loop)
        if found is None:
            found = self._shares[loop] = shares(loop, self.law.layout, self.bound.memory)
        return found

    def _among(self, reading: Reading, places: list[int]) -> Bounds:
        """The bounds for the first of these charges, if there were no others."""
        memory = self.bound.memory
        rows = [self.bound.rows[place].copy() for place in places]
        Memory(rows, [memory.cases[place] for place in places], [memory.days[place] for place in places], memory.complete)
        return reading.decide(rows[0]).bounds
