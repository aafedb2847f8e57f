"""Which column of a table kept by hand is what: where its headings stand, and what each of them means.

What the person says (``--columns``) comes first. A heading that can be two things is settled only by what stands under it, where
that fits one of them alone; two columns for one thing are not chosen between. All of it is told.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from itertools import islice
from typing import Final

from attrs import define, field

from unburden import terms
from unburden.readers.kept_table.sheets import Sheet, letters
from unburden.readers.kept_table.words import FIELDS, OUTCOMES, SEXES, STATUSES, TELLING, UNUSED, candidates, fold, place, said

#: Headings stand among the first rows that hold anything.
_HEAD_ROWS: Final = 40
#: What stands under a heading is looked at so far.
_VALUES: Final = 500
#: Fields whose words can be told apart; what may be any words, or any date, cannot.
_TOLD_APART: Final = frozenset(("case_status", "disposition", "jurisdiction", "level", UNUSED))
#: What no heading holds: a number, a date.
_DATA: Final = re.compile(r"\d{3}|\d[-/.]\d|^\s*\d+\s*$")


@define
class Columns:
    """The columns of one table: where its headings stand, what each column is, and what was made of the others."""

    line: int
    headings: tuple[str, ...]
    fields: dict[int, str] = field(factory=dict)
    open: dict[int, tuple[str, ...]] = field(factory=dict)
    twice: list[tuple[str, list[str]]] = field(factory=list)
    unused: list[str] = field(factory=list)
    nameless: list[int] = field(factory=list)

    def told(self) -> str:
        """What each column was read as, in one sentence."""
        parts = [f'"{self.headings[at]}" as {FIELDS.get(name, name)}' for at, name in self.fields.items()]
        text = f"columns: {', '.join(parts)}" if parts else "no column was read"
        left = ", ".join(f'"{each}"' for each in self.unused)
        return f"{text}; not used: {left}" if left else text

    def questions(self) -> list[tuple[str, str]]:
        """Columns that were not read because they can be several things: what stands there, and how to say which it is."""
        found = [
            (
                self.headings[at],
                f'this column can be {_any(names)}, so it is not read; say which: --columns "{names[0]}={self.headings[at]}"',
            )
            for at, names in self.open.items()
        ]
        for name, headings in self.twice:
            shown = " and ".join(f'"{each}"' for each in headings)
            how = f'say which: --columns "{name}={headings[0]}"'
            why = f"columns {shown} can each be the {FIELDS.get(name, name)}, so none of them is read; {how}"
            found.append((", ".join(headings), why))
        why = "a column without a heading is not read; give it one"
        return found + [(f"column {letters(at)}", why) for at in self.nameless]


def _any(names: Sequence[str]) -> str:
    words = [FIELDS.get(name, "the sex of a person") for name in names]
    return f"{', '.join(words[:-1])} or {words[-1]}"


def heading_of(cell: str) -> str:
    """A heading on one line, as it is shown and as a person writes it in ``--columns``."""
    return " ".join(cell.split())[:120]


def known(cells: Iterable[str], told: Mapping[str, str], *, firm: bool = False) -> int:
    """How many cells are headings of a list of charges; 0 unless one of them tells of a charge.

    `firm` leaves out what can as well stand under a heading: ``Convicted``, ``Closed``.
    """
    count, telling = 0, False
    own = {fold(heading): name for heading, name in told.items()}
    for cell in cells:
        names = (own[fold(cell)],) if fold(cell) in own and cell.strip() else candidates(cell) if cell.strip() else ()
        if firm and names and fold(cell) not in own and (_fits("disposition", cell) or _fits("case_status", cell)):
            continue
        count += bool(names) and names != (UNUSED,)
        telling = telling or bool(TELLING.intersection(names))
    return count if telling else 0


def header(rows: Sequence[tuple[int, list[str]]], told: Mapping[str, str]) -> int | None:
    """The place in `rows` of the row of headings: the one among the first that holds most of them, at least two."""
    for firm in (True, False):
        scores = [known(cells, told, firm=firm) for _, cells in islice(rows, _HEAD_ROWS)]
        best = max(scores, default=0)
        if best >= 2:
            return scores.index(best)
    return None


def is_header(cells: Sequence[str], told: Mapping[str, str]) -> bool:
    """Whether a row further down begins another table: most of its cells are headings, three or more, and none is what a row holds."""
    filled = [cell for cell in cells if cell.strip()]
    if len(filled) < 3 or sum(map(len, cells)) >= 2_000 or any(_DATA.search(cell) or place(cell) for cell in filled):
        return False
    return known(cells, told, firm=True) >= max(3, len(filled) * 2 // 3)


def columns(sheet: Sheet, at: int, end: int, told: Mapping[str, str], facts: frozenset[str]) -> Columns:
    """The columns of the table whose headings stand in row `at` of the sheet and whose rows end before row `end`."""
    line, cells = sheet.rows[at]
    above = sheet.wide.get(sheet.rows[at - 1][0], []) if at else []
    found = Columns(line, tuple(map(heading_of, cells)))
    own = {fold(heading): name for heading, name in told.items()}
    claims: dict[str, list[int]] = {}
    for n, heading in enumerate(found.headings):
        values = _under(sheet, at, end, n)
        if not heading:
            found.nameless += [n] if values else []
            continue
        name = own.get(fold(heading))
        names = (name,) if name else _guessed(heading, next((text for first, last, text in above if first <= n <= last), ""), facts)
        if names == (UNUSED,) or not names:
            found.unused.append(heading)
        elif len(names) == 1:
            # What the person said stands before any guess.
            if name:
                claims[name] = [each for each in claims.get(name, []) if own.get(fold(found.headings[each])) == name]
            elif any(own.get(fold(found.headings[each])) == names[0] for each in claims.get(names[0], [])):
                found.unused.append(heading)
                continue
            if values or name or not claims.get(names[0]):
                claims.setdefault(names[0], []).append(n)
        elif values:
            found.open[n] = names
        else:
            found.unused.append(heading)
    for name, places in claims.items():
        filled = [n for n in places if _under(sheet, at, end, n)] or places[:1]
        if len(filled) == 1:
            found.fields[filled[0]] = name
        else:
            found.twice.append((name, [found.headings[n] for n in filled]))
    for n, names in list(found.open.items()):
        settled = _by_values(names, _under(sheet, at, end, n), set(found.fields.values()))
        if settled == UNUSED:
            found.unused.append(found.headings[n])
        elif settled:
            found.fields[n] = settled
        if settled:
            del found.open[n]
    if not sheet.mark:
        wide = max((len(cells) for _, cells in islice(sheet.rows, at, end)), default=0)
        found.nameless += [n for n in range(len(found.headings), wide) if _under(sheet, at, end, n)]
    found.fields = dict(sorted(found.fields.items()))
    return found


def _under(sheet: Sheet, at: int, end: int, column: int) -> list[str]:
    rows = islice(sheet.rows, at + 1, min(end, at + 1 + _VALUES))
    return [text for _, cells in rows if column < len(cells) and (text := said(cells[column]))]


def _guessed(heading: str, above: str, facts: frozenset[str]) -> tuple[str, ...]:
    names = candidates(heading)
    if len(names) != 1 and above:
        # "Arrest" over "Date" and "Charge": the two together are the heading.
        both = candidates(f"{heading_of(above)} {heading}")
        names = both if len(both) == 1 else names
    if not names and fold(heading).replace(" ", "_") in facts:
        return (fold(heading).replace(" ", "_"),)
    return names


def _by_values(names: tuple[str, ...], values: Sequence[str], taken: set[str]) -> str | None:
    """The one field that everything under a heading fits, where no other candidate can hold the same words."""
    if not _TOLD_APART.issuperset(names) or not values:
        return None
    fitting = [name for name in names if all(_fits(name, value) for value in values)]
    left = [name for name in fitting if name not in taken]
    return left[0] if len(left) == 1 else None


def _fits(name: str, value: str) -> bool:
    if name == "case_status":
        return fold(value) in STATUSES
    if name == "jurisdiction":
        return place(value) is not None
    if name == "level":
        return terms.level(value) is not None
    if name == UNUSED:
        return fold(value) in SEXES
    return terms.outcome(value) is not None or fold(value) in OUTCOMES
