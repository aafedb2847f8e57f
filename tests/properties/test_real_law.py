"""Both readings agree on the real law, too: every provision of every jurisdiction, over random people charged with its own offenses."""

from __future__ import annotations

import os
from functools import lru_cache
from random import Random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from unburden.law import Law, folder_codes, law_folder, read_law
from unburden.record import COLUMNS, Row

from .drawing import STATUSES, _day_text
from .readings import by_everyone, by_person, differences

CODES = folder_codes(law_folder())
#: For each jurisdiction; UNBURDEN_EXAMPLES asks for more, as for the other properties.
EXAMPLES = max(2, int(os.environ.get("UNBURDEN_EXAMPLES", "40")) // 20)


@lru_cache(maxsize=1)
def real_law() -> Law:
    law = read_law()
    assert not law.problems, [str(problem) for problem in law.problems[:5]]
    return law


def answer_facts(law: Law) -> list[str]:
    """Facts that a yes or no of its own answers, one charge at a time."""
    return [
        fact.name
        for fact in law.facts.values()
        if fact.origin == "answer" and fact.type in ("yesno", "since") and fact.name != "record_complete"
    ]


def people(draw: Random, law: Law, code: str) -> list[list[Row]]:
    offenses = law.jurisdictions[code].offenses.offenses
    names = answer_facts(law)
    outcomes = (
        "convicted",
        "convicted",
        "convicted",
        "dismissed",
        "acquitted",
        "withheld",
        "adjudicated",
        "not_filed",
        "",
        "pending",
        "diverted",
    )
    found = []
    for person in range(draw.randint(2, 6)):
        complete, birth = draw.choice(("", "yes", "yes")), draw.choice(("", "1990-02-28", "1996-02-29", "1994", "2004-12-31"))
        generous = draw.random() < 0.5
        rows = []
        for place in range(draw.randint(1, 5)):
            offense = draw.choice(offenses)
            row = dict.fromkeys((*COLUMNS, *names), "")
            row.update(
                person_id=f"p{person}",
                case_id=f"k{draw.randint(0, 2)}",
                charge_id=f"p{person}-{place}",
                jurisdiction=draw.choice((code, code, code, "US-OR", "")),
                statute=draw.choice((offense.statute, offense.statute, offense.statute, "999.999", "")),
                description=draw.choice(("", offense.name.upper(), "ATTEMPT " + offense.name.upper())),
                level=draw.choice(("", "misdemeanor", "felony", "misdemeanor A", "felony C", "felony B", "violation")),
                disposition=draw.choice(outcomes),
                case_status=draw.choice(STATUSES),
                balance_due=draw.choice(("", "0", "12.50")),
                birth_date=birth,
                record_complete=complete,
            )
            for name in COLUMNS:
                if name.endswith("_date") and name != "birth_date":
                    row[name] = _day_text(draw)
            for name in names:
                row[name] = draw.choice(("yes", "no", "")) if generous or draw.random() < 0.3 else ""
            rows.append(row)
        found.append(rows)
    return found


@pytest.mark.parametrize("code", CODES)
@settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=list(HealthCheck))
@given(draw=st.randoms(use_true_random=False))
def test_both_readings_agree_on_the_law_itself(code: str, draw: Random) -> None:
    law = real_law()
    crowd = people(draw, law, code)
    found = differences(by_person(law, crowd, code, answer_facts(law)), by_everyone(law, crowd, code))
    assert not found, "\n".join(found[:5])
