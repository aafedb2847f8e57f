from __future__ import annotations

import re
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from unburden import terms
from unburden.readers import Source, detect, unburden_json
from unburden.readers import tyler_portal as reader
from unburden.readers.tyler_portal.case import outcome, state_of
from unburden.readers.unburden_json import plain, to_json
from unburden.record import Charge, Record

FIXTURES = Path(__file__).parent.parent / "fixtures"
OWN = FIXTURES / "tyler_portal"
PAGES = {path.stem: path.read_text(encoding="utf-8") for path in sorted(OWN.glob("*.html"))}


def of(text: str | bytes, name: str = "page.html") -> Source:
    return Source(name, None, text.encode() if isinstance(text, str) else text)


def read(text: str | bytes) -> list[Record]:
    return reader.read(of(text))


def only(name: str) -> Record:
    (record,) = read(PAGES[name])
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
    golden(OWN / f"{name}.golden.json", [plain(record) for record in reader.read(source)])


@pytest.mark.parametrize("name", PAGES)
def test_what_is_read_survives_our_own_json(name: str) -> None:
    records = read(PAGES[name])
    assert unburden_json.read(of(to_json(records), "record.json")) == records


def test_other_formats_are_not_taken() -> None:
    others = [path for path in FIXTURES.rglob("*") if path.is_file() and path.parent != OWN and path.suffix != ".toml"]
    assert len(others) > 20
    assert [path for path in others if reader.sniff(Source(path.name, path, path.read_bytes()))] == []


# ---- the traps


def test_every_offense_rendered_twice_is_one_charge() -> None:
    page = PAGES["north_carolina_district"]
    assert page.count("&nbsp;01.") == 2
    assert list(charges(only("north_carolina_district"))) == ["01", "02", "03", "04"]


@pytest.mark.parametrize("gone", ["hide-gt-sm", "hide-sm hide-xs"])
def test_a_page_saved_without_the_hidden_rendering_reads_the_same(gone: str) -> None:
    page = re.sub(rf'<tr [^>]*class="{gone} ng-scope">.*?</tr>', "", PAGES["north_carolina_district"], flags=re.S)
    assert page.count("&nbsp;01.") == 1
    (record,) = read(page)
    whole = charges(only("north_carolina_district"))
    for number, charge in charges(record).items():
        assert [(v.statute, v.description, v.level, v.date) for v in charge.versions] == [
            (v.statute, v.description, v.level, v.date) for v in whole[number].versions
        ]
    assert ends(record) == ends(only("north_carolina_district"))


def test_a_page_saved_without_the_programs_marks_of_rows_counts_each_offense_once() -> None:
    (record,) = read(re.sub(r' ng-repeat-start="[^"]*"', "", PAGES["north_carolina_district"]))
    assert list(charges(record)) == ["01", "02", "03", "04"]


def test_pleas_and_outcome_of_a_migrated_vermont_case_stand_among_its_events() -> None:
    record = only("vermont_migrated")
    assert ends(record) == {
        "1": ("convicted", "2007-09-04"),
        "2": ("deferred", "2007-09-04"),  # the Dispositions have this one, so the events do not decide it
        "3": ("nolle_prosequi", "2007-09-04"),
        "4": (None, None),  # a motion, and an entry struck out
    }
    pleas = [each for each in charges(record)["1"].dispositions if each.printed.startswith("Plea: ")]
    assert [(each.printed, each.outcome) for each in pleas] == [("Plea: Not Guilty Plea", None), ("Plea: Guilty Plea", None)]
    # What says another outcome of charge 2, and the plea that names no charge.
    assert [each.text for each in record.unread] == ["Charge Disposition Disputes 2,3: Dismissed by State", "Not Guilty Plea"]


def test_events_of_a_case_that_was_not_migrated_are_not_read() -> None:
    page = re.sub("Conversion Open|VTADS", "Opened", PAGES["vermont_migrated"])
    (record,) = read(page)
    assert ends(record)["1"] == (None, None)
    assert charges(record)["1"].dispositions == ()


