"""What a printed statute number says, by the grammar that a jurisdiction writes down in its `jurisdiction.toml`.

Reading stops short of meaning: a `Cited` is a code and the parts of a number in the order they are printed. Where the
section ends and its subsections begin is settled against the offense table (`offenses`), since ``647.6`` and
``1192.3`` look alike and only the first is a section. The format of the file is described in docs/offenses.md.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final, TypeAlias

from attrs import Factory, define, field, frozen

from unburden.terms import level
from unburden.wording import MODIFIER_WORDS

#: A longer statute text is not a number; what follows is left unread.
MAX_TEXT: Final = 240
_MAX_ITEMS: Final = 32
_MAX_CITED: Final = 8
_MAX_PARTS: Final = 14

_DIGITS: Final = re.compile(r"[0-9]{1,12}")
_LETTERS: Final = re.compile(r"[a-z]+")
_TITLE: Final = re.compile(r"([0-9]{1,3}(?:-?[a-z](?![a-z0-9]))?)[\s,]{0,3}")
_CHAPTER: Final = re.compile(r"[\s.]{0,3}(?=[0-9])")
#: ``5/`` and ``5.0/`` before a section; behind a title also ``-5/``.
_ACT: Final = re.compile(r"[\s/-]{0,2}([0-9]{1,5})(?:\.0)?\s?/\s?(?=[0-9])")
_JOINED: Final = re.compile(r"([^\w\s])([0-9]+|[a-z]{1,2}(?![a-z]))")
_THOUSANDS: Final = re.compile(r",([0-9]{3})(?![0-9]|-[0-9])")
#: ``(27)`` between a title and the section: 14:(27)67.
_ASIDE: Final = re.compile(r"\(([0-9]{1,4})\)\s?(?=[0-9])")
_TRAIL: Final = re.compile(r"[^\w\s][a-z](?![0-9a-z])")
_GROUP: Final = re.compile(r"\s?[(\[]\s?([0-9a-z]{1,5}(?:[-.][0-9a-z]{1,4})?)\s?(?:[)\]]|$)")
_SPACED: Final = re.compile(
    r"(?:(?P<comma>,)\s*|\s+)(?P<by>(?:§§?|sub(?:s|d|sec|section|division)?\.?|para?\.?)\s*)?"
    r"(?P<text>[0-9]{1,2}(?![0-9])(?:[a-z]{1,2}[0-9]{0,2})?|[ivx]{2,5}|[a-z][0-9]{0,2})(?![0-9a-z.]|-[0-9])"
)
_PENALTY: Final = re.compile(r"\(\w{1,5}\)|=[a-z]+")
_RUNS: Final = re.compile(r"[0-9]+|[a-z]+")
_GAP: Final = re.compile(r"[\s.&',]{1,3}")
_FOLD: Final = {ord(dash): "-" for dash in "‐‑‒–—−"} | {ord("*"): " ", ord("’"): "'"}
#: Words that stand before a number and say nothing.
_NOISE: Final = frozenset(["and", "or", "to", "commit", "no", "title", "s", "ss", "sec", "secs", "sect", "section", "sections"]) | {
    "par",
    "para",
    "paragraph",
    "sub",
    "subd",
    "subdivision",
    "subsec",
    "subsection",
}
_CODES: Final = frozenset(["code", "title"])
_LEVELS: Final = frozenset(["f", "m", "i", "v", "fel", "misd"])
_COUNTS: Final = frozenset(["ct", "cts", "cnt", "cnts", "att"])
_LISTING: Final = frozenset("/,;&+")
_LIGHT: Final = frozenset(".:§#'-")
_EDGE: Final = " \t\r\n-:;,./()§"

Part: TypeAlias = tuple[str, str]
_Number: TypeAlias = tuple[Part, ...]
#: What a scan sees: ``number``, ``code`` (``title`` if a title's number came with it), ``word``, ``mark`` or ``penalty``, its value,
#: and where it begins and ends.
_Item: TypeAlias = tuple[str, str, _Number, int, int]


@frozen
class Cited:
    """One number as printed: ``240.37(2)`` has the parts ``("", "240"), (".", "37"), ("(", "2")``, each with what stood before it.

    `code` is `None` where a code stands there that is not this jurisdiction's, or none and there is no default.
    """

    code: str | None
    parts: _Number

    def __str__(self) -> str:
        number = "".join(f"({text})" if before in ("(", " ") else before + text for before, text in self.parts)
        return f"{self.code}{'' if self.code.endswith('/') else ' '}{number}" if self.code else number


@frozen
class Printed:
    """What a statute text says: its numbers, words like "attempt" that stand among them, and the words left over."""

    cited: tuple[Cited, ...]
    kinds: frozenset[str]
    rest: str


@frozen
class Modifier:
    """A provision that makes of another offense an attempt, a conspiracy, a solicitation or a helper's part in it; or nothing else.

    `numbers` are its own number and the short ones printed for it (``110`` for ``110.00``); `fused` says that it is printed
    against the other number without anything between (``664487(A)``).
    """

    kind: str
    numbers: tuple[Cited, ...]
    fused: bool = False


def _stems(self: Jurisdiction) -> frozenset[str]:
    return frozenset(name[:end] for name in self.aliases for end in range(1, len(name)))


def _asides(self: Jurisdiction) -> frozenset[str]:
    return frozenset(number.parts[0][1] for each in self.modifiers for number in each.numbers if len(number.parts) == 1)


@frozen
class Jurisdiction:
    """One state, or the federal system: its names, and how its statute numbers, levels and charge words are printed."""

    code: str
    name: str = ""
    name_es: str = ""
    default_code: str | None = None
    aliases: Mapping[str, str] = field(factory=dict)
    titled: frozenset[str] = frozenset()
    joins: Mapping[str, frozenset[str]] = field(factory=dict)
    endings: frozenset[str] = frozenset()
    fixed: int = 0
    inside: frozenset[str] = frozenset()
    dashes: frozenset[str] = frozenset()
    chapters: Mapping[str, str] = field(factory=dict)
    acts: Mapping[str, str] = field(factory=dict)
    lettered: frozenset[str] = frozenset()
    modifiers: tuple[Modifier, ...] = ()
    asides: frozenset[str] = field(init=False, repr=False, default=Factory(_asides, takes_self=True))
    levels: Mapping[str, tuple[int, int]] = field(factory=dict)
    words: Mapping[str, str] = field(factory=dict)
    stems: frozenset[str] = field(init=False, repr=False, default=Factory(_stems, takes_self=True))

    def level(self, printed: str) -> tuple[int, int] | None:
        """Lowest and highest rank of a printed level: by this jurisdiction's own abbreviations, else by `terms.level`."""
        return self.levels.get(" ".join(printed.lower().split())) or level(printed)

    def joins_of(self, code: str) -> frozenset[str]:
        """What besides a bracket may stand between a section and its subsection: ``.9`` is a dot and then a digit."""
        own = next((self.joins[name] for name in (code, *code.split()) if name in self.joins), None)
        return own if own is not None else self.joins.get("default", frozenset())

    def read(self, text: str, *, named: bool = False) -> Printed:
        """The numbers in a statute text, or, if `named`, in other words: then only those whose code is printed with them.

        Never raises; what is not understood is left in `Printed.rest`.
        """
        low = text[:MAX_TEXT].translate(_FOLD).lower()
        if not _DIGITS.search(low):
            return Printed((), frozenset(), low.strip(_EDGE))
        return _Walk(self, low, _items(self, low, named=named), named).run()

    def shown(self, cited: Cited) -> str:
        """The number for a person to read; the code is left out where it goes without saying."""
        return str(Cited(None, cited.parts) if cited.code == self.default_code else cited)


