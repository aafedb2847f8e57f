from __future__ import annotations

import re
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from unburden.merge import merge
from unburden.readers import Source, open_source, readers
from unburden.readers import pennsylvania_ujs as reader
from unburden.readers.unburden_json import plain, to_json
from unburden.record import Case, Charge, ChargeVersion, Person, Record, flatten

FIXTURES = Path(__file__).parent.parent / "fixtures"
OWN = FIXTURES / "pennsylvania_ujs"
NAMES = ("cp_docket", "mc_docket", "mdj_dockets", "traps", "reopened", "cp_summary", "mdj_summary")
TEXTS = {name: (OWN / f"{name}.txt").read_text(encoding="utf-8") for name in NAMES}
COLUMNS = [
    "      Sequence/Description                                   Offense Disposition                   Grade      Section",
    "        Sentencing Judge                                     Sentence Date                         Credit For Time Served",
]


def of(text: str, name: str = "docket.pdf") -> Source:
    return Source(name, None, text.encode())


def one(name: str) -> Record:
    (record,) = reader.read(of(TEXTS[name]))
    return record


def case(record: Record, number: str) -> Case:
    return next(each for each in record.cases if each.number == number)


def charge(record: Record, name: str) -> Charge:
    return next(each for _, each in record.charges() if each.charge_id.endswith(name))


def decided(disposition: str, event: str = "Final Disposition", *below: str) -> Record:
    lines = [
        "  Docket Number: CP-02-CR-0000001-2010",
        "CHARGES",
        "   1        1         M2       18 § 5902 §§ A           Prostitution                                  01/02/2010      T 100200-3",
        "DISPOSITION SENTENCING/PENALTIES",
        *COLUMNS,
        f"  {disposition}                               Defendant Was Present",
        f"    Trial                                                    03/04/2010                            {event}",
        f"      1 / Prostitution                                       {disposition:38}M2         18 § 5902 §§ A",
        *below,
    ]
    (record,) = reader.read(of("\n".join(lines)))
    return record


def outcome(record: Record) -> str | None:
    (_, only), *_ = record.charges()
    return only.outcome.outcome if only.outcome else None


@pytest.mark.parametrize("name", NAMES)
def test_a_file_reads_as_its_pages_say(name: str, golden: Callable[[Path, object], None]) -> None:
    path = OWN / f"{name}.txt"
    source = Source(path.name, path, path.read_bytes())
    assert reader.sniff(source) >= 0.9
    golden(OWN / f"{name}.golden.json", [plain(record) for record in reader.read(source)])


def test_it_says_that_it_was_never_tried_on_a_true_sheet() -> None:
    assert "public" in reader.UNTRIED
    assert "Untried on a real file" in (reader.__doc__ or "")


@pytest.mark.parametrize("name", NAMES)
def test_every_span_points_at_its_value(name: str) -> None:
    lines = of(TEXTS[name]).lines
    for _, each in one(name).charges():
        for version in each.versions:
            for field in ("statute", "description", "level"):
                value, span = getattr(version, field), version.spans.get(field)
                assert value is None or (span and value.split(" ")[0] in lines[(span.line or 0) - 1])
        for disposition in (decided for decided in each.dispositions if decided.printed != "Sentenced again"):
            assert disposition.printed.split(": ")[-1].split(" ")[0] in lines[(disposition.spans["printed"].line or 0) - 1]
            assert disposition.spans["printed"].page


def test_column_headings_that_stand_anew_on_each_page_are_no_charge() -> None:
    numbers = [each.charge_id.rpartition("/")[2] for each in case(one("traps"), "CP-14-CR-0000926-2011").charges]
    assert numbers == ["1", "3", "4", "5", "6", "99999", "8"]


def test_a_page_s_head_and_foot_never_come_into_a_charge() -> None:
    for name in NAMES:
        text = to_json([one(name)])
        for words in ("CPCMS", "Recent entries", "State Police", "Printed", "Page ", "First Judicial", "Continued"):
            assert words not in text


def test_a_wrapped_description_is_whole_in_the_list_and_in_the_disposition() -> None:
    third = charge(one("cp_docket"), "/3")
    whole = "Manufacture, Delivery, or Possession With Intent to Manufacture or Deliver"
    assert [each.description for each in third.versions] == [whole, whole]
    assert third.versions[1].statute == "35 § 780-113 §§ A30"


