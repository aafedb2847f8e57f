"""What a law file may hold, key by key, and its mistakes with their places.

docs/language.md says what each key means; `law` makes provisions of what stands here in good order.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Any, Final, TypeAlias

from unburden.errors import Problem, nearest
from unburden.language import LanguageError, Node, Words, parse
from unburden.toml_text import Where, parse_toml, toml_lines

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
HEARING: Final = ("required", "if contested", "court decides", "none", "unclear")
CONFIDENTIAL: Final = ("yes", "name withheld", "on request", "no", "unclear")
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
    "decisions",
    "risk",
    "timing",
)
UNITS: Final = ("years", "months", "days", "number", "yesno", "day")
TYPES: Final = ("yesno", "since", "day", "number", "level", "choice")
SCOPES: Final = ("charge", "case", "person")
ORIGINS: Final = ("record", "offense", "answer", "place", "derived")
QUOTE_WORDS: Final = 20

#: A kind of value as it is called in a message, with what it is in Python and, for lists, what it holds.
Kind: TypeAlias = tuple[str, tuple[type, ...], type | None]
#: Key → its kind, and whether it must be there.
Keys: TypeAlias = Mapping[str, tuple[Kind, bool]]

TEXT: Final[Kind] = ("a text", (str,), None)
TEXTS: Final[Kind] = ("a list of texts", (list,), str)
NUMBER: Final[Kind] = ("a whole number", (int,), None)
TABLE: Final[Kind] = ("a table", (dict,), None)
TRUTH: Final[Kind] = ("true or false", (bool,), None)
DATE: Final[Kind] = ("a date", (date,), None)
DAY: Final[Kind] = ("a date", (date, str), None)
TABLES: Final[Kind] = ("a list of tables, each under two brackets", (list,), dict)


def keys(needed: Mapping[str, Kind], optional: Mapping[str, Kind]) -> Keys:
    """The keys of a table: those that must be there, and those that may."""
    return {**{key: (kind, True) for key, kind in needed.items()}, **{key: (kind, False) for key, kind in optional.items()}}


def texts(*names: str) -> dict[str, Kind]:
    """Keys that hold a text."""
    return dict.fromkeys(names, TEXT)


FILE_KEYS: Final = keys({}, {**dict.fromkeys(UNITS, TABLE), "provision": TABLES, "define": TABLE})
PROVISION_KEYS: Final = keys(
    {
        **texts("id", "title", "title_es", "citation", "kind", "merits", "court", "burden", "confidence"),
        "effect": TEXTS,
        "source": TABLE,
        "contact": TABLE,
        "condition": TABLES,
    },
    {"in_force": TABLE, "open_questions": TEXTS, "note": TABLES, **texts("enacted", "coverage", "closes", "hearing", "confidential")},
)
CONDITION_KEYS: Final = keys(
    texts("id", "text", "text_es", "cite"),
    {**texts("quote", "holds", "presumed_by", "presumed_cite"), "exception": TABLES, "reading": TABLES},
)
CLAUSE_KEYS: Final = keys(texts("text", "text_es", "cite", "holds"), texts("quote"))
NOTE_KEYS: Final = keys(texts("topic", "text", "text_es", "cite"), {})
FACT_FILE_KEYS: Final = keys({"facts": TABLE}, {})
FACT_KEYS: Final = keys(
    texts("type", "scope", "from"),
    {
        **texts("column", "is", "ask", "ask_es", "why", "why_es", "say", "say_no", "danger", "after"),
        "values": TEXTS,
        "implies": TEXTS,
        "weight": NUMBER,
    },
)
#: What is told before a question whose answer could hurt: `phrases.NOTICES` says it.
DANGERS: Final = ("immigration", "child", "open case")
CASE_FILE_KEYS: Final = keys({}, {"case": TABLES})
CASE_KEYS: Final = keys(
    texts("name"),
    {
        **texts("provision", "expect", "like", "comment"),
        "as_of": DATE,
        "opens": DAY,
        "unsettled": TRUTH,
        "person": TABLE,
        "charge": TABLE,
        "others": TABLES,
    },
)


def load_toml(path: Path, problems: list[Problem]) -> tuple[dict[str, Any], str]:
    """The tables of a file and its text; none of either, and a problem, where it cannot be read."""
    try:
        text = path.read_bytes().decode("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        why = "not text in UTF-8" if isinstance(error, ValueError) else f"cannot open this file: {(error.strerror or 'error').lower()}"
        problems.append(Problem("cannot-open", why, file=str(path)))
        return {}, ""
    text = text.replace("\r\n", "\n")
    raw, mistake = parse_toml(text, str(path))
    if mistake is not None:
        problems.append(mistake)
    return raw, text


class Place:
    """One file and its mistakes: turns the way to a value (``("provision", 0, "id")``) into file, line and column."""

    def __init__(self, path: Path, problems: list[Problem]) -> None:
        self.path = path
        self.problems = problems
        self.raw, self._text = load_toml(path, problems)

    @cached_property
    def _lines(self) -> dict[Where, int]:
        return toml_lines(self._text)

    @cached_property
    def _rows(self) -> list[str]:
        return self._text.split("\n")

    def line(self, where: Where) -> int:
        """The line of a key, or of what surrounds it."""
        return self._lines.get(where, 0) or (self.line(where[:-1]) if where else 1)

    def problem(self, code: str, message: str, where: Where) -> None:
        """Add a mistake."""
        self.problems.append(Problem(code, message, file=str(self.path), line=self.line(where)))

    def add(self, error: LanguageError, where: Where) -> None:
        """Add the mistakes of an expression, each with the line of the file that it stands in."""
        start = self.line(where)
        row = self._rows[start - 1] if start <= len(self._rows) else ""
        # A text in three quotes may begin on the line below its key.
        start += row.rstrip().endswith(('"""', "'''")) and "=" in row
        for each in error.problems:
            line = start + (each.line or 1) - 1
            row = self._rows[line - 1] if line <= len(self._rows) else ""
            excerpt, column = each.excerpt or "", each.column or 1
            written = _escaped(excerpt)
            if not excerpt or written not in row:
                self.problems.append(Problem(each.code, each.message, str(self.path), line, None, each.excerpt, each.width))
                continue
            before = row.index(written) + len(_escaped(excerpt[: column - 1]))
            width = len(_escaped(excerpt[column - 1 : column - 1 + each.width]))
            self.problems.append(Problem(each.code, each.message, str(self.path), line, before + 1, row, max(1, width)))

    def parse(self, text: object, words: Words, expect: tuple[str, ...], where: Where) -> Node | None:
        """The tree of an expression, or `None` and its mistake."""
        if not isinstance(text, str):
            self.problem("type", "an expression is written as text", where)
            return None
        try:
            return parse(text, words, expect)
        except LanguageError as error:
            self.add(error, where)
        except RecursionError:
            self.problem("circle", "the facts that this is derived from lead back to itself", where)
        return None

    def keys(self, raw: object, known: Keys, where: Where) -> bool:
        """Whether a table has every key that it must have, each of its kind; says what is unknown, missing or of another kind."""
        if not isinstance(raw, dict):
            self.problem("type", f"{where[-1]} is not a table", where)
            return False
        good = True
        for key, value in raw.items():
            if key not in known:
                self.problem("unknown-key", f"{key} is not known here{nearest(key, known)}", (*where, key))
            elif not _fits(value, known[key][0]):
                self.problem("type", f"{key} should be {known[key][0][0]}", (*where, key))
                good = False
        for key, (_, needed) in known.items():
            if needed and raw.get(key) in ("", [], None) and (key not in raw or _fits(raw[key], known[key][0])):
                code = "no-citation" if key in ("cite", "citation") else "no-source" if key == "source" else "missing"
                self.problem(code, f"{key} is missing", where)
                good = False
        return good

    def one_of(self, value: object, known: Iterable[str], where: Where) -> None:
        """Say so if a value is none of those known."""
        known = list(known)
        if value not in known:
            self.problem("unknown-value", f'"{value}" is not one of: {", ".join(known)}{nearest(str(value), known)}', where)

    def quote(self, quote: str, where: Where) -> None:
        """Say so if a quotation is too long."""
        if len(quote.split()) > QUOTE_WORDS:
            self.problem("long-quote", f"the quotation has {len(quote.split())} words; {QUOTE_WORDS} are the most", (*where, "quote"))


def _fits(value: object, kind: Kind) -> bool:
    _, types, held = kind
    if not isinstance(value, types) or (isinstance(value, bool) and bool not in types):
        return False
    return held is None or all(isinstance(each, held) for each in value)  # type: ignore[attr-defined]


def _escaped(text: str) -> str:
    """A text as it stands between quotes in TOML."""
    return text.replace("\\", "\\\\").replace('"', '\\"')
