"""What the words of New York's courts say of a charge: an outcome, a step, something later, or nothing that is known."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

from attrs import frozen

from unburden import terms
from unburden.readers.new_york_dcjs.words import AFTER_SENTENCE, SENTENCE_PART

#: Steps of a case that decide nothing about a charge.
_STEP: Final = re.compile(
    r"(?<!not )\barraign(?:ed|ment)\b|\binitial report of\b|\binterim release\b|\breleased? on\b|\bremanded\b|\bbail\b"
    r"|\border of protection\b|\b(?:docket|indictment|superior court information|sci) (?:number|filed)\b|\badjourned (?:to|for|until)\b",
    re.I,
)
WARRANT: Final = re.compile(r"\bwarrant\b", re.I)
SEALED: Final = re.compile(
    r"[\s,;(-]*(?:\b(?:and|record|case|arrest|records|is|was) ){0,3}\bseal(?:ed|ing)?\b.*|\bcpl ?(?:160\.[5-9]\d|720\.35)\b.*", re.I
)
_YOUTH: Final = re.compile(r"\byouthful offender\b|\by\.?o\.? (?:adj|find|status)", re.I)
_YOUTH_FOUND: Final = re.compile(r"\b(?:adjudicat\w*|adj|finding|found|replaced)\b", re.I)
_REFUSED: Final = re.compile(r"\b(?:denied|not|ineligible|refused|declined)\b", re.I)
#: What is sealed, and not how it ended.
_THING: Final = re.compile(r"(?:the )?(?:convictions?|arrests?|cases?|(?:court )?records?)(?: (?:is|was|are|were|has been))?$", re.I)
ELSEWHERE: Final = re.compile(r"\b(?:covered|satisfied)\b", re.I)
_SERVED: Final = r"(?:probation|parole|conditional (?:discharge|release)|post[- ]release(?: supervision)?)"
REVOKED: Final = re.compile(
    rf"\b(?:violat\w*|revo[ck]\w*) (?:of )?(?:the )?(?:(?:terms|conditions) of )?{_SERVED}"
    rf"|\b{_SERVED} (?:\w+ ){{0,3}}(?:violat|revo[ck])|^vop\b",
    re.I,
)
_COUNT: Final = r"\bcounts? {0,2}#?\d"
COUNT: Final = re.compile(_COUNT, re.I)
#: Words that name a count or an offense of their own: what they say is not for whatever charge stands nearest.
NAMED: Final = re.compile(rf"{_COUNT}|\b(?-i:(?!CPL\b|SCI\b|IND\b)(?:[A-Z]{{2,4}}|V&T)) {{1,4}}\d{{1,4}}[.-]\d", re.I)
_SENTENCED: Final = re.compile(r"(re-?)?sentenced?(?: imposed)?$", re.I)


@frozen
class Told:
    """What words of a court say: a disposition, or a step that decides nothing."""

    words: str
    line: int
    outcome: str | None = None
    later: bool = False
    step: bool = False
    sentenced: bool = False

    @property
    def decides(self) -> bool:
        """Whether the words state what became of a charge."""
        return not self.later and (self.outcome is not None or self.sentenced)

    @property
    def guilty(self) -> bool:
        """Whether the words state a finding that a sentence can follow."""
        return self.decides and (self.outcome in ("convicted", "adjudicated") or self.sentenced)


def tell(words: str, line: int) -> Told:
    """What the words of an event say. A word that is not known says nothing."""
    return Told(words, line, *_tell(words))


@lru_cache(2048)
def _tell(words: str) -> tuple[str | None, bool, bool, bool]:
    """Outcome, later, step, sentenced."""
    if _YOUTH.search(words):
        found = not _REFUSED.search(words) and (_YOUTH_FOUND.search(words) or terms.outcome(words) == "adjudicated")
        return "adjudicated" if found else None, False, False, False
    only = _SENTENCED.match(words)
    if only:
        return None, bool(only[1]), False, not only[1]
    sealing = SEALED.search(words)
    if sealing:
        before = words[: sealing.start()].strip(" -,;(")
        outcome = None if ELSEWHERE.search(before) or _THING.match(before) else terms.outcome(before)
        return outcome, outcome is None, False, False
    if ELSEWHERE.search(words):
        return None, False, False, False
    if REVOKED.search(words):
        return None, True, False, False
    outcome = terms.outcome(words)
    if outcome in (None, "pending") and (WARRANT.search(words) or _STEP.search(words)):
        return None, False, True, False
    return outcome, terms.later(words), False, False


def more_sentence(words: str) -> bool:
    """Whether words under a conviction are a part of its sentence: anything else begins what the court did next."""
    part = terms.sentence_kind(words) is not None or SENTENCE_PART.match(words) is not None
    return part and not AFTER_SENTENCE.search(words)
