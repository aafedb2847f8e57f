from __future__ import annotations

import time
from collections.abc import Sequence
from datetime import date
from itertools import permutations
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.drawn_records import records as drawn
from unburden.errors import InputError
from unburden.likeness import statute_key, words_key
from unburden.merge import merge, suspicions
from unburden.readers import Source as File
from unburden.readers import national_rap_text, unburden_json
from unburden.readers.unburden_json import to_json
from unburden.record import (
    Case,
    Charge,
    ChargeVersion,
    Disagreement,
    Disposition,
    Doubt,
    Person,
    Record,
    SentencePart,
    Source,
    Span,
    Unread,
    flatten,
)

TODAY = date(2026, 11, 23).toordinal()
FIXTURES = Path(__file__).parent / "fixtures"


def charge(
    name: str = "1",
    statute: str | None = "167.007",
    words: str | None = "Prostitution",
    *,
    file: str = "a",
    stage: str = "filed",
    level: str | None = None,
    outcome: str | None = None,
    on: str | None = None,
    **rest: Any,
) -> Charge:
    spans = {each: Span(file, 7) for each in ("offense_date", "arrest_date") if rest.get(each)}
    version = ChargeVersion(stage, statute, words, level, spans={"statute": Span(file, 8), "level": Span(file, 9)})
    ends = (Disposition((outcome or "").upper(), outcome, on, spans={"printed": Span(file, 10)}),) if outcome else ()
    return Charge(name, versions=(version,), dispositions=ends, spans=spans, **rest)


def case(*charges: Charge, name: str = "c", number: str | None = "11-1", place: str | None = "US-OR", **rest: Any) -> Case:
    return Case(name, jurisdiction=place, number=number, charges=charges, **rest)


def record(
    *cases: Case, file: str = "a", name: str | None = "DOE, JANE", born: Sequence[str] = (), kind: str = "", **rest: Any
) -> Record:
    """A record from a file of its own kind, unless a kind is named."""
    person = Person(names=(name,) if name else (), birth_dates=tuple(born), numbers=tuple(rest.pop("numbers", ())))
    return Record(cases=cases, sources=(Source(file, kind or f"kind of {file}", 1),), person=person, **rest)


def rows(found: Record) -> list[dict[str, str]]:
    return [{name: value for name, value in row.items() if value} for row in flatten(found)]


def disputed(found: Record) -> list[tuple[str, str, tuple[str, ...]]]:
    return [(each.charge_id, each.field, each.values) for each in found.disagreements]


# ---- one charge in two sources


def test_a_charge_in_two_sources_is_one_with_both_places() -> None:
    sheet = record(case(charge(arrest_date="2011-04-02", file="a"), number="11-0001"))
    page = record(case(charge("9", "ORS 167.007", arrest_date="2011-04-02", file="b", outcome="convicted", on="2011-06-01")), file="b")
    found = merge([sheet, page])
    (one,) = [each for _, each in found.charges()]
    assert one.spans == {"arrest_date": Span("a", 7), "arrest_date#2": Span("b", 7)}
    assert rows(found)[0]["disposition"] == "convicted"
    assert [source.file for source in found.sources] == ["a", "b"]
    assert not found.disagreements


def test_without_a_number_the_same_day_place_and_offense_make_one() -> None:
    sheet = record(case(charge(arrest_date="2011-04-02"), number=None, name="cycle-001", related=("arrest 5",)))
    page = record(case(charge("9", arrest_date="2011-04-02"), number="11-1"), file="b")
    found = merge([sheet, page])
    assert [(each.number, len(each.charges), each.related) for each in found.cases] == [("11-1", 1, ("arrest 5",))]


@pytest.mark.parametrize(
    "other",
    [
        case(charge("9", arrest_date="2011-04-03"), number=None),
        case(charge("9", arrest_date="2011-04-02"), number=None, place="US-NV"),
        case(charge("9", arrest_date="2011-04-02"), number=None, place=None),
        case(charge("9", "164.245", "Trespass", arrest_date="2011-04-02"), number=None),
        case(charge("9", arrest_date="2011-04-02"), number="11-2"),
        case(charge("9", arrest_date="2011-04"), number=None),
        case(charge("9", arrest_date="2011-04-02", offense_date="2011-03-30"), number=None),
    ],
)
def test_without_strong_evidence_two_charges_stay_two(other: Case) -> None:
    first = record(case(charge(arrest_date="2011-04-02", offense_date="2011-04-02")))
    assert len(rows(merge([first, record(other, file="b")]))) == 2


