"""Federal district courts by one name each, however a page or CourtListener's short name (``cand``) writes it.

The numbers of federal cases begin anew in every district, so a district stands where a state case's county does.
"""

from __future__ import annotations

import re
from typing import Final

from unburden.readers._states import STATES

_SIDES: Final = {"n": "Northern", "s": "Southern", "e": "Eastern", "w": "Western", "m": "Middle", "c": "Central"}
_CODES: Final = {code.removeprefix("US-").lower(): name for name, code in STATES.items()}
_CODES.update(nmi=_CODES["mp"], dc="columbia")  # two whose short names are made otherwise
_SHORT: Final = re.compile(r"([a-z]{2}|nmi)([nsewmc]?)d")
_SIDE: Final = "(northern|southern|eastern|western|middle|central)"
_NAMES: Final = (
    re.compile(rf"(?:\b{_SIDE} )?\bdistrict of (?:the )?([a-z][a-z .]{{2,40}})", re.I),
    re.compile(rf"()([a-z][a-z .]{{2,40}}?) {_SIDE} district\b", re.I),
)


def district(printed: str) -> str | None:
    """``Northern District of California`` for ``California Northern District (San Francisco)``, for ``NORTHERN DISTRICT OF CALIFORNIA``
    and for ``cand``; `None` for what is no federal district."""
    text = " ".join(printed[:300].partition("(")[0].split())
    short = _SHORT.fullmatch(text)
    if short:
        return _named(_SIDES.get(short[2]), _CODES[short[1]]) if short[1] in _CODES else None
    for pattern in _NAMES:
        match = pattern.search(text)
        if match:
            return _named(match[1] or (match[3] if pattern.groups > 2 else None), match[2])
    return None


def _named(side: str | None, state: str) -> str:
    state = re.sub(r"\b(?:Of|The|And)\b", lambda match: match[0].lower(), " ".join(state.split()).title())
    return f"{side.title()} District of {state}" if side else f"District of {state}"