def test_an_unknown_disposition_code_stays_unknown_with_its_words() -> None:
    hale, okafor = read(PAGES["two_defendants"])
    assert ends(okafor)["53"] == (None, None)
    assert [each.printed for each in charges(okafor)["53"].dispositions] == ["SXQ"]
    assert any(each.text == "SXQ" for each in hale.unread)
    for code in ("DVD", "VDN", "SXQ", "GUJ", "PJ", "JR"):
        assert outcome(code) is None


@pytest.mark.parametrize(
    ("words", "meaning"),
    [
        ("District Dismissed by the Court - No Plea Agreement", "dismissed"),
        ("VD-Superior Dismissals w/o Leave by DA - Per Plea Agreement", "dismissed"),
        ("VL-District Dismissals with Leave by DA", "pending"),
        ("District Guilty - Judge", "convicted"),
        ("Guilty - Jury", "convicted"),
        ("Superior Not Guilty - Judge", "acquitted"),
        ("District Not Responsible - Judge", "acquitted"),
        ("Not Responsible - Jury", "acquitted"),
        ("No Probable Cause Found", "dismissed"),
        ("District Never to Be Served", "dismissed"),
        ("District Responsible - Judge", None),
        ("Superior Deferred Proceeding/Prosecution Dismissal", "dismissed"),
        ("District Probable Cause Found", None),
    ],
)
def test_north_carolinas_phrases(words: str, meaning: str | None) -> None:
    assert outcome(words) == meaning


def test_dispositions_of_district_and_superior_court() -> None:
    hale = charges(read(PAGES["two_defendants"])[0])
    appealed = hale["52"]
    assert [each.outcome for each in appealed.dispositions] == ["convicted", "acquitted"]
    assert appealed.outcome is not None
    assert appealed.outcome.outcome == "acquitted"
    superseded = hale["01"].outcome
    assert superseded is not None
    assert superseded.outcome == "transferred"


def test_an_amended_disposition_replaces_the_one_of_its_day() -> None:
    charge = charges(read(PAGES["two_defendants"])[0])["51"]
    assert [each.printed.partition(":")[0] for each in charge.dispositions] == ["Superior Guilty - Judge", "Amended"]
    assert charge.outcome is not None
    assert charge.outcome.outcome == "dismissed"


def test_several_defendants_are_several_records_and_nothing_crosses() -> None:
    hale, okafor = read(PAGES["two_defendants"])
    assert (list(charges(hale)), list(charges(okafor))) == (["01", "51", "52"], ["51", "53"])
    assert (ends(hale)["51"][0], ends(okafor)["51"][0]) == ("dismissed", "convicted")
    assert hale.person_id != okafor.person_id
    assert "OKAFOR" not in to_json([hale])
    assert "HALE" not in to_json([okafor]).replace("TAMSIN RUTH HALE", "")


def test_charges_of_several_defendants_without_a_name_are_nobodys() -> None:
    page = re.sub(r'<tr ng-if="::roaSection\.chargeInfo\.ShowPartyNames".*?</tr>', "", PAGES["two_defendants"], flags=re.S)
    page = re.sub(r'<div ng-if="::event\.ShowPartyNames"[^>]*>[^<]*</div>', "", page)
    records = read(page)
    assert [list(charges(each)) for each in records] == [[], []]
    assert sum("does not say whose this is" in each.why for each in records[0].unread) == 5


def test_what_is_struck_out_is_set_aside_and_decides_nothing() -> None:
    okafor = read(PAGES["two_defendants"])[1]
    assert [each.text for each in okafor.set_aside] == ["05/07/2013 Disposition 53. CONSPIRE FELONY LARCENY Superior Guilty - Judge"]
    unstruck = read(PAGES["two_defendants"].replace('class="roa-text-strike"', ""))[1]
    assert ends(unstruck)["53"] == ("convicted", "2013-05-07")