def test_the_same_number_in_two_counties_is_two_cases() -> None:
    first, second = (record(case(charge(name), county=county), file=name) for name, county in (("a", "Lane"), ("b", "Linn")))
    assert len(merge([first, second]).cases) == 2


def test_the_same_number_in_one_county_is_one_case_even_without_a_charge_alike() -> None:
    first = record(case(charge("a"), county="Lane"))
    second = record(case(charge("b", "164.245", "Trespass"), county="Lane County"), file="b")
    (found,) = merge([first, second]).cases
    assert [each.charge_id for each in found.charges] == ["a", "b"]


def test_two_counts_meet_two_counts_one_each() -> None:
    counts = [charge(str(n), offense_date=f"2011-04-0{n}") for n in (1, 2)]
    others = [charge(f"x{n}", offense_date=f"2011-04-0{n}", outcome="dismissed", file="b") for n in (2, 1)]
    found = merge([record(case(*counts)), record(case(*others), file="b")])
    assert [(row["charge_id"], row["disposition"]) for row in rows(found)] == [("1", "dismissed"), ("2", "dismissed")]


def test_two_equal_counts_of_one_source_stay_two() -> None:
    assert len(rows(merge([record(case(charge("1"), charge("2")))]))) == 2


def test_a_file_given_twice_counts_once() -> None:
    first = record(case(charge(), number=None), answers={"1": {"fact": "yes"}})
    second = record(case(charge(), number=None), file="b", answers={"1": {"fact": "yes"}})
    found = merge([first, second])
    assert len(rows(found)) == 1
    assert found.notes == ("b holds the same as another file; it is counted once",)
    assert found.answers == {"1": {"fact": "yes"}}


def test_different_charges_of_one_id_keep_apart() -> None:
    found = merge([record(case(charge("1"))), record(case(charge("1", "164.245", "Trespass"), number="12-1"), file="b")])
    assert [(each.charge_id, case_.case_id) for case_, each in found.charges()] == [("1", "c"), ("1~2", "c~2")]


def test_versions_and_dispositions_of_both_are_kept_once() -> None:
    jail = [(SentencePart("jail", words),) for words in ("10 DAYS JAIL", "10 days  jail")]
    first = charge(stage="arrested", level=None, sentence=jail[0])
    second = charge("9", stage="arrested", level="Misdemeanor", file="b", outcome="convicted", sentence=jail[1])
    third = charge("8", stage="disposed", file="c", outcome="convicted")
    found = merge([record(case(each), file=name) for each, name in ((first, "a"), (second, "b"), (third, "c"))])
    (one,) = [each for _, each in found.charges()]
    assert [(each.stage, each.level) for each in one.versions] == [("arrested", "Misdemeanor"), ("disposed", None)]
    assert len(one.dispositions) == len(one.sentence) == 1
    assert one.dispositions[0].spans == {"printed": Span("b", 10), "printed#2": Span("c", 10)}


# ---- what differs is not known


def test_different_dates_are_unknown_and_both_are_shown() -> None:
    found = merge(
        [record(case(charge(offense_date="2011-04-02"))), record(case(charge("9", offense_date="2011-04-12", file="b")), file="b")]
    )
    assert "offense_date" not in rows(found)[0]
    assert found.disagreements == (Disagreement("1", "offense_date", ("2011-04-02", "2011-04-12"), (Span("a", 7), Span("b", 7))),)


def test_a_third_source_does_not_settle_what_two_disagree_on() -> None:
    given_ = [
        record(case(charge(name, offense_date=day, file=name)), file=name)
        for name, day in (("a", "2011-04-02"), ("b", "2011-04-12"), ("c", "2011-04-02"))
    ]
    found = merge(given_)
    assert "offense_date" not in rows(found)[0]
    assert disputed(found) == [("a", "offense_date", ("2011-04-02", "2011-04-12", "2011-04-02"))]


