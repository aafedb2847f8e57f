"""Tables that people keep by hand: what is guessed, what is not, and that all of it is told."""

from __future__ import annotations

import datetime
import io
import subprocess
import sys
import time
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from unburden.errors import InputError
from unburden.readers import Source, detect, open_source, read_files, readers
from unburden.readers import kept_table as reader
from unburden.readers.charges_table import to_csv
from unburden.readers.kept_table.dates import day, order
from unburden.readers.kept_table.words import FIELDS, candidates, place
from unburden.readers.unburden_json import plain
from unburden.record import Charge, Record, flatten

FIXTURES = Path(__file__).parent.parent / "fixtures"
HERE = FIXTURES / "kept_table"


def of(text: str | bytes, columns: dict[str, str] | None = None, name: str = "mine.csv", facts: frozenset[str] = frozenset()) -> Source:
    return Source(name, None, text.encode() if isinstance(text, str) else text, facts, columns=columns or {})


def one(text: str | bytes, columns: dict[str, str] | None = None) -> Record:
    (record,) = reader.read(of(text, columns))
    return record


def charges(record: Record) -> list[Charge]:
    return [charge for _, charge in record.charges()]


def told(record: Record) -> str:
    return "\n".join(f"{each.span.line}: {each.text}: {each.why}" for each in record.unread)


def book(*sheets: tuple[str, list[list[Any]]], change: Callable[[Any], object] = lambda _: None) -> bytes:
    """A workbook with these sheets, changed at the end."""
    openpyxl = pytest.importorskip("openpyxl")
    made = openpyxl.Workbook()
    made.remove(made.active)
    for title, rows in sheets:
        sheet = made.create_sheet(title)
        for row in rows:
            sheet.append(row)
    change(made)
    held = io.BytesIO()
    made.save(held)
    return held.getvalue()


@pytest.mark.parametrize("name", ["ordinary", "espanol", "damaged"])
def test_a_table_reads_as_it_says(name: str, golden: Callable[[Path, object], None]) -> None:
    source = Source(f"{name}.csv", None, (HERE / f"{name}.csv").read_bytes())
    golden(HERE / f"{name}.golden.json", [plain(record) for record in reader.read(source)])


# ---- whose file it is ----


def test_other_readers_leave_these_tables_alone() -> None:
    for path in sorted(HERE.glob("*.csv")):
        scores = {each.FORMAT: each.sniff(open_source(str(path))) for each in readers()}
        assert scores.pop("kept_table") > max(scores.values()), path


def test_files_of_other_formats_are_theirs() -> None:
    for folder in sorted(FIXTURES.iterdir()):
        if folder.name in ("kept_table", "law", "law_small", "stack"):
            continue
        for path in sorted(folder.glob("*")):
            if path.name == "kept.csv":
                continue
            if path.suffix in (".csv", ".txt", ".html", ".xml") or (path.suffix == ".json" and "golden" not in path.name):
                found = detect(open_source(str(path)))
                assert found is None or found.FORMAT != "kept_table", path


def test_the_charges_table_wins_on_its_own_files_whatever_is_said_of_columns() -> None:
    text = "person_id,case_id,charge_id,statute,disposition\np,c,1,167.007,convicted\n"
    assert detect(of(text)).FORMAT == "charges_table"  # type: ignore[union-attr]
    assert detect(of(text, {"statute": "statute"})).FORMAT == "charges_table"  # type: ignore[union-attr]


@pytest.mark.parametrize("text", ["", "a,b\n1,2\n", "Dear court,\nthe charge, dismissed, was mine\n", "Name,Address\nx,y\n", '{"charge": 1, "disposition": 2}'])
def test_what_is_no_list_of_charges_is_not_taken(text: str) -> None:
    assert reader.sniff(of(text)) == 0


# ---- columns ----


@pytest.mark.parametrize(
    ("heading", "fields"),
    [
        ("Case #", ("case_id",)),
        ("DOCKET NO.", ("case_id",)),
        ("Nº de caso", ("case_id",)),
        ("Dispo", ("disposition",)),
        ("Outcome (if known)", ("disposition",)),
        ("Disposición:", ("disposition",)),
        ("Date of Arrest", ("arrest_date",)),
        ("arrest_date", ("arrest_date",)),
        ("Fecha de arresto", ("arrest_date",)),
        ("Arrested on", ("arrest_date",)),
        ("Date of birth", ("birth_date",)),
        ("Cargo", ("description",)),
        ("Charge / Offense", ("description",)),
        ("F/M", ("level", "-")),
        ("Felony/Misdemeanor", ("level",)),
        ("County, State", ("county_state",)),
        ("Notes", ("-",)),
        ("Attorney", ()),
        ("Charge/Statute", ("description", "statute")),
        ("Date", ("offense_date", "arrest_date", "filed_date", "disposition_date")),
        ("Status", ("disposition", "case_status")),
        ("Sentencia", ("disposition", "sentence")),
        ("Court\nDisposition", ("disposition",)),
        ("Arrest date / Offense date", ("arrest_date", "offense_date")),
    ],
)
def test_headings(heading: str, fields: tuple[str, ...]) -> None:
    assert set(candidates(heading)) == set(fields)


def test_every_field_is_known_by_its_own_name_and_every_candidate_is_a_field() -> None:
    from unburden.readers.kept_table import words

    assert all(candidates(name) == (name,) for name in FIELDS)
    named = {field for table in (words._KNOWN, words._KNOWN_DATED) for fields in table.values() for field in fields}
    assert named - {"-"} <= set(FIELDS)


