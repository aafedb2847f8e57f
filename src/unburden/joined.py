"""Cases and charges that several sources show, as one: what is the same is counted once, what differs is not known.

Which are the same, `likeness` decides; what is only likely to be the same stays apart (`merge.suspicions`). A value that
two sources state differently becomes unknown and a `Disagreement`, with every value and its place.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from itertools import chain, islice
from typing import Any, Final, TypeAlias

from attrs import define, evolve, field, fields

from unburden import terms
from unburden.calendar import UNKNOWN
from unburden.likeness import (
    alike,
    apart,
    begins_alike,
    contradict,
    differ,
    exact_days,
    may_be_one,
    number_keys,
    numbered_alike,
    pairs,
    same_statute,
    words_key,
)
from unburden.record import STAGES, Case, Charge, ChargeVersion, Disagreement, Disposition, Record, Span, day_bounds

_DATES: Final = ("offense_date", "arrest_date", "released_date", "sentence_completed_date", "probation_revoked_date")
#: Outcomes that another one may follow in time without contradiction.
_PASSING: Final = ("pending", "transferred", "deferred", "diverted")
#: A charge with one of these may be the earlier half of a prosecution that went on elsewhere.
_UNFINISHED: Final = (None, "pending", "transferred")
#: How many cases of one number or one day are looked at for one; it bounds the work on thousands of cases of a day.
_MOST: Final = 100

#: A source's format, and the id that a case or a charge has there.
_Name: TypeAlias = tuple[str, str]


@define
class _Case:
    """A case while records are added: its charges by their ids, which of them each record has shown, and what sources call the case."""

    case: Case
    charges: dict[str, Charge] = field(factory=dict)
    seen: dict[str, set[int]] = field(factory=dict)
    called: set[_Name] = field(factory=set)

    def free_of(self, record: int) -> list[Charge]:
        return [charge for name, charge in self.charges.items() if record not in self.seen[name]]


@define
class Joined:
    """The cases of all records added; `names` gives, for each record, the id that each of its charges has here."""

    names: list[dict[str, str]] = field(factory=list)
    _cases: list[_Case] = field(factory=list)
    _disputes: dict[tuple[str, str], list[tuple[str, Span]]] = field(factory=dict)
    _taken: set[tuple[str, str]] = field(factory=set)
    _called: dict[str, set[_Name]] = field(factory=lambda: defaultdict(set))
    _index: dict[tuple[str, ...], list[_Case]] = field(factory=lambda: defaultdict(list))

    def finished(self) -> tuple[tuple[Case, ...], tuple[Disagreement, ...]]:
        """The cases with their charges, and what the sources disagree on."""
        cases = tuple(evolve(each.case, charges=tuple(each.charges.values())) for each in self._cases)
        return cases, tuple(Disagreement(*key, *zip(*held, strict=True)) for key, held in self._disputes.items() if held)

    def add(self, record: Record) -> None:
        """Add a record's cases, each to the case of an earlier record that it is, or as a new one."""
        number = len(self.names)
        kinds = {source.format for source in record.sources}
        names: dict[str, str] = {}
        self.names.append(names)
        earlier = list(self._index.items())
        known = {key: list(held) for key, held in earlier}
        case_names: dict[str, str] = {}
        for case in record.cases:
            held = self._the_same(case, known, number)
            if held is None:
                # A source may print one case in several parts; they keep one id.
                name = case_names.get(case.case_id) or self._free("case", case.case_id)
                held = _Case(evolve(case, case_id=name, charges=()))
                self._cases.append(held)
                for key in _keys(case):
                    self._index[key].append(held)
                met: dict[int, Charge] = {}
            else:
                met = self._met(held, case, number, kinds)
                held.case = self._case(held.case, case)
            case_names[case.case_id] = held.case.case_id
            held.called.update((kind, case.case_id) for kind in kinds)
            for m, charge in enumerate(case.charges):
                one = met.get(m)
                name = one.charge_id if one else self._free("charge", charge.charge_id)
                names[charge.charge_id] = name
                held.charges[name] = self._charge(one, charge, name) if one else evolve(charge, charge_id=name)
                held.seen.setdefault(name, set()).add(number)
                self._called[name].update((kind, charge.charge_id) for kind in kinds)
        for each in record.disagreements:
            name = {**case_names, **names}.get(each.charge_id, each.charge_id)
            self._settle(name, each.field, list(zip(each.values, each.spans, strict=False)), disputed=True)

    def _met(self, held: _Case, case: Case, number: int, kinds: Collection[str]) -> dict[int, Charge]:
        """Which charges of a case the other case's, by their places, are.

        Two tables or prints of one source call a charge by one name, also where one shows it as filed and the other as it was
        disposed of under another statute. Under one name of one stage with another statute stands another charge, and so does, where
        they call the case the same, another name.
        """
        ones, others = held.free_of(number), case.charges
        numbered = numbered_alike(held.case, case)
        met: dict[int, Charge] = {}
        if numbered:
            by_name = {called: one for one in ones for called in self._called[one.charge_id]}
            for m, other in enumerate(others):
                one = next((by_name[kind, other.charge_id] for kind in kinds if (kind, other.charge_id) in by_name), None)
                if one is not None and (alike(one, other) or not _stages(one) & _stages(other)):
                    met[m] = one
        taken = {one.charge_id for one in met.values()}
        one_source = any((kind, case.case_id) in held.called for kind in kinds)
        free = [
            one
            for one in ones
            if one.charge_id not in taken and not (one_source and any(kind in kinds for kind, _ in self._called[one.charge_id]))
        ]
        rest = [m for m in range(len(others)) if m not in met]
        for n, m in pairs(free, [others[m] for m in rest], numbered):
            met[rest[m]] = free[n]
        return met

    def join_related(self) -> None:
        """One prosecution in two courts or under two numbers becomes one case.

        `Case.related` of one names the other, or both have one of their `tracking` numbers.
        """
        by_name: dict[str, list[_Case]] = defaultdict(list)
        for each in self._cases:
            for name in {each.case.case_id, *number_keys(each.case.number or ""), *_tracking(each.case)}:
                by_name[name].append(each)
        gone: set[int] = set()
        for each in list(self._cases):
            names = [key for name in each.case.related for key in (name, *sorted(number_keys(name)))]
            named = [by_name.get(key, ()) for key in (*names, *sorted(_tracking(each.case)))]
            for other in islice(chain.from_iterable(named), _MOST):
                if other is each or id(each) in gone or id(other) in gone or _elsewhere(each.case, other.case):
                    continue
                earlier, later = sorted((each, other), key=_progress)
                before, after = list(earlier.charges.values()), list(later.charges.values())
                tracked = bool(_tracking(each.case) & _tracking(other.case))
                met = [
                    (before[m], after[n])
                    for n, m in pairs(after, before, True)
                    # Two cases have each a charge 1; only days tell bail jumping of March from that of May.
                    if not contradict(before[m], after[n])
                    and (_went_on(before[m], after[n]) or (tracked and _said(before[m]) & _said(after[n])))
                ]
                if met:
                    self._absorb(later, earlier, met)
                    gone.add(id(earlier))
        self._cases = [each for each in self._cases if id(each) not in gone]

    def _absorb(self, later: _Case, earlier: _Case, met: Iterable[tuple[Charge, Charge]]) -> None:
        same = {one.charge_id: other.charge_id for one, other in met}
        for name, charge in earlier.charges.items():
            now = same.get(name, name)
            later.charges[now] = self._charge(charge, later.charges[now], now) if name in same else charge
            later.seen.setdefault(now, set()).update(earlier.seen[name])
        for names in self.names:
            names.update({old: same[now] for old, now in names.items() if now in same})
        for name, what in [key for key in self._disputes if key[0] in same]:
            self._settle(same[name], what, self._disputes.pop((name, what)), disputed=True)
        own = (later.case.number, later.case.case_id, earlier.case.case_id, "")
        numbers = dict.fromkeys((*later.case.related, earlier.case.number or "", *earlier.case.related))
        later.case = evolve(
            later.case,
            related=tuple(each for each in numbers if each not in own),
            tracking=tuple(dict.fromkeys((*later.case.tracking, *earlier.case.tracking))),
            jurisdiction=later.case.jurisdiction or earlier.case.jurisdiction,
            county=later.case.county or earlier.case.county,
            spans=_spans(later.case.spans, earlier.case.spans),
        )

    def _the_same(self, case: Case, known: Mapping[tuple[str, ...], list[_Case]], number: int) -> _Case | None:
        """The case that this one is: one with a charge alike, else one of this number in this very county."""
        seen: set[int] = set()
        sure: _Case | None = None
        for key in sorted(_keys(case), reverse=True):  # case numbers before days
            for held in known.get(key, ())[:_MOST]:
                if id(held) in seen or not may_be_one(held.case, case):
                    continue
                seen.add(id(held))
                numbered = numbered_alike(held.case, case)
                if pairs(held.free_of(number), case.charges, numbered):
                    return held
                if numbered and case.jurisdiction and case.jurisdiction == held.case.jurisdiction and case.county and held.case.county:
                    sure = sure or held
        return sure

    def _free(self, kind: str, name: str) -> str:
        found, n = name, 1
        while (kind, found) in self._taken:
            n += 1
            found = f"{name}~{n}"
        self._taken.add((kind, found))
        return found

    def _case(self, one: Case, other: Case) -> Case:
        changes: dict[str, Any] = {name: getattr(one, name) or getattr(other, name) for name in _FILLED}
        for each in ("related", "tracking"):
            changes[each] = tuple(dict.fromkeys((*getattr(one, each), *getattr(other, each))))
        changes["filed_date"] = self._date(one, other, "filed_date", one.case_id)
        for name, column in (("status", "case_status"), ("balance_due", "balance_due")):
            stated = {getattr(each, name): _span(each, name) for each in (other, one) if getattr(each, name)}
            changes[name] = self._settle(one.case_id, column, list(stated.items())[::-1])
        return evolve(one, **changes, spans=_spans(one.spans, other.spans))

    def _charge(self, one: Charge, other: Charge, name: str) -> Charge:
        """Two sightings of one charge as one; what they state differently becomes unknown and a disagreement."""
        dates = {each: self._date(one, other, each, name) for each in _DATES}
        self._compare_versions(one, other, name)
        # Where one sighting states the other's outcome too, it knows more and contradicts nothing.
        told = _said(one) & _said(other)
        if not any(each and (each.outcome, each.date) in told for each in (one.outcome, other.outcome)):
            self._compare_outcomes(one.outcome, other.outcome, name)
        return Charge(
            name,
            versions=_versions(one.versions, other.versions),
            dispositions=_dispositions(one.dispositions, other.dispositions),
            sentence=_unique((*one.sentence, *other.sentence), "kind", "printed"),
            spans=_spans(one.spans, other.spans),
            **dates,
        )

    def _date(self, one: Any, other: Any, what: str, name: str) -> str | None:
        stated = [(getattr(each, what), _span(each, what)) for each in (one, other) if day_bounds(getattr(each, what)) != UNKNOWN]
        if len(stated) == 2 and not apart(stated[0][0], stated[1][0]):
            stated = [min(stated, key=lambda pair: _width(pair[0]))]
        return self._settle(name, what, stated)

    def _settle(self, name: str, what: str, stated: Sequence[tuple[str, Span]], disputed: bool = False) -> str | None:
        """The one value that is stated; `None` where there are two, or were before, or it is `disputed`."""
        if not disputed and (name, what) not in self._disputes and len(stated) < 2:
            return stated[0][0] if stated else None
        held = self._disputes.setdefault((name, what), [])
        held.extend(pair for pair in stated if pair not in held)
        return None

    def _compare_versions(self, one: Charge, other: Charge, name: str) -> None:
        """Level and statute, as the last stage that both have seen states them; another stage's may well differ."""
        for stage in reversed(STAGES):
            both = [next((each for each in reversed(charge.versions) if each.stage == stage), None) for charge in (one, other)]
            if both[0] and both[1]:
                for what in ("level", "statute"):
                    stated = [(getattr(each, what), _span(each, what)) for each in both if getattr(each, what)]
                    if len(stated) == 2 and _conflict(what, stated[0][0], stated[1][0]):
                        self._settle(name, what, stated)
            if both[0] or both[1]:
                return

    def _compare_outcomes(self, one: Disposition | None, other: Disposition | None, name: str) -> None:
        if one is None or other is None:
            return
        earlier, later = sorted((one, other), key=lambda each: (each.outcome not in _PASSING, each.outcome == "vacated"))
        undated = not (earlier.date and later.date)
        passing = earlier.outcome in _PASSING and later.outcome not in _PASSING
        follows = passing or (earlier.outcome, later.outcome) == ("convicted", "vacated")
        if one.outcome == other.outcome:
            if apart(one.date, other.date):
                self._settle(name, "disposition_date", [(each.date or "", _span(each, "date")) for each in (one, other)])
        elif not (follows and (undated or day_bounds(earlier.date)[0] <= day_bounds(later.date)[1])):
            self._settle(name, "disposition", [(each.outcome or "", _span(each, "printed")) for each in (one, other)])


