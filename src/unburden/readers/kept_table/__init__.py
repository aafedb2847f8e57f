"""Tables that people keep by hand: a CSV with any delimiter, or an Excel workbook, one row a charge.

- **Columns** are known by their headings, English or Spanish, wherever the row of headings stands. What each was read as is told in
  `Record.notes`; one that can be two things is not guessed. ``--columns`` settles it (`Source.columns`).
- **Charges.** One row is one charge. Several in one cell, on lines of their own or between semicolons, are as many charges where
  another cell says the same number of things, or where each is numbered; else they stay one charge without an outcome, and that is told.
- **Outcomes** are `terms.outcome` of the words, or the Spanish words of `kept_table.words`. What is not known is no outcome, and told.
- **Dates**: `kept_table.dates`. One that is not sure stays unknown; its words are told.
- **Places** are the state's name or code; without such a column, the full name of a state as the sheet's name or alone above the table
  (but not a name that people or counties have, too). Nothing else says where a case was.
- **Cases** are what has one case number (and one state). A row without one is a case of its own.
- **People** are told apart by a column of names; names that differ by order, case or middle names alone are one.
- **Hidden** rows, columns and sheets are not read, and told. So is a row with more cells than there are headings: a comma in a text
  may have moved its cells.
- A total, a legend or a note below the table is set aside. Nothing is kept of columns that are not used.
"""

from __future__ import annotations

from typing import Final

from unburden.readers import Source
from unburden.record import Record

FORMAT: Final = "kept_table"


def sniff(source: Source) -> float:
    """Likely for an Excel workbook, and for a head with two headings of a list of charges; surer where the person names columns."""
    if source.head.lstrip("\ufeff \r\n")[:1] in ("{", "[") or (source.head[:1] == "<" and source.data[:5] != b"<?xml"):
        return 0.0
    from unburden.readers.kept_table.columns import known
    from unburden.readers.kept_table.sheets import head_rows, is_workbook, other

    if other(source):
        # No reader takes them; this one says what to do.
        return 0.2
    if is_workbook(source):
        return 0.6
    if source.data[:4] in (b"PAR1", b"PK\x03\x04", b"%PDF"):
        return 0.0
    best = max((known(cells, source.columns) for cells in head_rows(source)), default=0)
    if best < 2:
        return 0.0
    return 0.6 if source.columns else 0.45 if best > 2 else 0.3


def headings(source: Source) -> list[str]:
    """Every heading of the file's tables, and what the person calls one in other letters."""
    from unburden.readers.kept_table.reading import headings

    return headings(source)


def read(source: Source) -> list[Record]:
    """One record a person. What no reader of a table can settle is listed, never guessed."""
    from unburden.readers.kept_table.reading import read

    return read(source)
