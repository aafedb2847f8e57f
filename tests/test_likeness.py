from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from unburden.likeness import alike, may_be_one, name_variants, number_keys, pairs, same_name, same_statute
from unburden.record import Case, Charge, ChargeVersion


def charge(name: str = "1", statute: str | None = None, words: str | None = None, **dates: str) -> Charge:
    return Charge(name, versions=(ChargeVersion("filed", statute=statute, description=words),), **dates)


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("647(B) PC", "PC 647(b)", True),
        ("647(b)", "PC 647(b)", True),
        ("PC 647", "VC 647", False),
        ("18 U.S.C. § 1328", "18 USC 1328", True),
        ("796.07(2)(e)", "796.07(2e)", True),
        ("796.07", "796.07(2)(e)", False),
        ("NRS 201.354", "Nev. Rev. Stat. 201.355", False),
        ("167.007", "167.008", False),
        ("", "", False),
        ("ordinance", "ordinance", False),
    ],
)
def test_printed_statutes(one: str, other: str, expected: bool) -> None:
    assert same_statute(one, other) is expected
    assert same_statute(other, one) is expected


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        (("167.007", "Prostitution"), ("ORS 167.007", "PROSTITUTION"), True),
        (("167.007", None), ("167.007", "PROSTITUTION"), True),
        (("167.007", "Prostitution"), (None, "PROSTITUTION"), True),
        (("796.07", "Prostitution"), ("796.07(2)(e)", "PROSTITUTION"), True),
        (("796.07", "Lewdness"), ("796.07(2)(e)", "PROSTITUTION"), False),
        (("167.007", "Prostitution"), ("167.012", "PROSTITUTION"), False),
        ((None, "Prostitution"), (None, "Promoting prostitution"), False),
        ((None, None), (None, None), False),
        ((None, "..."), (None, "..."), False),
    ],
)
def test_charges_are_alike_by_statute_or_by_words(one: tuple[str, str], other: tuple[str, str], expected: bool) -> None:
    assert alike(charge("1", *one), charge("2", *other)) is expected


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("08-M-0031177-X", "08M31177X", True),
        ("CR 0012", "CR12", True),
        ("C-17-320001", "C17320001", True),
        ("11-1", "111", False),
        ("2011-8", "2011-80", False),
        ("2011CR8", "2011CM8", False),
    ],
)
def test_case_numbers(one: str, other: str, expected: bool) -> None:
    assert bool(number_keys(one) & number_keys(other)) is expected


@pytest.mark.parametrize("text", ["", "-", "none", "7", "#"])
def test_what_is_no_case_number(text: str) -> None:
    assert number_keys(text) == frozenset()


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("DOE, JANE MARIE", "Jane M. Doe", True),
        ("DOE, JANE", "Doe, J.", True),
        ("DOE-ROE, JANE", "Roe, Jane", True),
        ("PEÑA, ZOË", "Zoe Pena", True),
        ("DOE JANE", "Jane Doe", True),
        ("DOE, JANE JR", "DOE, JANE", True),
        ("DOE", "DOE, JANE", True),
        ("DOE, JANE", "DOE, SUSAN", False),
        ("DOE, JANE", "ROE, JANE", False),
    ],
)
def test_names(one: str, other: str, expected: bool) -> None:
    assert same_name(one, other) is expected
    assert same_name(other, one) is expected


@pytest.mark.parametrize(
    ("names", "groups"),
    [
        (["DOE,JANE", "Jane M. Doe", "DOE, JANE MARIE", "doe jane"], [["DOE, JANE MARIE", "Jane M. Doe", "doe jane", "DOE,JANE"]]),
        (["VEGA LUZ,ANA", "Ana Vega Luz", "STAR,MARI"], [["Ana Vega Luz", "VEGA LUZ,ANA"], ["STAR,MARI"]]),
        (["PEÑA, ZOË", "Pena, Zoe"], [["Pena, Zoe", "PEÑA, ZOË"]]),
        (["DOE, JANE", "DOE, JANE"], [["DOE, JANE"]]),
        # Other names, and names that leave out more than a middle one, stand for themselves.
        (["DOE, JANE", "DOE, JOAN", "ROE, JANE", "DOE", "DOE, J."], [["DOE, JANE"], ["DOE, JOAN"], ["ROE, JANE"], ["DOE"], ["DOE, J."]]),
        (["DOE, JANE MARIE", "DOE, JANE", "DOE, JANE ROSE"], [["DOE, JANE MARIE", "DOE, JANE"], ["DOE, JANE ROSE"]]),
        (["?", "!"], [["?"], ["!"]]),
    ],
)
def test_variants_of_one_name_stand_together(names: list[str], groups: list[list[str]]) -> None:
    assert name_variants(names) == groups


