"""The counts and complaints of one federal defendant as charges, each counted once: what all readers of federal dockets share.

How the open points are decided:

- **Number of a count**: ``(3)``, ``(2-4)``, ``(3s)``, ``(1ss)``, ``(4s-5s)`` behind its words. A range is as many charges. Letters say
  of which later indictment the count is: ``s`` of the first superseding one, ``ss`` of the second; ``r`` is kept and not explained.
- **Versions**: a count of a later indictment is a version of the count of the same number where both name the same section, or the same
  words; else of the only other count of that very statute or of those very words, with a note; else it is a charge of its own. Counts
  that name different people by figure or letter (``Minor Victim 2``), and two that were each decided by a conviction, an acquittal or a
  deferral, are never one charge.
- **Several outcomes**: where one version was dismissed and another was convicted or acquitted, that is what became of the charge.
- **No offense**: a material witness who is held (18 U.S.C. 3144), a violation of supervised release, probation or release (3148, 3565,
  3583, 3606, 3653) and an extradition (3184) accuse of no crime, and are set aside. A sentence for juvenile delinquency (5031 to 5042)
  is an adjudication.
- **A complaint** is what the prosecution began with: an earlier version of every count that names its section or its words, or of the
  only count there is, and never a charge beside them. One that fits none of several counts is a charge of its own, with a note.
  What a complaint's own disposition says of its end decides nothing where a count went on.
- **Statute and words**: the citation is kept as printed (``18:922G``), where it stands before, behind or among the words, without the
  letter that states the level (``.F``, which is kept as the level) and without the docket's own four-figure code (``1956-4999``).
- **Level**: that letter, or the word in brackets (``(Misdemeanor)``); else the page's "highest offense level", where the heading has a
  single charge below it; else unknown.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from itertools import groupby
from typing import Final

from attrs import define, evolve, field, frozen

from unburden.readers._federal_prose import Prose, read_prose
from unburden.record import Charge, ChargeVersion, Disposition, SentencePart, SetAside, Span, Unread

#: More counts than this in one range are no range; the largest true one seen has fourteen.
MOST: Final = 400
#: How many charges of one number or one offense are looked at for the one that a count is a version of; it bounds the work.
_MOST_ALIKE: Final = 60
_NUMBER: Final = re.compile(r"\s*\(((?:\d{1,4}[a-z]{0,6}[\s,-]{0,3}){1,60})\)\s*\Z")
_ONE: Final = re.compile(r"(\d{1,4})([a-z]{0,6})(?:\s?-\s?(\d{1,4})[a-z]{0,6})?")
_NAMED: Final = re.compile(r"counts?\s{1,2}(\d{1,4})[a-z]{0,6}\b[\s:.,-]*", re.I)
_HEAD: Final = re.compile(
    r"(?<!\d)(?<!\d\.)(\d{1,2})(?:\s?:\s?|\s?(?:U\.?\s?S\.?\s?C|C\.?\s?F\.?\s?R)\.?(?:\s?A\.)?\s?(?:§{1,2}\s?|Sec(?:tion|\.)?\s)?)(?=\d)",
    re.I,
)
_SECTION: Final = re.compile(r"\d{1,5}(?:\.\d{1,4})?(?:[a-z]{1,2}(?![a-z]))?", re.I)
_GROUP: Final = re.compile(r"\s?\(([0-9a-z]{1,5})\)", re.I)
_CODE: Final = re.compile(r"-\d{4}(?!\d)")
_LEVEL: Final = re.compile(r"\.([FMPI])(?![A-Za-z])")
_LEVEL_WORD: Final = re.compile(r"\((felony|misdemeanor|petty offense|infraction)\)", re.I)
_PENALTY: Final = re.compile(r"=[A-Z]{1,4}(?![A-Za-z])")
_JOIN: Final = re.compile(r"\s?(?:,\s?(?:and\s|&\s?)?|;\s?|&\s?|/\s?|and\s|\()", re.I)
_ALSO: Final = re.compile(r"\s?et\.? ?seq\.?", re.I)
#: A bare number behind a comma is a section only where no words follow: 21:841(a)(1), 5 kilograms.
_BARE_END: Final = re.compile(r"\s?(?:[,;&(.:=]|-\s?\D|-\d{4}|and\b|et\b|\Z)", re.I)
_LEVELS: Final = {"F": "Felony", "M": "Misdemeanor", "P": "Petty Offense", "I": "Infraction"}
_EDGE: Final = " \t-–—:;,."
#: Sections of title 18 that stand beside an offense and are none: aiding, and the law of sentences.
_BESIDE: Final = ("2", "3551")
#: Sections of title 18 by which somebody is held or brought back who is accused of no offense there.
_NO_OFFENSE: Final = {
    "3144": "a person held as a material witness is accused of nothing",
    "3184": "an extradition is no charge under this country's law",
    **dict.fromkeys(("3148", "3565", "3583", "3606", "3653"), "a violation of supervision or release is no offense of its own"),
}
_WITNESS: Final = re.compile(r"material witness(?: warrant| complaint)?", re.I)
_JUVENILE: Final = re.compile(r"18\D{0,12}50(?:3\d|4[0-2])\b", re.I)
#: Outcomes that a charge can have once only; two counts that have one each are two charges.
_DECIDED: Final = ("convicted", "acquitted", "insanity", "adjudicated", "withheld", "deferred", "diverted", "vacated")
#: Who a count is about, where its words tell several such people apart.
_WHO: Final = re.compile(r"\b(?:victim|doe|minor|mv|jv|person|child|female|girl)s?(?:[ -]{0,3}(?:no\.? ?|# ?)?)(\d{1,2}|[a-z])\b", re.I)
_WORD: Final = re.compile(r"[a-z]{4,}")
_DULL: Final = frozenset(("with", "intent", "count", "defendant", "states", "united", "aiding", "abetting", "other"))


@frozen
class Cited:
    """A count's text taken apart. `sections` are section and subsections, for comparing; 18 U.S.C. 2 is none (it stands beside others)."""

    statute: str | None
    description: str | None
    level: str | None
    sections: tuple[tuple[str, tuple[str, ...]], ...] = ()


