"""Maryland Case Search pages as labelled fields: each prompt with its values, under its headings.

Every page of the site, of whatever court and year, is made of three things: headings (``h5``, ``h6``, or words in italics), spans of class
``FirstColumnPrompt`` or ``Prompt`` (labels), and spans of class ``Value``. A label may have no value, or several.
"""

from __future__ import annotations

import re
from typing import Final

from attrs import define, field

from unburden.readers._html import clean

_TAG: Final = re.compile(
    r"(<(?:!--.*?(?:-->|\Z)|script\b.*?(?:</script\s*>|\Z)|style\b.*?(?:</style\s*>|\Z)|/?[a-z!?][^<>]*+>))", re.S | re.I
)
_SPAN: Final = re.compile(r"<span\b[^<>]*\bclass\s*=\s*[\"']?\s*(FirstColumnPrompt|Prompt|Value)\b", re.I)
_NAME: Final = re.compile(r"</?([a-z][a-z0-9]*)", re.I)
_BLOCK: Final = re.compile(r"<div\b[^<>]*\bAltBodyWindow", re.I)


@define
class Field:
    """A label and its values. `section` and `part` are the headings above it, `block` counts charges and rules between them."""

    section: str
    part: str
    name: str
    at: int
    block: int
    values: list[str] = field(factory=list)

    @property
    def value(self) -> str:
        """The first value that is not empty, or nothing."""
        return next((each for each in self.values if each), "")


def fields_of(text: str) -> list[Field]:
    """Every field of the page in order; values and words without a label have an empty name. The work is linear in the length."""
    found: list[Field] = []
    section = part = ""
    block = at = 0
    kind = ""  # what the text that comes next is: prompt, value, heading, part, or loose
    held: list[tuple[str, int]] = []
    inside: list[str] = []

    def close() -> None:
        nonlocal section, part
        start = held[0][1] if held else at
        said = clean(" ".join(each for each, _ in held))
        held.clear()
        if kind == "prompt":
            found.append(Field(section, part, _label(said), start, block))
        elif kind == "value":
            last = found[-1] if found else None
            if last and last.name and (last.section, last.part, last.block) == (section, part, block):
                last.values.append(said)
            elif said:
                found.append(Field(section, part, "", start, block, [said]))
        elif said and kind == "heading":
            section, part = (said, "") if _top(said) else (section, said)
        elif said and kind == "part":
            part = said
        elif said:
            found.append(Field(section, part, "", start, block, [said]))

    for piece in _TAG.split(text):
        if piece[:1] == "<" and piece[-1:] == ">" and _NAME.match(piece):
            name = _NAME.match(piece)
            tag = name[1].lower() if name else ""
            span = _SPAN.match(piece)
            if span:
                close()
                kind = "value" if span[1].lower() == "value" else "prompt"
            elif piece[1] == "/" and tag == "span":
                close()
                kind = ""
            elif tag in ("h4", "h5", "h6", "i"):
                close()
                opened = piece[1] != "/"
                if opened:
                    inside.append(tag)
                elif inside:
                    inside.pop()
                del inside[8:]
                kind = "" if not inside else "part" if "i" in inside else "heading"
            elif kind in ("", "prompt", "value") and tag in ("div", "hr", "table", "tr", "td", "br", "p", "body"):
                if tag == "br" and kind == "value":
                    held.append((" ", at))
                elif tag != "br":
                    close()
                    kind = ""
            if tag == "hr" or _BLOCK.match(piece):
                block += 1
                part = part if tag == "hr" else ""
        elif piece.strip() and piece[:1] != "<":
            held.append((piece, at + len(piece) - len(piece.lstrip())))
        at += len(piece)
    close()
    return found


def _label(printed: str) -> str:
    return " ".join(printed.replace(":", " ").lower().split())


def _top(heading: str) -> bool:
    """Whether a heading begins a section, not a party or a list inside one."""
    low = heading.lower()
    return low.endswith("information") or low in ("other reference numbers", "document tracking", "docket", "documents")
