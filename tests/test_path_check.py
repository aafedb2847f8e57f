"""`unburden law check` of the other paths: each rule has cases that break it and nothing else, and is silent on paths in good order."""

from __future__ import annotations

from pathlib import Path

import pytest

from unburden.errors import Problem
from unburden.law import read_law
from unburden.path_check import check_paths

from . import made_law
from .commands import unburden
from .made_paths import FILES, Change, write

ZZ, ZZ_CASES = "aid/us-zz.toml", "aid/us-zz.cases.toml"
VISA, VISA_CASES = "visa.toml", "visa.cases.toml"
SUIT, SUIT_CASES = "suit.toml", "suit.cases.toml"


def found(folder: Path, *changes: Change, files: dict[str, str] | None = None) -> list[Problem]:
    return check_paths(read_law(write(folder, *changes, files=files)))[1]


def without(file: str, *names: str) -> dict[str, str]:
    """A file of cases without some of them."""
    parts = FILES[file].split("[[case]]\n")
    kept = [part for part in parts if not any(part.startswith(f'name = "{name}"\n') for name in names)]
    assert len(kept) == len(parts) - len(names), names
    return {file: "[[case]]\n".join(kept)}


def test_paths_in_good_order_have_no_problem(tmp_path: Path) -> None:
    assert [str(each) for each in found(tmp_path)] == []


def test_a_law_without_paths_is_checked_without_them(tmp_path: Path) -> None:
    assert unburden("law", "check", made_law.write(tmp_path)).code == 0


# ---- what the cases must show ----

AGE = "no case of aid/us-zz shows that age decides apply"
#: The file of cases, those that are left out, the code, what is then told, and a word of the line of the law at which it is told.
LACKS: tuple[tuple[str, tuple[str, ...], str, tuple[str, ...], str], ...] = (
    (VISA_CASES, ("Bo, before any question",), "no-case", ("visa/us has no case that is ask",), "[[way]]"),
    (SUIT_CASES, ("Cy, nothing owed",), "no-case", ("suit/us has no case that is closed",), "[[way]]"),
    (ZZ_CASES, ("Ada, a minor",), "no-case", (AGE,), "[[way.deadline]]"),
    (ZZ_CASES, ("Ada, on the last day",), "no-case", ("no case of aid/us-zz stands on its last day of apply",), "[[way.deadline]]"),
    (ZZ_CASES, ("Ada, the day after",), "no-case", ("no case of aid/us-zz stands on the day after of apply",), "[[way.deadline]]"),
    (VISA_CASES, ("Bo, on the last day",), "no-case", ("no case of visa/us stands on its last day of file",), "[[way.deadline]]"),
    (VISA_CASES, ("Bo, the day after",), "no-case", ("no case of visa/us stands on the day after of file",), "[[way.deadline]]"),
    (ZZ_CASES, ("Ada, with a letter",), "not-decisive", ("no case of aid/us-zz shows that contact.police is none",), "[[way]]"),
    (ZZ_CASES, ("Ada, not hurt, an agency knows",), "not-decisive",
     ('no case shows that the exception "An agency knows of it" of hurt decides anything',), "[[way.condition]]"),
    (SUIT_CASES, ("Cy, tips alone",), "not-decisive", ("suit/us has no case that is ask", "no case shows the readings of owed to differ"), "way"),
    ("aid/us-yy.cases.toml", ("Ina, of whom no agency knows",), "no-case", ("aid/us-yy has no case that is closed",), "[[way]]"),
    ("rest.cases.toml", ("Flo",), "no-case", ("rest/us has no case that is open",), "[[way]]"),
    ("shield/us-zz.cases.toml", ("Eli",), "no-case", ("shield/us-zz has no case that is open",), "[[way]]"),
)  # fmt: skip


@pytest.mark.parametrize(("cases", "names", "code", "says", "at"), LACKS, ids=[f"{each[0]}: {each[3][0][:60]}" for each in LACKS])
def test_a_case_that_is_missing_is_missed(
    tmp_path: Path, cases: str, names: tuple[str, ...], code: str, says: tuple[str, ...], at: str
) -> None:
    problems = found(tmp_path, files=without(cases, *names))
    assert sorted(each.message for each in problems) == sorted(says)
    law = cases.replace(".cases", "")
    for each in problems:
        assert each.file == str(tmp_path / "paths" / law)
        assert each.line
        text = (tmp_path / "paths" / law).read_text(encoding="utf-8").split("\n")
        assert at in text[each.line - 1]
    assert code in {each.code for each in problems}


