"""Loading the other paths: what is good is kept, and every mistake is found, with its file, its line and the nearest right word."""

from __future__ import annotations

from pathlib import Path

import pytest

from unburden.calendar import ALWAYS, NEVER, parse_day
from unburden.errors import Problem
from unburden.language import Constant, Extreme
from unburden.law import read_law
from unburden.path_law import GROUPS, PathLaw, Way, read_paths, seen_from

from .made_paths import AID_YY, AID_ZZ, AS_OF, FILES, contact, load, write

ZZ, YY, AID, VISA, SUIT, SUIT_ZZ = "aid/us-zz.toml", "aid/us-yy.toml", "aid.toml", "visa.toml", "suit.toml", "suit/us-zz.toml"


def day(text: str) -> int:
    return parse_day(text)[0]  # type: ignore[index]


def way(paths: PathLaw, id: str) -> Way:
    (found,) = [each for each in paths.ways() if each.id == id]
    return found


def only(paths: PathLaw) -> Problem:
    (problem,) = paths.problems
    return problem


#: The file, what is changed in it, the code of the mistake, a word of the line it is at, and what the message says.
MISTAKES: tuple[tuple[str, str, str, str, str, str], ...] = (
    # keys
    (AID, "[[path.note]]\ntopic = \"fee\"", "[[path.notes]]\ntopic = \"fee\"", "unknown-key", "[path]", '(did you mean "note"?)'),
    (AID, 'speed = "months"', 'sped = "months"', "unknown-key", "sped", '(did you mean "speed"?)'),
    (ZZ, "hard = false", "hardly = false", "unknown-key", "hardly", "hardly is not known here"),
    (ZZ, "[define]", "[defines]", "unknown-key", "[defines]", 'defines is not known here (did you mean "define"?)'),
    (ZZ, 'otherwise = "none"', 'otherwise = "none"\nwhen = "x"', "unknown-key", "when", "when is not known here"),
    (ZZ, 'source = "https://example.org/f5"', 'link = "x"', "unknown-key", "link", "link is not known here"),
    (SUIT, 'path = "aid"', 'path = "aid"\nrole = "helps"', "unknown-key", "role", "role is not known here"),
    (YY, "{ until", "{ till", "unknown-key", "in_force", 'till is not known here (did you mean "until"?)'),
    # what must be there
    (AID, 'title_es = "Dinero para los gastos"', "", "missing", "[path]", "title_es is missing"),
    (AID, 'gives = ["money", "care"]', "gives = []", "missing", "[path]", "gives is missing"),
    (AID, 'what = "A fund pays what the harm cost you."', 'what = ""', "missing", "[path]", "what is missing"),
    (AID, 'role = "helps"', "", "missing", "path.evidence", "role is missing"),
    (ZZ, 'citation = "Z.C. § 5"', "", "no-citation", "[[way]]", "citation is missing"),
    (ZZ, 'cite = "Z.C. § 5(1)"', "", "no-citation", "[[way.condition]]", "cite is missing"),
    (ZZ, 'cite = "Z.C. § 5(2)"', "", "no-citation", "[[way.condition.exception]]", "cite is missing"),
    (ZZ, 'cite = "Z.C. § 5(3)"', "", "no-citation", "[[way.deadline]]", "cite is missing"),
    (ZZ, 'cite = "Z.C. § 5(4)"', "", "no-citation", "contact.police", "contact.police needs a cite"),
    (ZZ, 'cite = "Z.C. § 5(8)"', "", "no-citation", "[[way.note]]", "cite is missing"),
    (ZZ, 'text_es = "Para pedir al fondo"', "", "missing", "[[way.deadline]]", "text_es is missing"),
    (ZZ, 'last = "latest(trafficking_ended_on, grown) + years(3)"', "", "missing", "[[way.deadline]]", "last is missing"),
    (ZZ, 'late = "Ask for more time."', "", "missing", "[[way.deadline]]", "a deadline that is not hard says in late and late_es"),
    (ZZ, 'late_es = "Pida más tiempo."', "", "missing", "[[way.deadline]]", "a deadline that is not hard says in late and late_es"),
    (VISA, "hard = true", "hard = false", "missing", "[[way.deadline]]", "what can still be done after it"),
    (VISA, "hard = true", "", "missing", "[[way.deadline]]", "what can still be done after it"),
    (ZZ, 'unless = "has_letter"', "", "missing", "contact.police", "`unless` and `otherwise` belong together"),
    (ZZ, 'otherwise = "none"', "", "missing", "contact.police", "`unless` and `otherwise` belong together"),
    (ZZ, 'holds = "hurt"', "", "missing", "[[way.condition]]", "a condition needs either `holds` or two or more readings"),
    (ZZ, 'number = "F-5"', "", "missing", "[[way.form]]", "number is missing"),
    (ZZ, 'version = "2025"', "", "no-source", "[[way.source]]", "a source needs url, read, version and checked"),
    (ZZ, "[[way.source]]", "[[way.sources]]", "no-source", "[[way]]", "source is missing"),
    (AID, '[path.contact.employer]\nvalue = "none"\n', "", "missing", "[[way]]", 'contact does not say of employer (write "unclear"'),
    # one of a few
    (AID, 'group = "money"', 'group = "monye"', "unknown-value", "group", '(did you mean "money"?)'),
    (AID, 'where = "lives"', 'where = "live"', "unknown-value", "where", '(did you mean "lives"?)'),
    (AID, '"care"', '"cares"', "unknown-value", "gives", '(did you mean "care"?)'),
    (AID, 'speed = "months"', 'speed = "month"', "unknown-value", "", '(did you mean "months"?)'),
    (AID, 'cost = "none"', 'cost = "free"', "unknown-value", "", '"free" is not one of: none, some, can be waived, unclear'),
    (AID, 'private = "yes"', 'private = "maybe"', "unknown-value", "", '"maybe" is not one of: yes, partly, no, unclear'),
    (SUIT_ZZ, 'speed = "months"', 'speed = "month"', "unknown-value", "speed", '(did you mean "months"?)'),
    (AID, 'topic = "fee"', 'topic = "fees"', "unknown-value", "topic", '(did you mean "fee"?)'),
    (AID, 'role = "helps"', 'role = "help"', "unknown-value", "role", '(did you mean "helps"?)'),
    (AID, 'document = "letter"', 'document = "leter"', "unknown-value", "leter", '(did you mean "letter"?)'),
    (VISA, 'document = "permit"', 'document = "permits"', "unknown-value", "permits", '(did you mean "permit"?)'),
    (AID, "[path.contact.employer]", "[path.contact.employers]", "unknown-value", "contact.employers", '(did you mean "employer"?)'),
    (AID, '[path.contact.court]\nvalue = "unclear"', '[path.contact.court]\nvalue = "unclar"', "unknown-value", "contact.court", '(did you mean "unclear"?)'),
    (ZZ, 'otherwise = "none"', 'otherwise = "nobody"', "unknown-value", "contact.police", '"nobody" is not one of'),
    (ZZ, 'confidence = "high"', 'confidence = "hi"', "unknown-value", "confidence", '"hi" is not one of: high, medium, low'),
    (ZZ, 'read = "whole"', 'read = "all"', "unknown-value", "way.source", '"all" is not one of: whole, part, secondary'),
    # kinds of value
    (AID, 'gives = ["money", "care"]', 'gives = "money"', "type", "gives", "gives should be a list of texts"),
    (ZZ, "hard = false", 'hard = "no"', "type", "hard", "hard should be true or false"),
    (ZZ, 'unless = "has_letter"', "unless = true", "type", "unless", "unless should be a text"),
    (ZZ, 'grown = "birth_date + years(18)"', "grown = 18", "type", "grown", "an expression is written as text"),
    (YY, "until = 2020-01-01", 'until = "2020-01-01"', "type", "in_force", "in_force.until is a date without quotes"),
    # ids, versions, quotations
    (ZZ, 'id = "aid/us-zz"', 'id = "aid/us-yy"', "type", "id =", 'the id must be "aid/us-zz", with "-…" behind it'),
    (ZZ, 'id = "aid/us-zz"', 'id = "us-zz/aid"', "type", "id =", 'the id must be "aid/us-zz"'),
    (VISA, 'id = "visa/us"', 'id = "visa/us_t"', "type", "id =", 'the id must be "visa/us"'),
    (ZZ, "grown = ", "hurt = ", "overlap", "hurt = ", "hurt is a fact already"),
    (YY, "from = 2020-01-01", "from = 2020-01-01, until = 2019-01-01", "overlap", "in_force", "in_force ends before it begins"),
    (ZZ, 'quote = "a person who was hurt"', f'quote = "{"word " * 21}"', "long-quote", "quote", "the quotation has 21 words; 20 are the most"),
    (ZZ, 'quote = "within three years"', f'quote = "{"word " * 21}"', "long-quote", "quote", "the quotation has 21 words"),
    (ZZ, 'text = "A report, or a letter of a shelter."', f'text = "x"\nquote = "{"word " * 21}"', "long-quote", "quote", "the quotation has 21 words"),
    # expressions
    (ZZ, 'holds = "hurt"', 'holds = "hurtt"', "unknown-name", "hurtt", 'no fact is called hurtt (did you mean "hurt"?)'),
    (ZZ, 'holds = "told_agency"', 'holds = "told_agencey"', "unknown-name", "told_agencey", '(did you mean "told_agency"?)'),
    (ZZ, 'unless = "has_letter"', 'unless = "has_leter"', "unknown-name", "has_leter", '(did you mean "has_letter"?)'),
    (ZZ, "latest(trafficking_ended_on, grown)", "latest(trafficking_ended_on, gron)", "unknown-name", "gron", '(did you mean "grown"?)'),
    (ZZ, 'last = "latest(trafficking_ended_on, grown) + years(3)"', 'last = "hurt"', "type", "last", "this is a yesno; a day is needed here"),
    (ZZ, 'unless = "has_letter"', 'unless = "trafficking_ended_on"', "type", "unless", "this is a day; a yesno is needed here"),
    (VISA, 'holds = "not us_citizen"', 'holds = "trafficking_ended_on"', "type", "holds", "this is a day"),
    # other files
    ("documents.toml", 'police = "report needed"', 'police = "report"', "unknown-value", "police", '"report" is not one of'),
    ("documents.toml", 'fact = "has_letter"', 'fact = "has_leter"', "unknown-name", "has_leter", '(did you mean "has_letter"?)'),
    ("documents.toml", 'from_es = "un refugio"', "", "missing", "[letter]", "from_es is missing"),
    ("documents.toml", 'fact = "has_letter"', 'facts = "has_letter"', "unknown-key", "facts", '(did you mean "fact"?)'),
    ("reporting.toml", 'version = "2025"', "", "missing", "[us-zz]", "version is missing"),
    ("reporting.toml", 'read = "whole"', 'read = "all"', "unknown-value", "[us-zz]", '"all" is not one of'),
    ("reporting.toml", 'cite = "Z.C. § 70"', "", "no-citation", "[us-zz]", "cite is missing"),
)  # fmt: skip


