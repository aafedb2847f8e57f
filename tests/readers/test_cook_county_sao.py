from __future__ import annotations

import csv
import io
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.readers.table_files import FIXTURES, charges, counts, damaged, fixture, of, seconds, taken_by_no_other, takes_no_other, whys

from unburden.files import read_people
from unburden.readers import Source, detect
from unburden.readers import cook_county_sao as reader
from unburden.readers.unburden_json import plain
from unburden.record import Record, flatten

FOLDER = "cook_county_sao"
NAMES = ("intake", "initiation", "dispositions", "sentencing")


def read(name: str) -> list[Record]:
    return reader.read(fixture(FOLDER, f"{name}.csv"))


def rows(*given_rows: dict[str, str], of_table: str = "sentencing") -> str:
    header = fixture(FOLDER, f"{of_table}.csv").lines[0]
    base = {"CASE_ID": "1", "CASE_PARTICIPANT_ID": "2", "CHARGE_ID": "3"}
    return "\n".join([header, *(",".join({**base, **row}.get(name, "") for name in header.split(",")) for row in given_rows), ""])


def parquet(name: str) -> Source:
    pyarrow = pytest.importorskip("pyarrow")
    pytest.importorskip("pyarrow.parquet")
    table = [
        {key.lower(): value for key, value in row.items()}
        for row in csv.DictReader(fixture(FOLDER, f"{name}.csv").lines)
        if None not in row.values()
    ]
    held = io.BytesIO()
    pyarrow.parquet.write_table(pyarrow.Table.from_pylist(table), held)
    return of(held.getvalue(), f"{name}.parquet")


@pytest.mark.parametrize("name", NAMES)
def test_a_table_reads_as_it_says(name: str, golden: Callable[[Path, object], None]) -> None:
    source = fixture(FOLDER, f"{name}.csv")
    assert detect(source) is reader
    assert taken_by_no_other(reader, source)
    golden(FIXTURES / FOLDER / f"{name}.golden.json", [plain(record) for record in reader.read(source)])


@pytest.mark.parametrize("name", NAMES)
def test_the_same_table_as_parquet_reads_the_same(name: str) -> None:
    source = parquet(name)
    assert detect(source) is reader
    mine = [flatten(record) for record in reader.read(source)]
    # What happens to be in the file's bytes makes no pages.
    assert {span.page for record in reader.read(source) for case in record.cases for span in case.spans.values()} == {None}
    assert mine == [flatten(record) for record in read(name)]


def test_it_takes_no_other_format() -> None:
    assert takes_no_other(reader, FOLDER) == []


def test_the_three_tables_together_are_one_record_a_participant() -> None:
    paths = [str(FIXTURES / FOLDER / f"{name}.csv") for name in ("initiation", "dispositions", "sentencing")]
    first = read_people(paths)[0]
    assert first.person_id == "800000000001"
    found = {row["charge_id"]: (row["statute"], row["disposition"], row["arrest_date"]) for row in flatten(first)}
    assert found == {
        "900000000001:700000000001": ("720 ILCS 5/16-25(a)(1)", "convicted", "2014-03-02"),
        "900000000001:700000000002": ("720 ILCS 5/17-3(a)(1)", "transferred", "2014-03-02"),
        "900000000001:700000000003": ("720 ILCS 5/17-3(a)(2)", "nolle_prosequi", "2014-03-02"),
    }


def test_a_charge_dropped_for_an_indictment_went_on_there() -> None:
    found = {name: charge.outcome.outcome if charge.outcome else None for name, charge in charges(read("dispositions")).items()}
    assert found["900000000001:700000000002"] == "transferred"
    assert found["900000000001:700000000003"] == "nolle_prosequi"


def test_versions_of_a_charge_are_one_charge() -> None:
    charge = charges(read("dispositions"))["900000000002:700000000004"]
    assert [(each.statute, each.level) for each in charge.versions] == [
        ("720 ILCS 550/4(c)", "Class 4 felony"),
        ("720 ILCS 550/5(c)", "Class X felony"),
    ]
    assert charge.outcome is not None
    # Superseded by the indictment in August; in September no probable cause was found.
    assert (charge.outcome.printed, charge.outcome.outcome) == ("FNPC", "dismissed")


def test_a_class_that_is_neither_felony_nor_misdemeanor_is_printed_alone() -> None:
    found = {name[-1]: charge.printed("level") for name, charge in charges(read("initiation")).items()}
    assert (found["1"], found["4"], found["5"], found["6"]) == ("Class 4 felony", "Class X felony", "Class A misdemeanor", "Class M")


