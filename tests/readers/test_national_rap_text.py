from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from unburden.errors import InputError
from unburden.files import read_people
from unburden.readers import Source, open_source, read_files
from unburden.readers import national_rap_text as reader
from unburden.readers.unburden_json import plain, to_json
from unburden.record import Case, Charge, Record, flatten

FIXTURES = Path(__file__).parent.parent / "fixtures" / "national_rap_text"
FULL = (FIXTURES / "full.txt").read_bytes()
#: What California's own sheet says of the person of ``twin.txt``.
OF_THE_STATE = """\
CII/A77001122
DOB/19860719  SEX/F
NAM/01 QUIST,DAGNY
FBI/7700119QZ
* * * *
ARR/DET/CITE:         NAM:01  DOB:19860719
20010102  CAPD LOS ANGELES

CNT:01     #88123
  647(B) PC-PROSTITUTION  TOC:M
- - - -
COURT:                NAM:01
20010306  CASC LOS ANGELES

CNT:01     #CR1
  647(B) PC-PROSTITUTION  TOC:M
*DISPO:CONVICTED
CONV STATUS:MISDEMEANOR
SEN: 003 YEARS PROBATION, 090 DAYS JAIL
* * * *
ARR/DET/CITE:         NAM:01
20050607  CAPD LOS ANGELES

CNT:01     #99111
  484(A) PC-THEFT
 DISPO:PROS REL-LACK OF CORPUS
* * * END OF MESSAGE * * *
"""


def of(text: str | bytes, name: str = "sheet.txt") -> Source:
    return Source(name, None, text.encode() if isinstance(text, str) else text)


def cycle(*lines: str) -> Record:
    (record,) = reader.read(of("\n".join(["==== Cycle 001 ====", *lines, "* * * END OF RECORD * * *"])))
    return record


@pytest.fixture(scope="module")
def full() -> Record:
    (record,) = reader.read(of(FULL, "full.txt"))
    return record


def case(record: Record, number: int) -> Case:
    return next(each for each in record.cases if each.case_id == f"cycle-{number:03}")


def charge(record: Record, name: str) -> Charge:
    return next(each for _, each in record.charges() if each.charge_id == name)


@pytest.mark.parametrize("name", ["full", "folded", "truncated", "two_sheets", "sections", "courts", "twin"])
def test_a_sheet_reads_as_the_page_says(name: str, golden: Callable[[Path, object], None]) -> None:
    path = FIXTURES / f"{name}.txt"
    source = Source(path.name, path, path.read_bytes())
    assert reader.sniff(source) >= 0.9
    golden(FIXTURES / f"{name}.golden.json", [plain(record) for record in reader.read(source)])


def test_every_span_points_at_its_value(full: Record) -> None:
    lines = FULL.decode().split("\r\n")
    for _, each in full.charges():
        for version in each.versions:
            for name, span in version.spans.items():
                value = getattr(version, name).split(": ")[-1].split(" ")[0]
                assert value in lines[(span.line or 0) - 1]
        for disposition in each.dispositions:
            assert disposition.printed.split(" ")[0] in lines[(disposition.spans["printed"].line or 0) - 1]


def test_caveats_give_no_charges_though_they_hold_their_words(full: Record) -> None:
    assert [each.case_id for each in full.cases] == ["cycle-001", "cycle-002", "cycle-003", "cycle-004", "cycle-006"]
    assert all(each.span.line and each.span.line > 60 for each in full.unread)


def test_names_births_and_numbers_of_the_person(full: Record) -> None:
    assert full.person.names == ("MARROW, ROSALIND", "MARROW, ROSE ANNE", "RACE, LINDA", "VALE, ROSE")
    assert full.person.birth_dates == ("1986-07-19", "1989-07-19", "1986")
    assert full.person.numbers == ("FBI 7004411EB", "SID NV04418822 (NV)", "SID NB1188221 (NE)", "SID OR9017733 (OR)")


def test_no_social_security_number_and_no_clerk_is_kept(full: Record) -> None:
    text = to_json([full])
    assert "219099999" not in text
    assert "219-09-9998" not in text
    assert "AVERY" not in text
    assert "[removed] AT BOOKING" in text
    assert "2 Social Security number(s)" in full.notes[0]


