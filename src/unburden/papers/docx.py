"""Word documents from templates that an attorney can edit in a word processor: filled in, blanks made visible, nothing private left in.

A template is a body (``motion.docx``) set into stationery (``court.docx``: page, caption, footer). Both hold Jinja tags as docxtpl
knows them; they are run in Jinja's sandbox. A filled document carries no author, no date and no trace of the machine.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from copy import deepcopy
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from unburden.errors import InputError, LawError, Problem
from unburden.papers import blanks

if TYPE_CHECKING:
    from docx.document import Document
    from docx.text.paragraph import Paragraph
    from docx.text.run import Run

#: The zip format knows no earlier day.
_NO_TIME: Final = (1980, 1, 1, 0, 0, 0)
#: Characters that XML cannot hold.
_FORBIDDEN: Final = dict.fromkeys([*range(9), 11, 12, *range(14, 32), 0xFFFE, 0xFFFF])


def fill(body: Path, stationery: Path, values: Mapping[str, Any], title: str) -> bytes:
    """A filled document.

    Args:
        body: the template of the paper.
        stationery: the template that it is set into, at its paragraph ``{{p body }}``.
        values: what the tags name; text is put in as text, whatever is in it.
        title: the document's title, which readers of the file and screen readers see.

    Raises:
        InputError: the libraries are not installed.
        LawError: a template names a value that there is not, or is no document.
    """
    try:
        from docxtpl import DocxTemplate
    except ImportError:
        raise InputError(needs_libraries()) from None
    known = _safe(values)
    inner = _rendered(body, DocxTemplate(io.BytesIO(_read(body))), known)
    outer = DocxTemplate(io.BytesIO(_read(stationery)))
    filled = _rendered(stationery, outer, {**known, "body": outer.new_subdoc(io.BytesIO(inner))})
    return _finished(filled, title)


def needs_libraries() -> Problem:
    """What is said where the libraries for papers are missing."""
    return Problem("no-papers", "drafting papers needs more libraries: pip install 'unburden[papers]', or make papers in a checkout")


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise LawError(
            Problem("cannot-open", f"cannot open this template: {(error.strerror or 'error').lower()}", file=str(path))
        ) from None


def _rendered(path: Path, template: Any, values: Mapping[str, Any]) -> bytes:
    from docx.opc.exceptions import PackageNotFoundError
    from jinja2 import StrictUndefined, TemplateError
    from jinja2.sandbox import SandboxedEnvironment
    from lxml.etree import XMLSyntaxError

    out = io.BytesIO()
    try:
        template.render(values, SandboxedEnvironment(undefined=StrictUndefined), autoescape=True)
        template.save(out)
    except TemplateError as error:
        raise LawError(Problem("template", f"this template cannot be filled in: {error.message}", file=str(path))) from None
    except (PackageNotFoundError, XMLSyntaxError, KeyError, zipfile.BadZipFile, ValueError) as error:
        raise LawError(Problem("template", f"this is no Word document that can be filled in: {error}", file=str(path))) from None
    return out.getvalue()


def _safe(value: Any) -> Any:
    """Values whose text XML can hold."""
    if isinstance(value, str):
        return value.translate(_FORBIDDEN)
    if isinstance(value, Mapping):
        return {name: _safe(each) for name, each in value.items()}
    return [_safe(each) for each in value] if isinstance(value, list | tuple) else value


def _finished(data: bytes, title: str) -> bytes:
    import docx

    document = docx.Document(io.BytesIO(data))
    for paragraph in paragraphs(document):
        if blanks.OPEN in paragraph.text:
            _show_blanks(paragraph)
    _anonymous(document, title)
    out = io.BytesIO()
    document.save(out)
    return _timeless(out.getvalue())


def paragraphs(document: Document) -> list[Paragraph]:
    """Every paragraph: of the body, of its tables, of headers and footers."""
    from docx.oxml.ns import qn
    from docx.text.paragraph import Paragraph

    found = [Paragraph(each, document._body) for each in document.element.body.iter(qn("w:p"))]
    for section in document.sections:
        for part in (section.header, section.footer, section.first_page_header, section.first_page_footer):
            found += [Paragraph(each, part) for each in part._element.iter(qn("w:p"))]
    return found


def _show_blanks(paragraph: Paragraph) -> None:
    """Give each blank of a paragraph a run of its own, marked in yellow."""
    from docx.enum.text import WD_COLOR_INDEX

    for run in list(paragraph.runs):
        if blanks.OPEN not in run.text:
            continue
        last = run
        for piece, is_blank in list(blanks.pieces(run.text)):
            copied = _after(last, run)
            copied.text = piece
            if is_blank:
                copied.font.highlight_color = WD_COLOR_INDEX.YELLOW
            last = copied
        run._element.getparent().remove(run._element)


def _after(last: Run, like: Run) -> Run:
    from docx.text.run import Run

    element = deepcopy(like._element)
    last._element.addnext(element)
    return Run(element, like._parent)


def _anonymous(document: Document, title: str) -> None:
    from datetime import datetime

    core = document.core_properties
    for name in ("author", "last_modified_by", "comments", "category", "content_status", "identifier", "keywords", "subject", "version"):
        setattr(core, name, "")
    core.title, core.language, core.revision = title, "en-US", 1
    core.created = core.modified = core.last_printed = datetime(*_NO_TIME)


def _timeless(data: bytes) -> bytes:
    """The same package without the times at which its parts were written."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for each in old.infolist():
            info = zipfile.ZipInfo(each.filename, _NO_TIME)
            info.compress_type = zipfile.ZIP_DEFLATED
            new.writestr(info, old.read(each.filename))
    return out.getvalue()
