"""The interview's order on random laws and people: it ends, asks nothing twice and nothing that cannot change anything."""

from __future__ import annotations

import os
import tomllib
from collections.abc import Iterator, Sequence
from itertools import product
from random import Random
from unittest.mock import patch

from attrs import evolve
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from unburden.facts import Answers
from unburden.facts_file import make_answers, write_answers
from unburden.law import Law
from unburden.prospects import Cell
from unburden.question import Question, answered, declined
from unburden.questions import next_question
from unburden.record import Record
from unburden.relief import Result, decide

from ..small_world import land, provision, record_of
from .drawing import AS_OF, DAYS, people
from .drawing import provision as random_provision

EXAMPLES = int(os.environ.get("UNBURDEN_EXAMPLES", "40"))
steady = settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=list(HealthCheck))
RANDOM = st.randoms(use_true_random=False)
LEVELS = ("misdemeanor A", "felony C", "violation")
VALUES = {
    "yesno": (True, False),
    "since": (True, False),
    "day": (*DAYS[::3], "2023-01-01", "2023-12-31", "never"),
    "number": (0, 40),
    "level": LEVELS,
}


def value(draw: Random, question: Question) -> object:
    if question.options:
        return draw.choice(question.options)[0]
    return draw.choice(VALUES.get(question.type, ("Adams", "Bell", "Cole")))


def answer(draw: Random, question: Question, answers: Answers, law: Law) -> Answers:
    if question.scope == "charge" and draw.random() < 0.5:
        some = [each.charge_id for each in question.charges if draw.random() < 0.7] or [question.charges[0].charge_id]
        return answered(answers, question, {each: value(draw, question) for each in some}, law)
    return answered(answers, question, value(draw, question), law)


def drawn(draw: Random) -> tuple[Law, Record]:
    provisions = [random_provision(draw, number) for number in range(draw.randint(1, 3))]
    return land(*provisions, small=True), record_of(people(draw, most=1, charges=4)[0])


@steady
@given(RANDOM)
def test_it_ends_and_asks_nothing_twice(draw: Random) -> None:
    law, record = drawn(draw)
    answers, asked, seen = Answers(), frozenset[Cell](), set[Cell]()
    while question := next_question(decide(record, law, AS_OF, answers), asked=asked):
        assert question.charges
        assert not question.cells & seen, "asked twice"
        seen |= question.cells
        match draw.randrange(5):
            case 0:
                answers = declined(answers, question)
            case 1:
                asked |= question.cells
            case _:
                before = answers
                answers = answer(draw, question, answers, law)
                # Charges left out of an answer may be asked about once more.
                seen -= {cell for cell in question.cells if not given_to(cell, answers) or given_to(cell, before)}
        assert len(seen) < 500


def given_to(cell: Cell, answers: Answers) -> bool:
    owner, fact = cell
    return fact in answers.person if not owner else any(fact in each.get(owner, {}) for each in (answers.cases, answers.charges))


# ---- against all completions, on laws and records that are small enough ----


LEAVES = ("alpha", "gamma", "delta", "epsilon", "offense in theft", "any(c.delta for c in others if c.gamma)")
DAY_LEAVES = ("zeta", "today >= disposed_on + years(3)", "today >= latest(c.disposed_on for c in others if c.delta) + years(3)")


def truth(draw: Random, depth: int) -> str:
    """A yes or no over few facts, so that some of them cannot matter, or only together."""
    if not depth:
        return draw.choice(LEAVES)
    one, two, three = (truth(draw, depth - 1) for _ in range(3))
    return draw.choice((one, f"not ({one})", f"({one} and {two})", f"({one} or {two})", f"({one} if {three} else {two})"))


def since(draw: Random, depth: int) -> str:
    if not depth:
        return draw.choice(DAY_LEAVES)
    one, two, three = since(draw, depth - 1), truth(draw, depth - 1), truth(draw, depth - 1)
    return draw.choice((f"({one} and {two})", f"({one} or {two})", f"({one} if {three} else {two})", two))


def small(draw: Random) -> tuple[Law, Record, Answers]:
    """A law over a few answers, and a record that states all else but a day."""
    provisions = []
    for number in range(draw.randint(1, 2)):
        conditions = [since(draw, draw.randint(0, 3)) for _ in range(draw.randint(1, 2))]
        provisions.append(provision(str(number), *conditions, small=True))
    rows = people(draw, most=1, charges=2)[0]
    for row in rows:
        row.update(jurisdiction="US-ZZ", county="Adams", case_status="closed", balance_due="0", birth_date="1990-02-28", description="")
        row.update(statute=draw.choice(("1.10", "2.10(1)", "2.10(2)")), level=draw.choice(LEVELS))
        row.update(disposition=draw.choice(("convicted", "dismissed")))
        row.update({name: draw.choice(DAYS) for name in row if name.endswith("_date") and name != "birth_date"})
        row.update(disposition_date=draw.choice((*DAYS, "2023", "2012")))
    return land(*provisions, small=True), record_of(rows), Answers(person={"record_complete": True})


