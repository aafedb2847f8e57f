"""The New York State rap sheet of the Division of Criminal Justice Services (DCJS), as the text of its pages.

Untried on a real file: only the sections and their order are known from a source that could be read, the guide that DCJS publishes ("The
New York State Criminal History Record", 9 NYCRR 6050.1). For the lines inside them (a charge's ``-- words`` above ``PL 155.25 Sub 00
Class A Misdemeanor Degree 0 NCIC 2399``, the labels, the courts' words) there was neither a sheet nor a source: they stand as such sheets
are generally described. So labels go by several spellings, columns are found by words alone, and what is not understood is shown. What
is decided:

- **A cycle is one case**: one arrest (its tracking number, CJTN, stands in `Case.tracking`) and every court that took it up. The case has
  the number of the last court; those before are related. A charge printed again is the same charge: same statute, else same section, else
  same words; a docket with one charge that ends with one other ended that charge. A charge that an earlier court of the cycle had decided
  is not named again: the next one like it is a new charge.
- **Arraignment, docket and indictment numbers, release, bail** decide nothing. "Not arraigned" and every word not known has no outcome.
- **Words above a charge, or below it**: the sheet shows which (`new_york_dcjs.order`). A day that begins with an outcome and ends with a
  charge has its words above; a list of charges with no words above it and an outcome below has them below, each with the one charge right
  above. Where nothing shows it, or one page speaks against another, words between charges are shown and given to none.
- **Outcome**: words above a list of charges are about each of them. Words with no charge below end the charges of that court case that
  are still open, if they end a case (dismissed, declined, transferred); a conviction is told only of the one charge that there is. Words
  that name a count or a statute themselves are given to none.
- **A charge named again** after its outcome is the same one only as it was convicted of or ended, and on another day; a second count of
  the same offense ends with its own outcome, and a sentencing is that of the count convicted.
- **Days**: the one a label gives (conviction or disposition date), else one at the end of the words, else the day above. A bare day at
  the end of a court case shows that days stand below what they date: then they are shown and none is taken.
- **Sealed** (CPL 160.50, 160.55 …) is a later entry and does not say how the case ended. **Youthful offender**, adjudicated, is
  ``adjudicated``, in one breath with a conviction too; denied, it is unknown. **Covered or satisfied** by another docket is unknown.
- **A sentence**, with a label or under a conviction without one, is that of the charge right above it, else of the only conviction of
  the court case. ``released_date`` is the last release that the custody part tells of, ``never`` where the sentence has only fines,
  probation, conditional discharge or service. A day on which a release was only expected is none.
- **Violations of probation or parole** are no charges: set aside, with what the court said. So are other history, job and license
  prints, wanted and missing notices. Custody, parole, probation, certificates of relief, warrants and banners are notes.
- **Kept**: names, birth dates, NYSID and FBI numbers. Never: Social Security numbers, addresses, bodies, officers.
- **Statute**: zeros that only fill are dropped (``Sub 00`` is none, ``Sub 02`` is (2), ``VTL 0511`` is 511); a letter stays with its digit.
"""

from __future__ import annotations

import re
from typing import Final

from attrs import evolve

from unburden.readers import Source
from unburden.record import Record

FORMAT: Final = "new_york_dcjs"
UNTRIED: Final = "its sections are known from the guide that DCJS publishes; the lines inside them were written without a sheet"

_MARKS: Final = tuple(
    re.compile(pattern, re.M | re.I)
    for pattern in (
        r"\bNYSID\b",
        r"division of criminal justice services",
        r"^[^\w\n]{0,20}NYS criminal history information",
        r"^[^\w\n]{0,20}arrest/charge information",
        r"^[^\w\n]{0,20}court case information",
        r"\bcriminal justice tracking n",
        r"^[^\w\n]{0,20}cycle:? {0,4}#? {0,4}\d{1,4}\b",
        r"\b(?:PL|VTL|AC|CPL) \d{1,4}[.-]\d{1,4}.{0,60}\b(?:degree \w|NCIC)\b",
    )
)


def sniff(source: Source) -> float:
    """The more of the sheet's own words, the surer; three of them are needed."""
    if source.head.lstrip()[:1] in ("<", "{", "["):
        return 0.0
    found = sum(mark.search(source.head) is not None for mark in _MARKS)
    return 0.0 if found < 3 else min(0.96, 0.5 + 0.1 * found)


def read(source: Source) -> list[Record]:
    """The records in the file, one a rap sheet."""
    from unburden.readers.new_york_dcjs.record import records_of

    records = records_of(source, FORMAT)
    if len(records) == 1:
        return records
    return [evolve(record, person_id=next(iter(record.person.numbers), f"sheet {n}")) for n, record in enumerate(records, 1)]
