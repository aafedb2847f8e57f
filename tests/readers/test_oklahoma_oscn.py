from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from unburden.offenses import load_offenses
from unburden.readers import Source, detect, oklahoma_oscn, unburden_json
from unburden.readers.unburden_json import plain, to_json
from unburden.record import Charge, Record

FIXTURES = Path(__file__).parent.parent / "fixtures" / "oklahoma_oscn"
PAGES = {path.stem: path.read_text(encoding="utf-8") for path in sorted(FIXTURES.glob("*.html"))}
FLOOD = 100_000


def of(text: str | bytes, name: str = "page.html") -> Source:
    return Source(name, None, text.encode() if isinstance(text, str) else text)


def read(text: str | bytes) -> list[Record]:
    return oklahoma_oscn.read(of(text))


def charges(record: Record) -> dict[str, Charge]:
    return {charge.charge_id.rpartition(":")[2]: charge for _, charge in record.charges()}


def ends(record: Record) -> dict[str, tuple[str | None, str | None]]:
    outcomes = {label: charge.outcome for label, charge in charges(record).items()}
    return {label: (each.outcome, each.date) if each else (None, None) for label, each in outcomes.items()}


@pytest.mark.parametrize("name", PAGES)
def test_a_page_reads_as_it_says(name: str, golden: Callable[[Path, object], None]) -> None:
    source = of(PAGES[name], f"{name}.html")
    assert detect(source) is oklahoma_oscn
    golden(FIXTURES / f"{name}.golden.json", [plain(record) for record in oklahoma_oscn.read(source)])


@pytest.mark.parametrize("name", PAGES)
def test_what_is_read_survives_our_own_json(name: str) -> None:
    records = read(PAGES[name])
    assert unburden_json.read(of(to_json(records), "record.json")) == records


def test_other_files_are_not_taken() -> None:
    for path in FIXTURES.parent.glob("*/*"):
        if path.is_file() and path.suffix != ".json" and path.parent != FIXTURES:
            assert oklahoma_oscn.sniff(Source(path.name, path, path.read_bytes())) == 0, path
    for text in ("", "oscn District Court in and for", "<html>District Court in and for Tulsa County, Oklahoma</html>"):
        assert oklahoma_oscn.sniff(of(text)) == 0


def test_a_count_appears_once_a_party_and_is_that_partys_alone() -> None:
    juniper, oswin = read(PAGES["two_parties"])
    assert (list(charges(juniper)), list(charges(oswin))) == (["1", "2", "3"], ["2", "3"])
    assert ends(oswin) == {"2": ("dismissed", "2014-06-30"), "3": (None, None)}
    assert juniper.person_id == "MARLOWE, JUNIPER WREN"


def test_the_offense_disposed_may_be_another_than_the_one_filed() -> None:
    count = charges(read(PAGES["two_parties"])[0])["1"]
    assert [(each.stage, each.statute) for each in count.versions] == [("filed", "21 O.S. 1531 (4)"), ("disposed", "21 O.S. 540")]
    assert (count.printed("description"), count.printed("statute"), count.printed("level")) == ("OBSTRUCTION", "21 O.S. 540", None)


def test_a_deferred_sentence_is_no_conviction_and_a_later_dismissal_follows_it() -> None:
    count = charges(read(PAGES["two_parties"])[0])["2"]
    assert [(each.outcome, each.date) for each in count.dispositions] == [("deferred", "2014-04-10"), ("dismissed", "2016-04-11")]
    before = PAGES["two_parties"].replace("04-11-2016", "01-11-2014")
    assert ends(read(before)[0])["2"] == ("deferred", "2014-04-10")
    asked = PAGES["two_parties"].replace("DEFERRED SENTENCE COMPLETED. CASE DISMISSED", "APPLICATION TO ACCELERATE DISMISSED")
    assert ends(read(asked)[0])["2"] == ("deferred", "2014-04-10")
    accelerated = ends(read(PAGES["words"])[0])["2"]
    assert accelerated == (None, None)


def test_a_sentence_is_kept_where_a_minute_ties_it_to_the_count() -> None:
    juniper, oswin = read(PAGES["two_parties"])
    found = charges(juniper)
    assert [(part.kind, part.printed) for part in found["1"].sentence] == [
        ("suspended", "REDUCED TO MISDEMEANOR OBSTRUCTION - ONE (1) YEAR TULSA COUNTY JAIL SUSPENDED"),
        ("fine", "$250.00 FINE"),
    ]
    assert [(part.kind, part.printed) for part in found["2"].sentence] == [("other", "SENTENCE IS DEFERRED FOR (2) YRS UNTIL 4-9-2016")]
    assert [(part.kind, part.printed) for part in found["3"].sentence] == [("prison", "(10) YEARS TO DO IN DOC")]
    assert [charge.sentence for charge in charges(oswin).values()] == [(), ()]
    untied = PAGES["two_parties"].replace("CT 1: ", "").replace("CT3: ", "").replace("<td>1</td><td>MARLOWE", "<td></td><td>MARLOWE")
    (record, _) = read(untied)
    assert charges(record)["1"].sentence == ()
    assert any("does not tie a sentence to count 1" in note for note in record.notes)


