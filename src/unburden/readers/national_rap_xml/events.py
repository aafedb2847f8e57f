"""The events of a cycle of the national rap sheet in XML (arrest, prosecution, court action, sentencing, supervision) and their charges.

What was seen of charges, in the test system of one state (Maine) and the messages of others (Hawaii and generated ones, ojbc/main):

- ``ChargeText`` is the charge where it is given, its class in brackets behind it (``ASSAULT (Charge Class D)``); ``ChargeDescriptionText``
  is then a flag (``Domestic Violence Involved``) and, like a special allegation, told in the notes. Without ``ChargeText`` it is the
  charge, or one producer's sentence about the arrest, which names offense, statute and level.
- ``StatuteText`` is the statute. ``StatuteCodeIdentification`` is the state's own number for an offense, and counts as a statute only where
  nothing else is given and it has the shape of one.
- A sentence's words may begin with their own day, which may differ from the day of the sentencing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from attrs import define, field

from unburden import terms
from unburden.calendar import parse_day
from unburden.readers._rap_words import DATE, NOTHING, Reading, iso
from unburden.readers._xml import Element
from unburden.record import SentencePart

#: Event element → stage of its charges, in the order in which they are read.
EVENTS: Final = {
    "Arrest": "arrested",
    "Prosecution": "filed",
    "CourtAction": "disposed",
    "Sentencing": "sentence",
    "Supervision": "supervision",
}
#: Where a disposition's words stand.
SAID: Final = ("DispositionDescriptionText", "CourtActionCode", "ChargeDispositionAugmentation/CourtDispositionCode", "DispositionText")
_LEVELS: Final = (
    *("ChargeSeverityText", "ChargeSeverityLevel/SeverityDescriptionText", "ChargeCategoryDescriptionText"),
    *("ChargeClassCodeText", "ChargeClassCode"),
)
_NUMBERS: Final = ("CourtRecordIdentification", "SentencingCourtRecordIdentification")
_OTHER_NUMBERS: Final = ("ActivityIdentification", "ProsecutionAgencyRecordIdentification", "SupervisionAgencyRecordIdentification")
_ARREST_RECORD: Final = "ArrestAgencyRecordIdentification/IdentificationID"
#: Where an arrest's number stands in a cycle.
ARREST_NUMBER: Final = f"Arrest/{_ARREST_RECORD}"
#: No text of an element is longer; what is, is cut. It bounds the work on hostile text.
_LONGEST: Final = 2000
_CLASS: Final = re.compile(r" *\((?:charge )?class ([A-Z0-9]{1,3})\)$|( *\([a-z ]{0,20}unknown class\)$)", re.I)
_ARRESTED: Final = "subject was arrested"
_CODED: Final = re.compile(r" which is coded as being an? ", re.I)
_STATUTE_SHAPE: Final = re.compile(r"[0-9A-Z]{1,6}[-.:\u00a7][0-9A-Z]", re.I)
_DATED: Final = re.compile(r"(?:on )?(\S{8,10})(?::| (?:the )?subject (?:was )?sentenced to)\s*(.*)", re.I | re.S)
_SUBJECT: Final = re.compile(r"subject (?:was )?sentenced to +", re.I)
#: Where one text holds several parts of a sentence.
_PART: Final = re.compile(r";|,(?!\d)| and (?=(?:a )?(?:fine|restitution|costs|probation)\b)| (?=all (?:but\b|suspended\b))", re.I)


_FEE: Final = "ConditionDisciplinaryAction/DisciplinaryActionFee/ObligationDueAmount"
_BACK: Final = "DisciplinaryActionRestitution/ObligationDueAmount"
#: Kind of a part of a sentence → where its money stands.
_MONEY: Final = (
    *(("fine", path) for path in ("SupervisionFineAmount", f"SentenceCondition/{_FEE}")),
    *(("restitution", path) for path in (f"SentenceRestitution/{_BACK}", f"SentenceCondition/ConditionDisciplinaryAction/{_BACK}")),
)


@define
class Value:
    """A text with the line it stands on."""

    text: str
    line: int


@define
class Item:
    """A charge as one event shows it."""

    element: Element
    tracking: str | None
    sequence: str | None
    ident: str | None
    description: Value | None
    statute: Value | None
    level: Value | None
    flags: list[str]

    @property
    def empty(self) -> bool:
        """Whether the element says nothing at all, as ``<CourtCharge/>`` does."""
        return not any((self.tracking, self.sequence, self.ident, self.description, self.statute, self.level, self.said))

    @property
    def said(self) -> list[Element]:
        """The words of its dispositions."""
        return [found for each in self.dispositions if (found := each.say(*SAID))]

    @property
    def dispositions(self) -> list[Element]:
        """The elements of its dispositions."""
        return list(self.element.all("ChargeDisposition"))


@define
class Event:
    """One event: its stage, the element, its day, its court's or file's numbers, an arrest's own, and its charges."""

    stage: str
    element: Element
    day: Value | None
    number: Value | None
    others: list[str]
    arrest_numbers: list[str] = field(factory=list)
    items: list[Item] = field(factory=list)

    @property
    def id(self) -> str:
        """The id by which associations name it."""
        return self.element.attributes.get("id", "")


