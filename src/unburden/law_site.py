"""The law as a small site of plain files: a map of the country, a page for each jurisdiction, a search that asks no network.

Outlines of the states: U.S. Census Bureau cartographic boundary files (public domain), projected and simplified
(docs/decisions/0016). What a color says is computed by `report_card` from the encoded law, never drawn by hand.
"""

from __future__ import annotations

import base64
import csv
import hashlib
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Final

from attrs import define

from unburden.calendar import ALWAYS, NEVER
from unburden.law import Law, jurisdiction_names
from unburden.provision import Condition, Provision
from unburden.report.markup import Child, Markup, join, tag
from unburden.report.words import Lang, Words
from unburden.report_card import Card, grade, read_scale

_HERE: Final = Path(__file__).parent
#: What of an adult's convictions a law reaches, from most to least; see `report_card.Card.reaches`.
_REACHES: Final = ("any", "many", "few", "prostitution", "other", "unread", "none", "missing")
#: States too small for their letters, and places that are not on the map: boxes at its edge, as x and y of their corner.
_BOXES: Final[Mapping[str, tuple[int, int]]] = {
    **{code: (925, 212 + 27 * place) for place, code in enumerate(("US-RI", "US-CT", "US-NJ", "US-DE", "US-MD", "US-DC"))},
    **{code: (520 + 52 * place, 592) for place, code in enumerate(("US", "US-PR", "US-VI", "US-GU", "US-MP", "US-AS"))},
}
_TEXT: Final[dict[str, tuple[str, str]]] = {
    "title": ("The law that clears survivors' records", "La ley que limpia los antecedentes de sobrevivientes"),
    "lead": (
        "What each jurisdiction's law for survivors of human trafficking reaches on {day}, as it is encoded here."
        " It explains the law; it is not legal advice.",
        "Lo que alcanza la ley de cada jurisdicción para sobrevivientes de trata de personas el {day}, según está codificada aquí."
        " Explica la ley; no es asesoría legal.",
    ),
    "skip": ("To the table", "Ir a la tabla"),
    "map": (
        "Map: what an adult survivor's convictions can be cleared",
        "Mapa: qué condenas de una persona adulta sobreviviente se pueden limpiar",
    ),
    "any": ("nearly any offense", "casi cualquier delito"),
    "many": ("many offenses", "muchos delitos"),
    "few": ("some offenses", "algunos delitos"),
    "prostitution": ("prostitution and its neighbors only", "solo prostitución y delitos cercanos"),
    "other": ("no adult conviction: only other endings, or minors", "ninguna condena de adulto: solo otros finales, o menores"),
    "none": ("no law of its own for survivors was found", "no se encontró ley propia para sobrevivientes"),
    "reach.unread": ("the list of offenses was not read far enough to say", "la lista de delitos no se leyó lo suficiente para decirlo"),
    "hatched": ("hatched: the text was read in part, or as others tell it", "rayado: el texto se leyó en parte, o según lo cuentan otros"),
    "missing": ("not encoded yet", "aún no codificado"),
    "search": ("Search the law", "Buscar en la ley"),
    "search_hint": ("words of a condition, a statute number, a state", "palabras de una condición, número de ley, estado"),
    "found": ("found", "encontradas"),
    "table": ("Every jurisdiction", "Todas las jurisdicciones"),
    "place": ("Jurisdiction", "Jurisdicción"),
    "reach": ("Convictions of adults", "Condenas de adultos"),
    "grade": ("Grade", "Nota"),
    "laws": ("For survivors / general", "Para sobrevivientes / generales"),
    "read": ("Text read", "Texto leído"),
    "checked": ("Checked", "Revisado"),
    "back": ("All jurisdictions", "Todas las jurisdicciones"),
    "trafficking": ("For survivors of human trafficking", "Para sobrevivientes de trata de personas"),
    "general": ("General ways, without saying anything about trafficking", "Vías generales, sin decir nada de la trata"),
    "information": ("Good to know", "Conviene saber"),
    "old": ("Earlier versions", "Versiones anteriores"),
    "conditions": ("Conditions", "Condiciones"),
    "presumed": ("presumed in some cases", "se presume en algunos casos"),
    "unless": ("also enough", "también basta"),
    "readings": ("The text can be read in different ways", "El texto se puede leer de distintas maneras"),
    "unread": ("not read", "no leído"),
    "in_force": ("In force", "En vigor"),
    "from": ("from {day}", "desde el {day}"),
    "until": ("until {day}", "hasta el {day}"),
    "undated": ("now; since when was not read", "ahora; no se leyó desde cuándo"),
    "result": ("What it does", "Qué hace"),
    "court": ("The court", "El tribunal"),
    "court.may": ("may decide", "puede concederlo"),
    "court.shall": ("must grant it when the conditions are met", "debe concederlo si se cumplen las condiciones"),
    "court.automatic": ("it happens by law", "ocurre por ley"),
    "burden": ("Burden of proof", "Carga de la prueba"),
    "merits": ("On what ground", "Por qué razón"),
    "card": ("Report card", "Calificación"),
    "scale": (
        "The categories follow the published report cards on criminal record relief for survivors (Polaris and others, 2019 and 2023)."
        " The points are ours. They are computed from the encoded conditions alone, on the provision that goes furthest for an adult's"
        " conviction.",
        "Las categorías siguen las calificaciones publicadas sobre el alivio de antecedentes para sobrevivientes (Polaris y otros, 2019 y"
        " 2023). Los puntos son nuestros. Se calculan solo de las condiciones codificadas, en la disposición que llega más lejos para una"
        " condena de una persona adulta.",
    ),
    "category": ("Category", "Categoría"),
    "points": ("Points", "Puntos"),
    "why": ("Why", "Por qué"),
    "not_graded": ("not graded", "sin nota"),
    "open": ("An attorney should double-check", "Un abogado debería revisar"),
    "who": ("Who learns of it", "Quién se entera"),
}

