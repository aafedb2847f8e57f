"""Wisconsin circuit court case (WCCA, "CCAP") as a page saved from the browser.

Untried on a real file: the page's parts and labels are known from programs that read it (github.com/marquettecomputationalsocialscience/
mkecrimeoutcomedata and other scrapers): sections *summary*, *charges*, *fullCharges* and *defendant*, lists of labels with values, and
the table of charges (count, statute, description, severity, disposition) with a row for each modifier. How the open points are decided:

- **Charges** are the rows of that table; modifiers are read as in `wisconsin_ccap`, which reads the same case as JSON and more of it.
- **Outcome** is the disposition of the row. Its day, the sentence, and earlier versions of a charge are not read from the page.
- **A deferred judgment** ("DJ - no sentence imposed" in the charges' details, beside a disposition "Guilty …") leaves every such
  disposition of the page open, since which charge it is of cannot be told.
- **Offense dates** stand in the charges' details in the same order; they are taken only if there are as many as charges.
- **Case id** is county and case number as in `wisconsin_ccap`, where the page's address names the county's number, else the county's name.
- Only the defendant's name, birth date and fingerprint number are kept.
"""

from __future__ import annotations

import re
from typing import Final

from unburden.readers import Source
from unburden.record import Record

FORMAT: Final = "wisconsin_ccap_page"
UNTRIED: Final = "its layout was read from the labels that other programs look for, not from a page"

_SECTION: Final = re.compile(r"\bid\s*=\s*[\"']?(?:summary|charges|fullCharges|defendant)\b")
_CASE: Final = re.compile(r"Case (?:Number|No\.?):? *\d{4}[A-Z]{2}\d{6}", re.I)


def sniff(source: Source) -> float:
    """Sure where a page names the site and has its sections."""
    head = source.head
    if head.lstrip()[:1] != "<" or "wcca.wicourts.gov" not in head:
        return 0.0
    return 0.9 if _SECTION.search(head) or _CASE.search(head) else 0.5


def read(source: Source) -> list[Record]:
    """The one record of the page."""
    from unburden.readers.wisconsin_ccap_page.page import records

    return records(source, FORMAT)
