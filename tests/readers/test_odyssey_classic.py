from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from unburden.readers import Source, _html, detect, unburden_json
from unburden.readers import odyssey_classic as reader
from unburden.readers.unburden_json import plain, to_json
from unburden.record import Charge, Record, Span

FIXTURES = Path(__file__).parent.parent / "fixtures" / "odyssey_classic"
PAGES = {path.stem: path.read_text(encoding="utf-8") for path in sorted(FIXTURES.glob("*.html"))}


def of(text: str | bytes, name: str = "page.html") -> Source:
    return Source(name, None, text.encode() if isinstance(text, str) else text)


def read(text: str | bytes, name: str = "page.html") -> list[Record]:
    return reader.read(of(text, name))


def only(name: str) -> Record:
    (record,) = read(PAGES[name], f"{name}.html")
    return record


def charges(record: Record) -> dict[str, Charge]:
    return {charge.charge_id.rpartition(":")[2]: charge for _, charge in record.charges()}


def ends(record: Record) -> dict[str, tuple[str | None, str | None]]:
    outcomes = {number: charge.outcome for number, charge in charges(record).items()}
    return {number: (each.outcome, each.date) if each else (None, None) for number, each in outcomes.items()}


@pytest.mark.parametrize("name", PAGES)
def test_a_page_reads_as_it_says(name: str, golden: Callable[[Path, object], None]) -> None:
    source = of(PAGES[name], f"{name}.html")
    assert detect(source) is reader
    golden(FIXTURES / f"{name}.golden.json", [plain(record) for record in reader.read(source)])


@pytest.mark.parametrize("name", PAGES)
def test_what_is_read_survives_our_own_json(name: str) -> None:
    records = read(PAGES[name], f"{name}.html")
    assert unburden_json.read(of(to_json(records), "record.json")) == records


OTHERS = ("", "<html>Register of deeds</html>", "<html>Register of Actions</html>", "CNT:01 #5\nDISPO:CONVICTED", '{"cases": []}')


@pytest.mark.parametrize("text", OTHERS)
def test_other_files_are_not_taken(text: str) -> None:
    assert reader.sniff(of(text)) == 0


# ---- what the page says


def test_pleas_decide_nothing_and_each_disposition_goes_to_its_charge() -> None:
    assert ends(only("oregon_ordinary")) == {
        "1": ("convicted", "2012-06-19"),
        "2": ("dismissed", "2012-06-19"),
        "3": ("not_filed", "2012-06-20"),
    }


def test_odd_white_space_entities_and_markup_in_names_are_text() -> None:
    record = only("oregon_ordinary")
    assert record.person.names == ("Quintéro, Marisol Adela", "O'Dell, Mari", "<script>alert(1)</script>")
    assert charges(record)["2"].printed("description") == "Giving False Information to a Peace Officer"


def test_a_sentence_of_money_alone_took_no_liberty() -> None:
    assert charges(only("oregon_ordinary"))["1"].released_date == "never"
    assert charges(only("oregon_amended"))["1"].released_date is None
    with_jail = PAGES["oregon_ordinary"].replace("Fine - Misdemeanor", "Jail - Day(s): 2.00; Fine")
    assert charges(read(with_jail)[0])["1"].released_date is None
    not_understood = PAGES["oregon_ordinary"].replace("Fine - Misdemeanor", "Frobnication")
    assert charges(read(not_understood)[0])["1"].released_date is None


@pytest.mark.parametrize(
    ("reduction", "owed", "printed"),
    [
        ("", "$200.00", "Fine - Misdemeanor $200.00, owed $200.00"),
        ("$50.00", "$150.00", "Fine - Misdemeanor $200.00, reduction $50.00, owed $150.00"),
        ("", "", "Fine - Misdemeanor $200.00"),
    ],
)
def test_each_sum_of_a_fine_says_what_it_is(reduction: str, owed: str, printed: str) -> None:
    cell = '<td style="text-align:right;padding-right:20px;" class="ssMenuText ssSmallText">{}</td>'
    cells = "".join(map(cell.format, ("$200.00", "", "$200.00")))
    assert PAGES["oregon_ordinary"].count(cells) == 1
    text = PAGES["oregon_ordinary"].replace(cells, "".join(map(cell.format, ("$200.00", reduction, owed))))
    (record,) = read(text)
    assert [part.printed for part in record.cases[0].charges[0].sentence] == [printed]


