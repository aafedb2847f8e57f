"""`law check`: each rule has a law that breaks it and nothing else, and is silent on the law in good order."""

from __future__ import annotations

from pathlib import Path

import pytest

from unburden.errors import Problem
from unburden.law import law_folder, read_law
from unburden.law_check import check, fold, look_up

from .made_law import CASES, LAW, write

Change = tuple[str, str]


def found(folder: Path, *changes: Change, cases: tuple[Change, ...] = ()) -> list[Problem]:
    return check(read_law(write(folder, *changes, cases=cases)))


def line_of(text: str, inside: str = CASES) -> int:
    return next(number for number, line in enumerate(inside.split("\n"), 1) if text in line)


def without(name: str) -> Change:
    """The cases without one of them."""
    start = CASES.index(f'[[case]]\nname = "{name}"')
    end = CASES.find("[[case]]", start + 1)
    return CASES[start : end if end > 0 else len(CASES)], ""


def test_the_law_in_good_order(tmp_path: Path) -> None:
    assert found(tmp_path) == []


# ---- cases that are written wrong ----


@pytest.mark.parametrize(
    ("before", "after", "code", "at", "says"),
    [
        ('like = "Ada, lately"\n', 'like = "Ada, latly"\n', "unknown-name", "lately, in Bell",
         'no case above is called "Ada, latly" (did you mean "Ada, lately"?)'),
        ('name = "Ada, not sorry"', 'name = "Ada, lately"', "overlap", '"Ada, lately"', "another case above has this name"),
        ('name = "Ada, not sorry"', "", "missing", "", "name is missing"),
        ("as_of = 2026-11-23", "", "missing", '"Ada"', "a case needs provision, as_of (a date) and expect (open, later, ask, closed)"),
        ('as_of = 2026-11-23', 'as_of = "2026-11-23"', "type", "as_of", "as_of should be a date"),
        ('opens = "2028-05-01"', 'opens = "soon"', "unknown-value", "lately", "opens cannot be 'soon': write a date"),
        ("unsettled = true", "unsetled = true", "unknown-key", "unsetled", '(did you mean "unsettled"?)'),
        ("unsettled = true", "unsettled = 1", "type", "unsettled", "unsettled should be true or false"),
        ("charge = { delta = false }", "charge = 7", "type", "charge = 7", "charge should be a table"),
        ("charge = { delta = false }", "charge = { dleta = false }", "unknown-name", "not sorry",
         'no fact that a case can set is called dleta (did you mean "delta"?)'),
        ("charge = { delta = false }", "charge = { convicted = false }", "unknown-name", "not sorry", "fact that a case can set is called convicted"),
        ("charge = { delta = false }", 'charge = { delta = "perhaps" }', "unknown-value", "not sorry", "delta cannot be 'perhaps'"),
        ('provision = "us-zz/7-seal"', 'provision = "us-zz/7-seel"', "unknown-name", '"Ada"',
         'no version of us-zz/7-seel is in force on 2026-11-23 (did you mean "us-zz/7-seal"?)'),
        ("as_of = 2026-11-23", "as_of = 1999-11-23\nopens = \"2000\"", "case", '"Ada"', '"Ada" should be open but is'),
        ('expect = "ask"\nunsettled', 'expect = "asked"\nunsettled', "missing", "turned 18", "expect (open, later, ask, closed)"),
    ],
)  # fmt: skip
def test_a_case_written_wrong(tmp_path: Path, before: str, after: str, code: str, at: str, says: str) -> None:
    problems = found(tmp_path, cases=((before, after),))
    problem = next(each for each in problems if each.code == code and says in each.message)
    assert problem.file == str(tmp_path / "us-zz" / "7.cases.toml")
    changed = CASES.replace(before, after).split("\n")
    assert problem.line
    assert any(at in line for line in changed[problem.line - 1 : problem.line + 3])


def test_cases_that_are_not_toml(tmp_path: Path) -> None:
    write(tmp_path)
    (tmp_path / "us-zz" / "7.cases.toml").write_text('[[case]]\nname = "Ada\n', encoding="utf-8")
    problems = check(read_law(tmp_path))
    assert (problems[0].code, problems[0].line) == ("toml", 2)
    assert {each.code for each in problems} == {"toml", "no-case", "not-decisive"}


@pytest.mark.parametrize(
    "text", ["case = 3", "case = [1, 2]", "[case]\nname = 1", "[[cases]]\n", "", "\0", '[[case]]\nname = "x"\nothers = [1]']
)
def test_cases_of_any_shape_are_named(tmp_path: Path, text: str) -> None:
    write(tmp_path)
    (tmp_path / "us-zz" / "7.cases.toml").write_text(text, encoding="utf-8")
    assert all(each.message for each in check(read_law(tmp_path)))


