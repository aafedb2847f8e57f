"""One Odyssey "classic" page: its sections become a case for each defendant (see `odyssey_classic` for what is decided how)."""

from __future__ import annotations

import re
from decimal import Decimal
from itertools import pairwise
from typing import Final

from attrs import define, field

from unburden.readers._defendants import Defendant, name_key
from unburden.readers._html import Line, flow
from unburden.readers._states import prosecuting_state
from unburden.readers.odyssey_classic.charges import Block, Context, DraftCharge, charges_of, decided_since
from unburden.readers.odyssey_classic.events import CHARGE, Docket, File, blocks_of
from unburden.record import Case, SetAside, Span, Unread

_CASE_NUMBER: Final = re.compile(r"Case No\.?:?(?: (.*))?\Z")
_VERSUS: Final = re.compile(r"\bv(?:ersu)?s?\.? ", re.I)
_AMOUNT: Final = re.compile(r"\(?-?\$? ?(\d[\d,]{0,15}(?:\.\d\d)?)\)?\Z")
_PERSON_NUMBER: Final = re.compile(r"(.*\S) ([A-Z]{0,3}\d{4,})\Z")
#: What stands between two names of one person in one cell.
_KNOWN_AS: Final = re.compile(r",? (?:AKA|A/K/A|(?:Also|Now|Formerly) Known As):? ", re.I)
_SECTIONS: Final = (
    "Party Information",
    "Charge Information",
    "Events & Orders of the Court",
    "Financial Information",
    "Related Case Information",
    "Bonds",
)
#: What the site calls such a page; Indiana has a name of its own for it.
HEADING: Final = re.compile(r"Register of Actions|Chronological Case Summary")
#: More defendants than this are no real case.
MOST_PEOPLE: Final = 40
#: Labels of the heading that say nothing a record keeps.
_IDLE: Final = frozenset(
    (
        "Subtype",
        "Booking Number",
        "Citation Number",
        "Collection Agency Identification Number",
        "District Attorney Number",
        "Judicial Officer",
        "OJIN Financial Account Number",
        "Vehicle License Plate",
    )
)
#: Labels of the number that follows a prosecution from the arrest (in Texas *TRN*, with its suffix *TRS*).
_TRACKING: Final = re.compile(r"(?:Cr\.? ?)?TRN\b|(?:Cr\.? ?)?Trntrs\b|.{0,30}\bTracking N", re.I)
#: Roles of the side that accuses.
_ACCUSES: Final = re.compile(r"\b(?:plaintiff|state|petitioner|complainant|prosecut|victim)", re.I)
_DOCKET: Final = re.compile(r">\s*OTHER EVENTS AND HEARINGS\s*</th>")
#: What can stand below the docket: another section, or dispositions on a page that has them last.
_BELOW: Final = re.compile(r"<caption|<th\b[^<>]*>\s*DISPOSITIONS\s*</th>")
_DOCKET_ROW: Final = re.compile(r"<th\b[^<>]*>\s*\d\d?/\d\d?/\d{4}")
#: A row of the docket that has none of these says nothing that a record keeps (their first letters may be capitals).
_WORDS: Final = ("losed", "lose Case", "pen", "evo", "robation", "upervis", "entence")
_TELLING: Final = (*_WORDS, *(word.upper() for word in _WORDS))


def page_lines(text: str) -> list[Line]:
    """The lines of a page, or of several in one file, without the docket's rows that cannot matter.

    The docket is more than half of most pages, and what is kept of it stands in few rows, so only those are taken apart.
    """
    lines: list[Line] = []
    heading = HEADING.search(text)
    at = heading.start() if heading else 0  # above it is only the site's navigation
    for docket in _DOCKET.finditer(text, at):
        if docket.start() < at:
            continue
        lines += flow(text, at, docket.end())
        below = _BELOW.search(text, docket.end())
        at = below.start() if below else len(text)
        starts = [match.start() for match in _DOCKET_ROW.finditer(text, docket.end(), at)]
        for start, end in pairwise([*starts, at]):
            row = text[start:end]
            if any(word in row for word in _TELLING):
                lines += flow(text, start, end)
    return lines + flow(text, at)


def starts_page(line: Line) -> bool:
    """Whether the line is the case number under which a page begins."""
    return line.text.startswith("Case No") and _CASE_NUMBER.match(line.text) is not None


