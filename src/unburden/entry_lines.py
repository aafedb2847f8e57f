"""What people type when they tell a record from memory: places, dates, offenses and outcomes, in English or Spanish.

Every method gives `None` for what it does not understand, or raises `AgainError` where more can be said than that.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from difflib import get_close_matches
from typing import Final

from unburden import phrases, spoken
from unburden.calendar import parse_day
from unburden.entry_words import OUTCOMES, WORDS
from unburden.law import Law, jurisdiction_names
from unburden.provision import Text
from unburden.readers.kept_table.dates import day as written_day
from unburden.readers.kept_table.dates import short_year, two_ways
from unburden.readers.kept_table.people import outcome as written_outcome
from unburden.readers.kept_table.words import place

#: Offenses shown to choose from; of more, only the number of the law would tell.
_MOST: Final = 6
_LONGEST: Final = 200
#: How a date is said that is not sure.
_ABOUT: Final = re.compile(
    r"^~|\?$|\b(?:about|around|maybe|circa|approx\w*|before|after|between|more or less|winter|or|i think"
    r"|como|alrededor|mas o menos|quizas?|tal vez|antes|despues|entre|hacia|cerca|aproximadamente|creo|invierno|o)\b"
)
#: What can come after a charge, and other words for the last of it.
AFTER: Final = ("same_case", "other_case", "done")
_DONE: Final = ("done", "finished", "that is all", "thats all", "nothing", "no", "listo", "lista", "ya", "es todo", "nada mas")


class AgainError(Exception):
    """A line that is no answer, with what to say of it."""


class Lines:
    """Understands lines, with the law of the states that were named and on one day."""

    def __init__(self, law: Law, today: int, lang: str) -> None:
        self.law, self.today, self.lang = law, today, lang
        self.states = _states(law)
        #: The state that was asked about last, for a yes to mean it.
        self.near: str | None = None

    def say(self, name: str, *parts: object) -> str:
        """A text in the person's language."""
        return WORDS[name][self.lang].format(*parts)

    def offenses(self, state: str | None, statute: str, words: str) -> list[tuple[str, str]]:
        """What the offense table of the state knows this as: number and name, few enough to be read."""
        jurisdiction = self.law.jurisdictions.get(state or "")
        if jurisdiction is None or not (statute or words):
            return []
        table = jurisdiction.offenses
        found = [(each.statute, each.name) for each in table.match(statute, words).candidates]
        if not found and len(spoken.fold(words)) > 3:
            asked = set(spoken.fold(words).split())
            found = [(each.statute, each.name) for each in table.offenses if asked <= set(spoken.fold(each.name).split())]
        if not found and len(words) > 3:
            # A name in Spanish, or a slip of the hand, is often near enough to be asked about.
            names = {spoken.fold(each.name): (each.statute, each.name) for each in table.offenses}
            found = [names[each] for each in get_close_matches(spoken.fold(words), list(names), n=3, cutoff=0.8)]
        found = list(dict.fromkeys(found))
        return found if len(found) <= _MOST else []

    def state(self, line: str) -> str | None:
        """The code of a state or territory by its name in either language, or its letters; a yes is the one that was asked about."""
        near, self.near = self.near, None
        if near and spoken.truth(line, self.lang):
            return near
        words = spoken.fold(line).replace(".", "")
        named = {spoken.fold(name): code for code, names in self.states.items() for name in names.values()}
        found = named.get(words) or place(line)
        if found in self.states:
            return found
        close = get_close_matches(words, named, n=1, cutoff=0.7)
        self.near = named[close[0]] if close else None
        if self.near:
            raise AgainError(self.say("did_you_mean", self.states[self.near][self.lang]))
        return None

    def day(self, line: str) -> str | None:
        """A date as exact as it was said; ``?`` and the words where it is not sure."""
        found = spoken.day(line, self.lang, self.today)
        if found is None and any(each.isalpha() for each in line):
            found = written_day(line)
        bounds = parse_day(found) if found and found != "never" else None
        if bounds is None or found is None:
            about = _ABOUT.search(spoken.fold(line)) or line[-1] == "?"
            if about and any(each.isdigit() for each in line):
                return f"?{phrases.plain(line, 80)}"
            if two_ways(line):
                raise AgainError(self.say("two_ways"))
            if short_year(line):
                raise AgainError(self.say("four_digits"))
            return None
        if bounds[0] > self.today:
            raise AgainError(self.say("to_come"))
        return found

    def truth(self, line: str) -> str | None:
        """``yes`` or ``no``."""
        found = spoken.truth(line, self.lang)
        return None if found is None else "yes" if found else "no"

    def offense(self, line: str, most: int) -> str | None:
        """Which of the offenses shown it is, by its number, or ``no``."""
        found = spoken.truth(line, self.lang)
        if found is not None:
            return "no" if not found else "1" if most == 1 else None
        numbers = spoken.numbers(line, most)
        return str(numbers[0]) if numbers and len(numbers) == 1 else None

    def outcome(self, line: str) -> str | None:
        """An outcome, by its number or its words, or by words that a court would print; empty for not knowing.

        Part of an option's words is not taken for it: "charge was filed" is part of "no charge was filed".
        """
        words = spoken.fold(line)
        if words.isdecimal():
            return "" if words == str(len(OUTCOMES) + 1) else spoken.choice(words, OUTCOMES)
        exact = next((name for name, labels in OUTCOMES if words in {name, *_labels(labels)}), None)
        return exact or written_outcome(line)

    def after(self, line: str) -> str | None:
        """What comes next, one of `AFTER`."""
        return "done" if spoken.fold(line) in _DONE else spoken.choice(line, [(each, WORDS[each]) for each in AFTER])


def _labels(labels: Text) -> set[str]:
    """An option's words in both languages, whole and without what explains them."""
    return {spoken.fold(each) for text in labels.values() for each in (text, re.split(r":| \(", text)[0])}


def named(line: str) -> str | None:
    """A name, as it was typed."""
    return phrases.plain(line, _LONGEST) or None


def _states(law: Law) -> Mapping[str, Text]:
    """Every jurisdiction's names by language."""
    english, spanish = jurisdiction_names(law), jurisdiction_names(law, "es")
    return {code: {"en": name, "es": spanish.get(code, name)} for code, name in english.items()}
