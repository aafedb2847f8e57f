"""The layout of a North Carolina case summary: the lines of one summary as labelled values and rows of offenses.

A row's cells are known by its severity word, since the columns of the extracted text drift and a wide description can hold wide
gaps; a description of two lines may stand around its row (centered) or run on below it. The watermark and what repeats on
each page are taken out here. Witnesses, addresses and what describes a body are never kept.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Final

from attrs import define, field

#: No line of a summary is longer.
LONGEST: Final = 2000

_WATERMARK: Final = re.compile(r"not a certified copy\.?(?: ?~)?", re.I)
#: What a rotated watermark leaves where its letters were read across the lines is a piece of this; the sheet prints in capitals.
_RESIDUE: Final = "Notacertifiedcopy.~Notacertifiedcopy.~"
_TITLE: Final = re.compile(r"\bCase (?:Summary|Details) for Court Case\b:? ?(.{0,80})", re.I)
_DAY: Final = re.compile(r"\d/\d\d?/\d{4}\b")
_FOOT: Final = re.compile(r"Printed on \d\d?/\d\d?/\d{4} at ")
_SECTIONS: Final = {
    "case information": "case",
    "violation of court orders": "orders",
    "defendant": "defendant",
    "witnesses": "witnesses",
    "district court offense information": "district",
    "superior court offense information": "superior",
    "disclaimer": "disclaimer",
}
_LABELS: Final = (
    *("Case Record Was Last Updated", "Case Status", "Jurisdiction", "Offense Date", "Offense Date/Time", "Case Was Served on"),
    *("Case Was Reinstated", "Fingerprinting Agency", "Citation Number", "Process Type in District Court"),
    *("Process Type in Superior Court", "Date", "Session", "Room", "Outstanding Order for Arrest Exists"),
    *("Terms of Probation Were Violated", "Last Called And Failed on", "Failed to Comply with Ordered Payment within Grace Period"),
    *("Order to Show Cause Exists", "Defendant", "Name", "First Alias", "Second Alias", "Third Alias", "Fourth Alias"),
    *("Date of Birth/Estimated Age", "Race", "Sex", "Address", "Driver's License State", "Driver License Information", "License State"),
    *("Commercial Driver's License", "Current Jurisdiction", "Plea", "Verdict", "Disposed on", "Disposition Method"),
)
_LABEL: Final = re.compile(
    r"(?:(?<= )|^)(?:• ?)?(?:("
    + "|".join(re.escape(label) for label in sorted(_LABELS, key=len, reverse=True))
    + r"):|(Driver License Information|Court Session)(?= |$)) ?",
    re.I,
)
_ROW: Final = re.compile(r" *(?:(\d{1,3}) +)?(CHARGED|ARRAIGNED|CONVICTED)(?= |$)(.*)")
_SEVERITIES: Final = frozenset(("FELONY", "MISDEMEANOR", "TRAFFIC", "INFRACTION"))
_NO_RECORD: Final = "this case does not have a record in"
_MORE: Final = "additional offenses exist"

#: Line number, its text, and why it was not read.
Skip = Callable[[int, str, str], None]


@define
class Value:
    """One printed value and its line."""

    text: str
    line: int


@define
class Row:
    """One row of an offense: what was charged, arraigned or convicted. Empty where the sheet prints a dash."""

    action: str
    line: int
    description: str = ""
    severity: str = ""
    law: str = ""
    headed: bool = False

    @property
    def empty(self) -> bool:
        """Whether the row names no offense."""
        return not (self.description or self.severity or self.law)


@define
class Offense:
    """One numbered offense of one court's half of the sheet."""

    number: str
    line: int
    rows: list[Row] = field(factory=list)
    values: dict[str, Value] = field(factory=dict)

    def row(self, action: str) -> Row | None:
        """The row of this action, if it names an offense."""
        return next((row for row in self.rows if row.action == action and not row.empty), None)

    def get(self, label: str) -> Value | None:
        """A labelled value below the rows, `None` where it is a dash or absent."""
        return self.values.get(label)


@define
class Sheet:
    """One case summary as it stands on its pages."""

    line: int
    county: str = ""
    number: str = ""
    values: dict[str, Value] = field(factory=dict)
    halves: dict[str, list[Offense]] = field(factory=lambda: {"district": [], "superior": []})
    #: Lines of the witness table. Nothing of them is kept but their count.
    witnesses: list[int] = field(factory=list)
    #: The halves that the sheet says it has, and those of them that it says are empty.
    seen: dict[str, int] = field(factory=dict)
    without: set[str] = field(factory=set)


