from __future__ import annotations

import json
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from unburden import terms
from unburden.merge import merge
from unburden.readers import Source, detect, readers, unburden_json
from unburden.readers import wisconsin_ccap as reader
from unburden.readers.unburden_json import plain, to_json
from unburden.record import Charge, Record

FIXTURES = Path(__file__).parent.parent / "fixtures" / "wisconsin_ccap"
FILES = {path.stem: path.read_text(encoding="utf-8") for path in sorted(FIXTURES.glob("*.json")) if ".golden" not in path.name}


def of(text: str | bytes, name: str = "case.json") -> Source:
    return Source(name, None, text.encode() if isinstance(text, str) else text)


def read(text: str, name: str = "case.json") -> list[Record]:
    return reader.read(of(text, name))


def charges(*records: Record) -> dict[str, Charge]:
    return {charge.charge_id: charge for record in records for _, charge in record.charges()}


def ends(*records: Record) -> dict[str, tuple[str | None, str | None]]:
    outcomes = {number: charge.outcome for number, charge in charges(*records).items()}
    return {number: (each.outcome, each.date) if each else (None, None) for number, each in outcomes.items()}


def changed(edit: Callable[[dict[str, Any]], None]) -> list[Record]:
    """The ordinary case with an edit to its result."""
    held = json.loads(FILES["ordinary"])
    edit(held["result"])
    return read(json.dumps(held, indent=1))


@pytest.mark.parametrize("name", FILES)
def test_a_file_reads_as_it_says(name: str, golden: Callable[[Path, object], None]) -> None:
    source = of(FILES[name], f"{name}.json")
    assert detect(source) is reader
    golden(FIXTURES / f"{name}.golden.json", [plain(record) for record in reader.read(source)])


@pytest.mark.parametrize("name", FILES)
def test_what_is_read_survives_our_own_json(name: str) -> None:
    records = read(FILES[name], f"{name}.json")
    assert unburden_json.read(of(to_json(records), "record.json")) == records


def test_other_files_are_not_taken() -> None:
    others = [path for path in FIXTURES.parent.rglob("*") if path.is_file() and path.parent != FIXTURES and path.suffix != ".pdf"]
    assert len(others) > 20
    assert [path.name for path in others if reader.sniff(of(path.read_bytes()))] == []
    assert all(
        reader.sniff(of(text)) == 0 for text in ("", "{}", "[]", '{"caseNo": "1"}', "caseNo countyNo charges", "<html>countyNo</html>")
    )


def test_no_other_reader_takes_these() -> None:
    for name, text in FILES.items():
        assert [each.FORMAT for each in readers() if each.sniff(of(text)) >= reader.sniff(of(text))] == [reader.FORMAT], name


def test_one_line_of_json_is_taken_too() -> None:
    assert detect(of(json.dumps(json.loads(FILES["ordinary"])))) is reader


# ---- what the case says


def test_a_read_in_is_neither_a_conviction_nor_a_clean_dismissal() -> None:
    assert ends(*read(FILES["ordinary"])) == {
        "99-2014CF000417:1": ("convicted", "2014-09-08"),
        "99-2014CF000417:2": ("read_in", "2014-09-08"),
        "99-2014CF000417:3": ("dismissed", "2014-09-08"),
        "99-2014CF000417:4": ("convicted", "2014-09-08"),
    }


def test_earlier_versions_of_a_charge_are_versions_and_no_further_charges() -> None:
    (record,) = read(FILES["ordinary"])
    first = charges(record)["99-2014CF000417:1"]
    assert [(each.stage, each.statute) for each in first.versions] == [
        ("filed", "944.33(1)(a)"),
        ("amended", "944.30(1m)(c)"),
        ("disposed", "944.30(1m)(a), 939.32"),
    ]
    assert [(each.text, each.why[:21]) for each in record.set_aside] == [
        ("99-2014CF000417:5 946.49(1)(a) Bail Jumping-Misdemeanor (Information Filed)", "an earlier version of")
    ]


