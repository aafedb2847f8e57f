"""A filled Word document as a PDF with the same text: read paragraph by paragraph, set by Typst, tagged for screen readers (PDF/UA-1).

What is understood: paragraphs with their alignment, indents, spacing and line spacing; bold, italic, underline, size, highlight; headings;
tables and borders of cells; page size, margins, side borders, headers and footers with page numbers, line numbers. What a header holds in a
frame (the numbers 1 to 28 of pleading paper) stands where the frame does. A table whose first row is marked as a heading is a table to a
screen reader; any other is only layout. Pictures and text boxes of an office's template are left out, and that is said.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator
from functools import cache
from typing import TYPE_CHECKING, Any, Final

from unburden.errors import InputError, Problem
from unburden.papers.docx import needs_libraries

if TYPE_CHECKING:
    from docx.document import Document
    from docx.section import Section
    from docx.table import Table, _Cell, _Row
    from docx.text.paragraph import Paragraph
    from docx.text.run import Run

#: Serif letters of a court paper: what Typst brings, then what the machine has.
_FONTS: Final = ("Libertinus Serif", "Times New Roman", "Liberation Serif", "Noto Serif", "DejaVu Sans")
_SANS: Final = ("Liberation Sans", "Arial", "DejaVu Sans", "Libertinus Serif")
#: Word's names of a cell's sides → Typst's.
_SIDES: Final = {"top": "top", "bottom": "bottom", "left": "left", "start": "left", "right": "right", "end": "right"}
#: A tab, until its paragraph knows what it comes to.
_TAB: Final = "\ue002"
#: What is not set, or not as Word shows it: its name, and Word's.
_UNKNOWN: Final = {
    "pictures or text boxes": ("w:drawing", "w:pict"),
    "content controls": ("w:sdt", "w:smartTag"),
    "tracked changes": ("w:ins", "w:del"),
    "automatic bullets or numbers": ("w:numPr",),
    "hidden words": ("w:vanish",),
    "cells joined downwards": ("w:vMerge",),
}
#: The space in a cell around its text, in points.
_INSET: Final = 4
#: The width of a letter that few are wider than, in ems.
_WIDE: Final = 0.72
_STANDARD: Final = "PDF/UA-1 error: "
_ALIGN: Final = {0: "left", 1: "center", 2: "right", 3: "left"}
#: Word's `exactly` among the rules of line spacing.
_EXACTLY: Final = 4
#: What of a line of fixed height lies below its letters' foot, in points.
_BELOW: Final = 3.6
#: Word's `exactly` among the rules of a row's height.
_FIXED_ROW: Final = 2


def pdf(document: bytes, name: str) -> tuple[bytes, list[Problem]]:
    """The document as a PDF, and what could not be shown in it.

    Args:
        document: a Word document.
        name: what to call it in a problem.

    Raises:
        InputError: the libraries are not installed.
    """
    try:
        import docx
        import typst
    except ImportError:
        raise InputError(needs_libraries()) from None
    read = docx.Document(io.BytesIO(document))
    source = "\n".join(_Setter(read).source()).encode()
    problems = list(_left_out(read, name))
    try:
        return typst.compile(source, format="pdf", pdf_standards="ua-1", timestamp=0), problems
    except typst.TypstError as error:
        if not error.message.startswith(_STANDARD):
            raise
        # The paper is still worth having, and says what is wrong with it.
        why = error.message.removeprefix(_STANDARD)
        code, message = "not-accessible", f"the PDF is not made for screen readers ({why}); the Word file is"
        if "could not be displayed" in why:
            code, message = "no-letters", f"the PDF cannot show every letter ({why}); use the Word file, or install a font such as Noto"
        return typst.compile(source, format="pdf", timestamp=0), [*problems, Problem(code, message, file=name)]


def _left_out(document: Document, name: str) -> Iterator[Problem]:
    """What a template holds that the PDF does not show as Word does."""
    parts = [document.element.body, *(edge._element for section in document.sections for edge in (section.header, section.footer))]
    for what, tags in _UNKNOWN.items():
        if any(True for part in parts for _ in part.iter(*map(_name, tags))):
            yield Problem("left-out", f"{what} of the template are not in the PDF as they are in the Word file: compare them", file=name)


def _text(text: str) -> str:
    """A text as a Typst string: nothing in it can be anything else."""
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n").replace("\t", " ") + '"'


def _breakable(text: str, most: int) -> str:
    """The text with places to break in words that have more letters than fit on a line, and in no others."""
    if len(text) <= most:
        return text
    return " ".join(
        "\u200b".join(word[at : at + most] for at in range(0, len(word), most)) if len(word) > most else word for word in text.split(" ")
    )


def _points(length: Any) -> float:
    return float(length.pt) if length is not None else 0.0


@cache
def _name(tag: str) -> str:
    from docx.oxml.ns import qn

    return str(qn(tag))


class _Setter:
    """Writes one document as Typst. What styles say is looked up once for each."""

    def __init__(self, document: Document) -> None:
        from docx.enum.style import WD_STYLE_TYPE

        self.document = document
        self._styles = {style.style_id: style for style in document.styles}
        default = document.styles.default(WD_STYLE_TYPE.PARAGRAPH)
        self._default = default.style_id if default is not None else ""
        self._known: dict[tuple[str, str, str], Any] = {}
        section = document.sections[0]
        #: How wide a line can be where something is set now, in points.
        self._room = _points(section.page_width) - _points(section.left_margin) - _points(section.right_margin)

    def source(self) -> Iterator[str]:
        """The lines of the source."""
        document = self.document
        section = document.sections[0]
        font = document.styles["Normal"].font
        sans = (font.name or "").lower() in ("arial", "helvetica", "calibri", "liberation sans")
        fonts = ", ".join(_text(each) for each in (_SANS if sans else _FONTS))
        language = (document.core_properties.language or "en").split("-")[0]
        yield f"#set document(title: {_text(document.core_properties.title or 'Document')}, date: none)"
        yield f"#set text(lang: {_text(language)}, font: ({fonts}), size: {_points(font.size) or 12.0}pt, overhang: false)"
        yield "#show heading: it => block(above: 0pt, below: 0pt, it.body)"
        yield '#show heading: set text(size: 1em, weight: "regular")'
        yield self._page(section)
        if section._sectPr.find(_name("w:lnNumType")) is not None:
            yield '#set par.line(numbering: "1", numbering-scope: "page")'
        yield "#set par(spacing: 0pt, justify: false)"
        yield from self._blocks(document.iter_inner_content())

    def _page(self, section: Section) -> str:
        sides = ("top", "bottom", "left", "right")
        margins = ", ".join(f"{side}: {_points(getattr(section, f'{side}_margin'))}pt" for side in sides)
        width, height = _points(section.page_width), _points(section.page_height)
        free = [each for each in section.header.paragraphs if _frame(each) is None]
        room = _points(section.bottom_margin) - _points(section.footer_distance)
        foot, head = self._edge(section.footer.paragraphs), self._edge(free)
        if foot != "none" and room > 0:
            foot = f"block(height: {room:.1f}pt, width: 100%, align(bottom, {foot}))"
        return (
            f"#set page(width: {width}pt, height: {height}pt, margin: ({margins}), header: {head}, footer-descent: 0pt, footer: {foot}, "
            f"background: {self._background(section, width, height)})"
        )

    def _background(self, section: Section, width: float, height: float) -> str:
        """What stands beside the text of every page: the frames of its header, and lines at its sides."""
        lines = self._sides(section, width, height)
        framed = self._frames(section.header.paragraphs)
        if not section.different_first_page_header_footer:
            return f"[{lines}{framed}]" if lines or framed else "none"
        first = self._frames(section.first_page_header.paragraphs)
        return f"[{lines}#context if counter(page).get().first() == 1 [{first}] else [{framed}]]"

    def _frames(self, paragraphs: Iterable[Paragraph]) -> str:
        """Paragraphs in frames, each frame at its place on the page."""
        placed: list[str] = []
        before: dict[str, str] | None = None
        for each in paragraphs:
            frame = _frame(each)
            if frame is None:
                before = None
                continue
            body = "\n".join(self._paragraph(each))
            if frame == before:
                placed[-1] += f"\n{body}"
            else:
                at = {name: int(frame.get(_name(f"w:{name}"), "0")) / 20 for name in ("x", "y", "w")}
                size = f"width: {at['w']}pt" if at["w"] else ""
                placed.append(f"#place(top + left, dx: {at['x']}pt, dy: {at['y']}pt, block({size})[\n{body}")
            before = frame
        return "".join(f"{each}])" for each in placed)

    @staticmethod
    def _sides(section: Section, width: float, height: float) -> str:
        """The lines at the left and right of the text, from its top to its foot."""
        borders = section._sectPr.find(_name("w:pgBorders"))
        drawn = []
        for side, edge in (("left", _points(section.left_margin)), ("right", width - _points(section.right_margin))):
            line = borders.find(_name(f"w:{side}")) if borders is not None else None
            if line is None or line.get(_name("w:val")) in (None, "nil", "none"):
                continue
            space = float(line.get(_name("w:space")) or 0)
            gaps = (0.0, 2.0) if line.get(_name("w:val")) == "double" else (0.0,)
            top, foot = _points(section.top_margin), height - _points(section.bottom_margin)
            for gap in gaps:
                at = edge - space - gap if side == "left" else edge + space + gap
                drawn.append(f"#place(top + left, line(start: ({at}pt, {top}pt), end: ({at}pt, {foot}pt), stroke: 0.5pt))")
        return "".join(drawn)

    def _edge(self, paragraphs: Iterable[Paragraph]) -> str:
        """A header or footer."""
        lines: list[str] = []
        for each in paragraphs:
            body = self._runs(each, 0)
            if body:
                ruled = each._element.find(f"{_name('w:pPr')}/{_name('w:pBdr')}/{_name('w:top')}") is not None
                line = "(top: 0.5pt)" if ruled else "none"
                shape = f"width: 100%, above: {4 if lines else 0}pt, below: 0pt, inset: (top: {4 if ruled else 0}pt), stroke: {line}"
                lines.append(f"#block({shape})[#align({self._align(each)})[{body}]]")
        return f"[#set par.line(numbering: none)\n{''.join(lines)}]" if lines else "none"

    def _blocks(self, content: Iterable[Paragraph | Table]) -> Iterator[str]:
        from docx.text.paragraph import Paragraph

        for each in content:
            yield from self._paragraph(each) if isinstance(each, Paragraph) else self._table(each)

    # ---- styles

    def _style(self, paragraph: Paragraph) -> str:
        properties = paragraph._element.pPr
        return (properties.style if properties is not None else None) or self._default

    def _of_style(self, style_id: str, part: str, name: str) -> Any:
        """A property that a style sets, or the nearest style that it is based on."""
        key = (style_id, part, name)
        if key not in self._known:
            style, value = self._styles.get(style_id), None
            while value is None and style is not None:
                value = getattr(getattr(style, part), name, None)
                style = style.base_style
            self._known[key] = value
        return self._known[key]

    def _of(self, paragraph: Paragraph, name: str) -> Any:
        value = getattr(paragraph.paragraph_format, name) if paragraph._element.pPr is not None else None
        return value if value is not None else self._of_style(self._style(paragraph), "paragraph_format", name)

    def _font(self, run: Run, paragraph: Paragraph, name: str) -> Any:
        properties = run._element.rPr
        value = getattr(run.font, name) if properties is not None else None
        if value is None and properties is not None and properties.style:
            value = self._of_style(properties.style, "font", name)
        return value if value is not None else self._of_style(self._style(paragraph), "font", name)

    # ---- paragraphs

    def _align(self, paragraph: Paragraph) -> str:
        found = self._of(paragraph, "alignment")
        return _ALIGN.get(int(found) if found is not None else 0, "left")

    def _paragraph(self, paragraph: Paragraph) -> Iterator[str]:
        if self._of(paragraph, "page_break_before"):
            yield "#pagebreak(weak: true)"
        spacing = self._of(paragraph, "line_spacing")
        leading, edges = _leading(spacing), ""
        exact = _points(spacing) if hasattr(spacing, "pt") and self._of(paragraph, "line_spacing_rule") == _EXACTLY else 0.0
        if exact:
            below = min(_BELOW, exact * 0.3)
            leading, edges = 0.0, f"#set text(top-edge: {exact - below:.2f}pt, bottom-edge: -{below:.2f}pt)\n"
        left, first = _points(self._of(paragraph, "left_indent")), _points(self._of(paragraph, "first_line_indent"))
        body = self._runs(paragraph, -first if first < 0 else 0)
        if not body:
            height = f"{exact}pt" if exact else f"{leading + 0.65:.2f}em"
            sticky = "true" if self._of(paragraph, "keep_with_next") else "false"
            yield f"#block(height: {height}, above: 0pt, below: 0pt, sticky: {sticky})"
            return
        level = self._level(paragraph)
        indent = (
            f"first-line-indent: (amount: {first}pt, all: true), " if first > 0 else f"hanging-indent: {-first}pt, " if first < 0 else ""
        )
        inner = f"#heading(level: {level})[{body}]" if level else f"#par[{body}]"
        above, below = _points(self._of(paragraph, "space_before")), _points(self._of(paragraph, "space_after"))
        sticky = "true" if self._of(paragraph, "keep_with_next") or level else "false"
        inset = f"(left: {left + min(first, 0):.1f}pt, right: {_points(self._of(paragraph, 'right_indent')):.1f}pt)"
        yield (
            f"#block(above: {above:.1f}pt + {leading:.2f}em, below: {below:.1f}pt, sticky: {sticky}, inset: {inset}, width: 100%)"
            f"[\n{edges}#set par({indent}leading: {leading:.2f}em)\n#set align({self._align(paragraph)})\n{inner}]"
        )

    def _level(self, paragraph: Paragraph) -> int:
        """The level of a heading; 0 for any other paragraph."""
        style = self._styles.get(self._style(paragraph))
        name = (style.name or "") if style is not None else ""
        if name == "Title":
            return 1
        return min(int(name[8:]), 6) if name.startswith("Heading ") and name[8:].isdigit() else 0

    def _runs(self, paragraph: Paragraph, hanging: float) -> str:
        """A paragraph's runs; what stands before its first tab fills the hanging indent, in points."""
        from docx.text.run import Run

        parts: list[str] = []
        for element in paragraph._element:
            if element.tag == _name("w:fldSimple"):
                inner = [Run(each, paragraph) for each in element.findall(_name("w:r"))]
                parts.append(self._counter(element.get(_name("w:instr")) or "", inner, paragraph))
            elif element.tag == _name("w:hyperlink"):
                parts += [self._run(Run(each, paragraph), paragraph) for each in element.findall(_name("w:r"))]
            elif element.tag == _name("w:r"):
                parts.append(self._run(Run(element, paragraph), paragraph))
        body = "".join(parts)
        marker, tab, rest = body.partition(_TAB)
        if tab and hanging:
            body = f"#box(width: {hanging:.1f}pt)[{marker}]{rest}"
        return body.replace(_TAB, "#h(0.5in)")

    def _counter(self, instruction: str, runs: list[Run], paragraph: Paragraph) -> str:
        """The number of a page, or of all pages."""
        word = instruction.strip().split(" ")[0].upper()
        size = _points(self._font(runs[0], paragraph, "size")) if runs else 0
        number = {"PAGE": "counter(page).display()", "NUMPAGES": "counter(page).final().first()"}.get(word, "[]")
        return f"#text(size: {size or 12.0}pt)[#context {number}]"

    def _run(self, run: Run, paragraph: Paragraph) -> str:
        text = run.text
        if not text:
            return ""
        options = [
            *(['weight: "bold"'] if self._font(run, paragraph, "bold") else []),
            *(['style: "italic"'] if self._font(run, paragraph, "italic") else []),
        ]
        size = self._font(run, paragraph, "size")
        if size is not None:
            options.append(f"size: {_points(size)}pt")
        if self._font(run, paragraph, "all_caps"):
            text = text.upper()
        most = max(4, int(self._room / ((_points(size) or 12.0) * _WIDE)))
        lines = [[_breakable(piece, most) for piece in line.split("\t")] for line in text.split("\n")]
        pieces = [[f"#text({', '.join([*options, _text(piece)])})" if piece else "" for piece in line] for line in lines]
        shown = "#linebreak()".join(_TAB.join(line) for line in pieces)
        if self._font(run, paragraph, "underline"):
            shown = f"#underline[{shown}]"
        return f'#highlight(fill: rgb("#fff3a3"))[{shown}]' if run.font.highlight_color is not None else shown

    # ---- tables

    def _table(self, table: Table) -> Iterator[str]:
        rows = table.rows
        grid = table._element.find(_name("w:tblGrid"))
        widths = [max(int(each.get(_name("w:w")) or 1), 1) for each in grid if each.tag == _name("w:gridCol")] if grid is not None else []
        if not rows or not widths:
            return
        columns = ", ".join(f"{width}fr" for width in widths)
        marked = bool(rows) and rows[0]._tr.find(f"{_name('w:trPr')}/{_name('w:tblHeader')}") is not None
        style = self._styles.get(table._element.tblPr.style or "")
        lined = style is not None and style.name == "Table Grid"
        kind = "table" if marked else "grid"
        cells: list[str] = []
        for place, row in enumerate(rows):
            made, at = "", 0
            for cell, span in _spans(row.cells):
                share = sum(widths[at : at + span]) / sum(widths)
                made += f"{', ' if made else ''}{self._cell(cell, span, share, lined, kind)}"
                at += span
            cells.append(f"table.header({made})" if marked and place == 0 else made)
        inset, around = _inset(table)
        heights = ", ".join(_height(row) for row in rows)
        shape = f"columns: ({columns},), rows: ({heights},), stroke: {'0.5pt' if lined else 'none'}, inset: {inset}"
        body = f"#set par.line(numbering: none)\n#{kind}({shape},\n{', '.join(cells)})"
        yield f"#block(above: {around}, below: {around}, width: 100%)[{body}]"

    def _cell(self, cell: _Cell, span: int, share: float, lined: bool, kind: str) -> str:
        room, self._room = self._room, self._room * share - 2 * _INSET
        body = "\n".join(self._blocks(cell.iter_inner_content()))
        self._room = room
        options = [f"colspan: {span}"] if span > 1 else []
        borders = cell._tc.find(f"{_name('w:tcPr')}/{_name('w:tcBorders')}")
        if borders is not None and not lined:
            found = ((side, borders.find(_name(f"w:{word}"))) for word, side in _SIDES.items())
            drawn = [f"{side}: 0.7pt" for side, each in found if each is not None and each.get(_name("w:val")) not in (None, "nil", "none")]
            if drawn:
                options.append(f"stroke: ({', '.join(dict.fromkeys(drawn))})")
        return f"{kind}.cell({', '.join(options)})[{body}]" if options else f"[{body}]"


