"""A New York rap sheet as printed: its cycles, their courts, what was said there and of which charges."""

from __future__ import annotations

from attrs import define, field

from unburden.calendar import parse_day
from unburden.readers import Source
from unburden.readers.new_york_dcjs.charges import Printed
from unburden.readers.new_york_dcjs.words import DATE, iso, safe
from unburden.record import SetAside, Span, Unread

#: A day and its line.
Day = tuple[str, int]


@define
class Said:
    """Words of a court, the day that they stand under, and what labels beside them date: ``convicted``, ``decided``."""

    words: str
    line: int
    day: Day | None = None
    days: dict[str, Day] = field(factory=dict)


@define
class ChargeLine:
    """A charge as one list prints it, with the disposition and sentence that are its own."""

    line: int
    words: str
    printed: Printed | None = None
    statute_line: int = 0
    ended: list[Said] = field(factory=list)
    days: dict[str, Day] = field(factory=dict)
    sentence: list[tuple[str, int]] = field(factory=list)
    sentenced: Day | None = None


@define
class Event:
    """Words of a court on one day, and the charges that follow them. A sentence here stands under no charge.

    Events of one printed day have one `line`, that of the day; the first of a court case may have no day.
    """

    day: str | None
    line: int
    words: list[Said] = field(factory=list)
    charges: list[ChargeLine] = field(factory=list)
    days: dict[str, Day] = field(factory=dict)
    sentence: list[tuple[str, int]] = field(factory=list)
    sentenced: Day | None = None

    @property
    def at(self) -> Day | None:
        """The day with its line, if there is one."""
        return (self.day, self.line) if self.day else None


@define
class Block:
    """One court case of a cycle. `doubt`: it has an outcome of which it is not shown what charge it is of."""

    values: dict[str, tuple[str, int]] = field(factory=dict)
    events: list[Event] = field(factory=list)
    doubt: bool = False


@define
class Cycle:
    """One arrest and what followed. `rest` holds the lines of custody, parole, probation, relief: (part, words, line)."""

    number: str
    line: int
    flags: list[tuple[str, int]] = field(factory=list)
    values: dict[str, tuple[str, int]] = field(factory=dict)
    charges: list[ChargeLine] = field(factory=list)
    blocks: list[Block] = field(factory=list)
    rest: list[tuple[str, str, int]] = field(factory=list)


@define
class Sheet:
    """One rap sheet: the person, and the cycles as printed."""

    source: Source
    values: dict[str, list[tuple[str, int]]] = field(factory=lambda: {"name": [], "birth": [], "nysid": [], "fbi": [], "total": []})
    cycles: list[Cycle] = field(factory=list)
    attention: list[str] = field(factory=list)
    unread: list[Unread] = field(factory=list)
    set_aside: list[SetAside] = field(factory=list)

    def span(self, line: int) -> Span:
        """Where a line stands."""
        return self.source.span(line)

    def skip(self, line: int, text: str, why: str) -> None:
        """Tell what was not understood."""
        self.unread.append(Unread(self.span(line), safe(text)[:500], why))

    def day(self, text: str, line: int) -> str | None:
        """The one day that a text names; two days, or a day that is none, are shown and stay unknown."""
        days = {iso(each) for each in DATE.finditer(text)}
        if len(days) == 1 and parse_day(next(iter(days))):
            return days.pop()
        if text.strip():
            self.skip(line, text, "this is no one day")
        return None
