"""Where the numbers of a statute text lead in an offense table: which rows, as far as the record says it.

Only the table knows where a section ends and its subsections begin. A number is divided where its longest section is in the
table, and nowhere else than where the jurisdiction's grammar lets a subsection begin.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import TypeAlias

from attrs import evolve, field, frozen

from unburden.citations import Cited, Jurisdiction, Part, Printed
from unburden.offense_files import Number, Offense, Subsections, section_of, split, subsections_of

#: Said of a number that no row had in force on the day of the offense.
NOT_IN_FORCE = "the number was not in force on the day of the offense"

_Rows: TypeAlias = dict[str, tuple[Number, ...]]


@frozen
class Place:
    """Where a printed number leads, whatever the date: to rows of one section.

    `exact` answer for the number as printed; `parts` are rows for parts of it, where the record does not say which; `above` are
    rows that the number is a part of. `partial` says that the record names a part which only the section answers for, `unsure`
    that the number can be read otherwise, `chapter` that only a list which names the whole chapter has it.
    """

    exact: tuple[Number, ...]
    parts: tuple[Number, ...]
    above: tuple[Number, ...] = ()
    partial: bool = False
    unsure: bool = False
    chapter: bool = False

    def on(self, day: int) -> Found:
        """What it leads to for an offense of that day; if nothing was in force then, what was next before and after."""
        rows = (*self.exact, *self.parts)
        alive = _alive(rows, day)
        note = ""
        if not alive:
            before = max((row.offense.until for row in rows if row.offense.until <= day), default=None)
            after = min((row.offense.start for row in rows if row.offense.start > day), default=None)
            alive = [*(_alive(rows, before - 1) if before else ()), *(_alive(rows, after) if after else ())]
            note = NOT_IN_FORCE
        parts = [row for row in alive if row in self.parts]
        if self.chapter:
            note = "known only from a list that names its whole chapter"
        elif self.partial:
            note = note or "the offense table has the section, not this part of it"
        elif len(alive) > 1 and parts:
            note = note or "the record does not say which part"
        section = bool(parts) or self.partial or self.unsure or self.chapter
        loose = self.unsure or (bool(parts) and len(parts) == len(alive))
        return Found(unique(row.offense for row in alive), frozenset(row.offense.id for row in parts), section, loose, note)


@frozen
class Found:
    """What one number leads to on one day; `parts` are the ids of those that are only a part of it, `loose` says that it can also
    lead elsewhere."""

    offenses: tuple[Offense, ...]
    parts: frozenset[str]
    section: bool
    loose: bool
    note: str

    def narrowed(self, said: tuple[Offense, ...]) -> Found:
        """The part that words name. The name of the whole does not choose: it is also the name of each part."""
        agreed = tuple(offense for offense in self.offenses if offense in said)
        if not agreed or not all(offense.id in self.parts for offense in agreed):
            return self
        note = "its words say which part" if len(agreed) < len(self.offenses) or self.loose else self.note
        return evolve(self, offenses=agreed, loose=False, note=note)


@frozen
class Numbers:
    """What a text's numbers come to: their places, what makes it an attempt and the like, and the numbers that are unlisted."""

    printed: Printed
    kinds: frozenset[str]
    places: tuple[Place, ...]
    unlisted: tuple[Cited, ...]


@frozen
class NumberIndex:
    """The rows of a table by their numbers, and the numbers that make an attempt and the like of another."""

    jurisdiction: Jurisdiction
    rows: dict[str, _Rows] = field(repr=False)
    _squeezed: dict[str, dict[str, str]] = field(repr=False)
    _modifiers: dict[str, tuple[tuple[str, Subsections, str, bool], ...]] = field(repr=False)

    def read(self, text: str, *, named: bool) -> Numbers:
        """What the numbers of a text come to; if `named`, only of those whose code is printed with them."""
        printed = self.jurisdiction.read(text, named=named)
        kinds = set(printed.kinds)
        places, unlisted = self._resolve(printed.cited, kinds)
        return Numbers(printed, frozenset(kinds), tuple(places), tuple(unlisted))

    def _resolve(self, numbers: Sequence[Cited], kinds: set[str]) -> tuple[list[Place], list[Cited]]:
        """The places of the printed numbers. A modifier's number adds to `kinds`, and is a place only if it stands alone."""
        places: list[Place] = []
        aside: list[Place] = []
        unlisted: list[Cited] = []
        for cited in numbers:
            direct = self.places(cited)
            own_kinds = self._kinds(cited, own_code=bool(direct) or len(numbers) == 1)
            if own_kinds:
                kinds.update(own_kinds - {"none"})
                aside.extend(direct)
            elif direct:
                places.extend(direct)
            else:
                divided = self._divided(cited, kinds)
                places.extend(divided)
                if not divided:
                    unlisted.append(cited)
        return (places, unlisted) if places or unlisted else (aside, [])

    def _kinds(self, cited: Cited, *, own_code: bool) -> set[str]:
        """What a number makes of the offense beside it: one kind, or several where it does not say which.

        Without `own_code` it may stand under the code of the other number (``664/11350(A) HS``).
        """
        head, below = _head(cited.parts)
        section = section_of(head)
        known = self._modifiers.get(section) or self._modifiers.get(section[: self.jurisdiction.fixed])
        if known is None:
            return set()
        subsections = subsections_of(below)
        mine = [each for each in known if each[0] == cited.code or not own_code]
        exact = {kind for _, own, kind, _ in mine if own == subsections[: len(own)]}
        return exact or {kind for _, own, kind, _ in mine if own[: len(subsections)] == subsections}

    def _divided(self, cited: Cited, kinds: set[str]) -> list[Place]:
        """The places of a number that is two: a modifier and its offense (``110-155.25``, ``664487(A)``) or a list (``484-487``)."""
        if cited.code is None:
            return []
        head, below = _head(cited.parts)
        for index in range(1, len(head)):
            before, text = head[index]
            if not before or not text[0].isdigit():
                continue
            left, right = cited.parts[:index], (("", text), *cited.parts[index + 1 :])
            orders = []
            if section_of(left) in self._modifiers:
                orders.append((left, right))
            if not below and section_of(right) in self._modifiers:
                orders.append((right, left))
            for modifier, rest in orders:
                if places := self.places(Cited(cited.code, rest)):
                    kinds.update(self._kinds(Cited(cited.code, modifier), own_code=False) - {"none"})
                    return places
            if before == "-" and (first := self.places(Cited(cited.code, left))) and (second := self.places(Cited(cited.code, right))):
                return first + second
        digits = head[0][1]
        for section, known in self._modifiers.items():
            if known[0][3] and digits.startswith(section) and len(digits) > len(section):
                places = self.places(Cited(cited.code, (("", digits[len(section) :]), *cited.parts[1:])))
                if places:
                    kinds.update(kind for _, _, kind, _ in known)
                    return places
        return []

    def places(self, cited: Cited) -> list[Place]:
        """Where the number leads: the longest section that the table knows, and a shorter one too where both can be meant."""
        sections = self.rows.get(cited.code) if cited.code else None
        if not sections or not cited.code:
            return []
        parts = cited.parts
        head, below = _head(parts)
        joins = self.jurisdiction.joins_of(cited.code)
        places: list[Place] = []
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
                places += _placed(rows, subsections, unsure=lettered)
            if places and not (end > 1 and head[end - 1][0] == "" and "a" in joins):
                break
        if not places and self.jurisdiction.fixed:
            places = self._compact(cited.code, head, below, sections)
        if not places and len(head) > 1:
            places = _placed(sections.get(f"{head[0][1]}{head[1][0]}*", ()), (), chapter=True)
        return places

    def _compact(self, code: str, head: tuple[Part, ...], below: tuple[Part, ...], sections: _Rows) -> list[Place]:
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
                return _placed(sections[section], subsections_of((*runs, *below))) if not any(before for before, _ in head) else []
        return []


