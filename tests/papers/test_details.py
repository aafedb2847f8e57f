"""The [papers] of a facts file: every mistake with its line, nothing cut off, and what is written back is what was read."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from unburden.errors import InputError
from unburden.facts import Answers
from unburden.facts_file import make_answers, read_answers, write_answers
from unburden.law import Law
from unburden.papers.blanks import CLOSE, OPEN
from unburden.papers.details import LONGEST, CaseDetails, Details, Filer, read_details

from ..commands import complaint, one_charge, table, unburden
from ..small_world import land

CASES, CHARGES = ("2011QN045512", "2012BX018830"), ("2011QN045512/1", "2011QN045512/2")
WHOLE = """\
[papers]
name = "  Dolores  Amparo\\tReyes\\u00a0Castillo "
address = ["c/o Harbor Lane", "", " 12 Harbor  Lane "]
phone = "555-0142"
email = "d@example.org"
initials = "D.A.R.C."
private = true
place = "Albany, New York"
filing_day = 2026-12-15

[papers.attorney]
name = "Ines \\"Nena\\" O'Hara & Søn"
number = "55501"
office = "Harbor Lane"
address = "12 Harbor Lane\\nAlbany"
phone = "555-0143"
email = "i@example.org"

[papers.says]
reason = \"\"\"I was not
told.\"\"\"

[papers.words]
trafficking_ended = "It is over."

[papers.words."2011QN045512/1"]
result_of_trafficking = "I was told to."

[papers.strike]
during_trafficking = true
trafficking_ended = false

[papers.strike."2011QN045512/2"]
result_of_trafficking = true

