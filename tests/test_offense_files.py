"""A mistake in an offense file is reported with its line, and the rest of the file is still read."""

from __future__ import annotations

from pathlib import Path

import pytest

from unburden.offenses import OffenseTable, load_offenses

TOML = """code = "US-XA"
name = "Test"
name_es = "Prueba"
default_code = "PC"
[codes]
PC = ["Penal Code"]
HS = []
"""
HEAD = "statute,name,level,from,until,sets,aka,note\n"
LIST = "statute,cite,from,until,note\n"


def load(tmp_path: Path, files: dict[str, str | bytes]) -> tuple[OffenseTable, list[tuple[str, int | None]]]:
    folder = tmp_path / "us-xa"
    for name, text in {"jurisdiction.toml": TOML, "../sets.csv": "name,holds,not\ntheft,,\ndriving,,\n", **files}.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
    table, problems = load_offenses(folder)
    return table, [(problem.code, problem.line) for problem in problems]


@pytest.mark.parametrize(
    ("rows", "expected", "kept"),
    [
        ("PC 1,Theft,felony,,,theft,,\n", [], ["PC-1"]),
        ("PC 1,Theft,felny,,,theft,,\n", [("unknown-level", 2)], ["PC-1"]),
        ("PC 1,Theft,misdemeanor|felony X,,,theft,,\n", [("unknown-level", 2)], ["PC-1"]),
        ("PC 1,Theft,,,,thft,,\n", [("unknown-set", 2)], ["PC-1"]),
        ("PC 1,Theft,,1999-13-01,,,,\n", [("bad-date", 2)], ["PC-1"]),
        ("PC 1,Theft,,1999,,,,\n", [("bad-date", 2)], ["PC-1"]),
        ("PC 1,Theft,,2000-01-01,1999-01-01,,,\n", [("bad-date", 2)], ["PC-1"]),
        ("ZZ 1,Theft,,,,,,\nPC 2,Theft,,,,,,\n", [("bad-statute", 2)], ["PC-2"]),
        ("PC 1 and 2,Theft,,,,,,\nPC 2,Theft,,,,,,\n", [("bad-statute", 2)], ["PC-2"]),
        (",Theft,,,,,,\n", [("bad-statute", 2)], []),
        ("PC 1,Theft,,,,,,\nPC 1,Fraud,,,,,,\n", [("same-offense", 3)], ["PC-1", "PC-1+"]),
        ("PC 1,Theft,,,2000-01-01,,,\nPC 1,Fraud,,2000-01-01,,,,\n", [], ["PC-1", "PC-1@2000-01-01"]),
        ("PC 1,Theft, big,felony,,,theft,,\n", [("too-many-fields", 2), ("bad-date", 2), ("unknown-level", 2)], ["PC-1"]),
        ("\n\nPC 1,Theft,,,,,,\n", [], ["PC-1"]),
        ("PC 1\n", [], ["PC-1"]),
        ('PC 1,"Theft\nof more",felny,,,,,\n', [("unknown-level", 3)], ["PC-1"]),
        ("1(a),Theft,,,,,,\n", [], ["1(a)"]),
    ],
)
def test_offense_rows(tmp_path: Path, rows: str, expected: list[tuple[str, int | None]], kept: list[str]) -> None:
    table, problems = load(tmp_path, {"offenses.csv": HEAD + rows})
    assert sorted(problems) == sorted(expected)
    assert [offense.id for offense in table.offenses] == [f"us-xa/{name}" for name in kept]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", [("no-such", None)]),
        ("statut,name\nPC 1,Theft\n", [("missing-column", 1), ("unknown-column", 1)]),
        ("statute,name,levl\nPC 1,Theft,felony\n", [("unknown-column", 1)]),
        (b"\xff\xfe\xfa", [("bad-table", None)]),
        ("\ufeffstatute,name\nPC 1,Theft\n", []),
    ],
)
def test_offense_headers(tmp_path: Path, text: str | bytes, expected: list[tuple[str, int | None]]) -> None:
    _, problems = load(tmp_path, {"offenses.csv": text})
    assert sorted(problems) == sorted([("missing-column", 1)] if expected == [("no-such", None)] else expected)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("code = ", ["bad-toml"]),
        (b"\xff", ["bad-toml"]),
        (TOML.replace('name = "Test"\n', ""), ["missing-key"]),
        (TOML.replace('name = "Test"', "name = 3"), ["missing-key"]),
        (TOML + "[levls]\n", ["unknown-key"]),
        (TOML + "[citation]\njoin = {}\n", ["unknown-key"]),
        (TOML + "[citation]\njoins = { default = 3 }\n", ["wrong-type"]),
        (TOML + '[citation]\nfixed = "6"\n', ["wrong-type"]),
        (TOML + '[citation]\ndashes = "."\n', ["wrong-type"]),
        (TOML + '[citation]\nchapters = ["c."]\n', ["wrong-type"]),
        (TOML + '[citation.chapters]\nPC = "c."\n', ["wrong-type"]),
        (TOML + '[citation]\nacts = ["5"]\n', ["wrong-type"]),
        (TOML + "[citation.acts]\nPC = 5\n", ["missing-key"]),
        (TOML + "[citation]\nlettered = ['ZZ 12a']\n", ["bad-statute"]),
        (TOML.replace("HS = []", 'HS = ["H"]'), ["short-alias"]),
        (TOML.replace("HS = []", 'HS = ["Penal Code"]'), ["two-codes"]),
        (TOML + '[levels]\nFT = "felony Q"\n', ["unknown-level"]),
        (TOML + "levels = 3\n", ["wrong-type"]),
        (TOML + '[[modifier]]\nkind = "atempt"\nstatute = "PC 664"\n', ["modifier-kind"]),
        (TOML + '[[modifier]]\nkind = "attempt"\nstatute = "ZZ 664"\n', ["bad-statute"]),
        (TOML + "modifier = 3\n", ["wrong-type"]),
        (TOML + "modifier = [3]\n", ["wrong-type"]),
    ],
)
def test_jurisdiction(tmp_path: Path, text: str | bytes, expected: list[str]) -> None:
    if isinstance(text, str) and (text.endswith("levels = 3\n") or "modifier = " in text):
        text = "\n".join(sorted(text.splitlines(), key=lambda line: line.startswith(("[codes]", "PC", "HS"))))
    _, problems = load(tmp_path, {"jurisdiction.toml": text, "offenses.csv": HEAD + "1,Theft,,,,,,\n"})
    codes = [code for code, _ in problems]
    assert codes[: len(expected)] == expected


