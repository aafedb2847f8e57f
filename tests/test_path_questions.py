"""The interview over the other paths, and over a record and paths at once, in a small made-up world (`small_paths`)."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import pytest
from attrs import evolve
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from unburden.calendar import parse_day
from unburden.errors import InputError, LawError
from unburden.facts import PERIODS, Answers
from unburden.facts_file import read_answers
from unburden.interview import run
from unburden.interview_words import WORDS
from unburden.law import Law, read_law
from unburden.path_questions import wanted_paths
from unburden.phrases import NOTICES
from unburden.question import Question, answered, declined, with_implied
from unburden.questions import next_question, questions
from unburden.record import Record
from unburden.relief import decide

from . import small_paths
from .small_paths import AS_OF
from .small_world import WHOLE, charge, person
from .test_interview import LINES, Talk

RECORD = person([charge(1, statute="1.10")])
#: What somebody says who types nothing but this.
TIMES = "2021 to 2024"


@pytest.fixture(scope="module")
def law(tmp_path_factory: pytest.TempPathFactory) -> Law:
    return small_paths.load(tmp_path_factory.mktemp("paths") / "law")


def talk(law: Law, *lines: str, want: str = "paths", record: Record | None = None, **options: object) -> tuple[Talk, Answers]:
    conversation = Talk(lines)
    answers: Answers = options.pop("answers", Answers(person=WHOLE) if record else Answers())  # type: ignore[assignment]
    found = run(record, law, AS_OF, answers, want=want, read=conversation.read, write=conversation.shown.append, **options)  # type: ignore[arg-type]
    return conversation, found


def every(
    law: Law, answers: Answers | None = None, *wanted: str, record: Record | None = None, asked: Question | None = None
) -> list[Question]:
    """Every question that can be put now."""
    answers = with_implied(answers or Answers(), law)
    relief = decide(record, law, AS_OF, evolve(answers, person={**WHOLE, **answers.person})) if record else None
    paths = small_paths.paths_of(law, answers, relief)
    chosen = wanted_paths(paths.law, wanted or ("paths",))
    return questions(relief, "relief" if record else "", asked.cells if asked else frozenset(), paths, chosen)


def keys(law: Law, answers: Answers | None = None, *wanted: str, record: Record | None = None) -> list[str]:
    return [question.key for question in every(law, answers, *wanted, record=record)]


def asked(conversation: Talk) -> list[str]:
    """The questions that were put, in their order: what stands before each reason."""
    found, last = list[str](), ""
    for text in conversation.shown:
        if text.startswith("Why we ask: "):
            found.append(last)
        if text and not text.startswith("  "):
            last = text
    return found


# ---- what is wanted ----


def test_single_paths_groups_and_all_of_them(law: Law) -> None:
    paths = small_paths.law_of(law)
    assert [each.id for each in wanted_paths(paths, ["t-status"])] == ["t-status"]
    assert [each.id for each in wanted_paths(paths, ["money", "work", "t-status"])] == ["compensation", "wages", "t-status"]
    assert [each.id for each in wanted_paths(paths, ["paths"])] == list(paths.paths)
    # A group in which nothing was read yet is no mistake.
    assert wanted_paths(paths, ["debt"]) == []
    with pytest.raises(InputError, match=r'no path and no group of paths is called t-satus \(did you mean "t-status"\?\)'):
        wanted_paths(paths, ["t-satus"])


def test_only_what_is_wanted_is_asked(law: Law) -> None:
    assert set(keys(law, None, "t-status")) == {"us_citizen", "trafficked", "in_us", "told_agency"}
    assert set(keys(law, None, "work", "custody")) == {"worked_for_someone", "lives_in"}
    assert keys(law, None, "nothing") == []
    found, _ = talk(law, "stop", want="work, life")
    assert "Unpaid wages" in found.text
    assert "Custody" in found.text
    assert "T status" not in found.text


def test_a_record_and_paths_at_once(law: Law) -> None:
    found, answers = talk(law, "yes", "no", "yes", "yes", "no", want="relief,t-status", record=RECORD)
    assert asked(found) == [
        "Did you take part in this because of what the trafficker did or the situation you were in?",
        "Are you a citizen of the United States?",
        "Are you in the United States now?",
        "Have you told an agency of it?",
    ]
    # The yes of the record says that they were trafficked, and nobody is asked twice.
    assert answers.person["trafficked"] is True
    assert "Now: 1 charge can be vacated now." in found.shown
    assert "Open now: T status." in found.shown
    assert found.shown.index("Where things stand:") < found.shown.index("Where the paths stand:")
    assert "  T status: open to you now" in found.shown


def test_what_a_record_and_a_path_leave_open_is_asked_once_for_both(tmp_path: Path) -> None:
    small_paths.load(tmp_path / "law")
    file = tmp_path / "law" / "us-zz" / "9.toml"
    text = file.read_text(encoding="utf-8")
    assert text.count('holds = "result_of_trafficking"') == 1
    file.write_text(text.replace('holds = "result_of_trafficking"', 'holds = "trafficked"'), encoding="utf-8")
    law = read_law(tmp_path / "law")
    answers = Answers(person={"us_citizen": False, "in_us": True})
    relief = decide(RECORD, law, AS_OF, evolve(answers, person={**WHOLE, **answers.person}))
    paths = small_paths.paths_of(law, answers, relief)
    found = questions(relief, "relief", frozenset(), paths, wanted_paths(paths.law, ["t-status"]))
    (asked,) = [each for each in found if each.fact == "trafficked"]
    assert {each.id for each in asked.provisions} >= {"us-zz/9", "t-status/us"}
    assert asked.changes is not None
    assert "vacated" in asked.changes["en"]
    assert "T status" in asked.changes["en"]
    assert asked.learn is not None
    assert "immigration authorities" in asked.learn["en"]
    assert asked.before.count("heavy") == 1


def test_without_a_record_relief_cannot_be_asked_about(law: Law) -> None:
    with pytest.raises(InputError, match="need its papers"):
        talk(law, want="relief,t-status")
    with pytest.raises(InputError, match="one provision at a time"):
        talk(law, want="relief,us-zz/9", record=RECORD)
    # The path of clearing a record is the record itself.
    found, _ = talk(law, "yes", "no", want="clear-record", record=RECORD)
    assert "Now: 1 charge can be vacated now." in found.shown
    found, _ = talk(law, want="clear-record")
    assert "There is nothing to ask." in found.shown


def test_a_mistake_in_a_file_of_the_paths_ends_it_before_the_first_question(tmp_path: Path) -> None:
    law = small_paths.load(tmp_path / "law")
    (tmp_path / "law" / "paths" / "wages.toml").write_text("[path]\n", encoding="utf-8")
    with pytest.raises(LawError):
        talk(law)


# ---- the questions ----


def test_no_question_where_an_answer_changes_nothing_any_more(law: Law) -> None:
    assert "us_citizen" in keys(law, None, "t-status")
    assert keys(law, Answers(person={"us_citizen": True}), "t-status") == []
    assert keys(law, Answers(person={"us_citizen": False, "trafficked": False}), "t-status") == []
    # Whether police come into it matters only while the path can be open.
    given = {"us_citizen": False, "trafficked": True, "in_us": True}
    assert keys(law, Answers(person=given), "t-status") == ["told_agency"]
    assert keys(law, Answers(person={**given, "told_agency": True}), "t-status") == []


def test_a_heavy_question_waits_for_light_ones(law: Law) -> None:
    (first, *_) = every(law, None, "t-status")
    assert first.weight < 4
    assert keys(law, Answers(person={"us_citizen": False, "in_us": True}), "t-status")[0] == "trafficked"


def test_what_makes_sense_only_after_a_yes_waits_for_it(law: Law) -> None:
    assert keys(law, None, "wages") == ["worked_for_someone"]
    assert keys(law, Answers(person={"worked_for_someone": True}), "wages") == ["unpaid_wages"]
    assert keys(law, Answers(person={"worked_for_someone": True, "unpaid_wages": True}), "wages") == ["last_payday_on"]
    for no in ({"worked_for_someone": False}, {"worked_for_someone": True, "unpaid_wages": False}):
        assert keys(law, Answers(person=no), "wages") == []
        assert small_paths.paths_of(law, Answers(person=no)).of("wages").status == "closed"
    # Who skips what comes before is not asked what comes after.
    (before,) = every(law, None, "wages")
    assert keys(law, declined(Answers(), before), "wages") == []
    assert every(law, None, "wages", asked=before) == []


def test_what_needs_two_yeses_asks_for_both_even_where_no_condition_does(tmp_path: Path) -> None:
    only_last = small_paths.FILES["wages.toml"].replace("unpaid_wages", "happened(last_payday_on)")
    law = small_paths.load(tmp_path / "law", {"wages.toml": only_last}.items())
    assert keys(law, None, "wages") == ["worked_for_someone"]
    assert keys(law, Answers(person={"worked_for_someone": True}), "wages") == ["unpaid_wages"]
    assert keys(law, Answers(declined=frozenset({("", "worked_for_someone")})), "wages") == []


def test_nothing_is_asked_of_a_case_that_is_open(law: Law) -> None:
    here = Answers(person={"trafficked": True}, places={"open_cases_in": ("US-NY",)})
    assert keys(law, here, "open-case") == []
    found, _ = talk(law, "New York", "yes", "no", want="open-case")
    assert [each.split("?")[0] for each in asked(found)] == [
        "In which states is a criminal case against you open now",
        "Has someone ever used force, threats, lies or control to make you work or take part in commercial sex, or did this happen while you "
        "were under 18",
    ]
    assert "  A case that is open: depends on what is not known" in found.shown
    closed, _ = talk(law, "none", "no", want="open-case")
    assert "Closed by this: A case that is open." in closed.shown
    assert len(asked(closed)) == 1


def test_periods_are_asked_once_for_the_person_and_answer_both_days(law: Law) -> None:
    here = Answers(person={"trafficked": True, "has_losses": True}, places={"happened_in": ("US-NY",)})
    (question,) = every(law, here, "compensation")
    assert (question.key, question.type, question.scope) == (PERIODS, "times", "person")
    assert question.cells == {("", PERIODS)}
    found, answers = talk(law, TIMES, "no", want="compensation", answers=here)
    low, high = parse_day("2021"), parse_day("2024")
    assert low is not None
    assert high is not None
    assert answers.periods == ((low[0], high[1]),)
    assert "Open now: Compensation." in found.shown
    found, _ = talk(law, "2010 to 2012", "no", want="compensation", answers=here)
    assert "Closed by this: Compensation." in found.shown
    # Skipped, its days are not asked for one by one either; who is not sure of the times may know the one that counts.
    assert keys(law, declined(here, question), "compensation") == []
    assert [each.key for each in every(law, here, "compensation", asked=question)] == ["trafficking_ended_on"]


def test_a_record_and_a_path_share_the_periods(tmp_path: Path) -> None:
    small_paths.load(tmp_path / "law")
    file = tmp_path / "law" / "us-zz" / "9.toml"
    file.write_text(file.read_text(encoding="utf-8").replace('"result_of_trafficking"', '"during_trafficking"'), encoding="utf-8")
    law = read_law(tmp_path / "law")
    record = person([charge(1, statute="1.10", offense_date="2022-05-01")])
    answers = Answers(person={**WHOLE, "trafficked": True, "has_losses": True}, places={"happened_in": ("US-NY",)})
    found, given = talk(law, TIMES, "no", want="relief,compensation", record=record, answers=answers)
    assert asked(found) == ["From when to when was someone controlling or using you? The month or the year is enough."]
    assert len(given.periods) == 1
    assert "Now: 1 charge can be vacated now. Open now: Compensation." in found.shown
    # Answered for the charge alone, the times are still asked for the path.
    found, given = talk(law, "yes", TIMES, "no", want="relief,compensation", record=record, answers=answers)
    assert given.charges == {"c1": {"during_trafficking": True}}
    assert len(given.periods) == 1


# ---- places ----


def test_the_states_that_are_named_bring_their_ways(law: Law) -> None:
    found, answers = talk(law, "nowhere at all", "New York", "yes", "no", "no", want="custody")
    assert answers.places == {"lives_in": ("US-NY",)}
    assert "Noted: New York." in found.shown
    assert found.text.count("I did not understand that.") == 1
    assert "Open now: Custody." in found.shown
    # A state of which nothing was read has no way to ask about.
    found, answers = talk(law, "Oregon", "no", want="custody")
    assert answers.places == {"lives_in": ("US-OR",)}
    assert "  Custody: no law of that place was read" in found.shown


@pytest.mark.parametrize(
    ("line", "codes"),
    [
        ("New York, Florida", ("US-NY", "US-FL")),
        ("new york and FL", ("US-NY", "US-FL")),
        ("Nueva York y Florida", ("US-NY", "US-FL")),
        ("NY; NY", ("US-NY",)),
        ("none", ()),
        ("ninguno", ()),
        ("no", ()),
    ],
)
def test_several_places_or_none(law: Law, line: str, codes: tuple[str, ...]) -> None:
    _, answers = talk(law, line, "stop", "no", want="compensation")
    assert answers.places == {"happened_in": codes}


@pytest.mark.parametrize("line", ["New York, Florida", "none", "Nowhere", "US", "New York, Nowhere", ""])
def test_one_lives_in_one_place(law: Law, line: str) -> None:
    found, answers = talk(law, line, "stop", "no", want="custody")
    assert "I did not understand that." in found.text
    assert answers.places == {}


def test_a_place_is_asked_once_for_all_paths_and_can_be_skipped_or_left_open(law: Law) -> None:
    found, answers = talk(law, "skip", "no", want="compensation")
    assert answers.declined == {("", "happened_in")}
    assert len(asked(found)) == 1
    found, answers = talk(law, "not sure", want="custody")
    assert answers.declined == frozenset()
    assert "Left open for now." in found.shown
    assert "Save your answers in a file" not in found.text
    found, answers = talk(law, "New York", "back", "Florida", "stop", "no", want="custody")
    assert "Undone." in found.shown
    assert answers.places == {"lives_in": ("US-FL",)}


def test_answers_about_places_are_saved_and_read_back(law: Law, tmp_path: Path) -> None:
    path = tmp_path / "answers.toml"
    _, answers = talk(law, "New York, Florida", "yes", "stop", want="compensation", save=path)
    assert answers.places == {"happened_in": ("US-NY", "US-FL")}
    assert read_answers(str(path), law) == answers
    found, _ = talk(law, "stop", want="compensation", answers=answers, save=path)
    assert "In which states or territories did it happen?" not in found.text


# ---- skip and not sure ----


def test_skip_is_kept_and_not_sure_is_not(law: Law) -> None:
    _, answers = talk(law, "skip", "stop", "no", want="t-status")
    assert len(answers.declined) == 1
    ((_, name),) = answers.declined
    assert name not in keys(law, answers, "t-status")
    found, answers = talk(law, *["not sure"] * 9, want="t-status")
    assert answers == Answers()
    assert len(asked(found)) == len(set(asked(found))) == 4
    assert "Questions left out or left open: 4." in found.shown


# ---- what is said ----


def test_each_warning_is_said_once(law: Law) -> None:
    found, _ = talk(law, "yes", "no", "New York", "yes", "yes", "no", "yes", want="t-status,custody")
    assert found.text.count(NOTICES["immigration"]["en"]) == 1
    assert found.text.count(NOTICES["child"]["en"]) == 1
    assert found.text.count("Teachers and doctors of New York must report harm to a child. (N.Y. Made-up Law § 1)") == 1
    before = found.shown.index(NOTICES["child"]["en"])
    assert before < next(place for place, text in enumerate(found.shown) if "must report harm to a child. (" in text)
    assert before < found.shown.index("Do you have children under 18?")
    spanish, _ = talk(law, "Nueva York", "sí", "no", "no", want="custody", lang="es")
    assert spanish.text.count("Los maestros y médicos de Nueva York deben reportar el daño a un niño. (N.Y. Made-up Law § 1)") == 1


def test_every_danger_that_is_asked_about_has_words() -> None:
    assert {"heavy", "immigration", "child"} == set(NOTICES)


def test_reporters_are_those_of_the_places_that_were_named(tmp_path: Path) -> None:
    everywhere = small_paths.FILES["custody/us-ny.toml"].replace("us-ny", "us-fl")
    law = small_paths.load(tmp_path / "law", {"custody/us-fl.toml": everywhere}.items())

    def warned(**places: tuple[str, ...]) -> list[str]:
        (question,) = every(law, Answers(places=places), "custody")
        assert question.before == ("child",)
        return [each["en"] for each in question.warn]

    assert warned(lives_in=("US-FL",)) == []
    assert warned(lives_in=("US-FL",), happened_in=("US-NY",)) == [
        "Teachers and doctors of New York must report harm to a child. (N.Y. Made-up Law § 1)"
    ]


def test_who_could_learn_an_answer(law: Law) -> None:
    def learn(answers: Answers, *wanted: str) -> Mapping[str, str]:
        found = every(law, answers, *wanted)[0].learn
        assert found is not None
        return found

    assert learn(Answers(), "wages") == {
        "en": "Nobody learns your answer from this program. If you later use Unpaid wages, it can come to an employer.",
        "es": "Nadie sabrá su respuesta por este programa. Si después usa Unpaid wages (ES), puede llegar a un empleador.",
    }
    assert learn(Answers(), "custody")["en"].endswith("If you later use Custody, it can come to a court.")
    assert "the police and immigration authorities" in learn(Answers(), "t-status")["en"]
    # Police who may be told, but need not be, are no one who learns of it.
    assert learn(Answers(), "compensation")["en"].endswith("tells no office or person by itself.")


def test_what_an_answer_could_change_in_paths(law: Law) -> None:
    def changes(**person: bool) -> Mapping[str, str]:
        found = every(law, Answers(person=person), "t-status")[0].changes
        assert found is not None
        return found

    assert changes(us_citizen=False, trafficked=True)["en"] == "If yes: this is open to you: T status. If no: this is closed: T status."
    assert changes(us_citizen=False, trafficked=True)["es"] == "Si es sí: se abre: T status (ES). Si es no: se cierra: T status (ES)."
    assert changes(us_citizen=False, trafficked=True, in_us=True)["en"] == "If yes: no police are needed for T status."


def test_why_a_question_comes_now_is_shown_only_if_asked_for(law: Law) -> None:
    plain, _ = talk(law, "stop", want="t-status")
    assert "(weight " not in plain.text
    found, _ = talk(law, "stop", want="t-status", explain=True)
    assert "us_citizen (weight 3). Open matters that it moves: 1." in found.text
    assert "  instead in_us (weight 1) would leave " in found.text
    assert "  these wait, and may not be needed: trafficked\n" in found.text
    assert "(dynamic programming)" in found.text
    spanish, _ = talk(law, "parar", want="t-status", explain=True, lang="es")
    assert "us_citizen (peso 3). Asuntos abiertos que mueve: 1." in spanish.text
    assert "(programación dinámica)" in spanish.text


def test_only_the_question_that_comes_next_has_its_order(law: Law) -> None:
    found = every(law, None, record=RECORD)
    assert found[0].order is not None
    assert all(each.order is None for each in found[1:])


@pytest.mark.parametrize("want", ["paths", "relief,paths"])
@pytest.mark.parametrize("end", [EOFError, KeyboardInterrupt])
@pytest.mark.parametrize("lines", range(4))
def test_the_end_of_the_input_ends_it_calmly(law: Law, tmp_path: Path, want: str, end: type[BaseException], lines: int) -> None:
    conversation, path = Talk(["yes", "no", "New York"][:lines], end), tmp_path / "answers.toml"
    record = RECORD if "relief" in want else None
    run(record, law, AS_OF, Answers(), want=want, read=conversation.read, write=conversation.shown.append, save=path)
    assert conversation.shown[-1] == "Ended. Nothing was saved."
    assert not path.exists()


# ---- the same without a terminal ----


def loop(law: Law, choose: Callable[[Question], object], *wanted: str, record: Record | None = None) -> Iterator[tuple[Question, Answers]]:
    answers = Answers()
    while found := every(law, answers, *wanted, record=record):
        question = found[0]
        relief = decide(record, law, AS_OF, evolve(answers, person={**WHOLE, **answers.person})) if record else None
        paths = small_paths.paths_of(law, answers, relief)
        alone = next_question(relief, "relief" if record else "", frozenset(), paths, wanted_paths(paths.law, wanted or ("paths",)))
        assert alone == question
        answers = answered(answers, question, choose(question), law)
        yield question, answers


def yes(question: Question) -> object:
    match question.type:
        case "place":
            return "US-NY"
        case "places":
            return ("US-NY", "US-FL")
        case "times":
            return ((parse_day("2021")[0], parse_day("2024")[1]),)  # type: ignore[index]
        case "day":
            return "2025-01-31"
    return True


def test_the_first_of_all_is_the_next_and_each_comes_once(law: Law) -> None:
    put = [question.key for question, _ in loop(law, yes, record=RECORD)]
    assert len(put) == len(set(put))
    assert {"lives_in", "happened_in", "open_cases_in", "result_of_trafficking", "us_citizen"} <= set(put)
    assert "open_charge_violent" not in put
    (*_, (_, answers)) = loop(law, yes, record=RECORD)
    paths = small_paths.paths_of(law, with_implied(answers, law))
    assert paths.of("compensation").status == "open"
    assert paths.of("t-status").status == "closed"


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    st.lists(
        st.sampled_from([*LINES, "New York", "New York, Florida", "none", "ninguno", "2021 to 2024"]) | st.text(max_size=12), max_size=60
    ),
    st.sampled_from(["en", "es"]),
    st.sampled_from(["paths", "relief,paths", "t-status,money"]),
)
def test_any_input_ends_without_a_traceback(
    law: Law, tmp_path_factory: pytest.TempPathFactory, lines: list[str], lang: str, want: str
) -> None:
    path = tmp_path_factory.mktemp("save") / "answers.toml"
    conversation = Talk(lines)
    record = RECORD if "relief" in want else None
    write = conversation.shown.append
    answers = run(record, law, AS_OF, Answers(), lang=lang, want=want, explain=True, read=conversation.read, write=write, save=path)
    if path.exists():
        assert read_answers(str(path), law) == answers
    else:
        assert conversation.shown[-1] == WORDS["ended"][lang]
