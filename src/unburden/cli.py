"""The commands. Everything heavy is imported by the command that needs it, so that each starts at once.

Exit codes: 0 done; 1 done, but something in the input could not be read (it is listed); 2 bad input or usage, with one
line on standard error that says what and where.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, TypeVar, cast

import click

from unburden import __version__
from unburden.output import ESCAPED, MASKED, REPORT, complain, keep, reach, write, write_folder, write_parquet

if TYPE_CHECKING:
    from unburden.errors import Problem
    from unburden.facts import Answers
    from unburden.law import Law
    from unburden.record import Record
    from unburden.relief import Result
    from unburden.report import Lang

_Command = TypeVar("_Command", bound=Callable[..., Any])
_UNREAD = 1
_BAD = 2
#: The first and the last year that a record can be decided in: outside of them a year is a slip of the hand.
_YEARS: Final = (1900, 2200)
#: Problems in one line of an error; the rest are counted.
_SHOWN: Final = 5


def main(arguments: Sequence[str] | None = None) -> None:
    """Run a command and leave with its exit code. No error ends in a traceback, save in Python's own development mode (``-X dev``)."""
    from unburden.errors import LawError, UnburdenError

    # A Windows console or a pipe may not take every letter of a name, nor give only letters; none may stop the command.
    for stream in (sys.stdin, sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")
    code: int | None = _BAD
    try:
        code = commands.main(args=list(arguments) if arguments is not None else None, prog_name="unburden", standalone_mode=False)
    except click.ClickException as error:
        complain(_usage(error))
    except UnburdenError as error:
        shown = 1 if isinstance(error, LawError) else _SHOWN
        more = len(error.problems) - shown
        hint = " (unburden law check DIR shows all)" if isinstance(error, LawError) else ""
        complain("; ".join(map(_line, error.problems[:shown])) + (f"; and {more} more{hint}" if more > 0 else ""))
    except (click.Abort, KeyboardInterrupt):
        complain("stopped")
    except Exception as error:
        if sys.flags.dev_mode:
            raise
        complain(_inside(error))
    sys.exit(code or 0)


def _line(problem: Problem) -> str:
    return str(problem).split("\n", 1)[0]


def _usage(error: click.ClickException) -> str:
    context = getattr(error, "ctx", None)
    path = context.command_path if context else "unburden"
    if isinstance(error, click.exceptions.NoArgsIsHelpError) and isinstance(error.ctx.command, click.Group):
        return f"name a command: {', '.join(error.ctx.command.list_commands(error.ctx))} (see {path} --help)"
    # A value that is wrong says itself what would be right.
    return error.format_message() if type(error) is click.BadParameter else f"{error.format_message()} (see {path} --help)"


def _inside(error: Exception) -> str:
    """A mistake of this program, told without a word of the record: what it is and where in the code."""
    from traceback import extract_tb

    last = extract_tb(error.__traceback__)[-1]
    place = f"{type(error).__name__} at {Path(last.filename).name}:{last.lineno}"
    return f"something went wrong inside this program ({place}); please report this line, it holds nothing of your record"


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, message="unburden %(version)s")
def commands() -> None:
    """What can be cleared from a criminal record, charge by charge, for survivors of human trafficking.

    Everything stays on this machine. Nothing is saved unless you ask for it. This program explains; it is not a lawyer.
    """


# ---- options that several commands share ---------------------------------------------------------------------------


_law_option = click.option("--law", "law_folder", metavar="DIR", help="Another folder of law than the one that came with the program.")
_as_of_option = click.option("--as-of", metavar="DATE", help="Decide as of this day (2026-11-23). Default: today.")
_lang_option = click.option("--lang", type=click.Choice(["en", "es"]), default="en", show_default=True, help="Language of the text.")


def _files(command: _Command) -> _Command:
    return click.argument("files", nargs=-1, required=True, metavar="FILE…")(command)


def _reading(command: _Command) -> _Command:
    for option in (
        _law_option,
        click.option("--same-person", is_flag=True, help="The files are of one person, although names or birth dates differ."),
        click.option("--person", metavar="ID", help="One person of a charges table that holds many."),
    ):
        command = option(command)
    return command


def _deciding(command: _Command) -> _Command:
    for option in (
        click.option("--facts", "facts_file", metavar="FACTS.toml", help="A file of answers, as `unburden ask --save` writes it."),
        _as_of_option,
        _lang_option,
    ):
        command = option(command)
    return command


