"""Days that matter for the papers: what is due, when, by which law; as a list and as a calendar file (RFC 5545).

A day is counted only from a day that is known: the filing day or the hearing that the person told, a day that the law itself gives. Where
the count starts with something that has not happened yet, the entry says from what it is counted. Court days are never counted, since
holidays differ from court to court.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Final

from attrs import frozen

from unburden import phrases
from unburden.calendar import AFTER, ALWAYS, NEVER, add_months
from unburden.papers.details import CaseDetails, Details
from unburden.papers.packets import Deadline
from unburden.papers.plan import Filing, LeftOut
from unburden.relief import Relief
from unburden.report.answers import standing
from unburden.report.words import Words

_AFTER: Final = {
    "filing": ("after filing", "después de presentarlo"),
    "service": ("after the papers are served", "después de entregar los papeles"),
    "hearing": ("after the hearing", "después de la audiencia"),
    "order": ("after the order", "después de la orden"),
    "response": ("after an answer is filed", "después de que se presente una respuesta"),
}
_BEFORE: Final = {
    "filing": ("before filing", "antes de presentarlo"),
    "service": ("before the papers are served", "antes de entregar los papeles"),
    "hearing": ("before the hearing", "antes de la audiencia"),
    "order": ("before the order", "antes de la orden"),
    "response": ("before an answer is filed", "antes de que se presente una respuesta"),
}
_COURT_DAYS: Final = (("court day", "court days"), ("día hábil del tribunal", "días hábiles del tribunal"))
_WEEKEND: Final = (
    "It falls on a weekend: check the rule on counting days.",
    "Cae en fin de semana: vea la regla sobre cómo se cuentan los días.",
)


@frozen
class Due:
    """One entry: the day (`None` where it cannot be counted yet), how to say it, what is due, the law."""

    day: date | None
    said: str
    text: str
    cite: str


def hearing_of(filing: Filing, details: Details) -> CaseDetails:
    """What was told of the first of a filing's cases that has a day in court; of its first case, where none has."""
    told = [details.cases.get(case.case_id, CaseDetails()) for case in filing.cases]
    return next((each for each in told if each.hearing is not None), told[0])


def dues(filing: Filing, details: Details, lang: str) -> list[Due]:
    """The days of one filing, those that are known first, in order."""
    told = hearing_of(filing, details)
    place = 0 if lang == "en" else 1
    known = {"filing": details.filing_day, "hearing": told.hearing}
    found: list[Due] = []
    if details.filing_day:
        found.append(_on(details.filing_day, ("File these papers", "Presentar estos papeles")[place], "", lang))
    if told.hearing:
        found.append(_on(told.hearing, ("Hearing", "Audiencia")[place], "", lang))
    for each in filing.paper.deadlines:
        start = None if each.court_days else known.get(each.start)
        text = each.text if lang == "en" else each.text_es
        day = _counted_on(start, each) if start is not None else None
        if day is not None:
            weekend = f" {_WEEKEND[place]}" if day.weekday() > 4 else ""
            found.append(_on(day, f"{text}{weekend}", each.cite, lang))
        else:
            found.append(Due(None, _counted(each, lang), text, each.cite))
    found += _closing(filing, lang)
    return sorted(found, key=lambda each: (each.day is None, each.day or date.max))


def waiting(left_out: Iterable[LeftOut], lang: str, called: Sequence[str]) -> list[Due]:
    """The days from which charges that are not asked about yet can be asked about. `called` names them, in order."""
    found: list[Due] = []
    for each, name in zip(left_out, called, strict=True):
        if each.why == "later" and each.relief is not None:
            low, high = standing(each.relief)[1].bounds
            if low == high and ALWAYS < low < AFTER:
                text = {"en": f"From this day {name} can be asked about", "es": f"Desde este día se puede pedir por {name}"}[lang]
                found.append(_on(date.fromordinal(low), text, each.relief.provision.citation, lang))
    return found


def _on(day: date, text: str, cite: str, lang: str) -> Due:
    return Due(day, phrases.day(day.toordinal(), lang), text, cite)


def _counted_on(start: date, each: Deadline) -> date | None:
    """The day itself; `None` where no calendar has it."""
    try:
        return date.fromordinal(add_months(start.toordinal(), each.months) + each.days)
    except (ValueError, OverflowError):
        return None


def _counted(each: Deadline, lang: str) -> str:
    """How far a day is from what it is counted from."""
    place, words = 0 if lang == "en" else 1, Words("en" if lang == "en" else "es")
    parts = [words.count("months", abs(each.months))] if each.months else []
    if each.court_days:
        parts.append(f"{abs(each.days)} {_COURT_DAYS[place][abs(each.days) != 1]}")
    elif each.days or not parts:
        parts.append(words.count("days", abs(each.days)))
    return f"{words.listed(parts)} {(_BEFORE if each.days < 0 or each.months < 0 else _AFTER)[each.start][place]}"


def _closing(filing: Filing, lang: str) -> list[Due]:
    """The last day on which the law lets one ask, for the charge where it comes first."""
    lasts = [last for entry in filing.entries if (last := _last(entry.relief)) is not None]
    if not lasts:
        return []
    words = {"en": "Last day to ask under this law", "es": "Último día para pedirlo según esta ley"}
    return [_on(date.fromordinal(min(lasts)), words[lang], filing.provision.citation, lang)]


def _last(relief: Relief) -> int | None:
    closes = standing(relief)[1].closes
    return closes[0] if closes is not None and ALWAYS < closes[0] < min(AFTER, NEVER) else None


def calendar(entries: Iterable[tuple[str, Due]], stamp: date) -> bytes:
    """A calendar file of the days that are known. Titles say nothing that a shared calendar should not show.

    Args:
        entries: the folder of the papers, and a day.
        stamp: the day on which the papers were made.
    """
    from hashlib import sha256

    from icalendar import Calendar, Event

    known = [(folder, due) for folder, due in entries if due.day is not None]
    # Two people's calendars may come into one: what they call their entries must differ.
    name = sha256(repr((known, stamp)).encode()).hexdigest()[:16]
    made = Calendar()
    made.add("prodid", "-//papers//")
    made.add("version", "2.0")
    for number, (folder, due) in enumerate(known, 1):
        event = Event()
        event.add("uid", f"{number}-{name}@papers.invalid")
        event.add("dtstamp", _midnight(stamp))
        event.add("dtstart", due.day)
        event.add("summary", f"Papers {folder}")
        event.add("description", f"{due.text}{f' ({due.cite})' if due.cite else ''}")
        event.add("class", "PRIVATE")
        event.add("transp", "TRANSPARENT")
        made.add_component(event)
    return bytes(made.to_ical())


def _midnight(day: date) -> object:
    from datetime import UTC, datetime

    return datetime(day.year, day.month, day.day, tzinfo=UTC)
