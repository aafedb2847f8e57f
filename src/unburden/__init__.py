"""Which parts of a criminal record can be cleared for survivors of human trafficking, charge by charge, with reasons.

The whole public face::

    law = read_law(codes=["US-OR"])
    record = read_record(["docket.html"])
    result = decide(record, law, date(2026, 11, 23).toordinal())
    question = next_question(result)

Names are imported when they are first used, so that importing the package costs nothing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from unburden.everyone import Screen
    from unburden.facts import Answers
    from unburden.facts_file import read_answers
    from unburden.files import read_record
    from unburden.law import read_law
    from unburden.question import answered
    from unburden.questions import next_question
    from unburden.relief import decide

__version__ = "0.1.0"
__all__ = ["Answers", "Screen", "__version__", "answered", "decide", "next_question", "read_answers", "read_law", "read_record"]

_HOMES = {
    "Answers": "facts",
    "Screen": "everyone",
    "answered": "question",
    "decide": "relief",
    "next_question": "questions",
    "read_answers": "facts_file",
    "read_law": "law",
    "read_record": "files",
}


def __getattr__(name: str) -> object:
    if name not in _HOMES:
        raise AttributeError(f"module 'unburden' has no attribute {name!r}")
    from importlib import import_module

    return getattr(import_module(f"unburden.{_HOMES[name]}"), name)
