"""The dispositions of a Pennsylvania docket sheet, line by line.

A line is known by what it holds: ``Final Disposition`` or ``Not Final`` ends an event's line, a number and a slash begin a charge, a day in
the column of the sentence date is a judge's line, and the programs of the sentence stand below it. Every page has the headings anew.
"""

from __future__ import annotations

import re
from typing import Final

from attrs import define, field

from unburden import terms
from unburden.readers._sentences import takes_liberty
from unburden.readers.pennsylvania_ujs.draft import (
    DATE,
    Decision,
    Docket,
    Event,
    Judged,
    Line,
    Part,
    Row,
    Skip,
    columns_of,
    graded,
    pieces,
    statute,
    wrapped,
)

_EVENT: Final = re.compile(r"(?:(.*\S) )?(\d\d?/\d\d?/\d{4}) (Final Disposition|Not Final)$", re.I)
_CHARGE: Final = re.compile(r"([\d,]{1,7}) ?/(?: (.*)|$)")
_PRESENT: Final = re.compile(r" *\(?defendant was (?:not )?present\)?", re.I)
_PERIOD: Final = re.compile(
    r"\b(?:min(?:imum)?|max(?:imum)?) of\b|^(?:min|max):|^other$"
    r"|\b(?:\d[\d./]*(?: \d/\d)?(?: ?(?:-|to) ?\d[\d./]*(?: \d/\d)?)?|life) ?(?:hours?|days?|weeks?|months?|years?|life)\b",
    re.I,
)
#: A judge's line that lost its day.
_JUDGE: Final = re.compile(r"[A-Z][\w.'-]+(?: [A-Z][\w.'-]*)?, [A-Z][\w.'-]*(?: [A-Z][\w.'-]*){0,2}")
#: What a condition of a sentence would not hold: a charge or its end.
_NO_CONDITION: Final = re.compile(r"§|\b(?:guilty|convicted|nolle|dismissed|withdrawn|acquitt\w*|quashed|held for court)\b", re.I)
#: What begins a program of a sentence.
PROGRAM: Final = re.compile(
    r"(?:confinement|partial confinement|(?:restrictive )?probation|ard\b|ipp\b|no further penalty|merged|fines? (?:and|&) costs"
    r"|fines?$|costs$|restitution|community service|(?:state |county )?intermediate punishment|house arrest|electronic monitoring"
    r"|(?:drug|treatment) court|drug treatment|determination of guilt|guilty without|accelerated rehabilitative"
    r"|probation without verdict|time served|state ip)",
    re.I,
)
_ALONE: Final = re.compile(rf"(?:{PROGRAM.pattern})(?: - [\w ]{{1,30}}| \([\w ]{{1,30}}\))?", re.I)
_END: Final = re.compile(r"linked sentences:?|the following judge ordered conditions are imposed:?|link \d+", re.I)
#: Which sentences are served one after the other names the charges again.
_LINK: Final = re.compile(r"(?:CP|MC|MJ)-\S+ - Seq|link \d|condition$", re.I)
_HEADINGS: Final = frozenset(("disposition", "sentence conditions"))
_COLUMN_NAMES: Final = ("Sequence/Description", "Sentencing Judge", "Program Type", "Disposition Date  ")
_ADVICE: Final = re.compile(r"replaced by\b", re.I)


