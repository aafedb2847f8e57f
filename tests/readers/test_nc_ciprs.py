from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from unburden.merge import merge
from unburden.readers import Source, open_source, readers
from unburden.readers import nc_ciprs as reader
from unburden.readers.unburden_json import plain, to_json
from unburden.record import Case, Charge, Record, flatten

FIXTURES = Path(__file__).parent.parent / "fixtures"
OWN = FIXTURES / "nc_ciprs"
TRAPS = (OWN / "traps.txt").read_text(encoding="utf-8")
BOTH = (OWN / "both_courts.txt").read_text(encoding="utf-8")


def of(text: str, name: str = "sheet.pdf") -> Source:
    return Source(name, None, text.encode())


def sheet(*offenses: str, number: str = "10CR000001", half: str = "District", status: str = "DISPOSED") -> Record:
    lines = [
        f"     Case Summary for Court Case: DURHAM {number}",
        f"Case Status: {status}",
        f"{half} Court Offense Information",
        *offenses,
        "Disclaimer",
    ]
    return reader.read(of("\n".join(lines)))[0]


def offense(number: str, description: str, verdict: str, method: str, law: str = "G.S. 14-33(A)", date: str = "01/02/2010") -> str:
    return "\n".join(
        [
            f"{number}   CHARGED    {description}     MISDEMEANOR    {law}",
            "     CONVICTED        -        -       -",
            f"Plea: -        Verdict: {verdict}       Disposed on: {date}",
            f"Disposition Method: {method}",
        ]
    )


@pytest.fixture(scope="module")
def traps() -> list[Record]:
    return reader.read(of(TRAPS))


@pytest.fixture(scope="module")
def both() -> Record:
    (record,) = reader.read(of(BOTH))
    return record


def case(record: Record, number: str) -> Case:
    return next(each for each in record.cases if each.number == number)


def charge(record: Record, name: str) -> Charge:
    return next(each for _, each in record.charges() if each.charge_id.endswith(name))


@pytest.mark.parametrize("name", ["ordinary", "both_courts", "traps", "details_cut_off"])
def test_a_file_reads_as_its_pages_say(name: str, golden: Callable[[Path, object], None]) -> None:
    path = OWN / f"{name}.txt"
    source = Source(path.name, path, path.read_bytes())
    assert reader.sniff(source) == 0.95
    golden(OWN / f"{name}.golden.json", [plain(record) for record in reader.read(source)])


def test_every_span_points_at_its_value(traps: list[Record]) -> None:
    lines = of(TRAPS).lines
    for record in traps:
        for _, each in record.charges():
            for version in each.versions:
                for name in ("statute", "level"):
                    value, span = getattr(version, name), version.spans.get(name)
                    assert value is None or (span and value in lines[(span.line or 0) - 1])
            for disposition in each.dispositions:
                last = disposition.printed.split(": ")[-1]
                assert (
                    last in lines[(disposition.spans["printed"].line or 0) - 1]
                    or last == "DISPOSED BY JUDGE"
                    or "Verdict" in disposition.printed
                )
                assert disposition.spans["printed"].page


def test_a_charge_of_both_courts_is_counted_once(both: Record) -> None:
    assert len(case(both, "07CRS031188").charges) == 4
    first = charge(both, "07CRS031188/01")
    assert [(each.outcome, each.date) for each in first.dispositions if each.outcome] == [
        ("transferred", "2007-05-21"),
        ("convicted", "2007-10-08"),
    ]
    assert first.outcome is not None
    assert first.outcome.date == "2007-10-08"


def test_a_superseding_charge_of_another_name_is_the_charge_as_amended(both: Record) -> None:
    second = charge(both, "07CRS031188/02")
    assert [(each.stage, each.description) for each in second.versions] == [
        ("filed", "OBSTRUCTING JUSTICE (COMMON LAW)"),
        ("amended", "COMMON LAW CONSPIRACY"),
    ]
    assert second.outcome is not None
    assert second.outcome.outcome == "nolle_prosequi"