def test_what_was_read_as_what_is_told() -> None:
    record = one("Dispo,Offense,Notes\nDismissed,Theft,secret words\n")
    assert '"Dispo" as disposition, "Offense" as charge; not used: "Notes"' in record.notes[0]
    assert "secret" not in str(record)


def test_a_column_that_can_be_two_things_is_not_guessed() -> None:
    record = one("Charge,State,Date,Result\nTheft,OR,6/1/2011,Dismissed\n")
    (charge,) = charges(record)
    assert (charge.arrest_date, charge.offense_date, charge.dispositions[0].date) == (None, None, None)
    assert 'so it is not read; say which: --columns "offense_date=Date"' in told(record)
    said = one("Charge,State,Date,Result\nTheft,OR,6/1/2011,Dismissed\n", {"date": "arrest_date"})
    assert charges(said)[0].arrest_date == "2011-06-01"
    assert not said.unread


@pytest.mark.parametrize(
    ("values", "field"), [(("closed", "open"), "case_status"), (("Dismissed", "Convicted"), "disposition"), (("pending", "pending"), None)]
)
def test_status_is_what_everything_under_it_fits(values: tuple[str, str], field: str | None) -> None:
    record = one(f"Charge,State,Status\nTheft,OR,{values[0]}\nTrespass,OR,{values[1]}\n")
    assert [case.status for case in record.cases] == (list(values) if field == "case_status" else [None, None])
    assert [bool(charge.dispositions) for charge in charges(record)] == [field == "disposition"] * 2
    assert bool(record.unread) == (field is None)


def test_estado_is_a_state_where_only_states_stand_under_it() -> None:
    assert one("Delito,Estado,Resultado\nRobo,Nueva York,desestimado\n").cases[0].jurisdiction == "US-NY"
    assert "this column can be state or case open or closed" in told(one("Delito,Estado,Resultado\nRobo,bueno,desestimado\n"))


def test_m_and_f_may_be_of_an_offense_or_of_a_person() -> None:
    record = one("Charge,M/F,State\nTheft,F,OR\nFraud,M,OR\n")
    assert [charge.printed("level") for charge in charges(record)] == [None, None]
    assert "this column can be level or the sex of a person" in told(record)
    record = one("Charge,M/F,State\nTheft,F3,OR\nFraud,M,OR\n")
    assert [charge.printed("level") for charge in charges(record)] == ["F3", "M"]
    record = one("Charge,F/M,State\nTheft,Female,OR\nFraud,m,OR\n")
    assert [charge.printed("level") for charge in charges(record)] == [None, None]
    assert not record.unread
    assert [charge.printed("level") for charge in charges(one("Charge,Level,State\nTheft,F,OR\n"))] == ["F"]


def test_a_column_without_a_heading_is_told() -> None:
    assert "column D: a column without a heading is not read" in told(one("Case,Charge,State,\n1,Theft,OR,Guilty\n"))
    assert not one("Case,Charge,State,\n1,Theft,OR,\n").unread
    data = book(("S", [["Case", "Charge", "State"], ["1", "Theft", "OR", None, "Guilty"]]))
    assert "column E: a column without a heading is not read" in told(one(data))


def test_a_row_whose_cells_a_comma_may_have_moved_is_not_read() -> None:
    record = one("Case,Charge,State,Result\n1,Theft, 2nd degree,OR,Guilty\n2,Fraud,OR,Dismissed,,\n")
    assert [charge.printed("description") for charge in charges(record)] == ["Fraud"]
    assert "this row has 5 cells under 4 headings; a text with ',' in it needs quotes" in told(record)


def test_two_columns_for_one_thing_are_not_chosen_between() -> None:
    record = one("Charge,Offense,State\nTheft,Larceny,OR\n")
    assert not charges(record)
    assert 'say which: --columns "description=Charge"' in told(record)
    record = one("Charge,Offense,State\nTheft,Larceny,OR\n", {"Offense": "description"})
    assert charges(record)[0].printed("description") == "Larceny"
    assert not record.unread
    assert charges(one("Charge,Offense,State\nTheft,,OR\n"))[0].printed("description") == "Theft"


def test_what_the_person_says_comes_first() -> None:
    record = one("Charge,Result,Extra\nTheft,blue,Dismissed\n", {"extra": "disposition", "Result": "-"})
    assert charges(record)[0].outcome.outcome == "dismissed"  # type: ignore[union-attr]
    assert 'not used: "Result"' in record.notes[0]


def test_a_wrong_name_of_a_column_gives_the_nearest(tmp_path: Path) -> None:
    file = tmp_path / "t.csv"
    file.write_text("Charge,Result,State\nTheft,Dismissed,OR\n")
    with pytest.raises(InputError, match=r'no column of these files is called "Reslt" \(did you mean "Result"\?\)'):
        read_files([str(file)], columns={"Reslt": "disposition"})
    assert read_files([str(file)], columns={"RESULT": "disposition"})[0][0].cases


def test_a_column_named_after_a_fact_answers_it() -> None:
    (record,) = reader.read(of("Charge,State,during_trafficking\nTheft,OR,yes\n", facts=frozenset({"during_trafficking"})))
    assert record.answers == {"row 2/1": {"during_trafficking": "yes"}}


# ---- rows ----


def test_headings_further_down_blank_rows_totals_and_notes() -> None:
    record = one("My record,,\n,,\nCharge,State,Result\nTheft,OR,Dismissed\n,,\nTrespass,OR,\nTotal,2,\nNote: ask the clerk,,\n* from memory,,\n")
    assert [charge.printed("description") for charge in charges(record)] == ["Theft", "Trespass"]
    assert [each.text for each in record.set_aside] == ["My record", "Total, 2", "Note: ask the clerk", "* from memory"]
    assert not record.unread


