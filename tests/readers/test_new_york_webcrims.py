from __future__ import annotations

import re
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from unburden.offenses import load_offenses
from unburden.readers import Source, detect, read_files, readers, unburden_json
from unburden.readers import new_york_webcrims as reader
from unburden.readers.unburden_json import plain, to_json
from unburden.record import Charge, Record, flatten

ROOT = Path(__file__).parent.parent.parent
FIXTURES = ROOT / "tests" / "fixtures" / "new_york_webcrims"
PAGES = {path.name: path.read_text(encoding="utf-8") for path in sorted(FIXTURES.glob("*.*")) if path.suffix in (".html", ".txt")}
HEAD = "Case Details - Charges\nCourt:\tKings Criminal Court\nCase #:\tCR-000001-25KN\nDefendant:\tGrey, Ida\n"
CHARGE = "PL 230.00 00 BM\nB Misdemeanor, 1 count, Arrest charge, Arraignment charge\nDescription: Prostitution\n"


def of(text: str | bytes, name: str = "page.html") -> Source:
    return Source(name, None, text.encode() if isinstance(text, str) else text)


def only(text: str) -> Record:
    (record,) = reader.read(of(text))
    return record


def charges(record: Record) -> dict[str, Charge]:
    return {charge.charge_id.rsplit("/", 1)[1]: charge for _, charge in record.charges()}


def ended(words: str) -> list[tuple[str, str | None, bool]]:
    """What is told of one charge with these words in its last column."""
    (charge,) = charges(only(HEAD + CHARGE + words)).values()
    return [(each.printed, each.outcome, each.later) for each in charge.dispositions]


@pytest.mark.parametrize("name", PAGES)
def test_a_page_reads_as_it_says(name: str, golden: Callable[[Path, object], None]) -> None:
    source = of(PAGES[name], name)
    assert detect(source) is reader
    golden(FIXTURES / f"{Path(name).stem}.golden.json", [plain(record) for record in reader.read(source)])


@pytest.mark.parametrize("name", PAGES)
def test_what_is_read_survives_our_own_json(name: str) -> None:
    records = reader.read(of(PAGES[name]))
    assert unburden_json.read(of(to_json(records), "record.json")) == records


def test_every_span_points_at_its_value() -> None:
    lines = [" ".join(line.replace("&nbsp;", " ").split()) for line in PAGES["case.html"].split("\n")]
    for case, charge in only(PAGES["case.html"]).charges():
        assert (case.number or "?") in lines[(case.spans["number"].line or 0) - 1]
        for version in charge.versions:
            assert (version.statute or "?").split("(")[0] in lines[(version.spans["statute"].line or 0) - 1]
            if version.description:
                assert version.description in lines[(version.spans["description"].line or 0) - 1]
        for disposition in charge.dispositions:
            assert disposition.printed in lines[(disposition.spans["printed"].line or 0) - 1]
        for part in charge.sentence:
            assert part.printed in lines[(part.spans["printed"].line or 0) - 1]


def test_the_page_says_that_no_true_one_was_read(tmp_path: Path) -> None:
    path = tmp_path / "case.html"
    path.write_text(PAGES["case.html"], encoding="utf-8")
    ((record,),) = read_files([str(path)])
    assert any("untried on a real file" in note for note in record.notes)
    assert re.search(r"^Untried on a real file", reader.__doc__ or "", re.M)


def test_the_pages_of_one_case_are_one_case() -> None:
    record = only(PAGES["case.html"])
    assert [(case.number, len(case.charges), case.tracking) for case in record.cases] == [("CR-018765-24KN", 3, ("71437890Z",))]
    assert (record.cases[0].court, record.cases[0].county) == ("Kings Criminal Court", "Kings")
    assert (record.person.names, record.person.birth_dates) == (("Vegarosa, Marisol",), ("1988",))


def test_nobody_else_is_kept() -> None:
    for name in PAGES:
        text = to_json(reader.read(of(PAGES[name], name)))
        for other in ("Pleader", "Examplesson", "Examplejudge", "000-000"):
            assert other not in text


def test_what_stands_in_scripts_and_comments_is_nothing() -> None:
    text = to_json([only(PAGES["case.html"])])
    assert "130.35" not in text
    assert "125.25" not in text


def test_a_charge_has_the_stages_that_its_details_tell() -> None:
    found = charges(only(PAGES["case.html"]))
    assert [[each.stage for each in found[n].versions] for n in ("1", "2", "3")] == [
        ["arrested", "filed"],
        ["filed", "disposed"],
        ["arrested"],
    ]
    assert found["2"].printed("statute") == "PL 240.20(7)"
    assert found["1"].printed("level") == "B Misdemeanor"


