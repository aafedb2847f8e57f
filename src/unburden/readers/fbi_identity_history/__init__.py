"""The FBI's Identity History Summary, as a person gets it: a letter with the record in numbered entries ("1-ARRESTED OR RECEIVED …").

Untried on a real file: no sample could be had. The labels (``ARRESTED OR RECEIVED``, ``AGENCY``, ``CHARGE 1``, ``COURT``, ``END OF PART``,
``WHEN EXPLANATION OF A CHARGE OR DISPOSITION IS NEEDED …``) are those that public code for sorting such records looks for; how they stand
on the page is taken from descriptions. So nothing depends on columns: a label is known by its words and the dash behind it, the values of
the head by which heading they stand nearest to, and what is not understood is shown. A letter that holds the record as cycles is read by
`national_rap_text`. Decided here:

- An entry is one case: an arrest and what a court did with it. An applicant's or another civil entry is set aside.
- A court's charge is the arrest's of the same number, else of the same words, else the only one; one that is none of them, or that the
  same court has shown before, is a new charge.
- ``SENTENCE`` may hold the outcome, the sentence or both. An entry without ``DISPOSITION`` or ``SENTENCE`` has no disposition.
- What stands under ``COURT`` before any charge is named belongs to the only charge, or is shown.
- A prison that "received" somebody arrested nobody and decided nothing: its entry's words are later events, and a note says that the
  case may stand elsewhere.
- A letter that says that there is no arrest is a record without cases, and its sentence is set aside.
"""

from __future__ import annotations

import re
from typing import Final

from unburden.readers import Source
from unburden.record import Record

FORMAT: Final = "fbi_identity_history"
UNTRIED: Final = "no true summary was at hand; its layout is taken from descriptions and from the labels that other programs look for"

#: What the letter says where there is nothing; it may stand on two lines.
NO_RECORD: Final = re.compile(
    r"\bno\s{1,40}(?:prior\s{1,40})?(?:arrest|criminal\s{1,40}history)\s{1,40}(?:data|records?|information)\b", re.I
)
_SIGN: Final = re.compile(r"^[ \t]{0,20}\d{1,3} ?- ?ARRESTED OR RECEIVED\b", re.I | re.M)
_TITLE: Final = re.compile(r"^[ \t-]{0,60}FBI (?:IDENTIFICATION RECORD|IDENTITY HISTORY SUMMARY)[ \t-]{0,60}$", re.I | re.M)


def sniff(source: Source) -> float:
    """Sure where an entry begins as this record's do; less so by its title or by a letter that there is none."""
    head = source.head
    if head.lstrip().startswith(("<", "{", "[")):
        return 0.0
    if _SIGN.search(head):
        return 0.9
    if _TITLE.search(head):
        return 0.7
    return 0.5 if "FEDERAL BUREAU OF INVESTIGATION" in head.upper() and NO_RECORD.search(head) else 0.0


def read(source: Source) -> list[Record]:
    """The one person of the letter."""
    from unburden.readers.fbi_identity_history.letter import letter

    return [letter(source, FORMAT)]
