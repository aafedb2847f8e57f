from __future__ import annotations

import csv
import re
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from unburden.offenses import load_offenses
from unburden.readers import Source, detect, open_source, read_files, readers, unburden_json
from unburden.readers import new_york_dcjs as reader
from unburden.readers.new_york_dcjs.charges import plain_statute, read_charge
from unburden.readers.new_york_dcjs.told import tell
from unburden.readers.unburden_json import plain, to_json
from unburden.record import Charge, Record, Span, flatten

ROOT = Path(__file__).parent.parent.parent
FIXTURES = ROOT / "tests" / "fixtures" / "new_york_dcjs"
SHEETS = {path.stem: path.read_text(encoding="utf-8") for path in sorted(FIXTURES.glob("*.txt"))}
PETIT = "-- Petit Larceny\n   PL 155.25 Class A Misdemeanor Degree 0 NCIC 2399\n"
PROSTITUTION = "-- Prostitution\n   PL 230.00 Sub 00 Class B Misdemeanor Degree 0 NCIC 4004\n"


def of(text: str | bytes, name: str = "sheet.txt") -> Source:
    return Source(name, None, text.encode() if isinstance(text, str) else text)


def only(text: str) -> Record:
    (record,) = reader.read(of(text))
    return record


def cycle(court: str, arrested: str = PROSTITUTION) -> Record:
    """A sheet of one cycle: what was charged at the arrest, and what stands in its court part."""
    head = "NYS Criminal History Information\nCycle 1\nArrest/Charge Information\nArrest Date: 01/02/2010\nArrest Charges:\n"
    block = "Court Case Information\n-- Court: Kings County Criminal Court   Case Number: 2010KN000001\n" if court else ""
    return only(f"{head}{arrested}{block}{court}")


def charges(record: Record) -> dict[str, Charge]:
    return {charge.charge_id: charge for _, charge in record.charges()}


def ends(record: Record) -> list[tuple[str | None, str | None, str | None]]:
    """Statute, outcome and its date, charge by charge."""
    found = [(charge, charge.outcome) for _, charge in record.charges()]
    return [(charge.printed("statute"), end.outcome if end else None, end.date if end else None) for charge, end in found]


@pytest.fixture(scope="module")
def traps() -> Record:
    return only(SHEETS["traps"])


@pytest.mark.parametrize("name", SHEETS)
def test_a_sheet_reads_as_it_says(name: str, golden: Callable[[Path, object], None]) -> None:
    source = of(SHEETS[name], f"{name}.txt")
    assert detect(source) is reader
    golden(FIXTURES / f"{name}.golden.json", [plain(record) for record in reader.read(source)])


@pytest.mark.parametrize("name", SHEETS)
def test_what_is_read_survives_our_own_json(name: str) -> None:
    records = reader.read(of(SHEETS[name]))
    assert unburden_json.read(of(to_json(records), "record.json")) == records


def test_every_span_points_at_its_value() -> None:
    lines = SHEETS["ordinary"].replace("\f", "").split("\n")

    def shown(span: Span) -> str:
        return " ".join(lines[(span.line or 0) - 1].split())

    record = only(SHEETS["ordinary"])
    assert record.person.names[1] in shown(record.person.spans["names#2"])
    for case in record.cases:
        assert case.number is None or case.number in shown(case.spans["number"])
    for _, charge in record.charges():
        for version in charge.versions:
            assert (version.statute or "").split("(")[0] in shown(version.spans["statute"])
            assert (version.description or "").startswith(shown(version.spans["description"])[3:])
            assert (version.level or "").split()[-1] in shown(version.spans["level"])
        for disposition in charge.dispositions:
            assert disposition.printed.split(" ")[0] in shown(disposition.spans["printed"])
        for part in charge.sentence:
            assert part.printed.split(";")[0] in shown(part.spans["printed"])


def test_the_sheet_says_that_no_true_one_was_read(tmp_path: Path) -> None:
    path = tmp_path / "sheet.txt"
    path.write_text(SHEETS["ordinary"], encoding="utf-8")
    ((record,),) = read_files([str(path)])
    assert any("untried on a real file" in note for note in record.notes)


def test_the_pdf_reads_as_its_text(tmp_path: Path) -> None:
    from fpdf import FPDF

    pdf = FPDF(format="letter")
    pdf.set_auto_page_break(False)
    for page in SHEETS["ordinary"].split("\f"):
        pdf.add_page()
        pdf.set_font("Courier", size=8)
        for n, line in enumerate(page.strip("\n").split("\n")):
            pdf.text(10, 8 + n * 3.1, line)
    path = tmp_path / "sheet.pdf"
    pdf.output(str(path))
    source = open_source(str(path))
    assert detect(source) is reader
    (read,) = reader.read(source)
    wanted = only(SHEETS["ordinary"])
    assert flatten(read) == flatten(wanted)
    assert read.person.names == wanted.person.names
    assert read.person.numbers == wanted.person.numbers
    assert read.cases[1].charges[0].spans["released_date"].page == 3


