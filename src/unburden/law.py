"""Loads law/: facts, and for each jurisdiction asked for its provisions and its offense table.

Loading returns what was good together with every mistake found (`Law.problems`), each with file, line and column. Only the
folders that are needed are read. `law_check` does the slower work of holding a law against its cases and quotations.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Mapping
from functools import cached_property
from itertools import pairwise
from pathlib import Path
from typing import Any, Final

from attrs import define, field, frozen

from unburden import law_parts as parts
from unburden.errors import LawError, Problem, nearest
from unburden.language import Fact, LanguageError, Node, Table, Words, make_table
from unburden.law_file import (
    CONFIDENCE,
    CONFIDENTIAL,
    CONTACT,
    COURT,
    DANGERS,
    EFFECTS,
    FACT_FILE_KEYS,
    FACT_KEYS,
    FILE_KEYS,
    HEARING,
    KINDS,
    MERITS,
    ORIGINS,
    PARTIES,
    PROVISION_KEYS,
    SCOPES,
    TYPES,
    UNITS,
    Place,
)
from unburden.offenses import OffenseTable, load_offenses
from unburden.person import Reading
from unburden.provision import Condition, Provision, Text
from unburden.toml_text import Where
from unburden.trees import Layout

#: Facts that the engine reads whatever the law says: the others' order in time, the whole record, what is still open.
ENGINE_FACTS: Final = {"offense_date": "day", "record_complete": "yesno", "case_ended": "since", "level": "level", "inchoate": "choice"}


def law_folder() -> Path:
    """The folder of the law that came with this program: in a wheel beside the code, in a checkout at its root."""
    packed = Path(__file__).parent / "law_data"
    return packed if packed.is_dir() else Path(__file__).resolve().parents[2] / "law"


@frozen
class Jurisdiction:
    """One jurisdiction's law: its code (ISO 3166-2, ``US`` for federal), offense table and provisions, all versions."""

    code: str
    name: Text
    offenses: OffenseTable
    provisions: tuple[Provision, ...]


@define(slots=False)
class Law:
    """What was loaded: facts, jurisdictions by code, and every mistake found on the way."""

    folder: Path
    facts: Mapping[str, Fact]
    jurisdictions: dict[str, Jurisdiction] = field(factory=dict)
    problems: list[Problem] = field(factory=list)
    #: What printed charges come to, kept by `facts.offense_of`.
    offenses: dict[Any, Any] = field(factory=dict, repr=False)
    matches: dict[int, Any] = field(factory=dict, repr=False)
    _readings: dict[tuple[str, int], list[Reading]] = field(factory=dict, repr=False, init=False)

    @cached_property
    def layout(self) -> Layout:
        """Where each fact stands in a row."""
        return Layout(self.facts)

    def load(self, codes: Iterable[str]) -> Law:
        """Load further jurisdictions, those among `codes` that have a folder here; returns the same law."""
        for code in sorted(set(codes) & set(folder_codes(self.folder)) - set(self.jurisdictions)):
            self.jurisdictions[code] = _read_jurisdiction(self.folder / code.lower(), code, self)
        return self

    def forget(self) -> None:
        """Drop what was made ready, after jurisdictions were replaced by hand."""
        self._readings.clear()

    def provisions(self) -> list[Provision]:
        """Every provision of every loaded jurisdiction, all versions, in a stable order."""
        return [provision for code in sorted(self.jurisdictions) for provision in self.jurisdictions[code].provisions]

    def in_force(self, code: str, as_of: int) -> list[Provision]:
        """A jurisdiction's provisions in force on a day, or enacted and in force later, each as seen from that day."""
        found = self.jurisdictions.get(code)
        return [provision.seen_from(as_of) for provision in found.provisions if provision.until > as_of] if found else []

    def readings(self, code: str, as_of: int) -> list[Reading]:
        """The same, made ready for one person's rows."""
        found = self._readings.get((code, as_of))
        if found is None:
            found = self._readings[code, as_of] = [Reading(provision, self.layout) for provision in self.in_force(code, as_of)]
        return found


def folder_codes(folder: Path) -> list[str]:
    """Codes of the jurisdictions that have a folder in law/."""
    return sorted(path.name.upper() for path in folder.iterdir() if path.is_dir() and re.fullmatch(r"us(-[a-z]{2})?", path.name))


