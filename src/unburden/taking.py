"""Taking one answer in the terminal: a question's prompt, what may be typed, and what it comes to."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any, TypeAlias

from attrs import frozen

from unburden import phrases, spoken
from unburden.calendar import NEVER, Bounds, iso
from unburden.interview_words import EACH, REST, SAME, WORDS
from unburden.question import Concern, Question
from unburden.readers.kept_table.words import place

Value: TypeAlias = bool | str | int


class Command(Exception):
    """Something typed in place of an answer: ``skip``, ``unsure``, ``back`` or ``stop``."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.name = name


@frozen
class Taken:
    """An answer as `question.answered` wants it, the charges left out of it, and what to say of how it was understood."""

    value: Value | tuple[Bounds, ...] | tuple[str, ...] | Mapping[str, Value]
    skipped: tuple[str, ...] = ()
    unsure: tuple[str, ...] = ()
    noted: str = ""


class Taker:
    """Takes answers in one language; `why` and ``?`` are answered on the way."""

    def __init__(
        self,
        lang: str,
        today: int,
        read: Callable[[str], str],
        write: Callable[[str], None],
        places: Mapping[str, str] | None = None,
    ) -> None:
        self.lang, self.today = lang, today
        #: Names of states and territories by their code.
        self.places = places or {}
        self._read, self._write = read, write

    def say(self, name: str, *parts: object) -> str:
        """A text of the interview in its language."""
        return WORDS[name][self.lang].format(*parts)

    def line(self, prompt: str) -> str:
        """One line that the person types, bounded and without white space at its ends."""
        return self._read(f"{prompt}\n> ").encode("utf-8", "replace").decode().strip()[: spoken.MAX_LINE]

    def take(self, question: Question, why: Callable[[], None]) -> Taken:
        """The answer to a question.

        Raises:
            Command: the person typed one that concerns the whole question.
        """
        return _Taking(self, question, why).take()