def test_a_date_known_better_is_no_disagreement() -> None:
    found = merge([record(case(charge(offense_date="2011-04"))), record(case(charge("9", offense_date="2011-04-12")), file="b")])
    assert rows(found)[0]["offense_date"] == "2011-04-12"
    assert not found.disagreements


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("Felony Class C", "Misdemeanor", ("Felony Class C", "Misdemeanor")),
        ("Felony", "Felony Class C", None),
        ("Felony", "odd words", None),
    ],
)
def test_levels(one: str, other: str, expected: tuple[str, str] | None) -> None:
    found = merge([record(case(charge(level=one))), record(case(charge("9", level=other)), file="b")])
    assert disputed(found) == ([("1", "level", expected)] if expected else [])
    assert ("level" in rows(found)[0]) is (expected is None)


def test_a_level_changed_between_stages_is_no_disagreement() -> None:
    arrested = record(case(charge(stage="arrested", level="Felony")))
    disposed = record(case(charge("9", stage="disposed", level="Misdemeanor")), file="b")
    found = merge([arrested, disposed])
    assert (rows(found)[0]["level"], found.disagreements) == ("Misdemeanor", ())


def test_different_statutes_for_the_only_charge_of_a_case() -> None:
    found = merge([record(case(charge())), record(case(charge("9", "167.012")), file="b")])
    assert disputed(found) == [("1", "statute", ("167.007", "167.012"))]
    assert "statute" not in rows(found)[0]
    assert rows(found)[0]["description"] == "Prostitution"


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        (("convicted", "2011-06-01"), ("dismissed", "2011-06-01"), None),
        (("convicted", None), ("dismissed", "2015-06-01"), None),
        (("dismissed", "2015-06-01"), ("convicted", "2011-06-01"), None),
        (("pending", "2011-05-01"), ("convicted", "2011-06-01"), "convicted"),
        (("convicted", "2011-06-01"), ("pending", None), "convicted"),
        (("convicted", "2011-06-01"), ("pending", "2014-06-01"), None),
        (("convicted", "2011-06-01"), ("vacated", "2016-06-01"), "vacated"),
        (("vacated", None), ("convicted", "2011-06-01"), "vacated"),
        (("deferred", "2011-06-01"), ("dismissed", "2012-06-01"), "dismissed"),
        (("transferred", "2011-06-01"), ("acquitted", "2012-06-01"), "acquitted"),
        (("convicted", "2011-06-01"), ("convicted", "2011-06"), "convicted"),
    ],
)
def test_outcomes(one: tuple[str, str | None], other: tuple[str, str | None], expected: str | None) -> None:
    given_ = [record(case(charge(name, outcome=end, on=day, file=name)), file=name) for name, (end, day) in (("a", one), ("b", other))]
    found = merge(given_)
    assert rows(found)[0].get("disposition") == expected
    assert bool(found.disagreements) is (expected is None)
    (one_,) = [each for _, each in found.charges()]
    assert len(one_.dispositions) == 2


def test_one_outcome_on_two_days() -> None:
    given_ = [
        record(case(charge(name, outcome="convicted", on=day)), file=name) for name, day in (("a", "2011-06-01"), ("b", "2011-07-01"))
    ]
    found = merge(given_)
    assert disputed(found) == [("a", "disposition_date", ("2011-06-01", "2011-07-01"))]
    assert (rows(found)[0]["disposition"], rows(found)[0].get("disposition_date")) == ("convicted", None)


def test_what_differs_about_a_case_is_unknown_for_its_charges() -> None:
    first = record(case(charge(), status="open", balance_due="0", filed_date="2011-04-05"))
    second = record(case(charge("9"), status="closed", balance_due="120.00", filed_date="2011-04-05"), file="b")
    found = merge([first, second])
    assert disputed(found) == [("c", "case_status", ("open", "closed")), ("c", "balance_due", ("0", "120.00"))]
    assert rows(found)[0].keys() & {"case_status", "balance_due", "filed_date"} == {"filed_date"}


def test_a_source_s_own_disagreements_stay() -> None:
    own = Disagreement("9", "level", ("Felony", "Misdemeanor"), (Span("b", 2), Span("b", 3)))
    found = merge([record(case(charge(level="Felony"))), record(case(charge("9")), file="b", disagreements=(own,))])
    assert disputed(found) == [("1", "level", ("Felony", "Misdemeanor"))]
    assert "level" not in rows(found)[0]


# ---- one prosecution under two numbers


