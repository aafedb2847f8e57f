"""A made-up world of paths to justice, beside a made-up land's law for survivors (`trafficking_law`): few facts, two real states.

The land of the record is Zenda (US-ZZ). New York and Florida, which people can name as they do, have ways of their own here that have
nothing to do with the laws of the real ones.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from unburden.calendar import parse_day
from unburden.facts import Answers
from unburden.law import Law
from unburden.path_law import PathLaw, read_paths
from unburden.paths import Paths, decide_paths, states_of
from unburden.relief import Result

from . import trafficking_law

AS_OF = parse_day("2026-11-23")[0]  # type: ignore[index]


def _fact(name: str, ask: str, type: str = "yesno", weight: int = 1, origin: str = "answer", implies: str = "", **more: str) -> str:
    """One fact's table; a fact of places is not asked."""
    words = "" if origin == "place" else f'ask = "{ask}"\nask_es = "ES {ask}"\nwhy = "Because of {name}."\nwhy_es = "Por {name}."\n'
    rest = "".join(f'{key} = "{value}"\n' for key, value in more.items()) + (f'implies = ["{implies}"]\n' if implies else "")
    return f'[facts.{name}]\ntype = "{type}"\nscope = "person"\nfrom = "{origin}"\nweight = {weight}\n{words}{rest}'


FACTS = "\n".join(
    [
        _fact("lives_here", "", origin="place"),
        _fact("happened_here", "", weight=2, origin="place"),
        _fact("open_case_here", "", weight=2, origin="place"),
        _fact("trafficking_began_on", "When did it begin?", "day", 4),
        _fact("trafficking_ended_on", "When did it end?", "day", 4),
        _fact("us_citizen", "Are you a citizen of the United States?", weight=3, danger="immigration"),
        _fact("in_us", "Are you in the United States now?", danger="immigration"),
        _fact("told_agency", "Have you told an agency of it?", weight=2),
        _fact("has_losses", "Did it cost you money?"),
        _fact("has_children", "Do you have children under 18?", weight=2, danger="child"),
        _fact(
            "family_court_case",
            "Is a court deciding about your children?",
            weight=2,
            danger="child",
            after="has_children",
            implies="has_children",
        ),
        _fact("worked_for_someone", "Did you work for someone?"),
        _fact("unpaid_wages", "Is pay still owed to you?", after="worked_for_someone", implies="worked_for_someone"),
        _fact("last_payday_on", "When should the last of it have been paid?", "day", after="unpaid_wages"),
        _fact("open_charge_violent", "Is the open charge violent?", weight=3, danger="open case"),
    ]
)
DOCUMENTS = """\
[own-statement]
name = "Your own signed statement"
name_es = "Su propia declaración firmada"
from = "you"
from_es = "usted"
police = "none"
"""
REPORTING = """\
[us-ny]
text = "Teachers and doctors of New York must report harm to a child."
text_es = "Los maestros y médicos de Nueva York deben reportar el daño a un niño."
cite = "N.Y. Made-up Law § 1"
url = "https://example.org/reporting"
read = "whole"
version = "2026"
checked = "2026-11-20"
"""
PRIORS = """\
skip = [3, 5, 8, 12, 15, 20]
periods = [{ began = 3, ended = 1, of = 30 }, { began = 12, ended = 10, of = 70 }]
days = [0, 1, 4, 20]

[yes]
trafficked = 96
result_of_trafficking = 80
us_citizen = 60
in_us = 98
has_losses = 80
told_agency = 45
unpaid_wages = 65
"""
_PARTIES = ("police", "prosecutor", "immigration", "court", "public", "trafficker", "employer")


def _path(title: str, group: str, where: str, gives: str, more: str = "", **contact: str) -> str:
    parties = ", ".join(f'{each} = {{ value = "{contact.get(each, "none")}"{_CITED.get(contact.get(each, ""), "")} }}' for each in _PARTIES)
    return (
        f'[path]\ntitle = "{title}"\ntitle_es = "{title} (ES)"\nwhat = "What {title} is."\nwhat_es = "Qué es {title}."\n'
        f'group = "{group}"\nwhere = "{where}"\ngives = ["{gives}"]\nspeed = "months"\ncost = "none"\nprivate = "yes"\n'
        f"contact = {{ {parties} }}\n{more}\n"
    )


