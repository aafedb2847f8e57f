"""Days, bounds and calendar-true periods: the arithmetic under every decision.

A day is a proleptic Gregorian ordinal (`datetime.date.toordinal`), so that both readings of the law compare whole
numbers. Three kinds of day carry meaning beyond the calendar, and each survives any arithmetic:

- `ALWAYS` (0001-01-01): since ever. A fact that is simply true holds from here.
- the band from `AFTER` (9000-01-01) up to `NEVER`: after the open case ends. `AFTER` plus three years is
  9003-01-01 and reads "3 years after the open case ends": later than any date, earlier than never.
- `NEVER` (9999-12-31).

A value that is not fully known is a pair of bounds ``(earliest, latest)``; unknown is ``(ALWAYS, NEVER)``.
"""

from __future__ import annotations

import re
from datetime import date
from functools import lru_cache
from typing import Final, TypeAlias

Bounds: TypeAlias = tuple[int, int]

ALWAYS: Final = date.min.toordinal()
AFTER: Final = date(9000, 1, 1).toordinal()
NEVER: Final = date.max.toordinal()

YES: Final[Bounds] = (ALWAYS, ALWAYS)
NO: Final[Bounds] = (NEVER, NEVER)
UNKNOWN: Final[Bounds] = (ALWAYS, NEVER)

_ISO: Final = re.compile(r"([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?\Z")


@lru_cache(maxsize=65536)
def add_months(day: int, months: int) -> int:
    """The same day of the month, `months` later; a day that the month lacks becomes its last (Jan 31 + 1 = Feb 28).

    `ALWAYS` and `NEVER` stay what they are, and a day after the open case stays in its band.
    """
    if day <= ALWAYS or day >= NEVER:
        return day
    then = date.fromordinal(day)
    year, month = divmod(then.year * 12 + then.month - 1 + months, 12)
    if year < 1:
        return _keep(day, ALWAYS)
    if year > 9999:
        return _keep(day, NEVER)
    moved = date(year, month + 1, min(then.day, days_in_month(year, month + 1))).toordinal()
    return _keep(day, moved)


def add_days(day: int, days: int) -> int:
    """The day `days` later, with the same care for `ALWAYS`, `NEVER` and the band between."""
    if day <= ALWAYS or day >= NEVER:
        return day
    return _keep(day, day + days)


def days_in_month(year: int, month: int) -> int:
    """28 to 31."""
    if month == 2:
        return 29 if year % 4 == 0 and (year % 100 != 0 or year % 400 == 0) else 28
    return 30 if month in (4, 6, 9, 11) else 31


def _keep(day: int, moved: int) -> int:
    """Hold a moved day inside the region it came from: a calendar date never becomes symbolic, nor the reverse."""
    low, high = (AFTER, NEVER - 1) if day >= AFTER else (ALWAYS + 1, AFTER - 1)
    return min(max(moved, low), high)


def parse_day(text: str) -> Bounds | None:
    """Bounds of an ISO 8601 date, reduced precision included; ``None`` for anything else.

    ``2011-06-01`` is one day, ``2011-06`` its month, ``2011`` its year. ``never`` (or 9999-12-31) says that the
    event did not happen, which is knowledge, unlike an empty value.
    """
    if text == "never":
        return NO
    match = _ISO.match(text)
    if match is None:
        return None
    year, month, day = (int(part) if part else None for part in match.groups())
    if (year, month, day) == (9999, 12, 31):
        return NO
    if year is None or year >= 9000:
        return None
    try:
        if month is not None and day is not None:
            exact = date(year, month, day).toordinal()
            return (exact, exact)
        if month is not None:
            return (date(year, month, 1).toordinal(), date(year, month, days_in_month(year, month)).toordinal())
        return (date(year, 1, 1).toordinal(), date(year, 12, 31).toordinal())
    except ValueError:
        return None


def iso(day: int) -> str:
    """The day as an ISO 8601 date; symbolic days print as the dates that stand for them."""
    return date.fromordinal(day).isoformat()


def period_after(day: int) -> tuple[int, int, int]:
    """Years, months and days that a day of the band lies after the open case ends."""
    then = date.fromordinal(day)
    return (then.year - 9000, then.month - 1, then.day - 1)
