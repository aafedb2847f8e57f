"""A made-up land's other paths, whole and in good order with their cases, to be broken one word at a time.

They stand beside the law of `made_law`. `FILES` are the texts of ``law/paths/`` by their names; every test of a mistake says what it
changes in which, so the mistake is all that is wrong.
"""

from __future__ import annotations

from pathlib import Path
from typing import Final

from unburden.calendar import parse_day
from unburden.facts import Answers
from unburden.law import Law, read_law
from unburden.law_file import PARTIES
from unburden.path_law import PathLaw, read_paths
from unburden.paths import Paths, decide_paths, states_of
from unburden.record import Record
from unburden.relief import decide

from . import made_law

AS_OF: Final = parse_day("2026-11-23")[0]  # type: ignore[index]
#: File, what stands there once, what stands there instead.
Change = tuple[str, str, str]


def contact(of: str = "path", **values: str) -> str:
    """How each party comes into it: not at all, unless it is said."""
    tables = []
    for party in PARTIES:
        value = values.get(party, "none")
        cite = "" if value in ("none", "unclear", "optional") else '\ncite = "§ 50"'
        tables.append(f'[{of}.contact.{party}]\nvalue = "{value}"{cite}\n')
    return "\n".join(tables)


def _yesno(name: str, more: str = "") -> str:
    return (
        f'[facts.{name}]\ntype = "yesno"\nscope = "person"\nfrom = "answer"\nask = "Is {name} so?"\nask_es = "¿Es así {name}?"\n'
        f'why = "It decides."\nwhy_es = "Decide."\n{more}\n'
    )


def _day(name: str) -> str:
    return _yesno(name).replace('"yesno"', '"day"').replace(f"Is {name} so?", f"When was {name}?")


FACTS = "".join(
    [
        *(
            f'[facts.{name}]\ntype = "yesno"\nscope = "person"\nfrom = "place"\n\n'
            for name in ("lives_here", "happened_here", "open_case_here")
        ),
        _day("trafficking_began_on"),
        _day("trafficking_ended_on"),
        *map(_yesno, ("hurt", "told_agency", "us_citizen", "owed_wages", "owed_tips", "has_letter")),
    ]
)

SOURCE = '[[way.source]]\nurl = "https://example.org/5"\nread = "whole"\nversion = "2025"\nchecked = 2026-11-20\n'

DOCUMENTS = """\
[letter]
name = "A letter of a shelter"
name_es = "Una carta de un refugio"
from = "a shelter"
from_es = "un refugio"
police = "none"
fact = "has_letter"

[grant]
name = "The fund's decision"
name_es = "La decisión del fondo"
from = "the fund"
from_es = "el fondo"
police = "none"

[permit]
name = "A permit to stay"
name_es = "Un permiso de estancia"
from = "the office"
from_es = "la oficina"
police = "none"

[police-report]
name = "A police report"
name_es = "Un reporte policial"
from = "police"
from_es = "la policía"
police = "report needed"
"""

REPORTING = """\
[us-zz]
text = "In Zetaland teachers must tell the child office."
text_es = "En Zetalandia los maestros deben avisar a la oficina de menores."
cite = "Z.C. § 70"
url = "https://example.org/70"
read = "whole"
version = "2025"
checked = "2026-11-20"
"""

AID = f"""\
# A fund of each state.

[path]
title = "Money for the costs"
title_es = "Dinero para los gastos"
what = "A fund pays what the harm cost you."
what_es = "Un fondo paga lo que el daño le costó."
group = "money"
where = "lives"
gives = ["money", "care"]
speed = "months"
cost = "none"
private = "yes"

{contact(court="unclear")}
[[path.note]]
topic = "immigration"
text = "It does not change your status."
text_es = "No cambia su estatus."
cite = "§ 51"

[[path.note]]
topic = "fee"
text = "No fee."
text_es = "Sin tarifa."
cite = "§ 52"

[[path.evidence]]
document = "letter"
role = "helps"
cite = "§ 53"

[[path.yields]]
document = "grant"
cite = "§ 54"
"""

