"""The board of a person's open questions: how likely answers are, what follows from them, and what conditions come to."""

from __future__ import annotations

from itertools import product
from pathlib import Path

import pytest

from unburden.board import NO as CLOSED
from unburden.board import OPEN, SKIPPED, UNKNOWN, State
from unburden.board import YES as HOLDS
from unburden.calendar import AFTER, ALWAYS, NEVER, NO, YES, Bounds, parse_day
from unburden.errors import LawError
from unburden.facts import PERIODS
from unburden.language import Fact
from unburden.law import law_folder
from unburden.weighing import COMBINED, TRIED, Chances, Weigher, answers_of, read_chances, seen, seen_last, seen_truth

from .small_world import AS_OF, real_facts

EVEN = Chances({}, (), ((6, 4, 1),), (0, 1, 5, 30))


def written(folder: Path, text: str) -> Chances:
    (folder / "paths").mkdir(parents=True)
    (folder / "paths" / "priors.toml").write_text(text, encoding="utf-8")
    return read_chances(folder)


def fact(name: str = "alpha", type: str = "yesno", *, weight: int = 0, values: tuple[str, ...] = (), implies: tuple[str, ...] = ()) -> Fact:
    return Fact(name, type, "person", "answer", values=values, implies=implies, weight=weight)  # type: ignore[arg-type]


# ---- the file of chances ----


def test_without_a_file_all_is_even(tmp_path: Path) -> None:
    chances = read_chances(tmp_path)
    assert chances.of(fact(), 2) == (0.5, 0.5)
    assert chances.of(fact(type="choice"), 4) == (0.25, 0.25, 0.25, 0.25)
    assert [chances.skipped(weight) for weight in (0, 3, 9)] == [0.0, 0.0, 0.0]
    assert chances.times(AS_OF)
    assert chances.dates(AS_OF)


def test_what_the_file_says_of_a_fact_holds_for_its_yes(tmp_path: Path) -> None:
    chances = written(tmp_path, "skip = [3, 5, 8]\n[yes]\nalpha = 90\n")
    assert chances.of(fact("alpha"), 2) == pytest.approx((0.9, 0.1))
    assert chances.of(fact("alpha", "since"), 2) == pytest.approx((0.9, 0.1))
    # A number or a choice has no yes, even by the same name.
    assert chances.of(fact("alpha", "number"), 2) == (0.5, 0.5)
    assert chances.of(fact("alpha", "choice"), 3) == pytest.approx((1 / 3,) * 3)
    assert chances.of(fact("beta"), 2) == (0.5, 0.5)


def test_how_often_a_question_is_skipped_goes_by_its_weight(tmp_path: Path) -> None:
    chances = written(tmp_path, "skip = [3, 5, 8]\n")
    assert [chances.skipped(weight) for weight in (0, 1, 2, 3, 99)] == pytest.approx([0.03, 0.05, 0.08, 0.08, 0.08])


def test_times_and_days_are_years_before_today(tmp_path: Path) -> None:
    chances = written(tmp_path, "days = [0, 4]\nperiods = [{ began = 10, ended = 8, of = 30 }, { began = 1, ended = 0, of = 10 }]\n")

    def day(text: str) -> Bounds:
        found = parse_day(text)
        assert found is not None
        return found

    assert chances.dates(AS_OF) == [day("2026-11-23"), day("2022-11-23")]
    assert chances.times(AS_OF) == [(day("2016-11-23")[0], day("2018-11-23")[0]), (day("2025-11-23")[0], day("2026-11-23")[0])]
    weigher = Weigher(chances)
    weigher.periods(4)
    (ask,) = weigher.board({}).asks
    assert (ask.name, ask.weight, ask.chances) == (PERIODS, 4, (0.75, 0.25))


@pytest.mark.parametrize("text", ["skip = [3,\n", "[yes\n", "skip = 1\nskip = 2\n"])
def test_a_file_that_is_broken_says_so(tmp_path: Path, text: str) -> None:
    with pytest.raises(LawError) as error:
        written(tmp_path, text)
    assert "priors.toml" in str(error.value)


