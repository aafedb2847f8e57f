"""The whole packet of one made-up person with 12 charges: its words against golden files, its PDFs against its Word files."""

from __future__ import annotations

import io
import json
import re
from functools import cache
from pathlib import Path

import pytest

pytest.importorskip("docxtpl")
pytest.importorskip("typst")
pytest.importorskip("pypdf")

import docx
import jsonschema
import pypdf
import pypdfium2

from unburden.calendar import parse_day
from unburden.facts_file import read_answers
from unburden.files import read_people
from unburden.law import read_law
from unburden.papers import Packets, draft, read_details
from unburden.papers.details import Details
from unburden.papers.docx import paragraphs
from unburden.relief import codes_of, decide
from unburden.report.words import Lang

from .houses import drafted

ROOT = Path(__file__).resolve().parents[2]
FIXTURE = ROOT / "tests" / "fixtures" / "packet"
GOLDEN = Path(__file__).parent / "golden"
TODAY = (parse_day("2026-11-23") or (0, 0))[0]
#: What a template or a missing value would leave behind.
LEFT_BEHIND = re.compile(
    r"\bNone\b|\bnan\b|\{\{|\}\}|\{%|%\}|\bundefined\b|<[a-z]+ object|[\ue000-\uf8ff]|\[\]|\(\)|\.\.| ,| \.(?:\s|$)|,,|\bthe the\b|;;"
)


#: The names that the packets give to blanks, and those under which the corpus has them.
BLANKS = {
    "CR-180.pdf": "CA_CR-180_petition_for_dismissal.pdf",
    "CR-181.pdf": "CA_CR-181_order_for_dismissal.pdf",
    "OJD-set-aside.pdf": "OR_recordexpungPDX_oregon_conviction.pdf",
}


@cache
def packet(lang: Lang = "en", forms: Path | None = None) -> Packets:
    law = read_law(None, [])
    record = read_people([str(FIXTURE / "record.csv")], list(law.facts))[0]
    law.load(codes_of(record))
    answers = read_answers(str(FIXTURE / "facts.toml"), law)
    result = decide(record, law, TODAY, answers)
    cases, charges = [case.case_id for case in record.cases], [charge.charge_id for _, charge in record.charges()]
    return draft(result, lambda says: read_details(answers, law.facts, cases, charges, says), lang=lang, forms=forms)


def words_of(document: bytes) -> str:
    """The text of a Word document, a line a paragraph, footers last."""
    return "\n".join(each.text for each in paragraphs(docx.Document(io.BytesIO(document))))


def said_of_form(data: bytes) -> str:
    """What a form's fields hold."""
    fields = pypdf.PdfReader(io.BytesIO(data)).get_fields() or {}
    held = {name: str(field.get("/V", "")) for name, field in fields.items() if "/V" in field}
    return "\n".join(f"{name}: {value}" for name, value in sorted(held.items()) if value not in ("", "/Off"))


def texts() -> dict[str, str]:
    files = packet().files
    found = {name.removesuffix(".docx"): words_of(data) for name, data in files.items() if name.endswith(".docx")}
    forms = [name for name in files if name.endswith(".pdf") and name.removesuffix(".pdf") not in found]
    found.update({name.removesuffix(".pdf"): said_of_form(files[name]) for name in forms})
    found["dates"] = files["dates.ics"].decode()
    return found


def golden() -> list[str]:
    """The papers as the golden files name them; to collect the tests nothing is drafted."""
    return sorted(str(path.relative_to(GOLDEN).with_suffix("")) for path in GOLDEN.rglob("*.txt"))


NAMES = golden()
PAPERS = [
    name
    for name in NAMES
    if name != "dates" and not re.search(r"/\d+-(?!cover|motion|exhibit|declaration|order|notice|service|private)", name)
]


def test_every_paper_has_a_golden_file(request: pytest.FixtureRequest) -> None:
    if request.config.getoption("--update-golden"):
        for path in GOLDEN.rglob("*.txt"):
            path.unlink()
        for name, made in texts().items():
            path = GOLDEN / f"{name}.txt"
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(made.replace("\r\n", "\n") + "\n", encoding="utf-8")
    assert golden() == sorted(texts())


@pytest.mark.parametrize("name", NAMES)
def test_the_words_of_each_paper(name: str) -> None:
    assert texts()[name].replace("\r\n", "\n") + "\n" == (GOLDEN / f"{name}.txt").read_text(encoding="utf-8")


@pytest.mark.parametrize("lang", ["en", "es"])
def test_nothing_of_a_template_is_left_behind(lang: Lang) -> None:
    for name, data in packet(lang).files.items():
        if name.endswith(".docx"):
            for line in words_of(data).splitlines():
                found = LEFT_BEHIND.search(re.sub("_+", "x", line))
                assert found is None, f"{name}: {found[0]!r} in {line!r}"


