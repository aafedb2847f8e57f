"""A criminal docket of a federal district court (CM/ECF), as the court's page saves it from a browser.

The layout was read from saved dockets of 20 courts among the test files of github.com/freelawproject/juriscraper, and from its
``DocketReport``. How the open points are decided:

- **One record a defendant**: the page may list several, and the numbers of the counts begin anew with each. Defendants of one name in
  several dockets of one file are one person, with a note. Material witnesses, movants and others who are not accused are set aside.
- **Pending counts** hold the convictions after judgment, and may hold dismissals; **terminated counts** may hold convictions. The
  disposition alone decides, never the heading; one that is blank is none. Its prose is read by `federal_cmecf.prose`, and counts of
  superseding indictments, ranges and complaints by `federal_cmecf.counts`.
- **Status**: closed where the page says that the case or this defendant was terminated; a criminal case that says neither is open; a
  magistrate judge's case that says neither is unknown, since it goes on under another number.
- **District**: numbers of cases begin anew in every district, so its name stands where a state case's county does (`federal_cmecf.courts`).
- **Docket entries** give days and pleas where the clerk's own phrase says so and names this defendant and, if any, this count: the first
  ``JUDGMENT as to`` dates a conviction or dismissal, a judgment on revocation or "supervised release is revoked" dates that, an order
  that terminates supervised release or probation ends the sentence, ``Plea entered by`` is a plea. Nothing else is read from them.
- **Never kept**: lawyers, judges, addresses beside the name.
"""

from __future__ import annotations

import re
from itertools import pairwise
from typing import Final

from unburden.readers import Source
from unburden.record import Record, Unread
from unburden.record import Source as ReadSource

FORMAT: Final = "federal_cmecf"
_TITLE: Final = re.compile(r"(criminal|civil|bankruptcy)\s+docket\s+for\s+case\s+#", re.I)
_OPENED: Final = re.compile(r"<(?:html|body)\b", re.I)
_CLOSED: Final = re.compile(r"</(?:html|body)\b", re.I)


def sniff(source: Source) -> float:
    """Sure where a page of tags is headed as a criminal docket of a federal court."""
    head = source.head
    if "<" not in head:
        return 0.0
    title = _TITLE.search(head)
    if title is None or title[1].lower() != "criminal":
        return 0.0
    return 0.97 if "Pending Counts" in head or "District Court" in head or "CM/ECF" in head else 0.6


def read(source: Source) -> list[Record]:
    """The records on the page, one a defendant; dockets saved into one file are read one after the other."""
    from unburden.readers._html import Places, flow
    from unburden.readers.federal_cmecf.docket import records_of
    from unburden.readers.federal_cmecf.page import Page

    text = source.text
    places = Places(text)
    lines = flow(text)
    files = (ReadSource(source.name, FORMAT, places.lines),)
    starts = [index for index, line in enumerate(lines) if _TITLE.match(line.text)]
    if not starts:
        shown = " ".join(line.text for line in lines[:40])[:200]
        return [Record(sources=files, unread=(Unread(source.span(1), shown, "this page has no docket of a court, so nothing was read"),))]
    page = Page(source, places)
    dockets = [page.docket(lines[begin:end]) for begin, end in pairwise([0, *starts[1:], len(lines)])]
    if _OPENED.search(source.head) and not _CLOSED.search(text, lines[-1].at):
        page.put(lines[-1], lines[-1].text, "the page breaks off here, before its end; what stood below is missing")
    return records_of(dockets, files, page.unread, page.set_aside)
