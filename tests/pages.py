"""The project's written pages: their links and code blocks, and the parts of them that are generated.

A generated part stands between ``<!-- begin: name … -->`` and ``<!-- end: name -->``; ``pytest --update-golden`` writes it anew.
In a ``console`` block each ``$ `` line is a command, ``> `` is what a person types, and ``…`` stands for output left out.
"""

from __future__ import annotations

import ast
import inspect
import os
import re
import subprocess
import sys
import tomllib
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import NamedTuple

from click import Command, Context, Group

from unburden.calendar import AFTER, NEVER, iso
from unburden.cli import commands
from unburden.facts import Answers
from unburden.law import folder_codes, jurisdiction_names, law_folder, read_law
from unburden.path_law import read_paths
from unburden.paths import PersonRows, decide_way
from unburden.readers import readers
from unburden.readers.kept_table.words import FIELDS

ROOT = Path(__file__).resolve().parent.parent
DEMO = ROOT / "tests" / "fixtures" / "demo"
#: Pages for people who come to the project; what stands under src/ and law/ is looked at elsewhere.
PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md"), *(ROOT / "changes").glob("*.md")])

_FENCE = re.compile(r"^```(\w*) ?([^\n]*)\n(.*?)^```$", re.M | re.S)
_REGION = re.compile(r"(<!-- begin: ([\w-]+)[^>]*-->\n)(.*?)(<!-- end: \2 -->)", re.S)


class Block(NamedTuple):
    """A fenced block: its language, the file that it stands for (if it names one), its text, and the line it begins on."""

    language: str
    file: str
    text: str
    line: int


def blocks(page: Path) -> list[Block]:
    text = page.read_text(encoding="utf-8")
    return [Block(found[1], found[2], found[3], text.count("\n", 0, found.start()) + 2) for found in _FENCE.finditer(text)]


def prose(page: Path) -> str:
    """A page without code: fenced blocks, code spans, comments and the targets of links left out."""
    text = _FENCE.sub("", page.read_text(encoding="utf-8"))
    text = re.sub(r"<!--.*?-->", "", text, flags=re.S)
    return re.sub(r"\]\([^)]*\)", "]", re.sub(r"`[^`\n]*`", "", text))


def anchors(page: Path) -> set[str]:
    """The ids that a page's headings get on GitHub."""
    headings = re.findall(r"^#+ +(.+?) *$", _FENCE.sub("", page.read_text(encoding="utf-8")), re.M)
    return {re.sub(r"[^\w\- ]", "", re.sub(r"`", "", heading).lower()).replace(" ", "-") for heading in headings}


# ---- commands that a page shows ------------------------------------------------------------------------------------


def shown(text: str) -> Iterator[tuple[str, str, str]]:
    """The commands of a console block: each with what is typed into it, and the output that the page shows."""
    for part in re.split(r"^\$ ", text, flags=re.M)[1:]:
        while "\\\n" in part.split("\n\n", 1)[0]:
            part = part.replace("\\\n", " ", 1)
        command, _, rest = part.partition("\n")
        typed = [line[2:] for line in rest.splitlines() if line.startswith("> ")]
        output = "".join(f"{line}\n" for line in rest.splitlines() if not line.startswith("> "))
        yield " ".join(command.split()), "".join(f"{line}\n" for line in typed), output


def run(command: str, typed: str, folder: Path) -> str:
    """What `unburden …` prints, in a folder; errors in the program itself fail."""
    words = [*command.split()]
    assert words[0] == "unburden", f"only unburden is run from a page, not {command}"
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "src"), "PYTHONIOENCODING": "utf-8"}
    done = subprocess.run(
        [sys.executable, "-m", "unburden.cli", *words[1:]], input=typed, capture_output=True, text=True, encoding="utf-8", cwd=folder,
        env=environment, timeout=120, check=False,
    )  # fmt: skip
    assert "inside this program" not in done.stderr, done.stderr
    return done.stdout + done.stderr


def agrees(expected: str, found: str) -> bool:
    """Whether output is what a page shows of it. White space at line ends, blank lines at both ends and prompts do not count."""
    lines = [line.rstrip() for line in expected.strip("\n").splitlines()]
    pattern = "".join(
        r"(?:.*\n)*?" if line == "…" else re.escape(line).replace("…", ".*") + "\n" for line in lines
    )
    plain = "".join(f"{line.rstrip()}\n" for line in re.sub(r"^> ?", "", found, flags=re.M).strip("\n").splitlines())
    return re.fullmatch(pattern, plain) is not None


# ---- generated parts -----------------------------------------------------------------------------------------------