def test_missing_files(tmp_path: Path) -> None:
    table, problems = load_offenses(tmp_path / "us-xb")
    assert [problem.code for problem in problems] == ["no-jurisdiction"]
    assert table.jurisdiction.code == "US-XB"
    assert table.match("PC 1").how == "none"


def sets_of(table: OffenseTable) -> dict[str, set[str]]:
    return {offense.id.removeprefix("us-xa/"): set(offense.sets) for offense in table.offenses}


def test_a_list_covers_the_parts_of_a_section(tmp_path: Path) -> None:
    offenses = HEAD + "PC 1,A,,,,,,\nPC 1(a),B,,,,theft,,\nPC 1(a)(2),C,,,,,,\nPC 10,D,,,,,,\n"
    table, problems = load(tmp_path, {"offenses.csv": offenses, "lists/bad-acts.csv": LIST + "PC 1(a),x,,,\n"})
    assert problems == []
    assert sets_of(table) == {"PC-1": set(), "PC-1(a)": {"theft", "bad_acts"}, "PC-1(a)(2)": {"bad_acts"}, "PC-10": set()}


def test_a_listed_part_becomes_an_offense_of_its_own(tmp_path: Path) -> None:
    rows = LIST + "PC 1(b),x,,,\nPC 2,x,,,Something\n"
    table, _ = load(tmp_path, {"offenses.csv": HEAD + "PC 1,A,felony,,,theft,,\n", "lists/x.csv": rows})
    assert sets_of(table) == {"PC-1": {"theft"}, "PC-1(b)": {"theft", "x"}, "PC-2": {"x"}}
    assert [(offense.name, offense.listed_only) for offense in table.offenses] == [("A", False), ("A", False), ("Something", True)]
    assert table.match("PC 1(b)").member("x") is True
    assert table.match("PC 1(c)").member("x") is False
    assert table.match("PC 1").member("x") is None
    assert table.match("PC 1").member("theft") is True


def test_a_list_in_time_cuts_the_offense(tmp_path: Path) -> None:
    rows = LIST + "PC 1,x,1990-01-01,2000-01-01,\nPC 1,x,2000-01-01,2005-01-01,\n"
    table, _ = load(tmp_path, {"offenses.csv": HEAD + "PC 1,A,,,2010-01-01,theft,5.5,\n", "lists/x.csv": rows})
    assert sets_of(table) == {"PC-1": {"theft"}, "PC-1@1990-01-01": {"theft", "x"}, "PC-1@2005-01-01": {"theft"}}
    assert len(table.match("5.5").candidates) == 3  # the former number leads to every time


def test_a_list_covers_a_former_number(tmp_path: Path) -> None:
    table, _ = load(tmp_path, {"offenses.csv": HEAD + "PC 1,A,,,,,7.5(a),\n", "lists/x.csv": LIST + "PC 7.5(a),x,,,\n"})
    assert sets_of(table) == {"PC-1": {"x"}}