def test_a_way_without_a_case_that_is_open(tmp_path: Path) -> None:
    messages = [each.message for each in found(tmp_path, (ZZ, 'holds = "hurt"', 'holds = "hurt and no"'))]
    assert '"Ada" should be open but is closed: hurt never' in messages or any(each.startswith('"Ada" should be open') for each in messages)
    only = without(SUIT_CASES, "Cy")
    only[SUIT_CASES] = only[SUIT_CASES].replace(
        'like = "Cy"\nexpect = "ask"', 'way = "suit/us"\nas_of = 2026-11-23\nexpect = "ask"'
    ).replace('like = "Cy"', 'like = "Cy, tips alone"').replace("owed_wages = false }", "owed_tips = false }")  # fmt: skip
    assert "suit/us has no case that is open" in [each.message for each in found(tmp_path / "two", files=only)]


def test_a_condition_that_no_case_decides(tmp_path: Path) -> None:
    more = '\n[[way.condition]]\nid = "more"\ntext = "An agency knows"\ntext_es = "Una agencia lo sabe"\ncite = "§ 9(9)"\nholds = "told_agency or not told_agency or yes"\n'
    (problem,) = found(tmp_path, files={VISA: FILES[VISA] + more})
    assert (problem.code, problem.message) == ("not-decisive", "no case shows that more alone can keep visa/us from opening")
    assert problem.line == FILES[VISA].count("\n") + 2


def test_an_adult_alone_does_not_show_that_age_decides(tmp_path: Path) -> None:
    assert [each.message for each in found(tmp_path, (ZZ_CASES, "birth_date = 2010-02-28", "birth_date = 1991-02-28"))
            if each.code == "no-case"] == [AGE]  # fmt: skip


def test_a_text_that_was_not_read_needs_no_open_case(tmp_path: Path) -> None:
    more = '\n[[way.condition]]\nid = "rest"\ntext = "What (8) says"\ntext_es = "Lo que dice (8)"\ncite = "§ 9(8)"\nholds = "unread"\n'
    problems = found(tmp_path, files={VISA: FILES[VISA] + more})
    assert not [each for each in problems if each.message.endswith("has no case that is open")]


def test_a_deadline_that_no_answer_moves_needs_no_cases(tmp_path: Path) -> None:
    more = '\n[[way.deadline]]\nid = "window"\ntext = "The window"\ntext_es = "El plazo"\nlast = "date(\\"2031-01-01\\")"\ncite = "§ 9(9)"\nhard = true\n'
    assert found(tmp_path, files={VISA: FILES[VISA] + more}) == []


def test_an_old_version_needs_no_cases(tmp_path: Path) -> None:
    text = FILES["aid/us-yy.toml"]
    assert "2010" in text
    assert found(tmp_path, files={"aid/us-yy.toml": text.replace('holds = "hurt"', 'holds = "hurt and us_citizen"')}) == []


# ---- cases that come out otherwise, or are written wrong ----


def test_another_outcome_is_told_with_its_reasons(tmp_path: Path) -> None:
    problems = found(tmp_path, (VISA_CASES, 'expect = "closed"\nperson', 'expect = "open"\nperson'))
    told = next(each for each in problems if each.code == "case")
    assert told.message.startswith('"Bo, a citizen" should be open but is closed: not-citizen never')
    assert told.file == str(tmp_path / "paths" / VISA_CASES)
    lines = FILES[VISA_CASES].split("\n")
    assert told.line
    assert '"Bo, a citizen"' in lines[told.line]


def test_what_a_deadline_closes_is_told_with_its_day(tmp_path: Path) -> None:
    problems = found(tmp_path, (VISA_CASES, 'as_of = 2027-05-06\nexpect = "closed"', "as_of = 2027-05-06"))
    assert '"Bo, the day after" should be open but is closed: every condition holds; closes 2027-05-05' in [
        each.message for each in problems
    ]


def test_a_wrong_last_day_is_told(tmp_path: Path) -> None:
    (problem,) = found(tmp_path, (VISA_CASES, "last = { file = 2027-05-05 }", "last = { file = 2027-05-06 }"))
    assert (problem.code, problem.message) == ("case", '"Bo" should have file until 2027-05-06, and has it until 2027-05-05')
    assert problem.line == 1


def test_a_last_day_that_is_not_known_is_told_as_two(tmp_path: Path) -> None:
    (problem,) = found(
        tmp_path,
        (ZZ_CASES, "birth_date = 2010-02-28 }\nlast = { apply = 2031-02-28 }", 'birth_date = "2010-02" }\nlast = { apply = 2031-02-28 }'),
    )[:1]
    assert problem.message == '"Ada, a minor" should have apply until 2031-02-28, and has it until between 2031-02-01 and 2031-02-28'


def test_an_unknown_deadline_is_told(tmp_path: Path) -> None:
    (problem,) = found(tmp_path, (VISA_CASES, "last = { file = 2027-05-05 }", "last = { fill = 2027-05-05 }"))
    assert problem.message == '"Bo" names the deadline fill, which is none of file'


