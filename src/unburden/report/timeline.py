"""The record in time as inline SVG. It scales in percent, so its text keeps its size on a phone; shapes tell, not colors."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Final

from unburden.calendar import Bounds
from unburden.report.markup import Markup, join, tag
from unburden.report.sheet import CaseView, Event, Sheet

#: More cases than this make a drawing that nobody reads; the table beside it has them all.
MOST_LANES: Final = 40

_TOP: Final = 44
_LANE: Final = 46
_STEPS: Final = (1, 2, 5, 10, 20, 50, 100)
_TICKS: Final = 6
#: Shapes around (0, 0), and whether they are filled.
_SHAPES: Final[dict[str, tuple[str, bool]]] = {
    "arrest": ("M0-6L6 5H-6Z", False),
    "filed": ("M0-6L6 0L0 6L-6 0Z", False),
    "ended": ("M-5-5H5V5H-5Z", True),
    "released": ("M-5 0a5 5 0 1 0 10 0a5 5 0 1 0-10 0", False),
    "completed": ("M-5 0a5 5 0 1 0 10 0a5 5 0 1 0-10 0", True),
    "opens": ("M0-8L2.2-2.6L8-2.4L3.4 1.2L5 7L0 3.6L-5 7L-3.4 1.2L-8-2.4L-2.2-2.6Z", True),
}


_ORDER: Final = tuple(_SHAPES)
#: Pixels between two marks, and pixels to a percent of the width on a screen between a phone's and a desk's.
_APART: Final = 12
_PIXELS: Final = 4.5


def draw(sheet: Sheet) -> Markup | None:
    """The drawing with its key, or `None` where no event has a day."""
    drawn = [each for each in sheet.events if each.lane < MOST_LANES and each.kind in _SHAPES]
    if not drawn:
        return None
    lanes = sheet.cases[:MOST_LANES]
    scale = _Scale([*(day for each in drawn for day in each.bounds), sheet.today])
    words, height = sheet.words, _TOP + _LANE * len(lanes)
    first, last = words.day(scale.first), words.day(scale.last)
    svg = tag(
        "svg",
        tag("title", words("timeline"), id="timeline-title"),
        tag("desc", words("timeline_text", cases=words.count("cases", len(lanes)), first=first, last=last), id="timeline-desc"),
        scale.years(height),
        _today(sheet, scale, height),
        (_lane(number, case, [each for each in drawn if each.lane == number], scale) for number, case in enumerate(lanes)),
        class_="timeline",
        role="img",
        aria_labelledby="timeline-title timeline-desc",
        width="100%",
        height=height,
    )
    kinds = [kind for kind in _SHAPES if any(each.kind == kind for each in drawn)]
    key = tag("ul", (tag("li", _sample(kind), " ", words(f"event.{kind}")) for kind in kinds), class_="key")
    return join(svg, key, tag("p", words("timeline_apart"), class_="small"))


class _Scale:
    """Days to percent of the width."""

    def __init__(self, days: Sequence[int]) -> None:
        self.first, self.last = min(days), max(days)
        width = self.last - self.first
        self._low, self._span = self.first - max(90, width // 40), max(450, width * 12 // 11)

    def at(self, day: int) -> float:
        """Where a day stands, in percent."""
        return round(100 * (day - self._low) / self._span, 2)

    def years(self, height: int) -> Markup:
        """Lines and labels of the years, few enough for a phone."""
        low, high = date.fromordinal(self._low).year + 1, date.fromordinal(self._low + self._span).year
        step = next(each for each in _STEPS if (high - low) // each < _TICKS or each == _STEPS[-1])
        ticks = [year for year in range(low, high + 1) if year % step == 0] or [low]
        return join(_tick(year, self.at(date(year, 1, 1).toordinal()), height) for year in ticks)


def _tick(year: int, x: float, height: int) -> Markup:
    anchor = "start" if x < 6 else "end" if x > 94 else "middle"
    line = tag("line", x1=f"{x}%", x2=f"{x}%", y1=22, y2=height, class_="year")
    return join(line, tag("text", str(year), x=f"{x}%", y=15, text_anchor=anchor, class_="label"))


def _today(sheet: Sheet, scale: _Scale, height: int) -> Markup:
    x = scale.at(sheet.today)
    anchor = "end" if x > 60 else "start"
    line = tag("line", x1=f"{x}%", x2=f"{x}%", y1=22, y2=height, class_="today")
    gap = -4 if anchor == "end" else 4
    return join(line, tag("text", sheet.words("today"), x=f"{x}%", y=34, dx=gap, text_anchor=anchor, class_="label"))


def _lane(number: int, case: CaseView, events: Sequence[Event], scale: _Scale) -> Markup:
    y = _TOP + _LANE * number + 32
    label = tag("text", case.short, x=0, y=y - 16, class_="name")
    if not events:
        return label
    low, high = min(each.bounds[0] for each in events), max(each.bounds[1] for each in events)
    bar = tag("line", x1=f"{scale.at(low)}%", x2=f"{scale.at(high)}%", y1=y, y2=y, class_="bar")
    spreads = [tag("line", x1=f"{scale.at(low)}%", x2=f"{scale.at(high)}%", y1=y, y2=y, class_="spread") for low, high in _spans(events)]
    return tag("g", bar, spreads, _markers(events, y, scale), label)


def _spans(events: Sequence[Event]) -> list[Bounds]:
    """Days that are known in part only; each is drawn as wide as it is."""
    return [each.bounds for each in events if each.bounds[0] < each.bounds[1]]


def _markers(events: Sequence[Event], y: int, scale: _Scale) -> list[Markup]:
    """The events in the order of their days; what would cover the one before it moves a little to the right."""
    markers: list[Markup] = []
    taken = -float(_APART)
    once = {(each.bounds, each.kind) for each in events}
    for bounds, kind in sorted(once, key=lambda each: (sum(each[0]), _ORDER.index(each[1]))):
        x = scale.at(sum(bounds) // 2)
        moved = round(max(0.0, taken + _APART - x * _PIXELS))
        taken = x * _PIXELS + moved
        markers.append(tag("svg", _shape(kind, moved), x=f"{x}%", y=y, overflow="visible"))
    return markers


def _shape(kind: str, moved: int = 0) -> Markup:
    path, filled = _SHAPES[kind]
    return tag("path", d=path, class_="mark filled" if filled else "mark", transform=f"translate({moved})" if moved else None)


def _sample(kind: str) -> Markup:
    return tag("svg", _shape(kind), viewBox="-9 -9 18 18", width=18, height=18, aria_hidden="true")
