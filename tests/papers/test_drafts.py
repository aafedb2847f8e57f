from __future__ import annotations

import json
import os
import re
import stat
import sys
from pathlib import Path

import pytest

pytest.importorskip("docxtpl")
pytest.importorskip("typst")
pytest.importorskip("icalendar")

from tests.commands import complaint, one_charge
from tests.papers.houses import house_alone, lines_of, papers, template

SAID = '[charge."19CR001-1"]\nresult_of_trafficking = true\n[papers]\nname = "Zenobia Quux"\n'


@pytest.fixture(autouse=True)
def house(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """No jurisdiction has papers of its own, and few are drafted."""
    folder = house_alone(tmp_path)
    packet = folder / "house" / "packet.toml"
    few = re.sub(r"^documents .*", 'documents = ["motion", "exhibit"]', packet.read_text(encoding="utf-8"), flags=re.M)
    packet.write_text(few, encoding="utf-8")
    monkeypatch.setattr("unburden.papers.packets.papers_folder", lambda: folder)
    return folder


def made(folder: Path) -> set[str]:
    return {path.relative_to(folder / "out").as_posix() for path in (folder / "out").rglob("*") if path.is_file()}


def text_of(path: Path) -> str:
    return "\n".join(lines_of(path.read_bytes()))


def test_a_packet_is_drafted_and_told_without_a_name(tmp_path: Path) -> None:
    ran = papers(tmp_path, facts=SAID)
    assert (ran.code, ran.err) == (0, "")
    assert f"Drafts for 1 filing in {tmp_path / 'out'}. Let a lawyer check them" in ran.out
    assert "case-1: Or. Rev. Stat. § 137.22" in ran.out
    assert "Quux" not in ran.out
    found = made(tmp_path)
    assert {"case-1/1-cover.pdf", "case-1/2-motion.docx", "case-1/2-motion.pdf", "letter.pdf", "attorney.pdf", "dates.ics"} <= found
    assert "Zenobia Quux" in text_of(tmp_path / "out" / "case-1" / "2-motion.docx")
    assert not any("quux" in each.lower() or "19cr" in each.lower() for each in found)
    assert stat.S_IMODE((tmp_path / "out").stat().st_mode) == 0o700
    (filing,) = json.loads((tmp_path / "out" / "papers.json").read_text(encoding="utf-8"))["filings"]
    assert set(filing["files"]) == {each for each in found if each.startswith("case-1/")}


def test_without_a_facts_file_what_is_missing_is_a_blank(tmp_path: Path) -> None:
    (tmp_path / "facts.toml").write_text("")
    ran = papers(tmp_path, "--pdf-only", "--only", "us-or/137.221")
    assert ran.code == 0, ran
    assert "something is still unproven" in ran.out
    assert not any(each.endswith(".docx") for each in made(tmp_path))
    (filing,) = json.loads((tmp_path / "out" / "papers.json").read_text(encoding="utf-8"))["filings"]
    assert "full legal name" in filing["missing"]
    assert not filing["ready"]


def test_the_letter_and_the_cover_can_be_in_spanish(tmp_path: Path) -> None:
    assert papers(tmp_path, "--lang", "es", facts=SAID).code == 0
    assert "Sus papeles" in text_of(tmp_path / "out" / "letter.docx")
    assert "asks the Court to" in text_of(tmp_path / "out" / "case-1" / "2-motion.docx")


@pytest.mark.parametrize(
    "row",
    [
        one_charge(jurisdiction=""),
        one_charge(case_status="open", disposition="", disposition_date=""),
    ],
    ids=["no court", "still open"],
)
def test_where_nothing_can_be_asked_nothing_is_written(tmp_path: Path, row: dict[str, str]) -> None:
    ran = papers(tmp_path, rows=[row])
    assert ran.code == 1
    assert ran.out.startswith("Nothing was drafted")
    assert "`unburden check` says why" in ran.out
    assert not (tmp_path / "out").exists()


def test_what_was_not_read_is_an_exit_code_of_its_own(tmp_path: Path) -> None:
    ran = papers(tmp_path, "--pdf-only", facts=SAID, rows=[one_charge(arrest_date="2019-02-31")])
    assert ran.code == 1
    assert (tmp_path / "out").is_dir()


def test_no_charges_are_refused(tmp_path: Path) -> None:
    assert "nothing in this file could be read as a charge" in complaint(papers(tmp_path, rows=[]))


def test_papers_are_one_persons(tmp_path: Path) -> None:
    rows = [one_charge(), one_charge(person_id="zoe", case_id="c2", charge_id="c2-1")]
    assert "choose one: mara, zoe" in complaint(papers(tmp_path, rows=rows))
    assert not (tmp_path / "out").exists()


def test_a_law_that_is_not_there_is_refused_with_the_nearest(tmp_path: Path) -> None:
    assert 'us-or/137.2211 (did you mean "us-or/137.221"?)' in complaint(papers(tmp_path, "--only", "us-or/137.2211", facts=SAID))
    assert not (tmp_path / "out").exists()


def test_a_place_that_cannot_be_written_is_refused_before_anything_is_read(tmp_path: Path) -> None:
    assert "its folder is missing or closed" in complaint(papers(tmp_path, "--out", tmp_path / "no" / "out"))
    for name in ("out", "file", "link"):
        (tmp_path / "out").mkdir(exist_ok=True)
        (tmp_path / "file").write_text("mine")
        if name == "link":
            (tmp_path / "link").symlink_to(tmp_path / "nowhere")
        assert "is there already, and nothing is written over" in complaint(papers(tmp_path, "--out", tmp_path / name, facts="[not toml"))
    assert (tmp_path / "file").read_text() == "mine"
    assert list((tmp_path / "out").iterdir()) == []


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may write everywhere")
def test_a_closed_folder_is_refused(tmp_path: Path) -> None:
    (tmp_path / "closed").mkdir(mode=0o500)
    assert "missing or closed" in complaint(papers(tmp_path, "--out", tmp_path / "closed" / "out"))


@pytest.mark.parametrize(
    ("facts", "line", "message"),
    [
        ('[papers]\nnaem = "x"\n', 2, 'has no naem (did you mean "name"?)'),
        ("[papers]\nfiling_day = 2026-02-30\n", 2, "not TOML"),
        ('[papers]\nfiling_day = "soon"\n', 2, "filing_day should be a day"),
        ('[papers]\n\n[papers.case."19CR002"]\nroom = "1"\n', 3, 'did you mean "19CR001"?'),
        ("[papers]\n[papers.says]\nwhy = 'x'\n", 3, "has no why"),
    ],
)
def test_a_mistake_in_the_facts_file_is_told_with_its_line(tmp_path: Path, facts: str, line: int, message: str) -> None:
    told = complaint(papers(tmp_path, facts=facts))
    assert message in told
    assert f"facts.toml:{line}:" in told
    assert not (tmp_path / "out").exists()


# ---- an office's own templates


@pytest.fixture
def office(tmp_path: Path) -> Path:
    (tmp_path / "office").mkdir()
    return tmp_path / "office"


def test_an_office_replaces_a_body_the_stationery_and_words(tmp_path: Path, office: Path) -> None:
    template(office / "motion.docx", "Our own words for {{ name }}.")
    template(office / "plain.docx", "Harbor Lane Legal Services", "{{p body }}")
    (office / "packet.toml").write_text('[words]\nself = "pro se"\n[[paper]]\nprovisions = ["*"]\ndocuments = ["exhibit", "motion"]\n')
    ran = papers(tmp_path, "--template", office, facts=SAID)
    assert (ran.code, ran.err) == (0, "")
    case = tmp_path / "out" / "case-1"
    assert "Our own words for Zenobia Quux." in text_of(case / "3-motion.docx")
    assert "Defendant, pro se" in text_of(case / "2-exhibit.docx")
    assert text_of(tmp_path / "out" / "letter.docx").startswith("Harbor Lane Legal Services")
    assert {each.split("/")[1].split(".")[0] for each in made(tmp_path) if "/" in each} == {"1-cover", "2-exhibit", "3-motion"}


@pytest.mark.parametrize(
    ("name", "line"),
    [
        ("motion.docx", "{{ ''.__class__.__mro__ }}"),
        ("motion.docx", "{{ naem }}"),
        ("motion.docx", "{{ 1/0 }}"),
        ("court.docx", "No place for a body."),
    ],
)
def test_a_template_that_cannot_be_filled_in_is_one_line(tmp_path: Path, office: Path, name: str, line: str) -> None:
    template(office / name, line)
    assert str(office / name) in complaint(papers(tmp_path, "--template", office, facts=SAID))
    assert not (tmp_path / "out").exists()


def test_a_broken_file_of_an_office_is_one_line(tmp_path: Path, office: Path) -> None:
    (office / "motion.docx").write_bytes(b"PK\x03\x04 not a document")
    assert str(office / "motion.docx") in complaint(papers(tmp_path, "--template", office, facts=SAID))
    (office / "packet.toml").write_text("[words\n")
    assert f"{office / 'packet.toml'}:1" in complaint(papers(tmp_path, "--template", office, facts=SAID))
    (office / "packet.toml").write_text('[[paper]]\nprovisions = ["*"]\ndocuments = ["affidavit-of-x"]\n')
    (office / "motion.docx").unlink()
    assert "there is no template affidavit-of-x.docx" in complaint(papers(tmp_path, "--template", office, facts=SAID))
    assert not (tmp_path / "out").exists()


def test_a_missing_folder_of_an_office_is_one_line(tmp_path: Path) -> None:
    assert "is no folder" in complaint(papers(tmp_path, "--template", tmp_path / "none"))
    assert "is no folder" in complaint(papers(tmp_path, "--template", tmp_path / "record.csv"))


# ---- one encrypted file


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What is typed at the hidden prompts, in order; each that is asked is taken away."""
    answers: list[str] = []

    def ask(prompt: str) -> str:
        if not answers:
            raise EOFError
        return answers.pop(0)

    monkeypatch.setattr("click.termui.hidden_prompt_func", ask)
    return answers


class Sealing:
    phrase = ""

    def encrypt(self, data: bytes, phrase: str) -> bytes:
        self.phrase = phrase
        return b"sealed"


@pytest.fixture
def sealing(monkeypatch: pytest.MonkeyPatch) -> Sealing:
    made = Sealing()
    monkeypatch.setattr(pytest.importorskip("pyrage"), "passphrase", made)
    return made


def test_a_phrase_is_asked_for_twice_and_a_short_one_refused(tmp_path: Path, asked: list[str], sealing: Sealing) -> None:
    asked += ["short", "short", "four plain words", "four plain wrods", "four plain words", "four plain words"]
    ran = papers(tmp_path, "--encrypt", "--pdf-only", facts=SAID)
    assert ran.code == 0, ran
    assert asked == []
    assert sealing.phrase == "four plain words"
    assert "at least 12 characters" in ran.err
    assert "do not match" in ran.out + ran.err
    assert "four plain" not in ran.out + ran.err
    assert "(encrypted)" in ran.out
    assert (tmp_path / "out").read_bytes() == b"sealed"
    assert {each.name for each in tmp_path.iterdir()} == {"facts.toml", "out", "papers", "record.csv"}


def test_a_phrase_that_is_not_given_writes_nothing(tmp_path: Path, asked: list[str], sealing: Sealing) -> None:
    asked += ["four plain words"]
    ran = papers(tmp_path, "--encrypt", "--pdf-only", facts=SAID)
    assert (ran.code, ran.out.strip(), ran.err) == (2, "", "unburden: stopped\n")
    assert not (tmp_path / "out").exists()


def test_where_nothing_is_drafted_no_phrase_is_asked_for(tmp_path: Path, asked: list[str], sealing: Sealing) -> None:
    asked += ["four plain words"]
    assert papers(tmp_path, "--encrypt", rows=[one_charge(jurisdiction="")]).code == 1
    assert asked == ["four plain words"]
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize("library", ["docxtpl", "typst", "pyrage"])
def test_a_missing_library_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, asked: list[str], library: str) -> None:
    asked += ["four plain words"] * 2
    monkeypatch.setitem(sys.modules, library, None)
    assert "unburden[papers]" in complaint(papers(tmp_path, "--encrypt", "--pdf-only", facts=SAID))
    assert not (tmp_path / "out").exists()