def test_a_district_charge_that_did_not_go_up_is_not_joined_by_its_number() -> None:
    lower = offense("02", "AFFRAY", "-", "DISMISSAL WITHOUT LEAVE BY DA")
    upper = offense("52", "LARCENY", "GUILTY", "DISPOSED BY JUDGE", law="G.S. 14-72(A)")
    record = sheet(lower, "Superior Court Offense Information", upper, number="10CRS000001")
    assert [each.charge_id[-3:] for _, each in record.charges()] == ["/02", "/52"]


def test_an_offense_broken_by_a_page_is_whole(both: Record) -> None:
    second = charge(both, "07CRS031188/02")
    assert second.dispositions[-1].spans["printed"].page == 2
    assert second.versions[-1].spans["description"].page == 1


def test_the_other_court_s_file_number_is_related(both: Record) -> None:
    assert [each.related for each in both.cases] == [("07CR031188",), ("15CR220417",), ("16CRS201950",)]


def test_a_file_of_one_court_only_has_no_other_number() -> None:
    assert sheet(offense("01", "AFFRAY", "GUILTY", "DISPOSED BY JUDGE")).cases[0].related == ()


def test_an_appeal_decides_and_a_withdrawn_appeal_does_not(both: Record) -> None:
    tried, withdrawn = case(both, "15CRS220417").charges
    assert tried.outcome is not None
    assert withdrawn.outcome is not None
    assert (tried.outcome.outcome, tried.outcome.date) == ("acquitted", "2016-02-22")
    assert (withdrawn.outcome.outcome, withdrawn.outcome.date) == ("convicted", "2015-09-10")


def test_a_conviction_of_a_lesser_offense_is_the_disposed_version() -> None:
    (record,) = reader.read(of((OWN / "ordinary.txt").read_text(encoding="utf-8")))
    first = charge(record, "10CR050311/01")
    assert (first.printed("statute"), first.printed("level")) == ("G.S. 90-95(D)(2)", "MISDEMEANOR")
    assert [each.stage for each in first.versions] == ["filed", "disposed"]


def test_a_dash_in_the_convicted_row_is_no_version() -> None:
    (record,) = reader.read(of((OWN / "ordinary.txt").read_text(encoding="utf-8")))
    assert [each.stage for each in charge(record, "09CR041207/01").versions] == ["filed"]


def test_only_a_warrant_or_an_order_served_is_an_arrest() -> None:
    (record,) = reader.read(of((OWN / "ordinary.txt").read_text(encoding="utf-8")))
    assert [each.arrest_date for _, each in record.charges()] == ["2009-05-14", "2010-02-12", "2010-02-12", None]


def test_descriptions_of_two_lines_are_whole_above_or_below_their_row(traps: list[Record]) -> None:
    found = [version.description for each in case(traps[0], "14CR088001").charges for version in each.versions]
    assert found == [
        "POSSESSION OF SCHEDULE II CONTROLLED SUBSTANCE",
        "POSSESSION OF SCHEDULE II CONTROLLED SUBSTANCE",
        "SIMPLE POSSESSION OF A SCHEDULE VI CONTROLLED SUBSTANCE",
        "LOITER FOR PROSTITUTION",
        "CITY ORDINANCE OF PUBLIC CONDUCT IN A CITY PARK (LOCAL ORDINANCE)",
    ]


def test_a_long_first_line_goes_on_below_its_own_row() -> None:
    rows = [
        "01    CHARGED          POSSESSION OF SCHEDULE II CONTROLLED     FELONY        G.S. 90-95(A)(3)",
        "                       SUBSTANCE",
        "      CONVICTED        ATTEMPTED POSSESSION                     MISDEMEANOR   G.S. 90-95(A)(3)",
        "                       OF IT",
        "Plea: GUILTY     Verdict: GUILTY      Disposed on: 01/02/2010",
        "Disposition Method: DISPOSED BY JUDGE",
    ]
    (_, only), *_ = sheet(*rows).charges()
    assert [each.description for each in only.versions] == ["POSSESSION OF SCHEDULE II CONTROLLED SUBSTANCE", "ATTEMPTED POSSESSION OF IT"]


