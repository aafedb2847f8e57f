"""The interview over the real other paths, with drawn answers: it ends, asks nothing twice, and leaves nothing that an answer would settle."""

from __future__ import annotations

import os
from collections.abc import Mapping
from functools import lru_cache
from random import Random

from attrs import evolve
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from unburden.calendar import parse_day
from unburden.facts import PERIODS, Answers
from unburden.law import Law, read_law
from unburden.path_law import GROUPS, PathLaw, read_paths
from unburden.path_questions import wanted_paths
from unburden.paths import BEGAN, ENDED, PLACES, PathResult, Paths, decide_paths, states_of
from unburden.prospects import Cell
from unburden.question import Question, answered, declined, implied, with_implied
from unburden.questions import next_question
from unburden.relief import WHOLE_RECORD

from .drawing import AS_OF

EXAMPLES = int(os.environ.get("UNBURDEN_EXAMPLES", "40"))
steady = settings(max_examples=max(5, EXAMPLES // 4), deadline=None, suppress_health_check=list(HealthCheck))
RANDOM = st.randoms(use_true_random=False)
DAYS = ("1948", "1979-05-17", "1996-02-29", "2003", "2009-12-31", "2010-01-01", "2016-11", "2021", "2024-11-23", "2026-01-01", "2026-11-22")
NUMBERS = (0, 1, 250, 100_000)


@lru_cache(maxsize=1)
def law() -> Law:
    return read_law(codes=[])


@lru_cache(maxsize=64)
def path_law(codes: tuple[str, ...]) -> PathLaw:
    """What is in good order of the paths; mistakes are the business of other tests."""
    return read_paths(law(), codes)


@lru_cache(maxsize=1)
def states() -> tuple[str, ...]:
    found = {code for path in path_law(()).paths.values() for code in path.states}
    return tuple(sorted(found)) or ("US-NY",)


def drawn_period(draw: Random) -> tuple[tuple[int, int], ...]:
    began = draw.randint(1995, 2025)
    low, high = parse_day(str(began)), parse_day(str(draw.randint(began, 2025)))
    return ((low[0], high[1]),)  # type: ignore[index]


def value(draw: Random, question: Question) -> object:
    match question.type:
        case "place":
            return draw.choice(states())
        case "places":
            return tuple(draw.sample(states(), min(len(states()), draw.randint(0, 2))))
        case "times":
            return drawn_period(draw)
        case "day":
            return draw.choice((*DAYS, "never") if "never" in question.text["en"] else DAYS)
        case "number":
            return draw.choice(NUMBERS)
        case "choice":
            return draw.choice(question.options)[0]
    return draw.random() < 0.6


def wanted(draw: Random) -> list[str]:
    """A few paths, a group, or now and then all of them."""
    names = list(path_law(()).paths)
    return (
        ["paths"]
        if draw.random() < 0.05
        else draw.choice([draw.sample(names, min(len(names), 3)), draw.sample(names, 1), [draw.choice(GROUPS)]])
    )


def decided(answers: Answers) -> Paths:
    return decide_paths(path_law(tuple(sorted(states_of(answers)))), AS_OF, answers)


def results(paths: Paths, names: list[str]) -> list[PathResult]:
    chosen = {path.id for path in wanted_paths(paths.law, names)}
    return [each for each in paths.results if each.path.id in chosen]


def unsettled(found: list[PathResult]) -> bool:
    """Whether any answer could change one of these: how a way stands, who comes into it, or which ways there are."""
    return any(set(each.where) & set(PLACES) and all(way.status == "closed" for way in each.ways) for each in found) or any(
        way.status == "ask" or (way.status != "closed" and any(touch.perhaps for touch in way.touches.values()))
        for each in found
        for way in each.ways
    )


@steady
@given(RANDOM)
def test_it_ends_and_asks_nothing_twice_and_nothing_once_all_is_settled(draw: Random) -> None:
    names = wanted(draw)
    answers, asked, seen = Answers(), frozenset[Cell](), set[Cell]()
    while True:
        paths = decided(answers)
        question = next_question(None, "", asked, paths, wanted_paths(paths.law, names))
        if question is None:
            break
        assert not question.cells & seen, f"{question.key} is asked twice"
        assert unsettled(results(paths, names)), f"{question.key} cannot change anything"
        fact = law().facts.get(question.fact)
        assert fact is None or (fact.danger != "open case" and fact.scope == "person")
        assert fact is None or not fact.after or paths_say(paths, fact.after), f"{question.key} before {fact.after}"
        assert question.text["en"]
        assert question.text["es"]
        seen |= question.cells
        match draw.randrange(6):
            case 0:
                answers = declined(answers, question)
            case 1:
                asked |= question.cells
            case _:
                answers = answered(answers, question, value(draw, question), law())
        assert len(seen) < 300


def paths_say(paths: Paths, fact: str) -> bool:
    """Whether a fact about the person was answered with yes, or follows from what was."""
    return bool(with_implied(paths.answers, law()).person.get(fact))


def a_person(draw: Random) -> tuple[dict[str, object], dict[str, tuple[str, ...]], tuple[tuple[int, int], ...]]:
    """Everything that a person could be asked: facts that do not contradict each other, places, times."""
    facts = law().facts
    own = {
        name: fact
        for name, fact in facts.items()
        if fact.scope == "person" and fact.origin in ("answer", "record") and fact.danger != "open case"
        if name not in (BEGAN, ENDED, *WHOLE_RECORD)
    }
    found: dict[str, object] = {name: draw.random() < 0.6 for name, fact in own.items() if fact.type in ("yesno", "since")}
    found["trafficked"] = True
    for name, targets in implied(facts).items():
        if found.get(name) is True:
            found.update((each, True) for each in targets if facts[each].scope == "person")
    for name, fact in own.items():
        match fact.type:
            case "day":
                found[name] = draw.choice(DAYS)
            case "number":
                found[name] = draw.choice(NUMBERS)
            case "choice" if fact.values:
                found[name] = draw.choice(fact.values)
    # What comes after a yes that they did not give says nothing of them.
    while senseless := [name for name in found if facts[name].after and found.get(facts[name].after) is not True]:
        for name in senseless:
            del found[name]
    some = draw.sample(states(), min(len(states()), 2))
    places = {"lives_in": (some[0],), "happened_in": tuple(some[: draw.randint(1, 2)]), "open_cases_in": tuple(some[: draw.randint(0, 1)])}
    return found, {each: places[each] for each in PLACES}, drawn_period(draw)


def statuses(found: list[PathResult]) -> Mapping[str, object]:
    return {way.way.law.key: way.status for each in found for way in each.ways} | {each.path.id: each.status for each in found}


@steady
@given(RANDOM)
def test_what_was_not_asked_would_have_changed_nothing(draw: Random) -> None:
    names = wanted(draw)
    facts, places, periods = a_person(draw)
    answers = Answers()
    while True:
        paths = decided(answers)
        question = next_question(None, "", frozenset(), paths, wanted_paths(paths.law, names))
        if question is None:
            break
        given = places[question.fact] if question.fact in places else periods if question.fact == PERIODS else facts[question.fact]
        answers = answered(answers, question, given, law())
    whole = evolve(answers, person={**facts, **answers.person}, places=places, periods=periods)
    paths_then = decide_paths(paths.law, AS_OF, whole)
    now, then = statuses(results(paths, names)), statuses(results(paths_then, names))
    differ = {each: (now[each], then[each]) for each in now if now[each] != then[each]}
    assert not differ, (answers, {name: facts[name] for name in facts if name not in answers.person})