def test_lower_and_upper_court_are_one_prosecution() -> None:
    lower = case(
        charge("l", outcome="transferred", on="2011-05-01", arrest_date="2011-04-02"), name="lower", number="MC-7", filed_date="2011-04-03"
    )
    upper = case(
        charge("u", outcome="convicted", on="2011-09-01"), name="upper", number="CR-55", related=("MC-7",), filed_date="2011-05-02"
    )
    for cases in ((lower, upper), (upper, lower)):
        found = merge([record(*cases)])
        assert [(each.case_id, each.number, each.related) for each in found.cases] == [("upper", "CR-55", ("MC-7",))]
        assert [(row["charge_id"], row["disposition"], row["arrest_date"]) for row in rows(found)] == [("u", "convicted", "2011-04-02")]
        assert not found.disagreements


def test_the_halves_of_a_prosecution_may_come_from_two_files() -> None:
    lower = record(
        case(charge("l", outcome="transferred"), name="lower", number="MC-7", related=("CR-55",)), answers={"l": {"fact": "yes"}}
    )
    upper = record(case(charge("u", outcome="convicted"), name="upper", number="CR-55"), file="b")
    found = merge([lower, upper])
    assert [row["charge_id"] for row in rows(found)] == ["u"]
    assert found.answers == {"u": {"fact": "yes"}}


def test_a_charge_that_went_nowhere_stays() -> None:
    lower = case(charge("l", outcome="transferred"), charge("m", "164.245", "Trespass", outcome="transferred"), name="lower", number="MC-7")
    upper = case(charge("u", outcome="convicted"), name="upper", number="CR-55", related=("MC-7",))
    assert [row["charge_id"] for row in rows(merge([record(lower, upper)]))] == ["u", "m"]


def test_related_cases_that_both_ended_stay_two() -> None:
    first = case(charge("a", outcome="convicted", on="2011-06-01"), name="a", number="11-1", related=("11-2",))
    second = case(charge("b", outcome="convicted", on="2011-06-01"), name="b", number="11-2", related=("11-1",))
    assert len(merge([record(first, second)]).cases) == 2


def test_cases_that_name_no_relation_stay_two() -> None:
    first = case(charge("a", outcome="transferred"), name="a", number="11-1")
    assert len(merge([record(first, case(charge("b"), name="b", number="11-2"))]).cases) == 2


# ---- whose record


def test_two_people_are_never_read_as_one_in_silence() -> None:
    first = record(case(charge()), file="doe.txt", born=["1990-05-04"])
    second = record(case(charge("2"), number="12-1"), file="roe.txt", name="ROE, SUSAN", born=["1984-01-02"])
    with pytest.raises(InputError) as caught:
        merge([first, second])
    (problem,) = caught.value.problems
    assert problem.code == "different-people"
    for part in ("doe.txt", "roe.txt", "DOE, JANE", "ROE, SUSAN", "1990-05-04"):
        assert part in problem.message
    assert len(merge([first, second], same_person=True).cases) == 2


@pytest.mark.parametrize(
    ("one", "other", "one_person"),
    [
        ({"name": "DOE, JANE", "born": ["1990"]}, {"name": "Jane M Doe", "born": ["1990-05-04"]}, True),
        ({"name": "DOE, JANE", "born": ["1990-05-04"]}, {"name": "DOE, JANE", "born": ["1991-05-04"]}, False),
        ({"name": "DOE, JANE", "born": ["1990-05-04"]}, {"name": "ROE, ANN", "born": ["1990-05-04"]}, False),
        ({"name": "DOE, JANE", "numbers": ["FBI 7004411EB"]}, {"name": "ROE, ANN", "numbers": ["FBI 7004411EB"]}, True),
        ({"name": "DOE, JANE"}, {"name": None}, True),
        ({"name": None, "person_id": "p1"}, {"name": None, "person_id": "p2"}, False),
        ({"name": None, "person_id": "p1"}, {"name": "DOE, JANE"}, True),
        ({"name": None, "person_id": "p1", "file": "t"}, {"name": None, "born": ["1990"], "person_id": "p2", "file": "t"}, False),
        (
            {"name": None, "person_id": "p1", "file": "t", "born": ["1990"]},
            {"name": None, "born": ["1990"], "person_id": "p2", "file": "t"},
            False,
        ),
    ],
)
def test_what_makes_two_records_one_person(one: dict[str, Any], other: dict[str, Any], one_person: bool) -> None:
    pair = [record(**{"file": "a", **one}), record(**{"file": "b", **other})]
    for ordered in (pair, pair[::-1]):
        if one_person:
            merge(ordered)
        else:
            with pytest.raises(InputError):
                merge(ordered)


