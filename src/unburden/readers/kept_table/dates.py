"""Dates as people write them in a table of their own, as ISO 8601 of the precision that they have.

``3/4/2011`` is month first, as the United States write it, where nothing in the table says otherwise: a day over 12 elsewhere, headings
in Spanish, semicolons between the cells or points between the numbers. Where either order may be meant, such a date is not known. A year
of two digits is not known: nothing says the century. What is about, before or between is not known either; ``summer 2010`` is some day of
2010, a winter may lie in two years. A plain number in a column of dates is a day as spreadsheets count them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date, timedelta
from typing import Final, Literal

from unburden.calendar import parse_day
from unburden.readers.kept_table.words import fold

Order = Literal["month", "day", "both"]

_MONTHS: Final = (
    "january enero ene", "february febrero", "march marzo", "april abril abr", "may mayo", "june junio", "july julio", "august agosto ago",
    "september septiembre setiembre sept", "october octubre", "november noviembre", "december diciembre dic",
)  # fmt: skip
_MONTH: Final = {word[:length]: number for number, words in enumerate(_MONTHS, 1) for word in words.split() for length in (3, len(word))}
_FIRST: Final = 1900
#: Days as spreadsheets count them, from 1927 to 2064: a smaller number is a year or a count.
_SERIALS: Final = range(10_000, 60_000)
ZERO: Final = date(1899, 12, 30)

_CLOCK: Final = re.compile(r"(?:,| at|T)?\s*\d{1,2}:\d{2}(?::\d{2}(?:\.\d{1,9})?)?\s*(?:[ap]\.?m\.?)?(?:Z|[+-]\d\d:?\d\d)?\Z", re.I)
_WEEKDAY: Final = re.compile(r"(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?[., ]+", re.I)
_ISO: Final = re.compile(r"(\d{4})(?:[-/.](\d{1,2})(?:[-/.](\d{1,2}))?)?\Z")
_NUMBERS: Final = re.compile(r"(\d{1,2})\s?[-/.]\s?(\d{1,2})\s?[-/.]\s?(\d{4})\Z")
_MONTH_YEAR: Final = re.compile(r"(\d{1,2})\s?[-/]\s?(\d{4})\Z")
_SHORT: Final = re.compile(r"(?<!\d)\d{1,2}[-/. ]\d{1,2}[-/. ]\d{2}\Z|[A-Za-z]{3}-\d\d\Z")
_DAY: Final = re.compile(r"(\d{1,2})(?:st|nd|rd|th|ro|o)?\Z")
_PART: Final = re.compile(
    r"(?:(?:early|late|mid|middle|beginning|end|spring|summer|fall|autumn|primavera|verano|otono|principios|mediados|finales|fines) )+"
    r"(?:(?:of|in|the|de|del) )*(\d{4})\Z"
)


def order(texts: Iterable[str]) -> Order | None:
    """How the numbers of a column's dates stand: what comes first, so far as they show it."""
    day = month = False
    for text in texts:
        found = _NUMBERS.match(_bare(text))
        if found:
            day, month = day or int(found[1]) > 12, month or int(found[2]) > 12
    return "both" if day and month else "day" if day else "month" if month else None


def two_ways(text: str) -> bool:
    """Whether a date reads as another day when its numbers are swapped."""
    found = _NUMBERS.match(_bare(text))
    return found is not None and int(found[1]) != int(found[2]) and max(int(found[1]), int(found[2])) <= 12


def swappable(text: str) -> bool:
    """Whether an ISO date can be of a day and month that a spreadsheet program took for each other."""
    found = _ISO.match(text)
    return found is not None and found[3] is not None and int(found[2]) <= 12 and int(found[2]) != int(found[3]) <= 12


def short_year(text: str) -> bool:
    """Whether it ends in a year of two digits, as ``6/1/11`` and ``Jun-11`` do."""
    return _SHORT.search(_bare(text)) is not None


def day(text: str, first: Order = "month", zero: date = ZERO) -> str | None:
    """The date as ISO text, ``never``, or `None` for what says none for sure. `zero` is the day from which plain numbers count."""
    bare = _bare(text)
    if fold(bare) in ("never", "nunca", "jamas"):
        return "never"
    if bare.isdecimal() and len(bare) == 5:
        return (zero + timedelta(days=int(bare))).isoformat() if int(bare) in _SERIALS else None
    parts = _parts(bare, first)
    if parts is None or parts[0] < _FIRST or parts[0] >= 2200:
        return None
    found = "-".join([f"{parts[0]:04}", *(f"{each:02}" for each in parts[1:] if each)])
    return found if parse_day(found) else None


def _bare(text: str) -> str:
    """Without a weekday and without a time of day."""
    short = " ".join(text[:60].split())
    return _CLOCK.sub("", _WEEKDAY.sub("", short, count=1) if _WEEKDAY.match(short) else short).strip(" .,")


def _parts(bare: str, first: Order) -> tuple[int, int, int] | None:
    found = _ISO.match(bare)
    if found:
        return int(found[1]), int(found[2] or 0), int(found[3] or 0)
    found = _NUMBERS.match(bare)
    if found:
        one, two, year = int(found[1]), int(found[2]), int(found[3])
        if one > 12:
            return year, two, one
        if two > 12 or one == two or first == "month":
            return year, one, two
        return (year, two, one) if first == "day" else None
    found = _MONTH_YEAR.match(bare)
    if found:
        return int(found[2]), int(found[1]), 0
    words = fold(bare)
    found = _PART.match(words)
    return (int(found[1]), 0, 0) if found else _in_words(words)


def _in_words(words: str) -> tuple[int, int, int] | None:
    """``June 1, 2011``, ``1-Jun-2011``, ``1 de junio de 2011``, ``June 2011``."""
    month = number = year = 0
    for token in words.split():
        found = _DAY.match(token)
        if token in ("of", "de", "del", "the"):
            continue
        if token in _MONTH and not month:
            month = _MONTH[token]
        elif re.fullmatch(r"\d{4}", token) and not year:
            year = int(token)
        elif found and not number:
            number = int(found[1])
        else:
            return None
    return (year, month, number) if year and month else None
