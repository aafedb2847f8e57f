"""Millions of charges under five jurisdictions on DuckDB, as a ratio to reading the same columns.

    python benchmarks/everyone.py [--rows 10000000] [--threads 2] [--memory 700MB]

Made-up people are drawn once into a Parquet file (kept in the temporary folder), each with a few charges in one or two states.
Baseline: one scan that aggregates every column the law reads. Printed: rows a second, ratio, peak resident memory.
"""

from __future__ import annotations

import argparse
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import duckdb

from unburden.calendar import parse_day
from unburden.everyone import Screen
from unburden.law import read_law

STATES = ("US-CA", "US-FL", "US-NY", "US-OR", "US")
#: The columns that the law of these jurisdictions reads in this source.
READ = (
    "person_id", "case_id", "charge_id", "jurisdiction", "statute", "description", "level", "offense_date", "arrest_date", "disposition",
    "disposition_date", "released_date", "sentence_completed_date", "probation_revoked_date", "birth_date", "case_status",
    "record_complete", "result_of_trafficking",
)  # fmt: skip
#: Reading alone; the provisions on trafficking; every provision.
STEPS = ("scan", "trafficking", "everything")
AS_OF = (parse_day("2026-11-23") or (0, 0))[0]


def draw(path: Path, rows: int) -> None:
    """About `rows` charges of made-up people, in the order in which a repository exports them: person by person."""
    law = read_law(None, STATES)
    connection = duckdb.connect()
    connection.execute("SELECT setseed(0.42)")
    connection.execute("CREATE TABLE offense (state VARCHAR, n INTEGER, statute VARCHAR, name VARCHAR)")
    for code in STATES:
        offenses = [each for each in law.jurisdictions[code].offenses.offenses if not each.listed_only and each.statute][:120]
        connection.executemany(
            "INSERT INTO offense VALUES (?, ?, ?, ?)", [[code, n, each.statute, each.name.upper()] for n, each in enumerate(offenses)]
        )
    homes = "', '".join(STATES)
    outcomes = "'convicted', 'convicted', 'dismissed', 'acquitted', 'nolle_prosequi', 'withheld', NULL, 'convicted'"
    connection.execute(f"""
        COPY (
          WITH people AS (
            SELECT i AS p, ['{homes}'][1 + (hash(i) % 5)::INTEGER] AS home,
                   DATE '1955-01-01' + (hash(i + 7) % 18000)::INTEGER AS birth, 1 + (hash(i + 11) % 5)::INTEGER AS n
            FROM range({rows // 3}) r(i)),
          charges AS (
            SELECT p, home, birth, c, hash(p * 8 + c) AS h, hash(p * 8 + c + 99) AS g FROM people, range(1, 6) q(c) WHERE c <= n),
          dated AS (
            SELECT *, DATE '1998-01-01' + (h % 10200)::INTEGER AS day, CASE WHEN g % 20 = 0 THEN 'US-OR' ELSE home END AS place
            FROM charges)
          SELECT printf('P%08d', p) AS person_id, printf('P%08d-%d', p, c // 2) AS case_id,
                 printf('P%08d-%d-%d', p, c // 2, c) AS charge_id,
                 place AS jurisdiction, o.statute, o.name AS description,
                 CASE WHEN g % 7 = 0 THEN NULL WHEN g % 3 = 0 THEN 'FELONY' ELSE 'MISDEMEANOR' END AS level,
                 day AS offense_date, day AS arrest_date, day + 9 AS filed_date,
                 [{outcomes}][1 + (g % 8)::INTEGER] AS disposition,
                 CASE WHEN g % 8 <> 6 THEN day + 40 + (h % 400)::INTEGER END AS disposition_date,
                 CASE WHEN g % 4 = 0 THEN DATE '9999-12-31' WHEN g % 4 = 1 THEN day + 500 END AS released_date,
                 CASE WHEN g % 3 = 1 THEN day + 1100 END AS sentence_completed_date,
                 CASE WHEN g % 9 = 1 THEN day + 300 WHEN g % 2 = 1 THEN DATE '9999-12-31' END AS probation_revoked_date,
                 birth AS birth_date, CASE WHEN g % 8 = 6 AND g % 3 = 0 THEN 'open' ELSE 'closed' END AS case_status,
                 CASE WHEN p % 3 = 0 THEN 'yes' END AS record_complete,
                 CASE WHEN p % 5 = 0 THEN 'yes' WHEN p % 5 = 1 THEN 'no' END AS result_of_trafficking
          FROM dated JOIN offense o ON o.state = dated.place AND o.n = (h // 7) % 100
          ORDER BY p, c
        ) TO '{path}' (FORMAT parquet, ROW_GROUP_SIZE 122880)""")


def run(path: Path, threads: int, memory: str, what: str) -> None:
    """One measurement in this process: the baseline scan or the whole decision; prints seconds and peak memory."""
    connection = duckdb.connect(config={"threads": threads, "memory_limit": memory, "preserve_insertion_order": False})
    source = f"read_parquet('{path}')"
    (total,) = connection.execute(f"SELECT count(*) FROM {source}").fetchone() or (0,)
    if what == "scan":
        start = time.perf_counter()
        connection.execute(f"SELECT {', '.join(f'bit_xor(hash({name}))' for name in READ)} FROM {source}").fetchall()
    else:
        law = read_law(None, STATES)
        start = time.perf_counter()
        trafficking = what == "trafficking"
        counts = Screen(connection, source, law, AS_OF, STATES, lambda each: each.kind == "trafficking" or not trafficking).tally()
        assert sum(sum(each.values()) for each in counts.values()) >= total
    seconds = time.perf_counter() - start
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"{what} {total} {seconds:.3f} {peak:.0f}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rows", type=int, default=10_000_000)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--memory", default="700MB")
    parser.add_argument("--one", choices=("draw", *STEPS), help=argparse.SUPPRESS)
    parser.add_argument("--file", type=Path, help=argparse.SUPPRESS)
    options = parser.parse_args()
    path = options.file or Path(tempfile.gettempdir()) / f"unburden-benchmark-{options.rows}.parquet"
    if options.one == "draw":
        draw(path, options.rows)
        return
    if not path.exists():
        # In a process of its own, so that its memory does not count as that of the measurements.
        subprocess.run([sys.executable, __file__, "--one", "draw", "--file", str(path), "--rows", str(options.rows)], check=True)
    if options.one:
        run(path, options.threads, options.memory, options.one)
        return
    found = {}
    for what in STEPS:
        command = [
            sys.executable,
            __file__,
            "--one",
            what,
            "--file",
            str(path),
            "--threads",
            str(options.threads),
            "--memory",
            options.memory,
        ]
        name, rows, seconds, peak = subprocess.run(command, check=True, capture_output=True, text=True).stdout.split()
        found[name] = float(seconds)
        print(f"{name:11} {int(rows):>12,} rows  {float(seconds):7.2f} s  {int(rows) / float(seconds):>12,.0f} rows/s  peak {peak} MB")
    for what in STEPS[1:]:
        print(f"{what}: {found[what] / found['scan']:.1f} x the time of reading the same columns")


if __name__ == "__main__":
    main()
