from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.made_papers import can_see, pages_of, pdf, photo

from unburden.merge import merge
from unburden.readers import Source, detect, open_source, unburden_json
from unburden.readers import california_doj as reader
from unburden.readers._documents import Document
from unburden.readers.unburden_json import plain, to_json
from unburden.record import Charge, Record, Span

FIXTURES = Path(__file__).parent.parent / "fixtures" / "california_doj"
SHEETS = {path.stem: path.read_text(encoding="utf-8") for path in sorted(FIXTURES.glob("*.txt"))}
END = "* * * END OF MESSAGE * * *\n"
HEAD = "CII/A55500099\nNAM/01 GREY,IDA\n* * * *\n"


def of(text: str | bytes, name: str = "sheet.txt") -> Source:
    return Source(name, None, text.encode() if isinstance(text, str) else text)


def read(text: str | bytes) -> list[Record]:
    return reader.read(of(text))


def only(text: str) -> Record:
    """The record of a fixture by its name, or of a sheet's text, which is ended here."""
    (record,) = read(SHEETS.get(text) or (text if "END OF MESSAGE" in text else f"{text.rstrip()}\n{END}"))
    return record


def charges(record: Record) -> dict[str, Charge]:
    return {charge.charge_id: charge for _, charge in record.charges()}


def ends(record: Record) -> dict[str, tuple[str | None, str | None]]:
    outcomes = {number: charge.outcome for number, charge in charges(record).items()}
    return {number: (each.outcome, each.date) if each else (None, None) for number, each in outcomes.items()}


def court(lines: str, day: str = "20100101", number: str = "#1") -> str:
    return f"COURT:                NAM:01\n{day}  CASC KERN CO\n\nCNT:01     {number}\n{lines}"


@pytest.mark.parametrize("name", SHEETS)
def test_a_sheet_reads_as_it_says(name: str, golden: Callable[[Path, object], None]) -> None:
    source = of(SHEETS[name], f"{name}.txt")
    assert detect(source) is reader
    golden(FIXTURES / f"{name}.golden.json", [plain(record) for record in reader.read(source)])


@pytest.mark.parametrize("name", SHEETS)
def test_what_is_read_survives_our_own_json(name: str) -> None:
    records = read(SHEETS[name])
    assert unburden_json.read(of(to_json(records), "record.json")) == records


OTHERS = ("", "COURT OF APPEAL\n", "person_id,case_id\nCNT:01,5\n", "<html>CNT:01 COURT: DISPO:</html>", '{"CII/": "NAM/01"}')


@pytest.mark.parametrize("text", OTHERS)
def test_other_files_are_not_taken(text: str) -> None:
    assert reader.sniff(of(text)) == 0


# ---- cycles: one charge for what arrest, court and custody say of one count


def test_arrest_and_court_of_one_statute_are_one_charge_with_both_versions() -> None:
    charge = charges(only("full"))["CASC SACRAMENTO CO:09M55501:1"]
    assert [(each.stage, each.statute, each.level, each.date) for each in charge.versions] == [
        ("arrested", "647(B) PC", "M", "2009-03-05"),
        ("disposed", "647(B) PC", "MISDEMEANOR", "2009-04-17"),
    ]
    assert (charge.arrest_date, ends(only("full"))[charge.charge_id]) == ("2009-03-05", ("convicted", "2009-04-17"))


def test_an_arrest_the_prosecutor_rejected_has_its_outcome_without_a_court() -> None:
    assert ends(only("full"))["CASC SACRAMENTO CO:09M55501:arrest 3"] == ("not_filed", "2009-03-06")


def test_lower_and_higher_court_are_one_prosecution_and_custody_is_no_second_conviction() -> None:
    record = only("full")
    burglary = [charge for _, charge in record.charges() if charge.printed("statute") == "459 PC"]
    assert len(burglary) == 1
    assert [each.outcome for each in burglary[0].dispositions if not each.later] == ["transferred", "convicted", "vacated"]
    assert sum(each.printed.startswith("CUSTODY:CDC") for each in burglary[0].dispositions if each.later) == 3
    assert record.cases[1].court == "CASC SAN JOAQUIN CO"


def test_counts_of_one_statute_are_matched_one_to_one() -> None:
    arrest = "ARR/DET/CITE: NAM:01\n20100101 CAPD KERN\nCNT:01 #1\n496 PC-RECEIVE STOLEN PROPERTY\n- - - -\n"
    two = "496 PC-RECEIVE STOLEN PROPERTY\nDISPO:DISMISSED\nCNT:02\n496 PC-RECEIVE STOLEN PROPERTY\nDISPO:CONVICTED\n"
    assert [len(charge.versions) for charge in charges(only(HEAD + arrest + court(two))).values()] == [2, 1]


def test_a_charge_takes_one_count_of_an_event() -> None:
    arrest = "ARR/DET/CITE: NAM:01\n20100101 CAPD KERN\nCNT:01 #1\n496 PC-X\n- - - -\n"
    lower = court("496(A) PC-X\nDISPO:HELD TO ANSWER\n", "20100201").replace("CASC", "CAMC") + "- - - -\n"
    higher = court("496 PC-X\nDISPO:DISMISSED\nCNT:02\n496(A) PC-X\nDISPO:CONVICTED\n", "20100301", "#2")
    assert [len(charge.versions) for charge in charges(only(HEAD + arrest + lower + higher)).values()] == [3, 1]


