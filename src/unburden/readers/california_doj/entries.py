"""What the lines of a California DOJ rap sheet say, before anything is joined: sheets, cycles of events, counts, and words."""

from __future__ import annotations

import re
from typing import Final
from unicodedata import normalize

from attrs import define, field

from unburden.calendar import parse_day
from unburden.record import SetAside, Span, Unread

#: Events that are no charges; all their words are kept together.
APART: Final = frozenset(("registration", "applicant", "deceased", "mental health", "interstate"))

#: Letters that are misread digits.
AS_DIGIT: Final = str.maketrans("OQILZSB", "0011258")
_WORDS: Final = re.compile(r"[^A-Z0-9]+")
_SECTION: Final = re.compile(r"(?:\d{1,2} )?[\d.]+[A-Z]?")


@define
class Said:
    """Words with where they stand, and the day of the update that they stand under, if they do."""

    words: str
    span: Span
    day: str | None = None
    update: bool = False
    day_span: Span | None = None


@define
class Count:
    """One numbered count of an event, or a range of counts that share all words."""

    span: Span
    numbers: tuple[int, ...] = (1,)
    case_number: str | None = None
    case_span: Span | None = None
    statute: str | None = None
    description: str | None = None
    statute_span: Span | None = None
    description_span: Span | None = None
    toc: str | None = None
    toc_span: Span | None = None
    attempted: bool = False
    flags: list[str] = field(factory=list)
    link: str | None = None  # the number of the court's case that a prison or an agency names
    dispositions: list[Said] = field(factory=list)
    statuses: list[Said] = field(factory=list)
    sentence: list[Said] = field(factory=list)


@define
class Event:
    """What one agency did on one day: its kind, its heading as printed, and its counts."""

    kind: str
    heading: str
    span: Span
    date: str | None = None
    date_span: Span | None = None
    agency: str = ""
    toc: str | None = None
    toc_span: Span | None = None
    counts: list[Count] = field(factory=list)
    words: list[str] = field(factory=list)


@define
class Sheet:
    """One rap sheet: whose it is, its cycles, and what was not understood."""

    names: list[str] = field(factory=list)
    births: list[str] = field(factory=list)
    numbers: list[str] = field(factory=list)
    spans: dict[str, Span] = field(factory=dict)
    flags: list[SetAside] = field(factory=list)
    cycles: list[list[Event]] = field(factory=list)
    unread: list[Unread] = field(factory=list)
    doubtful: bool = False  # whether it was read from a picture of which words were hard to read


def exact(count: Count) -> str:
    """The whole statute of a count, without the mark of an attempt."""
    return (count.statute or "").replace(" ", "").removeprefix("664/")


def described(count: Count) -> str:
    """The words of a count, without marks."""
    return _WORDS.sub(" ", count.description or "").strip()


def section(count: Count) -> str:
    """The section of a count's statute, without its subdivisions."""
    match = _SECTION.match((count.statute or "").removeprefix("664/"))
    return match[0] if match else ""


def plain(text: str) -> str:
    """A line in capitals without accents, odd spaces and control characters."""
    if not text.isascii():
        text = "".join(char for char in normalize("NFKD", text) if char.isascii() or char in "“”–—")
    return " ".join(text.upper().split())


def iso_day(digits: str) -> str | None:
    """``19840918`` as ``1984-09-18``; `None` for what is no day of the calendar."""
    text = f"{digits[:4]}-{digits[4:6]}-{digits[6:]}"
    return text if len(digits) == 8 and digits.isdigit() and parse_day(text) else None
