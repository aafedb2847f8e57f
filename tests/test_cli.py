"""Every command and option as a user meets them: what is printed and where, what is written, and the exit code.

What is wrong with the input has tests of its own (`test_bad_input`), as have privacy (`test_privacy`), the interview
(`test_interview`) and the report (`report/`).
"""

from __future__ import annotations

import csv
import io
import json
import os
import re
import shutil
import socket
import stat
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from click import Command, Group, Option
from hypothesis import given, settings
from hypothesis import strategies as st

import unburden as package
from unburden import __version__
from unburden.cli import commands, main
from unburden.record import COLUMNS

from .commands import FIXTURES, PAGE, RAP_SHEET, TABLE, complaint, one_charge, table, unburden
from .made_law import write as made_law
from .trafficking_law import load as trafficking_law

ROOT = Path(__file__).resolve().parent.parent
DEMO = FIXTURES / "demo"
DAY = ("--as-of", "2026-11-23")
MISTAKES = FIXTURES / "charges_table" / "mistakes.csv"


@pytest.fixture
def hers(tmp_path: Path) -> Path:
    """A table of one person with one charge."""
    file = tmp_path / "hers.csv"
    file.write_text(table([one_charge()]), encoding="utf-8")
    return file


@pytest.fixture
def answers(tmp_path: Path) -> Path:
    """Answers with which her conviction can be vacated."""
    file = tmp_path / "answers.toml"
    file.write_text(
        "[person]\nrecord_complete = true\ncases_elsewhere_ended = true\nsex_trafficked_by_force = true\n"
        '[charge."19CR001-1"]\nduring_trafficking = true\n',
        encoding="utf-8",
    )
    return file


def relief(out: str, provision: str = "us-or/137.221") -> dict[str, object]:
    (charge,) = json.loads(out)["charges"]
    found: dict[str, object] = next(each for each in charge["relief"] if each["provision"] == provision)
    return found


# ---- the program itself --------------------------------------------------------------------------------------------


def test_version_and_help() -> None:
    assert unburden("--version") == (0, f"unburden {__version__}\n", "")
    for arguments in (["--help"], ["-h"], ["check", "--help"], ["law", "--help"], ["law", "show", "-h"]):
        code, out, err = unburden(*arguments)
        assert (code, err) == (0, "")
        assert out.startswith("Usage: unburden")


def every_command(group: Group, path: str = "") -> Iterator[tuple[str, Command]]:
    for name, command in group.commands.items():
        yield f"{path} {name}".strip(), command
        if isinstance(command, Group):
            yield from every_command(command, f"{path} {name}")


def test_every_option_says_what_it_does() -> None:
    silent = [
        f"{path} {option.opts[0]}"
        for path, command in every_command(commands)
        for option in command.params
        if isinstance(option, Option) and not option.help and option.opts[0] != "--format"
    ]
    assert silent == []
    assert all(command.help for _, command in every_command(commands))


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        ([], "name a command: ask, check, law, papers, paths, record, record new (see unburden --help)"),
        (["law"], "name a command: check, list, report-card, show, status (see unburden law --help)"),
        (["chek"], "No such command 'chek'"),
        (["law", "shw"], "No such command 'shw'"),
        (["check"], "Missing argument 'FILE…'. (see unburden check --help)"),
        (["check", str(PAGE), "--fact", "x"], "No such option '--fact'"),
        (["check", str(PAGE), "--facts"], "Option '--facts' requires an argument."),
        (["check", str(PAGE), "--format", "pdf"], "'pdf' is not one of 'text', 'json', 'html'"),
        (["check", str(PAGE), "--lang", "de"], "'de' is not one of 'en', 'es'"),
        (["record", str(PAGE), "--format", "html"], "'html' is not one of 'text', 'json', 'csv', 'parquet'"),
        (["record", str(PAGE), "--format", "parquet"], "parquet is not text: name a file to write"),
        (["check", str(PAGE), "--as-of", "yesterday"], '"yesterday" is not a date; write it like 2026-11-23'),
        (["check", str(PAGE), "--as-of", "23/11/2026"], "is not a date"),
        (["check", str(PAGE), "--as-of", "2026-02-30"], "is not a date"),
        (["check", str(PAGE), "--as-of", "0026-11-23"], "is not between the years 1900 and 2200"),
        (["check", str(PAGE), "--as-of", "9999-12-31"], "is not between the years 1900 and 2200"),
        (["check", str(PAGE), "--person", "p1"], 'no person is called "p1" in these files (did you mean "1"?); there are: 1'),
        (["check", str(TABLE), "--person", "p11"], 'no person is called "p11" in these files (did you mean "p1"?); there are: p1, p2'),
        (["check", str(TABLE), "--format", "html"], "a report shows one person and there are 2 in these files; choose one: p1, p2"),
        (["ask", str(TABLE)], "an interview is with one person and there are 2 in these files; choose one: p1, p2"),
        (["ask", str(PAGE), "--want", "us-or/137.22"], "us-or/137.22"),
        (["law", "show", "--format", "html"], "the whole country as html is a folder of pages: name it with --out FOLDER"),
        (["law", "show", "us-or/137.221", "--format", "html"], "html shows a whole jurisdiction: unburden law show us-or --format html"),
        (["law", "show", "us-ro"], 'no jurisdiction is called "us-ro"'),
        (["law", "report-card", "us-ro"], 'no jurisdiction is called "us-ro"'),
        (["law", "status", "--stale", "-1"], "-1 is not in the range x>=0"),
        (["law", "show", "us-or/137.22"], 'no provision is called "us-or/137.22" (did you mean "us-or/137.22'),
        (["law", "show", "../../etc/passwd"], 'no jurisdiction is called ".."'),
        (["law", "check", "--only", "us-ro"], 'no jurisdiction is called "us-ro" in '),
        (["law", "check", "--texts", "/nowhere"], "/nowhere is not a folder"),
        (["law", "check", "/nowhere"], "/nowhere: there is no facts.toml in this folder, so it holds no law"),
        (["law", "list", "--law", "/nowhere"], "/nowhere: there is no facts.toml in this folder"),
        (["law", "status", "--as-of", "soon"], '"soon" is not a date'),
    ],
    ids=lambda each: " ".join(Path(word).name for word in each) if isinstance(each, list) else "",
)
def test_wrong_usage_is_one_line(arguments: list[str], says: str) -> None:
    assert says in complaint(unburden(*arguments))


