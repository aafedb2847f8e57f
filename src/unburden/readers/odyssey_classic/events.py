"""Odyssey "classic" pages, the section of events: dated dispositions become blocks, and the docket is searched for what matters."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cached_property
from itertools import pairwise
from typing import Final

from attrs import define, field

from unburden.readers import Source
from unburden.readers._html import Line, Places
from unburden.readers._outcomes import iso_date
from unburden.readers._states import STATES
from unburden.readers.odyssey_classic.charges import Block
from unburden.record import Span, Unread

#: Headings of a table of fees, which stand once above all its rows.
_SUMS: Final = ("Amount", "Reduction", "Owed")
#: A numbered charge: its number and its name.
CHARGE: Final = re.compile(r"(\d{1,4})\. ?(.*)\Z")
_HOST: Final = re.compile(r"https?://[a-z0-9.-]{0,60}?\b([a-z]{4,20})\.gov\b", re.I)
#: Titles that ask for something or announce it: what they name has not happened.
_ASKS: Final = re.compile(
    r"(?:motion|petition|request|affidavit|filing|notice|warrant|order to show|show cause|application|citation)\b", re.I
)
_REVOKED: Final = re.compile(r"\bprob(?:ation)?\.? (?:is |was )?revoked\b", re.I)
_REVOKING: Final = re.compile(r"(?:order|judgment)\b.{0,40}\b(?:revok(?:e|ing) (?:of )?prob|probation revocation|revocation of prob)", re.I)
_COMPLETED: Final = re.compile(
    r"\bsentence (?:completed|satisfied|discharged)\b|\b(?:discharged?|terminated|released) from (?:probation|(?:community )?supervision)\b"
    r"|\b(?:probation|supervision) (?:completed|terminated|discharged|expired)\b",
    re.I,
)
_FAILED: Final = re.compile(r"\bunsuccess|\bunsatisf|\bdishonorabl|\brevo[ck]|\bnot (?:been )?(?:completed|satisfied|discharged)", re.I)
_BEARS: Final = re.compile(r"revo|sentence|supervis|probation (?:c|t|d|e)", re.I)
_CLOSED: Final = re.compile(r"Closed\b|.*\(Closed? Case\)", re.I)
_OPENED: Final = re.compile(r"(?:Case )?Re-?opened\b|.*\((?:Re)?open Case\)", re.I)


@define(slots=False)
class File:
    """The file that is read: where its lines are, and what of it was not understood."""

    source: Source
    places: Places
    unread: list[Unread] = field(factory=list)

    def span(self, line: Line) -> Span:
        """Where a line of text stands."""
        return self.source.span(self.places.line(line.at))

    def trouble(self, line: Line, why: str, text: str = "") -> None:
        """List a line as not understood."""
        self.unread.append(Unread(self.span(line), text or line.text, why))

    def day(self, line: Line, text: str) -> str | None:
        """The day that a text states; what is no day of the calendar is listed."""
        day = iso_date(text)
        if day is None:
            self.trouble(line, "this is no day of the calendar")
        return day

    @cached_property
    def site(self) -> tuple[str, Span] | None:
        """The state whose government's site the page links to, and where."""
        for match in _HOST.finditer(self.source.text):
            if match[1].lower() in STATES:
                return STATES[match[1].lower()], self.source.span(self.places.line(match.start()))
        return None


