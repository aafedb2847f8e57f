"""What a national rap sheet in XML says of charges where nobody reads it: it is shown."""

from __future__ import annotations

import re
from typing import Final

from unburden.readers._rap_words import Reading
from unburden.readers._xml import Element
from unburden.readers.national_rap_xml.events import EVENTS

#: Elements of a cycle that are read, or that say nothing that an event of it does not.
_OF_A_CYCLE: Final = frozenset(
    (*EVENTS, "CycleEarliestDate", "CycleTrackingIdentificationID", "CycleTrackingIdentification", "Incident", "Metadata")
)
#: Names of elements that tell of a charge or of what became of it.
_TELLING: Final = re.compile(
    r"(?!Identification|Organization|Location|Person|Physical).*?"
    r"(?:Charge|Dispos|Sentenc|Plea|Verdict|Amend|Offense|Count(?!y|ry)|Statute|Severity|Comment|Description|Remark|Narrative|Status)"
)
#: Those of them that are read, or are codes beside words that are read.
_READ: Final = frozenset(
    (
        *(f"{name}Charge" for name in (*EVENTS, "Court", "Sentence", "")),
        *("ChargeText", "ChargeDescriptionText", "ChargeDisposition", "DispositionDate", "DispositionDescriptionText", "DispositionText"),
        *("ChargeDispositionAugmentation", "CourtDispositionCode", "ChargeTrackingIdentification", "ChargeSequenceID"),
        *("ChargeIdentification", "ChargeSeverityText", "ChargeSeverityLevel", "SeverityDescriptionText", "ChargeCategoryDescriptionText"),
        *("ChargeClassCodeText", "ChargeClassCode", "ChargeCountQuantity", "ChargeStatute", "ChargeNCICCode", "ChargeQualifierText"),
        *("ChargeSpecialAllegationText", "ChargeEnhancingFactor", "ChargeEnhancementCode", "ChargeOffenseDate", "ChargeAugmentation"),
        *("StatuteText", "StatuteOffenseIdentification", "StatuteCodeIdentification", "StatuteCodeSectionIdentification"),
        *("StatuteJurisdiction", "Sentence", "SentenceDescriptionText", "SentenceTerm", "SentenceDeferredTerm", "SentenceAugmentation"),
        *("SentenceTermAugmentation", "SentenceTermCategoryCode", "SentenceSuspendedTimeRemainder", "SentenceRestitution"),
        *("SentenceCondition", "SentencingCourtRecordIdentification", "ActivityDisposition", "TermDescriptionText"),
    )
)
#: What tells of a supervision, and only there is read.
_OF_A_SUPERVISION: Final = frozenset(("SupervisionCustodyStatus", "StatusDescriptionText", "ActivityDescriptionText"))
#: What holds the charges of a court's disposition report.
_OF_A_REPORT: Final = frozenset(
    (
        *("DispositionReport", "CaseCharge", "InitialCharge", "FinalCharge", "ChargeSentence", "Offense", "ChargeUniversalTrackingNumber"),
        *("ProsDispCode", "NonConvCatCode", "FineSuspendedIndicator"),
    )
)
#: A disposition's elements that are no words of it.
_NO_WORDS: Final = ("DispositionDate", "ProsDispCode", "NonConvCatCode")
_LONGEST: Final = 500


def rest(cycle: Element, reading: Reading) -> None:
    """Show what a cycle says outside of what is read."""
    for child in cycle.children:
        if child.name not in _OF_A_CYCLE:
            _show(child, "this part of a cycle is not known here", reading)
        elif child.name in EVENTS:
            _told(child, reading, _OF_A_SUPERVISION if child.name == "Supervision" else frozenset())
    _loose(cycle, reading)


def of_report(root: Element, reading: Reading) -> None:
    """Show what a court's disposition report says of charges outside of what is read."""
    _told(root, reading, _OF_A_REPORT)
    _loose(root, reading)


def _loose(element: Element, reading: Reading) -> None:
    if element.text and element.children:
        reading.skip(element.line, element.text[:_LONGEST], "this text stands beside the elements that are read")


def outside(sheet: Element, reading: Reading) -> None:
    """Show events and charges of a sheet that stand in no cycle."""
    for child in sheet.children:
        if child.name in EVENTS or child.name.endswith(("Charge", "ChargeDisposition")):
            _show(child, "this stands outside of any cycle", reading)


def unsaid(disposition: Element, reading: Reading) -> None:
    """Show a disposition's words where they stand in none of the elements that are known for it."""
    for each in disposition.children:
        if each.name not in _NO_WORDS and each.name not in _READ and not _TELLING.match(each.name):
            _show(each, "this part of a disposition is not known here", reading)
    if disposition.text:
        reading.skip(disposition.line, disposition.text[:_LONGEST], "this part of a disposition is not known here")


def _told(event: Element, reading: Reading, known: frozenset[str]) -> None:
    """Show the outermost elements below an event that tell of a charge and that nobody reads there, and text beside elements."""
    waiting = [(event, each) for each in reversed(event.children)]
    while waiting:
        above, here = waiting.pop()
        telling = _TELLING.match(here.name) and here.name not in known
        if telling and (here.name not in _READ or not _in_place(event, above, here)):
            _show(here, "this part of a charge is not known here", reading)
        else:
            _loose(here, reading)
            waiting.extend((here, each) for each in reversed(here.children))
    _loose(event, reading)


def _in_place(event: Element, above: Element, here: Element) -> bool:
    """Whether an element stands where it is read: a charge in its event or sentence, a disposition in a charge."""
    if here.name.endswith("Charge"):
        if event.name == "Sentencing":
            return above.name == "Sentence" and here.name in ("SentenceCharge", "Charge")
        names = (f"{event.name}Charge", "CourtCharge", "Charge") if event.name in EVENTS else ("Charge",)
        return above is event and here.name in names
    if here.name == "Sentence":
        return above is event and event.name == "Sentencing"
    return here.name != "ChargeDisposition" or (above.name.endswith("Charge") and above.name != "CaseCharge")


def _show(element: Element, why: str, reading: Reading) -> None:
    said = " ".join(each.text for each in element.iter() if each.text)[: 4 * _LONGEST]
    if said:
        reading.skip(element.line, f"{element.name}: {said}"[:_LONGEST], why)