def test_a_page_turns_inside_a_charge() -> None:
    record = only(SHEETS["ordinary"])
    filed = charges(record)["cycle-3/2"].versions[1]
    assert filed.description == "Criminal Possession Of A Controlled Substance In The Seventh Degree"
    assert (filed.statute, filed.spans["statute"].page, filed.spans["description"].page) == ("PL 220.03", 3, 2)


def test_names_births_and_numbers_are_all_kept_once() -> None:
    person = only(SHEETS["ordinary"]).person
    assert person.names == ("MARISOL VEGAROSA", "MARY VEGA", "MARI V ROSA")
    assert person.birth_dates == ("1988-05-04", "1986-05-04")
    assert person.numbers == ("NYSID 04455667Q", "FBI 123456WA9")


@pytest.mark.parametrize("name", SHEETS)
def test_no_social_security_number_address_body_or_officer_is_kept(name: str) -> None:
    text = to_json(reader.read(of(SHEETS[name])))
    for secret in ("219-09", "Nowhere Avenue", "Imaginary Street", "Bronx, NY 10400", "Brown", "5' 04", "990099", "Hispanic"):
        assert secret not in text


def test_a_charge_keeps_what_it_was_at_each_stage() -> None:
    charge = charges(only(SHEETS["ordinary"]))["cycle-4/1"]
    assert [(each.stage, each.statute) for each in charge.versions] == [
        ("arrested", "PL 240.37(2)"),
        ("filed", "PL 240.37(2)"),
        ("disposed", "PL 240.20"),
    ]
    assert charge.printed("level") == "Violation"


def test_two_charges_and_one_plea_are_not_joined_by_guess() -> None:
    plea = "02/01/2010\nConvicted Upon Plea Of Guilty\n-- Disorderly Conduct\n   PL 240.20 Sub 00 Violation Degree 0 NCIC 5311\n"
    record = cycle(f"01/03/2010\nArraigned\n{PROSTITUTION}{PETIT}{plea}", PROSTITUTION + PETIT)
    assert ends(record) == [("PL 230.00", None, None), ("PL 155.25", None, None), ("PL 240.20", "convicted", "2010-02-01")]


DISORDERLY = "-- Disorderly Conduct\n   PL 240.20 Sub 00 Violation Degree 0 NCIC 5311\n"
BOTH = f"01/03/2010\nArraigned\n{PROSTITUTION}{PETIT}"
IN_DOUBT = "the sheet does not show whether these words are about the charge above them or below"


@pytest.mark.parametrize(
    ("court", "days"),
    [
        (f"{BOTH}02/01/2010\nConvicted Upon Plea Of Guilty\n{PROSTITUTION}Dismissed\n{PETIT}", ("2010-02-01", "2010-02-01")),
        (f"{BOTH}02/01/2010\n{PROSTITUTION}Convicted Upon Plea Of Guilty\n{PETIT}Dismissed\n", ("2010-02-01", "2010-02-01")),
        (f"{PROSTITUTION}Convicted Upon Plea Of Guilty\n{PETIT}Dismissed\n", (None, None)),
        (
            f"{PROSTITUTION}02/01/2010\nConvicted Upon Plea Of Guilty\n{PETIT}03/01/2010\nDismissed\n",
            ("2010-02-01", "2010-03-01"),
        ),
        (
            f"{PROSTITUTION}02/01/2010\nConvicted Upon Plea Of Guilty\n{PETIT}03/01/2010\nDismissed\n04/01/2010\nSealed CPL 160.50\n",
            ("2010-02-01", "2010-03-01"),
        ),
        (f"{PROSTITUTION}Convicted Upon Plea Of Guilty\n02/01/2010\n{PETIT}Dismissed\n03/01/2010\n", (None, None)),
        (
            f"{PROSTITUTION}Disposition: Convicted Upon Plea Of Guilty   Disposition Date: 02/01/2010\n"
            f"{PETIT}Disposition: Dismissed   Disposition Date: 03/01/2010\n",
            ("2010-02-01", "2010-03-01"),
        ),
        (
            f"01/03/2010\nDisposition: Convicted Upon Plea Of Guilty   Disposition Date: 02/01/2010\n{PROSTITUTION}"
            f"Disposition: Dismissed   Disposition Date: 03/01/2010\n{PETIT}",
            ("2010-02-01", "2010-03-01"),
        ),
        (
            f"{BOTH}02/01/2010\nConvicted Upon Plea Of Guilty\n{PROSTITUTION}Dismissed\n{PETIT}".replace("-- ", ""),
            ("2010-02-01", "2010-02-01"),
        ),
        (
            f"{BOTH}02/01/2010\n{PROSTITUTION}Convicted Upon Plea Of Guilty\n{PETIT}Dismissed\n".replace("-- ", "\u2022 "),
            ("2010-02-01", "2010-02-01"),
        ),
    ],
)
def test_words_above_and_words_below_their_charge(court: str, days: tuple[str | None, str | None]) -> None:
    record = cycle(court, PROSTITUTION + PETIT)
    assert ends(record) == [("PL 230.00", "convicted", days[0]), ("PL 155.25", "dismissed", days[1])]


