"""Records and answers as the rows that a provision reads: values, what is inferred, and what does not agree."""

from __future__ import annotations

from typing import Any

import pytest
from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st

from unburden.calendar import AFTER, NO, UNKNOWN, YES, Bounds, parse_day
from unburden.facts import UNUSED, Answers, Bound, bind, bind_rows, expected, fact_value, money
from unburden.language import LEVEL, NUMBER, Fact
from unburden.law import Law, read_law
from unburden.record import COLUMNS, Case, Charge, ChargeVersion, Disposition, Record, Span
from unburden.terms import LEVELS
from unburden.trees import SETS, SPANS

from .properties.drawing import small_law
from .small_world import charge, person, real_facts

AS_WRITTEN = {
    "yesno": ("yes", "YES", " true ", "y", "1", True),
    "no": ("no", "No", "false", "n", "0", False),
}


def fact(kind: Any, *values: str) -> Fact:
    return Fact("x", kind, "charge", "answer", values=values)


def days(text: str) -> Bounds:
    found = parse_day(text)
    assert found is not None
    return found


# ---- values --------------------------------------------------------------------------------------------------------


def test_yes_and_no_in_every_spelling() -> None:
    for value in AS_WRITTEN["yesno"]:
        assert fact_value(fact("yesno"), value) == fact_value(fact("since"), value) == YES
    for value in AS_WRITTEN["no"]:
        assert fact_value(fact("yesno"), value) == NO
        assert fact_value(fact("since"), value) == (AFTER, AFTER)


@pytest.mark.parametrize(
    ("kind", "value", "found"),
    [
        ("day", "2011-06", days("2011-06")),
        ("day", "never", NO),
        ("day", 2011, days("2011")),
        ("number", "$1,250.50", (1251, 1251)),
        ("number", 12, (12, 12)),
        ("level", "Misdemeanor Class A", (LEVELS["misdemeanor A"],) * 2),
        ("choice", "Adams", "adams"),
    ],
)
def test_values_of_each_type(kind: str, value: object, found: object) -> None:
    assert fact_value(fact(kind), value) == found


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        *(("yesno", each) for each in ("", "perhaps", 7, 1.0, [], {}, None, "declined")),
        *(("since", each) for each in ("", "later", 0, [True])),
        *(("day", each) for each in ("", "soon", "02/03/2011", 3.5, True, [])),
        *(("number", each) for each in ("", "x", "1,2", "1e9", "٣", 2**40, [1], True)),
        *(("level", each) for each in ("", "huge", 7)),
        *(("choice", each) for each in ("", 7, True, ["Adams"], {"a": 1})),
    ],
)
def test_a_value_that_a_fact_cannot_have(kind: str, value: object) -> None:
    assert fact_value(fact(kind), value) is None


def test_a_choice_is_one_of_its_values() -> None:
    assert fact_value(fact("choice", "none", "attempt"), "attempt") == "attempt"
    assert fact_value(fact("choice", "none", "attempt"), "Attempt") is None
    assert expected(fact("choice", "none", "attempt")) == "write one of: none, attempt"


@pytest.mark.parametrize(
    ("text", "dollars"),
    [
        *(("0", 0), ("0.00", 0), ("$0", 0), ("12", 12), ("12.5", 13), ("12.01", 13), ("$1,250", 1250), ("$ 1,250.00", 1250)),
        *(("-3", -3), ("-3.50", -4), (" 7 ", 7), ("999999999", 999_999_999)),
    ],
)
def test_money(text: str, dollars: int) -> None:
    assert money(text) == (dollars, dollars)


@pytest.mark.parametrize(
    "text", ["", "x", "1,2", "12,34", "1,2345", "$", "--3", "1.234", "0x10", "1_000", "9999999999", "1e3", "٣", "3 USD"]
)
def test_what_is_no_amount(text: str) -> None:
    assert money(text) is None


@given(st.integers(-(10**9) + 1, 10**9 - 1), st.integers(0, 99))
def test_a_cent_owed_is_not_nothing(whole: int, cents: int) -> None:
    found = money(f"{whole:,}.{cents:02}") if whole or not cents else (0, 0)
    assert found is not None
    assert found[0] == found[1]
    assert abs(found[0]) >= abs(whole)
    assert (found[0] == whole) == (cents == 0 or not whole)
    assert NUMBER[0] < found[0] < NUMBER[1]


# ---- rows ----------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def law() -> Law:
    return small_law()


