"""The numbers of a rap sheet's cases: which follow a prosecution from the arrest through every court, and which only stand beside it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from attrs import evolve

from unburden.readers._rap_words import Reading
from unburden.record import Case


def bare(number: str) -> str:
    """A number without spaces and signs, by which it is compared."""
    return "".join(letter for letter in number.upper() if letter.isalnum())


def once(numbers: Iterable[str], *without: str) -> tuple[str, ...]:
    """Numbers as printed, each once, in their order; those left out are others' or the case's own."""
    left_out = {"", *map(bare, without)}
    found: dict[str, str] = {}
    for each in numbers:
        if bare(each) not in left_out:
            found.setdefault(bare(each), each)
    return tuple(found.values())


def followed(cases: Sequence[Case], arrests: Counter[str]) -> list[Case]:
    """The cases of one cycle, each with the tracking numbers that are surely its alone; others stand among the related ones.

    Two prosecutions that a sheet itself tells apart must not be joined by what they share. `arrests` says how many cycles of the sheet
    have an arrest of a number: some agencies give one to a person and not to an arrest.
    """
    times = Counter(name for case in cases for name in {bare(each) for each in case.tracking})
    found = []
    for case in cases:
        own = tuple(each for each in case.tracking if times[bare(each)] == 1 and arrests[bare(each)] < 2)
        found.append(evolve(case, tracking=own, related=once((*case.related, *case.tracking), *own)))
    return found


def told_twice(cases: Iterable[Case], reading: Reading) -> None:
    """Say where two cases state one court number: a person must see whether it is one prosecution."""
    stated: dict[str, list[Case]] = {}
    for each in cases:
        stated.setdefault(bare(each.number or ""), []).append(each)
    for number, same in stated.items():
        if number and len(same) > 1:
            names = ", ".join(each.case_id for each in same)
            reading.notes.append(f"{names} state the same court number ({same[0].number}): it may be one prosecution")