@pytest.mark.parametrize(
    "court",
    [
        f"01/03/2010\nArraigned\n{PROSTITUTION}Convicted Upon Plea Of Guilty\n{PETIT}Dismissed\n",
        f"{BOTH}Dismissed\n",
        f"01/03/2010\nArraigned\n{PROSTITUTION}Convicted Upon Plea Of Guilty\n{PETIT}",
        f"01/03/2010\nConvicted After Trial\n{PROSTITUTION}Dismissed\n{PETIT}Acquitted\n",
    ],
)
def test_words_between_charges_that_nothing_places_are_given_to_none(court: str) -> None:
    record = cycle(court, PROSTITUTION + PETIT)
    assert [end for _, end, _ in ends(record)] == [None, None]
    assert {each.why for each in record.unread} == {IN_DOUBT}


def test_a_charge_in_doubt_is_not_what_another_became() -> None:
    record = cycle(f"01/03/2010\nArraigned\n{PROSTITUTION}Convicted Upon Plea Of Guilty\n{DISORDERLY}")
    assert ends(record) == [("PL 230.00", None, None), ("PL 240.20", None, None)]


def test_what_ends_a_case_does_not_end_charges_that_are_in_doubt() -> None:
    record = cycle(f"{BOTH}Convicted After Trial\n02/01/2010\nDismissed\n", PROSTITUTION + PETIT)
    assert [end for _, end, _ in ends(record)] == [None, None]
    assert [each.text for each in record.unread] == ["Convicted After Trial", "Dismissed"]


def test_another_docket_of_the_sheet_shows_where_words_stand() -> None:
    doubtful = f"01/03/2010\nArraigned\n{PROSTITUTION}Dismissed\n{PETIT}"
    shown = f"-- Court: Bronx County Criminal Court   Case Number: 2009BX1\n02/02/2009\nAcquitted\n{DISORDERLY}"
    assert ends(cycle(doubtful + shown, PROSTITUTION + PETIT))[1][1] == "dismissed"
    against = f"-- Court: Bronx County Criminal Court   Case Number: 2009BX2\n{DISORDERLY}Acquitted\n"
    assert [end for _, end, _ in ends(cycle(doubtful + shown + against, PROSTITUTION + PETIT))][:2] == [None, None]


def test_the_day_of_an_arraignment_is_not_that_of_words_below_a_charge() -> None:
    below = f"02/01/2010\n{PETIT}Dismissed\n"
    record = cycle(f"01/03/2010\nArraigned\n{DISORDERLY}Dismissed\n{PROSTITUTION}Acquitted\n{below}")
    assert ("PL 240.20", "dismissed", None) in ends(record)


def test_the_only_charge_has_the_words_above_and_below() -> None:
    assert ends(cycle(f"01/03/2010\n{PROSTITUTION}Dismissed\n")) == [("PL 230.00", "dismissed", "2010-01-03")]
    assert ends(cycle(f"01/03/2010\nArraigned\n{PROSTITUTION}Dismissed\n")) == [("PL 230.00", "dismissed", None)]
    assert ends(cycle(f"01/03/2010\nArraigned\n{PROSTITUTION}Dismissed 02/01/2010\n")) == [("PL 230.00", "dismissed", "2010-02-01")]


def test_a_sentence_without_its_label_is_no_conviction_of_another_charge() -> None:
    record = cycle(
        f"{BOTH}02/01/2010\nConvicted Upon Plea Of Guilty\n{PROSTITUTION}Imprisonment 90 Days\nFine $100\n", PROSTITUTION + PETIT
    )
    assert ends(record) == [("PL 230.00", "convicted", "2010-02-01"), ("PL 155.25", None, None)]
    assert [part.kind for part in charges(record)["cycle-1/1"].sentence] == ["prison", "fine"]


def test_a_conviction_without_a_charge_is_not_of_the_one_that_is_left() -> None:
    record = cycle(f"{BOTH}02/01/2010\nDismissed\n{PROSTITUTION}03/01/2010\nConvicted After Trial\n", PROSTITUTION + PETIT)
    assert ends(record)[1] == ("PL 155.25", None, None)
    assert [each.text for each in record.unread] == ["Convicted After Trial"]


