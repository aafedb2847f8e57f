from __future__ import annotations

import csv
import datetime
import io
import time
from collections.abc import Callable, Iterable
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from unburden import terms
from unburden.errors import InputError
from unburden.readers import Source, open_source, read_files
from unburden.readers import charges_table as reader
from unburden.readers.unburden_json import plain, to_json
from unburden.record import COLUMNS, Record, flatten

FIXTURES = Path(__file__).parent.parent / "fixtures" / "charges_table"
HEADER = ",".join(COLUMNS)


def of(text: str | bytes, name: str = "table.csv", facts: Iterable[str] = ()) -> Source:
    return Source(name, None, text.encode() if isinstance(text, str) else text, frozenset(facts))


def table(*rows: dict[str, str], facts: Iterable[str] = ()) -> Source:
    names = dict.fromkeys(("person_id", "case_id", "charge_id", *(name for row in rows for name in row)))
    defaults = {"person_id": "p", "case_id": "c"}
    lines = [",".join({**defaults, "charge_id": str(n), **row}.get(name, "") for name in names) for n, row in enumerate(rows)]
    return of("\n".join([",".join(names), *lines]), facts=facts)


def parquet(rows: list[dict[str, Any]]) -> Source:
    pyarrow = pytest.importorskip("pyarrow")
    pytest.importorskip("pyarrow.parquet")
    held = io.BytesIO()
    pyarrow.parquet.write_table(pyarrow.Table.from_pylist(rows), held)
    return of(held.getvalue(), "table.parquet")


def whys(record: Record) -> str:
    return "\n".join(f"{each.span.line}: {each.text}: {each.why}" for each in record.unread)


@pytest.mark.parametrize("name", ["people", "mistakes"])
def test_a_table_reads_as_it_says(name: str, golden: Callable[[Path, object], None]) -> None:
    path = FIXTURES / f"{name}.csv"
    source = Source(path.name, path, path.read_bytes(), frozenset(("forced_by_trafficker",)))
    assert reader.sniff(source) == 0.95
    found = reader.read(source)
    golden(FIXTURES / f"{name}.golden.json", [plain(record) for record in found])


def people() -> list[Record]:
    return reader.read(of((FIXTURES / "people.csv").read_bytes(), "people.csv"))


def test_one_record_a_person_in_order() -> None:
    first, second = people()
    assert [(each.person_id, len(list(each.charges()))) for each in (first, second)] == [("p1", 3), ("p2", 2)]
    assert first.person.birth_dates == ("1990-05-04", "1991-05-04")
    assert flatten(first)[0]["birth_date"] == ""
    assert {row["birth_date"] for row in flatten(second)} == {"1988"}


def test_dates_of_reduced_precision_and_never_stay() -> None:
    first, second = people()
    row = flatten(first)[0]
    assert (row["released_date"], row["probation_revoked_date"], row["sentence_completed_date"]) == ("never", "never", "2012-12-01")
    assert [row["offense_date"] for row in flatten(first)] == ["2011-04-02", "2011-04-02", "2013-01"]
    assert [row["disposition_date"] for row in flatten(second)] == ["2010-02", ""]


def test_a_disposition_is_a_term_or_printed_words() -> None:
    first, second = people()
    printed = [(d.printed, d.outcome) for record in (first, second) for _, charge in record.charges() for d in charge.dispositions]
    assert printed == [
        ("convicted", "convicted"),
        ("Dismissed - No Complaint", "not_filed"),
        ("Nolle Prosequi", "nolle_prosequi"),
        ("Referred for screening", None),
    ]
    assert "Referred for screening" in whys(second)


def test_level_is_what_the_court_printed_and_a_formula_is_text_again() -> None:
    first, second = people()
    assert flatten(first)[0]["level"] == "Misdemeanor Class A"
    assert flatten(second)[1]["description"] == '=HYPERLINK("x")'
    assert flatten(second)[1]["level"] == ""
    assert flatten(second)[0]["description"] == "SOLICITING\nPROSTITUTION"


def test_every_span_is_the_row() -> None:
    first, second = people()
    assert [case.charges[0].spans["charge_id"].line for case in (*first.cases, *second.cases)] == [2, 6, 4, 7]


def test_missing_columns_are_not_known_and_said_to_be() -> None:
    (record,) = reader.read(of("person_id,case_id,charge_id,statute\np,c,1,167.007\n"))
    assert "has no column jurisdiction, county, court, description" in record.notes[0]
    assert not record.unread
    assert flatten(record)[0] == {**dict.fromkeys(COLUMNS, ""), "person_id": "p", "case_id": "c", "charge_id": "1", "statute": "167.007"}


