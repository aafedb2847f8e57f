"""A result into a sheet: the head, the charges with their answers and options, the laws, and what could not be read."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from attrs import evolve

from unburden import terms
from unburden.likeness import name_variants
from unburden.provision import Provision
from unburden.record import Case
from unburden.relief import BY_STRENGTH, ChargeResult, Relief, Result
from unburden.report import sheet as to
from unburden.report.answers import Asking, Choice, answer, choose, deadline, standing
from unburden.report.context import Context
from unburden.report.events import events
from unburden.report.reasons import reasons
from unburden.report.words import Lang, Words
from unburden.wording import folded

_PARTIES: Final = ("police", "prosecutor", "immigration", "court", "public", "trafficker", "employer")
_TOPICS: Final = ("afterwards", "contact", "immigration", "confidentiality", "effect", "limit", "deadline", "forum", "procedure", "hearing",
                  "evidence", "fee", "money", "appeal", "firearms", "decisions")  # fmt: skip
_COLUMNS: Final = {"disposition_date": "disposed_on", "released_date": "released_on", "sentence_completed_date": "sentence_completed_on"}


def make(result: Result, lang: Lang = "en", *, full: bool = False) -> to.Sheet:
    """The sheet of a result. With `full`, weaker and closed options carry all their reasons, not only the deciding ones.

    Raises:
        ValueError: `lang` is no language of the report.
    """
    return _Maker(Context(result, Words(lang)), full).sheet()


class _Maker:
    def __init__(self, context: Context, full: bool) -> None:
        self.context, self.words, self.result, self.full = context, context.words, context.result, full
        self.asking = Asking(context)
        self.laws: dict[str, tuple[int, Provision, set[int]]] = {}
        self.leading: set[str] = set()
        self.disputed = {(each.charge_id, each.field) for each in self.result.record.disagreements}

    def sheet(self) -> to.Sheet:
        words, result, context = self.words, self.result, self.context
        record = result.record
        choices = [choose(each) for each in result.charges]
        whole = self.asking.whole()
        questions = self.asking.questions(choices)
        charges = [self.charge(each) for each in choices]
        kinds = [each.kind for each in charges]
        more = [each.number for each in charges if each.more]
        condition = context.condition(result.whole_record)
        return to.Sheet(
            words,
            result.as_of,
            "; ".join(self.names()) or words("no_name"),
            self.born(),
            tuple(context.files),
            words.count("charges", len(charges), cases=words.count("cases", len(record.cases))) if charges else words("no_charges"),
            tuple((kind, kinds.count(kind), words(f"tally.{kind}", condition=condition)) for kind in to.KINDS if kind in kinds),
            words.count("tally.more", len(more), numbers=words.numbers(more)) if more else "",
            whole,
            condition,
            tuple(self.cases(charges)),
            questions,
            tuple(self.law(*found) for found in self.laws.values()),
            tuple(self.definitions()),
            tuple(events(choices, context)),
            tuple(context.place(code) for code in result.no_law),
            tuple(to.Entry(context.span(each.span), context.said(each.text), context.said(each.why)) for each in record.unread),
            tuple(to.Entry(context.span(each.span), context.said(each.text), context.said(each.why)) for each in record.set_aside),
            tuple(self.disagreements()),
            tuple(context.said(each.message) for each in result.problems),
            tuple(context.said(each) for each in record.notes),
        )

    def names(self) -> Iterator[str]:
        """Every name once, with the other ways in which the papers print it behind it."""
        said = dict.fromkeys(self.context.said(name) for name in self.result.record.person.names)
        for name, *others in name_variants(said):
            yield name + (f" ({self.words('also_printed', names='; '.join(others))})" if others else "")

    def born(self) -> str:
        births = [self.context.date(each) for each in sorted(set(self.result.record.person.birth_dates))]
        if not births:
            return ""
        return self.words("born", day=births[0]) if len(births) == 1 else self.words("born_many", days="; ".join(births))

    def definitions(self) -> Iterator[tuple[str, str]]:
        used = {effect for _, provision, _ in self.laws.values() for effect in provision.effect}
        for name in BY_STRENGTH:
            if name in used and self.words.has(f"define.{name}"):
                yield self.words(f"effect.{name}"), self.words(f"define.{name}")

    # ---- cases and charges

    def cases(self, charges: list[to.ChargeView]) -> Iterator[to.CaseView]:
        first = 0
        for case in self.result.record.cases:
            until = first + len(case.charges)
            heading, short = self.case_name(case)
            yield to.CaseView(heading, short, tuple(self.case_facts(case)), tuple(charges[first:until]))
            first = until

    def case_name(self, case: Case) -> tuple[str, str]:
        words, said = self.words, self.context.said
        number = case.number or case.case_id
        place = [self.context.place(case.jurisdiction) if case.jurisdiction else words("place_unknown")]
        if case.court:
            place.append(said(case.court))
        elif case.county:
            place.append(said(case.county) if "county" in case.county.casefold() else words("county", county=said(case.county)))
        name = words("case", number=said(number)) if number else words("case_unnumbered")
        return f"{name} · {', '.join(place)}", f"{name} · {place[0]}"

    def case_facts(self, case: Case) -> Iterator[str]:
        if case.filed_date:
            yield self.words("filed", day=self.context.date(case.filed_date))
        if case.status in ("open", "closed"):
            yield self.words(f"status_{case.status}")
        if case.balance_due:
            yield self.words("balance", sum=self.context.said(case.balance_due))

    def charge(self, choice: Choice) -> to.ChargeView:
        found, own = choice.result, choice.result.place
        kind, text, more, hint = self.answer(choice)
        if own in self.context.open_cases:
            # What may come once the case has ended is worth a line each, not its reasons: none of it can be judged yet.
            also = tuple(each for each in (choice.best, choice.stronger, *choice.also) if each is not None)
            choice, more = evolve(choice, best=None, stronger=None, also=also), ""
        name, printed, source = self.name(found)
        return to.ChargeView(
            own + 1,
            name,
            self.context.apart(found),
            printed,
            tuple(self.facts(found)),
            self.ending(found),
            source,
            kind,
            text,
            more,
            hint,
            self.option(choice.best, own) if choice.best else None,
            self.option(choice.stronger, own) if choice.stronger else None,
            tuple(self.brief(each, own) for each in choice.also),
            tuple(self.closed(each, own) for each in choice.closed),
            tuple(self.brief(each, own) for each in choice.information),
        )

    def answer(self, choice: Choice) -> tuple[str, str, str, str]:
        """A charge's kind, its answer, what more may be possible, and a hint where there is none or where care is needed."""
        words, found, code = self.words, choice.result, choice.result.jurisdiction
        if code is None:
            return "unknown", words("no_court"), "", words("no_court_hint")
        if code not in self.result.law.jurisdictions:
            place = self.context.place(code)
            return "unknown", words("no_law", place=place), "", words("no_law_hint", place=place)
        if choice.best is None:
            before = {"vacated": "done", "transferred": "moved"}.get(found.row["disposition"])
            return ("done", words(before), "", "") if before else ("none", words("none"), "", "")
        kind, text, _ = answer(choice.best, found.place, self.context, self.asking)
        more, hint = "", ""
        if any(finding.contradicted for finding in standing(choice.best)[1].findings):
            hint = words("contradicted_hint")
        if choice.stronger is not None:
            sort, then, _ = answer(choice.stronger, found.place, self.context, self.asking)
            effect = words(f"effect.{choice.stronger.effect}")
            more = words("more_later" if sort == "later" else "more_ask", effect=effect, answer=then)
        return kind, text, more, hint

    def name(self, found: ChargeResult) -> tuple[str, str, str]:
        """What to call a charge, its printed statute and level, and where it stands."""
        charge, said = found.charge, self.context.said
        described, numbered = charge.printed_at("description"), charge.printed_at("statute")
        name = self.context.called(found)
        printed = [said(each) for each in (numbered[0] if numbered else None, charge.printed("level")) if each]
        span = next((each[1] for each in (numbered, described) if each and each[1]), None)
        return name, ", ".join(each for each in printed if each != name), self.context.span(span)

    def facts(self, found: ChargeResult) -> Iterator[str]:
        words, charge, context = self.words, found.charge, self.context
        if charge.offense_date:
            yield words("happened", day=context.date(charge.offense_date))
        elif charge.arrest_date:
            yield words("arrested", day=context.date(charge.arrest_date))
        if charge.sentence:
            yield words("sentence", text="; ".join(context.said(part.printed) for part in charge.sentence).rstrip("."))
        for each in charge.dispositions:
            if each.later:
                yield words("afterwards_line", text=context.said(each.printed), day=context.date(each.date))
        match = found.match
        if match is not None and found.jurisdiction in self.result.law.jurisdictions:
            offense = context.offense(found)
            if not offense:
                yield words("read_as_none")
            elif len(match.candidates) > 1 or match.open:
                yield words("read_as_many", offense=offense)
            elif match.how != "statute" or folded(charge.printed("description") or "", {}) != folded(match.candidates[0].name, {}):
                yield words("read_as", offense=offense)

    def ending(self, found: ChargeResult) -> str:
        words, charge, row = self.words, found.charge, found.row
        if any((owner, "disposition") in self.disputed for owner in (row["charge_id"], row["case_id"])):
            return words("ended_disputed")
        outcome = charge.outcome
        if outcome is None or outcome.outcome is None:
            printed = [each.printed for each in charge.dispositions if each.printed and not each.later and not terms.plea(each.printed)]
            return words("ended_unread", printed=self.context.said(printed[-1])) if printed else words("ended_unknown")
        if outcome.outcome == "pending":
            return words("ended_pending")
        name = self.context.said(words.choice("disposition", outcome.outcome))
        return words("ended", outcome=name, day=self.context.date(outcome.date)) if outcome.date else words("ended_no_day", outcome=name)

    # ---- options

    def number(self, provision: Provision, own: int) -> int:
        """A law's number in this report; notes that the charge is one of those it is named for."""
        number, _, charges = self.laws.setdefault(provision.key, (len(self.laws) + 1, provision, set()))
        charges.add(own + 1)
        return number

    def brief(self, relief: Relief, own: int) -> to.Option:
        provision = relief.provision
        kind, text, questions = answer(relief, own, self.context, self.asking)
        return to.Option(
            self.number(provision, own),
            self.context.text(provision.title),
            provision.citation,
            ", ".join(self.effects(provision)),
            kind,
            text,
            questions,
            deadline(standing(relief)[1].closes, self.context),
            self.contact(provision),
            reasons(relief, own, self.context) if self.full else (),
        )

    def option(self, relief: Relief, own: int) -> to.Option:
        self.leading.add(relief.provision.key)
        return evolve(self.brief(relief, own), reasons=reasons(relief, own, self.context))

    def closed(self, relief: Relief, own: int) -> to.Option:
        provision = relief.provision
        closes = relief.decision.closes
        too_late = deadline(closes, self.context) if closes is not None and closes[1] < self.result.as_of else ""
        return to.Option(
            None,
            self.context.text(provision.title),
            provision.citation,
            ", ".join(self.effects(provision)),
            "none",
            too_late or self.words("none"),
            (),
            too_late,
            "",
            reasons(relief, own, self.context, failing=not self.full),
        )

    def contact(self, provision: Provision) -> str:
        """Who learns of it, in one line."""
        words = self.words
        told = [(party, provision.contact.get(party, "none")) for party in _PARTIES]
        learns = "; ".join(f"{words(f'party.{party}')}: {words(f'contact.{how}')}" for party, how in told if how != "none")
        return learns or words("nobody" if provision.contact else "contact.unsaid")

    def effects(self, provision: Provision) -> list[str]:
        """A provision's effects in words, strongest first."""
        return [self.words(f"effect.{each}") for each in sorted(provision.effect, key=BY_STRENGTH.index)]

    # ---- laws and the rest

    def law(self, number: int, provision: Provision, charges: set[int]) -> to.LawView:
        words, text, basis = self.words, self.context.text, provision.source
        asked = provision.kind != "information"
        by_topic: dict[str, list[tuple[str, str]]] = (
            {"immigration": [(words(f"merits.{provision.merits}"), words("merits_cite"))]} if asked else {}
        )
        for note in provision.notes:
            by_topic.setdefault(note.topic, []).append((text(note.text), note.cite))
        burden = f"burden.{provision.burden}"
        return to.LawView(
            number,
            text(provision.title),
            provision.citation,
            self.context.place(provision.jurisdiction),
            tuple(self.effects(provision)),
            words(f"court.{provision.court}") if asked else "",
            words("burden", burden=words(burden) if words.has(burden) else provision.burden)
            if asked and provision.burden != "none"
            else "",
            tuple(self.told(provision)) if asked else (),
            tuple((words(f"topic.{topic}"), tuple(by_topic[topic])) for topic in _TOPICS if topic in by_topic),
            words(
                "source_line",
                read=words(f"source.{basis.read}"),
                url=basis.url,
                version=basis.version,
                day=self.context.date(basis.checked),
            ),
            provision.enacted,
            provision.coverage,
            words(f"confidence.{provision.confidence}"),
            provision.open_questions,
            words.count("used_by", len(charges), numbers=words.numbers(charges)),
            provision.key in self.leading,
        )

    def told(self, provision: Provision) -> Iterator[to.Told]:
        for party in _PARTIES:
            how = provision.contact.get(party, "unsaid")
            kind = how if how in ("none", "unsaid") else "learns"
            yield to.Told(self.words(f"party.{party}"), self.words(f"contact.{how}"), kind)

    def disagreements(self) -> Iterator[to.Entry]:
        words, said = self.words, self.context.said
        numbers = {each.row["charge_id"]: each.place + 1 for each in self.result.charges}
        for each in self.result.record.disagreements:
            number = numbers.get(each.charge_id)
            key = f"fact.{_COLUMNS.get(each.field, each.field)}"
            label = words(key) if words.has(key) else said(each.field.replace("_", " "))
            places = [*(f" ({self.context.span(span)})" for span in each.spans), *[""] * len(each.values)]
            sides = "; ".join(f"“{said(value)}”{place}" for value, place in zip(each.values, places, strict=False))
            yield to.Entry(words("charge_n", n=number) if number else words("case", number=said(each.charge_id)), f"{label}: {sides}")
