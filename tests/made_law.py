"""A made-up land's law, whole and in good order, to be broken one word at a time.

Every test of a mistake in the law says what it changes in these texts, so the mistake is all that is wrong.
"""

from __future__ import annotations

import shutil
from pathlib import Path

from unburden.law import Law, read_law

SMALL = Path(__file__).parent / "fixtures" / "law_small"

LAW = '''\
# Sealing a theft in Zetaland.

[years.wait]
"misdemeanor" = 3
"felony C" = 5

[define]
small = 'level < "felony"'

[[provision]]
id = "us-zz/7-seal"
title = "Seal a theft"
title_es = "Sellar un robo"
citation = "Z.R.S. § 7"
kind = "general"
effect = ["sealing"]
merits = "none"
court = "may"
burden = "none"
in_force = { from = 2012-01-01 }
enacted = "2011 c. 3"
contact = { prosecutor = "served" }
coverage = "thefts"
confidence = "high"
source = { url = "https://example.org/7", read = "whole", version = "2025", checked = 2026-01-05 }
open_questions = ["Does (2) count from the day or the day after?"]

[[provision.note]]
topic = "fee"
text = "No fee."
text_es = "Sin tarifa."
cite = "§ 7(9)"

[[provision.condition]]
id = "theft"
text = "The charge is a theft"
text_es = "El cargo es un robo"
quote = "whoever takes a loaf"
cite = "§ 7(1)"
holds = "offense in theft"

[[provision.condition]]
id = "waited"
text = "Enough time has passed"
text_es = "Ha pasado suficiente tiempo"
cite = "§ 7(2)"
holds = """
today >= disposed_on
  + wait(level)
"""

  [[provision.condition.exception]]
  text = "The case was in Bell"
  text_es = "El caso fue en Bell"
  cite = "§ 7(3)"
  holds = 'county == "Bell"'

[[provision.condition]]
id = "meant"
text = "You were sorry"
text_es = "Lo sintió"
cite = "§ 7(4)"
holds = "delta"
presumed_by = "court == \\"High\\""
presumed_cite = "§ 7(5)"

[[provision.condition]]
id = "young"
text = "You were a child"
text_es = "Era menor"
cite = "§ 7(6)"

  [[provision.condition.reading]]
  text = "When it happened"
  text_es = "Cuando pasó"
  cite = "§ 7(6)"
  holds = "age_at(offense_date) < 18"

  [[provision.condition.reading]]
  text = "When it was decided"
  text_es = "Cuando se decidió"
  cite = "§ 7(6)"
  holds = "age_at(disposed_on) < 18"
'''

CASES = '''\
[[case]]
name = "Ada"
provision = "us-zz/7-seal"
as_of = 2026-11-23
expect = "open"
person = { birth_date = "2000-01-01" }
  [case.charge]
  offense = "2.10(1)"
  level = "misdemeanor A"
  disposition = "convicted"
  offense_date = 2015-02-01
  disposition_date = 2015-05-01
  county = "Adams"
  court = "Low"
  delta = true

[[case]]
name = "Ada, had she only stood about"
like = "Ada"
expect = "closed"
charge = { offense = "1.10" }

[[case]]
name = "Ada, before any question"
like = "Ada"
expect = "ask"
charge = { delta = "" }

[[case]]
name = "Ada, not sorry"
like = "Ada"
expect = "closed"
charge = { delta = false }

[[case]]
name = "Ada, at the High Court"
like = "Ada, before any question"
expect = "open"
charge = { court = "High" }

[[case]]
name = "Ada, lately"
like = "Ada"
expect = "later"
opens = "2028-05-01"
charge = { disposition_date = 2025-05-01 }
person = { birth_date = "2008-01-01" }

[[case]]
name = "Ada, lately, in Bell"
like = "Ada, lately"
expect = "open"
charge = { county = "Bell" }

[[case]]
name = "Ada, who turned 18 in between"
like = "Ada"
expect = "ask"
unsettled = true
person = { birth_date = "1997-03-15" }
'''


def write(folder: Path, *changes: tuple[str, str], cases: tuple[tuple[str, str], ...] = ()) -> Path:
    """The law in a folder, with some of its words changed; each change is of a text that stands there once."""
    shutil.copytree(SMALL, folder, dirs_exist_ok=True)
    (folder / "us-zz" / "7.toml").write_text(_changed(LAW, changes), encoding="utf-8")
    (folder / "us-zz" / "7.cases.toml").write_text(_changed(CASES, cases), encoding="utf-8")
    return folder


def load(folder: Path, *changes: tuple[str, str]) -> Law:
    """The same, loaded."""
    return read_law(write(folder, *changes))


def _changed(text: str, changes: tuple[tuple[str, str], ...]) -> str:
    for before, after in changes:
        assert text.count(before) == 1, f"{before!r} stands {text.count(before)} times in the made-up law"
        text = text.replace(before, after)
    return text
