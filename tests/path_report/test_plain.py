"""The list of paths as text."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from attrs import evolve

from tests.path_report.people import GOLDEN, PEOPLE, person, under_made_up_law
from tests.test_paths import record
from unburden.errors import InputError
from unburden.facts import Answers
from unburden.path_report import Lang, text
from unburden.record import Record

HOME = {"lives_in": ("US-ZZ",), "happened_in": ("US-ZZ",), "open_cases_in": ("US-ZZ",)}


@pytest.fixture
def golden_text(request: pytest.FixtureRequest) -> Callable[[str, str], None]:
    def compare(name: str, found: str) -> None:
        path: Path = GOLDEN / name
        if request.config.getoption("--update-golden"):
            path.write_text(found, encoding="utf-8")
        assert path.exists(), f"{path} is missing: run pytest --update-golden and read what it wrote"
        assert found == path.read_text(encoding="utf-8")

    return compare


def joined(found: str) -> str:
    return " ".join(found.split())


@pytest.mark.parametrize("name", PEOPLE)
@pytest.mark.parametrize("lang", ["en", "es"])
def test_the_list_of_a_person(name: str, lang: Lang, golden_text: Callable[[str, str], None]) -> None:
    golden_text(f"{name}.{lang}.txt", text(person(name), lang))


def test_the_full_list(golden_text: Callable[[str, str], None]) -> None:
    golden_text("ben.full.txt", text(person("ben"), full=True))


@pytest.mark.parametrize("lang", ["en", "es"])
def test_paths_side_by_side(lang: Lang, golden_text: Callable[[str, str], None]) -> None:
    golden_text(f"cleo.compare.{lang}.txt", text(person("cleo"), lang, compare=["suit", "aid", "rest"]))


@pytest.mark.parametrize("width", [40, 72, 100])
def test_no_line_is_wider_than_asked(width: int) -> None:
    for name in PEOPLE:
        found = text(person(name), "es", full=True, width=width)
        assert max(len(line) for line in found.splitlines()) <= width
        assert not any(line != line.rstrip() for line in found.splitlines())
        assert found.endswith("\n")
        assert not found.endswith("\n\n")


def test_nothing_is_left_out() -> None:
    for name in PEOPLE:
        paths = person(name)
        for lang in ("en", "es"):
            found = text(paths, lang)  # type: ignore[arg-type]
            assert all(f"[{each.path.id}]" in found for each in paths.results)


def test_it_says_that_it_is_no_lawyer_and_that_nothing_was_sent() -> None:
    found = joined(text(person("ada")))
    assert "this program is not a lawyer" in found
    assert found.endswith("Nothing of this was sent anywhere.")
    assert "Freedom Network USA" in found


def test_what_matters_orders_the_list_and_says_why() -> None:
    found = text(person("cleo"))
    assert "No contact with police; Money; Privacy" in joined(found)
    assert found.count("Why it stands here:") == len(person("cleo").results)
    assert "-- " not in found, "the list is one, not one by kinds"
    assert "no (a report is needed)" in joined(found)


def test_the_closed_say_what_closes_them() -> None:
    found = joined(text(person("cleo")).partition("Closed, by what is known")[2])
    assert "no: Someone hurt you (Z.C. § 5(1))" in found
    assert "no: You are not a citizen (1 U.S.C. § 9(1))" in found


def test_a_path_closed_by_its_day_says_so() -> None:
    found = joined(text(under_made_up_law(Answers({"us_citizen": False, "trafficking_ended_on": "2020-05-05"}))))
    assert "To file: the day was May 5, 2022." in found


def test_a_day_that_is_past_says_what_can_still_be_done() -> None:
    said = Answers({"hurt": True, "birth_date": "1980-01-01", "trafficking_ended_on": "2010-05-05"}, places=HOME)
    found = joined(text(under_made_up_law(said)))
    assert "[aid]: open, and a day named by law has passed" in found
    assert "To ask the fund: the day was May 5, 2013. Ask for more time." in found


@pytest.mark.parametrize(
    ("ended", "says"),
    [
        ("2026-01-31", "To file: until January 31, 2028"),
        ("2026", "To file: until a day between January 1, 2028 and December 31, 2028"),
        ("never", "To file: no last day"),
        (None, "To file: the day depends on what is not known yet"),
    ],
)
def test_the_day_of_a_deadline(ended: str | None, says: str) -> None:
    found = joined(text(under_made_up_law(Answers({"trafficking_ended_on": ended} if ended else {}))))
    assert says in found


def test_a_clock_that_has_not_begun() -> None:
    found = joined(text(person("cleo"), full=True))
    assert "To file: the clock has not begun" in found
    assert "No clock with a known day is running." in found


def test_the_clocks_that_run_come_in_their_order() -> None:
    found = joined(text(person("ben")).partition("Clocks that run")[2])
    assert found.index("January 31, 2028 The visa: To file (it closes then)") < found.index(
        "January 31, 2029 Money for the costs, Zetaland"
    )


def test_where_the_answer_depends_on_a_place() -> None:
    found = joined(text(person("ada")))
    assert "[aid]: depends on the state" in found
    assert "Say where you live." in found
    assert "[clean]: depends on a record: give its papers" in found


def test_a_state_without_law_is_not_closed() -> None:
    for places in ({"lives_in": ("US-AK",)}, {"lives_in": ("US-AK",), "happened_in": ("US-ZZ",)}):
        found = joined(text(under_made_up_law(Answers(places=places))))
        assert "[aid]: depends on a law that was not read, or not in full" in found


def test_the_record_counts_its_charges() -> None:
    said = Answers(charges={"k-1": {"delta": True}})
    found = joined(text(under_made_up_law(said, record(birth="1997-01-01"))))
    assert "[clean]: 1 charge: open to you now" in found
    assert "[clean]: closed" in joined(text(under_made_up_law(Answers(), Record())))


def test_what_a_person_has_is_said() -> None:
    assert "A letter of a shelter (you have it)" in joined(text(person("ben"), full=True))


def test_problems_are_told() -> None:
    found = joined(text(under_made_up_law(Answers({"birth_date": "1990-01-01"}), record(birth="1991-01-01"))))
    assert "answered otherwise than the record states it" in found


def test_reporters_of_the_places_that_were_named() -> None:
    assert "In Zetaland teachers must tell the child office." in joined(text(person("ben")))
    assert "teachers" not in text(person("ada"))


def test_comparing_a_path_that_is_not_there() -> None:
    with pytest.raises(InputError, match=r'no path is called viza \(did you mean "visa"\?\); there are: '):
        text(person("ada"), compare=["viza"])


def test_comparing_one_twice_shows_it_once() -> None:
    found = text(person("ada"), compare=["visa", "visa"])
    assert found.count("The visa:") == found.count("\n  The visa:")
    assert "Clocks that run" not in found


def test_two_languages_say_as_much() -> None:
    for name in PEOPLE:
        english, spanish = (text(person(name), lang, full=True) for lang in ("en", "es"))  # type: ignore[arg-type]
        assert english.count("[") == spanish.count("[")
        assert english.count("§") == spanish.count("§")
        assert not {"The person who hurt you", "Police:", "Cost:"} & set(spanish.split("\n"))


def test_hostile_text_cannot_drive_a_terminal() -> None:
    """Words of a record reach the text through problems alone; they are shown without what commands a terminal."""
    papers = record(birth="1991-01-01")
    case = papers.cases[0]
    evil = evolve(papers, cases=(evolve(case, charges=(evolve(case.charges[0], charge_id="\x1b]0;owned\x07\x1b[2J\u202e" + "A" * 5000),)),))
    found = text(under_made_up_law(Answers({"birth_date": "1990-01-01"}), evil))
    assert "]0;owned" in found
    assert not set("\x1b\x07\u202e") & set(found)
    assert len(found) < 12_000


def test_the_person_is_no_charge() -> None:
    found = joined(text(under_made_up_law(Answers({"birth_date": "1990-01-01"}), record(birth="1991-01-01"))))
    assert "birth_date is answered otherwise than the record states it" in found
    assert "of charge is" not in found


def test_a_way_that_two_readings_decide_says_so() -> None:
    found = joined(text(person("ben")))
    assert "A suit (1 U.S.C. § 20): depends on how the law is read The text of the law can be read in two ways here." in found