def _alias(grammar: Jurisdiction, low: str, at: int) -> tuple[str, int] | None:
    """The code whose name begins here, and where it ends; the longest name wins. ``P.C.`` is ``pc``, ``H & S`` is ``hs``."""
    joined, best = "", None
    while word := _LETTERS.match(low, at):
        if word[0] != "and":
            joined += word[0]
        code = grammar.aliases.get(joined)
        if code is not None:
            best = (code, word.end())
        gap = _GAP.match(low, word.end()) if joined in grammar.stems else None
        if gap is None:
            break
        at = gap.end()
    return best


def _title(grammar: Jurisdiction, low: str, at: int) -> tuple[str, int] | None:
    """A code that carries the title's number: ``18 U.S.C.``, ``18:``, ``17-A MRSA``; with acts ``720 ILCS 5/`` and ``720-5/`` too."""
    match = _TITLE.match(low, at)
    if match is None:
        return None
    title, end = match[1].upper(), match.end()
    sign = grammar.aliases.get(low[end : end + 1])
    code = (sign, end + 1) if sign else _alias(grammar, low, end)
    if code and code[0] in grammar.titled:
        return _act(grammar, low, f"{title} {code[0]}", code[1])
    full = next((name for name in grammar.acts if name.partition(" ")[0] == title), None)
    return _act(grammar, low, full, end) if full and _ACT.match(low, end) else None


