"""The facts file: what it may hold, every mistake in it with its line and the nearest right word, and what is written back."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from unburden.calendar import NEVER, parse_day
from unburden.errors import InputError, Problem
from unburden.facts import Answers
from unburden.facts_file import make_answers, read_answers, write_answers
from unburden.law import Law, read_law
from unburden.record import Span

TEXT = """\
# A made-up person's answers.
[person]
record_complete = true
sex_trafficked_by_force = "declined"
trafficking_periods = ["2009-01..2012-06", "2014.."]

[case."19CR001"]
county = "Lane"

[charge."19CR001-1"]
during_trafficking = true
disposition_date = 2019-06-03
offense = "167.007"
"""


@pytest.fixture(scope="module")
def law() -> Law:
    return read_law(codes=[])


def read(tmp_path: Path, law: Law, text: str | bytes) -> Answers:
    file = tmp_path / "facts.toml"
    file.write_bytes(text.encode() if isinstance(text, str) else text)
    return read_answers(str(file), law)


def refused(tmp_path: Path, law: Law, text: str | bytes) -> tuple[Problem, ...]:
    with pytest.raises(InputError) as caught:
        read(tmp_path, law, text)
    assert all(problem.file == str(tmp_path / "facts.toml") for problem in caught.value.problems)
    return caught.value.problems


GOOD = TEXT.replace("disposition_date", "disposed_on")


def test_answers_are_read_with_their_lines(tmp_path: Path, law: Law) -> None:
    answers = read(tmp_path, law, GOOD)
    name = str(tmp_path / "facts.toml")
    low, high = parse_day("2009-01"), parse_day("2012-06")
    last = parse_day("2014")
    assert low
    assert high
    assert last
    assert answers.person == {"record_complete": True}
    assert answers.periods == ((low[0], high[1]), (last[0], NEVER))
    assert answers.declined == {("", "sex_trafficked_by_force")}
    assert answers.cases == {"19CR001": {"county": "Lane"}}
    assert answers.charges == {"19CR001-1": {"during_trafficking": True, "disposed_on": "2019-06-03", "offense": "167.007"}}
    assert answers.spans["", "record_complete"] == Span(name, 3)
    assert answers.spans["19CR001", ""] == Span(name, 7)
    assert answers.spans["19CR001-1", "offense"] == Span(name, 13)


def test_a_column_of_the_table_is_no_fact_but_the_nearest_is_named(tmp_path: Path, law: Law) -> None:
    (problem,) = refused(tmp_path, law, TEXT)
    assert problem.code == "unknown-fact"
    assert problem.line == 12
    assert problem.message.startswith("no fact is called disposition_date (did you mean ")


#: A text, the code of the mistake, its line, and what the message says.
MISTAKES: tuple[tuple[str, str, int | None, str], ...] = (
    ("[person]\nforced_by_traficker = true", "unknown-fact", 2, 'called forced_by_traficker (did you mean "forced_by_trafficker"?)'),
    ("[person]\n\nrecord_complet = true", "unknown-fact", 3, '(did you mean "record_complete"?)'),
    ("[person]\nxyzzy = true", "unknown-fact", 2, "no fact is called xyzzy"),
    ("[charge.c]\ntrafficking_period = []", "unknown-fact", 2, "trafficking_periods"),
    ("[persons]\nrecord_complete = true", "unknown-key", 1, '[persons] is not known (did you mean "person"?)'),
    ("record_complete = true", "unknown-key", 1, "[record_complete] is not known"),
    ("[person]\nrecord_complete = 7", "type", 2, "record_complete cannot be 7: write true or false"),
    ('[person]\nrecord_complete = "perhaps"', "type", 2, 'record_complete cannot be "perhaps": write true or false'),
    ("[person]\nrecord_complete = [true]", "type", 2, "record_complete cannot be [True]: write true or false"),
    ('[charge.c]\noffense_date = "00/00/0000"', "type", 2, 'offense_date cannot be "00/00/0000": write a date such as "2011-06-01"'),
    ("[charge.c]\noffense_date = 88888888", "type", 2, "offense_date cannot be 88888888: write a date"),
    ("[charge.c]\noffense_date = 12:30:00", "type", 2, "offense_date cannot be 12:30:00: write a date"),
    ('[charge.c]\nlevel = "huge"', "type", 2, 'level cannot be "huge": write a level such as "misdemeanor A" or "felony"'),
    ('[charge.c]\ndisposition = "guilty-ish"', "type", 2, "write one of: convicted, "),
    ("[case.k]\ncounty = 7", "type", 2, "county cannot be 7: write a text"),
    ('[case.k]\nbalance_due = "lots"', "type", 2, "write a number"),
    ("[charge.c]\noffense = 7", "type", 2, 'offense cannot be 7: write its number, such as "167.007"'),
    ("[charge.c]\nconvicted = true", "unknown-fact", 2, "convicted follows from other facts; it cannot be answered itself"),
    ("[person]\nduring_trafficking = true", "scope", 2, 'during_trafficking belongs to a charge: write it under [charge."…"]'),
    ('[person]\nduring_trafficking = "declined"', "scope", 2, "during_trafficking belongs to a charge"),
    ('[case.k]\noffense = "1.1"', "scope", 2, 'offense belongs to a charge: write it under [charge."…"]'),
    ('[person]\ntrafficking_periods = ["2012..2011"]', "type", 2, 'trafficking_periods cannot be "2012..2011": write "2009-01..2012-06"'),
    ("[person]\ntrafficking_periods = 7", "type", 2, "trafficking_periods cannot be 7"),
    ('[person]\ntrafficking_periods = ["soon"]', "type", 2, 'trafficking_periods cannot be "soon"'),
    ("person = 3", "type", 1, "[person] is not a table of facts"),
    ("charge = [1]", "type", 1, '[charge] needs the id of a charge: [charge."…"]'),
    ("[charge]\nduring_trafficking = true", "type", 2, "[charge.during_trafficking] is not a table of facts"),
    ("[person]\n[person]\n", "toml", 2, "not a facts file: not TOML: "),
    ("record_complete = yes", "toml", 1, "not a facts file: not TOML: "),
    ("Dear sir,\nthis is a letter.", "toml", 1, "not a facts file: not TOML: "),
    ("a = " + "[" * 3000, "toml", None, "nested too deeply"),
    ("a = " + "9" * 5000, "toml", None, "a number in it is too long"),
)  # fmt: skip


@pytest.mark.parametrize(("text", "code", "line", "says"), MISTAKES, ids=[f"{each[1]}: {each[3][:50]}" for each in MISTAKES])
def test_a_mistake_has_its_line(tmp_path: Path, law: Law, text: str, code: str, line: int | None, says: str) -> None:
    (problem,) = refused(tmp_path, law, text)
    assert (problem.code, problem.line) == (code, line)
    assert says in problem.message
    assert "\n" not in problem.message
    assert len(problem.message) < 500


def test_every_mistake_is_told_at_once(tmp_path: Path, law: Law) -> None:
    problems = refused(tmp_path, law, "[person]\nx1 = 1\nrecord_complete = 3\n[charge.c]\ny1 = 1\n[z]\n")
    assert {problem.line for problem in problems} == {2, 3, 5, 6}


@pytest.mark.parametrize(
    ("data", "code", "line"),
    [
        ("[person]\n".encode("utf-16"), "encoding", 1),
        ("[person]\n# se\xf1ora\n".encode("latin-1"), "encoding", 2),
        (b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n", "encoding", 2),
        (b"PK\x03\x04\x14\x00\x08\x08", "toml", 1),
        (b"# " + b"x" * 1_000_001, "too-large", None),
    ],
)
def test_what_is_no_text_of_toml(tmp_path: Path, law: Law, data: bytes, code: str, line: int | None) -> None:
    (problem,) = refused(tmp_path, law, data)
    assert (problem.code, problem.line) == (code, line)


@pytest.mark.parametrize("name", ["missing.toml", ".", "a\0b"])
def test_a_file_that_cannot_be_opened(tmp_path: Path, law: Law, name: str) -> None:
    with pytest.raises(InputError) as caught:
        read_answers(str(tmp_path / name), law)
    (problem,) = caught.value.problems
    assert problem.code == "cannot-open"
    assert problem.message.startswith("cannot open this file: ")


@pytest.mark.parametrize("text", ["", "# nothing yet\n", "[person]\n", "\ufeff[person]\r\nrecord_complete = false\r\n"])
def test_an_empty_file_answers_nothing(tmp_path: Path, law: Law, text: str) -> None:
    answers = read(tmp_path, law, text)
    assert not answers.charges
    assert answers.person in ({}, {"record_complete": False})


# ---- written back ----


def test_what_is_written_is_read_back(tmp_path: Path, law: Law) -> None:
    answers = read(tmp_path, law, GOOD)
    for lang in ("en", "es"):
        text = write_answers(answers, law.facts, lang)
        assert read(tmp_path, law, text) == answers
        assert f"# {law.facts['record_complete'].ask[lang]}" in text


NAMES = st.text(st.characters(codec="utf-8"), min_size=1, max_size=6)


@settings(max_examples=60, deadline=None)
@given(
    st.dictionaries(
        NAMES, st.fixed_dictionaries({"during_trafficking": st.booleans(), "offense": st.text("1.()a-", min_size=1)}), max_size=3
    ),
    st.dictionaries(
        NAMES, st.fixed_dictionaries({"county": st.text(st.characters(codec="utf-8"), min_size=1).filter(str.strip)}), max_size=2
    ),
    st.sets(st.tuples(NAMES, st.just("near_trafficking_time")), max_size=2),
)
def test_any_answers_are_written_and_read_back(law: Law, charges: Any, cases: Any, declined: Any) -> None:
    answers = Answers({"record_complete": True}, cases, charges, (), frozenset(declined))
    text = write_answers(answers, law.facts)
    assert make_answers(tomllib.loads(text), law) == answers


TOML = st.recursive(
    st.booleans() | st.integers(-5, 5) | st.floats() | st.text(max_size=5) | st.dates() | st.times(),
    lambda inner: (
        st.lists(inner, max_size=2) | st.dictionaries(st.sampled_from(["record_complete", "county", "offense", "x"]), inner, max_size=2)
    ),
    max_leaves=5,
)


@settings(max_examples=200, deadline=None)
@given(st.dictionaries(st.sampled_from(["person", "case", "charge", "x"]), TOML, max_size=3))
def test_any_tables_are_answers_or_an_input_error(law: Law, raw: dict[str, Any]) -> None:
    try:
        answers = make_answers(raw, law)
    except InputError as error:
        problems = error.problems
        assert problems
    else:
        assert isinstance(answers, Answers)
