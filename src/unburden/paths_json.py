"""Decided paths as the contract's JSON (docs/schemas/paths.schema.json)."""

from __future__ import annotations

from typing import Any, Final

from unburden.calendar import Bounds, iso
from unburden.chains import chains, opened_by, yielded_by
from unburden.path_law import Link
from unburden.paths import Paths, WayResult, runs_until
from unburden.paths_order import DOES, DOES_NOT, MAY, UNCLEAR, Placed, placed
from unburden.person import holds
from unburden.provision import Text

SCHEMA: Final = "unburden.paths/1"
DOES_WORDS: Final = {DOES: "yes", MAY: "perhaps", UNCLEAR: "unclear", DOES_NOT: "no"}


def to_json(paths: Paths) -> dict[str, Any]:
    """The paths in the order of what matters, with clocks, papers and chains (``unburden.paths/1``)."""
    order = placed(paths, paths.answers.matters)
    running = sorted((each for result in paths.results for each in runs_until(result)), key=lambda each: each[1].last)
    return {
        "schema": SCHEMA,
        "as_of": iso(paths.as_of),
        "matters": list(paths.answers.matters),
        "places": {name: list(codes) for name, codes in paths.answers.places.items()},
        "paths": [_path(each, paths) for each in order],
        "clocks": [
            {
                "path": way.way.path,
                "way": way.way.id,
                "deadline": clock.deadline.id,
                "last": _bounds(clock.last),
                "hard": clock.deadline.hard,
            }
            for way, clock in running
        ],
        "documents": [
            {
                "id": each.id,
                "name": each.name["en"],
                "from": each.issuer["en"],
                "police": each.police,
                "opens": [{"way": way.way.id, "role": evidence.role} for way, evidence in opened_by(paths, each.id)],
                "from_ways": [way.way.id for way, _ in yielded_by(paths, each.id)],
            }
            for each in paths.law.documents.values()
        ],
        "chains": [
            [
                {"document": step.document or None, "role": step.evidence.role if step.evidence else None, "way": step.way.way.id}
                for step in chain.steps
            ]
            for chain in chains(paths)
        ],
        "problems": [{"code": each.code, "message": each.message, "file": each.file, "line": each.line} for each in paths.problems],
    }


def _path(each: Placed, paths: Paths) -> dict[str, Any]:
    result = each.result
    path = result.path
    charges = [paths.relief.charges[place].row["charge_id"] for place in result.charges] if paths.relief is not None else []
    return {
        "id": path.id,
        "title": path.title["en"],
        "what": path.what["en"],
        "group": path.group,
        "gives": list(path.gives),
        "status": result.status,
        "where": list(result.where),
        "charges": charges,
        "order": [{"matter": one.matter, "does": DOES_WORDS[one.does], "shown": one.shown} for one in each.standings],
        "ways": [_way(way, paths.as_of) for way in result.ways],
    }


def _way(result: WayResult, as_of: int) -> dict[str, Any]:
    way, decision = result.way, result.decision
    return {
        "way": way.id,
        "jurisdiction": way.jurisdiction,
        "citation": way.law.citation,
        "status": result.status,
        "unsettled": result.unsettled,
        "opens": _bounds(decision.bounds),
        "closes": _bounds(decision.closes) if decision.closes else None,
        "ask": list(result.ask),
        "ask_contact": list(result.ask_contact),
        "because": [
            {
                "condition": finding.condition.id,
                "text": finding.condition.text["en"],
                "cite": finding.condition.cite,
                "holds": holds(finding.bounds, as_of),
                "how": finding.how,
            }
            for finding in decision.findings
        ],
        "deadlines": [
            {
                "id": clock.deadline.id,
                "text": clock.deadline.text["en"],
                "last": _bounds(clock.last),
                "past": clock.past,
                "hard": clock.deadline.hard,
                "late": clock.deadline.late["en"] if clock.deadline.late else None,
                "cite": clock.deadline.cite,
            }
            for clock in result.clocks
        ],
        "contact": {
            party: {
                "value": touch.value,
                "perhaps": touch.perhaps or None,
                "text": _english(touch.contact.text),
                "cite": touch.contact.cite,
            }
            for party, touch in result.touches.items()
        },
        "evidence": [
            {"document": each.document, "role": each.role, "text": _english(each.text), "cite": each.cite} for each in way.evidence
        ],
        "yields": [_link(each, "document") for each in way.yields],
        "combines": [_link(each, "path") for each in way.combines],
        "forecloses": [_link(each, "path") for each in way.forecloses],
        "speed": way.speed,
        "cost": way.cost,
        "private": way.private,
        "notes": [{"topic": note.topic, "text": note.text["en"], "cite": note.cite} for note in way.law.notes],
        "forms": [{"number": each.number, "title": each.title, "source": each.source} for each in way.forms],
        "confidence": way.law.confidence,
        "open_questions": list(way.law.open_questions),
        "sources": [
            {"url": each.url, "read": each.read, "version": each.version, "checked": each.checked, "note": each.note}
            for each in way.sources
        ],
    }


def _link(link: Link, to: str) -> dict[str, Any]:
    return {to: link.to, "text": _english(link.text), "cite": link.cite}


def _english(text: Text | None) -> str | None:
    return text["en"] if text is not None else None


def _bounds(bounds: Bounds) -> dict[str, str]:
    return {"earliest": iso(bounds[0]), "latest": iso(bounds[1])}
