"""The JSON behind Tyler's portal (``RegisterOfActionsService``): the answers of one case, one in a file or several together.

The shape of ``DispositionEvents`` is that of a true answer of North Carolina's portal (github.com/deardurham/dear-petition); that of
``CaseSummariesSlim``, ``Charges``, ``Parties``, ``CaseEvents`` and ``FinancialSummary`` is what the programs that ask for them read
(github.com/CodeWithAsheville/zipcase and others). No true answer of those five, and none with a plea or a sentence, was at hand.

- Answers are known by what they hold, not by what a program that saved them calls them; those in one object are one case, and so
  are those in a list, unless several of them have a number of their own. A ``CaseId`` stands for a case whose number is not told.
- **Outcome**: the *Description* of the disposition, as printed on the page (see `tyler_portal`). Its local code (``DVD``) means nothing
  here: published lists of such codes were wrong. A code without a description is kept as it stands, without an outcome.
- A disposition goes to the charge of its ``ChargeId``, else of its number and words; one whose charge is nowhere else brings its own.
- **Pleas decide nothing**; sentences are kept part by part. What is marked as deleted is set aside. Other events are not kept.
- Addresses, descriptions and other people are never kept.
"""

from __future__ import annotations

from typing import Final

from unburden.readers import Source
from unburden.record import Record, Unread
from unburden.record import Source as ReadSource

FORMAT: Final = "tyler_portal_json"
_SIGNS: Final = (
    "RegisterOfActionsService",
    "Ody.ROA.Service",
    "CaseSummaryHeader",
    "CriminalDispositionTypeId",
    "ChargeOffenseDescription",
)


def sniff(source: Source) -> float:
    """Sure of JSON whose head has a name that only this service gives; `Charges` and the like alone are not enough."""
    head = source.head.lstrip("\ufeff \t\r\n")
    return 0.97 if head[:1] in "{[" and head and any(sign in head for sign in _SIGNS) else 0.0


def read(source: Source) -> list[Record]:
    """The records of the cases in the file, one a defendant."""
    from unburden.readers._defendants import records_of
    from unburden.readers._json import load
    from unburden.readers.tyler_portal_json.answers import cases_of

    held = load(source)
    paper = ReadSource(source.name, FORMAT, len(source.lines))
    if isinstance(held, Unread):
        return [Record(sources=(paper,), unread=(held,))]
    found, unread = cases_of(held)
    unread += [
        Unread(held.span(*path), str(path[-1])[:200], "this name stands twice in one object; the last was read") for path in held.twice()
    ]
    if not found:
        why = "no answer of the portal's service with a case in it was found, so no case was read"
        return [Record(sources=(paper,), unread=(*unread, Unread(source.span(1), source.head[:200], why)))]
    return records_of(found, paper, unread)