def test_a_court_before_the_arrest_is_not_its_court() -> None:
    arrest = "ARR/DET/CITE: NAM:01\n20110101 CAPD KERN\nCNT:01 #9\n496 PC-RECEIVE STOLEN PROPERTY\n- - - -\n"
    assert len(charges(only(HEAD + arrest + court("496 PC-RECEIVE STOLEN PROPERTY\nDISPO:DISMISSED\n")))) == 2


def test_an_arrest_without_a_disposition_stays_without_one() -> None:
    record = only("ranges_and_attempts")
    assert ends(record)["CASC ALAMEDA CO:C1455:arrest 5"] == (None, None)


def test_custody_of_another_cycle_is_joined_by_the_number_of_the_courts_case_or_to_none() -> None:
    record = only("updates")
    assert not any(charge.printed("statute") == "476 PC" for _, charge in record.charges())
    assert any("joined to none" in each.why and "476 PC" in each.text for each in record.unread)
    joined = SHEETS["updates"].replace("476 PC-MAKE/PASS FICTITIOUS CHECK", "487(A) PC-GRAND THEFT")
    theft = charges(only(joined))["CASC FRESNO CO:F0155:1"]
    assert any(each.printed == "CUSTODY:CDC: 2 YEARS PRISON" for each in theft.dispositions)


def test_a_prison_alone_shows_a_conviction_of_unknown_day_with_a_note() -> None:
    record = only("updates")
    assert ends(record)["custody 2007-01-01 CASD CORRECTIONS:X1:1"] == ("convicted", None)
    assert any("496(A) PC" in note for note in record.notes)


PRISON = "* * * *\nCUSTODY:CDC            NAM:01\n20110101 CASP VACAVILLE\nCNT:01 #E12345\n{charge}\n{link}SEN: 2 YEARS PRISON\n"
SOLD = court("11352 HS-SELL CONTROLLED SUB\n*DISPO:CONVICTED\nSEN: 2 YEARS PRISON\n", number="#SF12345")


@pytest.mark.parametrize(
    ("charge", "link", "second"),
    [
        ("11352 HS-SELL CONTROLLED SUB", "", None),  # no number says that it is another one
        ("11352(A) HS-SELL", "", None),
        ("11352 HS-SELL CONTROLLED SUB", "CRT #SF12346\n", None),  # nearly the court's number, so perhaps misread
        ("11352 HS-SELL CONTROLLED SUB", "CRT #5F1Z345\n", None),
        ("11352 HS-SELL CONTROLLED SUB", "CRT #SF1234\n", None),
        ("459 PC-BURGLARY", "CRT #SF12346\n", None),
        ("11352 HS-SELL CONTROLLED SUB", "CRT #A98765\n", "convicted"),
        ("459 PC-BURGLARY", "", "convicted"),
    ],
)
def test_a_prison_alone_is_no_second_conviction_where_a_courts_may_be_the_one(charge: str, link: str, second: str | None) -> None:
    record = only(HEAD + SOLD + PRISON.format(charge=charge, link=link))
    assert [outcome for outcome, _ in ends(record).values()] == ["convicted", second]
    (note,) = record.notes
    assert ("may be the sentence of a conviction that this sheet shows already" in note) == (second is None)


@pytest.mark.parametrize(("doubtful", "second"), [({}, "convicted"), ({8: (("SEN", 31),)}, None)])
def test_a_prison_alone_on_a_picture_with_doubtful_words_is_no_second_conviction(
    doubtful: dict[int, tuple[tuple[str, int], ...]], second: str | None
) -> None:
    text = HEAD + SOLD + PRISON.format(charge="459 PC-BURGLARY", link="CRT #A98765\n") + END
    picture = Document(text, tuple((1, line) for line in range(1, text.count("\n") + 2)), doubtful)
    (record,) = reader.read(Source("sheet.png", None, b"", document=picture))
    assert [outcome for outcome, _ in ends(record).values()] == ["convicted", second]


TWICE = "ARR/DET/CITE: NAM:01\n20100101 CAPD KERN\nCNT:01 #9\n496 PC-X\nCNT:02\n496 PC-X\n- - - -\n"


@pytest.mark.parametrize(("first", "outcome"), [("*DISPO:CONVICTED\n", "convicted"), ("DISPO:DISMISSED/FOJ\n", "dismissed")])
def test_what_one_court_ended_and_another_convicted_of_are_two(first: str, outcome: str) -> None:
    one = court(f"496 PC-X\n{first}CNT:02\n496 PC-X\n", "20100201", "#F1") + "- - - -\n"
    two = court("496 PC-X\n*DISPO:CONVICTED\n", "20100301", "#S22").replace("KERN", "FRESNO")
    merged = merge([only(HEAD + TWICE + one), only(HEAD + TWICE + one + two)])
    record = only(HEAD + TWICE + one + two)
    assert [each for each, _ in ends(record).values()] == [outcome, None, "convicted"]
    assert [(case.number, case.related) for case in record.cases] == [("F1", ()), ("S22", ())]
    assert len(list(merge([record]).charges())) == len(list(record.charges())) == len(list(merged.charges()))


