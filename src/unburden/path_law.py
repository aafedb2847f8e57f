"""The other paths to justice as law: one TOML file a path in ``law/paths/``, with a folder of state variants beside it.

A *path* is what a person can choose (compensation, T status, nothing for now). A *way* is one law that opens it: the federal one,
or a state's. A way has conditions in the law's own language, as a provision has, and what only a path needs: deadlines, who learns
of it, the documents that it accepts and yields. docs/paths.md says what each key means.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path as File
from typing import Any, Final

from attrs import define, evolve, field, frozen

from unburden import law_parts as parts
from unburden.errors import Problem, nearest
from unburden.language import Extreme, LanguageError, Node, Table, Words, make_table
from unburden.law import Law, folder_codes
from unburden.law_file import (
    CONFIDENCE,
    PARTIES,
    TABLE,
    TABLES,
    TEXTS,
    TRUTH,
    UNITS,
    Place,
    keys,
    texts,
)
from unburden.provision import Basis, Condition, Note, Provision, Text
from unburden.toml_text import Where

#: What kinds of paths there are, in the order in which they are shown while nobody says what matters.
GROUPS: Final = ("record", "money", "debt", "work", "status", "safety", "home", "life", "community", "police", "nothing")
#: Which places a path's ways are chosen by: the whole country, where the person lives, where it happened, where a case is open, or
#: where there is a charge in their record.
PLACES: Final = ("us", "lives", "happened", "lives or happened", "open case", "record")
#: What a path can give; `paths_order` orders by it.
GIVES: Final = ("record", "money", "status", "safety", "privacy", "accountability", "home", "work", "school", "benefits", "care", "rest")
#: Who has to be dealt with and how: not at all, if one likes, told of it, or needed.
CONTACTS: Final = (
    "none", "optional", "notified", "served", "may object", "must consent", "report needed", "cooperation needed", "unclear",
)  # fmt: skip
SPEEDS: Final = ("days", "weeks", "months", "years", "unclear")
COSTS: Final = ("none", "some", "can be waived", "unclear")
PRIVATE: Final = ("yes", "partly", "no", "unclear")
ROLES: Final = ("needed", "enough", "helps")
#: The facts that say where; each holds of one jurisdiction.
LIVES, HAPPENED, OPEN_CASE = "lives_here", "happened_here", "open_case_here"
_HELD_BY: Final = {"lives": LIVES, "happened": HAPPENED, "open case": OPEN_CASE, "lives or happened": f"{LIVES} or {HAPPENED}"}

_SHARED: Final = {"contact": TABLE, "note": TABLES, "evidence": TABLES, "yields": TABLES, "combines": TABLES, "forecloses": TABLES}
_FILE_KEYS: Final = keys({}, {**dict.fromkeys(UNITS, TABLE), "define": TABLE, "path": TABLE, "way": TABLES})
_PATH_KEYS: Final = keys(
    {**texts("title", "title_es", "what", "what_es", "group", "where"), "gives": TEXTS},
    {**_SHARED, **texts("speed", "cost", "private"), "relief": TEXTS},
)
_WAY_KEYS: Final = keys(
    {**texts("id", "citation", "confidence"), "source": TABLES},
    {
        **_SHARED,
        **texts("title", "title_es", "speed", "cost", "private", "enacted"),
        "in_force": TABLE,
        "condition": TABLES,
        "deadline": TABLES,
        "form": TABLES,
        "open_questions": TEXTS,
    },
)
_DEADLINE_KEYS: Final = keys(texts("id", "text", "text_es", "last", "cite"), {**texts("late", "late_es", "quote"), "hard": TRUTH})
_CONTACT_KEYS: Final = keys(texts("value"), texts("cite", "text", "text_es", "unless", "otherwise", "quote"))
_EVIDENCE_KEYS: Final = keys(texts("document", "role"), texts("text", "text_es", "cite"))
_LINK_KEYS: Final = keys(texts("path"), texts("text", "text_es", "cite"))
_YIELD_KEYS: Final = keys(texts("document"), texts("text", "text_es", "cite"))
_FORM_KEYS: Final = keys(texts("number", "title"), texts("source"))
_DOCUMENT_KEYS: Final = keys(texts("name", "name_es", "from", "from_es", "police"), {**texts("fact"), "general": TRUTH})
_REPORTER_KEYS: Final = keys(texts("text", "text_es", "cite", "url", "read", "version", "checked"), texts("note"))


@frozen
class Document:
    """A paper that opens paths. `police` is how police stand to getting it (`CONTACTS`), `fact` says whether the person has it, and a
    `general` one is what everybody has or needs."""

    id: str
    name: Text
    issuer: Text
    police: str
    fact: str
    general: bool


@frozen
class Deadline:
    """A last day, as a day expression. A `hard` one closes the way; after another, `late` says what can still be done."""

    id: str
    text: Text
    last: Node
    cite: str
    hard: bool
    late: Text | None
    line: int


@frozen
class Contact:
    """How one party comes into it (`CONTACTS`), and how otherwise where `unless` holds."""

    party: str
    value: str
    text: Text | None
    cite: str
    unless: Node | None
    otherwise: str


@frozen
class Evidence:
    """A document that is accepted: `needed` always, `enough` by itself beside what is needed, or one that `helps`."""

    document: str
    role: str
    text: Text | None
    cite: str


@frozen
class Link:
    """Another path (or a document) and what it has to do with this one."""

    to: str
    text: Text | None
    cite: str


@frozen
class Form:
    """A form by its number, and where it was seen."""

    number: str
    title: str
    source: str


@frozen
class Way:
    """One law that opens a path. `law` holds what it has in common with a provision: conditions, notes, source, time in force."""

    path: str
    law: Provision
    deadlines: tuple[Deadline, ...]
    contact: Mapping[str, Contact]
    evidence: tuple[Evidence, ...]
    yields: tuple[Link, ...]
    combines: tuple[Link, ...]
    forecloses: tuple[Link, ...]
    forms: tuple[Form, ...]
    sources: tuple[Basis, ...]
    speed: str
    cost: str
    private: str

    @property
    def id(self) -> str:
        """``compensation/us-ny``: the path, the jurisdiction, and which of several."""
        return self.law.id

    @property
    def jurisdiction(self) -> str:
        """``US`` for federal law."""
        return self.law.jurisdiction


@frozen
class Path:
    """One path. `relief` names kinds of provisions where the path is that of clearing a record, which `relief` decides."""

    id: str
    title: Text
    what: Text
    group: str
    where: str
    gives: tuple[str, ...]
    relief: tuple[str, ...]
    ways: tuple[Way, ...]
    states: tuple[str, ...]
    notes: tuple[Note, ...] = ()
    contact: Mapping[str, Contact] = field(factory=dict)


@frozen
class Reporters:
    """Who must report harm to a child in a state, in words, with the source."""

    text: Text
    cite: str
    source: Basis


@define
class PathLaw:
    """The paths of some jurisdictions, with the documents that open them. `codes` are the states whose ways were read."""

    law: Law
    folder: File
    paths: dict[str, Path]
    documents: Mapping[str, Document]
    reporters: Mapping[str, Reporters]
    codes: frozenset[str]
    problems: list[Problem]

    def ways(self) -> list[Way]:
        """Every way, all versions, in a stable order."""
        return [way for path in self.paths.values() for way in path.ways]


def read_paths(law: Law, codes: Iterable[str] | None = None) -> PathLaw:
    """The paths that federal law opens, and the ways of some states (of all by default).

    Mistakes are in `problems`, each with its place; what was good is kept.
    """
    folder = law.folder / "paths"
    problems: list[Problem] = []
    wanted = frozenset(folder_codes(law.folder) if codes is None else codes)
    documents = _documents(folder, law, problems)
    paths: dict[str, Path] = {}
    for file in sorted(folder.glob("*.toml")):
        if file.name not in _OTHER and not file.name.endswith(".cases.toml"):
            path = _path(file, law, wanted, problems, documents)
            if path is not None:
                paths[path.id] = path
    ordered = dict(sorted(paths.items(), key=lambda each: (GROUPS.index(each[1].group), each[0])))
    found = PathLaw(law, folder, ordered, documents, _reporters(folder, problems), wanted, problems)
    _check_links(found)
    return found


_OTHER: Final = ("facts.toml", "documents.toml", "reporting.toml", "priors.toml")


def _path(file: File, law: Law, codes: frozenset[str], problems: list[Problem], documents: Mapping[str, Document]) -> Path | None:
    at = Place(file, problems)
    if not at.keys(at.raw, _FILE_KEYS, ()) or not at.keys(at.raw.get("path"), _PATH_KEYS, ("path",)):
        return None
    head = at.raw["path"]
    at.one_of(head["group"], GROUPS, ("path", "group"))
    at.one_of(head["where"], PLACES, ("path", "where"))
    for each in head["gives"]:
        at.one_of(each, GIVES, ("path", "gives"))
    if head["group"] not in GROUPS or head["where"] not in PLACES:
        return None
    shared = _Shared(at, ("path",), head, _words(at, law), documents)
    states = sorted(each.stem.upper() for each in (file.parent / file.stem).glob("us*.toml") if not each.name.endswith(".cases.toml"))
    ways = _Ways(file.stem, head, shared, law, documents).read(at)
    for code in states:
        if code in codes:
            ways += _Ways(file.stem, head, shared, law, documents).read(Place(file.parent / file.stem / f"{code.lower()}.toml", problems))
    return Path(
        file.stem,
        parts.texts(head, "title"),
        parts.texts(head, "what"),
        head["group"],
        head["where"],
        tuple(head["gives"]),
        tuple(head.get("relief", ())),
        tuple(ways),
        tuple(states),
        shared.notes,
        shared.contact,
    )


def _words(at: Place, law: Law, sets: frozenset[str] = frozenset()) -> Words:
    """What the expressions of a file may speak of."""
    tables: dict[str, Table] = {}
    for key in UNITS:
        for name, entries in at.raw.get(key, {}).items():
            if not isinstance(entries, dict):
                at.problem("type", f"[{key}.{name}] should be a table", (key, name))
                continue
            try:
                tables[name] = make_table(name, key, entries)
            except LanguageError as error:
                at.add(error, (key, name))
    defines: dict[str, Node] = {}
    words = Words(law.facts, sets, tables, defines)
    for name, text in at.raw.get("define", {}).items():
        if name in law.facts:
            at.problem("overlap", f"{name} is a fact already", ("define", name))
        node = at.parse(text, words, ("yesno", "since", "day", "number"), ("define", name))
        if node is not None:
            defines[name] = node
    return words


class _Shared:
    """What a path's head says for all its ways, or a way for itself: contact, notes, evidence, links."""

    def __init__(self, at: Place, where: Where, raw: Mapping[str, Any], words: Words, documents: Mapping[str, Document]) -> None:
        self.at, self.where, self.words, self.documents = at, where, words, documents
        self.notes = parts.notes(raw.get("note", []), where, at)
        self.contact = dict(self._contact(raw.get("contact", {})))
        self.evidence = tuple(self._evidence(raw.get("evidence", [])))
        self.yields = tuple(self._links(raw.get("yields", []), "yields", "document", _YIELD_KEYS))
        self.combines = tuple(self._links(raw.get("combines", []), "combines", "path", _LINK_KEYS))
        self.forecloses = tuple(self._links(raw.get("forecloses", []), "forecloses", "path", _LINK_KEYS))

    def _contact(self, raw: Mapping[str, Any]) -> Iterable[tuple[str, Contact]]:
        for party, each in raw.items():
            where = (*self.where, "contact", party)
            self.at.one_of(party, PARTIES, where)
            if not self.at.keys(each, _CONTACT_KEYS, where):
                continue
            self.at.one_of(each["value"], CONTACTS, where)
            self.at.quote(each.get("quote", ""), where)
            unless = self.at.parse(each["unless"], self.words, ("yesno",), (*where, "unless")) if each.get("unless") else None
            if (unless is None) != (not each.get("otherwise")):
                self.at.problem("missing", "`unless` and `otherwise` belong together", where)
            if each["value"] not in ("none", "unclear", "optional") and not each.get("cite"):
                self.at.problem("no-citation", f"contact.{party} needs a cite", where)
            self.at.one_of(each.get("otherwise", "none"), CONTACTS, where)
            yield party, Contact(party, each["value"], self._text(each, where), each.get("cite", ""), unless, each.get("otherwise", ""))

    def _text(self, raw: Mapping[str, Any], where: Where) -> Text | None:
        """A text that may be left out, in both languages or in none."""
        if bool(raw.get("text")) != bool(raw.get("text_es")):
            self.at.problem("missing", "text and text_es belong together", where)
            return None
        return parts.texts(raw, "text") if raw.get("text") else None

    def _evidence(self, raw: Sequence[Mapping[str, Any]]) -> Iterable[Evidence]:
        for number, each in enumerate(raw):
            where = (*self.where, "evidence", number)
            if self.at.keys(each, _EVIDENCE_KEYS, where):
                self.at.one_of(each["role"], ROLES, (*where, "role"))
                self.at.one_of(each["document"], self.documents, (*where, "document"))
                yield Evidence(each["document"], each["role"], self._text(each, where), each.get("cite", ""))

    def _links(self, raw: Sequence[Mapping[str, Any]], name: str, to: str, known: Any) -> Iterable[Link]:
        for number, each in enumerate(raw):
            where = (*self.where, name, number)
            if self.at.keys(each, known, where):
                if to == "document":
                    self.at.one_of(each[to], self.documents, (*where, to))
                yield Link(each[to], self._text(each, where), each.get("cite", ""))


