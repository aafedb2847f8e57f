"""Nothing leaves the machine and nothing stays on it: each command runs under an audit hook that sees every socket, file and process.

Python tells its audit hooks of every connection, look-up of a name, started process and opened file before it happens, so
what a command did is known, not guessed from what it imports.
"""

from __future__ import annotations

import os
import stat
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest

from .made_papers import pages_of, pdf
from .pages import DEMO, ROOT

#: Runs a command and writes what it tried, one event a line, to the descriptor in $TOLD.
WATCH = textwrap.dedent("""
    import os, sys

    told = int(os.environ["TOLD"])
    modules = ("socket", "subprocess", "tempfile", "urllib", "http", "ftplib", "smtplib", "webbrowser")
    changes = ("os.system", "os.exec", "os.posix_spawn", "os.fork", "os.mkdir", "os.rename", "os.symlink", "os.link")

    def hook(event, args):
        if event.split(".")[0] in modules or event in changes:
            os.write(told, f"{event} {args!r}\\n".encode())
        if event == "open" and not isinstance(args[0], int) and args[2] & (os.O_WRONLY | os.O_RDWR | os.O_CREAT):
            os.write(told, f"written {os.fspath(args[0])}\\n".encode())

    sys.addaudithook(hook)
""")
RUN = "from unburden.cli import main\nmain(sys.argv[1:])\n"
FILES = ("oregon.html", "california.txt", "national.txt")


def watched(*arguments: str, typed: str = "", script: str = RUN) -> tuple[subprocess.CompletedProcess[str], list[str]]:
    """A command's run beside the demo's files, and what it tried beside reading."""
    reading, writing = os.pipe()
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "src"), "PYTHONDONTWRITEBYTECODE": "1", "PYTHONIOENCODING": "utf-8"}
    try:
        done = subprocess.run(
            [sys.executable, "-c", WATCH + script, *arguments], input=typed, capture_output=True, text=True, encoding="utf-8", cwd=DEMO,
            env={**environment, "TOLD": str(writing)}, pass_fds=[writing], timeout=120, check=False,
        )  # fmt: skip
    finally:
        os.close(writing)
    with os.fdopen(reading, encoding="utf-8") as pipe:
        return done, pipe.read().splitlines()


@pytest.mark.parametrize(
    "arguments",
    [
        ("check", *FILES, "--facts", "answers.toml"),
        ("check", *FILES, "--format", "json"),
        ("check", *FILES, "--format", "html", "--full"),
        ("check", *FILES, "--lang", "es"),
        ("record", *FILES),
        ("record", *FILES, "--format", "csv"),
        ("record", *FILES, "--format", "json"),
        ("law", "list"),
        ("law", "status"),
        ("law", "show", "us-or/137.221"),
        ("paths",),
        ("paths", "--lives", "NY", "--happened", "NY, FL", "--matters", "no police"),
        ("paths", *FILES, "--facts", "answers.toml", "--format", "json"),
        ("paths", *FILES, "--format", "html", "--lang", "es"),
        ("paths", "--compare", "t-status, compensation"),
    ],
    ids=" ".join,
)
def test_a_command_only_reads(arguments: tuple[str, ...]) -> None:
    done, tried = watched(*arguments)
    assert done.returncode in (0, 1), done.stderr
    assert done.stdout
    assert not tried


def test_a_pdf_is_opened_by_one_process_of_this_program_and_nothing_is_written(tmp_path: Path) -> None:
    paper = pdf(tmp_path / "sheet.pdf", pages_of((DEMO / "california.txt").read_text(encoding="utf-8")))
    done, tried = watched("record", str(paper))
    assert done.returncode in (0, 1), done.stderr
    assert "647(B) PC" in done.stdout
    # What the process says beside its answer goes nowhere.
    nowhere, started = tried
    assert nowhere == f"written {os.devnull}"
    assert started.startswith(f"subprocess.Popen ({sys.executable!r}")
    assert list(tmp_path.iterdir()) == [paper]


def test_the_hook_sees_what_it_is_there_for(tmp_path: Path) -> None:
    script = textwrap.dedent("""
        import socket, subprocess, tempfile
        open(sys.argv[1], "w").close()
        tempfile.mkstemp(dir=os.path.dirname(sys.argv[1]))
        try:
            socket.create_connection(("127.0.0.1", 9), 0.1)
        except OSError:
            pass
        subprocess.run([sys.executable, "--version"], capture_output=True)
    """)
    _, tried = watched(str(tmp_path / "x"), script=script)
    seen = {each.split()[0] for each in tried}
    assert {"written", "tempfile.mkstemp", "socket.connect", "subprocess.Popen"} <= seen


def test_an_interview_that_is_stopped_leaves_nothing() -> None:
    done, tried = watched("ask", *FILES, typed="yes\nskip\nstop\nno\n")
    assert done.returncode in (0, 1), done.stderr
    assert not tried


def test_an_interview_saves_where_it_is_told_and_for_its_owner_alone(tmp_path: Path) -> None:
    kept = tmp_path / "kept.toml"
    done, tried = watched("ask", *FILES, "--save", str(kept), typed="yes\nstop\n")
    assert done.returncode in (0, 1), done.stderr
    assert tried == [f"written {kept}"]
    assert stat.S_IMODE(kept.stat().st_mode) == 0o600


