"""A saved Wisconsin (WCCA) page: its labels, its table of charges, and the case that they make."""

from __future__ import annotations

import re
from typing import Any, Final

from attrs import define, evolve, field

from unburden import terms
from unburden.readers import Source
from unburden.readers._html import Places, clean
from unburden.readers._json import Json
from unburden.readers.wisconsin_ccap.charges import Charges, some_day
from unburden.record import Case, Charge, Person, Record, Span, Unread
from unburden.record import Source as ReadSource

_TAG: Final = re.compile(
    r"(<(?:!--.*?(?:-->|\Z)|script\b.*?(?:</script\s*>|\Z)|style\b.*?(?:</style\s*>|\Z)|/?[a-z!?][^<>]*+>))", re.S | re.I
)
_NAME: Final = re.compile(r"<(/?)([a-z][a-z0-9]*)", re.I)
_ID: Final = re.compile(r"\bid\s*=\s*[\"']?(summary|charges|fullCharges|defendant|records|activities|citations|receivables|parties)\b")
_ADDRESS: Final = re.compile(r"caseNo=(\w{6,20})&(?:amp;)?countyNo=(\d{1,3})\b")
_NUMBER: Final = re.compile(r"(?:(\S[^\n]{0,40}?) County )?Case (?:Number|No\.?):? *(\d{4}[A-Z]{2}\d{6}\w{0,4})\b", re.I)
_HEADING: Final = re.compile(r"count\b", re.I)
_STATUTE: Final = re.compile(r"statute\b", re.I)
#: Words outside the table that may tell of a charge.
_TELLING: Final = re.compile(r"\d\W|\bcount\b", re.I)
_DEFERRED: Final = re.compile(r"\bDJ - no sentence imposed\b", re.I)
_STATUSES: Final = {"closed": "closed", "open": "open", "filed only": "open"}


@define
class _Page:
    """The labels with values, the table rows and the headings of a page, with where they stand."""

    labels: list[tuple[str, str, str, int]] = field(factory=list)  # section, label, value, offset
    rows: list[tuple[str, bool, list[str], int]] = field(factory=list)  # section, whether of a modifier, cells, offset
    headings: list[str] = field(factory=list)
    loose: list[tuple[str, int]] = field(factory=list)  # words of the part of the charges that stand in nothing, offset


@define(slots=False)
class _Rows(Json):
    """Stands for a JSON file whose charges are table rows."""

    places: list[Span] = field(factory=list)
    days: list[Span] = field(factory=list)

    def span(self, *path: str | int) -> Span:
        """Where the row of a charge stands, or its offense date."""
        at = path[1] if len(path) > 1 and path[0] == "charges" else None
        held = self.days if path[-1:] == ("offenseDate",) else self.places
        return held[at] if isinstance(at, int) and at < len(held) else self.source.span(1)


def _parts(text: str) -> _Page:
    """The page's parts, in one pass over its tags."""
    page = _Page()
    section = label = ""
    at = begin = 0
    opened = ""  # what the words that come next belong to: dt, dd, td, h
    held: list[str] = []
    cells: list[str] | None = None
    modifier = False

    def close() -> None:
        nonlocal label
        said = clean(" ".join(held))
        held.clear()
        if opened == "dt":
            label = said.rstrip(" :").lower()
        elif opened == "dd" and label:
            page.labels.append((section, label, said, begin))
            if said and section == "charges" and label.startswith("charge"):
                page.loose.append((said, begin))
            label = ""
        elif opened == "td" and cells is not None:
            cells.append(said)
        elif opened == "h" and said:
            page.headings.append(said)

    for piece in _TAG.split(text):
        named = _NAME.match(piece) if piece[:1] == "<" else None
        if named:
            ends, tag = named[1] == "/", named[2].lower()
            found = None if ends else _ID.search(piece)
            if found:
                section = found[1]
            kind = {"dt": "dt", "dd": "dd", "td": "td", "th": "td", "h3": "h", "h4": "h", "h5": "h"}.get(tag)
            if kind or tag == "tr":
                close()
                opened = "" if ends or tag == "tr" else kind or ""
                begin = at if opened else begin
            if tag == "tr":
                if cells:
                    page.rows.append((section, modifier, cells, begin))
                cells, modifier = ([], "modifier" in piece) if not ends else (None, False)
        elif piece[:1] != "<" and piece.strip():
            if opened:
                held.append(piece)
            elif section == "charges":
                page.loose.append((clean(piece), at))
        at += len(piece)
    return page


