"""Printed statute texts: which numbers are in them, under which code, and which words are left."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from unburden.citations import MAX_TEXT, Jurisdiction
from unburden.offense_files import read_jurisdiction
from unburden.terms import LEVELS

ROOT = Path(__file__).resolve().parent.parent
GRAMMARS = {path.parent.name: read_jurisdiction(path, []) for path in sorted((ROOT / "law").glob("*/jurisdiction.toml"))}


@pytest.mark.parametrize(
    ("folder", "text", "cited", "rest"),
    [
        ("us-ny", "PL 240.37", ["PL 240.37"], ""),
        ("us-ny", "240.37(2) PL", ["PL 240.37(2)"], ""),
        ("us-ny", "PL 240.37 02 BM 3", ["PL 240.37(02)"], "3"),
        ("us-ny", "N.Y. Penal Law § 240.37(2)", ["PL 240.37(2)"], ""),
        ("us-ny", "PL 110.00/155.25", ["PL 110.00", "PL 155.25"], ""),
        ("us-ny", "VTL 1192.3 & PL 220.03", ["VTL 1192.3", "PL 220.03"], ""),
        ("us-ca", "647(B) PC-PROSTITUTION", ["PC 647(b)"], "prostitution"),
        ("us-ca", "11357 HS-POSS 1 OZ MARIJUANA", ["HS 11357"], "poss 1 oz marijuana"),
        ("us-ca", "11357 HS-1 OZ", ["HS 11357"], "1 oz"),
        ("us-ca", "484(A)/488 PC", ["PC 484(a)", "PC 488"], ""),
        ("us-ca", "23152(A) VC, 14601.1(A) VC", ["VC 23152(a)", "VC 14601.1(a)"], ""),
        ("us-ca", "647(B) (PC)", ["PC 647(b)"], ""),
        ("us-ca", "647(B) MC", ["647(b)"], ""),
        ("us-ca", "CITY ORD 9.44", [], "city ord 9.44"),
        ("us-ca", "PROSTITUTION 647(B) PC", ["PC 647(b)"], "prostitution"),
        ("us-ca", "H & S 11350", ["HS 11350"], ""),
        ("us-ca", "HEALTH AND SAFETY CODE SECTION 11350(A)", ["HS 11350(a)"], ""),
        ("us-fl", "796.07–2E", ["FS 796.07-2e"], ""),
        ("us-fl", "F.S.S. 796.07 2E", ["FS 796.07(2)(e)"], ""),
        ("us-fl", "812.014(2)(c)1.a.", ["FS 812.014(2)(c)(1)(a)"], ""),
        ("us-or", "4759924F", ["ORS 4759924f"], ""),
        ("us-or", "Or. Rev. Stat. § 475.840 (2)", ["ORS 475.840(2)"], ""),
        ("us-va", "18.2-308.2:2", ["VC 18.2-308.2:2"], ""),
        ("us-va", "18.2-250.1: POSSESSION", ["VC 18.2-250.1"], "possession"),
        ("us", "18:1591.F", ["18 USC 1591"], ""),
        ("us", "18:2252A(a)(2) RECEIPT OF CHILD PORNOGRAPHY", ["18 USC 2252a(a)(2)"], "receipt of child pornography"),
        ("us", "18 U.S.C. §§ 1591(a)(1) and 1594(c)", ["18 USC 1591(a)(1)", "18 USC 1594(c)"], ""),
        ("us", "21:841(a)(1),(b)(1)(C) and 846", ["21 USC 841(a)(1)", "21 USC 846"], ""),
        ("us", "18:371; 26:7206(1)", ["18 USC 371", "26 USC 7206(1)"], ""),
        ("us", "USC 18 1591", ["18 USC 1591"], ""),
        ("us", "18 1201(A) US", ["18 USC 1201(a)"], ""),
        ("us", "1591", ["1591"], ""),
        ("us", "SEX TRAFFICKING 18:1591", ["18 USC 1591"], "sex trafficking"),
        ("us", "", [], ""),
        ("us", "§§", [], ""),
    ],
)
def test_read(folder: str, text: str, cited: list[str], rest: str) -> None:
    printed = GRAMMARS[folder].read(text)
    assert ([str(each) for each in printed.cited], printed.rest) == (cited, rest)


@pytest.mark.parametrize(("folder", "text"), [("us-ca", "ATT 459 PC"), ("us-ny", "ATTEMPT TO COMMIT PL 155.25")])
def test_words_between_numbers(folder: str, text: str) -> None:
    printed = GRAMMARS[folder].read(text)
    assert len(printed.cited) == 1
    assert printed.kinds == {"attempt"}


@pytest.mark.parametrize(
    ("text", "cited"),
    [
        ("THEFT 2", []),
        ("MARIJUANA POSSESSION UNDER 1 OZ", []),
        ("SEXUAL ASSAULT 2 (HRS 707-0731)", []),
        ("THEFT 2 (ORS 164.045) ON 03/15/2000", ["ORS 164.045"]),
    ],
)
def test_numbers_among_words_need_their_code(text: str, cited: list[str]) -> None:
    assert [str(each) for each in GRAMMARS["us-or"].read(text, named=True).cited] == cited


@pytest.mark.parametrize(
    ("folder", "printed", "name"),
    [
        ("us-ny", "UM", "misdemeanor unclassified"),
        ("us-ny", "BM", "misdemeanor B"),
        ("us-fl", "MF", "misdemeanor A"),
        ("us-fl", "FT", "felony C"),
        ("us-or", "Misdemeanor Class A", "misdemeanor A"),
        ("us-ny", "EF", "felony E"),
    ],
)
def test_level(folder: str, printed: str, name: str) -> None:
    assert GRAMMARS[folder].level(printed) == (LEVELS[name], LEVELS[name])
    assert GRAMMARS[folder].level("?") is None


@given(st.sampled_from(sorted(GRAMMARS)), st.text(alphabet="0123456789 ().-/:;,&=§abcpPlLhHsSuU\t\n", max_size=MAX_TEXT * 2))
def test_any_text(folder: str, text: str) -> None:
    for named in (False, True):
        printed = GRAMMARS[folder].read(text, named=named)
        assert len(printed.cited) <= 8
        assert all(each.parts and each.parts[0][1].isdigit() for each in printed.cited)
        assert not named or all(each.code for each in printed.cited)
        assert len(printed.rest) <= MAX_TEXT + 10


def test_a_jurisdiction_without_grammar_reads_plain_numbers() -> None:
    printed = Jurisdiction("US-XX", default_code="C").read("12.34(a)")
    assert [str(each) for each in printed.cited] == ["C 12.34(a)"]