#: The one script: it filters the list of provisions by words, in the page itself. Without it the whole list stands there.
_SCRIPT: Final = (
    "const box=document.getElementById('q'),list=[...document.querySelectorAll('#found li')],out=document.getElementById('count');"
    "const fold=t=>t.normalize('NFKD').replace(/[\\u0300-\\u036f]/g,'').toLowerCase();"
    "const texts=list.map(li=>fold(li.textContent+' '+li.dataset.words));"
    "box.addEventListener('input',()=>{const words=fold(box.value).split(/\\s+/).filter(Boolean);let n=0;"
    "list.forEach((li,i)=>{const hit=words.length>0&&words.every(w=>texts[i].includes(w));li.hidden=!hit;n+=hit});"
    "out.textContent=words.length?n+' '+out.dataset.of:'';});"
    "list.forEach(li=>li.hidden=true);"
)


@define
class _Site:
    law: Law
    as_of: int
    words: Words
    names: Mapping[str, str]
    cards: Mapping[str, Card]

    def say(self, key: str, **values: object) -> str:
        return _TEXT[key][self.words.lang == "es"].format(**values)

    def reached(self, reach: str) -> str:
        return self.say(f"reach.{reach}" if f"reach.{reach}" in _TEXT else reach)

    @property
    def lang(self) -> Lang:
        return self.words.lang

    def reaches(self, code: str) -> str:
        return self.cards[code].reaches if code in self.cards else "missing"

    def unsure(self, code: str) -> bool:
        main = self.cards[code].main if code in self.cards else None
        return main is not None and main.source.read != "whole"


def site(law: Law, as_of: int, lang: Lang = "en") -> dict[str, str]:
    """The whole site: file names and their text. `law` has every jurisdiction loaded that is to have a page; `as_of` is an ordinal."""
    found = _site(law, as_of, lang)
    pages = {"index.html": _document(found, found.say("title"), _index(found), script=_SCRIPT)}
    for code in found.cards:
        pages[f"{code.lower()}.html"] = page(law, code, as_of, lang, back="index.html", made=found)
    return pages


def page(law: Law, code: str, as_of: int, lang: Lang = "en", *, back: str | None = None, made: _Site | None = None) -> str:
    """One jurisdiction's law as one HTML page."""
    found = made or _site(law, as_of, lang)
    home = tag("nav", tag("a", f"← {found.say('back')}", href=back)) if back else None
    return _document(found, found.names[code], join(home, _jurisdiction(found, code)))


def _site(law: Law, as_of: int, lang: Lang) -> _Site:
    scale = read_scale(law)
    cards = {code: grade(law, code, as_of, scale) for code, found in law.jurisdictions.items() if found.provisions}
    return _Site(law, as_of, Words(lang), jurisdiction_names(law, lang), cards)


