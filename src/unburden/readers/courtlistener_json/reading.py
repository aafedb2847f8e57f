"""What CourtListener's JSON says, as federal dockets: its objects, their parties and counts."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, Final

from attrs import define, field

from unburden import terms
from unburden.calendar import parse_day
from unburden.readers import Source
from unburden.readers._json import Json, Path, load
from unburden.readers.federal_cmecf.citations import split_number
from unburden.readers.federal_cmecf.counts import Entry
from unburden.readers.federal_cmecf.courts import district
from unburden.readers.federal_cmecf.docket import COURT, GOVERNMENT, NOT_ACCUSED, Defendant, Docket, records_of
from unburden.record import Record, SetAside, Span, Unread
from unburden.record import Source as ReadSource

_CRIMINAL: Final = re.compile(r"-(?:cr|mj|po|m)-|\d(?:cr|mj)\d", re.I)
_NUMBER: Final = re.compile(r"(?:\d{1,2}:)?\d{2,4}-[a-z]{1,4}-\d{2,6}", re.I)
_COURT: Final = re.compile(r"([a-z][a-z0-9]{1,14})/?\Z")
_ID: Final = re.compile(r"/dockets/(\d{1,12})/?")
#: Levels of lists around the dockets and parties: results of pages saved together.
_DEEPEST: Final = 4


def records_in(source: Source, form: str) -> list[Record]:
    """The records in the file, one a defendant."""
    files = (ReadSource(source.name, form, len(source.lines)),)
    loaded = load(source)
    if isinstance(loaded, Unread):
        return [Record(sources=files, unread=(loaded,))]
    reading = _Reading(loaded)
    for path, each in _objects(loaded.value, (), _DEEPEST):
        reading.take(each, path)
    for path in loaded.twice():
        reading.put(path, str(path[-1]) if path else "", "this name stands twice in one object; only the last counts")
    dockets = reading.joined()
    if not dockets:
        reading.put((), source.head[:80], "no docket and no party was found in this JSON")
    return records_of(dockets, files, reading.unread, reading.set_aside)


def _objects(value: Any, path: Path, deepest: int) -> Iterator[tuple[Path, dict[str, Any]]]:
    """The objects that may be a docket or a party, out of lists and pages of results."""
    if isinstance(value, dict):
        if isinstance(value.get("results"), list):
            value, path = value["results"], (*path, "results")
        else:
            yield path, value
            return
    if isinstance(value, list) and deepest:
        for n, each in enumerate(value):
            yield from _objects(each, (*path, n), deepest - 1)


def _text(raw: object) -> str:
    """A value as text: numbers too, anything else is empty."""
    if isinstance(raw, str):
        return " ".join(raw[:8000].split())
    return str(raw) if isinstance(raw, int) and not isinstance(raw, bool) and abs(raw) < 10**15 else ""


@define
class _Reading:
    """One file on its way in: dockets by their ids, and the parties that wait for theirs."""

    file: Json
    dockets: dict[str, Docket] = field(factory=dict)
    waiting: list[tuple[str, Defendant]] = field(factory=list)
    unread: list[Unread] = field(factory=list)
    set_aside: list[SetAside] = field(factory=list)

    def put(self, path: Path, text: str, why: str) -> None:
        """Lists what does not fit."""
        self.unread.append(Unread(self.file.span(*path), text[:200], why))

    def take(self, raw: dict[str, Any], path: Path) -> None:
        """One object: a docket, perhaps with its parties, or a party."""
        if "party_types" in raw:
            self.party(raw, path, None)
        elif "docket_number" in raw:
            name = _text(raw.get("id")) or f"at {len(self.dockets)}"
            while name in self.dockets:
                name += "~"
            self.docket(raw, path, name)
        else:
            self.put(path, ", ".join(str(key)[:40] for key in list(raw)[:8]), "this object is no docket and no party")

    def docket(self, raw: dict[str, Any], path: Path, name: str) -> None:
        docket = Docket(self.file.span(*path, "docket_number"))
        printed = _text(raw.get("docket_number"))
        number = _NUMBER.match(printed)
        docket.number = number[0] if number else printed[:80]
        court = _COURT.search(_text(raw.get("court_id")) or _text(raw.get("court")))
        if court:
            named = district(court[1])
            docket.court = (f"{COURT}{named}" if named else court[1], self.file.span(*path, "court_id" if "court_id" in raw else "court"))
        for key, attribute in (("date_filed", "filed"), ("date_terminated", "ended")):
            day = self.day(raw, key, path)
            if day:
                setattr(docket, attribute, day)
        for n, entry in enumerate(_list(raw.get("docket_entries"))):
            day = self.day(entry, "date_filed", (*path, "docket_entries", n)) if isinstance(entry, dict) else None
            said = _text(entry.get("description"))[:4000] if isinstance(entry, dict) else ""
            if day and said:
                docket.entries.append((day[0], said, self.file.span(*path, "docket_entries", n, "description")))
        docket.entries.sort(key=lambda entry: entry[0])
        self.dockets[name] = docket
        for n, party in enumerate(_list(raw.get("parties"))):
            if isinstance(party, dict):
                self.party(party, (*path, "parties", n), docket)
        if docket.defendants and not _CRIMINAL.search(docket.number):
            if any(one.counts or one.complaints for one in docket.defendants):
                self.put((*path, "docket_number"), docket.number, "counts under a number that is no criminal case's")
            else:
                docket.defendants.clear()
                self.put((*path, "docket_number"), docket.number, "this docket is not a criminal one; it has no charges")
        elif not docket.defendants and "parties" in raw:
            self.put((*path, "docket_number"), docket.number, "no defendant was found in this docket")

    def day(self, raw: dict[str, Any], key: str, path: Path) -> tuple[str, Span] | None:
        """A day with its place; a moment counts as its day."""
        printed = _text(raw.get(key))
        day = printed[:10]
        if not printed:
            return None
        if len(day) == 10 and parse_day(day):
            return day, self.file.span(*path, key)
        self.put((*path, key), printed, "this is no date")
        return None

    def party(self, raw: dict[str, Any], path: Path, docket: Docket | None) -> None:
        """A party: of the docket around it, or of the dockets that it names. Juriscraper puts type and counts in the party itself."""
        own = raw.get("criminal_data")
        if "party_types" not in raw:
            self.role(raw, own if isinstance(own, dict) else {}, path, (*path, "criminal_data"), _text(raw.get("type")), docket, raw)
            return
        for n, each in enumerate(_list(raw["party_types"])):
            if isinstance(each, dict):
                place = (*path, "party_types", n)
                self.role(raw, each, place, place, _text(each.get("name")), docket, each)

    def role(
        self, party: dict[str, Any], data: dict[str, Any], path: Path, at: Path, kind: str, docket: Docket | None, dated: dict[str, Any]
    ) -> None:
        counts, complaints = (
            next(((key, _list(data[key])) for key in keys if _list(data.get(key))), (keys[0], []))
            for keys in (("criminal_counts", "counts"), ("criminal_complaints", "complaints"))
        )
        name = _text(party.get("name"))[:200]
        if not kind.lower().startswith("defendant") and not counts[1] and not complaints[1]:
            if not GOVERNMENT.fullmatch(name):
                self.set_aside.append(SetAside(self.file.span(*path), kind[:80] or "a party of no stated kind", NOT_ACCUSED))
            return
        one = Defendant("", name, self.file.span(*path))
        extra = dated.get("extra_info")
        lines = extra[:8000].split("\n") if isinstance(extra, str) else []
        self.unread += one.beside([(" ".join(line.split()), one.span) for line in lines if line.strip()])
        one.ended = self.day(dated, "date_terminated", path) or one.ended
        for end, section in (("opening", "pending"), ("terminated", "terminated")):
            level = _text(data.get(f"highest_offense_level_{end}"))[:80]
            if terms.level(level) is None and level.lower() not in ("", "none"):
                self.put((*at, f"highest_offense_level_{end}"), level, "this level of an offense is not known")
            elif level and level.lower() != "none":
                one.levels[section] = (level, self.file.span(*at, f"highest_offense_level_{end}"))
        for key, found in (counts, complaints):
            for n, count in enumerate(found):
                self.count(one, count, (*at, key, n), complaint=found is complaints[1])
        if docket is not None:
            docket.defendants.append(one)
        else:
            link = _ID.search(_text(data.get("docket")))
            self.waiting.append((_text(data.get("docket_id")) or (link[1] if link else ""), one))

    def count(self, one: Defendant, raw: object, path: Path, *, complaint: bool) -> None:
        if not isinstance(raw, dict) or not _text(raw.get("name")):
            self.put(path, str(raw)[:200] if not isinstance(raw, dict) else "a count without words", "this is no count")
            return
        status = _text(raw.get("status")).lower()
        section = "complaint" if complaint else {"1": "pending", "2": "terminated"}.get(status, status)
        if section not in ("pending", "terminated", "complaint"):
            self.put((*path, "status"), status, "this status of a count is not known")
        said = _text(raw.get("disposition"))
        entry = Entry(_text(raw["name"]), self.file.span(*path, "name"), said, self.file.span(*path, "disposition"), section)
        if complaint:
            one.complaints.append(entry)
        else:
            entry.text, entry.numbers = split_number(entry.text)
            one.counts.append(entry)

    def joined(self) -> list[Docket]:
        """The dockets with their defendants; a party whose docket is not in the file makes one that is called by its id."""
        for name, one in self.waiting:
            docket = self.dockets.get(name)
            if docket is None:
                docket = self.dockets[name] = Docket(one.span, f"docket {name}" if name else "a docket that is not named", numbered=False)
                why = "the docket itself is not in this file: its number and its days are unknown"
                self.unread.append(Unread(one.span, docket.number, why))
            docket.defendants.append(one)
        return list(self.dockets.values())


def _list(raw: object) -> list[Any]:
    return raw if isinstance(raw, list) else []
