"""Printed words of real courts and rap sheets, beside the term each one means; `None` where it means none for certain."""

from __future__ import annotations

import re
import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from unburden import terms

OUTCOMES = {
    # Cook County State's Attorney
    "Nolle Prosecution": "nolle_prosequi",
    "Plea Of Guilty": "convicted",
    "FNPC": "dismissed",
    "Finding Guilty": "convicted",
    "FNG": "acquitted",
    "Death Suggested-Cause Abated": None,
    "BFW": "pending",
    "Superseded by Indictment": "transferred",
    "Verdict-Not Guilty": "acquitted",
    "Plea of Guilty - Amended Charge": "convicted",
    "Case Dismissed": "dismissed",
    "Plea of Guilty - Lesser Included": "convicted",
    "Verdict Guilty": "convicted",
    "Transferred - Misd Crt": "transferred",
    "FNG Reason Insanity": "insanity",
    "Mistrial Declared": "pending",
    "Charge Rejected": "not_filed",
    "Finding Guilty - Lesser Included": "convicted",
    "Rejected": "not_filed",
    "Approved": None,
    # California Department of Justice
    "CONVICTED": "convicted",
    "CONVICTED-PROBATION": "convicted",
    "CONVICTED-PROB/JAIL": "convicted",
    "DISMISSED/FURTHERANCE OF JUSTICE": "dismissed",
    "DISMISSSED/FURTHERANCE OF JUSTICE": "dismissed",
    "1385 PC-DISMISSED/FURTHERANCE OF JUSTICE": "dismissed",
    "DISMISSED/CHARGE DROPPED": "dismissed",
    # Texas: the order of a deferred adjudication
    "Unadjudicated Judgment on Plea of Guilty": None,
    "RELEASED/DETENTION ONLY": "not_filed",
    "PROS REL-DET ONLY": "not_filed",
    "PROS REJ-LACK OF CORPUS": "not_filed",
    "REL/TOT OTHER JURIS/AUTH": "transferred",
    "PROC SUSP/COMM MENTALLY INCOMP 1370 PC": "pending",
    "CONV SET ASIDE & DISM PER 1203.4 PC": "vacated",
    "1203.4 PC DISMISSED": "vacated",
    "1203.4A PC-DISMISSED": "vacated",
    "236.14 PC RELIEF GRANTED": "vacated",
    "PETITION 1203.4 PC DENIED": None,
    "DISMISSED-DIVERSION COMPLETED": "dismissed",
    "PROS DEFERRED FOR REVOCATION OF PAROLE": None,
    "PAROLED": None,
    "PAROLED FROM CYA": None,
    "NO LONGER INTERESTED": None,
    "NO LONGER REQUIRED TO REGISTER/DRUG REG": None,
    "SENTENCE MODIFIED": None,
    "DISCHARGED": None,
    "CONVICTION CERT BY CLERK OF THE COURT": None,
    "RIGHT TO TRIAL BY JURY WAIVED-YES": None,
    "DEF COUNSEL CONCURRED DEFNDT PLEA/ADMISS": None,
    "CRT FIND PLEA KNOWLEDGE&INTELLIGENT&VOLUNT": None,
    "CHRGS&DIRECT CONSEQUENCES OF PLEA": None,
    # Oregon
    "Convicted": "convicted",
    "Dismissed": "dismissed",
    "Dismissed - No Complaint": "not_filed",
    "No Complaint": "not_filed",
    "Acquitted": "acquitted",
    "Diverted": "diverted",
    "Guilty Except for Insanity": "insanity",
    "Finding - Guilty": "convicted",
    "Plea - Guilty": "convicted",
    "Plea - Not Guilty": None,
    "Not Guilty": "acquitted",
    "PV Probation Revoked": None,
    "PV Probation Continued": None,
    "Conversion - Disposition Types": None,
    # North Carolina
    "District Dismissed by the Court - No Plea Agreement": "dismissed",
    "Voluntary Dismissal by DA": "nolle_prosequi",
    "VD-Superseding Indictment or Process": "transferred",
    "SUPERSEDING INDICTMENT OR PROCESS": "transferred",
    "Dismissed with leave by DA": "pending",
    "Prayer for Judgment Continued": "deferred",
    "No True Bill Returned": "not_filed",
    # federal dockets
    "Order for Dismissal.": "dismissed",
    "Count I is dismissed on the court's own motion.": "dismissed",
    "Defendant was found guilty on Count II of the Indictment and is committed to Probation for a term of 5 years": "convicted",
    "Custody of BOP for a term of 3 months": "convicted",
    "Supervised release revoked 12/05/16. Custody of BOP for a term of 3 months. Supervised release for 2 years.": None,
    "DISMISSED on motion of the government": "dismissed",
    # national rap sheets
    "SENTENCED 6 MOS SUPERVISED W/PROB": "convicted",
    "( FINED $200)": "convicted",
    "LACK OF PROS": "dismissed",
    "charges dropped": "nolle_prosequi",
    "6 MOS COUNTY JAIL": "convicted",
    "HELD IN JAIL 2 DAYS AND RELEASED": None,
    "PROSECUTION DECLINED": "not_filed",
    "RELEASED WITHOUT CHARGE": "not_filed",
    "RELEASED ON BOND": None,
    "PROBATION VIOLATED": None,
    "NO DISPOSITION REPORTED": None,
    "NO INFORMATION AVAILABLE": None,
    # Florida clerks
    "*Adj W/H": "withheld",
    "Adj W/Held": "withheld",
    "Adjudication Withheld": "withheld",
    "ADJUDICATION OF GUILT WITHHELD": "withheld",
    "Guilty - Adjudication Withheld": "withheld",
    "*P/T Diversion": "diverted",
    "Nolle Prosequi": "nolle_prosequi",
    "NOL-PROS": "nolle_prosequi",
    "No Action": "not_filed",
    "No Information Filed": "not_filed",
    "Dropped": "nolle_prosequi",
    "Adjudicated Guilty": "convicted",
    "*NG/Insanity": "insanity",
    "Sentence Withheld": None,
    # Wisconsin
    "Charge Dismissed but Read In": "read_in",
    "Dismissed 12.45": "read_in",
    "Dismissed pursuant to 12.45": "read_in",
    "12.45 - Considered in Sentence of Another Case": "read_in",
    "Guilty, fine $12.45": "convicted",
    "Fined 12.45": "convicted",
    "Dismissed, costs $12.45": "dismissed",
    "Guilty Due to No Contest Plea": "convicted",
    "Guilty Due to Guilty Plea": "convicted",
    "Dismissed on Prosecutor's Motion": "dismissed",
    "Deferred Prosecution or Sentence": "deferred",
    "Deferred Prosecution Agreement": "diverted",
    "Found Not Guilty by Jury": "acquitted",
    "Not Guilty due to Mental Disease/Defect": "insanity",
    "Amended complaint, charge read in open court": None,
    # elsewhere
    "Held for Court": "transferred",
    "Held For Action Of The Grand Jury": "transferred",
    "Proceed to Court": "transferred",
    "Withdrawn": "nolle_prosequi",
    "Guilty Plea - Merged": "convicted",
    "Merged": None,
    "Deferred Adjudication": "deferred",
    "Deferred adjudication - dismissed": "dismissed",
    "DEFERRED ADJUDICATION REVOKED, FOUND GUILTY": "convicted",
    "Adjourned in Contemplation of Dismissal": "deferred",
    "ACD": "deferred",
    "Conditional Discharge": None,
    "Stet": "deferred",
    "Continued Without a Finding": "deferred",
    "Probation Before Judgment": "withheld",
    "Adjudicated Delinquent": "adjudicated",
    "Youthful Offender": "adjudicated",
    "Convicted as Youthful Offender": None,
    "nolo contendere": "convicted",
    "Bench warrant issued": "pending",
    "Bench warrant recalled": None,
    "DISMISSED - REFILED": "transferred",
    "Dismissed without prejudice, may be refiled": "dismissed",
    "Remanded to custody": None,
    "Remanded to District Court": "transferred",
    "CONVICTED - PROBATION TRANSFERRED": "convicted",
    # two things at once, and words about something else
    "GUILTY COUNT 1, COUNT 2 DISMISSED": None,
    "Dismissed, pled guilty to another count": "dismissed",
    "Convicted; all other counts dismissed": "convicted",
    "Found guilty; appeal dismissed": "convicted",
    "Not guilty of felony, convicted of lesser offense": "convicted",
    "Not guilty count 1, guilty count 2": None,
    "Motion to dismiss denied": None,
    "Guilty plea withdrawn": None,
    "Guilty plea withdrawn, case dismissed": "dismissed",
    "Conviction and sentence vacated": "vacated",
    "Judgment set aside": "vacated",
    "Vacated": "vacated",
    "Sentence vacated": None,
    "Guilty; sentence vacated": "convicted",
    "Warrant set aside": None,
    "Expunged": None,
    "Conviction expunged": "vacated",
    "Conviction reversed and remanded": "convicted",
    "Not convicted": None,
    "Guilty of probation violation": None,
    "Probation violation dismissed": None,
    "Convicted; probation revoked": "convicted",
    "Convicted; probation violated; conviction vacated": "vacated",
    "Deferred sentence - probation revoked": None,
    "Case to be dismissed upon completion": None,
    "Diversion terminated": None,
    "no": None,
    "": None,
    "???": None,
}


