"""The rows of a table kept by hand: CSV with whatever delimiter and encoding, or the sheets of an Excel workbook.

Nothing in a workbook is run or worked out: a formula counts by the result that is stored with it, and one without is told. Macros,
links and what is hidden (sheets, rows, columns) are left alone, and told. A merged cell holds for every row that it covers. What a
workbook may unpack to is bounded before anything of it is parsed, by what it declares and by what really comes out.
"""

from __future__ import annotations

import io
import re
from collections import Counter
from collections.abc import Iterator
from datetime import date, datetime, time
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any, Final

from attrs import define, field

from unburden.readers import HEAD_BYTES, Source
from unburden.readers._tables import rows as split_rows
from unburden.readers.kept_table.dates import ZERO
from unburden.record import Span, Unread

if TYPE_CHECKING:
    from zipfile import ZipFile

#: A table that a person keeps is smaller; what lies beyond is not read, and told.
MAX_ROWS: Final = 20_000
MAX_COLUMNS: Final = 200
MAX_SHEETS: Final = 50
MAX_CELL: Final = 8_000
#: The day from which some workbooks count, once those of the Mac.
_MAC: Final = date(1904, 1, 1)
#: Such remarks on one file; more say nothing new.
_TOLD: Final = 100
#: What a workbook may unpack to, and of how many parts it may be.
MAX_UNPACKED: Final = 64 * 1024 * 1024
MAX_PARTS: Final = 2_000

_MARKS: Final = ",;\t|"
#: How a spreadsheet program states the mark between the cells, in the first line.
_STATED: Final = re.compile(r"\ufeff?sep=(.) *\Z")
_MERGED: Final = re.compile(rb'<(?:\w{1,20}:)?mergeCell\s+ref="([A-Z]{1,3})(\d{1,7}):([A-Z]{1,3})(\d{1,7})"')
_FORMULA: Final = re.compile(rb"<(?:\w{1,20}:)?f[\s/>]")
_ROW: Final = re.compile(rb'<(?:\w{1,20}:)?row\s(?:[^>]{0,200}?\s)?r="(\d{1,7})"')
_VALUE: Final = re.compile(rb"<(?:\w{1,20}:)?(?:v|t)[\s>]")
#: The opening tag of a row or a column, and what it says of it.
_TAG: Final = re.compile(rb"<(?:\w{1,20}:)?(row|col)\s([^<>]{0,500})>")
_SAYS: Final = re.compile(rb'\b(r|min|max|hidden)="(\w{1,8})"')
_SAVE: Final = "open it and save the sheet as .xlsx or CSV"
#: Spreadsheets of other programs, by what stands in their files, and what each is.
_OTHERS: Final = (
    (b"PK\x03\x04", b"opendocument.spreadsheet", f"this is an OpenDocument spreadsheet (.ods); {_SAVE}"),
    (b"PK\x03\x04", b"Index/Document.iwa", "this is a document of Numbers or Pages; in Numbers, export it as Excel (.xlsx) or CSV"),
    (b"PK\x03\x04", b"xl/workbook.bin", f"this is a binary Excel workbook (.xlsb); {_SAVE}"),
    (b"\xd0\xcf\x11\xe0", "WordDocument".encode("utf-16-le"), ""),
    (b"\xd0\xcf\x11\xe0", "EncryptedPackage".encode("utf-16-le"), "this file is locked with a password; open it and save it without one"),
    (b"\xd0\xcf\x11\xe0", "Workbook".encode("utf-16-le"), f"this is an Excel workbook of the old kind (.xls); {_SAVE}"),
    (b"\xd0\xcf\x11\xe0", "Book".encode("utf-16-le"), f"this is an Excel workbook of the old kind (.xls); {_SAVE}"),
    (b"<?xml", b'progid="Excel.Sheet"', f"this is an Excel workbook of the old kind (XML); {_SAVE}"),
    (b"<?xml", b"opendocument.spreadsheet", f"this is an OpenDocument spreadsheet (.fods); {_SAVE}"),
)
_NEEDED: Final = 'reading an Excel file needs openpyxl: pip install "unburden[spreadsheets]"; or save the sheet as CSV'


@define
class Sheet:
    """One sheet: its name (none in CSV), its number where there are several, its rows with the number of each, and in `wide` its cells
    merged over several columns: row → first and last column (from 0) and text. `zero` is the day from which it counts days, `mark` what
    stands between the cells of a text."""

    name: str = ""
    number: int | None = None
    rows: list[tuple[int, list[str]]] = field(factory=list)
    wide: dict[int, list[tuple[int, int, str]]] = field(factory=dict)
    zero: date = ZERO
    mark: str = ""


