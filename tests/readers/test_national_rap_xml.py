from __future__ import annotations

import base64
import re
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from unburden.merge import merge
from unburden.readers import Source, _xml, national_rap_text, readers
from unburden.readers import national_rap_xml as reader
from unburden.readers.unburden_json import plain, to_json
from unburden.record import Case, Charge, Record, flatten

FIXTURES = Path(__file__).parent.parent / "fixtures" / "national_rap_xml"
TEXT_SHEET = FIXTURES.parent / "national_rap_text" / "full.txt"
NAMES = ["full", "wrapped", "broken", "disposition_report", "twin"]


def of(text: str | bytes, name: str = "sheet.xml") -> Source:
    return Source(name, None, text.encode() if isinstance(text, str) else text)


def load(name: str) -> Record:
    (record,) = reader.read(of((FIXTURES / f"{name}.xml").read_bytes(), f"{name}.xml"))
    return record


def sheet(*cycles: str) -> Record:
    inside = "".join(f"<RapSheetCycle>{each}</RapSheetCycle>" for each in cycles)
    (record,) = reader.read(of(f'<RapSheet xmlns="http://nlets.org/niem2/rapsheet/1.0">{inside}</RapSheet>'))
    return record


def charge_xml(kind: str, tracking: str = "", sequence: str = "", text: str = "", said: str = "", day: str = "2010-01-02") -> str:
    parts = [f"<ChargeText>{text}</ChargeText>"] if text else []
    parts += (
        [f"<ChargeTrackingIdentification><IdentificationID>{tracking}</IdentificationID></ChargeTrackingIdentification>"]
        if tracking
        else []
    )
    parts += [f"<ChargeSequenceID><IdentificationID>{sequence}</IdentificationID></ChargeSequenceID>"] if sequence else []
    date = f"<DispositionDate><Date>{day}</Date></DispositionDate>" if day else ""
    words = f"<DispositionDescriptionText>{said}</DispositionDescriptionText>"
    parts += [f"<ChargeDisposition>{date}{words}</ChargeDisposition>"] if said else []
    return f"<{kind}>{''.join(parts)}</{kind}>"


def court(number: str, *charges: str) -> str:
    return f"<CourtAction>{''.join(charges)}<CourtRecordIdentification><IdentificationID>{number}</IdentificationID></CourtRecordIdentification></CourtAction>"


def arrest(*charges: str) -> str:
    return f"<Arrest>{''.join(charges)}</Arrest>"


@pytest.fixture(scope="module")
def full() -> Record:
    return load("full")


@pytest.fixture(scope="module")
def wrapped() -> Record:
    return load("wrapped")


def case(record: Record, name: str) -> Case:
    return next(each for each in record.cases if each.case_id == name)


def charge(record: Record, name: str) -> Charge:
    return next(each for _, each in record.charges() if each.charge_id == name)


@pytest.mark.parametrize("name", NAMES)
def test_a_message_reads_as_it_says(name: str, golden: Callable[[Path, object], None]) -> None:
    source = of((FIXTURES / f"{name}.xml").read_bytes(), f"{name}.xml")
    assert reader.sniff(source) >= 0.9
    golden(FIXTURES / f"{name}.golden.json", [plain(record) for record in reader.read(source)])


@pytest.mark.parametrize("name", ["full", "wrapped", "disposition_report"])
def test_every_span_points_at_its_value(name: str) -> None:
    record = load(name)
    lines = (FIXTURES / f"{name}.xml").read_text().split("\n")
    for held, each in record.charges():
        if held.number:
            assert held.number in lines[(held.spans["number"].line or 0) - 1]
        for version in each.versions:
            for field, span in version.spans.items():
                if field != "level":
                    assert (getattr(version, field) or "").split(" ")[0] in lines[(span.line or 0) - 1]
        for disposition in each.dispositions:
            assert disposition.spans["printed"].line
        for part in each.sentence:
            assert part.printed.split(" ")[-1] in lines[(part.spans["printed"].line or 0) - 1] or part.kind == "suspended"


def test_a_guilty_charge_whose_probation_was_violated_is_convicted_once(full: Record) -> None:
    first = charge(full, "cycle-001/1")
    assert [(each.outcome, each.date, each.later) for each in first.dispositions] == [
        ("convicted", "2012-08-20", False),
        (None, "2013-02-11", True),
        (None, "2013-09-30", True),
    ]
    assert first.outcome is first.dispositions[0]
    assert [version.stage for version in first.versions] == ["arrested", "disposed"]
    # What the last violation led to is not stated: it may have been jail.
    assert first.released_date is None
    assert charge(full, "cycle-001/2").probation_revoked_date == "2013-02-11"


def test_a_court_action_without_an_arrest_is_a_charge(full: Record) -> None:
    only = charge(full, "cycle-002/4")
    assert (only.arrest_date, [version.stage for version in only.versions]) == (None, ["disposed"])
    assert (only.dispositions[0].outcome, only.dispositions[0].date) == (None, "2014-03-03")


