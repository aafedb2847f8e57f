"""A message around the national rap sheet in XML as records: its sheets, their cycles as cases, and texts inside in base64."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, Final

from attrs import define, evolve, fields, has

from unburden.readers import Source, detect
from unburden.readers._rap_numbers import bare, followed, once, told_twice
from unburden.readers._rap_words import UNSUPPORTED, Reading, foremost, state
from unburden.readers._xml import Element, load
from unburden.readers.national_rap_xml.charges import Count, charge, counts, supervision
from unburden.readers.national_rap_xml.events import ARREST_NUMBER, Event, Value, events, words
from unburden.readers.national_rap_xml.people import Agency, agencies, person
from unburden.readers.national_rap_xml.reports import report
from unburden.readers.national_rap_xml.rest import outside, rest
from unburden.record import Case, Record, SetAside, Span, Unread
from unburden.record import Source as Paper

_BASE64: Final = ("Base64BinaryObject", "BinaryBase64Object")
_PICTURES: Final = ("PersonDigitalImage", "PersonBiometrics", "ArrestSubjectImage", "PhysicalFeatureImage")
#: A text rap sheet is far shorter.
_LONGEST_TEXT: Final = 4_000_000
_MOST_TEXTS: Final = 20
_LONGEST_CAVEAT: Final = 1000


@define
class _Group:
    """The charges of one prosecution in a cycle, and the court action that decided them."""

    event: Event | None
    counts: list[Count]


def records(source: Source, form: str, inside: bool = False) -> list[Record]:
    """One record for each rap sheet, report or text sheet in the file; `form` is the format's id.

    `inside` says that the file itself stood in base64 in another, and what it holds in base64 is not looked at again.
    """
    document = load(source)
    found: list[Record] = []
    unread = list(document.unread)
    if document.root is not None:
        sheets = list(_outermost(document.root, ("RapSheet",)))
        if not sheets and next(document.root.iter("RapSheetCycle"), None):
            sheets = [document.root]
        found.extend(_sheet(each, source, form) for each in sheets)
        found.extend(report(each, source, form) for each in _outermost(document.root, ("DispositionReport",)))
        texts = list(_outermost(document.root, _BASE64, (*_PICTURES, "DispositionReport"))) if not inside else []
        for n, each in enumerate(texts[: _MOST_TEXTS + 1]):
            held, why = _text_sheet(each, source, form) if n < _MOST_TEXTS else ([], "from here on this holds more texts than any message")
            found.extend(held)
            unread.extend([Unread(source.span(each.line), each.name, why)] if why else [])
    paper = (Paper(source.name, form, len(source.lines)),)
    if not found:
        unread = unread or [Unread(source.span(1), source.head[:80].strip(), "this holds no rap sheet")]
        return [Record(sources=paper, unread=tuple(unread))]
    found[-1] = evolve(found[-1], unread=(*found[-1].unread, *unread))
    return found


def _outermost(root: Element, names: Sequence[str], without: Sequence[str] = ()) -> Iterator[Element]:
    """The elements of these names that stand in no other of them, nor in those left out."""
    waiting = [root]
    while waiting:
        here = waiting.pop()
        if here.name in names:
            yield here
        elif here.name not in without:
            waiting.extend(reversed(here.children))


def _sheet(sheet: Element, source: Source, form: str) -> Record:
    reading = Reading(source)
    found = person(sheet, reading)
    known = agencies(sheet)
    cases: list[Case] = []
    cycles = list(_outermost(sheet, ("RapSheetCycle",)))
    arrests = Counter(name for cycle in cycles for name in {bare(each.text) for each in cycle.walk(ARREST_NUMBER)})
    for number, cycle in enumerate(cycles, 1):
        cases.extend(followed(list(_cycle(f"cycle-{number:03}", cycle, known, reading)), arrests))
    reporting = words(sheet.say("Metadata/ReportingOrganizationText"))
    if reporting and (code := state(reporting.text)):
        span = reading.span(reporting.line)
        cases = [
            each if each.jurisdiction else evolve(each, jurisdiction=code, spans={**each.spans, "jurisdiction": span}) for each in cases
        ]
    for each in cases:
        line = each.spans["case_id"].line or sheet.line
        if each.jurisdiction is None:
            reading.skip(line, each.number or each.case_id, "no agency of this cycle says which state it is of")
        if not each.charges:
            reading.skip(line, each.number or each.case_id, "this cycle names no charge")
    told_twice(cases, reading)
    outside(sheet, reading)
    for order in sheet.iter("Order"):
        about = order.say("ActivityDescriptionText")
        reading.set_aside.append(
            SetAside(reading.span(order.line), about.text[:200] if about else "order", "a court's order, not a charge")
        )
    for caveat in sheet.walk("Introduction/Caveat/CaveatText"):
        if UNSUPPORTED.search(caveat.text[:_LONGEST_CAVEAT]):
            reading.notes.append(f"the sheet says ({source.name}, line {caveat.line}): {reading.safe(caveat.text[:_LONGEST_CAVEAT])}")
    reading.told()
    return Record(
        person=found,
        cases=tuple(cases),
        sources=(Paper(source.name, form, len(source.lines)),),
        unread=tuple(reading.unread),
        set_aside=tuple(reading.set_aside),
        notes=tuple(dict.fromkeys(reading.notes)),
    )


def _cycle(case_id: str, cycle: Element, known: dict[str, Agency], reading: Reading) -> Iterator[Case]:
    rest(cycle, reading)
    happened = events(cycle, reading)
    applicants = [each for each in happened if _is_applicant(each)]
    for each in applicants:
        what = ", ".join([case_id, *(item.description.text for item in each.items if item.description)])
        span = reading.span(each.element.line)
        reading.set_aside.append(SetAside(span, reading.safe(what)[:500], "an applicant's fingerprints, not an arrest"))
    happened = [each for each in happened if not _is_applicant(each)]
    if applicants and not happened:
        return
    if happened and all(each.stage == "supervision" and not any(not held.empty for held in each.items) for each in happened):
        for each in happened:
            reading.set_aside.append(
                SetAside(
                    reading.span(each.element.line), supervision(each, reading)[0], "a custody or supervision for no charge that it names"
                )
            )
        return
    tracking = [each.text for each in cycle.all("CycleTrackingIdentificationID") if each.text]
    tracking.extend(each.text for each in cycle.walk("CycleTrackingIdentification/IdentificationID") if each.text)
    found = counts(happened, tracking, reading)
    named = _names(found, case_id)
    for n, group in enumerate(_groups(found, happened), 1):
        charges = tuple(charge(each, named[id(each)], reading) for each in group.counts)
        case = _case(case_id if n == 1 else f"{case_id}~{n}", cycle.line, group, happened, known, tracking, reading)
        yield evolve(case, charges=charges)


def _is_applicant(event: Event) -> bool:
    kind = event.element.say("ActivityCategoryText", "ArrestCategoryText") if event.stage == "arrested" else None
    return kind is not None and "applicant" in kind.text.lower()


def _names(found: Iterable[Count], case_id: str) -> dict[int, str]:
    """Names for charges: the cycle's with the sequence number, or the place where there is none."""
    names: dict[int, str] = {}
    times: Counter[str] = Counter()
    for place, each in enumerate(found, 1):
        name = (each.sequence or str(place))[:20]
        times[name] += 1
        names[id(each)] = f"{case_id}/{name}" if times[name] == 1 else f"{case_id}/{name}~{times[name]}"
    return names