def test_a_charge_that_cannot_be_read_does_not_lend_its_outcome() -> None:
    text = f"{HEAD}{CHARGE}PL 140.10\nB Misdemeanor, 1 count\nDisposition: Pled Guilty\nDismissed\n"
    record = only(text)
    assert charges(record)["1"].dispositions == ()
    assert {"PL 140.10", "Pled Guilty", "Dismissed"} <= {each.text for each in record.unread}


@pytest.mark.parametrize("words", ["Pled Guilty To Count 2", "Convicted On Counts 2 And 3"])
def test_a_plea_to_another_count_is_none_to_this_one(words: str) -> None:
    (told,) = charges(only(f"{HEAD}{CHARGE}{words}\n"))["1"].dispositions
    assert (told.printed, told.outcome) == (words, None)


def test_a_sentence_below_its_plea_is_no_second_conviction() -> None:
    charge = charges(only(f"{HEAD}{CHARGE}Pled Guilty\nImprisonment 90 Days\nFine $250\nSurcharge $120\n"))["1"]
    assert [each.printed for each in charge.dispositions] == ["Pled Guilty"]
    assert [(each.kind, each.printed) for each in charge.sentence] == [
        ("prison", "Imprisonment 90 Days"),
        ("fine", "Fine $250"),
        ("other", "Surcharge $120"),
    ]


def test_no_line_of_a_page_of_charges_is_lost() -> None:
    for page in (f"{HEAD}{CHARGE}Dismissed\n{CHARGE.replace('230.00', '155.25')}",):
        lines = page.split("\n")
        begin = next(n for n, line in enumerate(lines) if "Case Details" in line) + 1
        for at in range(begin, len(lines) + 1):
            record = only("\n".join([*lines[:at], "Count 99 Mystery Charge Guilty 01/02/2003", *lines[at:]]))
            assert "Mystery" in to_json([record]), lines[at - 1]
            assert not any(each.outcome for _, charge in record.charges() for each in charge.dispositions if "Mystery" in each.printed)


def test_no_disposition_is_no_disposition_and_a_coming_appearance_is_no_open_case() -> None:
    record = only(PAGES["case.html"])
    assert charges(record)["3"].dispositions == ()
    assert record.cases[0].status is None


def test_an_appearance_ends_no_charge() -> None:
    record = only(f"{HEAD}{CHARGE}Appearances\n04/20/2024\tAP1\tPled Guilty\tConvicted\nMotions\nDismissed\n")
    assert charges(record)["1"].dispositions == ()
    pages = only(f"{HEAD}{CHARGE}{HEAD.replace('Charges', 'Appearances')}04/20/2024\tPled Guilty\n")
    assert [case.charges[0].dispositions for case in pages.cases] == [()]


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("Pled Guilty", [("Pled Guilty", "convicted", False)]),
        ("Pled Not Guilty", [("Pled Not Guilty", None, False)]),
        ("Covered By Plea Of Guilty To Another", [("Covered By Plea Of Guilty To Another", None, False)]),
        ("Merged", [("Merged", None, False)]),
        ("Dismissed\nSealed CPL 160.50", [("Dismissed", "dismissed", False), ("Sealed CPL 160.50", None, True)]),
        ("Adjourned In Contemplation Of Dismissal", [("Adjourned In Contemplation Of Dismissal", "deferred", False)]),
        ("Youthful Offender Adjudication", [("Youthful Offender Adjudication", "adjudicated", False)]),
        ("Convicted\nSentenced", [("Convicted", "convicted", False), ("Sentenced", None, True)]),
        ("Sentenced", [("Sentenced", "convicted", False)]),
        ("No disposition on file", []),
        ("Transferred to Superior Court", [("Transferred to Superior Court", "transferred", False)]),
    ],
)
def test_words_of_the_last_column(words: str, told: list[tuple[str, str | None, bool]]) -> None:
    assert ended(words) == told


def test_the_sentence_of_the_docket_is_that_of_its_one_conviction() -> None:
    summary = HEAD.replace("Charges", "Summary") + "Docket Sentence\nConditional Discharge 1 Year\n"
    record = only(f"{HEAD}{CHARGE}Pled Guilty\n{summary}")
    assert [(part.kind, part.printed) for part in charges(record)["1"].sentence] == [("probation", "Conditional Discharge 1 Year")]
    record = only(f"{HEAD}{CHARGE}Pled Guilty\n{CHARGE.replace('230.00', '155.25')}Pled Guilty\n{summary}")
    assert all(not charge.sentence for charge in charges(record).values())
    assert [each.text for each in record.unread] == ["Conditional Discharge 1 Year"]


def test_a_page_saved_twice_counts_once_and_the_later_says_more() -> None:
    record = only(f"{HEAD}{CHARGE}{HEAD}{CHARGE}Pled Guilty\n{HEAD}{CHARGE}")
    assert [len(case.charges) for case in record.cases] == [1]
    assert charges(record)["1"].outcome is not None


def test_two_counts_of_one_statute_on_one_page_stay_two() -> None:
    assert len(only(HEAD + CHARGE + CHARGE).cases[0].charges) == 2


