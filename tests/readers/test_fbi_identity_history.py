from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from unburden.files import read_people
from unburden.readers import Source, open_source, readers
from unburden.readers import fbi_identity_history as reader
from unburden.readers.unburden_json import plain, to_json
from unburden.record import Charge, Record, flatten

FIXTURES = Path(__file__).parent.parent / "fixtures" / "fbi_identity_history"
FULL = (FIXTURES / "full.txt").read_text()


def of(text: str | bytes, name: str = "letter.txt") -> Source:
    return Source(name, None, text.encode() if isinstance(text, str) else text)


def entry(*lines: str) -> Record:
    (record,) = reader.read(of("\n".join(["1-ARRESTED OR RECEIVED 2010/01/02", "AGENCY-PD (OH0480400)", *lines])))
    return record


@pytest.fixture(scope="module")
def full() -> Record:
    (record,) = reader.read(of(FULL, "full.txt"))
    return record


def charge(record: Record, name: str) -> Charge:
    return next(each for _, each in record.charges() if each.charge_id == name)


@pytest.mark.parametrize(("name", "sure"), [("full", 0.9), ("none", 0.5)])
def test_a_letter_reads_as_the_page_says(name: str, sure: float, golden: Callable[[Path, object], None]) -> None:
    source = of((FIXTURES / f"{name}.txt").read_bytes(), f"{name}.txt")
    assert reader.sniff(source) == sure
    golden(FIXTURES / f"{name}.golden.json", [plain(record) for record in reader.read(source)])


def test_every_span_points_at_its_value(full: Record) -> None:
    lines = FULL.replace("\f", "").split("\n")
    for held, each in full.charges():
        if held.number:
            assert held.number in lines[(held.spans["number"].line or 0) - 1]
        for version in each.versions:
            for name, span in version.spans.items():
                assert getattr(version, name).split(" ")[0] in lines[(span.line or 0) - 1]
        printed = [(part.printed, part.spans) for part in each.dispositions] + [(part.printed, part.spans) for part in each.sentence]
        for words, spans in printed:
            assert words.split(" ")[0] in lines[(spans["printed"].line or 0) - 1]


def test_it_says_that_it_is_untried() -> None:
    assert "no true summary" in reader.UNTRIED
    assert "Untried on a real file" in (reader.__doc__ or "")


def test_names_births_and_numbers_stand_under_their_headings(full: Record) -> None:
    assert full.person.names == ("LARKSPUR, IDA MAE", "LARK, IDA", "SPURR, MAE")
    assert full.person.birth_dates == ("1988-05-14", "1990-05-14", "1988")
    assert full.person.numbers == ("FBI 44A8812QX", "SID OH9911223 (OH)")


def test_columns_may_drift() -> None:
    drifted = FULL.replace("LARKSPUR, IDA MAE             44A8812QX", " LARKSPUR, IDA MAE                 44A8812QX")
    (record,) = reader.read(of(drifted.replace("1990/05/14            TAT", "1990/05/14                TAT")))
    assert record.person.names[0] == "LARKSPUR, IDA MAE"
    assert record.person.numbers[0] == "FBI 44A8812QX"
    assert record.person.birth_dates[1] == "1990-05-14"


def test_a_value_may_stand_beside_its_heading_and_none_is_no_name() -> None:
    head = "NAME              LARKSPUR, IDA\nUCN      44A8812QX\n\nALIAS NAME(S)\nNONE\n\nSEE THE OTHER SIDE\n"
    (record,) = reader.read(of(f"{head}1-ARRESTED OR RECEIVED 2010/01/02\nCHARGE 1-A\n"))
    assert (record.person.names, record.person.numbers) == (("LARKSPUR, IDA",), ("FBI 44A8812QX",))


def test_nothing_is_kept_that_nobody_needs(full: Record) -> None:
    text = to_json([full])
    for never in ("219-09-9999", "219099999", "TAT NECK", "BLU"):
        assert never not in text


