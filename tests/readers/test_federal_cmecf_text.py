from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from unburden.readers import Source, detect, federal_cmecf, federal_cmecf_text, open_source, unburden_json
from unburden.readers.unburden_json import plain, to_json
from unburden.record import Charge, Record, flatten

FIXTURES = Path(__file__).parent.parent / "fixtures" / "federal_cmecf_text"
TEXTS = {path.stem: path.read_text(encoding="utf-8") for path in sorted(FIXTURES.glob("*.txt"))}
FLOOD = 100_000


def of(text: str | bytes, name: str = "docket.txt") -> Source:
    return Source(name, None, text.encode() if isinstance(text, str) else text)


def read(text: str | bytes) -> list[Record]:
    return federal_cmecf_text.read(of(text))


def charges(record: Record) -> dict[str, Charge]:
    return {charge.charge_id.rpartition(":")[2]: charge for _, charge in record.charges()}


def ends(record: Record) -> dict[str, tuple[str | None, str | None]]:
    outcomes = {label: charge.outcome for label, charge in charges(record).items()}
    return {label: (each.outcome, each.date) if each else (None, None) for label, each in outcomes.items()}


@pytest.mark.parametrize("name", TEXTS)
def test_a_text_reads_as_it_says(name: str, golden: Callable[[Path, object], None]) -> None:
    source = of(TEXTS[name], f"{name}.txt")
    assert detect(source) is federal_cmecf_text
    golden(FIXTURES / f"{name}.golden.json", [plain(record) for record in federal_cmecf_text.read(source)])


@pytest.mark.parametrize("name", TEXTS)
def test_what_is_read_survives_our_own_json(name: str) -> None:
    records = read(TEXTS[name])
    assert unburden_json.read(of(to_json(records), "record.json")) == records


def test_other_files_are_not_taken() -> None:
    for path in FIXTURES.parent.glob("*/*"):
        if path.is_file() and path.suffix != ".json" and path.parent != FIXTURES:
            assert federal_cmecf_text.sniff(Source(path.name, path, path.read_bytes())) == 0, path
    for text in ("", "CIVIL DOCKET FOR CASE #: 1\nPending Counts", "about a CRIMINAL DOCKET FOR CASE #"):
        assert federal_cmecf_text.sniff(of(text)) == 0


def test_the_page_and_its_print_say_the_same() -> None:
    """What the two fixtures of one docket have in common, read from tags and from columns."""
    page = (FIXTURES.parent / "federal_cmecf" / "superseding.html").read_bytes()
    (tags, _), (columns, other) = federal_cmecf.read(Source("a.html", None, page)), read(TEXTS["printed"])
    assert columns.person.names == tags.person.names
    assert (columns.cases[0].number, columns.cases[0].court) == (tags.cases[0].number, tags.cases[0].court)
    assert (columns.cases[0].filed_date, columns.cases[0].status) == (tags.cases[0].filed_date, tags.cases[0].status)
    assert columns.cases[0].related == tags.cases[0].related
    for label in ("2", "3", "4", "5", "7ss"):
        one, theirs = charges(columns)[label], charges(tags)[label]
        assert [(each.stage, each.statute, each.description, each.level) for each in one.versions] == [
            (each.stage, each.statute, each.description, each.level) for each in theirs.versions
        ]
        assert ends(columns)[label] == ends(tags)[label]
    assert charges(columns)["1s"].sentence[0].printed == charges(tags)["1s"].sentence[0].printed == "Bureau of Prisons - 18 MONTHS"
    assert ends(other) == {"1": (None, None)}


def test_a_disposition_centred_beside_a_count_is_that_counts() -> None:
    record = read(TEXTS["printed"])[0]
    assert ends(record)["1s"] == ("convicted", "2018-06-15")
    assert charges(record)["1s"].dispositions[0].printed.startswith("Dismissed upon")
    assert ends(record)["5"] == ("acquitted", None)


def test_a_disposition_that_could_be_of_two_counts_decides_nothing() -> None:
    record = read(TEXTS["mistakes"])[0]
    assert ends(record) == {"1": (None, None), "2": (None, None), "3": (None, None), "4": ("dismissed", None)}
    lost = [each.text for each in record.unread if "which count" in each.why]
    assert lost == ["12 months custody. Supervised", "Dismissed", "release 3 years.", "a loose end", "Dismissed"]


def test_the_only_count_of_a_section_takes_all_that_stands_beside_it() -> None:
    text = TEXTS["mistakes"].split("18:1591")[0] + "Highest Offense Level (Opening)\nFelony\nComplaints      Disposition\nNone\n"
    (record,) = read(text)
    assert [each.printed for each in charges(record)["1"].dispositions] == ["12 months custody. Supervised release 3 years."]


