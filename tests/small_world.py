"""A made-up land for tests of the questions: laws written as expressions, people as a few cases and charges."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache

from attrs import evolve

from unburden.calendar import NEVER, parse_day
from unburden.facts import Answers
from unburden.language import Fact, Ref, Words, parse
from unburden.law import Law, read_law
from unburden.provision import Basis, Condition, Note, Provision
from unburden.record import COLUMNS, Case, Charge, ChargeVersion, Disposition, Record, Row
from unburden.relief import Result, decide

from .properties.drawing import small_law, tables

AS_OF = parse_day("2026-11-23")[0]  # type: ignore[index]
#: All that is asked about the record as a whole, out of the way.
WHOLE = {"record_complete": True, "cases_elsewhere_ended": True}


@lru_cache(maxsize=1)
def real_facts() -> Mapping[str, Fact]:
    """The facts that come with the program."""
    return read_law(codes=[]).facts


def land(*provisions: Provision, small: bool = False) -> Law:
    """Zetaland with these provisions; its facts are the program's own, or those of the small land (alpha, beta, …)."""
    law = small_law()
    zetaland = evolve(law.jurisdictions["US-ZZ"], provisions=provisions)
    return Law(law.folder, law.facts if small else real_facts(), {"US-ZZ": zetaland})


def provision(
    name: str,
    *holds: str,
    effect: str = "sealing",
    kind: str = "general",
    merits: str = "none",
    closes: str = "",
    notes: Iterable[str] = (),
    small: bool = False,
) -> Provision:
    """A provision whose conditions are these expressions, after the engine's own that the case is over."""
    law = small_law()
    words = Words(law.facts if small else real_facts(), law.jurisdictions["US-ZZ"].offenses.sets, tables())
    text = {"en": f"{name} in Zetaland", "es": f"{name} en Zetalandia"}
    ended = Condition("case-ended", text, "the record", Ref("since", "case_ended"), implicit=True)
    own = [Condition(f"c{number}", text, f"§ {number}", parse(each, words)) for number, each in enumerate(holds)]
    return Provision(
        f"us-zz/{name}", "US-ZZ", text, f"Z.R.S. § {name}", kind, (effect,), merits, "may", "none", 1, NEVER,
        tuple([ended, *own] if kind != "information" else own), parse(closes, words, ("day",)) if closes else None, {},
        tuple(Note(topic, text, "§ 1") for topic in notes), Basis("a test", "whole", "1", "2026-01-01"),
    )  # fmt: skip


def charge(number: int, *, outcome: str | None = "convicted", day: str | None = "2011-06-01", **fields: str) -> Charge:
    """A charge of taking a loaf, ended on a day, unless said otherwise; `fields` are those of `Charge` and of its version."""
    version = {name: fields.pop(name) for name in ("statute", "description", "level") if name in fields}
    printed = {"statute": "2.10(1)", "description": f"TAKING LOAF {number}", **version}
    ended = (Disposition(outcome, outcome, day),) if outcome else ()
    return Charge(f"c{number}", (ChargeVersion("disposed", **printed),), ended, **{"offense_date": "2011-04-02", **fields})  # type: ignore[arg-type]


def person(*cases: Sequence[Charge], still_open: Iterable[int] = (), **fields: str) -> Record:
    """A record of these cases, k1 and so on, all over but the ones that are still open."""
    return Record(
        cases=tuple(
            Case(f"k{number}", "US-ZZ", status="open" if number in still_open else "closed", charges=tuple(charges), **fields)
            for number, charges in enumerate(cases, 1)
        )
    )


def result(law: Law, record: Record, answers: Answers | None = None, whole: bool = True) -> Result:
    """The record decided; `whole` answers what concerns the whole record, where nothing else was said of it."""
    answers = answers or Answers()
    known = {name: value for name, value in WHOLE.items() if whole and name in law.facts}
    return decide(record, law, AS_OF, evolve(answers, person={**known, **answers.person}))


def record_of(rows: Sequence[Row]) -> Record:
    """A record whose charges table is these rows, but that all charges of a case share what is the case's."""
    cases: dict[str, list[Row]] = {}
    for row in rows:
        cases.setdefault(row["case_id"], []).append(row)
    found = []
    for case, charges in cases.items():
        first = charges[0]
        found.append(
            Case(
                case,
                first["jurisdiction"] or None,
                county=first["county"] or None,
                filed_date=first["filed_date"] or None,
                status=first["case_status"] or None,
                balance_due=first["balance_due"] or None,
                charges=tuple(_charge_of(row) for row in charges),
            )
        )
    births = rows[0]["birth_date"]
    record = Record(cases=tuple(found))
    return evolve(record, person=evolve(record.person, birth_dates=(births,))) if births else record


def _charge_of(row: Row) -> Charge:
    values = {name: row[name] or None for name in COLUMNS}
    printed = ChargeVersion("disposed", values["statute"], values["description"], values["level"])
    ended = (Disposition(row["disposition"], row["disposition"], values["disposition_date"]),) if row["disposition"] else ()
    names = ("offense_date", "arrest_date", "released_date", "sentence_completed_date", "probation_revoked_date")
    return Charge(row["charge_id"], (printed,), ended, **{name: values[name] for name in names})