def test_pleas_and_later_kinds_of_event_decide_nothing() -> None:
    page = PAGES["north_carolina_district"].replace("-criminal-disposition-event", "-plea-event")
    assert ends(read(page)[0])["01"] == (None, None)
    page = PAGES["north_carolina_district"].replace("-criminal-disposition-event", "-bond-event")
    (record,) = read(page)
    assert ends(record)["01"] == (None, None)
    assert any("not known here" in each.why for each in record.unread)


def test_a_sentence_without_an_outcome_leaves_it_unknown() -> None:
    page = PAGES["north_carolina_district"].replace("District Guilty - Judge", "Frobnicated")
    (record,) = read(page)
    assert ends(record)["01"] == (None, None)
    assert any(each.why == "a sentence is printed for this charge, but no outcome" for each in record.unread)


def test_a_blank_disposition_is_a_state_of_its_own() -> None:
    assert charges(only("north_carolina_district"))["03"].dispositions == ()


def test_a_number_that_two_charges_share_decides_neither() -> None:
    record = only("mistakes")
    assert (ends(record)["1"], ends(record)["1 (2)"]) == ((None, None), (None, None))
    assert any(each.text == "1. Guilty" for each in record.unread)


def test_what_nobody_needs_is_not_kept() -> None:
    for name in PAGES:
        kept = to_json(read(PAGES[name]))
        for word in (
            "QUARRY",
            "27000",
            "White",
            "Female",
            "00000000",
            "Somebody",
            "JUDICIAL",
            "OFFICER, SOME",
            "Lawyer",
            "Prosecutor",
            "Millbrook",
        ):
            assert word not in kept, (name, word)


@pytest.mark.parametrize(
    ("url", "state"),
    [
        ("https://portal-nc.tylertech.cloud/app/", "US-NC"),
        ("https://portal-txbexar.tylertech.cloud/app/", "US-TX"),
        ("https://portal-nevada.tylertech.cloud/app/", "US-NV"),
        ("https://portal-newtown.tylertech.cloud/app/", None),
        ("https://publicportal.courts.vt.gov/app/", "US-VT"),
        ("https://portal.example.org/app/", None),
        ("https://www.weather.gov/", None),
        ("ftp://vt.gov", None),
    ],
)
def test_the_state_of_a_portals_address(url: str, state: str | None) -> None:
    assert state_of(url) == state


def test_the_status_of_the_case_is_the_first_that_is_listed() -> None:
    assert only("north_carolina_district").cases[0].status == "closed"
    page = PAGES["north_carolina_district"].replace("Disposed</span>", "Reopened</span>")
    assert read(page)[0].cases[0].status == "open"
    assert only("mistakes").cases[0].status is None


def test_the_balance_due() -> None:
    assert only("vermont_migrated").cases[0].balance_due == "147.50"
    assert only("north_carolina_district").cases[0].balance_due is None
    twice = PAGES["vermont_migrated"].replace("<div>147.50</div>", "<div>147.50</div><span>Balance Due</span><span>5.00</span>")
    (record,) = read(twice)
    assert record.cases[0].balance_due is None
    assert [each.text for each in record.unread if "balances" in each.why] == ["147.50", "5.00"]


def test_pages_saved_into_one_file_are_one_person_with_two_cases() -> None:
    second = PAGES["north_carolina_district"].replace("09CR777001-990", "10CR000002-990")
    (record,) = read(PAGES["north_carolina_district"] + second)
    assert [case.number for case in record.cases] == ["09CR777001-990", "10CR000002-990"]


def test_a_page_without_a_case_says_so() -> None:
    (record,) = read("<html><title>Register of Actions</title><base href='/app/RegisterOfActions/'></html>")
    assert [each.why for each in record.unread] == ["no section of a case was found on this page, so no case was read"]


def test_a_page_that_breaks_off_says_so() -> None:
    page = PAGES["north_carolina_district"]
    (record,) = read(page[: page.index('data-header-text="Dispositions"')])
    assert any("breaks off" in each.why for each in record.unread)


