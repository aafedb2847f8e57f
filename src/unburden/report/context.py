"""What every part of a report needs to say a value: the language, the result, places, days, and text of the record made safe."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from functools import cached_property
from itertools import chain
from typing import Final

from attrs import define, field

from unburden.around import Around
from unburden.calendar import AFTER, Bounds, parse_day
from unburden.person import holds
from unburden.provision import Text
from unburden.record import Span
from unburden.relief import WHOLE_RECORD, ChargeResult, Result
from unburden.report.words import Words

#: More of one printed value than a reader needs; the rest is counted, and the file and line are named.
LONGEST: Final = 400

#: Control characters, bidirectional overrides and isolates, lone surrogates and tags become a visible mark.
_HIDDEN: Final[dict[int, str]] = dict.fromkeys(
    chain(range(0x20), range(0x7F, 0xA0), range(0x202A, 0x202F), range(0x2066, 0x206A), range(0xD800, 0xE000), range(0xE0000, 0xE0080)),
    "\N{REPLACEMENT CHARACTER}",
)


def said(text: str, words: Words, longest: int = LONGEST) -> str:
    """Text of a record, safe to show: one line, no hidden characters, not endless; right-to-left text is set apart."""
    more = len(text) - longest
    clean = " ".join(text[:longest].split()).translate(_HIDDEN)
    if more > 0:
        clean += words("clipped", n=more)
    if not clean.isascii() and any(unicodedata.bidirectional(each) in ("R", "AL", "AN") for each in clean):
        return f"\N{FIRST STRONG ISOLATE}{clean}\N{POP DIRECTIONAL ISOLATE}"
    return clean


@define(slots=False)
class Context:
    """A result on its way into words. `numbers` are the questions that were given a number, by fact."""

    result: Result
    words: Words
    numbers: dict[str, str] = field(factory=dict)

    @cached_property
    def around(self) -> Around:
        """The charges behind a finding."""
        return Around(self.result.bound, self.result.law)

    @cached_property
    def open_cases(self) -> frozenset[int]:
        """Places of the charges whose case is still open."""
        return frozenset(each.place for each in self.result.charges if each.open_case)

    def said(self, text: str) -> str:
        """Text of the record, made safe to show."""
        return said(text, self.words)

    def text(self, by_language: Text) -> str:
        """A text of the law in the report's language, in English where it has no other."""
        return by_language.get(self.words.lang) or by_language.get("en", "")

    @cached_property
    def files(self) -> list[str]:
        """The files that were read, each with its format where a reader named it."""
        formats = {each.file: each.format.replace("_", " ") for each in self.result.record.sources}
        return [self.said(name) + (f" ({self.said(formats[name])})" if formats.get(name) else "") for name in self._short]

    @cached_property
    def _short(self) -> dict[str, str]:
        """File → what to call it beside a line: nothing if there is only one, else its last part if that is enough."""
        record = self.result.record
        charges = [charge for _, charge in record.charges()]
        groups = [record.person.spans, *(each.spans for each in charges), *(each.spans for charge in charges for each in charge.versions)]
        stated = (span.file for spans in groups for span in spans.values())
        names = list(dict.fromkeys(chain((each.file for each in record.sources), stated, (each.span.file for each in record.unread))))
        last = [re.split(r"[\\/]", name)[-1] or name for name in names]
        return {name: "" if len(names) == 1 else end if last.count(end) == 1 else name for name, end in zip(names, last, strict=True)}

    def span(self, span: Span | None) -> str:
        """Where something stands."""
        if span is None:
            return ""
        words, file = self.words, self.said(self._short.get(span.file, span.file))
        parts = [file, words("line", n=span.line) if span.line else "", words("page", n=span.page) if span.page else ""]
        return ", ".join(each for each in parts if each) or self.said(span.file)

    @cached_property
    def _states(self) -> dict[str, str]:
        from unburden.readers._states import STATES

        return {code: name.title().replace(" Of ", " of ") for name, code in STATES.items()}

    def place(self, code: str) -> str:
        """A jurisdiction's name."""
        found = self.result.law.jurisdictions.get(code)
        if found is not None and self.text(found.name):
            return self.text(found.name)
        return self.words("federal") if code == "US" else self._states.get(code) or self.said(code)

    def date(self, text: str | None) -> str:
        """A date of the record, which may be of reduced precision."""
        bounds = parse_day(text) if text else None
        return self.words.when(bounds) if bounds else self.said(text) if text else self.words("not_known")

    def condition(self, facts: Iterable[str]) -> str:
        """``if this is the whole record``: the whole-record facts among `facts`, on which an answer still hangs."""
        asked = [name for name in WHOLE_RECORD if name in set(facts)]
        keys = {(): "", ("record_complete",): "if_whole", ("cases_elsewhere_ended",): "if_ended"}
        key = keys.get(tuple(asked), "if_both")
        return self.words(key) if key else ""

    def since(self, bounds: Bounds) -> str:
        """From when something holds that does so on a known day."""
        return self.words.when(bounds) if bounds[0] >= AFTER else self.words("from", day=self.words.day(bounds[0]))

    def mark(self, bounds: Bounds) -> str:
        """``yes``, ``no``, ``unknown``, or the day from which it holds."""
        mark = holds(bounds, self.result.as_of)
        return self.since(bounds) if mark == "later" else self.words(f"mark.{mark}")

    def called(self, found: ChargeResult) -> str:
        """What to call a charge: the words that the record prints, else those of the law, else its number."""
        printed = found.charge.printed("description")
        candidates = found.match.candidates if found.match else ()
        name = printed or (candidates[0].name if len(candidates) == 1 else found.charge.printed("statute"))
        return self.said(name or self.words("unnamed"))

    def apart(self, found: ChargeResult) -> str:
        """What tells a charge from others of its name: place, year and printed statute, as far as they are known."""
        charge, case = found.charge, found.case
        place = self.place(case.jurisdiction) if case.jurisdiction else ""
        dates = (charge.offense_date, charge.arrest_date, found.row["disposition_date"], case.filed_date)
        year = next((date[:4] for date in dates if date and parse_day(date) and date[:4].isdigit()), "")
        statute = self.said(charge.printed("statute") or "")
        return ", ".join(each for each in (place, year, statute if statute != self.called(found) else "") if each)

    def others(self, places: Sequence[int], most: int = 3) -> str:
        """Other charges by number, name, place and year."""
        named = []
        for each in places[:most]:
            found = self.result.charges[each]
            apart = self.apart(found)
            named.append(f"{self.words('charge_number', n=each + 1)}, {self.called(found)}{f' · {apart}' if apart else ''}")
        if len(places) > most:
            named.append(self.words("more_charges"))
        return self.words.listed(named)

    def offense(self, found: ChargeResult, most: int = 4) -> str:
        """The offenses that a charge can be; empty if none is known."""
        candidates = found.match.candidates if found.match else ()
        names = [f"{each.name} ({each.id.rpartition('/')[2]})" for each in candidates[:most]]
        if len(candidates) > most:
            names.append(self.words("so_many_more", n=len(candidates) - most))
        return self.words.listed(names, "or") if names else ""
