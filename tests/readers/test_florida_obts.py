from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.readers.table_files import FIXTURES, charges, damaged, fixture, of, seconds, taken_by_no_other, takes_no_other, whys

from unburden import terms
from unburden.merge import merge
from unburden.readers import detect, florida_clerk
from unburden.readers import florida_obts as reader
from unburden.readers.unburden_json import plain
from unburden.record import Record, flatten

FOLDER = "florida_obts"
DOCKET = "522012MM004321XXXXXX"
HEADER = fixture(FOLDER, "state.csv").lines[0].replace('"', "")
COLUMNS = HEADER.split(",")


def rows(*given_rows: dict[str, str]) -> str:
    base = {"message_type": "N", "court_docket_no": DOCKET, "sequence_no": "1", "final_name": "ADA WREN", "birth_date": "199003"}
    return "\n".join([HEADER, *(",".join({**base, **row}.get(name, "") for name in COLUMNS) for row in given_rows), ""])


def read(*given_rows: dict[str, str]) -> list[Record]:
    return reader.read(of(rows(*given_rows)))


def state() -> list[Record]:
    return reader.read(fixture(FOLDER, "state.csv"))


def test_the_table_reads_as_it_says(golden: Callable[[Path, object], None]) -> None:
    source = fixture(FOLDER, "state.csv")
    assert detect(source) is reader
    assert taken_by_no_other(reader, source)
    golden(FIXTURES / FOLDER / "state.golden.json", [plain(record) for record in reader.read(source)])


def test_it_takes_no_other_format() -> None:
    assert takes_no_other(reader, FOLDER) == []


@pytest.mark.parametrize(
    ("court", "prosecutor", "expected"),
    [
        ("G", "", "convicted"),
        ("W", "N", "withheld"),
        ("D", "", "dismissed"),
        ("E", "", "dismissed"),
        ("A", "N", "acquitted"),
        ("H", "", "diverted"),
        ("H", "L", "nolle_prosequi"),
        ("", "O", "nolle_prosequi"),
        ("", "L", "nolle_prosequi"),
        ("", "Z", "not_filed"),
        ("", "F", "dismissed"),
        ("", "R", "transferred"),
        ("", "C", "transferred"),
        ("", "N", ""),
        ("", "", ""),
        ("G", "O", ""),
        ("K", "", ""),
    ],
)
def test_codes_mean_what_the_clerks_words_for_the_same_charges_say(court: str, prosecutor: str, expected: str) -> None:
    (record,) = read({"ct_action_taken": court, "pr_final_action": prosecutor})
    assert [row["disposition"] for row in flatten(record)] == [expected]


def test_a_code_whose_meaning_is_not_known_is_kept_and_listed() -> None:
    charge = charges(state())[f"{DOCKET}:5"]
    assert (charge.dispositions[0].printed, charge.outcome) == ("court's action Q", None)
    assert "court's action Q: what this code means" in whys(state())
    assert "ct_decision_dt: 20121301: this is no date" in whys(state())


def test_filed_is_no_outcome_and_nothing_unread() -> None:
    (record,) = read({"pr_final_action": "N", "pr_filing_dt": "20120610"})
    assert (record.unread, record.cases[0].filed_date) == ((), "2012-06-10")


def test_statutes_are_put_together_and_ordinances_have_none() -> None:
    found = charges(state())
    seen = {name: (charge.printed("statute"), charge.printed("description")) for name, charge in found.items()}
    assert seen[f"{DOCKET}:1"] == ("796.07(2E)", None)
    assert seen[f"{DOCKET}:2"] == ("810.09(2a)", None)
    assert seen[f"{DOCKET}:3"] == (None, "ordinance (chapter 9999)")
    assert seen[f"{DOCKET}:3 (line 5)"] == ("893.13(6b)", "general offense character A")


def test_letters_are_levels() -> None:
    level = charges(state())[f"{DOCKET}:1"].printed("level")
    assert (level, terms.level(level or "")) == ("misdemeanor second degree", (14, 14))


def test_sentinels_are_nothing() -> None:
    ada = state()[1]
    (charge,) = charges([ada]).values()
    assert (charge.arrest_date, charge.dispositions, charge.sentence, ada.cases[0].tracking) == (None, (), (), ())
    assert [part.printed for part in charges(state())[f"{DOCKET}:1"].sentence] == [
        "confinement, type C",
        "probation, 6 months",
        "fine 100",
        "court costs 225.5",
    ]


def test_the_states_own_encoding_is_read() -> None:
    text = fixture(FOLDER, "state.csv").text.replace("\n", "\r\n")
    source = of(text.encode("utf-16"), "state.csv")
    assert reader.sniff(source) == 0.95
    assert reader.read(source)[0].cases == state()[0].cases


