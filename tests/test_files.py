"""Files to people: what belongs together is one record, what does not is told apart, and what cannot be read is refused by name."""

from __future__ import annotations

from pathlib import Path

import pytest

from unburden import readers
from unburden.errors import InputError, Problem
from unburden.files import read_people, read_record
from unburden.readers.unburden_json import to_json
from unburden.record import Case, Charge, ChargeVersion, Disposition, Person, Record, SetAside, Span, flatten

from .commands import FIXTURES, PAGE, RAP_SHEET, RECORDS, TABLE, one_charge, table
from .made_papers import can_see, pages_of, pdf, photo

CODEFENDANTS = FIXTURES / "odyssey_classic" / "oregon_codefendants.html"


def charge(charge_id: str, statute: str = "167.007") -> Charge:
    return Charge(charge_id, (ChargeVersion("filed", statute, "Prostitution"),), (Disposition("Convicted", "convicted", "2019-06-03"),))


def record(name: str, born: str, number: str, person_id: str = "") -> Record:
    person = Person((name,), (born,))
    return Record(person_id, person, (Case(number, "US-OR", number=number, charges=(charge(f"{number}-1"),)),))


def put(folder: Path, name: str, *records: Record) -> str:
    file = folder / name
    file.write_text(to_json(records), encoding="utf-8")
    return str(file)


def refused(*names: str | Path) -> Problem:
    with pytest.raises(InputError) as caught:
        read_people([str(name) for name in names])
    (problem,) = caught.value.problems
    return problem


def cases(found: Record) -> list[str]:
    return sorted(case.case_id for case in found.cases)


