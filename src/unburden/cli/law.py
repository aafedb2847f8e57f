"""The commands of the law: to read it, to see how fresh and how sure it is, and to check it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from unburden.cli.options import UNREAD, UNREADABLE, counted, day_of, lang_option, law_of, law_option, line
from unburden.output import MASKED, complain, write, write_folder

if TYPE_CHECKING:
    from unburden.law import Law
    from unburden.report import Lang


@click.group("law")
def law_commands() -> None:
    """Look at the law as it is encoded here, and check it."""


@law_commands.command("list")
@law_option
def law_list(law_folder: str | None) -> int:
    """Every provision: its id, kind, effect, and since when it is in force."""
    from unburden import law_pages

    law = law_of(law_folder)
    return _show(law_pages.listed(law.load(_codes(law))), law)


@law_commands.command("show")
@click.argument("what", required=False, metavar="[CODE | PROVISION]")
@click.option("--format", "how", type=click.Choice(["text", "html"]), default="text", show_default=True)
@click.option("--out", metavar="PATH", help="Write here instead: a file, or for the whole country as html a folder.")
@click.option("--as-of", metavar="DATE", help="The law of this day (2026-11-23). Default: today.")
@law_option
@lang_option
def law_show(what: str | None, how: str, out: str | None, as_of: str | None, law_folder: str | None, lang: Lang) -> int:
    """One provision (us-fl/943.0583), one jurisdiction (us-fl), or the whole country.

    A provision comes with all its versions: conditions, citations, who learns of it, sources, open questions. As html, the whole
    country is a small site that works without a network: a map, a page for each jurisdiction, a search.
    """
    from unburden import law_pages, law_site
    from unburden.errors import nearest

    law = law_of(law_folder)
    known = _codes(law)
    day = day_of(as_of)
    if what is None:
        if how == "text":
            return _show(law_pages.listed(law.load(known)), law)
        if not out:
            raise click.UsageError("the whole country as html is a folder of pages: name it with --out FOLDER")
        pages = law_site.site(law.load(known), day, lang)
        write_folder(pages, out)
        complain(f"{len(pages)} pages in {out}: open {Path(out) / 'index.html'} in a browser")
        return UNREAD if law.problems else 0
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
@law_option
def law_report_card(codes: tuple[str, ...], how: str, as_of: str | None, law_folder: str | None) -> int:
    """Grade each jurisdiction's law for survivors from its encoded conditions, each point with its citations."""
    from unburden import law_pages
    from unburden.errors import nearest
    from unburden.report_card import as_json, grade, read_scale

    law = law_of(law_folder)
    known = _codes(law)
    for each in codes:
        if each.upper() not in known:
            raise click.BadParameter(f'no jurisdiction is called "{each}"{nearest(each.upper(), known).lower()}', param_hint="CODE")
    wanted = [each.upper() for each in codes] or known
    law.load(wanted)
    scale, day = read_scale(law), day_of(as_of)
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

    law = law_of(folder)
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
    extent = f"in {len(law.provisions())} provisions of {counted(len(law.jurisdictions), 'jurisdiction')}"
    ways = []
    if not only and (law.folder / "paths").is_dir():
        from unburden.path_check import check_paths

        paths, found = check_paths(law)
        problems += found
        ways = [way.law for way in paths.ways()]
        extent += f" and {len(ways)} ways of {counted(len(paths.paths), 'path')}"
    if texts:
        quotations = look_up(law, [Path(each) for each in texts], ways)
        problems += quotations.problems
        extent += f"; {quotations.found} quotations found"
        extent += f", {quotations.elsewhere} of sections that are not stored whole" if quotations.elsewhere else ""
    if not problems:
        write(f"no problems {extent}", None)
        return 0
    write("\n".join(map(str, problems)), None)
    complain(f"{counted(len(problems), 'problem')} {extent}")
    return UNREADABLE


@law_commands.command("status")
@law_option
@click.option("--as-of", metavar="DATE", help="Count age from this day (2026-11-23). Default: today.")
@click.option("--stale", type=click.IntRange(min=0), metavar="DAYS", help="Only what was checked more than so many days ago.")
def law_status(law_folder: str | None, as_of: str | None, stale: int | None) -> int:
    """How fresh and how sure the encoding is: a table, one line a jurisdiction."""
    from unburden import law_pages
    from unburden.law import jurisdiction_names

    day = day_of(as_of)
    law = law_of(law_folder)
    return _show(law_pages.status(law.load(_codes(law)), day, jurisdiction_names(law), stale), law)


def _show(text: str, law: Law, out: str | None = None, *, whole: bool = False) -> int:
    """What can be shown of a law, and what is wrong with it: at its end, or beside it where the text is a document of its own (`whole`)."""
    if law.problems:
        head = f"Not read ({len(law.problems)}; unburden law check shows more)"
        if whole:
            complain(head)
        else:
            text = f"{text.rstrip()}\n\n{head}\n" + "\n".join(map(line, law.problems))
    write(text, out, None if whole else MASKED)
    return UNREAD if law.problems else 0


def _codes(law: Law) -> list[str]:
    from unburden.law import folder_codes

    return folder_codes(law.folder)
