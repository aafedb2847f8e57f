"""The person and the agencies of a national rap sheet in XML."""

from __future__ import annotations

from collections.abc import Iterator

from attrs import define

from unburden.readers._rap_words import Reading, agency_name, jurisdiction, state
from unburden.readers._xml import Element
from unburden.readers.national_rap_xml.events import Value, day_of, words
from unburden.record import Person

_ORI = "OrganizationAugmentation/OrganizationORIIdentification/IdentificationID"
_STATES = ("IdentificationJurisdictionText", "IdentificationJurisdictionNCICLSTACode", "IdentificationJurisdictionUSPostalServiceCode")


@define
class Agency:
    """A court or an agency: its name, and its jurisdiction by its number."""

    name: Value | None
    place: Value | None


def person(sheet: Element, reading: Reading) -> Person:
    """Names, birth dates and file numbers; Social Security numbers only to keep them out."""
    found: dict[str, list[Value]] = {"names": [], "birth_dates": [], "numbers": []}
    for each in sheet.iter("PersonSSNIdentification"):
        reading.hide(held.text.replace(" ", "") for held in each.iter("IdentificationID") if held.text)
    whose = [each for each in sheet.children if each.name == "RapSheetPerson"]
    for here in whose:
        _identify(here, found, reading)
    found["names"].extend(_names(sheet))
    spans = {}
    kept: dict[str, tuple[str, ...]] = {}
    for name, values in found.items():
        first = {value.text: value for value in reversed(values)}
        ordered = [value for value in values if first[value.text] is value]
        kept[name] = tuple(value.text for value in ordered)
        spans.update({f"{name}#{n}" if n > 1 else name: reading.span(value.line) for n, value in enumerate(ordered, 1)})
    return Person(kept["names"], kept["birth_dates"], kept["numbers"], spans)


def identify(here: Element, reading: Reading) -> Person:
    """The same, of one element that holds a person."""
    return person(Element("RapSheet", "", here.line, children=[Element("RapSheetPerson", "", here.line, children=here.children)]), reading)


def _identify(here: Element, found: dict[str, list[Value]], reading: Reading) -> None:
    for each in here.all("PersonName", "PersonAlternateName"):
        name = name_of(each)
        found["names"].extend([Value(reading.safe(name.text), name.line)] if name else [])
    found["birth_dates"].extend(day for each in here.all("PersonBirthDate") if (day := day_of(each, reading)))
    for holder in (here, *here.all("PersonAugmentation")):
        for each in holder.all("PersonFBIIdentification"):
            number = words(each.say("IdentificationID"))
            found["numbers"].extend([Value(f"FBI {number.text}", number.line)] if number else [])
        for each in holder.all("PersonStateFingerprintIdentification"):
            number, place = words(each.say("IdentificationID")), each.say(*_STATES)
            code = state(place.text) if place else None
            if number:
                found["numbers"].append(Value(f"SID {number.text}" + (f" ({code[3:]})" if code else ""), number.line))


def name_of(each: Element) -> Value | None:
    """A name as ``SURNAME, GIVEN MIDDLE SUFFIX``, or as it is given whole; none where nothing is given."""
    whole = words(each.say("PersonFullName"))
    if whole:
        return whole
    given = [found.text for path in ("PersonGivenName", "PersonMiddleName") if (found := each.say(path))]
    last = [found.text for path in ("PersonSurName", "PersonNameSuffixText") if (found := each.say(path))]
    if not (given or last):
        return None
    after = last[1:] if each.say("PersonSurName") else []
    before = last[:1] if each.say("PersonSurName") else last
    name = ", ".join(filter(None, (" ".join(before), " ".join((*given, *after)))))
    return Value(name[:200], each.line)


def _names(sheet: Element) -> Iterator[Value]:
    """Names given at arrests."""
    for each in sheet.iter("ArrestSubject"):
        name = words(each.say("SubjectFullName"))
        if name:
            yield Value(name.text[:200], name.line)


def agencies(sheet: Element) -> dict[str, Agency]:
    """The agency of each event, by the event's id, as the associations of the sheet say."""
    known = {name: _agency(each) for each in sheet.children if each.name in ("Court", "Agency") and (name := each.attributes.get("id"))}
    found: dict[str, Agency] = {}
    for each in sheet.children:
        if not each.name.endswith("Association"):
            continue
        names = [name for child in each.children if (name := _ref(child))]
        agency = next((known[name] for name in names if name in known), None)
        if agency:
            found.update({name: agency for name in names if name not in known})
    return found


def _ref(each: Element) -> str:
    return each.attributes.get("ref") or each.attributes.get("uri", "").lstrip("#")


def _agency(each: Element) -> Agency:
    name, number = words(each.say("OrganizationName")), words(each.say(_ORI))
    found = None
    for said in filter(None, (number, name)):
        code = jurisdiction(said.text)
        if code:
            found = Value(code, said.line)
            break
    if name:
        name = Value(agency_name(name.text), name.line)
    return Agency(name, found)