def test_a_statute_that_a_wrap_put_on_the_second_line_is_the_charge_s() -> None:
    lines = [
        "      1 / DUI: Gen Imp/Inc of Driving Safely -               Guilty                                M1",
        "      1st Offense                                                                                             75 § 3802 §§ A1*",
        "        Orchard, Benedict                                    03/04/2010",
    ]
    head = TEXTS["cp_docket"].split("\n")[:12]
    event = "    Trial                                                    03/04/2010                            Final Disposition"
    (record,) = reader.read(of("\n".join([*head, "DISPOSITION SENTENCING/PENALTIES", *COLUMNS, "  Guilty", event, *lines])))
    only = charge(record, "/1")
    assert (only.printed("statute"), only.printed("description")) == (
        "75 § 3802 §§ A1*",
        "DUI: Gen Imp/Inc of Driving Safely - 1st Offense",
    )
    assert only.outcome is not None
    assert (only.outcome.outcome, only.outcome.date) == ("convicted", "2010-03-04")


def test_a_long_description_that_touches_the_next_column_is_parted_from_it() -> None:
    text = TEXTS["traps"].replace("Procure Prostitute For  05/01/2011", "Procure Prostitute For 05/01/2011")
    text = text.replace("Procure Prostitute For    Quashed", "Procure Prostitute For Quashed   ")
    assert text != TEXTS["traps"]
    (record,) = reader.read(of(text))
    assert flatten(record) == flatten(one("traps"))


def test_gaps_in_the_sequence_are_kept_and_a_blank_grade_is_unknown() -> None:
    third = charge(one("traps"), "0000926-2011/3")
    assert third.printed("level") is None
    assert third.printed("statute") == "18 § 5902 §§ B3"


def test_the_grade_is_that_of_the_charge_as_disposed() -> None:
    first = charge(one("traps"), "0000926-2011/1")
    assert [each.level for each in first.versions] == ["F3", "M1"]
    assert first.printed("level") == "M1"


def test_a_charge_that_is_held_for_court_is_not_yet_disposed_of() -> None:
    first = charge(one("mc_docket"), "/1")
    assert [each.stage for each in first.versions] == ["filed"]
    text = TEXTS["mc_docket"].replace("Held for Court                        M3 ", "Held for Court                        M2 ")
    first = charge(reader.read(of(text))[0], "/1")
    assert [(each.stage, each.level) for each in first.versions] == [("filed", "M3"), ("amended", "M2")]


def test_a_grade_that_the_disposition_leaves_blank_is_the_one_filed() -> None:
    first = decided("Guilty Plea").cases[0].charges[0]
    blank = TEXTS["cp_docket"].replace("Guilty Plea - Negotiated              M3 ", "Guilty Plea - Negotiated                 ")
    (record,) = reader.read(of(blank))
    assert first.printed("level") == "M2"
    assert charge(record, "/1").versions[-1].level is None
    assert charge(record, "/1").printed("level") == "M3"


def test_proceed_to_court_and_held_for_court_are_not_final() -> None:
    last = charge(one("traps"), "0000926-2011/8")
    assert [(each.printed, each.outcome) for each in last.dispositions] == [("Proceed to Court (Not Final)", "pending")]
    first = charge(one("cp_docket"), "/1")
    assert [each.outcome for each in first.dispositions] == ["transferred", "convicted"]


def test_in_a_closed_case_nothing_is_pending() -> None:
    held = TEXTS["cp_docket"].split("  Guilty Plea - Negotiated")[0]
    (record,) = reader.read(of(held))
    assert [each.outcome for each in record.cases[0].charges] == [None, None, None]
    assert sum("no final disposition" in each.why for each in record.unread) == 3
    lower = TEXTS["mc_docket"].replace(
        "04/08/2015                            Final Disposition", "04/08/2015                            Not Final"
    )
    (record,) = reader.read(of(lower))
    assert [each.outcome.outcome for each in record.cases[0].charges if each.outcome] == ["transferred"] * 3 + ["nolle_prosequi"]
    plea = TEXTS["traps"].replace("Case Status: Active  ", "Case Status: Closed  ")
    (record,) = reader.read(of(plea))
    assert charge(record, "0000031-2014/1").outcome is None
    assert any("no final disposition" in each.why for each in record.unread)


def test_a_mistrial_in_a_closed_case_is_shown() -> None:
    text = TEXTS["cp_docket"].replace("Nolle Prossed", "Mistrial     ")
    (record,) = reader.read(of(text))
    assert charge(record, "/3").outcome is None
    assert any("Mistrial" in each.text and "closed" in each.why for each in record.unread)


def test_guilt_without_a_sentence_in_an_event_that_is_not_final_is_pending() -> None:
    assert outcome(one("traps")) == "convicted"
    assert charge(one("traps"), "0000031-2014/1").dispositions[0].outcome == "pending"


def test_held_for_court_by_the_lower_court_is_a_transfer() -> None:
    assert [each.dispositions[0].outcome for each in one("mc_docket").cases[0].charges] == ["transferred"] * 3 + ["nolle_prosequi"]
    assert [each.outcome.outcome if each.outcome else None for each in case(one("mdj_dockets"), "MJ-49305-CR-0000002-2022").charges] == [
        "transferred",
        "transferred",
        None,
    ]


