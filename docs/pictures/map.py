"""Make map.png, the README's picture of the country: the first screen of the law's own site.

    .venv/bin/unburden law show --format html --out site && .venv/bin/python docs/pictures/map.py site

Needs a Chromium on the machine, and the libraries of `make test`.
"""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

from playwright.sync_api import sync_playwright

HERE = Path(__file__).resolve().parent


def main(folder: Path) -> None:
    """Write the picture beside this file."""
    chromium = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        page = browser.new_page(viewport={"width": 1060, "height": 900}, color_scheme="light")
        page.goto((folder / "index.html").resolve().as_uri())
        low = page.locator(".legend").bounding_box()
        assert low is not None
        page.screenshot(path=HERE / "map.png", clip={"x": 0, "y": 0, "width": 1060, "height": low["y"] + low["height"] + 24})
        browser.close()


if __name__ == "__main__":
    main(Path(sys.argv[1]))
