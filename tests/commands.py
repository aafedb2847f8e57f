"""Runs the commands as a user would, and the papers of made-up people that several tests hand them."""

from __future__ import annotations

import csv
import io
import sys
from collections.abc import Iterable, Mapping
from contextlib import redirect_stderr, redirect_stdout
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple
from unittest.mock import patch

import pytest

from unburden.cli import main
from unburden.law import Law, read_law
from unburden.record import COLUMNS

FIXTURES = Path(__file__).parent / "fixtures"
PAGE = FIXTURES / "odyssey_classic" / "oregon_ordinary.html"
RAP_SHEET = FIXTURES / "california_doj" / "full.txt"
TABLE = FIXTURES / "charges_table" / "people.csv"

#: Every file of the fixtures that is a record, whatever its format.
RECORDS = sorted(
    path
    for folder in ("odyssey_classic", "california_doj", "national_rap_text", "charges_table", "unburden_json")
    for path in (FIXTURES / folder).glob("*")
    if path.is_file() and not path.name.endswith(".golden.json")
)


class Ran(NamedTuple):
    """What a command came to."""

    code: int
    out: str
    err: str


@lru_cache(maxsize=1)
def _kept() -> Law:
    return read_law(codes=[])


def _read_law(folder: Path | None = None, codes: Iterable[str] | None = None) -> Law:
    return _kept() if folder is None else read_law(folder, codes)


def unburden(*arguments: str | Path, typed: str = "") -> Ran:
    """Run a command in this process. `typed` is what the person types. The program's own law is read once for all runs."""
    out, err, before = io.StringIO(), io.StringIO(), sys.stdin
    sys.stdin = io.StringIO(typed)
    try:
        with redirect_stdout(out), redirect_stderr(err), patch("unburden.law.read_law", _read_law), pytest.raises(SystemExit) as left:
            main([str(each) for each in arguments])
    finally:
        sys.stdin = before
    assert isinstance(left.value.code, int)
    return Ran(left.value.code, out.getvalue(), err.getvalue())


def complaint(ran: Ran) -> str:
    """The one line of a command that was refused."""
    assert ran.code == 2, ran
    assert ran.out == "", ran.out[:500]
    assert ran.err.startswith("unburden: ")
    assert ran.err.endswith("\n")
    assert ran.err.count("\n") == 1, ran.err
    assert "inside this program" not in ran.err, ran.err
    return ran.err.removeprefix("unburden: ").rstrip("\n")


def table(rows: Iterable[Mapping[str, str]], extra: Iterable[str] = ()) -> str:
    """Rows as a charges table; what a row leaves out is empty."""
    out = io.StringIO()
    writer = csv.DictWriter(out, [*COLUMNS, *extra], restval="", lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue()


def one_charge(**values: str) -> dict[str, str]:
    """A conviction for prostitution in Oregon in 2019, of a made-up person."""
    return {
        "person_id": "mara",
        "case_id": "19CR001",
        "charge_id": "19CR001-1",
        "jurisdiction": "US-OR",
        "county": "Lane",
        "statute": "167.007",
        "description": "Prostitution",
        "level": "Misdemeanor Class A",
        "offense_date": "2019-02-03",
        "arrest_date": "2019-02-03",
        "filed_date": "2019-02-10",
        "disposition": "convicted",
        "disposition_date": "2019-06-03",
        "balance_due": "0",
        "birth_date": "1990-05-04",
        "case_status": "closed",
        **values,
    }
