"""A sheet as plain text: what an attorney can paste into an e-mail. No color, no markup, 100 columns."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Sequence
from typing import Final

from attrs import define, field

from unburden.report.sheet import ChargeView, Entry, FactLine, LawView, Option, Question, Reason, Sheet
from unburden.report.words import Words

WIDTH: Final = 100
#: From so many routine conditions on, the compact text says them in one line.
_MANY: Final = 3


@define
class _Page:
    """Lines under way, none wider than `width`."""

    words: Words
    full: bool
    width: int
    lines: list[str] = field(factory=list)

    def blank(self) -> None:
        if self.lines and self.lines[-1]:
            self.lines.append("")

    def put(self, text: str, indent: int = 0, hang: int = 0, lead: str = "") -> None:
        """A paragraph. `lead` stands before its first line; further lines are indented by `hang`, or the lead's length, more."""
        first, rest = " " * indent + lead, " " * (indent + (hang or len(lead)))
        kept = text.replace("§ ", "§\N{NO-BREAK SPACE}")
        wrapped = textwrap.wrap(kept, self.width, initial_indent=first, subsequent_indent=rest, break_on_hyphens=False)
        self.lines.extend(line.replace("§\N{NO-BREAK SPACE}", "§ ") for line in wrapped)

    def heading(self, text: str, rule: str = "=") -> None:
        self.blank()
        self.put(text)
        self.lines.append(rule * min(self.width, len(text)))

    def rule(self) -> None:
        self.blank()
        self.lines.append("-" * self.width)


def lay_out(sheet: Sheet, *, full: bool = False, short: bool = False, width: int = WIDTH) -> str:
    """The sheet as text that ends in a newline; compact unless `full`, its first screen alone if `short`."""
    words = sheet.words
    page = _Page(words, full, max(width, 40))
    _head(page, sheet)
    if sheet.whole:
        page.heading(words.count("whole_heading", len(sheet.whole)))
        _questions(page, sheet.whole)
        page.put(words("whole_hint", condition=sheet.condition))
    if short:
        _more(page, sheet)
    else:
        _all(page, sheet)
    return "\n".join(line.rstrip() for line in page.lines) + "\n"


def _more(page: _Page, sheet: Sheet) -> None:
    """What the first screen leaves out, so that nothing that could not be read is passed over in silence."""
    words = page.words
    page.blank()
    page.put(words("short_hint"))
    for name, entries in (("unread", sheet.unread), ("disagree", sheet.disagreements), ("problems", sheet.problems)):
        if entries:
            page.put(f"{words(name)}: {len(entries)}", lead="- ")


def _all(page: _Page, sheet: Sheet) -> None:
    """Everything below the first screen."""
    words = page.words
    for case in sheet.cases:
        page.rule()
        page.put(case.heading + (f" ({', '.join(case.facts)})" if case.facts else ""))
        for charge in case.charges:
            _charge(page, charge)
    if sheet.cases:
        page.rule()
    if sheet.questions:
        page.heading(words("questions"))
        page.put(words("questions_hint"))
        _questions(page, sheet.questions)
    if sheet.laws:
        page.heading(words("laws"))
        for law in sheet.laws:
            _law(page, law)
    if sheet.definitions:
        page.heading(words("words"))
        for name, meaning in sheet.definitions:
            page.put(f"{name}: {meaning}", hang=2)
    _rest(page, sheet)
    page.blank()
    page.put(words("end"))