# ---- check ---------------------------------------------------------------------------------------------------------


def test_check_prints_text(hers: Path) -> None:
    code, out, err = unburden("check", hers, *DAY)
    assert (code, err) == (0, "")
    assert "November 23, 2026" in out
    assert "Or. Rev. Stat. § 137.221" in out


def test_check_in_spanish(hers: Path) -> None:
    english, spanish = unburden("check", hers, *DAY), unburden("check", hers, *DAY, "--lang", "es")
    assert spanish.code == 0
    assert "23 de noviembre de 2026" in spanish.out
    assert "23 de noviembre" not in english.out


def test_check_in_full_says_more(hers: Path) -> None:
    assert len(unburden("check", hers, *DAY, "--full").out) > len(unburden("check", hers, *DAY).out)


@pytest.mark.parametrize("lang", ["en", "es"])
def test_check_in_short_is_the_first_screen(lang: str) -> None:
    papers = ("check", *(DEMO / each for each in ("oregon.html", "kept.csv")), *DAY, "--lang", lang)
    whole, short = unburden(*papers), unburden(*papers, "--short")
    assert short.code == whole.code == 1
    lines = short.out.rstrip().splitlines()
    first, _, _ = whole.out.partition("\n" + "-" * 100)
    assert "\n".join(lines).startswith(first.rstrip())
    assert len(lines) == len(first.rstrip().splitlines()) + 4
    # What could not be read is counted, not passed over.
    assert lines[-1] == {"en": "- What could not be read: 2", "es": "- Lo que no se pudo leer: 2"}[lang]


@pytest.mark.parametrize("other", [("--full",), ("--format", "json"), ("--format", "html")])
def test_short_is_of_the_text_alone(hers: Path, other: tuple[str, ...]) -> None:
    assert f"leave out {' '.join(other)}" in complaint(unburden("check", hers, *DAY, "--short", *other))


def test_make_demo_shows_the_first_screen() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    recipe = makefile.partition("\ndemo:")[2].partition("\n\n")[0]
    assert "$(CHECK) --short" in recipe
    assert "sed " not in recipe


def test_check_prints_json(hers: Path) -> None:
    code, out, err = unburden("check", hers, *DAY, "--format", "json")
    assert (code, err) == (0, "")
    found = json.loads(out)
    assert (found["schema"], found["as_of"]) == ("unburden.check/1", "2026-11-23")
    assert relief(out)["status"] == "ask"


def test_check_prints_html(hers: Path) -> None:
    code, out, err = unburden("check", hers, *DAY, "--format", "html")
    assert (code, err) == (0, "")
    assert out.lstrip().lower().startswith("<!doctype html>")
    assert out.rstrip().endswith("</html>")


def test_answers_change_what_is_found(hers: Path, answers: Path) -> None:
    code, out, _ = unburden("check", hers, *DAY, "--format", "json", "--facts", answers)
    assert code == 0
    assert relief(out)["status"] == "open"


def test_the_day_changes_what_is_found(hers: Path, answers: Path) -> None:
    early = unburden("check", hers, "--as-of", "2019-06-10", "--format", "json", "--facts", answers).out
    assert relief(early)["status"] == "later"
    assert relief(early)["opens"] == {"earliest": "2019-06-24", "latest": "2019-06-24"}


def test_without_a_day_it_is_today(hers: Path) -> None:
    from datetime import date

    days = {date.today().isoformat()}
    found = json.loads(unburden("check", hers, "--format", "json").out)["as_of"]
    assert found in {*days, date.today().isoformat()}