@define
class Book:
    """What was had of a file: sheets, what could not be read, and what should be known."""

    sheets: list[Sheet] = field(factory=list)
    unread: list[Unread] = field(factory=list)
    notes: list[str] = field(factory=list)


def place(source: Source, line: int | None = None, sheet: int | None = None) -> Span:
    """Where a row stands; the number of its sheet stands for a page."""
    return Span(source.name, line, sheet)


def is_workbook(source: Source) -> bool:
    """Whether the file is an Excel workbook of the kind that is a ZIP archive."""
    data = source.data
    return data[:4] == b"PK\x03\x04" and b"xl/work" in data and b"word/document" not in data


def other(source: Source) -> str | None:
    """What a spreadsheet of a kind that is not read is, and what to do; `None` for any other file."""
    data = source.data.removeprefix(b"\xef\xbb\xbf")
    return next((why or None for begin, held, why in _OTHERS if data.startswith(begin) and held in data), None)


def text_lines(source: Source) -> list[str]:
    """The lines of a text, also of UTF-16 that does not say so."""
    head = source.data[:2000]
    for name, zeros in (("utf-16-le", head[1::2]), ("utf-16-be", head[::2])):
        if len(head) > 3 and zeros.count(0) * 2 > len(zeros):
            return source.data.decode(name, "replace").replace("\r\n", "\n").replace("\r", "\n").split("\n")
    return source.lines


def delimiter(lines: list[str]) -> str | None:
    """The mark between the cells: the one that cuts most of the first lines into as many parts."""
    said = _STATED.match(lines[0]) if lines else None
    if said:
        return said[1]
    best, most = None, 1
    head = [line for line in lines[:60] if line.strip() and len(line) < 20_000]
    for mark in _MARKS:
        widths = Counter(len(cells) for _, cells in split_rows(head, delimiter=mark) if len(cells) > 1)
        score = max((times * min(width, 12) for width, times in widths.items()), default=0)
        if score > most:
            best, most = mark, score
    return best


def read_book(source: Source) -> Book:
    """The sheets of the file. Never raises: what cannot be read is listed."""
    why = other(source)
    if why:
        return Book(unread=[Unread(place(source), source.name, why)])
    return _workbook(source) if is_workbook(source) else _text(source)


def _text(source: Source) -> Book:
    book, lines = Book(), text_lines(source)
    mark = delimiter(lines)
    if mark is None:
        return book
    sheet = Sheet(mark=mark)
    book.sheets.append(sheet)
    for line, cells in split_rows(lines, 2 if _STATED.match(lines[0]) else 1, delimiter=mark):
        if len(sheet.rows) >= MAX_ROWS:
            book.unread.append(Unread(place(source, line), f"row {line}", f"only {MAX_ROWS} rows are read; split the table"))
            break
        sheet.rows.append(
            (line, _bounded(source, book, None, line, [_guarded(cell.strip("\ufeff \t")) for cell in cells[: MAX_COLUMNS + 1]]))
        )
    return book


def _bounded(source: Source, book: Book, sheet: int | None, line: int, cells: list[str]) -> list[str]:
    """A row without what is too much for one; that is listed."""
    if len(cells) > MAX_COLUMNS and cells[MAX_COLUMNS] and len(book.unread) < _TOLD:
        book.unread.append(Unread(place(source, line, sheet), cells[MAX_COLUMNS][:200], f"only {MAX_COLUMNS} columns are read"))
    for cell in cells[:MAX_COLUMNS]:
        if len(cell) > MAX_CELL and len(book.unread) < _TOLD:
            book.unread.append(Unread(place(source, line, sheet), cell[:200], f"of this cell only {MAX_CELL} characters are read"))
    return [cell[:MAX_CELL] for cell in cells[:MAX_COLUMNS]]


def _guarded(cell: str) -> str:
    """Without the apostrophe that keeps a spreadsheet from running a text as a formula."""
    return cell[1:] if re.match(r"'+[=+\-@]", cell) else cell


# ---- workbooks


def _workbook(source: Source) -> Book:
    book = Book()

    def refuse(why: str) -> Book:
        return Book(unread=[Unread(place(source), source.name, why)])

    import warnings
    from zipfile import ZipFile

    if find_spec("openpyxl") is None or find_spec("defusedxml") is None:
        return refuse(_NEEDED)
    try:
        with ZipFile(io.BytesIO(source.data)) as archive:
            wrong = _too_much(archive)
            if wrong:
                return refuse(wrong)
            if any("vbaproject" in each.lower() for each in archive.namelist()):
                book.notes.append(f"{source.name} holds macros; they were not run and not looked at")
            parts = _marks(archive)
        with warnings.catch_warnings(action="ignore"):
            _sheets(source, book, parts)
    except Exception as error:
        # The library raises whatever a damaged part makes it stumble over.
        return refuse(f"this workbook cannot be read ({type(error).__name__}); open it and save it anew, or save the sheet as CSV")
    return book


