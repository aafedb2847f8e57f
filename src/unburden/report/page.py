"""A sheet as one page of HTML: no script, no request, everything escaped; it folds with <details> and prints unfolded.

The page asks a browser for nothing: its content security policy forbids every load, and addresses of sources are text.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cache
from pathlib import Path
from typing import Final

from unburden.calendar import AFTER
from unburden.report.markup import Child, Markup, join, tag
from unburden.report.sheet import CaseView, ChargeView, Entry, FactLine, LawView, Option, Question, Reason, Sheet
from unburden.report.timeline import MOST_LANES, draw
from unburden.report.words import Words

#: Nothing may be loaded from anywhere; the style stands in the page.
POLICY: Final = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'"

#: A mark for each kind of answer, on 20 by 20; the words beside it say the same.
_ICONS: Final[dict[str, str]] = {
    "now": "M10 1a9 9 0 1 0 0 18a9 9 0 1 0 0-18ZM8.6 14.2L4.8 10.4l1.4-1.4l2.4 2.4l5.2-5.2l1.4 1.4Z",
    "if": "M10 1a9 9 0 1 0 0 18a9 9 0 1 0 0-18Zm0 2a7 7 0 1 1 0 14a7 7 0 1 1 0-14ZM8.8 13.6L5.4 10.2l1.3-1.3l2.1 2.1l4.5-4.5l1.3 1.3Z",
    "later": "M10 1a9 9 0 1 0 0 18a9 9 0 1 0 0-18Zm0 2a7 7 0 1 1 0 14a7 7 0 1 1 0-14ZM9 5h2v4.6l3.2 1.9l-1 1.7L9 10.7Z",
    "ask": "M10 1a9 9 0 1 0 0 18a9 9 0 1 0 0-18Zm0 2a7 7 0 1 1 0 14a7 7 0 1 1 0-14Z"
    "M6.8 8a3.2 3.2 0 1 1 4.2 3v1.4H9V9.6a1.3 1.3 0 1 0-.4-1.6ZM9 13.6h2v2H9Z",
    "none": "M10 1a9 9 0 1 0 0 18a9 9 0 1 0 0-18Zm0 2a7 7 0 1 1 0 14a7 7 0 1 1 0-14ZM6 9h8v2H6Z",
    "done": "M7.6 16.4L1.8 10.6l1.7-1.7l4.1 4.1l8.9-8.9l1.7 1.7Z",
}
_ICON_OF: Final = {"limited": "if", "wait": "later", "unknown": "ask"}


def lay_out(sheet: Sheet, *, full: bool = False) -> str:
    """The sheet as a whole HTML document that ends in a newline. With `full`, closed options show all their reasons."""
    words = sheet.words
    head = tag(
        "head",
        tag("meta", charset="utf-8"),
        tag("meta", http_equiv="Content-Security-Policy", content=POLICY),
        tag("meta", name="viewport", content="width=device-width, initial-scale=1"),
        tag("meta", name="referrer", content="no-referrer"),
        tag("meta", name="robots", content="noindex, nofollow"),
        tag("meta", name="color-scheme", content="light dark"),
        tag("title", words("title")),
        tag("style", style()),
    )
    body = tag(
        "body",
        tag("a", words("skip"), href="#answers", class_="skip"),
        _symbols(),
        _top(sheet),
        tag("main", _short(sheet), _whole(sheet), _time(sheet), _answers(sheet, full), _questions(sheet), _laws(sheet), _rest(sheet)),
        tag("footer", tag("p", words("end"))),
    )
    return f"<!doctype html>\n{tag('html', head, body, lang=words.lang)}\n"


@cache
def style() -> Markup:
    """The style sheet of a page."""
    return Markup((Path(__file__).parent / "page.css").read_text(encoding="utf-8"))


def _symbols() -> Markup:
    symbols = (
        tag("symbol", tag("path", d=path, fill_rule="evenodd"), id=f"i-{name}", viewBox="0 0 20 20") for name, path in _ICONS.items()
    )
    return tag("svg", symbols, width=0, height=0, aria_hidden="true", class_="symbols")


def _icon(kind: str) -> Markup:
    return tag("svg", tag("use", href=f"#i-{_ICON_OF.get(kind, kind)}"), class_="icon", width=20, height=20, aria_hidden="true")


def _upper(text: str) -> str:
    return text[:1].upper() + text[1:]


def _english(text: str, words: Words) -> Child:
    """Text that exists in English only, the record's among it, marked so on a page in another language."""
    return tag("span", text, lang="en") if words.lang != "en" else text


