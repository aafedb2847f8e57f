"""Official fillable forms: each field filled from a filing's values, read back, and what does not fit put on an addendum in full.

A form's entry in ``packet.toml`` says what goes where: ``fields`` hold texts with the same tags as the templates, ``boxes`` conditions,
``rows`` the columns of its table of charges. A signature is never filled in.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final

from attrs import frozen

from unburden.errors import InputError, LawError, Problem, nearest
from unburden.papers import blanks
from unburden.papers.docx import needs_libraries
from unburden.papers.packets import Form

if TYPE_CHECKING:
    from pypdf import PdfReader, PdfWriter

#: Sizes of letters that are tried, in points; one that is smaller cannot be read well.
_SIZES: Final = (10, 9, 8, 7)
_PADDING: Final = 4.0
#: From one line to the next, in letter sizes.
_LEADING: Final = 1.2
#: The flag of a field of several lines.
_SEVERAL_LINES: Final = 1 << 12
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
        LawError: the form cannot be opened, or its entry names a field that the form does not have, or a value that there is not.
    """
    try:
        from pypdf import PdfReader, PdfWriter
        from pypdf.generic import NameObject
    except ImportError:
        raise InputError(needs_libraries()) from None
    try:
        writer = PdfWriter(clone_from=PdfReader(form.file))
        # A form of Adobe's own kind (XFA) and its usage rights hide the fields that everybody can fill.
        root = writer.root_object
        root.pop(NameObject("/Perms"), None)
        acroform: Any = root["/AcroForm"].get_object()
        acroform.pop(NameObject("/XFA"), None)
        widgets = _widgets(writer)
    except Exception as error:  # a file from outside; the library complains of it in a dozen ways
        message = f"the form {form.number} is no PDF that can be filled in: {error}"
        raise LawError(Problem("template", message, file=str(form.file))) from None
    texts, boxes = _asked(form, values)
    for name in (*texts, *boxes):
        if name not in widgets:
            hint = nearest(name, widgets)
            raise LawError(Problem("unknown-field", f"the form {form.number} has no field {name}{hint}", file=str(form.file)))
        states = {_state(each) for each in widgets[name]} if _of(widgets[name][0], "/FT", "") == "/Btn" else set()
        if len(states) != (name in boxes):
            kind = "a choice of several boxes" if len(states) > 1 else "a box" if states else "no box"
            raise LawError(Problem("unknown-field", f"the field {name} of the form {form.number} is {kind}", file=str(form.file)))
    return _filled(form, writer, widgets, texts, boxes)


def holds(form: Form, test: str, values: Mapping[str, Any]) -> bool:
    """Whether an expression of a form's entry holds; an empty one does.

    Raises:
        LawError: it names a value that there is not, or is no expression.
    """
    from jinja2 import StrictUndefined
    from jinja2.sandbox import SandboxedEnvironment

    try:
        return not test or bool(SandboxedEnvironment(undefined=StrictUndefined).compile_expression(test, undefined_to_none=False)(**values))
    except Exception as error:  # whatever an expression does wrong is a mistake of the form's entry
        raise LawError(Problem("template", f"“{test}” of the form {form.number} cannot be decided: {error}")) from None


def _asked(form: Form, values: Mapping[str, Any]) -> tuple[dict[str, str], dict[str, bool]]:
    """What goes into each field, and which boxes are ticked."""
    from jinja2 import StrictUndefined
    from jinja2.sandbox import SandboxedEnvironment

    sandbox = SandboxedEnvironment(undefined=StrictUndefined)
    entries: Sequence[Mapping[str, Any]] = values["entries"]
    known = {**values, "overflow": 0 < len(form.row_numbers) < len(entries)}
    texts: dict[str, str] = {}
    try:
        for name, text in form.fields.items():
            texts[name] = sandbox.from_string(text).render(known).strip()
        for number, entry in zip(form.row_numbers, entries, strict=False):
            for name, text in form.rows.items():
                texts[name.replace("{n}", number)] = sandbox.from_string(text).render({**known, "e": entry}).strip()
        boxes = {name: bool(sandbox.compile_expression(test, undefined_to_none=False)(**known)) for name, test in form.boxes.items()}
    except Exception as error:  # as above
        raise LawError(Problem("template", f"the form {form.number} cannot be filled in: {error}", file=str(form.file))) from None
    return texts, boxes


def _widgets(writer: PdfWriter) -> dict[str, list[Any]]:
    """The places of each field on the pages, by its full name."""
    found: dict[str, list[Any]] = {}
    for page in writer.pages:
        for annotation in page.get("/Annots", ()):
            widget = annotation.get_object()
            found.setdefault(_full_name(widget), []).append(widget)
    return found


