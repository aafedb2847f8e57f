"""The sworn statement: it is enough for each condition, every sentence of it is needed, and nothing is said more strongly than it was told."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path

import pytest
from attrs import evolve

from unburden import phrases
from unburden.calendar import ALWAYS
from unburden.facts import Answers, Bound, bind
from unburden.facts_file import read_answers
from unburden.files import read_people
from unburden.language import Fact, facts_of
from unburden.law import Law, law_folder, read_law
from unburden.law_check import read_cases, rows_of
from unburden.papers.declaration import _NOT_SAID, Statement, Support, declare
from unburden.papers.details import Details, read_details
from unburden.papers.packets import Packet, asked_words, read_packet
from unburden.papers.plan import Entry, Filing, make_plan
from unburden.person import Reading, holds
from unburden.record import Record
from unburden.relief import Result, codes_of, decide
from unburden.report.answers import standing

from ..small_world import AS_OF, charge, land, person, provision, record_of, result

ROOT = Path(__file__).resolve().parents[2]
FIXTURE = ROOT / "tests" / "fixtures" / "packet"
#: States whose laws differ in kind: presumptions, readings that differ, waits, loops over other charges, money.
STATES = ("us", "us-ca", "us-fl", "us-ny", "us-or", "us-de", "us-wa", "us-nv")


@cache
def house() -> Packet:
    return read_packet("US-ZZ")


@cache
def loaded(code: str) -> Law:
    return read_law(codes=[code.upper()])


# ---- what every statement must be ------------------------------------------------------------------------------------


def filed(found: Result, place: int, name: str) -> Filing | None:
    """The papers of one charge under one law, if it is not closed for it."""
    charge = found.charges[place]
    relief = next((each for each in charge.relief if each.provision.id == name and standing(each)[0] != "closed"), None)
    if relief is None:
        return None
    paper = house().paper(name)
    return Filing("case-1", relief.provision, paper, house(), (charge.case,), (Entry(1, charge, relief),))


def stated(found: Result, support: Support) -> Answers:
    """What the statement alone says for one condition of one charge, as answers."""
    person: dict[str, object] = {}
    cases: dict[str, dict[str, object]] = {}
    charges: dict[str, dict[str, object]] = {}
    answers = found.answers
    for owner, values in answers.charges.items():
        # The list of charges says which offense each was.
        charges[owner] = {name: value for name, value in values.items() if name in ("offense", "inchoate")}
    for entry, name in support.told:
        row = entry.charge.row
        fact, value = found.law.facts[name], found.bound.rows[entry.charge.place][found.law.layout.slot[name]]
        said = (answers.charges.get(row["charge_id"], {}), answers.cases.get(row["case_id"], {}), answers.person)
        told = next((each[name] for each in said if name in each), None)
        if told is None:
            # It follows from another answer.
            assert fact.type in ("yesno", "since"), name
            told = value[1] == ALWAYS
        owner = {"person": person, "case": cases.setdefault(row["case_id"], {}), "charge": charges.setdefault(row["charge_id"], {})}
        owner[fact.scope][name] = told
    return Answers(person, cases, charges)


def without(answers: Answers, name: str) -> Iterator[Answers]:
    """The answers, each time without one of those that give a fact."""
    if name in answers.person:
        yield evolve(answers, person={key: value for key, value in answers.person.items() if key != name})
    for table in ("cases", "charges"):
        owners: Mapping[str, Mapping[str, object]] = getattr(answers, table)
        for owner, values in owners.items():
            if name in values:
                yield evolve(answers, **{table: {**owners, owner: {key: value for key, value in values.items() if key != name}}})


def implied(law: Law, name: str) -> set[str]:
    """All that follows from a fact."""
    return {each for fact in law.facts[name].implies for each in (fact, *implied(law, fact))}


def shown(found: Result, support: Support, answers: Answers) -> str:
    """Whether a condition holds for a charge by these answers alone."""
    alone = Reading(evolve(support.entry.relief.provision, conditions=(support.condition,), closes=None), found.law.layout)
    bound: Bound = bind(found.record, found.law, answers)
    return holds(alone.decide(bound.rows[support.entry.charge.place]).favorable, found.as_of)


def check(found: Result, filing: Filing) -> Statement:
    """A statement has what the law asks and no more."""
    statement = declare(filing, found, Details())
    where = f"{filing.provision.id}: {filing.entries[0].charge.row}"
    for passage in statement.passages:
        assert passage.serves, where
        assert passage.text or passage.question, (where, passage.fact)
        assert "{" not in passage.text
        assert "_" not in passage.text
    for support in statement.supports:
        assert not set(support.record) & set(support.sworn), where
        for entry, name in support.told:
            spoken = [each for each in statement.passages if each.text and each.speaks_of(name, entry.number)]
            assert len(spoken) == 1, (where, name)
            assert any(each.id == support.condition.id for each in spoken[0].serves), (where, name)
        if support.how == "open":
            continue
        said = stated(found, support)
        if shown(found, support, found.answers) == "yes":
            assert shown(found, support, said) == "yes", (where, support.condition.id, said)
            for _, name in support.told:
                if any(name in implied(found.law, other) for _, other in support.told):
                    continue
                for less in without(said, name):
                    assert shown(found, support, less) != "yes", (where, support.condition.id, name)
    return statement


@cache
def packet() -> tuple[Result, Details, tuple[Filing, ...]]:
    """The made-up person of the packet fixture, every answer of hers, and her filings by the house's own papers."""
    law = read_law(codes=[])
    record = read_people([str(FIXTURE / "record.csv")], list(law.facts))[0]
    law.load(codes_of(record))
    answers = read_answers(str(FIXTURE / "facts.toml"), law)
    found = decide(record, law, AS_OF, answers)
    cases, charges = [case.case_id for case in record.cases], [each.charge_id for _, each in record.charges()]
    plan = make_plan(found, dict.fromkeys(codes_of(record), house()))
    return found, read_details(answers, law.facts, cases, charges, asked_words()), plan.filings