def test_a_court_charge_is_the_arrest_charge_of_the_same_number_in_its_cycle(full: Record) -> None:
    first = charge(full, "cycle-001/1")
    assert [version.stage for version in first.versions] == ["arrested", "disposed"]
    assert (first.arrest_date, first.offense_date) == ("2008-10-02", "2008-10-01")
    added = charge(full, "cycle-001/3")
    assert [(version.stage, version.description) for version in added.versions] == [("disposed", "Attempt: TRESPASS")]
    assert any("stands for 2 counts" in note for note in full.notes)
    assert charge(full, "cycle-002/1").arrest_date == "2010-05-30"


def test_outcome_date_and_sentence_come_out_of_one_text(full: Record) -> None:
    first = charge(full, "cycle-001/1")
    assert [(each.outcome, each.date) for each in first.dispositions] == [("convicted", "2009-01-15")]
    assert [(part.kind, part.printed) for part in first.sentence] == [
        ("fine", "FINED $1,000"),
        ("suspended", "30 DAYS JAIL SUSPENDED"),
    ]
    assert charge(full, "cycle-001/2").dispositions[0].date == "2009-01-15"
    assert charge(full, "cycle-001/3").dispositions[0].date == "2009-01-15"


def test_no_disposition_is_no_disposition(full: Record) -> None:
    for each in ("cycle-002/1", "cycle-002/2"):
        assert charge(full, each).dispositions == ()
        assert charge(full, each).printed("level") is None
    row = next(row for row in flatten(full) if row["charge_id"] == "cycle-002/1")
    assert (row["disposition"], row["disposition_date"], row["level"]) == ("", "", "")


def test_jurisdiction_is_the_state_of_the_agency_number(full: Record) -> None:
    assert {each.case_id: each.jurisdiction for each in full.cases} == {
        "cycle-001": "US-NV",
        "cycle-002": "US-NE",
        "cycle-003": "US-OR",
        "cycle-004": "US",
        "cycle-006": "US-NV",
    }


@pytest.mark.parametrize(
    ("agency", "expected"),
    [
        ("RI0041000 SCITUATE POLICE DEPT", "US-RI"),
        ("SCITUATE POLICE DEPT; RI0041000", "US-RI"),
        ("NB0280200 OMAHA PD", "US-NE"),
        ("GM0010000 GUAM PD", "US-GU"),
        ("PAPSP0300 STATE POLICE", "US-PA"),
        ("CAINS0700 INS SAN DIEGO", "US"),
        ("DCFBIWA9Z FBI CLARKSBURG", "US"),
        ("FL0130000 UNITED STATES MARSHAL MIAMI", "US"),
        ("TX0010000 UNITED TOWNSHIP POLICE", "US-TX"),
        ("ZZ0010000 NOWHERE PD", None),
        ("POLICE DEPT", None),
        ("SCITUATE POLICE", None),
    ],
)
def test_jurisdiction_of_agencies(agency: str, expected: str | None) -> None:
    record = cycle(
        f"Arrest Date             2011-01-01\nArresting Agency        {agency}", "Charge                  1", "  Charge Literal        X"
    )
    assert record.cases[0].jurisdiction == expected
    assert bool([each for each in record.unread if "which state" in each.why]) == (expected is None)


def test_wrapped_labels_and_values_are_whole(full: Record) -> None:
    third = charge(full, "cycle-003/1")
    assert third.versions[0].description == "UNLAWFUL POSSESSION OF A CONTROLLED SUBSTANCE NEAR A SCHOOL"
    assert charge(full, "cycle-001/2").versions[0].description == "OBSTRUCT POLICE OFFICER GIVING FALSE NAME OR ADDRESS"
    assert third.dispositions[0].outcome == "not_filed"


def test_impossible_dates_and_unknown_labels_are_shown(full: Record) -> None:
    third = charge(full, "cycle-003/1")
    assert (third.arrest_date, third.offense_date) == (None, None)
    shown = [(each.text, each.why) for each in full.unread]
    assert ("arrest date: 00/00/0000", "this is no date") in shown
    assert ("offense date: 88888888", "this is no date") in shown
    assert any(text.startswith("Custody Level") and "no label" in why for text, why in shown)
    assert any(text == "REFERRED FOR SCREENING" for text, _ in shown)
    assert charge(full, "cycle-006/2").dispositions[0].outcome is None


