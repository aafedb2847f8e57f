from __future__ import annotations

import pytest

from unburden.readers._states import STATES, prosecuting_state


@pytest.mark.parametrize(
    ("party", "jurisdiction"),
    [
        ("State of Oregon", "US-OR"),
        ("The State of Texas\nvs.", "US-TX"),
        ("People of the State of New York", "US-NY"),
        ("Commonwealth of Virginia", "US-VA"),
        ("STATE OF WEST VIRGINIA", "US-WV"),
        ("District of Columbia", "US-DC"),
        ("United States of America", "US"),
        ("City of Oregon City", None),
        ("Texas Roadhouse, Inc.", None),
        ("State of Confusion", None),
        ("", None),
    ],
)
def test_only_a_prosecuting_party_names_its_state(party: str, jurisdiction: str | None) -> None:
    assert prosecuting_state(party) == jurisdiction


def test_every_state_and_territory_has_a_code_of_its_own() -> None:
    assert len(STATES) == len(set(STATES.values())) == 56