def test_a_probation_violation_is_no_charge_and_no_conviction(traps: list[Record]) -> None:
    only = charge(traps[0], "09CRS053002/01")
    assert len(case(traps[0], "09CRS053002").charges) == 1
    assert [(each.later, each.date) for each in only.dispositions[2:]] == [(True, "2012-11-02"), (True, "2013-04-24"), (True, "2013-09-23")]
    assert only.probation_revoked_date == "2013-09-23"
    assert only.outcome is not None
    assert only.outcome.date == "2011-12-12"
    assert sum("probation violation" in each.why for each in traps[0].set_aside) == 3


def test_probation_as_the_method_of_a_charge_is_no_outcome() -> None:
    for method in ("PROBATION OTHER", "PROBATION REVOKED"):
        (_, only), *_ = sheet(offense("01", "AFFRAY", "-", method)).charges()
        assert only.outcome is None
        assert only.dispositions[-1].later


def test_a_verdict_stands_beside_the_revocation_that_took_its_method() -> None:
    rows = offense("01", "AFFRAY", "GUILTY", "PROBATION REVOKED").replace(
        "CONVICTED        -        -       -", "CONVICTED  AFFRAY  MISDEMEANOR  G.S. 14-33(A)"
    )
    (_, only), *_ = sheet(rows).charges()
    assert [(each.printed, each.outcome, each.date, each.later) for each in only.dispositions] == [
        ("Verdict: GUILTY", "convicted", None, False),
        ("Disposition Method: PROBATION REVOKED", None, "2010-01-02", True),
    ]
    assert only.probation_revoked_date == "2010-01-02"


def test_which_of_several_convictions_had_the_probation_is_not_guessed() -> None:
    violation = offense("03", "PROBATION VIOLATION", "-", "PROBATION REVOKED", date="05/06/2011")
    record = sheet(*(offense(n, words, "GUILTY", "DISPOSED BY JUDGE") for n, words in (("01", "AFFRAY"), ("02", "LARCENY"))), violation)
    assert [each.probation_revoked_date for _, each in record.charges()] == [None, None]
    assert all(each.dispositions[-1].later for _, each in record.charges())
    record = sheet(offense("01", "AFFRAY", "GUILTY", "DISPOSED BY JUDGE"), violation)
    assert [each.probation_revoked_date for _, each in record.charges()] == ["2011-05-06"]


def test_the_day_of_a_conviction_stays_where_the_upper_half_only_says_it_again() -> None:
    lower = offense("01", "AFFRAY", "GUILTY", "DISPOSED BY JUDGE")
    upper = offense("51", "AFFRAY", "GUILTY", "APPEAL WITHDRAWN FROM SUPERIOR COURT", date="03/04/2011")
    (_, only), *_ = sheet(lower, "Superior Court Offense Information", upper).charges()
    assert only.outcome is not None
    assert (only.outcome.outcome, only.outcome.date) == ("convicted", "2010-01-02")


@pytest.mark.parametrize(
    ("verdict", "method"),
    [("RESPONSIBLE", "WAIVER - CLERK"), ("RESPONSIBLE TO LESSER", "DISPOSED BY JUDGE"), ("-", "WAIVER - MAGISTRATE")],
)
def test_responsible_for_an_infraction_is_no_conviction(verdict: str, method: str) -> None:
    rows = offense("01", "EXPIRED PLATE", verdict, method).replace("-        -       -", "EXPIRED PLATE     INFRACTION    G.S. 20-111(2)")
    record = sheet(rows)
    (_, only), *_ = record.charges()
    assert only.outcome is None
    assert only.dispositions[-1].date == "2010-01-02"
    assert only.printed("level") == "INFRACTION"
    assert any("Responsible" in note and "10CR000001/01" in note for note in record.notes)
    assert record.unread == ()


