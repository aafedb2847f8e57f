from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("pypdf")

from pypdf import PdfReader, PdfWriter
from pypdf.generic import ArrayObject, DictionaryObject, FloatObject, NameObject, NumberObject, StreamObject, TextStringObject

from tests.papers.houses import NAMES
from unburden.errors import LawError
from unburden.papers import blanks
from unburden.papers.forms import Filled, fill_form, holds
from unburden.papers.packets import Form

LONG = "The judgment of conviction was entered while none of the facts that are stated here were before the court. " * 12


def field(kind: str, name: str, rect: Sequence[float], **more: Any) -> DictionaryObject:
    """One field that is its own place on the page."""
    made = {"/Type": NameObject("/Annot"), "/Subtype": NameObject("/Widget"), "/FT": NameObject(kind), "/T": TextStringObject(name)}
    made |= {"/F": NumberObject(4), "/Rect": ArrayObject([FloatObject(each) for each in rect]), "/DA": TextStringObject("/Helv 10 Tf 0 g")}
    return DictionaryObject({NameObject(key): value for key, value in (made | {f"/{key}": value for key, value in more.items()}).items()})


def text(name: str, width: float = 200, height: float = 16, **more: Any) -> DictionaryObject:
    return field("/Tx", name, (50, 600, 50 + width, 600 + height), **more)


def box(name: str, state: str) -> DictionaryObject:
    shown = DictionaryObject({NameObject(each): StreamObject() for each in (state, "/Off")})
    return field("/Btn", name, (50, 500, 60, 510), AP=DictionaryObject({NameObject("/N"): shown}), AS=NameObject("/Off"))


def paper(path: Path, *widgets: DictionaryObject, second: Sequence[DictionaryObject] = (), **acroform: Any) -> Path:
    """A fillable form of one page, or two."""
    writer = PdfWriter()
    refs = []
    for number, mine in enumerate((widgets, second)):
        page = writer.add_blank_page(612, 792)
        page[NameObject("/Annots")] = ArrayObject([writer._add_object(each) for each in mine])
        refs += list(page["/Annots"]) if number == 0 or mine else []
    kind = {"/Type": "/Font", "/Subtype": "/Type1", "/BaseFont": "/Helvetica", "/Encoding": "/WinAnsiEncoding"}
    font = writer._add_object(DictionaryObject({NameObject(key): NameObject(value) for key, value in kind.items()}))
    fonts = DictionaryObject({NameObject("/Font"): DictionaryObject({NameObject("/Helv"): font})})
    form = {"/Fields": ArrayObject(refs), "/DA": TextStringObject("/Helv 0 Tf 0 g"), "/DR": fonts, **acroform}
    writer.root_object[NameObject("/AcroForm")] = DictionaryObject({NameObject(key): value for key, value in form.items()})
    writer.write(path)
    return path


def form(path: Path, fields: Mapping[str, str] | None = None, **more: Any) -> Form:
    given = {"boxes": {}, "rows": {}, "row_numbers": (), **more}
    return Form("F-1", "A form", path, "2026", "https://example.org", "motion", fields or {}, **given)


def filled(form: Form, entries: Sequence[Mapping[str, Any]] = (), **values: Any) -> Filled:
    return fill_form(form, {"entries": entries, **values})


def held(made: Filled) -> dict[str, str]:
    return {name: str(each.get("/V", "")) for name, each in (PdfReader(io.BytesIO(made.data)).get_fields() or {}).items()}


def drawn(made: Filled) -> tuple[str, list[tuple[float, ...]]]:
    """The letters that are seen on the first page, and where they stand."""
    pypdfium2 = pytest.importorskip("pypdfium2")
    with pypdfium2.PdfDocument(made.data) as document:
        document.init_forms()
        document[0].flatten()
        text = document[0].get_textpage()
        return text.get_text_range(), [text.get_charbox(place) for place in range(text.count_chars())]


def shown(made: Filled) -> str:
    return "".join(drawn(made)[0].split())