@pytest.mark.parametrize(
    ("header", "why"),
    [
        ("case_id,charge_id,statute", "person_id is missing"),
        ("person,case_id,charge_id", 'person_id is missing; did you mean "person" to be person_id?'),
        ("person_id,docket,count", "case_id and charge_id is missing"),
    ],
)
def test_a_table_without_an_id_is_not_read(header: str, why: str) -> None:
    (record,) = reader.read(of(f"{header}\na,b,c\n"))
    assert not record.cases
    assert why in whys(record)


def test_unknown_columns_are_named_with_the_nearest_known() -> None:
    (record,) = reader.read(of("person_id,case_id,charge_id,ofense_date,zodiac,statute,statute\np,c,1,2011,red,1,2\n"))
    assert 'called ofense_date (did you mean "offense_date"?)' in whys(record)
    assert "called zodiac; it is not read" in whys(record)
    assert "the column statute stands twice" in whys(record)
    assert flatten(record)[0]["statute"] == "1"


def test_a_column_named_after_a_fact_is_an_answer() -> None:
    rows = ({"charge_id": "1", "forced_by_trafficker": "yes"}, {"charge_id": "2"})
    (record,) = reader.read(table(*rows, facts=["forced_by_trafficker"]))
    assert record.answers == {"1": {"forced_by_trafficker": "yes"}}
    assert not record.unread
    (again,) = reader.read(of(reader.to_csv([record]), facts=["forced_by_trafficker"]))
    assert again.answers == record.answers
    (without,) = reader.read(table(*rows))
    assert not without.answers
    assert "forced_by_trafficker" in whys(without)


@pytest.mark.parametrize("bad", ["04/02/2011", "00/00/0000", "88888888", "0000-00-00", "2011-02-30", "9500-01-01", "x", "2011-4-2", "-"])
@pytest.mark.parametrize("column", ["offense_date", "birth_date"])
def test_a_bad_date_is_unknown_and_shown(bad: str, column: str) -> None:
    (record,) = reader.read(table({column: bad, "statute": "1"}))
    assert flatten(record)[0][column] == ""
    assert flatten(record)[0]["statute"] == "1"
    assert f"2: {column}: {bad}: this is no date" in whys(record)


def test_a_date_as_a_spreadsheet_rewrites_it_is_told_how_to_write() -> None:
    (record,) = reader.read(table({"offense_date": "4/2/2011"}))
    assert "write it as 2011-04-02" in whys(record)


@pytest.mark.parametrize("nothing", ["", "NULL", "null", "NaN", "None", "N/A", "  "])
def test_words_for_nothing_are_nothing(nothing: str) -> None:
    (record,) = reader.read(table({"offense_date": nothing, "level": nothing, "disposition": nothing}))
    assert not record.unread
    assert not record.cases[0].charges[0].dispositions


def test_the_same_row_twice_is_one_charge() -> None:
    (record,) = reader.read(table({"charge_id": "1", "statute": "x"}, {"charge_id": "1", "statute": "x"}))
    assert len(flatten(record)) == 1
    assert "3: charge_id: 1: this charge stands in line 2 too, the same; it is counted once" in whys(record)
    assert not record.disagreements


def test_one_charge_id_with_two_values_is_a_disagreement() -> None:
    rows = ({"charge_id": "1", "level": "Felony", "statute": "x"}, {"charge_id": "1", "level": "Misdemeanor", "county": "Lane"})
    (record,) = reader.read(table(*rows))
    (row,) = flatten(record)
    assert (row["level"], row["statute"], row["county"]) == ("", "x", "Lane")
    (found,) = record.disagreements
    assert (found.charge_id, found.field, found.values) == ("1", "level", ("Felony", "Misdemeanor"))
    assert [span.line for span in found.spans] == [2, 3]


def test_charges_counted_anew_in_each_case_are_charges_of_their_own() -> None:
    rows = [{"case_id": case, "charge_id": number, "statute": f"{case}{number}"} for case in "AB" for number in "12"]
    (record,) = reader.read(table(*rows, {"case_id": "C", "charge_id": "A/1", "statute": "x"}, {"case_id": "C", "charge_id": "3", "statute": "y"}))
    assert [(row["case_id"], row["charge_id"], row["statute"]) for row in flatten(record)] == [
        ("A", "A/1*", "A1"),
        ("A", "A/2", "A2"),
        ("B", "B/1", "B1"),
        ("B", "B/2", "B2"),
        ("C", "A/1", "x"),
        ("C", "3", "y"),
    ]
    assert "one charge_id stands in several cases of a person (1, 2); each counts as a charge of its own" in "".join(record.notes)
    assert not record.unread
    assert not record.disagreements


def test_a_row_of_nobody_is_given_to_nobody() -> None:
    first, *rest = reader.read(table({"person_id": "a"}, {"person_id": ""}))
    assert not rest
    assert [charge.charge_id for _, charge in first.charges()] == ["0"]
    assert "no person_id" in whys(first)


