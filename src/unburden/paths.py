"""Which paths are open to a person: every way of every path decided, with its deadlines and with who would learn of it.

A way is decided on a row of its own, the person's, to which every charge is another one. So it needs no record; a record adds what
it says (a birth date, an open case, a conviction).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Final

from attrs import evolve, frozen

from unburden.calendar import AFTER, NO, YES, Bounds, add_months
from unburden.errors import Problem
from unburden.facts import Answers, bind_rows
from unburden.law import Law
from unburden.needs import compile_needs
from unburden.path_law import HAPPENED, LIVES, OPEN_CASE, Contact, Deadline, Path, PathLaw, Way, seen_from
from unburden.person import Decision, Reading, status
from unburden.provision import Provision
from unburden.record import COLUMNS, Record, flatten
from unburden.record import Row as TableRow
from unburden.relief import Result
from unburden.trees import Needs, Row, compile_tree

#: The questions that say where (`Answers.places` keeps the answers), and the fact of one jurisdiction that each settles.
PLACES: Final = {"lives_in": LIVES, "happened_in": HAPPENED, "open_cases_in": OPEN_CASE}
BEGAN, ENDED = "trafficking_began_on", "trafficking_ended_on"
#: By which of these questions a path's ways are chosen.
_CHOSEN_BY: Final = {
    "lives": ("lives_in",),
    "happened": ("happened_in",),
    "lives or happened": ("lives_in", "happened_in"),
    "open case": ("open_cases_in",),
}
_STATUS: Final = ("open", "later", "ask", "unread", "closed")


@frozen
class Clock:
    """A deadline with the bounds of its last day, and whether that is past (``yes``, ``no``, ``unknown``)."""

    deadline: Deadline
    last: Bounds
    past: str


@frozen
class Touch:
    """How one party comes into a way for this person. `perhaps` is what it would be instead if an open question says so."""

    contact: Contact
    value: str
    perhaps: str


@frozen
class WayResult:
    """One way for this person.

    `status` is ``open``, ``later``, ``ask`` or ``closed``; `unsettled` says that the text leaves two readings that differ here.
    `ask` are facts that can still change the status, `ask_contact` those that can change who has to be dealt with.
    """

    way: Way
    decision: Decision
    status: str
    unsettled: bool
    clocks: tuple[Clock, ...]
    touches: Mapping[str, Touch]
    ask: tuple[str, ...]
    ask_contact: tuple[str, ...]


@frozen
class PathResult:
    """One path: its ways, the best first. `status` is the best way's; ``unread`` where no law of the places that count was read.

    `where` are the questions about places that would show more ways, `charges` the places in the record of charges that the path
    would clear, where it is one of clearing a record.
    """

    path: Path
    status: str
    ways: tuple[WayResult, ...]
    where: tuple[str, ...] = ()
    charges: tuple[int, ...] = ()

    @property
    def best(self) -> WayResult | None:
        """The way that stands first."""
        return self.ways[0] if self.ways else None


@frozen
class Paths:
    """Every path decided for one person on a day. `relief` is their record decided, where one was given."""

    law: PathLaw
    as_of: int
    answers: Answers
    results: tuple[PathResult, ...]
    relief: Result | None
    problems: tuple[Problem, ...]

    def of(self, id: str) -> PathResult:
        """A path's result by its id."""
        return next(each for each in self.results if each.path.id == id)


def states_of(answers: Answers, record: Record | None = None) -> list[str]:
    """Codes of the jurisdictions whose paths concern a person: those that they named, and those of their record."""
    named = [code for codes in answers.places.values() for code in codes]
    found = [case.jurisdiction for case in record.cases if case.jurisdiction] if record is not None else []
    return list(dict.fromkeys([*named, *found]))


def decide_paths(law: PathLaw, as_of: int, answers: Answers | None = None, relief: Result | None = None) -> Paths:
    """Decide every path for a person.

    Args:
        law: the paths, with the ways of the person's states read (`states_of` names them).
        as_of: the day, as an ordinal.
        answers: what the person answered.
        relief: their record decided, if there is one.
    """
    answers = answers or (relief.answers if relief is not None else Answers())
    rows = PersonRows(law.law, as_of, answers, relief.record if relief is not None else None)
    results = [_path(path, law, rows, relief) for path in law.paths.values()]
    return Paths(law, as_of, answers, tuple(results), relief, tuple(rows.problems))