class _Ways:
    """The ways of one file."""

    def __init__(self, path: str, head: Mapping[str, Any], shared: _Shared, law: Law, documents: Mapping[str, Document]) -> None:
        self.path, self.head, self.shared, self.law, self.documents = path, head, shared, law, documents

    def read(self, at: Place) -> list[Way]:
        """Those that are in good order."""
        if not at.keys(at.raw, _FILE_KEYS, ()):
            return []
        words = _words(at, self.law, self._sets(at))
        found = [self._way(raw, number, at, words) for number, raw in enumerate(at.raw.get("way", []))]
        return [each for each in found if each is not None]

    def _sets(self, at: Place) -> frozenset[str]:
        """Sets of offenses that a state's own law names, once that law is read."""
        code = at.path.stem.upper()
        jurisdiction = self.law.jurisdictions.get(code if re.fullmatch(r"US(-[A-Z]{2})?", code) else "US")
        return jurisdiction.offenses.sets if jurisdiction is not None else frozenset()

    def _way(self, raw: dict[str, Any], number: int, at: Place, words: Words) -> Way | None:
        where: Where = ("way", number)
        if not at.keys(raw, _WAY_KEYS, where):
            return None
        code = at.path.stem.upper() if at.path.parent.name == self.path else "US"
        if not re.fullmatch(rf"{re.escape(self.path)}/{code.lower()}(-[a-z0-9.-]+)?", raw["id"]):
            at.problem("type", f'the id must be "{self.path}/{code.lower()}", with "-…" behind it where there are several', (*where, "id"))
        at.one_of(raw["confidence"], CONFIDENCE, (*where, "confidence"))
        sources = [parts.basis(each, (*where, "source", place), at) for place, each in enumerate(raw["source"])]
        if None in sources:
            return None
        own = _Shared(at, where, raw, words, self.documents)
        shared = self.shared
        measured = {}
        for key, known in (("speed", SPEEDS), ("cost", COSTS), ("private", PRIVATE)):
            measured[key] = raw.get(key) or self.head.get(key, "unclear")
            at.one_of(measured[key], known, (*where, key))
        topics = {note.topic for note in own.notes}
        contact = {**shared.contact, **own.contact}
        missing = [party for party in PARTIES if party not in contact]
        if missing:
            at.problem("missing", f'contact does not say of {", ".join(missing)} (write "unclear" where the text does not say)', where)
        start, until = parts.in_force(raw, where, at)
        deadlines = tuple(self._deadlines(raw.get("deadline", []), where, at, words))
        law = Provision(
            id=raw["id"],
            jurisdiction=code,
            title=parts.texts(raw if raw.get("title") and raw.get("title_es") else self.head, "title"),
            citation=raw["citation"],
            kind="path",
            effect=(),
            merits="none",
            court="may",
            burden="unclear",
            start=start,
            until=until,
            conditions=(*self._place(at, words, code), *parts.conditions(raw.get("condition", []), where, at, words)),
            closes=_closes(deadlines),
            contact={party: each.value for party, each in contact.items()},
            notes=(*own.notes, *(note for note in shared.notes if note.topic not in topics)),
            source=sources[0],  # type: ignore[arg-type]
            enacted=raw.get("enacted", ""),
            confidence=raw["confidence"],
            open_questions=tuple(raw.get("open_questions", ())),
            file=str(at.path),
            line=at.line(where),
        )
        if not law.conditions and not deadlines and not law.notes:
            at.problem("missing", "a way needs conditions, or notes that say what it gives", where)
        return Way(
            self.path,
            law,
            deadlines,
            contact,
            own.evidence or shared.evidence,
            own.yields or shared.yields,
            own.combines or shared.combines,
            own.forecloses or shared.forecloses,
            tuple(
                Form(each["number"], each["title"], each.get("source", ""))
                for place, each in enumerate(raw.get("form", []))
                if at.keys(each, _FORM_KEYS, (*where, "form", place))
            ),
            tuple(each for each in sources if each is not None),
            measured["speed"],
            measured["cost"],
            measured["private"],
        )

    def _place(self, at: Place, words: Words, code: str) -> list[Condition]:
        """The condition that the engine adds: that this is the law of a place that concerns the person."""
        holds = _HELD_BY.get(self.head["where"])
        if holds is None or code == "US":
            return []
        node = at.parse(holds, words, ("yesno",), ("way",))
        return [Condition("place", _WHERE[self.head["where"]], "", node, implicit=True)]

    def _deadlines(self, raw: Sequence[dict[str, Any]], where: Where, at: Place, words: Words) -> Iterable[Deadline]:
        for number, each in enumerate(raw):
            here = (*where, "deadline", number)
            if not at.keys(each, _DEADLINE_KEYS, here):
                continue
            last = at.parse(each["last"], words, ("day",), (*here, "last"))
            hard = each.get("hard", False)
            at.quote(each.get("quote", ""), here)
            if not hard and not (each.get("late") and each.get("late_es")):
                at.problem("missing", "a deadline that is not hard says in late and late_es what can still be done after it", here)
            if last is not None:
                late = parts.texts(each, "late") if each.get("late") and each.get("late_es") else None
                yield Deadline(each["id"], parts.texts(each, "text"), last, each["cite"], hard, late, at.line(here))


