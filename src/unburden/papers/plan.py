"""Which papers are drafted: for each charge the law that is used, and charges of one court and case in one filing."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from attrs import frozen

from unburden.calendar import NEVER, NO
from unburden.errors import InputError, Problem, nearest
from unburden.language import Node
from unburden.papers.packets import Packet, Paper
from unburden.provision import Condition, Provision
from unburden.record import Case
from unburden.relief import ChargeResult, Relief, Result
from unburden.report.answers import standing
from unburden.trees import compile_tree


@frozen
class Entry:
    """One charge in a filing: its number in the exhibit (from 1), what was decided, and the law that is used."""

    number: int
    charge: ChargeResult
    relief: Relief

    @property
    def ready(self) -> bool:
        """Whether every condition holds by what is known now, if only under one reading of an unsettled text."""
        return _rank(self.relief) in (_SURE, _UNSETTLED)

    @property
    def unsettled(self) -> bool:
        """Whether that hangs on the reading of a text that is unsettled."""
        return _rank(self.relief) == _UNSETTLED


@frozen
class Filing:
    """One moving paper with all that goes with it: a provision, a court, and the charges of one or more of its cases."""

    name: str
    provision: Provision
    paper: Paper
    packet: Packet
    cases: tuple[Case, ...]
    entries: tuple[Entry, ...]

    @property
    def party(self) -> str:
        """What the person is called in these papers: Defendant, Petitioner."""
        return self.paper.party or self.packet.party


@frozen
class LeftOut:
    """A charge for which nothing is drafted, and why: ``later``, ``automatic``, ``waits``, ``closed``, ``information`` or ``no-law``."""

    charge: ChargeResult
    why: str
    relief: Relief | None = None


@frozen
class Plan:
    """What is drafted and what is not. `stronger` are laws that would do more for a drafted charge, once a question is answered."""

    filings: tuple[Filing, ...]
    left_out: tuple[LeftOut, ...]
    stronger: tuple[tuple[ChargeResult, Relief], ...]


#: A relief's place in the choice: what holds now, what holds under one reading of an unsettled text, what depends on an answer.
_SURE, _UNSETTLED, _ASK = range(3)


def make_plan(result: Result, packets: dict[str, Packet], only: Sequence[str] = ()) -> Plan:
    """Choose a law for each charge and put charges together.

    The strongest law that is open is used; where none is, the strongest that an answer can still open, and its draft has blanks.

    Args:
        result: what was decided.
        packets: the papers of each jurisdiction of the record.
        only: the provisions to draft, by id; each charge then takes the first of them that is not closed for it.

    Raises:
        InputError: `only` names a provision that none of these jurisdictions has.
    """
    _known(only, result)
    chosen: list[tuple[ChargeResult, Relief]] = []
    left_out: list[LeftOut] = []
    stronger: list[tuple[ChargeResult, Relief]] = []
    for charge in result.charges:
        relief, why, other = _choose(charge, result, only)
        if why:
            left_out.append(LeftOut(charge, why, relief))
        elif relief is not None:
            chosen.append((charge, relief))
            if other is not None:
                stronger.append((charge, other))
    return Plan(tuple(_filings(chosen, packets)), tuple(left_out), tuple(stronger))


def _known(only: Iterable[str], result: Result) -> None:
    ids = {each.provision.id for charge in result.charges for each in charge.relief}
    for name in only:
        if name not in ids:
            hint = nearest(name, ids)
            raise InputError(
                Problem("unknown-provision", f"no law of these papers' places is called {name}{hint}; `unburden law list` names all")
            )


def _choose(charge: ChargeResult, result: Result, only: Sequence[str]) -> tuple[Relief | None, str, Relief | None]:
    """The law that is used, why none is, and one that would do more."""
    if not charge.relief:
        return None, "no-law", None
    if charge.open_case:
        return None, "waits", None
    if only:
        usable = [each for each in charge.relief if each.provision.id in only and standing(each)[0] != "closed"]
        usable.sort(key=lambda each: only.index(each.provision.id))
        return (usable[0], "", None) if usable else (None, "closed", None)
    petitions = [each for each in charge.relief if each.provision.court != "automatic" and each.provision.kind != "information"]
    # Nobody is asked to swear to what nothing points to (the way of minors), nor to what they have answered with no.
    usable = [each for each in petitions if _rank(each) is not None and not each.of_minors and not _denied(charge, each, result)]
    later = [each for each in petitions if standing(each)[0] == "later"]
    automatic = [each for each in charge.relief if each.provision.court == "automatic" and standing(each)[0] in ("open", "later")]
    if later or automatic:
        # A general law that only a question could open gives way to a law whose day is known.
        usable = [each for each in usable if _rank(each) != _ASK or each.provision.kind == "trafficking"]
    if not usable:
        if later:
            return min(later, key=lambda each: each.strength), "later", None
        return (automatic[0], "automatic", None) if automatic else (None, "closed", None)
    best = min(usable, key=lambda each: (_rank(each) == _ASK, each.strength, _rank(each)))
    above = [each for each in usable if each is not best and each.strength[:2] < best.strength[:2]]
    return best, "", min(above, key=lambda each: each.strength) if above else None


def _denied(charge: ChargeResult, relief: Relief, result: Result) -> bool:
    """Whether a condition is answered with no, so that only a presumption could still open the way."""
    row, layout = result.bound.rows[charge.place], result.law.layout
    conditions = [
        finding.condition for finding in standing(relief)[1].findings if finding.how == "" and finding.condition.presumed_by is not None
    ]
    return any(all(compile_tree(tree, layout)(row) == NO for tree in own_trees(condition)) for condition in conditions)


def own_trees(condition: Condition) -> list[Node]:
    """A condition's trees without its exceptions and its presumption."""
    return [condition.holds] if condition.holds is not None else [reading.holds for reading in condition.readings]


