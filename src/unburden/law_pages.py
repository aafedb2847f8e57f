"""The law as text: a list, a provision or a jurisdiction in full, report cards, and a table of how fresh and how sure it is."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from textwrap import fill
from typing import Final

from unburden.calendar import ALWAYS, NEVER, iso, parse_day
from unburden.law import Law
from unburden.provision import Condition, Provision
from unburden.report_card import Card

WIDTH = 100
SCALE_NOTE: Final = (
    "The categories follow the published report cards on criminal record relief for survivors (Polaris and others, 2019 and 2023)."
    " The points are ours (law/report_card.toml), computed from the encoded conditions alone; what the text does not say plainly is not"
    " graded, and a grade is as sure as the reading of the text behind it (unburden law status)."
)


def table(rows: Sequence[Sequence[str]], head: Sequence[str]) -> str:
    """Rows in columns as wide as their widest cell, under a head and a rule."""
    widths = [max(len(row[place]) for row in (head, *rows)) for place in range(len(head))]
    lines = ["  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in (head, *rows)]
    return "\n".join([lines[0], "  ".join("-" * width for width in widths), *lines[1:]]) + "\n"


def _force(provision: Provision) -> str:
    start = "" if provision.start == ALWAYS else f"from {iso(provision.start)}"
    until = "" if provision.until == NEVER else f"until {iso(provision.until)}"
    return f"{start} {until}".strip() or "no date read"


def listed(law: Law) -> str:
    """Every provision of the loaded jurisdictions, a line each."""
    rows = [
        [each.id, each.kind, ", ".join(each.effect), _force(each), each.source.read, each.confidence, each.title["en"]]
        for each in law.provisions()
    ]
    return table(rows, ["provision", "kind", "effect", "in force", "read", "confidence", "title"])


def status(law: Law, as_of: int, names: Mapping[str, str], stale: int | None = None) -> str:
    """A line a jurisdiction: provisions, how their texts were read, how long ago they were checked, confidence, open questions.

    `names` are all jurisdictions there are, by code; one that is not encoded has its line and says so. With `stale`, only those that were
    checked more than so many days ago, or never.
    """
    rows = []
    for code in sorted({*names, *law.jurisdictions}):
        jurisdiction = law.jurisdictions.get(code)
        if jurisdiction is None:
            rows.append([code, names[code], "not encoded", *[""] * 8])
            continue
        current = [each for each in jurisdiction.provisions if each.until > as_of]
        read = {kind: sum(each.source.read == kind for each in current) for kind in ("whole", "part", "secondary")}
        sure = {kind: sum(each.confidence == kind for each in current) for kind in ("high", "medium", "low")}
        checked = sorted(each.source.checked for each in current)
        oldest = checked[0] if checked else "not checked"
        age = _age(oldest, as_of)
        if stale is not None and age is not None and age <= stale:
            continue
        rows.append(
            [
                code,
                jurisdiction.name["en"],
                str(sum(each.kind == "trafficking" for each in current)),
                str(sum(each.kind == "general" for each in current)),
                str(len(jurisdiction.provisions)),
                " ".join(f"{count} {kind}" for kind, count in read.items() if count),
                " ".join(f"{count} {kind}" for kind, count in sure.items() if count),
                str(sum(len(each.open_questions) for each in current)),
                oldest,
                f"{age} days" if age is not None else "",
                str(len(jurisdiction.offenses.offenses)),
            ]
        )
    if not rows:
        return f"every jurisdiction was checked in the last {stale} days\n"
    head = [
        "code",
        "name",
        "trafficking",
        "general",
        "versions",
        "text read",
        "confidence",
        "open questions",
        "last checked",
        "ago",
        "offenses",
    ]
    current = [each for each in law.provisions() if each.until > as_of]
    whole = {kind: sum(each.source.read == kind for each in current) for kind in ("whole", "part", "secondary")}
    said = ", ".join(f"{count} {kind} ({100 * count / len(current):.0f} %)" for kind, count in whole.items() if count)
    total = f"{len(law.jurisdictions)} jurisdictions, {len(current)} provisions in force; text read: {said or 'none'}"
    return f"{table(rows, head)}\n{total}\n"


def _age(day: str, as_of: int) -> int | None:
    bounds = parse_day(day)
    return as_of - bounds[0] if bounds else None


def jurisdiction(law: Law, code: str, as_of: int, lang: str = "en") -> str:
    """Everything that is in force in one jurisdiction, the ways for survivors first, and a list of earlier versions."""
    found = law.jurisdictions[code]
    kinds = ("trafficking", "general", "information")
    current = sorted((each for each in found.provisions if each.until > as_of), key=lambda each: kinds.index(each.kind))
    old = [each for each in found.provisions if each.until <= as_of]
    parts = [found.name[lang], "=" * len(found.name[lang]), "", "\n\n".join(_version(each, lang) for each in current)]
    if old:
        parts += ["", "earlier versions (unburden law show ID):", *_wrapped(f"{each.id}  ({_force(each)})" for each in old)]
    return "\n".join(parts) + "\n"


def report_cards(cards: Sequence[Card]) -> str:
    """A line a jurisdiction, best first: grade, points, and each category."""
    ids = [point.id for point in cards[0].points] if cards else []
    ranked = sorted(cards, key=lambda card: -(card.got / card.of if card.of else 0))
    rows = [
        [
            card.code,
            card.name,
            card.letter,
            f"{card.got:g}/{card.of}",
            card.main.source.read if card.main else "",
            *(f"{each.got:g}" if each.of else "-" for each in card.points),
        ]
        for card in ranked
    ]
    return table(rows, ["code", "name", "grade", "points", "read", *ids]) + "\n" + "\n".join(_wrapped([SCALE_NOTE])) + "\n"


def report_card(card: Card) -> str:
    """One jurisdiction's card with the reason and the citations of each point."""
    lines = [f"{card.name}: {card.letter}, {card.got:g} of {card.of} points"]
    lines += [f"measured on {card.main.id}, which goes furthest for an adult's conviction"] if card.main else []
    lines.append("")
    for each in card.points:
        score = f"{each.got:g}/{each.of}" if each.of else "not graded"
        lines += _wrapped([f"{each.title}: {score}. {each.why}" + (f" [{'; '.join(each.traces)}]" if each.traces else "")])
    return "\n".join([*lines, "", *_wrapped([SCALE_NOTE])]) + "\n"