def cited(text: str) -> Cited:
    """The citation, the words and the level in the text of a count. Never raises; the work is linear in the length."""
    text = " ".join(text[:2000].split())
    named = _NAMED.match(text)
    body = text[named.end() :] if named else text
    runs: list[str] = []
    words: list[str] = []
    sections: list[tuple[str, tuple[str, ...]]] = []
    level: str | None = None
    at = 0
    for match in _HEAD.finditer(body):
        between = body[at : match.start()]
        if match.start() < at or (runs and not between.rstrip().endswith((";", ":")) and between.strip(_EDGE)):
            continue
        run, end, own = _run(body, match.start(), sections)
        level = level or own
        runs.append(run)
        words.append(between)
        at = end
    words.append(body[at:])
    # The brackets of a citation in brackets stay behind on both sides of it.
    description = "; ".join(filter(None, (word.strip(_EDGE).lstrip(")]").rstrip("([").strip(_EDGE) for word in words)))
    named_level = _LEVEL_WORD.search(description)
    level = level or (named_level[1] if named_level else None)
    known = tuple(each for each in sections if each[0] not in _BESIDE)
    return Cited("; ".join(runs) or None, description or None, level, known or tuple(sections))


def _run(body: str, at: int, sections: list[tuple[str, tuple[str, ...]]]) -> tuple[str, int, str | None]:
    """The citation that begins here, where it ends, and the level that it states; adds what it names to `sections`."""
    shown: list[str] = []
    level: str | None = None
    while True:
        start = at
        head = _HEAD.match(body, at)
        at = head.end() if head else at
        section = _SECTION.match(body, at)
        if section:
            at = section.end()
            shown.append(body[start:at])
            subsections: list[str] = []
            code = _CODE.match(body, at)
            at = code.end() if code else at
            while mark := _LEVEL.match(body, at) or _PENALTY.match(body, at) or _GROUP.match(body, at) or _ALSO.match(body, at):
                if mark.re is _LEVEL:
                    level = level or _LEVELS[mark[1]]
                else:
                    shown.append(mark[0])
                    if mark.re is _GROUP:
                        subsections.append(mark[1].lower())
                at = mark.end()
            letters = section[0].lstrip("0123456789.").lower()
            sections.append((section[0][: len(section[0]) - len(letters)], (*letters, *subsections)))
        else:
            while group := _GROUP.match(body, at):  # "(a) & (e)": further parts of the section before
                shown.append(group[0])
                at = group.end()
        join = _JOIN.match(body, at)
        if join is None or not _goes_on(body, join.end(), join[0]):
            return "".join(shown).strip(), at, level
        shown.append(join[0])
        at = join.end()