def test_sentencing_and_custody_go_to_the_charge_they_name(full: Record) -> None:
    only = charge(full, "cycle-004/1")
    assert [(part.kind, part.date) for part in only.sentence] == [("prison", "2013-11-20"), ("probation", "2013-11-20")]
    assert [(each.later, each.outcome, each.date) for each in only.dispositions] == [
        (False, "convicted", "2013-09-09"),
        (True, None, "2014-10-01"),
        (True, None, "2015-03-02"),
    ]


def test_a_sentence_for_nobody_in_particular_is_shown_not_given_away() -> None:
    charges = [line for n in (1, 2) for line in (f"Charge                  {n}", "        Charge Literal  THEFT")]
    record = cycle(
        "Arrest Date             2011-01-01",
        *charges,
        "-" * 72,
        "Sentencing              (Cycle 001)",
        "              Sentence  30 DAYS JAIL",
    )
    assert all(not each.sentence for _, each in record.charges())
    assert any("which charge" in each.why for each in record.unread)


def test_a_probation_violation_is_no_second_conviction(full: Record) -> None:
    first = charge(full, "cycle-006/1")
    assert [(each.outcome, each.later) for each in first.dispositions] == [("convicted", False), (None, True)]
    assert first.outcome is not None
    assert first.outcome.date == "2017-04-04"
    assert case(full, 6).court == "CLARK COUNTY COURT"
    assert case(full, 6).number == "C-17-320001"


def test_every_section_of_a_cycle_goes_to_its_charge() -> None:
    (record,) = reader.read(of((FIXTURES / "sections.txt").read_bytes()))
    first, second, third = (each for _, each in record.charges())
    assert [version.stage for version in first.versions] == ["arrested", "filed", "disposed"]
    assert [(each.outcome, each.date, each.later) for each in first.dispositions] == [
        ("convicted", "2011-09-01", False),
        (None, "2011-12-24", True),
    ]
    assert [(part.kind, part.date) for part in first.sentence] == [("fine", "2011-09-01"), ("probation", "2011-09-01")]
    assert first.probation_revoked_date == "2011-12-24"
    # What the revocation led to is not on the sheet: it may have been jail.
    assert first.released_date is None
    assert (second.printed("description"), second.outcome and second.outcome.outcome) == (
        "OBSTRUCTING GOVERNMENT ADMINISTRATION",
        "not_filed",
    )
    assert (third.outcome and third.outcome.outcome, third.released_date) == ("convicted", "never")


def test_a_term_beside_a_probation_may_be_one_in_jail() -> None:
    record = cycle(
        "Court Disposition       (Cycle 001)",
        *(
            line
            for n, words in enumerate(("6 MOS SUPERVISED W/PROB", "FINED $200"), 1)
            for line in (f"Charge                  {n}", f"           Disposition  SENTENCED {words}")
        ),
    )
    assert [(each.outcome and each.outcome.outcome, each.released_date) for _, each in record.charges()] == [
        ("convicted", None),
        ("convicted", "never"),
    ]


def test_a_charge_number_opens_a_charge_where_no_other_line_does() -> None:
    (record,) = reader.read(of((FIXTURES / "sections.txt").read_bytes()))
    assert [each.charge_id for _, each in record.charges()] == ["cycle-001/1", "cycle-001/2", "cycle-002/1"]


def test_the_index_of_agencies_tells_the_state_and_nothing_else() -> None:
    (record,) = reader.read(of((FIXTURES / "sections.txt").read_bytes()))
    assert [(each.number, each.court, each.jurisdiction) for each in record.cases] == [
        ("CR-11-301", "HARBOR LIGHT DISTRICT COURT", "US-ME"),
        ("CR-13-5", "HARBOR LIGHT DISTRICT COURT", "US-ME"),
    ]
    assert "049990000" not in to_json([record])
    assert not record.unread


def test_a_caveat_about_fingerprints_is_told_however_it_wraps() -> None:
    (record,) = reader.read(of((FIXTURES / "sections.txt").read_bytes()))
    assert record.notes == ("a caveat says that some arrests are not supported by fingerprints (sheet.txt, line 10): read it",)


def test_an_applicant_is_set_aside(full: Record) -> None:
    assert [(each.text, each.why) for each in full.set_aside] == [
        ("cycle-005, APPLICANT CASINO WORK CARD", "an applicant's fingerprints, not an arrest")
    ]