def records(source: Source, kind: str) -> list[Record]:
    """The one record of a page of this kind."""
    text = source.text
    places = Places(text)
    files = (ReadSource(source.name, kind, places.lines),)
    page = _parts(text)
    address = _ADDRESS.search(source.head)
    shown = next((match for match in map(_NUMBER.search, page.headings) if match), None) or _NUMBER.search(source.head)
    number = shown[2] if shown else address[1] if address else None
    if number is None:
        why = "no case number was found on this page, so no case was read"
        return [Record(sources=files, unread=(Unread(source.span(1), " ".join(page.headings)[:200], why),))]
    said: dict[str, tuple[str, Span]] = {}
    for section, label, value, at in page.labels:
        if value and section in ("summary", "defendant", "charges", ""):
            said.setdefault(label, (value, source.span(places.line(at))))
    county = shown[1] if shown and shown[1] else None
    case_id = f"{address[2]}-{number}" if address and address[1] == number else f"{county}-{number}" if county else number
    charges, unread, notes = _charges(source, places, page, case_id, text)
    name, name_span = said.get("defendant name", (None, None))
    born, born_span = said.get("date of birth", said.get("defendant date of birth", (None, None)))
    finger = said.get("fingerprint id", (None, None))[0]
    status, status_span = said.get("case status", (None, None))
    filed, filed_span = said.get("filing date", (None, None))
    where = {"status": status_span, "status_printed": status_span, "filed_date": filed_span}
    whose = {"names": name_span, "birth_dates": born_span}
    birth = some_day(born)
    case = Case(
        case_id=case_id,
        jurisdiction="US-WI",
        number=number,
        county=county,
        court="Circuit Court",
        filed_date=some_day(filed),
        status=_STATUSES.get((status or "").lower()),
        status_printed=status,
        charges=tuple(charges),
        spans={field: span for field, span in where.items() if span},
    )
    person = Person(
        (name,) if name else (),
        (birth,) if birth else (),
        (finger,) if finger and any(letter.isdigit() for letter in finger) else (),
        {field: span for field, span in whose.items() if span},
    )
    return [Record(person=person, cases=(case,), sources=files, unread=tuple(unread), notes=tuple(notes))]


def _undecided(charge: Charge) -> Charge:
    """The charge without the conviction that may be a deferred judgment."""
    kept = [evolve(each, outcome=None) if each.outcome == "convicted" else each for each in charge.dispositions]
    return evolve(charge, dispositions=tuple(kept))


def _charges(source: Source, places: Places, page: _Page, case_id: str, text: str) -> tuple[list[Charge], list[Unread], list[str]]:
    """The charges of the table, through the reader of the same case as JSON."""
    found: list[dict[str, Any]] = []
    rows: list[Span] = []
    unread: list[Unread] = []
    for section, modifier, cells, at in page.rows:
        if section != "charges":
            continue
        here = source.span(places.line(at))
        if modifier and found and len(cells) >= 3:
            found[-1]["chargeModifiers"].append({"statuteCite": cells[1], "descr": cells[2].strip("[] ")})
        elif cells[0].isdigit() and len(cells) >= 4 and not modifier:
            names = ("chargeNo", "statuteCite", "descr", "severity", "dispoDesc")
            found.append({**dict(zip(names, cells, strict=False)), "chargeModifiers": []})
            rows.append(here)
        elif not (_HEADING.match(cells[0]) and any(_STATUTE.match(cell) for cell in cells)):
            unread.append(Unread(here, " | ".join(cells)[:200], "this row of the table of charges was not understood"))
    for words, at in page.loose:
        if _TELLING.search(words) or terms.outcome(words):
            unread.append(Unread(source.span(places.line(at)), words[:200], "these words among the charges stand in no table"))
    days = [(value, at) for section, label, value, at in page.labels if section == "fullCharges" and label == "offense date"]
    notes: list[str] = []
    if len(days) == len(found):
        for one, (printed, _) in zip(found, days, strict=True):
            one["offenseDate"] = some_day(printed)
    elif days:
        notes.append(f"{case_id}: the page has {len(found)} charges and {len(days)} offense dates, so none was taken")
    if not found:
        unread.append(Unread(source.span(1), case_id, "no table of charges was found on this page"))
    reading = Charges(
        _Rows(source, found, places=rows, days=[source.span(places.line(at)) for _, at in days]), (), case_id, {"charges": found}
    )
    charges = reading.read()
    if _DEFERRED.search(text):
        notes.append(f"{case_id}: the page says of a charge “DJ - no sentence imposed”, so no charge is read as convicted from it")
        charges = [_undecided(each) for each in charges]
    return charges, [*unread, *reading.unread], [*notes, *reading.notes]
