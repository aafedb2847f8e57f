"""The charges of one cycle of the national rap sheet in XML: one charge for each, however many events show it.

Charges of different events are one where tracking id and sequence agree. The tracking id alone says it only if no event of the cycle gives
it to two charges (some systems give a whole cycle one id); then the charge's own id, or an offense that only one charge has, decides.
A sentence may tell of a charge that no court action did, and founds it then. What happened to a probation or a release is a later event.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Final, TypeVar

from attrs import define, evolve, field

from unburden import terms
from unburden.readers._rap_words import FILING, SENTENCED, Reading, concluded, disposition
from unburden.readers.national_rap_xml.events import SAID, Event, Item, Value, day_of, item, sentence_parts
from unburden.readers.national_rap_xml.rest import unsaid
from unburden.record import Charge, ChargeVersion, Disposition, SentencePart, Span

#: Maine's release without supervision: its violation or end is no outcome of the charge.
_RELEASE: Final = re.compile(r"administrative release (?:not violated|violated|revoked|partially revoked|terminated|continued)\b", re.I)
#: More charges that one name fits say nothing; it bounds the work on hostile text.
_MANY: Final = 40
_Dated = TypeVar("_Dated", Disposition, SentencePart)


@define
class Count:
    """One charge of the cycle: how each event shows it, and what sentences and supervision were given it."""

    shown: list[tuple[Event, Item]] = field(factory=list)
    sentence: list[SentencePart] = field(factory=list)
    after: list[Disposition] = field(factory=list)
    tracking: str | None = None
    sequence: str | None = None
    ident: str | None = None
    stages: set[str] = field(factory=set)
    _offenses: dict[str, set[str]] = field(factory=dict)

    def add(self, event: Event, new: Item) -> None:
        """Take what an event shows; of each id the first that is given stays."""
        self.shown.append((event, new))
        self.stages.add(event.stage)
        self.tracking = self.tracking or new.tracking
        self.sequence = self.sequence or new.sequence
        self.ident = self.ident or new.ident
        for name, printed in _named(new):
            self._offenses.setdefault(name, set()).add(printed)

    def agrees(self, new: Item) -> bool | None:
        """Whether the offenses are the same: by statute if both are given, else by words; `None` where that says nothing."""
        for name, printed in _named(new):
            if name in self._offenses:
                return printed in self._offenses[name]
        return None


def _named(new: Item) -> list[tuple[str, str]]:
    values = (("statute", new.statute), ("description", new.description))
    return [(name, _bare(value.text)) for name, value in values if value]


@define
class _Found:
    """The charges of a cycle as they are found, and by what an event's charge can be known for one of them."""

    shared: set[str]
    counts: list[Count] = field(factory=list)
    _by: dict[tuple[str, str], list[Count]] = field(factory=dict)

    def add(self, one: Count | None, event: Event, new: Item) -> Count:
        """What an event shows of a charge, or of a new one."""
        if one is None:
            one = Count()
            self.counts.append(one)
        one.add(event, new)
        for key in self._keys(new):
            held = self._by.setdefault(key, [])
            if len(held) < _MANY and not any(each is one for each in held):
                held.append(one)
        return one

    def same(self, new: Item, stage: str, seen: Sequence[Count], alone: bool) -> Count | None:
        """The charge that an event's charge is, if it is surely one of those found; `alone` says that there is one of either."""
        near = {id(each): each for key in self._keys(new) for each in self._by.get(key, ())}
        near.update((id(each), each) for each in (self.counts if alone else ()))
        fitting = [each for each in near.values() if self._fits(each, new, stage, alone)]
        if len(fitting) > 1:
            fitting = [each for each in fitting if each.agrees(new) is True]
        one = fitting[0] if len(fitting) == 1 else None
        # One event that gives an id twice, with two offenses, tells of two charges.
        again = one is not None and one.agrees(new) is not True and any(one is each for each in seen[-_MANY:])
        return None if again else one

    def told(self, new: Item) -> Count | None:
        """The only charge of this very offense, whatever its id."""
        alike = [each for each in self.counts if each.agrees(new)]
        return alike[0] if len(alike) == 1 else None

    def _keys(self, new: Item) -> list[tuple[str, str]]:
        tracking = new.tracking if new.tracking not in self.shared else None
        ids = (("tracking", tracking), ("sequence", new.sequence), ("ident", new.ident))
        return [*((name, value) for name, value in ids if value), *_named(new)]

    def _fits(self, one: Count, new: Item, stage: str, alone: bool) -> bool:
        if one.tracking and new.tracking and one.tracking != new.tracking:
            return False
        both = bool(one.tracking and new.tracking)
        if one.sequence and new.sequence:
            # Without a tracking id the numbers may begin anew with each arrest and each court action.
            return one.sequence == new.sequence and (both or self._may_be(one, new, stage))
        if one.ident and new.ident and one.ident == new.ident:
            return True
        if both and new.tracking not in self.shared:
            return self._may_be(one, new, stage)
        if one.ident and new.ident:
            return False
        return one.agrees(new) is True or (alone and one.agrees(new) is None)

    def _may_be(self, one: Count, new: Item, stage: str) -> bool:
        """Whether the offenses agree as far as told; from an arrest to a court they may differ, between two events of one kind not."""
        return one.agrees(new) is not False or stage not in one.stages