def agreeing(draw: Random, question: Question, answers: Answers, law: Law, record: Record) -> Answers:
    """An exact answer that neither the record nor another answer contradicts."""
    while True:
        found = answered(answers, question, value(draw, question), law)
        if not decide(record, law, AS_OF, found).problems:
            return found


Pairs = dict[tuple[int, str], tuple[str, int]]


def statuses(result: Result) -> Pairs:
    return {
        (charge.place, each.provision.id): (each.status, each.decision.bounds[0] if each.status == "later" else 0)
        for charge in result.charges
        for each in charge.relief
    }


def wanted(result: Result) -> set[tuple[int, str]]:
    """What could still come out better than what is settled: all provisions here are equally strong."""
    found = set()
    for charge in result.charges:
        settled = [max(AS_OF, each.decision.bounds[0]) for each in charge.relief if each.status in ("open", "later")]
        for each in charge.relief:
            if each.status == "ask" and not any(day <= max(AS_OF, each.decision.bounds[0]) for day in settled):
                found.add((charge.place, each.provision.id))
    return found


def unanswered(result: Result) -> list[Cell]:
    """Facts on which something wanted still depends, and whose they are."""
    found: dict[Cell, None] = {}
    pairs = wanted(result)
    for charge in result.charges:
        for each in charge.relief:
            if (charge.place, each.provision.id) in pairs:
                needs = [(charge.place, name) for name in each.ask]
                needs += [need for group in each.ask_elsewhere for need in group if need[0] != charge.place]
                cells = [owner(result, place, name) for place, name in needs]
                found.update({cell: None for cell in cells if not given_to(cell, result.answers)})
    return list(found)


def owner(result: Result, place: int, name: str) -> Cell:
    scope = result.law.facts[name].scope if name in result.law.facts else "charge"
    row = result.charges[place].row
    return ("" if scope == "person" else row["case_id"] if scope == "case" else row["charge_id"]), name


def with_values(answers: Answers, law: Law, values: Sequence[tuple[Cell, object]]) -> Answers:
    person = dict(answers.person)
    cases = {case: dict(own) for case, own in answers.cases.items()}
    charges = {charge: dict(own) for charge, own in answers.charges.items()}
    for (whose, name), each in values:
        if each is not None:
            scope = law.facts[name].scope
            table = person if scope == "person" else (cases if scope == "case" else charges).setdefault(whose, {})
            table[name] = each
    return evolve(answers, person=person, cases=cases, charges=charges)


def completions(draw: Random, law: Law, cells: Sequence[Cell]) -> Iterator[list[tuple[Cell, object]]]:
    options = [[None, *VALUES[law.facts[name].type]] for _, name in cells]
    every = list(product(*options))
    draw.shuffle(every)
    for chosen in every:
        yield list(zip(cells, chosen, strict=True))


def matters(draw: Random, cell: Cell, record: Record, law: Law, answers: Answers) -> bool:
    """Whether under some values of the others, or none, something wanted changes with this fact."""
    now = decide(record, law, AS_OF, answers)
    pairs = wanted(now)
    for others in completions(draw, law, [each for each in unanswered(now) if each != cell]):
        seen = set()
        for one in (None, *VALUES[law.facts[cell[1]].type]):
            found = decide(record, law, AS_OF, with_values(answers, law, [*others, (cell, one)]))
            if not found.problems:
                seen.add(tuple(status for pair, status in statuses(found).items() if pair in pairs))
        if len(seen) > 1:
            return True
    return False


@steady
@given(RANDOM)
def test_nothing_is_asked_that_cannot_change_anything(draw: Random) -> None:
    law, record, answers = small(draw)
    with patch("unburden.prospects.WORK", 10**9), patch("unburden.prospects.ALL", 10**4):
        while question := next_question(decide(record, law, AS_OF, answers)):
            assume(len(unanswered(decide(record, law, AS_OF, answers))) <= 5)
            for cell in question.cells:
                assert matters(draw, cell, record, law, answers), f"{cell} cannot change anything"
            answers = agreeing(draw, question, answers, law, record) if draw.random() < 0.8 else declined(answers, question)


@steady
@given(RANDOM)
def test_what_is_left_when_nothing_is_asked_no_answer_could_settle(draw: Random) -> None:
    law, record, answers = small(draw)
    while question := next_question(decide(record, law, AS_OF, answers)):
        answers = agreeing(draw, question, answers, law, record)
    now = decide(record, law, AS_OF, answers)
    left = unanswered(now)
    assume(len(left) <= 5)
    for cell in left:
        assert not matters(draw, cell, record, law, answers), f"{cell} was not asked"


@steady
@given(RANDOM)
def test_answers_make_a_file_that_reads_back(draw: Random) -> None:
    law, record = drawn(draw)
    answers = Answers()
    while question := next_question(decide(record, law, AS_OF, answers)):
        answers = answer(draw, question, answers, law) if draw.random() < 0.7 else declined(answers, question)
    assert make_answers(tomllib.loads(write_answers(answers, law.facts)), law) == answers