def test_an_empty_court_charge_is_no_charge_and_the_sentence_tells_of_one(wrapped: Record) -> None:
    second = case(wrapped, "cycle-002")
    assert (second.number, [each.charge_id for each in second.charges]) == ("9988776", ["cycle-002/1"])
    only = second.charges[0]
    assert (only.printed("description"), only.printed("level"), only.outcome and only.outcome.outcome) == (
        "THEFT 2",
        "Class C",
        "convicted",
    )
    assert [(part.kind, part.printed, part.date) for part in only.sentence] == [("prison", "5 YEAR(S) CONFINEMENT", None)]
    assert not sheet("<CourtAction><CourtCharge/></CourtAction>").cases[0].charges


def test_a_description_is_a_flag_a_sentence_or_the_charge(full: Record, wrapped: Record) -> None:
    assert "cycle-001/2: Domestic Violence Involved" in full.notes
    assert "cycle-002/3: DANGEROUS WEAPON" in full.notes
    assert charge(full, "cycle-001/2").printed("description") == "CRIMINAL TRESPASS"
    told = charge(wrapped, "cycle-001/1").versions[0]
    assert (told.description, told.statute, told.level) == ("PROSTITUTION", "HRS 712-1200", "PETTY MISDEMEANOR")
    assert charge(wrapped, "cycle-001/2").printed("description") == "CRIMINAL PROPERTY DAMAGE 4"


def test_a_state_s_own_number_of_an_offense_is_no_statute(full: Record, wrapped: Record) -> None:
    assert charge(full, "cycle-001/1").printed("statute") == "17-A MRSA SUBSECTION 853-B(1)(A)"
    assert charge(wrapped, "cycle-001/2").printed("statute") == "708-823"
    assert "4411" not in to_json([wrapped])


def test_the_class_in_the_words_of_a_charge_is_its_level(full: Record) -> None:
    assert charge(full, "cycle-001/1").printed("level") == "Misdemeanor Class E"
    assert [version.level for version in charge(full, "cycle-002/3").versions] == ["Felony", "Felony Class C"]
    assert [version.description for version in charge(full, "cycle-002/3").versions] == ["THEFT", "THEFT"]


def test_one_tracking_id_for_a_whole_cycle_joins_with_the_sequence() -> None:
    both = [charge_xml("ArrestCharge", "77A", "1", "THEFT"), charge_xml("ArrestCharge", "77A", "2", "TRESPASS")]
    record = sheet(
        arrest(*both)
        + court(
            "C1", charge_xml("CourtCharge", "77A", "2", "LOITERING", "GUILTY"), charge_xml("CourtCharge", "77A", "1", "THEFT", "DISMISSED")
        ),
    )
    assert [(each.charge_id, each.printed("description"), each.outcome and each.outcome.outcome) for _, each in record.charges()] == [
        ("cycle-001/1", "THEFT", "dismissed"),
        ("cycle-001/2", "LOITERING", "convicted"),
    ]


def test_one_tracking_id_for_two_charges_without_sequence_joins_by_the_offense() -> None:
    record = sheet(
        arrest(charge_xml("ArrestCharge", "77A", "", "THEFT"), charge_xml("ArrestCharge", "77A", "", "TRESPASS"))
        + court(
            "C1", charge_xml("CourtCharge", "77A", "", "TRESPASS", "GUILTY"), charge_xml("CourtCharge", "77A", "", "ARSON", "DISMISSED")
        ),
    )
    assert [(each.printed("description"), each.arrest_date, len(each.versions)) for _, each in record.charges()] == [
        ("THEFT", None, 1),
        ("TRESPASS", None, 2),
        ("ARSON", None, 1),
    ]


def test_a_charge_of_its_own_tracking_id_may_change_its_name() -> None:
    record = sheet(
        arrest(charge_xml("ArrestCharge", "1A", "", "PROSTITUTION"))
        + court("C1", charge_xml("CourtCharge", "1A", "", "LOITERING", "GUILTY")),
    )
    (only,) = [each for _, each in record.charges()]
    assert [(version.stage, version.description) for version in only.versions] == [("arrested", "PROSTITUTION"), ("disposed", "LOITERING")]


def test_other_tracking_ids_are_other_charges_though_the_words_agree() -> None:
    record = sheet(
        arrest(charge_xml("ArrestCharge", "1A", "", "THEFT")) + court("C1", charge_xml("CourtCharge", "1B", "", "THEFT", "GUILTY"))
    )
    assert len(list(record.charges())) == 2