def test_a_revoked_suspended_sentence_is_later_and_dated_only_where_the_count_is_known() -> None:
    juniper = read(PAGES["two_parties"])[0]
    found = charges(juniper)
    assert (found["1"].probation_revoked_date, found["3"].probation_revoked_date) == ("2015-03-02", None)
    assert [each.later for each in found["1"].dispositions] == [False, True]
    assert any("revoked on 2015-03-09" in note and "not say of which" in note for note in juniper.notes)


def test_two_rows_of_a_party_under_one_count_are_one_charge() -> None:
    ottoline, bastian = read(PAGES["accelerated"])
    assert list(charges(ottoline)) == ["1", "2", "3", "4"]
    assert [each.outcome for each in charges(ottoline)["1"].dispositions] == ["deferred", "convicted"]
    assert ends(ottoline)["1"] == ("convicted", "2018-02-02")
    assert list(charges(bastian)) == ["1", "2"]


def test_two_names_that_begin_alike_for_long_are_no_trouble() -> None:
    name = "PIKE " * 60
    page = PAGES["accelerated"].replace("VANHORNE, BASTIAN", f"{name} A").replace("QUILLFEATHER, OTTOLINE MAE", f"{name} B")
    counted = [sum(1 for record in read(each) for _ in record.charges()) for each in (page, PAGES["accelerated"])]
    assert counted == [6, 6]


def test_an_accelerated_deferral_has_an_outcome_that_is_not_known() -> None:
    page = PAGES["accelerated"]
    ottoline = read(page)[0]
    assert ends(ottoline)["2"] == (None, None)
    assert "the deferral of count 2 of CF-2016-91234 was accelerated on 2018-02-02; how it ended is not known" in ottoline.notes
    assert ends(ottoline)["4"] == ("deferred", "2016-06-01")
    asked = page.replace("DEFERRED SENTENCE IS ACCELERATED", "MOTION TO ACCELERATE THE DEFERRED SENTENCE")
    assert ends(read(asked)[0])["2"] == ("deferred", "2016-06-01")


def test_a_minute_that_names_no_defendant_is_nobodys_where_there_are_several() -> None:
    ottoline, bastian = read(PAGES["accelerated"])
    assert charges(bastian)["1"].sentence == ()
    assert any("name none of its defendants" in note for note in bastian.notes)
    assert [part.printed for part in charges(ottoline)["3"].sentence] == ["SENTENCED TO SIX (6) MONTHS TULSA COUNTY JAIL"]
    assert charges(ottoline)["4"].sentence == ()  # "COUNT FOUR: DISMISSED COST TO STATE"


def test_a_strange_line_among_the_counts_never_vanishes() -> None:
    lines = PAGES["two_parties"].split("\n")
    begin = next(n for n, line in enumerate(lines) if "Count # 1." in line)
    end = max(n for n, line in enumerate(lines) if "Disposed:" in line)
    for strange in ("COUNT 99 MYSTERY", "<tr><td>COUNT 99 MYSTERY</td></tr>", "<tr><td></td><td></td><td>COUNT 99 MYSTERY</td></tr>"):
        for n in range(begin, end):
            records = read("\n".join((*lines[:n], strange, *lines[n:])))
            assert "MYSTERY" in repr([plain(record) for record in records]), (strange, n)


def test_a_level_is_the_counts_own() -> None:
    found = charges(read(PAGES["two_parties"])[0])
    assert [each.level for each in found["3"].versions] == ["MISDEMEANOR", None]
    assert found["2"].printed("level") is None
    assert any("of the type Criminal Felony" in note for note in read(PAGES["two_parties"])[0].notes)


def test_an_unused_number_and_a_page_without_counts_have_no_charges() -> None:
    (record,) = read(PAGES["not_used"])
    assert (record.cases, [each.text for each in record.set_aside]) == ((), ["CF-2017-90122"])
    (record,) = read(PAGES["no_counts"])
    assert [case.number for case in record.cases] == ["CF-2018-90025"]
    assert any("lists no counts" in each.why for each in record.unread)


def test_a_count_without_a_table_is_a_charge() -> None:
    record = read(PAGES["words"])[0]
    assert charges(record)["5"].printed("description") == "PETIT LARCENY"
    assert len(read(PAGES["words"])) == 1


def test_words_that_say_nothing_sure_decide_nothing() -> None:
    record = read(PAGES["words"])[0]
    assert ends(record)["3"] == (None, None)
    assert ends(record)["4"] == ("not_filed", None)
    told = {each.text for each in record.unread}
    assert {"BOND FORFEITURE, 05/01/2019. Bond Forfeited", "13/01/2019", "stray"} <= told
    assert charges(record)["1"].versions[0].statute is None


def test_others_are_not_kept() -> None:
    everything = repr([plain(record) for name in PAGES for record in read(PAGES[name])])
    for word in ("Placeholder", "LAWYER", "Court Square", "SOMEONE", "Anytown"):
        assert word not in everything
    assert [each.text for each in read(PAGES["two_parties"])[0].set_aside] == ["Bondsman"]