def test_custody_goes_to_the_case_that_it_names() -> None:
    one = court("496 PC-X\n*DISPO:CONVICTED\n", "20100201", "#F1") + "- - - -\n"
    two = court("496 PC-X\n*DISPO:CONVICTED\n", "20100301", "#S22") + "- - - -\n"
    prison = "CUSTODY:CDC NAM:01\n20100401 CASP X\nCNT:01 #E1\n496 PC-X\nCRT #S22\nSEN: 2 YEARS PRISON\n"
    held = charges(only(HEAD + one + two + prison)).values()
    assert [[part.printed for part in charge.sentence] for charge in held] == [[], ["2 YEARS PRISON"]]


def test_a_lower_courts_number_is_related() -> None:
    lower = court("496 PC-X\nDISPO:HELD TO ANSWER\n", "20100201", "#M1").replace("CASC", "CAMC") + "- - - -\n"
    record = only(HEAD + lower + court("496 PC-X\n*DISPO:CONVICTED\n", "20100301", "#S22"))
    assert [(case.number, case.related) for case in record.cases] == [("S22", ("M1",))]


@pytest.mark.parametrize("ends_with", ["\r\n", "   \n"])
@pytest.mark.parametrize("space", ["\t", "\N{NO-BREAK SPACE}" * 8])
def test_tabs_odd_spaces_and_line_ends_change_nothing(ends_with: str, space: str) -> None:
    for text in SHEETS.values():
        changed = re.sub(r"(?m)^ {3,}|(?<=\S) {3,}(?=\S)", space, text).replace("\n", ends_with)
        assert told(read(changed)) == told(read(text))


def test_an_entry_whose_heading_is_lost_dates_an_outcome_only_if_it_is_a_courts() -> None:
    for agency, day in (("CAPD KERN", None), ("CASC KERN CO", "2010-01-01")):
        record = only(f"{HEAD}20100101 {agency}\nCNT:01 #1\n459 PC-X\nDISPO:DISMISSED\n")
        assert list(ends(record).values()) == [("dismissed", day)]


def test_a_relief_printed_under_another_count_is_told() -> None:
    one = "459 PC-X\nDISPO:CONVICTED\nSEN: 1 YEARS PROBATION\n20120101 DISPO:CONV SET ASIDE & DISM PER 1203.4 PC\nCNT:02\n415 PC-Y\nDISPO:CONVICTED\n"
    record = only(HEAD + court(one))
    assert [outcome for outcome, _ in ends(record).values()] == ["vacated", "vacated"]
    assert [note.partition(",")[0] for note in record.notes] == ["CASC KERN CO:1:2: “CONV SET ASIDE & DISM PER 1203.4 PC”"]


# ---- counts


def test_a_range_is_as_many_charges_and_a_wild_one_is_shown() -> None:
    record = only("ranges_and_attempts")
    assert [charge.charge_id[-1] for _, charge in record.charges() if charge.printed("statute") == "530.5(A) PC"] == ["1", "2", "3"]
    assert "CNT:005-900000" in {each.text for each in record.unread}


@pytest.mark.parametrize(
    ("lines", "statute"),
    [
        ("  -ATTEMPTED           -BENCH WARRANT\n  487(A) PC-GRAND THEFT\n", "664/487(A) PC"),
        ("  664/487(A) PC-ATTEMPTED GRAND THEFT\n", "664/487(A) PC"),
        ("  SEE COMMENT FOR CHARGE\n*DISPO:CONVICTED\n  COM: CHRG 487(A)/664 PC\n", "487(A)/664 PC"),
        ("  SEE COMMENT FOR CHARGE\n  COM: CHRG 664.487(A) PC\n", "664.487(A) PC"),
        ("  SEE COMMENT FOR CHARGE\n  COM: CNT 01 CHRG-484-487 (A) PC SECOND DEGREE\n", "484-487(A) PC"),
        ("  BUY/SELL ARTICLES W/IDENT REMOVED\n   COM: CHRG-537E(A) PC\n", "537E(A) PC"),
        ("  496 (A) (2) PC-RECEIVE KNOWN STOLEN PROPERTY TOC:F.\n", "496(A)(2) PC"),
        (" .1170 (H) PC-SENTENCING\n  496 PC-RECEIVE KNOWN STOLEN PROPERTY\n", "496 PC"),
        ("  I1357 HS-POSSESS MARIJUANA\n", "11357 HS"),
        ("  18 2113(A) US-BANK/ETC ROBBERY\n", "18 2113(A) US"),
        ("  TRAFFIC VIOLATION\n", None),
        ("  COM: CHRG-3 ADD CNTS OF 496.1 PC\n", None),
    ],
)
def test_the_charge_of_a_count(lines: str, statute: str | None) -> None:
    (charge,) = charges(only(HEAD + court(lines))).values()
    assert charge.printed("statute") == statute


def test_the_words_of_a_charge_stay_where_its_statute_stands_in_a_comment() -> None:
    charge = charges(only("ranges_and_attempts"))["CASC ALAMEDA CO:C1455:arrest 5"]
    assert charge.printed("description") == "BUY/SELL ARTICLES W/IDENT REMOVED"


def test_violations_of_probation_or_parole_are_set_aside() -> None:
    assert any("3056 PC VIOLATION OF PAROLE" in each.text for each in only("full").set_aside)
    assert any("211 PC ROBBERY ATTEMPTED PROBATION REVO" in each.text for each in only("ranges_and_attempts").set_aside)


# ---- what became of a count


