"""The counts and complaints of one federal defendant as charges, each counted once: what all readers of federal dockets share.

How the open points are decided:

- **Number of a count**: ``(3)``, ``(2-4)``, ``(3s)``, ``(1ss)``, ``(4s-5s)`` behind its words. A range is as many charges. Letters say
  of which later indictment the count is: ``s`` of the first superseding one, ``ss`` of the second; ``r`` is kept and not explained.
- **Versions**: a count of a later indictment is a version of the count of the same number where both name the same section, or the same
  words; else of the only other count of that very statute or of those very words, with a note; else it is a charge of its own. Counts
  that name different people by figure or letter (``Minor Victim 2``), and two that were each decided by a conviction, an acquittal or a
  deferral, are never one charge.
- **Several outcomes**: where one version was dismissed and another was convicted or acquitted, that is what became of the charge.
- **A lesser offense** that a disposition names is the charge as disposed: by its citation where there is one.
- **No offense**: a material witness who is held (18 U.S.C. 3144), a violation of supervised release, probation or release (3148, 3565,
  3583, 3606, 3653) and an extradition (3184) accuse of no crime, and are set aside. A sentence for juvenile delinquency (5031 to 5042)
  is an adjudication.
- **A complaint** is what the prosecution began with: an earlier version of every count that names its section or its words, or of the
  only count there is, and never a charge beside them. One that fits none of several counts is a charge of its own, with a note.
  What a complaint's own disposition says of its end decides nothing where a count went on.
- **Level**: that of the count's own text; else the page's "highest offense level", where the heading has a single charge below it; else
  unknown.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from itertools import groupby
from typing import Final

from attrs import define, evolve, field

from unburden.readers.federal_cmecf.citations import Cited, cited
from unburden.readers.federal_cmecf.prose import Prose, read_prose
from unburden.record import Charge, ChargeVersion, Disposition, SentencePart, SetAside, Span, Unread

#: How many charges of one number or one offense are looked at for the one that a count is a version of; it bounds the work.
_MOST_ALIKE: Final = 60
#: Sections of title 18 by which somebody is held or brought back who is accused of no offense there.
_RELEASE: Final = r"(?:supervised release|probation|pre-?trial release)"
_HELD: Final = "a person held as a material witness is accused of nothing"
_VIOLATION: Final = "a violation of supervision or release is no offense of its own"
_NO_OFFENSE: Final = {
    "3144": _HELD,
    "3184": "an extradition is no charge under this country's law",
    **dict.fromkeys(("3148", "3565", "3583", "3606", "3653"), _VIOLATION),
}
_NO_OFFENSE_WORDS: Final = (
    (re.compile(r"material witness(?: warrant| complaint)?", re.I), _HELD),
    (
        re.compile(
            rf"(?:petition (?:for|on) )?(?:violations? of (?:the )?(?:(?:terms|conditions) of )?{_RELEASE}|{_RELEASE} violations?)",
            re.I,
        ),
        _VIOLATION,
    ),
)
_JUVENILE: Final = re.compile(r"18\D{0,12}50(?:3\d|4[0-2])\b", re.I)
#: Outcomes that a charge can have once only; two counts that have one each are two charges.
_DECIDED: Final = ("convicted", "acquitted", "insanity", "adjudicated", "withheld", "deferred", "diverted", "vacated")
#: Who a count is about, where its words tell several such people apart.
_WHO: Final = re.compile(r"\b(?:victim|doe|minor|mv|jv|person|child|female|girl)s?(?:[ -]{0,3}(?:no\.? ?|# ?)?)(\d{1,2}|[a-z])\b", re.I)
_UNKNOWN: Final = "what this disposition says is not known here, so it decides nothing"
_WORD: Final = re.compile(r"[a-z]{4,}")
_DULL: Final = frozenset(("with", "intent", "count", "defendant", "states", "united", "aiding", "abetting", "other"))


@define
class Entry:
    """One row of a docket's tables: its words, what became of it, and where both stand. `numbers` are (figure, letters)."""

    text: str
    span: Span
    disposition: str = ""
    disposition_span: Span | None = None
    section: str = "pending"
    numbers: list[tuple[int, str]] = field(factory=list)


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
        if not parsed.statute:
            whys = {why for pattern, why in _NO_OFFENSE_WORDS if pattern.fullmatch(parsed.description or "")}
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
            found.unread.append(Unread(entry.disposition_span or entry.span, entry.disposition[:300], _UNKNOWN))
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


def _lesser(entry: Entry, words: str) -> ChargeVersion:
    """What a count ended as whose disposition names a lesser offense: by its citation, else by no more than that."""
    statute = cited(words).statute
    place = entry.disposition_span or entry.span
    if statute:
        return ChargeVersion("disposed", statute, spans={"statute": place})
    return ChargeVersion("disposed", None, "lesser included offense", spans={"description": place})


def _charge(case_id: str, group: list[_Sighting], level: tuple[str, Span] | None, taken: Counter[str]) -> Charge:
    last = group[-1]
    versions = [_version("amended" if place else "filed", each.entry, each.cited, level) for place, each in enumerate(group)]
    deciding = next((each for each in reversed(group) if each.prose.outcome in _DECIDED), None)
    if deciding is not None and deciding.prose.lesser is not None:
        versions.append(_lesser(deciding.entry, deciding.prose.lesser))
    elif deciding is not None and deciding is not last:
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
        known = {"released_date": released, "probation_revoked_date": prose.revoked}
        spans = {"charge_id": entry.span, **{name: own_place for name, value in known.items() if value}}
        parts = tuple(SentencePart(kind, words, date, spans={"printed": own_place}) for kind, words, date in prose.parts)
        ended = () if prose.lesser is None else (_lesser(entry, prose.lesser),)
        charge = Charge(
            f"{case_id}:complaint {place}",
            (version, *ended),
            tuple(_dispositions(entry, prose)),
            parts,
            released_date=released,
            probation_revoked_date=prose.revoked,
            spans=spans,
        )
        found.charges.append(charge)
        found.notes += prose.notes
        if entry.disposition and not prose.outcome and not prose.later and not prose.notes:
            found.unread.append(Unread(own_place, entry.disposition[:300], _UNKNOWN))
