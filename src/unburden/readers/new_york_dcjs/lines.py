"""The lines of a New York rap sheet as what they are: identification, cycles, and in a cycle its arrest, courts and custody.

Meaning is given in `new_york_dcjs.cycles`; here a line only finds its place. Columns are never trusted: a label is known by its
words and its colon wherever it stands, and a value without one belongs to the label above it that begins nearest.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from attrs import define, evolve, field

from unburden import terms
from unburden.readers import Source
from unburden.readers.new_york_dcjs.charges import level_in, read_charge
from unburden.readers.new_york_dcjs.sheet import Block, ChargeLine, Cycle, Day, Event, Said, Sheet
from unburden.readers.new_york_dcjs.told import ELSEWHERE, more_sentence, tell
from unburden.readers.new_york_dcjs.words import (
    CYCLE,
    DATE,
    FURNITURE,
    GOES_ON,
    HEADING,
    LABEL,
    LABELS,
    NOTHING,
    NYSID,
    OUTSIDE,
    PARTS,
    SECTIONS,
    SENTENCE_PART,
    UNDONE,
)
from unburden.record import SetAside

#: A longer line is none of a printed page.
_LONGEST: Final = 400
_CHUNK: Final = re.compile(r"\S+(?: \S+)*")
_LEVEL_LINE: Final = re.compile(r"(?:class \S{1,5} +)?(?:unclassified )?\w+ +(?:degree|ncic)\b", re.I)
_STRANGE: Final = re.compile(r" {2,}[A-Za-z][^:]{0,40}:(?= |$)")
_EDGES: Final = " \t-*,;:\u2013\u2014\u2022"


def read_sheets(source: Source) -> list[Sheet]:
    """Every line of every sheet in its place. The work is linear in the length of the file."""
    return _Reading(source, [Sheet(source)]).run()


@define
class _Reading:
    source: Source
    sheets: list[Sheet]
    section: str = ""
    part: str = ""
    cycle: Cycle | None = None
    charge: ChargeLine | None = None
    event: Event | None = None
    said: Said | None = None
    #: The labels of the line above that have their values below them, with where they begin.
    open: list[tuple[str, int]] = field(factory=list)
    #: What a line without a label goes on with: ``charge``, ``event``, ``sentence`` or ``address``.
    going: str = ""
    #: The line of the heading of a part that is set aside, and whether anything stands under it.
    aside: int = 0
    held: bool = False
    #: Whether the line above is blank, and whether a page turned since the last line that says anything.
    blank: bool = False
    turned: bool = False

    @property
    def sheet(self) -> Sheet:
        return self.sheets[-1]

    def run(self) -> list[Sheet]:
        for line, raw in enumerate(self.source.lines, 1):
            text = raw.expandtabs().rstrip() if len(raw) <= _LONGEST else raw
            if not text or text.isspace():
                self.blank = not self.turned
                continue
            if len(text) > _LONGEST:
                self.sheet.skip(line, text[:_LONGEST], "this line is longer than any line of a rap sheet")
            elif not self._heading(text, line) and not NOTHING.match(text):
                self._line(text, line)
                self.turned = False
            self.blank = False
        self._close_aside()
        return self.sheets

    def _heading(self, text: str, line: int) -> bool:
        """Whether a line is a heading or the furniture of a page."""
        cycle = CYCLE.match(text) if self.section not in OUTSIDE else None
        found = HEADING.match(text)
        name = " ".join(found[1].lower().split()) if found else ""
        if name in SECTIONS:
            self._close_aside()
            self.section, self.part, self.cycle = SECTIONS[name], "", None
            if self.section in ("attention", "identification") and self.sheet.cycles:
                self.sheets.append(Sheet(self.source))
            self.aside = line if self.section in OUTSIDE else 0
        elif cycle:
            flag = cycle[2].strip(" :-()") if any(letter.isalnum() for letter in cycle[2]) else ""
            if self.cycle and self.cycle.number == cycle[1] and "cont" in flag.lower():
                return True
            self._begin(cycle[1], line, flag)
        elif name in PARTS and self.section in ("", "history"):
            if self.cycle is None:
                self._begin("", line)
            if found and found[2] and self.part == PARTS[name]:
                return True
            self.part = PARTS[name]
        elif self.section not in ("", "identification", "summary") and FURNITURE.match(text):
            self._number(text, line)
            self.turned = True
            return True
        else:
            return False
        self.open, self.charge, self.event, self.said, self.going = [], None, None, None, ""
        return True

    def _begin(self, number: str, line: int, flag: str = "") -> None:
        self.section, self.part = "history", ""
        self.cycle = Cycle(number, line, [(flag, line)] if flag else [])
        self.sheet.cycles.append(self.cycle)

    def _close_aside(self) -> None:
        if self.aside and self.held:
            heading = self.source.lines[self.aside - 1].strip()[:200]
            self.sheet.set_aside.append(SetAside(self.sheet.span(self.aside), heading, OUTSIDE[self.section]))
        self.aside, self.held = 0, False

    def _number(self, text: str, line: int) -> None:
        if found := NYSID.search(text):
            self.sheet.values["nysid"].append((found[1].upper(), line))

    def _line(self, text: str, line: int) -> None:
        if self.section in OUTSIDE:
            self.held = True
        elif self.section == "attention":
            self.sheet.attention.append(" ".join(text.split()))
        elif self.section in ("identification", "summary"):
            for name, value in self._fields(text):
                if name in self.sheet.values:
                    self.sheet.values[name].append((value, line))
        elif self.section == "":
            self._number(text, line)
            if read_charge(text):
                self.sheet.skip(line, text, "a charge before the first heading of the sheet")
        elif self.section == "history" and LABELS.get(text.strip(_EDGES).lower()) != "charges":
            if self.cycle is None:
                self.sheet.skip(line, text, "this line stands before the first cycle")
            elif self.part == "arrest":
                self._arrest(self.cycle, text, line)
            elif self.part == "court":
                self._court(self.cycle, text, line)
            elif self.part:
                self.cycle.rest.append((self.part, " ".join(text.split()), line))
            else:
                self.cycle.flags.append((" ".join(text.split()), line))

    def _fields(self, text: str) -> Iterator[tuple[str, str]]:
        """The labels of a line with their values; a label without one has it below, at about its own place."""
        labels = list(LABEL.finditer(text))
        if not labels:
            for chunk in _CHUNK.finditer(text) if self.open else ():
                above = [name for name, at in self.open if at <= chunk.start() + 3]
                if above:
                    yield above[-1], chunk[0]
            return
        self.open = []
        for found, value in _valued(text, labels):
            name = LABELS.get(found[1].lower(), "")
            if not value:
                self.open.append((name, found.start()))
            for each in re.split(r" {2,}", value) if name == "name" else [value]:
                if each:
                    yield name, each

    def _arrest(self, cycle: Cycle, text: str, line: int) -> None:
        if self._charge_line(text, line, cycle.charges):
            return
        labeled = LABEL.search(text) is not None
        if not labeled and self.going == "address" and terms.outcome(text) is None:
            return
        if not labeled and not self.open:
            self.sheet.skip(line, text, "this line of the arrest has no label that is known")
            return
        self.charge, self.going = None, ""
        for name, value in self._fields(text):
            if name in ("name", "birth"):
                self.sheet.values[name].append((value, line))
            else:
                cycle.values.setdefault(name, (value, line))
                self.going = "address" if name == "address" else self.going
        if any(name == "address" for name, _ in self.open):
            self.going = "address"

    def _charge_line(self, text: str, line: int, into: list[ChargeLine]) -> bool:
        """Whether a line begins a charge, or goes on with one."""
        words = " ".join(text.split())
        labeled = LABEL.search(text) is not None
        marked = words.startswith(("--", "\u2013", "\u2014", "\u2022")) and not labeled and any(letter.isalnum() for letter in words)
        printed = read_charge(words)
        open_charge = self.charge if self.charge and self.charge.printed is None else None
        if marked or (printed and open_charge is None):
            words = (printed.words if printed else words).strip(_EDGES)
            self.charge, self.said = ChargeLine(line, words, printed, line), None
            into.append(self.charge)
            self.going = "" if printed else "charge"
        elif printed and open_charge:
            if self.going == "charge" and not labeled:
                open_charge.words = f"{open_charge.words} {printed.words}".strip()
            open_charge.printed, open_charge.statute_line, self.going = printed, line, ""
        elif self.charge and self.charge.printed and not self.charge.printed.level and not self.going and _LEVEL_LINE.match(words):
            self.charge.printed = evolve(self.charge.printed, level=level_in(f"{self.charge.printed.behind} {words}"))
        elif (
            open_charge
            and self.going == "charge"
            and not self.blank
            and not labeled
            and len(open_charge.words) < _LONGEST
            and not DATE.match(words)
        ):
            open_charge.words += f" {words}"
        else:
            return False
        return True

    def _court(self, cycle: Cycle, text: str, line: int) -> None:
        found = list(LABEL.finditer(text))
        labels = {LABELS.get(each[1].lower(), "") for each in found}
        if labels & {"court", "number"}:
            told = cycle.blocks[-1] if cycle.blocks and not cycle.blocks[-1].events else None
            if told is None or labels & set(told.values):
                told = Block()
                cycle.blocks.append(told)
            for each, value in _valued(text, found):
                if LABELS.get(each[1].lower()) in ("court", "number") and value:
                    told.values[LABELS[each[1].lower()]] = (" ".join(value.split()), line)
            if labels & {"disposition", "sentence"} or read_charge(text):
                self.sheet.skip(line, text, "this line of a court says more than its name and number")
            self.event, self.charge, self.said, self.going = None, None, None, ""
            return
        if not cycle.blocks:
            cycle.blocks.append(Block())
        events = cycle.blocks[-1].events
        words = text.strip(_EDGES)
        day = DATE.match(words)
        if day or self.event is None:
            self.event = Event(self.sheet.day(day[0], line) if day else None, line)
            events.append(self.event)
            self.charge, self.said, self.going = None, None, ""
            if day:
                text = words = words[day.end() :].strip(_EDGES)
        if words:
            self._description(events, words, line)
        if not words or self._charge_line(text, line, self.event.charges):
            return
        goes_on = (self.going == "sentence" and not self.blank) or any(tell(each.words, 0).guilty for each in self.event.words[-3:])
        if "sentence" in labels or (goes_on and not labels - {"sentenced"} and more_sentence(words)):
            begins = next((each.start() for each in LABEL.finditer(text) if LABELS.get(each[1].lower()) == "sentence"), 0)
            if text[:begins].strip(_EDGES):
                self._words(events, text[:begins], line)
            self._sentence(text[begins:], line)
        else:
            self._words(events, text, line)

    def _description(self, events: list[Event], words: str, line: int) -> None:
        """A bare statute under a line that says nothing that courts say: that line names the charge, without a mark."""
        printed, event, said = read_charge(words), self.event, self.said
        if not (printed and not printed.words and said and event and event.words) or self.blank or self.going != "event":
            return
        told = tell(said.words, said.line)
        if told.outcome or told.later or told.step or told.sentenced or ELSEWHERE.search(said.words) or DATE.search(said.words):
            return
        event.words.pop()
        if not event.words and not event.charges and len(events) > 1 and events[-2].line == event.line:
            events.pop()
            self.event = event = events[-1]
        self.charge, self.said, self.going = ChargeLine(said.line, said.words, None, line), None, "charge"
        event.charges.append(self.charge)

    def _dated(self, text: str, line: int) -> Day | None:
        day = self.sheet.day(text, line)
        return (day, line) if day else None

    def _sentence(self, text: str, line: int) -> None:
        """A sentence is that of the charge above it, or of the event where no charge stands above it."""
        assert self.event is not None
        at = self.charge or self.event
        found = list(LABEL.finditer(text))
        words = [text[: found[0].start()] if found else text]
        for each, value in _valued(text, found, SENTENCE_PART):
            name = LABELS.get(each[1].lower())
            if name == "sentenced":
                day = DATE.search(value)
                at.sentenced = self._dated(day[0] if day else value, line) or at.sentenced
                value = value[day.end() :] if day else ""
            if name:
                words.append(value)
        shown = " ".join(" ".join(words).strip(_EDGES).split())
        if shown:
            at.sentence.append((shown, line))
        self.going = "sentence"

    def _words(self, events: list[Event], text: str, line: int) -> None:
        """What the court did, with the dates that may stand among the words."""
        assert self.event is not None
        found = list(LABEL.finditer(text))
        pieces = [text[: found[0].start()] if found else text]
        days: dict[str, Day] = {}
        for each, value in _valued(text, found):
            name = LABELS.get(each[1].lower(), "")
            if name in ("convicted", "decided"):
                day = self._dated(value, line)
                days |= {name: day} if day else {}
            elif name == "sentenced":
                (self.charge or self.event).sentenced = self._dated(value, line)
            elif name == "disposition":
                pieces.append(value)
        words = " ".join(" ".join(pieces).strip(_EDGES).split())
        if not words:
            (self.said or self.charge or self.event).days.update(days)
            return
        if self.event.charges:
            # What is said below a list of charges; whether it is about them is for the whole sheet to show.
            self.event = Event(self.event.day, self.event.line)
            events.append(self.event)
            self.charge = self.said = None
        if (
            self.said
            and not self.blank
            and self.going == "event"
            and len(self.said.words) < _LONGEST
            and (GOES_ON.match(words) or UNDONE.search(self.said.words))
        ):
            self.said.words += f" {words}"
            self.said.days.update(days)
        else:
            self.said = Said(words, line, self.event.at, days)
            self.event.words.append(self.said)
        self.going = "event"


def _valued(text: str, labels: list[re.Match[str]], own: re.Pattern[str] | None = None) -> Iterator[tuple[re.Match[str], str]]:
    """Each label with the text up to the next one; a label that is not known, and is not `own`, ends a value too."""
    for found, after in zip(labels, [*labels[1:], None], strict=False):
        value = text[found.end() : after.start() if after else None]
        strange = next((each for each in _STRANGE.finditer(value) if not (own and own.match(each[0].strip()))), None)
        yield found, (value[: strange.start()] if strange else value).strip(" ,;-")
