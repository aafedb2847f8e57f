"""Deciding the other paths: what is open to a person, by what they said and by their record, with the days and the people that come into it.

The second half is of the law that comes with the program: each deadline of each way is worked out here again, from the text of its
expression with `datetime` alone, and compared.
"""

from __future__ import annotations

import ast
import calendar
import json
import random
import re
import tomllib
from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

import pytest

from unburden.calendar import AFTER, ALWAYS, NEVER, iso, parse_day
from unburden.facts import Answers
from unburden.language import facts_of
from unburden.law import law_folder, read_law
from unburden.law_file import PARTIES, QUOTE_WORDS
from unburden.path_law import PathLaw, Way, read_paths
from unburden.paths import Paths, PersonRows, WayResult, decide_paths, decide_way, runs_until, states_of
from unburden.record import Case, Charge, ChargeVersion, Disposition, Person, Record
from unburden.relief import decide

from .made_paths import AS_OF, FILES, SOURCE, decided, load
from .test_docs import QUOTED, UNFINISHED, VICTIM

ADA = {"hurt": True, "us_citizen": False, "owed_wages": True, "told_agency": False, "has_letter": False}
HOME = {"lives_in": ("US-ZZ",), "happened_in": ("US-ZZ",), "open_cases_in": ("US-ZZ",)}


def day(text: str) -> int:
    return parse_day(text)[0]  # type: ignore[index]


def stands(paths: Paths) -> dict[str, str]:
    return {each.path.id: each.status for each in paths.results}


def way(paths: Paths, id: str) -> WayResult:
    (found,) = [each for result in paths.results for each in result.ways if each.way.id == id]
    return found


def record(jurisdiction: str = "US-ZZ", status: str = "closed", birth: str = "", outcome: str | None = "convicted") -> Record:
    """One charge of taking a loaf in 2011."""
    ended = (Disposition(outcome, outcome, "2011-06-01"),) if outcome else ()
    charge = Charge(
        "k-1",
        (ChargeVersion("disposed", statute="2.10(1)", description="TAKING LOAF", level="misdemeanor A"),),
        ended,
        offense_date="2011-04-02",
    )
    return Record(
        person=Person(birth_dates=(birth,) if birth else ()),
        cases=(Case("k", jurisdiction, court="Low", county="Adams", status=status, charges=(charge,)),),
    )


# ---- statuses ------------------------------------------------------------------------------------------------------


def test_before_any_question_nothing_is_closed(tmp_path: Path) -> None:
    paths = decided(tmp_path)
    assert stands(paths) == {
        "clean": "ask", "aid": "ask", "suit": "ask", "visa": "ask", "shield": "ask", "tell": "open", "rest": "open",
    }  # fmt: skip
    assert {each.path.id: each.where for each in paths.results if each.where} == {
        "clean": ("record",),
        "aid": ("lives_in",),
        "suit": ("lives_in", "happened_in"),
        "shield": ("open_cases_in",),
    }
    assert paths.of("aid").ways == (), "no state was named, so the law of none was read"
    assert paths.of("aid").best is None
    assert [each.way.id for each in paths.of("suit").ways] == ["suit/us"], "federal law is always read"


def test_open_and_closed(tmp_path: Path) -> None:
    paths = decided(tmp_path, person=ADA, places=HOME)
    assert stands(paths) == {"clean": "ask", "aid": "open", "suit": "open", "visa": "ask", "shield": "open", "tell": "open", "rest": "open"}
    paths = decided(tmp_path / "two", person={**ADA, "hurt": False, "us_citizen": True}, places=HOME)
    assert stands(paths) == {
        "clean": "ask",
        "aid": "closed",
        "suit": "open",
        "visa": "closed",
        "shield": "open",
        "tell": "open",
        "rest": "open",
    }


def test_the_best_way_stands_first(tmp_path: Path) -> None:
    paths = decided(tmp_path, person={"hurt": True, "owed_wages": False, "owed_tips": False}, places=HOME)
    assert [(each.way.id, each.status) for each in paths.of("suit").ways] == [("suit/us-zz-hurt", "open"), ("suit/us", "closed")]
    assert paths.of("suit").status == "open"


def test_a_law_that_is_not_in_force_yet_comes_later(tmp_path: Path) -> None:
    change = ("aid/us-zz.toml", 'confidence = "high"', 'confidence = "high"\nin_force = { from = 2027-07-01 }')
    found = way(decided(tmp_path, change, person=ADA, places=HOME), "aid/us-zz")
    assert (found.status, iso(found.decision.bounds[0])) == ("later", "2027-07-01")
    assert found.way.law.conditions[0].id == "in-force"


def test_of_two_versions_the_one_in_force_counts(tmp_path: Path) -> None:
    person = {"hurt": True, "told_agency": False}
    places = {"lives_in": ("US-YY",)}
    now = decided(tmp_path, person=person, places=places).of("aid")
    assert [(each.way.law.key, each.status) for each in now.ways] == [("aid/us-yy@2020-01-01", "closed")]
    then = decided(tmp_path / "then", person=person, places=places, as_of=day("2019-06-01")).of("aid")
    assert [(each.way.law.key, each.status) for each in then.ways] == [("aid/us-yy", "open"), ("aid/us-yy@2020-01-01", "closed")]
    assert then.ways[0].decision.closes == (day("2019-12-31"), day("2019-12-31"))


