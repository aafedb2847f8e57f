from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from unburden.merge import merge
from unburden.readers import Source, detect, readers, unburden_json
from unburden.readers import maryland_case_search as reader
from unburden.readers.maryland_case_search.charges import day, outcome
from unburden.readers.unburden_json import plain, to_json
from unburden.record import Charge, Record

FIXTURES = Path(__file__).parent.parent / "fixtures" / "maryland_case_search"
PAGES = {path.stem: path.read_text(encoding="utf-8") for path in sorted(FIXTURES.glob("*.html"))}


def of(text: str | bytes, name: str = "page.html") -> Source:
    return Source(name, None, text.encode() if isinstance(text, str) else text)


def read(text: str | bytes, name: str = "page.html") -> list[Record]:
    return reader.read(of(text, name))


def charges(*records: Record) -> dict[str, Charge]:
    return {charge.charge_id.partition(":")[2]: charge for record in records for _, charge in record.charges()}


def ends(*records: Record) -> dict[str, tuple[str | None, str | None]]:
    outcomes = {number: charge.outcome for number, charge in charges(*records).items()}
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


def test_other_files_are_not_taken() -> None:
    others = [path for path in FIXTURES.parent.rglob("*") if path.is_file() and path.parent != FIXTURES]
    assert len(others) > 20
    assert [path.name for path in others if reader.sniff(of(path.read_bytes()))] == []
    assert all(
        reader.sniff(of(text)) == 0 for text in ("", "Case Number", "<html>maryland</html>", '<span class="Prompt">Case Number:</span>')
    )


def test_no_other_reader_takes_these() -> None:
    for name, text in PAGES.items():
        assert [each.FORMAT for each in readers() if each.sniff(of(text)) >= reader.sniff(of(text))] == [reader.FORMAT], name


# ---- what the pages say


def test_a_district_court_page() -> None:
    assert ends(*read(PAGES["district"])) == {
        "7B09990417:1": ("convicted", "2012-07-11"),
        "7B09990417:2": ("withheld", "2012-07-11"),  # probation before judgment is no conviction
        "7B09990417:3": ("deferred", "2012-07-11"),  # stet
        "7B09990417:4": ("nolle_prosequi", "2012-07-11"),
        "7B09990417:5": ("convicted", "2012-07-11"),
        "7B09990417:6": (None, None),  # merged
    }


def test_probation_before_judgment_outweighs_the_verdict_it_follows() -> None:
    charge = charges(*read(PAGES["circuit_older"]))["199999017:1"]
    assert [(each.printed, each.outcome, each.date) for each in charge.dispositions] == [
        ("Plea: GUILTY", None, "2012-09-04"),
        ("GUILTY", "convicted", "2012-09-04"),
        ("PROBATION BEFORE JUDGMENT", "withheld", "2012-10-01"),
    ]
    assert ends(*read(PAGES["circuit_older"]))["199999017:1"] == ("withheld", "2012-10-01")
    same_day = PAGES["circuit_older"].replace("10/01/2012", "09/04/2012")
    assert ends(*read(same_day))["199999017:1"][0] == "withheld"


def test_a_jury_trial_prayed_moves_only_the_charges_without_a_disposition() -> None:
    held = ends(*read(PAGES["jury_trial"]))
    assert held["7B09990418:1"] == ("transferred", None)
    assert held["7B09990418:2"] == ("nolle_prosequi", "2012-04-30")
    assert held["7B09990420:1"] == (None, None)  # "failed to appear" of the whole case is no outcome


def test_a_case_sent_to_the_circuit_court_says_so_and_has_no_charge() -> None:
    first = read(PAGES["jury_trial"])[0]
    assert [case.number for case in first.cases] == ["7B09990418", "7B09990419"]
    assert not first.cases[1].charges
    assert [each.text for each in first.set_aside] == ["Case transferred to Circuit Court. See Circuit Court case."]


def test_two_people_of_one_name_and_two_birth_dates_are_two() -> None:
    assert [record.person.birth_dates for record in read(PAGES["jury_trial"])] == [("1986-02-11",), ("1955-09-09",)]