def _too_much(archive: ZipFile) -> str | None:
    """Why an archive is not unpacked; `None` if it may be. What a part declares is not believed but counted."""
    parts = archive.infolist()
    limit = f"more than {MAX_UNPACKED // 1_048_576} MiB"
    if len(parts) > MAX_PARTS:
        return f"this workbook is of {len(parts)} parts, more than a list of charges has"
    if sum(each.file_size for each in parts) > MAX_UNPACKED:
        return f"this workbook unpacks to {limit}; keep the sheet with the charges alone"
    total = 0
    for each in parts:
        if not each.filename.lower().endswith((".xml", ".rels")):
            continue
        with archive.open(each) as part:
            begin = b""
            while block := part.read(1 << 20):
                total += len(block)
                begin = begin or block[:4096]
                if total > MAX_UNPACKED:
                    return f"this workbook unpacks to {limit}; keep the sheet with the charges alone"
        if b"<!DOCTYPE" in begin or b"<!ENTITY" in begin:
            return "this workbook declares entities, which no spreadsheet program writes; it was not read"
    return None


@define
class _Part:
    """What is known of a sheet's part before it is parsed: merged cells (first and last row, first and last column), whether it holds
    formulas, whether there are values in rows beyond the limit, and which rows and columns (from 0) are hidden."""

    merged: list[tuple[int, int, int, int]] = field(factory=list)
    formulas: bool = False
    longer: bool = False
    hidden_rows: set[int] = field(factory=set)
    hidden_columns: set[int] = field(factory=set)


def _sheets(source: Source, book: Book, parts: dict[str, _Part]) -> None:
    """Read the sheets that are shown; tell the others."""
    import openpyxl

    values = openpyxl.load_workbook(io.BytesIO(source.data), read_only=True, data_only=True, keep_links=False)
    formulas = any(part.formulas for part in parts.values())
    raw = openpyxl.load_workbook(io.BytesIO(source.data), read_only=True, keep_links=False) if formulas else None
    several = len(values.worksheets) > 1
    for number, sheet in enumerate(values.worksheets[:MAX_SHEETS], 1):
        page = number if several else None
        if sheet.sheet_state != "visible":
            if any(any(cell is not None for cell in row) for row in sheet.iter_rows(max_row=50, max_col=MAX_COLUMNS, values_only=True)):
                why = "this sheet is hidden and was not read; if it belongs to the record, show it and save"
                book.unread.append(Unread(place(source, None, page), f"sheet {sheet.title}"[:200], why))
            continue
        part = parts.get(str(sheet._worksheet_path).lstrip("/"), _Part())
        found = _sheet(source, book, sheet, page, part)
        found.zero = _MAC if values.epoch.year == _MAC.year else ZERO
        book.sheets.append(found)
        if part.longer:
            why = f"only {MAX_ROWS} rows of a sheet are read; split the table"
            book.unread.append(Unread(place(source, MAX_ROWS, page), f"sheet {sheet.title}"[:200], why))
        if raw is not None and part.formulas:
            book.unread += _without_result(source, found, raw.worksheets[number - 1])
    if not values.worksheets:
        book.unread.append(
            Unread(place(source), source.name, "no sheet of this workbook can be read; open it and save it anew as .xlsx or CSV")
        )
    if len(values.worksheets) > MAX_SHEETS:
        book.unread.append(Unread(place(source), f"{len(values.worksheets)} sheets", f"only {MAX_SHEETS} sheets are read"))