def test_two_counts_end_each_in_its_own_way() -> None:
    two = f"01/03/2010\nArraigned\n{PETIT}{PETIT}"
    after = f"03/01/2010\nSentenced\n{PETIT}Sentenced to: Imprisonment 30 Days\n"
    guilty, gone = (f"02/01/2010\n{words}\n{PETIT}" for words in ("Convicted Upon Plea Of Guilty", "Dismissed"))
    first = cycle(f"{two}{guilty}{gone}{after}", PETIT + PETIT)
    assert [end for _, end, _ in ends(first)] == ["convicted", "dismissed"]
    second = cycle(f"{two}{gone}{guilty}{after}", PETIT + PETIT)
    assert [(end, len(charge.sentence)) for (_, end, _), charge in zip(ends(second), charges(second).values(), strict=True)] == [
        ("dismissed", 0),
        ("convicted", 1),
    ]


def test_a_dismissed_accusation_does_not_undo_the_plea_to_another() -> None:
    plea = f"01/03/2010\nArraigned\n{PROSTITUTION}02/01/2010\nConvicted Upon Plea Of Guilty\n{DISORDERLY}"
    assert ends(cycle(f"{plea}02/01/2010\nDismissed\n{PROSTITUTION}")) == [
        ("PL 240.20", "convicted", "2010-02-01"),
        ("PL 230.00", "dismissed", "2010-02-01"),
    ]
    # What was convicted and is dismissed years later is one charge.
    same = f"01/03/2010\nArraigned\n{PETIT}02/01/2010\nConvicted Upon Plea Of Guilty\n{PETIT}02/01/2012\nDismissed\n{PETIT}"
    assert ends(cycle(same, PETIT)) == [("PL 155.25", "dismissed", "2012-02-01")]


def test_words_that_name_a_charge_themselves_are_given_to_none() -> None:
    record = cycle(f"{BOTH}02/01/2010\nConvicted Upon Plea Of Guilty To PL 240.20\n03/01/2010\nDismissed\n", PROSTITUTION + PETIT)
    assert [end for _, end, _ in ends(record)] == [None, None]
    assert len(record.unread) == 2


def test_a_judgment_vacated_where_two_stand_is_told_of_none() -> None:
    record = cycle(f"{BOTH}02/01/2010\nConvicted After Trial\n{PROSTITUTION}{PETIT}02/01/2022\nJudgment Vacated\n", PROSTITUTION + PETIT)
    assert [end for _, end, _ in ends(record)] == ["convicted", "convicted"]
    assert [each.text for each in record.unread] == ["Judgment Vacated"]


@pytest.mark.parametrize(
    ("words", "outcome", "later", "step"),
    [
        ("Bench Warrant Issued", None, False, True),
        ("Bench Warrant Vacated - Dismissed In Interest Of Justice", "dismissed", False, False),
        ("Conviction Sealed CPL 160.59", None, True, False),
        ("Dismissed-Sealed CPL 160.50", "dismissed", False, False),
        ("Arraigned - Plea Of Not Guilty", None, False, True),
    ],
)
def test_what_words_say(words: str, outcome: str | None, later: bool, step: bool) -> None:
    told = tell(words, 1)
    assert (told.outcome, told.later, told.step) == (outcome, later, step)


def test_a_vacated_conviction_has_its_own_day_and_not_that_of_the_conviction() -> None:
    vacated = f"02/01/2010\nConvicted Upon Plea Of Guilty\n{PROSTITUTION}02/01/2022\nJudgment Vacated - Conviction Date: 02/01/2010\n"
    assert ends(cycle(f"{vacated}{PROSTITUTION}")) == [("PL 230.00", "vacated", "2022-02-01")]


def test_the_term_of_a_sentence_is_part_of_it() -> None:
    record = cycle(
        f"02/01/2010\nConvicted Upon Plea Of Guilty\n{PROSTITUTION}Sentenced to: Conditional Discharge   Term: 1 Year(s)   Judge: A\n"
    )
    assert [part.printed for part in charges(record)["cycle-1/1"].sentence] == ["Conditional Discharge Term: 1 Year(s)"]


@pytest.mark.parametrize("label", ["", "Disposition: "])
def test_a_conviction_and_its_sentence_in_one_line_are_two_things(label: str) -> None:
    line = f"{label}Convicted Upon Plea Of Guilty   Sentenced to: Fine $100"
    for court in (f"02/01/2010\n{line}\n{PROSTITUTION}", f"02/01/2010 {line}\n{PROSTITUTION}"):
        record = cycle(court)
        assert ends(record) == [("PL 230.00", "convicted", "2010-02-01")]
        assert [part.printed for part in charges(record)["cycle-1/1"].sentence] == ["Fine $100"]


def test_an_outcome_on_the_line_of_the_court_is_shown() -> None:
    record = cycle("Court: Kings County Criminal Court   Case Number: 2010KN000009   Disposition: Dismissed\n")
    assert ends(record) == [("PL 230.00", None, None)]
    assert any("Disposition: Dismissed" in each.text for each in record.unread)