@pytest.mark.parametrize(("printed", "expected"), OUTCOMES.items())
def test_outcome_of_printed_words(printed: str, expected: str | None) -> None:
    assert terms.outcome(printed) == expected


@pytest.mark.parametrize("name", terms.OUTCOMES)
def test_every_term_means_itself(name: str) -> None:
    assert terms.outcome(name) == name
    assert terms.outcome(name.replace("_", " ").title()) == name


@pytest.mark.parametrize("printed", ["PAROLED", "SENTENCE MODIFIED", "PV Probation Revoked", "Guilty of probation violation", "DISCHARGED"])
def test_what_came_after_an_outcome(printed: str) -> None:
    assert terms.later(printed)


@pytest.mark.parametrize("printed", ["CONVICTED", "Dismissed", "", "ARRAIGNED", "Convicted; probation revoked"])
def test_an_outcome_is_not_what_came_after(printed: str) -> None:
    assert not terms.later(printed)


LEVELS: dict[str, tuple[str, str] | None] = {
    "Misdemeanor Class A": ("misdemeanor A", "misdemeanor A"),
    "Felony Class C": ("felony C", "felony C"),
    "Class B Felony": ("felony B", "felony B"),
    "CLASS 1 MISDEMEANOR": ("misdemeanor A", "misdemeanor A"),
    "Class A1 Misdemeanor": ("misdemeanor A1", "misdemeanor A1"),
    "Felony Third Degree": ("felony C", "felony C"),
    "3rd Degree Felony": ("felony C", "felony C"),
    "Felony (Second Degree)": ("felony B", "felony B"),
    "F3": ("felony C", "felony C"),
    "F-3": ("felony C", "felony C"),
    "M1": ("misdemeanor A", "misdemeanor A"),
    "MB": ("misdemeanor B", "misdemeanor B"),
    "C FELONY": ("felony C", "felony C"),
    "Felony Class A-I": ("felony A-I", "felony A-I"),
    "A-II Felony": ("felony A-II", "felony A-II"),
    "Misd. A": ("misdemeanor A", "misdemeanor A"),
    "Misdemeanor Unclassified": ("misdemeanor unclassified", "misdemeanor unclassified"),
    "Felony Unclassified": ("felony unclassified", "felony unclassified"),
    "Capital Felony": ("felony capital", "felony capital"),
    "Life Felony": ("felony life", "felony life"),
    "FELONY": ("felony unclassified", "felony capital"),
    "F": ("felony unclassified", "felony capital"),
    "Felony H": ("felony H", "felony H"),
    "F6": ("felony F", "felony F"),
    "Level 6 Felony": ("felony F", "felony F"),
    "Severity Level 10 Felony": ("felony J", "felony J"),
    "Felony Class I": ("felony unclassified", "felony capital"),
    "Felony Class X": ("felony unclassified", "felony capital"),
    "State Jail Felony": ("felony unclassified", "felony capital"),
    "MISDEMEANOR": ("misdemeanor unclassified", "misdemeanor A1"),
    "MD": ("misdemeanor unclassified", "misdemeanor A1"),
    "Gross Misdemeanor": ("misdemeanor unclassified", "misdemeanor A1"),
    "Petty Misdemeanor": ("petty offense", "misdemeanor A1"),
    "PM": ("petty offense", "misdemeanor A1"),
    "Felony/Misdemeanor": ("misdemeanor unclassified", "felony capital"),
    "wobbler": ("misdemeanor unclassified", "felony capital"),
    "Felony reduced to misdemeanor": ("misdemeanor unclassified", "misdemeanor A1"),
    "Misdemeanor treated as a Violation": ("violation", "violation"),
    "Violation Unclassified": ("violation", "violation"),
    "Ordinance": ("violation", "violation"),
    "VL": ("violation", "violation"),
    "Infraction": ("infraction", "infraction"),
    "Noncriminal Infraction": ("infraction", "infraction"),
    "Forf. U": ("infraction", "infraction"),
    "Summary Offense": ("petty offense", "petty offense"),
    "Unknown": None,
    "NA": None,
    "4": None,
    "": None,
    "class": None,
    "third degree": None,
}


