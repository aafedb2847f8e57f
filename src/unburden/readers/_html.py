"""HTML pages as lines of text that know where they stand: what readers of court pages share.

A court page is read as the stream of its tags, not as a tree, for three reasons, each measured: a tree knows no source
position, and every value of a record needs one; building one took as long as all of this and is quadratic in the depth of
nesting (1.5 MB of ``<div>`` held lexbor for minutes), where this is linear in the length whatever the content; and it is pure
Python, as the engine must be to run inside a page. What stands in comments, scripts and styles is never text.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from html import unescape
from typing import Final, NamedTuple, TypeAlias

#: Tags, comments, scripts and styles; everything else is text. No alternative looks beyond the next ``<`` except those
#: that run to their own end or the end of the page, so the whole is linear on any input.
_TAG: Final = re.compile(
    r"""(<(?:
        !--.*?(?:-->|\Z)
      | script\b.*?(?:</script\s*>|\Z)
      | style\b.*?(?:</style\s*>|\Z)
      | /?[a-z][^<>"']*+(?:"[^<"]*+"[^<>"']*+|'[^<']*+'[^<>"']*+)*+>
      | [!?][^<>]*+>
    ))""",
    re.X | re.S | re.I,
)
_NAME: Final = re.compile(r"</?[a-z][a-z0-9]*", re.I)
_ID: Final = re.compile(r"""\bid\s*=\s*["']?([^"'\s>]+)""", re.I)
_INDENT: Final = re.compile(r"padding-left: ?(\d{1,4})px")
_Tag: TypeAlias = tuple[int, str, int]
_INLINE, _BREAK, _CELL, _END_CELL, _ROW, _BOLD, _DIVISION, _END_DIVISION, _TABLE, _END_TABLE, _CAPTION = range(11)
_PHRASES: Final = ("a", "abbr", "em", "font", "label", "nobr", "s", "small", "span", "strike", "strong", "sub", "sup", "u")
#: What tags do. A line goes on through the inline ones, comments included; every tag not listed here only ends it.
_KINDS: Final = (
    {f"<{end}{name}": _INLINE for name in _PHRASES for end in ("", "/")}
    | {f"<{name}": _INLINE for name in ("wbr", "input", "img", "script", "style")}
    | {"<td": _CELL, "<th": _CELL, "</td": _END_CELL, "</th": _END_CELL, "</tr": _END_CELL, "</caption": _END_CELL, "<caption": _CAPTION}
    | {"<tr": _ROW, "<b": _BOLD, "</b": _BOLD, "<table": _TABLE, "</table": _END_TABLE}
    | {"<div": _DIVISION, "<pre": _DIVISION, "</div": _END_DIVISION, "</pre": _END_DIVISION}
)
_CELLS: Final = frozenset(("<td", "<th"))
_LEAD: Final = re.compile(r"\A(?:[\s\u00a0\u00ad\ufeff]|&nbsp;|&#160;|&#xa0;)+", re.I)
_BLANKS: Final = frozenset("& \t\r\n\u00a0\u00ad\ufeff")
_NOTHING: Final = "\ufeff"
_new: Final = tuple.__new__
#: Characters that print as a space or as nothing: no-break and other spaces, soft hyphen, zero-width marks, byte-order mark.
_INVISIBLE: Final = dict.fromkeys(map(ord, "\u00ad\u200b\u200c\u200d\u2060\ufeff"), None) | dict.fromkeys(
    map(ord, "\u00a0\u2002\u2003\u2007\u2009\u202f"), " "
)
#: Tables and divisions nested deeper than this are read as if they stood at this depth; real pages have fewer than ten.
_DEEPEST: Final = 40


class Line(NamedTuple):
    """One line of text as a browser would show it, with what surrounds it.

    `at` is the offset of its first character in the source; `row` numbers the table row it stands in (0: none), `cell` its
    place in that row; `depth` counts tables around it; `indent` is the innermost left padding in pixels; `tag` is the innermost
    of ``th``, ``td``, ``caption`` or empty; `id` that cell's id; `pre` says that line ends in the source are line ends here.
    """

    at: int
    text: str
    row: int = 0
    cell: int = -1
    depth: int = 0
    indent: int = 0
    tag: str = ""
    id: str = ""
    bold: bool = False
    pre: bool = False


def clean(text: str) -> str:
    """Text with entities read, invisible characters dropped and white space folded; a doubly escaped line end is a space."""
    if "&" in text:
        text = unescape(text.replace("&nbsp;", " "))
        if "&#" in text:
            text = unescape(text)
    if not text.isascii():
        text = text.translate(_INVISIBLE)
    return " ".join(text.split())


class Places:
    """Offsets of a text to its line numbers, from 1."""

    def __init__(self, text: str) -> None:
        end = r"\r\n?|\n" if "\r" in text else "\n"
        self._starts = [match.end() for match in re.finditer(end, text)]

    def line(self, at: int) -> int:
        """The line that holds the character at this offset."""
        return bisect_right(self._starts, at) + 1

    @property
    def lines(self) -> int:
        """How many lines there are."""
        return len(self._starts) + 1


def flow(text: str, begin: int = 0, end: int | None = None) -> list[Line]:
    """Every line of text on a page, or on its part between two offsets, in order. Never fails; the work is linear in the length."""
    lines: list[Line] = []
    known: dict[str, _Tag] = {}
    tables: list[tuple[int, int, str, str, int]] = []  # row, cell, tag, id of the surrounding cell, and how many divisions stood open
    divisions: list[tuple[int, bool]] = [(0, False)]  # indent, and whether line ends count
    row = rows = depth = start = floor = indent = 0
    at = begin
    cell = -1
    tag = ident = waiting = ""
    bold = pre = False
    parts = _TAG.split(text[begin:end])
    parts.append("<end>")
    for piece, mark in zip(parts[::2], parts[1::2], strict=True):
        if piece and piece != "&nbsp;" and not piece.isspace():
            if not waiting:
                start = at
            waiting += piece
        elif waiting:
            waiting += piece
        at += len(piece)
        kind, detail, length = known.get(mark) or known.setdefault(mark, _read_tag(mark))
        at += length
        if kind == _INLINE:
            if waiting:
                waiting += _NOTHING * length  # as long as the tag, so that offsets stay true
            continue
        if waiting:
            if pre:
                _lines_of(lines, waiting, start, (row, cell, depth, indent, tag, ident, bold, pre))
            else:
                shown = clean(waiting)
                if shown:
                    if waiting[0] in _BLANKS:
                        start += _lead(waiting)
                    lines.append(_new(Line, (start, shown, row, cell, depth, indent, tag, ident, bold, pre)))
            waiting = ""
        if kind == _BREAK:
            continue
        if kind == _CELL:
            cell, tag, ident, bold = cell + 1, mark[1:3].lower(), detail, False
            del divisions[floor + 1 :]
            indent, pre = divisions[-1]
        elif kind == _END_CELL:
            tag, ident, bold = "", "", False
        elif kind == _ROW:
            rows += 1
            row, cell, tag, ident = rows, -1, "", ""
        elif kind == _BOLD:
            bold = not detail
        elif kind == _DIVISION:
            if len(divisions) < _DEEPEST:
                indent, pre = int(detail[1:] or indent), pre or detail[0] == "p"
                divisions.append((indent, pre))
        elif kind == _END_DIVISION:
            if len(divisions) > floor + 1:
                divisions.pop()
            indent, pre = divisions[-1]
        elif kind == _TABLE:
            if len(tables) < _DEEPEST:
                tables.append((row, cell, tag, ident, floor))
                floor = len(divisions) - 1
            depth = len(tables)
            row, cell, tag, ident = 0, -1, "", ""
        elif kind == _END_TABLE:
            if tables:
                del divisions[floor + 1 :]
                row, cell, tag, ident, floor = tables.pop()
            depth = len(tables)
            indent, pre = divisions[-1]
        else:
            tag, ident, bold = "caption", "", False
    return lines


def _lead(text: str) -> int:
    """How many characters stand before the first that shows: spaces, and entities that print as one."""
    rest = text.lstrip()
    return len(text) - len(rest if rest[:1] not in _BLANKS else _LEAD.sub("", rest, 1))


def _lines_of(lines: list[Line], text: str, at: int, place: tuple[int, int, int, int, str, str, bool, bool]) -> None:
    for piece in text.split("\n"):
        shown = clean(piece)
        if shown:
            lines.append(_new(Line, (at + _lead(piece), shown, *place)))
        at += len(piece) + 1


def _read_tag(mark: str) -> _Tag:
    """What a tag does, what matters of it (a cell's id, a division's indent and preformat mark, the end of bold), and its length."""
    name = mark[:3]
    if name not in _CELLS or mark[3].isalpha():
        match = _NAME.match(mark)
        if match is None:
            return _INLINE, "", len(mark)
        name = match[0].lower()
    kind = _KINDS.get(name, _BREAK)
    detail = ""
    if kind == _CELL:
        if " id=" in mark or " ID=" in mark:
            found = _ID.search(mark)
            detail = found[1] if found else ""
    elif kind == _DIVISION:
        found = _INDENT.search(mark)
        detail = ("p" if "preformatted" in mark.lower() or name == "<pre" else "-") + (found[1] if found else "")
    elif name == "</b":
        detail = "end"
    return kind, detail, len(mark)
