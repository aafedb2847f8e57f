"""Odyssey "classic" pages, second half: numbered charges and dated blocks of dispositions become charges of the record."""

from __future__ import annotations

import re
from calendar import month_abbr
from collections.abc import Iterable
from typing import Final

from attrs import define, evolve, field

from unburden import terms
from unburden.readers._outcomes import folded, held_back, in_time, iso_date, repeats_later, same_words
from unburden.readers._sentences import served_outside, takes_liberty
from unburden.record import Charge, ChargeVersion, Disposition, SentencePart, SetAside, Span, Unread

_SUPERSEDED: Final = re.compile(r"Superseded on: ?([A-Z][a-z]{2}) {0,2}(\d\d?) {1,2}(\d{4})|Superseded Sentence Date: ?(\d\d?/\d\d?/\d{4})")
_MONTHS: Final = {name: number for number, name in enumerate(month_abbr)}
_CONVERTED: Final = re.compile(r"conver(?:sion|ted)\b", re.I)
_PROBATION_CHARGE: Final = re.compile(
    r"\b(?:(?:prob(?:ation)?\.?|parole|(?:community |post[- ]?prison )?supervision) viol(?:ation)?"
    r"|viol(?:ation)?\.? (?:of )?(?:\w+ )?(?:prob(?:ation)?|parole|community supervision)"
    r"|(?:motion to )?revo(?:ke|cation)\.? (?:of )?(?:prob(?:ation)?|community supervision))\b",
    re.I,
)
_CHANGED: Final = re.compile(r"(?:amend|modif|extend|continu)\w* (?:prob|supervis|community|sentence)", re.I)
_REVOKED: Final = re.compile(r"\bprob(?:ation)? revoked\b", re.I)
_FURNITURE: Final = re.compile(r"(?:Converted Disposition|Fee Totals|Fee Modifier|Amount|Reduction|Owed|Special Condition|[$:. ])*\Z")
_STATUS: Final = re.compile(
    r"(?:Status: Superseded on: ?[A-Z][a-z]{2} {0,2}\d\d? {1,2}\d{4}(?: {1,2}\d\d?:\d\d[AP]M)?|Sentence Status: ?Superseded .{0,40}) ?"
)
_TOTAL: Final = re.compile(r"Fee Totals \$(?:(?:, (?:reduction|owed))? \(?-?\$[\d,.]+\)?)*\Z")
_BLANK_VALUE: Final = re.compile(r" ?- ?: ?\Z")
_REDUCED: Final = re.compile(
    r"\b(?:reduced to|treated as|treatment as|as) (?:an? )?"
    r"((?:class [a-e] )?(?:felony|misdemeanor|violation|infraction)(?: class [a-e])?)\b",
    re.I,
)


#: Kinds of block that state a sentence or what stands in its place.
_IMPOSES: Final = re.compile(r"sentence|jud?ge?ment|probation|deferred|supervision|conditions|committed")
#: Those of a release before trial.
_BEFORE: Final = re.compile(r"\bof release|\brelease (?:order|agreement|condition)|\bpre-?trial\b|\bbond\b")
#: Those that nobody has who was not convicted. Probation, supervision and conditions are also of a release before trial, of a
#: deferred adjudication and of a diversion, and a judgment may be of anything.
_CONVICTS: Final = re.compile(
    r"(?:amended )?(?:sentence\b(?!.*(?:condition|divers))|(?:jud?ge?ment(?:,? -? ?(?:and )?sentence| presumptive)?)\Z|committed\b)", re.I
)
#: Outcomes after which nothing of the charge is left to decide.
_FINAL: Final = ("convicted", "acquitted", "insanity", "dismissed", "nolle_prosequi", "not_filed", "vacated")
#: What came of probation violations is written to each conviction up to so many entries; all of it is kept where it is set aside.
_MOST_AFTER: Final = 50


