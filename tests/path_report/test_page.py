"""The list of paths as a page: valid HTML that asks nothing of the network, and nothing of a record or a law becomes markup."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

import html5lib
import pytest
from attrs import evolve

from tests.path_report.people import GOLDEN, PEOPLE, hostile, person, under_made_up_law
from tests.report.test_page import EVIL
from tests.test_paths import record
from unburden.facts import Answers
from unburden.path_report import Lang, html
from unburden.path_report.making import make
from unburden.path_report.page import lay_out
from unburden.report.page import POLICY


@pytest.fixture
def golden_page(request: pytest.FixtureRequest) -> Callable[[str, str], None]:
    def compare(name: str, found: str) -> None:
        path: Path = GOLDEN / name
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


def words_of(page: str) -> str:
    return "".join(parsed(page).find("body").itertext()).replace("\N{NO-BREAK SPACE}", " ")


def compared(name: str) -> list[str]:
    return ["suit", "aid"] if name == "cleo" else []


@pytest.mark.parametrize(("name", "lang"), [("ada", "en"), ("ben", "es"), ("cleo", "en")])
def test_the_page_of_a_person(name: str, lang: Lang, golden_page: Callable[[str, str], None]) -> None:
    golden_page(f"{name}.{lang}.html", body(html(person(name), lang, compare=compared(name))))


@pytest.mark.parametrize("name", PEOPLE)
@pytest.mark.parametrize("lang", ["en", "es"])
def test_it_is_valid_and_reads_back_the_same(name: str, lang: Lang) -> None:
    page = html(person(name), lang, compare=compared(name))
    tree = parsed(page)
    assert tree.get("lang") == lang
    assert tree.find("head/title").text == ("Paths to justice" if lang == "en" else "Caminos a la justicia")
    again = html5lib.serialize(tree, tree="etree", quote_attr_values="always", omit_optional_tags=False, escape_rcdata=False)
    assert [(each.tag, each.attrib, each.text) for each in parsed("<!doctype html>" + again).iter()] == [
        (each.tag, each.attrib, each.text) for each in tree.iter()
    ]


@pytest.mark.parametrize("name", PEOPLE)
def test_it_asks_nothing_of_the_network(name: str) -> None:
    page = html(person(name), compare=compared(name))
    assert f'content="{POLICY}"'.replace("'", "&#x27;") in page
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
    for element in elements(page):
        for attribute, value in element.attrib.items():
            if attribute.rpartition("}")[2] in ("href", "src", "srcset", "action", "data", "poster", "formaction", "background"):
                assert value.startswith("#"), (element.tag, attribute, value)
            assert not attribute.startswith("on")
            assert attribute != "style"
    style = re.search(r"<style>(.*?)</style>", page, re.S)
    assert style is not None
    assert not re.search(r"url\(|@import|@font-face|expression|//", style[1])


@pytest.mark.parametrize("name", PEOPLE)
def test_its_parts_can_be_found(name: str) -> None:
    found = list(elements(html(person(name), compare=compared(name))))
    idents = [each.get("id") for each in found if each.get("id")]
    assert len(idents) == len(set(idents))
    for element in found:
        target = element.get("href", "#")[1:]
        assert not target or target in idents, target
        for name_of in ("aria-labelledby", "aria-describedby"):
            assert set((element.get(name_of) or "").split()) <= set(idents)
    levels = [int(each.tag[1]) for each in found if re.fullmatch(r"h[1-6]", each.tag)]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))
    for table in (each for each in found if each.tag == "table"):
        assert table.find("caption") is not None
        assert all(head.get("scope") in ("row", "col") for head in table.iter("th"))


def test_the_links_of_the_real_law_lead_somewhere() -> None:
    """A path's id is its anchor, so none may be called as a part of the page is."""
    from unburden.law import read_law
    from unburden.path_law import read_paths
    from unburden.paths import decide_paths

    law = read_paths(read_law(codes=[]), ["US-NY"])
    found = list(elements(html(decide_paths(law, 739_000, Answers(places={"lives_in": ("US-NY",), "happened_in": ("US-NY",)})))))
    idents = [each.get("id") for each in found if each.get("id")]
    assert len(idents) == len(set(idents))
    assert set(law.paths) <= set(idents)


@pytest.mark.parametrize("name", PEOPLE)
def test_every_path_stands_on_the_page_once(name: str) -> None:
    paths = person(name)
    articles = [each.get("aria-labelledby") for each in elements(html(paths)) if each.tag == "article"]
    assert sorted(articles) == sorted(each.path.id for each in paths.results)


def test_what_is_shown() -> None:
    page = words_of(html(person("ben")))
    for each in ("until January 31, 2028", "A letter of a shelter (you have it)", "F-5", "For an attorney to check", "(you have it)",
                 "Nothing of this was sent anywhere.", "this program is not a lawyer", "→"):  # fmt: skip
        assert each in page, each
    assert "Lado a lado" in words_of(html(person("cleo"), "es", compare=["suit", "aid"]))
    assert "Side by side" not in page


def test_problems_stand_on_the_page() -> None:
    page = words_of(html(under_made_up_law(Answers({"birth_date": "1990-01-01"}), record(birth="1991-01-01"))))
    assert "birth_date is answered otherwise than the record states it" in page


@pytest.mark.parametrize("name", PEOPLE)
@pytest.mark.parametrize("lang", ["en", "es"])
def test_no_one_is_called_a_victim(name: str, lang: Lang) -> None:
    assert not re.search("v[ií]ctim", "".join(parsed(html(person(name), lang)).itertext()), re.I)


# ---- words are hostile ----


def shape(page: str) -> list[tuple[str, tuple[str, ...]]]:
    return [(each.tag, tuple(sorted(each.attrib))) for each in elements(page)]


@pytest.mark.parametrize("text", [each for each in EVIL if "\x00" not in each])
@pytest.mark.parametrize("name", ["ben", "cleo"])
def test_nothing_of_a_law_becomes_markup(text: str, name: str) -> None:
    """Every text of the sheet is this one, whether it came from a law, a fact or a record."""
    sheet = make(person(name), "en", compared(name))
    tame, page = lay_out(hostile(sheet, "zzz")), lay_out(hostile(sheet, text))
    assert shape(page) == shape(tame)


@pytest.mark.parametrize("text", EVIL)
def test_nothing_of_a_record_becomes_markup(text: str) -> None:
    def page(words: str) -> str:
        papers = record(birth="1991-01-01")
        case = papers.cases[0]
        charge = evolve(case.charges[0], charge_id=words)
        filled = evolve(papers, cases=(evolve(case, case_id=words, court=words, county=words, charges=(charge,)),))
        return html(under_made_up_law(Answers({"birth_date": "1990-01-01"}), filled))

    assert shape(page(text)) == shape(page("zzz"))
    assert not re.search("[\x00\x1b\u202e]", page(text))


def test_hostile_fills_everything() -> None:
    page = words_of(lay_out(hostile(make(person("ben"), "en"), "zzz")))
    for kept in ("Zetaland", "The visa", "Someone hurt you", "F-5", "example.org", "A letter"):
        assert kept not in page
