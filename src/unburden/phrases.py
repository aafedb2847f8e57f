"""Days, prospects and notices in plain English and Spanish: the words that questions and the interview share."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Final

from unburden.calendar import AFTER, parse_day, period_after
from unburden.prospects import Outcome, Prospect
from unburden.provision import Text

LANGUAGES: Final = ("en", "es")
MONTHS: Final[Mapping[str, tuple[str, ...]]] = {
    "en": ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"),
    "es": ("enero", "febrero", "marzo", "abril", "mayo", "junio", "julio", "agosto", "septiembre", "octubre", "noviembre", "diciembre"),
}

#: What an effect does to a charge: after "can" in English, after "puede" in Spanish.
_EFFECTS: Final[Mapping[str, Text]] = {
    "vacatur": {"en": "be vacated", "es": "anularse"},
    "expungement": {"en": "be expunged", "es": "borrarse"},
    "destruction": {"en": "be destroyed", "es": "destruirse"},
    "set-aside": {"en": "be set aside", "es": "dejarse sin efecto"},
    "dismissal": {"en": "be dismissed", "es": "desestimarse"},
    "sealing": {"en": "be sealed", "es": "sellarse"},
    "restriction": {"en": "be restricted", "es": "restringirse"},
    "sentence-reduction": {"en": "get a lower sentence", "es": "recibir una pena menor"},
    "information": {"en": "fall under this rule", "es": "entrar en esta regla"},
}

#: Said once before the first question to which they belong, calmly.
NOTICES: Final[Mapping[str, Text]] = {
    "heavy": {
        "en": "The next questions are about what happened to you. Your answers stay on this computer, and nothing is saved unless you "
        "ask for it. You can skip any question. What is later written in a paper for a court can be seen by others, so a short answer "
        "is enough here.",
        "es": "Las próximas preguntas tratan de lo que le pasó. Sus respuestas se quedan en esta computadora y nada se guarda si usted no "
        "lo pide. Puede saltar cualquier pregunta. Lo que después se escribe en un papel para el tribunal lo pueden ver otras personas; "
        "aquí basta una respuesta corta.",
    },
    "immigration": {
        "en": "If you are not a U.S. citizen, talk with an immigration attorney before you file anything. Clearing a record does not "
        "always clear it for immigration, and some papers can be seen there.",
        "es": "Si no tiene la ciudadanía de EE. UU., hable con un abogado de inmigración antes de presentar cualquier papel. Borrar un "
        "registro no siempre lo borra para inmigración, y allí pueden ver algunos papeles.",
    },
    "child": {
        "en": "The next questions are about children. Some people and offices must report harm to a child, and a report can bring child "
        "protection or police. This program reports nothing to anyone, and you can skip any question.",
        "es": "Las próximas preguntas tratan de niños. Algunas personas y oficinas deben reportar el daño a un niño, y un reporte puede "
        "traer a protección de menores o a la policía. Este programa no reporta nada a nadie, y puede saltar cualquier pregunta.",
    },
}

#: What an answer could change: by a yes or a no, and by anything else (the best that it could mean, and the worst).
CHANGES: Final[Mapping[bool, Text]] = {
    True: {"en": "If yes: {}. If no: {}.", "es": "Si es sí: {}. Si es no: {}."},
    False: {"en": "Depending on the answer: {}. Or: {}.", "es": "Según la respuesta: {}. O bien: {}."},
}

#: The values of choices that the engine itself knows; a law's own are said by its question.
_VALUES: Final[Mapping[str, Text]] = {
    "convicted": {"en": "convicted", "es": "con condena"},
    "withheld": {
        "en": "guilt admitted or found, no conviction entered (withheld)",
        "es": "culpa admitida o hallada, sin condena (withheld)",
    },
    "deferred": {"en": "judgment put off on conditions (deferred)", "es": "decisión aplazada con condiciones (deferred)"},
    "diverted": {"en": "sent to a diversion program", "es": "enviado a un programa de desvío (diversion)"},
    "adjudicated": {"en": "found true in juvenile court", "es": "declarado cierto en un tribunal de menores"},
    "acquitted": {"en": "found not guilty", "es": "declarado no culpable"},
    "insanity": {"en": "not guilty because of a mental illness", "es": "no culpable por enfermedad mental"},
    "dismissed": {"en": "dismissed by the court", "es": "desestimado por el tribunal"},
    "nolle_prosequi": {"en": "dropped by the prosecutor", "es": "retirado por el fiscal"},
    "not_filed": {"en": "no charges were filed", "es": "no se presentaron cargos"},
    "read_in": {"en": "dismissed but counted at sentencing (read in)", "es": "desestimado pero considerado en la sentencia (read in)"},
    "vacated": {"en": "convicted, and the conviction was undone later", "es": "con condena que después se anuló"},
    "transferred": {"en": "moved to another court or case", "es": "pasó a otro tribunal u otro caso"},
    "inchoate.none": {"en": "the act itself", "es": "el acto mismo"},
    "attempt": {"en": "an attempt", "es": "un intento (attempt)"},
    "conspiracy": {"en": "a conspiracy", "es": "una conspiración"},
    "solicitation": {"en": "a solicitation (asking someone to do it)", "es": "una solicitación (pedir a alguien que lo haga)"},
    "accessory": {"en": "helping after it (accessory)", "es": "encubrimiento (accessory)"},
    "probation": {"en": "probation", "es": "libertad condicional"},
    "jail": {"en": "jail", "es": "cárcel"},
    "prison": {"en": "prison", "es": "prisión"},
    "fine": {"en": "a fine", "es": "una multa"},
    "none": {"en": "none of these", "es": "nada de esto"},
}


def value(fact: str, name: str, lang: str) -> str:
    """A choice's value in plain words, or itself where it has none."""
    known = _VALUES.get(f"{fact}.{name}") or _VALUES.get(name)
    return known[lang] if known else name.replace("_", " ")


