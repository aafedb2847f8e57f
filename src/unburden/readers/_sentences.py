"""Whether a sentence took anyone's liberty: for the readers that state it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

from unburden.record import SentencePart

#: Kinds of a sentence that is served outside.
_OUTSIDE: Final = frozenset({"fine", "restitution", "service", "probation"})
_INSIDE: Final = re.compile(
    r"\bjails?\b|\bjl\b|\bprison\b|\bcustody\b|\bconfine|\bincarcerat|\bcorrections\b|\bpenitentiary\b|\btime served\b|\bcommitted\b", re.I
)


def takes_liberty(words: str) -> bool:
    """Whether the words name a jail, a prison or another custody at all."""
    return _INSIDE.search(words) is not None


def served_outside(parts: Iterable[SentencePart], words: Iterable[str] = ()) -> bool:
    """Whether a sentence of these parts surely took no liberty: there are some, each is of a kind served outside, and neither
    they nor the other words of the sentence name any custody. What is not understood leaves it open, which is not sure."""
    listed = list(parts)
    inside = any(takes_liberty(each) for each in (*words, *(part.printed for part in listed)))
    return bool(listed) and not inside and all(part.kind in _OUTSIDE for part in listed)
