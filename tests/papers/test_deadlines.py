from __future__ import annotations

from datetime import date, timedelta

import pytest
from attrs import evolve

from tests.papers.houses import decided, ordinary
from tests.small_world import AS_OF, charge
from unburden.papers.deadlines import Due, calendar, dues, waiting
from unburden.papers.details import CaseDetails, Details
from unburden.papers.packets import Deadline, read_packet
from unburden.papers.plan import Filing, LeftOut, make_plan

icalendar = pytest.importorskip("icalendar")


def filing(*deadlines: Deadline) -> Filing:
    """A filing whose paper has these days."""
    (found,) = make_plan(decided([charge(1)]), {"US-ZZ": read_packet("US-ZZ")}).filings
    return evolve(found, paper=evolve(found.paper, deadlines=deadlines))


def due_in(days: int, start: str = "filing", court_days: bool = False) -> Deadline:
    return Deadline(start, days, "Serve by this day.", "Entregar a más tardar este día.", "§ 9", court_days)


def counted(deadline: Deadline, filing_day: date | None = None, hearing: date | None = None, lang: str = "en") -> Due:
    details = Details(filing_day=filing_day, cases={"k1": CaseDetails(hearing=hearing)})
    (found,) = [each for each in dues(filing(deadline), details, lang) if each.cite == "§ 9"]
    return found


@pytest.mark.parametrize(
    ("start", "days", "day"),
    [
        (date(2026, 12, 15), 30, date(2027, 1, 14)),
        (date(2028, 2, 28), 1, date(2028, 2, 29)),
        (date(2028, 2, 29), 365, date(2029, 2, 28)),
        (date(2027, 2, 28), 1, date(2027, 3, 1)),
        (date(2028, 3, 1), -1, date(2028, 2, 29)),
        (date(2026, 12, 31), 1, date(2027, 1, 1)),
        (date(2026, 12, 15), 0, date(2026, 12, 15)),
        (date(2026, 11, 1), -21, date(2026, 10, 11)),
    ],
)
@pytest.mark.parametrize("counts_from", ["filing", "hearing"])
def test_a_day_is_counted_from_a_day_that_was_told(counts_from: str, start: date, days: int, day: date) -> None:
    told = {"filing_day" if counts_from == "filing" else "hearing": start}
    assert counted(due_in(days, counts_from), **told).day == day
    other = {"hearing" if counts_from == "filing" else "filing_day": start}
    assert counted(due_in(days, counts_from), **other).day is None


@pytest.mark.parametrize(
    ("months", "days", "day", "said"),
    [
        (6, 0, date(2028, 2, 29), "6 months after filing"),
        (1, 0, date(2027, 9, 30), "1 month after filing"),
        (-2, 0, date(2027, 6, 30), "2 months before filing"),
        (-6, -1, date(2027, 2, 27), "6 months and 1 day before filing"),
        (12, 10, date(2028, 9, 10), "12 months and 10 days after filing"),
    ],
)
def test_months_are_counted_by_the_calendar(months: int, days: int, day: date, said: str) -> None:
    deadline = evolve(due_in(days), months=months)
    assert counted(deadline, filing_day=date(2027, 8, 31)).day == day
    assert counted(deadline).said == said


@pytest.mark.parametrize(("weekday", "warned"), [(0, False), (4, False), (5, True), (6, True)])
def test_a_day_on_a_weekend_is_told_and_not_moved(weekday: int, warned: bool) -> None:
    monday = date(2026, 12, 14)
    for lang, words in (("en", "It falls on a weekend"), ("es", "Cae en fin de semana")):
        found = counted(due_in(weekday), filing_day=monday, lang=lang)
        assert found.day == monday + timedelta(days=weekday)
        assert (words in found.text) == warned


def test_court_days_are_never_counted() -> None:
    found = counted(due_in(16, "filing", court_days=True), filing_day=date(2026, 12, 14), hearing=date(2027, 1, 4))
    assert (found.day, found.said) == (None, "16 court days after filing")


@pytest.mark.parametrize("start", ["service", "order", "response"])
def test_nothing_is_counted_from_what_has_not_happened(start: str) -> None:
    assert counted(due_in(10, start), filing_day=date(2026, 12, 14), hearing=date(2027, 1, 4)).day is None


@pytest.mark.parametrize(
    ("start", "days", "court", "english", "spanish"),
    [
        ("filing", 1, False, "1 day after filing", "1 día después de presentarlo"),
        ("filing", -10, False, "10 days before filing", "10 días antes de presentarlo"),
        ("hearing", -1, True, "1 court day before the hearing", "1 día hábil del tribunal antes de la audiencia"),
        ("hearing", -16, True, "16 court days before the hearing", "16 días hábiles del tribunal antes de la audiencia"),
        ("service", 45, False, "45 days after the papers are served", "45 días después de entregar los papeles"),
        ("service", -5, False, "5 days before the papers are served", "5 días antes de entregar los papeles"),
        ("order", 30, False, "30 days after the order", "30 días después de la orden"),
        ("response", 7, False, "7 days after an answer is filed", "7 días después de que se presente una respuesta"),
    ],
)
def test_a_count_that_cannot_start_says_from_what_it_is_counted(start: str, days: int, court: bool, english: str, spanish: str) -> None:
    assert counted(due_in(days, start, court)).said == english
    found = counted(due_in(days, start, court), lang="es")
    assert (found.said, found.text) == (spanish, "Entregar a más tardar este día.")


