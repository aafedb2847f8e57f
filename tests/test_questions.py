"""Which question comes next: the order, what is asked together, what is left out, and what is said of it."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import pairwise

import pytest
from attrs import evolve

from unburden.calendar import parse_day
from unburden.errors import InputError
from unburden.facts import PERIODS, Answers
from unburden.law import Law
from unburden.phrases import NOTICES, prospect
from unburden.prospects import Outcome, Prospect
from unburden.question import Question, answered, declined, with_implied
from unburden.questions import next_question, questions
from unburden.record import Charge, Record

from .small_world import charge, land, person, provision, result

VACATE = provision("vacate", "convicted", "result_of_trafficking", effect="vacatur", kind="trafficking", merits="merits")
SEAL = provision("seal", "convicted", "balance_due <= 0")
#: Three laws that need heavy words each of its own: a no to the lightest of them closes all three.
HEAVY = (
    provision("forced", "forced_by_trafficker and not restitution_owed", effect="vacatur"),
    provision("result", "result_of_trafficking", effect="vacatur"),
    provision("during", "during_trafficking", effect="vacatur"),
)


def keys(law: Law, record: Record, answers: Answers | None = None, **options: bool) -> list[str]:
    return [question.key for question in questions(result(law, record, answers, **options))]


def first(law: Law, record: Record, answers: Answers | None = None, wanted: str = "relief", **options: bool) -> Question:
    found = next_question(result(law, record, answers, **options), wanted)
    assert found is not None
    return found


def days(*texts: str) -> tuple[tuple[int, int], ...]:
    found = [parse_day(each) for each in texts]
    return tuple((low[0], high[1]) for low, high in zip(found[::2], found[1::2], strict=True) if low and high)


# ---- what comes first ----


def test_the_whole_record_is_asked_first_and_once() -> None:
    law = land(provision("seal", "all(not c.convicted for c in others)", "balance_due <= 0"))
    record = person([charge(1)])
    assert keys(law, record, whole=False) == ["record_complete", "balance_due:k1"]
    assert keys(law, record, Answers(person={"record_complete": False}), whole=False) == ["balance_due:k1"]
    asked = questions(result(law, record, whole=False))[0]
    assert keys(law, record, declined(Answers(), asked), whole=False) == ["balance_due:k1"]


def test_nothing_is_asked_of_the_whole_record_where_it_does_not_matter() -> None:
    assert keys(land(SEAL), person([charge(1)]), whole=False) == ["balance_due:k1"]


def test_light_comes_before_heavy() -> None:
    law = land(provision("vacate", "result_of_trafficking and official_documentation", effect="vacatur"))
    assert keys(law, person([charge(1)])) == ["official_documentation", "trafficked", "result_of_trafficking"]


def test_the_strongest_way_comes_before_a_weaker_one() -> None:
    # The link itself settles it, either way; whether it happened at all is worth asking only of someone who leaves the link open.
    assert keys(land(SEAL, VACATE), person([charge(1)])) == ["result_of_trafficking", "trafficked", "balance_due:k1"]


def test_one_answer_for_all_cases_comes_before_one_for_each_once_there_are_more() -> None:
    law = land(provision("seal", "balance_due <= 0 and not must_register"))
    one = person([charge(1)])
    many = person([charge(1)], [charge(2)], [charge(3)])
    assert keys(law, one) == ["balance_due:k1", "must_register"]
    assert keys(law, many)[0] == "must_register"


def test_a_heavy_question_waits_however_much_it_would_settle() -> None:
    law = land(provision("seal", "balance_due <= 0 and not restitution_owed and not trafficked"))
    many = person(*[[charge(number)] for number in range(1, 9)])
    assert keys(law, many) == ["restitution_owed", *(f"balance_due:k{number}" for number in range(1, 9)), "trafficked"]
    # A no to it would close all eight; but each can still be closed by lighter words.
    answers = Answers(person={"restitution_owed": False})
    assert keys(law, many, answers)[0] == "balance_due:k1"
    # Once there is a charge that no light answer can settle any more, it comes.
    answers = evolve(answers, cases={"k1": {"balance_due": 0}})
    assert keys(law, many, answers)[0] == "trafficked"


def test_what_concerns_most_charges_comes_first() -> None:
    law = land(provision("seal", "less_than_one_ounce if offense in fraud else dismissed_after_diversion"))
    record = person([charge(1, statute="2.10(2)"), charge(2), charge(3)])
    assert keys(law, record) == ["dismissed_after_diversion", "less_than_one_ounce"]


def unended(*cases: list[Charge]) -> Record:
    """A record that does not say whether its cases are over."""
    record = person(*cases)
    return evolve(record, cases=tuple(evolve(each, status=None) for each in record.cases))


def test_whether_a_case_is_over_comes_before_how_it_ended() -> None:
    law = land(provision("seal", "convicted", "not restitution_owed"))
    assert keys(law, unended([charge(1, outcome=None)])) == ["case_ended", "disposition", "restitution_owed"]


def test_whether_each_case_is_over_comes_before_anything_that_would_settle_more() -> None:
    law = land(VACATE, provision("seal", "not restitution_owed", "not must_register"))
    record = unended([charge(1, outcome=None)], [charge(2, outcome=None)])
    found = keys(law, record)
    assert found[0] == "case_ended"
    question = first(law, record)
    assert [each.charge_id for each in question.charges] == ["c1", "c2"]
    # Of the one that is not over nothing more is asked; of the other everything.
    answers = answered(Answers(), question, {"c1": False, "c2": True}, law)
    assert {one.charge_id for each in questions(result(law, record, answers)) for one in each.charges} == {"c2"}
    # Who does not know is asked about both: it may be over.
    left = questions(result(law, record), asked=question.cells)
    assert "case_ended" not in [each.key for each in left]
    assert {one.charge_id for each in left for one in each.charges} == {"c1", "c2"}


# ---- what is left out ----


def test_nothing_weaker_is_asked_once_a_stronger_way_is_open() -> None:
    open_now = provision("vacate", "convicted", effect="vacatur")
    assert keys(land(open_now, SEAL), person([charge(1)])) == []


def test_an_equal_way_is_not_asked_about_either() -> None:
    assert keys(land(provision("a", "convicted"), provision("b", "not restitution_owed")), person([charge(1)])) == []


def test_a_way_that_opens_later_leaves_one_that_may_be_open_sooner() -> None:
    later = provision("vacate", "today >= disposed_on + years(20)", effect="vacatur")
    assert keys(land(later, SEAL), person([charge(1)])) == ["balance_due:k1"]
    too_late = provision("seal", "today >= disposed_on + years(30) and balance_due <= 0")
    assert keys(land(later, too_late), person([charge(1)])) == []


def test_what_cannot_change_anything_any_more_is_not_asked() -> None:
    # The month of the conviction is known, and its day no longer matters.
    law = land(provision("seal", "today >= disposed_on + years(3)", "not restitution_owed"))
    assert keys(law, person([charge(1, day="2012-06")])) == ["restitution_owed"]
    # No day of 2023 closes it for good; a yes to the other does.
    assert keys(law, person([charge(1, day="2023")])) == ["restitution_owed", "disposed_on"]
    # No value of the second fact matters, whatever the first one is.
    law = land(provision("seal", "trafficked and (restitution_owed or trafficked)"))
    assert keys(law, person([charge(1)])) == ["trafficked"]


def test_what_matters_only_together_with_another_answer_is_asked() -> None:
    law = land(provision("seal", "trafficked if restitution_owed else must_register"))
    assert keys(law, person([charge(1)])) == ["restitution_owed", "must_register", "trafficked"]
    assert keys(law, person([charge(1)]), Answers(person={"restitution_owed": False})) == ["must_register"]
    either = land(provision("seal", "(less_than_one_ounce and not weapon_finding) or (weapon_finding and not less_than_one_ounce)"))
    assert keys(either, person([charge(1)])) == ["less_than_one_ounce", "weapon_finding"]


def test_nothing_is_asked_about_a_case_that_is_still_open() -> None:
    record = person([charge(1)], [charge(2, outcome=None, day=None)], still_open=[2])
    law = land(VACATE, provision("seal", "balance_due <= 0 and today >= disposed_on"))
    found = {each.key: {one.charge_id for one in each.charges} for each in questions(result(law, record))}
    assert found == {"trafficked": {"c1"}, "result_of_trafficking": {"c1"}, "balance_due:k1": {"c1"}}


def test_an_open_case_can_still_matter_to_another_but_not_by_what_its_record_lacks() -> None:
    law = land(provision("seal", "all(not c.convicted for c in others) or any(c.less_than_one_ounce for c in others)"))
    record = person([charge(1)], [charge(2, outcome=None, day=None)], still_open=[2])
    (only,) = questions(result(law, record))
    assert (only.key, [each.charge_id for each in only.charges]) == ("less_than_one_ounce", ["c2"])


def test_information_is_no_relief_but_can_be_asked_about() -> None:
    law = land(provision("note", "youthful_offender", kind="information", effect="information"))
    record = person([charge(1, outcome=None, day=None)], still_open=[1])
    assert keys(law, record) == []
    assert first(law, record, wanted="us-zz/note").key == "youthful_offender"


def test_one_provision_alone() -> None:
    record = person([charge(1)])
    open_now = provision("vacate", "convicted", effect="vacatur")
    assert first(land(open_now, SEAL), record, wanted="us-zz/seal").key == "balance_due:k1"
    with pytest.raises(InputError, match=r'no provision is called us-zz/sael \(did you mean "us-zz/seal"\?\)'):
        next_question(result(land(SEAL), record), "us-zz/sael")


def test_skipping_is_final_and_being_unsure_is_not() -> None:
    law, record = land(SEAL), person([charge(1)])
    question = first(law, record)
    assert next_question(result(law, record, declined(Answers(), question))) is None
    assert next_question(result(law, record), asked=question.cells) is None
    assert next_question(result(law, record)) is not None


# ---- one question for many charges ----


def test_a_fact_of_charges_is_asked_once_for_all_of_them() -> None:
    law = land(VACATE)
    record = person([charge(1), charge(2)], [charge(3), charge(4, outcome="dismissed")])
    question = first(law, record)
    assert (question.key, question.scope) == ("result_of_trafficking", "charge")
    assert [(each.charge_id, each.said, each.day) for each in question.charges] == [
        ("c1", "TAKING LOAF 1", "2011-04-02"),
        ("c2", "TAKING LOAF 2", "2011-04-02"),
        ("c3", "TAKING LOAF 3", "2011-04-02"),
    ]
    assert question.cells == {(each, "result_of_trafficking") for each in ("c1", "c2", "c3")}


def test_each_charge_can_have_its_own_answer() -> None:
    law, record = land(VACATE), person([charge(1), charge(2), charge(3)])
    answers = answered(Answers(), first(law, record), {"c1": True, "c2": False}, law)
    assert [each.relief[0].status for each in result(law, record, answers).charges] == ["open", "closed", "ask"]
    rest = first(law, record, answers)
    assert (rest.key, [each.charge_id for each in rest.charges]) == ("result_of_trafficking", ["c3"])
    assert next_question(result(law, record, declined(answers, rest, ["c3"]))) is None


def test_a_fact_of_a_case_is_asked_once_for_each_case() -> None:
    law, record = land(SEAL), person([charge(1), charge(2)], [charge(3)])
    found = questions(result(law, record))
    assert [(each.key, each.case_id, [one.charge_id for one in each.charges]) for each in found] == [
        ("balance_due:k1", "k1", ["c1", "c2"]),
        ("balance_due:k2", "k2", ["c3"]),
    ]
    answers = answered(Answers(), found[0], 0, law)
    assert answers.cases == {"k1": {"balance_due": 0}}
    assert keys(law, record, answers) == ["balance_due:k2"]


def test_what_the_record_says_in_part_is_shown() -> None:
    law = land(provision("seal", "today >= disposed_on + years(3)"))
    (question,) = questions(result(law, person([charge(1, day="2023")])))
    assert [each.known for each in question.charges] == ["2023"]
    assert keys(law, person([charge(1, day="2023")]), answered(Answers(), question, "2023-12-30", law)) == []


def test_which_offense_it_was_is_asked_only_where_an_answer_can_help() -> None:
    whole = person([charge(1, statute="2.10")], [charge(2, statute="9.99")], [charge(3, statute="", description="TAKING SOMETHING")])
    ambiguous = land(provision("seal", "offense in fraud"))
    # A number that is printed, and that the table does not have, would only be repeated.
    assert keys(ambiguous, whole) == ["offense:US-ZZ:2.10:TAKING LOAF 1", "offense:US-ZZ::TAKING SOMETHING"]
    question = first(ambiguous, whole)
    assert [value for value, _ in question.options] == ["2.10(1)", "2.10(2)"]
    assert [each.charge_id for each in question.charges] == ["c1"]
    for number, status in (("2.10(2)", "open"), ("2.10(1)", "closed"), ("3.10", "ask")):
        answers = answered(Answers(), question, number, ambiguous)
        assert result(ambiguous, whole, answers).charges[0].relief[0].status == status


# ---- the time of trafficking ----


DURING = provision("vacate", "convicted", "during_trafficking", effect="vacatur")


def test_the_time_of_trafficking_is_asked_once_and_answers_for_every_charge_with_a_date() -> None:
    law = land(DURING)
    record = person([charge(1), charge(2, offense_date="2015-01-01")], [charge(3, offense_date="")])
    question = first(law, record)
    assert (question.key, question.type, question.fact) == (PERIODS, "periods", "during_trafficking")
    assert question.cells == {("", PERIODS)}
    answers = answered(Answers(), question, days("2010", "2012"), law)
    assert [each.relief[0].status for each in result(law, record, answers).charges] == ["open", "closed", "ask"]
    assert answers.person == {"trafficked": True}
    rest = first(law, record, answers)
    assert (rest.key, rest.type, [each.charge_id for each in rest.charges]) == ("during_trafficking", "yesno", ["c3"])


def test_a_time_without_dates_can_be_answered_by_charge() -> None:
    law, record = land(DURING), person([charge(1), charge(2)])
    question = first(law, record)
    answers = answered(Answers(), question, {"c1": True}, law)
    assert answers.charges == {"c1": {"during_trafficking": True}}
    assert keys(law, record, answers) == ["during_trafficking"]
    assert keys(law, record, declined(Answers(), question)) == []
    unsure = next_question(result(law, record), asked=question.cells)
    assert unsure is not None
    assert unsure.key == "during_trafficking"


def test_periods_are_not_asked_for_where_no_charge_has_a_date() -> None:
    assert keys(land(DURING), person([charge(1, offense_date="")])) == ["during_trafficking"]


# ---- facts that imply others ----


def test_a_no_to_the_lightest_words_ends_all_that_say_more() -> None:
    law = land(*HEAVY)
    record = person([charge(1), charge(2)])
    question = first(law, record)
    assert question.key == "trafficked"
    assert keys(law, record, answered(Answers(), question, False, law)) == []


def test_a_gate_is_not_asked_where_it_saves_nothing() -> None:
    assert keys(land(provision("a", "sex_trafficked_by_force")), person([charge(1)])) == ["sex_trafficked_by_force"]
    # It could save the periods here, but costs more than it saves: the link itself ends it as well.
    law = land(VACATE, provision("other", "during_trafficking", effect="vacatur"))
    assert keys(law, person([charge(1)]))[0] == "result_of_trafficking"


def test_heavier_words_are_asked_only_where_a_law_needs_them() -> None:
    record = person([charge(1)])
    assert "forced_by_trafficker" not in keys(land(VACATE), record)
    law = land(VACATE, provision("stronger", "forced_by_trafficker and not restitution_owed", effect="vacatur", kind="trafficking"))
    assert keys(law, record) == ["result_of_trafficking", "trafficked", "restitution_owed", "forced_by_trafficker"]
    said = Answers(charges={"c1": {"result_of_trafficking": True}})
    assert keys(law, record, said) == []
    assert keys(law, record, Answers(charges={"c1": {"result_of_trafficking": False}})) == []


def test_a_yes_to_the_heaviest_words_answers_the_others() -> None:
    law = land(provision("a", "forced_by_trafficker"), provision("b", "result_of_trafficking", effect="vacatur"))
    record = person([charge(1)])
    heavy = next(each for each in questions(result(law, record)) if each.key == "forced_by_trafficker")
    answers = answered(Answers(), heavy, True, law)
    assert answers.person == {"trafficked": True}
    assert keys(law, record, answers) == []


def test_what_a_yes_says_of_the_person_holds_for_every_charge() -> None:
    law = land(provision("vacate", "trafficked and not less_than_one_ounce"))
    record = person([charge(1), charge(2)])
    given = Answers(charges={"c1": {"result_of_trafficking": True}})
    assert keys(law, record, given) == ["less_than_one_ounce", "trafficked"]
    assert keys(law, record, with_implied(given, law)) == ["less_than_one_ounce"]
    assert with_implied(Answers(periods=days("2010", "2012")), law).person == {"trafficked": True}
    assert with_implied(Answers(charges={"c1": {"result_of_trafficking": False}}), law).person == {}


def test_skipping_light_words_skips_the_heavy_ones_that_say_more() -> None:
    law = land(*HEAVY, SEAL)
    record = person([charge(1)])
    question = first(law, record)
    assert question.key == "trafficked"
    heavy = {"trafficked", "result_of_trafficking", "forced_by_trafficker", PERIODS}
    assert set(keys(law, record, declined(Answers(), question))) == {"balance_due:k1", "restitution_owed"}
    unsure = [each.key for each in questions(result(law, record), asked=question.cells)]
    assert heavy - {"trafficked"} < set(unsure)


def test_an_answer_takes_back_what_was_declined() -> None:
    law, record = land(*HEAVY), person([charge(1)])
    question = first(law, record)
    assert keys(law, record, declined(Answers(), question)) == ["restitution_owed"]
    answers = answered(declined(Answers(), question), question, True, law)
    assert answers.declined == frozenset()
    assert "result_of_trafficking" in keys(law, record, answers)


# ---- what is said of a question ----


def test_what_is_said_before_a_heavy_question() -> None:
    law = land(VACATE, SEAL)
    found = {each.key: each.before for each in questions(result(law, person([charge(1)])))}
    assert found == {"trafficked": ("heavy", "immigration"), "result_of_trafficking": ("heavy", "immigration"), "balance_due:k1": ()}
    assert all(NOTICES[name][lang] for name in ("heavy", "immigration") for lang in ("en", "es"))


def test_immigration_is_spoken_of_before_a_light_question_too_where_the_law_does() -> None:
    law = land(provision("seal", "balance_due <= 0", notes=["fee", "immigration"]))
    assert first(law, person([charge(1)])).before == ("immigration",)


def test_what_a_yes_and_a_no_could_change() -> None:
    later = provision("seal", "today >= disposed_on + years(20)")
    law, record = land(VACATE, later), person([charge(1)], [charge(2)], [charge(3)])
    answers = Answers(person={"trafficked": True})
    changes = first(law, record, answers).changes
    assert changes is not None
    assert changes["en"] == "If yes: 3 charges can be vacated now. If no: 3 charges can be sealed from June 1, 2031."
    assert changes["es"] == "Si es sí: 3 cargos pueden anularse ahora. Si es no: 3 cargos pueden sellarse desde el 1 de junio de 2031."


def test_what_another_kind_of_answer_could_change() -> None:
    law = land(SEAL)
    changes = first(law, person([charge(1)])).changes
    assert changes is not None
    assert changes["en"] == "Depending on the answer: 1 charge can be sealed now. Or: 1 charge: not under a law we know of."


def test_what_decides_only_with_others_says_so() -> None:
    law = land(provision("seal", "trafficked if restitution_owed else must_register"))
    changes = first(law, person([charge(1), charge(2)])).changes
    assert changes is not None
    assert changes["en"] == "This is one of several answers that decide whether 2 charges can be sealed."


def test_only_the_first_question_says_what_it_could_change() -> None:
    found = questions(result(land(VACATE, SEAL), person([charge(1)])))
    assert [each.changes is not None for each in found] == [True, False, False]


def test_the_provisions_that_ask_are_named_strongest_first() -> None:
    law = land(provision("a", "trafficked"), provision("b", "trafficked", effect="vacatur"))
    assert [each.id for each in first(law, person([charge(1)])).provisions] == ["us-zz/b", "us-zz/a"]


def test_a_case_that_is_open_is_no_choice_of_how_it_ended() -> None:
    law = land(provision("seal", "convicted"))
    record = person([charge(1, outcome=None)])
    question = first(law, record)
    assert question.key == "disposition"
    assert "pending" not in [value for value, _ in question.options]
    assert dict(question.options)["nolle_prosequi"]["es"] == "retirado por el fiscal"


def test_words_of_a_record_cannot_steer_a_terminal() -> None:
    law = land(SEAL)
    (question,) = questions(result(law, person([charge(1, description="TAKING\x1b[2J\n\u202eLOAF" + "x" * 500)])))
    (concern,) = question.charges
    assert concern.said.isprintable()
    assert len(concern.said) <= 70


@pytest.mark.parametrize(
    ("found", "words"),
    [
        (Prospect(Outcome("sealing", "open", 0), None), {"en": "2 charges can be sealed now", "es": "2 cargos pueden sellarse ahora"}),
        (
            Prospect(Outcome("sealing", "later", 0), Outcome("vacatur", "ask", 0)),
            {
                "en": "2 charges can be sealed later, and could be vacated if the rest fits",
                "es": "2 cargos pueden sellarse más adelante, y podrían anularse si lo demás se cumple",
            },
        ),
        (Prospect(None, None), {"en": "2 charges: not under a law we know of", "es": "2 cargos: no según una ley que conozcamos"}),
    ],
)
def test_prospects_in_words(found: Prospect, words: Mapping[str, str]) -> None:
    assert {lang: prospect(2, found, lang) for lang in words} == words


def test_a_search_that_runs_out_of_work_asks_more_and_never_less(monkeypatch: pytest.MonkeyPatch) -> None:
    facts = ["less_than_one_ounce", "weapon_finding", "was_the_buyer", "made_drugs", "child_was_harmed", "order_about_abuse"]
    law = land(
        VACATE,
        provision("seal", " and ".join(f"({one} or not {two} or balance_due <= 0)" for one, two in pairwise(facts))),
        provision("erase", f"all(c.{facts[0]} or c.balance_due <= 0 for c in others)", effect="expungement"),
        provision("dead", "trafficked and (restitution_owed or trafficked)"),
    )
    record = person(*[[charge(4 * case + number) for number in range(4)] for case in range(3)])
    found = {}
    for work in (0, 300, 10**6):
        monkeypatch.setattr("unburden.prospects.WORK", work)
        found[work] = set(keys(law, record))
    assert found[0] >= found[300] >= found[10**6] >= {"trafficked", "result_of_trafficking", *facts}
    assert "restitution_owed" in found[0] - found[10**6]