[papers.case."2011QN045512"]
number = "No. 7"
court_address = "125-01 Queens Boulevard\\n\\nKew Gardens"
prosecutor = ["One", "Two"]
hearing = "2027-01-20"
hearing_time = "9:30 a.m."
"""


def law() -> Law:
    return land()


def read(tmp_path: Path, text: str, says: Iterable[str] = ("reason",)) -> Details:
    file = tmp_path / "facts.toml"
    file.write_text(text, encoding="utf-8")
    return read_details(read_answers(str(file), law()), law().facts, CASES, CHARGES, says)


def test_everything_is_read(tmp_path: Path) -> None:
    fact = "result_of_trafficking"
    assert read(tmp_path, WHOLE) == Details(
        name="Dolores Amparo Reyes Castillo",
        address=("c/o Harbor Lane", "12 Harbor Lane"),
        phone="555-0142",
        email="d@example.org",
        initials="D.A.R.C.",
        private=True,
        place="Albany, New York",
        filing_day=date(2026, 12, 15),
        attorney=Filer('Ines "Nena" O\'Hara & Søn', "55501", "Harbor Lane", ("12 Harbor Lane", "Albany"), "555-0143", "i@example.org"),
        says={"reason": "I was not told."},
        words={("", "trafficking_ended"): "It is over.", ("2011QN045512/1", fact): "I was told to."},
        struck=frozenset({("", "during_trafficking"), ("2011QN045512/2", fact)}),
        cases={
            "2011QN045512": CaseDetails(
                number="No. 7",
                court_address=("125-01 Queens Boulevard", "Kew Gardens"),
                prosecutor=("One", "Two"),
                hearing=date(2027, 1, 20),
                hearing_time="9:30 a.m.",
            )
        },
    )


@pytest.mark.parametrize("text", ["", "[papers]", "[papers.attorney]", "[papers.case]\n[papers.words]\n[papers.strike]\n[papers.says]"])
def test_nothing_is_required(tmp_path: Path, text: str) -> None:
    assert read(tmp_path, text) == Details()


#: What is written, the code of the mistake, its line, and what the message says.
MISTAKES = (
    ('nmae = "x"', "unknown-key", 2, '[papers] has no nmae (did you mean "name"?)'),
    ("[papers.atorney]", "unknown-key", 2, '[papers] has no atorney (did you mean "attorney"?)'),
    ("phone = 5550142", "type", 2, "phone should be a text"),
    ('name = ["x"]', "type", 2, "name should be a text"),
    ("[papers.name]\nx = 1", "type", 2, "name should be a text"),
    ("address = [1, 2]", "type", 2, "address should be a text or a list of lines"),
    ('address = [["a"]]', "type", 2, "address should be a text or a list of lines"),
    ('private = "yes"', "type", 2, "private should be true or false"),
    ("private = 1", "type", 2, "private should be true or false"),
    ('filing_day = "soon"', "type", 2, "filing_day should be a day such as 2026-12-15"),
    ("filing_day = 2026", "type", 2, "filing_day should be a day"),
    ("filing_day = 09:30:00", "type", 2, "filing_day should be a day"),
    ('filing_day = "2026-02-30"', "type", 2, "filing_day should be a day"),
    ('attorney = "Ines"', "type", 2, "[papers.attorney] is not a table"),
    ("[papers.attorney]\nbar = 1", "unknown-key", 3, "[papers.attorney] has no bar"),
    ("[papers.attorney]\nname = 1", "type", 3, "name should be a text"),
    ("case = 3", "type", 2, "[papers.case] is not a table"),
    ("[[papers.case]]\nnumber = 3", "type", 2, "[papers.case] is not a table"),
    ('[papers.case."2011QN045513"]\nnumber = "1"', "unknown-id", 2, 'called "2011QN045513" (did you mean "2011QN045512"?)'),
    ('[papers.case."2011QN045512"]\nroom = 3', "type", 3, "room should be a text"),
    ('[papers.case."2011QN045512"]\njudge = "x"', "unknown-key", 3, "[papers.case.2011QN045512] has no judge"),
    ('[papers.case]\n2011QN045512 = "x"', "type", 3, "[papers.case.2011QN045512] is not a table"),
    ('[papers.words]\ntrafficking_endd = "x"', "unknown-fact", 3, 'no fact is called trafficking_endd (did you mean "trafficking_ended"?)'),
    ("[papers.words]\ntrafficking_ended = true", "type", 3, "your words for trafficking_ended should be a text"),
    ('[papers.words]\ntrafficking_ended = " "', "type", 3, "your words for trafficking_ended should be a text"),
    ('[papers.words."2011QN045512/3"]\nresult_of_trafficking = "x"', "unknown-id", 2, "no charge of this record is called"),
    ('[papers.words."2011QN045512/1"]\ntrafficking_ended = "x"', "scope", 3, "write it under [papers.words]"),
    ('[papers.words."2011QN045512/1".result_of_trafficking]\nx = "x"', "type", 2, "your words for result_of_trafficking should be a text"),
    ('[papers.strike]\nduring_trafficking = "yes"', "type", 3, "during_trafficking under [papers.strike] should be true or false"),
    ('[papers.strike."2011QN045512/1"]\ntrafficking_ended = true', "scope", 3, "write it under [papers.strike]"),
    ("[papers.strike]\nduring = true", "unknown-fact", 3, "no fact is called during"),
    ('[papers.says]\nreasons = "x"', "unknown-key", 3, '[papers.says] has no reasons (did you mean "reason"?)'),
    ("[papers.says]\nreason = 7", "type", 3, "reason should be a text"),
    ('words = "x"', "type", 2, "[papers.words] is not a table"),
    ("strike = [1]", "type", 2, "[papers.strike] is not a table"),
    (f'name = "{"x" * (LONGEST + 1)}"', "too-long", 2, f"name is longer than {LONGEST} characters"),
    ("address = [" + '"12345", ' * LONGEST + "]", "too-long", 2, f"address is longer than {LONGEST} characters"),
    (f'[papers.words]\ntrafficking_ended = "{"very " * 1000}"', "too-long", 3, "trafficking_ended is longer than"),
)


@pytest.mark.parametrize(("text", "code", "line", "says"), MISTAKES, ids=[f"{each[1]}: {each[3][:60]}" for each in MISTAKES])
def test_a_mistake_has_its_line_and_names_the_right_word(tmp_path: Path, text: str, code: str, line: int, says: str) -> None:
    with pytest.raises(InputError) as caught:
        read(tmp_path, f"[papers]\n{text}\n")
    (problem,) = caught.value.problems
    assert (problem.code, problem.line, problem.file) == (code, line, str(tmp_path / "facts.toml"))
    assert says in problem.message


def test_every_mistake_is_told_at_once(tmp_path: Path) -> None:
    with pytest.raises(InputError) as caught:
        read(tmp_path, '[papers]\nphone = 1\n[papers.case.k9]\nroom = 2\n[papers.words]\nnothing = "x"\n[papers.says]\nwhy = "x"\n')
    assert [each.line for each in caught.value.problems] == [2, 3, 4, 6, 8]


def test_papers_that_are_no_table_are_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"\[papers\] is not a table"):
        read(tmp_path, "papers = 7\n")


def test_names_of_any_script_stay_as_they_are(tmp_path: Path) -> None:
    for name in (
        "María-José Ñuñez y D'Angelo",
        "阮氏 碧",
        "محمد علي",
        "नेहा",
        "میترا نیک\u200cپور",
        "Zoë “Z” <b>&amp; {{x}} {% y %} 🙂",
        "x" * LONGEST,
    ):
        quoted = name.replace("\\", "\\\\").replace('"', '\\"')
        assert read(tmp_path, f'[papers]\nname = "{quoted}"\n').name == name


def test_what_prints_nothing_is_left_out(tmp_path: Path) -> None:
    written = f'[papers]\nname = "A\\u0000b\\u0008 {OPEN}c{CLOSE}\\uFFFF\\u001b[1m"\naddress = ["\\u0007", "d\\u000b e"]\n'
    found = read(tmp_path, written + f'[papers.words]\ntrafficking_ended = "It is {OPEN}over{CLOSE}."\n')
    assert found.name == "Ab c[1m"
    assert found.address == ("d e",)
    assert found.words["", "trafficking_ended"] == "It is over."


# ---- kept by what writes a facts file --------------------------------------------------------------------------------


def written(answers: Answers) -> Answers:
    return make_answers(tomllib.loads(write_answers(answers, law().facts)), law())


@pytest.mark.parametrize(
    "text",
    [
        WHOLE,
        "[papers.attorney]\n[papers.case.x]\n",
        'papers = { a = { b = { } }, "" = 3, "a.b" = true, "k\\"é" = "\\u0000\\u007f\\u2028🙂\\\\n" }',
        "[[papers.case]]\nx = 1\n[[papers.case]]\ny = [1, [2, { z = 'a' }]]\n",
        "[papers]\na = 2026-01-01\nb = 2026-01-01T10:00:00Z\nc = 09:30:00\nd = 1e400\ne = -0.5\nf = 1_000\ng = []\n",
        "papers.a.b.c = 1\npapers.a.d = '''x\ny'''\n",
    ],
    ids=range(6),
)
def test_papers_are_written_back_as_they_were_read(text: str) -> None:
    answers = make_answers(tomllib.loads(text), law())
    assert answers.papers
    assert written(answers).papers == answers.papers


KEY = st.text(st.characters(exclude_categories=("Cs",)), max_size=6)
LEAF = st.one_of(
    st.text(st.characters(exclude_categories=("Cs",)), max_size=12),
    st.booleans(),
    st.integers(-(2**63), 2**63 - 1),
    st.floats(allow_nan=False),
    st.dates(),
)
TREE = st.recursive(LEAF, lambda each: st.one_of(st.lists(each, max_size=3), st.dictionaries(KEY, each, max_size=3)), max_leaves=12)


@given(st.dictionaries(KEY, TREE, max_size=4))
def test_any_papers_are_written_back_as_they_are(papers: dict[str, object]) -> None:
    answers = Answers(person={"record_complete": True}, papers=papers)
    again = written(answers)
    assert again.papers == papers
    assert again.person == answers.person


def test_the_lines_of_papers_are_not_the_lines_of_answers(tmp_path: Path) -> None:
    file = tmp_path / "facts.toml"
    file.write_text('[papers.words]\nx = "y"\n[charge.words]\nduring_trafficking = true\n', encoding="utf-8")
    answers = read_answers(str(file), law())
    assert answers.spans["words", ""].line == 3
    assert answers.paper_spans["words", "x"].line == 2


def test_a_conversation_keeps_the_papers(tmp_path: Path) -> None:
    record, facts, saved = tmp_path / "record.csv", tmp_path / "facts.toml", tmp_path / "saved.toml"
    record.write_text(table([one_charge()]), encoding="utf-8")
    facts.write_text('[papers]\nname = "Mara \\"M\\" Vale"\n[papers.case.19CR001]\nhearing = 2027-01-20\n', encoding="utf-8")
    ran = unburden("ask", record, "--facts", facts, "--save", saved, "--as-of", "2026-11-23", typed="yes\nstop\nyes\n")
    assert ran.code == 0, ran
    kept = tomllib.loads(saved.read_text(encoding="utf-8"))
    assert kept["papers"] == {"name": 'Mara "M" Vale', "case": {"19CR001": {"hearing": date(2027, 1, 20)}}}
    assert kept["person"]


@pytest.mark.parametrize("text", ["[case.19CR001]\nbalance_due = 0x" + "F" * 5000, "papers." + "a." * 5000 + "b = 1"], ids=["long", "deep"])
def test_what_is_too_long_or_too_deep_is_refused_in_words(tmp_path: Path, text: str) -> None:
    record, facts = tmp_path / "record.csv", tmp_path / "facts.toml"
    record.write_text(table([one_charge()]), encoding="utf-8")
    facts.write_text(text, encoding="utf-8")
    assert "not a facts file: not TOML: " in complaint(unburden("check", record, "--facts", facts))
