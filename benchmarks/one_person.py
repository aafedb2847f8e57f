"""One person: the time of a decision with its full trace, and how it grows with the record.

    python benchmarks/one_person.py

Prints, for the five jurisdictions, the median time to decide one charge under one provision (conditions, reasons, citations, facts
with their places, unanswered facts that can still matter), alone and beside 20 other charges; and the time of whole records of
100, 1,000 and 10,000 charges and of 40 open cases. The baseline of the ratios is the same record read without deciding anything.
"""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable

from unburden.calendar import parse_day
from unburden.facts import Answers, bind_rows
from unburden.law import Law, read_law
from unburden.record import COLUMNS, Row

AS_OF = (parse_day("2026-11-23") or (0, 0))[0]
#: What a survivor's record is likely to hold, in each jurisdiction.
CHARGES = {
    "US-OR": ("167.007", "Misdemeanor Class A"),
    "US-NY": ("PL 230.00", "B misdemeanor"),
    "US-CA": ("PC 647(b)", "MISDEMEANOR"),
    "US-FL": ("796.07(2)(e)", "Misdemeanor Second Degree"),
    "US": ("18 USC 1952", "Felony"),
}


def rows(count: int, code: str, *, open_cases: bool = False) -> list[Row]:
    """A person with `count` charges, two a case, over fifteen years."""
    statute, level = CHARGES[code]
    found = []
    for place in range(count):
        year = 2008 + place % 15
        row = dict.fromkeys(COLUMNS, "")
        row.update(person_id="p", case_id=f"c{place // 2}", charge_id=str(place), jurisdiction=code, statute=statute, level=level)
        row.update(offense_date=f"{year}-04-02", birth_date="1990", case_status="open" if open_cases else "closed")
        if not open_cases:
            row.update(disposition=("dismissed", "convicted", "convicted")[place % 3], disposition_date=f"{year}-06-01")
        found.append(row)
    return found


def best(work: Callable[[], object], times: int = 3) -> float:
    """Seconds of the fastest of a few runs."""
    found = []
    for _ in range(times):
        start = time.perf_counter()
        work()
        found.append(time.perf_counter() - start)
    return min(found)


def decision(law: Law, code: str, others: int) -> list[float]:
    """Microseconds for each provision to decide each charge of fresh records, so that conditions over other charges are worked out anew."""
    answers = Answers(person={"record_complete": True, "trafficked": True})
    medians = []
    for reading in law.readings(code, AS_OF):
        samples = []
        for _ in range(max(3, 120 // (others + 1))):
            bound = bind_rows(rows(others + 1, code), law, answers)
            start = time.perf_counter()
            for row in bound.rows:
                reading.decide(row)
            samples.append((time.perf_counter() - start) / len(bound.rows) * 1e6)
        medians.append(statistics.median(samples))
    return medians


def whole(law: Law, count: int, *, open_cases: bool = False) -> tuple[float, float]:
    """Seconds to bind a record of Oregon charges, and to bind and decide it under every provision."""
    table = rows(count, "US-OR", open_cases=open_cases)
    readings = law.readings("US-OR", AS_OF)

    def decide() -> None:
        for row in bind_rows(table, law, Answers()).rows:
            for reading in readings:
                reading.decide(row)

    return best(lambda: bind_rows(table, law, Answers())), best(decide, 1 if count > 5000 else 3)


def main() -> None:
    law = read_law(None, list(CHARGES))
    print("one charge under one provision, full trace (microseconds: median over provisions, slowest provision)")
    every: dict[int, list[float]] = {0: [], 20: []}
    for code in CHARGES:
        for others, found in every.items():
            times = decision(law, code, others)
            found.extend(times)
            print(
                f"  {code:6} {others:2} other charges: median {statistics.median(times):6.1f}  slowest {max(times):6.1f}"
                f"  ({len(times)} provisions)"
            )
    for others, found in every.items():
        print(f"  all    {others:2} other charges: median {statistics.median(found):6.1f}  slowest {max(found):6.1f}")
    print("whole records under Oregon's provisions (baseline: the record bound to facts, nothing decided)")
    for count in (100, 1_000, 10_000):
        bound, decided = whole(law, count)
        print(f"  {count:6,} charges: {decided:8.3f} s  {decided / count * 1e6:6.0f} us a charge  {decided / bound:5.1f} x the baseline")
    bound, decided = whole(law, 40, open_cases=True)
    print(f"  40 open cases: {decided:8.3f} s  {decided / bound:5.1f} x the baseline")


if __name__ == "__main__":
    main()
