"""Word documents from templates that an attorney can edit in a word processor: filled in, blanks made visible, nothing private left in.

A template is a body (``motion.docx``) set into stationery (``court.docx``: page, caption, footer). Both hold Jinja tags as docxtpl
knows them; they are run in Jinja's sandbox. A filled document carries no author, no date and no trace of the machine.
"""

from __future__ import annotations

import io
import re
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
#: Characters that XML cannot hold, that turn or hide the text around them, or that are private, but those around a blank.
_FORBIDDEN: Final = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ud800-\udfff\ue002-\uf8ff\ufeff\ufffe\uffff]"
)
#: Where stationery takes in a body.
_BODY: Final = re.compile(r"\{\{p\s+body\s*\}\}")
#: The longest title that a document's properties hold.
_LONGEST: Final = 255
#: The properties of a filled document: no author, no day of this machine.
_CORE: Final = (
    "<?xml version='1.0' encoding='UTF-8' standalone='yes'?>\n"
    '<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties"'
    ' xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/"'
    ' xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"><dc:title>{title}</dc:title><dc:creator/><cp:lastModifiedBy/>'
    '<cp:revision>1</cp:revision><dcterms:created xsi:type="dcterms:W3CDTF">1980-01-01T00:00:00Z</dcterms:created>'
    '<dcterms:modified xsi:type="dcterms:W3CDTF">1980-01-01T00:00:00Z</dcterms:modified><dc:language>{lang}-US</dc:language>'
    "</cp:coreProperties>"
)
#: Relations of a part that lead to people, to an office's own data, or to a file of the machine that a template was written on.
_TRACES: Final = ("people", "customXml", "attachedTemplate")


def fill(body: Path, stationery: Path, values: Mapping[str, Any], title: str, lang: str = "en") -> bytes:
    """A filled document.

    Args:
        body: the template of the paper.
        stationery: the template that it is set into, at its paragraph ``{{p body }}``.
        values: what the tags name; text is put in as text, whatever is in it.
        title: the document's title, which readers of the file and screen readers see.
        lang: its language, ``en`` or ``es``, by which a screen reader speaks it.

    Raises:
        InputError: the libraries are not installed.
        LawError: a template names a value that there is not, is no document, or is stationery without a place for a body.
    """
    known = _safe(values)
    inner = _rendered(body, _opened(body), known)
    outer = _opened(stationery)
    if not any(_BODY.search(each.text) for each in paragraphs(outer.docx)):
        raise LawError(Problem("no-body", "this stationery has no paragraph {{p body }} that a paper could stand in", file=str(stationery)))
    filled = _rendered(stationery, outer, {**known, "body": outer.new_subdoc(io.BytesIO(inner))})
    return _finished(filled, title, lang)


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


def _opened(path: Path) -> Any:
    """A template, read."""
    try:
        from docxtpl import DocxTemplate
    except ImportError:
        raise InputError(needs_libraries()) from None
    template = DocxTemplate(io.BytesIO(_read(path)))
    try:
        template.init_docx()
    except Exception as error:  # a file from outside; the libraries complain of it in a dozen ways
        raise LawError(Problem("template", f"this is no Word document that can be filled in: {error}", file=str(path))) from None
    return template


def _rendered(path: Path, template: Any, values: Mapping[str, Any]) -> bytes:
    from jinja2 import StrictUndefined
    from jinja2.sandbox import SandboxedEnvironment

    out = io.BytesIO()
    try:
        template.render(values, SandboxedEnvironment(undefined=StrictUndefined), autoescape=True)
        template.save(out)
    except Exception as error:  # whatever a template's own tags do wrong is a mistake of the template
        raise LawError(Problem("template", f"this template cannot be filled in: {error}", file=str(path))) from None
    return out.getvalue()


def _safe(value: Any) -> Any:
    """Values whose text is what it looks like, and what XML can hold."""
    if isinstance(value, str):
        # A section sign stays with its number.
        return _FORBIDDEN.sub("", value).replace("§ ", "§\u00a0")
    if isinstance(value, Mapping):
        return {name: _safe(each) for name, each in value.items()}
    return [_safe(each) for each in value] if isinstance(value, list | tuple) else value


def _finished(data: bytes, title: str, lang: str) -> bytes:
    import docx

    document = docx.Document(io.BytesIO(data))
    for paragraph in paragraphs(document):
        _show_blanks(paragraph)
    _anonymous(document, title, lang)
    out = io.BytesIO()
    document.save(out)
    return _timeless(out.getvalue())


def paragraphs(document: Document) -> list[Paragraph]:
    """Every paragraph: of the body, of its tables and text boxes, of headers, footers and notes."""
    from docx.opc.part import XmlPart
    from docx.oxml.ns import qn
    from docx.text.paragraph import Paragraph

    parts = [each for each in document.part.package.iter_parts() if isinstance(each, XmlPart)]
    return [Paragraph(each, part) for part in parts for each in part.element.iter(qn("w:p"))]


def _show_blanks(paragraph: Paragraph) -> None:
    """Give each blank of a paragraph a run of its own, marked in yellow."""
    from docx.enum.text import WD_COLOR_INDEX
    from docx.oxml.ns import qn
    from docx.text.run import Run

    # A run may stand in a link or in a field that Word's user fills in.
    for run in [Run(each, paragraph) for each in paragraph._element.iter(qn("w:r"))]:
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


def _anonymous(document: Document, title: str, lang: str) -> None:
    """Take out who wrote the template and when, and give the document its title."""
    from html import escape

    from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
    from docx.opc.packuri import PackURI
    from docx.opc.part import Part, XmlPart
    from docx.oxml.ns import nsmap, qn

    package = document.part.package
    assert package is not None
    for key in [key for key, each in package.rels.items() if each.reltype != RELATIONSHIP_TYPE.OFFICE_DOCUMENT]:
        del package.rels[key]
    # Written by hand: docxcompose gives python-docx's prefix of these properties another meaning.
    core = _CORE.format(title=escape(_safe(title)[:_LONGEST]), lang=lang).encode()
    properties = Part(PackURI("/docProps/core.xml"), CONTENT_TYPE.OPC_CORE_PROPERTIES, core, package)
    package.relate_to(properties, RELATIONSHIP_TYPE.CORE_PROPERTIES)
    for part in list(package.iter_parts()):
        for key in [key for key, each in part.rels.items() if each.reltype.rpartition("/")[2] in _TRACES]:
            del part.rels[key]
        if isinstance(part, XmlPart):
            tree = part.element.getroottree()
            for each in tree.xpath("//w:docDefaults//w:lang", namespaces=nsmap):
                each.set(qn("w:val"), f"{lang}-US")
            for each in tree.xpath("//w:rsids | //w:attachedTemplate", namespaces=nsmap):
                each.getparent().remove(each)
            for each in tree.xpath("//*[@w:author]", namespaces=nsmap):
                each.set(qn("w:author"), "")
                each.attrib.pop(qn("w:initials"), None)
                each.attrib.pop(qn("w:date"), None)


def _timeless(data: bytes) -> bytes:
    """The same package without the times at which its parts were written."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for each in old.infolist():
            info = zipfile.ZipInfo(each.filename, _NO_TIME)
            info.compress_type = zipfile.ZIP_DEFLATED
            new.writestr(info, old.read(each.filename))
    return out.getvalue()