@pytest.mark.parametrize(
    ("update", "outcome", "day"),
    [
        ("DISPO:CONV SET ASIDE & DISM PER 1203.4 PC", "vacated", "2015-02-03"),
        ("DISPO:DISMISSED", "vacated", "2015-02-03"),
        ("DISPO:SENT MODIFIED", "convicted", "2010-01-01"),
        ("DISPO:PAROLED", "convicted", "2010-01-01"),
        ("DISPO:PROB REVOKED", "convicted", "2010-01-01"),
        ("DISPO:CONVICTED", "convicted", "2010-01-01"),
        ("DISPO:REDUCED TO MISDEMEANOR PER 17(B) PC", "convicted", "2010-01-01"),
        ("DISPO:SOMETHING ELSE", "convicted", "2010-01-01"),
    ],
)
def test_an_update_is_later_unless_it_undoes_the_outcome(update: str, outcome: str, day: str) -> None:
    record = only(HEAD + court(f"459 PC-BURGLARY\n*DISPO:CONVICTED\nCONV STATUS:FELONY\n\n20150203\n {update}\n"))
    assert list(ends(record).values()) == [(outcome, day)]
    (charge,) = charges(record).values()
    assert sum(each.outcome == "convicted" for each in charge.dispositions) == 1


def test_a_diversion_that_ends_in_dismissal_is_dismissed() -> None:
    record = only(HEAD + court("459 PC-BURGLARY\nDISPO:DIVERSION\n20150203 DISPO:DISMISSED\n"))
    assert list(ends(record).values()) == [("dismissed", "2015-02-03")]


def test_a_reduction_is_a_later_version_of_the_charge() -> None:
    theft = charges(only("updates"))["CASC FRESNO CO:F0155:1"]
    assert [(each.stage, each.level) for each in theft.versions] == [("arrested", "F"), ("disposed", "FELONY"), ("disposed", "MISDEMEANOR")]
    assert theft.printed("level") == "MISDEMEANOR"


def test_words_that_are_no_outcome_are_kept_and_shown() -> None:
    record = only(HEAD + court("459 PC-BURGLARY\nDISPO:PURPLE\n"))
    assert list(ends(record).values()) == [(None, None)]
    assert [each.text for each in record.unread] == ["PURPLE"]


# ---- sentences


def test_a_sentence_printed_once_is_that_of_every_convicted_count_before_it() -> None:
    record = only("full")
    first, second = (charges(record)[f"CASC SACRAMENTO CO:09M55501:{number}"] for number in (1, 2))
    assert [part.printed for part in first.sentence] == ["3 YEARS PROBATION", "10 DAYS JAIL", "FINE", "FINE SS", "RESTN"]
    assert [part.kind for part in first.sentence] == ["probation", "jail", "fine", "suspended", "restitution"]
    assert first.sentence == second.sentence
    assert charges(record)["CASC SACRAMENTO CO:09M55501:3"].sentence == ()


def test_a_sentence_of_its_own_is_not_shared_forward() -> None:
    first, second = "459 PC-X\n*DISPO:CONVICTED\nSEN: FINE\n", "496 PC-Y\n*DISPO:CONVICTED\nSEN: 2 YEARS PRISON\n"
    record = only(HEAD + court(f"{first}CNT:02\n{second}CNT:03\n666 PC-Z\n*DISPO:CONVICTED\n"))
    assert [[part.kind for part in each.sentence] for each in charges(record).values()] == [["fine"], ["prison"], []]


def test_a_modified_sentence_replaces_and_keeps_the_one_before() -> None:
    theft = charges(only("updates"))["CASC FRESNO CO:F0155:1"]
    assert [(part.kind, part.date) for part in theft.sentence] == [("prison", "2002-03-02")]
    assert any(each.printed == "Sentence until 2002-03-02: 3 YEARS PROBATION, 120 DAYS JAIL, FINE" for each in theft.dispositions)


def test_days_come_from_the_sheet_and_are_never_computed() -> None:
    theft = charges(only("updates"))["CASC FRESNO CO:F0155:1"]
    assert (theft.released_date, theft.sentence_completed_date, theft.probation_revoked_date) == ("2003-09-01", "2004-10-01", "2002-03-01")
    first = charges(only("full"))["CASC SACRAMENTO CO:09M55501:1"]
    assert (first.released_date, first.sentence_completed_date) == (None, None)
    assert charges(only("updates"))["CASC FRESNO CO:F0501:1"].sentence_completed_date == "2006-01-15"


@pytest.mark.parametrize(
    ("sentence", "released"),
    [
        ("3 YEARS PROBATION, FINE, RESTN", "never"),
        ("FINE", "never"),
        ("3 YEARS PROBATION, 1 DAYS JAIL", None),
        ("IMP SEN SS, 3 YEARS PROBATION", None),
        ("3 YEARS PROBATION, FROBNICATION", None),
        ("CREDIT TIME SERVED", None),
    ],
)
def test_never_released_needs_a_sentence_that_surely_took_no_liberty(sentence: str, released: str | None) -> None:
    (charge,) = charges(only(HEAD + court(f"459 PC-BURGLARY\n*DISPO:CONVICTED\nSEN: {sentence}\n"))).values()
    assert charge.released_date == released


def test_custody_anywhere_for_the_same_section_leaves_release_open() -> None:
    jail = "* * * *\nCUSTODY:JAIL  NAM:01\n20110101 CASO KERN\nCNT:01 #7\n459 PC-BURGLARY\n"
    record = only(HEAD + court("459 PC-BURGLARY\n*DISPO:CONVICTED\nSEN: FINE\n") + jail)
    assert [charge.released_date for charge in charges(record).values()] == [None, None]