def test_the_balance_is_what_the_defendant_owes_and_unknown_without_a_section() -> None:
    assert only("oregon_ordinary").cases[0].balance_due == "1200.00"
    assert only("oregon_amended").cases[0].balance_due is None
    assert [record.cases[0].balance_due for record in read(PAGES["oregon_codefendants"])] == ["0.00", "900.00", None]
    credit = PAGES["oregon_ordinary"].replace("<b>1,200.00</b>", "<b>(25.00)</b>")
    assert read(credit)[0].cases[0].balance_due == "-25.00"


def test_two_spellings_of_one_defendant_are_one_person_with_a_note() -> None:
    record = only("oregon_converted")
    assert record.person.names == ("Hale, Tamsin Ruth", "HALE, TAMSIN")
    assert list(charges(record)) == ["1", "2", "3", "5", "6"]
    assert any("read as one person" in note for note in record.notes)


def test_two_people_of_one_page_are_two_records_and_nothing_crosses() -> None:
    dana, kit, junior = read(PAGES["oregon_codefendants"])
    assert [list(charges(each)) for each in (dana, kit, junior)] == [["1", "2"], ["3", "4"], []]
    assert charges(dana)["2"].outcome is not None
    assert dana.person_id != kit.person_id != junior.person_id
    assert [each.text for each in dana.set_aside] == ["19CR30900 (Co-Defendant)"]
    assert dana.cases[0].related == ("19CR30882", "19CR11111")
    assert any(each.text == "Disposition: 7. Assault IV: Dismissed" for each in dana.unread)


def test_a_lost_outcome_is_a_conviction_only_where_a_sentence_was_imposed() -> None:
    record = only("oregon_converted")
    assert ends(record)["1"] == ("convicted", "1988-04-14")
    assert ends(record)["2"] == (None, None)
    assert ends(record)["3"] == ("convicted", "1988-04-15")
    assert sum("because a sentence was imposed" in note for note in record.notes) == 2
    assert [each.text for each in record.unread] == ["Conversion - Disposition Types"]


def test_a_probation_violation_is_no_charge_and_no_second_conviction() -> None:
    record = only("oregon_converted")
    assert [each.text.partition(";")[0] for each in record.set_aside] == ["9. Probation Violation", "10. Probation Violation"]
    drugs, theft = charges(record)["1"], charges(record)["3"]
    assert sum(each.later for each in drugs.dispositions) == 3
    assert (drugs.probation_revoked_date, theft.probation_revoked_date) == ("1990-01-09", None)


def test_an_amended_sentence_replaces_and_keeps_the_one_before() -> None:
    charge = charges(only("oregon_amended"))["1"]
    assert {part.date for part in charge.sentence} == {"2016-11-18"}
    assert [part.kind for part in charge.sentence] == ["probation", "jail", "probation", "fine"]
    kept = [each.printed for each in charge.dispositions if each.printed.startswith(("Sentence (", "Amended Sentence ("))]
    assert [text.partition(")")[0] for text in kept] == ["Sentence (superseded on 2016-04-06", "Amended Sentence (superseded on 2016-11-18"]


def test_only_a_revocation_that_happened_counts() -> None:
    charge = charges(only("oregon_amended"))["1"]
    assert charge.probation_revoked_date == "2016-11-17"  # not the motion, not the canceled hearing, not the order to show cause
    assert charge.outcome is not None
    assert (charge.outcome.outcome, charge.outcome.date) == ("convicted", "2015-07-06")


def test_the_end_of_a_sentence_is_only_what_the_docket_states() -> None:
    assert all(charge.sentence_completed_date is None for _, charge in only("oregon_amended").charges())
    ended = PAGES["oregon_amended"].replace("<b>Reopened</b>", "<b>Order - Probation Terminated</b>")
    assert [charge.sentence_completed_date for _, charge in read(ended)[0].charges()] == ["2016-03-31", None, None, None]
    asked = PAGES["oregon_amended"].replace("<b>Reopened</b>", "<b>Motion - Probation Terminated</b>")
    assert all(charge.sentence_completed_date is None for _, charge in read(asked)[0].charges())


