from __future__ import annotations

import json
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from unburden.readers import Source, courtlistener_json, detect, federal_cmecf, unburden_json
from unburden.readers.unburden_json import plain, to_json
from unburden.record import Charge, Record

FIXTURES = Path(__file__).parent.parent / "fixtures" / "courtlistener_json"
FILES = {path.stem: path.read_text(encoding="utf-8") for path in sorted(FIXTURES.glob("*.json")) if "golden" not in path.name}
FLOOD = 100_000


def of(text: str | bytes, name: str = "docket.json") -> Source:
    return Source(name, None, text.encode() if isinstance(text, str) else text)


def read(raw: object) -> list[Record]:
    return courtlistener_json.read(of(raw if isinstance(raw, (str, bytes)) else json.dumps(raw, indent=1)))


def charges(record: Record) -> dict[str, Charge]:
    return {charge.charge_id.rpartition(":")[2]: charge for _, charge in record.charges()}


def ends(record: Record) -> dict[str, tuple[str | None, str | None]]:
    outcomes = {label: charge.outcome for label, charge in charges(record).items()}
    return {label: (each.outcome, each.date) if each else (None, None) for label, each in outcomes.items()}


@pytest.mark.parametrize("name", FILES)
def test_a_file_reads_as_it_says(name: str, golden: Callable[[Path, object], None]) -> None:
    source = of(FILES[name], f"{name}.json")
    assert detect(source) is courtlistener_json
    golden(FIXTURES / f"{name}.golden.json", [plain(record) for record in courtlistener_json.read(source)])


@pytest.mark.parametrize("name", FILES)
def test_what_is_read_survives_our_own_json(name: str) -> None:
    records = read(FILES[name])
    assert unburden_json.read(of(to_json(records), "record.json")) == records


def test_other_files_are_not_taken() -> None:
    for path in FIXTURES.parent.glob("*/*"):
        if path.is_file() and "golden" not in path.name and path.parent != FIXTURES:
            assert courtlistener_json.sniff(Source(path.name, path, path.read_bytes())) == 0, path
    for text in ("", "{}", '{"docket_number": 5}', "criminal_counts", '{"schema": "unburden.record/1"}'):
        assert courtlistener_json.sniff(of(text)) == 0


def test_an_archive_file_joins_counts_and_entries_of_each_defendant() -> None:
    ysolde, ravi = read(FILES["archive"])
    assert ends(ysolde) == {
        "1s": ("convicted", "2018-06-15"),
        "2": ("dismissed", "2018-06-15"),
        "3": ("dismissed", "2018-06-15"),
    }
    assert [each.stage for each in charges(ysolde)["1s"].versions] == ["filed", "amended"]
    assert ends(ravi) == {"1": (None, None)}
    assert (ysolde.cases[0].status, ravi.cases[0].status) == ("closed", "open")
    assert (ysolde.cases[0].number, ysolde.cases[0].court, ysolde.cases[0].filed_date) == ("2:17-cr-90417", "zznd", "2017-03-02")


def test_parties_are_joined_to_their_docket_by_its_id() -> None:
    (record,) = read(FILES["pages"])
    known, unknown = record.cases
    assert (known.number, known.filed_date, known.status) == ("3:09-cr-90331", "2009-02-10", "closed")
    assert (unknown.number, unknown.case_id, unknown.filed_date) == (None, "docket 900137", None)
    assert any("is not in this file" in each.why for each in record.unread)
    assert [each.outcome and each.outcome.outcome for _, each in record.charges()] == ["convicted", "dismissed"]


def test_a_court_is_called_as_on_its_own_page() -> None:
    raw = json.loads(FILES["archive"])
    raw["court_id"] = "cand"
    case = read(raw)[0].cases[0]
    assert (case.county, case.court) == ("Northern District of California", "U.S. District Court, Northern District of California")
    raw["court_id"] = "zzd"
    case = read(raw)[0].cases[0]
    assert (case.county, case.court) == (None, "zzd")


def test_a_complaint_that_became_a_count_is_counted_once() -> None:
    assert len(read(FILES["pages"])[0].cases[0].charges) == 1
    assert [each.statute for each in read(FILES["archive"])[0].cases[0].charges[1].versions] == ["21:841(a)(1)", "21:841A=CD"]


def test_the_status_of_a_count_decides_nothing() -> None:
    raw = json.loads(FILES["archive"])
    for count in raw["parties"][0]["party_types"][0]["criminal_counts"]:
        count["status"] = 3 - count["status"]
    assert ends(read(raw)[0]) == ends(read(FILES["archive"])[0])


def test_names_and_places_of_others_are_not_kept() -> None:
    everything = repr([plain(record) for name in FILES for record in read(FILES[name])])
    for word in ("Someone Else", "Witness Name", "Placeholder", "Nowhere Lane", "Court Square", "USA"):
        assert word not in everything
    ysolde = read(FILES["archive"])[0]
    assert ysolde.person.names == ("Ysolde Marchetti-Brandt", "Yola")
    assert [each.text for each in ysolde.set_aside] == ["Interested Party"]


