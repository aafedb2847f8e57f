"""Pennsylvania's Unified Judicial System: docket sheets and court summaries, as the web portal prints them (PDF).

Untried on a real file: no true sheet may be had in public. The layout is what open-source readers of the true sheets describe on GitHub:
CLSPhila/RecordLib (grammars of every section), Philadelphia-Lawyers-for-Social-Equity/PA_Expunger (docket_parser), and
mhollander/Expungement-Generator. How the open points are decided:

- **Docket sheets** of Common Pleas, Municipal Court and Magisterial Districts, any number in one file, and the two **summaries**.
- **One prosecution** goes from a Magisterial District or Municipal Court to Common Pleas: its tracking number (OTN), its originating docket
  and the cross court dockets are `related`. Related cases of other kinds (co-defendants, joined trials) are not.
- **Outcome**: the offense disposition of an event. *Not Final* events leave a charge pending that proceeds or is held for court, and guilt
  that was not yet sentenced, as long as the case is not closed. "Charge Changed" and what an information replaced went on under another
  charge or sequence number.
- **Grade** is that of the charge as disposed; where the disposition leaves it blank, that of the same charge as filed.
- **Afterwards**: guilt stated again after a sentence (a violation of probation, a resentencing), and a second sentence under one
  charge, are `later`. A revoked ARD is no diversion any more.
- **Sentences** keep program and period ("Merged", "No Further Penalty" too). Judges' names and conditions, which can name others, are not
  kept. `released_date` is ``never`` where all of it is fines, costs, restitution, service or probation, there is no credit for time
  served, and no condition names a custody.
- **A summary** prints one disposition date a case, and no event, offense date or balance. Archived cases are listed with their number only.
- **Balance**: the total of the Grand Totals, or the Case Balance of a Magisterial District.
"""

from __future__ import annotations

import re
from typing import Final

from unburden.readers import Source
from unburden.record import Record

FORMAT: Final = "pennsylvania_ujs"
UNTRIED: Final = (
    "no docket sheet or court summary of Pennsylvania may be had in public; the layout comes from what open-source readers of them say"
)

_NUMBERED: Final = re.compile(r"Docket Number: *(?:CP|MC|MJ)-\d{2,6}-[A-Z]{2}-\d", re.I)
_SUMMARY: Final = re.compile(r"^ *(?:Public |Secure )?Court Summary", re.I | re.M)
_CASE: Final = re.compile(r"\b(?:CP|MC|MJ)-\d{2,6}-[A-Z]{2}-\d{1,8}-\d{4}\b")


def sniff(source: Source) -> float:
    """Sure where a docket number of this system has its label, or stands in a court summary."""
    head = source.head
    if _NUMBERED.search(head):
        return 0.95
    return 0.9 if _SUMMARY.search(head) and _CASE.search(head) else 0.0


def read(source: Source) -> list[Record]:
    """One record a defendant; ordinarily a file is one person's."""
    from unburden.readers._ujs_people import records

    return records(source, FORMAT)
