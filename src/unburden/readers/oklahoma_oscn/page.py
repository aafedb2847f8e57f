"""The parts of an OSCN page: its caption, parties and counts, and what each party's row says."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby
from typing import Final

from attrs import define, evolve, field

from unburden.readers import Source
from unburden.readers._html import Line, Places
from unburden.readers.oklahoma_oscn.minutes import Minute, day_of, told, with_revocation
from unburden.record import Case, Charge, ChargeVersion, Disposition, SetAside, Span, Unread

TITLE: Final = re.compile(r"in the district court in and for (.{1,40}?) county, oklahoma", re.I)
_SECTIONS: Final = frozenset(("parties", "attorneys", "events", "counts", "issues", "citation information", "docket", "oscn"))
_KNOWN_LINE: Final = re.compile(r"parties appear only under the counts|none\Z", re.I)
_FILED_AS: Final = re.compile(r"count as filed: ?(.*)", re.I)
_DISPOSED_AS: Final = re.compile(r"count as disposed: ?(.*)", re.I)
_VIOLATION: Final = re.compile(r"violation of ?(.*)", re.I)
_OFFENSE_DATE: Final = re.compile(r"date of offense: ?(.*)", re.I)
_DISPOSED: Final = re.compile(r"disposed: ?([^,.]{0,80})(?:, ?(\S{6,12}?))?(?:\. ?(.*))?", re.I)
_COUNT: Final = re.compile(r"count # ?(\d{1,4})\.?", re.I)
_CODE: Final = re.compile(r"[A-Z0-9&$*/-]{1,9}\Z")
_BEHIND: Final = re.compile(r" ?\([A-Z0-9&$*/ -]{0,9}\)\Z")
_LEVEL: Final = re.compile(r"[*(] ?(FELONY|MISDEMEANOR|MISD) ?[*)]", re.I)
_NUMBER: Final = re.compile(r"no\. ?(\S{3,30})", re.I)
_UNUSED: Final = re.compile(r"case number was not used|number not used|filed in error", re.I)
#: What the word behind "Disposed" means; a word that is not here was never seen, or says nothing that is sure.
_OUTCOMES: Final = {
    "CONVICTION": "convicted",
    "DISMISSED": "dismissed",
    "DISMISSED WITH COSTS": "dismissed",
    "ACQUITTED": "acquitted",
    "ACQUITTAL": "acquitted",
    "DEFERRED": "deferred",
    "TRANSFER": "transferred",
}
#: What stands behind the day and says more than the word: a deferral that was accelerated or not expunged is none any more.
_UNSURE: Final = re.compile(r"deferred/ ?(?:accelerated guilty|expunge denied)", re.I)
_DECLINED: Final = re.compile(r"state declined to file", re.I)
#: More people than this on one page are no one person's record.
MOST: Final = 100
#: More telling minutes than this of one person are not looked at; it bounds the work on pages that were made up.
_MINUTES: Final = 100


@define
class Party:
    """A defendant of one case, with the charges and the notes."""

    name: str
    span: Span
    charges: list[Charge] = field(factory=list)
    notes: list[str] = field(factory=list)
    ids: Counter[str] = field(factory=Counter)

    @property
    def key(self) -> str:
        """The name without what is only punctuation."""
        return _key(self.name)


def _key(name: str) -> str:
    return " ".join(re.findall(r"\w+", name.lower()))


@define
class _Count:
    """One count as filed, with the rows of its parties."""

    number: str
    span: Span
    filed: ChargeVersion
    offense: tuple[str, Span] | None = None
    parties: list[tuple[str, Sequence[Line], Span]] = field(factory=list)


@define
class Page:
    """One file, and what was not understood in it."""

    source: Source
    places: Places
    unread: list[Unread] = field(factory=list)
    set_aside: list[SetAside] = field(factory=list)

    def span(self, line: Line) -> Span:
        """Where a line stands."""
        return self.source.span(self.places.line(line.at))

    def put(self, span: Span, text: str, why: str) -> None:
        """Lists what was not understood."""
        self.unread.append(Unread(span, text[:200], why))

    def cases(self, lines: Sequence[Line]) -> list[tuple[Party, Case]]:
        """The case of this page as each of its defendants has it."""
        title = TITLE.search(lines[0].text)
        county = title[1].strip().title() if title else ""
        sections = dict(_sections(lines[1:]))
        case, notes, unused = self.caption(county, self.span(lines[0]), sections.get("", []))
        parties = self.parties(sections.get("parties", []))
        counts = self.counts(sections.get("counts", []))
        minutes: dict[str, list[Minute]] = defaultdict(list)
        for minute in self.minutes(sections.get("docket", [])):
            minutes[_key(minute.party)].append(minute)
        if unused and not any(count.filed.statute or count.filed.description for count in counts):
            self.set_aside.append(
                SetAside(case.spans.get("number", case.spans["county"]), case.number or "", "the court did not use this case number")
            )
            return []
        names = {*parties, *(_key(name) for count in counts for name, _, _ in count.parties if name)}
        if len(names) > 1 and "" in minutes:
            del minutes[""]
            notes.append(f"the docket of {case.number} has entries that name none of its defendants; nothing was read from them")
        for count in counts:
            self.place(case, count, parties, minutes)
        if not counts:
            what = "this page lists no counts, so no charge was read"
            self.put(case.spans.get("number", self.span(lines[0])), case.number or lines[0].text, what)
        found: list[tuple[Party, Case]] = []
        for party in parties.values():
            own = _own(minutes, party)
            self.accelerated(party, own, case.number or "")
            revoking = [minute for minute in own if minute.revokes]
            party.charges, loose = with_revocation(party.charges, revoking)
            party.notes += [
                f"a suspended sentence was revoked on {each.day} in {case.number}; the page does not say of which count" for each in loose
            ]
            party.notes += notes
            found.append((party, evolve(case, charges=tuple(party.charges))))
        return found

    def caption(self, county: str, title: Span, lines: Sequence[Line]) -> tuple[Case, list[str], bool]:
        """The case by its caption, what has to be noted of it, and whether its number was not used."""
        number = filed = closed = kind = ""
        spans = {"jurisdiction": title, "county": title, "court": title}
        unused = False
        for line in lines:
            text = line.text
            if not line.row:
                continue
            unused = unused or _UNUSED.search(text) is not None
            if line.cell <= 0:
                continue  # the style of the case
            match = _NUMBER.fullmatch(text)
            label, _, value = text.partition(":")
            day = day_of(value)
            if match:
                number, spans["number"] = match[1], self.span(line)
            elif text.startswith("(") and text.endswith(")"):
                kind = text[1:-1]
            elif label in ("Filed", "Closed") and day:
                filed, closed = (day, closed) if label == "Filed" else (filed, day)
                spans["filed_date" if label == "Filed" else "status"] = self.span(line)
            elif label not in ("Filed", "Closed", "Judge", "Appealed") or (label in ("Filed", "Closed") and value.strip()):
                self.put(self.span(line), text, "this line of the caption is not known")
        if not number:
            self.put(title, county, "no case number was found on this page")
        case_id = f"{county}:{number}" if number else county
        case = Case(
            case_id,
            "US-OK",
            number or None,
            county,
            f"District Court, {county} County",
            filed or None,
            "closed" if closed else None,
            f"Closed: {closed}" if closed else None,
            spans=spans,
        )
        return case, [f"{number} is a case of the type {kind}"] if kind else [], unused

    def parties(self, lines: Sequence[Line]) -> dict[str, Party]:
        """The defendants by their names' keys; others are set aside by their role."""
        found: dict[str, Party] = {}
        for line in lines:
            name, _, role = line.text.rpartition(", ")
            if role.lower() == "defendant" and name:
                party = Party(name[:200], self.span(line))
                if len(found) < MOST:
                    found.setdefault(party.key, party)
            elif role.lower() not in ("plaintiff", "arresting agency") and not _KNOWN_LINE.match(line.text):
                why = "this party of the case is not a defendant; nothing is read of a party who is not accused"
                self.set_aside.append(SetAside(self.span(line), role[:80] if name else "a party of no stated role", why))
        return found

    def counts(self, lines: Sequence[Line]) -> list[_Count]:
        """The counts of a page, each with what became of it for each party."""
        found: list[_Count] = []
        headed = False  # whether the table of the last count's parties has begun
        for row in _rows(lines):
            first, span = row[0], self.span(row[0])
            before = [line for line in row if line.cell <= 0] if first.row else []
            number = next((match for line in before if (match := _COUNT.fullmatch(line.text))), None)
            if number:
                headed = False
                found.append(self.count(number[1].lstrip("0") or "0", [line for line in row if line.cell > 0], span))
                for line in before:
                    if not _COUNT.fullmatch(line.text):
                        self.put(self.span(line), line.text, "this stands beside the number of a count")
            elif not first.row:
                if not _KNOWN_LINE.match(first.text):
                    # Some counties print the words of a count without a table.
                    found.append(self.count(str(len(found) + 1), row, span))
                    headed = False
            elif first.tag == "th":
                headed = bool(found)
                for line in row:
                    if line.text.lower() not in ("party name", "disposition information"):
                        self.put(self.span(line), line.text, "this stands in the heading of a count's parties")
            elif not headed:
                self.put(span, " ".join(line.text for line in row), "this row stands under no count")
            else:
                for line in row:
                    if line.cell < 1:
                        self.put(self.span(line), line.text, "this stands before the name of a party")
                named = " ".join(line.text for line in row if line.cell == 1)
                if named or any(line.cell > 1 for line in row):
                    found[-1].parties.append((named, [line for line in row if line.cell >= 2], span))
        return found

    def count(self, number: str, lines: Sequence[Line], span: Span) -> _Count:
        """A count as it was filed."""
        statute = description = level = None
        offense: tuple[str, Span] | None = None
        spans: dict[str, Span] = {}
        for line in lines:
            text = line.text
            filed = _FILED_AS.fullmatch(text)
            date = _OFFENSE_DATE.fullmatch(text)
            if date:
                day = day_of(date[1])
                offense = (day, self.span(line)) if day else None
                if not day and date[1]:
                    self.put(self.span(line), text, "this is no date")
            elif filed or description is None:
                statute, description, level = _filed(filed[1] if filed else text)
                spans = {
                    name: self.span(line) for name, value in (("statute", statute), ("description", description), ("level", level)) if value
                }
                if not statute and not description:
                    self.put(self.span(line), text, "this count names no offense")
            else:
                self.put(self.span(line), text, "this line of a count is not known")
        return _Count(number, span, ChargeVersion("filed", statute, description, level, spans=spans), offense)

    def place(self, case: Case, count: _Count, parties: dict[str, Party], minutes: Mapping[str, list[Minute]]) -> None:
        """Gives a count to each party that it lists."""
        rows = count.parties or [("", (), count.span)]
        held: dict[int, int] = {}  # parties by their ids: two long names can have one key
        for name, lines, span in rows:
            if name and len(parties) >= MOST and _key(name) not in parties:
                self.put(span, name, "more defendants than are read")
                continue
            if name:
                party = parties.setdefault(_key(name), Party(name[:200], span))
            elif len(parties) <= 1:
                party = next(iter(parties.values()), None) or parties.setdefault("", Party("", span))
                party.notes.append(f"count {count.number} of {case.number} names no party; it is read as this defendant's")
            else:
                words = (count.filed.description, count.filed.statute, *(line.text for line in lines))
                shown = " ".join(filter(None, (f"Count # {count.number}.", *words)))
                self.put(span, shown, "this does not say which of the defendants it is against")
                continue
            disposed, versions = self.disposed(lines)
            if id(party) in held:
                # A second row of one party under one count is a second disposition of one charge.
                first = party.charges[held[id(party)]]
                more = (disposed,) if disposed else ()
                party.charges[held[id(party)]] = evolve(
                    first, versions=(*first.versions, *versions), dispositions=(*first.dispositions, *more)
                )
                continue
            held[id(party)] = len(party.charges)
            said = told(count.number, disposed, _own(minutes, party))
            spans = {"charge_id": count.span}
            if count.offense:
                spans["offense_date"] = count.offense[1]
            charge_id = f"{case.case_id}:{count.number}"
            party.ids[charge_id] += 1
            if party.ids[charge_id] > 1:
                charge_id += f"~{party.ids[charge_id]}"
            party.charges.append(
                Charge(
                    charge_id,
                    (count.filed, *versions),
                    (*((disposed,) if disposed else ()), *said.dispositions),
                    said.sentence,
                    count.offense[0] if count.offense else None,
                    spans=spans,
                )
            )
            stated = disposed is not None and disposed.outcome == "convicted" and not said.sentence
            if stated:
                party.notes.append(f"the page does not tie a sentence to count {count.number} of {case.number}; its minutes may state one")

    def accelerated(self, party: Party, minutes: Sequence[Minute], number: str) -> None:
        """A deferral that the docket ends early is no longer what became of the count, and what did is not known."""
        for n, charge in enumerate(party.charges):
            last = charge.outcome
            if last is None or last.outcome != "deferred":
                continue
            label = charge.charge_id.rpartition(":")[2]
            early = (each for each in minutes if each.accelerates and each.count in ("", label))
            ended = next((each for each in early if each.day > (last.date or "")), None)
            if ended:
                open_now = tuple(evolve(each, outcome=None) if each is last else each for each in charge.dispositions)
                party.charges[n] = evolve(charge, dispositions=open_now)
                party.notes.append(f"the deferral of count {label} of {number} was accelerated on {ended.day}; how it ended is not known")

    def disposed(self, lines: Sequence[Line]) -> tuple[Disposition | None, list[ChargeVersion]]:
        """What a party's row says of the end, and the count as disposed."""
        found: Disposition | None = None
        statute = description = level = None
        spans: dict[str, Span] = {}
        for line in lines:
            text, span = line.text, self.span(line)
            ended, words, number = _DISPOSED.fullmatch(text), _DISPOSED_AS.fullmatch(text), _VIOLATION.fullmatch(text)
            if words:
                description = _BEHIND.sub("", words[1]).strip() or None
                named = _LEVEL.search(words[1])
                level = named[1] if named else None
                spans.update({name: span for name, value in (("description", description), ("level", level)) if value})
            elif number:
                statute = _statute(number[1])
                spans.update({"statute": span} if statute else {})
            elif ended:
                found = self.outcome(ended, text, span)
            else:
                self.put(span, text, "this line of a disposition is not known")
        if found and found.date:
            spans["date"] = found.spans["date"]
        version = ChargeVersion("disposed", statute, description, level, found.date if found else None, spans=spans)
        return found, [version] if statute or description else []

    def outcome(self, match: re.Match[str], text: str, span: Span) -> Disposition | None:
        """What a "Disposed:" cell says."""
        printed = text.partition(":")[2].strip(" ,")
        if not printed:
            return None
        word, detail = match[1].strip().upper(), match[3] or ""
        outcome = _OUTCOMES.get(word)
        if _DECLINED.match(detail) and outcome == "dismissed":
            outcome = "not_filed"
        elif outcome == "deferred" and _UNSURE.match(detail):
            outcome = None
        if outcome is None:
            self.put(span, printed, "what this disposition means is not known here, so it decides nothing")
        day = day_of(match[2] or "")
        if match[2] and not day:
            self.put(span, match[2], "this is no date")
        return Disposition(printed[:500], outcome, day, spans={"printed": span, **({"date": span} if day else {})})

    def minutes(self, lines: Sequence[Line]) -> list[Minute]:
        """The entries of the docket that can say something of a count; an entry without a day is of the day before it."""
        found: list[Minute] = []
        day: str | None = None
        for row in _rows(lines):
            if not row[0].row or row[0].tag == "th":
                continue
            cells = {cell: " ".join(line.text for line in row if line.cell == cell) for cell in range(5)}
            if cells[0]:
                day = day_of(cells[0])
                if day is None:
                    self.put(self.span(row[0]), " ".join(line.text for line in row), "this docket entry has no date that can be read")
            if day and cells[2]:
                count = re.sub(r"\D", "", cells[3])[:4].lstrip("0")
                minute = Minute(day, cells[1], cells[2][:4000], count, cells[4], self.span(row[0]))
                if minute.tells:
                    found.append(minute)
        return sorted(found, key=lambda minute: minute.day)


