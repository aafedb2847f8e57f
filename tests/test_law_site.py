"""The site of the law: whole, escaped, quiet, and the same as what the report card says. In a browser where there is one."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from tests.report.test_browser import CHROMIUM, browser  # noqa: F401  (the browser is a fixture)
from unburden.calendar import parse_day
from unburden.law import jurisdiction_names
from unburden.law_site import page, site
from unburden.report_card import as_json, grade, read_scale

from .trafficking_law import load

AS_OF = parse_day("2026-11-23")[0]  # type: ignore[index]


def test_every_jurisdiction_is_on_the_map_and_in_the_table(tmp_path: Path) -> None:
    law = load(tmp_path)
    pages = site(law, AS_OF)
    assert set(pages) == {"index.html", "us-zz.html"}
    names = jurisdiction_names(law)
    assert len(names) == 58  # every U.S. jurisdiction, and the made-up one
    for code, name in names.items():
        assert f'<th scope="row">{name}</th>' in pages["index.html"] or code == "US-ZZ"
    shapes = set(re.findall(r'aria-label="([^":]+):', pages["index.html"]))
    assert shapes - {"Map"} == set(names.values()) - {"Zenda"}


def test_a_page_says_what_the_law_says(tmp_path: Path) -> None:
    text = page(load(tmp_path), "US-ZZ", AS_OF)
    for said in ("Vacate a conviction", "Z.C. §\N{NO-BREAK SPACE}9", "as a result of human trafficking", "A hearing if the prosecutor objects.", "B (76)"):
        assert said in text
    assert 'href="https://example.org/9"' in text
    assert "ordinances&lt;/b&gt;" in text
    assert "<b>ordinances" not in text


def test_spanish(tmp_path: Path) -> None:
    pages = site(load(tmp_path), AS_OF, "es")
    assert '<html lang="es">' in pages["us-zz.html"]
    assert "Le condenaron por este cargo" in pages["us-zz.html"]
    assert "Todas las jurisdicciones" in pages["index.html"]


def test_an_address_that_is_none_is_no_link(tmp_path: Path) -> None:
    text = page(load(tmp_path, ("https://example.org/9", "javascript:alert(1)")), "US-ZZ", AS_OF)
    assert "javascript:alert(1)" in text
    assert 'href="javascript' not in text


def test_cards_as_json(tmp_path: Path) -> None:
    law = load(tmp_path)
    (found,) = json.loads(as_json([grade(law, "US-ZZ", AS_OF, read_scale(law))]))["report_cards"]
    assert (found["jurisdiction"], found["grade"], found["points"], found["of"]) == ("US-ZZ", "B", 76, 100)
    assert sum(each["points"] for each in found["categories"]) == 76


@pytest.mark.skipif(CHROMIUM is None, reason="no Chromium on this machine")
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_in_a_browser(browser: Any, tmp_path: Path, scheme: str) -> None:  # noqa: F811
    axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="axe-playwright-python is not installed").Axe()
    folder = tmp_path / "site"
    folder.mkdir()
    for name, text in site(load(tmp_path / "law"), AS_OF).items():
        (folder / name).write_text(text, encoding="utf-8")
    shown = browser.new_page(viewport={"width": 360, "height": 800}, color_scheme=scheme)
    asked: list[str] = []
    said: list[str] = []
    shown.on("request", lambda request: asked.append(request.url))
    shown.on("console", lambda message: said.append(message.text))
    shown.on("pageerror", lambda error: said.append(str(error)))
    shown.goto((folder / "index.html").as_uri())
    assert shown.evaluate("document.documentElement.scrollWidth") <= 360
    assert axe.run(shown).response["violations"] == []
    box = shown.get_by_label("Search the law")
    assert shown.locator("#found li:visible").count() == 0
    box.fill("ROBBERY")
    assert shown.locator("#found li:visible").count() == 1
    assert shown.locator("#count").inner_text() == "1 found"
    box.fill("arson")
    assert shown.locator("#found li:visible").count() == 0
    box.fill("vacate zenda")
    shown.locator("#found a").click()
    assert shown.url.endswith("us-zz.html#9")
    shown.locator("summary").first.click()
    assert axe.run(shown).response["violations"] == []
    assert all(each.startswith("file:") for each in asked)
    assert said == []
    shown.close()
