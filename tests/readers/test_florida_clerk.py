from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.readers.table_files import FIXTURES, charges, counts, damaged, fixture, of, seconds, taken_by_no_other, takes_no_other, whys

from unburden.files import read_people
from unburden.merge import merge
from unburden.readers import detect
from unburden.readers import florida_clerk as reader
from unburden.readers._florida import COUNTIES, county_of, tracking
from unburden.readers.unburden_json import plain
from unburden.record import Record, flatten

FOLDER = "florida_clerk"
HEADER = fixture(FOLDER, "month.csv").lines[0].replace('"', "")
COLUMNS = HEADER.split(",")


def rows(*given_rows: dict[str, str]) -> str:
    base = {"Case Number": "2011 MM 000777 C", "Defendant": "TESSA MARLOW", "Date of Birth": "07/14/1989", "Arrest Charge Count": "1"}
    return "\n".join([HEADER, *(",".join({**base, **row}.get(name, "") for name in COLUMNS) for row in given_rows), ""])


def month() -> list[Record]:
    return reader.read(fixture(FOLDER, "month.csv"))


def outcome(*pairs: str) -> tuple[str | None, str | None]:
    """The outcome of a charge with these actions of the court and of the prosecutor."""
    (record,) = reader.read(of(rows({"Court Action": pairs[0], "Prosecutor Final Action": pairs[1] if pairs[1:] else ""})))
    (row,) = flatten(record)
    return row["disposition"] or None, (record.disagreements[0].field if record.disagreements else None)


def test_a_month_reads_as_it_says(golden: Callable[[Path, object], None]) -> None:
    source = fixture(FOLDER, "month.csv")
    assert detect(source) is reader
    assert taken_by_no_other(reader, source)
    golden(FIXTURES / FOLDER / "month.golden.json", [plain(record) for record in reader.read(source)])


def test_it_takes_no_other_format() -> None:
    assert takes_no_other(reader, FOLDER) == []


def test_a_statute_is_a_statute_whatever_its_column_is_called() -> None:
    charge = charges(month())["462011MM000777XXXACX:1"]
    assert (charge.printed("statute"), charge.printed("description")) == ("796.07(2e)", "PROSTITUTION OFFER TO COMMIT")
    (record,) = reader.read(of(rows({"Arrest Charge": "TRESPASS", "Arrest Statute": "810.09(2a)"})))
    (right,) = charges([record]).values()
    assert (right.printed("statute"), right.printed("description")) == ("810.09(2a)", "TRESPASS")


@pytest.mark.parametrize(
    ("court", "prosecutor", "expected"),
    [
        ("*Guilty", "", "convicted"),
        ("*Adj W/H", "", "withheld"),
        ("ADJ W/HELD-DWLSR ONLY", "", "withheld"),
        ("*P/T Diversion", "", "diverted"),
        ("*P/T Diversion", "Dropped/Abandoned", "nolle_prosequi"),
        ("", "Nolle Prosequi", "nolle_prosequi"),
        ("", "No Action", "not_filed"),
        ("", "Transferred to Another Court", "transferred"),
        ("", "Consolidated", "transferred"),
        ("*NG/Insanity", "", "insanity"),
        ("*NG/Acquitted", "", "acquitted"),
        ("*Dism/Pd CC-Rest", "", "dismissed"),
        ("*ADJ/Deliq", "", "adjudicated"),
        ("PAY FINE", "", None),
        ("*Unable Stand Trl", "", None),
        ("", "", None),
    ],
)
def test_what_the_clerk_prints_of_an_outcome(court: str, prosecutor: str, expected: str | None) -> None:
    assert outcome(court, prosecutor) == (expected, None)


def test_guilt_and_a_dropped_charge_disagree() -> None:
    assert outcome("*Guilty", "Nolle Prosequi") == (None, "disposition")


def test_guilt_and_a_dropped_charge_disagree_between_rows_too() -> None:
    for ways in (("*Guilty", "*Dismissed"), ("*Adj W/H", "*Guilty")):
        (record,) = reader.read(of(rows(*({"Court Action": words} for words in ways))))
        assert ([row["disposition"] for row in flatten(record)], len(record.disagreements)) == ([""], 1)
    dropped = {"Prosecutor Final Action": "Dropped/Abandoned"}
    (record,) = reader.read(of(rows({"Court Action": "*Guilty"}, dropped)))
    assert record.disagreements[0].values == ("*Guilty", "Dropped/Abandoned")
    assert [each.line for each in record.disagreements[0].spans] == [2, 3]


