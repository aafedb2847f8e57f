"""Decided paths in words, English or Spanish: plain text, or one page of HTML that asks nothing of the network."""

from __future__ import annotations

from collections.abc import Sequence

from unburden.path_report.making import Lang
from unburden.paths import Paths

__all__ = ["Lang", "html", "text"]


def text(paths: Paths, lang: Lang = "en", *, full: bool = False, short: bool = False, compare: Sequence[str] = (), width: int = 100) -> str:
    """The paths as plain text, in the order of what matters to the person.

    Args:
        paths: what was decided.
        lang: ``en`` or ``es``.
        full: every path with its conditions, evidence, notes and sources; else that only for those that are not closed, in short.
        short: only the first screen: each path with where it stands and how police come into it.
        compare: ids of paths to put side by side, instead of the list.
        width: the widest line, in columns.
    """
    from unburden.path_report.making import make
    from unburden.path_report.plain import lay_out

    return lay_out(make(paths, lang, compare), full=full, short=short, width=width)


def html(paths: Paths, lang: Lang = "en", *, compare: Sequence[str] = ()) -> str:
    """The paths as one HTML page that holds everything it needs; it folds without a script and prints unfolded."""
    from unburden.path_report.making import make
    from unburden.path_report.page import lay_out

    return lay_out(make(paths, lang, compare))
