from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.readers.table_files import FIXTURES, charges, damaged, fixture, of, seconds, taken_by_no_other, takes_no_other, whys

from unburden import terms
from unburden.files import read_people
from unburden.readers import detect
from unburden.readers import virginia_courts as reader
from unburden.readers.unburden_json import plain
from unburden.record import Record

FOLDER = "virginia_courts"
NAMES = ("circuit", "district")


def read(name: str) -> list[Record]:
    return reader.read(fixture(FOLDER, f"{name}.csv"))


def rows(*given_rows: dict[str, str], of_table: str = "circuit") -> str:
    header = fixture(FOLDER, f"{of_table}.csv").lines[0]
    base = {"fips": "810", "CaseNumber": "CR1", "person_id": "2", "Charge": "TRESPASS"}
    return "\n".join([header, *(",".join({**base, **row}.get(name, "") for name in header.split(",")) for row in given_rows), ""])


@pytest.mark.parametrize("name", NAMES)
def test_a_file_reads_as_it_says(name: str, golden: Callable[[Path, object], None]) -> None:
    source = fixture(FOLDER, f"{name}.csv")
    assert detect(source) is reader
    assert taken_by_no_other(reader, source)
    golden(FIXTURES / FOLDER / f"{name}.golden.json", [plain(record) for record in reader.read(source)])


def test_it_takes_no_other_format_and_says_that_it_is_untried() -> None:
    assert takes_no_other(reader, FOLDER) == []
    assert reader.UNTRIED
    assert (reader.__doc__ or "").split("\n\n")[1].startswith("Untried on a real file:")


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("Guilty", "convicted"),
        ("Guilty In Absentia", "convicted"),
        ("Dismissed", "dismissed"),
        ("Dismissed/Other", "dismissed"),
        ("Nolle Prosequi", "nolle_prosequi"),
        ("Not Guilty/Acquitted", "acquitted"),
        ("Not Guilty/Insanity", "insanity"),
        ("Not Guilty By Reason Of Insanity", "insanity"),
        ("Not True Bill", "not_filed"),
        ("No Indictment Presented", "not_filed"),
        ("Certified To Grand Jury", "transferred"),
        ("Certified Misdemeanor", "transferred"),
        ("Transferred To Another Jurisdiction/Court", "transferred"),
        ("Mistrial", "pending"),
        ("Fugitive File", "pending"),
        ("Resolved", None),
        ("Remanded", None),
        ("Prepaid", None),
        ("Appeal Withdrawn", None),
        ("Complied With Law", None),
        ("Bond Forfeited", None),
        ("", None),
    ],
)
def test_what_the_courts_words_mean(words: str, expected: str | None) -> None:
    records = reader.read(of(rows({"DispositionCode": words})))
    (charge,) = charges(records).values()
    assert (charge.outcome.outcome if charge.outcome else None) == expected
    assert bool(whys(records)) == (expected is None and bool(words))


def test_a_revoked_probation_is_set_aside_and_no_second_conviction() -> None:
    (nora,) = read("circuit")
    assert [(each.text, each.span.line) for each in nora.set_aside] == [
        ("CR11000999-01, PROBATION VIOLATION, Sentence/Probation Revoked", 3)
    ]
    assert [case.number for case in nora.cases] == ["CR11000999-00", "CR11000998-00", "CR11000997-00"]


@pytest.mark.parametrize(
    ("charge", "aside"),
    [
        ("PROBATION VIOLATION", True),
        ("VIO: PROB ON FELONY", True),
        ("REVOCATION OF SUSPENDED SENTENCE", True),
        ("PV", True),
        ("FIREARM WHILE ON PAROLE", False),
        ("VIOL PROTECTIVE ORDER", False),
        ("DRIVE SUSPENDED LIC VIOLATION", False),
        ("DISCHARGED", False),
    ],
)
def test_only_a_violation_of_a_sentence_is_set_aside(charge: str, aside: bool) -> None:
    (record,) = reader.read(of(rows({"Charge": charge, "DispositionCode": "Guilty"})))
    assert (len(record.set_aside), len(record.cases)) == ((1, 0) if aside else (0, 1))


def test_an_appeal_is_later() -> None:
    (charge,) = charges(reader.read(of(rows({"DispositionCode": "Guilty", "AppealedDate": "2013-01-02"})))).values()
    assert [(each.printed, each.outcome, each.date, each.later) for each in charge.dispositions][1:] == [
        ("Appealed", None, "2013-01-02", True)
    ]
    (again,) = charges(reader.read(of(rows({"FinalDisposition": "Guilty", "Status": "Appealed"}, of_table="district")))).values()
    assert [(each.printed, each.later) for each in again.dispositions] == [("Guilty", False), ("Appealed", True)]


def test_one_number_that_ended_in_guilt_and_without_it_is_to_be_settled() -> None:
    (record,) = reader.read(of(rows(*({"DispositionCode": words} for words in ("Guilty", "Dismissed")))))
    assert [each.values for each in record.disagreements] == [("Guilty", "Dismissed")]


