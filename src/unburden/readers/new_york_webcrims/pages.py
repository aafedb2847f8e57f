"""The pieces of text on WebCrims pages as cases and charges: what is a label, what a charge, and what goes with which."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final, NamedTuple

from attrs import define, field

from unburden import terms
from unburden.readers import Source
from unburden.readers._html import Places, flow
from unburden.readers.new_york_dcjs.charges import plain_statute
from unburden.readers.new_york_dcjs.told import NAMED, more_sentence, tell
from unburden.readers.new_york_dcjs.words import DATE, NOTHING, safe
from unburden.record import Unread

#: No piece of a page that is read is longer.
_LONGEST: Final = 500
_PAGE: Final = re.compile(r"\W*case details?\b\W{0,6}(summary|charges?|appearances?|motions?|sentence)?", re.I)
_SECTION: Final = re.compile(
    r"\W*(case information|defendant information|incident (?:and|&) arrest information|arrest information|attorney information|attorneys?"
    r"|next appearance|docket sentence)\W*$",
    re.I,
)
#: The other pages of the case: tabs above the charges, or headings below them.
_TAB: Final = re.compile(r"\W*(summary|charges|appearances|motions)\W*$", re.I)
#: What the site prints of itself: no charge and no section goes on behind it.
_OWN: Final = re.compile(
    r"\W*(?:webcrim\w*|(?:new york state )?unified court system|print|log ?out|(?:return|back) to .{1,60}|add to e-?track.{0,40})\W*$", re.I
)
#: What stands in these sections is no charge's, and is not read.
_ASIDE: Final = re.compile(r"attorney|appearance|motion", re.I)
_LABELS: Final = {
    "court": "court",
    "case": "number",
    "case number": "number",
    "case/docket": "number",
    "docket": "number",
    "docket number": "number",
    "indictment number": "number",
    "defendant": "name",
    "defendant name": "name",
    "name": "who",
    "birth year": "birth",
    "year of birth": "birth",
    "date of birth": "birth",
    "nysid": "nysid",
    "cjtn": "tracking",
    "criminal justice tracking number": "tracking",
    "incident date": "offense",
    "arrest date": "arrested",
    "arrest date & time": "arrested",
    "arrest date/time": "arrested",
    "case status": "status",
    "status": "status",
    "date filed": "filed",
    "filing date": "filed",
    "description": "description",
    "date added": "added",
    "disposition": "disposition",
    "disposition date": "ended",
    "sentence": "sentence",
    "sentence date": "sentenced",
}
_SKIPPED: Final = (
    "county",
    "arrest #",
    "arrest number",
    "officer",
    "agency",
    "indictment count",
    "count",
    "judge",
    "part",
    "phone",
    "type",
    "address",
)
_LABEL: Final = re.compile(
    r"(" + "|".join(map(re.escape, sorted((*_LABELS, *_SKIPPED), key=len, reverse=True))) + r") {0,2}(?:#|no\.?)? {0,2}: {0,4}(.*)$",
    re.I,
)
#: ``PL 240.37 02 BM``: a statute, its subdivision, its class (A-E or unclassified, misdemeanor or felony; violation; infraction).
CHARGE: Final = re.compile(
    r"\W{0,4}([A-Z]{2,5}|V&T) ([0-9]{1,5}(?:[.-][0-9A-Z]{1,6}){0,3}) (?:([0-9]{1,2}[A-Z]?|0?[A-Z]|\*+) )?"
    r"((?:[A-EU]|A-?I{1,2}|A[12])[MF]|TI|[VI])\b(.{0,200})$",
    re.M,
)
#: A statute where a charge would begin, printed in a way that is not known.
_LIKE_CHARGE: Final = re.compile(r"\W{0,4}(?:[A-Z]{2,5}|V&T) [0-9]{2,5}(?:[.-][0-9]|\W|$)")
_DETAIL: Final = re.compile(r"\b(?:\d{1,4} counts?\b|arrest charge\b|arraignment charge\b|top charge\b)", re.I)
_LEVEL: Final = re.compile(
    r"\b(?:(?:[A-E]|A-I{1,2}|unclassified) )?(?:misdemeanor|felony)\b|\b(?:violation|(?:traffic )?infraction)\b", re.I
)
_EMPTY: Final = re.compile(r"\W*(?:not available|n/a)?\W*$", re.I)
_COLUMNS: Final = re.compile(
    r"\W*(?:charges?|details?|dispositions?|sentences?|disposition ?/ ?sentence|top charge|charge details?)\W*$", re.I
)


class _Piece(NamedTuple):
    """A piece of text, its line, and how many tables stand around it."""

    text: str
    line: int
    depth: int = 0


@define
class Held:
    """A charge as its piece of the page tells it."""

    statute: str
    code: str
    line: int
    depth: int = 0
    told: dict[str, tuple[str, int]] = field(factory=dict)
    stages: list[str] = field(factory=list)
    ended: list[tuple[str, int]] = field(factory=list)
    guilty: bool = False
    sentence: list[tuple[str, int]] = field(factory=list)
    counts: int = 1


@define
class Docket:
    """One case of one defendant, from every page of it in the file."""

    told: dict[str, tuple[str, int]] = field(factory=dict)
    charges: list[Held] = field(factory=list)
    sentence: list[tuple[str, int]] = field(factory=list)
    known: set[tuple[str, str]] = field(factory=set)

    def said(self, name: str) -> str:
        """A value as printed, empty where the pages do not state it."""
        return self.told[name][0] if name in self.told else ""

    def alike(self, other: Docket) -> bool:
        """Whether two pages are of one case: one number, and no other court or defendant."""
        pairs = [(self.said(each).lower(), other.said(each).lower()) for each in ("number", "court", "name")]
        return bool(pairs[0][0]) and pairs[0][0] == pairs[0][1] and all(one == two or not (one and two) for one, two in pairs)


def read_pages(source: Source) -> tuple[list[Docket], list[Unread]]:
    """The cases on the pages of a file, pages of one case as one, and what could not be read."""
    reading = _Reading(source)
    reading.run()
    return reading.dockets, reading.unread


def _pieces(source: Source) -> Iterator[_Piece]:
    """The page's text in order: lines of an HTML page, or what tabs and wide gaps part in text."""
    if re.search(r"<(?:html|body|table|div|span|td)\b", source.head, re.I):
        places = Places(source.text)
        for shown in flow(source.text):
            yield _Piece(shown.text, places.line(shown.at), shown.depth)
        return
    for line, text in enumerate(source.lines, 1):
        for piece in re.split(r"\t| {2,}|\u00a0{2,}", text):
            if piece.strip():
                yield _Piece(" ".join(piece.split()), line)


