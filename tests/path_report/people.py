"""Made-up people under the made-up paths of `tests.made_paths`, and a page of which every word is hostile."""

from __future__ import annotations

import tempfile
from functools import cache
from pathlib import Path
from typing import Any, Final

from attrs import evolve, fields, has

from tests.made_paths import AS_OF, decided, write
from tests.test_paths import record
from unburden.calendar import NEVER, parse_day
from unburden.facts import Answers
from unburden.law import read_law
from unburden.path_law import read_paths
from unburden.path_report.making import Sheet
from unburden.paths import Paths, decide_paths
from unburden.record import Record

GOLDEN: Final = Path(__file__).parent / "golden"
#: ada: nothing said; ben: almost all said, in two places; cleo: what matters, a record, and something that goes on.
PEOPLE: Final = ("ada", "ben", "cleo")


@cache
def folder() -> Path:
    made = Path(tempfile.mkdtemp(prefix="unburden-tests-"))
    return write(made)


def answers(name: str) -> tuple[Answers, Record | None]:
    if name == "ada":
        return Answers(), None
    if name == "ben":
        person: dict[str, object] = {
            "hurt": True, "us_citizen": False, "owed_wages": False, "owed_tips": True, "has_letter": True, "birth_date": "1990-02-28",
            "trafficking_ended_on": "2026-01-31",
        }  # fmt: skip
        return Answers(person, places={"lives_in": ("US-ZZ",), "happened_in": ("US-YY", "US-ZZ"), "open_cases_in": ()}), None
    began = parse_day("2019-03")
    assert began is not None
    return (
        Answers(
            {"hurt": False, "told_agency": False, "owed_wages": True, "us_citizen": True},
            charges={"k-1": {"delta": True}},
            periods=((began[0], NEVER),),
            places={"lives_in": ("US-ZZ",), "happened_in": ("US-ZZ",)},
            matters=("no police", "money", "privacy"),
        ),
        record(birth="1997-01-01"),
    )


def person(name: str) -> Paths:
    said, papers = answers(name)
    return under_made_up_law(said, papers)


def under_made_up_law(said: Answers, papers: Record | None = None) -> Paths:
    from unburden.paths import states_of
    from unburden.relief import decide

    law = read_law(folder())
    relief = decide(papers, law, AS_OF, said) if papers is not None else None
    return decide_paths(read_paths(law, states_of(said, papers)), AS_OF, said, relief)


def hostile(sheet: Sheet, text: str) -> Sheet:
    """The sheet with this text in every place that takes words of the law or of a person."""

    def filled(value: Any, name: str) -> Any:
        if name in ("lang", "kind", "id"):
            return value
        if isinstance(value, str):
            return text if value else value
        if isinstance(value, tuple):
            return tuple(filled(each, "") for each in value)
        if has(type(value)):
            return evolve(value, **{each.name: filled(getattr(value, each.name), each.name) for each in fields(type(value))})
        return value

    found: Sheet = filled(sheet, "")
    return found


__all__ = ["GOLDEN", "PEOPLE", "answers", "decided", "hostile", "person", "under_made_up_law"]