def test_a_charge_that_begins_like_a_total_is_a_charge() -> None:
    record = one("Charge,State,Result\nNote forgery,OR,Dismissed\nTotal nonsense theft,OR,Dismissed\n")
    assert len(charges(record)) == 2


def test_a_second_table_below_has_columns_of_its_own() -> None:
    record = one("Charge,State,Result\nTheft,OR,Dismissed\n\nState,Result,Charge\nCA,Convicted,Trespass\n")
    assert [(case.jurisdiction, charge.printed("description"), charge.outcome.outcome) for case, charge in record.charges() if charge.outcome] == [
        ("US-OR", "Theft", "dismissed"),
        ("US-CA", "Trespass", "convicted"),
    ]


def test_a_row_that_reads_like_headings_is_a_row() -> None:
    record = one("Case,Charge,State,Status,Result\n1,Theft,OR,Closed,Convicted\n2,Arrest,OR,Closed,Convicted\n3,Fraud,OR,Closed,Dismissed\n")
    assert [charge.outcome.outcome for charge in charges(record) if charge.outcome] == ["convicted", "convicted", "dismissed"]
    record = one("Charge,Result,Notes\nArrest,Convicted,Closed\nTheft,Dismissed,x\n")
    assert [charge.printed("description") for charge in charges(record)] == ["Arrest", "Theft"]
    assert not record.set_aside


def test_two_rows_of_headings_are_told() -> None:
    record = one(",Arrest,,Disposition,,\nCase,Date,Charge,Date,Result,State\n1,6/1/2011,Theft,2012,Guilty,OR\n")
    assert [each.text for each in record.set_aside] == ["Arrest, Disposition"]
    assert (charges(record)[0].arrest_date, charges(record)[0].dispositions[0].date) == (None, None)
    assert "Date: this column can be" in told(record)
    record = one("Case,Charge,Charge,Disposition,State\nNumber,Statute,Description,Outcome,\n1,164.043,Theft 3,Guilty,OR\n")
    assert "below this row of headings stands another, and only that one is read" in told(record)
    assert "column E: a column without a heading" in told(record)


def test_a_place_or_a_year_alone_is_no_charge() -> None:
    record = one("Charge,Result,State\nOregon,,\nTheft,Dismissed,OR\n2015,,\nFraud,Dismissed,OR\n")
    assert [charge.printed("description") for charge in charges(record)] == ["Theft", "Fraud"]
    assert told(record).count("a place or a year alone") == 2


def test_a_charge_that_stands_twice_is_counted_once_where_its_number_says_so() -> None:
    head = "Case,Count,Charge,State,Result\n"
    record = one(head + "1,1,Theft,OR,Guilty\n1,1,Theft,OR,Guilty\n1,2,Fraud,OR,Guilty\n1,2,Fraud,OR,Dismissed\n")
    assert [charge.charge_id for charge in charges(record)] == ["1/1", "1/2", "1/2.4"]
    assert "this number stands in row 2 too, the same; it is counted once" in told(record)
    assert "this number stands in row 4 too, with other values; both count as charges" in told(record)
    record = one("Case,Charge,State\n1,Theft,OR\n1,Theft,OR\n1,Fraud,OR\n")
    assert len(charges(record)) == 3
    assert "rows that say the same: row 3 as row 2; each counts as a charge of its own" in record.notes


@pytest.mark.parametrize(("said", "held"), [("250", "250"), ("$1,200.50", "$1,200.50"), ("paid off", None), ("1.200,50", None), ("1.200", None), ("$1,200 or so", None)])
def test_amounts(said: str, held: str | None) -> None:
    record = one(f'Charge,State,Balance due\nTheft,OR,"{said}"\n')
    assert record.cases[0].balance_due == held
    assert bool(record.unread) == (held is None)


def test_a_case_that_rests_is_neither_open_nor_closed() -> None:
    record = one("Charge,State,Case status\nTheft,OR,inactive\n")
    assert record.cases[0].status is None
    assert "this says neither open nor closed" in told(record)


def test_several_charges_in_one_cell() -> None:
    record = one('Case,Charge,Statute,Level,Result,State\n1,"1. Theft\n2. Trespass\nin the second degree","1; 2",M,"Dismissed; Guilty",OR\n')
    assert [(c.printed("description"), c.printed("statute"), c.printed("level"), c.outcome.outcome) for c in charges(record) if c.outcome] == [
        ("Theft", "1", "M", "dismissed"),
        ("Trespass in the second degree", "2", "M", "convicted"),
    ]
    assert not record.unread


def test_one_outcome_for_several_charges_is_given_to_none() -> None:
    record = one('Case,Charge,Result,Disposition date,State\n1,"1. Theft\n2. Trespass",Guilty,2011-06-01,OR\n')
    assert [charge.dispositions for charge in charges(record)] == [(), ()]
    assert "this row has 2 charges and one disposition" in told(record)


@pytest.mark.parametrize("cell", ["Theft; Trespass", "POSS CONTROLLED SUBSTANCE; COCAINE", '"PROMOTING\nPROSTITUTION"'])
def test_one_charge_or_two_is_not_guessed(cell: str) -> None:
    record = one(f"Case,Charge,Result,Disposition date,State\n1,{cell},Guilty,2011-06-01,OR\n")
    (charge,) = charges(record)
    assert charge.dispositions == ()
    assert "counts as one charge without an outcome" in told(record)
    assert ": Guilty: 2011-06-01" in told(record)


def test_cells_that_do_not_fit_together_stay_one_charge() -> None:
    record = one("Case,Charge,Statute,State\n1,Theft; Trespass,164.043,OR\n2,Theft; Trespass,1; 2; 3,OR\n")
    assert [charge.printed("description") for charge in charges(record)] == ["Theft; Trespass", "Theft; Trespass"]
    assert told(record).count("so it counts as one") == 2


