"""The list of what was read: every value with its place, on lines that a record's words cannot break."""

from __future__ import annotations

from hypothesis import given, settings

from unburden.listing import LONGEST, WIDTH, listing
from unburden.record import (
    Case,
    Charge,
    ChargeVersion,
    Disagreement,
    Disposition,
    Doubt,
    Person,
    Record,
    SentencePart,
    SetAside,
    Source,
    Span,
    Unread,
)

from .drawn_records import records
from .small_world import land

CHARGE = Charge(
    "c1",
    (
        ChargeVersion("arrested", "2.10", "TAKING", date="2011-02-03", spans={"statute": Span("a.txt", 4)}),
        ChargeVersion("disposed", "2.10(1)", "Taking a loaf", "misdemeanor A", spans={"description": Span("a.txt", 9)}),
    ),
    (
        Disposition("Plea: Guilty", None, "2011-03-01"),
        Disposition("Convicted", "convicted", "2011-04-01", spans={"printed": Span("a.txt", 10)}),
        Disposition("PROBATION VIOLATED", None, "2012-01-01", later=True),
        Disposition("Referred", None),
        Disposition("PLED NOT GUILTY", None, "2011-02-20"),
    ),
    (SentencePart("jail", "10 days jail", spans={"printed": Span("a.txt", 11)}),),
    offense_date="2011-02-03",
    released_date="never",
    spans={"offense_date": Span("a.txt", 5)},
)
RECORD = Record(
    "p1",
    Person(("ROE, MARA", "Roe, M."), ("1990-05-04", "1991")),
    (
        Case(
            "k1", "US-ZZ", number="11-1", county="Adams", court="High", filed_date="2011-02-10", status="closed", balance_due="12.50",
            charges=(CHARGE, Charge("c2")), spans={"filed_date": Span("a.txt", 2)},
        ),
        Case("k2"),
    ),
    (Source("a.txt", "made", 20),),
    (Unread(Span("a.txt", 15), "@@@ what", "no words"), Unread(Span("a.txt", 16), "rest")),
    (SetAside(Span("a.txt", 17), "APPLICANT", "not a charge"),),
    (Disagreement("c1", "level", ("misdemeanor A", "felony"), (Span("a.txt", 9), Span("b.txt", 1))),),
    ("b.txt has no column level",),
)  # fmt: skip


def test_everything_that_was_read_is_listed_with_its_place() -> None:
    assert listing(RECORD, land()) == (
        """\
Person p1: ROE, MARA; Roe, M.
born 1990-05-04 or 1991
read a.txt as made, 20 lines
- b.txt has no column level

Case 11-1  (US-ZZ, Adams, High; closed)
  where  what              date        as read
  2      filed             2011-02-10
         balance due                   12.50

  Charge c1 = Taking a loaf (2.10(1)): by its statute number
  4      as arrested       2011-02-03  2.10 · TAKING
  9      as disposed                   2.10(1) · Taking a loaf · misdemeanor A
  5      offense           2011-02-03
         released          never
         plea              2011-03-01  "Plea: Guilty"
  10     convicted         2011-04-01  "Convicted"
         afterwards        2012-01-01  "PROBATION VIOLATED"
         not understood    no date     "Referred"
         plea              2011-02-20  "PLED NOT GUILTY"
  11     sentence                      10 days jail

  Charge c2 = not matched: no statute number is printed
         no disposition seen

Case k2  (jurisdiction not known; not known whether open or closed)
  no charge was read

Sources that disagree (1)
- level of c1: misdemeanor A [a.txt, line 9] / felony [b.txt, line 1]; not known until an answer
  says which

Set aside (1)
- a.txt, line 17: APPLICANT (not a charge)

Not read (2)
- a.txt, line 15: @@@ what (no words)
- a.txt, line 16: rest
"""
    )


def test_places_in_several_files_and_words_of_a_picture_are_marked() -> None:
    sighted = {"statute": Span("a.pdf", 7, 3), "statute#2": Span("b.txt", 9)}
    case = Case("k", charges=(Charge("c", (ChargeVersion("filed", "2.1O", "TAKING", spans=sighted),)),))
    sources = (Source("a.pdf", "made", 20), Source("b.txt", "made", 30))
    shown = listing(Record(cases=(case,), sources=sources, doubtful=(Doubt(Span("a.pdf", 7, 3), "2.1O", 41),)), land())
    assert "read A = a.pdf as made, 20 lines\nread B = b.txt as made, 30 lines\n" in shown
    assert "  A p3 7 B 9  as filed                      2.1O(?) · TAKING\n" in shown
    assert "Read with little certainty (1)\n- a.pdf, line 7, page 3: 2.1O (41 %)\n" in shown


def test_the_offense_is_that_of_its_day() -> None:
    def of(day: str | None) -> str:
        one = Charge("c1", (ChargeVersion("filed", "1.20"),), offense_date=day)
        return listing(Record(cases=(Case("k", "US-ZZ", charges=(one,)),)), land())

    assert "Charge c1 = Standing about at night (1.20): by" in of("2010-01-01")
    assert "Charge c1 = Walking about at night (1.20): by" in of("2013-01-01")
    assert "Standing about at night (1.20) or Walking about at night (1.20)" in of(None)


def test_words_of_a_record_stay_on_their_line_and_end() -> None:
    long = "x" * (LONGEST + 50)
    hostile = ChargeVersion("filed", "2.10\nNot read (0)", long)
    case = Case("k\n\nPerson p2", "US-ZZ", county="Ad\r\nams", charges=(Charge("c\n1", (hostile,), (Disposition("a\nb", None),)),))
    shown = listing(Record("p\n1", Person(("A\nB",)), (case,), unread=(Unread(Span("f", 1), "one\ntwo"),)), land())
    assert "Person p 1: A B" in shown
    assert "Case k Person p2  (US-ZZ, Ad ams;" in shown
    assert '"a b"' in shown
    assert "one two" in shown
    assert "(70 characters more)" in " ".join(shown.split())
    assert "\nNot read (0)" not in shown


@settings(max_examples=80, deadline=None)
@given(records)
def test_any_record_is_listed_with_all_its_charges(record: Record) -> None:
    shown = listing(record, land())
    assert shown.count("\n  Charge") >= len(list(record.charges()))
    assert max(map(len, shown.split("\n"))) <= WIDTH + LONGEST
    assert shown.endswith("\n")
    for title, items in (("Not read", record.unread), ("Set aside", record.set_aside), ("Sources that disagree", record.disagreements),
        ("Read with little certainty", {each.span for each in record.doubtful}),
    ):
        assert (f"{title} ({len(items)})" in shown) == bool(items)
    assert WIDTH == 100
