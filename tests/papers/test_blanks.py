"""A missing value: a blank with its name, found again, and printed so that it is seen."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from unburden.papers import blanks
from unburden.papers.blanks import CLOSE, LINE, OPEN, blank, pieces, printed, seen, split

NAME = st.text(st.characters(exclude_characters=OPEN + CLOSE), max_size=40)
PIECES = st.lists(st.tuples(NAME, st.booleans()), max_size=6)


def test_a_blank_is_printed_with_its_name_and_a_line() -> None:
    assert (
        printed(f"Case No. {blank('case number')}, {blank('county')} County") == f"Case No. [case number: {LINE}], [county: {LINE}] County"
    )
    assert blanks.names(f"Case No. {blank('case number')}, {blank('county')} County") == ["case number", "county"]


def test_a_text_without_blanks_is_its_own() -> None:
    assert blanks.names("[name: ________]") == []
    assert printed("[name: ________] {x}") == "[name: ________] {x}"
    assert split("") == []
    assert printed("") == ""


def test_a_mark_alone_is_no_blank() -> None:
    for text in (OPEN, CLOSE, f"{CLOSE}a{OPEN}", f"a{OPEN}b"):
        assert blanks.names(text) == []
        assert [is_blank for _, is_blank in pieces(text)] == [False]
    assert blanks.names(f"{blank('a')} b{CLOSE}") == ["a"]


@given(PIECES)
def test_blanks_come_back_in_order(parts: list[tuple[str, bool]]) -> None:
    text = "".join(blank(part) if is_blank else part for part, is_blank in parts)
    assert blanks.names(text) == [part for part, is_blank in parts if is_blank]
    assert "".join(split(text)) == text
    assert printed(text) == "".join(seen(part) if is_blank else part for part, is_blank in parts)
    assert OPEN not in printed(text)
    assert [said for said, is_blank in pieces(text) if is_blank] == [seen(part) for part, is_blank in parts if is_blank]
