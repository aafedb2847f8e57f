"""A value that is missing, as it stands in a paper: a visible blank with its name, which the cover sheet lists."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

#: Private characters around a blank's name, until `docx` makes of them what is seen.
OPEN: Final = "\ue000"
CLOSE: Final = "\ue001"
_BLANK: Final = re.compile(f"{OPEN}([^{OPEN}{CLOSE}]*){CLOSE}")
_WHOLE: Final = re.compile(f"({OPEN}[^{OPEN}{CLOSE}]*{CLOSE})")
#: What a blank becomes: its name, and a line to write on.
LINE: Final = "________"


def blank(name: str) -> str:
    """A blank of this name."""
    return f"{OPEN}{name}{CLOSE}"


def seen(name: str) -> str:
    """A blank as it is printed."""
    return f"[{name}: {LINE}]"


def names(text: str) -> list[str]:
    """The blanks in a text."""
    return _BLANK.findall(text)


def split(text: str) -> list[str]:
    """The text in pieces, its blanks with their marks."""
    return [each for each in _WHOLE.split(text) if each]


def pieces(text: str) -> Iterator[tuple[str, bool]]:
    """The text in pieces, each with whether it is a blank; a blank as it is printed."""
    for piece in split(text):
        is_blank = piece.startswith(OPEN) and piece.endswith(CLOSE)
        yield (seen(piece[1:-1]) if is_blank else piece), is_blank


def printed(text: str) -> str:
    """A text with its blanks as they are printed."""
    return "".join(piece for piece, _ in pieces(text))
