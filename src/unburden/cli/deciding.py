"""The commands that decide: `check` says what can be cleared, `ask` puts the questions that can still change it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from unburden.cli.options import UNREAD, Given, given, only
from unburden.output import ESCAPED, REPORT, keep, reach, write

if TYPE_CHECKING:
    from unburden.facts import Answers
    from unburden.law import Law
    from unburden.record import Record
    from unburden.relief import Result


@click.command()
@given()
@click.option("--format", "kind", type=click.Choice(["text", "json", "html"]), default="text", show_default=True)
@click.option("--full", is_flag=True, help="Every reason of every provision, also of those that are closed.")
@click.option("--short", is_flag=True, help="The first screen of the text alone: every charge's answer, without its reasons.")
@click.option("--out", metavar="FILE", help="Write to a file instead of the screen.")
def check(
    given: Given,
    kind: str,
    full: bool,
    short: bool,
    out: str | None,
) -> int:
    """Say what can be cleared, charge by charge, from which day, under which law, and why."""
    from unburden.facts import UNUSED

    if short and (full or kind != "text"):
        raise click.UsageError(f"--short is of the text, without its reasons: leave out {'--full' if full else f'--format {kind}'}")
    day = given.day()
    keep(out, given.paths)
    law = given.law()
    people = given.people(law)
    if kind == "html":
        only(people, "a report shows one person")
    if given.facts_file:
        only(people, "a file of answers is one person's")
    answers = given.answers(law)
    results = [decided(record, law, day, answers) for record in people]
    if kind == "json":
        import json

        from unburden.relief import MANY, to_json

        found = [to_json(result) for result in results]
        text = json.dumps(found[0] if len(found) == 1 else {"schema": MANY, "people": found}, indent=1, ensure_ascii=False)
        write(text, out, ESCAPED)
    else:
        from unburden import report

        shown = (
            report.html(result, given.lang, full=full) if kind == "html" else report.text(result, given.lang, full=full, short=short)
            for result in results
        )
        write("\n\n".join(shown), out, REPORT)
    unused = any(problem.code in UNUSED for result in results for problem in result.problems)
    return UNREAD if unused or any(record.unread for record in people) else 0


@click.command()
@given(needs_files=False)
@click.option(
    "--want",
    default="",
    metavar="relief|PROVISION|paths|PATH|GROUP, …",
    help="Ask only what matters for this. Default: relief, or without papers paths.",
)
@click.option("--explain", is_flag=True, help="Show with each question why it comes now, in numbers.")
@click.option("--save", metavar="FILE", help="Write the answers to this file at the end. Without it you are asked, and no is the default.")
def ask(
    given: Given,
    want: str,
    explain: bool,
    save: str | None,
) -> int:
    """Ask the next most useful question, one at a time. Every question can be skipped, and you can stop at any time."""
    from unburden.interview import interview

    day = given.day()
    # The answers that were read may be written back.
    keep(save, given.files, "--save")
    reach(save, "--save")
    law = given.law()
    one = given.one(law, "an interview is with one person") if given.files else None
    wanted = want or ("relief" if one is not None else "paths")
    interview(one, law, day, given.answers(law), lang=given.lang, want=wanted, explain=explain, save=save)
    return UNREAD if one is not None and one.unread else 0


def decided(record: Record, law: Law, as_of: int, answers: Answers) -> Result:
    """One person's record decided, with what stands out in it among the problems."""
    from attrs import evolve

    from unburden.merge import suspicions
    from unburden.relief import decide

    result = decide(record, law, as_of, answers)
    return evolve(result, problems=(*suspicions(record, as_of), *result.problems))
