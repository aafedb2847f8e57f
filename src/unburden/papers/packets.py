"""What a court's papers look like, as data: ``papers/<jurisdiction>/packet.toml`` over ``papers/house/packet.toml``.

docs/papers.md says what each key means. A folder of an office's own (``--template``) lies over both. Nothing in these files is ever
executed; the templates beside them are filled in by a sandboxed Jinja (`docx`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from string import Formatter
from typing import Any, Final

from attrs import evolve, field, fields, frozen

from unburden.errors import LawError, Problem, nearest
from unburden.law_file import EFFECTS, NUMBER, TABLE, TABLES, TEXTS, TRUTH, Keys, Place, keys, load_toml, texts

#: Where a served paper's copy goes, and the days from which a date can be counted.
WHO: Final = ("prosecutor", "police", "court", "other")
STARTS: Final = ("filing", "service", "hearing", "order", "response")
BY: Final = ("charge", "case", "court", "county")
CAPTIONS: Final = ("state first", "person first", "alone")

_DEFAULT: Final = "*"
#: The days that a deadline lies away at most.
_FARTHEST: Final = 36525
#: A document's name: that of its template, and of the file that it becomes.
_DOCUMENT: Final = re.compile(r"[a-z0-9][a-z0-9-]*")
#: What a document's title (``title.motion`` among the words) may name.
_IN_TITLE: Final = ("moving", "sworn", "name", "title")


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
    how_es: str = ""


@frozen
class Deadline:
    """A day counted from another: so many months and days (calendar or court days) after one of `STARTS`, what is due then, and the law."""

    start: str
    days: int
    text: str
    text_es: str
    cite: str
    court_days: bool = False
    months: int = 0


@frozen
class Step:
    """Something to know, do or say, in English and Spanish, with its source.

    What has a `key` is said in the person's own words, behind its `label` if it has one; what is `sworn`, in their statement.
    """

    text: str
    text_es: str
    cite: str = ""
    key: str = ""
    label: str = ""
    sworn: bool = False


@frozen
class Form:
    """An official form: its file, and for each field what goes into it (an expression over the filing's values).

    It is made where `when` holds, for the charges for which `charges` does: one for all of them, or with `each` one for each.
    One that `continues` another takes the charges for which that had no row. The blank of one to `bring` does not come with the
    program: the person gets it from the court.
    """

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
    when: str = ""
    charges: str = ""
    each: bool = False
    continues: str = ""
    bring: bool = False

    @property
    def here(self) -> bool:
        """Whether its blank is at hand."""
        return self.file.is_file()


@frozen
class Paper:
    """What is filed under a provision: the moving paper's name and title, what it asks, who is served, dates, how cases join.

    `given` are the keys that its entry has, which go before those of the papers below it.
    """

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
    sworn_always: bool = False
    caption: str = ""
    party: str = ""
    plaintiff: str = ""
    plaintiff_role: str = ""
    copies: str = ""
    copies_es: str = ""
    fee: str = ""
    fee_es: str = ""
    fee_cite: str = ""
    given: frozenset[str] = field(default=frozenset(), repr=False)


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
    waiver_es: str
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
        **texts("plaintiff", "plaintiff_source", "party", "bar", "prosecutor", "redaction", "redaction_cite", "waiver", "waiver_es"),
        **texts("waiver_cite"),
        "sworn": TABLE, "court": TABLES, "paper": TABLES, "form": TABLES, "note": TABLES, "effect": TABLE, "words": TABLE,
    },
)  # fmt: skip
_SWORN_KEYS: Final = keys(texts("title", "words", "cite"), {"notary": TRUTH})
_COURT_KEYS: Final = keys({"lines": TEXTS, **texts("number")}, texts("matches", "source"))
_SERVED_KEYS: Final = keys(texts("who", "name"), texts("how", "how_es", "cite"))
_DEADLINE_KEYS: Final = keys({"days": NUMBER, **texts("from", "text", "text_es", "cite")}, {"court_days": TRUTH, "months": NUMBER})
_STEP_KEYS: Final = keys(texts("text"), {**texts("text_es", "cite", "key", "label"), "sworn": TRUTH})
_PLAIN: Final = (
    "moving", "title", "order_title", "together", "together_cite", "sealed", "sealed_cite", "legend", "caption", "party", "plaintiff",
    "plaintiff_role", "copies", "copies_es", "fee", "fee_es", "fee_cite",
)  # fmt: skip
_PAPER_KEYS: Final = keys(
    {"provisions": TEXTS},
    {
        **texts(*_PLAIN),
        "initials": TRUTH, "verified": TRUTH, "sworn_always": TRUTH, "asks": TEXTS, "orders": TEXTS, "forms": TEXTS, "documents": TEXTS,
        "must_say": TABLES, "served": TABLES, "deadline": TABLES, "step": TABLES,
    },
)  # fmt: skip
_EFFECT_KEYS: Final = keys({}, texts("title", "ask", "order"))
_FORM_KEYS: Final = keys(
    texts("number", "title", "file", "revised", "source"),
    {
        **texts("use", "when", "charges", "continues"),
        "each": TRUTH,
        "bring": TRUTH,
        "fields": TABLE,
        "boxes": TABLE,
        "rows": TABLE,
        "row_numbers": TEXTS,
    },
)


def papers_folder() -> Path:
    """The folder of the papers that came with this program: in a wheel beside the code, in a checkout at its root."""
    packed = Path(__file__).parents[1] / "papers_data"
    return packed if packed.is_dir() else Path(__file__).resolve().parents[3] / "papers"


def asked_words(folder: Path | None = None, office: Path | None = None) -> set[str]:
    """The keys of everything that any packet asks the person to say in their own words (``[papers.says]``)."""
    places = [folder or papers_folder(), *([office] if office is not None else [])]
    found: set[str] = set()
    for path in (each for place in places for each in (*place.glob("packet.toml"), *place.glob("*/packet.toml"))):
        raw, _ = load_toml(path, [])
        for paper in raw.get("paper", []):
            found.update(step["key"] for step in paper.get("must_say", []) if "key" in step)
    return found


def read_packet(code: str, office: Path | None = None, folder: Path | None = None, forms: Path | None = None) -> Packet:
    """The papers of a jurisdiction.

    Args:
        code: the jurisdiction, such as ``US-NY``.
        office: an office's own folder, whose files go before all others; it may have a folder for each jurisdiction.
        folder: another folder of papers than the program's.
        forms: a folder with blanks of official forms, by the names that the packet gives them.

    Raises:
        LawError: a packet file has mistakes; all of them, each with its place.
    """
    base = folder or papers_folder()
    house, own = base / "house", [base / code.lower()]
    folders = [*own, house]
    if office is not None:
        own.append(office / code.lower())
        folders = [office / code.lower(), office, *folders]
    problems: list[Problem] = []
    layers: list[_Layer] = []
    for each in reversed(folders):
        if (each / "packet.toml").is_file() or each == house:
            layers.insert(0, _Layer(each, problems, layers[0] if layers else None))
    if not problems and not any(_DEFAULT in paper.provisions for paper in layers[-1].papers):
        layers[-1].at.problem("missing", 'the house needs a [[paper]] of provisions ["*"]', ())
    if not problems and layers[-1].sworn is None:
        layers[-1].at.problem("missing", "the house needs a table [sworn]", ())
    if problems:
        raise LawError(problems)
    merged = _merged(code, layers, [each for each in folders if each.is_dir()])
    brought = {number: _brought(form, forms, merged.folders) for number, form in merged.forms.items()}
    return evolve(merged, own=any(layer.folder in own for layer in layers), forms=brought)


def _brought(form: Form, forms: Path | None, folders: Sequence[Path]) -> Form:
    """A form with the blank that was brought for it, if one was."""
    places = [*([forms / form.file.name] if forms is not None else []), *(each / "forms" / form.file.name for each in folders)]
    found = next((each for each in places if form.bring and each.is_file()), None)
    return evolve(form, file=found) if found is not None else form


class _Layer:
    """One packet file, read and checked; `below` is the one that it lies over."""

    def __init__(self, folder: Path, problems: list[Problem], below: _Layer | None) -> None:
        self.folder = folder
        self.at = Place(folder / "packet.toml", problems)
        self.raw: dict[str, Any] = self.at.raw
        if not self.at.keys(self.raw, _PACKET_KEYS, ()):
            self.raw = {}
        self.sworn = self._sworn()
        self.courts = tuple(self._courts())
        self.forms = {form.number: form for form in self._forms()}
        self.all_forms: dict[str, Form] = {**(below.all_forms if below else {}), **self.forms}
        self.papers = tuple(self._papers())
        self.notes = tuple(self._steps("note", self.raw.get("note", []), ()))
        self.words: dict[str, str] = dict(below.words if below else {})
        self.effects: dict[str, dict[str, str]] = {name: dict(said) for name, said in below.effects.items()} if below else {}
        self._said(below)

    def _each(
        self, name: str, known: Keys, raw: Any, where: tuple[str | int, ...]
    ) -> Iterator[tuple[dict[str, Any], tuple[str | int, ...]]]:
        for place, table in enumerate(raw):
            if self.at.keys(table, known, (*where, name, place)):
                yield table, (*where, name, place)

    def _steps(self, name: str, raw: Any, where: tuple[str | int, ...]) -> Iterator[Step]:
        for table, _ in self._each(name, _STEP_KEYS, raw, where):
            said = {key: table[key] for key in ("cite", "key", "label", "sworn") if key in table}
            yield Step(table["text"], table.get("text_es", table["text"]), **said)

    def _texts(self, raw: Mapping[str, Any], where: tuple[str | int, ...]) -> dict[str, str]:
        """Those of a table's values that are texts; any other is a mistake."""
        for key, value in raw.items():
            if not isinstance(value, str):
                self.at.problem("type", f"{key} should be a text", (*where, key))
        return {key: value for key, value in raw.items() if isinstance(value, str)}

    def _said(self, below: _Layer | None) -> None:
        """The words and what is said of effects, over those below."""
        for key, text in self._texts(self.raw.get("words", {}), ("words",)).items():
            if key.startswith("title."):
                for name in _named(text):
                    if name not in _IN_TITLE:
                        message = f"a title can hold {', '.join(f'{{{each}}}' for each in _IN_TITLE)}, not {{{name}}}"
                        self.at.problem("title", message, ("words", key))
            elif below is not None and key not in below.words and key != "moving":
                self.at.problem("unknown-key", f"{key} is not known here{nearest(key, below.words)}", ("words", key))
            self.words[key] = text
        for effect, table in self.raw.get("effect", {}).items():
            where = ("effect", effect)
            self.at.one_of(effect, EFFECTS, where)
            if self.at.keys(table, _EFFECT_KEYS, where):
                said = self.effects.setdefault(effect, {})
                said.update(self._texts(table, where))
                for key in _EFFECT_KEYS:
                    if not said.get(key):
                        self.at.problem("missing", f"{key} is missing", where)

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
        for table, where in self._each("form", _FORM_KEYS, self.raw.get("form", []), ()):
            path = self.folder / table["file"]
            if not path.is_file() and not table.get("bring", False):
                self.at.problem("no-form", f"the form {table['file']} is not in this folder", (*where, "file"))
            for name in ("fields", "boxes", "rows"):
                self._texts(table.get(name, {}), (*where, name))
            for key in table.get("rows", {}):
                if "{n}" not in key:
                    self.at.problem("row", f"{key} needs {{n}}, where the number of the row stands", (*where, "rows", key))
            if "rows" in table and not table.get("row_numbers"):
                self.at.problem("missing", "row_numbers is missing", (*where, "rows"))
            yield Form(
                table["number"], table["title"], path, table["revised"], table["source"], table.get("use", "motion"),
                table.get("fields", {}), table.get("boxes", {}), table.get("rows", {}), tuple(table.get("row_numbers", ())),
                table.get("when", ""), table.get("charges", ""), table.get("each", False), table.get("continues", ""),
                table.get("bring", False),
            )  # fmt: skip

    def _papers(self) -> Iterator[Paper]:
        for table, where in self._each("paper", _PAPER_KEYS, self.raw.get("paper", []), ()):
            for key, known in (("together", BY), ("caption", CAPTIONS)):
                if key in table:
                    self.at.one_of(table[key], known, (*where, key))
            served = []
            for each, at in self._each("served", _SERVED_KEYS, table.get("served", []), where):
                self.at.one_of(each["who"], WHO, (*at, "who"))
                served.append(Served(each["who"], each["name"], each.get("how", ""), each.get("cite", ""), each.get("how_es", "")))
            deadlines = []
            for each, at in self._each("deadline", _DEADLINE_KEYS, table.get("deadline", []), where):
                self.at.one_of(each["from"], STARTS, (*at, "from"))
                court_days = each.get("court_days", False)
                months = each.get("months", 0)
                if each["days"] * months < 0:
                    self.at.problem("days", "days and months should count the same way", (*at, "months"))
                if abs(each["days"]) + 31 * abs(months) > _FARTHEST:
                    self.at.problem("days", "this is more than a hundred years away", (*at, "days"))
                deadlines.append(Deadline(each["from"], each["days"], each["text"], each["text_es"], each["cite"], court_days, months))
            for place, number in enumerate(table.get("forms", ())):
                self.at.one_of(number, self.all_forms, (*where, "forms"))
                first = self.all_forms[number].continues if number in self.all_forms else ""
                if first and first not in table["forms"][:place]:
                    self.at.problem("order", f"{number} continues {first}, which should stand before it", (*where, "forms"))
            for name in table.get("documents", ()):
                if not _DOCUMENT.fullmatch(name):
                    self.at.problem("document", f'"{name}" is no name of a document: letters, digits and hyphens', (*where, "documents"))
            for name in ("asks", "orders"):
                if not all(each.strip() for each in table.get(name, ())):
                    self.at.problem("missing", f"one of {name} is empty", (*where, name))
            plain = {name: table[name] for name in (*_PLAIN, "initials", "verified", "sworn_always") if name in table}
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
                given=frozenset("deadlines" if key == "deadline" else "steps" if key == "step" else key for key in table),
            )