@pytest.mark.parametrize("name", ["Ana Bell", "María José Quiñones-O’Neill", 'Ana "Dot" <Bell> & {{ 7*7 }}', "back\\slash (x) #eval(1)"])
def test_a_text_is_put_in_and_can_be_read_back(tmp_path: Path, name: str) -> None:
    made = filled(form(paper(tmp_path / "f.pdf", text("Name", 300)), {"Name": "{{ name }}"}), name=name)
    assert held(made) == {"Name": name}
    assert (made.addendum, made.missing, made.problems) == ((), (), ())
    assert "".join(name.split()) in shown(made)


@pytest.mark.parametrize("script", ["Arabic", "Chinese", "Devanagari", "Vietnamese", "emoji"])
def test_letters_that_a_form_cannot_show_go_on_the_addendum(tmp_path: Path, script: str) -> None:
    made = filled(
        form(paper(tmp_path / "f.pdf", text("Name", TU=TextStringObject("Your name"))), {"Name": "{{ name }}"}), name=NAMES[script]
    )
    assert held(made) == {"Name": "See addendum, item 1"}
    assert made.addendum == (("Your name", NAMES[script]),)
    assert made.problems == ()


def test_what_does_not_fit_goes_on_the_addendum_in_full(tmp_path: Path) -> None:
    path = paper(
        tmp_path / "f.pdf",
        text("One"),
        text("Two", 300, 60, Ff=NumberObject(4096)),
        text("Three", 20),
        text("Four", 300, MaxLen=NumberObject(3)),
    )
    made = filled(form(path, dict.fromkeys(("One", "Two", "Three", "Four"), "{{ long }}")), long=LONG)
    assert held(made) == {"One": "See addendum, item 1", "Two": "See addendum, item 2", "Three": "*", "Four": "*"}
    assert made.addendum == tuple((name, LONG.strip()) for name in ("One", "Two", "Three", "Four"))
    assert made.problems == ()


def test_a_text_of_more_letters_than_a_field_takes_goes_on_the_addendum(tmp_path: Path) -> None:
    path = paper(tmp_path / "f.pdf", text("Zip", 300, MaxLen=NumberObject(5)))
    assert held(filled(form(path, {"Zip": "97401"}))) == {"Zip": "97401"}
    made = filled(form(path, {"Zip": "974010"}))
    assert (held(made), made.addendum) == ({"Zip": "*"}, (("Zip", "974010"),))


def test_lines_that_a_field_has_no_room_for_go_on_the_addendum(tmp_path: Path) -> None:
    path = paper(tmp_path / "f.pdf", text("Few", 300, 26, Ff=NumberObject(4096)), text("Many", 300, 160, Ff=NumberObject(4096)))
    lines = "\n".join(f"charge {number}" for number in range(1, 11))
    made = filled(form(path, {"Few": "{{ lines }}", "Many": "{{ lines }}"}), lines=lines)
    assert made.addendum == (("Few", lines),)
    assert held(made)["Many"] == lines


def test_a_field_of_several_lines_is_drawn_in_lines_and_keeps_its_text(tmp_path: Path) -> None:
    words = " ".join(f"word{number}" for number in range(60))
    made = filled(form(paper(tmp_path / "f.pdf", text("Why", 200, 150, Ff=NumberObject(4096))), {"Why": "{{ why }}"}), why=words)
    assert held(made) == {"Why": words}
    assert made.addendum == ()
    assert "".join(words.split()) in shown(made)
    boxes = drawn(made)[1]
    appearance = PdfReader(io.BytesIO(made.data)).pages[0]["/Annots"][0]["/AP"]["/N"].get_data()  # type: ignore[index]
    assert appearance.count(b"Tj") > 5
    assert max(right for _, _, right, _ in boxes) <= 250
    assert min(bottom for _, bottom, _, _ in boxes) >= 600


def test_lines_of_a_field_of_one_line_are_put_one_after_the_other(tmp_path: Path) -> None:
    made = filled(
        form(paper(tmp_path / "f.pdf", text("Where", 300)), {"Where": "{{ lines|join('\n') }}"}), lines=["1 Example Street", "Bell"]
    )
    assert held(made) == {"Where": "1 Example Street Bell"}


