"""A question as plain data, and what an answer to it does to the answers given so far."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final

from attrs import evolve, frozen

from unburden.facts import PERIODS, Answers
from unburden.language import Fact
from unburden.law import Law
from unburden.prospects import Cell
from unburden.provision import Provision, Text
from unburden.trees import implications

#: The fact that the periods of trafficking answer.
DURING: Final = "during_trafficking"


@frozen
class Concern:
    """A charge that a question is about: its words and its day as printed, and what the record says in part (``2011``)."""

    place: int
    charge_id: str
    case_id: str
    said: str
    day: str
    known: str


@frozen
class Question:
    """One question, as plain data.

    `type` is the fact's, or ``periods`` (an answer is a tuple of bounds, or as for ``yesno``). Where `scope` is ``charge``
    the same answer may hold for all `charges` or each may have its own; otherwise `charges` are those that it can change.
    `options` are the values to choose from, with their words by language. `before` names `phrases.NOTICES` that belong
    before it. `provisions` are those that ask; `changes` says what an answer could change (only the first question's is
    worked out).
    """

    key: str
    fact: str
    type: str
    scope: str
    case_id: str
    charges: tuple[Concern, ...]
    text: Text
    why: Text
    weight: int
    options: tuple[tuple[str, Text], ...] = ()
    before: tuple[str, ...] = ()
    provisions: tuple[Provision, ...] = ()
    changes: Text | None = None

    @property
    def cells(self) -> frozenset[Cell]:
        """Whose fact is asked for, as (owner, fact) of `Answers.declined`."""
        if self.type == "periods":
            return frozenset({("", PERIODS)})
        if self.scope == "charge":
            return frozenset((each.charge_id, self.fact) for each in self.charges)
        return frozenset({(self.case_id, self.fact)})


def answered(answers: Answers, question: Question, value: object, law: Law) -> Answers:
    """The answers with one more.

    `value` is a truth value, text or a whole number; for a question about charges also a mapping from charge id to one;
    for periods also a tuple of bounds. What a "yes" says of the person or the case as a whole is written down with it.
    """
    answers = evolve(answers, declined=answers.declined - question.cells)
    if question.type == "periods" and isinstance(value, tuple):
        return _imply(evolve(answers, periods=value), law.facts, DURING, bool(value), "")
    if question.scope == "person":
        return _imply(evolve(answers, person={**answers.person, question.fact: value}), law.facts, question.fact, value, "")
    if question.scope == "case":
        cases = {**answers.cases, question.case_id: {**answers.cases.get(question.case_id, {}), question.fact: value}}
        return _imply(evolve(answers, cases=cases), law.facts, question.fact, value, question.case_id)
    each = value if isinstance(value, Mapping) else {concern.charge_id: value for concern in question.charges}
    charges = {**answers.charges, **{charge: {**answers.charges.get(charge, {}), question.fact: own} for charge, own in each.items()}}
    answers = evolve(answers, charges=charges, declined=answers.declined - {(charge, question.fact) for charge in each})
    for concern in question.charges:
        answers = _imply(answers, law.facts, question.fact, each.get(concern.charge_id), concern.case_id)
    return answers


def declined(answers: Answers, question: Question, only: Iterable[str] | None = None) -> Answers:
    """The answers, with this question not to be put again; `only` names the charges for which it is declined."""
    cells = question.cells if only is None else {(charge, question.fact) for charge in only}
    return evolve(answers, declined=answers.declined | cells)


def with_implied(answers: Answers, law: Law) -> Answers:
    """The answers, with what each "yes" about a charge says of the person as a whole."""
    if answers.periods:
        answers = _imply(answers, law.facts, DURING, True, "")
    for values in [answers.person, *answers.cases.values(), *answers.charges.values()]:
        for name, value in values.items():
            answers = _imply(answers, law.facts, name, value, "")
    return answers


def _imply(answers: Answers, facts: Mapping[str, Fact], name: str, value: object, case: str) -> Answers:
    """Write down what a yes implies where its scope is wider than the fact's own; rows work out the rest."""
    if value not in (True, "yes", "true") or name not in facts:
        return answers
    for target in implied(facts).get(name, ()):
        scope = facts[target].scope
        if scope == "person" and target not in answers.person:
            answers = evolve(answers, person={**answers.person, target: True}, declined=answers.declined - {("", target)})
        elif scope == "case" and case and target not in answers.cases.get(case, {}):
            answers = evolve(answers, cases={**answers.cases, case: {**answers.cases.get(case, {}), target: True}})
    return answers


def implied(facts: Mapping[str, Fact]) -> dict[str, list[str]]:
    """Every fact that a yes to a fact implies."""
    return {name: targets for name, _, targets in implications(facts)}
