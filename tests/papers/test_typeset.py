from __future__ import annotations

import io
import re
from functools import cache
from pathlib import Path

import pytest

pytest.importorskip("docxtpl")
pytest.importorskip("typst")
pytest.importorskip("pypdf")
pytest.importorskip("pypdfium2")

import docx
import pypdf

from tests.papers.houses import NAMES, drafted, lines_of, ordinary, outside, printed, template
from tests.small_world import charge
from unburden.papers import Details, Packets
from unburden.papers.typeset import pdf

#: Scripts that the letters which Typst brings, or those of any ordinary machine, hold.
EVERYWHERE = (
    "Vietnamese",
    "combining",
    "two surnames",
    "quotes and ampersands",
    "a tag of a template",
    "a tag of XML",
    "Typst",
    "backslashes",
)


@cache
def sixty() -> Packets:
    return drafted(*(charge(number, statute=f"2.10({number})", description=f"LOAF NO {number:03}") for number in range(1, 61)))


def made(folder: Path, *lines: str) -> tuple[bytes, list[str]]:
    data, problems = pdf(template(folder / "a.docx", *lines).read_bytes(), "a.pdf")
    return data, [str(each) for each in problems]


def letters(text: str) -> str:
    import unicodedata

    return "".join(unicodedata.normalize("NFC", text).split())


@pytest.mark.parametrize("name", [NAMES[each] for each in EVERYWHERE], ids=EVERYWHERE)
def test_a_name_is_printed_as_it_is_and_as_nothing_else(tmp_path: Path, name: str) -> None:
    data, problems = made(tmp_path, f"I, {name}, state:")
    assert problems == []
    assert letters(printed(data)) == letters(f"I, {name}, state:")


@pytest.mark.parametrize("script", NAMES)
def test_letters_that_no_font_has_are_told_and_all_others_are_there(tmp_path: Path, script: str) -> None:
    data, problems = made(tmp_path, f"I, {NAMES[script]}, state:")
    found = letters(printed(data))
    assert set("I,state:") <= set(found)
    if problems:
        (problem,) = problems
        assert problem.startswith("a.pdf: the PDF cannot show every letter")
        assert "Word file" in problem
    else:
        assert sorted(set(letters(NAMES[script])) - set(found)) == []


def test_a_letter_of_no_font_is_never_lost_in_silence(tmp_path: Path) -> None:
    data, problems = made(tmp_path, "I, \U00016a70\U0001e290\U00010f70\U00012f90\U00011f04\U0001e4d0, state:")
    assert problems
    assert printed(data).startswith("I,")


def test_sixty_charges_are_all_printed_in_both_files() -> None:
    files = sixty().files
    (word,) = [data for name, data in files.items() if name.endswith("exhibit.docx")]
    (paper,) = [data for name, data in files.items() if name.endswith("exhibit.pdf")]
    for text in ("".join("".join(lines_of(word)).split()), printed(paper)):
        assert re.findall(r"LOAFNO(\d{3})", text) == [f"{number:03}" for number in range(1, 61)]
        assert [int(each) for each in re.findall(r"2\.10\((\d+)\)", text)] == list(range(1, 61))


def test_charges_of_any_name_are_printed_in_both_files_as_they_are() -> None:
    names = {script: " ".join(name.split()) for script, name in NAMES.items()}
    charges = [charge(number, description=name) for number, name in enumerate(names.values(), 1)]
    packets = drafted(*charges, details=Details(name=names["Typst"], address=(names["a tag of XML"],)), lang="es")
    for paper in ("case-1/3-exhibit", "letter", "attorney"):
        words = lines_of(packets.files[f"{paper}.docx"])
        found = letters(printed(packets.files[f"{paper}.pdf"]))
        for script, name in names.items():
            assert any(name in line for line in words) or (script == "a blank of its own" and paper != "case-1/3-exhibit"), (paper, script)
            assert script not in EVERYWHERE or letters(name) in found, (paper, script)
    told = [each for each in packets.problems if each.file == "case-1/3-exhibit.pdf"]
    lost = [script for script, name in names.items() if set(letters(name)) - set(letters(printed(packets.files["case-1/3-exhibit.pdf"])))]
    assert bool(told) == bool(lost), (told, lost)


def test_a_table_over_several_pages_has_its_heading_on_each() -> None:
    import pypdfium2

    (data,) = [data for name, data in sixty().files.items() if name.endswith("exhibit.pdf")]
    with pypdfium2.PdfDocument(data) as document:
        pages = [page.get_textpage().get_text_bounded() for page in document]
    assert len(pages) > 2
    assert all("Outcome" in page and "Page" in page for page in pages if "LOAF NO" in page)


def test_no_letter_stands_outside_of_its_page() -> None:
    for packets in (sixty(), ordinary()):
        for name, data in packets.files.items():
            if name.endswith(".pdf"):
                assert outside(data) == [], name


def test_a_word_of_three_hundred_letters_stays_within_the_page(tmp_path: Path) -> None:
    word = "Wolfeschlegelstein" * 17
    data, _ = made(tmp_path, f"I, {word}, state:")
    assert outside(data) == []
    assert re.sub("[\u200b\u00ad\ufffe-]", "", printed(data)) == f"I,{word},state:"


def test_a_long_word_stays_within_its_cell(tmp_path: Path) -> None:
    import pypdfium2

    document = docx.Document()
    table = document.add_table(1, 6)
    table.cell(0, 0).text, table.cell(0, 1).text = "CRIMINALPOSSESSIONCONTROLLEDSUBSTANCE", "second"
    out = io.BytesIO()
    document.save(out)
    data, _ = pdf(out.getvalue(), "a.pdf")
    with pypdfium2.PdfDocument(data) as paper:
        text = paper[0].get_textpage()
        all_letters = text.get_text_range()
        boxes = [text.get_charbox(place) for place in range(text.count_chars())]
        second = boxes[all_letters.index("second")]
        assert all(box[2] <= second[0] + 1 for box, letter in zip(boxes, all_letters, strict=False) if letter.isupper())


def test_every_paper_can_be_read_aloud_and_says_nothing_of_the_machine() -> None:
    for name, data in ordinary().files.items():
        if not name.endswith(".pdf"):
            continue
        reader = pypdf.PdfReader(io.BytesIO(data))
        root = reader.trailer["/Root"].get_object()
        assert root["/MarkInfo"]["/Marked"], name
        assert "/StructTreeRoot" in root, name
        assert root["/Lang"].startswith("en"), name
        about = reader.metadata or {}
        assert about.get("/Title"), name
        assert not {"/Author", "/CreationDate", "/ModDate"} & set(about), name
        packet = root["/Metadata"].get_object().get_data().decode()
        assert re.search(r"pdfuaid:part>1<|pdfuaid:part=.1", packet), name
        assert not re.search(r"dc:creator|CreateDate|ModifyDate", packet), name
        assert data.count(b"%%EOF") == 1, name


def test_the_same_document_is_the_same_pdf(tmp_path: Path) -> None:
    assert made(tmp_path, "I, Ana, state:")[0] == made(tmp_path, "I, Ana, state:")[0]


def test_no_word_of_a_template_is_left_in_any_paper() -> None:
    for name, data in ordinary().files.items():
        if name.endswith(".docx"):
            assert not re.search(r"\bNone\b|\bnan\b|\{\{|\}\}|\{%|%\}|\[\]|[\ue000-\uf8ff]", "\n".join(lines_of(data))), name
        elif name.endswith(".pdf"):
            assert not re.search(r"\{\{|\}\}|\{%|%\}|[\ue000-\uf8ff]|#text|#par", printed(data)), name
