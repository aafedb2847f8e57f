"""The list of paths as plain text."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable

from attrs import define, field

from unburden.path_report.making import Line, PathView, Sheet, WayView, example


@define
class _Page:
    width: int
    lines: list[str] = field(factory=list)

    def blank(self) -> None:
        if self.lines and self.lines[-1]:
            self.lines.append("")

    def put(self, text: str, indent: int = 0, hang: int = 0) -> None:
        kept = text.replace("§ ", "§\N{NO-BREAK SPACE}")
        for line in textwrap.wrap(
            kept, self.width, initial_indent=" " * indent, subsequent_indent=" " * (indent + hang), break_on_hyphens=False
        ):
            self.lines.append(line.replace("\N{NO-BREAK SPACE}", " "))

    def heading(self, text: str) -> None:
        self.blank()
        self.put(text)
        self.lines.append("=" * min(self.width, len(text)))


def lay_out(sheet: Sheet, *, full: bool = False, short: bool = False, width: int = 100) -> str:
    """The sheet as text that ends in a newline: a compared table alone if there is one, its first screen alone if `short`."""
    page = _Page(max(width, 40))
    page.put(f"{sheet('title')} · {sheet('as_of', day=sheet.day)}")
    page.blank()
    for key in ("lead", "not_a_lawyer", "help"):
        page.put(sheet(key))
    page.blank()
    if sheet.compare:
        _compare(page, sheet)
    else:
        _order(page, sheet)
        _overview(page, sheet)
        if short:
            page.blank()
            page.put(sheet("more_short"))
            page.put(sheet("end"))
            return "\n".join(page.lines) + "\n"
        page.heading(sheet("reachable"))
        _paths(page, sheet, sheet.reachable, full)
        page.heading(sheet("closed"))
        if not sheet.closed:
            page.put(sheet("nothing_closed"))
        _paths(page, sheet, sheet.closed, full)
        _rest(page, sheet)
    page.blank()
    for problem in sheet.problems:
        page.put(problem)
    page.put(sheet("end"))
    return "\n".join(page.lines).rstrip() + "\n"


def _order(page: _Page, sheet: Sheet) -> None:
    page.put(sheet.tally)
    if sheet.order:
        page.put(f"{sheet('ordered')} {'; '.join(sheet.order)}")
    else:
        page.put(sheet("unordered", example=example()))
    page.put(sheet("questions"))


def _overview(page: _Page, sheet: Sheet) -> None:
    page.heading(sheet("short"))
    for number, view in enumerate(sheet.reachable, 1):
        page.put(f"{number:2}. {view.title}: {view.status}. {sheet('police')}: {view.police}", 2, 4)
    if sheet.closed:
        page.put(f"{sheet('closed')}: {'; '.join(view.title for view in sheet.closed)}.", 2, 4)


def _paths(page: _Page, sheet: Sheet, views: Iterable[PathView], full: bool) -> None:
    group = ""
    for number, view in enumerate(views, 1):
        if not sheet.order and view.group != group:
            group = view.group
            page.blank()
            page.put(f"-- {group} --")
        page.blank()
        page.put(f"{number}. {view.title} [{view.id}]: {view.status}", hang=3)
        page.put(view.what, 3)
        if view.reasons:
            page.put(f"{sheet('why_here')}: {'; '.join(f'{each.label}: {each.text}' for each in view.reasons)}", 3, 2)
        for hint in view.hints:
            page.put(f"{hint}.", 3)
        if not view.ways:
            page.put(f"{sheet('police')}: {view.police}", 3)
        for way in view.ways if full else _shown(view):
            _way(page, sheet, way, full, len(view.ways) > 1)


def _shown(view: PathView) -> list[WayView]:
    """Of a path that can still be gone, the ways that are not closed; of a closed one the first."""
    return [way for way in view.ways if way.kind != "closed"] or list(view.ways[:1])


def _way(page: _Page, sheet: Sheet, way: WayView, full: bool, several: bool) -> None:
    page.put(f"{way.title} ({way.citation})" + (f": {way.status}" if several else ""), 3, 2)
    if way.unsettled:
        page.put(sheet("unsettled"), 5)
    if way.kind == "closed" and not full:
        no = [line for line in way.conditions if line.label == sheet("holds.no")]
        for line in [*no, *([] if no else way.deadlines)]:
            page.put(f"{line.label}: {_cited(line)}" if line.label else _cited(line), 5, 2)
        return
    for line in way.first:
        page.put(f"{line.label}: {_cited(line)}", 5, 2)
    if full:
        _lines(page, sheet("contact"), way.contact)
    else:
        page.put(_cited(_labelled(way.contact[0])), 5, 2)
        page.put(f"{sheet('required')}: {way.required or sheet('nobody')}. {sheet('learns')}: {way.learns or sheet('nobody')}.", 5, 2)
        if way.not_said:
            page.put(f"{sheet('not_said')}: {way.not_said}.", 5, 2)
    for line in way.deadlines:
        page.put(_cited(line), 5, 2)
    page.put("; ".join(f"{line.label}: {line.text}" for line in way.facts), 5, 2)
    if full:
        _lines(page, sheet("conditions"), way.conditions)
        _lines(page, sheet("evidence"), way.evidence)
        _lines(page, sheet("more"), (*way.notes, *way.links))
        _lines(page, sheet("forms"), way.forms)
        _lines(page, sheet("sources"), way.sources)
        _lines(page, sheet("check"), [Line("", each) for each in way.check])
    else:
        open_ = [line for line in way.conditions if line.label != sheet("holds.yes")]
        _lines(page, sheet("conditions"), open_)
        if way.evidence:
            page.put(f"{sheet('evidence')}: {'; '.join(f'{line.text} ({line.label})' for line in way.evidence)}", 5, 2)


def _lines(page: _Page, title: str, lines: Iterable[Line]) -> None:
    lines = list(lines)
    if lines:
        page.put(f"{title}:", 5)
        for line in lines:
            page.put(f"- {_cited(_labelled(line))}", 7, 2)


def _labelled(line: Line) -> Line:
    return Line("", f"{line.label}: {line.text}" if line.label else line.text, line.cite)


def _cited(line: Line) -> str:
    return f"{line.text} ({line.cite})" if line.cite else line.text


def _rest(page: _Page, sheet: Sheet) -> None:
    page.heading(sheet("clocks"))
    page.put(sheet("clocks_lead"))
    for line in sheet.clocks:
        page.put(f"{line.label}  {_cited(line)}", 2, 4)
    if not sheet.clocks:
        page.put(sheet("no_clocks"))
    if sheet.papers:
        page.heading(sheet("papers"))
        for name, whom, opened in sheet.papers:
            page.put(f"{name}. {sheet('from')}: {whom}. {sheet('opens')}: {opened}.", 2, 4)
    if sheet.chains:
        page.heading(sheet("chains"))
        page.put(sheet("chains_lead"))
        for chain in sheet.chains:
            page.put(chain, 2, 4)
    if sheet.reporters:
        page.heading(sheet("reporters"))
        page.put(sheet("reporters_lead"))
        for line in sheet.reporters:
            page.put(f"{line.label}: {_cited(line)}", 2, 4)


def _compare(page: _Page, sheet: Sheet) -> None:
    page.heading(sheet("compare"))
    for row in sheet.compare[1:]:
        page.blank()
        page.put(row[0])
        for title, cell in zip(sheet.compare[0][1:], row[1:], strict=True):
            page.put(f"{title}: {cell}", 2, 2)
