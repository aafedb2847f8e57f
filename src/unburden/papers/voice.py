"""A law's plain words, which speak to the person ("You were convicted"), as a court paper says them ("the defendant was convicted")."""

from __future__ import annotations

import re
from typing import Final

#: Present tense after "you" → after "the defendant"; other verbs after "you" in the law's words are past or modal and stay.
_VERBS: Final = {
    "are": "is", "were": "was", "have": "has", "do": "does", "ask": "asks", "apply": "applies", "register": "registers", "sell": "sells",
    "need": "needs", "meet": "meets", "owe": "owes", "live": "lives", "want": "wants", "get": "gets", "go": "goes", "show": "shows",
    "file": "files", "pay": "pays", "hold": "holds", "work": "works",
}  # fmt: skip
_SUBJECT: Final = re.compile(rf"\b(you)( (?:now |still |also |then )?)({'|'.join(_VERBS)})\b", re.IGNORECASE)
_JOINED: Final = re.compile(rf"(\byou\b[^.;:]*?\b(?:and|or|but) )({'|'.join(_VERBS)})\b(?! of\b)", re.IGNORECASE)
_POSSESSIVE: Final = re.compile(r"\byours?\b", re.IGNORECASE)
_SELF: Final = re.compile(r"\byourself\b", re.IGNORECASE)
_YOU: Final = re.compile(r"\byou\b", re.IGNORECASE)


def of_court(text: str, party: str) -> str:
    """The text with the person called by their part in the case.

    Args:
        text: a condition's words.
        party: ``Defendant``, ``Petitioner``.
    """
    name = f"the {party.lower()}"

    def put(match: re.Match[str], said: str) -> str:
        return said[0].upper() + said[1:] if match[0][0].isupper() else said

    text = _JOINED.sub(lambda match: match[1] + _VERBS[match[2].lower()], text)
    text = _SUBJECT.sub(lambda match: put(match, f"{name}{match[2]}{_VERBS[match[3].lower()]}"), text)
    text = _SELF.sub(lambda match: put(match, name), text)
    text = _POSSESSIVE.sub(lambda match: put(match, f"{name}'s"), text)
    return _YOU.sub(lambda match: put(match, name), text)