def test_a_diversion_decides_nothing_beside_what_came_of_it() -> None:
    dates = {"Disposition Date": "09/30/2019", "Case Close Date": "09/24/2019"}
    late = {"Court Action": "*Adj W/H", "Disposition Date": "09/30/2019", "Case Close Date": "06/09/2020"}
    for order in ((late, {"Court Action": "*P/T Diversion", **dates}), ({"Court Action": "*P/T Diversion", **dates}, late)):
        (record,) = reader.read(of(rows(*order)))
        assert [row["disposition"] for row in flatten(record)] == ["withheld"]


@pytest.mark.parametrize(
    ("dispositions", "closed", "expected"),
    [
        ("05/20/2011", "05/20/2011", "2011-05"),
        ("05/20/2011", "05/17/2011", "2011-05"),
        ("01/03/2012", "05/17/2012", "2012"),
        ("01/03/2012", "12/29/2011", ""),
        ("05/20/2011", "", ""),
        ("", "05/17/2011", ""),
    ],
)
def test_the_date_is_the_month_or_year_that_the_cases_two_dates_share(dispositions: str, closed: str, expected: str) -> None:
    (record,) = reader.read(of(rows({"Court Action": "*Guilty", "Disposition Date": dispositions, "Case Close Date": closed})))
    assert [row["disposition_date"] for row in flatten(record)] == [expected]


def test_the_prosecutors_action_has_no_date() -> None:
    row = {"Prosecutor Final Action": "No Action", "Disposition Date": "05/20/2011", "Case Close Date": "05/20/2011"}
    (record,) = reader.read(of(rows(row)))
    assert [(row["disposition"], row["disposition_date"]) for row in flatten(record)] == [("not_filed", "")]


def test_a_number_given_again_to_another_offense_is_another_charge() -> None:
    one = {"Arrest Charge": "893.147(1)", "Offense Date": "05/27/2017", "Court Action": "*Adj W/H"}
    other = {"Arrest Charge": "843.15(1b)", "Offense Date": "01/08/2018", "Court Action": "*Dismissed"}
    (record,) = reader.read(of(rows(one, other, other, one)))
    found = {name.split(":")[1]: charge.outcome for name, charge in charges([record]).items()}
    assert {name: each.outcome for name, each in found.items() if each} == {"1": "withheld", "1 (843.15(1b), 2018-01-08)": "dismissed"}
    (undated,) = reader.read(of(rows(one, {**one, "Offense Date": ""}, {"Offense Date": "05/27/2017"})))
    assert len(charges([undated])) == 1
    (again,) = reader.read(of(rows({"Offense Date": "05/27/2017"}, {"Offense Date": "05/28/2017"})))
    assert [name.split(":")[1] for name in charges([again])] == ["1", "1 (2017-05-28)"]


def test_a_later_month_says_what_the_case_is_now() -> None:
    (record,) = reader.read(of(rows({"Case Status": "OPEN", "Balance": "5"}, {"Case Status": "CLOS", "Balance": "0"}, {"Balance": "0"})))
    (case,) = record.cases
    assert (case.status, case.status_printed, case.balance_due) == ("closed", "CLOS", "0.00")
    assert (case.spans["status"].line, case.spans["balance_due"].line, case.spans["number"].line) == (3, 4, 2)


def test_a_blank_of_both_is_no_disposition_and_nothing_unread() -> None:
    charge = charges(month())["462011MM000777XXXACX:4"]
    assert charge.dispositions == ()


def test_a_charge_twice_counts_once_and_a_star_is_no_part_of_a_statute() -> None:
    charge = charges(month())["462011MM000777XXXACX:3"]
    assert [(each.stage, each.statute) for each in charge.versions] == [("arrested", "856.021"), ("disposed", "810.09(2a)")]
    assert len(charge.dispositions) == 1