def _rank(relief: Relief) -> int | None:
    status, decision = standing(relief)
    if status == "open":
        return _SURE
    if status != "ask":
        return None
    settled = decision.favorable[1] < NEVER and not decision.needs and not decision.elsewhere
    return _UNSETTLED if relief.unsettled and settled else _ASK


def _filings(chosen: Iterable[tuple[ChargeResult, Relief]], packets: dict[str, Packet]) -> Iterable[Filing]:
    groups: dict[tuple[str, ...], list[tuple[ChargeResult, Relief]]] = {}
    for charge, relief in chosen:
        packet = packets[charge.jurisdiction or ""]
        paper = packet.paper(relief.provision.id)
        groups.setdefault((relief.provision.key, *_place(charge, paper)), []).append((charge, relief))
    # Folders are named by case, in the order of the record; a case with several filings has letters.
    leads = [group[0][0].case.case_id for group in groups.values()]
    numbers = {case: place for place, case in enumerate(dict.fromkeys(leads), 1)}
    seen: dict[str, int] = {}
    for group, lead in zip(groups.values(), leads, strict=True):
        seen[lead] = seen.get(lead, 0) + 1
        letter = _letters(seen[lead]) if leads.count(lead) > 1 else ""
        provision = group[0][1].provision
        packet = packets[group[0][0].jurisdiction or ""]
        cases = tuple({each.case.case_id: each.case for each, _ in group}.values())
        entries = tuple(Entry(number, charge, relief) for number, (charge, relief) in enumerate(group, 1))
        yield Filing(f"case-{numbers[lead]}{letter}", provision, packet.paper(provision.id), packet, cases, entries)


def _letters(number: int) -> str:
    """a to z, aa, ab and so on for the numbers from 1."""
    return (_letters((number - 1) // 26) if number > 26 else "") + "abcdefghijklmnopqrstuvwxyz"[(number - 1) % 26]


def _place(charge: ChargeResult, paper: Paper) -> tuple[str, ...]:
    """What charges of one filing have in common. Cases are put together only where the court or county is known."""
    case = charge.case
    if paper.together == "charge":
        return "charge", str(charge.place)
    if paper.together == "county" and case.county:
        return "county", _folded(case.county)
    if paper.together == "court" and case.court:
        return "court", _folded(case.court), _folded(case.county or "")
    return "case", case.case_id


def _folded(text: str) -> str:
    return " ".join(text.casefold().replace("county", " ").split())
