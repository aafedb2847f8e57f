from __future__ import annotations

import io
import re
import zipfile
from pathlib import Path

import pytest

pytest.importorskip("docxtpl")

import docx

from tests.papers.houses import NAMES, drafted, lines_of, ordinary, template
from tests.small_world import charge
from unburden.errors import LawError
from unburden.papers import Details, blanks
from unburden.papers.docx import fill


def filled(folder: Path, *lines: str, title: str = "A paper", around: tuple[str, ...] = ("{{p body }}",), **values: object) -> bytes:
    return fill(template(folder / "body.docx", *lines), template(folder / "court.docx", *around), values, title)


def parts(document: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(document)) as package:
        return {each: package.read(each) for each in package.namelist()}


def rezipped(document: Path, **changed: bytes | None) -> Path:
    """A package with parts of these endings replaced or left out."""
    found = parts(document.read_bytes())
    with zipfile.ZipFile(document, "w") as package:
        for name, data in found.items():
            new = next((each for ending, each in changed.items() if name.endswith(ending.replace("_", "."))), data)
            if new is not None:
                package.writestr(name, new)
    return document


def test_names_are_printed_as_they_are_and_as_nothing_else(tmp_path: Path) -> None:
    document = filled(tmp_path, "{%p for name in names %}", "I, {{ name }}, state:", "{%p endfor %}", names=list(NAMES.values()))
    assert lines_of(document) == [f"I, {name}, state:" for name in NAMES.values()]


def test_what_a_word_file_cannot_hold_is_left_out_and_nothing_after_it_is(tmp_path: Path) -> None:
    bad = ["\x00", "\x07", "\x0b", "\x0c", "\x1f", "\ufffe", chr(0xD800), chr(0xDFFF), "\ue002", "\uf8ff"]
    document = filled(tmp_path, "{{ names|join }}", "{{ one.two }}", names=[f"An{each}a" for each in bad], one={"two": f"{bad[0]}2"})
    assert lines_of(document) == ["Ana" * len(bad), "2"]


def test_line_ends_and_tabs_stay_in_their_paragraph(tmp_path: Path) -> None:
    assert lines_of(filled(tmp_path, "{{ name }}.", name="Ana\nBell\tEnd"))[0] == "Ana\nBell\tEnd."


def test_three_hundred_letters_stay_whole(tmp_path: Path) -> None:
    assert lines_of(filled(tmp_path, "{{ name }}", name="Wolfeschlegelstein" * 17))[0] == "Wolfeschlegelstein" * 17


def test_each_blank_is_marked_alone(tmp_path: Path) -> None:
    text = f"{blanks.blank('name')} of {blanks.blank('town')}"
    document = docx.Document(io.BytesIO(filled(tmp_path, "I, {{ who }}, state", who=text)))
    runs = document.paragraphs[0].runs
    assert [run.text for run in runs if run.font.highlight_color is not None] == ["[name: ________]", "[town: ________]"]
    assert document.paragraphs[0].text == "I, [name: ________] of [town: ________], state"


def test_a_blank_is_shown_wherever_a_template_can_put_it(tmp_path: Path) -> None:
    from docx.oxml import parse_xml
    from docx.oxml.ns import nsdecls

    path = template(tmp_path / "court.docx", "{{p body }}")
    document = docx.Document(str(path))
    run = "<w:r><w:t>{{ name }}</w:t></w:r>"
    for wrapped in (
        f'<w:hyperlink {nsdecls("w")} w:anchor="a">{run}</w:hyperlink>',
        f"<w:sdt {nsdecls('w')}><w:sdtContent>{run}</w:sdtContent></w:sdt>",
        f'<w:ins {nsdecls("w")} w:id="1" w:author="Jo Clerk" w:date="2026-01-01T00:00:00Z">{run}</w:ins>',
    ):
        document.add_paragraph()._p.append(parse_xml(wrapped))
    document.add_table(1, 1).cell(0, 0).text = "{{ name }}"
    for edge in ("header", "footer", "first_page_header", "even_page_footer"):
        getattr(document.sections[0], edge).paragraphs[0].text = "{{ name }}"
    document.save(str(path))
    made = fill(template(tmp_path / "body.docx", "x"), path, {"name": blanks.blank("name")}, "T")
    text = "".join(each.decode() for name, each in parts(made).items() if name.endswith(".xml"))
    assert text.count("[name: ________]") == 8
    assert not re.search("[\ue000\ue001]|&#xE00", text)
    assert "Jo Clerk" not in text
    assert "2026-01-01" not in text


def test_a_file_says_nothing_of_who_made_it_and_when(tmp_path: Path) -> None:
    for name in ("body.docx", "court.docx"):
        path = template(tmp_path / name, "{{p body }}" if name == "court.docx" else "x")
        document = docx.Document(str(path))
        core = document.core_properties
        core.author = core.last_modified_by = core.comments = core.keywords = core.category = "Jo Clerk"
        document.save(str(path))
        rezipped(path, app_xml=parts(path.read_bytes())["docProps/app.xml"].replace(b"<Company></Company>", b"<Company>Jo Clerk</Company>"))
    made = fill(tmp_path / "body.docx", tmp_path / "court.docx", {}, "Motion & <more>")
    assert b"Jo Clerk" not in b"".join(parts(made).values())
    assert b"python-docx" not in b"".join(parts(made).values())
    with zipfile.ZipFile(io.BytesIO(made)) as package:
        assert {each.date_time for each in package.infolist()} == {(1980, 1, 1, 0, 0, 0)}
    core = docx.Document(io.BytesIO(made)).core_properties
    assert (core.title, core.author, core.last_modified_by, core.language) == ("Motion & <more>", "", "", "en-US")
    assert core.created == core.modified
    assert core.created.year == 1980
    # The standard allows each property once and no other name space.
    assert len(re.findall(rb"<cp:lastModifiedBy", parts(made)["docProps/core.xml"])) == 1
    assert b"custom-properties" not in parts(made)["docProps/core.xml"]