def test_an_attempt_goes_into_the_offense_and_a_repeater_does_not() -> None:
    held = charges(*read(FILES["ordinary"]))
    first, second = held["99-2014CF000417:1"], held["99-2014CF000417:2"]
    assert first.printed("description") == "Attempt Prostitution-Nonmmarital Sexual Intercourse [Repeater]"
    assert first.printed("statute") == "944.30(1m)(a), 939.32"
    assert second.printed("description") == "PTAC, as a Party to a Crime Maintain Drug Trafficking Place [Domestic Abuse]"
    assert second.printed("statute") == "961.42(1), 939.05"


def test_a_conviction_after_a_deferral_and_a_dismissal_after_one() -> None:
    held = ends(*read(FILES["array"]))
    assert held["99-2015CF000031:1"] == ("dismissed", "2016-04-20")
    assert held["99-2015CF000031:2"] == ("convicted", "2015-11-29")


def test_a_sentence_on_revocation_is_no_second_conviction() -> None:
    charge = charges(*read(FILES["array"]))["99-2015CF000031:3"]
    assert [(each.printed, each.outcome, each.date, each.later) for each in charge.dispositions] == [
        ("Guilty Due to No Contest Plea", "convicted", "2015-04-17", False),
        ("Probation revoked", None, "2016-10-05", True),
        ("Guilty Due to No Contest Plea", None, "2016-10-13", True),
    ]
    assert charge.probation_revoked_date == "2016-10-05"
    assert [(each.kind, each.printed, each.date) for each in charge.sentence] == [
        ("probation", "Probation, Sent Withheld, 2 Years", "2015-05-01"),
        ("jail", "condition: Jail time, 60 Days", "2015-05-01"),
        ("prison", "State Prison, 18 Months", "2016-10-13"),
        ("probation", "Extended Supervision, 2 Years", "2016-10-13"),
    ]


def test_a_vacated_conviction_and_what_followed_it() -> None:
    held = ends(*read(FILES["array"]))
    assert held["99-2015CF000031:4"] == ("dismissed", "2018-02-01")
    # The day of the new judgment is that of the old one, and still it is what the court shows.
    assert held["99-2015CF000031:5"] == ("convicted", "2015-04-17")


def test_what_the_court_shows_as_the_disposition_decides() -> None:
    records = read(FILES["array"])
    held = ends(*records)
    assert held["99-2015CF000031:6"] == ("convicted", "2015-06-01")
    assert charges(*records)["99-2015CF000031:6"].dispositions[1].later
    assert held["99-2015CF000031:7"] == (None, None)
    assert held["99-2015CF000031:8"] == ("read_in", None)
    assert any("the court shows “Found Guilty at Court Trial”" in note for note in records[0].notes)


def test_an_order_without_a_disposition_is_no_outcome() -> None:
    records = read(FILES["array"])
    held = ends(*records)
    assert held["98-2015CF000031:1"] == (None, None)
    assert held["98-2015CF000031:2"] == ("deferred", "2015-03-03")
    assert held["98-2015CF000031:3"] == (None, None)
    assert [case.status for case in records[0].cases] == ["closed", "open"]
    assert sum("shows no disposition of this charge" in note for note in records[0].notes) == 1


def test_one_number_in_two_counties_is_two_cases_and_a_case_given_twice_is_one() -> None:
    records = read(FILES["array"])
    assert [case.case_id for record in records for case in record.cases] == [
        "99-2015CF000031",
        "98-2015CF000031",
        "99-2016CM000005",
        "99-2017CM000009",
    ]
    assert [each.why for each in records[0].set_aside] == [
        "this case stands in the file before; it is counted once",
        "this is not a criminal case",
    ]


def test_people_of_one_name_and_two_birth_dates_are_two() -> None:
    assert [(each.person_id, each.person.birth_dates) for each in read(FILES["array"])] == [
        ("Halvorsen-Quist, Liv M., 1988-03", ("1988-03",)),
        ("Abernathy-Zoll, Kit, 1990-11-02", ("1990-11-02",)),
        ("Abernathy-Zoll, Kit, 1961-01-30", ("1961-01-30",)),
    ]


