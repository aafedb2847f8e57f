"""The layout of a Pennsylvania docket sheet: pages, sections, who it is about, and the list of charges.

What repeats on each page is taken out, so that a charge goes on over a page. The dispositions have a module of their own.
"""

from __future__ import annotations

import re
from typing import Final

from attrs import define, field

from unburden.readers._sentences import takes_liberty
from unburden.readers.pennsylvania_ujs.dispositions import PROGRAM, read_dispositions
from unburden.readers.pennsylvania_ujs.draft import (
    APPEAL,
    DATE,
    DOCKET,
    LONGEST,
    Decision,
    Docket,
    Event,
    Judged,
    Line,
    Part,
    Row,
    Skip,
    Value,
    columns_of,
    furniture,
    graded,
    labelled,
    labels,
    pieces,
    statute,
    wrapped,
)

_SECTIONS: Final = frozenset(
    (
        *("case information", "related cases", "status information", "calendar events", "confinement information"),
        *("defendant information", "case participants", "bail information", "bail", "charges", "disposition sentencing/penalties"),
        *("disposition / sentencing details", "disposition summary", "commonwealth information attorney information"),
        *("commonwealth information", "attorney information", "entries", "docket entry information", "payment plan summary"),
        *("case financial information", "petitioner information"),
    )
)
_COURT: Final = re.compile(
    r"(?:court of common pleas of|municipal court of) (?P<county>[a-z ]{3,40}) county$|magisterial district (?:judge|court) [\d-]{5,10}$",
    re.I,
)
_HEAD: Final = re.compile(
    r"(?:(?:secure )?docket|(?:[\w/-]+ ){1,3}docket|court case|commonwealth of pennsylvania(?: page \d+ of \d+)?|page \d+ of \d+)$", re.I
)
NUMBER: Final = re.compile(r"Docket Number: ?(\S+)", re.I)
_LABELS: Final = labels(
    *("Cross Court Docket Nos", "Judge Assigned", "Date Filed", "Initiation Date", "OTN", "LOTN", "OTN/LOTN", "Originating Docket No"),
    *("Originating Document No.", "Initial Issuing Authority", "Final Issuing Authority", "Arresting Agency", "Arresting Officer"),
    *("Complaint/Citation No.", "Complaint No.", "Citation No.", "Incident Number", "Incident No.", "Complaint/Incident #", "County"),
    *("Township", "Case Status", "Issue Date", "File Date", "Arrest Date", "Complaint Date", "Disposition", "Disposition Date"),
    *("Date Of Birth", "DOB", "City/State/Zip", "SID", "PID", "SSN", "Name", "Sex", "Race", "Case Balance", "Last Payment Amt"),
    *(
        "Next Payment Amt",
        "Grand Totals",
        "Case Disposition",
        "Was Defendant Present?",
        "Last Payment Date",
        "Total of Last Payment",
        "Next Payment Due Date",
    ),
)
_DAY: Final = re.compile(r" ?(?<!\S)(\d\d?/\d\d?/\d{4})(?!\S) ?")
#: Why another docket is related: only a refiled one is of this prosecution.
_REASON: Final = re.compile(r"\b(?:refiled|related|consolidated|joined)\b", re.I)
_TRACKING: Final = re.compile(r"[A-Z] ?\d{5,8}(?:-\d)?")
_MONEY: Final = re.compile(r"(\(|-)?\$([\d,]{1,15}\.\d\d)\)?")


@define
class _Sheet:
    """A docket and its lines by section."""

    docket: Docket
    sections: dict[str, list[Line]] = field(factory=dict)


def dockets(lines: list[Line], skip: Skip) -> list[Docket]:
    """The docket sheets in these lines, in their order."""
    found: list[_Sheet] = []
    court, section, after_v = Value("", 0), "", False
    for line in lines:
        lower = line.flat.lower()
        number = NUMBER.match(line.flat)
        if number:
            if not found or found[-1].docket.number != number[1]:
                found.append(_Sheet(Docket(line.number, number[1], court.text)))
                section = ""
        elif _COURT.match(line.flat):
            court = Value(line.flat, line.number)
            after_v = False
        elif not furniture(line.flat) and not _HEAD.match(line.flat):
            if lower in ("v.", "v"):
                after_v = True
            elif lower in _SECTIONS:
                section, after_v = lower, False
            elif after_v and found:
                found[-1].docket.caption.append(Value(line.flat, line.number))
                after_v = False
            elif found and section:
                found[-1].sections.setdefault(section, []).append(line)
            elif found and not section:
                continue  # the head of the first page: local case names and stamps
            else:
                skip(line.number, line.flat, "this stands before the first docket number")
    for sheet in found:
        _read(sheet, skip)
    return [sheet.docket for sheet in found]


