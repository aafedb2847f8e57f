"""The page of a federal docket: where its head, its parties, their tables of counts and the docket entries stand."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Final

from attrs import define, field

from unburden import terms
from unburden.readers import Source
from unburden.readers._html import Line, Places
from unburden.readers.federal_cmecf.citations import split_number
from unburden.readers.federal_cmecf.counts import Entry
from unburden.readers.federal_cmecf.docket import COURT, GOVERNMENT, NOT_ACCUSED, Defendant, Docket
from unburden.readers.federal_cmecf.prose import day_of
from unburden.record import SetAside, Span, Unread

_TITLE: Final = re.compile(r"(\w+) docket for case #:?\s*(.*)", re.I)
_NUMBER: Final = re.compile(r"(\d{1,2}:)?\d{2,4}-?(cr|mj|po|mc|cm|m|cv)-?\d{2,6}", re.I)
_FLAGS: Final = re.compile(r"[A-Za-z0-9_/&' .-]+(?:,[A-Za-z0-9_/&' .-]+)*")
_DEFENDANT: Final = re.compile(r"Defendants?(?: ?\((\d{1,4})\))?", re.I)
_SECTIONS: Final = {
    "pending counts": "pending",
    "terminated counts": "terminated",
    "complaints": "complaint",
    "highest offense level (opening)": "level pending",
    "highest offense level (terminated)": "level terminated",
}
_FILED: Final = re.compile(r"date filed: ?(\S+)", re.I)
_ENDED: Final = re.compile(r"date terminated: ?(\S+)", re.I)
_RELATED: Final = re.compile(
    r"((?:magistrate judge|other court|appeals? court|originating|receiving court) (?:case )?numbers?(?: ?\(s\))?:|related cases?:) ?(.*)",
    re.I,
)
_KNOWN: Final = re.compile(
    r"(?:case title|assigned to|referred to|cause|nature of suit|jurisdiction|jury demand|demand|date (?:reopened|reassigned|entered))\b",
    re.I,
)
_SHOWN: Final = 200


@define
class Page:
    """One file with its dockets, and what was not understood in it."""

    source: Source
    places: Places
    unread: list[Unread] = field(factory=list)
    set_aside: list[SetAside] = field(factory=list)

    def span(self, line: Line) -> Span:
        """Where a line stands."""
        return self.source.span(self.places.line(line.at))

    def put(self, place: Line | Span, text: str, why: str) -> None:
        """Lists what was not understood."""
        self.unread.append(Unread(place if isinstance(place, Span) else self.span(place), text[:_SHOWN], why))

    def docket(self, lines: Sequence[Line]) -> Docket:
        """One docket, from its first line to the next docket's."""
        at = next((n for n, line in enumerate(lines) if _TITLE.match(line.text)), 0)
        title = _TITLE.match(lines[at].text)
        docket = Docket(self.span(lines[at]))
        printed = title[2].strip() if title else ""
        number = _NUMBER.match(printed)
        docket.number = number[0] if number else printed
        if number is None:
            self.put(lines[at], lines[at].text, "the number of this case cannot be read as a federal one")
        self._court(docket, lines[:at])
        rows = list(_rows(lines[at + 1 :]))
        body = next((n for n, row in enumerate(rows) if _role(row) or (_heading(row) and _DEFENDANT.fullmatch(row[0].text))), len(rows))
        entries = next((n for n, row in enumerate(rows) if n >= body and _is_entries(row)), len(rows))
        self._head(docket, [line for row in rows[:body] for line in row if not _is_entries(row)])
        self._parties(docket, rows[body:entries])
        self._entries(docket, rows[entries + 1 :])
        if title and title[1].lower() != "criminal":
            self.put(lines[at], lines[at].text, "this docket is not a criminal one; it has no charges")
        elif not docket.defendants:
            self.put(lines[at], lines[at].text, "no defendant was found in this docket")
        return docket

    def _court(self, docket: Docket, before: Sequence[Line]) -> None:
        """The court's two lines stand right above the title, and the flags of the case above them."""
        for n in range(max(len(before) - 5, 0), len(before)):
            if re.match(r"u\.?s\.? district court|united states district court", before[n].text, re.I):
                names = ", ".join(line.text for line in before[n + 1 :])
                docket.court = (f"{COURT}{names}".rstrip(", "), self.span(before[min(n + 1, len(before) - 1)]))
                if n and before[n - 1].row and len(before[n - 1].text) < _SHOWN and _FLAGS.fullmatch(before[n - 1].text):
                    docket.flags = before[n - 1].text
                return

    def _head(self, docket: Docket, lines: Sequence[Line]) -> None:
        waiting = ""
        for line in lines:
            text = line.text
            related = _RELATED.match(text)
            if related or waiting:
                label, value = (related[1], related[2]) if related else (waiting, text)
                if related and not value:
                    waiting = label
                    continue
                numbers = [match[0] for match in re.finditer(r"\d{1,2}:\d{2}-\w{1,4}-\d{3,6}|\d{2,4}-\w{1,5}-?\d{0,6}", value[:1000])]
                if numbers and not label.lower().startswith("related"):
                    docket.related.update({each: self.span(line) for each in numbers if each not in docket.related})
                    waiting = label if not related else ""
                    continue
                waiting = ""
                if related:
                    if not numbers:
                        self.put(line, text, "no number of a case can be read here")
                    continue
            for pattern, name in ((_FILED, "filed"), (_ENDED, "ended")):
                match = pattern.fullmatch(text)
                if match:
                    self._day(docket, name, match[1], line)
                    break
            else:
                if not _KNOWN.match(text):
                    self.put(line, text, "this line of the docket's head is not known")

    def _day(self, docket: Docket, name: str, printed: str, line: Line) -> None:
        day = day_of(printed)
        if day:
            setattr(docket, name, (day, self.span(line)))
        else:
            self.put(line, line.text, "this is no date")

    def _parties(self, docket: Docket, rows: Sequence[Sequence[Line]]) -> None:
        one: Defendant | None = None
        section = ""
        waiting: Line | None = None
        for row in rows:
            text = row[0].text
            named = _DEFENDANT.fullmatch(text) if _heading(row) else None
            if named:
                one, section = Defendant(named[1] or "", "", self.span(row[0])), "name"
            elif one is not None and text.lower() in _SECTIONS:
                section = _SECTIONS[text.lower()]
                for line in row[1:]:
                    if line.text.lower() != "disposition":
                        self.put(line, line.text, "this stands in the heading of a table of counts")
            elif section == "name" and one is not None:
                self._name(one, row)
                docket.defendants.append(one)
                section = "named"
            elif section in ("pending", "terminated", "complaint") and one is not None and not _role(row):
                self._entry(one, section, row)
            elif section.startswith("level ") and one is not None and len(row) == 1 and not _role(row):
                if terms.level(text) is None and text.lower() != "none":
                    self.put(row[0], text, "this level of an offense is not known")
                elif text.lower() != "none":
                    one.levels[section[6:]] = (text, self.span(row[0]))
            elif section == "other" and waiting is not None:
                if not GOVERNMENT.fullmatch(text):
                    self.set_aside.append(SetAside(self.span(waiting), waiting.text[:_SHOWN], NOT_ACCUSED))
                waiting = None
            elif _role(row):
                one, section, waiting = None, "other", row[0]
            elif section == "other" and text.upper().startswith(("PACER", "TRANSACTION", "BILLABLE", "DESCRIPTION", "CLIENT")):
                continue
            elif section != "other" or text.lower() in _SECTIONS:
                self.put(row[0], " ".join(line.text for line in row), "this row belongs to no part of the docket that is known")
        if one is not None and section != "complaint" and docket.defendants:
            self.put(one.span, one.name, "not all the tables of this defendant's counts are on the page; what is missing is unknown")

    def _name(self, one: Defendant, row: Sequence[Line]) -> None:
        own = [(line.text, self.span(line)) for line in row if line.cell <= 0]  # the lawyers stand in the cells behind
        if own:
            one.name, one.span = own[0][0][:_SHOWN], own[0][1]
        self.unread += one.beside(own[1:])

    def _entry(self, one: Defendant, section: str, row: Sequence[Line]) -> None:
        first = [line for line in row if line.cell <= 0]
        rest = [line for line in row if line.cell > 0]
        text = " ".join(line.text for line in first)
        if text.lower() == "none" and not rest:
            return
        if not first:
            self.put(row[0], " ".join(line.text for line in row), "a disposition without its count")
            return
        disposition = " ".join(line.text for line in rest)
        entry = Entry(text, self.span(first[0]), disposition, self.span(rest[0]) if rest else None, section)
        if section == "complaint":
            one.complaints.append(entry)
        else:
            entry.text, entry.numbers = split_number(text)
            one.counts.append(entry)

    def _entries(self, docket: Docket, rows: Sequence[Sequence[Line]]) -> None:
        for row in rows:
            day = day_of(row[0].text)
            text = " ".join(line.text for line in row if line.cell >= 2)
            if day and text:
                docket.entries.append((day, text[:4000], self.span(row[0])))
            elif row[0].text.upper().startswith("PACER"):
                break
            elif text and row[0].cell == 0:
                self.put(row[0], " ".join(line.text for line in row), "this docket entry has no date that can be read")
        docket.entries.sort(key=lambda entry: entry[0])  # a page may begin with the latest


def _rows(lines: Sequence[Line]) -> Iterator[list[Line]]:
    """The lines by the table row they stand in; a line outside of any row is alone."""
    for key, group in groupby(enumerate(lines), key=lambda pair: pair[1].row or -1 - pair[0]):
        del key
        yield [line for _, line in group]


def _heading(row: Sequence[Line]) -> bool:
    return row[0].cell <= 0 and all(line.cell <= 0 for line in row) and len(row) == 1


def _role(row: Sequence[Line]) -> bool:
    """Whether a row is the heading of another party: one bold line of words."""
    text = row[0].text
    return _heading(row) and row[0].bold and len(text) < 60 and not any(char.isdigit() for char in text)


def _is_entries(row: Sequence[Line]) -> bool:
    return row[0].text.lower() == "date filed" and row[-1].text.lower() == "docket text"
