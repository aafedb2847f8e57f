"""Decided paths as a sheet of plain words, in order: what both layouts show."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, Literal, TypeAlias

from attrs import evolve, frozen

from unburden import phrases
from unburden.calendar import AFTER, ALWAYS, NEVER, Bounds
from unburden.chains import chains, opened_by, yielded_by
from unburden.errors import InputError, Problem, nearest
from unburden.law import jurisdiction_names
from unburden.law_file import PARTIES
from unburden.path_law import Link
from unburden.path_report.words import MESSAGES
from unburden.paths import Clock, PathResult, Paths, WayResult, has_conditions, runs_until
from unburden.paths_json import DOES_WORDS
from unburden.paths_order import MATTERS, Placed, placed
from unburden.person import holds
from unburden.provision import Basis, Text
from unburden.question import listed
from unburden.report.context import said
from unburden.report.words import Words

Lang: TypeAlias = Literal["en", "es"]
#: Notes that are shown before a person chooses; the rest stand further down.
_FIRST: Final = ("immigration", "risk")
_REQUIRED: Final = ("must consent", "report needed", "cooperation needed")
_LEARNS: Final = ("notified", "served", "may object")


@frozen
class Line:
    """A label, what it says, and the citation."""

    label: str
    text: str
    cite: str = ""


@frozen
class WayView:
    """One way in words."""

    id: str
    title: str
    citation: str
    status: str
    kind: str
    unsettled: bool
    contact: tuple[Line, ...]
    required: str
    learns: str
    not_said: str
    conditions: tuple[Line, ...]
    deadlines: tuple[Line, ...]
    evidence: tuple[Line, ...]
    first: tuple[Line, ...]
    notes: tuple[Line, ...]
    facts: tuple[Line, ...]
    links: tuple[Line, ...]
    forms: tuple[Line, ...]
    sources: tuple[Line, ...]
    check: tuple[str, ...]


@frozen
class PathView:
    """One path in words. `kind` is the status's name, for marks."""

    id: str
    title: str
    what: str
    group: str
    status: str
    kind: str
    police: str
    reasons: tuple[Line, ...]
    ways: tuple[WayView, ...]
    hints: tuple[str, ...]


@frozen
class Sheet:
    """The whole list in words."""

    lang: Lang
    day: str
    tally: str
    order: tuple[str, ...]
    reachable: tuple[PathView, ...]
    closed: tuple[PathView, ...]
    clocks: tuple[Line, ...]
    papers: tuple[tuple[str, str, str], ...]
    chains: tuple[str, ...]
    reporters: tuple[Line, ...]
    compare: tuple[tuple[str, ...], ...]
    problems: tuple[str, ...]

    def __call__(self, key: str, **values: object) -> str:
        """A text of the sheet's own, by its key."""
        return MESSAGES[key][self.lang == "es"].format(**values)


def make(paths: Paths, lang: Lang, compare: Sequence[str] = ()) -> Sheet:
    """The sheet.

    Raises:
        InputError: a path to compare is not there.
    """
    return _Maker(paths, lang).sheet(compare)