def test_numbers_that_begin_anew_with_each_arrest_or_court_are_other_charges() -> None:
    record = sheet(
        arrest(charge_xml("ArrestCharge", "", "1", "THEFT"))
        + arrest(charge_xml("ArrestCharge", "", "1", "ARSON"))
        + court("C1", charge_xml("CourtCharge", "", "1", "ARSON", "GUILTY"))
        + court("C2", charge_xml("CourtCharge", "", "1", "THEFT", "DISMISSED"))
    )
    assert [
        (held.number, each.printed("description"), each.outcome and each.outcome.outcome, len(each.versions))
        for held, each in record.charges()
    ] == [
        ("C2", "THEFT", "dismissed", 2),
        ("C1", "ARSON", "convicted", 2),
    ]
    again = sheet(
        court("C1", charge_xml("CourtCharge", "5A", "", "ARSON", "GUILTY"))
        + court("C2", charge_xml("CourtCharge", "5A", "", "THEFT", "DISMISSED"))
    )
    assert [each.outcome and each.outcome.outcome for _, each in again.charges()] == ["convicted", "dismissed"]


def test_the_cycle_s_own_tracking_id_is_no_charge_s() -> None:
    cycle = "<CycleTrackingIdentificationID>5A</CycleTrackingIdentificationID>"
    charges = arrest(charge_xml("ArrestCharge", "5A", "", "THEFT")) + court("C1", charge_xml("CourtCharge", "5A", "", "ARSON", "GUILTY"))
    assert len(list(sheet(cycle + charges).charges())) == 2
    assert len(list(sheet(charges).charges())) == 1


def test_ids_follow_a_prosecution_unless_two_of_the_sheet_share_them(full: Record, wrapped: Record) -> None:
    assert [each.tracking for each in full.cases] == [(), (), ("661902A",), ("707070A",)]
    assert (case(wrapped, "cycle-001").tracking, "1P109-4" in case(wrapped, "cycle-001").related) == (
        ("88001W1", "88002W1", "09-5150"),
        True,
    )
    number = "<ArrestAgencyRecordIdentification><IdentificationID>88123</IdentificationID></ArrestAgencyRecordIdentification>"
    twice = sheet(*(f"<Arrest>{number}{charge_xml('ArrestCharge', '', '1', 'THEFT')}</Arrest>" for _ in range(2)))
    assert [(each.tracking, each.related) for each in twice.cases] == [((), ("88123",)), ((), ("88123",))]


def test_an_undecided_charge_is_not_joined_to_its_like_of_the_same_arrest() -> None:
    number = "<ArrestAgencyRecordIdentification><IdentificationID>88123</IdentificationID></ArrestAgencyRecordIdentification>"
    words = {"1": "LOITERING", "2": "LOITERING", "3": "THEFT"}
    arrested = "".join(charge_xml("ArrestCharge", "A7712", n, each) for n, each in words.items())
    courts = "".join(court(f"CR{n}", charge_xml("CourtCharge", "A7712", n, words[n], "GUILTY")) for n in ("2", "3"))
    record = merge([sheet(f"<Arrest>{number}{arrested}</Arrest>{courts}")])
    assert [(held.number, each.outcome and each.outcome.outcome) for held, each in record.charges()] == [
        (None, None),
        ("CR2", "convicted"),
        ("CR3", "convicted"),
    ]


def test_a_case_is_of_the_court_that_decided_not_of_the_one_that_sent_it_on() -> None:
    record = sheet(
        court("DC-1", charge_xml("CourtCharge", "", "1", "THEFT", "HELD FOR COURT"))
        + court("SC-2", charge_xml("CourtCharge", "", "1", "THEFT", "GUILTY"))
    )
    assert [(each.number, each.related) for each in record.cases] == [("SC-2", ("DC-1",))]


def supervision(inside: str, day: str = "2011-01-01") -> str:
    return (
        f"<Supervision><ActivityDate><Date>{day}</Date></ActivityDate><ActivityDescriptionText>CUSTODY</ActivityDescriptionText>{inside}"
        "<SupervisionRelease><ActivityDate><Date>2012-01-01</Date></ActivityDate></SupervisionRelease></Supervision>"
    )


def test_a_custody_for_no_charge_is_set_aside() -> None:
    record = sheet(supervision(""))
    assert not record.cases
    assert [each.text for each in record.set_aside] == ["CUSTODY; release 2012-01-01"]
    assert not record.unread


def test_a_custody_is_a_later_event_of_the_charge_it_names_and_tells_of_one_that_nothing_else_does() -> None:
    guilty = court("C1", charge_xml("CourtCharge", "A", "", "THEFT", "GUILTY"))
    (only,) = [
        each for _, each in sheet(guilty + supervision(charge_xml("SupervisionCharge", "B", "", "THEFT", "PROBATION REVOKED"))).charges()
    ]
    assert [(each.printed, each.outcome, each.later) for each in only.dispositions] == [
        ("GUILTY", "convicted", False),
        ("PROBATION REVOKED", None, True),
        ("CUSTODY; release 2012-01-01", None, True),
    ]
    two = sheet(guilty + supervision(charge_xml("SupervisionCharge", "B", "", "ARSON", "GUILTY")))
    assert [(each.printed("description"), each.outcome and each.outcome.outcome) for _, each in two.charges()] == [
        ("THEFT", "convicted"),
        ("ARSON", "convicted"),
    ]


