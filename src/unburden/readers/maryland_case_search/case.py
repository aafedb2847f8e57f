"""A Maryland Case Search page as a case: whose it is, its numbers, and its charges (`maryland_case_search.charges`)."""

from __future__ import annotations

import re
from itertools import pairwise
from string import capwords
from typing import Final

from unburden.readers import Source
from unburden.readers._defendants import Defendant
from unburden.readers._html import Places
from unburden.readers.maryland_case_search.charges import Charges, day, outcome
from unburden.readers.maryland_case_search.page import Field, fields_of
from unburden.record import Case, Person, Record, SetAside, Unread
from unburden.record import Source as ReadSource

_COURT: Final = re.compile(r"\bcourt (?:of maryland )?for (.+?)(?: +-.*)?$", re.I)
_CLOSED: Final = re.compile(r"^(?:closed|completed|case closed)\b", re.I)
_OPEN: Final = re.compile(r"^(?:active|open|re-?opened|case open)\b", re.I)
_OTHER_CASE: Final = re.compile(r"case|court|tracking", re.I)
_NUMBERS: Final = (
    "tracking no",
    "tracking number",
    "tracking number(s)",
    "district case no",
    "district court number",
    "arrest tracking no",
)
_CHARGES: Final = "Charge and Disposition Information"


def records(source: Source, kind: str) -> list[Record]:
    """The records on the pages of a file of this kind, one a person."""
    text = source.text
    places = Places(text)
    files = (ReadSource(source.name, kind, places.lines),)
    fields = fields_of(text)
    starts = [n for n, each in enumerate(fields) if each.name == "case number" and each.section == "Case Information"]
    if not starts:
        shown = " ".join(each.value for each in fields[:20])[:200]
        why = "no case number was found on this page, so no case was read"
        return [Record(sources=files, unread=(Unread(source.span(1), shown, why),))]
    people: list[tuple[Defendant, list[Case]]] = []
    alike: dict[tuple[str, str, str], list[int]] = {}
    unread: list[Unread] = []
    # The court system stands before the number, and belongs to its page.
    bounds = [0 if n == 0 else _begin(fields, at) for n, at in enumerate(starts)]
    for start, end in pairwise([*bounds, len(fields)]):
        one, case = _page(source, places, fields[start:end], unread)
        known = alike.setdefault(one.key(), [])
        same = next((n for n in known[:50] if one.names and people[n][0].same(one)), None)
        if same is None:
            known.append(len(people))
            people.append((one, [case] if case else []))
        else:
            people[same][0].add(one)
            people[same][1].extend([case] if case else [])
    return [
        Record(
            person_id="" if len(people) == 1 else f"{', '.join((*one.names[:1], *one.births[:1]))} ({place})".strip(),
            person=Person(tuple(one.names), tuple(one.births), (), one.spans),
            cases=tuple(cases),
            sources=files,
            unread=tuple(unread) if place == 1 else (),
            set_aside=tuple(one.set_aside),
            notes=tuple(dict.fromkeys(one.notes)),
        )
        for place, (one, cases) in enumerate(people, 1)
    ]


def _begin(fields: list[Field], at: int) -> int:
    while at > 0 and fields[at - 1].section == "Case Information" and fields[at - 1].name in ("court system", "location", ""):
        at -= 1
    return at


def _page(source: Source, places: Places, fields: list[Field], unread: list[Unread]) -> tuple[Defendant, Case | None]:
    one = _defendant(source, places, fields)
    head = [each for each in fields if each.section == "Case Information"]
    said = {each.name: each for each in reversed(head) if each.value}
    number = said["case number"].value if "case number" in said else ""
    court = said["court system"].value if "court system" in said else ""
    county = _COURT.search(court)
    case_id = f"{capwords(county[1])}:{number}" if county else number
    transfer = next((each for each in head if each.name == "case disposition" and outcome(each.value) == "transferred"), None)
    charges = Charges(source, places, case_id, transfer)
    found = charges.read([each for each in fields if each.section == _CHARGES])
    unread += charges.unread
    one.set_aside += charges.set_aside
    one.notes += charges.notes
    here = source.span(places.line(fields[0].at))
    if not found and not charges.unread and not charges.set_aside:
        if re.search(r"\bcivil\b|\blandlord\b|\bfamily\b", f"{court} {said['case type'].value if 'case type' in said else ''}", re.I):
            one.set_aside.append(SetAside(here, f"{number} ({court})"[:200], "this is not a criminal case"))
            return one, None
        unread.append(Unread(here, f"{number} {court}".strip()[:200], "no charges were found on this page"))
    status = said["case status"].value if "case status" in said else None
    filed = next((said[name] for name in ("filing date", "date filed") if name in said), None)
    tracking: dict[str, None] = {}
    related: dict[str, None] = {}
    for each in fields:
        known = each.name in _NUMBERS and each.section in ("Case Information", _CHARGES)
        if known or (each.section == "Other Reference Numbers" and _OTHER_CASE.search(each.name)):
            pieces = (piece.strip() for value in each.values for piece in re.split(r"[,;]", value))
            numbers = tracking if "tracking" in each.name else related
            numbers.update({piece: None for piece in pieces if piece and piece != number})
    wheres = {"number": "case number", "county": "court system", "court": "court system", "status": "case status"}
    wheres |= {"status_printed": "case status", "filed_date": filed.name if filed else ""}
    case = Case(
        case_id=case_id,
        jurisdiction="US-MD",
        number=number or None,
        county=capwords(county[1]) if county else None,
        court=court or None,
        filed_date=day(filed.value) if filed else None,
        status=None if not status else "closed" if _CLOSED.search(status) else "open" if _OPEN.search(status) else None,
        status_printed=status,
        related=tuple(related),
        tracking=tuple(tracking),
        charges=tuple(found),
        spans={name: source.span(places.line(said[label].at)) for name, label in wheres.items() if label in said},
    )
    return one, case


def _defendant(source: Source, places: Places, fields: list[Field]) -> Defendant:
    one = Defendant()
    for each in fields:
        if each.section != "Defendant Information":
            continue
        part = each.part.lower()
        aliases = "alias" in part or each.name.startswith("alias")
        if not aliases and part not in ("", "defendant"):
            continue
        name = each.name in ("defendant name", "name") or aliases
        if name and each.name not in ("address", "city", "state", "zip code", "agencyname") and each.value and each.value not in one.names:
            one.names.append(each.value)
            one.spans.setdefault("names", source.span(places.line(each.at)))
        born = day(each.value) if each.name == "dob" else None
        if born and born not in one.births:
            one.births.append(born)
            one.spans.setdefault("birth_dates", source.span(places.line(each.at)))
    return one
