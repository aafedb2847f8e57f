"""Bad input, as people will hand it in: a clear line, the right exit code, no traceback, and nothing good lost."""

from __future__ import annotations

import json
import time
from pathlib import Path

import pytest

from unburden.cli import main

FIXTURES = Path(__file__).resolve().parent / "fixtures"
OREGON = (FIXTURES / "odyssey_classic" / "oregon_ordinary.html").read_text(encoding="utf-8")
SHEET = (FIXTURES / "california_doj" / "full.txt").read_text(encoding="utf-8")
HEAD = "person_id,case_id,charge_id,jurisdiction,statute,disposition,offense_date,birth_date,case_status"


def run(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str, str]:
    with pytest.raises(SystemExit) as ended:
        main([*arguments])
    out, err = capsys.readouterr()
    assert "Traceback" not in out + err
    return int(ended.value.code or 0), out, err


def check(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, dict[str, object], str]:
    code, out, err = run(capsys, "check", *arguments, "--as-of", "2026-11-23", "--format", "json")
    return code, json.loads(out) if out else {}, err


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("empty.html", b"", "empty"),
        ("blank.txt", b"\n \n\0\0\n", "empty"),
        ("letter.txt", b"Dear reader, this is a letter.\n", "no reader knows"),
        ("scan.pdf", b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n", "this file is damaged"),
        ("junk.bin", bytes(range(256)) * 40, "no reader knows"),
        ("archive.zip", b"PK\x03\x04" + bytes(200), "no reader knows"),
    ],
)
def test_what_nobody_can_read_is_refused_in_one_line(
    name: str, content: bytes, said: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    code, out, err = run(capsys, "check", str(path))
    assert (code, out) == (2, "")
    assert name in err
    assert said in err
    assert err.count("\n") == 1


@pytest.mark.parametrize("encoding", ["utf-16", "cp1252", "utf-8-sig"])
def test_another_encoding_reads_the_same(encoding: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "page.html"
    path.write_bytes(OREGON.encode(encoding, "replace"))
    _, found, _ = check(capsys, str(path))
    plain = tmp_path / "plain.html"
    plain.write_text(OREGON, encoding="utf-8")
    _, expected, _ = check(capsys, str(plain))
    assert len(found["charges"]) == len(expected["charges"]) > 0  # type: ignore[arg-type]


def test_a_truncated_page_keeps_what_came_before(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "cut.html"
    path.write_text(OREGON[: int(len(OREGON) * 0.6)], encoding="utf-8")
    code, found, _ = check(capsys, str(path))
    assert code in (0, 1)
    assert found["charges"]


def test_two_hundred_megabytes_are_refused_at_once(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "long.txt"
    with path.open("wb") as file:
        file.write(SHEET.encode())
        file.seek(200_000_000)
        file.write(b"\n")
    start = time.process_time()
    code, _, err = run(capsys, "check", str(path))
    assert code == 2
    assert "200 MB" in err
    assert time.process_time() - start < 5


def test_scripts_and_entities_stay_text(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    rows = f'{HEAD}\np,c,1,US-OR,"167.007<script>alert(1)</script>",convicted,2011-04-02,1990-01-01,closed\n'
    path = tmp_path / "table.csv"
    path.write_text(rows, encoding="utf-8")
    _, out, _ = run(capsys, "check", str(path), "--format", "html", "--as-of", "2026-11-23")
    assert "<script" not in out
    assert "&lt;script&gt;" in out


@pytest.mark.parametrize("date", ["00/00/0000", "88888888", "2012-13-40", "yesterday"])
def test_a_date_that_is_none_is_listed_and_unknown(date: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "table.csv"
    path.write_text(f"{HEAD}\np,c,1,US-OR,167.007,convicted,{date},1990-01-01,closed\n", encoding="utf-8")
    code, found, _ = check(capsys, str(path))
    assert code == 1
    assert any(date in str(each) for each in found["unread"])  # type: ignore[attr-defined]
    assert found["charges"][0]["offense_date"] is None  # type: ignore[index]
    assert found["charges"][0]["disposition"] == "convicted"  # type: ignore[index]


def test_a_birth_after_the_offense_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "table.csv"
    path.write_text(f"{HEAD}\np,c,1,US-OR,167.007,convicted,2011-04-02,2015-01-01,closed\n", encoding="utf-8")
    _, found, _ = check(capsys, str(path))
    assert "born-after-offense" in {each["code"] for each in found["problems"]}  # type: ignore[attr-defined]


def test_papers_of_two_people_are_not_one_record(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    other = FIXTURES / "national_rap_text" / "full.txt"
    page = FIXTURES / "odyssey_classic" / "oregon_ordinary.html"
    code, out, err = run(capsys, "check", str(page), str(other))
    assert (code, out) == (2, "")
    assert "only if you say that this is one person" in err
    code, _, _ = run(capsys, "check", str(page), str(other), "--same-person", "--as-of", "2026-11-23")
    assert code in (0, 1)


def test_a_table_without_its_ids_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "table.csv"
    path.write_text("person_id,jurisdiction,statute,disposition\np,US-OR,167.007,convicted\n", encoding="utf-8")
    code, _, err = run(capsys, "check", str(path))
    assert code == 2
    assert "case_id" in err


def test_missing_and_extra_columns_are_named_and_the_rest_is_read(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "table.csv"
    path.write_text("person_id,case_id,charge_id,jurisdiction,statue,disposition\np,c,1,US-OR,167.007,convicted\n", encoding="utf-8")
    code, out, _ = run(capsys, "record", str(path))
    assert code in (0, 1)
    assert "statue" in out
    assert "statute" in out
    assert "convicted" in out


@pytest.mark.parametrize(
    ("facts", "said"),
    [
        ("[person]\nrecord_complet = true\n", 'did you mean "record_complete"'),
        ('[person]\nrecord_complete = "perhaps"\n', "record_complete"),
        ("[person\n", "facts.toml"),
        ("[persona]\n", "persona"),
    ],
)
def test_a_facts_file_with_a_mistake_is_refused(facts: str, said: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "facts.toml").write_text(facts, encoding="utf-8")
    page = FIXTURES / "odyssey_classic" / "oregon_ordinary.html"
    code, out, err = run(capsys, "check", str(page), "--facts", str(tmp_path / "facts.toml"))
    assert (code, out) == (2, "")
    assert said in err