AID_ZZ = f"""\
# The fund of Zetaland.

[define]
grown = "birth_date + years(18)"

[[way]]
id = "aid/us-zz"
citation = "Z.C. § 5"
confidence = "high"
open_questions = ["Is (3) counted in days?"]

{SOURCE}
[way.contact.police]
value = "report needed"
unless = "has_letter"
otherwise = "none"
text = "A report, or a letter of a shelter."
text_es = "Un reporte, o una carta de un refugio."
cite = "Z.C. § 5(4)"

[[way.note]]
topic = "fee"
text = "The fund of Zetaland is free."
text_es = "El fondo de Zetalandia es gratuito."
cite = "Z.C. § 5(8)"

[[way.condition]]
id = "hurt"
text = "Someone hurt you"
text_es = "Alguien le hizo daño"
quote = "a person who was hurt"
cite = "Z.C. § 5(1)"
holds = "hurt"

  [[way.condition.exception]]
  text = "An agency knows of it"
  text_es = "Una agencia lo sabe"
  cite = "Z.C. § 5(2)"
  holds = "told_agency"

[[way.deadline]]
id = "apply"
text = "To ask the fund"
text_es = "Para pedir al fondo"
last = "latest(trafficking_ended_on, grown) + years(3)"
quote = "within three years"
cite = "Z.C. § 5(3)"
hard = false
late = "Ask for more time."
late_es = "Pida más tiempo."

[[way.form]]
number = "F-5"
title = "Asking the fund"
source = "https://example.org/f5"
"""

AID_ZZ_CASES = """\
[[case]]
name = "Ada"
way = "aid/us-zz"
as_of = 2026-11-23
expect = "open"
person = { hurt = true, birth_date = 1990-02-28, trafficking_ended_on = 2026-01-31, has_letter = false }
last = { apply = 2029-01-31 }
contact = { police = "report needed" }

[[case]]
name = "Ada, on the last day"
like = "Ada"
as_of = 2029-01-31
last = { apply = 2029-01-31 }

[[case]]
name = "Ada, the day after"
like = "Ada"
as_of = 2029-02-01

[[case]]
name = "Ada, a minor"
like = "Ada"
person = { birth_date = 2010-02-28 }
last = { apply = 2031-02-28 }

[[case]]
name = "Ada, not hurt"
like = "Ada"
expect = "closed"
person = { hurt = false, told_agency = false }

[[case]]
name = "Ada, not hurt, an agency knows"
like = "Ada, not hurt"
expect = "open"
person = { told_agency = true }

[[case]]
name = "Ada, before any question"
like = "Ada"
expect = "ask"
person = { hurt = "" }

[[case]]
name = "Ada, with a letter"
like = "Ada"
person = { has_letter = true }
contact = { police = "none" }
"""

AID_YY = f"""\
[[way]]
id = "aid/us-yy"
citation = "Y.C. § 6"
confidence = "medium"
in_force = {{ until = 2020-01-01 }}

{SOURCE}
[[way.condition]]
id = "hurt"
text = "Someone hurt you"
text_es = "Alguien le hizo daño"
cite = "Y.C. § 6 (2010)"
holds = "hurt"

[[way]]
id = "aid/us-yy"
citation = "Y.C. § 6"
confidence = "medium"
enacted = "2019 c. 4"
in_force = {{ from = 2020-01-01 }}

{SOURCE}
[[way.condition]]
id = "agency"
text = "An agency knows of it"
text_es = "Una agencia lo sabe"
cite = "Y.C. § 6"
holds = "told_agency"
"""

AID_YY_CASES = """\
[[case]]
name = "Ina"
way = "aid/us-yy"
as_of = 2026-11-23
expect = "open"
person = { told_agency = true }

[[case]]
name = "Ina, of whom no agency knows"
like = "Ina"
expect = "closed"
person = { told_agency = false }

[[case]]
name = "Ina, before any question"
like = "Ina"
expect = "ask"
person = { told_agency = "" }
"""

VISA = f"""\
[path]
title = "The visa"
title_es = "La visa"
what = "A paper to stay and work."
what_es = "Un papel para quedarse y trabajar."
group = "status"
where = "us"
gives = ["status", "work"]
speed = "years"
cost = "can be waived"
private = "partly"

{contact(immigration="must consent")}
[[way]]
id = "visa/us"
citation = "1 U.S.C. § 9"
confidence = "high"

{SOURCE}
[[way.condition]]
id = "not-citizen"
text = "You are not a citizen"
text_es = "No tiene la ciudadanía"
cite = "1 U.S.C. § 9(1)"
holds = "not us_citizen"

[[way.deadline]]
id = "file"
text = "To file"
text_es = "Para presentarla"
last = "trafficking_ended_on + years(2)"
cite = "1 U.S.C. § 9(2)"
hard = true

[[way.evidence]]
document = "grant"
role = "enough"
cite = "1 U.S.C. § 9(3)"

[[way.evidence]]
document = "police-report"
role = "helps"

[[way.yields]]
document = "permit"
text = "For four years."
text_es = "Por cuatro años."

[[way.note]]
topic = "risk"
text = "A refusal can be told to others."
text_es = "Un rechazo se puede contar a otros."
cite = "1 U.S.C. § 9(7)"
"""

