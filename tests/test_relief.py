"""What is open, charge by charge: the order of the ways, the whole record assumed, open cases, and the JSON of all of it."""

from __future__ import annotations

import json
from functools import lru_cache
from pathlib import Path
from typing import Any

import pytest
from attrs import evolve
from hypothesis import given, settings
from jsonschema import Draft202012Validator

from unburden import law_file, merge
from unburden.calendar import AFTER, iso
from unburden.facts import Answers
from unburden.law import EFFECTS, MERITS, Law, read_law
from unburden.provision import Clause, Condition, Provision
from unburden.readers import readers
from unburden.record import Disagreement, Record, SetAside, Source, Span, Unread
from unburden.relief import MANY, SCHEMA, WHOLE_RECORD, Relief, Result, codes_of, decide, fact_json, to_json
from unburden.report.answers import choose
from unburden.terms import OUTCOMES

from .commands import FIXTURES, PAGE, TABLE, one_charge, table, unburden
from .drawn_records import records
from .small_world import AS_OF, charge, land, person, provision, result

SCHEMA_FILE = Path(__file__).parent.parent / "docs" / "schemas" / "check.schema.json"


@lru_cache(maxsize=1)
def validator() -> Draft202012Validator:
    schema = json.loads(SCHEMA_FILE.read_text(encoding="utf-8"))
    Draft202012Validator.check_schema(schema)
    return Draft202012Validator(schema)


def ids(found: Result, place: int = 0) -> list[str]:
    return [each.provision.id.removeprefix("us-zz/") for each in found.charges[place].relief]


# ---- order ---------------------------------------------------------------------------------------------------------


def test_what_can_be_used_comes_first_and_the_strongest_first_of_it() -> None:
    later = "today >= disposed_on + years(40)"
    law = land(
        provision("closed", "not convicted", effect="vacatur"),
        provision("ask", "forced_by_trafficker", effect="vacatur"),
        provision("later", later, effect="vacatur"),
        provision("seal", "convicted"),
        provision("general-vacate", "convicted", effect="vacatur", merits="merits"),
        provision("survivors-vacate", "convicted", effect="vacatur", merits="merits", kind="trafficking"),
        provision("defect-vacate", "convicted", effect="vacatur", merits="defect"),
        provision("know", "convicted", effect="information", kind="information"),
    )
    found = result(law, person([charge(1)]))
    assert ids(found) == ["survivors-vacate", "general-vacate", "defect-vacate", "seal", "know", "later", "ask", "closed"]
    assert [each.status for each in found.charges[0].relief] == ["open"] * 5 + ["later", "ask", "closed"]


def test_effects_from_strongest_to_weakest() -> None:
    law = land(*(provision(effect, "convicted", effect=effect) for effect in EFFECTS))
    order = [
        "vacatur",
        "expungement",
        "destruction",
        "set-aside",
        "dismissal",
        "sealing",
        "restriction",
        "sentence-reduction",
        "information",
    ]
    assert ids(result(law, person([charge(1)]))) == order
    assert sorted(order) == sorted(EFFECTS)


def test_the_strongest_of_several_effects_counts() -> None:
    both = evolve(provision("both", "convicted"), effect=("sealing", "vacatur"))
    found = result(land(provision("set", "convicted", effect="set-aside"), both), person([charge(1)]))
    assert ids(found) == ["both", "set"]
    assert found.charges[0].relief[0].effect == "vacatur"


def test_grounds_from_strongest_to_weakest() -> None:
    law = land(*(provision(each, "convicted", merits=each) for each in reversed(MERITS)))
    assert ids(result(law, person([charge(1)]))) == ["merits", "defect", "unclear", "none"]


# ---- the whole record ----------------------------------------------------------------------------------------------

NO_OTHER = "not any(c.convicted for c in others)"


def one(found: Result, place: int = 0) -> Relief:
    (relief,) = found.charges[place].relief
    return relief


def test_until_someone_says_that_the_record_is_whole_it_says_what_would_follow() -> None:
    law = land(provision("seal", NO_OTHER))
    found = result(law, person([charge(1)]), whole=False)
    relief = one(found)
    assert found.whole_record == ("record_complete",)
    assert (relief.status, relief.assumed_status) == ("ask", "open")
    assert relief.ask == ("record_complete",)
    two = result(law, person([charge(1)], [charge(2)]), whole=False)
    assert [each.status for each in (one(two, 0), one(two, 1))] == ["closed", "closed"]
    assert two.whole_record == ()


