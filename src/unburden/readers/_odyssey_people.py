"""Defendants of Odyssey "classic" pages: who is whom."""

from __future__ import annotations

import re
from typing import Final

from attrs import define, field

from unburden.record import SetAside, Span

_SUFFIX: Final = re.compile(r"\b(JR|SR|I{2,3}|IV)\b\.?")


@define
class Defendant:
    """A defendant as the party section has them, and what was read of theirs."""

    names: list[str] = field(factory=list)
    births: list[str] = field(factory=list)
    numbers: list[str] = field(factory=list)
    spans: dict[str, Span] = field(factory=dict)
    set_aside: list[SetAside] = field(factory=list)
    notes: list[str] = field(factory=list)
    balance: str | None = None
    balance_span: Span | None = None

    def key(self) -> tuple[str, str, str]:
        """The key of the first name given."""
        return name_key(self.names[0] if self.names else "")

    def same(self, other: Defendant) -> bool:
        """Whether both are one person, as far as the page can tell."""
        for mine, theirs in ((self.births, other.births), (self.numbers, other.numbers)):
            if mine and theirs and not any(a.startswith(b) or b.startswith(a) for a in mine for b in theirs):
                return False
        return self.key() == other.key()

    def add(self, other: Defendant) -> None:
        """Take over what the other says more."""
        for mine, theirs in ((self.names, other.names), (self.births, other.births), (self.numbers, other.numbers)):
            mine += [each for each in theirs if each not in mine]
        self.spans = other.spans | self.spans
        self.set_aside += other.set_aside
        self.notes += other.notes


def name_key(name: str) -> tuple[str, str, str]:
    """Surname, first name and suffix of a name printed as ``Surname, First Middle Suffix``."""
    name = name.upper()
    suffix = _SUFFIX.search(name)
    last, _, first = _SUFFIX.sub("", name).partition(",")
    return last.strip(), first.split()[0] if first.split() else "", suffix[1] if suffix else ""
