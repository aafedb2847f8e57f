"""A record from memory, told in the terminal: what is asked, what may be typed, what is kept and what is not."""

from __future__ import annotations

import json
import stat
from collections.abc import Iterable
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from unburden import entry
from unburden.entry import TOLD, run
from unburden.entry_words import OUTCOMES, WHY, WORDS
from unburden.files import read_record
from unburden.law import Law, read_law
from unburden.record import Record, flatten
from unburden.terms import OUTCOMES as TERMS

TODAY = date(2026, 11, 23).toordinal()
#: A case with one charge, every question of it answered but its last.
CASE = ("Oregon", "Lane", "Circuit Court", "11CR1")
CHARGE = ("prostitution", "", "yes", "June 2011", "1", "2011-08-15", "yes", "2012")


@pytest.fixture(scope="module")
def law() -> Law:
    return read_law(codes=[])


class Talk:
    """Lines typed one after another, then the end of the input; everything shown is kept."""

    def __init__(self, lines: Iterable[str], end: type[BaseException] = EOFError) -> None:
        self.lines, self.end = iter(lines), end
        self.shown: list[str] = []

    def read(self, prompt: str) -> str:
        self.shown.append(prompt)
        for line in self.lines:
            return line
        raise self.end

    @property
    def text(self) -> str:
        return "\n".join(self.shown)


def talk(law: Law, *lines: str, lang: str = "en", out: Path | None = None, end: type[BaseException] = EOFError) -> tuple[Talk, Record | None]:
    conversation = Talk(lines, end)
    return conversation, run(law, TODAY, lang=lang, read=conversation.read, write=conversation.shown.append, out=out)


def told(law: Law, *lines: str, lang: str = "en") -> Record:
    _, record = talk(law, *lines, "stop" if lang == "en" else "parar", "no", lang=lang)
    assert record is not None
    return record


def test_a_whole_conversation(law: Law) -> None:
    conversation, record = talk(law, *CASE, *CHARGE, "3", "no")
    assert record is not None
    (row,) = flatten(record)
    assert {name: value for name, value in row.items() if value} == {
        "case_id": "11CR1",
        "charge_id": "11CR1/1",
        "jurisdiction": "US-OR",
        "county": "Lane",
        "court": "Circuit Court",
        "statute": "167.007",
        "description": "prostitution",
        "arrest_date": "2011-06",
        "disposition": "convicted",
        "disposition_date": "2011-08-15",
        "sentence_completed_date": "2012",
    }
    assert conversation.text.endswith("Nothing was saved.")
    assert "We know this as:\n  1. Prostitution (167.007)" in conversation.text


def test_every_value_says_that_it_was_told_by_you(law: Law) -> None:
    record = told(law, *CASE, *CHARGE, "3")
    (case,), charge = record.cases, record.cases[0].charges[0]
    spans = [*case.spans.values(), *charge.spans.values(), *charge.versions[0].spans.values(), *charge.dispositions[0].spans.values()]
    assert set(spans) == {TOLD}
    assert str(TOLD) == "told by you"
    assert set(case.spans) == {"jurisdiction", "county", "court", "number"}
    assert set(charge.spans) == {"charge_id", "arrest_date", "sentence_completed_date"}
    assert [source.file for source in record.sources] == ["told by you"]


def test_several_charges_and_cases(law: Law) -> None:
    record = told(law, *CASE, *CHARGE, "1", "theft", "", "no", "", "dropped by the prosecutor", "", "another case", "CA", "", "", "", "loitering")
    assert [(case.case_id, case.jurisdiction, [charge.charge_id for charge in case.charges]) for case in record.cases] == [
        ("11CR1", "US-OR", ["11CR1/1", "11CR1/2"]),
        ("told-2", "US-CA", ["told-2/1"]),
    ]
    assert record.cases[0].charges[1].dispositions[0].outcome == "nolle_prosequi"


def test_one_number_for_two_cases_gives_two_ids(law: Law) -> None:
    record = told(law, "OR", "", "", "11CR1", "theft", "", "no", "", "", "2", "OR", "", "", "11CR1", "fraud")
    assert [case.case_id for case in record.cases] == ["11CR1", "told-2"]
    assert [case.number for case in record.cases] == ["11CR1", "11CR1"]


@pytest.mark.parametrize("skip", ["", "skip", "not sure", "I don't know"])
def test_every_question_can_be_left_open(law: Law, skip: str) -> None:
    conversation, record = talk(law, *[skip] * 8, "3")
    assert record is None
    assert "Nothing was noted, and nothing was saved." in conversation.text
    record = told(law, *[skip] * 4, "trespass", *[skip] * 3, "3")
    assert [charge.printed("description") for _, charge in record.charges()] == ["trespass"]
    assert record.cases[0].jurisdiction is None