def test_a_charge_amended_in_the_name_of_its_disposition_loses_statute_and_level() -> None:
    amended = charges(only("oregon_amended"))
    attempt, reduced, fugitive = amended["2"], amended["3"], amended["4"]
    assert (attempt.printed("description"), attempt.printed("statute"), attempt.printed("level")) == (
        "Attempt to Commit Theft in the First Degree",
        None,
        None,
    )
    assert (reduced.printed("statute"), reduced.printed("level")) == ("164.354", "Violation")
    assert (fugitive.printed("statute"), ends(only("oregon_amended"))["4"][0]) == ("133.743", "transferred")


def test_a_deferred_adjudication_is_no_conviction_until_it_is_amended() -> None:
    charge = charges(only("texas_deferred"))["1"]
    assert [(each.outcome, each.later) for each in charge.dispositions if each.outcome or each.later] == [
        ("deferred", False),
        (None, True),
        (None, True),
        ("convicted", False),
    ]
    before = PAGES["texas_deferred"].replace("Adjudicated Guilty", "Amend Probation")
    assert ends(read(before)[0])["1"] == ("deferred", "2016-03-06")


def test_the_status_is_the_last_that_the_docket_says() -> None:
    assert only("texas_deferred").cases[0].status == "open"
    assert only("oregon_amended").cases[0].status == "closed"
    assert only("oregon_municipal").cases[0].status is None


@pytest.mark.parametrize(
    ("name", "jurisdiction", "county", "court"),
    [
        ("oregon_ordinary", "US-OR", "Lane", None),
        ("oregon_municipal", "US-OR", None, "Beaverton Municipal Court"),
        ("texas_deferred", "US-TX", None, "County Court at Law #2"),
        ("mistakes", None, "Gem", None),
    ],
)
def test_where_the_case_was_is_what_the_page_says(name: str, jurisdiction: str | None, county: str | None, court: str | None) -> None:
    case = only(name).cases[0]
    assert (case.jurisdiction, case.county, case.court) == (jurisdiction, county, court)
    assert ("jurisdiction" in case.spans) is (jurisdiction is not None)


def test_an_unknown_state_is_noted_and_an_address_is_no_evidence() -> None:
    moved = PAGES["mistakes"].replace("5 Pine", "Salem, OR 97301")
    assert read(moved)[0].cases[0].jurisdiction is None
    assert any("which state" in note for note in only("mistakes").notes)


def test_a_link_to_another_government_names_no_state() -> None:
    page = PAGES["oregon_municipal"].replace("courts.oregon.gov", "www.weather.gov")
    assert read(page)[0].cases[0].jurisdiction is None


def test_a_number_beside_its_label_and_a_name_of_someone_else_are_read_with_a_note() -> None:
    apart = PAGES["oregon_ordinary"].replace('<span style="font-variant: normal">201204417</span>', "<div>201204417</div>")
    assert read(apart)[0].cases[0].number == "201204417"
    other = PAGES["oregon_municipal"].replace("Charges: OKAFOR, NOOR D", "Charges: SMITH, PAT")
    assert any("SMITH, PAT" in note for note in read(other)[0].notes)


def test_a_second_plaintiff_can_name_the_state() -> None:
    page = PAGES["oregon_ordinary"].replace("State of Oregon\nvs", "Parking Patrol\nvs")
    assert read(page)[0].cases[0].jurisdiction == "US-OR"


def test_what_cannot_be_read_is_listed_and_loses_nothing_else() -> None:
    record = only("mistakes")
    listed = {each.text for each in record.unread}
    assert {"00/00/0000", "02/30/2019", "88888888", "99/99/2019", "DOB: 13/45/1999", "Mystery Label: something"} <= listed
    assert {"Bond #4", "$500", "twelve", "Bound Gagged", "Arrest: City Police", "Disposition: 2. Theft by Deception: "} <= listed
    assert ends(record) == {"1": (None, None), "2": (None, None), "8": ("dismissed", "2020-03-03")}


def test_pages_saved_into_one_file_are_one_person_with_two_cases() -> None:
    second = PAGES["oregon_ordinary"].replace("201204417", "201300001")
    (record,) = read(PAGES["oregon_ordinary"] + second)
    assert [case.number for case in record.cases] == ["201204417", "201300001"]