def test_rows_of_one_case_and_rows_without_a_number() -> None:
    record = one("Case,Count,Charge,State,County,Balance\nA-1,1,Theft,OR,Lane,0\nA-1,2,Trespass,OR,,0\nA-1,,Theft,CA,,\n,,Theft,OR,,\n,,Theft,OR,,\n")
    assert [(case.case_id, case.number, case.jurisdiction, len(case.charges)) for case in record.cases] == [
        ("US-OR A-1", "A-1", "US-OR", 2),
        ("US-CA A-1", "A-1", "US-CA", 1),
        ("row 5", None, "US-OR", 1),
        ("row 6", None, "US-OR", 1),
    ]
    assert [charge.charge_id for charge in record.cases[0].charges] == ["US-OR A-1/1", "US-OR A-1/2"]
    assert (record.cases[0].county, record.cases[0].balance_due) == ("Lane", "0")


def test_a_row_that_leaves_the_state_out_belongs_to_the_case_of_its_number() -> None:
    record = one("Case,Charge,State\nA,Theft,OR\nA,Trespass,\n")
    assert [(case.case_id, case.jurisdiction, len(case.charges)) for case in record.cases] == [("A", "US-OR", 2)]


def test_what_is_said_twice_of_one_person_is_told_with_that_person() -> None:
    first, second = reader.read(of("Client,Case,Charge,State,County\nAna,A,Theft,OR,Lane\nKim,B,Theft,OR,Lane\nKim,B,Fraud,OR,Linn\n"))
    assert (first.disagreements, [each.charge_id for each in second.disagreements]) == ((), ["B"])


def test_what_rows_of_a_case_say_differently_is_not_known() -> None:
    record = one("Case,Charge,State,County\nA,Theft,OR,Lane\nA,Trespass,OR,Linn\n")
    assert record.cases[0].county is None
    assert [(each.field, each.values) for each in record.disagreements] == [("county", ("Lane", "Linn"))]


def test_a_row_without_words_of_a_charge() -> None:
    record = one("Case,Charge,State,Result\nA,,OR,Dismissed\n,,OR,\n")
    assert len(charges(record)) == 1
    assert "it counts as a charge" in told(record)
    assert "so no charge was read from it" in told(record)


def test_people() -> None:
    text = "Client,Charge,State\n{},Theft,OR\n{},Trespass,OR\n"
    assert len(reader.read(of(text.format('"Vega, Ana"', "ANA VEGA")))) == 1
    (first, second) = reader.read(of(text.format("Ana Vega", "Kim Oduya")))
    assert (first.person_id, second.person_id) == ("Ana Vega", "Kim Oduya")
    assert "2 people are named here" in "".join(first.notes)
    assert len(reader.read(of(text.format("Ana Vega", "Kim Oduya"), {"Client": "-"}))) == 1


@pytest.mark.parametrize(
    ("text", "code"),
    [
        *(("OR", "US-OR"), ("Ore.", "US-OR"), ("oregon", "US-OR"), ("US-OR", "US-OR"), ("N.Y.", "US-NY"), ("Nueva York", "US-NY"), ("State of Texas", "US-TX")),
        *(("federal", "US"), ("U.S.", "US"), ("D.C.", "US-DC"), ("Washington", "US-WA"), ("Lane", None), ("", None), ("XX", None)),
    ],
)
def test_places(text: str, code: str | None) -> None:
    assert place(text) == code


def test_county_and_state_in_one_column() -> None:
    record = one('Charge,County/State\nTheft,"Lane, OR"\nTheft,Bexar / Texas\nTheft,Lane\n')
    assert [(case.county, case.jurisdiction) for case in record.cases] == [("Lane", "US-OR"), ("Bexar", "US-TX"), (None, None)]
    assert "write it like Multnomah, OR" in told(record)


def test_a_table_without_a_state_says_so_and_one_under_a_states_name_has_it() -> None:
    assert "no column says the state" in "".join(one("Charge,Result\nTheft,Dismissed\n").notes)
    record = one("Oregon,\nCharge,Result\nTheft,Dismissed\n")
    assert record.cases[0].jurisdiction == "US-OR"
    assert "US-OR is read as the state of every row" in "".join(record.notes)
    # Virginia may be whose list it is, and DE a word.
    for title in ("Virginia", "Washington", "DE", "Oregon cases"):
        assert one(f"{title},\nCharge,Result\nTheft,Dismissed\n").cases[0].jurisdiction is None


# ---- outcomes ----


@pytest.mark.parametrize(
    ("words", "outcome"),
    [("Pled guilty", "convicted"), ("dropped", "nolle_prosequi"), ("Culpable", "convicted"), ("no culpable", "acquitted"), ("anulado", None), ("inocente", None), ("PTI", "diverted"), ("no idea", None), ("blue", None)],
)
def test_outcomes(words: str, outcome: str | None) -> None:
    record = one(f"Charge,State,Result\nTheft,OR,{words}\n")
    (disposition,) = charges(record)[0].dispositions
    assert (disposition.printed, disposition.outcome) == (words, outcome)
    assert bool(record.unread) == (outcome is None)


@pytest.mark.parametrize("words", ["", "?", "unknown", "N/A", "no sé", "don't know", "-"])
def test_words_for_knowing_nothing_are_no_disposition(words: str) -> None:
    record = one(f"Charge,State,Result\nTheft,OR,{words}\n")
    assert charges(record)[0].dispositions == ()
    assert not record.unread