@pytest.mark.parametrize(("printed", "expected"), LEVELS.items())
def test_level_of_printed_words(printed: str, expected: tuple[str, str] | None) -> None:
    bounds = terms.level(printed)
    assert (bounds and (terms.RANKS[bounds[0]], terms.RANKS[bounds[1]])) == expected


@pytest.mark.parametrize("name", [*terms.LEVELS, *terms.KINDS])
def test_every_level_name_means_itself(name: str) -> None:
    bounds = terms.level(name)
    assert bounds is not None
    # "Felony I" is read as any felony: the I can be a numeral.
    assert terms.level_name(bounds) == ("felony" if name == "felony I" else name)


@pytest.mark.parametrize(
    ("printed", "expected"),
    [
        ("Plea: Not Guilty", True),
        ("Amended Plea: Guilty", True),
        ("NOT GUILTY PLEA ENTERED", True),
        ("PLED NOT GUILTY", True),
        ("Defendant stood mute", True),
        ("Referred", False),
        ("REPLEADER COMPLEAT", False),
        ("plea " * 1000, False),
    ],
)
def test_what_was_pleaded(printed: str, expected: bool) -> None:
    assert terms.plea(printed) is expected


def test_a_span_of_two_kinds_has_a_name() -> None:
    assert terms.level_name((10, 34)) == "misdemeanor unclassified to felony capital"


