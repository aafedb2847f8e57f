from __future__ import annotations

import json
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.drawn_records import records

from unburden.readers import Source, open_source
from unburden.readers import unburden_json as reader
from unburden.record import Charge, Disposition, Record, flatten

FIXTURES = Path(__file__).parent.parent / "fixtures" / "unburden_json"
SCHEMA = Path(__file__).parent.parent.parent / "docs" / "schemas" / "record.schema.json"


def source(text: str, name: str = "record.json") -> Source:
    return Source(name, None, text.encode())


def of(*records: object) -> str:
    return json.dumps({"schema": "unburden.record/1", "records": list(records)}, indent=1)


def unread(record: Record) -> list[tuple[int | None, str, str]]:
    return [(each.span.line, each.text, each.why) for each in record.unread]


def test_the_published_schema_is_current(golden: Callable[[Path, object], None]) -> None:
    golden(SCHEMA, reader.schema())


def test_the_schema_is_a_schema() -> None:
    jsonschema.Draft202012Validator.check_schema(reader.schema())


@given(st.lists(records, min_size=1, max_size=2))
@settings(max_examples=60, deadline=None)
def test_what_is_written_fits_the_schema_and_reads_back_the_same(drawn: list[Record]) -> None:
    text = reader.to_json(drawn)
    jsonschema.Draft202012Validator(reader.schema()).validate(json.loads(text))
    assert reader.sniff(source(text)) == 1.0
    assert reader.read(source(text)) == drawn


def test_a_record_written_by_hand(golden: Callable[[Path, object], None]) -> None:
    path = FIXTURES / "by_hand.json"
    found = reader.read(Source(path.name, path, path.read_bytes()))
    golden(FIXTURES / "by_hand.golden.json", [reader.plain(record) for record in found])
    assert not found[0].unread
    assert [row["disposition"] for row in flatten(found[0])] == ["convicted", "nolle_prosequi", ""]
    charge = next(charge for _, charge in found[0].charges())
    line = charge.spans["offense_date"].line
    assert line is not None
    assert "2009-03-14" in path.read_text().split("\n")[line - 1]


def test_the_hand_written_example_fits_the_schema() -> None:
    jsonschema.Draft202012Validator(reader.schema()).validate(json.loads((FIXTURES / "by_hand.json").read_text()))


def test_mistakes_are_listed_with_their_lines_and_what_is_good_stays(golden: Callable[[Path, object], None]) -> None:
    path = FIXTURES / "mistakes.json"
    (found,) = reader.read(Source(path.name, path, path.read_bytes()))
    golden(FIXTURES / "mistakes.golden.json", reader.plain(found))
    lines = path.read_text().split("\n")
    for each in found.unread:
        assert each.span.line is not None
        assert each.text == "null" or each.text in lines[each.span.line - 1]
    assert [charge.charge_id for _, charge in found.charges()] == ["2011-1", "record 1 case 2 charge 2"]
    assert found.cases[0].charges[0].offense_date is None


@pytest.mark.parametrize(
    ("text", "line", "why"),
    [
        ("", 1, "this is not JSON: expecting value at column 1"),
        ('{\n "schema": "unburden.record/1",\n "records": [{]\n}', 3, "this is not JSON: expecting property name"),
        ('{"schema": "unburden.record/1", "records": [', 1, "this is not JSON"),
        ("[1, 2]", 1, "this should be"),
        ('{"schema": "unburden.record/9", "records": [{}]}', 1, 'this should be {"schema": "unburden.record/1"'),
        ('{"schema": "unburden.record/1", "records": []}', 1, "one or more"),
        ('{"schema": "unburden.record/1", "records": {}}', 1, "one or more"),
        ("[" * 200_000, 1, "nested too deep"),
        ('{"schema": ' + "9" * 5000 + "}", 1, "a number too long"),
    ],
)
def test_what_is_no_record_is_refused_in_words(text: str, line: int, why: str) -> None:
    (record,) = reader.read(source(text))
    assert not record.cases
    assert record.unread[0].span.line == line
    assert why in record.unread[0].why


def test_a_record_that_is_no_object_leaves_the_others() -> None:
    found = reader.read(source(of("rosa", {"person_id": "b", "spans": {}})))
    assert [each.person_id for each in found] == ["", "b"]
    assert "should be an object" in found[0].unread[0].why


