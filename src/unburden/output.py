"""What leaves a command: text on the screen or in a file, and one line of complaint. Nothing is written unless it is asked for."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

if TYPE_CHECKING:
    from unburden.record import Record

#: Marks that would move the cursor of a terminal, color it, break its line, or turn the direction of its text: a record's words must not.
_CONTROLS: Final = (*range(9), *range(11, 32), *range(0x7F, 0xA0), *range(0x2028, 0x202F))
#: Marks that set words of one direction apart, as the report does itself with right-to-left words.
_ISOLATES: Final = tuple(range(0x2066, 0x206A))
#: What stands in their place: in a report, in any other text; and how JSON writes them.
REPORT: Final = dict.fromkeys(_CONTROLS, "\ufffd")
MASKED: Final = REPORT | dict.fromkeys(_ISOLATES, "\ufffd")
ESCAPED: Final = {each: f"\\u{each:04x}" for each in (*_CONTROLS, *_ISOLATES)}


def complain(text: str) -> None:
    """One line on standard error."""
    click.echo(f"unburden: {' '.join(text.split()).translate(MASKED)}", err=True)


def keep(out: str | None, read: Iterable[str | None], option: str = "--out") -> None:
    """Refuse to write over what is read."""
    for name in read:
        if out and name and os.path.exists(out) and os.path.exists(name) and os.path.samefile(out, name):
            raise click.BadParameter(f"{out} is a file to be read; it is not written over", param_hint=option)


def reach(out: str | None, option: str) -> None:
    """Refuse a file that cannot be written before the person has spent an hour on what it shall hold."""
    if out and (os.path.isdir(out) or not os.access(os.path.dirname(out) or ".", os.W_OK)):
        raise click.BadParameter(f"{out} cannot be written: its folder is missing or closed, or it is a folder itself", param_hint=option)


def write(text: str, out: str | None, marks: dict[int, str] | None = MASKED) -> None:
    """Write to a file of its owner's alone, or to standard output; `marks` stand there for what a terminal would obey."""
    from unburden.errors import InputError, Problem

    if marks:
        text = text.translate(marks)
    try:
        if out is None:
            click.echo(text, nl=not text.endswith("\n"))
        else:
            with open(os.open(out, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
                file.write(text.encode("utf-8", "replace"))
    except BrokenPipeError:
        # The reader of our output (head, less) has seen enough.
        _close_output()
    except OSError as error:
        if out is None:
            _close_output()
        why = f"cannot write: {(error.strerror or 'error').lower()}"
        raise InputError(Problem("cannot-write", why, file=out or "standard output")) from None
    except ValueError as error:
        raise InputError(Problem("cannot-write", f"cannot write: {error}", file=out)) from None


def write_folder(pages: Mapping[str, str], folder: str) -> None:
    """Write files by name into a folder, which is made if it is not there."""
    from unburden.errors import InputError, Problem

    try:
        os.makedirs(folder, exist_ok=True)
    except OSError as error:
        raise InputError(Problem("cannot-write", f"cannot make the folder: {(error.strerror or 'error').lower()}", file=folder)) from None
    for name, text in pages.items():
        write(text, os.path.join(folder, name), None)


def _close_output() -> None:
    """Let Python's own last flush of standard output go nowhere, for it would fail again."""
    with suppress(OSError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def write_parquet(people: Sequence[Record], out: str) -> None:
    """Write the people's charges table as Parquet."""
    from unburden.errors import InputError, Problem
    from unburden.readers.charges_table import to_parquet

    try:
        to_parquet(people, Path(out))
    except ImportError:
        raise InputError(Problem("no-pyarrow", "Parquet needs pyarrow: pip install 'unburden[bulk]'", file=out)) from None
    except OSError as error:
        why = os.strerror(error.errno).lower() if error.errno else "error"
        raise InputError(Problem("cannot-write", f"cannot write: {why}", file=out)) from None
    except ValueError as error:
        raise InputError(Problem("cannot-write", f"cannot write: {error}", file=out)) from None
