"""The marks of a California DOJ rap sheet, with what OCR makes of them: the patterns that `california_doj.lines` knows a line by."""

from __future__ import annotations

import re
from typing import Final

CYCLE: Final = re.compile(r"\*(?:[ .]+\*){3}[ .]*\Z")
STARS: Final = re.compile(r"[* .]*\*[* .]*\Z")
DASHES: Final = re.compile(r"[-–— ]*-[-–— ]*-[-–— ]*-[-–— ]*\Z")
END: Final = re.compile(r".{0,20}\b[EB]ND OF MESS?AGE\b.{0,20}\Z")
#: What every such line holds: a look for it is cheaper than the pattern.
IN_END: Final = "ND OF MES"
#: What a reader of pictures makes of a row of stars or dashes: a few scraps of letters, small ones or marks that no sheet has among them.
SCRAPS: Final = re.compile(r"(?:[^\s\d]{1,4} {1,12}){1,8}[^\s\d]{1,5}\Z")
NOT_SCRAPS: Final = re.compile(r"[\d:;/#-]")
NEVER_PRINTED: Final = re.compile(r"[a-z<>=~«»|{}\[\]_^]")
FURNITURE: Final = re.compile(
    r"(?:- *)?PAGE:? *\d+(?: *(?:OF|/) *\d+)?(?: *-)?\Z|\d+ OF \d+\Z|RE: ?QHY\b|TO: .{0,20} FROM: CLETS"
    r"|RESTRICTED ?- ?DO NOT USE\b|ATTN:|[A-Z0-9]{8,14}\.IH\Z"
)
#: Banners that stand between cycles or at the end and say nothing of a charge.
NOTICE: Final = re.compile(
    r"\*\*|PROBATION FLAGS AND|MAY NOT BE BASED ON FINGERPRINT|NOTE: \d+ POTENTIAL ENTR|FOUND FOR THIS SUBJECT"
    r"|WITH .?POTENTIAL FELONY STRIKE|MAY ALSO CONTAIN ADDITIONAL DATA|[“\"]"
)
#: Heading words of an event → its kind. What none of these begins is no event.
HEADINGS: Final = (
    ("arrest", re.compile(r"(ARR ?/ ?DET ?/ ?CITE|SUPPLEMENTAL ARR)\b *[:;.]? *(.*)")),
    ("court", re.compile(r"(COURT) *[:;.] *(.*)")),
    ("custody", re.compile(r"(CUSTODY *[:;.] *[A-Z&+ ]{0,14}?)(?:(?=NAM)|\Z)(.*)")),
    ("probation", re.compile(r"(PROBATION|PAROLE) *[:;.] *(.*)")),
    ("registration", re.compile(r"(REGISTRATION) *[:;.] *(.*)")),
    ("applicant", re.compile(r"(APPLICANT) *[:;.] *(.*)")),
    ("deceased", re.compile(r"(DECEASED) *[:;.] *(.*)")),
    ("mental health", re.compile(r"(MENTAL H(?:EA)?LTH[A-Z /]*?)(?:(?=NAM)|[:;]|\Z)(.*)")),
    ("interstate", re.compile(r"(INTERST(?:ATE)? COMP[A-Z ]*?)(?:(?=NAM)|[:;]|\Z)(.*)")),
)
NAME_MARK: Final = re.compile(r"NAM[A-Z]?[^A-Z]{0,4}?[0-9OQZIL]{1,3}\b *|NAM[A-Z0-9]{0,5}\b *")
BORN: Final = re.compile(r"DOB *[:;/] *([0-9OI]{8})\b *")
DAY: Final = re.compile(r"([0-9OQILZSB](?:[0-9OQILZSB]|[.,](?=[0-9OQILZSB])){6,10}[0-9OQILZSB])(?= |\Z)(.*)")
AS_LETTER: Final = re.compile(r"(?<=[A-Z])[01](?=[A-Z])")
COUNT: Final = re.compile(r"CNT *[:;.,=+*]* *-? *([0-9O]{1,9}(?: [0-9O]{1,3})?)(?: *- *([0-9O]{1,9}))?(?![A-Z]) *[.,]* *(.*)")
CASE: Final = re.compile(r"[. ]*[#*](.*)")
TOC: Final = re.compile(r"[ .]*\bT[O0Q][CEG] *[:;.] *([A-Z])\b[. ]*\Z")
FLAGS: Final = re.compile(r"-[A-Z][A-Z /-]{2,60}\Z")
KEYED: Final = (
    ("disposition", re.compile(r"\*? *D[I1]SP[O0]? *[:;.] *(.*)")),
    ("status", re.compile(r"CONV(?:ICTION)? STAT(?:US)? *[:;.] *(.*)")),
    ("from", re.compile(r"SEN FROM *[:;.]? *(.*)")),
    ("sentence", re.compile(r"X?SEN *[:;.] *(.*)")),
    ("comment", re.compile(r"COM *[:;.] *(.*)")),
    ("link", re.compile(r"CRT *#? *[:;.]? *#? *([A-Z0-9-]+)\Z")),
    ("aside", re.compile(r"(?:ARR BY|RECVD BY|CITE|PAROLED FROM|STATE INN|ADR|SCN|DCN|ATI|INN|FBI|OCC|LOC)\b *[:;.#-].*|CITE +#.*")),
)
#: Comments that number, place or certify something; a record keeps none of it.
IDLE_COMMENT: Final = re.compile(r"(?:SCN|ADR|DCN|ATI|FBI|CII|INN|PHOTO|WARRANT N|WARR N|CRT CASE|DA CASE|CONVICTION CERTIFIED BY)")
CHARGED: Final = re.compile(r"(?:CNT *0*(\d{1,3}) *)?CH(?:R|AR)G?E?S? *[-: ] *(.*)")
SENTENCED: Final = re.compile(r"(?:SEN *- *X|XSEN) *[:,;.]? *(.*)")
SECTION: Final = r"(?:\d{1,2} )?\d{1,7}[A-Z]{0,2}(?:\.\d{1,4}[A-Z]{0,2})?(?: ?\([A-Z0-9]{1,5}\)\d?){0,5}"
STATUTE: Final = re.compile(rf"({SECTION}(?:[/.-] ?{SECTION}){{0,2}}) ?([A-Z]{{2}})\b *(?:[-–:] *)?(.*)")
CHARGE: Final = re.compile(rf"({SECTION}(?:[/.-] ?{SECTION}){{0,2}}) ?([A-Z]{{2}}) ?[-–—~_=] ?(.*)")
#: The same where the hyphen was lost; only what the sheets themselves abbreviate is then a code and no word of a sentence.
UNPARTED: Final = re.compile(
    rf"({SECTION}(?:[/.-] ?{SECTION}){{0,2}}) ?(PC|HS|VC|BP|WI|US|GC|FG|UI|RT|EC|IC|LC|HN|ZZ)(?= ?[A-Z]{{3}}) ?(.*)"
)
#: Lines of the head that name, number or describe the person, or tell the reader of the sheet what to do.
HEAD: Final = re.compile(
    r"[A-Z]{3}/|III\b|FPC\b|DO NOT COLLECT DNA|TYPED, AND UPLOADED|INFO \(\d|FOR ADDITION|AT \(\d|E?-?MAIL\b|.*@DOJ\.CA\.GOV"
    r"|THE FOLLOWING CII NUMBER|CONTACT CA/DMH|DEPARTMENT OF MENTAL|24 HOURS|NAM\b|CITIZENSHIP|\d\d? [A-Z] \d+ [A-Z] |[A-Z] \d+ [A-Z-] \d+"
)
FLAGGED: Final = (
    (
        re.compile(r".*\bIDENTITY THEFT\b|THIS PERSON HAS BEEN IDENTIFIED AS A VICTIM\b"),
        "the sheet says that identity theft befell this person: some entries may be someone else's",
    ),
    (re.compile(r"\*\* ?DECEASED"), "the sheet says that this person has died"),
    (re.compile(r"(?:PROBATION|PAROLE) *[:;]|CAP[RA] "), "the head tells of supervision; what it was for stands in the entries"),
)
LABELLED: Final = re.compile(r"\b(CII|FBI|DOB|NAM)/ ?(.*?)(?= [A-Z]{3}/|\Z)")
ALIAS: Final = re.compile(r"(?:\d\d?) ([A-Z].*)")
PLACEHOLDER: Final = re.compile(r"SEE COMM?ENTS? (?:FOR|RE) CH")
