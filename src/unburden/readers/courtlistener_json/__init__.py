"""Federal dockets as JSON: CourtListener's docket and party API (v3 and v4), RECAP's archive files, and juriscraper's own reading.

Untried on a real file: no answer of the API could be had. The field names are those of the serializers and models of
github.com/freelawproject/courtlistener (`PartyTypeSerializer`, `CriminalCount`, `IADocketSerializer`, `DocketSerializer`) and of
`DocketReport` in github.com/freelawproject/juriscraper, whose samples are read. How the open points are decided:

- **One object or many**: a page of results, a list, or one object; a docket and the parties that name it by ``docket_id`` are joined.
- **The counts** are the docket page's, with the number in brackets behind the words, and are read as on that page (`federal_cmecf.counts`,
  `federal_cmecf.prose`): ``status`` 1 and 2 are pending and terminated, and decide nothing.
- **A party that is no defendant** is set aside; a docket without parties, and one whose number is no criminal one, has no charges.
- **Parties without their docket**: the case is called by CourtListener's docket id, its number and days are unknown, with a note.
- **Docket entries**, where they are in the file, date a judgment as on the court's page.
"""

from __future__ import annotations

import re
from typing import Final

from unburden.readers import Source
from unburden.record import Record

FORMAT: Final = "courtlistener_json"
UNTRIED: Final = "the layout comes from the source code of CourtListener; no true answer of its API was at hand"

_NAMED: Final = re.compile(r'"(?:criminal_counts|criminal_data|criminal_complaints|highest_offense_level_opening)"\s*:')
_DOCKETS: Final = re.compile(r"courtlistener\.com(?::\d+)?/api/rest/v\d/(?:dockets|parties)/")
_ARCHIVED: Final = re.compile(r'"(?:recap_documents|docket_number_core|pacer_case_id)"\s*:')


def sniff(source: Source) -> float:
    """Sure where JSON has CourtListener's names for counts; likely where it links to its dockets or has its names for entries."""
    head = source.head
    if head.lstrip("\ufeff \t\r\n")[:1] not in ("{", "["):
        return 0.0
    if _NAMED.search(head):
        return 0.95
    return 0.9 if _DOCKETS.search(head) else 0.8 if _ARCHIVED.search(head) else 0.0


def read(source: Source) -> list[Record]:
    """The records in the file, one a defendant."""
    from unburden.readers.courtlistener_json.reading import records_in

    return records_in(source, FORMAT)
