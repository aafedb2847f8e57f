from __future__ import annotations

import json
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from unburden.merge import merge
from unburden.offenses import load_offenses
from unburden.readers import Source, detect, federal_cmecf, unburden_json
from unburden.readers.federal_cmecf import citations, prose
from unburden.readers.federal_cmecf.courts import district
from unburden.readers.unburden_json import plain, to_json
from unburden.record import Charge, Record, Span

FIXTURES = Path(__file__).parent.parent / "fixtures" / "federal_cmecf"
PAGES = {path.stem: path.read_text(encoding="utf-8") for path in sorted(FIXTURES.glob("*.html"))}
FLOOD = 100_000


def of(text: str | bytes, name: str = "docket.html") -> Source:
    return Source(name, None, text.encode() if isinstance(text, str) else text)


def read(text: str | bytes) -> list[Record]:
    return federal_cmecf.read(of(text))


def charges(record: Record) -> dict[str, Charge]:
    return {charge.charge_id.rpartition(":")[2]: charge for _, charge in record.charges()}


def ends(record: Record) -> dict[str, tuple[str | None, str | None]]:
    outcomes = {label: charge.outcome for label, charge in charges(record).items()}
    return {label: (each.outcome, each.date) if each else (None, None) for label, each in outcomes.items()}


@pytest.mark.parametrize("name", PAGES)
def test_a_page_reads_as_it_says(name: str, golden: Callable[[Path, object], None]) -> None:
    source = of(PAGES[name], f"{name}.html")
    assert detect(source) is federal_cmecf
    golden(FIXTURES / f"{name}.golden.json", [plain(record) for record in federal_cmecf.read(source)])


@pytest.mark.parametrize("name", PAGES)
def test_what_is_read_survives_our_own_json(name: str) -> None:
    records = read(PAGES[name])
    assert unburden_json.read(of(to_json(records), "record.json")) == records


def test_other_files_are_not_taken() -> None:
    for path in (FIXTURES.parent).glob("*/*"):
        if path.is_file() and path.suffix != ".json" and path.parent != FIXTURES:
            assert federal_cmecf.sniff(Source(path.name, path, path.read_bytes())) == 0, path
    for text in ("", "CRIMINAL DOCKET FOR CASE #: 1:01-cr-00001", "<h3>CIVIL DOCKET FOR CASE #: 1:01-cv-00001</h3> U.S. District Court"):
        assert federal_cmecf.sniff(of(text)) == 0


# ---- the traps


def test_several_defendants_are_a_record_each_and_nothing_crosses() -> None:
    ysolde, ravi = read(PAGES["superseding"])
    assert (ysolde.person_id, ravi.person_id) == ("Ysolde Marchetti-Brandt", "Ravi Okonjo")
    assert ysolde.person.names == ("Ysolde Marchetti-Brandt", "Yola")
    assert list(charges(ravi)) == ["1r", "1s"]
    assert [case.status for case in (ysolde.cases[0], ravi.cases[0])] == ["closed", "open"]
    assert charges(ravi)["1s"].sentence == ()


def test_superseding_counts_are_versions_of_one_charge() -> None:
    ysolde = read(PAGES["superseding"])[0]
    count = charges(ysolde)["1s"]
    assert [each.stage for each in count.versions] == ["filed", "amended"]
    assert "1" not in charges(ysolde)


def test_the_dismissal_of_an_older_version_is_not_the_outcome() -> None:
    count = charges(read(PAGES["superseding"])[0])["1s"]
    assert [each.outcome for each in count.dispositions] == ["dismissed", "convicted", None]
    assert count.outcome is not None
    assert (count.outcome.outcome, count.outcome.date) == ("convicted", "2018-06-15")
    swapped = PAGES["superseding"].replace("<br>(1s)</td>", "<br>(1x)</td>").replace("<br>(1)</td>", "<br>(1s)</td>").replace("(1x)", "(1)")
    older = charges(read(swapped)[0])["1s"]
    assert (older.outcome and older.outcome.outcome) == "convicted"
    assert older.versions[-1].stage == "disposed"


