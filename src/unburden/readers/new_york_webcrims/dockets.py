"""The cases of WebCrims pages as records, one a defendant."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from attrs import define, evolve, field

from unburden import terms
from unburden.calendar import parse_day
from unburden.readers import Source
from unburden.readers.new_york_dcjs.charges import plain_statute
from unburden.readers.new_york_dcjs.told import COUNT, tell
from unburden.readers.new_york_dcjs.words import DATE, iso, safe
from unburden.readers.new_york_webcrims.pages import Docket, Held, read_pages
from unburden.record import Case, Charge, ChargeVersion, Disposition, Person, Record, SentencePart, Span, Unread
from unburden.record import Source as ReadSource

_STATUS: Final = {"active": "open", "pending": "open", "open": "open", "disposed": "closed", "closed": "closed"}
_COUNTY: Final = re.compile(r"([A-Z][A-Za-z. ]{1,30}?) (?:County|Criminal|Supreme)\b")
#: A plea or verdict to another statute than the charge's.
_OTHER: Final = re.compile(r"\b(?:to|of) ([A-Z]{2,5}) ([0-9]{1,5}[.-][0-9]{1,4})(?: ([0-9]{1,2}[A-Z]?)\b)?(?: ([A-EU][MF]|[VI])\b)?")


def records_of(source: Source, form: str) -> list[Record]:
    """The cases on the pages, one record a defendant."""
    dockets, unread = read_pages(source)
    reading = _Reading(source, unread)
    if not dockets:
        reading.skip(1, "", "no case details stand on this page, so no charge was read; open the case and save its page of charges")
    people: dict[str, list[Docket]] = {}
    for docket in dockets:
        people.setdefault(docket.said("name").upper(), []).append(docket)
    records: list[Record] = []
    for name, own in people.items():
        reading.notes = []
        cases = reading.cases(own)
        person_id = "" if len(people) == 1 else name or "a page that names no defendant"
        records.append(Record(person_id, reading.person(own), cases, notes=tuple(dict.fromkeys(reading.notes))))
    files = (ReadSource(source.name, form, len(source.lines)),)
    records = [evolve(each, sources=files) for each in records or [Record()]]
    return [evolve(records[0], unread=tuple(reading.unread)), *records[1:]]


@define
class _Reading:
    """Cases and charges of the pages as those of a record."""

    source: Source
    unread: list[Unread]
    notes: list[str] = field(factory=list)

    def skip(self, line: int, text: str, why: str) -> None:
        self.unread.append(Unread(self.source.span(line), safe(text), why))

    def person(self, dockets: Sequence[Docket]) -> Person:
        found: dict[str, dict[str, int]] = {"names": {}, "birth_dates": {}, "numbers": {}}
        for docket in dockets:
            if "name" in docket.told:
                found["names"].setdefault(*docket.told["name"])
            if "nysid" in docket.told:
                found["numbers"].setdefault(f"NYSID {docket.said('nysid')}", docket.told["nysid"][1])
            birth = self._day(docket.told, "birth")
            if birth:
                found["birth_dates"].setdefault(birth, docket.told["birth"][1])
        spans = {
            name if n == 1 else f"{name}#{n}": self.source.span(line)
            for name, held in found.items()
            for n, line in enumerate(held.values(), 1)
        }
        return Person(tuple(found["names"]), tuple(found["birth_dates"]), tuple(found["numbers"]), spans)

    def cases(self, dockets: Sequence[Docket]) -> tuple[Case, ...]:
        found: list[Case] = []
        times: dict[str, int] = {}
        for docket in dockets:
            name = docket.said("number") or "case"
            times[name] = times.get(name, 0) + 1
            found.append(self._case(docket, name if times[name] == 1 else f"{name}~{times[name]}"))
        return tuple(found)

    def _case(self, docket: Docket, name: str) -> Case:
        told = docket.told
        if not docket.charges:
            why = "the pages of this case name no charge; save its page of charges too"
            self.skip(told["number"][1], docket.said("number"), why)
        dates = {each: self._day(told, each) for each in ("arrested", "offense", "filed")}
        charges = [self._charge(held, f"{name}/{n}", dates, docket) for n, held in enumerate(docket.charges, 1)]
        guilty = [n for n, charge in enumerate(charges) if charge.outcome and charge.outcome.outcome == "convicted"]
        if len(guilty) == 1 and docket.sentence and not charges[guilty[0]].sentence:
            parts = tuple(self._part(words, line) for words, line in docket.sentence)
            charges[guilty[0]] = evolve(charges[guilty[0]], sentence=parts)
        else:
            for words, line in docket.sentence:
                self.skip(line, words, "it is not said which charge this sentence is for")
        court, status = docket.said("court"), docket.said("status")
        county = _COUNTY.match(court)
        state = _STATUS.get(status.lower())
        stands = {
            "number": "number",
            "court": "court",
            "county": "court" if county else "",
            "filed_date": "filed" if dates["filed"] else "",
        }
        stands |= {"tracking": "tracking", "status_printed": "status", "status": "status" if state else ""}
        return Case(
            name,
            jurisdiction="US-NY",
            number=docket.said("number") or None,
            county=county[1] if county else None,
            court=court or None,
            filed_date=dates["filed"],
            status=state,
            status_printed=status or None,
            tracking=(docket.said("tracking"),) if "tracking" in told else (),
            charges=tuple(charges),
            spans={each: self.source.span(told[label][1]) for each, label in stands.items() if label in told},
        )

    def _charge(self, held: Held, name: str, dates: dict[str, str | None], docket: Docket) -> Charge:
        span, told = self.source.span, held.told
        words = safe(told["description"][0]) if "description" in told else None
        level = told.get("level", (held.code, held.line))
        spans: dict[str, Span] = {"statute": span(held.line), "level": span(level[1])}
        if words:
            spans["description"] = span(told["description"][1])
        added = self._day(told, "added")
        stages = held.stages or ["filed"]
        dated = spans | ({"date": span(told["added"][1])} if added else {})
        versions = [
            ChargeVersion(each, held.statute, words, level[0], added if each == "filed" else None, dated if each == "filed" else spans)
            for each in stages
        ]
        if held.counts > 1:
            self.notes.append(f"{name}: {held.statute} stands for {held.counts} counts")
        ended = self._day(told, "ended")
        dispositions: list[Disposition] = []
        again = False
        for text, line in held.ended:
            days = {iso(each) for each in DATE.finditer(text)}
            own = next(iter(days)) if len(days) == 1 and parse_day(next(iter(days))) else None
            day = own or ended
            at = {"printed": span(line)} | ({"date": span(line if own else told["ended"][1])} if day else {})
            said = tell(text, line)
            outcome = ("convicted" if not again else None) if said.sentenced else said.outcome
            if COUNT.search(text):
                # A plea to another count is none to this one.
                outcome = None
            dispositions.append(Disposition(safe(text), outcome, day, said.later or (said.sentenced and again), at))
            again = again or outcome == "convicted"
            other = _OTHER.search(text)
            if other and outcome == "convicted":
                statute = plain_statute(other[1], other[2], other[3])
                versions.append(ChargeVersion("disposed", statute, None, other[4], day, {"statute": span(line)}))
        sentenced = self._day(told, "sentenced")
        stands = {"arrest_date": "arrested", "offense_date": "offense"}
        return Charge(
            name,
            tuple(versions),
            tuple(dispositions),
            tuple(self._part(text, line, (sentenced, told["sentenced"][1]) if sentenced else None) for text, line in held.sentence),
            offense_date=dates["offense"],
            arrest_date=dates["arrested"],
            spans={each: span(docket.told[label][1]) for each, label in stands.items() if dates[label]},
        )

    def _part(self, words: str, line: int, day: tuple[str, int] | None = None) -> SentencePart:
        spans = {"printed": self.source.span(line)} | ({"date": self.source.span(day[1])} if day else {})
        return SentencePart(terms.sentence_kind(words) or "other", safe(words), day[0] if day else None, spans)

    def _day(self, told: dict[str, tuple[str, int]], name: str) -> str | None:
        """The one day, or the year of a birth; anything else is shown and unknown."""
        if name not in told:
            return None
        value, line = told[name]
        days = {iso(each) for each in DATE.finditer(value)} or (set(re.findall(r"\A(?:19|20)\d\d\Z", value)) if name == "birth" else set())
        if len(days) == 1 and parse_day(next(iter(days))):
            return days.pop()
        self.skip(line, value, "this is no one day")
        return None
