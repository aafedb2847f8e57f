"""Every law that asks for a paper, drafted for the made-up person of one of its own cases; every packet, loaded."""

from __future__ import annotations

import csv
import re
from functools import cache
from pathlib import Path

import pytest

pytest.importorskip("docxtpl")
pytest.importorskip("typst")
pytest.importorskip("pypdf")

from attrs import evolve

from unburden.facts import Answers
from unburden.files import read_people
from unburden.law import Law, folder_codes, law_folder, read_law
from unburden.law_check import read_cases, rows_of
from unburden.papers import Details, draft, papers_folder, read_packet
from unburden.papers.declaration import OPEN, declare
from unburden.papers.docx import fill
from unburden.papers.drafting import NOTHING
from unburden.papers.plan import make_plan
from unburden.papers.values import Maker
from unburden.provision import Case
from unburden.record import COLUMNS, Record
from unburden.relief import Result, decide

from .test_drafting import LEFT_BEHIND, words_of

CODES = sorted(folder_codes(law_folder()))
NAME = "Noor Ibarra"
#: A blank's question, and a quotation.
_OTHERS_WORDS = re.compile(r"\[[^\[\]]*: ________\]|“[^”]*”")


@cache
def law_of(code: str) -> Law:
    return read_law(None, [code])


def open_cases(code: str) -> dict[str, Case]:
    """For each provision that asks for a paper, the first of its cases that is open."""
    law, found = law_of(code), {}
    asks = {each.id for each in law.jurisdictions[code].provisions if each.court != "automatic" and each.kind != "information"}
    cases = (case for path in sorted((law.folder / code.lower()).glob("*.cases.toml")) for case in read_cases(path, law, []))
    for case in cases:
        if case.provision in asks and case.expect == "open":
            found.setdefault(case.provision, case)
    return found


def record_of(case: Case, code: str, folder: Path) -> tuple[Record, Answers]:
    """The person of a case, with a record and answers."""
    law = law_of(code)
    rows, answers = rows_of(case, law, code)
    path = folder / "record.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, COLUMNS)
        writer.writeheader()
        writer.writerows({**row, "court": row["court"] or "", "person_id": "p"} for row in rows)
    return read_people([str(path)], list(law.facts))[0], answers


def decided(case: Case, code: str, folder: Path) -> Result:
    record, answers = record_of(case, code, folder)
    return decide(record, law_of(code), case.as_of, answers)


@pytest.mark.parametrize("code", CODES)
def test_a_packet_is_in_good_order(code: str) -> None:
    packet = read_packet(code)
    known = {each.id for each in law_of(code).jurisdictions[code].provisions}
    for paper in packet.papers:
        strangers = {each for each in paper.provisions if each != "*"} - known
        assert not strangers, f"{code}: no provision is called {strangers}"
        for name in paper.documents if paper.documents != (NOTHING,) else ():
            assert packet.template(f"{name}.docx").is_file()
    assert packet.plaintiff, f"{code} does not say who prosecutes"
    assert (papers_folder() / code.lower() / "packet.toml").is_file()


@pytest.mark.parametrize("code", CODES)
def test_every_law_of_a_jurisdiction_can_be_drafted(code: str, tmp_path: Path) -> None:
    packet = read_packet(code)
    for provision, case in open_cases(code).items():
        result = decided(case, code, tmp_path)
        plan = make_plan(result, {code: packet}, [provision])
        filings = [each for each in plan.filings if each.entries[0].charge.place == 0]
        assert filings, f"{provision} is open for {case.name} and is not drafted"
        for filing in filings:
            statement = declare(filing, result, Details(name=NAME))
            # What is open needs no further proof.
            first = [each for each in statement.supports if each.entry.charge.place == 0 and not each.condition.implicit]
            assert not [each.condition.id for each in first if each.how == OPEN], f"{provision}: {case.name}"
            assert all(each.text for each in statement.passages if not each.numbers or each.numbers == (1,)), f"{provision}: {case.name}"
            values = Maker(result, Details(name=NAME), "en").values(filing, statement)
            own = {**values, "document_title": values["title"]}
            text = words_of(fill(packet.template("motion.docx"), packet.template("court.docx"), own, "Motion"))
            for line in text.splitlines():
                left = LEFT_BEHIND.search(re.sub("_+", "x", line))
                assert left is None, f"{provision}: {left[0]!r} in {line!r}"
                assert not re.search(r"\b[Yy]ou(?:r|rs)?\b", _OTHERS_WORDS.sub("", line)), f"{provision}: {line!r}"


@pytest.mark.parametrize("code", CODES)
def test_a_jurisdiction_has_a_whole_packet(code: str, tmp_path: Path) -> None:
    found = open_cases(code)
    if not found:
        pytest.skip("no law of this jurisdiction asks for a paper and has an open case")
    law = law_of(code)
    trafficking = [each for each in found if any(p.id == each and p.kind == "trafficking" for p in law.jurisdictions[code].provisions)]
    provision = (trafficking or list(found))[0]
    result = decided(found[provision], code, tmp_path)
    made = draft(evolve(result), Details(name=NAME), only=[provision], word=False)
    assert made.drafted
    assert not made.problems, [str(each) for each in made.problems]
    names = {Path(name).stem for name in made.files}
    assert {"letter", "attorney", "dates", "papers", "1-cover"} <= names
