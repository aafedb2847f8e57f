"""The states' names to their ISO 3166-2 codes, for readers of pages that name the state in words."""

from __future__ import annotations

import re
from typing import Final

_NAMES: Final = """
AL Alabama|AK Alaska|AZ Arizona|AR Arkansas|CA California|CO Colorado|CT Connecticut|DE Delaware|DC District of Columbia|FL Florida
GA Georgia|HI Hawaii|ID Idaho|IL Illinois|IN Indiana|IA Iowa|KS Kansas|KY Kentucky|LA Louisiana|ME Maine|MD Maryland
MA Massachusetts|MI Michigan|MN Minnesota|MS Mississippi|MO Missouri|MT Montana|NE Nebraska|NV Nevada|NH New Hampshire
NJ New Jersey|NM New Mexico|NY New York|NC North Carolina|ND North Dakota|OH Ohio|OK Oklahoma|OR Oregon|PA Pennsylvania
RI Rhode Island|SC South Carolina|SD South Dakota|TN Tennessee|TX Texas|UT Utah|VT Vermont|VA Virginia|WA Washington
WV West Virginia|WI Wisconsin|WY Wyoming|PR Puerto Rico|GU Guam|VI Virgin Islands|AS American Samoa|MP Northern Mariana Islands
"""
#: Lower-case name → code: ``oregon`` → ``US-OR``. The federal jurisdiction is ``US``.
STATES: Final[dict[str, str]] = {
    name.lower(): f"US-{code}" for code, name in (entry.split(" ", 1) for entry in re.split(r"[|\n]", _NAMES.strip()))
}
_ANY: Final = "|".join(sorted(STATES, key=len, reverse=True))
_PARTY: Final = re.compile(
    rf"\b(?:state|commonwealth|people|government|territory) of (?:the )?(?:state of )?({_ANY})\b|\b(district of columbia|united states)\b",
    re.I,
)


def prosecuting_state(party: str) -> str | None:
    """The jurisdiction that a prosecuting party's name states: ``The State of Texas`` is ``US-TX``, ``United States of America``
    is ``US``; a city, a county or a company states none."""
    match = _PARTY.search(" ".join(party.split()))
    if match is None:
        return None
    return "US" if (match[2] or "").lower() == "united states" else STATES[(match[1] or match[2]).lower()]
