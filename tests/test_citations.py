"""Printed statute texts: which numbers are in them, under which code, and which words are left."""

from __future__ import annotations

import time
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
        ("us-ne", "60-6,196", ["NRS 60-6,196"], ""),
        ("us-ne", "43-2,108.05", ["NRS 43-2,108.05"], ""),
        ("us-ne", "60-6,196(1), 28-801", ["NRS 60-6,196(1)", "NRS 28-801"], ""),
        ("us-ne", "60-6,196,28-801", ["NRS 60-6,196", "NRS 28-801"], ""),
        ("us-ne", "28-801, 28-802", ["NRS 28-801", "NRS 28-802"], ""),
        ("us-ne", "28-801,28-802", ["NRS 28-801", "NRS 28-802"], ""),
        ("us-ne", "28-801,802", ["NRS 28-801", "NRS 802"], ""),
        ("us-ne", "28-416(3),801", ["NRS 28-416(3)", "NRS 801"], ""),
        ("us-nh", "RSA 633:7", ["RSA 633:7"], ""),
        ("us-nh", "RSA 637:3, 645:2", ["RSA 637:3", "RSA 645:2"], ""),
        ("us-nh", "318-B:26, II(a)", ["RSA 318-b:26(ii)(a)"], ""),
        ("us-nh", "645:2,I", ["RSA 645:2(i)"], ""),
        ("us-nh", "645:2: PROSTITUTION", ["RSA 645:2"], "prostitution"),
        ("us-il", "720 ILCS 5/11-14", ["720 ILCS 5/11-14"], ""),
        ("us-il", "720 5/11-14", ["720 ILCS 5/11-14"], ""),
        ("us-il", "5/11-14", ["720 ILCS 5/11-14"], ""),
        ("us-il", "11-14", ["720 ILCS 5/11-14"], ""),
        ("us-il", "720 ILCS 5.0/11-14-A", ["720 ILCS 5/11-14-a"], ""),
        ("us-il", "720-5/11-14(a)", ["720 ILCS 5/11-14(a)"], ""),
        ("us-il", "720-570/402(c)", ["720 ILCS 570/402(c)"], ""),
        ("us-il", "720 ILCS 570.0/402-C", ["720 ILCS 570/402-c"], ""),
        ("us-il", "625-5/6-303(a), 5/11-501", ["625 ILCS 5/6-303(a)", "625 ILCS 5/11-501"], ""),
        ("us-il", "720 ILCS 5/8-4(a) / 720 ILCS 5/16-25", ["720 ILCS 5/8-4(a)", "720 ILCS 5/16-25"], ""),
        ("us-il", "8-4/11-14", ["720 ILCS 5/8-4", "720 ILCS 5/11-14"], ""),
        ("us-il", "410 130/25", ["410 ILCS 130/25"], ""),
        ("us-il", "999 130/25", ["720 ILCS 5/999", "720 ILCS 5/130", "720 ILCS 5/25"], ""),
        ("us-il", "POSS 1/2 OZ", [], "poss 1/2 oz"),
        ("us-ma", "c. 272 s. 53A", ["272 MGL 53a"], ""),
        ("us-ma", "c.272 §53A", ["272 MGL 53a"], ""),
        ("us-ma", "C272 S53A", ["272 MGL 53a"], ""),
        ("us-ma", "C272S53A", ["272 MGL 53a"], ""),
        ("us-ma", "M.G.L. ch. 272, sec. 53A(a)", ["272 MGL 53a(a)"], ""),
        ("us-ma", "272/53A", ["272 MGL 53a"], ""),
        ("us-ma", "272/53A/A", ["272 MGL 53a"], ""),
        ("us-ma", "94C/34/F; 269/10/H", ["94C MGL 34", "269 MGL 10"], ""),
        ("us-ma", "c. 272, § 53A; c. 94C, § 34", ["272 MGL 53a", "94C MGL 34"], ""),
        ("us-ma", "c. 272, §§ 53A, 8", ["272 MGL 53a", "272 MGL 8"], ""),
        ("us-md", "CR.7.104", ["CR 7-104"], ""),
        ("us-md", "CR.10.201(c)(2)", ["CR 10-201(c)(2)"], ""),
        ("us-md", "TA.16.303.C", ["TR 16-303.c"], ""),
        ("us-md", "CR.5.601.1", ["CR 5-601.1"], ""),
        ("us-la", "R.S. 14:82", ["14 RS 82"], ""),
        ("us-la", "14:(27)67", ["14 RS 27", "14 RS 67"], ""),
        ("us-la", "R.S. 14:(27)62.2", ["14 RS 27", "14 RS 62.2"], ""),
        ("us-la", "14:27:67", ["14 RS 27:67"], ""),
        ("us-la", "14:(99)67", [], "14:(99)67"),
        ("us-nj", "2C:34-1", ["2C NJS 34-1"], ""),
        ("us-nj", "2C:34-1B(1)", ["2C NJS 34-1b(1)"], ""),
        ("us-pa", "18 § 5902 §§ A", ["18 CS 5902(a)"], ""),
        ("us-pa", "18 § 901 §§ A", ["18 CS 901(a)"], ""),
        ("us-pa", "18:5902:A1", ["18 CS 5902:a1"], ""),
        ("us-pa", "18-5902(a)(1)", ["18 CS 5902(a)(1)"], ""),
        ("us-pa", "35:780-113:A16", ["35 CS 780-113:a16"], ""),
        ("us-pa", "35-780-113(a)(16)", ["35 CS 780-113(a)(16)"], ""),
        ("us-ok", "63 OS 2-402", ["63 OS 2-402"], ""),
        ("us-oh", "ORC 2907.25A", ["RC 2907.25a"], ""),
        ("us-tx", "43.02(c)", ["PC 43.02(c)"], ""),
        ("us-ga", "16-6-9", ["OCGA 16-6-9"], ""),
        ("us-mi", "750.448", ["MCL 750.448"], ""),
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


@pytest.mark.parametrize(
    ("folder", "text"),
    [("us-il", "POSS 1/2 OZ CANNABIS"), ("us-il", "THEFT 5/11-14"), ("us-pa", "POSS 5-10 GRAMS"), ("us-ne", "1,000 BILLS")],
)
def test_a_sign_alone_makes_no_code_among_words(folder: str, text: str) -> None:
    assert GRAMMARS[folder].read(text, named=True).cited == ()


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


@pytest.mark.parametrize("piece", ["c. 272, ", "272/", "14:(27)", "5/", "720 5/", "60-6,196", "18 § ", "1,000", "II ", "-", "(27) "])
@pytest.mark.parametrize("folder", ["us-il", "us-la", "us-ma", "us-md", "us-ne", "us-nh", "us-pa"])
def test_a_hostile_text_is_read_within_bounds(folder: str, piece: str) -> None:
    began = time.perf_counter()
    for _ in range(20):
        assert len(GRAMMARS[folder].read(piece * 20_000).cited) <= 8
    assert time.perf_counter() - began < 1.0


def test_a_jurisdiction_without_grammar_reads_plain_numbers() -> None:
    printed = Jurisdiction("US-XX", default_code="C").read("12.34(a)")
    assert [str(each) for each in printed.cited] == ["C 12.34(a)"]