@pytest.mark.parametrize("words", ["Guilty?", "Dismissed, I think", "maybe dropped", "Culpable (creo)", "not guilty (?)"])
def test_an_outcome_that_is_not_sure_is_none_and_its_words_are_kept(words: str) -> None:
    record = one(f'Charge,State,Result\nTheft,OR,"{words}"\n')
    (disposition,) = charges(record)[0].dispositions
    assert (disposition.printed, disposition.outcome) == (words, None)
    assert "this is not sure, so it counts as no outcome" in told(record)


def test_a_number_that_became_a_date_is_not_read() -> None:
    record = one("Case,Charge,Statute,State\n12-Mar,Theft,10-Nov,OR\n11-4471,Theft,16-6-9,GA\n")
    assert [(case.number, charge.printed("statute")) for case, charge in record.charges()] == [(None, None), ("11-4471", "16-6-9")]
    assert told(record).count("made a date of this number") == 2
    record = one(book(("S", [["Case", "Charge", "State"], [datetime.datetime(2026, 3, 12), "Theft", "OR"]])))
    assert [case.number for case in record.cases] == [None]
    assert "made a date of this number" in told(record)


def test_what_is_not_sure_is_not_known() -> None:
    record = one("Charge,State,Level,Case status,Statute\nTheft,OR?,felony?,closed?,164.043?\nFraud,maybe OR,F,closed,PC 647(b)\n")
    assert [(case.jurisdiction, case.status) for case in record.cases] == [(None, None), (None, "closed")]
    assert [(charge.printed("level"), charge.printed("statute")) for charge in charges(record)] == [(None, None), ("F", "PC 647(b)")]
    assert told(record).count("this is not sure, so it counts as not known") == 5


def test_rows_above_the_headings_are_not_lost() -> None:
    record = one("Theft,OR,Guilty\nMy list,,\nCharge,State,Result\nFraud,OR,Guilty\n")
    assert "Theft, OR, Guilty: this row stands above the headings, so it is not read" in told(record)
    assert [each.text for each in record.set_aside] == ["My list"]


def test_a_plea_is_no_outcome() -> None:
    (charge,) = charges(one("Charge,State,Plea\nTheft,OR,Guilty\n"))
    assert charge.outcome is None
    assert charge.dispositions[0].printed == "Plea: Guilty"


# ---- dates ----


@pytest.mark.parametrize(
    ("text", "iso"),
    [
        *(("6/1/2011", "2011-06-01"), ("06-01-2011", "2011-06-01"), ("13/6/2011", "2011-06-13"), ("2011-06-01", "2011-06-01"), ("2011", "2011")),
        *(("June 1, 2011", "2011-06-01"), ("1 de junio de 2011", "2011-06-01"), ("1-Jun-2011", "2011-06-01"), ("jun 2011", "2011-06"), ("6/2011", "2011-06")),
        *(("Wed, June 1st, 2011", "2011-06-01"), ("2011-06-01 00:00:00", "2011-06-01"), ("6/1/2011 9:30 AM", "2011-06-01"), ("40695", "2011-06-01")),
        *(("summer 2010", "2010"), ("early 2010", "2010"), ("verano de 2010", "2010"), ("never", "never")),
        *(("6/1/11", None), ("Jun-11", None), ("about 2009", None), ("~2009", None), ("2009?", None), ("2009-2010", None), ("2009 or 2010", None)),
        *(("winter 2010", None), ("before 2010", None), ("2/30/2011", None), ("13/13/2011", None), ("2010s", None), ("1/1/1000", None), ("99999", None)),
    ],
)
def test_dates(text: str, iso: str | None) -> None:
    assert day(text) == iso


def test_the_column_says_whether_the_day_comes_first() -> None:
    assert order(["3/4/2011", "5/6/2011"]) is None
    assert order(["3/4/2011", "5/16/2011"]) == "month"
    assert order(["3/4/2011", "14/6/2011"]) == "day"
    assert order(["3/14/2011", "14/6/2011", "3/4/2011"]) == "both"
    dates = "Charge,State,Arrest date\n" + "".join(f"Theft,OR,{each}\n" for each in ("3/4/2011", "14/6/2011"))
    assert [charge.arrest_date for charge in charges(one(dates))] == ["2011-04-03", "2011-06-14"]
    both = one(dates + "Theft,OR,3/14/2011\n")
    assert [charge.arrest_date for charge in charges(both)] == [None, "2011-06-14", "2011-03-14"]
    assert "either order may be meant" in "".join(both.notes)
    assert "arrest date: 3/4/2011" in told(both)
    american = one("Charge,State,Arrest date\nTheft,OR,3/4/2011\n")
    assert charges(american)[0].arrest_date == "2011-03-04"
    assert "month first" in "".join(american.notes)


@pytest.mark.parametrize(
    "text",
    [
        # Another column has the day first; headings in Spanish; a European program's semicolons; points.
        "Charge,State,Arrest date,Disposition date\nTheft,OR,14/6/2011,3/4/2012\n",
        "Delito,Estado,Fecha de la sentencia,Fecha del resultado\nRobo,Oregon,,3/4/2012\n",
        "Charge;State;Disposition date\nTheft;OR;3/4/2012\n",
        "Charge,State,Disposition date\nTheft,OR,3.4.2012\n",
    ],
    ids=["columns", "spanish", "semicolons", "points"],
)
def test_a_date_of_either_order_is_not_guessed(text: str) -> None:
    record = one(text)
    assert not charges(record)[0].dispositions
    assert "are not read, for either order may be meant" in "".join(record.notes)
    assert "day and month can be read either way" in told(record)