def row(law: Law, answers: Answers | None = None, **values: str) -> tuple[dict[str, Any], Bound]:
    """One charge bound: its facts by name."""
    given = {**dict.fromkeys(COLUMNS, ""), "jurisdiction": "US-ZZ", "charge_id": "c1", "case_id": "k1", "person_id": "p", **values}
    bound = bind_rows([given], law, answers or Answers())
    (found,) = bound.rows
    return {name: found[slot] for name, slot in law.layout.slot.items()} | {"sets": found[SETS]}, bound


def answered(**values: object) -> Answers:
    return Answers(charges={"c1": values})


def test_what_a_row_does_not_say_is_unknown(law: Law) -> None:
    found, bound = row(law)
    for name, each in law.facts.items():
        if each.origin != "derived" and name != "jurisdiction":
            assert found[name] == {"choice": None, "number": NUMBER, "level": LEVEL, "since": (1, AFTER)}.get(each.type, UNKNOWN), name
    assert bound.problems == []


def test_what_a_row_says(law: Law) -> None:
    found, _ = row(
        law, statute="2.10(1)", level="misdemeanor A", disposition="Nolle Prosequi", disposition_date="2011-06", offense_date="2011-02-03",
        county="ADAMS", balance_due="$12.50", birth_date="1990", case_status="closed", released_date="never",
    )  # fmt: skip
    assert found["disposition"] == "nolle_prosequi"
    assert (found["disposed_on"], found["offense_date"], found["birth_date"]) == (days("2011-06"), days("2011-02-03"), days("1990"))
    assert (found["county"], found["balance_due"], found["released_on"]) == ("adams", (13, 13), NO)
    assert (found["case_ended"], found["inchoate"]) == (YES, "none")
    assert found["sets"]["theft"] == YES
    assert found["sets"]["fraud"] == NO


@pytest.mark.parametrize(
    ("status", "disposition", "ended", "disposed"),
    [
        ("open", "", (AFTER, AFTER), (AFTER, AFTER)),
        ("", "pending", (AFTER, AFTER), (AFTER, AFTER)),
        ("open", "convicted", YES, UNKNOWN),
        ("closed", "", YES, UNKNOWN),
        ("", "", (1, AFTER), UNKNOWN),
        ("open", "deferred", (AFTER, AFTER), (AFTER, AFTER)),
        ("", "deferred", (1, AFTER), UNKNOWN),
    ],
)
def test_an_open_case_ends_some_day(law: Law, status: str, disposition: str, ended: Bounds, disposed: Bounds) -> None:
    found, _ = row(law, case_status=status, disposition=disposition)
    assert (found["case_ended"], found["disposed_on"]) == (ended, disposed)
    assert found["disposition"] == (disposition if disposition not in ("", "pending") else None)


def test_gibberish_is_unknown(law: Law) -> None:
    found, _ = row(law, offense_date="88888888", disposition="blah", balance_due="x", level="huge", birth_date="00/00/0000")
    assert found["offense_date"] == found["birth_date"] == UNKNOWN
    assert (found["disposition"], found["balance_due"], found["level"]) == (None, NUMBER, LEVEL)


# ---- answers -------------------------------------------------------------------------------------------------------


def test_the_nearest_answer_counts(law: Law) -> None:
    answers = Answers(
        person={"county": "Adams"}, cases={"k1": {"county": "Bell"}}, charges={"c1": {"county": "Cole"}, "c2": {"county": "Drew"}}
    )
    assert row(law, answers)[0]["county"] == "cole"
    assert row(law, evolve(answers, charges={}))[0]["county"] == "bell"
    assert row(law, evolve(answers, charges={}, cases={}))[0]["county"] == "adams"


def test_an_answer_narrows_what_the_record_says_in_part(law: Law) -> None:
    found, bound = row(law, answered(offense_date="2011-06-03", level="misdemeanor A"), offense_date="2011", level="misdemeanor")
    assert found["offense_date"] == days("2011-06-03")
    assert found["level"] == (LEVELS["misdemeanor A"],) * 2
    assert bound.problems == []


def test_a_record_stays_exact_beside_a_vague_answer(law: Law) -> None:
    found, bound = row(law, answered(offense_date="2011"), offense_date="2011-06-03")
    assert found["offense_date"] == days("2011-06-03")
    assert bound.problems == []


