"""The page of paths in a real browser: what it asks for, how it looks on a phone, whether a keyboard and a screen reader can use it."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import pytest

from tests.path_report.people import PEOPLE, hostile, person
from tests.path_report.test_page import compared
from tests.report.test_browser import CHROMIUM, SIZES, Shown, browser, sync_api  # noqa: F401
from tests.report.test_page import EVIL
from unburden.facts import Answers
from unburden.law import read_law
from unburden.path_law import read_paths
from unburden.path_report import html
from unburden.path_report.making import make
from unburden.path_report.page import lay_out
from unburden.paths import decide_paths

pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="no Chromium on this machine")


@cache
def real() -> str:
    """The page of a person in New York, under the law that comes with the program."""
    answers = Answers(
        {"trafficked": True, "us_citizen": False, "birth_date": "1999-05-05", "trafficking_ended_on": "2025-02-01"},
        places={"lives_in": ("US-NY",), "happened_in": ("US-NY", "US-FL"), "open_cases_in": ()},
        matters=("no police", "money"),
    )
    return html(
        decide_paths(read_paths(read_law(codes=[]), ["US-NY", "US-FL"]), 739_578, answers), "es", compare=["t-status", "compensation"]
    )


def page(name: str, lang: Any = "en") -> str:
    return real() if name == "real" else html(person(name), lang, compare=compared(name))


@pytest.mark.parametrize("name", [*PEOPLE, "real"])
@pytest.mark.parametrize("size", SIZES)
def test_it_asks_for_nothing_and_never_scrolls_sideways(browser: Any, tmp_path: Path, name: str, size: tuple[int, int]) -> None:  # noqa: F811
    with Shown(browser, tmp_path, page(name, "es"), size=size) as shown:
        assert shown.width() == size[0]
        shown.open_all()
        assert shown.width() == size[0]
        assert shown.asked == [shown.file.as_uri()]
        assert shown.said == []


#: The page of the real law is long, so it is looked at twice, not four times.
LOOKS = [(name, scheme, size) for name in PEOPLE for scheme in ("light", "dark") for size in (SIZES[0], SIZES[2])]
LOOKS += [("real", "light", SIZES[2]), ("real", "dark", SIZES[0])]


@pytest.mark.parametrize(("name", "scheme", "size"), LOOKS)
def test_no_barrier_is_found(browser: Any, tmp_path: Path, name: str, scheme: str, size: tuple[int, int]) -> None:  # noqa: F811
    axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="axe-playwright-python is not installed").Axe()
    with Shown(browser, tmp_path, page(name, "es" if name == "cleo" else "en"), size=size, scheme=scheme) as shown:
        shown.open_all()
        found = axe.run(shown.page, options={"rules": {"target-size": {"enabled": True}}})
        assert [
            (each["id"], each["nodes"][0]["html"], each["nodes"][0].get("failureSummary")) for each in found.response["violations"]
        ] == []
        rules = {each["id"] for each in found.response["passes"]}
        assert {"color-contrast", "html-has-lang", "heading-order", "landmark-one-main", "target-size"} <= rules


@pytest.mark.parametrize("text", EVIL)
def test_hostile_words_do_nothing(browser: Any, tmp_path: Path, text: str) -> None:  # noqa: F811
    with Shown(browser, tmp_path, lay_out(hostile(make(person("cleo"), "en", ["suit", "aid"]), text))) as shown:
        shown.open_all()
        assert shown.asked == [shown.file.as_uri()]
        assert shown.said == []


def test_words_without_a_break_stay_on_a_phone(browser: Any, tmp_path: Path) -> None:  # noqa: F811
    with Shown(browser, tmp_path, lay_out(hostile(make(person("ben"), "en", ["suit", "aid"]), "W" * 399)), size=SIZES[0]) as shown:
        shown.open_all()
        assert shown.width() == 320


def test_the_policy_is_in_force(browser: Any, tmp_path: Path) -> None:  # noqa: F811
    with Shown(browser, tmp_path, page("ada")) as shown:
        with pytest.raises(sync_api.Error):
            shown.page.add_script_tag(content="window.ran = true")
        assert shown.page.evaluate("window.ran") is None


def test_it_unfolds_with_the_keyboard(browser: Any, tmp_path: Path) -> None:  # noqa: F811
    with Shown(browser, tmp_path, page("ben")) as shown:
        closed = shown.page.locator("details:not([open])").first
        summary = closed.locator("summary")
        inside = closed.locator(".fold")
        handle = inside.element_handle()
        assert not handle.is_visible()
        summary.focus()
        shown.page.keyboard.press("Enter")
        assert handle.is_visible()


def test_the_first_key_leads_to_the_paths(browser: Any, tmp_path: Path) -> None:  # noqa: F811
    with Shown(browser, tmp_path, page("ada"), size=SIZES[0]) as shown:
        shown.page.keyboard.press("Tab")
        box = shown.page.locator(".skip").bounding_box()
        assert box is not None
        assert box["x"] >= 0
        shown.page.keyboard.press("Enter")
        assert shown.page.evaluate("location.hash") == "#paths"


def test_print_unfolds_everything(browser: Any, tmp_path: Path) -> None:  # noqa: F811
    with Shown(browser, tmp_path, page("ben")) as shown:
        inside = shown.page.locator("details:not([open]) .fold").first.element_handle()
        assert not inside.is_visible()
        shown.page.emulate_media(media="print")
        assert inside.is_visible()
        box = inside.bounding_box()
        assert box is not None
        assert box["height"] > 0
        assert not shown.page.locator("nav").is_visible()
        printed = shown.page.pdf(format="Letter")
        assert printed.startswith(b"%PDF")
        assert len(printed) > 20_000


def test_the_table_of_paths_leads_to_each(browser: Any, tmp_path: Path) -> None:  # noqa: F811
    with Shown(browser, tmp_path, page("ada")) as shown:
        shown.page.locator("table.overview a", has_text="The visa").click()
        assert shown.page.evaluate("location.hash") == "#visa"
