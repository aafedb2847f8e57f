"""What the interview in the terminal says, in English and Spanish."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from unburden.provision import Text

WORDS: Final[Mapping[str, Text]] = {
    "start": {
        "en": "Your answers stay on this computer. Nothing is saved unless you ask for it at the end.\n"
        "At any time you can type: skip, not sure, back, why, stop, or ? for help.",
        "es": "Sus respuestas se quedan en esta computadora. Nada se guarda si usted no lo pide al final.\n"
        "En cualquier momento puede escribir: saltar, no sé, atrás, por qué, parar, o ? para ayuda.",
    },
    "help": {
        "en": "skip: leave this question out; it is not asked again\n"
        "not sure: leave it open for now\n"
        "back: undo the last answer\n"
        "why: which laws ask this, and what it could change\n"
        "stop: end the questions and see where things stand",
        "es": "saltar: dejar fuera esta pregunta; no se vuelve a hacer\n"
        "no sé: dejarla abierta por ahora\n"
        "atrás: deshacer la última respuesta\n"
        "por qué: qué leyes preguntan esto y qué podría cambiar\n"
        "parar: terminar las preguntas y ver cómo está todo",
    },
    "why": {"en": "Why we ask: ", "es": "Por qué preguntamos: "},
    "asked_by": {"en": "It is asked by:", "es": "Lo preguntan:"},
    "more": {"en": "… and {} more", "es": "… y {} más"},
    "about": {"en": "About: ", "es": "Sobre: "},
    "about_case": {"en": "About the case with: ", "es": "Sobre el caso con: "},
    "about_several": {"en": "About these charges:", "es": "Sobre estos cargos:"},
    "papers_say": {"en": "the papers say {}", "es": "los papeles dicen {}"},
    "no_words": {"en": "a charge without words", "es": "un cargo sin palabras"},
    "yesno": {"en": "yes / no", "es": "sí / no"},
    "yesno_many": {
        "en": "yes / no for all of them, or the numbers of those for which it is yes",
        "es": "sí / no para todos, o los números de los que son sí",
    },
    "others_no": {
        "en": "And for the others: no? (no / skip to leave them open)",
        "es": "¿Y para los demás: no? (no / saltar para dejarlos abiertos)",
    },
    "which": {
        "en": "For which is it yes? Type their numbers, such as 1, 3-5",
        "es": "¿Para cuáles es sí? Escriba sus números, por ejemplo 1, 3-5",
    },
    "day": {
        "en": "a date such as June 1, 2011; the month or the year alone also helps; never, if it did not happen",
        "es": "una fecha como 1 de junio de 2011; también sirve solo el mes o el año; nunca, si no pasó",
    },
    "number": {"en": "an amount such as 250, or 0", "es": "una cantidad como 250, o 0"},
    "level": {
        "en": "for example: violation, misdemeanor A, felony class C, or only misdemeanor or felony",
        "es": "por ejemplo: infracción, delito menor clase A, delito grave clase C, o solo delito menor o delito grave",
    },
    "choice": {"en": "the number or the words", "es": "el número o las palabras"},
    "text": {"en": "as your papers print it", "es": "como lo imprimen sus papeles"},
    "periods": {
        "en": "for example: June 2009 to 2012; 2014 to now. If dates are hard: yes or no for all of the charges, or their numbers",
        "es": "por ejemplo: junio de 2009 a 2012; 2014 a hoy. Si las fechas son difíciles: sí o no para todos los cargos, o sus números",
    },
    "times": {
        "en": "for example: June 2009 to 2012; 2014 to now",
        "es": "por ejemplo: junio de 2009 a 2012; 2014 a hoy",
    },
    "place": {"en": "a state or territory, such as New York", "es": "un estado o territorio, como Nueva York"},
    "places": {
        "en": "one or more states or territories, such as New York, Florida; none, if there is none",
        "es": "uno o más estados o territorios, como Nueva York, Florida; ninguno, si no hay",
    },
    "paths.open": {"en": "Open now: {}.", "es": "Abierto ahora: {}."},
    "paths.closed": {"en": "Closed by this: {}.", "es": "Se cierra con esto: {}."},
    "paths.stand": {"en": "Where the paths stand:", "es": "Cómo están los caminos:"},
    "paths.is.open": {"en": "open to you now", "es": "abierto para usted ahora"},
    "paths.is.later": {"en": "opens on a later day", "es": "se abre más adelante"},
    "paths.is.ask": {"en": "depends on what is not known", "es": "depende de lo que no se sabe"},
    "paths.is.unread": {"en": "no law of that place was read", "es": "no se leyó la ley de ese lugar"},
    "paths.is.closed": {"en": "closed, by what is known", "es": "cerrado, por lo que se sabe"},
    "paths.more": {
        "en": "Save your answers, and unburden paths --facts shows each path with who would learn of it and which days to keep.",
        "es": "Guarde sus respuestas, y unburden paths --facts muestra cada camino con quién se enteraría y qué días cuidar.",
    },
    "many": {
        "en": "One answer holds for all of them. Type each to answer one by one.",
        "es": "Una respuesta vale para todos. Escriba cada uno para responder uno por uno.",
    },
    "one_by_one": {
        "en": "Type same to repeat the answer before; rest and an answer gives it to all that are left.",
        "es": "Escriba igual para repetir la respuesta anterior; resto y una respuesta la da a todos los que faltan.",
    },
    "not_understood": {"en": "I did not understand that. You can also type skip.", "es": "No entendí. También puede escribir saltar."},
    "noted": {"en": "Noted. By itself it changes nothing yet.", "es": "Anotado. Por sí solo todavía no cambia nada."},
    "noted_part": {"en": "Noted. So far it changes only this: {}.", "es": "Anotado. Por ahora solo cambia esto: {}."},
    "part.open": {"en": "{} can be used now ({})", "es": "ya se puede usar {} ({})"},
    "part.later": {"en": "{} can be used from a known day ({})", "es": "{} se podrá usar desde un día conocido ({})"},
    "part.ask": {"en": "{} is not settled any more ({})", "es": "{} ya no está resuelto ({})"},
    "part.closed": {"en": "{} is no longer possible ({})", "es": "{} ya no es posible ({})"},
    "sure": {"en": "Now it is certain: {}.", "es": "Ahora es seguro: {}."},
    "noted_as": {"en": "Noted: {}.", "es": "Anotado: {}."},
    "period": {"en": "{} to {}", "es": "{} a {}"},
    "period_open": {"en": "{} to now", "es": "{} a hoy"},
    "now": {"en": "Now: {}.", "es": "Ahora: {}."},
    "skipped": {"en": "Skipped. It is not asked again.", "es": "Saltada. No se vuelve a preguntar."},
    "left_open": {"en": "Left open for now.", "es": "Queda abierta por ahora."},
    "nothing_before": {"en": "There is nothing before this.", "es": "No hay nada antes de esto."},
    "undone": {"en": "Undone.", "es": "Deshecho."},
    "contradiction": {
        "en": "That does not agree with the papers or with another answer. Until it does, it counts as not known. Type back to change it.",
        "es": "Eso no concuerda con los papeles o con otra respuesta. Mientras tanto cuenta como no sabido. Escriba atrás para cambiarlo.",
    },
    "unknown_offense": {
        "en": "That is not in the list of laws here, or it is none that this charge can be, so it stays open. Type back to change it.",
        "es": "Eso no está en la lista de leyes de aquí, o no puede ser este cargo; queda abierto. Escriba atrás para cambiarlo.",
    },
    "several_offenses": {
        "en": "That number can be more than one law here. If it matters which, they are named next.",
        "es": "Ese número puede ser más de una ley aquí. Si importa cuál, se nombran a continuación.",
    },
    "nothing_to_ask": {"en": "There is nothing to ask.", "es": "No hay nada que preguntar."},
    "no_more": {
        "en": "No more questions: no other answer would change anything.",
        "es": "No hay más preguntas: ninguna otra respuesta cambiaría algo.",
    },
    "stands": {"en": "Where things stand:", "es": "Cómo está todo:"},
    "stands_if": {
        "en": "Where things stand, if these papers are your whole record:",
        "es": "Cómo está todo, si estos papeles son todos sus antecedentes:",
    },
    "open_case": {
        "en": "its case is still open; nothing can be cleared before it ends",
        "es": "su caso sigue abierto; nada se puede borrar antes de que termine",
    },
    "no_law": {"en": "the law of this place is not here yet", "es": "la ley de este lugar todavía no está aquí"},
    "were_skipped": {"en": "Questions left out or left open: {}.", "es": "Preguntas saltadas o abiertas: {}."},
    "save": {
        "en": "Save your answers in a file on this computer? The file is not locked: whoever opens it can read it. (yes / no / back)",
        "es": "¿Guardar sus respuestas en un archivo de esta computadora? No está protegido: quien lo abra puede leerlo. (sí / no / atrás)",
    },
    "saved": {"en": "Saved in {}.", "es": "Guardado en {}."},
    "ended": {"en": "Ended. Nothing was saved.", "es": "Terminado. No se guardó nada."},
}

#: Words that steer a question about several charges.
EACH: Final = frozenset(["each", "some", "only some", "one by one", "cada uno", "cada una", "algunos", "solo algunos", "uno por uno"])
SAME: Final = frozenset(["same", "=", "igual", "lo mismo", "la misma", "el mismo"])
REST: Final = ("rest ", "all ", "resto ", "todos ")