@pytest.mark.parametrize(
    ("words", "event", "expected"),
    [
        ("Nolle Prossed", "Final Disposition", "nolle_prosequi"),
        ("Nolle Prossed (Case Dismissed)", "Not Final", "nolle_prosequi"),
        ("Withdrawn - Administrative", "Final Disposition", "nolle_prosequi"),
        ("Dismissed - LOP", "Final Disposition", "dismissed"),
        ("Quashed", "Final Disposition", "dismissed"),
        ("Not Guilty", "Final Disposition", "acquitted"),
        ("Judgment of Acquittal", "Final Disposition", "acquitted"),
        ("Guilty", "Final Disposition", "convicted"),
        ("Nolo Contendere", "Final Disposition", "convicted"),
        ("ARD - County Open", "Not Final", "diverted"),
        ("Charge Changed", "Not Final", "transferred"),
        ("Transferred to Juvenile Division", "Final Disposition", "transferred"),
        ("Held for Court", "Final Disposition", "transferred"),
        ("Held for Court", "Not Final", "pending"),
        ("Guilty Plea", "Not Final", "pending"),
        ("Demurrer Sustained", "Final Disposition", "acquitted"),
        ("Probation Without Verdict", "Final Disposition", "diverted"),
        ("Charge Changed (Lower Court)", "Final Disposition", "transferred"),
        ("Proceed to Court (Conviction Reversed)", "Not Final", "pending"),
        ("Proceed to Ct (Nolle Prossed Vacated)", "Not Final", "pending"),
        ("Mistrial - Hung Jury", "Not Final", "pending"),
        ("Rule 586 - Open", "Not Final", None),
        ("Community Court Program", "Final Disposition", None),
    ],
)
def test_dispositions(words: str, event: str, expected: str | None) -> None:
    record = decided(words, event)
    assert outcome(record) == expected
    assert bool([each for each in record.unread if words in each.text]) == (expected is None)


def test_a_blank_disposition_is_no_disposition() -> None:
    added = charge(one("traps"), "/99999")
    assert [(each.printed, each.outcome) for each in added.dispositions] == [("Added by Information (Not Final)", None)]
    assert added.versions[-1].stage == "disposed"
    assert charge(one("cp_summary"), "MC-51-CR-0001100-2024/1").dispositions == ()


def test_a_charge_that_was_replaced_says_by_what() -> None:
    (only,) = charge(one("traps"), "0000926-2011/6").dispositions
    assert only.outcome == "transferred"
    assert "Replaced by 18 § 5503 §§ A1" in only.printed


def test_merged_and_no_further_penalty_are_sentences() -> None:
    assert [each.printed for each in charge(one("traps"), "0000926-2011/5").sentence] == ["Fines and Costs", "Merged"]
    second = charge(one("cp_docket"), "/2")
    assert [(each.printed, each.date) for each in second.sentence] == [("No Further Penalty", "2015-09-14")]
    assert second.released_date is None


def test_periods_of_a_sentence_are_read_and_conditions_are_not_kept() -> None:
    first = charge(one("traps"), "0000926-2011/1")
    assert first.sentence[0].printed == "Confinement: Min of 45.00 Days, Max of 23.00 Months (from 12/12/2011)"
    text = to_json([one(name) for name in NAMES])
    for name in ("Thorne", "Basil", "Fenwick", "Orchard", "Marlow", "Yarrow", "Pell", "Larkspur", "19100", "Thistle"):
        assert name not in text


def test_probation_alone_took_no_liberty() -> None:
    assert charge(one("cp_docket"), "/1").released_date == "never"
    assert charge(one("traps"), "0000926-2011/1").released_date is None
    for known, added in (
        (
            "Fenwick, Odette R.                                   09/14/2015",
            "Fenwick, Odette R.                                   09/14/2015        4 Days",
        ),
        ("To pay costs and stay away", "To serve 4 days in the county jail and stay away"),
    ):
        (record,) = reader.read(of(TEXTS["cp_docket"].replace(known, added)))
        assert known in TEXTS["cp_docket"]
        assert charge(record, "/1").released_date is None


def test_guilt_stated_again_after_a_sentence_is_later_and_revokes_the_probation() -> None:
    first = charge(one("traps"), "0000926-2011/1")
    assert [(each.outcome, each.later, each.date) for each in first.dispositions] == [
        ("pending", False, "2011-06-29"),
        ("convicted", False, "2011-12-12"),
        (None, True, "2013-02-11"),
    ]
    assert first.outcome is not None
    assert first.outcome.date == "2011-12-12"
    assert first.probation_revoked_date == "2013-02-11"
    assert first.sentence[-1].date == "2013-02-11"


