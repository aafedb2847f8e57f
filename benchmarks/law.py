"""Seconds to load one jurisdiction, to load the whole law, and to check it against its cases.

    python benchmarks/law.py

Baseline: the standard library parsing the same TOML files and nothing else.
"""

from __future__ import annotations

import time
import tomllib
from collections.abc import Callable

from unburden.law import law_folder, read_law
from unburden.law_check import check


def seconds(work: Callable[[], object], times: int = 3) -> float:
    """The shortest of some runs."""
    found = []
    for _ in range(times):
        start = time.perf_counter()
        work()
        found.append(time.perf_counter() - start)
    return min(found)


def main() -> None:
    folder = law_folder()
    files = [path for path in folder.glob("*/*.toml") if not path.name.endswith(".cases.toml")]
    base = seconds(lambda: [tomllib.loads(path.read_text(encoding="utf-8")) for path in files])
    law = read_law()
    offenses = sum(len(each.offenses.offenses) for each in law.jurisdictions.values())
    extent = f"{len(law.jurisdictions)} jurisdictions, {len(law.provisions())} provisions, {offenses} offenses"
    print(f"{extent}; their TOML alone: {base:.3f} s")
    for what, work in (
        ("load one jurisdiction (US-OR)", lambda: read_law(None, ["US-OR"])),
        ("load every jurisdiction", read_law),
        ("load and check every jurisdiction", lambda: check(read_law())),
    ):
        took = seconds(work)
        print(f"{what:34} {took:7.3f} s  {took / base:5.1f} x the baseline")


if __name__ == "__main__":
    main()