# ---- cases that come out otherwise ----


def test_another_outcome_is_told_with_its_reasons(tmp_path: Path) -> None:
    (problem,) = [each for each in found(tmp_path, cases=(('expect = "later"', 'expect = "open"'),)) if each.code == "case"]
    assert problem.message == '"Ada, lately" should be open but is later: waited from 2028-05-01'
    assert problem.line == line_of('"Ada, lately"') - 1


def test_another_day_is_told(tmp_path: Path) -> None:
    (problem,) = found(tmp_path, cases=(('opens = "2028-05-01"', 'opens = "2028-05-02"'),))
    assert problem.message == '"Ada, lately" should open on 2028-05-02 but opens 2028-05-01'


def test_unsettled_is_told(tmp_path: Path) -> None:
    (problem,) = found(tmp_path, cases=(("unsettled = true\n", ""),))
    assert problem.message == '"Ada, who turned 18 in between": the law comes out unsettled here'
    (other,) = found(tmp_path, cases=(('name = "Ada, lately"\n', 'name = "Ada, lately"\nunsettled = true\n'),))
    assert other.message == '"Ada, lately": the law comes out settled here'


def test_a_case_that_contradicts_itself(tmp_path: Path) -> None:
    problems = found(tmp_path, cases=(("charge = { delta = false }", "charge = { delta = false, alpha = true, beta = false }"),))
    assert {each.code for each in problems} == {"contradiction"}
    assert all(each.line == line_of('"Ada, not sorry"') - 1 for each in problems)


# ---- what the cases must show ----


@pytest.mark.parametrize(
    ("missing", "code", "says", "at"),
    [
        (
            ["Ada, had she only stood about"],
            "not-decisive",
            "no case shows that theft alone can keep us-zz/7-seal@2012-01-01 from opening",
            '"theft"',
        ),
        (["Ada, lately", "Ada, lately, in Bell"], "not-decisive", "no case shows that waited alone can keep", '"waited"'),
        (
            ["Ada, lately, in Bell"],
            "not-decisive",
            'no case shows that the exception "The case was in Bell" of waited decides anything',
            '"waited"',
        ),
        (["Ada, at the High Court"], "not-decisive", "no case shows that the presumption of meant decides anything", '"meant"'),
        (["Ada, who turned 18 in between"], "not-decisive", "no case shows the readings of young to differ", '"young"'),
        (["Ada, who turned 18 in between"], "not-decisive", "no case shows that young alone can keep", '"young"'),
    ],
)
def test_every_condition_needs_a_case_that_it_alone_decides(tmp_path: Path, missing: list[str], code: str, says: str, at: str) -> None:
    problems = found(tmp_path, cases=tuple(_chained(missing)))
    problem = next((each for each in problems if says in each.message), None)
    assert problem is not None, [each.message for each in problems]
    assert (problem.code, problem.file) == (code, str(tmp_path / "us-zz" / "7.toml"))
    assert problem.line == line_of(f"id = {at}", LAW) - 1


def _chained(names: list[str]) -> list[Change]:
    """The changes that take out several cases."""
    return [without(name) for name in names]


@pytest.mark.parametrize(
    ("changes", "wanted"),
    [
        ((('expect = "open"\nperson', 'expect = "closed"\nperson'),), "open"),
        ((without("Ada, had she only stood about"), without("Ada, not sorry")), "closed"),
        ((without("Ada, who turned 18 in between"), ('expect = "ask"\ncharge', 'expect = "ask"\ncomment')), "ask"),
    ],
)
def test_a_provision_needs_a_case_of_each_kind(tmp_path: Path, changes: tuple[Change, ...], wanted: str) -> None:
    law = LAW
    if wanted == "open":
        law = law.replace('holds = "offense in theft"', 'holds = "offense in theft and no"')
    write(tmp_path, cases=changes if wanted != "open" else ())
    (tmp_path / "us-zz" / "7.toml").write_text(law, encoding="utf-8")
    if wanted == "ask":
        cases = tmp_path / "us-zz" / "7.cases.toml"
        cases.write_text(
            cases.read_text(encoding="utf-8").replace('comment = { delta = "" }', "charge = { delta = false }"), encoding="utf-8"
        )
    messages = [each.message for each in check(read_law(tmp_path)) if each.code == "no-case"]
    assert f"us-zz/7-seal@2012-01-01 has no case that is {wanted}" in messages


