"""The conversation in the terminal: what is shown, what can be typed, what is kept and what is not."""

from __future__ import annotations

import stat
import tomllib
from collections.abc import Callable, Iterable
from pathlib import Path
from random import Random

import pytest
from attrs import evolve
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from unburden import interview
from unburden.errors import InputError
from unburden.facts import Answers
from unburden.facts_file import make_answers, read_answers, write_answers
from unburden.interview import run
from unburden.interview_words import WORDS
from unburden.law import Law
from unburden.questions import next_question
from unburden.record import Record
from unburden.taking import Taker

from .properties.drawing import people
from .properties.drawing import provision as random_provision
from .small_world import AS_OF, WHOLE, charge, land, person, provision, record_of

VACATE = provision("vacate", "convicted", "result_of_trafficking", effect="vacatur", kind="trafficking", merits="merits")
SEAL = provision("seal", "convicted", "balance_due <= 0")
PERIODS = provision("vacate", "convicted", "during_trafficking", effect="vacatur")


class Talk:
    """A conversation: lines typed one after another, then the end of the input; everything shown is kept."""

    def __init__(self, lines: Iterable[str], end: type[BaseException] = EOFError) -> None:
        self.lines = iter(lines)
        self.end = end
        self.shown: list[str] = []

    def read(self, prompt: str) -> str:
        self.shown.append(prompt)
        for line in self.lines:
            return line
        raise self.end

    @property
    def text(self) -> str:
        return "\n".join(self.shown)


def talk(
    law: Law, record: Record, *lines: str, whole: bool = True, answers: Answers | None = None, **options: object
) -> tuple[Talk, Answers]:
    conversation = Talk(lines)
    given = answers or Answers(person=WHOLE if whole else {})
    found = run(record, law, AS_OF, given, read=conversation.read, write=conversation.shown.append, **options)  # type: ignore[arg-type]
    if whole and answers is None:
        found = evolve(found, person={name: value for name, value in found.person.items() if name not in WHOLE})
    return conversation, found


# ---- one answer after another ----


def test_a_whole_conversation() -> None:
    law = land(VACATE, provision("seal", "today >= disposed_on + years(20)"))
    record = person([charge(1), charge(2)], [charge(3, outcome=None, day=None)], still_open=[2])
    found, answers = talk(law, record, "1", "no", "no")
    assert found.shown == [
        WORDS["start"]["en"],
        "",
        "The next questions are about what happened to you. Your answers stay on this computer, and nothing is saved unless you ask "
        "for it. You can skip any question. What is later written in a paper for a court can be seen by others, so a short answer is "
        "enough here.",
        "",
        "If you are not a U.S. citizen, talk with an immigration attorney before you file anything. Clearing a record does not always "
        "clear it for immigration, and some papers can be seen there.",
        "",
        "About these charges:",
        "  1. TAKING LOAF 1, April 2, 2011",
        "  2. TAKING LOAF 2, April 2, 2011",
        "Did you take part in this because of what the trafficker did or the situation you were in?",
        "Why we ask: This is the link that the law asks for. A short yes or no is enough for now.",
        "If yes: 2 charges can be vacated now. If no: 2 charges can be sealed from June 1, 2031.",
        "Nobody learns your answer from this program. What it decides about tells no office or person by itself.",
        "(yes / no for all of them, or the numbers of those for which it is yes)\n> ",
        "(And for the others: no? (no / skip to leave them open))\n> ",
        "Now: 1 charge can be vacated now; 1 charge can be sealed from June 1, 2031.",
        "No more questions: no other answer would change anything.",
        "",
        "Where things stand:",
        "  1. TAKING LOAF 1, April 2, 2011: can be vacated now",
        "  2. TAKING LOAF 2, April 2, 2011: can be sealed from June 1, 2031",
        "  3. TAKING LOAF 3, April 2, 2011: its case is still open; nothing can be cleared before it ends",
        "Save your answers in a file on this computer? The file is not locked: whoever opens it can read it. (yes / no / back)\n> ",
        "Nothing was saved.",
    ]
    assert answers == Answers(
        person={"trafficked": True}, charges={"c1": {"result_of_trafficking": True}, "c2": {"result_of_trafficking": False}}
    )