def test_an_answer_against_the_record_makes_it_unknown_and_is_told(law: Law) -> None:
    answers = evolve(answered(offense_date="2012", disposition="dismissed"), spans={("c1", "disposition"): Span("f.toml", 7)})
    found, bound = row(law, answers, offense_date="2011-06-03", disposition="convicted")
    assert (found["offense_date"], found["disposition"]) == (UNKNOWN, None)
    assert [each.code for each in bound.problems] == ["contradiction", "contradiction"]
    assert "offense_date of charge c1 is answered otherwise than the record states it" in bound.problems[0].message
    assert (bound.problems[0].file, bound.problems[1].file, bound.problems[1].line) == (None, "f.toml", 7)


def test_a_yes_implies_and_a_no_denies(law: Law) -> None:
    found, _ = row(law, answered(alpha=True))
    assert (found["alpha"], found["beta"], found["gamma"]) == (YES, YES, YES)
    found, _ = row(law, answered(gamma=False))
    assert (found["alpha"], found["beta"], found["gamma"], found["epsilon"]) == (NO, NO, NO, NO)
    found, _ = row(law, answered(alpha=False))
    assert (found["alpha"], found["beta"], found["gamma"]) == (NO, UNKNOWN, UNKNOWN)


def test_answers_that_do_not_agree_are_unknown_and_told_whatever_their_order(law: Law) -> None:
    for answers in (answered(alpha=True, beta=False), answered(beta=False, alpha=True)):
        found, bound = row(law, answers)
        assert found["alpha"] == found["beta"] == UNKNOWN
        assert {each.code for each in bound.problems} == {"contradiction"}
        assert all("charge c1 does not agree" in each.message for each in bound.problems)


def test_times_of_trafficking_settle_each_charge_that_has_a_date() -> None:
    law = read_law(codes=[])
    answers = Answers(periods=((days("2010-01")[0], days("2010-12")[1]), (days("2012-03")[0], days("2012-06")[1])))
    for offense_date, found in (
        ("2010-05-05", YES), ("2010", YES), ("2010-12-31", YES), ("2011-01-01", NO), ("2011", NO), ("2012", UNKNOWN),
        ("2012-06", YES), ("", UNKNOWN),
    ):  # fmt: skip
        assert row(law, answers, offense_date=offense_date)[0]["during_trafficking"] == found, offense_date


def test_times_of_trafficking_against_an_answer_about_the_charge() -> None:
    law = read_law(codes=[])
    answers = Answers(charges={"c1": {"during_trafficking": True}}, periods=((days("2010-01")[0], days("2010-12")[1]),))
    found, bound = row(law, answers, offense_date="2011-05-05")
    assert found["during_trafficking"] == UNKNOWN
    assert [each.code for each in bound.problems] == ["contradiction"]
    found, bound = row(law, answers, offense_date="2010-05-05")
    assert (found["during_trafficking"], bound.problems) == (YES, [])


# ---- which offense it was ----


def test_an_answer_says_which_of_several_offenses_it_was(law: Law) -> None:
    found, bound = row(law, answered(offense="2.10(2)"), statute="2.10")
    assert found["sets"]["fraud"] == YES
    assert bound.problems == []
    found, _ = row(law, statute="2.10")
    assert "fraud" not in found["sets"]


def test_an_answer_about_an_offense_that_is_not_in_the_table(law: Law) -> None:
    _, bound = row(law, answered(offense="99.99"), statute="2.10")
    (problem,) = bound.problems
    assert problem.code == "unknown-offense"
    assert 'the offense table of US-ZZ has no "99.99", answered for charge c1' in problem.message


def test_an_answer_about_an_offense_against_what_is_printed(law: Law) -> None:
    found, bound = row(law, answered(offense="3.20"), statute="2.10(1)")
    assert found["sets"]["theft"] == YES
    (problem,) = bound.problems
    assert problem.code == "contradiction"
    assert "which is not what the record prints" in problem.message


# ---- ids that the record does not have ----


def test_an_answer_about_a_charge_that_is_not_there_is_told_with_the_nearest(law: Law) -> None:
    record = Record(cases=(Case("19CR001", "US-ZZ", charges=(Charge("19CR001-1"), Charge("19CR001-2"))),))
    spans = {("19CR001-7", ""): Span("f.toml", 4)}
    answers = Answers(charges={"19CR001-7": {"alpha": True}}, cases={"19CR01": {"county": "Adams"}}, spans=spans)
    problems = bind(record, law, answers).problems
    assert {each.code for each in problems} == {"unknown-id"}
    assert 'no charge of this record is called "19CR001-7" (did you mean "19CR001-' in problems[0].message
    assert (problems[0].file, problems[0].line) == ("f.toml", 4)
    assert 'no case of this record is called "19CR01" (did you mean "19CR001"?)' in problems[1].message
    assert "what is answered about it is not used" in problems[1].message