def test_the_file_is_read_once(tmp_path: Path) -> None:
    first = written(tmp_path, "[yes]\nalpha = 90\n")
    (tmp_path / "paths" / "priors.toml").write_text("[yes]\nalpha = 10\n", encoding="utf-8")
    assert read_chances(tmp_path) is first


def test_the_chances_that_come_with_the_program_are_chances() -> None:
    chances = read_chances(law_folder())
    assert all(0 < each < 100 for each in chances.yes.values())
    assert all(0 <= each < 100 for each in chances.skip)
    assert all(began >= ended >= 0 < of for began, ended, of in chances.periods)
    truths = {name for name, each in real_facts().items() if each.type in ("yesno", "since")}
    assert set(chances.yes) & truths
    # What is named and is no yes-or-no fact would change nothing.
    wrong = {name for name in chances.yes if name in real_facts() and name not in truths}
    assert not wrong


# ---- questions ----


def test_a_question_is_made_once_by_its_key(tmp_path: Path) -> None:
    weigher = Weigher(written(tmp_path, "skip = [0, 10]\n"))
    first = weigher.ask(("balance_due", "k1"), 1, (0.5, 0.5))
    assert weigher.ask(("balance_due", "k2"), 1, (0.5, 0.5)) != first
    assert weigher.ask(("balance_due", "k1"), 5, (0.1, 0.9)) == first
    asks = weigher.board({}).asks
    assert [(each.name, each.weight, each.chances, each.skip) for each in asks] == [
        ("balance_due:k1", 1, (0.5, 0.5), 0.1),
        ("balance_due:k2", 1, (0.5, 0.5), 0.1),
    ]
    assert list(weigher.asks) == [("balance_due", "k1"), ("balance_due", "k2")]
    assert weigher.chances_of(first) == 2


def test_what_a_yes_brings_and_what_a_no_brings() -> None:
    facts = {
        each.name: each for each in (fact("heavy", implies=("middle",)), fact("middle", implies=("light",)), fact("light"), fact("else"))
    }
    weigher = Weigher(EVEN)
    numbers = {name: weigher.ask((name,), 1, (0.5, 0.5)) for name in ("light", "heavy", "else", "middle")}
    follows = {key: set(brings) for key, brings in weigher.board(facts).follows.items()}
    assert follows == {
        (numbers["heavy"], 0): {(numbers["middle"], 0), (numbers["light"], 0)},
        (numbers["middle"], 0): {(numbers["light"], 0)},
        (numbers["middle"], 1): {(numbers["heavy"], 1)},
        (numbers["light"], 1): {(numbers["middle"], 1), (numbers["heavy"], 1)},
    }


def test_nothing_follows_for_what_is_no_question_here() -> None:
    facts = {each.name: each for each in (fact("heavy", implies=("light",)), fact("light"))}
    weigher = Weigher(EVEN)
    weigher.ask(("heavy",), 1, (0.5, 0.5))
    assert weigher.board(facts).follows == {}


# ---- tables ----


def both(state: State) -> str:
    """That the first two questions are both answered with yes."""
    if 1 in state[:2]:
        return CLOSED
    return HOLDS if state[:2] == (0, 0) else UNKNOWN


def test_a_table_asks_its_outcome_once_for_each_combination() -> None:
    weigher, tried = Weigher(EVEN), list[State]()
    asks = [weigher.ask((name,), 1, (0.5, 0.5)) for name in "ab"]

    def outcome(state: State) -> str:
        tried.append(state)
        return both(state)

    table = weigher.table([*asks, asks[0]], outcome)
    assert table.asks == tuple(asks)
    for _ in range(2):
        assert {each: table.outcome(each) for each in product((OPEN, 0, 1), repeat=2)} == {
            each: both(each) for each in product((OPEN, 0, 1), repeat=2)
        }
    assert len(tried) == len(set(tried)) == 9
    # Skipped is as little known as not asked.
    assert table.outcome((SKIPPED, 1)) == CLOSED
    assert table.outcome((SKIPPED, 0)) == table.outcome((OPEN, 0)) == UNKNOWN
    assert len(tried) == 9