def test_a_changed_name_and_a_second_birth_date_are_kept() -> None:
    (record,) = read(FILES["ordinary"])
    assert record.person.names == ("Halvorsen-Quist, Liv M.", "Halvorsen, Liv", "Quist, Livia M.")
    assert record.person.birth_dates == ("1988-03-14", "1987-03-14")
    assert record.person.numbers == ("WI 0000417",)


def test_a_case_the_site_refuses_is_shown() -> None:
    first = read(FILES["array"])[0]
    assert [(each.text, each.why.partition(":")[0]) for each in first.unread] == [
        ("43-2016CF000045", "the court's site does not show this case"),
        ("43-2016CF000046", "the court's site sent an error and no case"),
    ]


def test_a_cross_referenced_case_is_another_prosecution_unless_a_charge_went_there() -> None:
    (record,) = read(FILES["ordinary"])
    (case,) = record.cases
    assert (case.related, case.number, case.county, case.balance_due) == ((), "2014CF000417", "Northwoods", "443.50")
    assert "99-2014CF000417: the court's page also names 2014CM000988; if they are yours, read them too" in record.notes

    def moved(result: dict[str, Any]) -> None:
        result["charges"][2]["dispoDesc"] = result["charges"][2]["judgments"][0]["action"] = "Charge Consolidated into Another Case"

    assert changed(moved)[0].cases[0].related == ("2014CM000988",)


def test_the_same_offense_in_two_cross_referenced_cases_stays_two() -> None:
    one, other = (json.loads(FILES["ordinary"])["result"] for _ in range(2))
    for result, number, beside, day in (
        (one, "2014CF000417", "2014CF000418", "2014-05-20"),
        (other, "2014CF000418", "2014CF000417", "2014-07-01"),
    ):
        result.update(caseNo=number, crossReferenced=[{"caseNo": beside}], charges=result["charges"][:1], chargeHist=[])
        result["charges"][0]["offenseDate"] = day
    one["charges"][0].update(dispoDesc=None, judgments=[])
    merged = merge(read(json.dumps([one, other])))
    assert [(case.number, len(case.charges)) for case in merged.cases] == [("2014CF000417", 1), ("2014CF000418", 1)]


def put_judgments(*orders: dict[str, Any], final: str, status: str = "Closed") -> Charge:
    def edit(result: dict[str, Any]) -> None:
        result["status"] = status
        result["charges"][3].update(dispoDesc=final, judgments=list(orders))

    return charges(*changed(edit))["99-2014CF000417:4"]


def test_guilty_with_the_judgment_deferred_is_no_conviction() -> None:
    order = {"action": "Guilty Due to No Contest Plea", "orderDate": "2022-08-09", "supervisions": [{"descr": "DJ - no sentence imposed"}]}
    charge = put_judgments(order, final="Guilty Due to No Contest Plea", status="Open")
    assert charge.outcome is not None
    assert (charge.outcome.outcome, charge.outcome.date, charge.released_date) == ("deferred", "2022-08-09", None)
    # In a closed case nothing says whether there is a judgment of conviction.
    assert put_judgments(order, final="Guilty Due to No Contest Plea").outcome is None
    ended = put_judgments(
        order, {"action": "Dismissed on Prosecutor's Motion", "orderDate": "2023-08-09"}, final="Dismissed on Prosecutor's Motion"
    )
    assert [each.outcome for each in ended.dispositions] == ["deferred", "dismissed"]


