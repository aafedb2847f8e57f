"""Days, bounds and calendar-true periods, against a table worked out by hand and against the laws that any of them must obey."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from unburden.calendar import AFTER, ALWAYS, NEVER, NO, UNKNOWN, YES, add_days, add_months, iso, parse_day, period_after

#: A day, months, and the day that a calendar on the wall shows.
MONTHS = (
    ("2011-01-31", 1, "2011-02-28"),
    ("2012-01-31", 1, "2012-02-29"),
    ("2012-01-31", 13, "2013-02-28"),
    ("2012-02-29", 12, "2013-02-28"),
    ("2012-02-29", 48, "2016-02-29"),
    ("2011-03-31", 1, "2011-04-30"),
    ("2011-03-31", -1, "2011-02-28"),
    ("2012-03-31", -1, "2012-02-29"),
    ("2011-12-15", 1, "2012-01-15"),
    ("2012-01-15", -1, "2011-12-15"),
    ("2011-10-31", 4, "2012-02-29"),
    ("2011-05-30", 9, "2012-02-29"),
    ("2011-05-30", 21, "2013-02-28"),
    ("1899-12-31", 2, "1900-02-28"),
    ("1999-12-31", 2, "2000-02-29"),
    ("2099-12-31", 2, "2100-02-28"),
    ("2026-11-23", 0, "2026-11-23"),
    ("2026-11-23", 7 * 12, "2033-11-23"),
    ("2026-08-31", -18, "2025-02-28"),
)
days = st.dates().map(date.toordinal)
dates = st.integers(ALWAYS + 1, AFTER - 1)
band = st.integers(AFTER, NEVER - 1)
months = st.integers(-2400, 2400)


def day(text: str) -> int:
    return date.fromisoformat(text).toordinal()


@pytest.mark.parametrize(("start", "count", "end"), MONTHS)
def test_a_month_later_is_the_same_day_or_the_last_of_a_shorter_month(start: str, count: int, end: str) -> None:
    assert iso(add_months(day(start), count)) == end


@given(dates, dates, months)
def test_adding_months_keeps_the_order_of_days(one: int, other: int, count: int) -> None:
    low, high = min(one, other), max(one, other)
    assert add_months(low, count) <= add_months(high, count)


@given(dates, months, months)
def test_more_months_are_never_earlier(start: int, one: int, other: int) -> None:
    assert add_months(start, min(one, other)) <= add_months(start, max(one, other))


@given(dates, st.integers(-1200, 1200))
def test_the_day_of_the_month_is_kept_or_clamped_to_the_last(start: int, count: int) -> None:
    moved = add_months(start, count)
    before, after = date.fromordinal(start), date.fromordinal(moved)
    if ALWAYS + 1 < moved < AFTER - 1:
        assert (after.year * 12 + after.month) - (before.year * 12 + before.month) == count
        assert after.day == before.day or (after.day < before.day and (after + timedelta(days=1)).day == 1)


@given(days, months, st.integers(-900_000, 900_000))
def test_symbolic_days_stay_symbolic_and_dates_stay_dates(start: int, count: int, number: int) -> None:
    for moved in (add_months(start, count), add_days(start, number)):
        if start in (ALWAYS, NEVER):
            assert moved == start
        elif start >= AFTER:
            assert AFTER <= moved < NEVER
        else:
            assert ALWAYS < moved < AFTER


@given(band, months)
def test_after_an_open_case_time_goes_on_as_ever(start: int, count: int) -> None:
    moved = add_months(start, abs(count) % 1000)
    assert moved >= start
    years, more, rest = period_after(moved)
    assert date(9000 + years, 1 + more, 1 + rest).toordinal() == moved


@given(dates, st.integers(-3000, 3000))
def test_adding_days_is_plain_counting(start: int, number: int) -> None:
    assert add_days(start, number) == min(max(start + number, ALWAYS + 1), AFTER - 1)


def test_three_years_after_an_open_case() -> None:
    assert period_after(add_months(AFTER, 36)) == (3, 0, 0)
    assert period_after(add_days(add_months(AFTER, 1), 9)) == (0, 1, 9)


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("2011-06-01", "2011-06-01", "2011-06-01"),
        ("2011-06", "2011-06-01", "2011-06-30"),
        ("2012-02", "2012-02-01", "2012-02-29"),
        ("1900-02", "1900-02-01", "1900-02-28"),
        ("2011", "2011-01-01", "2011-12-31"),
        ("2012-02-29", "2012-02-29", "2012-02-29"),
    ],
)
def test_a_date_is_read_as_exactly_as_it_is_written(text: str, low: str, high: str) -> None:
    assert parse_day(text) == (day(low), day(high))


@pytest.mark.parametrize(
    "text",
    [
        *("", " ", "00/00/0000", "88888888", "99999999", "2011-00-00", "2011-13-01", "2011-02-29", "2011-6-1", "0000-00-00", "0000"),
        *("2011-06-31", "9000-01-01", "9500", "9999-12-30", "2011-06-01T00:00", "2011-06-01\n", "２０１１-06-01", "1", "-2011", "Never"),
    ],
)
def test_what_is_no_date_is_not_guessed(text: str) -> None:
    assert parse_day(text) is None


def test_never_is_knowledge() -> None:
    assert parse_day("never") == parse_day("9999-12-31") == NO
    assert YES == (ALWAYS, ALWAYS)
    assert UNKNOWN == (ALWAYS, NEVER)


@given(st.text(max_size=12))
def test_any_text_is_a_span_of_days_or_nothing(text: str) -> None:
    found = parse_day(text)
    assert found is None or ALWAYS <= found[0] <= found[1] <= NEVER


@given(dates)
def test_a_day_is_printed_as_it_is_read(number: int) -> None:
    assert parse_day(iso(number)) == (number, number)
