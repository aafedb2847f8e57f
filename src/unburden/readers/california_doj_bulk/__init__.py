"""The California DOJ's research file: one row a piece of a sentence of a count of a step of a cycle, many people in one file.

It is the printed rap sheet (`california_doj`) as a table, so its steps become the same cycles of events and are joined by the same
rules (`california_doj.cycles`): one charge for what arrest, court and custody of one cycle say of one count. Layout and made-up rows:
codeforamerica/gogen (data/doj_row.go, test_fixtures). How the open points are decided:

- **Columns** are named by the header, or, without one, are those of the layout (94, and an end mark that may be missing). A row with too
  many cells is read only where a single text can have held the unquoted comma, which is noted; any other is unread.
- **A person** is a ``SUBJECT_ID``, else a CII number; a row with neither is given to nobody.
- **CNT_ORDER** packs cycle, step and count in three digits each; rows of one person with the same one are one count, and each of their
  dispositions and pieces of sentence counts once. A step is one type, day, agency and file number (``FE_NUM_CRT_CASE``, else ``OFN``,
  printed on the first count only). Without a CNT_ORDER the cycle's own number or day says which cycle a row is of.
- **A date of a disposition** is ``DISP_DATE``, else the step's; one before the step's day contradicts it, is unknown and listed.
- **The charge**: ``OFFENSE_DESCR``, or ``COMMENT_TEXT`` where that says ``SEE COMMENT`` or nothing. ``DISP_OFFENSE`` and ``CONV_OFFENSE``
  are later versions of it. ``NULL``, ``-`` and blanks are nothing; the ``#`` marks part segments.
  Another comment is listed; one that only numbers or places (``ADR``, ``SCN``) is not kept.
- **One cycle** is one prosecution, unless court steps of different counties or file numbers (without one, days) each convicted: then each
  is its own, and the arrest is that of the first of its county. So is a step that ended the same offense under another number after a
  conviction, and convictions of different statutes with the same words. Several entries that convict of one charge are noted.
- **Set aside**: registrations, applicants, deaths, commitments to a hospital. A step of another type is unread.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from attrs import evolve

from unburden.readers import Source
from unburden.readers._tables import TOO_LARGE, Row, Table, head_names, header, rows
from unburden.readers.california_doj_bulk.bulk import COLUMNS, WIDTHS, mended, of_layout
from unburden.record import Record, Unread
from unburden.record import Source as ReadSource

__all__ = ["FORMAT", "TOO_LARGE", "read", "sniff"]

FORMAT: Final = "california_doj_bulk"

_NEEDED: Final = frozenset(("stp_type_descr", "stp_event_date", "cnt_order", "offense_descr"))
_USED: Final = (
    "subject_id",
    "pri_name",
    "pri_dob",
    *sorted(_NEEDED),
    "ofn",
    "disp_date",
    "disp_descr",
    "conv_stat_descr",
    "sent_loc_descr",
)


def sniff(source: Source) -> float:
    """Certain of the header; without one, sure of a first row of the layout."""
    names = head_names(source)
    if _NEEDED.issubset(names):
        return 0.95
    if not WIDTHS[0] <= len(names) <= WIDTHS[1] + 3:
        return 0.0
    first = next((cells for _, cells in rows(source.head.splitlines()[:1])), [])
    return 0.9 if of_layout(first) or any(mended(first, width) for width in WIDTHS) else 0.0


def read(source: Source) -> list[Record]:
    """One record a person, in the order in which the people first appear."""
    from unburden.readers.california_doj_bulk.subject import Subject

    files = (ReadSource(source.name, FORMAT, len(source.lines)),)
    line, names = header(source)
    titled = _NEEDED.issubset(names)
    # Commas after the last title name no column.
    while names and not names[-1]:
        names = names[:-1]
    layout = names if titled else COLUMNS
    table = Table(source, layout, line + 1 if titled else 1)
    people: dict[str, Subject] = {}
    notes = list(table.absent(_USED))
    for row in _rows(table, notes):
        key = row["subject_id"] or row["cii_number"] or row["req_cii_number"]
        if key:
            people.setdefault(key, Subject()).add(table, row)
        else:
            table.unread.append(
                Unread(table.span(row), row.shown, "this row has neither a SUBJECT_ID nor a CII number; it is given to nobody")
            )
    records = [subject.record(key, files) for key, subject in people.items()] or [Record(sources=files)]
    # What belongs to no person, or could not be read, is told with the first.
    first = evolve(records[0], unread=(*table.unread, *records[0].unread), notes=(*notes, *records[0].notes))
    return [first, *records[1:]]


def _rows(table: Table, notes: list[str]) -> Iterator[Row]:
    """The rows of the file: an end mark may be missing or doubled, and a comma too many is taken out where that is sure."""
    width = len(table.names)
    known = table.names[: WIDTHS[0]] == COLUMNS[: WIDTHS[0]]
    for line, cells in rows(table.source.lines, table.first, range(width - 1, width + 4)):
        if table.titles(cells):
            continue
        if known and len(cells) >= WIDTHS[0] and not of_layout(cells):
            found = next((each for each in (mended(cells, goal) for goal in WIDTHS) if each), None)
            if found:
                cells = found[0]
                notes.append(
                    f"{table.source.name}, line {line}: {found[1].upper()} holds a comma without quotes; the row is read without the shift"
                )
        if len(cells) > width and not "".join(cells[width:]).strip() and (not known or of_layout(cells)):
            cells = cells[:width]
        if len(cells) == width - 1 and table.names[-1] == COLUMNS[-1]:
            cells = [*cells, ""]
        if len(cells) == width:
            yield table.row(line, cells)
        else:
            table.refuse(line, cells)
