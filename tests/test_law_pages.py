"""The law as text: the list, one provision in full, and the table of how fresh and how sure it is."""

from __future__ import annotations

from pathlib import Path

import pytest

from unburden.calendar import parse_day
from unburden.law import Law, read_law
from unburden.law_pages import jurisdiction, listed, shown, status, table

from .made_law import LAW, load, write

AS_OF = parse_day("2026-11-23")[0]  # type: ignore[index]


@pytest.fixture
def law(tmp_path: Path) -> Law:
    return load(tmp_path)


def test_a_table_is_as_wide_as_its_widest_cell() -> None:
    assert table([["a", "bbb"], ["cccc", ""]], ["x", "yy"]) == "x     yy\n----  ---\na     bbb\ncccc\n"
    assert table([], ["x"]) == "x\n-\n"


def test_the_list(law: Law) -> None:
    head, rule, line = listed(law).rstrip("\n").split("\n")
    assert head.split() == ["provision", "kind", "effect", "in", "force", "read", "confidence", "title"]
    assert set(rule) == {"-", " "}
    assert line == "us-zz/7-seal  general  sealing  from 2012-01-01  whole  high        Seal a theft"


def test_a_provision_in_full(law: Law) -> None:
    assert (
        shown(law, "us-zz/7-seal")
        == """\
us-zz/7-seal  (from 2012-01-01)
Seal a theft
Z.R.S. § 7

kind: general; effect: sealing; on what ground: none
the court: may; burden of proof: none
who learns of it: prosecutor: served
enacted: 2011 c. 3
how far this goes: thefts

- The charge is a theft [§ 7(1)] "whoever takes a loaf"
- Enough time has passed [§ 7(2)]
    - unless: The case was in Bell [§ 7(3)]
- You were sorry [§ 7(4)]
    - presumed in some cases [§ 7(5)]
- You were a child [§ 7(6)]
    the text can be read in different ways:
    - When it happened [§ 7(6)]
    - When it was decided [§ 7(6)]

- fee: No fee. [§ 7(9)]

- read: https://example.org/7 (whole; 2025; checked 2026-01-05)
confidence: high
- to double-check: Does (2) count from the day or the day after?
"""
    )


def test_a_provision_in_spanish(law: Law) -> None:
    found = shown(law, "us-zz/7-seal", "es")
    assert "Sellar un robo" in found
    assert "- El cargo es un robo [§ 7(1)]" in found
    assert "Seal a theft" not in found


def test_all_versions_are_shown_the_current_one_first(tmp_path: Path) -> None:
    write(tmp_path)
    (tmp_path / "us-zz" / "6.toml").write_text(LAW.replace("from = 2012-01-01", "until = 2012-01-01"), encoding="utf-8")
    law = read_law(tmp_path)
    found = shown(law, "us-zz/7-seal")
    assert found.index("(from 2012-01-01)") < found.index("(until 2012-01-01)")
    assert listed(law).count("us-zz/7-seal") == 2


def test_no_date_and_no_contact(tmp_path: Path) -> None:
    law = load(tmp_path, ("in_force = { from = 2012-01-01 }\n", ""), ('contact = { prosecutor = "served" }', "contact = {}"))
    assert "us-zz/7-seal  (no date read)" in shown(law, "us-zz/7-seal")
    assert "who learns of it: not read" in shown(law, "us-zz/7-seal")


def test_the_status_counts_what_is_in_force(tmp_path: Path) -> None:
    law = load(tmp_path)
    lines = status(law, AS_OF, {}).rstrip("\n").split("\n")
    assert lines[-1] == "1 jurisdictions, 1 provisions in force; text read: 1 whole (100 %)"
    row = lines[2].split("  ")
    cells = [cell.strip() for cell in row if cell.strip()]
    offenses = str(len(law.jurisdictions["US-ZZ"].offenses.offenses))
    assert cells == ["US-ZZ", "Zetaland", "0", "1", "1", "1 whole", "1 high", "1", "2026-01-05", "322 days", offenses]
    ended = load(tmp_path / "two", ("from = 2012-01-01", "until = 2020-01-01"))
    assert "not checked" in status(ended, AS_OF, {})


def test_a_jurisdiction_that_is_not_encoded_has_its_line(law: Law) -> None:
    lines = status(law, AS_OF, {"US-ZZ": "Zetaland", "US-YY": "Yonder"}).split("\n")
    assert lines[2].split() == ["US-YY", "Yonder", "not", "encoded"]


def test_only_what_is_stale(law: Law) -> None:
    assert "Zetaland" in status(law, AS_OF, {}, stale=321)
    assert status(law, AS_OF, {}, stale=322) == "every jurisdiction was checked in the last 322 days\n"


def test_a_jurisdiction_in_full(tmp_path: Path) -> None:
    law = load(tmp_path)
    text = jurisdiction(law, "US-ZZ", AS_OF)
    assert text.startswith("Zetaland\n========\n\nus-zz/7-seal")
    assert "earlier versions" not in text
    ended = load(tmp_path / "two", ("from = 2012-01-01", "until = 2020-01-01"))
    assert "us-zz/7-seal  (until 2020-01-01)" in jurisdiction(ended, "US-ZZ", AS_OF)


def test_a_jurisdiction_without_a_provision_was_never_checked(tmp_path: Path) -> None:
    write(tmp_path)
    (tmp_path / "us-zz" / "7.toml").unlink()
    row = status(read_law(tmp_path), AS_OF, {}).split("\n")[2]
    assert "not checked" in row
    assert "days" not in row


def test_the_pages_of_the_law_that_comes_with_the_program() -> None:
    law = read_law()
    provisions = law.provisions()
    assert listed(law).count("\n") == len(provisions) + 2
    for provision in provisions:
        for lang in ("en", "es"):
            assert provision.title[lang] in shown(law, provision.id, lang)
    assert all(code in status(law, AS_OF, {}) for code in law.jurisdictions)
