"""The layout of a California DOJ rap sheet: lines, with OCR damage, to cycles of events with numbered counts.

Nothing is joined or judged here (see `california_doj.cycles`); every line of a cycle ends in an event, in a count, or in `unread`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from unburden import terms
from unburden.readers import Source
from unburden.readers.california_doj import marks
from unburden.readers.california_doj.entries import APART, AS_DIGIT, Count, Event, Said, Sheet, iso_day, plain
from unburden.record import SetAside, Span, Unread

#: A range of counts wider than this is a misread number.
WIDEST_RANGE: Final = 99
#: More counts than this out of ranges on one sheet, more events in one cycle, more names of one person: the marks were misread.
MOST_RANGED: Final = 2000
MOST_EVENTS: Final = 200
MOST_NAMES: Final = 500
#: No line of a rap sheet is longer; the rest of such a line is shown unread.
LONGEST: Final = 500


def _letter(match: re.Match[str]) -> str:
    """The letter that a digit between letters is."""
    return "O" if match[0] == "0" else "I"


def read_sheets(source: Source) -> list[Sheet]:
    """Every rap sheet of the file, in order; one without its end-of-message line ends with the file and says so."""
    return list(_Lines(source).sheets())


class _Lines:
    """The state of the walk down the lines of one file."""

    def __init__(self, source: Source) -> None:
        self.source = source
        self.at = 0
        self.raw = ""
        self._start()

    def _start(self) -> None:
        self.sheet = Sheet()
        self.cycle: list[Event] | None = None
        self.event: Event | None = None
        self.count: Count | None = None
        self.update: tuple[str | None, Span] | None = None
        self.last_kind = ""
        self.stars = 0
        self.ranged = 0
        self.naming = False
        self.sink: Said | None = None  # a sentence that may go on in the next line
        self.idle = False  # a comment that may go on in the next line

    def sheets(self) -> Iterator[Sheet]:
        anything = False
        last = 0
        doubtful = self.source.document.doubtful if self.source.document else {}
        for at, raw in enumerate(self.source.lines, 1):
            self.at, self.raw = at, raw
            text = plain(self.raw[:LONGEST])
            self.sheet.doubtful = self.sheet.doubtful or at in doubtful
            if len(self.raw) > LONGEST:
                self._unread("the line is too long to be of a rap sheet; only its beginning was read")
            if marks.IN_END in text and marks.END.match(text):
                yield self.sheet
                self._start()
                anything = False
            elif text:
                anything, last = anything or not (marks.STARS.match(text) or marks.FURNITURE.match(text)), at
                self._line(text, marks.AS_LETTER.sub(_letter, text))
            elif self.sink is not None and not self.sink.words.endswith(","):
                self.sink = None
        if anything:
            self.at, self.raw = last, self.source.lines[last - 1]
            self._unread("the rap sheet ends without END OF MESSAGE; something may be missing")
            yield self.sheet

    def _span(self) -> Span:
        return self.source.span(self.at)

    def _unread(self, why: str) -> None:
        self.sheet.unread.append(Unread(self._span(), " ".join(self.raw[:LONGEST].split()), why))

    def _line(self, text: str, fixed: str) -> None:
        if self._structure(text) or self._heading(fixed):
            return
        if self.event is None and self.cycle is None and not self._begins_entry(fixed):
            self._head(text, fixed)
        elif not self._entry(text, fixed):
            if self.event and self.event.kind in APART:
                self.event.words.append(text)
            else:
                self._unread("not understood in this entry" if self.event else "stands under no entry that is known here")

    def _scraps(self) -> bool:
        """Whether this line is what is left of a row of stars: scraps of letters right before the heading of an entry."""
        raw = self.raw[:LONGEST].strip()
        pictured = self.source.document is not None and len(raw) <= 20 and raw.upper() != raw and not marks.NOT_SCRAPS.search(raw)
        if len(raw) > 40 or not (pictured or (marks.SCRAPS.match(raw) and marks.NEVER_PRINTED.search(raw))):
            return False
        for after in self.source.lines[self.at : self.at + 4]:
            text = plain(after[:LONGEST])
            if text:
                return any(pattern.match(marks.AS_LETTER.sub(_letter, text)) for _, pattern in marks.HEADINGS)
        return False

    def _structure(self, text: str) -> bool:
        """Page marks, and the stars and dashes that part cycles and events."""
        if text == "*":
            self.stars += 1
            if self.stars == 4:
                self._new_cycle()
            return True
        self.stars = 0
        if marks.CYCLE.match(text):
            self._new_cycle()
        elif self._scraps():
            if self.cycle is not None:
                self._unread(
                    "this was read as the stars between two arrests; if it is a row of dashes, the next entry goes with the one before"
                )
            self._new_cycle()
        elif marks.DASHES.match(text):
            self.event = self.count = self.update = self.sink = None
        elif not (
            marks.FURNITURE.match(text) or marks.STARS.match(text) or (marks.NOTICE.match(text) and not marks.FLAGGED[1][0].match(text))
        ):
            return False
        return True

    def _new_cycle(self) -> None:
        self.stars = 0
        self.cycle = []
        self.sheet.cycles.append(self.cycle)
        self.event = self.count = self.update = self.sink = None
        self.last_kind = ""

    def _begins_entry(self, fixed: str) -> bool:
        """Whether a line of an entry stands where the head should be: the sheet begins in the middle, or lost a line of stars."""
        day = marks.DAY.match(fixed)
        if day and iso_day(day[1].translate(AS_DIGIT)):
            return True
        patterns = (marks.COUNT, marks.KEYED[0][1], marks.FLAGS, marks.PLACEHOLDER)
        return any(pattern.match(fixed) for pattern in patterns) or marks.CHARGE.match(fixed.lstrip(" .")) is not None

    def _heading(self, fixed: str) -> bool:
        for kind, pattern in marks.HEADINGS:
            match = pattern.match(fixed)
            if match:
                if self.cycle is None and kind == "probation":
                    return False  # in the sheet's head this is a flag, not an event
                self._new_event(kind, match[1].strip())
                self._after_heading(match[2])
                return True
        return False

    def _new_event(self, kind: str, heading: str) -> Event:
        if self.cycle is None or len(self.cycle) >= MOST_EVENTS:
            self._new_cycle()
        self.event = Event(kind, heading, self._span())
        self.count = self.update = self.sink = None
        self.last_kind = kind
        assert self.cycle is not None
        self.cycle.append(self.event)
        return self.event

    def _after_heading(self, rest: str) -> None:
        rest = marks.NAME_MARK.sub("", self._births(rest), 1).strip()
        if rest and not self._day(rest):
            self._unread("not understood in the heading of this entry")

    def _births(self, text: str) -> str:
        """The text without the birth dates in it, which are kept."""
        for match in marks.BORN.finditer(text):
            self._birth(match[1].translate(AS_DIGIT))
        return marks.BORN.sub("", text)

    def _birth(self, digits: str) -> None:
        day = iso_day(digits)
        if day is None:
            self._unread("this is no day of the calendar")
        else:
            self._identify(self.sheet.births, "birth_dates", day)

    def _identify(self, known: list[str], name: str, value: str) -> None:
        """Add a name, a birth date or a number of the person, once."""
        if len(known) >= MOST_NAMES:
            self._unread("more of these than one person has")
        elif value not in known:
            known.append(value)
            self.sheet.spans.setdefault(name, self._span())

    def _head(self, text: str, fixed: str) -> None:
        """Names, birth dates and numbers; the rest of the head is instructions."""
        for pattern, why in marks.FLAGGED:
            if pattern.match(text):
                self.sheet.flags.append(SetAside(self._span(), text, why))
                return
        alias = marks.ALIAS.match(text) if self.naming else None
        if alias:
            self._name(alias[1])
            return
        self.naming = False
        for match in marks.LABELLED.finditer(fixed):
            label, value = match[1], text[match.start(2) : match.end(2)].strip()
            if label == "NAM":
                self.naming = True
                self._name(value.lstrip("0123456789 "))
            elif label == "DOB":
                for digits in value.split():
                    if digits[:1].isdigit():
                        self._birth(digits)
            elif value:
                self._identify(self.sheet.numbers, "numbers", f"{label} {value}")
        if not marks.HEAD.match(fixed):
            self._unread("not understood in the head of the sheet")

    def _name(self, name: str) -> None:
        if name:
            self._identify(self.sheet.names, "names", name)

    def _entry(self, text: str, fixed: str) -> bool:
        """One line of an event or a count; whether it was understood."""
        toc = marks.TOC.search(fixed)
        if toc:
            self._toc(toc[1])
            text, fixed = text[: toc.start()].rstrip(), fixed[: toc.start()].rstrip()
            if not fixed:
                return True
        counted = marks.COUNT.match(fixed)
        if counted:
            return self._new_count(counted, toc[1] if toc else None)
        for kind, pattern in marks.KEYED:
            keyed = pattern.match(fixed)
            if keyed:
                return self._keyed(kind, keyed[1] if pattern.groups else "")
        if self._day(text):
            return True
        case = marks.CASE.match(text)
        if case and text.lstrip(". ")[:1] == "#" and self.count and self.count.case_number is None:
            self._case(self.count, case[1])
            return True
        if marks.FLAGS.match(fixed):
            self._current().attempted = self._current().attempted or "ATTEMPT" in fixed
            self._current().flags += [flag.strip() for flag in fixed.split("-") if flag.strip()]
            return True
        if marks.NAME_MARK.match(fixed) or marks.BORN.match(fixed):
            return not marks.NAME_MARK.sub("", self._births(fixed), 1).strip()
        return self._charge(text) or self._goes_on(text) or self._literal(text)

    def _current(self) -> Count:
        """The count that a line belongs to; one of its own where the sheet has lost the count's line, or the whole heading."""
        if self.count is None:
            event = self.event or self._new_event("unknown", "")
            self.count = Count(self._span(), (len(event.counts) + 1,))
            event.counts.append(self.count)
        return self.count

    def _lost_count(self, why: str) -> Count:
        """A count of its own for what stands under another's line, since its own line seems lost."""
        self._unread(why)
        above = self._current()
        self.count = Count(self._span(), above.numbers[-1:])
        if self.event is not None:
            self.event.counts.append(self.count)
        return self.count

    def _toc(self, letter: str) -> None:
        if self.count is None and self.event is not None:
            self.event.toc, self.event.toc_span = letter, self._span()
        else:
            count = self._current()
            count.toc, count.toc_span = letter, self._span()

    def _new_count(self, match: re.Match[str], toc: str | None) -> bool:
        event = self.event or self._new_event(self.last_kind or "unknown", "")
        first = int(match[1].replace(" ", "").replace("O", "0"))
        last = int((match[2] or "0").replace("O", "0")) or first
        fits = first <= last <= first + WIDEST_RANGE and self.ranged + last - first <= MOST_RANGED
        numbers = tuple(range(first, last + 1)) if fits else (first,)
        self.ranged += len(numbers) - 1
        if match[2] and last != numbers[-1]:
            self._unread("this range of counts cannot be right; it is read as one count")
        self.count = Count(self._span(), numbers, toc=toc, toc_span=self._span() if toc else None)
        self.update = self.sink = None
        self.idle = False
        event.counts.append(self.count)
        rest = match[3]
        case = marks.CASE.match(rest)
        if case:
            self._case(self.count, case[1])
            return True
        return not rest.strip(" .,:;-")

    def _case(self, count: Count, text: str) -> None:
        number = "".join(text.split()).strip(".:,;-")
        if number:
            count.case_number, count.case_span = number, self._span()

    def _day(self, text: str) -> bool:
        """A line that begins with a day: the event's, or an update's under a count."""
        match = marks.DAY.match(text)
        if match is None or sum(char.isdigit() for char in match[1]) < 6:
            return False
        digits = match[1].translate(AS_DIGIT).replace(".", "").replace(",", "")
        if len(digits) != 8:
            return False
        day, rest = iso_day(digits), match[2].strip()
        if day is None:
            self._unread("this is no day of the calendar")
        event = self.event
        if event is None and rest:
            event = self._new_event(self.last_kind or "unknown", "")
        if event is not None and self.count is None and event.date_span is None:
            event.date, event.date_span, event.agency = day, self._span(), rest
            return True
        self._current()
        self.update, self.sink, self.idle = (day, self._span()), None, False
        return not rest or self._entry(rest, rest)

    def _said(self, words: str) -> Said:
        day, day_span = self.update or (None, None)
        return Said(words, self._span(), day, self.update is not None, day_span)

    def _keyed(self, kind: str, words: str) -> bool:
        self.sink, self.idle = None, False
        words = words.strip()
        count = self._current()
        if kind == "disposition":
            before = {terms.outcome(said.words) for said in count.dispositions if not said.update} - {None}
            if not self.update and before and terms.outcome(words) not in {None, *before}:
                count = self._lost_count("a second end stands under one count; it is read as that of a count whose line is lost")
            count.dispositions.append(self._said(words))
        elif kind == "status":
            count.statuses.append(self._said(words.rstrip(" .,")))
        elif kind == "sentence":
            self.sink = self._said(words)
            count.sentence.append(self.sink)
        elif kind == "link":
            count.link = words
        elif kind == "from":
            linked = re.search(r"CRT *#? *([A-Z0-9-]{2,})\Z", words)
            count.link = linked[1] if linked else count.link
        elif kind == "comment":
            return self._comment(count, words)
        else:
            self.idle = True
        return True

    def _comment(self, count: Count, words: str) -> bool:
        sentenced = marks.SENTENCED.match(words)
        if sentenced or words.startswith("SENTENCE "):
            self.sink = self._said(sentenced[1] if sentenced else words)
            count.sentence.append(self.sink)
            return True
        charged = marks.CHARGED.match(words)
        if charged:
            named = self._counted(int(charged[1])) if charged[1] else None
            statute = marks.STATUTE.match(charged[2])
            target = named or count
            if statute is None or target.statute:
                self._unread("a comment about the charge that was not understood")
                return True
            self._set_charge(target, statute)
            return True
        self.idle = marks.IDLE_COMMENT.match(words) is not None
        if not self.idle:
            self._unread("a comment, which no field of a record holds")
        return True

    def _counted(self, number: int) -> Count | None:
        return next((each for each in self.event.counts if number in each.numbers), None) if self.event else None

    def _charge(self, text: str) -> bool:
        """A line of statute, code and words."""
        text = text.lstrip(" .")
        match = marks.CHARGE.match(text) or marks.UNPARTED.match(text)
        if match is None and any(char.isdigit() for char in text[:2]):
            first, _, others = text.partition(" ")
            match = marks.CHARGE.match(f"{first.translate(AS_DIGIT).lstrip('0')} {others}")
        if match is None:
            return False
        count = self._current()
        if match[3].startswith("SENTENCING"):
            count.sentence.append(self._said(f"{match[1]} {match[2]}-{match[3]}"))
            return True
        if count.statute:
            if not count.dispositions or self.update:
                return False
            count = self._lost_count("a second charge stands under one count, after how it ended; it is read as a count of its own")
        if count.description and count.description_span and not marks.PLACEHOLDER.match(count.description):
            why = "stands where a charge should, before the charge itself"
            self.sheet.unread.append(Unread(count.description_span, count.description, why))
            count.description = None
        self._set_charge(count, match)
        return True

    def _set_charge(self, count: Count, match: re.Match[str]) -> None:
        section = re.sub(r" (?=\()|(?<=[/.-]) ", "", match[1]).lstrip("0")
        count.statute, count.statute_span = f"{section} {match[2]}", self._span()
        if count.description is None or marks.PLACEHOLDER.match(count.description):
            count.description, count.description_span = match[3].strip(" .") or None, self._span()

    def _goes_on(self, text: str) -> bool:
        """The rest of a sentence or of an idle comment, told by the comma before it or by how far it is set in."""
        set_in = len(self.raw[: len(self.raw) - len(self.raw.lstrip())].expandtabs()) >= 5
        if self.sink is not None and (set_in or self.sink.words.endswith(",")):
            self.sink.words = f"{self.sink.words} {text}"
            return True
        return self.idle and set_in

    def _literal(self, text: str) -> bool:
        """Words in place of a charge line: a charge without a statute, or one whose statute stands in a comment."""
        if marks.PLACEHOLDER.match(text):
            self._current()
        if self.count is None or self.count.description or self.count.statute or self.update or self.count.dispositions:
            return False
        self.count.description, self.count.description_span = text, self._span()
        return True
