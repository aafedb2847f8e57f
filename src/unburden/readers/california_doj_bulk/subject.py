"""One person's rows of the California DOJ research file: they become cycles of steps of counts, as the printed sheet has them.

What the columns mean, and how the open points are decided, says `california_doj_bulk`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cached_property
from typing import Final

from attrs import define, evolve, field

from unburden import terms
from unburden.readers._sentences import takes_liberty
from unburden.readers._tables import SHOWN, Row, Table, unique
from unburden.readers.california_doj.cycles import result_of
from unburden.readers.california_doj.entries import Count, Event, Said, Sheet, described, exact, plain, section
from unburden.readers.california_doj_bulk.bulk import kind_of
from unburden.record import Case, Charge, ChargeVersion, Person, Record, Span, Unread
from unburden.record import Source as ReadSource

#: More steps in one cycle are no real one; the rest begins a new cycle, so that joining stays bounded.
MOST_STEPS: Final = 200
#: A person with more names, or a count with more offenses, is no real one; no more are kept.
MOST_NAMES: Final = 200
_OFFENSE: Final = re.compile(r"(\d[\dA-Z./() ]{0,60}?) ?([A-Z]{2}) ?- ?(.*)")
_IN_COMMENT: Final = re.compile(r"SEE COMM?ENT|\Z")
#: A comment that tells of a violation decides what a count is; one that only numbers or places is not kept.
_VIOLATED: Final = re.compile(r"\b(?:VIOL|REVO)")
_IDLE: Final = re.compile(r"(?:ADR|SCN|DCN|ATI|FBI|CII|INN|SOC|SSN|PHOTO|WARR|CRT CASE)\b")
_PACKED: Final = re.compile(r"\d{12}\Z", re.A)
_UNITS: Final = {"D": "DAYS", "M": "MONTHS", "Y": "YEARS"}


@define(eq=False, slots=False)
class _Step:
    """One step: its event, its county, the file number that its counts share, and its counts by their packed numbers."""

    event: Event
    county: str | None = None
    number: str | None = None
    named: bool = True
    counts: dict[str, _Held] = field(factory=dict)

    @property
    def key(self) -> tuple[str, str]:
        """The county, and the file number or else the day: what one prosecution has in one court."""
        return self.county or "", self.number or self.event.date or ""

    # What follows is asked only once all rows were taken.

    @cached_property
    def outcomes(self) -> set[str | None]:
        """What a court says in this step that ended its counts."""
        words = (said.words for count in self.event.counts for said in count.dispositions) if self.event.kind == "court" else ()
        return {terms.outcome(each) for each in words} - {None, "transferred", "pending", "deferred", "diverted"}

    @property
    def convicts(self) -> bool:
        """Whether a court convicted in this step."""
        return "convicted" in self.outcomes

    @cached_property
    def statutes(self) -> set[str]:
        """The statutes of its counts."""
        return {exact(count) for count in self.event.counts} - {""}

    @cached_property
    def offenses(self) -> set[str]:
        """The statutes, sections and words of its counts."""
        return {key(count) for count in self.event.counts for key in (exact, described, section)} - {""}

    def after(self, other: _Step) -> bool:
        """Whether this step is of the same offense in the other's county under another file number, and does not come before it."""
        numbered = self.number is not None and other.number is not None and self.number != other.number
        follows = (self.event.date or "") >= (other.event.date or "")
        return numbered and follows and self.county == other.county and not self.offenses.isdisjoint(other.offenses)

    def beside(self, other: _Step) -> bool:
        """Whether the two convict of offenses that have their words or section in common and are not the same."""
        return not self.offenses.isdisjoint(other.offenses) and self.statutes.isdisjoint(other.statutes)


@define
class _Held:
    """One count, and which of its dispositions and pieces of sentence were seen."""

    count: Count
    seen: set[tuple[str, ...]] = field(factory=set)
    first: tuple[str, ...] | None = None
    changed: list[ChargeVersion] = field(factory=list)