def test_a_row_that_says_convicted_of_a_crime_is_a_conviction() -> None:
    rows = offense("01", "AFFRAY", "-", "DISPOSED BY JUDGE").replace("-        -       -", "AFFRAY     MISDEMEANOR    G.S. 14-33(A)")
    (_, only), *_ = sheet(rows).charges()
    assert only.outcome is not None
    assert only.outcome.outcome == "convicted"


@pytest.mark.parametrize(
    ("title", "county", "number"),
    [
        ("NEW HANOVER 12CRS004455", "NEW HANOVER", "12CRS004455"),
        ("NEW HANOVER 12 CRS 004455", "NEW HANOVER", "12CRS004455"),
        ("GUILFORD-GR 09CR053002-400", "GUILFORD-GR", "09CR053002-400"),
        ("WAKE", "WAKE", None),
    ],
)
def test_titles(title: str, county: str, number: str | None) -> None:
    (record,) = reader.read(of(f"Case Summary for Court Case: {title}\nDistrict Court Offense Information\n"))
    assert (record.cases[0].county, record.cases[0].number) == (county, number)


def test_no_line_among_the_offenses_vanishes() -> None:
    lines = BOTH.split("\n")
    holding, tried = False, 0
    for n, line in enumerate(lines):
        if "Information" in line or "Disclaimer" in line or "Printed on" in line:
            holding = "Court Offense Information" in line
        if holding:
            added = [*lines[: n + 1], "     COUNT 99 MYSTERY CHARGE GUILTY 01/02/2003", *lines[n + 1 :]]
            assert any("MYSTERY" in each.text for record in reader.read(of("\n".join(added))) for each in record.unread), line
            tried += 1
    assert tried > 50


def test_an_offense_below_no_court_s_heading_is_shown() -> None:
    record = reader.read(of(BOTH.replace("District Court Offense Information", "D str ct C urt", 1)))[0]
    assert sum("no court's heading" in each.why for each in record.unread) == 3


def test_line_ends_and_spaces_of_other_kinds_read_the_same() -> None:
    for text in (BOTH, TRAPS):
        wanted = [flatten(record) for record in reader.read(of(text))]
        for other in (text.replace("\n", "\r\n"), text.replace(" ", "\xa0"), text.replace("\n", "  \n\n")):
            assert [flatten(record) for record in reader.read(of(other))] == wanted


def test_a_sheet_printed_before_the_indictment_is_one_case_with_the_later_one() -> None:
    lower = sheet("01   CHARGED    AFFRAY     MISDEMEANOR    G.S. 14-33(A)", "     CONVICTED        -        -       -", status="PENDING")
    upper = sheet(offense("51", "AFFRAY", "GUILTY", "DISPOSED BY JUDGE", date="05/06/2011"), half="Superior", number="10CRS000001")
    assert lower.cases[0].tracking == upper.cases[0].tracking == ("DURHAM 10CR000001",)
    assert lower.cases[0].related == upper.cases[0].related == ()
    merged = merge([lower, upper], same_person=True)
    assert [(row["case_id"], row["disposition"]) for row in flatten(merged)] == [("DURHAM 10CRS000001", "convicted")]


def test_the_two_courts_sheets_in_two_files_are_one_case() -> None:
    rows = [
        offense("01", "AFFRAY", "-", "SUPERSEDING INDICTMENT OR PROCESS"),
        offense("02", "LARCENY", "-", "NO PROBABLE CAUSE", law="G.S. 14-72(A)"),
    ]
    lower = sheet(*rows)
    upper = sheet(offense("51", "AFFRAY", "GUILTY", "DISPOSED BY JUDGE", date="05/06/2011"), half="Superior", number="10CRS000001")
    assert lower.cases[0].related == ("10CRS000001",)
    for records in ([lower, upper], [upper, lower]):
        merged = merge(records, same_person=True)
        assert [each.number for each in merged.cases] == ["10CRS000001"]
        assert [(row["description"], row["disposition"], row["disposition_date"]) for row in flatten(merged)] == [
            ("AFFRAY", "convicted", "2011-05-06"),
            ("LARCENY", "dismissed", "2010-01-02"),
        ]
        assert merged.disagreements == ()