class PersonRows:
    """The row of a person, once for each jurisdiction."""

    def __init__(
        self, law: Law, as_of: int, answers: Answers, record: Record | None, more: Sequence[TableRow] = (), birth: str = ""
    ) -> None:
        self.law, self.as_of, self.answers = law, as_of, answers
        table = [*(flatten(record) if record is not None else []), *more]
        own: TableRow = dict.fromkeys(COLUMNS, "")
        own["birth_date"] = birth or next((row["birth_date"] for row in table if row["birth_date"]), "")
        self.table = [own, *table]
        bound = bind_rows(self.table, law, answers)
        # The person's own row is no charge.
        self.problems = [
            evolve(each, message=each.message.replace(" about charge  ", " ").replace(" of charge  ", " ")) for each in bound.problems
        ]
        self.rows = bound.rows
        self._facts(self.rows[0])
        self._made: dict[str, Row] = {}

    def row(self, code: str) -> Row:
        """The person's row as the law of a jurisdiction sees it."""
        found = self._made.get(code)
        if found is None:
            found = self._made[code] = self.rows[0].copy()
            for question, fact in PLACES.items():
                if fact in self.law.layout.slot:
                    found[self.law.layout.slot[fact]] = self._here(question, code, found)
        return found

    def _here(self, question: str, code: str, row: Row) -> Bounds:
        slot = self.law.layout.slot
        if question == "open_cases_in":
            ended = slot["case_ended"]
            if any(self.table[place]["jurisdiction"] == code and each[ended][0] >= AFTER for place, each in enumerate(self.rows) if place):
                return YES
            if question not in self.answers.places and row[slot["record_complete"]] == YES and len(self.rows) > 1:
                known = [each[ended] == YES for place, each in enumerate(self.rows) if place and self.table[place]["jurisdiction"] == code]
                return NO if all(known) else row[slot[OPEN_CASE]]
        if question in self.answers.places:
            return YES if code in self.answers.places[question] else NO
        return row[slot[PLACES[question]]]  # type: ignore[no-any-return]

    def _facts(self, row: Row) -> None:
        """What the times of trafficking say of when it began and ended."""
        slot = self.law.layout.slot
        periods = self.answers.periods
        if not periods or BEGAN not in slot or ENDED not in slot:
            return
        for fact, bounds in ((BEGAN, _first(min(low for low, _ in periods))), (ENDED, _last(max(high for _, high in periods)))):
            known = row[slot[fact]]
            low, high = max(known[0], bounds[0]), min(known[1], bounds[1])
            row[slot[fact]] = (low, high) if low <= high else known


def _first(day: int) -> Bounds:
    """The day on which a period began: one given as a month or a year is any day of it."""
    when = date.fromordinal(day) if 0 < day < AFTER else None
    if when is None or when.day != 1:
        return (day, day)
    return (day, add_months(day, 12 if when.month == 1 else 1) - 1)


def _last(day: int) -> Bounds:
    """The day on which a period ended; so far it has not, if it is not over."""
    when = date.fromordinal(day) if 0 < day < AFTER else None
    after = date.fromordinal(day + 1) if when is not None else None
    if when is None or after is None:
        return (AFTER, AFTER)
    if after.day != 1:
        return (day, day)
    return (add_months(day + 1, -12 if after.month == 1 else -1), day)


# ---- deciding ------------------------------------------------------------------------------------------------------


def decide_way(way: Way, rows: PersonRows) -> WayResult:
    """One way, as it stands on the day, for a person."""
    row, layout, as_of = rows.row(way.jurisdiction), rows.law.layout, rows.as_of
    way = seen_from(way, as_of)
    decision = Reading(way.law, layout).decide(row)
    found = status(decision.bounds, decision.closes, as_of)
    if found == "closed":
        decision = decision._replace(needs=(), elsewhere=())
    clocks = []
    for deadline in way.deadlines:
        last = compile_tree(deadline.last, layout)(row)
        clocks.append(Clock(deadline, last, "yes" if last[1] < as_of else "no" if last[0] >= as_of else "unknown"))
    touches: dict[str, Touch] = {}
    needs: Needs = {}
    for party, contact in way.contact.items():
        value, perhaps = contact.value, ""
        if contact.unless is not None:
            holds = compile_tree(contact.unless, layout)(row)
            if holds == YES:
                value = contact.otherwise
            elif holds != NO:
                perhaps = contact.otherwise
                compile_needs(contact.unless, layout)(row, needs)
        touches[party] = Touch(contact, value, perhaps)
    asks = tuple(name for name in needs if isinstance(name, str)) if found != "closed" else ()
    return WayResult(way, decision, found, _unsettled(decision, as_of), tuple(clocks), touches, decision.needs, asks)


