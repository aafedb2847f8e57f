from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from textwrap import dedent

import pytest
from attrs import evolve

from tests.report.people import FIXTURES, PEOPLE, decided, person, record_of
from unburden.facts import Answers
from unburden.facts_file import make_answers
from unburden.record import Disposition, Record
from unburden.report import Lang, text


@pytest.fixture
def golden_text(request: pytest.FixtureRequest) -> Callable[[str, str], None]:
    def compare(name: str, found: str) -> None:
        path: Path = FIXTURES / name
        if request.config.getoption("--update-golden"):
            path.write_text(found, encoding="utf-8")
        assert path.exists(), f"{path} is missing: run pytest --update-golden and read what it wrote"
        assert found == path.read_text(encoding="utf-8")

    return compare


@pytest.mark.parametrize("name", PEOPLE)
@pytest.mark.parametrize("lang", ["en", "es"])
def test_the_report_of_a_person(name: str, lang: Lang, golden_text: Callable[[str, str], None]) -> None:
    golden_text(f"{name}.{lang}.golden.txt", text(person(name), lang))


def test_the_full_report(golden_text: Callable[[str, str], None]) -> None:
    golden_text("cleo.full.golden.txt", text(person("cleo"), full=True))


@pytest.mark.parametrize("width", [40, 72, 100])
def test_no_line_is_wider_than_asked(width: int) -> None:
    for name in PEOPLE:
        found = text(person(name), full=True, width=width)
        assert max(len(line) for line in found.splitlines()) <= width
        assert not any(line != line.rstrip() for line in found.splitlines())


def answers_of(found: str) -> list[str]:
    """The overview: one line a charge."""
    part = found.partition("\n  1. ")[2].partition("\n\n")[0]
    return [line.partition(": ")[2] for line in f"  1. {part}".splitlines()]


def test_one_plain_answer_a_charge() -> None:
    assert answers_of(text(person("ada"), width=200)) == [
        "from March 14, 2028, as far as we could read the law, if this is the whole record",
        "the law clears it now, without a petition",
        "can be cleared now, until March 14, 2027, as others tell this law: we could not read its text",
    ]
    assert answers_of(text(person("ben"))) == [
        "not before the open case ends",
        "the law of Texas is not in this program yet",
        "which court? not known",
        "from July 1, 2027 it can be hidden from more people",
        "already taken back by a court, the record says",
        "not before July 1, 2027, depends on 1 question",
    ]


def test_ways_to_print_one_name_are_one_person_with_the_others_behind() -> None:
    record = record_of("ada")
    record = evolve(record, person=evolve(record.person, names=("QUILL,ADA", "Ada M. Quill", "LOAF, EVE", "QUILL, ADA")))
    found = " ".join(text(decided(record)).split())
    assert "Whose record: Ada M. Quill (also printed QUILL,ADA; QUILL, ADA); LOAF, EVE; born February 28, 1990" in found
    assert "también escrito QUILL,ADA; QUILL, ADA" in " ".join(text(decided(record), "es").split())


def test_two_charges_of_one_name_can_be_told_apart_in_short() -> None:
    record = record_of("ada")
    case = record.cases[0]
    first = case.charges[0]
    version = evolve(first.versions[-1], description="Taking a loaf", statute="2.10(2)")
    other = evolve(first, charge_id="other", versions=(version,), offense_date="2011-05-01")
    bare = evolve(first, charge_id="bare", versions=(evolve(version, statute=None),), offense_date=None, arrest_date="2012")
    elsewhere = evolve(case, case_id="X", jurisdiction=None, filed_date=None, charges=(evolve(bare, arrest_date=None, dispositions=()),))
    found = text(decided(evolve(record, cases=(evolve(case, charges=(first, other, bare)), elsewhere))))
    lines = found.partition("In short")[2].partition("\n\n")[2].splitlines()[:4]
    assert [line.partition(": ")[0].split(". ")[1] for line in lines if line[3:4] == "."] == [
        "Taking a loaf · Zetaland, 2009, 2.10(1)",
        "Taking a loaf · Zetaland, 2011, 2.10(2)",
        "Taking a loaf · Zetaland, 2012",
        "Taking a loaf",
    ]