def test_the_same_in_spanish() -> None:
    law = land(VACATE, provision("seal", "today >= disposed_on + years(20)"))
    found, answers = talk(law, person([charge(1)]), "s", "no", lang="es")
    assert answers.charges == {"c1": {"result_of_trafficking": True}}
    for words in (
        "Sus respuestas se quedan en esta computadora.",
        "Si no tiene la ciudadanía de EE. UU., hable con un abogado de inmigración",
        "Por qué preguntamos: Este es el vínculo que pide la ley.",
        "Sobre: TAKING LOAF 1, 2 de abril de 2011",
        "Si es sí: 1 cargo puede anularse ahora. Si es no: 1 cargo puede sellarse desde el 1 de junio de 2031.",
        "Ahora: 1 cargo puede anularse ahora.",
        "1. TAKING LOAF 1, 2 de abril de 2011: puede anularse ahora",
        "No se guardó nada.",
    ):
        assert words in found.text


def test_every_text_is_there_in_both_languages_with_the_same_places() -> None:
    for texts in WORDS.values():
        assert set(texts) == {"en", "es"}
        assert texts["en"].count("{}") == texts["es"].count("{}")


def test_notices_are_said_once() -> None:
    found, _ = talk(land(VACATE, PERIODS), person([charge(1)]), "yes", "skip", "yes", "no")
    assert found.text.count("The next questions are about what happened to you") == 1
    assert found.text.count("immigration attorney") == 1


def test_nothing_to_ask() -> None:
    found, answers = talk(land(provision("seal", "convicted")), person([charge(1)]))
    assert found.shown == [
        "There is nothing to ask.", "", "Where things stand:", "  1. TAKING LOAF 1, April 2, 2011: can be sealed now",
    ]  # fmt: skip
    assert answers == Answers()


def test_what_stands_under_a_condition_says_so() -> None:
    law = land(provision("seal", "all(not c.convicted for c in others)"))
    found, _ = talk(law, person([charge(1)]), "skip", "no", whole=False)
    assert "Where things stand, if these papers are your whole record:\n  1. TAKING LOAF 1, April 2, 2011: can be sealed now" in found.text
    found, _ = talk(law, person([charge(1)]), "yes", "no", whole=False)
    assert "Where things stand:\n  1. TAKING LOAF 1, April 2, 2011: can be sealed now" in found.text


def test_one_provision_alone() -> None:
    found, _ = talk(land(VACATE, SEAL), person([charge(1)]), "0", "no", want="us-zz/seal")
    assert "Has someone ever used force" not in found.text
    assert "can be sealed now" in found.text
    with pytest.raises(InputError):
        talk(land(SEAL), person([charge(1)]), want="us-zz/nothing")


# ---- what can be typed at any time ----


def test_skip_is_kept_as_declined_and_not_sure_is_not() -> None:
    law, record = land(SEAL), person([charge(1)])
    found, answers = talk(law, record, "skip", "no")
    assert answers.declined == {("k1", "balance_due")}
    assert "Skipped. It is not asked again." in found.text
    assert "Questions left out or left open: 1." in found.text
    found, answers = talk(law, record, "not sure")
    assert answers.declined == frozenset()
    assert "Left open for now." in found.text
    assert "Save your answers" not in found.text


def test_why_names_the_laws_that_ask() -> None:
    found, _ = talk(land(SEAL, provision("erase", "balance_due <= 0", effect="expungement")), person([charge(1)]), "por qué", "skip", "no")
    assert "It is asked by:\n  Z.R.S. § erase: erase in Zetaland\n  Z.R.S. § seal: seal in Zetaland" in found.text
    many = [provision(str(number), "balance_due <= 0") for number in range(9)]
    found, _ = talk(land(*many), person([charge(1)]), "why", "skip", "no")
    assert "… and 3 more" in found.text


def test_help_and_what_is_not_understood() -> None:
    found, answers = talk(land(SEAL), person([charge(1)]), "?", "a banana", "", "0", "no")
    assert WORDS["help"]["en"] in found.text
    assert found.text.count("I did not understand that.") == 2
    assert answers.cases == {"k1": {"balance_due": 0}}


def test_back_undoes_the_last_answer_and_asks_again() -> None:
    law, record = land(SEAL), person([charge(1)], [charge(2)])
    found, answers = talk(law, record, "back", "0", "back", "5", "skip", "atrás", "7", "no")
    assert answers.cases == {"k1": {"balance_due": 5}, "k2": {"balance_due": 7}}
    assert answers.declined == frozenset()
    assert "There is nothing before this." in found.text
    assert found.text.count("Undone.") == 2


