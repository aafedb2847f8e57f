"""One cycle of a New York rap sheet as a case: which lines are one charge, and what became of it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from attrs import define, evolve, field

from unburden import terms
from unburden.calendar import parse_day
from unburden.readers._sentences import served_outside
from unburden.readers.new_york_dcjs.sheet import ChargeLine, Cycle, Day, Event, Said, Sheet
from unburden.readers.new_york_dcjs.told import ELSEWHERE, NAMED, REVOKED, SEALED, WARRANT, Told, tell
from unburden.readers.new_york_dcjs.words import DATE, iso, joined, safe
from unburden.record import Case, Charge, ChargeVersion, Disposition, SentencePart, SetAside, Span

_FEDERAL: Final = re.compile(
    r"\bu\.? ?s\.? (?:district|marshal|attorney|customs|secret|postal|immigration|border|magistrate)|\bunited states\b|\bfederal\b", re.I
)
#: Two numbers in one: ``PL 110-160.05`` is 160.05 as section 110 changes it.
_ATTEMPT: Final = re.compile(r" \d{1,3}(?:\.\d\d)?-(?=\d{3}\.\d)")
_COUNTY: Final = re.compile(r"\s*([A-Z][A-Za-z. ]{1,30}?) County\b", re.I)
#: Days that custody is expected to end are no releases.
_EXPECTED: Final = re.compile(r"\b(?:condition|earliest|eligib|project|schedul|expir|tentativ|max|hearing|denied)\w*", re.I)
#: Outcomes that leave the charge to another court or to a later day.
_UNDECIDED: Final = (None, "transferred", "pending", "deferred")
#: Charges that words without any charge under them may speak of, and words of this kind in one court case, are no more than this.
_MOST: Final = 200
#: Charges of one name among which a charge is found again.
_NAMESAKES: Final = 60
#: Words of one event; a printed one has a few.
_MOST_WORDS: Final = 20


@define
class _Charge:
    """A charge while its cycle is read. `block` is the last court case that named it."""

    versions: list[ChargeVersion] = field(factory=list)
    dispositions: list[Disposition] = field(factory=list)
    sentence: list[SentencePart] = field(factory=list)
    block: int = -1
    event: int = -1
    #: What the charge was found by when it was last named, and the day of its outcome.
    last: list[str] = field(factory=list)
    ended: str | None = None
    revoked: tuple[str, Span] | None = None
    outcome: str | None = None
    seen: set[tuple[str | None, ...]] = field(factory=set)

    @property
    def violated(self) -> bool:
        """Whether a probation or discharge on it was violated or revoked."""
        return any(each.later and REVOKED.search(each.printed) for each in self.dispositions)

    def end(self, told: Told, day: str | None, spans: dict[str, Span]) -> None:
        outcome, later = told.outcome, told.later
        if told.sentenced:
            outcome, later = (None, True) if self.outcome == "convicted" else ("convicted", False)
        if outcome and not later:
            self.outcome, self.ended = outcome, day
        self.dispositions.append(Disposition(safe(told.words), outcome, day, later, spans))
        if later and day and re.search(r"\bprobation\b", told.words, re.I) and re.search(r"\brevo[ck]", told.words, re.I):
            self.revoked = day, spans["printed"]


@define
class _Case:
    """The charges of a cycle while it is read, found again by statute, section or words."""

    sheet: Sheet
    name: str
    charges: list[_Charge] = field(factory=list)
    by_key: dict[str, list[_Charge]] = field(factory=dict)
    notes: list[str] = field(factory=list)
    wide: int = 0
    #: Court cases with an outcome of which it is not said what charge it is of: nothing more ends all their charges.
    unplaced: set[int] = field(factory=set)
    events: int = 0

    def add(self, line: ChargeLine, stage: str, day: tuple[str, int] | None, charge: _Charge | None) -> _Charge:
        """A version of a charge, of a new one where none is given."""
        if charge is None:
            charge = _Charge()
            self.charges.append(charge)
        at, printed = self.sheet.span(line.line), line.printed
        spans = {"description": at} if line.words else {}
        if printed:
            under = self.sheet.span(line.statute_line)
            spans["statute"] = under
            if printed.level:
                spans["level"] = under
            if printed.counts > 1:
                self.notes.append(f"{self.name}: {safe(line.words)} ({printed.statute}) stands for {printed.counts} counts")
        else:
            self.sheet.skip(line.line, line.words, "no statute could be read for this charge")
        shown = (stage, printed.statute if printed else None, safe(line.words) or None, printed.level if printed else None)
        if shown not in charge.seen:
            charge.seen.add(shown)
            if day:
                spans["date"] = self.sheet.span(day[1])
            charge.versions.append(ChargeVersion(*shown, day[0] if day else None, spans))
        charge.last = _keys(line)
        for key in charge.last:
            held = self.by_key.setdefault(key, [])
            if not held or held[-1] is not charge:
                held.append(charge)
        return charge

    def match(self, lines: Sequence[ChargeLine], block: int, kind: str, day: str | None) -> list[_Charge | None]:
        """For each line of one list the charge that it names again: by the whole statute first, else by section, else by words."""
        self.events += 1
        found: list[_Charge | None] = [None] * len(lines)
        for rank in range(3):
            for n, line in enumerate(lines):
                keys = _keys(line)
                if found[n] is None and rank < len(keys):
                    found[n] = self._free(keys[rank], block, kind, day)
        return found

    def _free(self, key: str, block: int, kind: str, day: str | None) -> _Charge | None:
        """The likeliest charge of that name: one still open for an outcome, one convicted for what follows a conviction."""
        best, found = 4, None
        for each in self.by_key.get(key, ())[:_NAMESAKES]:
            if each.event == self.events:
                continue
            undecided = each.outcome in _UNDECIDED
            if kind == "follows":
                guilty = each.block == block and each.outcome in ("convicted", "adjudicated")
                rank = bool(each.sentence) if guilty else 2 if undecided else 3 if each.block == block else 4
            else:
                # A second outcome is of the same charge only as it stood at the first, and on another day.
                again = each.block == block and key in each.last and not (kind == "ends" and each.ended == day)
                rank = 0 if undecided else 1 if again else 4
            if rank < best:
                best, found = rank, each
            if best == 0:
                break
        if found:
            found.event = self.events
        return found


def _keys(line: ChargeLine) -> list[str]:
    """What a charge is found by: its statute and its section; its words only where it has no statute."""
    if line.printed is None:
        return [f"words {line.words.lower()}"] if line.words else []
    statute = _ATTEMPT.sub(" ", line.printed.statute)
    return [line.printed.statute, f"section {statute.split('(')[0]}", f"words {line.words.lower()}"]


def read_cycle(sheet: Sheet, cycle: Cycle, name: str) -> tuple[Case | None, list[str]]:
    """The case that a cycle is, if it names a charge, and what is noted of it."""
    case = _Case(sheet, name)
    facts: dict[str, str | None] = {key: sheet.day(*cycle.values[key]) for key in ("arrested", "offense") if key in cycle.values}
    arrested = facts.get("arrested")
    aside = len(sheet.set_aside)
    for line in _charges(case, cycle.charges, None):
        case.add(line, "arrested", (arrested, cycle.values["arrested"][1]) if arrested else None, None)
    for number, block in enumerate(cycle.blocks):
        case.unplaced.update([number] if block.doubt else ())
        for event in block.events:
            _event(case, event, number)
    for words, at in cycle.flags:
        told = tell(words, at)
        if told.later and SEALED.search(words) and case.wide < _MOST:
            case.wide += 1
            for charge in case.charges[:_MOST]:
                charge.end(told, None, {"printed": sheet.span(at)})
        else:
            case.notes.append(f"{name}: {safe(words)}")
    for part in dict.fromkeys(part for part, _, _ in cycle.rest):
        case.notes.extend(joined(f"{name}, {part}: ", (safe(words) for each, words, _ in cycle.rest if each == part)))
    if not case.charges:
        if len(sheet.set_aside) == aside:
            sheet.skip(cycle.line, sheet.source.lines[cycle.line - 1], "this cycle names no charge")
        return None, case.notes
    return _finished(case, cycle, facts), case.notes


def _charges(case: _Case, lines: Iterable[ChargeLine], event: Event | None) -> Iterator[ChargeLine]:
    """The lines that are charges; a violation of probation or parole is none, and is set aside."""
    for line in lines:
        if not REVOKED.search(line.words):
            yield line
            continue
        told = [line.words, line.printed.statute if line.printed else "", event.day if event else None]
        told += [said.words for said in (*event.words[:_MOST_WORDS], *line.ended[:_MOST_WORDS])] if event else []
        told += [words for words, _ in line.sentence]
        text = safe(f"{case.name}: {', '.join(each for each in told if each)}")
        why = "a violation of probation or parole, not a new charge"
        case.sheet.set_aside.append(SetAside(case.sheet.span(line.line), text[:500], why))


def _event(case: _Case, event: Event, block: int) -> None:
    """What one event did: to the charges under it, else to those of the court case."""
    told = _tells(case, event.words, block)
    day = f", {event.day}" if event.day else ""
    case.notes.extend(f"{case.name}: {safe(each.words)}{day}" for each, _ in told if each.step and WARRANT.search(each.words))
    ends = [(each, said) for each, said in told if not each.step]
    lines = list(_charges(case, event.charges, event))
    if not event.charges:
        for each, said in ends:
            _whole_case(case, each, said, event, block)
    own = [_tells(case, line.ended, block) for line in lines]
    kind = _kind([each for each, _ in (*ends, *(pair for pairs in own for pair in pairs))])
    known = case.match(lines, block, kind, event.day)
    if len(lines) == 1 and known[0] is None and kind != "follows":
        known = [_became(case, block)]
    final = any((each.outcome not in _UNDECIDED or each.sentenced) and not each.later for each, _ in ends)
    changed = any(re.search(r"\b(?:reduc|amend)", each.words, re.I) for each, _ in told)
    for line, charge, own_ends in zip(lines, known, own, strict=True):
        known_words = final or changed or not ends or any(each.step for each, _ in told)
        stage = "disposed" if final or any(each.outcome not in _UNDECIDED for each, _ in own_ends) else "amended" if changed else "filed"
        # What came later, or cannot be understood, is no new version of a charge that is known.
        held = charge if charge and not (known_words or own_ends) else case.add(line, stage, event.at, charge)
        held.block = block
        for each, said in (*ends, *own_ends):
            _end(case, held, each, said, (line.days, event.days))
        _sentence(case, held, line.sentence, line.sentenced or event.sentenced)
    if event.sentence:
        few = case.charges if len(case.charges) <= _MOST else []
        guilty = [charge for charge in few if charge.block == block and charge.outcome == "convicted"]
        if len(guilty) == 1:
            _sentence(case, guilty[0], event.sentence, event.sentenced)
        else:
            for words, at in event.sentence:
                case.sheet.skip(at, words, "it is not said which charge this sentence is for")


def _tells(case: _Case, words: Sequence[Said], block: int) -> list[tuple[Told, Said]]:
    """What words say; those that name a charge of their own are shown, and no conviction of the court case is placed after them."""
    found: list[tuple[Told, Said]] = []
    for n, said in enumerate(words):
        told = tell(said.words, said.line)
        if n >= _MOST_WORDS:
            case.sheet.skip(said.line, said.words, "no event of a court has so many words")
        elif NAMED.search(said.words) and not (told.step or ELSEWHERE.search(said.words)):
            case.sheet.skip(said.line, said.words, "these words name a charge themselves, and are given to none")
            case.unplaced.add(block)
        else:
            found.append((told, said))
    return found


def _kind(told: Sequence[Told]) -> str:
    """Whether words end a charge, follow its conviction, or neither."""
    if any(each.outcome and each.outcome != "vacated" and not each.later for each in told):
        return "ends"
    return "follows" if any(each.sentenced or each.later or each.outcome == "vacated" for each in told) else ""


def _became(case: _Case, block: int) -> _Charge | None:
    """The one accusation that can have become a charge that no list named: the docket had nothing else."""
    few = case.charges if len(case.charges) <= _MOST and block not in case.unplaced else []
    own = [charge for charge in few if charge.block == block]
    alone = own or [charge for charge in few if charge.block == -1]
    if len(alone) == 1 and (own or len(few) == 1) and alone[0].outcome in _UNDECIDED:
        return alone[0]
    return None


def _end(case: _Case, charge: _Charge, told: Told, said: Said, around: Iterable[dict[str, Day]]) -> None:
    day = _day(told, said, around)
    spans = {"printed": case.sheet.span(told.line)}
    if day:
        spans["date"] = case.sheet.span(day[1])
    charge.end(told, day[0] if day else None, spans)


def _day(told: Told, said: Said, around: Iterable[dict[str, Day]]) -> Day | None:
    """The day of an outcome: the one that a label gives it, else the one at the end of its words, else the one it stands under."""
    labels = ("convicted", "decided") if told.guilty else ("decided",) if told.decides else ()
    for days in (said.days, *around):
        for label in labels:
            if label in days:
                return days[label]
    printed = list(DATE.finditer(told.words))
    if not printed:
        return said.day
    day = iso(printed[0]) if len(printed) == 1 and not told.words[printed[0].end() :].strip(" .,;)-") else ""
    return (day, told.line) if parse_day(day) else None


def _whole_case(case: _Case, told: Told, said: Said, event: Event, block: int) -> None:
    """Words without a charge under them: what ends a case ends each charge that is still open; a conviction must have one to be of."""
    case.wide += 1
    few = case.charges if case.wide <= _MOST else []
    own = [charge for charge in few if charge.block == block] or [charge for charge in few if charge.block == -1]
    guilty = [charge for charge in own if charge.outcome == "convicted"]
    if told.later:
        meant = guilty if REVOKED.search(told.words) and guilty else own
    elif told.outcome == "vacated":
        meant = guilty if len(guilty) == 1 else []
    else:
        meant = [charge for charge in own if charge.outcome in _UNDECIDED]
        guilt = told.outcome == "withheld" or told.guilty
        if block in case.unplaced or ((guilt or told.outcome is None) and len(own) != 1):
            meant = []
            case.unplaced.update([block] if guilt else ())
    if not meant or len(meant) > _MOST:
        case.sheet.skip(told.line, told.words, "it is not said, or not known, which charge these words are about")
        return
    for charge in meant:
        charge.block = block
        _end(case, charge, told, said, (event.days,))
        if len(meant) > 1:
            # Which of several was revoked is not said.
            charge.revoked = None


def _sentence(case: _Case, charge: _Charge, lines: Iterable[tuple[str, int]], day: tuple[str, int] | None) -> None:
    """The parts of a sentence; a line of no kind of its own (a term, a surcharge) goes with the part above it."""
    first = len(charge.sentence)
    for words, line in lines:
        kind = terms.sentence_kind(words)
        if kind is None and len(charge.sentence) > first and len(charge.sentence[-1].printed) < 400:
            charge.sentence[-1] = evolve(charge.sentence[-1], printed=f"{charge.sentence[-1].printed}; {safe(words)}")
        else:
            spans = {"printed": case.sheet.span(line)} | ({"date": case.sheet.span(day[1])} if day else {})
            charge.sentence.append(SentencePart(kind or "other", safe(words), day[0] if day else None, spans))


def _finished(case: _Case, cycle: Cycle, facts: dict[str, str | None]) -> Case:
    span = case.sheet.span
    inside = any(part == "custody" for part, _, _ in cycle.rest)
    release = _release(case.sheet, cycle)
    dates = {"arrest_date": "arrested", "offense_date": "offense"}
    shared = {name: span(cycle.values[key][1]) for name, key in dates.items() if facts.get(key)}
    guilty = [n for n, charge in enumerate(case.charges, 1) if charge.outcome == "convicted"]
    jailed = [n for n in guilty if any(part.kind in ("jail", "prison") for part in case.charges[n - 1].sentence)]
    freed = set(jailed or guilty)
    finished = []
    for n, charge in enumerate(case.charges, 1):
        spans = dict(shared)
        released: str | None = None
        if charge.outcome == "convicted":
            if release and n in freed:
                released, spans["released_date"] = release[0], span(release[1])
            elif not inside and not charge.violated and served_outside(charge.sentence):
                released, spans["released_date"] = "never", charge.sentence[0].spans["printed"]
        if charge.revoked:
            spans["probation_revoked_date"] = charge.revoked[1]
        finished.append(
            Charge(
                f"{case.name}/{n}",
                tuple(charge.versions),
                tuple(charge.dispositions),
                tuple(charge.sentence),
                offense_date=facts.get("offense"),
                arrest_date=facts.get("arrested"),
                released_date=released,
                probation_revoked_date=charge.revoked[0] if charge.revoked else None,
                spans=spans,
            )
        )
    told = next((block.values for block in reversed(cycle.blocks) if "number" in block.values), None)
    told = told or next((block.values for block in reversed(cycle.blocks) if block.values), {})
    court, number = told.get("court"), told.get("number")
    others = (block.values["number"][0] for block in cycle.blocks if "number" in block.values)
    tracking = cycle.values.get("tracking")
    related = dict.fromkeys(each for each in others if each and each != (number or ("",))[0])
    county = _COUNTY.match(court[0]) if court else None
    spans = {name: span(value[1]) for name, value in (("court", court), ("number", number), ("tracking", tracking)) if value}
    if county and court:
        spans["county"] = span(court[1])
    return Case(
        case.name,
        jurisdiction=_jurisdiction(case.sheet, cycle, court),
        number=number[0] if number else None,
        county=county[1].strip() if county else None,
        court=court[0] if court else None,
        related=tuple(related),
        tracking=(tracking[0],) if tracking else (),
        charges=tuple(finished),
        spans=spans,
    )


def _jurisdiction(sheet: Sheet, cycle: Cycle, court: tuple[str, int] | None) -> str | None:
    """New York, but for a federal court; unknown where federal officers arrested and no court is named."""
    if court:
        return "US" if _FEDERAL.search(court[0]) else "US-NY"
    agency = cycle.values.get("agency")
    if agency and _FEDERAL.search(agency[0]):
        sheet.skip(agency[1], agency[0], "a federal agency arrested, and no court is named; whose law it is stays open")
        return None
    return "US-NY"


def _release(sheet: Sheet, cycle: Cycle) -> tuple[str, int] | None:
    """The last day that the custody part tells of a release; never a day on which one was only expected."""
    found: list[tuple[str, int]] = []
    for part, words, line in cycle.rest:
        if part != "custody" or not re.search(r"\breleas", words, re.I) or _EXPECTED.search(words) or not DATE.search(words):
            continue
        days = {iso(each) for each in DATE.finditer(words)}
        day = sheet.day(words, line) if len(days) == 1 else None
        if day:
            found.append((day, line))
    return max(found, default=None)
