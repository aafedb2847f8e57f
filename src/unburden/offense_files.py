"""Reads a jurisdiction's offense files: `jurisdiction.toml`, `offenses.csv` and `lists/*.csv` (docs/offenses.md).

A mistake in a file is a `Problem` with its line, and the rest is still read. What the lists say is folded into the
offenses here, so that matching a charge later is a look-up: a list that names a number which the table lacks adds an
offense that is known from the list alone, and a list that counts only for some years cuts the offense at those days.
"""

from __future__ import annotations

import csv
import io
import tomllib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from itertools import pairwise
from pathlib import Path
from typing import Any, Final, TypeAlias

from attrs import evolve, frozen

from unburden.calendar import ALWAYS, NEVER, iso, parse_day
from unburden.citations import Cited, Jurisdiction, Modifier
from unburden.errors import Problem, nearest
from unburden.terms import KINDS as LEVEL_KINDS
from unburden.terms import LEVELS

OFFENSE_COLUMNS: Final = ("statute", "name", "level", "from", "until", "sets", "aka", "note")
LIST_COLUMNS: Final = ("statute", "cite", "from", "until", "note")
#: ``none`` is for a provision on who is liable (a principal, acting in concert): it stands beside an offense and changes nothing.
MODIFIER_KINDS: Final = ("attempt", "conspiracy", "solicitation", "accessory", "none")
_TOP: Final = frozenset({"code", "name", "name_es", "default_code", "codes", "citation", "modifier", "levels", "words"})
_CITATION: Final = frozenset({"titled", "joins", "endings", "fixed", "inside", "lettered", "dashes", "chapters", "acts"})

#: The code of an offense without a number (any city's ordinance on a matter): it is known by its words alone.
NO_CODE: Final = ""

Subsections: TypeAlias = tuple[str, ...]


@frozen
class Offense:
    """One offense of one jurisdiction, in force for offense dates from `start` until before `until` (ordinals of `calendar`).

    `level` is the lowest and highest rank of `terms.LEVELS`, `None` if unknown; `sets` names the general sets and the lists that
    it is in. `listed_only` says that only a list names it: of the general sets nothing is known then.
    """

    id: str
    statute: str
    name: str
    level: tuple[int, int] | None
    start: int
    until: int
    sets: frozenset[str]
    aka: tuple[str, ...] = ()
    note: str = ""
    listed_only: bool = False


@frozen
class Number:
    """A number of the table: where its section ends, and whether the offense only used to have it."""

    code: str
    section: str
    subsections: Subsections
    offense: Offense
    former: bool = False


@frozen
class Listing:
    """One row of a list."""

    list: str
    code: str
    section: str
    subsections: Subsections
    start: int
    until: int
    statute: str
    note: str

    def covers(self, number: Number) -> bool:
        """Whether the number is this one or a part of it."""
        if self.code != number.code:
            return False
        if self.section.endswith("*"):
            return number.section.startswith(self.section[:-1]) or number.section == self.section
        return self.section == number.section and self.subsections == number.subsections[: len(self.subsections)]


def read_files(folder: Path) -> tuple[Jurisdiction, list[Number], frozenset[str], frozenset[str], list[Problem]]:
    """The jurisdiction, every number of its offenses, the names of all sets (lists too), of the lists, and what is wrong in the files."""
    problems: list[Problem] = []
    jurisdiction = read_jurisdiction(folder / "jurisdiction.toml", problems)
    general = _general_sets(folder.parent / "sets.csv")
    numbers = list(_offenses(jurisdiction, folder / "offenses.csv", general, problems))
    listings: list[Listing] = []
    names: set[str] = set()
    for path in sorted((folder / "lists").glob("*.csv")):
        name = path.stem.replace("-", "_")
        if name in general:
            problems.append(Problem("list-name", f'"{name}" is a general set; give the list another name', file=str(path)))
        names.add(name)
        listings.extend(_listings(jurisdiction, name, path, problems))
    numbers = _identified(jurisdiction, _with_lists(numbers, listings))
    used = frozenset(name for number in numbers for name in number.offense.sets)
    return jurisdiction, numbers, general | used | names, frozenset(names), problems


