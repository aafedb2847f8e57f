"""The whole packet: every paper of every filing, the letter, the attorney's list, the calendar and the ledger, as files in memory."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any, Final

from attrs import define, field, frozen

from unburden.errors import Problem
from unburden.papers import blanks, deadlines
from unburden.papers.declaration import OPEN, Statement, declare
from unburden.papers.details import Details
from unburden.papers.docx import fill
from unburden.papers.forms import fill_form, holds
from unburden.papers.letters import Teller, with_cite
from unburden.papers.packets import Form, Packet, asked_words, read_packet
from unburden.papers.plan import Filing, Plan, make_plan
from unburden.papers.tidy import upper
from unburden.papers.typeset import pdf
from unburden.papers.values import Maker
from unburden.relief import Result
from unburden.report.words import Lang

SCHEMA: Final = "unburden.papers/1"
#: The papers of a filing that are not for the court, and stand in every folder.
_OWN: Final = ("cover", "passages")
#: In a packet's `documents`: nothing goes to a court under this law.
NOTHING: Final = "none"
_LETTER, _ATTORNEY, _DATES, _LEDGER = "letter", "attorney", "dates.ics", "papers.json"


@frozen
class Drafted:
    """One filing's papers: the files' names, what is still missing in them, whether every condition is shown, and whether that
    hangs on the reading of a text that is unsettled. `wanted` are official forms whose blanks were not at hand."""

    filing: Filing
    files: tuple[str, ...]
    missing: tuple[str, ...]
    ready: bool
    unsettled: bool
    wanted: tuple[Form, ...] = ()


@frozen
class Packets:
    """Everything that was drafted: files by name, the filings, what was left out, and what could not be done."""

    files: Mapping[str, bytes] = field(repr=False)
    drafted: tuple[Drafted, ...]
    plan: Plan
    problems: tuple[Problem, ...]


def draft(
    result: Result,
    details: Details | Callable[[Iterable[str]], Details],
    *,
    lang: Lang = "en",
    only: Sequence[str] = (),
    office: Path | None = None,
    folder: Path | None = None,
    forms: Path | None = None,
    word: bool = True,
) -> Packets:
    """Draft the papers for a decided record.

    Args:
        result: what was decided.
        details: who files, and where letters go; or what reads it, given the keys of what the packets ask in the person's own words.
        lang: the language of the cover sheets and of the letter; court papers are in English.
        only: the provisions to draft, by id; without it the strongest that is open for each charge.
        office: an office's own templates, which go before the program's.
        folder: another folder of papers than the program's.
        forms: a folder with blanks of official forms that do not come with the program.
        word: whether the Word files are made beside the PDFs.

    Raises:
        InputError: a library is missing, or `only` names no law of the record's places.
        LawError: a packet file or a template has a mistake.
    """
    codes = sorted({each.jurisdiction for each in result.charges if each.jurisdiction})
    packets = {code: read_packet(code, office, folder, forms) for code in codes}
    plan = make_plan(result, packets, only)
    if not isinstance(details, Details):
        details = details(asked_words(folder, office))
    return _Drafter(result, details, lang, packets, plan, word, bool(only)).run()


@define(slots=False)
class _Drafter:
    result: Result
    details: Details
    lang: Lang
    packets: dict[str, Packet]
    plan: Plan
    word: bool
    partly: bool
    files: dict[str, bytes] = field(factory=dict)
    problems: list[Problem] = field(factory=list)

    def run(self) -> Packets:
        self.maker = Maker(self.result, self.details, self.lang)
        self.teller = Teller(self.maker)
        drafted: list[Drafted] = []
        letters: list[dict[str, Any]] = []
        lists: list[dict[str, Any]] = []
        days: list[tuple[str, deadlines.Due]] = []
        said: set[tuple[str, str]] = set()
        for filing in self.plan.filings:
            statement = declare(filing, self.result, self.details)
            values = self.maker.values(filing, statement)
            due = deadlines.dues(filing, self.details, self.lang)
            days += [(filing.name, each) for each in due]
            drafted.append(self._filing(filing, statement, values, due))
            letters.append(self.teller.for_person(filing, values))
            lists.append(self.teller.for_attorney(filing, statement, values))
            said.update(_own_words(filing, statement))
        # Who asks for some of the papers alone knows that the others are not made.
        for owner, fact in sorted(self.details.words.keys() - said) if not self.partly else ():
            whose = f" on charge {owner}" if owner else ""
            self.problems.append(Problem("unused", f"your words for {fact}{whose} stand in no paper: none of those drafted needs them"))
        if drafted:
            self._whole(drafted, letters, lists, days)
        return Packets(self.files, tuple(drafted), self.plan, tuple(self.problems))

    # ---- one document

    def _document(self, path: str, name: str, stationery: str, packet: Packet, values: Mapping[str, Any], title: str) -> list[str]:
        """Make one paper as Word file and PDF; gives the blanks in it."""
        lang = "es" if name.endswith(".es") else "en"
        document = fill(packet.template(f"{name}.docx"), packet.template(f"{stationery}.docx"), values, title, lang)
        printed, problems = pdf(document, f"{path}.pdf")
        self.problems += problems
        self.files[f"{path}.pdf"] = printed
        if self.word:
            self.files[f"{path}.docx"] = document
        return _blanks_in(document)

    def _in_language(self, name: str, packet: Packet) -> str:
        own = f"{name}.{self.lang}"
        return own if self.lang != "en" and any((folder / f"{own}.docx").is_file() for folder in packet.folders) else name

    # ---- one filing

    def _filing(self, filing: Filing, statement: Statement, values: dict[str, Any], due: list[deadlines.Due]) -> Drafted:
        packet = filing.packet
        copies = _copies(filing, values)
        wanted = tuple({copy.form.number: copy.form for copy in copies if not copy.form.here}.values())
        copies = [copy for copy in copies if copy.form.here]
        documents = [] if filing.paper.documents == (NOTHING,) else list(filing.paper.documents)
        if wanted:
            # Without the court's own form the paper is a pleading, with all that goes with one.
            documents = list(packet.papers[-1].documents)
        if documents and values["private"]:
            # It is served with the rest, so it stands before the paper that says so.
            documents.insert(documents.index("service") if "service" in documents else len(documents), "identity")
        names = [name for name in documents if not self._needless(name, values, statement)]
        listed: list[dict[str, str]] = []
        missing: dict[str, None] = {}
        for number, name in enumerate(_order(names, copies), 2):
            if isinstance(name, _Copy):
                missing.update(dict.fromkeys(self._form(filing, name, number, values, listed)))
                continue
            title = self._title(name, values, packet)
            own = {**values, "document_title": title, "papers": [each["title"] for each in listed]}
            missing.update(dict.fromkeys(self._document(f"{filing.name}/{number}-{name}", name, "court", packet, own, title)))
            listed.append({"name": f"{number}-{name}.{'docx, .pdf' if self.word else 'pdf'}", "title": title, "note": ""})
        if "declaration" in names:
            why = self._title("passages", values, packet)
            self._document(f"{filing.name}/passages", "passages", "plain", packet, {**values, "footer": why}, why)
        ready = all(entry.ready for entry in filing.entries) and all(each.how != OPEN for each in statement.supports)
        self._cover(filing, values, due, listed, list(missing), wanted)
        files = tuple(name for name in self.files if name.startswith(f"{filing.name}/"))
        return Drafted(filing, files, tuple(missing), ready, any(entry.unsettled for entry in filing.entries), wanted)

    def _form(self, filing: Filing, copy: _Copy, number: int, values: Mapping[str, Any], listed: list[dict[str, str]]) -> list[str]:
        """An official form, and an addendum with what does not fit in it; gives the blanks of both."""
        form, name = copy.form, f"{number}-{_file_name(copy.form.number)}"
        filled = fill_form(form, {**values, "entries": copy.entries})
        self.files[f"{filing.name}/{name}.pdf"] = filled.data
        self.problems += filled.problems
        listed.append({"name": f"{name}.pdf", "title": f"{form.number}, {form.title}", "note": form.revised})
        if not filled.addendum and not copy.left:
            return list(filled.missing)
        title = f"ADDENDUM TO {form.number}"
        items = [{"n": place, "label": label, "text": text} for place, (label, text) in enumerate(filled.addendum, 1)]
        own = {**values, "document_title": title, "form": form, "items": items, "rows": copy.left}
        listed.append({"name": f"{name}-addendum.pdf", "title": title, "note": ""})
        return [*filled.missing, *self._document(f"{filing.name}/{name}-addendum", "addendum", "court", filing.packet, own, title)]

    @staticmethod
    def _needless(name: str, values: Mapping[str, Any], statement: Statement) -> bool:
        """Whether a paper of the list has nothing to say here."""
        if name == "private":
            return not values["wants_privacy"]
        return name == "declaration" and not (statement.passages or values["sworn_says"] or values["sworn_always"])

    def _title(self, name: str, values: Mapping[str, Any], packet: Packet) -> str:
        if name == "motion":
            return str(values["title"])
        if name == "order":
            return str(values["order_title"])
        template = packet.words.get(f"title.{name}", name.capitalize())
        return upper(
            template.format(
                moving=values["moving"], sworn=values["sworn"]["name"], name=blanks.printed(values["caption_name"]), title=values["title"]
            )
        )

    def _cover(
        self,
        filing: Filing,
        values: Mapping[str, Any],
        due: Sequence[deadlines.Due],
        listed: Sequence[Mapping[str, str]],
        missing: Sequence[str],
        wanted: Sequence[Form],
    ) -> None:
        packet, paper, spanish = filing.packet, filing.paper, self.lang == "es"
        notes = self.teller.notes
        words = self.maker.own_words
        steps = [with_cite(each.text_es if spanish else each.text, each.cite) for each in (*paper.steps, *packet.notes)]
        waiver = (packet.waiver_es if spanish else "") or packet.waiver
        fee = paper.fee_es if spanish and paper.fee_es else paper.fee
        own = {
            **values,
            "footer": packet.words[f"footer.{self.lang}"],
            "law": self.teller.law(filing, self.teller.sheet),
            "unready": [each["n"] for each in values["entries"] if not each["ready"]],
            "files": listed,
            "nothing": not listed,
            "notes": {
                "forum": notes(filing, "forum"),
                "fee": [with_cite(fee, paper.fee_cite)] if fee else notes(filing, "fee") or [packet.words[f"fee.{self.lang}"]],
                "next": [
                    *(
                        packet.words[f"bring.{self.lang}"].format(
                            number=form.number, title=form.title, revised=form.revised, file=form.file.name
                        )
                        for form in wanted
                    ),
                    *([words(f"hearing.{filing.provision.hearing}")] if words.has(f"hearing.{filing.provision.hearing}") else []),
                    *notes(filing, "hearing"),
                    *steps,
                    *notes(filing, "procedure"),
                    *notes(filing, "deadline"),
                ],
            },
            "waiver": with_cite(waiver, packet.waiver_cite) if waiver else "",
            "copies": (paper.copies_es if spanish else "") or paper.copies or packet.words[f"copies.{self.lang}"],
            "dates": [{"day": each.said, "text": each.text, "cite": each.cite} for each in due],
            "any_date": any(each.day for each in due),
            "missing": [{"name": blanks.printed(each), "at": self.maker.places.get(each.replace("\u00a0", " "), "")} for each in missing],
        }
        name = self._in_language("cover", packet)
        self._document(f"{filing.name}/1-cover", name, "plain", packet, own, packet.words[f"footer.{self.lang}"])

    # ---- for all of it

    def _whole(
        self,
        drafted: Sequence[Drafted],
        letters: Sequence[Mapping[str, Any]],
        lists: Sequence[Mapping[str, Any]],
        days: list[tuple[str, deadlines.Due]],
    ) -> None:
        packet = drafted[0].filing.packet
        words = packet.words
        left = [self.teller.left(each, words, self.lang) for each in self.plan.left_out]
        # A calendar is shared with other machines: it names no charge.
        called = [self.maker.own_words("charge_number", n=each.charge.place + 1) for each in self.plan.left_out]
        days += [("later", each) for each in deadlines.waiting(self.plan.left_out, self.lang, called)]
        title = words[f"title.letter.{self.lang}"]
        immigration = any(each["immigration"] for each in letters)
        sworn = any(name.endswith("/passages.pdf") for name in self.files)
        own = {
            "filings": letters,
            "left_out": left,
            "sworn": sworn,
            "help": self.maker.own_words("help"),
            "immigration": immigration,
            "footer": title,
        }
        self._document(_LETTER, self._in_language("letter", packet), "plain", packet, own, title)
        sources = [{"name": name, "value": value, "source": source} for name, value, source in dict.fromkeys(self.maker.sources)]
        listed = {**self.teller.whole(self.plan, words), "filings": lists, "sources": sources, "footer": words["title.attorney"]}
        self._document(_ATTORNEY, "attorney", "plain", packet, listed, words["title.attorney"])
        self.files[_DATES] = deadlines.calendar(days, date.fromordinal(self.result.as_of))
        self.files[_LEDGER] = self._ledger(drafted, sources)

    def _ledger(self, drafted: Sequence[Drafted], sources: Sequence[Mapping[str, str]]) -> bytes:
        """What was drafted, for programs: the contract ``unburden.papers/1``."""
        return json.dumps(
            {
                "schema": SCHEMA,
                "as_of": date.fromordinal(self.result.as_of).isoformat(),
                "filings": [
                    {
                        "folder": each.filing.name,
                        "provision": each.filing.provision.id,
                        "citation": each.filing.provision.citation,
                        "charges": [{"number": entry.number, "charge_id": entry.charge.row["charge_id"]} for entry in each.filing.entries],
                        "files": list(each.files),
                        "missing": list(each.missing),
                        "ready": each.ready,
                        "unsettled": each.unsettled,
                        "forms_wanted": [form.file.name for form in each.wanted],
                    }
                    for each in drafted
                ],
                "left_out": [{"charge_id": each.charge.row["charge_id"], "why": each.why} for each in self.plan.left_out],
                "values": list(sources),
            },
            indent=1,
            ensure_ascii=False,
        ).encode()


def _own_words(filing: Filing, statement: Statement) -> Iterable[tuple[str, str]]:
    """Which of the person's own words a statement uses: by charge and fact, and for every charge."""
    ids = {entry.number: str(entry.charge.row["charge_id"]) for entry in filing.entries}
    for passage in statement.passages:
        if passage.own_words:
            yield "", passage.fact
            yield from ((ids[number], passage.fact) for number in passage.numbers or ids)