def test_nobody_else_s_name_and_no_address_is_kept(traps: list[Record]) -> None:
    text = to_json(traps)
    for kept_out in ("NETTLE", "PIKE STORES", "ZEBULON", "27099", "WHITE"):
        assert kept_out not in text
    assert [each.text for each in traps[0].set_aside if "witnesses" in each.why] == ["Witnesses: 10 line(s)"]


def test_of_a_masked_birth_date_only_what_is_printed_is_kept(traps: list[Record]) -> None:
    assert traps[0].person.birth_dates == ("1988-07",)


@pytest.mark.parametrize(
    ("printed", "expected"),
    [("03/09/1984", ("1984-03-09",)), ("**/**/1984", ("1984",)), ("03/**/1984", ("1984-03",)), ("34", ()), ("-", ()), ("13/45/1984", ())],
)
def test_birth_dates(printed: str, expected: tuple[str, ...]) -> None:
    text = f"Case Summary for Court Case: WAKE 10CR1\nDefendant\nName: A,B      First Alias: -\nDate of Birth/Estimated Age: {printed}"
    assert reader.read(of(text))[0].person.birth_dates == expected


def test_the_watermark_leaves_nothing(traps: list[Record]) -> None:
    text = to_json(traps)
    assert "ertified" not in text
    assert not [each for each in traps[0].unread if "label" in each.why]


def test_two_people_in_one_file_are_two_records(traps: list[Record]) -> None:
    assert [each.person.names[0] for each in traps] == ["VESPER,TAMSIN,R", "VESPER,ORLA"]
    assert [each.person_id for each in traps] == ["VESPER,TAMSIN,R", "VESPER,ORLA"]
    assert [len(each.cases) for each in traps] == [4, 1]
    assert traps[0].person.names == ("VESPER,TAMSIN,R", "VESPER,TAMMY", "LARK,TAMSIN")


def test_a_summary_printed_twice_is_counted_once(traps: list[Record]) -> None:
    assert [each.number for each in traps[0].cases].count("18CR070123") == 1
    assert any("printed more than once" in note and "counted once" in note for note in traps[0].notes)


def test_one_number_with_two_contents_is_kept_twice_and_said() -> None:
    one = f"Case Summary for Court Case: WAKE 10CR1\nDistrict Court Offense Information\n{offense('01', 'AFFRAY', 'GUILTY', 'DISPOSED BY JUDGE')}"
    (record,) = reader.read(of(f"{one}\n{one.replace('AFFRAY', 'LARCENY')}"))
    assert [each.case_id for each in record.cases] == ["WAKE 10CR1", "WAKE 10CR1~2"]
    assert any("not alike" in note for note in record.notes)


def test_no_disposition_is_no_disposition(traps: list[Record]) -> None:
    only = charge(traps[0], "16CR061777/01")
    assert only.dispositions == ()
    assert (case(traps[0], "16CR061777").status, case(traps[0], "16CR061777").status_printed) == ("open", "UNSERVED")


