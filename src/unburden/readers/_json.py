"""JSON whose values know their lines: what readers of JSON files share.

The standard library parses and says no positions; one more pass over the tokens finds the line of every value by its path.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from functools import cached_property
from typing import Any, Final, TypeAlias

from attrs import define

from unburden.readers import Source
from unburden.record import Span, Unread

Path: TypeAlias = tuple[str | int, ...]

_TOKEN: Final = re.compile(r'"(?:[^"\\]|\\.)*+"|[{}\[\],:]|[^\s{}\[\],:"]+')
_TWICE: Final = "\0twice"


@define(slots=False)
class Json:
    """A parsed file: `value`, and where each part of it stands. `repeated` says that some object gives a name twice."""

    source: Source
    value: Any
    repeated: bool = False

    @cached_property
    def lines(self) -> dict[Path, int]:
        """The line of every value, by its path; found only when asked for."""
        return _lines(self.source.text)

    def span(self, *path: str | int) -> Span:
        """Where the value at this path stands, or else the nearest one around it."""
        at = path
        while at and at not in self.lines:
            at = at[:-1]
        return self.source.span(self.lines.get(at))

    def twice(self) -> Iterator[Path]:
        """The paths of names that stand twice in one object: only the last of each was kept."""
        return (path[:-1] for path in self.lines if path[-1:] == (_TWICE,)) if self.repeated else iter(())


def load(source: Source) -> Json | Unread:
    """The file parsed, or what is wrong with it and where. Never raises, however the content is nested."""
    twice: list[bool] = []

    def pairs(held: list[tuple[str, object]]) -> dict[str, object]:
        found = dict(held)
        twice.extend([True] * (len(found) < len(held)))
        return found

    try:
        return Json(source, json.loads(source.text, object_pairs_hook=pairs), bool(twice))
    except json.JSONDecodeError as error:
        line = source.text.count("\n", 0, error.pos) + 1
        why = f"this is not JSON: {error.msg[:1].lower()}{error.msg[1:]} at column {error.colno}; nothing was read"
        return Unread(source.span(line), source.text.split("\n")[line - 1][:200], why)
    except (RecursionError, ValueError):
        return Unread(source.span(1), source.head[:80], "this JSON is nested too deep, or has a number too long, to be a record")


def _lines(text: str) -> dict[Path, int]:
    """The line of every value of valid JSON, by its path; names given twice in one object are marked."""
    found: dict[Path, int] = {}
    stack: list[str | int] = []
    name: str | None = None
    line, seen = 1, 0
    for token in _TOKEN.finditer(text):
        line += text.count("\n", seen, token.start())
        seen = token.start()
        mark = token[0]
        if mark == ",":
            if stack and isinstance(stack[-1], int):
                stack[-1] += 1
            elif stack:
                stack[-1], name = "", None
        elif mark == ":":
            continue
        elif mark in "}]":
            stack.pop()
        elif mark[0] == '"' and stack and isinstance(stack[-1], str) and name is None:
            name = stack[-1] = json.loads(mark)
            if tuple(stack) in found:
                found[(*stack, _TWICE)] = line
        else:
            found[tuple(stack)] = line
            if mark in "{[":
                stack.append("" if mark == "{" else 0)
                name = None
        if mark in "}]":
            name = "" if stack and isinstance(stack[-1], str) else None
    return found
