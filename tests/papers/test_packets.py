from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from unburden.errors import LawError
from unburden.papers import papers_folder, read_packet
from unburden.papers.packets import Packet

HOUSE = papers_folder() / "house" / "packet.toml"


def written(folder: Path, text: str, house: str = "", office: str = "") -> Path:
    """A folder of papers: the house's own words, Zetaland's, and an office's beside it."""
    (folder / "papers" / "house").mkdir(parents=True)
    (folder / "papers" / "us-zz").mkdir()
    (folder / "papers" / "house" / "packet.toml").write_text(HOUSE.read_text(encoding="utf-8") + house, encoding="utf-8")
    (folder / "papers" / "us-zz" / "packet.toml").write_text(text, encoding="utf-8")
    if office:
        (folder / "office").mkdir()
        (folder / "office" / "packet.toml").write_text(office, encoding="utf-8")
    return folder / "papers"


def packet(folder: Path, text: str, house: str = "", office: str = "") -> Packet:
    papers = written(folder, text, house, office)
    return read_packet("US-ZZ", folder / "office" if office else None, papers)


FORM = '[[form]]\nnumber = "F-1"\ntitle = "A"\nfile = "packet.toml"\nrevised = "2026"\nsource = "https://example.org"\n'

MISTAKES = {
    'party = 3\n': (1, "party should be a text"),
    'partie = "x"\n': (1, 'partie is not known here (did you mean "party"?)'),
    'party = "x"\nparty = "y"\n': (2, "not TOML"),
    '[sworn]\nwords = "x"\ncite = "y"\n': (1, "title is missing"),
    '[sworn]\ntitle = "A"\nwords = "x"\ncite = "y"\nnotary = "yes"\n': (5, "notary should be true or false"),
    '[[court]]\nmatches = "("\nlines = ["a"]\nnumber = "No."\n': (2, "matches is no pattern"),
    '[[court]]\nmatches = ""\nnumber = "No."\n': (1, "lines is missing"),
    '[[court]]\nlines = "a"\nnumber = "No."\n': (2, "lines should be a list of texts"),
    '[[paper]]\nmoving = "motion"\n': (1, "provisions is missing"),
    '[[paper]]\nprovisions = ["us-zz/1"]\ntogether = "town"\n': (3, '"town" is not one of'),
    '[[paper]]\nprovisions = ["us-zz/1"]\nforms = ["F-9"]\n': (3, '"F-9" is not one of'),
    '[[paper]]\nprovisions = ["us-zz/1"]\ndocuments = ["motion", "../../motion"]\n': (3, '"../../motion" is no name of a document'),
    '[[paper]]\nprovisions = ["us-zz/1"]\nasks = ["vacate it;", ""]\n': (3, "one of asks is empty"),
    '[[paper]]\nprovisions = ["us-zz/1"]\norders = [" "]\n': (3, "one of orders is empty"),
    '[[paper]]\nprovisions = ["us-zz/1"]\n[[paper.served]]\nwho = "prosecuter"\nname = "x"\n': (4, 'did you mean "prosecutor"?'),
    '[[paper]]\nprovisions = ["us-zz/1"]\n[[paper.step]]\ntext = "a"\ncite = 1\n': (5, "cite should be a text"),
    '[[paper]]\nprovisions = ["us-zz/1"]\n[[paper.must_say]]\ncite = "a"\n': (3, "text is missing"),
    '[[paper]]\nprovisions = ["us-zz/1"]\n[[paper.deadline]]\nfrom = "today"\ndays = 3\ntext = "a"\ntext_es = "b"\ncite = "c"\n': (4, '"today" is not one of'),
    '[[paper]]\nprovisions = ["us-zz/1"]\n[[paper.deadline]]\nfrom = "filing"\ndays = 3.5\ntext = "a"\ntext_es = "b"\ncite = "c"\n': (5, "days should be a whole number"),
    '[[paper]]\nprovisions = ["us-zz/1"]\n[[paper.deadline]]\nfrom = "filing"\ndays = 3\ntext = "a"\ntext_es = "b"\n': (3, "cite is missing"),
    '[[paper]]\nprovisions = ["us-zz/1"]\n[[paper.deadline]]\nfrom = "filing"\ndays = -3\nmonths = 1\ntext = "a"\ntext_es = "b"\ncite = "c"\n': (6, "count the same way"),
    '[[paper]]\nprovisions = ["us-zz/1"]\n[[paper.deadline]]\nfrom = "filing"\ndays = 99999\ntext = "a"\ntext_es = "b"\ncite = "c"\n': (5, "more than a hundred years"),
    FORM.replace("packet.toml", "forms/F-1.pdf"): (4, "the form forms/F-1.pdf is not in this folder"),
    FORM + 'continues = "F-2"\n[[paper]]\nprovisions = ["us-zz/1"]\nforms = ["F-1"]\n': (10, "F-1 continues F-2, which should stand before it"),
    FORM + "[form.fields]\nName = 3\n": (8, "Name should be a text"),
    FORM + '[form.rows]\nCharge = "{{ e.name }}"\n': (8, "Charge needs {n}"),
    FORM + '[form.rows]\n"Charge{n}" = "{{ e.name }}"\n': (7, "row_numbers is missing"),
    '[words]\nversus = 3\n': (2, "versus should be a text"),
    '[words]\nverses = "v."\n': (2, 'verses is not known here (did you mean "versus"?)'),
    '[words]\ntitle.exhibit = "A"\n': (1, "title should be a text"),
    '[words]\n"title.exhibit" = "Exhibit {nmae}"\n': (2, "not {nmae}"),
    '[words]\n"title.exhibit" = "Exhibit {"\n': (2, "a title can hold {moving}, {sworn}, {name}, {title}"),
    '[effect]\nvacatur = "x"\n': (2, "vacatur is not a table"),
    '[effect.vacature]\ntitle = "x"\nask = "y;"\n': (1, 'did you mean "vacatur"?'),
    '[effect.vacatur]\nask = 3\n': (2, "ask should be a text"),
    '[effect.vacatur]\ntitle = ""\n': (1, "title is missing"),
    '[[note]]\ntext_es = "a"\n': (1, "text is missing"),
}  # fmt: skip


