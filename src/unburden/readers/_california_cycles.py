"""Cycles of a California DOJ rap sheet become cases: one charge for what arrest, court and custody say of one count.

Inside one cycle a court's count is the arrest's count of the same statute, else of the same words, else of the same section; a
higher court's count is the lower court's likewise, so that one prosecution is counted once. What custody, probation and later
updates say is `later`; it never makes a second conviction.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from typing import Final

from attrs import define, evolve, field

from unburden import terms
from unburden.readers._california_entries import APART, Count, Event, Said, Sheet
from unburden.readers._sentences import served_outside, takes_liberty
from unburden.record import Case, Charge, ChargeVersion, Disposition, SentencePart, SetAside, Span, Unread

JURISDICTION: Final = "US-CA"
#: An event with more counts than this, or a count with more updates, is no real one; nothing is shared among its counts.
MOST_SHARING: Final = 200

#: Why the events of `APART` are set aside.
_WHY_APART: Final = {
    "registration": "a registration is not a charge",
    "applicant": "fingerprints for a job or a licence are not a charge",
    "deceased": "a death entry is not a charge",
    "mental health": "a commitment to a hospital is not a charge",
    "interstate": "this tells of a conviction in another state; the record of that state has to be read for it",
}
_VIOLATION: Final = re.compile(r"\b(?:viol(?:ation|ate)?|revo\w*) (?:of )?(?:prob|parole)|\b(?:prob(?:ation)?|parole) (?:viol|revo)", re.I)
_REDUCED: Final = re.compile(
    r"\b(?:red(?:uced)?|redesignated|deemed|dec(?:lared)?)\b.{0,30}?\b(misd(?:emeanor)?|infraction)|\b17 ?\(?B\)?.{0,20}\b(misd)", re.I
)
_PAROLED: Final = re.compile(r"\bparoled\b", re.I)
_LET_GO: Final = re.compile(r"\breleased\b|\bdischarged?\b", re.I)
_DISCHARGED: Final = re.compile(r"\bdischarged?\b", re.I)
_PROBATION_OVER: Final = re.compile(r"\bprob(?:ation)? (?:terminated|expired|completed|discharged)\b|\bterminat\w+ (?:of )?prob", re.I)
_REVOKED: Final = re.compile(r"\bprob(?:ation)?\.? (?:is |was )?revo?k?ed\b|\bprob revo\b|\brevo(?:ked|cation of) prob", re.I)
_PRISONS: Final = re.compile(r"CUSTODY\W*(?:CDC|CYA|CDCR)")
_ELSEWHERE: Final = re.compile(r"FED|OOS")
#: What a court adds when someone stays away: it happened after the arrest that the case began with.
_ADDED: Final = re.compile(r"\bFTA\b|\bFAIL(?:S|ED|URE|ING)?\.?[ :-]*(?:TO )?APP(?:EAR)?\b|\bNON-?APPEARANCE\b|\b(?:BAIL|O\.?R\.?) JUMP")
_WORDS: Final = re.compile(r"[^A-Z0-9]+")


@define
class _Draft:
    """One accusation of a cycle: the counts that speak of it, in the order of the sheet, with the number each has there."""

    number: int
    seen: list[tuple[Event, Count]] = field(factory=list)

    def of(self, *kinds: str) -> list[tuple[Event, Count]]:
        """Its counts in events of these kinds."""
        return [pair for pair in self.seen if pair[0].kind in kinds]


@define
class Result:
    """What a sheet became."""

    cases: list[Case] = field(factory=list)
    set_aside: list[SetAside] = field(factory=list)
    unread: list[Unread] = field(factory=list)
    notes: list[str] = field(factory=list)
    used: dict[str, int] = field(factory=dict)
    inside: set[str] = field(factory=set)  # sections and words of everything that any prison or jail of the sheet names

    def unique(self, name: str) -> str:
        """The name, with a number behind it where it is taken."""
        return unique(name, self.used)


def unique(name: str, used: dict[str, int]) -> str:
    """The name, or with a number behind it where it was used before; `used` counts."""
    used[name] = used.get(name, 0) + 1
    return name if used[name] == 1 else f"{name} ({used[name]})"


def result_of(sheet: Sheet) -> Result:
    """The cases of a sheet, and what stands apart from them."""
    result = Result(unread=list(sheet.unread), set_aside=list(sheet.flags))
    cycles = _linked(sheet.cycles)
    for event in (event for cycle in cycles for event in cycle if event.kind == "custody"):
        result.inside |= {key(count) for count in event.counts for key in (_section, _described)}
    for cycle in cycles:
        _cycle(cycle, result)
    return result


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
    drafts: list[_Draft] = []
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
    groups: list[tuple[Event, list[_Draft]]] = [(event, []) for event in courts]
    for draft in drafts:
        home = next((event for event, _ in reversed(draft.seen) if event.kind in ("court", "unknown")), draft.seen[0][0])
        if home.kind == "arrest" and len(courts) == 1 and _may_follow(home, courts[0]):
            home = courts[0]
        group = next((each for each in groups if each[0] is home), None)
        if group is None:
            groups.append((home, [draft]))
        else:
            group[1].append(draft)
    named = [(result.unique(_case_name(event)), event, members) for event, members in groups if members]
    for name, event, members in named:
        related = tuple(other for other, _, _ in named if other != name)
        arrested = arrests[0] if len(arrests) == 1 and _may_follow(arrests[0], event) else None
        result.cases.append(_case(name, event, members, arrested, related, result, inside=custody))


def _charged(event: Event, result: Result) -> list[tuple[Count, int]]:
    """The event's counts with their numbers, without those that are violations of probation or parole."""
    charged = []
    for count in event.counts:
        if _VIOLATION.search(f"{count.description or ''} {' '.join(count.flags)}"):
            why = "a violation of probation or parole is not a charge or a conviction of its own"
            result.set_aside.append(SetAside(count.span, _count_words(event, count), why))
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


