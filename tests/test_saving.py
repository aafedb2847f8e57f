"""The end of a conversation in the terminal: whether to save, under which name, and what is never done unasked."""

from __future__ import annotations

import errno
import os
import stat
from pathlib import Path

import pytest

from unburden.saving import WORDS, Saving, typed

QUESTION, SAVED = "Save this? (yes / no / back)", "Saved in {0}. Next: unburden check {0}"


class Talk:
    """Lines typed one after another; everything shown is kept."""

    def __init__(self, *lines: str) -> None:
        self.lines = iter(lines)
        self.shown: list[str] = []

    def read(self, prompt: str) -> str:
        self.shown.append(prompt)
        return next(self.lines)

    def save(self, lang: str = "en", out: Path | None = None, replace: bool = False) -> bool:
        return Saving(lang, self.read, self.shown.append).save("text\n", question=QUESTION, saved=SAVED, out=out, replace=replace)


@pytest.fixture(autouse=True)
def _here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


@pytest.mark.parametrize("lines", [("",), ("no",), ("stop",), ("skip",), ("not sure",), ("yes", ""), ("yes", "no"), ("yes", "stop"), ("yes", "skip")])
def test_no_is_the_default(tmp_path: Path, lines: tuple[str, ...]) -> None:
    talk = Talk(*lines)
    assert talk.save()
    assert talk.shown[-1] == "Nothing was saved."
    assert list(tmp_path.iterdir()) == []


def test_what_is_neither_yes_nor_no_is_asked_again(tmp_path: Path) -> None:
    talk = Talk("mine.json", "?", "sure", "yes", "mine.json")
    assert talk.save()
    assert talk.shown.count("Please type yes or no. With no, nothing is saved.") == 3
    assert (tmp_path / "mine.json").read_text(encoding="utf-8") == "text\n"
    assert stat.S_IMODE((tmp_path / "mine.json").stat().st_mode) == 0o600


@pytest.mark.parametrize("lines", [("back",), ("yes", "back")])
def test_back_goes_back_to_the_questions_from_both(tmp_path: Path, lines: tuple[str, ...]) -> None:
    assert not Talk(*lines).save()
    assert list(tmp_path.iterdir()) == []


def test_a_word_that_asks_for_help_is_no_files_name(tmp_path: Path) -> None:
    talk = Talk("yes", "?", "help", "why", "yes", "mine")
    assert talk.save()
    assert talk.shown.count(WORDS["name_help"]["en"]) == 3
    assert [each.name for each in tmp_path.iterdir()] == ["mine"]


def test_nothing_is_replaced_unasked(tmp_path: Path) -> None:
    old = tmp_path / "old"
    old.write_text("old", encoding="utf-8")
    for lines, out in ((("yes", "old", "no", ""), None), (("yes", "old", "", ""), None), (("no", ""), old)):
        assert Talk(*lines).save(out=out)
        assert old.read_text(encoding="utf-8") == "old"
    assert Talk().save(out=old, replace=True)
    assert old.read_text(encoding="utf-8") == "text\n"


@pytest.mark.parametrize(("lang", "said"), [("en", "This file cannot be written: {}."), ("es", "Este archivo no se puede escribir: {}.")])
def test_a_file_that_cannot_be_written_says_why_and_is_asked_for_again(tmp_path: Path, lang: str, said: str) -> None:
    (tmp_path / "folder").mkdir()
    talk = Talk("yes", "no_such/x", "x" * 300, "folder/", "yes", "a\0b", "x")
    assert talk.save(lang)
    for name in ("why.folder", "why.name", "why.directory", "why"):
        assert said.format(WORDS[name][lang]) in talk.shown, name
    assert (tmp_path / "x").exists()


def test_a_file_named_before_that_cannot_be_written_is_asked_for_again(tmp_path: Path) -> None:
    talk = Talk("x")
    assert talk.save(out=tmp_path / ("x" * 300), replace=True)
    assert (tmp_path / "x").exists()


def test_a_full_disk_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> int:
        raise OSError(errno.ENOSPC, "")

    monkeypatch.setattr(os, "open", full)
    talk = Talk("yes", "x", "")
    assert talk.save()
    assert "This file cannot be written: there is no room left on the disk." in talk.shown


def test_the_home_folder_may_be_written_short(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("USERPROFILE", str(tmp_path))
    assert Talk("yes", "~/mine").save()
    assert (tmp_path / "mine").exists()


def test_the_name_can_be_typed_as_it_is_shown() -> None:
    talk = Talk("yes", "mi registro.json")
    assert talk.save()
    assert talk.shown[-1] == 'Saved in "mi registro.json". Next: unburden check "mi registro.json"'
    assert typed(Path("-x")) == "./-x"
    assert typed(Path("x" * 200)) == "x" * 200


def test_every_text_is_in_both_languages() -> None:
    for texts in WORDS.values():
        assert set(texts) == {"en", "es"}
        assert texts["en"].count("{}") == texts["es"].count("{}")
