from __future__ import annotations

import re
from datetime import date
from pathlib import Path
from string import Formatter

import pytest

import unburden.report
from unburden import law_file as law
from unburden.calendar import AFTER, ALWAYS, NEVER, add_months, parse_day
from unburden.report.sheet import KINDS
from unburden.report.words import LANGUAGES, MESSAGES, Words
from unburden.terms import OUTCOMES, RANKS

FOLDER = Path(unburden.report.__file__).parent


def holes(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name}


@pytest.mark.parametrize("key", MESSAGES)
def test_both_languages_say_the_same_things(key: str) -> None:
    english, spanish = MESSAGES[key]
    assert english.strip()
    assert spanish.strip()
    assert holes(english) == holes(spanish)


def test_no_word_that_judges() -> None:
    for texts in MESSAGES.values():
        for text in texts:
            assert not re.search(r"v[ií]ctim|prostitute\b|offender|criminal\b|delincuente|felon\b|inmate|preso", text, re.I), text


def test_every_message_is_used() -> None:
    code = "".join(path.read_text(encoding="utf-8") for path in FOLDER.glob("*.py") if path.name != "words.py")
    code += (FOLDER / "words.py").read_text(encoding="utf-8").partition("class Words")[2]
    code = code.replace("'", '"')
    built = {match[1] for match in re.finditer(r'f"([a-z_]+[._])\{', code)} | {"now.", "from."}
    for key in MESSAGES:
        plain = key.removesuffix(".one")
        family = any(plain.startswith(prefix) for prefix in built)
        assert f'"{plain}"' in code or family or plain.endswith("_hint"), f"{key} is used nowhere"


@pytest.mark.parametrize(
    ("prefix", "names"),
    [
        ("effect", law.EFFECTS),
        ("topic", law.TOPICS),
        ("party", law.PARTIES),
        ("contact", law.CONTACT),
        ("merits", law.MERITS),
        ("court", law.COURT),
        ("source", law.READ),
        ("confidence", law.CONFIDENCE),
        ("tally", KINDS),
    ],
)
def test_every_value_of_a_law_has_words(prefix: str, names: tuple[str, ...]) -> None:
    assert [name for name in names if f"{prefix}.{name}" not in MESSAGES] == []


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_outcome_and_level_has_words(lang: str) -> None:
    words = Words(lang)  # type: ignore[arg-type]
    outcomes = {words.choice("disposition", name) for name in OUTCOMES}
    levels = {words.level((rank, rank)) for rank in RANKS}
    assert len(outcomes) == len(OUTCOMES)
    assert len(levels) == len(RANKS)
    if lang == "es":
        assert not {"convicted", "dismissed"} & outcomes
        assert not any("felony" in each and "grave" not in each for each in levels)


def test_an_unknown_language_is_refused() -> None:
    with pytest.raises(ValueError, match="no words in 'fr'; there are en, es"):
        Words("fr")  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("given", "english", "spanish"),
    [
        ("2028-03-14", "March 14, 2028", "14 de marzo de 2028"),
        ("1999", "1999", "1999"),
        ("2024-02", "February 2024", "febrero de 2024"),
        ("never", "never", "nunca"),
    ],
)
def test_a_day_of_the_record(given: str, english: str, spanish: str) -> None:
    bounds = parse_day(given)
    assert bounds is not None
    assert Words("en").when(bounds) == english
    assert Words("es").when(bounds) == spanish


def test_a_day_that_is_symbolic_or_known_in_part() -> None:
    words, day = Words("en"), date(2027, 2, 1).toordinal()
    assert words.when((ALWAYS, NEVER)) == "not known"
    assert words.when((day, NEVER)) == "not before February 1, 2027"
    assert words.when((day, day + 3)) == "between February 1, 2027 and February 4, 2027"
    assert words.when((AFTER, AFTER)) == "not before the open case ends"
    later = add_months(AFTER, 37)
    assert words.when((later, later)) == "not before 3 years and 1 month after the open case ends"


def test_numbers_fold_runs() -> None:
    words = Words("en")
    assert words.numbers([9, 1, 2, 3, 4, 7, 8]) == "1 to 4, 7 to 9"
    assert words.numbers([2, 1]) == "1, 2"
    assert words.numbers([]) == ""


def test_a_level_that_is_not_exact() -> None:
    words = Words("en")
    assert words.level((10, 16)) == "misdemeanor"
    assert words.level((14, 15)) == "class B misdemeanor to class A misdemeanor"
    assert Words("es").level((15, 15)) == "delito menor clase A"
