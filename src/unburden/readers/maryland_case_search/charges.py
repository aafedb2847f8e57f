"""The charges of a Maryland Case Search page: versions, dispositions, and sentences, from its labelled fields."""

from __future__ import annotations

import re
from collections import Counter
from itertools import pairwise
from typing import Final

from attrs import define, evolve, field

from unburden import terms
from unburden.readers import Source
from unburden.readers._dates import us_day
from unburden.readers._html import Places
from unburden.readers._sentences import served_outside
from unburden.readers.maryland_case_search.page import Field
from unburden.record import Charge, ChargeVersion, Disposition, SentencePart, SetAside, Span, Unread

_DAY: Final = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4})\b")
#: Maryland's own words for an outcome; the rest is in the shared terms.
_OWN: Final = (
    (re.compile(r"^(?:jury trial (?:prayed|prayer)|forwarded\b|case transferred to circuit court)", re.I), "transferred"),
    (re.compile(r"\bnot criminally resp|\bncr\b", re.I), "insanity"),
    (re.compile(r"^merged\b|^abated? by death\b|^appeal\b", re.I), None),
)
_FIRST: Final = ("charge no", "count no")
_STATUTES: Final = ("statute", "statute code", "articlesectionsubsection")
_WORDS: Final = ("charge description", "description")
_ENDS: Final = ("verdict", "disposition", "disposition text", "case disposition", "merged text")
#: Labels that tell of time behind bars, if they say anything.
_INSIDE: Final = frozenset(("credit time served", "time served credit", "confinement", "death", "life/death"))
#: What stands behind a term and says nothing of the charge.
_BESIDE: Final = re.compile(r"\((?:consecutive|concurrent|(?:un)?supervised)\)", re.I)
#: Labels that a charge has once.
_ONCE: Final = frozenset((*_FIRST, *_STATUTES, *_WORDS, "charge class", "amended date"))
#: Parts of an MDEC page that stand below all charges and belong to none by name.
_OF_THE_CASE: Final = ("probation:", "restitution and other costs:", "sex offender registration:")
_FROM: Final = ("incident date from", "offense date from")
#: Labels of a term, whose units follow; and the kind of part each is.
_TERMS: Final = {
    "jail term": "jail",
    "sentence time": "other",
    "time imposed": "other",
    "suspended term": "suspended",
    "suspended time": "suspended",
    "time suspended": "suspended",
    "suspend all but": "suspended",
    "unsuspended term": "other",
    "probation time": "probation",
    "probation": "probation",
    "supervised": "probation",
    "unsupervised": "probation",
}
_UNITS: Final = {"life times": "life", "yrs": "years", "mos": "months", "days": "days", "hours": "hours"}
_MONEY: Final = {"fine": "fine", "court costs": "fine", "cicf": "fine", "restitution amount": "restitution", "othercost amount": "fine"}
_SHOWN: Final = {
    "pbj enddate": "probation",
    "probation end date": "probation",
    "sentence term": "other",
    "jail text": "other",
    "life": "other",
}
#: Labels that say nothing that is kept.
_PASSED: Final = frozenset(
    (
        *("to", "victim age", "cjis code", "cjis/traffic code", "mo/pll", "probable cause", "arrest/citation no", "arrest tracking no"),
        *("citation", "citation number", "charge amend no", "sentence version", "agency name", "officer id", "judge", "plea date"),
        *("verdict date", "disposition date", "sentence date", "sentence starts", "start date", "cons/conc", "confinement", "type"),
        *("credit time served", "time served credit", "death", "life/death", "entered date", "all but", "amt suspended"),
    )
)


#: What every page says around its charges.
_AROUND: Final = re.compile(
    r"\(?each charge is listed[^()]{0,99}\)?\Z|this is an electronic case record\. full case information cannot be made available\.?\Z"
    r"|case information\Z|go back now\Z|case search\Z"
    r"|(?:district|circuit) court(?: of maryland)?\Z",
    re.I,
)


def day(printed: str) -> str | None:
    """``03/29/2012`` as an ISO date; `None` if it is no day."""
    return us_day(_DAY.search(printed))


def outcome(printed: str) -> str | None:
    """The outcome that Maryland's disposition words state, or `None`."""
    words = " ".join(printed.split())
    return next((name for pattern, name in _OWN if pattern.search(words)), terms.outcome(words))