def _tracking(case: Case) -> set[str]:
    """Keys of the tracking numbers, none of which is that of a case's number."""
    return {f"tracking {key}" for name in case.tracking for key in number_keys(name)}


def _stages(charge: Charge) -> set[str]:
    return {version.stage for version in charge.versions if version.statute or version.description}


_FILLED: Final = ("jurisdiction", "number", "county", "court", "status_printed")


def _keys(case: Case) -> set[tuple[str, ...]]:
    days = {("day", *day) for charge in case.charges for day in exact_days(charge)}
    return days | {("number", key) for key in number_keys(case.number or "")}


def _progress(held: _Case) -> tuple[int, str, str]:
    """Sorts the half of a prosecution that went on elsewhere before the half where it ended."""
    finished = sum(1 for each in held.charges.values() if each.outcome and each.outcome.outcome not in _UNFINISHED)
    return finished, held.case.filed_date or "", held.case.case_id


def _elsewhere(one: Case, other: Case) -> bool:
    """Whether two cases are of different places. A prosecution may move to another county, but then its tracking number says so."""
    return differ(one.jurisdiction, other.jurisdiction) or (differ(one.county, other.county) and not _tracking(one) & _tracking(other))


def _went_on(earlier: Charge, later: Charge) -> bool:
    return any((each.outcome.outcome if each.outcome else None) in _UNFINISHED for each in (earlier, later))


