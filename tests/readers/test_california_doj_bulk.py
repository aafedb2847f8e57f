from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.readers.table_files import FIXTURES, charges, counts, damaged, fixture, of, seconds, taken_by_no_other, takes_no_other, whys

from unburden.readers import california_doj_bulk as reader
from unburden.readers import detect
from unburden.readers.california_doj_bulk.bulk import COLUMNS
from unburden.readers.unburden_json import plain
from unburden.record import Record, Span

FOLDER = "california_doj_bulk"
NAMES = ("people", "damaged")


def rows(*given_rows: dict[str, str], header: bool = True) -> str:
    base = {
        "subject_id": "1",
        "pri_name": "DOE JANE",
        "stp_type_descr": "COURT ACTION",
        "cnt_order": "101001001000",
        "stp_event_date": "20100101",
    }
    lines = [",".join({**base, **row}.get(name, "") for name in COLUMNS) for row in given_rows]
    return "\n".join([*([",".join(COLUMNS).upper()] if header else []), *lines, ""])


def read(*given_rows: dict[str, str]) -> list[Record]:
    return reader.read(of(rows(*given_rows)))


@pytest.mark.parametrize("name", NAMES)
def test_a_file_reads_as_it_says(name: str, golden: Callable[[Path, object], None]) -> None:
    source = fixture(FOLDER, f"{name}.csv")
    assert detect(source) is reader
    assert taken_by_no_other(reader, source)
    golden(FIXTURES / FOLDER / f"{name}.golden.json", [plain(record) for record in reader.read(source)])


def test_it_takes_no_other_format() -> None:
    assert takes_no_other(reader, FOLDER) == []


def test_several_rows_of_a_count_are_one_charge_with_all_pieces_of_its_sentence() -> None:
    jane, iris = reader.read(fixture(FOLDER, "people.csv"))
    charge = charges([jane])["CASCOAKLAND:455500:1"]
    assert [part.printed for part in charge.sentence] == ["3 YEARS PROBATION", "10 DAYS JAIL"]
    assert [version.stage for version in charge.versions] == ["arrested", "disposed"]
    assert charge.outcome is not None
    assert (charge.outcome.outcome, charge.outcome.date) == ("vacated", "2012-11-05")
    assert (jane.person_id, jane.person.numbers, iris.person.birth_dates) == (
        "70000001",
        ("CII A70000001", "FBI 700001XA1"),
        ("1992-02-29",),
    )


def test_what_no_court_took_up_has_the_arrests_disposition() -> None:
    charge = charges(reader.read(fixture(FOLDER, "people.csv")))["CASCOAKLAND:455500:arrest 3"]
    assert charge.outcome is not None
    assert (charge.outcome.outcome, charge.outcome.date) == ("not_filed", "2008-02-16")


def test_the_charge_may_stand_in_the_comment_and_another_may_be_convicted() -> None:
    charge = charges(reader.read(fixture(FOLDER, "people.csv")))["CASCFRESNO:F13-9001:1"]
    seen = [(version.stage, version.statute, version.level) for version in charge.versions]
    assert seen == [("filed", "653F PC", "M"), ("disposed", "415(2) PC", "INFRACTION")]


def test_applicants_and_registrations_are_set_aside() -> None:
    _, iris = reader.read(fixture(FOLDER, "people.csv"))
    assert [each.why for each in iris.set_aside] == [
        "fingerprints for a job or a licence are not a charge",
        "a registration is not a charge",
    ]


def test_private_columns_are_not_kept() -> None:
    source = fixture(FOLDER, "people.csv")
    assert "000-00-0001" in source.text
    assert "000-00-0001" not in str(reader.read(source))


def test_an_unquoted_comma_is_taken_out_only_where_one_place_fits() -> None:
    source = fixture(FOLDER, "damaged.csv")
    (record,) = reader.read(source)
    charge = charges([record])["CASCKERN:K-2:1"]
    assert charge.versions[0].description == "THEFT, PETTY"
    assert charge.spans["charge_id"] == Span("damaged.csv", 2)
    assert "line 2: OFFENSE_DESCR holds a comma" in record.notes[0]
    assert "cut off" not in whys([record])
    assert "this row has 3 cells" in whys([record])


