"""TOML with places: a text's tables, the line of each of its keys, and a mistake in it as a problem with line and column."""

from __future__ import annotations

import re
import tomllib
from typing import Any, Final, TypeAlias

from unburden.errors import Problem

#: The way to a value: keys, and for arrays of tables their place from 0 (``("provision", 0, "id")``).
Where: TypeAlias = tuple[str | int, ...]

_PART: Final = r"""(?:"(?:[^"\\]|\\.)*+"|'[^']*+'|[A-Za-z0-9_-]++)"""
_NAME: Final = rf"{_PART}(?:\s*+\.\s*+{_PART})*+"
_HEADER: Final = re.compile(rf"\s*+(\[\[?)\s*+({_NAME})\s*+\]")
_KEY: Final = re.compile(rf"\s*+({_NAME})\s*+=\s*(.*)")
_PARTS: Final = re.compile(_PART)
_FENCE: Final = re.compile(r"\"\"\"|'''")
_AT: Final = re.compile(r"\(at line (\d+), column (\d+)\)")


def parse_toml(text: str, file: str) -> tuple[dict[str, Any], Problem | None]:
    """The tables of a TOML text; or none, and what is wrong with it and where. Never raises."""
    try:
        found = tomllib.loads(text)
        beyond = _beyond(found)
        return ({}, Problem("toml", f"not TOML: {beyond}", file=file)) if beyond else (found, None)
    except RecursionError:
        return {}, Problem("toml", f"not TOML: {_DEEP}", file=file)
    except tomllib.TOMLDecodeError as error:
        at = _AT.search(str(error))
        line, column = (int(at[1]), int(at[2])) if at else (text.rstrip("\n").count("\n") + 1, None)
        return {}, Problem("toml", f"not TOML: {str(error).split(' (at')[0]}", file=file, line=line, column=column)
    except ValueError:
        # Python refuses to read a number of thousands of digits.
        return {}, Problem("toml", f"not TOML: {_LONG}", file=file)


_DEEP, _LONG = "it is nested too deeply", "a number in it is too long"
#: Tables within tables, and the size of a whole number by TOML's own rule.
_DEEPEST, _BITS = 100, 64


def _beyond(tables: dict[str, Any]) -> str:
    """What in these tables is too deep to walk, or too long to print."""
    level: list[Any] = [tables]
    for _ in range(_DEEPEST):
        if any(isinstance(each, int) and each.bit_length() > _BITS for each in level):
            return _LONG
        level = [each for item in level if isinstance(item, dict | list) for each in (item.values() if isinstance(item, dict) else item)]
        if not level:
            return ""
    return _DEEP


def toml_lines(text: str) -> dict[Where, int]:
    """The line of every table and key of a TOML text, by its path; arrays of tables count from 0."""
    lines: dict[Where, int] = {}
    counts: dict[tuple[str, ...], int] = {}
    here: Where = ()
    fence = ""
    for number, line in enumerate(text.split("\n"), 1):
        if fence:
            if fence in line:
                fence = ""
            continue
        header = _HEADER.match(line)
        if header:
            names = _names(header[2])
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
        key = _KEY.match(line)
        if key:
            lines[(*here, *_names(key[1]))] = number
            opened = _FENCE.match(key[2])
            if opened and key[2].count(opened[0]) == 1:
                fence = opened[0]
    return lines


def _names(dotted: str) -> tuple[str, ...]:
    return tuple(_unquoted(part) for part in _PARTS.findall(dotted))


def _unquoted(part: str) -> str:
    if part[0] == '"' and "\\" in part:
        found, mistake = parse_toml(f"x = {part}", "")
        return str(found["x"]) if mistake is None else part
    return part[1:-1] if part[0] in "\"'" else part