def test_a_second_sentence_below_one_charge_is_later() -> None:
    below = [
        "        Orchard, Benedict                                    03/04/2010",
        "          Probation                                          Max of 1.00 Years                           03/04/2010",
        "        Orchard, Benedict                                    09/09/2010",
        "          Confinement                                        Min of 3.00 Months                          09/09/2010",
    ]
    only = decided("Guilty Plea", "Final Disposition", *below).cases[0].charges[0]
    assert [(each.outcome, each.later, each.date) for each in only.dispositions] == [
        ("convicted", False, "2010-03-04"),
        (None, True, "2010-09-09"),
    ]
    assert [(each.kind, each.date) for each in only.sentence] == [("probation", "2010-03-04"), ("other", "2010-09-09")]


def test_a_heading_and_its_event_may_be_parted_by_a_page() -> None:
    second = charge(one("traps"), "0000926-2011/1").dispositions[1]
    assert second.spans["date"].page == 3
    before, after = TEXTS["traps"].split("\f")[1:3]
    assert "Guilty Plea - Non-Negotiated  " in before
    assert "12/12/2011                            Final Disposition" in after


def test_a_revoked_diversion_is_no_diversion() -> None:
    fourth = charge(one("traps"), "0000926-2011/4")
    assert fourth.outcome is not None
    assert fourth.outcome.outcome == "pending"
    assert any("no longer stands" in note and "ARD Revoked" in note for note in one("traps").notes)


def test_a_sentence_below_a_dropped_charge_is_shown_not_given_to_it() -> None:
    below = [
        "        Orchard, Benedict                                    03/04/2010",
        "          Probation                                          Max of 1.00 Years                           03/04/2010",
    ]
    record = decided("Nolle Prossed", "Final Disposition", *below)
    assert record.cases[0].charges[0].sentence == ()
    assert any("ended without guilt" in each.why for each in record.unread)


def test_the_two_courts_of_one_prosecution_are_one_case() -> None:
    upper, lower = one("cp_docket"), reader.read(of(TEXTS["mc_docket"], "mc.pdf"))[0]
    assert (upper.cases[0].tracking, upper.cases[0].related) == (("N 911223-4",), ("MC-51-CR-0007702-2015",))
    assert (lower.cases[0].tracking, lower.cases[0].related) == (("N 911223-4",), ("CP-51-CR-0004417-2015",))
    merged = merge([upper, lower])
    assert [each.number for each in merged.cases] == ["CP-51-CR-0004417-2015"]
    assert sorted(row["disposition"] for row in flatten(merged)) == ["convicted", "convicted", "nolle_prosequi", "nolle_prosequi"]
    assert merged.disagreements == ()


def test_a_docket_and_the_summary_that_lists_it_are_one_case() -> None:
    merged = merge([one("cp_docket"), reader.read(of(TEXTS["cp_summary"], "summary.pdf"))[0]])
    assert sorted(each.number or "" for each in merged.cases) == [
        "CP-46-CR-0002201-2013",
        "CP-51-CR-0004417-2015",
        "MC-51-CR-0001100-2024",
        "MC-51-SU-0012345-2006",
    ]
    assert merged.disagreements == ()


def test_a_codefendant_s_docket_is_not_related() -> None:
    assert "CP-51-CR-0004418-2015" not in to_json([one("cp_docket")])


def test_charges_that_share_a_number_are_told_apart() -> None:
    first, second = charge(one("reopened"), "/99999"), charge(one("reopened"), "/99999~2")
    assert (first.printed("statute"), [each.outcome for each in first.dispositions]) == ("18 § 5505", [None, "transferred"])
    assert (second.printed("statute"), second.outcome and second.outcome.outcome) == ("18 § 5503 §§ A4", "acquitted")


def test_a_place_held_for_a_charge_of_the_lower_court_is_no_charge() -> None:
    record = one("reopened")
    assert [each.text for each in record.set_aside if "holds the place" in each.why] == [
        "CP-25-CR-0003311-2010: 99,999 Disposed at Lower Court",
        "CP-25-CR-0003311-2010: 99,999 Disposed at Lower Court 12/13/2010 Withdrawn",
    ]
    assert "0 § 0" not in {each.printed("statute") for _, each in record.charges()}


def test_guilt_after_a_revoked_diversion_is_a_conviction() -> None:
    second = charge(one("reopened"), "/2")
    assert [(each.outcome, each.later) for each in second.dispositions] == [
        ("transferred", False),
        (None, False),
        ("transferred", False),
        ("convicted", False),
    ]
    assert second.outcome is not None
    assert second.outcome.date == "2012-09-10"