@define
class DraftCharge:
    """A row of the charge table. `who` is the defendant's place on the page, where the table says."""

    number: int
    who: int | None
    span: Span
    description: str = ""
    statute: str = ""
    level: str = ""
    date: str | None = None
    spans: dict[str, Span] = field(factory=dict)

    def words(self) -> str:
        """All that the row says."""
        return f"{self.number}. " + "; ".join(filter(None, (self.description, self.statute, self.level, self.date)))


@define
class Block:
    """What one dated block of the dispositions says of one charge."""

    kind: str
    span: Span
    date: str | None
    date_span: Span | None
    number: int
    name: str
    reason: str = ""
    who: int | None = None
    created: str | None = None
    lines: list[tuple[str, Span]] = field(factory=list)

    def words(self) -> str:
        """All that the block says of the charge."""
        return f"{self.kind}: {self.number}. {self.name}: {'; '.join(text for text, _ in self.lines)}"

    @property
    def amended(self) -> bool:
        """Whether it replaces an earlier block of its kind."""
        return self.kind.lower().startswith("amended ")

    @property
    def family(self) -> str:
        """``plea``, ``disposition``, ``sentence`` for the kinds that state what was imposed, else ``other``."""
        kind = self.kind.lower().removeprefix("amended ").strip()
        if kind in ("plea", "disposition"):
            return kind
        return "sentence" if _IMPOSES.search(kind) and not _BEFORE.search(kind) else "other"

    def superseded(self) -> str | None:
        """The day on which the page says that a later judgment replaced this one."""
        for text, _ in self.lines:
            match = _SUPERSEDED.search(text)
            if match:
                month, day, year, plain = match.groups()
                return iso_date(plain) if plain else iso_date(f"{_MONTHS.get(month, 0)}/{day}/{year}")
        return None


@define
class Context:
    """What of the whole case bears on its charges, and where trouble is reported."""

    case_id: str
    label: str
    revoked: tuple[str, Span] | None = None
    completed: tuple[str, Span] | None = None
    notes: list[str] = field(factory=list)
    unread: list[Unread] = field(factory=list)
    set_aside: list[SetAside] = field(factory=list)


def charges_of(drafts: list[DraftCharge], blocks: Iterable[Block], context: Context) -> tuple[Charge, ...]:
    """The charges of one defendant in one case. A block belongs to the row of its number and name, else of its number, else to the
    only row of its name, else to a charge of its own. A probation violation numbered as a charge is set aside (see `Context`)."""
    exact: dict[tuple[int, str], DraftCharge] = {}
    numbered: dict[int, DraftCharge] = {}
    named: dict[str, DraftCharge | None] = {}  # `None` where several rows have the name
    for draft in drafts:
        name = folded(draft.description)
        exact.setdefault((draft.number, name), draft)
        numbered.setdefault(draft.number, draft)
        named[name] = None if name in named else draft
    own: dict[int, list[Block]] = {id(draft): [] for draft in drafts}
    for block in blocks:
        name = folded(block.name)
        found = exact.get((block.number, name)) or numbered.get(block.number) or named.get(name)
        if found is None:
            found = numbered[block.number] = DraftCharge(block.number, block.who, block.span)
            drafts.append(found)
        own.setdefault(id(found), []).append(block)
    charges: list[Charge] = []
    violations: list[tuple[DraftCharge, list[Block]]] = []
    used: dict[str, int] = {}
    for draft in drafts:
        if _PROBATION_CHARGE.search(draft.description):
            violations.append((draft, own[id(draft)]))
        else:
            name = f"{context.case_id}:{draft.number}"
            used[name] = used.get(name, 0) + 1
            charges.append(_charge(name if used[name] == 1 else f"{name} ({used[name]})", draft, own[id(draft)], context))
    ended = _after_violations(charges, violations, context)
    charges = _of_probation(charges, "probation_revoked_date", context.revoked or ended)
    return tuple(_of_probation(charges, "sentence_completed_date", context.completed))


