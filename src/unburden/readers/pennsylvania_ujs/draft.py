"""Pennsylvania's dockets: what one holds before it becomes a case, and the words and cells of their lines."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Final

from attrs import define, field

#: No line of a docket is longer.
LONGEST: Final = 2000
DATE: Final = re.compile(r"\b(\d\d?)/(\d\d?)/(\d{4})\b")
DOCKET: Final = re.compile(r"\b(?:CP|MC|MJ)-\d{2,6}-[A-Z]{2}-\d{1,8}-\d{4}\b")
_PIECE: Final = re.compile(r"\S+(?: \S+)*")
#: A case of an appellate court.
APPEAL: Final = re.compile(r"\b\d{1,5} (?:EDA|MDA|WDA|CD|MD|EAP|MAP|WAP|EAL|MAL|WAL|EM|MM|WM) \d{4}\b")
_STATUTE: Final = re.compile(r"\w{1,9} ?§ ?[\w.\-]+\*{0,3}(?: ?§{1,2} ?[\w.\-()]+\*{0,3})?")
_GRADE: Final = re.compile(r"[A-Z]{1,2}\d?|NONE|Ungraded")
_FURNITURE: Final = re.compile(
    r"(?:CPCMS|AOPC|MDJS) \d{3,5}\b|\bPrinted(?: on)?:? ?\d\d?/\d\d?/\d{4}|Page \d{1,4} of \d{1,4}$"
    r"|Recent entries made in the court|Neither the courts of the Unified Judicial|System of the Commonwealth of Pennsylvania nor"
    r"|Courts? (?:assumes?|assume) any liability|assume any liability for inaccurate|data, errors or omissions on these"
    r"|docket sheet information should|be provided by the Pennsylvania State Police|employer who does not comply"
    r"|Information Act may be subject|liability as set forth|reflected on (?:these|this) (?:docket|court summary)|^Printed:?$",
    re.I,
)

#: Line number, its text, and why it was not read.
Skip = Callable[[int, str, str], None]


@define
class Line:
    """One line: its number in the file, its text with the columns, and its words with single spaces."""

    number: int
    text: str
    flat: str


@define
class Value:
    """One printed value and its line."""

    text: str
    line: int


@define
class Row:
    """One charge as a list of charges prints it."""

    sequence: str
    line: int
    statute: str = ""
    description: str = ""
    grade: str = ""
    date: str = ""
    disposition: str = ""
    tracking: str = ""


@define
class Part:
    """One program of a sentence, and the periods and the day on which it starts."""

    program: str
    line: int
    periods: list[str] = field(factory=list)
    start: str = ""

    def words(self) -> str:
        """The program with its periods."""
        return ": ".join(filter(None, (self.program, ", ".join(self.periods))))


@define
class Judged:
    """A judge's sentence of one day. The judge's name is not kept.

    `custody` is whether credit for time served, or a condition that is not kept, names a custody.
    """

    date: str
    line: int
    parts: list[Part] = field(factory=list)
    custody: bool = False


@define
class Decision:
    """What one event says of one charge."""

    row: Row
    judged: list[Judged] = field(factory=list)
    replaced: str = ""


@define
class Event:
    """One dated disposition event. `final` is what the docket says; `None` where it does not say."""

    heading: str
    name: str
    date: str
    line: int
    final: bool | None = None
    decisions: list[Decision] = field(factory=list)


@define
class Docket:
    """One docket sheet, or one case of a court summary."""

    line: int
    number: str = ""
    court: str = ""
    county: str = ""
    values: dict[str, Value] = field(factory=dict)
    #: Whether the docket names a custody outside of the sentences: where the person was confined, or a condition of the whole case.
    custody: bool = False
    #: Lines of conditions of the sentences, which are not kept.
    conditions: list[int] = field(factory=list)
    related: list[str] = field(factory=list)
    rows: list[Row] = field(factory=list)
    events: list[Event] = field(factory=list)
    names: list[Value] = field(factory=list)
    caption: list[Value] = field(factory=list)
    births: list[Value] = field(factory=list)
    numbers: list[Value] = field(factory=list)
    #: Whether someone petitions in it and nobody is charged.
    petition: bool = False


def furniture(flat: str) -> bool:
    """Whether a line is what stands on every page, not of the case."""
    return _FURNITURE.search(flat) is not None


def pieces(text: str) -> list[tuple[int, str]]:
    """The cells of a line, each with the column where it begins; two spaces part them."""
    return [(found.start(), found[0]) for found in _PIECE.finditer(text)]


def labels(*names: str) -> re.Pattern[str]:
    """A pattern of labels that end with a colon, for `labelled`."""
    return re.compile(rf"(?<!\S)({'|'.join(re.escape(name) for name in sorted(names, key=len, reverse=True))}): ?", re.I)


def labelled(line: Line, pattern: re.Pattern[str], values: dict[str, Value]) -> bool:
    """Keep the labelled values of a line under their labels in lower case, the first of each; whether there was a label."""
    marks = list(pattern.finditer(line.flat))
    for n, mark in enumerate(marks, 1):
        text = line.flat[mark.end() : marks[n].start() if n < len(marks) else len(line.flat)].strip()
        if text:
            values.setdefault(mark[1].lower(), Value(text, line.number))
    return bool(marks)


def statute(piece: str) -> tuple[str, str] | None:
    """The statute that a cell begins with, and what follows it; `None` where it holds none."""
    found = _STATUTE.match(piece) if "§" in piece else None
    return (found[0].strip(), piece[found.end() :].strip()) if found else None


def graded(piece: str) -> bool:
    """Whether a cell is a grade."""
    return _GRADE.fullmatch(piece) is not None


def wrapped(row: Row, cells: list[tuple[int, str]], columns: dict[str, int]) -> bool:
    """Add a line that goes on below a row: each cell to the column that it stands in, else to the description.

    False where it does not: no description, disposition or statute holds a day.
    """
    if any(DATE.search(piece) for _, piece in cells):
        return False
    for start, piece in cells:
        name = min(columns, key=lambda each: abs(columns[each] - start)) if columns else "description"
        if statute(piece):
            name = "statute"
        elif name == "grade" and graded(piece):
            row.grade = row.grade or piece
            continue
        elif name not in ("description", "disposition", "statute"):
            name = "description"
        if name == "statute" and row.statute and "§" not in row.statute + piece:
            name = "description"
        setattr(row, name, f"{getattr(row, name)} {piece}".strip()[:LONGEST])
    return True


def columns_of(line: Line, **names: str) -> dict[str, int]:
    """Where the headings of this line stand."""
    return {name: line.text.find(heading) for name, heading in names.items() if heading in line.text}
