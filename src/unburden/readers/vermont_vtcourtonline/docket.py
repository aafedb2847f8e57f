"""Dockets of VT Courts Online become cases (see `vermont_vtcourtonline` for what is decided how)."""

from __future__ import annotations

import re
from html import unescape
from itertools import pairwise
from typing import Final, NamedTuple

from attrs import define, evolve, field

from unburden import terms
from unburden.readers import Source
from unburden.readers._defendants import Defendant
from unburden.readers._outcomes import held_back, in_time, iso_date
from unburden.record import Case, Charge, ChargeVersion, Disposition, SentencePart, SetAside, Span, Unread

_BOX: Final = re.compile(r"\|? *Docket No\. +(\S+ [A-Z][a-z]{1,3}[a-z]*)\b")
_COURT: Final = re.compile(r"\s*(Vermont [A-Z][A-Za-z ]{1,40}?Court) {2,}(\S.{0,60})\Z")
_ROW: Final = re.compile(r" ?(\d{1,3}) +(\S{1,20} [A-Z][a-z]{2,5}) +(\d{1,3}) +(.*)\Z")
_LEVEL: Final = re.compile(r"(?:\A| )(mis|fel|oth|o|m|f)(?: +|\Z)")
_DECIDED: Final = re.compile(r"(\d\d/\d\d/\d\d)\b ?(.*)\Z")
_DAY: Final = re.compile(r" ?(\d\d/\d\d/\d\d)(?: |\Z)")
_ENTRY: Final = re.compile(r"(\d{1,12}) - ([a-z0-9]{2,20})\b")
_ON: Final = re.compile(r"\bon disputes? (\d[\d,\- ]{0,40})")
_PLEADS: Final = re.compile(r"Defendant pleads ([a-z ]{3,40}?) on disputes? ", re.I)
_OF: Final = re.compile(r"Disputes? (\d[\d,\- ]{0,40}): ?([^.]{1,120})")
_JUDGMENT: Final = re.compile(r"(Judgment of [^.]{1,60}?) entered by\b")
_SENTENCE: Final = re.compile(r"Sentence on disputes? (\d[\d,\- ]{0,40}): ?(.{1,300}?)(?: to start on\b| per Judge\b|\.(?: |\Z)|\Z)")
_PRINTED: Final = re.compile(r"Document Printed .{0,40}?(\d{4})\b")
_VIOLATION: Final = re.compile(r"\bviolat\w* of prob|\bprobation viol", re.I)
_TAG: Final = re.compile(r"<[^<>]{0,2000}>")
_RULE: Final = re.compile(r"[=_-]{20,}\Z")
#: The year in which the site was closed; and how many charges "disputes 1-900" may name.
_LAST_YEAR: Final = 2021
_MOST: Final = 40


class _Line(NamedTuple):
    number: int
    text: str


@define
class _Dispute:
    """One row of the table, and what the docket says of it."""

    number: str
    docket: str
    span: Span
    statute: str = ""
    level: str = ""
    words: list[str] = field(factory=list)
    words_span: Span | None = None
    decided: Disposition | None = None
    offense: tuple[str | None, Span] | None = None
    arrest: tuple[str | None, Span] | None = None
    whole: tuple[str, Span] | None = None  # the statute as the docket has it
    after: list[Disposition] = field(factory=list)
    sentence: list[SentencePart] = field(factory=list)


def dockets(source: Source, table: re.Pattern[str]) -> tuple[list[tuple[Defendant, Case]], list[Unread]]:
    """The person and the case of every docket in the file, found by the headings of its table, and what was not understood."""
    lines = [_Line(number, _plain(text)) for number, text in enumerate(source.lines, 1)]
    tables = [place for place, line in enumerate(lines) if table.search(line.text)]
    starts = [_start(lines, before, place) for before, place in pairwise([-1, *tables])]
    unread: list[Unread] = []
    bounds = zip(pairwise([*starts, len(lines)]), tables, strict=True)
    found = [_Docket(source, unread).read(lines[start:place], lines[place], lines[place + 1 : end]) for (start, end), place in bounds]
    return found, unread


def _plain(text: str) -> str:
    """A line without tags, its columns kept."""
    return unescape(_TAG.sub("", text)).replace("\u00a0", " ").rstrip() if "<" in text or "&" in text else text.rstrip()


