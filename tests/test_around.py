"""Which other charges are behind a finding."""

from __future__ import annotations

import pytest
from attrs import evolve

from unburden.around import Around
from unburden.record import Charge
from unburden.relief import Result
from unburden.report import html, text

from .small_world import charge, land, person, provision, result


def of(found: Result, place: int = 0) -> list[int]:
    (relief,) = found.charges[place].relief
    return Around(found.bound, found.law).deciding(relief.provision, relief.provision.conditions[-1], place)


DISMISSED = charge(2, outcome="dismissed")
LATE = charge(3, day="2025-01-01")
EARLY = charge(4, day="2020-01-01")
UNREAD = charge(5, outcome=None, day=None)


@pytest.mark.parametrize(
    ("holds", "others", "places"),
    [
        ("all(not c.convicted for c in others)", [DISMISSED, LATE], [2]),
        ("not any(c.convicted for c in others)", [DISMISSED, LATE, EARLY], [2, 3]),
        ("not any(c.convicted for c in others)", [DISMISSED], []),
        # Of days the one that counts.
        ("today >= latest(c.disposed_on for c in others if c.convicted) + years(3)", [EARLY, DISMISSED, LATE], [3]),
        # Its own wait is the longer one.
        ("today >= latest(c.disposed_on for c in others if c.convicted) + years(3) and today >= disposed_on + years(90)", [LATE], []),
        # Two of them are needed, so that neither decides alone.
        ("count(c.convicted for c in others) < 2", [DISMISSED, LATE, EARLY], []),
        # Nobody knows how it ended.
        ("not any(c.convicted for c in others)", [DISMISSED, UNREAD], [2]),
        # Another reason is enough.
        ("dismissed_after_diversion or not any(c.convicted for c in others)", [LATE], [1]),
        ("not convicted and not any(c.convicted for c in others)", [LATE], []),
        ("convicted", [LATE], []),
    ],
)
def test_the_charges_that_decide(holds: str, others: list[Charge], places: list[int]) -> None:
    assert of(result(land(provision("p", holds)), person([charge(1), *others]))) == places


def test_a_charge_of_another_case_is_none_of_this_case() -> None:
    law = land(provision("p", "not any(c.convicted for c in same_case)"))
    found = result(law, person([charge(1), DISMISSED], [LATE]))
    assert of(found) == []
    assert of(result(law, person([charge(1), LATE]))) == [1]


def test_while_the_record_may_not_be_whole_it_is_taken_for_whole() -> None:
    found = result(land(provision("p", "not any(c.convicted for c in others)")), person([charge(1), LATE]), whole=False)
    assert of(found) == [1]
    assert of(result(land(provision("p", "not any(c.convicted for c in others)")), person([charge(1)]), whole=False)) == []


def test_many_charges_cost_no_more_than_a_moment() -> None:
    found = result(land(provision("p", "not any(c.convicted for c in others)")), person([charge(n) for n in range(1, 301)]))
    around = Around(found.bound, found.law)
    (relief,) = found.charges[0].relief
    assert around.deciding(relief.provision, relief.provision.conditions[-1], 0) == list(range(1, 21))


def test_of_many_charges_a_few_are_named() -> None:
    found = result(land(provision("p", "not any(c.convicted for c in others)")), person([charge(n) for n in range(1, 7)]))
    named = (f"charge {n}, TAKING LOAF {n} · Zetaland, 2011, 2.10(1)" for n in (2, 3, 4))
    assert f"[because of {', '.join(named)} and others]" in " ".join(text(found).split())


def test_the_report_names_the_charge_that_stands_in_the_way() -> None:
    found = result(land(provision("p", "not any(c.convicted for c in others)")), person([charge(1), DISMISSED, LATE]))
    shown = " ".join(text(found).split())
    assert "Not met: p in Zetaland (§ 0) [because of charge 3, TAKING LOAF 3 · Zetaland, 2011, 2.10(1)]" in shown
    assert "because of charge 3, TAKING LOAF 3 · Zetaland, 2011, 2.10(1)" in " ".join(text(found, full=True).split())
    assert "por el cargo 3, TAKING LOAF 3 · Zetalandia, 2011, 2.10(1)" in " ".join(text(found, "es").split())
    for full in (False, True):
        assert "because of charge 3, TAKING LOAF 3 · Zetaland, 2011, 2.10(1)" in html(found, full=full)
    sure = evolve(provision("p", "not any(c.convicted for c in others)"), confidence="high")
    unread = result(land(sure), person([charge(1), UNREAD]))
    assert "this depends on charge 2, TAKING LOAF 5 · Zetaland, 2011, 2.10(1)" in " ".join(text(unread).split())
    assert "because of" not in " ".join(text(result(land(provision("p", "not convicted")), person([charge(1), LATE])), full=True).split())
