"""The charges of one entry of the FBI's letter, and what its court did with each (see `fbi_identity_history`)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence, Set
from typing import Final

from attrs import define, field

from unburden import terms
from unburden.calendar import parse_day
from unburden.readers._rap_words import DATE, SENTENCED, Reading, disposition, iso, sentence_parts
from unburden.record import ChargeVersion, Disposition, SentencePart

#: More charges of one name are not looked at for one; it bounds the work.
_MANY: Final = 40


@define
class Field:
    """A labelled value of an entry; `number` is a charge's, empty where it has none."""

    label: str
    number: str
    value: str
    line: int


@define
class Count:
    """One charge as it is gathered."""

    number: str
    versions: list[ChargeVersion] = field(factory=list)
    dispositions: list[Disposition] = field(factory=list)
    sentence: list[SentencePart] = field(factory=list)
    line: int = 0


def days_in(text: str) -> Iterator[str]:
    """The days in a text, in ISO 8601; what is no date is none."""
    return (day for each in DATE.finditer(text) if parse_day(day := iso(each)))


def counts(fields: Sequence[Field], reading: Reading) -> list[Count]:
    """The charges of an entry, with what its court did with each."""
    found: list[Count] = []
    known: dict[str, list[Count]] = {}
    here: Count | None = None
    seen: set[int] = set()
    in_court = False
    for each in fields:
        if each.label == "court":
            in_court, here, seen = True, None, set()
        elif each.label == "charge":
            here = _charge(each, found, known, seen if in_court else None, reading)
            seen.add(id(here))
        elif each.label in ("disposition", "sentence") and each.value:
            one = here or (found[0] if len(found) == 1 else None)
            if one is None:
                reading.skip(each.line, f"{each.label}: {each.value}", "this does not say which charge it belongs to")
            else:
                _ended(one, each, reading)
        elif each.label in ("statute", "citation", "severity", "level") and each.value and here and here.versions:
            last = here.versions[-1]
            field_name = "statute" if each.label in ("statute", "citation") else "level"
            values = {"statute": last.statute, "level": last.level} | {field_name: reading.safe(each.value)}
            spans = {**last.spans, field_name: reading.span(each.line)}
            here.versions[-1] = ChargeVersion(last.stage, values["statute"], last.description, values["level"], spans=spans)
        elif each.label in ("comment", "comments") and each.value:
            reading.notes.append(f"{reading.safe(each.value)} ({reading.source.name}, line {each.line})")
    return found


def _charge(each: Field, found: list[Count], known: dict[str, list[Count]], seen: Set[int] | None, reading: Reading) -> Count:
    """The charge that a line names: in court one of the arrest's where it surely is one, and none that this court has shown (`seen`)."""
    words = "".join(letter for letter in each.value.lower() if letter.isalnum())
    one: Count | None = None
    if seen is not None:
        named = known.get(f"#{each.number}" if each.number else words, ())
        one = next((held for held in named if id(held) not in seen), None)
        if one is None and len(found) == 1 and not seen and not (each.number and words):
            one = found[0]
    if one is None:
        one = Count(each.number, line=each.line)
        found.append(one)
        if each.number and len(same := known.setdefault(f"#{each.number}", [])) < _MANY:
            same.append(one)
    if words:
        same = known.setdefault(words, [])
        same.extend([one] if len(same) < _MANY and not any(held is one for held in same) else [])
        stage, span = "arrested" if seen is None else "filed", {"description": reading.span(each.line)}
        one.versions.append(ChargeVersion(stage, description=reading.safe(each.value), spans=span))
    return one


def _ended(one: Count, each: Field, reading: Reading) -> None:
    """A disposition or a sentence of a charge; a sentence's words tell the outcome only where no disposition did."""
    words = reading.safe(each.value)
    if each.label == "disposition" or (
        not one.dispositions and (terms.outcome(DATE.sub(" ", words)) or terms.later(words) or terms.plea(words))
    ):
        made, parts = disposition(words, each.line, None, reading)
        one.dispositions.append(made)
        one.sentence.extend(parts)
        if made.outcome and one.versions and one.versions[-1].stage == "filed":
            last = one.versions[-1]
            one.versions[-1] = ChargeVersion("disposed", last.statute, last.description, last.level, spans=last.spans)
        if parts or made.outcome not in SENTENCED or each.label == "disposition":
            return
    days = list(days_in(words))
    date = days[0] if len(days) == 1 else None
    span = reading.span(each.line)
    plain = DATE.sub(" ", words).strip(" -;,")
    if each.label == "sentence" and plain and not (one.dispositions and one.dispositions[-1].printed == words):
        one.sentence.extend(
            sentence_parts(plain, date, span, whole=True) or [SentencePart("other", plain, date=date, spans={"printed": span})]
        )