def test_one_offense_under_two_ids_stays_two_and_is_told() -> None:
    record = sheet(
        arrest(charge_xml("ArrestCharge", "1A", "", "THEFT")) + court("C1", charge_xml("CourtCharge", "1B", "", "THEFT", "GUILTY"))
    )
    assert len(list(record.charges())) == 2
    assert any("one offense under two ids (1A and 1B" in each for each in record.notes)


@pytest.mark.parametrize("name", ["full", "wrapped", "disposition_report"])
@pytest.mark.parametrize(
    "what",
    [
        "<q:MysteryCharge>MYSTERY</q:MysteryCharge>",
        "<q:CourtCharge><q:ChargeText>MYSTERY</q:ChargeText></q:CourtCharge>",
        "<q:ChargeDisposition><q:OddText>MYSTERY</q:OddText></q:ChargeDisposition>",
        "<q:CommentText>MYSTERY</q:CommentText>",
        "MYSTERY",
    ],
)
def test_what_tells_of_a_charge_where_nobody_reads_it_is_shown(name: str, what: str) -> None:
    text = (FIXTURES / f"{name}.xml").read_text()
    begun = text.find("RapSheetCycle>") if "RapSheetCycle>" in text else text.find("Report")
    # What follows the cycles, and an applicant's, is not asked for.
    ended = text.rfind("RapSheetCycle>") if name == "wrapped" else text.find("APPLICANT") - 800 if name == "full" else len(text)
    gone = []
    for found in re.finditer(r"(?<=>)\n", text):
        place = text.count("\n", 0, found.start())
        inside = begun < found.start() < ended and not text[: found.start()].endswith(":RapSheetCycle>") and place % 3 == len(what) % 3
        changed = text[: found.start()] + what + text[found.start() :]
        if inside and not any("MYSTERY" in to_json([record]) for record in reader.read(of(changed))):
            gone.append(text.count("\n", 0, found.start()) + 1)
    assert not gone


def test_court_numbers_that_look_alike_are_one(full: Record) -> None:
    assert (case(full, "cycle-001").number, case(full, "cycle-001~2").number) == ("CR 2012-00417", "2012-0418")
    assert case(full, "cycle-001").related == ("PV 1", "PV 2", "550817A")
    assert [each.case_id for each in full.cases] == ["cycle-001", "cycle-001~2", "cycle-002", "cycle-003"]
    twice = sheet(
        court("PV 1", charge_xml("CourtCharge", "1", "1", "THEFT", "GUILTY")),
        court("PV1", charge_xml("CourtCharge", "1", "1", "THEFT", "GUILTY")),
    )
    assert [len(each.dispositions) for _, each in twice.charges()] == [1, 1]
    assert "cycle-001, cycle-002 state the same court number (PV 1): it may be one prosecution" in twice.notes
    again = sheet(
        court("PV 1", charge_xml("CourtCharge", "1", "1", "A", "PROBATION VIOLATED"))
        + court("PV1", charge_xml("CourtCharge", "1", "1", "A", "Probation  Violated"))
    )
    assert [len(each.dispositions) for _, each in again.charges()] == [1]


def test_any_prefix_and_wrapper_reads_the_same(full: Record) -> None:
    text = (FIXTURES / "full.xml").read_text()
    other = text.replace("rap:", "zz1.a-b:").replace("xmlns:rap", "xmlns:zz1.a-b").replace("nc:", "q:").replace("xmlns:nc", "xmlns:q")
    bare = re.sub(r"(</?|(?<= ))(?:rap|j|nc|s):", r"\1", re.sub(r'xmlns:(?:j|nc|s)="[^"]*"', "", text).replace("xmlns:rap", "xmlns"))
    for each in (other, bare):
        assert reader.sniff(of(each)) >= 0.6
        (record,) = reader.read(of(each))
        assert flatten(record) == flatten(full)


def test_white_space_inside_names_and_dates_is_nothing(full: Record) -> None:
    assert full.person.names == ("QUILL, NELL", "QUILLER, ELEANOR MAY JR", "QUILLER, NELLIE")
    assert full.person.birth_dates == ("1991-03-07", "1989-03-07")
    assert full.person.numbers == ("FBI 70044XR1", "SID ME00771144 (ME)")
    assert charge(full, "cycle-001/1").arrest_date == "2012-06-09"


def test_a_text_sheet_inside_says_what_it_says_alone_at_the_line_of_its_element() -> None:
    packed = base64.encodebytes(TEXT_SHEET.read_bytes()).decode()
    head = '<d:CriminalHistoryTextDocument xmlns:d="http://ojbc.org/IEPD/Exchange/CriminalHistoryTextDocument/1.0">\n'
    text = f"{head}<d:FederalCriminalHistoryRecordDocument>\n<d:Base64BinaryObject>{packed}</d:Base64BinaryObject>\n"
    source = of(f"{text}</d:FederalCriminalHistoryRecordDocument></d:CriminalHistoryTextDocument>")
    assert reader.sniff(source) == 0.95
    (record,) = reader.read(source)
    (alone,) = national_rap_text.read(Source("sheet.xml", None, TEXT_SHEET.read_bytes()))
    assert flatten(record) == flatten(alone)
    assert record.sources[0].format == "national_rap_text"
    assert {span.line for each in record.cases for span in each.spans.values()} == {3}
    assert {each.span.line for each in record.unread} == {3}
    assert any("line 3, holds a text of" in note for note in record.notes)