def test_once_it_is_said_nothing_is_assumed() -> None:
    law = land(provision("seal", NO_OTHER))
    said = result(law, person([charge(1)]), Answers(person={"record_complete": True}))
    assert (one(said).status, one(said).assumed, said.whole_record) == ("open", None, ())
    denied = result(law, person([charge(1)]), Answers(person={"record_complete": False}))
    assert (one(denied).status, denied.whole_record) == ("ask", ())


def test_only_what_matters_is_asked_of_the_whole_record() -> None:
    found = result(land(provision("seal", "convicted")), person([charge(1)]), whole=False)
    assert (one(found).status, found.whole_record, one(found).assumed_status) == ("open", (), None)
    both = land(provision("seal", NO_OTHER, "cases_elsewhere_ended"))
    assert result(both, person([charge(1)]), whole=False).whole_record == WHOLE_RECORD


def test_what_else_is_open_stays_asked_when_the_whole_record_is_assumed() -> None:
    relief = one(result(land(provision("seal", NO_OTHER, "forced_by_trafficker")), person([charge(1)]), whole=False))
    assert (relief.status, relief.assumed_status) == ("ask", "ask")
    assert set(relief.ask) == {"record_complete", "forced_by_trafficker"}


def test_a_question_about_another_charge_is_told_apart() -> None:
    law = land(provision("seal", "convicted and not any(c.convicted for c in others)"))
    found = result(law, person([charge(1)], [charge(2, outcome=None)]))
    first = one(found)
    assert (first.status, first.ask) == ("ask", ())
    assert to_json(found)["charges"][0]["relief"][0]["ask_elsewhere"] == ["disposition"]


# ---- open cases, and no law ----------------------------------------------------------------------------------------


def test_a_case_that_is_open_opens_when_it_ends() -> None:
    law = land(provision("seal", "today >= disposed_on + years(3)"), provision("know", "yes", kind="information", effect="information"))
    found = result(law, person([charge(1, outcome=None)], still_open=[1]))
    assert found.charges[0].open_case
    by_id = {each.provision.id: each for each in found.charges[0].relief}
    assert by_id["us-zz/seal"].status == "later"
    assert [iso(day) for day in by_id["us-zz/seal"].decision.bounds] == ["9003-01-01", "9003-01-01"]
    assert by_id["us-zz/know"].status == "open"
    assert not result(law, person([charge(1)])).charges[0].open_case
    assert by_id["us-zz/seal"].decision.bounds[0] >= AFTER


def test_a_deadline_closes() -> None:
    law = land(provision("seal", "convicted", closes="disposed_on + years(2)"))
    assert one(result(law, person([charge(1)]))).status == "closed"
    assert one(result(law, person([charge(1, day="2026-01-05")]))).status == "open"
    assert one(result(law, person([charge(1, day=None)]))).status == "ask"


def test_a_jurisdiction_without_a_law_is_named() -> None:
    record = person([charge(1)])
    elsewhere = evolve(record, cases=(*record.cases, evolve(record.cases[0], case_id="k9", jurisdiction="US-NV", charges=(charge(9),))))
    nowhere = evolve(elsewhere, cases=(*elsewhere.cases, evolve(record.cases[0], case_id="k0", jurisdiction=None, charges=(charge(0),))))
    found = result(land(provision("seal", "convicted")), nowhere)
    assert found.no_law == ("US-NV",)
    assert codes_of(nowhere) == ["US-ZZ", "US-NV"]
    assert [len(each.relief) for each in found.charges] == [1, 0, 0]
    assert [each.jurisdiction for each in found.charges] == ["US-ZZ", "US-NV", None]


def test_a_record_of_nothing() -> None:
    found = decide(Record(), land(provision("seal", "convicted")), AS_OF)
    assert (found.charges, found.whole_record, found.no_law, found.problems) == ((), (), (), ())


def test_the_same_record_in_another_order_comes_out_the_same() -> None:
    law = land(provision("seal", "count(c for c in others if c.convicted) <= 1", "today >= disposed_on + years(3)"))
    charges = [charge(1), charge(2, day="2020-01-01"), charge(3, outcome="dismissed"), charge(4, outcome=None)]
    forth, back = result(law, person(charges)), result(law, person(charges[::-1]))
    assert {each.charge.charge_id: each.relief[0].decision.bounds for each in forth.charges} == {
        each.charge.charge_id: each.relief[0].decision.bounds for each in back.charges
    }


