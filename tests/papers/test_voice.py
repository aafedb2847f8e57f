"""The law's words as a court paper says them: nobody is spoken to, and each verb fits."""

from __future__ import annotations

import re
from functools import cache

import pytest

from unburden.law import read_law
from unburden.papers.voice import of_court

SAID = (
    ("You were convicted", "The defendant was convicted"),
    ("It happened while you were a minor", "It happened while the defendant was a minor"),
    ("You are not on probation now", "The defendant is not on probation now"),
    ("You have no open case", "The defendant has no open case"),
    ("You have finished your sentence", "The defendant has finished the defendant's sentence"),
    ("You do not owe restitution", "The defendant does not owe restitution"),
    ("You do not register", "The defendant does not register"),
    ("You no longer owe anything", "The defendant no longer owes anything"),
    ("No conviction before you apply", "No conviction before the defendant applies"),
    ("You did all that was asked", "The defendant did all that was asked"),
    ("You must ask within two years", "The defendant must ask within two years"),
    ("You need not report", "The defendant need not report"),
    ("You need a form", "The defendant needs a form"),
    ("You pleaded guilty or were convicted", "The defendant pleaded guilty or was convicted"),
    ("You were jailed for it and are there, or were there before", "The defendant was jailed for it and is there, or was there before"),
    ("You must pay or show why not", "The defendant must pay or show why not"),
    ("You did not plead to it, and were acquitted", "The defendant did not plead to it, and was acquitted"),
    ("It did not make you register", "It did not make the defendant register"),
    ("Someone made you sell sex and do worse", "Someone made the defendant sell sex and do worse"),
    ("The judge lets you ask, and you were acquitted", "The judge lets the defendant ask, and the defendant was acquitted"),
    ("a crime against you, yours or your family", "a crime against the defendant, the defendant's or the defendant's family"),
    ("to protect yourself", "to protect the defendant"),
    ("Your case is over. You were young.", "The defendant's case is over. The defendant was young."),
    ("A youth, young and bayou-born", "A youth, young and bayou-born"),
    ("", ""),
)
SPOKEN_TO = re.compile(r"\b(?:you|yours?|yourself|yourselves)\b", re.IGNORECASE)
UNFIT = re.compile(
    r"(?<!made )(?<!make )(?<!lets )(?<!let )\bthe defendant (?:now |still |also |then |never |no longer )?"
    r"(?:were|have|are|do|don't|ask|apply|owe|sell|live|want|get|go|show|file|pay|meet)\b",
    re.IGNORECASE,
)
#: "You were there, or were …" leaves a second verb behind.
LEFT = re.compile(
    r"\bthe defendant (?:was|is|has|pleaded)\b(?:(?! that | who | which )[^.;:])* (?:or|and|but) (?:were|are|have)\b", re.IGNORECASE
)


@cache
def words() -> dict[str, str]:
    """Every text of a condition, exception or reading in the whole law, with where it stands; and what a paper says of sealing."""
    found: dict[str, str] = {}
    for provision in read_law().provisions():
        for condition in provision.conditions:
            for each in (condition, *condition.exceptions, *condition.readings):
                found.setdefault(each.text["en"], f"{provision.id} {condition.id}")
        for note in provision.notes:
            if note.topic == "confidentiality":
                found.setdefault(note.text["en"], f"{provision.id} note")
    return found


@pytest.mark.parametrize(("plain", "court"), SAID, ids=[plain[:40] or "nothing" for plain, _ in SAID])
def test_a_paper_speaks_of_the_person(plain: str, court: str) -> None:
    assert of_court(plain, "Defendant") == court


def test_the_person_has_the_name_of_their_part_in_the_case() -> None:
    assert of_court("You were charged; your case ended.", "Petitioner") == "The petitioner was charged; the petitioner's case ended."


def test_no_word_of_the_law_still_speaks_to_the_person() -> None:
    assert len(words()) > 900
    for text, where in words().items():
        said = of_court(text, "Defendant")
        assert not SPOKEN_TO.search(said), (where, said)
        assert not re.search(r"\bthe the\b", said, re.IGNORECASE), (where, said)
        assert said[:1].isupper() == text[:1].isupper(), (where, said)


def test_every_verb_of_the_law_fits_the_defendant() -> None:
    for text, where in words().items():
        said = of_court(text, "Defendant")
        assert not UNFIT.search(said), (where, said)
        assert not LEFT.search(said), (where, said)


def test_what_was_put_in_a_paper_s_voice_stays_as_it_is() -> None:
    for text in words():
        said = of_court(text, "Defendant")
        assert of_court(said, "Defendant") == said
