"""Loading the law: what is good is kept, and every mistake is found, with its file, its line and the nearest right word."""

from __future__ import annotations

import os
import shutil
import tomllib
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from unburden.calendar import ALWAYS, NEVER, parse_day
from unburden.errors import LawError, Problem
from unburden.language import Constant, Extreme, Since
from unburden.law import ENGINE_FACTS, Law, folder_codes, law_folder, read_law
from unburden.person import Reading

from .made_law import CASES, LAW, load, write

AS_OF = parse_day("2026-11-23")[0]  # type: ignore[index]


def only(law: Law) -> Problem:
    (problem,) = law.problems
    return problem


def line_of(text: str, in_text: str = LAW) -> int:
    return next(number for number, line in enumerate(in_text.split("\n"), 1) if text in line)


#: What is changed in the made-up law, the code of the mistake, a word of the line it is in, and what the message says.
MISTAKES: tuple[tuple[str, str, str, str, str], ...] = (
    # keys
    ('enacted = "2011', 'enactd = "2011', "unknown-key", "enactd", 'enactd is not known here (did you mean "enacted"?)'),
    ('text_es = "Era menor"', 'text_es = "Era menor"\ncolour = "red"', "unknown-key", "colour", "colour is not known here"),
    ("[define]", "[defines]", "unknown-key", "[defines]", 'defines is not known here (did you mean "define"?)'),
    ("in_force = { from", "in_force = { form", "unknown-key", "in_force", 'form is not known here (did you mean "from"?)'),
    # what must be there
    ('citation = "Z.R.S. § 7"', "", "no-citation", "[[provision]]", "citation is missing"),
    ('cite = "§ 7(4)"', "", "no-citation", "[[provision.condition]]\nid = \"meant\"", "cite is missing"),
    ('cite = "§ 7(4)"', 'cite = ""', "no-citation", '"meant"', "cite is missing"),
    ('cite = "§ 7(3)"', "", "no-citation", "[[provision.condition.exception]]", "cite is missing"),
    ('cite = "§ 7(9)"', "", "no-citation", "[[provision.note]]", "cite is missing"),
    ('presumed_cite = "§ 7(5)"', "", "no-citation", '"meant"', "a presumption needs presumed_cite"),
    ('source = { url = "https://example.org/7", read = "whole", version = "2025", checked = 2026-01-05 }', "", "no-source", "[[provision]]",
     "source is missing"),
    (', checked = 2026-01-05 }', " }", "no-source", "source =", "a source needs url, read, version and checked"),
    ('text_es = "Era menor"', "", "missing", "young", "text_es is missing"),
    ('title_es = "Sellar un robo"', "", "missing", "[[provision]]", "title_es is missing"),
    ("holds = \"delta\"", "", "missing", "meant", "a condition needs either `holds` or two or more readings"),
    ('effect = ["sealing"]', "effect = []", "missing", "[[provision]]", "effect is missing"),
    # one of a few
    ('kind = "general"', 'kind = "generall"', "unknown-value", "generall", '(did you mean "general"?)'),
    ('effect = ["sealing"]', 'effect = ["sealing", "vacature"]', "unknown-value", "vacature", '(did you mean "vacatur"?)'),
    ('merits = "none"', 'merits = "some"', "unknown-value", "merits =", '"some" is not one of: merits, defect, none, unclear'),
    ('court = "may"', 'court = "can"', "unknown-value", "court =", '"can" is not one of: may, shall, automatic'),
    ('confidence = "high"', 'confidence = "sure"', "unknown-value", "confidence", '"sure" is not one of'),
    ('prosecutor = "served"', 'prosecutors = "served"', "unknown-value", "contact =", '(did you mean "prosecutor"?)'),
    ('prosecutor = "served"', 'prosecutor = "informed"', "unknown-value", "contact =", '"informed" is not one of'),
    ('read = "whole"', 'read = "all"', "unknown-value", "source =", '"all" is not one of: whole, part, secondary'),
    ('topic = "fee"', 'topic = "fees"', "unknown-value", "topic =", '(did you mean "fee"?)'),
    # kinds of value
    ('effect = ["sealing"]', 'effect = "sealing"', "type", "effect =", "effect should be a list of texts"),
    ('effect = ["sealing"]', "effect = [1]", "type", "effect =", "effect should be a list of texts"),
    ('contact = { prosecutor = "served" }', 'contact = "served"', "type", "contact =", "contact should be a table"),
    ('title = "Seal a theft"', "title = 7", "type", "title =", "title should be a text"),
    ("from = 2012-01-01", 'from = "2012-01-01"', "type", "in_force", "in_force.from is a date without quotes"),
    ('holds = "delta"', "holds = true", "type", "holds =", "holds should be a text"),
    ('small = \'level < "felony"\'', "small = 3", "type", "small", "an expression is written as text"),
    ('"felony C" = 5', '"felony C" = "5"', "type", "[years.wait]", "which is no years"),
    ("[[provision]]\n", "[provision]\n", "type", "[provision]", "provision should be a list of tables, each under two brackets"),
    # names, versions, quotations
    ('id = "us-zz/7-seal"', 'id = "us-yy/7-seal"', "type", "id =", 'the id must begin with "us-zz/"'),
    ('id = "meant"', 'id = "theft"', "overlap", "§ 7(4)", "two conditions are called theft"),
    ("small = ", "convicted = ", "overlap", "convicted", "convicted is a fact already"),
    ("from = 2012-01-01", "from = 2012-01-01, until = 2012-01-01", "overlap", "in_force", "in_force ends before it begins"),
    ('quote = "whoever takes a loaf"', f'quote = "{"word " * 21}"', "long-quote", "quote =", "the quotation has 21 words; 20 are the most"),
    # expressions
    ("offense in theft", "offense in thefts", "unknown-name", "thefts", 'no set or list of offenses is called thefts'),
    ('holds = "delta"', 'holds = "dleta"', "unknown-name", "dleta", 'no fact is called dleta (did you mean "delta"?)'),
    ('holds = "delta"', 'holds = "disposed_on"', "type", 'holds = "disposed_on"', "this is a day"),
    ('presumed_by = "court == \\"High\\""', 'presumed_by = "zeta"', "type", "presumed_by", "this is a since; a yesno is needed here"),
    ("+ wait(level)", "+ wiat(level)", "unknown-name", "wiat", 'did you mean "wait"?'),
    ('coverage = "thefts"', 'closes = "alpha"', "type", "closes", "this is a yesno; a day is needed here"),
)  # fmt: skip


