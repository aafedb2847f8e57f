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
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Final, Literal, TypeAlias, TypeVar, cast

from attrs import field, frozen

from unburden.calendar import ALWAYS, NEVER, UNKNOWN, Bounds
from unburden.citations import Cited, Jurisdiction, Part, Printed
from unburden.errors import Problem
from unburden.offense_files import NO_CODE, Number, Offense, Subsections, read_files, section_of, split, subsections_of
from unburden.wording import folded, other_line, without_modifier

__all__ = ["UNMATCHED", "Inchoate", "Jurisdiction", "Match", "Offense", "OffenseTable", "load_offenses"]

Inchoate: TypeAlias = Literal["none", "attempt", "conspiracy", "solicitation", "accessory"]
How: TypeAlias = Literal["statute", "section", "description", "none"]

#: Readings kept, of each kind; a bulk run has few distinct charges beside its rows.
_MEMORY: Final = 50_000
_OTHER_SETS: Final = frozenset({"failure_to_appear", "probation_or_parole", "contempt_or_violation_of_order"})
_NOT_IN_FORCE: Final = "the number was not in force on the day of the offense"


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
class _Place:
    """Where a printed number leads, whatever the date: to rows of one section.

    `exact` answer for the number as printed; `parts` are rows for parts of it, where the record does not say which. `partial`
    says that the record names a part which only the section answers for. `unsure` says that the number can be read otherwise.
    """

    exact: tuple[Number, ...]
    parts: tuple[Number, ...]
    partial: bool = False
    unsure: bool = False
    chapter: bool = False

    def on(self, day: int) -> _Found:
        """What it leads to for an offense of that day; if nothing was in force then, what was next before and after."""
        rows = (*self.exact, *self.parts)
        alive = _alive(rows, day)
        note = ""
        if not alive:
            before = max((row.offense.until for row in rows if row.offense.until <= day), default=None)
            after = min((row.offense.start for row in rows if row.offense.start > day), default=None)
            alive = [*(_alive(rows, before - 1) if before else ()), *(_alive(rows, after) if after else ())]
            note = _NOT_IN_FORCE
        parts = [row for row in alive if row in self.parts]
        if self.chapter:
            note = "known only from a list that names its whole chapter"
        elif self.partial:
            note = note or "the offense table has the section, not this part of it"
        elif len(alive) > 1 and parts:
            note = note or "the record does not say which part"
        section = bool(parts) or self.partial or self.unsure or self.chapter
        return _Found(_unique(row.offense for row in alive), section, self.unsure or (bool(parts) and len(parts) == len(alive)), note)


@frozen
class _Found:
    """What one number leads to on one day; `loose` says that it can also lead elsewhere."""

    offenses: tuple[Offense, ...]
    section: bool
    loose: bool
    note: str


@frozen
class _Numbers:
    """What a text's numbers come to: their places, what makes it an attempt and the like, and the numbers that are unlisted."""

    printed: Printed
    kinds: frozenset[str]
    places: tuple[_Place, ...]
    unlisted: tuple[Cited, ...]


@frozen
class _Words:
    """What words come to: an attempt and the like, the offenses of that name or print, or the line of another event."""

    kind: str | None = None
    offenses: tuple[Offense, ...] = ()
    other: bool = False


