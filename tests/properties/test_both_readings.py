"""The two readings of the law agree, row by row and bound by bound, on random laws, people and gaps."""

from __future__ import annotations

import os
from random import Random

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from .drawing import people, provision
from .readings import disagreements

EXAMPLES = int(os.environ.get("UNBURDEN_EXAMPLES", "40"))


@settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.randoms(use_true_random=False))
def test_both_readings_agree(draw: Random) -> None:
    provisions = [provision(draw, number) for number in range(draw.randint(1, 3))]
    found = disagreements(provisions, people(draw))
    assert not found, "\n".join(found[:5])


@settings(max_examples=EXAMPLES // 2, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.randoms(use_true_random=False))
def test_both_readings_agree_on_loops_that_look_at_the_charge_itself(draw: Random) -> None:
    provisions = [provision(draw, number, pairs=True) for number in range(draw.randint(1, 2))]
    found = disagreements(provisions, people(draw))
    assert not found, "\n".join(found[:5])