def test_a_law_of_ones_own(hers: Path, tmp_path: Path) -> None:
    folder = made_law(tmp_path / "law")
    found = json.loads(unburden("check", hers, "--law", folder, "--format", "json").out)
    assert found["no_law"] == ["US-OR"]
    assert found["charges"][0]["relief"] == []


def test_one_person_of_several() -> None:
    code, out, _ = unburden("check", TABLE, "--person", "p2", "--format", "json")
    found = json.loads(out)
    assert found["schema"] == "unburden.check/1"
    assert found["person"]["id"] == "p2"
    assert code == 1
    assert found["unread"]
    assert unburden("check", TABLE, "--person", "p1", "--format", "html").code == 0


def test_several_people_in_text() -> None:
    out = unburden("check", TABLE, *DAY).out
    assert out.count("November 23, 2026") >= 2


def test_what_nobody_owns_is_told_with_everyone(tmp_path: Path) -> None:
    file = tmp_path / "t.csv"
    rows = [one_charge(), one_charge(person_id="", charge_id="x"), one_charge(person_id="kit", case_id="K", charge_id="K-1")]
    file.write_text(table(rows), encoding="utf-8")
    for person in ("mara", "kit"):
        ran = unburden("check", file, "--person", person, "--format", "json")
        assert ran.code == 1
        assert json.loads(ran.out)["unread"], person
    assert "person mara (1 place) may concern everyone" in unburden("record", file, "--person", "kit").out.replace("\n  ", " ")


def test_two_papers_of_one_person(tmp_path: Path, hers: Path) -> None:
    second = tmp_path / "second.csv"
    second.write_text(table([one_charge(case_id="20CR2", charge_id="20CR2-1")]), encoding="utf-8")
    found = json.loads(unburden("check", hers, second, "--format", "json").out)
    assert [charge["charge_id"] for charge in found["charges"]] == ["19CR001-1", "20CR2-1"]
    assert [source["file"] for source in found["sources"]] == [str(hers), str(second)]


def test_papers_under_two_names(tmp_path: Path) -> None:
    assert "read together only if you say that this is one person" in complaint(unburden("check", PAGE, RAP_SHEET))
    ran = unburden("check", PAGE, RAP_SHEET, "--same-person", "--format", "json")
    assert ran.code in (0, 1)
    assert len(json.loads(ran.out)["sources"]) == 2


def test_answers_of_one_person_are_not_given_to_several(answers: Path) -> None:
    said = complaint(unburden("check", TABLE, "--facts", answers))
    assert "a file of answers is one person's and there are 2 in these files; choose one: p1, p2" in said
    assert unburden("check", TABLE, "--facts", answers, "--person", "p1").code in (0, 1)


# ---- what is written -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", ["text", "json", "html"])
def test_a_result_in_a_file_is_what_would_be_printed(hers: Path, tmp_path: Path, kind: str) -> None:
    out = tmp_path / "out"
    ran = unburden("check", hers, *DAY, "--format", kind, "--out", out)
    assert ran == (0, "", "")
    printed = unburden("check", hers, *DAY, "--format", kind).out
    assert out.read_text(encoding="utf-8").rstrip("\n") == printed.rstrip("\n")
    if os.name == "posix":
        assert stat.S_IMODE(out.stat().st_mode) == 0o600


