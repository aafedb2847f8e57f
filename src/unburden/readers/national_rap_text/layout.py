"""The layout of the national rap sheet's text: labelled fields of a cycle, gathered to sections and charges.

A label stands in the first 24 columns, right-aligned inside a charge; its value may be empty or run on, and a label too
long for its column goes on in the next line. Where an extraction has folded the columns away, labels are known by their words.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from typing import Final

from attrs import define, field

from unburden.readers import Source

#: No line and no value of a rap sheet is longer; what is, is shown unread. It bounds the work on hostile text.
LONGEST: Final = 2000

#: Width of the label column.
COLUMN: Final = 24
#: Labels whose value is prose that may run on; what else follows such a value without a label belongs to it.
_PROSE: Final = ("charge literal", "charge description", "statute", "disposition", "sentence", "correction action", "comment(s)")
#: The label that opens a section of a cycle → what the section is about.
_SECTIONS: Final = {
    "arrest": "arrested",
    "arrest date": "arrested",
    "prosecutor disposition": "filed",
    "court disposition": "disposed",
    "sentencing": "sentence",
    "corrections": "corrections",
    "custody": "corrections",
    "supervision": "corrections",
}
_ALIASES: Final = {"comment": "comment(s)", "comments": "comment(s)", "sentencing date": "sentence date"}
_OTHER_LABELS: Final = (
    *("charge", "charge number", "charge tracking number", "charge case number", "charge sequence number", "charge literal"),
    *("charge description", "statute", "severity", "ncic offense code", "state offense code", "counts", "offense date"),
    *("inchoate charge", "enhancing factor", "reducing factor", "disposition", "disposition date", "final disposition date"),
    *("arrest case number", "arresting agency", "arrest type", "offender id number", "subject name(s)", "subject's name"),
    *("tracking number", "cycle tracking number", "earliest event date", "incident date", "prosecutor case number", "prosecutor agency"),
    *("court case number", "court agency", "sentencing agency", "sentence", "sentence date", "corrections agency", "custody agency"),
    *("supervision agency", "correctional id number", "correction action", "agency", "comment(s)"),
)
_LABELS: Final = frozenset((*_SECTIONS, *_ALIASES, *_OTHER_LABELS))
_FOLDED_LABEL: Final = re.compile(
    r" {0,19}(" + "|".join(re.escape(label) for label in sorted(_LABELS, key=len, reverse=True)) + r")(?: +(.*))?$", re.I
)
_RULE: Final = re.compile(r"\s*[-=]{5,}\s*$")
_NUMBERED: Final = re.compile(r" \d{1,4}(?: of \d{1,4})?$", re.I)
_WORD: Final = re.compile(r"[A-Za-z]{3}")
_TWO_COLUMNS: Final = re.compile(r"\S {2,}\S")


#: Line number, its text, and why it was not read.
Skip = Callable[[int, str, str], None]


@define
class Field:
    """One labelled value; the label in lower case."""

    label: str
    value: str
    line: int


@define
class Block:
    """A section of a cycle, or one charge in it: its fields, and for a section its charges."""

    kind: str
    line: int
    fields: list[Field] = field(factory=list)
    charges: list[Block] = field(factory=list)

    def get(self, *labels: str) -> Field | None:
        """The first field of these labels that holds something."""
        return next((each for label in labels for each in self.fields if each.label == label and each.value), None)

    def all(self, label: str) -> list[Field]:
        """Every field of this label that has a value."""
        return [each for each in self.fields if each.label == label and each.value]


def running_heads(source: Source) -> set[int]:
    """The lines that stand at the top or at the foot of two pages or more, without a label: a printed page's own words."""
    if source.page_of(1) is None:
        return set()
    pages: dict[int, list[int]] = {}
    for number, text in enumerate(source.lines, 1):
        if text.strip() and (page := source.page_of(number)):
            pages.setdefault(page, []).append(number)
    times: dict[str, list[int]] = {}
    for lines in pages.values():
        for number in {*lines[:2], *lines[-2:]}:
            text = " ".join(source.lines[number - 1][:LONGEST].split())
            if _WORD.search(text):
                times.setdefault(_NUMBERED.sub("", text), []).append(number)
    repeated = (each for each in times.values() if len({source.page_of(number) for number in each}) > 1)
    return {
        number
        for each in repeated
        for number in each
        if not _RULE.match(source.lines[number - 1]) and not labelled(source.lines[number - 1].expandtabs())[0]
    }


