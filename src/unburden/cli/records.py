"""The commands of the record itself: `record` shows what was read, `record new` writes down what is on no file."""

from __future__ import annotations

import sys

import click

from unburden.cli.options import UNREAD, Given, day_of, given, lang_option, law_of, law_option
from unburden.output import ESCAPED, MASKED, keep, reach, write, write_parquet


@click.command()
@given(decides=False)
@click.option("--format", "kind", type=click.Choice(["text", "json", "csv", "parquet"]), default="text", show_default=True)
@click.option("--out", metavar="FILE", help="Write to a file instead of the screen (needed for parquet).")
def record(
    given: Given,
    kind: str,
    out: str | None,
) -> int:
    """Show what was read, and what could not be. Nothing is decided."""
    keep(out, given.files)
    law = given.law()
    people = given.people(law)
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
    return UNREAD if any(each.unread for each in people) else 0


@click.command("record new")
@click.option("--out", metavar="FILE", help="Write the record to this file at the end. Without it you are asked, and no is the default.")
@law_option
@lang_option
def record_new(out: str | None, law_folder: str | None, lang: str) -> int:
    """Write down a record from memory or from paper: short questions, charge by charge.

    Every question can be skipped. Nothing is stored unless you name a file. What it writes is read by all commands.
    """
    from unburden.entry import entry

    reach(out, "--out")
    entry(law_of(law_folder), day_of(None), lang=lang, out=out)
    return 0
