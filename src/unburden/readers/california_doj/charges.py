"""One charge of a California DOJ rap sheet, from the counts that speak of it: versions, dispositions, sentence, and days.

Which counts those are, `cycles` finds. A prison's entry that stands alone shows that there was a conviction; it is read as one only
where no conviction by a court of the same sheet can be the one that it tells of.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Final

from attrs import define, evolve, field

from unburden import terms
from unburden.readers._sentences import served_outside, takes_liberty
from unburden.readers.california_doj.entries import AS_DIGIT, Count, Event, Said, described, section
from unburden.record import Case, Charge, ChargeVersion, Disposition, SentencePart, SetAside, Span, Unread

#: An event with more counts than this, or a count with more updates, is no real one; nothing is shared among its counts.
MOST_SHARING: Final = 200
_REDUCED: Final = re.compile(
    r"\b(?:red(?:uced)?|redesignated|deemed|dec(?:lared)?)\b.{0,30}?\b(misd(?:emeanor)?|infraction)|\b17 ?\(?B\)?.{0,20}\b(misd)", re.I
)
_PAROLED: Final = re.compile(r"\bparoled\b", re.I)
_LET_GO: Final = re.compile(r"\breleased\b|\bdischarged?\b", re.I)
_DISCHARGED: Final = re.compile(r"\bdischarged?\b", re.I)
_PROBATION_OVER: Final = re.compile(r"\bprob(?:ation)? (?:terminated|expired|completed|discharged)\b|\bterminat\w+ (?:of )?prob", re.I)
_REVOKED: Final = re.compile(r"\bprob(?:ation)?\.? (?:is |was )?revo?k?ed\b|\bprob revo\b|\brevo(?:ked|cation of) prob", re.I)
_PRISONS: Final = re.compile(r"CUSTODY\W*(?:CDC|CYA|CDCR)")
#: Outcomes of an update after which a conviction stands no more.
_UNDOING: Final = ("vacated", "dismissed", "nolle_prosequi", "acquitted")
#: How the agency of an entry begins that is a court: superior, municipal, justice.
_COURTS: Final = re.compile(r"[A-Z]{2}(?:SC|MC|JC)\b")
#: What a court adds when someone stays away: it happened after the arrest that the case began with.
_ADDED: Final = re.compile(r"\bFTA\b|\bFAIL(?:S|ED|URE|ING)?\.?[ :-]*(?:TO )?APP(?:EAR)?\b|\bNON-?APPEARANCE\b|\b(?:BAIL|O\.?R\.?) JUMP")


@define
class Draft:
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
    convicted: set[str] = field(factory=set)  # sections and words of everything that any court of the sheet convicted of
    courts: set[str] = field(factory=set)  # the numbers of the courts' cases, as far as a misread letter leaves them (`nearly`)
    doubtful: bool = False  # whether the sheet is a picture of which words were hard to read

    def unique(self, name: str) -> str:
        """The name, with a number behind it where it is taken."""
        return unique(name, self.used)


def unique(name: str, used: dict[str, int]) -> str:
    """The name, or with a number behind it where it was used before; `used` counts."""
    used[name] = used.get(name, 0) + 1
    return name if used[name] == 1 else f"{name} ({used[name]})"


def nearly(number: str) -> set[str]:
    """What a case number shares with every number that differs from it in one letter, or in letters that look alike."""
    plain = "".join(letter for letter in number[:40] if letter.isalnum()).translate(AS_DIGIT)
    return {plain} | {plain[:at] + plain[at + 1 :] for at in range(len(plain))}


def shared_sentences(event: Event) -> dict[int, Count]:
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


def charge_of(charge_id: str, draft: Draft, arrested: Event | None, shared: dict[int, Count], result: Result, *, inside: bool) -> Charge:
    """The charge that a draft is; `arrested` is the arrest of its cycle, `inside` says that its cycle tells of custody."""
    versions: list[ChargeVersion] = []
    dispositions: list[Disposition] = []
    parts: list[SentencePart] = []
    named = {key(count) for _, count in draft.seen for key in (section, described)} - {""}
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
            undone = next((each for each in _updates(sharer) if sharer and terms.outcome(each.words) in _UNDOING), None)
            if undone:
                why = "which is printed under another count of this entry, is read of this one too, since they share the sentence"
                result.notes.append(f"{charge_id}: “{undone.words[:200]}”, {why}; check it against the court's order")
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
        decided = event.kind != "arrest" and (event.kind != "unknown" or _COURTS.match(event.agency) is not None)
        date = each.day if each.update else event.date if decided else None
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
            dispositions.append(Disposition(words, None, day or event.date, True, current[0].spans))
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
    sentence, shows that there was a conviction, though not its day; whether it is one of its own, `_one_of_its_own` says.
    """
    last = event.counts[-1]
    shares = last is not count and len(event.counts) <= MOST_SHARING
    said = [*count.dispositions, *_updates(last if shares else None)]
    sentence = count.sentence or (last.sentence if shares else [])
    facts.note(event, said)
    mine = [part for each in sentence for part in _parts(each, None)]
    if mine:
        words = f"{event.heading}: {', '.join(part.printed for part in mine)}"
        prison = alone and event.kind == "custody" and any(part.kind == "prison" for part in mine)
        implied = prison and _one_of_its_own(event, count, result)
        if prison:
            why = (
                "it is read as a conviction because a prison sentence is printed"
                if implied
                else "it may be the sentence of a conviction that this sheet shows already, so it is not read as another one"
            )
            charge = count.statute or count.description or "no charge printed"
            result.notes.append(f"{words} ({charge}): no court entry is joined to this; {why}.")
        outcome, day = ("convicted", None) if implied else (None, event.date)
        dispositions.append(Disposition(words, outcome, day, not prison, {"printed": sentence[0].span}))
    for each in said:
        spans = {"printed": each.span} | _dated(each.day_span)
        dispositions.append(Disposition(f"{event.heading}: {each.words}", None, each.day or event.date, True, spans))
    return parts or mine


def _one_of_its_own(event: Event, count: Count, result: Result) -> bool:
    """Whether no court's conviction on the sheet can be the one that a prison's entry without a court tells of.

    The number of the court's case tells, where the sheet is plain to read and no court's number is nearly the same; without it the
    charge does.
    """
    if result.doubtful and result.convicted:
        return False
    link = next((each.link for each in event.counts if each.link), None)
    if link is not None:
        return not nearly(link) & result.courts
    return not ({section(count), described(count)} - {""}) & result.convicted
