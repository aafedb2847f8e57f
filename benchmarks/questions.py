"""How many questions 1,000 simulated survivors are asked, and how heavy, until nothing that they want to know can change any more.

    .venv/bin/python benchmarks/questions.py [COUNT] [--out FIGURES.json]

The population is stated here and seeded: where they live and where it happened, what they want to know, a record of up to four
charges for half of them, and their answers, drawn from the chances of law/paths/priors.toml (which is what the interview assumes).
Compared are: asking everything that is open, as a form does (for each charge); statute by statute, in the order of the law's
files, skipping what no longer matters;
ours; and where it can be computed the optimum. docs/pictures/questions.py draws FIGURES.json.
"""

from __future__ import annotations

import json
import random
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from datetime import date
from functools import cache
from pathlib import Path
from statistics import mean, median
from typing import Any, NamedTuple

from unburden.board import SKIPPED, Board, State
from unburden.charge_questions import ChargeView
from unburden.facts import Answers
from unburden.law import Law, read_law
from unburden.path_law import GROUPS, read_paths
from unburden.path_questions import PathView, wanted_paths
from unburden.paths import decide_paths
from unburden.readers import Source, charges_table
from unburden.record import COLUMNS, Record
from unburden.relief import decide
from unburden.weighing import Weigher, read_chances

SEED = 20261123
AS_OF = date(2026, 11, 23).toordinal()
#: Where they live and where it happened, and how many of a hundred.
STATES = {"US-CA": 22, "US-TX": 18, "US-FL": 16, "US-NY": 16, "US-OR": 10, "US-IL": 9, "US-GA": 9}
#: Charges of the record, by state: statute and words as a court prints them.
CHARGES = {
    "US-CA": [("647(b)", "DISORDERLY CONDUCT: PROSTITUTION"), ("484(a)", "PETTY THEFT"), ("11377(a)", "POSSESS CONTROLLED SUBSTANCE")],
    "US-TX": [("43.02", "PROSTITUTION"), ("31.03", "THEFT"), ("30.05", "CRIMINAL TRESPASS")],
    "US-FL": [("796.07(2)(e)", "PROSTITUTION"), ("812.014(3)(a)", "PETIT THEFT"), ("810.08", "TRESPASS")],
    "US-NY": [("PL 230.00", "PROSTITUTION"), ("PL 155.25", "PETIT LARCENY"), ("PL 220.03", "CRIM POSS CONTRL SUBST-7TH")],
    "US-OR": [("167.007", "PROSTITUTION"), ("164.043", "THEFT 3"), ("164.245", "CRIMINAL TRESPASS 2")],
    "US-IL": [("720 ILCS 5/11-14", "PROSTITUTION"), ("720 ILCS 5/16A-3", "RETAIL THEFT")],
    "US-GA": [("16-6-9", "PROSTITUTION"), ("16-8-14", "SHOPLIFTING")],
}
OUTCOMES = {"convicted": 65, "dismissed": 25, "acquitted": 5, "": 5}
#: What they want to know: kinds of paths, one to three of them, or (every fifth) all.
WANTS = [each for each in GROUPS if each not in ("police", "nothing", "record")]
#: Steps that the optimum may take here.
WORK = 20_000


class Person(NamedTuple):
    """One simulated survivor."""

    number: int
    lives: str
    happened: str
    wants: tuple[str, ...]
    record: Record | None


class Cost(NamedTuple):
    """Questions that were asked, and their summed weight."""

    questions: int
    weight: int


class Outcome(NamedTuple):
    """One survivor's interviews under each policy; `optimum` and `expected` (ours, looking one step ahead, the
    optimum) where they can be computed."""

    everything: Cost
    statute: Cost
    ours: Cost
    optimum: Cost | None
    expected: tuple[float, float, float] | None
    open_questions: int
    seconds: float