def test_a_result_takes_the_place_of_an_older_one(hers: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    out.write_text("x" * 1_000_000, encoding="utf-8")
    assert unburden("check", hers, "--out", out).code == 0
    assert "x" * 100 not in out.read_text(encoding="utf-8")


@pytest.mark.parametrize("command", ["check", "record"])
def test_a_paper_is_never_written_over(hers: Path, tmp_path: Path, command: str) -> None:
    before = hers.read_bytes()
    link = tmp_path / "link"
    link.symlink_to(hers)
    for name in (hers, link, tmp_path / "." / "hers.csv"):
        assert f"{name} is a file to be read; it is not written over" in complaint(unburden(command, hers, "--out", name))
    assert hers.read_bytes() == before


def test_answers_are_not_written_over_by_a_report(hers: Path, answers: Path) -> None:
    before = answers.read_bytes()
    assert "is a file to be read" in complaint(unburden("check", hers, "--facts", answers, "--out", answers))
    assert "is a file to be read" in complaint(unburden("ask", hers, "--save", hers))
    assert answers.read_bytes() == before


@pytest.mark.parametrize("arguments", [("check",), ("record",), ("record", "--format", "csv"), ("record", "--format", "parquet")])
def test_a_file_that_cannot_be_written(hers: Path, tmp_path: Path, arguments: tuple[str, ...]) -> None:
    command, *options = arguments
    for name, why in ((tmp_path / "no" / "such" / "folder", "no such file or directory"), (tmp_path, "is a directory")):
        said = complaint(unburden(command, hers, *options, "--out", name))
        assert said.startswith(f"{name}: cannot write")
        assert why in said or "parquet" in arguments
    assert "cannot write" in complaint(unburden(command, hers, *options, "--out", "a\0b"))


def test_an_interview_that_could_not_be_saved_does_not_begin(hers: Path, tmp_path: Path) -> None:
    for name in (tmp_path, tmp_path / "no" / "folder.toml"):
        assert f"{name} cannot be written" in complaint(unburden("ask", hers, "--save", name, typed="yes\n"))


# ---- record --------------------------------------------------------------------------------------------------------


def test_record_lists_what_was_read(hers: Path) -> None:
    code, out, err = unburden("record", hers)
    assert (code, err) == (0, "")
    assert re.search(r"^  2 +as filed +167\.007 · Prostitution", out, re.M)
    assert "Charge 19CR001-1 = Prostitution (167.007)" in out


def test_record_tells_what_was_not_read() -> None:
    ran = unburden("record", MISTAKES)
    assert ran.code == 1
    assert "Not read (" in ran.out


def test_record_as_json_is_read_back(tmp_path: Path) -> None:
    for number, paper in enumerate((PAGE, RAP_SHEET, TABLE)):
        first = unburden("record", paper, "--format", "json")
        file = tmp_path / f"{number}.json"
        file.write_text(first.out, encoding="utf-8")
        assert unburden("record", file, "--format", "json") == first
        one, two = unburden("check", paper, *DAY, "--format", "json"), unburden("check", file, *DAY, "--format", "json")
        assert two == one


def test_record_as_csv_is_read_back(tmp_path: Path) -> None:
    first = unburden("record", TABLE, "--format", "csv")
    rows = list(csv.DictReader(io.StringIO(first.out)))
    assert list(rows[0]) == [*COLUMNS]
    file = tmp_path / "again.csv"
    file.write_text(first.out, encoding="utf-8")
    assert unburden("record", file, "--format", "csv").out == first.out


def test_record_as_parquet_is_read_back(tmp_path: Path) -> None:
    pytest.importorskip("pyarrow")
    file = tmp_path / "t.parquet"
    assert unburden("record", TABLE, "--format", "parquet", "--out", file) == (1, "", "")
    assert unburden("record", file, "--format", "csv").out == unburden("record", TABLE, "--format", "csv").out


def test_answers_in_a_table_count(tmp_path: Path) -> None:
    file = tmp_path / "t.csv"
    row = one_charge() | {"during_trafficking": "yes", "sex_trafficked_by_force": "yes"}
    file.write_text(table([row], ["during_trafficking", "sex_trafficked_by_force"]), encoding="utf-8")
    ran = unburden("check", file, *DAY, "--format", "json")
    assert ran.code == 0
    assert relief(ran.out)["status"] == "open"


KEPT = FIXTURES / "kept_table" / "ordinary.csv"


def test_columns_of_a_table_kept_by_hand(tmp_path: Path) -> None:
    file = tmp_path / "mine.csv"
    file.write_text("Charge,State,Date,Result,Notes\nProstitution,OR,2019-02-03,Guilty,x\n", encoding="utf-8")
    ran = unburden("record", file, "--format", "json")
    assert ran.code == 1
    assert "say which: --columns" in ran.out
    for command in ("record", "check"):
        said = unburden(command, file, "--columns", "arrest_date=date,disposition=Result, -=Notes", "--format", "json")
        assert said.code == 0
    assert json.loads(said.out)["charges"][0]["disposition"] == "convicted"
    assert unburden("ask", file, "--columns", "arrest_date=Date", typed="stop\nno\n").code == 0


@pytest.mark.parametrize(
    ("columns", "says"),
    [
        ("dispo=Dispo", 'no column of a record is called "dispo" (did you mean'),
        ("disposition=Dispos", 'no column of these files is called "Dispos" (did you mean "Dispo"?)'),
        ("outcome=Dispo", '(did you mean "disposition"?)'),
        ("Dispo=disposition", '(did you mean "disposition=Dispo"?)'),
        ("chrge=Charge", '(did you mean "charge"?)'),
        ("status=Dispo", '(did you mean "disposition" or "case_status"?)'),
        ("arrest_date=Date, filed_date=Date", '"Date" is named twice, as arrest_date and as filed_date'),
        ("disposition", '"disposition" says no column; write it like disposition=Result, -=Notes'),
        ("=Dispo", "says no column"),
        ("disposition=", "says no column"),
        ("", "says no column"),
    ],
)
def test_columns_that_are_not_there(columns: str, says: str) -> None:
    assert says in complaint(unburden("check", KEPT, "--columns", columns))


def test_a_column_may_be_called_as_the_program_calls_it(tmp_path: Path) -> None:
    file = tmp_path / "mine.csv"
    file.write_text("Extra,More,Charge,State\nDismissed,2011,Theft,OR\n", encoding="utf-8")
    ran = unburden("record", file, "--columns", "disposition=Extra, arrest date=More, charge=Charge", "--format", "csv")
    assert (ran.code, ran.err) == (0, "")
    assert "dismissed" in ran.out
    assert "2011" in ran.out


def test_a_heading_may_have_commas(tmp_path: Path) -> None:
    file = tmp_path / "mine.csv"
    file.write_text('"Charge, as printed",State,Ending\nTheft,OR,Dismissed\n', encoding="utf-8")
    ran = unburden("record", file, "--columns", "description=Charge, as printed, disposition=Ending", "--format", "csv")
    assert (ran.code, ran.err) == (0, "")
    assert "Theft" in ran.out


def test_a_workbook_without_the_library_is_one_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "mine.xlsx"
    file.write_bytes(b"PK\x03\x04" + b"xl/workbook.xml" * 3)
    monkeypatch.setitem(sys.modules, "openpyxl", None)
    assert 'pip install "unburden[spreadsheets]"; or save the sheet as CSV' in complaint(unburden("check", file))


# ---- record new ----------------------------------------------------------------------------------------------------

TOLD = "Oregon\nLane\n\n\nprostitution\n\nyes\nJune 2011\n1\n2011-08-15\nskip\nthat is all\n"


def test_a_record_from_memory(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    ran = unburden("record", "new", typed=TOLD + "no\n")
    assert (ran.code, ran.err) == (0, "")
    assert list(tmp_path.iterdir()) == []
    assert unburden("record", "new", "--out", "mine.json", typed=TOLD).code == 0
    if os.name == "posix":
        assert stat.S_IMODE((tmp_path / "mine.json").stat().st_mode) == 0o600
    listed = unburden("record", "mine.json")
    assert listed.code == 0
    assert "Prostitution (167.007)" in listed.out
    assert json.loads(unburden("check", "mine.json", *DAY, "--format", "json").out)["charges"][0]["source"]["file"] == "told by you"
    assert unburden("ask", "mine.json", typed="stop\nno\n").code == 0
    assert unburden("record", "mine.json", "--format", "csv").code == 0


def test_a_record_from_memory_in_spanish_and_its_end() -> None:
    ran = unburden("record", "new", "--lang", "es", typed="Oregón\n")
    assert ran.code == 0
    assert ran.out.rstrip().endswith("Terminado. No se guardó nada.")
    assert "is missing or closed" in complaint(unburden("record", "new", "--out", "/no/such/folder/x", typed=""))


def test_a_file_called_new_is_a_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shutil.copy(TABLE, tmp_path / "new")
    monkeypatch.chdir(tmp_path)
    assert unburden("record", "./new", "--format", "csv") == unburden("record", TABLE, "--format", "csv")
    assert unburden("check", "new").code == 1
    assert "Usage: unburden record [OPTIONS] FILE…" in unburden("record", "--help").out
    assert "Usage: unburden record new [OPTIONS]" in unburden("record", "new", "--help").out


# ---- ask -----------------------------------------------------------------------------------------------------------


def test_ask_asks_and_saves_only_if_told_to(hers: Path, tmp_path: Path) -> None:
    before = sorted(tmp_path.iterdir())
    code, out, err = unburden("ask", hers, *DAY, typed="yes\nskip\nstop\nno\n")
    assert (code, err) == (0, "")
    assert "?" in out
    assert sorted(tmp_path.iterdir()) == before
    kept = tmp_path / "kept.toml"
    assert unburden("ask", hers, *DAY, "--save", kept, typed="yes\nstop\n").code == 0
    assert "[person]" in kept.read_text(encoding="utf-8")
    assert unburden("check", hers, "--facts", kept).code == 0


def test_ask_ends_when_nobody_types(hers: Path) -> None:
    code, _, err = unburden("ask", hers, *DAY, typed="")
    assert (code, err) == (0, "")


def test_ask_about_one_provision(hers: Path) -> None:
    code, out, _ = unburden("ask", hers, *DAY, "--want", "us-or/137.221", "--lang", "es", typed="parar\n")
    assert code == 0
    assert "¿" in out


def test_ask_says_what_was_not_read() -> None:
    assert unburden("ask", TABLE, "--person", "p2", typed="stop\n").code == 1


# ---- law -----------------------------------------------------------------------------------------------------------


def test_law_list_show_and_status() -> None:
    listed = unburden("law", "list")
    assert (listed.code, listed.err) == (0, "")
    ids = re.findall(r"^(us\S*/\S+)", listed.out, re.M)
    assert "us-or/137.221" in ids
    shown = unburden("law", "show", "us-or/137.221")
    assert (shown.code, shown.err) == (0, "")
    assert "Or. Rev. Stat. § 137.221" in shown.out
    assert unburden("law", "show", "us-or/137.221", "--lang", "es").out != shown.out
    status = unburden("law", "status", *DAY)
    assert (status.code, status.err) == (0, "")
    assert "US-OR" in status.out


def test_law_show_of_a_jurisdiction_and_of_the_country(tmp_path: Path) -> None:
    text = unburden("law", "show", "us-or", *DAY)
    assert (text.code, text.err) == (0, "")
    assert text.out.startswith("Oregon\n======")
    page = tmp_path / "or.html"
    assert unburden("law", "show", "us-or", "--format", "html", "--out", page, *DAY) == (0, "", "")
    assert page.read_text(encoding="utf-8").startswith("<!doctype html>")
    assert unburden("law", "show", "--law", made_law(tmp_path / "law")).out.count("us-zz/") == 1
    folder = trafficking_law(tmp_path / "zz").folder
    ran = unburden("law", "show", "--format", "html", "--law", folder, "--out", tmp_path / "site", *DAY)
    assert (ran.code, ran.out) == (0, "")
    assert f"2 pages in {tmp_path / 'site'}" in ran.err
    assert sorted(each.name for each in (tmp_path / "site").iterdir()) == ["index.html", "us-zz.html"]
    (tmp_path / "file").write_text("")
    assert "cannot make the folder" in complaint(
        unburden("law", "show", "--format", "html", "--law", folder, "--out", tmp_path / "file" / "x")
    )


def test_law_report_card(tmp_path: Path) -> None:
    folder = trafficking_law(tmp_path).folder
    whole = unburden("law", "report-card", "--law", folder, *DAY)
    assert whole.code == 0
    assert re.search(r"^US-ZZ +Zenda +B +76/100 +whole +18 ", whole.out, re.M)
    one = unburden("law", "report-card", "us-zz", "--law", folder, *DAY)
    assert "Nexus to trafficking: 8/10. a result of the trafficking [§ 9(2)]" in one.out
    (found,) = json.loads(unburden("law", "report-card", "--format", "json", "--law", folder, *DAY).out)["report_cards"]
    assert found["grade"] == "B"


def test_law_with_a_mistake_is_shown_as_far_as_it_was_read(tmp_path: Path) -> None:
    folder = trafficking_law(tmp_path).folder
    with (folder / "us-zz" / "9.toml").open("a", encoding="utf-8") as file:
        file.write('\n[[provision]]\nid = "us-zz/10"\n')
    page = unburden("law", "show", "us-zz", "--format", "html", "--law", folder, *DAY)
    assert page.code == 1
    assert page.out.startswith("<!doctype html>")
    assert "Not read" in page.err
    text = unburden("law", "report-card", "us-zz", "--law", folder, *DAY)
    assert text.code == 1
    assert "Not read" in text.out


def test_law_check_of_a_folder(tmp_path: Path) -> None:
    folder = made_law(tmp_path / "law")
    assert unburden("law", "check", folder) == (0, "no problems in 1 provisions of 1 jurisdiction\n", "")
    assert unburden("law", "check", folder, "--only", "us-zz").code == 0
    texts = tmp_path / "texts"
    (texts / "us-zz").mkdir(parents=True)
    (texts / "us-zz" / "7.txt").write_text("Whoever takes a loaf …", encoding="utf-8")
    assert unburden("law", "check", folder, "--texts", texts).code == 0
    (texts / "us-zz" / "7.txt").write_text("Nothing of the kind", encoding="utf-8")
    ran = unburden("law", "check", folder, "--texts", texts)
    assert (ran.code, ran.err) == (2, "unburden: 1 problem in 1 provisions of 1 jurisdiction; 0 quotations found\n")
    assert '"whoever takes a loaf" is not in the stored text of § 7(1)' in ran.out


def test_law_check_prints_every_problem_with_its_caret(tmp_path: Path) -> None:
    folder = made_law(tmp_path / "law", ("+ wait(level)", "+ wiat(level)"), ('court = "may"', 'court = "can"'))
    ran = unburden("law", "check", folder)
    assert ran.code == 2
    assert re.search(r"7\.toml:\d+:5: no function or table is called wiat", ran.out)
    assert "    + wiat(level)\n" in ran.out
    assert "      ^^^^" in ran.out
    assert ran.err.count("\n") == 1


def test_a_broken_law_is_shown_as_far_as_it_goes(tmp_path: Path) -> None:
    folder = made_law(tmp_path / "law")
    (folder / "us-zz" / "8.toml").write_text("[[provision]\n", encoding="utf-8")
    for arguments in (["list"], ["show", "us-zz/7-seal"], ["status"]):
        ran = unburden("law", *arguments, "--law", folder)
        assert (ran.code, ran.err) == (1, "")
        assert "Zetaland" in ran.out or "7-seal" in ran.out
        assert "Not read (1; unburden law check shows more)" in ran.out
        assert "8.toml:1" in ran.out


# ---- streams, and what is never done -------------------------------------------------------------------------------


def process(*arguments: str | Path, **options: object) -> subprocess.CompletedProcess[bytes]:
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "src"), "PYTHONIOENCODING": "utf-8"}
    command = [sys.executable, "-m", "unburden.cli", *map(str, arguments)]
    return subprocess.run(command, capture_output=True, env=environment, timeout=120, check=False, **options)  # type: ignore[call-overload, no-any-return]