def test_each_filing_of_the_packet_says_enough_and_no_more() -> None:
    found, _, filings = packet()
    assert len(filings) > 5
    for filing in filings:
        statement = check(found, filing)
        assert any(passage.text for passage in statement.passages)


@pytest.mark.parametrize("code", STATES)
def test_each_case_of_the_law_says_enough_and_no_more(code: str) -> None:
    law, sworn = loaded(code), 0
    for path in sorted((law.folder / code).glob("*.cases.toml")):
        for case in read_cases(path, law, []):
            table, answers = rows_of(case, law, code.upper())
            found = decide(record_of(table), law, case.as_of, answers)
            filing = filed(found, 0, case.provision)
            if filing is not None:
                sworn += sum(each.how == "sworn" for each in check(found, filing).supports)
    assert sworn > 5


def test_paragraphs_are_numbered_from_two_without_gaps() -> None:
    found, details, filings = packet()
    for filing in filings:
        passages = declare(filing, found, details).passages
        assert [each.paragraph for each in passages] == list(range(2, len(passages) + 2))


def test_what_is_told_of_the_person_is_said_of_no_charge() -> None:
    found, details, filings = packet()
    passages = [each for filing in filings for each in declare(filing, found, details).passages]
    for each in passages:
        assert (each.numbers == ()) == (found.law.facts[each.fact].scope == "person"), each.fact
    assert any(each.fact == "trafficking_ended" and each.own_words for each in passages)


def test_what_one_sentence_says_of_two_charges_is_said_once() -> None:
    found, details, filings = packet()
    first = declare(filings[0], found, details)
    (passage,) = (each for each in first.passages if each.fact == "result_of_trafficking")
    assert passage.numbers == (1, 2)
    assert passage.speaks_of("result_of_trafficking", 2)
    assert not passage.speaks_of("result_of_trafficking", 3)


# ---- one condition at a time -----------------------------------------------------------------------------------------


def decided(record: Record, answers: Answers, *holds: str, whole: bool = False, **fields: object) -> Result:
    return result(land(provision("way", *holds, **fields)), record, answers, whole)  # type: ignore[arg-type]


def said(found: Result, details: Details | None = None, place: int = 0) -> Statement:
    filing = filed(found, place, "us-zz/way")
    assert filing is not None
    return declare(filing, found, details or Details())


def all_of(found: Result, details: Details | None = None) -> Statement:
    """One declaration of all charges."""
    relief = [next(way for way in each.relief if way.provision.id == "us-zz/way") for each in found.charges]
    entries = tuple(Entry(number, each, way) for number, (each, way) in enumerate(zip(found.charges, relief, strict=True), 1))
    cases = tuple({each.case.case_id: each.case for each in found.charges}.values())
    filing = Filing("case-1", relief[0].provision, house().paper("us-zz/way"), house(), cases, entries)
    return declare(filing, found, details or Details())


def names(statement: Statement) -> list[tuple[str, bool]]:
    return [(each.fact, bool(each.text)) for each in statement.passages]


ONE = person([charge(1)])