# ---- what is no charge of this person


def test_entries_that_are_no_charges_are_set_aside_with_all_their_words() -> None:
    kept = {each.text.split(" ")[0]: each.text for each in only("full").set_aside}
    assert {"APPLICANT", "REGISTRATION", "DECEASED", "INTERST", "THIS", "PROBATION:", "CAPR"} <= set(kept)
    assert kept["INTERST"].endswith("CONV OF: THEFT")
    statutes = {charge.printed("statute") for _, charge in only("full").charges()}
    assert not statutes & {"457.1 PC", "290 PC"}


def test_social_security_numbers_and_addresses_are_not_kept() -> None:
    text = repr(plain(only("full")))
    assert "000000000" not in text
    assert "EXAMPLE ST" not in text


def test_federal_custody_is_federal_and_other_states_are_unknown() -> None:
    assert [case.jurisdiction for case in only("full").cases] == ["US-CA", "US-CA", "US"]
    other = only(SHEETS["full"].replace("18 1028(A) US-", "1028(A) ZZ-"))
    assert other.cases[2].jurisdiction is None


def test_several_names_and_birth_dates_are_kept() -> None:
    person = only("full").person
    assert person.names == ("VASQUEZ,ELENA MARIE", "VASQUEZ,ELENA", "ROSE,ELLIE")
    assert person.birth_dates == ("1988-04-12", "1986-04-12")


def test_a_crowd_of_names_is_listed() -> None:
    (record,) = read("NAM/01 A\n" + "".join(f"02 A{n}\n" for n in range(600)) + "* * * *\n")
    assert len(record.person.names) == 500
    assert sum("more of these" in each.why for each in record.unread) == 101


def test_two_sheets_in_one_file_are_two_people() -> None:
    first, second = read(SHEETS["two_sheets"])
    assert (first.person.names, second.person.names) == (("FIRST,ANA",), ("SECOND,BEA",))
    assert [each.text for each in second.unread] == ["UNKNOWN EVENT???"]


# ---- damage


def test_damaged_letters_and_marks_are_read_through() -> None:
    record = only("ocr_damage")
    assert record.person.birth_dates == ("1990-01-01",)
    assert [(charge.printed("statute"), end[0]) for charge, end in zip(charges(record).values(), ends(record).values(), strict=True)] == [
        ("647(B) PC", "convicted"),
        ("647(A) PC", "dismissed"),
        ("11550(A) HS", "convicted"),
    ]
    assert (record.cases[0].number, record.cases[0].charges[0].printed("level")) == ("BA55501", "MISDEMEANOR")
    assert record.cases[0].charges[0].released_date == "2011-10-01"


def test_days_that_are_none_are_listed_and_stay_unknown() -> None:
    record = only("fragment")
    listed = {each.text for each in record.unread}
    assert {"00000000", "88888888 CASC MERCED CO", "20191345 CAPD MERCED", "ARR/DET/CITE: NAM:01 DOB:19990230"} <= listed
    assert ends(record)["CASC MERCED CO:77:1"] == ("convicted", None)
    assert record.person.birth_dates == ()


def test_a_sheet_that_begins_in_the_middle_keeps_what_it_has() -> None:
    record = only("fragment")
    assert ends(record)["unknown:undated:2"] == ("convicted", None)


@pytest.mark.parametrize("cut", [0, 1, 4])
def test_a_sheet_that_breaks_off_says_so(cut: int) -> None:
    """The last line that is there is shown, for the charge may go on behind it."""
    text = HEAD + court("459 PC-BURGLARY\nDISPO:CONVICTED\nSEN: 3 YEARS PROBATION\n")
    lines = [line for line in text.splitlines() if line][: -cut or None]
    (record,) = read("\n".join(lines) + "\n\n  \nPAGE 1 OF 3\n")
    (note,) = [each for each in record.unread if "END OF MESSAGE" in each.why]
    assert (note.span.line, note.text) == (len(lines) + 3, "PAGE 1 OF 3")
    (record,) = read("\n".join(lines) + "\n\n")
    (note,) = [each for each in record.unread if "END OF MESSAGE" in each.why]
    assert (note.span.line, note.text) == (len(lines), " ".join(lines[-1].split()))


def test_a_sheet_that_ends_says_nothing_of_its_end() -> None:
    whole = HEAD + court("459 PC-BURGLARY\nDISPO:CONVICTED\n") + END
    for text in (whole, f"{whole}\nPAGE 3 OF 3\n\f\n", f"{whole}\n* * * *\n"):
        (record,) = read(text)
        assert record.unread == ()
    one, two = read(whole + whole.removesuffix(END))
    assert (len(one.unread), len(two.unread)) == (0, 1)


@pytest.mark.parametrize("stars", ["* * * *", "*  *  *  *", "*\n*\n*\n*", " *   *  * *. "])
def test_four_stars_part_cycles(stars: str) -> None:
    two = court("459 PC-BURGLARY\nDISPO:DISMISSED\n") + f"{stars}\n" + court("459 PC-BURGLARY\nDISPO:CONVICTED\n", "20120101", "#2")
    assert len(charges(only(HEAD + two))) == 2
    assert len(charges(only(HEAD + two.replace(stars, "* * * * * * * * * * *")))) == 1