def _marks(archive: ZipFile) -> dict[str, _Part]:
    """What is known of each part that holds a sheet."""
    parts: dict[str, _Part] = {}
    for name in archive.namelist():
        data = archive.read(name) if name.lower().endswith(".xml") else b""
        if b"sheetData" not in data:
            continue
        part = parts[name] = _Part(formulas=_FORMULA.search(data) is not None)
        beyond = next((found.end() for found in _ROW.finditer(data) if int(found[1]) > MAX_ROWS), None)
        part.longer = beyond is not None and _VALUE.search(data, beyond) is not None
        line = 0
        for tag in _TAG.finditer(data):
            said = dict(_SAYS.findall(tag[2]))
            line = int(said.get(b"r", line + 1)) if tag[1] == b"row" else line
            if said.get(b"hidden") not in (b"1", b"true"):
                continue
            if tag[1] == b"row":
                part.hidden_rows.add(line)
            else:
                part.hidden_columns.update(range(int(said.get(b"min", 1)) - 1, min(int(said.get(b"max", 1)), MAX_COLUMNS)))
        for found in _MERGED.finditer(data):
            area = (int(found[2]), int(found[4]), _column(found[1]), _column(found[3]))
            if area[2] <= MAX_COLUMNS and area[0] <= area[1] <= area[0] + 1_000 and len(part.merged) < 5_000:
                part.merged.append(area)
    return parts


def letters(column: int) -> str:
    """A column's letters, as spreadsheets name it, from its place."""
    return (letters(column // 26 - 1) if column >= 26 else "") + chr(ord("A") + column % 26)


def _column(name: bytes) -> int:
    number = 0
    for letter in name:
        number = number * 26 + letter - 64
    return number


def _sheet(source: Source, book: Book, sheet: Any, number: int | None, part: _Part) -> Sheet:
    rows: dict[int, list[str]] = {}
    for line, cells in enumerate(_cells(sheet), 1):
        texts = [_text_of(cell) for cell in cells]
        while texts and not texts[-1]:
            texts.pop()
        if texts:
            rows[line] = _bounded(source, book, number, line, texts)
    wide: dict[int, list[tuple[int, int, str]]] = {}
    for first, last, left, right in part.merged:
        text = "".join(rows.get(first, [])[left - 1 : left])
        if text and right > left:
            wide.setdefault(first, []).append((left - 1, right - 1, text))
        for line in range(first + 1, last + 1) if text else ():
            held = rows.get(line)
            # A row that is empty but for what is merged into it is no row.
            if held is not None:
                held += [""] * (left - len(held))
                held[left - 1] = held[left - 1] or text
    _hide(source, book, number, part, rows)
    return Sheet(str(sheet.title), number, sorted(rows.items()), wide)


def _hide(source: Source, book: Book, number: int | None, part: _Part, rows: dict[int, list[str]]) -> None:
    """Take out rows and columns that are hidden, for nobody sees them who checks the result; that is told."""
    why = "hidden, and not read; if this belongs to the record, show it and save"
    hidden = [line for line in sorted(part.hidden_rows) if rows.pop(line, None)]
    if hidden:
        shown = ", ".join(map(str, hidden[:10])) + (" …" if len(hidden) > 10 else "")
        book.unread.append(Unread(place(source, hidden[0], number), f"{'rows' if len(hidden) > 1 else 'row'} {shown}", why))
    for at in sorted(part.hidden_columns):
        held = [texts for texts in rows.values() if at < len(texts) and texts[at]]
        if held:
            book.unread.append(Unread(place(source, None, number), f"column {letters(at)} ({held[0][at][:60]})", why))
        for texts in held:
            texts[at] = ""


def _cells(sheet: Any) -> Iterator[tuple[Any, ...]]:
    yield from sheet.iter_rows(max_row=MAX_ROWS, max_col=MAX_COLUMNS + 1, values_only=True)


def _without_result(source: Source, found: Sheet, raw: Any) -> list[Unread]:
    """Cells that hold a formula whose result is not stored: nothing is worked out here."""
    held = dict(found.rows)
    missing: list[Unread] = []
    for line, cells in enumerate(_cells(raw), 1):
        for at, cell in enumerate(cells):
            texts = held.get(line, [])
            if isinstance(cell, str) and cell.startswith("=") and not (at < len(texts) and texts[at]) and len(missing) < 100:
                why = "this cell is a formula and its result is not stored; formulas are not worked out here: type the value"
                missing.append(Unread(place(source, line, found.number), cell[:200], why))
    return missing


def _text_of(value: object) -> str:
    """A cell's value as text: days as ISO 8601, whole numbers without a point."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else value.isoformat(" ")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    return str(value).replace("_x000D_", "").replace("\r\n", "\n").strip()


def head_rows(source: Source) -> list[list[str]]:
    """The first rows of a text, cheaply, for `sniff`."""
    text = source.head[:HEAD_BYTES]
    if text.lstrip("\ufeff \r\n")[:1] in ("{", "<", "["):
        return []
    lines = text_lines(source)[:60] if "\0" in text[:2000] else re.split(r"\r\n|\r|\n", text, maxsplit=60)[:60]
    mark = delimiter(lines)
    return [cells for _, cells in split_rows(lines, delimiter=mark)] if mark else []