def test_a_jail_sentence_of_a_second_row_is_not_forgotten() -> None:
    fine, jail = {"DispositionCode": "Guilty", "FineAmount": "50"}, {"DispositionCode": "Guilty", "SentenceTime": "30"}
    for order, expected in (((fine,), "never"), ((fine, jail), None), ((jail, fine), None)):
        (charge,) = charges(reader.read(of(rows(*order)))).values()
        assert (charge.released_date, "released_date" in charge.spans) == (expected, expected is not None)


def test_cases_joined_by_a_birthday_without_its_year_are_noted() -> None:
    assert "check that they are all yours" in read("circuit")[0].notes[-1]
    assert not any("check that" in note for note in reader.read(of(rows({})))[0].notes)


def test_a_plea_of_guilty_stands_beside_a_dismissal() -> None:
    charge = charges(read("circuit"))["810:CR11000998-00:1"]
    assert [(each.printed, each.outcome) for each in charge.dispositions] == [("Plea: Guilty", None), ("Dismissed", "dismissed")]
    assert [(each.stage, each.statute, each.level) for each in charge.versions] == [
        ("filed", "18.2-250", "Felony Class 5"),
        ("amended", "18.2-250.1", "Misdemeanor"),
    ]


def test_a_district_file_does_not_say_the_day_of_a_disposition() -> None:
    charge = charges(read("district"))["1:line 2:1"]
    assert charge.outcome is not None
    assert (charge.outcome.outcome, charge.outcome.date, charge.released_date) == ("convicted", None, "never")


def test_sentences_are_in_days_and_a_suspended_part_is_told_apart() -> None:
    charge = charges(read("circuit"))["810:CR11000999-00:1"]
    assert [(part.kind, part.printed) for part in charge.sentence] == [
        ("jail", "Jail, 180 days"),
        ("suspended", "suspended, 150 days"),
        ("probation", "probation Unsupervised, 365 days"),
        ("fine", "fine 100.0"),
        ("fine", "costs 345.0"),
    ]
    assert charge.released_date is None


def test_a_birth_without_its_year_is_unknown() -> None:
    (nora,) = read("circuit")
    assert (nora.person_id, nora.person.names, nora.person.birth_dates) == ("41000000000123", ("QUARLES, NORA LEE", "QUARLES, NORA"), ())
    (known,) = reader.read(of(rows({"DOB": "1980-02-11"})))
    assert known.person.birth_dates == ("1980-02-11",)


def test_levels_are_what_the_class_says() -> None:
    level = charges(read("circuit"))["810:CR11000999-00:1"].printed("level")
    assert (level, terms.level(level or "")) == ("Misdemeanor Class 1", (15, 15))


def test_the_same_case_twice_counts_once_and_files_join_by_person() -> None:
    assert len(charges(read("circuit"))["810:CR11000997-00:1"].versions) == 1
    (nora,) = read_people([str(FIXTURES / FOLDER / f"{name}.csv") for name in NAMES])
    assert (nora.person_id, len(nora.cases)) == ("41000000000123", 6)


def test_a_file_of_people_has_both_courts_names() -> None:
    header = "person_id,fips,CaseNumber,FiledDate,Commencedby,Name,Status,Charge,CodeSection,CaseType,FinalDisposition,DispositionDate"
    text = f"{header}\n7,1,GC1,2010-05-02,,DOE JANE,Finalized,TRESPASS,18.2-119,Misdemeanor,Guilty,\n"
    source = of(text)
    assert reader.sniff(source) == 0.95
    (record,) = reader.read(source)
    assert (record.cases[0].court, record.cases[0].filed_date) == ("court, FIPS 1", "2010-05-02")


def test_what_cannot_be_read_is_listed_and_nothing_private_is_kept() -> None:
    assert "dispositiondate: 2012-13-01: this is no date" in whys(read("circuit"))
    assert "this row says not whose it is" in whys(read("district"))
    assert "this row has 2 cells" in whys(read("district"))
    assert "NOWHERE" not in str(read("circuit"))
    assert "AN OFFICER" not in str(read("district"))


@given(st.one_of(st.text(max_size=500), *(damaged(fixture(FOLDER, f"{name}.csv").text) for name in NAMES)))
@settings(max_examples=150, deadline=None)
def test_no_text_makes_it_raise(text: str) -> None:
    reader.sniff(of(text))
    assert reader.read(of(text))


@pytest.mark.parametrize("kind", ["rows", "same", "quotes", "one line", "commas", "numbers"])
def test_floods_take_bounded_work(kind: str) -> None:
    one = {"DispositionCode": "Guilty", "CodeSection": "1"}
    text = {
        "rows": rows(*({**one, "CaseNumber": str(n)} for n in range(10_000))),
        "same": rows(*({**one, "CodeSection": str(n), "Defendant": str(n)} for n in range(10_000))),
        "quotes": rows(one) + '"\n' * 100_000,
        "one line": rows(one) + "(" * 1_000_000,
        "commas": rows(one) + "," * 1_000_000,
        "numbers": rows({**one, "SentenceTime": "9" * 100_000, "FineAmount": "1e999999999"}),
    }[kind]
    assert seconds(reader, text) < 15
