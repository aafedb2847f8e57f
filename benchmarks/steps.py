"""What single steps of the SQL reading cost in DuckDB on one thread: nanoseconds a row, as a ratio to comparing two numbers.

    python benchmarks/steps.py

It says where the time of `everyone.py` goes, and what no rewriting of the SQL can go below.
"""

from __future__ import annotations

import time

import duckdb

ROWS = 1_000_000
STEPS = {
    "compare two numbers": "SELECT max((n > 7)::UTINYINT) FROM made",
    "choose between two days": "SELECT max(CASE WHEN n > 7 THEN d ELSE e END) FROM made",
    "move a day by three years": "SELECT max((d + to_months(36))::DATE) FROM made",
    "group by a person": "CREATE OR REPLACE TEMP TABLE one AS SELECT person, count(*) FROM made GROUP BY person",
    "group, and sum four truths": "CREATE OR REPLACE TEMP TABLE one AS "
    "SELECT person, sum(a), sum(b), sum(a + b), sum(1 - a) FROM made GROUP BY person",
    "group, and keep four top lists": "CREATE OR REPLACE TEMP TABLE one AS "
    "SELECT person, max(d, 2), max(e, 2), min(d, 2), min(e, 2) FROM made GROUP BY person",
}  # fmt: skip


def main() -> None:
    connection = duckdb.connect(config={"threads": 1})
    connection.execute(
        "CREATE TEMP TABLE made AS SELECT printf('P%08d', i // 3) AS person,"
        " DATE '1998-01-01' + (hash(i) % 10200)::INTEGER AS d, DATE '1999-01-01' + (hash(i + 1) % 10200)::INTEGER AS e,"
        " (i % 36)::INTEGER AS n, (i % 2)::UTINYINT AS a, (i % 3 = 0)::UTINYINT AS b"
        f" FROM range({ROWS}) r(i)"
    )
    base = 0.0
    for name, query in STEPS.items():
        best = 9.0
        for _ in range(5):
            start = time.perf_counter()
            connection.execute(query).fetchall()
            best = min(best, time.perf_counter() - start)
        took = best / ROWS * 1e9
        base = base or took
        print(f"{name:32} {took:7.1f} ns a row  {took / base:6.1f} x")


if __name__ == "__main__":
    main()