def test_what_questions_need_stands_in_the_table_behind_them() -> None:
    weigher = Weigher(EVEN)
    first = weigher.ask(("first",), 1, (0.5, 0.5))
    second = weigher.ask(("second",), 1, (0.5, 0.5), first)
    third = weigher.ask(("third",), 1, (0.5, 0.5), second)
    assert weigher.table([third], both).asks == (third, second, first)
    assert weigher.table([second, third], both).asks == (second, third, first)


def test_a_condition_over_too_much_counts_as_settled_once_all_is_answered() -> None:
    weigher = Weigher(EVEN)
    asks = [weigher.ask((f"q{number}",), 1, (0.5, 0.5)) for number in range(5)]
    assert 3 ** len(asks) > COMBINED > 3 ** (len(asks) - 1)
    small, large = weigher.table(asks[:4], both), weigher.table(asks, both)
    assert small.outcome((1, OPEN, OPEN, OPEN)) == CLOSED
    assert large.outcome((1, OPEN, OPEN, OPEN, OPEN)) == UNKNOWN
    assert large.outcome((1, 0, 0, 0, OPEN)) == UNKNOWN
    assert large.outcome((1, 0, 0, SKIPPED, 0)) == HOLDS
    unread = weigher.table(asks[:2], both, whole=False)
    assert unread.outcome((1, OPEN)) == UNKNOWN


def test_a_board_that_takes_too_much_tries_no_more() -> None:
    weigher = Weigher(EVEN, left=20)
    asks = [weigher.ask((f"q{number}",), 1, (0.5, 0.5)) for number in range(6)]
    tables = [weigher.table(asks[number : number + 2], both) for number in (0, 2, 4)]
    assert [each.outcome((1, OPEN)) for each in tables] == [CLOSED, CLOSED, UNKNOWN]
    assert weigher.left == 2
    assert Weigher(EVEN).left == TRIED


# ---- what a condition comes to, and what an answer can be ----


@pytest.mark.parametrize(
    ("bounds", "condition", "last_day", "truth"),
    [
        (YES, HOLDS, CLOSED, HOLDS),
        (NO, CLOSED, HOLDS, HOLDS),
        ((ALWAYS, NEVER), UNKNOWN, UNKNOWN, UNKNOWN),
        ((AS_OF, AS_OF), HOLDS, HOLDS, UNKNOWN),
        ((ALWAYS, AS_OF), HOLDS, UNKNOWN, UNKNOWN),
        ((AS_OF + 9, AS_OF + 9), HOLDS, HOLDS, UNKNOWN),
        ((AS_OF + 9, AS_OF + 10), UNKNOWN, HOLDS, UNKNOWN),
        ((AS_OF - 9, AS_OF - 1), HOLDS, CLOSED, UNKNOWN),
        ((AS_OF - 1, AS_OF + 1), UNKNOWN, UNKNOWN, UNKNOWN),
        ((AFTER, AFTER), HOLDS, HOLDS, UNKNOWN),
    ],
)
def test_what_bounds_come_to(bounds: Bounds, condition: str, last_day: str, truth: str) -> None:
    assert seen(bounds, AS_OF) == condition
    assert seen_last(bounds, AS_OF) == last_day
    assert seen_truth(bounds) == truth


def test_values_that_stand_for_all_answers() -> None:
    assert answers_of(fact(), None, EVEN, AS_OF) == [YES, NO]
    assert answers_of(fact(type="choice", values=("a", "b")), None, EVEN, AS_OF) == ["a", "b"]
    assert len(answers_of(fact(type="number"), None, EVEN, AS_OF)) == 3


def test_days_that_stand_for_all_answers_agree_with_what_is_known() -> None:
    day = fact(type="day")
    every = answers_of(day, (ALWAYS, NEVER), EVEN, AS_OF)
    assert every == [*EVEN.dates(AS_OF), NO]
    low, high = parse_day("2021"), parse_day("2022")
    assert low is not None
    assert high is not None
    # Within what is known: five years ago was 2021.
    assert answers_of(day, (low[0], high[1]), EVEN, AS_OF) == [EVEN.dates(AS_OF)[2]]
    # Where none of them agrees, what is known itself: its first and its last day.
    assert answers_of(day, (high[0], high[1]), EVEN, AS_OF) == [(high[0], high[0]), (high[1], high[1])]
    assert answers_of(day, None, EVEN, AS_OF) == every
