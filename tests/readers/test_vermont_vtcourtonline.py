from __future__ import annotations

import html
import re
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from unburden.readers import Source, detect, unburden_json
from unburden.readers import vermont_vtcourtonline as reader
from unburden.readers.unburden_json import plain, to_json
from unburden.record import Charge, Record

FIXTURES = Path(__file__).parent.parent / "fixtures"
OWN = FIXTURES / "vermont_vtcourtonline"
FILES = {path.name: path.read_text(encoding="utf-8") for path in sorted(OWN.iterdir()) if path.suffix in (".html", ".txt")}
DOCKETS = FILES["two_dockets.html"]


def of(text: str | bytes, name: str = "docket.html") -> Source:
    return Source(name, None, text.encode() if isinstance(text, str) else text)


def read(text: str | bytes) -> list[Record]:
    return reader.read(of(text))


def only(text: str) -> Record:
    (record,) = read(text)
    return record


def charges(record: Record) -> dict[str, Charge]:
    return {charge.charge_id.split(":", 1)[1]: charge for _, charge in record.charges()}


def ends(record: Record) -> dict[str, tuple[str | None, str | None]]:
    outcomes = {number: charge.outcome for number, charge in charges(record).items()}
    return {number: (each.outcome, each.date) if each else (None, None) for number, each in outcomes.items()}


@pytest.mark.parametrize("name", FILES)
def test_a_docket_reads_as_it_says(name: str, golden: Callable[[Path, object], None]) -> None:
    source = of(FILES[name], name)
    assert detect(source) is reader
    records = reader.read(source)
    golden(OWN / f"{Path(name).stem}.golden.json", [plain(record) for record in records])
    assert unburden_json.read(of(to_json(records), "record.json")) == records


def test_other_formats_are_not_taken() -> None:
    others = [path for path in FIXTURES.rglob("*") if path.is_file() and path.parent != OWN and path.suffix != ".toml"]
    assert len(others) > 20
    assert [path for path in others if reader.sniff(Source(path.name, path, path.read_bytes()))] == []


def test_each_dispute_ends_as_the_table_says() -> None:
    assert ends(only(DOCKETS)) == {
        "812-4-07 Wmcr:1": ("convicted", "2007-09-04"),
        "812-4-07 Wmcr:2": ("nolle_prosequi", "2007-09-04"),
        "812-4-07 Wmcr:3": ("dismissed", "2007-09-04"),  # the table is blank; the docket says it
        "812-4-07 Wmcr:4": (None, None),
        "22-1-19 Wmcr:1": ("dismissed", None),
    }


def test_a_docket_copied_as_text_reads_the_same() -> None:
    text = html.unescape(re.sub("<[^<>]*>", "", DOCKETS[DOCKETS.index("<pre>") :]))
    record, saved = only(text), only(DOCKETS)
    assert ends(record) == ends(saved)
    assert [each.printed("statute") for each in charges(record).values()] == [each.printed("statute") for each in charges(saved).values()]
    assert record.person.names == saved.person.names


def test_the_statute_is_the_dockets_whole_one_where_it_has_one() -> None:
    found = charges(only(DOCKETS))
    assert found["812-4-07 Wmcr:1"].printed("statute") == "13 V.S.A. 2632(A)(8)"
    assert found["812-4-07 Wmcr:3"].printed("statute") == "7 656"
    assert found["812-4-07 Wmcr:2"].printed("description") == "UNLAWFUL TRESPASS ON LAND"


def test_years_of_two_digits_are_not_after_the_page_was_printed() -> None:
    found = charges(only(DOCKETS))
    assert found["812-4-07 Wmcr:2"].offense_date == "1999-12-31"
    assert found["812-4-07 Wmcr:4"].dispositions[0].date == "1998-03-02"
    later = DOCKETS.replace("12/31/99", "12/31/20")
    assert charges(only(later))["812-4-07 Wmcr:2"].offense_date == "1920-12-31"  # printed in 2019


def test_a_birth_date_of_two_digits_is_unknown() -> None:
    assert only(DOCKETS).person.birth_dates == ("1986-02-09",)
    record = only(FILES["mistakes.txt"])
    assert record.person.birth_dates == ()
    assert any("5/6/79" in each.text for each in record.unread)


def test_a_probation_violation_is_no_charge() -> None:
    record = only(DOCKETS)
    assert [each.text for each in record.set_aside] == ["5 VIOLATION OF PROBATION Admitted"]
    assert "812-4-07 Wmcr:5" not in charges(record)


def test_pleas_decide_nothing_and_sentences_are_their_first_clause() -> None:
    charge = charges(only(DOCKETS))["812-4-07 Wmcr:1"]
    assert [each.printed for each in charge.dispositions if each.outcome is None] == ["Plea: not guilty", "Plea: guilty"]
    assert [(each.kind, each.printed) for each in charge.sentence] == [
        ("other", "to serve 0 to 30 day(s)"),
        ("probation", "Probation until further order of court"),
    ]


def test_a_judgment_vacated_later_counts() -> None:
    record = only(FILES["mistakes.txt"])
    assert ends(record)["90-2-01 Cncr:4"][0] == "vacated"