@define
class Subject:
    """One person's rows as they come: cycles of steps of counts."""

    sheet: Sheet = field(factory=Sheet)
    born: str = ""
    cycles: dict[str, list[_Step]] = field(factory=dict)
    steps: dict[tuple[str, ...], list[_Step]] = field(factory=dict)

    def add(self, table: Table, row: Row) -> None:
        """Take one row."""
        self._person(table, row)
        kind = kind_of(row["stp_type_descr"])
        if kind is None:
            self._unread(table, row, "what kind of step this is, is not known here")
            return
        date = table.day(row, "stp_event_date")
        held = self._held(table, row, kind, date)
        self._disposition(table, row, held, kind, date)

    def _unread(self, table: Table, row: Row, why: str) -> None:
        self.sheet.unread.append(Unread(table.span(row), row.shown, why))

    def _person(self, table: Table, row: Row) -> None:
        sheet, span = self.sheet, table.span(row)
        birth = table.day(row, "pri_dob") if row["pri_dob"] != self.born else None
        self.born = row["pri_dob"]
        numbers = [(word, row[name]) for word, name in (("CII", "cii_number"), ("CII", "req_cii_number"), ("FBI", "fbi_number"))]
        found = [f"{word} {number}" for word, number in numbers if sum(char.isdigit() for char in number) >= 5]
        for name, held, values in (
            ("names", sheet.names, [row["pri_name"] or row["req_name"]]),
            ("birth_dates", sheet.births, [birth]),
            ("numbers", sheet.numbers, found),
        ):
            for value in unique(values):
                if len(held) < MOST_NAMES and value not in held:
                    held.append(value)
                    sheet.spans[name if len(held) == 1 else f"{name}#{len(held)}"] = span

    def _held(self, table: Table, row: Row, kind: str, date: str | None) -> _Held:
        """The count that a row is of, made where it is new."""
        packed = row["cnt_order"] if _PACKED.match(row["cnt_order"]) else ""
        cycle = packed[:3] or row["cyc_order"] or row["cyc_date"]
        span = table.span(row)
        statute, description, comment = _offense(row["offense_descr"], row["comment_text"])
        number = row["fe_num_crt_case"] or row["ofn"] or None
        key = (cycle, packed[3:6], kind, date or "", row["stp_ori_descr"], row["stp_ori_cnty_name"])
        group = self.steps.setdefault(key, [])
        # The file number stands on the first count; one that differs begins another step.
        step = next((each for each in group[-5:] if number and each.number == number), group[-1] if group and not number else None)
        if step is None and group and group[-1].number is None:
            step = group[-1]
        if step is None:
            heading = plain(row["stp_type_descr"]) + (f": {plain(row['stp_ori_descr'])}" if kind == "custody" else "")
            agency = plain(row["stp_ori_descr"] or row["stp_ori_cnty_name"])
            event = Event(kind, heading, span, date, span if date else None, agency)
            step = _Step(event, row["stp_ori_cnty_name"] or None, named=bool(row["stp_ori_descr"]))
            group.append(step)
            held_steps = self.cycles.setdefault(cycle, [])
            if len(held_steps) >= MOST_STEPS:
                self.cycles[f"{cycle} {span.line}"] = self.cycles.pop(cycle)
                held_steps = self.cycles.setdefault(cycle, [])
            held_steps.append(step)
        step.number = step.number or number
        name = f"{packed or span.line} {statute} {description}"
        if name not in step.counts:
            if not packed:
                self._unread(
                    table, row, "this row has no CNT_ORDER, so it is read as a count of its own; it may be a piece of another row's"
                )
            count = Count(span, (int(packed[6:9]) or 1,) if packed else (len(step.counts) + 1,))
            count.statute, count.description, count.toc = statute, description, row["offense_toc"] or None
            count.statute_span = count.description_span = count.toc_span = span
            count.case_number, count.case_span = number, span if number else None
            count.attempted = "ATTEMPT" in row["offense_qual_lst"].upper()
            count.flags = [comment] if _VIOLATED.search(comment) else []
            if comment and not count.flags and not _IDLE.match(comment):
                self.sheet.unread.append(Unread(span, comment, "a comment beside this count, which no column explains"))
            step.counts[name] = _Held(count)
            step.event.counts.append(count)
        held = step.counts[name]
        for which in ("disp_offense", "conv_offense"):
            statute, description, _ = _offense(row[f"{which}_descr"], "")
            version = ChargeVersion("amended", statute, description, row[f"{which}_toc"] or None, date, _spans(span))
            if (
                (statute or description)
                and len(held.changed) < MOST_NAMES
                and not any(_same(version, other) for other in held.changed)
                and not _same(version, held.count)
            ):
                held.changed.append(version)
        return held

    def _disposition(self, table: Table, row: Row, held: _Held, kind: str, date: str | None) -> None:
        """The row's disposition, status and piece of a sentence, each once."""
        span, count = table.span(row), held.count
        day = table.day(row, "disp_date")
        words = plain(row["disp_descr"])
        if day and date and day < date:
            if words and ("early", words) not in held.seen:
                self._unread(
                    table, row, f"DISP_DATE {day} lies before the day of this step, {date}; the day of the disposition is not known"
                )
            held.seen.add(("early", words))
            update, day = True, None
        else:
            update = day is not None and (day != date or kind == "arrest")
        key = (row["disp_order"], words, row["disp_date"])
        if words and key not in held.seen:
            held.seen.add(key)
            held.first = held.first or key
            count.dispositions.append(Said(words, span, day, update, span if day else None))
        status = plain(row["conv_stat_descr"])
        if status and ("status", status) not in held.seen:
            held.seen.add(("status", status))
            count.statuses.append(Said(status, span, day, bool(count.statuses), span if day else None))
        unit = plain(row["sent_time_descr"]) or _UNITS.get(row["sent_time_code"].upper(), plain(row["sent_time_code"]))
        piece = " ".join(
            filter(None, (row["sent_length"].lstrip("0"), unit if row["sent_length"].strip("0") else "", plain(row["sent_loc_descr"])))
        )
        if piece and row["sent_loc_descr"] and ("sentence", row["sent_order"], piece) not in held.seen:
            held.seen.add(("sentence", row["sent_order"], piece))
            count.sentence.append(Said(piece.replace(",", " "), span, day, update or key != (held.first or key), span if day else None))
        elif piece and not row["sent_loc_descr"] and ("sentence", row["sent_order"], piece) not in held.seen:
            held.seen.add(("sentence", row["sent_order"], piece))
            self._unread(table, row, f"a sentence of {piece} whose kind is not stated")

    def record(self, key: str, files: tuple[ReadSource, ...]) -> Record:
        """The person's record."""
        for count in (count for cycle in self.cycles.values() for step in cycle for count in step.event.counts):
            count.dispositions.sort(key=lambda said: said.day or "")
        self.sheet.cycles = [
            sorted((step.event for step in steps), key=lambda event: (event.date is None, event.date or ""))
            for cycle in self.cycles.values()
            for steps in _prosecutions(cycle)
        ]
        result = result_of(self.sheet)
        steps = [step for each in self.cycles.values() for step in each]
        places = {step.event.span: step for step in steps}
        changed = {held.count.span: held for step in steps for held in step.counts.values() if held.changed}
        cases = tuple(_placed(case, places, changed) for case in result.cases)
        return Record(
            person_id=key,
            person=Person(tuple(self.sheet.names), tuple(self.sheet.births), tuple(self.sheet.numbers), self.sheet.spans),
            cases=cases,
            sources=files,
            unread=tuple(result.unread),
            set_aside=tuple(result.set_aside),
            notes=tuple(dict.fromkeys((*result.notes, *_said_twice(cases)))),
        )