@pytest.mark.parametrize(
    ("file", "before", "after", "code", "where", "says"), MISTAKES, ids=[f"{each[3]}: {each[0]}: {each[5][:45]}" for each in MISTAKES]
)
def test_a_mistake_has_its_place(tmp_path: Path, file: str, before: str, after: str, code: str, where: str, says: str) -> None:
    paths = load(tmp_path, (file, before, after))
    problem = next(each for each in paths.problems if each.code == code and says in each.message)
    changed = FILES[file].replace(before, after)
    where_it_is = problem.file or ""
    if where:
        named = Path(where_it_is).relative_to(tmp_path / "paths").as_posix()
        text = changed if named == file else FILES[named]
        assert problem.line
        lines = text.split("\n")
        assert where in "\n".join(lines[problem.line - 1 : problem.line + 1]), (problem.line, lines[problem.line - 1])
    else:
        assert where_it_is.startswith(str(tmp_path / "paths" / "aid")), where_it_is
    others = {(each.code, each.message) for each in paths.problems} - {(problem.code, problem.message)}
    # A key that is wrong is missed under its right name; a path or a document that is not there is missed by those that name it.
    assert all(any(each in message for each in FOLLOWS) for _, message in others), others


FOLLOWS = ("is missing", "which is no path", "contact does not say", "is not one of", "says in late and late_es", "no fact is called",
               "is not known here", "belong together", "are in force on the same day", "two ways are called", "needs a cite", "is needed here")  # fmt: skip