def counts(happened: Sequence[Event], tracking: Iterable[str], reading: Reading) -> list[Count]:
    """The charges of a cycle's events; `tracking` are ids of the whole cycle, which no charge is known by."""
    found = _Found(_shared(happened) | set(tracking))
    for event in happened:
        if event.stage == "sentence":
            _sentencing(event, found, reading)
        elif event.stage != "supervision":
            _charged(event, found)
    convicted = [
        each for each in found.counts if any(terms.outcome(said.text) in SENTENCED for _, held in each.shown for said in held.said)
    ]
    for event in (each for each in happened if each.stage == "supervision"):
        named = [each for each in event.items if not each.empty]
        for each in named:
            one = found.same(each, event.stage, (), alone=len(named) == len(found.counts) == 1) or found.told(each)
            if one is None and each.said and not any(held.agrees(each) for held in found.counts):
                one = found.add(None, event, each)
            _supervised(event, one, each, reading)
        if not named:
            _supervised(event, convicted[0] if len(convicted) == 1 else None, None, reading)
    _perhaps_one(found.counts, reading)
    return found.counts


def _perhaps_one(found: Sequence[Count], reading: Reading) -> None:
    """Say where one charge that no court decided and one that only a court tells of name one offense under two ids: nothing joins them."""
    arrested = [each for each in found if "disposed" not in each.stages][:_MANY]
    decided = [each for each in found if each.stages == {"disposed"}][:_MANY]
    for one in arrested:
        for other in decided:
            if one.tracking and other.tracking and one.tracking != other.tracking and any(other.agrees(item) for _, item in one.shown):
                lines = [each.shown[0][1].element.line for each in (one, other)]
                where = f"{reading.source.name}, lines {lines[0]} and {lines[1]}"
                ids = f"{one.tracking} and {other.tracking}"
                reading.notes.append(f"one offense under two ids ({reading.safe(ids)}; {where}): it may be one charge, counted twice")


def _charged(event: Event, found: _Found) -> None:
    stated = [each for each in event.items if not each.empty]
    seen: list[Count] = []
    for each in stated:
        one = found.same(each, event.stage, seen, alone=len(stated) == len(found.counts) == 1 and not seen)
        seen.append(found.add(one, event, each))


def _shared(happened: Iterable[Event]) -> set[str]:
    """Tracking ids that one event gives to two charges: they are of the cycle, not of a charge."""
    found: set[str] = set()
    for event in happened:
        found.update(name for name, times in Counter(each.tracking for each in event.items if each.tracking).items() if times > 1)
    return found


def _bare(text: str) -> str:
    return "".join(letter for letter in text.lower() if letter.isalnum())


def _sentencing(event: Event, found: _Found, reading: Reading) -> None:
    for sentence in event.element.all("Sentence"):
        parts = sentence_parts(sentence, event.day, reading)
        named = [each for each in map(item, sentence.all("SentenceCharge", "Charge")) if not each.empty]
        given: list[Count] = []
        for each in named:
            one = found.same(each, event.stage, given, alone=len(named) == len(found.counts) == 1)
            if one is not None or each.description or each.statute or each.said:
                given.append(found.add(one, event, each))
        if not named and len(found.counts) == 1:
            given = list(found.counts)
        for one in given:
            one.sentence.extend(parts)
        if len(given) > 1:
            reading.notes.append(f"one sentence stands for {len(given)} charges ({reading.source.name}, line {sentence.line})")
        if not given:
            for part in parts:
                reading.skip(part.spans["printed"].line or sentence.line, part.printed, "this does not say which charge it belongs to")


def supervision(event: Event, reading: Reading) -> tuple[str, dict[str, Span]]:
    """What a supervision or custody is, with the day of release that it states, and where that stands."""
    said = event.element.say("SupervisionCustodyStatus/StatusDescriptionText", "ActivityDescriptionText", "ActivityCategoryText")
    release = day_of(event.element.get("SupervisionRelease/ActivityDate"), reading)
    printed = reading.safe(said.text[:200]) if said else "supervision"
    spans = {"printed": reading.span(event.element.line)} | ({"date": reading.span(event.day.line)} if event.day else {})
    return f"{printed}; release {release.text}" if release else printed, spans


def _supervised(event: Event, one: Count | None, shown: Item | None, reading: Reading) -> None:
    """A supervision or custody as a later event of its charge; what it says of a charge that is not found, is shown."""
    printed, spans = supervision(event, reading)
    if one is None:
        about = [value.text for value in (shown.description, shown.statute) if value] + [each.text for each in shown.said] if shown else []
        named = f"{printed}: {', '.join(about)}"[:500] if about else printed
        reading.skip(event.element.line, named, "this does not say which charge it belongs to")
        return
    one.after.append(Disposition(printed, date=event.day.text if event.day else None, later=True, spans=spans))
    known = {_bare(said.text) for _, held in one.shown for said in held.said}
    for each in shown.dispositions if shown else ():
        said, day = each.say(*SAID), day_of(each.get("DispositionDate"), reading)
        if said is not None and _bare(said.text) not in known:
            spans = {"printed": reading.span(said.line)} | ({"date": reading.span(day.line)} if day else {})
            one.after.append(Disposition(reading.safe(said.text[:2000]), date=day.text if day else None, later=True, spans=spans))