def _section(ident: str, title: str, *children: Child, class_: str | None = None) -> Markup:
    return tag("section", tag("h2", title, id=ident), *children, aria_labelledby=ident, class_=class_)


def _fold(summary: Child, *children: Child) -> Markup:
    return tag("details", tag("summary", summary), tag("div", *children, class_="fold"))


# ---- the head ------------------------------------------------------------------------------------------------------


def _top(sheet: Sheet) -> Markup:
    words = sheet.words
    rows = [(words("whose"), (sheet.person, sheet.born)), (words("files"), sheet.files or (words("no_files"),))]
    facts = tag("dl", (tag("div", tag("dt", label), (tag("dd", each) for each in values if each)) for label, values in rows), class_="head")
    note = tag("div", tag("p", words("not_a_lawyer")), tag("p", words("help")), class_="note")
    return tag("header", tag("p", words("as_of", day=words.day(sheet.today)), class_="day"), tag("h1", words("title")), facts, note)


def _short(sheet: Sheet) -> Markup:
    words = sheet.words
    tally = tag("ul", (tag("li", _icon(kind), tag("b", str(n)), " ", text) for kind, n, text in sheet.tally), class_="tally")
    charges = [charge for case in sheet.cases for charge in case.charges]
    table = tag(
        "table",
        tag("caption", words("overview"), class_="unseen"),
        tag("thead", tag("tr", tag("th", words("charge"), scope="col"), tag("th", words("answer"), scope="col"))),
        tag("tbody", (_row(charge, words) for charge in charges)),
        class_="overview",
    )
    more = tag("p", sheet.more_for) if sheet.more_for else None
    there = {"timeline": sheet.events, "questions": sheet.questions, "laws": sheet.laws, **_rest_of(sheet)}
    links = (tag("li", tag("a", words(name), href=f"#{name}")) for name, found in there.items() if found)
    contents = tag("nav", tag("ul", links), aria_label=words("contents"))
    shown = (tally, more, table if charges else None, contents)
    return _section("short", words("short"), tag("p", sheet.size + (":" if sheet.tally else "")), *shown, class_="short")


def _row(charge: ChargeView, words: Words) -> Markup:
    link = tag("a", f"{charge.number}. ", _english(charge.name, words), href=f"#c{charge.number}")
    apart = tag("span", charge.apart, class_="small") if charge.apart else None
    name = tag("th", link, apart, tag("span", charge.ended, class_="small"), scope="row")
    more = tag("span", _upper(charge.more), class_="small") if charge.more else None
    return tag(
        "tr", name, tag("td", tag("span", _icon(charge.kind), tag("span", _upper(charge.answer)), class_=f"k-{charge.kind} said"), more)
    )


def _whole(sheet: Sheet) -> Markup | None:
    words = sheet.words
    if not sheet.whole:
        return None
    hint = tag("p", words("whole_hint", condition=sheet.condition))
    return _section("whole", words.count("whole_heading", len(sheet.whole)), _question_list(sheet.whole, words), hint, class_="whole")


def _question_list(questions: Iterable[Question], words: Words) -> Markup:
    return tag("ul", (_question(each, words) for each in questions), class_="questions")


def _question(question: Question, words: Words) -> Markup:
    about = tag("span", _upper(question.about), ". ", class_="about") if question.about else None
    skipped = tag("span", _upper(words("skipped")), ". ") if question.skipped else None
    small = tag("p", about, skipped, words("question_why"), ": ", question.why, " ", tag("code", question.fact, lang="en"), class_="small")
    return tag("li", tag("p", tag("b", question.number), " ", question.ask), small, id=question.number.lower())


# ---- the record in time --------------------------------------------------------------------------------------------


def _time(sheet: Sheet) -> Markup:
    words = sheet.words
    drawing = draw(sheet)
    if drawing is None:
        return _section("timeline", words("timeline"), tag("p", words("timeline_none")))
    more = tag("p", words("timeline_more", n=MOST_LANES)) if any(each.lane >= MOST_LANES for each in sheet.events) else None
    ordered = sorted(sheet.events, key=lambda each: (each.bounds, each.lane))
    head = tag("tr", tag("th", words("day"), scope="col"), tag("th", words("event"), scope="col"))
    rows = (
        tag(
            "tr",
            tag("th", words.when(each.bounds) if each.bounds[1] < AFTER else "", scope="row"),
            tag("td", _upper(each.text), tag("span", _joined(sheet.cases[each.lane].heading, each.source), class_="small")),
        )
        for each in ordered
    )
    table = tag("table", tag("caption", words("timeline"), class_="unseen"), tag("thead", head), tag("tbody", rows))
    return _section("timeline", words("timeline"), drawing, more, _fold(words("timeline_table"), table))


