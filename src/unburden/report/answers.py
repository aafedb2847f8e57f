"""From many options to one plain answer for each charge, and the questions that can still change it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from attrs import define, field, frozen

from unburden.calendar import AFTER, ALWAYS, NEVER, NO, Bounds
from unburden.person import Decision
from unburden.relief import WHOLE_RECORD, ChargeResult, Relief
from unburden.report.context import Context
from unburden.report.sheet import Question

#: Effects that leave the charge on the record, and how an answer then begins.
LESSER: Final = {"restriction": "restrict", "sentence-reduction": "reduce"}


@frozen
class Choice:
    """A charge's options by what they are for it: the best, one that would do more if it opens, weaker ones, closed ones."""

    result: ChargeResult
    best: Relief | None
    stronger: Relief | None
    also: tuple[Relief, ...]
    closed: tuple[Relief, ...]
    information: tuple[Relief, ...]


def standing(relief: Relief) -> tuple[str, Decision]:
    """A relief's status and decision; where the whole record is not known, those that it has if the papers are all of it."""
    if relief.assumed is not None and relief.assumed_status is not None:
        return relief.assumed_status, relief.assumed
    return relief.status, relief.decision


def choose(result: ChargeResult) -> Choice:
    """Sort a charge's options."""
    usable, information, closed = [], [], []
    for each in result.relief:
        if standing(each)[0] == "closed":
            if each.provision.kind != "information":
                closed.append(each)
        elif each.provision.kind == "information":
            information.append(each)
        else:
            usable.append(each)
    best = usable[0] if usable else None
    better = [each for each in usable[1:] if best is not None and each.strength[:2] < best.strength[:2] and not each.of_minors]
    stronger = min(better, key=lambda each: each.strength) if better else None
    also = [each for each in usable[1:] if each is not stronger]
    return Choice(result, best, stronger, tuple(also), tuple(closed), tuple(information))


# ---- what is asked -------------------------------------------------------------------------------------------------


@define
class _Asked:
    """A fact that is asked for, and the charges it is asked about: one by one, or as groups that many decisions share."""

    places: set[int] = field(factory=set)
    groups: dict[int, frozenset[int]] = field(factory=dict)


class Asking:
    """The open facts of a result. Facts of other charges come in groups that decisions share; each is looked at once."""

    def __init__(self, context: Context) -> None:
        self.context = context
        self._groups: dict[int, dict[str, frozenset[int]]] = {}

    def needs(self, relief: Relief, own: int) -> list[str]:
        """Facts that can still change a relief, beside those of the whole record: its own, then those of other charges.

        Nothing is asked about a case that is still open: nothing in it can be cleared yet.
        """
        if own in self.context.open_cases:
            return []
        _, decision = standing(relief)
        needs = [name for name in decision.needs if name not in WHOLE_RECORD]
        for group in decision.elsewhere:
            for name, places in self._group(group).items():
                if name not in needs and places != {own}:
                    needs.append(name)
        return needs

    def _group(self, group: tuple[tuple[int, str], ...]) -> dict[str, frozenset[int]]:
        found = self._groups.get(id(group))
        if found is None:
            places: dict[str, set[int]] = {}
            for place, name in group:
                places.setdefault(name, set()).add(place)
            found = self._groups[id(group)] = {name: frozenset(each) for name, each in places.items()}
        return found

    def questions(self, choices: Sequence[Choice]) -> tuple[Question, ...]:
        """Every question that the leading options hang on, the easiest first. Gives each its number in the context."""
        asked: dict[str, _Asked] = {}
        for choice in choices:
            own = choice.result.place
            for relief in (choice.best, choice.stronger):
                if relief is None or standing(relief)[0] != "ask" or own in self.context.open_cases:
                    continue
                _, decision = standing(relief)
                for name in decision.needs:
                    if name not in WHOLE_RECORD:
                        asked.setdefault(name, _Asked()).places.add(own)
                for group in decision.elsewhere:
                    for name, places in self._group(group).items():
                        if places != {own}:
                            asked.setdefault(name, _Asked()).groups[id(places)] = places
        facts, numbers = self.context.result.law.facts, self.context.numbers
        ordered = sorted(asked, key=lambda name: facts[name].weight if name in facts else 0)
        first = len(numbers) + 1
        numbers.update({name: f"Q{first + place}" for place, name in enumerate(ordered)})
        return tuple(self._question(name, asked[name].places.union(*asked[name].groups.values())) for name in ordered)

    def whole(self) -> tuple[Question, ...]:
        """The questions about the whole record, numbered before all others."""
        context = self.context
        context.numbers.update({name: f"Q{place}" for place, name in enumerate(context.result.whole_record, 1)})
        return tuple(self._question(name, set()) for name in context.result.whole_record)

    def _question(self, name: str, places: set[int]) -> Question:
        context, words = self.context, self.context.words
        fact, charges = context.result.law.facts.get(name), context.result.charges
        about = words.count("about_charges", len(places), numbers=words.numbers(place + 1 for place in places)) if places else ""
        scope = fact.scope if fact is not None else "charge"
        if scope == "person":
            owners, about = {""}, words("about_person") if places else ""
        else:
            owners = {charges[place].row["charge_id" if scope == "charge" else "case_id"] for place in places}
        skipped = all((owner, name) in context.result.answers.declined for owner in owners)
        ask, why = (context.text(fact.ask), context.text(fact.why)) if fact is not None else (words("offense_ask"), words("offense_why"))
        return Question(context.numbers[name], name, ask, why, about, skipped)


