"""The California DOJ's research file: one row a piece of a sentence of a count of a step of a cycle, many people in one file.

It is the printed rap sheet (`california_doj`) as a table, so its steps become the same cycles of events and are joined by the same
rules (`_california_cycles`): one charge for what arrest, court and custody of one cycle say of one count. Layout and made-up rows:
codeforamerica/gogen (data/doj_row.go, test_fixtures). How the open points are decided:

- **Columns** are named by the header, or, without one, are those of the layout (94, and an end mark that may be missing). A row with too
  many cells is read only where a single text can have held the unquoted comma, which is noted; any other is unread.
- **A person** is a ``SUBJECT_ID``, else a CII number; a row with neither is given to nobody.
- **CNT_ORDER** packs cycle, step and count in three digits each; rows of one person with the same one are one count, and each of their
  dispositions and pieces of sentence counts once. A step is one type, day, agency and file number (``FE_NUM_CRT_CASE``, else ``OFN``,
  printed on the first count only). Without a CNT_ORDER the cycle's own number or day says which cycle a row is of.
- **A date of a disposition** is ``DISP_DATE``, else the step's; one before the step's day contradicts it, is unknown and listed.
- **The charge**: ``OFFENSE_DESCR``, or ``COMMENT_TEXT`` where that says ``SEE COMMENT`` or nothing. ``DISP_OFFENSE`` and ``CONV_OFFENSE``
  are later versions of it. ``NULL``, ``-`` and blanks are nothing; the ``#`` marks part segments.
  Another comment is listed; one that only numbers or places (``ADR``, ``SCN``) is not kept.
- **One cycle** is one prosecution, unless court steps of different counties or file numbers (without one, days) each convicted: then each
  is its own, and the arrest is that of the first of its county.
- **Set aside**: registrations, applicants, deaths, commitments to a hospital. A step of another type is unread.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from attrs import define, evolve, field

from unburden import terms
from unburden.readers import Source
from unburden.readers._california_bulk import COLUMNS, WIDTHS, kind_of, mended, of_layout
from unburden.readers._california_cycles import result_of
from unburden.readers._california_entries import Count, Event, Said, Sheet, plain
from unburden.readers._tables import SHOWN, TOO_LARGE, Row, Table, head_names, header, rows, unique
from unburden.record import Case, Charge, ChargeVersion, Person, Record, Span, Unread
from unburden.record import Source as ReadSource

__all__ = ["FORMAT", "TOO_LARGE", "read", "sniff"]

FORMAT: Final = "california_doj_bulk"

#: More steps in one cycle are no real one; the rest begins a new cycle, so that joining stays bounded.
MOST_STEPS: Final = 200
#: A person with more names, or a count with more offenses, is no real one; no more are kept.
MOST_NAMES: Final = 200
_NEEDED: Final = frozenset(("stp_type_descr", "stp_event_date", "cnt_order", "offense_descr"))
_USED: Final = (
    "subject_id",
    "pri_name",
    "pri_dob",
    *sorted(_NEEDED),
    "ofn",
    "disp_date",
    "disp_descr",
    "conv_stat_descr",
    "sent_loc_descr",
)
_OFFENSE: Final = re.compile(r"(\d[\dA-Z./() ]{0,60}?) ?([A-Z]{2}) ?- ?(.*)")
_IN_COMMENT: Final = re.compile(r"SEE COMM?ENT|\Z")
#: A comment that tells of a violation decides what a count is; one that only numbers or places is not kept.
_VIOLATED: Final = re.compile(r"\b(?:VIOL|REVO)")
_IDLE: Final = re.compile(r"(?:ADR|SCN|DCN|ATI|FBI|CII|INN|SOC|SSN|PHOTO|WARR|CRT CASE)\b")
_PACKED: Final = re.compile(r"\d{12}\Z", re.A)
_UNITS: Final = {"D": "DAYS", "M": "MONTHS", "Y": "YEARS"}


def sniff(source: Source) -> float:
    """Certain of the header; without one, sure of a first row of the layout."""
    names = head_names(source)
    if _NEEDED.issubset(names):
        return 0.95
    if not WIDTHS[0] <= len(names) <= WIDTHS[1] + 3:
        return 0.0
    first = next((cells for _, cells in rows(source.head.splitlines()[:1])), [])
    return 0.9 if of_layout(first) or any(mended(first, width) for width in WIDTHS) else 0.0


def read(source: Source) -> list[Record]:
    """One record a person, in the order in which the people first appear."""
    files = (ReadSource(source.name, FORMAT, len(source.lines)),)
    line, names = header(source)
    titled = _NEEDED.issubset(names)
    # Commas after the last title name no column.
    while names and not names[-1]:
        names = names[:-1]
    layout = names if titled else COLUMNS
    table = Table(source, layout, line + 1 if titled else 1)
    people: dict[str, _Subject] = {}
    notes = list(table.absent(_USED))
    for row in _rows(table, notes):
        key = row["subject_id"] or row["cii_number"] or row["req_cii_number"]
        if key:
            people.setdefault(key, _Subject()).add(table, row)
        else:
            table.unread.append(
                Unread(table.span(row), row.shown, "this row has neither a SUBJECT_ID nor a CII number; it is given to nobody")
            )
    records = [subject.record(key, files) for key, subject in people.items()] or [Record(sources=files)]
    # What belongs to no person, or could not be read, is told with the first.
    first = evolve(records[0], unread=(*table.unread, *records[0].unread), notes=(*notes, *records[0].notes))
    return [first, *records[1:]]


def _rows(table: Table, notes: list[str]) -> Iterator[Row]:
    """The rows of the file: an end mark may be missing or doubled, and a comma too many is taken out where that is sure."""
    width = len(table.names)
    known = table.names[: WIDTHS[0]] == COLUMNS[: WIDTHS[0]]
    for line, cells in rows(table.source.lines, table.first, range(width - 1, width + 4)):
        if table.titles(cells):
            continue
        if known and len(cells) >= WIDTHS[0] and not of_layout(cells):
            found = next((each for each in (mended(cells, goal) for goal in WIDTHS) if each), None)
            if found:
                cells = found[0]
                notes.append(
                    f"{table.source.name}, line {line}: {found[1].upper()} holds a comma without quotes; the row is read without the shift"
                )
        if len(cells) > width and not "".join(cells[width:]).strip() and (not known or of_layout(cells)):
            cells = cells[:width]
        if len(cells) == width - 1 and table.names[-1] == COLUMNS[-1]:
            cells = [*cells, ""]
        if len(cells) == width:
            yield table.row(line, cells)
        else:
            table.refuse(line, cells)


@define
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

    @property
    def convicts(self) -> bool:
        """Whether a court convicted in this step."""
        words = (said.words for count in self.event.counts for said in count.dispositions)
        return self.event.kind == "court" and any(terms.outcome(each) == "convicted" for each in words)


@define
class _Held:
    """One count, and which of its dispositions and pieces of sentence were seen."""

    count: Count
    seen: set[tuple[str, ...]] = field(factory=set)
    first: tuple[str, ...] | None = None
    changed: list[ChargeVersion] = field(factory=list)


@define
class _Subject:
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
        changed = {held.count.span: held.changed for step in steps for held in step.counts.values() if held.changed}
        return Record(
            person_id=key,
            person=Person(tuple(self.sheet.names), tuple(self.sheet.births), tuple(self.sheet.numbers), self.sheet.spans),
            cases=tuple(_placed(case, places, changed) for case in result.cases),
            sources=files,
            unread=tuple(result.unread),
            set_aside=tuple(result.set_aside),
            notes=tuple(dict.fromkeys(result.notes)),
        )


def _prosecutions(cycle: list[_Step]) -> list[list[_Step]]:
    """A cycle's steps in one group, or in one for each prosecution that ended in a conviction of its own."""
    keys = list(dict.fromkeys(step.key for step in cycle if step.convicts))
    if len(keys) < 2:
        return [cycle]
    groups: dict[tuple[str, str], list[_Step]] = {key: [] for key in keys}
    by_county = {key[0]: key for key in reversed(keys)}
    for step in cycle:
        groups[step.key if step.key in groups else by_county.get(step.county or "", keys[0])].append(step)
    return list(groups.values())


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