def test_a_case_taken_for_a_charge_is_told(law: Law) -> None:
    problems = bind(person([charge(1)]), law, Answers(charges={"k1": {"alpha": True}}, declined=frozenset({("c9", "beta")}))).problems
    assert '(a case is: write [case."…"])' in problems[0].message
    assert 'called "c9"' in problems[1].message


def test_many_strangers_are_counted(law: Law) -> None:
    problems = bind(person([charge(1)]), law, Answers(charges={f"x{number}": {"alpha": True} for number in range(100)})).problems
    assert len(problems) == 21
    assert problems[-1].message == "80 more charges or cases with answers are not in this record"


# ---- answers that a source states ----


def stated(law: Law, answers: Answers | None = None, **held: str) -> tuple[dict[str, Any], Bound]:
    record = evolve(person([evolve(charge(1), spans={"statute": Span("t.csv", 2)})]), answers={"c1": held})
    bound = bind(record, law, answers or Answers())
    return {name: bound.rows[0][slot] for name, slot in law.layout.slot.items()}, bound


def test_an_answer_in_a_source_counts(law: Law) -> None:
    found, bound = stated(law, alpha="yes", county="Adams")
    assert (found["alpha"], found["gamma"], found["county"]) == (YES, YES, "adams")
    assert bound.problems == []


def test_an_answer_in_a_source_and_another_in_the_facts_file(law: Law) -> None:
    found, bound = stated(law, Answers(charges={"c1": {"delta": False}}), delta="yes")
    assert found["delta"] == UNKNOWN
    (problem,) = bound.problems
    assert problem.code == "contradiction"
    assert (problem.file, problem.line) == ("t.csv", 2)
    found, bound = stated(law, Answers(person={"gamma": True}), gamma="no")
    assert found["gamma"] == UNKNOWN
    assert bound.problems[0].code == "contradiction"
    assert stated(law, Answers(charges={"c1": {"delta": True}}), delta="yes")[0]["delta"] == YES


def test_an_answer_in_a_source_that_is_none(law: Law) -> None:
    found, bound = stated(law, alpha="perhaps", convicted="yes", alfa="yes", delta="declined")
    assert found["alpha"] == found["delta"] == UNKNOWN
    assert [each.code for each in bound.problems] == ["unknown-value", "unknown-fact", "unknown-fact"]
    assert 'alpha of charge c1 cannot be "perhaps": write true or false' in bound.problems[0].message
    assert 'did you mean "alpha"?' in bound.problems[2].message
    assert bound.problems[0].code in UNUSED


# ---- spans and whole records ----


def test_each_fact_knows_where_the_record_states_it(law: Law) -> None:
    version = ChargeVersion("filed", "2.10(1)", level="misdemeanor A", spans={"statute": Span("p", 3), "level": Span("p", 4)})
    ended = Disposition("Convicted", "convicted", "2011-06-01", spans={"printed": Span("p", 9), "date": Span("p", 8)})
    one = Charge("c1", (version,), (ended,), offense_date="2011-02-03", spans={"offense_date": Span("p", 5)})
    record = Record(cases=(Case("k1", "US-ZZ", county="Adams", charges=(one,), spans={"county": Span("p", 1), "status": Span("p", 2)}),))
    spans = bind(record, law, Answers()).rows[0][SPANS]
    lines = {
        name: spans[name].line
        for name in ("offense", "inchoate", "level", "offense_date", "disposition", "disposed_on", "county", "case_ended")
    }
    assert lines == {
        **{"offense": 3, "inchoate": 3, "level": 4, "offense_date": 5},
        **{"disposition": 9, "disposed_on": 8, "county": 1, "case_ended": 2},
    }


def test_a_record_of_nothing(law: Law) -> None:
    bound = bind(Record(), law, Answers(person={"record_complete": True}))
    assert (bound.rows, bound.problems, bound.memory.complete) == ([], [], False)


def test_every_fact_of_the_program_has_a_value_to_write() -> None:
    for each in real_facts().values():
        assert expected(each).startswith("write ")