def test_a_folded_extraction_says_what_the_columns_said() -> None:
    (folded,) = reader.read(of((FIXTURES / "folded.txt").read_bytes()))
    (full,) = reader.read(of(FULL))
    wanted = [row for row in flatten(full) if row["case_id"] in ("cycle-001", "cycle-002")]
    assert flatten(folded) == wanted
    assert folded.person.birth_dates == full.person.birth_dates
    assert folded.person.numbers == full.person.numbers
    assert not folded.unread


def test_a_truncated_sheet_says_so() -> None:
    (record,) = reader.read(of((FIXTURES / "truncated.txt").read_bytes()))
    assert "END OF RECORD" in record.unread[-1].why
    assert [each.charge_id for _, each in record.charges()] == ["cycle-001/1", "cycle-001/2"]


def test_two_sheets_in_one_message_are_two_records() -> None:
    first, second = reader.read(of((FIXTURES / "two_sheets.txt").read_bytes()))
    assert (first.person.names, len(first.cases)) == (("OAKES, DELLA",), 0)
    assert (second.person.names, second.cases[0].jurisdiction) == (("OAKES, DELLA MAE",), "US-HI")


def test_one_number_twice_in_a_section_is_two_charges() -> None:
    lines = [line for literal in ("THEFT", "ROBBERY") for line in ("Charge                  1", f"        Charge Literal  {literal}")]
    record = cycle("Arrest Date             2011-01-01", "Arresting Agency        OR0260200 PORTLAND PB", *lines)
    assert [(each.charge_id, each.printed("description")) for _, each in record.charges()] == [
        ("cycle-001/1", "THEFT"),
        ("cycle-001/1~2", "ROBBERY"),
    ]


def test_a_cycle_without_charges_is_shown() -> None:
    record = cycle("Arrest Date             2011-01-01")
    assert [each.why for each in record.unread] == ["this cycle names no charge"]


def test_court_numbers_of_a_cycle_are_cases_and_a_number_that_begins_anew_is_another_charge() -> None:
    (record,) = reader.read(of((FIXTURES / "courts.txt").read_bytes(), "courts.txt"))
    assert [
        (held.number, each.printed("description"), each.outcome and each.outcome.outcome, each.arrest_date)
        for held, each in record.charges()
    ] == [
        (None, "PROSTITUTION", "not_filed", "2001-01-02"),
        ("CR1", "THEFT", "convicted", "2001-01-02"),
        ("CR2", "FAIL TO APPEAR", "acquitted", "2001-03-04"),
        ("CR2", "TRESPASS", "dismissed", None),
        ("CR3", "PROSTITUTION", "vacated", "2003-01-02"),
    ]
    assert [each.case_id for each in record.cases] == ["cycle-001", "cycle-001~2", "cycle-001~3", "cycle-002"]


def test_a_number_that_an_agency_gives_to_a_person_follows_no_prosecution() -> None:
    (record,) = reader.read(of((FIXTURES / "courts.txt").read_bytes()))
    assert not any(each.tracking for each in record.cases)
    assert record.cases[-1].related == ("88123",)


def test_an_undecided_charge_is_not_joined_to_its_like_of_the_same_arrest(tmp_path: Path) -> None:
    lines = ["Arrest Date             2001-01-02", "Arrest Case Number      88123"]
    for n, words in enumerate(("LOITERING", "LOITERING", "THEFT"), 1):
        lines += [f"Charge                  {n}", f"        Charge Literal  {words}"]
    for n, words in ((2, "LOITERING"), (3, "THEFT")):
        lines += ["-" * 72, "Court Disposition       (Cycle 001)", f"Court Case Number       CR{n}"]
        lines += [f"Charge                  {n}", f"        Charge Literal  {words}", "           Disposition  GUILTY"]
    path = tmp_path / "sheet.txt"
    path.write_text("\n".join(["==== Cycle 001 ====", *lines, "* * * END OF RECORD * * *"]))
    (record,) = read_people([str(path)])
    assert [(held.number, each.outcome and each.outcome.outcome) for held, each in record.charges()] == [
        (None, None),
        ("CR2", "convicted"),
        ("CR3", "convicted"),
    ]