def test_a_mistake_in_one_place_gives_one_problem(tmp_path: Path) -> None:
    for number, change in enumerate(
        (
            (ZZ, 'cite = "Z.C. § 5(1)"', ""),
            (ZZ, 'confidence = "high"', 'confidence = "sure"'),
            (ZZ, 'last = "latest(', 'last = "latets('),
            (VISA, 'holds = "not us_citizen"', 'holds = "not us_citizn"'),
            (SUIT, 'path = "visa"', 'path = "vissa"'),
        )
    ):
        assert len(load(tmp_path / str(number), change).problems) == 1, change


def test_the_paths_in_good_order_have_none(tmp_path: Path) -> None:
    paths = load(tmp_path)
    assert paths.problems == []
    assert list(paths.paths) == ["clean", "aid", "suit", "visa", "shield", "tell", "rest"]
    groups = [GROUPS.index(each.group) for each in paths.paths.values()]
    assert groups == sorted(groups)
    assert paths.paths["aid"].states == ("US-YY", "US-ZZ")
    assert paths.paths["clean"].relief == ("sealing",)
    assert set(paths.documents) == {"letter", "grant", "permit", "police-report"}
    assert paths.documents["letter"].issuer == {"en": "a shelter", "es": "un refugio"}
    assert paths.documents["letter"].fact == "has_letter"
    assert paths.reporters["US-ZZ"].cite == "Z.C. § 70"
    assert paths.codes == {"US-YY", "US-ZZ"}
    assert paths.law.problems == []