@pytest.mark.parametrize("page", ["PAGE 2 OF 29", "          PAGE 13 OF 16", "Page 3", "\f", "RE: QHY.CA0000000.555.X   DATE:20200101"])
def test_page_marks_break_nothing(page: str) -> None:
    lines = "459 PC-BURGLARY\n*DISPO:CONVICTED\nSEN: 3 YEARS PROBATION,\n     FINE\n"
    whole = only(HEAD + court(lines))
    for broken in (lines.replace("\n", f"\n{page}\n", n) for n in range(1, 5)):
        record = only(HEAD + court(broken))
        assert ends(record) == ends(whole)
        assert [part.printed for part in record.cases[0].charges[0].sentence] == ["3 YEARS PROBATION", "FINE"]
        assert record.unread == ()


LINES = "647(B) PC-DISORDERLY CONDUCT:PROSTITUTION\n*DISPO:CONVICTED\nCONV STATUS:MISDEMEANOR\nSEN: 12 MONTHS PROBATION, FINE\n"


@pytest.mark.parametrize(
    ("good", "damaged"),
    [
        ("CNT:01     #1", "CNT :01     #1"),
        ("CNT:01     #1", "CNT = O1.   #1"),
        ("CNT:01     #1", "CNT, 01     #1"),
        ("DISPO:", "DISP0;"),
        ("DISPO:", "DISPO :"),
        ("SEN:", "SEN;"),
        ("CONV STATUS:", "CONV STATUS ;"),
        ("COURT:", "C0URT;"),
        ("PC-DIS", "PC DIS"),
        ("PC-DIS", "PC -DIS"),
        ("PC-DIS", "PC—DIS"),
        ("PC-DIS", "PC~DIS"),
        ("647(B)", "0647(B)"),
        ("647(B)", "647 (B)"),
        ("20100101", "2O10O101"),
    ],
)
def test_one_misread_mark_changes_nothing(good: str, damaged: str) -> None:
    whole = HEAD + court(LINES)
    assert good in whole
    record, other = only(whole), only(whole.replace(good, damaged))
    assert other.unread == ()
    assert ends(other) == ends(record)
    for one, two in zip(charges(record).values(), charges(other).values(), strict=True):
        assert [one.printed(name) for name in ("statute", "description", "level")] == [
            two.printed(name) for name in ("statute", "description", "level")
        ]
        assert [part.printed for part in one.sentence] == [part.printed for part in two.sentence]


@pytest.mark.parametrize(("letter", "level"), [("TOC:M", "M"), ("TOE:M", "M"), ("T0G;F", "F")])
def test_a_misread_type_of_charge_is_read(letter: str, level: str) -> None:
    (charge,) = charges(only(HEAD + court(f"459 PC-BURGLARY\n{letter}\nDISPO:DISMISSED\n"))).values()
    assert charge.printed("level") == level


@pytest.mark.parametrize(
    "scraps", ["eke ee", " eK ee", "ee   ee  ae", " BR  OR  ee", " eee ie oe.", "Pel Ke a.", "= = = ~", "*   k  e   *"]
)
def test_scraps_of_stars_before_a_heading_part_cycles_and_are_shown(scraps: str) -> None:
    """Joined wrongly, two arrests would lend each other their days; apart, each has its own."""
    arrest = "ARR/DET/CITE: NAM:01\n{}0101 CAPD KERN\nCNT:01 #1\n{} PC-X\n- - - -\n"
    one = arrest.format("2010", "459") + court("459 PC-X\nDISPO:DISMISSED\n", "20100301")
    two = arrest.format("2012", "496") + court("415 PC-Y\nDISPO:CONVICTED\n", "20120301", "#2")
    record = only(f"{HEAD}{one}{scraps}\n{two}")
    assert [charge.arrest_date for _, charge in record.charges()] == ["2010-01-01", "2012-01-01", "2012-01-01"]
    assert [each.text for each in record.unread] == [" ".join(scraps.split())]


@pytest.mark.parametrize("words", ["     FINE", "     FINE SS", "RESTN", "  MORE WORDS"])
def test_words_before_a_heading_are_no_stars(words: str) -> None:
    arrest = "ARR/DET/CITE: NAM:01\n20100101 CAPD KERN\nCNT:01 #1\n459 PC-X\n"
    record = only(f"{HEAD}{arrest}{words}\n" + court("496 PC-Y\nDISPO:DISMISSED\n"))
    assert [charge.arrest_date for _, charge in record.charges()] == ["2010-01-01", "2010-01-01"]


def test_a_count_whose_line_is_lost_does_not_end_the_count_above() -> None:
    lost = court("459 PC-X\n*DISPO:CONVICTED\n496 PC-Y\nDISPO:DISMISSED\n")
    record = only(HEAD + lost)
    assert [(charge.printed("statute"), end[0]) for charge, end in zip(charges(record).values(), ends(record).values(), strict=True)] == [
        ("459 PC", "convicted"),
        ("496 PC", "dismissed"),
    ]
    assert len(record.unread) == 1
    record = only(HEAD + court("459 PC-X\n*DISPO:CONVICTED\nDISPO:DISMISSED\n"))
    assert [(charge.printed("statute"), end[0]) for charge, end in zip(charges(record).values(), ends(record).values(), strict=True)] == [
        ("459 PC", "convicted"),
        (None, "dismissed"),
    ]
    assert [each.why for each in record.unread] == ["a second end stands under one count; it is read as that of a count whose line is lost"]


