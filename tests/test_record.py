from __future__ import annotations

import pytest

from unburden.record import (
    COLUMNS,
    Case,
    Charge,
    ChargeVersion,
    Disagreement,
    Disposition,
    Person,
    Record,
    Span,
    day_bounds,
    flatten,
    is_open,
)


def ends(*stated: tuple[str | None, str | None]) -> Charge:
    return Charge("1", dispositions=tuple(Disposition(outcome or "", outcome, date) for outcome, date in stated))


@pytest.mark.parametrize(
    ("stated", "expected"),
    [
        ([("convicted", "2011"), ("vacated", "2016")], "vacated"),
        ([("vacated", "2016"), ("convicted", "2011")], "vacated"),
        ([("convicted", "2011"), ("vacated", None)], "vacated"),
        ([("dismissed", None), ("convicted", "2011")], "convicted"),
        ([("convicted", "2011"), ("transferred", "2012")], "convicted"),
        ([("transferred", "2012")], "transferred"),
        ([("convicted", "2011"), ("pending", "2010")], "convicted"),
        ([(None, "2012"), ("convicted", "2011")], "convicted"),
        ([(None, "2012")], None),
        ([], None),
    ],
)
def test_the_disposition_that_decides(stated: list[tuple[str | None, str | None]], expected: str | None) -> None:
    outcome = ends(*stated).outcome
    assert (outcome and outcome.outcome) == expected


def test_what_came_later_is_no_outcome() -> None:
    charge = Charge(
        "1", dispositions=(Disposition("GUILTY", "convicted", "2011"), Disposition("PV GUILTY", "convicted", "2013", later=True))
    )
    assert charge.outcome is not None
    assert charge.outcome.date == "2011"


@pytest.mark.parametrize(
    ("versions", "expected"),
    [
        ([("arrested", "1.1", "Theft", "Felony")], ("1.1", "Theft", "Felony")),
        ([("arrested", "1.1", "Theft", "Felony"), ("disposed", None, "THEFT", None)], ("1.1", "THEFT", "Felony")),
        ([("arrested", "1.1", "Theft", "Felony"), ("disposed", "1.1", None, None)], ("1.1", "Theft", "Felony")),
        ([("arrested", "1.1", "Theft", "Felony"), ("disposed", None, "Trespass", None)], (None, "Trespass", None)),
        ([("arrested", "1.1", "Theft", "Felony"), ("disposed", "2.2", None, "Misdemeanor")], ("2.2", None, "Misdemeanor")),
        ([("arrested", "1.1", "Theft", "Felony"), ("amended", "2.2", "Theft", None)], ("2.2", "Theft", None)),
        ([("filed", "1.1", "Theft", None), ("disposed", None, None, "Misdemeanor")], ("1.1", "Theft", "Misdemeanor")),
        ([("arrested", None, None, "Felony"), ("filed", "1.1", None, None)], ("1.1", None, "Felony")),
        ([], (None, None, None)),
    ],
)
def test_the_version_that_counts_is_never_mixed_from_two_charges(
    versions: list[tuple[str, str | None, str | None, str | None]], expected: tuple[str | None, str | None, str | None]
) -> None:
    charge = Charge("1", versions=tuple(ChargeVersion(*version) for version in versions))
    assert tuple(charge.printed(name) for name in ("statute", "description", "level")) == expected


def test_the_flat_form_has_every_column_and_hides_what_is_disputed() -> None:
    charge = Charge(
        "1",
        versions=(ChargeVersion("filed", "1.1", "Theft", "Felony"),),
        dispositions=(Disposition("GUILTY", "convicted", "2011"),),
        arrest_date="2010-01-01",
    )
    record = Record(
        person_id="p",
        person=Person(birth_dates=("1990", "1990")),
        cases=(Case("c", jurisdiction="US-OR", county="Lane", status="closed", charges=(charge,)),),
        disagreements=tuple(
            Disagreement(name, field, ("a", "b"), (Span("a"), Span("b")))
            for name, field in (("1", "level"), ("1", "disposition"), ("c", "case_status"), ("2", "statute"))
        ),
    )
    (row,) = flatten(record)
    assert tuple(row) == COLUMNS
    assert {name: value for name, value in row.items() if value} == {
        "person_id": "p",
        "case_id": "c",
        "charge_id": "1",
        "jurisdiction": "US-OR",
        "county": "Lane",
        "statute": "1.1",
        "description": "Theft",
        "arrest_date": "2010-01-01",
        "birth_date": "1990",
    }


@pytest.mark.parametrize(
    ("status", "disposition", "expected"),
    [
        ("open", "", True),
        ("closed", "", False),
        ("", "", None),
        ("open", "convicted", False),
        ("", "pending", True),
        ("closed", "deferred", False),
    ],
)
def test_whether_a_charge_is_open(status: str, disposition: str, expected: bool | None) -> None:
    assert is_open(status, disposition) is expected


def test_bounds_of_a_date_that_is_none_are_unknown() -> None:
    assert day_bounds(None) == day_bounds("") == day_bounds("04/02/2011")
    assert day_bounds("2011")[0] < day_bounds("2011-06-01")[0]