def test_a_caret_stands_under_the_word_in_the_file(tmp_path: Path) -> None:
    problem = only(load(tmp_path, (ZZ, "latest(trafficking_ended_on, grown)", "latest(trafficking_ended_on, gron)")))
    message, row, caret = str(problem).split("\n")
    assert message.startswith(f"{tmp_path / 'paths' / 'aid' / 'us-zz.toml'}:{problem.line}:")
    assert row[caret.index("^") : caret.rindex("^") + 1] == "gron"


def test_what_is_good_is_kept_beside_a_mistake(tmp_path: Path) -> None:
    paths = load(
        tmp_path,
        (ZZ, 'cite = "Z.C. § 5(1)"', ""),
        (VISA, 'citation = "1 U.S.C. § 9"', ""),
        ("rest.toml", 'group = "nothing"', 'group = "x"'),
    )
    assert len(paths.problems) == 3
    ids = [each.id for each in paths.ways()]
    assert "aid/us-zz" in ids
    assert "visa/us" not in ids
    assert "visa" in paths.paths, "a path keeps its head"
    assert "rest" not in paths.paths


def test_an_unknown_path_is_named_with_the_nearest(tmp_path: Path) -> None:
    problem = only(load(tmp_path, (SUIT, 'path = "visa"', 'path = "vsa"')))
    assert problem.message == 'suit/us names vsa, which is no path (did you mean "visa"?)'
    assert (problem.file, problem.line) == (str(tmp_path / "paths" / SUIT), FILES[SUIT].split("\n").index("[[way]]") + 1)
    other = only(load(tmp_path / "two", (SUIT, 'path = "aid"', 'path = "aidd"')))
    assert other.message == 'suit/us names aidd, which is no path (did you mean "aid"?)'


def test_two_ways_with_one_id(tmp_path: Path) -> None:
    problem = only(load(tmp_path, files={ZZ: AID_ZZ + AID_ZZ.partition("[define]\n")[2].partition("\n\n")[2]}))
    assert (problem.code, problem.message) == ("overlap", "two ways are called aid/us-zz")
    assert problem.line
    assert problem.line > AID_ZZ.count("\n")


def test_two_conditions_with_one_id(tmp_path: Path) -> None:
    again = '\n[[way.condition]]\nid = "not-citizen"\ntext = "x"\ntext_es = "y"\ncite = "§ 1"\nholds = "hurt"\n'
    problem = only(load(tmp_path, files={VISA: FILES[VISA] + again}))
    assert problem.message == "two conditions are called not-citizen"


def test_a_file_that_is_not_toml_is_named_and_the_rest_is_read(tmp_path: Path) -> None:
    paths = load(tmp_path, files={ZZ: '[[way]\nid = "x"\n', "tell.toml": "[path\n", "rest.toml": ""})
    found: dict[str, str] = {}
    for each in paths.problems:
        found.setdefault(Path(each.file or "").name, each.code)
    assert found == {"us-zz.toml": "toml", "tell.toml": "toml", "rest.toml": "type"}, paths.problems
    assert "visa/us" in [each.id for each in paths.ways()]


def test_no_paths_at_all(tmp_path: Path) -> None:
    from . import made_law

    paths = read_paths(read_law(made_law.write(tmp_path)))
    assert paths.paths == {}
    assert paths.ways() == []


# ---- which states are read ----