def test_disputes_of_other_dockets_are_one_prosecution() -> None:
    first, second = only(DOCKETS).cases
    assert (first.number, first.related) == ("812-4-07 Wmcr", ("813-4-07 Wmcr", "13-1-98 Wmcr"))
    assert (first.filed_date, first.status, second.status) == ("2007-04-16", "closed", "open")
    assert (first.jurisdiction, first.county, second.related) == ("US-VT", "Windham", ())


def test_what_nobody_needs_is_not_kept() -> None:
    kept = to_json(read(DOCKETS))
    for word in ("Quarry", "05000", "Quechee", "Lawyer", "Prosecutor", "Judge", "Somebody", "Third Person", "Millbrook"):
        assert word not in kept


def test_two_people_are_two_records() -> None:
    at = DOCKETS.rindex("Ilse M. Brandt")
    first, second = read(DOCKETS[:at] + "Pat B. Gray" + DOCKETS[at + 14 :])
    assert (len(first.cases), len(second.cases)) == (1, 1)
    assert "Brandt" not in to_json([second])


def test_a_docket_cut_in_its_table_says_so() -> None:
    record = only(DOCKETS[: DOCKETS.index("3     813-4-07")])
    assert list(charges(record)) == ["812-4-07 Wmcr:1", "812-4-07 Wmcr:2"]
    assert any("breaks off" in each.why for each in record.unread)


def test_values_stand_where_they_say() -> None:
    lines = DOCKETS.split("\n")
    charge = charges(only(DOCKETS))["812-4-07 Wmcr:1"]
    assert charge.outcome is not None
    for span, text in ((charge.outcome.spans["printed"], "Plea guilty"), (charge.sentence[0].spans["printed"], "5022 - sentence")):
        assert span.line is not None
        assert text in lines[span.line - 1]


# ---- what must never happen


@pytest.mark.parametrize("name", FILES)
def test_no_cut_raises(name: str) -> None:
    data = FILES[name].encode()
    for end in range(0, len(data), 61):
        assert reader.read(of(data[:end])), end


@settings(max_examples=100, deadline=None)
@given(name=st.sampled_from(list(FILES)), data=st.data())
def test_no_change_raises(name: str, data: st.DataObject) -> None:
    page = bytearray(FILES[name].encode())
    for _ in range(data.draw(st.integers(1, 8))):
        at = data.draw(st.integers(0, len(page) - 1))
        kind = data.draw(st.sampled_from(("cut", "flip", "double")))
        size = data.draw(st.integers(1, 400))
        if kind == "cut":
            del page[at : at + size]
        elif kind == "flip":
            page[at] = data.draw(st.integers(0, 255))
        else:
            page[at:at] = page[at : at + size]
        if not page:
            return
    records = reader.read(of(bytes(page)))
    assert unburden_json.read(of(to_json(records), "r.json")) == records


@settings(max_examples=100, deadline=None)
@given(st.text(max_size=600))
def test_no_text_raises(text: str) -> None:
    assert read(text)
    assert read("Dspt  Docket No.      Ct. Statute              F/M/O\n" + text)


FLOODS = (
    "<",
    "Dspt  Docket No.      Ct. Statute              F/M/O\n",
    "9     812-4-07 Wmcr    1   13 2632              mis   09/04/07 Plea guilty\n",
    "Dspt     ",
    "09/04/07  \n  5 - plea\n  Defendant pleads guilty on disputes 1-900\n",
    "  7 - sentence\n",
    " Aliases: ",
    "=====================\n",
    "Vermont Superior Court     ",
)


@pytest.mark.parametrize("flood", FLOODS)
@pytest.mark.parametrize("place", ["Defendant:", "2     812-4-07", "5003 - charge"])
def test_floods_take_linear_work(flood: str, place: str) -> None:
    at = DOCKETS.index(place)
    begin = time.monotonic()
    assert read(DOCKETS[:at] + "\n" + flood * 100_000 + "\n" + DOCKETS[at:])
    assert time.monotonic() - begin < 20


def test_a_deferred_sentence_is_no_conviction() -> None:
    text = DOCKETS.replace("Sentence on disputes 1: Probation until", "Sentence on disputes 1: deferred 2 year(s) until")
    assert ends(only(DOCKETS))["812-4-07 Wmcr:1"][0] == "convicted"
    assert ends(only(text))["812-4-07 Wmcr:1"] == ("deferred", "2007-09-04")


JUDGED = "Judgment of Guilty entered by Judge Judge Person on dispute 1."


def test_a_judgment_decides_where_the_table_says_nothing() -> None:
    text = DOCKETS.replace(JUDGED, JUDGED.replace("1.", "3.")).replace("Dispute 3: Dismissed by court.", "Dispute 2: Dismissed by state.")
    assert ends(only(text))["812-4-07 Wmcr:3"] == ("convicted", "2007-09-04")


def test_a_disposition_of_no_dispute_is_shown() -> None:
    record = only(DOCKETS.replace(JUDGED, "Adjudged guilty, as the record shows."))
    assert any("does not say of which dispute" in each.why for each in record.unread)
    unsure = only(DOCKETS.replace("Sentence on disputes 1: Probation", "Sentence: Probation"))
    assert any("a sentence that does not say" in each.why for each in unsure.unread)
