"""The layout of Pennsylvania's court summaries: every case of a person in one file, of Common Pleas and Municipal Court
(``Court Summary``) or of the Magisterial Districts (``Public Court Summary``).

A case begins at its docket number; its number and the column headings stand anew where a page broke it. A summary prints
one disposition for each charge and one disposition date for each case.
"""

from __future__ import annotations

import re
from typing import Final

from unburden import terms
from unburden.readers.pennsylvania_ujs.draft import (
    DATE,
    DOCKET,
    Decision,
    Docket,
    Event,
    Judged,
    Line,
    Part,
    Row,
    Skip,
    Value,
    furniture,
    graded,
    labelled,
    labels,
    pieces,
    statute,
    wrapped,
)

TITLE: Final = re.compile(r"(?:public |secure )?court summary(?: report)?$", re.I)
_STATUS: Final = re.compile(r"(closed|active|inactive|archived|adjudicated)(?: \(continued\))?$", re.I)
_PLACE: Final = re.compile(r"(?:county|court): ?(.{1,60})$|statewide$", re.I)
#: A county stands alone above its cases, wherever a page breaks.
_COUNTIES: Final = frozenset(
    (
        *("Adams", "Allegheny", "Armstrong", "Beaver", "Bedford", "Berks", "Blair", "Bradford", "Bucks"),
        *("Butler", "Cambria", "Cameron", "Carbon", "Centre", "Chester", "Clarion", "Clearfield", "Clinton"),
        *("Columbia", "Crawford", "Cumberland", "Dauphin", "Delaware", "Elk", "Erie", "Fayette", "Forest"),
        *("Franklin", "Fulton", "Greene", "Huntingdon", "Indiana", "Jefferson", "Juniata", "Lackawanna", "Lancaster"),
        *("Lawrence", "Lebanon", "Lehigh", "Luzerne", "Lycoming", "McKean", "Mercer", "Mifflin", "Monroe"),
        *("Montgomery", "Montour", "Northampton", "Northumberland", "Perry", "Philadelphia", "Pike", "Potter", "Schuylkill"),
        *("Snyder", "Somerset", "Sullivan", "Susquehanna", "Tioga", "Union", "Venango", "Warren", "Washington"),
        *("Wayne", "Westmoreland", "Wyoming", "York"),
    )
)
_LABELS: Final = labels(
    *("Proc Status", "Processing Status", "DC No", "OTN", "OTN/LOTN", "Arrest Dt", "Arrest Date", "Disp Date", "Disp Judge"),
    *("Disp. Event Date", "Trial Dt", "Legacy No", "Def Atty", "Last Action", "Last Action Date", "Last Action Room", "Next Action"),
    *("Next Action Date", "Next Action Room", "Prob #", "PSI#", "Bail Type", "Bail Amount", "Bail Status"),
)
_WHO: Final = labels("DOB", "Sex", "Eyes", "Hair", "Race", "Aliases", "SID", "PID", "Address", "SSN")
_SENTENCE: Final = re.compile(r"Sentence D(?:t\.|ate)|Program (?:Type|Period)")


def summaries(lines: list[Line], skip: Skip) -> list[Docket]:
    """The cases of a summary. The person's names, birth date and numbers stand with each of them."""
    reader = _Summary(skip)
    for n, line in enumerate(lines):
        # Above its title a page names the court.
        if not (n + 1 < len(lines) and TITLE.match(lines[n + 1].flat)):
            reader.line(line)
    return reader.cases


