"""XML as a light tree whose elements know their lines: what readers of XML files share.

The standard library's expat reads the bytes, and this decides what is allowed: a document type or an entity declaration is refused
(with them go entities from outside and those that blow up), and depth, the number of elements and the length of what is told are
bounded. XML that breaks keeps what stood before the break. Prefixes are resolved here and not by expat, so that a piece cut out of a
message, whose prefixes are declared nowhere, still reads; and text before the first mark (a message header) is passed over.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final
from xml.parsers import expat

from attrs import define, field

from unburden.readers import Source
from unburden.record import Unread

#: Elements nested deeper, or more of them, than any record has.
DEEPEST: Final = 100
MOST: Final = 400_000
_FIRST_MARK: Final = re.compile(r"<[?!A-Za-z_]")
#: Characters that XML does not allow and that would end the reading; a replacement character stands for each.
_NOT_ALLOWED: Final = dict.fromkeys((*range(9), 11, 12, *range(14, 32), 0xFFFE, 0xFFFF), "\ufffd")


class _Stop(Exception):
    """Reading ends here; the text says why."""


@define(slots=True)
class Element:
    """One element: its name without prefix, its namespace (empty if undeclared), its line, attributes by local name, text, children."""

    name: str
    space: str
    line: int
    attributes: dict[str, str] = field(factory=dict)
    pieces: list[str] = field(factory=list)
    children: list[Element] = field(factory=list)

    @property
    def text(self) -> str:
        """The text directly inside, white space folded."""
        return " ".join("".join(self.pieces).split())

    def all(self, *names: str) -> Iterator[Element]:
        """The children of these local names, in order."""
        return (each for each in self.children if each.name in names)

    def get(self, path: str) -> Element | None:
        """The first descendant along a path of local names: ``ChargeStatute/StatuteText``. Repeated steps are all tried."""
        name, _, rest = path.partition("/")
        for each in self.all(name):
            found = each.get(rest) if rest else each
            if found is not None:
                return found
        return None

    def say(self, *paths: str) -> Element | None:
        """The element at the first of these paths that holds text."""
        for path in paths:
            near = self.walk(path) if "/" in path else (each for each in self.children if each.name == path)
            for each in near:
                if each.text:
                    return each
        return None

    def walk(self, path: str) -> Iterator[Element]:
        """Every descendant along a path of local names."""
        name, _, rest = path.partition("/")
        for each in self.all(name):
            if rest:
                yield from each.walk(rest)
            else:
                yield each

    def iter(self, *names: str) -> Iterator[Element]:
        """This element and all below, in document order; only these local names, where some are given."""
        waiting = [self]
        while waiting:
            here = waiting.pop()
            if not names or here.name in names:
                yield here
            waiting.extend(reversed(here.children))


@define
class Document:
    """What was read of a file: its root (none if there is no element) and what could not be read."""

    root: Element | None
    unread: list[Unread]


class _Builder:
    """Takes expat's calls and builds the tree."""

    def __init__(self, first: int) -> None:
        self.root: Element | None = None
        self._open: list[Element] = []
        self._spaces: list[dict[str, str]] = []
        self._count = 0
        self._first = first
        self.parser = expat.ParserCreate("utf-8")
        self.parser.buffer_text = True
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self.parser.CharacterDataHandler = self._text
        self.parser.StartDoctypeDeclHandler = self._refuse
        self.parser.EntityDeclHandler = self._refuse
        self.parser.ExternalEntityRefHandler = self._refuse
        self.parser.SetParamEntityParsing(expat.XML_PARAM_ENTITY_PARSING_NEVER)

    @property
    def line(self) -> int:
        return self.parser.CurrentLineNumber + self._first - 1

    def _refuse(self, *_: object) -> int:
        raise _Stop("this XML declares a document type or entities, which can pull in or hide anything: it is not read from here on")

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        self._count += 1
        if len(self._open) >= DEEPEST:
            raise _Stop("this XML is nested deeper than any record; it is not read from here on")
        if self._count > MOST:
            raise _Stop("this XML has more elements than any record; it is not read from here on")
        here: dict[str, str] = {}
        plain: dict[str, str] = {}
        for key, value in attributes.items():
            if key == "xmlns" or key.startswith("xmlns:"):
                here[key[6:]] = value
            else:
                plain[key.rpartition(":")[2]] = value
        prefix, _, local = name.rpartition(":")
        self._spaces.append(here)
        space = next((each[prefix] for each in reversed(self._spaces) if prefix in each), "")
        element = Element(local, space, self.line, plain)
        if self._open:
            self._open[-1].children.append(element)
        elif self.root is None:
            self.root = element
        self._open.append(element)

    def _end(self, _: str) -> None:
        self._open.pop()
        self._spaces.pop()

    def _text(self, text: str) -> None:
        self._open[-1].pieces.append(text)


def load(source: Source) -> Document:
    """The file as a tree as far as it is XML, and what is wrong with it and where. Never raises."""
    mark = _FIRST_MARK.search(source.text)
    if mark is None:
        return Document(None, [Unread(source.span(1), source.head[:80], "this is not XML; nothing was read")])
    ends = source.text[: mark.start()].replace("\r\n", "\n").replace("\r", "\n").count("\n")
    builder = _Builder(ends + 1)
    data = source.text[mark.start() :].translate(_NOT_ALLOWED).encode("utf-8", "replace")
    try:
        # All at once: fed in pieces, an unfinished mark is looked through anew with each piece.
        builder.parser.Parse(data, True)
    except _Stop as stop:
        return Document(builder.root, [_place(source, builder.line, str(stop))])
    except expat.ExpatError as error:
        line = error.lineno + ends
        why = f"this XML breaks here ({expat.ErrorString(error.code)}, column {error.offset + 1}); what stands after it was not read"
        return Document(builder.root, [_place(source, line, why)])
    return Document(builder.root, [])


def _place(source: Source, line: int, why: str) -> Unread:
    line = max(1, min(line, len(source.lines)))
    return Unread(source.span(line), source.lines[line - 1].strip()[:200], why)
