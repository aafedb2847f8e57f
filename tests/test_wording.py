"""Words of a charge: what counts as the same name, and what does not."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from unburden.wording import folded, other_line, without_modifier

OWN = {"cpcs": "criminal possession controlled substance"}


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Theft in the Second Degree", "THEFT 2"),
        ("Theft II", "Theft, 2nd degree"),
        ("Criminal possession of a controlled substance in the seventh degree", "CPCS 7TH"),
        ("Criminal possession of a controlled substance in the seventh degree", "CRIM POSS CONTR SUBST-7"),
        ("Loitering for the purpose of prostitution", "LOITER PURPOSE PROST"),
        ("Disorderly conduct", "disord. cond."),
        ("Trespass: occupy property w/o consent", "TRESPASS OCCUPY PROPERTY WITHOUT CONSENT"),
        ("Resisting arrest", "Resist Arrest"),
        ("Possession of burglary tools", "Poss burg tool"),
    ],
)
def test_the_same_name(one: str, other: str) -> None:
    assert folded(one, OWN) == folded(other, OWN)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Prostitution", "Promoting prostitution"),
        ("Prostitution", "Prostitution of a minor"),
        ("Theft 2", "Theft 3"),
        ("Assault", "Aggravated assault"),
        ("Trespass with a firearm", "Trespass without a firearm"),
        ("Trafficking", "Drug trafficking"),
    ],
)
def test_another_name(one: str, other: str) -> None:
    assert folded(one, OWN) != folded(other, OWN)


@pytest.mark.parametrize("text", ["", "of the", "-- //", "prostitution " * 100])
def test_no_words(text: str) -> None:
    assert folded(text, OWN) == frozenset()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("ATTEMPTED PETIT LARCENY", ("attempt", "petit larceny")),
        ("Attempt to Commit Theft 2", ("attempt", "theft 2")),
        ("Attempt to commit the crime of theft", ("attempt", "theft")),
        ("CRIM ATTEMPT: BURGLARY", ("attempt", "burglary")),
        ("ATT-BURGLARY", ("attempt", "burglary")),
        ("BURGLARY (ATTEMPT)", ("attempt", "burglary")),
        ("Burglary - Attempted", ("attempt", "burglary")),
        ("CONSPIRACY TO COMMIT ROBBERY", ("conspiracy", "robbery")),
        ("CONSP ROBBERY", ("conspiracy", "robbery")),
        ("Solicitation to commit a robbery", ("solicitation", "robbery")),
        ("Accessory after the fact to robbery", ("accessory", "robbery")),
        ("AID AND ABET ROBBERY", ("accessory", "robbery")),
        ("ATTENDING A COCKFIGHT", (None, "ATTENDING A COCKFIGHT")),
        ("SOLICITATION", (None, "SOLICITATION")),
        ("SOLICITATION OF PROSTITUTION", (None, "SOLICITATION OF PROSTITUTION")),
        ("ATTEMPT", (None, "ATTEMPT")),
        ("ACCESSORY", (None, "ACCESSORY")),
        ("AID TO FAMILIES FRAUD", ("accessory", "to families fraud")),
    ],
)
def test_without_modifier(text: str, expected: tuple[str | None, str]) -> None:
    assert without_modifier(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("FTA PROSTITUTION", True),
        ("PROSTITUTION - FTA", True),
        ("Failure to appear", True),
        ("FAIL TO APP/THEFT", True),
        ("BENCH WARRANT", True),
        ("WARRANT: THEFT", True),
        ("VOP PETIT THEFT", True),
        ("VIOL OF PROBATION/THEFT", True),
        ("Probation Violation - theft", True),
        ("FUGITIVE FROM JUSTICE", True),
        ("PROSTITUTION", False),
        ("FAILURE TO REGISTER", False),
        ("SEARCH WITHOUT WARRANT", False),
        ("VIOLATION OF CONDITION", False),
        ("SHIFTAKER", False),
    ],
)
def test_other_line(text: str, expected: bool) -> None:
    assert other_line(text) is expected


@given(st.text(max_size=400))
def test_any_text(text: str) -> None:
    assert folded(text, OWN) == folded(" (" + text[:290] + ")", OWN) or len(text) > 290
    kind, rest = without_modifier(text)
    assert (rest == text) or kind
    assert other_line(text) in (True, False)
