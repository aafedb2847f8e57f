"""The facts file: a person's answers as TOML that they can read, change and keep (docs/commands.md)."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any, Final

from attrs import evolve

from unburden.calendar import NEVER, Bounds, iso, parse_day
from unburden.errors import InputError, Problem, nearest
from unburden.facts import PERIODS, PLACE_QUESTIONS, Answers, expected, fact_value
from unburden.language import Fact
from unburden.law import Law, jurisdiction_names
from unburden.paths_order import MATTERS
from unburden.readers.kept_table.words import place as named_place
from unburden.record import Span
from unburden.toml_text import Where, parse_toml, toml_lines

#: The table that only the papers read (`papers.details`).
PAPERS: Final = "papers"
#: What is longer is no code of a place with a slip in it.
_CODE: Final = 6
#: No person's answers are longer.
_MAX_BYTES: Final = 1_000_000


def read_answers(path: str, law: Law) -> Answers:
    """The answers of a facts file (TOML: ``[person]``, ``[case."…"]``, ``[charge."…"]``).

    Raises:
        InputError: it cannot be read, names an unknown fact (the nearest is suggested), or gives a value that the fact cannot have.
    """
    try:
        with open(path, "rb") as file:
            data = file.read(_MAX_BYTES + 1)
    except (OSError, ValueError) as error:
        why = (getattr(error, "strerror", None) or str(error)).lower()
        raise InputError(Problem("cannot-open", f"cannot open this file: {why}", file=path)) from None
    if len(data) > _MAX_BYTES:
        raise InputError(Problem("too-large", f"a facts file is not larger than {_MAX_BYTES // 1_000_000} MB", file=path))
    try:
        text = data.decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise InputError(Problem("encoding", "not a facts file: it is not text in UTF-8", file=path, line=line)) from None
    raw, mistake = parse_toml(text, path)
    if mistake is not None:
        raise InputError(evolve(mistake, message=f"not a facts file: {mistake.message}"))
    return make_answers(raw, law, path, toml_lines(text))


def make_answers(raw: Mapping[str, Any], law: Law, name: str = "answers", lines: Mapping[Where, int] | None = None) -> Answers:
    """Answers from the TOML's tables, whose `lines` stand by their path; see `read_answers`."""
    problems: list[Problem] = []
    known = dict(lines or {})
    scopes = ("person", "case", "charge")

    def problem(code: str, message: str, *path: str) -> None:
        line = next((known[path[:end]] for end in range(len(path), 0, -1) if path[:end] in known), None)
        problems.append(Problem(code, message, file=name, line=line))

    for key in raw:
        if key not in scopes and key != PAPERS:
            problem("unknown-key", f"[{key}] is not known{nearest(key, (*scopes, PAPERS))}", key)
    papers = raw.get(PAPERS, {})
    if not isinstance(papers, Mapping):
        problem("type", f"[{PAPERS}] is not a table", PAPERS)
        papers = {}
    codes = [code for code in jurisdiction_names(law) if code != "US"]
    declined: set[tuple[str, str]] = set()
    periods: list[Bounds] = []

    places: dict[str, tuple[str, ...]] = {}
    matters: list[str] = []

    def place(value: object, *at: str) -> str:
        code = str(value).strip().upper()
        code = next((each for each in (code, f"US-{code}", named_place(str(value))) if each in codes), code)
        if code not in codes:
            hint = nearest(code, codes) if len(code) <= _CODE else ""
            message = f'{at[-1]} cannot be {_short(value)}: write a state or territory, such as "US-NY" or "New York"{hint}'
            problem("unknown-value", message, *at)
        return code

    def matter(value: object, *at: str) -> str:
        if value not in MATTERS:
            problem("unknown-value", f"matters cannot be {_short(value)}: write some of {', '.join(MATTERS)}", *at)
        return str(value)

    def read(scope: str, owner: str, values: object) -> dict[str, object]:
        found: dict[str, object] = {}
        path = (scope, owner) if owner else (scope,)
        if not isinstance(values, Mapping):
            problem("type", f"[{'.'.join(path)}] is not a table of facts", *path)
            return found
        for fact_name, value in values.items():
            at = (*path, fact_name)
            if fact_name == PERIODS and scope == "person" and value != "declined":
                for each in value if isinstance(value, list) else [value]:
                    period = _period(each)
                    if period is None:
                        message = f'{PERIODS} cannot be {_short(each)}: write "2009-01..2012-06", or "2009-01.." if it is not over'
                        problem("type", message, *at)
                    else:
                        periods.append(period)
                continue
            if scope == "person" and fact_name in PLACE_QUESTIONS and value != "declined":
                places[fact_name] = tuple(place(each, *at) for each in (value if isinstance(value, list) else [value]))
                continue
            if scope == "person" and fact_name == "matters":
                matters.extend(matter(each, *at) for each in (value if isinstance(value, list) else [value]))
                continue
            fact = law.facts.get(fact_name)
            own = fact_name == "offense" or (scope == "person" and fact_name in (PERIODS, *PLACE_QUESTIONS))
            if (fact is None and not own) or (fact is not None and fact.origin == "place"):
                answerable = [each.name for each in law.facts.values() if each.origin not in ("derived", "place")]
                hint = nearest(fact_name, [*answerable, "offense", PERIODS, *PLACE_QUESTIONS, "matters"])
                problem("unknown-fact", f"no fact is called {fact_name}{hint}", *at)
            elif fact is not None and fact.origin == "derived":
                problem("unknown-fact", f"{fact_name} follows from other facts; it cannot be answered itself", *at)
            elif (belongs := _scope(fact_name, fact)) != scope and (scope == "person" or fact_name == "offense"):
                problem("scope", f'{fact_name} belongs to a {belongs}: write it under [{belongs}."…"]', *at)
            elif value == "declined":
                declined.add((owner, fact_name))
            else:
                text = value.isoformat() if hasattr(value, "isoformat") else value
                if fact is not None and fact_value(fact, text) is None:
                    problem("type", f"{fact_name} cannot be {_short(value)}: {expected(fact)}", *at)
                elif fact is None and not (isinstance(text, str) and text.strip()):
                    problem("type", f'offense cannot be {_short(value)}: write its number, such as "167.007"', *at)
                found[fact_name] = text
        return found

    def tables(scope: str) -> Mapping[str, Any]:
        value = raw.get(scope, {})
        if isinstance(value, Mapping):
            return value
        problem("type", f'[{scope}] needs the id of a {scope}: [{scope}."…"]', scope)
        return {}

    cases = {case: read("case", case, values) for case, values in tables("case").items()}
    charges = {charge: read("charge", charge, values) for charge, values in tables("charge").items()}
    answers = Answers(
        read("person", "", raw.get("person", {})),
        {case: values for case, values in cases.items() if values},
        {charge: values for charge, values in charges.items() if values},
        tuple(periods),
        frozenset(declined),
        spans=_places(known, name),
        places=places,
        matters=tuple(dict.fromkeys(matters)),
        papers=papers,
        paper_spans={_names(path[1:]): Span(name, line) for path, line in reversed(known.items()) if path[0] == PAPERS},
    )
    if problems:
        raise InputError(problems)
    return answers


