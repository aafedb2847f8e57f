"""One page of a Tyler portal: its sections become a `Portal` (see `tyler_portal` for what is decided how).

The page is read as the lines that a browser shows, mixed with the marks that the portal's program (AngularJS) leaves on its tags: a
section's name, a value's label, the field that a block shows, and the classes of rows and events. No position in a line is trusted.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise
from typing import Final

from attrs import define

from unburden.readers._defendants import Defendant
from unburden.readers._html import flow
from unburden.readers.tyler_portal.case import ACCUSED, MOST, Draft, Portal, bare, state_of
from unburden.readers.tyler_portal.events import Events, Piece
from unburden.record import SetAside, Span, Unread

#: An attribute that tells, or the end of a section. What stands in comments, scripts and styles is passed over whole.
_MARK: Final = re.compile(
    r'(?<![-\w])(data-header-text|label|ng-repeat-start|ng-repeat|ng-if|class)="([^"]{1,300})"|</(section)\b'
    r"|<!--.*?(?:-->|\Z)|<script\b.*?(?:</script|\Z)|<style\b.*?(?:</style|\Z)",
    re.I | re.S,
)
#: How far before an attribute its tag can begin.
_TAG_LENGTH: Final = 2000
_URL: Final = re.compile(r'<!-- saved from url=\(\d+\)([^\s>]{8,300})|<meta name="savepage-url" content="([^"\s]{8,300})"', re.I)
_CASE_NUMBER: Final = re.compile(r"Case No\.? ?(.*)\Z")
_NUMBER: Final = re.compile(r"(\d{1,4})\.\Z")
_STATUS: Final = re.compile(r"(?:\d\d?/\d\d?/\d{4} )?(.{1,100})\Z")
_OTHER_NAME: Final = re.compile(r"(?:a\.?k\.?a\.?|also known as|alias(?:es)?|f\.?k\.?a\.?|formerly known as)\b[: ]*", re.I)
_AMOUNT: Final = re.compile(r"\$? ?(\(?-?[\d,]{1,15}\.\d\d\)?)\Z")
_OTHER_CASE: Final = re.compile(r"\b(?:case|docket|cross-?reference|related)\b", re.I)
_ACCUSES: Final = re.compile(r"state|plaintiff|people|commonwealth|prosecut|petitioner", re.I)

#: Columns and labels of a charge → the field of `Draft`; the others are understood and not kept.
_FIELDS: Final = {
    "Statute": "statute",
    "Degree": "level",
    "Offense Date": "offense_date",
    "Filed Date": "filed_date",
    "Date": "arrest_date",
}
_IDLE: Final = frozenset(
    ("Agency", "Control #", "Citation", "Citation #", "Officer", "Time", "Offense Report #", "Case Type", "Case Subtype")
)
#: Sections that say nothing a record keeps.
_PASSED: Final = frozenset(
    ("Assignment Information", "Hearings", "Bond Settings", "Service Events", "Other Documents", "Time Standards", "Hearing Notices")
)
_IDLE_SUMMARY: Final = frozenset(("Judicial Officer", "Judge", "Magistrate", "Appear By"))
#: Blocks of a charge that the page sets below it, by the field that they show, with what is said of their lines.
_BLOCKS: Final = {
    "OriginalChargeOffense": "the charge as it was before it was amended; how the page sets this out is not known here",
    "charge.Disposition": "something of the disposition or the sentence; how the page sets this out is not known here",
    "AdditionalStatutes": "a further statute of this charge",
    "AdditionalChargeComponentInstances": "a further part of this charge",
}


def pieces(text: str) -> Iterator[list[Piece]]:
    """The pages in a file: each a list of pieces from its first section on. The work is linear in the length."""
    first = text.find("data-header-text=")
    if first < 0:
        return
    begin = max(0, text.rfind("<", 0, first))
    lines = [Piece(line.at, "", line.text, line) for line in flow(text, begin)]
    marks = [_mark(text, each) for each in _MARK.finditer(text, begin) if each[1] or each[3]]
    # Of one tag, its label counts last: it is what the lines that follow are.
    merged = sorted([*marks, *lines], key=lambda each: (each.at, each.name == "label"))
    starts = [place for place, each in enumerate(merged) if each.name == "data-header-text" and each.value == "Case Summary"]
    for start, end in pairwise([*(starts or [0]), len(merged)]):
        if start < end:
            yield merged[start:end]


def _mark(text: str, found: re.Match[str]) -> Piece:
    at = max(text.rfind("<", max(0, found.start() - _TAG_LENGTH), found.end()), 0)
    return Piece(at, (found[1] or found[3]).lower(), found[2] or "")


@define
class Page(Events):
    """One page on its way to a `Portal`."""

    def read(self, held: list[Piece], head: tuple[int, int]) -> Portal:
        """The case on the page; `head` is the part of the file before it, which may say where it was saved from."""
        for url in _URL.finditer(self.source.text, *head):
            state = state_of(url[1] or url[2])
            if state:
                self.portal.site = state, self.source.span(self.places.line(url.start()))
        sections: list[tuple[str, list[Piece]]] = []
        inside = False
        for piece in held:
            if piece.name == "data-header-text":
                sections.append((piece.value, []))
                inside = True
            elif piece.name == "section":
                inside = False
            elif inside:
                sections[-1][1].append(piece)
        readers = {
            "Case Summary": self._summary,
            "Party Information": self._parties,
            "Case Information": self._information,
            "Case Events": self._events,
            "Events": self._events,
            "Dispositions": self._dispositions,
            "Disposition Events": self._dispositions,
            "Financial Information": self._money,
            "Financial": self._money,
        }
        # Who the parties are is needed for whose the charges are, which is needed for what the dispositions are of.
        order = {name: place for place, name in enumerate(readers)}
        for title, own in sorted(sections, key=lambda each: order.get(each[0], 99)):
            if title in readers:
                readers[title]([each for each in own if each.value != title or each.line is None])
            elif title not in _PASSED:
                for piece in own:
                    self._trouble(piece, f"no reader knows the section “{title}”")
        self._settle()
        return self.portal

    def _summary(self, held: list[Piece]) -> None:
        """Number, style, and labelled values; every one stands twice, for wide and narrow screens."""
        portal, label = self.portal, ""
        for piece in held:
            if piece.name == "label":
                label = piece.value.rstrip(": ")
            if piece.line is None or piece.value.rstrip(": ") == label:
                continue
            number = _CASE_NUMBER.match(piece.value)
            if number and portal.number is None:
                if number[1]:
                    portal.number, portal.spans["number"] = number[1], self._span(piece)
            elif label == "Location":
                portal.place = portal.place or piece.value
                portal.spans.setdefault("court", self._span(piece))
            elif label == "Filed on":
                portal.filed = portal.filed or self._day(piece, label)
                if portal.filed:
                    portal.spans.setdefault("filed_date", self._span(piece))
            elif not label and portal.number and portal.style is None:
                portal.style, portal.spans["style"] = piece.value, self._span(piece)
            elif _OTHER_CASE.search(label):
                portal.related.append(piece.value)
            elif label and label not in _IDLE_SUMMARY:
                self._trouble(piece, "not understood in the summary of the case", f"{label}: {piece.value}", label)

    def _parties(self, held: list[Piece]) -> None:
        """Roles stand before the first party that has them; names in a table of their own. Addresses and descriptions are passed over."""
        role = label = block = ""
        party: Defendant | None = None
        for piece in held:
            if piece.name == "class" and "roa-party-row" in piece.value:
                party, block, label = Defendant(), "", ""
            elif piece.name == "ng-if" and "party." in piece.value:
                block, label = piece.value, ""
            elif piece.name == "ng-repeat" and "ttorney" in piece.value:
                party = None
            elif piece.name == "label":
                label = piece.value.rstrip(": ")
            if piece.line is None or piece.value.rstrip(": ") == label or party is None:
                continue
            span = self._span(piece)
            if piece.line.depth < 2 and not party.names:
                role = piece.value if piece.line.cell == 0 else role
            elif not party.names:
                self._named(role, party, piece, span)
            elif "AdditionalNames" in block:
                name = _OTHER_NAME.sub("", piece.value)
                if name and name not in party.names:
                    party.names.append(name)
            elif label in ("DOB", "Date of Birth"):
                born = self._day(piece)
                if born and born not in party.births:
                    party.births.append(born)
                    party.spans.setdefault("birth_dates", span)
            elif label in ("SID", "State ID", "State Identification Number") or "StateIdentificationNumber" in block:
                party.numbers.append(piece.value)
                party.spans.setdefault("numbers", span)

    def _named(self, role: str, party: Defendant, piece: Piece, span: Span) -> None:
        party.names.append(piece.value)
        party.spans["names"] = span
        if ACCUSED.search(role) and len(self.portal.people) < MOST:
            self.portal.people.append(party)
        elif ACCUSED.search(role):
            self._trouble(piece, "more defendants than a case has; this one was not read")
        elif _ACCUSES.search(role):
            self.portal.accusers.append((piece.value, span))

    def _information(self, held: list[Piece]) -> None:
        """Status and kind of the case, the table of offenses, related cases and statistical closures.

        Every offense stands twice, for wide and narrow screens, under one ``ng-repeat-start``; where a page was saved without the hidden
        one, or without that mark, a number that stands again right after itself is the same offense.
        """
        portal = self.portal
        draft: Draft | None = None
        fresh = heading = False
        named_row = 0
        label = block = title = named = ""
        who: int | None = None
        for piece in held:
            if piece.name == "ng-repeat-start":
                fresh, block, label = True, "", ""
            elif piece.name == "class" and "roa-subsection-heading" in piece.value:
                heading, draft = True, None
            elif piece.name == "label":
                label, block = piece.value.rstrip(": "), ""
            elif piece.name in ("ng-if", "ng-repeat"):
                told = next((each for each in (*_BLOCKS, "ShowPartyNames") if each in piece.value), "")
                if told or ("charge." in piece.value and "ChargeOffense" not in piece.value and "Address" not in piece.value):
                    block, label = told, ""
            if piece.line is None:
                continue
            text, line = piece.value, piece.line
            number = _NUMBER.match(text) if line.cell == 0 else None
            if line.tag == "th":
                continue
            if heading:
                title, heading = text, False
            elif title and title != "Charges" and not number:
                self._closing(title, piece)
            elif block == "ShowPartyNames":
                who = portal.who(text)
                if who is None:
                    self._trouble(piece, "no defendant of this name is among the parties")
                block, draft = "", None
            elif number:
                title = ""
                if draft is None or fresh or bare(draft.number) != bare(number[1]):
                    draft = portal.add(Draft(number[1], self._span(piece), who))
                fresh, label, block = False, "", ""
            elif draft is None and line.cell == 0 and text.endswith(":"):
                named, named_row = text.rstrip(": "), line.row
            elif draft is None:
                self._of_case(named if line.row == named_row else "", piece)
            elif text.rstrip(": ") == label:
                continue
            elif label in _FIELDS:
                self._field(draft, _FIELDS[label], piece)
            elif block in _BLOCKS:
                self._trouble(piece, _BLOCKS[block], f"{draft.number}. {text}")
            elif line.cell == 1 and not label and "statute" not in draft.spans and draft.put("description", text, self._span(piece)):
                continue
            elif label not in _IDLE and text not in ("Arrest", "Rearrest", "Offense Reports", draft.values.get("description")):
                self._trouble(piece, "not understood in the table of charges", f"{label}: {text}" if label else text)

    def _field(self, draft: Draft, name: str, piece: Piece) -> None:
        of = f"{name} {draft.number} {draft.span.line}"
        value = self._day(piece, of) if name.endswith("_date") else piece.value
        if value and not draft.put(name, value, self._span(piece)) and name != "arrest_date":
            self._trouble(piece, f"a second value beside {draft.values[name]}, in the table of charges", of=of)

    def _of_case(self, named: str, piece: Piece) -> None:
        """A value of the case as a whole, by the name in its row's first cell; of several statuses the current one stands first."""
        portal = self.portal
        if named == "Case Type":
            portal.kind = piece.value
        elif named == "Case Status":
            status = _STATUS.match(piece.value)
            if status and portal.status is None:
                portal.status, portal.spans["status"] = status[1], self._span(piece)
        elif named != "Case Subtype":
            self._trouble(piece, "not understood in what is said of the case", f"{named}: {piece.value}".removeprefix(": "))

    def _closing(self, title: str, piece: Piece) -> None:
        if "case" in title.lower():
            self.portal.related.append(piece.value.partition(" (")[0])
        else:
            why = "this is said of the whole case, and states no outcome of any one charge"
            self.portal.apart.append(SetAside(self._span(piece), f"{title}: {piece.value}", why))

    def _money(self, held: list[Piece]) -> None:
        """The balance that is due, where the page states one."""
        due = False
        found: list[tuple[str, Span]] = []
        for piece in held:
            if piece.line is None:
                continue
            due = due or piece.value.startswith("Balance Due")
            amount = _AMOUNT.search(piece.value) if due else None
            if amount:
                sign = "-" if amount[1][0] in "(-" else ""
                found.append((sign + amount[1].strip("()-").replace(",", ""), self._span(piece)))
                due = False
        if len(found) == 1:
            self.portal.balances[None] = found[0]
        for value, span in found[1:] and found:
            self.portal.unread.append(Unread(span, value, "several balances are stated, and not whose each is"))
