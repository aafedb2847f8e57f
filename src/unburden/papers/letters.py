"""What a packet says beside the court's papers: the letter to the person in plain words, and the list for the attorney."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from attrs import define

from unburden.papers import blanks
from unburden.papers.declaration import Statement, Support
from unburden.papers.plan import Filing, LeftOut, Plan
from unburden.papers.values import Maker
from unburden.report.answers import standing
from unburden.report.making import make
from unburden.report.reasons import reasons
from unburden.report.sheet import LawView, Reason, Sheet
from unburden.report.words import Lang


@define(slots=False)
class Teller:
    """Tells of filings, in the person's language and in English, with the words of the report."""

    maker: Maker

    def __attrs_post_init__(self) -> None:
        result, lang = self.maker.result, self.maker.lang
        self.sheet = make(result, lang, full=True)
        self.english = make(result, "en", full=True) if lang != "en" else self.sheet

    def notes(self, filing: Filing, topic: str, lang: Lang | None = None) -> list[str]:
        """What the law's notes say on a topic, with citations, in the person's language or another."""
        said = self.maker.own_said if lang is None else self.maker.said
        return [with_cite(said.text(note.text), note.cite) for note in filing.provision.notes if note.topic == topic]

    @staticmethod
    def law(filing: Filing, sheet: Sheet) -> LawView:
        """A filing's law as the report tells it."""
        found = (each for each in sheet.laws if each.citation == filing.provision.citation)
        titles = set(filing.provision.title.values())
        return next(each for each in found if each.title in titles)

    def for_person(self, filing: Filing, values: Mapping[str, Any]) -> dict[str, Any]:
        """What the letter says of one filing."""
        law = self.law(filing, self.sheet)
        words, said = self.maker.own_words, self.maker.own_said
        told = [f"{each.party}: {each.how}" for each in law.told if each.kind != "unsaid"]
        return {
            "heading": f"{filing.name} · {law.place}, {', '.join(blanks.printed(each) for each in values['cases'])}",
            "law_title": law.title,
            "citation": law.citation,
            "charges": [f"{said.called(each.charge)} · {said.apart(each.charge)}" for each in filing.entries],
            "effects": [
                f"{words(f'effect.{each}').capitalize()}: {words(f'define.{each}')}"
                for each in filing.provision.effect
                if words.has(f"define.{each}")
            ],
            "court_may": [each for each in (law.court, law.burden, *self.notes(filing, "hearing"), *self.notes(filing, "limit")) if each],
            "told": told,
            "confidential": [*self.notes(filing, "confidentiality"), *self.notes(filing, "contact")],
            "afterwards": [*self.notes(filing, "afterwards"), *self.notes(filing, "effect")],
            "immigration": [
                with_cite(text, cite) for topic, notes in law.notes for text, cite in notes if topic == words("topic.immigration")
            ],
        }

    def for_attorney(self, filing: Filing, statement: Statement, values: Mapping[str, Any]) -> dict[str, Any]:
        """What the list for the attorney says of one filing."""
        law = self.law(filing, self.english)
        by_condition: dict[str, list[Support]] = {}
        for support in statement.supports:
            by_condition.setdefault(support.condition.id, []).append(support)
        rows = []
        for supports in by_condition.values():
            for how in dict.fromkeys(each.how for each in supports):
                rows.append(self._row([each for each in supports if each.how == how], how))
        packet = filing.packet
        checks = [packet.words["check.caption"], *(with_cite(each.text, each.cite) for each in packet.notes)]
        if not packet.own:
            checks.append(packet.words["check.generic"])
        if filing.paper.together_cite:
            checks.append(with_cite(packet.words["check.together"], filing.paper.together_cite))
        return {
            "folder": filing.name,
            "citation": filing.provision.citation,
            "court": ", ".join(blanks.printed(line) for line in values["court"]["lines"]),
            "numbers": blanks.printed(values["court"]["numbers"]),
            "source": " · ".join(each for each in (law.source, law.coverage, law.confidence) if each),
            "conditions": rows,
            "evidence": self.notes(filing, "evidence", "en"),
            "checks": checks,
            "open_questions": list(law.open_questions),
        }

    def _row(self, supports: Sequence[Support], how: str) -> dict[str, Any]:
        condition, facts = supports[0].condition, self.maker.result.law.facts
        words = self.maker.words
        notes: list[str] = []
        for support in supports:
            notes += [facts[name].ask.get("en", name) for name in support.missing if name in facts]
            if support.presumed:
                notes.append(words("presumed", cite=condition.presumed_cite))
            if support.finding.contradicted:
                notes.append(words("contradicted"))
            reason = self._reason(support)
            notes += reason.details if reason is not None else ()
            known = [line for line in (reason.facts if reason is not None else ()) if line.value != words("not_known")]
            notes += [str(line) + (f" ({line.source})" if line.source else "") for line in known]
        stands = {"record": "shown by the record", "sworn": "sworn to by the person", "open": "UNPROVEN"}[how]
        if condition.readings and len({bounds for each in supports for bounds in each.finding.readings}) > 1:
            stands += "; the text is UNSETTLED"
            notes += [f"{clause.text.get('en', '')} ({clause.cite})" for clause in condition.readings]
        return {
            "charges": words.numbers(each.entry.number for each in supports),
            "text": condition.text.get("en", ""),
            "cite": condition.cite,
            "stands": stands,
            "notes": list(dict.fromkeys(notes)),
        }

    def _reason(self, support: Support) -> Reason | None:
        found = reasons(support.entry.relief, support.entry.charge.place, self.maker.said)
        findings = support.entry.relief.decision.findings
        place = next((place for place, each in enumerate(findings) if each.condition.id == support.condition.id), None)
        return found[place] if place is not None else None

    def left(self, left: LeftOut, words: Mapping[str, str], lang: Lang) -> str:
        """A charge that is not asked about, and why."""
        said = self.maker.own_said if lang == self.maker.lang else self.maker.said
        why = words[f"left.{left.why}.{lang}"]
        when = said.since(standing(left.relief)[1].bounds) if left.relief is not None and left.why == "later" else ""
        law = f" ({left.relief.provision.citation})" if left.relief is not None else ""
        return f"{said.called(left.charge)} · {said.apart(left.charge)}: {why}{f', {when}' if when else ''}{law}"

    def whole(self, plan: Plan, words: Mapping[str, str]) -> dict[str, list[str]]:
        """What the attorney's list says beside the filings: stronger laws, charges without a paper, and what is wrong with the record."""
        said, record = self.maker.said, self.english
        return {
            "stronger": [
                f"{said.called(charge)} ({said.apart(charge)}): {relief.provision.citation}, {relief.provision.title['en']}; "
                f"to draft it: --only {relief.provision.id}"
                for charge, relief in plan.stronger
            ],
            "left_out": [self.left(each, words, "en") for each in plan.left_out],
            "record": [
                *(f"{each.where}: {each.text}" for each in (*record.unread, *record.disagreements)),
                *record.problems,
                *record.notes,
                *(f"{said.span(each.span)}: “{said.said(each.word)}” ({each.percent} %)" for each in self.maker.result.record.doubtful),
            ],
        }


def with_cite(text: str, cite: str) -> str:
    """A text with its citation behind it."""
    return f"{text} ({cite})" if cite else text
