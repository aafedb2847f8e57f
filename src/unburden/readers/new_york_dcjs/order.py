"""Whether the words of a sheet's courts stand above the charges that they are about, or below them.

A sheet has one layout, and its own pages show which: a day that begins with an outcome and ends with a charge has its words above; a list
of charges with no words above it and an outcome below has them below. Where nothing shows it, or the one speaks against the other, words
between charges are shown and given to none.
"""

from __future__ import annotations

from typing import Final

from unburden.readers.new_york_dcjs.sheet import Block, Event, Said, Sheet
from unburden.readers.new_york_dcjs.told import tell

_DOUBT: Final = "the sheet does not show whether these words are about the charge above them or below"
_DAY: Final = "the sheet does not show whether this day is that of the words above it or below"


def arrange(sheet: Sheet) -> None:
    """Put the words of every court with the charges that they are about; what stays in doubt is unread.

    Afterwards the words of an event are about the charges under it, or about the whole court case where there are none.
    """
    blocks = [block for cycle in sheet.cycles for block in cycle.blocks]
    shown = {"below" if _begins_below(block) else "above" if _stands_above(block) else "" for block in blocks} - {""}
    order = shown.pop() if len(shown) == 1 else ""
    for block in blocks:
        _days(sheet, block, order)
        if order != "above":
            _words(sheet, block, order == "below")


def _decides(event: Event) -> bool:
    return any(tell(each.words, each.line).decides for each in event.words)


def _speaks(event: Event) -> bool:
    """Whether an event says more than that a case took a step."""
    return bool(event.sentence) or any(not tell(each.words, each.line).step for each in event.words)


def _same_day(one: Event, other: Event) -> bool:
    return one.line == other.line


def _begins_below(block: Block) -> bool:
    """Whether a list of charges has no words above it, and an outcome below it, of its own day or of the next one to the end."""
    events = block.events
    tail = max((n for n, event in enumerate(events) if event.charges), default=0) + 1
    ended = any(_decides(event) for event in events[tail:])
    for n, event in enumerate(events[:-1]):
        after = events[n + 1]
        if event.charges and not event.words and _decides(after) and (_same_day(event, after) or (n == 0 and ended)):
            return True
    return False


def _stands_above(block: Block) -> bool:
    """Whether one day begins with an outcome and ends with a charge."""
    events = block.events
    first = 0
    for n, event in enumerate(events):
        if not _same_day(event, events[first]):
            first = n
        last = n + 1 == len(events) or not _same_day(event, events[n + 1])
        if last and event.charges and _decides(events[first]) and events[first].charges:
            return True
    return False


def _days(sheet: Sheet, block: Block, order: str) -> None:
    """Days that stand below what they date are none of what stands below them: a block that ends with a bare day shows it."""
    events = block.events
    if len(events) < 2 or events[-1].words or events[-1].charges or not (events[0].day is None or order == "below"):
        return
    for line in dict.fromkeys(event.line for event in events if event.day):
        sheet.skip(line, sheet.source.lines[line - 1], _DAY)
    for event in events:
        event.day = None
        for said in event.words:
            said.day = None


def _words(sheet: Sheet, block: Block, below: bool) -> None:
    """Words after charges go to the one charge right above, where words stand below; in doubt they go to none."""
    events = block.events
    only = sum(len(event.charges) for event in events) == 1
    for n, event in enumerate(events):
        before = events[n - 1] if n else None
        follows = n + 1 < len(events) and _same_day(event, events[n + 1]) and _decides(events[n + 1])
        under = before if before and before.charges and (_same_day(before, event) or not before.words) else None
        if not _speaks(event) or not (under or (event.charges and (follows or below))):
            continue
        dated = not (under and _same_day(under, event) and _headed(events, n))
        if under and only and not below:
            # Whether above or below, there is nothing else that they can be about.
            for said in event.words:
                said.day = said.day if dated else None
        elif below and under and len(under.charges) == 1:
            _move(event, under, dated)
        elif event.charges or event.sentence or _decides(event):
            block.doubt = True
            _doubt(sheet, event)


def _headed(events: list[Event], n: int) -> bool:
    """Whether the day of an event is that of a step told above it: the day of an arraignment is not that of the outcome."""
    same = [event for event in events[max(0, n - 50) : n] if _same_day(event, events[n])]
    return any(event.words and not _speaks(event) for event in same)


def _move(event: Event, under: Event, dated: bool) -> None:
    """Give what is said to the charge above it, with its day unless that is of a step."""
    charge = under.charges[-1]
    if not _same_day(under, event):
        under.day = None
    for said in _taken(event):
        said.day = said.day if dated else None
        charge.ended.append(said)
    charge.days |= event.days
    charge.sentence += event.sentence
    charge.sentenced = charge.sentenced or event.sentenced
    event.days, event.sentence, event.sentenced = {}, [], None


def _doubt(sheet: Sheet, event: Event) -> None:
    for said in _taken(event):
        sheet.skip(said.line, said.words, _DOUBT)
    for words, line in event.sentence:
        sheet.skip(line, words, _DOUBT)
    event.sentence, event.sentenced = [], None


def _taken(event: Event) -> list[Said]:
    """The words of an event that are no steps, taken out of it."""
    steps = [tell(said.words, said.line).step for said in event.words]
    taken = [said for said, step in zip(event.words, steps, strict=True) if not step]
    event.words = [said for said, step in zip(event.words, steps, strict=True) if step]
    return taken