def _awaits(fields: list[Field], dispositions: list[Disposition]) -> bool:
    """Whether a verdict alone says how a charge ended, and the disposition that the page has a place for is still blank."""
    blank = any(each.name == "disposition" and not each.value for each in fields)
    verdicts = {each.value for each in fields if each.name == "verdict"}
    ends = [each for each in dispositions if each.outcome]
    return blank and any(each.outcome == "convicted" for each in ends) and all(each.printed in verdicts for each in ends)


def _span_of(first: str | None, last: str | None) -> str | None:
    """One day, or the month or year that both ends of a span share."""
    if not first or not last or first == last:
        return first
    return next((first[:size] for size in (7, 4) if first[:size] == last[:size]), None)


@define
class Charges:
    """Reads the charges of one page; `transfer` is a disposition of the whole case that moved it elsewhere."""

    source: Source
    places: Places
    case_id: str
    transfer: Field | None = None
    unread: list[Unread] = field(factory=list)
    set_aside: list[SetAside] = field(factory=list)
    notes: list[str] = field(factory=list)

    def read(self, fields: list[Field]) -> list[Charge]:
        """Every charge of the section, in order."""
        whole = [each for each in fields if each.name and each.part.lower() in _OF_THE_CASE]
        fields = [each for each in fields if not each.name or each.part.lower() not in _OF_THE_CASE]
        starts = [n for n, each in enumerate(fields) if each.name in _FIRST]
        charges: list[Charge] = []
        for n, each in enumerate(fields):
            if each.name or _AROUND.match(each.value) or each.part.lower().startswith("converted"):
                continue
            if outcome(each.value) == "transferred" and n < (starts[0] if starts else len(fields)):
                self.set_aside.append(
                    SetAside(self._at(each), each.value[:200], "the charges of this case are on the page of the circuit court")
                )
            else:
                self._unread(each, " ".join(each.values), "these words among the charges have no label")
        for each in fields[: starts[0] if starts else len(fields)]:
            if each.name and each.value:
                self._unread(each, f"{each.name}: {each.value}", "this label stands above the first charge")
        taken: Counter[str] = Counter()
        for start, end in pairwise([*starts, len(fields)]):
            number = fields[start].value.lstrip("0") or "0"
            taken[number] += 1
            charge_id = f"{self.case_id}:{number}" + (f"~{taken[number]}" if taken[number] > 1 else "")
            charges.append(self._charge(charge_id, fields[start:end]))
        return self._with_the_whole(charges, self._sentence(whole))

    def _with_the_whole(self, charges: list[Charge], parts: list[SentencePart]) -> list[Charge]:
        """What a page says of the sentence of the whole case goes to the only charge that has one, if only one has."""
        if not parts:
            return charges
        ended = [n for n, each in enumerate(charges) if each.outcome and each.outcome.outcome in ("convicted", "withheld")]
        if len(ended) == 1:
            one = charges[ended[0]]
            charges[ended[0]] = evolve(one, sentence=(*one.sentence, *parts))
        else:
            words = "; ".join(part.printed for part in parts)
            self.notes.append(f"{self.case_id}: the page does not say which charge this sentence is for: {words}"[:500])
        return charges

    def _at(self, each: Field) -> Span:
        return self.source.span(self.places.line(each.at))

    def _unread(self, each: Field, words: str, why: str) -> None:
        self.unread.append(Unread(self._at(each), words[:200], why))

    def _charge(self, charge_id: str, fields: list[Field]) -> Charge:
        said: dict[str, Field] = {}
        for each in fields:
            if each.value:
                said.setdefault(each.name, each)
        self._pass_over(charge_id, fields)
        held = {
            "statute": next((said[name] for name in _STATUTES if name in said), None),
            "description": next((said[name] for name in _WORDS if name in said), None),
            "level": said.get("charge class"),
        }
        amended = said.get("amended date")
        changed = day(amended.value) if amended else None
        values = {name: each.value[:500] if each else None for name, each in held.items()}
        spans = {name: self._at(each) for name, each in held.items() if each}
        version = ChargeVersion("amended" if changed else "filed", **values, date=changed, spans=spans)
        dispositions = self._dispositions(fields)
        if self.transfer and not any(each.outcome or not terms.plea(each.printed) for each in dispositions):
            dispositions.append(Disposition(self.transfer.value, "transferred", spans={"printed": self._at(self.transfer)}))
        sentence = self._sentence(fields)
        if not sentence and _awaits(fields, dispositions):
            dispositions = [evolve(each, outcome=None) if each.outcome == "convicted" else each for each in dispositions]
            self.notes.append(
                f"{charge_id}: a verdict of guilty without a disposition or a sentence; probation before judgment may follow it"
            )
        first = next((said[name] for name in _FROM if name in said), None)
        offense = _span_of(day(first.value), day(said["to"].value) if "to" in said else None) if first else None
        places = {"charge_id": self._at(fields[0])}
        if first and offense:
            places["offense_date"] = self._at(first)
        ended = any(each.outcome in ("convicted", "withheld") for each in dispositions)
        inside = any(each.name in _INSIDE and re.search(r"[1-9a-z]", each.value, re.I) for each in fields)
        outside = ended and not inside and served_outside(sentence)
        if outside:
            places["released_date"] = sentence[0].spans["printed"]
        return Charge(
            charge_id, (version,), tuple(dispositions), tuple(sentence), offense, released_date="never" if outside else None, spans=places
        )

    def _pass_over(self, charge_id: str, fields: list[Field]) -> None:
        """List the labels that nothing is read from and that are not known to say nothing of the charge."""
        known = {*_FIRST, *_STATUTES, *_WORDS, *_ENDS, *_FROM, *_TERMS, *_UNITS, *_MONEY, *_SHOWN, "plea", "charge class", "amended date"}
        first: dict[str, str] = {}
        for each in fields:
            shown = f"{charge_id} {each.name}: {each.value}"
            if not each.name or not each.value:
                continue
            if each.name not in known and each.name not in _PASSED:
                self._unread(each, shown, "nothing is read from this label")
            elif each.name in _ONCE and first.setdefault(each.name, each.value) != each.value:
                self._unread(each, shown, "this label stands twice in one charge and says two things; the first is read")
            for other in (
                [value for value in each.values if value and value != each.value and not _BESIDE.fullmatch(value)]
                if each.name in known
                else ()
            ):
                self._unread(each, f"{charge_id} {each.name}: {other}", "a second value of one label is not read")

    def _dispositions(self, fields: list[Field]) -> list[Disposition]:
        found: list[tuple[int, Disposition]] = []
        for n, each in enumerate(fields):
            if not each.value:
                continue
            if each.name == "plea":
                label, printed = "plea date", f"Plea: {each.value}"
            elif each.name == "merged text":
                label, printed = "", f"Merged: {each.value}"
            elif each.name in _ENDS:
                label, printed = "verdict date" if each.name == "verdict" else "disposition date", each.value
            elif not each.name and each.part.lower().startswith("converted"):
                label, printed = "", " ".join(each.values)
            else:
                continue
            # Its day is the next of its label, before another entry of the kind.
            when = next((one for one in fields[n + 1 : n + 6] if one.name == label and one.value), None) if label else None
            stated = None if each.name == "plea" else outcome(printed)
            spans = {"printed": self._at(each)} | ({"date": self._at(when)} if when and day(when.value) else {})
            rank = {"plea": 0, "verdict": 1}.get(each.name, 2)
            found.append((rank, Disposition(printed[:500], stated, day(when.value) if when else None, spans=spans)))
        # A verdict is printed below the disposition that followed it, perhaps on the same day.
        found.sort(key=lambda one: (one[0] > 0, one[1].date or "9999", one[0]))
        return [one for _, one in found]

    def _sentence(self, fields: list[Field]) -> list[SentencePart]:
        parts: list[SentencePart] = []
        term: Field | None = None
        units: list[str] = []
        suspended = False

        def close() -> None:
            if term is not None and units:
                parts.append(SentencePart(_TERMS[term.name], f"{term.name}: {', '.join(units)}", spans={"printed": self._at(term)}))
            units.clear()

        for each in fields:
            if each.name in _TERMS:
                close()
                term = each
            elif each.name in _UNITS and term is not None:
                amount = each.value.lstrip("0")
                if amount and re.fullmatch(r"\d{1,5}(?:\.\d+)?", each.value):
                    units.append(f"{amount} {_UNITS[each.name]}")
            elif each.name == "amt suspended":
                close()
                term, suspended = None, True
            elif each.name in _MONEY and re.search(r"[1-9]", each.value):
                words = f"{each.name}{' suspended' if suspended else ''}: {each.value}"
                parts.append(SentencePart(_MONEY[each.name], words[:200], spans={"printed": self._at(each)}))
            elif each.name in _SHOWN and each.value and each.value.lower() not in ("false", "no"):
                parts.append(SentencePart(_SHOWN[each.name], f"{each.name}: {each.value}"[:300], spans={"printed": self._at(each)}))
            if each.name in ("pbj enddate", "jail term"):
                suspended = False
        close()
        return parts
