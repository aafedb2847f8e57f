"""The invented people of tests/fixtures/report, decided under the made-up law beside them."""

from __future__ import annotations

from datetime import date
from functools import cache
from pathlib import Path
from typing import Final

from unburden.facts import Answers
from unburden.facts_file import read_answers
from unburden.law import Law, read_law
from unburden.readers import Source, unburden_json
from unburden.record import Record
from unburden.relief import Result, decide

FIXTURES: Final = Path(__file__).resolve().parent.parent / "fixtures" / "report"
TODAY: Final = date(2026, 11, 23).toordinal()
PEOPLE: Final = ("ada", "ben", "cleo")


@cache
def made_up_law() -> Law:
    found = read_law(FIXTURES / "law")
    assert not found.problems
    return found


def record_of(name: str) -> Record:
    path = FIXTURES / f"{name}.json"
    (record,) = unburden_json.read(Source(path.name, path, path.read_bytes()))
    return record


def person(name: str) -> Result:
    """A person's record with the answers in the facts file beside it."""
    facts = FIXTURES / f"{name}.facts.toml"
    return decided(record_of(name), read_answers(str(facts), made_up_law()) if facts.exists() else None)


def decided(record: Record, answers: Answers | None = None) -> Result:
    return decide(record, made_up_law(), TODAY, answers)