# ---- JSON ----------------------------------------------------------------------------------------------------------


def test_the_json_of_a_charge() -> None:
    span = Span("p.txt", 4)
    first = charge(1, day="2024-06-01")
    first = evolve(first, versions=(evolve(first.versions[0], spans={"statute": span}),))
    found = to_json(result(land(provision("seal", "today >= disposed_on + years(3)", "forced_by_trafficker")), person([first])))
    (held,) = found["charges"]
    assert (found["schema"], found["as_of"]) == (SCHEMA, "2026-11-23")
    assert (held["charge_id"], held["case_id"], held["jurisdiction"], held["statute"]) == ("c1", "k1", "US-ZZ", "2.10(1)")
    assert held["source"] == {"file": "p.txt", "line": 4, "page": None}
    assert held["offense"]["id"] == "us-zz/2.10(1)"
    assert held["offense"]["sets"] == ["bread", "theft"]
    (relief,) = held["relief"]
    assert (relief["status"], relief["ask"]) == ("ask", ["forced_by_trafficker"])
    assert relief["opens"] == {"earliest": "2027-06-01", "latest": "9999-12-31"}
    assert [(each["condition"], each["holds"]) for each in relief["because"]] == [("case-ended", "yes"), ("c0", "later"), ("c1", "unknown")]
    assert relief["because"][1]["facts"] == [{"fact": "disposed_on", "value": "2024-06-01", "file": None, "line": None, "page": None}]
    assert list(validator().iter_errors(found)) == []


MINORS = provision("minors", "age_at(offense_date) < 18", effect="expungement")
SEAL = provision("seal", "forced_by_trafficker")


@pytest.mark.parametrize(
    ("fields", "answers", "order"),
    [
        ({}, {}, ["seal", "minors"]),
        ({"offense_date": "2011"}, {}, ["seal", "minors"]),
        ({"offense_date": ""}, {}, ["seal", "minors"]),
        # Whatever points to a juvenile court brings them back to their place.
        ({"outcome": "adjudicated"}, {}, ["minors", "seal"]),
        ({"level": "Juvenile Misdemeanor"}, {}, ["minors", "seal"]),
        ({}, {"juvenile_court_case": True}, ["minors", "seal"]),
        ({}, {"juvenile_supervision_ended_on": "2013"}, ["minors", "seal"]),
        ({}, {"juvenile_court_case": False, "juvenile_supervision_ended_on": "never"}, ["seal", "minors"]),
        # 17 or 18: what is known of the birth says that it may well have been so.
        ({}, {"birth_date": "1993"}, ["minors", "seal"]),
    ],
)
def test_ways_of_minors_stand_last_while_nothing_points_to_them(fields: dict[str, str], answers: dict[str, object], order: list[str]) -> None:
    found = result(land(MINORS, SEAL), person([charge(1, **fields)]), Answers(person=answers))  # type: ignore[arg-type]
    assert ids(found) == order
    assert [each.status for each in found.charges[0].relief] == ["ask", "ask"]
    assert [each.of_minors for each in found.charges[0].relief] == [False, order[0] == "seal"]


def test_a_way_for_those_under_21_is_no_way_of_minors_and_nothing_is_hidden() -> None:
    young = provision("young", "age_at(offense_date) < 21", effect="expungement")
    either = provision("either", "age_at(offense_date) < 18 or forced_by_trafficker", effect="expungement")
    found = result(land(young, either, SEAL, MINORS), person([charge(1)]))
    assert ids(found) == ["young", "either", "seal", "minors"]
    assert found.charges[0].relief[-1].ask == ("birth_date",)
    assert ids(result(land(MINORS), person([charge(1)]))) == ["minors"]


def test_a_way_of_minors_is_not_the_stronger_one_of_a_first_screen() -> None:
    found = result(land(MINORS, provision("open", "convicted")), person([charge(1)]))
    shown = choose(found.charges[0])
    assert (shown.best and shown.best.provision.id, shown.stronger) == ("us-zz/open", None)
    assert [each.provision.id for each in shown.also] == ["us-zz/minors"]


def two_readings(one: str, two: str, closes: str = "") -> Law:
    """A law whose one condition can be read in two ways."""
    base = provision("two", "convicted", closes=closes)
    clauses = tuple(Clause(base.title, "§ 1", _condition(each).holds) for each in (one, two))
    return land(evolve(base, conditions=(*base.conditions, Condition("r", base.title, "§ 1", readings=clauses))))


