"""One federal docket: its head, its defendants with their counts, and the entries that date them, as cases and records."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import islice
from typing import Final

from attrs import define, evolve, field, frozen

from unburden.readers.federal_cmecf.citations import counts_in
from unburden.readers.federal_cmecf.counts import Counts, Entry, charges_of
from unburden.readers.federal_cmecf.courts import district
from unburden.readers.federal_cmecf.prose import day_of
from unburden.record import Case, Charge, Disposition, Person, Record, SetAside, Span, Unread
from unburden.record import Source as ReadSource

#: What the name of a court begins with here; a district court's own name follows.
COURT: Final = "U.S. District Court, "
NOT_ACCUSED: Final = "this party of the case is not a defendant; nothing is read of a party who is not accused"
GOVERNMENT: Final = re.compile(r"(?:usa|united states(?: of america)?|us|government)\.?", re.I)
_ALIAS: Final = re.compile(r"(?:also|now|formerly) known as|aka|a/k/a|true name|doing business as|dba", re.I)
_TERMINATED: Final = re.compile(r"terminated: ?(\S+)", re.I)
_MARSHAL: Final = re.compile(r"(?:usm|reg(?:ister)?)\D{0,20}(\d{5}-\d{3})\b", re.I)
_SUPERVISED: Final = re.compile(r"supervised release|probation")
_CLOSED: Final = re.compile(r"\b(?:CLOSED|TERMED)\b")
_JUDGMENT: Final = re.compile(
    r"(?:\*+ ?)?(?:sealed )?(?:criminal )?judgment(?:s)?(?: and commitment| & commitment| in a criminal case| of acquittal)?\b", re.I
)
_NO_JUDGMENT: Final = re.compile(
    r"\breturned\b|\bfrom usca\b|\bof usca\b|\breceipt\b|\bsatisf|\babstract of\b|\bcourt of appeals\b|\bforfeiture\b", re.I
)
_REVOKES: Final = re.compile(
    r"judgment (?:on|of|for|and) (?:\w+ )?revocation\b|revocation judgment\b|judgment revoking\b"
    r"|\b(?:supervised release|probation) (?:is |was )?(?:hereby )?revoked\b",
    re.I,
)
_ENDS: Final = re.compile(
    r"order\b[^.]{0,60}\b(?:terminating|granting\b[^.]{0,80}\btermination of)\b[^.]{0,40}\b(?:supervised release|probation)\b", re.I
)
_NOT: Final = re.compile(r"\bden(?:y|ied|ying)\b|\bjurisdiction\b|\bin part\b|\brevo[ck]", re.I)
_ASKED: Final = re.compile(
    r"(?:\W*\w+){0,3}?\W*(?:motion|petition|request|notice|order to show cause|memorandum|response|reply|transcript)\b", re.I
)
_VIOLATED: Final = re.compile(r"\b(?:supervised release|probation) violat|\bviolat\w{1,4} of (?:\w+ ){0,2}(?:supervis|probation)", re.I)
_AS_TO: Final = re.compile(r"\bas to (?:defendants?(?: ?\(s\))? )?", re.I)
_WHOSE: Final = re.compile(r"[^()]{1,80}\((\d{1,4})\)")
_AND: Final = re.compile(r"(?: ?\((\d{1,4})\))?(?:, (?:and )?| and | ?& ?)?")
_PLEA: Final = re.compile(
    r"\bplea entered by ([^()]{1,80}) ?\((\d{1,4})\) (not guilty|guilty|nolo contendere) counts? ([0-9srx,\- ]{1,200})", re.I
)
_COUNTS: Final = re.compile(r"\bcount\(s\) ?([0-9a-z,\- ]{1,400}?)(?=, [A-Z]|[.;:(]|\Z)", re.I)
_TRANSFERRED_IN: Final = re.compile(r"\b(?:probation|supervised release) (?:jurisdiction )?transfer(?:red)? (?:in\b|from\b)", re.I)
#: A length of time in a list of counts is no count: "Count(s) 1, 60 mos. imprisonment".
_LENGTH: Final = re.compile(r"\b\d{1,4} ?(?:days?|weeks?|mos?|months?|yrs?|years?)\b")
#: More defendants than this in one file are no one person's record.
_MOST: Final = 300
#: More telling entries than this of one defendant are not looked at; it bounds the work on pages that were made up.
_MOST_TOLD: Final = 100


@define
class Defendant:
    """One defendant as the page lists them."""

    number: str
    name: str
    span: Span
    aliases: list[str] = field(factory=list)
    numbers: list[str] = field(factory=list)
    ended: tuple[str, Span] | None = None
    counts: list[Entry] = field(factory=list)
    complaints: list[Entry] = field(factory=list)
    levels: dict[str, tuple[str, Span]] = field(factory=dict)

    def beside(self, lines: Iterable[tuple[str, Span]]) -> list[Unread]:
        """Takes up what stands beside the name: other names, the day of termination, the marshal's number; gives back the rest."""
        rest: list[Unread] = []
        alias = False
        for text, span in lines:
            ended = _TERMINATED.fullmatch(text)
            marshal = _MARSHAL.search(text)
            if ended:
                day = day_of(ended[1])
                if day is None:
                    rest.append(Unread(span, text[:200], "this is no date"))
                self.ended = self.ended or ((day, span) if day else None)
            elif _ALIAS.fullmatch(text):
                alias = True
            elif alias:
                self.aliases.append(text[:200])
                alias = False
            elif marshal:
                self.numbers.append(f"USM {marshal[1]}")
            else:
                rest.append(Unread(span, "(a line beside the name)", "it may be an address, which is not kept"))
        return rest