def test_a_text_that_was_not_read_needs_no_open_case(tmp_path: Path) -> None:
    condition = (
        '[[provision.condition]]\nid = "rest"\ntext = "What (8) says"\ntext_es = "Lo que dice (8)"\ncite = "§ 7(8)"\nholds = "unread"\n'
    )
    problems = found(tmp_path, ('[[provision.condition]]\nid = "young"', f'{condition}\n[[provision.condition]]\nid = "young"'))
    assert not [each for each in problems if each.code == "no-case" and each.message.endswith("open")]


def test_an_old_version_needs_a_case_of_its_own(tmp_path: Path) -> None:
    write(tmp_path)
    old = LAW.replace("from = 2012-01-01", "until = 2012-01-01")
    (tmp_path / "us-zz" / "6.toml").write_text(old, encoding="utf-8")
    (problem,) = check(read_law(tmp_path))
    assert (problem.code, problem.message) == ("no-case", "no case shows us-zz/7-seal")


def test_mistakes_of_loading_are_told_first_in_each_file(tmp_path: Path) -> None:
    problems = found(tmp_path, ('court = "may"', 'court = "can"'), cases=(('expect = "later"', 'expect = "open"'),))
    assert [each.code for each in problems] == ["case", "unknown-value"]
    assert [Path(each.file or "").name for each in problems] == ["7.cases.toml", "7.toml"]


# ---- quotations ----


def quoted(folder: Path, text: str | None, quote: str = "whoever takes a loaf") -> list[str]:
    law = read_law(write(folder / "law", ('quote = "whoever takes a loaf"', f'quote = "{quote}"')))
    texts = folder / "texts"
    (texts / "us-zz").mkdir(parents=True)
    if text is not None:
        (texts / "us-zz" / "7.txt").write_text(text, encoding="utf-8")
    return [each.message for each in look_up(law, [texts]).problems]


@pytest.mark.parametrize(
    ("text", "quote"),
    [
        ("§ 7. Whoever  takes a\nloaf shall …", "whoever takes a loaf"),
        ("“Whoever takes a ‘loaf’”", "whoever takes a 'loaf'"),
        ("Whoever, at night, takes from a shop a loaf", "whoever … takes … a loaf"),
        ("Whoever, at night, takes a loaf", "whoever ... takes a loaf"),
        ("Quién toma", "quien toma"),
        ("the loaf of the baker’s wife—not his", "the baker's wife - not his"),
    ],
)
def test_a_quotation_survives_typography(tmp_path: Path, text: str, quote: str) -> None:
    assert quoted(tmp_path, text, quote) == []


def test_a_quotation_that_is_not_there(tmp_path: Path) -> None:
    assert quoted(tmp_path, "Whoever takes two loaves") == ['"whoever takes a loaf" is not in the stored text of § 7(1)']


def test_a_quotation_without_a_text(tmp_path: Path) -> None:
    assert quoted(tmp_path, None) == []
    found = look_up(read_law(tmp_path / "law"), [tmp_path / "texts"])
    assert (found.found, found.elsewhere) == (0, 1)


def test_folding() -> None:
    assert fold("  “Señora’s” — 18 U.S.C. §\u00a07! ") == "senora s 18 u s c 7"


def test_the_cases_that_come_with_the_program_are_toml_in_good_order() -> None:
    from unburden.law_file import CASE_FILE_KEYS, CASE_KEYS, Place
    from unburden.path_check import _CASE_KEYS as PATH_CASE_KEYS

    problems: list[Problem] = []
    for path in sorted(law_folder().rglob("*.cases.toml")):
        place = Place(path, problems)
        of_path = law_folder() / "paths" in path.parents
        assert place.keys(place.raw, CASE_FILE_KEYS, ())
        for number, each in enumerate(place.raw["case"]):
            assert place.keys(each, PATH_CASE_KEYS if of_path else CASE_KEYS, ("case", number))
    assert problems == []


@pytest.mark.parametrize(
    ("head", "missing"),
    [
        ("", 1),
        ("# Citation: Z.R.S. § 7\n# Whole: yes\n", 1),
        ("# Whole: no (ends inside (2))\n", 0),
        ("# Citation: Z.R.S. § 77\n# Whole: yes\n", 0),
    ],
)
def test_a_quotation_is_missed_only_where_its_section_is_stored_whole(tmp_path: Path, head: str, missing: int) -> None:
    assert len(quoted(tmp_path, f"{head}Nothing of the kind")) == missing