def test_a_field_that_stands_on_two_pages_fits_the_smaller_and_is_told_once(tmp_path: Path) -> None:
    def kid(width: float) -> DictionaryObject:
        made = text("", width)
        del made["/T"], made["/FT"]
        return made

    path = tmp_path / "f.pdf"
    writer = PdfWriter(clone_from=PdfReader(paper(tmp_path / "blank.pdf")))
    owner = DictionaryObject({NameObject("/T"): TextStringObject("Name"), NameObject("/FT"): NameObject("/Tx")})
    owner_ref = writer._add_object(owner)
    kids = ArrayObject()
    for page, width in zip(writer.pages, (300, 40), strict=True):
        mine = kid(width)
        mine[NameObject("/Parent")] = owner_ref
        kids.append(writer._add_object(mine))
        page[NameObject("/Annots")] = ArrayObject([kids[-1]])
    owner[NameObject("/Kids")] = kids
    writer.root_object["/AcroForm"][NameObject("/Fields")] = ArrayObject([owner_ref])  # type: ignore[index]
    writer.write(path)
    made = filled(form(path, {"Name": "{{ name }}"}), name="Ana " + blanks.blank("second surname"))
    assert made.addendum == (("Name", "Ana [second surname: ________]"),)
    assert made.missing == ("second surname",)
    assert held(made) == {"Name": "*"}


def test_boxes_take_the_state_that_they_have_a_name_for(tmp_path: Path) -> None:
    path = paper(tmp_path / "f.pdf", box("A", "/Yes"), box("B", "/On"), box("C", "/1"), box("D", "/Yes"))
    made = filled(
        form(path, boxes={"A": "several", "B": "not several", "C": "n > 1", "D": "overflow"}), [{"name": "LOAF"}], several=True, n=2
    )
    assert held(made) == {"A": "/Yes", "B": "/Off", "C": "/1", "D": "/Off"}
    assert made.problems == ()
    states = [each.get_object()["/AS"] for each in PdfReader(io.BytesIO(made.data)).pages[0]["/Annots"]]  # type: ignore[attr-defined]
    assert states == ["/Yes", "/Off", "/1", "/Off"]


@pytest.mark.parametrize(("charges", "more"), [(1, "/Off"), (2, "/Off"), (3, "/Yes")])
def test_each_charge_has_its_row_and_a_box_says_that_there_are_more(tmp_path: Path, charges: int, more: str) -> None:
    path = paper(tmp_path / "f.pdf", text("Charge1"), text("Charge2"), box("More", "/Yes"))
    own = form(path, rows={"Charge{n}": "{{ e.name }}"}, row_numbers=("1", "2"), boxes={"More": "overflow"})
    made = filled(own, [{"name": f"LOAF {number}"} for number in range(1, charges + 1)])
    assert held(made) == {"Charge1": "LOAF 1", "Charge2": "LOAF 2" if charges > 1 else "", "More": more}


def test_a_blank_that_is_all_of_a_field_is_left_to_be_written_in(tmp_path: Path) -> None:
    path = paper(tmp_path / "f.pdf", text("A"), text("B", 300))
    made = filled(form(path, {"A": "{{ a }}", "B": "{{ b }}"}), a=blanks.blank("town"), b=f"near {blanks.blank('river')}")
    assert held(made) == {"A": "", "B": "near [river: ________]"}
    assert made.missing == ("town", "river")
    assert not set("\ue000\ue001") & set("".join(held(made).values()))


def test_an_xfa_form_keeps_only_what_everyone_can_fill(tmp_path: Path) -> None:
    path = paper(tmp_path / "f.pdf", text("Name"), **{"/XFA": ArrayObject([TextStringObject("template")])})
    made = filled(form(path, {"Name": "Ana"}))
    root = PdfReader(io.BytesIO(made.data)).trailer["/Root"].get_object()
    assert "/XFA" not in root["/AcroForm"].get_object()  # type: ignore[index]
    assert "/Perms" not in root
    assert held(made) == {"Name": "Ana"}


def test_a_form_says_nothing_of_who_filled_it_and_is_the_same_again(tmp_path: Path) -> None:
    own = form(paper(tmp_path / "f.pdf", text("Name")), {"Name": "Ana"})
    assert filled(own).data == filled(own).data
    assert not set(PdfReader(io.BytesIO(filled(own).data)).metadata or {}) & {"/Author", "/CreationDate", "/ModDate", "/Producer"}