def test_two_readings_that_differ_are_unsettled(tmp_path: Path) -> None:
    found = way(decided(tmp_path, person={"owed_wages": False, "owed_tips": True}), "suit/us")
    assert (found.status, found.unsettled, found.ask) == ("ask", True, ())
    found = way(decided(tmp_path / "two", person={"owed_wages": True}), "suit/us")
    assert (found.status, found.unsettled) == ("open", False)


def test_what_is_asked_is_what_can_change_it(tmp_path: Path) -> None:
    paths = decided(tmp_path, places=HOME)
    assert way(paths, "aid/us-zz").ask == ("hurt", "told_agency")
    assert way(paths, "visa/us").ask == ("us_citizen", "trafficking_ended_on")
    closed = decided(tmp_path / "two", person={"us_citizen": True}, places=HOME)
    assert way(closed, "visa/us").ask == ()


def test_a_law_that_was_not_read_is_not_taken_for_met(tmp_path: Path) -> None:
    change = ("aid/us-zz.toml", 'holds = "hurt"', 'holds = "hurt and unread"')
    found = way(decided(tmp_path, change, person=ADA, places=HOME), "aid/us-zz")
    assert (found.status, found.ask) == ("ask", ("told_agency",)) or found.status == "ask"


def test_contradictions_are_told(tmp_path: Path) -> None:
    paths = decided(tmp_path, person={"birth_date": "1990-01-01"}, record=record(birth="1991-01-01"), places=HOME)
    assert [each.code for each in paths.problems] != []


# ---- places --------------------------------------------------------------------------------------------------------


def test_states_are_those_named_and_those_of_the_record() -> None:
    answers = Answers(places={"lives_in": ("US-YY",), "happened_in": ("US-ZZ", "US-YY")})
    assert states_of(answers) == ["US-YY", "US-ZZ"]
    assert states_of(Answers(), record("US-ZZ")) == ["US-ZZ"]
    assert states_of(answers, record("US")) == ["US-YY", "US-ZZ", "US"]
    assert states_of(Answers()) == []


def test_a_path_of_where_one_lives(tmp_path: Path) -> None:
    here = decided(tmp_path, person=ADA, places={"lives_in": ("US-ZZ",)})
    assert [each.way.id for each in here.of("aid").ways] == ["aid/us-zz"]
    # It happened in one state, they live in another: the fund is that of where they live.
    both = decided(tmp_path / "two", person=ADA, places={"lives_in": ("US-YY",), "happened_in": ("US-ZZ",)})
    assert {each.way.id: each.status for each in both.of("aid").ways} == {"aid/us-yy": "closed", "aid/us-zz": "closed"}
    assert both.of("aid").status == "closed", "by the law of where they live"


def test_a_path_of_where_one_lives_or_it_happened(tmp_path: Path) -> None:
    for number, places in enumerate(
        ({"lives_in": ("US-YY",), "happened_in": ("US-ZZ",)}, {"lives_in": ("US-ZZ",), "happened_in": ("US-YY",)}, HOME)
    ):
        found = way(decided(tmp_path / str(number), person=ADA, places=places), "suit/us-zz-hurt")
        assert found.status == "open"
    away = decided(
        tmp_path / "away",
        person={**ADA, "owed_wages": False, "owed_tips": False},
        places={"lives_in": ("US-YY",), "happened_in": ("US-YY",)},
    )
    assert away.of("suit").status == "closed"


def test_while_a_place_is_not_named_a_path_is_asked_about(tmp_path: Path) -> None:
    person = {**ADA, "owed_wages": False, "owed_tips": False}
    half = decided(tmp_path, person=person, places={"lives_in": ("US-YY",)})
    assert (half.of("suit").status, half.of("suit").where) == ("ask", ("happened_in",)), "it may have happened where there is such a law"


def test_a_state_whose_law_is_not_there_is_unread(tmp_path: Path) -> None:
    paths = decided(tmp_path, person=ADA, places={"lives_in": ("US-AK",), "open_cases_in": ("US-AK",)})
    assert (paths.of("aid").status, paths.of("aid").ways, paths.of("aid").where) == ("unread", (), ())
    assert paths.of("shield").status == "unread"
    # The law of another place, read because something happened there, does not make it closed.
    both = decided(tmp_path / "two", person=ADA, places={"lives_in": ("US-AK",), "happened_in": ("US-ZZ",), "open_cases_in": ("US-YY",)})
    assert ({each.status for each in both.of("aid").ways}, both.of("aid").status) == ({"closed"}, "unread")
    assert both.of("suit").status == "open"


def test_nobody_has_a_case_open(tmp_path: Path) -> None:
    paths = decided(tmp_path, places={**HOME, "open_cases_in": ()})
    assert (way(paths, "shield/us-zz").status, paths.of("shield").status) == ("closed", "closed")
    nowhere = decided(tmp_path / "two", places={"open_cases_in": ()})
    assert (nowhere.of("shield").ways, nowhere.of("shield").status) == ((), "closed")


def test_an_open_case_of_the_record_is_one(tmp_path: Path) -> None:
    paths = decided(tmp_path, record=record(status="open", outcome=None))
    assert way(paths, "shield/us-zz").status == "open"
    # The paper knows better than an answer that leaves it out.
    paths = decided(tmp_path / "two", record=record(status="open", outcome=None), places={"open_cases_in": ()})
    assert way(paths, "shield/us-zz").status == "open"