@pytest.mark.parametrize("path", RECORDS, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_every_record_of_the_fixtures_is_read(path: Path) -> None:
    people = read_people([str(path)])
    assert people
    assert all(each.sources for each in people)


def test_papers_of_one_person_are_one_record(tmp_path: Path) -> None:
    names = [put(tmp_path, f"{number}.json", record("Roe, Mara", "1990-05-04", number)) for number in ("19CR1", "19CR2")]
    (found,) = read_people(names)
    assert cases(found) == ["19CR1", "19CR2"]
    assert found.person_id == "1"
    assert [source.file for source in found.sources] == names
    assert read_record(names) == found


def test_the_same_file_twice_is_counted_once() -> None:
    (once,), (twice,) = read_people([str(PAGE)]), read_people([str(PAGE), str(PAGE)])
    assert twice.cases == once.cases
    assert any("counted once" in note for note in twice.notes)


def test_papers_of_two_people_are_refused_by_name(tmp_path: Path) -> None:
    one = put(tmp_path, "one.json", record("Roe, Mara", "1990-05-04", "19CR1"))
    two = put(tmp_path, "two.json", record("Bell, Kit", "1971-01-01", "19CR2"))
    problem = refused(one, two)
    assert problem.code == "different-people"
    assert "Roe, Mara (born 1990-05-04)" in problem.message
    assert "Bell, Kit (born 1971-01-01)" in problem.message
    assert "read together only if you say that this is one person" in problem.message
    (found,) = read_people([one, two], same_person=True)
    assert cases(found) == ["19CR1", "19CR2"]


def test_a_table_of_many_people_is_read_by_person() -> None:
    people = read_people([str(TABLE)])
    assert [each.person_id for each in people] == ["p1", "p2"]
    with pytest.raises(InputError, match="there are 2 people in these files; choose one"):
        read_record([str(TABLE)])


def test_two_tables_are_joined_by_person_id(tmp_path: Path) -> None:
    first, second = tmp_path / "a.csv", tmp_path / "b.csv"
    rows = [one_charge(), one_charge(person_id="kit", case_id="C", charge_id="C-1", birth_date="1971-01-01")]
    first.write_text(table(rows), encoding="utf-8")
    second.write_text(table([one_charge(case_id="20CR2", charge_id="20CR2-1")]), encoding="utf-8")
    people = read_people([str(first), str(second)])
    assert {each.person_id: cases(each) for each in people} == {"mara": ["19CR001", "20CR2"], "kit": ["C"]}


def test_a_paper_beside_a_table_goes_to_the_person_whom_it_names(tmp_path: Path) -> None:
    several = put(tmp_path, "s.json", record("Roe, Dana", "1990-05-04", "A", "d"), record("Bell, Kit", "1971-01-01", "B", "k"))
    hers = put(tmp_path, "hers.json", record("ROE, DANA", "1990-05-04", "C"))
    people = read_people([hers, several])
    assert {each.person_id: cases(each) for each in people} == {"d": ["A", "C"], "k": ["B"]}


def test_a_paper_that_fits_nobody_stays_a_person_of_its_own(tmp_path: Path) -> None:
    several = put(tmp_path, "s.json", record("Roe, Dana", "1990-05-04", "A", "d"), record("Bell, Kit", "1971-01-01", "B", "k"))
    other = put(tmp_path, "other.json", record("Lund, Ines", "1985-02-02", "C"))
    people = read_people([several, other])
    assert {each.person_id: cases(each) for each in people} == {"d": ["A"], "k": ["B"], "": ["C"]}


def test_two_defendants_of_one_page_are_two_people() -> None:
    people = read_people([str(CODEFENDANTS)])
    assert len(people) > 1
    assert len({each.person_id for each in people}) == len(people)


def test_defendants_without_a_number_on_two_pages_are_not_one_person(tmp_path: Path) -> None:
    page = CODEFENDANTS.read_text(encoding="utf-8")
    other = tmp_path / "other.html"
    other.write_text(page.replace("Bell, Kit Jr", "Lund, Ines").replace("19CR30881", "20CR40992"), encoding="utf-8")
    people = read_people([str(CODEFENDANTS), str(other)])
    assert [each.person_id for each in people] == ["SID: OR30000001", "SID: OR30000002", "Bell, Kit Jr", "Lund, Ines"]
    assert [cases(each) for each in people] == [
        *[["Marion:19CR30881", "Marion:20CR40992"]] * 2, ["Marion:19CR30881"], ["Marion:20CR40992"],
    ]  # fmt: skip


def test_two_defendants_share_a_case_and_nothing_else() -> None:
    """Both records call the case the same; what is decided of one never counts for the other."""
    kit, dana = (next(each for each in read_people([str(CODEFENDANTS)]) if each.person_id.endswith(end)) for end in ("2", "1"))
    assert cases(kit) == cases(dana)
    assert not {repr(charge) for _, charge in kit.charges()} & {repr(charge) for _, charge in dana.charges()}
    assert kit.person.names != dana.person.names


def test_a_person_reads_the_same_alone_and_among_others(tmp_path: Path) -> None:
    """A birth year beside a birth date of that year is no second birth date, and a note is told once, however many people there are."""
    mara = Record("m", Person(("Roe, Mara",), ("1990-05-04", "1990")), record("Roe, Mara", "", "A").cases, notes=("n", "n"))
    kit = record("Bell, Kit", "1971-01-01", "B", "k")
    (alone,) = read_people([put(tmp_path, "one.json", mara)])
    among = read_people([put(tmp_path, "two.json", mara, kit)])[0]
    assert among.person.birth_dates == alone.person.birth_dates == ("1990-05-04",)
    assert among.notes == alone.notes == ("n",)


def test_a_rap_sheet_beside_a_page_of_another_is_refused() -> None:
    assert refused(PAGE, RAP_SHEET).code == "different-people"


# ---- what cannot be read ----


def test_a_file_without_a_charge_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "head.csv"
    file.write_text(table([]), encoding="utf-8")
    problem = refused(file)
    assert (problem.code, problem.file) == ("no-charges", str(file))
    assert problem.message == "nothing in this file could be read as a charge"


def test_a_case_without_a_charge_is_told(tmp_path: Path) -> None:
    empty = Record(cases=(Case("k1", "US-OR", number="19CR9"),))
    (found,) = read_people([put(tmp_path, "a.json", empty)])
    assert [(each.text, each.why) for each in found.unread] == [("19CR9", "no charge was found in this case; it may have none, or the file may be cut off")]


def test_a_file_of_entries_set_aside_is_read(tmp_path: Path) -> None:
    applicant = Record(set_aside=(SetAside(Span("x", 3), "APPLICANT", "no charge"),))
    (found,) = read_people([put(tmp_path, "a.json", applicant)])
    assert found.set_aside
    assert not found.unread


def test_a_large_table_is_sent_to_the_reading_for_everyone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "all.csv"
    file.write_text(table([one_charge()] * 9), encoding="utf-8")
    monkeypatch.setattr(readers, "MAX_BYTES", 1000)
    problem = refused(file)
    assert problem.code == "too-large"
    assert problem.message.endswith("; a table of any size is decided from Python with unburden.Screen (docs/tutorial.md)")
    assert refused(PAGE).message.endswith("; split the file")


def test_the_first_file_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    letter = tmp_path / "letter.txt"
    letter.write_text("Dear sir, this is a letter.", encoding="utf-8")
    problem = refused(PAGE, letter)
    assert (problem.code, problem.file) == ("unknown-format", str(letter))
    assert problem.message.startswith("no reader knows this kind of file; known kinds: california_doj, ")


# ---- a stack of papers


@pytest.mark.parametrize("form", ["text", "pdf", "photograph"])
def test_a_stack_of_papers_is_one_record(form: str, tmp_path: Path) -> None:
    """Two dockets of one prosecution, a national and a state rap sheet, and a list kept by hand: four prosecutions, each charge once."""
    stack = FIXTURES / "stack"
    sheet = stack / "california.txt"
    if form != "text":
        sheet = pdf(tmp_path / "sheet.pdf", pages_of(sheet.read_text(encoding="utf-8")), stamp="COPY")
    if form == "photograph":
        if not can_see():
            pytest.skip("Tesseract or its letter models are not on this machine")
        plain = pdf(tmp_path / "plain.pdf", pages_of((stack / "california.txt").read_text(encoding="utf-8")), size=10)
        sheet = photo(tmp_path / "sheet.png", plain, dpi=300)
    dockets = [FIXTURES / "pennsylvania_ujs" / name for name in ("mc_docket.txt", "cp_docket.txt")]
    (found,) = read_people([str(path) for path in (*dockets, stack / "national.txt", stack / "list.csv", sheet)])
    charges = {
        (case.jurisdiction, case.number): [(charge.printed("statute"), charge.outcome and charge.outcome.outcome) for charge in case.charges]
        for case in found.cases
    }
    assert charges == {
        ("US-PA", "CP-51-CR-0004417-2015"): [
            ("18 § 5902 §§ A", "convicted"),
            ("35 § 780-113 §§ A16", "dismissed"),
            ("35 § 780-113 §§ A30", "nolle_prosequi"),
            ("18 § 5503 §§ A4", "nolle_prosequi"),
        ],
        ("US-CA", "4CA88001"): [("647(B) PC", "convicted"), ("602(M) PC", "dismissed")],
        ("US-NV", "LV131109-88"): [("NRS 201.354", "dismissed")],
    }
    # The docket says guilty and the national sheet says dismissed: nobody is told either until somebody settles it.
    assert [(each.field, each.values) for each in found.disagreements] == [("disposition", ("convicted", "dismissed"))]
    assert [row["disposition"] for row in flatten(found) if row["charge_id"] == found.disagreements[0].charge_id] == [""]
    assert any("applicant" in each.text.lower() for each in found.set_aside)
    assert found.person.birth_dates == ("1990-07-21",)
    assert {Path(span.file).name for case in found.cases for span in case.charges[0].spans.values() if case.jurisdiction == "US-PA"} >= {"mc_docket.txt", "cp_docket.txt", "national.txt"}