def test_what_does_not_fit_is_listed_and_loses_nothing() -> None:
    (record,) = read(FILES["mistakes"])
    told = {each.text for each in record.unread}
    assert {"2020-13-01", "1:20-cv-90001", "Gigantic", "7", "Frobnicated", "nonsense", "a count without words", "strange, thing"} <= told
    assert {"2:20-cr-90003", "PROSTITUTION"} <= told
    assert [case.number for case in record.cases] == ["2:20-cr-90002", "2:20-mj-90004"]
    assert record.cases[0].filed_date == "2020-02-03"


def test_a_docket_alone_has_no_charges_and_says_so() -> None:
    docket = json.loads(FILES["pages"])[0]["results"][0]
    records = read(docket)
    assert [list(record.charges()) for record in records] == [[]]


def test_what_is_no_json_says_so() -> None:
    (record,) = read('{"criminal_counts": [')
    assert "not JSON" in record.unread[0].why
    (record,) = read('{"criminal_counts": []}')
    assert record.unread


# ---- what must never happen


@pytest.mark.parametrize("name", FILES)
def test_no_cut_raises(name: str) -> None:
    for end in range(0, len(FILES[name]), 101):
        assert read(FILES[name][:end])


ANY = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=20) | st.just("18:1591 X(1-3s)") | st.just("2:20-cr-90002"),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["name", "status", "disposition", "x"]), inner, max_size=3),
    max_leaves=8,
)


@settings(max_examples=300, deadline=None)
@given(name=st.sampled_from(list(FILES)), data=st.data())
def test_no_value_in_any_place_raises(name: str, data: st.DataObject) -> None:
    raw = json.loads(FILES[name])
    for _ in range(data.draw(st.integers(1, 3))):
        at: Any = raw
        while True:
            keys = list(at) if isinstance(at, dict) else list(range(len(at)))
            if not keys:
                break
            key = data.draw(st.sampled_from(keys))
            if isinstance(at[key], (dict, list)) and data.draw(st.booleans()):
                at = at[key]
                continue
            at[key] = data.draw(ANY)
            break
    records = read(raw)
    assert records
    assert unburden_json.read(of(to_json(records), "r.json")) == records


@settings(max_examples=200, deadline=None)
@given(st.binary(max_size=500))
def test_no_bytes_raise(data: bytes) -> None:
    assert read(data)


def test_floods_take_linear_time() -> None:
    began = time.monotonic()
    count = {"name": "18:1591A.F X(1)", "disposition": "Dismissed", "status": 1}
    for n, flood in ((1, FLOOD), (FLOOD // 10, 1), (1, 1)):
        raw = json.loads(FILES["archive"])
        kind = raw["parties"][0]["party_types"][0]
        kind["criminal_counts"] = [{**count, "name": f"18:1591A.F X({i % 9999})"} for i in range(n)]
        kind["criminal_complaints"] = [{"name": f"21:{i} X", "disposition": ""} for i in range(n)]
        raw["docket_entries"] += [
            {"date_filed": "2018-01-01", "description": f"JUDGMENT as to Ysolde Marchetti-Brandt {i}"} for i in range(n)
        ]
        kind["criminal_counts"][0]["disposition"] = "Supervised release revoked. " * flood
        kind["extra_info"] = "also known as\n" * (FLOOD // 10)
        raw["parties"] += [{"name": f"A{i}", "party_types": [{"name": "Defendant"}]} for i in range(FLOOD // 10)]
        assert read(raw)
    assert read("[" * FLOOD)
    assert read('{"a":' * FLOOD)
    assert time.monotonic() - began < 40


# ---- the corpus beside the project


def test_the_sample_readings_agree_with_their_pages(shared: Path) -> None:
    """The JSON beside each docket page is another program's reading of it: both must give the same charges."""
    found = 0
    for path in sorted((shared / "records" / "federal_docket_html").glob("*.json")):
        page = path.with_suffix(".html")
        (mine,) = courtlistener_json.read(Source(path.name, path, path.read_bytes()))
        (theirs,) = federal_cmecf.read(Source(page.name, page, page.read_bytes()))
        assert mine.unread == ()
        for one, other in zip(charges(mine).values(), charges(theirs).values(), strict=True):
            assert [(each.stage, each.statute, each.description, each.level) for each in one.versions] == [
                (each.stage, each.statute, each.description, each.level) for each in other.versions
            ]
            assert [(each.printed, each.outcome, each.date, each.later) for each in one.dispositions] == [
                (each.printed, each.outcome, each.date, each.later) for each in other.dispositions
            ]
            assert [(each.kind, each.printed) for each in one.sentence] == [(each.kind, each.printed) for each in other.sentence]
            found += 1
    assert found == 6