def _act(grammar: Jurisdiction, low: str, title: str, at: int) -> tuple[str, int]:
    """The title with the act that is printed here before a slash, else with the act that goes without saying."""
    if title not in grammar.acts:
        return title, at
    match = _ACT.match(low, at)
    act = match[1] if match else grammar.acts[title]
    return f"{title} {act}/" if act else title, match.end() if match else at


def _bare_act(grammar: Jurisdiction, low: str, at: int, items: list[_Item]) -> tuple[str, int] | None:
    """``5/11-14`` is of the title that came before, else of the default one; behind a bare number it is of a title nobody knows."""
    if not grammar.acts or (items and items[-1][0] == "number"):
        return None
    code = next((item[1] for item in reversed(items) if item[0] == "title"), grammar.default_code or "")
    title = code.rpartition(" ")[0]
    return _act(grammar, low, title, at) if title in grammar.acts and _ACT.match(low, at) else None


def _chapter(grammar: Jurisdiction, low: str, at: int) -> tuple[str, int] | None:
    """A title behind its word: ``c. 272, s.``, ``ch. 94C, §``."""
    word = _LETTERS.match(low, at)
    code = grammar.chapters.get(word[0]) if word else None
    before = _CHAPTER.match(low, word.end()) if word and code else None
    title = _TITLE.match(low, before.end()) if before else None
    if title is None or code is None:
        return None
    return _title(grammar, low, title.start()) or (f"{title[1].upper()} {code}", title.end())


def _number(grammar: Jurisdiction, low: str, at: int, joins: frozenset[str]) -> tuple[_Number, int]:
    """The parts of the number that begins here, subsections included, and where it ends."""
    first = _DIGITS.match(low, at)
    assert first is not None
    parts: list[Part] = [("", first[0].lstrip("0") or "0")]
    at, below = first.end(), False
    while len(parts) < _MAX_PARTS:
        char = low[at : at + 1]
        if f"{char}*" in grammar.endings and (match := _TRAIL.match(low, at)):
            return tuple(parts), match.end()
        if char == "," and char in grammar.inside and not below and len(parts) > 1 and len(parts[-1][1]) < 3:
            match = _THOUSANDS.match(low, at)
            if match is not None:
                parts.append((char, match[1]))
                at = match.end()
                continue
        dash = len(parts) == 1 and char in grammar.dashes
        if char and char != "," and (char in ".-" or char in grammar.inside or dash):
            match = _JOINED.match(low, at)
            if match is None or (below and char == "-"):
                break
            if match[0] in grammar.endings:
                return tuple(parts), match.end()
            if dash and match[2].isdigit():
                char = "-"
            if char == "-" and match[2].isalpha() and match[2] in MODIFIER_WORDS:
                break
            parts.append(("(" if below else char, match[2]))
            at = match.end()
            continue
        match = _DIGITS.match(low, at) or _LETTERS.match(low, at)
        if match is not None:
            if (len(match[0]) > 3 and match[0].isalpha()) or _alias(grammar, low, at):
                break
            parts.append(("(" if below else "", match[0]))
            at = match.end()
            continue
        match = _GROUP.match(low, at)
        if match is not None:
            if match[1] in grammar.aliases:
                break
            parts.extend(("(", run) for run in _RUNS.findall(match[1]))
            at, below = match.end(), True
            continue
        match = _SPACED.match(low, at) if not below else None
        if match is None or match["text"] in grammar.levels or match["text"] in grammar.aliases:
            break
        if len(match["text"]) > 1 and match["text"].isalpha() and ", a" not in joins:
            break  # II is a paragraph only where they are printed with roman numerals
        join = f"{match['comma'] or ''} {'9' if match['text'][0].isdigit() else 'a'}"
        if join not in joins and (not match["by"] or not match[0][len(match["comma"] or "")].isspace()):
            break
        parts.extend((" ", run) for run in _RUNS.findall(match["text"]))
        at, below = match.end(), True
    return tuple(parts[:_MAX_PARTS]), at


