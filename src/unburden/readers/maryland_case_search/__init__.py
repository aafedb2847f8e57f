"""Maryland Judiciary Case Search: the detail page of a criminal case, saved from the browser.

Untried on a real file but one: a District Court page of 2012 (in a public scraper) was read; the pages of the circuit courts, of
Baltimore City (8th), of Montgomery County, and of MDEC (Odyssey) are known from the labels that the parsers of
github.com/dismantl/CaseHarvester name. How the open points are decided:

- **Labels, not places**: a page is read as labels with values under headings (see `maryland_case_search.page`), whatever tables hold them.
- **Outcome** is what *Disposition*, *Verdict* or *Disposition Text* say. **Probation before judgment is no conviction** (withheld);
  a stet is deferred; *jury trial prayed* and *forwarded* are transfers: the outcome is in the circuit court. *Merged* is kept and
  has no outcome, as are words not known here. Pleas are kept and decide nothing.
- **A verdict of guilty** whose disposition is blank and that has no sentence is no conviction yet: probation before judgment may follow.
- **A case disposition of the page's head** counts only where it is a transfer, for the charges that have no disposition of their own.
- **Offense date**: a span of days is its month or year if both ends share it, else unknown. The day a charging document was issued is
  not taken for the day it was filed.
- **An amended charge** (*Amended Date*) has the stage amended: the page no longer shows what was there before.
- **Sentence** parts are kept with their label; terms of nothing are left out. When someone was released is not on the page: it is
  ``never`` where a conviction or probation before judgment has only fines, costs, restitution or probation.
- **Tracking** numbers (*Tracking No*, *Arrest Tracking No*) are printed by the District Court for the case and by the circuit courts for
  the case or each charge. No source was seen that says in words that both print the same one for one prosecution; `merge` joins
  by it only charges of one offense of which one is unfinished. **Related** are the numbers of other cases. CJIS codes are not
  statutes and are not kept.
- Only the defendant's names, aliases and birth dates are kept: no address, no description, and nobody else.
"""

from __future__ import annotations

import re
from typing import Final

from unburden.readers import Source
from unburden.record import Record

FORMAT: Final = "maryland_case_search"
UNTRIED: Final = "its layout was read from one page of a District Court and, for all other courts, from another reader's labels"

_PROMPT: Final = re.compile(r"class\s*=\s*[\"']?\s*FirstColumnPrompt", re.I)
_HOME: Final = re.compile(r"courts\.state\.md\.us|mdcourts|casesearch|\bmaryland\b|Tracking N(?:o|umber)|CJIS", re.I)


def sniff(source: Source) -> float:
    """Sure where the head has the site's labels and a case; they are its own."""
    head = source.head
    if not _PROMPT.search(head) or "Case Number" not in head:
        return 0.0
    return 0.95 if _HOME.search(head) else 0.5


def read(source: Source) -> list[Record]:
    """The record on the page; pages saved into one file are read one after the other."""
    from unburden.readers.maryland_case_search.case import records

    return records(source, FORMAT)