def test_a_count_that_moved_to_another_number_is_one_charge_with_a_note() -> None:
    ysolde = read(PAGES["superseding"])[0]
    assert "count 6 and count 8s name the same offense and are read as one charge" in ysolde.notes
    assert "6" not in charges(ysolde)
    different = PAGES["superseding"].replace("31:5324(a)(3) STRUCTURING<br>(6)", "31:5322 STRUCTURING<br>(6)")
    assert {"6", "8s"} <= set(charges(read(different)[0]))


def test_counts_of_one_number_and_different_offenses_stay_apart() -> None:
    assert set(charges(read(PAGES["superseding"])[1])) == {"1r", "1s"}


def test_a_range_is_as_many_charges_and_one_too_long_is_one() -> None:
    assert {"2", "3", "4"} <= set(charges(read(PAGES["superseding"])[0]))
    record = read(PAGES["mistakes"])[0]
    assert charges(record)["entry 2"].printed("description") == "TRANSPORTATION (1-9999)"
    assert any(each.text == "TRANSPORTATION (1-9999)" for each in record.unread)


def test_a_pending_count_may_be_dismissed_and_a_terminated_one_a_conviction() -> None:
    found = ends(read(PAGES["superseding"])[0])
    assert found["3"] == ("dismissed", "2018-06-15")
    assert found["8s"] == ("convicted", "2018-06-15")
    assert found["5"] == ("acquitted", None)  # the judgment does not list it, so its day is not known
    assert found["7ss"] == (None, None)


def test_a_revocation_overwrites_the_sentence_and_is_a_later_event() -> None:
    count = charges(read(PAGES["revoked"])[0])["1"]
    assert [(each.outcome, each.later, each.date) for each in count.dispositions] == [
        ("convicted", False, None),
        (None, True, "2010-12-05"),
        (None, True, "2012-07-10"),
    ]
    assert count.probation_revoked_date == "2010-12-05"
    assert [(part.kind, part.date) for part in count.sentence] == [
        ("prison", "2010-12-05"),
        ("probation", "2010-12-05"),
        ("prison", "2012-07-10"),
    ]


def test_an_amended_judgment_is_later_and_a_probation_sentence_took_no_liberty() -> None:
    count = charges(read(PAGES["revoked"])[0])["2"]
    assert [(each.outcome, each.later) for each in count.dispositions] == [("convicted", False), (None, True)]
    assert count.released_date is None
    without = PAGES["revoked"].replace(" AMENDED JUDGMENT: restitution of &#036;20 only.", "")
    assert charges(read(without)[0])["2"].released_date == "never"


def test_a_complaint_merged_into_the_indictment_counts_once() -> None:
    record = read(PAGES["revoked"])[0]
    assert list(charges(record)) == ["1", "2", "3"]
    assert [each.statute for each in charges(record)["1"].versions] == ["18:1328; 18:1546", "8:1328"]  # a wrong title in the complaint
    assert charges(record)["1"].printed("statute") == "8:1328"
    assert ends(record)["3"] == ("dismissed", None)


def test_a_complaint_that_no_count_names_is_a_charge_with_a_note() -> None:
    record = read(PAGES["mistakes"])[0]
    assert ends(record)["complaint 1"] == ("dismissed", None)
    assert "no count names the offense of the complaint (18:1952); it is read as a charge of its own" in record.notes


def test_the_only_count_is_what_the_complaint_became() -> None:
    page = PAGES["complaint_only"].replace("-mj-", "-cr-").replace(">None<", "> 18:4 MISPRISION<br>(1)</td><td></td><td>DISMISSED<", 1)
    assert [list(charges(record)) for record in read(page)] == [["1"]]


def test_a_magistrate_case_has_complaints_alone_and_no_status() -> None:
    record = read(PAGES["complaint_only"])[0]
    assert ends(record) == {"complaint 1": (None, None), "complaint 2": ("convicted", None)}
    assert record.cases[0].status is None
    assert charges(record)["complaint 1"].printed("level") == "Petty Offense"