def test_values_stand_where_they_say() -> None:
    lines = PAGES["north_carolina_district"].split("\n")
    charge = charges(only("north_carolina_district"))["01"]
    outcome_ = charge.outcome
    assert outcome_ is not None
    for span, text in (
        (charge.spans["offense_date"], "02/28/2009"),
        (outcome_.spans["printed"], "District Guilty - Judge"),
        (outcome_.spans["date"], "08/14/2009"),
        (charge.versions[0].spans["statute"], "14-204(7)"),
        (charge.sentence[1].spans["printed"], "Fine $100.00"),
    ):
        assert span.line is not None
        assert text in lines[span.line - 1]


# ---- what must never happen


@pytest.mark.parametrize("name", PAGES)
def test_no_cut_raises(name: str) -> None:
    data = PAGES[name].encode()
    for end in range(0, len(data), 401):
        assert reader.read(of(data[:end])), end


#: What is understood and not kept: who arrested, when an entry was made, who judged, the headings of columns, earlier statuses.
PASSED = re.compile(
    r'data-header-text|label="(?:Agency|Created|Date):"[^§]*\Z|Judicial Officer[^<]*</span>\Z|<th\b[^§]*\Z|CaseStatuses|CaseType|Arrest|ng-repeat-end'
)


@settings(max_examples=250, deadline=None)
@given(name=st.sampled_from(["north_carolina_district", "two_defendants", "vermont_migrated"]), where=st.integers(0, 10_000))
def test_no_text_among_charges_and_dispositions_is_lost(name: str, where: int) -> None:
    """A word put anywhere between the tags of the offenses or the dispositions shows up again: as a value or as unread."""
    page = PAGES[name]
    start, end = page.index("<thead>"), page.index("Relations" if "Relations" in page else 'data-header-text="Party Information"')
    parts = [(start, end), (page.index('data-header-text="Dispositions"'), page.index("Keyboard"))]
    gaps = [begin + each.end() for begin, end in parts for each in re.finditer(r"<(?:td|div|tr|span)\b[^<>]*>", page[begin:end])]
    at = gaps[where % len(gaps)]
    if PASSED.search(page[max(0, at - 420) : at]) or "<footer>" in page[:at] or 'text="Hearings"' in page[:at] or 'text="Fin' in page[:at]:
        return
    assert "Zqxjkv" in repr([plain(record) for record in read(f"{page[:at]}Zqxjkv{page[at:]}")]), page[at - 90 : at + 40]


def test_the_levels_of_north_carolina_are_understood() -> None:
    levels = {number: charge.printed("level") or "" for number, charge in charges(only("north_carolina_district")).items()}
    assert {number: terms.level(level) for number, level in levels.items()} == {
        "01": (15, 15),
        "02": (14, 14),
        "03": (16, 16),
        "04": (1, 1),
    }
    assert terms.level("FNC (Felony No Class)") == terms.KINDS["felony"]


def test_a_heading_that_is_not_known_is_shown() -> None:
    (record,) = read(PAGES["vermont_migrated"].replace("\nDisposition\n", "\nDisposition Withdrawn\n"))
    assert any(each.text == "Disposition Withdrawn" for each in record.unread)


def test_a_name_that_no_party_has_is_shown() -> None:
    page = PAGES["two_defendants"]
    at = page.rindex('ng-scope">OKAFOR, NOOR D')
    (first, _) = read(page[:at] + 'ng-scope">STRANGER, A' + page[at + 24 :])
    assert any(each.why == "no defendant of this name is among the parties" for each in first.unread)


@pytest.mark.parametrize(("kind", "noted"), [("Juvenile", True), ("Infraction", True), ("Criminal", False), ("Misdemeanor", False)])
def test_a_case_that_is_no_ordinary_prosecution_says_so(kind: str, noted: bool) -> None:
    (record,) = read(PAGES["north_carolina_district"].replace('ng-binding">Criminal<', f'ng-binding">{kind}<'))
    assert any("of the type" in each for each in record.notes) is noted


MARKS = (
    b"<table>",
    b"</td>",
    b"<tr>",
    b"<!--",
    b'"',
    b"</section>",
    b' label="Statute"',
    b' data-header-text="Case Summary"',
    b"1.",
    b"\xff\xfe",
)