def _count_words(event: Event, count: Count) -> str:
    words = [event.heading, event.date or "", count.statute or "", count.description or "", *count.flags]
    words += [said.words for said in (*count.dispositions, *count.sentence)]
    return " ".join(word for word in words if word)


def _join(drafts: list[_Draft], event: Event, counts: list[tuple[Count, int]], result: Result) -> None:
    """Give each count of an event to the draft it speaks of, or make one; a draft takes one count of an event."""
    free = [draft for draft in drafts if all(_may_follow(seen, event) for seen, _ in draft.seen)]
    waiting = list(counts)
    keys: tuple[Callable[[Count], str], ...] = (_exact, _described, _section)
    for key in keys:
        table: dict[str, list[_Draft]] = {}
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
        result.unread += [Unread(count.span, _count_words(event, count), why) for count, _ in waiting]
    else:
        drafts += [_Draft(number, [(event, count)]) for count, number in waiting]


def _exact(count: Count) -> str:
    return (count.statute or "").replace(" ", "").removeprefix("664/")


def _described(count: Count) -> str:
    return _WORDS.sub(" ", count.description or "").strip()


def _section(count: Count) -> str:
    match = re.match(r"(?:\d{1,2} )?[\d.]+[A-Z]?", (count.statute or "").removeprefix("664/"))
    return match[0] if match else ""


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
    name: str, event: Event, drafts: list[_Draft], arrested: Event | None, related: tuple[str, ...], result: Result, *, inside: bool
) -> Case:
    number = _number(event) if event.kind == "court" else None
    jurisdiction = _jurisdiction(event)
    spans: dict[str, Span] = {"jurisdiction": event.span} if jurisdiction else {}
    if number:
        spans["number"] = number[1]
    court = event.agency if event.kind == "court" and event.agency else None
    if court and event.date_span:
        spans["court"] = event.date_span
    shared = _shared(event) if event.kind in ("court", "unknown") else {}
    used: dict[str, int] = {}
    charges = []
    for draft in drafts:
        own = any(seen is event for seen, _ in draft.seen) and event.kind != "arrest"
        charge_id = unique(f"{name}:{draft.number}" if own or event.kind == "arrest" else f"{name}:arrest {draft.number}", used)
        charges.append(_charge(charge_id, draft, arrested, shared, result, inside=inside))
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


def _shared(event: Event) -> dict[int, Count]:
    """Which count's sentence a convicted count without one shares: the next one's that has one, or the only one there is."""
    if len(event.counts) > MOST_SHARING:
        return {}
    convicted = [count for count in event.counts if any(terms.outcome(said.words) == "convicted" for said in count.dispositions)]
    bearing = [count for count in convicted if any(not said.update for said in count.sentence)]
    shared: dict[int, Count] = {}
    following: Count | None = bearing[0] if len(bearing) == 1 else None
    for count in reversed(convicted):
        if any(not said.update for said in count.sentence):
            following = count
        elif following is not None:
            shared[id(count)] = following
    return shared


