"""How many charges find their offense: on every sample of the corpus beside the project, read by the project's own readers.

    python benchmarks/match_share.py [--shared DIR] [--none]

One line a sample: charges, and how many are matched by statute, by section, by words alone, not at all, and in a
jurisdiction that has no table. ``--none`` also prints what was not matched. The last lines are the time a match takes.
"""

from __future__ import annotations

import argparse
import csv
import time
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path

from unburden.calendar import Bounds
from unburden.errors import InputError
from unburden.offenses import UNMATCHED, Match, OffenseTable, load_offenses
from unburden.readers import read_files
from unburden.record import day_bounds

ROOT = Path(__file__).resolve().parent.parent
Charge = tuple[str, str, str, Bounds]
COLUMNS = ("statute", "section", "description", "none", "no table")


def records(folder: Path) -> Iterator[tuple[str, list[Charge]]]:
    """The charges of each kind of sample record, as the readers see them: every version of a charge once."""
    for sample in sorted(folder.iterdir()):
        charges: list[Charge] = []
        unreadable = 0
        for path in sorted(path for path in sample.rglob("*") if path.is_file()):
            try:
                found = [record for records in read_files([str(path)]) for record in records]
            except InputError:
                unreadable += 1
                continue
            for case, charge in (pair for record in found for pair in record.charges()):
                date = day_bounds(charge.offense_date)
                printed = {(version.statute or "", version.description or "") for version in charge.versions}
                charges.extend((case.jurisdiction or "", statute, description, date) for statute, description in sorted(printed))
        yield f"{sample.name}{f' ({unreadable} files of no known format)' if unreadable else ''}", charges


def tables(folder: Path) -> Iterator[tuple[str, list[Charge]]]:
    """The rows of published offense tables. The Texas strings belong to no table here: a match among them is by a common name."""
    with (folder / "ca_doj_cjis_offense_table.csv").open(encoding="utf-8", newline="") as file:
        doj = [
            ("US-CA", f"{row['offenseStatute']} {row['offenseTypeOfStatuteCD']}", row["statuteLiteral"], day_bounds(row["offenseEnacted"]))
            for row in csv.DictReader(file)
        ]
    yield "California DOJ offense table", doj
    with (folder / "uccs_texas_charge_map_half.csv").open(encoding="utf-8", newline="") as file:
        texas = [("US-CA", "", row["charge_name"], day_bounds(None)) for row in csv.DictReader(file)]
    yield "Texas charge names against the California table", texas


def share(law: dict[str, OffenseTable], charges: Iterable[Charge]) -> list[tuple[Charge, Match]]:
    return [(charge, law[charge[0]].match(*charge[1:]) if charge[0] in law else UNMATCHED) for charge in charges]


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--shared", type=Path, default=ROOT.parent / "shared", help="the folder of samples")
    options.add_argument("--none", action="store_true", help="print the charges that were not matched")
    given = options.parse_args()
    law = {}
    for folder in sorted(path.parent for path in (ROOT / "law").glob("*/jurisdiction.toml")):
        table, problems = load_offenses(folder)
        law[table.jurisdiction.code] = table
        print(f"{folder.name}: {len(table.offenses)} offenses, {len(problems)} problems")
    print("\n| sample | charges | " + " | ".join(COLUMNS) + " |\n|---|---:|" + "---:|" * len(COLUMNS))
    every: list[Charge] = []
    for name, charges in (*records(given.shared / "records"), *tables(given.shared / "codes")):
        matches = share(law, charges)
        counts = Counter(match.how if match is not UNMATCHED else "no table" for _, match in matches)
        print(f"| {name} | {len(charges)} | " + " | ".join(str(counts[column]) for column in COLUMNS) + " |")
        if given.none:
            for (code, statute, description, _), match in matches:
                if match.how == "none":
                    print(f"    {code or '?'}  {statute!r}  {description!r}: {match.why}")
        every.extend(charge for charge in charges if charge[0] in law)
    fresh = {code: load_offenses(ROOT / "law" / code.lower())[0] for code in law}
    for text, date in (("a charge never seen before", None), ("a charge seen before, another date", (730_000, 730_000))):
        start = time.perf_counter()
        for code, statute, description, own in every:
            fresh[code].match(statute, description, date or own)
        print(f"{text}: {(time.perf_counter() - start) / max(1, len(every)) * 1e6:.1f} µs")


if __name__ == "__main__":
    main()