def _charge(charge_id: str, draft: DraftCharge, blocks: list[Block], context: Context) -> Charge:
    versions = []
    if draft.description or draft.statute or draft.level:
        spans = {name: span for name, span in draft.spans.items() if name != "date"}
        versions.append(ChargeVersion("filed", draft.statute or None, draft.description or None, draft.level or None, None, spans))
    for block in reversed(blocks):
        if block.family != "plea" and block.name:
            renamed = not same_words(block.name, draft.description)
            reduced = _REDUCED.search(" ".join(text for text, _ in block.lines)) if block.family == "disposition" else None
            if renamed or reduced:
                spans = {"description": block.span} | ({"level": block.lines[0][1]} if reduced else {})
                level = reduced[1] if reduced else None
                versions.append(ChargeVersion("disposed", None if renamed else draft.statute or None, block.name, level, block.date, spans))
            break
    sentences = [block for block in blocks if block.family == "sentence"]
    parts, history, revoked = _sentence(sentences)
    implied = _implied(sentences) if parts else None
    dispositions = [_decided(block, context, draft, implied) for block in blocks if block.family == "disposition"]
    dispositions += [_kept(block, context) for block in blocks if block.family in ("plea", "other")]
    dispositions += history
    charge = Charge(
        charge_id,
        versions=tuple(versions),
        dispositions=repeats_later(in_time([each for each in dispositions if each])),
        sentence=tuple(parts),
        offense_date=draft.date,
        spans={"charge_id": draft.span} | ({"offense_date": draft.spans["date"]} if "date" in draft.spans else {}),
    )
    if parts and charge.outcome is None and not any(block.family == "disposition" for block in blocks):
        charge = _sentenced(charge, sentences[0], context, draft, implied)
    charge = _not_judged(charge, sentences)
    outcome = charge.outcome
    if outcome and outcome.outcome == "convicted":
        words = [text for block in sentences for text, _ in block.lines]
        if served_outside(parts, words):
            charge = evolve(charge, released_date="never", spans={**charge.spans, "released_date": parts[0].spans["printed"]})
        if revoked:
            charge = _with_day(charge, "probation_revoked_date", revoked)
    return charge


def _implied(sentences: list[Block]) -> str | None:
    """The outcome that the blocks of a sentence leave no doubt of where none is printed: what they say of it themselves (*Judgment*:
    *Dismissed*), else that a sentence was imposed; two different ones leave it open."""
    words = [each for block in sentences for each in (block.kind, *(text for text, _ in block.lines))]
    held = next(filter(None, map(held_back, reversed(words))), None)
    if held:
        return held
    said = set(filter(None, map(terms.outcome, words)))
    if said:
        imposed = any(terms.sentence_kind(text) for block in sentences for text, _ in block.lines)
        return None if len(said) > 1 or (imposed and not said <= {"convicted"}) else said.pop()
    return "convicted" if any(_CONVICTS.match(block.kind) and _parts(block, None) for block in sentences) else None


def _not_judged(charge: Charge, sentences: list[Block]) -> Charge:
    """A charge read as convicted whose sentence, as it now stands, is headed as one that is held back (*Deferred Sentence*)."""
    if not sentences or not _convicted(charge):
        return charge
    last, found = sentences[-1], charge.outcome
    words = next(((text, span) for text, span in [(last.kind, last.span), *last.lines] if held_back(text)), None)
    if words is None or (found and (found.date or "") > (last.date or found.date or "")):
        return charge
    spans = {"printed": words[1], "outcome": words[1]} | ({"date": last.date_span} if last.date_span else {})
    return evolve(charge, dispositions=(*charge.dispositions, Disposition(words[0], held_back(words[0]), last.date, False, spans)))


