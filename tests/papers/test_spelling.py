"""The English words of the papers' data, held against a dictionary: templates, packets, and the sentences that people swear to."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator

import pytest

pytest.importorskip("docx")
pytest.importorskip("spellchecker")

import docx
import spellchecker

from unburden.law import law_folder
from unburden.papers import papers_folder
from unburden.papers.docx import paragraphs

#: Words of the law, and parts of addresses of courts' sites, that a general dictionary lacks.
OF_THE_LAW = frozenset(
    [
        *["contendere", "licensure", "movant", "nolle", "nonconviction", "parte", "pauperis", "praecipe", "prosecutorial", "prosequi"],
        *[
            "recordations",
            "resentence",
            "resentenced",
            "seq",
            "std",
            "subd",
            "unsworn",
            "vacatur",
            "efile",
            "efiling",
            "ies",
            "iii",
            "fdle",
        ],
        *["azcourts", "criminalmotionsealteam", "dcsc", "goodyearaz", "indianalegalhelp", "mdcourts", "nccourts", "org", "vacourts"],
        *["antecedentes", "eliminación", "forma", "penales", "petición"],
    ]
)
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")
_TAG = re.compile(r"\{\{.*?\}\}|\{%.*?%\}|\{\w+\}")
#: What is no prose: expressions, patterns, names of files and of sources.
_NO_PROSE = (
    "fields",
    "boxes",
    "rows",
    "row_numbers",
    "provisions",
    "matches",
    "source",
    "plaintiff_source",
    "file",
    "key",
    "cite",
    "when",
    "charges",
)


def texts(value: object, key: str = "") -> Iterator[str]:
    if isinstance(value, dict):
        for name, each in value.items():
            if name not in _NO_PROSE and not name.endswith(("_es", ".es", "_cite")):
                yield from texts(each, name)
    elif isinstance(value, list):
        for each in value:
            yield from texts(each, key)
    elif isinstance(value, str):
        yield value


def sources() -> dict[str, str]:
    found = {}
    for path in sorted(papers_folder().glob("*/*.docx")):
        if ".es." not in path.name:
            found[f"{path.parent.name}/{path.name}"] = "\n".join(each.text for each in paragraphs(docx.Document(str(path))))
    for path in sorted(papers_folder().glob("*/packet.toml")):
        found[f"{path.parent.name}/packet.toml"] = "\n".join(texts(tomllib.loads(path.read_text(encoding="utf-8"))))
    facts = tomllib.loads((law_folder() / "facts.toml").read_text(encoding="utf-8"))["facts"]
    found["law/facts.toml"] = "\n".join(fact.get(key, "") for fact in facts.values() for key in ("say", "say_no"))
    return found


def test_every_word_is_one() -> None:
    known = spellchecker.SpellChecker(language="en", distance=1)
    unknown = []
    for name, text in sources().items():
        for word in _WORD.findall(_TAG.sub(" ", text)):
            plain = word.replace("’", "'").removesuffix("'s")
            # Names begin with a capital.
            if len(plain) > 2 and plain.islower() and plain not in OF_THE_LAW and plain not in known:
                unknown.append(f"{name}: {word}")
    assert unknown == []


def test_the_check_sees_a_slip() -> None:
    known = spellchecker.SpellChecker(language="en", distance=1)
    assert "convicton" not in known
    assert "conviction" in known