def test_a_list_of_a_chapter(tmp_path: Path) -> None:
    table, problems = load(tmp_path, {"offenses.csv": HEAD + "PC 13.5,A,,,,,,\nPC 130.5,B,,,,,,\n", "lists/x.csv": LIST + "PC 13.*,x,,,\n"})
    assert problems == []
    assert sets_of(table) == {"PC-13.5": {"x"}, "PC-130.5": set(), "PC-13.*": {"x"}}
    assert table.match("PC 13.99").member("x") is True
    assert table.match("PC 130.99").member("x") is None


def test_list_rows(tmp_path: Path) -> None:
    lists = {"lists/theft.csv": LIST, "lists/x.csv": LIST + "QQ 1,x,,,\nPC 1,x,1999,,\n"}
    _, problems = load(tmp_path, {"offenses.csv": HEAD + "PC 1,A,,,,,,\n", **lists})
    assert problems == [("list-name", None), ("bad-statute", 2), ("bad-date", 3)]


def test_an_offense_without_a_number(tmp_path: Path) -> None:
    lists = {"lists/x.csv": LIST + "CITY-THEFT,x,,,\n"}
    table, problems = load(tmp_path, {"offenses.csv": HEAD + "CITY-THEFT,City theft,,,,theft,,\n", **lists})
    assert problems == []
    assert sets_of(table) == {"CITY-THEFT": {"theft", "x"}}
    assert table.match("9.1", "City theft").how == "description"


def test_a_sign_that_stands_for_a_dash_leads_to_numbers_of_lists_too(tmp_path: Path) -> None:
    toml = TOML + '[citation]\ndashes = ["."]\n'
    lists = {"lists/x.csv": LIST + "PC 5-703,x,,,\nPC 5-601.1,x,,,\n"}
    table, problems = load(tmp_path, {"jurisdiction.toml": toml, "offenses.csv": HEAD + "PC 7-104,A,,,,,,\n", **lists})
    assert problems == []
    assert [table.match(text).member("x") for text in ("PC.5.703(a)", "PC.5.601.1", "PC.7.104")] == [True, True, False]


def test_an_act_belongs_to_the_code(tmp_path: Path) -> None:
    toml = TOML.replace('"PC"', '"720 LC 5/"').replace("HS = []", "LC = []") + '[citation]\ntitled = ["LC"]\nacts = { "720 LC" = "5" }\n'
    rows = "720 LC 5/4,A,,,,,,\n720 LC 550/4,B,,,,,720 LC 901,\n"
    table, problems = load(tmp_path, {"jurisdiction.toml": toml, "offenses.csv": HEAD + rows})
    assert problems == []
    assert [offense.id for offense in table.offenses] == ["us-xa/720-LC-5-4", "us-xa/720-LC-550-4"]
    texts = ("720 LC 550/4(b)", "720-550/4", "720 5/4", "720 LC 4", "4", "720 LC 901", "720 LC 600/4")
    assert ["".join(each.name for each in table.match(text).candidates) for text in texts] == ["B", "B", "A", "A", "A", "B", ""]


def test_a_comma_inside_makes_a_section_of_its_own(tmp_path: Path) -> None:
    toml = TOML + '[citation]\ninside = [","]\n'
    rows = '"43-2,101",A,,,,,,\n43-2101,B,,,,,,\n28-801,C,,,,,,\n28-802,D,,,,,,\n'
    table, problems = load(tmp_path, {"jurisdiction.toml": toml, "offenses.csv": HEAD + rows})
    assert problems == []
    texts = ("43-2,101(1)", "43-2101", "28-801,28-802", "28-801, 43-2,101")
    assert ["".join(each.name for each in table.match(text).candidates) for text in texts] == ["A", "B", "CD", "CA"]


@pytest.mark.parametrize("text", ["14:(27)67", "14:27:67", "14:27/67"])
def test_a_modifier_in_brackets_before_its_offense(tmp_path: Path, text: str) -> None:
    toml = TOML.replace('default_code = "PC"\n', "").replace("PC = [", 'PC = [":", ')
    toml += '[citation]\ntitled = ["PC"]\ninside = [":"]\n[[modifier]]\nkind = "attempt"\nstatute = "14 PC 27"\n'
    table, problems = load(tmp_path, {"jurisdiction.toml": toml, "offenses.csv": HEAD + "14 PC 67,Theft,,,,theft,,\n"})
    assert problems == []
    match = table.match(text)
    assert (match.inchoate, match.member("theft"), match.how) == ("attempt", True, "statute")
