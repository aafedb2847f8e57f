"""Words with places become lines that keep their columns."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from unburden.readers._layout import Piece, lay, rows


def at(text: str, left: float, base: float, sure: float = 100.0) -> Piece:
    return Piece(text, left, left + len(text), base, 1.0, sure)


def laid(*pieces: Piece) -> list[str]:
    return [line.text for line in lay(rows(pieces))]


def test_a_wide_gap_is_a_column_and_keeps_its_place() -> None:
    assert laid(at("Charge", 0, 0), at("Level", 20, 0), at("Petit", 0, 1.2), at("larceny", 6, 1.2), at("M", 20, 1.2)) == [
        "Charge              Level",
        "Petit larceny       M",
    ]


def test_letters_that_touch_are_a_word() -> None:
    assert laid(*(at(letter, n, 0) for n, letter in enumerate("larceny"))) == ["larceny"]


def test_two_columns_never_run_together_however_narrow() -> None:
    assert laid(at("a" * 30, 0, 0), at("b", 31.6, 0)) == ["a" * 30 + "  b"]


def test_a_letter_printed_twice_for_bold_type_is_one() -> None:
    assert laid(at("A", 0, 0), at("A", 0.05, 0), at("A", 1, 0)) == ["AA"]


def test_a_wide_gap_between_lines_is_one_blank_line() -> None:
    assert laid(at("a", 0, 0), at("b", 0, 1), at("c", 0, 2), at("d", 0, 9), at("e", 0, 10)) == ["a", "b", "c", "", "d", "e"]


def test_the_margin_is_the_leftmost_word() -> None:
    assert laid(at("a", 7, 0), at("b", 9, 1)) == ["a", "  b"]


def test_a_raised_letter_stays_on_its_line() -> None:
    assert laid(at("a", 0, 0), at("2", 1, -0.3), at("b", 0, 1)) == ["a2", "b"]


def test_words_that_are_not_sure_are_told() -> None:
    (line,) = lay([[at("0ffense", 0, 0, 41.4), at("Date", 8, 0, 96), at("*", 13, 0, 3)]], doubt_below=70)
    assert line.text == "0ffense Date *"
    assert line.doubtful == (("0ffense", 41),)


def test_no_place_makes_a_line_endless() -> None:
    assert max(map(len, laid(at("a", 0, 0), at("b", 1e9, 0)))) < 500


@given(st.lists(st.builds(at, st.text("abc", min_size=1, max_size=4), st.floats(0, 100), st.floats(0, 50)), max_size=40))
def test_nothing_is_lost_but_letters_printed_twice(pieces: list[Piece]) -> None:
    text = "".join(laid(*pieces)).replace(" ", "")
    assert set(text) == set("".join(piece.text for piece in pieces))
    assert len(text) <= sum(len(piece.text) for piece in pieces)