@pytest.mark.parametrize(
    ("before", "after", "message"),
    [
        ('police = "report needed"', 'police = "none"', '"Ada" should have police: none, and has report needed'),
        ('police = "report needed"', 'police = "informed"', "contact.police cannot be 'informed'"),
        ('police = "report needed"', 'polis = "none"', "contact.polis cannot be 'none'"),
    ],
)
def test_a_wrong_contact_is_told(tmp_path: Path, before: str, after: str, message: str) -> None:
    assert message in [each.message for each in found(tmp_path, (ZZ_CASES, before, after))]


def test_unsettled_is_told(tmp_path: Path) -> None:
    (problem,) = found(tmp_path, (SUIT_CASES, "unsettled = true\n", ""))
    assert problem.message == '"Cy, tips alone" the law comes out unsettled here'
    (other,) = found(tmp_path / "two", (SUIT_CASES, 'expect = "closed"', 'expect = "closed"\nunsettled = true'))
    assert other.message == '"Cy, nothing owed" the law comes out settled here'


@pytest.mark.parametrize(
    ("before", "after", "code", "says"),
    [
        ('way = "visa/us"', 'way = "viza/us"', "unknown-name", 'no way is called viza/us (did you mean "visa/us"?)'),
        ('way = "visa/us"', "", "missing", "a case needs way, as_of (a date) and expect (open, later, ask, closed)"),
        ('as_of = 2026-11-23', 'as_of = "2026-11-23"', "type", "as_of should be a date"),
        ('expect = "open"', 'expect = "opened"', "missing", "a case needs way, as_of (a date) and expect"),
        ("last = {", "lost = {", "unknown-key", 'lost is not known here (did you mean "last"?)'),
        ("us_citizen = false", "us_citizn = false", "unknown-name", 'no fact that a case can set is called us_citizn (did you mean "us_citizen"?)'),
        ("us_citizen = false", 'us_citizen = "perhaps"', "unknown-value", "us_citizen cannot be 'perhaps'"),
        ('name = "Bo, a citizen"', 'name = "Bo"', "overlap", "another case above has this name"),
        ('as_of = 2027-05-05', 'as_of = 2027-05-05\nothers = 3', "type", "others should be a list of tables"),
    ],
)  # fmt: skip
def test_a_case_written_wrong(tmp_path: Path, before: str, after: str, code: str, says: str) -> None:
    problems = found(tmp_path, (VISA_CASES, before, after))
    problem = next(each for each in problems if says in each.message)
    assert (problem.code, problem.file) == (code, str(tmp_path / "paths" / VISA_CASES))
    assert problem.line


@pytest.mark.parametrize("text", ["case = 3", "case = [1, 2]", "[[cases]]\n", "", "\0", '[[case]]\nname = "x"\nothers = [1]', "[[case]\n",
                                  '[[case]]\nname = "x"\nway = "visa/us"\nas_of = 2026-11-23\nexpect = "open"\nlast = { file = "soon" }\n'])  # fmt: skip
def test_cases_of_any_shape_are_named(tmp_path: Path, text: str) -> None:
    problems = found(tmp_path, files={VISA_CASES: text})
    assert problems
    assert all(each.message for each in problems)


def test_mistakes_of_loading_are_told_too(tmp_path: Path) -> None:
    problems = found(tmp_path, (VISA, 'confidence = "high"', 'confidence = "sure"'))
    assert [each.code for each in problems] == ["unknown-value"]


def test_the_place_of_a_case_can_be_elsewhere(tmp_path: Path) -> None:
    away = '\n[[case]]\nname = "Ada, who moved away"\nlike = "Ada"\nexpect = "closed"\nperson = { lives_here = false }\n'
    assert found(tmp_path, files={ZZ_CASES: FILES[ZZ_CASES] + away}) == []


def test_a_charge_of_a_case_counts(tmp_path: Path) -> None:
    text = FILES["shield/us-zz.cases.toml"]
    case = '\n[[case]]\nname = "Eli, with a record"\nway = "shield/us-zz"\nas_of = 2026-11-23\nexpect = "open"\nothers = [{ jurisdiction = "US-ZZ", case_ended = false }]\nperson = { open_case_here = false }\n'
    assert found(tmp_path, files={"shield/us-zz.cases.toml": text + case}) == []


def test_law_check_tells_of_paths(tmp_path: Path) -> None:
    write(tmp_path, (VISA_CASES, "last = { file = 2027-05-05 }", "last = { file = 2027-05-06 }"))
    ran = unburden("law", "check", tmp_path)
    assert ran.code != 0
    assert "should have file until 2027-05-06" in ran.out + ran.err
    good = unburden("law", "check", write(tmp_path / "good"))
    assert good.code == 0, good