@frozen
class _Reading:
    """One printed charge: its witnesses, the days at which its eras begin, and the matches already made."""

    numbers: _Numbers
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
    _sections: dict[str, dict[str, tuple[Number, ...]]] = field(repr=False)
    _squeezed: dict[str, dict[str, str]] = field(repr=False)
    _words: dict[frozenset[str], tuple[Offense, ...]] = field(repr=False)
    _modifiers: dict[str, tuple[tuple[str, Subsections, str, bool], ...]] = field(repr=False)
    _readings: dict[tuple[str, str], _Reading] = field(repr=False, init=False, factory=dict, eq=False)
    _read_numbers: dict[tuple[str, bool], _Numbers] = field(repr=False, init=False, factory=dict, eq=False)
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
        named = self._sections.get(NO_CODE, {}).get(number.strip().casefold(), ())
        places = [place for cited in self.jurisdiction.read(number).cited for place in self._places(cited)]
        return list(_unique(row.offense for row in (*named, *(row for place in places for row in (*place.exact, *place.parts)))))

    # ---- the match of a reading in one era, and in several ----

    def _match(self, reading: _Reading, eras: tuple[int, int]) -> Match:
        first, last = eras
        if first == last:
            return self._match_on(reading, reading.edges[first - 1] if first else ALWAYS)
        each = [reading.matches.get((era, era)) or self._match(reading, (era, era)) for era in range(first, last + 1)]
        candidates = _unique(offense for match in each for offense in match.candidates)
        spoken = [match for match in each if _NOT_IN_FORCE not in match.why] or each
        why = list(dict.fromkeys(reason for match in spoken for reason in match.why.split("; ")))
        if len(candidates) > max(len(match.candidates) for match in each):
            why.append("the date of the offense would say more")
        how: How = "section" if any(match.how == "section" for match in each) else each[0].how
        return Match(candidates, how, each[0].inchoate, "; ".join(why), any(match.open for match in each), self.lists)

    def _match_on(self, reading: _Reading, day: int) -> Match:
        numbers = reading.numbers
        found = [place.on(day) for place in numbers.places]
        candidates = _unique(offense for each in found for offense in each.offenses)
        said = _spoken(reading.words.offenses, day)
        loose = any(each.loose for each in found)
        how: How = "none"
        why: list[str] = []
        if found:
            how = "section" if any(each.section for each in found) else "statute"
            why = ["by its statute number" if how == "statute" else "by its section", *(each.note for each in found if each.note)]
            agreed = tuple(offense for offense in candidates if offense in said)
            if said and not agreed:
                candidates = _unique((*candidates, *said))
                why.append("its words name another offense than its number, so both stay possible")
            elif agreed:
                if len(agreed) < len(candidates):
                    why.append("its words say which part")
                candidates, loose = agreed, loose and how != "section"
        elif said:
            how, candidates, why = "description", said, ["by its words alone"]
            loose = any(cited.code is None for cited in numbers.printed.cited)
        if numbers.unlisted:
            why.append(f"{', '.join(map(self.jurisdiction.shown, numbers.unlisted))} is not in the offense table")
        elif not found and numbers.printed.cited:
            why.append(f"the number says only: {' or '.join(sorted(reading.kinds))}")
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
        kinds = numbers.kinds
        # Attempting to elude is an offense by that name, and no attempt at one.
        if words.kind and not any(words.kind[:6] in offense.name.lower() for offense in rows):
            kinds = frozenset({words.kind}) if not kinds or words.kind in kinds else kinds | {words.kind}
        edges = {day for offense in (*rows, *words.offenses) for day in (offense.start, offense.until)} - {ALWAYS, NEVER}
        reading = _Reading(numbers, words, kinds, not statute.strip(), tuple(sorted(edges)))
        return _keep(self._readings, (statute, description), reading)

    def _numbers(self, text: str, named: bool) -> _Numbers:
        numbers = self._read_numbers.get((text, named))
        if numbers is None:
            printed = self.jurisdiction.read(text, named=named)
            kinds = set(printed.kinds)
            places, unlisted = self._resolve(printed.cited, kinds)
            numbers = _keep(self._read_numbers, (text, named), _Numbers(printed, frozenset(kinds), tuple(places), tuple(unlisted)))
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

    # ---- numbers ----

    def _resolve(self, numbers: Iterable[Cited], kinds: set[str]) -> tuple[list[_Place], list[Cited]]:
        """The places of the printed numbers. A modifier's number adds to `kinds`, and is a place only if it stands alone."""
        places: list[_Place] = []
        aside: list[_Place] = []
        unlisted: list[Cited] = []
        for cited in numbers:
            direct = self._places(cited)
            own_kinds = self._kinds(cited, bool(direct))
            if own_kinds:
                kinds.update(own_kinds)
                aside.extend(direct)
            elif direct:
                places.extend(direct)
            else:
                divided = self._divided(cited, kinds)
                places.extend(divided)
                if not divided:
                    unlisted.append(cited)
        return (places, unlisted) if places or unlisted else (aside, [])

    def _kinds(self, cited: Cited, listed: bool) -> set[str]:
        """What a number makes of the offense beside it: one kind, or several where it does not say which."""
        head, below = _head(cited.parts)
        section = section_of(head)
        known = self._modifiers.get(section) or self._modifiers.get(section[: self.jurisdiction.fixed])
        if known is None:
            return set()
        subsections = subsections_of(below)
        mine = [each for each in known if each[0] == cited.code or not listed]
        exact = {kind for _, own, kind, _ in mine if own == subsections[: len(own)]}
        return exact or {kind for _, own, kind, _ in mine if own[: len(subsections)] == subsections}

    def _divided(self, cited: Cited, kinds: set[str]) -> list[_Place]:
        """The places of a number that is two: a modifier and its offense (``110-155.25``, ``664487(A)``) or a list (``484-487``)."""
        if cited.code is None:
            return []
        head, _ = _head(cited.parts)
        for index in range(1, len(head)):
            before, text = head[index]
            if not before or not text[0].isdigit():
                continue
            left = Cited(cited.code, cited.parts[:index])
            right = Cited(cited.code, (("", text), *cited.parts[index + 1 :]))
            for one, other in ((left, right), (right, left)):
                own, places = self._kinds(one, False), self._places(other)
                if own and places:
                    kinds.update(own)
                    return places
            if before == "-" and (first := self._places(left)) and (second := self._places(right)):
                return first + second
        digits = head[0][1]
        for section, known in self._modifiers.items():
            if known[0][3] and digits.startswith(section) and len(digits) > len(section):
                places = self._places(Cited(cited.code, (("", digits[len(section) :]), *cited.parts[1:])))
                if places:
                    kinds.update(kind for _, _, kind, _ in known)
                    return places
        return []

    def _places(self, cited: Cited) -> list[_Place]:
        """Where the number leads: the longest section that the table knows, and a shorter one too where both can be meant."""
        sections = self._sections.get(cited.code) if cited.code else None
        if not sections or not cited.code:
            return []
        parts = cited.parts
        head, below = _head(parts)
        joins = self.jurisdiction.joins_of(cited.code)
        places: list[_Place] = []
        lettered = False
        for end in range(len(head), 0, -1):
            if end < len(head):
                before, text = head[end]
                if before + ("9" if text[0].isdigit() else "a") not in joins:
                    continue
            section = section_of(head[:end])
            rows = sections.get(section)
            subsections = subsections_of(parts[end:])
            if rows is None:
                lettered = lettered or f"{cited.code} {section}" in self.jurisdiction.lettered
            elif not places or any(row.subsections and row.subsections == subsections[: len(row.subsections)] for row in rows):
                places += _place(rows, subsections, unsure=lettered)
            if places and not (end > 1 and head[end - 1][0] == "" and "a" in joins):
                break
        if not places and self.jurisdiction.fixed:
            places = self._compact(cited.code, head, below, sections)
        if not places and len(head) > 1:
            places = _place(sections.get(f"{head[0][1]}{head[1][0]}*", ()), (), chapter=True)
        return places

    def _compact(self, code: str, head: tuple[Part, ...], below: tuple[Part, ...], sections: dict[str, tuple[Number, ...]]) -> list[_Place]:
        """``4758402`` is 475.840(2) where sections have a fixed length and are printed without their dot."""
        text = "".join(each for _, each in head)
        known = self._squeezed[code]
        for end in range(len(text), 3, -1):
            section = known.get(text[:end])
            # A shorter section with something behind it could be a longer one that the table lacks.
            if section is not None and (end == len(text) or sum(map(str.isdigit, section)) == self.jurisdiction.fixed):
                runs: list[Part] = []
                for char in text[end:]:
                    if runs and runs[-1][1].isdigit() and char.isdigit():
                        runs[-1] = ("(", runs[-1][1] + char)
                    else:
                        runs.append(("(", char))
                return _place(sections[section], subsections_of((*runs, *below))) if not any(before for before, _ in head) else []
        return []