@pytest.mark.parametrize(
    ("inside", "why"),
    [
        ("not*base64", "and is not"),
        (base64.b64encode(b"\x89PNG\0\0\0").decode(), "no text"),
        (base64.b64encode(b"a few words of nobody's").decode(), "no reader knows"),
    ],
)
def test_what_is_inside_and_is_no_rap_sheet_is_told(inside: str, why: str) -> None:
    (record,) = reader.read(
        of(f"<CriminalHistoryTextDocument><Base64BinaryObject>{inside}</Base64BinaryObject></CriminalHistoryTextDocument>")
    )
    assert why in record.unread[0].why


def test_a_sheet_in_a_sheet_is_looked_into_once() -> None:
    data = b'<RapSheet xmlns="niem"><RapSheetCycle><Arrest><ArrestCharge><ChargeText>A</ChargeText></ArrestCharge></Arrest></RapSheetCycle></RapSheet>'
    for _ in range(4):
        data = (
            b'<CriminalHistoryTextDocument xmlns="niem"><Base64BinaryObject>'
            + base64.b64encode(data)
            + b"</Base64BinaryObject></CriminalHistoryTextDocument>"
        )
    assert not [each for record in reader.read(of(data)) for _, each in record.charges()]
    assert [record.unread for record in reader.read(of(data))]


def test_the_person_asked_for_is_not_the_person_found(full: Record) -> None:
    assert "ASKED" not in to_json([full])
    assert "1970-01-01" not in to_json([full])


def test_nothing_is_kept_that_nobody_needs(full: Record, wrapped: Record) -> None:
    text = to_json([full, wrapped, load("disposition_report")])
    for never in ("219-09-9999", "219099999", "LOON HOLLOW", "GREEN", "4AAQ", "Never Kept"):
        assert never not in text
    assert any("1 Social Security number(s)" in note for note in full.notes)


def test_no_disposition_is_no_disposition_and_an_impossible_date_is_shown(full: Record) -> None:
    only = charge(full, "cycle-003/1")
    assert (only.dispositions, only.arrest_date, only.printed("level")) == ((), None, None)
    assert [(each.text, each.why) for each in full.unread if each.why == "this is no date"] == [
        ("0000-00-00", "this is no date"),
        ("88888888", "this is no date"),
    ]


def test_a_caveat_about_fingerprints_is_told(full: Record) -> None:
    (said,) = [note for note in full.notes if "the sheet says" in note]
    assert said.endswith("THE FOLLOWING ATN(S) ARE UNSUPPORTED BY FINGERPRINTS IN STATE FILES: (550817A).")


def test_an_applicant_and_a_court_s_order_are_set_aside(full: Record, wrapped: Record) -> None:
    assert [each.why for each in full.set_aside] == ["an applicant's fingerprints, not an arrest"]
    assert [each.why for each in wrapped.set_aside] == ["a court's order, not a charge"]


def test_what_a_prosecutor_adds_is_a_charge_and_no_outcome(full: Record) -> None:
    added = charge(full, "cycle-002/3")
    assert [(version.stage, version.date) for version in added.versions] == [("filed", "2014-01-07"), ("disposed", None)]
    assert [each.outcome for each in added.dispositions] == ["insanity"]


def test_the_prose_of_a_sentence_becomes_parts_with_their_days(full: Record, wrapped: Record) -> None:
    assert [(part.kind, part.printed, part.date) for part in charge(full, "cycle-001/1").sentence] == [
        ("fine", "FINED $1,200.00", "2012-08-20"),
        ("probation", "PROBATION 1 years", "2012-08-20"),
        ("fine", "FINED $50.00", "2013-02-11"),
    ]
    assert [(part.kind, part.printed, part.date) for part in charge(full, "cycle-001/2").sentence] == [
        ("jail", "INCARCERATED 90 days COUNTY JAIL", "2012-08-20"),
        ("suspended", "ALL BUT 10 DAYS SUSPENDED", "2012-08-20"),
    ]
    assert [(part.kind, part.printed, part.date) for part in charge(wrapped, "cycle-001/1").sentence] == [
        ("prison", "2 DAYS CONFINEMENT", "2009-06-01"),
        ("fine", "A FINE OF $75.50", "2009-06-01"),
    ]