def test_a_disposition_of_a_section_without_charges_is_the_only_charge_s_or_shown() -> None:
    lines = ["Arrest Date             2011-01-01", "Charge                  1", "        Charge Literal  THEFT"]
    section = ["-" * 72, "Court Disposition       (Cycle 001)", "Disposition             DISMISSED (2011-02-02)"]
    (only,) = [each for _, each in cycle(*lines, *section).charges()]
    assert (only.outcome and only.outcome.outcome, len(only.versions)) == ("dismissed", 1)
    both = cycle(*lines, "Charge                  2", "        Charge Literal  ARSON", *section)
    assert not any(each.dispositions for _, each in both.charges())
    assert any("which charge" in each.why for each in both.unread)


def test_a_sheet_that_says_that_it_holds_nothing_is_no_error(tmp_path: Path) -> None:
    first = (FIXTURES / "two_sheets.txt").read_text().partition("END OF RECORD")
    path = tmp_path / "none.txt"
    path.write_text(first[0] + first[1] + " * * *\n")
    (record,) = read_people([str(path)])
    assert [each.text for each in record.set_aside] == ["No cycles in rap sheet. Contact agency."]
    assert not record.cases


def test_a_printed_page_s_head_and_foot_are_no_part_of_a_value() -> None:
    page = "**********************  CRIMINAL HISTORY RECORD  ***********************\n"
    body = [
        "***************************  IDENTIFICATION  ***************************\nSubject Name(s)\nROE, ANN\n==== Cycle 001 ====",
        "Arrest Date             2011-01-01\nCharge                  1\n        Charge Literal  THEFT OF\nOLD REPORT 2024-01-01 PAGE 1",
        "                        SERVICES\n           Disposition  GUILTY\nOLD REPORT 2024-01-01 PAGE 2",
        "==== Cycle 002 ====\nCharge                  1\n        Charge Literal  ARSON\n* * * END OF RECORD * * *",
    ]
    (record,) = reader.read(of("\n\f".join(page + each for each in body)))
    assert [(each.printed("description"), each.outcome and each.outcome.date) for _, each in record.charges()] == [
        ("THEFT OF SERVICES", None),
        ("ARSON", None),
    ]
    assert record.person.names == ("ROE, ANN",)


def test_a_page_without_its_beginning_shows_what_is_of_no_cycle() -> None:
    lines = ["Charge                  2", "        Charge Literal  ARSON", "==== Cycle 002 ====", "Charge                  1"]
    (record,) = reader.read(of("\n".join([*lines, "* * * END OF RECORD * * *"])))
    assert [each.text for each in record.unread if "beginning" in each.why] == ["Charge                  2", "Charge Literal  ARSON"]


@pytest.mark.parametrize("indent", ["", " " * 6, " " * 24])
def test_what_is_no_label_of_a_cycle_is_shown_or_stands_in_a_value(indent: str) -> None:
    lines = FULL.decode().replace("\r\n", "\n").split("\n")
    lines = lines[: next(n for n, line in enumerate(lines) if "INDEX OF AGENCIES" in line)]
    begun = next(n for n, line in enumerate(lines) if "CRIMINAL HISTORY  *" in line)
    gone = []
    for place in range(begun + 1, len(lines)):
        (record,) = reader.read(of("\n".join([*lines[:place], f"{indent}COUNT 99 MYSTERY CHARGE GUILTY 01/02/2003", *lines[place:]])))
        gone += [] if "MYSTERY" in to_json([record]) else [lines[place - 1].strip()]
    # More words of a name that nobody needs, and of a charge that only tells of a violated probation.
    names = (
        "Subject's Name",
        "Arrest Type",
        "Sentencing Agency",
        "Corrections Agency",
        "Charge Tracking",
        "Charge Literal  PETIT LARCENY",
        "Charge",
    )
    assert not [each for each in gone if each != "Charge" and not each.startswith(names)]


def test_one_sheet_in_text_and_in_xml_and_the_state_s_own_count_each_charge_once(tmp_path: Path) -> None:
    both = FIXTURES.parent / "national_rap_xml" / "twin.xml"
    text, state = FIXTURES / "twin.txt", tmp_path / "state.txt"
    state.write_text(OF_THE_STATE)
    files = [(text,), (text, both), (text, state), (state, both, text)]
    for paths in files:
        (record,) = read_people([str(path) for path in paths])
        found = sorted((each.arrest_date, each.outcome and each.outcome.outcome) for _, each in record.charges())
        assert [day for day, _ in found] == ["2001-01-02", "2005-06-07", "2007-07-07"]
        assert found[0][1] == "convicted"
        assert not record.disagreements


