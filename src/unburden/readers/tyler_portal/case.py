"""Tyler portals: drafts of charges, and what the portal lists of each, become a case for each defendant (pages and JSON share this)."""

from __future__ import annotations

import re
from typing import Final

from attrs import define, field

from unburden import terms
from unburden.readers._defendants import Defendant, name_key
from unburden.readers._outcomes import held_back, in_time, iso_date, repeats_later
from unburden.readers._states import STATES, prosecuting_state
from unburden.record import Case, Charge, ChargeVersion, Disposition, SentencePart, SetAside, Span, Unread

#: North Carolina's phrases that are no ordinary English for an outcome, folded, without the court's name in front. What they mean is
#: what the expunction clinics' own tool takes them for (github.com/deardurham/dear-petition, petition/constants.py). The codes beside
#: the phrases (``DVD``) are not read at all: published guesses at them were wrong.
_PHRASES: Final = {
    "no probable cause found": "dismissed",
    "never to be served": "dismissed",
    "not responsible - judge": "acquitted",
    "not responsible - jury": "acquitted",
    "not responsible - magistrate": "acquitted",
}
#: A finding on an infraction, which is "a noncriminal violation of law" (N.C.G.S. 14-3.1), so it convicts nobody of anything.
_RESPONSIBLE: Final = re.compile(r"(?:(?:district|superior) )?responsible\b", re.I)
_COURT: Final = re.compile(r"\A(?:district|superior) ")
#: North Carolina's degrees, with the words that the portal's JSON gives beside such a code (``MNC``: ``Misdemeanor No Class``).
_DEGREES: Final = {
    "FNC": "Felony No Class",
    "MNC": "Misdemeanor No Class",
    "MA1": "Misdemeanor Class A1",
    "M1": "Misdemeanor Class 1",
    "M2": "Misdemeanor Class 2",
    "M3": "Misdemeanor Class 3",
    **{f"F{letter}": f"Felony Class {letter}" for letter in "ABCDEFGHI"},
}
_CLOSED: Final = re.compile(r"(?:disposed|closed|disposition)\b", re.I)
_OPEN: Final = re.compile(r"(?:open|active|pending|re-?opened|re-?activated)\b", re.I)
#: Types of a case that are no ordinary prosecution of an adult.
_APART: Final = re.compile(r"juvenile|municipal|parking|civil|infraction|traffic", re.I)
_COUNTY: Final = re.compile(r"([A-Z][A-Za-z.' -]{1,40}?) (?:County\b.{0,60}|District Court|Superior Court|Unit)\Z")
_ISO: Final = re.compile(r"(\d{4}-\d\d-\d\d)(?:T|\Z)")
_HOST: Final = re.compile(r"https?://([a-z0-9.-]{4,100})", re.I)
_TYLER_HOST: Final = re.compile(r"[a-z]+-([a-z]{2,20})\.tylertech\.cloud\Z")
_STATE_HOST: Final = re.compile(r"(?:.*\.)?([a-z]{2})\.gov\Z")
_CODES: Final = {code[3:].lower(): code for code in STATES.values()}
#: Roles of the side that is accused.
ACCUSED: Final = re.compile(r"defendant|respondent|accused|juvenile|youth", re.I)
#: More defendants in one case, more charges of one number, or more old entries of one charge than this are no real case.
MOST: Final = 40
_VERSUS: Final = re.compile(r"\bv(?:ersu)?s?\.? ", re.I)


@define
class Entry:
    """What the portal lists of one charge on one day. `kind` is ``disposition``, ``plea``, ``sentence`` or another."""

    kind: str
    words: str
    span: Span
    date: str | None = None
    date_span: Span | None = None
    amended: bool = False

    def says_as(self, other: Entry) -> bool:
        """Whether the other says the same of the same day."""
        mine, theirs = (self.kind, self.words, self.date, self.amended), (other.kind, other.words, other.date, other.amended)
        return mine == theirs

    def spans(self) -> dict[str, Span]:
        """Where its parts stand."""
        return {"printed": self.span} | ({"date": self.date_span} if self.date and self.date_span else {})


@define
class Draft:
    """A charge as the portal lists it. `who` is the defendant's place among the parties, where that is said."""

    number: str
    span: Span
    who: int | None = None
    values: dict[str, str] = field(factory=dict)  # description, statute, level, and dates: offense_date, filed_date, …
    spans: dict[str, Span] = field(factory=dict)
    entries: list[Entry] = field(factory=list)
    earlier: tuple[str | None, str, str | None, Span] | None = None  # as it was before it was amended: statute, words, level

    def put(self, name: str, value: str | None, span: Span) -> bool:
        """Keep a value, unless another stands there already; whether it is kept or the same."""
        if not value or self.values.setdefault(name, value) != value:
            return not value
        self.spans.setdefault(name, span)
        return True

    def words(self) -> str:
        """All that is said of it."""
        return f"{self.number}. " + "; ".join([*self.values.values(), *(entry.words for entry in self.entries)])


