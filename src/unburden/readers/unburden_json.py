"""Our own record as JSON (``unburden.record/1``): written by `to_json`, read back the same, and easy to write by hand.

The shape follows the classes of `record`, field by field; what is at its default is left out. Its JSON Schema
(docs/schemas/record.schema.json) is generated from them by `schema`. A record written by hand needs no spans: each value
then stands where it is in the file. Whatever does not fit is left out, one value at a time, and listed as unread.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from types import NoneType, UnionType
from typing import Any, Final, Union, get_args, get_origin, get_type_hints

from attrs import NOTHING, Attribute, Factory, define, evolve, field, fields, has

from unburden import record as model
from unburden import terms
from unburden.calendar import parse_day
from unburden.errors import nearest
from unburden.readers import Source
from unburden.readers._json import Json, Path, load
from unburden.record import SCHEMA, Case, Charge, ChargeVersion, Disposition, Person, Record, SentencePart, Span, Unread

FORMAT: Final = "unburden_json"

#: Fields that hold one of a few words.
_WORDS: Final[dict[tuple[type, str], Iterable[str]]] = {
    (ChargeVersion, "stage"): model.STAGES,
    (Disposition, "outcome"): terms.OUTCOMES,
    (SentencePart, "kind"): model.SENTENCE_KINDS,
    (Case, "status"): model.CASE_STATUSES,
}
#: Written even when empty: that they are there says that the file is not written by hand.
_ALWAYS: Final = ("spans", "outcome")
#: What stands in for a required text that is missing or no such word; an object without it is left out.
_STAND_INS: Final[dict[tuple[type, str], str]] = {(SentencePart, "kind"): "other", (Disposition, "printed"): ""}


def _is_date(cls: type, name: str) -> bool:
    return name == "date" or name.endswith("_date") or (cls is Person and name == "birth_dates")


@cache
def _types(cls: type) -> dict[str, Any]:
    return get_type_hints(cls)


def _default(each: Attribute[Any]) -> object:
    default = each.default
    return default.factory() if isinstance(default, Factory) else default  # type: ignore[arg-type, union-attr]


# ---- writing


def to_json(records: Sequence[Record]) -> str:
    """The records as a JSON document; `read` gives back equal ones."""
    return json.dumps({"schema": SCHEMA, "records": [plain(record) for record in records]}, indent=1, ensure_ascii=False) + "\n"


def plain(value: Any) -> Any:
    """Any value of the model as dicts, lists and scalars, without what is at its default."""
    if has(type(value)):
        return {
            each.name: plain(held)
            for each in fields(type(value))
            if (held := getattr(value, each.name)) != _default(each) or each.name in _ALWAYS
        }
    if isinstance(value, Mapping):
        return {name: plain(held) for name, held in value.items()}
    if isinstance(value, tuple):
        return [plain(held) for held in value]
    return value


# ---- reading


@define
class _Reading:
    """One file on its way in, with what did not fit."""

    file: Json
    wrong: list[tuple[Path, Unread]] = field(factory=list)

    def put(self, path: Path, value: object, why: str) -> None:
        text = value if isinstance(value, str) else _shown(value)
        shown = text if len(text) <= 300 else f"{text[:300]}…"
        self.wrong.append((path, Unread(self.file.span(*path), shown, why)))

    def build(self, cls: type, raw: object, path: Path) -> Any:
        """An object of the model, or `None` if `raw` cannot be one."""
        if not isinstance(raw, dict):
            self.put(path, raw, f"this should be an object ({_name(cls)})")
            return None
        types, known = _types(cls), fields(cls)
        given: dict[str, Any] = {}
        for name in [name for name in raw if name not in types]:
            self.put((*path, name), raw[name], f"no field of a {_name(cls)} is called {name}{nearest(name, types)}")
        for each in known:
            value = self.value(cls, each.name, types[each.name], raw[each.name], (*path, each.name)) if each.name in raw else NOTHING
            if each.name == "spans" and each.name not in raw:
                kept = [name for name, held in given.items() if name in raw and not _holds_objects(held)]
                value = {name: self.file.span(*path, name) for name in kept}
            if value is NOTHING and each.default is NOTHING:
                value = self.missing(cls, each.name, raw, path)
                if value is NOTHING:
                    self.put(path, raw, f"this {_name(cls)} was left out: its {each.name} is missing or cannot be used")
                    return None
            if value is not NOTHING:
                given[each.name] = value
        if cls is Disposition and "outcome" not in raw and not given.get("later"):
            given["outcome"] = terms.outcome(given["printed"])
        return cls(**given)

    def missing(self, cls: type, name: str, raw: Mapping[str, object], path: Path) -> object:
        if name in ("case_id", "charge_id") and cls in (Case, Charge):
            self.put((*path, name), raw.get(name), f"this {_name(cls)} has no {name}; it is called by its place in the file")
            return " ".join(str(part + 1) if isinstance(part, int) else part.rstrip("s") for part in path)
        if cls is Span and name == "file":
            return self.file.source.name
        return _STAND_INS.get((cls, name), NOTHING)

    def value(self, cls: type, name: str, kind: Any, raw: object, path: Path) -> Any:
        """The value as its field's type, or `NOTHING`, and then the field keeps its default."""
        args = get_args(kind)
        if get_origin(kind) in (Union, UnionType):
            if raw is None:
                return None
            kind = next(each for each in args if each is not NoneType)
        elif get_origin(kind) is tuple:
            if not isinstance(raw, list):
                self.put(path, raw, f"{name} should be a list")
                return NOTHING
            found = (self.value(cls, name, args[0], each, (*path, n)) for n, each in enumerate(raw))
            return tuple(each for each in found if each is not NOTHING)
        elif get_origin(kind) is not None:
            if not isinstance(raw, dict):
                self.put(path, raw, f"{name} should be an object")
                return NOTHING
            held = {key: self.value(cls, name, args[1], each, (*path, key)) for key, each in raw.items()}
            return {key: each for key, each in held.items() if each is not NOTHING}
        if has(kind):
            built = self.build(kind, raw, path)
            return NOTHING if built is None else built
        return self.scalar(cls, name, kind, raw, path)

    def scalar(self, cls: type, name: str, kind: type, raw: object, path: Path) -> object:
        expected = {str: "text", int: "a whole number", bool: "true or false"}[kind]
        if not isinstance(raw, kind) or (kind is int and isinstance(raw, bool)):
            self.put(path, raw, f"{name} should be {expected}")
            return NOTHING
        words = _WORDS.get((cls, name))
        if words is not None and str(raw) not in words:
            self.put(path, raw, f"{name} is one of {', '.join(words)}{nearest(str(raw), words)}")
            return NOTHING
        if _is_date(cls, name) and parse_day(str(raw)) is None:
            self.put(path, raw, f"{name} is no date; write it as 2011-06-01, 2011-06 or 2011, or as never if it did not happen")
            return NOTHING
        return raw


