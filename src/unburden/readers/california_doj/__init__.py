"""The California DOJ rap sheet as text: what CLETS prints, often photographed and read back with errors.

A head with names, birth dates and notices; then cycles (``* * * *``), each one arrest and what came of it, as events
(``- - - -``) of one agency on one day, with numbered counts. How the open points are decided:

- **One charge** is what arrest, court and custody of one cycle say of one count: same statute, else same words, else same section.
  Ranges of counts are as many charges. A court's charges without an arrest of their own have the cycle's arrest date if the cycle
  has one arrest, save a failure to appear: that came after the arrest, and when anyone was arrested for it is not known. Arrest
  counts that no court took up stand in the court's case if the cycle has one, else in a case of their own.
- **Two cases of one cycle**: a count that a court has decided is not that of a case under another number, nor is one that a court of
  another county left open or dismissed; both stand. Dismissed and filed again in one court is one prosecution. `Case.related` is the
  lower court's number.
- **A prison's entry without a court's** that prints a prison sentence is a conviction of unknown day, with a note; it has no outcome where
  a conviction on the sheet may be the one: no number of a court's case and the same charge, a number nearly that of a court's case, or
  a picture of which words were hard to read.
- **Pictures**: a row of stars that came out as scraps of letters before a heading parts two cycles, and is shown: joined wrongly,
  two arrests would lend each other dates and convictions, while one arrest parted from its court only stays without an outcome.
- **Outcome**: the court's ``DISPO``, or the arrest's where there is no court (``PROS REJ``). A dated update is `later` unless it undoes
  the outcome: a conviction that an update dismisses is ``vacated``. A reduction to a misdemeanor is a later version of the charge.
- **A sentence** printed once is that of every convicted count before it that has none, or of all if the court printed only one; the updates
  under it are theirs too, and one that undoes a conviction is noted.
- ``released_date`` is the day of ``PAROLED`` (or of a release from custody), ``sentence_completed_date`` that of ``DISCHARGED`` from
  prison or parole, or of probation ended; ``never`` released where the sentence has only fines, restitution, service or probation and
  no custody is told of. Nothing is computed from lengths.
- **Set aside**: applicants, registrations, deaths, hospital commitments, paroles from other states, notices of identity theft,
  and violations of probation or parole. Addresses, Social Security and other numbers are not kept.
- **Jurisdiction** is California, but for custody elsewhere: federal where the statute is, else unknown.
"""

from __future__ import annotations

import re
from typing import Final

from unburden.readers import Source
from unburden.record import Person, Record, Unread
from unburden.record import Source as ReadSource

FORMAT: Final = "california_doj"

_MARKS: Final = tuple(
    re.compile(pattern, re.M)
    for pattern in (
        r"^\s*(?:ARR/DET/CITE|C[O0]URT ?[:;]|SUPPLEMENTAL ARR|CUST[O0]DY ?[:;]|APPLICANT ?[:;]|REGISTRATI[O0]N ?[:;])",
        r"^\s*CNT ?[:;]",
        r"^\s*\*?DISP[O0]? ?[:;]",
        r"^\s*CII/|\bNAM/0?1\b|^RE: ?QHY",
        r"\d [A-Z]{2}-[A-Z]",
        r"^ *(?:\* *){4}$|END OF MESSAGE",
    )
)


def sniff(source: Source) -> float:
    """The more of the sheet's own marks, the surer; two of them are needed."""
    if source.head.lstrip()[:1] in ("<", "{", "["):
        return 0.0
    found = sum(mark.search(source.head) is not None for mark in _MARKS)
    return 0.0 if found < 2 else min(0.95, 0.4 + 0.15 * found)


def read(source: Source) -> list[Record]:
    """The records in the file, one a rap sheet."""
    from unburden.readers.california_doj.cycles import result_of
    from unburden.readers.california_doj.lines import read_sheets

    files = (ReadSource(source.name, FORMAT, len(source.lines)),)
    sheets = read_sheets(source)
    if not sheets:
        return [Record(sources=files, unread=(Unread(source.span(1), "", "there is no text in this file"),))]
    records = []
    for index, sheet in enumerate(sheets):
        result = result_of(sheet)
        records.append(
            Record(
                person_id="" if len(sheets) == 1 else next(iter(sheet.numbers), f"sheet {index + 1}"),
                person=Person(tuple(sheet.names), tuple(sheet.births), tuple(sheet.numbers), sheet.spans),
                cases=tuple(result.cases),
                sources=files,
                unread=tuple(result.unread),
                set_aside=tuple(result.set_aside),
                notes=tuple(dict.fromkeys(result.notes)),
            )
        )
    return records