def regions(page: Path) -> dict[str, str]:
    return {found[2]: found[3] for found in _REGION.finditer(page.read_text(encoding="utf-8"))}


def write_region(page: Path, name: str, text: str) -> None:
    def filled(found: re.Match[str]) -> str:
        return f"{found[1]}{text}{found[4]}" if found[2] == name else found[0]

    page.write_text(_REGION.sub(filled, page.read_text(encoding="utf-8")), encoding="utf-8")


def coverage() -> str:
    """The table of what law is here, from the law itself (`unburden law status` prints more of it)."""
    law = read_law()
    rows = [
        "| Jurisdiction | Laws for survivors | General laws | Texts read | How sure | Last checked | Offenses |",
        "|---|---|---|---|---|---|---|",
    ]
    for code in folder_codes(law_folder()):
        here = law.jurisdictions[code]
        current = [each for each in here.provisions if each.until > max(each.start for each in here.provisions)]
        ours = sorted({re.sub(r"^.*?(?=§)", "", each.citation).split("(")[0] for each in current if each.kind == "trafficking"})
        general = sum(each.kind == "general" for each in current)
        read = _counted(("whole", "part", "secondary"), [each.source.read for each in current])
        sure = _counted(("high", "medium", "low"), [each.confidence for each in current])
        checked, offenses = min(each.source.checked for each in current), len(here.offenses.offenses)
        rows.append(f"| {here.name['en']} | {', '.join(ours)} | {general} | {read} | {sure} | {checked} | {offenses} |")
    return "\n".join(rows) + "\n"


def summary() -> str:
    """How much law is here, in one paragraph."""
    law = read_law()
    current = [each for here in law.jurisdictions.values() for each in here.provisions if each.until == NEVER]
    ours = [each for each in current if each.kind == "trafficking"]
    with_law = {each.jurisdiction for each in ours}
    read = ", ".join(f"{sum(each.source.read == kind for each in current)} {words}" for kind, words in _READ.items())
    return (
        f"{len(law.jurisdictions)} jurisdictions: the states, the District of Columbia, the federal system and the territories. {len(with_law)} of them have\n"
        f"a law for survivors: {len(ours)} provisions; beside them stand {sum(each.kind == 'general' for each in current)} general ones that are open to everybody. Of all {len(current)}, {read}.\n"
    )


_READ = {"whole": "were read whole", "part": "in part", "secondary": "only as others tell them"}


def _counted(words: Sequence[str], found: Sequence[str]) -> str:
    return ", ".join(f"{found.count(word)} {word}" for word in words if word in found)


def demo() -> str:
    """The first screen of the demo's output."""
    files = "oregon.html california.txt national.txt"
    found = run(f"unburden check {files} --facts answers.toml --as-of 2026-11-23 --short", "", DEMO)
    return f"```text\n…\n{found[found.index('In short') :].rstrip()}\n```\n"


def modules() -> str:
    """Every module with the first sentence of its docstring."""
    rows = ["| Module | What it is |", "|---|---|"]
    source = ROOT / "src" / "unburden"
    for path in sorted(source.rglob("*.py"), key=lambda path: (len(path.parent.parts), path)):
        first = (ast.get_docstring(ast.parse(path.read_text(encoding="utf-8"))) or "").split("\n\n")[0]
        sentence = re.split(r"(?<=[.]) (?=[A-Z])", " ".join(first.split()))[0]
        name = str(path.relative_to(source)).replace("/__init__.py", "/").replace("__init__.py", "unburden")
        rows.append(f"| `{name}` | {sentence.replace('``', '`').replace('|', chr(92) + '|')} |")
    return "\n".join(rows) + "\n"


def floors() -> str:
    """The floors as import-linter holds them, from the ground up."""
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["importlinter"]
    (layers,) = [each["layers"] for each in settings["contracts"] if each["type"] == "layers"]
    rows = ["| Floor | Modules |", "|---|---|"]
    for number, layer in enumerate(reversed(layers), 1):
        rows.append(f"| {number} | {' '.join(f'`{name.strip()}`' for name in re.split('[|:]', layer))} |")
    return "\n".join(rows) + "\n"


def every_command(group: Group, path: str = "unburden") -> Iterator[tuple[str, Command]]:
    for each, command in group.commands.items():
        yield f"{path} {each}", command
        if isinstance(command, Group):
            yield from every_command(command, f"{path} {each}")


