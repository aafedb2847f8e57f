"""What people type, in both languages, and what is not guessed from it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from unburden import spoken, terms
from unburden.calendar import NEVER, iso, parse_day
from unburden.facts import fact_value
from unburden.language import Fact

TODAY = parse_day("2026-11-23")[0]  # type: ignore[index]
OPTIONS = (("probation", {"en": "probation", "es": "libertad condicional"}), ("fine", {"en": "a fine", "es": "una multa"}))


@pytest.mark.parametrize(
    ("text", "english", "spanish"),
    [
        ("2011", "2011", "2011"),
        ("2011-06", "2011-06", "2011-06"),
        ("2011-6-1", "2011-06-01", "2011-06-01"),
        ("June 2011", "2011-06", "2011-06"),
        ("in june of 2011", "2011-06", "2011-06"),
        ("June 1, 2011", "2011-06-01", "2011-06-01"),
        ("1st of March 1999", "1999-03-01", "1999-03-01"),
        ("Sept. 2012", "2012-09", "2012-09"),
        ("1 de junio de 2011", "2011-06-01", "2011-06-01"),
        ("el 3 de Ene. del 2011", "2011-01-03", "2011-01-03"),
        ("6/1/2011", "2011-06-01", None),
        ("6/6/2011", "2011-06-06", "2011-06-06"),
        ("13/6/2011", "2011-06-13", "2011-06-13"),
        ("6/13/2011", "2011-06-13", "2011-06-13"),
        ("06/2011", "2011-06", "2011-06"),
        ("today", "2026-11-23", "2026-11-23"),
        ("never", "never", "never"),
        ("Nunca.", "never", "never"),
        ("February 29, 2011", None, None),
        ("May 5", None, None),
        ("11", None, None),
        ("1066", None, None),
        ("9999-12-31", None, None),
        ("around 2011", None, None),
        ("ma 2011", None, None),
        ("", None, None),
    ],
)
def test_days(text: str, english: str | None, spanish: str | None) -> None:
    assert (spoken.day(text, "en", TODAY), spoken.day(text, "es", TODAY)) == (english, spanish)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("2009-01 to 2012-06; 2014 to now", ["2009-01-01..2012-06-30", "2014-01-01.."]),
        ("from June 2009 until 2010", ["2009-06-01..2010-12-31"]),
        ("2010", ["2010-01-01..2010-12-31"]),
        ("2009..2010", ["2009-01-01..2010-12-31"]),
        ("2009-01 - 2010-02", ["2009-01-01..2010-02-28"]),
        ("June 1, 2009 to July 3, 2010 and 2014 to 2015", ["2009-06-01..2010-07-03", "2014-01-01..2015-12-31"]),
        ("desde enero de 2009 hasta junio de 2010 y 2014 a hoy", ["2009-01-01..2010-06-30", "2014-01-01.."]),
        ("2012 to 2009", None),
        ("2009 to 2010 to 2011", None),
        ("never", None),
        ("2009 to never", None),
        ("yes", None),
        ("1, 2", None),
    ],
)
def test_times(text: str, found: list[str] | None) -> None:
    periods = spoken.periods(text, "en", TODAY)
    assert (periods and [f"{iso(low)}..{iso(high) if high < NEVER else ''}" for low, high in periods]) == found


@pytest.mark.parametrize(
    ("text", "command"),
    [
        ("SKIP", "skip"),
        ("saltar", "skip"),
        ("I'd rather not say", "skip"),
        ("Parar.", "stop"),
        ("quit", "stop"),
        ("¿Por qué?", "why"),
        ("why?", "why"),
        ("atrás", "back"),
        ("?", "help"),
        ("No sé", "unsure"),
        ("I don\u2019t know", "unsure"),
        ("no", None),
        ("skipping rope", None),
    ],
)
def test_commands(text: str, command: str | None) -> None:
    assert spoken.command(text) == command


@pytest.mark.parametrize(
    ("text", "english", "spanish"),
    [
        ("Yes.", True, True),
        ("¡SÍ!", True, True),
        ("s", None, True),
        ("No", False, False),
        ("nunca", False, False),
        ("1", None, None),
        ("", None, None),
    ],
)
def test_truths(text: str, english: bool | None, spanish: bool | None) -> None:
    assert (spoken.truth(text, "en"), spoken.truth(text, "es")) == (english, spanish)


@pytest.mark.parametrize(
    ("text", "dollars"),
    [
        ("0", 0),
        ("nothing", 0),
        ("nada", 0),
        ("$1,250", 1250),
        ("1250.50", 1251),
        ("20 dollars", 20),
        ("20 dólares", 20),
        ("1.250", None),
        ("a lot", None),
    ],
)
def test_amounts(text: str, dollars: int | None) -> None:
    assert spoken.amount(text) == dollars


@pytest.mark.parametrize(
    ("text", "level"),
    [
        ("Misdemeanor A", "misdemeanor A"),
        ("Delito menor clase A", "misdemeanor A"),
        ("delito grave", "felony"),
        ("Infracción", "infraction"),
        ("F3", "felony C"),
        ("no", None),
        ("bad", None),
    ],
)
def test_levels(text: str, level: str | None) -> None:
    assert spoken.level(text) == level


@pytest.mark.parametrize(
    ("text", "value"),
    [("1", "probation"), ("Una multa", "fine"), ("fine", "fine"), ("libertad", "probation"), ("3", None), ("a", None), ("jail", None)],
)
def test_choices(text: str, value: str | None) -> None:
    assert spoken.choice(text, OPTIONS) == value


def test_a_choice_without_options_is_any_text() -> None:
    assert spoken.choice("  Multnomah\x1b[2J ", ()) == "Multnomah [2J"
    assert spoken.choice("   ", ()) is None


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("1, 3-5", [1, 3, 4, 5]),
        ("1 3", [1, 3]),
        ("2 and 4", [2, 4]),
        ("2 y 4", [2, 4]),
        ("5 - 5", [5]),
        ("7", None),
        ("3-1", None),
        ("0", None),
        ("yes", None),
    ],
)
def test_numbers(text: str, found: list[int] | None) -> None:
    assert spoken.numbers(text, 6) == found


@given(st.text(max_size=600), st.sampled_from(["en", "es"]))
def test_any_text_is_understood_rightly_or_not_at_all(text: str, lang: str) -> None:
    day = spoken.day(text, lang, TODAY)
    assert day is None or fact_value(Fact("x", "day", "charge", "answer"), day) is not None
    level = spoken.level(text)
    assert level is None or terms.level(level) is not None
    amount = spoken.amount(text)
    assert amount is None or fact_value(Fact("x", "number", "charge", "answer"), amount) == (amount, amount)
    for low, high in spoken.periods(text, lang, TODAY) or ():
        assert low <= high
    assert all(1 <= each <= 9 for each in spoken.numbers(text, 9) or ())
    assert spoken.choice(text, OPTIONS) in (None, "probation", "fine")
    spoken.command(text)
    spoken.truth(text, lang)
