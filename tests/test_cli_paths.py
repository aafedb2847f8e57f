"""`unburden paths` as a person runs it: what it prints, what it refuses in one line, its exit codes; and the answers that it reads."""

from __future__ import annotations

import json
import re
import stat
import tomllib
from functools import lru_cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from unburden.calendar import parse_day
from unburden.errors import InputError
from unburden.facts import Answers
from unburden.facts_file import make_answers, read_answers, write_answers
from unburden.law import Law, jurisdiction_names, read_law
from unburden.paths_order import MATTERS

from .commands import PAGE, TABLE, complaint, one_charge, table, unburden
from .made_paths import write

DAY = ("--as-of", "2026-11-23")
SCHEMA = Path(__file__).parent.parent / "docs" / "schemas" / "paths.schema.json"


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The made-up paths."""
    return write(tmp_path_factory.mktemp("small"))


@pytest.fixture
def answers(tmp_path: Path) -> Path:
    file = tmp_path / "answers.toml"
    file.write_text(
        '[person]\nlives_in = "US-ZZ"\nhappened_in = ["US-ZZ"]\nopen_cases_in = []\nhurt = true\nus_citizen = false\n'
        'birth_date = 1990-02-28\ntrafficking_ended_on = 2026-01-31\nmatters = ["no police", "money"]\n',
        encoding="utf-8",
    )
    return file


def day(text: str) -> int:
    return parse_day(text)[0]  # type: ignore[index]


def said(out: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(out)
    Draft202012Validator(json.loads(SCHEMA.read_text(encoding="utf-8"))).validate(found)
    return found


# ---- what it prints ------------------------------------------------------------------------------------------------


def test_without_anything_it_shows_every_path(small: Path) -> None:
    code, out, err = unburden("paths", "--law", small, *DAY)
    assert (code, err) == (0, "")
    assert out.startswith("Paths to justice · As of November 23, 2026\n")
    assert re.findall(r"\[([a-z]+)\]:", out) == ["clean", "aid", "suit", "visa", "shield", "tell", "rest"]


def test_answers_are_used(small: Path, answers: Path) -> None:
    code, out, _ = unburden("paths", "--law", small, "--facts", answers, *DAY)
    assert code == 0
    assert "[aid]: open to you now" in out
    assert "No contact with police; Money" in " ".join(out.split())
    assert "Zetaland" in out


def test_json_holds_to_the_contract(small: Path, answers: Path) -> None:
    code, out, _ = unburden("paths", "--law", small, "--facts", answers, "--format", "json", *DAY)
    found = said(out)
    assert code == 0
    assert (found["as_of"], found["matters"]) == ("2026-11-23", ["no police", "money"])
    assert found["places"] == {"lives_in": ["US-ZZ"], "happened_in": ["US-ZZ"], "open_cases_in": []}


def test_html(small: Path, answers: Path) -> None:
    code, out, _ = unburden("paths", "--law", small, "--facts", answers, "--format", "html", "--lang", "es", *DAY)
    assert code == 0
    assert out.startswith("<!doctype html>\n<html")
    assert 'lang="es"' in out
    assert "Caminos a la justicia" in out


def test_full_shows_the_sources(small: Path) -> None:
    short = unburden("paths", "--law", small, *DAY).out
    full = unburden("paths", "--law", small, "--full", *DAY).out
    assert "https://example.org/5" in full
    assert "https://example.org/5" not in short


def test_spanish(small: Path) -> None:
    assert unburden("paths", "--law", small, "--lang", "es", *DAY).out.startswith("Caminos a la justicia · Al 23 de noviembre de 2026\n")


def test_what_matters_is_said_on_the_command_line(small: Path, answers: Path) -> None:
    found = said(unburden("paths", "--law", small, "--matters", "status, speed", "--format", "json", *DAY).out)
    assert found["matters"] == ["status", "speed"]
    assert found["paths"][0]["id"] == "visa"
    # It stands above the file's.
    found = said(unburden("paths", "--law", small, "--facts", answers, "--matters", "status", "--format", "json", *DAY).out)
    assert found["matters"] == ["status"]


def test_places_are_said_on_the_command_line(small: Path, answers: Path) -> None:
    found = said(unburden("paths", "--law", small, "--lives", "zz", "--happened", "US-YY, zz", "--format", "json", *DAY).out)
    assert found["places"] == {"lives_in": ["US-ZZ"], "happened_in": ["US-YY", "US-ZZ"]}
    assert {way["way"] for path in found["paths"] for way in path["ways"]} >= {"aid/us-zz", "aid/us-yy"}
    found = said(unburden("paths", "--law", small, "--facts", answers, "--lives", "US-YY", "--format", "json", *DAY).out)
    assert found["places"] == {"lives_in": ["US-YY"], "happened_in": ["US-ZZ"], "open_cases_in": []}


def test_side_by_side(small: Path) -> None:
    code, out, _ = unburden("paths", "--law", small, "--compare", "visa, aid", *DAY)
    assert code == 0
    assert "Side by side" in out
    assert "Clocks that run" not in out
    page = unburden("paths", "--law", small, "--compare", "visa,aid", "--format", "html", *DAY).out
    assert 'class="compare"' in page


def test_out_writes_a_file_for_its_owner_alone(small: Path, tmp_path: Path) -> None:
    file = tmp_path / "paths.html"
    code, out, _ = unburden("paths", "--law", small, "--format", "html", "--out", file, *DAY)
    assert (code, out) == (0, "")
    assert file.read_text(encoding="utf-8").startswith("<!doctype html>")
    assert stat.S_IMODE(file.stat().st_mode) == 0o600


def test_a_record_counts(tmp_path: Path) -> None:
    hers = tmp_path / "hers.csv"
    hers.write_text(table([one_charge()]), encoding="utf-8")
    code, out, _ = unburden("paths", hers, "--format", "json", *DAY)
    found = said(out)
    assert code == 0
    record = next((each for each in found["paths"] if each["group"] == "record" and each["charges"]), None)
    if record is None:
        pytest.skip("the law has no path of the record now")
    assert "record" not in record["where"]


def test_what_could_not_be_read_is_told_by_the_exit_code(tmp_path: Path) -> None:
    hers = tmp_path / "hers.csv"
    hers.write_text(table([one_charge(offense_date="yesterday")]), encoding="utf-8")
    code, out, _ = unburden("paths", hers, *DAY)
    assert code == 1
    assert "Paths to justice" in out


def test_the_program_s_own_law() -> None:
    code, out, err = unburden("paths", "--lives", "NY", "--happened", "NY, FL", "--matters", "no police", *DAY)
    assert (code, err) == (0, "")
    assert "[t-status]" in out
    assert said(unburden("paths", "--lives", "NY", "--format", "json", *DAY).out)["places"] == {"lives_in": ["US-NY"]}


# ---- what it refuses -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["--lives", "XX"], 'lives_in cannot be "XX": write a state or territory, such as "US-NY"'),
        (["--lives", "US"], 'write a state or territory, such as "US-NY"'),
        (["--happened", "US-ZZ, Zetaland"], 'happened_in cannot be "Zetaland": write a state or territory, such as "US-NY"'),
        (["--matters", "no polic"], 'matters cannot be "no polic": write some of no police, speed, money'),
        (["--matters", "money, fame"], 'matters cannot be "fame"'),
        (["--compare", "viza"], 'no path is called viza (did you mean "visa"?); there are: '),
        (["--full", "--format", "html"], "--full is of the text; the other formats hold everything: leave it out"),
        (["--full", "--format", "json"], "--full is of the text"),
        (["--format", "pdf"], "'pdf' is not one of 'text', 'json', 'html'"),
        (["--as-of", "soon"], '"soon" is not a date'),
        (["--live", "US-ZZ"], "No such option '--live'"),
        (["--facts", "nowhere.toml"], "nowhere.toml: cannot open this file"),
        (["nowhere.csv"], "nowhere.csv"),
    ],
)
def test_bad_input_is_refused_in_one_line(small: Path, arguments: list[str], says: str) -> None:
    assert says in complaint(unburden("paths", "--law", small, *arguments))


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("[person]\nhurtt = true\n", 'no fact is called hurtt (did you mean "hurt"?)'),
        ("[person]\nlives_inn = \"US-ZZ\"\n", '(did you mean "lives_in"?)'),
        ('[person]\nmatter = "money"\n', '(did you mean "matters"?)'),
        ("[person]\nlives_here = true\n", "no fact is called lives_here"),
        ('[person]\nlives_in = "US-XX"\n', 'lives_in cannot be "US-XX"'),
        ("[person]\nlives_in = 7\n", "lives_in cannot be 7"),
        ('[person]\nmatters = ["peace"]\n', 'matters cannot be "peace"'),
        ("[person]\nmatters = [[1]]\n", "matters cannot be [1]"),
        ('[person]\ntrafficking_periods = ["2012..2009"]\n', 'trafficking_periods cannot be "2012..2009"'),
        ("[person\n", "not a facts file"),
    ],
)
def test_a_facts_file_that_is_wrong_is_refused_in_one_line(small: Path, tmp_path: Path, text: str, says: str) -> None:
    file = tmp_path / "facts.toml"
    file.write_text(text, encoding="utf-8")
    told = complaint(unburden("paths", "--law", small, "--facts", file))
    assert says in told
    assert str(file) in told


def test_broken_paths_are_refused_in_one_line(tmp_path: Path) -> None:
    folder = write(tmp_path, ("visa.toml", 'holds = "not us_citizen"', 'holds = "not us_citizn"'))
    told = complaint(unburden("paths", "--law", folder))
    assert "paths/visa.toml" in told.replace("\\", "/")
    assert 'no fact is called us_citizn (did you mean "us_citizen"?)' in told
    # A mistake in a state that does not concern the person does not stop them.
    state = write(tmp_path / "two", ("aid/us-zz.toml", 'holds = "hurt"', 'holds = "hrt"'))
    assert unburden("paths", "--law", state, "--lives", "US-YY").code == 0
    assert "no fact is called hrt" in complaint(unburden("paths", "--law", state, "--lives", "US-ZZ"))


def test_a_folder_without_law_or_without_paths(tmp_path: Path) -> None:
    assert "there is no facts.toml in this folder" in complaint(unburden("paths", "--law", tmp_path))


def test_several_people_are_refused() -> None:
    assert "paths are one person's and there are 2 in these files; choose one: p1, p2" in complaint(unburden("paths", TABLE))
    assert unburden("paths", TABLE, "--person", "p1", *DAY).code in (0, 1)


def test_out_does_not_write_over_what_it_reads(small: Path, answers: Path) -> None:
    before = answers.read_text(encoding="utf-8")
    complaint(unburden("paths", "--law", small, "--facts", answers, "--out", answers))
    complaint(unburden("paths", PAGE, "--out", PAGE))
    assert answers.read_text(encoding="utf-8") == before


# ---- asking --------------------------------------------------------------------------------------------------------


def test_asking_about_paths(small: Path) -> None:
    ran = unburden("ask", "--law", small, "--want", "paths", *DAY, typed="stop\nno\n")
    assert ran.code == 0, ran
    assert ran.out
    assert "Traceback" not in ran.err


def test_asking_without_papers_is_about_paths(small: Path) -> None:
    assert unburden("ask", "--law", small, *DAY, typed="stop\nno\n").out == unburden("ask", "--law", small, "--want", "paths", *DAY, typed="stop\nno\n").out


def test_asking_about_one_path_saves_what_was_said(small: Path, tmp_path: Path) -> None:
    kept = tmp_path / "kept.toml"
    ran = unburden("ask", "--law", small, "--want", "visa", "--save", kept, *DAY, typed="2019 to June 2025\nno\nstop\n")
    assert ran.code == 0, ran
    assert read_answers(str(kept), read_law(small, [])).periods == ((day("2019-01-01"), day("2025-06-30")),)
    assert "us_citizen = false" in kept.read_text(encoding="utf-8")
    assert "The visa: open" in " ".join(ran.out.split())
    assert unburden("paths", "--law", small, "--facts", kept, *DAY).code == 0


def test_asking_about_what_is_no_path(small: Path) -> None:
    assert "no path and no group of paths is called viza" in complaint(unburden("ask", "--law", small, "--want", "viza"))


# ---- the facts file ------------------------------------------------------------------------------------------------


@lru_cache(maxsize=1)
def real_law() -> Law:
    return read_law(codes=[])


@pytest.fixture
def law() -> Law:
    return real_law()


def test_places_and_what_matters_are_read(law: Law, tmp_path: Path) -> None:
    file = tmp_path / "facts.toml"
    file.write_text(
        '[person]\nlives_in = "us-ny"\nhappened_in = ["NY", "US-FL"]\nopen_cases_in = []\nmatters = ["money", "no police", "money"]\n'
        'trafficking_periods = ["2009-01..2012-06", "2014.."]\n',
        encoding="utf-8",
    )
    found = read_answers(str(file), law)
    assert found.places == {"lives_in": ("US-NY",), "happened_in": ("US-NY", "US-FL"), "open_cases_in": ()}
    assert found.matters == ("money", "no police")
    assert make_answers({"person": {"matters": "money", "happened_in": "ny"}}, law).places == {"happened_in": ("US-NY",)}


def test_places_that_are_declined_are_declined(law: Law) -> None:
    found = make_answers({"person": {"lives_in": "declined", "happened_in": "declined"}}, law)
    assert found.places == {}
    assert found.declined == {("", "lives_in"), ("", "happened_in")}
    assert make_answers(tomllib.loads(write_answers(found, law.facts)), law) == found


def test_places_belong_to_the_person(law: Law) -> None:
    for scope in ("case", "charge"):
        with pytest.raises(InputError):
            make_answers({scope: {"x": {"lives_in": "US-NY"}}}, law)
        with pytest.raises(InputError):
            make_answers({scope: {"x": {"matters": ["money"]}}}, law)


CODES = sorted(set(jurisdiction_names(real_law())) - {"US"})
SEVERAL = st.lists(st.sampled_from(CODES), unique=True, max_size=3).map(tuple)


@settings(max_examples=60, deadline=None)
@given(
    st.fixed_dictionaries({}, optional={"lives_in": st.sampled_from(CODES).map(lambda each: (each,)), "happened_in": SEVERAL, "open_cases_in": SEVERAL}),
    st.lists(st.sampled_from(MATTERS), unique=True).map(tuple),
    st.fixed_dictionaries({}, optional={"us_citizen": st.booleans(), "trafficking_ended_on": st.sampled_from(["2020-01", "never", "1999"])}),
    st.sampled_from(["en", "es"]),
)
def test_what_is_written_is_read_back_the_same(
    places: dict[str, tuple[str, ...]], matters: tuple[str, ...], person: dict[str, object], lang: str
) -> None:
    law = real_law()
    answers = Answers(person=person, places=places, matters=matters)
    found = make_answers(tomllib.loads(write_answers(answers, law.facts, lang)), law)
    assert found == answers

