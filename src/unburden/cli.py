"""The commands."""

from __future__ import annotations

import sys
from pathlib import Path

import click


@click.group()
def main() -> None:
    """What can be cleared from a criminal record, charge by charge, for survivors of human trafficking."""


@main.group()
def law() -> None:
    """Look at the law and check it."""


@law.command("check")
@click.argument("folder", required=False)
@click.option("--texts", multiple=True)
@click.option("--only", multiple=True)
def law_check_command(folder: str | None, texts: tuple[str, ...], only: tuple[str, ...]) -> None:
    """Check the law's data."""
    from unburden.law import read_law
    from unburden.law_check import check

    loaded = read_law(Path(folder) if folder else None, [code.upper() for code in only] or None)
    problems = check(loaded, [Path(text) for text in texts])
    for problem in problems:
        click.echo(str(problem))
    click.echo(f"{len(problems)} problems in {len(loaded.provisions())} provisions of {len(loaded.jurisdictions)} jurisdictions")
    sys.exit(2 if problems else 0)


if __name__ == "__main__":
    main()
