"""Both readings of some provisions over some people, side by side."""

from __future__ import annotations

from collections.abc import Sequence

import duckdb
from attrs import evolve

from unburden.calendar import YES
from unburden.everyone import Screen
from unburden.facts import Answers, bind_rows
from unburden.law import Law
from unburden.provision import Provision
from unburden.record import COLUMNS, Row

from .drawing import ANSWER_FACTS, AS_OF, small_law

Result = dict[tuple[str, int], tuple[object, ...]]


def law_with(provisions: Sequence[Provision]) -> Law:
    """The made-up land's law with these provisions."""
    law = small_law()
    law.jurisdictions["US-ZZ"] = evolve(law.jurisdictions["US-ZZ"], provisions=tuple(provisions))
    law.forget()
    return law


def answers_of(rows: Sequence[Row], names: Sequence[str] = ANSWER_FACTS) -> Answers:
    """The answers that stand in the rows' further columns."""
    person = {"record_complete": rows[0]["record_complete"]} if rows[0]["record_complete"] else {}
    charges = {row["charge_id"]: {name: row[name] for name in names if row[name]} for row in rows}
    return Answers(person=person, charges=charges)


def by_person(law: Law, people: Sequence[Sequence[Row]], code: str = "US-ZZ", names: Sequence[str] = ANSWER_FACTS) -> Result:
    readings = law.readings(code, AS_OF)
    found: Result = {}
    for rows in people:
        bound = bind_rows([{name: row[name] for name in COLUMNS} for row in rows], law, answers_of(rows, names))
        for given, row in zip(rows, bound.rows, strict=True):
            if given["jurisdiction"] == code:
                for number, reading in enumerate(readings):
                    decision = reading.decide(row)
                    found[given["charge_id"], number] = (
                        *decision.bounds,
                        decision.favorable[1],
                        decision.strict[0],
                        *(decision.closes or YES),
                    )
    return found


def by_everyone(law: Law, people: Sequence[Sequence[Row]], code: str = "US-ZZ") -> Result:
    rows = [row for person in people for row in person]
    connection = duckdb.connect(config={"threads": 1})
    names = list(rows[0])
    connection.execute(f"CREATE TABLE charges ({', '.join(f'{name} VARCHAR' for name in names)})")
    marks = ", ".join("?" * len(names))
    connection.executemany(f"INSERT INTO charges VALUES ({marks})", [[row[name] or None for name in names] for row in rows])
    screen = Screen(connection, "charges", law, AS_OF, [code])
    found: Result = {}
    for _, query in screen.decide():
        table = connection.execute(query)
        columns = [each[0] for each in table.description or ()]
        for values in table.fetchall():
            row = dict(zip(columns, values, strict=True))
            for number, _ in enumerate(screen.plans[code].provisions):
                low, high = row[f"p{number}_low"], row[f"p{number}_high"]
                sides = (low, high, row.get(f"p{number}_favorable", high), row.get(f"p{number}_strict", low))
                closes = (row.get(f"p{number}_closes_low"), row.get(f"p{number}_closes_high"))
                found[row["charge_id"], number] = (
                    *(each.toordinal() if each else None for each in sides),
                    *(each.toordinal() if each else YES[0] for each in closes),
                )
    connection.close()
    return found


def differences(one: Result, two: Result) -> list[str]:
    """What the two readings say differently, a line each."""
    return [f"{key}: person {one.get(key)} everyone {two.get(key)}" for key in sorted({*one, *two}) if one.get(key) != two.get(key)]


def disagreements(provisions: Sequence[Provision], people: Sequence[Sequence[Row]]) -> list[str]:
    """The same for some provisions of the made-up land."""
    law = law_with(provisions)
    return differences(by_person(law, people), by_everyone(law, people))