def test_the_weaker_fact_is_stated_that_the_law_asks_for_and_not_the_stronger_one_that_was_answered() -> None:
    found = decided(ONE, Answers(charges={"c1": {"forced_by_trafficker": True}}), "result_of_trafficking")
    statement = said(found)
    assert names(statement) == [("result_of_trafficking", True)]
    assert statement.passages[0].text == found.law.facts["result_of_trafficking"].say


def test_of_two_facts_that_would_each_do_the_lighter_is_told() -> None:
    both = {"forced_by_trafficker": True, "dismissed_before_trial": True}
    found = decided(ONE, Answers(charges={"c1": both}), "forced_by_trafficker or dismissed_before_trial")
    assert found.law.facts["forced_by_trafficker"].weight > found.law.facts["dismissed_before_trial"].weight
    assert names(said(found)) == [("dismissed_before_trial", True)]


def test_both_facts_are_told_where_the_law_asks_for_both() -> None:
    both = {"forced_by_trafficker": True, "dismissed_before_trial": True}
    found = decided(ONE, Answers(charges={"c1": both}), "forced_by_trafficker and dismissed_before_trial")
    assert names(said(found)) == [("forced_by_trafficker", True), ("dismissed_before_trial", True)]


def test_a_fact_that_only_another_day_would_make_needless_is_told() -> None:
    law = "(today >= disposed_on + years(20)) or dismissed_before_trial"
    found = decided(ONE, Answers(charges={"c1": {"dismissed_before_trial": True}}), law)
    assert names(said(found)) == [("dismissed_before_trial", True)]


def test_what_the_record_shows_is_not_sworn_to() -> None:
    found = decided(ONE, Answers(), 'disposition == "convicted"')
    statement = said(found)
    assert statement.passages == ()
    assert [each.how for each in statement.supports] == ["record", "record"]
    assert statement.supports[1].record == ("disposition",)


def test_what_the_record_shows_is_not_sworn_to_because_it_was_answered_too() -> None:
    found = decided(ONE, Answers(charges={"c1": {"offense_date": "2011-04-02"}}), 'offense_date < date("2012-01-01")')
    statement = said(found)
    assert statement.passages == ()
    assert statement.supports[1].record == ("offense_date",)


def test_what_an_answer_adds_to_the_record_is_sworn_to() -> None:
    month = person([charge(1, offense_date="2011")])
    found = decided(month, Answers(charges={"c1": {"offense_date": "2011-04-02"}}), 'offense_date < date("2011-06-01")')
    (passage,) = said(found).passages
    assert passage.text == "The date on which this is said to have happened is April 2, 2011."
    # Where the year alone is enough, the day is not told.
    found = decided(month, Answers(charges={"c1": {"offense_date": "2011-04-02"}}), 'offense_date < date("2012-06-01")')
    assert said(found).passages == ()


@pytest.mark.parametrize("law", ['level < "felony"', 'not level >= "felony"'])
def test_a_level_that_was_answered_is_sworn_to(law: str) -> None:
    bare = person([charge(1, statute="99.99", description="SOMETHING")])
    (passage,) = said(decided(bare, Answers(charges={"c1": {"level": "misdemeanor A"}}), law)).passages
    assert passage.text == "I was charged at this level: class A misdemeanor."


def test_the_whole_record_is_a_question_as_long_as_nobody_has_said_that_it_is_whole() -> None:
    law = "not any(c.convicted for c in others)"
    (passage,) = said(decided(ONE, Answers(), law)).passages
    assert (passage.fact, passage.text) == ("record_complete", "")
    assert passage.question == found_question("record_complete")
    assert [each.how for each in said(decided(ONE, Answers(), law)).supports] == ["record", "open"]
    (passage,) = said(decided(ONE, Answers(person={"record_complete": True}), law)).passages
    assert passage.text


def found_question(name: str) -> str:
    return read_law(codes=[]).facts[name].ask["en"]


def test_the_whole_record_is_not_asked_for_where_an_answer_is_enough() -> None:
    law = "dismissed_before_trial or not any(c.convicted for c in others)"
    told = Answers(charges={"c1": {"dismissed_before_trial": True}})
    assert names(said(decided(ONE, told, law))) == [("dismissed_before_trial", True)]


def test_the_whole_record_is_sworn_to_where_it_spares_the_telling() -> None:
    law = "forced_by_trafficker or not any(c.convicted for c in others)"
    told = Answers(person={"record_complete": True}, charges={"c1": {"forced_by_trafficker": True}})
    assert names(said(decided(ONE, told, law))) == [("record_complete", True)]