def test_a_sentence_for_nobody_in_particular_is_shown_not_given_away() -> None:
    record = sheet(
        arrest(charge_xml("ArrestCharge", "1", "1", "A"), charge_xml("ArrestCharge", "1", "2", "B"))
        + "<Sentencing><Sentence><SentenceDescriptionText>30 DAYS JAIL</SentenceDescriptionText></Sentence></Sentencing>"
    )
    assert all(not each.sentence for _, each in record.charges())
    assert "this does not say which charge it belongs to" in [each.why for each in record.unread]


def test_the_day_of_a_court_action_is_not_the_day_of_a_disposition() -> None:
    record = sheet(
        "<CourtAction><ActivityDate><Date>2009-05-01</Date></ActivityDate>"
        + charge_xml("CourtCharge", "1", "1", "A", "GUILTY", "")
        + "</CourtAction>"
    )
    assert [each.dispositions[0].date for _, each in record.charges()] == [None]


@pytest.mark.parametrize(
    ("after", "expected"),
    [
        ("", "never"),
        ("<ChargeDisposition><DispositionDescriptionText>PROBATION VIOLATED</DispositionDescriptionText></ChargeDisposition>", None),
    ],
)
def test_a_fine_takes_no_liberty_unless_a_violation_may_have(after: str, expected: str | None) -> None:
    charge = charge_xml("CourtCharge", "1", "1", "A", "GUILTY").replace("</CourtCharge>", f"{after}</CourtCharge>")
    sentence = "<Sentencing><Sentence><SentenceDescriptionText>FINED $5</SentenceDescriptionText></Sentence></Sentencing>"
    assert [each.released_date for _, each in sheet(f"<CourtAction>{charge}</CourtAction>{sentence}").charges()] == [expected]


def test_supervision_is_a_later_event(wrapped: Record) -> None:
    after = charge(wrapped, "cycle-001/1").dispositions[-1]
    assert (after.printed, after.later, after.outcome, after.date) == ("PROBATION; release 2010-07-01", True, None, "2009-07-01")


def test_the_state_is_the_court_s_then_the_statute_s(full: Record, wrapped: Record) -> None:
    assert {each.jurisdiction for each in full.cases} == {"US-ME"}
    assert [each.jurisdiction for each in wrapped.cases] == ["US-HI", None]
    assert [each.text for each in wrapped.unread if "which state" in each.why] == ["9988776"]


def test_a_disposition_report_has_the_first_and_the_final_charge() -> None:
    record = load("disposition_report")
    (only,) = [each for _, each in record.charges()]
    assert [(version.stage, version.statute, version.description, version.level) for version in only.versions] == [
        ("filed", "13 VSA 2575", "RETAIL THEFT OVER 900", "Felony"),
        ("disposed", "13 VSA 2502", "PETIT LARCENY", "Misdemeanor"),
    ]
    assert (only.outcome and only.outcome.outcome, only.arrest_date, only.offense_date) == ("convicted", "2017-03-02", "2017-03-01")
    assert [(part.kind, part.printed) for part in only.sentence] == [("other", "P6M"), ("suspended", "fine 147.00 suspended")]
    assert [each.text for each in record.unread] == ["ProsDispCode 1"]
    violated = (
        (FIXTURES / "disposition_report.xml")
        .read_text()
        .replace("</disp-ext:InitialCharge>", "<ProbationViolationIndicator>true</ProbationViolationIndicator></disp-ext:InitialCharge>")
    )
    assert [each.outcome for (again,) in [reader.read(of(violated))] for _, each in again.charges()] == [None]


def test_broken_xml_keeps_what_stood_before_and_names_the_place() -> None:
    record = load("broken")
    assert [each.charge_id for _, each in record.charges()] == ["cycle-001/1", "cycle-001/2"]
    assert charge(record, "cycle-001/1").outcome is not None
    last = record.unread[-1]
    assert "breaks here" in last.why
    assert last.span.line == (FIXTURES / "broken.xml").read_text().count("\n") + 1


@pytest.mark.parametrize(
    "text",
    [
        '<!DOCTYPE RapSheet [<!ENTITY a "b">]><RapSheet>&a;</RapSheet>',
        '<!DOCTYPE RapSheet SYSTEM "file:///etc/passwd"><RapSheet/>',
        '<?xml version="1.0"?><!DOCTYPE r [<!ENTITY % x SYSTEM "http://127.0.0.1/x">%x;]><r/>',
    ],
)
def test_document_types_and_entities_are_refused(text: str) -> None:
    (record,) = reader.read(of(text))
    assert "document type" in record.unread[0].why
    assert not record.cases
    assert _xml.load(of(text)).root is None


def test_the_tree_knows_its_lines_whatever_the_line_ends() -> None:
    for end in ("\n", "\r\n", "\r"):
        document = _xml.load(
            of(f"HEADER{end}<?xml version='1.0' encoding='utf-16'?>{end}<p:a xmlns:p='u'>{end}<b q:id='1'> é  x<c/>{end}</b></p:a>")
        )
        assert document.root is not None
        assert [(each.name, each.space, each.line) for each in document.root.iter()] == [("a", "u", 3), ("b", "", 4), ("c", "", 4)]
        found = document.root.get("b")
        assert found is not None
        assert (found.text, found.attributes) == ("é x", {"id": "1"})
        assert not document.unread


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("", "not XML"),
        ("no mark", "not XML"),
        ("<a>" * 200, "nested deeper"),
        ("<a>&nope;</a>", "undefined entity"),
        ("<a/><b/>", "junk after"),
    ],
)
def test_what_is_wrong_with_xml_is_told(text: str, why: str) -> None:
    assert why in _xml.load(of(text)).unread[0].why