def _groups(found: Sequence[Count], happened: Sequence[Event]) -> list[_Group]:
    """The charges by the court number under which they were decided; all are together where there is one number at most."""
    courts = [each for each in happened if each.stage == "disposed"]
    decided = [(each, _decided(each)) for each in found]
    numbers = {bare(event.number.text) for _, event in decided if event and event.number}
    if len(numbers) <= 1:
        numbered = next((event for _, event in decided if event and event.number), None)
        # A court action may name no charge at all (``<CourtCharge/>``); the only one of a cycle is the one that is meant.
        only = courts[0] if len(courts) == 1 else None
        return [_Group(numbered or only or next((event for _, event in decided if event), None), list(found))]
    groups: dict[str, _Group] = {}
    for each, event in decided:
        key = bare(event.number.text) if event and event.number else ""
        groups.setdefault(key, _Group(event, [])).counts.append(each)
    return list(groups.values())


def _decided(one: Count) -> Event | None:
    """The event that decided a charge: the court action that comes nearest to it, and of several the first; else a sentencing."""
    courts = [(event, item) for event, item in one.shown if event.stage == "disposed"]
    courts.sort(key=lambda pair: foremost(said.text for said in pair[1].said))
    return next((event for event, _ in (*courts, *(pair for pair in one.shown if pair[0].stage == "sentence"))), None)


