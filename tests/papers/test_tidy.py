"""Small forms of a value."""

from __future__ import annotations

import pytest

from unburden.papers.blanks import blank
from unburden.papers.tidy import address, age, capitalized, clean, letter, numeric, of_law, same, upper


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("  Maria \n Estela\t", "Maria Estela"),
        ("a\u202eb\u2066c\x00d", "abcd"),
        ("José Ñandú 张伟 محمد", "José Ñandú 张伟 محمد"),
        # A record cannot forge a blank.
        (blank("county"), "county"),
        ("نیم\u200cفاصله", "نیم\u200cفاصله"),
        ("", ""),
    ],
)
def test_a_value_stands_on_one_line_without_hidden_marks(text: str, shown: str) -> None:
    assert clean(text) == shown


def test_capitals_leave_numbers_of_paragraphs_and_blanks_alone() -> None:
    assert upper("motion to vacate (CPL § 440.10(1)(i))") == "MOTION TO VACATE (CPL § 440.10(1)(i))"
    assert upper(f"county of {blank('county')}") == f"COUNTY OF {blank('county')}"
    assert upper("under § 16-90-1405(a)(1)") == "UNDER § 16-90-1405(a)(1)"


@pytest.mark.parametrize(
    ("name", "written"),
    [
        ("QUEENS", "Queens"),
        ("PRINCE GEORGE'S", "Prince George's"),
        ("MIAMI-DADE", "Miami-Dade"),
        ("ST. LOUIS", "St. Louis"),
        ("DOÑA ANA", "Doña Ana"),
    ],
)
def test_a_place_in_capitals(name: str, written: str) -> None:
    assert capitalized(name) == written


@pytest.mark.parametrize(
    ("cite", "given"),
    [
        ("§ 440.10(1)(i)(ii); § 160.50", "§ 440.10(1)(i)(ii); § 160.50"),
        ("§ 21-6614(b) (by a policy table)", "§ 21-6614(b)"),
        ("18 U.S.C. § 3771A(b)(1)(A), (c)", "18 U.S.C. § 3771A(b)(1)(A), (c)"),
        ("People v. Robert G. (App. Div. 2d Dept 2011)", "People v. Robert G. (App. Div. 2d Dept 2011)"),
        ("M.G. v. State, 260 So. 3d 1094 (Fla. 3d DCA 2018)", "M.G. v. State, 260 So. 3d 1094 (Fla. 3d DCA 2018)"),
        ("(as a guide tells it)", "(as a guide tells it)"),
    ],
)
def test_a_citation_loses_remarks_and_nothing_else(cite: str, given: str) -> None:
    assert of_law(cite) == given


def test_an_address_by_its_parts() -> None:
    assert address(["c/o Harbor Lane", "12 Harbor Lane, Suite 4", "Albany, New York 12207"]) == {
        "lines": ["c/o Harbor Lane", "12 Harbor Lane, Suite 4", "Albany, New York 12207"],
        "street": ["c/o Harbor Lane", "12 Harbor Lane, Suite 4"],
        "city": "Albany",
        "state": "New York",
        "state_code": "NY",
        "zip": "12207",
    }
    assert address(["P.O. Box 7", "Salem, OR 97301-0001"])["state"] == "OR"
    # What is no city, state and ZIP stays whole.
    assert address(["General delivery", "Apt. 5"])["street"] == ["General delivery", "Apt. 5"]
    assert address([])["lines"] == [blank("mailing address that is safe to use")]


def test_days_in_numbers() -> None:
    assert numeric("2016-03-04") == "03/04/2016"
    assert numeric("2016-03") == "2016-03"
    assert numeric("never") == numeric(None) == numeric("someday") == ""


@pytest.mark.parametrize(
    ("birth", "then", "years"),
    [
        ("1990-07-02", "2011-07-01", "20"),
        ("1990-07-02", "2011-07-02", "21"),
        ("2000-02-29", "2018-02-28", "17"),
        ("1990", "2011-07-02", ""),
        ("", "2011-07-02", ""),
    ],
)
def test_the_age_is_known_only_where_both_days_are(birth: str, then: str, years: str) -> None:
    assert age(birth, then) == years


def test_names_are_the_same_in_any_order() -> None:
    assert same("REYES CASTILLO, DOLORES") == same("Dolores Reyes Castillo")
    assert same("Dolores Reyes") != same("Dolores Castillo")


def test_letters_go_on_after_z() -> None:
    assert [letter(place) for place in (0, 25, 26, 27, 51, 52)] == ["a", "z", "aa", "ab", "az", "ba"]
