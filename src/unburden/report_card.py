"""Grades a jurisdiction's law for survivors from its encoded conditions alone, each point traced to where it comes from.

The scale is data: `law/report_card.toml`, which says whose categories they are and that the points are ours.
"""

from __future__ import annotations

import json
import tomllib
from collections.abc import Collection, Iterable, Mapping
from typing import Any, Final

from attrs import define, frozen

from unburden.calendar import NEVER, NO
from unburden.errors import LawError, Problem
from unburden.language import Node, Ref, Since, facts_of, walk
from unburden.law import Law
from unburden.person import Reading
from unburden.provision import Provision
from unburden.survey import Reach, Survey, is_unread, own_conditions, reads, stopped_by

SCALE: Final = "report_card.toml"
#: In place of a letter where too little of the law was read for one.
NO_GRADE: Final = "-"
_PAPERS: Final = "official_documentation"
#: The share of a table's offenses whose place under the law may be unread before nothing is said of its reach.
_MOST_UNREAD: Final = 0.5
#: Contact with the police that a law makes a condition.
_COOPERATION: Final = ("report needed", "cooperation needed")


@frozen
class Point:
    """One category: points got of those that could be had (0: not graded), why, and the citations it rests on."""

    id: str
    title: str
    got: float
    of: int
    why: str
    traces: tuple[str, ...] = ()


@frozen
class Card:
    """One jurisdiction's grades; `letter` may be `NO_GRADE`.

    `main` is the provision on which the single conditions are measured, `None` if there is no such law.
    """

    code: str
    name: str
    main: Provision | None
    points: tuple[Point, ...]
    letter: str
    reaches: str

    @property
    def got(self) -> float:
        """All points got."""
        return sum(each.got for each in self.points)

    @property
    def of(self) -> int:
        """All points that could be graded."""
        return sum(each.of for each in self.points)


@define
class Scale:
    """The scale as it stands in `law/report_card.toml`."""

    letters: Mapping[str, int]
    least_graded: int
    category: Mapping[str, Mapping[str, Any]]


def read_scale(law: Law) -> Scale:
    """The scale of a folder of law.

    Raises:
        LawError: the file is missing or cannot be read.
    """
    path = law.folder / SCALE
    try:
        raw = tomllib.loads(path.read_text(encoding="utf-8"))
        return Scale(raw["letters"], raw["least_graded"], raw["category"])
    except (OSError, tomllib.TOMLDecodeError, KeyError) as error:
        raise LawError(Problem("no-scale", f"the scale of the report card cannot be read: {error}", file=str(path))) from None


def grade(law: Law, code: str, as_of: int, scale: Scale) -> Card:
    """The report card of one jurisdiction that is loaded, on one day (an ordinal)."""
    survey = Survey(law, code, as_of)
    sets, ordinary = scale.category["offenses"]["sets"], scale.category["arrests"]["ordinary"]
    readings = survey.readings("trafficking")
    reaches = {reading.provision.id: survey.reach(reading, sets, ordinary) for reading in readings}
    name = law.jurisdictions[code].name["en"]
    if not readings:
        none = "no law for survivors was found"
        points = tuple(Point(key, each["title"], 0, each["points"], none) for key, each in scale.category.items())
        return Card(code, name, None, points, "F", "none")
    # Single conditions are measured on the provision that goes furthest for an adult's conviction.
    main = max(readings, key=lambda each: _width(reaches[each.provision.id], scale))
    grading = _Grading(survey, scale, main, list(reaches.values()), survey.convicted(reaches[main.provision.id]))
    points = tuple(getattr(grading, f"_{key}")(each) for key, each in scale.category.items())
    got, of = sum(each.got for each in points), sum(each.of for each in points)
    share = 100 * got / of if of else 0
    letter = next((letter for letter, least in scale.letters.items() if share >= least), "F") if of >= scale.least_graded else NO_GRADE
    return Card(code, name, main.provision, points, letter, _reaches(list(reaches.values()), scale.category["offenses"]["sold"]))


def _width(reach: Reach, scale: Scale) -> tuple[bool, bool, float, float]:
    found = _shares([reach])
    return "convicted" in reach.outcomes, not reach.minors, _mean(found.values()), _strength(reach.provision, scale)


def _adult(found: list[Reach]) -> list[Reach]:
    return [each for each in found if "convicted" in each.outcomes and not each.minors]


def _shares(found: list[Reach]) -> dict[str, float]:
    """By set, the share of its offenses that one provision or another reaches; sets of which nothing was read are left out."""
    reached = {id_ for each in found for id_ in each.reached}
    unread = {id_ for each in found for id_ in each.unread} - reached
    known = {name: members - unread for each in found for name, members in each.offenses.items()}
    return {name: len(members & reached) / len(members) for name, members in known.items() if members}