def test_a_reversed_conviction_is_none_and_what_came_after_decides() -> None:
    fifth = charge(one("reopened"), "/5")
    assert [(each.outcome, each.date) for each in fifth.dispositions if each.outcome == "convicted"] == [("convicted", "2014-10-03")]
    assert not any(each.later for each in fifth.dispositions)
    text = TEXTS["reopened"].split("  Guilty Plea - Negotiated\n    Plea  ")[0]
    (record,) = reader.read(of(text))
    assert charge(record, "/5").outcome is None
    assert any("no final disposition" in each.why and each.text.startswith("CP-25-CR-0003311-2010/5") for each in record.unread)
    (record,) = reader.read(of(text.replace("Case Status: Closed", "Case Status: Active")))
    fifth = charge(record, "/5")
    assert fifth.outcome is not None
    assert fifth.outcome.outcome == "pending"


def test_a_plea_with_probation_without_verdict_is_no_conviction() -> None:
    fourth = charge(one("reopened"), "/4")
    assert [(each.printed, each.outcome) for each in fourth.dispositions] == [("Nolo Contendere", "diverted")]


def test_a_sentence_some_time_after_the_verdict_is_the_first_one() -> None:
    first = charge(one("reopened"), "/1")
    assert first.outcome is not None
    assert first.outcome.date == "2011-03-15"
    assert [each.date for each in first.sentence] == ["2011-05-20"]
    assert not any(each.later for each in first.dispositions)


def test_a_judge_s_line_without_its_day_is_no_part_of_a_description() -> None:
    assert charge(one("reopened"), "/3").printed("description") == "False Reports - Falsely Incriminate Another"


def test_confinement_names_neither_jail_nor_prison() -> None:
    sixth = charge(one("reopened"), "/6")
    assert [(each.kind, each.printed) for each in sixth.sentence] == [
        ("probation", "Probation: Max of 2.00 Years (from 03/15/2011)"),
        ("other", "Confinement: Min of 3.00 Months, Other (from 08/27/2012)"),
    ]
    assert sixth.released_date is None


def test_conditions_are_counted_and_a_custody_among_them_is_heeded() -> None:
    record = one("reopened")
    assert [each.text for each in record.set_aside if "conditions" in each.why] == ["CP-25-CR-0003311-2010: 5 line(s)"]
    assert charge(record, "/1").released_date == "never"
    for found, instead in (
        ("  Detainer Lifted", "  Credit for time served."),
        ("STATUS INFORMATION", "CONFINEMENT INFORMATION\n  County Jail   Yes"),
    ):
        text = TEXTS["reopened"].replace(found, instead, 1)
        assert text != TEXTS["reopened"]
        assert charge(reader.read(of(text))[0], "/1").released_date is None


def test_a_charge_below_the_conditions_of_a_sentence_is_read() -> None:
    line = "      7 / Harassment                                         Not Guilty                            S          18 § 2709 §§ A1\n"
    (record,) = reader.read(of(TEXTS["reopened"].replace("  Detainer Lifted\n", "  Detainer Lifted\n" + line)))
    seventh = charge(record, "/7")
    assert seventh.outcome is not None
    assert (seventh.outcome.outcome, seventh.outcome.date) == ("acquitted", "2011-03-15")


@pytest.mark.parametrize("name", ["cp_docket", "reopened", "mdj_dockets", "cp_summary"])
def test_no_line_among_charges_and_dispositions_vanishes(name: str) -> None:
    lines = TEXTS[name].split("\n")
    holding, tried = False, 0
    for n, line in enumerate(lines):
        heading = re.fullmatch(r" *([A-Z /]{5,})", line)
        if heading or "Printed" in line:
            holding = bool(heading) and heading[1] in ("CHARGES", "DISPOSITION SENTENCING/PENALTIES", "DISPOSITION / SENTENCING DETAILS")
        holding = holding or "Seq No" in line
        if holding and "Case Disposition" not in line:
            added = [*lines[: n + 1], "      COUNT 99 MYSTERY CHARGE GUILTY 01/02/2003", *lines[n + 1 :]]
            assert any("MYSTERY" in each.text for record in reader.read(of("\n".join(added))) for each in record.unread), line
            tried += 1
    assert tried > 10


def test_in_an_open_case_what_is_not_final_is_pending() -> None:
    text = TEXTS["mc_docket"].replace(
        "04/08/2015                            Final Disposition", "04/08/2015                            Not Final"
    )
    (record,) = reader.read(of(text.replace("Case Status: Closed", "Case Status: Active")))
    assert [each.outcome.outcome for _, each in record.charges() if each.outcome] == ["pending"] * 4


def test_a_charge_s_own_tracking_number_is_the_case_s_too() -> None:
    text = TEXTS["cp_docket"].replace(
        "Int Poss Contr Subst By Per Not Reg           03/01/2015      N 911223-4",
        "Int Poss Contr Subst By Per Not Reg           03/01/2015      N 911224-5",
    )
    (record,) = reader.read(of(text))
    assert record.cases[0].tracking == ("N 911223-4", "N 911224-5")