def test_an_alias_on_a_third_record_reconciles_two_names() -> None:
    sheet = Record(person=Person(names=("DOE, JANE", "ROE, ANN")), sources=(Source("s", "t"),))
    others = [record(file="a"), record(file="b", name="ROE, ANN")]
    assert merge([*others, sheet]).person.names == ("DOE, JANE", "ROE, ANN")
    with pytest.raises(InputError):
        merge(others)


def test_the_person_is_everything_seen_once() -> None:
    first = record(born=["1990"], numbers=("FBI 7",))
    found = merge([first, record(file="b", born=["1990-05-04"], numbers=("FBI 7",))]).person
    assert (found.names, found.birth_dates, found.numbers) == (("DOE, JANE",), ("1990-05-04",), ("FBI 7",))


def test_nothing_to_merge_is_said() -> None:
    with pytest.raises(InputError, match="no record"):
        merge([])


def test_answers_follow_their_charge_and_two_answers_are_none() -> None:
    first = record(case(charge("1"), charge("2", "164.245", "Trespass")), answers={"1": {"f": "yes", "g": "1"}})
    second = record(case(charge("1", "164.245", "Trespass"), charge("7")), file="b", answers={"1": {"f": "no"}, "7": {"f": "no", "g": "1"}})
    assert merge([first, second]).answers == {"1": {"g": "1"}, "2": {"f": "no"}}


# ---- properties


def test_three_real_formats_in_any_order_are_one_record() -> None:
    (sheet,) = national_rap_text.read(File("full.txt", None, (FIXTURES / "national_rap_text/full.txt").read_bytes()))
    page = record(
        case(
            charge(
                "p1", "NRS 201.354", "Soliciting prostitution", file="page", outcome="convicted", on="2009-01-15", offense_date="2008-10-01"
            ),
            charge("p2", "NRS 197.190", "Obstructing a police officer", file="page", outcome="dismissed", on="2009-01-20"),
            name="page",
            number="08-M-31177X",
            place="US-NV",
            county="Clark",
        ),
        file="page",
        name="VALE, ROSE",
    )
    hand = record(
        case(charge("h", None, "Petit Larceny", file="hand", level="Misdemeanor"), number="C17320001", place="US-NV"),
        file="hand",
        name=None,
    )
    found = [merge(each) for each in permutations([sheet, page, hand])]
    assert all(each == found[0] for each in found)
    assert len(rows(found[0])) == len(rows(merge([sheet])))
    assert ("cycle-001/2", "disposition_date", ("2009-01-15", "2009-01-20")) in disputed(found[0])
    assert unburden_json.read(File("x", None, to_json(found[:1]).encode())) == found[:1]


def kept(charges: list[Charge]) -> set[object]:
    """What the charges say, without what only typography adds."""
    versions = [version for charge in charges for version in charge.versions]
    ends = [end for charge in charges for end in charge.dispositions]
    return {
        *(statute_key(version.statute)[0] for version in versions if version.statute),
        *(words_key(version.description) for version in versions if version.description),
        *((" ".join(end.printed.lower().split()), end.outcome, end.date, end.later) for end in ends),
    }


@given(st.lists(drawn, min_size=1, max_size=4), st.randoms())
@settings(max_examples=60, deadline=None)
def test_any_records_merge_the_same_in_any_order_and_lose_nothing(given_: list[Record], random: Any) -> None:
    found = merge(given_, same_person=True)
    shuffled = list(given_)
    random.shuffle(shuffled)
    assert merge(shuffled, same_person=True) == found
    ids = [each.charge_id for _, each in found.charges()]
    assert len(ids) == len(set(ids))
    assert len(ids) <= sum(len(list(each.charges())) for each in given_)
    before, after = ([one for each in held for _, one in each.charges()] for held in (given_, [found]))
    assert kept(before) == kept(after)
    unread: set[Unread] = {each for record_ in given_ for each in record_.unread}
    assert unread <= set(found.unread)
    flatten(found)
    to_json([found])
    suspicions(found, TODAY)


def test_ten_thousand_charges_merge_in_seconds() -> None:
    cases = [
        case(*(charge(f"{n}-{m}", offense_date="2011-04-02") for m in range(10)), name=str(n), number=f"11-{n + 1}") for n in range(1000)
    ]
    started = time.perf_counter()
    found = merge([record(*cases), record(*cases, file="b", person_id="x")])
    assert len(rows(found)) == 10_000
    suspicions(found, TODAY)
    assert time.perf_counter() - started < 20