@pytest.mark.parametrize(
    ("verdict", "method", "expected"),
    [
        ("GUILTY", "DISPOSED BY JUDGE", "convicted"),
        ("NOT GUILTY", "JURY TRIAL", "acquitted"),
        ("GUILTY TO LESSER", "DISPOSED BY JUDGE", "convicted"),
        ("NOT RESPONSIBLE", "DISPOSED BY JUDGE", "acquitted"),
        ("PRAYER FOR JUDGMENT", "DISPOSED BY JUDGE", "deferred"),
        ("JUDGMENT ARRESTED", "DISPOSED BY JUDGE", None),
        ("GUILTY", "DISMISSED BY COURT", None),
        ("-", "DISPOSED BY JUDGE", None),
        ("-", "DISMISSAL WITHOUT LEAVE BY DA", "nolle_prosequi"),
        ("RESPONSIBLE", "DISMISSED BY COURT", None),
        ("GUILTY", "CONDITIONAL DISCHARGE", None),
        ("-", "DISMISSAL WITH LEAVE BY DA", "pending"),
        ("-", "DISMISSED BY DA - SPEEDY TRIAL", "nolle_prosequi"),
        ("-", "DEFERRED PROCEEDING OR DEFERRED PROSECUTION DISMISSAL", "dismissed"),
        ("-", "NO PROBABLE CAUSE", "dismissed"),
        ("-", "PROBABLE CAUSE FOUND", "transferred"),
        ("-", "NO TRUE BILL RETURNED", "not_filed"),
        ("-", "REMANDED TO DISTRICT COURT", "transferred"),
        ("-", "CONDITIONAL DISCHARGE", "diverted"),
        ("-", "WAIVER OF EXTRADITION", None),
        ("-", "OTHER", None),
    ],
)
def test_verdicts_and_methods(verdict: str, method: str, expected: str | None) -> None:
    record = sheet(offense("01", "AFFRAY", verdict, method))
    (_, only), *_ = record.charges()
    assert only.dispositions[-1].outcome == expected
    assert bool([each for each in record.unread if method in each.text]) == (expected is None)


def test_a_date_that_is_none_is_unknown_and_shown(traps: list[Record]) -> None:
    assert {each.offense_date for each in case(traps[0], "18CR070123").charges} == {None}
    assert any(each.text == "02/30/2018" and each.why == "this is no date" for each in traps[0].unread)


def test_what_the_summary_leaves_out_is_said(traps: list[Record]) -> None:
    assert any("more charges than this summary prints" in each.why for each in traps[0].unread)
    assert any("prints no sentence" in note for note in traps[0].notes)
    assert "GUILFORD-GR 14CR088001: outstanding order for arrest exists: YES" in traps[0].notes


def test_the_court_s_own_offense_code_is_no_statute(traps: list[Record]) -> None:
    assert charge(traps[0], "14CR088001/01").printed("statute") is None
    assert sum(each.text == "3523" for each in traps[0].unread) == 2


def test_a_case_detail_s_title_birth_date_and_code_column_read_too() -> None:
    (record,) = reader.read(of((OWN / "details_cut_off.txt").read_text(encoding="utf-8")))
    assert record.person.birth_dates == ("1983-04-25",)
    first = charge(record, "05CR052610/01")
    assert (first.printed("statute"), first.printed("level")) == ("G.S. 14-204(5)", "MISDEMEANOR")


def test_a_label_that_is_not_known_is_no_part_of_a_description() -> None:
    rows = offense("01", "AFFRAY", "GUILTY", "DISPOSED BY JUDGE").split("\n")
    record = sheet(rows[0], "     Minimum Sentence: 30 DAYS", *rows[1:3], "     PUBLIC NUISANCE", rows[3])
    (_, only), *_ = record.charges()
    assert only.printed("description") == "AFFRAY"
    assert [each.text for each in record.unread] == ["Minimum Sentence: 30 DAYS", "PUBLIC NUISANCE"]


def test_a_sheet_that_breaks_off_says_so() -> None:
    (record,) = reader.read(of((OWN / "details_cut_off.txt").read_text(encoding="utf-8")))
    assert [(each.text, each.why) for each in record.unread] == [
        ("02 CRIME AGAINST NATURE", "this offense breaks off before its disposition")
    ]
    assert charge(record, "06CR050044/02").dispositions == ()


