from __future__ import annotations

import builtins
import io
import os
import stat
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from unburden.errors import InputError
from unburden.papers import write_encrypted, write_folder, writing

FILES = {"case-1/1-cover.pdf": b"%PDF Ana Bell", "case-1/2-motion.docx": b"PK Ana Bell", "letter.pdf": b"Ana Bell" * 1000, "dates.ics": b""}
PHRASE = "four plain words here"


@pytest.fixture(params=[0, 0o022, 0o077])
def mask(request: pytest.FixtureRequest) -> Iterator[int]:
    before = os.umask(request.param)
    yield request.param
    os.umask(before)


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def read(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_files_are_written_as_they_are_and_for_their_owner_alone(tmp_path: Path, mask: int) -> None:
    write_folder(FILES, tmp_path / "out")
    assert read(tmp_path / "out") == FILES
    for path in (tmp_path / "out", *(tmp_path / "out").rglob("*")):
        assert mode(path) == (0o700 if path.is_dir() else 0o600), path
    assert [each.name for each in tmp_path.iterdir()] == ["out"]


class Sealing:
    """In place of age, which takes its time on purpose: keeps what it is given."""

    given: tuple[bytes, str] = (b"", "")

    def encrypt(self, data: bytes, phrase: str) -> bytes:
        self.given = (data, phrase)
        return b"sealed"


@pytest.fixture
def sealing(monkeypatch: pytest.MonkeyPatch) -> Sealing:
    made = Sealing()
    monkeypatch.setattr(pytest.importorskip("pyrage"), "passphrase", made)
    return made


def test_one_file_is_for_its_owner_alone(tmp_path: Path, mask: int, sealing: Sealing) -> None:
    write_encrypted(FILES, tmp_path / "out.age", PHRASE)
    assert mode(tmp_path / "out.age") == 0o600
    assert read(tmp_path) == {"out.age": b"sealed"}
    assert sealing.given[1] == PHRASE


def test_an_age_file_opens_with_its_phrase_and_holds_the_same_files(tmp_path: Path) -> None:
    pyrage = pytest.importorskip("pyrage")
    write_encrypted(FILES, tmp_path / "out.age", PHRASE)
    sealed = (tmp_path / "out.age").read_bytes()
    assert sealed.startswith(b"age-encryption.org/v1\n-> scrypt ")
    assert b"Ana Bell" not in sealed
    with zipfile.ZipFile(io.BytesIO(pyrage.passphrase.decrypt(sealed, PHRASE))) as package:
        assert package.testzip() is None
        assert {each: package.read(each) for each in package.namelist()} == FILES
        assert {each.date_time for each in package.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert {each.external_attr >> 16 for each in package.infolist()} == {0o600}


def test_nothing_is_on_the_disk_in_clear_while_encrypting(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, sealing: Sealing) -> None:
    opened: list[str] = []
    true_open, true_builtin = os.open, builtins.open

    def os_open(path: Any, flags: int, *more: Any, **named: Any) -> int:
        if flags & (os.O_WRONLY | os.O_RDWR | os.O_CREAT):
            opened.append(str(path))
        return true_open(path, flags, *more, **named)

    def built_in(path: Any, how: str = "r", *more: Any, **named: Any) -> Any:
        if set(how) & set("wxa+") and not isinstance(path, int):
            opened.append(str(path))
        return true_builtin(path, how, *more, **named)

    monkeypatch.setattr(os, "open", os_open)
    monkeypatch.setattr(builtins, "open", built_in)
    monkeypatch.setattr(io, "open", built_in)
    write_encrypted(FILES, tmp_path / "out.age", PHRASE)
    assert [Path(each).name for each in opened] == ["sealed"]
    assert sealing.given[0].startswith(b"PK")
    assert read(tmp_path) == {"out.age": b"sealed"}


@pytest.mark.parametrize("there", ["file", "folder", "full folder", "link to nothing"])
@pytest.mark.parametrize("encrypted", [False, True])
def test_nothing_is_written_over(tmp_path: Path, there: str, encrypted: bool, sealing: Sealing) -> None:
    out = tmp_path / "out"
    if there == "file":
        out.write_text("mine")
    elif there == "link to nothing":
        out.symlink_to(tmp_path / "nowhere")
    else:
        out.mkdir()
        if there == "full folder":
            (out / "mine").write_text("mine")
    before = {str(path): path.lstat().st_mtime_ns for path in tmp_path.rglob("*")}
    with pytest.raises(InputError, match="is there already, and nothing is written over"):
        write_encrypted(FILES, out, PHRASE) if encrypted else write_folder(FILES, out)
    assert {str(path): path.lstat().st_mtime_ns for path in tmp_path.rglob("*")} == before


@pytest.mark.parametrize("encrypted", [False, True])
@pytest.mark.parametrize("fails", ["write", "rename", "second write"])
@pytest.mark.parametrize(
    "error", [OSError(28, "No space left on device"), KeyboardInterrupt(), MemoryError()], ids=["full", "stopped", "memory"]
)
def test_a_failure_midway_leaves_nothing_behind(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, sealing: Sealing, fails: str, encrypted: bool, error: BaseException
) -> None:
    calls: list[object] = []
    true = writing._write

    def write(path: Path, data: bytes) -> None:
        calls.append(path)
        true(path, data)
        if fails == "write" or (fails == "second write" and (len(calls) == 2 or encrypted)):
            raise error

    def rename(*_: object) -> None:
        calls.append("rename")
        raise error

    monkeypatch.setattr(writing, "_write", write)
    if fails == "rename":
        monkeypatch.setattr(os, "rename", rename)
    with pytest.raises(InputError if isinstance(error, OSError) else type(error)) as stopped:
        write_encrypted(FILES, tmp_path / "out", PHRASE) if encrypted else write_folder(FILES, tmp_path / "out")
    assert calls
    assert list(tmp_path.iterdir()) == []
    if isinstance(error, OSError):
        assert "cannot write: no space left on device" in str(stopped.value)


@pytest.mark.parametrize("encrypted", [False, True])
def test_a_place_that_cannot_be_written_is_refused(tmp_path: Path, encrypted: bool, sealing: Sealing) -> None:
    (tmp_path / "file").write_text("")
    for out in (tmp_path / "no" / "out", tmp_path / "file" / "out", tmp_path / ("x" * 300)):
        with pytest.raises(InputError, match="cannot write"):
            write_encrypted(FILES, out, PHRASE) if encrypted else write_folder(FILES, out)
    assert [each.name for each in tmp_path.iterdir()] == ["file"]