_CITED = dict.fromkeys(("notified", "served", "report needed", "must consent", "cooperation needed", "may object"), ', cite = "§ 1"')


def _way(id: str, *conditions: str, deadline: str = "", more: str = "") -> str:
    text = (
        f'[[way]]\nid = "{id}"\ncitation = "{id} § 1"\nconfidence = "high"\n'
        f'source = [{{ url = "https://example.org", read = "whole", version = "2026", checked = 2026-11-20 }}]\n{more}\n'
    )
    for number, holds in enumerate(conditions):
        text += (
            f'[[way.condition]]\nid = "c{number}"\ntext = "Condition {number}"\ntext_es = "Condición {number}"\ncite = "§ {number}"\n'
            f"holds = '''{holds}'''\n"
        )
    return text + deadline


def _deadline(last: str, hard: bool = True) -> str:
    late = "" if hard else 'late = "Ask all the same."\nlate_es = "Pida de todos modos."\n'
    return (
        f'[[way.deadline]]\nid = "last-day"\ntext = "The last day"\ntext_es = "El último día"\nlast = "{last}"\ncite = "§ 9"\n'
        f"hard = {str(hard).lower()}\n{late}"
    )


#: What stands in the folder ``paths``, by name.
FILES = {
    "facts.toml": FACTS,
    "documents.toml": DOCUMENTS,
    "reporting.toml": REPORTING,
    "priors.toml": PRIORS,
    # For those who are no citizens; police need be told only by those who told no other agency.
    "t-status.toml": _path("T status", "status", "us", "status", police="report needed", immigration="must consent")
    + _way(
        "t-status/us",
        "not us_citizen",
        "trafficked",
        "in_us",
        more='[way.contact.police]\nvalue = "report needed"\ncite = "§ 5"\nunless = "told_agency"\notherwise = "none"\n',
    ),
    # By where it happened; in New York within seven years of its end, in Florida for losses or for those who were minors.
    "compensation.toml": _path("Compensation", "money", "happened", "money", police="optional"),
    "compensation/us-ny.toml": _way(
        "compensation/us-ny", "trafficked", "has_losses", deadline=_deadline("trafficking_ended_on + years(7)")
    ),
    "compensation/us-fl.toml": _way(
        "compensation/us-fl",
        "has_losses or age_at(trafficking_began_on) < 18",
        deadline=_deadline("trafficking_ended_on + years(2)", hard=False),
    ),
    # Three questions of which each makes sense only after a yes to the one before.
    "wages.toml": _path("Unpaid wages", "work", "us", "money", employer="served")
    + _way("wages/us", "unpaid_wages", deadline=_deadline("last_payday_on + years(3)")),
    "custody.toml": _path("Custody", "life", "lives", "safety", court="must consent"),
    "custody/us-ny.toml": _way("custody/us-ny", "has_children and not family_court_case"),
    "open-case.toml": _path("A case that is open", "safety", "open case", "safety"),
    "open-case/us-ny.toml": _way("open-case/us-ny", "trafficked", "not open_charge_violent"),
    "clear-record.toml": _path("Clear your record", "record", "record", "record", more='relief = ["trafficking"]'),
    "nothing.toml": _path("Nothing for now", "nothing", "us", "rest")
    + _way("nothing/us", more='[[way.note]]\ntopic = "effect"\ntext = "It can wait."\ntext_es = "Puede esperar."\ncite = "§ 0"\n'),
}


def load(folder: Path, files: Iterable[tuple[str, str]] = ()) -> Law:
    """The law of Zenda with these paths beside it; `files` come in place of those of the same name, or in addition."""
    for name, text in {**FILES, **dict(files)}.items():
        path = folder / "paths" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    law = trafficking_law.load(folder)
    problems = read_paths(law, ["US-NY", "US-FL"]).problems
    assert not problems, problems
    return law


def paths_of(law: Law, answers: Answers | None = None, relief: Result | None = None) -> Paths:
    """The paths decided on the day of these tests, with the ways of the states that the answers name."""
    answers = answers or Answers()
    return decide_paths(law_of(law, states_of(answers)), AS_OF, answers, relief)


def law_of(law: Law, codes: Iterable[str] = ()) -> PathLaw:
    """The paths of this world, with the ways of some states."""
    found = read_paths(law, codes)
    assert not found.problems, found.problems
    return found