def test_a_table_of_one_unnamed_person_is_read() -> None:
    (record,) = reader.read(table({"person_id": ""}, {"person_id": ""}))
    assert len(list(record.charges())) == 2


def test_a_charge_without_ids_counts_and_is_shown() -> None:
    (record,) = reader.read(table({"case_id": "", "charge_id": ""}, {"case_id": "", "charge_id": "2"}))
    assert [(row["case_id"], row["charge_id"]) for row in flatten(record)] == [("row 2", "row 2"), ("row 3", "2")]
    assert whys(record).count("of its own") == 3


@pytest.mark.parametrize(("given", "hint"), [("OR", 'write it as "US-OR"'), ("Oregon", 'write it as "US-OR"'), ("US-QQ", 'like "US-OR"')])
def test_a_place_is_a_code(given: str, hint: str) -> None:
    (record,) = reader.read(table({"jurisdiction": given}))
    assert flatten(record)[0]["jurisdiction"] == ""
    assert hint in whys(record)


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "cp1252"])
def test_delimiters_and_encodings(delimiter: str, encoding: str) -> None:
    text = "\r\n".join(delimiter.join(row) for row in (("Person ID", "CASE_ID", "charge id", "description"), ("Zoë", "c", "1", "Robo")))
    source = of(text.encode(encoding))
    assert reader.sniff(source) == 0.95
    assert [record.person_id for record in reader.read(source)] == ["Zoë"]


@pytest.mark.parametrize(
    "text", ["", "<html>", '{"person_id": 1}', "RECORD_ID,SUBJECT_STATUS,SUBJECT_ID", "case,charge,date", "CRIMINAL HISTORY RECORD"]
)
def test_other_kinds_of_file_are_not_taken(text: str) -> None:
    assert reader.sniff(of(text)) == 0


@pytest.mark.parametrize("text", ["", "\n\n", "\ufeff", "person_id,case_id,charge_id", "\0\0\0"])
def test_nothing_to_read_is_said(text: str) -> None:
    (record,) = reader.read(of(text))
    assert not record.cases


def test_an_unclosed_quote_costs_no_other_row() -> None:
    rows = ["p,c,1,ok", 'p,c,"2,bad', *(f"p,c,{n},ok" for n in range(3, 60))]
    (record,) = reader.read(of("\n".join(["person_id,case_id,charge_id,statute", *rows])))
    assert len(flatten(record)) == 59
    assert '3: p,c,"2,bad: a quote is opened here and not closed' in whys(record)


def test_cut_anywhere_it_still_reads() -> None:
    data = (FIXTURES / "people.csv").read_bytes()
    for length in range(0, len(data), 11):
        assert reader.read(of(data[:length]))


text_values = st.text(st.characters(codec="utf-8", exclude_categories=["C", "Z"]), max_size=8).filter(
    lambda text: text.lower() not in ("null", "none", "nan", "nat", "n/a", "<na>")
)
day_values = st.sampled_from(["", "2011-06-01", "2011-06", "2011", "never"])
drawn_rows = st.lists(
    st.fixed_dictionaries(
        {
            **dict.fromkeys(COLUMNS, text_values | st.sampled_from(["=1+1", "'=x", "+1", "-2", "@a", 'a "b", c', "a\nb"])),
            **dict.fromkeys((name for name in COLUMNS if name.endswith("_date")), day_values),
            "jurisdiction": st.sampled_from(["", "US", "US-OR"]),
            "case_status": st.sampled_from(["", "open", "closed"]),
            "disposition": st.sampled_from(["", *terms.OUTCOMES]),
            "birth_date": st.just("1990"),
            "person_id": st.sampled_from(["=cmd", "b"]),
            "case_id": st.sampled_from(["'c", "d"]),
        }
    ),
    min_size=1,
    max_size=5,
)


def numbered(rows: list[dict[str, str]]) -> list[dict[str, str]]:
    """Rows with ids of their own, and no date of a disposition that is not there."""
    kept = [row if row["disposition"] else {**row, "disposition_date": ""} for row in rows]
    return [{**row, "charge_id": f"-{n}"} for n, row in enumerate(kept)]


def in_order(rows: list[dict[str, str]]) -> list[dict[str, str]]:
    return sorted(rows, key=lambda row: row["charge_id"])


@given(drawn_rows)
@settings(max_examples=60, deadline=None)
def test_what_is_written_reads_back_the_same(rows: list[dict[str, str]]) -> None:
    wanted = numbered(rows)
    records = reader.read(parquet([{name: value or None for name, value in row.items()} for row in wanted]))
    assert in_order([row for record in records for row in flatten(record)]) == in_order(wanted)
    text = reader.to_csv(records)
    assert not any(cell[:1] in ("=", "+", "-", "@", "\t", "\r") for line in csv.reader(io.StringIO(text, newline="")) for cell in line)
    again = reader.read(of(text))
    assert in_order([row for record in again for row in flatten(record)]) == in_order(wanted)
    assert [plain(record.cases[0].charges[0]) for record in again if not record.unread]