def test_tracking_numbers_and_the_numbers_of_other_cases() -> None:
    numbers = [(case.tracking, case.related) for record in read(PAGES["circuit_older"]) for case in record.cases]
    assert numbers == [
        (("120009990418",), ("7B09990418",)),
        (("13-0009-99042-0",), ()),
        (("141009990001", "141009990002"), ("9D00099941",)),
    ]
    (mdec,) = read(PAGES["mdec"])[0].cases
    # and not the number of the police report
    assert (mdec.tracking, mdec.related) == (("181001999417",), ("C-99-CR-18-000417",))


PROMPT = '<tr><td><span class="FirstColumnPrompt">{}:</span></td><td><span class="Value">{}</span></td></tr>'


def page(number: str, court: str, charge: dict[str, str], **case: str) -> str:
    """A page of one charge, from its labels."""
    head = {"Court System": court, "Case Number": number, **{name.replace("_", " "): value for name, value in case.items()}}
    parts = (
        ("Case Information", head),
        ("Defendant Information", {"Defendant Name": "OMORI, JUNIE"}),
        ("Charge and Disposition Information", charge),
    )
    tables = (f"<h5>{title}</h5><table>" + "".join(PROMPT.format(*pair) for pair in held.items()) + "</table>" for title, held in parts)
    return f"<html><title>casesearch</title>{''.join(tables)}</html>"


def test_one_tracking_number_joins_the_district_and_the_circuit_court() -> None:
    charge = {"Charge No": "1", "Statute": "CR.11.306", "Charge Description": "PROSTITUTION", "Incident Date From": "03/29/2012"}
    lower = page(
        "7B09990418", "District Court For Howard County", {**charge, "Disposition": "JURY TRIAL PRAYED"}, Tracking_No="120009990418"
    )
    upper = page("13K12099990", "Circuit Court for Howard County", {**charge, "Disposition": "GUILTY"}, Tracking_Number="120009990418")
    merged = merge([*read(lower, "lower.html"), *read(upper, "upper.html")])
    assert [(case.number, [each.outcome and each.outcome.outcome for each in case.charges]) for case in merged.cases] == [
        ("13K12099990", ["convicted"])
    ]


def test_a_verdict_alone_is_no_conviction_while_the_disposition_is_blank() -> None:
    charge = {"Charge No": "1", "Charge Description": "X", "Verdict": "GUILTY", "Verdict Date": "03/01/2024", "Disposition": ""}
    for more, expected in (
        ({}, None),
        ({"Disposition": "GUILTY"}, "convicted"),
        ({"Fine": "$50.00"}, "convicted"),
        ({"Verdict": "NOT GUILTY"}, "acquitted"),
    ):
        (record,) = read(page("199", "Circuit Court for Howard County", {**charge, **more}))
        outcome = record.cases[0].charges[0].outcome
        assert (outcome and outcome.outcome, bool(record.notes)) == (expected, expected is None)


@pytest.mark.parametrize("label", ["Credit Time Served", "Confinement"])
def test_time_served_is_liberty_taken(label: str) -> None:
    charge = {"Charge No": "1", "Charge Description": "X", "Disposition": "GUILTY", "Fine": "$50.00"}
    for more, released in (({}, "never"), ({label: "00"}, "never"), ({label: "005"}, None)):
        (record,) = read(page("7B1", "District Court For Howard County", {**charge, **more}))
        assert record.cases[0].charges[0].released_date == released


def test_no_words_among_the_charges_are_lost() -> None:
    line = "COUNT 99 QWXZY CHARGE GUILTY 01/02/2003"
    for name, whole in PAGES.items():
        rows = whole.split("\n")
        first = next(n for n, row in enumerate(rows) if "<h5>charge and disp" in row.lower())
        last = next((n for n, row in enumerate(rows) if n > first and "<h5" in row.lower()), len(rows))
        for n in range(first + 1, last):
            assert "QWXZY" in to_json(read("\n".join([*rows[:n], line, *rows[n:]]))), (name, n)


