"""The report's own words, English and Spanish side by side; the law brings its own in its files.

Plain words at grade 6 to 8, never a word that judges. `Words` says days, levels, amounts and counts the way each language does.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Final, Literal, TypeAlias

from unburden import phrases
from unburden.calendar import AFTER, ALWAYS, NEVER, Bounds, period_after
from unburden.terms import KINDS, RANKS

Lang: TypeAlias = Literal["en", "es"]
LANGUAGES: Final[tuple[Lang, ...]] = ("en", "es")

#: Key → English, Spanish. A key with ``.one`` is the singular of the key without it.
MESSAGES: Final[dict[str, tuple[str, str]]] = {
    # ---- the head
    "title": ("Record summary", "Resumen del expediente"),
    "as_of": ("As of {day}", "Al {day}"),
    "whose": ("Whose record", "De quién es"),
    "no_name": ("no name in these papers", "sin nombre en estos papeles"),
    "also_printed": ("also printed {names}", "también escrito {names}"),
    "born": ("born {day}", "nacimiento: {day}"),
    "born_many": ("birth dates in the papers: {days}", "fechas de nacimiento en los papeles: {days}"),
    "files": ("Read from", "Leído de"),
    "no_files": ("no file", "ningún archivo"),
    "not_a_lawyer": (
        "This shows which laws could clear each charge, why, and from which day. It is information, not legal advice, and this program "
        "is not a lawyer. Let a lawyer check it before anything is filed.",
        "Aquí se ve qué leyes podrían borrar cada cargo, por qué y desde qué día. Es información, no consejo legal, y este programa no es "
        "abogado. Pida a un abogado que lo revise antes de presentar nada.",
    ),
    "help": (
        "Free legal help that does not go through police: the Survivor Reentry Project of Freedom Network USA connects trafficking "
        "survivors with lawyers who clear records, for cases that are over. freedomnetworkusa.org/advocacy/survivor-reentry-project",
        "Ayuda legal gratuita que no pasa por la policía: el Survivor Reentry Project de Freedom Network USA pone en contacto a "
        "sobrevivientes de trata con abogados que borran antecedentes, en casos ya terminados. "
        "freedomnetworkusa.org/advocacy/survivor-reentry-project",
    ),
    "short": ("In short", "En breve"),
    "charges": ("{n} charges in {cases}", "{n} cargos en {cases}"),
    "charges.one": ("1 charge in {cases}", "1 cargo en {cases}"),
    "cases": ("{n} cases", "{n} casos"),
    "cases.one": ("1 case", "1 caso"),
    "no_charges": ("No charge was found in what was read.", "No se encontró ningún cargo en lo leído."),
    "tally.now": ("can be cleared now", "se puede borrar ahora"),
    "tally.if": ("can be cleared now, {condition}", "se puede borrar ahora, {condition}"),
    "tally.limited": ("can be hidden from more people, or lightened, now", "ahora se puede limitar quién lo ve, o aliviar"),
    "tally.later": ("from a later day", "desde un día posterior"),
    "tally.ask": ("open until a question is answered", "pendiente de una pregunta"),
    "tally.wait": ("not before the open case ends", "no antes de que termine el caso abierto"),
    "tally.none": ("not under a law we know of", "no según una ley que conozcamos"),
    "tally.done": ("cleared before, or moved to another case", "ya borrado, o pasado a otro caso"),
    "tally.unknown": ("no answer: the court, or its law, is missing here", "sin respuesta: falta aquí el tribunal o su ley"),
    "tally.more": ("More may be possible for charges {numbers}.", "Puede haber más para los cargos {numbers}."),
    "tally.more.one": ("More may be possible for charge {numbers}.", "Puede haber más para el cargo {numbers}."),
    # ---- answers
    "now": ("can be cleared now", "se puede borrar ahora"),
    "now.restrict": ("can be hidden from more people now", "ahora se puede limitar quién lo ve"),
    "now.reduce": ("the sentence can be made lighter now", "ahora se puede aliviar la sentencia"),
    "now.automatic": ("the law clears it now, without a petition", "la ley lo borra ahora, sin petición"),
    "from": ("from {day}", "desde el {day}"),
    "from.restrict": ("from {day} it can be hidden from more people", "desde el {day} se puede limitar quién lo ve"),
    "from.reduce": ("from {day} the sentence can be made lighter", "desde el {day} se puede aliviar la sentencia"),
    "from.automatic": ("from {day}, by law and without a petition", "desde el {day}, por ley y sin petición"),
    "wait": ("not before the open case ends", "no antes de que termine el caso abierto"),
    "wait_more": ("not before {period} after the open case ends", "no antes de {period} después de que termine el caso abierto"),
    "not_before": ("not before {day}", "no antes del {day}"),
    "between": ("between {first} and {last}", "entre el {first} y el {last}"),
    "depends": ("depends on {n} questions", "depende de {n} preguntas"),
    "depends.one": ("depends on 1 question", "depende de 1 pregunta"),
    "depends_open": ("not settled: see the reasons", "sin resolver: vea las razones"),
    "two_readings": ("the law can be read in two ways: {one}; or {two}", "la ley se puede leer de dos maneras: {one}; o {two}"),
    "if_whole": ("if this is the whole record", "si este es el expediente completo"),
    "if_ended": ("if no case is open elsewhere", "si no hay otro caso abierto"),
    "if_both": (
        "if this is the whole record and no case is open elsewhere",
        "si este es el expediente completo y no hay otro caso abierto",
    ),
    "none": ("not under a law we know of", "no según una ley que conozcamos"),
    "done": ("already taken back by a court, the record says", "un tribunal ya lo anuló, según el expediente"),
    "moved": ("moved to another case: look there", "pasó a otro caso: vea allí"),
    "no_court": ("which court? not known", "¿qué tribunal? no se sabe"),
    "no_court_hint": (
        "The record does not say which state's court this was, so no law could be looked up. Say which one and the charge gets its answer.",
        "El expediente no dice de qué estado era el tribunal; por eso no se pudo buscar la ley. Diga cuál fue y el cargo tendrá respuesta.",
    ),
    "no_law": ("the law of {place} is not in this program yet", "la ley de {place} todavía no está en este programa"),
    "no_law_hint": (
        "That says nothing about whether {place} can clear it. A lawyer there can tell.",
        "Eso no dice nada de si {place} lo puede borrar. Un abogado de allí lo puede decir.",
    ),
    "as_read.part": ("as far as we could read the law", "hasta donde pudimos leer la ley"),
    "as_read.secondary": (
        "as others tell this law: we could not read its text",
        "según lo que otros dicen de esta ley: no pudimos leer su texto",
    ),
    "until_short": ("until {day}", "hasta el {day}"),
    "until": ("the last day to ask is {day}", "el último día para pedirlo es el {day}"),
    "until_range": ("the last day to ask is between {first} and {last}", "el último día para pedirlo está entre el {first} y el {last}"),
    "until_unknown": ("there is a deadline; its day is not known", "hay una fecha límite; no se sabe qué día"),
    "too_late": ("the last day to ask was {day}", "el último día para pedirlo fue el {day}"),
    "more_ask": ("more may be possible: {effect}, {answer}", "puede haber más: {effect}, {answer}"),
    "more_later": ("more is possible: {effect}, {answer}", "hay más: {effect}, {answer}"),
    "answer": ("Answer", "Respuesta"),
    # ---- a charge
    "charge": ("Charge", "Cargo"),
    "charge_n": ("Charge {n}", "Cargo {n}"),
    "unnamed": ("a charge without a name", "un cargo sin nombre"),
    "case": ("Case {number}", "Caso {number}"),
    "case_unnumbered": ("A case without a number", "Un caso sin número"),
    "county": ("{county} County", "condado de {county}"),
    "place_unknown": ("court not known", "tribunal desconocido"),
    "filed": ("filed {day}", "presentado: {day}"),
    "status_open": ("still open", "sigue abierto"),
    "status_closed": ("closed", "cerrado"),
    "balance": ("owed to the court: {sum}", "se debe al tribunal: {sum}"),
    "happened": ("Said to have happened: {day}.", "Fecha del hecho, según el expediente: {day}."),
    "arrested": ("Arrested: {day}.", "Arresto: {day}."),
    "ended": ("Ended: {outcome}, {day}.", "Terminó: {outcome}, {day}."),
    "ended_pending": ("Still open.", "Sigue abierto."),
    "ended_no_day": ("Ended: {outcome}, day not known.", "Terminó: {outcome}, día desconocido."),
    "ended_unknown": (
        "The record shows no outcome. That does not mean open, dismissed or convicted.",
        "El expediente no muestra un resultado. Eso no significa abierto, desestimado ni condenado.",
    ),
    "ended_unread": (
        "The record prints “{printed}”, which we cannot read as one outcome.",
        "El expediente dice “{printed}”; no lo podemos leer como un solo resultado.",
    ),
    "ended_disputed": ("The sources disagree on how it ended; see below.", "Las fuentes no coinciden en cómo terminó; vea abajo."),
    "sentence": ("Sentence: {text}.", "Sentencia: {text}."),
    "afterwards_line": ("Later: {text}, {day}.", "Después: {text}, {day}."),
    "line": ("line {n}", "línea {n}"),
    "page": ("page {n}", "página {n}"),
    "read_as": ("We read it as {offense}.", "Lo leemos como {offense}."),
    "read_as_many": (
        "It can be {offense}; each rule is unknown where they differ.",
        "Puede ser {offense}; donde difieren, la regla queda sin resolver.",
    ),
    "read_as_none": (
        "We could not match it to an offense in the law's list, so rules about the kind of offense stay unknown.",
        "No lo encontramos en la lista de delitos de la ley; las reglas sobre el tipo de delito quedan sin resolver.",
    ),
    "or": (" or ", " o "),
    "and": (" and ", " y "),
    "so_many_more": ("{n} others", "otros {n}"),
    # ---- options
    "why_n": ("Why: {n} conditions", "Por qué: {n} condiciones"),
    "why_n.one": ("Why: 1 condition", "Por qué: 1 condición"),
    "who": ("Who learns of it", "Quién se entera"),
    "law_n": ("law {n}", "ley {n}"),
    "also": ("Also possible", "También es posible"),
    "not_open": ("Not open", "No se abre"),
    "not_open_n": ("{n} other laws", "otras {n} leyes"),
    "not_open_n.one": ("1 other law", "otra ley"),
    "good_to_know": ("Good to know", "Conviene saber"),
    "not_met": ("not met: {text}", "no se cumple: {text}"),
    "mark.yes": ("yes", "sí"),
    "mark.no": ("no", "no"),
    "mark.later": ("later", "después"),
    "mark.unknown": ("unknown", "no se sabe"),
    "presumed": ("presumed by law, not shown ({cite})", "la ley lo presume; no está demostrado ({cite})"),
    "contradicted": (
        "the law presumes it, but an answer says the opposite; a prosecutor may use that",
        "la ley lo presume, pero una respuesta dice lo contrario; un fiscal puede usarlo",
    ),
    "contradicted_hint": (
        "Care: the law presumes what it asks for, but an answer says the opposite. Talk with a lawyer before filing.",
        "Cuidado: la ley presume lo que pide, pero una respuesta dice lo contrario. Hable con un abogado antes de presentar nada.",
    ),
    "excepted": (
        "does not hold by itself; an exception does: {text} ({cite})",
        "por sí sola no se cumple; sí una excepción: {text} ({cite})",
    ),
    "reading_n": ("reading {n}: {text} ({cite}): {answer}", "lectura {n}: {text} ({cite}): {answer}"),
    "the_record": ("the record", "el expediente"),
    "unread_law": (
        "the law's text, as far as it could be read, does not settle this",
        "el texto de la ley, hasta donde se pudo leer, no resuelve esto",
    ),
    "about_offense": (
        "{n} conditions on the kind of offense hold ({cites})",
        "se cumplen {n} condiciones sobre el tipo de delito ({cites})",
    ),
    "your_answer": ("your answer", "su respuesta"),
    "follows": ("follows from your answer", "se sigue de su respuesta"),
    "not_known": ("not known", "no se sabe"),
    "more_charges": ("others", "otros"),
    "charge_number": ("charge {n}", "el cargo {n}"),
    "because_of": ("because of {charges}", "por {charges}"),
    "rests_on": ("this depends on {charges}", "esto depende de {charges}"),
    "look_at_others": ("this looks at the other charges", "esto mira los otros cargos"),
    "see_question": ("see {number}", "vea {number}"),
    "short_hint": (
        "This is the first screen. Without --short, each charge follows with its reasons, then the questions, the laws and their sources.",
        "Esta es la primera pantalla. Sin --short sigue cada cargo con sus razones, y después las preguntas, las leyes y sus fuentes.",
    ),
    "full_hint": ("(--full shows which, and why)", "(--full muestra cuáles y por qué)"),
    # ---- questions
    "whole_heading": ("{n} questions about the whole record", "{n} preguntas sobre todo el expediente"),
    "whole_heading.one": ("1 question about the whole record", "1 pregunta sobre todo el expediente"),
    "whole_hint": (
        "Until you answer, each answer below says what it would be “{condition}”. You can skip any question.",
        "Hasta que responda, cada respuesta de abajo dice cómo sería “{condition}”. Puede saltarse cualquier pregunta.",
    ),
    "questions": ("What could still change an answer", "Qué podría cambiar todavía una respuesta"),
    "questions_hint": (
        "Each can be skipped. Those that are easiest to answer come first.",
        "Puede saltarse cualquiera. Primero van las más fáciles de responder.",
    ),
    "question_why": ("Why we ask", "Por qué preguntamos"),
    "about_person": ("about you", "sobre usted"),
    "about_charges": ("about charges {numbers}", "sobre los cargos {numbers}"),
    "about_charges.one": ("about charge {numbers}", "sobre el cargo {numbers}"),
    "skipped": ("you chose not to say; that is fine", "prefirió no decirlo; está bien"),
    "offense_ask": (
        "Which law was this charge under? Give its number as your papers print it.",
        "¿Por qué ley fue este cargo? Dé el número como lo imprimen sus papeles.",
    ),
    "offense_why": (
        "Which law can clear a charge depends on what it was for.",
        "Qué ley puede borrar un cargo depende de por qué fue.",
    ),
    # ---- laws
    "laws": ("The laws named here", "Las leyes que se nombran aquí"),
    "effect": ("What it does", "Qué hace"),
    "court.may": ("The court may say no.", "El tribunal puede decir que no."),
    "court.shall": ("The court must grant it if the conditions are met.", "El tribunal debe concederlo si se cumplen las condiciones."),
    "court.automatic": (
        "It happens by law, without a petition. Check that it was done.",
        "Ocurre por ley, sin petición. Compruebe que se hizo.",
    ),
    "burden": ("How strong the proof must be: {burden}.", "Qué tan fuerte debe ser la prueba: {burden}."),
    "burden.preponderance": ("more likely true than not", "más probable que no"),
    "burden.clear and convincing": ("clear and convincing", "clara y convincente"),
    "burden.preponderance; clear and convincing without official documentation": (
        "more likely true than not; clear and convincing without official documentation",
        "más probable que no; clara y convincente sin documentos oficiales",
    ),
    "burden.reasonable probability": ("a reasonable probability", "una probabilidad razonable"),
    "burden.clear and convincing, on the prosecutor": (
        "the prosecutor must disprove it, clearly and convincingly",
        "la fiscalía debe desmentirlo de forma clara y convincente",
    ),
    "burden.the other side must disprove it by clear and convincing evidence": (
        "the other side must disprove it by clear and convincing evidence",
        "la otra parte debe desmentirlo con pruebas claras y convincentes",
    ),
    "burden.presumed; the prosecutor must show otherwise by a preponderance": (
        "presumed; the prosecutor must show that the opposite is more likely",
        "se presume; la fiscalía debe mostrar que lo contrario es más probable",
    ),
    "burden.the person has the first burden, then the prosecutor": (
        "you begin with the proof, then the prosecutor",
        "primero prueba usted, después la fiscalía",
    ),
    "burden.unclear": ("the law does not say", "la ley no lo dice"),
    "party.police": ("Police", "Policía"),
    "party.prosecutor": ("Prosecutor", "Fiscalía"),
    "party.immigration": ("Immigration authorities", "Autoridades de inmigración"),
    "party.court": ("Court", "Tribunal"),
    "party.public": ("The public", "El público"),
    "party.trafficker": ("The trafficker", "El tratante"),
    "party.employer": ("Employer", "Empleador"),
    "contact.none": ("not told under this law", "esta ley no les avisa"),
    "contact.notified": ("told", "se les avisa"),
    "contact.served": ("gets the papers", "recibe los papeles"),
    "contact.may object": ("gets the papers and can object", "recibe los papeles y puede oponerse"),
    "contact.must consent": ("must agree", "debe estar de acuerdo"),
    "contact.report needed": ("a report to them is needed", "se necesita una denuncia ante ellos"),
    "contact.cooperation needed": ("working with them is needed", "se necesita cooperar con ellos"),
    "contact.unsaid": ("the law does not say", "la ley no lo dice"),
    "not_told": ("Not told under this law", "Esta ley no avisa a"),
    "unsaid": ("The law does not say", "La ley no lo dice de"),
    "nobody": ("nobody, under this law", "nadie, según esta ley"),
    "merits.merits": (
        "The conviction is taken back on the merits. Immigration law as a rule no longer counts such a conviction.",
        "La condena se anula por razones de fondo. La ley de inmigración, por regla general, ya no cuenta esa condena.",
    ),
    "merits.defect": (
        "The conviction is taken back for a legal defect in the case. Immigration law as a rule no longer counts such a conviction.",
        "La condena se anula por un defecto legal del caso. La ley de inmigración, por regla general, ya no cuenta esa condena.",
    ),
    "merits.none": (
        "This is not granted because something was wrong with the case. In immigration law a conviction as a rule still counts.",
        "Esto no se concede porque hubiera un error en el caso. En la ley de inmigración, por regla general, una condena sigue contando.",
    ),
    "merits.unclear": (
        "The law does not say clearly on what ground this is granted. Whether a conviction then still counts in immigration law is open.",
        "La ley no dice con claridad por qué razón se concede. No está claro si una condena sigue contando en la ley de inmigración.",
    ),
    "merits_cite": ("Matter of Pickering, 23 I&N Dec. 621 (BIA 2003)", "Matter of Pickering, 23 I&N Dec. 621 (BIA 2003)"),
    "source": ("Source", "Fuente"),
    "source.whole": ("read in whole", "leída completa"),
    "source.part": ("read in part", "leída en parte"),
    "source.secondary": ("read in a secondary source", "leída en una fuente secundaria"),
    "source_line": ("{read}: {url} (version: {version}; checked: {day})", "{read}: {url} (versión: {version}; revisada: {day})"),
    "enacted": ("Enacted", "Aprobada"),
    "coverage": ("How far our encoding goes", "Hasta dónde llega nuestra codificación"),
    "confidence": ("How sure we are of this reading", "Qué tan seguros estamos de esta lectura"),
    "confidence.high": ("high", "mucho"),
    "confidence.medium": ("medium", "medianamente"),
    "confidence.low": ("low", "poco"),
    "check": ("A lawyer should check", "Un abogado debería revisar"),
    "used_by": ("charges {numbers}", "cargos {numbers}"),
    "used_by.one": ("charge {numbers}", "cargo {numbers}"),
    "topic.effect": ("Effect", "Efecto"),
    "topic.forum": ("Where to ask", "Dónde se pide"),
    "topic.fee": ("Cost", "Costo"),
    "topic.hearing": ("Hearing", "Audiencia"),
    "topic.evidence": ("Evidence", "Pruebas"),
    "topic.confidentiality": ("Who can see it", "Quién lo puede ver"),
    "topic.contact": ("Who learns of it", "Quién se entera"),
    "topic.immigration": ("Immigration", "Inmigración"),
    "topic.deadline": ("Deadline", "Fecha límite"),
    "topic.limit": ("Limits", "Límites"),
    "topic.money": ("Money", "Dinero"),
    "topic.appeal": ("Appeal", "Apelación"),
    "topic.afterwards": ("What you may say afterwards", "Qué puede decir después"),
    "topic.firearms": ("Firearms", "Armas de fuego"),
    "topic.procedure": ("How it goes", "Cómo es el trámite"),
    "topic.risk": ("Risks", "Riesgos"),
    "topic.timing": ("How long it takes", "Cuánto tarda"),
    "topic.decisions": ("What courts have said", "Lo que han dicho los tribunales"),
    # ---- effects
    "effect.vacatur": ("vacatur", "anulación (vacatur)"),
    "effect.set-aside": ("set-aside", "anulación (set-aside)"),
    "effect.dismissal": ("dismissal", "desestimación"),
    "effect.expungement": ("expungement", "eliminación (expungement)"),
    "effect.destruction": ("destruction of the record", "destrucción del expediente"),
    "effect.sealing": ("sealing", "sellado"),
    "effect.restriction": ("limited access", "acceso limitado"),
    "effect.sentence-reduction": ("a lighter sentence", "una sentencia más leve"),
    "effect.information": ("information", "información"),
    "words": ("Words", "Palabras"),
    "define.vacatur": ("the court takes the conviction back", "el tribunal deja sin efecto la condena"),
    "define.set-aside": (
        "the court cancels the conviction; it may still count for some purposes",
        "el tribunal cancela la condena; puede seguir contando para algunas cosas",
    ),
    "define.dismissal": ("the charge is ended", "el cargo se da por terminado"),
    "define.expungement": ("the record is erased, or treated as erased", "el expediente se borra o se trata como borrado"),
    "define.destruction": ("the papers themselves are destroyed", "se destruyen los papeles mismos"),
    "define.sealing": (
        "the record is closed to the public; some offices can still see it",
        "el expediente se cierra al público; algunas oficinas aún lo ven",
    ),
    "define.restriction": ("fewer people can see the record", "menos personas pueden ver el expediente"),
    "define.sentence-reduction": (
        "the sentence, or the level of the offense, is made lighter",
        "se alivia la sentencia o el nivel del delito",
    ),
    # ---- the rest
    "unread": ("What could not be read", "Lo que no se pudo leer"),
    "unread_hint": (
        "It is shown as it stands. Compare it with the paper: a charge may be in it.",
        "Se muestra tal como está. Compárelo con el papel: puede contener un cargo.",
    ),
    "set_aside": ("Set aside: not a charge, or not this person's", "Apartado: no es un cargo o no es de esta persona"),
    "disagree": ("Where the sources disagree", "Donde las fuentes no coinciden"),
    "disagree_hint": ("Until you say which is right, it counts as not known.", "Hasta que diga cuál es correcto, cuenta como no sabido."),
    "problems": ("Please look at this again", "Por favor, revise esto"),
    "notes": ("Notes from reading the files", "Notas de la lectura de los archivos"),
    "missing_law": ("Courts whose law is not here", "Tribunales cuya ley no está aquí"),
    "clipped": ("… ({n} more characters)", "… ({n} caracteres más)"),
    "end": ("Made on this machine. Nothing was sent anywhere.", "Hecho en esta máquina. No se envió nada a ningún lugar."),
    # ---- the timeline
    "timeline": ("The record in time", "El expediente en el tiempo"),
    "timeline_text": (
        "A drawing of {cases} from {first} to {last}. The table after it says the same in words.",
        "Un dibujo de {cases} desde {first} hasta {last}. La tabla que sigue dice lo mismo con palabras.",
    ),
    "timeline_table": ("The same as a table", "Lo mismo en una tabla"),
    "timeline_more": (
        "The drawing shows the first {n} cases; the table has all of them.",
        "El dibujo muestra los primeros {n} casos; la tabla los tiene todos.",
    ),
    "timeline_apart": ("Marks that would cover each other are moved apart a little.", "Las marcas que se taparían se separan un poco."),
    "timeline_none": ("The record states no day that could be drawn.", "El expediente no da ninguna fecha que se pueda dibujar."),
    "day": ("Day", "Día"),
    "event": ("What", "Qué"),
    "today": ("the day of this report", "el día de este informe"),
    "event.offense": ("said to have happened", "fecha del hecho"),
    "event.arrest": ("arrest", "arresto"),
    "event.filed": ("filed in court", "presentado en el tribunal"),
    "event.ended": ("outcome", "resultado"),
    "event.released": ("released", "salida"),
    "event.completed": ("sentence finished", "sentencia terminada"),
    "event.opens": ("can be cleared from this day", "se puede borrar desde este día"),
    "skip": ("Skip to the answers", "Ir a las respuestas"),
    "contents": ("On this page", "En esta página"),
    "overview": ("Every charge with its answer", "Cada cargo con su respuesta"),
    "law_details": (
        "Who learns of it, what you may say afterwards, how it goes",
        "Quién se entera, qué puede decir después, cómo es el trámite",
    ),
    "source_check": ("Source, and what a lawyer should check", "Fuente, y qué debería revisar un abogado"),
    "charge_by_charge": ("Charge by charge", "Cargo por cargo"),
    # ---- facts of the record
    "fact.offense": ("the offense", "el delito"),
    "fact.jurisdiction": ("state", "estado"),
    "fact.county": ("county", "condado"),
    "fact.court": ("court", "tribunal"),
    "fact.level": ("level", "nivel"),
    "fact.offense_date": ("day of the offense", "día del hecho"),
    "fact.arrest_date": ("arrested", "arresto"),
    "fact.filed_date": ("filed", "presentado"),
    "fact.disposition": ("outcome", "resultado"),
    "fact.disposed_on": ("ended on", "terminó"),
    "fact.released_on": ("released", "salida"),
    "fact.sentence_completed_on": ("sentence finished", "sentencia terminada"),
    "fact.probation_revoked_on": ("probation revoked", "libertad condicional revocada"),
    "fact.balance_due": ("still owed", "se debe todavía"),
    "fact.birth_date": ("born", "nacimiento"),
    "fact.case_ended": ("case over", "caso terminado"),
    "fact.inchoate": ("attempt or the act itself", "intento o el hecho mismo"),
    "fact.record_complete": ("this is the whole record", "este es el expediente completo"),
    "fact.cases_elsewhere_ended": ("no case is open elsewhere", "no hay otro caso abierto"),
    # ---- values
    "true": ("yes", "sí"),
    "false": ("no", "no"),
    "never": ("never", "nunca"),
    "range": ("{low} to {high}", "{low} a {high}"),
    "years": ("{n} years", "{n} años"),
    "years.one": ("1 year", "1 año"),
    "months": ("{n} months", "{n} meses"),
    "months.one": ("1 month", "1 mes"),
    "days": ("{n} days", "{n} días"),
    "days.one": ("1 day", "1 día"),
    "federal": ("Federal", "Federal"),
    "outcome.pending": ("still open", "sigue abierto"),
    "level.infraction": ("infraction", "infracción"),
    "level.violation": ("violation", "infracción (violation)"),
    "level.petty offense": ("petty offense", "falta menor"),
    "level.misdemeanor": ("misdemeanor", "delito menor"),
    "level.felony": ("felony", "delito grave"),
    "level_class": ("class {name} {kind}", "{kind} clase {name}"),
    "level_unclassified": ("{kind} without a class", "{kind} sin clase"),
    "level_life": ("felony punishable by life in prison", "delito grave con cadena perpetua"),
    "level_capital": ("capital felony", "delito grave capital"),
}


class Words:
    """One language's words: call it with a key of `MESSAGES` and the values that its text names."""

    def __init__(self, lang: Lang) -> None:
        if lang not in LANGUAGES:
            raise ValueError(f"no words in {lang!r}; there are {', '.join(LANGUAGES)}")
        self.lang: Lang = lang
        self._place = LANGUAGES.index(lang)

    def __call__(self, key: str, /, **values: object) -> str:
        """The words of a key."""
        return MESSAGES[key][self._place].format(**values)

    def has(self, key: str) -> bool:
        """Whether there are words for this key."""
        return key in MESSAGES

    def count(self, key: str, n: int, **values: object) -> str:
        """The words for n of something, singular where n is 1."""
        return self(f"{key}.one" if n == 1 and f"{key}.one" in MESSAGES else key, n=n, **values)

    def listed(self, items: Iterable[str], joint: str = "and") -> str:
        """``a, b and c``."""
        found = list(items)
        return self(joint).join([", ".join(found[:-1]), found[-1]] if len(found) > 1 else found)

    # ---- days

    def day(self, ordinal: int) -> str:
        """A calendar day: ``March 14, 2028``, ``14 de marzo de 2028``."""
        return phrases.day(ordinal, self.lang)

    def when(self, bounds: Bounds) -> str:
        """A day that may be known only in part: a day, a month, a year, a span; ``never``; ``not known``."""
        low, high = bounds
        if low == NEVER:
            return self("never")
        if low >= AFTER:
            return self("wait") if low == AFTER else self("wait_more", period=self.period(low))
        if low == ALWAYS or high >= AFTER:
            return self("not_known") if low == ALWAYS else self("not_before", day=self.day(low))
        if low == high:
            return self.day(low)
        first, last = date.fromordinal(low), date.fromordinal(high)
        next_day = date.fromordinal(high + 1)
        if first.day == 1 and next_day.day == 1:
            if (first.year, first.month) == (last.year, last.month):
                month = phrases.MONTHS[self.lang][first.month - 1]
                return f"{month} {first.year}" if self.lang == "en" else f"{month} de {first.year}"
            if first.month == 1 and next_day.month == 1 and first.year == last.year:
                return str(first.year)
        return self("between", first=self.day(low), last=self.day(high))

    def period(self, day: int) -> str:
        """How long after the open case ends a day of that band lies: ``3 years``."""
        parts = zip(("years", "months", "days"), period_after(day), strict=True)
        return self.listed(self.count(unit, n) for unit, n in parts if n)

    # ---- values

    def money(self, dollars: int) -> str:
        """A sum of U.S. money."""
        return f"${dollars:,}"

    def level(self, bounds: Bounds) -> str:
        """A level of offense, or the kind or range that it can be."""
        low, high = bounds
        if low == high:
            return self._rank(RANKS[low])
        for kind, span in KINDS.items():
            if span == bounds:
                return self(f"level.{kind}")
        return self("range", low=self._rank(RANKS[low]), high=self._rank(RANKS[high]))

    def _rank(self, name: str) -> str:
        if f"level.{name}" in MESSAGES:
            return self(f"level.{name}")
        kind, _, label = name.partition(" ")
        if label in ("life", "capital", "unclassified"):
            return self(f"level_{label}", kind=self(f"level.{kind}"))
        return self("level_class", name=label, kind=self(f"level.{kind}"))

    def choice(self, fact: str, value: str) -> str:
        """A value of a choice, ``disposition`` among them."""
        key = f"outcome.{value}"
        return self(key) if fact == "disposition" and key in MESSAGES else phrases.value(fact, value, self.lang)

    def numbers(self, numbers: Iterable[int]) -> str:
        """Numbers in ascending order, runs folded: ``1 to 4, 7``."""
        runs: list[list[int]] = []
        for number in sorted(set(numbers)):
            if runs and number == runs[-1][1] + 1:
                runs[-1][1] = number
            else:
                runs.append([number, number])
        parts: list[str] = []
        for low, high in runs:
            if high - low < 2:
                parts.extend(str(each) for each in range(low, high + 1))
            else:
                parts.append(self("range", low=low, high=high))
        return ", ".join(parts)