def _read(sheet: _Sheet, skip: Skip) -> None:
    docket, sections = sheet.docket, sheet.sections
    named = _COURT.match(docket.court)
    docket.county = named["county"] if named and named["county"] else ""
    for name in ("case information", "status information"):
        for line in sections.get(name, ()):
            labelled(line, _LABELS, docket.values)
            status = docket.values.get("case status")
            if status and status.line == line.number:
                # The headings of the table beside it have no colon.
                status.text = re.split(r" ?(?:Status Date|Processing Status)", status.text)[0]
            if name == "case information":
                docket.related += [each for each in (*DOCKET.findall(line.flat), *APPEAL.findall(line.flat)) if each != docket.number]
    reason = ""
    for line in sections.get("related cases", ()):
        # The reason stands on the row or, once for several rows, above them.
        stated = _REASON.search(line.flat)
        reason = stated[0].lower() if stated else reason
        docket.related += [each for each in DOCKET.findall(line.flat) if reason == "refiled" and each != docket.number]
    docket.custody = any(takes_liberty(line.flat) or "yes" in line.flat.lower() for line in sections.get("confinement information", ()))
    _defendant(docket, sections)
    for line in sections.get("case financial information", ()):
        _money(docket, line)
    _charges(docket, sections.get("charges", []), skip)
    read_dispositions(docket, sections.get("disposition sentencing/penalties", []), skip)
    if docket.number.startswith("MJ"):
        _details(docket, sections.get("disposition / sentencing details", []), skip)
    if not sections:
        skip(docket.line, docket.number, "this docket breaks off before its first section")
    elif not docket.rows and not docket.events and "petitioner information" in sections:
        docket.petition = True
    elif not docket.rows and not docket.events:
        skip(docket.line, docket.number, "no charge was found on this docket")


def _money(docket: Docket, line: Line) -> None:
    """The balance: the last sum of the grand totals (Common Pleas), or the case balance (Magisterial District)."""
    lower = line.flat.lower()
    if lower.startswith(("grand totals:", "case balance:")):
        sums = _MONEY.findall(line.flat)
        if sums:
            sign, amount = sums[0] if lower.startswith("case") else sums[-1]
            docket.values.setdefault("balance", Value(("-" if sign else "") + amount.replace(",", ""), line.number))


def _defendant(docket: Docket, sections: dict[str, list[Line]]) -> None:
    """Names, birth date and numbers; addresses and what describes a body are passed over."""
    values: dict[str, Value] = {}
    aliases = False
    for line in sections.get("defendant information", ()):
        if line.flat.lower().startswith("alias name"):
            aliases = True
        elif labelled(line, _LABELS, values):
            aliases = False
        elif aliases:
            docket.names += [Value(piece, line.number) for _, piece in pieces(line.text)]
    for label in ("date of birth", "dob"):
        if label in values and DATE.match(values[label].text):
            docket.births.append(values[label])
    for label in ("sid", "pid"):
        found = re.match(r"[\d-]{4,16}(?= |$)", values[label].text) if label in values else None
        if found:
            docket.numbers.append(Value(f"{label.upper()} {found[0]}", values[label].line))
    own = [values["name"]] if "name" in values else []
    for line in sections.get("case participants", ()):
        cells = [piece for _, piece in pieces(line.text)]
        if len(cells) > 1 and "defendant" in (cells[0].lower(), cells[1].lower()):
            own.append(Value(cells[1] if cells[0].lower() == "defendant" else cells[0], line.number))
        elif line.flat.lower().startswith("defendant ") and len(cells) == 1:
            own.append(Value(line.flat[10:], line.number))
    docket.names = own[-1:] + docket.names or docket.caption[:1]


def _charges(docket: Docket, lines: list[Line], skip: Skip) -> None:
    """The list of charges, of Common Pleas and Municipal Court (Seq., Orig Seq.) or of a Magisterial District (#)."""
    columns: dict[str, int] = {}
    for line in lines:
        cells = pieces(line.text)
        if "Grade" in line.text and ("Seq." in line.text or line.flat.startswith("#")):
            columns = columns_of(line, statute="Statute", description="Description", disposition="Disposition", grade="Grade")
            columns["statute"] = line.text.find("Statute") if "Seq." in line.text else line.text.find("Charge")
            if "Statute Description" in line.text:
                columns["description"] = line.text.find("Statute Description")
            continue
        row = _charge_row(line, cells)
        if row:
            docket.rows.append(row)
        elif not docket.rows:
            skip(line.number, line.flat, "this stands above the first charge")
        elif not wrapped(docket.rows[-1], cells, columns):
            skip(line.number, line.flat, "this line of the charges is not understood")


