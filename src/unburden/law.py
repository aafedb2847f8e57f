"""Loads law/: facts, and for each jurisdiction asked for its provisions and its offense table.

Loading returns what was good together with every mistake found (`Law.problems`), each with file, line and column. Only the
folders that are needed are read. `law_check` does the slower work of holding a law against its cases and quotations.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Any, Final

from attrs import define, field, frozen

from unburden.calendar import ALWAYS, NEVER
from unburden.errors import LawError, Problem, nearest
from unburden.language import Fact, LanguageError, Node, Table, Words, make_table, parse
from unburden.offenses import OffenseTable, load_offenses
from unburden.person import Layout, Reading
from unburden.provision import Basis, Clause, Condition, Note, Provision, Text

KINDS: Final = ("trafficking", "general", "information")
EFFECTS: Final = (
    "vacatur",
    "set-aside",
    "dismissal",
    "expungement",
    "destruction",
    "sealing",
    "restriction",
    "sentence-reduction",
    "information",
)
MERITS: Final = ("merits", "defect", "none", "unclear")
COURT: Final = ("may", "shall", "automatic")
READ: Final = ("whole", "part", "secondary")
CONFIDENCE: Final = ("high", "medium", "low")
PARTIES: Final = ("police", "prosecutor", "immigration", "court", "public", "trafficker", "employer")
CONTACT: Final = ("none", "notified", "served", "may object", "must consent", "report needed", "cooperation needed")
TOPICS: Final = (
    "effect",
    "forum",
    "fee",
    "hearing",
    "evidence",
    "confidentiality",
    "contact",
    "immigration",
    "deadline",
    "limit",
    "money",
    "appeal",
    "afterwards",
    "firearms",
    "procedure",
)
UNITS: Final = ("years", "months", "days", "number", "yesno", "day")
TYPES: Final = ("yesno", "since", "day", "number", "level", "choice")
QUOTE_WORDS: Final = 20

_PROVISION_KEYS: Final = {
    "id": True,
    "title": True,
    "title_es": True,
    "citation": True,
    "kind": True,
    "effect": True,
    "merits": True,
    "court": True,
    "burden": True,
    "source": True,
    "contact": True,
    "condition": True,
    "in_force": False,
    "enacted": False,
    "coverage": False,
    "confidence": True,
    "open_questions": False,
    "closes": False,
    "note": False,
}
_CONDITION_KEYS: Final = {
    "id": True,
    "text": True,
    "text_es": True,
    "cite": True,
    "quote": False,
    "holds": False,
    "presumed_by": False,
    "presumed_cite": False,
    "exception": False,
    "reading": False,
}
_CLAUSE_KEYS: Final = {"text": True, "text_es": True, "cite": True, "holds": True, "quote": False}
_NOTE_KEYS: Final = {"topic": True, "text": True, "text_es": True, "cite": True}
_FACT_KEYS: Final = {
    "type": True,
    "scope": True,
    "from": True,
    "column": False,
    "values": False,
    "is": False,
    "implies": False,
    "weight": False,
    "ask": False,
    "ask_es": False,
    "why": False,
    "why_es": False,
}


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


def read_law(folder: Path | None = None, codes: Iterable[str] | None = None) -> Law:
    """The law of some jurisdictions (all by default).

    Raises:
        LawError: there is no law in the folder, or its facts cannot be read.
    """
    folder = folder or law_folder()
    if not (folder / "facts.toml").is_file():
        raise LawError(Problem("no-law", "there is no facts.toml in this folder, so it holds no law", file=str(folder)))
    problems: list[Problem] = []
    law = Law(folder, _read_facts(folder / "facts.toml", problems), {}, problems)
    return law.load(folder_codes(folder) if codes is None else codes)


def _load_toml(path: Path, problems: list[Problem]) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        where = re.search(r"at line (\d+), column (\d+)", str(error))
        line, column = (int(where[1]), int(where[2])) if where else (None, None)
        problems.append(Problem("toml", f"not TOML: {str(error).split(' (at')[0]}", file=str(path), line=line, column=column))
        return {}


def _read_facts(path: Path, problems: list[Problem]) -> dict[str, Fact]:
    at = _Place(path, problems)
    facts: dict[str, Fact] = {}
    for name, raw in _load_toml(path, problems).get("facts", {}).items():
        where = ("facts", name)
        if not at.keys(raw, _FACT_KEYS, where):
            continue
        if raw["type"] not in TYPES or raw["scope"] not in ("charge", "case", "person"):
            at.problem("unknown-value", f"{name} has a type or scope that is not known", where)
            continue
        asked = raw["from"] != "derived"
        for key in ("ask", "ask_es", "why", "why_es"):
            if asked and not raw.get(key):
                at.problem("missing", f"{name} needs {key}", where)
        if not asked and not raw.get("is"):
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
        )
    words = Words(facts)
    for fact in facts.values():
        for other in fact.implies:
            if other not in facts:
                at.problem("unknown-name", f"{fact.name} implies {other}, which is no fact{nearest(other, facts)}", ("facts", fact.name, "implies"))
        if fact.origin == "derived":
            at.parse(fact.is_, words, (fact.type,), ("facts", fact.name, "is"))
    return facts


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
        for before, after in zip(ordered, ordered[1:], strict=False):
            if before.until > after.start:
                message = f"two versions of {after.id} are in force on the same day"
                problems.append(Problem("overlap", message, file=after.file, line=after.line))


def _read_file(path: Path, code: str, law: Law, sets: frozenset[str]) -> list[Provision]:
    at = _Place(path, law.problems)
    raw = _load_toml(path, law.problems)
    tables: dict[str, Table] = {}
    for key, value in raw.items():
        if key in UNITS:
            for name, entries in value.items():
                try:
                    tables[name] = make_table(name, key, entries)
                except LanguageError as error:
                    at.add(error, (key, name))
        elif key not in ("provision", "define"):
            at.problem("unknown-key", f"{key} is not part of a law file{nearest(key, [*UNITS, 'provision', 'define'])}", (key,))
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


def _provision(raw: dict[str, Any], place: int, code: str, at: _Place, words: Words) -> Provision | None:
    where: _Where = ("provision", place)
    if not at.keys(raw, _PROVISION_KEYS, where):
        return None
    for key, known in (("kind", KINDS), ("merits", MERITS), ("court", COURT), ("confidence", CONFIDENCE)):
        at.one_of(raw[key], known, (*where, key))
    for effect in raw["effect"]:
        at.one_of(effect, EFFECTS, (*where, "effect"))
    for party, contact in raw["contact"].items():
        at.one_of(party, PARTIES, (*where, "contact"))
        at.one_of(contact, CONTACT, (*where, "contact"))
    source = raw["source"]
    if not all(source.get(key) for key in ("url", "read", "version", "checked")):
        at.problem("no-source", "a source needs url, read, version and checked", (*where, "source"))
        return None
    at.one_of(source["read"], READ, (*where, "source"))
    force = raw.get("in_force", {})
    start = force["from"].toordinal() if isinstance(force.get("from"), date) else ALWAYS
    until = force["until"].toordinal() if isinstance(force.get("until"), date) else NEVER
    if start >= until:
        at.problem("overlap", "in_force ends before it begins", (*where, "in_force"))
    if not raw["id"].startswith(f"{code.lower()}/"):
        at.problem("type", f'the id must begin with "{code.lower()}/"', (*where, "id"))
    ids: set[str] = set()
    conditions = [_case_ended()] if raw["kind"] != "information" else []
    for number, each in enumerate(raw["condition"]):
        condition = _condition(each, (*where, "condition", number), at, words)
        if condition is not None:
            if condition.id in ids:
                at.problem("overlap", f"two conditions are called {condition.id}", (*where, "condition", number, "id"))
            ids.add(condition.id)
            conditions.append(condition)
    notes = []
    for number, each in enumerate(raw.get("note", [])):
        here = (*where, "note", number)
        if at.keys(each, _NOTE_KEYS, here):
            at.one_of(each["topic"], TOPICS, (*here, "topic"))
            notes.append(Note(each["topic"], _texts(each, "text"), each["cite"]))
    closes = at.parse(raw["closes"], words, ("day",), (*where, "closes")) if raw.get("closes") else None
    return Provision(
        raw["id"],
        code,
        _texts(raw, "title"),
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
        tuple(notes),
        Basis(source["url"], source["read"], str(source["version"]), str(source["checked"]), source.get("note", "")),
        raw.get("enacted", ""),
        raw.get("coverage", ""),
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


def _condition(raw: dict[str, Any], where: _Where, at: _Place, words: Words) -> Condition | None:
    if not at.keys(raw, _CONDITION_KEYS, where):
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
        _texts(raw, "text"),
        raw["cite"],
        holds,
        raw.get("quote", ""),
        presumed,
        raw.get("presumed_cite", ""),
        tuple(each for each in exceptions if each is not None),
        tuple(each for each in readings if each is not None),
        line=at.line(where),
    )


def _clause(raw: dict[str, Any], where: _Where, at: _Place, words: Words) -> Clause | None:
    if not at.keys(raw, _CLAUSE_KEYS, where):
        return None
    at.quote(raw.get("quote", ""), where)
    node = at.parse(raw["holds"], words, ("yesno", "since"), (*where, "holds"))
    return Clause(_texts(raw, "text"), raw["cite"], node, raw.get("quote", "")) if node is not None else None


def _texts(raw: Mapping[str, Any], key: str) -> Text:
    return {"en": raw[key], "es": raw[f"{key}_es"]}


_Where = tuple[str | int, ...]


class _Place:
    """Mistakes of one file: turns a path into the TOML (``("provision", 0, "id")``) into file, line and column."""

    def __init__(self, path: Path, problems: list[Problem]) -> None:
        self.path = path
        self.problems = problems

    @cached_property
    def _lines(self) -> dict[_Where, int]:
        return toml_lines(self.path.read_text(encoding="utf-8"))

    def line(self, where: _Where) -> int:
        return self._lines.get(where, 0) or (self.line(where[:-1]) if where else 1)

    def problem(self, code: str, message: str, where: _Where) -> None:
        self.problems.append(Problem(code, message, file=str(self.path), line=self.line(where)))

    def add(self, error: LanguageError, where: _Where) -> None:
        for each in error.problems:
            line = self.line(where) + (each.line or 1) - 1
            self.problems.append(Problem(each.code, each.message, str(self.path), line, each.column, each.excerpt, each.width))

    def parse(self, text: object, words: Words, expect: tuple[str, ...], where: _Where) -> Node | None:
        if not isinstance(text, str):
            self.problem("type", "an expression is written as text", where)
            return None
        try:
            return parse(text, words, expect)
        except LanguageError as error:
            self.add(error, where)
            return None

    def keys(self, raw: object, known: Mapping[str, bool], where: _Where) -> bool:
        if not isinstance(raw, dict):
            self.problem("type", f"{where[-1]} is not a table", where)
            return False
        for key in raw:
            if key not in known:
                self.problem("unknown-key", f"{key} is not known here{nearest(key, known)}", (*where, key))
        missing = [key for key, needed in known.items() if needed and raw.get(key) in (None, "", [])]
        for key in missing:
            code = "no-citation" if key in ("cite", "citation") else "no-source" if key == "source" else "missing"
            self.problem(code, f"{key} is missing", where)
        return not missing

    def one_of(self, value: object, known: Iterable[str], where: _Where) -> None:
        known = list(known)
        if value not in known:
            self.problem("unknown-value", f'"{value}" is not one of: {", ".join(known)}{nearest(str(value), known)}', where)

    def quote(self, quote: str, where: _Where) -> None:
        if len(quote.split()) > QUOTE_WORDS:
            self.problem("long-quote", f"the quotation has {len(quote.split())} words; {QUOTE_WORDS} are the most", (*where, "quote"))


def toml_lines(text: str) -> dict[_Where, int]:
    """The line of every table and key of a TOML text, by its path; arrays of tables count from 0."""
    lines: dict[_Where, int] = {}
    counts: dict[tuple[str, ...], int] = {}
    here: _Where = ()
    fence = ""
    for number, line in enumerate(text.split("\n"), 1):
        if fence:
            if fence in line:
                fence = ""
            continue
        header = re.match(r"\s*(\[\[?)([^\]]+)\]", line)
        if header:
            names = tuple(part.strip().strip('"') for part in header[2].split("."))
            if header[1] == "[[":
                counts[names] = counts.get(names, -1) + 1
                for longer in [each for each in counts if len(each) > len(names) and each[: len(names)] == names]:
                    del counts[longer]
            path: list[str | int] = []
            for end in range(1, len(names) + 1):
                path.append(names[end - 1])
                if names[:end] in counts:
                    path.append(counts[names[:end]])
            here = tuple(path)
            lines[here] = number
            continue
        key = re.match(r'\s*([A-Za-z0-9_-]+|"[^"]*")\s*=\s*(.*)', line)
        if key:
            lines[(*here, key[1].strip('"'))] = number
            opened = re.match(r"\"\"\"|'''", key[2])
            if opened and key[2].count(opened[0]) == 1:
                fence = opened[0]
    return lines
