"""Whether two sightings are of the same charge, case or person: what tells them apart, without what only typography adds.

Losing a charge is as wrong as counting one twice, so two charges are one only on strong evidence: the same statute or the
same words, with the same case number and place or the same day. Each charge of a source meets at most one of another's.
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict, deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import islice
from typing import Final, TypeAlias

from unburden.record import Case, Charge, day_bounds
from unburden.wording import folded

_Statute: TypeAlias = tuple[tuple[str, ...], frozenset[str]]
_Key: TypeAlias = tuple[object, ...]
_Keys: TypeAlias = Callable[[Charge], Iterable[_Key]]

#: Words in a statute number that name no code.
_NO_CODE: Final = frozenset(
    ("sec", "sect", "section", "subsection", "subsec", "subd", "stat", "stats", "statutes", "rev", "ann", "chapter", "title")
)
_SUFFIXES: Final = frozenset(("jr", "sr", "ii", "iii", "iv"))
#: How many charges that share a key are looked at for one; it bounds the work on a record of thousands of equal charges.
_MOST: Final = 50


# ---- charges


@lru_cache(4096)
def statute_key(printed: str) -> _Statute:
    """The numbers of a printed statute in order, and its code's letters: ``647(B) PC`` and ``PC 647(b)`` have the same."""
    runs = re.findall(r"\d+|[a-z]+", re.sub(r"\b([a-z])\.(?=[a-z]\b)", r"\1", printed.lower()[:300]))
    numbers = tuple(run for run in runs if run[0].isdigit() or len(run) == 1)
    return numbers, frozenset(run for run in runs if not run[0].isdigit() and len(run) > 1) - _NO_CODE


def same_statute(one: str, other: str) -> bool:
    """Whether two printed statutes are the same number; one that names no code may be of any."""
    (numbers, code), (others, other_code) = statute_key(one), statute_key(other)
    return bool(numbers) and numbers == others and (bool(code & other_code) or not code or not other_code)


@lru_cache(4096)
def words_key(printed: str) -> frozenset[str]:
    """The words that tell a charge from another (`wording.folded`)."""
    return folded(printed, {})


def alike(one: Charge, other: Charge, sole: bool = False) -> bool:
    """Whether two charges name one offense in any of their versions: by statute, else by words that no statute gainsays.

    `sole` says that nothing else could be meant, so that the same words are enough where the statutes differ.
    """
    statutes = [[version.statute for version in each.versions if version.statute] for each in (one, other)]
    each_pair = [(left, right) for left in statutes[0] for right in statutes[1]]
    if any(same_statute(*pair) for pair in each_pair):
        return True
    words = [{words_key(version.description) for version in each.versions if version.description} for each in (one, other)]
    return bool((words[0] & words[1]) - {frozenset()}) and (sole or not each_pair or any(begins_alike(*pair) for pair in each_pair))


def begins_alike(one: str, other: str) -> bool:
    """Whether one statute only says less of the same number: ``796.07`` and ``796.07(2)(e)``."""
    (numbers, code), (others, other_code) = statute_key(one), statute_key(other)
    shorter = min(len(numbers), len(others))
    return bool(shorter) and numbers[:shorter] == others[:shorter] and (bool(code & other_code) or not code or not other_code)


def exact_days(charge: Charge) -> Iterator[tuple[str, str]]:
    """The days of arrest and of offense that are known to the day."""
    for name, text in (("arrest_date", charge.arrest_date), ("offense_date", charge.offense_date)):
        if text and len(text) == 10:
            yield name, text


def apart(one: str | None, other: str | None) -> bool:
    """Whether two dates of the record cannot be the same."""
    left, right = day_bounds(one), day_bounds(other)
    return left[1] < right[0] or right[1] < left[0]


def _names(charge: Charge) -> Iterator[_Key]:
    for version in charge.versions:
        if version.statute and statute_key(version.statute)[0]:
            yield "statute", statute_key(version.statute)[0]
        if version.description and words_key(version.description):
            yield "words", words_key(version.description)


def _whole(charge: Charge) -> Iterator[_Key]:
    end = charge.outcome
    yield (*_names(charge), *exact_days(charge), end and end.outcome, end and end.date)


def _on_a_day(charge: Charge) -> Iterator[_Key]:
    return ((*name, *day) for name in _names(charge) for day in exact_days(charge))


def pairs(ones: Sequence[Charge], others: Sequence[Charge], numbered: bool) -> list[tuple[int, int]]:
    """Which of these charges are one, by their places: each in one pair at most, the surest pairs first.

    Without a common case number (`numbered`) a common day is needed. Charges whose days contradict each other are one only
    where the number is the same and no other charge is like them.
    """
    found: list[tuple[int, int]] = []
    free, waiting = dict(enumerate(ones)), dict(enumerate(others))
    for keys in (_whole, _on_a_day, _names) if numbered else (_whole, _on_a_day):
        by_key, theirs = _indexed(free, keys), _indexed(waiting, keys)
        sole = {key for key, held in by_key.items() if keys is _names and len(held) == len(theirs.get(key, ())) == 1}
        for m, other in list(waiting.items()):
            for n, key in [pair for each in dict.fromkeys(keys(other)) for pair in _first(by_key, each, free)]:
                dated = numbered or any(exact_days(other))
                if dated and alike(free[n], other, key in sole) and (key in sole or not contradict(free[n], other)):
                    found.append((n, m))
                    del free[n], waiting[m]
                    break
    return found