def test_a_record_shows_that_no_case_is_open_only_if_it_is_whole(tmp_path: Path) -> None:
    assert way(decided(tmp_path, record=record()), "shield/us-zz").status == "ask"
    whole = decided(tmp_path / "two", record=record(), person={"record_complete": True})
    assert way(whole, "shield/us-zz").status == "closed"
    said = decided(tmp_path / "three", record=record(), person={"record_complete": True}, places={"open_cases_in": ("US-ZZ",)})
    assert way(said, "shield/us-zz").status == "open"
    elsewhere = decided(tmp_path / "four", record=record("US-YY"), person={"record_complete": True}, places={"lives_in": ("US-ZZ",)})
    assert way(elsewhere, "shield/us-zz").status == "closed"


def test_an_open_case_elsewhere_is_none_here(tmp_path: Path) -> None:
    paths = decided(
        tmp_path, record=record("US-YY", status="open", outcome=None), places={"lives_in": ("US-ZZ",), "open_cases_in": ("US-YY",)}
    )
    assert way(paths, "shield/us-zz").status == "closed"


# ---- days ----------------------------------------------------------------------------------------------------------


def period(start: str, end: str = "") -> tuple[tuple[int, int], ...]:
    return ((day(start), parse_day(end)[1] if end else NEVER),)  # type: ignore[index]


@pytest.mark.parametrize(
    ("periods", "began", "ended"),
    [
        (period("2009-01-15", "2012-06-20"), ("2009-01-15", "2009-01-15"), ("2012-06-20", "2012-06-20")),
        (period("2009-03", "2012-06"), ("2009-03-01", "2009-03-31"), ("2012-06-01", "2012-06-30")),
        (period("2009", "2012"), ("2009-01-01", "2009-12-31"), ("2012-01-01", "2012-12-31")),
        (period("2008-02", "2008-02"), ("2008-02-01", "2008-02-29"), ("2008-02-01", "2008-02-29")),
        (period("2009-01-15"), ("2009-01-15", "2009-01-15"), None),
        (
            (*period("2015-05-05", "2016-06-06"), *period("2009-03", "2010-10-10")),
            ("2009-03-01", "2009-03-31"),
            ("2016-06-06", "2016-06-06"),
        ),
        ((*period("2009-03-03"), *period("2015-05-05", "2016-06-06")), ("2009-03-03", "2009-03-03"), None),
        # The first or the last day of a month, or of a year, may be meant as such or as the whole of it: it stands for any day of it.
        (period("2009-03-01", "2009-11-30"), ("2009-03-01", "2009-03-31"), ("2009-11-01", "2009-11-30")),
        (period("2009-01-01", "2009-12-31"), ("2009-01-01", "2009-12-31"), ("2009-01-01", "2009-12-31")),
    ],
)
def test_the_times_of_trafficking_say_when_it_began_and_ended(
    tmp_path: Path, periods: tuple[tuple[int, int], ...], began: tuple[str, str], ended: tuple[str, str] | None
) -> None:
    law = load(tmp_path).law
    rows = PersonRows(law, AS_OF, Answers(periods=periods), None)
    row, slot = rows.row("US"), law.layout.slot
    assert tuple(map(iso, row[slot["trafficking_began_on"]])) == began
    assert row[slot["trafficking_ended_on"]] == ((AFTER, AFTER) if ended is None else tuple(map(day, ended)))


def test_an_answer_narrows_the_times(tmp_path: Path) -> None:
    law = load(tmp_path).law
    slot = law.layout.slot
    for said, ended in (
        ("2012-06-03", ("2012-06-03", "2012-06-03")),
        ("2012", ("2012-06-01", "2012-06-30")),
        ("1999", ("1999-01-01", "1999-12-31")),
    ):
        row = PersonRows(law, AS_OF, Answers({"trafficking_ended_on": said}, periods=period("2009", "2012-06")), None).row("US")
        assert tuple(map(iso, row[slot["trafficking_ended_on"]])) == ended


def test_a_deadline_from_a_month_has_two_bounds(tmp_path: Path) -> None:
    (clock,) = way(decided(tmp_path, person={"us_citizen": False}, periods=period("2020-01-02", "2025-04")), "visa/us").clocks
    assert (tuple(map(iso, clock.last)), clock.past) == (("2027-04-01", "2027-04-30"), "no")
    (clock,) = way(decided(tmp_path / "two", periods=period("2020-01-02", "2024-11")), "visa/us").clocks
    assert (tuple(map(iso, clock.last)), clock.past) == (("2026-11-01", "2026-11-30"), "unknown")
    (clock,) = way(decided(tmp_path / "three", periods=period("2020-01-02", "2024-10")), "visa/us").clocks
    assert clock.past == "yes"


def test_while_it_goes_on_no_clock_has_begun(tmp_path: Path) -> None:
    paths = decided(tmp_path, person={"us_citizen": False}, periods=period("2020-01-02"))
    found = way(paths, "visa/us")
    assert found.status == "open"
    assert found.clocks[0].last[0] >= AFTER
    assert found.clocks[0].past == "no"


def test_the_birth_date_of_a_record_counts(tmp_path: Path) -> None:
    person = {**ADA, "trafficking_ended_on": "2020-05-05"}
    without = way(decided(tmp_path, person=person, places=HOME), "aid/us-zz").clocks[0]
    assert without.last[0] != without.last[1]
    born = way(decided(tmp_path / "two", person=person, places=HOME, record=record(birth="2008-02-29")), "aid/us-zz").clocks[0]
    assert tuple(map(iso, born.last)) == ("2029-02-28", "2029-02-28")
    said = way(decided(tmp_path / "three", person={**person, "birth_date": "2008-02-29"}, places=HOME), "aid/us-zz").clocks[0]
    assert said.last == born.last


