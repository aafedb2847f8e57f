"""The order of the paths: what the person names first decides, nothing is left out, and each path says why it stands where it does."""

from __future__ import annotations

from itertools import permutations
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from unburden.law import read_law
from unburden.path_law import CONTACTS, read_paths
from unburden.paths import Paths, decide_paths
from unburden.paths_order import DOES, DOES_NOT, MATTERS, MAY, UNCLEAR, Placed, Standing, placed, touches

from .made_paths import AS_OF, contact, decided

HOME = {"lives_in": ("US-ZZ",), "happened_in": ("US-ZZ",), "open_cases_in": ("US-ZZ",)}
ADA = {"hurt": True, "us_citizen": False, "owed_wages": True, "told_agency": False, "trafficking_ended_on": "2026-01-01"}


def ids(order: list[Placed]) -> list[str]:
    return [each.result.path.id for each in order]


def standing(order: list[Placed], path: str, number: int = 0) -> Standing:
    return next(each.standings[number] for each in order if each.result.path.id == path)


@pytest.fixture(scope="module")
def once(tmp_path_factory: pytest.TempPathFactory) -> Paths:
    return decided(tmp_path_factory.mktemp("order"), person=ADA, places=HOME)


@pytest.fixture
def ada(tmp_path: Path) -> Paths:
    return decided(tmp_path, person=ADA, places=HOME)


def test_while_nobody_says_what_matters_what_can_be_used_comes_first_by_its_kind(ada: Paths, tmp_path: Path) -> None:
    assert ids(placed(ada, [])) == ["aid", "suit", "visa", "shield", "clean", "tell", "rest"]
    assert [each.standings for each in placed(ada, [])] == [()] * 7
    # Police and doing nothing stand last among what is not closed, although they are open.
    assert ids(placed(decided(tmp_path / "two"), [])) == ["clean", "aid", "suit", "visa", "shield", "tell", "rest"]


def test_what_is_closed_comes_last_whatever_matters(tmp_path: Path) -> None:
    paths = decided(tmp_path, person={**ADA, "us_citizen": True}, places=HOME)
    for matters in ([], ["status"], ["status", "no police"]):
        assert ids(placed(paths, matters))[-1] == "visa"


def test_what_is_named_first_decides(ada: Paths) -> None:
    assert ids(placed(ada, ["status"]))[0] == "visa"
    assert ids(placed(ada, ["clean record"]))[0] == "clean"
    assert ids(placed(ada, ["safety"]))[:2] == ["aid", "shield"]
    assert set(ids(placed(ada, ["accountability"]))[:2]) == {"suit", "tell"}
    assert ids(placed(ada, ["money", "speed"]))[:2] == ["aid", "suit"]


def test_no_police_puts_what_needs_them_behind(ada: Paths) -> None:
    order = placed(ada, ["no police"])
    assert [standing(order, each).does for each in ("suit", "visa", "clean", "rest")] == [DOES] * 4
    assert (standing(order, "aid").does, standing(order, "aid").shown) == (MAY, "report needed"), "a letter would do instead"
    assert [standing(order, each).does for each in ("shield", "tell")] == [DOES_NOT] * 2
    assert ids(order).index("rest") < ids(order).index("aid") < ids(order).index("shield") < ids(order).index("tell")


def test_an_answer_settles_what_may_be(tmp_path: Path) -> None:
    for number, (said, does) in enumerate(((True, DOES), (False, DOES_NOT))):
        paths = decided(tmp_path / str(number), person={**ADA, "has_letter": said}, places=HOME)
        assert standing(placed(paths, ["no police"]), "aid").does == does


def test_a_path_without_a_way_yet_stands_by_its_head(tmp_path: Path) -> None:
    paths = decided(tmp_path)
    assert paths.of("shield").best is None
    assert touches(paths.of("shield"), "police") == ("notified", "")
    assert standing(placed(paths, ["no police"]), "shield").does == DOES_NOT
    assert (standing(placed(paths, ["speed"]), "shield").does, standing(placed(paths, ["privacy"]), "shield").does) == (UNCLEAR, UNCLEAR)
    bare = decided(tmp_path / "two", ("shield.toml", contact(prosecutor="may object", court="must consent", police="notified"), ""))
    assert touches(bare.of("shield"), "police") == ("unclear", "")