def test_judges_and_attorneys_are_not_kept() -> None:
    record = cycle(
        f"Judge: Benchworth   Part: AP1\n01/03/2010\nArraigned\n{PROSTITUTION}Defense Attorney: Pleader\n02/01/2010\nDismissed\n"
    )
    assert ends(record) == [("PL 230.00", "dismissed", "2010-02-01")]
    assert not {"Benchworth", "Pleader"} & set(re.findall(r"\w+", to_json([record])))


def test_no_line_of_a_cycle_is_lost_or_decides_what_it_does_not_name() -> None:
    lines = SHEETS["ordinary"].split("\n")
    begin, end = (
        next(n for n, line in enumerate(lines) if line.strip() == words) for words in ("Cycle 4", "Other History Related Information")
    )
    for at in range(begin + 1, end):
        record = only("\n".join([*lines[:at], "COUNT 99 MYSTERY CHARGE GUILTY 01/02/2003", *lines[at:]]))
        assert "MYSTERY" in to_json([record]), lines[at]
        assert not any(each.outcome for _, charge in record.charges() for each in charge.dispositions if "MYSTERY" in each.printed)


def test_no_disposition_is_no_disposition() -> None:
    assert ends(cycle("")) == [("PL 230.00", None, None)]
    record = cycle(f"01/03/2010\nInitial Report Of Docket Number\n01/03/2010\nArraigned\n{PROSTITUTION}Interim Release Status: ROR\n")
    assert ends(record) == [("PL 230.00", None, None)]
    assert record.cases[0].status is None
    assert not record.unread


def test_sealed_is_no_outcome() -> None:
    record = cycle(
        f"01/03/2010\nArraigned\n{PROSTITUTION}\nSealed Upon Termination Of Criminal Action In Favor Of The Accused\nCPL 160.50\n"
    )
    (charge,) = charges(record).values()
    assert charge.outcome is None
    assert [(each.outcome, each.later) for each in charge.dispositions] == [(None, True), (None, True)]


@pytest.mark.parametrize("words", ["No Charges Filed", "No True Bill Found", "No Information Filed"])
def test_a_no_that_ends_a_case_is_not_passed_over(words: str) -> None:
    record = cycle(f"01/03/2010\n{words}\n")
    assert ends(record)[0][1] == "not_filed"


def test_a_line_that_there_is_nothing_is_passed_over() -> None:
    record = cycle("There is no Court Case Information associated with this cycle.\nNo Disposition Reported\n")
    assert ends(record) == [("PL 230.00", None, None)]
    assert not record.unread


def test_dismissed_and_sealed_in_one_breath_is_dismissed() -> None:
    record = cycle(f"01/03/2010\nArraigned\n{PROSTITUTION}02/03/2010\nDismissed - Sealed CPL 160.50\n")
    assert ends(record) == [("PL 230.00", "dismissed", "2010-02-03")]


def test_an_adjournment_in_contemplation_ends_as_it_ends(traps: Record) -> None:
    charge = charges(only(SHEETS["ordinary"]))["cycle-2/1"]
    assert [each.outcome for each in charge.dispositions if not each.later] == ["deferred", "dismissed"]
    record = cycle(f"01/03/2010\nAdjourned In Contemplation Of\nDismissal\n{PROSTITUTION}")
    assert ends(record) == [("PL 230.00", "deferred", "2010-01-03")]


def test_a_lower_and_an_upper_court_are_one_prosecution(traps: Record) -> None:
    case = next(case for case in traps.cases if case.case_id == "cycle-9")
    assert (case.number, case.court, case.county) == ("00117-2013", "Erie County Court", "Erie")
    assert (case.related, case.tracking) == (("2013ER004004",), ("64100009T",))
    robbery = charges(traps)["cycle-9/1"]
    assert [each.outcome for each in robbery.dispositions if not each.later] == ["transferred", "convicted"]
    assert robbery.printed("statute") == "PL 110-160.05"
    assert robbery.outcome is not None
    assert robbery.outcome.date == "2013-09-10"


def test_a_charge_covered_by_another_docket_has_no_outcome_of_its_own(traps: Record) -> None:
    covered = charges(traps)["cycle-9/2"].dispositions[-1]
    assert (covered.printed, covered.outcome) == ("Covered By Docket 2013ER004004", None)
    assert tell("Covered By Plea Of Guilty To Docket 1", 1).outcome is None


def test_superseded_and_indicted_elsewhere_is_transferred() -> None:
    assert ends(cycle(f"01/03/2010\nSuperseded By Indictment\n{PROSTITUTION}")) == [("PL 230.00", "transferred", "2010-01-03")]
    assert ends(cycle(f"01/03/2010\nArraigned\n{PROSTITUTION}02/03/2010\nTransferred To Superior Court\n"))[0][1] == "transferred"