def _as_of(text: str | None) -> int:
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


def _law(folder: str | None) -> Law:
    from unburden.law import read_law

    return read_law(Path(folder) if folder else None, [])


def _people(files: Sequence[str], law: Law, same_person: bool, person: str | None) -> list[Record]:
    from attrs import evolve

    from unburden.errors import nearest
    from unburden.files import read_people
    from unburden.record import Span, Unread
    from unburden.relief import codes_of

    answerable = [name for name, fact in law.facts.items() if fact.origin != "derived"]
    people = read_people(files, answerable, same_person=same_person)
    if person is not None:
        chosen = [record for record in people if record.person_id == person]
        if not chosen:
            hint = nearest(person, [record.person_id for record in people])
            message = f'no person is called "{person}" in these files{hint}; there are: {_named(people)}'
            raise click.BadParameter(message, param_hint="--person")
        # What belongs to nobody is told with the first.
        if chosen[0] is not people[0] and people[0].unread:
            places = _counted(len(people[0].unread), "place")
            why = f"what could not be read for person {_named(people[:1])} ({places}) may concern everyone"
            elsewhere = Unread(Span(", ".join(files)), "see the first person in these files", why)
            chosen[0] = evolve(chosen[0], unread=(*chosen[0].unread, elsewhere))
        people = chosen
    law.load(code for record in people for code in codes_of(record))
    _refuse_broken(law)
    return people


def _only(people: Sequence[Record], why: str) -> Record:
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


def _answers(path: str | None, law: Law) -> Answers:
    if path is None:
        from unburden.facts import Answers

        return Answers()
    from unburden.facts_file import read_answers

    return read_answers(path, law)


def _decided(record: Record, law: Law, as_of: int, answers: Answers) -> Result:
    from attrs import evolve

    from unburden.merge import suspicions
    from unburden.relief import decide

    result = decide(record, law, as_of, answers)
    return evolve(result, problems=(*suspicions(record, as_of), *result.problems))


# ---- the commands --------------------------------------------------------------------------------------------------


@commands.command()
@_files
@_deciding
@_reading
@click.option("--format", "kind", type=click.Choice(["text", "json", "html"]), default="text", show_default=True)
@click.option("--full", is_flag=True, help="Every reason of every provision, also of those that are closed.")
@click.option("--short", is_flag=True, help="The first screen of the text alone: every charge's answer, without its reasons.")
@click.option("--out", metavar="FILE", help="Write to a file instead of the screen.")
def check(
    files: tuple[str, ...],
    facts_file: str | None,
    as_of: str | None,
    lang: str,
    law_folder: str | None,
    same_person: bool,
    person: str | None,
    kind: str,
    full: bool,
    short: bool,
    out: str | None,
) -> int:
    """Say what can be cleared, charge by charge, from which day, under which law, and why."""
    from unburden.facts import UNUSED

    if short and (full or kind != "text"):
        raise click.UsageError(f"--short is of the text, without its reasons: leave out {'--full' if full else f'--format {kind}'}")
    day = _as_of(as_of)
    keep(out, [*files, facts_file])
    law = _law(law_folder)
    people = _people(files, law, same_person, person)
    if kind == "html":
        _only(people, "a report shows one person")
    if facts_file:
        _only(people, "a file of answers is one person's")
    answers = _answers(facts_file, law)
    results = [_decided(record, law, day, answers) for record in people]
    if kind == "json":
        import json

        from unburden.relief import MANY, to_json

        found = [to_json(result) for result in results]
        text = json.dumps(found[0] if len(found) == 1 else {"schema": MANY, "people": found}, indent=1, ensure_ascii=False)
        write(text, out, ESCAPED)
    else:
        from unburden import report

        words = cast("Lang", lang)
        shown = (
            report.html(result, words, full=full) if kind == "html" else report.text(result, words, full=full, short=short)
            for result in results
        )
        write("\n\n".join(shown), out, REPORT)
    unused = any(problem.code in UNUSED for result in results for problem in result.problems)
    return _UNREAD if unused or any(record.unread for record in people) else 0