def test_the_other_numbers_of_a_prosecution_are_related() -> None:
    assert read(PAGES["superseding"])[0].cases[0].related == ("2:17-mj-90031",)
    assert read(PAGES["revoked"])[0].cases[0].related == ("5:08-mj-90077",)


def test_those_not_accused_are_set_aside_without_their_names() -> None:
    everything = repr([plain(record) for name in PAGES for record in read(PAGES[name])])
    for word in ("Someone Else", "Witness Name", "Placeholder", "Nowhere Lane", "Court Square"):
        assert word not in everything.replace("Judge Placeholder", "")
    assert [each.text for each in read(PAGES["superseding"])[0].set_aside] == ["Interested Party"]
    assert read(PAGES["revoked"])[0].person.numbers == ("USM 98765-432",)


def test_docket_entries_date_only_what_they_name() -> None:
    count = charges(read(PAGES["superseding"])[0])["1s"]
    assert (count.probation_revoked_date, count.sentence_completed_date) == ("2021-05-11", "2023-02-14")  # not the petition
    assert [each.printed for each in count.dispositions if each.date == "2018-03-05"] == ["Plea: Guilty"]
    assert charges(read(PAGES["superseding"])[0])["8s"].sentence_completed_date is None  # its sentence was probation
    denied = PAGES["superseding"].replace("ORDER granting motion", "ORDER denying motion")
    assert charges(read(denied)[0])["1s"].sentence_completed_date is None
    other = PAGES["superseding"].replace("Revocation Proceedings as to Ysolde Marchetti-Brandt", "Revocation Proceedings as to Ravi Okonjo")
    assert charges(read(other)[0])["1s"].probation_revoked_date is None


def test_the_highest_level_is_that_of_a_count_only_where_it_is_alone() -> None:
    page = PAGES["complaint_only"].replace(">None<", "> 18:4 MISPRISION<br>(1)</td><td></td><td><", 1).replace(">None<", ">Misdemeanor<", 1)
    assert charges(read(page)[0])["1"].printed("level") == "Misdemeanor"
    two = page.replace("(1)</td><td></td><td><", "(1-2)</td><td></td><td><")
    assert charges(read(two)[0])["1"].printed("level") is None
    assert "highest offense level of the pending counts in 2:18-mj-90137: Misdemeanor" in read(two)[0].notes


def test_what_cannot_be_read_is_listed_and_loses_nothing() -> None:
    record = read(PAGES["mistakes"])[0]
    told = {each.text for each in record.unread}
    assert {"Date Filed: 02/30/2019", "TERMINATED: 99/99/2019", "Mystery label: something", "loose words", "Frobnicated."} <= told
    assert ends(record)["2"] == (None, None)
    assert "the disposition says two things of this count, so its outcome is not known" in record.notes
    cut = PAGES["superseding"].split("Terminated Counts")[0]
    assert any("breaks off" in each.why for each in read(cut)[0].unread)


def test_two_dockets_in_one_file_are_one_person_of_one_name() -> None:
    second = PAGES["revoked"].replace("90331", "90999")
    (record,) = read(PAGES["revoked"] + second)
    assert [case.number for case in record.cases] == ["3:09-cr-90331", "3:09-cr-90999"]
    assert any("read as one person" in note for note in record.notes)