def _shown(value: object) -> str:
    try:
        return json.dumps(value, ensure_ascii=False)
    except RecursionError:
        return "(nested too deep to show)"


def _holds_objects(held: Any) -> bool:
    return has(type(held)) or (isinstance(held, tuple) and any(has(type(each)) for each in held))


def _name(cls: type) -> str:
    return re.sub(r"(?<!^)([A-Z])", r" \1", cls.__name__).lower()


def sniff(source: Source) -> float:
    """Certain where the schema is named; likely where JSON holds records."""
    head = source.head.lstrip()[:2000]
    if not head.startswith("{"):
        return 0.0
    if re.search(r'"schema"\s*:\s*"unburden\.record/', head):
        return 1.0
    return 0.5 if re.search(r'"records"\s*:\s*\[', head) else 0.0


def read(source: Source) -> list[Record]:
    """The records in the file. What is no JSON, or of another version, gives one empty record that says so."""
    loaded = load(source)
    if isinstance(loaded, Unread):
        return [_refused(source, loaded)]
    raw = loaded.value
    version = raw.get("schema") if isinstance(raw, dict) else None
    if version != SCHEMA or not isinstance(raw.get("records"), list) or not raw["records"]:
        why = f'this should be {{"schema": "{SCHEMA}", "records": [one or more]}}'
        return [_refused(source, Unread(source.span(1), str(version)[:80], why))]
    reading = _Reading(loaded)
    built = [reading.build(Record, each, ("records", n)) or Record() for n, each in enumerate(raw["records"])]
    for name in [name for name in raw if name not in ("schema", "records")]:
        reading.put((name,), raw[name], f"nothing is read from {name}")
    for path in loaded.twice():
        reading.put(path, path[-1], "this name stands twice in one object; only the last counts")
    # What belongs to no record is told with the first.
    unread: list[list[Unread]] = [[] for _ in built]
    for path, each in sorted(reading.wrong, key=lambda pair: pair[1].span.line or 0):
        place = path[1] if path[0] == "records" and len(path) > 1 else 0
        unread[place if isinstance(place, int) else 0].append(each)
    return [evolve(record, unread=(*record.unread, *unread[n])) for n, record in enumerate(built)]


def _refused(source: Source, why: Unread) -> Record:
    return Record(sources=(model.Source(source.name, FORMAT, len(source.lines)),), unread=(why,))


# ---- the schema


def schema() -> dict[str, Any]:
    """The JSON Schema of a record file, generated from the model."""
    definitions: dict[str, Any] = {}
    _define(Record, definitions)
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": "urn:unburden:record:1",
        "title": "A criminal record as Unburden reads and writes it",
        "type": "object",
        "properties": {"schema": {"const": SCHEMA}, "records": {"type": "array", "minItems": 1, "items": {"$ref": "#/$defs/Record"}}},
        "required": ["schema", "records"],
        "additionalProperties": False,
        "$defs": definitions,
    }


def _define(cls: type, definitions: dict[str, Any]) -> None:
    if cls.__name__ in definitions:
        return
    definitions[cls.__name__] = {}
    types = _types(cls)
    definitions[cls.__name__] = {
        "description": re.sub(r"\s+", " ", (cls.__doc__ or "").replace("``", '"').replace("`", "")).strip(),
        "type": "object",
        "properties": {each.name: _schema_of(cls, each.name, types[each.name], definitions) for each in fields(cls)},
        "required": [each.name for each in fields(cls) if each.default is NOTHING],
        "additionalProperties": False,
    }


def _schema_of(cls: type, name: str, kind: Any, definitions: dict[str, Any]) -> dict[str, Any]:
    args, origin = get_args(kind), get_origin(kind)
    if origin in (Union, UnionType):
        inner = _schema_of(cls, name, next(each for each in args if each is not NoneType), definitions)
        return {"anyOf": [inner, {"type": "null"}]}
    if origin is tuple:
        return {"type": "array", "items": _schema_of(cls, name, args[0], definitions)}
    if origin is not None:
        return {"type": "object", "additionalProperties": _schema_of(cls, name, args[1], definitions)}
    if has(kind):
        _define(kind, definitions)
        return {"$ref": f"#/$defs/{kind.__name__}"}
    if (cls, name) in _WORDS:
        return {"enum": list(_WORDS[cls, name])}
    if _is_date(cls, name):
        return {"type": "string", "pattern": r"^([0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?|never)$"}
    return {"type": {str: "string", int: "integer", bool: "boolean"}[kind]}
