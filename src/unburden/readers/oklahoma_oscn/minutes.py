"""The docket of an OSCN page: what its minutes say of a count's sentence, of its end, and of a revoked suspended sentence."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Final

from attrs import evolve, frozen

from unburden import terms
from unburden.readers._dates import us_day
from unburden.record import Charge, Disposition, SentencePart, Span

#: Codes of the docket's own second column that say what became of a count.
_ENDS: Final = {"CONVICTED": "convicted", "DISMISSED": "dismissed", "DEFERRED": "deferred", "ACQUITTED": "acquitted"}
_FIGURES: Final = {
    word: str(n) for n, word in enumerate(("ONE", "TWO", "THREE", "FOUR", "FIVE", "SIX", "SEVEN", "EIGHT", "NINE", "TEN"), 1)
}
_COUNT: Final = re.compile(rf"\b(?:CT|COUNT)S?\.? ?#?(\d{{1,3}}|{'|'.join(_FIGURES)}) ?[:)] ?", re.I)
#: A part of a minute about a count that was not sentenced.
_FREE: Final = re.compile(r"\bDISMISS|\bACQUIT|\bNOT GUILTY\b", re.I)
_SENTENCE: Final = re.compile(r"\b(?:SENTENCED (?:TO|AS FOLLOWS)|SENTENC(?:E|ING) IS DEFERRED)\b:? ?", re.I)
_STOP: Final = re.compile(r"\.\s+(?=[A-Z])|\bCOUNTS? TO RUN\b|\bDEF(?:T|ENDANT)\.? (?:IS )?(?:TO|ORDERED|ADVISED)\b", re.I)
_LISTED: Final = re.compile(r"\bON (?:CTS?\.?|COUNTS?) ((?:\d{1,3}(?:, | AND | & |,)?){1,20})", re.I)
_REVOKED: Final = re.compile(r"ORDER REVOKING SUSPENDED SENTENCE\b", re.I)
_ACCELERATED: Final = re.compile(
    r"\bORDER (?:OF |FOR )?ACCELERAT|\b(?:DEFERRED|SENTENC\w{1,4}|JUDGMENT)[^.;]{0,40}? (?:(?:IS|WAS|HEREBY) ){0,2}ACCELERATED\b", re.I
)
_ASKED: Final = re.compile(r"\b(?:APPLICATION|MOTION|PETITION)\b", re.I)
_PRISON: Final = re.compile(r"\bTO DO\b|\bIN DOC\b|\bD\.?O\.?C\.?\b", re.I)
_DATE: Final = re.compile(r"(\d{1,2})[-/](\d{1,2})[-/](\d{4})\b")
#: More telling entries than this are not looked at for one count; it bounds the work on pages that were made up.
_MOST: Final = 60


def day_of(printed: str) -> str | None:
    """``04-10-2018`` or ``04/10/2018`` as ISO 8601; `None` if it is no date."""
    day = us_day(_DATE.fullmatch(printed.strip()))
    return day if day and day > "1700" else None


@frozen
class Minute:
    """One entry of the docket: its day, code, words, the count and the party that its columns name, and where it stands."""

    day: str
    code: str
    text: str
    count: str
    party: str
    span: Span

    @property
    def revokes(self) -> bool:
        """Whether it is the order that revokes a suspended sentence, and not an application or a return."""
        return _REVOKED.match(self.text) is not None

    @property
    def accelerates(self) -> bool:
        """Whether it tells that a deferral was ended early, be it by a judgment of guilt or by a dismissal."""
        return _ACCELERATED.search(self.text) is not None and not _ASKED.search(self.text[:60])

    @property
    def tells(self) -> bool:
        """Whether it can say anything of a count."""
        return self.code in _ENDS or self.revokes or self.accelerates or _SENTENCE.search(self.text) is not None


@frozen
class Told:
    """What the minutes say of one count."""

    dispositions: tuple[Disposition, ...] = ()
    sentence: tuple[SentencePart, ...] = ()


def told(count: str, disposed: Disposition | None, minutes: Iterable[Minute]) -> Told:
    """What the minutes of one defendant say of a count whose table says `disposed`.

    A coded end counts where the table has none, and a dismissal also where it comes after the table's deferral.
    """
    dispositions: list[Disposition] = []
    sentence: list[SentencePart] = []
    for minute in minutes:
        words = _of_count(minute, count)
        if words:
            spans = {"printed": minute.span, "date": minute.span}
            sentence += [SentencePart(kind, part, minute.day, spans=spans) for kind, part in _parts(words)]
        outcome = _ENDS.get(minute.code) if minute.count == count and not _ASKED.search(minute.text) else None
        after = outcome == "dismissed" and disposed is not None and disposed.outcome == "deferred" and minute.day > (disposed.date or "9")
        if outcome and (disposed is None or after):
            spans = {"printed": minute.span, "date": minute.span}
            dispositions.append(Disposition(minute.code, outcome, minute.day, spans=spans))
    return Told(tuple(dispositions), tuple(_once(sentence)))


def _once(parts: Iterable[SentencePart]) -> list[SentencePart]:
    """Each part once: a minute is entered again under every count that it names."""
    return list({(part.kind, part.printed, part.date): part for part in parts}.values())


def _of_count(minute: Minute, count: str) -> str:
    """The words of a sentence that a minute ties to a count: by number among them, else by its column; empty if none."""
    begin = _SENTENCE.search(minute.text)
    if begin is None:
        return ""
    numbered = list(_COUNT.finditer(minute.text))
    if numbered and numbered[-1].start() > begin.start():
        for match, end in zip(numbered, [*(each.start() for each in numbered[1:]), len(minute.text)], strict=True):
            if _FIGURES.get(match[1].upper(), match[1].lstrip("0")) == count:
                said = _SENTENCE.search(minute.text, match.end(), end)
                start = said.start() if said else match.end() if match.start() > begin.start() else end
                words = _until_stop(minute.text[start:end])
                return "" if _FREE.search(words) else words
        return ""
    words = _until_stop(minute.text[begin.start() :])
    listed = _LISTED.search(words)
    if listed:
        return words if count in re.findall(r"\d+", listed[1]) else ""
    return words if minute.count == count else ""


def _until_stop(words: str) -> str:
    stop = _STOP.search(words)
    return (words[: stop.start()] if stop else words)[:600].strip(" ,.;")


def _parts(words: str) -> list[tuple[str, str]]:
    """The parts of a sentence in a minute; what is of no kind belongs to the part before it, and alone is of another kind."""
    parts: list[tuple[str, str]] = []
    for piece in re.split(r"[;,] (?![A-Z]+ WITH)", words):
        piece = piece.strip(" ,.;")
        kind = terms.sentence_kind(piece) or ("prison" if _PRISON.search(piece) else None)
        if kind:
            parts.append((kind, piece))
        elif parts and piece:
            parts[-1] = (parts[-1][0], f"{parts[-1][1]}, {piece}")
        elif piece and re.search(r"\d|DEFERRED", piece, re.I):
            parts.append(("other", piece))
    return parts


def with_revocation(charges: Sequence[Charge], orders: Sequence[Minute]) -> tuple[list[Charge], list[Minute]]:
    """The charges with the revocation of a suspended sentence, and the orders that name no count where several were convicted."""
    found = list(charges)
    convicted = [n for n, charge in enumerate(found) if charge.outcome is not None and charge.outcome.outcome == "convicted"]
    loose: list[Minute] = []
    for order in orders[:_MOST]:
        meant = [n for n in convicted if found[n].charge_id.rpartition(":")[2] == order.count] if order.count else convicted
        if len(meant) != 1:
            loose.append(order)
            continue
        charge = found[meant[0]]
        later = Disposition("ORDER REVOKING SUSPENDED SENTENCE", None, order.day, True, spans={"printed": order.span, "date": order.span})
        first = charge.probation_revoked_date is None
        spans = {**charge.spans, "probation_revoked_date": order.span} if first else charge.spans
        found[meant[0]] = evolve(
            charge,
            dispositions=(*charge.dispositions, later),
            probation_revoked_date=charge.probation_revoked_date or order.day,
            spans=spans,
        )
    return found, loose