@cache
def _style() -> str:
    return "".join((_HERE / name).read_text(encoding="utf-8") for name in ("report/page.css", "law_site.css"))


def _document(found: _Site, title: str, body: Child, script: str = "") -> str:
    allowed = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    scripts = f" script-src 'sha256-{allowed}';" if script else ""
    policy = f"default-src 'none'; style-src 'unsafe-inline';{scripts} base-uri 'none'; form-action 'none'"
    head = tag(
        "head",
        tag("meta", charset="utf-8"),
        tag("meta", http_equiv="Content-Security-Policy", content=policy),
        tag("meta", name="viewport", content="width=device-width, initial-scale=1"),
        tag("meta", name="referrer", content="no-referrer"),
        tag("meta", name="color-scheme", content="light dark"),
        tag("title", title),
        tag("style", Markup(_style())),
    )
    end = tag("script", Markup(script)) if script else None
    return f"<!doctype html>\n{tag('html', head, tag('body', body, end), lang=found.lang)}\n"


# ---- the map and the list ------------------------------------------------------------------------------------------


def _index(found: _Site) -> Markup:
    lead = tag("p", found.say("lead", day=found.words.day(found.as_of)))
    box = tag("input", id="q", type="search", autocomplete="off", placeholder=found.say("search_hint"))
    search = tag("label", tag("b", found.say("search")), box, class_="search", for_="q")
    total = len(found.law.provisions())
    count = tag("p", id="count", class_="small", role="status", data_of=found.say("found"))
    hits = tag("ul", (_hit(found, each) for each in found.law.provisions() if each.until > found.as_of), id="found", class_="found")
    return join(
        tag("a", found.say("skip"), href="#all", class_="skip"),
        tag("header", tag("h1", found.say("title")), lead),
        tag("main", _map(found), _legend(found), search if total else None, count, hits, _table(found)),
    )


def _outlines() -> dict[str, tuple[int, int, str]]:
    with (_HERE / "us_states.csv").open(encoding="utf-8", newline="") as file:
        return {row["code"]: (int(row["x"]), int(row["y"]), row["path"]) for row in csv.DictReader(file)}


def _map(found: _Site) -> Markup:
    outlines = _outlines()

    def place(code: str, *shape: Child) -> Markup:
        label = f"{found.names[code]}: {found.reached(found.reaches(code))}"
        inner = join(tag("title", label), shape)
        linked = code in found.cards
        return tag("a", inner, href=f"{code.lower()}.html", aria_label=label) if linked else tag("g", inner, role="img", aria_label=label)

    def state(code: str) -> Markup:
        x, y, path = outlines[code]
        text = None if code in _BOXES else tag("text", code[3:], x=x, y=y + 4)
        hatch = tag("path", d=path, class_="hatch", fill="url(#lines)") if found.unsure(code) else None
        return place(code, tag("path", d=path, class_=f"r-{found.reaches(code)}"), hatch, text)

    def box(code: str) -> Markup:
        x, y = _BOXES[code]
        shape = tag("rect", x=x, y=y, width=46, height=23, rx=3, class_=f"r-{found.reaches(code)}")
        hatch = tag("rect", x=x, y=y, width=46, height=23, rx=3, class_="hatch", fill="url(#lines)") if found.unsure(code) else None
        return place(code, shape, hatch, tag("text", code[3:] or "US", x=x + 23, y=y + 16))

    shapes = [state(code) for code in outlines] + [box(code) for code in _BOXES if code in found.names]
    line = tag("path", d="M-1,7L7,-1M-1,1L1,-1M5,7L7,5", class_="line")
    lines = tag("defs", tag("pattern", line, id="lines", width=6, height=6, patternUnits="userSpaceOnUse"))
    label = found.say("map")
    return tag("svg", tag("title", label), lines, shapes, viewBox="0 0 975 625", class_="map", role="group", aria_label=label)