def _said(charge: Charge) -> set[tuple[str | None, str | None]]:
    """The dated outcomes that a sighting states."""
    return {(each.outcome, each.date) for each in charge.dispositions if each.outcome and each.date and not each.later}


def _conflict(what: str, one: str, other: str) -> bool:
    if what == "statute":
        return not same_statute(one, other) and not begins_alike(one, other)
    left, right = terms.level(one), terms.level(other)
    return left is not None and right is not None and (left[1] < right[0] or right[1] < left[0])


def _width(date: str) -> int:
    low, high = day_bounds(date)
    return high - low


def _span(of: Any, name: str) -> Span:
    return of.spans.get(name) or next(iter(of.spans.values()), Span(""))


def _spans(one: Mapping[str, Span], other: Mapping[str, Span]) -> dict[str, Span]:
    """Both sources' places: the second's under ``name#2`` and so on, unless it is the same place."""
    found = dict(one)
    for name, span in other.items():
        key, n = name, 1
        while key in found and found[key] != span:
            n += 1
            key = f"{name.partition('#')[0]}#{n}"
        found[key] = span
    return found


def _unique(parts: Sequence[Any], *names: str) -> tuple[Any, ...]:
    """Each part once, by the words in these fields, with the places of all its sightings."""
    found: dict[tuple[str, ...], Any] = {}
    for part in parts:
        key = tuple(" ".join(str(getattr(part, name) or "").lower().split()) for name in names)
        found[key] = evolve(found[key], spans=_spans(found[key].spans, part.spans)) if key in found else part
    return tuple(found.values())