@pytest.mark.parametrize(
    ("text", "statute", "words", "level"),
    [
        ("18:1591A.F SEX TRAFFICKING", "18:1591A", "SEX TRAFFICKING", "Felony"),
        ("21:952 and 960 - Importation", "21:952 and 960", "Importation", None),
        ("Harboring 8:1324(a)(1)(A)(iii)", "8:1324(a)(1)(A)(iii)", "Harboring", None),
        ("PROSTITUTION ON A BASE", None, "PROSTITUTION ON A BASE", None),
        ("18:1956-4999.F LAUNDERING, OTHER", "18:1956", "LAUNDERING, OTHER", "Felony"),
        ("21:841(a)(1), 5 kilograms of cocaine", "21:841(a)(1)", "5 kilograms of cocaine", None),
        ("18:1343 and 1349 WIRE FRAUD", "18:1343 and 1349", "WIRE FRAUD", None),
        ("18 U.S.C. § 1591(a)(1) Sex trafficking", "18 U.S.C. § 1591(a)(1)", "Sex trafficking", None),
        ("Count 2 18:2421.F; 18:2 - Transport; for prostitution", "18:2421; 18:2", "Transport; for prostitution", "Felony"),
        ("36:2.35(c).P UNDER THE INFLUENCE", "36:2.35(c)", "UNDER THE INFLUENCE", "Petty Offense"),
        ("8:1325(a) - Improper Entry (Misdemeanor)", "8:1325(a)", "Improper Entry (Misdemeanor)", "Misdemeanor"),
        ("36 CFR 2.35 Disorderly", "36 CFR 2.35", "Disorderly", None),
        ("CONSPIRACY (18:1594(c))", "18:1594(c)", "CONSPIRACY", None),
        ("", None, None, None),
    ],
)
def test_the_shapes_of_a_citation(text: str, statute: str | None, words: str | None, level: str | None) -> None:
    found = citations.cited(text)
    assert (found.statute, found.description, found.level) == (statute, words, level)


@pytest.mark.parametrize("statute", ["18:1591A", "18:922G", "21:841A=CD", "8:1328", "18 U.S.C. § 1591", "18:2421; 18:2", "18:1956"])
def test_what_is_kept_of_a_citation_is_found_in_the_federal_table(statute: str) -> None:
    table, problems = load_offenses(Path(__file__).parent.parent.parent / "law" / "us")
    assert not problems
    assert table.match(statute).how == "statute"


@pytest.mark.parametrize(
    ("printed", "outcome"),
    [
        ("36 MONTHS PROBATION; $500.00 P/A", "convicted"),
        ("BOP 12 months followed by three yrs supervised release. Special assessment $100", "convicted"),
        ("CBOP time served. Penalty assessment $25.00 waived; no fine", "convicted"),
        ("Bureau of Prisons - 2 YEARS; Restitution - DEFERRED; Right to Appeal - 14 DAYS", "convicted"),
        ("Dismissed upon Gov't motion.", "dismissed"),
        ("No fine. No supervised release.", None),
        ("Not guilty by jury verdict", "acquitted"),
        ("Deferred prosecution agreement", "diverted"),
        ("Conviction vacated. AMENDED JUDGMENT: time served", "vacated"),
        ("12 months custody. AMENDED JUDGMENT: Count 1 dismissed on remand", "dismissed"),
        ("12 months custody. Count 2 dismissed", "convicted"),
        ("36 MONTHS PROBATION. Jurisdiction transferred to another district.", "convicted"),
        ("Transferred to another district", "transferred"),
        ("Open", "pending"),
        ("12 months custody; surrender deferred until 1/2/2012; restitution deferred", "convicted"),
        ("12 months probation before judgment", "withheld"),
        ("Count 1 dismissed; custody 12 months", None),
        ("Count 2: custody of BOP 12 months concurrent to Count 2", "convicted"),
        ("12 months probation under 18 U.S.C. 3607(a)", "deferred"),
        ("Pre-judgment probation for one year", "deferred"),
        ("Special probation 18 USC 3607 12 months; dismissed 3/3/2014", "dismissed"),
        ("Released from custody; case dismissed", "dismissed"),
        ("Count one: 12 months custody. Count two: dismissed", "convicted"),
        ("Count two: dismissed", None),
        ("Revoked 3/4/2015: 6 months BOP", "convicted"),
        ("12 months probation under 18:3607. Probation revoked 1/2/2011; BOP 3 months", None),
        ("Adjudicated juvenile delinquent; 12 months probation", "adjudicated"),
        ("Pretrial diversion completed; dismissed", "dismissed"),
        ("Dismissed; pretrial diversion", None),
        ("Presidential pardon granted 1/20/2021", "convicted"),
        ("60 months BOP. Conviction reversed and remanded for new trial", None),
        ("60 months BOP. New trial granted", None),
        ("Forfeiture of collateral $75", None),
        ("Committed to the custody of the Attorney General for psychiatric evaluation", None),
        ("Remanded to the custody of the US Marshal", None),
        ("Committed to the custody of the Attorney General for imprisonment for five years", "convicted"),
        ("Placed on probation for 3 years with 6 months home detention", "convicted"),
        ("Violation of supervised release: 4 months", "convicted"),
        ("12 months custody. Supervised release violation petition dismissed", "convicted"),
        ("", None),
    ],
)
def test_prose_says_what_became_of_a_count(printed: str, outcome: str | None) -> None:
    assert prose.read_prose(printed, 1, "2010-01-01").outcome == outcome


