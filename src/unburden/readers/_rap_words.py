"""What the readers of rap sheets share: dates, agencies, dispositions and sentences in words, and what is never kept."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

from attrs import define, evolve, field

from unburden import terms
from unburden.calendar import parse_day
from unburden.readers import Source
from unburden.readers._sentences import served_outside
from unburden.readers._states import STATES
from unburden.record import Charge, Disposition, SentencePart, SetAside, Span, Unread

#: Values that say that nothing is known.
NOTHING: Final = ("unknown", "none", "n/a", "na")
DATE: Final = re.compile(r"\b(\d{4})[-/](\d\d)[-/](\d\d)\b|\b(\d\d)/(\d\d)/(\d{4})\b|\b((?:19|20)\d\d)(\d\d)(\d\d)\b")
#: Nine digits in the shape of a Social Security number.
NINE: Final = re.compile(r"\b\d{3}-?\d\d-?\d{4}\b")
_SSN: Final = re.compile(r"\b\d{3}-\d\d-\d{4}\b|\b(?:SSN|SOC|SOCIAL SECURITY(?: NUMBER)?)\b\W{0,4}\d{9}\b", re.I)
_PIECE: Final = re.compile(r";|,(?!\d{3})| (?=\d{1,4} ?(?:D|M|Y|W|H)[A-Z]*\b)", re.I)
_ORI: Final = re.compile(r"\b(?=[A-Z]*\d)[A-Z]{2}[A-Z0-9]{5,7}\b")
#: The letters of an agency number that differ from the postal ones.
_ORI_STATES: Final = {"NB": "NE", "GM": "GU", "AM": "AS", "MK": "MP"}
#: Federal agency numbers begin with the letters of the state they sit in; these letters or words say that they are federal.
_FEDERAL_LETTERS: Final = frozenset(("FBI", "USM", "DEA", "ATF", "INS", "ICE", "CBP", "BOP", "USS"))
_FEDERAL_WORDS: Final = re.compile(
    r"\b(?:u\.? ?s\.? (?:marshal|district court|dist(?:rict)? ct|attorney|secret service|customs|probation|immigration|postal|army|navy"
    r"|air force|park police)|united states|federal bureau|drug enforcement|immigration and (?:customs|naturalization)|bureau of prisons)",
    re.I,
)
#: What a caveat says of arrests that may be another person's.
UNSUPPORTED: Final = re.compile(r"(?:unsupported|not supported|not verified) by (?:\w+ )?fingerprint", re.I)
#: What a prosecutor does that is no outcome: the charge begins.
FILING: Final = ("added", "filed")
#: An outcome after which the words can hold a sentence.
SENTENCED: Final = ("convicted", "withheld", "deferred", "adjudicated")

#: Outcomes after which a charge goes on elsewhere.
PASSING: Final = (None, "transferred", "pending")

_VIOLATED: Final = re.compile(r"viol|revo[ck]", re.I)
_REVOKED: Final = re.compile(r"probation (?:is |was )?revoked\b", re.I)


@define
class Reading:
    """What is gathered while one record is read; `agencies` is the sheet's index of them: name → number."""

    source: Source
    unread: list[Unread] = field(factory=list)
    set_aside: list[SetAside] = field(factory=list)
    notes: list[str] = field(factory=list)
    secrets: set[str] = field(factory=set)
    agencies: dict[str, str] = field(factory=dict)

    def span(self, line: int) -> Span:
        """Where a line stands."""
        return self.source.span(line)

    def skip(self, line: int, text: str, why: str) -> None:
        """List something as not read."""
        self.unread.append(Unread(self.span(line), self.safe(text), why))

    def safe(self, text: str) -> str:
        """The text without Social Security numbers."""
        kept = _SSN.sub("[removed]", text.strip())
        return NINE.sub(lambda found: "[removed]" if found[0].replace("-", "") in self.secrets else found[0], kept)

    def hide(self, numbers: Iterable[str]) -> None:
        """Social Security numbers to keep out."""
        self.secrets.update(number.replace("-", "") for number in numbers)

    def told(self) -> None:
        """Say once how many were kept out."""
        if self.secrets:
            self.notes.append(f"{len(self.secrets)} Social Security number(s) stand in {self.source.name}; none was kept")