@pytest.mark.parametrize(
    ("fields", "boxes", "message"),
    [
        ({"Naem": "x"}, {}, r'no field Naem \(did you mean "Name"\?\)'),
        ({}, {"Box": "true"}, "no field Box"),
        ({"Name": "{{ nothing }}"}, {}, "'nothing' is undefined"),
        ({"Name": "{{ ''.__class__.__mro__ }}"}, {}, "unsafe"),
        ({"Name": "{{ 1/0 }}"}, {}, "division"),
        ({"Name": "{{ 1 + 'a' }}"}, {}, "cannot be filled in"),
        ({"Name": "{% if"}, {}, "cannot be filled in"),
        ({}, {"Name": "nothing"}, "'nothing' is undefined"),
        ({}, {"Name": "1 +"}, "cannot be filled in"),
        ({}, {"Name": "''.__class__"}, "unsafe"),
        ({}, {"Name": "1/0"}, "division"),
        ({}, {"Name": "true"}, "Name .* is no box"),
        ({"Tick": "x"}, {}, "Tick .* is a box"),
        ({}, {"Pick": "true"}, "Pick .* is a choice of several boxes"),
    ],
)
def test_a_mistake_in_an_entry_names_the_form(tmp_path: Path, fields: dict[str, str], boxes: dict[str, str], message: str) -> None:
    path = paper(tmp_path / "f.pdf", text("Name"), box("Tick", "/Yes"), box("Pick", "/A"), box("Pick", "/B"))
    with pytest.raises(LawError, match=message) as refused:
        filled(form(path, fields, boxes=boxes))
    assert refused.value.problems[0].file == str(tmp_path / "f.pdf")
    assert "F-1" in refused.value.problems[0].message


@pytest.mark.parametrize("test", ["nothing", "1 +", "1/0", "''.__class__", "1 + 'a'"])
def test_a_mistake_in_a_test_of_a_form_names_it(tmp_path: Path, test: str) -> None:
    with pytest.raises(LawError, match="F-1"):
        holds(form(tmp_path / "f.pdf"), test, {})


def test_an_empty_test_of_a_form_holds(tmp_path: Path) -> None:
    assert holds(form(tmp_path / "f.pdf"), "", {})
    assert holds(form(tmp_path / "f.pdf"), "n > 1", {"n": 2})
    assert not holds(form(tmp_path / "f.pdf"), "n > 1", {"n": 1})


@pytest.mark.parametrize("data", [b"", b"hello", b"%PDF-1.7\n%%EOF", None])
def test_a_form_that_cannot_be_filled_is_refused_with_its_name(tmp_path: Path, data: bytes | None) -> None:
    path = tmp_path / "f.pdf"
    if data is not None:
        path.write_bytes(data)
    with pytest.raises(LawError, match=r"f\.pdf: the form F-1 is no PDF that can be filled in"):
        filled(form(path, {"Name": "x"}))


def test_a_paper_without_fields_is_no_form(tmp_path: Path) -> None:
    writer = PdfWriter()
    writer.add_blank_page(612, 792)
    writer.write(tmp_path / "f.pdf")
    with pytest.raises(LawError, match="no PDF that can be filled in"):
        filled(form(tmp_path / "f.pdf", {"Name": "x"}))


@pytest.mark.parametrize("name", ["CA_CR-180_petition_for_dismissal.pdf", "AOC-CR-287.pdf", "AOC-CR-297.pdf"])
def test_official_forms_take_a_text_in_every_field_of_one(shared: Path, name: str) -> None:
    path = shared / "forms" / name
    if not path.is_file():
        pytest.skip(f"{name} is not on this machine")
    fields = PdfReader(path).get_fields() or {}
    on_page = [key for key, each in fields.items() if each.get("/FT") == "/Tx" and "/Kids" not in each]
    assert len(on_page) > 10
    made = filled(form(path, dict.fromkeys(on_page, "X1")))
    found = held(made)
    assert made.problems == ()
    assert {found[key] for key in on_page} <= {"X1", "*"}
    assert [found[key] for key in on_page].count("X1") > len(on_page) / 2
