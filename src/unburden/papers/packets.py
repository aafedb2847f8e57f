"""What a court's papers look like, as data: ``papers/<jurisdiction>/packet.toml`` over ``papers/house/packet.toml``.

docs/papers.md says what each key means. A folder of an office's own (``--template``) lies over both. Nothing in these files is ever
executed; the templates beside them are filled in by a sandboxed Jinja (`docx`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Final

from attrs import field, frozen

from unburden.errors import LawError, Problem
from unburden.law_file import NUMBER, TABLE, TABLES, TEXTS, TRUTH, Keys, Place, keys, texts

#: Where a served paper's copy goes, and the days from which a date can be counted.
WHO: Final = ("prosecutor", "police", "court", "other")
STARTS: Final = ("filing", "service", "hearing", "order", "response")
BY: Final = ("case", "court", "county")

_DEFAULT: Final = "*"


@frozen
class CourtStyle:
    """How one kind of court heads its papers: words of its name as records print it, the lines, what the number is called."""

    pattern: re.Pattern[str]
    lines: tuple[str, ...]
    number: str
    source: str = ""


@frozen
class Served:
    """Someone who gets a copy. `who` is one of `WHO`; `name` may hold {county} and such."""

    who: str
    name: str
    how: str = ""
    cite: str = ""


@frozen
class Deadline:
    """A day counted from another: so many days (calendar or court days) after one of `STARTS`, what is due then, and the law."""

    start: str
    days: int
    text: str
    text_es: str
    cite: str
    court_days: bool = False


@frozen
class Step:
    """Something to know, do or say, in English and Spanish, with its source. What has a `key` is said in the person's own words."""

    text: str
    text_es: str
    cite: str = ""
    key: str = ""


@frozen
class Form:
    """An official form: its file, and for each field what goes into it (an expression over the filing's values)."""

    number: str
    title: str
    file: Path
    revised: str
    source: str
    use: str
    fields: Mapping[str, str]
    boxes: Mapping[str, str]
    rows: Mapping[str, str]
    row_numbers: tuple[str, ...]
    overflow: str
    order: int = 0


@frozen
class Paper:
    """What is filed under a provision: the moving paper's name and title, what it asks, who is served, dates, how cases join."""

    provisions: tuple[str, ...]
    moving: str = ""
    title: str = ""
    order_title: str = ""
    asks: tuple[str, ...] = ()
    orders: tuple[str, ...] = ()
    must_say: tuple[Step, ...] = ()
    served: tuple[Served, ...] = ()
    deadlines: tuple[Deadline, ...] = ()
    steps: tuple[Step, ...] = ()
    together: str = ""
    together_cite: str = ""
    forms: tuple[str, ...] = ()
    documents: tuple[str, ...] = ()
    sealed: str = ""
    sealed_cite: str = ""
    legend: str = ""
    initials: bool = False
    verified: bool = False
    copies: str = ""
    fee: str = ""
    fee_es: str = ""
    fee_cite: str = ""


@frozen
class Sworn:
    """The words that make a statement sworn. `notary` asks for a notary's jurat."""

    title: str
    words: str
    notary: bool
    cite: str


@frozen
class Packet:
    """A jurisdiction's papers, the house's own where it says nothing."""

    code: str
    plaintiff: str
    party: str
    courts: tuple[CourtStyle, ...]
    sworn: Sworn
    bar: str
    prosecutor: str
    redaction: str
    redaction_cite: str
    waiver: str
    waiver_cite: str
    papers: tuple[Paper, ...]
    forms: Mapping[str, Form]
    effects: Mapping[str, Mapping[str, str]]
    words: Mapping[str, str]
    folders: tuple[Path, ...] = field(repr=False)
    notes: tuple[Step, ...] = ()
    own: bool = False

    def paper(self, provision: str) -> Paper:
        """What is filed under a provision; the house's default where nothing is said of it."""
        return next((each for each in self.papers if provision in each.provisions), self.papers[-1])

    def template(self, name: str) -> Path:
        """The file of a template: an office's, the jurisdiction's, or the house's.

        Raises:
            LawError: none of them has it.
        """
        found = next((folder / name for folder in self.folders if (folder / name).is_file()), None)
        if found is None:
            raise LawError(Problem("no-template", f"there is no template {name} in {', '.join(map(str, self.folders))}"))
        return found

    def court(self, name: str) -> CourtStyle | None:
        """The style of the first kind of court whose words occur in a court's name."""
        return next((each for each in self.courts if each.pattern.search(name)), None)


