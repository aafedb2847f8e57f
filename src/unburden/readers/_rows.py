"""A row of the charges table as a charge, and what its place may be: for the tables that have its columns or are brought to them."""

from __future__ import annotations

from typing import Final

from unburden import terms
from unburden.readers._states import STATES
from unburden.record import Charge, ChargeVersion, Disposition, Row, SentencePart, Span

#: Every place that has a law: ISO 3166-2, and ``US`` for federal.
PLACES: Final = frozenset(("US", *STATES.values()))


def charge_of(row: Row, span: Span) -> Charge:
    """The charge of a row whose dates and ids are checked; every value stands at `span`."""
    dates = ("offense_date", "arrest_date", "released_date", "sentence_completed_date", "probation_revoked_date")
    printed = {name: row[name] or None for name in ("statute", "description", "level")}
    version = ChargeVersion("filed", **printed, spans={name: span for name, value in printed.items() if value})
    disposition = Disposition(
        row["disposition"],
        outcome=terms.outcome(row["disposition"]),
        date=row["disposition_date"] or None,
        later=terms.later(row["disposition"]),
        spans={"printed": span, "date": span} if row["disposition_date"] else {"printed": span},
    )
    return Charge(
        row["charge_id"],
        versions=(version,) if any(printed.values()) else (),
        dispositions=(disposition,) if row["disposition"] or row["disposition_date"] else (),
        sentence=(SentencePart(terms.sentence_kind(row["sentence"]) or "other", row["sentence"], spans={"printed": span}),)
        if row["sentence"]
        else (),
        **{name: row[name] or None for name in dates},
        spans={"charge_id": span, **{name: span for name in dates if row[name]}},
    )


def place_hint(text: str) -> str:
    """How a place that is no code is written."""
    code = f"US-{text.upper()}" if f"US-{text.upper()}" in PLACES else STATES.get(text.lower())
    return f'; write it as "{code}"' if code else ' like "US-OR" (or "US" for federal)'
