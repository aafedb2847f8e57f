"""Odyssey "classic" register of actions: the court case page of Oregon (OECI), of many Texas counties, and of others that run it.

The page names its own parts, and nothing here is true of one state only. True pages of Oregon and Texas were at hand; that Indiana calls
the page *Chronological Case Summary*, that titles and labels may stand in plain divisions and cells, that two names may stand in one cell,
and what *Bonds* and *Committed …* are, is known only from programs that read such pages (for Texas
github.com/open-austin/indigent-defense-stats). No page of Minnesota or Nevada was at hand: they are read as far as they are laid out alike.
How the open points are decided:

- **Jurisdiction**: the state that the prosecuting side names itself (``State of Oregon``, ``The State of Texas``), in the style of
  the case or among the plaintiffs; else the state in the host of the court's own links (``courts.oregon.gov``); else unknown,
  with a note. The defendant's address never counts.
- **Location** is the court where it says so (``22nd District Court``) and the county otherwise (``Multnomah``).
- **Whose charges**: two defendants of one surname, first name and suffix, without birth dates or numbers that differ, are one person
  (with a note); any others are separate records.
- **Outcome**: what a *Disposition* or *Amended Disposition* says. Pleas are kept and decide nothing. What happens to probation
  afterwards is `later`. A case converted from an older system may have lost its outcome words: where a sentence was imposed it
  is read as a conviction, with a note; where none was it stays unknown, and the line is shown. A block headed *Sentence*, *Judgment* or
  *Committed …* says that one was imposed; *Probation*, *Supervision* and *Conditions* are also of a release or a deferral, and do not.
- **A sentence or judgment that is deferred or withheld** is no conviction, whatever was found; one entered later is.
- **An amended disposition that only repeats the outcome** is `later`: the outcome came about when it was first printed.
- **A probation violation numbered as a charge** is no charge: it is set aside, and what came of it is `later` on the convictions.
- **Other events** are the docket. They give the case's status and the revocation of probation, and are not kept. *Open Case* beside the
  paper that began the case says that it was opened then: after every charge has ended, whether it is open is unknown.
- ``released_date`` is ``never`` where the whole sentence as it now stands is understood and has nothing but fines, fees, restitution,
  service or probation; else unknown, since this page does not say when anyone was released.
"""

from __future__ import annotations

import re
from itertools import pairwise
from typing import Final

from unburden.readers import Source
from unburden.record import Record, Unread
from unburden.record import Source as ReadSource

FORMAT: Final = "odyssey_classic"
_HEADINGS: Final = ("Register of Actions", "Chronological Case Summary")
_OPENED: Final = re.compile(r"<(?:html|body)\b", re.I)
_CLOSED: Final = re.compile(r"</(?:html|body)\b", re.I)


def sniff(source: Source) -> float:
    """Sure where the head has a register of actions with a case number; other court pages use the words without one."""
    head = source.head
    if not any(each in head for each in _HEADINGS) or "<" not in head or "app/RegisterOfActions" in head:
        return 0.0
    return 0.95 if "ssCaseDetail" in head or ("Case No" in head and "Register of Actions" in head) else 0.0


def read(source: Source) -> list[Record]:
    """The records on the page, one a defendant; pages saved into one file are read one after the other."""
    from unburden.readers._defendants import records_of
    from unburden.readers._html import Places
    from unburden.readers.odyssey_classic.events import File
    from unburden.readers.odyssey_classic.page import Page, page_lines, starts_page

    text = source.text
    lines = page_lines(text)
    places = Places(text)
    starts = [index for index, line in enumerate(lines) if starts_page(line)]
    paper = ReadSource(source.name, FORMAT, places.lines)
    if not starts:
        shown = " ".join(line.text for line in lines[:40])[:200]
        why = "no case number was found on this page, so no case was read"
        return [Record(sources=(paper,), unread=(Unread(source.span(1), shown, why),))]
    file = File(source, places)
    found = [each for start, end in pairwise([*starts, len(lines)]) for each in Page(file, lines[start:end]).read()]
    if _OPENED.search(source.head) and not _CLOSED.search(text, lines[starts[-1]].at):
        why = "the page breaks off here, before its end; what stood below is missing"
        file.unread.append(Unread(source.span(places.line(lines[-1].at)), lines[-1].text[:200], why))
    return records_of(found, paper, file.unread)
