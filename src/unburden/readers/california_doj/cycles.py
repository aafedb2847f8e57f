"""Cycles of a California DOJ rap sheet become cases: one charge for what arrest, court and custody say of one count.

Inside one cycle a court's count is the arrest's count of the same statute, else of the same words, else of the same section; a
higher court's count is the lower court's likewise, so that one prosecution is counted once. What custody, probation and later
updates say is `later`; it never makes a second conviction. What a charge then is, `california_doj.charges` says.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Final

from unburden import terms
from unburden.readers.california_doj.charges import Draft, Result, charge_of, nearly, shared_sentences, unique
from unburden.readers.california_doj.entries import APART, Count, Event, Sheet, described, exact, section
from unburden.record import Case, SetAside, Span, Unread

JURISDICTION: Final = "US-CA"

#: Why the events of `APART` are set aside.
_WHY_APART: Final = {
    "registration": "a registration is not a charge",
    "applicant": "fingerprints for a job or a licence are not a charge",
    "deceased": "a death entry is not a charge",
    "mental health": "a commitment to a hospital is not a charge",
    "interstate": "this tells of a conviction in another state; the record of that state has to be read for it",
}
_VIOLATION: Final = re.compile(r"\b(?:viol(?:ation|ate)?|revo\w*) (?:of )?(?:prob|parole)|\b(?:prob(?:ation)?|parole) (?:viol|revo)", re.I)
#: Outcomes after which another court's case is another accusation.
_FINAL: Final = frozenset(("convicted", "withheld", "adjudicated", "acquitted", "insanity", "vacated"))
_ELSEWHERE: Final = re.compile(r"FED|OOS")


def result_of(sheet: Sheet) -> Result:
    """The cases of a sheet, and what stands apart from them."""
    result = Result(unread=list(sheet.unread), set_aside=list(sheet.flags), doubtful=sheet.doubtful)
    cycles = _linked(sheet.cycles)
    for event, count in _counts(cycles):
        keys = {section(count), described(count)} - {""}
        if event.kind == "custody":
            result.inside |= keys
        elif event.kind in ("court", "unknown"):
            result.courts |= nearly(count.case_number) if count.case_number else set()
            if any(terms.outcome(said.words) == "convicted" for said in count.dispositions):
                result.convicted |= keys
    for cycle in cycles:
        _cycle(cycle, result)
    return result


def _counts(cycles: list[list[Event]]) -> Iterator[tuple[Event, Count]]:
    for cycle in cycles:
        for event in cycle:
            yield from ((event, count) for count in event.counts)


def _linked(cycles: list[list[Event]]) -> list[list[Event]]:
    """The cycles, where custody that stands alone but names a court's case of another cycle is moved into that cycle."""
    homes: dict[str, int] = {}
    for index, cycle in enumerate(cycles):
        for event in cycle:
            for count in event.counts:
                if event.kind == "court" and count.case_number:
                    homes.setdefault(count.case_number, index)
    moved: list[list[Event]] = [[] for _ in cycles]
    for index, cycle in enumerate(cycles):
        alone = not any(event.kind == "court" for event in cycle)
        for event in cycle:
            link = next((count.link for count in event.counts if count.link), None)
            away = alone and event.kind in ("custody", "probation") and link in homes
            moved[homes[link] if away and link else index].append(event)
    return moved


def _cycle(cycle: list[Event], result: Result) -> None:
    drafts: list[Draft] = []
    for event in cycle:
        if event.kind in APART:
            result.set_aside.append(SetAside(event.span, _summary(event), _WHY_APART[event.kind]))
        elif not event.counts:
            result.unread.append(Unread(event.span, _summary(event), "no count is printed in this entry"))
        else:
            _join(drafts, event, _charged(event, result), result)
    courts = [event for event in cycle if event.kind in ("court", "unknown") and event.counts]
    arrests = [event for event in cycle if event.kind == "arrest"]
    custody = any(event.kind == "custody" for event in cycle)
    groups: list[tuple[Event, list[Draft]]] = [(event, []) for event in courts]
    for draft in drafts:
        home = next((event for event, _ in reversed(draft.seen) if event.kind in ("court", "unknown")), draft.seen[0][0])
        if home.kind == "arrest" and len(courts) == 1 and _may_follow(home, courts[0]):
            home = courts[0]
        group = next((each for each in groups if each[0] is home), None)
        if group is None:
            groups.append((home, [draft]))
        else:
            group[1].append(draft)
    groups = [(event, members) for event, members in groups if members]
    own = {_first(event) for event, _ in groups} | {None}
    for event, members in groups:
        name = result.unique(_case_name(event))
        # The lower court's number, where nothing of its case is left: what is left is another accusation.
        below = dict.fromkeys(_first(seen) for draft in members for seen, _ in draft.of("court"))
        related = tuple(number for number in below if number and number not in own)
        arrested = arrests[0] if len(arrests) == 1 and _may_follow(arrests[0], event) else None
        result.cases.append(_case(name, event, members, arrested, related, result, inside=custody))


def _charged(event: Event, result: Result) -> list[tuple[Count, int]]:
    """The event's counts with their numbers, without those that are violations of probation or parole."""
    charged = []
    for count in event.counts:
        if _VIOLATION.search(f"{count.description or ''} {' '.join(count.flags)}"):
            why = "a violation of probation or parole is not a charge or a conviction of its own"
            result.set_aside.append(SetAside(count.span, count_words(event, count), why))
        else:
            charged += [(count, number) for number in count.numbers]
    return charged


