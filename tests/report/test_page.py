from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

import html5lib
import pytest
from attrs import evolve, fields, has
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.report.people import FIXTURES, PEOPLE, decided, person, record_of
from unburden.record import (
    Case,
    Charge,
    ChargeVersion,
    Disagreement,
    Disposition,
    Doubt,
    Person,
    Record,
    SentencePart,
    SetAside,
    Source,
    Span,
    Unread,
)
from unburden.report import Lang, html
from unburden.report.markup import join, tag
from unburden.report.page import POLICY

EVIL = (
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "'--><svg/onload=alert(1)>",
    "</title></style></textarea><iframe src=//evil.example>",
    "&lt;b&gt; &amp;amp; &#x3C;script&#x3E;",
    "\u202eevil\u2066\x00\x1b[31m",
    "javascript:alert(1)",
    "{{7*7}} ${7*7} {0} {name}",
    "ليلى <b>",
    "]]><!--",
)


@pytest.fixture
def golden_page(request: pytest.FixtureRequest) -> Callable[[str, str], None]:
    def compare(name: str, found: str) -> None:
        path: Path = FIXTURES / name
        if request.config.getoption("--update-golden"):
            path.write_text(found, encoding="utf-8")
        assert path.exists(), f"{path} is missing: run pytest --update-golden and read what it wrote"
        assert found == path.read_text(encoding="utf-8")

    return compare


def body(page: str) -> str:
    """The page without its style, so that a change of color changes no golden file; one element a line."""
    return re.sub(r"<style>.*?</style>", "<style></style>", page, flags=re.S).replace("><", ">\n<")


def parsed(page: str) -> Any:
    """The page as a tree; the parser raises on every error of HTML."""
    return html5lib.HTMLParser(strict=True, namespaceHTMLElements=False).parse(page)


def elements(page: str) -> Iterator[Any]:
    yield from (each for each in parsed(page).iter() if isinstance(each.tag, str))


def attributes(page: str) -> Iterator[tuple[str, str, str]]:
    for element in elements(page):
        for name, value in element.attrib.items():
            yield element.tag, name, value


def words_of(page: str) -> str:
    return "".join(parsed(page).find("body").itertext())


@pytest.mark.parametrize(("name", "lang"), [("ada", "en"), ("ben", "en"), ("cleo", "es")])
def test_the_page_of_a_person(name: str, lang: Lang, golden_page: Callable[[str, str], None]) -> None:
    golden_page(f"{name}.{lang}.golden.html", body(html(person(name), lang)))


@pytest.mark.parametrize("name", PEOPLE)
@pytest.mark.parametrize("lang", ["en", "es"])
@pytest.mark.parametrize("full", [False, True])
def test_it_is_valid_and_reads_back_the_same(name: str, lang: Lang, full: bool) -> None:
    page = html(person(name), lang, full=full)
    tree = parsed(page)
    assert tree.get("lang") == lang
    again = html5lib.serialize(tree, tree="etree", quote_attr_values="always", omit_optional_tags=False, escape_rcdata=False)
    assert [(each.tag, each.attrib, each.text) for each in parsed("<!doctype html>" + again).iter()] == [
        (each.tag, each.attrib, each.text) for each in tree.iter()
    ]


@pytest.mark.parametrize("name", PEOPLE)
def test_it_asks_nothing_of_the_network(name: str) -> None:
    page = html(person(name))
    assert f'content="{POLICY}"'.replace("'", "&#x27;") in page
    assert POLICY.startswith("default-src 'none'")
    assert not {each.tag.rpartition("}")[2] for each in elements(page)} & {
        "script",
        "link",
        "img",
        "iframe",
        "object",
        "embed",
        "base",
        "form",
    }
    for element, attribute, value in attributes(page):
        if attribute.rpartition("}")[2] in ("href", "src", "srcset", "action", "data", "poster", "formaction", "background"):
            assert value.startswith("#"), (element, attribute, value)
        assert not attribute.startswith("on")
        assert attribute != "style"
    style = re.search(r"<style>(.*?)</style>", page, re.S)
    assert style is not None
    assert not re.search(r"url\(|@import|@font-face|expression|//", style[1])