def test_a_revoked_probation_is_later_and_dated(traps: Record) -> None:
    robbery = charges(traps)["cycle-9/1"]
    assert [(each.printed, each.later) for each in robbery.dispositions][-1] == ("Probation Revoked", True)
    assert robbery.probation_revoked_date == "2015-06-20"
    assert robbery.outcome is not None
    assert robbery.outcome.outcome == "convicted"


def test_a_violation_of_probation_is_no_charge(traps: Record) -> None:
    assert not any(case.case_id == "cycle-10" for case in traps.cases)
    assert sum("violation of probation" in each.why for each in traps.set_aside) == 2
    assert not any("cycle-10" in each.text and "no charge" in each.why for each in traps.unread)


def test_a_youthful_offender_is_adjudicated_and_not_convicted(traps: Record) -> None:
    assert charges(traps)["cycle-8/1"].outcome is not None
    assert tell("Convicted Upon Plea Of Guilty - Adjudicated Youthful Offender", 1).outcome == "adjudicated"
    assert tell("Youthful Offender Adjudication", 1).outcome == "adjudicated"
    assert tell("Convicted Upon Plea Of Guilty - Youthful Offender Denied", 1).outcome is None
    assert tell("Youthful Offender Treatment Denied", 1).outcome is None


def test_declined_without_any_court_case(traps: Record) -> None:
    assert [each.outcome for each in charges(traps)["cycle-7/1"].dispositions] == ["not_filed", None]


def test_not_arraigned_is_not_understood_and_kept(traps: Record) -> None:
    charge = charges(traps)["cycle-6/1"]
    assert [(each.printed, each.outcome) for each in charge.dispositions] == [
        ("Not Arraigned", None),
        ("Order Of Restitution Entered", None),
    ]
    assert [each.stage for each in charge.versions] == ["arrested"]


def test_two_counts_of_one_statute_stay_two(traps: Record) -> None:
    larcenies = [charges(traps)[f"cycle-5/{n}"].outcome for n in (1, 2)]
    assert [each.outcome if each else None for each in larcenies] == ["convicted", None]
    assert any("stands for 2 counts" in note for note in traps.notes)


def test_a_conviction_is_not_given_to_a_charge_that_is_not_named(traps: Record) -> None:
    assert any(each.text == "Convicted After Trial" for each in traps.unread)
    # What is said of the whole case afterwards cannot be said of the one that was convicted, whichever that is.
    assert any(each.text == "Dismissed" for each in traps.unread)


def test_words_after_a_sentence_are_no_part_of_it() -> None:
    plea = f"02/01/2010\nConvicted Upon Plea Of Guilty\n{PETIT}Sentenced to: Probation 3 Year(s)\nFine: $100\nTerm 3 Years\n"
    record = cycle(f"{plea}Conditional Discharge Revoked\n{PROSTITUTION}", PROSTITUTION + PETIT)
    larceny = charges(record)["cycle-1/2"]
    assert [(part.kind, part.printed) for part in larceny.sentence] == [
        ("probation", "Probation 3 Year(s)"),
        ("fine", "Fine: $100; Term 3 Years"),
    ]
    assert ends(record)[0] == ("PL 230.00", None, None)


def test_a_sentencing_day_is_not_a_second_conviction() -> None:
    plea = f"02/01/2010\nConvicted Upon Plea Of Guilty\n{PROSTITUTION}"
    record = cycle(f"{plea}03/01/2010\nSentenced\n{PROSTITUTION}Sentenced to: Probation 1 Year(s)\n04/01/2010\nResentenced\n{PROSTITUTION}")
    (charge,) = charges(record).values()
    assert [(each.printed, each.outcome, each.later) for each in charge.dispositions] == [
        ("Convicted Upon Plea Of Guilty", "convicted", False),
        ("Sentenced", None, True),
        ("Resentenced", None, True),
    ]
    assert ends(cycle(f"03/01/2010\nSentenced\n{PROSTITUTION}")) == [("PL 230.00", "convicted", "2010-03-01")]


def test_a_vacated_conviction_is_vacated(traps: Record) -> None:
    assert [each.outcome for each in charges(traps)["cycle-4/1"].dispositions] == ["convicted", "vacated"]


def test_a_second_docket_after_a_dismissal_is_a_second_charge(traps: Record) -> None:
    assert [each[1] for each in ends(traps) if each[0] == "PL 165.15(3)"] == ["dismissed", "acquitted"]


def test_an_impossible_day_and_a_range_are_unknown_and_shown(traps: Record) -> None:
    charge = charges(traps)["cycle-5/1"]
    assert (charge.arrest_date, charge.offense_date) == (None, None)
    assert {"09/31/1994", "02/30/2012", "05/01/2012 - 05/03/2012"} <= {each.text for each in traps.unread}


def test_release_is_told_and_never_expected(traps: Record) -> None:
    found = charges(only(SHEETS["ordinary"]))
    assert (found["cycle-3/1"].released_date, found["cycle-4/1"].released_date) == ("2011-10-06", "never")
    assert charges(traps)["cycle-9/1"].released_date is None
    assert charges(traps)["cycle-8/1"].released_date is None