def test_two_defendants_are_two_records() -> None:
    first, second = reader.read(of(PAGES["pages.txt"], "pages.txt"))
    assert (first.person_id, second.person_id) == ("NIGHTWELL, DARIA", "OAKES, OTHER")
    assert (first.cases[0].status, first.cases[0].status_printed) == ("closed", "Disposed")
    assert second.unread == ()


def test_an_impossible_day_is_unknown_and_shown() -> None:
    (first, _) = reader.read(of(PAGES["pages.txt"], "pages.txt"))
    assert charges(first)["2"].versions[0].date is None
    assert any(each.text == "02/30/2019" for each in first.unread)


def test_a_calendar_says_that_it_names_no_charge() -> None:
    record = only(PAGES["calendar.html"])
    assert record.cases == ()
    assert "no case details" in record.unread[0].why


@pytest.mark.parametrize(
    ("printed", "offense"),
    [
        ("PL 230.00 00 BM", "PL 230.00"),
        ("PL 240.37 02 BM", "PL 240.37(2)"),
        ("VTL 0511 01 UM", "VTL 511(1)"),
        ("PL 165.25 01 AM", "PL 165.25"),
    ],
)
def test_the_law_of_new_york_knows_the_statutes(printed: str, offense: str) -> None:
    table, _ = load_offenses(ROOT / "law" / "us-ny")
    (charge,) = charges(only(f"{HEAD}{printed}\n")).values()
    assert offense in [each.statute for each in table.match(charge.printed("statute") or "").candidates]
    assert table.jurisdiction.level(charge.printed("level") or "") is not None


@pytest.mark.parametrize(
    "path", sorted(p for p in (ROOT / "tests" / "fixtures").glob("*/*.*") if p.suffix in (".txt", ".html", ".csv", ".json"))
)
def test_other_papers_are_left_to_their_readers(path: Path) -> None:
    source = of(path.read_bytes(), path.name)
    if path.parent == FIXTURES and path.suffix != ".json":
        others = max(each.sniff(source) for each in readers() if each is not reader)
        assert others < reader.sniff(source)
    else:
        assert reader.sniff(source) == 0


@pytest.mark.parametrize("text", ["", '{"webcrims": "court"}', "person_id,case_id\n", "<html>Case Details</html>"])
def test_other_kinds_of_file_are_not_taken(text: str) -> None:
    assert reader.sniff(of(text)) == 0


def test_cut_anywhere_it_still_reads() -> None:
    for name, text in PAGES.items():
        for length in range(0, len(text), 41):
            for record in reader.read(of(text[:length], name)):
                to_json([record])
                assert len(text[:length]) > 2000 or not any(c.outcome and c.outcome.outcome == "convicted" for _, c in record.charges())


_LINES = st.sampled_from([line for page in PAGES.values() for line in page.split("\n") if line.strip()])


@given(st.lists(_LINES | st.text(max_size=60), max_size=50))
@settings(max_examples=150, deadline=None)
def test_any_lines_read_to_a_record_that_can_be_written(lines: list[str]) -> None:
    for record in reader.read(of("\n".join(lines))):
        flatten(record)
        to_json([record])
        ids = [charge.charge_id for _, charge in record.charges()]
        assert len(ids) == len(set(ids))


@given(st.binary(max_size=300))
@settings(max_examples=100, deadline=None)
def test_any_bytes_read(data: bytes) -> None:
    reader.sniff(of(data))
    assert reader.read(of(data))


@given(st.integers(0, 4000), st.integers(0, 200), st.text(max_size=20))
@settings(max_examples=100, deadline=None)
def test_a_hurt_page_reads(at: int, cut: int, put: str) -> None:
    text = PAGES["case.html"]
    to_json(reader.read(of(text[:at] + put + text[at + cut :])))


@pytest.mark.parametrize(
    "body",
    [
        HEAD + CHARGE * 30_000,
        (HEAD + CHARGE) * 20_000,
        "".join(HEAD.replace("000001", str(n)) + CHARGE for n in range(15_000)),
        HEAD + CHARGE + "Pled Guilty\n" * 60_000,
        HEAD + CHARGE + "".join(f"Words {n}\n" for n in range(50_000)),
        "".join(f"{HEAD}PL {n}.00 00 BM\n" for n in range(15_000)),
        HEAD + "PL 230.00 " * 50_000,
        HEAD + "Court:\n" * 100_000,
        "Case Details - " * 50_000,
        "webcrims court <table>" + "<td>PL 230.00 00 BM</td>" * 50_000,
        "webcrims court <table>" + "<table><tr><td>" * 100_000,
        " " * 500_000 + "webcrims court case details - charges",
    ],
)
def test_a_flood_takes_bounded_time(body: str) -> None:
    started = time.process_time()
    reader.sniff(of(body))
    reader.read(of(body))
    assert time.process_time() - started < 12