VISA_CASES = """\
[[case]]
name = "Bo"
way = "visa/us"
as_of = 2026-11-23
expect = "open"
person = { us_citizen = false, trafficking_ended_on = 2025-05-05 }
last = { file = 2027-05-05 }

[[case]]
name = "Bo, on the last day"
like = "Bo"
as_of = 2027-05-05

[[case]]
name = "Bo, the day after"
like = "Bo"
as_of = 2027-05-06
expect = "closed"

[[case]]
name = "Bo, a citizen"
like = "Bo"
expect = "closed"
person = { us_citizen = true }

[[case]]
name = "Bo, before any question"
like = "Bo"
expect = "ask"
person = { us_citizen = "" }
"""

SUIT = f"""\
[path]
title = "A suit"
title_es = "Una demanda"
what = "A court makes the one who hurt you pay."
what_es = "Un tribunal hace pagar a quien le hizo daño."
group = "work"
where = "lives or happened"
gives = ["money", "accountability"]
speed = "years"
cost = "some"
private = "no"

{contact(court="must consent", public="notified", trafficker="served")}
[[way]]
id = "suit/us"
citation = "1 U.S.C. § 20"
confidence = "low"

{SOURCE}
[[way.condition]]
id = "owed"
text = "Pay is owed to you"
text_es = "Le deben pago"
cite = "1 U.S.C. § 20(1)"

  [[way.condition.reading]]
  text = "Wages alone count"
  text_es = "Solo cuentan los sueldos"
  cite = "1 U.S.C. § 20(1)"
  holds = "owed_wages"

  [[way.condition.reading]]
  text = "Tips count, too"
  text_es = "También cuentan las propinas"
  cite = "1 U.S.C. § 20(1)"
  holds = "owed_wages or owed_tips"

[[way.evidence]]
document = "permit"
role = "helps"

[[way.combines]]
path = "visa"
text = "The court may hear both."
text_es = "El tribunal puede ver ambas."
cite = "1 U.S.C. § 21"

[[way.forecloses]]
path = "aid"
cite = "1 U.S.C. § 22"
"""

SUIT_CASES = """\
[[case]]
name = "Cy"
way = "suit/us"
as_of = 2026-11-23
expect = "open"
person = { owed_wages = true, owed_tips = false }

[[case]]
name = "Cy, tips alone"
like = "Cy"
expect = "ask"
unsettled = true
person = { owed_wages = false, owed_tips = true }

[[case]]
name = "Cy, nothing owed"
like = "Cy"
expect = "closed"
person = { owed_wages = false }
"""

SUIT_ZZ = f"""\
[[way]]
id = "suit/us-zz-hurt"
title = "The suit of Zetaland"
title_es = "La demanda de Zetalandia"
citation = "Z.C. § 30"
confidence = "high"
speed = "months"

{SOURCE}
[[way.condition]]
id = "hurt"
text = "Someone hurt you"
text_es = "Alguien le hizo daño"
cite = "Z.C. § 30(1)"
holds = "hurt"
"""

SUIT_ZZ_CASES = """\
[[case]]
name = "Di"
way = "suit/us-zz-hurt"
as_of = 2026-11-23
expect = "open"
person = { hurt = true }

[[case]]
name = "Di, not hurt"
like = "Di"
expect = "closed"
person = { hurt = false }

[[case]]
name = "Di, before any question"
like = "Di"
expect = "ask"
person = { hurt = "" }
"""

SHIELD = f"""\
[path]
title = "A defense in an open case"
title_es = "Una defensa en un caso abierto"
what = "A court looks at what was done to you."
what_es = "Un tribunal mira lo que le hicieron."
group = "safety"
where = "open case"
gives = ["safety"]

{contact(prosecutor="may object", court="must consent", police="notified")}
"""

SHIELD_ZZ = f"""\
[[way]]
id = "shield/us-zz"
citation = "Z.C. § 40"
confidence = "high"

{SOURCE}
[[way.note]]
topic = "effect"
text = "The court can drop the case."
text_es = "El tribunal puede desechar el caso."
cite = "Z.C. § 40"
"""

SHIELD_ZZ_CASES = """\
[[case]]
name = "Eli"
way = "shield/us-zz"
as_of = 2026-11-23
expect = "open"
"""

CLEAN = f"""\
[path]
title = "A clean record"
title_es = "Un registro limpio"
what = "A court seals old charges."
what_es = "Un tribunal sella cargos viejos."
group = "record"
where = "record"
gives = ["record"]
relief = ["sealing"]

{contact(court="must consent", prosecutor="served")}
"""