@pytest.mark.parametrize(("before", "after", "code", "where", "says"), MISTAKES, ids=[f"{each[2]}: {each[4][:50]}" for each in MISTAKES])
def test_a_mistake_has_its_place(tmp_path: Path, before: str, after: str, code: str, where: str, says: str) -> None:
    law = load(tmp_path, (before, after))
    problem = law.problems[0]
    assert (problem.code, problem.file) == (code, str(tmp_path / "us-zz" / "7.toml"))
    assert says in problem.message
    changed = LAW.replace(before, after)
    assert problem.line
    if where:
        shown = changed.split("\n")[problem.line - 1 : problem.line + 5]
        assert any(part in "\n".join(shown) for part in (where, where.split("\n")[0])), shown


def test_the_law_in_good_order_has_none(tmp_path: Path) -> None:
    law = load(tmp_path)
    assert law.problems == []
    (provision,) = law.provisions()
    assert provision.key == "us-zz/7-seal@2012-01-01"
    assert [condition.id for condition in provision.conditions] == ["case-ended", "theft", "waited", "meant", "young"]
    assert [note.topic for note in provision.notes] == ["fee"]
    assert provision.conditions[2].line == line_of('id = "waited"') - 1
    assert provision.line == line_of("[[provision]]")


def test_a_caret_stands_under_the_word_in_the_file(tmp_path: Path) -> None:
    problem = only(load(tmp_path, ("+ wait(level)", "+ wiat(level)")))
    assert problem.line == line_of("+ wait(level)")
    message, row, caret = str(problem).split("\n")
    assert message.startswith(f"{tmp_path / 'us-zz' / '7.toml'}:{problem.line}:5: no function or table is called wiat")
    assert row == "      + wiat(level)"
    assert caret == "        ^^^^"


def test_a_caret_stands_right_of_escaped_quotes(tmp_path: Path) -> None:
    problem = only(load(tmp_path, ('presumed_by = "court == \\"High\\""', 'presumed_by = "court == \\"High\\" or gama"')))
    _, row, caret = str(problem).split("\n")
    assert row.strip() == 'presumed_by = "court == \\"High\\" or gama"'
    assert row[caret.index("^") : caret.rindex("^") + 1] == "gama"


def test_several_mistakes_are_all_found_and_the_rest_is_kept(tmp_path: Path) -> None:
    law = load(
        tmp_path, ('kind = "general"', 'kind = "x"'), ('topic = "fee"', 'topic = "y"'), ("offense in theft", "offense in z"), ("delta", "w")
    )
    assert [problem.code for problem in law.problems] == ["unknown-value", "unknown-name", "unknown-name", "unknown-value"]
    assert len(law.provisions()) == 1


# ---- versions and ids ----


