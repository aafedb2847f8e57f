"""Which question comes next, over all charges and paths at once: the unanswered fact that settles most for what it costs to answer.

As little as possible is asked. A question is put only if an answer to it can still change what becomes of a charge or a path, and a
charge that can already be cleared is not asked about anything weaker. What concerns the whole record comes first, then whether a case
is over, since nothing is asked about one that is not. The rest is put on a board (`board`): what each answer would settle, how likely
it is, and how heavy it is to give. Of a charge the strongest way that is still possible counts first; weaker ways wait until it is
settled. A heavy question waits while a light one could settle the matter.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from attrs import evolve

from unburden import phrases
from unburden.board import Board, Weighed
from unburden.charge_questions import ChargeView
from unburden.errors import InputError, Problem, nearest
from unburden.path_law import Path
from unburden.path_questions import PathView
from unburden.paths import Paths
from unburden.prospects import Cell
from unburden.provision import Text
from unburden.question import Question, learners
from unburden.relief import Result
from unburden.weighing import Weigher, read_chances


def next_question(
    result: Result | None,
    wanted: str = "relief",
    asked: frozenset[Cell] = frozenset(),
    paths: Paths | None = None,
    chosen: Sequence[Path] = (),
) -> Question | None:
    """The question to put next, with what it could change, or `None` if no answer changes anything any more.

    Args:
        result: the record decided with the answers given so far; what they decline is not asked. `None` where there is no record.
        wanted: ``relief``, or the id of one provision; empty if nothing of the record is wanted.
        asked: (owner, fact) pairs that were put already and not answered, and are left alone for now.
        paths: the other paths decided with the same answers.
        chosen: those of them that the person wants to know of.

    Raises:
        InputError: `wanted` is the id of no provision in the law that was read.
    """
    return next(_search(result, wanted, asked, paths, chosen), None)


def questions(
    result: Result | None,
    wanted: str = "relief",
    asked: frozenset[Cell] = frozenset(),
    paths: Paths | None = None,
    chosen: Sequence[Path] = (),
) -> list[Question]:
    """Every question that can be put now, the most useful first; see `next_question`."""
    return list(_search(result, wanted, asked, paths, chosen))


# ---- the search ----------------------------------------------------------------------------------------------------


def _search(result: Result | None, wanted: str, asked: frozenset[Cell], paths: Paths | None, chosen: Sequence[Path]) -> Iterator[Question]:
    view = None
    if result is not None and wanted:
        if wanted != "relief":
            known = sorted({each.id for each in result.law.provisions()})
            if wanted not in known:
                raise InputError(Problem("unknown-provision", f"no provision is called {wanted}{nearest(wanted, known)}"))
        first = True
        if result.whole_record:
            for each in ChargeView(result, wanted, False, asked).found(first):
                yield each
                first = False
        view = ChargeView(result, wanted, True, asked)
    else:
        first = True
    other = PathView(paths, chosen, asked) if paths is not None and chosen else None
    law = result.law if result is not None else paths.law.law if paths is not None else None
    if law is None:
        return
    weigher = Weigher(read_chances(law.folder))
    if view is not None:
        view.fill(weigher)
    if other is not None:
        other.fill(weigher)
    board = weigher.board(law.facts)
    weighed = board.weigh(board.start())
    keys = list(weigher.asks)
    top = keys[weighed.ask] if weighed is not None else None
    later = view.groups() if view is not None else []
    later += [key for key in sorted(other.uses, key=lambda key: board.asks[weigher.asks[key]].weight) if key not in later] if other else []
    useful = {keys[each] for each in board.useful(board.start())}
    ended = view.cases() if view is not None else []
    for key in dict.fromkeys([*ended, *([top] if top is not None else []), *later]):
        question: Question | None = view.put(key, first) if view is not None else None
        if other is not None and key in other.uses and key in useful and board.asks[weigher.asks[key]].needs is None:
            also = other.question(key)
            question = _both(question, also) if question is not None else also
        if question is not None:
            yield evolve(question, order=_order(weighed, board)) if key == top and weighed is not None else question
            first = False


def _both(question: Question, also: Question) -> Question:
    """A question that both the record and other paths leave open: asked once, with what it means for either."""
    provisions = (*question.provisions, *also.provisions)
    changes = [each for each in (question.changes, also.changes) if each is not None]
    return evolve(
        question,
        before=tuple(dict.fromkeys([*question.before, *also.before])),
        warn=also.warn,
        provisions=provisions,
        changes={lang: " ".join(each[lang] for each in changes) for lang in phrases.LANGUAGES},
        learn=learners([(each.title, each.contact) for each in provisions]),
    )


def _order(weighed: Weighed, board: Board) -> Text:
    """Why a question comes now, in numbers (docs/questions.md)."""
    ask = board.asks[weighed.ask]
    others = [each for each in weighed.compared if each[0] != weighed.ask][:_COMPARED]
    left = next((cost for each, cost in weighed.compared if each == weighed.ask), float(ask.cost)) - ask.cost
    found = {}
    for lang in phrases.LANGUAGES:
        words = _ORDER[lang]
        parts = [words["own"].format(ask.name, ask.weight, weighed.matters, weighed.everything, f"{left:.1f}")]
        parts += [
            words["other"].format(board.asks[each].name, board.asks[each].weight, f"{cost - board.asks[each].cost:.1f}")
            for each, cost in others
        ]
        if weighed.waiting:
            parts.append(words["waiting"].format(", ".join(board.asks[each].name for each in weighed.waiting[:_COMPARED])))
        parts.append(words["best"].format(f"{weighed.expected:.1f}") if weighed.optimal else words["ahead"])
        found[lang] = "\n".join(parts)
    return found


#: Questions that an explanation compares with the one that is put.
_COMPARED: Final = 5
_ORDER: Final = {
    "en": {
        "own": "{0} (weight {1}). Open matters that it moves: {2}. Asking all behind them would cost {3}; after it {4} should be left.",
        "other": "  instead {0} (weight {1}) would leave {2}",
        "waiting": "  these wait, and may not be needed: {0}",
        "best": "This is the best order there is: {0} is expected in all (dynamic programming).",
        "ahead": "Chosen by looking one answer ahead.",
    },
    "es": {
        "own": "{0} (peso {1}). Asuntos abiertos que mueve: {2}. Preguntar todo costaría {3}; después deberían quedar {4}.",
        "other": "  en vez de ella, {0} (peso {1}) dejaría {2}",
        "waiting": "  estas esperan, y quizá no hagan falta: {0}",
        "best": "Es el mejor orden que hay: se espera {0} en total (programación dinámica).",
        "ahead": "Elegida mirando una respuesta adelante.",
    },
}
