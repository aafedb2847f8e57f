"""The law as text: a list, one provision in full, and a table of how fresh and how sure it is."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from textwrap import fill

from unburden.calendar import ALWAYS, NEVER, iso, parse_day
from unburden.law import Law
from unburden.provision import Condition, Provision

WIDTH = 100


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
    rows = [[each.id, each.kind, ", ".join(each.effect), _force(each), each.title["en"]] for each in law.provisions()]
    return table(rows, ["provision", "kind", "effect", "in force", "title"])


def status(law: Law, as_of: int) -> str:
    """A line a jurisdiction: provisions, how their texts were read, how long ago they were checked, confidence, open questions."""
    rows = []
    for code, jurisdiction in sorted(law.jurisdictions.items()):
        current = [each for each in jurisdiction.provisions if each.until > as_of]
        read = {kind: sum(each.source.read == kind for each in current) for kind in ("whole", "part", "secondary")}
        sure = {kind: sum(each.confidence == kind for each in current) for kind in ("high", "medium", "low")}
        checked = sorted(each.source.checked for each in current)
        oldest = checked[0] if checked else "not checked"
        rows.append(
            [
                code,
                jurisdiction.name["en"],
                str(sum(each.kind == "trafficking" for each in current)),
                str(sum(each.kind == "general" for each in current)),
                " ".join(f"{count} {kind}" for kind, count in read.items() if count),
                " ".join(f"{count} {kind}" for kind, count in sure.items() if count),
                str(sum(len(each.open_questions) for each in current)),
                oldest,
                _since(oldest, as_of),
                str(len(jurisdiction.offenses.offenses)),
            ]
        )
    head = ["code", "name", "trafficking", "general", "text read", "confidence", "open questions", "last checked", "ago", "offenses"]
    return table(rows, head)


def _since(day: str, as_of: int) -> str:
    bounds = parse_day(day)
    return f"{as_of - bounds[0]} days" if bounds else ""


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
