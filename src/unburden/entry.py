"""A record from memory or from paper, written down in the terminal: `unburden record new`.

What is asked is what a court paper would say, one short question at a time, and each can be left open. Nothing is asked about what
was done to the person. Every value's place is "told by you". What was said of a date that is not sure is kept as a note and counts as
no date. The questions are one generator over the answers so far; going back runs it anew without the last one.
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Sequence
from pathlib import Path
from typing import Final, TypeAlias

from attrs import define, evolve, field, frozen

from unburden import phrases, spoken
from unburden.entry_lines import AFTER, AgainError, Lines, named
from unburden.entry_words import OUTCOMES, WHY, WORDS
from unburden.law import Law
from unburden.readers.unburden_json import to_json
from unburden.record import Case, Charge, ChargeVersion, Disposition, Record, Source, Span
from unburden.saving import Saving

FORMAT: Final = "record_new"
TOLD: Final = Span("told by you")
#: Outcomes after which there is a sentence that can be over, and those that have no day yet.
_SENTENCED: Final = ("convicted", "withheld", "adjudicated", "vacated")
_UNDATED: Final = ("pending",)

Answer: TypeAlias = str | None


@frozen
class _Step:
    """One question: its name, a line that stands above it where it begins something, options, and how a line is understood.

    `understand` gives the answer, or `None` for what is not understood; an answer may be ``?words`` for a date that is not sure.
    """

    name: str
    understand: Callable[[str], str | None]
    head: str = ""
    options: tuple[str, ...] = ()
    prompt: str = ""
    must: bool = False


_Flow: TypeAlias = Generator[_Step, Answer, None]


@define
class _Told:
    """What was said so far."""

    cases: list[Case] = field(factory=list)
    notes: list[str] = field(factory=list)


def run(
    law: Law, today: int, *, lang: str = "en", read: Callable[[str], str], write: Callable[[str], None], out: Path | None = None
) -> Record | None:
    """Ask for the cases and charges of one record, and store it where the person wants that.

    Args:
        law: the law, for the names of offenses; the states that are named are loaded.
        today: the day, as an ordinal: nothing that is noted lies after it.
        lang: ``en`` or ``es``; answers are understood in both.
        read: shows a prompt and gives one line; raises EOFError or KeyboardInterrupt where the input ends.
        write: shows one text.
        out: a file for the record, written at the end without asking; else the person is asked, and no is the default.

    Returns:
        The record, or `None` where nothing was noted or the input ended.
    """
    entry = _Entry(law, today, lang, read, write)
    try:
        return entry.run(out)
    except (EOFError, KeyboardInterrupt):
        write("")
        write(entry.say("stopped"))
        return None


def entry(law: Law, today: int, *, lang: str = "en", out: str | None = None) -> Record | None:
    """`run` in the terminal that the program was started from."""

    def write(text: str) -> None:
        print(text, flush=True)

    return run(law, today, lang=lang, read=input, write=write, out=Path(out) if out else None)


class _Entry:
    def __init__(self, law: Law, today: int, lang: str, read: Callable[[str], str], write: Callable[[str], None]) -> None:
        self.law, self.today, self.lang = law, today, lang
        self._read, self.write = read, write
        self.told = _Told()
        self.lines = Lines(law, today, lang)
        self.states, self.say = self.lines.states, self.lines.say

    def line(self, prompt: str) -> str:
        """One line that the person types, bounded and without white space at its ends."""
        return self._read(f"{prompt}\n> ").encode("utf-8", "replace").decode().strip()[: spoken.MAX_LINE]

    # ---- the conversation ----

    def run(self, out: Path | None) -> Record | None:
        self.write(self.say("start"))
        given: list[Answer] = []
        while True:
            ended = self.ask(given)
            if not self.told.cases:
                self.write(self.say("nothing"))
                return None
            self.summary()
            record = Record(cases=tuple(self.told.cases), sources=(Source(TOLD.file, FORMAT),), notes=tuple(self.told.notes))
            if self.keep(record, out):
                return record
            if ended:
                given.pop()

    def ask(self, given: list[Answer]) -> bool:
        """Put question after question until the person is done; `given` are the answers so far, and grow. False if they stopped."""
        step, flow = self.replay(given)
        shown = -1
        while step is not None:
            if step.head and shown != len(given):
                self.write(f"\n{step.head}")
            shown = len(given)
            if step.options and step.name in WORDS:
                self.write(self.say(step.name))
            for number, option in enumerate(step.options, 1):
                self.write(f"  {number}. {option}")
            line = self.line(step.prompt or self.say("choose" if step.options else step.name))
            command = "skip" if not line else spoken.command(line)
            if command in ("help", "why"):
                self.write(self.say("help") if command == "help" else WHY[step.name][self.lang])
            elif command == "stop":
                # What was begun counts as far as it was told.
                flow.close()
                return False
            elif command == "back":
                if given:
                    given.pop()
                else:
                    self.write(self.say("nothing_before"))
                step, flow = self.replay(given)
                shown = -1
            elif command in ("skip", "unsure") and not step.must:
                given.append(None)
                step = _next(flow, None)
            else:
                try:
                    answer = None if command else step.understand(line)
                    if answer is None:
                        raise AgainError(self.say("choose_again" if step.must else "not_understood"))
                except AgainError as again:
                    self.write(str(again))
                    continue
                given.append(answer)
                self.noted(step, answer)
                step = _next(flow, answer)
        return True

    def replay(self, given: Sequence[Answer]) -> tuple[_Step | None, _Flow]:
        """The questions anew, up to the first that has no answer."""
        self.told = _Told()
        flow = self.flow()
        step: _Step | None = next(flow)
        for answer in given:
            step = _next(flow, answer)
        return step, flow

    def noted(self, step: _Step, answer: str) -> None:
        if answer.startswith("?"):
            self.write(self.say("not_sure", phrases.plain(answer[1:])))
        elif step.name in ("arrested", "ended", "completed"):
            self.write(self.say("noted_as", phrases.printed_day(answer, self.lang)))
        elif step.name == "state":
            self.write(self.say("noted_as", self.states[answer][self.lang]))
        elif step.name == "outcome" and answer:
            self.write(self.say("noted_as", self.outcome(answer)))

    def outcome(self, name: str) -> str:
        """An outcome in the person's words, or as it is called where it is none of those that are shown."""
        return dict(OUTCOMES).get(name, {}).get(self.lang, name.replace("_", " "))

    # ---- the questions ----

    def flow(self) -> _Flow:
        """Every question in its order; what was answered goes into `told`."""
        while True:
            at = len(self.told.cases)
            head = self.say("case", at + 1)
            state = yield _Step("state", self.lines.state, head)
            if state:
                self.law.load([state])
            county = yield _Step("county", named)
            court = yield _Step("court", named)
            number = yield _Step("number", named)
            said = {"jurisdiction": state, "number": number, "county": county, "court": court}
            # A number that was said before stands for a case of its own all the same; a reader of both sees that.
            taken = any(each.case_id == number for each in self.told.cases)
            case = Case(
                number if number and not taken else f"told-{at + 1}",
                state,
                number,
                county,
                court,
                spans={name: TOLD for name, value in said.items() if value},
            )
            if number:
                # It can be found by that, whatever the charge was.
                self.told.cases[at:] = [case]
            more: Answer = "same_case"
            while more == "same_case":
                case = yield from self.charge(case, at)
                more = yield _Step("next", self.lines.after, options=tuple(self.say(each) for each in AFTER), must=True)
            if more == "done":
                return

    def charge(self, case: Case, at: int) -> Generator[_Step, Answer, Case]:
        """One charge; what was said of it stands in the case at once, so that stopping loses nothing."""
        draft = _Draft(f"{case.case_id}/{len(case.charges) + 1}")

        def put() -> Case:
            charge = draft.charge()
            found = evolve(
                case,
                charges=(*case.charges, *((charge,) if draft.said else ())),
                status="open" if draft.outcome == "pending" else case.status,
            )
            if found.status and "status" not in found.spans:
                found = evolve(found, spans={**found.spans, "status": TOLD})
            if found.charges or found.number:
                self.told.cases[at:] = [found]
            return found

        draft.words = yield _Step("words", named, self.say("charge", at + 1, len(case.charges) + 1))
        put()
        draft.statute = yield _Step("statute", named)
        put()
        offenses = self.lines.offenses(case.jurisdiction, draft.statute or "", draft.words or "")
        if offenses:
            names = tuple(f"{phrases.plain(name)} ({phrases.plain(statute)})" for statute, name in offenses)
            chosen = yield _Step(
                "match",
                lambda line: self.lines.offense(line, len(names)),
                self.say("known_as"),
                names,
                self.say("is_it_this" if len(names) == 1 else "is_it"),
            )
            if chosen and chosen != "no":
                draft.statute = draft.statute or offenses[int(chosen) - 1][0]
                draft.words = draft.words or offenses[int(chosen) - 1][1]
            put()
        draft.arrested = self.sure(draft, "arrested", (yield _Step("arrested", self.lines.day)))
        put()
        names = (*(words[self.lang] for _, words in OUTCOMES), self.say("unknown"))
        draft.outcome = yield _Step("outcome", self.lines.outcome, options=names)
        put()
        if draft.outcome and draft.outcome not in _UNDATED:
            draft.ended = self.sure(draft, "ended", (yield _Step("ended", self.lines.day)))
            put()
        if draft.outcome in _SENTENCED:
            over = yield _Step("over", self.lines.truth)
            if over == "yes":
                draft.completed = self.sure(draft, "completed", (yield _Step("completed", self.lines.day)))
            if over == "no" or (over == "yes" and not draft.completed):
                self.told.notes.append(f"told by you: the sentence of {draft.charge_id} is {'over' if over == 'yes' else 'not over yet'}")
        return put()

    def sure(self, draft: _Draft, what: str, answer: Answer) -> str | None:
        """A date; one that is not sure becomes a note."""
        if answer is None or not answer.startswith("?"):
            return answer
        draft.noted = True
        self.told.notes.append(
            f'told by you: {draft.charge_id}, when {_WHEN[what]}: "{answer[1:]}"; this is not sure and counts as no date'
        )
        return None

    # ---- the end ----

    def summary(self) -> None:
        """What was noted, case by case."""
        self.write("")
        self.write(self.say("noted"))
        for number, case in enumerate(self.told.cases, 1):
            place = self.states[case.jurisdiction][self.lang] if case.jurisdiction else ""
            parts = [self.say("case", number), place, case.county or "", case.court or "", case.number or ""]
            self.write(f"  {phrases.plain(', '.join(part for part in parts if part))}")
            if not case.charges:
                self.write(f"    - {self.say('no_charge')}")
            for charge in case.charges:
                words = " ".join(each for each in (charge.printed("description"), charge.printed("statute")) if each) or self.say(
                    "no_words"
                )
                ended = charge.dispositions[0] if charge.dispositions else None
                known = self.outcome(ended.outcome) if ended and ended.outcome else ""
                days = [phrases.printed_day(each, self.lang) for each in (charge.arrest_date, ended.date if ended else None) if each]
                self.write(f"    - {phrases.plain('; '.join(part for part in (words, known, *days) if part), 300)}")

    def keep(self, record: Record, out: Path | None) -> bool:
        """Store the record if the person wants that. False if they went back to the questions instead."""
        saving = Saving(self.lang, self.line, self.write)
        return saving.save(to_json([record]), question=self.say("save"), saved=WORDS["saved"][self.lang], out=out)


