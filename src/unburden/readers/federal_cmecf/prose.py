"""What a federal docket's disposition says: prose of the clerk about one count, read clause by clause.

How the open points are decided:

- **A sentence stands for a conviction**: the column holds what became of the count, and where it holds custody, supervised release,
  probation or an assessment, and no other outcome, the count is a conviction.
- **Afterwards is later**: from the clause that tells of revoked supervised release or probation, of an amended judgment or of a reduced
  sentence, everything is a later event. Where nothing stands before it the clerk has overwritten the first sentence: supervised
  release is revoked of someone who was sentenced, so the count is a conviction, with a note.
- **No conviction**: probation without entry of judgment (18 U.S.C. 3607, which places it before any judgment of conviction) is deferred,
  and unknown once it is revoked; a juvenile who is found delinquent is adjudicated; custody for an evaluation, on remand or before
  trial, forfeited collateral, and a forfeiture alone are no sentence. A deferral that the same text then says was dismissed is
  dismissed. A conviction that was reversed and remanded, or a new trial, leaves the outcome unknown. A pardon is later.
- **Other counts** named with a dismissal or an acquittal say nothing of this one. Restitution or a surrender that is deferred, a fine
  that is waived and an appeal that is dismissed are no outcomes. Two outcomes in one text are none, with a note.
- **Two-figure years** (12/05/16) are of the hundred years that begin when the case was filed; without that day they are unknown.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from itertools import pairwise
from typing import Final

from attrs import define, field

from unburden import terms
from unburden.calendar import parse_day

#: A longer disposition is no clerk's note; what follows is not read.
_LONGEST: Final = 6000
_ENDED: Final = ("dismissed", "nolle_prosequi", "acquitted", "insanity", "not_filed")
#: A full stop behind an abbreviation ends no clause: No. 3, Ct. 1, 18 U.S.C. 3607, 60 mos. imprisonment.
_CLAUSE: Final = re.compile(
    r"(?<=[\w)\]$%])(?<!\b[Nn]o)(?<!U\.S\.C)(?<!\b[Cc]ts)(?<!\b[Cc]t)[.;]\s+"
    r"(?:(?<!\b[Mm]os\. )(?<!\b[Yy]rs\. )(?<!\b[Mm]o\. )(?<!\b[Yy]r\. )|(?![a-z]))|;"
)
_PIECE: Final = re.compile(
    r",\s+(?:to be )?followed by\s+|\s+(?:to be )?followed by\s+|,\s+|\s+and\s+(?=pay\b|\$|fine\b|restitution\b)", re.I
)
_SUPERVISION: Final = r"(?:supervised release|supervision|probation|tsr|srt|s/r)"
_REVOKED: Final = re.compile(
    rf"\b{_SUPERVISION} (?:(?:term|is|was|are|be|has|been|hereby) ){{0,4}}revoked\b"
    rf"|\brevocation of (?:\w+ )?{_SUPERVISION}|\brevocation (?:judgment|sentence)\b"
    r"|\A\W{0,3}revoked\b|\bjudgment (?:on|of|for|and) (?:\w+ )?revocation\b",
    re.I,
)
_AMENDED: Final = re.compile(
    rf"\bamended judgment\b|\bre-?sentenced\b|\bsentence (?:is |was )?(?:hereby )?(?:reduced|modified|commuted|amended)\b"
    rf"|\b{_SUPERVISION} (?:(?:is|was|hereby) ){{0,2}}(?:modified|terminated|extended|reinstated|continued)\b|\breduction of sentence\b"
    rf"|\bviolations? of (?:\w+ )?{_SUPERVISION}|\b{_SUPERVISION} violat|\btermination of (?:\w+ )?{_SUPERVISION}"
    r"|\bpardon(?:ed)?\b|\bclemency\b",
    re.I,
)
_DATE: Final = re.compile(r"\b(\d{1,2})/(\d{1,2})/(\d{4}|\d{2})\b")
_DATED: Final = re.compile(
    r"\W{0,3}(?:(?:granted|ordered|effective|on|filed|dated|entered|as of)\W{1,3})?(\d{1,2}/\d{1,2}/(?:\d{4}|\d{2}))\b", re.I
)
_SENTENCED: Final = re.compile(r"\b(?:sentenced|judgment (?:entered|filed|dated)|dismissed)(?: on)? (?=\d)", re.I)
_COUNTS: Final = re.compile(
    r"\b(?:counts?|cts?\.?)(?:\(s\))?\s+((?:(?:\d{1,4}[a-z]{0,4}|[ivxl]{1,6})\b[\s,&;-]{0,3}(?:and\s+)?){1,30})", re.I
)
_COUNT: Final = re.compile(r"(\d{1,4}|[ivxl]{1,6}\b)[a-z]{0,4}(?:\s?-\s?(\d{1,4}))?", re.I)
_NOTHING: Final = re.compile(r"\bno\b(?! ?[.\d])|\bnone\b|\bwaived\b|\bnot (?:to follow|imposed|ordered)\b", re.I)
_BESIDE: Final = re.compile(r"\bsurrender\b|\brestitution\b|\bfine\b|\bassessment\b|\bforfeit|\bappeal\b|\bcosts?\b|\bp/a\b|\bspa\b", re.I)
_KINDS: Final = (
    ("restitution", re.compile(r"\brestitution\b", re.I)),
    ("fine", re.compile(r"\bassess(?:ment)?\b|\bp/a\b|\bspa\b|\bs/?a\b|\bfine\b|\bfined\b", re.I)),
    ("other", re.compile(r"\bhome (?:detention|confinement)\b|\bcommunity confinement\b|\bhalfway\b|\bforfeit", re.I)),
    ("prison", re.compile(r"\bc?bop\b|\bcustody\b|\bimprison|\bincarcerat|\bprisons?\b|\bsentenced(?: on [\d/]{6,10})? to \d", re.I)),
    ("jail", re.compile(r"\btime served\b", re.I)),
    ("probation", re.compile(r"\bsupervised release\b|\btsr\b|\bprobation\b", re.I)),
)
#: What only a conviction is sentenced to.
_PROOF: Final = re.compile("|".join(pattern.pattern for kind, pattern in _KINDS if kind != "other"), re.I)
#: A sentence with any of these was, or may have been, served inside.
_INSIDE: Final = re.compile(
    r"\bc?bop\b|prison|\bcustody\b|\bsupervised release\b|\btsr\b|\bdetention\b|\bconfine|\bserved?\b|\bsentenced\b|\bcommitted to the"
    r"|\bcommunity correction|\bcc[cm]\b|\brrc\b|\bjail\b|\bweekend|\bre-?entry\b|\bwork release\b|\bhalfway\b|\bin-?patient\b|\bresiden"
    r"|(?<!imposition of sentence )(?<!imposition of sentence is )\bsuspen|\ball but\b|\bintermittent|\bboot camp\b",
    re.I,
)
_UNIT: Final = r"(?:days?|weeks?|mos?|months?|yrs?|years?)\b"
_TERM: Final = re.compile(rf"(?:\d|\b){_UNIT}|\blife\b|\bserved\b", re.I)
_LENGTH: Final = re.compile(rf"(?:\d|\b){_UNIT}", re.I)
#: Custody that is no sentence: for an evaluation, or held without a term.
_EVALUATED: Final = re.compile(r"\bevaluat|\bcompeten|\bpsychiatric\b|\bhospital|\b424[1-8]\b", re.I)
_HELD: Final = re.compile(r"\bpending\b|\bdetain|\bremand|\bawait|\bmarshal|\battorney general\b|\breleased\b", re.I)
_DEFERRED: Final = re.compile(r"\b3607\b|\bpre-?judgment probation\b|\bwithout (?:the )?(?:entry of|entering)(?: an?)? judgment\b", re.I)
_JUVENILE: Final = re.compile(r"\bjuvenile delinquen|\badj\w{1,12}\.? (?:an? |as an? )?delinquen", re.I)
_REVERSED: Final = re.compile(r"\breversed (?:and|&) remand|\bnew trial (?:(?:is|was|hereby) ){0,2}(?:granted|ordered)\b", re.I)
_ENDING: Final = re.compile(r"\b(?:dismiss(?:ed|al)|vacated|set aside|acquitt(?:ed|al))\b", re.I)
_LESSER: Final = re.compile(r"\blesser[ -](?:and |& )?(?:included )?(?:offense|charge|crime|count)?(?: of)?[ :,-]*([^;.]{0,120})", re.I)
_AGAIN: Final = "the conviction was reversed, or a new trial granted, and what followed is not shown, so the outcome is not known"
_TWO: Final = "the disposition says two things of this count, so its outcome is not known"
_FIGURES: Final = {
    word: str(n) for n, word in enumerate(("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"), 1)
}
_WORDED: Final = re.compile(rf"\b({'|'.join(_FIGURES)})\b(?! (?:days?|weeks?|mo|yr|year))", re.I)
_ROMAN: Final = {"i": 1, "v": 5, "x": 10, "l": 50}


@define
class Prose:
    """What one disposition says. `later` are its later events with their days; `parts` are (kind, words, day) of the sentence.

    `lesser` are the words behind "lesser", where the conviction is of a lesser offense than the one charged.
    """

    outcome: str | None = None
    date: str | None = None
    first: str = ""
    later: list[tuple[str, str | None]] = field(factory=list)
    parts: list[tuple[str, str, str | None]] = field(factory=list)
    revoked: str | None = None
    outside: bool = False
    lesser: str | None = None
    notes: list[str] = field(factory=list)


def read_prose(printed: str, number: int | None, filed: str | None) -> Prose:
    """The disposition of count `number`, in a case filed on day `filed` (ISO 8601). Never raises; the work is linear in the length."""
    text = printed[:_LONGEST].strip()
    found = Prose()
    marks = sorted(match.start() for pattern in (_REVOKED, _AMENDED) for match in pattern.finditer(text))
    starts: list[int] = []
    ends = [match.end() for match in _CLAUSE.finditer(text)]
    for mark in marks:
        place = bisect_right(ends, mark)
        start = ends[place - 1] if place else 0
        if not starts or start > starts[-1]:
            starts.append(start)
    found.first = text[: starts[0]].strip() if starts else text
    said, parts = _outcomes(found.first, number)
    found.parts = [(kind, words, None) for kind, words in parts]
    found.outcome = _one(said, found)
    sentenced = any(kind in ("prison", "jail", "probation") for kind, _ in parts)
    if found.outcome in _ENDED and sentenced and not _DEFERRED.search(found.first):
        found.outcome = None
        found.notes.append(_TWO)
    if any(_PROOF.search(words) for _, words in parts) and (not said or found.outcome in ("transferred", "pending")):
        # A sentence was imposed, and its supervision or the case may have moved since.
        found.outcome = "convicted"
    if found.outcome == "convicted":
        found.outcome = _no_conviction(found)
    lesser = _LESSER.search(found.first) if found.outcome == "convicted" else None
    found.lesser = lesser[1].strip() if lesser else None
    when = _SENTENCED.search(found.first)
    found.date = _day(found.first, when.end(), filed) if when else None
    revoked: list[str | None] = []
    for begin, end in pairwise([*starts, len(text)]):
        segment = text[begin:end].strip()
        at = _REVOKED.search(segment)
        event = at or _AMENDED.search(segment)
        day = _day(segment, event.end() if event else 0, filed) or _day(segment, 0, filed)
        if at:
            revoked.append(day)
        said, parts = _outcomes(segment, number)
        if not at and said and said[0] in ("vacated", "dismissed", "acquitted"):
            ended = _ENDING.search(segment)
            found.outcome, found.first = said[0], segment
            found.date = _day(segment, ended.end(), filed) if ended else None
            continue
        found.later.append((segment, day))
        found.parts += [(kind, words, day) for kind, words in parts]
    if found.outcome == "deferred" and revoked:
        found.outcome = None
        found.notes.append("judgment was deferred and the probation revoked; what was then adjudged is not known")
    if found.later and found.outcome is None and not found.first:
        found.outcome = "convicted"
        found.notes.append("the first sentence is no longer shown; it is read as a conviction because of what came afterwards")
    # One revocation whose day is not printed could be the first, so the first day printed is not known to be it.
    found.revoked = revoked[0] if revoked else None
    found.outside = (
        found.outcome == "convicted"
        and not found.later
        and bool(found.parts)
        and all(kind in ("fine", "restitution", "probation", "service") for kind, _, _ in found.parts)
        and not _INSIDE.search(text)
        and len(_LENGTH.findall(text)) < 2  # a second length of time may be one inside
    )
    return found


def _no_conviction(found: Prose) -> str | None:
    """What a sentence or a plea of guilty stands for, where the words around it say that it is, or may be, no conviction."""
    if _REVERSED.search(found.first):
        found.notes.append(_AGAIN)
        return None
    return "deferred" if _DEFERRED.search(found.first) else "adjudicated" if _JUVENILE.search(found.first) else "convicted"


def _outcomes(text: str, number: int | None) -> tuple[list[str], list[tuple[str, str]]]:
    """What the clauses of a text say became of this count, each once, and the parts of a sentence."""
    said: list[str] = []
    parts: list[tuple[str, str]] = []
    for clause in _CLAUSE.split(text):
        clause = clause.strip(" .,;:-")
        if not clause:
            continue
        outcome = terms.outcome(clause)
        about = _numbers(clause)
        if outcome in _ENDED and number is not None and about and number not in about:
            continue
        own = _parts(clause)
        parts += own
        if outcome == "convicted":
            empty = not own and _NOTHING.search(clause) is not None
        else:
            empty = outcome != "vacated" and _BESIDE.search(clause) is not None
        if outcome and not empty and outcome not in said:
            said.append(outcome)
    return said, parts


def _one(said: list[str], found: Prose) -> str | None:
    """The one outcome of those that were said, or none."""
    if "vacated" in said:
        return "vacated"
    final = [each for each in said if each not in ("transferred", "pending")] or said
    if final[:-1] and final[-1] in _ENDED and all(each in ("deferred", "diverted") for each in final[:-1]):
        return final[-1]
    if len(final) > 1 and not all(each in _ENDED for each in final):
        found.notes.append(_TWO)
        return None
    return final[0] if final else None


def _numbers(clause: str) -> set[int]:
    """The numbers of the counts that a clause names, also in ranges, in words and in Roman figures."""
    found: set[int] = set()
    for match in _COUNTS.finditer(_WORDED.sub(lambda word: _FIGURES[word[0].lower()], clause)):
        for one in _COUNT.finditer(match[1]):
            first = _figure(one[1])
            found.update(range(first, min(int(one[2] or first), first + 400) + 1))
    return found


def _figure(text: str) -> int:
    if text[0].isdigit():
        return int(text)
    values = [_ROMAN[letter] for letter in text.lower()]
    return sum(-value if value < following else value for value, following in zip(values, [*values[1:], 0], strict=True))


def _parts(clause: str) -> list[tuple[str, str]]:
    """The parts of a sentence in a clause; what is of no kind belongs to the part before it."""
    parts: list[tuple[str, str]] = []
    waiting = ""
    for piece in _PIECE.split(clause):
        piece = _AMENDED.sub("", _REVOKED.sub("", piece)).strip(" .,;:-")
        kind = next((kind for kind, pattern in _KINDS if pattern.search(piece)), None)
        if kind and _NOTHING.search(piece):
            continue
        if kind in ("prison", "jail") and (_EVALUATED.search(piece) or (_HELD.search(piece) and not _TERM.search(piece))):
            kind = None
        if kind:
            parts.append((kind, f"{waiting}{piece}"))
            waiting = ""
        elif parts and piece:
            parts[-1] = (parts[-1][0], f"{parts[-1][1]}, {piece}")
        elif piece:
            waiting += f"{piece}, "
    return parts


def _day(text: str, at: int, filed: str | None) -> str | None:
    """The date that stands right at this place of the text."""
    match = _DATED.match(text, at)
    return day_of(match[1], filed) if match else None


def day_of(printed: str, filed: str | None = None) -> str | None:
    """``02/10/2015`` as ISO 8601, or `None` if it is no date; a year of two figures is one of the hundred from `filed` on."""
    match = _DATE.fullmatch(printed.strip())
    if match is None:
        return None
    month, day, year = (int(each) for each in match.groups())
    if len(match[3]) == 2:
        if not filed:
            return None
        first = int(filed[:4])
        year += first // 100 * 100
        if year < first:
            year += 100
    found = f"{year:04d}-{month:02d}-{day:02d}"
    return found if year > 1700 and parse_day(found) else None
