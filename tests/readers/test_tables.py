from __future__ import annotations

import io
from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.readers.table_files import Module, of

from unburden.calendar import parse_day
from unburden.readers import california_doj_bulk, cook_county_sao, florida_clerk, florida_obts, virginia_courts
from unburden.readers._tables import Row, Table, amount, head_names, header, iso_day, named, parquet, rows, said
from unburden.record import Unread


def cells(text: str, width: int | None = None) -> list[tuple[int, list[str]]]:
    return list(rows(text.split("\n"), widths=(width,) if width else ()))


def test_rows_have_the_line_they_begin_in_and_blank_lines_are_none() -> None:
    assert cells("a,b\n\n \nc,d\n") == [(1, ["a", "b"]), (4, ["c", "d"])]


def test_a_quoted_cell_may_hold_commas_quotes_and_lines() -> None:
    assert cells('"a,b","c ""d"""\n"e\nf",g\nh,i') == [(1, ["a,b", 'c "d"']), (2, ["e\nf", "g"]), (4, ["h", "i"])]


def test_a_quote_that_is_not_closed_swallows_no_row() -> None:
    assert cells('a,"b\nc,d\ne,f', 2) == [(1, ["a", "b"]), (2, ["c", "d"]), (3, ["e", "f"])]
    # Closed far below by another stray quote, the row would have another width.
    assert cells('a,"b\nc,d\ne",f,g', 2)[0] == (1, ["a", "b"])


@pytest.mark.parametrize(
    "lines",
    [
        ('x,3" k', "y,z", 'w,4" m', "q,r"),
        ('x,"3 k', "y,z", 'w,"4 m', "q,r"),
        ('x,"3 k', 'w,"4 m', "q,r"),
        ('x,3" BLADE', "y,z"),
    ],
)
def test_stray_quotes_swallow_no_row_between_them(lines: tuple[str, ...]) -> None:
    """Two inch marks in one column, lines apart, look like one cell over lines."""
    found = cells("\n".join(lines), 2)
    assert [line for line, _ in found] == list(range(1, len(lines) + 1))
    assert [each[0] for _, each in found] == [line.split(",")[0] for line in lines]


def test_a_cell_over_lines_in_the_first_or_the_last_column_is_one_row() -> None:
    assert cells('"a\nb",c,d\ne,f,g', 3) == [(1, ["a\nb", "c", "d"]), (3, ["e", "f", "g"])]
    assert cells('a,b,"c\n1, 2"\ne,f,g', 3) == [(1, ["a", "b", "c\n1, 2"]), (3, ["e", "f", "g"])]


def test_a_row_of_another_width_is_refused_without_its_cells() -> None:
    table = Table(of("a,b\n1,2\nx,SECRET,3"), ("a", "b"))
    assert [row["a"] for row in table.rows()] == ["1"]
    (each,) = table.unread
    assert (each.span.line, each.text) == (3, "x")


def test_a_header_in_the_middle_is_no_row() -> None:
    table = Table(of("A b,c\n1,2\nA b,c\n3,4"), ("a_b", "c"))
    assert [(row.line, row["c"]) for row in table.rows()] == [(2, "2"), (4, "4")]
    assert table.unread == []


def test_a_column_that_stands_twice_is_read_once() -> None:
    table = Table(of("a,b,a\n1,2,3"), ("a", "b", "a"))
    assert [dict(row.cells)["a"] for row in table.rows()] == ["1"]
    assert [(each.span.line, each.why) for each in table.unread] == [(1, "this column stands twice; only the first is read")]


def test_columns_that_are_missing_are_told() -> None:
    table = Table(of("a,b"), ("a", "b"))
    assert table.absent(("a", "c", "d")) == ("table.csv has no column c, d: not known for any charge in it",)
    assert table.absent(("a",)) == ()


def test_a_row_shown_hides_what_is_never_kept() -> None:
    row = Row(1, {"name": "DOE", "pri_ssn": "000-00-0000", "address": "NOWHERE", "complainant": "ROE", "charge": "X"})
    assert row.shown == "name: DOE, charge: X"


@pytest.mark.parametrize("text", ["", " ", "NULL ", "null", "-", "  -  ", "None", "n/a"])
def test_words_for_nothing_say_nothing(text: str) -> None:
    assert said(text) == ""


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("20110601", "2011-06-01"),
        ("6/1/2011", "2011-06-01"),
        ("06/01/2011 12:00:00 AM", "2011-06-01"),
        ("2011-06-01T04:00:00.000000", "2011-06-01"),
        ("2011-06-01 20:45:00", "2011-06-01"),
        ("20110631", None),
        ("13/01/2011", None),
        ("88888888", None),
        ("0", None),
        ("2011", None),
        ("06/01/11", None),
        ("٢٠١١٠٦٠١", None),
    ],
)
def test_dates_of_agencies(text: str, day: str | None) -> None:
    assert iso_day(text) == day


def test_a_filler_is_no_date_and_no_mistake() -> None:
    table = Table(of("d\n"), ("d",))
    fillers = ("88888888", "99999999", "00000000", "0", "00/00/0000", "0000-00-00")
    assert [table.day(Row(2, {"d": text}), "d") for text in fillers] == [None] * 6
    assert table.unread == []
    assert table.day(Row(2, {"d": "June"}), "d") is None
    assert [each.text for each in table.unread] == ["d: June"]


@given(st.text(max_size=60))
def test_what_is_read_as_a_date_is_one(text: str) -> None:
    day = iso_day(text)
    assert day is None or parse_day(day) is not None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("153.5000", "153.50"),
        ("$1,234", "1234.00"),
        ("0.0000", "0.00"),
        ("-5.1", "-5.10"),
        ("abc", None),
        ("1e9", None),
        ("9" * 50, None),
        ("", None),
    ],
)
def test_amounts(text: str, expected: str | None) -> None:
    assert amount(text) == expected


def test_headers() -> None:
    assert named("\ufeff Charge ID ") == "charge_id"
    assert header(of("\n\ufeffCharge ID,b\n1,2")) == (2, ("charge_id", "b"))
    assert head_names(of('"A B",c\r\n1,2')) == ("a_b", "c")
    assert [head_names(of(text)) for text in ("{", "<a>", "[1]", "x" * 30_000)] == [()] * 4


@pytest.mark.parametrize("reader", [california_doj_bulk, cook_county_sao, florida_clerk, florida_obts, virginia_courts])
@pytest.mark.parametrize("text", ["", "\n", "," * 3000 + "\nabc,d\n", "abc\nabc\n", '"\n"'])
def test_a_file_that_is_no_table_is_told(reader: Module, text: str) -> None:
    (record,) = reader.read(of(text))
    assert record.cases == ()
    assert [source.format for source in record.sources] == [reader.FORMAT]


def test_parquet_is_read_as_texts() -> None:
    pyarrow = pytest.importorskip("pyarrow")
    pytest.importorskip("pyarrow.parquet")
    held = io.BytesIO()
    table = pyarrow.Table.from_pylist([{"A": 1.0, "b": None, "c": datetime(2011, 6, 1)}, {"A": 2.5, "b": "x", "c": None}])
    pyarrow.parquet.write_table(table, held)
    found = parquet(of(held.getvalue()))
    assert not isinstance(found, Unread)
    assert (found[0], list(found[1])) == (("a", "b", "c"), [(1, ["1", "", "2011-06-01 00:00:00"]), (2, ["2.5", "x", ""])])
    many = parquet(of(held.getvalue()), most=1)
    assert isinstance(many, Unread)
    assert many.why.startswith("more than 1 rows")