def test_days_that_a_spreadsheet_may_have_swapped_are_not_read() -> None:
    rows: list[list[Any]] = [["Case", "Charge", "Arrest date", "State"]]
    rows += [[1, "Theft", datetime.datetime(2011, 3, 4), "OR"], [2, "Fraud", "14/06/2011", "OR"], [3, "Arson", datetime.datetime(2011, 3, 24), "OR"]]
    record = one(book(("S", [*rows, [4, "Riot", "June 2011", "OR"], [5, "Riot", datetime.datetime(2011, 3, 3), "OR"]])))
    assert [charge.arrest_date for charge in charges(record)] == [None, "2011-06-14", "2011-03-24", "2011-06", "2011-03-03"]
    assert "day and month may be swapped" in told(record)
    assert "2014-13-01: this is no date that is sure" in told(one("Charge,State,Arrest date\nTheft,OR,2014-13-01\n"))
    rows[2][2] = "6/14/2011"
    assert charges(one(book(("S", rows))))[0].arrest_date == "2011-03-04"


def test_a_date_that_is_not_sure_is_unknown_and_its_words_are_told() -> None:
    record = one("Charge,State,Arrest date\nTheft,OR,about 2009\nTheft,OR,6/1/11\n")
    assert [charge.arrest_date for charge in charges(record)] == [None, None]
    assert "arrest date: about 2009: this is no date that is sure" in told(record)
    assert "arrest date: 6/1/11: a year of two digits is not read" in told(record)


# ---- delimiters and encodings ----


@pytest.mark.parametrize("mark", [",", ";", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252"])
def test_any_mark_between_the_cells_and_any_encoding(mark: str, encoding: str) -> None:
    text = "Delito,Estado,Condado,Resultado\r\nRobo,Nueva York,Peñasco,desestimado\r\nRobo,Florida,Ibáñez,culpable\r\n".replace(",", mark)
    source = of(text.encode(encoding))
    assert reader.sniff(source) == 0.45
    (record,) = reader.read(source)
    assert [case.county for case in record.cases] == ["Peñasco", "Ibáñez"]


def test_an_unclosed_quote_swallows_nothing() -> None:
    record = one('Charge,State,Result\n"Theft,OR,Dismissed\nTrespass,OR,Convicted\n')
    assert len(charges(record)) == 2


def test_formulas_in_text_are_text_and_are_guarded_when_written() -> None:
    record = one("Charge,State,Result\n=1+1,OR,Dismissed\n'=2+2,OR,Dismissed\n")
    assert [charge.printed("description") for charge in charges(record)] == ["=1+1", "=2+2"]
    assert "'=1+1" in to_csv([record])


# ---- workbooks ----

HEAD = ["Case number", "Charge", "Arrest date", "Result", "State"]


def test_a_workbook() -> None:
    data = book(("Mine", [HEAD, [114471, "Theft", datetime.datetime(2011, 6, 1), "Dismissed", "OR"], ["B", "Trespass", 2010, None, "CA"]]))
    source = of(data, name="mine.xlsx")
    assert reader.sniff(source) == 0.6
    (record,) = reader.read(source)
    assert [(row["case_id"], row["arrest_date"], row["disposition"], row["jurisdiction"]) for row in flatten(record)] == [
        ("114471", "2011-06-01", "dismissed", "US-OR"),
        ("B", "2010", "", "US-CA"),
    ]
    assert str(charges(record)[0].spans["arrest_date"]) == "mine.xlsx, line 2"
    assert not record.unread
    assert reader.headings(source) == HEAD


def test_several_sheets_hidden_ones_and_ones_of_other_things() -> None:
    def hide(made: Any) -> None:
        made["Old"].sheet_state = "hidden"

    rows = [HEAD[:4], ["A", "Theft", None, "Dismissed"]]
    data = book(("Oregon", rows), ("Calls", [["Who", "When"], ["Clerk", "Monday"]]), ("Old", rows), ("Empty", []), ("Texas", rows), change=hide)
    record = one(data)
    assert [case.jurisdiction for case in record.cases] == ["US-OR", "US-TX"]
    assert [(each.text.split(":")[0], each.span.page) for each in record.unread] == [("sheet Calls", 2), ("sheet Old", 3)]
    assert "this sheet is hidden and was not read" in told(record)


def test_merged_cells_hold_for_the_rows_they_cover_and_head_several_columns() -> None:
    def merge(made: Any) -> None:
        made["S"].merge_cells("A3:A4")
        made["S"].merge_cells("B1:C1")
        made["S"].merge_cells("D1:E1")
        made["S"].merge_cells("A6:E6")

    rows = [[None, "Arrest", None, "Disposition", None, None], ["Case", "Charge", "Date", "Date", "Result", "State"]]
    rows += [["A", "Theft", "6/1/2011", "2012", "Dismissed", "OR"], [None, "Trespass", "6/1/2011", "2013", "Dismissed", "OR"]]
    rows += [[None, "Fraud", "6/1/2011", "2013", "Dismissed", "OR"], ["Note: it was long ago"]]
    record = one(book(("S", rows), change=merge))
    assert [(case.number, len(case.charges)) for case in record.cases] == [("A", 2), (None, 1)]
    assert [(charge.arrest_date, charge.dispositions[0].date) for charge in charges(record)][:2] == [("2011-06-01", "2012"), ("2011-06-01", "2013")]
    assert [each.text for each in record.set_aside][-1] == "Note: it was long ago"
    assert not record.unread


def test_hidden_rows_and_columns_are_not_read_and_told() -> None:
    def hide(made: Any) -> None:
        made["S"].row_dimensions[3].hidden = True
        made["S"].column_dimensions["D"].hidden = True
        made["S"].column_dimensions["H"].hidden = True
        made["S"].merge_cells("A3:A4")

    rows = [["Case", "Charge", "State", "Result"], [1, "Theft", "OR", "Guilty"], [2, "Fraud", "OR", "Guilty"], [None, "Arson", "OR", "Guilty"]]
    record = one(book(("S", rows), change=hide))
    assert [(case.number, charge.printed("description"), charge.dispositions) for case, charge in record.charges()] == [("1", "Theft", ()), ("2", "Arson", ())]
    assert [(each.span.line, each.text) for each in record.unread] == [(None, "column D (Result)"), (3, "row 3")]
    assert told(record).count("hidden, and not read; if this belongs to the record, show it and save") == 2


def test_a_chart_sheet_is_passed_over() -> None:
    def chart(made: Any) -> None:
        from openpyxl.chart import BarChart

        made.create_chartsheet("Chart", 0).add_chart(BarChart())

    record = one(book(("Oregon", PLAIN_BOOK), change=chart))
    assert len(charges(record)) == 1
    assert not record.unread


OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (OLE + "EncryptedPackage".encode("utf-16-le"), "this file is locked with a password; open it and save it without one"),
        (OLE + "Workbook".encode("utf-16-le"), "an Excel workbook of the old kind (.xls); open it and save the sheet as .xlsx or CSV"),
        (OLE + "Book".encode("utf-16-le"), "an Excel workbook of the old kind (.xls)"),
        (b"PK\x03\x04....mimetypeapplication/vnd.oasis.opendocument.spreadsheet", "an OpenDocument spreadsheet (.ods); open it and save the sheet"),
        (b"PK\x03\x04....Index/Document.iwa", "in Numbers, export it as Excel (.xlsx) or CSV"),
        (b"PK\x03\x04....xl/workbook.bin", "a binary Excel workbook (.xlsb)"),
        (b'<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?><Workbook/>', "an Excel workbook of the old kind (XML)"),
        (b'<?xml version="1.0"?><d office:mimetype="application/vnd.oasis.opendocument.spreadsheet"/>', "an OpenDocument spreadsheet (.fods)"),
    ],
    ids=["locked", "xls", "xls 5", "ods", "numbers", "xlsb", "xml", "fods"],
)
def test_a_spreadsheet_of_another_kind_says_in_one_line_what_to_do(tmp_path: Path, data: bytes, why: str) -> None:
    from unburden.files import read_people

    file = tmp_path / "mine"
    file.write_bytes(data)
    with pytest.raises(InputError) as caught:
        read_people([str(file)])
    assert why in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_letter_is_no_spreadsheet() -> None:
    assert reader.sniff(of(OLE + "WordDocument".encode("utf-16-le") + "Workbook".encode("utf-16-le"))) == 0
    assert reader.sniff(of(b"PK\x03\x04word/document.xml")) == 0