@pytest.mark.parametrize(
    "end", ["* * * END OF MESSAGE * * *", "= = = END OF MESSAGE BS = =", "* * * BND OF MESSAGE * = =", "END OF MESAGE"]
)
def test_a_misread_end_is_the_end(end: str) -> None:
    (record,) = read(f"{HEAD}{court(LINES)}{end}\n")
    assert record.unread == ()


# ---- what came after the arrest


@pytest.mark.parametrize(
    "words",
    [
        "853.7 PC-FAIL TO APPEAR:WRITTEN PROMISE",
        "1320(A) PC-FAIL TO APPEAR AFTER O.R. RELEASE",
        "40508(A) VC-FAILURE TO APPEAR",
        "1320.5 PC-FTA",
    ],
)
def test_a_failure_to_appear_that_the_court_added_has_not_the_cycles_arrest(words: str) -> None:
    arrest = "ARR/DET/CITE: NAM:01\n20100101 CAPD KERN\nCNT:01 #1\n459 PC-BURGLARY\n{}- - - -\n"
    lines = f"459 PC-BURGLARY\nDISPO:DISMISSED\nCNT:02\n{words}\n*DISPO:CONVICTED\nCNT:03\n496 PC-Z\nDISPO:DISMISSED\n"
    record = only(HEAD + arrest.format("") + court(lines, "20100601"))
    assert [charge.arrest_date for _, charge in record.charges()] == ["2010-01-01", None, "2010-01-01"]
    arrested_for_it = only(HEAD + arrest.format(f"CNT:02\n{words}\n") + court(lines, "20100601"))
    assert [charge.arrest_date for _, charge in arrested_for_it.charges()] == ["2010-01-01"] * 3


# ---- paper and pictures


def told(records: list[Record]) -> list[tuple[object, ...]]:
    """What the charges of a sheet come to, without blanks that a reader of pictures puts around marks."""
    held: list[tuple[object, ...]] = []
    for record in records:
        for _, charge in record.charges():
            end = charge.outcome
            words = [(charge.printed(name) or "").replace(" ", "") for name in ("statute", "description", "level")]
            parts = tuple(part.printed for part in charge.sentence)
            held.append((*words, end and (end.outcome, end.date), charge.arrest_date, charge.released_date, parts))
    return held


@pytest.mark.parametrize("name", SHEETS)
def test_a_sheet_on_paper_reads_as_its_text(name: str, tmp_path: Path) -> None:
    paper = open_source(str(pdf(tmp_path / "sheet.pdf", pages_of(SHEETS[name]), size=10)))
    assert detect(paper) is reader
    assert told(reader.read(paper)) == told(read(SHEETS[name].encode("latin-1", "replace").decode("latin-1")))


@pytest.mark.skipif(not can_see(), reason="what reads pictures is not installed")
@pytest.mark.parametrize(("name", "crooked"), [("full", 0.6), ("two_sheets", -0.9)])
def test_a_crooked_noisy_picture_of_a_sheet_reads_as_its_text(name: str, crooked: float, tmp_path: Path) -> None:
    made = pytest.importorskip("PIL.Image")
    paper = pdf(tmp_path / "sheet.pdf", pages_of(SHEETS[name], 52), size=10)
    pictures = []
    for page in range(len(pages_of(SHEETS[name], 52))):
        with made.open(photo(tmp_path / f"{page}.png", paper, page, crooked, dpi=300)) as picture:
            noise = made.frombytes("L", picture.size, Random(page).randbytes(picture.width * picture.height))
            pictures.append(made.blend(picture.convert("L"), noise, 0.1))
    pictures[0].save(tmp_path / "sheet.tiff", save_all=True, append_images=pictures[1:])
    scan = open_source(str(tmp_path / "sheet.tiff"))
    assert detect(scan) is reader
    assert told(reader.read(scan)) == told(read(SHEETS[name]))


# ---- where it stands


def spans_of(value: object) -> Iterator[tuple[str, Span]]:
    if isinstance(value, dict):
        for name, span in value.get("spans", {}).items():
            text = value.get(name)
            if isinstance(text, str) and isinstance(span, dict):
                yield text, Span(**span)
        for each in value.values():
            yield from spans_of(each)
    elif isinstance(value, list):
        for each in value:
            yield from spans_of(each)


@pytest.mark.parametrize("name", ["full", "updates", "ranges_and_attempts", "fragment", "two_sheets"])
def test_every_value_stands_where_it_says(name: str) -> None:
    lines = SHEETS[name].split("\n")
    seen = 0
    for record in read(SHEETS[name]):
        for text, span in spans_of(plain(record)):
            assert span.line is not None
            near = " ".join(lines[span.line - 1 : span.line + 2]).upper()  # a sentence runs over lines, and names its first
            if text.isupper() and ":" not in text and not text.startswith("US"):
                seen += 1
                assert text.split("/")[-1].split(" ")[0].split("(")[0] in near, (text, span)
            elif text[:4].isdigit():
                assert text.replace("-", "") in lines[span.line - 1] or text.replace("-", "") in "".join(lines[: span.line])
    assert seen > 3


# ---- what must never happen


def all_text(records: list[Record]) -> str:
    return repr([plain(record) for record in records])


