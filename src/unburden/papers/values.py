"""The values of one filing by the names that templates and forms use (docs/papers.md), each from the record, an answer or the law.

What is missing is a blank with its name. Nothing here lays out or writes.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any, Final

from attrs import define, field

from unburden import phrases
from unburden.likeness import name_variants
from unburden.papers import blanks
from unburden.papers.blanks import blank
from unburden.papers.declaration import OPEN, Passage, Statement, Support
from unburden.papers.details import CaseDetails, Details
from unburden.papers.packets import Served, Step
from unburden.papers.plan import Entry, Filing
from unburden.papers.voice import of_court
from unburden.provision import Condition, Note, Provision
from unburden.record import Case
from unburden.relief import BY_STRENGTH, Result
from unburden.report.context import Context
from unburden.report.words import Lang, Words

#: What was decided of a charge → what a court paper asks to undo.
_WHAT: Final = {
    "convicted": "the judgment of conviction",
    "adjudicated": "the adjudication",
    "vacated": "the record of the vacated conviction",
}
_ARREST: Final = "the arrest and charge"
_UNREAD: Final = re.compile(r"\bnot read\b|\bcould not read\b|\bwas read\b")
_LETTERS: Final = "abcdefghijklmnopqrstuvwxyz"
_PAPERED: Final = ("yes", "name withheld", "on request")
#: Facts of the record that a paper names beside a condition; others are told in the attorney's list.
_SHOWN: Final = ("disposition", "disposed_on", "offense_date", "level", "released_on", "sentence_completed_on", "birth_date", "balance_due")


@define(slots=False)
class Maker:
    """Makes the values of filings. `sources` collects where each printed value comes from: (name, value, source)."""

    result: Result
    details: Details
    lang: Lang
    sources: list[tuple[str, str, str]] = field(factory=list)

    def __attrs_post_init__(self) -> None:
        self.words = Words("en")
        self.said = Context(self.result, self.words)
        self.own_words = Words(self.lang)
        self.own_said = Context(self.result, self.own_words)

    # ---- small values

    def value(self, name: str, text: str | None, source: str, label: str = "") -> str:
        """A value of the papers, or a blank of its name; noted with its source."""
        clean = _clean(text or "")
        if not clean:
            return blank(label or name)
        self.sources.append((name, clean, source))
        return clean

    def day(self, day: date | None, label: str) -> str:
        """A day that was told, in words, or a blank."""
        return self.value(label, phrases.day(day.toordinal(), "en") if day else "", "answer")

    # ---- the filing

    def values(self, filing: Filing, statement: Statement) -> dict[str, Any]:
        """Everything that the templates of one filing name."""
        packet, paper, provision = filing.packet, filing.paper, filing.provision
        told = self.details.cases.get(filing.cases[0].case_id, CaseDetails())
        entries = [self._entry(each) for each in filing.entries]
        conditions = list(self._conditions(filing, statement))
        moving = paper.moving or packet.words.get("moving", "")
        effects = sorted(provision.effect, key=BY_STRENGTH.index)
        title = paper.title or f"{moving} to {self._titled(effects, filing)}"
        private = self.details.private if self.details.private is not None else paper.initials
        name = self._name()
        asks = list(self._asks(filing, effects))
        initials = self.value("initials", self.details.initials, "answer", "initials for the caption")
        court = self._court(filing, told)
        party = packet.party
        return {
            "folder": filing.name,
            "court": court,
            "plaintiff_role": packet.words["plaintiff_role"],
            "versus": packet.words["versus"],
            "plaintiff": self.value("plaintiff", packet.plaintiff, f"papers of {filing.packet.code}", "name of the party that prosecuted"),
            "party": party,
            "movant": f"the {party.lower()}",
            "name": name,
            "caption_name": initials if private else name,
            "private": private,
            "wants_privacy": self.details.private is not False,
            "verified": paper.verified,
            "initials": initials,
            "charged_as": self._charged_as(name),
            "filer": self._filer(filing, name),
            "moving": moving,
            "title": title.upper(),
            "order_title": (paper.order_title or f"Order on {title}").upper(),
            "citation": provision.citation,
            "law_title": self.own_said.text(provision.title),
            "requires": provision.court == "shall",
            "burden": self._burden(provision),
            "entries": entries,
            "numbers": [each["n"] for each in entries],
            "several": len(entries) > 1,
            "cases": [self._number(case) for case in filing.cases],
            "conditions": conditions,
            "must_say": [self._step(each, party) for each in paper.must_say],
            "asks": asks,
            "orders": [ask[0].upper() + ask[1:] for ask in (list(self._asks(filing, effects, order=True)) or asks)],
            "passages": [self._passage(each) for each in statement.passages if not each.struck],
            "struck": [self._passage(each) for each in statement.passages if each.struck],
            "why": [self._why(each) for each in statement.passages],
            "sworn": self._sworn(filing, name),
            "place": self.value("place", self.details.place, "answer", "city and state where this is signed"),
            "served": [self._served(each, filing, told) for each in self._who(filing)],
            "hearing": self._hearing(told),
            "hearing_shown": told.hearing is not None,
            "court_address": ", ".join(court["address"]),
            "jurat": packet.words["jurat"],
            "server_words": packet.words["server"],
            "nobody": packet.words["nobody"],
            "sealed": self._sealed(filing),
            "redaction": packet.redaction,
            "redaction_cite": packet.redaction_cite,
            "own": packet.own,
        }

    def _name(self) -> str:
        if self.details.name:
            return self.value("name", self.details.name, "answer", "full legal name")
        names = self.result.record.person.names
        span = self.result.record.person.spans.get("names")
        return self.value("name", names[0] if len(names) == 1 else "", self.said.span(span) or "record", "full legal name")

    def _charged_as(self, name: str) -> list[str]:
        """Names that the record prints beside the one that is used."""
        groups = name_variants(dict.fromkeys(_clean(each) for each in self.result.record.person.names))
        return [group[0] for group in groups if all(_same(each) != _same(name) for each in group)]

    def _court(self, filing: Filing, told: CaseDetails) -> dict[str, Any]:
        case, packet = filing.cases[0], filing.packet
        span = case.spans.get("court")
        printed = told.court or case.court or ""
        style = packet.court(printed)
        found = style.pattern.search(printed) if style else None
        groups = {key: value for key, value in found.groupdict().items() if value} if found else {}
        county = told.county or case.county or groups.get("county", "")
        county = re.sub(r"\s+(county|parish|borough)$", "", _clean(county).strip(), flags=re.IGNORECASE)
        known = {
            "county": self.value(
                "county", county.title() if county.isupper() else county, "answer" if told.county else self._where(case, "county")
            ),
            "court": self.value("court", printed, "answer" if told.court else self.said.span(span), "name of the court"),
            **{key: self.value(key, value, self.said.span(span)) for key, value in groups.items() if key != "county"},
        }
        lines = [self._filled(line, known) for line in (style.lines if style else (packet.words.get("court_line", "{court}"),))]
        return {
            "lines": [_upper(line) for line in lines],
            "name": known["court"],
            "county": known["county"],
            "number_label": style.number if style else packet.words.get("number", "Case No."),
            "numbers": "; ".join(self._number(each) for each in filing.cases),
            "address": list(told.court_address) or [blank("address of the court")],
        }

    def _where(self, case: Case, name: str) -> str:
        return self.said.span(case.spans.get(name)) or "record"

    def _filled(self, line: str, known: dict[str, str]) -> str:
        return re.sub(r"\{(\w+)\}", lambda match: known.get(match[1]) or blank(match[1].replace("_", " ")), line)

    def _number(self, case: Case) -> str:
        told = self.details.cases.get(case.case_id)
        if told and told.number:
            return self.value("case number", told.number, "answer")
        return self.value("case number", case.number, self._where(case, "number"), "case number in this court")

    def _filer(self, filing: Filing, name: str) -> dict[str, Any]:
        own, attorney = self.details, self.details.attorney
        if attorney is not None:
            bar = self.value("attorney's number", attorney.number, "answer", "attorney's bar number")
            head = [
                self.value("attorney", attorney.name, "answer", "attorney's name"),
                f"{filing.packet.bar} {bar}".strip(),
                attorney.office,
            ]
            role = f"Attorney for {filing.packet.party}"
            address, phone, email = attorney.address, attorney.phone, attorney.email
        else:
            head, role = [name], f"{filing.packet.party}, {filing.packet.words.get('self', 'self-represented')}"
            address, phone, email = own.address, own.phone, own.email
        lines = [
            *(_clean(each) for each in head if each),
            *([_clean(each) for each in address] or [blank("mailing address that is safe to use")]),
            self.value("telephone", phone, "answer", "telephone that is safe to use"),
            self.value("e-mail", email, "answer", "e-mail that is safe to use"),
        ]
        return {"lines": lines, "role": role, "name": lines[0], "attorney": attorney is not None}

    # ---- charges

    def _entry(self, entry: Entry) -> dict[str, Any]:
        charge, row = entry.charge.charge, entry.charge.row
        place = f"charge {entry.number}"

        def put(name: str, text: str | None, key: str, label: str) -> str:
            return self.value(f"{name}, {place}", text, self._span(entry, key), f"{label} of {place}")

        outcome = charge.outcome
        disputed = {(each.charge_id, each.field) for each in self.result.record.disagreements}
        known = outcome if (row["charge_id"], "disposition") not in disputed and (row["case_id"], "disposition") not in disputed else None
        return {
            "n": entry.number,
            "case": self._number(entry.charge.case),
            "name": put("charge", charge.printed("description") or self._law_name(entry), "description", "name"),
            "statute": put("statute", charge.printed("statute"), "statute", "statute"),
            "level": _clean(charge.printed("level") or ""),
            "offense_date": self._date(charge.offense_date),
            "arrest_date": self._date(charge.arrest_date),
            "outcome": put(
                "outcome", self.words.choice("disposition", known.outcome) if known and known.outcome else "", "disposition", "outcome"
            ),
            "outcome_date": put("day of outcome", self._date(known.date) if known else "", "disposition_date", "day of the outcome"),
            "outcome_code": row["disposition"],
            "sentence": "; ".join(_clean(part.printed) for part in charge.sentence).rstrip("."),
            "under": self._under(entry),
            "ready": entry.ready,
        }

    def _law_name(self, entry: Entry) -> str:
        candidates = entry.charge.match.candidates if entry.charge.match else ()
        return candidates[0].name if len(candidates) == 1 else ""

    def _span(self, entry: Entry, key: str) -> str:
        charge = entry.charge.charge
        printed = charge.printed_at(key) if key in ("statute", "description", "level") else None
        outcome = charge.outcome
        span = printed[1] if printed else charge.spans.get(key)
        if span is None and outcome is not None and key.startswith("disposition"):
            span = outcome.spans.get("printed") or outcome.spans.get("outcome") or outcome.spans.get("date")
        return self.said.span(span) or "record"

    def _date(self, text: str | None) -> str:
        return self.said.date(text) if text and text != "never" else ""

    def _under(self, entry: Entry) -> list[str]:
        """The subsections that a charge's relief rests on, each once."""
        found = [finding.condition.cite for finding in entry.relief.decision.findings if not finding.condition.implicit]
        return list(dict.fromkeys(each for cite in found for each in cite.split("; ")))

    # ---- the law's conditions

    def _conditions(self, filing: Filing, statement: Statement) -> Iterable[dict[str, Any]]:
        by_id: dict[str, list[Support]] = {}
        for support in statement.supports:
            by_id.setdefault(support.condition.id, []).append(support)
        place = 0
        for supports in by_id.values():
            condition = supports[0].condition
            if condition.implicit:
                continue
            yield {
                "letter": _letter(place),
                "words": self._said_by_law(condition, filing),
                "quote": condition.quote,
                "cite": condition.cite,
                "shown": list(self._shown(condition, supports, statement.passages, filing)),
            }
            place += 1

    def _said_by_law(self, condition: Condition, filing: Filing) -> str:
        text = condition.text.get("en", "")
        if _UNREAD.search(text):
            return blank(f"what {condition.cite} asks: its text was not read")
        return of_court(text, filing.packet.party)

    def _shown(self, condition: Condition, supports: Sequence[Support], passages: Sequence[Passage], filing: Filing) -> Iterable[str]:
        """What shows a condition, charges of one proof together."""
        groups: dict[str, list[int]] = {}
        for support in supports:
            groups.setdefault(self._proof(support, passages), []).append(support.entry.number)
        every = len(groups) == 1
        for proof, charges in groups.items():
            yield proof if every else f"{self._as_to(charges)}: {proof[0].lower() + proof[1:] if proof[:1] == 'S' else proof}"
        reading = self._reading(condition, supports)
        if reading:
            yield f"{filing.packet.party} relies on this reading of the text: {of_court(reading, filing.packet.party)}."

    def _proof(self, support: Support, passages: Sequence[Passage]) -> str:
        mine = [each for each in passages for name in support.sworn if each.speaks_of(name, support.entry.number)]
        if support.how == OPEN or any(each.struck for each in mine):
            return blank(f"proof of ({support.condition.cite})")
        paragraphs = sorted({each.paragraph for each in mine})
        parts = []
        if paragraphs:
            word = "paragraph" if len(paragraphs) == 1 else "paragraphs"
            parts.append(f"Exhibit B, {word} {self.words.listed(map(str, paragraphs))}")
        if support.record or not paragraphs:
            parts.append("the record of the case (Exhibit A)")
        return f"Shown by {' and '.join(parts)}."

    @staticmethod
    def _reading(condition: Condition, supports: Sequence[Support]) -> str:
        """The reading that is relied on where the text leaves two that differ for one of these charges."""
        for support in supports:
            readings = support.finding.readings
            if len(set(readings)) > 1:
                best = min(range(len(readings)), key=lambda place: readings[place][1])
                clause = condition.readings[best]
                return f"{clause.text.get('en', '')} ({clause.cite})"
        return ""

    def _as_to(self, charges: Sequence[int]) -> str:
        return f"As to {self._charges(charges)}"

    def _charges(self, charges: Sequence[int]) -> str:
        numbers = self.words.numbers(charges)
        return f"{'charge' if len(charges) == 1 else 'charges'} {' and '.join(numbers.rsplit(', ', 1))}"

    # ---- what is asked

    def _titled(self, effects: Sequence[str], filing: Filing) -> str:
        return self.words.listed([filing.packet.effects[each]["title"] for each in effects if each in filing.packet.effects])

    def _asks(self, filing: Filing, effects: Sequence[str], order: bool = False) -> Iterable[str]:
        """What the court is asked to do, or with `order` what a proposed order says where that has words of its own."""
        own = filing.paper.orders if order else filing.paper.asks
        if order and not own:
            return
        groups: dict[str, list[int]] = {}
        for entry in filing.entries:
            groups.setdefault(_WHAT.get(entry.charge.row["disposition"], _ARREST), []).append(entry.number)
        for what, charges in groups.items():
            known = {"what": what, "charges": self._charges(charges)}
            templates = own or [filing.packet.effects[each]["ask"] for each in effects if each in filing.packet.effects]
            for template in templates:
                yield self._filled(template, {**known, "movant": f"the {filing.packet.party.lower()}"})

    def _burden(self, provision: Provision) -> str:
        burden = provision.burden
        return burden if burden not in ("none", "unclear") else ""

    def _step(self, step: Step, party: str) -> dict[str, str]:
        text = self._filled(step.text, {"movant": f"the {party.lower()}", "party": party})
        told = self.details.says.get(step.key, "") if step.key else ""
        if step.key:
            text = self.value(step.key, told, "your own words", text)
        return {"text": text, "cite": step.cite}

    # ---- the sworn statement

    def _passage(self, passage: Passage) -> dict[str, Any]:
        about = f"{self._as_to(passage.numbers)}: " if passage.numbers else ""
        if not passage.text:
            return {
                "n": passage.paragraph,
                "text": f"{about}{blank(f'your answer, if you choose to give one, to: {passage.question}')}",
            }
        self.sources.append((f"statement on {passage.fact}", passage.text, "your own words" if passage.own_words else "answer"))
        return {"n": passage.paragraph, "text": f"{about}{_clean(passage.text)}"}

    def _why(self, passage: Passage) -> dict[str, Any]:
        """Why a sentence is there, and what its loss would mean."""
        serves = [
            f"{self._law_words(each)} ({each.presumed_cite if each.id in passage.presumed else each.cite})" for each in passage.serves
        ]
        other = next(
            (each.presumed_cite for each in passage.serves if each.presumed_by is not None and each.id not in passage.presumed), ""
        )
        return {
            **self._passage(passage),
            "fact": passage.fact,
            "serves": serves,
            "presumed": bool(passage.presumed),
            "otherwise": other,
            "struck": passage.struck,
            "known": bool(passage.text),
            "own_words": passage.own_words,
        }

    def _law_words(self, condition: Condition) -> str:
        return f"“{condition.quote}”" if condition.quote else self.own_said.text(condition.text)

    def _sworn(self, filing: Filing, name: str) -> dict[str, Any]:
        sworn = filing.packet.sworn
        known = {
            "name": name,
            "place": self.value("place", self.details.place, "answer", "city and state where this is signed"),
            "day": blank("day of signing"),
        }
        return {
            "title": sworn.title.upper(),
            "name": sworn.title,
            "words": self._filled(sworn.words, known),
            "notary": sworn.notary,
            "cite": sworn.cite,
        }

    # ---- who learns of it, and when

    def _who(self, filing: Filing) -> Sequence[Served]:
        """Who gets a copy: as the packet says, else those that the law says are told."""
        if filing.paper.served:
            return filing.paper.served
        contact = filing.provision.contact
        cite = next((note.cite for note in filing.provision.notes if note.topic == "contact"), "")
        found = []
        if contact.get("prosecutor", "none") != "none":
            found.append(Served("prosecutor", filing.packet.prosecutor, "", cite))
        if contact.get("police") in ("served", "may object"):
            found.append(Served("police", "The agency that made the arrest", "", cite))
        return found

    def _served(self, served: Served, filing: Filing, told: CaseDetails) -> dict[str, Any]:
        lines = {"prosecutor": told.prosecutor, "police": told.police}.get(served.who, ())
        county = told.county or filing.cases[0].county or ""
        name = self._filled(served.name, {"county": _clean(county) or blank("county")})
        address = [_clean(each) for each in lines] or [
            blank(f"address of: {blanks.printed(name)}" if blanks.names(name) else f"address of: {name}")
        ]
        return {"who": served.who, "name": name, "lines": address, "how": served.how, "cite": served.cite}

    def _hearing(self, told: CaseDetails) -> dict[str, str]:
        return {
            "day": self.day(told.hearing, "day of the hearing"),
            "time": self.value("time", told.hearing_time, "answer", "time of the hearing"),
            "room": self.value("room", told.room, "answer", "courtroom or department"),
        }

    def _sealed(self, filing: Filing) -> dict[str, Any]:
        provision, paper = filing.provision, filing.paper
        note: Note | None = next((each for each in provision.notes if each.topic == "confidentiality"), None)
        by_law = provision.confidential in _PAPERED or bool(paper.sealed)
        text = paper.sealed or (of_court(note.text.get("en", ""), filing.packet.party) if note and by_law else "")
        cite = paper.sealed_cite or (note.cite if note else "")
        legend = paper.legend
        return {
            "by_law": by_law,
            "legend": legend,
            "text": text,
            "cite": self.value("rule on sealing", cite, "law", "rule of this court on sealing and initials"),
        }


# ---- helpers ---------------------------------------------------------------------------------------------------------


def _clean(text: str) -> str:
    """Text on one line without marks that would hide or turn it, blanks kept."""
    allowed = {blanks.OPEN, blanks.CLOSE}
    return " ".join("".join(each for each in text if each in allowed or (each.isprintable() or each.isspace())).split())


def _same(name: str) -> str:
    return "".join(sorted(re.findall(r"\w+", name.casefold())))


def _upper(line: str) -> str:
    """Capitals, but for the names of blanks."""
    return "".join(part if part.startswith(blanks.OPEN) else part.upper() for part in blanks.split(line))


def _letter(place: int) -> str:
    return _LETTERS[place] if place < len(_LETTERS) else _LETTERS[place // 26 - 1] + _LETTERS[place % 26]