def test_a_real_process(hers: Path) -> None:
    done = process("check", hers, *DAY, "--format", "json")
    assert (done.returncode, done.stderr) == (0, b"")
    assert json.loads(done.stdout)["schema"] == "unburden.check/1"
    refused = process("check", "missing.html")
    assert (refused.returncode, refused.stdout) == (2, b"")
    assert refused.stderr.decode() == f"unburden: missing.html: cannot open this file: no such file or directory{os.linesep}"


@pytest.mark.skipif(os.name != "posix", reason="pipes and devices of Unix")
def test_a_reader_that_has_seen_enough_and_a_disk_that_is_full(tmp_path: Path) -> None:
    file = tmp_path / "long.csv"
    file.write_text(table(one_charge(case_id=f"C{n}", charge_id=f"C{n}-1") for n in range(400)), encoding="utf-8")
    program = f"{sys.executable} -m unburden.cli record {file}"
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "src")}
    done = subprocess.run(
        ["bash", "-c", f"{program} | head -1; echo ${{PIPESTATUS[0]}}"], capture_output=True, env=environment, check=True, timeout=60
    )
    assert done.stdout.decode().split("\n")[:2] == ["Person mara", "0"]
    assert done.stderr == b""
    if Path("/dev/full").exists():
        full = subprocess.run(["bash", "-c", f"{program} > /dev/full"], capture_output=True, env=environment, timeout=60, check=False)
        assert full.returncode == 2
        assert full.stderr.decode() == "unburden: standard output: cannot write: no space left on device\n"


