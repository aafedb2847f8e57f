"""Which offense a charge is: from what a record prints to rows of the jurisdiction's offense table.

The statute number is the witness, the words of the charge a weaker one, the offense date chooses between the versions of
a number. Whatever these leave open stays open: a `Match` holds every offense that the charge can be, and answers
yes or no only where all of them agree.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path
from typing import Final, Literal, TypeAlias, TypeVar

from attrs import field, frozen

from unburden.calendar import ALWAYS, NEVER, UNKNOWN, Bounds
from unburden.citations import Cited, Jurisdiction, Part, Printed
from unburden.errors import Problem
from unburden.offense_files import NO_CODE, Number, Offense, Subsections, read_files, section_of, split, subsections_of
from unburden.wording import folded, other_line, without_modifier

__all__ = ["UNMATCHED", "Inchoate", "Jurisdiction", "Match", "Offense", "OffenseTable", "load_offenses"]

Inchoate: TypeAlias = Literal["none", "attempt", "conspiracy", "solicitation", "accessory"]
_Key = TypeVar("_Key")
_Value = TypeVar("_Value")
How: TypeAlias = Literal["statute", "section", "description", "none"]

#: Answers kept, of each kind; a bulk run has few distinct charges beside its rows.
_MEMORY: Final = 50_000
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
class _Place:
    """Where a printed number leads: the rows of its section, and the subsections that the record names."""

    rows: tuple[Number, ...]
    subsections: Subsections
    unsure: bool = False
    chapter: bool = False


@frozen
class _Numbers:
    """What a statute text comes to, whatever the date: its places, what makes it an attempt and the like, and what is unlisted."""

    printed: Printed
    kinds: frozenset[str]
    places: tuple[_Place, ...]
    unlisted: tuple[Cited, ...]


@frozen
class _Found:
    """The rows that a place leaves."""

    offenses: tuple[Offense, ...]
    how: How
    open: bool
    note: str


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
    _memory: dict[tuple[str, str, Bounds], Match] = field(repr=False, init=False, factory=dict, eq=False)
    _numbers_memory: dict[tuple[str, bool], _Numbers] = field(repr=False, init=False, factory=dict, eq=False)
    _words_memory: dict[str, tuple[str | None, tuple[Offense, ...], bool]] = field(repr=False, init=False, factory=dict, eq=False)

    def match(self, statute: str, description: str = "", date: Bounds = UNKNOWN) -> Match:
        """The offenses that a charge can be, from its printed statute and description and its offense date. Never raises."""
        key = (statute, description, date)
        match = self._memory.get(key)
        if match is None:
            match = _keep(self._memory, key, self._match(statute, description, date))
        return match

    def find(self, number: str) -> list[Offense]:
        """Every offense, of any time, that a number of the law names: the number itself, its parts, or the whole that it is part of."""
        named = self._sections.get(NO_CODE, {}).get(number.strip().casefold(), ())
        found: dict[str, Offense] = {row.offense.id: row.offense for row in named}
        for cited in self.jurisdiction.read(number).cited:
            for place in self._places(cited):
                chosen, _, _ = _narrowed(place.rows, place.subsections)
                found.update((row.offense.id, row.offense) for row in chosen)
        return list(found.values())

    def edges(self, statute: str, description: str = "") -> list[int]:
        """Offense dates (ordinals) at which what a printed charge can be may change; between two of them a match is the same."""
        numbers = self._read(statute, description)
        words = description or numbers.printed.rest
        said = self._words_of(words)[1] if words else ()
        offenses = (*(row.offense for place in numbers.places for row in place.rows), *said)
        return sorted({day for offense in offenses for day in (offense.start, offense.until)} - {ALWAYS, NEVER})

    def _match(self, statute: str, description: str, date: Bounds) -> Match:
        numbers = self._read(statute, description)
        printed, kinds, unlisted = numbers.printed, set(numbers.kinds), numbers.unlisted
        found = [each for each in (_in_force(place, date) for place in numbers.places) if each.offenses]
        words = description or printed.rest
        said_kind, said, other = self._words_of(words) if words else (None, (), False)
        if said_kind and any(said_kind[:6] in offense.name.lower() for each in found for offense in each.offenses):
            said_kind = None  # attempting to elude is the offense itself
        if said_kind:
            kinds = {said_kind} if not kinds or said_kind in kinds else kinds | {said_kind}
        said = tuple(offense for offense in said if offense.start <= date[1] and offense.until > date[0]) or said
        candidates = _unique(offense for each in found for offense in each.offenses)
        is_open = any(each.open for each in found)
        how: How = "none"
        why: list[str] = []
        if found:
            how = "section" if any(each.how == "section" for each in found) else "statute"
            why = ["by its statute number" if how == "statute" else "by its section", *(each.note for each in found if each.note)]
            if unlisted:
                why.append(self._lacking(unlisted))
            agreed = [offense for offense in candidates if offense in said]
            if said and not agreed:
                candidates = _unique((*candidates, *said))
                why.append("its words name another offense than its number, so both stay possible")
            elif agreed and len(agreed) < len(candidates):
                why.append("its words say which part")
            if agreed:
                candidates, is_open = tuple(agreed), is_open and how != "section"
        else:
            if said:
                how, candidates, why = "description", said, ["by its words alone"]
                is_open = any(cited.code is None for cited in printed.cited)
            if unlisted:
                why.append(self._lacking(unlisted))
            elif kinds and printed.cited:
                why.append(f"the number says only: {' or '.join(sorted(kinds))}")
            elif not said:
                why.append("no statute number could be read" if statute.strip() else "no statute number is printed")
        if candidates and other and not all(offense.sets & _OTHER_SETS for offense in candidates):
            is_open = True
            why.append("the line speaks of a failure to appear, a warrant or a violation of probation")
        return Match(candidates, how, _one_kind(kinds, bool(candidates)), "; ".join(dict.fromkeys(why)), is_open, self.lists)

    def _lacking(self, numbers: Iterable[Cited]) -> str:
        return f"{', '.join(map(self.jurisdiction.shown, numbers))} is not in the offense table"

    # ---- by number ----

    def _read(self, statute: str, description: str) -> _Numbers:
        """The numbers of the statute text, or, where it has none, those that the words print together with their code."""
        numbers = self._numbers(statute, False)
        if not numbers.printed.cited and description:
            in_words = self._numbers(description, True)
            return in_words if in_words.printed.cited else numbers
        return numbers

    def _numbers(self, text: str, named: bool) -> _Numbers:
        numbers = self._numbers_memory.get((text, named))
        if numbers is None:
            printed = self.jurisdiction.read(text, named=named)
            kinds = set(printed.kinds)
            places, unlisted = self._resolve(printed.cited, kinds)
            numbers = _keep(self._numbers_memory, (text, named), _Numbers(printed, frozenset(kinds), tuple(places), tuple(unlisted)))
        return numbers

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
        sections = self._sections.get(cited.code) if cited.code is not None else None
        if not sections or cited.code is None:
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
            elif not places:
                places.append(_Place(rows, subsections, unsure=lettered))
            elif any(row.subsections and row.subsections == subsections[: len(row.subsections)] for row in rows):
                places.append(_Place(rows, subsections))
            if places and not (end > 1 and head[end - 1][0] == "" and "a" in joins):
                break
        if not places and self.jurisdiction.fixed:
            places = self._compact(cited.code, head, below, sections)
        if not places and len(head) > 1:
            rows = sections.get(f"{head[0][1]}{head[1][0]}*")
            if rows:
                places.append(_Place(rows, (), chapter=True))
        return places

    def _compact(self, code: str, head: tuple[Part, ...], below: tuple[Part, ...], sections: dict[str, tuple[Number, ...]]) -> list[_Place]:
        """``4758402`` is 475.840(2) where sections have a fixed length and are printed without their dot."""
        text = "".join(each for _, each in head)
        if any(before for before, _ in head):
            return []
        known = self._squeezed[code]
        for end in range(len(text), 3, -1):
            section = known.get(text[:end])
            # A shorter section with something behind it could be a longer one that the table lacks.
            if section is not None and (end == len(text) or sum(map(str.isdigit, section)) == self.jurisdiction.fixed):
                runs: list[str] = []
                for char in text[end:]:
                    if runs and runs[-1][-1].isdigit() and char.isdigit():
                        runs[-1] += char
                    else:
                        runs.append(char)
                return [_Place(sections[section], subsections_of((*(("(", run) for run in runs), *below)))]
        return []

    # ---- by words ----

    def _words_of(self, text: str) -> tuple[str | None, tuple[Offense, ...], bool]:
        """What words say: that it is an attempt and the like, the offenses that have this name or print, and if it is no offense's line."""
        said = self._words_memory.get(text)
        if said is None:
            own = self.jurisdiction.words
            kind, offenses = None, self._words.get(folded(text, own), ())
            if not offenses:
                kind, aim = without_modifier(text)
                offenses = self._words.get(folded(aim, own), ()) if kind else ()
            said = _keep(self._words_memory, text, (kind, offenses, other_line(text)))
        return said


