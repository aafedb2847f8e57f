"""Defendants of court pages: who is whom, and the record of each. What Odyssey, Tyler, Vermont and Maryland pages share."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

from attrs import define, field

from unburden.record import Case, Person, Record, SetAside, Source, Span, Unread

#: More defendants of one name than this are no real file.
_MOST_ALIKE: Final = 40
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


def records_of(found: Iterable[tuple[Defendant, Case]], source: Source, unread: Iterable[Unread]) -> list[Record]:
    """One record a person, each with their cases; what was not understood stands in the first. One without a name is nobody else."""
    people: list[tuple[Defendant, list[Case]]] = []
    alike: dict[tuple[str, str, str], list[int]] = {}
    for one, case in found:
        known = alike.setdefault(one.key(), [])
        same = next((index for index in known[:_MOST_ALIKE] if one.names and one.same(people[index][0])), None)
        if same is None:
            known.append(len(people))
            people.append((one, [case]))
        else:
            people[same][0].add(one)
            people[same][1].append(case)
    ids = _ids([one for one, _ in people])
    return [
        Record(
            person_id=ids[place],
            person=Person(tuple(one.names), tuple(one.births), tuple(one.numbers), one.spans),
            cases=tuple(own),
            sources=(source,),
            unread=tuple(unread) if place == 0 else (),
            set_aside=tuple(one.set_aside),
            notes=tuple(dict.fromkeys(one.notes)),
        )
        for place, (one, own) in enumerate(people)
    ]


def _ids(people: list[Defendant]) -> list[str]:
    """What to call each of several defendants: their number, else their name, so that two people are not called the same."""
    if len(people) == 1:
        return [""]
    ids: dict[str, None] = {}
    for place, one in enumerate(people, 1):
        ids[next((each for each in (*one.numbers[:1], *one.names[:1]) if each not in ids), f"defendant {place}")] = None
    return list(ids)