def test_months_that_overlap_count_once(tmp_path: Path) -> None:
    for name in ("a.csv", "b.csv"):
        (tmp_path / name).write_text(fixture(FOLDER, "month.csv").text)
    people = read_people([str(tmp_path / "a.csv"), str(tmp_path / "b.csv")])
    assert counts(people)["charges"] == counts(month())["charges"]
    later = reader.read(of(rows({"Court Action": "*Guilty", "Uniform Case Number": "462011MM000777XXXACX"}), "later.csv"))
    earlier = reader.read(of(rows({"Uniform Case Number": "462011MM000777XXXACX"}), "earlier.csv"))
    merged = merge([*earlier, *later])
    assert [charge.outcome.outcome for _, charge in merged.charges() if charge.outcome] == ["convicted"]


def test_a_date_before_birth_is_unknown_and_listed() -> None:
    charge = charges(month())["462014CF000888XXXAFX:1"]
    assert charge.offense_date is None
    assert "offense_date: 01/09/1912: this is before the person was born" in whys(month())
    (record,) = reader.read(of(rows({"Date of Birth": "01/01/2019", "Case Open Date": "01/01/2018"})))
    assert record.person.birth_dates == ()
    assert "this is no birth date" in whys([record])


def test_the_case_says_county_status_balance_and_tracking_number() -> None:
    first, second = month()[0].cases
    assert (first.county, first.status, first.balance_due, first.number) == ("Okaloosa", "closed", "153.50", "462011MM000777XXXACX")
    assert (first.related, first.tracking) == (("2011 MM 000777 C",), ("4601999901",))
    assert (second.status, second.status_printed, second.related, second.tracking) == ("open", "REOP", ("2014 CF 000888 F",), ())


def test_a_case_that_went_on_under_the_same_tracking_number_is_one() -> None:
    one = {"OBTS Number": "4601999901", "Arrest Date": "03/04/2011", "Arrest Charge": "810.09(2a)"}
    felony = {**one, "Uniform Case Number": "462011CF000001XXXACX", "Prosecutor Final Action": "Transferred to Another Court"}
    county = {**one, "Uniform Case Number": "462011MM000002XXXACX", "Court Action": "*Guilty"}
    (record,) = reader.read(of(rows(felony, county)))
    merged = merge([record])
    assert [charge.outcome.outcome for _, charge in merged.charges() if charge.outcome] == ["convicted"]


def test_missing_columns_are_noted() -> None:
    text = "Case Number,Defendant,Arrest Charge,Arrest Statute,Court Charge,Court Action\n1,DOE,1.1,X,,*Guilty\n"
    (record,) = reader.read(of(text))
    assert record.notes[0].startswith("table.csv has no column uniform_case_number, date_of_birth")


def test_nothing_private_is_kept() -> None:
    found = str(month())
    assert "NOWHERE" not in found
    assert "M000000890000" not in found


def test_counties_by_number() -> None:
    assert (len(COUNTIES), COUNTIES[67], county_of("462004CF000034XXXACX"), county_of("13"), county_of("99"), county_of("x")) == (
        67,
        "Washington",
        "Okaloosa",
        "Miami-Dade",
        None,
        None,
    )
    assert [tracking(each) for each in ("8888888888", "4602000000", "", "4601999901")] == [None, None, None, "4601999901"]


@given(st.one_of(st.text(max_size=500), damaged(fixture(FOLDER, "month.csv").text)))
@settings(max_examples=150, deadline=None)
def test_no_text_makes_it_raise(text: str) -> None:
    reader.sniff(of(text))
    assert reader.read(of(text))


@pytest.mark.parametrize("kind", ["rows", "same", "quotes", "one line", "commas", "numbers"])
def test_floods_take_bounded_work(kind: str) -> None:
    one = {"Court Action": "*Guilty", "Arrest Charge": "810.09"}
    text = {
        "rows": rows(*({**one, "Arrest Charge Count": str(n)} for n in range(10_000))),
        "same": rows(*({**one, "Arrest Charge": f"{n}.1"} for n in range(10_000))),
        "quotes": rows(one) + '"\n' * 100_000,
        "one line": rows(one) + "(" * 1_000_000,
        "commas": rows(one) + "," * 1_000_000,
        "numbers": rows({**one, "Balance": "1e999999999"}, {**one, "Balance": "9" * 100_000}),
    }[kind]
    assert seconds(reader, text) < 15