@pytest.mark.parametrize(
    ("one", "two", "closes", "status", "unsettled"),
    [
        # Both are open today, from whatever day.
        ("convicted", "today >= disposed_on + years(3)", "", "open", False),
        ("convicted", "today >= disposed_on + years(30)", "", "ask", True),
        ("today >= disposed_on + years(20)", "today >= disposed_on + years(30)", "", "ask", True),
        ("convicted", "not convicted", "", "ask", True),
        ("convicted", "convicted", "", "open", False),
        # After the last day both are closed, however they are read.
        ("convicted", "forced_by_trafficker", "disposed_on + years(1)", "closed", False),
    ],
)
def test_unsettled_is_what_comes_out_differently(one: str, two: str, closes: str, status: str, unsettled: bool) -> None:
    found = result(two_readings(one, two, closes), person([charge(1)]))
    (relief,) = found.charges[0].relief
    assert (relief.status, relief.unsettled) == (status, unsettled)
    shown = to_json(found)["charges"][0]["relief"][0]
    assert (shown["unsettled"], "readings" in shown) == (unsettled, unsettled)


def test_what_is_closed_asks_for_nothing() -> None:
    law = land(provision("late", "forced_by_trafficker", closes="disposed_on + years(1)"), provision("other", "forced_by_trafficker"))
    late, other = sorted(result(law, person([charge(1)])).charges[0].relief, key=lambda each: each.provision.id)
    assert (late.status, late.ask, late.decision.needs, late.decision.elsewhere) == ("closed", (), (), ())
    assert (other.status, other.ask) == ("ask", ("forced_by_trafficker",))


def full_law() -> Law:
    """A law in which everything that the JSON can say is said."""
    text = {"en": "x", "es": "x"}
    law = land()
    every = provision("every", "convicted", closes="disposed_on + years(90)")
    readings = tuple(Clause(text, "§ 1", parsed.holds) for parsed in (_condition("yes"), _condition("forced_by_trafficker")))
    excepted = evolve(_condition("not convicted"), id="e", exceptions=(Clause(text, "§ 2", _condition("convicted").holds),))
    presumed = evolve(_condition("forced_by_trafficker"), id="p", presumed_by=_condition("convicted").holds, presumed_cite="§ 3")
    unsettled = Condition("r", text, "§ 1", readings=readings)
    whole = evolve(every, conditions=(*every.conditions, excepted, presumed, unsettled, evolve(_condition(NO_OTHER), id="o")))
    jurisdiction = evolve(law.jurisdictions["US-ZZ"], provisions=(whole, provision("other", "no")))
    return Law(law.folder, law.facts, {"US-ZZ": jurisdiction})


def _condition(text: str) -> Any:
    made: Provision = provision("c", text)
    return made.conditions[1]


def test_everything_that_the_json_can_say_is_in_the_schema() -> None:
    record = evolve(
        person([charge(1), charge(2, outcome=None)], still_open=[]),
        sources=(Source("a.txt", "made", 3),),
        unread=(Unread(Span("a.txt", 2), "?", "no idea"),),
        set_aside=(SetAside(Span("a.txt", 3), "applicant", "no charge"),),
        disagreements=(Disagreement("c1", "level", ("A", "B"), (Span("a.txt", 1), Span("b.txt"))),),
        notes=("a note",),
    )
    answers = Answers(charges={"c1": {"forced_by_trafficker": False}, "c9": {"forced_by_trafficker": True}})
    found = result(full_law(), record, answers, whole=False)
    shown = to_json(found)
    assert list(validator().iter_errors(shown)) == []
    (every, _), _ = (each["relief"] for each in shown["charges"])
    assert {"readings", "if_whole_record"} <= every.keys()
    assert {"exception", "contradicted", "readings"} <= {key for each in every["because"] for key in each}
    assert every["closes"]
    assert shown["problems"]
    assert shown["notes"] == ["a note"]


def test_the_schema_refuses_what_the_contract_does_not_know() -> None:
    found = to_json(result(full_law(), person([charge(1)])))
    for change in ({"extra": 1}, {"schema": "unburden.check/2"}, {"as_of": "today"}, {"charges": [{}]}, {"person": None}):
        assert list(validator().iter_errors(found | change)), change
    for key in found:
        assert list(validator().iter_errors({name: value for name, value in found.items() if name != key})), key
    relief = found["charges"][0]["relief"][0]
    for change in ({"status": "maybe"}, {"opens": {"earliest": "2011-01-01"}}, {"because": [{"text": "x"}]}, {"surprise": 1}):
        charges = [found["charges"][0] | {"relief": [relief | change]}]
        assert list(validator().iter_errors(found | {"charges": charges})), change


