"""The list of paths as one page of HTML: no script, no request, everything escaped; it folds with <details>."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from pathlib import Path

from unburden.path_report.making import Line, PathView, Sheet, WayView, example
from unburden.report.markup import Child, Markup, tag
from unburden.report.page import POLICY, style


def lay_out(sheet: Sheet) -> str:
    """The sheet as a whole HTML document that ends in a newline."""
    head = tag(
        "head",
        tag("meta", charset="utf-8"),
        tag("meta", http_equiv="Content-Security-Policy", content=POLICY),
        tag("meta", name="viewport", content="width=device-width, initial-scale=1"),
        tag("meta", name="referrer", content="no-referrer"),
        tag("meta", name="robots", content="noindex, nofollow"),
        tag("meta", name="color-scheme", content="light dark"),
        tag("title", sheet("title")),
        tag("style", style(), _own()),
    )
    top = tag(
        "header",
        tag("p", sheet("as_of", day=sheet.day), class_="day"),
        tag("h1", sheet("title")),
        tag("p", sheet("lead")),
        tag("div", tag("p", sheet("not_a_lawyer")), tag("p", sheet("help")), class_="note"),
    )
    main = tag(
        "main",
        _short(sheet),
        _compare(sheet),
        _section("paths", sheet("reachable"), *(_path(each, sheet) for each in sheet.reachable)),
        _section("closed", sheet("closed"), *([_path(each, sheet) for each in sheet.closed] or [tag("p", sheet("nothing_closed"))])),
        _clocks(sheet),
        _papers(sheet),
        _reporters(sheet),
        _section("problems", sheet("check"), tag("ul", (tag("li", each) for each in sheet.problems))) if sheet.problems else None,
    )
    body = tag("body", tag("a", sheet("skip"), href="#paths", class_="skip"), top, main, tag("footer", tag("p", sheet("end"))))
    return f"<!doctype html>\n{tag('html', head, body, lang=sheet.lang)}\n"


@cache
def _own() -> Markup:
    return Markup((Path(__file__).parent / "page.css").read_text(encoding="utf-8"))


def _section(ident: str, title: str, *children: Child) -> Markup:
    return tag("section", tag("h2", title, id=ident), *children, aria_labelledby=ident)


def _short(sheet: Sheet) -> Markup:
    if sheet.order:
        order: Child = (tag("p", sheet("ordered")), tag("ol", (tag("li", each) for each in sheet.order)))
    else:
        order = tag("p", sheet("unordered", example=example()))
    rows = (
        tag(
            "tr",
            tag("th", tag("a", view.title, href=f"#{view.id}"), scope="row"),
            tag("td", view.status, class_=f"is-{view.kind}"),
            tag("td", view.police),
        )
        for view in (*sheet.reachable, *sheet.closed)
    )
    table = tag(
        "table",
        tag("caption", sheet("short"), class_="unseen"),
        tag("thead", tag("tr", (tag("th", sheet(key), scope="col") for key in ("path", "status", "police")))),
        tag("tbody", rows),
        class_="overview paths",
    )
    there = [("paths", "reachable"), ("closed", "closed"), ("clocks", "clocks"), ("papers", "papers")]
    items = (tag("li", tag("a", sheet(name), href=f"#{ident}")) for ident, name in there)
    links = tag("nav", tag("ul", items), aria_label=sheet("contents"))
    shown = (tag("p", sheet.tally), order, tag("p", sheet("questions")), links, tag("div", table, class_="wide"))
    return _section("short", sheet("short"), *shown)


def _path(view: PathView, sheet: Sheet) -> Markup:
    reasons = (
        tag("p", tag("b", sheet("why_here"), ": "), "; ".join(f"{each.label}: {each.text}" for each in view.reasons), class_="small")
        if view.reasons
        else None
    )
    hints = tag("ul", (tag("li", each) for each in view.hints)) if view.hints else None
    return tag(
        "article",
        tag("h3", view.title, id=view.id),
        tag("p", tag("b", view.status, class_=f"is-{view.kind}"), " · ", view.group),
        tag("p", view.what),
        tag("p", tag("b", sheet("police"), ": "), view.police),
        reasons,
        hints,
        (_way(way, sheet, len(view.ways) == 1 and view.kind != "closed") for way in view.ways),
        class_="path",
        aria_labelledby=view.id,
    )


def _way(way: WayView, sheet: Sheet, single: bool) -> Markup:
    summary = (tag("b", way.title), f" ({way.citation}): {way.status}")
    parts = (
        tag("p", sheet("unsettled")) if way.unsettled else None,
        _list(sheet("risks"), way.first),
        _list(sheet("contact"), way.contact),
        _list(sheet("deadlines"), way.deadlines),
        tag("p", "; ".join(f"{line.label}: {line.text}" for line in way.facts)),
        _list(sheet("conditions"), way.conditions),
        _list(sheet("evidence"), way.evidence),
        _list(sheet("more"), (*way.notes, *way.links)),
        _list(sheet("forms"), way.forms),
        _list(sheet("sources"), way.sources),
        _list(sheet("check"), [Line("", each) for each in way.check]),
    )
    return tag("details", tag("summary", summary), tag("div", *parts, class_="fold"), open=single and way.kind == "open")


def _list(title: str, lines: Iterable[Line]) -> Child:
    lines = list(lines)
    return (tag("h4", title), tag("ul", (tag("li", _line(each)) for each in lines))) if lines else None


def _line(line: Line) -> Child:
    label = (tag("b", line.label), ": ") if line.label else None
    return (label, line.text, tag("span", f" ({line.cite})", class_="cite") if line.cite else None)


def _clocks(sheet: Sheet) -> Markup:
    shown: Child = tag("p", sheet("no_clocks"))
    if sheet.clocks:
        rows = (tag("tr", tag("th", line.label, scope="row"), tag("td", _line(Line("", line.text, line.cite)))) for line in sheet.clocks)
        shown = tag("table", tag("caption", sheet("clocks"), class_="unseen"), tag("tbody", rows))
    return _section("clocks", sheet("clocks"), tag("p", sheet("clocks_lead")), tag("div", shown, class_="wide"))


def _papers(sheet: Sheet) -> Markup | None:
    if not sheet.papers:
        return None
    rows = (tag("tr", tag("th", name, scope="row"), tag("td", whom), tag("td", opened)) for name, whom, opened in sheet.papers)
    head = tag("thead", tag("tr", (tag("th", sheet(key), scope="col") for key in ("paper", "from", "opens"))))
    table = tag("table", tag("caption", sheet("papers"), class_="unseen"), head, tag("tbody", rows))
    chains = (tag("h3", sheet("chains")), tag("p", sheet("chains_lead")), tag("ul", (tag("li", each) for each in sheet.chains)))
    return _section("papers", sheet("papers"), tag("div", table, class_="wide"), chains if sheet.chains else None)


def _reporters(sheet: Sheet) -> Markup | None:
    if not sheet.reporters:
        return None
    listed = tag("ul", (tag("li", _line(each)) for each in sheet.reporters))
    return _section("reporters", sheet("reporters"), tag("p", sheet("reporters_lead")), listed)


def _compare(sheet: Sheet) -> Markup | None:
    if not sheet.compare:
        return None
    head = tag("thead", tag("tr", tag("td"), (tag("th", each, scope="col") for each in sheet.compare[0][1:])))
    rows = (tag("tr", tag("th", row[0], scope="row"), (tag("td", each) for each in row[1:])) for row in sheet.compare[1:])
    table = tag("table", tag("caption", sheet("compare"), class_="unseen"), head, tag("tbody", rows), class_="compare")
    return _section("compare", sheet("compare"), tag("div", table, class_="wide", tabindex=0, role="group", aria_label=sheet("compare")))