def _named(template: str) -> list[str]:
    """The names that a title asks for; a stray brace is one too."""
    try:
        return [name for _, name, _, _ in Formatter().parse(template) if name is not None]
    except ValueError:
        return [""]


def _merged(code: str, layers: Sequence[_Layer], folders: Sequence[Path]) -> Packet:
    def first(name: str) -> str:
        return next((str(layer.raw[name]) for layer in layers if name in layer.raw), "")

    sworn = next(layer.sworn for layer in layers if layer.sworn is not None)
    # What one file says of all its papers lies over the files below it, and under what any file says of one provision.
    default = Paper((_DEFAULT,))
    for layer in reversed(layers):
        default = _over(next((each for each in layer.papers if _DEFAULT in each.provisions), Paper((_DEFAULT,))), default)
    papers: dict[str, Paper] = {}
    for layer in reversed(layers):
        below = dict(papers)
        # Within one file the first that names a provision counts.
        for paper in reversed(layer.papers):
            for name in paper.provisions:
                if name != _DEFAULT:
                    papers[name] = _over(evolve(paper, provisions=(name,)), below.get(name, default))
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
        first("waiver_es"),
        first("waiver_cite"),
        (*papers.values(), default),
        layers[0].all_forms,
        layers[0].effects,
        layers[0].words,
        tuple(folders),
        tuple(note for layer in layers[:-1] for note in layer.notes),
    )


def _over(paper: Paper, under: Paper) -> Paper:
    """A paper with what its entry does not say taken from another."""
    names = [each.name for each in fields(Paper) if each.name not in ("provisions", "given")]
    taken = {name: getattr(under, name) for name in names if name not in paper.given}
    return evolve(paper, **taken, given=paper.given | under.given)