def test_template_marks_stand_as_printed() -> None:
    title = charges(read("initiation"))["900000000002:700000000004"].printed("description")
    assert title is not None
    assert "([NUMBER OF GRAMS] GRAMS)" in title


def test_only_the_current_sentence_is_the_sentence() -> None:
    charge = charges(read("sentencing"))["900000000001:700000000001"]
    assert [part.printed for part in charge.sentence] == ["Prison, Illinois Department of Corrections, 1 Year(s)"]
    assert [(each.printed, each.later) for each in charge.dispositions] == [
        ("Plea Of Guilty", False),
        ("Original Sentencing, replaced since: Probation, 18 Months", True),
        ("Probation Violation Sentencing: Prison, Illinois Department of Corrections, 1 Year(s)", True),
    ]
    assert charge.released_date is None


def test_a_plea_that_led_to_supervision_is_to_be_settled() -> None:
    (row,) = [row for record in read("sentencing") for row in flatten(record) if row["charge_id"].endswith("05")]
    assert (row["disposition"], row["sentence"]) == ("", "Supervision, Court Supervision, 1 Year(s)")
    (each,) = [each for record in read("sentencing") for each in record.disagreements]
    assert each.values == ("Plea Of Guilty", "Supervision")


def test_a_plea_is_noted_where_the_table_has_no_sentences() -> None:
    assert ["may leave no conviction" in str(record.notes) for record in read("dispositions")] == [True, True]
    assert [record.notes for name in ("initiation", "intake", "sentencing") for record in read(name) if record.notes] == []


@pytest.mark.parametrize(
    ("kind", "commitment", "settled"),
    [
        ("Supervision", "Court Supervision", False),
        ("SUPERVISION", "", False),
        ("2nd Chance Probation", "Probation", False),
        ("Probation", "710/410 Probation", False),
        ("Conditional Release", "Court Supervision", False),
        ("Probation", "Drug Court Probation", True),
        ("Conditional Discharge", "", True),
        ("Prison", "Illinois Department of Corrections", True),
    ],
)
def test_a_sentence_that_may_leave_no_conviction_is_to_be_settled(kind: str, commitment: str, settled: bool) -> None:
    text = rows({"CHARGE_DISPOSITION": "Finding Guilty", "SENTENCE_TYPE": kind, "COMMITMENT_TYPE": commitment, "CURRENT_SENTENCE": "true"})
    (row,) = flatten(reader.read(of(text))[0])
    assert row["disposition"] == ("convicted" if settled else "")


def test_a_sentence_beside_no_guilt_is_listed() -> None:
    (record,) = reader.read(of(rows({"CHARGE_DISPOSITION": "Nolle Prosecution", "SENTENCE_TYPE": "Prison"})))
    assert "Nolle Prosecution; Prison: a sentence stands beside this" in whys([record])


@pytest.mark.parametrize(
    ("words", "reason", "expected"),
    [
        ("Nolle Prosecution", "INDICTMENT", "transferred"),
        ("Case Dismissed", "Transfered to Misdemeanor Court", "transferred"),
        ("Case Dismissed", "Drug Court Graduate", "dismissed"),
        ("Plea of Guilty - Amended Charge", "Adjudicated Minor", "adjudicated"),
    ],
)
def test_a_reason_that_changes_what_the_words_say(words: str, reason: str, expected: str) -> None:
    row = {"CHARGE_DISPOSITION": words, "CHARGE_DISPOSITION_REASON": reason}
    (charge,) = charges(reader.read(of(rows(row, of_table="dispositions")))).values()
    assert charge.outcome is not None
    assert (charge.outcome.printed, charge.outcome.outcome) == (f"{words} - {reason}", expected)


def test_versions_that_ended_in_guilt_and_without_it_disagree() -> None:
    both = [{"CHARGE_DISPOSITION": words, "CHARGE_VERSION_ID": str(n)} for n, words in enumerate(("Plea Of Guilty", "Nolle Prosecution"))]
    for order in (both, both[::-1]):
        (record,) = reader.read(of(rows(*order, of_table="dispositions")))
        assert ([row["disposition"] for row in flatten(record)], len(record.disagreements)) == ([""], 1)


