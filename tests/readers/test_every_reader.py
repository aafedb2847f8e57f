"""What every reader promises, whatever its format: it is found, it never fails, it stays within its input, and it takes its time only once."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import textwrap
import time
from functools import cache
from pathlib import Path

import pytest
from attrs import evolve
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.pages import ROOT

from unburden.readers import Reader, Source, detect, readers
from unburden.readers.unburden_json import to_json
from unburden.record import Record, flatten

FIXTURES = ROOT / "tests" / "fixtures"
READERS = readers()
EACH = pytest.mark.parametrize("reader", READERS, ids=[reader.FORMAT for reader in READERS])
#: Seconds that a reader may take for a file that holds nothing but a flood; far more than it needs, far less than a quadratic one would.
PATIENCE = 30


def own_files(reader: Reader) -> list[Path]:
    """A reader's fixtures that it reads itself."""
    folder = FIXTURES / reader.FORMAT
    return sorted(each for each in folder.rglob("*") if each.is_file() and ".golden." not in each.name) if folder.is_dir() else []


@cache
def every_file() -> tuple[Path, ...]:
    return tuple(path for reader in READERS for path in own_files(reader))


def read(reader: Reader, data: bytes, name: str = "file") -> list[Record]:
    records = reader.read(Source(name, None, data))
    assert records, "a reader answers with a record, if only to say what it could not read"
    for record in records:
        # What was read can be written, told and tabled.
        flatten(record)
        assert all(span.file for _, charge in record.charges() for span in charge.spans.values())
    json.loads(to_json(records))
    return records


@EACH
def test_a_reader_is_called_what_its_module_is(reader: Reader) -> None:
    assert reader.__name__.rpartition(".")[2] == reader.FORMAT  # type: ignore[attr-defined]


@EACH
def test_a_reader_that_met_no_true_file_says_so(reader: Reader) -> None:
    untried = getattr(reader, "UNTRIED", None)
    assert (untried is None) == ("ntried on a real file" not in (reader.__doc__ or ""))
    assert untried is None or 20 < len(untried) < 400


@EACH
def test_a_reader_has_files_of_its_own_and_what_they_should_read_as(reader: Reader) -> None:
    assert own_files(reader)
    assert list((FIXTURES / reader.FORMAT).rglob("*.golden.json"))


@EACH
def test_its_own_files_are_told_from_all_others(reader: Reader) -> None:
    for path in own_files(reader):
        found = detect(Source(path.name, None, path.read_bytes()))
        assert found is not None, path.name
        assert found.FORMAT == reader.FORMAT, path.name


@EACH
def test_no_file_of_another_kind_stops_it(reader: Reader) -> None:
    for path in every_file():
        read(reader, path.read_bytes(), path.name)


@EACH
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.binary(max_size=300) | st.text(max_size=300).map(str.encode))
def test_no_bytes_stop_it(reader: Reader, data: bytes) -> None:
    read(reader, data)


@EACH
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(draw=st.data())
def test_no_damage_to_its_own_files_stops_it(reader: Reader, draw: st.DataObject) -> None:
    """A true file cut off, with a piece gone, twice, elsewhere or overwritten: what people's copies and mails do to files."""
    data = draw.draw(st.sampled_from(own_files(reader))).read_bytes()
    for _ in range(draw.draw(st.integers(1, 3))):
        a, b = sorted(draw.draw(st.tuples(st.integers(0, len(data)), st.integers(0, len(data)))))
        piece = draw.draw(st.binary(max_size=8) | st.text(max_size=8).map(str.encode))
        data = draw.draw(st.sampled_from((data[:a], data[:a] + data[b:], data[:b] + data[a:], data[:a] + piece + data[b:], data[b:] + data[:a])))
    read(reader, data)


@EACH
@pytest.mark.parametrize("flood", ["<", "<div>", '{"a":', "[", "\n", "\f", ",", '"', "&amp;", "01/01/2001 ", "A:", "\x00"])
def test_a_flood_is_read_in_its_own_length(reader: Reader, flood: str) -> None:
    begun = time.monotonic()
    read(reader, (flood * (100_000 // len(flood))).encode())
    assert time.monotonic() - begun < PATIENCE


@EACH
def test_a_long_file_of_its_own_kind_is_read_in_its_own_length(reader: Reader) -> None:
    """Lines of a true file fifteen hundred times each: as long as no person's record is."""
    (path, *_) = own_files(reader)
    data = path.read_bytes()
    if b"\0" in data:
        pytest.skip("a packed file has no lines")
    lines = data.split(b"\n")
    begun = time.monotonic()
    for n in range(0, len(lines), max(1, len(lines) // 8)):
        read(reader, b"\n".join([*lines[:n], *[lines[n]] * 1500, *lines[n:]]))
    assert time.monotonic() - begun < 4 * PATIENCE


def test_finding_out_whose_a_file_is_loads_no_readers_insides() -> None:
    """Every reader is imported for every file; what one needs to read waits until it reads."""
    script = "import sys; from unburden.readers import readers; readers(); print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True, env={**os.environ, "PYTHONPATH": str(ROOT / "src")})
    insides = [name for name in done.stdout.split() if name.startswith("unburden.readers.") and name.count(".") > 2]
    assert len(insides) <= 1, insides
    assert not {"lxml", "openpyxl", "pypdfium2", "PIL", "tesserocr", "duckdb", "pyarrow"} & set(done.stdout.split())


WATCH = textwrap.dedent("""
    import os, sys
    from pathlib import Path
    from unburden.readers import Source, readers

    files = [Path(name) for name in sys.argv[1:]]
    held = [(path.name, path.read_bytes()) for path in files]
    every = readers()

    def hook(event, args):
        code = event == "open" and isinstance(args[0], (str, bytes, os.PathLike)) and str(args[0]).endswith((".py", ".pyc", ".so"))
        if event.split(".")[0] in ("socket", "subprocess", "urllib", "tempfile", "shutil") or event in ("os.system", "os.exec", "os.fork"):
            print(event, args)
        elif event == "open" and not code and not isinstance(args[0], int):
            print(event, args)

    sys.addaudithook(hook)
    for name, data in held:
        for reader in every:
            reader.read(Source(name, None, data))
""")


def test_no_reader_opens_a_file_or_a_connection() -> None:
    """Each reader over every fixture, hostile ones included, under a hook that sees whatever is opened: only Python's own modules are."""
    done = subprocess.run(
        [sys.executable, "-c", WATCH, *map(str, every_file())],
        capture_output=True, text=True, check=False, env={**os.environ, "PYTHONPATH": str(ROOT / "src"), "PYTHONDONTWRITEBYTECODE": "1"},
    )  # fmt: skip
    assert done.returncode == 0, done.stderr[-2000:]
    assert [line for line in done.stdout.splitlines() if "zoneinfo" not in line] == []


def test_what_a_reader_says_of_its_file_stands_beside_what_it_read(tmp_path: Path) -> None:
    """The reading of a whole file adds the file's name and the reader's doubts to each record, and nothing else."""
    from unburden.readers import read_files

    for reader in READERS:
        for path in own_files(reader):
            if path.suffix == ".pdf":
                continue
            plain, whole = reader.read(Source(str(path), path, path.read_bytes())), read_files([str(path)])[0]
            assert [evolve(each, sources=(), notes=()) for each in plain] == [evolve(each, sources=(), notes=()) for each in whole]
            untried = [f"untried on a real file ({reader.FORMAT}" in " ".join(each.notes) for each in whole]
            assert all(untried) if hasattr(reader, "UNTRIED") else not any(untried)