def _filled(
    form: Form, writer: PdfWriter, widgets: Mapping[str, Sequence[Any]], texts: Mapping[str, str], boxes: Mapping[str, bool]
) -> Filled:
    from pypdf import PdfReader
    from pypdf.generic import NameObject, TextStringObject

    addendum: list[tuple[str, str]] = []
    missing: list[str] = []
    put: dict[str, str] = {}
    drawn: dict[str, str | tuple[str, str, float]] = {}
    for name, mine in widgets.items():
        if name in texts:
            missing += blanks.names(texts[name])
            shown = "" if blanks.OPEN in texts[name] and not _rest(texts[name]) else blanks.printed(texts[name])
            put[name], lines, size = _fitted(min(mine, key=_area), shown, _label(mine[0], name), addendum)
            drawn[name] = ("\n".join(lines), "/Helv", size)
            # A program that draws the field anew keeps the size.
            for widget in mine:
                widget[NameObject("/DA")] = TextStringObject(f"/Helv {size:g} Tf 0 g")
        elif name in boxes:
            put[name] = drawn[name] = _state(mine[0]) if boxes[name] else "/Off"
    for page in writer.pages:
        writer.update_page_form_field_values(page, drawn, auto_regenerate=False)
    # A field of several lines is drawn in lines, and holds the text without them.
    for name in texts:
        for widget in widgets[name]:
            holder = widget if "/V" in widget else widget["/Parent"].get_object()
            holder[NameObject("/V")] = TextStringObject(put[name])
    # Every field is drawn already, as wide as its text was measured; nobody need draw it anew.
    writer.set_need_appearances_writer(False)
    writer.metadata = None
    out = io.BytesIO()
    writer.write(out)
    data = out.getvalue()
    return Filled(data, tuple(addendum), tuple(missing), tuple(_read_back(form, PdfReader(io.BytesIO(data)), put)))


def _label(widget: Any, name: str) -> str:
    """What to call a field: its tooltip, else its own name in words."""
    own = name.rpartition(".")[2].partition("[")[0]
    return str(widget.get("/TU") or " ".join(re.findall(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])|[0-9]+", own)) or name)


def _rest(text: str) -> str:
    return "".join(piece for piece, is_blank in blanks.pieces(text) if not is_blank).strip(" ,;")


def _fitted(widget: Any, text: str, label: str, addendum: list[tuple[str, str]]) -> tuple[str, list[str], float]:
    """A text as its field holds it, its lines, and the largest letters in which it fits; what does not fit goes on the addendum."""
    longest, flags = int(_of(widget, "/MaxLen", 10_000)), int(_of(widget, "/Ff", 0))
    if not flags & _SEVERAL_LINES:
        text = " ".join(text.split())
    width, height = _size(widget)
    if _plain(text) and len(text) <= longest:
        for size in _SIZES:
            lines = _lines(text, width / size) if flags & _SEVERAL_LINES else [text]
            room = max(1, int(height / (size * _LEADING)))
            if len(lines) <= room and all(_width(line) * size <= width for line in lines):
                return text, lines, float(size)
    addendum.append((label, text))
    reference = SEE.format(len(addendum))
    if _width(reference) * _SIZES[-1] > width or len(reference) > longest:
        reference = "*"
    return reference, [reference], float(_SIZES[-1])


def _of(widget: Any, key: str, default: Any) -> Any:
    """What a field or one that it is part of says."""
    while widget is not None:
        if key in widget:
            return widget[key]
        widget = widget["/Parent"].get_object() if "/Parent" in widget else None
    return default


def _size(widget: Any) -> tuple[float, float]:
    """The width and the height inside a field, in points."""
    left, bottom, right, top = (float(each) for each in widget["/Rect"])
    return abs(right - left) - _PADDING, abs(top - bottom) - _PADDING / 2


def _area(widget: Any) -> float:
    width, height = _size(widget)
    return width * height


def _plain(text: str) -> bool:
    """Whether Helvetica has every letter, as every program that shows forms knows it."""
    try:
        text.encode("cp1252")
    except UnicodeEncodeError:
        return False
    return all(each.isprintable() or each in "\n\xa0" for each in text)


def _lines(text: str, width: float) -> list[str]:
    """A text broken into lines of a width, between words; a word that is wider has a line of its own."""
    found: list[str] = []
    for part in text.split("\n"):
        line = ""
        for word in part.split():
            longer = f"{line} {word}" if line else word
            if line and _width(longer) > width:
                found.append(line)
                longer = word
            line = longer
        found.append(line)
    return found


def _width(text: str) -> float:
    """A width that Helvetica stays under, in letter sizes."""
    return sum(map(_letter, text))


def _letter(letter: str) -> float:
    if letter in " .,;:'|!ijltfI()[]-/":
        return 0.34
    if letter in "WMm@%" or (not letter.isascii() and not letter.isalpha()) or letter in "ÆŒæœ":
        return 1.02
    if letter.isalnum():
        return 0.78 if letter.isupper() or letter == "w" else 0.57 if letter.isascii() else 0.62
    return 0.68


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


def _read_back(form: Form, reader: PdfReader, put: Mapping[str, str]) -> Iterator[Problem]:
    """What a form holds now is compared with what was put into it."""
    fields = reader.get_fields() or {}
    for name, wanted in put.items():
        found = str(fields[name].get("/V", "")) if name in fields else ""
        if (found or ("/Off" if wanted == "/Off" else "")) != wanted:
            yield Problem("not-filled", f"the field {name} of {form.number} holds “{found}”, not “{wanted}”; fill it in by hand")
