"""The command that drafts: `papers` makes the packet of each court and case."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from unburden.cli.deciding import decided
from unburden.cli.options import UNREAD, Given, counted, given

if TYPE_CHECKING:
    from unburden.papers import Packets


@click.command()
@given()
@click.option("--out", required=True, metavar="DIR", help="A new folder for the papers; with --encrypt, the name of the one file.")
@click.option(
    "--only", "chosen", multiple=True, metavar="PROVISION", help="Draft under this law alone (us-ny/440.10-1-i). Can be repeated."
)
@click.option("--template", "office", metavar="DIR", help="An office's own templates, which go before the program's (docs/papers.md).")
@click.option(
    "--forms", metavar="DIR", help="Blanks of official forms from the court, which are then filled in (the cover sheet names them)."
)
@click.option("--encrypt", is_flag=True, help="Ask for a passphrase and write one age file, nothing in clear.")
@click.option("--pdf-only", is_flag=True, help="Leave out the Word files.")
def papers(
    given: Given,
    out: str,
    chosen: tuple[str, ...],
    office: str | None,
    forms: str | None,
    encrypt: bool,
    pdf_only: bool,
) -> int:
    """Draft the papers for a court: a folder for each case, with a cover sheet that says what to file, where, and what is missing."""
    import os

    from unburden.papers import draft, read_details, write_encrypted, write_folder

    day = given.day()
    target = Path(out)
    if os.path.lexists(target):
        raise click.BadParameter(f"{out} is there already, and nothing is written over; choose a new name", param_hint="--out")
    if not os.access(target.parent if str(target.parent) else ".", os.W_OK):
        raise click.BadParameter(f"{out} cannot be written: its folder is missing or closed", param_hint="--out")
    if office is not None and not os.path.isdir(office):
        raise click.BadParameter(f"{office} is no folder", param_hint="--template")
    if forms is not None and not os.path.isdir(forms):
        raise click.BadParameter(f"{forms} is no folder", param_hint="--forms")
    law = given.law()
    one = given.one(law, "papers are one person's")
    answers = given.answers(law)
    result = decided(one, law, day, answers)
    cases, charges = [case.case_id for case in one.cases], [charge.charge_id for _, charge in one.charges()]
    made = draft(
        result,
        lambda says: read_details(answers, law.facts, cases, charges, says),
        lang=given.lang,
        only=chosen,
        office=Path(office) if office else None,
        forms=Path(forms) if forms else None,
        word=not pdf_only,
    )
    if made.drafted:
        if encrypt:
            write_encrypted(made.files, target, _passphrase())
        else:
            write_folder(made.files, target)
    _tell(made, out, encrypt)
    return UNREAD if one.unread or made.problems or not made.drafted else 0


def _passphrase() -> str:
    """A passphrase, typed twice."""
    while True:
        typed: str = click.prompt("Passphrase for the file (it cannot be opened without it)", hide_input=True, confirmation_prompt=True)
        if len(typed) >= _SHORTEST:
            return typed
        click.echo(f"Please choose at least {_SHORTEST} characters; a few words in a row are good.", err=True)


#: Shorter passphrases can be guessed.
_SHORTEST = 12


def _tell(made: Packets, out: str, encrypt: bool) -> None:
    """What was drafted, on the screen; nothing of the record is in it but its own words for a case."""
    from unburden.output import complain, write

    lines: list[str] = []
    if not made.drafted:
        lines.append("Nothing was drafted: no charge of this record is open under a law that asks for a paper.")
    else:
        filings, how = counted(len(made.drafted), "filing"), " (encrypted)" if encrypt else ""
        lines.append(f"Drafts for {filings} in {out}{how}. Let a lawyer check them before anything is filed.")
    for each in made.drafted:
        charges = counted(len(each.filing.entries), "charge")
        state = "; something is still unproven" if not each.ready else "; the law can be read in two ways" if each.unsettled else ""
        lines.append(
            f"  {each.filing.name}: {each.filing.provision.citation}, {charges}; {counted(len(each.missing), 'blank')} to fill in{state}"
        )
    wanted = dict.fromkeys(form.file.name for each in made.drafted for form in each.wanted)
    if wanted:
        lines.append(f"  The court's own forms are filled in when you bring their blanks: {', '.join(wanted)} (--forms DIR).")
    for charge, relief in made.plan.stronger:
        law = relief.provision
        lines.append(f"  Charge {charge.place + 1}: {law.citation} would do more, once questions are answered: --only {law.id}")
    if made.plan.left_out:
        says = "the letter" if made.drafted else "`unburden check`"
        lines.append(f"{counted(len(made.plan.left_out), 'charge')} without a paper; {says} says why for each.")
    write("\n".join(lines), None)
    told: dict[str, list[str]] = {}
    for problem in made.problems:
        told.setdefault(problem.message, []).append(problem.file or "")
    for message, places in told.items():
        more = f" and {counted(len(places) - 1, 'other file')}" if len(places) > 1 else ""
        complain(f"{places[0]}{more}: {message}" if places[0] else message)
