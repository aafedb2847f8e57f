"""Which paper opens which path, and which papers a path yields: the chains that need no police."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from attrs import frozen

from unburden.path_law import Evidence, Link
from unburden.paths import Paths, WayResult

#: Contact that leaves the police out.
WITHOUT: Final = ("none", "optional")
_ROLES: Final = ("needed", "enough", "helps")


@frozen
class Step:
    """A paper, and the way that it opens; of a way that needs no paper, none."""

    document: str
    evidence: Evidence | None
    way: WayResult


@frozen
class Chain:
    """Papers and the ways that they open, one from the other."""

    steps: tuple[Step, ...]

    @property
    def ids(self) -> tuple[str, ...]:
        """Papers and paths in turn, by id."""
        return tuple(each for step in self.steps for each in (step.document, step.way.way.path))


def opened_by(paths: Paths, document: str) -> list[tuple[WayResult, Evidence]]:
    """The ways that accept a paper and are not closed, and how."""
    found = []
    for result in paths.results:
        for way in result.ways:
            if way.status != "closed":
                found += [(way, each) for each in way.way.evidence if each.document == document]
    return found


def yielded_by(paths: Paths, document: str) -> list[tuple[WayResult, Link]]:
    """The ways that yield a paper and are not closed."""
    return [
        (way, link)
        for result in paths.results
        for way in result.ways
        if way.status != "closed"
        for link in way.way.yields
        if link.to == document
    ]


def without_police(way: WayResult) -> bool:
    """Whether a way can be gone without police, as far as is known."""
    touch = way.touches["police"]
    return touch.value in WITHOUT or touch.perhaps in WITHOUT


def chains(paths: Paths) -> list[Chain]:
    """For each paper that a path yields, and each other path that it opens, the shortest chain to it that needs no police.

    A chain begins with a paper that can be had without police, or that the person has. Papers that everybody has or needs (proof of
    identity, bills) open nothing new and are no links.
    """
    shortest = _shortest(paths)
    found: dict[tuple[str, str], Chain] = {}
    for document, chain in shortest.items():
        if not chain:
            continue
        seen = {step.way.way.path for step in chain}
        for way, evidence in opened_by(paths, document):
            key = (document, way.way.path)
            if way.way.path not in seen and _passable(way, evidence, shortest, paths) and key not in found:
                found[key] = Chain((*chain, Step(document, evidence, way)))
    return sorted(found.values(), key=lambda each: len(each.steps))


def _passable(way: WayResult, evidence: Evidence, had: Mapping[str, object], paths: Paths) -> bool:
    """Whether a paper opens a way without police.

    Where papers are needed beside what everybody has, only a needed one does, once all of them are had; else one that is enough, or
    where none is, one that helps.
    """
    documents = paths.law.documents
    needed = [each.document for each in way.way.evidence if each.role == "needed" and not documents[each.document].general]
    if not without_police(way):
        return False
    if needed:
        return evidence.document in needed and all(each in had for each in needed)
    enough = any(each.role == "enough" for each in way.way.evidence)
    return evidence.role == "enough" if enough else True


def _shortest(paths: Paths) -> dict[str, tuple[Step, ...]]:
    """Papers that can be had without police, each with the shortest chain of ways that yields it; the chain is empty at the start."""
    documents = paths.law.documents
    made = {link.to for result in paths.results for way in result.ways for link in way.way.yields}
    found: dict[str, tuple[Step, ...]] = {
        each.id: ()
        for each in documents.values()
        if (each.police in WITHOUT and each.id not in made) or (each.fact and paths.answers.person.get(each.fact) in (True, "yes"))
    }
    for result in paths.results:
        for way in result.ways:
            if way.status != "closed" and not way.way.evidence and without_police(way):
                for link in way.way.yields:
                    if not found.get(link.to) and not documents[link.to].general:
                        found[link.to] = (Step("", None, way),)
    ahead = list(found)
    while ahead:
        after: list[str] = []
        for document in ahead:
            for way, evidence in sorted(opened_by(paths, document), key=lambda each: _ROLES.index(each[1].role)):
                if not _passable(way, evidence, found, paths):
                    continue
                for link in way.way.yields:
                    if link.to not in found and not documents[link.to].general:
                        found[link.to] = (*found[document], Step(document, evidence, way))
                        after.append(link.to)
        ahead = after
    return found