@pytest.mark.parametrize("text", MISTAKES, ids=lambda text: text.replace("\n", " ")[:60])
def test_a_mistake_is_told_with_file_and_line(tmp_path: Path, text: str) -> None:
    line, message = MISTAKES[text]
    with pytest.raises(LawError) as refused:
        packet(tmp_path, text)
    told = [(each.file, each.line) for each in refused.value.problems if message in each.message]
    assert told == [(str(tmp_path / "papers" / "us-zz" / "packet.toml"), line)], refused.value


def test_all_mistakes_are_told_at_once(tmp_path: Path) -> None:
    with pytest.raises(LawError) as refused:
        packet(tmp_path, 'party = 3\n[words]\nversus = 3\n[[note]]\ncite = "a"\n', office="bar = 1\n")
    assert len({(each.file, each.line) for each in refused.value.problems}) >= 2


def test_a_file_that_is_no_text_is_told(tmp_path: Path) -> None:
    papers = written(tmp_path, "")
    (papers / "us-zz" / "packet.toml").write_bytes(b'party = "\xff"\n')
    with pytest.raises(LawError, match="not text in UTF-8"):
        read_packet("US-ZZ", None, papers)


@pytest.mark.parametrize("words", ["", 'party = "x"\n', '[[paper]]\nprovisions = ["*"]\n'])
def test_a_house_that_lacks_what_all_papers_need_is_told(tmp_path: Path, words: str) -> None:
    papers = written(tmp_path, "")
    (papers / "house" / "packet.toml").write_text(words, encoding="utf-8")
    with pytest.raises(LawError, match=r"house.packet\.toml.*the house needs"):
        read_packet("US-ZZ", None, papers)
    (papers / "house" / "packet.toml").unlink()
    with pytest.raises(LawError, match=r"house.packet\.toml"):
        read_packet("US-ZZ", None, papers)


PAPER = '[[paper]]\nprovisions = ["us-zz/1", "us-zz/2"]\nmoving = "motion"\nasks = ["vacate {what};"]\nverified = true\n'


def test_a_jurisdiction_lies_over_the_house(tmp_path: Path) -> None:
    found = packet(tmp_path, PAPER + '[words]\nversus = "against"\n[effect.vacatur]\nask = "vacate all;"\n')
    house = read_packet("US-QQ", None, tmp_path / "papers")
    assert found.own
    assert not house.own
    assert found.paper("us-zz/2").moving == "motion"
    assert found.paper("us-zz/2").documents == house.paper("us-zz/2").documents
    assert found.paper("us-zz/3") == house.paper("us-zz/3")
    assert found.words["versus"] == "against"
    assert found.words["self"] == house.words["self"]
    assert found.effects["vacatur"] == {**house.effects["vacatur"], "ask": "vacate all;"}
    assert house.effects["vacatur"]["ask"] != "vacate all;"


