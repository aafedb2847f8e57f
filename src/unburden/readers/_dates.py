"""Dates as American courts print them, for the readers of their papers."""

from __future__ import annotations

import re

from unburden.calendar import parse_day


def us_day(found: re.Match[str] | None) -> str | None:
    """The month, day and year that a pattern's first three groups found, as ISO 8601; `None` for nothing or no day of the calendar."""
    day = f"{found[3]}-{int(found[1]):02}-{int(found[2]):02}" if found else ""
    return day if day and parse_day(day) else None