def clean(text: str) -> str:
    """The line without the watermark, its columns where they were."""
    text = text.expandtabs().replace("\xa0", " ")
    if "ertified" in text or "ERTIFIED" in text:
        text = _WATERMARK.sub(lambda found: " " * len(found[0]), text)
    return text.rstrip()


def _residue(flat: str) -> bool:
    letters = flat.replace(" ", "")
    return letters != letters.upper() and letters in _RESIDUE


def sheets(lines: list[str], skip: Skip) -> list[Sheet]:
    """The summaries in these lines, in their order. What belongs to none, or is not understood, goes to `skip`."""
    found: list[Sheet] = []
    reader: _SheetReader | None = None
    for number, line in enumerate(lines, 1):
        if len(line) > LONGEST:
            skip(number, line, "this line is longer than any line of a case summary")
            continue
        text = clean(line)
        flat = " ".join(text.split())
        if not flat or _FOOT.search(flat) or _residue(flat):
            continue
        titled = _TITLE.search(flat)
        if titled:
            if reader:
                reader.finish()
            named = titled[1].strip()
            # The file number begins with the year; its parts may stand apart.
            words = named.split(" ")
            begin = next((n for n, word in enumerate(words) if word[:1].isdigit()), 0)
            sheet = Sheet(number, " ".join(words[:begin]), "".join(words[begin:]))
            if not begin:
                sheet.county, sheet.number = named, ""
                skip(number, flat, "no file number stands in this title")
            found.append(sheet)
            reader = _SheetReader(sheet, skip)
        elif reader:
            reader.line(number, text, flat)
        else:
            skip(number, flat, "this stands before the first case summary")
    if reader:
        reader.finish()
    return found