def _joined(*parts: str) -> str:
    return " · ".join(each for each in parts if each)


# ---- charges -------------------------------------------------------------------------------------------------------


def _answers(sheet: Sheet, full: bool) -> Markup:
    return _section("answers", sheet.words("charge_by_charge"), (_case(each, sheet.words, full) for each in sheet.cases))


def _case(case: CaseView, words: Words, full: bool) -> Markup:
    facts = tag("p", _upper(", ".join(case.facts)), ".", class_="small") if case.facts else None
    return tag("div", tag("h3", case.heading), facts, (_charge(each, words, full) for each in case.charges), class_="case")


def _charge(charge: ChargeView, words: Words, full: bool) -> Markup:
    ident = f"c{charge.number}"
    title = tag("h4", tag("span", f"{charge.number}. ", class_="number"), _english(charge.name, words), id=ident)
    beside = (
        _english(charge.printed, words) if charge.printed else None,
        " · " if charge.printed and charge.source else None,
        charge.source,
    )
    printed = tag("p", beside, class_="small") if charge.printed or charge.source else None
    facts = tag("p", charge.ended, *(f" {each}" for each in charge.facts))
    said = tag("p", _icon(charge.kind), tag("strong", _upper(charge.answer), _numbers(charge.best)), class_=f"k-{charge.kind} said answer")
    more = tag("p", _upper(charge.more), _numbers(charge.stronger), class_="more") if charge.more else None
    hint = tag("p", charge.hint) if charge.hint else None
    options = (_option(each, words) for each in (charge.best, charge.stronger) if each is not None)
    also = _fold(_with_count(words("also"), charge.also), _briefs(charge.also, words)) if charge.also else None
    know = _fold(_with_count(words("good_to_know"), charge.information), _briefs(charge.information, words)) if charge.information else None
    closed = _fold(_with_count(words("not_open"), charge.closed), _closed(charge.closed, words, full)) if charge.closed else None
    return tag("article", title, printed, facts, said, more, hint, options, also, know, closed, class_="charge", aria_labelledby=ident)


def _with_count(label: str, items: Sequence[object]) -> str:
    return f"{label} ({len(items)})"


def _numbers(option: Option | None) -> Child:
    """Links to the questions that an answer depends on."""
    return join(" (", _links(option.questions), ")") if option is not None and option.questions else None


def _links(numbers: Sequence[str]) -> Markup:
    links: list[Child] = []
    for number in numbers:
        links += [", " if links else "", tag("a", number, href=f"#{number.lower()}")]
    return join(links)


def _law_link(option: Option, words: Words) -> Child:
    return tag("a", words("law_n", n=option.law), href=f"#law{option.law}") if option.law else None


def _option(option: Option, words: Words) -> Markup:
    late = tag("p", _upper(option.deadline), ".") if option.deadline else None
    who = tag("p", tag("b", f"{words('who')}. "), option.contact, ".")
    why = _fold(words.count("why_n", len(option.reasons)), _reasons(option.reasons, words))
    facts = tag("p", tag("b", _upper(option.effect)), ". ", option.citation, " (", _law_link(option, words), ")")
    return tag("div", tag("h5", option.title), facts, late, who, why, class_="option")


def _reasons(reasons: Sequence[Reason], words: Words) -> Markup:
    return tag("ul", (_reason(each, words) for each in reasons), class_="reasons")


def _reason(reason: Reason, words: Words) -> Markup:
    limit = tag("span", _upper(reason.limit), ": ") if reason.limit else None
    quote = tag("q", reason.quote, lang="en") if reason.quote else None
    lines = [tag("li", each) for each in (*reason.details, *([reason.others] if reason.others else []))]
    lines += [_fact(each, words) for each in reason.facts if not reason.routine]
    if reason.questions:
        lines.append(tag("li", words("see_question", number=""), _links(reason.questions)))
    text = tag("div", limit, reason.text, " ", tag("span", reason.cite, class_="cite"), quote, tag("ul", lines) if lines else None)
    return tag("li", tag("span", reason.word, class_=f"mark m-{reason.mark}"), text)


def _fact(line: FactLine, words: Words) -> Markup:
    see = join(", ", words("see_question", number=""), _links((line.question,))) if line.question else None
    return tag("li", str(line), f", {line.source}" if line.source else None, see)


