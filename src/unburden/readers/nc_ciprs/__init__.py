"""North Carolina case summaries (CIPRS, formerly CCIS): the PDF of the state's courts, one or many cases of a person in one file.

The layout was read in the redacted test PDFs and the parser of deardurham/ciprs-reader, the list of verdicts and disposition methods
in deardurham/dear-petition (GitHub). How the open points are decided:

- **Two halves.** A file has a district and a superior half. A charge that stands in both is one: it is joined by the same law and words,
  else by its number (51 is 01) where the district half says that it went up. What superior court charged otherwise is the charge as
  amended. Where it went up or stands in both halves, the other half's file number (CR, CRS) is a related number; the county and the
  number that a file has in both courts are its tracking number.
- **Outcome**: the verdict; without one, the disposition method that ends a charge by its own words; without either, a CONVICTED row that
  names an offense. "Disposed by judge" and other words of manner say nothing by themselves. Verdict and method that say
  different things leave it unknown.
- **Responsible** is the finding on an infraction, a "noncriminal violation of law" (N.C.G.S. 14-3.1): neither a conviction, though the
  sheet's row is headed CONVICTED for every finding, nor its absence. No outcome is stated of it, and a note says so; nobody should read
  here that they were convicted of a crime. *Not responsible* is an acquittal.
- **A probation violation** numbered as an offense is set aside; what came of it is `later` on the file's convictions. PROBATION REVOKED
  gives the day of revocation where the file has one conviction only. An offense whose method is PROBATION OTHER or REVOKED keeps that
  as `later`: its verdict stands beside it, without a day.
- **Arrest**: "Case Was Served on" is an arrest only where the process was a warrant, a magistrate's order or an order for arrest.
- **Birth date**: of a masked one, the year, or year and month, that still stand there; an estimated age is no birth date.
- COMMON LAW and LOCAL ORDINANCE are no statute and stand with the description; a bare number is the court's own code and is shown.
- The summary prints no sentence, filing date or balance: these stay unknown, and a note says so.
"""

from __future__ import annotations

import re
from typing import Final

from unburden.readers import Source
from unburden.record import Record

FORMAT: Final = "nc_ciprs"

_TITLE: Final = re.compile(r"\bCase (?:Summary|Details) for Court Case\b", re.I)
_PARTS: Final = ("Violation of Court Orders", "Court Offense Information", "Case Was Served on", "Disposition Method:")


def sniff(source: Source) -> float:
    """Sure where a case summary's title stands in the head, with its parts below or its watermark around."""
    head = source.head
    if "Court" not in head:
        return 0.0
    flat = " ".join(head.split())
    titled = _TITLE.search(flat) is not None
    parts = sum(part in flat for part in _PARTS)
    return 0.95 if titled and parts else 0.7 if titled or parts > 1 else 0.0


def read(source: Source) -> list[Record]:
    """One record a defendant; ordinarily a file is one person's."""
    from unburden.readers.nc_ciprs.people import records

    return records(source, FORMAT)