def _charge(charge_id: str, draft: _Draft, arrested: Event | None, shared: dict[int, Count], result: Result, *, inside: bool) -> Charge:
    versions: list[ChargeVersion] = []
    dispositions: list[Disposition] = []
    parts: list[SentencePart] = []
    named = {key(count) for _, count in draft.seen for key in (_section, _described)} - {""}
    facts = _Facts(inside=inside or bool(named & result.inside))
    agencies = draft.of("custody", "probation")
    for event, count in draft.of("arrest", "court", "unknown"):
        if event.kind == "arrest":
            versions.append(_version("arrested", event, count))
            _outcomes(event, count.dispositions, dispositions, result)
        else:
            sharer = shared.get(id(count))
            said = [*count.dispositions, *_updates(sharer)]
            sentence = [*count.sentence, *(sharer.sentence if sharer else ())]
            _outcomes(event, said, dispositions, result)
            ended = any(terms.outcome(each.words) not in (None, "transferred", "pending") for each in count.dispositions)
            stage = "disposed" if ended else "filed"
            versions += [_version(stage, event, count), *_reductions(event, count)]
            parts = _sentence(event, sentence, dispositions) or parts
            facts.note(event, said)
    for event, count in agencies:
        alone = len(agencies) == len(draft.seen)
        parts = _after(event, count, parts, dispositions, facts, alone=alone, result=result)
        if alone:
            versions.append(_version("disposed" if parts else "filed", event, count))
    spans: dict[str, Span] = {"charge_id": draft.seen[0][1].span}
    added = any(_ADDED.search(" ".join((count.description or "", *count.flags))) for _, count in draft.seen)
    arrest = next((event for event, _ in draft.of("arrest")), None if added else arrested)
    if arrest and arrest.date and arrest.date_span:
        spans["arrest_date"] = arrest.date_span
    charge = Charge(
        charge_id,
        versions=tuple(versions),
        dispositions=tuple(dispositions),
        sentence=tuple(parts),
        arrest_date=arrest.date if arrest else None,
        spans=spans,
    )
    return facts.applied(charge)


def _updates(count: Count | None) -> list[Said]:
    """What the updates under a count say that others share with it."""
    return [said for said in count.dispositions if said.update][:MOST_SHARING] if count else []


def _version(stage: str, event: Event, count: Count) -> ChargeVersion:
    statute = count.statute
    if statute and count.attempted and "664" not in statute:
        statute = f"664/{statute}"
    description = f"ATTEMPTED {count.description}" if count.attempted and not statute and count.description else count.description
    status = next((said for said in count.statuses if not said.update), None)
    level, level_span = (status.words, status.span) if status else (count.toc or event.toc, count.toc_span or event.toc_span)
    spans = {"statute": count.statute_span or count.span, "description": count.description_span or count.span}
    spans |= ({"level": level_span} if level_span else {}) | _dated(event.date_span)
    return ChargeVersion(stage, statute, description, level, event.date, spans)


def _reductions(event: Event, count: Count) -> Iterator[ChargeVersion]:
    """Later versions: the same offense at the level that an update gives it."""
    base = _version("disposed", event, count)
    known: set[tuple[str, str | None]] = set()
    levels = [(said, said.words) for said in count.statuses]
    for said in count.dispositions:
        match = _REDUCED.search(said.words)
        if match:
            levels.append((said, (match[1] or match[2]).upper()))
    for said, level in levels:
        named = {"MISD": "MISDEMEANOR"}.get(level, level)
        if said.update and (named, said.day) not in known:
            known.add((named, said.day))
            yield evolve(base, level=named, date=said.day, spans={**base.spans, "level": said.span} | _dated(said.day_span))


def _outcomes(event: Event, said: Iterable[Said], dispositions: list[Disposition], result: Result) -> None:
    """What an arrest or a court says became of the count, in order; what follows an outcome is `later` unless it undoes it."""
    known = next((old.outcome for old in reversed(dispositions) if old.outcome and not old.later), None)
    for each in said:
        outcome = terms.outcome(each.words)
        undoes = outcome not in (None, known, "pending", "transferred", "deferred")
        later = terms.later(each.words) or (each.update and known is not None and not undoes)
        if known == "convicted" and outcome in ("dismissed", "nolle_prosequi") and each.update and not later:
            outcome = "vacated"
        if outcome is None and not later:
            result.unread.append(Unread(each.span, each.words, "these words do not say how the count ended, as far as is known here"))
        date = each.day if each.update else event.date if event.kind != "arrest" else None
        spans = {"printed": each.span, "outcome": each.span} | _dated(each.day_span if each.update else event.date_span if date else None)
        dispositions.append(Disposition(each.words, None if later else outcome, date, later, spans))
        known = known if later else outcome or known


