"""The page in a real browser: what it asks for, how it looks on a phone, whether a keyboard and a screen reader can use it."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.report.people import PEOPLE, decided, person, record_of
from tests.report.test_page import EVIL, filled
from unburden.report import html

sync_api = pytest.importorskip("playwright.sync_api", reason="Playwright is not installed")

CHROMIUM = next((path for name in ("chromium", "chromium-browser", "google-chrome") if (path := shutil.which(name))), None)
QUIET = (
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-dev-shm-usage",
)
SIZES = ((320, 640), (768, 1024), (1280, 900))

pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="no Chromium on this machine")


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    with sync_api.sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=CHROMIUM, args=list(QUIET))
        yield running
        running.close()


class Shown:
    """A page that is open, with everything that it asked for and complained of."""

    def __init__(self, browser: Any, folder: Path, content: str, *, size: tuple[int, int] = (1280, 900), scheme: str = "light") -> None:
        self.asked: list[str] = []
        self.said: list[str] = []
        self.page = browser.new_page(viewport={"width": size[0], "height": size[1]}, color_scheme=scheme)
        self.page.on("console", lambda message: self.said.append(message.text))
        self.page.on("pageerror", lambda error: self.said.append(str(error)))
        self.page.on("dialog", lambda dialog: (self.said.append(dialog.message), dialog.dismiss()))
        self.file = folder / "page.html"
        self.file.write_text(content, encoding="utf-8")
        self.page.on("request", lambda request: self.asked.append(request.url))
        self.page.goto(self.file.as_uri())

    def __enter__(self) -> Shown:
        return self

    def __exit__(self, *_: object) -> None:
        self.page.close()

    def width(self) -> int:
        found: int = self.page.evaluate("Math.max(document.documentElement.scrollWidth, document.body.scrollWidth)")
        return found

    def open_all(self) -> None:
        self.page.evaluate("document.querySelectorAll('details').forEach(each => each.open = true)")


@pytest.mark.parametrize("name", PEOPLE)
@pytest.mark.parametrize("size", SIZES)
def test_it_asks_for_nothing_and_never_scrolls_sideways(browser: Any, tmp_path: Path, name: str, size: tuple[int, int]) -> None:
    with Shown(browser, tmp_path, html(person(name), "es"), size=size) as shown:
        assert shown.width() == size[0]
        shown.open_all()
        assert shown.width() == size[0]
        assert shown.asked == [shown.file.as_uri()]
        assert shown.said == []


def test_the_policy_is_in_force(browser: Any, tmp_path: Path) -> None:
    with Shown(browser, tmp_path, html(person("ada"))) as shown:
        with pytest.raises(sync_api.Error):
            shown.page.add_script_tag(content="window.ran = true")
        assert shown.page.evaluate("window.ran") is None
        with shown.page.expect_event("requestfailed") as failed:
            shown.page.evaluate("document.body.append(Object.assign(new Image(), {src: 'http://127.0.0.1:9/a.png'}))")
        assert failed.value.failure == "csp"


@pytest.mark.parametrize("text", EVIL)
def test_a_hostile_record_does_nothing(browser: Any, tmp_path: Path, text: str) -> None:
    with Shown(browser, tmp_path, html(decided(filled(text, text)))) as shown:
        shown.open_all()
        assert shown.asked == [shown.file.as_uri()]
        assert shown.said == []


def test_words_without_a_break_stay_on_a_phone(browser: Any, tmp_path: Path) -> None:
    with Shown(browser, tmp_path, html(decided(filled("W" * 399, "W" * 399))), size=SIZES[0]) as shown:
        shown.open_all()
        assert shown.width() == 320


def test_reasons_unfold_with_the_keyboard(browser: Any, tmp_path: Path) -> None:
    with Shown(browser, tmp_path, html(person("ada"))) as shown:
        page = shown.page
        reason = page.get_by_text("The waiting years have passed").first
        assert not reason.is_visible()
        summary = page.locator("article details summary").first
        summary.focus()
        page.keyboard.press("Enter")
        assert reason.is_visible()
        outline = summary.evaluate("each => getComputedStyle(each).outlineStyle + getComputedStyle(each).outlineWidth")
        assert outline == "solid3px"
        page.keyboard.press("Space")
        assert not reason.is_visible()


def test_the_first_key_leads_to_the_answers(browser: Any, tmp_path: Path) -> None:
    with Shown(browser, tmp_path, html(person("ada")), size=SIZES[0]) as shown:
        shown.page.keyboard.press("Tab")
        box = shown.page.locator(".skip").bounding_box()
        assert box is not None
        assert box["x"] >= 0
        shown.page.keyboard.press("Enter")
        assert shown.page.evaluate("location.hash") == "#answers"


def test_print_unfolds_the_reasons(browser: Any, tmp_path: Path) -> None:
    with Shown(browser, tmp_path, html(person("ada"))) as shown:
        page = shown.page
        reason = page.get_by_text("The waiting years have passed").first
        assert not reason.is_visible()
        page.emulate_media(media="print")
        assert reason.is_visible()
        box = reason.bounding_box()
        assert box is not None
        assert box["height"] > 0
        assert not page.locator("nav").is_visible()
        printed = page.pdf(format="Letter")
        assert printed.startswith(b"%PDF")
        assert len(printed) > 20_000


@pytest.mark.parametrize("name", PEOPLE)
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", [SIZES[0], SIZES[2]])
def test_no_barrier_is_found(browser: Any, tmp_path: Path, name: str, scheme: str, size: tuple[int, int]) -> None:
    axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="axe-playwright-python is not installed").Axe()
    with Shown(browser, tmp_path, html(person(name), "es" if name == "cleo" else "en"), size=size, scheme=scheme) as shown:
        shown.open_all()
        found = axe.run(shown.page, options={"rules": {"target-size": {"enabled": True}}})
        assert found.response["violations"] == []
        rules = {each["id"] for each in found.response["passes"]}
        assert {"color-contrast", "html-has-lang", "heading-order", "landmark-one-main", "svg-img-alt", "target-size"} <= rules


def test_a_long_record_opens(browser: Any, tmp_path: Path) -> None:
    from attrs import evolve

    record = record_of("ada")
    cases = tuple(evolve(record.cases[0], case_id=f"c{number}", number=f"{number}") for number in range(60))
    with Shown(browser, tmp_path, html(decided(evolve(record, cases=cases))), size=SIZES[0]) as shown:
        assert shown.width() == 320
        assert shown.page.locator("article.charge").count() == 120