@pytest.mark.parametrize("days", [10**7, -(10**7), 10**12, -(10**12)])
def test_a_count_beyond_all_calendars_is_not_made(days: int) -> None:
    found = counted(due_in(days), filing_day=date(2026, 12, 14))
    assert found.day is None
    assert str(abs(days)) in found.said


def test_days_are_in_order_and_those_not_known_come_last() -> None:
    details = Details(filing_day=date(2026, 12, 15), cases={"k1": CaseDetails(hearing=date(2027, 1, 20))})
    found = dues(filing(due_in(3, "order"), due_in(-8, "hearing"), due_in(30)), details, "en")
    known = [each.day for each in found if each.day]
    assert known == sorted(known)
    assert [each.day for each in found[: len(known)]] == known
    assert [(each.day, each.text) for each in found if not each.cite] == [
        (date(2026, 12, 15), "File these papers"), (date(2027, 1, 20), "Hearing"),
    ]  # fmt: skip


def test_the_hearing_of_another_case_is_not_this_ones() -> None:
    details = Details(cases={"k2": CaseDetails(hearing=date(2027, 1, 20))})
    assert [each.day for each in dues(filing(due_in(-8, "hearing")), details, "en")] == [None]


def closing(low: date, *others: date) -> Filing:
    """A filing whose charges can be asked about until these days."""
    found = filing()
    entries = []
    for day in (low, *others):
        relief = found.entries[0].relief
        decision = relief.decision._replace(closes=(day.toordinal(), day.toordinal()))
        entries.append(evolve(found.entries[0], relief=evolve(relief, decision=decision)))
    return evolve(found, entries=tuple(entries))


def test_the_last_day_of_a_law_is_that_of_the_charge_where_it_comes_first() -> None:
    found = dues(closing(date(2031, 5, 1), date(2029, 5, 1)), Details(), "en")
    assert [(each.day, each.text, each.cite) for each in found] == [
        (date(2029, 5, 1), "Last day to ask under this law", "Z.R.S. § vacate"),
    ]  # fmt: skip


def later(low: int, high: int) -> LeftOut:
    """A charge that is left out until a day between these."""
    result = decided([charge(1)])
    (relief,) = result.charges[0].relief
    return LeftOut(result.charges[0], "later", evolve(relief, decision=relief.decision._replace(bounds=(low, high))))


def test_a_day_to_come_back_is_told_only_where_it_is_sure() -> None:
    opens = date(2028, 2, 29).toordinal()
    (found,) = waiting([later(opens, opens)], "en", ["TAKING LOAF 1"])
    assert found.day == date(2028, 2, 29)
    assert waiting([later(opens, opens + 1)], "en", ["TAKING LOAF 1"]) == []
    assert waiting([evolve(later(opens, opens), why="closed")], "en", ["TAKING LOAF 1"]) == []


NASTY = Due(date(2028, 2, 29), "February 29, 2028", "Serve; by this, day\\: “mañana”\nBEGIN:VEVENT\r\n" + "ä😀 " * 60, "§ 9(a); (b)")


def read_back(data: bytes) -> list[icalendar.Event]:
    return list(icalendar.Calendar.from_ical(data).walk("VEVENT"))


def test_a_calendar_holds_the_days_that_are_known_and_can_be_read_back() -> None:
    unknown = Due(None, "30 days after the order", "x", "")
    (event,) = read_back(calendar([("case-1", NASTY), ("case-1", unknown)], date(2026, 11, 23)))
    assert event.decoded("dtstart") == date(2028, 2, 29)
    assert event.decoded("dtstamp").date() == date(2026, 11, 23)
    assert str(event["description"]).replace("\r\n", "\n") == f"{NASTY.text} ({NASTY.cite})".replace("\r\n", "\n")
    assert str(event["summary"]) == "Papers case-1"
    assert str(event["class"]) == "PRIVATE"


def test_lines_of_a_calendar_are_folded_as_its_standard_asks() -> None:
    data = calendar([("case-1", NASTY)], date(2026, 11, 23))
    lines = data.split(b"\r\n")
    assert all(len(line) <= 75 for line in lines)
    assert all(b"\n" not in line and b"\r" not in line for line in lines)
    for line in lines:
        line.decode("utf-8")
    assert any(line.startswith(b" ") for line in lines)
    assert data.count(b"BEGIN:VEVENT\r\n") == 1


def test_a_calendar_without_days_is_one_all_the_same() -> None:
    assert read_back(calendar([], date(2026, 11, 23))) == []


def test_two_peoples_calendars_can_come_into_one() -> None:
    def uids(day: date) -> set[str]:
        due = Due(day, "", "File these papers", "")
        return {str(event["uid"]) for event in read_back(calendar([("case-1", due), ("case-1", due)], date(2026, 11, 23)))}

    one, other = uids(date(2026, 12, 15)), uids(date(2026, 12, 16))
    assert len(one) == len(other) == 2
    assert not one & other
    assert one == uids(date(2026, 12, 15))


def test_a_calendar_names_nobody() -> None:
    text = ordinary().files["dates.ics"].decode()
    for name in ("Ana", "Bell", "K-1"):
        assert name not in text


def test_the_papers_carry_the_day_that_was_decided_for_and_not_todays() -> None:
    assert date.fromordinal(AS_OF).isoformat() in ordinary().files["papers.json"].decode()