def test_what_came_afterwards_is_later_and_dated_by_the_day_beside_it_alone() -> None:
    read_prose = prose.read_prose
    assert read_prose("60 months BOP. Presidential pardon granted", 1, None).later == [("Presidential pardon granted", None)]
    revoked = read_prose("Supervised release revoked. 4 months BOP; surrender 3/9/2018", 1, "2010-01-01")
    assert (revoked.revoked, revoked.later[0][1]) == (None, None)
    assert read_prose("Supervised release revoked on 3/9/2018; 4 months BOP", 1, "2010-01-01").revoked == "2018-03-09"
    assert read_prose("Revoked 3/4/2015: 6 months BOP", 1, "2010-01-01").revoked == "2015-03-04"
    set_aside = read_prose("2 years probation. Probation terminated 4/4/2010; conviction set aside", 1, "2010-01-01")
    assert (set_aside.outcome, set_aside.date) == ("vacated", None)
    assert read_prose("3/9/2018: TSR revoked; 4 months BOP", 1, "2010-01-01").revoked == "2018-03-09"


@pytest.mark.parametrize(
    ("printed", "outside"),
    [
        ("3 years probation; $100 assessment", True),
        ("Imposition of sentence suspended; 3 years probation", True),
        ("5 years probation with 6 months in a community corrections center", False),
        ("5 years, all but 6 months suspended; probation", False),
        ("5 years probation, 4 months of it at a place", False),
    ],
)
def test_a_sentence_took_no_liberty_only_where_nothing_says_that_it_may_have(printed: str, outside: bool) -> None:
    assert prose.read_prose(printed, 1, None).outside is outside


def test_an_abbreviation_ends_no_clause() -> None:
    found = prose.read_prose("60 mos. imprisonment on Ct. 1; 3 Yrs. supervised release", 1, None)
    assert found.parts == [("prison", "60 mos. imprisonment on Ct. 1", None), ("probation", "3 Yrs. supervised release", None)]


def test_a_short_year_is_of_the_hundred_after_the_case_was_filed() -> None:
    assert prose.day_of("12/05/16", "2010-01-01") == "2016-12-05"
    assert prose.day_of("01/05/02", "1998-01-01") == "2002-01-05"
    assert prose.day_of("12/05/16") is None
    assert prose.day_of("02/30/2019") is None


def spans_of(value: object) -> Iterator[tuple[str, Span]]:
    if isinstance(value, dict):
        for name, span in value.get("spans", {}).items():
            if isinstance(value.get(name), str):
                yield value[name], Span(**span)
        for each in value.values():
            yield from spans_of(each)
    elif isinstance(value, list):
        for each in value:
            yield from spans_of(each)


@pytest.mark.parametrize("name", PAGES)
def test_every_statute_stands_where_it_says(name: str) -> None:
    lines = PAGES[name].split("\n")
    seen = 0
    for text, span in spans_of([plain(record) for record in read(PAGES[name])]):
        if text[:1].isdigit() and ":" in text[:3] and "-" not in text:
            seen += 1
            assert text.split()[0].split(";")[0].split("=")[0] in lines[(span.line or 0) - 1]
    assert seen >= 2


# ---- a charge is neither lost nor counted twice


