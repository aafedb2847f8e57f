"""The text of a federal count taken apart: its citation, words and level, and the numbers of counts in brackets and lists.

The citation is kept as printed (``18:922G``), where it stands before, behind or among the words, without the letter that states the
level (``.F``, which is kept as the level, as a word in brackets is: ``(Misdemeanor)``) and without the docket's own four-figure code
(``1956-4999``). Letters behind a count's number say of which later indictment it is (`federal_cmecf.counts`).
"""

from __future__ import annotations

import re
from typing import Final

from attrs import frozen

#: More counts than this in one range are no range; the largest true one seen has fourteen.
MOST: Final = 400
_NUMBER: Final = re.compile(r"\s*\(((?:\d{1,4}[a-z]{0,6}[\s,-]{0,3}){1,60})\)\s*\Z")
_ONE: Final = re.compile(r"(\d{1,4})([a-z]{0,6})(?:\s?-\s?(\d{1,4})[a-z]{0,6})?")
_NAMED: Final = re.compile(r"counts?\s{1,2}(\d{1,4})[a-z]{0,6}\b[\s:.,-]*", re.I)
_HEAD: Final = re.compile(
    r"(?<!\d)(?<!\d\.)(\d{1,2})(?:\s?:\s?|\s?(?:U\.?\s?S\.?\s?C|C\.?\s?F\.?\s?R)\.?(?:\s?A\.)?\s?(?:§{1,2}\s?|Sec(?:tion|\.)?\s)?)(?=\d)",
    re.I,
)
_SECTION: Final = re.compile(r"\d{1,5}(?:\.\d{1,4})?(?:[a-z]{1,2}(?![a-z]))?", re.I)
_GROUP: Final = re.compile(r"\s?\(([0-9a-z]{1,5})\)", re.I)
_CODE: Final = re.compile(r"-\d{4}(?!\d)")
_LEVEL: Final = re.compile(r"\.([FMPI])(?![A-Za-z])")
_LEVEL_WORD: Final = re.compile(r"\((felony|misdemeanor|petty offense|infraction)\)", re.I)
_PENALTY: Final = re.compile(r"=[A-Z]{1,4}(?![A-Za-z])")
_JOIN: Final = re.compile(r"\s?(?:,\s?(?:and\s|&\s?)?|;\s?|&\s?|/\s?|and\s|\()", re.I)
_ALSO: Final = re.compile(r"\s?et\.? ?seq\.?", re.I)
#: A bare number behind a comma is a section only where no words follow: 21:841(a)(1), 5 kilograms.
_BARE_END: Final = re.compile(r"\s?(?:[,;&(.:=]|-\s?\D|-\d{4}|and\b|et\b|\Z)", re.I)
_LEVELS: Final = {"F": "Felony", "M": "Misdemeanor", "P": "Petty Offense", "I": "Infraction"}
_EDGE: Final = " \t-–—:;,."
#: Sections of title 18 that stand beside an offense and are none: aiding, and the law of sentences.
_BESIDE: Final = ("2", "3551")


@frozen
class Cited:
    """A count's text taken apart. `sections` are section and subsections, for comparing; 18 U.S.C. 2 is none (it stands beside others)."""

    statute: str | None
    description: str | None
    level: str | None
    sections: tuple[tuple[str, tuple[str, ...]], ...] = ()


def cited(text: str) -> Cited:
    """The citation, the words and the level in the text of a count. Never raises; the work is linear in the length."""
    text = " ".join(text[:2000].split())
    named = _NAMED.match(text)
    body = text[named.end() :] if named else text
    runs: list[str] = []
    words: list[str] = []
    sections: list[tuple[str, tuple[str, ...]]] = []
    level: str | None = None
    at = 0
    for match in _HEAD.finditer(body):
        between = body[at : match.start()]
        if match.start() < at or (runs and not between.rstrip().endswith((";", ":")) and between.strip(_EDGE)):
            continue
        run, end, own = _run(body, match.start(), sections)
        level = level or own
        runs.append(run)
        words.append(between)
        at = end
    words.append(body[at:])
    # The brackets of a citation in brackets stay behind on both sides of it.
    description = "; ".join(filter(None, (word.strip(_EDGE).lstrip(")]").rstrip("([").strip(_EDGE) for word in words)))
    named_level = _LEVEL_WORD.search(description)
    level = level or (named_level[1] if named_level else None)
    known = tuple(each for each in sections if each[0] not in _BESIDE)
    return Cited("; ".join(runs) or None, description or None, level, known or tuple(sections))


def _run(body: str, at: int, sections: list[tuple[str, tuple[str, ...]]]) -> tuple[str, int, str | None]:
    """The citation that begins here, where it ends, and the level that it states; adds what it names to `sections`."""
    shown: list[str] = []
    level: str | None = None
    while True:
        start = at
        head = _HEAD.match(body, at)
        at = head.end() if head else at
        section = _SECTION.match(body, at)
        if section:
            at = section.end()
            shown.append(body[start:at])
            subsections: list[str] = []
            code = _CODE.match(body, at)
            at = code.end() if code else at
            while mark := _LEVEL.match(body, at) or _PENALTY.match(body, at) or _GROUP.match(body, at) or _ALSO.match(body, at):
                if mark.re is _LEVEL:
                    level = level or _LEVELS[mark[1]]
                else:
                    shown.append(mark[0])
                    if mark.re is _GROUP:
                        subsections.append(mark[1].lower())
                at = mark.end()
            letters = section[0].lstrip("0123456789.").lower()
            sections.append((section[0][: len(section[0]) - len(letters)], (*letters, *subsections)))
        else:
            while group := _GROUP.match(body, at):  # "(a) & (e)": further parts of the section before
                shown.append(group[0])
                at = group.end()
        join = _JOIN.match(body, at)
        if join is None or not _goes_on(body, join.end(), join[0]):
            return "".join(shown).strip(), at, level
        shown.append(join[0])
        at = join.end()


def _goes_on(body: str, at: int, join: str) -> bool:
    """Whether a citation goes on here, behind a comma, an "and" or a bracket."""
    if join.strip() == "(":
        return _HEAD.match(body, at) is not None
    if _HEAD.match(body, at) or _GROUP.match(body, at):
        return True
    section = _SECTION.match(body, at)
    if section is None:
        return False
    return _BARE_END.match(body, section.end()) is not None or (join.strip(" ,") in ("and", "&") and len(section[0]) > 2)


def split_number(text: str) -> tuple[str, list[tuple[int, str]]]:
    """The words of a count, and the counts that the brackets behind them name: none where they name none or too many."""
    match = _NUMBER.search(text[-400:])
    if match is None:
        return text, []
    numbers = counts_in(match[1])
    return (text[: len(text) - len(match[0])].rstrip(), numbers) if numbers else (text, [])


def counts_in(text: str) -> list[tuple[int, str]]:
    """The counts of a list such as ``1, 3-5, 7s``; none at all if they are too many to be true."""
    found: list[tuple[int, str]] = []
    for one in _ONE.finditer(text[:2000]):
        last = int(one[3] or one[1])
        if last - int(one[1]) >= MOST or len(found) > MOST:
            return []
        found += [(figure, one[2]) for figure in range(int(one[1]), last + 1)]
    return list(dict.fromkeys(found))