@pytest.mark.parametrize(
    ("codes", "read"), [(("US-ZZ",), {"aid/us-zz"}), (("US-YY", "US-AK"), {"aid/us-yy"}), ((), set()), (None, {"aid/us-zz", "aid/us-yy"})]
)
def test_only_the_states_that_are_asked_for_are_read(tmp_path: Path, codes: tuple[str, ...] | None, read: set[str]) -> None:
    paths = load(tmp_path, codes=codes)
    assert {each.id for each in paths.paths["aid"].ways} == read
    assert {each.id for each in paths.ways() if each.jurisdiction == "US"} == {"visa/us", "suit/us", "tell/us", "rest/us"}
    assert paths.paths["aid"].states == ("US-YY", "US-ZZ"), "what there is is known, read or not"
    assert paths.problems == []


def test_a_mistake_in_a_state_that_is_not_asked_for_is_not_met(tmp_path: Path) -> None:
    change = (ZZ, 'cite = "Z.C. § 5(1)"', "")
    assert load(tmp_path, change, codes=("US-YY",)).problems == []
    assert only(load(tmp_path / "two", change, codes=("US-ZZ",))).code == "no-citation"


# ---- the head ----


def test_what_the_head_says_holds_for_every_way_that_does_not_say_it_itself(tmp_path: Path) -> None:
    paths = load(tmp_path)
    zetaland, ypsiland = way(paths, "aid/us-zz"), next(each for each in paths.ways() if each.id == "aid/us-yy")
    assert zetaland.law.title == ypsiland.law.title == paths.paths["aid"].title
    # By party.
    assert {party: each.value for party, each in ypsiland.contact.items()} == {
        **dict.fromkeys(zetaland.contact, "none"),
        "court": "unclear",
    }
    assert zetaland.contact["police"].value == "report needed"
    assert zetaland.contact["court"].value == "unclear"
    assert zetaland.law.contact["police"] == "report needed"
    # By topic.
    assert {note.topic: note.cite for note in zetaland.law.notes} == {"fee": "Z.C. § 5(8)", "immigration": "§ 51"}
    assert {note.topic: note.cite for note in ypsiland.law.notes} == {"fee": "§ 52", "immigration": "§ 51"}
    # Papers and measures.
    assert [each.document for each in zetaland.evidence] == ["letter"]
    assert [each.to for each in zetaland.yields] == ["grant"]
    assert (zetaland.speed, zetaland.cost, zetaland.private) == ("months", "none", "yes")


def test_what_a_way_says_itself_stands_instead(tmp_path: Path) -> None:
    paths = load(tmp_path)
    own, head = way(paths, "suit/us-zz-hurt"), way(paths, "suit/us")
    assert (own.law.title["en"], head.law.title["en"]) == ("The suit of Zetaland", "A suit")
    assert (own.speed, head.speed) == ("months", "years")
    assert own.cost == head.cost == "some"
    assert own.combines == ()
    # What is not said anywhere is unclear.
    assert way(paths, "shield/us-zz").speed == "unclear"


def test_evidence_of_a_way_replaces_that_of_the_head(tmp_path: Path) -> None:
    more = '\n[[way.evidence]]\ndocument = "police-report"\nrole = "needed"\n\n[[way.yields]]\ndocument = "permit"\n'
    found = way(load(tmp_path, files={ZZ: AID_ZZ + more}), "aid/us-zz")
    assert [(each.document, each.role) for each in found.evidence] == [("police-report", "needed")]
    assert [each.to for each in found.yields] == ["permit"]


def test_the_place_is_a_condition_of_the_engine(tmp_path: Path) -> None:
    paths = load(tmp_path)
    first = way(paths, "aid/us-zz").law.conditions[0]
    assert (first.id, first.implicit) == ("place", True)
    assert first.text["en"] == "You live in this state"
    assert not any(each.implicit for each in way(paths, "suit/us").law.conditions), "federal law holds everywhere"
    assert way(paths, "suit/us-zz-hurt").law.conditions[0].text["en"].startswith("You live in this state, or it happened here")
    assert way(paths, "shield/us-zz").law.conditions[0].text["en"] == "A case against you is open in this state"


def test_a_way_with_nothing_in_it_is_a_mistake(tmp_path: Path) -> None:
    note = '[[way.note]]\ntopic = "effect"\ntext = "Nobody is told."\ntext_es = "Nadie se entera."\ncite = "no law"\n'
    assert only(load(tmp_path, ("rest.toml", note, ""))).message == "a way needs conditions, or notes that say what it gives"


