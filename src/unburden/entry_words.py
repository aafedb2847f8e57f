"""What `unburden record new` says, in English and Spanish."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from unburden.provision import Text

WORDS: Final[Mapping[str, Text]] = {
    "start": {
        "en": "This writes down a record from what you remember or have on paper. It stays on this computer, and nothing is stored\n"
        "unless you ask for it at the end. You can leave any question open: just press Enter. You can also type back (to the\n"
        "question before), stop (to the end) or ? (help). You are not asked about what was done to you.",
        "es": "Aquí puede anotar sus antecedentes con lo que recuerda o tiene en papel. Todo queda en esta computadora y nada se guarda\n"
        "si usted no lo pide al final. Puede dejar abierta cualquier pregunta: solo oprima Enter. También puede escribir atrás (a la\n"
        "pregunta anterior), parar (al final) o ? (ayuda). No se le pregunta por lo que le hicieron.",
    },
    "help": {
        "en": "Enter, skip, or not sure: leave this question open\n"
        "back: go to the question before and answer it anew\n"
        "why: what the answer is good for\n"
        "stop: end the questions and see what was noted",
        "es": "Enter, saltar o no sé: dejar abierta esta pregunta\n"
        "atrás: volver a la pregunta anterior y contestarla de nuevo\n"
        "por qué: para qué sirve la respuesta\n"
        "parar: terminar las preguntas y ver lo anotado",
    },
    "case": {"en": "Case {}", "es": "Caso {}"},
    "charge": {"en": "Case {}, charge {}", "es": "Caso {}, cargo {}"},
    "state": {
        "en": "In which state or territory was it? (its name or two letters; federal, if it was a federal court)",
        "es": "¿En qué estado o territorio fue? (su nombre o dos letras; federal, si fue un tribunal federal)",
    },
    "county": {"en": "Which county, if you know?", "es": "¿En qué condado, si lo sabe?"},
    "court": {"en": "Which court, if you know?", "es": "¿En qué tribunal, si lo sabe?"},
    "number": {"en": "What is the number of the case, if you have it?", "es": "¿Cuál es el número del caso, si lo tiene?"},
    "words": {
        "en": "What was the charge called, as well as you remember?",
        "es": "¿Cómo se llamaba el cargo, hasta donde recuerde?",
    },
    "statute": {
        "en": "What is the number of the law, if you have it? (such as 167.007 or PC 647(b))",
        "es": "¿Cuál es el número de la ley, si lo tiene? (por ejemplo 167.007 o PC 647(b))",
    },
    "known_as": {"en": "We know this as:", "es": "Aquí se conoce como:"},
    "is_it": {
        "en": "Is it one of these? Type its number, or no. Your own words are kept either way.",
        "es": "¿Es uno de estos? Escriba su número, o no. Sus propias palabras se guardan de todos modos.",
    },
    "is_it_this": {
        "en": "Is that it? (yes / no) Your own words are kept either way.",
        "es": "¿Es ese? (sí / no) Sus propias palabras se guardan de todos modos.",
    },
    "arrested": {
        "en": "When were you arrested, or cited? (a date, a month, a year; or words such as summer 2010)",
        "es": "¿Cuándo fue el arresto o la citación? (una fecha, un mes, un año; o palabras como verano de 2010)",
    },
    "outcome": {"en": "What happened with this charge?", "es": "¿Qué pasó con este cargo?"},
    "choose": {"en": "(the number or the words)", "es": "(el número o las palabras)"},
    "ended": {
        "en": "When was that decided? (a date, a month, a year)",
        "es": "¿Cuándo se decidió eso? (una fecha, un mes, un año)",
    },
    "over": {
        "en": "Is the sentence over: jail, probation, everything the court ordered? (yes / no)",
        "es": "¿Ya terminó la sentencia: cárcel, libertad condicional, todo lo que ordenó el tribunal? (sí / no)",
    },
    "completed": {
        "en": "When was it over? (a date, a month, a year)",
        "es": "¿Cuándo terminó? (una fecha, un mes, un año)",
    },
    "next": {"en": "What is next?", "es": "¿Qué sigue?"},
    "same_case": {"en": "another charge of the same case", "es": "otro cargo del mismo caso"},
    "other_case": {"en": "another case", "es": "otro caso"},
    "done": {"en": "that is all", "es": "eso es todo"},
    "unknown": {"en": "I don't know", "es": "no lo sé"},
    "did_you_mean": {"en": "Did you mean {}? (yes, or type it again)", "es": "¿Quiso decir {}? (sí, o escríbalo de nuevo)"},
    "not_understood": {
        "en": "I did not understand that. You can also press Enter to leave it open.",
        "es": "No entendí. También puede oprimir Enter para dejarla abierta.",
    },
    "choose_again": {
        "en": "I did not understand that. Type 1, 2 or 3; stop goes to the end.",
        "es": "No entendí. Escriba 1, 2 o 3; parar va al final.",
    },
    "to_come": {"en": "That day is still to come. When was it?", "es": "Ese día todavía no llega. ¿Cuándo fue?"},
    "two_ways": {
        "en": "That date can be read in two ways. Please write the month in letters, such as March 4, 2012.",
        "es": "Esa fecha se puede leer de dos maneras. Escriba el mes con letras, por ejemplo 4 de marzo de 2012.",
    },
    "four_digits": {
        "en": "Please write the year with four digits, such as 2011.",
        "es": "Escriba el año con cuatro cifras, por favor, por ejemplo 2011.",
    },
    "nothing_before": {"en": "There is nothing before this.", "es": "No hay nada antes de esto."},
    "noted_as": {"en": "Noted: {}.", "es": "Anotado: {}."},
    "not_sure": {
        "en": "Noted as not sure: {}. It stays as a note and does not count as a date.",
        "es": "Anotado como no seguro: {}. Queda como nota y no cuenta como fecha.",
    },
    "noted": {"en": "This was noted:", "es": "Esto se anotó:"},
    "no_charge": {"en": "no charge noted", "es": "sin cargos anotados"},
    "no_words": {"en": "a charge without a name", "es": "un cargo sin nombre"},
    "nothing": {"en": "Nothing was noted, and nothing was saved.", "es": "No se anotó nada y no se guardó nada."},
    "save": {
        "en": "Save this in a file on this computer? The file is not locked: whoever opens it can read it. (yes / no / back)",
        "es": "¿Guardarlo en un archivo de esta computadora? No está protegido: quien lo abra puede leerlo. (sí / no / atrás)",
    },
    "saved": {
        "en": "Saved in {0}. To see what can be cleared: unburden check {0}",
        "es": "Guardado en {0}. Para ver qué se puede borrar: unburden check {0} --lang es",
    },
    "stopped": {"en": "Ended. Nothing was saved.", "es": "Terminado. No se guardó nada."},
}

#: What an answer is good for, said on "why".
WHY: Final[Mapping[str, Text]] = {
    "state": {"en": "Each state has its own law.", "es": "Cada estado tiene su propia ley."},
    "county": {
        "en": "It says which court to ask, and tells cases apart.",
        "es": "Indica a qué tribunal se pide y distingue los casos.",
    },
    "court": {"en": "It says which court to ask.", "es": "Indica a qué tribunal se pide."},
    "number": {
        "en": "With it, a paper that you get later is known to be the same case.",
        "es": "Con él, un papel que llegue después se reconoce como el mismo caso.",
    },
    "words": {
        "en": "The laws name offenses; the words help to find which one it is.",
        "es": "Las leyes nombran delitos; las palabras ayudan a encontrar cuál es.",
    },
    "statute": {
        "en": "The number says best which offense it is. It stands on a ticket, a docket or a rap sheet.",
        "es": "El número dice mejor qué delito es. Está en la citación, en el expediente o en el historial.",
    },
    "match": {
        "en": "With the law's own number, more can be said of this charge.",
        "es": "Con el número de la ley se puede decir más sobre este cargo.",
    },
    "arrested": {
        "en": "Laws count from days, and what an offense was called changed over the years.",
        "es": "Las leyes cuentan desde un día, y los delitos cambiaron de nombre con los años.",
    },
    "outcome": {
        "en": "A conviction and a charge that was dropped are cleared under different laws.",
        "es": "Una condena y un cargo retirado se borran con leyes distintas.",
    },
    "ended": {"en": "Many waiting times begin on that day.", "es": "Muchos plazos empiezan ese día."},
    "over": {"en": "Some laws wait until the sentence is over.", "es": "Algunas leyes esperan a que termine la sentencia."},
    "completed": {"en": "Some waiting times begin on that day.", "es": "Algunos plazos empiezan ese día."},
    "next": {"en": "Charges of one case are decided together.", "es": "Los cargos de un mismo caso se deciden juntos."},
}

#: What can have become of a charge, in plain words; the first is what is noted of it.
OUTCOMES: Final[tuple[tuple[str, Text], ...]] = (
    (
        "convicted",
        {
            "en": "convicted: you pled guilty or no contest, or were found guilty",
            "es": "condena: hubo declaración o veredicto de culpabilidad",
        },
    ),
    ("dismissed", {"en": "dismissed by the court", "es": "desestimado por el tribunal"}),
    ("nolle_prosequi", {"en": "dropped by the prosecutor", "es": "retirado por la fiscalía"}),
    ("not_filed", {"en": "arrested or cited, but no charge was filed", "es": "hubo arresto o citación, pero no se presentaron cargos"}),
    ("acquitted", {"en": "found not guilty", "es": "veredicto de no culpable"}),
    ("diverted", {"en": "a program instead of a conviction (diversion)", "es": "un programa en lugar de una condena (diversion)"}),
    ("deferred", {"en": "put off on conditions (deferred)", "es": "aplazado con condiciones (deferred)"}),
    (
        "withheld",
        {"en": "guilty, but no conviction entered (adjudication withheld)", "es": "culpable, pero sin condena (adjudication withheld)"},
    ),
    ("adjudicated", {"en": "decided in juvenile court", "es": "decidido en un tribunal de menores"}),
    ("vacated", {"en": "convicted, and the conviction was undone later", "es": "condena que después se anuló"}),
    ("pending", {"en": "it is still open", "es": "sigue abierto"}),
)