_PACKET_KEYS: Final[Keys] = keys(
    {},
    {
        **texts("plaintiff", "plaintiff_source", "party", "bar", "prosecutor", "redaction", "redaction_cite", "waiver", "waiver_cite"),
        "sworn": TABLE, "court": TABLES, "paper": TABLES, "form": TABLES, "note": TABLES, "effect": TABLE, "words": TABLE,
    },
)  # fmt: skip
_SWORN_KEYS: Final = keys(texts("title", "words", "cite"), {"notary": TRUTH})
_COURT_KEYS: Final = keys({"lines": TEXTS, **texts("number")}, texts("matches", "source"))
_SERVED_KEYS: Final = keys(texts("who", "name"), texts("how", "cite"))
_DEADLINE_KEYS: Final = keys({"days": NUMBER, **texts("from", "text", "text_es", "cite")}, {"court_days": TRUTH})
_STEP_KEYS: Final = keys(texts("text"), texts("text_es", "cite", "key"))
_PLAIN: Final = (
    "moving", "title", "order_title", "together", "together_cite", "sealed", "sealed_cite", "legend", "copies", "fee", "fee_es", "fee_cite",
)  # fmt: skip
_PAPER_KEYS: Final = keys(
    {"provisions": TEXTS},
    {
        **texts(*_PLAIN),
        "initials": TRUTH, "verified": TRUTH, "asks": TEXTS, "orders": TEXTS, "forms": TEXTS, "documents": TEXTS,
        "must_say": TABLES, "served": TABLES, "deadline": TABLES, "step": TABLES,
    },
)  # fmt: skip
_FORM_KEYS: Final = keys(
    texts("number", "title", "file", "revised", "source"),
    {**texts("use", "overflow"), "fields": TABLE, "boxes": TABLE, "rows": TABLE, "row_numbers": TEXTS},
)


def papers_folder() -> Path:
    """The folder of the papers that came with this program: in a wheel beside the code, in a checkout at its root."""
    packed = Path(__file__).parents[1] / "papers_data"
    return packed if packed.is_dir() else Path(__file__).resolve().parents[3] / "papers"


def read_packet(code: str, office: Path | None = None, folder: Path | None = None) -> Packet:
    """The papers of a jurisdiction.

    Args:
        code: the jurisdiction, such as ``US-NY``.
        office: an office's own folder, whose files go before all others; it may have a folder for each jurisdiction.
        folder: another folder of papers than the program's.

    Raises:
        LawError: a packet file has mistakes; all of them, each with its place.
    """
    base = folder or papers_folder()
    folders = [base / code.lower(), base / "house"]
    if office is not None:
        folders = [office / code.lower(), office, *folders]
    problems: list[Problem] = []
    layers = [_Layer(each, problems) for each in folders if (each / "packet.toml").is_file()]
    if problems:
        raise LawError(problems)
    return _merged(code, layers, [each for each in folders if each.is_dir()])