def test_two_decided_counts_are_two_charges_and_so_are_two_people() -> None:
    found = ends(read(PAGES["strict"])[0])
    assert (found["2"][0], found["2s"][0]) == ("convicted", "convicted")
    assert (found["1"][0], found["1s"][0]) == ("convicted", "dismissed")  # minor victim 1, minor victim 2
    same = PAGES["strict"].replace("MINOR VICTIM 2", "MINOR VICTIM 1")
    assert "1" not in charges(read(same)[0])
    assert ends(read(same)[0])["1s"][0] == "convicted"


def test_an_acquittal_outranks_the_dismissal_of_another_version() -> None:
    found = ends(read(PAGES["strict"])[0])
    assert (found["3s"][0], found["6ss"][0]) == ("acquitted", "acquitted")


def test_the_same_number_comes_before_the_same_statute() -> None:
    """Count 8s names the very words of count 7, but count 7s is its version."""
    found = charges(read(PAGES["strict"])[0])
    assert [len(found[label].versions) for label in ("7s", "8s")] == [2, 1]
    other = PAGES["strict"].replace("<br>(7s)", "<br>(70s)").replace("<br>(8s)", "<br>(7s)").replace("<br>(70s)", "<br>(8s)")
    assert {"7s", "8s"} <= set(charges(read(other)[0]))


def test_whoever_is_held_and_not_accused_has_no_charge() -> None:
    ilse = read(PAGES["strict"])[0]
    assert not any("complaint" in label for label in charges(ilse))
    assert {"18:3144 Material witness", "18:3583 - Violation of Supervised Release", "Material Witness"} == {
        each.text for each in ilse.set_aside
    }
    assert "Named Witness" not in repr([plain(record) for record in read(PAGES["strict"])])


@pytest.mark.parametrize("words", ["Material Witness Warrant", "Violation of Supervised Release", "Petition for probation violation"])
def test_words_alone_that_accuse_of_nothing_are_set_aside(words: str) -> None:
    page = PAGES["complaint_only"]
    record = read(page.replace("18:13 - Prostitution (assimilated)", words))[0]
    assert words in {each.text for each in record.set_aside}
    assert len(charges(record)) == len(charges(read(page)[0])) - 1


def test_a_supervision_that_came_from_another_district_is_told() -> None:
    page = PAGES["strict"].replace("Minute Entry: Change", "Supervised Release Jurisdiction Transferred In from District of Zenda. Change")
    assert any("came from another district" in note for note in read(page)[0].notes)
    assert not any("came from another district" in note for note in read(PAGES["strict"])[0].notes)


def test_only_what_is_needed_to_tell_a_docket_is_imported_for_that() -> None:
    code = "import sys, unburden.readers as r; r.readers(); print([m for m in sys.modules if '_federal_' in m or '_courtlistener' in m])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_a_revoked_probation_of_a_magistrate_case_is_dated() -> None:
    page = PAGES["complaint_only"]
    revoked = page.replace("special assessment</td>", "special assessment. Probation revoked 1/2/2019; 10 days custody</td>")
    found = charges(read(revoked)[0])["complaint 2"]
    assert (found.outcome and found.outcome.outcome, found.probation_revoked_date) == ("convicted", "2019-01-02")


def test_a_lesser_offense_is_what_the_charge_ended_as() -> None:
    page = PAGES["strict"].replace("24 months BOP concurrent", "Guilty of the lesser included offense of 18:2421; 12 months BOP")
    found = charges(read(page)[0])["2"]
    assert (found.printed("statute"), found.printed("description"), found.outcome and found.outcome.outcome) == (
        "18:2421",
        None,
        "convicted",
    )
    page = PAGES["strict"].replace("24 months BOP concurrent", "Plea of guilty to lesser charge; 12 months BOP")
    found = charges(read(page)[0])["2"]
    assert (found.printed("statute"), found.printed("description")) == (None, "lesser included offense")


def test_a_juvenile_is_adjudicated() -> None:
    assert ends(read(PAGES["strict"])[1])["5"][0] == "adjudicated"