def test_a_district_s_details_say_what_its_list_of_charges_does_not() -> None:
    text = TEXTS["mdj_dockets"].replace("01/04/2022    Guilty Plea", "01/04/2022").replace("01/04/2022    Withdrawn", "01/04/2022")
    assert text != TEXTS["mdj_dockets"]
    (record,) = reader.read(of(text))
    assert flatten(record) == flatten(one("mdj_dockets"))


def test_the_district_s_and_the_upper_court_s_dockets_are_one_case() -> None:
    upper = TEXTS["cp_docket"].replace("PHILADELPHIA COUNTY", "CENTRE COUNTY").replace("N 911223-4", "R 225163-1")
    upper = upper.replace("MC-51-CR-0007702-2015", "").replace("CP-51-CR-0004417-2015", "CP-14-CR-0000310-2022").replace("2015", "2022")
    upper = upper.replace("03/01/2022      R", "12/15/2021      R").replace("Arrest Date: 03/01/2022", "Arrest Date: 12/15/2021")
    first, second = (reader.read(of(text, name))[0] for text, name in ((TEXTS["mdj_dockets"], "mdj.pdf"), (upper, "cp.pdf")))
    merged = merge([first, second])
    assert [each.number for each in merged.cases] == ["CP-14-CR-0000310-2022", "MJ-49305-NT-0000014-2022"]
    found = [row for row in flatten(merged) if row["case_id"] == "CP-14-CR-0000310-2022"]
    assert [row["disposition"] for row in found if "Prostitution" in row["description"]] == ["convicted"]
    assert merged.disagreements == ()


def test_the_appeal_of_a_docket_is_one_case_with_it() -> None:
    lower = one("reopened")
    assert lower.cases[0].related == ("MC-51-CR-0009001-2010", "1188 WDA 2012")
    version = ChargeVersion("filed", "18 § 2701 §§ A1", "Simple Assault")
    case = Case("1188 WDA 2012", "US-PA", "1188 WDA 2012", charges=(Charge("1188 WDA 2012/5", (version,)),))
    merged = merge([lower, Record(person=Person(lower.person.names), cases=(case,))])
    assert [each.number for each in merged.cases] == ["CP-25-CR-0003311-2010"]
    assert len(list(merged.charges())) == len(list(lower.charges()))


def test_line_ends_spaces_and_columns_of_other_kinds_read_the_same() -> None:
    for name in NAMES:
        wanted = flatten(one(name))
        for text in (TEXTS[name].replace("\n", "\r\n"), TEXTS[name].replace(" ", "\xa0"), TEXTS[name].replace("\n", "  \n\n")):
            assert [row for record in reader.read(of(text)) for row in flatten(record)] == wanted


@pytest.mark.parametrize(
    "rows",
    [
        ["  CP-51-CR-0000001-2014                 Comm. v. Thistle, B.                    CP-51-CR                 Refiled"],
        ["  Refiled", "  CP-51-CR-0000001-2014                 Comm. v. Thistle, B.                    CP-51-CR"],
    ],
)
def test_a_refiled_docket_is_related(rows: list[str]) -> None:
    lines = TEXTS["cp_docket"].split("\n")
    at = next(n for n, line in enumerate(lines) if "Association Reason" in line) + 1
    (record,) = reader.read(of("\n".join([*lines[:at], *rows, *lines[at:]])))
    assert record.cases[0].related == ("MC-51-CR-0007702-2015", "CP-51-CR-0000001-2014")


def test_what_is_owed() -> None:
    assert one("cp_docket").cases[0].balance_due == "462.80"
    assert case(one("traps"), "CP-14-CR-0000926-2011").balance_due == "1200.00"
    assert case(one("mdj_dockets"), "MJ-49305-NT-0000014-2022").balance_due == "272.25"
    assert one("mc_docket").cases[0].balance_due is None


def test_dates_that_are_none_are_unknown_and_shown() -> None:
    record = one("traps")
    assert charge(record, "0000926-2011/5").offense_date is None
    assert record.person.birth_dates == ("1985-02-18",)
    assert {each.text for each in record.unread} == {"02/30/1985", "00/00/0000"}


def test_names_numbers_and_aliases_of_the_person() -> None:
    assert one("cp_docket").person.names == ("Calloway, Wren Isolde", "Calloway, Wrenna", "Harrow, Wren")
    assert one("mc_docket").person.numbers == ("SID 411-22-33-5",)
    assert one("cp_summary").person.names == ("Calloway, Wren Isolde", "Wrenna Calloway", "Wren Harrow")