def test_a_comma_in_a_row_without_its_end_mark_is_found_though_the_width_is_right() -> None:
    text = rows({"offense_descr": "602 PC-TRESPASS, AGAIN", "offense_toc": "M", "disp_descr": "DISMISSED"}).replace(",,\n", ",\n")
    (record,) = reader.read(of(text))
    (charge,) = charges([record]).values()
    assert charge.outcome is not None
    assert charge.outcome.outcome == "dismissed"
    assert charge.printed("description") == "TRESPASS, AGAIN"


def test_a_disposition_dated_before_its_step_has_no_date() -> None:
    (record,) = read({"offense_descr": "602 PC-TRESPASS", "disp_descr": "DISMISSED", "disp_date": "20091231"})
    (charge,) = charges([record]).values()
    assert charge.outcome is not None
    assert charge.outcome.date is None
    assert "DISP_DATE 2009-12-31 lies before" in whys([record])


def test_dispositions_stand_in_time_whatever_the_order_of_their_rows() -> None:
    one = {"offense_descr": "602 PC-TRESPASS", "stp_ori_descr": "CASC X"}
    last = {**one, "disp_order": "2", "disp_descr": "DISMISSED PER 1203.4 PC", "disp_date": "20150101"}
    (record,) = read(last, {**one, "disp_order": "1", "disp_descr": "CONVICTED-JAIL", "disp_date": "20100101"})
    (charge,) = charges([record]).values()
    assert [(each.outcome, each.date) for each in charge.dispositions] == [("convicted", "2010-01-01"), ("vacated", "2015-01-01")]


def test_two_convictions_of_one_cycle_under_two_numbers_are_two() -> None:
    one = {"offense_descr": "602 PC-TRESPASS", "disp_descr": "CONVICTED-JAIL", "stp_ori_descr": "CASC X"}
    records = read({**one, "ofn": "1"}, {**one, "ofn": "2", "cnt_order": "101002001000", "stp_event_date": "20110101"})
    assert [charge.outcome.date for charge in charges(records).values() if charge.outcome] == ["2010-01-01", "2011-01-01"]
    # The same number again, later, is the same prosecution.
    again = read({**one, "ofn": "1"}, {**one, "ofn": "1", "cnt_order": "101002001000", "stp_event_date": "20110101"})
    assert len(charges(again)) == 1


def test_a_dismissal_under_another_number_does_not_undo_a_conviction() -> None:
    one = {
        "offense_descr": "484 PC-THEFT",
        "stp_ori_descr": "CASC X",
        "stp_ori_cnty_name": "KERN",
        "ofn": "1",
        "disp_descr": "CONVICTED-JAIL",
    }
    other = {**one, "ofn": "2", "cnt_order": "101001002000", "disp_descr": "DISMISSED"}
    for dismissed in ("20100101", "20100301"):
        records = read(one, {**other, "stp_event_date": dismissed})
        assert [(case.number, charge.outcome.outcome) for record in records for case, charge in record.charges() if charge.outcome] == [
            ("1", "convicted"),
            ("2", "dismissed"),
        ]
    # Dismissed first and filed again, it is one prosecution, and so is another offense of the cycle.
    again = charges(read({**other, "stp_event_date": "20090101"}, one))
    assert [charge.outcome.outcome for charge in again.values() if charge.outcome] == ["convicted"]
    arrest = {**one, "stp_type_descr": "ARREST/DETAINED/CITED", "stp_event_date": "20091201", "ofn": "", "disp_descr": ""}
    trespass = {"offense_descr": "602 PC-TRESPASS"}
    found = read(arrest, {**arrest, **trespass, "cnt_order": "101001002000"}, one, {**other, **trespass})
    assert [charge.arrest_date for charge in charges(found).values()] == ["2009-12-01", "2009-12-01"]


def test_convictions_of_two_statutes_with_the_same_words_are_two() -> None:
    one = {"offense_descr": "11358 HS-CULTIVATE", "stp_ori_descr": "CASC X", "ofn": "1", "disp_descr": "CONVICTED-JAIL"}
    other = {**one, "offense_descr": "11359(C) HS-CULTIVATE", "cnt_order": "101002001000", "stp_event_date": "20110101"}
    found = charges(read(one, other))
    assert [(charge.printed("statute"), charge.outcome.date) for charge in found.values() if charge.outcome] == [
        ("11358 HS", "2010-01-01"),
        ("11359(C) HS", "2011-01-01"),
    ]