def test_a_hard_deadline_closes_the_day_after(tmp_path: Path) -> None:
    person = {"us_citizen": False, "trafficking_ended_on": "2024-02-29"}
    last = way(decided(tmp_path, person=person, as_of=day("2026-02-28")), "visa/us")
    after = way(decided(tmp_path / "two", person=person, as_of=day("2026-03-01")), "visa/us")
    assert (last.status, last.clocks[0].past) == ("open", "no")
    assert (after.status, after.clocks[0].past, after.ask) == ("closed", "yes", ())


def test_a_soft_deadline_leaves_it_open(tmp_path: Path) -> None:
    person = {**ADA, "trafficking_ended_on": "2010-01-01", "birth_date": "1980-01-01"}
    found = way(decided(tmp_path, person=person, places=HOME), "aid/us-zz")
    assert (found.status, found.clocks[0].past) == ("open", "yes")


def test_clocks_that_run(tmp_path: Path) -> None:
    paths = decided(tmp_path, person={**ADA, "trafficking_ended_on": "2025-05-05", "birth_date": "1990-01-01"}, places=HOME)
    assert [(found.way.id, clock.deadline.id, iso(clock.last[0])) for found, clock in runs_until(paths.of("visa"))] == [
        ("visa/us", "file", "2027-05-05")
    ]
    assert [clock.deadline.id for _, clock in runs_until(paths.of("aid"))] == ["apply"]
    assert runs_until(paths.of("tell")) == []
    # None runs for a way that is closed, after its day, or before it has begun.
    closed = decided(tmp_path / "two", person={**ADA, "us_citizen": True, "trafficking_ended_on": "2025-05-05"})
    assert runs_until(closed.of("visa")) == []
    past = decided(tmp_path / "three", person={**ADA, "trafficking_ended_on": "2010-05-05", "birth_date": "1980"}, places=HOME)
    assert runs_until(past.of("aid")) == []
    still = decided(tmp_path / "four", person=ADA, periods=period("2020-01-02"), places=HOME)
    assert runs_until(still.of("visa")) == []
    never = decided(tmp_path / "five", person={**ADA, "trafficking_ended_on": "never"})
    assert runs_until(never.of("visa")) == []


def test_of_several_clocks_the_first_to_run_out_comes_first(tmp_path: Path) -> None:
    more = '\n[[way.deadline]]\nid = "first"\ntext = "First"\ntext_es = "Primero"\nlast = "trafficking_ended_on + years(2) - days(30)"\ncite = "§ 9(3)"\nlate = "Ask."\nlate_es = "Pida."\n'
    change = ("visa.toml", '\n[[way.evidence]]\ndocument = "grant"', f'{more}\n[[way.evidence]]\ndocument = "grant"')
    paths = decided(tmp_path, change, person={**ADA, "trafficking_ended_on": "2025-05-05"})
    assert [(clock.deadline.id, iso(clock.last[0])) for _, clock in runs_until(paths.of("visa"))] == [
        ("first", "2027-04-05"),
        ("file", "2027-05-05"),
    ]


# ---- contact -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("person", "value", "perhaps", "ask"),
    [
        ({"has_letter": True}, "none", "", ()),
        ({"has_letter": False}, "report needed", "", ()),
        ({}, "report needed", "none", ("has_letter",)),
    ],
)
def test_who_has_to_be_dealt_with(tmp_path: Path, person: dict[str, object], value: str, perhaps: str, ask: tuple[str, ...]) -> None:
    found = way(decided(tmp_path, person={"hurt": True, **person}, places=HOME), "aid/us-zz")
    assert (found.touches["police"].value, found.touches["police"].perhaps) == (value, perhaps)
    assert found.ask_contact == ask
    assert list(found.touches) == sorted(found.touches, key=list(PARTIES).index)


def test_nothing_is_asked_about_contact_of_what_is_closed(tmp_path: Path) -> None:
    found = way(decided(tmp_path, person={"hurt": False, "told_agency": False}, places=HOME), "aid/us-zz")
    assert (found.status, found.ask_contact) == ("closed", ())


# ---- the path of the record ----------------------------------------------------------------------------------------


def test_a_path_of_the_record_stands_as_its_charges_do(tmp_path: Path) -> None:
    assert (decided(tmp_path).of("clean").status, decided(tmp_path).of("clean").where) == ("ask", ("record",))
    person = {"record_complete": True, "birth_date": "1997-01-01"}
    ada = record(birth="1997-01-01")
    relief = decided(tmp_path / "ask", person=person, record=ada).of("clean")
    assert (relief.status, relief.where, relief.charges) == ("ask", (), (0,))
    open_ = decided(tmp_path / "open", person=person, record=ada, charges={"k-1": {"delta": True}}).of("clean")
    assert open_.status == "open"
    closed = decided(tmp_path / "closed", person=person, record=ada, charges={"k-1": {"delta": False}}).of("clean")
    assert (closed.status, closed.charges) == ("closed", ())


def test_a_path_of_the_record_is_of_its_own_kinds_alone(tmp_path: Path) -> None:
    change = ("clean.toml", 'relief = ["sealing"]', 'relief = ["trafficking"]')
    found = decided(tmp_path, change, record=record(birth="1997-01-01"), charges={"k-1": {"delta": True}}).of("clean")
    assert found.status == "closed"
    general = ("clean.toml", 'relief = ["sealing"]', 'relief = ["general"]')
    found = decided(tmp_path / "two", general, record=record(birth="1997-01-01"), charges={"k-1": {"delta": True}}).of("clean")
    assert found.status == "open"


