"""Each point of a report card moves with the condition that it is traced to, and with nothing else."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from unburden.calendar import parse_day
from unburden.errors import LawError
from unburden.law import law_folder, read_law
from unburden.report_card import SCALE, Card, grade, read_scale

from .trafficking_law import LAW, load

AS_OF = parse_day("2026-11-23")[0]  # type: ignore[index]


def card(folder: Path, *changes: tuple[str, str]) -> Card:
    law = load(folder, *changes)
    return grade(law, "US-ZZ", AS_OF, read_scale(law))


def points(found: Card) -> dict[str, float]:
    return {each.id: each.got for each in found.points}


PLAIN = {
    "range": 18, "arrests": 0, "offenses": 14, "discretion": 5, "nexus": 8, "time": 10, "hearing": 4, "burden": 4, "documentation": 3,
    "confidentiality": 5, "other": 5,
}  # fmt: skip


def test_a_card(tmp_path: Path) -> None:
    found = card(tmp_path)
    assert points(found) == PLAIN
    assert (found.got, found.of, found.letter, found.reaches) == (76, 100, "B", "many")
    assert found.main is not None
    assert found.main.id == "us-zz/9"
    traces = {each.id: each.traces for each in found.points}
    assert traces["offenses"] == ("§ 9(3)",)
    assert traces["nexus"] == ("§ 9(2)",)
    assert traces["hearing"] == ("§ 9(6)",)
    assert traces["arrests"] == ("§ 9(1)",)


@pytest.mark.parametrize(
    ("before", "after", "moved"),
    [
        ('effect = ["vacatur", "sealing"]', 'effect = ["set-aside"]', {"range": 8}),
        ('holds = "convicted"', 'holds = \'disposition in ("convicted", "dismissed", "adjudicated")\'', {"arrests": 7}),
        ('holds = "offense not in robbery"', 'holds = "offense in prostitution"', {"offenses": 4}),
        ('court = "shall"', 'court = "may"', {"discretion": 1}),
        ('holds = "result_of_trafficking"', 'holds = "trafficked"', {"nexus": 9}),
        ('holds = "result_of_trafficking"', 'holds = "direct_result_of_trafficking"', {"nexus": 5}),
        ('holds = "result_of_trafficking"', 'holds = "forced_by_trafficker"', {"nexus": 2}),
        ('holds = "result_of_trafficking"', 'holds = "result_of_trafficking or yes"', {"nexus": 10}),
        ('holds = "convicted"', 'holds = "convicted and today >= disposed_on + years(2)"', {"time": 5}),
        ('confidence = "high"', 'confidence = "high"\ncloses = "disposed_on + years(2)"', {"time": 5}),
        ('hearing = "if contested"', 'hearing = "required"', {"hearing": 0}),
        ('burden = "preponderance"', 'burden = "preponderance; clear and convincing for felonies"', {"burden": 1}),
        ('holds = "result_of_trafficking"', 'holds = "result_of_trafficking and official_documentation"', {"documentation": 0}),
        (
            'holds = "result_of_trafficking"',
            'holds = "result_of_trafficking"\npresumed_by = "official_documentation"\npresumed_cite = "§ 9(4)"',
            {"documentation": 5},
        ),
        ('confidential = "yes"', 'confidential = "no"', {"confidentiality": 0}),
        ('police = "none"', 'police = "cooperation needed"', {"other": 4}),
        ('holds = "convicted"', 'holds = "convicted and not restitution_owed and trafficking_ended"', {"other": 3}),
    ],
)
def test_what_moves_a_point(tmp_path: Path, before: str, after: str, moved: dict[str, float]) -> None:
    assert points(card(tmp_path, (before, after))) == PLAIN | moved


def test_what_is_not_plain_is_not_graded(tmp_path: Path) -> None:
    found = card(tmp_path, ('hearing = "if contested"\n', ""), ('confidential = "yes"\n', ""), ('burden = "preponderance"', 'burden = "unclear"'))
    assert found.of == 85
    assert {each.id for each in found.points if not each.of} == {"hearing", "confidentiality", "burden"}


def test_what_was_not_read_is_not_graded(tmp_path: Path) -> None:
    found = card(tmp_path, ('holds = "convicted"', 'holds = "disposition == \'dismissed\' or convicted and unread"'))
    said = {each.id: (each.got, each.of) for each in found.points}
    assert (said["range"], said["offenses"], said["arrests"]) == ((0, 0), (0, 0), (4, 10))
    assert (found.reaches, found.of, found.letter) == ("other", 60, "B")
    none = card(tmp_path / "none", ('holds = "convicted"', 'holds = "disposition == \'dismissed\' or convicted and unread"'), ('hearing = "if contested"\n', ""))
    assert (none.of, none.letter) == (55, "-")
    listed = card(tmp_path / "two", ('holds = "offense not in robbery"', 'holds = "offense in prostitution or unread"'))
    assert listed.reaches == "unread"
    assert {each.id: each.of for each in listed.points}["offenses"] == 0


def test_a_rest_that_was_not_read_can_hold_the_list_and_the_link(tmp_path: Path) -> None:
    rest = 'holds = "offense not in robbery"', 'holds = "unread"'
    found = card(tmp_path, rest)
    graded = {each.id: each.of for each in found.points}
    assert (graded["offenses"], graded["nexus"], found.reaches) == (0, 10, "unread")
    weak = card(tmp_path / "two", rest, ('holds = "result_of_trafficking"', 'holds = "trafficked"'))
    assert {each.id: each.of for each in weak.points}["nexus"] == 0
    hatched = card(tmp_path / "three", ('holds = "result_of_trafficking"', 'holds = "direct_result_of_trafficking or result_of_trafficking and unread"'))
    assert points(hatched)["nexus"] == 5


def test_offenses_of_two_provisions_count_together(tmp_path: Path) -> None:
    one = card(tmp_path, ('holds = "offense not in robbery"', 'holds = "offense in prostitution"'))
    second = LAW.replace("us-zz/9", "us-zz/10").replace("§ 9", "§ 10").replace("offense not in robbery", "offense not in prostitution and offense not in robbery")
    law = load(tmp_path / "two", ('holds = "offense not in robbery"', 'holds = "offense in prostitution"'), more=second)
    both = grade(law, "US-ZZ", AS_OF, read_scale(law))
    assert points(one)["offenses"] == 4
    assert points(both)["offenses"] == PLAIN["offenses"]


def test_a_law_for_minors_alone_reaches_no_adult(tmp_path: Path) -> None:
    found = card(tmp_path, ('holds = "result_of_trafficking"', 'holds = "age_at(offense_date) < 18"'))
    assert found.reaches == "other"
    assert points(found)["range"] == points(found)["offenses"] == 0


def test_no_law_for_survivors(tmp_path: Path) -> None:
    found = card(tmp_path, ('kind = "trafficking"', 'kind = "general"'))
    assert (found.letter, found.got, found.of, found.reaches, found.main) == ("F", 0, 100, "none", None)


def test_what_is_not_yet_in_force_is_not_graded(tmp_path: Path) -> None:
    assert card(tmp_path, ('hearing = "if', 'in_force = { from = 2027-01-01 }\nhearing = "if')).letter == "F"


def test_a_scale_that_is_missing_is_named(tmp_path: Path) -> None:
    law = load(tmp_path)
    (tmp_path / SCALE).unlink()
    with pytest.raises(LawError, match="scale of the report card cannot be read"):
        read_scale(law)


def test_the_ladder_holds_every_link_that_a_law_asks_for() -> None:
    law = read_law(law_folder(), [])
    ladder = read_scale(law).category["nexus"]["ladder"]
    held = {fact for rung in ladder for fact in rung["facts"]}
    links = {"trafficked", "recruited_for_commercial_sex"}
    # What only the other paths ask is no link of a law that clears records.
    own = tomllib.loads((law_folder() / "facts.toml").read_text(encoding="utf-8"))["facts"]
    while more := {name for name in own if set(law.facts[name].implies) & links} - links:
        links |= more
    assert links <= held, "a rung of law/report_card.toml is missing for these facts"
    assert held <= set(law.facts)


def test_scale_adds_up_to_a_hundred() -> None:
    scale = read_scale(read_law(law_folder(), []))
    assert sum(each["points"] for each in scale.category.values()) == 100