def _indexed(charges: dict[int, Charge], keys: _Keys) -> dict[_Key, deque[int]]:
    index: dict[_Key, deque[int]] = defaultdict(deque)
    for n, charge in charges.items():
        for key in dict.fromkeys(keys(charge)):
            index[key].append(n)
    return index


def _first(index: dict[_Key, deque[int]], key: _Key, free: dict[int, Charge]) -> list[tuple[int, _Key]]:
    """The first charges under a key that are still free."""
    held = index.get(key, deque())
    while held and held[0] not in free:
        held.popleft()
    return [(n, key) for n in islice(held, _MOST) if n in free]


def contradict(one: Charge, other: Charge) -> bool:
    """Whether the days of offense or arrest of two charges cannot be the same."""
    return apart(one.offense_date, other.offense_date) or apart(one.arrest_date, other.arrest_date)


# ---- cases


@lru_cache(4096)
def number_keys(printed: str) -> frozenset[str]:
    """Keys of a case or file number, of which two sightings of it share one; none if it is no number.

    One is its runs of letters and digits (``08-M-0031177-X`` is ``08M31177X``), one all of them together, where they are so
    many that this cannot be chance (``C-17-320001`` is ``C17320001``).
    """
    text = printed.upper()[:100]
    runs = re.findall(r"\d+|[A-Z]+", text)
    key = " ".join(run.lstrip("0") or "0" if run[0].isdigit() else run for run in runs)
    if len(key) < 3 or not any(run[0].isdigit() for run in runs):
        return frozenset()
    whole = "".join(runs)
    return frozenset((key, whole)) if len(whole) >= 7 else frozenset((key,))


def numbered_alike(one: Case, other: Case) -> bool:
    """Whether both have the same case number."""
    return bool(number_keys(one.number or "") & number_keys(other.number or ""))


def may_be_one(one: Case, other: Case) -> bool:
    """Whether nothing says that two cases differ; without a common number both must be of one known jurisdiction."""
    if differ(one.jurisdiction, other.jurisdiction) or differ(one.county, other.county):
        return False
    if numbered_alike(one, other):
        return True
    both = bool(number_keys(one.number or "")) and bool(number_keys(other.number or ""))
    return one.jurisdiction is not None and one.jurisdiction == other.jurisdiction and not both


def differ(one: str | None, other: str | None) -> bool:
    """Whether two places or words are both stated and not the same."""
    return bool(_bare(one)) and bool(_bare(other)) and _bare(one) != _bare(other)


def _bare(text: str | None) -> str:
    return re.sub(r"\bcounty\b|[^a-z0-9]", "", (text or "").lower())


# ---- people


@lru_cache(4096)
def name_key(printed: str) -> tuple[frozenset[str], tuple[str, ...]]:
    """Family names and given names: ``DOE-ROE, JANE M. (AKA)`` gives ``{doe, roe}`` and ``(jane, m)``."""
    plain = unicodedata.normalize("NFKD", printed.lower()[:200])
    letters = re.sub(r"\([^()]*\)", " ", "".join(each for each in plain if not unicodedata.combining(each)))
    family, comma, given = letters.partition(",")
    words = [[word for word in re.findall(r"\w+", part) if word not in _SUFFIXES] for part in (family, given)]
    if not comma:
        words = [words[0][-1:], words[0][:-1]]
    return frozenset(words[0]), tuple(words[1])


def same_name(one: str, other: str) -> bool:
    """Whether two printed names can be one name: a family name in common and given names that agree, if only by an initial."""
    (family, given), (others, other_given) = name_key(one), name_key(other)
    if family | set(given) == others | set(other_given):
        return True
    if not family & others:
        return False
    first, second = given[:1], other_given[:1]
    return not first or not second or first == second or (1 in (len(first[0]), len(second[0])) and first[0][0] == second[0][0])


def name_variants(names: Iterable[str], most: int = 200) -> list[list[str]]:
    """Printed names in groups that differ by case, order, punctuation or middle names alone, the fullest of each group first.

    Both groups and what they hold keep their order otherwise; names after the first `most` stand alone.
    """
    groups: list[list[str]] = []
    for place, name in enumerate(dict.fromkeys(names)):
        fits = (each for each in groups if any(_same_words(name, other) for other in each) or all(_variant(name, other) for other in each))
        group = next(fits, None) if place < most else None
        if group is None:
            groups.append([name])
        else:
            group.append(name)
    return [sorted(group, key=_fullness, reverse=True) for group in groups]


def _same_words(one: str, other: str) -> bool:
    words = [sorted((*family, *given)) for family, given in map(name_key, (one, other))]
    return words[0] == words[1] != []


def _variant(one: str, other: str) -> bool:
    (family, given), (others, other_given) = name_key(one), name_key(other)
    if family != others or not given or given[:1] != other_given[:1]:
        return False
    return all(a == b or (1 in (len(a), len(b)) and a[0] == b[0]) for a, b in zip(given[1:], other_given[1:], strict=False))


def _fullness(name: str) -> tuple[int, bool]:
    """Whole words before initials, and before those of capitals alone one that is written as names are."""
    family, given = name_key(name)
    return sum(len(word) for word in (*family, *given)), not name.isupper()
