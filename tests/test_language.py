"""The law's language: what it reads, what it refuses and where it points, and that nothing of it is ever run."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from random import Random

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from unburden.calendar import AFTER, NEVER, NO, YES
from unburden.errors import Problem
from unburden.language import (
    LIMIT_CHARACTERS,
    Both,
    Branch,
    Compare,
    Constant,
    Either,
    Extreme,
    Fact,
    LanguageError,
    LevelTest,
    Lookup,
    Member,
    Node,
    Not,
    Over,
    Ref,
    Shift,
    Since,
    Table,
    Words,
    facts_of,
    make_table,
    parse,
    walk,
)
from unburden.terms import LEVELS

from .properties.drawing import Expressions, words


def refused(text: str, known: Words | None = None) -> Problem:
    with pytest.raises(LanguageError) as caught:
        parse(text, known or words())
    (problem,) = caught.value.problems
    return problem


def pointed(text: str) -> str:
    """The part of the text that a mistake points at."""
    problem = refused(text)
    assert problem.line is not None
    assert problem.column is not None
    line = text.split("\n")[problem.line - 1]
    assert problem.excerpt == line
    return line[problem.column - 1 : problem.column - 1 + problem.width]


#: A mistake, its code, what the message says, and what the caret stands under.
MISTAKES = (
    # names that are not known
    ("alpa", "unknown-name", 'no fact is called alpa (did you mean "alpha"?)', "alpa"),
    ("alpha and convictd", "unknown-name", 'did you mean "convicted"?', "convictd"),
    ("xyzzy", "unknown-name", "no fact is called xyzzy", "xyzzy"),
    ("offense in fraude", "unknown-name", 'no set or list of offenses is called fraude (did you mean "fraud"?)', "fraude"),
    ("offense in nothing_like_it", "unknown-name", "no set or list of offenses is called nothing_like_it", "nothing_like_it"),
    ("today >= disposed_on + wait_(level)", "unknown-name", 'no function or table is called wait_ (did you mean "wait"?)', "wait_"),
    ("lastest(disposed_on, arrest_date) <= released_on", "unknown-name", 'did you mean "latest"?', "lastest"),
    ("any(c.alpha for c in other)", "unknown-name", 'others, same_case or same_day (did you mean "others"?)', "other"),
    ("sum(c.alpha for c in others)", "unknown-name", "sum does not take a loop", "sum(c.alpha for c in others)"),
    ("any(d.alpha for c in others)", "unknown-name", "d is not the loop's charge", "d.alpha"),
    ('disposition == "convictd"', "unknown-value", 'disposition is never "convictd" (did you mean "convicted"?)', '"convictd"'),
    ('level >= "felony K"', "unknown-value", 'no level is called "felony K"', '"felony K"'),
    ('level in ("felony", "misdemeanour")', "unknown-value", 'did you mean "misdemeanor"?', '"misdemeanour"'),
    # types
    ("disposed_on", "type", "this is a day; a yesno or since is needed here", "disposed_on"),
    ("balance_due", "type", "this is a number", "balance_due"),
    ("3", "type", "this is a number", "3"),
    ("alpha and disposed_on", "type", "this is a day; a yes/no is needed here", "disposed_on"),
    ("alpha or 7", "type", "this is a number; a yes/no is needed here", "7"),
    ("disposed_on > 3", "type", "a day cannot be compared with a number", "disposed_on > 3"),
    ("alpha == beta", "type", "a yesno cannot be compared with a yesno", "alpha == beta"),
    ("alpha if beta else disposed_on", "type", "the two sides differ: yesno and day", "alpha if beta else disposed_on"),
    ("alpha if disposed_on else beta", "type", "this is a day; a yes/no is needed here", "disposed_on"),
    ("today >= alpha", "type", "this is a yesno; a day is needed here", "alpha"),
    ("today >= disposed_on + 3", "type", "a period is needed here, as in years(3) or wait(level)", "3"),
    ("today >= disposed_on + years(alpha)", "type", "a whole number is needed here", "alpha"),
    ("today >= disposed_on + years(-1)", "type", "a whole number is needed here", "-1"),
    ("today >= disposed_on + years(1, 2)", "type", "1 argument is needed here", "years(1, 2)"),
    ("today >= disposed_on + fee(county)", "type", "the table fee gives a number, not a period", "fee(county)"),
    ("today >= disposed_on + wait(county)", "type", "the table wait is keyed by a level", "county"),
    ("today >= disposed_on + local(level)", "type", "the table local is keyed by a choice fact", "level"),
    ("wait(level)", "type", "a period is added to a day: disposed_on + wait(level)", "wait(level)"),
    ("years(3)", "type", "a period is added to a day: disposed_on + years(3)", "years(3)"),
    ('date("2011-06") <= disposed_on', "type", 'a date is written date("2021-11-16")', '"2011-06"'),
    ('date("9000-01-01") <= disposed_on', "type", 'a date is written date("2021-11-16")', '"9000-01-01"'),
    ("happened(alpha)", "type", "this is a yesno; a day is needed here", "alpha"),
    ("age_at(offense_date)", "type", "compare an age with a whole number: age_at(offense_date) < 18", "age_at(offense_date)"),
    ("age_at(offense_date) < balance_due", "type", "an age is compared with a whole number of years", "balance_due"),
    ("age_at(offense_date) < 121", "type", "an age is compared with a whole number of years", "121"),
    ('"Adams"', "type", "a text stands alone here", '"Adams"'),
    ('balance_due == "3"', "type", "a number cannot be compared with a text", "balance_due"),
    ('county > "Adams"', "type", "a choice has no order", 'county > "Adams"'),
    ("county in (Adams, Bell)", "type", "only texts may stand here", "Adams"),
    ("offense", "type", "offense is used as: offense in NAME", "offense"),
    ('offense in "theft"', "type", "name a set or list of offenses here", '"theft"'),
    ("1 < balance_due < 3", "type", "compare two things at a time; join comparisons with `and`", "1 < balance_due < 3"),
    ("balance_due <= 3000000000", "type", "this number is too large", "3000000000"),
    ("today", "type", "today stands only in today >= day", "today"),
    # time
    ("not zeta", "waiting-period", "a waiting period cannot be negated", "not zeta"),
    ("not today >= disposed_on", "waiting-period", "write a deadline as the provision's `closes`", "not today >= disposed_on"),
    ("today <= disposed_on", "waiting-period", "a deadline is not a condition", "today <= disposed_on"),
    ("disposed_on > today", "waiting-period", "a deadline is not a condition", "disposed_on > today"),
    ("today == disposed_on", "waiting-period", "a deadline is not a condition", "today == disposed_on"),
    ("alpha if zeta else beta", "waiting-period", "`if` needs a yes/no", "zeta"),
    ("any(c.alpha for c in others if c.zeta)", "waiting-period", "a filter needs a yes/no", "c.zeta"),
    ("count(c.zeta for c in others) > 1", "waiting-period", "count needs a yes/no", "c.zeta"),
    # loops
    ("any(alpha for c in others)", "loop", "whose? c.alpha is the other charge's, own.alpha that of the charge itself", "alpha"),
    ("any(c.alpha for own in others)", "type", "own is the charge itself; call the other charge c", "own"),
    ("own.alpha", "loop", "no loop is around it", "own.alpha"),
    ("any(c.offense_date > own.disposed_on + wait(own.level) for c in others)", "loop", "the table wait takes a fact of the other charge", "own.level"),
    ("any(c.alpha for c in others if offense in theft)", "loop", "c.offense", "offense"),
    ("c.alpha", "unknown-name", "c is not the loop's charge", "c.alpha"),
    ("offense in theft and c.offense in fraud", "loop", "no loop is around it", "c.offense"),
    ("any(any(d.alpha for d in others) for c in others)", "type", "loops over other charges do not nest", "any(d.alpha for d in others)"),
    ("any(c.alpha for c in others for d in others)", "type", "a loop is written: … for c in others if …", None),
    ("any(alpha)", "type", "any needs a loop: any(… for c in others if …)", "any(alpha)"),
    ("count(alpha) > 1", "type", "count needs a loop", "count(alpha)"),
    ("any(c.disposed_on for c in others)", "type", "this is a day; a yes/no is needed here", "c.disposed_on"),
    ("latest(c.alpha for c in others) < disposed_on", "type", "this is a yesno; a day is needed here", "c.alpha"),
    ("nth_latest(0, (c.disposed_on for c in others)) < disposed_on", "type", "a whole number from 1 to 12", "0"),
    ("nth_latest(2, (c.disposed_on for c in same_day)) < disposed_on", "type", "others or same_case", "same_day"),
    ("latest() < disposed_on", "type", "latest needs days, or a loop over other charges", "latest()"),
    ("any(c.alpha for c in others, 1)", "syntax", "not an expression", None),
    ("any((c.alpha for c in others), 1)", "type", "one loop stands here", None),
    # what Python has and the law has not
    ("alpha + beta", "type", "this is a yesno; a day is needed here", "alpha"),
    ("disposed_on * 2 > released_on", "not-in-language", "this is not part of the law's language", "disposed_on * 2"),
    ("-balance_due > 1", "not-in-language", "this is not part of the law's language", "-balance_due"),
    ("balance_due is 3", "not-in-language", "this comparison is not part of the law's language", "balance_due is 3"),
    ("[c.alpha for c in others]", "not-in-language", "this is not part of the law's language", "[c.alpha for c in others]"),
    ("(lambda: alpha)()", "not-in-language", "this is not part of the law's language", None),
    ("(x := alpha)", "not-in-language", "this is not part of the law's language", None),
    ("alpha.beta.gamma", "not-in-language", "this is not part of the law's language", "alpha.beta.gamma"),
    ("f'{alpha}' == county", "not-in-language", "this is not part of the law's language", None),
    ("{1: 2}", "not-in-language", "this is not part of the law's language", "{1: 2}"),
    ("1.5 < balance_due", "not-in-language", "this is not part of the law's language", "1.5"),
    ("None", "not-in-language", "this is not part of the law's language", "None"),
    ("alpha[0]", "not-in-language", "this is not part of the law's language", "alpha[0]"),
    ("others", "unknown-name", "no fact is called others", "others"),
    # what is no expression at all
    ("alpha and", "syntax", "not an expression", None),
    ("", "syntax", "not an expression", None),
    ("alpha beta", "syntax", "not an expression", None),
    ("alpha = beta", "syntax", "not an expression", None),
    ("import os", "syntax", "not an expression", None),
    ("alpha)", "syntax", "not an expression", None),
    ('county == "Adams', "syntax", "not an expression", None),
    ("nth_latest(2, c.disposed_on for c in others) < disposed_on", "syntax", "put the loop in parentheses of its own", None),
    ("alpha\0", "syntax", "not an expression", None),
)  # fmt: skip


@pytest.mark.parametrize(("text", "code", "says", "under"), MISTAKES, ids=[each[0][:40] or "nothing" for each in MISTAKES])
def test_a_mistake_is_said_and_pointed_at(text: str, code: str, says: str, under: str | None) -> None:
    problem = refused(text)
    assert problem.code == code
    assert says in problem.message
    if under is not None:
        assert pointed(text) == under


@pytest.mark.parametrize(
    ("text", "line", "column", "under"),
    [
        ("alpha and\n    beta and\n    gama", 3, 5, "gama"),
        ("alpha and (\n  today >= disposed_on + wait(level)\n  or not zeta\n)", 3, 6, "not zeta"),
        ("alpha\n\nand   unknown_word", 3, 7, "unknown_word"),
        ('county == "Ñuñoa" and gama', 1, 23, "gama"),
        ('(county == "ÄÖÜ"\n or county == "ß" or gama)', 2, 22, "gama"),
    ],
)
def test_a_mistake_in_several_lines_has_its_own_line_and_column(text: str, line: int, column: int, under: str) -> None:
    problem = refused(text)
    assert (problem.line, problem.column) == (line, column)
    assert pointed(text) == under


def test_the_caret_stands_under_the_word() -> None:
    message, excerpt, caret = str(refused("alpha and\n  convictd")).split("\n")
    assert message.startswith("2:3: no fact is called convictd")
    assert excerpt == "      convictd"
    assert caret == "      ^^^^^^^^"


@pytest.mark.parametrize(
    ("text", "line", "column"),
    [("alpha and", 1, 10), ("alpha and\n  beta or", 2, 10), ("alpha and\nbeta or or gamma\n", 2, 9), ("alpha beta", 1, 1), ("", 1, 1)],
)
def test_what_is_no_expression_is_pointed_at_too(text: str, line: int, column: int) -> None:
    problem = refused(text)
    assert (problem.line, problem.column) == (line, column)


def test_too_long_and_too_deep() -> None:
    assert refused(" or ".join(["alpha"] * LIMIT_CHARACTERS)).code == "too-long"
    assert refused("not " * 60 + "alpha").code == "too-deep"
    assert refused("(" * 1500 + "alpha" + ")" * 1500).code in ("syntax", "too-deep")
    assert parse("(" * 60 + "alpha" + ")" * 60, words()) == Ref("yesno", "alpha")


# ---- what is read ----


def tree(text: str, *types: str) -> Node:
    return parse(text, words(), types or ("yesno", "since"))


@pytest.mark.parametrize(
    ("text", "same"),
    [
        ("alpha and beta and gamma", "(alpha\n and beta\n and gamma)"),
        ("disposed_on > released_on", "released_on < disposed_on"),
        ("disposed_on >= released_on", "released_on <= disposed_on"),
        ("disposed_on != released_on", "not disposed_on == released_on"),
        ("disposed_on + days(60) <= today", "today >= disposed_on + days(60)"),
        ("today > disposed_on", "today >= disposed_on + days(1)"),
        ("convicted", 'disposition == "convicted"'),
        ("imprisoned", "happened(released_on)"),
        ('disposition in ("convicted")', 'disposition == "convicted"'),
        ('disposition not in ("convicted", "withheld")', 'not disposition in ("withheld", "convicted")'),
        ('"felony" <= level', 'level >= "felony"'),
        ('county == "Adams"', 'county == "ADAMS"'),
        ("age_at(offense_date) > 17", "age_at(offense_date) >= 18"),
        ("age_at(offense_date) <= 17", "age_at(offense_date) < 18"),
        ("any(c.alpha for c in others)", "any(x.alpha for x in others)"),
        ("any(c.alpha for c in others if c.beta if c.gamma)", "any(c.alpha for c in others if c.beta and c.gamma)"),
    ],
)
def test_two_ways_to_write_one_thing(text: str, same: str) -> None:
    assert tree(text) == tree(same)


def test_each_kind_of_node() -> None:
    alpha, on = Ref("yesno", "alpha"), Ref("day", "disposed_on")
    level = Ref("level", "level")
    assert tree("yes") == Constant("yesno", YES)
    assert tree("no") == Constant("yesno", NO)
    assert tree("unread") == Constant("yesno", (YES[0], NEVER), unread=True)
    assert tree("not alpha") == Not(alpha)
    assert tree("alpha and zeta") == Both((alpha, Ref("since", "zeta")), "since")
    assert tree("alpha or beta") == Either((alpha, Ref("yesno", "beta")), "yesno")
    assert tree("zeta if alpha else beta") == Branch(alpha, Ref("since", "zeta"), Ref("yesno", "beta"), "since")
    assert tree("offense not in theft") == Not(Member("theft"))
    assert tree('level == "felony C"') == LevelTest(level, frozenset({LEVELS["felony C"]}))
    assert tree('level > "misdemeanor"') == Compare("<", Constant("level", (16, 16)), level)
    assert tree("today >= disposed_on - months(6)") == Since(Shift(on, -1, (6, 0)))
    assert tree("today >= latest(disposed_on, released_on)") == Since(Extreme(True, (on, Ref("day", "released_on"))))
    wait = words().tables["wait"]
    assert tree("today >= disposed_on + wait(level)") == Since(Shift(on, 1, None, wait, level))
    fee = Lookup(words().tables["fee"], Ref("choice", "county"), "number")
    assert tree("fee(county) == 0") == Compare("==", fee, Constant("number", (0, 0)))
    assert tree("count(c for c in same_case if c.alpha) <= 2") == Compare(
        "<=", Over("count", "same_case", Constant("yesno", YES), alpha, 1, "number"), Constant("number", (2, 2))
    )
    second = "nth_latest(2, (c.disposed_on for c in others if c.convicted)) < disposed_on"
    assert next(node.n for node in walk(tree(second)) if isinstance(node, Over)) == 2


def test_a_tree_tells_what_it_reads() -> None:
    text = "offense in theft and any(c.alpha and c.offense in fraud for c in others if c.level == 'felony') and today >= disposed_on"
    assert facts_of(tree(text)) == ["offense", "record_complete", "alpha", "level", "disposed_on"]
    assert facts_of(tree(text), loops=False) == ["offense", "record_complete", "disposed_on"]
    assert facts_of(tree("any(c.alpha for c in same_case)"), loops=False) == []


def test_a_definition_is_a_word() -> None:
    both = Words(words().facts, words().sets, words().tables, {"bad": tree("alpha or beta"), "loud": tree("any(c.alpha for c in others)")})
    assert parse("not bad", both) == Not(tree("alpha or beta"))
    assert parse("any(c.bad for c in others)", both) == tree("any(c.alpha or c.beta for c in others)")
    assert "nest" in refused("any(c.loud for c in others)", both).message
    assert 'did you mean "loud"?' in refused("louds", both).message


# ---- tables ----


def test_a_class_wins_over_its_kind_and_a_kind_is_every_class() -> None:
    table = make_table("wait", "years", {"felony": 7, "felony C": 5, "misdemeanor": 3})
    assert table.by_level
    assert table.entries[LEVELS["felony C"]] == (60, 0)
    assert table.entries[LEVELS["felony B"]] == (84, 0)
    assert table.entries[LEVELS["misdemeanor A"]] == (36, 0)
    assert LEVELS["violation"] not in table.entries


def test_a_local_value_names_its_source() -> None:
    table = make_table("wait", "months", {"Adams": {"value": 6, "source": "County order 3", "checked": "2026-01-05"}, "Bell": 2})
    assert table.entries == {"adams": (6, 0), "bell": (2, 0)}
    assert table.sources == {"Adams": "County order 3 (2026-01-05)"}


@pytest.mark.parametrize(
    ("unit", "entries", "code", "says"),
    [
        ("years", {"felony": "three"}, "type", "holds \"felony\" = 'three', which is no years"),
        ("years", {"felony": -1}, "type", "which is no years"),
        ("years", {"felony": True}, "type", "which is no years"),
        ("days", {"felony": 40_000}, "type", "which is no days"),
        ("yesno", {"felony": 1}, "type", "which is no yesno"),
        ("number", {"felony": 1.5}, "type", "which is no number"),
        ("day", {"felony": "soon"}, "type", "which is no day"),
        ("years", {"Adams": {"value": 3, "source": "x"}}, "no-source", 'needs a source and a date ("checked") for "Adams"'),
    ],
)
def test_a_table_with_a_mistake(unit: str, entries: dict[str, object], code: str, says: str) -> None:
    with pytest.raises(LanguageError) as caught:
        make_table("wait", unit, entries)
    (problem,) = caught.value.problems
    assert problem.code == code
    assert says in problem.message


# ---- nothing is ever run ----


@contextmanager
def watched() -> Iterator[list[str]]:
    """Names of the events by which Python says that code is run, a file opened or a process started."""
    seen: list[str] = []
    _WATCHES.append(seen)
    try:
        yield seen
    finally:
        _WATCHES.remove(seen)


_WATCHES: list[list[str]] = []
_EVENTS = ("exec", "open", "import", "os.", "subprocess.", "socket.", "ctypes.")


def _hook(event: str, _: tuple[object, ...]) -> None:
    if _WATCHES and event.startswith(_EVENTS):
        for seen in _WATCHES:
            seen.append(event)


sys.addaudithook(_hook)


@pytest.mark.parametrize(
    "text",
    [
        "__import__('os').system('touch {file}')",
        "open('{file}', 'w')",
        "eval(\"open('{file}', 'w')\")",
        "exec(\"open('{file}', 'w')\")",
        "(lambda: open('{file}', 'w'))()",
        "[open('{file}', 'w') for c in others]",
        "any(open('{file}', 'w') for c in others)",
        "date(open('{file}', 'w'))",
        "f\"{{open('{file}', 'w')}}\" == county",
        "().__class__.__base__.__subclasses__()",
        "alpha if print(open('{file}', 'w')) else beta",
        "today >= __import__('pathlib').Path('{file}').touch()",
        "yes and globals()['__builtins__']",
    ],
)
def test_an_expression_is_never_run(text: str, tmp_path: Path) -> None:
    file = tmp_path / "made"
    known = words()
    with watched() as seen, pytest.raises(LanguageError):
        parse(text.format(file=file), known)
    assert not file.exists()
    assert not seen


def test_the_watch_sees_code_that_is_run() -> None:
    with watched() as seen:
        exec("1")
    assert seen == ["exec"]


# ---- whatever is written ----

NAMES = "alpha beta zeta disposed_on level county balance_due offense today theft yes unread never c.alpha c.disposed_on others c"
MARKS = "and or not if else in for is ( ) , + - >= < == != = years(3) wait(level) latest( any( count( date( 3 # \\"
PIECES = st.sampled_from([*NAMES.split(), *MARKS.split(), "nth_latest(2, (", '"felony"', '"2011-01-01"', "\n"])


@settings(max_examples=400, deadline=None)
@given(st.one_of(st.text(max_size=60), st.lists(PIECES, max_size=14).map(" ".join)))
@example("\ud800")
@example("alpha\x0c\r\nbeta")
@example("'" * 3)
@example("alpha # and nothing else")
@example("1" * 3999)
@example("0" * 5 + "1")
@example("1_000 < balance_due")
def test_any_text_is_a_tree_or_a_language_error(text: str) -> None:
    problem: Problem | None = None
    node: Node | None = None
    try:
        node = parse(text, words())
    except LanguageError as error:
        (problem,) = error.problems
    if node is not None:
        assert node.type in ("yesno", "since")
        assert set(facts_of(node)) <= {*words().facts, "offense"}
    if problem is not None:
        lines = text.split("\n")
        assert problem.line is not None
        assert problem.column is not None
        assert problem.excerpt == lines[problem.line - 1]
        assert 1 <= problem.column <= len(problem.excerpt) + 1
        assert problem.message in str(problem)


@settings(max_examples=150, deadline=None)
@given(st.randoms(use_true_random=False))
def test_an_expression_with_one_letter_changed_is_still_a_tree_or_a_language_error(draw: Random) -> None:
    text = Expressions(draw).since(3)
    assert parse(text, words()).type in ("yesno", "since")
    at = draw.randrange(len(text))
    changed = text[:at] + draw.choice("x( )_.,3+\n'=") + text[at + draw.randint(0, 1) :]
    with suppress(LanguageError):
        parse(changed, words())


def test_a_word_for_later_dates_only() -> None:
    assert tree("today >= never") == Since(Constant("day", NO))
    assert AFTER < NEVER


def test_a_table_of_no_entries_is_a_table() -> None:
    assert make_table("wait", "years", {}).entries == {}
    assert isinstance(make_table("fee", "number", {"Adams": 3}), Table)


def test_facts_carry_what_they_were_given() -> None:
    fact = Fact("x", "yesno", "charge", "answer")
    assert (fact.implies, fact.weight, fact.values) == ((), 0, ())