def test_the_helpers_are_imported_only_where_they_are_needed() -> None:
    code = "import sys; from unburden.readers import Source, kept_table as k; k.sniff(Source('x', None, b'<html>')); print([n for n in sys.modules if '_kept' in n])"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.strip() == "[]"


def test_days_are_counted_from_where_the_workbook_counts_them() -> None:
    def mac(made: Any) -> None:
        made.epoch = datetime.datetime(1904, 1, 1)

    rows = [HEAD, ["A", "Theft", 40695, "Dismissed", "OR"]]
    windows, old = one(book(("S", rows))), one(book(("S", rows), change=mac))
    assert charges(windows)[0].arrest_date == "2011-06-01"
    assert charges(old)[0].arrest_date == "2015-06-02"
    assert "numbers such as 40695 are read as days as Excel counts them: 2015-06-02" in "".join(old.notes)


def test_what_is_too_much_for_a_sheet_is_told() -> None:
    def far(made: Any) -> None:
        made["S"]["B30000"] = "Fraud"
        made["S"]["GS2"] = "far out"
        made["S"]["B3"] = "x" * 9_000

    record = one(book(("S", PLAIN_BOOK), change=far))
    assert "only 20000 rows of a sheet are read" in told(record)
    assert "far out: only 200 columns are read" in told(record)
    assert "of this cell only 8000 characters are read" in told(record)
    record = one("Charge,State" + ",x" * 300 + "\n" + "x" * 9_000 + ",OR\n")
    assert "only 200 columns are read" in told(record)
    assert "of this cell only 8000 characters are read" in told(record)


def test_the_library_warns_nobody(capfd: pytest.CaptureFixture[str], recwarn: pytest.WarningsRecorder) -> None:
    data = rewritten(book(("S", PLAIN_BOOK)), lambda name, held: held if name != "xl/styles.xml" else b'<styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"/>')
    one(data)
    assert not list(recwarn)
    assert capfd.readouterr().err == ""


def test_formulas_are_not_worked_out() -> None:
    data = book(("S", [HEAD, ["A", '=CONCATENATE("The","ft")', None, "Dismissed", "OR"]]))
    record = one(data)
    assert charges(record)[0].versions == ()
    assert "its result is not stored; formulas are not worked out here" in told(record)


def rewritten(data: bytes, change: Callable[[str, bytes], bytes | None], extra: dict[str, bytes] | None = None) -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            kept = change(name, old.read(name))
            if kept is not None:
                new.writestr(name, kept)
        for name, more in (extra or {}).items():
            new.writestr(name, more)
    return held.getvalue()


PLAIN_BOOK = [HEAD, ["A", "Theft", "2011", "Dismissed", "OR"]]


def test_macros_are_told_and_not_touched() -> None:
    data = rewritten(book(("S", PLAIN_BOOK)), lambda _, held: held, {"xl/vbaProject.bin": b"Sub Auto_Open()"})
    assert "holds macros; they were not run" in "".join(one(data).notes)


