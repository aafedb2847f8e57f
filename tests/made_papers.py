"""Papers made while the tests run: PDFs and photographs of lines of text, as courts print them and as people hold them."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest


def pdf(path: Path, pages: Sequence[Sequence[str]], stamp: str = "", size: float = 9) -> Path:
    """A PDF of lines in a fixed-pitch font, with a stamp across each page if one is named."""
    fpdf = pytest.importorskip("fpdf")
    paper = fpdf.FPDF(format="letter")
    paper.set_auto_page_break(False)
    for lines in pages:
        paper.add_page()
        paper.set_font("Courier", size=size)
        for n, line in enumerate(lines):
            paper.text(12, 12 + n * size * 0.45, line.encode("latin-1", "replace").decode("latin-1"))
        if stamp:
            with paper.rotation(45, 100, 150):
                paper.set_font("Helvetica", size=50)
                paper.text(30, 150, stamp)
    paper.output(str(path))
    return path


def photo(path: Path, paper: Path, page: int = 0, crooked: float = 0.0, turned: int = 0, dpi: int = 200) -> Path:
    """A picture of one page of a PDF, a few degrees off and lying on a side if so told."""
    pypdfium2 = pytest.importorskip("pypdfium2")
    pytest.importorskip("PIL")
    with pypdfium2.PdfDocument(paper) as document:
        picture = document[page].render(scale=dpi / 72).to_pil().convert("L")
    if path.suffix == ".heic":
        pytest.importorskip("pillow_heif").register_heif_opener()
    picture.rotate(crooked, expand=True, fillcolor=255).rotate(turned, expand=True).save(path)
    return path


def pages_of(text: str, lines: int = 60) -> list[list[str]]:
    """A text as pages: those that form feeds divide, or of so many lines each."""
    if "\f" in text:
        return [page.split("\n") for page in text.split("\f")]
    every = text.split("\n")
    return [every[n : n + lines] for n in range(0, len(every), lines)]


def can_see() -> bool:
    """Whether photographs can be read on this machine: the library and the models of the letters are there."""
    from importlib.util import find_spec

    from unburden.readers._pages import models

    return find_spec("tesserocr") is not None and models() is not None