@define
class Portal:
    """One case of a portal as it is being read."""

    number: str | None = None
    place: str | None = None
    style: str | None = None
    site: tuple[str, Span] | None = None
    filed: str | None = None
    status: str | None = None
    kind: str = ""
    spans: dict[str, Span] = field(factory=dict)
    related: list[str] = field(factory=list)
    people: list[Defendant] = field(factory=list)
    accusers: list[tuple[str, Span]] = field(factory=list)
    drafts: list[Draft] = field(factory=list)
    balances: dict[int | None, tuple[str, Span]] = field(factory=dict)
    unread: list[Unread] = field(factory=list)
    apart: list[SetAside] = field(factory=list)
    index: dict[str, list[Draft]] = field(factory=dict)

    def add(self, draft: Draft) -> Draft:
        """Keep a charge."""
        self.drafts.append(draft)
        self.index.setdefault(bare(draft.number), []).append(draft)
        return draft

    @property
    def label(self) -> str:
        """How notes name the case."""
        return f"Case {self.number}" if self.number else "This case"

    def who(self, name: str) -> int | None:
        """The place of the defendant of this name."""
        key = name_key(name)
        return next((index for index, one in enumerate(self.people) if key in map(name_key, one.names)), None)

    def charge(self, number: str, words: str, who: int | None) -> list[Draft]:
        """The charges that this number, these words and this defendant can mean: none, one, or several that cannot be told apart."""
        alike = [each for each in self.index.get(bare(number), [])[:MOST] if who is None or each.who in (None, who)]
        named = [each for each in alike if each.values.get("description") == words]
        return named if len(named) == 1 else alike

    def cases(self, fallback: str) -> list[tuple[Defendant, Case]]:
        """Every defendant with the case as it concerns them."""
        if not self.people:
            self.people.append(Defendant())
        alone = len(self.people) == 1
        for draft in self.drafts:
            draft.who = 0 if alone else draft.who
            if draft.who is None:
                why = "the case has several defendants and does not say whose this is"
                self.unread.append(Unread(draft.span, draft.words(), why))
        jurisdiction = self._jurisdiction()
        spans = {name: span for name, span in self.spans.items() if name != "style"}
        if jurisdiction:
            spans["jurisdiction"] = jurisdiction[1]
        county = _COUNTY.match(self.place) if self.place else None
        where = county[1] if county else self.place
        case_id = ":".join(filter(None, (where, self.number))) if self.number else fallback
        if county:
            spans["county"] = spans["court"]
        printed = self.status or ""
        found: list[tuple[Defendant, Case]] = []
        for index, one in enumerate(self.people):
            used: dict[str, int] = {}
            charges = tuple(self._charge(case_id, used, draft) for draft in self.drafts if draft.who == index)
            balance = self.balances.get(index) or (self.balances.get(None) if alone else None)
            if jurisdiction is None:
                one.notes.append(f"{self.label}: nothing here says which state's court this is.")
            if _APART.search(self.kind):
                one.notes.append(f"{self.label} is of the type “{self.kind}”.")
            if index == 0:
                one.set_aside += self.apart
            case = Case(
                case_id,
                jurisdiction=jurisdiction[0] if jurisdiction else None,
                number=self.number,
                county=county[1] if county else None,
                court=self.place,
                filed_date=self.filed,
                status="closed" if _CLOSED.match(printed) else "open" if _OPEN.match(printed) else None,
                status_printed=self.status,
                balance_due=balance[0] if balance else None,
                related=tuple(dict.fromkeys(each for each in self.related if each != self.number)),
                charges=charges,
                spans=spans | ({"balance_due": balance[1]} if balance else {}),
            )
            found.append((one, case))
        return found

    def _jurisdiction(self) -> tuple[str, Span] | None:
        """The state that prosecutes, by the style or the accusing party, else that of the portal itself; never by an address."""
        state = prosecuting_state(_VERSUS.split(self.style)[0]) if self.style else None
        if state and "style" in self.spans:
            return state, self.spans["style"]
        for name, span in self.accusers:
            state = prosecuting_state(name)
            if state:
                return state, span
        return self.site

    def _charge(self, case_id: str, used: dict[str, int], draft: Draft) -> Charge:
        values, spans = draft.values, draft.spans
        kept = {name: spans[name] for name in ("description", "statute", "level") if name in spans}
        versions = []
        if kept:
            level = values.get("level")
            named = f"{level} ({_DEGREES[level]})" if level in _DEGREES else level
            stage, of = ("amended", "amended_date") if draft.earlier else ("filed", "filed_date")
            dated = {name: {"date": spans[name]} if name in spans else {} for name in ("filed_date", of)}
            if draft.earlier:
                statute, words, before, there = draft.earlier
                where = {"description": there} | dated["filed_date"]
                versions.append(ChargeVersion("filed", statute, words, before, values.get("filed_date"), where))
            versions.append(ChargeVersion(stage, values.get("statute"), values.get("description"), named, values.get(of), kept | dated[of]))
        # Of one day, what amends stands behind what it amends.
        entries = in_time(sorted(draft.entries, key=lambda each: each.amended))
        dispositions = repeats_later(self._disposition(draft, entry) for entry in entries if entry.kind != "sentence")
        imposed = [entry for entry in entries if entry.kind == "sentence"]
        # What was found does not convict where the sentence, as it now stands, says that judgment is deferred.
        for entry in imposed:
            told = held_back(entry.words) if entry.date == imposed[-1].date else None
            if told:
                dispositions += (Disposition(entry.words, told, entry.date, False, entry.spans() | {"outcome": entry.span}),)
        sentence = tuple(
            SentencePart(terms.sentence_kind(entry.words) or "other", entry.words, entry.date, entry.spans()) for entry in imposed
        )
        if sentence and not any(each.outcome for each in dispositions):
            why = "a sentence is printed for this charge, but no outcome"
            self.unread.append(Unread(draft.span, f"{draft.number}. {values.get('description', '')}", why))
        same = used[draft.number] = used.get(draft.number, 0) + 1
        return Charge(
            f"{case_id}:{draft.number}" + (f" ({same})" if same > 1 else ""),
            tuple(versions),
            dispositions,
            sentence,
            values.get("offense_date"),
            values.get("arrest_date"),
            spans={"charge_id": draft.span} | {name: spans[name] for name in ("offense_date", "arrest_date") if name in spans},
        )

    def _disposition(self, draft: Draft, entry: Entry) -> Disposition:
        if entry.kind != "disposition":
            if entry.kind != "plea":
                why = f"this says something of charge {draft.number} that is not known here"
                self.unread.append(Unread(entry.span, f"{entry.kind}: {entry.words}", why))
            return Disposition(f"{entry.kind.capitalize()}: {entry.words}", None, entry.date, False, entry.spans())
        known = outcome(entry.words)
        later = known is None and terms.later(entry.words)
        if known is None and not later:
            why = f"these words do not say how charge {draft.number} ended, as far as is known here"
            if _RESPONSIBLE.match(entry.words):
                why = f"charge {draft.number}: found responsible for an infraction, which is no conviction of a crime"
            self.unread.append(Unread(entry.span, entry.words, why))
        printed = f"Amended: {entry.words}" if entry.amended else entry.words
        return Disposition(printed, known, entry.date, later, entry.spans() | ({"outcome": entry.span} if known else {}))


