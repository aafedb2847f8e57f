"""The answers of a Tyler portal's service become cases (see `tyler_portal_json` for what is decided how)."""

from __future__ import annotations

import re
from typing import Any, Final

from attrs import define, field

from unburden.readers._defendants import Defendant
from unburden.readers._json import Json, Path
from unburden.readers.tyler_portal.case import ACCUSED, MOST, Draft, Entry, Portal, day, state_of
from unburden.record import Case, SetAside, Unread

_CONTEXT: Final = re.compile(r"https?://[^\s\"#]{4,200}")
#: How deep answers may stand in a file that holds several.
_DEEPEST: Final = 4
_EVENTS: Final = {"CriminalDispositionEvent": "disposition", "PleaEvent": "plea", "SentenceEvent": "sentence"}
#: Parts of an entry that say what was decided; others hold judges, officers and parties.
_SAYS: Final = re.compile(r"(?:disposition|plea|sentence)(?!.*(?:judge|officer|party|user|attorney))", re.I)
#: Where the offense of a charge says what, the best place first.
_OFFENSE: Final = {
    "description": (("ChargeOffenseDescription",), ("OffenseId", "Description")),
    "statute": (("Statute",),),
    "level": (("DegreeDescription",), ("DegreeId", "Description"), ("Degree",), ("DegreeId", "Word")),
}
_DATES: Final = (
    ("OffenseDate", "offense_date"),
    ("FiledDate", "filed_date"),
    ("AmendedDate", "amended_date"),
    ("ArrestDate", "arrest_date"),
)
#: More answers than this are not one person's.
_MOST_ANSWERS: Final = 2000


def cases_of(held: Json) -> tuple[list[tuple[Defendant, Case]], list[Unread]]:
    """Every defendant of every case in a file with the case as it concerns them, and what was not understood."""
    found: list[tuple[Defendant, Case]] = []
    unread: list[Unread] = []
    for number, answers in enumerate(_cases(held), 1):
        answer = _Case(held, number)
        found += answer.read(answers)
        unread += answer.portal.unread
    return found, unread


def _cases(held: Json) -> list[list[Path]]:
    """The answers in a file, by their paths, those of one case together."""
    top = held.value
    if isinstance(top, list):
        several = [_answers(each, (index,)) for index, each in enumerate(top)]
        if sum(any(_is_summary(_at(top, path)) for path in paths) for paths in several) > 1:
            return [paths for paths in several if paths]
    together = _answers(top, ())
    return [together] if together else []


def _answers(value: Any, path: Path) -> list[Path]:
    if len(path) > _DEEPEST:
        return []
    if isinstance(value, dict):
        if _is_summary(value) or any(isinstance(value.get(name), list) for name in ("Events", "Charges", "Parties", "CaseFees")):
            return [path]
        inner: list[tuple[str | int, Any]] = list(value.items())
    elif isinstance(value, list):
        inner = list(enumerate(value))
    else:
        return []
    return [each for name, below in inner[:_MOST_ANSWERS] for each in _answers(below, (*path, name))][:_MOST_ANSWERS]


def _is_summary(value: Any) -> bool:
    return isinstance(value, dict) and isinstance(value.get("CaseSummaryHeader"), dict)


def _at(value: Any, path: Path) -> Any:
    for name in path:
        value = value[name]
    return value


def _under(value: Any, *names: str) -> Any:
    """The value under these names, or `None` where there is none."""
    for name in names:
        value = value.get(name) if isinstance(value, dict) else None
    return value


def _text(value: Any) -> str:
    """A text or a number as printed; empty for anything else."""
    return " ".join(str(value).split())[:2000] if isinstance(value, str | int) and not isinstance(value, bool) else ""


def _of_charges(held: Any) -> bool:
    """Whether a list of an event says something of one charge each."""
    return isinstance(held, list) and any(_names_charge(each) for each in held[:MOST])


def _names_charge(each: Any) -> bool:
    return isinstance(each, dict) and (isinstance(each.get("Charge"), dict) or _text(each.get("ChargeID")) != "")