def _head(page: _Page, sheet: Sheet) -> None:
    words = page.words
    page.heading(f"{words('title')} · {words('as_of', day=words.day(sheet.today))}")
    page.blank()
    labels = [words("whose"), words("files")]
    column = max(len(each) for each in labels) + 2
    page.put("; ".join(each for each in (sheet.person, sheet.born) if each), lead=f"{labels[0]}:".ljust(column))
    page.put("; ".join(sheet.files) or words("no_files"), lead=f"{labels[1]}:".ljust(column))
    page.blank()
    page.put(words("not_a_lawyer"))
    page.put(words("help"))
    page.heading(words("short"))
    page.put(sheet.size + (":" if sheet.tally else ""))
    for _, n, text in sheet.tally:
        page.put(text, indent=2, lead=f"{n:>3}  ")
    if sheet.more_for:
        page.put(sheet.more_for)
    if len(sheet.tally) > 1 or sum(n for _, n, _ in sheet.tally) > 1:
        page.blank()
        for case in sheet.cases:
            for charge in case.charges:
                apart = f" · {charge.apart}" if charge.apart else ""
                page.put(f"{charge.name}{apart}: {charge.answer}", lead=f"{charge.number:>3}. ")


def _questions(page: _Page, questions: Iterable[Question]) -> None:
    words = page.words
    for each in questions:
        page.put(each.ask + (f" ({each.about})" if each.about else ""), lead=f"{each.number}. ")
        page.put(f"{words('question_why')}: {each.why} [{each.fact}]", indent=4)
        if each.skipped:
            page.put(f"({words('skipped')})", indent=4)


# ---- a charge ------------------------------------------------------------------------------------------------------


def _charge(page: _Page, charge: ChargeView) -> None:
    words = page.words
    page.blank()
    place = f" [{charge.source}]" if charge.source else ""
    page.put(charge.name + (f" ({charge.printed})" if charge.printed else "") + place, lead=f"{charge.number:>3}. ")
    page.put(" ".join((charge.ended, *charge.facts)), indent=5)
    page.put(f"{words('answer').upper()}: {charge.answer}{_numbers(charge.best)}", indent=5, hang=2)
    if charge.more:
        page.put(_upper(charge.more) + _numbers(charge.stronger), indent=7)
    if charge.hint:
        page.put(charge.hint, indent=7)
    for option in (charge.best, charge.stronger):
        if option is not None:
            page.blank()
            _option(page, option)
    if charge.also or charge.information or charge.closed:
        page.blank()
    _brief(page, words("also"), charge.also)
    _brief(page, words("good_to_know"), charge.information)
    if charge.closed and (page.full or charge.kind == "none"):
        page.put(f"{words('not_open')}:", indent=5)
        for option in charge.closed:
            _closed(page, option)
    elif charge.closed:
        page.put(f"{words('not_open')}: {words.count('not_open_n', len(charge.closed))} {words('full_hint')}", indent=5)


def _numbers(option: Option | None) -> str:
    return f" ({', '.join(option.questions)})" if option is not None and option.questions else ""


def _upper(text: str) -> str:
    return text[:1].upper() + text[1:]


def _option(page: _Page, option: Option) -> None:
    words = page.words
    page.put(f"{option.title}: {option.effect}. {option.citation} ({words('law_n', n=option.law)})", indent=5, hang=2)
    if option.deadline:
        page.put(f"{_upper(option.deadline)}.", indent=7)
    _reasons(page, option.reasons, indent=7)
    page.put(f"{words('who')}: {option.contact}", indent=7, hang=2)


def _reasons(page: _Page, reasons: Sequence[Reason], indent: int) -> None:
    words = page.words
    routine = [each for each in reasons if each.routine]
    folded = routine if not page.full and len(routine) >= _MANY else []
    column = max(len(words(f"mark.{mark}")) for mark in ("yes", "no", "later", "unknown")) + 2
    for each in reasons:
        if each in folded:
            if each is folded[0]:
                cites = "; ".join(dict.fromkeys(one.cite for one in folded))
                page.put(words("about_offense", n=len(folded), cites=cites), indent=indent, lead=each.word.ljust(column))
            continue
        limit = f"{_upper(each.limit)}: " if each.limit else ""
        details = [*each.details, *([each.others] if each.others else []), *(_fact(line, words) for line in each.facts)]
        if each.questions:
            details.append(words("see_question", number=", ".join(each.questions)))
        beside = f" [{'; '.join(details)}]" if details else ""
        page.put(f"{limit}{each.text} ({each.cite}){beside}", indent=indent, lead=each.word.ljust(column))