@pytest.mark.parametrize(
    ("printed", "kind"),
    [
        ("6 MOS JAIL", "jail"),
        ("012 YEARS PRISON", "prison"),
        ("36 MONTHS PROBATION", "probation"),
        ("FINED $200", "fine"),
        ("RSTN", "restitution"),
        ("40 hours community service", "service"),
        ("PRISON 2 YRS SUSPENDED", "suspended"),
        ("GUILTY", None),
    ],
)
def test_kind_of_a_sentence(printed: str, kind: str | None) -> None:
    assert terms.sentence_kind(printed) == kind


@given(st.text(max_size=300) | st.lists(st.sampled_from(sorted(OUTCOMES)), max_size=6).map(" ".join))
@settings(max_examples=200, deadline=None)
def test_any_text_has_a_known_answer_or_none(text: str) -> None:
    assert terms.outcome(text) in (*terms.OUTCOMES, None)
    bounds = terms.level(text)
    assert bounds is None or terms.LOWEST <= bounds[0] <= bounds[1] <= terms.HIGHEST
    terms.later(text)
    terms.sentence_kind(text)


@given(st.sampled_from([words for words, name in OUTCOMES.items() if name]), st.sampled_from(["upper", "lower", "spaced", "bracketed"]))
@settings(max_examples=100, deadline=None)
def test_case_spaces_and_brackets_change_nothing(words: str, way: str) -> None:
    variants = {"upper": words.upper(), "lower": words.lower(), "spaced": "  " + words.replace(" ", "  \t"), "bracketed": f"( {words})"}
    assert terms.outcome(variants[way]) == terms.outcome(words)


@pytest.mark.parametrize(
    "piece", ["jail ", "1", "dis", "guilty ", "probation a ", "motion ", "adj,", "1203.4 ", "not ", "no charges was ", "("]
)
def test_hostile_words_take_bounded_time(piece: str) -> None:
    started = time.perf_counter()
    terms.outcome(piece * (terms.MAX_WORDS // len(piece)))
    terms.outcome(piece * 1_000_000)
    terms.level(piece * 1_000_000)
    assert time.perf_counter() - started < 1.0


def test_longer_than_any_disposition_is_unknown() -> None:
    assert terms.outcome("guilty " + "x" * terms.MAX_WORDS) is None


def test_cook_county_words_are_all_known(shared: Path) -> None:
    duckdb = pytest.importorskip("duckdb")
    for table, column in (("dispositions", "charge_disposition"), ("sentencing", "charge_disposition")):
        rows = duckdb.sql(f"select distinct {column} from '{shared}/bulk/il_cook_{table}.parquet' where {column} != ''").fetchall()
        unknown = {words for (words,) in rows if terms.outcome(words) is None}
        assert unknown <= {"Death Suggested-Cause Abated"}


def test_california_words_are_known_or_meant_to_stay_open(shared: Path) -> None:
    words = set()
    for path in (shared / "records/california_doj_text").rglob("*.txt"):
        words |= {found.strip() for found in re.findall(r"DISPO\s*[:;](.*)", path.read_text(encoding="utf-8", errors="replace"))}
    assert words
    unknown = {each for each in words if each and terms.outcome(each) is None and not terms.later(each) and each not in OUTCOMES}
    assert unknown <= {
        "SOMETHING ELSE",
        "DEFENDANT REPRESENTED BY COUNSEL",
        "DEFENDANT WAIVED COUNSEL",
        "RIGHT TO CONFRONT&CROSS EXAM WIT&WAIVE-YES",
    }
