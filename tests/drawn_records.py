"""Hypothesis strategies for records of the neutral model."""

from __future__ import annotations

from hypothesis import strategies as st

from unburden import terms
from unburden.record import (
    SENTENCE_KINDS,
    STAGES,
    Case,
    Charge,
    ChargeVersion,
    Disagreement,
    Disposition,
    Doubt,
    Person,
    Record,
    SentencePart,
    SetAside,
    Source,
    Span,
    Unread,
)

words = st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=12)
maybe = st.none() | words
days = st.sampled_from(["2011-06-01", "2011-06", "2011", "1998-02-28", "never", "2024-02-29"])
maybe_days = st.none() | days
spans = st.dictionaries(words, st.builds(Span, words, st.none() | st.integers(1, 9999), st.none() | st.integers(1, 99)), max_size=2)
versions = st.builds(ChargeVersion, st.sampled_from(STAGES), statute=maybe, description=maybe, level=maybe, date=maybe_days, spans=spans)
dispositions = st.builds(
    Disposition,
    words,
    outcome=st.none() | st.sampled_from(sorted(terms.OUTCOMES)),
    date=maybe_days,
    later=st.booleans(),
    spans=spans,
)
sentences = st.builds(SentencePart, st.sampled_from(SENTENCE_KINDS), words, date=maybe_days, spans=spans)


def few(of: st.SearchStrategy[object], most: int = 2) -> st.SearchStrategy[tuple[object, ...]]:
    return st.lists(of, max_size=most).map(tuple)


charges = st.builds(
    Charge,
    words,
    versions=few(versions),
    dispositions=few(dispositions),
    sentence=few(sentences),
    offense_date=maybe_days,
    arrest_date=maybe_days,
    released_date=maybe_days,
    sentence_completed_date=maybe_days,
    probation_revoked_date=maybe_days,
    spans=spans,
)
cases = st.builds(
    Case,
    words,
    jurisdiction=st.none() | st.sampled_from(["US", "US-OR", "US-NV"]),
    number=maybe,
    county=maybe,
    court=maybe,
    filed_date=maybe_days,
    status=st.sampled_from([None, "open", "closed"]),
    status_printed=maybe,
    balance_due=maybe,
    related=few(words),
    tracking=few(words),
    charges=few(charges, 3),
    spans=spans,
)
a_span = st.builds(Span, words, st.none() | st.integers(1, 99))
records = st.builds(
    Record,
    person_id=words,
    person=st.builds(Person, names=few(words), birth_dates=few(days), numbers=few(words), spans=spans),
    cases=few(cases),
    sources=few(st.builds(Source, words, words, st.integers(0, 99))),
    unread=few(st.builds(Unread, a_span, words, words)),
    set_aside=few(st.builds(SetAside, a_span, words, words)),
    disagreements=few(st.builds(Disagreement, words, words, few(words), few(a_span))),
    notes=few(words),
    answers=st.dictionaries(words, st.dictionaries(words, words, max_size=2), max_size=2),
    doubtful=few(st.builds(Doubt, a_span, words, st.integers(0, 100))),
)
