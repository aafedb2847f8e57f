"""Words with places on a page to lines of text that keep their columns, as readers of printed forms need them.

A page of a PDF or a photograph is a cloud of words. Words that share a baseline are a line; a gap wider than a word space is a
column's edge and prints as two spaces or more, at about the place where it stands on the page. Nothing is reordered or mended.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import pairwise
from statistics import median
from typing import Final, NamedTuple

#: A gap between two pieces of a line, in widths of an ordinary letter: less is no space, more than the second a column's edge.
_SPACE: Final = 0.2
_COLUMN: Final = 1.5
#: Baselines of one line differ by less than this part of a letter's height.
_LEVEL: Final = 0.45
#: Two lines have a blank one between them if they are this many times further apart than is usual on the page.
_BLANK: Final = 1.6
#: A line never starts or continues further right than this column, however wide the page.
_WIDEST: Final = 400


class Piece(NamedTuple):
    """A letter or a word: its text, its left and right edge, its baseline (growing downwards), its height, all in one unit, and how
    sure it is, in percent (100 where it was not guessed from a picture)."""

    text: str
    left: float
    right: float
    base: float
    height: float
    sure: float = 100.0


class Laid(NamedTuple):
    """One line of a page, and the words in it that are less than sure, with how sure."""

    text: str
    doubtful: tuple[tuple[str, int], ...] = ()


def rows(pieces: Iterable[Piece]) -> list[list[Piece]]:
    """The pieces by line from the top, each line from left to right: one line is what stands at about one height."""
    ordered = sorted(pieces, key=lambda each: each.base)
    height = median(piece.height for piece in ordered) if ordered else 1.0
    found: list[list[Piece]] = []
    for piece in ordered:
        if not found or piece.base - found[-1][0].base > _LEVEL * height:
            found.append([])
        found[-1].append(piece)
    return [sorted(row, key=lambda each: each.left) for row in found]


def lay(lines: Sequence[Sequence[Piece]], doubt_below: float = 0.0) -> list[Laid]:
    """The lines of one page as text; a wide gap between two is one blank line. Words less sure than `doubt_below` percent are told."""
    shown = [piece for line in lines for piece in line]
    if not shown:
        return []
    width = median((piece.right - piece.left) / len(piece.text) for piece in shown) or 1.0
    margin = min(piece.left for piece in shown)
    bases = [median(piece.base for piece in line) for line in lines]
    gaps = [below - above for above, below in pairwise(bases)]
    # The usual distance is that of lines within a paragraph, so the smaller ones tell it.
    usual = sorted(gaps)[len(gaps) // 3] if gaps else 0.0
    found: list[Laid] = []
    for line, gap in zip(lines, (0.0, *gaps), strict=True):
        if gap > _BLANK * usual:
            found.append(Laid(""))
        # A star or a dash that is doubted changes no value.
        words = tuple((piece.text, round(piece.sure)) for piece in line if piece.sure < doubt_below and any(map(str.isalnum, piece.text)))
        found.append(Laid(_line(line, margin, width), words))
    return found


def _line(row: Sequence[Piece], margin: float, width: float) -> str:
    """Letters or words of one line as text: a column's edge where the gap is wide, a space where it is one."""
    text = ""
    before: Piece | None = None
    for piece in row:
        if before is not None:
            # Bold type is at times the same letter printed twice, a hair apart.
            if piece.text == before.text and abs(piece.left - before.left) < _SPACE * width:
                continue
            gap = (piece.left - before.right) / width
            if gap > _COLUMN:
                column = min(round((piece.left - margin) / width), _WIDEST)
                text = f"{text}  ".ljust(column)
            elif gap > _SPACE:
                text += " "
        else:
            text = " " * min(round((piece.left - margin) / width), _WIDEST)
        text += piece.text
        before = piece
    return text
