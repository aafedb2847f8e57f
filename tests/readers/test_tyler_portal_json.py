from __future__ import annotations

import json
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from unburden.readers import Source, detect, unburden_json
from unburden.readers import tyler_portal_json as reader
from unburden.readers.unburden_json import plain, to_json
from unburden.record import Charge, Record

FIXTURES = Path(__file__).parent.parent / "fixtures"
OWN = FIXTURES / "tyler_portal_json"
FILES = {path.stem: path.read_text(encoding="utf-8") for path in sorted(OWN.glob("*.json")) if "golden" not in path.name}


def of(text: str | bytes, name: str = "case.json") -> Source:
    return Source(name, None, text.encode() if isinstance(text, str) else text)


def read(value: Any) -> list[Record]:
    return reader.read(of(value if isinstance(value, str | bytes) else json.dumps(value, indent=1)))


def charges(record: Record) -> dict[str, Charge]:
    return {charge.charge_id.rpartition(":")[2]: charge for _, charge in record.charges()}


def ends(record: Record) -> dict[str, str | None]:
    outcomes = {number: charge.outcome for number, charge in charges(record).items()}
    return {number: each.outcome if each else None for number, each in outcomes.items()}


@pytest.mark.parametrize("name", FILES)
def test_a_file_reads_as_it_says(name: str, golden: Callable[[Path, object], None]) -> None:
    source = of(FILES[name], f"{name}.json")
    assert detect(source) is reader
    records = reader.read(source)
    golden(OWN / f"{name}.golden.json", [plain(record) for record in records])
    assert unburden_json.read(of(to_json(records), "record.json")) == records


def test_other_formats_are_not_taken() -> None:
    others = [path for path in FIXTURES.rglob("*") if path.is_file() and path.parent != OWN and path.suffix != ".toml"]
    assert len(others) > 20
    assert [path for path in others if reader.sniff(Source(path.name, path, path.read_bytes()))] == []


@pytest.mark.parametrize("name", ["summary", "charges", "dispositionEvents"])
def test_one_answer_alone_is_known_by_what_it_holds(name: str) -> None:
    source = of(json.dumps(json.loads(FILES["whole_case"])[name]))
    assert reader.sniff(source) > 0.9
    (record,) = reader.read(source)
    assert len(record.cases) == 1


def test_the_names_of_the_answers_do_not_matter() -> None:
    whole = json.loads(FILES["whole_case"])
    (record,) = read({"a": {"b": list(whole.values())}})
    assert ends(record) == {"01": "convicted", "02": "dismissed", "03": None}


def test_the_code_of_a_disposition_means_nothing_without_its_words() -> None:
    (record,) = read(FILES["dispositions_only"])
    assert ends(record) == {"52": "acquitted", "53": None}
    (guilty,) = read(FILES["dispositions_only"].replace('"SXQ"', '"Guilty"'))
    assert ends(guilty)["53"] is None
    assert [each.text for each in guilty.unread if "charge 53" in each.why] == ["disposition code: Guilty"]


def test_what_is_marked_as_deleted_decides_nothing() -> None:
    (record,) = read(FILES["dispositions_only"])
    assert [each.text for each in record.set_aside] == ["53. FELONY LARCENY: Superior Guilty - Judge"]
    (kept,) = read(FILES["dispositions_only"].replace('"IsDeleted": true', '"IsDeleted": false'))
    assert ends(kept)["53"] == "convicted"


def test_district_and_superior_dispositions_of_one_charge() -> None:
    (record,) = read(FILES["dispositions_only"])
    assert [each.outcome for each in charges(record)["52"].dispositions] == ["convicted", "acquitted"]


def test_several_defendants_are_several_records() -> None:
    hale, okafor = read(FILES["two_cases"])
    assert (ends(hale), ends(okafor)) == ({"51": "dismissed"}, {"51": "convicted", "1": None})
    assert [case.number for case in okafor.cases] == ["12CRS055010-310", "2016CR000555"]
    assert "OKAFOR" not in to_json([hale])