def _decided(block: Block, context: Context, draft: DraftCharge, implied: str | None) -> Disposition | None:
    """A block headed *Disposition*: the outcome, or what became of the probation afterwards."""
    if not block.lines:
        context.unread.append(Unread(block.span, block.words(), "no outcome is printed for this charge"))
        return None
    words = "; ".join(text for text, _ in block.lines)
    first, whole = terms.outcome(block.lines[0][0]), terms.outcome(words)
    # A second line may say that judgment is withheld, or vacated; one that says something else of the outcome leaves it open.
    held = next(filter(None, (held_back(text) for text, _ in block.lines)), None)
    if held and first in ("convicted", None):
        outcome: str | None = held
    elif first and whole and first != whole:
        outcome = whole if whole == "vacated" else None
    else:
        outcome = first or whole
    later = terms.later(words) or (outcome is None and _CHANGED.match(words) is not None)
    spans = {"printed": block.lines[0][1], "outcome": block.lines[0][1]} | ({"date": block.date_span} if block.date_span else {})
    if outcome is None and _CONVERTED.match(words) and implied:
        outcome = implied
        read = "a conviction because a sentence was imposed" if implied == "convicted" else f"{implied}, as its sentence says"
        context.notes.append(
            f"{context.label}, charge {draft.number}: the court's older system lost the words of the outcome; "
            f"it is read as {read}. Check it against the court's own papers."
        )
    elif outcome is None and not later:
        why = f"these words do not say how charge {block.number} ended, as far as is known here"
        context.unread.append(Unread(block.lines[0][1], words, why))
    return Disposition(f"{block.kind}: {words}" if block.amended else words, None if later else outcome, block.date, later, spans)


def _kept(block: Block, context: Context) -> Disposition:
    """A block that decides nothing: a plea, or one of a kind not known here, which is shown as unread too."""
    words = block.words() if block.family == "other" else f"{block.kind}: {'; '.join(text for text, _ in block.lines)}"
    span = block.lines[0][1] if block.lines else block.span
    if block.family == "other":
        context.unread.append(Unread(block.span, words, f"this says something of charge {block.number} that is not known here"))
    spans = {"printed": span} | ({"date": block.date_span} if block.date_span else {})
    return Disposition(words, None, block.date, False, spans)


def _sentenced(charge: Charge, block: Block, context: Context, draft: DraftCharge, implied: str | None) -> Charge:
    """A charge whose only outcome is what its sentence implies (Deferred Adjudication; or a conviction, since one was imposed)."""
    if implied is None:
        why = f"something was imposed for charge {draft.number}, but no outcome is printed, and this can stand without a conviction"
        context.unread.append(Unread(block.span, block.words(), why))
        return charge
    if implied == "convicted":
        context.notes.append(
            f"{context.label}, charge {draft.number}: no outcome is printed; it is read as a conviction because a sentence was imposed."
        )
    spans = {"printed": block.span, "outcome": block.span} | ({"date": block.date_span} if block.date_span else {})
    told = next((text for text, _ in block.lines if implied != "convicted" and terms.outcome(text) == implied), "")
    printed = f"{block.kind}: {told}" if told else block.kind
    return evolve(charge, dispositions=(*charge.dispositions, Disposition(printed, implied, block.date, False, spans)))


def _sentence(blocks: list[Block]) -> tuple[list[SentencePart], list[Disposition], tuple[str, Span] | None]:
    """The sentence as it now stands, the versions that were replaced and the changes (as dispositions), and a revocation if it says one.

    A changed sentence may keep the heading date of the first one; then the day of the change is the day on which the page says that
    the version before was superseded, else the day on which it was entered.
    """
    parts: list[SentencePart] = []
    history: list[Disposition] = []
    revoked: tuple[str, Span] | None = None
    replaced_on: str | None = None
    last = len(blocks) - 1
    last_amended = max((index for index, block in enumerate(blocks) if block.amended), default=-1)
    for index, block in enumerate(blocks):
        superseded = block.superseded()
        gone = superseded is not None or index < last_amended
        day = block.date
        if block.amended and index and day == blocks[0].date:
            day = replaced_on or max(filter(None, (block.created, day)), default=None)
        current = _parts(block, day)
        if block.amended:
            history.append(_history(f"{block.kind}{': ' + block.reason if block.reason else ''}", day, True, block))
        for part in current:
            if _REVOKED.search(part.printed) and day:
                revoked = (day, part.spans["printed"])
        if gone and index < last:
            words = "; ".join(part.printed for part in current)
            until = f" (superseded on {superseded})" if superseded else " (superseded)"
            history.append(_history(f"{block.kind}{until}: {words}", block.date, False, block))
        else:
            parts += current
        replaced_on = superseded
    return parts, history, revoked


