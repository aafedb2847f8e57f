"""The values of a filing: where each comes from, what is a blank, and what a court paper must not say."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

pytest.importorskip("docxtpl")
pytest.importorskip("icalendar")

from attrs import evolve

from tests.small_world import charge
from unburden.facts import Answers
from unburden.papers import blanks
from unburden.papers.declaration import declare
from unburden.papers.details import CaseDetails, Details, Filer
from unburden.papers.packets import Served, Step, read_packet
from unburden.papers.plan import Filing, make_plan
from unburden.papers.values import Maker
from unburden.record import Disagreement
from unburden.relief import Result

from .houses import decided

NAME = Details(name="Ana Bell")
CASE = decided([charge(1)]).record.cases[0].case_id


def filing_of(result: Result, **changes: Any) -> Filing:
    packet = read_packet("US-ZZ")
    paper = evolve(packet.papers[-1], **changes)
    found = make_plan(result, {"US-ZZ": evolve(packet, papers=(paper,), plaintiff="STATE OF ZETALAND")}).filings
    return found[0]


def values(details: Details = NAME, charges: int = 1, **changes: Any) -> dict[str, Any]:
    result = decided([charge(number) for number in range(1, charges + 1)])
    filing = filing_of(result, **changes)
    return Maker(result, details, "en").values(filing, declare(filing, result, details))


def lines(found: dict[str, Any]) -> list[str]:
    return [each["text"] for each in found["caption"]]


def test_what_is_not_known_is_a_blank_with_its_name() -> None:
    found = values(Details())
    assert blanks.names(found["hearing"]["day"]) == ["day of the hearing"]
    assert blanks.names(found["court"]["address"][0]) == ["address of the court"]
    assert blanks.names(found["filer"]["lines"][1]) == ["mailing address that is safe to use"]


def test_the_name_is_the_one_that_was_told_or_the_only_one_of_the_record() -> None:
    assert values()["name"] == "Ana Bell"
    assert values(Details())["name"] == "Ana Bell"
    result = decided([charge(1)])
    two = evolve(result, record=evolve(result.record, person=evolve(result.record.person, names=("Ana Bell", "Bo Carr"))))
    filing = filing_of(two)
    found = Maker(two, Details(), "en").values(filing, declare(filing, two, Details()))
    assert blanks.names(found["name"]) == ["full legal name"]
    assert found["charged_as"] == ["Ana Bell", "Bo Carr"]


def test_every_value_is_kept_with_its_source() -> None:
    result = decided([charge(1)])
    filing = filing_of(result)
    maker = Maker(result, NAME, "en")
    maker.values(filing, declare(filing, result, NAME))
    assert ("name", "Ana Bell", "answer") in maker.sources
    assert all(source for _, _, source in maker.sources)
    assert not [value for _, value, _ in maker.sources if blanks.OPEN in value]


def test_initials_stand_in_the_caption_only_where_they_are_asked_for() -> None:
    told = Details(name="Ana Bell", initials="A.B.")
    assert "Ana Bell," in lines(values(told))
    private = values(evolve(told, private=True))
    assert "A.B.," in lines(private)
    assert not [line for line in lines(private) if "Bell" in line]
    # A law that wants initials has them, unless the person says no.
    assert "A.B.," in lines(values(told, initials=True))
    assert "Ana Bell," in lines(values(evolve(told, private=False), initials=True))


@pytest.mark.parametrize(
    ("caption", "shown"),
    [
        ("", ["STATE OF ZETALAND,", "Plaintiff,", "v.", "Ana Bell,", "Defendant."]),
        ("person first", ["Ana Bell,", "Defendant,", "v.", "STATE OF ZETALAND,", "Plaintiff."]),
        ("alone", ["In re Ana Bell"]),
    ],
)
def test_the_parties_stand_as_the_court_wants_them(caption: str, shown: list[str]) -> None:
    assert lines(values(caption=caption)) == shown


def test_a_paper_may_name_the_parties_otherwise() -> None:
    found = values(caption="person first", party="Petitioner", plaintiff="STATE OF ZETALAND AND OTHERS", plaintiff_role="Respondent")
    assert lines(found) == ["Ana Bell,", "Petitioner,", "v.", "STATE OF ZETALAND AND OTHERS,", "Respondent."]
    assert found["movant"] == "the petitioner"


def test_findings_of_a_juvenile_court_are_not_headed_against_the_state() -> None:
    result = decided([charge(1)])
    filing = filing_of(result)
    entry = filing.entries[0]
    filing = evolve(filing, entries=(evolve(entry, charge=evolve(entry.charge, row={**entry.charge.row, "disposition": "adjudicated"})),))
    found = Maker(result, NAME, "en").values(filing, declare(filing_of(result), result, NAME))
    assert lines(found) == ["In re Ana Bell"]


def test_what_is_asked_is_asked_once() -> None:
    asks = ("vacate {what} on {charges};", "keep the file closed;")
    found = values(charges=3, asks=asks)
    assert found["asks"] == ["vacate the judgment of conviction on charges 1 to 3;", "keep the file closed;"]
    assert found["orders"] == ["Vacate the judgment of conviction on charges 1 to 3.", "Keep the file closed."]


def test_the_person_says_in_their_own_words_what_only_they_can_say() -> None:
    steps = (Step("why not then", "", "§ 1", key="why"), Step("the form's own words", ""), Step("sworn to", "", key="sworn", sworn=True))
    empty = values(must_say=steps)
    assert blanks.names(empty["must_say"][0]["text"]) == ["why not then"]
    assert empty["must_say"][1]["text"] == "the form's own words"
    assert blanks.names(empty["sworn_says"][0]["text"]) == ["sworn to"]
    told = values(Details(name="Ana Bell", says={"why": "Nobody asked me."}), must_say=(evolve(steps[0], label="Why"),))
    assert told["must_say"] == [{"text": "Why: Nobody asked me.", "cite": "§ 1"}]


def test_each_office_that_is_served_is_named_once() -> None:
    served = (Served("prosecutor", "District Attorney of {county} County"), Served("police", "The agency that made the arrest"))
    told = {CASE: CaseDetails(agency="Bell Police", police=("1 Main Street",), prosecutor=("2 Main Street", "Bell"))}
    found = values(Details(name="Ana Bell", cases=told), served=served)["served"]
    assert [(each["name"], each["lines"]) for each in found] == [
        ("District Attorney of Bell County", ["2 Main Street", "Bell"]),
        ("Bell Police", ["1 Main Street"]),
    ]


def test_an_attorney_signs_for_the_person() -> None:
    attorney = Filer("B. Counsel", "4711", "Office", ("1 Way", "Bell, ZZ 00001"), "555-0100", "b@example.org")
    filer = values(Details(name="Ana Bell", attorney=attorney))["filer"]
    assert filer["lines"] == ["B. Counsel", "Bar No. 4711", "Office", "1 Way", "Bell, ZZ 00001", "555-0100", "b@example.org"]
    assert (filer["role"], filer["attorney"], filer["city"]) == ("Attorney for Defendant", True, "Bell")


def test_a_hearing_of_any_case_of_the_filing_is_the_filings() -> None:
    told = {CASE: CaseDetails(hearing=date(2027, 1, 20), hearing_time="9:30 a.m.")}
    found = values(Details(name="Ana Bell", cases=told))
    assert found["hearing_shown"]
    assert found["hearing"]["day"] == "January 20, 2027"


def test_a_law_known_from_others_alone_is_not_quoted() -> None:
    result = decided([charge(1)])
    filing = filing_of(result)
    whole = Maker(result, NAME, "en").values(filing, declare(filing, result, NAME))
    told = evolve(filing, provision=evolve(filing.provision, source=evolve(filing.provision.source, read="secondary")))
    retold = Maker(result, NAME, "en").values(told, declare(told, result, NAME))
    assert [each["words"] for each in whole["conditions"]] == [each["words"] for each in retold["conditions"]]
    assert not any(each["quote"] for each in retold["conditions"])


def test_a_paper_without_a_name_of_its_own_is_an_application() -> None:
    assert values()["title"] == "APPLICATION TO VACATE"
    assert values(moving="motion")["title"] == "MOTION TO VACATE"


def test_what_sources_disagree_on_is_not_printed() -> None:
    result = decided([charge(1)])
    filing = filing_of(result)
    entry = filing.entries[0]
    disputed = Disagreement(entry.charge.row["charge_id"], "disposition_date", ("2019-05-01", "2019-06-01"), ())
    row = {**entry.charge.row, "disposition_date": ""}
    result = evolve(result, record=evolve(result.record, disagreements=(disputed,)))
    filing = evolve(filing, entries=(evolve(entry, charge=evolve(entry.charge, row=row)),))
    (found,) = Maker(result, NAME, "en").values(filing, declare(filing_of(result), result, NAME))["entries"]
    assert blanks.names(found["outcome_date"]) == ["day of the outcome of charge 1"]


def test_what_the_record_does_not_state_may_have_been_answered() -> None:
    result = decided([charge(1)])
    filing = filing_of(result)
    entry = filing.entries[0]
    charge_id = entry.charge.row["charge_id"]
    told = evolve(result, answers=Answers(charges={charge_id: {"disposed_on": "2019-05-01", "offense_date": date(2019, 2, 3)}}))
    row = {**entry.charge.row, "disposition_date": "", "offense_date": ""}
    filing = evolve(filing, entries=(evolve(entry, charge=evolve(entry.charge, row=row)),))
    maker = Maker(told, NAME, "en")
    (found,) = maker.values(filing, declare(filing_of(result), result, NAME))["entries"]
    assert (found["outcome_date"], found["offense_day"]) == ("May 1, 2019", "02/03/2019")
    assert ("day of the outcome, charge 1", "May 1, 2019", "answer") in maker.sources