def test_a_court_charge_is_the_arrest_s_of_its_number_whatever_its_words(full: Record) -> None:
    second = charge(full, "entry-1/2")
    assert [(version.stage, version.description) for version in second.versions] == [
        ("arrested", "LOITERING TO ENGAGE IN SOLICITATION"),
        ("disposed", "DISORDERLY CONDUCT"),
    ]
    first = charge(full, "entry-1/1")
    assert (first.printed("statute"), first.printed("level")) == ("2907.24", "MISDEMEANOR 3RD DEGREE")
    assert [(each.outcome, each.date) for each in first.dispositions] == [("convicted", "2009-01-20")]
    assert [(part.kind, part.printed) for part in first.sentence] == [("suspended", "30 DAYS JAIL SUSPENDED"), ("fine", "FINED $150")]
    assert (full.cases[0].number, full.cases[0].court, full.cases[0].related) == ("CRB-08-22119", "MUNICIPAL COURT TOLEDO", ())
    assert full.cases[0].tracking == ("081103-7",)


def test_a_court_charge_without_number_is_the_arrest_s_of_its_words(full: Record) -> None:
    assert charge(full, "entry-3/1").dispositions == ()
    assert [each.outcome for each in charge(full, "entry-3/2").dispositions] == ["dismissed"]
    other = entry("CHARGE-THEFT", "CHARGE-ARSON", "COURT-", "CHARGE-LOITERING", "SENTENCE-FINED $10")
    assert [[version.stage for version in each.versions] for _, each in other.charges()] == [["arrested"], ["arrested"], ["disposed"]]


def test_what_names_no_charge_is_shown_where_there_are_several(full: Record) -> None:
    assert ("sentence: TIDE OF NOTHING", "this does not say which charge it belongs to") in [(each.text, each.why) for each in full.unread]


def test_a_page_break_inside_an_entry_breaks_nothing(full: Record) -> None:
    assert [each.charge_id for _, each in full.charges()] == [
        *("entry-1/1", "entry-1/2", "entry-3/1", "entry-3/2", "entry-4/1", "entry-5/1", "entry-6/1"),
    ]
    assert charge(full, "entry-3/2").spans["charge_id"].page == 3


def test_no_disposition_is_no_disposition_and_a_later_event_no_outcome(full: Record) -> None:
    assert charge(full, "entry-3/1").outcome is None
    assert [(each.outcome, each.later, each.date) for each in charge(full, "entry-4/1").dispositions] == [(None, True, "2013-10-11")]
    assert charge(full, "entry-4/1").arrest_date is None


def test_a_prison_that_received_somebody_decided_nothing(full: Record) -> None:
    received = charge(full, "entry-6/1")
    assert received.arrest_date is None
    assert received.outcome is None
    assert [(each.later, each.outcome) for each in received.dispositions] == [(True, None)]
    assert any(note.startswith("entry-6 is of a prison") for note in full.notes)


def test_an_applicant_is_set_aside(full: Record) -> None:
    assert [(each.text, each.why) for each in full.set_aside] == [("2-applicant, APPLICANT HAIR DRESSER", "an entry that is not an arrest")]


def test_the_state_is_that_of_the_agency_s_number(full: Record) -> None:
    assert [each.jurisdiction for each in full.cases] == ["US-OH", "US-MI", "US", None, "US-OH"]
    assert any("which state" in each.why for each in full.unread)


def test_a_letter_without_a_record_says_so() -> None:
    (record,) = reader.read(of((FIXTURES / "none.txt").read_bytes()))
    assert not record.cases
    assert not record.unread
    assert [(each.text, each.why) for each in record.set_aside] == [
        ("NO PRIOR ARREST DATA", "the letter says that the FBI holds no arrest")
    ]
    assert "only a state or a court" in record.notes[0]