@frozen
class _Copy:
    """One copy of an official form: its charges, and those that have no row in it nor in a form that continues it."""

    form: Form
    entries: list[dict[str, Any]]
    left: list[dict[str, Any]]


def _copies(filing: Filing, values: Mapping[str, Any]) -> list[_Copy]:
    """The official forms that are made for a filing. What has no row in one and is taken by no other stays with it, for its addendum."""
    made: list[_Copy] = []
    for form in (filing.packet.forms[number] for number in filing.paper.forms):
        before = [copy for copy in made if copy.form.number == form.continues]
        entries = [each for copy in before for each in copy.left] if form.continues else list(values["entries"])
        entries = [each for each in entries if holds(form, form.charges, {**values, "e": each})]
        if not entries or not holds(form, form.when, {**values, "entries": entries}):
            continue
        for copy in before:
            copy.left[:] = [each for each in copy.left if each not in entries]
        for mine in [[each] for each in entries] if form.each else [entries]:
            made.append(_Copy(form, mine, mine[len(form.row_numbers) :] if form.row_numbers else []))
    return made


def _order(names: Sequence[str], copies: Sequence[_Copy]) -> Iterable[str | _Copy]:
    """Papers in the order of filing, each official form at the place of the paper that it stands for."""
    for name in names:
        mine = [copy for copy in copies if copy.form.use == name]
        if mine:
            yield from mine
        else:
            yield name
    yield from (copy for copy in copies if copy.form.use not in names)


def _file_name(number: str) -> str:
    return "".join(each if each.isalnum() else "-" for each in number.lower()).strip("-")


def _blanks_in(document: bytes) -> list[str]:
    """The names of the blanks in a filled document, each once."""
    import io
    import re

    import docx

    from unburden.papers.docx import paragraphs

    found: dict[str, None] = {}
    pattern = re.compile(rf"\[([^\[\]]*): {blanks.LINE}\]")
    for paragraph in paragraphs(docx.Document(io.BytesIO(document))):
        found.update(dict.fromkeys(pattern.findall(paragraph.text)))
    return list(found)