def _fact(line: FactLine, words: Words) -> str:
    see = words("see_question", number=line.question) if line.question else ""
    return ", ".join(each for each in (str(line), line.source, see) if each)


def _brief(page: _Page, label: str, options: Sequence[Option]) -> None:
    words = page.words
    if options:
        page.put(f"{label}:", indent=5)
    for each in options:
        effect = f": {each.effect}" if each.effect != words("effect.information") else ""
        answer = f"; {each.answer}" if effect or each.kind != "now" else ""
        late = f"; {each.deadline}" if each.deadline else ""
        page.put(f"- {each.title}{effect}{answer}{late}. {each.citation} ({words('law_n', n=each.law)})", indent=7, hang=2)
        if page.full:
            _reasons(page, each.reasons, indent=9)


def _closed(page: _Page, option: Option) -> None:
    late = f" {_upper(option.deadline)}." if option.deadline else ""
    page.put(f"- {option.title}. {option.citation}.{late}", indent=7, hang=2)
    for each in option.reasons[:1] if not page.full else ():
        others = f" [{each.others}]" if each.others else ""
        page.put(f"{_upper(page.words('not_met', text=each.text))} ({each.cite}){others}", indent=9)
    if page.full:
        _reasons(page, option.reasons, indent=9)


# ---- laws and the rest ---------------------------------------------------------------------------------------------


def _law(page: _Page, law: LawView) -> None:
    words = page.words
    page.blank()
    page.put(f"{law.title}. {law.place}, {law.citation} ({law.charges})", lead=f"[{law.number}] ")
    page.put(f"{words('effect')}: {', '.join(law.effect)}. {law.court} {law.burden}", indent=4, hang=2)
    if page.full or law.leading:
        for kind, label in (("learns", words("who")), ("none", words("not_told")), ("unsaid", words("unsaid"))):
            parties = [f"{each.party}: {each.how}" if kind == "learns" else each.party for each in law.told if each.kind == kind]
            if parties:
                page.put(f"{label}: {'; '.join(parties)}", indent=4, hang=2)
        for label, notes in law.notes:
            page.put(f"{label}: {' '.join(f'{text} ({cite})' for text, cite in notes)}", indent=4, hang=2)
    page.put(f"{words('source')}: {law.source}. {words('confidence')}: {law.confidence}.", indent=4, hang=2)
    if page.full:
        for label, text in ((words("enacted"), law.enacted), (words("coverage"), law.coverage)):
            if text:
                page.put(f"{label}: {text}", indent=4, hang=2)
    if law.open_questions and (page.full or law.leading):
        page.put(f"{words('check')}:", indent=4)
        for each in law.open_questions:
            page.put(f"- {each}", indent=6, hang=2)


def _rest(page: _Page, sheet: Sheet) -> None:
    words = page.words
    _entries(page, words("unread"), words("unread_hint"), sheet.unread)
    _entries(page, words("set_aside"), "", sheet.set_aside)
    _entries(page, words("disagree"), words("disagree_hint"), sheet.disagreements)
    _entries(page, words("missing_law"), "", [Entry("", each) for each in sheet.no_law])
    _entries(page, words("problems"), "", [Entry("", each) for each in sheet.problems])
    _entries(page, words("notes"), "", [Entry("", each) for each in sheet.notes])


def _entries(page: _Page, title: str, hint: str, entries: Sequence[Entry]) -> None:
    if not entries:
        return
    page.heading(title)
    if hint:
        page.put(hint)
    for each in entries:
        place = f"{each.where}: " if each.where else ""
        why = f" ({each.why})" if each.why else ""
        page.put(f"- {place}{each.text}{why}", hang=2)
