"""Federal district courts: their names as printed, and the short names that CourtListener and the courts' own addresses use.

The numbers of federal cases begin anew in each district, so a case is known by both; a district stands where a state case's county does.
"""

from __future__ import annotations

import re
from typing import Final

from unburden.readers._states import STATES

_SIDES: Final = {"n": "Northern", "s": "Southern", "e": "Eastern", "w": "Western", "m": "Middle", "c": "Central"}
#: Districts whose short name is not the state's code with its side.
_ODD: Final = {"nmid": "District of the Northern Mariana Islands", "vid": "District of the Virgin Islands", "dcd": "District of Columbia"}
_CODES: Final = {code.removeprefix("US-").lower(): name for name, code in STATES.items()}
_SHORT: Final = re.compile(r"([a-z]{2})([nsewmc]?)d")
_STATE: Final = re.compile(rf"\b({'|'.join(sorted(STATES, key=len, reverse=True))}|zenda|ruritania)\b", re.I)
_SIDE: Final = re.compile(r"\b(northern|southern|eastern|western|middle|central)\s+district\b", re.I)