def _scope(name: str, fact: Fact | None) -> str:
    """Whose answer it is; questions about times and places are the person's."""
    return fact.scope if fact is not None else "charge" if name == "offense" else "person"


def write_answers(answers: Answers, facts: Mapping[str, Fact], lang: str = "en") -> str:
    """A facts file that `read_answers` reads back to the same answers, what was declined included.

    The question stands above each fact where it first occurs, so that the file can be read and changed by hand.
    """
    tables: dict[tuple[str, str], dict[str, object]] = {("person", ""): dict(answers.person)}
    if answers.periods:
        tables["person", ""][PERIODS] = [iso(low) + ".." + (iso(high) if high < NEVER else "") for low, high in answers.periods]
    tables["person", ""].update({name: list(codes) if name != "lives_in" else codes[0] for name, codes in answers.places.items()})
    if answers.matters:
        tables["person", ""]["matters"] = list(answers.matters)
    tables.update({("case", case): dict(values) for case, values in answers.cases.items()})
    tables.update({("charge", charge): dict(values) for charge, values in answers.charges.items()})
    for owner, name in sorted(answers.declined):
        scope = ("case" if name in facts and facts[name].scope == "case" else "charge") if owner else "person"
        tables.setdefault((scope, owner), {}).setdefault(name, "declined")
    lines: list[str] = []
    asked: set[str] = set()
    for (scope, owner), values in tables.items():
        if values:
            lines += ["", f"[{scope}.{_text(owner)}]" if owner else f"[{scope}]"]
        for name, value in values.items():
            if name in facts and name not in asked:
                asked.add(name)
                lines.append(f"# {' '.join(facts[name].ask.get(lang, '').split())}")
            lines.append(f"{name} = {_toml(value)}")
    lines += _nested(answers.papers, (PAPERS,))
    return "\n".join(lines).lstrip("\n") + "\n"


def _nested(table: Mapping[str, object], path: tuple[str, ...]) -> list[str]:
    """A table and those within it, each under its own heading."""
    own = {name: value for name, value in table.items() if not isinstance(value, Mapping)}
    heading = ".".join(map(_key, path))
    bare = not own and (bool(table) or len(path) == 1)
    lines = [] if bare else ["", f"[{heading}]", *(f"{_key(name)} = {_toml(value)}" for name, value in own.items())]
    for name, value in table.items():
        if isinstance(value, Mapping):
            lines += _nested(value, (*path, name))
    return lines


def _key(name: str) -> str:
    return name if name.isidentifier() and name.isascii() else _text(name)


def _toml(value: object) -> str:
    if isinstance(value, list):
        return f"[{', '.join(map(_toml, value))}]"
    if isinstance(value, Mapping):
        return f"{{{', '.join(f'{_key(str(name))} = {_toml(each)}' for name, each in value.items())}}}"
    if isinstance(value, bool):
        return "true" if value else "false"
    if hasattr(value, "isoformat"):
        return str(value.isoformat())
    return str(value) if isinstance(value, int | float) else _text(str(value))


def _text(text: str) -> str:
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")


def _places(lines: Mapping[Where, int], name: str) -> dict[tuple[str, str], Span]:
    """Where each answer stands, by its owner and its fact."""
    found: dict[tuple[str, str], Span] = {}
    for path, line in lines.items():
        owner, fact, *deeper = map(str, ("", *path[1:], "", "") if path[0] == "person" else (*path[1:], "", ""))
        if path[0] != PAPERS and not any(deeper):
            found.setdefault((owner, fact), Span(name, line))
    return found


def _names(path: Where) -> tuple[str, ...]:
    return tuple(each for each in path if isinstance(each, str))


def _period(value: object) -> Bounds | None:
    start, _, end = str(value).partition("..")
    low, high = parse_day(start.strip()), parse_day(end.strip()) if end.strip() else (NEVER, NEVER)
    return (low[0], high[1]) if low is not None and high is not None and low[0] <= high[1] else None


def _short(value: object, most: int = 60) -> str:
    """A value as a message shows it."""
    shown = value.isoformat() if hasattr(value, "isoformat") else _toml(value) if isinstance(value, str | bool) else repr(value)
    return shown if len(shown) <= most else f"{shown[:most]}…"