def test_pages_and_their_furniture() -> None:
    record = read(TEXTS["printed"])[0]
    assert [each.text for each in record.unread] == []
    span = charges(record)["1s"].versions[0].spans["statute"]
    assert (span.page, TEXTS["printed"].split("\n")[(span.line or 0) - 1].strip()) == (1, "18:1594C.F CONSPIRACY TO COMMIT SEX")
    level = record.cases[0].charges[1].versions[0].spans["statute"]
    assert level.page == 2


def test_names_of_others_are_not_kept() -> None:
    everything = repr([plain(record) for name in TEXTS for record in read(TEXTS[name])])
    for word in ("Someone Else", "Witness Name", "Strange Role", "Placeholder", "Court Square", "Nowhere Lane"):
        assert word not in everything
    assert any("role is not known" in each.why for each in read(TEXTS["mistakes"])[0].unread)
    alone = TEXTS["mistakes"].replace("represented by  Attorney Placeholder", "")
    assert "Witness Name" not in repr([plain(record) for record in read(alone)])


def test_drift_of_the_columns_changes_nothing() -> None:
    text = TEXTS["printed"].replace("Pending Counts     ", "Pending Counts  ").replace("Terminated Counts    ", "Terminated Counts")
    assert ends(read(text)[0]) == ends(read(TEXTS["printed"])[0])


def test_a_printed_docket_reads_from_the_pdf(tmp_path: Path) -> None:
    fpdf = pytest.importorskip("fpdf")
    pdf = fpdf.FPDF(unit="mm", format="A4")
    pdf.set_auto_page_break(False)
    for page in TEXTS["printed"].split("\f"):
        pdf.add_page()
        pdf.set_font("courier", size=6.5)
        for number, line in enumerate(page.strip("\n").split("\n")):
            if line:
                pdf.text(8, 8 + 3.2 * number, line)
    path = tmp_path / "docket.pdf"
    pdf.output(str(path))
    source = open_source(str(path))
    assert federal_cmecf_text.sniff(source) >= 0.9
    records, wanted = federal_cmecf_text.read(source), read(TEXTS["printed"])
    assert [flatten(record) for record in records] == [flatten(record) for record in wanted]
    assert [[each.text for each in record.unread] for record in records] == [[], []]


# ---- what must never happen


@pytest.mark.parametrize("name", TEXTS)
def test_no_cut_raises(name: str) -> None:
    for end in range(0, len(TEXTS[name]), 23):
        assert read(TEXTS[name][:end]), end


MARKS = ("\n", "    ", "(1)\n", "Defendant (3)\n", "\f", "Complaints    Disposition\n", "CRIMINAL DOCKET FOR CASE #: 5\n", "\r")


@settings(max_examples=200, deadline=None)
@given(name=st.sampled_from(list(TEXTS)), data=st.data())
def test_no_change_raises(name: str, data: st.DataObject) -> None:
    text = TEXTS[name]
    for _ in range(data.draw(st.integers(1, 6))):
        at = data.draw(st.integers(0, len(text)))
        size = data.draw(st.integers(1, 200))
        kind = data.draw(st.sampled_from(("cut", "double", "insert")))
        text = text[:at] + {"cut": "", "double": text[at : at + size] * 2}.get(kind, data.draw(st.sampled_from(MARKS))) + text[at + size :]
    records = read(text)
    assert records
    assert unburden_json.read(of(to_json(records), "r.json")) == records


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=300))
def test_no_text_raises(text: str) -> None:
    assert read(text)
    assert read(f"CRIMINAL DOCKET FOR CASE #: 1:01-cr-00001\nDefendant (1)\nA B\nPending Counts     Disposition\n{text}")


FLOODS = (
    "18:1 X\n(1)\n",
    "(1)\n",
    "x  ",
    "  ",
    "                                                     y\n",
    "\n",
    "Defendant (1)\nA\n",
    "\f",
    "1 of 2",
    "(1,",
)


@pytest.mark.parametrize("flood", FLOODS)
def test_floods_take_linear_time(flood: str) -> None:
    count = FLOOD if len(flood) < 12 else FLOOD // 5
    began = time.monotonic()
    for mark in ("(2-4)\n", "Felony\n", "Dismissed upon", "Complaints  "):
        assert read(TEXTS["printed"].replace(mark, mark + flood * (count // 4), 1))
    assert time.monotonic() - began < 20