def test_what_is_said_of_all_papers_of_a_place_holds_for_each(tmp_path: Path) -> None:
    every = '[[paper]]\nprovisions = ["*"]\nmoving = "petition"\nverified = true\ninitials = true\ncopies = "two"\n'
    found = packet(tmp_path, every + '[[paper]]\nprovisions = ["us-zz/1"]\nverified = false\n')
    assert (found.paper("us-zz/1").moving, found.paper("us-zz/1").copies) == ("petition", "two")
    assert (found.paper("us-zz/9").moving, found.paper("us-zz/9").verified) == ("petition", True)
    # What is said of one goes before, if it is a no.
    assert not found.paper("us-zz/1").verified
    assert found.paper("us-zz/1").initials


def test_an_office_changes_what_it_names_and_nothing_else(tmp_path: Path) -> None:
    step = '[[paper.step]]\ntext = "Go."\ncite = "§ 1"\n'
    office = '[[paper]]\nprovisions = ["us-zz/1"]\ncopies = "three"\n'
    found = packet(tmp_path, PAPER + step + '[words]\nself = "pro se"\n', office=office)
    one, two = found.paper("us-zz/1"), found.paper("us-zz/2")
    assert (one.copies, one.moving, one.asks, one.verified, [each.text for each in one.steps]) == (
        "three", "motion", ("vacate {what};",), True, ["Go."],
    )  # fmt: skip
    assert (two.copies, two.moving) == ("", "motion")
    assert found.words["self"] == "pro se"


def test_an_office_can_name_a_form_of_the_jurisdiction(tmp_path: Path) -> None:
    found = packet(tmp_path, FORM, office='[[paper]]\nprovisions = ["us-zz/1"]\nforms = ["F-1"]\n')
    assert found.paper("us-zz/1").forms == ("F-1",)
    assert found.forms["F-1"].file == tmp_path / "papers" / "us-zz" / "packet.toml"


def test_an_office_of_its_own_is_no_packet_of_the_jurisdiction(tmp_path: Path) -> None:
    papers = written(tmp_path, "", office='[words]\nself = "pro se"\n')
    shutil.rmtree(papers / "us-zz")
    assert not read_packet("US-ZZ", tmp_path / "office", papers).own
    (tmp_path / "office" / "us-zz").mkdir()
    (tmp_path / "office" / "us-zz" / "packet.toml").write_text("", encoding="utf-8")
    assert read_packet("US-ZZ", tmp_path / "office", papers).own


def test_the_first_of_two_papers_for_a_law_counts(tmp_path: Path) -> None:
    twice = '[[paper]]\nprovisions = ["us-zz/1"]\nmoving = "motion"\n[[paper]]\nprovisions = ["us-zz/1"]\nmoving = "petition"\n'
    assert packet(tmp_path, twice).paper("us-zz/1").moving == "motion"


def test_the_first_kind_of_court_that_fits_counts(tmp_path: Path) -> None:
    courts = '[[court]]\nmatches = "high"\nlines = ["H"]\nnumber = "A"\n[[court]]\nmatches = ""\nlines = ["ANY"]\nnumber = "B"\n'
    found = packet(tmp_path, courts)
    assert [(found.court(name) or found.courts[0]).number for name in ("THE HIGH COURT", "Low Court", "")] == ["A", "B", "B"]


def test_a_template_is_looked_for_from_the_office_down(tmp_path: Path) -> None:
    papers = written(tmp_path, "", office="bar = 'No.'\n")
    for folder in (papers / "house", papers / "us-zz", tmp_path / "office"):
        (folder / "a.docx").write_bytes(b"")
        assert read_packet("US-ZZ", tmp_path / "office", papers).template("a.docx") == folder / "a.docx"
    with pytest.raises(LawError, match=r"there is no template b\.docx in .*office.*us-zz.*house"):
        read_packet("US-ZZ", tmp_path / "office", papers).template("b.docx")


def test_every_packet_that_came_with_the_program_can_be_read() -> None:
    for folder in papers_folder().iterdir():
        assert read_packet(folder.name.upper()).own == (folder / "packet.toml").is_file(), folder.name