def test_charges_of_parties_that_are_not_listed_are_kept_apart() -> None:
    two = json.loads(FILES["two_cases"])[0]
    del two["Parties"], two["DispositionEvents"]
    first, second = read(two)
    assert (list(charges(first)), list(charges(second))) == (["51"], ["51"])
    two["Parties"] = {"Parties": json.loads(FILES["two_cases"])[0]["Parties"]["Parties"][:1]}
    listed, other = read(two)
    assert (listed.person.names, other.person.names) == (("HALE, TAMSIN RUTH",), ())


def test_an_amended_charge_keeps_what_it_was() -> None:
    charge = charges(read(FILES["whole_case"])[0])["01"]
    assert [(each.stage, each.statute) for each in charge.versions] == [("filed", "14-204"), ("amended", "14-204(7)")]
    assert charge.printed("description") == "SOLICIT FOR PROSTITUTION"


def test_an_event_that_two_answers_hold_counts_once() -> None:
    whole = json.loads(FILES["whole_case"])
    whole["combinedEvents"] = whole["dispositionEvents"]
    (record,) = read(whole)
    assert [len(charge.dispositions) for charge in charges(record).values()] == [2, 1, 0]
    assert len(charges(record)["01"].sentence) == 1


def test_a_judge_named_beside_a_sentence_is_not_kept() -> None:
    whole = json.loads(FILES["whole_case"])
    for event in whole["dispositionEvents"]["Events"]:
        for held in event["Event"].values():
            for each in held if isinstance(held, list) else ():
                each["JudgeId"] = each["SentenceJudgeId"] = {"Word": "J", "Description": "Guilty, Judge"}
    (record,) = read(whole)
    assert "Guilty, Judge" not in to_json([record])
    assert ends(record) == {"01": "convicted", "02": "dismissed", "03": None}


def test_a_respondent_is_the_one_accused() -> None:
    (record,) = read(FILES["whole_case"].replace('"Defendant"', '"Respondent"'))
    assert record.person.names == ("QUINTERO, MARISOL ADELA", "ROSE, MARI")


def test_pleas_decide_nothing_and_sentences_are_kept() -> None:
    charge = charges(read(FILES["whole_case"])[0])["01"]
    assert [(each.printed, each.outcome) for each in charge.dispositions][1] == ("Plea: Guilty", None)
    assert [(each.kind, each.printed) for each in charge.sentence] == [("probation", "Probation 12 Months")]
    pleas = FILES["whole_case"].replace("CriminalDispositionEvent", "PleaEvent")
    assert set(ends(read(pleas)[0]).values()) == {None}


def test_fees_of_the_defendant_are_added() -> None:
    assert read(FILES["whole_case"])[0].cases[0].balance_due == "220.50"


def test_what_nobody_needs_is_not_kept() -> None:
    for text in FILES.values():
        kept = to_json(read(text))
        for word in ("QUARRY", "White", "Female", "Lawyer", "JUDICIAL", "OFFICER, SOME", "Millbrook"):
            assert word not in kept


def test_values_stand_where_they_say() -> None:
    lines = FILES["whole_case"].split("\n")
    charge = charges(read(FILES["whole_case"])[0])["01"]
    assert charge.outcome is not None
    for span, text in ((charge.outcome.spans["printed"], "District Guilty - Judge"), (charge.spans["offense_date"], "02/28/2009")):
        assert span.line is not None
        assert text in lines[span.line - 1]


@pytest.mark.parametrize("text", ["", "[", "{}", "[]", "null", '{"Events": 5}', '{"CaseSummaryHeader": 5}', "[" * 100_000, '{"a":' * 9000])
def test_what_holds_no_case_says_so(text: str) -> None:
    (record,) = read(text)
    assert record.cases == ()
    assert record.unread


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.sampled_from(("", "1", "Guilty", "01/02/2003", "Defendant", "PleaEvent")),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner, max_size=3),
    max_leaves=6,
)