@pytest.mark.parametrize("name", PEOPLE)
def test_its_parts_can_be_found(name: str) -> None:
    found = list(elements(html(person(name))))
    idents = [each.get("id") for each in found if each.get("id")]
    assert len(idents) == len(set(idents))
    for element in found:
        target = element.get("href", "#")[1:]
        assert not target or target in idents
        for name_of in ("aria-labelledby", "aria-describedby"):
            assert set((element.get(name_of) or "").split()) <= set(idents)
    levels = [int(each.tag[1]) for each in found if re.fullmatch(r"h[1-6]", each.tag)]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))
    for table in (each for each in found if each.tag == "table"):
        assert table.find("caption") is not None
        assert all(head.get("scope") in ("row", "col") for head in table.iter("th"))
    assert [each.tag for each in found if each.tag in ("header", "main", "nav", "footer")] == ["header", "main", "nav", "footer"]


def test_the_title_tells_nothing() -> None:
    for lang, title in (("en", "Record summary"), ("es", "Resumen del expediente")):
        assert parsed(html(person("ada"), lang)).find("head/title").text == title  # type: ignore[arg-type]


@pytest.mark.parametrize("name", PEOPLE)
@pytest.mark.parametrize("lang", ["en", "es"])
def test_no_one_is_called_a_victim_but_in_a_quotation(name: str, lang: Lang) -> None:
    tree = parsed(html(person(name), lang))
    for quote in list(tree.iter("q")):
        quote.text = ""
    assert not re.search("v[ií]ctim", "".join(tree.itertext()), re.I)


def test_the_page_in_spanish_marks_what_is_english() -> None:
    tree = parsed(html(person("cleo"), "es"))
    marked = ["".join(each.itertext()) for each in tree.iter() if each.get("lang") == "en"]
    assert "Does an attempt count?" in marked
    assert "result_of_trafficking" in marked
    assert "Por qué preguntamos" in words_of(html(person("cleo"), "es"))


def test_the_timeline_has_its_table_and_its_words() -> None:
    tree = parsed(html(person("ada")))
    (drawing,) = [each for each in tree.iter() if each.get("role") == "img"]
    named = {each.get("id"): each.text for each in tree.iter() if each.get("id")}
    told = " ".join(named[ident] for ident in drawing.get("aria-labelledby").split())
    assert told.startswith("The record in time A drawing of 2 cases from February 20, 2009 to March 14, 2028")
    table = "".join(next(each for each in tree.iter("table") if each.find("caption").text == "The record in time").itertext())
    assert "May 4, 2009Outcome: convicted (charge 1)" in table
    assert "February 2024Filed in court" in table
    assert "March 14, 2028Can be cleared from this day: set-aside (charge 1)" in table


def test_a_record_without_days_has_no_drawing() -> None:
    page = html(decided(Record(cases=(Case("c", jurisdiction="US-ZZ", charges=(Charge("c-1"),)),))))
    assert "The record states no day that could be drawn." in words_of(page)
    assert not [each for each in elements(page) if each.get("role") == "img"]


def test_more_cases_than_can_be_drawn() -> None:
    cases = tuple(Case(f"c{number}", jurisdiction="US-ZZ", filed_date=f"{1980 + number % 40}") for number in range(60))
    page = html(decided(Record(cases=cases)))
    assert "The drawing shows the first 40 cases; the table has all of them." in words_of(page)
    assert words_of(page).count("Filed in court") == 60


# ---- a record is hostile -------------------------------------------------------------------------------------------