def day(ordinal: int, lang: str) -> str:
    """A day as people say it; one that waits for an open case, or for a time that is not over, says so."""
    if ordinal >= AFTER:
        return _after(ordinal, lang)
    then = date.fromordinal(ordinal)
    month = MONTHS[lang][then.month - 1]
    return f"{month} {then.day}, {then.year}" if lang == "en" else f"{then.day} de {month} de {then.year}"


def printed_day(text: str, lang: str) -> str:
    """A date as a record gives it (``2011-06``), as people say it; what is no date stays as it is."""
    bounds = parse_day(text)
    if bounds is None or len(text) == 4 or bounds[0] >= AFTER:
        return plain(text)
    if len(text) == 7:
        month = MONTHS[lang][int(text[5:]) - 1]
        return f"{month} {text[:4]}" if lang == "en" else f"{month} de {text[:4]}"
    return day(bounds[0], lang)


def _after(ordinal: int, lang: str) -> str:
    names = {"en": (("year", "years"), ("month", "months"), ("day", "days")), "es": (("año", "años"), ("mes", "meses"), ("día", "días"))}
    parts = [f"{number} {name[number != 1]}" for number, name in zip(period_after(ordinal), names[lang], strict=True) if number]
    # Most often a case; it can also be what was done to the person.
    end = {"en": "after what is still going on has ended", "es": "después de que termine lo que sigue en curso"}[lang]
    return " ".join([*parts, end])


def charges(number: int, lang: str) -> str:
    """``1 charge``, ``3 cargos``."""
    noun = {"en": "charge", "es": "cargo"}[lang]
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def prospect(number: int, found: Prospect, lang: str) -> str:
    """What so many charges have before them: ``3 charges can be sealed now, and could still be vacated``."""
    return f"{charges(number, lang)}{' ' if any(found) else ': '}{verdict(found, lang, number)}"


def verdict(found: Prospect, lang: str, number: int = 1) -> str:
    """The same without its subject: ``can be sealed now``."""
    parts = [_outcome(each, number, lang) for each in found if each is not None]
    return {"en": ", and ", "es": ", y "}[lang].join(parts) or {
        "en": "not under a law we know of",
        "es": "no según una ley que conozcamos",
    }[lang]


def _outcome(found: Outcome, number: int, lang: str) -> str:
    effect = _EFFECTS[found.effect][lang]
    can = "can" if lang == "en" else "puede" if number == 1 else "pueden"
    if found.status == "open":
        return f"{can} {effect} {'now' if lang == 'en' else 'ahora'}"
    if found.status == "later" and not found.day:
        return f"{can} {effect} {'later' if lang == 'en' else 'más adelante'}"
    if found.status == "later":
        since = "" if found.day >= AFTER else {"en": "from ", "es": "desde el "}[lang]
        return f"{can} {effect} {since}{day(found.day, lang)}"
    if lang == "en":
        return f"could {effect} if the rest fits"
    return f"{'podría' if number == 1 else 'podrían'} {effect} si lo demás se cumple"


def one_of_several(effects: Iterable[str], lang: str) -> str:
    """That an answer decides together with others, for charges with these effects at stake."""
    counted = Counter(effects)
    can = {"en": ("can", "can"), "es": ("puede", "pueden")}[lang]
    parts = [f"{charges(number, lang)} {can[number != 1]} {_EFFECTS[effect][lang]}" for effect, number in counted.items()]
    start = {"en": "This is one of several answers that decide whether ", "es": "Es una de varias respuestas que deciden si "}[lang]
    return start + {"en": ", and whether ", "es": ", y si "}[lang].join(parts) + "."


def plain(text: str, most: int = 70) -> str:
    """Printed words on one line without control characters, cut where they run on: a record's text may hold anything."""
    words = " ".join("".join(each if each.isprintable() else " " for each in text[: 4 * most]).split())
    return words if len(words) <= most else words[: most - 1] + "…"


def summary(found: Iterable[Prospect], lang: str) -> str:
    """Prospects of several charges, equal ones counted together."""
    return "; ".join(prospect(number, each, lang) for each, number in Counter(found).items())