def test_a_report_is_for_its_owner_alone(tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    _, tried = watched("check", *FILES, "--format", "html", "--out", str(page))
    assert tried == [f"written {page}"]
    assert stat.S_IMODE(page.stat().st_mode) == 0o600


def test_the_paths_are_written_where_it_is_told_and_for_their_owner_alone(tmp_path: Path) -> None:
    for kind in ("text", "html", "json"):
        page = tmp_path / f"paths.{kind}"
        done, tried = watched("paths", "--lives", "NY", "--format", kind, "--out", str(page))
        assert done.returncode == 0, done.stderr
        assert tried == [f"written {page}"]
        assert stat.S_IMODE(page.stat().st_mode) == 0o600


def test_asking_about_paths_leaves_nothing_unless_it_is_told_to(tmp_path: Path) -> None:
    done, tried = watched("ask", "--want", "paths", typed="skip\nskip\nstop\nno\n")
    assert done.returncode == 0, done.stderr
    assert not tried
    kept = tmp_path / "kept.toml"
    _, tried = watched("ask", "--want", "t-status", "--save", str(kept), typed="skip\nstop\n")
    assert tried == [f"written {kept}"]
    assert stat.S_IMODE(kept.stat().st_mode) == 0o600


def test_the_paths_load_nothing_that_could_speak_to_a_network() -> None:
    tell = "import atexit\natexit.register(lambda: os.write(told, '\\n'.join(sys.modules).encode()))\n"
    for command in (("paths",), ("paths", "--format", "html")):
        _, loaded = watched(*command, script=tell + RUN)
        assert "unburden.paths" in loaded
        assert not {*loaded} & {"socket", "ssl", "http.client", "urllib.request", "requests", "httpx", "asyncio", "duckdb", "pyarrow"}


def test_a_mistake_of_the_program_shows_nothing_of_the_record() -> None:
    broken = textwrap.dedent("""
        import unburden.relief

        def decide(record, *rest):
            raise ValueError(repr(record))

        unburden.relief.decide = decide
    """)
    done, _ = watched("check", *FILES, script=broken + RUN)
    assert done.returncode == 2
    assert "ValueError" in done.stderr
    shown = (done.stdout + done.stderr).upper()
    assert not [word for word in ("QUINTERO", "MARISOL", "PROSTITUTION", "1990", "TRACEBACK") if word in shown]


@pytest.mark.parametrize("command", [("check",), ("check", "--format", "json"), ("record",), ("ask",)], ids=" ".join)
def test_words_of_a_record_cannot_command_a_terminal(command: tuple[str, ...], tmp_path: Path) -> None:
    marks = "\x1b[2J\x1b]0;x\x07\x9b31m\u202e\r"
    page, text = tmp_path / "page.html", (DEMO / "oregon.html").read_text(encoding="utf-8")
    page.write_text(text.replace("Quintero Vega, Marisol", f"{marks}Vega, Ana{marks}"), encoding="utf-8")
    done, _ = watched(command[0], str(page), *command[1:], typed="stop\n")
    assert done.returncode in (0, 1), done.stderr
    assert "Prostitution" in done.stdout
    assert not set("\x1b\x07\x9b\u202e\r") & set(done.stdout + done.stderr)


def test_a_check_loads_nothing_that_could_speak_to_a_network() -> None:
    tell = "import atexit\natexit.register(lambda: os.write(told, '\\n'.join(sys.modules).encode()))\n"
    _, loaded = watched("check", *FILES, script=tell + RUN)
    assert "unburden.relief" in loaded
    assert not {*loaded} & {"socket", "ssl", "http.client", "urllib.request", "requests", "httpx", "asyncio", "duckdb", "pyarrow"}


PACKET = ROOT / "tests" / "fixtures" / "packet"


def test_drafting_papers_writes_into_the_folder_that_was_named_and_nowhere_else(tmp_path: Path) -> None:
    pytest.importorskip("typst")
    pytest.importorskip("docxtpl")
    out = tmp_path / "papers"
    done, tried = watched(
        "papers", str(PACKET / "record.csv"), "--facts", str(PACKET / "facts.toml"), "--only", "us-ny/440.10-1-i", "--out", str(out)
    )
    assert done.returncode == 0, done.stderr
    assert (out / "case-1" / "1-cover.pdf").is_file()
    assert all(str(tmp_path) in each for each in tried), [each for each in tried if str(tmp_path) not in each]
    assert not [each for each in tried if each.startswith(("socket", "subprocess", "os.exec", "os.posix_spawn", "os.fork"))]
    assert [each.name for each in tmp_path.iterdir()] == ["papers"]


def test_encrypted_papers_are_nowhere_in_clear(tmp_path: Path) -> None:
    pytest.importorskip("typst")
    pytest.importorskip("docxtpl")
    pyrage = pytest.importorskip("pyrage")
    out, words = tmp_path / "papers.age", "four words in a row"
    script = "import click\nfrom unittest.mock import patch\nfrom unburden.cli import main\n"
    script += f"with patch('click.prompt', lambda *_, **__: {words!r}):\n    main(sys.argv[1:])\n"
    arguments = (
        "papers",
        str(PACKET / "record.csv"),
        "--facts",
        str(PACKET / "facts.toml"),
        "--only",
        "us-ny/440.10-1-i",
        "--encrypt",
        "--out",
        str(out),
    )
    done, tried = watched(*arguments, script=script)
    assert done.returncode == 0, done.stderr
    assert [each.name for each in tmp_path.iterdir()] == ["papers.age"]
    # One file is written, under another name until it is whole.
    assert len([each for each in tried if each.startswith("written")]) == 1
    assert all(str(tmp_path) in each for each in tried), tried
    assert b"Dolores" not in out.read_bytes()
    assert pyrage.passphrase.decrypt(out.read_bytes(), words)[:2] == b"PK"