def test_stop_shows_where_things_stand() -> None:
    found, answers = talk(land(SEAL), person([charge(1)], [charge(2)]), "0", "parar", "no")
    assert answers.cases == {"k1": {"balance_due": 0}}
    assert (
        "  1. TAKING LOAF 1, April 2, 2011: can be sealed now\n  2. TAKING LOAF 2, April 2, 2011: could be sealed if the rest fits"
        in found.text
    )


@pytest.mark.parametrize("end", [EOFError, KeyboardInterrupt])
@pytest.mark.parametrize("lines", [0, 1, 2])
def test_the_end_of_the_input_ends_calmly_and_saves_nothing(tmp_path: Path, end: type[BaseException], lines: int) -> None:
    conversation = Talk(["yes", "yes"][:lines], end)
    path = tmp_path / "answers.toml"
    law, record = land(provision("seal", "must_register and restitution_owed and official_documentation")), person([charge(1)])
    answers = run(record, law, AS_OF, Answers(person=WHOLE), read=conversation.read, write=conversation.shown.append, save=path)
    assert conversation.shown[-1] == "Ended. Nothing was saved."
    assert len(answers.person) == len(WHOLE) + lines
    assert not path.exists()


# ---- kinds of answers ----


def test_dates_are_taken_as_exactly_as_they_are_given() -> None:
    law = land(provision("seal", "today >= released_on + years(3)"))
    for line, value, said in (
        ("June 2024", "2024-06", "Now: 1 charge could be sealed if the rest fits."),
        ("June 1, 2011", "2011-06-01", "Now: 1 charge can be sealed now."),
        ("no", "never", "Now: 1 charge: not under a law we know of."),
    ):
        found, answers = talk(law, person([charge(1)]), line, "no")
        assert answers.charges == {"c1": {"released_on": value}}
        assert value == "2024-06" or said in found.text
    found, _ = talk(law, person([charge(1)]), "June 2024", "no")
    assert "Noted: June 2024." in found.text


def test_a_no_is_no_date_where_the_question_offers_none() -> None:
    law = land(provision("seal", "today >= disposed_on + years(3)"))
    found, answers = talk(law, person([charge(1, day="2024")]), "no", "2022", "skip")
    assert "I did not understand that." in found.text
    assert "About: TAKING LOAF 1, April 2, 2011, the papers say 2024" in found.text
    assert answers.charges == {"c1": {"disposed_on": "2022"}}
    assert "That does not agree with the papers or with another answer." in found.text


def test_amounts_levels_and_choices() -> None:
    law = land(provision("seal", "level == 'misdemeanor A'", "sentence_kind == 'fine'", "balance_due <= 100"))
    record = person([charge(1, statute="", description="SOMETHING")])
    found, answers = talk(law, record, "delito menor clase A", "1", "no")
    assert answers.charges == {"c1": {"level": "misdemeanor A", "sentence_kind": "probation"}}
    found, answers = talk(law, record, "Misdemeanor Class A", "fine", "99.50", "no")
    assert answers.charges == {"c1": {"level": "misdemeanor A", "sentence_kind": "fine"}}
    assert answers.cases == {"k1": {"balance_due": 100}}
    assert "  5. a fine" in found.text
    assert "can be sealed now" in found.text


def test_which_offense_it_was() -> None:
    law = land(provision("seal", "offense in fraud"))
    record = person([charge(1, statute="2.10", description="")])
    found, answers = talk(law, record, "2", "no")
    assert answers.charges == {"c1": {"offense": "2.10(2)"}}
    assert "  2. Taking an oven (2.10(2))" in found.text
    found, answers = talk(law, person([charge(1, statute="", description="X")]), "9.99", "no")
    assert answers.charges == {"c1": {"offense": "9.99"}}
    assert "so it stays open" in found.text