def test_the_schema_knows_the_words_of_the_law() -> None:
    known = validator().schema["$defs"]
    relief = known["Relief"]["properties"]
    assert relief["effect"]["items"]["enum"] == [*EFFECTS]
    assert relief["kind"]["enum"] == [*law_file.KINDS]
    assert relief["merits"]["enum"] == [*MERITS]
    assert relief["court"]["enum"] == [*law_file.COURT]
    assert relief["contact"]["propertyNames"]["enum"] == [*law_file.PARTIES]
    assert relief["contact"]["additionalProperties"]["enum"] == [*law_file.CONTACT]
    assert known["Charge"]["properties"]["disposition"]["enum"] == [None, *OUTCOMES]
    assert known["Check"]["properties"]["whole_record"]["items"]["enum"] == [*WHOLE_RECORD]


PAPERS = sorted(
    path
    for folder in (*(reader.FORMAT for reader in readers()), "demo", "stack")
    for path in (FIXTURES / folder).glob("*")
    if ".golden." not in path.name and path.suffix != ".toml"
)


@pytest.mark.parametrize("path", PAPERS, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_what_the_command_prints_is_what_the_schema_says(path: Path) -> None:
    ran = unburden("check", path, "--format", "json", "--as-of", "2026-11-23")
    if "nothing in this file could be read as a charge" in ran.err:
        pytest.skip("a paper without a charge")
    assert ran.code in (0, 1), ran.err
    assert [error.message for error in validator().iter_errors(json.loads(ran.out))] == []


def test_several_people_are_a_list() -> None:
    ran = unburden("check", TABLE, "--format", "json")
    found = json.loads(ran.out)
    assert found["schema"] == MANY
    assert [each["person"]["id"] for each in found["people"]] == ["p1", "p2"]
    assert list(validator().iter_errors(found)) == []


@settings(max_examples=60, deadline=None)
@given(records)
def test_any_record_at_all_has_its_json(record: Record) -> None:
    law = real_law()
    found = to_json(decide(record, law, AS_OF))
    found["problems"] += [
        {"code": "x", "message": str(each), "file": each.file, "line": each.line, "page": each.page} for each in merge.suspicions(record, AS_OF)
    ]
    assert [error.message for error in validator().iter_errors(json.loads(json.dumps(found)))] == []
    assert len(found["charges"]) == len(list(record.charges()))


@lru_cache(maxsize=1)
def real_law() -> Law:
    return read_law(codes=["US", "US-OR"])


# ---- values --------------------------------------------------------------------------------------------------------


def test_facts_as_json() -> None:
    law = real_law()
    named = {
        "offense_date": [((1, 3652059), None), ((734138, 734138), "2011-01-01"), ((734138, 734502), ["2011-01-01", "2011-12-31"])],
        "convicted": [((1, 1), True), ((3652059, 3652059), False)],
        "case_ended": [((1, 1), True), ((AFTER, AFTER), False), ((1, AFTER), None)],
        "balance_due": [((12, 12), 12), ((0, 5), [0, 5])],
        "level": [((15, 15), "misdemeanor A"), ((20, 34), "felony")],
        "county": [("lane", "lane"), (None, None)],
        "unheard_of": [("x", "x")],
    }
    for name, pairs in named.items():
        for value, shown in pairs:
            assert fact_json(name, value, law) == shown, (name, value)


def test_a_way_that_opens_later_says_the_day(tmp_path: Path) -> None:
    file = tmp_path / "t.csv"
    file.write_text(
        table([one_charge(statute="164.043", description="Theft III", level="Misdemeanor Class C", disposition_date="2025-03-14")])
    )
    found = json.loads(unburden("check", file, "--format", "json", "--as-of", "2025-06-01").out)
    relief = next(each for each in found["charges"][0]["relief"] if each["provision"].startswith("us-or/137.225"))
    assert relief["status"] in ("later", "ask")
    assert relief["opens"]["earliest"] == "2026-03-14"


def test_the_page_of_the_fixtures_names_its_lines() -> None:
    found = json.loads(unburden("check", PAGE, "--format", "json").out)
    assert [each["source"]["line"] for each in found["charges"]] == [24, 25, 26]
    assert all(each["source"]["file"] == str(PAGE) for each in found["charges"])