def _items(grammar: Jurisdiction, low: str, *, named: bool) -> list[_Item]:
    """The text as items, from its beginning; a long tail of words is left out."""
    items: list[_Item] = []
    at, size = 0, len(low)
    while at < size and len(items) < _MAX_ITEMS:
        char = low[at]
        if char.isspace():
            at += 1
        elif "0" <= char <= "9":
            # 18 § 901 § A: what stands behind a title is a section, never a title again
            behind_title = next((item[0] for item in reversed(items) if item[0] != "mark"), "") == "title"
            title = None if behind_title else _title(grammar, low, at)
            if (title is None and not behind_title) or (title and low[title[1] - 1] == "-"):
                # a dash or a slash alone is too common among words: POSS 1/2 OZ, 5-10 GRAMS
                among_words = named or any(item[0] == "word" for item in items)
                title = None if among_words else title or _bare_act(grammar, low, at, items)
            if title:
                items.append(("title", title[0], (), at, title[1]))
                at = title[1]
            else:
                code = next((item[1] for item in reversed(items) if item[0] in _CODES), grammar.default_code or "")
                parts, end = _number(grammar, low, at, grammar.joins_of(code))
                items.append(("number", "", parts, at, end))
                at = end
        elif "a" <= char <= "z":
            chapter = _chapter(grammar, low, at)
            code_at = chapter or _alias(grammar, low, at)
            if code_at:
                items.append(("title" if chapter else "code", code_at[0], (), at, code_at[1]))
                at = code_at[1]
            else:
                word = _LETTERS.match(low, at)
                end = word.end() if word else at + 1
                items.append(("word", low[at:end], (), at, end))
                at = end
        elif items and items[-1][0] in _CODES and (aside := _ASIDE.match(low, at)) and aside[1] in grammar.asides:
            items.append(("number", "", (("", aside[1]),), at, aside.end()))
            items.append(("mark", ",", (), aside.end(), aside.end()))
            at = aside.end()
        elif (penalty := _PENALTY.match(low, at)) and penalty[0].strip("()") not in grammar.aliases:
            items.append(("penalty", "", (), at, penalty.end()))
            at = penalty.end()
        else:
            items.append(("mark", char, (), at, at + 1))
            at += 1
    return items