def test_back_corrects_the_last(law: Law) -> None:
    conversation, record = talk(law, "back", "Ohio", "back", "Oregon", "Lane", "back", "Linn", "", "", "theft", "back", "trespass", "stop", "no")
    assert record is not None
    assert "There is nothing before this." in conversation.text
    assert (record.cases[0].jurisdiction, record.cases[0].county) == ("US-OR", "Linn")
    assert [charge.printed("description") for _, charge in record.charges()] == ["trespass"]


def test_back_goes_over_the_border_of_a_charge_and_from_the_end(law: Law) -> None:
    _, record = talk(law, *CASE, *CHARGE, "1", "back", "2", "back", "1", "theft", "back", "back", "3", "back", "2", "Texas", "back", "stop", "back", "Texas", "", "", "", "fraud", "stop", "no")
    assert record is not None
    assert [(case.jurisdiction, [charge.printed("description") for charge in case.charges]) for case in record.cases] == [
        ("US-OR", ["prostitution"]),
        ("US-TX", ["fraud"]),
    ]


def test_back_takes_a_note_with_it(law: Law) -> None:
    record = told(law, "OR", "", "", "", "theft", "", "no", "about 2010", "back", "2011")
    assert record.notes == ()
    assert record.cases[0].charges[0].arrest_date == "2011"


def test_stopping_loses_nothing(law: Law) -> None:
    for number in range(5, len(CASE + CHARGE)):
        record = told(law, *(CASE + CHARGE)[:number])
        assert [charge.printed("description") for _, charge in record.charges()] == ["prostitution"], number


@pytest.mark.parametrize("end", [EOFError, KeyboardInterrupt])
@pytest.mark.parametrize("number", range(len(CASE + CHARGE) + 2))
def test_the_end_of_the_input_ends_it_calmly_and_keeps_nothing(law: Law, tmp_path: Path, number: int, end: type[BaseException]) -> None:
    out = tmp_path / "told.json"
    conversation, record = talk(law, *(*CASE, *CHARGE, "3", "yes")[:number], out=out if number < len(CASE + CHARGE) else None, end=end)
    assert record is None
    assert conversation.shown[-1] == "Ended. Nothing was saved."
    assert not out.exists()


def test_nonsense_is_asked_again_and_nothing_is_made_of_it(law: Law) -> None:
    conversation, record = talk(
        law, "Atlantis", "Oregn", "Oregon", "", "", "", "prostitution", "", "maybe", "7", "yes", "blue", "2011-13", "2030", "2011", "purple", "99", "11", "perhaps", "3", "no"
    )
    assert record is not None
    assert conversation.text.count("I did not understand that.") == 8
    assert "Did you mean Oregon?" in conversation.text
    assert "That day is still to come." in conversation.text
    assert conversation.text.count("Type 1, 2 or 3") == 1
    charge = record.cases[0].charges[0]
    assert (charge.arrest_date, charge.dispositions[0].outcome, record.cases[0].status) == ("2011", "pending", "open")


@pytest.mark.parametrize(
    ("said", "lang", "noted"),
    [
        *(("June 1, 2011", "en", "2011-06-01"), ("6/1/2011", "en", "2011-06-01"), ("2011", "en", "2011"), ("summer 2010", "en", "2010")),
        *(("early 2010", "en", "2010"), ("junio de 2011", "es", "2011-06"), ("verano de 2010", "es", "2010")),
        *(("about 2010", "en", None), ("2010?", "en", None), ("2009 or 2010", "en", None), ("winter 2010", "en", None), ("como en 2010", "es", None)),
    ],
)
def test_when(law: Law, said: str, lang: str, noted: str | None) -> None:
    record = told(law, "OR", "", "", "", "theft", "", "no", said, lang=lang)
    assert record.cases[0].charges[0].arrest_date == noted
    assert [f'"{said}"; this is not sure' in note for note in record.notes] == ([] if noted else [True])


def test_a_date_of_either_order_is_not_guessed_in_spanish(law: Law) -> None:
    conversation, _ = talk(law, "OR", "", "", "", "theft", "", "no", "3/4/2011", "parar", "no", lang="es")
    assert "se puede leer de dos maneras" in conversation.text


@pytest.mark.parametrize(("said", "code"), [("OR", "US-OR"), ("us-or", "US-OR"), ("oregón", "US-OR"), ("Nueva York", "US-NY"), ("new york", "US-NY"), ("federal", "US"), ("D.C.", "US-DC"), ("nowhere", None)])
def test_where(law: Law, said: str, code: str | None) -> None:
    record = told(law, *((said,) if code else (said, "")), "", "", "", "theft")
    assert record.cases[0].jurisdiction == code


# ---- what it was ----