def _legend(found: _Site) -> Markup:
    counts = {reach: sum(found.reaches(code) == reach for code in found.names) for reach in _REACHES}
    items = (
        tag(
            "li",
            tag("svg", tag("rect", width=16, height=16, rx=3, class_=f"r-{reach}"), width=16, height=16, aria_hidden="true"),
            f"{found.reached(reach)} ({counts[reach]})",
        )
        for reach in _REACHES
        if counts[reach]
    )
    key = tag(
        "svg",
        tag("rect", width=16, height=16, rx=3, class_="r-any"),
        tag("path", d="M0,16L16,0M0,8L8,0M8,16L16,8", class_="line"),
        width=16,
        height=16,
        aria_hidden="true",
    )
    hatched = [tag("li", key, found.say("hatched"))] if any(map(found.unsure, found.cards)) else []
    return tag("ul", items, hatched, class_="legend")


def _hit(found: _Site, provision: Provision) -> Markup:
    lang = found.lang
    texts = [condition.text[lang] for condition in provision.conditions if not condition.implicit]
    texts += [note.text[lang] for note in provision.notes]
    link = tag("a", provision.title[lang], href=f"{provision.jurisdiction.lower()}.html#{_ident(provision)}")
    where = tag("span", f"{found.names[provision.jurisdiction]}, {provision.citation}", class_="small")
    return tag("li", link, where, data_words=" ".join([provision.id, *texts]))


def _table(found: _Site) -> Markup:
    heads = ("place", "reach", "grade", "laws", "read", "checked")
    head = tag("thead", tag("tr", (tag("th", found.say(each), scope="col") for each in heads)))
    rows = tag("tbody", (_row(found, code) for code in found.names))
    table = tag("table", head, rows, class_="all")
    return tag("section", tag("h2", found.say("table"), id="all"), tag("div", table, class_="scroll", tabindex=0), aria_labelledby="all")


def _row(found: _Site, code: str) -> Markup:
    name = found.names[code]
    card = found.cards.get(code)
    if card is None:
        return tag("tr", tag("th", name, scope="row"), tag("td", found.say("missing"), colspan=5))
    current = [each for each in found.law.jurisdictions[code].provisions if each.until > found.as_of]
    kinds = " / ".join(str(sum(each.kind == kind for each in current)) for kind in ("trafficking", "general"))
    reads = sorted({each.source.read for each in current}, key=("whole", "part", "secondary").index)
    counted = ", ".join(f"{sum(each.source.read == read for each in current)} {found.words(f'source.{read}')}" for read in reads)
    checked = min((each.source.checked for each in current), default="")
    cells = (found.reached(card.reaches), _grade(card), kinds, counted, checked)
    return tag("tr", tag("th", tag("a", name, href=f"{code.lower()}.html"), scope="row"), (tag("td", each) for each in cells))


def _grade(card: Card) -> str:
    return f"{card.letter} ({round(100 * card.got / card.of)})" if card.of else card.letter


# ---- one jurisdiction ----------------------------------------------------------------------------------------------


def _jurisdiction(found: _Site, code: str) -> Markup:
    provisions = found.law.jurisdictions[code].provisions
    current = [each for each in provisions if each.until > found.as_of]
    old = [each for each in provisions if each.until <= found.as_of]
    card = found.cards[code]
    parts: list[Child] = [tag("h1", found.names[code]), tag("p", found.say("reach"), ": ", tag("b", found.reached(card.reaches)), ".")]
    for kind in ("trafficking", "general", "information"):
        mine = [each for each in current if each.kind == kind]
        if mine:
            parts.append(tag("section", tag("h2", found.say(kind)), (_provision(found, each) for each in mine)))
    if old:
        folded = tag("details", tag("summary", f"{found.say('old')} ({len(old)})"), (_provision(found, each) for each in old))
        parts.append(tag("section", tag("h2", found.say("old")), folded))
    parts.append(_card(found, card))
    return tag("main", parts)


def _ident(provision: Provision) -> str:
    return provision.key.split("/", 1)[1]


def _force(found: _Site, provision: Provision) -> str:
    day = found.words.day
    parts = [found.say("from", day=day(provision.start))] if provision.start != ALWAYS else []
    parts += [found.say("until", day=day(provision.until))] if provision.until != NEVER else []
    return " ".join(parts) or found.say("undated")