@pytest.mark.parametrize("text", ["<html><RapSheet/></html>", '{"a": "RapSheet"}', "person_id,case_id\n", "<a/>", "<RapSheets>", ""])
def test_other_kinds_of_file_are_not_taken(text: str) -> None:
    assert reader.sniff(of(text)) == 0


def test_this_reader_is_the_surest_of_its_files_and_of_no_other() -> None:
    for path in sorted(FIXTURES.parent.glob("*/*.*")):
        if path.suffix in (".py", ".toml") or path.name.endswith(".golden.json") or path.is_dir():
            continue
        source = of(path.read_bytes(), path.name)
        if path.parent == FIXTURES:
            others = [each.sniff(source) for each in readers() if each.FORMAT != reader.FORMAT]
            assert max(others) < reader.sniff(source), path
        else:
            assert reader.sniff(source) == 0, path


FULL = (FIXTURES / "full.xml").read_text()


def test_cut_anywhere_it_still_reads() -> None:
    for length in range(0, len(FULL), 211):
        for record in reader.read(of(FULL[:length])):
            assert record.unread
            flatten(record)


pieces = st.sampled_from([line for line in FULL.split("\n") if line.strip()] + ["<CourtCharge/>", "]]>", "<!--", "&amp;"])


@given(st.lists(pieces | st.text(max_size=40), max_size=60))
@settings(max_examples=100, deadline=None)
def test_any_lines_read_to_a_record_that_can_be_written(lines: list[str]) -> None:
    for record in reader.read(of("<RapSheet>" + "\n".join(lines))):
        flatten(record)
        to_json([record])
        ids = [each.charge_id for _, each in record.charges()]
        assert len(ids) == len(set(ids))


@given(st.integers(0, len(FULL) - 1), st.integers(0, 400), st.text(max_size=5))
@settings(max_examples=60, deadline=None)
def test_a_changed_file_still_reads(at: int, gone: int, put: str) -> None:
    for record in reader.read(of(FULL[:at] + put + FULL[at + gone :])):
        to_json([record])


@given(st.binary(max_size=300))
@settings(max_examples=100, deadline=None)
def test_any_bytes_read(data: bytes) -> None:
    reader.sniff(of(data))
    assert reader.read(of(data))


_SAME = charge_xml("CourtCharge", "A", "1", "THEFT", "GUILTY")


_ONE = '<RapSheet xmlns="niem"><RapSheetCycle><Arrest><ArrestCharge><ChargeText>{}</ChargeText></ArrestCharge></Arrest></RapSheetCycle></RapSheet>'


@pytest.mark.parametrize(
    "head",
    [
        '<?xml version="1.0"?><!DOCTYPE l [<!ENTITY a "lol"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>',
        '<!DOCTYPE RapSheet SYSTEM "http://127.0.0.1/x.dtd">',
        '<!DOCTYPE RapSheet [<!ENTITY x SYSTEM "file:///etc/passwd">]>',
        '<!DOCTYPE RapSheet [<!ENTITY % x SYSTEM "file:///etc/passwd">%x;]>',
    ],
)
def test_a_document_type_is_refused(head: str) -> None:
    source = of(head + _ONE.format("&b;&x;"))
    assert reader.sniff(source) == 0.95
    (record,) = reader.read(source)
    assert (record.cases, "declares a document type" in record.unread[0].why) == ((), True)


@pytest.mark.parametrize(
    "data",
    [
        ('\ufeff<?xml version="1.0" encoding="UTF-16"?>' + _ONE.format("ROBÍ")).encode("utf-16-le"),
        ('\ufeff<?xml version="1.0" encoding="UTF-16"?>' + _ONE.format("ROBÍ")).encode("utf-16-be"),
        ('<?xml version="1.0" encoding="UTF-16"?>' + _ONE.format("ROBÍ")).encode(),
        ('<?xml version="1.0" encoding="ISO-8859-1"?>' + _ONE.format("ROBÍ")).encode("latin-1"),
        ('<?xml version="1.0" encoding="UTF-8"?>' + _ONE.format("ROBÍ")).encode("latin-1"),
        ('<?xml version="1.0" encoding="EBCDIC-CP-US"?>' + _ONE.format("ROBÍ")).encode(),
        ("\ufeff\ufeff" + _ONE.format("<![CDATA[ROBÍ]]>")).encode(),
    ],
)
def test_what_a_file_says_of_its_encoding_does_not_matter(data: bytes) -> None:
    (record,) = reader.read(of(data))
    assert [each.printed("description") for _, each in record.charges()] == ["ROBÍ"]