def sections(line: int, body: Sequence[tuple[int, str]], skip: Skip) -> list[Block]:
    """A cycle's lines as its sections; the first block holds what stands before any. What has no label goes to `skip`."""
    blocks = [Block("cycle", line)]
    # A value that runs on is complete only when the next field begins, so all fields are read before any is used.
    for each in list(_fields(body, skip)):
        opened = _SECTIONS.get(each.label)
        if opened and not (each.label == "arrest date" and blocks[-1].kind == "arrested" and not blocks[-1].get("arrest date")):
            blocks.append(Block(opened, each.line))
        here = blocks[-1]
        if each.label == "charge" or (each.label == "charge number" and _opens(here)):
            here.charges.append(Block("charge", each.line, [each]))
        else:
            (here.charges[-1] if here.charges and not opened else here).fields.append(each)
    return blocks


def _opens(section: Block) -> bool:
    """Whether a charge's number begins a charge here: some sheets have no other line that does."""
    last = section.charges[-1] if section.charges else None
    return section.kind in ("arrested", "filed", "disposed") and (last is None or last.get("charge number") is not None)


def _fields(lines: Sequence[tuple[int, str]], skip: Skip) -> Iterator[Field]:
    """The labelled values of a cycle. A dashed line yields nothing and ends what ran on before it."""
    last: Field | None = None
    at = 0
    while at < len(lines):
        number, text = lines[at]
        at += 1
        if _RULE.match(text):
            last = None
            continue
        label, value = labelled(text)
        if at < len(lines) and not (label and value):
            # A label too long for its column goes on in the next line.
            below, rest = lines[at][1][:COLUMN].strip().lower(), lines[at][1][COLUMN:].strip()
            joined = f"{text[:COLUMN].strip().lower()} {below}"
            if joined in _LABELS and not (label and below in _LABELS):
                number = number if text[COLUMN:].strip() else lines[at][0]
                label, value = joined, f"{text[COLUMN:].strip()} {rest}".strip()
                at += 1
        runs_on = not text[: COLUMN - 4].strip() or (last is not None and last.label in _PROSE and not _TWO_COLUMNS.search(text.strip()))
        if label:
            last = Field(_ALIASES.get(label, label), value, number)
            yield last
        elif last and runs_on and len(last.value) < LONGEST and not _complete(last):
            last.value = f"{last.value} {text.strip()}".strip()
        else:
            skip(number, text, "this line of the cycle has no label known here")


def _complete(known: Field) -> bool:
    """Whether nothing more can belong to a value: a date, a number, a section's name, an agency with its number."""
    label = known.label
    ends = label in _SECTIONS or label in ("charge", "counts") or "date" in label or "number" in label
    return bool(known.value) and (ends or (label.endswith("agency") and any(letter.isdigit() for letter in known.value)))


def labelled(text: str) -> tuple[str, str]:
    """The label of a line in lower case and its value; empty where it has none."""
    head, tail = text[:COLUMN].strip().lower(), text[COLUMN:]
    if head in _LABELS and (len(text) <= COLUMN or text[COLUMN - 1] == " "):
        return head, tail.strip()
    if len(text) - len(text.lstrip(" ")) >= COLUMN - 4:
        return "", ""
    if _TWO_COLUMNS.search(text.strip()):
        head, tail = re.split(r" {2,}", text.strip(), maxsplit=1)
        return (head.lower(), tail) if head.lower() in _LABELS else ("", "")
    folded = _FOLDED_LABEL.match(text.strip())
    # Capitals alone are a value that runs on ("CHARGE REDUCED TO ..."): the labels are never printed so.
    if folded is None or folded[1].isupper():
        return "", ""
    label, value = folded[1].lower(), (folded[2] or "").strip()
    opens = label in _SECTIONS and label != "arrest date" and value and not re.match(r"\(|no data", value, re.I)
    return ("", "") if opens or (label == "charge" and not value[:1].isdigit()) else (label, value)