@define
class Docket:
    """One docket: its head, its defendants, and the texts of its docket entries with their days and places.

    `number` is what the case is called; it is no case number unless `numbered`.
    """

    title: Span
    number: str = ""
    numbered: bool = True
    court: tuple[str, Span] | None = None
    filed: tuple[str, Span] | None = None
    ended: tuple[str, Span] | None = None
    flags: str = ""
    related: dict[str, Span] = field(factory=dict)
    defendants: list[Defendant] = field(factory=list)
    entries: list[tuple[str, str, Span]] = field(factory=list)
    _told: list[_Told] | None = field(init=False, default=None)
    _often: Counter[str] = field(init=False, factory=Counter)

    def case(self, place: int) -> tuple[Case, Counts]:
        """The case of one defendant with the charges, and what has to be said about them."""
        one = self.defendants[place]
        case_id = f"{self.court[0].removeprefix(COURT)}:{self.number}" if self.court else self.number
        filed = self.filed[0] if self.filed else None
        counts = charges_of(case_id, one.counts, one.complaints, filed, one.levels)
        for section, (level, _) in one.levels.items():
            counts.notes.append(f"highest offense level of the {section} counts in {self.number}: {level}")
        if any(_TRANSFERRED_IN.search(text[:300]) for _, text, _ in self.entries):
            counts.notes.append(f"the supervision in {self.number} came from another district, whose docket shows the same conviction")
        telling = self._telling(one)
        counts.charges = [_dated(charge, telling) for charge in counts.charges]
        ended = one.ended or self.ended
        criminal = "-cr-" in self.number.lower()
        status, printed, at = "open" if criminal and self.filed else None, self.flags or None, self.filed[1] if self.filed else self.title
        if ended is None and _CLOSED.search(self.flags):
            status = "closed"
        if ended:
            status, printed, at = "closed", ", ".join(filter(None, (f"terminated {ended[0]}", self.flags))), ended[1]
        where = district(self.court[0].removeprefix(COURT)) if self.court else None
        spans = {"jurisdiction": self.title, **({"number": self.title} if self.numbered else {})}
        found = (("court", self.court), ("filed_date", self.filed), ("status", (status, at) if status else None))
        spans.update({name: value[1] for name, value in found if value})
        if where and self.court:
            spans["county"] = self.court[1]
        if self.related:
            spans["related"] = next(iter(self.related.values()))
        case = Case(
            case_id,
            "US",
            self.number if self.numbered else None,
            where,
            self.court[0] if self.court else None,
            filed_date=filed,
            status=status,
            status_printed=printed,
            related=tuple(self.related),
            charges=tuple(counts.charges),
            spans=spans,
        )
        return case, counts

    def _telling(self, one: Defendant) -> list[_Told]:
        """The entries that tell something of this defendant's charges."""
        if self._told is None:
            self._often = Counter(each.name for each in self.defendants)
            names = {name.lower() for each in self.defendants for name in (each.name, *each.aliases) if name}
            longest = sorted(names, key=len, reverse=True)  # "Ann Lee Roe" before "Ann Lee"
            known = re.compile(rf"(?:{'|'.join(map(re.escape, longest)) or '(?!)'})(?!\w)")
            self._told = [told for entry in self.entries if (told := _told(*entry, known))]
        return list(islice((own for told in self._told if (own := self._own(told, one))), _MOST_TOLD))

    def _own(self, told: _Told, one: Defendant) -> _Told | None:
        """What an entry tells of this defendant."""
        pleas = tuple(plea for plea in told.pleas if self._is(one, *plea[0]))
        # The page of a single defendant has entries of nobody else, unless one names another's number.
        alone = len(self.defendants) == 1 and not (one.number and told.number and told.number != one.number)
        if any(self._is(one, *whose) for whose in told.whose) or (alone and not told.whose):
            return evolve(told, pleas=pleas)
        return evolve(told, pleas=pleas, judged=False, revoked=False, ended=False) if pleas else None

    def _is(self, one: Defendant, name: str, number: str) -> bool:
        """Whether a name, with a number where one stands beside it, is this defendant's."""
        if number and one.number:
            return number == one.number
        own = name in (one.name.lower(), *(alias.lower() for alias in one.aliases))
        return own and self._often[one.name] < 2