def population(count: int) -> Iterator[Person]:
    """The survivors, the same for the same count and seed."""
    for number in range(count):
        draw = random.Random(f"{SEED}/{number}")
        lives, happened = (draw.choices(list(STATES), list(STATES.values()))[0] for _ in range(2))
        happened = lives if draw.random() < 0.6 else happened
        wants = tuple(sorted(draw.sample(WANTS, draw.choice([1, 1, 2, 3, len(WANTS)])), key=WANTS.index))
        record = _record(number, happened, draw) if draw.random() < 0.5 else None
        yield Person(number, lives, happened, wants, record)


def _record(number: int, state: str, draw: random.Random) -> Record:
    rows = []
    for charge in range(draw.randint(1, 4)):
        statute, words = draw.choice(CHARGES[state])
        outcome = draw.choices(list(OUTCOMES), list(OUTCOMES.values()))[0]
        day = date.fromordinal(AFTER_1998 + draw.randrange(9000))
        row = dict.fromkeys(COLUMNS, "")
        row.update(
            person_id=str(number), case_id=f"{number}-{charge}", charge_id=f"{number}-{charge}", jurisdiction=state, statute=statute,
            description=words, offense_date=day.isoformat(), disposition=outcome,
            disposition_date=date.fromordinal(day.toordinal() + 60).isoformat() if outcome else "", case_status="closed",
        )  # fmt: skip
        rows.append(row)
    text = "\n".join([",".join(COLUMNS), *(",".join(f'"{row[name]}"' for name in COLUMNS) for row in rows)])
    return charges_table.read(Source("simulated.csv", None, text.encode()))[0]


AFTER_1998 = date(1998, 1, 1).toordinal()


@cache
def _law() -> Law:
    return read_law(codes=list(STATES))


def board_of(person: Person) -> tuple[Board, Board, Cost]:
    """What is open for a survivor once they said where: a board with the work that the program allows itself, one with more, and the
    cost of asking everything: each open fact once for the person, and once for each charge or case that has it."""
    law = _law()
    answers = Answers(places={"lives_in": (person.lives,), "happened_in": (person.happened,), "open_cases_in": ()})
    found = read_paths(law, {person.lives, person.happened})
    if person.record is not None:
        answers = Answers(person={"record_complete": True, "cases_elsewhere_ended": True}, places=answers.places)
    relief = decide(person.record, law, AS_OF, answers) if person.record is not None else None
    weigher = Weigher(read_chances(law.folder))
    each_charge = Cost(0, 0)
    if relief is not None:
        view = ChargeView(relief, "relief", True, frozenset())
        view.fill(weigher)
        own = [cell for cell in view.cells.values() if cell.owner]
        each_charge = Cost(len(own), sum(law.facts[cell.fact].weight if cell.fact in law.facts else 1 for cell in own))
        grouped = [weigher.asks[group] for group, cells in view.by_group.items() if cells[0].owner]
    paths = decide_paths(found, AS_OF, answers, relief)
    PathView(paths, wanted_paths(found, person.wants), frozenset()).fill(weigher)
    board = weigher.board(law.facts)
    once = [ask for number, ask in enumerate(board.asks) if relief is None or number not in grouped]
    everything = Cost(len(once) + each_charge.questions, sum(ask.weight for ask in once) + each_charge.weight)
    return board, weigher.board(law.facts, WORK), everything


def run(board: Board, truth: State, choose: Callable[[Board, State], int | None]) -> Cost:
    """One interview: the questions that a policy puts to somebody with these answers."""
    state, asked, weight = board.start(), 0, 0
    while (ask := choose(board, state)) is not None:
        asked += 1
        weight += board.asks[ask].weight
        state = board.answer(state, ask, truth[ask])
    return Cost(asked, weight)


def truth_of(board: Board, person: Person) -> State:
    """A survivor's answers, drawn from the chances, and free of contradiction."""
    draw = random.Random(f"{SEED}/{person.number}/answers")
    state = board.start()
    for number, ask in enumerate(board.asks):
        if state[number] >= 0:
            continue
        need = ask.needs
        never = need is not None and state[need] > 0
        value = SKIPPED if never or draw.random() < ask.skip else draw.choices(range(len(ask.chances)), ask.chances)[0]
        state = board.answer(state, number, value)
    return state