def jurisdiction_names(law: Law, lang: str = "en") -> dict[str, str]:
    """Every U.S. jurisdiction by its code, encoded or not, in the order of their names with the federal one first."""
    path = law.folder / "jurisdictions.csv"
    names: dict[str, str] = {}
    if path.is_file():
        with path.open(encoding="utf-8", newline="") as file:
            names = {row["code"]: row["name_es" if lang == "es" else "name"] for row in csv.DictReader(file)}
    return names | {code: found.name[lang] for code, found in law.jurisdictions.items() if code not in names}


def read_law(folder: Path | None = None, codes: Iterable[str] | None = None) -> Law:
    """The law of some jurisdictions (all by default).

    Raises:
        LawError: there is no law in the folder, or its facts cannot be read.
    """
    folder = folder or law_folder()
    if not (folder / "facts.toml").is_file():
        raise LawError(Problem("no-law", "there is no facts.toml in this folder, so it holds no law", file=str(folder)))
    problems: list[Problem] = []
    facts = _read_facts(folder / "facts.toml", problems)
    missing = [
        f"{name} ({type_})"
        for name, type_ in ENGINE_FACTS.items()
        if name not in facts or facts[name].type != type_ or facts[name].origin == "derived"
    ]
    if missing:
        message = f"the engine itself reads these facts, and they are not here: {', '.join(missing)}"
        raise LawError([*problems, Problem("missing", message, file=str(folder / "facts.toml"))])
    law = Law(folder, facts, {}, problems)
    return law.load(folder_codes(folder) if codes is None else codes)


def _read_facts(path: Path, problems: list[Problem]) -> dict[str, Fact]:
    """The facts of the law, and those that the other paths ask for, in one name space."""
    facts: dict[str, Fact] = {}
    for each in (path, path.parent / "paths" / path.name):
        if each.is_file():
            _read_fact_file(each, problems, facts)
    return facts


def _read_fact_file(path: Path, problems: list[Problem], facts: dict[str, Fact]) -> None:
    at = Place(path, problems)
    given = at.raw["facts"] if at.keys(at.raw, FACT_FILE_KEYS, ()) else {}
    for name, raw in given.items():
        if name in facts:
            at.problem("overlap", f"{name} is a fact already", ("facts", name))
            continue
        where: Where = ("facts", name)
        if not at.keys(raw, FACT_KEYS, where):
            continue
        for key, known in (("type", TYPES), ("scope", SCOPES), ("from", ORIGINS)):
            at.one_of(raw[key], known, (*where, key))
        if raw["type"] not in TYPES or raw["scope"] not in SCOPES or raw["from"] not in ORIGINS:
            continue
        asked = raw["from"] not in ("derived", "place")
        for key in ("ask", "ask_es", "why", "why_es"):
            if asked and not raw.get(key):
                at.problem("missing", f"{name} needs {key}", where)
        if raw["from"] == "derived" and not raw.get("is"):
            at.problem("missing", f"{name} is derived and needs `is`", where)
        facts[name] = Fact(
            name,
            raw["type"],
            raw["scope"],
            raw["from"],
            raw.get("column", name),
            tuple(raw.get("values", ())),
            raw.get("is", ""),
            tuple(raw.get("implies", ())),
            raw.get("weight", 0),
            {"en": raw.get("ask", ""), "es": raw.get("ask_es", "")},
            {"en": raw.get("why", ""), "es": raw.get("why_es", "")},
            raw.get("say", ""),
            raw.get("say_no", ""),
            raw.get("danger", ""),
            raw.get("after", ""),
        )
        if raw.get("danger"):
            at.one_of(raw["danger"], DANGERS, (*where, "danger"))
    words = Words(facts)
    for fact in facts.values():
        for other in fact.implies:
            if other not in facts:
                message = f"{fact.name} implies {other}, which is no fact{nearest(other, facts)}"
                at.problem("unknown-name", message, ("facts", fact.name, "implies"))
        if fact.after and (fact.after not in facts or facts[fact.after].type != "yesno"):
            at.problem(
                "unknown-name", f"{fact.name} is asked after {fact.after}, which is no yes-or-no fact", ("facts", fact.name, "after")
            )
        if fact.origin == "derived":
            at.parse(fact.is_, words, (fact.type,), ("facts", fact.name, "is"))


