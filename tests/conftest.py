"""What the tests share: our fixtures, golden files, and the optional corpus beside the project."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--update-golden", action="store_true", help="write golden files anew; read the diff by eye before committing it")


@pytest.fixture(scope="session")
def shared() -> Path:
    """The corpus beside the project, for tests that run over foreign samples; absent in a plain clone."""
    folder = ROOT.parent / "shared"
    if not (folder / "records").is_dir():
        pytest.skip("the sample corpus (../shared) is not on this machine")
    return folder


@pytest.fixture
def golden(request: pytest.FixtureRequest) -> Callable[[Path, object], None]:
    """Compare a value with its golden JSON file, or write the file under ``--update-golden``."""

    def compare(path: Path, value: object) -> None:
        text = json.dumps(value, indent=1, ensure_ascii=False, sort_keys=False) + "\n"
        if request.config.getoption("--update-golden"):
            path.write_text(text, encoding="utf-8")
        assert path.exists(), f"{path} is missing: run pytest --update-golden and read what it wrote"
        assert json.loads(path.read_text(encoding="utf-8")) == json.loads(text)

    return compare
