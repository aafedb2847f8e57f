"""The words of the list of paths: both languages say the same, each is used, and every value of a law has one."""

from __future__ import annotations

import re
from pathlib import Path
from string import Formatter

import pytest

import unburden.path_report
from tests.test_docs import FORBIDDEN, QUOTED, VICTIM
from unburden import law_file, path_law
from unburden.path_report.words import MESSAGES
from unburden.paths import PLACES
from unburden.paths_json import DOES_WORDS
from unburden.paths_order import MATTERS

FOLDER = Path(unburden.path_report.__file__).parent


def holes(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name}


@pytest.mark.parametrize("key", MESSAGES)
def test_both_languages_say_the_same_things(key: str) -> None:
    english, spanish = MESSAGES[key]
    assert english.strip()
    assert spanish.strip()
    assert holes(english) == holes(spanish)


def test_no_word_that_judges() -> None:
    for texts in MESSAGES.values():
        for text in texts:
            assert not VICTIM.search(QUOTED.sub("", text)), text
            assert not FORBIDDEN.search(text), text


@pytest.mark.parametrize(
    ("prefix", "names"),
    [
        ("topic", law_file.TOPICS),
        ("contact", path_law.CONTACTS),
        ("group", path_law.GROUPS),
        ("speed", path_law.SPEEDS),
        ("cost", path_law.COSTS),
        ("private", path_law.PRIVATE),
        ("role", path_law.ROLES),
        ("read", law_file.READ),
        ("matter", MATTERS),
        ("does", tuple(DOES_WORDS.values())),
        ("where", tuple(PLACES)),
        ("holds", ("yes", "no", "later", "unknown")),
        ("status", ("open", "later", "ask", "unread", "closed")),
    ],
)
def test_every_value_has_words(prefix: str, names: tuple[str, ...]) -> None:
    assert [name for name in names if f"{prefix}.{name}" not in MESSAGES] == []


def test_every_party_has_words() -> None:
    assert set(law_file.PARTIES) <= set(MESSAGES)


def test_every_message_is_used() -> None:
    code = "".join(path.read_text(encoding="utf-8") for path in FOLDER.glob("*.py") if path.name != "words.py").replace("'", '"')
    built = {match[1] for match in re.finditer(r'f"([a-z_]+\.)\{', code)} | {"cost.", "speed.", "private."}
    unused = [
        key
        for key in MESSAGES
        if f'"{key.removesuffix(".one")}"' not in code and not any(key.startswith(prefix) for prefix in built) and key not in law_file.PARTIES
    ]
    assert unused == []
