"""The commands. Everything heavy is imported by the command that needs it, so that each starts at once.

Exit codes: 0 done; 1 done, but something in the input could not be read (it is listed); 2 bad input or usage, with one
line on standard error that says what and where.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

if TYPE_CHECKING:
    from unburden.facts import Answers
    from unburden.law import Law
    from unburden.record import Record
    from unburden.relief import Result

_Command = TypeVar("_Command", bound=Callable[..., Any])
_UNREAD = 1
_BAD = 2


def main(arguments: Sequence[str] | None = None) -> None:
    """Run a command and leave with its exit code; no error ends in a traceback."""
    from unburden.errors import UnburdenError

    # A Windows console or a pipe may not take every letter of a name; none may stop the command.
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")
    try:
        code = commands.main(args=list(arguments) if arguments is not None else None, prog_name="unburden", standalone_mode=False)
    except click.ClickException as error:
        click.echo(f"unburden: {' '.join(error.format_message().split())} (see unburden --help)", err=True)
        code = _BAD
    except UnburdenError as error:
        first, *rest = error.problems
        more = f" (and {len(rest)} more: see unburden law check)" if rest and first.file and first.file.endswith(".toml") else ""
        for problem in (first, *([] if more else rest)):
            click.echo(f"unburden: {' '.join(str(problem).splitlines()[0].split())}{more}", err=True)
        code = _BAD
    except (click.Abort, KeyboardInterrupt):
        click.echo("stopped; nothing was saved", err=True)
        code = _BAD
    except BrokenPipeError:
        # The reader of our output (head, less) has seen enough.
        sys.stderr.close()
        code = 0
    sys.exit(code or 0)


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="unburden", message="unburden %(version)s")
def commands() -> None:
    """What can be cleared from a criminal record, charge by charge, for survivors of human trafficking.

    Everything stays on this machine. Nothing is saved unless you ask for it. This program explains; it is not a lawyer.
    """


# ---- options that several commands share ---------------------------------------------------------------------------


def _files(command: _Command) -> _Command:
    return click.argument("files", nargs=-1, required=True, metavar="FILE…")(command)


def _reading(command: _Command) -> _Command:
    for option in (
        click.option("--law", "law_folder", metavar="DIR", help="Another folder of law than the one that came with the program."),
        click.option("--same-person", is_flag=True, help="The files are of one person, although names or birth dates differ."),
        click.option("--person", metavar="ID", help="One person of a charges table that holds many."),
    ):
        command = option(command)
    return command


def _deciding(command: _Command) -> _Command:
    for option in (
        click.option("--facts", "facts_file", metavar="FACTS.toml", help="A file of answers, as `unburden ask --save` writes it."),
        click.option("--as-of", metavar="DATE", help="Decide as of this day (2026-11-23). Default: today."),
        click.option("--lang", type=click.Choice(["en", "es"]), default="en", show_default=True, help="Language of the text."),
    ):
        command = option(command)
    return command


def _as_of(text: str | None) -> int:
    from datetime import date

    if text is None:
        return date.today().toordinal()
    try:
        return date.fromisoformat(text).toordinal()
    except ValueError:
        raise click.BadParameter(f'"{text}" is not a date; write it like 2026-11-23', param_hint="--as-of") from None


def _law(folder: str | None) -> Law:
    from unburden.law import read_law

    return read_law(Path(folder) if folder else None, [])


def _people(files: Sequence[str], law: Law, same_person: bool, person: str | None) -> list[Record]:
    from unburden.errors import nearest
    from unburden.files import read_people
    from unburden.relief import codes_of

    people = read_people(files, law.facts, same_person=same_person)
    if person is not None:
        chosen = [record for record in people if record.person_id == person]
        if not chosen:
            hint = nearest(person, [record.person_id for record in people])
            raise click.BadParameter(f'no person is called "{person}" in these files{hint}', param_hint="--person")
        people = chosen
    law.load(code for record in people for code in codes_of(record))
    _refuse_broken(law)
    return people


def _refuse_broken(law: Law) -> None:
    from unburden.errors import LawError

    if law.problems:
        raise LawError(law.problems)


def _answers(path: str | None, law: Law) -> Answers:
    from unburden.facts import Answers, read_answers

    return read_answers(path, law) if path else Answers()


def _decided(record: Record, law: Law, as_of: int, answers: Answers) -> Result:
    from attrs import evolve

    from unburden.merge import suspicions
    from unburden.relief import decide

    result = decide(record, law, as_of, answers)
    return evolve(result, problems=(*suspicions(record, as_of), *result.problems))


def _write(text: str, out: str | None) -> None:
    if out is None:
        click.echo(text, nl=not text.endswith("\n"))
        return
    try:
        Path(out).write_text(text, encoding="utf-8")
    except OSError as error:
        raise click.BadParameter(f"cannot write {out}: {(error.strerror or 'error').lower()}", param_hint="--out") from None


# ---- the commands --------------------------------------------------------------------------------------------------


@commands.command()
@_files
@_deciding
@_reading
@click.option("--format", "kind", type=click.Choice(["text", "json", "html"]), default="text", show_default=True)
@click.option("--full", is_flag=True, help="Every reason of every provision, also of those that are closed.")
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
    out: str | None,
) -> int:
    """Say what can be cleared, charge by charge, from which day, under which law, and why."""
    day = _as_of(as_of)
    law = _law(law_folder)
    people = _people(files, law, same_person, person)
    answers = _answers(facts_file, law)
    results = [_decided(record, law, day, answers) for record in people]
    if kind == "json":
        import json

        from unburden.relief import to_json

        found = [to_json(result) for result in results]
        _write(json.dumps(found[0] if len(found) == 1 else {"schema": "unburden.check-many/1", "people": found}, indent=1, ensure_ascii=False), out)
    else:
        from unburden import report

        if kind == "html" and len(results) > 1:
            raise click.BadParameter(f"a report shows one person and there are {len(results)}; choose one", param_hint="--person")
        language: Any = lang
        show = report.html if kind == "html" else report.text
        _write("\n\n".join(show(result, language, full=full) for result in results), out)
    return _UNREAD if any(record.unread for record in people) else 0


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
    law = _law(law_folder)
    people = _people(files, law, same_person, person)
    if len(people) > 1:
        raise click.BadParameter(f"there are {len(people)} people in these files; choose one", param_hint="--person")
    interview(people[0], law, day, _answers(facts_file, law), lang=lang, want=want, save=save)
    return _UNREAD if people[0].unread else 0


@commands.command()
@_files
@_reading
@click.option("--format", "kind", type=click.Choice(["text", "json", "csv", "parquet"]), default="text", show_default=True)
@click.option("--out", metavar="FILE", help="Write to a file instead of the screen (needed for parquet).")
def record(
    files: tuple[str, ...], law_folder: str | None, same_person: bool, person: str | None, kind: str, out: str | None
) -> int:
    """Show what was read, and what could not be. Nothing is decided."""
    law = _law(law_folder)
    people = _people(files, law, same_person, person)
    if kind == "json":
        from unburden.readers.unburden_json import to_json

        _write(to_json(people), out)
    elif kind == "csv":
        from unburden.readers.charges_table import to_csv

        _write(to_csv(people), out)
    elif kind == "parquet":
        if out is None:
            raise click.BadParameter("parquet is not text: name a file to write", param_hint="--out")
        try:
            from unburden.readers.charges_table import to_parquet

            to_parquet(people, Path(out))
        except ImportError:
            raise click.ClickException("parquet needs the extra: pip install 'unburden[bulk]'") from None
    else:
        from unburden.listing import listing

        _write("\n\n".join(listing(each, law) for each in people), out)
    return _UNREAD if any(each.unread for each in people) else 0


# ---- the law -------------------------------------------------------------------------------------------------------


@commands.group("law")
def law_commands() -> None:
    """Look at the law as it is encoded here, and check it."""


@law_commands.command("list")
@click.option("--law", "law_folder", metavar="DIR")
def law_list(law_folder: str | None) -> int:
    """Every provision: its id, kind, effect, and since when it is in force."""
    from unburden import law_pages

    law = _law(law_folder)
    _write(law_pages.listed(law.load(_codes(law))), None)
    return 0


@law_commands.command("show")
@click.argument("provision")
@click.option("--law", "law_folder", metavar="DIR")
@click.option("--lang", type=click.Choice(["en", "es"]), default="en", show_default=True)
def law_show(provision: str, law_folder: str | None, lang: str) -> int:
    """One provision with all its versions: conditions, citations, who learns of it, sources, open questions."""
    from unburden import law_pages
    from unburden.errors import nearest

    law = _law(law_folder)
    law.load([provision.split("/")[0].upper()])
    if not any(each.id == provision for each in law.provisions()):
        ids = [each.id for each in law.load(_codes(law)).provisions()]
        raise click.BadParameter(f'no provision is called "{provision}"{nearest(provision, ids)}', param_hint="PROVISION")
    _write(law_pages.shown(law, provision, lang), None)
    return 0


@law_commands.command("check")
@click.argument("folder", required=False, metavar="[DIR]")
@click.option("--texts", multiple=True, metavar="DIR", help="Look up every quotation in the statute texts stored here.")
@click.option("--only", multiple=True, metavar="CODE", help="Only this jurisdiction (us-or).")
def law_check(folder: str | None, texts: tuple[str, ...], only: tuple[str, ...]) -> int:
    """Check the law's data: names, types, citations, versions, quotations, and that its cases show every condition."""
    from unburden.law_check import check as check_law

    law = _law(folder)
    law.load([code.upper() for code in only] or _codes(law))
    for each in texts:
        if not Path(each).is_dir():
            raise click.BadParameter(f"{each} is not a folder", param_hint="--texts")
    problems = check_law(law, [Path(each) for each in texts])
    for problem in problems:
        click.echo(str(problem))
    provisions = len(law.provisions())
    found = f"{len(problems)} problem{'s' if len(problems) != 1 else ''}" if problems else "no problems"
    click.echo(f"{found} in {provisions} provisions of {len(law.jurisdictions)} jurisdictions")
    return _BAD if problems else 0


@law_commands.command("status")
@click.option("--law", "law_folder", metavar="DIR")
@click.option("--as-of", metavar="DATE", help="Count age from this day. Default: today.")
def law_status(law_folder: str | None, as_of: str | None) -> int:
    """How fresh and how sure the encoding is: a table."""
    from unburden import law_pages

    law = _law(law_folder)
    _write(law_pages.status(law.load(_codes(law)), _as_of(as_of)), None)
    return 0


def _codes(law: Law) -> list[str]:
    from unburden.law import folder_codes

    return folder_codes(law.folder)


if __name__ == "__main__":
    main()