def _goes_on(body: str, at: int, join: str) -> bool:
    """Whether a citation goes on here, behind a comma, an "and" or a bracket."""
    if join.strip() == "(":
        return _HEAD.match(body, at) is not None
    if _HEAD.match(body, at) or _GROUP.match(body, at):
        return True
    section = _SECTION.match(body, at)
    if section is None:
        return False
    return _BARE_END.match(body, section.end()) is not None or (join.strip(" ,") in ("and", "&") and len(section[0]) > 2)


@define
class Entry:
    """One row of a docket's tables: its words, what became of it, and where both stand. `numbers` are (figure, letters)."""

    text: str
    span: Span
    disposition: str = ""
    disposition_span: Span | None = None
    section: str = "pending"
    numbers: list[tuple[int, str]] = field(factory=list)


def split_number(text: str) -> tuple[str, list[tuple[int, str]]]:
    """The words of a count, and the counts that the brackets behind them name: none where they name none or too many."""
    match = _NUMBER.search(text[-400:])
    if match is None:
        return text, []
    numbers = counts_in(match[1])
    return (text[: len(text) - len(match[0])].rstrip(), numbers) if numbers else (text, [])


def counts_in(text: str) -> list[tuple[int, str]]:
    """The counts of a list such as ``1, 3-5, 7s``; none at all if they are too many to be true."""
    found: list[tuple[int, str]] = []
    for one in _ONE.finditer(text[:2000]):
        last = int(one[3] or one[1])
        if last - int(one[1]) >= MOST or len(found) > MOST:
            return []
        found += [(figure, one[2]) for figure in range(int(one[1]), last + 1)]
    return list(dict.fromkeys(found))


@define
class _Sighting:
    """One count of one indictment."""

    entry: Entry
    figure: int
    letters: str
    cited: Cited
    prose: Prose


@define
class Counts:
    """The charges of one defendant, with what has to be said about them."""

    charges: list[Charge] = field(factory=list)
    notes: list[str] = field(factory=list)
    unread: list[Unread] = field(factory=list)
    aside: list[SetAside] = field(factory=list)


def charges_of(
    case_id: str, counts: Sequence[Entry], complaints: Sequence[Entry], filed: str | None, levels: dict[str, tuple[str, Span]]
) -> Counts:
    """The charges of a defendant; `levels` is the "highest offense level" of the pending and of the terminated counts."""
    found = Counts()
    counts, complaints = _accusing(counts, found), _accusing(complaints, found)
    placed = _Groups()
    sightings = _sightings(counts, filed, found)
    often = Counter((each.letters, _key(each.cited)) for each in sightings)
    for _, held in groupby(sorted(sightings, key=lambda each: len(each.letters)), key=lambda each: len(each.letters)):
        # The same number is stronger than the same statute, so it is looked at first for the whole of an indictment.
        for sighting in [each for each in held if not placed.numbered(each)]:
            note = placed.place(sighting, often[sighting.letters, _key(sighting.cited)] == 1)
            found.notes += [note] if note else []
    groups = sorted(placed.all, key=lambda group: group[0].figure)
    below = Counter(group[-1].entry.section for group in groups)
    taken: Counter[str] = Counter()
    for group in groups:
        section = group[-1].entry.section
        found.charges.append(_charge(case_id, group, levels.get(section) if below[section] == 1 else None, taken))
        found.notes += [note for each in group for note in each.prose.notes]
    _complain(case_id, complaints, filed, groups, found)
    found.notes = list(dict.fromkeys(found.notes))
    return found


def _accusing(entries: Sequence[Entry], found: Counts) -> list[Entry]:
    """The entries that accuse of an offense; the others are set aside."""
    kept: list[Entry] = []
    for entry in entries:
        parsed = cited(entry.text)
        titled = (parsed.statute or "").startswith("18")
        whys: set[str | None] = {_NO_OFFENSE.get(number) for number, _ in parsed.sections} if titled else {None}
        if not parsed.statute and _WITNESS.fullmatch(parsed.description or ""):
            whys = {_NO_OFFENSE["3144"]}
        why = whys.pop() if len(whys) == 1 else None
        if why:
            found.aside.append(SetAside(entry.span, entry.text[:200], why))
        else:
            kept.append(entry)
    return kept