POINTER = '[[way]]\nid = "clean/us"\ncitation = "1 U.S.C. § 80"\nconfidence = "high"\n' + SOURCE
NOTE = '[[way.note]]\ntopic = "effect"\ntext = "Each charge has its own law."\ntext_es = "Cada cargo tiene su ley."\ncite = "1 U.S.C. § 80"\n'
OWN = '[[way.condition]]\nid = "hurt"\ntext = "Someone hurt you"\ntext_es = "Alguien le hizo daño"\ncite = "1 U.S.C. § 81"\nholds = "hurt"\n'


def test_a_way_that_points_to_the_provisions_has_their_contact(tmp_path: Path) -> None:
    text = FILES["clean.toml"] + POINTER + NOTE
    before = paths_with(tmp_path, text)
    assert way(before, "clean/us").touches["prosecutor"].value == "served", "the head's, while no charge is known"
    assert (before.of("clean").status, before.of("clean").where) == ("ask", ("record",))
    found = paths_with(tmp_path / "two", text, record(birth="1997-01-01"), {"k-1": {"delta": True}})
    assert (found.of("clean").status, found.of("clean").charges) == ("open", (0,))
    touches = way(found, "clean/us").touches
    assert (touches["prosecutor"].value, touches["court"].value, touches["police"].value) == ("served", "unclear", "unclear")
    closed = paths_with(tmp_path / "three", text, record(birth="1997-01-01"), {"k-1": {"delta": False}})
    assert closed.of("clean").status == "closed"


def test_a_way_with_conditions_of_its_own_counts_beside_the_record(tmp_path: Path) -> None:
    text = FILES["clean.toml"] + POINTER + OWN
    assert paths_with(tmp_path, text, person={"hurt": True}).of("clean").status == "open"
    assert paths_with(tmp_path / "two", text, person={"hurt": False}).of("clean").status == "ask", "the record may hold what can be cleared"
    closed = paths_with(tmp_path / "three", text, record(birth="1997-01-01"), {"k-1": {"delta": False}}, {"hurt": False})
    assert closed.of("clean").status == "closed"
    own = paths_with(tmp_path / "four", text, record(birth="1997-01-01"), {"k-1": {"delta": False}}, {"hurt": True})
    assert (own.of("clean").status, way(own, "clean/us").touches["court"].value) == ("open", "must consent")


def paths_with(
    folder: Path,
    clean: str,
    papers: Record | None = None,
    charges: Mapping[str, Mapping[str, object]] | None = None,
    person: Mapping[str, object] | None = None,
) -> Paths:
    """The paths with another path of the record."""
    law = load(folder, files={"clean.toml": clean})
    assert not law.problems
    answers = Answers(person or {}, charges=charges or {})
    return decide_paths(law, AS_OF, answers, decide(papers, law.law, AS_OF, answers) if papers is not None else None)


def test_a_record_without_charges_has_nothing_to_clear(tmp_path: Path) -> None:
    assert decided(tmp_path, record=Record()).of("clean").status == "closed"


def test_answers_of_the_record_are_those_of_the_paths(tmp_path: Path) -> None:
    law = load(tmp_path)
    answers = Answers(ADA, places=HOME)
    relief = decide(record(), law.law, AS_OF, answers)
    assert decide_paths(law, AS_OF, relief=relief).answers == answers


# ---- the law that comes with the program ---------------------------------------------------------------------------


@lru_cache(maxsize=1)
def real() -> PathLaw:
    return read_paths(read_law(codes=[]))


@lru_cache(maxsize=1)
def troubled() -> frozenset[str]:
    """Files that somebody is still at work on."""
    return frozenset(each.file or "" for each in real().problems)


WAYS = [pytest.param(each, id=each.law.key) for each in real().ways()] if (law_folder() / "paths").is_dir() else []


def sound(way: Way) -> None:
    if way.law.file in troubled():
        pytest.skip(f"{Path(way.law.file).name} has a problem, which another test tells")


@cache
def raw(file: str) -> dict[str, Any]:
    return tomllib.loads(Path(file).read_text(encoding="utf-8"))


def raw_way(way: Way) -> dict[str, Any]:
    """The way as its file states it."""
    start = date.fromordinal(way.law.start) if way.law.start != ALWAYS else None
    (found,) = [each for each in raw(way.law.file)["way"] if each["id"] == way.id and each.get("in_force", {}).get("from") == start]
    return found


def test_the_paths_that_come_with_the_program_load_without_a_problem() -> None:
    assert [str(each) for each in real().problems] == []
    assert real().law.problems == []


# ---- its days, worked out again ----

_NEVER = date.max


class Period:
    """So many years, months or days."""

    def __init__(self, months: int = 0, days: int = 0) -> None:
        self.months, self.days = months, days


class Day:
    """A day, or none ever."""

    def __init__(self, on: date) -> None:
        self.on = on

    def __add__(self, period: Period) -> Day:
        return self._moved(period, 1)

    def __sub__(self, period: Period) -> Day:
        return self._moved(period, -1)

    def _moved(self, period: Period, sign: int) -> Day:
        if self.on == _NEVER:
            return self
        months = self.on.year * 12 + self.on.month - 1 + sign * period.months
        year, month = months // 12, months % 12 + 1
        # A day that the month lacks becomes its last.
        then = date(year, month, min(self.on.day, calendar.monthrange(year, month)[1]))
        return Day(then + timedelta(days=sign * period.days))