def test_status_is_closed_only_where_a_day_is_printed() -> None:
    assert read(PAGES["two_parties"])[0].cases[0].status == "closed"
    assert read(PAGES["words"])[0].cases[0].status is None


def test_a_list_of_results_is_no_case() -> None:
    page = (
        "<html><title>OSCN Case Details</title><table><caption>tulsa County Search Results</caption><tr><td>CF-1</td></tr></table></html>"
    )
    assert oklahoma_oscn.sniff(of(page)) > 0
    (record,) = read(page)
    assert record.unread[0].why.startswith("this page shows no case")


def test_two_pages_in_one_file_are_one_person_of_one_name() -> None:
    records = read(PAGES["words"] + PAGES["words"].replace("CM-2019-00025", "CM-2020-00026"))
    assert [[case.number for case in record.cases] for record in records] == [["CM-2019-00025", "CM-2020-00026"]]


@pytest.mark.parametrize("statute", ["21 O.S. 1029", "63 O.S. 2-402", "21 O.S. 1531 (4)", "21 O.S. 540"])
def test_statutes_are_found_in_the_table_as_printed(statute: str) -> None:
    table, problems = load_offenses(Path(__file__).parent.parent.parent / "law" / "us-ok")
    assert not problems
    assert table.match(statute).how in ("statute", "section")


@pytest.mark.parametrize("name", PAGES)
def test_every_statute_stands_where_it_says(name: str) -> None:
    lines = PAGES[name].split("\n")
    for record in read(PAGES[name]):
        for _, charge in record.charges():
            for version in charge.versions:
                if version.statute:
                    span = version.spans["statute"]
                    assert any(version.statute in line for line in lines[(span.line or 1) - 1 : (span.line or 1) + 2])


# ---- what must never happen


@pytest.mark.parametrize("name", PAGES)
def test_no_cut_raises(name: str) -> None:
    data = PAGES[name].encode()
    for end in range(0, len(data), 41):
        assert read(data[:end]), end


MARKS = (
    b"<tr>",
    b"</td>",
    b"<td>",
    b"Count # 9.",
    b"CT1: ",
    b"Disposed: ",
    b"<h2>Docket</h2>",
    b"&#x0;",
    b"\xff\xfe",
    b"<!--",
    b"SENTENCED TO ",
)


@settings(max_examples=150, deadline=None)
@given(name=st.sampled_from(list(PAGES)), data=st.data())
def test_no_change_raises(name: str, data: st.DataObject) -> None:
    page = bytearray(PAGES[name].encode())
    for _ in range(data.draw(st.integers(1, 8))):
        at = data.draw(st.integers(0, len(page) - 1))
        kind = data.draw(st.sampled_from(("cut", "double", "insert")))
        size = data.draw(st.integers(1, 400))
        if kind == "cut":
            del page[at : at + size]
        elif kind == "double":
            page[at:at] = page[at : at + size]
        else:
            page[at:at] = data.draw(st.sampled_from(MARKS))
        if not page:
            return
    records = read(bytes(page))
    assert records
    assert unburden_json.read(of(to_json(records), "r.json")) == records


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=300))
def test_no_text_raises(text: str) -> None:
    assert read(text)
    assert read(f"<p>In the District Court in and for Tulsa County, Oklahoma</p><h2>Counts</h2><p>{text}</p>")


ROW = "<tr><td></td><td>A, B</td><td>Disposed: CONVICTION, 01/01/2001. x</td></tr>"
MINUTE = "<tr><td>01-01-2001</td><td>CONVICTED</td><td>SENTENCED TO: CT 1: 2 YEARS, CT 2: 3 YEARS</td><td>1</td><td>MARLOWE, JUNIPER WREN</td></tr>"
FLOODS = {
    "with which they were charged.": ("<p>X</p>", "<div><div>"),
    'class="dispositionInformation">Disposition Information</th>\n      </tr>\n    </thead>\n    <tbody>': (
        ROW,
        "<tr><td></td><td>A{n}, B</td><td>x</td></tr>",
    ),
    "<th>Amount</th></tr></thead>\n  <tbody>\n": (
        MINUTE,
        MINUTE.replace("CONVICTED", "ORSS").replace("SENTENCED TO:", "ORDER REVOKING SUSPENDED SENTENCE"),
    ),
    "DEFENDANT SENTENCED TO: ": ("CT 1: ", "1, ", "SENTENCED TO ", "(", "COUNTS 1 AND "),
    "Disposed: ": ("x", ", ", ". ", " "),
    "Count as Filed:\n          ": ("x, ", "in violation of ", "("),
}


@pytest.mark.parametrize(("place", "flood"), [(place, flood) for place, floods in FLOODS.items() for flood in floods])
def test_floods_take_linear_time(place: str, flood: str) -> None:
    count = FLOOD if len(flood) < 30 else FLOOD // 20
    page = PAGES["two_parties"]
    assert place in page.replace("\r", "")
    began = time.monotonic()
    assert read(page.replace(place, place + "".join(flood.replace("{n}", str(n)) for n in range(count)), 1))
    assert time.monotonic() - began < 20
