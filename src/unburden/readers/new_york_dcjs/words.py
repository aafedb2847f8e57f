"""The headings and labels of a New York rap sheet, and what a line of it looks like.

The headings are those of the guide that DCJS publishes; labels go by several spellings, because no true sheet was at hand.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Final

_MONTHS: Final = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH: Final = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?"
    r"|dec(?:ember)?)"
)
DATE: Final = re.compile(rf"\b(?:({_MONTH})\.? {{1,4}}(\d{{1,2}}), {{0,4}}(\d{{4}})|(\d{{1,2}})[/-](\d{{1,2}})[/-](\d{{4}}))(?!\d)", re.I)
SSN: Final = re.compile(r"\b\d{3}-\d\d-\d{4}\b|\b(?:ssn|social security(?: (?:no|number))?)\b\W{0,6}\d{0,9}", re.I)
NYSID: Final = re.compile(r"\bNYSID\b[ #:.]{0,6}(?:no\b|number\b)?[ #:.]{0,20}(\d{7,8}[A-Z])\b", re.I)
HEADING: Final = re.compile(r"[\W_]*([A-Za-z][A-Za-z/' -]{2,60}?)[\W_]*(\(?cont(?:inued|'?d)?\b[\W_]*)?$", re.I)
CYCLE: Final = re.compile(r"[\W_]*cycle:? {0,4}#? {0,4}(\d{1,4})\b(.{0,200})$", re.I)
#: What a page prints of itself: its number, the letterhead, the date of printing, the file number, the tabs of the screen.
FURNITURE: Final = re.compile(
    r"\W*(?:(?:page )?\d{1,4} of \d{1,4}|page \d{1,4}|new york state|(?:new york state )?division of criminal justice services.{0,60}"
    r"|(?:alfred e\.? smith|80 south swan|4 tower place)\b.{0,80}|albany,? n\S{1,10} {0,4}\d{5}.{0,60}"
    r"|(?:the )?(?:new york state )?criminal history (?:record|report)(?: information)?|(?:run|print(?:ed)?|report|response) date\b.{0,60}"
    r"|nysid\b[ #:.a-z]{0,12}\d{7,8}[a-z].{0,80}"
    r"|(?:identification|summary|criminal history|job/license|wanted|missing) {2,}\S.{0,120})\W*$",
    re.I,
)
#: Headings of the whole sheet, and what stands under them.
SECTIONS: Final = {
    "attention - important information": "attention",
    "identification information": "identification",
    "summary information": "summary",
    "nys criminal history information": "history",
    "other history related information": "other",
    "other history information": "other",
    "job/license information": "job",
    "wanted information": "wanted",
    "missing person information": "missing",
    "additional information": "additional",
}
#: The sections that hold no charge, and why they are set aside.
OUTSIDE: Final = {
    "other": "other history, not a case of this sheet",
    "job": "an application for work or a license, not a charge",
    "wanted": "a wanted notice, not a charge",
    "missing": "a missing person notice, not a charge",
    "additional": "remarks of the sheet, not a charge",
}
#: Headings inside a cycle.
PARTS: Final = {
    "arrest/charge information": "arrest",
    "arrest information": "arrest",
    "court case information": "court",
    "court information": "court",
    "incarceration/admission information": "custody",
    "incarceration information": "custody",
    "incarceration/release information": "custody",
    "parole information": "parole",
    "probation information": "probation",
    "certificate of relief": "relief",
    "certificate of relief information": "relief",
    "certificate of relief from disabilities": "relief",
    "other information": "remark",
}
#: Labels by what they tell.
LABELS: Final = {
    label: name
    for name, labels in {
        "name": "name|names|alias|aliases|aka|also known as",
        "birth": "date of birth|dob",
        "nysid": "nysid|nysid no|nysid number",
        "fbi": "fbi|fbi no|fbi number",
        "arrested": "arrest date|date of arrest",
        "offense": "date of crime|crime date",
        "tracking": "criminal justice tracking no|criminal justice tracking number|cjtn",
        "agency": "arresting agency|arrest agency",
        "court": "court",
        "number": "case number|court case number|docket number|indictment number",
        "convicted": "conviction date",
        "decided": "disposition date",
        "sentenced": "sentence date|sentencing date",
        "disposition": "disposition",
        "sentence": "sentenced to|sentence",
        "charges": "arrest charges|arrest charge|charges|arraignment charges|disposition charges",
        "total": "total arrests",
        "address": "address",
    }.items()
    for label in labels.split("|")
}
#: Labels that are known and never kept.
_SKIPPED: Final = (
    "place of birth|sex|race|ethnicity|skin tone|eye color|hair color|height|weight|ssn|social security number|iii status|us citizen"
    "|u.s. citizen|country of citizenship|citizenship|age|age at time of arrest|age at time of crime/arrest|age at time of crime"
    "|fax number|place of arrest|arrest type|place of crime|arresting officer id|arresting officer|arrest number|arrest no|arraignment"
    "|court control number|interim release status|release status|bail|ncic classification number|ncic classification no"
    "|ncic classification|occupation|marital status|build|glasses|scars, marks and tattoos|date of earliest arrest|latest arrest date"
    "|arrest time|crime time|contributor|judge|justice|part|attorney|defense attorney|prosecutor|district attorney"
)
LABEL: Final = re.compile(
    r"(?<![\w/])(" + "|".join(map(re.escape, sorted((*LABELS, *_SKIPPED.split("|")), key=len, reverse=True))) + r") {0,3}[.#]? {0,3}:", re.I
)
#: A line that says that there is nothing to say.
NOTHING: Final = re.compile(
    r"\W*(?:there (?:is|are) no\b.{0,200}|none"
    r"|no\b.{0,60}\b(?:information|records?|histor(?:y|ies)|dispositions?|sentences?|data)\b.{0,30}"
    r"\b(?:on file|reported|available|found)\b.{0,30})\W*$",
    re.I,
)
#: How a part of a sentence begins that is of no kind of its own.
SENTENCE_PART: Final = re.compile(
    r"(?:term|min(?:imum)?|max(?:imum)?|surcharge|concurrent|consecutive|license|ignition|program|amount|fee|dna|sentence date"
    r"|sentencing date)\b|\$",
    re.I,
)
#: Words under a sentence that are no part of it but tell of something else.
AFTER_SENTENCE: Final = re.compile(
    r"\b(?:revo[ck]|violat|terminat|modif|vacat|resentenc|sealed|dismiss|convicted|acquit|warrant|appeal|released|arraign|youthful|cpl\b)",
    re.I,
)
#: How words begin that go on with the line above, and how words end that go on below.
GOES_ON: Final = re.compile(r"(?:of|in|the|to|and|by|upon|for|with|or|on|an?)\b|[(&]", re.I)
UNDONE: Final = re.compile(r"\b(?:of|in|the|to|and|by|upon|for|with|or|on|an?)$|[-&(,]$", re.I)


def iso(found: re.Match[str]) -> str:
    """The ISO form of a `DATE`; whether it is a true day is for `parse_day`."""
    month = _MONTHS.index(found[1][:3].lower()) + 1 if found[1] else int(found[4])
    return f"{found[3] or found[6]}-{month:02}-{int(found[2] or found[5]):02}"


def safe(text: str) -> str:
    """The text without Social Security numbers."""
    return SSN.sub("[removed]", text.strip())


def joined(head: str, lines: Iterable[str]) -> Iterator[str]:
    """Lines as notes of a readable length, each with the same head."""
    held = ""
    for line in lines:
        if held and len(held) + len(line) > 400:
            yield head + held
            held = ""
        held = f"{held}; {line}" if held else line
    if held:
        yield head + held