def _unread(found: list[Reach]) -> float:
    """The share of the offenses whose place under the law was not read."""
    every = {id_ for each in found for members in each.offenses.values() for id_ in members}
    unread = {id_ for each in found for id_ in each.unread} - {id_ for each in found for id_ in each.reached}
    return len(unread) / len(every) if every else 0.0


def _mean(values: Iterable[float]) -> float:
    found = list(values)
    return sum(found) / len(found) if found else 0.0


def _strength(provision: Provision, scale: Scale) -> float:
    category = scale.category["range"]
    return sum(max((category[side].get(effect, 0) for effect in provision.effect), default=0) for side in ("undone", "put_away"))


def _reaches(found: list[Reach], sold: Collection[str]) -> str:
    """What the law reaches of an adult's convictions: ``any``, ``many``, ``few``, ``prostitution``; ``other``, ``none`` or ``unread``."""
    adult = _adult(found)
    if not adult:
        return "other" if any(each.outcomes for each in found) else "unread"
    if _unread(adult) > _MOST_UNREAD:
        return "unread"
    beyond = _mean(share for name, share in _shares(adult).items() if name not in sold)
    return "any" if beyond >= 0.9 else "many" if beyond >= 0.5 else "few" if beyond > 0.05 else "prostitution"


@define
class _Grading:
    survey: Survey
    scale: Scale
    main: Reading
    reaches: list[Reach]
    conviction: Mapping[str, str]

    def _point(self, key: str, got: float, why: str, traces: tuple[str, ...] = (), of: int | None = None) -> Point:
        category = self.scale.category[key]
        return Point(key, category["title"], round(got, 1), category["points"] if of is None else of, why, traces)

    def _range(self, category: Mapping[str, Any]) -> Point:
        adult = [each.provision for each in _adult(self.reaches)]
        if not adult and self._perhaps("convicted"):
            return self._point("range", 0, "not graded: whether a conviction is reached was not read", self._stops("convicted"), of=0)
        if not adult:
            return self._point("range", 0, "no conviction of an adult is reached", self._stops("convicted"))
        best = max(adult, key=lambda each: _strength(each, self.scale))
        return self._point("range", _strength(best, self.scale), ", ".join(best.effect), (best.citation,))

    def _perhaps(self, outcome: str) -> bool:
        """Whether it was not read if an outcome is reached."""
        return any(outcome in each.perhaps for each in self.reaches) and not any(outcome in each.outcomes for each in self.reaches)

    def _stops(self, what: str) -> tuple[str, ...]:
        return tuple(dict.fromkeys(cite for each in self.reaches for cite in each.stops.get(what, ())))

    def _arrests(self, category: Mapping[str, Any]) -> Point:
        got, of, said = 0, category["points"], []
        traces: list[str] = []
        for outcome, points in category["outcomes"].items():
            by = [each.provision.citation for each in self.reaches if outcome in each.outcomes]
            unread = self._perhaps(outcome)
            said.append(f"{outcome.replace('_', ' ')}: {'yes' if by else 'not read' if unread else 'no'}")
            got += points if by else 0
            of -= points if unread else 0
            traces += by or self._stops(outcome)
        return self._point("arrests", got, "; ".join(said), tuple(dict.fromkeys(traces)), of=of)

    def _offenses(self, category: Mapping[str, Any]) -> Point:
        adult = _adult(self.reaches)
        if _unread(adult) > _MOST_UNREAD or (not adult and self._perhaps("convicted")):
            return self._point("offenses", 0, "not graded: the list of offenses was not read far enough", of=0)
        best = _shares(adult)
        missing = [name.replace("_", " ") for name, share in best.items() if share < 0.5]
        why = "all whose place was read" if best and not missing else f"not, or mostly not: {', '.join(missing)}" if best else "none"
        unread = [name.replace("_", " ") for each in adult[:1] for name in each.offenses if name not in best]
        why += f"; not read for: {', '.join(unread)}" if unread else ""
        traces = tuple(dict.fromkeys(cite for each in adult for name in each.offenses for cite in each.stops.get(name, ())))
        return self._point("offenses", category["points"] * _mean(best.values()), why, traces)

    def _discretion(self, category: Mapping[str, Any]) -> Point:
        provision = self.main.provision
        return self._point("discretion", category["court"][provision.court], f"the court: {provision.court}", (provision.citation,))

    def _nexus(self, category: Mapping[str, Any]) -> Point:
        ladder = category["ladder"]
        facts = [fact for rung in ladder for fact in rung["facts"] if fact in self.survey.law.facts]
        cites = tuple(each.cite for each in own_conditions(self.main.provision) if set(facts) & reads(each))
        # A link that was not read shows nothing, and one that is weak may not be all where a part of the law was not read.
        main = self.survey.read_as(self.main, NO, frozenset(facts))
        rest = any(map(is_unread, own_conditions(self.main.provision)))
        # Without official papers first, for a presumption would hide what has to be shown; with them where a law asks for them.
        for papers in (False, True):
            for place, rung in enumerate(ladder):
                held = {fact for each in ladder[: place + 1] for fact in each["facts"]}
                answers: dict[str, object] = {_PAPERS: papers, **{fact: fact in held for fact in facts}}
                decision = self.survey.ask(main, self.conviction, answers)
                if decision.bounds[0] != NEVER and rest and not rung.get("cause", True):
                    return self._point("nexus", 0, f"not graded: at least that {rung['says']}; the rest was not read", cites, of=0)
                if decision.bounds[0] != NEVER:
                    return self._point("nexus", rung["points"], rung["says"], cites)
        return self._point("nexus", 0, "more than the ladder holds", stopped_by(decision))

    def _time(self, category: Mapping[str, Any]) -> Point:
        provision = self.main.provision
        waits = [each.cite for each in own_conditions(provision) if any(_waits(tree) for tree in each.trees())]
        said = ["a wait" if waits else "no wait", "a last day" if provision.closes is not None else "no last day"]
        said += ["in what was read"] if provision.source.read != "whole" else []
        got = (0 if waits else category["wait"]) + (0 if provision.closes is not None else category["deadline"])
        return self._point("time", got, ", ".join(said), tuple(dict.fromkeys(waits)) or (provision.citation,))

    def _said(self, key: str, points: int | None, why: str, traces: tuple[str, ...]) -> Point:
        """A category whose points the scale gives for the provision's own words; words that are not in it are not graded."""
        if points is None:
            return self._point(key, 0, "not graded: not plain from the text", traces, of=0)
        return self._point(key, points, why, traces)

    def _noted(self, topic: str) -> tuple[str, ...]:
        return tuple(note.cite for note in self.main.provision.notes if note.topic == topic)

    def _hearing(self, category: Mapping[str, Any]) -> Point:
        value = self.main.provision.hearing
        return self._said("hearing", category["hearing"].get(value), f"a hearing: {value}", self._noted("hearing"))

    def _confidentiality(self, category: Mapping[str, Any]) -> Point:
        value = self.main.provision.confidential
        points = category["confidential"].get(value)
        return self._said("confidentiality", points, f"filed out of public view: {value}", self._noted("confidentiality"))

    def _burden(self, category: Mapping[str, Any]) -> Point:
        provision = self.main.provision
        # Where the burden depends on something, the hardest that the words name.
        named = [
            points
            for name, points in category["burden"].items()
            if name == provision.burden or (name != "none" and name in provision.burden)
        ]
        return self._said("burden", min(named, default=None), f"burden of proof: {provision.burden}", (provision.citation,))

    def _documentation(self, category: Mapping[str, Any]) -> Point:
        without = self.survey.ask(self.main, self.conviction, {_PAPERS: False})
        presumed = [
            each for each in own_conditions(self.main.provision) if each.presumed_by is not None and _PAPERS in facts_of(each.presumed_by)
        ]
        needed = without.bounds[0] == NEVER
        got = (0 if needed else category["not_needed"]) + (category["presumption"] if presumed else 0)
        said = ["needed" if needed else "not needed", "they shift the burden" if presumed else "no presumption rests on them"]
        cites = tuple(dict.fromkeys(each.presumed_cite for each in presumed)) or stopped_by(without)
        return self._point("documentation", got, ", ".join(said), cites)

    def _other(self, category: Mapping[str, Any]) -> Point:
        provision = self.main.provision
        found: dict[str, list[str]] = {}
        for condition in own_conditions(provision):
            asked = reads(condition)
            for group, facts in category["groups"].items():
                if asked & set(facts):
                    found.setdefault(group, []).append(condition.cite)
        if provision.contact.get("police") in _COOPERATION:
            found["help to the police"] = [provision.citation]
        got = max(0, category["points"] - len(found))
        return self._point("other", got, ", ".join(found) or "nothing more", tuple(cite for cites in found.values() for cite in cites))


def _waits(tree: Node) -> bool:
    """Whether a tree holds only from some day on, other than the state of a thing that can pass."""
    return any(isinstance(node, Since) and not isinstance(node.day, Ref) for node in walk(tree))


def as_json(cards: Iterable[Card]) -> str:
    """Report cards as JSON, each point with its reason and citations."""
    found = [
        {
            "jurisdiction": card.code,
            "grade": card.letter,
            "points": card.got,
            "of": card.of,
            "reaches": card.reaches,
            "measured_on": card.main.id if card.main else None,
            "categories": [
                {"id": each.id, "title": each.title, "points": each.got, "of": each.of, "why": each.why, "citations": list(each.traces)}
                for each in card.points
            ],
        }
        for card in cards
    ]
    return json.dumps({"report_cards": found}, ensure_ascii=False, indent=2) + "\n"
