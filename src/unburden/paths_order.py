"""The order in which paths are shown: by what the person says matters to them, one thing after the other, with the reasons.

Nothing is left out and nothing is weighed against another thing: what they name first decides, what they name next decides among
equals. A path that does not do what matters stands further down, and says so.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Final

from attrs import frozen

from unburden.path_law import GROUPS, SPEEDS
from unburden.paths import PathResult, Paths

#: How well a path does what matters: it does, it may, it is not known to, it does not.
DOES, MAY, UNCLEAR, DOES_NOT = range(4)
_CONTACT: Final[Mapping[str, int]] = {
    "none": DOES, "optional": DOES, "unclear": UNCLEAR,
    "notified": DOES_NOT, "served": DOES_NOT, "may object": DOES_NOT, "must consent": DOES_NOT, "report needed": DOES_NOT,
    "cooperation needed": DOES_NOT,
}  # fmt: skip
_PRIVATE: Final = {"yes": DOES, "partly": MAY, "unclear": UNCLEAR, "no": DOES_NOT}
_STATUS: Final = ("open", "later", "ask", "unread", "closed")


@frozen
class Standing:
    """How a path does one thing that matters: `DOES`, `MAY`, `UNCLEAR` or `DOES_NOT`, the exact rank within it, and what shows it."""

    matter: str
    does: int
    rank: int
    shown: str = ""


@frozen
class Placed:
    """A path in its place, with how it does each thing that matters, in their order."""

    result: PathResult
    standings: tuple[Standing, ...]


def placed(paths: Paths, matters: Sequence[str]) -> list[Placed]:
    """Every path, those that can be used first, each group in the order of what matters."""
    found = [Placed(each, tuple(_MATTERS[matter](each, matter) for matter in matters)) for each in paths.results]

    def key(each: Placed) -> tuple[object, ...]:
        closed = each.result.status == "closed"
        rest = each.result.path.group in ("police", "nothing")
        return (
            closed,
            *((standing.does, standing.rank) for standing in each.standings),
            rest,
            _STATUS.index(each.result.status),
            GROUPS.index(each.result.path.group),
            each.result.path.id,
        )

    return sorted(found, key=key)


def touches(result: PathResult, party: str) -> tuple[str, str]:
    """How a party comes into a path at best, and what it may be instead: its best way's, else the path's own."""
    way = result.best
    if way is not None:
        return way.touches[party].value, way.touches[party].perhaps
    contact = result.path.contact.get(party)
    return (contact.value, contact.otherwise) if contact is not None else ("unclear", "")


def _without(party: str) -> Callable[[PathResult, str], Standing]:
    """That nobody has to deal with a party."""

    def standing(result: PathResult, matter: str) -> Standing:
        value, perhaps = touches(result, party)
        does = _CONTACT[value]
        if does == DOES_NOT and perhaps in ("none", "optional"):
            does = MAY
        return Standing(matter, does, value != "none", value)

    return standing


def _gives(*what: str) -> Callable[[PathResult, str], Standing]:
    def standing(result: PathResult, matter: str) -> Standing:
        given = [each for each in what if each in result.path.gives]
        return Standing(matter, DOES if given else DOES_NOT, 0, given[0] if given else "")

    return standing


def _speed(result: PathResult, matter: str) -> Standing:
    speed = result.best.way.speed if result.best is not None else "unclear"
    rank = SPEEDS.index(speed)
    return Standing(matter, UNCLEAR if speed == "unclear" else (DOES, DOES, MAY, DOES_NOT)[rank], rank, speed)


def _privacy(result: PathResult, matter: str) -> Standing:
    kept = result.best.way.private if result.best is not None else "unclear"
    told = [party for party in ("public", "trafficker", "employer") if _CONTACT[touches(result, party)[0]] == DOES_NOT]
    does = DOES_NOT if told else _PRIVATE[kept]
    return Standing(matter, does, len(told), told[0] if told else kept)


_MATTERS: Final[Mapping[str, Callable[[PathResult, str], Standing]]] = {
    "no police": _without("police"),
    "speed": _speed,
    "money": _gives("money"),
    "status": _gives("status"),
    "clean record": _gives("record"),
    "privacy": _privacy,
    "accountability": _gives("accountability"),
    "no court": _without("court"),
    "no immigration authorities": _without("immigration"),
    "safety": _gives("safety", "home", "care"),
}
#: What a person can say matters to them.
MATTERS: Final = tuple(_MATTERS)
