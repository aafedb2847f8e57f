"""Options that several commands share, and what they come to: a day, the law, the people in some files, their answers."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import click
from attrs import fields, frozen

if TYPE_CHECKING:
    from unburden.errors import Problem
    from unburden.facts import Answers
    from unburden.law import Law
    from unburden.record import Record
    from unburden.report import Lang

#: Exit codes: something in the input could not be read; the input or usage is bad.
UNREAD: Final = 1
UNREADABLE: Final = 2
#: The first and the last year that a record can be decided in: outside of them a year is a slip of the hand.
_YEARS: Final = (1900, 2200)
#: People named in one line of an error; the rest are counted.
_SHOWN: Final = 5

law_option = click.option("--law", "law_folder", metavar="DIR", help="Another folder of law than the one that came with the program.")
as_of_option = click.option("--as-of", metavar="DATE", help="Decide as of this day (2026-11-23). Default: today.")
lang_option = click.option("--lang", type=click.Choice(["en", "es"]), default="en", show_default=True, help="Language of the text.")


@frozen
class Given:
    """What a command was given beside its own options: whose papers, how to read them, with which law, and what a decision rests on."""

    files: tuple[str, ...]
    law_folder: str | None
    same_person: bool
    person: str | None
    columns: str | None
    facts_file: str | None = None
    as_of: str | None = None
    lang: Lang = "en"

    @property
    def paths(self) -> list[str | None]:
        """The files that are read, which no output may overwrite."""
        return [*self.files, self.facts_file]

    def day(self) -> int:
        """The day that was asked about, as an ordinal; today without one."""
        return day_of(self.as_of)

    def law(self) -> Law:
        """The law of the folder, no jurisdiction of it loaded yet."""
        return law_of(self.law_folder)

    def people(self, law: Law) -> list[Record]:
        """The people in the files, or the one that was named, with the law of every place in their records loaded."""
        return people_in(self.files, law, self.same_person, self.person, self.columns)

    def one(self, law: Law, why: str) -> Record:
        """The one person in the files, where a command is of one person (`why` says so)."""
        return only(self.people(law), why)

    def answers(self, law: Law) -> Answers:
        """The answers in the facts file; none without one."""
        return answers_in(self.facts_file, law)


_READING: Final = (
    law_option,
    click.option("--same-person", is_flag=True, help="The files are of one person, although names or birth dates differ."),
    click.option("--person", metavar="ID", help="One person of a file that holds many."),
    click.option(
        "--columns",
        metavar="NAME=HEADING, …",
        help="What the columns of a table kept by hand are: 'disposition=Result, -=Notes' (docs/commands.md).",
    ),
)
_DECIDING: Final = (
    click.option("--facts", "facts_file", metavar="FACTS.toml", help="A file of answers, as `unburden ask --save` writes it."),
    as_of_option,
    lang_option,
)


def given(*, needs_files: bool = True, decides: bool = True) -> Callable[[Callable[..., int]], Callable[..., int]]:
    """A command that is handed `Given` first: its papers, how they are read, and if it `decides`, what that rests on."""

    def decorate(command: Callable[..., int]) -> Callable[..., int]:
        @wraps(command)
        def run(**options: Any) -> int:
            own = {each.name: options.pop(each.name) for each in fields(Given) if each.name in options}
            return command(Given(**own), **options)

        made: Callable[..., int] = run
        for option in (*_READING, *(_DECIDING if decides else ())):
            made = option(made)
        metavar = "FILE…" if needs_files else "[FILE]…"
        return click.argument("files", nargs=-1, required=needs_files, metavar=metavar)(made)

    return decorate


def day_of(text: str | None) -> int:
    """The day that was asked about, as an ordinal; today without one."""
    from datetime import date

    if text is None:
        return date.today().toordinal()
    try:
        day = date.fromisoformat(text)
    except ValueError:
        raise click.BadParameter(f'"{text}" is not a date; write it like 2026-11-23', param_hint="--as-of") from None
    if not _YEARS[0] <= day.year <= _YEARS[1]:
        raise click.BadParameter(f'"{text}" is not between the years {_YEARS[0]} and {_YEARS[1]}', param_hint="--as-of")
    return day.toordinal()


def law_of(folder: str | None) -> Law:
    """The law of a folder, no jurisdiction of it loaded yet."""
    from unburden.law import read_law

    return read_law(Path(folder) if folder else None, [])


def people_in(files: Sequence[str], law: Law, same_person: bool, person: str | None, columns: str | None) -> list[Record]:
    """The people in some files, or the one that was named, with the law of every place in their records loaded."""
    from attrs import evolve

    from unburden.errors import nearest
    from unburden.files import read_people
    from unburden.record import Span, Unread
    from unburden.relief import codes_of

    answerable = [name for name, fact in law.facts.items() if fact.origin != "derived"]
    people = read_people(files, answerable, columns=_columns(columns, answerable), same_person=same_person)
    if person is not None:
        chosen = [record for record in people if record.person_id == person]
        if not chosen:
            hint = nearest(person, [record.person_id for record in people])
            message = f'no person is called "{person}" in these files{hint}; there are: {_named(people)}'
            raise click.BadParameter(message, param_hint="--person")
        # What belongs to nobody is told with the first.
        if chosen[0] is not people[0] and people[0].unread:
            places = counted(len(people[0].unread), "place")
            why = f"what could not be read for person {_named(people[:1])} ({places}) may concern everyone"
            elsewhere = Unread(Span(", ".join(files)), "see the first person in these files", why)
            chosen[0] = evolve(chosen[0], unread=(*chosen[0].unread, elsewhere))
        people = chosen
    law.load(code for record in people for code in codes_of(record))
    _refuse_broken(law)
    return people


def _columns(text: str | None, facts: Sequence[str]) -> dict[str, str]:
    """What ``--columns`` says: a column's heading in the file → what it is."""
    if text is None:
        return {}
    from unburden.readers.kept_table.asked import columns_asked

    try:
        return columns_asked(text, facts)
    except ValueError as error:
        raise click.BadParameter(str(error), param_hint="--columns") from None


def only(people: Sequence[Record], why: str) -> Record:
    """The one person, where a command is of one person."""
    if len(people) > 1:
        raise click.BadParameter(f"{why} and there are {len(people)} in these files; choose one: {_named(people)}", param_hint="--person")
    return people[0]


def _named(people: Sequence[Record]) -> str:
    more = len(people) - _SHOWN
    return ", ".join(record.person_id or "one without an id" for record in people[:_SHOWN]) + (f" and {more} more" if more > 0 else "")


def _refuse_broken(law: Law) -> None:
    from unburden.errors import LawError

    if law.problems:
        raise LawError(law.problems)


def answers_in(path: str | None, law: Law) -> Answers:
    """The answers in a facts file; none without one."""
    if path is None:
        from unburden.facts import Answers

        return Answers()
    from unburden.facts_file import read_answers

    return read_answers(path, law)


def counted(count: int, what: str) -> str:
    """``1 place``, ``2 places``."""
    return f"{count} {what}{'' if count == 1 else 's'}"


def line(problem: Problem) -> str:
    """A problem without its excerpt."""
    return str(problem).split("\n", 1)[0]