@define
class _SheetReader:
    """Reads one summary, line by line."""

    sheet: Sheet
    skip: Skip
    section: str = "title"
    offense: Offense | None = None
    lone: list[Value] = field(factory=list)
    birth_below: bool = False

    def line(self, number: int, text: str, flat: str) -> None:
        """The next line; what repeats on each page was taken out before."""
        section = _SECTIONS.get(flat.lower())
        if section:
            self._end_offense()
            self.section = section
            if section in self.sheet.halves:
                self.sheet.seen[section] = number
        elif self.section in self.sheet.halves:
            self._offense_line(number, text, flat)
        elif (row := _ROW.match(text)) and row[1]:
            self.skip(number, flat, "this offense stands below no court's heading")
        elif self.section == "witnesses":
            if flat.lower() != "name type agency":
                self.sheet.witnesses.append(number)
        elif self.section == "defendant":
            self._defendant_line(number, flat)
        elif self.section != "disclaimer" and not self._keep(self.sheet.values, number, flat):
            self.skip(number, flat, "no label known here stands in this line")

    def finish(self) -> None:
        """Says what the summary should have and has not."""
        self._end_offense()
        sheet = self.sheet
        for half, offenses in sheet.halves.items():
            if half in sheet.seen and not offenses and half not in sheet.without:
                self.skip(sheet.seen[half], f"{half.title()} Court Offense Information", "no offense stands below this heading")
        if not sheet.seen:
            self.skip(sheet.line, f"{sheet.county} {sheet.number}".strip(), "this summary breaks off before its offenses")

    def _keep(self, values: dict[str, Value], number: int, flat: str) -> bool:
        """Keep the labelled values of a line, a dash as nothing; whether there was a label."""
        marks = list(_LABEL.finditer(flat))
        for n, mark in enumerate(marks, 1):
            text = flat[mark.end() : marks[n].start() if n < len(marks) else len(flat)].strip(" •")
            if text and text != "-":
                values.setdefault((mark[1] or mark[2]).lower(), Value(text, number))
        return bool(marks) and not flat[: marks[0].start()].strip()

    def _defendant_line(self, number: int, flat: str) -> None:
        """The defendant's block. The birth date may stand in the line below its label; what has no label is an address."""
        if self.birth_below and flat[0].isdigit():
            self.sheet.values.setdefault("date of birth/estimated age", Value(flat.split(" ")[0], number))
        self.birth_below = "date of birth/estimated age:" in flat.lower() and "date of birth/estimated age" not in self.sheet.values
        self._keep(self.sheet.values, number, flat)
        self.birth_below = self.birth_below and "date of birth/estimated age" not in self.sheet.values

    def _offense_line(self, number: int, text: str, flat: str) -> None:
        lower = flat.lower()
        row = _ROW.match(text)
        if row:
            self._row(number, row[1], row[2], row[3])
        elif lower.startswith(_NO_RECORD):
            self.sheet.without.add(self.section)
        elif lower.startswith(_MORE):
            self.skip(number, flat, "the court's file has more charges than this summary prints; get the full case detail")
        elif flat.startswith("#") or lower.startswith("current jurisdiction:"):
            return
        elif _LABEL.match(flat):
            if self.offense is None:
                self.skip(number, flat, "this stands below no offense")
                return
            self._run_on()
            for each in self.lone:
                self.skip(each.line, each.text, "this line belongs to no offense")
            self.lone = []
            self._keep(self.offense.values, number, flat)
            self.offense.values.setdefault("disposition method" if lower.startswith("disposition method") else "rest", Value("", number))
        elif (":" in flat and flat != flat.upper()) or _DAY.search(flat):
            # Offenses are printed in capitals, labels are not; no description holds a day.
            self.skip(number, flat, "no label known here stands in this line")
        else:
            self.lone.append(Value(flat, number))

    def _row(self, number: int, count: str | None, action: str, rest: str) -> None:
        pieces = [piece for piece in re.split(r" {2,}", rest.strip()) if piece]
        row = Row(action, number)
        at = next((n for n in range(len(pieces) - 1, 0, -1) if pieces[n].upper() in _SEVERITIES), len(pieces) - 2 if len(pieces) > 2 else 0)
        cells = [" ".join(pieces[: at or None]), pieces[at] if at else "", pieces[at + 1] if at and len(pieces) > at + 1 else ""]
        row.description, row.severity, row.law = ("" if cell == "-" else cell for cell in cells)
        if row.empty and set(pieces) - {"-"}:
            row.description = " ".join(pieces)
        over = [piece for piece in pieces[at + 2 :] if at and piece != "-" and not (len(piece) == 4 and piece.isdigit())]
        if over:
            self.skip(number, " ".join(over), "this stands to the right of the offense's law")
        if count is not None or self.offense is None or "disposition method" in self.offense.values:
            head = self._end_offense(keep_lone=True)
            if count is None:
                self.skip(number, f"{action} {row.description}".strip(), "this row has no offense number")
            self.offense = Offense(count or "?", number)
            self.sheet.halves[self.section].append(self.offense)
            before: list[Value] = []
        else:
            before, head = self._shared(row)
        last = self.offense.rows[-1] if self.offense.rows else None
        if last and before:
            last.description = " ".join([last.description, *(each.text for each in before)])
        if head:
            row.description = " ".join([*(each.text for each in head), row.description]).strip()
            row.headed = True
        self.offense.rows.append(row)

    def _shared(self, row: Row) -> tuple[list[Value], list[Value]]:
        """Lines between two rows of one offense: the end of the upper description, or the beginning of the lower one.

        A wrapped description's first line is its longer one, which tells the two apart.
        """
        lone, self.lone = self.lone, []
        last = self.offense.rows[-1] if self.offense and self.offense.rows else None
        if last is None or row.empty:
            return lone, []
        if last.headed:
            return [], lone
        at = next((n for n, each in enumerate(lone) if len(each.text) > len(last.description)), len(lone))
        return lone[:at], lone[at:]

    def _run_on(self) -> None:
        """Lines above the plea belong to the last row; below it, an offense has none of its own."""
        if self.lone and self.offense and self.offense.rows and not self.offense.values:
            last = self.offense.rows[-1]
            last.description = " ".join([last.description, *(each.text for each in self.lone)]).strip()
            self.lone = []

    def _end_offense(self, keep_lone: bool = False) -> list[Value]:
        """Close the offense; what stood below it is the head of the next one's description (if `keep_lone`), else unread."""
        lone, self.lone = self.lone, []
        if self.offense is not None and "disposition method" not in self.offense.values:
            words = " ".join(part for part in (self.offense.number, *(row.description for row in self.offense.rows)) if part)
            self.skip(self.offense.line, words, "this offense breaks off before its disposition")
        self.offense = None
        for each in () if keep_lone else lone:
            self.skip(each.line, each.text, "this line belongs to no offense")
        return lone if keep_lone else []