@frozen
class _Told:
    """A docket entry that may date something.

    `whose` are the defendants that it is about, by name and number, and `number` is that of the first one, known or not; `counts` are
    those it lists, none where it lists none; `pleas` are who pleaded, what, and to which counts.
    """

    day: str
    span: Span
    whose: tuple[tuple[str, str], ...]
    number: str
    judged: bool
    counts: frozenset[str]
    pleas: tuple[tuple[tuple[str, str], str, frozenset[str]], ...]
    revoked: bool
    ended: bool
    meant: frozenset[str]


def _told(day: str, text: str, span: Span, known: re.Pattern[str]) -> _Told | None:
    """What an entry tells, if anything; `known` are the names of the docket's defendants."""
    revokes = _REVOKES.search(text)
    judged = bool(_JUDGMENT.match(text)) and not revokes and not _NO_JUDGMENT.search(text[:200]) and not _VIOLATED.search(text[:200])
    pleas = tuple(((each[1].lower().strip(), each[2]), each[3], _listed([each[4]])) for each in islice(_PLEA.finditer(text), _MOST))
    revoked = bool(revokes) and not _ASKED.match(text)
    ended = bool(_ENDS.match(text)) and not _NOT.search(text)
    if not (judged or pleas or revoked or ended):
        return None
    low = text.lower()
    whom = _AS_TO.search(low)
    subject = low[whom.end() :] if whom else ""
    number = _WHOSE.match(subject)
    whose, about = _named(subject, known)
    counts = _listed(_LENGTH.sub(" ", each) for each in _COUNTS.findall(about if whose else low))
    words = frozenset(_SUPERVISED.findall(low))
    return _Told(day, span, whose, number[1] if number else "", judged, counts, pleas, revoked, ended, words)


def _named(subject: str, known: re.Pattern[str]) -> tuple[tuple[tuple[str, str], ...], str]:
    """The defendants, by name and number, with whom a text begins, and what it says until it names another one."""
    found: list[tuple[str, str]] = []
    at = 0
    while len(found) < _MOST and (name := known.match(subject, at)):
        mark = _AND.match(subject, name.end())
        found.append((name[0], (mark and mark[1]) or ""))
        at = mark.end() if mark else name.end()
    own = {name for name, _ in found}
    other = next((name.start() for name in known.finditer(subject, at) if found and name[0] not in own), len(subject))
    return tuple(found), subject[at:other]


