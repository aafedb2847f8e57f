"""Case pages of WebCrims, the public lookup of New York's criminal courts: summary, charges, appearances, motions.

Untried on a real file: no page of a case could be read, nor a source that shows one; only that the lookup is of cases with a future
appearance is known from elsewhere, and that a calendar is a table a day, of docket, part, defendant, calendar section and judge (the
parser of github.com/mattganw/webcrims-etl). The four pages, their labels and the charge (``PL 240.37 02 BM``, its details, its
disposition) stand as the lookup is generally described. So nothing depends on columns or tags: a page, saved as HTML or as text, is read
as its pieces of text in order, a label is known by its words, a charge by its statute and class. What is not understood is shown. What
is decided:

- **Pages of one case** are one case, by court and case number; pages of several defendants are several records.
- **A charge** is what it was at its arrest and at its arraignment as its details say ("Arrest charge", "Not an arraignment charge"); else
  it was filed. A disposition that names another statute is of that one; one that names another count has no outcome here. What begins
  like a charge and cannot be read as one is shown, and nothing under it is lent to the charge above. A charge without a disposition has
  none: that the case has an appearance to come does not say that it is open.
- **Appearances, motions, attorneys, judges, officers** are not read: the outcome of an appearance is none of a charge.
- **The docket's sentence** is that of its only conviction; where there are several, it is shown and given to none.
- ``case_status`` is told only where the page has a case status that is known (active, pending; disposed, closed).
- **Search results and calendars** name no charge, and the reader says so. The arrest's tracking number (CJTN) stands in `Case.tracking`.
"""

from __future__ import annotations

import re
from typing import Final

from unburden.readers import Source
from unburden.record import Record

FORMAT: Final = "new_york_webcrims"
UNTRIED: Final = "its pages, labels and words were written without a page of the lookup"

_DETAILS: Final = re.compile(r"case details?\b[^a-z]{0,6}(?:summary|charges|appearances|motions)", re.I)
#: A statute and the code of its class.
_CHARGE: Final = re.compile(r"\b(?:[A-Z]{2,5}|V&T) [0-9]{1,5}[0-9A-Z.-]{0,12} (?:[0-9A-Z*]{1,3} )?[A-EU]?-?(?:I{1,2}|[12])?[MFVI]\b")


def sniff(source: Source) -> float:
    """Sure where a page says WebCrims and shows the details of a case; a calendar or a list of results less so."""
    head = source.head
    if head.lstrip()[:1] in ("{", "["):
        return 0.0
    named = "webcrim" in head.lower()
    details = _DETAILS.search(head) is not None
    if named and details:
        return 0.95
    if details and ("unified court system" in head.lower() or _CHARGE.search(head)):
        return 0.85
    return 0.5 if named and "court" in head.lower() else 0.0


def read(source: Source) -> list[Record]:
    """The cases on the pages, one record a defendant."""
    from unburden.readers.new_york_webcrims.dockets import records_of

    return records_of(source, FORMAT)