def test_a_kind_of_entry_not_known_here_decides_nothing() -> None:
    page = PAGES["oregon_ordinary"].replace("<b>Disposition</b>", "<b>Frobnication</b>")
    (record,) = read(page)
    assert ends(record)["2"] == (None, None)
    assert any(each.text == "Frobnication: 2. Giving False Information to a Peace Officer: Dismissed" for each in record.unread)


def test_a_crowd_of_defendants_is_listed() -> None:
    crowd = "".join(f"<tr><th>Defendant</th><th>A{n}, B</th></tr>" for n in range(50))
    records = read(PAGES["oregon_ordinary"].replace("Attorneys</th></tr>", f"Attorneys</th></tr>{crowd}"))
    assert len(records) == 40
    assert sum("more defendants" in each.why for each in records[0].unread) == 13


def test_a_page_without_a_case_says_so() -> None:
    (record,) = read("<html>Register of Actions<p>Search for a case</html>")
    assert [each.why for each in record.unread] == ["no case number was found on this page, so no case was read"]


# ---- the traps of the format that have no test above


def test_charge_tables_of_several_defendants_may_use_the_same_numbers() -> None:
    celia, noor = read(PAGES["texas_codefendants"])
    assert ends(celia) == {"1": ("dismissed", "2015-06-01"), "2": ("deferred", "2015-06-01")}
    assert ends(noor) == {"1": ("convicted", "2015-06-01")}
    assert "Okafor" not in repr(plain(celia)).replace("UNKNOWN OF WHOM", "")
    assert [each.text for each in celia.unread] == ["Disposition: 3. UNKNOWN OF WHOM: Dismissed"]


def test_dispositions_split_over_several_dates() -> None:
    assert ends(only("texas_revoked")) == {"1": ("convicted", "2012-09-10"), "2": ("dismissed", "2012-10-01")}


def test_a_revoked_probation_is_no_second_conviction_and_its_jail_is_the_sentence_now() -> None:
    charge = charges(only("texas_revoked"))["1"]
    assert [each.outcome for each in charge.dispositions if each.outcome] == ["convicted"]
    assert [each.printed for each in charge.dispositions if each.later] == ["Amended Disposition: Probation Revoked", "Amended Sentence"]
    assert (charge.probation_revoked_date, charge.released_date) == ("2014-02-14", None)
    assert [(part.kind, part.date) for part in charge.sentence] == [("jail", "2014-02-14")]
    asked = PAGES["texas_revoked"].replace("Probation Revoked", "Motion Withdrawn").replace("Order Revoking Probation", "Motion to Revoke")
    assert charges(read(asked)[0])["1"].probation_revoked_date is None


@pytest.mark.parametrize(("name", "number", "statute"), [("texas_revoked", "2", "481115(b)"), ("oregon_converted", "5", "4759924F")])
def test_a_statute_without_dots_is_kept_as_printed(name: str, number: str, statute: str) -> None:
    assert charges(only(name))[number].printed("statute") == statute


def test_a_birth_year_alone_is_what_is_known() -> None:
    assert only("oregon_ordinary").person.birth_dates == ("1992",)
    assert read(PAGES["texas_codefendants"])[0].person.birth_dates == ("1997",)


def test_a_municipal_or_parking_case_says_what_it_is() -> None:
    notes = only("oregon_municipal").notes
    assert any("is of the type" in note for note in notes)
    parking = PAGES["texas_revoked"].replace("Adult Felony - Filed by Indictment", "Parking Violation")
    assert any("“Parking Violation”" in note for note in read(parking)[0].notes)


def test_two_names_in_one_cell_are_two_names() -> None:
    assert only("texas_revoked").person.names == ("Linde, Rosa", "Lindt, Rosie")


def test_bonds_and_judicial_officers_are_passed_over() -> None:
    record = only("texas_revoked")
    assert record.unread == ()
    assert "Boyd" not in repr(plain(record))


def test_a_page_of_another_heading_with_labels_in_plain_cells() -> None:
    record = only("chronological_summary")
    (case,) = record.cases
    assert (case.jurisdiction, case.court, case.filed_date, case.related) == (
        "US-IN",
        "Marion Superior Court 5",
        "2012-01-05",
        ("491201FD000123",),
    )
    charge = charges(record)["1"]
    assert [(part.kind, part.printed) for part in charge.sentence] == [("jail", "Committed Directly to Jail: 180 Days")]
    assert [each.text for each in record.unread] == ["Plea by Agreement"]  # what these words mean there is not known