def test_without_a_number_a_day_is_needed() -> None:
    ones = [charge("a", "1.1", arrest_date="2011-06-01")]
    assert pairs(ones, [charge("b", "1.1", arrest_date="2011-06-01")], numbered=False) == [(0, 0)]
    assert pairs(ones, [charge("b", "1.1")], numbered=False) == []
    assert pairs(ones, [charge("b", "1.1")], numbered=True) == [(0, 0)]
    assert pairs(ones, [charge("b", "1.1", arrest_date="2011-06")], numbered=False) == []


def test_contradicting_days_part_charges_unless_nothing_else_can_be_meant() -> None:
    one = charge("a", "1.1", arrest_date="2011-06-01", offense_date="2011-05-01")
    other = charge("b", "1.1", arrest_date="2011-06-01", offense_date="2011-05-02")
    assert pairs([one], [other], numbered=False) == []
    assert pairs([one], [other], numbered=True) == [(0, 0)]
    assert pairs([one, one], [other], numbered=True) == []


def test_each_charge_is_in_one_pair_and_the_surest_come_first() -> None:
    ones = [charge("a", "1.1", "Theft"), charge("b", "1.1", "Theft", offense_date="2011-05-02")]
    others = [charge("c", "1.1", "Theft", offense_date="2011-05-02"), charge("d", "1.1", "Theft"), charge("e", "1.1", "Theft")]
    assert sorted(pairs(ones, others, numbered=True)) == [(0, 1), (1, 0)]


def test_ten_thousand_equal_charges_pair_in_a_moment() -> None:
    many = [charge(str(n), "1.1", "Theft", arrest_date="2011-06-01") for n in range(10_000)]
    started = time.perf_counter()
    assert len(pairs(many, many, numbered=False)) == 10_000
    assert len(pairs(many, [charge(str(n), "1.1", "Other", offense_date="2012-06-01") for n in range(5_000)], numbered=True)) == 5_000
    assert time.perf_counter() - started < 5


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        (Case("a", jurisdiction="US-OR", number="11-1"), Case("b", jurisdiction="US-OR", number="111"), False),
        (Case("a", jurisdiction="US-OR", number="11-001"), Case("b", number="11-1"), True),
        (Case("a", jurisdiction="US-OR", number="11-1"), Case("b", jurisdiction="US-NV", number="11-1"), False),
        (Case("a", county="Lane", number="11-1"), Case("b", county="LANE COUNTY", number="11-1"), True),
        (Case("a", county="Lane", number="11-1"), Case("b", county="Linn", number="11-1"), False),
        (Case("a", jurisdiction="US-OR"), Case("b", jurisdiction="US-OR", number="11-1"), True),
        (Case("a"), Case("b"), False),
    ],
)
def test_cases(one: Case, other: Case, expected: bool) -> None:
    assert may_be_one(one, other) is expected
    assert may_be_one(other, one) is expected


@given(st.text(max_size=60), st.text(max_size=60))
@settings(max_examples=100, deadline=None)
def test_any_words_compare_the_same_both_ways(one: str, other: str) -> None:
    assert same_statute(one, other) == same_statute(other, one)
    assert same_name(one, other) == same_name(other, one)
    assert same_name(one, one)
    number_keys(one)


@pytest.mark.parametrize("piece", ["1", "a.", "(", "-", " "])
def test_hostile_text_takes_bounded_time(piece: str) -> None:
    started = time.perf_counter()
    same_statute(piece * 500_000, piece * 500_001)
    same_name(piece * 500_000, piece * 500_001)
    number_keys(piece * 500_000)
    assert time.perf_counter() - started < 1
