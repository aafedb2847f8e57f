"""What readers of Florida's court tables share: county numbers, case and tracking numbers, and which of two actions decides.

A uniform case number begins with the county's number, in the order of the alphabet with Dade for Miami-Dade, then year, court type and
sequence (Florida Supreme Court, uniform case numbering system): ``462004CF000034XXXACX`` is of Okaloosa.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

from unburden.record import Disposition

_NAMES: Final = (
    "Alachua|Baker|Bay|Bradford|Brevard|Broward|Calhoun|Charlotte|Citrus|Clay|Collier|Columbia|Miami-Dade|DeSoto|Dixie|Duval|Escambia"
    "|Flagler|Franklin|Gadsden|Gilchrist|Glades|Gulf|Hamilton|Hardee|Hendry|Hernando|Highlands|Hillsborough|Holmes|Indian River|Jackson"
    "|Jefferson|Lafayette|Lake|Lee|Leon|Levy|Liberty|Madison|Manatee|Marion|Martin|Monroe|Nassau|Okaloosa|Okeechobee|Orange|Osceola"
    "|Palm Beach|Pasco|Pinellas|Polk|Putnam|St. Johns|St. Lucie|Santa Rosa|Sarasota|Seminole|Sumter|Suwannee|Taylor|Union|Volusia|Wakulla"
    "|Walton|Washington"
)
#: Number → name of the 67 counties.
COUNTIES: Final = dict(enumerate(_NAMES.split("|"), 1))
_UNIFORM: Final = re.compile(r"(\d{2})\d{4}[A-Z]{2}\d{6}")


def county_of(number: str) -> str | None:
    """The county that a uniform case number names, or a county's number itself; `None` for another number."""
    found = _UNIFORM.match(number)
    digits = found[1] if found else number if number.isascii() and number.isdigit() and len(number) <= 2 else ""
    return COUNTIES.get(int(digits)) if digits else None


def tracking(number: str) -> str | None:
    """An arrest's OBTS number as it tracks one arrest through all stages; `None` for a filler (``8888888888``, ``4602000000``)."""
    return number if len(number) >= 8 and number.isalnum() and len(set(number)) > 2 and not number.endswith("000000") else None


#: What does not decide a charge: what the prosecutor or the court did beside it is what came of it.
_UNDECIDED: Final = ("diverted", "deferred", "transferred", "pending", None)


def in_order(prosecutor: Disposition, court: Disposition) -> list[Disposition]:
    """Both actions on one charge, the one that decides it last: the court's, unless the court's decides nothing."""
    return [court, prosecutor] if court.outcome in _UNDECIDED else [prosecutor, court]


def undecided_first(found: Iterable[Disposition]) -> tuple[Disposition, ...]:
    """The dispositions of one charge, what decides it last."""
    return tuple(sorted(found, key=lambda each: each.outcome not in _UNDECIDED))