def _prosecutions(cycle: list[_Step]) -> list[list[_Step]]:
    """A cycle's steps in one group, or in one for each prosecution that ended in a conviction of its own, or after another's."""
    groups: list[list[_Step]] = []
    convicting = [step for step in cycle if step.convicts]
    for step in convicting:
        home = next((group for group in groups if group[0].key == step.key and not step.beside(group[0])), None)
        if home is None:
            groups.append([step])
        else:
            home.append(step)
    keys = {group[0].key for group in groups}
    apart = [step for step in cycle if step.key not in keys and step.outcomes and any(step.after(other) for other in convicting)]
    groups += [[step] for step in apart]
    if len(groups) < 2:
        return [cycle]
    rest = [step for step in cycle if step not in convicting and step not in apart]
    for step in rest:
        of_key = next((group for group in groups if group[0].key == step.key), None)
        home = of_key or next((group for group in groups if group[0].county == step.county), groups[0])
        home.append(step)
    return groups


def _said_twice(cases: Iterable[Case]) -> Iterator[str]:
    """A note for each charge of which several entries tell a conviction: they are read as one."""
    for case in cases:
        for charge in case.charges:
            told = {each.spans["printed"] for each in charge.dispositions if terms.outcome(each.printed) == "convicted"}
            if len(told) > 1:
                what = charge.printed("statute") or charge.printed("description") or "an offense without words"
                yield f"{case.case_id}: {len(told)} entries tell of a conviction of {what}; they are read as one"


