"""Problems as values, and the few exceptions that stop a command.

A bad line never stops a file: readers and the law's loader return what was good together with `Problem` values.
An exception is raised only when nothing useful can be returned:

    UnburdenError
    ├── InputError    a file that nobody can read, a facts file that contradicts itself        (exit code 2)
    └── LawError      a law folder with a mistake in it; carries every mistake found           (exit code 2)
"""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches

from attrs import frozen


@frozen
class Problem:
    """One thing that is wrong, where it is, and what to do about it.

    `code` is stable and for machines (``unknown-name``); `message` is one sentence for a person; `column` counts
    from 1 and, with `excerpt`, draws a caret under the word that is meant. `page` is that of a paper's line.
    """

    code: str
    message: str
    file: str | None = None
    line: int | None = None
    column: int | None = None
    excerpt: str | None = None
    width: int = 1
    page: int | None = None

    def place(self) -> str:
        """``file:page:line:column``, as far as known; the page stands as ``p3``."""
        page = f"p{self.page}" if self.page else ""
        parts = [self.file or "", page, str(self.line) if self.line else "", str(self.column) if self.column else ""]
        return ":".join(part for part in parts if part)

    def __str__(self) -> str:
        place = self.place()
        text = f"{place}: {self.message}" if place else self.message
        if self.excerpt is not None and self.column:
            text += f"\n    {self.excerpt}\n    {' ' * (self.column - 1)}{'^' * max(1, self.width)}"
        return text


class UnburdenError(Exception):
    """The root of every error that this package raises on purpose; `problems` says what and where."""

    def __init__(self, problems: Problem | Iterable[Problem]) -> None:
        self.problems: tuple[Problem, ...] = (problems,) if isinstance(problems, Problem) else tuple(problems)
        super().__init__("\n".join(str(problem) for problem in self.problems))


class InputError(UnburdenError):
    """Input that cannot be used at all."""


class LawError(UnburdenError):
    """A mistake in the law's data."""


def nearest(word: str, known: Iterable[str]) -> str:
    """A hint that names the nearest known word: `` (did you mean "x"?)``, or nothing."""
    close = get_close_matches(word, list(known), n=1, cutoff=0.6)
    return f' (did you mean "{close[0]}"?)' if close else ""