def iso(found: re.Match[str]) -> str:
    """A date found by `DATE` in ISO 8601; a month or day of zeros is left away."""
    year, month, day = found.group(1, 2, 3) if found[1] else found.group(6, 4, 5) if found[6] else found.group(7, 8, 9)
    return f"{year}-{month}-{day}".removesuffix("-00").removesuffix("-00")


def jurisdiction(agency: str) -> str | None:
    """ISO 3166-2 of an agency: from the first letters of its number (ORI); federal only where it clearly is."""
    number = _ORI.search(agency)
    if (number and (number[0][:2] == "US" or number[0][2:5] in _FEDERAL_LETTERS)) or _FEDERAL_WORDS.search(agency):
        return "US"
    return state(number[0][:2]) if number else None


def state(letters: str) -> str | None:
    """ISO 3166-2 of a state by its two letters, postal or as agency numbers have them."""
    code = f"US-{_ORI_STATES.get(letters.upper(), letters.upper())}"
    return code if code in STATES.values() else None


def agency_name(agency: str) -> str:
    """An agency's name without its number; the number where there is nothing else."""
    return _ORI.sub("", agency, count=1).strip(" ;,()") or agency


def disposition(printed: str, line: int, default: str | None, reading: Reading) -> tuple[Disposition, list[SentencePart]]:
    """A disposition's text holds the outcome, its date and the sentence, in any order and any of them missing."""
    words = DATE.sub(" ", printed)
    dates = {day for found in DATE.finditer(printed) if parse_day(day := iso(found))}
    outcome, later = terms.outcome(words), terms.later(words)
    if outcome is None and not later:
        reading.skip(line, printed, "what these disposition words mean is not known here")
    date = dates.pop() if len(dates) == 1 else default
    span = reading.span(line)
    spans = {"printed": span, "date": span} if date else {"printed": span}
    parts = sentence_parts(words, date, span) if outcome in SENTENCED else []
    return Disposition(printed, outcome=outcome, date=date, later=later, spans=spans), parts


def foremost(said: Iterable[str]) -> int:
    """How far the words of a court are from deciding a charge: 0 where they do, 2 where they only tell of what came later or nothing."""
    words = list(said)
    if any(terms.outcome(each) not in PASSING for each in words):
        return 0
    return 1 if any(not terms.later(each) for each in words) else 2


def sentence_parts(words: str, date: str | None, span: Span, *, whole: bool = False) -> list[SentencePart]:
    """The parts of a sentence in the words; a piece that names neither a part nor an outcome goes with the next.

    `whole` says that the words stand nowhere else, so that an outcome among them is kept, too.
    """
    parts: list[SentencePart] = []
    before = ""
    for piece in _PIECE.split(words):
        before = f"{before} {piece.strip(' ()')}".strip()
        kind = terms.sentence_kind(before)
        if kind or (whole and terms.outcome(before)):
            parts.append(SentencePart(kind or "other", before, date=date, spans={"printed": span}))
        if kind or terms.outcome(before):
            before = ""
    if parts and before:
        parts[-1] = evolve(parts[-1], printed=f"{parts[-1].printed} {before}")
    return parts


def concluded(made: Charge, *, told_apart: bool) -> Charge:
    """What follows from a conviction's sentence and its later events.

    `told_apart` says that the source sets the parts of a sentence apart. Where it does not ("6 MOS SUPERVISED W/PROB"), a term beside a
    probation may be one in jail, and it stays open whether the sentence took liberty.
    """
    if not (made.outcome and made.outcome.outcome == "convicted"):
        return made
    revoked = [each for each in made.dispositions if each.later and each.date and _REVOKED.match(each.printed)]
    if revoked:
        spans = {**made.spans, "probation_revoked_date": revoked[0].spans.get("date", revoked[0].spans["printed"])}
        made = evolve(made, probation_revoked_date=revoked[0].date, spans=spans)
    # A violation can take liberty: only where the sheet says what came of each is it sure that none was taken.
    days = {part.date for part in made.sentence}
    open_ = [
        each for each in made.dispositions if each.later and _VIOLATED.search(each.printed) and (not each.date or each.date not in days)
    ]
    sure = told_apart or all(part.kind != "probation" for part in made.sentence)
    if sure and not open_ and served_outside(made.sentence, [each.printed for each in made.dispositions]):
        made = evolve(made, released_date="never", spans={**made.spans, "released_date": made.sentence[0].spans["printed"]})
    return made