def test_a_social_security_number_is_never_kept() -> None:
    text = TEXTS["mc_docket"].replace("SID: 411-22-33-5", "SID: 411-22-33-5   SSN: 219-09-9999")
    text = text.replace("CHARGES\n", "CHARGES\n   SSN 219-09-9999\n", 1)
    (record,) = reader.read(of(text))
    assert record.person.numbers == ("SID 411-22-33-5",)
    assert "219-09-9999" not in to_json([record])
    assert any("[removed]" in each.text for each in record.unread)


def test_a_status_that_says_neither_open_nor_closed_is_unknown() -> None:
    found = case(one("traps"), "CP-14-CR-0000926-2011")
    assert (found.status, found.status_printed) == (None, "Inactive")


def test_a_petition_without_a_defendant_is_set_aside() -> None:
    record = one("traps")
    assert [each.text for each in record.set_aside if "petition" in each.why] == ["CP-14-MD-0000067-2012"]
    assert [each.number for each in record.cases] == ["CP-14-CR-0000926-2011", "CP-14-CR-0000031-2014"]


def test_a_summary_goes_on_over_its_page_and_knows_the_county() -> None:
    record = one("cp_summary")
    third = charge(record, "CP-51-CR-0004417-2015/3")
    assert third.printed("description") == "Manufacture, Delivery, or Possession With Intent to Manufacture or Deliver"
    assert [each.county for each in record.cases] == ["Philadelphia", "Philadelphia", "Montgomery", None]
    assert [each.status for each in record.cases] == ["open", "closed", "closed", None]
    assert any("archived" in each.why for each in record.unread)


def test_a_summary_of_the_districts_goes_on_over_its_page() -> None:
    record = one("mdj_summary")
    assert [len(each.charges) for each in record.cases] == [2, 2]
    first = charge(record, "MJ-49305-NT-0000014-2022/1")
    assert [(each.kind, each.printed) for each in first.sentence] == [("service", "Community Service: 20 Hours")]
    assert charge(record, "MJ-49305-CR-0000002-2022/2").printed("level") is None


def test_two_defendants_in_one_file_are_two_records() -> None:
    first, second = reader.read(of(TEXTS["cp_docket"] + TEXTS["traps"]))
    assert (first.person_id, second.person_id) == ("Calloway, Wren Isolde", "Vane, Sorrel M.")
    assert (len(first.cases), len(second.cases)) == (1, 2)


def test_a_docket_printed_twice_is_counted_once() -> None:
    (record,) = reader.read(of(TEXTS["mc_docket"] + TEXTS["cp_docket"] + TEXTS["mc_docket"]))
    assert [each.case_id for each in record.cases] == ["MC-51-CR-0007702-2015", "CP-51-CR-0004417-2015"]
    assert any("counted once" in note for note in record.notes)
    (record,) = reader.read(of(TEXTS["mc_docket"] + TEXTS["cp_docket"] + TEXTS["mc_docket"].replace("Withdrawn ", "Dismissed ")))
    assert [each.case_id for each in record.cases][2] == "MC-51-CR-0007702-2015~2"
    assert any("not alike" in note for note in record.notes)


def test_both_courts_in_one_file_are_one_case_when_merged() -> None:
    (record,) = reader.read(of(TEXTS["mc_docket"] + TEXTS["cp_docket"]))
    assert [each.number for each in merge([record]).cases] == ["CP-51-CR-0004417-2015"]


def test_a_summary_and_a_docket_in_one_file_count_the_case_once() -> None:
    (record,) = reader.read(of(TEXTS["cp_docket"] + TEXTS["cp_summary"]))
    assert [each.number for each in record.cases] == [
        "CP-51-CR-0004417-2015",
        "MC-51-CR-0001100-2024",
        "CP-46-CR-0002201-2013",
        "MC-51-SU-0012345-2006",
    ]
    assert record.cases[0].balance_due == "462.80"


def test_a_docket_that_breaks_off_says_so() -> None:
    (record,) = reader.read(of("  Docket Number: CP-51-CR-0004417-2015\n"))
    assert "breaks off" in record.unread[0].why
    (record,) = reader.read(of(TEXTS["cp_docket"].split("CHARGES")[0]))
    assert "no charge was found" in record.unread[-1].why


def test_columns_that_drift_by_some_letters_read_the_same() -> None:
    wanted = flatten(one("traps"))
    moved = "\n".join(("    " + line if n % 2 else line) for n, line in enumerate(TEXTS["traps"].split("\n")))
    assert flatten(reader.read(of(moved))[0]) == wanted


def test_cut_anywhere_it_still_reads() -> None:
    for name in ("traps", "cp_summary"):
        for length in range(0, len(TEXTS[name]), 197):
            for record in reader.read(of(TEXTS[name][:length])):
                flatten(record)