@pytest.mark.parametrize("name", SHEETS)
def test_no_cut_raises(name: str) -> None:
    data = SHEETS[name].encode()
    for end in range(0, len(data), 7):
        assert reader.read(of(data[:end])), end


@pytest.mark.parametrize("name", SHEETS)
def test_no_line_is_lost(name: str) -> None:
    """A line put anywhere shows up again, as a value or as unread."""
    lines = SHEETS[name].split("\n")
    for at in range(len(lines) + 1):
        assert "ZQXJ KV" in all_text(read("\n".join([*lines[:at], "ZQXJ KV", *lines[at:]]))), at


@pytest.mark.parametrize("name", SHEETS)
def test_no_missing_line_raises(name: str) -> None:
    lines = SHEETS[name].split("\n")
    for at in range(len(lines)):
        assert read("\n".join(lines[:at] + lines[at + 1 :]))


MARKS = (b"\n", b"\xff", b"0", b"* * * *\n", b"CNT:01-99 ", b"\n20100101\n", b"DISPO:", b"SEN:,,,", b"NAM", b":", b"COM: CNT 01 CHRG-")


@settings(max_examples=200, deadline=None)
@given(name=st.sampled_from(list(SHEETS)), data=st.data())
def test_no_change_raises(name: str, data: st.DataObject) -> None:
    sheet = bytearray(SHEETS[name].encode())
    for _ in range(data.draw(st.integers(1, 8))):
        at = data.draw(st.integers(0, max(0, len(sheet) - 1)))
        if data.draw(st.booleans()):
            del sheet[at : at + data.draw(st.integers(1, 200))]
        else:
            sheet[at:at] = data.draw(st.sampled_from(MARKS))
    records = reader.read(of(bytes(sheet)))
    assert records
    assert unburden_json.read(of(to_json(records), "r.json")) == records


@settings(max_examples=200, deadline=None)
@given(st.binary(max_size=2000))
def test_no_bytes_raise(data: bytes) -> None:
    assert reader.read(of(data))
    assert reader.read(of(HEAD.encode() + data))


@settings(max_examples=200, deadline=None)
@given(st.lists(st.sampled_from(sorted({line for sheet in SHEETS.values() for line in sheet.split("\n")})), max_size=40))
def test_no_order_of_lines_raises(lines: list[str]) -> None:
    assert read("\n".join(lines))


FLOODS = (
    *("* ", "- ", "9", "A", "(A)", "1 ", ",", "DOB/19900101 ", "SEN: A,\n", "NAM/01 A\n", "02 A1\n", "- - - -\n20100101 X\n", "COURT:\n"),
    *("CNT:01-99 #1\n459 PC-X\n", "CNT:1\n459 PC-X\n*DISPO:CONVICTED\n", "20100101\nDISPO:SENT MODIFIED\n", "CONV STATUS:FELONY\n"),
    *("COURT:\n20100101 CASC X\nCNT:1\n459 PC-X\n", "* * * *\nCOURT:\n20100101 CASC X\nCNT:1\n459 PC-X\n", "SEN FROM: X CRT #1\n"),
    *("CUSTODY:CDC\n20100102 CASD X\nCNT:1 #1\n459 PC-X\nSEN: PRISON\n20110101\nDISPO:PAROLED\n",),
)


@pytest.mark.parametrize("flood", FLOODS)
def test_hostile_sheets_take_bounded_work(flood: str) -> None:
    many = flood * (100_000 // len(flood))
    numbered = "".join(flood.replace("1", str(n % 9999), 1) for n in range(100_000 // len(flood)))
    for text in (many, numbered):
        assert read(HEAD + court("459 PC-BURGLARY\n*DISPO:CONVICTED\n") + text)
        assert read(text)


# ---- the corpus beside the project


def corpus(folder: Path) -> list[Record]:
    paths = sorted(path for path in folder.glob("*.txt"))
    return [record for path in paths for record in reader.read(Source(path.name, path, path.read_bytes()))]


def understood(folder: Path, records: list[Record]) -> float:
    """The share of lines with text that were not left unread; where a sheet breaks off is no line of its own."""
    lines = sum(bool(line.strip()) for path in folder.glob("*.txt") for line in path.read_text(errors="replace").splitlines())
    return 1 - len({(each.span.file, each.span.line) for record in records for each in record.unread if "END OF" not in each.why}) / lines


def test_the_sample_sheets_read_as_recorded(shared: Path) -> None:
    folder = shared / "records" / "california_doj_text"
    records = corpus(folder)
    pairs = [pair for record in records for pair in record.charges()]
    assert (len(records), sum(len(record.cases) for record in records), len(pairs)) == (7, 21, 44)
    assert sum(charge.outcome is not None for _, charge in pairs) == 34
    assert sum(each.printed.startswith("CONVICTED") for _, charge in pairs for each in charge.dispositions) == 22
    assert round(understood(folder, records), 3) == 0.996


def test_the_sample_blocks_read_as_recorded(shared: Path) -> None:
    """Short pieces, most of them without head or heading, many with words that stand for nothing (“bla bla”)."""
    folder = shared / "records" / "california_doj_text" / "blocks"
    records = corpus(folder)
    pairs = [pair for record in records for pair in record.charges()]
    assert (len(records), len(pairs)) == (70, 68)
    assert sum(charge.outcome is not None for _, charge in pairs) == 44
    assert round(understood(folder, records), 3) == 0.895