def age(born: date, on: date) -> int:
    """Whole years; one who was born on February 29 has their birthday on the 28th where there is none."""
    birthday = (2, 28) if (born.month, born.day) == (2, 29) and not calendar.isleap(on.year) else (born.month, born.day)
    return on.year - born.year - ((on.month, on.day) < birthday)


class Reckoning(ast.NodeVisitor):
    """The text of an expression, walked with the facts of a person."""

    def __init__(self, facts: Mapping[str, object], defines: Mapping[str, str]) -> None:
        self.facts, self.defines = facts, defines

    def of(self, text: str) -> Any:
        return self.visit(ast.parse(f"({text}\n)", mode="eval").body)

    def generic_visit(self, node: ast.AST) -> Any:
        raise NotImplementedError(ast.dump(node))

    def visit_Constant(self, node: ast.Constant) -> Any:
        return node.value

    def visit_Name(self, node: ast.Name) -> Any:
        if node.id in self.defines:
            return self.of(self.defines[node.id])
        return {"never": Day(_NEVER), "yes": True, "no": False}.get(node.id) if node.id in ("never", "yes", "no") else self.facts[node.id]

    def visit_BinOp(self, node: ast.BinOp) -> Any:
        left, right = self.visit(node.left), self.visit(node.right)
        return left + right if isinstance(node.op, ast.Add) else left - right

    def visit_BoolOp(self, node: ast.BoolOp) -> Any:
        values = [self.visit(each) for each in node.values]
        return all(values) if isinstance(node.op, ast.And) else any(values)

    def visit_UnaryOp(self, node: ast.UnaryOp) -> Any:
        assert isinstance(node.op, ast.Not)
        return not self.visit(node.operand)

    def visit_IfExp(self, node: ast.IfExp) -> Any:
        return self.visit(node.body) if self.visit(node.test) else self.visit(node.orelse)

    def visit_Compare(self, node: ast.Compare) -> Any:
        left, right = self.visit(node.left), self.visit(node.comparators[0])
        left, right = (each.on if isinstance(each, Day) else each for each in (left, right))
        match node.ops[0]:
            case ast.Lt():
                return left < right
            case ast.LtE():
                return left <= right
            case ast.Gt():
                return left > right
            case ast.GtE():
                return left >= right
            case ast.Eq():
                return left == right
            case ast.NotEq():
                return left != right
        raise NotImplementedError(ast.dump(node))

    def visit_Call(self, node: ast.Call) -> Any:
        assert isinstance(node.func, ast.Name)
        arguments = [self.visit(each) for each in node.args]
        match node.func.id:
            case "years":
                return Period(months=12 * arguments[0])
            case "months":
                return Period(months=arguments[0])
            case "days":
                return Period(days=arguments[0])
            case "date":
                return Day(date.fromisoformat(arguments[0]))
            case "latest":
                return Day(max(each.on for each in arguments))
            case "earliest":
                return Day(min(each.on for each in arguments))
            case "happened":
                return arguments[0].on != _NEVER
            case "age_at":
                return 1000 if arguments[0].on == _NEVER else age(self.facts["birth_date"].on, arguments[0].on)  # type: ignore[attr-defined]
        raise NotImplementedError(node.func.id)


#: Days on which a deadline can stumble: the last of a month, of a leap February, of a year.
EDGES = [
    date(2024, 2, 29),
    date(2023, 2, 28),
    date(2020, 2, 29),
    date(2019, 12, 31),
    date(2022, 8, 31),
    date(2019, 10, 1),
    date(2019, 9, 30),
    date(2012, 1, 1),
]
BIRTHS = [date(1990, 2, 28), date(2004, 2, 29), date(2000, 12, 31), date(1976, 1, 31), date(2008, 2, 29), date(2006, 6, 30)]


def people(names: list[str], yesno: list[str], ages: list[int], seed: str) -> Iterator[dict[str, object]]:
    """Made-up people: their days, their birth, and what is so of them."""
    drawn = random.Random(seed)
    for number in range(20):
        born = drawn.choice(BIRTHS) if number % 2 else date(1970, 1, 1) + timedelta(days=drawn.randrange(14000))
        facts: dict[str, object] = {"birth_date": Day(born)}
        for name in names:
            if name == "birth_date":
                continue
            kind = drawn.randrange(5)
            if kind == 0:
                on = drawn.choice(EDGES)
            elif kind <= 2:
                # On the birthday that an age is counted to, the day before, and the day after.
                turned = Day(born) + Period(months=12 * drawn.choice(ages))
                on = turned.on + timedelta(days=drawn.choice((-1, 0, 1)))
            elif kind == 3:
                on = date(2000, 1, 1) + timedelta(days=drawn.randrange(9400))
            else:
                on = _NEVER if number % 4 == 0 else date(2026, 1, 31)
            facts[name] = Day(on)
        for name in yesno:
            facts[name] = drawn.random() < 0.5
        yield facts


def ages_in(text: str) -> list[int]:
    return [int(each) for each in re.findall(r"(?:age_at\([^)]*\)\s*[<>=]+\s*|birth_date \+ years\()(\d+)", text)] or [18]


def answered(facts: Mapping[str, object]) -> dict[str, object]:
    return {
        name: ("never" if value.on == _NEVER else value.on.isoformat()) if isinstance(value, Day) else value
        for name, value in facts.items()
    }


