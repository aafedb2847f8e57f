"""Which offense a charge is: printed → expected pairs as data, the traps of real records, and fuzz."""

from __future__ import annotations

import csv
import shutil
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from unburden.calendar import ALWAYS, NEVER, UNKNOWN, Bounds, parse_day
from unburden.offenses import UNMATCHED, Match, OffenseTable, load_offenses
from unburden.terms import LEVELS

ROOT = Path(__file__).resolve().parent.parent
FIXTURES = Path(__file__).parent / "fixtures" / "law"
PAIRS = list(csv.DictReader((FIXTURES / "pairs.csv").open(encoding="utf-8")))
LAW = sorted(path.parent for path in (ROOT / "law").glob("*/jurisdiction.toml"))

Tables = dict[str, OffenseTable]


@pytest.fixture(scope="session")
def tables(tmp_path_factory: pytest.TempPathFactory) -> Tables:
    """Our small tables, read by the grammar that the law folder really has."""
    folder = tmp_path_factory.mktemp("law") / "law"
    shutil.copytree(FIXTURES, folder)
    shutil.copy(ROOT / "law" / "sets.csv", folder)
    for real in LAW:
        if (folder / real.name).is_dir():
            shutil.copy(real / "jurisdiction.toml", folder / real.name)
    found: Tables = {}
    for each in sorted(path for path in folder.iterdir() if path.is_dir()):
        table, problems = load_offenses(each)
        assert problems == []
        found[each.name] = table
    return found


def day(text: str) -> Bounds:
    bounds = parse_day(text) if text else UNKNOWN
    assert bounds is not None
    return bounds


@pytest.mark.parametrize("pair", PAIRS, ids=lambda pair: " ".join(pair[name][:24] for name in ("folder", "statute", "description", "date")))
def test_printed_to_offenses(tables: Tables, pair: dict[str, str]) -> None:
    match = tables[pair["folder"]].match(pair["statute"], pair["description"], day(pair["date"]))
    got = (match.how, match.inchoate or "", "open" if match.open else "", sorted(offense.id for offense in match.candidates))
    assert got == (pair["how"], pair["inchoate"], pair["open"], sorted(pair["offenses"].split())), match.why


@pytest.mark.parametrize(
    ("folder", "statute", "description", "date", "name", "expected"),
    [
        ("us-ny", "PL 230.00", "", "", "prostitution", True),
        ("us-ny", "PL 230.00", "", "", "promoting_prostitution", False),
        ("us-ny", "PL 240.37", "", "2005", "prostitution_loitering", None),  # its part (3) is the promoter's
        ("us-ny", "PL 240.37 02", "", "2005", "prostitution_loitering", True),
        ("us-ny", "PL 999.99", "", "", "prostitution", None),
        ("us-ny", "PL 130.96", "", "", "sex_offenses", True),  # a list names the chapter
        ("us-ny", "PL 130.96", "", "", "sex_crime", None),  # which says nothing of general sets
        ("us-ny", "PL 130.96", "", "", "trespass", None),
        ("us-ny", "PL 263.05", "", "", "sex_offenses", True),
        ("us-ny", "PL 230.20", "", "1999", "sex_offenses", False),
        ("us-ny", "PL 230.20", "", "2001", "sex_offenses", True),
        ("us-ny", "PL 230.20", "", "", "sex_offenses", None),
        ("us-ny", "PL 230.20", "", "", "promoting_prostitution", True),
        ("us-ny", "PL 230.00", "PROMOTING PROSTITUTION IN THE FOURTH DEGREE", "", "prostitution", None),
        ("us-ca", "647 PC", "", "2019", "prostitution", None),
        ("us-ca", "288 PC", "", "", "violent_felonies", None),  # only a part is listed, and the table has no other
        ("us-ca", "459 PC", "", "1997", "violent_felonies", False),
        ("us-ca", "459 PC", "", "1999", "violent_felonies", True),
        ("us-ca", "484(A)(2) PC", "", "", "violent_felonies", True),
        ("us-ca", "484(A)(1) PC", "", "", "violent_felonies", False),
        ("us-ca", "11350 HS", "", "", "drug_possession", None),
        ("us-ca", "647(B) MC-PROSTITUTION", "", "", "prostitution", None),  # a city's code, not the state's
        ("us-fl", "796.07(2e)", "FTA PROSTITUTION", "", "prostitution", None),
        ("us-fl", "843.15", "FTA", "", "failure_to_appear", True),
        ("us-fl", "893.135", "TRAFFICKING IN COCAINE", "", "trafficking", False),
        ("us-or", "CITY-PROSTITUTION", "Municipal prostitution", "", "prostitution_convictions", True),
        ("us", "21:952 and 960", "", "", "drug_sale", True),
    ],
)
def test_member(tables: Tables, folder: str, statute: str, description: str, date: str, name: str, expected: bool | None) -> None:
    assert tables[folder].match(statute, description, day(date)).member(name) is expected


