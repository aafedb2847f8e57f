"""Random laws, people and gaps, for the tests that hold the two readings against each other.

Everything is drawn from one `random.Random`, so that Hypothesis can drive (and shrink) it and a plain seed can repeat it.
"""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from random import Random

from unburden.calendar import NEVER, parse_day
from unburden.language import Node, Table, Words, make_table, parse
from unburden.law import Law, read_law
from unburden.provision import Basis, Clause, Condition, Provision
from unburden.record import COLUMNS, Row

SMALL = Path(__file__).resolve().parent.parent / "fixtures" / "law_small"
AS_OF = parse_day("2026-11-23")[0]  # type: ignore[index]

#: Days that arithmetic trips over: month ends, leap days, both sides of the law's own dates.
DAYS = (
    "2010-02-27", "2010-02-28", "2011-01-31", "2012-02-29", "2012-06-29", "2012-06-30", "2012-07-01", "2015-03-31",
    "2016-02-29", "2019-08-31", "2020-12-31", "2023-05-30", "2024-02-29", "2025-10-31", "2026-11-22", "2026-11-23", "2026-11-24",
)  # fmt: skip
VAGUE = ("", "", "", "2012", "2012-02", "2012-06", "2024", "never", "9999-12-31", "not a date", "2012-13-01")
STATUTES = ("1.10", "1.20", "2.10", "2.10(1)", "2.10(2)", "3.10", "3.20", "9.99", "")
WORDS = ("", "TAKING A LOAF", "ATTEMPT TAKING AN OVEN", "SOMETHING ELSE")
LEVELS = ("", "misdemeanor", "felony", "misdemeanor A", "Felony Class C", "violation", "huh")
DISPOSITIONS = (
    "",
    "convicted",
    "convicted",
    "convicted",
    "dismissed",
    "acquitted",
    "pending",
    "deferred",
    "transferred",
    "Nolle Prosequi",
    "gibberish",
)
STATUSES = ("", "open", "closed", "closed")
BALANCES = ("", "0", "0.00", "$1,250.00", "12.5", "-3", "x", "1,2")
ANSWERS = ("", "", "yes", "no", "true", "No")
ANSWER_FACTS = ("alpha", "beta", "gamma", "delta", "epsilon", "zeta")
SETS = ("public_order", "disorderly", "theft", "fraud", "assault", "bread")


@lru_cache(maxsize=1)
def small_law() -> Law:
    """The made-up land's law, without provisions."""
    law = read_law(SMALL)
    assert not law.problems, law.problems
    return law


@lru_cache(maxsize=1)
def tables() -> dict[str, Table]:
    return {
        "wait": make_table("wait", "years", {"misdemeanor": 3, "misdemeanor A": 5, "felony C": 7, "violation": 1}),
        "hold": make_table("hold", "days", {"misdemeanor": 60, "felony": 90, "violation": 0}),
        "local": make_table("local", "months", {"Adams": 6, "Bell": 18}),
        "fee": make_table("fee", "number", {"Adams": 0, "Bell": 40}),
        "free": make_table("free", "yesno", {"misdemeanor": True, "felony": False, "felony B": True}),
    }


@lru_cache(maxsize=1)
def words() -> Words:
    law = small_law()
    return Words(law.facts, law.jurisdictions["US-ZZ"].offenses.sets, tables())


def _day_fact(draw: Random) -> str:
    return draw.choice(("offense_date", "disposed_on", "released_on", "birth_date", "arrest_date", "sentence_completed_on"))