@pytest.mark.parametrize(
    ("change", "extra", "why"),
    [
        (lambda _, held: held, {"xl/bomb.xml": b" " * (65 << 20)}, "unpacks to more than 64 MiB"),
        (lambda _, held: held, {f"xl/p{n}.xml": b"" for n in range(2_100)}, "parts, more than a list of charges has"),
        (
            lambda name, held: held.replace(b"<worksheet", b'<!DOCTYPE x [<!ENTITY a "b">]><worksheet', 1) if "sheet1" in name else held,
            None,
            "declares entities",
        ),
        (lambda name, held: held[: len(held) // 2] if "sheet1" in name else held, None, "this workbook cannot be read"),
        (lambda name, held: None if name == "xl/workbook.xml" else held, None, "this workbook cannot be read"),
    ],
    ids=["bomb", "parts", "entities", "cut", "no workbook"],
)
def test_a_workbook_that_is_not_what_it_should_be(change: Callable[[str, bytes], bytes | None], extra: dict[str, bytes] | None, why: str) -> None:
    start = time.perf_counter()
    record = one(rewritten(book(("S", PLAIN_BOOK)), change, extra))
    assert why in told(record)
    assert not record.cases
    assert time.perf_counter() - start < 10


def test_a_row_at_the_end_of_the_world_costs_nothing() -> None:
    data = rewritten(book(("S", PLAIN_BOOK)), lambda name, held: held.replace(b'<row r="2"', b'<row r="1048576"') if "sheet1" in name else held)
    start = time.perf_counter()
    one(data)
    assert time.perf_counter() - start < 10


def test_without_the_library_one_line_says_what_to_do(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    from unburden.files import read_people

    file = tmp_path / "mine.xlsx"
    file.write_bytes(book(("S", PLAIN_BOOK)))
    monkeypatch.setitem(sys.modules, "openpyxl", None)
    with pytest.raises(InputError) as caught:
        read_people([str(file)])
    (problem,) = caught.value.problems
    assert "unburden[spreadsheets]" in problem.message
    assert "or save the sheet as CSV" in problem.message
    assert "\n" not in str(problem)


# ---- anything ----


@pytest.mark.parametrize(
    "text",
    [
        "Charge,State,Result\n" + "Theft,OR,Dismissed\n" * 100_000,
        "Charge,State,Result\n" + '"' * 200_000,
        "Charge,State,Result\n" + "a;" * 200_000 + ",OR,x\n",
        "Charge,State\n" + "(" * 200_000,
        "Charge,State" + ",Date" * 50_000 + "\nTheft,OR\n",
        "Charge,State,Result\n" * 30_000,
        "Charge,State,Result\nResult,State,Charge\n" * 15_000,
        "Charge,State,Arrest date\nTheft,OR," + "early " * 100_000 + "2010\n",
    ],
    ids=["rows", "quotes", "parts", "brackets", "columns", "headings", "tables", "date"],
)
def test_a_flood_is_over_soon(text: str) -> None:
    start = time.perf_counter()
    source = of(text)
    reader.sniff(source)
    reader.read(source)
    assert time.perf_counter() - start < 12


def test_rows_beyond_the_limit_are_told() -> None:
    record = one("Charge,State,Result\n" + "Theft,OR,Dismissed\n" * 20_000)
    assert len(charges(record)) == 19_999
    assert "only 20000 rows are read" in told(record)


def test_tables_beyond_the_limit_are_told() -> None:
    record = one("Charge,State,Result\nTheft,OR,Dismissed\nResult,State,Charge\nDismissed,OR,Theft\n" * 150)
    assert len(charges(record)) == 200
    assert "only 200 tables of a sheet are read" in told(record)


CELLS = st.sampled_from(["Charge", "State", "Result", "Date", "Theft; Fraud", "OR", "Guilty", "6/1/2011", "40695", "Total", '"', "\n", "=1", "", "x"]) | st.text(max_size=8)


@settings(max_examples=150, deadline=None)
@given(st.lists(st.lists(CELLS, max_size=5), max_size=8), st.sampled_from(",;\t|"), st.dictionaries(CELLS, st.sampled_from([*FIELDS, "-"]), max_size=2))
def test_any_table_is_read(rows: list[list[str]], mark: str, said: dict[str, str]) -> None:
    source = of("\n".join(mark.join(row) for row in rows), said)
    assert 0 <= reader.sniff(source) <= 1
    records = reader.read(source)
    assert records
    for record in records:
        ids = [charge.charge_id for charge in charges(record)]
        assert len(ids) == len(set(ids))
        assert all(each["charge_id"] for each in flatten(record))
    reader.headings(source)


@settings(max_examples=150, deadline=None)
@given(st.sampled_from(sorted(HERE.glob("*.csv"))), st.data())
def test_any_damage_is_survived(path: Path, data: st.DataObject) -> None:
    held = bytearray(path.read_bytes())
    for at in data.draw(st.lists(st.integers(0, len(held) - 1), max_size=8)):
        held[at] = data.draw(st.integers(0, 255))
    source = of(bytes(held[: data.draw(st.integers(0, len(held)))]))
    reader.sniff(source)
    assert reader.read(source)


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_any_damaged_workbook_is_survived(data: st.DataObject) -> None:
    held = bytearray(WHOLE)
    for at in data.draw(st.lists(st.integers(4, len(held) - 1), max_size=6)):
        held[at] = data.draw(st.integers(0, 255))
    assert reader.read(of(bytes(held[: data.draw(st.integers(4, len(held)))]), name="x.xlsx"))


WHOLE = book(("S", PLAIN_BOOK)) if "openpyxl" in sys.modules or __import__("importlib.util").util.find_spec("openpyxl") else b"PK\x03\x04xl/work"