def load_offenses(folder: Path) -> tuple[OffenseTable, list[Problem]]:
    """The offense table of a jurisdiction's folder, and every mistake found in its files. Never raises: what is good is kept."""
    jurisdiction, numbers, sets, lists, problems = read_files(folder)
    sections: defaultdict[str, defaultdict[str, list[Number]]] = defaultdict(lambda: defaultdict(list))
    words: defaultdict[frozenset[str], dict[str, Offense]] = defaultdict(dict)
    for number in numbers:
        sections[number.code][number.section].append(number)
        if not number.former and not number.offense.listed_only:
            for text in (number.offense.name, *number.offense.aka):
                words[folded(text, jurisdiction.words)][number.offense.id] = number.offense
    words.pop(frozenset(), None)
    modifiers: defaultdict[str, list[tuple[str, Subsections, str, bool]]] = defaultdict(list)
    for modifier in jurisdiction.modifiers:
        for cited in modifier.numbers:
            code, section, subsections = split(cited)
            for key in {section, _squeezed(section) if jurisdiction.fixed else section}:
                modifiers[key].append((code, subsections, modifier.kind, modifier.fused))
    table = OffenseTable(
        jurisdiction=jurisdiction,
        offenses=_unique(number.offense for number in numbers),
        sets=sets,
        lists=lists,
        sections={code: {section: tuple(rows) for section, rows in group.items()} for code, group in sections.items()},
        squeezed={code: {_squeezed(section): section for section in group if section[-1] != "*"} for code, group in sections.items()},
        words={key: tuple(group.values()) for key, group in words.items()},
        modifiers={section: tuple(group) for section, group in modifiers.items()},
    )
    return table, problems