def split(cited: Cited) -> tuple[str, str, Subsections]:
    """Code, section and subsections of a canonically written number, where a bracket begins the subsections."""
    head = next((index for index, (before, _) in enumerate(cited.parts) if before in ("(", " ")), len(cited.parts))
    return cited.code or "", section_of(cited.parts[:head]), subsections_of(cited.parts[head:])


def section_of(parts: Iterable[tuple[str, str]]) -> str:
    """The parts as a section number: ``265.01-b``."""
    return "".join([before + text for before, text in parts])


def subsections_of(parts: Iterable[tuple[str, str]]) -> Subsections:
    """The parts as subsections: leading zeros fall away, and ``00`` is no subsection."""
    return tuple([text for _, printed in parts if (text := printed.lstrip("0") if printed[0].isdigit() else printed)])


# ---- jurisdiction.toml ----


def read_jurisdiction(path: Path, problems: list[Problem]) -> Jurisdiction:
    """The grammar in a `jurisdiction.toml`; what is wrong there is added to `problems` and left out."""
    place = str(path)
    code = path.parent.name.upper()
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        problems.append(Problem("no-jurisdiction", "this folder has no jurisdiction.toml", file=place))
        return Jurisdiction(code)
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        problems.append(Problem("bad-toml", f"this file cannot be read: {error}", file=place))
        return Jurisdiction(code)
    citation = _table(data, "citation", problems, place)
    for allowed, table in ((_TOP, data), (_CITATION, citation)):
        for key in sorted(table.keys() - allowed):
            problems.append(Problem("unknown-key", f'no key is called "{key}"{nearest(key, allowed)}', file=place))
    aliases: dict[str, str] = {}
    for canonical, printed in _table(data, "codes", problems, place).items():
        for alias in (canonical, *_strings(printed, f"codes.{canonical}", problems, place)):
            key = _alias_key(alias)
            if len(key) < 2 and key.isalpha():
                problems.append(Problem("short-alias", f'"{alias}" is one letter; it would be taken for a subsection', file=place))
            elif aliases.get(key, canonical) != canonical:
                problems.append(Problem("two-codes", f'"{alias}" stands for both {aliases[key]} and {canonical}', file=place))
            elif key:
                aliases[key] = canonical
    joins = {
        code: frozenset(_strings(values, f"citation.joins.{code}", problems, place))
        for code, values in _table(citation, "joins", problems, place).items()
    }
    acts = _table(citation, "acts", problems, place)
    levels = {}
    for printed, name in _table(data, "levels", problems, place).items():
        ranks = _level(str(name))
        if ranks is None:
            problems.append(_no_level(str(name), place))
        else:
            levels[" ".join(printed.lower().split())] = ranks
    jurisdiction = Jurisdiction(
        code=_string(data, "code", problems, place) or code,
        name=_string(data, "name", problems, place),
        name_es=_string(data, "name_es", problems, place),
        default_code=_string(data, "default_code", problems, place, needed=False) or None,
        aliases=aliases,
        titled=frozenset(_strings(citation.get("titled", []), "citation.titled", problems, place)),
        joins=joins,
        endings=frozenset(each.lower() for each in _strings(citation.get("endings", []), "citation.endings", problems, place)),
        fixed=_whole(citation, "fixed", problems, place),
        inside=frozenset(_strings(citation.get("inside", []), "inside", problems, place)),
        dashes=frozenset(_strings(citation.get("dashes", []), "citation.dashes", problems, place)),
        chapters={
            word.lower().strip(" ."): code
            for code, words in _table(citation, "chapters", problems, place).items()
            for word in _strings(words, f"citation.chapters.{code}", problems, place)
        },
        acts={title: _string(acts, title, problems, place, needed=False) for title in acts},
        levels=levels,
        words={key.lower(): str(value).lower() for key, value in _table(data, "words", problems, place).items()},
    )
    modifiers = list(_modifiers(jurisdiction, data.get("modifier", []), problems, place))
    lettered = []
    for text in _strings(citation.get("lettered", []), "citation.lettered", problems, place):
        cited = _cited(jurisdiction, text)
        if cited is None:
            problems.append(Problem("bad-statute", f'"{text}" is not a number of this jurisdiction', file=place))
        else:
            lettered.append(" ".join(split(cited)[:2]))
    return evolve(jurisdiction, modifiers=tuple(modifiers), lettered=frozenset(lettered))


