"""What must hold of every decision: learning narrows, order does not matter, work grows with the record's length."""

from __future__ import annotations

import os
from random import Random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from unburden import trees
from unburden.calendar import Bounds
from unburden.facts import bind_rows
from unburden.language import Node, Over, Own, walk
from unburden.person import Decision, Reading
from unburden.record import COLUMNS, Row
from unburden.trees import implications

from .drawing import ANSWER_FACTS, AS_OF, DAYS, people, provision, small_law
from .readings import answers_of, law_with

EXAMPLES = int(os.environ.get("UNBURDEN_EXAMPLES", "60"))
steady = settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=list(HealthCheck))


def decisions(readings: list[Reading], rows: list[Row]) -> dict[tuple[str, int], Decision]:
    law = small_law()
    bound = bind_rows([{name: row[name] for name in COLUMNS} for row in rows], law, answers_of(rows))
    return {
        (given["charge_id"], number): reading.decide(row)
        for given, row in zip(rows, bound.rows, strict=True)
        if given["jurisdiction"] == "US-ZZ"
        for number, reading in enumerate(readings)
    }


def draw_readings(draw: Random) -> list[Reading]:
    law = law_with([provision(draw, number) for number in range(draw.randint(1, 3))])
    return [Reading(each, law.layout) for each in law.in_force("US-ZZ", AS_OF)]


def learn(draw: Random, rows: list[Row]) -> tuple[list[Row], str, str] | None:
    """The rows with one gap filled: the new rows, the charge, and the column or fact; `None` if the draw finds no gap."""
    place = draw.randrange(len(rows))
    name = draw.choice(
        (
            *ANSWER_FACTS,
            "record_complete",
            "disposition",
            "case_status",
            "county",
            "balance_due",
            "statute",
            *COLUMNS[9:12],
            *COLUMNS[15:18],
        )
    )
    row = dict(rows[place])
    if row[name] and not (name.endswith("_date") and row[name] in ("2012", "2012-06")):
        return None
    if name == "disposition":
        if row["case_status"] == "open":
            return None
        row[name] = draw.choice(("convicted", "dismissed", "deferred"))
        if row[name] == "deferred" and row["case_status"] == "":
            return None
    elif name == "case_status":
        row[name] = draw.choice(("open", "closed"))
    elif name == "county":
        row[name] = draw.choice(("Adams", "Bell", "Cole"))
    elif name == "balance_due":
        row[name] = draw.choice(("0", "17"))
    elif name == "statute":
        if row["description"] or row["level"]:
            return None
        row[name] = draw.choice(("1.10", "2.10(1)", "3.10"))
    elif name.endswith("_date"):
        inside = [day for day in DAYS if day.startswith(row[name])]
        row[name] = draw.choice(inside if row[name] else [*inside, "never"])
    else:
        row[name] = draw.choice(("yes", "no"))
    after = [*rows[:place], row, *rows[place + 1 :]]
    if name in ("record_complete", "gamma"):
        after = [{**each, name: row[name]} for each in after]
    return after, row["charge_id"], name


def contradicts(rows: list[Row]) -> bool:
    law = small_law()
    return bool(bind_rows([{name: row[name] for name in COLUMNS} for row in rows], law, answers_of(rows)).problems)


def inside(new: Bounds, old: Bounds) -> bool:
    return old[0] <= new[0] and new[1] <= old[1]


@steady
@given(st.randoms(use_true_random=False))
def test_learning_narrows_and_never_overturns(draw: Random) -> None:
    readings = draw_readings(draw)
    for rows in people(draw, most=3):
        for _ in range(6):
            learned = learn(draw, rows)
            if learned is None or contradicts(learned[0]):
                continue
            before, after = decisions(readings, rows), decisions(readings, learned[0])
            for key, old in before.items():
                new = after[key]
                assert inside(new.bounds, old.bounds), (key, learned[1:], old.bounds, new.bounds)
                assert inside(new.favorable, old.favorable), (key, learned[1:])
                assert inside(new.strict, old.strict), (key, learned[1:])
                if old.closes is not None:
                    assert new.closes is not None
                    assert inside(new.closes, old.closes), (key, learned[1:])
            rows = learned[0]