@define
class _Dispositions:
    """Reads the dispositions, line by line."""

    docket: Docket
    skip: Skip
    columns: dict[str, int] = field(factory=dict)
    middle: int = -1
    right: int = -1
    event: Event | None = None
    decision: Decision | None = None
    heading: str = ""
    ended: bool = False
    indent: int = 0
    known: dict[str, str] | None = None

    def line(self, line: Line, before_event: bool) -> None:
        """The next line of the section, page heads and feet taken out; `before_event` if an event's own line is the next."""
        if self._headings(line):
            return
        event = _EVENT.match(line.flat)
        charge = _CHARGE.match(line.flat)
        if event:
            self.event = Event(self.heading, event[1] or "", event[2], line.number, event[3].lower().startswith("final"))
            self.docket.events.append(self.event)
            self.decision, self.heading, self.ended = None, "", False
        elif before_event and not charge and not DATE.search(line.flat):
            self.heading = _PRESENT.sub("", line.flat).strip()
        elif charge:
            self._charge(line, charge[1])
        elif _END.match(line.flat):
            self.decision, self.ended = None, True
        elif self.ended:
            self.docket.custody |= takes_liberty(line.flat) and not _LINK.match(line.flat)
            self._condition(line)
        elif self.decision:
            self._below(line, self.decision)
        else:
            self.skip(line.number, line.flat, "this line of the dispositions is not understood")

    def _headings(self, line: Line) -> bool:
        """Whether the line is one of the column headings, which stand anew on each page."""
        if "Sequence/Description" in line.text:
            self.columns = columns_of(
                line, description="Sequence/Description", disposition="Offense Disposition", grade="Grade", statute="Section"
            )
        elif "Sentencing Judge" in line.text:
            self.middle, self.right = line.text.find("Sentence Date"), line.text.find("Credit For")
        return column_heading(line)

    def _charge(self, line: Line, sequence: str) -> None:
        if self.event is None:
            self.event = Event("", "", "", line.number)
            self.docket.events.append(self.event)
            self.skip(line.number, line.flat, "this charge stands below no event")
        row = Row(sequence, line.number)
        (start, first), *cells = pieces(line.text)
        self.indent, self.ended = start, False
        begun = _CHARGE.match(first)
        if begun is None and cells:
            # The number and its slash may stand apart.
            cells[0] = (cells[0][0], cells[0][1].lstrip("/ "))
        elif begun and begun[2]:
            cells.insert(0, (start, begun[2]))
        self._cells(row, cells)
        self.decision = Decision(row)
        self.event.decisions.append(self.decision)

    def _cells(self, row: Row, cells: list[tuple[int, str]]) -> None:
        """A charge's line: the statute and the grade by what they hold, the disposition by its column, else as the last of the rest."""
        left: list[tuple[int, str]] = []
        for n, (at, piece) in enumerate(cells):
            cited = statute(piece) if n else None
            if cited and not row.statute:
                row.statute = " ".join(filter(None, cited))
            elif n and graded(piece) and not row.grade and n >= len(cells) - 2:
                row.grade = piece
            else:
                left.append((at, piece))
        edge = self.columns.get("disposition", -1)
        for n, (at, piece) in enumerate(left):
            in_column = n and (at >= edge - 8 if edge > 0 else n == len(left) - 1)
            name = "disposition" if in_column else "description"
            setattr(row, name, f"{getattr(row, name)} {piece}".strip())
        if not row.disposition:
            self._parted(row)

    def _parted(self, row: Row) -> None:
        """A long description can touch the disposition beside it: then what stands behind the known description is one, if it says so."""
        if self.known is None:
            self.known = {each.sequence: each.description for each in self.docket.rows}
        words, known = row.description.split(" "), self.known.get(row.sequence, "").split(" ")
        same = 0
        while same < min(len(words), len(known)) and words[same] == known[same]:
            same += 1
        rest = " ".join(words[same:])
        if same and rest and terms.outcome(rest):
            row.description, row.disposition = " ".join(words[:same]), rest

    def _below(self, line: Line, decision: Decision) -> None:
        """A line below a charge: a judge's, a program of the sentence, or the charge's own words going on."""
        cells = pieces(line.text)
        words = [piece for _, piece in cells]
        if self._judge(cells):
            decision.judged.append(Judged(words[1] if len(words) > 1 else "", line.number, custody=len(words) > 2))
            return
        part = _part(words, line.number)
        if part:
            if not decision.judged:
                decision.judged.append(Judged("", line.number))
            decision.judged[-1].parts.append(part)
        elif decision.judged:
            if decision.judged[-1].parts and len(words) <= 2 and _PERIOD.match(words[0]):
                decision.judged[-1].parts[-1].periods.append(words[0])
                return
            decision.judged[-1].custody |= takes_liberty(line.flat)
            self._condition(line)
        elif _ADVICE.match(line.flat):
            decision.replaced = line.flat
        elif not wrapped(decision.row, cells, self.columns):
            self.skip(line.number, line.flat, "this line of the dispositions is not understood")

    def _condition(self, line: Line) -> None:
        """Conditions of a sentence are not kept: they can name other people. What can be none is shown."""
        if _LINK.match(line.flat):
            return
        if _NO_CONDITION.search(line.flat):
            self.skip(line.number, line.flat, "this stands among the conditions of a sentence and may be a charge or its end")
        else:
            self.docket.conditions.append(line.number)

    def _judge(self, cells: list[tuple[int, str]]) -> bool:
        """Whether this is a judge's line: a name, and a day in the column of the sentence date."""
        words = [piece for _, piece in cells]
        if len(words) == 1:
            return cells[0][0] > self.indent + 1 and _JUDGE.fullmatch(words[0]) is not None
        if not DATE.fullmatch(words[1]) or PROGRAM.match(words[0]):
            return False
        if "," in words[0]:
            return True
        at = cells[1][0]
        return self.middle > 0 and self.right > 0 and abs(at - self.middle) <= abs(at - self.right) and not _PERIOD.search(words[0])


def _part(words: list[str], line: int) -> Part | None:
    """A program of a sentence, with its period and the day on which it starts where they stand beside it."""
    known = PROGRAM.match(words[0])
    if len(words) == 1:
        return Part(words[0], line) if _ALONE.fullmatch(words[0]) else None
    if not known and (_PERIOD.search(words[0]) or not _PERIOD.search(words[1])):
        return None
    days = [piece for piece in words[1:] if DATE.fullmatch(piece)]
    return Part(words[0], line, [piece for piece in words[1:] if piece not in days], days[0] if days else "")


def column_heading(line: Line) -> bool:
    """Whether the line is a heading of the dispositions' columns."""
    return line.flat.lower() in _HEADINGS or any(name in line.text for name in _COLUMN_NAMES)


def read_dispositions(docket: Docket, lines: list[Line], skip: Skip) -> None:
    """Read the lines of the section into the docket's events."""
    reader = _Dispositions(docket, skip)
    # A heading stands above its event's line; a page may end between the two.
    before: list[bool] = []
    event_next = False
    for line in reversed(lines):
        before.append(event_next)
        if not column_heading(line):
            event_next = _EVENT.match(line.flat) is not None
    for line, event_follows in zip(lines, reversed(before), strict=True):
        reader.line(line, event_follows)