class _Maker:
    def __init__(self, paths: Paths, lang: Lang) -> None:
        self.paths, self.lang = paths, lang
        self.names = jurisdiction_names(paths.law.law, lang)

    def say(self, key: str, **values: object) -> str:
        return MESSAGES[key][self.lang == "es"].format(**values)

    def sheet(self, compare: Sequence[str]) -> Sheet:
        paths = self.paths
        matters = paths.answers.matters
        order = placed(paths, matters)
        views = [self.path(each) for each in order]
        count = {kind: sum(view.kind == kind for view in views) for kind in ("open", "closed")}
        running = sorted((each for result in paths.results for each in runs_until(result)), key=lambda each: each[1].last)
        known = [(way, clock) for way, clock in running if clock.last[0] > ALWAYS and clock.last[1] < AFTER]
        codes = dict.fromkeys(code for each in paths.answers.places.values() for code in each)
        clocks = tuple(dict.fromkeys(self.clock(way, clock) for way, clock in known))
        if clocks:
            meanwhile = self.say("meanwhile.one" if len(clocks) == 1 else "meanwhile", n=len(clocks), first=clocks[0].label)
            views = [
                evolve(each, hints=(*each.hints, meanwhile)) if paths.law.paths[each.id].group == "nothing" else each for each in views
            ]
        return Sheet(
            lang=self.lang,
            day=phrases.day(paths.as_of, self.lang),
            tally=self.say("tally", open=count["open"], closed=count["closed"], ask=len(views) - count["open"] - count["closed"]),
            order=tuple(self.say(f"matter.{each}") for each in matters),
            reachable=tuple(each for each in views if each.kind != "closed"),
            closed=tuple(each for each in views if each.kind == "closed"),
            clocks=clocks,
            papers=self.papers(),
            chains=tuple(self.chains()),
            reporters=tuple(
                Line(self.names.get(code, code), paths.law.reporters[code].text[self.lang], paths.law.reporters[code].cite)
                for code in codes
                if code in paths.law.reporters
            ),
            compare=self.compare(compare, order),
            # A problem repeats words of the record.
            problems=tuple(said(str(each), Words(self.lang)) for each in paths.problems),
        )

    def clock(self, way: WayResult, clock: Clock) -> Line:
        """A running deadline: until when, of what, and what the day does."""
        what = f"{self.title(way.way.path)}{self.place(way)}: {clock.deadline.text[self.lang]}"
        return Line(self.span(clock.last), f"{what} ({self.say('hard' if clock.deadline.hard else 'soft')})", clock.deadline.cite)

    # ---- one path ----

    def title(self, path: str) -> str:
        return self.paths.law.paths[path].title[self.lang]

    def place(self, way: WayResult) -> str:
        code = way.way.jurisdiction
        return "" if code == "US" else f", {self.names.get(code, code)}"

    def path(self, each: Placed) -> PathView:
        result = each.result
        path = result.path
        ways = tuple(self.way(way, result) for way in result.ways)
        hints = [self.say(f"where.{name}") for name in result.where if name != "record"]
        status, kind = self.status(result)
        best = result.best
        police = self.touch(best, "police") if best is not None else self.head(result)
        return PathView(
            path.id,
            path.title[self.lang],
            path.what[self.lang],
            self.say(f"group.{path.group}"),
            status,
            kind,
            police,
            tuple(
                Line(self.say(f"matter.{one.matter}"), self.say(f"does.{DOES_WORDS[one.does]}") + self.shown(one.matter, one.shown))
                for one in each.standings
            ),
            ways,
            tuple(hints),
        )

    def head(self, result: PathResult) -> str:
        """How police come into a path of which no way is known yet."""
        contact = result.path.contact.get("police")
        return self.say(f"contact.{contact.value if contact is not None else 'unclear'}")

    def shown(self, matter: str, shown: str) -> str:
        if matter in ("no police", "no court", "no immigration authorities"):
            return f" ({self.say(f'contact.{shown}')})" if shown not in ("none", "unclear") else ""
        if matter == "speed":
            return f" ({self.say(f'speed.{shown}')})" if shown != "unclear" else ""
        return f" ({self.say(shown)})" if matter == "privacy" and shown in PARTIES else ""

    def status(self, result: PathResult) -> tuple[str, str]:
        best = result.best
        if result.path.relief:
            return self.of_record(result), result.status
        if best is None or (result.status in ("ask", "unread") and best.status == "closed"):
            return self.say("status.where" if result.where else "status.unread"), result.status
        return self.way_status(best), best.status if result.status != "unread" else "unread"

    def of_record(self, result: PathResult) -> str:
        """Where a path of clearing a record stands: by the charges, else by a way of its own, else by what is missing."""
        if result.charges:
            words = {"open": "status.open", "later": "holds.later", "ask": "holds.unknown"}[result.status]
            return f"{self.counted('status.charges', len(result.charges))}: {self.say(words)}"
        own = next((way for way in result.ways if has_conditions(way) and way.status == result.status), None)
        if own is not None and result.status != "closed":
            return self.way_status(own)
        return self.say("status.record" if "record" in result.where else "status.closed")

    def counted(self, key: str, number: int) -> str:
        return self.say(f"{key}.one" if number == 1 else key, n=number)

    def way_status(self, way: WayResult) -> str:
        if way.status == "open":
            return self.say("status.late" if any(clock.past == "yes" for clock in way.clocks) else "status.open")
        if way.status == "later":
            return self.say("status.later", day=phrases.day(way.decision.bounds[0], self.lang))
        if way.status == "ask":
            return (
                self.counted("status.ask", len(way.ask)) if way.ask else self.say("status.unsettled" if way.unsettled else "status.unread")
            )
        return self.say("status.closed")

    # ---- one way ----

    def way(self, way: WayResult, result: PathResult) -> WayView:
        law, lang = way.way.law, self.lang
        notes = [Line(self.say(f"topic.{note.topic}"), note.text[lang], note.cite) for note in law.notes if note.topic not in _FIRST]
        first = [Line(self.say(f"topic.{each}"), note.text[lang], note.cite) for each in _FIRST for note in law.notes if note.topic == each]
        values = {party: way.touches[party].value for party in PARTIES}
        own = [self.names.get(law.jurisdiction, "")] if law.jurisdiction != "US" else []
        title = law.title[lang]
        return WayView(
            way.way.id,
            " · ".join([*([title] if title != result.path.title[lang] or not own else []), *own]),
            law.citation,
            self.of_record(result) if result.path.relief and not has_conditions(way) else self.way_status(way),
            way.status,
            way.unsettled,
            tuple(self.contact(way, party) for party in PARTIES),
            self.parties([each for each in PARTIES if values[each] in _REQUIRED]),
            self.parties([each for each in PARTIES if values[each] in _LEARNS]),
            self.parties([each for each in PARTIES if values[each] == "unclear"]),
            tuple(self.conditions(way)),
            tuple(self.deadline(clock) for clock in way.clocks),
            tuple(self.evidence(way)),
            tuple(first),
            tuple(notes),
            (
                *(Line(self.say(key), self.say(f"{key}.{getattr(way.way, key)}")) for key in ("cost", "speed", "private")),
                Line(self.say("confidence"), self.say(f"confidence.{law.confidence}")),
            ),
            tuple(self.links(way)),
            tuple(Line(form.number, form.title, form.source) for form in way.way.forms),
            tuple(
                Line(
                    self.say(f"read.{each.read}"), f"{each.url}{f' ({each.note})' if each.note else ''}", f"{each.version}; {each.checked}"
                )
                for each in way.way.sources
            ),
            law.open_questions,
        )

    def source(self, basis: Basis) -> Line:
        note = f" ({basis.note})" if basis.note else ""
        return Line(self.say(f"read.{basis.read}"), basis.url + note, f"{basis.version}; {basis.checked}")

    def parties(self, names: Sequence[str]) -> str:
        return listed([self.say(each).lower() for each in names], self.lang, 9)

    def touch(self, way: WayResult, party: str) -> str:
        touch = way.touches[party]
        value = self.say(f"contact.{touch.value}")
        if touch.perhaps == "unclear":
            return self.say("perhaps.unclear", value=value)
        return self.say("perhaps", value=value, perhaps=self.say(f"contact.{touch.perhaps}")) if touch.perhaps else value

    def contact(self, way: WayResult, party: str) -> Line:
        contact = way.touches[party].contact
        text = f". {contact.text[self.lang]}" if contact.text else ""
        return Line(self.say(party), self.touch(way, party) + text, contact.cite)

    def conditions(self, way: WayResult) -> list[Line]:
        found = []
        for finding in way.decision.findings:
            condition = finding.condition
            said = self.say(f"holds.{holds(finding.bounds, self.paths.as_of)}")
            if finding.how == "excepted" and finding.by is not None:
                said += f", {self.say('how.excepted', text=finding.by.text[self.lang])}"
            elif finding.how == "presumed":
                said += f", {self.say('how.presumed')}"
            found.append(Line(said, condition.text[self.lang], condition.cite))
        return found

    def span(self, bounds: Bounds) -> str:
        low, high = (phrases.day(each, self.lang) for each in bounds)
        return low if low == high else f"{low} – {high}"

    def deadline(self, clock: Clock) -> Line:
        low, high = clock.last
        text = clock.deadline.text[self.lang]
        late = clock.deadline.late[self.lang] if clock.deadline.late else ""
        if low == NEVER:
            said = self.say("last.none", text=text)
        elif low == high >= AFTER:
            said = self.say("last.after", text=text)
        elif clock.past == "yes":
            said = self.say("last.past", text=text, day=phrases.day(high, self.lang), late=late).rstrip()
        elif low == high:
            said = self.say("last", text=text, day=phrases.day(low, self.lang))
        elif low > ALWAYS and high < AFTER:
            said = self.say("last.between", text=text, first=phrases.day(low, self.lang), last=phrases.day(high, self.lang))
        else:
            said = self.say("last.unknown", text=text)
        return Line("", said, clock.deadline.cite)

    def evidence(self, way: WayResult) -> list[Line]:
        found = []
        for each in way.way.evidence:
            document = self.paths.law.documents[each.document]
            text = document.name[self.lang]
            if document.fact and self.paths.answers.person.get(document.fact) in (True, "yes"):
                text += f" ({self.say('have')})"
            if each.text:
                text += f". {each.text[self.lang]}"
            found.append(Line(self.say(f"role.{each.role}"), text, each.cite))
        return found

    def links(self, way: WayResult) -> list[Line]:
        return [
            *(self.yields(each) for each in way.way.yields),
            *(self.link("combines", each) for each in way.way.combines),
            *(self.link("forecloses", each) for each in way.way.forecloses),
        ]

    def yields(self, link: Link) -> Line:
        return Line(self.say("yields"), self.paths.law.documents[link.to].name[self.lang] + self.more(link.text), link.cite)

    def link(self, key: str, link: Link) -> Line:
        return Line(self.say(key), self.title(link.to) + self.more(link.text), link.cite)

    def more(self, text: Text | None) -> str:
        return f": {text[self.lang]}" if text else ""

    # ---- all of them ----

    def papers(self) -> tuple[tuple[str, str, str], ...]:
        """Each paper, whom it comes from, and what it opens."""
        found = []
        for document in self.paths.law.documents.values():
            accepted = opened_by(self.paths, document.id)
            opened = dict.fromkeys(self.title(way.way.path) for way, each in accepted if each.role != "helps")
            helped = dict.fromkeys(self.title(way.way.path) for way, each in accepted if each.role == "helps")
            helped = {title: None for title in helped if title not in opened}
            made = dict.fromkeys(self.title(way.way.path) for way, _ in yielded_by(self.paths, document.id))
            if accepted:
                whom = document.issuer[self.lang]
                if document.police not in ("none", "unclear"):
                    whom += f" ({self.say('police').lower()}: {self.say(f'contact.{document.police}')})"
                parts = ["; ".join(opened), f"{self.say('helps_with')}: {'; '.join(helped)}" if helped else ""]
                found.append((document.name[self.lang], "; ".join([whom, *made]), ". ".join(filter(None, parts))))
        return tuple(found)

    def chains(self) -> list[str]:
        """The chains in words, those together that differ in their last path alone."""
        found: dict[str, list[str]] = {}
        for chain in chains(self.paths):
            parts = []
            for step in chain.steps:
                parts += [self.paths.law.documents[step.document].name[self.lang]] if step.document else []
                parts.append(self.title(step.way.way.path))
            found.setdefault(" → ".join(parts[:-1]), []).append(parts[-1])
        return [f"{start} → {'; '.join(dict.fromkeys(ends))}" for start, ends in found.items()]

    def compare(self, ids: Sequence[str], order: Sequence[Placed]) -> tuple[tuple[str, ...], ...]:
        """A table: a row for each thing, a column for each path."""
        if not ids:
            return ()
        by_id = {each.result.path.id: each for each in order}
        for each in ids:
            if each not in by_id:
                raise InputError(Problem("unknown-path", f"no path is called {each}{nearest(each, by_id)}; there are: {', '.join(by_id)}"))
        chosen = [by_id[each] for each in dict.fromkeys(ids)]
        views = [self.path(each) for each in chosen]
        rows = [("", *(view.title for view in views)), (self.say("gives"), *(view.what for view in views))]
        rows.append((self.say("status"), *(view.status for view in views)))
        best = [each.result.best for each in chosen]
        for party in PARTIES:
            rows.append((self.say(party), *(self.touch(way, party) if way is not None else "–" for way in best)))
        for key in ("cost", "speed", "private"):
            rows.append((self.say(key), *(self.say(f"{key}.{getattr(way.way, key)}") if way is not None else "–" for way in best)))
        for key, lines in (
            ("deadlines", [view.ways[0].deadlines if view.ways else () for view in views]),
            ("evidence", [view.ways[0].evidence if view.ways else () for view in views]),
            ("risks", [view.ways[0].first if view.ways else () for view in views]),
        ):
            said = ("; ".join(f"{line.label}: {line.text}" if key == "evidence" else line.text for line in each) for each in lines)
            rows.append((self.say(key), *said))
        for number, matter in enumerate(self.paths.answers.matters):
            rows.append((self.say(f"matter.{matter}"), *(view.reasons[number].text for view in views)))
        return tuple(tuple(cell or "–" for cell in row) for row in rows)


def example() -> str:
    """How what matters is written on the command line."""
    return f'"{MATTERS[0]}, {MATTERS[2]}"'