def test_a_reopened_case_is_later() -> None:
    charge = charges(state())[f"{DOCKET}:1"]
    assert [(each.printed, each.later) for each in charge.dispositions] == [
        ("Guilty (G)", False),
        ("reopened, reason V, closed 2012-11-20", True),
    ]


def test_a_hash_is_a_persons_id_and_no_name() -> None:
    hashed, ada = state()
    assert (hashed.person_id, hashed.person.names, hashed.person.birth_dates) == (f"{'0a' * 20}, 1990-03", (), ("1990-03",))
    assert (ada.person_id, ada.person.names) == ("WREN,ADA B, 522015CF000001XXXXXX", ("WREN,ADA B", "WREN,ADA"))
    # One name born in two months is two people.
    assert len(read({}, {"birth_date": "199104", "sequence_no": "2"})) == 2


def test_rows_that_may_undo_others_and_rows_of_no_case_are_unread() -> None:
    said = whys(state())
    assert "what a row of message type D does" in said
    assert "this row has no name" in said
    assert "cells where the table has 65" in said


def test_a_row_without_a_name_is_given_to_nobody_and_never_to_all_born_that_month() -> None:
    (record,) = read({"final_name": ""}, {"final_name": "", "court_docket_no": "522013MM000001XXXXXX"}, {"court_docket_no": ""})
    assert record.cases == ()
    assert [each.why.split(";")[0] for each in record.unread] == [
        "this row has no name",
        "this row has no name",
        "this row has no court docket number",
    ]


def test_cases_joined_by_a_month_of_birth_alone_are_noted() -> None:
    other = {"court_docket_no": "522013MM000001XXXXXX"}
    assert "check that they are all yours" in read({}, other)[0].notes[-1]
    assert read({"birth_date": "19900305"}, {**other, "birth_date": "19900305"})[0].notes == read({})[0].notes


def test_a_row_twice_counts_once_and_a_row_of_several_counts_is_listed() -> None:
    (record,) = read({"rec_num": "1", "ct_action_taken": "G"}, {"rec_num": "2", "ct_action_taken": "G"}, {"ct_action_taken": "D"})
    assert list(charges([record])) == [f"{DOCKET}:1", f"{DOCKET}:1 (line 4)"]
    (several,) = read({"no_of_counts": "10"}, {"no_of_counts": "01", "sequence_no": "2"})
    assert [each.span.line for each in several.unread] == [2]
    assert "read as one charge" in whys([several])


def test_an_appeal_is_later() -> None:
    (charge,) = charges(read({"ct_action_taken": "G", "pst_appeal_notice_dt": "20121101"})).values()
    assert [(each.printed, each.date, each.later) for each in charge.dispositions][1:] == [("notice of appeal", "2012-11-01", True)]


def test_padding_is_only_taken_off_where_both_parts_have_it() -> None:
    padded = {"in_flst_chap": "0810", "in_flst_sect": "0900", "in_flst_subsect": "2a00"}
    found = [charges(read({**padded, **part}))[f"{DOCKET}:1"].printed("statute") for part in ({}, {"in_flst_subsect": ""})]
    assert found == ["810.09(2a)", "810.0900"]


def test_the_states_and_the_clerks_row_of_a_charge_are_one() -> None:
    (mine,) = read(
        {"ct_action_taken": "G", "in_flst_chap": "0796", "in_flst_sect": "07", "in_flst_subsect": "2e", "init_arrest_dt": "20120601"}
    )
    clerks = (
        "Case Number,Uniform Case Number,Defendant,Date of Birth,Arrest Date,Arrest Charge Count,Arrest Charge,Arrest Statute,Court Charge,"
        f"Court Action\n2012 MM 004321,{DOCKET},ADA WREN,03/05/1990,06/01/2012,1,796.07(2e),PROSTITUTION,,*Guilty\n"
    )
    (theirs,) = florida_clerk.read(of(clerks, "clerk.csv"))
    merged = merge([mine, theirs], same_person=True)
    assert len(list(merged.charges())) == 1


@given(st.one_of(st.text(max_size=500), damaged(fixture(FOLDER, "state.csv").text)))
@settings(max_examples=150, deadline=None)
def test_no_text_makes_it_raise(text: str) -> None:
    reader.sniff(of(text))
    assert reader.read(of(text))


@pytest.mark.parametrize("kind", ["rows", "same", "quotes", "one line", "commas"])
def test_floods_take_bounded_work(kind: str) -> None:
    one = {"ct_action_taken": "G", "in_flst_chap": "0796"}
    text = {
        "rows": rows(*({**one, "sequence_no": str(n), "pst_ch_reopen_dt": "20121101"} for n in range(10_000))),
        "same": rows(*({**one, "final_name": f"WREN {n}"} for n in range(10_000))),
        "quotes": rows(one) + '"\n' * 100_000,
        "one line": rows(one) + "(" * 1_000_000,
        "commas": rows(one) + "," * 1_000_000,
    }[kind]
    assert seconds(reader, text) < 15