@define
class Page:
    """One page: its lines go by section into drafts, and the drafts become one case for each defendant."""

    file: File
    lines: list[Line]
    people: list[Defendant] = field(factory=list)
    drafts: list[DraftCharge] = field(factory=list)
    blocks: list[Block] = field(factory=list)
    case: dict[str, str] = field(factory=dict)
    spans: dict[str, Span] = field(factory=dict)
    related: list[str] = field(factory=list)
    tracking: list[str] = field(factory=list)
    apart: list[SetAside] = field(factory=list)
    docket: Docket = field(factory=Docket)

    def read(self) -> list[tuple[Defendant, Case]]:
        """Every defendant with the case as it concerns them."""
        sections: list[tuple[str, list[Line]]] = [("", [])]
        for line in self.lines:
            # A row of the docket may be called as a section is.
            if line.tag == "caption" or (line.text in _SECTIONS and not (line.text == "Bonds" and sections[-1][0].startswith("Events"))):
                sections.append((line.text, []))
            else:
                sections[-1][1].append(line)
        readers = dict(zip(_SECTIONS, (self._parties, self._charges, self._events, self._money, self._related, self._bonds), strict=True))
        for title, lines in sections:
            if not title:
                self._heading(lines)
            elif title in readers:
                readers[title](lines)
            else:
                for line in lines:
                    self.file.trouble(line, f"no reader knows the section “{title}”")
        if not self.people:
            self.people.append(Defendant())
        self._assign()
        return [(one, self._case(index)) for index, one in enumerate(self.people)]

    def _keep(self, name: str, value: str | None, line: Line) -> None:
        if value:
            self.case[name], self.spans[name] = value, self.file.span(line)

    def _heading(self, lines: list[Line]) -> None:
        """Case number, style, and the labelled values: type, day filed, location, other numbers."""
        label = ""
        labelled = 0
        for line in lines:
            number = _CASE_NUMBER.match(line.text)
            if number and "number" not in self.case:
                self._keep("number", number[1], line)
            elif line.tag == "th" and line.text.endswith(":"):
                label, labelled = line.text[:-1].strip(), line.row
            elif label and line.row == labelled:
                self._labelled(label, line)
            elif line.tag == "td" and line.text.endswith(":") and not line.bold:
                label, labelled = line.text[:-1].strip(), line.row
            elif line.bold and not label and "style" not in self.case:
                self._keep("style", line.text, line)
            elif "number" not in self.case and line.tag == "":
                self._keep("number", line.text, line)
            elif line.text != "§":
                self.file.trouble(line, "not understood in the heading of the case")

    def _labelled(self, label: str, line: Line) -> None:
        if label == "Date Filed":
            self._keep("filed_date", self.file.day(line, line.text), line)
        elif label == "Location":
            self._keep("court" if "court" in line.text.lower() else "county", line.text, line)
        elif label == "Case Type":
            self._keep("type", line.text, line)
        elif _TRACKING.match(label):
            self.tracking.append(line.text)
        elif label.startswith("Cross-Reference") or "Case Number" in label:
            self.related.append(line.text)
        elif label not in _IDLE:
            self.file.trouble(line, "not understood in the heading of the case", f"{label}: {line.text}")

    def _parties(self, lines: list[Line]) -> None:
        """Roles stand in a row's first heading cell, names in its second; what follows, up to the next role, describes them."""
        role = ""
        others: list[tuple[str, Defendant]] = []
        party = Defendant()
        in_name = 0
        for line in lines:
            if line.tag == "th" and line.cell == 0:
                role, in_name, party = line.text.lower(), line.row, Defendant()
                others.append((role, party))
            elif line.tag == "th" and line.row == in_name and role:
                if line.text.lower().rstrip(":") not in ("also known as", "aka", "attorneys", "lead attorneys"):
                    self._name(party, line)
            elif line.text.startswith("DOB:"):
                words = line.text[4:].split()
                born = self.file.day(line, words[0]) if words else None
                if born:
                    party.births.append(born)
                    party.spans["birth_dates"] = self.file.span(line)
            elif line.text.startswith("SID:") and line.text[4:].strip():
                party.numbers.append(line.text)
                party.spans["numbers"] = self.file.span(line)
        accused = [each for each in others if "defendant" in each[0]] or [each for each in others if not _ACCUSES.search(each[0])]
        for _, one in accused[MOST_PEOPLE:]:
            for name in one.names:
                self.file.unread.append(Unread(one.spans["names"], name, "more defendants than a case has; this one was not read"))
        for _, one in accused[:MOST_PEOPLE]:
            same = next((other for other in self.people if one.same(other)), None)
            if same is None:
                self.people.append(one)
            else:
                same.notes.append(
                    f"{self.label}: two defendants of this page were read as one person: {'; '.join((*same.names[:1], *one.names[:1]))}. "
                    "If they are two people, do not rely on what is said of this case."
                )
                same.add(one)
        for line_role, one in others:
            state = prosecuting_state(one.names[0]) if _ACCUSES.search(line_role) and one.names else None
            if state and "plaintiff" not in self.case:
                self.case["plaintiff"], self.spans["plaintiff"] = state, one.spans["names"]

    def _name(self, party: Defendant, line: Line) -> None:
        numbered = _PERSON_NUMBER.match(line.text)
        if numbered:
            party.numbers.append(numbered[2])
            party.spans.setdefault("numbers", self.file.span(line))
        for name in _KNOWN_AS.split((numbered[1] if numbered else line.text).rstrip(" ,")):
            if name and name not in party.names:
                party.names.append(name)
                party.spans.setdefault("names", self.file.span(line))

    @property
    def label(self) -> str:
        """How notes name the case."""
        return f"Case {self.case['number']}" if "number" in self.case else "This case"

    def _who(self, name: str) -> int | None:
        """The defendant of this name; one that the party section does not have is taken from here."""
        if not name:
            return None
        key = name_key(name)
        for index, one in enumerate(self.people):
            if name in one.names or key in map(name_key, one.names):
                return index
        if len(self.people) == 1 and self.people[0].names:
            self.people[0].notes.append(f"{self.label}: part of the page stands under the name {name}, and was read as this person's.")
            return 0
        if not self.people:
            self.people.append(Defendant([name]))
            return 0
        return None

    def _charges(self, lines: list[Line]) -> None:
        """Rows of number, words, statute, level and date; each heading row says whose charges follow."""
        who: int | None = None
        columns = {3: "statute", 4: "level", 5: "date"}
        draft: DraftCharge | None = None
        row = -1
        for line in lines:
            if line.row != row:
                draft, row = None, line.row
            if line.tag == "th":
                name = line.text.lower()
                if name.startswith("charge"):
                    who, columns = self._who(line.text.partition(":")[2].strip()), {}
                elif name in ("statute", "level", "date"):
                    columns[line.cell + 1] = name
                else:
                    self.file.trouble(line, "not understood in the table of charges")
                continue
            number = CHARGE.match(line.text) if line.cell == 0 else None
            if draft is None and number:
                draft = DraftCharge(int(number[1]), who, self.file.span(line), number[2])
                self.drafts.append(draft)
                continue
            name = columns.get(line.cell, "description" if line.cell == 1 else "")
            if draft is None or not name or (name != "description" and name in draft.spans):
                self.file.trouble(line, "not understood in the table of charges")
            elif name == "date":
                draft.date = self.file.day(line, line.text)
                draft.spans["date"] = self.file.span(line)
            else:
                setattr(draft, name, f"{getattr(draft, name)} {line.text}".strip())
                draft.spans.setdefault(name, self.file.span(line))

    def _events(self, lines: list[Line]) -> None:
        """Dispositions and the docket, each under its heading; a page may lack either."""
        decided: list[Line] = []
        happened: list[Line] = []
        here = decided
        for line in lines:
            title = line.text.upper()
            if title == "OTHER EVENTS AND HEARINGS":
                here = happened
            elif title == "DISPOSITIONS" and line.tag == "th":
                here = decided
            else:
                here.append(line)
        self.blocks += blocks_of(decided, self.file, self._who)
        self.docket = Docket.of(happened, self.file)

    def _money(self, lines: list[Line]) -> None:
        """What each defendant still owes. Amounts in parentheses are credits."""
        who: int | None = 0 if len(self.people) < 2 else None
        due = 0
        for line in lines:
            if line.tag == "th" and line.text.startswith("Defendant "):
                who = self._who(line.text[10:])
            elif line.tag == "th" and line.text.startswith(("Plaintiff ", "State ", "Surety ", "Other ")):
                who = None
            elif line.text.startswith("Balance Due"):
                due = line.row
            elif due and line.row == due:
                due = 0
                amount = _AMOUNT.match(line.text)
                if amount is None:
                    self.file.trouble(line, "the balance due is not an amount")
                elif who is not None and who < len(self.people):
                    one = self.people[who]
                    value = Decimal(amount[1].replace(",", "")) * (-1 if line.text[0] in "(-" else 1)
                    one.balance = str(value + Decimal(one.balance or 0))
                    one.balance_span = self.file.span(line)

    def _related(self, lines: list[Line]) -> None:
        """Related cases of the same person; a co-defendant's case is another person's and stands apart."""
        for line in lines:
            if line.text == "Related Cases":
                continue
            if "defendant" in line.text.lower():
                self.apart.append(SetAside(self.file.span(line), line.text, "the case of another person"))
            else:
                self.related.append(line.text.partition(" (")[0])

    def _bonds(self, lines: list[Line]) -> None:
        """What was posted for a release says nothing that a record keeps."""

    def _jurisdiction(self) -> tuple[str, Span] | None:
        """The state that prosecutes, by the style, the plaintiffs, or the host of the court's own links; never by an address."""
        state = prosecuting_state(_VERSUS.split(self.case.get("style", ""))[0])
        if state:
            return state, self.spans["style"]
        if "plaintiff" in self.case:
            return self.case["plaintiff"], self.spans["plaintiff"]
        return self.file.site

    def _case(self, index: int) -> Case:
        one = self.people[index]
        place = self.case.get("county") or self.case.get("court") or ""
        number = self.case.get("number")
        case_id = f"{place}:{number}" if place and number else number or self.file.source.name
        jurisdiction = self._jurisdiction()
        if jurisdiction is None:
            one.notes.append(f"{self.label}: the page does not say which state's court this is.")
        elif "jurisdiction" not in self.spans:
            self.spans["jurisdiction"] = jurisdiction[1]
        kind = self.case.get("type", "")
        if re.search(r"juvenile|municipal|parking|civil", kind, re.I):
            one.notes.append(f"{self.label} is of the type “{kind}”.")
        mine = [draft for draft in self.drafts if draft.who == index]
        blocks = [block for block in self.blocks if block.who == index]
        docket = self.docket if len(self.people) == 1 else Docket()  # what it says of one of several does not say of whom
        context = Context(case_id, self.label, docket.revoked, docket.completed, one.notes, self.file.unread, one.set_aside)
        charges = charges_of(mine, blocks, context)
        status = self.docket.status
        if status == "open" and decided_since(charges, self.docket.status_date):
            status = None
        if index == 0:
            one.set_aside += self.apart
        spans = {name: span for name, span in self.spans.items() if name not in ("style", "plaintiff", "type")}
        if self.docket.status_span:
            spans["status"] = self.docket.status_span
        if one.balance_span:
            spans["balance_due"] = one.balance_span
        return Case(
            case_id,
            jurisdiction=jurisdiction[0] if jurisdiction else None,
            number=number,
            county=self.case.get("county"),
            court=self.case.get("court"),
            filed_date=self.case.get("filed_date"),
            status=status,
            status_printed=self.docket.status_printed,
            balance_due=one.balance,
            related=tuple(self.related),
            tracking=tuple(self.tracking),
            charges=charges,
            spans=spans,
        )

    def _assign(self) -> None:
        """Give what names no defendant to the only one there is; of several, to the one whose charge has that number, else to none."""
        alone = len(self.people) == 1
        owners: dict[int, set[int | None]] = {}
        for draft in self.drafts:
            draft.who = 0 if alone else draft.who
            owners.setdefault(draft.number, set()).add(draft.who)
        for block in self.blocks:
            known = owners.get(block.number, set())
            block.who = 0 if alone else next(iter(known)) if block.who is None and len(known) == 1 else block.who
        whose = [(draft.who, draft.span, draft.words()) for draft in self.drafts]
        whose += [(block.who, block.span, block.words()) for block in self.blocks]
        for who, span, words in whose:
            if who is None:
                self.file.unread.append(Unread(span, words, "the page has several defendants and does not say whose this is"))