@pytest.mark.parametrize(
    "description",
    [
        "TRAFFICKING",
        "TRAFFICKING IN FIREARMS",
        "MAINTAIN DRUG TRAFFICKING PLACE",
        "ROADSIDE SOLICITATION",
        "SOLICITATION",
        "SOLICITING FUNDS WITHOUT PERMIT",
        "COMPELLING PROSTITUTION",
        "PROMOTING PROSTITUTION OF A MINOR",
        "FTA PROSTITUTION",
        "BENCH WARRANT - PROSTITUTION",
        "VIOLATION OF PROBATION/PROSTITUTION",
        "PROSTITUTION ENTERPRISE",
        "",
        "   ",
    ],
)
def test_words_that_only_look_alike_match_nothing(tables: Tables, description: str) -> None:
    for table in tables.values():
        match = table.match("", description)
        assert match.candidates == ()
        assert match.member("prostitution") is None
        assert match.member("trafficking") is None


@pytest.mark.parametrize(
    ("folder", "statute", "date", "expected"),
    [
        ("us-or", "475.884", "2009", ("felony C", "felony C")),
        ("us-or", "475.884", "2022", ("misdemeanor E", "misdemeanor E")),
        ("us-or", "475.884", "", ("misdemeanor E", "felony C")),
        ("us-ny", "PL 240.37 02", "2005", ("violation", "misdemeanor B")),
        ("us-ny", "PL 240.37", "2005", None),  # a part that the table lacks may be another level
        ("us-ny", "VTL 1192.4", "", None),
        ("us-ny", "PL 130.96", "", None),
        ("us-ny", "nothing", "", None),
    ],
)
def test_level(tables: Tables, folder: str, statute: str, date: str, expected: tuple[str, str] | None) -> None:
    level = tables[folder].match(statute, "", day(date)).level
    assert level == (expected and (LEVELS[expected[0]], LEVELS[expected[1]]))


def test_a_number_out_of_force_is_kept_and_said(tables: Tables) -> None:
    match = tables["us-ny"].match("PL 240.37(2)", "", day("2023-01-01"))
    assert [offense.id for offense in match.candidates] == ["us-ny/PL-240.37(2)"]
    assert "not in force" in match.why


def test_why_names_the_number_that_the_table_lacks(tables: Tables) -> None:
    assert "647.7" in tables["us-ca"].match("647.7 PC").why
    assert "9.44" in tables["us-ca"].match("9.44 OMC", "BURGLARY").why
    assert "no statute number is printed" in tables["us-ca"].match("").why
    assert "attempt" in tables["us-ny"].match("PL 110.00").why


def test_a_match_is_kept(tables: Tables) -> None:
    table = tables["us-or"]
    assert table.match("167.007", "PROSTITUTION", UNKNOWN) is table.match("167.007", "PROSTITUTION", UNKNOWN)


def test_no_table() -> None:
    assert UNMATCHED.member("prostitution") is None
    assert UNMATCHED.level is None


def test_find(tables: Tables) -> None:
    def ids(folder: str, number: str) -> list[str]:
        return sorted(offense.id for offense in tables[folder].find(number))

    assert ids("us-or", "475.884") == ["us-or/475.884@2005-01-01", "us-or/475.884@2021-02-01"]
    assert ids("us-ny", "PL 240.37") == ["us-ny/PL-240.37(2)", "us-ny/PL-240.37(3)"]
    assert ids("us-or", "167.007(1)") == ["us-or/167.007"]
    assert ids("us-or", "CITY-PROSTITUTION") == ["us-or/CITY-PROSTITUTION"]
    assert ids("us-or", "999.999") == ids("us-or", "") == []


def test_general_sets_are_known_though_no_offense_is_in_them(tables: Tables) -> None:
    assert {"arson", "prostitution", "violent_felonies"} <= tables["us-ca"].sets
    assert tables["us-ca"].lists == {"violent_felonies"}


# ---- properties ----