def test_letters_that_a_stream_cannot_print_stop_nothing(tmp_path: Path) -> None:
    file = tmp_path / "t.csv"
    file.write_text(table([one_charge(county="Ñuñoa 東京")]), encoding="utf-8")
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "src"), "PYTHONIOENCODING": "cp1252"}
    done = subprocess.run(
        [sys.executable, "-m", "unburden.cli", "record", str(file)], capture_output=True, env=environment, timeout=60, check=False
    )
    assert (done.returncode, done.stderr) == (0, b"")
    assert "Ñuñoa ??".encode("cp1252") in done.stdout


HOSTILE = "\x1b[2J\x1b]0;x\x07\x9b31m\u202egnp\u2066x\u2069\u2028\x00\x7f\r"


@pytest.mark.parametrize(
    "arguments", [("record",), ("record", "--format", "json"), ("check",), ("check", "--format", "json"), ("check", "--format", "html")]
)
def test_words_of_a_record_do_not_drive_the_terminal(tmp_path: Path, arguments: tuple[str, ...]) -> None:
    file = tmp_path / "r.json"
    version = {"stage": "filed", "statute": "167.007", "description": f"a{HOSTILE}b"}
    case = {
        "case_id": f"k{HOSTILE}",
        "jurisdiction": "US-OR",
        "county": HOSTILE,
        "charges": [{"charge_id": f"c{HOSTILE}", "versions": [version]}],
    }
    file.write_text(
        json.dumps({"schema": "unburden.record/1", "records": [{"person": {"names": [f"A{HOSTILE}"]}, "cases": [case]}]}), encoding="utf-8"
    )
    command, *options = arguments
    ran = unburden(command, file, *options)
    assert ran.code in (0, 1), ran.err
    assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069]", ran.out)
    if "json" in arguments:
        assert "\x1b[2J" in json.dumps(json.loads(ran.out), ensure_ascii=False).encode().decode("unicode_escape", "replace")