def test_a_page_of_the_newer_portal_is_not_taken() -> None:
    folder = FIXTURES.parent / "tyler_portal"
    assert {reader.sniff(of(path.read_bytes())) for path in folder.glob("*.html")} == {0.0}


# ---- where it stands


def spans_of(value: object) -> Iterator[tuple[str, Span]]:
    """Every text of a record that has a span of its own, with that span."""
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


@pytest.mark.parametrize("name", PAGES)
def test_every_value_stands_where_it_says(name: str) -> None:
    lines = [_html.clean(re.sub("<[^>]*>", "", line)) for line in PAGES[name].split("\n")]
    seen = 0
    for record in read(PAGES[name], f"{name}.html"):
        for text, span in spans_of(plain(record)):
            first = re.split(r"[ :;]", text)[0]
            if ":" not in text and not re.match(r"\d{4}-\d\d-\d\d|US-|[a-z_]+\Z", first):
                seen += 1
                assert span.line is not None
                assert first.replace(",", "") in lines[span.line - 1].replace(",", ""), (text, span)
    assert seen >= 5


def test_a_date_stands_where_it_says() -> None:
    charge = charges(only("oregon_amended"))["3"]
    assert charge.outcome is not None
    line = charge.outcome.spans["date"].line
    assert line is not None
    assert "07/06/2015" in PAGES["oregon_amended"].split("\n")[line - 1]


# ---- what must never happen


def all_text(records: list[Record]) -> str:
    return repr([plain(record) for record in records])


@pytest.mark.parametrize("name", PAGES)
def test_no_cut_raises(name: str) -> None:
    data = PAGES[name].encode()
    for end in range(0, len(data), 37):
        assert reader.read(of(data[:end])), end


MARKS = (b"<table>", b"</td>", b"<tr>", b"<!--", b'"', b"'", b"&#x0;", b"\xff\xfe", b"1.&nbsp;", b"<div>", b"</caption>", b"Case No. 2")


@settings(max_examples=200, deadline=None)
@given(name=st.sampled_from(list(PAGES)), data=st.data())
def test_no_change_raises(name: str, data: st.DataObject) -> None:
    page = bytearray(PAGES[name].encode())
    for _ in range(data.draw(st.integers(1, 8))):
        at = data.draw(st.integers(0, len(page) - 1))
        kind = data.draw(st.sampled_from(("cut", "flip", "double", "insert")))
        size = data.draw(st.integers(1, 400))
        if kind == "cut":
            del page[at : at + size]
        elif kind == "flip":
            page[at] = data.draw(st.integers(0, 255))
        elif kind == "double":
            page[at:at] = page[at : at + size]
        else:
            page[at:at] = data.draw(st.sampled_from(MARKS))
        if not page:
            return
    records = reader.read(of(bytes(page)))
    assert records
    assert unburden_json.read(of(to_json(records), "r.json")) == records


@settings(max_examples=200, deadline=None)
@given(st.binary(max_size=3000))
def test_no_bytes_raise(data: bytes) -> None:
    assert reader.read(of(data))
    assert reader.read(of(b"Register of Actions Case No. 5" + data))


@settings(max_examples=300, deadline=None)
@given(name=st.sampled_from(list(PAGES)), where=st.integers(0, 10_000))
def test_no_text_among_charges_and_dispositions_is_lost(name: str, where: int) -> None:
    """A word put anywhere between the tags of the charge table or the dispositions shows up again: as a value or as unread."""
    page = PAGES[name]
    title = re.search("Charge Information</div>(?:</caption>)?", page)
    assert title
    start, end = title.end(), page.index("OTHER EVENTS AND HEARINGS")
    gaps = [match.end() for match in re.finditer(r"</?(?:td|div|tr|b|br|span)\b[^<>]*>", page[start:end])]
    at = start + gaps[where % len(gaps)]
    before = page[:at]
    if before.endswith(("<b>", "</b>")) or re.search(r"(?:Created|Judicial Officer)[^<>]*\Z|font-size:8pt[^<>]*>\Z", before):
        return  # a block's heading, its officer and the day of its entry are understood and not all kept
    if before.rfind(">Bonds<") > before.rfind("Events &amp; Orders"):
        return  # nor are bonds
    assert "Zqxjkv" in all_text(read(f"{before}Zqxjkv{page[at:]}")), page[at - 80 : at + 40]