DATED = [each for each in WAYS if each.values[0].deadlines]


@pytest.mark.parametrize("way", DATED)
def test_the_last_day_of_every_deadline(way: Way) -> None:
    sound(way)
    law = real().law
    stated = {each["id"]: each["last"] for each in raw_way(way)["deadline"]}
    defines = raw(way.law.file).get("define", {})
    names: dict[str, None] = {}
    for deadline in way.deadlines:
        names.update(dict.fromkeys(facts_of(deadline.last)))
    days = [each for each in names if law.facts[each].type == "day"]
    yesno = [each for each in names if law.facts[each].type == "yesno"]
    assert set(names) == {*days, *yesno}, "this test draws days and yes or no"
    written = " ".join([*stated.values(), *defines.values()])
    seen = set()
    for facts in people(days, yesno, ages_in(written), way.law.key):
        reckoning = Reckoning(facts, defines)
        wanted = {id: reckoning.of(text).on for id, text in stated.items()}
        answers = Answers(person=answered(facts))
        for id, last in wanted.items():
            seen.add(last)
            for after in (0, 1):
                as_of = last.toordinal() + after if last != _NEVER else AS_OF
                if last.year > 8000 and last != _NEVER:
                    continue
                rows = PersonRows(law, as_of, answers, None)
                assert not rows.problems, (rows.problems, answers.person)
                result = decide_way(way, rows)
                clock = next(each for each in result.clocks if each.deadline.id == id)
                assert clock.last == (last.toordinal(), last.toordinal()), (
                    id,
                    stated[id],
                    answers.person,
                    [iso(each) for each in clock.last],
                    last,
                )
                assert clock.past == ("yes" if after and last != _NEVER else "no"), (id, stated[id], answers.person)
                if clock.deadline.hard and after and last != _NEVER:
                    assert result.status == "closed", (id, stated[id], answers.person)
                # What closes is the first of the hard ones, and nothing else.
                if not after and result.status == "closed":
                    gone = [each for each in result.clocks if each.deadline.hard and each.past == "yes"]
                    kept = [
                        each
                        for each in result.decision.findings
                        if each.bounds[0] == NEVER or each.bounds[0] > (result.decision.closes or (NEVER,))[0]
                    ]
                    assert gone or kept or way.law.until <= as_of, (id, answers.person)
    if names:
        assert len(seen) > 3


def test_the_reckoning_reckons() -> None:
    facts = {"birth_date": Day(date(2008, 2, 29)), "x": Day(date(2026, 2, 28)), "y": True}
    for text, last in (
        ("x + years(2)", "2028-02-28"),
        ("birth_date + years(18)", "2026-02-28"),
        ("birth_date + years(20)", "2028-02-29"),
        ("latest(x, birth_date + years(20)) + months(1) - days(1)", "2028-03-28"),
        ("x if age_at(x) < 18 else earliest(x + days(1), never)", "2026-03-01"),
        ("x if not y else (x + days(3) if x >= date('2026-01-01') else x)", "2026-03-03"),
    ):
        assert Reckoning(facts, {}).of(text).on.isoformat() == last


# ---- what every way must have ----


def expressions(value: object, key: str = "") -> Iterator[str]:
    if isinstance(value, Mapping):
        for each, inner in value.items():
            yield from expressions(inner, each)
    elif isinstance(value, list):
        for inner in value:
            yield from expressions(inner, key)
    elif isinstance(value, str) and key in ("holds", "last", "unless", "presumed_by"):
        yield value