@settings(max_examples=80, deadline=None)
@given(name=st.sampled_from(list(PAGES)), data=st.data())
def test_no_change_raises(name: str, data: st.DataObject) -> None:
    page = bytearray(PAGES[name].encode())
    for _ in range(data.draw(st.integers(1, 8))):
        at = data.draw(st.integers(0, len(page) - 1))
        kind = data.draw(st.sampled_from(("cut", "flip", "double", "insert")))
        size = data.draw(st.integers(1, 4000))
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
    assert unburden_json.read(of(to_json(records), "r.json")) == records


@settings(max_examples=100, deadline=None)
@given(st.binary(max_size=2000))
def test_no_bytes_raise(data: bytes) -> None:
    assert reader.read(of(data))
    assert reader.read(of(b'<h1 data-header-text="Case Information"><td>' + data))


def _between(page: str, start: str, end: str) -> str:
    begin = page.index(start)
    return page[begin : page.index(end, begin + 1)]


NC = PAGES["north_carolina_district"]
FLOODS = {
    "a charge": ("Dispositions", _between(NC, "<tr ng-repeat-start", '<tr ng-repeat-end=""')),
    "a disposition": (
        "Dispositions",
        _between(NC, '<div class="roa-pad-0 roa-event-info ng-scope roa-event-info-criminal', '<div class="roa-pad-0 roa-ev'),
    ),
    "a party": ("Party Information", '<tr class="roa-party-row"><td>Defendant</td><td><table><tr><td>ROE, A</td></tr></table></td></tr>'),
    "a page": ("Case Summary", '<h1 data-header-text="Case Summary"></h1>Case No. 5<h1 data-header-text="Party Information"></h1>'),
    "an open comment": ("Dispositions", "<!--"),
    "an open attribute": ("Dispositions", ' label="'),
    "a label": ("Dispositions", ' label="x"'),
    "an open tag": ("Dispositions", "<div"),
    "nesting": ("Dispositions", "<div><table>"),
    "a plea": ("Case Events", '<div class="roa-event-info-event">01/01/2001<p>Guilty Plea<p>VTADS Dispute(s): 1-900'),
    "money": ("Dispositions", '<h1 data-header-text="Financial Information"></h1>Balance Due 5.00'),
}