_WHERE: Final[Mapping[str, Text]] = {
    "lives": {"en": "You live in this state", "es": "Usted vive en este estado"},
    "happened": {"en": "It happened in this state, at least in part", "es": "Pasó en este estado, al menos en parte"},
    "lives or happened": {
        "en": "You live in this state, or it happened here at least in part",
        "es": "Usted vive en este estado, o pasó aquí al menos en parte",
    },
    "open case": {"en": "A case against you is open in this state", "es": "Hay un caso abierto contra usted en este estado"},
}


def _closes(deadlines: Sequence[Deadline]) -> Node | None:
    """The first of the days that close a way."""
    hard = [each.last for each in deadlines if each.hard]
    return None if not hard else hard[0] if len(hard) == 1 else Extreme(False, tuple(hard))


def _documents(folder: File, law: Law, problems: list[Problem]) -> dict[str, Document]:
    at = Place(folder / "documents.toml", problems)
    found: dict[str, Document] = {}
    for id, raw in at.raw.items():
        if not at.keys(raw, _DOCUMENT_KEYS, (id,)):
            continue
        at.one_of(raw["police"], CONTACTS, (id, "police"))
        if raw.get("fact") and raw["fact"] not in law.facts:
            at.problem("unknown-name", f"no fact is called {raw['fact']}{nearest(raw['fact'], law.facts)}", (id, "fact"))
        issuer = {"en": raw["from"], "es": raw["from_es"]}
        found[id] = Document(id, parts.texts(raw, "name"), issuer, raw["police"], raw.get("fact", ""), raw.get("general", False))
    return found