# ---- suspicions


def codes(found: Record) -> list[str]:
    return [each.code for each in suspicions(found, TODAY)]


@pytest.mark.parametrize(
    ("found", "expected"),
    [
        (record(case(charge(offense_date="2011-04-02")), born=["1990-05-04"]), []),
        (record(case(charge(offense_date="1989-04-02")), born=["1990-05-04"]), ["born-after-offense"]),
        (record(case(charge(offense_date="1999-04-02")), born=["1990-05-04"]), ["too-young"]),
        (record(case(charge(offense_date="2000")), born=["1990-05-04"]), []),
        (record(case(charge(offense_date="never")), born=["1990-05-04"]), []),
        (record(case(charge(offense_date="1999-04-02")), born=["1990-05-04", "1980-05-04"], numbers=("FBI 1",)), ["too-young"]),
        (record(case(charge(offense_date="2026-11-24"))), ["in-the-future"]),
        (record(case(charge(offense_date="2026-11-23"))), []),
        (record(case(charge(offense_date="2026"))), []),
        (record(case(charge(), filed_date="2030-01")), ["in-the-future"]),
        (record(case(charge(outcome="convicted", on="2031-01-01"))), ["in-the-future"]),
        (record(case(charge(outcome="convicted", on="2011-01-01", arrest_date="2011-04-02"))), ["disposed-before-arrest"]),
        (record(case(charge(outcome="convicted", on="2011-04", arrest_date="2011-04-02"))), []),
        (record(case(charge(outcome="convicted", on="2010", offense_date="2011-04-02"))), ["disposed-before-offense"]),
        (record(case(charge(outcome="convicted", on="2010", arrest_date="never"))), []),
        (record(born=["1990", "1991"]), ["several-people"]),
        (record(born=["1990", "1991"], numbers=("FBI 1",)), []),
        (record(numbers=("FBI 1", "FBI 2")), ["several-people"]),
        (record(numbers=("SID 1 (OR)", "SID 2 (NV)")), []),
        (Record(person=Person(names=("DOE, JANE", "ROE, ANN"))), ["several-people"]),
        (Record(person=Person(names=("DOE, JANE", "Jane Doe"))), []),
        (
            record(case(charge(arrest_date="2011-04-02"), name="a", place=None), case(charge("2", arrest_date="2011-04-02"), name="b")),
            ["perhaps-one-charge"],
        ),
        (record(case(charge(arrest_date="2011-04-02"), charge("2", arrest_date="2011-04-02"))), []),
    ],
)
def test_what_looks_wrong(found: Record, expected: list[str]) -> None:
    assert codes(found) == expected


def test_a_suspicion_says_where() -> None:
    (found,) = suspicions(record(case(charge(offense_date="1989-04-02")), born=["1990-05-04"]), TODAY)
    assert (
        str(found) == "a:7: born 1990-05-04, so the person was not yet born at the offense of 1989-04-02 (1); one of the two dates is wrong"
    )


# ---- one prosecution in several courts


def test_two_courts_that_name_one_tracking_number_are_one_prosecution() -> None:
    lower = case(charge("MC-1", outcome="transferred", on="2019-02-01"), name="MC", number="MC-51-CR-0001111-2019", tracking=("N 111111-1",))
    upper = case(charge("CP-1", outcome="dismissed", on="2019-09-01"), name="CP", number="CP-51-CR-0002222-2019", tracking=("N 111111-1",))
    found = merge([record(upper), record(lower, file="b")])
    assert [(each.number, len(each.charges)) for each in found.cases] == [("CP-51-CR-0002222-2019", 1)]
    assert found.cases[0].related == ("MC-51-CR-0001111-2019",)
    assert found.cases[0].tracking == ("N 111111-1",)
    assert rows(found)[0]["disposition"] == "dismissed"


def test_an_ended_charge_that_both_courts_print_is_one() -> None:
    """The upper court's paper repeats what ended below: one tracking number, one outcome, one day."""
    lower = case(charge("MC-1", outcome="dismissed", on="2019-02-01"), name="MC", number="MC-2019-1111", tracking=("N 111111-1",))
    upper = case(charge("CP-1", outcome="dismissed", on="2019-02-01"), name="CP", number="CP-2019-2222", tracking=("N 111111-1",))
    assert len(list(merge([record(upper), record(lower, file="b")]).charges())) == 1