def texts_of(value: object) -> Iterator[tuple[str, str]]:
    """Every text for the person, English and Spanish."""
    if isinstance(value, Mapping):
        for key, inner in value.items():
            if f"{key}_es" in value:
                yield str(inner), str(value[f"{key}_es"])
            yield from texts_of(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from texts_of(inner)


def quotes_of(value: object) -> Iterator[str]:
    if isinstance(value, Mapping):
        for key, inner in value.items():
            if key == "quote":
                yield str(inner)
            else:
                yield from quotes_of(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from quotes_of(inner)


def alone(value: object) -> Iterator[str]:
    """Texts in one language that have none in the other."""
    if isinstance(value, Mapping):
        for key, inner in value.items():
            if (
                key in ("text", "title", "what", "late", "name", "from")
                and "number" not in value
                and isinstance(inner, str)
                and f"{key}_es" not in value
            ):
                yield f"{key}: {inner}"
            if key.endswith("_es") and key.removesuffix("_es") not in value:
                yield f"{key}: {inner}"
            yield from alone(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from alone(inner)


#: Where one sentence ends and the next begins; an abbreviation ends none.
SENTENCE = re.compile(r"(?<=[.!?])\s+(?=[A-ZÁÉÍÓÚÑ¿¡\"(0-9])|(?<=[;:])\s+")
ABBREVIATION = re.compile(r"\b(?:U\.S|EE\. ?UU|No|núm|art|D\.C|P\.O|v|Inc|St|Mr|Ms|Dr|e\.g|i\.e)\.", re.I)
#: Names of offices and funds that hold the word: they are what they are called.
NAMES = re.compile(
    r"(?:(?:[A-Z][\w'’.-]*|of|for|and|the|de|del|la|las|los|y|para|a)\s+){0,6}"
    r"(?:Victims?|Víctimas?)(?:['’]s?)?(?:\s+(?:[A-Z][\w'’.-]*|of|for|and|the|de|del|la|las|los|y|para|a|en))*"
)
MOST_WORDS = 35


def long_sentences(text: str, most: int = MOST_WORDS) -> list[str]:
    plain = ABBREVIATION.sub(lambda each: each[0].replace(".", ""), text)
    return [each for each in SENTENCE.split(plain) if len(each.split()) > most]


def judged(text: str) -> list[str]:
    """Words that are not used of a person, but in a quotation or a name."""
    kept = NAMES.sub("", QUOTED.sub("", text))
    return [hit[0] for pattern in (VICTIM, UNFINISHED) for hit in pattern.finditer(kept)]


@pytest.mark.parametrize("way", WAYS)
def test_every_way_is_whole(way: Way) -> None:
    sound(way)
    stated = raw_way(way)
    law, defines = real().law, raw(way.law.file).get("define", {})
    for condition in way.law.conditions:
        for tree in condition.trees():
            assert [each for each in facts_of(tree) if each != "offense" and each not in law.facts] == []
    for text in [*expressions(stated), *defines.values()]:
        names = {each.id for each in ast.walk(ast.parse(f"({text}\n)", mode="eval")) if isinstance(each, ast.Name)}
        functions = {"years", "months", "days", "date", "latest", "earliest", "age_at", "happened", "any", "all", "count", "nth_latest"}
        rest = {"today", "never", "yes", "no", "unread", "offense", "c", "own", "others", "same_case", "same_day"}
        unknown = names - functions - rest - set(law.facts) - set(defines)
        assert all(re.search(rf"offense (not )?in {each}\b", text) or f"{each}(" in text for each in unknown), unknown
    assert set(way.contact) == set(PARTIES)
    assert way.sources
    for source in way.sources:
        assert source.url
        assert date(2026, 1, 1) <= date.fromisoformat(source.checked) <= date(2030, 1, 1)
    assert way.law.citation
    assert stated["confidence"] in ("high", "medium", "low")
    assert [each for each in quotes_of(stated) if len(each.split()) > QUOTE_WORDS] == []
    assert list(alone(stated)) == []
    assert list(texts_of(stated)) or way.law.notes


@pytest.mark.parametrize("way", WAYS)
def test_the_words_of_every_way(way: Way) -> None:
    sound(way)
    found = list(texts_of(raw_way(way)))
    for english, spanish in found:
        assert english.strip()
        assert spanish.strip()
        assert english != spanish, english
        assert long_sentences(english) == []
        assert long_sentences(spanish) == []
        assert judged(english) == []
        assert judged(spanish) == []


@pytest.mark.parametrize("path", [pytest.param(each, id=each.id) for each in real().paths.values()])
def test_every_path_is_whole(path: Any) -> None:
    file = law_folder() / "paths" / f"{path.id}.toml"
    if str(file) in troubled():
        pytest.skip(f"{file.name} has a problem, which another test tells")
    head = raw(str(file))["path"]
    for english, spanish in texts_of(head):
        assert english.strip()
        assert spanish.strip()
        assert english != spanish
        assert long_sentences(english) == long_sentences(spanish) == []
        assert judged(english) == judged(spanish) == []
    assert list(alone(head)) == []
    assert path.relief or path.ways or path.states, "a path that nobody can go"


@pytest.mark.parametrize("name", ["documents.toml", "reporting.toml", "facts.toml"])
def test_the_words_of_the_other_files(name: str) -> None:
    file = law_folder() / "paths" / name
    if not file.is_file():
        pytest.skip(f"{name} is not there")
    for english, spanish in texts_of(raw(str(file))):
        assert english.strip()
        assert spanish.strip()
        # Who must report is a list.
        most = 60 if name == "reporting.toml" else MOST_WORDS
        assert long_sentences(english, most) == long_sentences(spanish, most) == []
        assert judged(english) == judged(spanish) == []


def test_every_document_is_used() -> None:
    ways = real().ways()
    used = {each.document for way in ways for each in way.evidence} | {each.to for way in ways for each in way.yields}
    assert set(real().documents) - used == set()


def test_every_fact_of_the_paths_decides_something() -> None:
    own = set(raw(str(law_folder() / "paths" / "facts.toml"))["facts"])
    used = {fact.fact for fact in real().documents.values()}
    for way in real().ways():
        trees = [tree for condition in way.law.conditions for tree in condition.trees()]
        trees += [each.last for each in way.deadlines] + [each.unless for each in way.contact.values() if each.unless is not None]
        used |= {name for tree in trees for name in facts_of(tree)}
    implied = {name for fact in real().law.facts.values() for name in (*fact.implies, fact.after)}
    derived = {name for fact in real().law.facts.values() for name in re.findall(r"\w+", fact.is_)}
    assert own - used - implied - derived == set()


def test_the_whole_law_decides_for_somebody() -> None:
    """Everything of every state, for a person of whom everything is known, and for one of whom nothing is."""
    law = real()
    nothing = decide_paths(law, AS_OF)
    assert not [each.path.id for each in nothing.results if each.status == "closed"]
    everything = {
        name: True for name, fact in law.law.facts.items() if fact.type == "yesno" and fact.scope == "person" and fact.origin == "answer"
    }
    answers = Answers({**everything, "birth_date": "1990-02-28"}, places={"lives_in": ("US-NY",), "happened_in": ("US-NY", "US-FL"), "open_cases_in": ()},
                      periods=period("2019-03", "2024-06"))  # fmt: skip
    found = decide_paths(law, AS_OF, answers)
    assert {each.status for each in found.results} >= {"open"}
    from unburden.paths_json import to_json

    json.dumps(to_json(found))