@pytest.mark.parametrize("odd", ["\0", "\x1a", "\x0b", "\ufffe"])
def test_a_character_that_xml_does_not_allow_ends_nothing(odd: str) -> None:
    (record,) = reader.read(of(_ONE.format(f"RO{odd}B")))
    assert [each.printed("description") for _, each in record.charges()] == ["RO\ufffdB"]
    assert not [each for each in record.unread if "state" not in each.why]


@pytest.mark.parametrize(
    "body",
    [
        "<a>" * 1_000_000,
        "<RapSheetCycle a='" + "x" * 10_000_000 + "'/>",
        "<RapSheetCycle " + " ".join(f"a{n}='1'" for n in range(100_000)) + "/>",
        "<RapSheetCycle><CourtAction>" + "<XCharge>a</XCharge>" * 100_000 + "</CourtAction></RapSheetCycle>",
        "<RapSheetCycle>"
        + "<Supervision><SupervisionCharge><ChargeText>A</ChargeText></SupervisionCharge></Supervision>" * 20_000
        + "</RapSheetCycle>",
        "<RapSheet>" * 100_000,
        "<RapSheetCycle/>" * 50_000,
        "<RapSheetCycle>" + "<CourtAction/>" * 100_000 + "</RapSheetCycle>",
        "<RapSheetCycle><CourtAction>" + "<CourtCharge/>" * 100_000 + "</CourtAction></RapSheetCycle>",
        "<RapSheetCycle><CourtAction>" + _SAME * 10_000 + "</CourtAction></RapSheetCycle>",
        "<RapSheetCycle><CourtAction>"
        + "".join(charge_xml("CourtCharge", "A", str(n), "THEFT", f"X{n}") for n in range(10_000))
        + "</CourtAction></RapSheetCycle>",
        "<RapSheetCycle>" + "".join(court(str(n), charge_xml("CourtCharge", "A", str(n), "T")) for n in range(10_000)) + "</RapSheetCycle>",
        "<RapSheetCycle><Arrest><ArrestCharge><ChargeDescriptionText>"
        + "subject was arrested for (" * 100_000
        + "</ChargeDescriptionText></ArrestCharge></Arrest></RapSheetCycle>",
        "<Base64BinaryObject>QUJD</Base64BinaryObject>" * 100_000,
        "<RapSheetPerson>" + "<PersonBirthDate><Date>1</Date></PersonBirthDate>" * 50_000 + "</RapSheetPerson>",
        "<a b='" * 300_000,
        "<" * 1_000_000,
        "<!--" * 300_000,
        "]]>" * 300_000,
    ],
    ids=lambda body: body[:40],
)
def test_hostile_xml_takes_bounded_time(body: str) -> None:
    source = of(f'<RapSheet xmlns="niem">{body}</RapSheet>')
    started = time.process_time()
    reader.sniff(source)
    reader.read(source)
    assert time.process_time() - started < 10


def test_too_many_elements_are_not_read_to_the_end() -> None:
    document = _xml.load(of("<r>" + "<a/>" * (_xml.MOST + 10) + "</r>"))
    assert document.root is not None
    assert len(document.root.children) == _xml.MOST - 1
    assert "more elements" in document.unread[0].why


def test_the_test_subjects_of_the_consortium(shared: Path) -> None:
    folder = shared / "records" / "national_rap_xml"
    figures: dict[str, tuple[int, int, int, int]] = {}
    paths = [*sorted(folder.glob("*.xml")), *sorted(folder.glob("generated/*.xml"))]
    for path in paths:
        source = of(path.read_bytes(), path.name)
        assert reader.sniff(source) == 0.95
        (record,) = reader.read(source)
        charges = [each for _, each in record.charges()]
        known = sum(1 for each in charges if each.outcome)
        figures[path.name if path.parent == folder else "generated"] = tuple(  # type: ignore[assignment]
            one + other
            for one, other in zip(
                figures.get(path.name if path.parent == folder else "generated", (0, 0, 0, 0)),
                (len(record.cases), len(charges), known, sum(1 for each in record.unread if "which state" not in each.why)),
                strict=True,
            )
        )
    assert figures == {
        "Criminal_History-multipleDOB.xml": (2, 3, 3, 1),
        "Criminal_History.xml": (2, 3, 3, 2),
        "generated": (38, 79, 70, 0),
    }


def test_the_federal_text_inside_xml(shared: Path) -> None:
    path = shared / "records/national_rap_text/Criminal_History_Text_Document_FBI.xml"
    (record,) = reader.read(of(path.read_bytes(), path.name))
    assert [(row["jurisdiction"], row["description"], row["disposition"]) for row in flatten(record)] == [
        ("US-RI", "THEFT OVER $100", "convicted"),
        ("US-RI", "MARIJUANA POSSESSION UNDER 1 OZ", "convicted"),
    ]
    assert not record.unread
