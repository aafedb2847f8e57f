"""What people type, in English or Spanish, as values of facts: yes and no, dates, amounts, levels, choices, times.

Every function gives `None` for what it does not understand; nothing is guessed. A date whose day and month could be
swapped is not understood in Spanish, where both orders are in use.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from datetime import date
from typing import Final

from unburden import terms
from unburden.calendar import AFTER, NEVER, Bounds, iso, parse_day
from unburden.facts import money
from unburden.phrases import MONTHS, plain
from unburden.provision import Text

#: A longer line is no answer.
MAX_LINE: Final = 500

_COMMANDS: Final = {
    "help": ("?", "help", "h", "ayuda"),
    "why": ("why", "why?", "por que", "por que?", "porque"),
    "back": ("back", "undo", "go back", "atras", "volver", "regresar"),
    "stop": ("stop", "quit", "exit", "end", "parar", "salir", "terminar", "fin", "alto"),
    "skip": (
        "skip",
        "pass",
        "next",
        "prefer not to say",
        "rather not say",
        "id rather not say",
        "saltar",
        "omitir",
        "pasar",
        "prefiero no decir",
    ),
    "unsure": (
        *("dont know", "i dont know", "do not know", "not sure", "im not sure", "unsure", "unknown", "idk"),
        *("dont remember", "i dont remember", "no se", "no lo se", "no estoy seguro", "no estoy segura", "no recuerdo"),
    ),
}
_COMMAND_OF: Final = {word: command for command, words in _COMMANDS.items() for word in words}

_YES: Final = frozenset(["yes", "y", "yeah", "yep", "yup", "true", "correct", "si", "claro", "cierto", "correcto", "verdad"])
_NO: Final = frozenset(["no", "n", "nope", "false", "never", "nunca", "jamas", "falso", "not at all", "para nada"])
_NEVER: Final = frozenset(["never", "nunca", "jamas", "it never happened", "did not happen", "no paso"])
_NOTHING: Final = frozenset(["nothing", "none", "zero", "nada", "ninguno", "ninguna", "cero", "no"])
_TODAY: Final = frozenset(["today", "hoy"])
_NOT_OVER: Final = frozenset(
    [
        "now",
        "today",
        "present",
        "still",
        "ongoing",
        "not over",
        "it is not over",
        "ahora",
        "hoy",
        "presente",
        "actualidad",
        "sigue",
        "no ha terminado",
    ]
)
_LITTLE: Final = frozenset(["of", "the", "in", "on", "de", "del", "el", "en", "ano"])
_MONTH_OF: Final = {name.casefold(): place for names in MONTHS.values() for place, name in enumerate(names, 1)}
_FIRST_YEAR: Final = 1900

_ISO: Final = re.compile(r"(\d{4})(?:[-/.](\d{1,2}))?(?:[-/.](\d{1,2}))?\Z")
_NUMBERS: Final = re.compile(r"(?:(\d{1,2})[/.-])?(\d{1,2})[/.-](\d{4})\Z")
_TOKEN: Final = re.compile(r"(\d{1,2})(?:st|nd|rd|th|o|er)?\Z")
_BETWEEN: Final = re.compile(r"\.\.+|\s+(?:to|until|till|through|thru|hasta|a|al)\s+|\s+[-\u2013\u2014]\s+")
_SEVERAL: Final = re.compile(r"\s*;\s*|\s+(?:and|y)\s+(?:from\s+|desde\s+)?(?=\S*\d|[a-z]+\.? )")
_RANGE: Final = re.compile(r"(\d{1,4})(?:\s*-\s*(\d{1,4}))?\Z")

_LEVEL_WORDS: Final = (
    ("delito menor", "misdemeanor"),
    ("delito grave", "felony"),
    ("infraccion", "infraction"),
    ("falta", "violation"),
    ("clase", "class"),
    ("grado", "degree"),
)


def fold(text: str) -> str:
    """Lower case without accents, apostrophes and signs at the ends; white space is single blanks."""
    low = unicodedata.normalize("NFKD", text[:MAX_LINE].casefold())
    kept = "".join(each for each in low if not unicodedata.combining(each) and each not in "'\u2019`")
    return " ".join(kept.split()).strip(' .!,¡¿"') or kept.strip()


def command(text: str) -> str | None:
    """``help``, ``why``, ``back``, ``stop``, ``skip`` or ``unsure``, if that is what was typed."""
    return _COMMAND_OF.get(fold(text))


def truth(text: str, lang: str) -> bool | None:
    """Yes or no."""
    words = fold(text)
    if words in _YES or (words == "s" and lang == "es"):
        return True
    return False if words in _NO else None


def day(text: str, lang: str, today: int) -> str | None:
    """A date as ISO text, as exact as it was said (``2011``, ``2011-06``), or ``never``."""
    words = fold(text)
    if words in _NEVER:
        return "never"
    if words in _TODAY:
        return iso(today)
    parts = _iso_parts(words) or _number_parts(words, lang) or _word_parts(words)
    if parts is None:
        return None
    year, month, month_day = parts
    if not _FIRST_YEAR <= year <= date.fromordinal(today).year + 100:
        return None
    found = f"{year:04}" + (f"-{month:02}" if month else "") + (f"-{month_day:02}" if month_day else "")
    return found if parse_day(found) else None


def _iso_parts(words: str) -> tuple[int, int, int] | None:
    match = _ISO.match(words)
    return (int(match[1]), int(match[2] or 0), int(match[3] or 0)) if match else None


def _number_parts(words: str, lang: str) -> tuple[int, int, int] | None:
    match = _NUMBERS.match(words)
    if match is None:
        return None
    first, second, year = int(match[1] or 0), int(match[2]), int(match[3])
    if not first:
        return year, second, 0
    if first > 12:
        return year, second, first
    if second > 12 or first == second or lang == "en":
        return year, first, second
    return None


def _word_parts(words: str) -> tuple[int, int, int] | None:
    month = month_day = year = 0
    for token in re.split(r"[ ,]+", words):
        name = token.rstrip(".")
        number = _TOKEN.match(name)
        if name in _LITTLE:
            continue
        if re.fullmatch(r"\d{4}", name) and not year:
            year = int(name)
        elif number and not month_day:
            month_day = int(number[1])
        elif len(name) >= 3 and not month and _month(name):
            month = _month(name)
        else:
            return None
    return (year, month, month_day) if year and month else None


def _month(name: str) -> int:
    found = {place for full, place in _MONTH_OF.items() if full.startswith(name) or (name == "sept" and place == 9)}
    return found.pop() if len(found) == 1 else 0


def nothing(text: str) -> bool:
    """Whether a line says that there is none."""
    return fold(text) in _NOTHING


def amount(text: str) -> int | None:
    """Whole dollars, a begun dollar counted as one."""
    words = fold(text)
    if words in _NOTHING:
        return 0
    found = money(re.sub(r"\s*(?:dollars?|dolares?|usd)\Z", "", words))
    return found[0] if found else None


def level(text: str) -> str | None:
    """A level of an offense by its name in `terms`, a kind alone included."""
    words = fold(text)
    for spanish, english in _LEVEL_WORDS:
        words = words.replace(spanish, english)
    bounds = terms.level(words)
    if bounds is None:
        return None
    name = terms.level_name(bounds)
    return name if terms.level(name) == bounds else None


def choice(text: str, options: Sequence[tuple[str, Text]]) -> str | None:
    """One of the options, by its number, its value or its words; any text where there are no options."""
    words = fold(text)
    if not options:
        return plain(text, 80) or None
    if words.isdecimal() and len(words) < 4 and 1 <= int(words) <= len(options):
        return options[int(words) - 1][0]
    names = [
        (value, {fold(value), fold(value.replace("_", " ")), *(fold(label) for label in labels.values())}) for value, labels in options
    ]
    exact = [value for value, known in names if words in known]
    if exact:
        return exact[0] if len(exact) == 1 else None
    near = [value for value, known in names if len(words) > 2 and any(words in each for each in known)]
    return near[0] if len(near) == 1 else None


def numbers(text: str, most: int) -> list[int] | None:
    """Numbers of a list that counts from 1 (``1, 3-5``), each once, in order."""
    found: set[int] = set()
    for part in re.split(r"\s*[,;]\s*|\s+(?:and|y)\s+|(?<=\d)\s+(?=\d)", fold(text)):
        match = _RANGE.match(part)
        if match is None:
            return None
        first, last = int(match[1]), int(match[2] or match[1])
        if not 1 <= first <= last <= most:
            return None
        found.update(range(first, last + 1))
    return sorted(found)


def periods(text: str, lang: str, today: int) -> tuple[Bounds, ...] | None:
    """Times as bounds: ``2009-01 to 2012-06; 2014 to now``. One that is not over has no last day."""
    found: list[Bounds] = []
    for part in _SEVERAL.split(fold(text)):
        ends = _BETWEEN.split(re.sub(r"^(?:from|since|desde|del?)\s+", "", part))
        if len(ends) > 2:
            return None
        first = _bounds(ends[0], lang, today)
        last = first if len(ends) == 1 else (NEVER, NEVER) if ends[1] in _NOT_OVER else _bounds(ends[1], lang, today)
        if first is None or last is None or first[0] > last[1]:
            return None
        found.append((first[0], last[1]))
    return tuple(found) or None


def _bounds(text: str, lang: str, today: int) -> Bounds | None:
    said = day(text, lang, today)
    bounds = parse_day(said) if said else None
    return bounds if bounds is not None and bounds[1] < AFTER else None