ROW = "<tr><td>1.</td><td>X</td><td></td><td>1</td><td>Misdemeanor</td><td>01/01/2000</td></tr>"
BLOCK = (
    '<tr><th>01/01/2000</th><td><b>Disposition</b><div style="padding-left: 10px">1. X'
    '<div style="padding-left: 40px">Convicted</div></div></td></tr>'
)
FLOODS = {
    "DISPOSITIONS</th>": [
        *("<b", '<a "', "<a '\"", "<!--", "<script>"),
        *("<div>", "<table><tr><td>", "<b>", "</table>", "&nbsp;", "x<span>y</span>", "<td>1.&nbsp;x", BLOCK),
    ],
    "Date\n            </th></tr>": [ROW, ROW.replace("X", "Probation Violation"), "<tr><td>1.</td></tr>"],
    "Attorneys</th></tr>": ["<tr><th>Defendant</th><th>A, B</th></tr>", "<tr><th>Plaintiff</th><th>State of Oregon</th></tr>"],
    "</html>": ["Case No. 1 ", ">OTHER EVENTS AND HEARINGS</th>", "<caption>x</caption>"],
}


@pytest.mark.parametrize(("place", "flood"), [(place, flood) for place, floods in FLOODS.items() for flood in floods])
def test_hostile_pages_take_linear_work(place: str, flood: str) -> None:
    """Each of these takes a tree builder, a careless pattern or a list walked once too often time that grows with the square."""
    page = PAGES["oregon_ordinary"]
    at = page.index(place) + len(place)
    assert read(page[:at] + flood * (500_000 // len(flood)) + page[at:])
    numbered = "".join(flood.replace("1.", f"{n % 9999}.").replace("A, B", f"A{n}, B") for n in range(500_000 // len(flood)))
    assert read(page[:at] + numbered + page[at:])


# ---- the corpus beside the project


def test_the_sample_pages_read_as_recorded(shared: Path) -> None:
    folder = shared / "records" / "oregon_oeci_html"
    records = [record for path in sorted(folder.glob("*.html")) for record in reader.read(Source(path.name, path, path.read_bytes()))]
    pairs = [pair for record in records for pair in record.charges()]
    assert len(records) == 9
    assert sum(len(record.cases) for record in records) == 9
    assert len(pairs) == 18
    assert {case.jurisdiction for case, _ in pairs} == {"US-OR"}
    assert sum(charge.outcome is not None for _, charge in pairs) == 8
    assert sum(len(charge.dispositions) for _, charge in pairs) == 26
    # One page is a template with its dates and outcomes in braces: those seven places are all that is not understood.
    assert [each.text[0] for record in records for each in record.unread] == ["{"] * 7


# ---- judgments that are withheld, and what does not convict


def test_a_sentence_or_judgment_that_is_held_back_is_no_conviction() -> None:
    held = ends(only("withheld_judgments"))
    assert held["2"] == ("deferred", "2016-04-06")  # found guilty, under a deferred sentence
    assert held["4"] == ("deferred", "2016-04-06")  # the words of the outcome are lost, the sentence says what it was
    assert held["9"] == ("withheld", "2016-04-06")
    entered = (
        PAGES["withheld_judgments"].replace("<b>Amended Disposition</b>", "<b>Disposition</b>").replace("1.&nbsp;Pros", "2.&nbsp;Pros")
    )
    assert ends(read(entered)[0])["2"] == ("convicted", "2018-05-07")


def test_a_deferred_start_of_a_sentence_holds_no_judgment_back() -> None:
    page = PAGES["withheld_judgments"].replace("Jail - Day(s): 10", "Sentence deferred until 05/01/2016")
    assert ends(read(page)[0])["1"] == ("convicted", "2016-04-06")


def test_what_stands_without_a_conviction_implies_none() -> None:
    record = only("withheld_judgments")
    assert [ends(record)[number] for number in ("10", "11", "14")] == [(None, None)] * 3
    assert not charges(record)["10"].sentence  # conditions of a release are no sentence
    for heading in ("Conditions of Release: 10.", "Community Supervision: 11.", "Judgment: 14."):
        assert any(each.text.startswith(heading) for each in record.unread)


def test_a_judgment_that_says_how_the_charge_ended_is_no_sentence_to_it() -> None:
    assert ends(only("withheld_judgments"))["13"] == ("dismissed", "2016-04-07")
    assert ends(only("withheld_judgments"))["12"] == ("convicted", "2016-04-07")
    acquitted = PAGES["withheld_judgments"].replace(
        '13.&nbsp;Fleeing on Foot<div style="padding-left: 40px">Dismissed', "13.&nbsp;Fleeing on Foot<div>Not Guilty"
    )
    assert ends(read(acquitted)[0])["13"] == ("acquitted", "2016-04-07")


def test_an_amended_disposition_that_repeats_the_outcome_moves_no_date() -> None:
    charge = charges(only("withheld_judgments"))["1"]
    assert ends(only("withheld_judgments"))["1"] == ("convicted", "2016-04-06")
    assert ("Amended Disposition: Convicted", True) in [(each.printed, each.later) for each in charge.dispositions]
    assert ends(only("withheld_judgments"))["6"] == ("dismissed", "2018-05-07")


def test_a_violation_of_supervision_is_no_charge() -> None:
    record = only("withheld_judgments")
    assert "15" not in charges(record)
    assert record.set_aside[0].text.startswith("15. Violation of Community Supervision")


def test_a_paper_that_opened_the_case_does_not_say_that_it_is_open_after_every_charge_ended() -> None:
    ordinary = (
        PAGES["oregon_ordinary"].replace("<b>Information</b>", "<b>Information (Open Case)</b>").replace("<b>Closed</b>", "<b>Order</b>")
    )
    case = read(ordinary)[0].cases[0]
    assert (case.status, case.status_printed) == (None, "Information (Open Case)")
    again = ordinary.replace("<b>Order</b>", "<b>Motion to Revoke (Reopen Case)</b>")
    assert read(again)[0].cases[0].status == "open"
    assert only("withheld_judgments").cases[0].status == "open"  # some charges have no outcome


def test_dispositions_below_the_docket_are_read() -> None:
    page = PAGES["withheld_judgments"]
    split = re.compile(
        r"(<tr><td>&nbsp;</td><td>&nbsp;</td><td>&nbsp;</td><th id=\"CDisp\">.*)(<tr><td>&nbsp;</td><td>&nbsp;</td><td>&nbsp;</td><th id=\"CO\">.*)(</table>)",
        re.S,
    )
    turned = split.sub(r"\2\1\3", page)
    assert turned != page
    assert ends(read(turned)[0]) == ends(only("withheld_judgments"))


def test_a_probation_that_ended_badly_completed_nothing() -> None:
    assert all(charge.sentence_completed_date is None for _, charge in only("withheld_judgments").charges())
    well = PAGES["withheld_judgments"].replace("terminated unsuccessfully", "terminated").replace("Hearing - Review", "Order")
    assert charges(read(well)[0])["3"].sentence_completed_date == "2017-06-05"


def test_the_tracking_number_is_kept() -> None:
    assert only("withheld_judgments").cases[0].tracking == ("9055001122 A001",)


def test_a_row_without_a_day_is_not_of_the_day_above_it() -> None:
    page = PAGES["withheld_judgments"].replace('id="RCDCD10">05/07/2018<', 'id="RCDCD10"><')
    assert page != PAGES["withheld_judgments"]
    assert [(each.outcome, each.date) for each in charges(read(page)[0])["6"].dispositions] == [
        ("convicted", "2016-04-06"),
        ("dismissed", None),
    ]
    assert ends(read(page)[0])["6"] == ("dismissed", None)  # as late as what stands above it


def test_two_lines_that_say_different_things_leave_the_outcome_open() -> None:
    line = "Comment: count 2 dismissed"
    page = PAGES["withheld_judgments"].replace(line, "Transferred to Juvenile Court", 1)
    assert ends(read(page)[0])["8"] == ("convicted", "2016-04-06")
    assert ends(read(PAGES["withheld_judgments"].replace(line, "Conviction vacated", 1))[0])["8"] == ("vacated", "2016-04-06")
    assert ends(read(PAGES["withheld_judgments"].replace(line, "Except for insanity", 1))[0])["8"] == (None, None)