def _briefs(options: Sequence[Option], words: Words) -> Markup:
    def line(option: Option) -> Markup:
        effect = f": {option.effect}" if option.effect != words("effect.information") else ""
        answer = f"; {option.answer}" if effect or option.kind != "now" else ""
        late = f"; {option.deadline}" if option.deadline else ""
        why = _reasons(option.reasons, words) if option.reasons else None
        return tag("li", option.title, effect, answer, late, ". ", option.citation, " (", _law_link(option, words), ")", why)

    return tag("ul", (line(each) for each in options))


def _closed(options: Sequence[Option], words: Words, full: bool) -> Markup:
    def line(option: Option) -> Markup:
        late = f" {_upper(option.deadline)}." if option.deadline else ""
        why = _reasons(option.reasons, words) if full else tag("ul", (_no(each, words) for each in option.reasons), class_="small")
        return tag("li", option.title, ". ", option.citation, ".", late, why if option.reasons else None)

    return tag("ul", (line(each) for each in options))


def _no(reason: Reason, words: Words) -> Markup:
    others = f" ({reason.others})" if reason.others else None
    return tag("li", _upper(words("not_met", text=reason.text)), " ", tag("span", reason.cite, class_="cite"), others)


# ---- questions, laws, the rest -------------------------------------------------------------------------------------


def _questions(sheet: Sheet) -> Markup | None:
    words = sheet.words
    if not sheet.questions:
        return None
    return _section("questions", words("questions"), tag("p", words("questions_hint")), _question_list(sheet.questions, words))


def _laws(sheet: Sheet) -> Markup | None:
    words = sheet.words
    if not sheet.laws:
        return None
    meanings = tag("dl", (tag("div", tag("dt", name), tag("dd", meaning)) for name, meaning in sheet.definitions), class_="head")
    defined = _fold(words("words"), meanings) if sheet.definitions else None
    return _section("laws", words("laws"), defined, (_law(each, words) for each in sheet.laws))


def _law(law: LawView, words: Words) -> Markup:
    ident = f"law{law.number}"
    about = tag("p", tag("b", _upper(", ".join(law.effect))), ". ", law.court, " ", law.burden)
    told = None
    if law.told:
        rows = (tag("tr", tag("th", each.party, scope="row"), tag("td", _upper(each.how), class_=f"t-{each.kind}")) for each in law.told)
        told = tag("table", tag("caption", words("who")), tag("tbody", rows), class_="told")
    notes = tag("dl", (_note(label, texts) for label, texts in law.notes), class_="notes") if law.notes else None
    extra = [(words("enacted"), law.enacted), (words("coverage"), law.coverage)]
    source = tag(
        "dl",
        tag("div", tag("dt", words("source")), tag("dd", law.source)),
        (tag("div", tag("dt", label), tag("dd", _english(text, words))) for label, text in extra if text),
        tag("div", tag("dt", words("confidence")), tag("dd", _upper(law.confidence))),
        _checks(law, words),
        class_="notes",
    )
    place = tag("p", _joined(law.place, law.citation, _upper(law.charges)), class_="small")
    return tag(
        "article",
        tag("h3", tag("span", f"{law.number}. ", class_="number"), law.title, id=ident),
        place,
        about,
        _fold(words("law_details"), told, notes) if told or notes else None,
        _fold(words("source_check"), source),
        class_="law" if law.leading else "law minor",
        aria_labelledby=ident,
    )


def _note(label: str, texts: Sequence[tuple[str, str]]) -> Markup:
    return tag("div", tag("dt", label), (tag("dd", text, " ", tag("span", cite, class_="cite")) for text, cite in texts))


def _checks(law: LawView, words: Words) -> Markup | None:
    if not law.open_questions:
        return None
    return tag("div", tag("dt", words("check")), (tag("dd", _english(each, words)) for each in law.open_questions))


def _rest_of(sheet: Sheet) -> dict[str, Sequence[Entry]]:
    return {
        "unread": sheet.unread,
        "set_aside": sheet.set_aside,
        "disagree": sheet.disagreements,
        "missing_law": [Entry("", each) for each in sheet.no_law],
        "problems": [Entry("", each) for each in sheet.problems],
        "notes": [Entry("", each) for each in sheet.notes],
    }


def _rest(sheet: Sheet) -> Iterable[Markup]:
    words = sheet.words
    for name, entries in _rest_of(sheet).items():
        if entries:
            hint = tag("p", words(f"{name}_hint")) if words.has(f"{name}_hint") else None
            lines = tag("ul", (_entry(each, words) for each in entries), class_="entries")
            yield _section(name, words(name), hint, lines)


def _entry(entry: Entry, words: Words) -> Markup:
    why = tag("span", _english(entry.why, words), class_="small") if entry.why else None
    where = tag("span", entry.where, class_="small") if entry.where else None
    return tag("li", where, tag("span", entry.text), why)