def helps() -> str:
    """What each command says of itself under ``--help``."""
    parts = []
    for path, command in every_command(commands):
        if not isinstance(command, Group):
            context = Context(command, info_name=path, terminal_width=100, max_content_width=100, help_option_names=["-h", "--help"])
            parts.append(f"### {path}\n\n```text\n{command.get_help(context)}\n```\n")
    return "\n".join(parts)


def columns() -> str:
    """What a column of a table kept by hand can be."""
    return "; ".join(f"`{name}` ({words})" for name, words in FIELDS.items()) + "\n"


#: What a fragment under changes/ can be about, in the order of the changelog.
KINDS = {"law": "Law", "feature": "New", "fix": "Fixed", "format": "Formats and contracts"}


def fragments() -> list[tuple[str, str, str]]:
    """The changes since the last release: kind, topic, text."""
    paths = sorted(path for path in (ROOT / "changes").glob("*.md") if path.stem != "README")
    return [(path.stem.rpartition(".")[2], path.stem.rpartition(".")[0], path.read_text(encoding="utf-8").strip()) for path in paths]


def changes() -> str:
    """The fragments as a section of the changelog."""
    parts = [
        f"### {title}\n\n" + "\n".join(text for each, _, text in fragments() if each == kind) + "\n"
        for kind, title in KINDS.items()
        if any(each == kind for each, *_ in fragments())
    ]
    return "\n".join(parts)


def formats() -> str:
    """Every reader, with what it reads and whether it met a true file."""
    rows = []
    for reader in readers():
        what = inspect.cleandoc(reader.__doc__ or "").split("\n\n")[0].replace("\n", " ").replace("``", "`")
        what = re.sub(r"\s*Untried on a real file.*", "", what).rstrip(".:")
        rows.append(f"| `{reader.FORMAT}` | {what} | {'untried' if hasattr(reader, 'UNTRIED') else ''} |")
    return "\n".join(["| Format | What it is | |", "|---|---|---|", *rows, ""])


def ways() -> str:
    """Every path with the ways that are here."""
    found = read_paths(read_law(codes=[]))
    rows = ["| Path | Kind | Federal | States and territories |", "|---|---|---|---|"]
    for path in found.paths.values():
        federal = sum(way.jurisdiction == "US" for way in path.ways)
        states = sorted({way.jurisdiction.removeprefix("US-") for way in path.ways} - {"US"})
        named = f"{len(states)}: {' '.join(states)}" if states else ""
        rows.append(f"| {path.title['en']} (`{path.id}`) | {path.group} | {federal or ''} | {named} |")
    return "\n".join(rows) + f"\n\n{len(found.paths)} paths, {len(found.ways())} ways.\n"


def compensation() -> str:
    """Compensation in every state: the police, the last day to apply, and how it was read."""
    law = read_law(codes=[])
    found = read_paths(law).paths["compensation"]
    person = {"trafficking_began_on": "2022-03-01", "trafficking_ended_on": "2024-01-15", "birth_date": "1990-06-01"}
    rows = ["| Jurisdiction | Police | With an exception | Apply by | Texts read | How sure |", "|---|---|---|---|---|---|"]
    by_code = {code: [way for way in found.ways if way.jurisdiction == code] for code in jurisdiction_names(law)}
    for code, name in jurisdiction_names(law).items():
        for way in by_code[code]:
            decided = decide_way(way, PersonRows(law, date(2024, 2, 1).toordinal(), Answers(person=person), None))
            known = [clock.last for clock in decided.clocks if clock.deadline.id.startswith("apply")]
            last = [iso(low) if low == high < AFTER else "it depends" for low, high in known]
            police = way.contact["police"]
            read = _counted(("whole", "part", "secondary"), [each.read for each in way.sources])
            sure = way.law.confidence
            rows.append(f"| {name} | {police.value} | {police.otherwise} | {', '.join(last) or 'not computed'} | {read} | {sure} |")
    missing = [name for code, name in jurisdiction_names(law).items() if not by_code[code] and code != "US"]
    return "\n".join(rows) + f"\n\nNo law of these was found or read: {', '.join(missing)}.\n"


GENERATED: dict[tuple[str, str], Callable[[], str]] = {
    ("README.md", "summary"): summary,
    ("docs/coverage.md", "coverage"): coverage,
    ("docs/paths.md", "ways"): ways,
    ("docs/paths.md", "compensation"): compensation,
    ("README.md", "demo"): demo,
    ("docs/commands.md", "help"): helps,
    ("docs/commands.md", "columns"): columns,
    ("docs/formats.md", "formats"): formats,
    ("docs/architecture.md", "floors"): floors,
    ("docs/architecture.md", "modules"): modules,
    ("CHANGELOG.md", "changes"): changes,
}
