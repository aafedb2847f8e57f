"""A result in words, English or Spanish: plain text for an e-mail, or one page of HTML that asks nothing of the network.

Stands above `relief` and beside `questions`: it decides nothing and reads no clock and no file but its own style sheet.
"""

from __future__ import annotations

from unburden.relief import Result
from unburden.report.words import LANGUAGES, Lang

__all__ = ["LANGUAGES", "Lang", "html", "text"]


def text(result: Result, lang: Lang = "en", *, full: bool = False, short: bool = False, width: int = 100) -> str:
    """The result as plain text.

    Args:
        result: what was decided.
        lang: ``en`` or ``es``.
        full: give the reasons of weaker and closed options, too.
        short: only the first screen: every charge's answer, and what is asked about the whole record.
        width: the widest line, in columns; at least 40.
    """
    from unburden.report.making import make
    from unburden.report.plain import lay_out

    return lay_out(make(result, lang, full=full), full=full, short=short, width=width)


def html(result: Result, lang: Lang = "en", *, full: bool = False) -> str:
    """The result as one HTML page that holds everything it needs: no script, no request; see `text` for the arguments."""
    from unburden.report.making import make
    from unburden.report.page import lay_out

    return lay_out(make(result, lang, full=full), full=full)