def _history(printed: str, date: str | None, later: bool, block: Block) -> Disposition:
    return Disposition(printed, None, date, later, {"printed": block.span})


def _parts(block: Block, day: str | None) -> list[SentencePart]:
    parts = []
    for text, span in block.lines:
        shown = _BLANK_VALUE.sub("", _STATUS.sub("", text))
        if _FURNITURE.match(shown) or _TOTAL.match(shown):
            continue
        if "committed" in block.kind.lower():
            shown = f"{block.kind}: {shown}"  # the heading says to what; the line says only for how long
        parts.append(SentencePart(terms.sentence_kind(shown) or "other", shown, day, {"printed": span}))
    return parts


def decided_since(charges: Iterable[Charge], opened: str | None) -> bool:
    """Whether all charges have ended, and on or after this day: a docket that last says *Open Case* then no longer says that it is open."""
    outcomes = [charge.outcome for charge in charges]
    return bool(outcomes) and all(
        each and each.outcome in _FINAL and (opened is None or (each.date is not None and each.date >= opened)) for each in outcomes
    )


def _convicted(charge: Charge) -> bool:
    return charge.outcome is not None and charge.outcome.outcome == "convicted"


def _after_violations(
    charges: list[Charge], violations: list[tuple[DraftCharge, list[Block]]], context: Context
) -> tuple[str, Span] | None:
    """Set the probation violations aside, and write what came of them to the convictions as `later`; the day of a revocation."""
    revoked: tuple[str, Span] | None = None
    after: list[Disposition] = []
    custody = False
    for draft, blocks in violations:
        why = f"{context.label}: a probation violation is not a charge or a conviction of its own"
        words = " | ".join((draft.words(), *(block.words() for block in blocks)))
        context.set_aside.append(SetAside(draft.span, words, why))
        for block in blocks:
            if block.family == "plea" or not block.lines:
                continue
            lines = [part.printed for part in _parts(block, block.date)]
            after.append(_history(f"{draft.description}: {block.kind}: {'; '.join(lines)}", block.date, True, block))
            custody = custody or any(takes_liberty(line) for line in lines)
            if block.date and any(_REVOKED.search(line) for line in lines):
                revoked = (block.date, block.span)
    for index, charge in enumerate(charges):
        if after and _convicted(charge):
            released = None if custody and charge.released_date == "never" else charge.released_date
            dispositions = (*charge.dispositions, *after[:_MOST_AFTER])
            charges[index] = evolve(charge, dispositions=dispositions, released_date=released)
    return revoked


def _of_probation(charges: list[Charge], name: str, known: tuple[str, Span] | None) -> list[Charge]:
    """Write a day that names no charge to the convictions with probation that stood by then, or to all if none is known to have had it."""
    if known is None:
        return charges
    convicted = [each for each in charges if each.outcome and each.outcome.outcome == "convicted" and (each.outcome.date or "") <= known[0]]
    meant = {id(charge) for charge in ([each for each in convicted if _had_probation(each)] or convicted)}
    return [_with_day(charge, name, known) if id(charge) in meant else charge for charge in charges]


def _with_day(charge: Charge, name: str, known: tuple[str, Span]) -> Charge:
    spans = {**charge.spans, name: known[1]}
    if name == "sentence_completed_date":
        return evolve(charge, sentence_completed_date=known[0], spans=spans)
    return evolve(charge, probation_revoked_date=known[0], spans=spans)


def _had_probation(charge: Charge) -> bool:
    history = (each.printed for each in charge.dispositions if each.outcome is None and not each.later)
    return any(part.kind == "probation" for part in charge.sentence) or any(terms.sentence_kind(words) == "probation" for words in history)
