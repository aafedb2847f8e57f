"""The words of a charge, folded so that two ways of printing the same name are equal.

A weak witness beside the statute number, and treated as one: words match only as a whole (``Promoting prostitution`` is
never taken for ``Prostitution``, nor drug trafficking for trafficking). What is folded here is English as courts
abbreviate it everywhere; a jurisdiction's own abbreviations stand in its `jurisdiction.toml` under ``[words]``.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

#: More words than a charge has; the rest is left out of the comparison, and so is never equal to a name.
MAX_TEXT: Final = 300

_WORD: Final = re.compile(r"[a-z0-9]+")
_WITHOUT: Final = re.compile(r"\bw/o\b")

_STOP: Final = frozenset(["a", "an", "the", "of", "in", "to", "into", "with", "w", "and", "or", "for", "by", "on", "at", "as"]) | {
    *["from", "any", "etc", "degree", "deg", "dgr"]
}

#: Printed short forms → the word. Forms that can mean two words (``viol``, ``off``) are left alone.
_FORMS: Final[dict[str, str]] = {
    form: word
    for word, forms in {
        "1": "1st first i",
        "2": "2nd second ii",
        "3": "3rd third iii",
        "4": "4th fourth iv",
        "5": "5th fifth",
        "6": "6th sixth",
        "7": "7th seventh",
        "8": "8th eighth",
        "aggravated": "agg aggr aggrav",
        "assault": "aslt asslt asst",
        "battery": "batt bat",
        "burglary": "burg burgl",
        "cocaine": "coc",
        "conduct": "cond",
        "controlled": "cont contr contrl cntl cntrl ctrl",
        "criminal": "crim",
        "dangerous": "dang",
        "delivery": "del deliv dlvr deliver delivering",
        "disorderly": "disord dis",
        "domestic": "dom",
        "driving": "drive drv",
        "failure": "fail failing failed",
        "firearm": "f/a",
        "identification": "ident",
        "influence": "infl",
        "information": "info",
        "interfere": "interfering interference interf",
        "intoxicated": "intox intoxicants",
        "larceny": "larc",
        "license": "lic licence licen",
        "loitering": "loiter loit",
        "manufacture": "manu manuf mfg manufacturing",
        "marijuana": "marihuana marij mari mj",
        "methamphetamine": "meth methamp",
        "paraphernalia": "paraph parapher para",
        "possession": "poss posses possess possessing pos possesion",
        "promoting": "promote prom",
        "property": "prop",
        "prostitution": "prost prostitut prostitutn",
        "public": "pub",
        "receive": "receiving received recv rcv receipt",
        "resist": "resisting resis",
        "robbery": "rob robb",
        "sell": "selling",
        "solicit": "soliciting solicitation solic",
        "stolen": "stln stol",
        "substance": "sub subs subst substances",
        "suspended": "susp",
        "theft": "thft",
        "trespass": "tresp trespassing trsp trspass",
        "unlawful": "unl unlaw unlawf unlawfl unlawfully unlwfl unlwf",
        "using": "use",
        "vehicle": "veh",
        "weapon": "wpn weap",
    }.items()
    for form in forms.split()
}

#: One word that may stand between numbers ("ATT 459 PC").
MODIFIER_WORDS: Final[dict[str, str]] = {
    "att": "attempt",
    "attempt": "attempt",
    "attempted": "attempt",
    "consp": "conspiracy",
    "conspiracy": "conspiracy",
    "accessory": "accessory",
}

_ATTEMPT: Final = r"att(?:empt(?:ed|ing)?)?\b\.?"
_CONSPIRACY: Final = r"consp(?:ir(?:acy|ing|e|ed))?\b\.?"
_AIM: Final = r"(?: to)?(?: commit)?(?: (?:the )?(?:crime|offense) of)? ?[-:/,(]* ?(?=\w)"
#: Over text whose white space is single blanks: what must be in it, what is taken away, and the kind.
_MODIFIERS: Final = (
    ("att", re.compile(rf"^(?:crim(?:inal)?\.? )?{_ATTEMPT}{_AIM}| ?[-,:/(] ?{_ATTEMPT}\)?$| attempt(?:ed)?$"), "attempt"),
    ("consp", re.compile(rf"^(?:crim(?:inal)?\.? )?{_CONSPIRACY}{_AIM}| ?[-,:/(] ?{_CONSPIRACY}\)?$"), "conspiracy"),
    ("solicit", re.compile(r"^(?:crim(?:inal)?\.? )?solicit(?:ation|ing)? (?:of another )?to commit (?:an? )?(?=\w)"), "solicitation"),
    ("accessory", re.compile(r"^accessory(?: (?:after|before) the fact)?(?: to)? ?[-:/,(]* ?(?=\w)"), "accessory"),
    ("aid", re.compile(r"^aid(?:ing)?(?: ?(?:and|&|/) ?abet(?:ting)?)? (?=\w)"), "accessory"),
)

_ABSENT: Final = r"\bfta\b|\bfail(?:ure|ed|ing)?\.? to app(?:ear)?\b|^(?:bench |arrest )?warrant\b|^capias\b"
_PROBATION: Final = r"(?:felony )?(?:prob(?:ation)?|parole|supervised release)\b"
#: Lines that courts print as a charge although they are something else: the offense named beside them is not what is charged.
_OTHER_LINE: Final = re.compile(
    rf"{_ABSENT}|\bvop\b|\bvocc\b|\bviol(?:ation|ated|ating)?\.? (?:of )?{_PROBATION}"
    r"|\b(?:probation|parole) (?:viol(?:ation)?|revo(?:cation|ked))\b|^out of (?:county|state)\b|^hold for\b|^fugitive\b"
)


def folded(text: str, own: Mapping[str, str]) -> frozenset[str]:
    """The set of words that tell a charge from another; equal for two printings of one name. Empty if there are none.

    `own` holds a jurisdiction's abbreviations in lower case: ``cpcs`` → ``criminal possession controlled substance``.
    """
    low = _WITHOUT.sub("without", text.lower()[: MAX_TEXT + 1])
    if len(low) > MAX_TEXT:
        return frozenset()
    words: set[str] = set()
    for word in _WORD.findall(low):
        mine = own.get(word)
        if mine is not None:
            words.update(_one(each) for each in _WORD.findall(mine))
        else:
            words.add(_one(word))
    return frozenset(words - _STOP)


def _one(word: str) -> str:
    known = _FORMS.get(word)
    if known:
        return known
    if len(word) > 3 and word[-1] == "s" and word[-2] != "s":
        return _FORMS.get(word[:-1], word[:-1])
    return word


def without_modifier(text: str) -> tuple[str | None, str]:
    """``("attempt", "petit larceny")`` for ``Attempted petit larceny``; ``(None, text)`` where no such word stands at an end."""
    low = _plain(text)
    for stem, pattern, kind in _MODIFIERS:
        match = pattern.search(low) if stem in low else None
        if match:
            rest = low[: match.start()] + low[match.end() :]
            if rest.strip(" -:/,()"):
                return kind, rest
    return None, text


def other_line(text: str) -> bool:
    """Whether a charge line speaks of a failure to appear, a warrant or a probation violation rather than of an offense."""
    return bool(_OTHER_LINE.search(_plain(text)))


def _plain(text: str) -> str:
    return " ".join(text[:MAX_TEXT].lower().split())
