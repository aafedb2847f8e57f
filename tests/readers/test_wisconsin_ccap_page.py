from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from unburden.readers import Source, detect, readers, wisconsin_ccap
from unburden.readers import wisconsin_ccap_page as reader
from unburden.readers.unburden_json import plain, to_json
from unburden.record import Record

FIXTURES = Path(__file__).parent.parent / "fixtures" / "wisconsin_ccap_page"
PAGE = (FIXTURES / "saved.html").read_text(encoding="utf-8")


def of(text: str | bytes, name: str = "saved.html") -> Source:
    return Source(name, None, text.encode() if isinstance(text, str) else text)


def only(text: str) -> Record:
    (record,) = reader.read(of(text))
    return record


def test_the_page_reads_as_it_says(golden: Callable[[Path, object], None]) -> None:
    assert detect(of(PAGE)) is reader
    golden(FIXTURES / "saved.golden.json", [plain(record) for record in reader.read(of(PAGE))])


def test_other_files_are_not_taken_and_no_other_reader_takes_this() -> None:
    others = [path for path in FIXTURES.parent.rglob("*") if path.is_file() and path.parent != FIXTURES]
    assert [path.name for path in others if reader.sniff(of(path.read_bytes()))] == []
    assert [each.FORMAT for each in readers() if each.sniff(of(PAGE)) >= reader.sniff(of(PAGE))] == [reader.FORMAT]


def test_the_page_and_the_json_of_a_case_agree() -> None:
    (whole,) = wisconsin_ccap.read(Source("ordinary.json", None, (FIXTURES.parent / "wisconsin_ccap" / "ordinary.json").read_bytes()))
    page = only(PAGE)
    assert page.cases[0].case_id == whole.cases[0].case_id
    assert page.cases[0].filed_date == whole.cases[0].filed_date
    pairs = list(zip(page.cases[0].charges, whole.cases[0].charges, strict=False))[:2]
    assert [(one.charge_id, one.printed("statute"), one.offense_date) for one, _ in pairs] == [
        (other.charge_id, other.printed("statute"), other.offense_date) for _, other in pairs
    ]
    assert [one.outcome and one.outcome.outcome for one, _ in pairs] == ["convicted", "read_in"]


def test_an_empty_disposition_is_none_and_its_day_is_not_made_up() -> None:
    first, _, third = only(PAGE).cases[0].charges
    assert third.outcome is None
    assert first.outcome is not None
    assert first.outcome.date is None
    assert first.printed("statute") == "944.30(1m)(a), 939.32"


def test_a_row_that_is_no_charge_is_shown_and_the_docket_is_not_read() -> None:
    record = only(PAGE)
    assert [each.text for each in record.unread] == ["four | ?"]
    assert len(record.cases[0].charges) == 3


def test_no_line_among_the_charges_is_lost() -> None:
    line = "COUNT 99 MYSTERY CHARGE GUILTY 01/02/2003"
    for before, put in (
        ("<tbody><tr><td>2", f"<tr><td>{line}</td><td>x</td></tr>"),
        ("</table>", f"</table>{line}"),
        ("<thead>", f"{line}"),
    ):
        record = only(PAGE.replace(before, put + before if before[:2] != "</" else put, 1))
        assert any(line in each.text for each in record.unread), before


def test_a_deferred_judgment_leaves_every_guilty_of_the_page_open() -> None:
    record = only(
        PAGE.replace("<dl><dt>Offense date</dt>", "<dl><dt>Sentence</dt><dd>DJ - no sentence imposed</dd></dl><dl><dt>Offense date</dt>", 1)
    )
    assert [charge.outcome and charge.outcome.outcome for charge in record.cases[0].charges] == [None, "read_in", None]
    assert any("no charge is read as convicted" in note for note in record.notes)


def test_offense_dates_that_do_not_fit_are_not_taken() -> None:
    record = only(PAGE.replace("<div><dl><dt>Offense date</dt><dd>05-21-2014</dd></dl></div>", ""))
    assert [charge.offense_date for charge in record.cases[0].charges] == [None, None, None]
    assert record.notes == ("99-2014CF000417: the page has 3 charges and 2 offense dates, so none was taken",)


def test_a_page_without_its_address_is_named_by_the_county() -> None:
    record = only(PAGE.replace("caseNo=2014CF000417&countyNo=99", ""))
    assert (record.cases[0].case_id, record.cases[0].county) == ("Northwoods-2014CF000417", "Northwoods")


def test_no_address_and_nobody_elses_name_is_kept() -> None:
    kept = to_json([only(PAGE)])
    assert not [word for word in ("Nowhere", "Okonjo", "Vandersloot") if word in kept]


def test_a_page_without_a_case_says_so() -> None:
    assert [each.why for each in only("<html>wcca.wicourts.gov</html>").unread] == [
        "no case number was found on this page, so no case was read"
    ]


@pytest.mark.parametrize(
    "piece",
    ["<dl>", "<dt>", "<dd>x", "<tr><td>", "<!--", "<script>", "<tr><td>1</td><td>2</td><td>3</td><td>4</td></tr>", "&#", "<h4>County "],
)
def test_a_flood_is_read_in_time(piece: str) -> None:
    text = PAGE[: PAGE.index("<tbody>")] + piece * 20_000
    start = time.perf_counter()
    assert reader.read(of(text))
    assert time.perf_counter() - start < 10


@settings(max_examples=100, deadline=None)
@given(st.integers(0, 5_000), st.text(max_size=8), st.integers(0, 60))
def test_no_damage_makes_the_reader_raise(at: int, put: str, cut: int) -> None:
    assert reader.read(of(PAGE[: at % len(PAGE)] + put + PAGE[at % len(PAGE) + cut :]))


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=200))
def test_no_text_makes_the_reader_raise(text: str) -> None:
    assert reader.read(of(text))