@commands.command()
@_files
@_deciding
@_reading
@click.option("--want", default="relief", show_default=True, metavar="relief|PROVISION", help="Ask only what matters for this.")
@click.option("--save", metavar="FILE", help="Write the answers to this file at the end. Without it you are asked, and no is the default.")
def ask(
    files: tuple[str, ...],
    facts_file: str | None,
    as_of: str | None,
    lang: str,
    law_folder: str | None,
    same_person: bool,
    person: str | None,
    want: str,
    save: str | None,
) -> int:
    """Ask the next most useful question, one at a time. Every question can be skipped, and you can stop at any time."""
    from unburden.interview import interview

    day = _as_of(as_of)
    keep(save, files, "--save")
    reach(save, "--save")
    law = _law(law_folder)
    one = _only(_people(files, law, same_person, person), "an interview is with one person")
    interview(one, law, day, _answers(facts_file, law), lang=lang, want=want, save=save)
    return _UNREAD if one.unread else 0


@commands.command()
@_files
@_reading
@click.option("--format", "kind", type=click.Choice(["text", "json", "csv", "parquet"]), default="text", show_default=True)
@click.option("--out", metavar="FILE", help="Write to a file instead of the screen (needed for parquet).")
def record(
    files: tuple[str, ...], law_folder: str | None, same_person: bool, person: str | None, kind: str, out: str | None
) -> int:
    """Show what was read, and what could not be. Nothing is decided."""
    keep(out, files)
    law = _law(law_folder)
    people = _people(files, law, same_person, person)
    if kind == "json":
        from unburden.readers.unburden_json import to_json

        write(to_json(people), out, ESCAPED)
    elif kind == "csv":
        from unburden.readers.charges_table import to_csv

        write(to_csv(people), out, MASKED if out is None and sys.stdout.isatty() else None)
    elif kind == "parquet":
        if out is None:
            raise click.BadParameter("parquet is not text: name a file to write", param_hint="--out")
        write_parquet(people, out)
    else:
        from unburden.listing import listing

        write("\n\n".join(listing(each, law) for each in people), out)
    return _UNREAD if any(each.unread for each in people) else 0


# ---- the law -------------------------------------------------------------------------------------------------------


@commands.group("law")
def law_commands() -> None:
    """Look at the law as it is encoded here, and check it."""


@law_commands.command("list")
@_law_option
def law_list(law_folder: str | None) -> int:
    """Every provision: its id, kind, effect, and since when it is in force."""
    from unburden import law_pages

    law = _law(law_folder)
    return _show(law_pages.listed(law.load(_codes(law))), law)


@law_commands.command("show")
@click.argument("what", required=False, metavar="[CODE | PROVISION]")
@click.option("--format", "how", type=click.Choice(["text", "html"]), default="text", show_default=True)
@click.option("--out", metavar="PATH", help="Write here instead: a file, or for the whole country as html a folder.")
@click.option("--as-of", metavar="DATE", help="The law of this day (2026-11-23). Default: today.")
@_law_option
@_lang_option
def law_show(what: str | None, how: str, out: str | None, as_of: str | None, law_folder: str | None, lang: Lang) -> int:
    """One provision (us-fl/943.0583), one jurisdiction (us-fl), or the whole country.

    A provision comes with all its versions: conditions, citations, who learns of it, sources, open questions. As html, the whole
    country is a small site that works without a network: a map, a page for each jurisdiction, a search.
    """
    from unburden import law_pages, law_site
    from unburden.errors import nearest

    law = _law(law_folder)
    known = _codes(law)
    day = _as_of(as_of)
    if what is None:
        if how == "text":
            return _show(law_pages.listed(law.load(known)), law)
        if not out:
            raise click.UsageError("the whole country as html is a folder of pages: name it with --out FOLDER")
        pages = law_site.site(law.load(known), day, lang)
        write_folder(pages, out)
        complain(f"{len(pages)} pages in {out}: open {Path(out) / 'index.html'} in a browser")
        return _UNREAD if law.problems else 0
    code = what.split("/")[0].upper()
    if code not in known:
        raise click.BadParameter(f'no jurisdiction is called "{code.lower()}"{nearest(code, known).lower()}', param_hint="CODE")
    law.load([code])
    if "/" not in what:
        text = law_site.page(law, code, day, lang) if how == "html" else law_pages.jurisdiction(law, code, day, lang)
        return _show(text, law, out, whole=how == "html")
    if not any(each.id == what for each in law.provisions()):
        ids = [each.id for each in law.load(known).provisions()]
        raise click.BadParameter(f'no provision is called "{what}"{nearest(what, ids)}', param_hint="PROVISION")
    if how == "html":
        raise click.UsageError(f"html shows a whole jurisdiction: unburden law show {code.lower()} --format html")
    return _show(law_pages.shown(law, what, lang), law, out)