def _frame(paragraph: Paragraph) -> dict[str, str] | None:
    """What Word says of the frame that a paragraph is in."""
    found = paragraph._element.find(f"{_name('w:pPr')}/{_name('w:framePr')}")
    return dict(found.attrib) if found is not None else None


def _inset(table: Table) -> tuple[str, str]:
    """The space in the cells of a table and around it: what the table itself says, else enough to read it well."""
    margins = table._element.tblPr.find(_name("w:tblCellMar"))
    if margins is None:
        return f"{_INSET}pt", "6pt"
    found: dict[str, str] = {}
    for word, side in _SIDES.items():
        width = margins.find(_name(f"w:{word}"))
        if width is not None:
            found[side] = f"{side}: {int(width.get(_name('w:w')) or 0) / 20}pt"
    return f"({', '.join(found.values())})", "0pt"


def _height(row: _Row) -> str:
    """The height of a row: fixed where the document fixes it."""
    return f"{_points(row.height)}pt" if row.height is not None and row.height_rule == _FIXED_ROW else "auto"


def _leading(spacing: Any) -> float:
    """The space between two lines, in ems, for a line spacing of Word's: a number of lines, or a fixed length."""
    if spacing is None:
        return 0.55
    if hasattr(spacing, "pt"):
        return max(0.3, float(spacing.pt) / 12.0 - 0.65)
    return max(0.4, float(spacing) * 1.2 - 0.65)


def _spans(cells: Iterable[_Cell]) -> list[tuple[_Cell, int]]:
    """Each cell of a row once, with how many columns it takes."""
    found: list[tuple[_Cell, int]] = []
    for cell in cells:
        if found and found[-1][0]._tc is cell._tc:
            found[-1] = (cell, found[-1][1] + 1)
        else:
            found.append((cell, 1))
    return found