def test_the_case_itself_needs_no_whole_record() -> None:
    two = person([charge(1), charge(2, outcome="dismissed")])
    assert said(decided(two, Answers(), 'not any(c.disposition == "acquitted" for c in same_case)')).passages == ()


def test_what_is_told_of_another_charge_of_the_paper_is_said_of_that_charge() -> None:
    two = person([charge(1), charge(2)])
    law = "not any(c.forced_by_trafficker for c in same_case)"
    found = decided(two, Answers(charges={"c1": {"forced_by_trafficker": False}, "c2": {"forced_by_trafficker": False}}), law)
    statement = all_of(found)
    (passage,) = statement.passages
    assert passage.text == found.law.facts["forced_by_trafficker"].say_no
    assert passage.numbers == (1, 2)
    assert [(each.entry.number, each.how, [(entry.number, name) for entry, name in each.told]) for each in statement.supports] == [
        (1, "record", []),
        (1, "sworn", [(2, "forced_by_trafficker")]),
        (2, "record", []),
        (2, "sworn", [(1, "forced_by_trafficker")]),
    ]


def test_what_is_told_of_a_charge_in_another_paper_leaves_the_proof_open() -> None:
    two = person([charge(1)], [charge(2)])
    told = Answers(person={"record_complete": True}, charges={"c2": {"forced_by_trafficker": False}})
    statement = said(decided(two, told, "not any(c.forced_by_trafficker for c in others)"))
    assert [each.how for each in statement.supports] == ["record", "open"]
    assert all(each.fact != "forced_by_trafficker" for each in statement.passages)


def test_a_sealed_paper_that_makes_the_law_presume_spares_the_telling() -> None:
    told = {"result_of_trafficking": True}
    way = provision("way", "result_of_trafficking")
    presumed = evolve(way.conditions[1], presumed_by=provision("x", "official_documentation").conditions[1].holds, presumed_cite="§ 9")
    way = evolve(way, conditions=(way.conditions[0], presumed))
    both = Answers(person={"official_documentation": True}, charges={"c1": told})
    found = result(land(way), ONE, both, False)
    statement = said(found)
    assert names(statement) == [("official_documentation", True)]
    assert statement.passages[0].presumed == ("c0",)
    # Not having such a paper is not what is asked for first.
    statement = said(result(land(way), ONE, Answers(), False))
    assert names(statement) == [("result_of_trafficking", False)]


def test_a_fact_that_is_not_known_is_its_question() -> None:
    found = decided(ONE, Answers(), "result_of_trafficking")
    statement = said(found)
    (passage,) = statement.passages
    assert (passage.text, passage.paragraph, passage.numbers) == ("", 2, (1,))
    assert passage.question == found.law.facts["result_of_trafficking"].ask["en"]
    assert statement.supports[1].missing == ("result_of_trafficking",)


def test_a_no_is_said_as_a_no() -> None:
    found = decided(ONE, Answers(charges={"c1": {"dismissed_before_trial": False}}), "not dismissed_before_trial")
    assert said(found).passages[0].text == found.law.facts["dismissed_before_trial"].say_no


# ---- own words and what is struck ------------------------------------------------------------------------------------

TWO = person([charge(1), charge(2)])
TOLD = Answers(charges={"c1": {"result_of_trafficking": True}, "c2": {"result_of_trafficking": True}})
FACT = "result_of_trafficking"


def test_own_words_for_all_charges_and_for_one() -> None:
    found = decided(TWO, TOLD, FACT)
    (passage,) = all_of(found, Details(words={("", FACT): "It was {not} my \u201cchoice\u201d & I was told to."})).passages
    assert (passage.text, passage.own_words, passage.numbers) == ("It was {not} my \u201cchoice\u201d & I was told to.", True, (1, 2))
    one, two = all_of(found, Details(words={("c2", FACT): "I was told to."})).passages
    assert (one.own_words, one.numbers, one.text) == (False, (1,), found.law.facts[FACT].say)
    assert (two.own_words, two.numbers, two.text) == (True, (2,), "I was told to.")
    one, two = all_of(found, Details(words={("", FACT): "I had no choice.", ("c2", FACT): "I was told to."})).passages
    assert [one.text, two.text] == ["I had no choice.", "I was told to."]


def test_own_words_answer_no_question() -> None:
    (passage,) = said(decided(ONE, Answers(), FACT), Details(words={("", FACT): "I was told to."})).passages
    assert (passage.text, passage.own_words) == ("", False)