def _modifiers(jurisdiction: Jurisdiction, data: object, problems: list[Problem], place: str) -> Iterator[Modifier]:
    entries = data if isinstance(data, list) and all(isinstance(entry, dict) for entry in data) else None
    if entries is None:
        problems.append(Problem("wrong-type", '"modifier" is written as [[modifier]] tables', file=place))
    for entry in entries or []:
        kind, statute = entry.get("kind"), entry.get("statute")
        prints = entry.get("prints", [])
        if kind not in MODIFIER_KINDS:
            problems.append(Problem("modifier-kind", f'a modifier is one of {", ".join(MODIFIER_KINDS)}, not "{kind}"', file=place))
            continue
        numbers = [_cited(jurisdiction, str(each)) for each in (statute, *_strings(prints, "modifier.prints", problems, place))]
        if None in numbers:
            problems.append(Problem("bad-statute", f'"{statute}" is not a number of this jurisdiction', file=place))
        yield Modifier(kind, tuple(number for number in numbers if number), entry.get("fused") is True)


def _alias_key(text: str) -> str:
    low = text.lower().strip()
    letters = "".join(char for char in low.replace("&", " ").replace(" and ", " ") if char.isalpha())
    return letters or low


def _cited(jurisdiction: Jurisdiction, text: str) -> Cited | None:
    """The one number that a text of the law's own files is, or `None` if it is not exactly one."""
    printed = jurisdiction.read(text)
    if len(printed.cited) != 1 or printed.rest or printed.kinds or printed.cited[0].code is None:
        return None
    return printed.cited[0]


def _table(data: Mapping[str, Any], key: str, problems: list[Problem], place: str) -> Mapping[str, Any]:
    value = data.get(key, {})
    if isinstance(value, dict):
        return value
    problems.append(Problem("wrong-type", f'"{key}" is a table', file=place))
    return {}


def _strings(value: object, key: str, problems: list[Problem], place: str) -> list[str]:
    if isinstance(value, list) and all(isinstance(each, str) for each in value):
        return value
    problems.append(Problem("wrong-type", f'"{key}" is a list of texts', file=place))
    return []


def _whole(data: Mapping[str, Any], key: str, problems: list[Problem], place: str) -> int:
    value = data.get(key, 0)
    if isinstance(value, int) and not isinstance(value, bool):
        return value
    problems.append(Problem("wrong-type", f'"{key}" is a whole number', file=place))
    return 0


def _string(data: Mapping[str, Any], key: str, problems: list[Problem], place: str, *, needed: bool = True) -> str:
    value = data.get(key, "")
    if not isinstance(value, str) or (needed and not value):
        problems.append(Problem("missing-key", f'"{key}" is missing or not a text', file=place))
        return ""
    return value


# ---- the tables ----


def _rows(path: Path, columns: tuple[str, ...], problems: list[Problem]) -> Iterator[tuple[int, dict[str, str]]]:
    """The rows of a table with their line numbers; a missing file is an empty table."""
    place = str(path)
    try:
        text = path.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        return
    except (OSError, UnicodeDecodeError) as error:
        problems.append(Problem("bad-table", f"this file cannot be read: {error}", file=place))
        return
    reader = csv.DictReader(io.StringIO(text, newline=""))
    header = reader.fieldnames or ()
    for name in header:
        if name not in columns:
            problems.append(Problem("unknown-column", f'no column is called "{name}"{nearest(str(name), columns)}', file=place, line=1))
    if columns[0] not in header:
        problems.append(Problem("missing-column", f"the header needs: {','.join(columns)}", file=place, line=1))
        return
    try:
        for row in reader:
            line = reader.line_num
            if None in row:
                message = "this row has more fields than the header; quote a text that holds a comma"
                problems.append(Problem("too-many-fields", message, file=place, line=line))
            values = {name: (row.get(name) or "").strip() for name in columns}
            if any(values.values()):
                yield line, values
    except csv.Error as error:
        problems.append(Problem("bad-table", f"this table cannot be read further: {error}", file=place, line=reader.line_num))