def test_a_label_that_says_two_things_is_shown() -> None:
    twice = page("7B1", "District Court For Howard County", {"Charge No": "1", "Charge Description": "X"})
    twice = twice.replace(
        PROMPT.format("Charge Description", "X"), PROMPT.format("Charge Description", "X") + PROMPT.format("Charge Description", "Y")
    )
    (record,) = read(twice)
    assert [each.text for each in record.unread] == ["Howard County:7B1:1 charge description: Y"]


def test_an_mdec_page() -> None:
    (record,) = read(PAGES["mdec"])
    assert ends(record) == {
        "D-99-CR-18-099917:1": ("withheld", "2018-06-01"),
        "D-99-CR-18-099917:2": ("nolle_prosequi", "2018-06-01"),
        "D-99-CR-18-099917:3": ("transferred", None),  # a converted disposition
        "D-99-CR-18-099917:4": ("transferred", "2018-06-01"),
    }
    first = charges(record)["D-99-CR-18-099917:1"]
    assert first.printed("level") == "Misdemeanor"
    assert [part.printed for part in first.sentence] == ["supervised: 1 years", "restitution amount: $40.00"]


def test_a_sentence_that_could_be_for_either_charge_goes_to_neither() -> None:
    text = PAGES["mdec"].replace("Nolle Prosequi", "Guilty")
    (record,) = read(text)
    assert not any(charge.sentence for charge in charges(record).values())
    assert [note for note in record.notes if "does not say which charge" in note and "supervised: 1 years" in note]


def test_an_amended_charge_has_its_stage_and_day() -> None:
    held = charges(*read(PAGES["district"]))
    assert [(each.stage, each.date) for each in held["7B09990417:3"].versions] == [("amended", "2012-05-02")]
    assert [(each.stage, each.date) for each in held["7B09990417:1"].versions] == [("filed", None)]


def test_a_span_of_days_is_the_month_or_year_that_it_lies_in() -> None:
    held = {**charges(*read(PAGES["district"])), **charges(*read(PAGES["circuit_older"]))}
    dates = {number: charge.offense_date for number, charge in held.items()}
    assert dates["7B09990417:1"] == "2012-03-29"
    assert dates["7B09990417:2"] == "2012-03"
    assert dates["7B09990417:4"] is None
    assert dates["99K13099917:1"] is None


def test_terms_of_nothing_are_left_out_and_a_sentence_outside_took_no_liberty() -> None:
    held = charges(*read(PAGES["district"]))
    assert [(each.kind, each.printed) for each in held["7B09990417:1"].sentence] == [
        ("fine", "court costs: $57.50"),
        ("probation", "probation end date: 07/11/2013"),
        ("jail", "jail term: 60 days"),
        ("suspended", "suspended term: 60 days"),
    ]
    assert {number[-1]: charge.released_date for number, charge in held.items()} == {
        "1": None,
        "2": "never",
        "3": None,
        "4": None,
        "5": "never",
        "6": None,
    }


def test_a_label_that_is_not_known_is_shown() -> None:
    (record,) = read(PAGES["circuit_older"])
    assert [(each.text, each.why) for each in record.unread] == [
        ("Wicomico County:99K13099917:2 mystery label: Something", "nothing is read from this label")
    ]


def test_nobody_elses_name_and_no_address_is_kept() -> None:
    for name, text in PAGES.items():
        kept = to_json(read(text, f"{name}.html")).lower()
        assert "keptnot" not in kept
        assert "nowhere" not in kept


def test_aliases_are_names_of_the_person() -> None:
    assert read(PAGES["mdec"])[0].person.names == ("Tavares-Omori, June Elena", "Omori, June")
    assert read(PAGES["circuit_older"])[0].person.names == ("TAVARES-OMORI, JUNE E", "TAVARES, JUNE", "Tavares-Omori, June E", "Junie")


def test_a_civil_page_is_set_aside() -> None:
    text = PAGES["mdec"][: PAGES["mdec"].index("<H5>Charge and Disposition")].replace("County - Criminal", "County - Civil System")
    (record,) = read(text)
    assert not record.cases
    assert [each.why for each in record.set_aside] == ["this is not a criminal case"]