class _Layer:
    """One packet file, read and checked."""

    def __init__(self, folder: Path, problems: list[Problem]) -> None:
        self.folder = folder
        self.at = Place(folder / "packet.toml", problems)
        self.raw: dict[str, Any] = self.at.raw
        if not self.at.keys(self.raw, _PACKET_KEYS, ()):
            self.raw = {}
        self.sworn = self._sworn()
        self.courts = tuple(self._courts())
        self.forms = {form.number: form for form in self._forms()}
        self.papers = tuple(self._papers())
        self.notes = tuple(self._steps("note", self.raw.get("note", []), ()))

    def _each(
        self, name: str, known: Keys, raw: Any, where: tuple[str | int, ...]
    ) -> Iterator[tuple[dict[str, Any], tuple[str | int, ...]]]:
        for place, table in enumerate(raw):
            if self.at.keys(table, known, (*where, name, place)):
                yield table, (*where, name, place)

    def _steps(self, name: str, raw: Any, where: tuple[str | int, ...]) -> Iterator[Step]:
        for table, _ in self._each(name, _STEP_KEYS, raw, where):
            yield Step(table["text"], table.get("text_es", table["text"]), table.get("cite", ""), table.get("key", ""))

    def _sworn(self) -> Sworn | None:
        table = self.raw.get("sworn")
        if table is None or not self.at.keys(table, _SWORN_KEYS, ("sworn",)):
            return None
        return Sworn(table["title"], table["words"], table.get("notary", False), table["cite"])

    def _courts(self) -> Iterator[CourtStyle]:
        for table, where in self._each("court", _COURT_KEYS, self.raw.get("court", []), ()):
            try:
                pattern = re.compile(table.get("matches", ""), re.IGNORECASE)
            except re.error as error:
                self.at.problem("pattern", f"matches is no pattern: {error}", (*where, "matches"))
                continue
            yield CourtStyle(pattern, tuple(table["lines"]), table["number"], table.get("source", ""))

    def _forms(self) -> Iterator[Form]:
        for order, (table, where) in enumerate(self._each("form", _FORM_KEYS, self.raw.get("form", []), ())):
            path = self.folder / table["file"]
            if not path.is_file():
                self.at.problem("no-form", f"the form {table['file']} is not in this folder", (*where, "file"))
            for name in ("fields", "boxes", "rows"):
                for key, value in table.get(name, {}).items():
                    if not isinstance(value, str):
                        self.at.problem("type", f"{key} should be a text", (*where, name, key))
            yield Form(
                table["number"], table["title"], path, table["revised"], table["source"], table.get("use", "motion"),
                table.get("fields", {}), table.get("boxes", {}), table.get("rows", {}), tuple(table.get("row_numbers", ())),
                table.get("overflow", ""), order,
            )  # fmt: skip

    def _papers(self) -> Iterator[Paper]:
        for table, where in self._each("paper", _PAPER_KEYS, self.raw.get("paper", []), ()):
            if "together" in table:
                self.at.one_of(table["together"], BY, (*where, "together"))
            served = []
            for each, at in self._each("served", _SERVED_KEYS, table.get("served", []), where):
                self.at.one_of(each["who"], WHO, (*at, "who"))
                served.append(Served(each["who"], each["name"], each.get("how", ""), each.get("cite", "")))
            deadlines = []
            for each, at in self._each("deadline", _DEADLINE_KEYS, table.get("deadline", []), where):
                self.at.one_of(each["from"], STARTS, (*at, "from"))
                court_days = each.get("court_days", False)
                deadlines.append(Deadline(each["from"], each["days"], each["text"], each["text_es"], each["cite"], court_days))
            for number in table.get("forms", ()):
                self.at.one_of(number, self.forms, (*where, "forms"))
            plain = {name: table[name] for name in (*_PLAIN, "initials", "verified") if name in table}
            yield Paper(
                tuple(table["provisions"]),
                **plain,
                asks=tuple(table.get("asks", ())),
                orders=tuple(table.get("orders", ())),
                must_say=tuple(self._steps("must_say", table.get("must_say", []), where)),
                served=tuple(served),
                deadlines=tuple(deadlines),
                steps=tuple(self._steps("step", table.get("step", []), where)),
                forms=tuple(table.get("forms", ())),
                documents=tuple(table.get("documents", ())),
            )


def _merged(code: str, layers: Sequence[_Layer], folders: Sequence[Path]) -> Packet:
    def first(name: str) -> str:
        return next((str(layer.raw[name]) for layer in layers if name in layer.raw), "")

    house = layers[-1]
    sworn = next(layer.sworn for layer in layers if layer.sworn is not None)
    default = next(paper for paper in house.papers if _DEFAULT in paper.provisions)
    papers = [_over(paper, default) for layer in layers for paper in layer.papers if _DEFAULT not in paper.provisions]
    # What a jurisdiction says of all its papers lies over the house's.
    for layer in reversed(layers[:-1]):
        for paper in layer.papers:
            if _DEFAULT in paper.provisions:
                default = _over(paper, default)
                papers = [_over(each, default) for each in papers]
    effects: dict[str, dict[str, str]] = {}
    words: dict[str, str] = {}
    for layer in reversed(layers):
        for effect, said in layer.raw.get("effect", {}).items():
            effects.setdefault(effect, {}).update(said)
        words.update(layer.raw.get("words", {}))
    return Packet(
        code,
        first("plaintiff"),
        first("party"),
        tuple(court for layer in layers for court in layer.courts),
        sworn,
        first("bar"),
        first("prosecutor"),
        first("redaction"),
        first("redaction_cite"),
        first("waiver"),
        first("waiver_cite"),
        (*papers, default),
        {number: form for layer in reversed(layers) for number, form in layer.forms.items()},
        effects,
        words,
        tuple(folders),
        tuple(note for layer in layers[:-1] for note in layer.notes),
        len(layers) > 1,
    )


def _over(paper: Paper, under: Paper) -> Paper:
    """A paper with what it leaves empty taken from another."""
    from attrs import evolve, fields

    names = [each.name for each in fields(Paper) if each.name != "provisions"]
    return evolve(paper, **{name: getattr(under, name) for name in names if not getattr(paper, name)})
