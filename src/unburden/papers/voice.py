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
_VERB: Final = rf"((?!need not\b)(?:{'|'.join(_VERBS)}))\b"
_ADVERB: Final = r"(?:now |still |also |then |never |always |already |no longer )?"
#: After these a verb keeps its form: it made you register, the judge lets you ask.
_CAUSED: Final = r"(\b(?:makes?|made|making|lets?|letting|helps?|helped|helping) )?"
_SUBJECT: Final = re.compile(rf"{_CAUSED}\b(you)( {_ADVERB}){_VERB}", re.IGNORECASE)
#: A further verb of the same "you": you pleaded guilty or were convicted.
_JOINED: Final = re.compile(rf"{_CAUSED}(\byou\b(?:(?!\byou\b)[^.;:])*?\b(?:and|or|but) {_ADVERB}){_VERB}(?! of\b)", re.IGNORECASE)
_MODAL: Final = re.compile(r"you (?:do|did|can|could|may|might|must|shall|should|will|would|cannot) ", re.IGNORECASE)
#: What is never the form after a modal verb, in the law's words.
_FINITE: Final = ("are", "were", "have")
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

    def subject(match: re.Match[str]) -> str:
        caused, _, between, verb = match.groups()
        return match[0] if caused else put(match, f"{name}{between}{_VERBS[verb.lower()]}")

    def joined(match: re.Match[str]) -> str:
        caused, before, verb = match.groups()
        kept = caused or (_MODAL.match(before) and verb.lower() not in _FINITE)
        return match[0] if kept else before + _VERBS[verb.lower()]

    changed = ""
    while changed != text:
        changed, text = text, _JOINED.sub(joined, text)
    text = _SUBJECT.sub(subject, text)
    text = _SELF.sub(lambda match: put(match, name), text)
    text = _POSSESSIVE.sub(lambda match: put(match, f"{name}'s"), text)
    return _YOU.sub(lambda match: put(match, name), text)