def shown(law: Law, provision: str, lang: str = "en") -> str:
    """A provision with all its versions, the current one first."""
    versions = sorted((each for each in law.provisions() if each.id == provision), key=lambda each: -each.start)
    return "\n\n".join(_version(each, lang) for each in versions) + "\n"


def _version(provision: Provision, lang: str) -> str:
    lines = [
        f"{provision.id}  ({_force(provision)})",
        provision.title[lang],
        provision.citation,
        "",
        f"kind: {provision.kind}; effect: {', '.join(provision.effect)}; on what ground: {provision.merits}",
        f"the court: {provision.court}; burden of proof: {provision.burden}",
        f"who learns of it: {', '.join(f'{who}: {how}' for who, how in provision.contact.items()) or 'not read'}",
    ]
    if provision.enacted:
        lines.append(f"enacted: {provision.enacted}")
    if provision.coverage:
        lines.append(f"how far this goes: {provision.coverage}")
    lines.append("")
    for condition in provision.conditions:
        if not condition.implicit:
            lines += _condition(condition, lang)
    lines.append("")
    lines += _wrapped(f"{note.topic}: {note.text[lang]} [{note.cite}]" for note in provision.notes)
    source = provision.source
    lines += ["", *_wrapped([f"read: {source.url} ({source.read}; {source.version}; checked {source.checked})"])]
    lines += _wrapped([source.note] if source.note else [])
    lines.append(f"confidence: {provision.confidence}")
    lines += _wrapped(f"to double-check: {question}" for question in provision.open_questions)
    return "\n".join(lines)


def _condition(condition: Condition, lang: str) -> list[str]:
    quote = f' "{condition.quote}"' if condition.quote else ""
    lines = _wrapped([f"{condition.text[lang]} [{condition.cite}]{quote}"])
    if condition.presumed_by is not None:
        lines += _wrapped([f"presumed in some cases [{condition.presumed_cite}]"], "    ")
    lines += _wrapped((f"unless: {each.text[lang]} [{each.cite}]" for each in condition.exceptions), "    ")
    if condition.readings:
        lines += ["    the text can be read in different ways:"]
        lines += _wrapped((f"{each.text[lang]} [{each.cite}]" for each in condition.readings), "    ")
    return lines


def _wrapped(texts: Iterable[str], indent: str = "") -> list[str]:
    return [fill(text, WIDTH, initial_indent=f"{indent}- ", subsequent_indent=f"{indent}  ") for text in texts]