def _read_jurisdiction(folder: Path, code: str, law: Law) -> Jurisdiction:
    offenses, problems = load_offenses(folder)
    law.problems.extend(problems)
    provisions: list[Provision] = []
    for path in sorted(folder.glob("*.toml")):
        if path.name == "jurisdiction.toml" or path.name.endswith(".cases.toml"):
            continue
        provisions.extend(_read_file(path, code, law, offenses.sets))
    _check_versions(provisions, law.problems)
    names = {"en": offenses.jurisdiction.name, "es": offenses.jurisdiction.name_es}
    return Jurisdiction(code, names, offenses, tuple(provisions))


def _check_versions(provisions: list[Provision], problems: list[Problem]) -> None:
    by_id: dict[str, list[Provision]] = {}
    for provision in provisions:
        by_id.setdefault(provision.id, []).append(provision)
    for versions in by_id.values():
        ordered = sorted(versions, key=lambda each: each.start)
        for before, after in pairwise(ordered):
            if before.until > after.start:
                message = f"two versions of {after.id} are in force on the same day"
                problems.append(Problem("overlap", message, file=after.file, line=after.line))


def _read_file(path: Path, code: str, law: Law, sets: frozenset[str]) -> list[Provision]:
    at = Place(path, law.problems)
    raw = at.raw
    if not at.keys(raw, FILE_KEYS, ()):
        return []
    tables: dict[str, Table] = {}
    for key in UNITS:
        for name, entries in raw.get(key, {}).items():
            if not isinstance(entries, dict):
                at.problem("type", f"[{key}.{name}] should be a table", (key, name))
                continue
            try:
                tables[name] = make_table(name, key, entries)
            except LanguageError as error:
                at.add(error, (key, name))
    defines: dict[str, Node] = {}
    words = Words(law.facts, sets, tables, defines)
    for name, text in raw.get("define", {}).items():
        if name in law.facts:
            at.problem("overlap", f"{name} is a fact already", ("define", name))
        node = at.parse(text, words, ("yesno", "since", "day", "number"), ("define", name))
        if node is not None:
            defines[name] = node
    found = [_provision(each, place, code, at, words) for place, each in enumerate(raw.get("provision", []))]
    return [provision for provision in found if provision is not None]


def _provision(raw: dict[str, Any], place: int, code: str, at: Place, words: Words) -> Provision | None:
    where: Where = ("provision", place)
    if not at.keys(raw, PROVISION_KEYS, where):
        return None
    known = {"kind": KINDS, "merits": MERITS, "court": COURT, "confidence": CONFIDENCE, "hearing": HEARING, "confidential": CONFIDENTIAL}
    for key, values in known.items():
        at.one_of(raw.get(key, "unclear"), values, (*where, key))
    for effect in raw["effect"]:
        at.one_of(effect, EFFECTS, (*where, "effect"))
    for party, contact in raw["contact"].items():
        at.one_of(party, PARTIES, (*where, "contact"))
        at.one_of(contact, CONTACT, (*where, "contact"))
    basis = parts.basis(raw["source"], (*where, "source"), at)
    if basis is None:
        return None
    start, until = parts.in_force(raw, where, at)
    if not raw["id"].startswith(f"{code.lower()}/"):
        at.problem("type", f'the id must begin with "{code.lower()}/"', (*where, "id"))
    conditions = [*([_case_ended()] if raw["kind"] != "information" else []), *parts.conditions(raw["condition"], where, at, words)]
    closes = at.parse(raw["closes"], words, ("day",), (*where, "closes")) if raw.get("closes") else None
    return Provision(
        raw["id"],
        code,
        parts.texts(raw, "title"),
        raw["citation"],
        raw["kind"],
        tuple(raw["effect"]),
        raw["merits"],
        raw["court"],
        raw["burden"],
        start,
        until,
        tuple(conditions),
        closes,
        raw["contact"],
        parts.notes(raw.get("note", []), where, at),
        basis,
        raw.get("enacted", ""),
        raw.get("coverage", ""),
        raw.get("hearing", "unclear"),
        raw.get("confidential", "unclear"),
        raw["confidence"],
        tuple(raw.get("open_questions", ())),
        str(at.path),
        at.line(where),
    )


def _case_ended() -> Condition:
    """The engine's own first condition: what is still being decided in court cannot be cleared yet."""
    from unburden.language import Ref

    text = {"en": "The case is over", "es": "El caso ya terminó"}
    return Condition("case-ended", text, "the record", Ref("since", "case_ended"), implicit=True)
