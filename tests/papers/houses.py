"""Papers of made-up people in Zetaland, with the house's own templates, and templates and records made while the tests run."""

from __future__ import annotations

import io
import shutil
from collections.abc import Sequence
from functools import cache
from pathlib import Path

import pytest
from attrs import evolve

from tests.commands import Ran, one_charge, table, unburden
from tests.small_world import charge, land, person, provision, result
from unburden.facts import Answers
from unburden.law import Law
from unburden.papers import Packets, draft, papers_folder
from unburden.papers.details import Details
from unburden.record import Charge
from unburden.relief import Result
from unburden.report.words import Lang

#: Names as people have them, and as no one has them; each comes out as it went in, but for what cannot be printed.
NAMES = {
    "Arabic": "مريم بنت عبد الله",
    "Chinese": "王秀英",
    "Devanagari": "अनुराधा पाटिल",
    "Vietnamese": "Nguyễn Thị Ánh Tuyết",
    "combining": "Zoe\u0308 A\u030angstro\u0308m",
    "two surnames": "María José Carreño Quiñones-O’Neill",
    "emoji": "Ana 🌵 Bell",
    "quotes and ampersands": 'Ana "Dot" O\'Brien & Söhne <Bell>',
    "a tag of a template": "{{ 7*7 }} {% raw %} {# no #}",
    "a tag of XML": "<w:p/> &amp; ]]>",
    "Typst": '#eval("1+1") $x$ *b* _i_ @a `c` // d \\u{41}',
    "backslashes": "back\\slash\\n \\",
    "a blank of its own": "[name: ________]",
}


def template(path: Path, *lines: str) -> Path:
    """A Word document of these paragraphs."""
    docx = pytest.importorskip("docx")
    document = docx.Document()
    for line in lines:
        document.add_paragraph(line)
    document.save(str(path))
    return path


def lines_of(document: bytes) -> list[str]:
    """The paragraphs of a Word document."""
    docx = pytest.importorskip("docx")
    from unburden.papers.docx import paragraphs

    return [each.text for each in paragraphs(docx.Document(io.BytesIO(document)))]


def printed(data: bytes) -> str:
    """The letters of a PDF without spaces."""
    pypdfium2 = pytest.importorskip("pypdfium2")
    with pypdfium2.PdfDocument(data) as document:
        return "".join("".join(page.get_textpage().get_text_bounded() for page in document).split())


def outside(data: bytes, edge: float = 18) -> list[str]:
    """The letters of a PDF that stand nearer to an edge of their page than so many points, or beyond it."""
    pypdfium2 = pytest.importorskip("pypdfium2")
    found = []
    with pypdfium2.PdfDocument(data) as document:
        for page in document:
            width, height = page.get_size()
            text = page.get_textpage()
            for place in range(text.count_chars()):
                left, bottom, right, top = text.get_charbox(place)
                if left < edge or bottom < edge or right > width - edge or top > height - edge:
                    found.append(text.get_text_range(place, 1))
    return [each for each in found if each.strip()]


def zetaland() -> Law:
    """Zetaland with one law, which vacates what came of trafficking."""
    own = provision("vacate", "result_of_trafficking", kind="trafficking", effect="vacatur")
    return land(evolve(own, confidence="high", burden="preponderance", contact={"prosecutor": "served"}))


def decided(charges: Sequence[Charge]) -> Result:
    """A case of these charges, all of which the person says came of trafficking."""
    record = person(charges, number="K-1", court="High Court of Zetaland", county="Bell")
    record = evolve(record, person=evolve(record.person, names=("Ana Bell",)))
    return result(zetaland(), record, Answers(charges={each.charge_id: {"result_of_trafficking": True} for each in charges}))


def drafted(*charges: Charge, details: Details | None = None, lang: Lang = "en") -> Packets:
    """The papers of one case of these charges."""
    return draft(decided(charges or (charge(1),)), details or Details(name="Ana Bell"), lang=lang)


@cache
def ordinary() -> Packets:
    """The papers of one case of one charge."""
    return drafted()


def house_alone(folder: Path) -> Path:
    """A folder of papers in which no jurisdiction has any of its own."""
    shutil.copytree(papers_folder() / "house", folder / "papers" / "house")
    return folder / "papers"


def papers(folder: Path, *arguments: str | Path, facts: str = "", rows: Sequence[dict[str, str]] | None = None, typed: str = "") -> Ran:
    """`unburden papers` over a record of Oregon, into the folder's `out`."""
    (folder / "record.csv").write_text(table([one_charge()] if rows is None else rows), encoding="utf-8")
    (folder / "facts.toml").write_text(facts, encoding="utf-8")
    out = () if "--out" in arguments else ("--out", folder / "out")
    given = (folder / "record.csv", "--facts", folder / "facts.toml", "--as-of", "2026-11-23", *out, *arguments)
    return unburden("papers", *given, typed=typed)