_WHEN: Final = {"arrested": "arrested", "ended": "decided", "completed": "the sentence was over"}


@define
class _Draft:
    """One charge while it is told."""

    charge_id: str
    words: str | None = None
    statute: str | None = None
    arrested: str | None = None
    outcome: str | None = None
    ended: str | None = None
    completed: str | None = None
    noted: bool = False

    @property
    def said(self) -> bool:
        """Whether anything was said of it."""
        return self.noted or any((self.words, self.statute, self.arrested, self.outcome))

    def charge(self) -> Charge:
        """The charge as far as it was told."""
        held = {"statute": self.statute, "description": self.words}
        dates = {"arrest_date": self.arrested, "sentence_completed_date": self.completed}
        version = ChargeVersion("filed", self.statute, self.words, spans={name: TOLD for name, value in held.items() if value})
        words = next((words["en"] for name, words in OUTCOMES if name == self.outcome), self.outcome or "").split(":")[0]
        spans = {"printed": TOLD} | ({"date": TOLD} if self.ended else {})
        return Charge(
            self.charge_id,
            (version,) if any(held.values()) else (),
            (Disposition(words, self.outcome, self.ended, spans=spans),) if self.outcome else (),
            arrest_date=self.arrested,
            sentence_completed_date=self.completed,
            spans={"charge_id": TOLD, **{name: TOLD for name, value in dates.items() if value}},
        )


def _next(flow: _Flow, answer: Answer) -> _Step | None:
    try:
        return flow.send(answer)
    except StopIteration:
        return None