class Expressions:
    """Random expressions of the language, as text. `c` is the prefix inside a loop, and loops do not nest."""

    def __init__(self, draw: Random, prefix: str = "") -> None:
        self.draw = draw
        self.c = prefix

    def yesno(self, depth: int) -> str:
        draw, c = self.draw, self.c
        kind = draw.randrange(16 if depth else 9)
        # Inside a loop, now and then a value of the charge itself.
        whose = "own." if c and draw.random() < 0.15 else c
        match kind:
            case 0 | 1:
                return whose + draw.choice(ANSWER_FACTS[:-1])
            case 2:
                ends = draw.sample(["convicted", "dismissed", "acquitted", "deferred"], draw.randint(1, 3))
                return f"{whose}disposition in ({', '.join(repr(each) for each in ends)})"
            case 3:
                return f"{whose}offense in {draw.choice(SETS)}"
            case 4:
                return f"{whose}level {draw.choice(('>=', '<', '==', '<=', '>'))} '{draw.choice(('felony', 'misdemeanor A', 'felony C'))}'"
            case 5:
                return f"{whose}level in ('misdemeanor', 'felony C')"
            case 6:
                return f"happened({whose}{_day_fact(draw)})"
            case 7:
                return draw.choice(
                    (
                        f"{c}county == 'Adams'",
                        f"{c}inchoate == 'none'",
                        f"{c}balance_due <= 0",
                        f"fee({c}county) == 0",
                        f"free({c}level)",
                        "unread",
                        f"{c}convicted",
                    )
                )
            case 8:
                day, sign = draw.choice(("offense_date", "disposed_on")), draw.choice(("<", ">=", "<=", ">", "==", "!="))
                return f"age_at({whose}{day}) {sign} {draw.choice((16, 18, 21))}"
            case 9:
                return f"{self.day(depth - 1)} {draw.choice(('<', '<=', '>', '>=', '==', '!='))} {self.day(depth - 1)}"
            case 10:
                return f"not ({self.yesno(depth - 1)})"
            case 11 | 12:
                return f"({self.yesno(depth - 1)} {draw.choice(('and', 'or'))} {self.yesno(depth - 1)})"
            case 13:
                return f"({self.yesno(depth - 1)} if {self.yesno(depth - 1)} else {self.yesno(depth - 1)})"
            case _:
                if c:
                    return self.yesno(0)
                inner = Expressions(draw, "c.")
                body, test = inner.yesno(depth - 1), inner.yesno(depth - 1)
                scope = draw.choice(("others", "others", "same_case", "same_day"))
                return draw.choice(
                    (
                        f"any({body} for c in {scope} if {test})",
                        f"all({body} for c in {scope} if {test})",
                        f"count(c for c in {scope} if {test}) {draw.choice(('<', '<=', '>', '=='))} {draw.randint(0, 3)}",
                    )
                )

    def day(self, depth: int) -> str:
        draw, c = self.draw, self.c
        if c and draw.random() < 0.12:
            return f"own.{_day_fact(draw)}"
        match draw.randrange(9 if depth else 3):
            case 0 | 1:
                return c + _day_fact(draw)
            case 2:
                return f'date("{draw.choice(DAYS)}")' if draw.random() < 0.8 else "never"
            case 3:
                unit = draw.choice(("years(3)", "years(1)", "months(1)", "months(6)", "days(60)", "years(9000)"))
                return f"({self.day(depth - 1)} {draw.choice('++-')} {unit})"
            case 4:
                period = draw.choice((f"wait({c}level)", f"hold({c}level)", f"local({c}county)"))
                return f"({self.day(depth - 1)} {draw.choice('++-')} {period})"
            case 5:
                return f"{draw.choice(('latest', 'earliest'))}({self.day(depth - 1)}, {self.day(depth - 1)})"
            case 6:
                return f"({self.day(depth - 1)} if {self.yesno(depth - 1)} else {self.day(depth - 1)})"
            case _:
                if c:
                    return self.day(0)
                inner = Expressions(draw, "c.")
                body, test = inner.day(depth - 1), inner.yesno(depth - 1)
                scope = draw.choice(("others", "others", "same_case", "same_day"))
                if scope != "same_day" and draw.random() < 0.3:
                    return f"nth_latest({draw.randint(1, 3)}, ({body} for c in {scope} if {test}))"
                return f"{draw.choice(('latest', 'latest', 'earliest'))}({body} for c in {scope} if {test})"

    def since(self, depth: int) -> str:
        draw, c = self.draw, self.c
        match draw.randrange(7 if depth else 3):
            case 0 | 1:
                return f"today {draw.choice(('>=', '>'))} {self.day(max(0, depth - 1))}"
            case 2:
                return c + draw.choice(("case_ended", "zeta"))
            case 3 | 4:
                one, two = self.since(depth - 1), draw.choice((self.since, self.yesno))(depth - 1)
                return f"({one} {draw.choice(('and', 'or'))} {two})"
            case 5:
                return f"({self.since(depth - 1)} if {self.yesno(depth - 1)} else {self.since(depth - 1)})"
            case _:
                if c:
                    return self.since(0)
                inner = Expressions(draw, "c.")
                scope = draw.choice(("others", "same_case", "same_day"))
                return f"{draw.choice(('any', 'all'))}({inner.since(depth - 1)} for c in {scope} if {inner.yesno(depth - 1)})"