@pytest.mark.parametrize(
    "words", ["REVEALED NO PRIOR\nARREST DATA AT THE FBI", "There is no arrest record", "no criminal\r\n   history record"]
)
def test_such_a_letter_is_known_however_it_wraps_and_is_no_error(words: str, tmp_path: Path) -> None:
    path = tmp_path / "letter.txt"
    path.write_text(f"FEDERAL BUREAU OF INVESTIGATION\nA SEARCH OF THE FINGERPRINTS HAS {words}.\n")
    (record,) = read_people([str(path)])
    assert (len(record.cases), len(record.set_aside), len(record.unread)) == (0, 1, 0)


def test_two_charges_of_the_same_words_are_two_in_court_too() -> None:
    record = entry(
        *("CHARGE 1-PROSTITUTION", "CHARGE 2-PROSTITUTION"),
        *("COURT-", "CHARGE-PROSTITUTION", "SENTENCE-", "CONVICTED, 30 DAYS JAIL", "CHARGE-PROSTITUTION", "SENTENCE-DISMISSED"),
    )
    assert [(each.charge_id, each.outcome and each.outcome.outcome) for _, each in record.charges()] == [
        ("entry-1/1", "convicted"),
        ("entry-1/2", "dismissed"),
    ]
    more = entry("CHARGE 1-PROSTITUTION", "COURT-", "CHARGE-LOITERING", "SENTENCE-DISMISSED", "CHARGE-TRESPASS", "SENTENCE-FINED $5")
    assert [(each.printed("description"), each.outcome and each.outcome.outcome) for _, each in more.charges()] == [
        ("LOITERING", "dismissed"),
        ("TRESPASS", "convicted"),
    ]


def test_an_entry_that_is_neither_arrest_nor_applicant_is_a_case_without_arrest() -> None:
    (record,) = reader.read(of("3-CHARGED 1993/02/02\nAGENCY-SHERIFF (CA0190000)\nCHARGE 1-THEFT\nSENTENCE-PLED GUILTY\nEND OF PART 1\n"))
    assert [(each.arrest_date, each.outcome and each.outcome.outcome) for _, each in record.charges()] == [(None, "convicted")]
    assert record.notes == ("entry-3 is headed CHARGED 1993/02/02 (letter.txt, line 1)",)


def test_an_agency_s_number_of_a_person_follows_no_prosecution() -> None:
    text = "{0}-ARRESTED OR RECEIVED 20{0}0/01/02\nAGENCY-PD (OH0480400)\nAGENCY CASE-{1}\nCHARGE 1-THEFT\n"
    (record,) = reader.read(of(text.format(1, 88123) + text.format(2, 88123) + text.format(3, 90001)))
    assert [(each.tracking, each.related) for each in record.cases] == [((), ("88123",)), ((), ("88123",)), (("90001",), ())]


def test_a_missing_page_is_told() -> None:
    assert any("a page may be missing" in each for each in entry("CHARGE 1-THEFT").notes)
    assert not [each for each in entry("CHARGE 1-THEFT", "END OF PART 1").notes if "missing" in each]
    assert any("another part follows" in each for each in entry("CHARGE 1-THEFT", "END OF PART 1 - PART 2 TO FOLLOW").notes)


def test_what_is_no_label_of_an_entry_is_shown_or_stands_in_a_value() -> None:
    lines = FULL.split("\n")
    begun = next(n for n, line in enumerate(lines) if line.startswith("1-ARRESTED"))
    for place in range(begun + 1, len(lines)):
        for indent in ("", " " * 9):
            (record,) = reader.read(of("\n".join([*lines[:place], f"{indent}COUNT 99 MYSTERY CHARGE GUILTY 01/02/2003", *lines[place:]])))
            assert "MYSTERY" in to_json([record]) or lines[place - 1].strip() == "AGENCY-POLICE DEPARTMENT NOWHERE"


def test_a_plea_is_no_outcome() -> None:
    (only,) = [each for _, each in entry("CHARGE 1-THEFT", "SENTENCE-NOT GUILTY PLEA").charges()]
    assert (only.outcome, only.sentence) == (None, ())