def load_offenses(folder: Path) -> tuple[OffenseTable, list[Problem]]:
    """The offense table of a jurisdiction's folder, and every mistake found in its files. Never raises: what is good is kept."""
    jurisdiction, numbers, sets, lists, problems = read_files(folder)
    sections: defaultdict[str, defaultdict[str, list[Number]]] = defaultdict(lambda: defaultdict(list))
    words: defaultdict[frozenset[str], dict[str, Offense]] = defaultdict(dict)
    for number in numbers:
        sections[number.code][number.section].append(number)
        if not number.former:
            for text in (number.offense.name, *number.offense.aka) if not number.offense.listed_only else ():
                words[folded(text, jurisdiction.words)][number.offense.id] = number.offense
    words.pop(frozenset(), None)
    modifiers: defaultdict[str, list[tuple[str, Subsections, str, bool]]] = defaultdict(list)
    for modifier in jurisdiction.modifiers:
        for cited in modifier.numbers:
            code, section, subsections = split(cited)
            compact = "".join(filter(str.isalnum, section)) if jurisdiction.fixed else section
            for key in {section, compact}:
                modifiers[key].append((code, subsections, modifier.kind, modifier.fused))
    table = OffenseTable(
        jurisdiction=jurisdiction,
        offenses=_unique(number.offense for number in numbers),
        sets=sets,
        lists=lists,
        sections={code: {section: tuple(rows) for section, rows in group.items()} for code, group in sections.items()},
        squeezed={
            code: {"".join(filter(str.isalnum, section)): section for section in group if section[-1] != "*"}
            for code, group in sections.items()
        },
        words={key: tuple(group.values()) for key, group in words.items()},
        modifiers={section: tuple(group) for section, group in modifiers.items()},
    )
    return table, problems


