"""The values of one filing by the names that templates and forms use (docs/papers.md), each from the record, an answer or the law.

What is missing is a blank with its name. Nothing here lays out or writes.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from typing import Any, Final

from attrs import define, field

from unburden import phrases
from unburden.likeness import name_variants
from unburden.papers import blanks
from unburden.papers.blanks import blank
from unburden.papers.deadlines import hearing_of
from unburden.papers.declaration import OPEN, Passage, Statement, Support
from unburden.papers.details import CaseDetails, Details
from unburden.papers.packets import CourtStyle, Packet, Served, Step
from unburden.papers.plan import Entry, Filing
from unburden.papers.tidy import address, age, capitalized, clean, letter, numeric, of_law, same, upper
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
_PAPERED: Final = ("yes", "name withheld", "on request")
#: Facts of the record that a paper names beside a condition; others are told in the attorney's list.
_SHOWN: Final = ("disposition", "disposed_on", "offense_date", "level", "released_on", "sentence_completed_on", "birth_date", "balance_due")


@define(slots=False)
class Maker:
    """Makes the values of filings.

    `sources` collects where each printed value comes from: (name, value, source). `places` says where in a facts file a blank can be
    answered, by its name, for the filing that was made last.
    """

    result: Result
    details: Details
    lang: Lang
    sources: list[tuple[str, str, str]] = field(factory=list)
    places: dict[str, str] = field(factory=dict)

    def __attrs_post_init__(self) -> None:
        self.words = Words("en")
        self.said = Context(self.result, self.words)
        self.own_words = Words(self.lang)
        self.own_said = Context(self.result, self.own_words)

    # ---- small values

    def value(self, name: str, text: str | None, source: str, label: str = "", at: str = "") -> str:
        """A value of the papers, or a blank of its name; noted with its source, or with the place `at` which it can be told."""
        tidied = clean(text or "")
        if not tidied:
            return self.blank(label or name, at)
        self.sources.append((name, tidied, source))
        return tidied

    def blank(self, label: str, at: str) -> str:
        """A blank, and where it can be answered."""
        if at:
            self.places.setdefault(label, at)
        return blank(label)

    # ---- the filing

    def values(self, filing: Filing, statement: Statement) -> dict[str, Any]:
        """Everything that the templates of one filing name."""
        # A blank of the same name is answered elsewhere in another filing.
        self.places.clear()
        packet, paper, provision = filing.packet, filing.paper, filing.provision
        told = self.details.cases.get(filing.cases[0].case_id, CaseDetails())
        heard = hearing_of(filing, self.details)
        entries = [self._entry(each, packet.words) for each in filing.entries]
        conditions = list(self._conditions(filing, statement))
        moving = paper.moving or packet.words.get("moving", "")
        effects = sorted(provision.effect, key=BY_STRENGTH.index)
        title = upper(paper.title or f"{moving} to {self._titled(effects, filing)}")
        private = self.details.private if self.details.private is not None else paper.initials
        name = self._name()
        asks = list(self._asks(filing, effects))
        initials = self.value("initials", self.details.initials, "answer", "initials for the caption", "[papers] initials")
        court = self._court(filing, told)
        party = filing.party
        caption_name = initials if private else name
        return {
            "folder": filing.name,
            "court": court,
            "charged_as_all": self._charged_as(name),
            **self._caption(filing, caption_name, [] if private else self._charged_as(name)),
            "party": party,
            "movant": f"the {party.lower()}",
            "name": name,
            "caption_name": caption_name,
            "private": private,
            "wants_privacy": self.details.private is not False,
            "verified": paper.verified,
            "sworn_always": paper.sworn_always,
            "initials": initials,
            "charged_as": self._charged_as(name),
            "signing_name": caption_name,
            "filer": self._filer(filing, caption_name),
            "own_person": self._own(name),
            "trafficking": provision.kind == "trafficking",
            "agency": {
                "name": self.value("agency", told.agency, "answer", "agency that made the arrest", _case(filing.cases[0], "agency")),
                **address(told.police, "address of the agency that made the arrest"),
            },
            "moving": moving,
            "title": title,
            "order_title": upper(paper.order_title or f"Order on {title}"),
            "citation": provision.citation,
            "law_title": self.own_said.text(provision.title),
            "requires": provision.court == "shall",
            "burden": self._burden(provision),
            "entries": entries,
            "numbers": [each["n"] for each in entries],
            "several": len(entries) > 1,
            "all_of_case": len(entries) == sum(len(case.charges) for case in filing.cases),
            "cases": [self._number(case) for case in filing.cases],
            "conditions": conditions,
            "must_say": [self._step(each, party) for each in paper.must_say if not each.sworn],
            "sworn_says": [self._step(each, party) for each in paper.must_say if each.sworn],
            "asks": asks,
            "orders": [_sentence(ask) for ask in (list(self._asks(filing, effects, order=True)) or asks)],
            "passages": [self._passage(each) for each in statement.passages if not each.struck],
            "struck": [self._passage(each) for each in statement.passages if each.struck],
            "why": [self._why(each) for each in statement.passages],
            "sworn": self._sworn(filing, caption_name),
            "place": self.value("place", self.details.place, "answer", "city and state where this is signed", "[papers] place"),
            "served": self._served(filing),
            "hearing": self._hearing(heard, filing.cases[0]),
            "hearing_shown": heard.hearing is not None,
            "court_address": ", ".join(court["address"]),
            "jurat": packet.words["jurat"],
            "server_words": packet.words["server"],
            "server_dated": "__" in packet.words["server"],
            "nobody": packet.words["nobody"],
            "nobody_named": self.blank("name and address of each one who gets a copy", ""),
            "sealed": self._sealed(filing),
            "redaction": packet.redaction,
            "redaction_cite": packet.redaction_cite,
            "own": packet.own,
        }

    def _caption(self, filing: Filing, name: str, charged_as: Sequence[str]) -> dict[str, Any]:
        """The parties as the caption names them, lines of names and of roles by turns: against the state, the person first, or alone."""
        packet, paper = filing.packet, filing.paper
        plaintiff = self.value(
            "plaintiff", paper.plaintiff or packet.plaintiff, f"papers of {packet.code}", "name of the party that prosecuted"
        )
        role, versus = paper.plaintiff_role or packet.words["plaintiff_role"], packet.words["versus"]
        state = [(f"{plaintiff},", False), *([(role, True)] if role else [])]
        person = [(f"{name},", False), *([(f"charged as {'; '.join(charged_as)},", False)] if charged_as else []), (filing.party, True)]
        juvenile = all(self._stated(entry, "disposition")[0] == "adjudicated" for entry in filing.entries)
        if paper.caption == "alone" or (juvenile and not paper.caption):
            role_line = [(f"{filing.party}.", True)] if paper.caption and paper.party else []
            lines = [(f"{packet.words['in_re']} {name}{',' if role_line else ''}", False), *person[1:-1], *role_line]
        else:
            first, second = (person, state) if paper.caption == "person first" else (state, person)
            lines = [*first[:-1], _ended(first[-1], ","), (versus, True), *second[:-1], _ended(second[-1], ".")]
        return {
            "caption": [{"text": text, "role": is_role} for text, is_role in lines],
            "plaintiff": plaintiff,
            "plaintiff_role": role,
            "versus": versus,
        }

    def _name(self) -> str:
        if self.details.name:
            return self.value("name", self.details.name, "answer", "full legal name", "[papers] name")
        names = self.result.record.person.names
        span = self.result.record.person.spans.get("names")
        return self.value("name", names[0] if len(names) == 1 else "", self.said.span(span) or "record", "full legal name", "[papers] name")

    def _charged_as(self, name: str) -> list[str]:
        """Names that the record prints beside the one that is used."""
        groups = name_variants(dict.fromkeys(clean(each) for each in self.result.record.person.names))
        return [group[0] for group in groups if all(same(each) != same(name) for each in group)]

    def _court(self, filing: Filing, told: CaseDetails) -> dict[str, Any]:
        case, packet = filing.cases[0], filing.packet
        known, style = self._place(case, packet)
        lines = [self._filled(line, known) for line in (style.lines if style else (packet.words.get("court_line", "{court}"),))]
        return {
            "lines": [upper(line) for line in lines],
            "name": known["court"],
            "county": known["county"],
            "number_label": style.number if style else packet.words.get("number", "Case No."),
            "numbers": "; ".join(self._number(each) for each in filing.cases),
            "address": list(told.court_address) or [self.blank("address of the court", _case(case, "court_address"))],
        }

    def _place(self, case: Case, packet: Packet) -> tuple[dict[str, str], CourtStyle | None]:
        """The court of a case by the names that captions use, and the style of its kind."""
        told = self.details.cases.get(case.case_id, CaseDetails())
        source = "answer" if told.court else self._where(case, "court")
        printed = told.court or case.court or ""
        style = packet.court(printed)
        found = style.pattern.search(printed) if style else None
        groups = {key: value for key, value in found.groupdict().items() if value} if found else {}
        county = told.county or case.county or groups.get("county", "")
        county = re.sub(r"\s+(county|parish|borough)$", "", clean(county).strip(), flags=re.IGNORECASE)
        where = "answer" if told.county else self._where(case, "county") if case.county else source
        county = capitalized(county) if county.isupper() else county
        known = {
            "county": self.value("county", county, where, packet.words.get("county", "county"), _case(case, "county")),
            "court": self.value("court", printed, source, "name of the court", _case(case, "court")),
            **{key: self.value(key, value, source) for key, value in groups.items() if key != "county"},
        }
        return known, style

    def _where(self, case: Case, name: str) -> str:
        return self.said.span(case.spans.get(name)) or "record"

    def _filled(self, line: str, known: dict[str, str]) -> str:
        return re.sub(r"\{(\w+)\}", lambda match: known.get(match[1]) or blank(match[1].replace("_", " ")), line)

    def _number(self, case: Case) -> str:
        told = self.details.cases.get(case.case_id)
        if told and told.number:
            return self.value("case number", told.number, "answer")
        return self.value("case number", case.number, self._where(case, "number"), "case number in this court", _case(case, "number"))

    def _filer(self, filing: Filing, name: str) -> dict[str, Any]:
        own, attorney = self.details, self.details.attorney
        if attorney is not None:
            head = [self.value("attorney", attorney.name, "answer", "attorney's name", "[papers.attorney] name")]
            if filing.packet.bar:
                bar = self.value("attorney's number", attorney.number, "answer", "attorney's bar number", "[papers.attorney] number")
                head.append(f"{filing.packet.bar} {bar}")
            head.append(clean(attorney.office))
            role = f"Attorney for {filing.party}"
            lines_of, phone, email = attorney.address, attorney.phone, attorney.email
        else:
            head, role = [name], f"{filing.party}, {filing.packet.words.get('self', 'self-represented')}"
            lines_of, phone, email = own.address, own.phone, own.email
        telephone = self.value("telephone", phone, "answer", "telephone that is safe to use", "[papers] phone")
        mail = self.value("e-mail", email, "answer", "e-mail that is safe to use", "[papers] email")
        self.places["mailing address that is safe to use"] = "[papers] address"
        where = address(lines_of)
        lines = [*(each for each in head if each), *where["lines"], telephone, mail]
        return {
            **where,
            "lines": lines,
            "role": role,
            "name": lines[0],
            "attorney": attorney is not None,
            "number": attorney.number if attorney is not None else "",
            "office": attorney.office if attorney is not None else "",
            "phone": telephone,
            "email": mail,
        }

    def _own(self, name: str) -> dict[str, Any]:
        """The person themself, also where an attorney files: what official forms ask."""
        own = self.details
        births = {row for row in (each.row["birth_date"] for each in self.result.charges) if row}
        answered = str(self.result.answers.person.get("birth_date", ""))
        birth = answered or (births.pop() if len(births) == 1 else "")
        return {
            **address(own.address),
            "name": name,
            "phone": self.value("telephone", own.phone, "answer", "telephone that is safe to use", "[papers] phone"),
            "email": self.value("e-mail", own.email, "answer", "e-mail that is safe to use", "[papers] email"),
            "birth_day": numeric(birth) or blank("birth date"),
            "birth_year": birth[:4],
        }

    # ---- charges

    def _entry(self, entry: Entry, court_words: Mapping[str, str]) -> dict[str, Any]:
        """One charge. What sources disagree on counts as not known here too; what the record does not state may have been answered."""
        row, place = entry.charge.row, f"charge {entry.number}"

        def put(name: str, column: str, said: Callable[[str], str] = clean) -> str:
            text, source = self._stated(entry, column)
            return self.value(f"{name}, {place}", said(text), source, f"{name} of {place}")

        def optional(column: str, said: Callable[[str], str]) -> str:
            return said(self._stated(entry, column)[0])

        outcome, _ = self._stated(entry, "disposition")
        return {
            "n": entry.number,
            "case": self._number(entry.charge.case),
            "name": put("name", "description", lambda text: clean(text or self._law_name(entry))),
            "statute": put("statute", "statute"),
            "level": clean(row["level"]),
            "offense_date": optional("offense_date", self._date),
            "arrest_date": optional("arrest_date", self._date),
            # A court's terms, not the plain words of a report.
            "outcome": put("outcome", "disposition", lambda text: court_words.get(f"outcome.{text}", "")),
            "outcome_date": put("day of the outcome", "disposition_date", self._date),
            "offense_day": optional("offense_date", numeric),
            "arrest_day": optional("arrest_date", numeric),
            "outcome_day": optional("disposition_date", numeric),
            "outcome_code": outcome,
            "age": age(row["birth_date"], self._stated(entry, "offense_date")[0]),
            "sentence": "; ".join(clean(part.printed) for part in entry.charge.charge.sentence).rstrip("."),
            "under": self._under(entry),
            "ready": entry.ready,
        }

    def _stated(self, entry: Entry, column: str) -> tuple[str, str]:
        """What the record states in a column of the charges table, else what was answered; and where."""
        row, answers = entry.charge.row, self.result.answers
        if row[column]:
            return row[column], self._span(entry, column)
        disputed = {(each.charge_id, each.field) for each in self.result.record.disagreements}
        if (row["charge_id"], column) in disputed or (row["case_id"], column) in disputed:
            return "", "record"
        names = [fact.name for fact in self.result.law.facts.values() if fact.column == column]
        for held in (answers.charges.get(row["charge_id"], {}), answers.cases.get(row["case_id"], {}), answers.person):
            found = next((held[name] for name in names if name in held), None)
            if found is not None:
                return found.isoformat() if isinstance(found, date) else str(found), "answer"
        return "", "record"

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
        return list(dict.fromkeys(each for cite in found for each in of_law(cite).split("; ")))

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
                "letter": letter(place),
                "words": self._said_by_law(condition, filing),
                # What only others tell of a law is not the law's own word.
                "quote": condition.quote if filing.provision.source.read != "secondary" else "",
                "cite": of_law(condition.cite),
                "shown": list(self._shown(condition, supports, statement.passages, filing)),
            }
            place += 1

    def _said_by_law(self, condition: Condition, filing: Filing) -> str:
        text = condition.text.get("en", "")
        if _UNREAD.search(text):
            return blank(f"what {of_law(condition.cite)} asks: its text was not read")
        return of_court(text, filing.party)

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
            yield f"{filing.party} relies on this reading of the text: {of_court(reading, filing.party)}."

    def _proof(self, support: Support, passages: Sequence[Passage]) -> str:
        mine = [each for each in passages for entry, name in support.told if each.speaks_of(name, entry.number)]
        if support.how == OPEN or any(each.struck for each in mine):
            return blank(f"proof of ({of_law(support.condition.cite)})")
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
                return f"{clause.text.get('en', '')} ({of_law(clause.cite)})"
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
        own, key = (filing.paper.orders, "order") if order else (filing.paper.asks, "ask")
        if order and not own and filing.paper.asks:
            return
        groups: dict[str, list[int]] = {}
        given: list[str] = []
        for entry in filing.entries:
            groups.setdefault(_WHAT.get(self._stated(entry, "disposition")[0], _ARREST), []).append(entry.number)
        for what, charges in groups.items():
            known = {"what": what, "charges": self._charges(charges)}
            templates = own or [filing.packet.effects[each][key] for each in effects if each in filing.packet.effects]
            for template in templates:
                said = self._filled(template, {**known, "movant": f"the {filing.party.lower()}"})
                if said not in given:
                    given.append(said)
                    yield said

    def _burden(self, provision: Provision) -> str:
        burden = provision.burden
        return burden if burden not in ("none", "unclear") else ""

    def _step(self, step: Step, party: str) -> dict[str, str]:
        text = self._filled(step.text, {"movant": f"the {party.lower()}", "party": party})
        told = self.details.says.get(step.key, "") if step.key else ""
        if step.key:
            text = self.value(step.key, told, "your own words", text, f"[papers.says] {step.key}")
            text = f"{step.label}: {text}" if step.label else text
        return {"text": text, "cite": step.cite}

    # ---- the sworn statement

    def _passage(self, passage: Passage) -> dict[str, Any]:
        about = f"{self._as_to(passage.numbers)}: " if passage.numbers else ""
        if not passage.text:
            asked = self.blank(f"your answer, if you choose to give one, to: {passage.question}", passage.fact)
            return {"n": passage.paragraph, "text": f"{about}{asked}"}
        self.sources.append((f"statement on {passage.fact}", passage.text, "your own words" if passage.own_words else "answer"))
        return {"n": passage.paragraph, "text": f"{about}{clean(passage.text)}"}

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
            "place": self.value("place", self.details.place, "answer", "city and state where this is signed", "[papers] place"),
            "day": blank("day of signing"),
        }
        return {
            "title": sworn.title.upper(),
            "name": sworn.title,
            "words": self._filled(sworn.words, known),
            "notary": sworn.notary,
            "cite": sworn.cite,
            "dated": "__" in sworn.words or "{day}" in sworn.words,
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

    def _served(self, filing: Filing) -> list[dict[str, Any]]:
        """Who gets a copy, case by case; an office once for each address that is known of it."""
        found: list[dict[str, Any]] = []
        for case in filing.cases:
            told = self.details.cases.get(case.case_id, CaseDetails())
            known, _ = self._place(case, filing.packet)
            for served in self._who(filing):
                name = told.agency if served.who == "police" and told.agency else self._filled(served.name, known)
                lines = [clean(each) for each in {"prosecutor": told.prosecutor, "police": told.police}.get(served.who, ())]
                how = served.how_es if self.lang == "es" and served.how_es else served.how
                each: dict[str, Any] = {
                    "who": served.who,
                    "name": name,
                    "lines": lines,
                    "how": served.how,
                    "own_how": how,
                    "cite": served.cite,
                }
                if not any(other["name"] == name and lines in ([], other["lines"]) for other in found):
                    found = [other for other in found if other["name"] != name or other["lines"]]
                    found.append(each)
        for office in found:
            at = _case(filing.cases[0], office["who"]) if office["who"] in ("prosecutor", "police") else ""
            office["lines"] = office["lines"] or [self.blank(f"address of: {blanks.printed(office['name'])}", at)]
        return found

    def _hearing(self, told: CaseDetails, case: Case) -> dict[str, str]:
        day = phrases.day(told.hearing.toordinal(), "en") if told.hearing else ""
        return {
            "day": self.value("day of the hearing", day, "answer", at=_case(case, "hearing")),
            "time": self.value("time", told.hearing_time, "answer", "time of the hearing", _case(case, "hearing_time")),
            "room": self.value("room", told.room, "answer", "courtroom or department", _case(case, "room")),
        }

    def _sealed(self, filing: Filing) -> dict[str, Any]:
        provision, paper = filing.provision, filing.paper
        note: Note | None = next((each for each in provision.notes if each.topic == "confidentiality"), None)
        by_law = provision.confidential in _PAPERED or bool(paper.sealed)
        text = paper.sealed or (of_court(note.text.get("en", ""), filing.party) if note and by_law else "")
        cite = paper.sealed_cite or (note.cite if note and by_law else "")
        legend = paper.legend
        return {
            "by_law": by_law,
            "always": provision.confidential in ("yes", "name withheld") or bool(paper.sealed),
            "legend": legend,
            "text": text,
            "cite": self.value("rule on sealing", cite, "law", "rule of this court on sealing and initials"),
        }


def _sentence(ask: str) -> str:
    """What is asked as a sentence of an order."""
    said = ask[0].upper() + ask[1:]
    return f"{said[:-1]}." if said.endswith(";") else said


def _ended(line: tuple[str, bool], mark: str) -> tuple[str, bool]:
    """A line of a caption with the mark that ends a party."""
    return f"{line[0].rstrip(',')}{mark}", line[1]


def _case(case: Case, key: str) -> str:
    """Where in a facts file something is told of a case."""
    return f'[papers.case."{case.case_id}"] {key}'