@steady
@given(st.randoms(use_true_random=False))
def test_a_charge_nobody_had_seen_narrows_too(draw: Random) -> None:
    """Until the record is complete, the bounds leave room for any charge that turns up elsewhere."""
    readings = draw_readings(draw)
    crowd = people(draw, most=2)
    for rows in crowd:
        rows = [{**row, "record_complete": ""} for row in rows]
        found = {
            **draw.choice(draw.choice(crowd)),
            "case_id": "elsewhere",
            "charge_id": "new",
            "record_complete": "",
            "gamma": rows[0]["gamma"],
        }
        before, after = decisions(readings, rows), decisions(readings, [*rows, found])
        for key, old in before.items():
            assert inside(after[key].bounds, old.bounds), key


@steady
@given(st.randoms(use_true_random=False))
def test_order_of_charges_does_not_matter(draw: Random) -> None:
    readings = draw_readings(draw)
    for rows in people(draw, most=2, charges=8):
        shuffled = list(rows)
        draw.shuffle(shuffled)
        one, two = decisions(readings, rows), decisions(readings, shuffled)
        assert {key: each.bounds for key, each in one.items()} == {key: each.bounds for key, each in two.items()}
        assert {key: set(each.needs) for key, each in one.items()} == {key: set(each.needs) for key, each in two.items()}


@steady
@given(st.randoms(use_true_random=False))
def test_what_is_not_asked_for_cannot_matter(draw: Random) -> None:
    """A fact that a decision does not name as open, nor one tied to it by an implication, changes nothing when it is learned."""
    readings = draw_readings(draw)
    tied = {name: {name, *sources, *targets} for name, sources, targets in implications(small_law().facts)}
    for rows in people(draw, most=3):
        places = {row["charge_id"]: place for place, row in enumerate(rows)}
        for _ in range(6):
            learned = learn(draw, rows)
            if learned is None or contradicts(learned[0]):
                continue
            after, charge, name = learned
            facts = _facts_of_column(name)
            before, then = decisions(readings, rows), decisions(readings, after)
            for key, old in before.items():
                mine = set(old.needs) if charge == key[0] or name in ("record_complete", "gamma") else set()
                mine |= {fact for group in old.elsewhere for place, fact in group if place == places[charge]}
                if not any(mine & tied.get(fact, {fact}) for fact in facts):
                    assert then[key].bounds == old.bounds, (key, charge, name, old.needs)


def _facts_of_column(name: str) -> set[str]:
    names = {
        "disposition": {"disposition", "case_ended", "disposed_on"},
        "case_status": {"case_ended", "disposed_on"},
        "statute": {"offense", "level", "inchoate"},
        "released_date": {"released_on"},
        "sentence_completed_date": {"sentence_completed_on"},
        "probation_revoked_date": {"probation_revoked_on"},
    }
    return names.get(name, {name})


@pytest.mark.parametrize("length", [40, 400])
def test_work_grows_with_the_length_of_the_record(length: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each condition over other charges looks at each charge once, also when every case is open and every fact unknown."""
    calls = 0
    real = trees.contribution

    def counted(kind: str, value: Bounds, chosen: Bounds) -> Bounds:
        nonlocal calls
        calls += 1
        return real(kind, value, chosen)

    monkeypatch.setattr(trees, "contribution", counted)
    draw = Random(7)
    readings: list[Reading] = []
    while sum(len(reading.provision.conditions) for reading in readings) < 8:
        # A loop that compares the others with the charge itself is answered for each charge anew (decision 0017).
        readings += [each for each in draw_readings(draw) if not _pairs(each)]
    loops = {each for reading in readings for tree in _trees(reading) for each in walk(tree) if isinstance(each, Over)}
    blank = dict.fromkeys([*COLUMNS, *ANSWER_FACTS, "record_complete"], "")
    rows = [
        {**blank, "person_id": "p", "case_id": f"k{place // 2}", "charge_id": str(place), "jurisdiction": "US-ZZ", "case_status": "open"}
        for place in range(length)
    ]
    found = decisions(readings, rows)
    assert len(found) == length * len(readings)
    assert calls <= 2 * len(loops) * length + length


def _trees(reading: Reading) -> list[Node]:
    closes = reading.provision.closes
    return [tree for condition in reading.provision.conditions for tree in condition.trees()] + ([closes] if closes is not None else [])


def _pairs(reading: Reading) -> bool:
    return any(isinstance(each, Own) for tree in _trees(reading) for each in walk(tree))