def test_like_charges_of_two_days_in_related_cases_stay_two() -> None:
    one = case(charge("1", offense_date="2019-03-01"), name="A", number="19CF1", related=("19CF2",))
    other = case(charge("2", offense_date="2019-05-01", outcome="convicted", on="2019-09-01"), name="B", number="19CF2")
    assert len(list(merge([record(one), record(other, file="b")]).charges())) == 2


def test_related_cases_of_two_counties_stay_apart() -> None:
    lower = case(charge("1", outcome="transferred", on="2019-02-01"), name="A", number="19CR50001", county="Wake")
    upper = case(charge("2", outcome="dismissed", on="2019-09-01"), name="B", number="19CRS50001", county="Durham", related=("19CR50001",))
    assert len(merge([record(lower), record(upper, file="b")]).cases) == 2


def test_two_finished_cases_of_one_tracking_number_stay_two() -> None:
    one = case(charge("1", outcome="convicted", on="2019-02-01"), name="A", number="A-2019-111", tracking=("T 555555",))
    other = case(charge("2", outcome="dismissed", on="2019-09-01"), name="B", number="B-2019-222", tracking=("T 555555",))
    assert len(merge([record(one), record(other, file="b")]).cases) == 2


def test_cases_that_name_one_other_case_stay_apart() -> None:
    one = case(charge("1"), name="A", number="A-2019-111", related=("LEAD-2019-9",))
    other = case(charge("2", outcome="dismissed", on="2019-09-01"), name="B", number="B-2019-222", related=("LEAD-2019-9",))
    assert len(merge([record(one), record(other, file="b")]).cases) == 2


# ---- papers that name nobody


def test_a_paper_that_names_nobody_is_told() -> None:
    found = merge([record(case(charge("1"))), record(case(charge("2"), number="22-2"), file="list.csv", name=None)])
    assert [note for note in found.notes if note.startswith("list.csv: no name, birth date or number says whose this is")]
    assert merge([record(case(charge("1")), name=None), record(case(charge("2"), number="22-2"), file="b", name=None)]).notes == ()


# ---- two tables of one source


def test_a_charge_that_one_source_calls_the_same_is_one_though_it_was_amended() -> None:
    filed = case(charge("7-1", "720 5/11-14.3", "PROMOTING"), charge("7-2", "720 5/16-25", "THEFT"), county="Cook")
    disposed = case(charge("7-1", "720 5/11-14", "PROSTITUTION", stage="disposed", outcome="convicted", on="2019-02-01"), county="Cook")
    found = merge([record(filed, kind="table"), record(disposed, file="b", kind="table")])
    assert [(each.charge_id, [v.stage for v in each.versions]) for _, each in found.charges()] == [("7-1", ["filed", "disposed"]), ("7-2", ["filed"])]
    assert found.disagreements == ()


def test_the_same_id_of_the_same_stage_with_another_statute_is_another_charge() -> None:
    one = case(charge("7-1", "720 5/11-14.3", "PROMOTING"), county="Cook")
    other = case(charge("7-1", "720 5/16-25", "THEFT"), county="Cook")
    assert len(list(merge([record(one, kind="table"), record(other, file="b", kind="table")]).charges())) == 2


def test_two_ids_of_one_source_in_one_case_are_two_charges_however_alike() -> None:
    one = case(charge("7-1", arrest_date="2019-01-02"))
    other = case(charge("7-2", stage="disposed", arrest_date="2019-01-02", outcome="convicted", on="2019-02-01"))
    assert len(list(merge([record(one, kind="table"), record(other, file="b", kind="table")]).charges())) == 2
    page = Record(cases=(other,), sources=(Source("b", "another kind", 1),), person=record(one).person)
    assert len(list(merge([record(one, kind="table"), page]).charges())) == 1


# ---- what was read from a picture


def test_a_doubtful_word_under_a_value_is_told_and_one_elsewhere_is_not() -> None:
    held = record(case(charge()), doubtful=(Doubt(Span("a", 8), "l67.007", 44), Doubt(Span("a", 99), "S0CIAL", 12)))
    problems = suspicions(merge([held]), TODAY)
    assert [(each.code, each.line) for each in problems] == [("hard-to-read", 8)]
    assert '"l67.007" (44 % sure)' in problems[0].message