def _squeezed(section: str) -> str:
    return "".join(filter(str.isalnum, section))


def _head(parts: tuple[Part, ...]) -> tuple[tuple[Part, ...], tuple[Part, ...]]:
    """The parts that can be of the section, and those that are subsections for sure."""
    for index, (before, _) in enumerate(parts):
        if before in ("(", " "):
            return parts[:index], parts[index:]
    return parts, ()


def _place(rows: Sequence[Number], named: Subsections, *, unsure: bool = False, chapter: bool = False) -> list[_Place]:
    """The rows of a section that can be meant where these subsections are named; none if they are not in the table.

    A row covers what is below it. Above several rows for the parts of what is named only a row for exactly that stands for the rest.
    A shorter row in force at another time is another version of the number; one of the same time is for the parts that are not listed.
    """
    parts = [row for row in rows if len(row.subsections) > len(named) and row.subsections[: len(named)] == named]
    covering = [row for row in rows if row.subsections == named[: len(row.subsections)]]
    longest = len(named) if parts else max((len(row.subsections) for row in covering), default=0)
    exact = [row for row in covering if len(row.subsections) == longest]
    if exact:
        exact += [row for row in covering if len(row.subsections) < longest and all(_apart(row.offense, each.offense) for each in exact)]
    present = {row.subsections for row in (*exact, *parts) if not row.former}
    exact, parts = ([row for row in group if not (row.former and row.subsections in present)] for group in (exact, parts))
    partial = bool(named) and not longest and not parts and any(row.subsections and not row.former for row in rows)
    return [_Place(tuple(exact), tuple(parts), partial, unsure, chapter)] if exact or parts else []


def _apart(one: Offense, other: Offense) -> bool:
    return one.until <= other.start or one.start >= other.until


def _alive(rows: Iterable[Number], day: int) -> list[Number]:
    """The rows in force on a day; a former number leads to its offense at any time before the offense ended."""
    return [row for row in rows if day < row.offense.until and (row.former or row.offense.start <= day)]


def _spoken(offenses: tuple[Offense, ...], day: int) -> tuple[Offense, ...]:
    """The offenses of a name on a day; all of them, if none was in force then."""
    return tuple(offense for offense in offenses if offense.start <= day < offense.until) or offenses


def _one_kind(kinds: frozenset[str], matched: bool) -> Inchoate | None:
    if len(kinds) == 1:
        return cast(Inchoate, next(iter(kinds)))
    return "none" if not kinds and matched else None


def _unique(offenses: Iterable[Offense]) -> tuple[Offense, ...]:
    return tuple({offense.id: offense for offense in offenses}.values())


_Key = TypeVar("_Key")
_Value = TypeVar("_Value")


def _keep(memory: dict[_Key, _Value], key: _Key, value: _Value) -> _Value:
    if len(memory) >= _MEMORY:
        memory.clear()
    memory[key] = value
    return value