def index_numbers(jurisdiction: Jurisdiction, numbers: Iterable[Number]) -> NumberIndex:
    """The index of a jurisdiction's numbers."""
    rows: defaultdict[str, defaultdict[str, list[Number]]] = defaultdict(lambda: defaultdict(list))
    for number in numbers:
        rows[number.code][number.section].append(number)
    modifiers: defaultdict[str, list[tuple[str, Subsections, str, bool]]] = defaultdict(list)
    for modifier in jurisdiction.modifiers:
        for cited in modifier.numbers:
            code, section, subsections = split(cited)
            for key in {section, _squeezed(section) if jurisdiction.fixed else section}:
                modifiers[key].append((code, subsections, modifier.kind, modifier.fused))
    return NumberIndex(
        jurisdiction,
        {code: {section: tuple(group) for section, group in sections.items()} for code, sections in rows.items()},
        {code: {_squeezed(section): section for section in sections if section[-1] != "*"} for code, sections in rows.items()},
        {section: tuple(group) for section, group in modifiers.items()},
    )


def unique(offenses: Iterable[Offense]) -> tuple[Offense, ...]:
    """Each offense once, in its first place."""
    return tuple({offense.id: offense for offense in offenses}.values())


def _squeezed(section: str) -> str:
    return "".join(filter(str.isalnum, section))


def _head(parts: tuple[Part, ...]) -> tuple[tuple[Part, ...], tuple[Part, ...]]:
    """The parts that can be of the section, and those that are subsections for sure."""
    for index, (before, _) in enumerate(parts):
        if before in ("(", " "):
            return parts[:index], parts[index:]
    return parts, ()


def _placed(rows: Sequence[Number], named: Subsections, *, unsure: bool = False, chapter: bool = False) -> list[Place]:
    """The rows of a section that can be meant where these subsections are named; none if they are not in the table.

    A row covers what is below it, and stands for the parts that have no row of their own. A shorter row is also meant if it was in
    force at another time: it is another version of the number.
    """
    if len(rows) == 1 and not rows[0].subsections:
        return [Place((rows[0],), (), (), False, unsure, chapter)]
    parts = [row for row in rows if len(row.subsections) > len(named) and row.subsections[: len(named)] == named]
    covering = [row for row in rows if row.subsections == named[: len(row.subsections)]]
    longest = max((len(row.subsections) for row in covering), default=0)
    exact = [row for row in covering if len(row.subsections) == longest]
    if exact:
        exact += [row for row in covering if len(row.subsections) < longest and all(_apart(row.offense, each.offense) for each in exact)]
    present = {row.subsections for row in (*exact, *parts) if not row.former}
    exact, parts = ([row for row in group if not (row.former and row.subsections in present)] for group in (exact, parts))
    partial = bool(named) and not longest and not parts and any(row.subsections and not row.former for row in rows)
    above = tuple(row for row in covering if row not in exact)
    return [Place(tuple(exact), tuple(parts), above, partial, unsure, chapter)] if exact or parts else []


def _apart(one: Offense, other: Offense) -> bool:
    return one.until <= other.start or one.start >= other.until


def _alive(rows: Iterable[Number], day: int) -> list[Number]:
    """The rows in force on a day; a former number leads to its offense at any time before the offense ended."""
    return [row for row in rows if day < row.offense.until and (row.former or row.offense.start <= day)]