def _dated(span: Span | None) -> dict[str, Span]:
    return {"date": span} if span else {}


def _sentence(event: Event, said: list[Said], dispositions: list[Disposition]) -> list[SentencePart]:
    """The sentence as it stands: an update's sentence takes the place of the one before, which is kept among the dispositions."""
    current: list[SentencePart] = []
    day: str | None = None
    for each in said:
        if each.update and each.day != day and current:
            words = f"Sentence until {each.day or 'an undated update'}: {', '.join(part.printed for part in current)}"
            dispositions.append(Disposition(words, None, day or event.date, False, current[0].spans))
            current = []
        if each.update:
            day = each.day
        current += _parts(each, each.day if each.update else event.date)
    return current


def _parts(said: Said, day: str | None) -> list[SentencePart]:
    pieces = [" ".join(piece.split()) for piece in said.words.strip(" .,").split(",")]
    return [SentencePart(terms.sentence_kind(piece) or "other", piece, day, {"printed": said.span}) for piece in pieces if piece]


@define
class _Facts:
    """Days that the updates state: of release, of the end of the sentence, of a revocation."""

    released: tuple[str, Span] | None = None
    completed: tuple[str, Span] | None = None
    revoked: tuple[str, Span] | None = None
    inside: bool = False

    def note(self, event: Event, said: Iterable[Said]) -> None:
        """Take what updates of a court's or an agency's entry say."""
        prison = bool(_PRISONS.match(event.heading))
        for each in said:
            self.inside = self.inside or (each.update and takes_liberty(each.words)) or _PAROLED.search(each.words) is not None
            if not each.update or each.day is None:
                continue
            day = (each.day, each.span)
            if _PAROLED.search(each.words) or (event.kind == "custody" and self.released is None and _LET_GO.search(each.words)):
                self.released = max(self.released or day, day, key=lambda pair: pair[0])
            if _PROBATION_OVER.search(each.words) or ((prison or self.released) and _DISCHARGED.search(each.words)):
                self.completed = day
            if _REVOKED.search(each.words):
                self.revoked = day

    def applied(self, charge: Charge) -> Charge:
        """The charge with these days; `never` released where its sentence surely took no liberty."""
        spans = dict(charge.spans)
        released = self.released
        convicted = any(each.outcome == "convicted" for each in charge.dispositions)
        if released is None and convicted and not self.inside and served_outside(charge.sentence):
            released = ("never", charge.sentence[0].spans["printed"])
        known = {"released_date": released, "sentence_completed_date": self.completed, "probation_revoked_date": self.revoked}
        spans |= {name: day[1] for name, day in known.items() if day}
        return evolve(
            charge,
            released_date=released[0] if released else None,
            sentence_completed_date=self.completed[0] if self.completed else None,
            probation_revoked_date=self.revoked[0] if self.revoked else None,
            spans=spans,
        )


def _after(
    event: Event, count: Count, parts: list[SentencePart], dispositions: list[Disposition], facts: _Facts, *, alone: bool, result: Result
) -> list[SentencePart]:
    """What custody or probation says: `later`, and the sentence where no court's entry has it.

    An agency prints its sentence and its updates under the last count for all of them. A prison's entry alone, with a prison
    sentence, shows that there was a conviction, though not its day.
    """
    last = event.counts[-1]
    shares = last is not count and len(event.counts) <= MOST_SHARING
    said = [*count.dispositions, *_updates(last if shares else None)]
    sentence = count.sentence or (last.sentence if shares else [])
    facts.note(event, said)
    mine = [part for each in sentence for part in _parts(each, None)]
    if mine:
        words = f"{event.heading}: {', '.join(part.printed for part in mine)}"
        implied = alone and event.kind == "custody" and any(part.kind == "prison" for part in mine)
        if implied:
            result.notes.append(
                f"{words} ({count.statute or count.description or 'no charge printed'}): no court entry is on this sheet; "
                "it is read as a conviction because a prison sentence is printed."
            )
        outcome, day = ("convicted", None) if implied else (None, event.date)
        dispositions.append(Disposition(words, outcome, day, not implied, {"printed": sentence[0].span}))
    for each in said:
        spans = {"printed": each.span} | _dated(each.day_span)
        dispositions.append(Disposition(f"{event.heading}: {each.words}", None, each.day or event.date, True, spans))
    return parts or mine