def test_what_the_law_knows_is_never_forced(law: Law) -> None:
    record = told(law, "OR", "", "", "", "prostitution", "", "no")
    assert record.cases[0].charges[0].printed("statute") is None
    record = told(law, "OR", "", "", "", "my own words", "167.007", "skip")
    assert (record.cases[0].charges[0].printed("statute"), record.cases[0].charges[0].printed("description")) == ("167.007", "my own words")
    record = told(law, "OR", "", "", "", "", "167.007", "yes")
    assert record.cases[0].charges[0].printed("description") == "Prostitution"


def test_a_name_in_spanish_or_with_a_slip_is_asked_about(law: Law) -> None:
    for words in ("prostitución", "prostituton"):
        record = told(law, "OR", "", "", "", words, "", "yes")
        assert record.cases[0].charges[0].printed("statute") == "167.007"
        assert record.cases[0].charges[0].printed("description") == words


def test_what_the_law_does_not_know_is_not_asked_about(law: Law) -> None:
    for state in ("OR", "skip"):
        conversation, _ = talk(law, state, "", "", "", "zorbing", "", "stop", "no")
        assert "We know this as" not in conversation.text


@pytest.mark.parametrize("number", range(1, len(OUTCOMES) + 1))
@pytest.mark.parametrize("lang", ["en", "es"])
def test_every_outcome_can_be_chosen(law: Law, number: int, lang: str) -> None:
    name, words = OUTCOMES[number - 1]
    for said in (str(number), words[lang]):
        record = told(law, "", "", "", "", "zorbing", "", "", said, lang=lang)
        (disposition,) = record.cases[0].charges[0].dispositions
        assert disposition.outcome == name
        assert disposition.printed == OUTCOMES[number - 1][1]["en"].split(":")[0]


def test_outcomes_in_other_words_and_none_at_all(law: Law) -> None:
    def outcome(said: str) -> list[str | None]:
        return [each.outcome for each in told(law, "", "", "", "", "zorbing", "", "", said).cases[0].charges[0].dispositions]

    assert outcome("pled guilty") == ["convicted"]
    assert outcome("charges dropped") == ["nolle_prosequi"]
    assert outcome(str(len(OUTCOMES) + 1)) == outcome("I don't know") == []
    assert {name for name, _ in OUTCOMES} <= set(TERMS)


@pytest.mark.parametrize("said", ["charge was filed", "arrested", "court", "guilty, but no conviction", "0", "99"])
def test_a_part_of_an_outcomes_words_is_not_taken_for_it(law: Law, said: str) -> None:
    conversation, _ = talk(law, "", "", "", "", "zorbing", "", "", said, "stop", "no")
    assert "I did not understand that." in conversation.text


@pytest.mark.parametrize(
    ("said", "outcome"),
    [("culpable", "convicted"), ("no culpable", "acquitted"), ("condena", "convicted"), ("found not guilty", "acquitted"), ("deferred", "deferred"), ("diversion", "diverted"), ("sigue abierto", "pending")],
)
def test_an_outcome_in_either_language_is_said_back(law: Law, said: str, outcome: str) -> None:
    conversation, record = talk(law, "", "", "", "", "zorbing", "", "", said, "parar", "no", lang="es")
    assert record is not None
    assert record.cases[0].charges[0].dispositions[0].outcome == outcome
    assert f"Anotado: {dict(OUTCOMES)[outcome]['es']}." in conversation.text


def test_a_yes_is_the_state_that_was_asked_about(law: Law) -> None:
    conversation, record = talk(law, "yes", "Oregn", "yes", "", "", "", "theft", "stop", "no")
    assert record is not None
    assert record.cases[0].jurisdiction == "US-OR"
    assert conversation.text.count("I did not understand that.") == 1
    assert told(law, "Tejas", "", "", "", "robo", lang="es").cases[0].jurisdiction == "US-TX"


def test_a_case_of_which_only_the_number_is_known_is_kept(law: Law) -> None:
    for lines in (("OR", "", "", "18CR9"), ("OR", "", "", "18CR9", "", "", "", "", "2")):
        record = told(law, *lines)
        assert [(case.number, case.charges) for case in record.cases] == [("18CR9", ())]
    conversation, _ = talk(law, "OR", "", "", "18CR9", "stop", "no")
    assert "    - no charge noted" in conversation.text
    record = told(law, "OR", "", "", "18CR9", "back", "18CR8", "theft")
    assert [(case.number, len(case.charges)) for case in record.cases] == [("18CR8", 1)]


def test_a_date_that_could_be_two_and_a_short_year_say_what_to_do(law: Law) -> None:
    conversation, _ = talk(law, "OR", "", "", "", "theft", "", "no", "3/4/2011", "3/4/11", "parar", "no", lang="es")
    assert "Escriba el mes con letras" in conversation.text
    assert "Escriba el año con cuatro cifras" in conversation.text
    conversation, _ = talk(law, "OR", "", "", "", "theft", "", "no", "6/1/11", "stop", "no")
    assert "Please write the year with four digits" in conversation.text