def test_cut_anywhere_it_still_reads() -> None:
    for length in range(0, len(TRAPS), 211):
        for record in reader.read(of(TRAPS[:length])):
            flatten(record)


def test_this_reader_and_no_other_takes_its_files_and_no_others() -> None:
    for path in sorted(FIXTURES.glob("*/*.*")):
        if ".golden." in path.name or path.suffix not in (".txt", ".html", ".csv", ".json", ".xml", ".tsv"):
            continue
        source = Source(path.name, path, path.read_bytes())
        if path.parent == OWN:
            assert all(other.sniff(source) < 0.5 for other in readers() if other.FORMAT != reader.FORMAT), path
        else:
            assert reader.sniff(source) == 0, path


def test_a_printed_sheet_with_its_watermark_reads_from_the_pdf(tmp_path: Path) -> None:
    fpdf = pytest.importorskip("fpdf")
    pdf = fpdf.FPDF(orientation="L", unit="mm", format="A4")
    for page in BOTH.rstrip("\f").split("\f"):
        pdf.add_page()
        pdf.set_auto_page_break(False)
        pdf.set_font("courier", size=24)
        for place in range(3):
            with pdf.rotation(45, 60 + 80 * place, 120):
                pdf.text(20 + 80 * place, 120, "Not a certified copy. ~ Not a certified copy.")
        pdf.set_font("courier", size=6)
        for number, line in enumerate(page.split("\n")):
            if line:
                pdf.text(8, 6 + 2.6 * number, line.replace("•", "*"))
    path = tmp_path / "summary.pdf"
    pdf.output(str(path))
    source = open_source(str(path))
    assert reader.sniff(source) == 0.95
    (record,) = reader.read(source)
    (wanted,) = reader.read(of(BOTH))
    assert flatten(record) == flatten(wanted)
    assert record.unread == wanted.unread
    assert record.person.birth_dates == wanted.person.birth_dates
    assert [each.related for each in record.cases] == [each.related for each in wanted.cases]


lines = st.sampled_from([line for line in TRAPS.split("\n") if line.strip()] + [line for line in BOTH.split("\n") if line.strip()])


@given(st.lists(lines | st.text(max_size=80), max_size=60))
@settings(max_examples=150, deadline=None)
def test_any_lines_read_to_a_record_that_can_be_written(found: list[str]) -> None:
    records = reader.read(of("\n".join(found)))
    to_json(records)
    for record in records:
        flatten(record)
        ids = [each.charge_id for _, each in record.charges()]
        assert len(ids) == len(set(ids))


@given(st.binary(max_size=300))
@settings(max_examples=100, deadline=None)
def test_any_bytes_read(data: bytes) -> None:
    source = Source("x", None, data)
    reader.sniff(source)
    assert reader.read(source)


@pytest.mark.parametrize(
    "flood",
    [
        "Not a certified copy. ~ " * 100_000,
        "Case Summary for Court Case: WAKE 10CR1\n" * 50_000,
        "01 CHARGED  AFFRAY  MISDEMEANOR  G.S. 14-33\n" * 50_000,
        "MORE WORDS OF IT\n" * 100_000,
        "Plea: -  Verdict: GUILTY  Disposed on: 01/01/2010\n" * 100_000,
        "Disposition Method: PROBATION REVOKED\n" * 100_000,
        "01 CHARGED  PROBATION VIOL  R  -\nCONVICTED  -  -  -\nDisposition Method: PROBATION REVOKED\n" * 30_000,
        "Name: A,B First Alias: C\n" * 100_000,
        " " * 1_000_000 + "x",
        "Offense Date: " * 100_000,
    ],
)
def test_hostile_text_takes_bounded_time(flood: str) -> None:
    begin = "Case Summary for Court Case: DURHAM 10CRS1\nDefendant: A,B\nDistrict Court Offense Information\n"
    started = time.perf_counter()
    reader.read(of(begin + flood + "\nSuperior Court Offense Information\n" + flood))
    assert time.perf_counter() - started < 20