def _sightings(counts: Iterable[Entry], filed: str | None, found: Counts) -> list[_Sighting]:
    sightings: list[_Sighting] = []
    for place, entry in enumerate(counts, 1):
        parsed = cited(entry.text)
        numbers = entry.numbers
        if not numbers:
            found.unread.append(Unread(entry.span, entry.text[:200], "the number of this count cannot be read; it is one charge here"))
            numbers = [(9000 + place, "")]
        for figure, letters in numbers:
            prose = read_prose(entry.disposition, figure, filed)
            if prose.outcome == "convicted" and _JUVENILE.match(parsed.statute or ""):
                prose.outcome = "adjudicated"
            sightings.append(_Sighting(entry, figure, letters, parsed, prose))
        if entry.disposition and not prose.outcome and not prose.later and not prose.notes:
            why = "what this disposition says is not known here, so it decides nothing"
            found.unread.append(Unread(entry.disposition_span or entry.span, entry.disposition[:300], why))
    return sightings


@define
class _Groups:
    """The charges on their way: each the sightings of one count, from the oldest indictment to the latest."""

    all: list[list[_Sighting]] = field(factory=list)
    _by: dict[object, list[list[_Sighting]]] = field(factory=lambda: defaultdict(list))

    def numbered(self, sighting: _Sighting) -> bool:
        """Puts a count to the charge of its number that it is a version of, if there is one."""
        for group in self._earlier(sighting.figure, sighting):
            if group[-1].figure == sighting.figure and same(group[-1].cited, sighting.cited):
                self._add(group, sighting)
                return True
        return False

    def place(self, sighting: _Sighting, alone: bool) -> str | None:
        """Puts a count to the charge of another number that it is a version of, or by itself, and gives back what has to be said about it.

        `alone` says that its indictment names its offense once."""
        key = _key(sighting.cited)
        alike = [group for group in self._earlier(key, sighting) if _key(group[-1].cited) == key] if key else []
        if len(alike) == 1 and alone:
            old = f"{alike[0][-1].figure}{alike[0][-1].letters}"
            self._add(alike[0], sighting)
            return f"count {old} and count {sighting.figure}{sighting.letters} name the same offense and are read as one charge"
        self.all.append([])
        self._add(self.all[-1], sighting)
        return None

    def _earlier(self, key: object, sighting: _Sighting) -> list[list[_Sighting]]:
        if not sighting.letters:
            return []
        held = self._by[key][:_MOST_ALIKE]
        return [group for group in held if len(group[-1].letters) < len(sighting.letters) and _may_be_one(group, sighting)]

    def _add(self, group: list[_Sighting], sighting: _Sighting) -> None:
        group.append(sighting)
        for key in (sighting.figure, _key(sighting.cited)):
            if not any(each is group for each in self._by[key][-1:]):
                self._by[key].append(group)


def _may_be_one(group: Sequence[_Sighting], sighting: _Sighting) -> bool:
    """Whether nothing says that a count is another charge than that of the group."""
    if sighting.prose.outcome in _DECIDED and any(each.prose.outcome in _DECIDED for each in group):
        return False
    mine, theirs = (
        {name.lower() for each in sightings for name in _WHO.findall(each.cited.description or "")} for sightings in ([sighting], group)
    )
    return not mine or not theirs or bool(mine & theirs)


def _key(one: Cited) -> tuple[str, object] | None:
    return ("statute", one.sections) if one.sections else ("words", _bare(one.description)) if one.description else None


def _bare(text: str | None) -> str:
    return "".join(filter(str.isalnum, (text or "").lower()))


def same(one: Cited, other: Cited, *, loosely: bool = False) -> bool:
    """Whether two texts name one offense: a common section without contrary subsections, or, if one has none, the same words.

    `loosely` leaves the subsections aside and asks for half of the words: a complaint's and an indictment's words differ more.
    """
    if one.sections and other.sections:
        return any(
            mine == theirs and (loosely or all(a == b for a, b in zip(own, others, strict=False)))
            for mine, own in one.sections
            for theirs, others in other.sections
        )
    mine, theirs = (set(_WORD.findall((each.description or "").lower())) - _DULL for each in (one, other))
    if not mine or not theirs:
        return False
    return len(mine & theirs) >= (0.5 if loosely else 0.7) * min(len(mine), len(theirs))


def _version(stage: str, entry: Entry, parsed: Cited, level: tuple[str, Span] | None) -> ChargeVersion:
    printed = parsed.level or (level[0] if level else None)
    spans = {name: entry.span for name in ("statute", "description") if getattr(parsed, name)}
    if printed:
        spans["level"] = entry.span if parsed.level or not level else level[1]
    return ChargeVersion(stage, parsed.statute, parsed.description, printed, spans=spans)


