"""What papers need beside the law's facts: who files, where letters go, whose words are used. The ``[papers]`` of a facts file.

docs/papers.md names every key. Nothing here is required: what is missing becomes a visible blank.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any, Final

from attrs import field, frozen

from unburden.errors import InputError, Problem, nearest
from unburden.facts import Answers
from unburden.language import Fact
from unburden.record import Span

#: Characters of one answer; a court paper holds no more.
LONGEST: Final = 4000


@frozen
class Filer:
    """Who signs as attorney: name, number in the state's bar, office, address lines, telephone, e-mail. Empty is unknown."""

    name: str = ""
    number: str = ""
    office: str = ""
    address: tuple[str, ...] = ()
    phone: str = ""
    email: str = ""


@frozen
class CaseDetails:
    """What is known of one case's court and of those who are served: address lines, number in court, a day in court.

    `agency` made the arrest, and `police` is its address.
    """

    number: str = ""
    county: str = ""
    court: str = ""
    court_address: tuple[str, ...] = ()
    prosecutor: tuple[str, ...] = ()
    agency: str = ""
    police: tuple[str, ...] = ()
    hearing: date | None = None
    hearing_time: str = ""
    room: str = ""


@frozen
class Details:
    """What a person told for their papers.

    `initials` stand for the name where a court allows it (`private` asks for that). `says` are their own sentences that a court asks
    for beside the law's conditions, by the packet's key; `words` those on a fact, by the id of a charge (``""``: every charge) and the
    fact; `struck` are the facts that they want left out, by the same key.
    """

    name: str = ""
    address: tuple[str, ...] = ()
    phone: str = ""
    email: str = ""
    initials: str = ""
    private: bool | None = None
    place: str = ""
    filing_day: date | None = None
    attorney: Filer | None = None
    says: Mapping[str, str] = field(factory=dict)
    words: Mapping[tuple[str, str], str] = field(factory=dict)
    struck: frozenset[tuple[str, str]] = frozenset()
    cases: Mapping[str, CaseDetails] = field(factory=dict)


_TEXT, _LINES, _DAY, _TRUTH = "a text", "a text or a list of lines", "a day such as 2026-12-15", "true or false"
_OWN: Final = {
    "name": _TEXT, "address": _LINES, "phone": _TEXT, "email": _TEXT, "initials": _TEXT, "private": _TRUTH, "place": _TEXT,
    "filing_day": _DAY,
}  # fmt: skip
_TABLES: Final = ("attorney", "says", "words", "strike", "case")
_ATTORNEY: Final = {"name": _TEXT, "number": _TEXT, "office": _TEXT, "address": _LINES, "phone": _TEXT, "email": _TEXT}
_CASE: Final = {
    "number": _TEXT, "county": _TEXT, "court": _TEXT, "court_address": _LINES, "prosecutor": _LINES, "agency": _TEXT, "police": _LINES,
    "hearing": _DAY,
    "hearing_time": _TEXT, "room": _TEXT,
}  # fmt: skip


def read_details(
    answers: Answers, facts: Mapping[str, Fact], cases: Iterable[str] = (), charges: Iterable[str] = (), says: Iterable[str] = ()
) -> Details:
    """The ``[papers]`` of a facts file.

    Args:
        answers: what was read from the file.
        facts: the law's facts, for ``[papers.words]`` and ``[papers.strike]``.
        cases: the ids of the record's cases, for ``[papers.case."…"]``.
        charges: the ids of its charges.
        says: the keys of what the packets ask the person to say in their own words.

    Raises:
        InputError: something in it is unknown or of another kind; every mistake with its line.
    """
    reader = _Reader(answers.paper_spans)
    raw = answers.papers
    own = reader.table({key: value for key, value in raw.items() if key not in _TABLES}, _OWN, (), also=_TABLES)
    attorney = reader.table(raw.get("attorney", {}), _ATTORNEY, ("attorney",))
    told: dict[str, CaseDetails] = {}
    known = list(cases)
    for case, table in reader.tables(raw.get("case", {}), ("case",)):
        if case not in known:
            reader.problem("unknown-id", f'no case of this record is called "{case}"{nearest(case, known)}', ("case", case))
        told[case] = CaseDetails(**reader.table(table, _CASE, ("case", case)))
    words = reader.sentences(raw.get("words", {}), facts, list(charges))
    struck = reader.struck(raw.get("strike", {}), facts, list(charges))
    said = reader.table(raw.get("says", {}), dict.fromkeys(says, _TEXT), ("says",))
    if reader.problems:
        raise InputError(reader.problems)
    return Details(**own, attorney=Filer(**attorney) if attorney else None, says=said, words=words, struck=struck, cases=told)


