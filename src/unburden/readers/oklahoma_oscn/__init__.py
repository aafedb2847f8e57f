"""A case page of the Oklahoma State Courts Network (OSCN), as saved from a browser.

The layout was read from pages among the examples of github.com/codefortulsa/oscn and the fixtures of
github.com/AyOK-Code/oscn_scraper, the words of a disposition also from the list in github.com/AyOK-Code/oscn. How the open points
are decided:

- **One record a defendant**: a count lists each party with a disposition of their own, and is a charge of those parties alone. A count
  without a party is the only defendant's, with a note; where there are several it is listed as unread.
- **Filed and disposed** are two versions: the count as disposed may be another offense with another statute.
- **Outcome**: the word behind "Disposed" (``CONVICTION``, ``DISMISSED``, ``DEFERRED`` …), where it was seen in a source; a deferred
  sentence is no conviction, and a dismissal that the docket codes under the same count afterwards follows it; one that the docket says
  was accelerated ended early, in guilt or not, and its outcome is unknown. Two rows of a party under one count are one charge.
  ``BOND FORFEITURE``, ``DEFERRED DELINQUENT`` and words never seen decide nothing.
- **Sentence**: only the docket's minutes have it; where there are several defendants, those that name one of them. What follows
  "sentenced to" is kept where the minute names the count or stands under it; otherwise that is noted. Fines and costs that a minute
  orders for the whole case are not divided.
- **A revoked suspended sentence** is later, and dated where the order is of the only conviction or names its count.
- **Level**: only where the count says FELONY or MISDEMEANOR itself; the type of the case (``Criminal Felony``) is of the case, and noted.
- **Status**: closed where the page prints a day; without one it is unknown, since many counties never print it.
- **Never kept**: attorneys, other parties' names, citation details, documents.
"""

from __future__ import annotations

from itertools import pairwise
from typing import Final

from attrs import evolve

from unburden.readers import Source
from unburden.record import Case, Person, Record, Unread
from unburden.record import Source as ReadSource

FORMAT: Final = "oklahoma_oscn"


def sniff(source: Source) -> float:
    """Sure where the head is an OSCN page with a case of a district court; its list of search results is of it, too."""
    head = source.head
    if "<" not in head or "oscn" not in head.lower():
        return 0.0
    if "District Court in and for" in head or "CountsContainer" in head or 'class="section counts"' in head:
        return 0.95
    return 0.8 if "OSCN Case Details" in head else 0.0


def read(source: Source) -> list[Record]:
    """The records on the page, one a defendant; pages saved into one file are read one after the other."""
    from unburden.readers._html import Places, flow
    from unburden.readers.oklahoma_oscn.page import MOST, TITLE, Page, Party

    text = source.text
    places = Places(text)
    lines = flow(text)
    files = (ReadSource(source.name, FORMAT, places.lines),)
    starts = [n for n, line in enumerate(lines) if not line.row and TITLE.search(line.text)]
    if not starts:
        shown = " ".join(line.text for line in lines[:40])[:200]
        why = "this page shows no case (a list of results leads to each case's own page), so nothing was read"
        return [Record(sources=files, unread=(Unread(source.span(1), shown, why),))]
    page = Page(source, places)
    people: dict[str, list[tuple[Party, Case]]] = {}
    for begin, end in pairwise([*starts, len(lines)]):
        for party, case in page.cases(lines[begin:end]):
            if party.key in people or len(people) < MOST:
                people.setdefault(party.key, []).append((party, case))
            else:
                page.put(party.span, party.name, "more defendants than are read")
    records = [
        Record(
            held[0][0].name if len(people) > 1 else "",
            Person((held[0][0].name,), spans={"names": held[0][0].span}) if held[0][0].name else Person(),
            tuple(case for _, case in held),
            files,
            notes=tuple(dict.fromkeys(note for party, _ in held for note in party.notes)),
        )
        for held in people.values()
    ] or [Record(sources=files)]
    records[0] = evolve(records[0], unread=tuple(page.unread), set_aside=tuple(page.set_aside))
    return records