def _keep(memory: dict[_Key, _Value], key: _Key, value: _Value) -> _Value:
    if len(memory) >= _MEMORY:
        memory.clear()
    memory[key] = value
    return value


def _head(parts: tuple[Part, ...]) -> tuple[tuple[Part, ...], tuple[Part, ...]]:
    """The parts that can be of the section, and those that are subsections for sure."""
    for index, (before, _) in enumerate(parts):
        if before in ("(", " "):
            return parts[:index], parts[index:]
    return parts, ()


def _in_force(place: _Place, date: Bounds) -> _Found:
    """The rows of a place that the offense date allows; all of them, with a note, if it allows none."""
    first, last = date
    alive = tuple(row for row in place.rows if row.offense.until > first and (row.former or row.offense.start <= last))
    chosen, rest, missing = _narrowed(alive, place.subsections)
    note = ""
    if not chosen and len(alive) < len(place.rows):
        chosen, rest, missing = _narrowed(place.rows, place.subsections)
        note = "the number was not in force on the day of the offense" if chosen else ""
    if missing:
        note = note or "the offense table has the section, not this part of it"
    if place.chapter:
        note = "known only from a list that names its whole chapter"
    loose = rest is False
    return _Found(
        _unique(row.offense for row in chosen),
        "section" if missing or rest is not None or place.unsure or place.chapter else "statute",
        loose or place.unsure,
        note or ("the record does not say which part" if rest is not None and len(chosen) > 1 else ""),
    )


def _narrowed(rows: tuple[Number, ...], named: Subsections) -> tuple[list[Number], bool | None, bool]:
    """The rows that a printed number can mean.

    Also: whether parts of it are rows of their own (`None` if not), and then whether a row stands for the other parts; and
    whether a part is named that only the section as a whole answers for.
    """
    below = [row for row in rows if len(row.subsections) > len(named) and row.subsections[: len(named)] == named]
    covering = [row for row in rows if row.subsections == named[: len(row.subsections)]]
    longest = max((len(row.subsections) for row in covering), default=0)
    top = [row for row in covering if len(row.subsections) == longest and (not below or longest == len(named))]
    # A shorter row that was in force at another time is an earlier or later version; one of the same time is for the other parts.
    top += [
        row
        for row in covering
        if len(row.subsections) < longest
        and all(row.offense.until <= each.offense.start or row.offense.start >= each.offense.until for each in top)
    ]
    present = {row.subsections for row in top + below if not row.former}
    chosen = [row for row in top + below if not (row.former and row.subsections in present)]
    missing = bool(named and top and not longest and not below and any(row.subsections and not row.former for row in rows))
    return chosen, bool(top) if below else None, missing


def _one_kind(kinds: set[str], matched: bool) -> Inchoate | None:
    if len(kinds) == 1:
        (kind,) = kinds
        return kind  # type: ignore[return-value]
    return "none" if not kinds and matched else None


def _unique(offenses: Iterable[Offense]) -> tuple[Offense, ...]:
    return tuple({offense.id: offense for offense in offenses}.values())