def test_an_entry_is_of_those_whom_it_is_about() -> None:
    ilse, petronella = read(PAGES["strict"])
    pleas = {each.printed for charge in charges(petronella).values() for each in charge.dispositions if each.date == "2016-03-01"}
    assert pleas == {"Plea: Guilty"}
    pleas = {each.printed for charge in charges(ilse).values() for each in charge.dispositions if each.date == "2016-03-01"}
    assert pleas == {"Plea: Not guilty"}
    # Her judgment names the other defendant further on, and a judgment on a violation is no first one.
    assert ends(petronella)["3"] == ("convicted", "2017-02-01")
    assert ends(ilse)["1"] == ("convicted", "2016-09-30")
    assert ends(ilse)["2s"] == ("convicted", None)
    violation = PAGES["strict"].replace("JUDGMENT as to Petronella Okwuosa-Lind (2). (clk)", "NOTICE")
    assert ends(read(violation)[1])["3"] == ("convicted", None)


def test_a_page_of_one_defendant_takes_no_entry_of_another_number() -> None:
    page = PAGES["revoked"].replace("</table>\n\t\t\t<tr>", "</table><tr>")
    entry = "<tr><td>08/24/2009</td><td>9</td><td>JUDGMENT as to Somebody Unknown (4). (clk)</td></tr>"
    head = "<table><tr><td>Date Filed</td><th>#</th><td>Docket Text</td></tr>"
    assert ends(read(page + head + entry + "</table>")[0])["2"] == ("convicted", None)
    own = entry.replace("(4)", "(1)")
    assert ends(read(page + head + own + "</table>")[0])["2"] == ("convicted", "2009-08-24")


def test_one_number_in_two_districts_is_two_cases() -> None:
    other = PAGES["strict"].replace("Western District of Ruritania (Zweital)", "Ruritania Eastern District (Hofbau)")
    same = PAGES["strict"].replace("Western District of Ruritania (Zweital)", "WESTERN DISTRICT OF RURITANIA (Other Town)")
    mine = federal_cmecf.read(of(PAGES["strict"], "a.html"))[0]
    assert mine.cases[0].county == "Western District of Ruritania"
    apart = merge([mine, federal_cmecf.read(of(other, "b.html"))[0]])
    assert [case.county for case in apart.cases] == ["Western District of Ruritania", "Eastern District of Ruritania"]
    assert sum(1 for _ in apart.charges()) == 2 * len(charges(mine))
    together = merge([mine, federal_cmecf.read(of(same, "b.html"))[0]])
    assert len(together.cases) == 1
    assert sum(1 for _ in together.charges()) == len(charges(mine))


@pytest.mark.parametrize(
    ("printed", "name"),
    [
        ("California Northern District (San Francisco)", "Northern District of California"),
        ("[LIVE], Eastern District of TEXAS (Tyler)", "Eastern District of Texas"),
        ("United States District Court for the Western District of Washington (Seattle)", "Western District of Washington"),
        ("District of Columbia (Washington, DC)", "District of Columbia"),
        ("cand", "Northern District of California"),
        ("dcd", "District of Columbia"),
        ("nmid", "District of Northern Mariana Islands"),
        ("ca9", None),
        ("Strelsau", None),
    ],
)
def test_a_district_has_one_name(printed: str, name: str | None) -> None:
    assert district(printed) == name


def test_a_strange_line_among_the_counts_never_vanishes() -> None:
    lines = PAGES["superseding"].split("\n")
    begin = next(n for n, line in enumerate(lines) if "Pending Counts" in line)
    end = next(n for n, line in enumerate(lines) if "Defendant                                 (2)" in line)
    for strange in ("COUNT 99 MYSTERY", "<tr><td>COUNT 99 MYSTERY</td></tr>", "<tr><td></td><td></td><td>COUNT 99 MYSTERY</td></tr>"):
        for n in range(begin, end - 3):
            records = read("\n".join((*lines[:n], strange, *lines[n:])))
            assert "MYSTERY" in repr([plain(record) for record in records]), (strange, n)


# ---- what must never happen


@pytest.mark.parametrize("name", PAGES)
def test_no_cut_raises(name: str) -> None:
    data = PAGES[name].encode()
    for end in range(0, len(data), 53):
        assert read(data[:end]), end


