"""Dates as American courts print them."""

from __future__ import annotations

import re

import pytest

from unburden.readers._dates import us_day


@pytest.mark.parametrize(
    ("printed", "day"),
    [("3/6/2018", "2018-03-06"), ("12/31/1999", "1999-12-31"), ("02/29/2024", "2024-02-29"), ("02/29/2023", None), ("13/01/2020", None), ("00/00/0000", None), ("", None)],
)  # fmt: skip
def test_a_printed_date_is_a_day_of_the_calendar_or_none(printed: str, day: str | None) -> None:
    assert us_day(re.match(r"(\d+)/(\d+)/(\d{4})", printed)) == day
