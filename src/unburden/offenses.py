"""Which offense a charge is: from what a record prints to rows of the jurisdiction's offense table.

The statute number is the witness, the words of the charge a weaker one, the offense date chooses between the versions of
a number. Whatever these leave open stays open: a `Match` holds every offense that the charge can be, and answers
yes or no only where all of them agree.

What a printed charge can be is the same between two days on which an offense that it can be begins or ends. Such a
stretch is an era. A date that is not known exactly is answered by the union of the eras that it touches, so learning the
date can only narrow an answer, never overturn it.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from pathlib import Path
from typing import Final, Literal, TypeAlias, TypeVar, cast

from attrs import evolve, field, frozen

from unburden.calendar import ALWAYS, NEVER, UNKNOWN, Bounds
from unburden.citations import Jurisdiction
from unburden.errors import Problem
from unburden.offense_files import NO_CODE, Offense, read_files
from unburden.offense_numbers import NOT_IN_FORCE, NumberIndex, Numbers, index_numbers, unique
from unburden.wording import folded, other_line, without_modifier

__all__ = ["UNMATCHED", "Inchoate", "Jurisdiction", "Match", "Offense", "OffenseTable", "load_offenses"]

Inchoate: TypeAlias = Literal["none", "attempt", "conspiracy", "solicitation", "accessory"]
How: TypeAlias = Literal["statute", "section", "description", "none"]

#: Readings kept, of each kind; a bulk run has few distinct charges beside its rows.
_MEMORY: Final = 20_000
_OTHER_SETS: Final = frozenset({"failure_to_appear", "probation_or_parole", "contempt_or_violation_of_order"})


@frozen
class Match:
    """Every offense that a charge can be, and how that is known.

    `how` is ``statute`` (its number), ``section`` (its section; the record does not say which part, or the table does not),
    ``description`` (its words alone) or ``none``. `inchoate` says whether it is an attempt and the like, `None` if that is
    unknown. `open` says that it can also be an offense which is no candidate. `why` is for the person.
    """

    candidates: tuple[Offense, ...]
    how: How
    inchoate: Inchoate | None
    why: str
    open: bool = False
    lists: frozenset[str] = field(default=frozenset(), repr=False)

    def member(self, set_name: str) -> bool | None:
        """Whether the offense is in a set or list: yes or no where all candidates agree, `None` where they do not or there is none."""
        if self.open or not self.candidates:
            return None
        inside = 0
        for offense in self.candidates:
            if set_name in offense.sets:
                inside += 1
            elif offense.listed_only and set_name not in self.lists:
                return None
        return True if inside == len(self.candidates) else None if inside else False

    @property
    def level(self) -> tuple[int, int] | None:
        """Lowest and highest rank that the candidates can have; `None` if one of them is unknown."""
        if self.open or not self.candidates:
            return None
        low, high = 99, 0
        for offense in self.candidates:
            if offense.level is None:
                return None
            low, high = min(low, offense.level[0]), max(high, offense.level[1])
        return low, high


#: The match of a charge in a jurisdiction that has no offense table.
UNMATCHED: Final = Match((), "none", None, "there is no offense table for this court")


@frozen
class _Words:
    """What words come to: an attempt and the like, the offenses of that name or print, or the line of another event."""

    kind: str | None = None
    offenses: tuple[Offense, ...] = ()
    other: bool = False


@frozen
class _Reading:
    """One printed charge: its witnesses, the days at which its eras begin, and the matches already made."""

    numbers: Numbers
    words: _Words
    kinds: frozenset[str]
    unprinted: bool
    edges: tuple[int, ...]
    matches: dict[tuple[int, int], Match] = field(factory=dict, eq=False)


@frozen
class OffenseTable:
    """The offenses of one jurisdiction, found by what a record prints. Built by `load_offenses`."""

    jurisdiction: Jurisdiction
    offenses: tuple[Offense, ...]
    sets: frozenset[str]
    lists: frozenset[str]
    _index: NumberIndex = field(repr=False)
    _words: dict[frozenset[str], tuple[Offense, ...]] = field(repr=False)
    _readings: dict[tuple[str, str], _Reading] = field(repr=False, init=False, factory=dict, eq=False)
    _read_numbers: dict[tuple[str, bool], Numbers] = field(repr=False, init=False, factory=dict, eq=False)
    _read_words: dict[str, _Words] = field(repr=False, init=False, factory=dict, eq=False)

    def match(self, statute: str, description: str = "", date: Bounds = UNKNOWN) -> Match:
        """The offenses that a charge can be, from its printed statute and description and the bounds of its offense date.

        Never raises, and answers the same question with the same object.
        """
        reading = self._readings.get((statute, description)) or self._reading(statute, description)
        eras = (bisect_right(reading.edges, date[0]), bisect_right(reading.edges, date[1]))
        match = reading.matches.get(eras)
        if match is None:
            match = reading.matches[eras] = self._match(reading, eras)
        return match

    def edges(self, statute: str, description: str = "") -> list[int]:
        """Offense dates (ordinals) at which what a printed charge can be may change; between two of them a match is the same."""
        return list(self._reading(statute, description).edges)

    def find(self, number: str) -> list[Offense]:
        """Every offense, of any time, that a number of the law names: the number itself, its parts, or the whole that it is part of."""
        named = self._index.rows.get(NO_CODE, {}).get(number.strip().casefold(), ())
        places = [place for cited in self.jurisdiction.read(number).cited for place in self._index.places(cited)]
        return list(unique(row.offense for row in (*named, *(row for place in places for row in (*place.exact, *place.parts)))))

    # ---- the match of a reading in one era, and in several ----

    def _match(self, reading: _Reading, eras: tuple[int, int]) -> Match:
        first, last = eras
        if first == last:
            return self._match_on(reading, reading.edges[first - 1] if first else ALWAYS)
        each = [reading.matches.get((era, era)) or self._match(reading, (era, era)) for era in range(first, last + 1)]
        candidates = unique(offense for match in each for offense in match.candidates)
        spoken = [match for match in each if NOT_IN_FORCE not in match.why] or each
        why = list(dict.fromkeys(reason for match in spoken for reason in match.why.split("; ")))
        if len(candidates) > max(len(match.candidates) for match in each):
            why.append("the date of the offense would say more")
        how: How = "section" if any(match.how == "section" for match in each) else each[0].how
        return Match(candidates, how, each[0].inchoate, "; ".join(why), any(match.open for match in each), self.lists)

    def _match_on(self, reading: _Reading, day: int) -> Match:
        numbers = reading.numbers
        said = tuple(offense for offense in reading.words.offenses if offense.start <= day < offense.until)
        found = [place.on(day).narrowed(said) for place in numbers.places]
        candidates = unique(offense for each in found for offense in each.offenses)
        loose = any(each.loose for each in found)
        how: How = "none"
        why: list[str] = []
        if found:
            how = "section" if any(each.section for each in found) else "statute"
            why = ["by its statute number" if how == "statute" else "by its section", *(each.note for each in found if each.note)]
            if said and not any(offense in said for offense in candidates):
                candidates = unique((*candidates, *said))
                why.append("its words name another offense than its number, so both stay possible")
        elif reading.words.offenses:
            how, candidates, why = "description", said or reading.words.offenses, ["by its words alone"]
            loose = any(cited.code is None for cited in numbers.printed.cited)
        if numbers.unlisted:
            why.append(f"{', '.join(map(self.jurisdiction.shown, numbers.unlisted))} is not in the offense table")
        elif not found and numbers.printed.cited:
            why.append(f"the number says only: {' or '.join(sorted(reading.kinds)) or 'who is liable'}")
        elif not candidates:
            why.append("no statute number is printed" if reading.unprinted else "no statute number could be read")
        if candidates and reading.words.other and not all(offense.sets & _OTHER_SETS for offense in candidates):
            loose = True
            why.append("the line speaks of a failure to appear, a warrant or a violation of probation")
        return Match(candidates, how, _one_kind(reading.kinds, bool(candidates)), "; ".join(dict.fromkeys(why)), loose, self.lists)

    # ---- readings ----

    def _reading(self, statute: str, description: str) -> _Reading:
        known = self._readings.get((statute, description))
        if known is not None:
            return known
        numbers = self._numbers(statute, False)
        if not numbers.printed.cited and description:
            in_words = self._numbers(description, True)
            numbers = in_words if in_words.printed.cited else numbers
        text = description or numbers.printed.rest
        words = self._words_in(text) if text else _Words()
        rows = [row.offense for place in numbers.places for row in (*place.exact, *place.parts)]
        # The name of the whole is no other name than that of its part.
        above = {row.offense.id for place in numbers.places for row in place.above}
        if above:
            words = evolve(words, offenses=tuple(offense for offense in words.offenses if offense.id not in above))
        kinds = numbers.kinds
        # Attempting to elude is an offense by that name, and no attempt at one.
        if words.kind and not any(words.kind[:6] in offense.name.lower() for offense in rows):
            kinds = frozenset({words.kind}) if not kinds or words.kind in kinds else kinds | {words.kind}
        edges = {day for offense in (*rows, *words.offenses) for day in (offense.start, offense.until)} - {ALWAYS, NEVER}
        reading = _Reading(numbers, words, kinds, not statute.strip(), tuple(sorted(edges)))
        return _keep(self._readings, (statute, description), reading)

    def _numbers(self, text: str, named: bool) -> Numbers:
        numbers = self._read_numbers.get((text, named))
        if numbers is None:
            numbers = _keep(self._read_numbers, (text, named), self._index.read(text, named=named))
        return numbers

    def _words_in(self, text: str) -> _Words:
        words = self._read_words.get(text)
        if words is None:
            own = self.jurisdiction.words
            kind, offenses = None, self._words.get(folded(text, own), ())
            if not offenses:
                kind, aim = without_modifier(text)
                offenses = self._words.get(folded(aim, own), ()) if kind else ()
            words = _keep(self._read_words, text, _Words(kind, offenses, other_line(text)))
        return words


def load_offenses(folder: Path) -> tuple[OffenseTable, list[Problem]]:
    """The offense table of a jurisdiction's folder, and every mistake found in its files. Never raises: what is good is kept."""
    jurisdiction, numbers, sets, lists, problems = read_files(folder)
    words: defaultdict[frozenset[str], dict[str, Offense]] = defaultdict(dict)
    for offense in (number.offense for number in numbers if not number.former and not number.offense.listed_only):
        for text in (offense.name, *offense.aka):
            words[folded(text, jurisdiction.words)][offense.id] = offense
    words.pop(frozenset(), None)
    table = OffenseTable(
        jurisdiction=jurisdiction,
        offenses=unique(number.offense for number in numbers),
        sets=sets,
        lists=lists,
        index=index_numbers(jurisdiction, numbers),
        words={key: tuple(group.values()) for key, group in words.items()},
    )
    return table, problems


def _one_kind(kinds: frozenset[str], matched: bool) -> Inchoate | None:
    if len(kinds) == 1:
        return cast(Inchoate, next(iter(kinds)))
    return "none" if not kinds and matched else None


_Key = TypeVar("_Key")
_Value = TypeVar("_Value")


def _keep(memory: dict[_Key, _Value], key: _Key, value: _Value) -> _Value:
    if len(memory) >= _MEMORY:
        memory.clear()
    memory[key] = value
    return value