@define
class _Walk:
    """Gives each number the code that belongs to it, and stops where the numbers end and the charge's words begin."""

    grammar: Jurisdiction
    low: str
    items: list[_Item]
    named: bool
    found: list[tuple[str | None, _Number]] = field(factory=list)
    kinds: set[str] = field(factory=set)
    code: str | None = None  # printed before a number, and good for those that follow it
    bare: int = 0  # the last so many numbers had no code printed before them
    gap: str = ""  # marks since the last number
    ended: bool = False  # a code or a level closed the last number
    strict: bool = False  # words came first, or somebody else's code: a number counts only with its own code
    skipped: int = 0  # where those words end

    def run(self) -> Printed:
        """The numbers, and the words before and after them."""
        steps = {"number": self._number, "code": self._code, "title": self._code, "word": self._word, "mark": self._mark}
        stop = 0
        for index, item in enumerate(self.items):
            step = steps.get(item[0])
            if step and not step(index, item):
                stop = max(stop, item[3])
                break
            stop = item[4]
        else:
            stop = len(self.low) if len(self.items) < _MAX_ITEMS else stop
        rest = f"{self.low[: self.skipped]} {self.low[stop:]}".strip(_EDGE)
        own = tuple(Cited(code, parts) for code, parts in self.found if code)
        if not self.strict and not self.named:
            own = tuple(Cited(self.grammar.default_code if code is None else code, parts) for code, parts in self.found)
        elif not own:
            foreign = () if self.skipped or self.named else tuple(Cited(None, parts) for _, parts in self.found)
            return Printed(foreign, frozenset(), rest if foreign else self.low.strip(_EDGE))
        return Printed(own, frozenset(self.kinds), rest)

    def _number(self, index: int, item: _Item) -> bool:
        parts = item[2]
        if self.found and not self._another(parts):
            return False
        following = self.items[index + 1][0] if index + 1 < len(self.items) else ""
        if self.code in self.grammar.titled and len(parts) == 1 and following == "number":
            self.code = f"{parts[0][1]} {self.code}"  # USC 18 1591
            return True
        self.bare += self.code is None
        self.found.append((self.code, parts))
        self.gap, self.ended = "", False
        return True

    def _another(self, parts: _Number) -> bool:
        """Whether a further number is one of a list, and not a count or an amount among the words."""
        if len(self.found) >= _MAX_CITED:
            return False
        if not _LISTING.isdisjoint(self.gap):
            return True
        long = len(parts[0][1]) > 2 or (len(parts) > 1 and parts[1][0] == ".")
        return long and (not self.ended or ("-" in self.gap and self._modifies(parts)))

    def _modifies(self, parts: _Number) -> bool:
        return any(parts[: len(number.parts)] == number.parts for each in self.grammar.modifiers for number in each.numbers)

    def _code(self, index: int, item: _Item) -> bool:
        following = self.items[index + 1][0] if index + 1 < len(self.items) else ""
        behind = "(" not in self.gap or following != "number"  # but not: theft 2 (ORS 164.045)
        if self.bare and behind and _LISTING.isdisjoint(self.gap):
            if item[1] in self.grammar.titled:
                if self.bare != 2 or len(self.found[-2][1]) != 1:
                    return False
                title = self.found.pop(-2)[1][0][1]  # 18 1591 US
                item, self.bare = (item[0], f"{title} {item[1]}", *item[2:]), 1
            named = [(item[1], parts) for _, parts in self.found[-self.bare :]]
            self.found[-self.bare :] = named
            self.bare, self.gap, self.ended = 0, "", True
        elif self._leads(index):
            self.code = item[1]
        elif self.found:
            return False
        else:
            self._skip(item)
        return True

    def _word(self, index: int, item: _Item) -> bool:
        word = item[1]
        leads = self._leads(index)
        if leads and word in _NOISE:
            self.gap += "," if word in ("and", "or") else ""
        elif leads and word in MODIFIER_WORDS:
            self.kinds.add(MODIFIER_WORDS[word])
            self.gap += ","
        elif self.found and not self.gap.strip() and (word in _LEVELS or word in self.grammar.levels):
            self.ended = True
        elif not self.found:
            self._skip(item)
        elif self.bare and not self.gap and len(word) <= 4 and word not in _COUNTS and self._ends(index):
            self.strict = True  # 9.44 MC, 647(B) CO-, 18 USC 1591: a code that is not this jurisdiction's
        else:
            return False
        return True

    def _mark(self, _: int, item: _Item) -> bool:
        if item[1] in _LISTING or item[1] in _LIGHT:
            self.gap += item[1]
            return True
        if item[1] in "([":
            self.gap += "("
        return not self.found or item[1] in "()[]"

    def _skip(self, item: _Item) -> None:
        self.strict, self.skipped, self.code = True, item[4], None

    def _ends(self, index: int) -> bool:
        following = self.items[index + 1] if index + 1 < len(self.items) else None
        return following is None or following[0] == "number" or following[1] in ("-", ":")

    def _leads(self, index: int) -> bool:
        """Whether a number comes next, perhaps behind a code or a word such as "section"."""
        for kind, value, _, _, _ in self.items[index + 1 : index + 7]:
            if kind == "number":
                return True
            if kind == "penalty" or (kind == "word" and value not in _NOISE):
                return False
        return False