def in_statute_order(board: Board, state: State) -> int | None:
    """The first open question of the first matter that is open, as the law's files have them."""
    useful = set(board.useful(state))
    for matter in board.matters:
        for table in (*matter.tables, *matter.beside):
            for ask in table.asks:
                need = board.asks[ask].needs
                if ask in useful and (need is None or state[need] == 0):
                    return ask
                if ask in useful and need is not None and need in useful:
                    return need
    return None


def simulate(person: Person) -> Outcome:
    """One survivor under every policy."""
    board, patient, everything = board_of(person)
    truth = truth_of(board, person)
    start = time.perf_counter()
    ours = run(board, truth, lambda held, state: held.choose(state))
    seconds = time.perf_counter() - start
    best = patient.expected(patient.start())
    expected = None
    optimum = None
    if best is not None:
        # What the program has no time to solve it looks ahead for, at least at first.
        ahead = patient.expected(patient.start(), best=False)
        live = board.expected(board.start())
        optimum = run(patient, truth, lambda held, state: held.choose(state))
        expected = (best if live is not None else ahead or best, ahead or best, best)
    statute = run(board, truth, in_statute_order)
    each = seconds / max(1, ours.questions)
    return Outcome(everything, statute, ours, optimum, expected, len(board.asks), each)


def report(found: list[Outcome]) -> dict[str, Any]:
    """The figures, printed as they are found."""
    rows = {name: [getattr(each, name) for each in found] for name in ("everything", "statute", "ours")}
    print(f"{len(found)} simulated survivors, seed {SEED}")
    print(f"{'':12}{'questions':>10}{'median':>8}{'weight':>9}{'share of everything':>22}")
    base = sum(each.questions for each in rows["everything"]), sum(each.weight for each in rows["everything"])
    for name, costs in rows.items():
        total = sum(each.questions for each in costs), sum(each.weight for each in costs)
        middle = median(each.questions for each in costs)
        print(
            f"{name:12}{total[0] / len(found):10.1f}{middle:8.0f}{total[1] / len(found):9.1f}"
            f"{total[0] / base[0]:14.1%}{total[1] / base[1]:8.1%}"
        )
    known = [each for each in found if each.expected is not None]
    if known:
        costs = [each.expected for each in known if each.expected is not None]
        mine, ahead, best = (sum(each[place] for each in costs) for place in range(3))
        print(f"optimum known for {len(known)} (at most {max(each.open_questions for each in known)} open questions):")
        print(f"  expected cost (one for each question, and its weight): optimum {best / len(known):.3f}")
        for name, whole, place in (("ours", mine, 0), ("looking one step ahead", ahead, 1)):
            worst = max(each[place] / each[2] - 1 for each in costs if each[2])
            print(f"  {name}: {whole / len(known):.3f}, gap {whole / best - 1:.2%} in all, at most {worst:.2%}")
        asked = [(each.ours, each.optimum) for each in known if each.optimum]
        ours, fewest = (mean(each.questions for each in held) for held in zip(*asked, strict=True))
        print(f"  as simulated: ours {ours:.2f} questions, optimum {fewest:.2f}")
    print(f"time for a question: {1000 * mean(each.seconds for each in found):.0f} ms on average")
    return rows


def main() -> None:
    """Run it and print; draw the plot if asked."""
    numbers = [each for each in sys.argv[1:] if each.isdigit()]
    people = list(population(int(numbers[0]) if numbers else 1000))
    with ProcessPoolExecutor(2) as pool:
        found = list(pool.map(simulate, people, chunksize=5))
    report(found)
    if "--out" in sys.argv:
        figures = {name: [list(getattr(each, name)) for each in found] for name in ("everything", "statute", "ours")}
        Path(sys.argv[sys.argv.index("--out") + 1]).write_text(json.dumps({"seed": SEED, **figures}), encoding="utf-8")


if __name__ == "__main__":
    main()