def test_two_versions_follow_each_other(tmp_path: Path) -> None:
    old = LAW.replace("in_force = { from = 2012-01-01 }", "in_force = { until = 2012-01-01 }")
    folder = write(tmp_path)
    (folder / "us-zz" / "6.toml").write_text(old, encoding="utf-8")
    law = read_law(folder)
    assert law.problems == []
    assert sorted(each.key for each in law.provisions()) == ["us-zz/7-seal", "us-zz/7-seal@2012-01-01"]
    assert [each.start for each in law.in_force("US-ZZ", AS_OF)] != [ALWAYS]
    assert len(law.in_force("US-ZZ", parse_day("2011-01-01")[0])) == 2  # type: ignore[index]


@pytest.mark.parametrize("until", ["", "until = 2012-01-02", "until = 2030-01-01"])
def test_an_id_used_in_two_files_for_one_time_is_a_mistake(tmp_path: Path, until: str) -> None:
    folder = write(tmp_path)
    (folder / "us-zz" / "8.toml").write_text(LAW.replace("from = 2012-01-01", until), encoding="utf-8")
    problem = only(read_law(folder))
    assert problem.code == "overlap"
    assert "two versions of us-zz/7-seal are in force on the same day" in problem.message


def test_a_law_not_yet_in_force_waits_and_one_that_ends_closes(tmp_path: Path) -> None:
    law = load(tmp_path, ("from = 2012-01-01", "from = 2030-01-01, until = 2031-01-01"))
    (provision,) = law.in_force("US-ZZ", AS_OF)
    assert provision.conditions[0].id == "in-force"
    assert provision.conditions[0].holds == Since(Constant("day", parse_day("2030-01-01") or (0, 0)))
    assert provision.closes == Constant("day", parse_day("2030-12-31") or (0, 0))
    assert not law.in_force("US-ZZ", parse_day("2031-01-01")[0])  # type: ignore[index]
    ended = load(
        tmp_path / "two", ("from = 2012-01-01", "until = 2031-01-01"), ('coverage = "thefts"', 'closes = "disposed_on + years(2)"')
    )
    assert isinstance(ended.in_force("US-ZZ", AS_OF)[0].closes, Extreme)


# ---- folders ----


def test_no_law_in_a_folder(tmp_path: Path) -> None:
    for folder in (tmp_path, tmp_path / "missing"):
        with pytest.raises(LawError, match=r"there is no facts\.toml in this folder, so it holds no law"):
            read_law(folder)


def test_one_broken_file_is_named_and_the_rest_is_read(tmp_path: Path) -> None:
    folder = write(tmp_path)
    (folder / "us-zz" / "8.toml").write_text("[[provision]\nid = 1\n", encoding="utf-8")
    (folder / "us-zz" / "9.toml").write_bytes("[[provision]]\nid = 'é'".encode("utf-16"))
    law = read_law(folder)
    assert [(Path(each.file or "").name, each.code) for each in law.problems] == [("8.toml", "toml"), ("9.toml", "cannot-open")]
    assert law.problems[0].line == 1
    assert [each.id for each in law.provisions()] == ["us-zz/7-seal"]


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="the superuser may read everything")
def test_a_file_that_may_not_be_read(tmp_path: Path) -> None:
    folder = write(tmp_path)
    (folder / "us-zz" / "7.toml").chmod(0)
    assert only(read_law(folder)).message == "cannot open this file: permission denied"


def test_only_what_is_asked_for_is_read(tmp_path: Path) -> None:
    folder = write(tmp_path)
    shutil.copytree(folder / "us-zz", folder / "us-yy")
    (folder / "not-a-state").mkdir()
    assert folder_codes(folder) == ["US-YY", "US-ZZ"]
    law = read_law(folder, ["US-ZZ", "US-XX"])
    assert list(law.jurisdictions) == ["US-ZZ"]
    assert law.problems == []
    law.load(["US-YY"])
    assert {problem.code for problem in law.problems} >= {"type"}, "a provision of one folder in another is a mistake"


def test_the_same_law_with_windows_line_ends(tmp_path: Path) -> None:
    folder = write(tmp_path, ("+ wait(level)", "+ wiat(level)"))
    file = folder / "us-zz" / "7.toml"
    plain = read_law(folder).problems
    file.write_bytes(file.read_bytes().replace(b"\n", b"\r\n"))
    assert read_law(folder).problems == plain


# ---- facts ----


def facts(tmp_path: Path, before: str, after: str) -> Path:
    folder = write(tmp_path)
    file = folder / "facts.toml"
    text = file.read_text(encoding="utf-8")
    assert before in text
    file.write_text(text.replace(before, after, 1), encoding="utf-8")
    return folder


