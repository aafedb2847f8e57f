"""What is installed is what is here: the wheel carries the law, and works without the checkout."""

from __future__ import annotations

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from unburden import __version__

from .pages import DEMO, ROOT


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the wheel's files, as an installer would lay them out."""
    wheel = pytest.importorskip("hatchling.builders.wheel")
    folder = tmp_path_factory.mktemp("wheel")
    (built,) = wheel.WheelBuilder(str(ROOT)).build(directory=str(folder), versions=["standard"])
    assert Path(built).name.startswith(f"unburden-{__version__}-py3-none-any")
    with zipfile.ZipFile(built) as archive:
        archive.extractall(folder / "site")
    return folder / "site"


def test_the_wheel_carries_the_whole_law_and_no_tests(installed: Path) -> None:
    law, packed = ROOT / "law", installed / "unburden" / "law_data"
    assert {each.relative_to(packed) for each in packed.rglob("*.*")} == {each.relative_to(law) for each in law.rglob("*.*")}
    names = {path.relative_to(installed).parts[0] for path in installed.rglob("*") if path.is_file()}
    assert names == {"unburden", f"unburden-{__version__}.dist-info"}
    assert (installed / "unburden" / "report" / "page.css").is_file()
    papers, packed = ROOT / "papers", installed / "unburden" / "papers_data"
    assert {each.relative_to(packed) for each in packed.rglob("*.*")} == {each.relative_to(papers) for each in papers.rglob("*.*")}
    assert (installed / "unburden" / "py.typed").is_file()


PAGE = str(DEMO / "oregon.html")
RUN = "import unburden, sys; print(unburden.__file__, file=sys.stderr); from unburden.cli import main; main()"


@pytest.mark.parametrize("arguments", [["check", PAGE], ["check", PAGE, "--format", "html"], ["law", "status"]])
def test_the_wheel_works_alone(installed: Path, tmp_path: Path, arguments: list[str]) -> None:
    done = subprocess.run(
        [sys.executable, "-c", RUN, *arguments], capture_output=True, text=True, encoding="utf-8", cwd=tmp_path, timeout=120, check=False,
        env={**os.environ, "PYTHONPATH": str(installed), "PYTHONIOENCODING": "utf-8"},
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert done.stderr.startswith(str(installed))
    assert "Oregon" in done.stdout


def test_the_wheel_drafts_papers(installed: Path, tmp_path: Path) -> None:
    for library in ("docxtpl", "typst", "pypdf", "icalendar"):
        pytest.importorskip(library)
    record = ROOT / "tests" / "fixtures" / "packet" / "record.csv"
    done = subprocess.run(
        [sys.executable, "-c", RUN, "papers", str(record), "--only", "us-or/137.225-1-d", "--out", "papers", "--as-of", "2026-11-23"],
        capture_output=True, text=True, encoding="utf-8", cwd=tmp_path, timeout=120, check=False,
        env={**os.environ, "PYTHONPATH": str(installed), "PYTHONIOENCODING": "utf-8"},
    )  # fmt: skip
    assert done.returncode in (0, 1), done.stderr
    assert done.stderr.startswith(str(installed))
    assert list((tmp_path / "papers").glob("case-*/1-cover.pdf"))
