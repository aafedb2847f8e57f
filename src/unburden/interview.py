"""The interview in the terminal: one question at a time, each with its reason, and nothing kept unless asked.

Input and output are handed in, so the same conversation runs in a terminal and in a test. The end of the input, at any
point, ends it calmly and saves nothing.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from pathlib import Path as File
from typing import Final

from attrs import frozen

from unburden import phrases
from unburden.errors import InputError, LawError, Problem
from unburden.facts import UNUSED, Answers
from unburden.facts_file import write_answers
from unburden.interview_words import WORDS
from unburden.law import Law, jurisdiction_names
from unburden.path_law import Path, PathLaw, read_paths
from unburden.path_questions import wanted_paths
from unburden.paths import Paths, decide_paths, states_of
from unburden.paths_order import placed
from unburden.prospects import Cell, Prospect, concerns, pairs_of, prospects
from unburden.question import Question, answered, declined, listed, with_implied
from unburden.questions import next_question
from unburden.record import Record
from unburden.relief import ChargeResult, Result, decide
from unburden.saving import Saving
from unburden.taking import Command, Taker, charge_line

#: Laws that "why" names before it only counts them.
_MANY: Final = 6


@frozen
class _Moment:
    """Where the interview stood before an answer, to come back to."""

    answers: Answers
    asked: frozenset[Cell]


@frozen
class Wanted:
    """What the person wants to know: ``relief``, one provision by its id, or nothing of the record (empty); and which other paths."""

    relief: str = "relief"
    paths: tuple[Path, ...] = ()
    law: PathLaw | None = None


def wanted(law: Law, text: str, answers: Answers, record: Record | None) -> Wanted:
    """What ``--want`` names: ``relief``, a provision, ``paths``, single paths or their groups, or several of these.

    Raises:
        InputError: a name is none of them, or relief is wanted and there is no record.
        LawError: a file of the paths has mistakes.
    """
    names = list(dict.fromkeys(each.strip() for each in text.split(",") if each.strip()))
    relief = [each for each in names if each == "relief" or ("/" in each and each.startswith("us"))]
    others = [each for each in names if each not in relief]
    found: tuple[Path, ...] = ()
    read: PathLaw | None = None
    if others:
        read = _read(law, answers, record)
        found = tuple(wanted_paths(read, others))
        if record is not None and not relief and any(path.relief for path in found):
            relief = ["relief"]
    if len(relief) > 1:
        raise InputError(Problem("unknown-provision", f"one provision at a time, or relief for all of them: {', '.join(relief)}"))
    if relief and record is None:
        raise InputError(Problem("no-record", "questions about a record need its papers: name the files"))
    return Wanted(relief[0] if relief else "", found, read)


def _read(law: Law, answers: Answers, record: Record | None) -> PathLaw:
    found = read_paths(law, states_of(answers, record))
    if found.problems:
        raise LawError(found.problems)
    return found


def run(
    record: Record | None,
    law: Law,
    as_of: int,
    answers: Answers,
    *,
    lang: str = "en",
    want: str = "relief",
    explain: bool = False,
    read: Callable[[str], str],
    write: Callable[[str], None],
    save: File | None = None,
) -> Answers:
    """Ask what can still change something, one question at a time, and give back the answers.

    Args:
        record: one person's record, if there is one.
        law: the law, with the jurisdictions of the record loaded.
        as_of: the day, as an ordinal.
        answers: what was answered before; what it declines is not asked.
        lang: ``en`` or ``es``; answers are understood in both.
        want: what they want to know; see `wanted`.
        explain: show with each question why it comes now, in numbers.
        read: shows a prompt and gives one line; raises EOFError or KeyboardInterrupt where the input ends.
        write: shows one text.
        save: a file for the answers, written at the end without asking; else the person is asked, and no is the default.

    Raises:
        InputError: `want` names nothing that is there.
    """
    interview = _Interview(record, law, as_of, with_implied(answers, law), lang, wanted(law, want, answers, record), explain, read, write)
    try:
        while True:
            interview.ask()
            interview.summary()
            if interview.keep(save):
                break
    except (EOFError, KeyboardInterrupt):
        write("")
        write(interview.say("ended"))
    return interview.answers


def interview(
    record: Record | None,
    law: Law,
    as_of: int,
    answers: Answers,
    *,
    lang: str = "en",
    want: str = "relief",
    explain: bool = False,
    save: str | None = None,
) -> Answers:
    """`run` in the terminal that the program was started from."""

    def write(text: str) -> None:
        print(text, flush=True)

    out = File(save) if save else None
    return run(record, law, as_of, answers, lang=lang, want=want, explain=explain, read=input, write=write, save=out)


class _Interview:
    def __init__(
        self,
        record: Record | None,
        law: Law,
        as_of: int,
        answers: Answers,
        lang: str,
        want: Wanted,
        explain: bool,
        read: Callable[[str], str],
        write: Callable[[str], None],
    ) -> None:
        self.record, self.law, self.as_of, self.lang, self.want, self.explain = record, law, as_of, lang, want, explain
        self.write = write
        self.taker = Taker(lang, as_of, read, write, jurisdiction_names(law, lang))
        self.say = self.taker.say
        self.answers = self.first = answers
        self.asked: frozenset[Cell] = frozenset()
        self.before: list[_Moment] = []
        self.said: set[str] = set()
        self.path_law = want.law
        self.result, self.paths = self._decided()

    def _decided(self) -> tuple[Result | None, Paths | None]:
        """The record and the paths as they stand by the answers; the law of a place that was named is read."""
        result = decide(self.record, self.law, self.as_of, self.answers) if self.record is not None else None
        if self.path_law is None:
            return result, None
        if not self.path_law.codes.issuperset(states_of(self.answers, self.record)):
            self.path_law = _read(self.law, self.answers, self.record)
        return result, decide_paths(self.path_law, self.as_of, self.answers, result)

    def _next(self) -> Question | None:
        names = {path.id for path in self.want.paths}
        chosen = [path for path in self.path_law.paths.values() if path.id in names] if self.path_law is not None else []
        return next_question(self.result, self.want.relief, self.asked, self.paths, chosen)

    # ---- the questions ----

    def ask(self) -> None:
        """Put question after question until none is left or the person stops."""
        while True:
            question = self._next()
            if question is None:
                self.write(self.say("no_more" if self.before else "nothing_to_ask"))
                return
            if "start" not in self.said:
                self.said.add("start")
                self.write(self.say("start"))
            moment = _Moment(self.answers, self.asked)
            try:
                self._show(question)
                text = self._take(question)
            except Command as command:
                if command.name == "stop":
                    return
                if command.name == "back":
                    self._back()
                    continue
                cells = question.cells
                if command.name == "skip":
                    self.answers, text = declined(self.answers, question), self.say("skipped")
                else:
                    self.asked, text = self.asked | cells, self.say("left_open")
            self.before.append(moment)
            self._decide(question, text)

    def _take(self, question: Question) -> str:
        """Take an answer; gives what to say of how it was understood."""
        taken = self.taker.take(question, lambda: self._why(question))
        self.answers = answered(self.answers, question, taken.value, self.law)
        if taken.skipped:
            self.answers = declined(self.answers, question, taken.skipped)
        self.asked = self.asked | {(charge, question.fact) for charge in taken.unsure}
        return taken.noted

    def _back(self) -> None:
        if not self.before:
            self.write(self.say("nothing_before"))
            return
        moment = self.before.pop()
        self.answers, self.asked = moment.answers, moment.asked
        self.result, self.paths = self._decided()
        self.write(self.say("undone"))

    def _decide(self, question: Question, text: str) -> None:
        """Decide anew, and say in one line what changed."""
        old, old_paths = self.result, self.paths
        self.result, self.paths = self._decided()
        changed = [self._changed(old, self.result)] if old is not None and self.result is not None and self.want.relief else []
        if old_paths is not None and self.paths is not None:
            changed.append(self._moved(old_paths, self.paths))
        self.write(" ".join(filter(None, changed)) or text or self.say("noted"))
        problems = [*(self.result.problems if self.result else ()), *(self.paths.problems if self.paths else ())]
        before = [*(old.problems if old else ()), *(old_paths.problems if old_paths else ())]
        if any(each.code == "contradiction" and each not in before for each in problems):
            self.write(self.say("contradiction"))
        if question.fact == "offense" and self.result is not None and old is not None:
            unused = any(each.code in UNUSED and each not in old.problems for each in self.result.problems)
            left = [self._candidates(each.place, self.result) for each in question.charges]
            if unused or 0 in left:
                self.write(self.say("unknown_offense"))
            elif max(left) > 1:
                self.write(self.say("several_offenses"))

    def _moved(self, old: Paths, new: Paths) -> str:
        """Which of the paths that they want to know of an answer opened, and which it closed."""
        names = {path.id for path in self.want.paths}
        was = {each.path.id: each.status for each in old.results}
        said = []
        for status in ("open", "closed"):
            titles = [
                each.path.title[self.lang]
                for each in new.results
                if each.path.id in names and not each.path.relief and each.status == status and was.get(each.path.id) != status
            ]
            if titles:
                said.append(self.say(f"paths.{status}", listed(titles, self.lang, _MANY)))
        return " ".join(said)

    def _changed(self, old: Result, result: Result) -> str:
        """What an answer changed: what the charges can come to, else whether that is certain, else single ways; empty for nothing."""
        was, found = prospects(old, self.want.relief), prospects(result, self.want.relief)
        changed = [found[place] for place in found if found[place] != was[place]]
        if changed:
            return self.say("now", phrases.summary(changed, self.lang))
        before, sure = prospects(old, self.want.relief, assumed=False), prospects(result, self.want.relief, assumed=False)
        certain = [each for place, each in sure.items() if each != before[place] and each == found[place]]
        if certain:
            return self.say("sure", phrases.summary(certain, self.lang))
        was_each, after = self._statuses(old), self._statuses(result)
        moved = Counter((status, cite) for key, (cite, status) in after.items() if was_each.get(key, (cite, status)) != (cite, status))
        said = [self.say(f"part.{status}", cite, phrases.charges(number, self.lang)) for (status, cite), number in moved.items()]
        if len(said) > _MANY:
            said[_MANY:] = [self.say("more", len(said) - _MANY)]
        return self.say("noted_part", "; ".join(said)) if said else ""

    def _statuses(self, result: Result) -> dict[tuple[int, str], tuple[str, str]]:
        """For each charge and provision: its citation and its status, as if this were the whole record while nobody said otherwise."""
        return {
            (pair.place, pair.relief.provision.key): (pair.relief.provision.citation, pair.status)
            for charge in result.charges
            for pair in pairs_of(charge, True)
            if concerns(pair.relief, self.want.relief)
        }

    def _candidates(self, place: int, result: Result) -> int:
        """How many offenses a charge can be by what was answered; one where nothing was."""
        match, charge = result.charges[place].match, result.charges[place].row["charge_id"]
        if "offense" not in self.answers.charges.get(charge, {}):
            return 1
        return len(match.candidates) if match is not None else 0

    def _show(self, question: Question) -> None:
        self.write("")
        for notice in question.before:
            if notice not in self.said:
                self.said.add(notice)
                self.write(phrases.NOTICES[notice][self.lang])
                self.write("")
        for warning in question.warn:
            if warning["en"] not in self.said:
                self.said.add(warning["en"])
                self.write(warning[self.lang])
                self.write("")
        if question.scope == "charge" and len(question.charges) > 1:
            self.write(self.say("about_several"))
            for number, charge in enumerate(question.charges, 1):
                self.write(f"  {number}. {charge_line(charge, self.lang)}")
        elif question.scope != "person" and question.charges:
            about = "about" if question.scope == "charge" else "about_case"
            self.write(self.say(about) + charge_line(question.charges[0], self.lang))
        self.write(question.text[self.lang])
        for number, (value, words) in enumerate(question.options, 1):
            law = f" ({phrases.plain(value)})" if question.fact == "offense" else ""
            self.write(f"  {number}. {words[self.lang]}{law}")
        self.write(self.say("why") + question.why[self.lang])
        if question.changes:
            self.write(question.changes[self.lang])
        if question.learn:
            self.write(question.learn[self.lang])
        if self.explain and question.order:
            self.write(question.order[self.lang])

    def _why(self, question: Question) -> None:
        self.write(self.say("why") + question.why[self.lang])
        if question.changes:
            self.write(question.changes[self.lang])
        if question.provisions:
            self.write(self.say("asked_by"))
            for provision in question.provisions[:_MANY]:
                self.write(f"  {provision.citation}: {provision.title[self.lang]}")
            if len(question.provisions) > _MANY:
                self.write("  " + self.say("more", len(question.provisions) - _MANY))

    # ---- the end ----

    def summary(self) -> None:
        """Where every charge stands, and how many questions were left out."""
        self.write("")
        if self.result is not None and self.want.relief:
            found = prospects(self.result, self.want.relief)
            self.write(self.say("stands_if" if self.result.whole_record else "stands"))
            for number, charge in enumerate(self.result.charges, 1):
                self.write(f"  {number}. {self._stands(charge, found[charge.place], self.result)}")
        if self.paths is not None:
            self.write(self.say("paths.stand"))
            names = {path.id for path in self.want.paths}
            for each in placed(self.paths, self.answers.matters):
                if each.result.path.id in names:
                    self.write(f"  {each.result.path.title[self.lang]}: {self.say(f'paths.is.{each.result.status}')}")
            self.write(self.say("paths.more"))
        left = len({name for _, name in self.answers.declined | self.asked})
        if left:
            self.write(self.say("were_skipped", left))

    def _stands(self, charge: ChargeResult, found: Prospect, result: Result) -> str:
        row = charge.row
        said = phrases.plain(row["description"]) or phrases.plain(row["statute"]) or self.say("no_words")
        day = phrases.printed_day(row["offense_date"] or row["disposition_date"], self.lang)
        if charge.open_case:
            stands = self.say("open_case")
        elif charge.jurisdiction is None or charge.jurisdiction in result.no_law:
            stands = self.say("no_law")
        else:
            stands = phrases.verdict(found, self.lang)
        return f"{said}{', ' if day else ''}{day}: {stands}"

    def keep(self, save: File | None) -> bool:
        """Write the answers to a file, if the person wants that. False if they went back to the questions instead."""
        if save is None and self.answers == self.first:
            return True
        text, saving = write_answers(self.answers, self.law.facts, self.lang), Saving(self.lang, self.taker.line, self.write)
        if saving.save(text, question=self.say("save"), saved=WORDS["saved"][self.lang], out=save, replace=True):
            return True
        self._back()
        return False
