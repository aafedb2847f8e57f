from __future__ import annotations

import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from tests.report.people import decided
from unburden.record import Case, Charge, Record, Source, Span, Unread
from unburden.report.context import LONGEST, Context, said
from unburden.report.words import Words

EN = Words("en")


def test_hidden_characters_become_visible() -> None:
    assert said("a\x1b[31mb\u202ec\u2066d\x00\ud800", EN) == "a�[31mb�c�d��"


def test_white_space_is_one_line() -> None:
    assert said("a\r\n b\tc\u2028d", EN) == "a b c d"


def test_right_to_left_text_is_set_apart() -> None:
    assert said("ليلى", EN) == "\u2068ليلى\u2069"
    assert said("José", EN) == "José"


def test_long_text_is_cut_and_counted() -> None:
    found = said("x" * (LONGEST + 12), EN)
    assert found == "x" * LONGEST + "… (12 more characters)"


@given(st.text(st.characters(), max_size=40))
def test_nothing_said_can_move_the_eye(text: str) -> None:
    found = said(text, EN)
    isolated = found.startswith("\u2068") and found.endswith("\u2069")
    inside = found[1:-1] if isolated else found
    assert not any(unicodedata.category(each) in ("Cc", "Cs", "Zl", "Zp") or each in "\u202a\u202b\u202c\u202d\u202e" for each in inside)
    assert not {"\u2066", "\u2067", "\u2068", "\u2069"} & set(inside)
    found.encode()


def spans(record: Record, *asked: Span) -> list[str]:
    context = Context(decided(record), EN)
    return [context.span(each) for each in asked]


def test_one_file_is_not_named_again() -> None:
    record = Record(sources=(Source("/home/a/sheet.txt", "national_rap_text"),))
    assert spans(record, Span("/home/a/sheet.txt", 7, 2), Span("/home/a/sheet.txt")) == ["line 7, page 2", "/home/a/sheet.txt"]


def test_of_two_files_the_last_part_is_enough_unless_they_share_it() -> None:
    record = Record(sources=(Source("a/x.txt", "t"), Source("a\\y.txt", "t")))
    assert spans(record, Span("a/x.txt", 7), Span("a\\y.txt", 8)) == ["x.txt, line 7", "y.txt, line 8"]
    same = Record(sources=(Source("a/x.txt", "t"),), unread=(Unread(Span("b/x.txt", 1), "?"),))
    assert spans(same, Span("a/x.txt", 7), Span("b/x.txt", 8)) == ["a/x.txt, line 7", "b/x.txt, line 8"]


def test_a_file_is_listed_though_no_reader_named_it() -> None:
    record = Record(cases=(Case("c", charges=(Charge("c-1", spans={"offense_date": Span("mine.json", 3)}),)),))
    assert Context(decided(record), EN).files == ["mine.json"]


def test_a_place_that_has_no_law_is_named() -> None:
    context = Context(decided(Record()), EN)
    assert [context.place(code) for code in ("US-ZZ", "US-DC", "US", "US-QQ")] == ["Zetaland", "District of Columbia", "Federal", "US-QQ"]