TELL = f"""\
[path]
title = "Telling the police"
title_es = "Contarlo a la policía"
what = "They may look for the one who hurt you."
what_es = "Pueden buscar a quien le hizo daño."
group = "police"
where = "us"
gives = ["accountability"]

{contact(police="report needed")}
[[way]]
id = "tell/us"
citation = "1 U.S.C. § 60"
confidence = "high"

{SOURCE}
[[way.note]]
topic = "limit"
text = "What you say can become public."
text_es = "Lo que diga puede hacerse público."
cite = "1 U.S.C. § 60"
"""

REST = f"""\
[path]
title = "Nothing for now"
title_es = "Nada por ahora"
what = "You can rest; most doors stay open."
what_es = "Puede descansar; casi todo sigue abierto."
group = "nothing"
where = "us"
gives = ["rest"]
speed = "days"

{contact()}
[[way]]
id = "rest/us"
citation = "no law"
confidence = "high"

{SOURCE}
[[way.note]]
topic = "effect"
text = "Nobody is told."
text_es = "Nadie se entera."
cite = "no law"
"""


def _open(way: str) -> str:
    return f'[[case]]\nname = "Flo"\nway = "{way}"\nas_of = 2026-11-23\nexpect = "open"\nperson = {{ hurt = true }}\n'


FILES: Final = {
    "facts.toml": FACTS,
    "documents.toml": DOCUMENTS,
    "reporting.toml": REPORTING,
    "aid.toml": AID,
    "aid/us-zz.toml": AID_ZZ,
    "aid/us-zz.cases.toml": AID_ZZ_CASES,
    "aid/us-yy.toml": AID_YY,
    "aid/us-yy.cases.toml": AID_YY_CASES,
    "visa.toml": VISA,
    "visa.cases.toml": VISA_CASES,
    "suit.toml": SUIT,
    "suit.cases.toml": SUIT_CASES,
    "suit/us-zz.toml": SUIT_ZZ,
    "suit/us-zz.cases.toml": SUIT_ZZ_CASES,
    "shield.toml": SHIELD,
    "shield/us-zz.toml": SHIELD_ZZ,
    "shield/us-zz.cases.toml": SHIELD_ZZ_CASES,
    "clean.toml": CLEAN,
    "tell.toml": TELL,
    "tell.cases.toml": _open("tell/us"),
    "rest.toml": REST,
    "rest.cases.toml": _open("rest/us"),
}
STATES: Final = "code,name,name_es\nUS,United States,Estados Unidos\nUS-YY,Ypsiland,Ypsilandia\nUS-ZZ,Zetaland,Zetalandia\n"


def write(folder: Path, *changes: Change, files: dict[str, str] | None = None) -> Path:
    """The law and its paths in a folder, with some of their words changed; `files` are written over or beside them."""
    made_law.write(folder)
    other = folder / "us-yy"
    other.mkdir(exist_ok=True)
    (other / "jurisdiction.toml").write_text(
        'code = "US-YY"\nname = "Ypsiland"\nname_es = "Ypsilandia"\ndefault_code = "YC"\n[codes]\nYC = ["Ypsiland Code"]\n',
        encoding="utf-8",
    )
    (other / "offenses.csv").write_text("statute,name,level,from,until,sets,aka,note\n", encoding="utf-8")
    (folder / "jurisdictions.csv").write_text(STATES, encoding="utf-8")
    texts = dict(FILES)
    for name, before, after in changes:
        assert texts[name].count(before) == 1, f"{before!r} stands {texts[name].count(before)} times in {name}"
        texts[name] = texts[name].replace(before, after)
    for name, text in {**texts, **(files or {})}.items():
        path = folder / "paths" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return folder


def load(folder: Path, *changes: Change, codes: tuple[str, ...] | None = None, files: dict[str, str] | None = None) -> PathLaw:
    """The same, loaded."""
    return read_paths(read_law(write(folder, *changes, files=files)), codes)


def decided(
    folder: Path,
    *changes: Change,
    person: dict[str, object] | None = None,
    record: Record | None = None,
    as_of: int = AS_OF,
    **more: object,
) -> Paths:
    """The paths decided for a person: what they answered (`person`), and what else `Answers` holds (`places`, `periods`, `matters`)."""
    answers = Answers(person=person or {}, **more)  # type: ignore[arg-type]
    law: Law = read_law(write(folder, *changes))
    relief = decide(record, law, as_of, answers) if record is not None else None
    paths = read_paths(law, states_of(answers, record))
    assert not paths.problems, [str(each) for each in paths.problems]
    return decide_paths(paths, as_of, answers, relief)