def _may_follow(first: Event, second: Event) -> bool:
    """Whether the second event can have come of the first, by their days."""
    return not (first.date and second.date and first.date > second.date)


def _summary(event: Event) -> str:
    words = [event.heading, event.date or "", event.agency]
    for count in event.counts:
        words += [count.statute or "", count.description or "", *(said.words for said in count.dispositions)]
    words += event.words
    return " ".join(word for word in words if word)


def count_words(event: Event, count: Count) -> str:
    """All that a count and its event's heading say, as one text."""
    words = [event.heading, event.date or "", count.statute or "", count.description or "", *count.flags]
    words += [said.words for said in (*count.dispositions, *count.sentence)]
    return " ".join(word for word in words if word)


def _join(drafts: list[Draft], event: Event, counts: list[tuple[Count, int]], result: Result) -> None:
    """Give each count of an event to the draft it speaks of, or make one; a draft takes one count of an event.

    A count that a court has decided is not that of another court's case: both stand. Custody goes to the case that it names.
    """
    free = [draft for draft in drafts if all(_may_follow(seen, event) for seen, _ in draft.seen) and not _ended_elsewhere(draft, event)]
    link = next((count.link for count, _ in counts if count.link), None)
    free = [draft for draft in free if link and any(_first(seen) == link for seen, _ in draft.of("court"))] or free
    waiting = list(counts)
    keys: tuple[Callable[[Count], str], ...] = (exact, described, section)
    for key in keys:
        table: dict[str, list[Draft]] = {}
        for draft in reversed(free):
            for value in {key(count) for _, count in draft.seen} - {""}:
                table.setdefault(value, []).append(draft)
        taken: set[int] = set()
        left: list[tuple[Count, int]] = []
        for count, number in waiting:
            candidates = table.get(key(count), [])
            while candidates and id(candidates[-1]) in taken:
                candidates.pop()
            if candidates:
                draft = candidates.pop()
                taken.add(id(draft))
                draft.seen.append((event, count))
            else:
                left.append((count, number))
        free = [draft for draft in free if id(draft) not in taken]
        waiting = left
    if waiting and event.kind in ("custody", "probation") and any(draft.of("court") for draft in drafts):
        why = "this entry names a count that no court entry of its cycle has, so it was joined to none"
        result.unread += [Unread(count.span, count_words(event, count), why) for count, _ in waiting]
    else:
        drafts += [Draft(number, [(event, count)]) for count, number in waiting]


def _ended_elsewhere(draft: Draft, event: Event) -> bool:
    """Whether this is of another court's case than an event of a court: decided under another number, or left or dismissed under
    one by another court of the same kind, without having been moved. Dismissed and filed again in one court is one prosecution."""
    number = _first(event) if event.kind == "court" else None
    for seen, count in draft.of("court") if number is not None else ():
        if _first(seen) not in (None, number):
            outcomes = {terms.outcome(said.words) for said in count.dispositions}
            elsewhere = seen.agency != event.agency and seen.agency[2:4] == event.agency[2:4]
            if outcomes & _FINAL or (elsewhere and "transferred" not in outcomes):
                return True
    return False


def _first(event: Event) -> str | None:
    """The number of an event's case, which its first count has."""
    return event.counts[0].case_number if event.counts else None


def _number(event: Event) -> tuple[str, Span] | None:
    for count in event.counts:
        if count.case_number and count.case_span:
            return count.case_number, count.case_span
    return None


def _case_name(event: Event) -> str:
    number = _number(event)
    place = event.agency if event.kind == "court" else " ".join(filter(None, (event.kind, event.date, event.agency)))
    return f"{place}:{number[0]}" if number else f"{place}:{event.date or 'undated'}"


def _case(
    name: str, event: Event, drafts: list[Draft], arrested: Event | None, related: tuple[str, ...], result: Result, *, inside: bool
) -> Case:
    number = _number(event) if event.kind == "court" else None
    jurisdiction = _jurisdiction(event)
    spans: dict[str, Span] = {"jurisdiction": event.span} if jurisdiction else {}
    if number:
        spans["number"] = number[1]
    court = event.agency if event.kind == "court" and event.agency else None
    if court and event.date_span:
        spans["court"] = event.date_span
    shared = shared_sentences(event) if event.kind in ("court", "unknown") else {}
    used: dict[str, int] = {}
    charges = []
    for draft in drafts:
        own = any(seen is event for seen, _ in draft.seen) and event.kind != "arrest"
        charge_id = unique(f"{name}:{draft.number}" if own or event.kind == "arrest" else f"{name}:arrest {draft.number}", used)
        charges.append(charge_of(charge_id, draft, arrested, shared, result, inside=inside))
    return Case(
        name,
        jurisdiction=jurisdiction,
        number=number[0] if number else None,
        court=court,
        related=related,
        charges=tuple(charges),
        spans=spans,
    )


def _jurisdiction(event: Event) -> str | None:
    """California, save custody elsewhere: federal where the statute says so, else unknown."""
    if event.kind == "custody" and _ELSEWHERE.search(event.heading):
        return "US" if any((count.statute or "").endswith(" US") for count in event.counts) else None
    return JURISDICTION