def test_a_complaint_does_not_drive_the_terminal_either() -> None:
    said = complaint(unburden("check", f"no{HOSTILE}\nsuch.html"))
    assert not re.search("[\x00-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069]", said)


def test_names_of_any_bytes(tmp_path: Path) -> None:
    name = os.fsdecode(os.fsencode(tmp_path) + b"/p\xff.csv")
    try:
        shutil.copy(TABLE, name)
    except OSError:
        pytest.skip("this file system takes no such name")
    for arguments in (["check"], ["check", "--format", "json"], ["record"], ["record", "--format", "json"]):
        command, *options = arguments
        assert unburden(command, name, *options, "--out", tmp_path / "out").code == 1
        assert (tmp_path / "out").read_text(encoding="utf-8")


def test_nothing_is_asked_of_the_network_and_nothing_is_left_behind(
    monkeypatch: pytest.MonkeyPatch, hers: Path, answers: Path, tmp_path: Path
) -> None:
    tried: list[str] = []

    def refuse(*arguments: object, **_: object) -> None:
        tried.append(repr(arguments))
        raise OSError("no network")

    for name in ("socket", "create_connection", "getaddrinfo", "gethostbyname", "socketpair"):
        monkeypatch.setattr(socket, name, refuse)
    scratch, here = tmp_path / "scratch", tmp_path / "here"
    scratch.mkdir()
    here.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(scratch))
    monkeypatch.setenv("TMPDIR", str(scratch))
    monkeypatch.chdir(here)
    before = {path: path.read_bytes() for path in (hers, answers)}
    for arguments in (
        ("check", hers, "--facts", answers),
        ("check", hers, "--format", "json"),
        ("check", hers, "--format", "html", "--full"),
        ("check", PAGE, RAP_SHEET, "--same-person", "--lang", "es"),
        ("record", TABLE),
        ("record", TABLE, "--format", "csv"),
        ("record", KEPT, "--columns", "-=Notes"),
        ("record", "new"),
        ("ask", hers),
        ("law", "list"),
        ("law", "show", "us-or/137.221"),
        ("law", "status"),
        ("law", "check", made_law(tmp_path / "law")),
        ("check", "missing.html"),
    ):
        assert "inside this program" not in unburden(*map(str, arguments), typed="yes\nstop\nno\n").err
    assert tried == []
    assert list(scratch.iterdir()) == []
    assert list(here.iterdir()) == []
    assert {path: path.read_bytes() for path in before} == before


