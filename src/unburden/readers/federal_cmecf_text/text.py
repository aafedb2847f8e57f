"""The text of a federal docket put back into the rows and cells of its page, which `federal_cmecf.page` reads."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Final

from unburden.readers import Source
from unburden.readers._html import Line, Places
from unburden.readers.federal_cmecf.docket import records_of
from unburden.readers.federal_cmecf.page import Page
from unburden.record import Record, Unread
from unburden.record import Source as ReadSource

_TITLE: Final = re.compile(r"\s*(criminal|civil|bankruptcy) docket for case #", re.I)
_FURNITURE: Final = re.compile(
    r"\s*(?:case \S{6,30} document \d.*|(?:.{0,120}\s)?https?://\S+.*|\d{1,4} of \d{1,4}(?:\s.*)?|page \d{1,4} of \d{1,4}"
    r"|query\b.*\blog ?out.*)",
    re.I,
)
_DEFENDANT: Final = re.compile(r"defendants?(?: ?\(\d{1,4}\))?", re.I)
_COUNTS: Final = re.compile(r"(pending counts|terminated counts|complaints)\s{2,}disposition", re.I)
_LEVEL: Final = re.compile(r"highest offense level \((?:opening|terminated)\)", re.I)
_ENTRIES: Final = re.compile(r"date filed\s+#\s+docket text", re.I)
_DAY: Final = re.compile(r"(\d{1,2}/\d{1,2}/\d{4})\s+(?:(\d{1,5})\s{1,20})?(\S.*)")
_NUMBER: Final = re.compile(r"\((?:\d{1,4}[a-z]{0,6}[\s,-]{0,3}){1,30}\)")
_ROLES: Final = re.compile(
    r"(?:plaintiff|movant|material witness|interested party|petitioner|respondent|garnishee|intervenor|surety|special master"
    r"|claimant|third party \w+|amicus|witness|trustee|custodian|creditor|receiver|victim|miscellaneous party|notice|service list)"
    r"s?(?: ?\(\d{1,4}\))?",
    re.I,
)
_REPRESENTED: Final = re.compile(r"\brepresented by\b", re.I)
_GAP: Final = re.compile(r" {2,}")
_NO_ROLE: Final = "a party stands here whose role is not known; nothing was read of it"
#: How many characters left of its heading a column may begin.
_DRIFT: Final = 8

_Numbered = tuple[int, str]


class _Numbers(Places):
    """Places of a text whose lines are known by their numbers."""

    def __init__(self) -> None:
        super().__init__("")

    def line(self, at: int) -> int:
        """The line itself."""
        return at


def records_in(source: Source, form: str) -> list[Record]:
    """The records in the text, one a defendant; dockets printed into one file are read one after the other."""
    files = (ReadSource(source.name, form, len(source.lines)),)
    lines = [(n, line.rstrip()) for n, line in enumerate(source.lines, 1) if not _FURNITURE.fullmatch(line[:300])]
    starts = [n for n, (_, text) in enumerate(lines) if _TITLE.match(text)]
    if not starts:
        shown = source.head[:200].strip()
        return [Record(sources=files, unread=(Unread(source.span(1), shown, "this text has no docket of a court, so nothing was read"),))]
    page = Page(source, _Numbers())
    dockets = [page.docket(list(_laid(lines[begin:end], page))) for begin, end in pairwise([0, *starts[1:], len(lines)])]
    return records_of(dockets, files, page.unread, page.set_aside)


def _laid(lines: Sequence[_Numbered], page: Page) -> Iterator[Line]:
    """The text of one docket as the lines of its page: each knows its row and its cell."""
    row = 1
    before = True
    part: list[_Numbered] = []
    heading = ""
    for number, text in [*lines, (lines[-1][0], "end")]:
        flat = " ".join(text.split())
        if before:
            if _TITLE.match(text):
                before = False
            if flat:
                # Above the title stands the court; the flags of the case stand alone above that.
                yield Line(number, flat, row=0 if not before or "istrict" in flat else 1)
            continue
        named = _heading(flat, text)
        if not named and (number, text) != (lines[-1][0], "end"):
            part.append((number, text))
            continue
        for found in _part(heading, part, page):
            row += 1
            yield from (Line(at, words, row, cell, 1, 0, "td", "", bold) for at, words, cell, bold in found)
        part = [(number, text)] if named else []
        heading = named


def _heading(flat: str, text: str) -> str:
    """Which part of the docket a line begins, or nothing."""
    counts = _COUNTS.match(text.strip())
    if counts:
        return "complaints" if counts[1].lower() == "complaints" else "counts"
    for pattern, name in ((_DEFENDANT, "defendant"), (_LEVEL, "level"), (_ENTRIES, "entries"), (_ROLES, "role")):
        if pattern.fullmatch(flat):
            return name
    return ""


_Cell = tuple[int, str, int, bool]


def _part(heading: str, lines: Sequence[_Numbered], page: Page) -> Iterator[list[_Cell]]:
    """The rows of one part of the docket; the first line is its heading."""
    if not heading:
        for number, text in lines:
            for cell in _GAP.split(text.strip()):
                if cell:
                    yield [(number, cell, 0, False)]
        return
    if not lines:
        return
    first, text = lines[0]
    flat = " ".join(text.split())
    rest = [(number, line) for number, line in lines[1:] if line.strip()]
    if heading == "entries":
        yield [(first, "Date Filed", 0, True), (first, "#", 1, False), (first, "Docket Text", 2, True)]
        yield from _entries(rest, page)
    elif heading in ("defendant", "role"):
        yield [(first, flat, 0, True)]
        if rest:
            yield _person(rest)
    elif heading == "level":
        yield [(first, flat, 0, True)]
        for number, line in rest:
            yield [(number, " ".join(line.split()), 0, False)]
    else:
        name = flat.rpartition(" ")[0]
        yield [(first, name, 0, True), (first, "Disposition", 2, True)]
        column = text.lower().rindex("disposition")
        yield from _table(list(lines[1:]), column, heading == "complaints", page)


def _person(lines: Sequence[_Numbered]) -> list[_Cell]:
    """The row of a party: the name and what stands below it on the left, the lawyers on the right."""
    column = next((match.start() for _, text in lines if (match := _REPRESENTED.search(text))), 400)
    found: list[_Cell] = []
    for number, text in lines:
        left, right = _divided(text, column)
        if left:
            found.append((number, left, 0, False))
        if right:
            found.append((number, right, 2, False))
    return sorted(found, key=lambda cell: cell[2])


def _entries(lines: Sequence[_Numbered], page: Page) -> Iterator[list[_Cell]]:
    held: list[_Cell] = []
    for number, text in lines:
        day = _DAY.match(text.strip())
        if day:
            if held:
                yield held
            held = [(number, day[1], 0, False), (number, day[2] or "-", 1, False), (number, " ".join(day[3].split()), 2, False)]
        elif text.strip().upper().startswith("PACER SERVICE CENTER"):
            break
        elif held:
            held.append((number, " ".join(text.split()), 2, False))
        else:
            page.put(page.source.span(number), " ".join(text.split()), "this docket entry has no date that can be read")
    if held:
        yield held


def _divided(text: str, column: int) -> tuple[str, str]:
    """What stands left and right of a column, by the gap before it."""
    indent = len(text) - len(text.lstrip())
    if indent >= column - _DRIFT:
        return "", " ".join(text.split())
    for gap in _GAP.finditer(text, indent):
        if gap.end() >= column - _DRIFT:
            return " ".join(text[: gap.start()].split()), " ".join(text[gap.end() :].split())
    return " ".join(text.split()), ""


def _table(lines: Sequence[_Numbered], column: int, complaints: bool, page: Page) -> Iterator[list[_Cell]]:
    """The rows of a table of counts: words on the left, the disposition on the right."""
    blocks: list[list[tuple[int, str, str]]] = [[]]
    for number, text in lines:
        if complaints and _REPRESENTED.search(text):
            # A party whose role is not known has begun; its words may be names.
            page.put(page.source.span(number), "(a party)", _NO_ROLE)
            blocks = blocks[:-1] or [[]]
            break
        if text.strip():
            blocks[-1].append((number, *_divided(text, column)))
        elif blocks[-1]:
            blocks.append([])
    blocks = [block for block in blocks if block]
    if complaints and len(blocks) > 1 and [left for _, left, _ in blocks[0]] == ["None"]:
        page.put(page.source.span(blocks[1][0][0]), "(a party)", _NO_ROLE)
        del blocks[1:]
    items = sum(_ends_count(left) for block in blocks for _, left, _ in block)
    if len(blocks) > 1 and items == 1 and not complaints:
        blocks = [[line for block in blocks for line in block]]
    loose = [n for n, block in enumerate(blocks) if not any(left for _, left, _ in block)]
    for n, block in enumerate(blocks):
        if n in loose:
            _unplaced(block, page)
        elif complaints:
            yield _row(block, page, whole=not {n - 1, n + 1} & set(loose))
        else:
            yield from _counts(block, page, whole=not {n - 1, n + 1} & set(loose))


def _ends_count(left: str) -> bool:
    return _NUMBER.fullmatch(left[-80:].rpartition(" ")[2] if " " in left[-80:] and not left.startswith("(") else left[-80:]) is not None


def _counts(block: Sequence[tuple[int, str, str]], page: Page, *, whole: bool) -> Iterator[list[_Cell]]:
    """The rows of a block of lines: one count, or several whose dispositions stand each beside its own count's lines."""
    ends = [n for n, (_, left, _) in enumerate(block) if _ends_count(left)]
    if len(ends) < 2:
        yield _row(block, page, whole=whole)
        return
    begins = [next(n for n in range(start, len(block)) if block[n][1]) for start in (0, *(end + 1 for end in ends[:-1]))]
    tail = block[ends[-1] + 1 :]
    beside = {n for begin, end in zip(begins, ends, strict=True) for n in range(begin, end + 1)}
    whole = whole and all(n in beside for n, (_, _, right) in enumerate(block) if right)
    for begin, end in zip(begins, ends, strict=True):
        yield _row(block[begin : end + 1], page, whole=whole)
    outside = [line for n, line in enumerate(block[: ends[-1] + 1]) if n not in beside] + list(tail)
    _unplaced([line for line in outside if line[2]], page)
    for number, left, _ in tail:
        if left:
            page.put(page.source.span(number), left, "these words stand behind the last count of the table")


def _row(block: Sequence[tuple[int, str, str]], page: Page, *, whole: bool) -> list[_Cell]:
    row = [(number, left, 0, False) for number, left, _ in block if left]
    if whole:
        return row + [(number, right, 2, False) for number, _, right in block if right]
    _unplaced(block, page)
    return row


def _unplaced(block: Sequence[tuple[int, str, str]], page: Page) -> None:
    said = [(number, right) for number, _, right in block if right]
    if said:
        why = "it cannot be told which count this disposition is of, so it decides nothing"
        page.put(page.source.span(said[0][0]), " ".join(right for _, right in said), why)
