"""The contract of ``unburden paths --format json``: its schema describes every key, and real results hold to it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from unburden.facts import Answers
from unburden.law import read_law
from unburden.law_file import CONFIDENCE, PARTIES, READ
from unburden.path_law import CONTACTS, COSTS, GIVES, GROUPS, PRIVATE, ROLES, SPEEDS, read_paths
from unburden.paths import PLACES, Paths, decide_paths
from unburden.paths_json import DOES_WORDS, SCHEMA, to_json
from unburden.paths_order import MATTERS

from .made_paths import AS_OF, decided
from .test_paths import record

SCHEMA_FILE = Path(__file__).parent.parent / "docs" / "schemas" / "paths.schema.json"
HOME = {"lives_in": ("US-ZZ",), "happened_in": ("US-ZZ",), "open_cases_in": ()}


@lru_cache(maxsize=1)
def schema() -> dict[str, Any]:
    found: dict[str, Any] = json.loads(SCHEMA_FILE.read_text(encoding="utf-8"))
    return found


@lru_cache(maxsize=1)
def validator() -> Draft202012Validator:
    Draft202012Validator.check_schema(schema())
    return Draft202012Validator(schema())


def said(paths: Paths) -> dict[str, Any]:
    """The result as a program reads it, which holds to the contract."""
    found: dict[str, Any] = json.loads(json.dumps(to_json(paths)))
    assert [f"{'/'.join(map(str, each.path))}: {each.message}" for each in validator().iter_errors(found)] == []
    return found


def nodes(value: object, path: str = "") -> Iterator[tuple[str, dict[str, Any]]]:
    if isinstance(value, dict):
        if "type" in value or "enum" in value or "properties" in value or "$ref" in value:
            yield path, value
        for key, inner in value.items():
            yield from nodes(inner, f"{path}/{key}")
    elif isinstance(value, list):
        for number, inner in enumerate(value):
            yield from nodes(inner, f"{path}/{number}")


def test_every_key_is_described_and_nothing_else_is_allowed() -> None:
    for path, node in nodes(schema()):
        if "properties" in node and not path.endswith("/properties"):
            assert node["additionalProperties"] is False, path
            for key, value in node["properties"].items():
                assert value.get("description") or "$ref" in value, f"{path}/{key}"
    assert all(each.get("description") for each in schema()["$defs"].values())


def test_its_words_are_those_of_the_program() -> None:
    parts = schema()["$defs"]
    way, path = parts["Way"]["properties"], parts["Path"]["properties"]
    for known, enum in (
        (CONTACTS, parts["Contact"]["enum"]), (ROLES, parts["Role"]["enum"]), (MATTERS, parts["Matter"]["enum"]), (GROUPS, path["group"]["enum"]),
        (GIVES, path["gives"]["items"]["enum"]), (SPEEDS, way["speed"]["enum"]), (COSTS, way["cost"]["enum"]), (PRIVATE, way["private"]["enum"]),
        (PARTIES, way["contact"]["required"]), (CONFIDENCE, way["confidence"]["enum"]), (READ, way["sources"]["items"]["properties"]["read"]["enum"]),
        ((*PLACES, "record"), path["where"]["items"]["enum"]), (tuple(DOES_WORDS.values()), path["order"]["items"]["properties"]["does"]["enum"]),
    ):  # fmt: skip
        assert set(known) == set(enum)
    assert parts["Paths"]["properties"]["schema"]["const"] == SCHEMA
    assert set(parts["Paths"]["properties"]["places"]["properties"]) == set(PLACES)


def test_what_is_said_of_a_person(tmp_path: Path) -> None:
    person = {
        "hurt": True,
        "us_citizen": False,
        "owed_wages": False,
        "owed_tips": True,
        "birth_date": "1990-02-28",
        "trafficking_ended_on": "2026-01-31",
    }
    found = said(decided(tmp_path, person=person, places=HOME, matters=("no police", "money")))
    assert (found["schema"], found["as_of"], found["matters"]) == ("unburden.paths/1", "2026-11-23", ["no police", "money"])
    assert found["places"] == {"lives_in": ["US-ZZ"], "happened_in": ["US-ZZ"], "open_cases_in": []}
    paths = {each["id"]: each for each in found["paths"]}
    assert [each["id"] for each in found["paths"]][-1] == "shield"
    aid = paths["aid"]
    assert (aid["status"], aid["group"], aid["gives"], aid["where"], aid["charges"]) == ("open", "money", ["money", "care"], [], [])
    assert aid["order"] == [
        {"matter": "no police", "does": "perhaps", "shown": "report needed"},
        {"matter": "money", "does": "yes", "shown": "money"},
    ]
    (way,) = aid["ways"]
    assert (way["way"], way["jurisdiction"], way["citation"], way["closes"], way["ask_contact"]) == (
        "aid/us-zz",
        "US-ZZ",
        "Z.C. § 5",
        None,
        ["has_letter"],
    )
    assert [(each["condition"], each["holds"], each["how"]) for each in way["because"]] == [
        ("place", "yes", "shown"),
        ("hurt", "yes", "shown"),
    ]
    assert way["deadlines"] == [
        {"id": "apply", "text": "To ask the fund", "last": {"earliest": "2029-01-31", "latest": "2029-01-31"}, "past": "no", "hard": False,
         "late": "Ask for more time.", "cite": "Z.C. § 5(3)"}
    ]  # fmt: skip
    assert way["contact"]["police"] == {
        "value": "report needed", "perhaps": "none", "text": "A report, or a letter of a shelter.", "cite": "Z.C. § 5(4)"
    }  # fmt: skip
    assert way["forms"] == [{"number": "F-5", "title": "Asking the fund", "source": "https://example.org/f5"}]
    assert paths["suit"]["ways"][1]["unsettled"] is True
    assert paths["visa"]["ways"][0]["closes"] == {"earliest": "2028-01-31", "latest": "2028-01-31"}
    assert [(each["way"], each["deadline"], each["hard"]) for each in found["clocks"]] == [
        ("visa/us", "file", True),
        ("aid/us-zz", "apply", False),
    ]
    documents = {each["id"]: each for each in found["documents"]}
    assert documents["grant"]["opens"] == [{"way": "visa/us", "role": "enough"}]
    assert documents["grant"]["from_ways"] == ["aid/us-zz"]
    assert found["chains"][0][0] == {"document": "letter", "role": "helps", "way": "aid/us-zz"}
    assert found["problems"] == []


def test_charges_are_named_by_their_ids(tmp_path: Path) -> None:
    found = said(decided(tmp_path, record=record(birth="1997-01-01"), charges={"k-1": {"delta": True}}))
    clean = next(each for each in found["paths"] if each["id"] == "clean")
    assert (clean["status"], clean["charges"], clean["where"], clean["ways"]) == ("open", ["k-1"], [], [])


def test_problems_are_told(tmp_path: Path) -> None:
    found = said(decided(tmp_path, person={"birth_date": "1990-01-01"}, record=record(birth="1991-01-01")))
    assert found["problems"]


@pytest.mark.parametrize(
    "person", [{}, {"us_citizen": True, "hurt": False}, {"trafficking_ended_on": "never"}, {"trafficking_ended_on": "2020"}]
)
def test_whatever_is_known_it_holds_to_the_contract(tmp_path: Path, person: dict[str, object]) -> None:
    said(decided(tmp_path, person=person, places=HOME))
    said(decided(tmp_path / "two", person=person))
    said(decided(tmp_path / "three", person=person, periods=((700000, 3652059),)))


@lru_cache(maxsize=1)
def real() -> Any:
    return read_paths(read_law(codes=[]), ["US-NY", "US-TX", "US-FL"])


VALUES = st.fixed_dictionaries(
    {}, optional={"birth_date": st.sampled_from(["1990-02-28", "2009", "2012-02-29"]), "trafficking_ended_on": st.sampled_from(["2025-05-05", "never", "2010"]),
                  "trafficked": st.booleans(), "us_citizen": st.booleans(), "told_agency": st.booleans()},
)  # fmt: skip


@settings(max_examples=12, deadline=None)
@given(
    VALUES,
    st.lists(st.sampled_from(MATTERS), unique=True, max_size=3),
    st.sampled_from([{}, {"lives_in": ("US-NY",)}, {"lives_in": ("US-TX",), "happened_in": ("US-FL", "US-NY"), "open_cases_in": ()}]),
)
def test_the_law_that_comes_with_the_program_holds_to_the_contract(
    person: dict[str, object], matters: list[str], places: dict[str, tuple[str, ...]]
) -> None:
    found = said(decide_paths(real(), AS_OF, Answers(person=person, matters=tuple(matters), places=places)))
    assert len(found["paths"]) == len(real().paths)


def test_every_state_holds_to_the_contract() -> None:
    said(decide_paths(read_paths(read_law(codes=[])), AS_OF))