def test_a_check_imports_no_more_than_it_needs(hers: Path) -> None:
    script = "import sys\nfrom unburden.cli import main\ntry:\n    main(sys.argv[1:])\nfinally:\n    print(*sys.modules, file=sys.stderr)\n"
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "src")}
    done = subprocess.run([sys.executable, "-c", script, "check", str(PAGE)], capture_output=True, env=environment, timeout=60, check=False)
    loaded = set(done.stderr.decode().split())
    assert "unburden.relief" in loaded
    heavy = {
        "duckdb",
        "pyarrow",
        "lxml",
        "selectolax",
        "asyncio",
        "socket",
        "ssl",
        "http",
        "sqlite3",
        "cattrs",
        "unittest",
        "importlib.metadata",
    }
    assert not loaded & heavy
    assert not loaded & {"unburden.everyone", "unburden.law_check", "unburden.interview", "unburden.report.page", "unburden.facts_file"}


# ---- mistakes of the program itself --------------------------------------------------------------------------------


def test_a_mistake_of_the_program_is_one_line_too(monkeypatch: pytest.MonkeyPatch, hers: Path) -> None:
    def broken(*_: object) -> None:
        raise KeyError("MARA'S SECRET")

    monkeypatch.setattr("unburden.relief.decide", broken)
    ran = unburden("check", hers)
    assert ran.code == 2
    assert re.fullmatch(
        r"unburden: something went wrong inside this program \(KeyError at test_cli\.py:\d+\); "
        r"please report this line, it holds nothing of your record\n",
        ran.err,
    )


def test_ctrl_c_is_one_line(monkeypatch: pytest.MonkeyPatch, hers: Path) -> None:
    def stopped(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("unburden.relief.decide", stopped)
    # The first line ends the one on which the terminal shows ^C.
    assert unburden("check", hers) == (2, "", "\nunburden: stopped\n")


# ---- whatever is typed ---------------------------------------------------------------------------------------------

COMMANDS = st.sampled_from(
    [["check"], ["record"], ["record", "new"], ["ask"], ["law", "list"], ["law", "show"], ["law", "status"], ["law"], [], ["chek"]]
)
PAPERS = st.sampled_from(
    [str(PAGE), str(PAGE), str(TABLE), str(RAP_SHEET), str(MISTAKES), str(FIXTURES), "/dev/null", "missing", "us-or/137.221"]
)
OPTIONS = st.sampled_from(
    [
        *(
            ["--format", "json"],
            ["--format", "html"],
            ["--lang", "es"],
            ["--as-of", "2020-02-29"],
            ["--person", "p1"],
            ["--full"],
            ["--short"],
            ["--same-person"],
        ),
        *(
            ["--facts", str(PAGE)],
            ["--law", str(FIXTURES)],
            ["--want", "paths"],
            ["--as-of"],
            ["--help"],
            ["--version"],
            ["-h"],
            ["--"],
            ["-"],
            [""],
        ),
    ]
)


@settings(max_examples=200, deadline=None)
@given(
    COMMANDS | COMMANDS.map(lambda each: each[:1]),
    st.lists(PAPERS, min_size=1, max_size=2),
    st.lists(OPTIONS | st.lists(st.text(max_size=6), min_size=1, max_size=1), max_size=2),
    st.text("yesno\nskip ", max_size=20),
)
def test_any_arguments_end_with_an_exit_code(command: list[str], papers: list[str], options: list[list[str]], typed: str) -> None:
    ran = unburden(*command, *papers, *(word for option in options for word in option), typed=typed)
    assert ran.code in (0, 1, 2)
    if ran.code == 2 and command != ["ask"]:
        complaint(ran)
    assert "inside this program" not in ran.err


# ---- the public face -----------------------------------------------------------------------------------------------


def test_every_public_name_is_there() -> None:
    for name in package.__all__:
        assert getattr(package, name) is not None
    with pytest.raises(AttributeError):
        _ = package.nothing_like_it
    assert callable(main)