def charge(one: Count, charge_id: str, reading: Reading) -> Charge:
    """A charge with its versions, dispositions and sentence."""
    versions: dict[tuple[str, ...], ChargeVersion] = {}
    dispositions: dict[str, dict[str | None, Disposition]] = {}
    sentence: list[SentencePart] = []
    arrest: Value | None = None
    for event, shown in one.shown:
        said, parts = _dispositions(event, shown, reading)
        arrest = arrest or (event.day if event.stage == "arrested" else None)
        # What only tells of a violated probation is no version of the charge, unless there is no other.
        if event.stage in ("arrested", "filed", "disposed") or not versions:
            after = bool(said) and all(each.later for each in said)
            stage = event.stage if event.stage in ("arrested", "filed") else "disposed" if said and not after else "filed"
            if not after or not versions:
                version = _version(event, shown, stage, reading)
                versions.setdefault(
                    (stage, *(_bare(value or "") for value in (version.statute, version.description, version.level))), version
                )
        for each in said:
            _keep(dispositions, each)
        sentence.extend(parts)
        reading.notes.extend(f"{charge_id}: {reading.safe(flag)}" for flag in shown.flags)
        number = shown.element.say("ChargeCountQuantity")
        if number and number.text not in ("1", "01"):
            reading.notes.append(f"{charge_id} stands for {number.text[:20]} counts ({reading.source.name}, line {number.line})")
    events = [*(each for same in dispositions.values() for each in same.values()), *one.after]
    offense = next((found for _, each in one.shown if (found := _offense_day(each, reading))), None)
    known = {"arrest_date": arrest, "offense_date": offense}
    spans: dict[str, Span] = {"charge_id": reading.span(one.shown[0][1].element.line)}
    spans.update({name: reading.span(value.line) for name, value in known.items() if value})
    made = Charge(
        charge_id,
        versions=tuple(versions.values()),
        dispositions=tuple(_in_time(events)),
        sentence=tuple(_in_time([*sentence, *one.sentence])),
        offense_date=offense.text if offense else None,
        arrest_date=arrest.text if arrest else None,
        spans=spans,
    )
    return concluded(made, told_apart=True)


def _in_time(dated: list[_Dated]) -> list[_Dated]:
    """In the order of their days, if each has one; else as they stand."""
    return sorted(dated, key=lambda each: each.date or "") if all(each.date for each in dated) else dated


def _offense_day(shown: Item, reading: Reading) -> Value | None:
    return day_of(shown.element.get("ChargeOffenseDate") or shown.element.get("ChargeAugmentation/ChargeOffenseDate"), reading)


def _version(event: Event, shown: Item, stage: str, reading: Reading) -> ChargeVersion:
    values = {"statute": shown.statute, "description": shown.description, "level": shown.level}
    spans = {name: reading.span(value.line) for name, value in values.items() if value}
    statute, description, level = (reading.safe(value.text) if value else None for value in values.values())
    date = event.day if event.stage == "filed" else None
    spans.update({"date": reading.span(date.line)} if date else {})
    return ChargeVersion(stage, statute, description, level, date.text if date else None, spans)


def _dispositions(event: Event, shown: Item, reading: Reading) -> tuple[list[Disposition], list[SentencePart]]:
    found: list[Disposition] = []
    parts: list[SentencePart] = []
    for each in shown.dispositions:
        said = each.say(*SAID)
        if said is None or (event.stage == "filed" and said.text.lower() in FILING):
            if said is None:
                unsaid(each, reading)
            continue
        # The day of the court action is another day: only the disposition's own counts.
        day = day_of(each.get("DispositionDate"), reading)
        printed = reading.safe(said.text[:2000])
        if _RELEASE.match(printed):
            spans = {"printed": reading.span(said.line)} | ({"date": reading.span(day.line)} if day else {})
            found.append(Disposition(printed, date=day.text if day else None, later=True, spans=spans))
            continue
        one, held = disposition(printed, said.line, day.text if day else None, reading)
        if day and one.date == day.text:
            one = evolve(one, spans={**one.spans, "date": reading.span(day.line)})
        found.append(one)
        parts.extend(held)
    return found, parts


def _keep(held: dict[str, dict[str | None, Disposition]], new: Disposition) -> None:
    """Add a disposition, once: the same words of the same day are the same, however many court actions tell them."""
    same = held.setdefault(_bare(new.printed), {})
    if new.date and None in same:
        undated = same.pop(None)
        new = evolve(new, spans={**new.spans, "printed#2": undated.spans["printed"]})
    if new.date or not same:
        same.setdefault(new.date, new)
