"""The charges of a Wisconsin (WCCA) case: versions, dispositions, and sentences."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from typing import Any, Final

from attrs import define, evolve, field

from unburden import terms
from unburden.calendar import parse_day
from unburden.readers._json import Json, Path
from unburden.readers._sentences import served_outside
from unburden.record import Charge, ChargeVersion, Disposition, SentencePart, SetAside, Span, Unread

#: Modifiers that make another thing of the offense; all others only raise its penalty. The order is that of the words before an offense.
_PART_OF_THE_OFFENSE: Final = re.compile(r"\b(?:attempt|conspiracy|conspire|solicitation|solicit|party to (?:a )?crime|ptac)\b", re.I)
_REVOKED: Final = re.compile(r"\b(?:probation|supervision|parole)\b.*\brevo[ck]", re.I)
_VACATED: Final = re.compile(r"\bconviction vacated\b", re.I)
#: What the court lists instead of a sentence where it deferred the judgment, though the order itself says "Guilty".
_DEFERRED: Final = re.compile(r"\bDJ - no sentence imposed\b", re.I)
_SOME_DAY: Final = re.compile(r"(?:(\d{4})(-\d{2}(?:-\d{2})?)?|(\d{2})-(\d{4})|(\d{2})-(\d{2})-(\d{4}))")
#: Words of WCCA's own list that the shared terms do not know.
_OWN: Final = {
    "venue changed to federal court": "transferred",
    "dismissed - case is now a felony": "transferred",
    "dismissed - case is now a misdemeanor": "transferred",
}
#: A charge has a few versions and judgments; more are shown, not worked through one against another.
_MOST: Final = 1000


def text(held: object, name: str) -> str | None:
    """A value as text, white space folded; `None` where it is empty or no text or number."""
    value = held.get(name) if isinstance(held, dict) else None
    if isinstance(value, bool) or not isinstance(value, (str, int, float)):
        return None
    return " ".join(str(value).split())[: terms.MAX_WORDS] or None


def listed(held: object, name: str) -> list[tuple[int, dict[str, Any]]]:
    """The objects of a list, each with its place; what is no object is passed over."""
    value = held.get(name) if isinstance(held, dict) else None
    return [(index, each) for index, each in enumerate(value) if isinstance(each, dict)] if isinstance(value, list) else []


def some_day(printed: str | None) -> str | None:
    """A day as the site gives it: ``1988-03-14``, ``03-14-1988``, or the month and year alone; `None` for anything else."""
    match = _SOME_DAY.fullmatch(printed or "")
    if match is None:
        return None
    year, rest, month, of, m, d, y = match.groups()
    day = f"{year}{rest or ''}" if year else f"{of}-{month}" if of else f"{y}-{m}-{d}"
    return day if parse_day(day) else None


@define
class Charges:
    """Reads the charges of one case; what it cannot read, or is none, is in `unread`, `set_aside` and `notes`."""

    json: Json
    path: Path
    case_id: str
    case: dict[str, Any]
    unread: list[Unread] = field(factory=list)
    set_aside: list[SetAside] = field(factory=list)
    notes: list[str] = field(factory=list)
    _dates: set[tuple[str, str]] = field(factory=set)

    def read(self) -> list[Charge]:
        """Every charge once, with its earlier versions."""
        earlier: dict[str, list[tuple[int, Path, dict[str, Any]]]] = {}
        for index, each in listed(self.case, "chargeHist"):
            order = each.get("seqNo")
            place = (*self.path, "chargeHist", index)
            earlier.setdefault(text(each, "chargeNo") or "", []).append((order if isinstance(order, int) else index, place, each))
        charges: list[Charge] = []
        taken: Counter[str] = Counter()
        raw = self.case.get("charges")
        for index, each in enumerate(raw if isinstance(raw, list) else []):
            place = (*self.path, "charges", index)
            if not isinstance(each, dict):
                self.unread.append(Unread(self.json.span(*place), str(each)[:200], "a charge should stand here"))
                continue
            number = text(each, "chargeNo") or ""
            history = sorted(earlier.pop(number, []), key=lambda one: one[0])[:_MOST]
            shown = number or str(index + 1)
            taken[shown] += 1
            charge_id = f"{self.case_id}:{shown}" + (f"~{taken[shown]}" if taken[shown] > 1 else "")
            charges.append(self._charge(place, each, charge_id, history))
        for number, left in earlier.items():
            why = "an earlier version of the charges has this number and the charges as they now stand do not; it is not counted"
            for _, place, each in left:
                shown = f"{self.case_id}:{number} {text(each, 'statuteCite') or ''} {text(each, 'descr') or ''}"
                self.set_aside.append(SetAside(self.json.span(*place), f"{shown} ({text(each, 'replacedBy') or 'replaced'})", why))
        return charges

    def date(self, held: dict[str, Any], name: str, place: Path) -> str | None:
        """A date of the file, or `None`; one that is no date is shown."""
        printed = text(held, name)
        if printed is None or (parse_day(printed) is not None and printed != "never"):
            return printed
        if (name, printed) not in self._dates:
            self._dates.add((name, printed))
            self.unread.append(Unread(self.json.span(*place, name), printed[:80], "this is no date"))
        return None

    def _charge(self, place: Path, found: dict[str, Any], charge_id: str, history: list[tuple[int, Path, dict[str, Any]]]) -> Charge:
        final = text(found, "dispoDesc")
        stage = "disposed" if final else "amended" if history else "filed"
        versions = [self._version("amended" if n else "filed", at, each, ()) for n, (_, at, each) in enumerate(history)]
        versions.append(self._version(stage, place, found, listed(found, "chargeModifiers")))
        if not history and final:
            versions.insert(0, evolve(versions[0], stage="filed"))
        dispositions, revoked = self._dispositions(place, found, final, charge_id)
        sentence, words = self._sentence(place, found)
        spans = {"charge_id": self.json.span(*place, "chargeNo")}
        offense = self.date(found, "offenseDate", place)
        if offense:
            spans["offense_date"] = self.json.span(*place, "offenseDate")
        if revoked:
            spans["probation_revoked_date"] = revoked[1]
        outside = any(each.outcome == "convicted" for each in dispositions) and served_outside(sentence, words)
        if outside:
            spans["released_date"] = next(iter(sentence[0].spans.values()))
        return Charge(
            charge_id,
            tuple(versions),
            tuple(dispositions),
            tuple(sentence),
            offense_date=offense,
            released_date="never" if outside else None,
            probation_revoked_date=revoked[0] if revoked else None,
            spans=spans,
        )

    def _version(self, stage: str, place: Path, found: dict[str, Any], modifiers: Iterable[tuple[int, dict[str, Any]]]) -> ChargeVersion:
        words, number = text(found, "descr"), text(found, "statuteCite")
        before: list[str] = []
        after: list[str] = []
        cited: list[str] = []
        for _, each in modifiers:
            said = text(each, "descr")
            if said is None:
                continue
            own = _PART_OF_THE_OFFENSE.search(said)
            (before if own else after).append(said)
            section = text(each, "statuteCite")
            if own and section:
                cited.append(section)
        if words and before:
            words = " ".join((*dict.fromkeys(before), words))
        if words and after:
            words += f" [{'; '.join(dict.fromkeys(after))}]"
        if number and cited:
            number = ", ".join((number, *dict.fromkeys(cited)))
        level = text(found, "severity")
        held = {"statute": (number, "statuteCite"), "description": (words, "descr"), "level": (level, "severity")}
        spans = {name: self.json.span(*place, key) for name, (value, key) in held.items() if value}
        return ChargeVersion(stage, number, words, level, spans=spans)

    def _dispositions(
        self, place: Path, found: dict[str, Any], final: str | None, charge_id: str
    ) -> tuple[list[Disposition], tuple[str, Span] | None]:
        dispositions: list[Disposition] = []
        revoked: tuple[str, Span] | None = None
        orders = listed(found, "judgments")[:_MOST]
        first = [(n, each) for n, (_, each) in enumerate(orders) if not _REVOKED.search(_event(each))]
        # A revocation may repeat the conviction in other words, which the court then shows: guilty by another plea.
        counting = [n for n, each in first if text(each, "action") == final] or [n for n, each in first if final and _alike(each, final)]
        last = counting[-1] if counting else len(orders)
        chosen: Disposition | None = None
        for n, (index, each) in enumerate(orders):
            at = (*place, "judgments", index)
            event = each.get("reOpenedEvent")
            again = False
            if isinstance(event, dict) and text(event, "descr"):
                said = text(event, "descr") or ""
                day = self.date(event, "eventDate", (*at, "reOpenedEvent"))
                here = self.json.span(*at, "reOpenedEvent")
                again = bool(_REVOKED.search(said))
                if again and day and revoked is None:
                    revoked = (day, here)
                outcome = "vacated" if _VACATED.search(said) else None
                dispositions.append(Disposition(said, outcome, day, again, {"printed": here}))
            action = text(each, "action")
            if action:
                dated = "sentDate" if again and text(each, "sentDate") else "orderDate"
                day = self.date(each, dated, at)
                outcome = self._deferred(charge_id, action, standing=n == last) if deferred(each) else _outcome(action)
                if final is None and outcome != "deferred":
                    outcome = None
                    said = f"the court ordered “{action}”, but shows no disposition of this charge"
                    self.notes.append(f"{charge_id}: {said}; it has none here")
                after = final is not None and n > last
                spans = {"printed": self.json.span(*at, "action")} | ({"date": self.json.span(*at, dated)} if day else {})
                dispositions.append(Disposition(action, outcome, day, again or after, spans))
                if after and not again and action != final:
                    said = f"a later order says “{action}”; the court shows “{final}” as the disposition"
                    self.notes.append(f"{charge_id}: {said}, and so does this")
                if n == last:
                    chosen = dispositions[-1]
        if final is not None and chosen is None:
            chosen = Disposition(final, _outcome(final), spans={"printed": self.json.span(*place, "dispoDesc")})
            dispositions.append(chosen)
        if chosen is not None:
            self._twice(charge_id, chosen, [each for n, each in first if n <= last])
            # Orders before it, and events with a day after its own, never outweigh what the court shows as the disposition.
            kept = (chosen.date or "9999") if chosen.outcome else ""
            dispositions = [each if each is chosen or (each.date or "") < kept else evolve(each, outcome=None) for each in dispositions]
        return dispositions, revoked

    def _deferred(self, charge_id: str, action: str, *, standing: bool) -> str | None:
        """The outcome of an order that imposes no sentence: deferred, or unknown where the case is closed and it still stands."""
        if not standing or _outcome(action) != "convicted" or (text(self.case, "status") or "").lower() != "closed":
            return "deferred"
        said = f"the court ordered “{action}” with “DJ - no sentence imposed”, and the case is closed"
        self.notes.append(f"{charge_id}: {said}; whether there is a judgment of conviction is not said, so there is no outcome here")
        return None

    def _twice(self, charge_id: str, chosen: Disposition, orders: list[dict[str, Any]]) -> None:
        """Say so where the court sentenced on an earlier day already, and nothing says that this conviction was vacated."""
        days = [
            text(each, "orderDate") for each in orders if text(each, "sentDate") and _outcome(text(each, "action") or "") == "convicted"
        ]
        if chosen.outcome == "convicted" and days and days[0] != chosen.date and not any(_VACATED.search(_event(each)) for each in orders):
            said = f"the court found guilty and sentenced on {days[0]} and again on {chosen.date}, and shows no vacated conviction"
            self.notes.append(f"{charge_id}: {said}; the later day is shown, and the conviction may be of the earlier one")

    def _sentence(self, place: Path, found: dict[str, Any]) -> tuple[list[SentencePart], list[str]]:
        """The parts of every sentence, and the words of its notes, which are not kept."""
        parts: list[SentencePart] = []
        notes: list[str] = []
        for index, order in listed(found, "judgments")[:_MOST]:
            at: Path = (*place, "judgments", index)
            day = self.date(order, "sentDate", at)
            held: list[tuple[Path, str, dict[str, Any]]] = []
            for name, before in (("supervisions", ""), ("timeConds", "condition: "), ("miscConds", "condition: ")):
                for n, each in listed(order, name):
                    held.append(((*at, name, n), before, each))
                    for inner in ("superTimeConds", "superMiscConds"):
                        held += [((*at, name, n, inner, m), "condition: ", one) for m, one in listed(each, inner)]
            for where, before, each in held:
                said, time = text(each, "descr"), text(each, "time")
                notes.append(text(each, "notes") or "")
                if said:
                    printed, here = f"{before}{said}{f', {time}' if time else ''}", self.json.span(*where, "descr")
                    parts.append(SentencePart(terms.sentence_kind(said) or "other", printed, day, {"printed": here}))
        return parts, notes


def _event(order: dict[str, Any]) -> str:
    return text(order.get("reOpenedEvent"), "descr") or ""


def deferred(order: dict[str, Any]) -> bool:
    """Whether an order defers the judgment, whatever it says of guilt."""
    return any(_DEFERRED.search(text(each, "descr") or "") for _, each in listed(order, "supervisions"))


def _alike(order: dict[str, Any], final: str) -> bool:
    """Whether an order has the outcome that the court shows in other words."""
    ended = _outcome(final)
    return ended is not None and not deferred(order) and _outcome(text(order, "action") or "") == ended


def _outcome(printed: str) -> str | None:
    return _OWN.get(printed.lower()) or terms.outcome(printed)