def _dated(charge: Charge, telling: Sequence[_Told]) -> Charge:
    """The charge with the days that the docket entries state for it."""
    label = charge.charge_id.rpartition(":")[2]
    spans = dict(charge.spans)
    dispositions = list(charge.dispositions)
    words = {word for each in dispositions for word in _SUPERVISED.findall(each.printed.lower())}
    revoked, completed = charge.probation_revoked_date, charge.sentence_completed_date
    outcome = charge.outcome
    convicted = outcome is not None and outcome.outcome == "convicted"
    dated = False
    for told in telling:
        if told.judged and not dated and (not told.counts or label in told.counts):
            dated = True
            # A judgment that lists no counts is one of conviction; counts may have been dismissed on another day.
            kinds = ("convicted", "dismissed", "acquitted") if told.counts else ("convicted",)
            if outcome is not None and outcome.outcome in kinds and not outcome.date:
                place = next(n for n, each in enumerate(dispositions) if each is outcome)
                dispositions[place] = evolve(outcome, date=told.day, spans={**outcome.spans, "date": told.span})
        for _, plea, pleaded in told.pleas:
            if not pleaded or label in pleaded:
                here = {"printed": told.span, "date": told.span}
                dispositions.append(Disposition(f"Plea: {plea.capitalize()}", None, told.day, spans=here))
        # An order about supervised release says nothing of a count whose sentence was probation.
        if not convicted or not (told.meant or words) & words:
            continue
        if told.revoked and not revoked:
            revoked, spans["probation_revoked_date"] = told.day, told.span
            spans.pop("released_date", None)  # it was served outside, until that day
        if told.ended and not completed:
            completed, spans["sentence_completed_date"] = told.day, told.span
    released = charge.released_date if "released_date" in spans else None
    return evolve(
        charge,
        dispositions=tuple(dispositions),
        released_date=released,
        probation_revoked_date=revoked,
        sentence_completed_date=completed,
        spans=spans,
    )


def _listed(lists: Iterable[str]) -> frozenset[str]:
    """The counts in an entry's lists of them, as the charges are called."""
    return frozenset(f"{figure}{letters}" for each in lists for figure, letters in counts_in(each))


def records_of(dockets: Sequence[Docket], files: tuple[ReadSource, ...], unread: list[Unread], aside: Sequence[SetAside]) -> list[Record]:
    """One record a defendant, whose dockets in one file are one person's; what belongs to nobody is told with the first."""
    people: dict[str, list[tuple[Docket, int]]] = {}
    for docket in dockets:
        seen: dict[str, int] = {}
        for n, one in enumerate(docket.defendants):
            # Two of one name in one docket are two people; in two dockets they are one.
            seen[one.name] = seen.get(one.name, 0) + 1
            key = one.name if seen[one.name] == 1 else f"{one.name} ({one.number or seen[one.name]})"
            if len(people) < _MOST or key in people:
                people.setdefault(key, []).append((docket, n))
            else:
                unread.append(Unread(one.span, one.name, "this file has more defendants than are read"))
    records = [_record(files, key if len(people) > 1 else "", held) for key, held in people.items()] or [Record(sources=files)]
    records[0] = evolve(records[0], unread=(*unread, *records[0].unread), set_aside=(*aside, *records[0].set_aside))
    return records


def _record(files: tuple[ReadSource, ...], key: str, held: list[tuple[Docket, int]]) -> Record:
    names: list[str] = []
    numbers: list[str] = []
    notes: list[str] = []
    unread: list[Unread] = []
    aside: list[SetAside] = []
    cases: list[Case] = []
    first = held[0][0].defendants[held[0][1]]
    for docket, n in held:
        one = docket.defendants[n]
        case, counts = docket.case(n)
        cases.append(case)
        names += [name for name in (one.name, *one.aliases) if name and name not in names]
        numbers += [number for number in one.numbers if number not in numbers]
        notes += counts.notes
        unread += counts.unread
        aside += counts.aside
    if len(held) > 1:
        notes.append(f"{len(held)} dockets of this file name {first.name}; they are read as one person's")
    person = Person(tuple(names), (), tuple(numbers), {"names": first.span} if names else {})
    return Record(key, person, tuple(cases), files, tuple(unread), tuple(aside), notes=tuple(dict.fromkeys(notes)))