def _start(lines: list[_Line], before: int, table: int) -> int:
    """Where the docket of this table begins: at the court's name, or else behind the docket before it."""
    for place in range(table - 1, max(before, table - 60), -1):
        if _COURT.match(lines[place].text):
            return place
    return before + 1 if before < 0 else max(before + 1, table - 30)


@define
class _Docket:
    """One docket as it is read."""

    source: Source
    unread: list[Unread]
    year: int = _LAST_YEAR
    disputes: dict[str, _Dispute] = field(factory=dict)
    one: Defendant = field(factory=Defendant)
    filed: tuple[str, Span] | None = None

    def read(self, head: list[_Line], table: _Line, rest: list[_Line]) -> tuple[Defendant, Case]:
        """The person and the case, from what stands above and below the headings of the table."""
        printed = next((found for line in reversed(rest) if (found := _PRINTED.search(line.text))), None)
        self.year = int(printed[1]) if printed else _LAST_YEAR
        case = self._head(head)
        rules = [place for place, line in enumerate(rest) if _RULE.match(line.text.strip())]
        # The rule under the headings, then the one that ends the table.
        begin = rules[0] + 1 if rules and not any(line.text.strip() for line in rest[: rules[0]]) else 0
        end = next((place for place in rules if place >= begin), len(rest))
        self._table(rest[begin:end])
        if end == len(rest):
            self._trouble(rest[-1] if rest else table, "the docket breaks off here, in its table; what stood below is missing")
        self._entries(rest[end + 1 :])
        charges: list[Charge] = []
        for dispute in self.disputes.values():
            if _VIOLATION.search(" ".join(dispute.words)):
                why = "a violation of probation is not a charge or a conviction of its own"
                shown = " ".join(filter(None, (dispute.number, *dispute.words, dispute.decided.printed if dispute.decided else "")))
                self.one.set_aside.append(SetAside(dispute.span, shown, why))
            else:
                charges.append(self._charge(case.case_id, dispute))
        others = dict.fromkeys(each.docket for each in self.disputes.values() if each.docket != case.number)
        if self.filed:
            case = evolve(case, filed_date=self.filed[0], spans={**case.spans, "filed_date": self.filed[1]})
        return self.one, evolve(case, related=tuple(others), charges=tuple(charges))

    def _span(self, line: _Line) -> Span:
        return self.source.span(line.number)

    def _trouble(self, line: _Line, why: str) -> None:
        self.unread.append(Unread(self._span(line), line.text.strip()[:500], why))

    def _day(self, text: str, line: _Line) -> str | None:
        """``02/13/97`` as a day of the century that it can be of."""
        year = 2000 + int(text[6:8])
        found = iso_date(f"{text[:6]}{year if year <= self.year else year - 100}")
        if found is None:
            self._trouble(line, f"{text} is no day of the calendar")
        return found

    def _head(self, lines: list[_Line]) -> Case:
        """Two columns: the state's side on the left, the defendant's on the right."""
        number = court = county = status = None
        spans: dict[str, Span] = {}
        address = 0
        waiting = False
        for line in lines:
            text, span = line.text, self._span(line)
            box, title = _BOX.match(text.strip()), _COURT.match(text)
            if title and court is None:
                court, spans["court"] = f"{title[1]}, {title[2]}", span
                if title[2].endswith(" Criminal Division"):
                    county, spans["county"] = title[2].removesuffix(" Criminal Division"), span
            elif box and number is None:
                number, spans["number"] = box[1], span
            for label, value in _labels(text):
                if label == "Defendant" and value:
                    self.one.names.append(value)
                    self.one.spans["names"] = span
                elif label == "DOB" and value:
                    born = iso_date(value)
                    if born:
                        self.one.births.append(born)
                        self.one.spans["birth_dates"] = span
                    else:
                        self._trouble(line, "this is no day of the calendar, or its century is not said")
                elif label == "Aliases" and value:
                    self.one.names += [each.strip() for each in value.split(";") if each.strip() and each.strip() not in self.one.names]
            if "Address:" in text:
                address = text.index("Address:")
            if waiting and status is None and text[:address].strip():
                status, spans["status"] = text[:address].strip(), span
            waiting = text.lstrip().startswith("Case Status:") or (waiting and status is None and "Next Hearing" not in text)
        case_id = ":".join(filter(None, (county or court, number))) or self.source.name
        closed = status is not None and status.lower() in ("disposed", "closed")
        spans |= {"jurisdiction": spans["court"]} if "court" in spans else {}
        return Case(
            case_id,
            jurisdiction="US-VT",
            number=number,
            county=county,
            court=court,
            status="closed" if closed else "open" if status and status.lower().startswith(("active", "open", "reopened")) else None,
            status_printed=status,
            spans=spans,
        )

    def _table(self, lines: list[_Line]) -> None:
        dispute: _Dispute | None = None
        for line in lines:
            row = _ROW.match(line.text)
            if not line.text.strip():
                continue
            if row is None:
                if dispute:
                    dispute.words.append(line.text.strip())
                    dispute.words_span = dispute.words_span or self._span(line)
                else:
                    self._trouble(line, "not understood in the table of disputes")
                continue
            dispute = _Dispute(row[1], row[2], self._span(line))
            if row[1] in self.disputes:
                self._trouble(line, "a second dispute of this number; what the docket says of it is not told apart")
                dispute.number = f"{row[1]} (line {line.number})"
                self.disputes[dispute.number] = dispute
            else:
                self.disputes[row[1]] = dispute
            level = _LEVEL.search(row[4])
            if level is None:
                self._trouble(line, "no level is printed for this dispute, so what stands behind it cannot be told apart")
                continue
            dispute.statute, dispute.level = row[4][: level.start()].strip(), level[1]
            behind = row[4][level.end() :].strip()
            decided = _DECIDED.match(behind)
            if behind and not decided:
                self._trouble(line, "what stands behind the level is no day and no outcome")
            elif decided and decided[2].strip():
                dispute.decided = self._decided(decided[2].strip(), self._day(decided[1], line), line)
            elif decided:
                self._trouble(line, "a day is printed for this dispute, but no outcome")

    def _decided(self, words: str, day: str | None, line: _Line) -> Disposition:
        span = self._span(line)
        known = terms.outcome(words)
        later = known is None and terms.later(words)
        spans = {"printed": span} | ({"outcome": span} if known else {}) | ({"date": span} if day else {})
        return Disposition(words, known, day, later, spans)

    def _entries(self, lines: list[_Line]) -> None:
        """The docket: a day, then entries of a number, a code and prose that goes on over the lines."""
        day: str | None = None
        code = number = ""
        first: _Line | None = None
        words: list[str] = []

        def done() -> None:
            if first and words:
                self._entry(code, " ".join(" ".join(words).split()), day_of_entry, first)

        day_of_entry: str | None = None
        for line in lines:
            dated = _DAY.match(line.text)
            if dated:
                done()
                day, code, words, first = self._day(dated[1], line), "", [], None
            text = line.text[dated.end() :] if dated else line.text
            entry = _ENTRY.match(text.strip())
            if entry:
                # The site breaks a long sentence in two, and prints its number again.
                if entry[1] != number:
                    done()
                    words, first = [], line
                number, code, day_of_entry = entry[1], entry[2], day
            elif _RULE.match(text.strip()):
                break
            elif text.strip() and code:
                words.append(text.strip())
        done()

    def _entry(self, code: str, text: str, day: str | None, line: _Line) -> None:
        span = self._span(line)
        spans = {"printed": span} | ({"date": span} if day else {})
        if code == "charge":
            self._charged(text, line)
        elif code == "cfile" and day:
            self.filed = self.filed or (day, span)
        elif code in ("plea", "cop", "nolo"):
            found = _PLEADS.search(text)
            on = _ON.search(text)
            for dispute in self._disputes(on[1] if on else ""):
                if found:
                    dispute.after.append(Disposition(f"Plea: {found[1].strip()}", None, day, False, spans))
        elif code == "sentence":
            found = _SENTENCE.search(text)
            if found is None:
                self._trouble(line, "a sentence that does not say of which dispute it is")
            for dispute in self._disputes(found[1] if found else ""):
                if found:
                    words = found[2].strip()
                    told = held_back(words)
                    if told:
                        dispute.after.append(Disposition(words, told, day, False, spans | {"outcome": span}))
                    dispute.sentence.append(SentencePart(terms.sentence_kind(words) or "other", words, day, spans))
        elif code == "chgdisp":
            of, judgment, on = _OF.search(text), _JUDGMENT.search(text), _ON.search(text)
            if of is None and (judgment is None or on is None):
                self._trouble(line, "a disposition that does not say of which dispute it is")
            for dispute in self._disputes(of[1] if of else ""):
                if of and (dispute.decided is None or dispute.decided.printed.lower() != of[2].strip().lower()):
                    dispute.after.append(self._decided(of[2].strip(), day, line))
            for dispute in self._disputes(on[1] if on and judgment else ""):
                known = terms.outcome(judgment[1]) if judgment else None
                # What the table says stands for the judgment; where it says nothing, the judgment itself decides.
                if judgment and (known == "vacated" or (known and dispute.decided is None)):
                    dispute.after.append(Disposition(judgment[1], known, day, False, spans | {"outcome": span}))

    def _disputes(self, text: str) -> list[_Dispute]:
        """The disputes that ``1-3,5`` names."""
        found: list[_Dispute] = []
        for part in text.replace(" ", "").strip(",-").split(","):
            low, _, high = part.partition("-")
            if low.isdigit() and (high.isdigit() or not high) and len(part) < 8:
                numbers = range(int(low), min(int(high or low), int(low) + _MOST) + 1)
                found += [self.disputes[str(number)] for number in numbers if str(number) in self.disputes]
        return [each for each in found if len(each.after) + len(each.sentence) < _MOST]

    def _charged(self, text: str, line: _Line) -> None:
        """``Dispute 1 for Docket No. 15-2-97 Cncr Count #1, NAME, Misdemeanor, 13 V.S.A. 2502. Alleged offense date: …``"""
        number = re.match(r"Dispute (\d{1,3}) for Docket No\.", text)
        dispute = self.disputes.get(number[1]) if number else None
        if dispute is None:
            return
        charged, _, dates = text.partition(" Alleged offense date: ")
        statute = re.search(r", (?:Misdemeanor|Felony|Other)\w*, (.{1,80}?)\.?\Z", charged[-160:])
        if statute:
            dispute.whole = statute[1], self._span(line)
        if re.match(r"\d\d/\d\d/\d\d\b", dates):
            dispute.offense = self._day(dates[:8], line), self._span(line)
        arrest = dates.partition("Arrest/citation date: ")[2]
        if re.match(r"\d\d/\d\d/\d\d\b", arrest):
            dispute.arrest = self._day(arrest[:8], line), self._span(line)

    def _charge(self, case_id: str, dispute: _Dispute) -> Charge:
        statute, where = dispute.whole or (dispute.statute, dispute.span)
        spans = ({"statute": where} if statute else {}) | ({"level": dispute.span} if dispute.level else {})
        if dispute.words_span:
            spans["description"] = dispute.words_span
        version = ChargeVersion("filed", statute or None, " ".join(dispute.words) or None, dispute.level or None, None, spans)
        for each in (dispute.decided, *dispute.after):
            if each and each.outcome is None and not each.later and not each.printed.startswith("Plea: "):
                why = f"these words do not say how charge {dispute.number} ended, as far as is known here"
                self.unread.append(Unread(each.spans["printed"], each.printed, why))
        # On one day: the pleas, then what the table says, then what the docket says came of it.
        pleas = [each for each in dispute.after if each.printed.startswith("Plea: ")]
        others = [each for each in dispute.after if not each.printed.startswith("Plea: ")]
        decided = [*pleas, *([dispute.decided] if dispute.decided else []), *others]
        own = {"charge_id": dispute.span}
        for name, known in (("offense_date", dispute.offense), ("arrest_date", dispute.arrest)):
            if known and known[0]:
                own[name] = known[1]
        return Charge(
            f"{case_id}:{dispute.number}",
            (version,) if spans else (),
            tuple(in_time(decided)),
            tuple(dispute.sentence),
            dispute.offense[0] if dispute.offense else None,
            dispute.arrest[0] if dispute.arrest else None,
            spans=own,
        )


_LABEL: Final = re.compile(
    r"(?:\A| {2,})(Prosecutor|Defendant|DOB|POB|Motions pdg|Bail set|Atty|Incarcerated|Conditions|Aliases|Case Status|Address): *"
)


def _labels(text: str) -> list[tuple[str, str]]:
    """The labels of a line, each with what stands behind it up to the next."""
    found = list(_LABEL.finditer(text))
    ends = [*(each.start() for each in found[1:]), len(text)]
    return [(each[1], text[each.end() : end].strip()) for each, end in zip(found, ends, strict=False)]
