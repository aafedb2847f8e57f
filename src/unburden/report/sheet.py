"""What a report says, before it is text or a page: every sentence in its language, nothing laid out.

`making.make` turns a `relief.Result` into a `Sheet`. Both layouts read only the sheet, so they say the same. What came
from a record has been through `context.said`; escaping is the layout's.
"""

from __future__ import annotations

from typing import Final

from attrs import frozen

from unburden.calendar import Bounds
from unburden.report.words import Words

#: What becomes of a charge, in the order of the summary.
KINDS: Final = ("now", "if", "limited", "later", "ask", "wait", "none", "done", "unknown")


@frozen
class FactLine:
    """One fact that a condition rests on: its label, its value, where it stands, and the question that would settle it."""

    label: str
    value: str
    source: str = ""
    question: str = ""

    def __str__(self) -> str:
        return f"{self.label} {self.value}" if self.label.endswith(("?", ".", ")")) else f"{self.label}: {self.value}"


@frozen
class Reason:
    """One condition. `mark` is ``yes``, ``if`` (yes, if this is the whole record), ``no``, ``later`` or ``unknown``; `word` says
    it, `limit` on what or from when. `questions` would settle it, those beside which nothing of the record stands.
    `others` names the other charges that it rests on. `routine` marks a yes that rests on the kind of offense alone."""

    mark: str
    word: str
    limit: str
    text: str
    cite: str
    quote: str
    details: tuple[str, ...]
    facts: tuple[FactLine, ...]
    questions: tuple[str, ...]
    others: str
    routine: bool


@frozen
class Option:
    """One law for one charge. `kind` is one of `KINDS`; `law` is its number among the laws, `None` for one that is closed.

    `questions` are the numbers of those that the answer depends on, empty unless all of them are asked in this report.
    """

    law: int | None
    title: str
    citation: str
    effect: str
    kind: str
    answer: str
    questions: tuple[str, ...]
    deadline: str
    contact: str
    reasons: tuple[Reason, ...]


@frozen
class ChargeView:
    """One charge, its one plain answer, and its options: the best, one that would do more, weaker ones, closed ones.

    `apart` tells it from others of its name: place, year and printed statute, as far as they are known.
    """

    number: int
    name: str
    apart: str
    printed: str
    facts: tuple[str, ...]
    ended: str
    source: str
    kind: str
    answer: str
    more: str
    hint: str
    best: Option | None
    stronger: Option | None
    also: tuple[Option, ...]
    closed: tuple[Option, ...]
    information: tuple[Option, ...]


@frozen
class CaseView:
    """One case with its charges. `short` names it where there is little room."""

    heading: str
    short: str
    facts: tuple[str, ...]
    charges: tuple[ChargeView, ...]


@frozen
class Question:
    """One question that can still change an answer. `fact` is its name in a facts file."""

    number: str
    fact: str
    ask: str
    why: str
    about: str
    skipped: bool


@frozen
class Told:
    """Whether and how one party learns of it. `kind` is ``learns``, ``none`` or ``unsaid``."""

    party: str
    how: str
    kind: str


@frozen
class LawView:
    """One law named in the report, with what holds for every charge under it. Notes are pairs of words and citation.

    `leading` marks a law that is a charge's best option, or would do more than that.
    """

    number: int
    title: str
    citation: str
    place: str
    effect: tuple[str, ...]
    court: str
    burden: str
    told: tuple[Told, ...]
    notes: tuple[tuple[str, tuple[tuple[str, str], ...]], ...]
    source: str
    enacted: str
    coverage: str
    confidence: str
    open_questions: tuple[str, ...]
    charges: str
    leading: bool


@frozen
class Entry:
    """Something to look at beside the charges: where it stands, its text, and why it is here."""

    where: str
    text: str
    why: str = ""


@frozen
class Event:
    """A dated event. `lane` is the case's place; `bounds` hold a day that may be known in part only."""

    lane: int
    kind: str
    bounds: Bounds
    text: str
    source: str


@frozen
class Sheet:
    """Everything a report says, in order. `condition` is what answers hang on while the whole-record questions are open."""

    words: Words
    today: int
    person: str
    born: str
    files: tuple[str, ...]
    size: str
    tally: tuple[tuple[str, int, str], ...]
    more_for: str
    whole: tuple[Question, ...]
    condition: str
    cases: tuple[CaseView, ...]
    questions: tuple[Question, ...]
    laws: tuple[LawView, ...]
    definitions: tuple[tuple[str, str], ...]
    events: tuple[Event, ...]
    no_law: tuple[str, ...]
    unread: tuple[Entry, ...]
    set_aside: tuple[Entry, ...]
    disagreements: tuple[Entry, ...]
    problems: tuple[str, ...]
    notes: tuple[str, ...]
