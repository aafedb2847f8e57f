"""Official fillable forms: each field filled from a filing's values, read back, and what does not fit put on an addendum in full.

A form's entry in ``packet.toml`` says what goes where: ``fields`` hold texts with the same tags as the templates, ``boxes`` conditions,
``rows`` the columns of its table of charges. A signature is never filled in.
"""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final

from attrs import frozen

from unburden.errors import InputError, LawError, Problem
from unburden.papers import blanks
from unburden.papers.docx import needs_libraries
from unburden.papers.packets import Form

if TYPE_CHECKING:
    from pypdf import PdfReader, PdfWriter

#: Sizes of letters that are tried, in points; one that is smaller cannot be read well.
_SIZES: Final = (10, 9, 8, 7)
_PADDING: Final = 4.0
#: What stands in a field whose text is on the addendum.
SEE: Final = "See addendum, item {}"


@frozen
class Filled:
    """A filled form: the file, what did not fit (label, text), the blanks left in it, and what went wrong."""

    data: bytes
    addendum: tuple[tuple[str, str], ...]
    missing: tuple[str, ...]
    problems: tuple[Problem, ...]


def fill_form(form: Form, values: Mapping[str, Any]) -> Filled:
    """Fill in an official form.

    Raises:
        InputError: the libraries are not installed.
        LawError: the form's entry names a field that the form does not have, or a value that there is not.
    """
    try:
        from pypdf import PdfReader, PdfWriter
        from pypdf.generic import NameObject
    except ImportError:
        raise InputError(needs_libraries()) from None
    writer = PdfWriter(clone_from=PdfReader(form.file))
    # A form of Adobe's own kind (XFA) and its usage rights hide the fields that everybody can fill.
    root = writer.root_object
    root.pop(NameObject("/Perms"), None)
    acroform: Any = root["/AcroForm"].get_object()
    acroform.pop(NameObject("/XFA"), None)
    fields = writer.get_fields() or {}
    texts, boxes = _asked(form, values)
    for name in (*texts, *boxes):
        if name not in fields:
            raise LawError(Problem("unknown-field", f"the form {form.number} has no field {name}", file=str(form.file)))
    return _filled(form, writer, texts, boxes)


def _asked(form: Form, values: Mapping[str, Any]) -> tuple[dict[str, str], dict[str, bool]]:
    """What goes into each field, and which boxes are ticked."""
    from jinja2 import StrictUndefined, TemplateError
    from jinja2.sandbox import SandboxedEnvironment

    sandbox = SandboxedEnvironment(undefined=StrictUndefined)
    entries: Sequence[Mapping[str, Any]] = values["entries"]
    more = len(entries) - len(form.row_numbers)
    known = {**values, "overflow": more > 0}
    texts: dict[str, str] = {}
    try:
        for name, text in form.fields.items():
            texts[name] = sandbox.from_string(text).render(known).strip()
        for number, entry in zip(form.row_numbers, entries, strict=False):
            for name, text in form.rows.items():
                texts[name.replace("{n}", number)] = sandbox.from_string(text).render({**known, "e": entry}).strip()
        boxes = {name: bool(sandbox.compile_expression(test, undefined_to_none=False)(**known)) for name, test in form.boxes.items()}
    except TemplateError as error:
        raise LawError(Problem("template", f"the form {form.number} cannot be filled in: {error.message}", file=str(form.file))) from None
    return texts, boxes


def _filled(form: Form, writer: PdfWriter, texts: Mapping[str, str], boxes: Mapping[str, bool]) -> Filled:
    from pypdf import PdfReader

    addendum: list[tuple[str, str]] = []
    missing: list[str] = []
    put: dict[str, str | tuple[str, str, float]] = {}
    labels: dict[str, str] = {}
    for page in writer.pages:
        for annotation in page.get("/Annots", ()):
            widget = annotation.get_object()
            name = _full_name(widget)
            if name in texts:
                labels[name] = str(widget.get("/TU") or name)
                text = texts[name]
                missing += blanks.names(text)
                shown = "" if blanks.OPEN in text and not _rest(text) else blanks.printed(text)
                put[name] = _fitted(widget, shown, labels[name], addendum)
            elif name in boxes:
                put[name] = _state(widget) if boxes[name] else "/Off"
    for page in writer.pages:
        writer.update_page_form_field_values(page, put, auto_regenerate=False)
    writer.set_need_appearances_writer(True)
    writer.metadata = None
    out = io.BytesIO()
    writer.write(out)
    data = out.getvalue()
    return Filled(data, tuple(addendum), tuple(missing), tuple(_read_back(form, PdfReader(io.BytesIO(data)), put)))


def _rest(text: str) -> str:
    return "".join(piece for piece, is_blank in blanks.pieces(text) if not is_blank).strip(" ,;")


def _fitted(widget: Any, text: str, label: str, addendum: list[tuple[str, str]]) -> tuple[str, str, float]:
    """A text with the largest letters in which it fits its field; what does not fit goes on the addendum."""
    parent = widget.get("/Parent")
    own = [widget, parent.get_object()] if parent is not None else [widget]
    longest = next((int(each["/MaxLen"]) for each in own if "/MaxLen" in each), 10_000)
    flags = next((int(each["/Ff"]) for each in own if "/Ff" in each), 0)
    left, bottom, right, top = (float(each) for each in widget["/Rect"])
    width, height = abs(right - left) - _PADDING, abs(top - bottom) - _PADDING / 2
    plain = all(ord(letter) < 256 for letter in text)
    for size in _SIZES:
        lines = max(1, int(height / (size * 1.15))) if flags & 4096 else 1
        if plain and len(text) <= longest and _width(text, size) <= width * lines * (1 if lines == 1 else 0.9):
            return text, "/Helv", float(size)
    addendum.append((label, text))
    reference = SEE.format(len(addendum))
    return (reference if _width(reference, _SIZES[-1]) <= width and len(reference) <= longest else "*", "/Helv", float(_SIZES[-1]))


def _width(text: str, size: float) -> float:
    """A width that Helvetica stays under, in points."""
    return size * sum(
        0.3 if letter in " .,;:'|!ijltfI()[]-/" else 0.95 if letter in "WMmw@%" else 0.78 if letter.isupper() else 0.56 for letter in text
    )


def _state(widget: Any) -> str:
    """The name of a box's ticked state."""
    normal = widget["/AP"]["/N"].get_object() if "/AP" in widget else {}
    return next((str(each) for each in normal if each != "/Off"), "/Yes")


def _full_name(widget: Any) -> str:
    parts: list[str] = []
    while widget is not None:
        if "/T" in widget:
            parts.append(str(widget["/T"]))
        parent = widget.get("/Parent")
        widget = parent.get_object() if parent is not None else None
    return ".".join(reversed(parts))


def _read_back(form: Form, reader: PdfReader, put: Mapping[str, str | tuple[str, str, float]]) -> Iterator[Problem]:
    """What a form holds now is compared with what was put into it."""
    fields = reader.get_fields() or {}
    for name, value in put.items():
        wanted = value if isinstance(value, str) else value[0]
        found = str(fields[name].get("/V", "")) if name in fields else ""
        if (found or ("/Off" if wanted == "/Off" else "")) != wanted:
            yield Problem("not-filled", f"the field {name} of {form.number} holds “{found}”, not “{wanted}”; fill it in by hand")