def test_speed(ada: Paths) -> None:
    order = placed(ada, ["speed"])
    assert {each: (standing(order, each).does, standing(order, each).shown) for each in ("rest", "aid", "visa", "tell")} == {
        "rest": (DOES, "days"), "aid": (MAY, "months"), "visa": (DOES_NOT, "years"), "tell": (UNCLEAR, "unclear"),
    }  # fmt: skip
    assert ids(order)[0] == "rest"


def test_privacy_names_who_learns_of_it(ada: Paths) -> None:
    order = placed(ada, ["privacy"])
    assert {each: (standing(order, each).does, standing(order, each).shown) for each in ("aid", "visa", "suit")} == {
        "aid": (DOES, "yes"), "visa": (MAY, "partly"), "suit": (DOES_NOT, "public"),
    }  # fmt: skip


@pytest.mark.parametrize(
    ("matter", "party", "path"), [("no court", "court", "suit"), ("no immigration authorities", "immigration", "visa")]
)
def test_without_a_court_and_without_immigration(ada: Paths, matter: str, party: str, path: str) -> None:
    order = placed(ada, [matter])
    assert standing(order, path).does == DOES_NOT
    assert standing(order, path).shown == touches(ada.of(path), party)[0] == "must consent"


def test_unclear_stands_between(ada: Paths) -> None:
    assert standing(placed(ada, ["no court"]), "aid").does == UNCLEAR
    order = ids(placed(ada, ["no court"]))
    assert order.index("visa") < order.index("aid") < order.index("suit")


def test_what_is_named_next_decides_among_equals(ada: Paths) -> None:
    assert ids(placed(ada, ["no police", "status"]))[0] == "visa"
    assert ids(placed(ada, ["no police", "money"]))[0] == "suit"
    assert ids(placed(ada, ["no police", "clean record"]))[0] == "clean"


def test_every_word_of_contact_has_a_rank(tmp_path: Path) -> None:
    for number, value in enumerate(CONTACTS):
        text = contact("path", **{"police": value})
        before = contact("path")
        paths = decided(tmp_path / str(number), ("rest.toml", before, text))
        found = standing(placed(paths, ["no police"]), "rest").does
        assert found == (DOES if value in ("none", "optional") else UNCLEAR if value == "unclear" else DOES_NOT), value
        assert standing(placed(paths, ["no police"]), "rest").rank == (value != "none")


@settings(max_examples=60, deadline=None)
@given(st.lists(st.sampled_from(MATTERS), unique=True, max_size=4))
def test_nothing_is_left_out_and_the_order_is_by_what_matters(once: Paths, matters: list[str]) -> None:
    paths = once
    order = placed(paths, matters)
    assert sorted(ids(order)) == sorted(each.path.id for each in paths.results)
    assert order == placed(paths, matters)
    keys = [(each.result.status == "closed", *((one.does, one.rank) for one in each.standings)) for each in order]
    assert keys == sorted(keys)
    assert all([one.matter for one in each.standings] == matters for each in order)


def test_the_order_of_what_matters_is_no_sum(ada: Paths) -> None:
    """Of three things that matter, the first alone decides between two paths that differ in it."""
    for matters in permutations(("no police", "money", "speed")):
        order = placed(ada, matters)
        firsts = [(each.standings[0].does, each.standings[0].rank) for each in order]
        assert firsts == sorted(firsts)


def test_the_law_that_comes_with_the_program_can_be_ordered_by_everything() -> None:
    law = read_paths(read_law(codes=[]), [])
    paths = decide_paths(law, AS_OF)
    for matter in MATTERS:
        order = placed(paths, [matter])
        assert len(order) == len(law.paths)
        does = {each.standings[0].does for each in order}
        assert DOES in does, f"no path does {matter}"