@pytest.mark.parametrize("name", PAPERS)
def test_a_pdf_says_what_its_word_file_says(name: str) -> None:
    def letters(text: str) -> str:
        return "".join(each for each in text if each.isalnum())

    with pypdfium2.PdfDocument(packet().files[f"{name}.pdf"]) as document:
        printed = letters(" ".join(page.get_textpage().get_text_bounded() for page in document))
    for line in words_of(packet().files[f"{name}.docx"]).splitlines():
        for part in re.split(r"\t", line):
            # The numbers at the side of numbered paper are as many as there are lines.
            if part.strip().isdigit():
                continue
            words = [letters(each) for each in part.split()]
            assert all(word in printed for word in words), f"{name}: {part!r}"


@pytest.mark.parametrize("name", PAPERS)
def test_a_pdf_can_be_read_aloud(name: str) -> None:
    reader = pypdf.PdfReader(io.BytesIO(packet().files[f"{name}.pdf"]))
    root = reader.root_object
    assert root["/MarkInfo"]["/Marked"]
    assert root["/Lang"] == "en"
    assert "/StructTreeRoot" in root
    assert b"pdfuaid:part" in root["/Metadata"].get_object().get_data()
    assert reader.metadata is not None
    assert reader.metadata.title
    assert not reader.metadata.author


def test_every_blank_of_the_papers_is_on_the_cover_sheet() -> None:
    for each in packet().drafted:
        cover = texts()[f"{each.filing.name}/1-cover"]
        for name in [*NAMES]:
            if name.startswith(f"{each.filing.name}/") and not name.endswith(("/1-cover", "/passages")):
                for blank in re.findall(r"\[([^\[\]]*): ________\]", texts()[name]):
                    assert blank in cover, f"{name}: {blank}"


def test_a_blank_is_answered_under_the_case_that_it_is_of() -> None:
    for each in packet().drafted:
        named = set(re.findall(r'\[papers\.case\."([^"]+)"\]', texts()[f"{each.filing.name}/1-cover"]))
        assert named <= {case.case_id for case in each.filing.cases}, each.filing.name


def test_the_charges_are_all_there_each_once() -> None:
    drafted = [entry.charge.row["charge_id"] for each in packet().drafted for entry in each.filing.entries]
    left = [each.charge.row["charge_id"] for each in packet().plan.left_out]
    assert len({*drafted, *left}) == len(drafted) + len(left) == 12


def test_the_ledger_keeps_its_contract() -> None:
    schema = json.loads((ROOT / "docs" / "schemas" / "papers.schema.json").read_text(encoding="utf-8"))
    ledger = json.loads(packet().files["papers.json"])
    jsonschema.validate(ledger, schema)
    assert all(each["source"] for each in ledger["values"])


def test_nothing_went_wrong_on_the_way() -> None:
    assert [str(each) for each in packet().problems] == []


def test_the_same_twice() -> None:
    first = dict(packet().files)
    packet.cache_clear()
    assert packet().files == first


def test_a_letter_in_spanish_is_spoken_in_spanish() -> None:
    for name, lang in (("letter.pdf", "es"), ("case-1/1-cover.pdf", "es"), ("case-1/3-motion.pdf", "en")):
        assert pypdf.PdfReader(io.BytesIO(packet("es").files[name])).root_object["/Lang"] == lang


def test_words_that_no_paper_needs_are_told() -> None:
    made = drafted(
        details=Details(name="Ana Bell", words={("", "trafficking_ended"): "It is over.", ("", "result_of_trafficking"): "Yes."})
    )
    assert [each.message for each in made.problems] == [
        "your words for trafficking_ended stand in no paper: none of those drafted needs them"
    ]


def test_the_courts_own_forms_are_filled_in_when_they_are_brought(shared: Path, tmp_path: Path) -> None:
    for name, source in BLANKS.items():
        (tmp_path / name).write_bytes((shared / "forms" / source).read_bytes())
    made = packet("en", tmp_path)
    files = {name: data for name, data in made.files.items() if name.startswith(("case-3/", "case-6b/"))}
    petition = said_of_form(files["case-3/2-cr-180.pdf"])
    for value in ("Dolores Amparo Reyes Castillo", "9CA41207", "Los Angeles", "11350(A)", "03/30/2009"):
        assert value in petition
    assert "9CA41207" in said_of_form(files["case-3/3-cr-181.pdf"])
    motion = said_of_form(files["case-6b/2-ojd-set-aside.pdf"])
    for value in ("Multnomah", "140233417", "Dolores Amparo Reyes Castillo", "02/15/2014"):
        assert value in motion
    assert not [name for name in files if "addendum" in name]
    assert not [each.wanted for each in made.drafted if each.wanted]


def test_a_form_that_is_not_at_hand_is_named_and_a_pleading_stands_in_for_it() -> None:
    wanted = {each.filing.name: [form.file.name for form in each.wanted] for each in packet().drafted if each.wanted}
    assert wanted == {"case-3": ["CR-180.pdf", "CR-181.pdf"], "case-6b": ["OJD-set-aside.pdf"]}
    for case, names in wanted.items():
        cover = texts()[f"{case}/1-cover"]
        assert all(name in cover for name in names)
        assert {f"{case}/2-motion"} <= set(texts())
