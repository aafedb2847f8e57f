"""How New York prints a charge: statute, subdivision, class and NCIC code, shared by the readers of New York papers.

Only the printing is undone here: leading zeros, and ``Sub 00``, which says that there is no subdivision. What a number means
is for the law's own files.
"""

from __future__ import annotations

import re
from typing import Final

from attrs import frozen

_NUMBER: Final = r"[0-9]{1,5}(?:[.-][0-9A-Z]{1,6}){0,3}"
#: An attempt names section 110 too (``PL 110-155.25``, ``PL 110/155.25``, ``PL 110.00 155.25``).
#: ``PL 240.37 Sub 02 Class B Misdemeanor Degree 0 NCIC 4004``: the law's letters, the number, the subdivision.
_STATUTE: Final = re.compile(
    rf"(?<![\w.&])(?P<law>[A-Z]{{2,5}}|V&T) {{1,20}}(?P<attempt>110(?:\.00)?[ /-](?=[0-9]{{3}}\.[0-9]))?(?P<number>{_NUMBER})(?![\w.])"
    r"(?: {1,40}[Ss][Uu][Bb]\.? ?(?P<sub>[0-9A-Z*]{1,6})\b)?"
)
#: What stands behind a statute and behind no other number. Without one of these the words are a description ("DWI 2").
_BEHIND: Final = re.compile(r"\b(?:class|felony|misdemeanor|violation|infraction|degree|ncic)\b", re.I)
_LEVEL: Final = re.compile(
    r"\b(?:class {1,20}(?:a-?i{1,2}|[a-fu1-9])\b[ ,]{0,20})?"
    r"(?:(?:unclassified )?(?:felony|misdemeanor)|violation|(?:traffic )?infraction)\b",
    re.I,
)
_COUNTS: Final = re.compile(r"\bcounts?:? {0,10}([0-9]{1,4})\b", re.I)


@frozen
class Printed:
    """A charge's statute line: `statute` without its filling zeros, `level` and `counts` as printed, the words before and behind it."""

    statute: str
    level: str | None
    counts: int
    words: str
    behind: str


def read_charge(text: str) -> Printed | None:
    """The statute, level and count that a line prints, or `None` if it prints no statute."""
    for found in _STATUTE.finditer(text):
        behind = text[found.end() :]
        if found["sub"] is None and not _BEHIND.search(behind):
            continue
        statute = plain_statute(found["law"], f"{'110-' if found['attempt'] else ''}{found['number']}", found["sub"])
        return Printed(statute, level_in(behind), counts_in(text), text[: found.start()].strip(" -,"), behind)
    return None


def plain_statute(law: str, number: str, sub: str | None = None) -> str:
    """A statute without the zeros that only fill its field: ``PL 240.37 Sub 02`` is ``PL 240.37(2)``, ``Sub 00`` is no subdivision."""
    section = number.lstrip("0") or number
    part = (sub or "").strip("*").lstrip("0")
    return f"{law} {section}({part})" if part else f"{law} {section}"


def level_in(text: str) -> str | None:
    """The class and kind of an offense in a line, with single spaces."""
    found = _LEVEL.search(text)
    return " ".join(found[0].replace(",", " ").split()) if found else None


def counts_in(text: str) -> int:
    """For how many counts the line says that it stands; 1 where it does not say."""
    found = _COUNTS.search(text)
    return int(found[1]) if found else 1