class _Reader:
    def __init__(self, spans: Mapping[tuple[str, ...], Span]) -> None:
        self.spans = spans
        self.problems: list[Problem] = []

    def problem(self, code: str, message: str, where: tuple[str, ...]) -> None:
        span = next((self.spans[where[:end]] for end in range(len(where), -1, -1) if where[:end] in self.spans), None)
        self.problems.append(Problem(code, message, file=span.file if span else None, line=span.line if span else None))

    def tables(self, raw: object, where: tuple[str, ...]) -> list[tuple[str, Any]]:
        if isinstance(raw, Mapping):
            return [(str(name), value) for name, value in raw.items()]
        self.problem("type", f"[papers.{'.'.join(where)}] is not a table", where)
        return []

    def table(self, raw: object, known: Mapping[str, str], where: tuple[str, ...], also: Iterable[str] = ()) -> dict[str, Any]:
        found: dict[str, Any] = {}
        for name, value in self.tables(raw, where):
            at = (*where, name)
            if name not in known:
                self.problem("unknown-key", f"[{'.'.join(('papers', *where))}] has no {name}{nearest(name, [*known, *also])}", at)
                continue
            read = _value(value, known[name])
            if read is None:
                self.problem("type", f"{name} should be {known[name]}", at)
            elif self.fits(name, read, at):
                found[name] = read
        return found

    def fits(self, name: str, value: object, at: tuple[str, ...]) -> bool:
        """Whether a court paper holds it: nothing of an answer is ever cut off."""
        long = len(value) > LONGEST if isinstance(value, str) else isinstance(value, tuple) and sum(map(len, value)) > LONGEST
        if long:
            self.problem("too-long", f"{name} is longer than {LONGEST} characters; a court paper needs something shorter", at)
        return not long

    def sentences(self, raw: object, facts: Mapping[str, Fact], charges: list[str]) -> dict[tuple[str, str], str]:
        found: dict[tuple[str, str], str] = {}
        for owner, name, value, at in self._by_charge(raw, "words", facts, charges):
            text = _value(value, _TEXT)
            if not isinstance(text, str) or not text:
                self.problem("type", f"your words for {name} should be a text", at)
            elif self.fits(name, text, at):
                found[owner, name] = text
        return found

    def struck(self, raw: object, facts: Mapping[str, Fact], charges: list[str]) -> frozenset[tuple[str, str]]:
        found = set()
        for owner, name, value, at in self._by_charge(raw, "strike", facts, charges):
            if not isinstance(value, bool):
                self.problem("type", f"{name} under [papers.strike] should be true or false", at)
            elif value:
                found.add((owner, name))
        return frozenset(found)

    def _by_charge(
        self, raw: object, table: str, facts: Mapping[str, Fact], charges: list[str]
    ) -> list[tuple[str, str, object, tuple[str, ...]]]:
        found: list[tuple[str, str, object, tuple[str, ...]]] = []
        for name, value in self.tables(raw, (table,)):
            if isinstance(value, Mapping):
                if name not in charges:
                    self.problem("unknown-id", f'no charge of this record is called "{name}"{nearest(name, charges)}', (table, name))
                found += [(name, str(fact), each, (table, name, str(fact))) for fact, each in value.items()]
            else:
                found.append(("", name, value, (table, name)))
        for owner, fact, _, at in found:
            if fact not in facts:
                self.problem("unknown-fact", f"no fact is called {fact}{nearest(fact, facts)}", at)
            elif owner and facts[fact].scope == "person":
                self.problem("scope", f"{fact} is about you and not about one charge: write it under [papers.{table}]", at)
        return found


def _value(value: object, kind: str) -> Any:
    """A value of its kind; `None` if it is none."""
    if kind == _TRUTH:
        return value if isinstance(value, bool) else None
    if kind == _DAY:
        if isinstance(value, date):
            return date(value.year, value.month, value.day)
        try:
            return date.fromisoformat(value) if isinstance(value, str) else None
        except ValueError:
            return None
    if kind == _LINES:
        lines = value if isinstance(value, list) else str(value).split("\n") if isinstance(value, str) else None
        if lines is None or not all(isinstance(each, str) for each in lines):
            return None
        return tuple(each for each in (_line(line) for line in lines) if each)
    return " ".join(_line(each) for each in value.split("\n")).strip() if isinstance(value, str) else None


def _line(text: str) -> str:
    """Text on one line. Characters that print nothing and belong to no script (some of them mark a paper's blanks) are left out."""
    return " ".join("".join(each for each in text if each.isspace() or unicodedata.category(each) not in _UNSEEN).split())


_UNSEEN: Final = ("Cc", "Cn", "Co", "Cs")
