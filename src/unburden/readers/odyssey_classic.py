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
from unburden.readers._html import Places
from unburden.readers._odyssey_events import File
from unburden.readers._odyssey_page import HEADING, MOST_PEOPLE, Page, page_lines, starts_page
from unburden.readers._odyssey_people import Defendant
from unburden.record import Case, Person, Record, Unread
from unburden.record import Source as ReadSource

FORMAT: Final = "odyssey_classic"
_OPENED: Final = re.compile(r"<(?:html|body)\b", re.I)
_CLOSED: Final = re.compile(r"</(?:html|body)\b", re.I)


def sniff(source: Source) -> float:
    """Sure where the head has a register of actions with a case number; other court pages use the words without one."""
    head = source.head
    if HEADING.search(head) is None or "<" not in head or "app/RegisterOfActions" in head:
        return 0.0
    return 0.95 if "ssCaseDetail" in head or ("Case No" in head and "Register of Actions" in head) else 0.0


def read(source: Source) -> list[Record]:
    """The records on the page, one a defendant; pages saved into one file are read one after the other."""
    text = source.text
    lines = page_lines(text)
    places = Places(text)
    starts = [index for index, line in enumerate(lines) if starts_page(line)]
    files = (ReadSource(source.name, FORMAT, places.lines),)
    if not starts:
        shown = " ".join(line.text for line in lines[:40])[:200]
        why = "no case number was found on this page, so no case was read"
        return [Record(sources=files, unread=(Unread(source.span(1), shown, why),))]
    people: list[tuple[Defendant, list[Case]]] = []
    alike: dict[tuple[str, str, str], list[int]] = {}
    file = File(source, places)
    for start, end in pairwise([*starts, len(lines)]):
        page = Page(file, lines[start:end])
        for one, case in page.read():
            known = alike.setdefault(one.key(), [])
            same = next((index for index in known[:MOST_PEOPLE] if one.same(people[index][0])), None)
            if same is None:
                known.append(len(people))
                people.append((one, [case]))
            else:
                people[same][0].add(one)
                people[same][1].append(case)
    if _OPENED.search(source.head) and not _CLOSED.search(text, lines[starts[-1]].at):
        why = "the page breaks off here, before its end; what stood below is missing"
        file.unread.append(Unread(source.span(places.line(lines[-1].at)), lines[-1].text[:200], why))
    ids = _ids([one for one, _ in people])
    return [
        Record(
            person_id=ids[index],
            person=Person(tuple(one.names), tuple(one.births), tuple(one.numbers), one.spans),
            cases=tuple(own),
            sources=files,
            unread=tuple(file.unread) if index == 0 else (),
            set_aside=tuple(one.set_aside),
            notes=tuple(dict.fromkeys(one.notes)),
        )
        for index, (one, own) in enumerate(people)
    ]


def _ids(people: list[Defendant]) -> list[str]:
    """What to call each of several defendants: their number, else their name, so that two pages do not call two people the same."""
    if len(people) == 1:
        return [""]
    ids: list[str] = []
    for place, one in enumerate(people, 1):
        name = next((each for each in (*one.numbers[:1], *one.names[:1]) if each not in ids), f"defendant {place}")
        ids.append(name)
    return ids