def _charge(case_id: str, group: list[_Sighting], level: tuple[str, Span] | None, taken: Counter[str]) -> Charge:
    last = group[-1]
    versions = [_version("amended" if place else "filed", each.entry, each.cited, level) for place, each in enumerate(group)]
    deciding = next((each for each in reversed(group) if each.prose.outcome in _DECIDED), None)
    if deciding is not None and deciding is not last:
        versions.append(evolve(versions[group.index(deciding)], stage="disposed"))
    # What decides is said last: the dismissal of another version of the same charge is not the end of the charge.
    ordered = sorted(group, key=lambda each: each is deciding)
    dispositions: dict[tuple[str, bool], Disposition] = {}
    sentence: dict[tuple[str, str, str | None], SentencePart] = {}
    for each in ordered:
        for disposition in _dispositions(each.entry, each.prose):
            dispositions.setdefault((disposition.printed, disposition.later), disposition)
        place = each.entry.disposition_span or each.entry.span
        for kind, words, date in each.prose.parts:
            sentence.setdefault((kind, words, date), SentencePart(kind, words, date, spans={"printed": place}))
    ending = deciding or last
    place = ending.entry.disposition_span or ending.entry.span
    released = "never" if ending.prose.outside else None
    revoked = ending.prose.revoked
    known = {"released_date": released, "probation_revoked_date": revoked}
    label = f"{case_id}:{last.figure}{last.letters}" if last.figure < 9000 else f"{case_id}:entry {last.figure - 9000}"
    taken[label] += 1
    name = label if taken[label] == 1 else f"{label}~{taken[label]}"
    return Charge(
        name,
        tuple(versions),
        tuple(dispositions.values()),
        tuple(sentence.values()),
        released_date=released,
        probation_revoked_date=revoked,
        spans={"charge_id": last.entry.span, **{field: place for field, value in known.items() if value}},
    )


def _dispositions(entry: Entry, prose: Prose) -> list[Disposition]:
    """A disposition as the record holds it: what became of the count, then each later event."""
    if not entry.disposition:
        return []
    place = entry.disposition_span or entry.span
    spans = {"printed": place}
    found: list[Disposition] = []
    if prose.first or prose.outcome:
        printed = prose.first or (prose.later[0][0] if prose.later else entry.disposition)
        own = {**spans, "date": place} if prose.date else spans
        found.append(Disposition(printed, prose.outcome, prose.date, spans=own))
    found += [Disposition(words, None, date, later=True, spans={**spans, "date": place} if date else spans) for words, date in prose.later]
    return found


def _complain(case_id: str, complaints: Sequence[Entry], filed: str | None, groups: list[list[_Sighting]], found: Counts) -> None:
    """Each complaint as the first version of the counts that it became, or as a charge of its own."""
    for entry in complaints[_MOST_ALIKE:]:
        found.unread.append(Unread(entry.span, entry.text[:200], "more complaints than are read"))
    for place, entry in enumerate(complaints[:_MOST_ALIKE], 1):
        parsed = cited(entry.text)
        loosely = not any(same(each.cited, parsed) for group in groups for each in group)
        became = [n for n, group in enumerate(groups) if any(same(each.cited, parsed, loosely=loosely) for each in group)]
        if not became and len(groups) == 1:
            became = [0]
        version = _version("filed", entry, parsed, None)
        prose = read_prose(entry.disposition, None, filed)
        for n in became:
            charge = found.charges[n]
            own: tuple[Disposition, ...] = ()
            if not any(_bare(entry.disposition) in _bare(each.entry.disposition) for each in groups[n]):
                place_of = {"printed": entry.disposition_span or entry.span}
                own = (Disposition(entry.disposition, None, later=bool(prose.later), spans=place_of),)
            found.charges[n] = evolve(charge, versions=(version, *charge.versions), dispositions=(*own, *charge.dispositions))
        if became:
            continue
        if groups:
            shown = (parsed.statute or entry.text)[:60]
            found.notes.append(f"no count names the offense of the complaint ({shown}); it is read as a charge of its own")
        released = "never" if prose.outside else None
        own_place = entry.disposition_span or entry.span
        spans = {"charge_id": entry.span, **({"released_date": own_place} if released else {})}
        parts = tuple(SentencePart(kind, words, date, spans={"printed": own_place}) for kind, words, date in prose.parts)
        charge = Charge(
            f"{case_id}:complaint {place}", (version,), tuple(_dispositions(entry, prose)), parts, released_date=released, spans=spans
        )
        found.charges.append(charge)
        found.notes += prose.notes
        if entry.disposition and not prose.outcome and not prose.later and not prose.notes:
            why = "what this disposition says is not known here, so it decides nothing"
            found.unread.append(Unread(own_place, entry.disposition[:300], why))