def _own(minutes: Mapping[str, list[Minute]], party: Party) -> list[Minute]:
    """The minutes of a defendant, and those that name nobody, by their days."""
    found = [*minutes.get("", ())[:_MINUTES], *(minutes.get(party.key, ())[:_MINUTES] if party.key else ())]
    return sorted(found, key=lambda minute: minute.day)


def _filed(text: str) -> tuple[str | None, str | None, str | None]:
    """Statute, words and level of ``CODE, WORDS, in violation of STATUTE``; noughts in their place are nothing."""
    words, _, number = text.rpartition(", in violation of ") if ", in violation of " in text else (text, "", "")
    code, comma, rest = words.partition(",")
    if comma and _CODE.match(code.strip()):
        words = rest
    words = words.strip(" ,")
    level = _LEVEL.search(words)
    return _statute(number), words if words.strip("0") else None, level[1] if level else None


def _statute(text: str) -> str | None:
    text = " ".join(text.split()).strip(" ,.")
    return text if re.search(r"[1-9]", text) else None


def _sections(lines: Sequence[Line]) -> Iterator[tuple[str, list[Line]]]:
    """The lines by the heading they stand under; the caption under none. A heading that comes again goes on with its section."""
    name = ""
    held: dict[str, list[Line]] = {"": []}
    for line in lines:
        if not line.row and line.text.lower() in _SECTIONS:
            name = line.text.lower()
            held.setdefault(name, [])
        else:
            held[name].append(line)
    yield from held.items()


def _rows(lines: Sequence[Line]) -> Iterator[list[Line]]:
    """The lines by the table row they stand in; a line outside of any row is alone."""
    for _, group in groupby(enumerate(lines), key=lambda pair: pair[1].row or -1 - pair[0]):
        yield [line for _, line in group]