class _Summary:
    """Reads one summary, line by line."""

    def __init__(self, skip: Skip) -> None:
        self.skip = skip
        self.cases: list[Docket] = []
        self.who = Docket(0)
        self.known: dict[str, Docket] = {}
        self.case: Docket | None = None
        self.status = self.county = self.court = ""
        self.columns: dict[str, int] = {}
        self.head, self.named, self.aliases, self.sentences = True, "", False, False

    def line(self, line: Line) -> None:
        """The next line; feet of pages are passed over."""
        number, status, place = DOCKET.match(line.flat), _STATUS.match(line.flat), _PLACE.match(line.flat)
        if furniture(line.flat):
            return
        if TITLE.match(line.flat):
            self.head, self.aliases = True, False
        elif number:
            self._begin(line, number[0])
        elif status:
            # The same status and place at the head of a page say that the case goes on.
            self.case = self.case if self.head and status[1].lower() == self.status.lower() else None
            self.status, self.head, self.aliases = status[1], False, False
            if self.status.lower() == "archived":
                self.county = ""  # these are listed without their counties
        elif place:
            county = (place[1] or "") if line.flat.lower().startswith("county") else self.county
            self.case = self.case if county == self.county else None
            self.county, self.aliases = county, False
        elif line.flat in _COUNTIES and not self.aliases:
            self.case = self.case if line.flat == self.county else None
            self.county, self.head = line.flat, False
        elif line.flat.lower().endswith("(continued)"):
            self.head = self.aliases = False
        elif self.head and not (self.case and "§" in line.text):
            self._person(line)
        elif self.case is None:
            self.skip(line.number, line.flat, "this stands above the first case of its county")
        else:
            # A charge ends the head of a page, too.
            self.head = False
            self._of_case(line, self.case)

    def _person(self, line: Line) -> None:
        """The head of a page: the name beside the birth date, then aliases in the left column."""
        values: dict[str, Value] = {}
        first = pieces(line.text)[0][1]
        if labelled(line, _WHO, values):
            if "dob" in values and not first.lower().startswith("dob"):
                if not self.named:
                    self.who.names.append(Value(first, line.number))
                self.named = first
            if "dob" in values and DATE.match(values["dob"].text) and not self.who.births:
                self.who.births.append(Value(values["dob"].text.split(" ")[0], line.number))
            for label in ("sid", "pid"):
                if label in values and not any(each.text.startswith(label.upper()) for each in self.who.numbers):
                    self.who.numbers.append(Value(f"{label.upper()} {values[label].text.split(' ')[0]}", line.number))
            if "aliases:" in line.flat.lower():
                self.aliases = True
                first = first.split(":", 1)[1].strip() if first.lower().startswith("aliases:") else ""
            if not self.aliases or ":" in first:
                return
        elif not self.aliases:
            return  # the court's name, or the street and town
        if first and first.upper() != "WARRANT OUTSTANDING" and first not in [each.text for each in self.who.names[:50]]:
            self.who.names.append(Value(first, line.number))

    def _begin(self, line: Line, number: str) -> None:
        self.head = self.aliases = self.sentences = False
        known = self.known.get(number)
        if known is None:
            county = self.county.removeprefix("County: ")
            known = Docket(line.number, number, "", county, names=self.who.names, births=self.who.births, numbers=self.who.numbers)
            known.values["case status"] = Value(self.status, line.number) if self.status else Value("", line.number)
            self.known[number] = known
            self.cases.append(known)
            if self.status.lower() == "archived":
                self.skip(line.number, line.flat, "this case is archived; the summary prints nothing else of it")
        self.case = known
        labelled(line, _LABELS, known.values)

    def _of_case(self, line: Line, case: Docket) -> None:
        cells = pieces(line.text)
        if "Statute" in line.text and "Description" in line.text:
            names = {"statute": "Statute", "grade": "Grade", "description": "Description", "disposition": "Disposition"}
            self.columns = {name: line.text.find(heading) for name, heading in names.items() if heading in line.text}
            self.sentences = False
        elif _SENTENCE.search(line.text):
            self.sentences = "Program Type" in line.text
        elif labelled(line, _LABELS, case.values):
            return
        else:
            row = self._row(line, cells)
            if row:
                case.rows.append(row)
                self.sentences = False
            elif case.rows and self._sentence(cells, line.number, case):
                return
            elif not (case.rows and wrapped(case.rows[-1], cells, self.columns)):
                self.skip(line.number, line.flat, "this line of the case is not understood")

    def _row(self, line: Line, cells: list[tuple[int, str]]) -> Row | None:
        """A charge: its statute stands first, behind the sequence number where there is one."""
        words = [piece for _, piece in cells]
        row = Row("", line.number)
        at = 0
        if re.fullmatch(r"[\d,]{1,7}", words[0]) and len(words) > 1:
            row.sequence, at = words[0], 1
        cited = statute(words[at])
        if cited is None:
            return None
        row.statute, rest = cited
        left = [(cells[at][0], rest)] if rest else []
        left += cells[at + 1 :]
        if left and graded(left[0][1]):
            row.grade = left.pop(0)[1]
        edge = self.columns.get("disposition", -1)
        if not row.sequence and len(left) > 1 and left[-1][1].isdigit():
            left.pop()  # counts
        for n, (start, piece) in enumerate(left):
            if n and (start >= edge - 8 if edge > 0 else n == len(left) - 1):
                row.disposition = f"{row.disposition} {piece}".strip()
            else:
                row.description = f"{row.description} {piece}".strip()
        if not row.disposition and len(left) > 1 and terms.outcome(left[-1][1]):
            # It stands left of its column.
            row.description, row.disposition = " ".join(piece for _, piece in left[:-1]), left[-1][1]
        return row

    def _sentence(self, cells: list[tuple[int, str]], line: int, case: Docket) -> bool:
        """A line of the sentence of the charge above: day, kind and period, or kind, day and period."""
        words = [piece for _, piece in cells]
        dated = next((n for n, piece in enumerate(words[:2]) if DATE.fullmatch(piece)), None)
        if dated is None:
            return False
        rest = [piece for n, piece in enumerate(words) if n != dated]
        event = case.events[-1] if case.events else Event("", "", "", case.line)
        if not case.events:
            case.events.append(event)
        row = case.rows[-1]
        decision = event.decisions[-1] if event.decisions and event.decisions[-1].row is row else Decision(row)
        if decision not in event.decisions[-1:]:
            event.decisions.append(decision)
        parts = [Part(rest[0], line, list(dict.fromkeys(rest[1:])))] if rest else []
        decision.judged.append(Judged(words[dated], line, parts))
        return True


def finished(cases: list[Docket]) -> None:
    """Give each case its one event: every charge with a disposition, on the case's day."""
    for case in cases:
        event = case.events[0] if case.events else Event("", "", "", case.line)
        day = case.values.get("disp date") or case.values.get("disp. event date")
        if day and DATE.match(day.text):
            event.date, event.line = day.text.split(" ")[0], day.line
        sentenced = {id(decision.row): decision for decision in event.decisions}
        event.decisions = [sentenced.get(id(row)) or Decision(row) for row in case.rows if row.disposition or id(row) in sentenced]
        for n, row in enumerate(case.rows, 1):
            row.sequence = row.sequence or str(n)
        case.events = [event] if event.decisions else []