def test_a_federal_arrest_without_a_court_has_no_jurisdiction(traps: Record) -> None:
    assert {case.case_id: case.jurisdiction for case in traps.cases if case.jurisdiction != "US-NY"} == {"cycle-3": None}


def test_other_parts_are_set_aside_only_where_they_say_something(traps: Record) -> None:
    assert [each.text for each in only(SHEETS["ordinary"]).set_aside] == ["Job/License Information"]
    assert [each.text for each in traps.set_aside if "Information" in each.text] == [
        "Other History Related Information",
        "Job/License Information",
        "Wanted Information",
    ]


def test_missing_cycles_are_told(traps: Record) -> None:
    assert any(each.why.startswith("the sheet counts 11 arrests, and 9 cycles") for each in traps.unread)
    assert not any("the sheet counts" in each.why for each in only(SHEETS["ordinary"]).unread)


def test_two_sheets_in_one_file_are_two_records() -> None:
    first, second = reader.read(of(SHEETS["ordinary"] + "\f" + SHEETS["traps"]))
    assert (first.person_id, second.person_id) == ("NYSID 04455667Q", "NYSID 09988776L")
    assert [len(record.cases) for record in (first, second)] == [4, 8]


@pytest.mark.parametrize(
    ("printed", "statute", "level", "counts"),
    [
        ("PL 155.25 Sub 00 Class A Misdemeanor Degree 0 NCIC 2399", "PL 155.25", "Class A Misdemeanor", 1),
        ("PL 160.10  Sub 02B  Class C  Felony  Degree 2  Counts: 3  NCIC 1299", "PL 160.10(2B)", "Class C Felony", 3),
        ("VTL 0511 Sub 01 Class U Misdemeanor Degree 0 NCIC 5499", "VTL 511(1)", "Class U Misdemeanor", 1),
        ("VTL 0511-01 Misdemeanor", "VTL 511-01", "Misdemeanor", 1),
        ("AC 20-453 Class U Misdemeanor NCIC 7399", "AC 20-453", "Class U Misdemeanor", 1),
        ("PL 220.41 Class A-II Felony Degree 1 NCIC 3570", "PL 220.41", "Class A-II Felony", 1),
        ("PL 240.20 Violation Degree 0", "PL 240.20", "Violation", 1),
        ("PL 110-155.25 Class B Misdemeanor", "PL 110-155.25", "Class B Misdemeanor", 1),
        ("PL 110/155.25 Class B Misdemeanor", "PL 110-155.25", "Class B Misdemeanor", 1),
        ("PL 110.00 155.25 Sub 00 Class B Misdemeanor", "PL 110-155.25", "Class B Misdemeanor", 1),
        ("PL 110.00 Class B Misdemeanor", "PL 110.00", "Class B Misdemeanor", 1),
        ("CPL 570.06 Sub 00", "CPL 570.06", None, 1),
    ],
)
def test_a_statute_line(printed: str, statute: str, level: str | None, counts: int) -> None:
    found = read_charge(printed)
    assert found is not None
    assert (found.statute, found.level, found.counts) == (statute, level, counts)


@pytest.mark.parametrize("text", ["DWI 2", "PCT 075", "NYCPD PCT 075", "Room AB 12", "", "PL 155.25"])
def test_what_is_no_statute_line(text: str) -> None:
    assert read_charge(text) is None


@pytest.mark.parametrize(
    ("law", "number", "sub", "words", "offense"),
    [
        ("PL", "230.00", "00", "Prostitution", "PL 230.00"),
        ("PL", "240.37", "02", "Loitering For The Purpose Of Prostitution", "PL 240.37(2)"),
        ("PL", "165.25", "01", "Jostling", "PL 165.25"),
        ("PL", "160.10", "02B", "Robbery-2nd Degree", "PL 160.10"),
        ("VTL", "0511", "01A", "Aggravated Unlicensed Operation-3rd Degree", "VTL 511(1)"),
        ("VTL", "0511-01", None, "Aggravated Unlicensed Operation", "VTL 511(1)"),
        ("PL", "110-155.25", "00", "Attempted Petit Larceny", "PL 155.25"),
        ("AC", "10-125", "0B", "Consumption Of Alcohol In Public", "AC 10-125"),
    ],
)
def test_the_law_of_new_york_knows_the_statutes(law: str, number: str, sub: str | None, words: str, offense: str) -> None:
    table, _ = load_offenses(ROOT / "law" / "us-ny")
    match = table.match(plain_statute(law, number, sub), words)
    assert match.how == "statute"
    assert offense in [each.statute for each in match.candidates]


