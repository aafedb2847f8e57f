"""Make report.png, the README's picture of the report: the demo's record on a wide page, and one of its charges on a phone.

    make report && .venv/bin/python docs/pictures/report.py

Needs a Chromium on the machine, and the libraries of `make test`.
"""

from __future__ import annotations

import base64
import shutil
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

HERE = Path(__file__).resolve().parent
REPORT = HERE.parent.parent / "report.html"
#: Opens the reasons of the charge that the picture shows, and puts it at the top.
SHOW = """() => {
    const charge = [...document.querySelectorAll('article')].find(each => each.textContent.includes('PL 230.00'));
    charge.querySelector('details').open = true;
    window.scrollTo(0, charge.getBoundingClientRect().top + window.scrollY - 110);
}"""
FRAME = """<body style="margin:0;background:#cfd3d1;padding:30px;display:flex;gap:24px">
<style>img{{border-radius:8px;box-shadow:0 1px 6px #0005}}</style><img src="{0}"><img src="{1}"></body>"""


def shot(browser: Browser, width: int, scheme: str, script: str = "") -> str:
    """The report in a window of this width, as the address of a picture."""
    page = browser.new_page(viewport={"width": width, "height": 1225}, color_scheme=scheme)  # type: ignore[arg-type]
    page.goto(REPORT.as_uri())
    if script:
        page.evaluate(script)
    return "data:image/png;base64," + base64.b64encode(page.screenshot()).decode()


def main() -> None:
    """Write the picture beside this file."""
    chromium = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        frame = FRAME.format(shot(browser, 860, "light"), shot(browser, 396, "dark", SHOW))
        page = browser.new_page(viewport={"width": 1340, "height": 1285})
        page.set_content(frame)
        page.screenshot(path=HERE / "report.png")
        browser.close()


if __name__ == "__main__":
    main()