def test_a_revocation_in_other_words_keeps_the_day_of_the_conviction() -> None:
    charge = put_judgments(
        {"action": "Guilty Due to No Contest Plea", "orderDate": "2014-09-02", "sentDate": "2014-09-02"},
        {
            "action": "Guilty Due to Guilty Plea",
            "orderDate": "2014-12-16",
            "sentDate": "2014-12-16",
            "reOpenedEvent": {"descr": "Probation revoked", "eventDate": "2014-11-21"},
        },
        final="Guilty Due to Guilty Plea",
    )
    assert charge.outcome is not None
    assert (charge.outcome.outcome, charge.outcome.date, charge.probation_revoked_date) == ("convicted", "2014-09-02", "2014-11-21")
    assert [each.outcome for each in charge.dispositions if each.later] == [None, None]


def test_sentenced_twice_without_a_vacated_conviction_is_told() -> None:
    orders = [{"action": "Guilty Due to Guilty Plea", "orderDate": day, "sentDate": day} for day in ("2014-09-02", "2015-06-15")]
    for event, told in (("Reopen charge", 1), ("Conviction vacated", 0)):
        orders[1]["reOpenedEvent"] = {"descr": event, "eventDate": "2015-06-15"}  # type: ignore[assignment]

        def edit(result: dict[str, Any]) -> None:
            result["charges"][3].update(dispoDesc="Guilty Due to Guilty Plea", judgments=orders)

        (record,) = changed(edit)
        assert sum("sentenced on 2014-09-02 and again on 2015-06-15" in note for note in record.notes) == told
        assert ends(record)["99-2014CF000417:4"] == ("convicted", "2015-06-15")


def test_citations_of_a_case_without_charges_are_shown() -> None:
    def edit(result: dict[str, Any]) -> None:
        cited = {"citnNo": "ZZ000000-1", "statuteCite": "99.01", "chargeDescr": "Loitering for Prostitution (ordinance)"}
        result.update(charges=[], chargeHist=[], isCriminal=False, caseType="FO", citations=[cited])

    (record,) = changed(edit)
    assert [each.text for each in record.unread][1:] == ["99-2014CF000417 ZZ000000-1 99.01 Loitering for Prostitution (ordinance)"]


def test_a_sentence_of_money_alone_took_no_liberty() -> None:
    held = charges(*read(FILES["ordinary"]))
    assert held["99-2014CF000417:4"].released_date == "never"
    assert held["99-2014CF000417:1"].released_date is None  # what its conditions are is not all known

    def with_jail(result: dict[str, Any]) -> None:
        result["charges"][3]["judgments"][0]["supervisions"][0]["notes"] = "10 days jail if not paid"

    assert charges(*changed(with_jail))["99-2014CF000417:4"].released_date is None


def test_no_address_and_nobody_elses_name_is_kept() -> None:
    for name, text in FILES.items():
        kept = to_json(read(text, f"{name}.json"))
        assert not [word for word in ("Nowhere", "Someone Else", "Nobody Kept", "Vandersloot", "Umbreit", "Okonjo") if word in kept]


def test_every_disposition_of_the_courts_list() -> None:
    said = {
        "Charge Dismissed but Read In": "read_in",
        "Guilty Due to No Contest Plea": "convicted",
        "Guilty Due to Alford Plea": "convicted",
        "Found Guilty at Jury Trial": "convicted",
        "Guilty - No Additional Sentence": "convicted",
        "Guilty but Not Guilty Due to Mental Disease/Defect": "insanity",
        "Found Not Guilty at Court Trial": "acquitted",
        "Dismissed Before Initial Appearance": "dismissed",
        "Deferred Prosecution or Sentence": "deferred",
        "Charge Consolidated into Another Case": "transferred",
        "Case Transferred to Another County": "transferred",
        "Venue Changed to Federal Court": "transferred",
        "Dismissed - Case is now a Felony": "transferred",
        "Extradited": None,
        "Administrative Disposition": None,
        "Discharged After Being Found Incompetent": None,
        "Other": None,
    }

    def put(words: str) -> Callable[[dict[str, Any]], None]:
        def edit(result: dict[str, Any]) -> None:
            result["charges"][2]["dispoDesc"] = result["charges"][2]["judgments"][0]["action"] = words

        return edit

    found = {words: ends(*changed(put(words)))["99-2014CF000417:3"][0] for words in said}
    assert found == said
    assert set(found.values()) <= {None, *terms.OUTCOMES}