def test_an_answer_that_leaves_several_offenses_is_asked_again_with_them() -> None:
    law = land(provision("seal", "offense in fraud"))
    found, answers = talk(law, person([charge(1, statute="", description="X")]), "2.10", "2", "no")
    said = found.shown.index(WORDS["several_offenses"]["en"])
    assert found.shown.index("  2. Taking an oven (2.10(2))") > said
    assert answers.charges == {"c1": {"offense": "2.10(2)"}}
    assert "Now: 1 charge can be sealed now." in found.shown
    # Where the same number is two laws, there is nothing more exact to say, and it is not asked for ever.
    same = land(provision("seal", "offense in disorderly and level == 'misdemeanor C'"))
    undated = person([charge(1, statute="", description="X", offense_date="")])
    found, answers = talk(same, undated, "misdemeanor C", "1.20", "stop", "no")
    assert answers.charges["c1"]["offense"] == "1.20"
    assert sum(each == "Which law was this charge under? Give its number as your papers print it." for each in found.shown) == 1


# ---- several charges at once ----


def test_yes_for_some_and_the_others_left_open() -> None:
    law = land(provision("seal", "not less_than_one_ounce"))
    record = person([charge(1), charge(2), charge(3)])
    _, answers = talk(law, record, "only some", "2", "skip", "no")
    assert answers.charges == {"c2": {"less_than_one_ounce": True}}
    assert answers.declined == {("c1", "less_than_one_ounce"), ("c3", "less_than_one_ounce")}
    _, answers = talk(law, record, "1-2", "not sure", "no")
    assert answers.charges == {"c1": {"less_than_one_ounce": True}, "c2": {"less_than_one_ounce": True}}
    assert answers.declined == frozenset()
    _, answers = talk(law, record, "no", "no")
    assert answers.charges == {each: {"less_than_one_ounce": False} for each in ("c1", "c2", "c3")}
    _, answers = talk(law, record, "2", "back", "stop")
    assert answers == Answers()


def test_one_date_for_all_or_each_its_own() -> None:
    law = land(provision("seal", "today >= released_on + years(3)"))
    record = person([charge(1), charge(2)], [charge(3), charge(4)])
    _, answers = talk(law, record, "2011", "no")
    assert answers.charges == {f"c{number}": {"released_on": "2011"} for number in (1, 2, 3, 4)}
    found, answers = talk(law, record, "each", "same", "2011", "igual", "skip", "rest nunca", "no")
    assert answers.charges == {"c1": {"released_on": "2011"}, "c2": {"released_on": "2011"}, "c4": {"released_on": "never"}}
    assert answers.declined == {("c3", "released_on")}
    assert "I did not understand that." in found.text
    _, answers = talk(law, record, "cada uno", "not sure", "rest June 2012", "no")
    assert answers.charges == {f"c{number}": {"released_on": "2012-06"} for number in (2, 3, 4)}
    _, answers = talk(law, record, "each", "2011", "stop", "no")
    assert answers == Answers()


def test_the_time_of_trafficking() -> None:
    law = land(PERIODS)
    record = person([charge(1), charge(2, offense_date="2015-01-01")])
    found, answers = talk(law, record, "June 2009 to 2012; 2016 to now", "no")
    assert [each.relief[0].status for each in interview.decide(record, law, AS_OF, answers).charges] == ["open", "closed"]
    assert "Now: 1 charge can be vacated now; 1 charge: not under a law we know of." in found.text
    _, answers = talk(law, record, "1", "no", "no")
    assert answers.charges == {"c1": {"during_trafficking": True}, "c2": {"during_trafficking": False}}
    assert answers.periods == ()
    _, answers = talk(law, record, "skip", "no")
    assert answers.declined == {("", "trafficking_periods")}
    found, _ = talk(law, record, "not sure", "yes", "no")
    assert "Did this happen during the time when someone was controlling or using you?" in found.text


# ---- the file ----


def test_answers_are_saved_only_if_asked_for(tmp_path: Path) -> None:
    law, record = land(VACATE, SEAL), person([charge(1)], [charge(2)])
    path, taken = tmp_path / "answers.toml", tmp_path / "taken.toml"
    taken.write_text("mine", encoding="utf-8")
    missing = tmp_path / "no" / "answers.toml"
    lines = ["1", "skip", "0", "yes", str(missing), str(taken), "no", str(path)]
    found, _ = talk(law, record, *lines)
    assert "This file cannot be written: there is no such folder." in found.text
    assert taken.read_text(encoding="utf-8") == "mine"
    assert "Saved in " in found.text
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    again = read_answers(str(path), law)
    assert again.charges == {"c1": {"result_of_trafficking": True}}
    assert again.declined == {("c2", "result_of_trafficking")}
    assert again.cases == {"k2": {"balance_due": 0}}
    found, _ = talk(law, record, answers=again)
    assert found.shown[0] == "There is nothing to ask."