def words(element: Element | None) -> Value | None:
    """The text of an element, bounded, with its line; none where there is none."""
    return Value(element.text[:_LONGEST], element.line) if element is not None and element.text else None


def day_of(element: Element | None, reading: Reading) -> Value | None:
    """A day below ``Date``, ``DateTime`` or directly; white space inside it is nothing. What is no date is shown."""
    if element is None:
        return None
    found = element.say("Date", "DateTime", "DateRepresentation/Date", "YearMonthDate", "YearDate") or (element if element.text else None)
    if found is None:
        return None
    printed = "".join(found.text.split())[:40]
    day = printed.partition("T")[0].removesuffix("Z")
    slashed = DATE.fullmatch(day)
    day = iso(slashed) if slashed else day
    if parse_day(day) is None or day.startswith("9999"):
        reading.skip(found.line, printed, "this is no date")
        return None
    return Value(day, found.line)


def events(cycle: Element, reading: Reading) -> list[Event]:
    """The events of a cycle by kind; within a kind by day, as the file's order says nothing of it, and then in the file's order."""
    found: list[Event] = []
    for name, stage in EVENTS.items():
        of_kind = [_event(each, stage, name, reading) for each in cycle.all(name)]
        if stage == "disposed" and all(_first_day(each) for each in of_kind):
            of_kind.sort(key=_first_day)
        found.extend(of_kind)
    return found


def _first_day(event: Event) -> str:
    days = (each.say("DispositionDate/Date") for item in event.items for each in item.dispositions)
    return min(("".join(each.text.split()) for each in days if each), default=event.day.text if event.day else "")


def _event(element: Element, stage: str, name: str, reading: Reading) -> Event:
    number = next((found for each in _NUMBERS if (found := words(element.say(f"{each}/IdentificationID")))), None)
    others = [each.text for kind in _OTHER_NUMBERS for each in element.walk(f"{kind}/IdentificationID") if each.text]
    own = [each.text for each in element.walk(_ARREST_RECORD) if each.text]
    event = Event(stage, element, day_of(element.get("ActivityDate"), reading), number, others, own)
    if name != "Sentencing":
        event.items = [item(each) for each in element.all(f"{name}Charge", "CourtCharge", "Charge")]
    return event


def item(element: Element) -> Item:
    """A charge element read."""
    ids = {
        kind: " ".join(found.text.split()) if (found := element.say(f"{kind}/IdentificationID", kind)) else None
        for kind in ("ChargeTrackingIdentification", "ChargeSequenceID", "ChargeIdentification")
    }
    sequence = (ids["ChargeSequenceID"] or "").lstrip("0") or ids["ChargeSequenceID"]
    description, statute, level, flags = _offense(element)
    return Item(element, ids["ChargeTrackingIdentification"], sequence, ids["ChargeIdentification"], description, statute, level, flags)


def _offense(element: Element) -> tuple[Value | None, Value | None, Value | None, list[str]]:
    text, described = words(element.say("ChargeText")), words(element.say("ChargeDescriptionText"))
    flags = [each.text[:_LONGEST] for each in element.all("ChargeSpecialAllegationText", "ChargeQualifierText") if each.text]
    flags.extend(each.text[:_LONGEST] for each in element.walk("ChargeEnhancingFactor/ChargeEnhancementCode") if each.text)
    severity = words(element.say(*_LEVELS))
    if severity and severity.text.lower() in NOTHING:
        severity = None
    statute = words(element.say("ChargeStatute/StatuteText"))
    description = text or described
    if text and described:
        flags.insert(0, described.text)
    elif described and (prose := _prose(described.text)):
        description = Value(prose[0], described.line)
        statute = statute or Value(prose[1], described.line)
        severity = severity or Value(prose[2], described.line)
    if description and (found := _CLASS.search(description.text)):
        description = Value(description.text[: found.start()], description.line)
        if found[1]:
            level = f"{severity.text} Class {found[1]}" if severity and "class" not in severity.text.lower() else f"Class {found[1]}"
            severity = severity if severity and "class" in severity.text.lower() else Value(level, (severity or description).line)
    return description, statute or _code(element), severity, flags