def _offenses(jurisdiction: Jurisdiction, path: Path, general: frozenset[str], problems: list[Problem]) -> Iterator[Number]:
    place = str(path)
    seen: dict[tuple[object, ...], int] = {}
    for line, row in _rows(path, OFFENSE_COLUMNS, problems):
        own = _place(jurisdiction, row["statute"])
        if own is None:
            problems.append(Problem("bad-statute", f'"{row["statute"]}" is not one number of this jurisdiction', file=place, line=line))
            continue
        start, until = _dates(row, place, line, problems)
        ranks = _level(row["level"])
        if row["level"] and ranks is None:
            problems.append(_no_level(row["level"], place, line))
        sets = frozenset(row["sets"].split())
        for name in sorted(sets - general) if general else ():
            problems.append(Problem("unknown-set", f'no set is called "{name}"{nearest(name, general)}', file=place, line=line))
        first = seen.setdefault((*own, start, until), line)
        if first != line:
            problems.append(Problem("same-offense", f"line {first} has the same number for the same dates", file=place, line=line))
        aka = tuple(each.strip() for each in row["aka"].split("|") if each.strip())
        offense = Offense("", row["statute"], row["name"], ranks, start, until, sets, aka, row["note"])
        yield Number(*own, offense)
        for number in dict.fromkeys(filter(None, (_number(jurisdiction, each) for each in aka))):
            yield Number(*split(number), offense, former=True)


def _place(jurisdiction: Jurisdiction, text: str) -> tuple[str, str, Subsections] | None:
    """Where the row of a number stands. A text without any digit is a name for offenses that have no number in the state's codes."""
    if text and not any(char.isdigit() for char in text):
        return NO_CODE, text.casefold(), ()
    cited = _cited(jurisdiction, text)
    return split(cited) if cited else None


def _number(jurisdiction: Jurisdiction, text: str) -> Cited | None:
    """The number that an `aka` is, or `None` where it is words (``DUII``, ``PCS 2``)."""
    cited = _cited(jurisdiction, text) if any(char.isdigit() for char in text) else None
    return cited if cited and (len(cited.parts) > 1 or len(cited.parts[0][1]) > 2) else None


def _listings(jurisdiction: Jurisdiction, name: str, path: Path, problems: list[Problem]) -> Iterator[Listing]:
    for line, row in _rows(path, LIST_COLUMNS, problems):
        text = row["statute"]
        chapter = text.endswith((".*", "-*", ":*"))
        own = _place(jurisdiction, text[:-2] if chapter else text)
        if own is None:
            problems.append(Problem("bad-statute", f'"{text}" is not one number of this jurisdiction', file=str(path), line=line))
            continue
        start, until = _dates(row, str(path), line, problems)
        code, section, subsections = own
        yield Listing(name, code, section + text[-2:] if chapter else section, subsections, start, until, text, row["note"])


def _dates(row: Mapping[str, str], place: str, line: int, problems: list[Problem]) -> tuple[int, int]:
    days = []
    for column, empty in (("from", ALWAYS), ("until", NEVER)):
        text = row[column]
        bounds = parse_day(text) if text else (empty, empty)
        if bounds is None or bounds[0] != bounds[1]:
            problems.append(Problem("bad-date", f'"{text}" is not a date such as 2011-06-01', file=place, line=line))
            bounds = (empty, empty)
        days.append(bounds[0])
    if days[0] >= days[1]:
        problems.append(Problem("bad-date", '"until" is not after "from"', file=place, line=line))
        return ALWAYS, NEVER
    return days[0], days[1]


def _level(text: str) -> tuple[int, int] | None:
    """Lowest and highest rank of level names with ``|`` between them."""
    spans = []
    for name in text.split("|"):
        name = " ".join(name.split())
        if name in LEVELS:
            spans.append((LEVELS[name], LEVELS[name]))
        elif name in LEVEL_KINDS:
            spans.append(LEVEL_KINDS[name])
        else:
            return None
    return min(low for low, _ in spans), max(high for _, high in spans)