printed = st.one_of(
    st.text(max_size=60),
    st.text(alphabet="0123456789().-/:§ abePCLHSUV,;=\t", max_size=60),
    st.sampled_from([pair["statute"] for pair in PAIRS]),
    st.tuples(st.sampled_from([pair["statute"] for pair in PAIRS]), st.text(max_size=6), st.integers(0, 30)).map(
        lambda drawn: drawn[0][: drawn[2]] + drawn[1] + drawn[0][drawn[2] :]
    ),
)
words = st.one_of(st.text(max_size=60), st.sampled_from([pair["description"] for pair in PAIRS]))
days = st.integers(ALWAYS, NEVER)
dates = st.tuples(days, days).map(lambda pair: (min(pair), max(pair)))
folders = st.sampled_from(sorted({pair["folder"] for pair in PAIRS}))


@given(folders, printed, words, dates)
@settings(max_examples=400, deadline=None)
def test_any_text_is_answered_and_always_the_same(tables: Tables, folder: str, statute: str, description: str, date: Bounds) -> None:
    table = tables[folder]
    match = table.match(statute, description, date)
    for memory in (table._readings, table._read_numbers, table._read_words):
        memory.clear()
    assert table.match(statute, description, date) == match
    _sound(table, match)


def _sound(table: OffenseTable, match: Match) -> None:
    assert (match.how == "none") == (not match.candidates)
    assert len({offense.id for offense in match.candidates}) == len(match.candidates) <= len(table.offenses)
    assert match.why
    for name in table.sets:
        inside = {name in offense.sets for offense in match.candidates}
        member = match.member(name)
        assert member is None or (inside == {member} and not match.open)


@given(folders, st.sampled_from(PAIRS), dates, dates)
@settings(max_examples=300, deadline=None)
def test_learning_the_date_never_overturns_an_answer(tables: Tables, folder: str, pair: dict[str, str], one: Bounds, other: Bounds) -> None:
    table = tables[folder]
    both = (min(one[0], other[0]), max(one[1], other[1]))
    wide, narrow = (table.match(pair["statute"], pair["description"], date) for date in (both, one))
    assert set(narrow.candidates) <= set(wide.candidates)
    for name in table.sets:
        assert wide.member(name) in (None, narrow.member(name))
    if wide.level and narrow.candidates:
        assert narrow.level
        assert wide.level[0] <= narrow.level[0] <= narrow.level[1] <= wide.level[1]


@given(folders, st.sampled_from(PAIRS), days)
@settings(max_examples=300, deadline=None)
def test_between_two_edges_a_match_is_the_same(tables: Tables, folder: str, pair: dict[str, str], one: int) -> None:
    table = tables[folder]
    text = (pair["statute"], pair["description"])
    edges = [ALWAYS, *table.edges(*text), NEVER]
    first = max(edge for edge in edges if edge <= one)
    assert table.match(*text, (one, one)) == table.match(*text, (first, first))


@pytest.mark.parametrize("text", [each * 60_000 for each in ("(", "1.", "a b ", "18:", " ", "664", "\x00", "att ", "(2)", "§")])
def test_hostile_length(tables: Tables, text: str) -> None:
    for table in tables.values():
        assert table.match(text, text).candidates == ()


# ---- the law folder itself ----


@pytest.mark.parametrize("folder", LAW, ids=lambda folder: folder.name)
def test_each_offense_of_the_law_is_found_by_its_own_number(folder: Path) -> None:
    table, _ = load_offenses(folder)
    for offense in table.offenses:
        if offense.statute.endswith("*"):
            continue
        assert offense in table.find(offense.statute)
        match = table.match(offense.statute, "", (offense.start, offense.until - 1))
        assert offense in match.candidates or not any(char.isdigit() for char in offense.statute), offense.statute


@pytest.mark.parametrize("folder", LAW, ids=lambda folder: folder.name)
def test_the_grammars_of_the_law_have_no_mistakes(folder: Path) -> None:
    _, problems = load_offenses(folder)
    assert [str(problem) for problem in problems if problem.file and problem.file.endswith("jurisdiction.toml")] == []


def test_the_documented_sets_are_the_sets() -> None:
    rows = csv.DictReader((ROOT / "law" / "sets.csv").open(encoding="utf-8"))
    text = (ROOT / "docs" / "offenses.md").read_text(encoding="utf-8").partition("## The table")[0]
    documented = [line.split("`")[1] for line in text.splitlines() if line.startswith("| `")]
    assert documented == [row["name"] for row in rows]