def _offense(printed: str, comment: str) -> tuple[str | None, str | None, str]:
    """Statute, words, and the comment where it is not itself the charge."""
    text = plain(printed)
    if _IN_COMMENT.match(text):
        text, comment = plain(comment) or text, ""
    found = _OFFENSE.match(text)
    statute = f"{found[1].strip()} {found[2]}" if found else None
    return statute, ((found[3] if found else text).strip() or None), plain(comment)[:SHOWN]


def _same(version: ChargeVersion, other: ChargeVersion | Count) -> bool:
    return (version.statute, version.description) == (other.statute, other.description)


def _spans(span: Span) -> dict[str, Span]:
    return {"statute": span, "description": span, "level": span, "date": span}


def _placed(case: Case, places: dict[Span, _Step], changed: dict[Span, _Held]) -> Case:
    """The case with its county, and its charges with the offenses that were disposed of or convicted in place of what was charged."""
    span = case.spans.get("jurisdiction")
    step = places.get(span) if span else None
    charges = tuple(_released(_changed(charge, changed) if changed else charge) for charge in case.charges)
    if step is None or span is None:
        return evolve(case, charges=charges)
    spans = {**case.spans, "county": span} if step.county else dict(case.spans)
    court = case.court if step.named else None
    if court is None:
        spans.pop("court", None)
    return evolve(case, county=step.county, court=court, charges=charges, spans=spans)


def _released(charge: Charge) -> Charge:
    """The charge, not surely free all the time where its disposition names a jail that no piece of the sentence has."""
    if charge.released_date != "never" or not any(takes_liberty(each.printed) for each in charge.dispositions):
        return charge
    return evolve(charge, released_date=None, spans={name: span for name, span in charge.spans.items() if name != "released_date"})


def _changed(charge: Charge, changed: dict[Span, _Held]) -> Charge:
    versions: list[ChargeVersion] = []
    for version in charge.versions:
        held = changed.get(version.spans["statute"])
        if held is None:
            versions.append(version)
            continue
        # The level printed with the conviction is that of the offense convicted, which stands last.
        ended, (*between, last) = version.stage == "disposed", held.changed
        versions.append(evolve(version, stage="filed", level=held.count.toc) if ended else version)
        versions += [*between, evolve(last, stage="disposed" if ended else "amended", level=version.level or last.level)]
    return evolve(charge, versions=tuple(versions))