def outcome(words: str) -> str | None:
    """What printed words of a disposition state: by North Carolina's phrases, else as ordinary English."""
    folded = _COURT.sub("", " ".join(words.lower().split()))
    return _PHRASES.get(folded) or terms.outcome(words)


def bare(number: str) -> str:
    """A charge's number without leading zeros."""
    return number.lstrip("0") or number


def day(text: str) -> str | None:
    """A day as ``12/01/2001``, with or without a time, or as ``2001-12-01T00:00:00``; `None` if it is none of the calendar."""
    found = _ISO.match(text)
    if found:
        year, month, date = found[1].split("-")
        text = f"{month}/{date}/{year}"
    return iso_date(text.strip())


def state_of(url: str) -> str | None:
    """The state of a portal's own address: ``portal-nc.tylertech.cloud``, ``publicportal.courts.vt.gov``; `None` if it names none."""
    host = _HOST.match(url)
    if host is None:
        return None
    name = host[1].lower()
    tyler, state = _TYLER_HOST.match(name), _STATE_HOST.match(name)
    if tyler:
        # Texas counties stand behind the state's letters (txbexar); no other state's name begins with them.
        return _CODES.get(tyler[1]) or STATES.get(tyler[1]) or ("US-TX" if tyler[1].startswith("tx") else None)
    return _CODES.get(state[1]) if state else None
