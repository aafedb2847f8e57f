"""What a national rap sheet in XML says of charges where nobody reads it: it is shown."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from unburden.readers._national_xml_events import EVENTS
from unburden.readers._rap_words import Reading
from unburden.readers._xml import Element

#: Elements of a cycle that are read, or that say nothing that an event of it does not.
_OF_A_CYCLE: Final = frozenset(
    (*EVENTS, "CycleEarliestDate", "CycleTrackingIdentificationID", "CycleTrackingIdentification", "Incident", "Metadata")
)
#: Names of elements that tell of a charge or of what became of it.
_TELLING: Final = re.compile(r"Charge|Dispos|Sentenc|Plea|Verdict|Amend|Offense|Count(?!y|ry)|Statute|Severity")
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
        *("SentenceCondition", "SentencingCourtRecordIdentification", "ActivityDisposition"),
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
            for each in _untold(child):
                _show(each, "this part of a charge is not known here", reading)
    for each in (cycle, *(child for child in cycle.children if child.name in EVENTS)):
        if each.text:
            reading.skip(each.line, each.text[:_LONGEST], "this text stands outside of any part of a cycle")


def outside(sheet: Element, reading: Reading) -> None:
    """Show events and charges of a sheet that stand in no cycle."""
    for child in sheet.children:
        if child.name in EVENTS or child.name.endswith(("Charge", "ChargeDisposition")):
            _show(child, "this stands outside of any cycle", reading)


def unsaid(disposition: Element, reading: Reading) -> None:
    """Show a disposition's words where they stand in none of the elements that are known for it."""
    for each in disposition.children:
        if each.name not in _NO_WORDS and each.name not in _READ and not _TELLING.search(each.name):
            _show(each, "this part of a disposition is not known here", reading)
    if disposition.text:
        reading.skip(disposition.line, disposition.text[:_LONGEST], "this part of a disposition is not known here")


def _untold(event: Element) -> Iterator[Element]:
    """The outermost elements below an event whose names tell of a charge and which nobody reads."""
    waiting = list(reversed(event.children))
    while waiting:
        here = waiting.pop()
        if _TELLING.search(here.name) and here.name not in _READ:
            yield here
        else:
            waiting.extend(reversed(here.children))


def _show(element: Element, why: str, reading: Reading) -> None:
    said = " ".join(each.text for each in element.iter() if each.text)[: 4 * _LONGEST]
    if said:
        reading.skip(element.line, f"{element.name}: {said}"[:_LONGEST], why)
