"""The layout of a California DOJ rap sheet: lines, with OCR damage, to cycles of events with numbered counts.

Nothing is joined or judged here (see `_california_cycles`); every line of a cycle ends in an event, in a count, or in `unread`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final
from unicodedata import normalize

from attrs import define, field

from unburden.calendar import parse_day
from unburden.readers import Source
from unburden.record import Span, Unread

#: A range of counts wider than this is a misread number.
WIDEST_RANGE: Final = 99
#: No line of a rap sheet is longer; the rest of such a line is shown unread.
LONGEST: Final = 500

_CYCLE: Final = re.compile(r"\*(?:[ .]+\*){3}\Z")
_STARS: Final = re.compile(r"[* .]*\*[* .]*\Z")
_DASHES: Final = re.compile(r"[-–— ]*-[-–— ]*-[-–— ]*-[-–— ]*\Z")
_END: Final = re.compile(r"(?:\* *){2,}END OF MESSAGE\b|END OF MESSAGE *(?:\* *)*\Z")
_FURNITURE: Final = re.compile(
    r"(?:- *)?PAGE:? *\d+(?: *(?:OF|/) *\d+)?(?: *-)?\Z|\d+ OF \d+\Z|RE: ?QHY\b|TO: .{0,20} FROM: CLETS|RESTRICTED ?- ?DO NOT USE\b|ATTN:|[A-Z0-9]{8,14}\.IH\Z"
)
#: Banners that stand between cycles or at the end and say nothing of a charge.
_NOTICE: Final = re.compile(
    r"\*\*|PROBATION FLAGS AND|MAY NOT BE BASED ON FINGERPRINT|NOTE: \d+ POTENTIAL ENTR|FOUND FOR THIS SUBJECT|WITH .?POTENTIAL FELONY STRIKE"
    r"|MAY ALSO CONTAIN ADDITIONAL DATA|[“\"]"
)
#: Heading words of an event → its kind. What none of these begins is no event.
_HEADINGS: Final = (
    ("arrest", re.compile(r"(ARR/DET/CITE|SUPPLEMENTAL ARR|ARREST)\b *[:;.]? *(.*)")),
    ("court", re.compile(r"(COURT(?: ACTION)?) *[:;.] *(.*)")),
    ("custody", re.compile(r"(CUSTODY *[:;.] *[A-Z&+ ]{0,14}?)(?:(?=NAM)|\Z)(.*)")),
    ("probation", re.compile(r"(PROBATION|PAROLE) *[:;.] *(.*)")),
    ("registration", re.compile(r"(REGISTRATION) *[:;.] *(.*)")),
    ("applicant", re.compile(r"(APPLICANT) *[:;.] *(.*)")),
    ("deceased", re.compile(r"(DECEASED) *[:;.] *(.*)")),
    ("mental health", re.compile(r"(MENTAL H(?:EA)?LTH[A-Z /]*?)(?:(?=NAM)|[:;]|\Z)(.*)")),
    ("interstate", re.compile(r"(INTERST(?:ATE)? COMP[A-Z ]*?)(?:(?=NAM)|[:;]|\Z)(.*)")),
)
_NAME_MARK: Final = re.compile(r"NAM[A-Z]?[^A-Z]{0,4}?[0-9OQZIL]{1,3}\b *|NAM[A-Z0-9]{0,5}\b *")
_BORN: Final = re.compile(r"DOB *[:;/] *([0-9OI]{8})\b *")
_DAY: Final = re.compile(r"([0-9OQILZSB](?:[0-9OQILZSB]|[.,](?=[0-9OQILZSB])){6,10}[0-9OQILZSB])(?= |\Z)(.*)")
_AS_DIGIT: Final = str.maketrans("OQILZSB", "0011258".replace("0011258", "0011258"))
_COUNT: Final = re.compile(r"CNT *[:;.]* *-? *([0-9OQIL](?:[0-9OQIL ]*[0-9OQIL])?)(?: *- *([0-9OQIL]{1,9}))? *[.,]* *(?:#(.*)|\Z|(?=TOC))(.*)")
_CASE: Final = re.compile(r"[. ]*# *(.*)")
_TOC: Final = re.compile(r"[ .]*\bT[O0]C *[:;.] *([A-Z])\b[. ]*\Z")
_FLAGS: Final = re.compile(r"(?:- ?[A-Z][A-Z /]*?(?: {2,}|\Z))+\Z")
_KEYED: Final = (
    ("disposition", re.compile(r"\*? *DISPO? *[:;.] *(.*)")),
    ("status", re.compile(r"CONV(?:ICTION)? STAT(?:US)? *[:;.] *(.*)")),
    ("from", re.compile(r"SEN FROM *[:;.]? *(.*)")),
    ("sentence", re.compile(r"X?SEN *[:;.] *(.*)")),
    ("comment", re.compile(r"COM *[:;.] *(.*)")),
    ("link", re.compile(r"CRT *#? *[:;.]? *#? *([A-Z0-9-]+)\Z")),
    ("aside", re.compile(r"(?:ARR BY|RECVD BY|CITE|PAROLED FROM|STATE INN|ADR|SCN|DCN|ATI|CONV OF|INN|FBI|OCC|LOC)\b *[:;.#-].*|CITE +#.*")),
)
_COMMENT_AFTER: Final = re.compile(r"(?:SCN|ADR|DCN|ATI|FBI|CII|INN|PHOTO|WARRANT N|WARR N|CRT CASE|DA CASE)\b.*")
_CHARGED: Final = re.compile(r"(?:CNT *0*(\d{1,3}) *)?CH(?:R|AR)G?E?S? *[-: ] *(.*)")
_SENTENCED: Final = re.compile(r"(?:SEN *- *X|XSEN) *[:,;.]? *(.*)")
_SECTION: Final = r"(?:\d{1,2} )?\d{1,7}[A-Z]{0,2}(?:\.\d{1,4}[A-Z]{0,2})?(?: ?\([A-Z0-9]{1,5}\)\d?){0,5}"
_STATUTE: Final = re.compile(rf"({_SECTION}(?:[/.-] ?{_SECTION}){{0,2}}) ?([A-Z]{{2}})\b *(?:[-–:] *)?(.*)")
_CHARGE: Final = re.compile(rf"({_SECTION}(?:[/.-] ?{_SECTION}){{0,2}}) ?([A-Z]{{2}}) ?[-–] ?(.*)")
_PLACEHOLDER: Final = re.compile(r"SEE COMM?ENTS? (?:FOR|RE) CH")


@define
class Said:
    """Words with where they stand, and the day of the update that they stand under, if they do."""

    words: str
    span: Span
    day: str | None = None
    update: bool = False
    day_span: Span | None = None


@define
class Count:
    """One numbered count of an event, or a range of counts that share all words."""

    span: Span
    numbers: tuple[int, ...] = (1,)
    case_number: str | None = None
    case_span: Span | None = None
    statute: str | None = None
    description: str | None = None
    charge_span: Span | None = None
    toc: str | None = None
    toc_span: Span | None = None
    attempted: bool = False
    link: str | None = None
    dispositions: list[Said] = field(factory=list)
    statuses: list[Said] = field(factory=list)
    sentence: list[Said] = field(factory=list)


@define
class Event:
    """What one agency did on one day: its kind, its heading as printed, and its counts."""

    kind: str
    heading: str
    span: Span
    date: str | None = None
    date_span: Span | None = None
    agency: str = ""
    toc: str | None = None
    toc_span: Span | None = None
    counts: list[Count] = field(factory=list)


@define
class Sheet:
    """One rap sheet: whose it is, its cycles, and what was not understood."""

    names: list[str] = field(factory=list)
    births: list[str] = field(factory=list)
    numbers: list[str] = field(factory=list)
    spans: dict[str, Span] = field(factory=dict)
    flags: list[Said] = field(factory=list)
    cycles: list[list[Event]] = field(factory=list)
    unread: list[Unread] = field(factory=list)
