"""A made-up land's law for survivors on the real facts, to be graded and shown; a test says what it changes."""

from __future__ import annotations

import shutil
from pathlib import Path

from unburden.law import Law, law_folder, read_law

LAW = '''\
[[provision]]
id = "us-zz/9"
title = "Vacate a conviction"
title_es = "Anular una condena"
citation = "Z.C. § 9"
kind = "trafficking"
effect = ["vacatur", "sealing"]
merits = "merits"
court = "shall"
burden = "preponderance"
hearing = "if contested"
confidential = "yes"
contact = { prosecutor = "served", police = "none" }
confidence = "high"
source = { url = "https://example.org/9", read = "whole", version = "2025", checked = 2026-11-20 }
open_questions = ["Does it reach <b>ordinances</b>?"]

[[provision.note]]
topic = "hearing"
text = "A hearing if the prosecutor objects."
text_es = "Una audiencia si la fiscalía se opone."
cite = "§ 9(6)"

[[provision.condition]]
id = "convicted"
text = "You were convicted of this charge"
text_es = "Le condenaron por este cargo"
cite = "§ 9(1)"
holds = "convicted"

[[provision.condition]]
id = "link"
text = "You took part as a result of being trafficked"
text_es = "Participó como resultado de la trata"
quote = "as a result of human trafficking"
cite = "§ 9(2)"
holds = "result_of_trafficking"

[[provision.condition]]
id = "not-robbery"
text = "The charge is not robbery"
text_es = "El cargo no es robo con violencia"
cite = "§ 9(3)"
holds = "offense not in robbery"
'''
OFFENSES = """\
statute,name,level,from,until,sets,aka,note
1.10,Prostitution,misdemeanor B,,,prostitution,,
1.20,Loitering,misdemeanor B,,,prostitution_loitering,,
2.20,Robbery,felony B,,,robbery violent theft,,
3.30,Theft,misdemeanor A,,,theft,,
3.40,Possession,misdemeanor A,,,drug_possession,,
"""


def load(folder: Path, *changes: tuple[str, str], more: str = "") -> Law:
    """The law, with some of its words changed; each change is of a text that stands there once. `more` follows it in a file of its own."""
    text = LAW
    for before, after in changes:
        assert text.count(before) == 1, before
        text = text.replace(before, after)
    home = folder / "us-zz"
    home.mkdir(parents=True)
    for name in ("facts.toml", "sets.csv", "report_card.toml", "jurisdictions.csv"):
        shutil.copy(law_folder() / name, folder / name)
    (home / "jurisdiction.toml").write_text('code = "US-ZZ"\nname = "Zenda"\nname_es = "Zenda"\ndefault_code = "ZC"\n[codes]\nZC = ["Zenda Code"]\n')
    (home / "offenses.csv").write_text(OFFENSES)
    (home / "9.toml").write_text(text)
    if more:
        (home / "10.toml").write_text(more)
    law = read_law(folder)
    assert not law.problems, law.problems
    return law