def _prose(described: str) -> tuple[str, str, str] | None:
    """Offense, statute and level of "… subject was arrested by … for THEFT 4 (HRS 708-833) which is coded as being a MISDEMEANOR."."""
    at = described.lower().find(_ARRESTED)
    coded = _CODED.search(described, at) if at >= 0 else None
    if coded is None or described[coded.start() - 1] != ")":
        return None
    offense, _, statute = described[at : coded.start() - 1].partition(" for ")[2].rpartition(" (")
    return (offense, statute, described[coded.end() :].rstrip(".")) if offense and statute else None


def _code(element: Element) -> Value | None:
    offense = words(element.say("ChargeStatute/StatuteOffenseIdentification/IdentificationID"))
    if offense:  # "17-A - 207 - 1 - A - - - -": title, section and what is below, with empty places between
        pieces = [piece.strip() for piece in offense.text.split(" - ")]
        return Value(" ".join(filter(None, (piece.strip("- ") for piece in pieces[:2]))), offense.line) if pieces else None
    code = words(element.say("ChargeStatute/StatuteCodeIdentification/IdentificationID"))
    section = words(element.say("ChargeStatute/StatuteCodeSectionIdentification/IdentificationID"))
    if code and section:
        return Value(f"{code.text} {section.text}", code.line)
    one = section or code
    return one if one and _STATUTE_SHAPE.match(one.text) else None


def sentence_parts(sentence: Element, default: Value | None, reading: Reading) -> list[SentencePart]:
    """The parts of a ``Sentence``: of its words, each dated as they say, and of its terms and money where those are set apart."""
    day = day_of(sentence.get("ActivityDate"), reading) or default
    described = [each for each in sentence.all("SentenceDescriptionText") if each.text]
    described = described or [each for each in sentence.walk("ActivityDisposition/DispositionDescriptionText") if each.text]
    found: list[SentencePart] = []
    for each in described:
        printed, date = _own_day(reading.safe(each.text[:_LONGEST]), day.text if day else None)
        for part in filter(None, (piece.strip() for piece in _PART.split(printed))):
            kind = terms.sentence_kind(part) or "other"
            found.append(SentencePart(kind, part, date=date, spans={"printed": reading.span(each.line)}))
    found.extend(_set_apart(sentence, day.text if day else None, reading))
    return found


def _own_day(printed: str, default: str | None) -> tuple[str, str | None]:
    dated = _DATED.match(printed)
    day = DATE.fullmatch(dated[1]) if dated else None
    if dated and day and parse_day(iso(day)):
        return dated[2], iso(day)
    return _SUBJECT.sub("", printed, count=1), default


def _set_apart(sentence: Element, day: str | None, reading: Reading) -> Iterator[SentencePart]:
    """Terms (``P1Y2M3D``) and money of a sentence, in their own elements or in an augmentation."""
    holders = [sentence, *sentence.all("SentenceAugmentation")]
    for term in (each for holder in holders for each in holder.all("SentenceTerm", "SentenceDeferredTerm")):
        name = term.say(
            "SentenceTermAugmentation/SentenceTermCategoryCode", "SentenceTermCategoryCode", "ActivityName", "ActivityDescriptionText"
        )
        length = term.say("TermDuration", "TermMaximumDuration")
        suspended = term.say("SentenceSuspendedTimeRemainder")
        said = [each for each in (name, length, suspended) if each]
        printed = " ".join(each.text for each in said)[:_LONGEST]
        if printed:
            kind = terms.sentence_kind(name.text if name else "") or "other"
            yield SentencePart(kind, printed, date=day, spans={"printed": reading.span(said[0].line)})
    for kind, money in ((kind, found) for kind, path in _MONEY for holder in holders for found in holder.walk(path)):
        amount = money.say("Amount")
        if amount and amount.text.strip("0. "):
            suspended = money.say("FineSuspendedIndicator")
            held = suspended is not None and suspended.text == "true"
            printed = f"{kind} {amount.text[:40]}{' suspended' if held else ''}"
            yield SentencePart("suspended" if held else kind, printed, date=day, spans={"printed": reading.span(amount.line)})