def _versions(one: Sequence[ChargeVersion], other: Sequence[ChargeVersion]) -> tuple[ChargeVersion, ...]:
    """The versions of both; two of one stage that do not contradict each other are one."""
    found = list(one)
    for version in other:
        at = next((n for n, held in enumerate(found) if held.stage == version.stage and _compatible(held, version)), None)
        if at is None:
            found.append(version)
            continue
        names = [each.name for each in fields(ChargeVersion) if each.name != "spans"]
        filled = {name: getattr(found[at], name) or getattr(version, name) for name in names}
        found[at] = ChargeVersion(**filled, spans=_spans(found[at].spans, version.spans))
    return tuple(found)


def _compatible(one: ChargeVersion, other: ChargeVersion) -> bool:
    if one.statute and other.statute and not same_statute(one.statute, other.statute):
        return False
    if one.description and other.description and words_key(one.description) != words_key(other.description):
        return False
    level = bool(one.level and other.level) and (one.level or "").lower() != (other.level or "").lower()
    return not level and not (one.date and other.date and one.date != other.date)


def _dispositions(one: Sequence[Disposition], other: Sequence[Disposition]) -> tuple[Disposition, ...]:
    """Those of both, in time; the same words of the same day are one."""
    found = _unique((*one, *other), "printed", "outcome", "date", "later")
    return tuple(sorted(found, key=lambda each: (each.outcome not in _PASSING, each.outcome == "vacated", each.date or "")))