@pytest.mark.parametrize("at", range(20, 8000, 900))
def test_a_file_that_breaks_off_is_not_read_and_says_so(at: int) -> None:
    (record,) = read(FILES["ordinary"][:at])
    assert not record.cases
    assert record.unread[0].why.startswith("this is not JSON")


def test_spans_lead_to_the_line() -> None:
    lines = FILES["ordinary"].split("\n")
    (record,) = read(FILES["ordinary"])
    charge = charges(record)["99-2014CF000417:2"]
    span = charge.dispositions[0].spans["printed"]
    assert span.line is not None
    assert lines[span.line - 1].strip() == '"action": "Charge Dismissed but Read In"'
    assert charge.versions[-1].spans["statute"].line is not None
    assert lines[(charge.versions[-1].spans["statute"].line or 0) - 1].strip().rstrip(",") == '"statuteCite": "961.42(1)"'


# ---- hostile files


@pytest.mark.parametrize(
    "text",
    [
        '{"caseNo": "1", "countyNo": 2, "charges": [' + ",".join(['{"chargeNo": 1}'] * 50_000) + "]}",
        '{"caseNo": "1", "countyNo": 2, "charges": [{"chargeNo": 1, "judgments": [' + ",".join(['{"action": "x"}'] * 100_000) + "]}]}",
        '{"caseNo": "1", "countyNo": 2, "chargeHist": [' + ",".join(['{"chargeNo": 1}'] * 50_000) + '], "charges": [{"chargeNo": 1}]}',
        "[" + ",".join(['{"caseNo": "1", "countyNo": 2, "charges": [{}], "defendant": {"name": "A, B"}}'] * 20_000) + "]",
        "["
        + ",".join(
            f'{{"caseNo": "{n}", "countyNo": 2, "charges": [], "defendant": {{"name": "A, B", "dob": "{n:04}-01-01"}}}}'
            for n in range(4000)
        )
        + "]",
        '{"caseNo": "1", "countyNo": 2, "charges": ' + "[" * 100_000 + "]" * 100_000 + "}",
        '{"result": ' * 200 + "1" + "}" * 200,
    ],
    ids=["charges", "judgments", "versions", "cases", "people", "nested", "wrapped"],
)
def test_a_flood_is_read_in_time(text: str) -> None:
    start = time.perf_counter()
    assert read(text)
    assert time.perf_counter() - start < 10


VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(max_size=20)
    | st.sampled_from(["2019-01-01", "Guilty", "Probation revoked"]),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(
            st.sampled_from(
                [
                    "result",
                    "caseNo",
                    "countyNo",
                    "charges",
                    "chargeHist",
                    "judgments",
                    "action",
                    "dispoDesc",
                    "orderDate",
                    "reOpenedEvent",
                    "descr",
                    "eventDate",
                    "chargeNo",
                    "seqNo",
                    "defendant",
                    "name",
                    "dob",
                    "alias",
                    "chargeModifiers",
                    "statuteCite",
                    "supervisions",
                    "timeConds",
                    "miscConds",
                    "available",
                    "view",
                    "status",
                ]
            ),
            inner,
            max_size=8,
        )
    ),
    max_leaves=40,
)


@settings(max_examples=150, deadline=None)
@given(VALUES)
def test_no_json_makes_the_reader_raise(value: object) -> None:
    assert read(json.dumps(value))


@settings(max_examples=60, deadline=None)
@given(st.sampled_from(sorted(FILES)), st.integers(0, 20_000), st.text(max_size=6), st.integers(0, 40))
def test_no_damage_makes_the_reader_raise(name: str, at: int, put: str, cut: int) -> None:
    text = FILES[name]
    assert read(text[: at % len(text)] + put + text[at % len(text) + cut :])