def test_what_is_struck_is_left_out_for_its_charge_alone() -> None:
    found = decided(TWO, TOLD, FACT, "dismissed_before_trial or convicted")
    for struck, numbers in ((("c1", FACT), (2,)), (("c2", FACT), (1,))):
        statement = all_of(found, Details(struck=frozenset({struck})))
        kept, gone = sorted(statement.passages, key=lambda each: each.struck)
        assert (kept.numbers, kept.paragraph, kept.struck) == (numbers, 2, False)
        assert (gone.numbers, gone.paragraph, gone.struck) == ((3 - numbers[0],), 0, True)
    (gone,) = all_of(found, Details(struck=frozenset({("", FACT)}))).passages
    assert (gone.struck, gone.numbers) == (True, (1, 2))


# ---- sentences of each type ------------------------------------------------------------------------------------------

SAID = (
    ("sentence_completed_on", "2012-05-06", "was May 6, 2012."),
    ("sentence_completed_on", "2012-05", "was May 2012."),
    ("sentence_completed_on", "2012", "was 2012."),
    ("probation_revoked_on", "never", "My probation for this was never revoked."),
    ("released_on", "never", "I was not locked up for this."),
    ("level", "felony C", "level: class C felony."),
    ("level", "misdemeanor", "level: misdemeanor."),
    ("balance_due", "0", "$0."),
    ("balance_due", "1,234.50", "$1,235."),
    ("disposition", "withheld", "guilt admitted or found, no conviction entered (withheld)."),
    ("sentence_kind", "probation", "The sentence I got for this was: probation."),
)
#: A condition that reads a fact of a type and holds whatever its value is.
READS = {
    "day": "not happened({0}) or {0} < date('2026-01-01')",
    "level": "{0} <= 'felony A'",
    "number": "{0} < 1000000",
    "choice": "{0} == '{1}'",
}


@pytest.mark.parametrize(("name", "value", "ending"), SAID)
def test_a_sentence_holds_its_value(name: str, value: str, ending: str) -> None:
    fact = land().facts[name]
    record = person([charge(1, outcome=None, statute="99.99", description="SOMETHING")])
    told = Answers(cases={"k1": {name: value}}) if fact.scope == "case" else Answers(charges={"c1": {name: value}})
    (passage,) = said(decided(record, told, READS[fact.type].format(name, value).replace("'", '"'), kind="information")).passages
    assert passage.text.endswith(ending)


# ---- the sentences of the law's facts --------------------------------------------------------------------------------

#: What only the other paths ask is in no law that clears records, so nobody swears to it.
_OF_PATHS = tomllib.loads((law_folder() / "paths" / "facts.toml").read_text(encoding="utf-8"))["facts"]
ANSWERED = [
    fact for fact in read_law(codes=[]).facts.values() if fact.origin != "derived" and fact.name not in {*_NOT_SAID, *_OF_PATHS}
]
#: No law reads them, so nobody swears to them.
UNREAD = ("county", "court")
FIRST_PERSON = re.compile(r"\b(?:I|me|my|mine)\b", re.IGNORECASE)
YOU = re.compile(r"\b(?:you|your|yours|yourself|defendant|petitioner)\b", re.IGNORECASE)


@pytest.mark.parametrize("fact", ANSWERED, ids=lambda fact: fact.name)
def test_a_fact_has_its_sentence(fact: Fact) -> None:
    if fact.name in UNREAD:
        return
    sentences = [fact.say, *([fact.say_no] if fact.say_no or fact.type in ("yesno", "since") else [])]
    for sentence in sentences:
        assert sentence.endswith(".")
        assert sentence[0].isupper()
        assert len(sentence.split()) <= 25
        assert fact.scope != "person" or FIRST_PERSON.search(sentence), sentence
        # In "a person under 18 who lived with me" nobody is spoken to; a legal term in quotation marks stands as it is.
        assert not YOU.search(re.sub(r"\(.*?\)|\".*?\"", "", sentence)), sentence
    assert fact.say.count("{}") == (0 if fact.type in ("yesno", "since") else 1)
    assert fact.say.replace("{}", "").count("{") == 0
    assert "{" not in fact.say_no
    assert fact.say != fact.say_no


def test_no_law_reads_what_has_no_sentence() -> None:
    read = {
        name for each in read_law().provisions() for condition in each.conditions for tree in condition.trees() for name in facts_of(tree)
    }
    assert not read & set(UNREAD)


@pytest.mark.parametrize("fact", [each for each in ANSWERED if each.type == "choice" and each.values], ids=lambda fact: fact.name)
def test_a_choice_is_said_in_words(fact: Fact) -> None:
    for value in fact.values:
        said = fact.say.format(phrases.value(fact.name, value, "en"))
        assert "_" not in said
