"""Small forms of a value: on one line, in capitals, an address by its parts, a day in numbers."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from typing import Any, Final

from unburden.calendar import parse_day
from unburden.papers import blanks
from unburden.papers.blanks import blank
from unburden.readers._states import STATES

#: Zero-width joiner and non-joiner: letters of Persian, Sinhala and other names.
_JOINERS: Final = "\u200c\u200d"
_LETTERS: Final = "abcdefghijklmnopqrstuvwxyz"
#: A city, a state and a ZIP on one line.
_CITY: Final = re.compile(r"(.+?),? +([A-Z]{2}|[A-Z][a-z]+(?: [A-Z][a-z]+)?) +([0-9]{5}(?:-[0-9]{4})?)\Z")
#: Numbers of a law's paragraphs, which capitals would change: § 440.10(1)(i).
_NUMBER: Final = re.compile(r"(\([^()]{1,6}\)|§+\s*[0-9][\w.:-]*)")
#: A remark in a citation that is no part of the law's own number: where a text was seen, that a heading alone was read.
_REMARK: Final = re.compile(r" *\((?=[^()]*\b[a-z]{2,}\b[^()]* [^()]*\b[a-z]{2,}\b)[^()]*\)| as (?:told|quoted|summarized)\b[^;]*")


def clean(text: str) -> str:
    """Text on one line without marks that would hide or turn it; what joins or parts letters in some scripts stays."""
    return " ".join("".join(each for each in text if each.isprintable() or each.isspace() or each in _JOINERS).split())


def address(lines: Sequence[str], label: str = "mailing address that is safe to use") -> dict[str, Any]:
    """An address by its parts; the last line is taken apart where it is a city, a state and a ZIP."""
    tidied = [clean(each) for each in lines]
    found = _CITY.match(tidied[-1]) if tidied else None
    street = tidied[:-1] if found else tidied
    return {
        "lines": tidied or [blank(label)],
        "street": street or [blank(label)],
        "city": found[1] if found else "",
        "state": found[2] if found else "",
        "state_code": _code(found[2]) if found else "",
        "zip": found[3] if found else "",
    }


def _code(state: str) -> str:
    """A state by its two letters, as forms have room for."""
    return STATES.get(state.lower(), f"US-{state}").removeprefix("US-")


def numeric(text: str | None) -> str:
    """A day as forms want it, ``03/04/2016``; what is not a whole day stays as it is."""
    bounds = parse_day(text) if text and text != "never" else None
    if bounds is None:
        return ""
    day = date.fromordinal(bounds[0]) if bounds[0] == bounds[1] else None
    return f"{day:%m/%d/%Y}" if day is not None else text or ""


def age(birth: str, then: str | None) -> str:
    """The age in whole years on a day, where both days are known."""
    born, day = parse_day(birth) if birth else None, parse_day(then) if then and then != "never" else None
    if born is None or day is None or born[0] != born[1] or day[0] != day[1]:
        return ""
    first, last = date.fromordinal(born[0]), date.fromordinal(day[0])
    return str(last.year - first.year - ((last.month, last.day) < (first.month, first.day)))


def same(name: str) -> str:
    """A name by its letters, in whatever order and case it stands."""
    return "".join(sorted(re.findall(r"\w+", name.casefold())))


def upper(line: str) -> str:
    """Capitals, but for the names of blanks and the numbers of paragraphs."""
    return "".join(part if part.startswith(blanks.OPEN) else _capitals(part) for part in blanks.split(line))


def _capitals(text: str) -> str:
    return "".join(part if _NUMBER.fullmatch(part) else part.upper() for part in _NUMBER.split(text))


def capitalized(name: str) -> str:
    """A place's name in capitals as it is written: ``PRINCE GEORGE'S`` is Prince George's."""
    return re.sub(r"[^\W\d_]+(?:['’][^\W\d_]+)?", lambda match: match[0].capitalize(), name)


def of_law(cite: str) -> str:
    """A citation as a court paper gives it: without remarks on where its text was seen."""
    return "; ".join(part for each in cite.split("; ") if (part := _REMARK.sub("", each).strip())) or cite


def letter(place: int) -> str:
    """a to z, aa, ab and so on, from 0."""
    return _LETTERS[place] if place < len(_LETTERS) else _LETTERS[place // 26 - 1] + _LETTERS[place % 26]