class _Taking:
    """One question while it is answered."""

    def __init__(self, taker: Taker, question: Question, why: Callable[[], None]) -> None:
        self.taker, self.question, self.why = taker, question, why
        self.say, self.lang, self.write = taker.say, taker.lang, taker._write

    def take(self) -> Taken:
        question = self.question
        several = question.scope == "charge" and len(question.charges) > 1
        if question.type == "periods":
            return self.periods()
        if question.type == "times":
            times: tuple[Bounds, ...] = self.until(
                self.say("times"), lambda line: spoken.periods(line, self.lang, self.taker.today) or None
            )
            return Taken(times, noted=self.say("noted_as", "; ".join(map(self.period, times))))
        if question.type in ("place", "places"):
            codes: tuple[str, ...] = self.until(self.say(question.type), self.places)
            return Taken(codes, noted=self.say("noted_as", ", ".join(self.taker.places[each] for each in codes) or "–"))
        if several and question.type in ("yesno", "since"):
            chosen: bool | list[int] = self.until(self.say("yesno_many"), self.selection)
            return self.truths(chosen)
        if several:
            return self.several()
        value: Value = self.until(self.prompt(), self.value)
        return Taken(value, noted=self.noted(value))

    # ---- lines ----

    def line(self, prompt: str) -> str:
        while True:
            line = self.taker.line(f"({prompt})")
            command = spoken.command(line)
            if command == "help":
                self.write(self.say("help"))
            elif command == "why":
                self.why()
            elif command:
                raise Command(command)
            else:
                return line

    def until(self, prompt: str, understand: Callable[[str], Any]) -> Any:
        """Ask until the line is understood: what `understand` makes of it, which is never `None`."""
        while True:
            found = understand(self.line(prompt))
            if found is not None:
                return found
            self.write(self.say("not_understood"))

    def places(self, line: str) -> tuple[str, ...] | None:
        """Codes of the places that a line names, one or several; none of them where it says so."""
        if self.question.type == "places" and spoken.nothing(line):
            return ()
        found = [place(each.strip()) for each in re.split(r"[,;]| and | y ", line) if each.strip()]
        codes = tuple(dict.fromkeys(each for each in found if each is not None and each in self.taker.places and each != "US"))
        return codes if codes and None not in found and (len(codes) == 1 or self.question.type == "places") else None

    # ---- one value ----

    def prompt(self) -> str:
        kind = self.question.type
        if kind == "choice":
            return self.say("choice" if self.question.options else "text")
        return self.say("yesno" if kind == "since" else kind)

    def value(self, line: str) -> Value | None:
        match self.question.type:
            case "yesno" | "since":
                return spoken.truth(line, self.lang)
            case "day":
                # Where the question itself offers "never", a no says the same.
                if "never" in self.question.text["en"] and spoken.truth(line, self.lang) is False:
                    return "never"
                return spoken.day(line, self.lang, self.taker.today)
            case "number":
                return spoken.amount(line)
            case "level":
                return spoken.level(line)
            case _:
                return spoken.choice(line, self.question.options)

    def noted(self, value: Value) -> str:
        """What was understood, where it may not be what was meant."""
        if self.question.type == "day":
            return "" if value == "never" else self.say("noted_as", phrases.printed_day(str(value), self.lang))
        return self.say("noted_as", value) if self.question.type in ("number", "level") else ""

    # ---- yes or no for several charges ----

    def selection(self, line: str) -> bool | list[int] | None:
        """Yes or no for all charges, or the numbers of those for which it is yes."""
        if spoken.fold(line) in EACH:
            line = self.line(self.say("which"))
        found = spoken.truth(line, self.lang)
        return found if found is not None else spoken.numbers(line, len(self.question.charges))

    def truths(self, selected: bool | list[int]) -> Taken:
        charges = [charge.charge_id for charge in self.question.charges]
        if isinstance(selected, bool):
            return Taken(dict.fromkeys(charges, selected))
        values: dict[str, Value] = {charges[number - 1]: True for number in selected}
        others = tuple(charge for charge in charges if charge not in values)
        try:
            if others:
                self.until(self.say("others_no"), lambda line: spoken.truth(line, self.lang) is False or None)
        except Command as command:
            if command.name not in ("skip", "unsure"):
                raise
            skipped = command.name == "skip"
            return Taken(values, skipped=others if skipped else (), unsure=() if skipped else others)
        return Taken(values | dict.fromkeys(others, False))

    def periods(self) -> Taken:
        def understand(line: str) -> tuple[Bounds, ...] | bool | list[int] | None:
            return spoken.periods(line, self.lang, self.taker.today) or self.selection(line)

        found: tuple[Bounds, ...] | bool | list[int] = self.until(self.say("periods"), understand)
        if isinstance(found, bool | list):
            return self.truths(found)
        return Taken(found, noted=self.say("noted_as", "; ".join(map(self.period, found))))

    def period(self, bounds: Bounds) -> str:
        """A time as people say it."""
        low, high = (phrases.printed_day(iso(each), self.lang) if each < NEVER else "" for each in bounds)
        return self.say("period", low, high) if high else self.say("period_open", low)

    # ---- anything else for several charges ----

    def several(self) -> Taken:
        """One answer for all charges, or one for each."""
        self.write(self.say("many"))

        def understand(line: str) -> tuple[None] | Value | None:
            return (None,) if spoken.fold(line) in EACH else self.value(line)

        found: tuple[None] | Value = self.until(self.prompt(), understand)
        if not isinstance(found, tuple):
            return Taken(dict.fromkeys([charge.charge_id for charge in self.question.charges], found), noted=self.noted(found))
        return self.one_by_one()

    def one_by_one(self) -> Taken:
        self.write(self.say("one_by_one"))
        values: dict[str, Value] = {}
        left_out: dict[str, list[str]] = {"skip": [], "unsure": []}
        last: Value | None = None
        for number, charge in enumerate(self.question.charges, 1):
            self.write(charge_line(charge, self.lang))
            try:
                value, rest = self.one(last)
            except Command as command:
                if command.name not in left_out:
                    raise
                left_out[command.name].append(charge.charge_id)
                continue
            last = values[charge.charge_id] = value
            if rest:
                values |= {later.charge_id: value for later in self.question.charges[number:]}
                break
        return Taken(values, tuple(left_out["skip"]), tuple(left_out["unsure"]))

    def one(self, last: Value | None) -> tuple[Value, bool]:
        """The value for one charge, and whether it holds for all that are left."""

        def understand(line: str) -> tuple[Value, bool] | None:
            words = spoken.fold(line)
            start = next((each for each in REST if words.startswith(each)), "")
            value = last if words in SAME else self.value(line.strip()[len(start) :] if start else line)
            return None if value is None else (value, bool(start))

        found: tuple[Value, bool] = self.until(self.prompt(), understand)
        return found


def charge_line(charge: Concern, lang: str) -> str:
    """A charge as the person knows it: its words, its day, and what the papers say in part of what is asked."""
    parts = [charge.said or WORDS["no_words"][lang], phrases.printed_day(charge.day, lang)]
    if charge.known and charge.known != charge.day:
        parts.append(WORDS["papers_say"][lang].format(phrases.printed_day(charge.known, lang)))
    return ", ".join(part for part in parts if part)