def test_a_sentence_that_is_not_over_is_a_note(law: Law) -> None:
    record = told(law, "OR", "", "", "", "zorbing", "", "", "1", "2011", "no")
    assert record.notes == ("told by you: the sentence of told-1/1 is not over yet",)
    assert record.cases[0].charges[0].sentence_completed_date is None
    assert told(law, "OR", "", "", "", "zorbing", "", "", "1", "2011", "yes", "").notes == ("told by you: the sentence of told-1/1 is over",)


# ---- what is kept ----


def test_it_is_saved_only_if_the_person_wants_that(law: Law, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for lines in (("no",), ("",), ("yes", ""), ("yes", "no"), ("y", "yes", "")):
        conversation, _ = talk(law, *CASE, *CHARGE, "3", *lines)
        assert conversation.shown[-1] == "Nothing was saved."
    assert list(tmp_path.iterdir()) == []
    conversation, record = talk(law, *CASE, *CHARGE, "3", "yes", "mine.json")
    assert conversation.shown[-1] == "Saved in mine.json. To see what can be cleared: unburden check mine.json"
    assert stat.S_IMODE((tmp_path / "mine.json").stat().st_mode) == 0o600
    assert record is not None
    assert read_record(["mine.json"]).cases == record.cases


def test_a_file_that_is_named_before_is_written_at_the_end(law: Law, tmp_path: Path) -> None:
    out = tmp_path / "mine.json"
    talk(law, *CASE, *CHARGE, "3", out=out)
    before = out.read_text(encoding="utf-8")
    assert json.loads(before)["schema"] == "unburden.record/1"
    conversation, _ = talk(law, "OR", "", "", "", "theft", "stop", "no", "", out=out)
    assert "exists already. Replace it?" in conversation.text
    assert out.read_text(encoding="utf-8") == before
    talk(law, "OR", "", "", "", "theft", "stop", "yes", out=out)
    assert out.read_text(encoding="utf-8") != before


def test_a_file_that_cannot_be_written_is_asked_for_again(law: Law, tmp_path: Path) -> None:
    conversation, _ = talk(law, *CASE, *CHARGE, "3", "yes", str(tmp_path / "no" / "x"), "a\0b", "x" * 400, str(tmp_path / "y"))
    assert conversation.text.count("This file cannot be written") == 3
    assert (tmp_path / "y").exists()


# ---- words ----


def test_every_question_says_why_and_every_text_is_in_both_languages(law: Law) -> None:
    asked = ("state", "county", "court", "number", "words", "statute", "arrested", "outcome", "ended", "over", "completed", "next", "match")
    assert set(asked) == set(WHY)
    for texts in (*WORDS.values(), *WHY.values(), *(words for _, words in OUTCOMES)):
        assert set(texts) == {"en", "es"}
        assert texts["en"].count("{") == texts["es"].count("{")
    conversation, _ = talk(law, "why", "?", "stop")
    assert WHY["state"]["en"] in conversation.text
    assert WORDS["help"]["en"] in conversation.text


def test_in_spanish(law: Law) -> None:
    conversation, record = talk(law, "Oregón", "saltar", "", "", "prostitution", "", "sí", "junio de 2011", "1", "agosto de 2011", "sí", "2012", "eso es todo", "no", lang="es")
    assert record is not None
    assert "¿En qué estado" in conversation.text
    assert flatten(record)[0]["arrest_date"] == "2011-06"


LINES = st.sampled_from(["OR", "", "back", "stop", "yes", "no", "1", "2", "3", "why", "?", "theft", "167.007", "2011", "about 2010", "same", "x" * 1000, "\x1b[2J", "\udcff"])


@settings(max_examples=150, deadline=None)
@given(st.lists(LINES | st.text(max_size=8), max_size=40), st.sampled_from(["en", "es"]))
def test_whatever_is_typed(lines: list[str], lang: str) -> None:
    law = LAW
    typed = [line for line in lines if not line.startswith("/")]
    conversation, record = talk(law, *typed, lang=lang, out=None)
    assert conversation.shown
    if record is not None:
        assert record.cases
        assert all(charge.charge_id for _, charge in record.charges())


LAW = read_law(codes=[])


@pytest.fixture(autouse=True)
def _nowhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What a drawn conversation saves, it saves where nobody misses it."""
    monkeypatch.chdir(tmp_path)


def test_in_the_terminal(law: Law, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    lines = iter(["stop"])
    monkeypatch.setattr("builtins.input", lambda prompt: next(lines))
    assert entry.entry(law, TODAY) is None
    assert "Nothing was noted" in capsys.readouterr().out
