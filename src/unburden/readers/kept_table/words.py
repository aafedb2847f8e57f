"""What the headings and a few plain words of a table kept by hand mean, in English and Spanish.

A heading is known as a whole, never by a word in it. One that can be two things (``Date``, ``Status``, ``Sentencia``) has all of
them as candidates and is not guessed. Words for an outcome stand in `terms`; only the Spanish ones that people write stand here.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import Final

from unburden.readers._states import STATES

#: What a column can be, in the words that a person is told; the names are those of the charges table where it has them.
FIELDS: Final[dict[str, str]] = {
    "person_id": "the person",
    "birth_date": "birth date",
    "case_id": "case number",
    "charge_id": "number of the charge",
    "jurisdiction": "state",
    "county": "county",
    "county_state": "county and state",
    "court": "court",
    "statute": "statute",
    "description": "charge",
    "level": "level",
    "offense_date": "offense date",
    "arrest_date": "arrest date",
    "filed_date": "date filed",
    "disposition": "disposition",
    "disposition_date": "disposition date",
    "plea": "plea",
    "sentence": "sentence",
    "sentence_date": "date of the sentence",
    "released_date": "release date",
    "sentence_completed_date": "date on which the sentence was completed",
    "probation_revoked_date": "date on which probation was revoked",
    "balance_due": "amount owed",
    "case_status": "case open or closed",
}
DATES: Final = tuple(name for name in FIELDS if name.endswith("_date"))
#: What a person calls a column that is to be left out.
UNUSED: Final = "-"
#: A table without any of these is no list of charges.
TELLING: Final = frozenset(("description", "statute", "disposition"))

#: Candidates (fields, one or more, or none of them) ← headings, folded (`fold`). A heading with a word for a date stands in `_DATED`.
_HEADINGS: Final = {
    "person_id": "name|client|client name|defendant|defendant name|person|person id|full name|nombre|nombre completo|cliente|persona",
    "birth_date": "dob|birthday|born|birth|nacimiento|d o b",
    "case_id": "case|case number|case no|case num|case id|cause|cause number|cause no|docket|docket number|docket no"
    "|court case number"
    "|indictment|indictment number|caso|numero de caso|caso numero|no de caso|num de caso|expediente|numero de expediente|causa",
    "charge_id": "count|count number|count no|charge number|charge no|charge id|cargo numero|numero de cargo",
    "jurisdiction": "state|jurisdiction|where state|st|us state|state of arrest|jurisdiccion",
    "jurisdiction case_status": "estado",
    "county": "county|parish|borough|county of arrest|condado|parroquia",
    "county_state": "county state|county and state|state county|state and county|condado estado|condado y estado",
    "court": "court|court name|tribunal|corte|juzgado",
    "statute": "statute|statute number|code|code section|section|law|penal code|charge code|offense code|statute code"
    "|statutory citation|citation"
    "|charge statute|offense statute|estatuto|ley|articulo|codigo|seccion|codigo penal",
    "description": "charge|charges|offense|offenses|offence|crime|charge description|offense description|charged with"
    "|arrested for|arrest charge"
    "|charge name|offense name|what was the charge|cargo|cargos|delito|delitos|ofensa|acusacion|descripcion del cargo"
    "|descripcion del delito",
    "description case_id": "description|descripcion|matter",
    "level": "level|class|severity|degree|grade|offense level|charge level|offense class|charge class|felony misdemeanor"
    "|felony or misdemeanor"
    "|misdemeanor felony|misdemeanor or felony|type of offense|nivel|clase|grado|gravedad",
    # Of an offense, or of a person.
    f"level {UNUSED}": "f m|m f|mf|fm",
    "disposition": "disposition|dispo|disp|outcome|result|results|verdict|case result|case outcome|charge outcome"
    "|charge disposition|final disposition"
    "|court disposition|case disposition|how it ended|what happened|disposicion|resultado|desenlace|veredicto|como termino"
    "|que paso",
    "case_status": "estado del caso|open closed|open or closed|abierto cerrado",
    "disposition case_status": "status|case status|current status|situacion",
    "disposition sentence": "sentencia|condena|judgment|judgement|conviction sentence",
    "disposition disposition_date description": "conviction|convictions|convicted|conviction charge",
    "plea": "plea|pled|plead|pleaded|declaracion de culpabilidad",
    "sentence": "sentence|sent|sentence imposed|punishment|sentencing|penalty|pena|castigo",
    "sentence balance_due": "fine|fines|restitution|fees|costs|court costs|fines and fees|multa|multas|restitucion|costos",
    "balance_due": "balance|balance due|amount owed|owed|still owed|owes|amount due|outstanding balance|fines owed|saldo|deuda"
    "|debe|saldo pendiente",
    "sentence_completed_date": "sentence completed|completed sentence|sentence completion|sentence over|sentence finished",
    "disposition_date sentence_completed_date case_status": "closed|completed|case closed",
    "offense_date arrest_date filed_date disposition_date": "year|month|ano|fechas",
    "arrest_date": "arrested|booked|arrestada|arrestado|detenida|detenido",
    "filed_date": "filed",
    "arrest_date description": "arrest|arresto",
    "released_date disposition": "released|liberado|liberada",
    "offense_date arrest_date": "arrest offense date|date of arrest offense|incident arrest date",
    UNUSED: "notes|note|comment|comments|remarks|notas|nota|comentarios|observaciones",
}
#: The same for headings with a word for a date in them, which is taken out before.
_DATED: Final = {
    "birth_date": "birth|of birth|nacimiento",
    "offense_date": "offense|offence|incident|crime|violation|alleged offense|occurred|occurrence|committed|delito|ofensa|incidente|hechos",
    "arrest_date": "arrest|arrested|booking|booked|arresto|arrestada|arrestado|detencion",
    "filed_date": "filed|filing|file|case filed|complaint filed|indictment|presentacion|presentado|presentada",
    "disposition_date": "disposition|dispo|disp|outcome|result|conviction|convicted|judgment|judgement|verdict|dismissal"
    "|dismissed|case closed"
    "|disposicion|resultado|veredicto|juicio",
    "sentence_date": "sentence|sentencing|sentenced",
    "disposition_date sentence_date": "sentencia|condena",
    "released_date": "release|released|released from jail|released from prison|liberacion|salida|excarcelacion",
    "sentence_completed_date": "completion|completed|sentence completed|sentence completion|sentence ended|discharge|discharged"
    "|cumplimiento",
    "sentence_completed_date probation_revoked_date": "probation|probation end|probation ended|parole|probatoria",
    "probation_revoked_date": "probation revoked|probation revocation|revocation|revoked|revocacion",
    "offense_date arrest_date filed_date disposition_date": "|charge|charged|court|case|hearing|cargo|caso|tribunal|corte",
    "filed_date disposition_date": "plea|entered",
    "disposition_date sentence_completed_date": "closed|ended|terminated|cierre",
}


def _by_heading(table: dict[str, str]) -> dict[str, tuple[str, ...]]:
    return {heading: tuple(fields.split()) for fields, headings in table.items() for heading in headings.split("|")}


_KNOWN: Final = _by_heading(_HEADINGS)
_KNOWN_DATED: Final = _by_heading(_DATED)
_DATE_WORDS: Final = frozenset(("date", "dates", "dt", "fecha", "day", "dia", "when", "cuando"))
_LITTLE: Final = frozenset(("of", "the", "de", "del", "la", "el", "on", "was", "is", "for", "en"))
#: A heading is not longer; what is longer is a sentence.
_LONGEST: Final = 60

_OUTCOMES: Final = {
    "convicted": "culpable|declarada culpable|declarado culpable|condenada|condenado|convicta|convicto|se declaro culpable",
    "acquitted": "no culpable|absuelta|absuelto|declarada no culpable|declarado no culpable|declarada inocente|declarado inocente",
    "dismissed": "desestimado|desestimada|desestimados|sobreseido|sobreseida|caso desestimado|cargo desestimado|cargos desestimados",
    "nolle_prosequi": "retirado|retirada|retirados|cargos retirados|cargo retirado",
    "not_filed": "no se presentaron cargos|sin cargos",
    "pending": "pendiente|en proceso|caso abierto|sigue abierto",
    "vacated": "condena anulada",
}
#: Spanish words for what became of a charge, as a person writes them, folded → outcome.
OUTCOMES: Final = {words: name for name, each in _OUTCOMES.items() for words in each.split("|")}
STATUSES: Final = {
    **dict.fromkeys(("open", "active", "pending", "still open", "abierto", "abierta", "activo", "pendiente"), "open"),
    **dict.fromkeys(("closed", "disposed", "finished", "over", "cerrado", "cerrada", "terminado"), "closed"),
}
#: How a person says that something is not sure.
_UNSURE: Final = re.compile(
    r"\b(?:i think|i believe|i guess|maybe|probably|possibly|perhaps|not sure|unsure|creo|quizas?|tal vez|puede ser|a lo mejor"
    r"|probablemente|no estoy segur[ao])\b"
)
#: What a column of a person's sex may hold.
SEXES: Final = frozenset(("m", "f", "x", "h", "male", "female", "man", "woman", "mujer", "hombre", "masculino", "femenino"))
#: Words of headings by which a table is known to be in Spanish.
SPANISH: Final = frozenset(
    re.split(
        r"\s", "caso fecha cargo cargos delito delitos estado resultado condado tribunal disposicion sentencia nombre acusacion expediente"
    )
)
_NOTHING: Final = """
? ?? ??? - -- --- n/a na n.a none null nan unknown unk not_known dont_know i_dont_know not_sure tbd blank
desconocido desconocida no_se no_lo_se ninguno ninguna nada no_sabe #n/a #ref! #value! #name? #div/0!
"""
#: Words for knowing nothing, in lower case or folded.
NOTHING: Final = frozenset(("", *(word.replace("_", " ") for word in _NOTHING.split())))

_OTHER_NAMES: Final = """
AL ala|AK alas|AZ ariz|AR ark|CA calif|CA cal|CO colo|CT conn|DE del|FL fla|GA ga|ID ida|IL ill|IN ind|KS kan|KS kans|LA luisiana|ME maine
MA mass|MI mich|MN minn|MS miss|MS misisipi|MO misuri|MT mont|NE neb|NE nebr|NV nev|NM nuevo mexico|NH nuevo hampshire|NJ nueva jersey
NY nueva york|NY new york state|NC carolina del norte|SC carolina del sur|ND dakota del norte|SD dakota del sur|OK okla|OR ore|OR oreg
PA penn|PA penna|PA pensilvania|TN tenn|TX tex|TX tejas|VA virginia|WA wash|WA washington state|WV w va|WV virginia occidental|WI wis
WI wisc|WY wyo|DC washington dc|DC washington d c|DC distrito de columbia|VI us virgin islands|VI islas virgenes|PR p r|HI hawai
"""
_FEDERAL: Final = frozenset(("us", "u s", "usa", "u s a", "federal", "united states", "fed", "feds", "estados unidos", "federal court"))


@lru_cache(8192)
def fold(text: str) -> str:
    """Lower case without accents and signs, single blanks: ``Case #`` is ``case number``, ``Disposición:`` is ``disposicion``."""
    plain = unicodedata.normalize("NFKD", text[:400].lower().replace("#", " number ").replace("№", " number "))
    letters = "".join(each for each in plain if not unicodedata.combining(each)).replace("'", "").replace("’", "")
    return " ".join(re.sub(r"[^\w]+|_", " ", letters).split())