# ---- the answer ----------------------------------------------------------------------------------------------------


def answer(relief: Relief, own: int, context: Context, asking: Asking) -> tuple[str, str, tuple[str, ...]]:
    """What a relief that is not closed comes to: a kind (`sheet.KINDS`), one plain sentence, the questions that it depends on."""
    words = context.words
    status, decision = standing(relief)
    kind, opening = _opening(decision, status, relief.effect, relief.provision.court == "automatic", context)
    parts = [opening] if opening else []
    questions: list[str] = []
    if status == "ask":
        needs = asking.needs(relief, own)
        if needs:
            parts.append(words.count("depends", len(needs)))
            if all(name in context.numbers for name in needs):
                questions = sorted((context.numbers[name] for name in needs), key=lambda each: int(each[1:]))
        elif decision.unsettled:
            parts = [words("two_readings", one=_under(decision.favorable, context), two=_under(decision.strict, context))]
        elif not opening:
            kind, opening = ("wait", words("wait")) if own in context.open_cases else (kind, words("depends_open"))
            parts.append(opening)
    elif decision.closes is not None and decision.closes[0] == decision.closes[1] < AFTER:
        parts.append(words("until_short", day=words.day(decision.closes[0])))
    read = relief.provision.source.read
    if status != "ask" and read != "whole":
        # Someone may act on this answer, so it says itself that the law's own words do not stand behind all of it.
        parts.append(words(f"as_read.{read}"))
    if status != "ask" and relief.assumed is not None:
        parts.append(context.condition(relief.ask))
        kind = "if" if kind == "now" else kind
    return kind, ", ".join(parts), tuple(questions)


def _opening(decision: Decision, status: str, effect: str, automatic: bool, context: Context) -> tuple[str, str]:
    """When it opens; the words are empty where only the questions say."""
    words, (low, high) = context.words, decision.bounds
    how = LESSER.get(effect) or ("automatic" if automatic else "")
    suffix = f".{how}" if how else ""
    if status == "open":
        return ("limited" if effect in LESSER else "now"), words(f"now{suffix}")
    if AFTER <= low < NEVER:
        return "wait", words.when((low, low))
    if status == "later":
        return "later", words(f"from{suffix}", day=words.day(low))
    if low <= context.result.as_of:
        return "ask", ""
    if high < AFTER:
        return "ask", words("between", first=words.day(low), last=words.day(high))
    return "ask", words("not_before", day=words.day(low))


def _under(bounds: Bounds, context: Context) -> str:
    """When something opens under one reading of the law."""
    mark = context.mark(bounds)
    low, high = bounds
    return context.words("now") if high <= context.result.as_of else context.words("none") if low == NEVER else mark


def deadline(closes: Bounds | None, context: Context) -> str:
    """The last day to ask, in words; empty where there is none."""
    if closes is None or closes == NO:
        return ""
    words, (low, high) = context.words, closes
    if high < context.result.as_of:
        return words("too_late", day=words.when(closes))
    if low == high and low < AFTER:
        return words("until", day=words.day(low))
    if low == ALWAYS or high >= AFTER:
        return words("until_unknown")
    return words("until_range", first=words.day(low), last=words.day(high))
