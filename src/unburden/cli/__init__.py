"""The commands. Everything heavy is imported by the command that needs it, so that each starts at once.

Exit codes: 0 done; 1 done, but something in the input could not be read (it is listed); 2 bad input or usage, with one
line on standard error that says what and where.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from unburden import __version__
from unburden.cli.deciding import ask, check
from unburden.cli.drafts import papers
from unburden.cli.law import law_commands
from unburden.cli.options import UNREADABLE, line
from unburden.cli.paths import paths
from unburden.cli.records import record, record_new
from unburden.output import complain

if TYPE_CHECKING:
    from unburden.errors import UnburdenError

#: Problems in one line of an error; the rest are counted.
_SHOWN: Final = 5


class _Commands(click.Group):
    """Commands of one word, and of two (``record new``) beside the one that is the first of them and takes files."""

    def resolve_command(self, ctx: click.Context, args: list[str]) -> tuple[str | None, click.Command | None, list[str]]:
        name = " ".join(args[:2])
        if len(args) > 1 and name in self.commands:
            return name, self.commands[name], args[2:]
        return super().resolve_command(ctx, args)


@click.group(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, message="unburden %(version)s")
def commands() -> None:
    """What can be cleared from a criminal record, charge by charge, for survivors of human trafficking.

    Everything stays on this machine. Nothing is saved unless you ask for it. This program explains; it is not a lawyer.
    """


for _command in (check, ask, paths, papers, record, record_new, law_commands):
    commands.add_command(_command)


def main(arguments: Sequence[str] | None = None) -> None:
    """Run a command and leave with its exit code. No error ends in a traceback, save in Python's own development mode (``-X dev``)."""
    # A Windows console or a pipe may not take every letter of a name, nor give only letters; none may stop the command.
    for stream in (sys.stdin, sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")
    code: int | None = UNREADABLE
    try:
        code = commands.main(args=list(arguments) if arguments is not None else None, prog_name="unburden", standalone_mode=False)
    except click.ClickException as error:
        complain(_usage(error))
    except (click.Abort, KeyboardInterrupt):
        complain("stopped")
    except Exception as error:
        from unburden.errors import UnburdenError

        if isinstance(error, UnburdenError):
            complain(_problems(error))
        elif sys.flags.dev_mode:
            raise
        else:
            complain(_inside(error))
    sys.exit(code or 0)


def _problems(error: UnburdenError) -> str:
    from unburden.errors import LawError

    shown = 1 if isinstance(error, LawError) else _SHOWN
    more = len(error.problems) - shown
    about_law = isinstance(error, LawError) and not str(error.problems[0].file or "").endswith(("packet.toml", ".docx", ".pdf"))
    hint = " (unburden law check DIR shows all)" if about_law else ""
    return "; ".join(map(line, error.problems[:shown])) + (f"; and {more} more{hint}" if more > 0 else "")


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