@pytest.mark.parametrize(
    ("printed", "expected"),
    [
        ("PROBATION BEFORE JUDGMENT", "withheld"),
        ("Probation Before Judgment - Unsupervised", "withheld"),
        ("6-220 PBJ", "withheld"),
        ("STET", "deferred"),
        ("NOLLE PROSEQUI", "nolle_prosequi"),
        ("Nolle Pros", "nolle_prosequi"),
        ("Forwarded - Circuit Court", "transferred"),
        ("FORWARDED TO JUVENILE AUTHORITIES", "transferred"),
        ("Jury Trial Prayed", "transferred"),
        ("Judgment of Acquittal", "acquitted"),
        ("Court Dismissed Case", "dismissed"),
        ("Guilty - Prepaid", "convicted"),
        ("Nolo Contendere", "convicted"),
        ("Not Criminally Responsibl", "insanity"),
        ("Merged with a Related Citation", None),
        ("Abated by Death", None),
        ("Appeal Dismissed", None),
        ("Compromise", None),
        ("SENTENCE", None),
        ("TRIAL", None),
        ("FAILED TO APPEAR", "pending"),
    ],
)
def test_the_courts_words(printed: str, expected: str | None) -> None:
    assert outcome(printed) == expected


def test_days() -> None:
    assert (day("03/29/2012"), day("3/9/2012 "), day("00/00/0000"), day("13/45/2018"), day("")) == (
        "2012-03-29",
        "2012-03-09",
        None,
        None,
        None,
    )


def test_spans_lead_to_the_line() -> None:
    lines = PAGES["district"].split("\n")
    charge = charges(*read(PAGES["district"]))["7B09990417:2"]
    for span in (charge.dispositions[-1].spans["printed"], charge.versions[0].spans["statute"]):
        assert span.line is not None
    assert "PROBATION BEFORE JUDGMENT" in lines[(charge.dispositions[-1].spans["printed"].line or 0) - 1]
    assert "19.22.10" in lines[(charge.versions[0].spans["statute"].line or 0) - 1]


def test_a_page_without_a_case_number_says_so() -> None:
    (record,) = read('<span class="FirstColumnPrompt">Name:</span>')
    assert [each.why for each in record.unread] == ["no case number was found on this page, so no case was read"]


# ---- hostile pages

_START = '<h5>Case Information</h5><span class="FirstColumnPrompt">Case Number:</span><span class="Value">1</span>'


@pytest.mark.parametrize(
    "piece",
    [
        "<div>",
        "<!--",
        "<script>",
        "<span class=",
        '<span class="Prompt">',
        '<span class="Value">x</span>',
        "<h5>",
        "<i>",
        "&#",
        "<h5>Charge and Disposition Information</h5>",
        '<span class="FirstColumnPrompt">Charge No:</span><span class="Value">1</span>',
        '<span class="FirstColumnPrompt">Disposition:</span><span class="Value">GUILTY</span>',
        _START,
    ],
)
def test_a_flood_is_read_in_time(piece: str) -> None:
    text = _START + "<h5>Charge and Disposition Information</h5>" + piece * (20_000 if len(piece) > 40 else 100_000)
    start = time.perf_counter()
    assert read(text)
    assert time.perf_counter() - start < 10


@settings(max_examples=120, deadline=None)
@given(
    st.lists(
        st.sampled_from(
            [
                _START,
                "<h5>",
                "</h5>",
                "<i>",
                "</i>",
                "<hr>",
                '<div class="AltBodyWindow1">',
                '<span class="Value">',
                '<span class="Prompt">',
                "</span>",
                "Charge No:",
                "Disposition:",
                "Jail Term:",
                "Yrs:",
                "Guilty",
                "01/02/2003",
                "Charge and Disposition Information",
                "Probation:",
                "5",
            ]
        )
        | st.text(max_size=8),
        max_size=60,
    )
)
def test_no_text_makes_the_reader_raise(pieces: list[str]) -> None:
    assert read("".join(pieces))


@settings(max_examples=60, deadline=None)
@given(st.sampled_from(sorted(PAGES)), st.integers(0, 30_000), st.text(max_size=6), st.integers(0, 60))
def test_no_damage_makes_the_reader_raise(name: str, at: int, put: str, cut: int) -> None:
    text = PAGES[name]
    assert read(text[: at % len(text)] + put + text[at % len(text) + cut :])