def test_several_entries_that_convict_of_one_charge_are_noted() -> None:
    one = {"offense_descr": "602 PC-TRESPASS", "disp_descr": "CONVICTED-JAIL", "stp_ori_descr": "CASC X", "ofn": "1"}
    (record,) = read(one, {**one, "cnt_order": "101002001000", "stp_event_date": "20110101"})
    assert record.notes == ("CASC X:1: 2 entries tell of a conviction of 602 PC; they are read as one",)
    assert read(one, one)[0].notes == ()


def test_a_jail_in_the_words_of_the_disposition_took_liberty() -> None:
    one = {"offense_descr": "602 PC-TRESPASS", "sent_loc_descr": "PROBATION", "sent_length": "3", "sent_time_code": "Y"}
    for words, expected in (("CONVICTED-PROB/JAIL", None), ("CONVICTED-PROBATION", "never")):
        (charge,) = charges(read({**one, "disp_descr": words})).values()
        assert (charge.released_date, "released_date" in charge.spans) == (expected, expected is not None)


def test_a_row_without_a_packed_number_is_a_count_of_its_own_and_listed() -> None:
    one = {"cnt_order": "NULL", "cyc_order": "5", "offense_descr": "602 PC-TRESPASS"}
    records = read(one, one)
    assert len(charges(records)) == 2
    assert [each.span.line for each in records[0].unread] == [2, 3]
    assert "it may be a piece of another row's" in whys(records)


def test_the_file_number_stands_on_the_first_count_only() -> None:
    (record,) = read({"ofn": "77", "offense_descr": "1 PC-A"}, {"ofn": "", "offense_descr": "2 PC-B", "cnt_order": "101001002000"})
    assert [(case.number, len(case.charges)) for case in record.cases] == [("77", 2)]


def test_files_put_one_behind_the_other_are_one() -> None:
    text = rows({"offense_descr": "602 PC-TRESPASS"}) + rows({"offense_descr": "603 PC-TRESPASS", "cnt_order": "101001002000"})
    (record,) = reader.read(of(text))
    assert (len(charges([record])), record.unread) == (2, ())


def test_a_comment_is_listed_unless_it_only_places() -> None:
    charge = {"offense_descr": "602 PC-TRESPASS"}
    assert "CHRG REDUCED: a comment beside this count" in whys(read({**charge, "comment_text": "CHRG REDUCED"}))
    placed = read({**charge, "comment_text": "ADR-1 NOWHERE LN"})
    assert "NOWHERE" not in str(placed)
    (record,) = read({**charge, "comment_text": "VIOL OF PROB"})
    assert (record.cases, len(record.set_aside)) == ((), 1)


def test_a_row_of_nobody_and_an_unknown_step_are_unread() -> None:
    said = whys(reader.read(fixture(FOLDER, "damaged.csv")))
    assert "it is given to nobody" in said
    assert "what kind of step this is" in said
    assert whys(reader.read(of(""))) == ""
    assert reader.read(of(""))[0].cases == ()


@given(st.one_of(st.text(max_size=500), damaged(fixture(FOLDER, "people.csv").text), damaged(fixture(FOLDER, "damaged.csv").text)))
@settings(max_examples=150, deadline=None)
def test_no_text_makes_it_raise(text: str) -> None:
    reader.sniff(of(text))
    assert reader.read(of(text))


@pytest.mark.parametrize("kind", ["rows", "quotes", "one line", "commas", "people"])
def test_floods_take_bounded_work(kind: str) -> None:
    one = {"offense_descr": "602 PC-TRESPASS", "disp_descr": "CONVICTED-JAIL"}
    text = {
        "rows": rows(*({**one, "cnt_order": f"101{n % 999:03}{n % 997:03}000", "ofn": str(n)} for n in range(10_000))),
        "quotes": rows(one) + '"\n' * 100_000,
        "one line": rows(one) + "(" * 1_000_000,
        "commas": rows(one) + "," * 1_000_000,
        "people": rows(*({**one, "subject_id": str(n)} for n in range(10_000))),
    }[kind]
    assert seconds(reader, text) < 15


def test_the_samples_of_others_are_read(shared: Path) -> None:
    found = {path.name: counts(reader.read(of(path.read_bytes(), path.name))) for path in (shared / "records" / FOLDER).glob("*.csv")}
    whole = {"people": 11, "cases": 25, "charges": 33, "with outcome": 31, "unread": 0, "set aside": 2}
    assert found == {
        "bad.csv": {"people": 12, "cases": 28, "charges": 31, "with outcome": 30, "unread": 7, "set aside": 3},
        "no_headers.csv": whole,
        "extra_comma.csv": whole,
    }