def test_the_same_papers_are_the_same_bytes() -> None:
    first, again = ordinary(), drafted()
    assert first.files == again.files
    assert len(first.files) > 10


@pytest.mark.parametrize("title", ["x" * 300, "An\x00a", "a & b <c>"])
def test_any_title_can_be_a_title(tmp_path: Path, title: str) -> None:
    core = docx.Document(io.BytesIO(filled(tmp_path, "x", title=title))).core_properties
    assert core.title == title.replace("\x00", "")[:255]


@pytest.mark.parametrize(
    "tag",
    [
        "{{ ''.__class__.__mro__ }}", "{{ ''|attr('__class__') }}", "{{ '{0.__class__}'.format(name) }}", "{{ name.__init__.__globals__ }}",
        "{{ cycler.__init__ }}", "{{ nothing }}", "{{ name.middle }}", "{{ name() }}", "{{ 1/0 }}", "{{ 1 + 'a' }}", "{{ name | nofilter }}",
        "{% for i in range(10**9) %}x{% endfor %}", "{% include 'other.docx' %}", "{% if name %}", "{% endfor %}", "{{ name", "{% raise %}",
        "{%p for x in name %}", "{{ name[0:'a'] }}", "{{ 'x' * 10**15 }}",
    ],
)  # fmt: skip
def test_a_template_that_reaches_too_far_is_refused_with_its_name(tmp_path: Path, tag: str) -> None:
    with pytest.raises(LawError) as refused:
        filled(tmp_path, tag, name="Ana")
    (problem,) = refused.value.problems
    assert problem.file == str(tmp_path / "body.docx")
    assert "cannot be filled in" in problem.message
    assert not problem.message.endswith("None")


def test_stationery_that_reaches_too_far_is_refused_with_its_name(tmp_path: Path) -> None:
    with pytest.raises(LawError, match=r"court\.docx: this template cannot be filled in"):
        filled(tmp_path, "x", around=("{{p body }}", "{{ 1/0 }}"))


@pytest.mark.parametrize("where", ["body.docx", "court.docx"])
@pytest.mark.parametrize(
    "broken",
    [{"document_xml": None}, {"document_xml": b"<a>"}, {"Types].xml": None}, {"styles_xml": b"<a><b>"}, {".rels": b"no"}],
    ids=str,
)
def test_a_broken_document_is_refused_with_its_name(tmp_path: Path, broken: dict[str, bytes | None], where: str) -> None:
    template(tmp_path / "body.docx", "x")
    template(tmp_path / "court.docx", "{{p body }}")
    rezipped(tmp_path / where, **broken)
    with pytest.raises(LawError, match=where):
        fill(tmp_path / "body.docx", tmp_path / "court.docx", {}, "T")


@pytest.mark.parametrize("data", [b"", b"hello", b"PK\x03\x04broken", b"%PDF-1.7"])
def test_a_file_of_another_kind_is_refused_with_its_name(tmp_path: Path, data: bytes) -> None:
    template(tmp_path / "court.docx", "{{p body }}")
    (tmp_path / "body.docx").write_bytes(data)
    with pytest.raises(LawError, match=r"body\.docx: this is no Word document"):
        fill(tmp_path / "body.docx", tmp_path / "court.docx", {}, "T")


def test_a_missing_template_is_named(tmp_path: Path) -> None:
    template(tmp_path / "court.docx", "{{p body }}")
    with pytest.raises(LawError, match=r"no\.docx: cannot open this template"):
        fill(tmp_path / "no.docx", tmp_path / "court.docx", {}, "T")


def test_stationery_without_a_place_for_the_paper_is_refused(tmp_path: Path) -> None:
    with pytest.raises(LawError, match=r"court\.docx.*body"):
        filled(tmp_path, "x", around=("Letterhead",))


def test_the_paper_may_stand_in_a_table_of_its_stationery(tmp_path: Path) -> None:
    path = template(tmp_path / "court.docx")
    document = docx.Document(str(path))
    document.add_table(1, 2).cell(0, 1).text = "{{p body }}"
    document.save(str(path))
    assert "the paper" in lines_of(fill(template(tmp_path / "body.docx", "the paper"), path, {}, "T"))


def test_no_paper_runs_a_tag_in_a_value_or_keeps_a_mark_that_turns_text() -> None:
    details = Details(name="{{ 7*7 }} \u202elleB\u202c\u200f\u2066", address=("{% for x in y %}", "<w:p/>"), place="{{ nothing }}")
    files = drafted(charge(1, description="\u202e{{ ''.__class__ }}\ufeff"), details=details).files
    text = "\n".join(line for name, data in files.items() if name.endswith(".docx") for line in lines_of(data))
    for each in ("{{ 7*7 }}", "{% for x in y %}", "<w:p/>", "{{ ''.__class__ }}"):
        assert each in text
    assert "49" not in text
    assert not set(text) & set("\u202e\u202c\u2066\u200f\ufeff")
