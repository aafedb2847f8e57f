"""What was read, as a table that a person can check line by line against the paper."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from string import ascii_uppercase
from textwrap import fill, wrap
from typing import Final, NamedTuple

from unburden import terms
from unburden.law import Law
from unburden.likeness import name_variants
from unburden.record import STAGES, Case, Charge, Doubt, Record, Span, Spans, day_bounds

WIDTH: Final = 100
#: No value that a record prints is shown longer.
LONGEST: Final = 400
#: A place on the paper takes no more room than this.
_WHERE: Final = 24
#: A value that more papers show names this many of its places.
_PLACES: Final = 3
_WHAT: Final = 16
_HEAD: Final = ("where", "what", "date", "as read")
#: Stands behind a word that was read from a picture with little certainty.
DOUBT: Final = "(?)"
_DATES: Final = ("offense_date", "arrest_date", "released_date", "sentence_completed_date", "probation_revoked_date")


class _Row(NamedTuple):
    """One line of the table: the place on the paper, what stands there, its date, and the words."""

    where: str
    what: str
    date: str = ""
    read: str = ""


def listing(record: Record, law: Law) -> str:
    """A record as text: whose it is, each case with its charges and where each value stands, what was set aside and what was not read.

    The first column counts lines as the paper does: ``12`` in a file of text, ``p3 12`` on the third page; a letter before
    it is the file's, where there are several.
    """
    page = _Page(record, law)
    person = record.person
    # Names that differ by case, order or middle names alone are told once, with how many ways they are written.
    names = [f"{_said(each[0])}{f' ({len(each)} ways)' if len(each) > 1 else ''}" for each in name_variants(person.names)]
    lines = [f"Person {_said(record.person_id)}" + (f": {'; '.join(names)}" if names else "")]
    if person.birth_dates:
        lines.append(f"born {' or '.join(map(_said, person.birth_dates))}")
    if person.numbers:
        lines += _wrapped([f"numbers {'; '.join(map(_said, person.numbers))}"], "")
    several = len(page.letters) > 1
    lines += [
        f"read {f'{page.letters[each.file]} = ' if several else ''}{_said(each.file)} as {each.format}, {each.lines} lines"
        for each in record.sources
    ]
    lines += _wrapped(record.notes)
    for case in record.cases:
        lines += ["", *page.case(case)]
    sections = (
        ("Sources that disagree", [_disagreement(each.field, each.charge_id, each.values, each.spans) for each in record.disagreements]),
        ("Set aside", [f"{each.span}: {_said(each.text)} ({each.why})" for each in record.set_aside]),
        ("Read with little certainty", [f"{span}: {', '.join(words)}" for span, words in page.doubts_by_line()]),
        ("Not read", [f"{each.span}: {_said(each.text)}{f' ({each.why})' if each.why else ''}" for each in record.unread]),
    )
    for title, items in sections:
        if items:
            lines += ["", f"{title} ({len(items)})", *_wrapped(items)]
    return "\n".join(lines) + "\n"


def _disagreement(field: str, owner: str, values: Iterable[str], spans: Iterable[Span]) -> str:
    said = " / ".join(f"{_said(value)} [{span}]" if span.file else _said(value) for value, span in zip(values, spans, strict=False))
    return f"{field} of {_said(owner)}: {said}; not known until an answer says which"


class _Page:
    """What the rows of one record's table share."""

    def __init__(self, record: Record, law: Law) -> None:
        self.law = law
        files = dict.fromkeys(each.file for each in record.sources)
        self.letters: Mapping[str, str] = dict(zip(files, _letters(), strict=False))
        self.doubts: dict[Span, list[Doubt]] = {}
        for each in record.doubtful:
            self.doubts.setdefault(each.span, []).append(each)

    def doubts_by_line(self) -> list[tuple[Span, list[str]]]:
        """The doubtful words with how sure they are, line by line."""
        return [(span, [f"{_said(each.word)} ({each.percent} %)" for each in held]) for span, held in self.doubts.items()]

    def case(self, case: Case) -> Iterator[str]:
        place = ", ".join(_said(each) for each in (case.jurisdiction or "jurisdiction not known", case.county, case.court) if each)
        yield f"Case {_said(case.number or case.case_id)}  ({place}; {case.status or 'not known whether open or closed'})"
        rows = [self.row(case.spans, ("filed_date",), "filed", case.filed_date or "")] if case.filed_date else []
        if case.balance_due:
            rows.append(self.row(case.spans, ("balance_due",), "balance due", read=case.balance_due))
        blocks = [(self.title(charge, case), list(self.charge(charge))) for charge in case.charges]
        width = max((len(row.where) for row in (*rows, *(row for _, held in blocks for row in held))), default=0)
        width = min(max(width, len(_HEAD[0])), _WHERE)
        if rows or blocks:
            yield from _printed(_Row(*_HEAD), width)
        for row in rows:
            yield from _printed(row, width)
        for title, held in blocks:
            yield ""
            yield from wrap(title, WIDTH, initial_indent="  ", subsequent_indent="    ")
            for row in held:
                yield from _printed(row, width)
        if not case.charges:
            yield "  no charge was read"

    def title(self, charge: Charge, case: Case) -> str:
        """The charge's id, which answers name it by, and the offense that the law's own table knows it as."""
        jurisdiction = self.law.jurisdictions.get(case.jurisdiction or "")
        if jurisdiction is None:
            return f"Charge {_said(charge.charge_id)}"
        printed = (charge.printed("statute") or "", charge.printed("description") or "")
        match = jurisdiction.offenses.match(*printed, day_bounds(charge.offense_date))
        names = " or ".join(f"{each.name} ({each.statute})" for each in match.candidates[:3]) or "not matched"
        return f"Charge {_said(charge.charge_id)} = {names}: {match.why}"

    def charge(self, charge: Charge) -> Iterator[_Row]:
        for version in sorted(charge.versions, key=lambda each: STAGES.index(each.stage)):
            words = " · ".join(each for each in (version.statute, version.description, version.level) if each)
            yield self.row(version.spans, ("statute", "description", "level"), f"as {version.stage}", version.date or "", words)
        for name in _DATES:
            value = getattr(charge, name)
            if value:
                yield self.row(charge.spans, (name,), name.removesuffix("_date").replace("_", " "), value)
        for disposition in charge.dispositions:
            unknown = "plea" if terms.plea(disposition.printed) else "not understood"
            outcome = "afterwards" if disposition.later else (disposition.outcome or unknown).replace("_", " ")
            said = f'"{_said(disposition.printed)}"'
            yield self.row(disposition.spans, ("printed", "outcome"), outcome, disposition.date or "no date", said)
        if not charge.dispositions:
            yield self.row({}, (), "no disposition seen")
        for part in charge.sentence:
            yield self.row(part.spans, ("printed",), "sentence", part.date or "", part.printed)

    def row(self, spans: Spans, names: Sequence[str], what: str, date: str = "", read: str = "") -> _Row:
        """A row for a value; `names` are the fields that may say where it stands, the first one that does counts."""
        name = next((name for name in names if name in spans), "")
        places = [span for key, span in spans.items() if name and key.partition("#")[0] == name]
        said = _said(read)
        for word in dict.fromkeys(each.word for span in places for each in self.doubts.get(span, ())):
            said = said.replace(word, f"{word}{DOUBT}") if word else said
        where = list(dict.fromkeys(map(self.where, places)))
        more = [f"+{len(where) - _PLACES}"] if len(where) > _PLACES else []
        return _Row(" ".join((*where[:_PLACES], *more)), what, _said(date), said)

    def where(self, span: Span) -> str:
        letter = f"{self.letters.get(span.file, '?')} " if len(self.letters) > 1 else ""
        page = f"p{span.page} " if span.page else ""
        return f"{letter}{page}{span.line or ''}".strip()


def _letters() -> Iterator[str]:
    """A, B, … Z, A2, B2, …"""
    n = 1
    while True:
        yield from (f"{letter}{n if n > 1 else ''}" for letter in ascii_uppercase)
        n += 1


def _printed(row: _Row, width: int) -> list[str]:
    begin = f"  {row.where:{width}}  {row.what:{_WHAT}}  {row.date:10}  "
    return wrap(row.read, WIDTH, initial_indent=begin, subsequent_indent=" " * len(begin)) or [begin.rstrip()]


def _said(text: str) -> str:
    """A value of the record on one line, and not endless."""
    said = " ".join(text.split())
    return said if len(said) <= LONGEST else f"{said[:LONGEST]}… ({len(said) - LONGEST} characters more)"


def _wrapped(texts: Iterable[str], mark: str = "- ") -> list[str]:
    return [fill(text, WIDTH, initial_indent=mark, subsequent_indent="  ") for text in texts]
