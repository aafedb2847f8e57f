"""Papers that open paths, and the chains of them that need no police."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import pytest

from unburden.chains import Chain, chains, opened_by, without_police, yielded_by
from unburden.law import read_law
from unburden.path_law import read_paths
from unburden.paths import Paths, decide_paths

from .made_paths import AS_OF, contact, decided

HOME = {"lives_in": ("US-ZZ",), "happened_in": ("US-ZZ",)}
VISA, AID, ZZ, SUIT = "visa.toml", "aid.toml", "aid/us-zz.toml", "suit.toml"


def shown(paths: Paths) -> list[tuple[str, ...]]:
    return [each.ids for each in chains(paths)]


WHOLE = ("letter", "aid", "grant", "visa", "permit", "suit")


def test_a_paper_opens_a_path_that_yields_the_next_paper(tmp_path: Path) -> None:
    paths = decided(tmp_path, places=HOME)
    assert shown(paths) == [WHOLE[:4], WHOLE]
    chain = chains(paths)[1]
    assert [(step.document, step.evidence and step.evidence.role, step.way.way.id) for step in chain.steps] == [
        ("letter", "helps", "aid/us-zz"),
        ("grant", "enough", "visa/us"),
        ("permit", "helps", "suit/us"),
    ]


def test_a_closed_path_breaks_a_chain(tmp_path: Path) -> None:
    assert shown(decided(tmp_path, person={"us_citizen": True}, places=HOME)) == []
    no_suit = decided(tmp_path / "two", person={"owed_wages": False, "owed_tips": False}, places=HOME)
    assert shown(no_suit) == [WHOLE[:4]]


def test_a_path_that_needs_police_breaks_a_chain(tmp_path: Path) -> None:
    assert shown(decided(tmp_path, person={"has_letter": False}, places=HOME)) == [], "without the letter, the fund asks for a report"
    assert shown(decided(tmp_path / "two", person={"has_letter": True}, places=HOME)) == [WHOLE[:4], WHOLE]
    change = (VISA, contact(immigration="must consent"), contact(immigration="must consent", police="notified"))
    assert shown(decided(tmp_path / "three", change, places=HOME)) == []


def test_without_police_as_far_as_is_known(tmp_path: Path) -> None:
    for number, (person, free) in enumerate((({}, True), ({"has_letter": True}, True), ({"has_letter": False}, False))):
        way = decided(tmp_path / str(number), person=person, places=HOME).of("aid").ways[0]
        assert without_police(way) is free


def test_a_paper_that_police_give_begins_no_chain_unless_it_is_had(tmp_path: Path) -> None:
    change = (ZZ, "[[way.form]]", '[[way.evidence]]\ndocument = "police-report"\nrole = "enough"\n\n[[way.form]]')
    assert shown(decided(tmp_path, change, places=HOME)) == []
    had = ("documents.toml", 'police = "report needed"', 'police = "report needed"\nfact = "told_agency"')
    found = shown(decided(tmp_path / "two", change, had, person={"told_agency": True}, places=HOME))
    assert found == [("police-report", *WHOLE[1:4]), ("police-report", *WHOLE[1:])]


def test_a_needed_paper_that_is_not_had_breaks_a_chain(tmp_path: Path) -> None:
    needed = '[[way.evidence]]\ndocument = "police-report"\nrole = "needed"'
    change = (VISA, '[[way.evidence]]\ndocument = "police-report"\nrole = "helps"', needed)
    assert shown(decided(tmp_path, change, places=HOME)) == []


def test_a_chain_begins_with_no_paper_that_another_path_yields(tmp_path: Path) -> None:
    assert {each[0] for each in shown(decided(tmp_path, places=HOME))} == {"letter"}


def test_a_path_that_needs_no_paper_begins_a_chain(tmp_path: Path) -> None:
    change = (AID, '[[path.evidence]]\ndocument = "letter"\nrole = "helps"\ncite = "§ 53"\n', "")
    assert shown(decided(tmp_path, change, places=HOME)) == [("", *WHOLE[1:4]), ("", *WHOLE[1:])]


def test_a_circle_of_papers_ends(tmp_path: Path) -> None:
    change = (SUIT, "[[way.combines]]", '[[way.yields]]\ndocument = "letter"\n\n[[way.combines]]')
    assert shown(decided(tmp_path, change, places=HOME)) == [], (
        "the letter is now a paper that a path yields, so nothing is there to begin with"
    )
    change = (SUIT, "[[way.combines]]", '[[way.yields]]\ndocument = "grant"\n\n[[way.combines]]')
    assert shown(decided(tmp_path / "two", change, places=HOME)) == [WHOLE[:4], WHOLE]


def test_what_a_paper_opens_and_where_it_comes_from(tmp_path: Path) -> None:
    paths = decided(tmp_path, places=HOME)
    assert [(way.way.id, evidence.role) for way, evidence in opened_by(paths, "grant")] == [("visa/us", "enough")]
    assert [way.way.id for way, _ in yielded_by(paths, "grant")] == ["aid/us-zz"]
    assert opened_by(paths, "nothing of the kind") == []
    closed = decided(tmp_path / "two", person={"us_citizen": True}, places=HOME)
    assert opened_by(closed, "grant") == []
    assert yielded_by(closed, "permit") == []


@pytest.fixture(scope="module")
def real() -> Paths:
    law = read_paths(read_law(codes=[]), ["US-NY", "US-FL"])
    return decide_paths(law, AS_OF)


def test_the_chains_of_the_law_that_comes_with_the_program(real: Paths) -> None:
    found = chains(real)
    assert found
    keys = [(each.steps[-1].document, each.steps[-1].way.way.path) for each in found]
    assert len(set(keys)) == len(keys), "one chain for each paper and each path that it opens"
    for each in found:
        assert isinstance(each, Chain)
        assert len(each.steps) >= 2
        first = each.steps[0]
        assert not first.way.way.evidence if first.evidence is None else real.law.documents[first.document].police in ("none", "optional")
        assert all(without_police(step.way) and step.way.status != "closed" for step in each.steps)
        for step, after in pairwise(each.steps):
            assert after.document in {link.to for link in step.way.way.yields}
            assert after.document in {evidence.document for evidence in after.way.way.evidence}
    lengths = [len(each.steps) for each in found]
    assert lengths == sorted(lengths)


def test_no_chain_of_the_law_goes_one_path_twice(real: Paths) -> None:
    for each in chains(real):
        assert len({step.way.way.path for step in each.steps}) == len(each.steps), each.ids