@pytest.mark.parametrize("kind", FLOODS)
def test_hostile_pages_take_linear_work(kind: str) -> None:
    section, flood = FLOODS[kind]
    at = NC.index(">", NC.index(f'data-header-text="{section}"')) + 1
    begin = time.monotonic()
    assert read(NC[:at] + flood * (1_000_000 // len(flood)) + NC[at:])
    numbered = "".join(re.sub(r"\b01\.", f"{n % 9999}.", flood.replace("ROE, A", f"ROE{n}, A")) for n in range(1_000_000 // len(flood)))
    assert read(NC[:at] + numbered + NC[at:])
    assert time.monotonic() - begin < 20


# ---- the corpus beside the project


def test_the_sample_page_reads_as_recorded(shared: Path) -> None:
    path = shared / "records" / "nc_portal_html" / "record.html"
    (record,) = reader.read(Source(path.name, path, path.read_bytes()))
    (case,) = record.cases
    (charge,) = case.charges
    assert (case.jurisdiction, case.county, case.filed_date, case.status) == ("US-NC", "Wake", "2001-01-09", "closed")
    assert charge.outcome is not None
    assert (charge.outcome.outcome, charge.outcome.date, charge.arrest_date) == ("dismissed", "2001-12-01", "2001-01-03")
    # All of the page is understood: one case, one charge, one outcome, no line unread.
    assert (record.unread, record.set_aside, record.notes) == ((), (), ())


# ---- found on a second reading


NC = PAGES["north_carolina_district"]
#: The first disposition of the page: what stands where the outcome does.
FOUND = "District Guilty - Judge\n"


def test_found_responsible_for_an_infraction_convicts_nobody() -> None:
    (record,) = read(NC.replace(FOUND, "District Responsible - Judge\n"))
    assert ends(record)["01"] == (None, None)
    assert any("no conviction of a crime" in each.why for each in record.unread)
    assert outcome("District Not Responsible - Magistrate") == "acquitted"


def test_a_sentence_that_holds_judgment_back_is_no_conviction() -> None:
    assert ends(only("north_carolina_district"))["01"][0] == "convicted"
    sentence = NC.replace("roa-event-info-plea-event", "roa-event-info-sentence-event").replace("\nPlea\n", "\nSentence\n")
    (record,) = read(sentence.replace("\nGuilty\n", "\nPrayer for Judgment Continued\n"))
    assert ends(record)["01"] == ("deferred", "2009-08-14")
    assert charges(record)["01"].sentence[0].printed == "Prayer for Judgment Continued"


def test_only_the_field_of_the_disposition_is_one() -> None:
    part = '<div ng-if="::criminalDisposition.Charge.ChargeOffense.GOC.Description" class="roa-indent-3">\nDismissed\n</div>'
    field = '<div ng-if="::criminalDisposition.CriminalDispositionTypeId.Description" class="roa-indent-3 ng-binding ng-scope">\n'
    (record,) = read(NC.replace(field + FOUND, part + field + FOUND))
    assert ends(record)["01"][0] == "convicted"
    assert any(each.text == "remark: Dismissed" for each in record.unread)


def test_an_amended_disposition_that_repeats_the_outcome_moves_no_date() -> None:
    row = re.search(
        r'<div class="roa-pad-0 roa-event-info ng-scope roa-event-info-criminal-disposition-event".*?Guilty - Judge\n.*?(?=<div class="roa-pad-0)',
        NC,
        re.S,
    )
    assert row
    again = (
        row[0]
        .replace("\nDisposition\n", "\nAmended Disposition\n")
        .replace("08/14/2009\n</span></div></div>", "09/30/2015\n</span></div></div>", 1)
    )
    (record,) = read(NC.replace(row[0], row[0] + again))
    assert ends(record)["01"] == ends(only("north_carolina_district"))["01"]
    assert any(each.later and each.date == "2015-09-30" for each in charges(record)["01"].dispositions)


@pytest.mark.parametrize("place", ["above the first event", "behind the time of entry"])
def test_no_line_among_the_dispositions_is_passed_over(place: str) -> None:
    head, mark, rest = NC.partition('data-header-text="Dispositions"')
    at = '<md-card-content class="roa-section-content">\n' if place == "above the first event" else "08/14/2009 12:00 AM\n"
    assert at in rest
    shown = "COUNT 99 MYSTERY CHARGE GUILTY" if place == "above the first event" else "</span><br>COUNT 99 MYSTERY CHARGE GUILTY<span>\n"
    (record,) = read(head + mark + rest.replace(at, at + shown, 1))
    assert any("COUNT 99 MYSTERY CHARGE GUILTY" in each.text for each in record.unread)


def test_two_people_of_one_name_are_called_apart() -> None:
    page = NC.replace("05/17/1988", "05/18/1977")
    one, other = read(NC + page)
    assert one.person_id != other.person_id


def test_marks_without_any_line_are_no_page() -> None:
    (record,) = read('Register of Actions <!-- data-header-text="Case Summary" roa-header')
    assert [each.why for each in record.unread] == ["no section of a case was found on this page, so no case was read"]


def test_an_event_that_says_another_outcome_than_the_dispositions_is_shown() -> None:
    record = only("vermont_migrated")
    assert ends(record)["2"][0] == "deferred"
    assert [each.text for each in record.unread if "the dispositions something else" in each.why] == [
        "Charge Disposition Disputes 2,3: Dismissed by State"
    ]
    (same,) = read(PAGES["vermont_migrated"].replace("Disputes 2,3: Dismissed by State", "Disputes 2,3: Deferred sentence"))
    assert not any("the dispositions something else" in each.why for each in same.unread)
