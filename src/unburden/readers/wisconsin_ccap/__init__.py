"""Wisconsin circuit court case (WCCA, "CCAP") as its site sends it to the browser: caseDetail JSON.

One case, an array of cases, or cases inside the wrappers that tools save (``result``, ``response``). Layout and meaning were read
from 20,000 cases of a public research copy (github.com/will-jac/JUSTFAIR-WI). How the open points are decided:

- **Case id** is county number and case number: only together are they unique. ``chargeNo`` names the charge within it.
- **chargeHist** holds earlier versions of the charges, by ``chargeNo`` and ``seqNo``: versions, never further charges. A number that the
  charges no longer have is set aside, since charges are renumbered and nothing says what became of it.
- **Outcome** is the charge's ``dispoDesc``. ``judgments`` date it: each is kept with its day; one after the last that says the same as
  ``dispoDesc`` does not count. Where ``dispoDesc`` is empty the charge has no outcome, whatever was ordered (a plea taken and sentence
  not yet given, a case opened again); only a deferral, which is not final, is shown as one.
- **A deferred judgment** is printed as "Guilty Due to … Plea" with *DJ - no sentence imposed* for a sentence (17 of 39 such orders in
  20,000 cases; the six that ended were dismissed): it is deferred and no conviction. In a closed case its outcome is unknown: a second
  count of one act of driving has it too, of which a jury found guilty.
- **A judgment on a revocation** (``reOpenedEvent``: "Probation revoked") is the sentence of the same conviction: `later`, and its day
  is that of the sentence. "Conviction vacated" ends the conviction before it. Other events are kept and decide nothing.
- **Modifiers** that make another thing of the offense (attempt, conspiracy, solicitation, party to a crime) go before its words and
  after its number, as Wisconsin cites them; those that only raise the penalty (repeater, domestic abuse) follow in brackets.
- **Sentence** parts are the names and times of what was ordered, conditions of probation included (jail can be one). Notes may name
  other people and are not kept; they are only asked whether they speak of custody.
- **Related** numbers are the cross-referenced cases of the same county only where a charge went to another case (consolidated, moved):
  most cross-referenced cases are other prosecutions of the same days, which must not become one; a note names them. The
  prosecutor's number is not kept: it covers several cases, and some counties' look like the court's own (``2016FO000004``).
- Citations repeat the charges and state no disposition; where a case lists no charges they are shown as unread. Records (the docket),
  money, warrants and addresses are not kept.
"""

from __future__ import annotations

import re
from typing import Final

from unburden.readers import Source
from unburden.record import Record

FORMAT: Final = "wisconsin_ccap"
TOO_LARGE: Final = "split the array into files of fewer cases"

_KEYS: Final = tuple(re.compile(rf'"{name}"\s*:') for name in ("caseNo", "countyNo", "charges|chargeHist|defAttys|crossReferenced"))
_UNAVAILABLE: Final = re.compile(r'"available"\s*:\s*false')


def sniff(source: Source) -> float:
    """Sure where JSON has a case number with a county number and charges; fairly so where the site refused a case."""
    head = source.head
    if head.lstrip()[:1] not in ("{", "["):
        return 0.0
    if all(key.search(head) for key in _KEYS[:2]):
        return 0.95 if _KEYS[2].search(head) or '"wcisClsCode"' in head else 0.6 if _UNAVAILABLE.search(head) else 0.0
    return 0.9 if '"chargeHist"' in head and '"wcisClsCode"' in head else 0.0


def read(source: Source) -> list[Record]:
    """The records in the file, one a defendant. What is no case is listed with its line."""
    from unburden.readers.wisconsin_ccap.cases import records

    return records(source, FORMAT)
