"""The national rap sheet in its text presentation (FBI III and Nlets; Joint Task Force on Rap Sheet Standardization).

Caveats, identification, then cycles (their layout: `layout`). A cycle is one arrest and what followed; a charge's number links its
arrest to its court section inside one cycle only. Where charges of a cycle were decided under several court numbers, each number is a
case. An arrest's number and tracking numbers follow a prosecution (`Case.tracking`), unless the sheet gives one to two of its
prosecutions: some agencies number people. A disposition's text holds outcome, date and sentence in one. Where an agency of a cycle has
no number, the index of agencies at the end tells it, and with it the state; of that index nothing else is kept. What stands in no part
that is known is shown; a sheet that says that it holds no cycle is a record without cases.

Social Security numbers are never kept, nor is anything that only describes a body.
"""

from __future__ import annotations

import re
from typing import Final

from unburden.readers import Source
from unburden.record import Record

FORMAT: Final = "national_rap_text"
_CAVEAT: Final = "information in this rap sheet is"


def sniff(source: Source) -> float:
    """How surely this is the text presentation: its cycles, or its banner and its caveats."""
    head = source.head
    if head.lstrip().startswith(("<", "{", "PAR1", "%PDF")):
        return 0.0
    if re.search(r"^[ \t]*={3,} *Cycle +\d+ *={3,}", head, re.M | re.I):
        return 0.95
    banner = re.search(r"^[ \t]*\*{3,}[ *]*CRIMINAL HISTORY(?: RECORD)? *\*{3,}", head, re.M | re.I)
    return 0.9 if banner else 0.4 if _CAVEAT in head else 0.0


def read(source: Source) -> list[Record]:
    """One record for each rap sheet in the file (a message may carry the sheets of several states)."""
    from unburden.readers.national_rap_text.sheet import sheets

    return sheets(source, FORMAT)