def said(text: str) -> str:
    """A cell without the words for knowing nothing."""
    stripped = text.strip()
    if len(stripped) < 20 and (stripped.lower() in NOTHING or fold(stripped) in NOTHING):
        return ""
    return stripped


def unsure(text: str) -> bool:
    """Whether a cell says that what it says is not sure: ``Guilty?``, ``dismissed, I think``."""
    return text.rstrip(" )]").endswith("?") or _UNSURE.search(fold(text)) is not None


_PLACES: Final = {
    **{fold(name): code for name, code in STATES.items()},
    **{fold(code): code for code in STATES.values()},
    **{code[3:].lower(): code for code in STATES.values()},
    **{name: f"US-{code}" for code, name in (each.split(" ", 1) for each in re.split(r"[|\n]", _OTHER_NAMES.strip()))},
    **dict.fromkeys(_FEDERAL, "US"),
}


def place(text: str) -> str | None:
    """The jurisdiction that a state's name or code means: ``Oregon``, ``Ore.``, ``OR`` and ``US-OR`` are ``US-OR``."""
    words = re.sub(r"^(?:the )?(?:state|commonwealth|estado) (?:of|de) ", "", fold(text))
    return _PLACES.get(words) or _PLACES.get(words.replace(" ", ""))


@lru_cache(8192)
def candidates(heading: str) -> tuple[str, ...]:
    """What a column with this heading can be; nothing where the heading is not known."""
    if len(heading) > _LONGEST:
        return ()
    # "(if known)" and the like say nothing of what the column is.
    for text in dict.fromkeys((heading, re.sub(r"\([^()]*\)", " ", heading))):
        words = fold(text).split()
        whole = " ".join(words)
        short = " ".join(word for word in words if word not in _LITTLE)
        contract = "_".join(words)
        if contract in FIELDS:
            return (contract,)
        found = _of_parts(text)
        if found:
            return found
        if whole in _KNOWN or short in _KNOWN:
            return _KNOWN.get(whole) or _KNOWN[short]
        dated = [word for word in short.split() if word not in _DATE_WORDS]
        if len(dated) < len(short.split()) and " ".join(dated) in _KNOWN_DATED:
            return _KNOWN_DATED[" ".join(dated)]
    return ()


def _of_parts(heading: str) -> tuple[str, ...]:
    """A heading of two names (``Charge/Statute``) is what both are, or either."""
    parts = [part for part in re.split(r"\s*[/&,]\s*|\s+(?:and|or|y|o)\s+", heading) if part.strip()]
    if not 2 <= len(parts) <= 3:
        return ()
    known = [candidates(part) for part in parts]
    found = tuple(dict.fromkeys(name for each in known for name in each)) if all(known) else ()
    return ("county_state",) if sorted(found) == ["county", "jurisdiction"] else found