def pair(draw: Random) -> str:
    """A loop that compares each other charge with the charge itself."""
    expressions, inner = Expressions(draw), Expressions(draw, "c.")
    scope = draw.choice(("others", "others", "same_case", "same_day"))
    span = draw.choice(("", " + years(3)", " - months(1)", " + days(60)"))
    sign = draw.choice(("<", "<=", ">", ">="))
    test = f"c.{_day_fact(draw)} {sign} own.{_day_fact(draw)}{span} and {inner.yesno(1)}"
    return draw.choice(
        (
            f"any({inner.yesno(1)} for c in {scope} if {test})",
            f"all({test} for c in {scope} if {inner.yesno(0)})",
            f"count(c for c in {scope} if {test}) >= {draw.randint(1, 2)}",
            f"any({inner.since(1)} for c in {scope} if {test})",
            f"today >= latest({inner.day(1)} for c in {scope} if {test})",
            f"today >= earliest({inner.day(1)} for c in {scope} if {test})",
            f"{expressions.day(1)} < latest(own.disposed_on + years(1) for c in {scope} if {test})",
            f"today >= nth_latest({draw.randint(1, 3)}, (c.disposed_on for c in {scope if scope != 'same_day' else 'others'} if {test}))",
        )
    )


def tree(text: str, *types: str) -> Node:
    return parse(text, words(), types or ("yesno", "since"))


def provision(draw: Random, number: int, *, pairs: bool = False) -> Provision:
    """A random provision of one to four conditions, some with exceptions, presumptions, readings; some with a deadline.

    With `pairs`, conditions are loops that compare each other charge with the charge itself.
    """
    expressions = Expressions(draw)

    def truth() -> Node:
        if pairs or draw.random() < 0.08:
            return tree(pair(draw))
        return tree(draw.choice((expressions.yesno, expressions.since))(draw.randint(0, 3)))

    text = {"en": "x", "es": "x"}
    conditions = []
    for place in range(draw.randint(1, 4)):
        readings = tuple(Clause(text, "§ 1", truth()) for _ in range(2)) if draw.random() < 0.2 else ()
        exceptions = tuple(Clause(text, "§ 2", truth()) for _ in range(draw.randint(0, 2))) if draw.random() < 0.3 else ()
        presumed = tree(expressions.yesno(1)) if draw.random() < 0.2 else None
        conditions.append(Condition(f"c{place}", text, "§ 1", None if readings else truth(), "", presumed, "", exceptions, readings))
    closes = tree(expressions.day(2), "day") if draw.random() < 0.3 else None
    basis = Basis("a test", "whole", "1", "2026-01-01")
    return Provision(
        f"us-zz/{number}", "US-ZZ", text, "§ 1", "general", ("sealing",), "none", "may", "none",
        1, NEVER, tuple(conditions), closes, {}, (), basis,
    )  # fmt: skip


def _day_text(draw: Random) -> str:
    return draw.choice(DAYS) if draw.random() < 0.7 else draw.choice(VAGUE)


def people(draw: Random, most: int = 5, charges: int = 5) -> list[list[Row]]:
    """Random people as rows of the charges table; answers stand in further columns of the same name as their fact."""
    found = []
    for person in range(draw.randint(1, most)):
        birth = draw.choice(("", "1990-02-28", "1996-02-29", "1994", "1994-06-30", "2000-12-31"))
        complete, gamma = draw.choice(("", "yes", "yes", "no")), draw.choice(ANSWERS)
        rows = []
        for place in range(draw.randint(1, charges)):
            row = dict.fromkeys(COLUMNS, "")
            row.update(
                person_id=f"p{person}",
                case_id=f"k{draw.randint(0, 2)}",
                charge_id=f"p{person}-{place}",
                jurisdiction=draw.choice(("US-ZZ", "US-ZZ", "US-ZZ", "US-YY", "")),
                county=draw.choice(("", "Adams", "Bell", "Cole")),
                statute=draw.choice(STATUTES),
                description=draw.choice(WORDS),
                level=draw.choice(LEVELS),
                disposition=draw.choice(DISPOSITIONS),
                case_status=draw.choice(STATUSES),
                balance_due=draw.choice(BALANCES),
                birth_date=birth,
                record_complete=complete,
                gamma=gamma,
            )
            for name in COLUMNS:
                if name.endswith("_date") and name != "birth_date":
                    row[name] = _day_text(draw)
            for name in ANSWER_FACTS:
                if name != "gamma":
                    row[name] = draw.choice(ANSWERS)
            rows.append(row)
        found.append(rows)
    return found