def _unsettled(decision: Decision, as_of: int) -> bool:
    return decision.unsettled and status(decision.favorable, decision.closes, as_of) != status(decision.strict, decision.closes, as_of)


def _path(path: Path, law: PathLaw, rows: PersonRows, relief: Result | None) -> PathResult:
    found = [decide_way(way, rows) for way in path.ways if way.law.until > rows.as_of]
    found.sort(key=lambda each: _STATUS.index(each.status))
    where = tuple(each for each in _CHOSEN_BY.get(path.where, ()) if each not in rows.answers.places)
    if path.relief:
        return _of_record(path, found, relief)
    if found and found[0].status != "closed":
        return PathResult(path, found[0].status, tuple(found), where)
    named = [code for each in _CHOSEN_BY.get(path.where, ()) for code in rows.answers.places.get(each, ())]
    # The law of a place that is not theirs closes nothing; with no place at all, nothing is left to be read.
    closed = any(_is_theirs(each) for each in found) or (path.where in _CHOSEN_BY and not named)
    return PathResult(path, "ask" if where else "closed" if closed else "unread", tuple(found), where)


def _is_theirs(result: WayResult) -> bool:
    return not any(each.condition.implicit and each.condition.id == "place" and each.bounds == NO for each in result.decision.findings)


def _of_record(path: Path, ways: Sequence[WayResult], relief: Result | None) -> PathResult:
    """The path of clearing a record, as the record's own decisions stand, or a way that has conditions of its own."""
    own = min((_STATUS.index(way.status) for way in ways if has_conditions(way)), default=_STATUS.index("closed"))
    if relief is None:
        return PathResult(path, "ask" if own > _STATUS.index("ask") else _STATUS[own], tuple(ways), ("record",))
    each = {
        charge.place: min(
            (_STATUS.index(one.assumed_status or one.status) for one in charge.relief if _concerns(path, one.provision)),
            default=_STATUS.index("closed"),
        )
        for charge in relief.charges
    }
    best = min([*each.values(), own])
    places = tuple(place for place, found in each.items() if found == best and best < _STATUS.index("closed"))
    laws = [one.provision for place in places for one in relief.charges[place].relief if _concerns(path, one.provision)]
    return PathResult(path, _STATUS[best], tuple(_as_told(way, laws) for way in ways), (), places)


#: From who need not be dealt with to who must be.
_BY_WEIGHT: Final = (
    "none",
    "unclear",
    "optional",
    "notified",
    "served",
    "may object",
    "must consent",
    "report needed",
    "cooperation needed",
)


def _as_told(way: WayResult, laws: Sequence[Provision]) -> WayResult:
    """A way that only points to provisions, with the contact of those that fit the person's charges."""
    if not laws or has_conditions(way):
        return way
    touches = dict(way.touches)
    for party, touch in way.touches.items():
        values = [law.contact.get(party, "unclear") for law in laws]
        touches[party] = evolve(touch, value=max(values, key=_BY_WEIGHT.index), perhaps="")
    return evolve(way, touches=touches)


def has_conditions(way: WayResult) -> bool:
    """Whether a way says itself for whom it is, and does not only point to the provisions that clear a record."""
    return any(not condition.implicit for condition in way.way.law.conditions)


def _concerns(path: Path, provision: Provision) -> bool:
    return provision.kind in path.relief or any(effect in path.relief for effect in provision.effect)


def runs_until(result: PathResult) -> Sequence[tuple[WayResult, Clock]]:
    """The clocks of a path's ways that run for this person, the first to run out first."""
    running = [
        (way, clock)
        for way in result.ways
        if way.status != "closed"
        for clock in way.clocks
        if clock.past != "yes" and clock.last[0] < AFTER
    ]
    return sorted(running, key=lambda each: each[1].last)
