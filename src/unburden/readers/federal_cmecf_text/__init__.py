"""A criminal docket of a federal district court (CM/ECF) as text: printed to a PDF from the browser, or copied from the page.

Untried on a real file: no docket in this form could be had. The page is that of `federal_cmecf`, and every question of what it means is
decided there; here it is only put back into rows. How the open points of the layout are decided:

- **Columns**: a line divides where two spaces or more stand before the place of the heading ``Disposition``, with some drift allowed.
- **Which disposition is whose**: browsers centre the shorter cell of a row beside the longer one. A disposition is a count's where a
  section has one count, where blank lines part the rows, or where it stands wholly beside that count's own lines; any other is listed
  as unread, and the count has none.
- **Parties**: a heading is one of the roles that dockets use; a line that fits nowhere is listed without its words, which may be a name.
- **Page furniture** (the browser's address and page lines, the court's stamp) is left out.
"""

from __future__ import annotations

import re
from typing import Final

from unburden.readers import Source
from unburden.record import Record

FORMAT: Final = "federal_cmecf_text"
UNTRIED: Final = "the layout is that of the court's page, printed; no true docket in this form was at hand"
_TITLE: Final = re.compile(r"\s*(criminal|civil|bankruptcy) docket for case #", re.I)


def sniff(source: Source) -> float:
    """Sure where text without tags is headed as a criminal docket and has the docket's tables."""
    head = source.head
    if "<td" in head.lower() or "docket for case #" not in head.lower():
        return 0.0
    title = next((match for match in map(_TITLE.match, head.split("\n")) if match), None)
    if title is None or title[1].lower() != "criminal":
        return 0.0
    return 0.95 if "Pending Counts" in head or "Highest Offense Level" in head else 0.6


def read(source: Source) -> list[Record]:
    """The records in the text, one a defendant; dockets printed into one file are read one after the other."""
    from unburden.readers.federal_cmecf_text.text import records_in

    return records_in(source, FORMAT)
