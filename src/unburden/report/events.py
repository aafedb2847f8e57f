"""The dated events of a record, case by case, for the timeline: each once, with the charges that it concerns."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from attrs import define, field

from unburden.calendar import AFTER, ALWAYS, Bounds, parse_day
from unburden.record import Span
from unburden.report.answers import Choice, standing
from unburden.report.context import Context
from unburden.report.sheet import Event


@define
class _Lane:
    """The events of one case, equal ones of several charges drawn together."""

    found: dict[tuple[str, str, Bounds], tuple[list[int], Span | None]] = field(factory=dict)

    def add(self, kind: str, detail: str, bounds: Bounds | None, span: Span | None, number: int | None = None) -> None:
        if bounds is None or bounds[0] <= ALWAYS or bounds[1] >= AFTER:
            return
        numbers, _ = self.found.setdefault((kind, detail, bounds), ([], span))
        if number is not None:
            numbers.append(number)


def events(choices: Sequence[Choice], context: Context) -> Iterator[Event]:
    """Every event with a known day, in the order of the cases and their charges."""
    words, place = context.words, 0
    for number, case in enumerate(context.result.record.cases):
        lane = _Lane()
        if case.filed_date:
            lane.add("filed", "", parse_day(case.filed_date), case.spans.get("filed_date"))
        for _ in case.charges:
            _charge(lane, choices[place], context)
            place += 1
        for (kind, detail, bounds), (numbers, span) in lane.found.items():
            text = words(f"event.{kind}") + (f": {detail}" if detail else "")
            if numbers:
                text += f" ({words.count('used_by', len(numbers), numbers=words.numbers(numbers))})"
            yield Event(number, kind, bounds, text, context.span(span))


def _charge(lane: _Lane, choice: Choice, context: Context) -> None:
    words, charge, number = context.words, choice.result.charge, choice.result.place + 1
    for kind, name in (
        ("offense", "offense_date"),
        ("arrest", "arrest_date"),
        ("released", "released_date"),
        ("completed", "sentence_completed_date"),
    ):
        value: str | None = getattr(charge, name)
        if value:
            lane.add(kind, "", parse_day(value), charge.spans.get(name), number)
    for each in charge.dispositions:
        if each.date:
            detail = context.said(words.choice("disposition", each.outcome) if each.outcome else each.printed)
            lane.add("ended", detail, parse_day(each.date), each.spans.get("date"), number)
    for relief in (choice.best, choice.stronger):
        if relief is not None and standing(relief)[0] == "later":
            effect = words(f"effect.{relief.effect}")
            lane.add("opens", effect, standing(relief)[1].bounds, None, number)