def _provision(found: _Site, provision: Provision) -> Markup:
    words, lang = found.words, found.lang
    ident = _ident(provision)
    burden = words(f"burden.{provision.burden}") if words.has(f"burden.{provision.burden}") else provision.burden
    source = provision.source
    link: Child = tag("a", source.url, href=source.url, rel="noreferrer") if source.url.startswith("https://") else source.url
    facts: list[tuple[str, Child]] = [
        (found.say("in_force"), _force(found, provision)),
        (found.say("result"), words.listed([words(f"effect.{each}") for each in provision.effect])),
        (found.say("merits"), words(f"merits.{provision.merits}")),
        (found.say("court"), found.say(f"court.{provision.court}")),
        (found.say("burden"), burden),
    ]
    if provision.kind == "information":
        facts = facts[:1]
    told = [f"{words(f'party.{party}')}: {words(f'contact.{how}')}" for party, how in provision.contact.items()]
    facts += [(found.say("who"), "; ".join(told))] if told else []
    facts += [(words("enacted"), provision.enacted)] if provision.enacted else []
    facts += [(words("coverage"), provision.coverage)] if provision.coverage else []
    read = f" ({words(f'source.{source.read}')}; {source.version}; {source.checked})"
    facts += [(words("source"), join(link, read)), (words("confidence"), words(f"confidence.{provision.confidence}"))]
    own = [each for each in provision.conditions if not each.implicit]
    topics: dict[str, list[Child]] = {}
    for note in provision.notes:
        topics.setdefault(note.topic, []).append(join(note.text[lang], " ", tag("span", note.cite, class_="cite")))
    return tag(
        "article",
        tag("h3", provision.title[lang], id=ident),
        tag("p", tag("b", provision.citation), " ", tag("code", provision.id), class_="small"),
        tag("dl", (tag("div", tag("dt", label), tag("dd", text)) for label, text in facts), class_="facts"),
        join(tag("h4", found.say("conditions")), tag("ol", (_condition(found, each) for each in own), class_="conditions"))
        if own
        else None,
        tag(
            "dl",
            (tag("div", tag("dt", words(f"topic.{topic}")), (tag("dd", each) for each in texts)) for topic, texts in topics.items()),
            class_="notes",
        ),
        _questions(found, provision.open_questions),
        class_="law",
        aria_labelledby=ident,
    )


def _condition(found: _Site, condition: Condition) -> Markup:
    lang = found.lang

    def clauses(label: str, items: Iterable[Child]) -> Markup | None:
        listed = [tag("li", item) for item in items]
        return join(tag("p", label, ":", class_="small"), tag("ul", listed)) if listed else None

    def cited(text: str, cite: str) -> Child:
        return join(text, " ", tag("span", cite, class_="cite"))

    unread = any(getattr(tree, "unread", False) for tree in condition.trees())
    return tag(
        "li",
        condition.text[lang],
        " ",
        tag("span", condition.cite, class_="cite"),
        tag("b", f" ({found.say('unread')})") if unread else None,
        tag("q", condition.quote, lang="en") if condition.quote else None,
        tag("p", f"{found.say('presumed')} ", tag("span", condition.presumed_cite, class_="cite"), class_="small")
        if condition.presumed_by
        else None,
        clauses(found.say("unless"), (cited(each.text[lang], each.cite) for each in condition.exceptions)),
        clauses(found.say("readings"), (cited(each.text[lang], each.cite) for each in condition.readings)),
    )


def _questions(found: _Site, questions: Sequence[str]) -> Markup | None:
    if not questions:
        return None
    items = (tag("li", each, lang="en") for each in questions)
    return tag("details", tag("summary", f"{found.say('open')} ({len(questions)})"), tag("div", tag("ul", items), class_="fold"))


def _card(found: _Site, card: Card) -> Markup:
    head = tag("thead", tag("tr", (tag("th", found.say(each), scope="col") for each in ("category", "points", "why"))))
    rows = [
        tag(
            "tr",
            tag("th", point.title, scope="row", lang="en"),
            tag("td", f"{point.got:g} / {point.of}" if point.of else found.say("not_graded")),
            tag("td", point.why, tag("span", "; ".join(point.traces), class_="small"), lang="en"),
        )
        for point in card.points
    ]
    total = tag("tr", tag("th", _grade(card), scope="row", class_="grade"), tag("td", f"{card.got:g} / {card.of}"), tag("td"))
    table = tag("table", head, tag("tbody", rows, total), class_="points")
    return tag(
        "section",
        tag("h2", found.say("card"), id="card"),
        tag("p", found.say("scale"), class_="small"),
        tag("div", table, class_="scroll", tabindex=0),
    )
