"""Vermont's older dockets (VT Courts Online, until 2021): a page of preformatted text, saved as HTML or copied as text.

The layout is that of three cleaned true dockets in the history of github.com/codeforbtv/expunge-vt, and of the program there that read
them. No true docket with aliases, with a probation violation or with a level other than ``mis`` and ``fel`` was at hand.

- **Charges** are the *disputes* of the table under ``Dspt``; a dispute of another docket number belongs to the same prosecution
  (`related`). The docket's own ``charge`` entry gives the whole statute (``13 V.S.A. 2502``), the day of the offense and of the arrest.
- **Outcome** is what the table prints behind the day; where it prints none, the docket's own *Judgment of …*. A deferred sentence
  (13 V.S.A. 7041) is no conviction, whatever was pleaded.
- **The docket** gives pleas, the first clause of each sentence, and a ``chgdisp`` that the table does not have; it is not kept
  otherwise: it names many other people.
- **Years have two digits.** They are of this century up to the year in which the page was printed (2021, where it does not say), else of
  the last; a birth date of two digits is left unknown.
- A violation of probation that is numbered as a dispute is no charge, and is set aside.
"""

from __future__ import annotations

import re
from typing import Final

from unburden.readers import Source
from unburden.record import Record, Unread
from unburden.record import Source as ReadSource

FORMAT: Final = "vermont_vtcourtonline"
_TABLE: Final = re.compile(r"Dspt +Docket No\. +Ct\. +Statute +F/M/O")


def sniff(source: Source) -> float:
    """Sure where the head has the site's table of disputes."""
    return 0.97 if _TABLE.search(source.head) else 0.0


def read(source: Source) -> list[Record]:
    """The records in it, one a person; several dockets of one person are one record."""
    from unburden.readers._defendants import records_of
    from unburden.readers.vermont_vtcourtonline.docket import dockets

    paper = ReadSource(source.name, FORMAT, len(source.lines))
    found, unread = dockets(source, _TABLE)
    if not found:
        why = "no table of disputes was found, so no case was read"
        unread = [Unread(source.span(1), " ".join(source.head.split())[:200], why)]
        return [Record(sources=(paper,), unread=tuple(unread))]
    return records_of(found, paper, unread)