def _nothing(text: str) -> bool:
    """Whether words say that there is nothing to say."""
    return _EMPTY.match(text) is not None or NOTHING.match(text) is not None


@define
class _Reading:
    source: Source
    dockets: list[Docket] = field(factory=list)
    unread: list[Unread] = field(factory=list)
    docket: Docket = field(factory=Docket)
    charge: Held | None = None
    section: str = ""
    #: The label above that has its value in the next piece.
    open: str | None = None

    def skip(self, line: int, text: str, why: str) -> None:
        self.unread.append(Unread(self.source.span(line), safe(text)[:_LONGEST], why))

    def run(self) -> None:
        for piece in _pieces(self.source):
            if len(piece.text) > _LONGEST:
                self.skip(piece.line, piece.text[:_LONGEST], "this is longer than anything on a case page")
            else:
                self._piece(piece)
        self._turn()

    def _turn(self) -> None:
        """The end of a page: its case is kept, or added to the same one of an earlier page."""
        new, self.docket, self.charge, self.open = self.docket, Docket(), None, None
        if not new.charges and "number" not in new.told:
            return
        same = next((each for each in self.dockets[-50:] if each.alike(new)), None)
        if same is None:
            new.known.update((each.statute, each.code) for each in new.charges)
            self.dockets.append(new)
            return
        same.told = {**new.told, **same.told}
        same.sentence = same.sentence or new.sentence
        names = [(each.statute, each.code) for each in new.charges]
        if len(names) == len(same.charges) and names == [(each.statute, each.code) for each in same.charges]:
            # One page of charges twice: the one that says more of how they ended was saved later.
            same.charges = max(same.charges, new.charges, key=lambda charges: sum(bool(each.ended) for each in charges))
            return
        for charge in new.charges:
            if (charge.statute, charge.code) in same.known:
                self.skip(charge.line, charge.statute, "this charge stands on an earlier page of the same case too; that one is kept")
            else:
                same.charges.append(charge)
        same.known.update(names)

    def _piece(self, piece: _Piece) -> None:
        text = piece.text
        page, section = _PAGE.match(text), _SECTION.match(text)
        if page:
            self._turn()
            self.section = (page[1] or "").lower()
            return
        if section:
            self.section, self.charge, self.open = section[1].lower(), None, None
            return
        if tab := _TAB.match(text):
            if self.docket.charges:
                self.section, self.charge = tab[1].lower(), None
            return
        if _OWN.match(text):
            self.section, self.charge, self.open = "", None, None
            return
        if self.charge is not None and piece.depth < self.charge.depth:
            self.charge = None
        aside = _ASIDE.search(self.section) is not None
        head = CHARGE.match(text)
        if head and not aside:
            self.charge = Held(plain_statute(head[1], head[2], head[3]), head[4], piece.line, piece.depth)
            self.docket.charges.append(self.charge)
            self.open = None
            self._detail(self.charge, head[5], piece.line)
            return
        if not aside and not self.open and _LIKE_CHARGE.match(text):
            self.charge, self.open = None, None
            self.skip(piece.line, text, "this begins like a charge and could not be read as one; what stands under it is given to none")
            return
        labeled = _LABEL.match(text)
        if labeled:
            name = _LABELS.get(labeled[1].lower(), "")
            self.open = name if not labeled[2].strip() else None
            if labeled[2].strip():
                self._value(name, labeled[2].strip(), piece.line)
        elif self.open is not None:
            name, self.open = self.open, None
            self._value(name, text, piece.line)
        elif self.charge is not None and not aside:
            self._in_charge(self.charge, text, piece.line)
        elif "sentence" in self.section and not _nothing(text):
            self.docket.sentence.append((text, piece.line))
        elif self.section.startswith("charge") and not _nothing(text) and (terms.outcome(text) or NAMED.search(text)):
            self.skip(piece.line, text, "it is not said which charge these words are about")

    def _value(self, name: str, value: str, line: int) -> None:
        if _nothing(value):
            return
        if self.charge and name in ("description", "added", "ended", "sentenced"):
            self.charge.told.setdefault(name, (value, line))
        elif self.charge and name in ("disposition", "sentence"):
            (self.charge.ended if name == "disposition" else self.charge.sentence).append((value, line))
        elif name == "sentence" and "sentence" in self.section:
            self.docket.sentence.append((value, line))
        elif name in ("disposition", "ended", "sentence", "sentenced") and not _ASIDE.search(self.section):
            self.skip(line, value, "it is not said which charge these words are about")
        elif name in ("number", "court", "name") or (name and not _ASIDE.search(self.section)):
            self.docket.told.setdefault("name" if name == "who" else name, (value, line))

    def _detail(self, charge: Held, text: str, line: int) -> bool:
        """Whether words are details of a charge: its class, its counts, where it was charged."""
        if not _DETAIL.search(text) and not (len(text) < 40 and _LEVEL.search(text)):
            return False
        for stage, words in (("arrested", "arrest charge"), ("filed", "arraignment charge")):
            if re.search(rf"(?<!not an )(?<!not )\b{words}\b", text, re.I) and stage not in charge.stages:
                charge.stages.append(stage)
        counts = re.search(r"\b(\d{1,4}) counts?\b", text, re.I)
        charge.counts = int(counts[1]) if counts else charge.counts
        if level := _LEVEL.search(text):
            charge.told.setdefault("level", (level[0], line))
        return True

    def _in_charge(self, charge: Held, text: str, line: int) -> None:
        if _nothing(text) or _COLUMNS.match(text) or (terms.outcome(text) is None and self._detail(charge, text, line)):
            return
        if DATE.search(text) and DATE.sub("", text).strip(" :,.-").lower() in ("", "on", "date"):
            charge.told.setdefault("ended", (text, line))
        elif charge.guilty and more_sentence(text):
            charge.sentence.append((text, line))
        else:
            charge.guilty = charge.guilty or (terms.outcome(text) is not None and tell(text, line).guilty)
            charge.ended.append((text, line))