def test_a_plea_alone_is_no_outcome_that_could_not_be_read() -> None:
    record = record_of("ada")
    case = record.cases[0]
    pleaded = evolve(case.charges[0], dispositions=(Disposition("Plea: Not Guilty"),))
    found = " ".join(text(decided(evolve(record, cases=(evolve(case, charges=(pleaded,)),)))).split())
    assert "The record shows no outcome." in found
    assert "Not Guilty" not in found
    referred = evolve(pleaded, dispositions=(Disposition("Referred"), Disposition("Plea: Not Guilty")))
    found = " ".join(text(decided(evolve(record, cases=(evolve(case, charges=(referred,)),)))).split())
    assert "The record prints “Referred”" in found


def test_what_the_whole_record_changes_is_asked_once_and_then_gone() -> None:
    before = text(person("ada"))
    assert before.count("Do these papers show everything, in every place?") == 1
    after = text(decided(record_of("ada"), Answers(person={"record_complete": True})))
    assert "Do these papers show everything" not in after
    assert answers_of(after)[0] == "from March 14, 2028, as far as we could read the law"


def test_a_condition_that_holds_if_the_record_is_whole_says_so() -> None:
    first = record_of("ada").cases[0]
    found = text(decided(Record(cases=(evolve(first, charges=first.charges[:1]),))))
    assert "ANSWER: can be cleared now, as far as we could read the law, if this is the whole record" in found
    assert "yes If this is the whole record: No other conviction in three years (§ 20.1(5)) [see Q1]" in " ".join(found.split())


def test_the_stronger_way_is_named_beside_the_open_one() -> None:
    found = text(person("ada"))
    assert "More may be possible: vacatur, depends on 3 questions (Q2, Q3, Q4)" in found
    assert "More may be possible for charges 1, 3." in found


def test_a_presumption_is_not_shown_as_proved() -> None:
    found = " ".join(text(person("cleo")).split())
    assert "presumed by law, not shown (§ 10.1(2))" in found
    assert "Care: the law presumes what it asks for, but an answer says the opposite." in found


def test_an_exception_keeps_the_reason_that_it_displaced() -> None:
    found = " ".join(text(person("cleo"), full=True).split())
    assert (
        "Nothing is owed in this case (§ 20.1(3)) [does not hold by itself; an exception does: A court found that you cannot pay" in found
    )


def test_both_readings_of_an_unsettled_law() -> None:
    found = " ".join(text(person("cleo"), full=True).split())
    assert "the law can be read in two ways: can be cleared now; or from January 15, 2028" in found
    assert "reading 1: Every other conviction counts (§ 20.1(5)): from January 15, 2028; reading 2: Violations do not count" in found


def test_a_page_of_law_that_nobody_read_is_never_taken_for_met() -> None:
    found = " ".join(text(person("cleo"), full=True).split())
    assert (
        "unknown What the second page of the law says (§ 70.1(2)) [the law's text, as far as it could be read, does not settle this]"
        in found
    )


def test_what_a_person_declined_is_respected() -> None:
    assert "(you chose not to say; that is fine)" in text(person("cleo"))


def test_nothing_is_asked_about_an_open_case() -> None:
    open_case = Record(cases=record_of("ben").cases[:1])
    found = text(decided(open_case))
    assert "What could still change an answer" not in found
    assert "ANSWER: not before the open case ends\n" in found
    assert "- Take back a conviction that came from being trafficked: vacatur, sealing; not before the open case ends." in " ".join(
        found.split()
    )
    assert "You were convicted of this charge" not in found


def without(record: Record, place: tuple[int, int], **changed: object) -> Record:
    """The record with one charge changed."""
    cases = list(record.cases)
    charges = list(cases[place[0]].charges)
    charges[place[1]] = evolve(charges[place[1]], **changed)  # type: ignore[misc]
    cases[place[0]] = evolve(cases[place[0]], charges=tuple(charges))
    return evolve(record, cases=tuple(cases))


def test_a_question_about_another_charge_names_that_charge() -> None:
    ada = record_of("ada")
    (ended,) = ada.cases[1].charges[0].dispositions
    undated = without(ada, (1, 0), dispositions=(evolve(ended, date=None),))
    person_answers = {"record_complete": True, "official_documentation": False}
    found = text(decided(undated, Answers(person=person_answers, charges={"Z1-1": {"result_of_trafficking": False}})))
    assert "ANSWER: depends on 1 question (Q1)" in found
    assert "Q1. On what day did it end? (about charge 3)" in found


