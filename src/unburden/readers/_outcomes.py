"""Days and words of dispositions on court pages: what the Odyssey, Tyler and Vermont readers share."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import accumulate
from typing import Final, Protocol, TypeVar

from attrs import evolve

from unburden import terms
from unburden.calendar import parse_day
from unburden.readers._dates import us_day
from unburden.record import Disposition

_DATE: Final = re.compile(r"(\d\d?)/(\d\d?)/(\d{4})(?: \d\d?:\d\d(?::\d\d)?(?: ?[AP]M)?)?\Z", re.I)
_SAME: Final = re.compile(r"\b(?:charge|count)\b|[^a-z0-9]+")
#: Headings and lines of a sentence which say that there is no judgment, or none yet.
_HELD_BACK: Final = re.compile(
    r"(?:(?:amended|order|of|for|an?) |\d{1,3}[- ](?:day|month|year)s?(?:\(s\))?,? ){0,3}"
    r"(?:(?:imposition of )?(?:sentenc(?:e|ing)|adjudication(?: of guilt)?|jud?ge?ment|imposition)(?: of sentence)?(?: is| was)?"
    r"[ :-]{1,3}(?:deferred|withheld)\b(?! (?:until|till|to)\b)|(?:deferred|withheld)\b(?! (?:until|till|to)\b)"
    r"|(?:prayer for|probation before) jud?ge?ment\b|diversion (?:agreement|program)\b)",
    re.I,
)
_HELD: Final = ("deferred", "withheld", "diverted")


class _HasDay(Protocol):
    @property
    def date(self) -> str | None: ...


_Dated = TypeVar("_Dated", bound=_HasDay)


def iso_date(text: str) -> str | None:
    """``3/6/2018`` as ``2018-03-06``, a bare year as itself; `None` for anything that is no day of the calendar."""
    year = text if len(text) == 4 and text.isdigit() and parse_day(text) else None
    return us_day(_DATE.match(text)) or year


def held_back(words: str) -> str | None:
    """The outcome of a charge whose sentence says that judgment is deferred or withheld, whatever was found; `None` for any other."""
    told = terms.outcome(words) if _HELD_BACK.match(words) else None
    return told if told in _HELD else None


def same_words(left: str, right: str) -> bool:
    """Whether two printed names are one, but for case, spaces, punctuation and the word charge or count."""
    return left == right or folded(left) == folded(right)


def folded(words: str) -> str:
    """A printed name without case, spaces, punctuation and the word charge or count."""
    return _SAME.sub("", words.lower())


def in_time(listed: Sequence[_Dated]) -> list[_Dated]:
    """In order of time, as it is listed where two are of one day; what has no day is as late as what is listed before it."""
    days: Iterator[str] = accumulate((each.date or "" for each in listed), lambda before, day: day or before)
    return [each for _, each in sorted(zip(days, listed, strict=True), key=lambda pair: pair[0])]


def repeats_later(dispositions: Iterable[Disposition]) -> tuple[Disposition, ...]:
    """In order of time: an outcome that an amended disposition only repeats came about when it was first printed, so that is `later`."""
    told: list[Disposition] = []
    stands: str | None = None
    for each in dispositions:
        repeats = each.outcome is not None and each.outcome == stands and each.printed.startswith(("Amended ", "Amended:"))
        told.append(evolve(each, later=True, outcome=None) if repeats else each)
        stands = each.outcome or stands
    return tuple(told)