@pytest.mark.parametrize(
    ("before", "after", "code", "says"),
    [
        ('implies = ["beta"]', 'implies = ["betta"]', "unknown-name", 'alpha implies betta, which is no fact (did you mean "beta"?)'),
        ('disposition == "convicted"\'', 'dispositon == "convicted"\'', "unknown-name", 'did you mean "disposition"?'),
        ('is = "happened(released_on)"', "", "missing", "imprisoned is derived and needs `is`"),
        ('why_es = "Decide."', "", "missing", "jurisdiction needs why_es"),
        ('type = "choice"', 'type = "text"', "unknown-value", '"text" is not one of'),
        ('scope = "case"', 'scope = "court"', "unknown-value", '"court" is not one of'),
        ('from = "record"', 'from = "rumor"', "unknown-value", '"rumor" is not one of'),
        ('from = "record"', 'form = "record"', "unknown-key", 'form is not known here (did you mean "from"?)'),
        ('is = "happened(released_on)"', 'is = "imprisoned"', "circle", "lead back to itself"),
    ],
)
def test_a_mistake_in_the_facts(tmp_path: Path, before: str, after: str, code: str, says: str) -> None:
    folder = facts(tmp_path, before, after)
    problem = read_law(folder, []).problems[0]
    assert (problem.code, problem.file) == (code, str(folder / "facts.toml"))
    assert says in problem.message
    assert problem.line
    assert problem.line > 1


@pytest.mark.parametrize("name", ENGINE_FACTS)
def test_a_fact_that_the_engine_reads_must_be_there(tmp_path: Path, name: str) -> None:
    folder = facts(tmp_path, f"[facts.{name}]", f"[facts.other_{name}]")
    with pytest.raises(LawError, match=rf"the engine itself reads these facts, and they are not here: {name} \("):
        read_law(folder)


def test_facts_that_are_not_toml(tmp_path: Path) -> None:
    folder = write(tmp_path)
    (folder / "facts.toml").write_text("[facts.alpha\n", encoding="utf-8")
    with pytest.raises(LawError) as caught:
        read_law(folder)
    assert caught.value.problems[0].code == "toml"
    assert caught.value.problems[0].line == 1


# ---- whatever stands in a law file ----

LEAVES = (
    st.none()
    | st.booleans()
    | st.integers(-3, 3)
    | st.sampled_from(["", "alpha", "us-zz/1", "sealing", "today >= disposed_on", "2011-01-01"])
)
VALUES = st.recursive(
    LEAVES,
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.sampled_from(["id", "text", "holds", "x"]), inner, max_size=2),
    max_leaves=4,
)


def toml(value: Any) -> str:
    if isinstance(value, dict):
        return "{ " + ", ".join(f'"{key}" = {toml(each)}' for key, each in value.items()) + " }"
    if isinstance(value, list):
        return f"[{', '.join(map(toml, value))}]"
    return {True: "true", False: "false", None: "1979-05-27"}.get(value, repr(value)) if not isinstance(value, str) else f"'{value}'"


LINES = [number for number, line in enumerate(LAW.split("\n")) if " = " in line and '"""' not in line and not line.startswith("#")]


@settings(max_examples=150, deadline=None)
@given(st.dictionaries(st.sampled_from(LINES), VALUES, min_size=1, max_size=3))
def test_a_law_with_any_value_anywhere_is_loaded_or_named(tmp_path_factory: pytest.TempPathFactory, changes: dict[int, Any]) -> None:
    lines = LAW.split("\n")
    for number, value in changes.items():
        lines[number] = f"{lines[number].partition(' = ')[0]} = {toml(value)}"
    text = "\n".join(lines)
    tomllib.loads(text)
    folder = tmp_path_factory.getbasetemp() / "any"
    if not folder.exists():
        write(folder)
    (folder / "us-zz" / "7.toml").write_text(text, encoding="utf-8")
    law = read_law(folder)
    assert all(problem.line and problem.message for problem in law.problems)
    assert law.problems or all(isinstance(Reading(each, law.layout), Reading) for each in law.in_force("US-ZZ", AS_OF))


@settings(max_examples=60, deadline=None)
@given(st.binary(max_size=60))
def test_a_law_file_of_any_bytes_is_loaded_or_named(tmp_path_factory: pytest.TempPathFactory, data: bytes) -> None:
    folder = tmp_path_factory.getbasetemp() / "bytes"
    if not folder.exists():
        write(folder)
    (folder / "us-zz" / "7.toml").write_bytes(data)
    assert isinstance(read_law(folder).problems, list)


# ---- the law that comes with the program ----


def test_the_law_that_comes_with_the_program_loads_without_a_problem() -> None:
    law = read_law()
    assert [str(problem) for problem in law.problems] == []
    assert folder_codes(law_folder()) == sorted(law.jurisdictions)
    assert len({(each.id, each.start) for each in law.provisions()}) == len(law.provisions())
    assert all(each.until == NEVER or each.until > each.start for each in law.provisions())


def test_the_cases_are_cases_of_the_law() -> None:
    assert len(tomllib.loads(CASES)["case"]) == 8