def _placed(case: Case, places: dict[Span, _Step], changed: dict[Span, list[ChargeVersion]]) -> Case:
    """The case with its county, and its charges with the offenses that were disposed of or convicted in place of what was charged."""
    span = case.spans.get("jurisdiction")
    step = places.get(span) if span else None
    charges = tuple(_changed(charge, changed) for charge in case.charges) if changed else case.charges
    if step is None or span is None:
        return evolve(case, charges=charges)
    spans = {**case.spans, "county": span} if step.county else dict(case.spans)
    court = case.court if step.named else None
    if court is None:
        spans.pop("court", None)
    return evolve(case, county=step.county, court=court, charges=charges, spans=spans)


def _changed(charge: Charge, changed: dict[Span, list[ChargeVersion]]) -> Charge:
    versions: list[ChargeVersion] = []
    for version in charge.versions:
        later = changed.get(version.spans["statute"], [])
        if not later:
            versions.append(version)
            continue
        # The level printed with the conviction is that of the offense convicted, which stands last.
        ended = version.stage == "disposed"
        versions.append(evolve(version, stage="filed", level=None) if ended else version)
        versions += [*later[:-1], evolve(later[-1], stage="disposed" if ended else "amended", level=version.level or later[-1].level)]
    return evolve(charge, versions=tuple(versions))