@pytest.mark.parametrize(
    ("wrong", "why"),
    [
        ({"offense_date": "04/02/2011"}, "write it as 2011-06-01"),
        ({"offense_date": "88888888"}, "is no date"),
        ({"offense_date": "00/00/0000"}, "is no date"),
        ({"offense_date": 2011}, "should be text"),
        ({"ofense_date": "2011"}, 'did you mean "offense_date"'),
        ({"versions": [{"stage": "sentenced", "statute": "1"}]}, "left out"),
        ({"versions": {"stage": "filed"}}, "should be a list"),
        ({"dispositions": [{"printed": "x", "outcome": "guilty"}]}, "outcome is one of"),
        ({"dispositions": [{"printed": "x", "later": 1}]}, "true or false"),
        ({"sentence": [{"kind": "caning", "printed": "x"}]}, "kind is one of"),
        ({"spans": {"offense_date": {"file": "a", "line": True}}}, "whole number"),
        ({"spans": []}, "should be an object"),
    ],
)
def test_one_wrong_value_costs_only_itself(wrong: dict[str, Any], why: str) -> None:
    charge = {"charge_id": "1", "arrest_date": "2011-04-02", **wrong}
    (record,) = reader.read(source(of({"cases": [{"case_id": "c", "charges": [charge]}]})))
    assert why in " ".join(each.why for each in record.unread)
    assert all(each.span.line for each in record.unread)
    (kept,) = [charge for _, charge in record.charges()]
    assert (kept.charge_id, kept.arrest_date) == ("1", "2011-04-02")


def test_a_name_given_twice_is_told() -> None:
    text = '{"schema": "unburden.record/1",\n "records": [\n  {"person_id": "a",\n   "person_id": "b"}]}'
    (record,) = reader.read(source(text))
    assert record.person_id == "b"
    assert unread(record) == [(4, "person_id", "this name stands twice in one object; only the last counts")]
    (record,) = reader.read(source('{"schema": "unburden.record/1", "records": [{"person_id": "a"}], "records": [{}]}'))
    assert [each.text for each in record.unread] == ["records"]


def test_an_outcome_left_out_is_read_from_the_printed_words_and_null_is_not() -> None:
    charge = {"charge_id": "1", "dispositions": [{"printed": "Nolle Prosequi"}, {"printed": "Nolle Prosequi", "outcome": None}]}
    (record,) = reader.read(source(of({"cases": [{"case_id": "c", "charges": [charge]}]})))
    (kept,) = [charge for _, charge in record.charges()]
    assert [each.outcome for each in kept.dispositions] == ["nolle_prosequi", None]


def test_the_wrong_encoding_still_reads(tmp_path: Path) -> None:
    text = of({"person": {"names": ["Zoë Peña"]}})
    for encoding in ("utf-16", "utf-8-sig", "cp1252"):
        path = tmp_path / "record.json"
        path.write_bytes(json.dumps(json.loads(text), ensure_ascii=False).encode(encoding))
        (record,) = reader.read(open_source(str(path)))
        assert record.person.names == ("Zoë Peña",)


@given(st.binary(max_size=200) | st.text(max_size=200).map(str.encode))
@settings(max_examples=100, deadline=None)
def test_no_bytes_raise(data: bytes) -> None:
    reader.sniff(Source("x", None, data))
    assert len(reader.read(Source("x", None, data))) >= 1


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["cases", "charges", "charge_id", "spans"]), inner),
    max_leaves=12,
)


@given(json_values, st.lists(st.sampled_from(["cases", "charges", "versions", "person", "dispositions", "answers"]), max_size=4))
@settings(max_examples=100, deadline=None)
def test_no_json_raises(value: object, into: list[str]) -> None:
    for name in into:
        value = {name: [value], "case_id": "1", "charge_id": "1"}
    for record in reader.read(source(of(value))):
        json.loads(reader.to_json([record]))


def test_ten_thousand_charges_read_in_a_few_seconds() -> None:
    charges = tuple(Charge(str(n), dispositions=(Disposition("DISMISSED", outcome="dismissed", date="2011-06-01"),)) for n in range(100))
    record = Record(cases=tuple({"case_id": str(n), "charges": [reader.plain(each) for each in charges]} for n in range(100)))
    text = of({"cases": list(record.cases)})
    started = time.perf_counter()
    (found,) = reader.read(source(text))
    assert sum(1 for _ in found.charges()) == 10_000
    assert time.perf_counter() - started < 10