def _no_level(name: str, place: str, line: int | None = None) -> Problem:
    return Problem("unknown-level", f'no level is called "{name}"{nearest(name, [*LEVELS, *LEVEL_KINDS])}', file=place, line=line)


def _general_sets(path: Path) -> frozenset[str]:
    """The names of the general sets, which stand beside the jurisdictions; none if there is no such file."""
    return frozenset(row["name"] for _, row in _rows(path, ("name", "holds", "not"), []))


# ---- lists folded into offenses ----


def _with_lists(numbers: list[Number], listings: list[Listing]) -> list[Number]:
    """The numbers with the lists in their offenses' sets: those only a list has are added, and cut where a list begins or ends."""
    by_section: defaultdict[tuple[str, str], list[Number]] = defaultdict(list)
    for number in numbers:
        by_section[number.code, number.section].append(number)
    added: dict[tuple[str, str, Subsections], list[Number]] = {}
    for listing in listings:
        place = (listing.code, listing.section, listing.subsections)
        present = by_section[listing.code, listing.section]
        if place in added or any(each.subsections == listing.subsections for each in present):
            continue
        above = [each for each in present if not each.former and each.subsections == listing.subsections[: len(each.subsections)]]
        nearest_above = [each for each in above if len(each.subsections) == max(len(other.subsections) for other in above)]
        bare = Offense("", listing.statute, listing.note, None, ALWAYS, NEVER, frozenset(), listed_only=True)
        bases = [evolve(each.offense, statute=listing.statute, aka=()) for each in nearest_above] or [bare]
        added[place] = [Number(*place, base) for base in bases]
    everything = [*numbers, *(number for group in added.values() for number in group)]
    own = {id(number.offense): number for number in everything if not number.former}
    exact: defaultdict[tuple[str, str], list[Listing]] = defaultdict(list)
    chapters: list[Listing] = []
    for listing in listings:
        (chapters if listing.section.endswith("*") else exact[listing.code, listing.section]).append(listing)
    memberships: defaultdict[int, list[Listing]] = defaultdict(list)
    for number in everything:
        for listing in (*exact[number.code, number.section], *chapters):
            if listing.covers(number) and not (number.former and listing.covers(own[id(number.offense)])):
                memberships[id(number.offense)].append(listing)
    slices = {key: _slices(number.offense, memberships[key]) for key, number in own.items()}
    return [
        number if piece is number.offense else evolve(number, offense=piece)
        for number in everything
        for piece in slices[id(number.offense)]
    ]


def _slices(offense: Offense, listings: list[Listing]) -> list[Offense]:
    """The offense cut at the days on which a list begins or ends to count."""
    if not listings:
        return [offense]
    days = {day for listing in listings for day in (listing.start, listing.until) if offense.start < day < offense.until}
    cuts = [offense.start, *sorted(days), offense.until]
    pieces: list[Offense] = []
    for start, until in pairwise(cuts):
        sets = offense.sets | {listing.list for listing in listings if listing.start <= start and until <= listing.until}
        if pieces and pieces[-1].sets == sets:
            pieces[-1] = evolve(pieces[-1], until=until)
        else:
            pieces.append(evolve(offense, start=start, until=until, sets=sets))
    return pieces


def _identified(jurisdiction: Jurisdiction, numbers: list[Number]) -> list[Number]:
    """Give each offense its id: folder and number, and its first day where the number meant two things in time."""
    offenses = dict.fromkeys(number.offense for number in numbers)
    versions: defaultdict[str, list[Offense]] = defaultdict(list)
    for offense in offenses:
        versions[offense.statute].append(offense)
    names: dict[Offense, str] = {}
    taken: set[str] = set()
    for statute, group in versions.items():
        for offense in group:
            name = f"{jurisdiction.code.lower()}/{statute.replace(' ', '-').replace('/', '-')}"
            if len(group) > 1 and offense.start != ALWAYS:
                name += f"@{iso(offense.start)}"
            while name in taken:
                name += "+"
            taken.add(name)
            names[offense] = name
    return [evolve(number, offense=evolve(number.offense, id=names[number.offense])) for number in numbers]