@pytest.mark.parametrize(
    ("ended", "deadline"),
    [
        ("2025", "The last day to ask is between January 1, 2027 and December 31, 2027."),
        (None, "There is a deadline; its day is not known."),
        ("2026-02-28", "The last day to ask is February 28, 2028."),
    ],
)
def test_a_deadline_that_is_known_in_part(ended: str | None, deadline: str) -> None:
    ada = record_of("ada")
    (plea,) = ada.cases[1].charges[0].dispositions
    found = text(decided(without(ada, (1, 0), dispositions=(evolve(plea, date=ended),))))
    assert deadline.rstrip(".").casefold() in " ".join(found.split()).casefold()


def test_what_the_whole_record_would_close_is_closed_with_its_reason() -> None:
    found = text(person("ada"), full=True)
    part = " ".join(found.partition("Clear two dropped charges together. Z. Rev. Stat. § 65.1.")[2].split())
    assert "no If this is the whole record: Another charge was dropped, too (§ 65.1)" in part
    assert "Clear two dropped charges" not in text(person("ada"))


def test_a_deadline_that_has_passed_is_the_reason() -> None:
    found = text(decided(evolve(record_of("cleo"), cases=record_of("cleo").cases[:1])), full=True)
    assert "Withdraw a plea soon after it. Z. Rev. Stat. § 40.1. The last day to ask was June 11, 2015." in " ".join(found.split())


def test_a_day_known_by_its_year_gives_two_bounds() -> None:
    ada = record_of("ada")
    (plea,) = ada.cases[1].charges[0].dispositions
    found = text(
        decided(without(ada, (1, 0), dispositions=(evolve(plea, date="2020"),)), Answers(person={"record_complete": True})), full=True
    )
    assert "set-aside, sealing; between January 1, 2027 and December 31, 2027, depends on 1 question" in " ".join(found.split())


def test_an_offense_that_can_be_two_names_both() -> None:
    ada = record_of("ada")
    version = evolve(ada.cases[0].charges[0].versions[0], statute="2.10", description=None)
    found = " ".join(text(decided(without(ada, (0, 0), versions=(version,)))).split())
    assert "It can be Taking a loaf (2.10(1)) or Taking an oven (2.10(2)); each rule is unknown where they differ." in found


def test_what_could_not_be_read_is_shown_as_it_stands() -> None:
    found = text(person("ben"))
    for each in (
        "- sheet.txt, line 190: -- SEE ALSO 07-11 -- (this is no field that is known)",
        "- sheet.txt, line 30, page 2: APPLICANT PRINT 2001 (fingerprints for a job are no arrest)",
        "- Charge 4: outcome: “convicted” (sheet.txt, line 104); “dismissed” (court.html, line 60)",
        "- Case OLD: still owed: “$0.00”; “$85.00”",
        "- The sheet says that it covers one state alone.",
        "The record prints “COND DISCH 2ND”, which we cannot read as one outcome.",
        "The sources disagree on how it ended; see below.",
    ):
        assert each in found


def test_answers_that_contradict_each_other_are_shown() -> None:
    raw = {"charge": {"C1-1": {"disposition": "dismissed"}}}
    from tests.report.people import made_up_law

    found = text(decided(record_of("cleo"), make_answers(raw, made_up_law())))
    assert "Please look at this again" in found
    assert "disposition of charge C1-1" in " ".join(found.split())


def test_an_empty_record_says_so() -> None:
    found = text(decided(Record()))
    assert "No charge was found in what was read." in found
    assert "no name in these papers" in found


def test_hostile_text_cannot_drive_a_terminal() -> None:
    record = record_of("ada")
    evil = "\x1b]0;owned\x07\x1b[2J\u202e" + "A" * 5000
    person_evil = evolve(record.person, names=(evil,))
    found = text(decided(evolve(record, person=person_evil, notes=(evil,))))
    assert "\x1b" not in found
    assert "\x07" not in found
    assert "\u202e" not in found
    assert "more characters" in found


def test_the_head_of_a_short_record() -> None:
    record = record_of("ada")
    found = text(decided(evolve(record, cases=record.cases[1:])))
    start = dedent(
        """\
        Record summary · As of November 23, 2026
        ========================================

        Whose record: Ada Quill; born February 28, 1990
        Read from:    ada.json

        This shows which laws"""
    )
    assert found.startswith(start)