def _case(
    case_id: str,
    line: int,
    group: _Group,
    happened: Sequence[Event],
    known: dict[str, Agency],
    tracking: Sequence[str],
    reading: Reading,
) -> Case:
    about = list({id(event): event for each in group.counts for event, _ in each.shown}.values()) or list(happened)
    number = group.event.number if group.event else None
    court = known.get(group.event.id) if group.event else None
    name = court.name if court else None
    if name is None and group.event:
        name = words(group.event.element.say("ActivityIdentification/IdentificationJurisdictionText"))
    related = [each.number.text for each in about if each.number]
    related.extend(other for each in about for other in each.others)
    ids = [*tracking, *(item.tracking for each in group.counts for _, item in each.shown if item.tracking)]
    ids.extend(own for each in about for own in each.arrest_numbers)
    followed_by = once(ids, number.text if number else "")
    place = _jurisdiction(group, about, known)
    spans = {"case_id": reading.span(line)}
    values = {"number": number, "court": name, "jurisdiction": place}
    spans.update({key: reading.span(value.line) for key, value in values.items() if value})
    return Case(
        case_id,
        jurisdiction=place.text if place else None,
        number=number.text if number else None,
        court=reading.safe(name.text) if name else None,
        related=once(related, number.text if number else "", *followed_by),
        tracking=followed_by,
        spans=spans,
    )


def _jurisdiction(group: _Group, about: Sequence[Event], known: dict[str, Agency]) -> Value | None:
    ordered = ([group.event] if group.event else []) + [each for stage in ("disposed", "sentence") for each in about if each.stage == stage]
    courts = [known[each.id] for each in ordered if each.id in known]
    statutes = (
        Value(code, found.line)
        for each in group.counts
        for _, item in each.shown
        if (
            found := item.element.say(
                "ChargeStatute/StatuteJurisdiction/LocationStateName", "ChargeStatute/StatuteJurisdiction/LocationStateUSPostalServiceCode"
            )
        )
        and (code := state(found.text))
    )
    first = next((each.place for each in courts if each.place), None) or next(statutes, None)
    police = (
        known[each.id].place for stage in ("filed", "arrested", "supervision") for each in about if each.stage == stage and each.id in known
    )
    return first or next((each for each in police if each), None)


def _text_sheet(element: Element, source: Source, form: str) -> tuple[list[Record], str]:
    """The records of a text in base64, each value at the element's line; or why there is none."""
    import base64
    import binascii

    packed = "".join("".join(element.pieces).split())
    if not packed:
        return [], ""
    if len(packed) > _LONGEST_TEXT:
        return [], "this is longer than any rap sheet"
    try:
        data = base64.b64decode(packed + "=" * (-len(packed) % 4), validate=True)
    except (binascii.Error, ValueError):
        return [], "this should be a text in base64, and is not"
    inner = Source(source.name, None, data)
    if data[:2] not in (b"\xff\xfe", b"\xfe\xff") and b"\0" in data[:4096]:
        return [], "this is no text"
    reader = detect(inner)
    if reader is None:
        return [], "this holds a text in base64 that no reader knows"
    span = source.span(element.line)
    note = f"{source.name}, line {element.line}, holds a text of {len(inner.lines)} lines in base64; all that it says stands at that line"
    found = [_at(record, span) for record in (records(inner, form, inside=True) if form == reader.FORMAT else reader.read(inner))]
    paper = Paper(source.name, reader.FORMAT, len(source.lines))
    return [evolve(each, sources=(paper,), notes=(*each.notes, note)) for each in found], ""


def _at(value: Any, span: Span) -> Any:
    """A value with every span in it put at one place."""
    if isinstance(value, Span):
        return span
    if isinstance(value, tuple):
        return tuple(_at(each, span) for each in value)
    if isinstance(value, dict):
        return {key: _at(each, span) for key, each in value.items()}
    if has(type(value)):
        return evolve(value, **{each.name: _at(getattr(value, each.name), span) for each in fields(type(value))})
    return value