def _charge_row(line: Line, cells: list[tuple[int, str]]) -> Row | None:
    words = [piece for _, piece in cells]
    # Sequence and original sequence may stand so near that they are one cell.
    head = words[0].split(" ")
    if not re.fullmatch(r"[\d,]{1,7}", head[0]) or len(words) < 2:
        return None
    rest = [*head[1:], *words[1:]]
    if re.fullmatch(r"[\d,]{1,7}", rest[0]):
        rest = rest[1:]
    # A long description can touch the day beside it.
    rest = [part for piece in rest for part in _DAY.split(piece) if part]
    if not rest or not any("§" in piece or DATE.fullmatch(piece) for piece in rest):
        return None
    row = Row(head[0], line.number)
    dated = next((n for n, piece in enumerate(rest) if DATE.fullmatch(piece)), None)
    if dated is not None:
        row.date = rest[dated]
        # What stands behind the day is the tracking number, and in a Magisterial District the disposition.
        row.disposition = " ".join(piece for piece in rest[dated + 1 :] if not _TRACKING.fullmatch(piece))
        row.tracking = next((piece for piece in rest[dated + 1 :] if _TRACKING.fullmatch(piece)), "")
        rest = rest[:dated]
    for piece in rest:
        cited = statute(piece)
        if cited and not row.statute:
            row.statute = cited[0]
            row.description = f"{row.description} {cited[1]}".strip()
        elif graded(piece) and not row.grade and not row.description:
            row.grade = piece
        else:
            row.description = f"{row.description} {piece}".strip()
    return row


def _details(docket: Docket, lines: list[Line], skip: Skip) -> None:
    """A Magisterial District's disposition: one day for the case, the words beside each charge, and what was imposed."""
    day = docket.values.get("disposition date")
    by_sequence = {row.sequence: Decision(row) for row in docket.rows}
    decision: Decision | None = None
    head = below = False
    edge = 0
    for line in lines:
        cells = pieces(line.text)
        words = [piece for _, piece in cells]
        numbered = re.match(r"(\d{1,5}) ", line.flat)
        if "Case Disposition" in line.text:
            head, below = True, False
        elif "Offense Seq." in line.text:
            head = below = False
            edge = line.text.find("Offense Disposition")
        elif "Program Type" in line.text:
            below = True
        elif head:
            found = DATE.search(line.flat)
            day = day or (Value(found[0], line.number) if found else None)
            head = False
        elif below and len(words) > 1 and (PROGRAM.match(words[0]) or DATE.fullmatch(words[1])):
            dated = next((piece for piece in words if DATE.fullmatch(piece)), "")
            part = Part(words[0], line.number, [piece for piece in words[1:] if not DATE.fullmatch(piece)])
            if decision:
                decision.judged.append(Judged(dated, line.number, [part]))
            else:
                skip(line.number, line.flat, "this does not say which charge it belongs to")
        elif numbered and len(words) > 1:
            decision, below = by_sequence.get(numbered[1]), False
            if decision is None:
                skip(line.number, line.flat, "no charge of this number stands among the charges")
            else:
                beside = " ".join(piece for at, piece in cells[1:] if 0 < edge - 8 <= at)
                decision.row.disposition = decision.row.disposition or beside
        elif decision is None or below or DATE.search(line.flat) or not all(word in decision.row.description for word in words):
            # A description's second line stands in the list of charges, too.
            skip(line.number, line.flat, "this line of the dispositions is not understood")
    decisions = [each for each in by_sequence.values() if each.row.disposition or each.judged]
    if decisions:
        docket.events.append(Event("", "", day.text if day else "", day.line if day else docket.line, decisions=decisions))


def numbered_lines(lines: list[str], skip: Skip) -> list[Line]:
    """The lines that hold something, with their numbers; no line is longer than a docket's can be."""
    found = []
    for number, text in enumerate(lines, 1):
        if len(text) > LONGEST:
            skip(number, text, "this line is longer than any line of a docket")
            continue
        text = text.expandtabs().replace("\xa0", " ").rstrip()
        flat = " ".join(text.split())
        if flat:
            found.append(Line(number, text, flat))
    return found
