from __future__ import annotations

from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from unburden.readers._html import Line, Places, clean, flow

TAGS = ("a", "b", "div", "i", "nobr", "p", "span", "table", "td", "th", "tr")
WORDS = st.sampled_from(("one", "two&amp;", "&lt;three&gt;", "vier&nbsp;fünf", "six\n  seven", "x < y"))
PIECES = st.one_of(
    WORDS,
    st.sampled_from(TAGS).map(lambda tag: f'<{tag} title="1 > 0" style="padding-left: 10px">'),
    st.sampled_from(TAGS).map(lambda tag: f"</{tag}>"),
    st.sampled_from(("<br />", "<!-- <b>hidden</b> -->", "<script>if (a < b) { '<td>hidden' }</script>", "\n", " ")),
)


class Texts(HTMLParser):
    """What the standard library says is text."""

    def __init__(self) -> None:
        super().__init__()
        self.words: list[str] = []
        self.hidden = False

    def handle_starttag(self, tag: str, attrs: object) -> None:
        self.hidden = tag == "script"

    def handle_endtag(self, tag: str) -> None:
        self.hidden = False

    def handle_data(self, data: str) -> None:
        if not self.hidden:
            self.words += data.split()


def texts(page: str) -> list[str]:
    return [line.text for line in flow(page)]


@given(st.lists(PIECES, max_size=40).map(" ".join))
def test_every_word_of_text_is_there_once_and_in_order(page: str) -> None:
    parser = Texts()
    parser.feed(page)
    parser.close()
    assert [word for text in texts(page) for word in text.split()] == parser.words


@given(st.lists(PIECES, max_size=30).map("".join))
def test_a_line_stands_at_its_first_character(page: str) -> None:
    for line in flow(page):
        assert clean(page[line.at :])[0] == line.text[0]
        assert page[line.at] not in " \t\r\n\u00a0"


@given(st.text(alphabet="<>\"'/!-= abtd&#;\n\u00ad\u00a0", max_size=200), st.integers(0, 200), st.integers(0, 200))
def test_nothing_raises_and_parts_are_inside_the_page(page: str, begin: int, end: int) -> None:
    assert all(0 <= line.at < len(page) for line in flow(page))
    assert all(begin <= line.at < end for line in flow(page, begin, end))


def test_a_line_knows_its_place_in_tables_and_its_indent() -> None:
    page = (
        '<table><caption>Title</caption><tr><th id="H1">head</th><td>cell<div style="padding-left: 40px">in'
        "<table><tr><td>deep</td></tr></table>back</div>out</td></tr><tr><td>next</td></tr></table>after"
    )
    assert [(line.text, line.tag, line.id, line.row, line.cell, line.depth, line.indent) for line in flow(page)] == [
        ("Title", "caption", "", 0, -1, 1, 0),
        ("head", "th", "H1", 1, 0, 1, 0),
        ("cell", "td", "", 1, 1, 1, 0),
        ("in", "td", "", 1, 1, 1, 40),
        ("deep", "td", "", 2, 0, 2, 40),
        ("back", "td", "", 1, 1, 1, 40),
        ("out", "td", "", 1, 1, 1, 0),
        ("next", "td", "", 3, 0, 1, 0),
        ("after", "", "", 0, -1, 0, 0),
    ]


def test_inline_tags_join_and_bold_parts() -> None:
    assert texts("a<span>b</span> <a href='x'>c</a><b>d</b>e<br>f") == ["ab c", "d", "e", "f"]
    assert [line.bold for line in flow("<td>a<b>b</b>c</td>")] == [False, True, False]


def test_line_ends_count_only_where_the_page_says_so() -> None:
    assert texts('<div class="x PreFormatted">one\n two</div><div>one\n two</div>') == ["one", "two", "one two"]
    page = '<div class="preformatted">\n\n  x</div>'
    assert flow(page)[0].at == page.index("x")


@pytest.mark.parametrize(
    ("source", "shown"),
    [
        ("a&nbsp;&nbsp;b", "a b"),
        ("a\u00adb\u200bc", "abc"),
        ("&lt;b&gt; &amp;amp;", "<b> &amp;"),
        ("one&amp;#x0A;two", "one two"),
        ("\ufeff", ""),
    ],
)
def test_clean_text(source: str, shown: str) -> None:
    assert clean(source) == shown


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_offsets_become_line_numbers(end: str) -> None:
    text = f"one{end}two{end}three"
    places = Places(text)
    assert [places.line(text.index(word)) for word in ("one", "two", "three")] == [1, 2, 3]
    assert places.lines == 3
    assert [Places("a\rb\nc\r\nd").line(at) for at in (0, 2, 4, 7)] == [1, 2, 3, 4]


def test_an_unclosed_comment_or_script_hides_the_rest() -> None:
    assert texts("a<!-- b <b>c") == ["a"]
    assert texts("a<script>b <b>c") == ["a"]


def test_a_line_is_plain_data() -> None:
    assert Line(3, "x") == (3, "x", 0, -1, 0, 0, "", "", False, False)