def test_a_sentence_outside_took_no_liberty() -> None:
    assert charges(read("sentencing"))["900000000002:700000000007"].released_date == "never"


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("Plea Of Guilty", "convicted"),
        ("Plea of Guilty - Lesser Included", "convicted"),
        ("Finding Guilty", "convicted"),
        ("FNG", "acquitted"),
        ("Verdict-Not Guilty", "acquitted"),
        ("FNG Reason Insanity", "insanity"),
        ("FNPC", "dismissed"),
        ("BFW", "pending"),
        ("Superseded by Indictment", "transferred"),
        ("Transferred - Misd Crt", "transferred"),
        ("Mistrial Declared", "pending"),
        ("Charge Rejected", "not_filed"),
        ("Death Suggested-Cause Abated", None),
        ("WOWI", None),
        ("", None),
    ],
)
def test_what_the_office_prints_of_an_outcome(words: str, expected: str | None) -> None:
    (charge,) = charges(reader.read(of(rows({"CHARGE_DISPOSITION": words}, of_table="dispositions")))).values()
    assert (charge.outcome.outcome if charge.outcome else None) == expected


def test_an_offense_over_days_has_the_part_of_the_date_they_share() -> None:
    assert charges(read("initiation"))["900000000002:700000000004"].offense_date == "2015"


def test_intake_has_charges_only_of_the_rejected() -> None:
    records = read("intake")
    assert counts(records) == {"people": 3, "cases": 3, "charges": 1, "with outcome": 1, "unread": 0, "set aside": 0}
    assert charges(records)["900000000004:intake"].printed("description") == "Narcotics"


def test_a_rejection_that_was_approved_is_not_decided() -> None:
    row = {"CHARGE_ID": "", "PARTICIPANT_STATUS": "Rejected", "FELONY_REVIEW_RESULT": "Approved"}
    (record,) = reader.read(of(rows(row, of_table="intake")))
    assert [each["disposition"] for each in flatten(record)] == [""]
    assert "which of the two holds is not known" in whys([record])


def test_what_cannot_be_read_is_listed() -> None:
    assert "event_date: 31/31/2014: this is no date" in whys(read("initiation"))
    assert "names no participant" in whys(read("initiation"))
    assert "this row has 2 cells" in whys(read("sentencing"))
    assert "Death Suggested" in whys(read("dispositions"))
    (broken,) = reader.read(of(b"PAR1 case_participant_id charge_version_id", "x.parquet"))
    assert "no Parquet file" in whys([broken])


@given(st.one_of(st.text(max_size=500), *(damaged(fixture(FOLDER, f"{name}.csv").text) for name in NAMES)))
@settings(max_examples=150, deadline=None)
def test_no_text_makes_it_raise(text: str) -> None:
    reader.sniff(of(text))
    assert reader.read(of(text))


@given(st.binary(max_size=200))
@settings(max_examples=50, deadline=None)
def test_no_broken_parquet_makes_it_raise(data: bytes) -> None:
    assert reader.read(of(b"PAR1" + data, "x.parquet"))


@pytest.mark.parametrize("kind", ["rows", "same", "quotes", "one line", "commas"])
def test_floods_take_bounded_work(kind: str) -> None:
    one = {"CHARGE_DISPOSITION": "Plea Of Guilty", "SENTENCE_TYPE": "Prison", "DISPOSITION_CHARGED_SECTION": "1"}
    text = {
        "rows": rows(*({**one, "CHARGE_ID": str(n)} for n in range(10_000))),
        "same": rows(*({**one, "DISPOSITION_CHARGED_SECTION": str(n)} for n in range(10_000))),
        "quotes": rows(one) + '"\n' * 100_000,
        "one line": rows(one) + "(" * 1_000_000,
        "commas": rows(one) + "," * 1_000_000,
    }[kind]
    assert seconds(reader, text) < 15


def test_the_published_tables_are_read(shared: Path) -> None:
    pytest.importorskip("pyarrow")
    found = {}
    for name in ("dispositions", "sentencing", "intake"):
        path = shared / "bulk" / f"il_cook_{name}.parquet"
        found[name] = counts(reader.read(Source(path.name, path, path.read_bytes())))
    assert found == {
        "dispositions": {"people": 11322, "cases": 11322, "charges": 20234, "with outcome": 20117, "unread": 117, "set aside": 0},
        "sentencing": {"people": 4112, "cases": 4112, "charges": 4309, "with outcome": 4309, "unread": 1, "set aside": 0},
        "intake": {"people": 36190, "cases": 36190, "charges": 3838, "with outcome": 3685, "unread": 153, "set aside": 0},
    }