@pytest.mark.parametrize(
    ("lang", "said", "noted"),
    [
        ("en", "June 2009 to 2012; 2014 to now", "Noted: June 1, 2009 to December 31, 2012; January 1, 2014 to now."),
        ("es", "junio de 2009 a 2012; 2014 a hoy", "Anotado: 1 de junio de 2009 a 31 de diciembre de 2012; 1 de enero de 2014 a hoy."),
    ],
)
def test_times_are_said_back_as_people_say_them(lang: str, said: str, noted: str) -> None:
    question = next_question(interview.decide(person([charge(1)]), land(PERIODS), AS_OF, Answers(person=WHOLE)))
    assert question is not None
    assert Taker(lang, AS_OF, lambda _: said, print).take(question, lambda: None).noted == noted


def test_an_empty_name_saves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    found, _ = talk(land(SEAL), person([charge(1)]), "0", "yes", "")
    assert found.shown[-1] == "Nothing was saved."
    assert list(tmp_path.iterdir()) == []


def test_no_is_no_name_for_a_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    found, _ = talk(land(SEAL), person([charge(1)]), "0", "yes", "no")
    assert found.shown[-1] == "Nothing was saved."
    talk(land(SEAL), person([charge(1)]), "0", "yes", "yes", "mine.toml")
    assert [each.name for each in tmp_path.iterdir()] == ["mine.toml"]


def test_a_name_that_is_too_long_for_a_file_is_asked_for_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    found, _ = talk(land(SEAL), person([charge(1)]), "0", "yes", "x" * 300, "mine.toml")
    assert "This file cannot be written: the name is too long." in found.text
    assert [each.name for each in tmp_path.iterdir()] == ["mine.toml"]


