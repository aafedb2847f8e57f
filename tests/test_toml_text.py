"""Where a TOML text's tables and keys stand, and its mistakes as problems."""

from __future__ import annotations

import json
import tomllib
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from unburden.law import law_folder
from unburden.toml_text import Where, parse_toml, toml_lines

TEXT = '''\
# A comment = with an equals sign
title = "one"
"a key" = 2
'an.other' = 3
dotted . "in two" = 4

[person]
yes = true
[charge."18:1591.1"]
a = 1
[charge.'x]y']
b = 2
[[provision]]
id = "p"
long = """
id = "not a key"
[not.a.table]
"""
short = """one line"""
  [[provision.condition]]
  id = "c0"
  [[provision.condition]]
  id = "c1"
[[provision]]
  [[provision.condition]]
  id = "c2"
'''


def test_every_key_and_table_has_its_line() -> None:
    assert toml_lines(TEXT) == {
        ("title",): 2,
        ("a key",): 3,
        ("an.other",): 4,
        ("dotted", "in two"): 5,
        ("person",): 7,
        ("person", "yes"): 8,
        ("charge", "18:1591.1"): 9,
        ("charge", "18:1591.1", "a"): 10,
        ("charge", "x]y"): 11,
        ("charge", "x]y", "b"): 12,
        ("provision", 0): 13,
        ("provision", 0, "id"): 14,
        ("provision", 0, "long"): 15,
        ("provision", 0, "short"): 19,
        ("provision", 0, "condition", 0): 20,
        ("provision", 0, "condition", 0, "id"): 21,
        ("provision", 0, "condition", 1): 22,
        ("provision", 0, "condition", 1, "id"): 23,
        ("provision", 1): 24,
        ("provision", 1, "condition", 0): 25,
        ("provision", 1, "condition", 0, "id"): 26,
    }


def test_a_key_with_a_quote_in_it() -> None:
    assert toml_lines('["a \\"b\\" c"]\n"\\u00e9" = 1') == {('a "b" c',): 1, ('a "b" c', "é"): 2}


def found(value: Any, where: Where) -> Any:
    for step in where:
        value = value[step]
    return value


@pytest.mark.parametrize("path", sorted(law_folder().rglob("*.toml")), ids=lambda path: f"{path.parent.name}/{path.name}")
def test_every_path_in_the_law_leads_to_a_value(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    raw, mistake = parse_toml(text, str(path))
    assert mistake is None
    lines = toml_lines(text)
    assert lines
    for where in lines:
        found(raw, where)


@pytest.mark.parametrize(
    ("text", "line", "column", "says"),
    [
        ("a = 1\nb = \n", 2, 5, "Invalid value"),
        ("a = 1\n[a]\n", 2, None, "Cannot"),
        ("a = 1\na = 2", 2, None, "Cannot overwrite a value"),
        ('a = "x', 1, None, ""),
        ("a\n\n\n", 1, None, ""),
        ("a = " + "[" * 5000, None, None, "nested too deeply"),
        ("a = " + "1" * 5000, None, None, "too long"),
    ],
)
def test_a_mistake_is_a_problem_with_its_place(text: str, line: int | None, column: int | None, says: str) -> None:
    raw, mistake = parse_toml(text, "f.toml")
    assert raw == {}
    assert mistake is not None
    assert (mistake.code, mistake.file) == ("toml", "f.toml")
    assert mistake.message.startswith("not TOML: ")
    assert says in mistake.message
    if line is not None:
        assert mistake.line == line
    if column is not None:
        assert mistake.column == column


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=80) | st.lists(st.sampled_from([*"[]\"'=.ab\n\\#{}1", '"""']), max_size=30).map("".join))
def test_no_text_is_too_odd(text: str) -> None:
    raw, mistake = parse_toml(text, "f")
    assert (mistake is None) == _is_toml(text)
    assert raw == {} or mistake is None
    toml_lines(text)


def _is_toml(text: str) -> bool:
    try:
        tomllib.loads(text)
    except (ValueError, RecursionError):
        return False
    return True


@settings(max_examples=100, deadline=None)
@given(
    st.lists(st.text(st.characters(codec="utf-8", exclude_categories=["Cc"]), min_size=1, max_size=8), min_size=1, max_size=4, unique=True)
)
def test_any_quoted_name_is_found(names: list[str]) -> None:
    text = "\n".join(f"[charge.{json.dumps(name, ensure_ascii=False)}]\nfact = true" for name in names)
    assert [where for where in toml_lines(text) if len(where) == 2] == [("charge", name) for name in tomllib.loads(text)["charge"]]