def test_parquet_is_written_and_read(tmp_path: Path) -> None:
    pytest.importorskip("pyarrow")
    records = people()
    reader.to_parquet(records, tmp_path / "table.parquet")
    source = open_source(str(tmp_path / "table.parquet"))
    assert reader.sniff(source) == 0.8
    again = reader.read(source)
    assert [flatten(record) for record in again] == [flatten(record) for record in records]


def test_parquet_types_become_text() -> None:
    row = {
        "person_id": 7,
        "case_id": Decimal("12"),
        "charge_id": 1.0,
        "statute": 167.007,
        "offense_date": datetime.date(2011, 4, 2),
        "arrest_date": datetime.datetime(2011, 4, 2, 22, 55),
        "balance_due": float("nan"),
        "description": b"x",
        "level": None,
    }
    (record,) = reader.read(parquet([row]))
    found = flatten(record)[0]
    assert (found["person_id"], found["case_id"], found["charge_id"], found["statute"]) == ("7", "12", "1", "167.007")
    assert (found["offense_date"], found["arrest_date"], found["balance_due"], found["description"]) == (
        "2011-04-02",
        "2011-04-02",
        "",
        "x",
    )
    assert not record.unread


@pytest.mark.parametrize("data", [b"PAR1", b"PAR1" + b"\0" * 200 + b"PAR1", b"PAR1" + b"\xff" * 100])
def test_broken_parquet_is_said_to_be(data: bytes) -> None:
    pytest.importorskip("pyarrow")
    (record,) = reader.read(of(data))
    assert "no Parquet file that can be read" in whys(record)


def test_parquet_cut_or_flipped_never_raises() -> None:
    data = parquet([{"person_id": "a", "case_id": "b", "charge_id": str(n), "offense_date": "2011"} for n in range(20)]).data
    for at in range(4, len(data), 23):
        reader.read(of(data[:at]))
        reader.read(of(data[:at] + bytes([data[at] ^ 0xFF]) + data[at + 1 :]))


@pytest.mark.parametrize(("limit", "says"), [("MAX_ROWS", "more than 3 rows; "), ("_MAX_BYTES", "this table is too large to hold; ")])
def test_parquet_that_is_too_large_is_sent_to_the_reading_for_everyone(monkeypatch: pytest.MonkeyPatch, limit: str, says: str) -> None:
    monkeypatch.setattr(reader, limit, 3)
    (record,) = reader.read(parquet([{"person_id": "a", "case_id": "b", "charge_id": str(n)} for n in range(4)]))
    assert [each.why for each in record.unread] == [says + reader.TOO_LARGE]
    assert "unburden.Screen" in reader.TOO_LARGE


def test_parquet_without_the_ids_says_which() -> None:
    (record,) = reader.read(parquet([{"case_id": "b", "when": "2011"}]))
    assert "person_id and charge_id is missing" in whys(record)


@given(st.lists(st.text(max_size=60) | st.just(HEADER) | st.just("p,c,1" + "," * 18), max_size=12))
@settings(max_examples=150, deadline=None)
def test_any_text_reads_to_records_that_can_be_written(lines: list[str]) -> None:
    for record in reader.read(of("\n".join([HEADER, *lines]))):
        flatten(record)
        to_json([record])
    reader.read(of("\n".join(lines)))
    reader.sniff(of("\n".join(lines)))


@given(st.binary(max_size=200))
@settings(max_examples=100, deadline=None)
def test_any_bytes_read(data: bytes) -> None:
    reader.sniff(of(data))
    assert reader.read(of(data))


def test_two_hundred_megabytes_are_refused_quickly(tmp_path: Path) -> None:
    path = tmp_path / "huge.csv"
    with path.open("wb") as file:
        file.write(HEADER.encode() + b"\n")
        block = b"p,c,1,US-OR" + b"," * 17 + b"\n"
        while file.tell() < 200_000_000:
            file.write(block * 30_000)
    started = time.perf_counter()
    with pytest.raises(InputError, match="MB is more"):
        read_files([str(path)])
    assert time.perf_counter() - started < 2


@pytest.mark.parametrize("row", ['p,c,"' + "x" * 100, "," * 500, '"' * 301, "p,c,1" + "," * 18])
def test_many_hostile_rows_take_bounded_time(row: str) -> None:
    started = time.perf_counter()
    reader.read(of("\n".join([HEADER, *[row] * 20_000])))
    assert time.perf_counter() - started < 8