# ---- days ----


def test_a_hard_deadline_closes_and_a_soft_one_does_not(tmp_path: Path) -> None:
    paths = load(tmp_path)
    visa, aid = way(paths, "visa/us"), way(paths, "aid/us-zz")
    assert visa.law.closes == visa.deadlines[0].last
    assert (visa.deadlines[0].hard, visa.deadlines[0].late) == (True, None)
    assert aid.law.closes is None
    assert aid.deadlines[0].late == {"en": "Ask for more time.", "es": "Pida más tiempo."}


def test_of_two_hard_deadlines_the_first_closes(tmp_path: Path) -> None:
    more = '\n[[way.deadline]]\nid = "outer"\ntext = "At the latest"\ntext_es = "A más tardar"\nlast = "birth_date + years(30)"\ncite = "§ 9(3)"\nhard = true\n'
    visa = way(load(tmp_path, files={VISA: FILES[VISA] + more}), "visa/us")
    assert visa.law.closes == Extreme(False, tuple(each.last for each in visa.deadlines))


def test_versions_follow_each_other_in_time(tmp_path: Path) -> None:
    paths = load(tmp_path)
    old, new = (each for each in paths.ways() if each.id == "aid/us-yy")
    assert (old.law.key, old.law.start, old.law.until) == ("aid/us-yy", ALWAYS, day("2020-01-01"))
    assert (new.law.key, new.law.start, new.law.until) == ("aid/us-yy@2020-01-01", day("2020-01-01"), NEVER)
    # Seen from before, the new one waits for its day; seen from today, it is as it stands.
    assert seen_from(new, day("2019-06-01")).law.conditions[0].id == "in-force"
    assert seen_from(new, AS_OF).law == new.law
    assert seen_from(old, day("2019-06-01")).law.closes == Constant("day", (day("2019-12-31"), day("2019-12-31")))


def test_a_version_said_twice_is_a_mistake(tmp_path: Path) -> None:
    problem = only(load(tmp_path, files={YY: AID_YY.replace("{ until = 2020-01-01 }", "{ from = 2020-01-01 }")}))
    assert problem.message == "two ways are called aid/us-yy@2020-01-01"


def test_two_versions_in_force_on_one_day_are_a_mistake(tmp_path: Path) -> None:
    problems = load(tmp_path, files={YY: AID_YY.replace("until = 2020-01-01", "until = 2021-01-01")}).problems
    assert [each.code for each in problems] == ["overlap"]


# ---- shapes ----


@pytest.mark.parametrize(
    "text",
    [
        "way = 3",
        "[way]\nid = 1",
        "[[way]]\n",
        "[[way]]\nid = 7",
        "path = 1",
        "[define]\nx = [1]",
        "[years]\nx = 3",
        "\0",
        "[[way]]\nsource = [{}]",
    ],
)
def test_a_file_of_any_shape_is_loaded_or_named(tmp_path: Path, text: str) -> None:
    paths = load(tmp_path, files={ZZ: text, VISA: text, "documents.toml": text, "reporting.toml": text})
    assert all(each.message for each in paths.problems)
    assert paths.problems


def test_contact_of_any_shape_is_named(tmp_path: Path) -> None:
    for number, value in enumerate(('contact = "none"', "contact = { police = 3 }", 'contact = { police = "none" }')):
        text = FILES["rest.toml"].replace(contact(), "").replace('speed = "days"', value)
        paths = load(tmp_path / str(number), files={"rest.toml": text})
        assert paths.problems


def test_the_folder_is_written_once(tmp_path: Path) -> None:
    """The texts of the made-up paths are what is read: none of them is left out by its name."""
    folder = write(tmp_path)
    read = {Path(each.law.file).relative_to(folder / "paths").as_posix() for each in load(tmp_path).ways()}
    assert read == {name for name in FILES if "[[way]]" in FILES[name]}


def test_a_title_in_one_language_alone_is_that_of_the_path(tmp_path: Path) -> None:
    for number, line in enumerate(('title = "The suit of Zetaland"', 'title_es = "La demanda de Zetalandia"')):
        paths = load(tmp_path / str(number), (SUIT_ZZ, line, ""))
        assert way(paths, "suit/us-zz-hurt").law.title == paths.paths["suit"].title