@define
class _Case:
    """One case on its way to a `Portal`."""

    held: Json
    place: int
    portal: Portal = field(factory=Portal)
    charges: dict[str, Draft] = field(factory=dict)  # by the service's id
    parties: dict[str, int] = field(factory=dict)
    case_id: str = ""

    def read(self, paths: list[Path]) -> list[tuple[Defendant, Case]]:
        """Parties first, then charges, then what became of them."""
        answers = [(path, _at(self.held.value, path)) for path in paths]
        for path, value in answers:
            self._site(value, path)
            if _is_summary(value):
                self._summary(value, path)
        for name, reader in (("Parties", self._party), ("Charges", self._charge), ("Events", self._event), ("CaseFees", self._fee)):
            for path, value in answers:
                items = value.get(name)
                for index, item in enumerate(items if isinstance(items, list) else ()):
                    if isinstance(item, dict):
                        reader(item, (*path, name, index))
                    else:
                        self._trouble(_text(item), (*path, name, index), f"this is no object of the list {name}")
        return self.portal.cases(self.case_id or f"{self.held.source.name}#{self.place}")

    def _trouble(self, text: str, path: Path, why: str) -> None:
        self.portal.unread.append(Unread(self.held.span(*path), text, why))

    def _day(self, value: Any, path: Path) -> str | None:
        text = _text(value)
        found = day(text) if text else None
        if text and found is None:
            self._trouble(text, path, "this is no day of the calendar")
        return found

    def _site(self, value: dict[str, Any], path: Path) -> None:
        self.case_id = self.case_id or _text(value.get("CaseId"))
        url = _CONTEXT.match(_text(value.get("@odata.context")))
        state = state_of(url[0]) if url else None
        if state and self.portal.site is None:
            self.portal.site = state, self.held.span(*path, "@odata.context")

    def _summary(self, value: dict[str, Any], path: Path) -> None:
        portal, head, span = self.portal, value["CaseSummaryHeader"], self.held.span
        under = (*path, "CaseSummaryHeader")
        self.case_id = self.case_id or _text(head.get("CaseId"))
        for name, kept, where in (("CaseNumber", "number", "number"), ("Style", "style", "style")):
            if _text(head.get(name)):
                setattr(portal, kept, _text(head[name]))
                portal.spans[where] = span(*under, name)
        place = next((name for name in ("Heading", "NodeName") if _text(head.get(name))), None)
        if place:
            portal.place, portal.spans["court"] = _text(head[place]), span(*under, place)
        portal.filed = self._day(head.get("FiledOn"), (*under, "FiledOn"))
        if portal.filed:
            portal.spans["filed_date"] = span(*under, "FiledOn")
        statuses = _under(value, "CaseInformation", "CaseStatuses")
        status = _text(_under(statuses[0], "CaseStatusId", "Description")) if isinstance(statuses, list) and statuses else ""
        if status:
            portal.status = status
            portal.spans["status"] = span(*path, "CaseInformation", "CaseStatuses", 0, "CaseStatusId", "Description")
        closings = _under(value, "DispositionInformation", "Dispositions")
        for index, each in enumerate(closings if isinstance(closings, list) else ()):
            words = " ".join(
                filter(None, (_text(_under(each, "DispositionDate")), _text(_under(each, "DispositionTypeId", "Description"))))
            )
            why = "this is said of the whole case, and states no outcome of any one charge"
            portal.apart.append(SetAside(span(*path, "DispositionInformation", "Dispositions", index), words, why))

    def _party(self, item: dict[str, Any], path: Path) -> None:
        roles = item.get("ConnectionTypes")
        role = _text(item.get("ConnectionType")) or " ".join(map(_text, roles if isinstance(roles, list) else ()))
        name = _text(item.get("FormattedName"))
        if not ACCUSED.search(role):
            self.portal.accusers += [(name, self.held.span(*path, "FormattedName"))] if name else []
            return
        if len(self.portal.people) >= MOST:
            self._trouble(name, path, "more defendants than a case has; this one was not read")
            return
        one = Defendant([name] if name else [])
        one.spans = {"names": self.held.span(*path, "FormattedName")} if name else {}
        others = item.get("AdditionalNames")
        for each in (others if isinstance(others, list) else [])[:MOST]:
            other = _text(each) or _text(_under(each, "FormattedName"))
            one.names += [other] if other and other not in one.names else []
        born = self._day(item.get("DateOfBirth"), (*path, "DateOfBirth"))
        if born:
            one.births, one.spans["birth_dates"] = [born], self.held.span(*path, "DateOfBirth")
        state_id = _text(item.get("StateIdentificationNumber"))
        if state_id:
            one.numbers, one.spans["numbers"] = [state_id], self.held.span(*path, "StateIdentificationNumber")
        self.parties[_text(item.get("PartyId"))] = len(self.portal.people)
        self.portal.people.append(one)

    def _charge(self, item: dict[str, Any], path: Path) -> Draft:
        """A charge of the list, or one that a disposition brings along."""
        offense = _under(item, "ChargeOffense")
        number = next(filter(None, (_text(item.get("CurrChargeNum")), _text(_under(offense, "ChargeNumber")))), "").rstrip(".")
        span = self.held.span(*path)
        draft = self.portal.add(Draft(number or str(len(self.portal.drafts) + 1), span, self._who(item)))
        self.charges[_text(item.get("ChargeId"))] = draft
        under = (*path, "ChargeOffense")
        for kept, places in _OFFENSE.items():
            for names in places:
                if kept not in draft.values:
                    draft.put(kept, _text(_under(offense, *names)), self.held.span(*under, *names))
        for name, kept in (
            ("OffenseDate", "offense_date"),
            ("FiledDate", "filed_date"),
            ("ArrestDate", "arrest_date"),
            ("AmendedDate", "amended_date"),
        ):
            draft.put(kept, self._day(item.get(name), (*path, name)), self.held.span(*path, name))
        arrests = item.get("Arrests")
        if isinstance(arrests, list) and arrests and "arrest_date" not in draft.values:
            first = (*path, "Arrests", 0, "ArrestDate")
            draft.put("arrest_date", self._day(_under(arrests[0], "ArrestDate"), first), self.held.span(*first))
        original = item.get("OriginalChargeOffense")
        earlier = _text(_under(original, "ChargeOffenseDescription"))
        if earlier:
            statute, level = _text(_under(original, "Statute")), _text(_under(original, "DegreeDescription"))
            draft.earlier = (statute or None, earlier, level or None, self.held.span(*path, "OriginalChargeOffense"))
        return draft

    def _who(self, item: dict[str, Any]) -> int | None:
        """Whose charge it is: by the party's id, else by the name. A party that is not listed is a person of whom nothing else is known."""
        party, name = _text(item.get("PartyId")), _text(item.get("PartyName"))
        if party in self.parties:
            return self.parties[party]
        known = self.portal.who(name) if name else None
        told = party not in ("", "0") and (self.parties or not self.portal.people)
        if known is None and (told or (name and not self.portal.people)) and len(self.portal.people) < MOST:
            known = len(self.portal.people)
            self.portal.people.append(Defendant([name] if name else []))
        if told and known is not None:
            self.parties[party] = known
        return known

    def _event(self, item: dict[str, Any], path: Path) -> None:
        kind = _EVENTS.get(_text(item.get("Type")))
        event = item.get("Event")
        if kind is None:
            if any(_of_charges(each) for each in (event.values() if isinstance(event, dict) else ())):
                self._trouble(_text(item.get("Type")), path, "a kind of event that is not known here says something of charges")
            return
        if not isinstance(event, dict):
            self._trouble(_text(item.get("Type")), path, "this entry has no content")
            return
        under = (*path, "Event")
        dated = next((name for name in ("Date", "EventDate") if _text(event.get(name))), "")
        when = self._day(event.get(dated), (*under, dated)) if dated else None
        gone = event.get("IsDeleted") is True
        for name, held in event.items():
            for index, each in enumerate(held if isinstance(held, list) else ()):
                if _names_charge(each):
                    self._entry(kind, each, (*under, name, index), (when, (*under, dated)), item.get("Amended") is True, gone)

    def _entry(self, kind: str, each: dict[str, Any], path: Path, dated: tuple[str | None, Path], amended: bool, gone: bool) -> None:
        """One disposition, plea or sentence of one charge."""
        said = [
            (_text(_under(held, part)), part, name)
            for name, held in each.items()
            if isinstance(held, dict) and _SAYS.search(name)
            for part in ("Description", "Word")
        ]
        described = [found for found in said if found[0] and found[1] == "Description"] or [found for found in said if found[0]][:1]
        if not described:
            self._trouble(kind, path, "this entry says nothing of its charge")
            return
        brought = each.get("Charge")
        charge = brought if isinstance(brought, dict) else {}
        named = _text(_under(charge, "ChargeOffense", "ChargeOffenseDescription"))
        draft = self.charges.get(_text(each.get("ChargeID")) or _text(charge.get("ChargeId")))
        if draft is None and charge:
            offense = _under(charge, "ChargeOffense")
            number, words = _text(_under(offense, "ChargeNumber")), _text(_under(offense, "ChargeOffenseDescription"))
            alike = self.portal.charge(number, words, self._who(charge)) if number else []
            draft = alike[0] if len(alike) == 1 else self._charge(charge, (*path, "Charge"))
        if draft and named and draft.values.get("description", named) != named:
            self._trouble(named, (*path, "Charge"), f"charge {draft.number} has another name here than in the list of charges")
        for words, part, name in described:
            span = self.held.span(*path, name, part)
            if draft is None:
                self._trouble(words, (*path, name, part), "no charge of this id is among the charges")
            elif gone:
                apart = SetAside(
                    span, f"{draft.number}. {draft.values.get('description', '')}: {words}", "the court's service marks this as deleted"
                )
                (self.portal.people[draft.who].set_aside if draft.who is not None else self.portal.apart).append(apart)
            else:
                # A code without its words is no outcome, whatever ordinary word it may look like.
                entry = Entry(kind if part == "Description" else f"{kind} code", words, span, dated[0], self.held.span(*dated[1]), amended)
                # Two answers of the service may hold the same event.
                if not any(entry.says_as(other) for other in draft.entries[:MOST]):
                    draft.entries.append(entry)

    def _fee(self, item: dict[str, Any], path: Path) -> None:
        """What a defendant still owes, all fees together."""
        balance = _under(item, "CaseFeeParty", "Balance")
        if not ACCUSED.search(_text(_under(item, "Party", "ConnectionType"))) or isinstance(balance, bool):
            return
        if not isinstance(balance, int | float) or not abs(balance) < 1e9:
            self._trouble(_text(balance), path, "this balance is no amount")
            return
        who = self.portal.who(_text(_under(item, "Party", "FormattedName")))
        span = self.held.span(*path, "CaseFeeParty", "Balance")
        before, first = self.portal.balances.get(who, ("0", span))
        self.portal.balances[who] = f"{float(before) + balance:.2f}", first