def filled(text: str, file: str = "f") -> Record:
    """A record that has the same text in every place that takes any."""
    span = Span(file, 3)
    spans = {"statute": span, "description": span, "date": span, "outcome": span, "offense_date": span, "filed_date": span}
    version = ChargeVersion("filed", text, text, text, text, spans)
    dispositions = (Disposition(text, "convicted", "2001-02-03", spans=spans), Disposition(text, None, text, later=True))
    sentence = (SentencePart("other", text, text),)
    charge = Charge(text, (version,), dispositions, sentence, "2001-01-01", text, text, text, text, spans)
    unread = Charge(f"{text} 2", (version,), (Disposition(text),))
    case = Case(text, "US-ZZ", text, text, text, "2001-01-02", "closed", text, text, (text,), (charge, unread), spans, (text,))
    nowhere = Case(f"{text} 3", text, None, text, charges=(Charge(f"{text} 4"),))
    return Record(
        text,
        Person((text, text), (text,), (text,)),
        (case, nowhere),
        (Source(file, text),),
        (Unread(span, text, text),),
        (SetAside(span, text, text),),
        (Disagreement(text, text, (text, text), (span, span)),),
        (text,),
        {text: {text: text}},
        (Doubt(span, text, 5),),
    )


def shape(page: str) -> list[tuple[str, tuple[str, ...]]]:
    return [(each.tag, tuple(sorted(each.attrib))) for each in elements(page)]


@pytest.mark.parametrize("text", EVIL)
@pytest.mark.parametrize("full", [False, True])
def test_nothing_of_a_record_becomes_markup(text: str, full: bool) -> None:
    tame = html(decided(filled("zzz", "zzz")), full=full)
    page = html(decided(filled(text, text)), full=full)
    assert shape(page) == shape(tame)
    assert not re.search("[\x00\x1b\u202e]", page)


def test_every_place_that_takes_text_is_filled() -> None:
    """The record of the tests above leaves no field out, so a new one is noticed."""

    def empty(value: Any, path: str) -> Iterator[str]:
        if has(type(value)):
            for each in fields(type(value)):
                yield from empty(getattr(value, each.name), f"{path}.{each.name}")
        elif isinstance(value, tuple) and value:
            yield from empty(value[0], path)
        elif value in (None, (), "") and not isinstance(value, bool):
            yield path

    assert set(empty(filled("x"), "")) <= {".cases.charges.spans", ".unread.span.page", ".set_aside.span.page", ".disagreements.spans.page", ".doubtful.span.page"}


@given(st.text(st.characters(), min_size=1, max_size=60))
@settings(max_examples=60, deadline=None)
def test_any_text_leaves_a_valid_page(text: str) -> None:
    page = html(decided(filled(text, text or "f")))
    parsed(page)
    page.encode()


@given(st.text(max_size=40), st.text(max_size=40))
def test_an_element_gives_back_its_text_and_attributes(text: str, attribute: str) -> None:
    text, attribute = (re.sub(r"[\x00-\x1f\x7f-\x9f\ufdd0-\ufdef\ufffe\uffff]|[^\x00-\uffff]", "", each) for each in (text, attribute))
    made = tag("p", text, title=attribute)
    element = html5lib.parseFragment(made, namespaceHTMLElements=False)[0]
    assert "".join(element.itertext()).replace("§\xa0", "§ ") == text.replace("§\xa0", "§ ")
    assert element.get("title") == attribute


def test_markup_is_made_of_parts() -> None:
    assert (
        tag("ul", (tag("li", each) for each in ("a", "<b>")), class_="x", hidden=True, id=None)
        == '<ul class="x" hidden><li>a</li><li>&lt;b&gt;</li></ul>'
    )
    assert tag("br") == "<br>"
    assert tag("path", d="M0") == '<path d="M0"/>'
    assert join("a", None, ["b", tag("i", "c")]) == "ab<i>c</i>"


def test_a_page_of_many_charges_grows_no_faster_than_they_do() -> None:
    first = record_of("ada").cases[0]

    def size(number: int) -> int:
        charges = tuple(evolve(first.charges[0], charge_id=f"c-{each}") for each in range(number))
        return len(html(decided(Record(cases=(evolve(first, charges=charges),)))))

    assert size(400) < 4.4 * size(100)