MARKS = (
    b"<tr>",
    b"</td>",
    b"<b><u>Defendant (1)</u></b>",
    b"(1s-9ss)",
    b"CRIMINAL DOCKET FOR CASE #: 5",
    b"18:",
    b"&#x0;",
    b"\xff\xfe",
    b"<!--",
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
    assert read("CRIMINAL DOCKET FOR CASE #: 1:01-cr-00001" + text)
    citations.cited(text)
    prose.read_prose(text, 1, None)


@settings(max_examples=200, deadline=None)
@given(st.text(alphabet="18:2(a)1s,;-andF.et seq Count", max_size=200))
def test_no_citation_raises(text: str) -> None:
    found = citations.cited(text)
    assert found.statute != ""
    citations.split_number(text)


ROW = "<tr><td width=40%>18:1591.F X<br>(1)</td><td></td><td>Dismissed</td></tr>"
FLOODS = (
    *("<tr>", "<td>", "(", "1,", "18:", "18:1 and ", "Count 1 ", "Supervised release revoked. ", ROW, ROW.replace("(1)", "(1s)")),
    *("<b><u>Defendant (1)</u></b>", "<tr><td><b><u>Defendant (2)</u></b></td></tr><tr><td><b>A</b></td></tr>", "; ", "ii"),
)


@pytest.mark.parametrize("flood", FLOODS)
def test_floods_take_linear_time(flood: str) -> None:
    count = FLOOD if len(flood) < 30 else FLOOD // 20
    began = time.monotonic()
    for mark in ("Dismissed.", "STRUCTURING", "<td></td>", "Marchetti-Brandt (1), Count(s) "):
        assert read(PAGES["superseding"].replace(mark, mark + flood * (count // 4), 1))
    assert time.monotonic() - began < 20


# ---- the corpus beside the project


def test_the_sample_dockets_match_their_published_readings(shared: Path) -> None:
    """Every field of the JSON beside each sample that concerns counts, defendants, dispositions and levels."""
    total = 0
    for path in sorted((shared / "records" / "federal_docket_html").glob("*.html")):
        expected = json.loads(path.with_suffix(".json").read_text(encoding="utf-8"))
        records = federal_cmecf.read(Source(path.name, path, path.read_bytes()))
        defendants = [party for party in expected["parties"] if party["type"] == "Defendant"]
        assert len(records) == len(defendants) == 1
        assert [each for record in records for each in record.unread] == []
        for record, party in zip(records, defendants, strict=True):
            (case,) = record.cases
            assert (case.number, case.filed_date, case.status) == (expected["docket_number"], expected["date_filed"], "closed")
            assert case.status_printed is not None
            assert case.status_printed.startswith(f"terminated {party['date_terminated']}")
            data = party["criminal_data"]
            assert len(case.charges) == len(data["counts"])
            for count in data["counts"]:
                label = count["name"].rpartition("(")[2].rstrip(")")
                charge = charges(record)[label]
                bare = "".join(filter(str.isalnum, count["disposition"]))
                assert {"".join(filter(str.isalnum, each.printed)) in bare for each in charge.dispositions} == {True}
                shown = "".join(filter(None, (charge.versions[-1].statute, charge.versions[-1].description)))
                assert "".join(filter(str.isalnum, shown)) in "".join(filter(str.isalnum, count["name"].replace(".F", "")))
                assert (charge.outcome and charge.outcome.outcome) == ("dismissed" if "ismiss" in count["disposition"] else "convicted")
                complaints = [version for version in charge.versions[:-1] if version.stage == "filed"]
                assert len(complaints) == len(data["complaints"])
                total += 1
            levels = {f"highest_offense_level_{end}": "None" for end in ("opening", "terminated")}
            for note in record.notes:
                for end, kind in (("opening", "pending"), ("terminated", "terminated")):
                    if note.startswith(f"highest offense level of the {kind} counts"):
                        levels[f"highest_offense_level_{end}"] = note.rpartition(": ")[2]
            assert levels == {name: data[name] for name in levels}
    assert total == 6
