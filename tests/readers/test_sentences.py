from __future__ import annotations

import pytest

from unburden import terms
from unburden.readers._sentences import served_outside, takes_liberty
from unburden.record import SentencePart


def parts(*printed: str) -> list[SentencePart]:
    return [SentencePart(terms.sentence_kind(each) or "other", each) for each in printed]


@pytest.mark.parametrize(
    ("printed", "outside"),
    [
        (("FINE", "3 YEARS PROBATION", "RESTN"), True),
        (("Community Service - Hour(s): 40",), True),
        ((), False),
        (("FINE", "30 DAYS JAIL"), False),
        (("Probation with 10 days custody",), False),
        (("FINE", "something else"), False),
        (("IMP SEN SS", "PROBATION"), False),
    ],
)
def test_only_a_sentence_understood_whole_was_surely_served_outside(printed: tuple[str, ...], outside: bool) -> None:
    assert served_outside(parts(*printed)) is outside


def test_other_words_of_the_sentence_count() -> None:
    assert not served_outside(parts("FINE"), ["PV Jail 60 Day(s)"])
    assert takes_liberty("Oregon Dept of Corrections")
    assert not takes_liberty("Fine - Traffic")
