"""Saved pages of Tyler's portal (Register of Actions): North Carolina eCourts, Vermont, and other states' courts.

The layout is that of two saved pages and of the programs that read them: github.com/deardurham/dear-petition (North Carolina) and
github.com/codeforbtv/expunge-vt (Vermont). No true page with a sentence, with several defendants, with an amended charge, with a second
name, or with an outcome among the events was at hand: those parts are read by the names that the portal's own program gives its fields,
and by the words of Vermont's older dockets. How the open points are decided:

- **Every offense stands twice**, for wide and narrow screens, and is one charge; so does every value of the summary.
- **Jurisdiction**: the state that the style or the accusing party names; else the state in the address that the page was saved from.
- **Location** is the court as printed; its county is read from it where it says one (``Wake District Court``, ``Chittenden Unit``).
- **Outcome**: the printed words of the *Dispositions*. North Carolina's own phrases are in `tyler_portal.case`. A phrase that is not known
  stays unknown. One charge may have a disposition of the district and one of the superior court: the last decides; an amended one
  that only repeats the outcome is `later`. What stands beside the disposition under a charge (a remark, *attempt*) decides nothing.
- **Responsible** is a finding on an infraction, "a noncriminal violation of law" (N.C.G.S. 14-3.1): no conviction, and no outcome.
- **Pleas decide nothing.** Vermont's older cases, brought over from another system, hold pleas and outcome among the *Case Events*:
  there, and only there, an event is read where it names the charges (``Dispute(s): 1``) or there is only one, and as an outcome only
  for a charge that the *Dispositions* do not have; what says something else than they do is listed as unread. All
  other events are the docket, which is not kept.
- **A sentence** is kept line by line. Without an outcome beside it the outcome stays unknown; one that is deferred, or a prayer for
  judgment continued, says that whatever was found is no conviction yet.
- **What is struck out** on the page was deleted by the court, and is set aside. So are statistical closures of the whole case.
- **Several defendants**: charges and dispositions go to the one whose name stands above them; where none does they are listed as unread.
- Addresses, descriptions, license numbers, attorneys and officers are never kept.
"""

from __future__ import annotations

import re
from typing import Final

from unburden.readers import Source
from unburden.record import Case, Record, Unread
from unburden.record import Source as ReadSource

FORMAT: Final = "tyler_portal"
#: Signs of the portal's program, which every saved page has within its head.
_SIGNS: Final = re.compile(r"app/RegisterOfActions|RegisterOfActionsCss|roa-header|roa-section-header|Tyler Technologies", re.I)
_CLOSED: Final = re.compile(r"</(?:html|body)\b", re.I)
_OPENED: Final = re.compile(r"<(?:html|body)\b", re.I)


def sniff(source: Source) -> float:
    """Sure where the head has the portal's title or sections with the marks of its program."""
    head = source.head
    return 0.98 if "Register of Actions" in head and _SIGNS.search(head) and "ssCaseDetail" not in head else 0.0


def read(source: Source) -> list[Record]:
    """The records on the page, one a defendant; pages saved into one file are read one after the other."""
    from unburden.readers._defendants import Defendant, records_of
    from unburden.readers._html import Places
    from unburden.readers.tyler_portal.page import Page, pieces

    text = source.text
    places = Places(text)
    paper = ReadSource(source.name, FORMAT, places.lines)
    unread: list[Unread] = []
    found: list[tuple[Defendant, Case]] = []
    begin = 0
    for held in pieces(text):
        portal = Page(source, places).read(held, (begin, held[0].at))
        begin = held[-1].at
        found += portal.cases(source.name)
        unread += portal.unread
    if not found:
        why = "no section of a case was found on this page, so no case was read"
        return [Record(sources=(paper,), unread=(Unread(source.span(1), " ".join(source.head.split())[:200], why),))]
    if _OPENED.search(source.head) and not _CLOSED.search(text, begin):
        unread.append(Unread(source.span(places.line(begin)), "", "the page breaks off here, before its end; what stood below is missing"))
    return records_of(found, paper, unread)
