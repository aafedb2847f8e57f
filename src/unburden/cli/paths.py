"""The command of the other paths: all of them, in the order of what matters to the person."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from unburden.cli.options import UNREAD, Given, given
from unburden.output import ESCAPED, REPORT, keep, write

if TYPE_CHECKING:
    from unburden.facts import Answers
    from unburden.law import Law
    from unburden.paths import Paths
    from unburden.relief import Result


@click.command()
@given(needs_files=False)
@click.option("--lives", metavar="STATE", help="Where the person lives now (US-NY).")
@click.option("--happened", metavar="STATE, …", help="Where it happened, one state or more (US-NY, US-FL).")
@click.option("--matters", metavar="WHAT, …", help='What matters, first first ("no police, money"): the list is ordered by it.')
@click.option("--compare", metavar="PATH, …", help="Put these paths side by side (t-status, compensation) instead of the list.")
@click.option("--format", "kind", type=click.Choice(["text", "json", "html"]), default="text", show_default=True)
@click.option("--full", is_flag=True, help="Every condition, note and source of every path.")
@click.option("--short", is_flag=True, help="The first screen of the text alone: each path, where it stands, and the police.")
@click.option("--out", metavar="FILE", help="Write to a file instead of the screen.")
def paths(
    given: Given,
    lives: str | None,
    happened: str | None,
    matters: str | None,
    compare: str | None,
    kind: str,
    full: bool,
    short: bool,
    out: str | None,
) -> int:
    """Show every path to justice, with the police and without: which are open, who would learn of it, and which clocks run."""
    from unburden import path_report

    if (full or short) and kind != "text":
        raise click.UsageError(f"--{'full' if full else 'short'} is of the text; the other formats hold everything: leave it out")
    if full and short:
        raise click.UsageError("--short is the first screen alone: leave out --full")
    day = given.day()
    keep(out, given.paths)
    law = given.law()
    record = given.one(law, "paths are one person's") if given.files else None
    answers = with_said(given.answers(law), law, lives, happened, matters)
    result = None
    if record is not None:
        from unburden.cli.deciding import decided

        result = decided(record, law, day, answers)
    found = decided_paths(law, day, answers, result)
    chosen = [each.strip() for each in (compare or "").split(",") if each.strip()]
    if kind == "json":
        import json

        from unburden.paths_json import to_json

        write(json.dumps(to_json(found), indent=1, ensure_ascii=False), out, ESCAPED)
    else:
        if kind == "html":
            text = path_report.html(found, given.lang, compare=chosen)
        else:
            text = path_report.text(found, given.lang, full=full, short=short, compare=chosen)
        write(text, out, REPORT)
    return UNREAD if record is not None and record.unread else 0


def decided_paths(law: Law, day: int, answers: Answers, result: Result | None) -> Paths:
    """Every path, with the ways of the states that concern the person.

    Raises:
        LawError: a file of the paths has mistakes.
    """
    from unburden.errors import LawError
    from unburden.path_law import read_paths
    from unburden.paths import decide_paths, states_of

    read = read_paths(law, states_of(answers, result.record if result is not None else None))
    if read.problems:
        raise LawError(read.problems)
    return decide_paths(read, day, answers, result)


def with_said(answers: Answers, law: Law, lives: str | None, happened: str | None, matters: str | None) -> Answers:
    """The answers, with what the command line says of places and of what matters."""
    from attrs import evolve

    from unburden.facts_file import make_answers

    said: dict[str, object] = {}
    for name, text in (("lives_in", lives), ("happened_in", happened), ("matters", matters)):
        if text is not None:
            said[name] = [each.strip() for each in text.split(",") if each.strip()]
    if not said:
        return answers
    more = make_answers({"person": said}, law, "the command line")
    return evolve(answers, places={**answers.places, **more.places}, matters=more.matters or answers.matters)
