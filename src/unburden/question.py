"""A question as plain data, and what an answer to it does to the answers given so far."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
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


WHEN: Final[Text] = {
    "en": "From when to when was someone controlling or using you? The month or the year is enough.",
    "es": "¿Desde cuándo y hasta cuándo alguien le controlaba o utilizaba? Basta el mes o el año.",
}
#: Questions about places: what is asked, and why.
PLACE_WORDS: Final[Mapping[str, tuple[Text, Text]]] = {
    "lives_in": (
        {"en": "In which state or territory do you live now?", "es": "¿En qué estado o territorio vive ahora?"},
        {"en": "Each state has its own laws and programs.", "es": "Cada estado tiene sus propias leyes y programas."},
    ),
    "happened_in": (
        {
            "en": "In which states or territories did it happen? Name all of them.",
            "es": "¿En qué estados o territorios pasó? Nómbrelos todos.",
        },
        {"en": "Money programs and suits go by where it happened.", "es": "Los programas de dinero y las demandas van según dónde pasó."},
    ),
    "open_cases_in": (
        {
            "en": "In which states is a criminal case against you open now? Type none if there is none.",
            "es": "¿En qué estados hay ahora un caso penal abierto contra usted? Escriba ninguno si no hay.",
        },
        {
            "en": "Some states protect survivors from open charges. Nothing about the case itself is asked here.",
            "es": "Algunos estados protegen a sobrevivientes de cargos abiertos. Aquí no se pregunta nada sobre el caso mismo.",
        },
    ),
}


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
    before it, `warn` further words of that kind. `provisions` are those that ask; `changes` says what an answer could change (only
    the first question's is worked out), `learn` who could ever learn it, and `order` why it comes now.
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
    learn: Text | None = None
    warn: tuple[Text, ...] = ()
    order: Text | None = None

    @property
    def cells(self) -> frozenset[Cell]:
        """Whose fact is asked for, as (owner, fact) of `Answers.declined`."""
        if self.type in ("periods", "times"):
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
    if question.type in ("place", "places"):
        return evolve(answers, places={**answers.places, question.fact: value if isinstance(value, tuple) else (str(value),)})
    if question.type in ("periods", "times") and isinstance(value, tuple):
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


# ---- who could learn an answer ----

_PARTIES: Final[Mapping[str, Text]] = {
    "police": {"en": "the police", "es": "la policía"},
    "prosecutor": {"en": "a prosecutor", "es": "la fiscalía"},
    "immigration": {"en": "immigration authorities", "es": "las autoridades de inmigración"},
    "court": {"en": "a court", "es": "un tribunal"},
    "public": {"en": "the public", "es": "el público"},
    "trafficker": {"en": "the person who hurt you", "es": "la persona que le hizo daño"},
    "employer": {"en": "an employer", "es": "un empleador"},
}
_LEARN: Final[Mapping[bool, Text]] = {
    True: {
        "en": "Nobody learns your answer from this program. If you later use {}, it can come to {}.",
        "es": "Nadie sabrá su respuesta por este programa. Si después usa {}, puede llegar a {}.",
    },
    False: {
        "en": "Nobody learns your answer from this program. What it decides about tells no office or person by itself.",
        "es": "Nadie sabrá su respuesta por este programa. Lo que decide no avisa por sí mismo a ninguna oficina ni persona.",
    },
}
_MOST: Final = 3


def learners(used: Iterable[tuple[Text, Mapping[str, str]]]) -> Text:
    """Who could ever learn an answer: the parties that come into what it decides about, by their contact."""
    used = list(used)
    parties = [party for party in _PARTIES if any(contact.get(party, "none") not in ("none", "optional") for _, contact in used)]
    found = {}
    for lang in ("en", "es"):
        titles = list(dict.fromkeys(title[lang] for title, _ in used))
        found[lang] = _LEARN[bool(parties)][lang].format(listed(titles, lang), listed([_PARTIES[each][lang] for each in parties], lang, 9))
    return found


def listed(names: Sequence[str], lang: str, most: int = _MOST) -> str:
    """``a, b and c``; of many the first, and how many more."""
    more = len(names) - most
    if more > 0:
        return f"{', '.join(names[:most])} {'and' if lang == 'en' else 'y'} {more} {'more' if lang == 'en' else 'más'}"
    joint = " and " if lang == "en" else " y "
    return joint.join([", ".join(names[:-1]), names[-1]]) if len(names) > 1 else "".join(names)