def test_one_number_twice_is_two_entries() -> None:
    (record,) = reader.read(of("1-ARRESTED OR RECEIVED 2010/01/02\nCHARGE 1-A\nCHARGE 1-B\n1-ARRESTED OR RECEIVED\nCHARGE 1-C\n"))
    assert [each.charge_id for _, each in record.charges()] == ["entry-1/1", "entry-1/1~2", "entry-1~2/1"]


def test_it_reads_from_a_pdf(tmp_path: Path, full: Record) -> None:
    fpdf = pytest.importorskip("fpdf")
    paper = fpdf.FPDF(format="letter")
    for page in FULL.split("\f"):
        paper.add_page()
        paper.set_auto_page_break(False)
        paper.set_font("courier", size=9)
        for number, line in enumerate(page.split("\n")):
            if line:
                paper.text(15, 15 + 4 * number, line)
    path = tmp_path / "letter.pdf"
    paper.output(str(path))
    source = open_source(str(path))
    assert reader.sniff(source) == 0.9
    (record,) = reader.read(source)
    assert flatten(record) == flatten(full)
    assert (record.person.names, record.person.birth_dates, record.person.numbers) == (
        *(full.person.names, full.person.birth_dates, full.person.numbers),
    )
    assert [each.text for each in record.unread] == [each.text for each in full.unread]


@pytest.mark.parametrize(
    "text", ["<html>1-ARRESTED OR RECEIVED</html>", '{"a": "1-ARRESTED OR RECEIVED"}', "the FBI", "CII/A01 DOB/19550505", ""]
)
def test_other_kinds_of_file_are_not_taken(text: str) -> None:
    assert reader.sniff(of(text)) == 0


def test_this_reader_is_the_surest_of_its_files_and_of_no_other() -> None:
    for path in sorted(FIXTURES.parent.glob("*/*.*")):
        if path.suffix in (".py", ".toml") or path.name.endswith(".golden.json") or path.is_dir():
            continue
        source = of(path.read_bytes(), path.name)
        if path.parent == FIXTURES:
            assert max(each.sniff(source) for each in readers() if each.FORMAT != reader.FORMAT) < reader.sniff(source), path
        else:
            assert reader.sniff(source) == 0, path


def test_cut_anywhere_it_still_reads() -> None:
    for length in range(0, len(FULL), 61):
        for record in reader.read(of(FULL[:length])):
            to_json([record])
            flatten(record)


pieces = st.sampled_from([line for line in FULL.split("\n") if line.strip()] + ["CHARGE-1", "CHARGE 1-", "COURT-", "SENTENCE-", "\f"])


@given(st.lists(pieces | st.text(max_size=60), max_size=50))
@settings(max_examples=120, deadline=None)
def test_any_lines_read_to_a_record_that_can_be_written(lines: list[str]) -> None:
    for record in reader.read(of("\n".join(lines))):
        flatten(record)
        to_json([record])
        ids = [each.charge_id for _, each in record.charges()]
        assert len(ids) == len(set(ids))


@given(st.binary(max_size=300))
@settings(max_examples=80, deadline=None)
def test_any_bytes_read(data: bytes) -> None:
    reader.sniff(of(data))
    assert reader.read(of(data))


@pytest.mark.parametrize(
    "body",
    [
        "1-ARRESTED OR RECEIVED 2010/01/02\n" * 30_000,
        "CHARGE 1-THEFT\n" * 100_000,
        "COURT-\nCHARGE-THEFT\nSENTENCE-FINED $1\n" * 20_000,
        "CHARGE 1-A\n" + "AND MORE\n" * 100_000,
        "CHARGE " * 100_000,
        " " * 500_000 + "x",
        "- " * 300_000,
        ("A  " * 600 + "\n") * 500,
        "NAME  NAME  NAME\nA  B  C\n" * 30_000,
        "1-" * 300_000,
    ],
    ids=lambda body: body[:20],
)
def test_hostile_text_takes_bounded_time(body: str) -> None:
    source = of(f"NAME     FBI NO.\n{body}\n1-ARRESTED OR RECEIVED 2010/01/02\n{body}")
    started = time.process_time()
    reader.sniff(source)
    reader.read(source)
    assert time.process_time() - started < 8