def test_every_offense_of_the_table_is_found_as_the_sheet_would_print_it() -> None:
    table, _ = load_offenses(ROOT / "law" / "us-ny")
    rows = list(csv.DictReader((ROOT / "law" / "us-ny" / "offenses.csv").open(encoding="utf-8")))
    for row in rows:
        law, number = row["statute"].upper().split(" ")
        section, _, parts = number.partition("(")
        sub = parts.replace("(", "").replace(")", "").zfill(2)
        found = read_charge(f"{law} {section.zfill(4) if law == 'VTL' else section} Sub {sub} Class A Misdemeanor Degree 0 NCIC 9999")
        assert found is not None
        assert row["statute"] in [each.statute for each in table.match(found.statute).candidates]
    assert len(rows) > 200


@pytest.mark.parametrize(
    "path", sorted(p for p in (ROOT / "tests" / "fixtures").glob("*/*.*") if p.suffix in (".txt", ".html", ".csv", ".json"))
)
def test_other_papers_are_left_to_their_readers(path: Path) -> None:
    source = of(path.read_bytes(), path.name)
    if path.parent == FIXTURES and path.suffix == ".txt":
        assert max((each for each in readers() if each is not reader), key=lambda each: each.sniff(source)).sniff(source) < reader.sniff(
            source
        )
    else:
        assert reader.sniff(source) == 0


@pytest.mark.parametrize("text", ["", "\f\f", "<html>NYSID Cycle 1 Court Case Information</html>", '{"NYSID": 1}', "person_id,case_id\n"])
def test_other_kinds_of_file_are_not_taken(text: str) -> None:
    assert reader.sniff(of(text)) == 0


def test_cut_anywhere_it_still_reads() -> None:
    text = SHEETS["ordinary"]
    for length in range(0, len(text), 61):
        (record,) = reader.read(of(text[:length]))
        assert record.cases or record.unread
        assert all(end != "convicted" or "Convicted" in text[:length] for _, end, _ in ends(record))


_PIECES = st.sampled_from([line for sheet in SHEETS.values() for line in sheet.split("\n") if line.strip()])


@given(st.lists(_PIECES | st.text(max_size=60), max_size=50))
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
def test_a_hurt_sheet_reads(at: int, cut: int, put: str) -> None:
    text = SHEETS["traps"]
    to_json(reader.read(of(text[:at] + put + text[at + cut :])))


_HEAD = "Cycle 1\nArrest/Charge Information\nArrest Charges:\n"
_COURT = f"{_HEAD}{PROSTITUTION}Court Case Information\n"


@pytest.mark.parametrize(
    "body",
    [
        "-" * 500_000,
        " " * 500_000 + "x",
        f"{' ' * 390}x\n" * 20_000,
        "Cycle 1\n" * 100_000,
        _HEAD + "-- Prostitution\n" * 100_000,
        _HEAD + "-- Prostitution\n" + "and more\n" * 100_000,
        _HEAD + PETIT * 50_000,
        _COURT + "01/02/2010\n" * 100_000,
        _COURT + ("01/02/2010\nConvicted Upon Plea Of Guilty\n" + PETIT) * 25_000,
        _COURT + "Dismissed\n\n" * 100_000,
        _COURT + f"01/02/2010\nArraigned\n{PETIT * 20_000}" + "Sealed CPL 160.50\n\n" * 20_000,
        _COURT + "".join(f"01/02/2010\nConvicted After Trial\n-- X {n}\n   PL {n}.00 Violation Degree 0\n" for n in range(20_000)),
        _COURT + "".join(f"Case Number: {n}\nDismissed\n-- X {n}\n   PL 155.25 Violation Degree 0\n" for n in range(20_000)),
        _HEAD + PETIT * 20_000 + "Court Case Information\n" + "".join(f"Case Number: {n}\nDismissed\n" for n in range(20_000)),
        _COURT + "Foo entered\n\n" * 30_000 + PETIT * 10_000,
        "Cycle 1\n" + "sealed\n" * 30_000 + "Arrest/Charge Information\n" + PETIT * 5_000,
        _COURT + "Sentenced to: Jail\n" * 100_000,
        _COURT + "Court: A Case Number: 1\n" * 50_000,
        _COURT + "adjourned to\n" * 100_000,
        "Identification Information\nName:\n" + "A  " * 100_000,
        "Identification Information\n" + "Name: " * 60 + "\n" + ("Name: B\n" * 50_000),
        "Identification Information\nCycle 1\n" * 30_000,
    ],
)
def test_a_flood_takes_bounded_time(body: str) -> None:
    started = time.process_time()
    reader.sniff(of(body))
    reader.read(of(body))
    assert time.process_time() - started < 12


def test_speed_is_of_hundreds_of_sheets_a_second() -> None:
    started = time.process_time()
    for _ in range(20):
        reader.read(of(SHEETS["traps"]))
    assert time.process_time() - started < 5


def test_the_docstring_says_that_it_is_untried() -> None:
    assert reader.__doc__ is not None
    assert re.search(r"^Untried on a real file", reader.__doc__, re.M)