@pytest.mark.parametrize(
    "text", ["<html>Cycle 001</html>", '{"a": 1}', "CRIMINAL HISTORY", "person_id,case_id\n", "CII/A01 DOB/19550505", ""]
)
def test_other_kinds_of_file_are_not_taken(text: str) -> None:
    assert reader.sniff(of(text)) == 0


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "cp1252"])
def test_other_encodings_read_the_same(encoding: str) -> None:
    text = FULL.decode().replace("MARROW, ROSALIND", "MARROW, ROSALÍND")
    (record,) = reader.read(of(text.encode(encoding)))
    assert record.person.names[0] == "MARROW, ROSALÍND"
    assert len(list(record.charges())) == 9


def test_cut_anywhere_it_still_reads() -> None:
    for length in range(0, len(FULL), 97):
        for record in reader.read(of(FULL[:length])):
            assert record.unread or length == 0


labels = st.sampled_from(
    [line for line in FULL.decode().split("\r\n") if line.strip()]
    + ["Charge", "Sentence", "==== Cycle 7 ====", "-" * 72, "* * * END OF RECORD"]
)


@given(st.lists(labels | st.text(max_size=80), max_size=40))
@settings(max_examples=150, deadline=None)
def test_any_lines_read_to_a_record_that_can_be_written(lines: list[str]) -> None:
    for record in reader.read(of("\n".join(lines))):
        flatten(record)
        to_json([record])
        ids = [each.charge_id for _, each in record.charges()]
        assert len(ids) == len(set(ids))


@given(st.binary(max_size=300))
@settings(max_examples=100, deadline=None)
def test_any_bytes_read(data: bytes) -> None:
    reader.sniff(of(data))
    assert reader.read(of(data))


@pytest.mark.parametrize(
    "body",
    [
        "*" * 500_000,
        " " * 500_000 + "x",
        "Charge                  1\n" * 20_000,
        "==== Cycle 001 ====\n" * 20_000,
        "           Disposition  GUILTY\n" * 20_000,
        "           Disposition  " + "(" * 500_000,
        "           Disposition  X\n" + "                        AND MORE WORDS\n" * 40_000,
        "Sentencing              (Cycle 001)\n              Sentence  30 DAYS JAIL\n" * 10_000,
        "Subject Name(s)\n" + "A (" * 200_000,
    ],
)
def test_hostile_text_takes_bounded_time(body: str) -> None:
    started = time.process_time()
    reader.read(of(f"**** IDENTIFICATION ****\n{body}\n==== Cycle 001 ====\nArrest Date             2011-01-01\n{body}"))
    assert time.process_time() - started < 8


def test_two_hundred_megabytes_are_refused_quickly(tmp_path: Path) -> None:
    path = tmp_path / "huge.txt"
    block = FULL * (1_000_000 // len(FULL))
    with path.open("wb") as file:
        while file.tell() < 200_000_000:
            file.write(block)
    started = time.process_time()
    with pytest.raises(InputError, match="more than one person's record can be"):
        read_files([str(path)])
    assert time.process_time() - started < 2


def test_the_national_test_subject(shared: Path) -> None:
    source = open_source(str(shared / "records/national_rap_text/ojbc_fbi_rap_sheet.txt"))
    assert reader.sniff(source) == 0.95
    (record,) = reader.read(source)
    assert (len(record.person.names), len(record.person.birth_dates)) == (10, 6)
    assert len(record.person.numbers) == 5
    rows = [(row["jurisdiction"], row["description"], row["disposition"], row["arrest_date"]) for row in flatten(record)]
    assert rows == [
        ("US-RI", "THEFT OVER $100", "convicted", "1999-11-01"),
        ("US-RI", "MARIJUANA POSSESSION UNDER 1 OZ", "convicted", "1999-11-01"),
    ]
    # The share of lines understood is 1: no line of the sheet stayed unread.
    assert not record.unread
    for number in ("098765432", "027383689", "575997676"):
        assert number not in to_json([record])