def test_back_from_the_name_goes_back_to_the_questions(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    _, answers = talk(land(SEAL), person([charge(1)]), "0", "yes", "back", "5", "no")
    assert answers.cases == {"k1": {"balance_due": 5}}
    assert list(tmp_path.iterdir()) == []


def test_a_file_that_was_named_is_written_at_the_end(tmp_path: Path) -> None:
    law, path = land(SEAL), tmp_path / "answers.toml"
    found, answers = talk(law, person([charge(1)]), "stop", save=path, answers=Answers(person=WHOLE))
    assert "Save your answers" not in found.text
    assert read_answers(str(path), law) == answers


def test_the_file_can_be_read_by_a_person() -> None:
    law = land(VACATE, SEAL)
    answers = Answers(
        person={"trafficked": True},
        cases={"k1": {"balance_due": 0}},
        charges={"c1": {"result_of_trafficking": True}, "c2": {"result_of_trafficking": False}},
        periods=((733408, 734867), (735000, 3652059)),
        declined=frozenset({("", "birth_date"), ("k1", "filed_date"), ("c2", "released_on")}),
    )
    assert write_answers(answers, law.facts) == (
        "[person]\n"
        "# Has someone ever used force, threats, lies or control to make you work or take part in commercial sex, or did this happen while "
        "you were under 18?\n"
        "trafficked = true\n"
        'trafficking_periods = ["2009-01-01..2012-12-30", "2013-05-12.."]\n'
        "# What is your date of birth (the year alone also helps)?\n"
        'birth_date = "declined"\n'
        '\n[case."k1"]\n'
        "# How much do you still owe the court in this case (0 if nothing)?\n"
        "balance_due = 0\n"
        "# When was the case filed in court?\n"
        'filed_date = "declined"\n'
        '\n[charge."c1"]\n'
        "# Did you take part in this because of what the trafficker did or the situation you were in?\n"
        "result_of_trafficking = true\n"
        '\n[charge."c2"]\n'
        "result_of_trafficking = false\n"
        '# When were you released from jail or prison for this charge? ("never" if you were not locked up for it.)\n'
        'released_on = "declined"\n'
    )


IDS = st.text(st.characters(codec="utf-8"), min_size=1, max_size=8)
FACTS = {
    "result_of_trafficking": st.booleans(),
    "released_on": st.sampled_from(["2011", "2011-06-01", "never"]),
    "offense": IDS.filter(str.strip),
}
CASE_FACTS = {"balance_due": st.integers(0, 10**6), "county": IDS.filter(str.strip)}


@given(
    st.fixed_dictionaries({}, optional={"trafficked": st.booleans(), "birth_date": st.sampled_from(["1990", "1990-02-28"])}),
    st.dictionaries(IDS, st.fixed_dictionaries({}, optional=CASE_FACTS).filter(bool), max_size=3),
    st.dictionaries(IDS, st.fixed_dictionaries({}, optional=FACTS).filter(bool), max_size=3),
    st.frozensets(st.tuples(IDS, st.sampled_from(["weapon_finding", "active_warrant_in_case", "offense"])), max_size=3),
    st.lists(st.tuples(st.integers(700_000, 740_000), st.integers(740_000, 745_000) | st.just(3652059)), max_size=3),
)
def test_any_answers_read_back_the_same(
    own: dict[str, object],
    cases: dict[str, dict[str, object]],
    charges: dict[str, dict[str, object]],
    declined: frozenset[tuple[str, str]],
    periods: list[tuple[int, int]],
) -> None:
    law = land()
    declined = frozenset(each for each in declined if each[1] not in {**cases.get(each[0], {}), **charges.get(each[0], {})})
    answers = Answers(own, cases, charges, tuple(periods), declined)
    assert make_answers(tomllib.loads(write_answers(answers, law.facts)), law) == answers


# ---- any input at all ----

LINES = [
    "yes",
    "no",
    "sí",
    "skip",
    "not sure",
    "back",
    "back",
    "why",
    "?",
    "some",
    "each",
    "1",
    "2-3",
    "1, 2",
    "2011",
    "June 2011",
    "never",
    "0",
]
LINES += ["misdemeanor A", "same", "rest 2011", "", "\x00\x1b[2J", "\udcff", "9" * 600, "2009 to 2012; 2014 to now", "convicted", "2.10(1)"]


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    st.randoms(use_true_random=False),
    st.lists(st.sampled_from(LINES) | st.text(max_size=12), max_size=60),
    st.sampled_from(["en", "es"]),
    st.sampled_from([EOFError, KeyboardInterrupt]),
)
def test_any_input_ends_without_a_traceback(
    tmp_path_factory: pytest.TempPathFactory, draw: Random, lines: list[str], lang: str, end: type[BaseException]
) -> None:
    law = land(*[random_provision(draw, number) for number in range(draw.randint(1, 3))], small=True)
    record = record_of(people(draw, most=1, charges=4)[0])
    path = tmp_path_factory.mktemp("save") / "answers.toml"
    conversation = Talk(lines, end)
    answers = run(record, law, AS_OF, Answers(), lang=lang, read=conversation.read, write=conversation.shown.append, save=path)
    if path.exists():
        assert read_answers(str(path), law) == answers
    else:
        assert conversation.shown[-1] == WORDS["ended"][lang]


def test_the_terminal_itself(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    lines = iter(["0", "no"])
    read: Callable[[str], str] = lambda prompt: next(lines)  # noqa: E731
    monkeypatch.setattr("builtins.input", read)
    answers = interview.interview(person([charge(1)]), land(SEAL), AS_OF, Answers(person=WHOLE))
    assert answers.cases == {"k1": {"balance_due": 0}}
    assert "can be sealed now" in capsys.readouterr().out


# ---- what an answer changed is said truly ----


def test_an_answer_that_only_makes_sure_says_so() -> None:
    law = land(provision("seal", "all(not c.convicted for c in others)"))
    found, _ = talk(law, person([charge(1)]), "yes", "no", whole=False)
    assert WORDS["noted"]["en"] not in found.text
    assert "Now it is certain: 1 charge can be sealed now." in found.shown
    spanish, _ = talk(law, person([charge(1)]), "sí", "no", whole=False, lang="es")
    assert "Ahora es seguro: 1 cargo puede sellarse ahora." in spanish.shown


def test_an_answer_that_closes_one_of_two_equal_ways_says_which() -> None:
    law = land(provision("owing", "restitution_owed", "trafficked"), provision("paid", "balance_due <= 0", "trafficked"))
    found, _ = talk(law, person([charge(1), charge(2)]), "no", "stop", "no")
    assert "Noted. So far it changes only this: Z.R.S. § owing is no longer possible (2 charges)." in found.shown
