"""The national rap sheet as XML: Nlets' ``rap`` 1.0 on NIEM 2.0 ("version 4.1"), and the messages around it.

Read from the test messages of the Open Justice Broker Consortium (github.com/ojbc/main: a test system of Maine's, Hawaii's messages, and
generated people). Names are matched without their prefix, whatever wraps them (``ch-ext``, a SOAP envelope); `_xml` says what XML is
allowed, `events` and `charges` what a cycle says and which charges are one, `reports` what court disposition reports say, `rest` what is
shown because nobody reads it. Decided here:

- A cycle is one case. Where its charges were decided under several court numbers, each of these is a case; numbers that differ only in
  spaces and signs are one. A violation of probation under a number of its own makes no case: its number is a related one.
- An arrest's number and tracking ids follow a prosecution (`Case.tracking`), unless the sheet gives one to two of its prosecutions. A cycle
  that holds only a custody or supervision, and names no charge, is set aside.
- The state is that of the court's agency number (ORI), else the statute's, else the prosecutor's or police's, else the reporting agency's.
- A text rap sheet inside as base64 is given to the reader that knows it; all that it says stands at the line of its element.
- The person asked for (``Introduction``) is not the one who was found. Addresses, pictures and Social Security numbers are not kept.
"""

from __future__ import annotations

import re
from typing import Final

from unburden.readers import Source
from unburden.record import Record

FORMAT: Final = "national_rap_xml"

#: Roots of what is read here, as they begin.
_RAP: Final = re.compile(r"<(?:[\w.-]{1,40}:)?(?:RapSheet|RapSheetCycle|CriminalHistoryTextDocument)[\s/>]")
_REPORT: Final = re.compile(r"<(?:[\w.-]{1,40}:)?DispositionReport[\s/>]")
_FAMILY: Final = re.compile(r"niem|nlets|ojbc|jxdm|rapsheet", re.I)


def sniff(source: Source) -> float:
    """Sure where a rap sheet's element begins in XML."""
    head = source.head
    if "<" not in head or head.lstrip()[:14].lower().startswith(("<!doctype html", "<html")):
        return 0.0
    if _RAP.search(head):
        return 0.95 if _FAMILY.search(head) else 0.6
    return 0.9 if _REPORT.search(head) and _FAMILY.search(head) else 0.0


def read(source: Source) -> list[Record]:
    """One record for each rap sheet, report or text sheet in the file."""
    from unburden.readers.national_rap_xml.sheet import records

    return records(source, FORMAT)
