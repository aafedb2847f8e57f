"""The parts that every encoded law has, from TOML: its conditions, notes, source and time in force."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from unburden.calendar import ALWAYS, NEVER
from unburden.errors import nearest
from unburden.language import Words
from unburden.law_file import CLAUSE_KEYS, CONDITION_KEYS, NOTE_KEYS, READ, TOPICS, Place
from unburden.provision import Basis, Clause, Condition, Note, Text
from unburden.toml_text import Where


def conditions(raw: Sequence[Mapping[str, Any]], where: Where, at: Place, words: Words) -> list[Condition]:
    """The conditions in good order; two that share an id are a mistake."""
    found: dict[str, Condition] = {}
    for number, each in enumerate(raw):
        condition = _condition(each, (*where, "condition", number), at, words)
        if condition is not None and condition.id in found:
            at.problem("overlap", f"two conditions are called {condition.id}", (*where, "condition", number, "id"))
        if condition is not None:
            found[condition.id] = condition
    return list(found.values())


def notes(raw: Sequence[Mapping[str, Any]], where: Where, at: Place) -> tuple[Note, ...]:
    """The notes in good order."""
    found = []
    for number, each in enumerate(raw):
        here = (*where, "note", number)
        if at.keys(each, NOTE_KEYS, here):
            at.one_of(each["topic"], TOPICS, (*here, "topic"))
            found.append(Note(each["topic"], texts(each, "text"), each["cite"]))
    return tuple(found)


def basis(source: Mapping[str, Any], where: Where, at: Place) -> Basis | None:
    """Where the text was read, or `None` and a mistake."""
    if not all(source.get(key) for key in ("url", "read", "version", "checked")):
        at.problem("no-source", "a source needs url, read, version and checked", where)
        return None
    at.one_of(source["read"], READ, where)
    return Basis(source["url"], source["read"], str(source["version"]), str(source["checked"]), source.get("note", ""))


def in_force(raw: Mapping[str, Any], where: Where, at: Place) -> tuple[int, int]:
    """From which day a law is in force, and from which no longer."""
    force = raw.get("in_force", {})
    for key, day in force.items():
        if key not in ("from", "until"):
            at.problem("unknown-key", f"{key} is not known here{nearest(key, ['from', 'until'])}", (*where, "in_force"))
        elif not isinstance(day, date):
            at.problem("type", f"in_force.{key} is a date without quotes: 2022-01-01", (*where, "in_force"))
    start = force["from"].toordinal() if isinstance(force.get("from"), date) else ALWAYS
    until = force["until"].toordinal() if isinstance(force.get("until"), date) else NEVER
    if start >= until:
        at.problem("overlap", "in_force ends before it begins", (*where, "in_force"))
    return start, until


def _condition(raw: Mapping[str, Any], where: Where, at: Place, words: Words) -> Condition | None:
    if not at.keys(raw, CONDITION_KEYS, where):
        return None
    if ("holds" in raw) == bool(raw.get("reading")):
        at.problem("missing", "a condition needs either `holds` or two or more readings", where)
        return None
    at.quote(raw.get("quote", ""), where)
    wanted = ("yesno", "since")
    holds = at.parse(raw["holds"], words, wanted, (*where, "holds")) if "holds" in raw else None
    presumed = at.parse(raw["presumed_by"], words, ("yesno",), (*where, "presumed_by")) if "presumed_by" in raw else None
    if presumed is not None and not raw.get("presumed_cite"):
        at.problem("no-citation", "a presumption needs presumed_cite", where)
    exceptions = [_clause(each, (*where, "exception", number), at, words) for number, each in enumerate(raw.get("exception", []))]
    readings = [_clause(each, (*where, "reading", number), at, words) for number, each in enumerate(raw.get("reading", []))]
    if len(readings) == 1:
        at.problem("missing", "one reading alone is not unsettled: give two or more", where)
    if (holds is None and "holds" in raw) or None in readings:
        return None
    return Condition(
        raw["id"],
        texts(raw, "text"),
        raw["cite"],
        holds,
        raw.get("quote", ""),
        presumed,
        raw.get("presumed_cite", ""),
        tuple(each for each in exceptions if each is not None),
        tuple(each for each in readings if each is not None),
        line=at.line(where),
    )


def _clause(raw: Mapping[str, Any], where: Where, at: Place, words: Words) -> Clause | None:
    if not at.keys(raw, CLAUSE_KEYS, where):
        return None
    at.quote(raw.get("quote", ""), where)
    node = at.parse(raw["holds"], words, ("yesno", "since"), (*where, "holds"))
    return Clause(texts(raw, "text"), raw["cite"], node, raw.get("quote", "")) if node is not None else None


def texts(raw: Mapping[str, Any], key: str) -> Text:
    """A text by language, from `key` and `key_es`."""
    return {"en": raw[key], "es": raw[f"{key}_es"]}
