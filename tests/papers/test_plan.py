"""Which law is used for each charge, why none is, and which charges stand in one paper."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

import pytest
from attrs import evolve

from unburden.calendar import parse_day
from unburden.errors import InputError
from unburden.facts import Answers
from unburden.language import Words, parse
from unburden.papers.packets import Packet, Paper, read_packet
from unburden.papers.plan import Plan, make_plan
from unburden.provision import Clause, Provision
from unburden.record import Case, Record

from ..properties.drawing import small_law, tables
from ..small_world import charge, land, person, provision, real_facts, result

#: Effects from strong to weak, as the tests use them.
STRONG, MIDDLE, WEAK = "vacatur", "sealing", "restriction"
FACT = "result_of_trafficking"
ALWAYS_OPEN = "convicted"
NEVER_OPEN = "not convicted"
LATER = "today >= disposed_on + years(40)"


@cache
def house() -> Packet:
    return read_packet("US-ZZ")


def plan(record: Record, *laws: Provision, answers: Answers | None = None, only: Sequence[str] = (), together: str = "") -> Plan:
    papers = (Paper(tuple(each.id for each in laws), together=together), *house().papers)
    found = result(land(*laws), record, answers)
    return make_plan(found, {"US-ZZ": evolve(house(), papers=papers)}, only)


def used(found: Plan) -> dict[str, str]:
    """The law of each charge that is drafted, by its id."""
    return {entry.charge.row["charge_id"]: entry.relief.provision.id for each in found.filings for entry in each.entries}


def left(found: Plan) -> dict[str, tuple[str, str | None]]:
    return {each.charge.row["charge_id"]: (each.why, each.relief.provision.id if each.relief else None) for each in found.left_out}


ONE = person([charge(1)])
TOLD = Answers(charges={"c1": {FACT: True}})
DENIED = Answers(charges={"c1": {FACT: False}})


def test_the_strongest_law_that_is_open_is_used() -> None:
    found = plan(ONE, provision("weak", ALWAYS_OPEN, effect=WEAK), provision("strong", ALWAYS_OPEN, effect=STRONG))
    assert used(found) == {"c1": "us-zz/strong"}
    assert (found.left_out, found.stronger) == ((), ())
    (entry,) = found.filings[0].entries
    assert (entry.ready, entry.unsettled, entry.number) == (True, False, 1)


def test_what_is_open_goes_before_what_an_answer_could_open_and_that_is_named() -> None:
    found = plan(ONE, provision("ask", FACT, effect=STRONG, kind="trafficking"), provision("open", ALWAYS_OPEN, effect=WEAK))
    assert used(found) == {"c1": "us-zz/open"}
    ((stronger, relief),) = found.stronger
    assert (stronger.row["charge_id"], relief.provision.id) == ("c1", "us-zz/ask")


def test_a_weaker_law_that_asks_is_not_named_as_stronger() -> None:
    found = plan(ONE, provision("ask", FACT, effect=WEAK), provision("open", ALWAYS_OPEN, effect=STRONG))
    assert used(found) == {"c1": "us-zz/open"}
    assert found.stronger == ()


def test_where_nothing_is_open_the_strongest_that_an_answer_opens_has_a_draft_that_is_not_ready() -> None:
    found = plan(ONE, provision("weak", FACT, effect=WEAK), provision("strong", FACT, effect=STRONG))
    assert used(found) == {"c1": "us-zz/strong"}
    assert not found.filings[0].entries[0].ready


def test_the_day_of_the_draft_is_the_day_of_the_decision() -> None:
    found = plan(ONE, provision("soon", "today >= disposed_on + years(15)"))
    assert used(found) == {"c1": "us-zz/soon"}


def test_a_way_that_opens_later_is_no_draft() -> None:
    assert left(plan(ONE, provision("late", LATER))) == {"c1": ("later", "us-zz/late")}


def test_a_day_that_is_known_goes_before_a_general_law_that_only_asks_but_not_before_a_survivors_law() -> None:
    late = provision("late", LATER)
    assert left(plan(ONE, late, provision("ask", FACT, effect=STRONG))) == {"c1": ("later", "us-zz/late")}
    assert used(plan(ONE, late, provision("ask", FACT, kind="trafficking"))) == {"c1": "us-zz/ask"}


def test_what_the_law_does_by_itself_needs_no_paper() -> None:
    automatic = evolve(provision("auto", ALWAYS_OPEN), court="automatic")
    assert left(plan(ONE, automatic)) == {"c1": ("automatic", "us-zz/auto")}
    assert left(plan(ONE, automatic, provision("ask", FACT, effect=STRONG))) == {"c1": ("automatic", "us-zz/auto")}
    assert used(plan(ONE, automatic, provision("open", ALWAYS_OPEN, effect=WEAK))) == {"c1": "us-zz/open"}


def test_information_is_no_paper() -> None:
    assert left(plan(ONE, provision("told", ALWAYS_OPEN, kind="information"))) == {"c1": ("closed", None)}


def test_an_open_case_waits() -> None:
    record = person([charge(1, outcome=None)], [charge(2)], still_open=[1])
    found = plan(record, provision("open", 'disposition != "acquitted"'))
    assert left(found) == {"c1": ("waits", None)}
    assert used(found) == {"c2": "us-zz/open"}


def test_a_place_without_law_is_told() -> None:
    record = Record(cases=(Case("k1", "US-QQ", status="closed", charges=(charge(1),)),))
    assert left(plan(record, provision("open", ALWAYS_OPEN))) == {"c1": ("no-law", None)}


def test_what_is_closed_is_told() -> None:
    assert left(plan(ONE, provision("no", NEVER_OPEN))) == {"c1": ("closed", None)}


# ---- unsettled texts, minors, what was denied ------------------------------------------------------------------------


def two_readings(name: str, one: str, two: str, effect: str) -> Provision:
    """A law whose one condition has two readings."""
    way = provision(name, ALWAYS_OPEN, effect=effect)
    words = Words(real_facts(), small_law().jurisdictions["US-ZZ"].offenses.sets, tables())
    text = {"en": "a reading", "es": "una lectura"}
    readings = tuple(Clause(text, "§ 1", parse(each, words)) for each in (one, two))
    return evolve(way, conditions=(way.conditions[0], evolve(way.conditions[1], holds=None, readings=readings)))


def test_an_unsettled_text_that_holds_under_one_reading_is_used_as_unsettled() -> None:
    found = plan(ONE, two_readings("two", ALWAYS_OPEN, NEVER_OPEN, STRONG), provision("weak", ALWAYS_OPEN, effect=WEAK))
    assert used(found) == {"c1": "us-zz/two"}
    (entry,) = found.filings[0].entries
    assert (entry.ready, entry.unsettled) == (True, True)


def test_of_two_laws_of_one_strength_the_settled_one_is_used() -> None:
    found = plan(ONE, two_readings("a-two", ALWAYS_OPEN, NEVER_OPEN, STRONG), provision("sure", ALWAYS_OPEN, effect=STRONG))
    assert used(found) == {"c1": "us-zz/sure"}


def test_an_unsettled_text_that_also_asks_is_not_ready() -> None:
    for one, two in ((FACT, NEVER_OPEN), (ALWAYS_OPEN, FACT)):
        (entry,) = plan(ONE, two_readings("two", one, two, STRONG)).filings[0].entries
        assert (entry.ready, entry.unsettled) == (False, False)


def test_the_way_of_minors_is_not_taken_where_nothing_points_to_it() -> None:
    minors = provision("minors", "age_at(offense_date) < 18", effect=STRONG, kind="trafficking")
    assert left(plan(ONE, minors)) == {"c1": ("closed", None)}
    assert used(plan(ONE, minors, provision("open", ALWAYS_OPEN, effect=WEAK))) == {"c1": "us-zz/open"}
    assert used(plan(ONE, minors, answers=Answers(person={"birth_date": "1999-01-01"}))) == {"c1": "us-zz/minors"}
    assert used(plan(ONE, minors, only=["us-zz/minors"])) == {"c1": "us-zz/minors"}


def presumed(name: str) -> Provision:
    """A law that presumes its one condition from an official paper."""
    way = provision(name, FACT, effect=STRONG, kind="trafficking")
    paper = provision("x", "official_documentation").conditions[1].holds
    return evolve(way, conditions=(way.conditions[0], evolve(way.conditions[1], presumed_by=paper, presumed_cite="§ 9")))


def test_nobody_is_asked_to_swear_to_what_they_denied() -> None:
    assert used(plan(ONE, presumed("way"))) == {"c1": "us-zz/way"}
    assert used(plan(ONE, presumed("way"), answers=TOLD)) == {"c1": "us-zz/way"}
    assert left(plan(ONE, presumed("way"), answers=DENIED)) == {"c1": ("closed", None)}
    # With the paper itself the law presumes it, whatever was answered.
    assert used(plan(ONE, presumed("way"), answers=evolve(DENIED, person={"official_documentation": True}))) == {"c1": "us-zz/way"}


# ---- one law alone ---------------------------------------------------------------------------------------------------


def test_only_drafts_under_the_first_named_law_that_is_not_closed() -> None:
    laws = (provision("strong", ALWAYS_OPEN, effect=STRONG), provision("weak", ALWAYS_OPEN, effect=WEAK), provision("no", NEVER_OPEN))
    assert used(plan(ONE, *laws, only=["us-zz/weak"])) == {"c1": "us-zz/weak"}
    assert used(plan(ONE, *laws, only=["us-zz/no", "us-zz/weak", "us-zz/strong"])) == {"c1": "us-zz/weak"}
    assert left(plan(ONE, *laws, only=["us-zz/no"])) == {"c1": ("closed", None)}
    assert left(plan(person([charge(1, outcome=None)], still_open=[1]), *laws, only=["us-zz/weak"])) == {"c1": ("waits", None)}


def test_only_drafts_a_law_whose_day_is_to_come_and_does_not_call_it_ready() -> None:
    found = plan(ONE, provision("late", LATER), only=["us-zz/late"])
    assert used(found) == {"c1": "us-zz/late"}
    assert not found.filings[0].entries[0].ready


@pytest.mark.parametrize(("name", "hint"), [("us-zz/stong", ' (did you mean "us-zz/strong"?)'), ("x", ""), ("", "")])
def test_a_law_that_is_not_known_is_refused_with_the_nearest(name: str, hint: str) -> None:
    with pytest.raises(InputError) as caught:
        plan(ONE, provision("strong", ALWAYS_OPEN), only=["us-zz/strong", name])
    (problem,) = caught.value.problems
    assert problem.code == "unknown-provision"
    assert f"called {name}{hint};" in problem.message
    with pytest.raises(InputError):
        plan(Record(), provision("strong", ALWAYS_OPEN), only=["us-zz/strong"])


# ---- filings ---------------------------------------------------------------------------------------------------------

OPEN = provision("open", ALWAYS_OPEN)


def at(number: int, county: str | None, court: str | None = None, *charges: int) -> Case:
    return Case(f"k{number}", "US-ZZ", status="closed", county=county, court=court, charges=tuple(charge(each) for each in charges))


def grouped(found: Plan) -> list[tuple[str, list[str], list[str]]]:
    return [
        (each.name, [case.case_id for case in each.cases], [entry.charge.row["charge_id"] for entry in each.entries])
        for each in found.filings
    ]


COURTS = Record(
    cases=(
        at(1, "Adams", "Low Court", 1, 2),
        at(2, "ADAMS  County", "High Court", 3),
        at(3, "Bell", "LOW  COURT", 4),
        at(4, None, "Low Court", 5),
        at(5, None, None, 6),
        at(6, "adams county", "low court", 7),
        at(7, None, None, 8),
    )
)


def test_each_case_has_its_own_paper_unless_the_law_says_otherwise() -> None:
    cases = [("case-1", ["k1"], ["c1", "c2"]), *((f"case-{n}", [f"k{n}"], [f"c{n + 1}"]) for n in range(2, 8))]
    assert grouped(plan(COURTS, OPEN)) == cases
    assert grouped(plan(COURTS, OPEN, together="case")) == cases


def test_cases_of_one_county_go_into_one_paper_where_the_county_is_known() -> None:
    assert grouped(plan(COURTS, OPEN, together="county")) == [
        ("case-1", ["k1", "k2", "k6"], ["c1", "c2", "c3", "c7"]),
        ("case-2", ["k3"], ["c4"]),
        ("case-3", ["k4"], ["c5"]),
        ("case-4", ["k5"], ["c6"]),
        ("case-5", ["k7"], ["c8"]),
    ]


def test_cases_of_one_court_go_into_one_paper_but_not_across_counties() -> None:
    assert grouped(plan(COURTS, OPEN, together="court")) == [
        ("case-1", ["k1", "k6"], ["c1", "c2", "c7"]),
        ("case-2", ["k2"], ["c3"]),
        ("case-3", ["k3"], ["c4"]),
        ("case-4", ["k4"], ["c5"]),
        ("case-5", ["k5"], ["c6"]),
        ("case-6", ["k7"], ["c8"]),
    ]


def test_charges_are_numbered_from_one_in_each_paper() -> None:
    found = plan(COURTS, OPEN, together="county")
    assert [[entry.number for entry in each.entries] for each in found.filings] == [[1, 2, 3, 4], [1], [1], [1], [1]]


def test_two_papers_of_one_case_have_letters() -> None:
    record = person([charge(1), charge(2, outcome="dismissed"), charge(3)], [charge(4)])
    found = plan(record, OPEN, provision("dropped", 'disposition == "dismissed"'))
    assert grouped(found) == [
        ("case-1a", ["k1"], ["c1", "c3"]),
        ("case-1b", ["k1"], ["c2"]),
        ("case-2", ["k2"], ["c4"]),
    ]
    assert [each.provision.id for each in found.filings] == ["us-zz/open", "us-zz/dropped", "us-zz/open"]


def test_thirty_papers_of_one_case_have_thirty_names() -> None:
    record = person([charge(number, offense_date=f"2011-04-{number:02}") for number in range(1, 31)])
    laws = [provision(f"day-{number:02}", f'offense_date == date("2011-04-{number:02}")') for number in range(1, 31)]
    names = [each.name for each in plan(record, *laws).filings]
    assert len(set(names)) == 30
    assert (names[0], names[25], names[26], names[29]) == ("case-1a", "case-1z", "case-1aa", "case-1ad")


def test_versions_of_one_law_do_not_share_a_paper() -> None:
    changed = (parse_day("2027-01-01") or (0, 0))[0]
    old = evolve(provision("open", ALWAYS_OPEN), until=changed)
    new = evolve(provision("open", 'disposition == "dismissed"'), start=changed)
    record = person([charge(1), charge(2, outcome="dismissed")])
    found = plan(record, old, new, only=["us-zz/open"])
    assert used(found) == {"c1": "us-zz/open", "c2": "us-zz/open"}
    assert [len(each.entries) for each in found.filings] == [1, 1]
    for each in found.filings:
        assert all(entry.relief.provision.key == each.provision.key for entry in each.entries)


def test_sixty_charges_of_one_case_stand_in_one_paper_in_the_order_of_the_record() -> None:
    record = person([charge(number) for number in range(1, 61)])
    ((name, cases, charges),) = grouped(plan(record, OPEN))
    assert (name, cases, charges) == ("case-1", ["k1"], [f"c{number}" for number in range(1, 61)])
