"""One page of a Tyler portal, second half: its events, which are the docket, and its dispositions."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise
from typing import Final, NamedTuple

from attrs import define, field

from unburden import terms
from unburden.readers import Source
from unburden.readers._html import Line, Places
from unburden.readers.tyler_portal.case import MOST, Draft, Entry, Portal, day, outcome
from unburden.record import SetAside, Span, Unread

_CHARGE: Final = re.compile(r"(\d{1,4})\. ?(.*)\Z")
DATE: Final = re.compile(r"\d\d?/\d\d?/\d{4}\Z")
#: When and by whom an event was entered.
_STAMP: Final = re.compile(r"\d\d?/\d\d?/\d{4}(?: \d\d?:\d\d(?: ?[AP]M)?)?(?: by\b.{0,60})?\Z", re.I)
_EVENT: Final = re.compile(r"roa-event-info-([a-z-]{1,60})\b")
_OFFICER: Final = re.compile(r" ?\((?:Judicial Officer|Judge|Magistrate)\b.*\Z")
_DISPUTES: Final = re.compile(r"\bDisputes?(?:\(s\))?:? ?(\d[\d,\- ]{0,60})")
_ASKS: Final = re.compile(
    r"motion|hearing|notice|request|petition|order|warrant|filing|set\b|letter|transcript|filed|agreement|withdr", re.I
)
_CONVERTED: Final = re.compile(r"Conversion\b|.*\bVTADS\b")
#: Kinds of event among the dispositions that are known.
_KINDS: Final = frozenset(("disposition", "plea", "sentence"))


class Piece(NamedTuple):
    """A line of text, or a mark (`name`, `value`) that stands before the lines that follow."""

    at: int
    name: str
    value: str
    line: Line | None = None


@define
class Events:
    """What reading a page needs, and its events."""

    source: Source
    places: Places
    portal: Portal = field(factory=Portal)
    migrated: bool = False
    said: set[tuple[str, str]] = field(factory=set)
    happened: list[tuple[str | None, str, str, Span]] = field(factory=list)  # what the Case Events say: day, title, remark, where

    def _span(self, piece: Piece) -> Span:
        return self.source.span(self.places.line(piece.at))

    def _trouble(self, piece: Piece, why: str, text: str = "", of: str = "") -> None:
        """List a line as not understood; one that stands twice `of` the same thing, for wide and narrow screens, once."""
        if of and (of, text or piece.value) in self.said:
            return
        self.said.add((of, text or piece.value))
        if piece.line is not None:
            self.portal.unread.append(Unread(self._span(piece), text or piece.value, why))

    def _day(self, piece: Piece, of: str = "") -> str | None:
        found = day(piece.value)
        if found is None:
            self._trouble(piece, "this is no day of the calendar", of=of)
        return found

    def _rows(self, held: list[Piece]) -> Iterator[tuple[str, bool, list[Piece]]]:
        """Each event: its kind, whether it is struck out, and its pieces."""
        starts = [place for place, each in enumerate(held) if each.name == "class" and _EVENT.search(each.value)]
        for start, end in pairwise([*starts, len(held)]):
            own = held[start + 1 : end]
            kind = _EVENT.search(held[start].value)
            struck = any(each.name == "class" and "roa-text-strike" in each.value.split() for each in own)
            yield kind[1].removesuffix("-event").removeprefix("criminal-") if kind else "", struck, own

    def _events(self, held: list[Piece]) -> None:
        """The docket. It is kept only where it was brought over from an older system, which holds pleas and outcomes here."""
        for _, struck, own in self._rows(held):
            lines = [each for each in own if each.line]
            titles = [each for each in lines[1:] if each.value != "Created:"]
            if struck or not titles:
                continue
            title, remark = _OFFICER.sub("", titles[0].value), " ".join(each.value for each in titles[1:])
            self.migrated = self.migrated or _CONVERTED.match(title) is not None or _CONVERTED.match(remark) is not None
            self.happened.append((day(lines[0].value), title, remark, self._span(titles[0])))

    def _dispositions(self, held: list[Piece]) -> None:
        """A day, a heading, and under it numbered charges with what was decided of each."""
        portal = self.portal
        for piece in held:
            if piece.name == "class" and _EVENT.search(piece.value):
                break
            self._trouble(piece, "stands among the dispositions, but under no day")
        for kind, struck, own in self._rows(held):
            date: Piece | None = None
            when: str | None = None
            heading = number = ""
            who: int | None = None
            draft: Draft | None = None
            words: list[str] = []
            label = block = ""
            remark = False
            for piece in own:
                if piece.name == "label":
                    label = piece.value.rstrip(": ")
                elif piece.name in ("ng-if", "ng-repeat") and ("riminal" in piece.value or "event." in piece.value or "lea" in piece.value):
                    label, block = "", "who" if "ShowPartyNames" in piece.value else ""
                    # Of what stands under a charge only this field is how it ended; another is a remark, or a part of the offense.
                    remark = "criminalDisposition." in piece.value and "CriminalDispositionTypeId" not in piece.value
                if piece.line is None:
                    continue
                text, span = piece.value, self._span(piece)
                numbered = _CHARGE.match(text)
                if date is None and DATE.match(text):
                    date, when = piece, self._day(piece)
                elif not heading:
                    heading = _OFFICER.sub("", text)
                    if kind in _KINDS and heading.lower().removeprefix("amended ") != kind:
                        self._trouble(piece, "this heading is not known here", heading)
                elif text == "Created:":
                    draft, number = None, ""  # what stands below it is of no charge
                elif label == "Created" and _STAMP.match(text):
                    continue
                elif block == "who" and not numbered:
                    who, block = portal.who(text), ""
                    if who is None:
                        self._trouble(piece, "no defendant of this name is among the parties")
                elif struck:
                    words.append(text)
                elif numbered:
                    number = numbered[1]
                    draft = self._numbered(number, numbered[2], who, piece)
                elif draft:
                    spot = self._span(date) if date and when else None
                    of = "remark" if remark else kind if kind in _KINDS else heading
                    draft.entries.append(Entry(of, text, span, when, spot, "amended" in heading.lower()))
                elif not _OFFICER.match(text):
                    why = "of charges that cannot be told apart" if number else "but under no charge"
                    self._trouble(piece, f"stands under {heading}, {why}", f"{number}. {text}" if number else "")
            if struck and own:
                shown = " ".join(filter(None, (date.value if date else "", heading, *words)))
                where = next((self._span(each) for each in own if each.line), self.source.span())
                apart = portal.people[who].set_aside if who is not None else portal.apart
                apart.append(SetAside(where, shown, "the court's page shows this struck out, as deleted"))

    def _numbered(self, number: str, words: str, who: int | None, piece: Piece) -> Draft | None:
        """The charge that a disposition names; one that the table does not have is taken from here."""
        found = self.portal.charge(number, words, who)
        if len(found) > 1:
            return None
        draft = found[0] if found else self.portal.add(Draft(number, self._span(piece), who))
        if not draft.put("description", words, self._span(piece)):
            self._trouble(piece, f"charge {number} has another name here than in the table of charges")
        draft.who = who if draft.who is None else draft.who
        return draft

    def _settle(self) -> None:
        """Pleas and outcomes that stand only among the events of a case brought over from an older system."""
        if not self.migrated:
            return
        portal = self.portal
        decided = {id(each) for each in portal.drafts if any(entry.kind == "disposition" for entry in each.entries)}
        for when, title, remark, span in self.happened:
            of = _DISPUTES.search(remark)
            said = remark[of.end() :].removeprefix(":").strip() if of and remark[of.end() :].lstrip().startswith(":") else ""
            plea = terms.plea(title) and not _ASKS.search(title)
            words = title if plea or outcome(title) else said
            if not plea and (_ASKS.search(title) or outcome(words) is None):
                continue
            meant = _numbers(of[1]) if of else None
            drafts = [each for number in sorted(meant or ()) for each in portal.index.get(str(number), [])[:MOST]]
            drafts = portal.drafts[:] if meant is None and len(portal.drafts) == 1 else drafts
            if not drafts:
                why = "this stands among the events of the case, which do not say of which charge"
                portal.unread.append(Unread(span, f"{title} {remark}".strip()[:300], why))
            for draft in drafts:
                if len(draft.entries) >= MOST:
                    continue
                if plea:
                    draft.entries.append(Entry("plea", title, span, when, span))
                elif id(draft) not in decided:
                    draft.entries.append(Entry("disposition", words, span, when, span))
                elif outcome(words) not in [outcome(each.words) for each in draft.entries if each.kind == "disposition"]:
                    why = f"the events say this of charge {draft.number}, and the dispositions something else, which was read"
                    portal.unread.append(Unread(span, f"{title} {remark}".strip()[:300], why))


def _numbers(text: str) -> frozenset[int]:
    """``1-3,5`` as the numbers that it names."""
    found: set[int] = set()
    for part in text.replace(" ", "").split(","):
        low, _, high = part.partition("-")
        if low.isdigit() and (high.isdigit() or not high) and len(part) < 10:
            found.update(range(int(low), min(int(high or low), int(low) + MOST) + 1))
    return frozenset(found)
