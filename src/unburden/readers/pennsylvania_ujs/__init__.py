"""Pennsylvania's Unified Judicial System: docket sheets and court summaries, as the web portal prints them (PDF).

Untried on a real file: no whole true sheet may be had in public. The layout is what open-source readers of the true sheets describe on
GitHub: CLSPhila/RecordLib (grammars of every section), Philadelphia-Lawyers-for-Social-Equity/PA_Expunger (docket_parser), and
mhollander/Expungement-Generator; its dispositions were tried on the 19 extracts of true sheets in the tests of NateV/DocketParse. How
the open points are decided:

- **Docket sheets** of Common Pleas, Municipal Court and Magisterial Districts, any number in one file, and the two **summaries**.
- **One prosecution** goes from a Magisterial District or Municipal Court to Common Pleas and on to an appellate court: the tracking numbers
  (OTN, LOTN) of the docket and of its charges are `tracking`; the originating docket, the cross court dockets and a refiled one are
  `related`. Related cases of other kinds (co-defendants, joined trials) are not.
- **Sequence numbers** are a charge's name, but for 99,999, which all charges share that ended in the lower court or were replaced: these
  are told apart by statute and words. A row that only holds such a charge's place is set aside.
- **Outcome**: the offense disposition of an event. *Not Final* events leave a charge pending that proceeds or is held for court, and guilt
  that was not yet sentenced, as long as the case is not closed; in an open case, all but a diversion. In a closed case of a lower court a
  charge held for court is transferred; in a closed one of Common Pleas, where it came to, what became of it is unknown. "Charge Changed"
  and what an information replaced went on under another charge or sequence number.
- **A charge that goes on** after an outcome (``Proceed to Court (Conviction Reversed)``, a revoked ARD, a complaint refiled) takes that
  outcome away; what comes after decides.
- **Demurrer Sustained** is an acquittal (Smalis v. Pennsylvania, 476 U.S. 140; Pa.R.Crim.P. 606 names it so since 1993). **Probation
  without verdict** (35 P.S. 780-117), as a disposition or as the program under a plea, is a diversion: no judgment of guilt is entered.
- **Grade** is that of the charge as disposed; where the disposition leaves it blank, that of the same charge as filed.
- **Afterwards**: guilt stated again after a sentence (a violation of probation, a resentencing), and a second sentence under one
  charge, are `later`. A sentence some time after the verdict is the first one.
- **Sentences** keep program and period ("Merged", "No Further Penalty" too). *Confinement* alone names neither jail nor prison, and its end
  is printed nowhere. Judges' names are not kept, nor conditions, which can name others; they are counted. `released_date` is ``never``
  where all of it is fines, costs, restitution, service or probation, and there is no credit for time served, no section on confinement,
  and no condition that names a custody.
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
    "no whole docket sheet or court summary of Pennsylvania may be had in public; the layout comes from open-source readers of them"
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
    from unburden.readers.pennsylvania_ujs.people import records

    return records(source, FORMAT)