@law_commands.command("report-card")
@click.argument("codes", nargs=-1, metavar="[CODE]...")
@click.option("--format", "how", type=click.Choice(["text", "json"]), default="text", show_default=True)
@click.option("--as-of", metavar="DATE", help="The law of this day (2026-11-23). Default: today.")
@_law_option
def law_report_card(codes: tuple[str, ...], how: str, as_of: str | None, law_folder: str | None) -> int:
    """Grade each jurisdiction's law for survivors from its encoded conditions, each point with its citations."""
    from unburden import law_pages
    from unburden.errors import nearest
    from unburden.report_card import as_json, grade, read_scale

    law = _law(law_folder)
    known = _codes(law)
    for each in codes:
        if each.upper() not in known:
            raise click.BadParameter(f'no jurisdiction is called "{each}"{nearest(each.upper(), known).lower()}', param_hint="CODE")
    wanted = [each.upper() for each in codes] or known
    law.load(wanted)
    scale, day = read_scale(law), _as_of(as_of)
    cards = [grade(law, code, day, scale) for code in wanted]
    if how == "json":
        return _show(as_json(cards), law, whole=True)
    if len(codes) == 1:
        return _show(law_pages.report_card(cards[0]), law)
    return _show(law_pages.report_cards(cards), law)


@law_commands.command("check")
@click.argument("folder", required=False, metavar="[DIR]")
@click.option("--texts", multiple=True, metavar="DIR", help="Look up every quotation in the statute texts stored here.")
@click.option("--only", multiple=True, metavar="CODE", help="Only this jurisdiction (us-or).")
def law_check(folder: str | None, texts: tuple[str, ...], only: tuple[str, ...]) -> int:
    """Check the law's data: names, types, citations, versions, quotations, and that its cases show every condition."""
    from unburden.errors import nearest
    from unburden.law_check import check as check_law
    from unburden.law_check import look_up

    law = _law(folder)
    known = _codes(law)
    for each in only:
        if each.upper() not in known:
            hint = nearest(each.upper(), known).lower()
            raise click.BadParameter(f'no jurisdiction is called "{each}" in {law.folder}{hint}', param_hint="--only")
    for each in texts:
        if not Path(each).is_dir():
            raise click.BadParameter(f"{each} is not a folder", param_hint="--texts")
    law.load([each.upper() for each in only] or known)
    problems = check_law(law)
    extent = f"in {len(law.provisions())} provisions of {_counted(len(law.jurisdictions), 'jurisdiction')}"
    if texts:
        quotations = look_up(law, [Path(each) for each in texts])
        problems += quotations.problems
        extent += f"; {quotations.found} quotations found"
        extent += f", {quotations.elsewhere} of sections that are not stored whole" if quotations.elsewhere else ""
    if not problems:
        write(f"no problems {extent}", None)
        return 0
    write("\n".join(map(str, problems)), None)
    complain(f"{_counted(len(problems), 'problem')} {extent}")
    return _BAD


@law_commands.command("status")
@_law_option
@click.option("--as-of", metavar="DATE", help="Count age from this day (2026-11-23). Default: today.")
@click.option("--stale", type=click.IntRange(min=0), metavar="DAYS", help="Only what was checked more than so many days ago.")
def law_status(law_folder: str | None, as_of: str | None, stale: int | None) -> int:
    """How fresh and how sure the encoding is: a table, one line a jurisdiction."""
    from unburden import law_pages
    from unburden.law import jurisdiction_names

    day = _as_of(as_of)
    law = _law(law_folder)
    return _show(law_pages.status(law.load(_codes(law)), day, jurisdiction_names(law), stale), law)


def _show(text: str, law: Law, out: str | None = None, *, whole: bool = False) -> int:
    """What can be shown of a law, and what is wrong with it: at its end, or beside it where the text is a document of its own (`whole`)."""
    if law.problems:
        head = f"Not read ({len(law.problems)}; unburden law check shows more)"
        if whole:
            complain(head)
        else:
            text = f"{text.rstrip()}\n\n{head}\n" + "\n".join(map(_line, law.problems))
    write(text, out, None if whole else MASKED)
    return _UNREAD if law.problems else 0


def _counted(count: int, what: str) -> str:
    return f"{count} {what}{'' if count == 1 else 's'}"


def _codes(law: Law) -> list[str]:
    from unburden.law import folder_codes

    return folder_codes(law.folder)


if __name__ == "__main__":
    main()
