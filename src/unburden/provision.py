"""One branch of one statute as checked trees: what both readings read and every report shows.

Nothing here parses or evaluates; `law` makes these from TOML, `person` and `everyone` read them.
"""

from __future__ import annotations

from collections.abc import Mapping

from attrs import field, frozen

from unburden.calendar import NEVER
from unburden.language import Constant, Extreme, Node, Since

Text = Mapping[str, str]


@frozen
class Clause:
    """An exception to a condition, or one reading of a condition that the text leaves unsettled. Texts by language."""

    text: Text
    cite: str
    holds: Node
    quote: str = ""


@frozen
class Condition:
    """One condition with its words by language, its citation, and its tree.

    Exactly one of `holds` and `readings` is given: a condition that the text leaves `unsettled` has two or more readings.
    `implicit` marks a condition that the engine adds (the case must be over; the law must be in force).
    """

    id: str
    text: Text
    cite: str
    holds: Node | None = None
    quote: str = ""
    presumed_by: Node | None = None
    presumed_cite: str = ""
    exceptions: tuple[Clause, ...] = ()
    readings: tuple[Clause, ...] = ()
    implicit: bool = False
    line: int = 0

    def trees(self) -> list[Node]:
        """Every tree of the condition: its own or its readings', the exceptions', the presumption's."""
        own = [self.holds] if self.holds is not None else [reading.holds for reading in self.readings]
        return own + [each.holds for each in self.exceptions] + ([self.presumed_by] if self.presumed_by is not None else [])


@frozen
class Note:
    """Something a person should know beside the conditions: topic, words by language, citation."""

    topic: str
    text: Text
    cite: str


@frozen
class Basis:
    """Where the text was read: `read` is ``whole``, ``part`` or ``secondary``; `checked` an ISO date."""

    url: str
    read: str
    version: str
    checked: str
    note: str = ""


@frozen
class Provision:
    """One way to clear a charge (or information about it), in one version of the law.

    `start` and `until` are ordinals: in force from `start` up to, not including, `until`.
    """

    id: str
    jurisdiction: str
    title: Text
    citation: str
    kind: str
    effect: tuple[str, ...]
    merits: str
    court: str
    burden: str
    start: int
    until: int
    conditions: tuple[Condition, ...]
    closes: Node | None
    contact: Mapping[str, str]
    notes: tuple[Note, ...]
    source: Basis
    enacted: str = ""
    coverage: str = ""
    hearing: str = "unclear"
    confidential: str = "unclear"
    confidence: str = ""
    open_questions: tuple[str, ...] = ()
    file: str = ""
    line: int = 0

    @property
    def key(self) -> str:
        """The id with its version's first day: unique among all versions."""
        from unburden.calendar import ALWAYS, iso

        return self.id if self.start == ALWAYS else f"{self.id}@{iso(self.start)}"

    def seen_from(self, as_of: int) -> Provision:
        """The provision as it stands on a day: one not yet in force waits for that day, one that ends closes then."""
        from attrs import evolve

        conditions, closes = self.conditions, self.closes
        if self.start > as_of:
            start = Constant("day", (self.start, self.start))
            text = {"en": "The law is in force", "es": "La ley está en vigor"}
            conditions = (Condition("in-force", text, self.enacted or self.citation, Since(start), implicit=True), *conditions)
        if self.until < NEVER:
            last = Constant("day", (self.until - 1, self.until - 1))
            closes = Extreme(False, (last, closes)) if closes is not None else last
        return evolve(self, conditions=conditions, closes=closes)


@frozen
class Case:
    """A named made-up person with the outcome expected of a provision: the law's own test."""

    name: str
    provision: str
    as_of: int
    expect: str
    opens: int | None
    unsettled: bool
    person: Mapping[str, object]
    charge: Mapping[str, object]
    others: tuple[Mapping[str, object], ...] = field(factory=tuple)
    file: str = ""
    line: int = 0