def _reporters(folder: File, problems: list[Problem]) -> dict[str, Reporters]:
    if not (folder / "reporting.toml").is_file():
        return {}
    at = Place(folder / "reporting.toml", problems)
    found: dict[str, Reporters] = {}
    for code, raw in at.raw.items():
        basis = parts.basis(raw, (code,), at) if at.keys(raw, _REPORTER_KEYS, (code,)) else None
        if basis is not None:
            found[code.upper()] = Reporters(parts.texts(raw, "text"), raw["cite"], basis)
    return found


def _check_links(found: PathLaw) -> None:
    """Paths that others name have to be there, and every way its own id."""
    seen: dict[str, list[Way]] = {}
    for way in found.ways():
        for link in (*way.combines, *way.forecloses):
            if link.to not in found.paths:
                message = f"{way.id} names {link.to}, which is no path{nearest(link.to, found.paths)}"
                found.problems.append(Problem("unknown-name", message, file=way.law.file, line=way.law.line))
        for before in seen.setdefault(way.id, []):
            if before.law.key == way.law.key:
                found.problems.append(Problem("overlap", f"two ways are called {way.law.key}", file=way.law.file, line=way.law.line))
            elif before.law.start < way.law.until and way.law.start < before.law.until:
                message = f"two versions of {way.id} are in force on the same day"
                found.problems.append(Problem("overlap", message, file=way.law.file, line=way.law.line))
        seen[way.id].append(way)


def seen_from(way: Way, as_of: int) -> Way:
    """A way as it stands on a day; see `Provision.seen_from`."""
    return evolve(way, law=way.law.seen_from(as_of))