def _parts(value: Any) -> list[tuple[Any, Any]]:
    inner = list(value.items()) if isinstance(value, dict) else list(enumerate(value)) if isinstance(value, list) else []
    return [(value, name) for name, _ in inner] + [each for _, below in inner for each in _parts(below)]


@settings(max_examples=150, deadline=None)
@given(name=st.sampled_from(list(FILES)), data=st.data())
def test_no_value_in_any_place_raises(name: str, data: st.DataObject) -> None:
    value = json.loads(FILES[name])
    for _ in range(data.draw(st.integers(1, 4))):
        parts = _parts(value)
        if not parts:
            break
        holder, key = data.draw(st.sampled_from(parts))
        holder[key] = data.draw(JSON)
    records = read(value)
    assert unburden_json.read(of(to_json(records), "r.json")) == records


@settings(max_examples=100, deadline=None)
@given(st.binary(max_size=500))
def test_no_bytes_raise(data: bytes) -> None:
    assert reader.read(of(data))


@pytest.mark.parametrize("name", ["Charges", "Parties", "Events", "CaseFees", "answers", "cases"])
def test_floods_take_linear_work(name: str) -> None:
    whole = json.loads(FILES["whole_case"])
    item: Any = {
        "Charges": whole["charges"]["Charges"][0],
        "Parties": whole["parties"]["Parties"][0],
        "Events": whole["dispositionEvents"]["Events"][0],
        "CaseFees": whole["financialSummary"]["CaseFees"][0],
        "answers": whole["charges"],
        "cases": whole,
    }[name]
    count = 200 if name == "cases" else 3000
    flood = [item] * count if name in ("answers", "cases") else {name: [item] * count}
    begin = time.monotonic()
    assert read(json.dumps(flood if name == "cases" else {"first": whole["summary"], "then": flood}))
    assert time.monotonic() - begin < 20


# ---- the corpus beside the project


def test_the_sample_answer_reads_as_recorded(shared: Path) -> None:
    path = shared / "records" / "nc_portal_html" / "dispositions.json"
    source = Source(path.name, path, path.read_bytes())
    assert reader.sniff(source) > 0.9
    (record,) = reader.read(source)
    (case,) = record.cases
    (charge,) = case.charges
    assert case.jurisdiction == "US-NC"
    assert charge.outcome is not None
    assert (charge.outcome.outcome, charge.outcome.date) == ("dismissed", "2001-12-01")
    # One case, one charge, one outcome; the two entries that are not understood have no content at all, of 171 lines.
    assert [(each.span.line, each.text) for each in record.unread] == [(166, "SentenceEvent"), (167, "PleaEvent")]


def test_a_kind_of_event_that_is_not_known_is_shown_where_it_is_of_charges() -> None:
    (record,) = read(FILES["dispositions_only"].replace('"Type": "CriminalDispositionEvent"', '"Type": "VerdictEvent"'))
    assert any(each.text == "VerdictEvent" for each in record.unread)
    assert not any(charge.outcome for _, charge in record.charges())


def test_a_disposition_that_names_another_offense_says_so() -> None:
    changed = FILES["whole_case"].replace(
        '"ChargeOffenseDescription": "SOLICIT FOR PROSTITUTION"', '"ChargeOffenseDescription": "OTHER"', 1
    )
    found = [each.text for record in read(changed) for each in record.unread if "another name" in each.why]
    assert found == ["SOLICIT FOR PROSTITUTION"]


def test_the_day_of_filing_is_that_of_the_charge_as_filed() -> None:
    changed = FILES["whole_case"].replace('"AmendedDate": null', '"AmendedDate": "05/04/2009"', 1)
    charge = next(charge for record in read(changed) for _, charge in record.charges())
    assert [(each.stage, each.date) for each in charge.versions] == [("filed", "2009-03-02"), ("amended", "2009-05-04")]