def test_this_reader_and_no_other_takes_its_files_and_no_others() -> None:
    for path in sorted(FIXTURES.glob("*/*.*")):
        if ".golden." in path.name or path.suffix not in (".txt", ".html", ".csv", ".json", ".xml", ".tsv"):
            continue
        source = Source(path.name, path, path.read_bytes())
        if path.parent == OWN:
            assert all(other.sniff(source) < 0.5 for other in readers() if other.FORMAT != reader.FORMAT), path
        else:
            assert reader.sniff(source) == 0, path


@pytest.mark.parametrize("name", ["traps", "cp_summary"])
def test_a_printed_sheet_reads_from_the_pdf(name: str, tmp_path: Path) -> None:
    fpdf = pytest.importorskip("fpdf")
    pdf = fpdf.FPDF(orientation="L", unit="mm", format="A4")
    pdf.set_auto_page_break(False)
    for page in TEXTS[name].rstrip("\f").split("\f"):
        pdf.add_page()
        pdf.set_font("courier", size=40)
        with pdf.rotation(50, 100, 150):
            pdf.text(60, 150, "UNOFFICIAL COPY")
        pdf.set_font("courier", size=5.5)
        for number, line in enumerate(page.split("\n")):
            if line:
                pdf.text(8, 6 + 2.8 * number, line)
    path = tmp_path / "docket.pdf"
    pdf.output(str(path))
    source = open_source(str(path))
    assert reader.sniff(source) >= 0.9
    (record,) = reader.read(source)
    wanted = one(name)
    assert flatten(record) == flatten(wanted)
    assert record.person.names == wanted.person.names
    assert [each.why for each in record.unread] == [each.why for each in wanted.unread]


lines = st.sampled_from([line for text in TEXTS.values() for line in text.split("\n") if line.strip()])


@given(
    st.lists(lines | st.text(max_size=80), max_size=60),
    st.sampled_from(["", "  Docket Number: CP-02-CR-0000001-2010\n", "Court Summary\n"]),
)
@settings(max_examples=200, deadline=None)
def test_any_lines_read_to_a_record_that_can_be_written(found: list[str], begin: str) -> None:
    records = reader.read(of(begin + "\n".join(found)))
    to_json(records)
    for record in records:
        flatten(record)
        ids = [each.charge_id for _, each in record.charges()]
        assert len(ids) == len(set(ids))


@given(st.binary(max_size=300))
@settings(max_examples=100, deadline=None)
def test_any_bytes_read(data: bytes) -> None:
    source = Source("x", None, data)
    reader.sniff(source)
    assert reader.read(source)


@pytest.mark.parametrize(
    "flood",
    [
        "  Docket Number: CP-02-CR-0000001-2010\n  Docket Number: CP-02-CR-0000002-2010\n" * 25_000,
        "CHARGES\n" + "   1        1      M2       18 § 5902 §§ A         Prostitution         01/02/2010\n" * 60_000,
        "CHARGES\n   1   1   M2   18 § 5902 §§ A    Prostitution    01/02/2010\n" + "     and more words of it\n" * 100_000,
        "DISPOSITION SENTENCING/PENALTIES\n" + "  1 / Prostitution     Guilty     M2     18 § 5902\n" * 50_000,
        "DISPOSITION SENTENCING/PENALTIES\n" + "  Trial     01/02/2010     Final Disposition\n" * 60_000,
        "DISPOSITION SENTENCING/PENALTIES\n  Trial  01/02/2010  Final Disposition\n  1 / X    Guilty\n"
        + "   Doe, J   01/02/2010\n" * 60_000,
        "DEFENDANT INFORMATION\nAlias Name\n" + "Doe, Jane\n" * 100_000,
        "CASE INFORMATION\n" + "OTN: " * 200_000,
        "1,2,3,4,5,6,7,8,9/" * 50_000,
        "§ " * 300_000,
        " " * 1_000_000 + "x",
    ],
)
def test_hostile_text_takes_bounded_time(flood: str) -> None:
    for begin in ("  Docket Number: CP-02-CR-0000009-2010\n", "Court Summary\nClosed\nCP-02-CR-0000009-2010  Proc Status: X\n"):
        started = time.perf_counter()
        reader.read(of(begin + flood))
        assert time.perf_counter() - started < 20


def test_a_summary_of_very_many_cases_takes_bounded_time() -> None:
    cases = "".join(
        f"CP-02-CR-{n:07}-2010   Proc Status: Completed  DC No:  OTN:T{n:07}\n  1   18 § 5902   M2   Prostitution   Guilty\n"
        for n in range(20_000)
    )
    started = time.perf_counter()
    (record,) = reader.read(of("Court Summary\nDoe, Jane     DOB: 01/02/1980\nClosed\nYork\n" + cases))
    assert len(record.cases) == 20_000
    assert time.perf_counter() - started < 20
