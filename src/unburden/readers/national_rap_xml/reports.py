"""A court's disposition report in XML (NIEM 3, ojbc/main): one case of one person, its first and final charge side by side.

Vermont's message has ``InitialCharge`` and ``FinalCharge``, Maine's one ``Charge`` with its sentence. Only test messages were to be had,
mostly of placeholder text. Numeric codes whose list was not to be had (``ProsDispCode``) are shown and decide nothing.
"""

from __future__ import annotations

from attrs import evolve

from unburden.readers import Source
from unburden.readers._rap_numbers import once
from unburden.readers._rap_words import Reading, jurisdiction
from unburden.readers._xml import Element
from unburden.readers.national_rap_xml.charges import Count, charge
from unburden.readers.national_rap_xml.events import Event, Item, Value, day_of, item, sentence_parts, words
from unburden.readers.national_rap_xml.people import identify
from unburden.readers.national_rap_xml.rest import of_report
from unburden.record import Case, Charge, Person, Record
from unburden.record import Source as Paper

_CODES = ("ProsDispCode", "NonConvCatCode")


def report(root: Element, source: Source, name: str) -> Record:
    """The one case of a disposition report."""
    reading = Reading(source)
    whose = root.get("Subject/RoleOfPerson") or next(root.all("Person"), None)
    person = identify(whose, reading) if whose is not None else Person()
    arrest = next(root.iter("Arrest"), None)
    arrested = Event("arrested", arrest or root, day_of(arrest.get("ActivityDate"), reading) if arrest else None, None, [])
    offenses = [found for each in root.all("Offense") if (found := day_of(each.get("ActivityDate"), reading))]
    charges: list[Charge] = []
    holders = [each for each in root.iter() if each.get("InitialCharge") or each.get("FinalCharge")]
    for n, each in enumerate(holders or list(root.all("Charge")), 1):
        made = _charge(each, str(n), arrested, reading)
        if offenses and len(offenses) == 1 and not made.offense_date:
            made = evolve(made, offense_date=offenses[0].text, spans={**made.spans, "offense_date": reading.span(offenses[0].line)})
        charges.append(made)
    number = _first(root, "CaseDocketID") or _first(root, "CaseIdentification")
    place = next(
        (
            Value(code, each.line)
            for each in root.iter("OrganizationORIIdentification")
            for held in each.iter()
            if (code := jurisdiction(held.text))
        ),
        None,
    )
    tracking = [each.text for kind in ("ArrestTrackingNumber", "ChargeUniversalTrackingNumber") for each in root.iter(kind) if each.text]
    spans = {"case_id": reading.span(root.line)}
    spans.update({key: reading.span(value.line) for key, value in (("number", number), ("jurisdiction", place)) if value})
    if place is None:
        reading.skip(root.line, number.text if number else root.name, "no agency of this report says which state it is of")
    if not charges:
        reading.skip(root.line, number.text if number else root.name, "this report names no charge")
    of_report(root, reading)
    reading.told()
    case = Case(
        number.text if number else "report-001",
        jurisdiction=place.text if place else None,
        number=number.text if number else None,
        tracking=once(tracking, number.text if number else ""),
        charges=tuple(charges),
        spans=spans,
    )
    paper = Paper(source.name, name, len(source.lines))
    return Record(person=person, cases=(case,), sources=(paper,), unread=tuple(reading.unread), notes=tuple(dict.fromkeys(reading.notes)))


def _charge(holder: Element, charge_id: str, arrested: Event, reading: Reading) -> Charge:
    """A charge from its first and its final form, or from the one form there is."""
    first, final = holder.get("InitialCharge"), holder.get("FinalCharge") or holder
    one = Count()
    if first is not None:
        one.add(Event("filed", first, None, None, []), item(first))
    ended = item(final)
    if final is not holder or first is None:
        one.add(Event("disposed", final, None, None, []), ended)
    for sentence in final.all("ChargeSentence"):
        one.sentence.extend(sentence_parts(sentence, None, reading))
    _codes(ended, reading)
    made = charge(one, charge_id, reading)
    if arrested.day:
        made = evolve(made, arrest_date=arrested.day.text, spans={**made.spans, "arrest_date": reading.span(arrested.day.line)})
    violation = next((each for part in (first, final) if part is not None for each in part.iter("ProbationViolationIndicator")), None)
    if violation is not None and violation.text == "true":
        # The court decided on a violation of probation: the charge was decided before, elsewhere.
        made = evolve(made, dispositions=tuple(evolve(each, outcome=None, later=True) for each in made.dispositions))
    return made


def _codes(ended: Item, reading: Reading) -> None:
    for each in (code for held in ended.dispositions for kind in _CODES for code in held.iter(kind) if code.text):
        reading.skip(each.line, f"{each.name} {each.text}"[:80], "what this code means is not known here")


def _first(root: Element, name: str) -> Value | None:
    found = next((each for each in root.iter(name) if each.text or each.say("IdentificationID")), None)
    return words(found if found is not None and found.text else found.say("IdentificationID")) if found is not None else None