def blocks_of(lines: list[Line], file: File, who_is: Callable[[str], int | None]) -> list[Block]:
    """What the dispositions say of each numbered charge, in the order of the page.

    A row has a day, then blocks: a bold kind, its officer and reason, perhaps the defendant, numbered charges set in by 10 pixels,
    what was decided of each set in by 40 or in tables of its own, and the day on which the block was entered.
    """
    blocks: list[Block] = []
    fresh: list[Block] = []  # those whose day of entry is still to come
    block: Block | None = None
    row: Line | None = None  # the line with the row's day
    heading: Line | None = None  # the kind, as long as no charge stands under it
    day: str | None = None
    kind = reason = ""
    who: int | None = None
    sums: dict[int, str] = {}  # what the cells of a table of fees hold, by their place
    joined = (0, 0)  # the table row that the block's last line came from, and how many lines it had then

    def lonely() -> None:
        if heading:
            file.trouble(heading, "stands among the dispositions, but over no charge")

    for line in lines:
        text = line.text
        if row and line.tag != "th" and line.depth == row.depth and line.row > row.row:
            # A row whose day is blank is not of the day above it.
            lonely()
            row, day, kind, reason, who, heading, block, fresh = line, None, "", "", None, None, None, []
        if line.tag == "th" and (line.id.startswith("RCDCD") or (line.cell == 0 and (row is None or line.depth <= row.depth))):
            lonely()
            row, day, kind, reason, who, heading, block, fresh = line, file.day(line, text), "", "", None, None, None, []
        elif row is None:
            file.trouble(line, "stands among the dispositions, but under no date")
        elif line.depth > row.depth and block:
            if text in _SUMS:
                sums[line.cell] = text
            if line.row and (line.row, len(block.lines)) == joined and not line.pre:
                last, span = block.lines[-1]
                # Without its heading, what is owed would read as a second sum.
                named = sums.get(line.cell, "Amount") not in (text, "Amount")
                block.lines[-1] = (f"{last}, {sums[line.cell].lower()} {text}" if named else f"{last} {text}", span)
            else:
                block.lines.append((text, file.span(line)))
            joined = (0, 0) if line.pre else (line.row, len(block.lines))
        elif line.indent == 0 and (line.bold or not kind):
            lonely()
            kind, reason, heading, block = text, "", line, None
        elif text.startswith(("(Judicial Officer", "Reason:")) and block is None:
            reason = text.partition("Reason:")[2].strip()
        elif text.startswith("Defendant:") and line.indent < 40:
            who = who_is(text[10:].strip())
        elif text.startswith("Created:") and line.indent < 40:
            for each in fresh:
                each.created = iso_date(text[8:].strip())
            fresh, block = [], None
        elif line.indent < 40 and line.depth == row.depth and (numbered := CHARGE.match(text)):
            block = Block(kind, file.span(line), day, file.span(row) if day else None, int(numbered[1]), numbered[2], reason, who)
            blocks.append(block)
            fresh.append(block)
            heading, sums = None, {}
        elif block:
            block.lines.append((text, file.span(line)))
        else:
            file.trouble(line, f"stands under {kind or 'a disposition'} of {row.text}, but under no charge")
    lonely()
    return blocks


@define
class Docket:
    """What the other events say: the status of the case, a revocation of probation, the end of a sentence. Nothing else is kept."""

    status: str | None = None
    status_printed: str | None = None
    status_span: Span | None = None
    status_date: str | None = None
    revoked: tuple[str, Span] | None = None
    completed: tuple[str, Span] | None = None

    @classmethod
    def of(cls, lines: list[Line], file: File) -> Docket:
        """The last status, revocation and completion of the rows."""
        status: list[tuple[str, int, str, Line]] = []
        revoked: list[tuple[str, Span]] = []
        completed: list[tuple[str, Span]] = []
        starts = [index for index, line in enumerate(lines) if line.tag == "th" and line.cell == 0]
        for position, (start, end) in enumerate(pairwise([*starts, len(lines)])):
            row = lines[start + 1 : end]
            title = next((line for line in row if line.bold), None)
            if title is None or row[0].text == "CANCELED":
                continue
            day = iso_date(lines[start].text)
            if _CLOSED.match(title.text) or _OPENED.match(title.text):
                status.append((day or "", position, "open" if _OPENED.match(title.text) else "closed", title))
            words = " ".join(line.text for line in row)
            if day is None or _ASKS.match(title.text) or not _BEARS.search(words):
                continue
            if _REVOKED.search(words) or _REVOKING.match(title.text):
                revoked.append((day, file.span(title)))
            elif _COMPLETED.search(words) and not _FAILED.search(words) and not title.text.startswith("Hearing"):
                completed.append((day, file.span(title)))
        docket = cls(
            revoked=max(revoked, key=lambda each: each[0], default=None), completed=max(completed, key=lambda each: each[0], default=None)
        )
        if status:
            when, _, docket.status, last = max(status)
            docket.status_date = when or None
            docket.status_printed, docket.status_span = last.text, file.span(last)
        return docket
