"""What the written pages say is so: links, code, generated parts, and the words that this project does not use."""

from __future__ import annotations

import ast
import json
import re
import subprocess
import tomllib
from collections.abc import Iterator, Mapping
from contextlib import redirect_stdout
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from click import Command, Group

from unburden.cli import commands
from unburden.facts_file import make_answers
from unburden.law import law_folder, read_law
from unburden.law_check import check
from unburden.readers import Source

from . import pages
from .pages import DEMO, GENERATED, PAGES, ROOT

DOCS = ROOT / "docs"


def name(page: Path) -> str:
    return str(page.relative_to(ROOT))


# ---- links, and what they are for ----


@pytest.mark.parametrize("page", PAGES, ids=name)
def test_links_lead_somewhere(page: Path) -> None:
    broken = []
    for target in re.findall(r"\]\(([^)\s]+)\)", re.sub(r"^```.*?^```$", "", page.read_text(encoding="utf-8"), flags=re.M | re.S)):
        if re.match(r"https?://|mailto:", target):
            continue
        file, _, anchor = target.partition("#")
        path = (page.parent / file).resolve() if file else page
        if not path.exists() or (anchor and path.suffix == ".md" and anchor not in pages.anchors(path)):
            broken.append(target)
    assert not broken


@pytest.mark.parametrize("page", [each for each in DOCS.rglob("*.md") if each.parent.name != "decisions"], ids=name)
def test_every_page_is_on_the_map(page: Path) -> None:
    assert page.name == "index.md" or page.name in (DOCS / "index.md").read_text(encoding="utf-8")


def test_every_decision_is_on_the_map_and_says_its_date() -> None:
    index = (DOCS / "decisions" / "README.md").read_text(encoding="utf-8")
    for page in sorted((DOCS / "decisions").glob("[0-9]*.md")):
        assert re.fullmatch(r"\d{4}-[a-z0-9-]+\.md", page.name), page.name
        assert page.name in index, f"{page.name} is not in docs/decisions/README.md"
        assert re.search(r"^Date: \d{4}-\d\d-\d\d$", page.read_text(encoding="utf-8"), re.M), f"{page.name} has no date"
    numbers = [page.name[:4] for page in (DOCS / "decisions").glob("[0-9]*.md")]
    assert len(numbers) == len(set(numbers)), "two decisions have one number"


@pytest.mark.parametrize(("path", "command"), [pytest.param(*each, id=each[0]) for each in pages.every_command(commands)])
def test_every_command_and_option_is_documented(path: str, command: Command) -> None:
    text = (DOCS / "commands.md").read_text(encoding="utf-8")
    assert path in text
    if not isinstance(command, Group):
        missing = [option for each in command.params for option in each.opts if option.startswith("--") and option not in text]
        assert not missing, f"{path}: {missing}"


# ---- generated parts are current ----


@pytest.mark.parametrize(("page", "region"), [pytest.param(*each, id=each[1]) for each in GENERATED])
def test_generated_part_is_current(page: str, region: str, request: pytest.FixtureRequest) -> None:
    made = GENERATED[page, region]()
    if request.config.getoption("--update-golden"):
        pages.write_region(ROOT / page, region, made)
    assert pages.regions(ROOT / page).get(region) == made, f"{page}: run pytest --update-golden tests/test_docs.py and read the diff"


def test_every_marked_region_is_generated() -> None:
    assert {(name(page), region) for page in PAGES for region in pages.regions(page)} == set(GENERATED)


def test_change_fragments_are_of_a_known_kind() -> None:
    for kind, topic, text in pages.fragments():
        assert kind in pages.KINDS, f"changes/{topic}.{kind}.md: the kind is one of {', '.join(pages.KINDS)}"
        assert text.startswith("- "), f"changes/{topic}.{kind}.md: write one or more list items"


# ---- code on the pages runs ----


@pytest.mark.parametrize("page", ["tutorial.md", "how-it-decides.md", "two-survivors.md"])
def test_what_a_page_shows_is_what_happens(page: str, monkeypatch: pytest.MonkeyPatch) -> None:
    folder, printed, space = ROOT, "", {"__each_": "page"}
    for block in pages.blocks(DOCS / page):
        where = f"docs/{page}:{block.line}"
        if block.language == "console":
            for command, typed, expected in pages.shown(block.text):
                if command.startswith("cd "):
                    folder = folder / command[3:]
                    monkeypatch.chdir(folder)
                elif command.startswith("unburden "):
                    found = pages.run(command, typed, folder)
                    assert pages.agrees(expected, found), f"{where}: {command}\n{found[:6000]}"
                else:
                    assert command in ("make demo", "source .venv/bin/activate"), f"{where}: {command} is not run by this test"
        elif block.language == "python":
            out = StringIO()
            with redirect_stdout(out):
                exec(compile(block.text, where, "exec"), space)
            printed = out.getvalue()
        elif block.language == "text":
            assert pages.agrees(block.text, printed), f"{where}\n{printed[:6000]}"


def test_the_jurisdiction_of_the_page_is_good_law(tmp_path: Path) -> None:
    for each in ("facts.toml", "sets.csv"):
        (tmp_path / each).write_bytes((law_folder() / each).read_bytes())
    files = [block for block in pages.blocks(DOCS / "add-a-jurisdiction.md") if block.file]
    for block in files:
        path = tmp_path / block.file.removeprefix("law/")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(block.text, encoding="utf-8")
    law = read_law(tmp_path)
    assert [str(problem) for problem in check(law)] == []
    assert len(law.provisions()) == 1
    assert len(files) == 5


def test_the_reader_of_the_page_reads() -> None:
    (block,) = [block for block in pages.blocks(DOCS / "add-a-reader.md") if block.language == "python"]
    space: dict[str, Any] = {"__each_": "zenda_list"}
    exec(compile(block.text, "docs/add-a-reader.md", "exec"), space)
    text = "ZENDA COURTS|\nVega, Ana | 12-1 | 1.10 | Prostitution | Convicted\nVega, Ana | 12-2 | 3.30 | Theft | ??\nnoise\n"
    source = Source("list.txt", None, text.encode())
    assert space["sniff"](source) > 0.9
    (record,) = space["read"](source)
    assert [charge.outcome and charge.outcome.outcome for _, charge in record.charges()] == ["convicted", None]
    assert [(each.span.line, each.text) for each in record.unread] == [(4, "noise")]


def test_paths_that_pages_name_exist() -> None:
    named = {
        (name(page), path)
        for page in PAGES
        if not page.name.startswith("add-a-")
        for path in re.findall(r"`((?:src|tests|law|docs|benchmarks|requirements|changes)/[\w./-]*)`", page.read_text(encoding="utf-8"))
    }
    assert named
    assert not [each for each in sorted(named) if not (ROOT / each[1]).exists()]


@pytest.mark.parametrize("page", [ROOT / "README.md", *DOCS.glob("*.md")], ids=name)
def test_toml_and_python_on_the_pages_parse(page: Path) -> None:
    for block in pages.blocks(page):
        if block.language == "python":
            compile(block.text, f"{name(page)}:{block.line}", "exec")
        elif block.language == "toml" and page.name != "language.md":
            tomllib.loads(block.text)


@pytest.mark.parametrize("page", ["commands.md", "tutorial.md"])
def test_the_facts_files_on_the_pages_are_accepted(page: str) -> None:
    law = read_law()
    files = [block for block in pages.blocks(DOCS / page) if block.language == "toml"]
    assert files
    for block in files:
        make_answers(tomllib.loads(block.text), law, f"docs/{page}:{block.line}")


def test_the_demo_shows_the_range() -> None:
    files = "oregon.html california.txt national.txt"
    result = json.loads(pages.run(f"unburden check {files} --facts answers.toml --as-of 2026-11-23 --format json", "", DEMO))
    reliefs = [each for charge in result["charges"] for each in charge["relief"]]
    assert len(result["person"]["birth_dates"]) == 1
    assert {"open", "later", "ask", "closed"} <= {each["status"] for each in reliefs}
    assert any(each["unsettled"] for each in reliefs)
    assert {charge["jurisdiction"] for charge in result["charges"]} == {"US", "US-CA", "US-FL", "US-NY", "US-OR"}
    assert [each["text"] for each in result["unread"]] == ["DI5P0 ;PR08 TERM 1NA7ED #??"]
    words = {charge["description"]: set(charge["offense"]["sets"]) for charge in result["charges"]}
    assert "drug_sale" in words["TRAFFICKING IN COCAINE 28-200 GRAMS"]
    assert "trafficking" not in words["TRAFFICKING IN COCAINE 28-200 GRAMS"]
    assert "promoting_prostitution" in words["Promoting Prostitution"]


# ---- words ----

#: Said of the person, a word that ties them to what was done to them; the laws use it, and their quotations keep it.
VICTIM = re.compile(r"\bv[ií]ctim(?:s|as?)?\b", re.I)
QUOTED = re.compile(r"\"[^\"]*\"|“[^”]*”|«[^»]*»|``[^`]*``|`[^`]*`")
UNFINISHED = re.compile(r"\b(?:TODO|FIXME|XXX)\b")
FORBIDDEN = re.compile(
    r"\b(?:powerful|seamless\w*|cutting[- ]edge|state[- ]of[- ]the[- ]art|revolution\w+|world[- ]class|blazing\w*"
    r"|game[- ]chang\w+|leverag\w+|empower\w*|simply|prostitutes?|illegal alien\w*|you should report|report it)\b",
    re.I,
)
#: Folders of the machine that something was written on.
MACHINE = re.compile(r"(?<![\w.])/(?:work|root|opt(?!/homebrew))/\w")


@pytest.mark.parametrize("page", PAGES, ids=name)
def test_words_of_the_pages(page: Path) -> None:
    text = pages.prose(page)
    found = [hit[0] for pattern in (VICTIM, FORBIDDEN, UNFINISHED) for hit in pattern.finditer(QUOTED.sub("", text))]
    assert not found


def said(value: object, key: str = "") -> Iterator[str]:
    """The words of a law file that a person reads, its quotations left out."""
    if isinstance(value, Mapping):
        for each, inner in value.items():
            yield from said(inner, str(each))
    elif isinstance(value, list):
        for inner in value:
            yield from said(inner, key)
    elif isinstance(value, str) and key.removesuffix("_es") in ("text", "title", "ask", "why", "coverage"):
        yield value


@pytest.mark.parametrize("path", sorted(law_folder().rglob("*.toml")), ids=lambda path: str(path.relative_to(law_folder())))
def test_words_of_the_law(path: Path) -> None:
    words = said(tomllib.loads(path.read_text(encoding="utf-8")))
    found = [text for text in words if VICTIM.search(QUOTED.sub("", text)) or FORBIDDEN.search(text)]
    assert not found


@pytest.mark.parametrize("module", ["report/words.py", "phrases.py", "interview_words.py"])
def test_words_of_the_program(module: str) -> None:
    tree = ast.parse((ROOT / "src" / "unburden" / module).read_text(encoding="utf-8"))
    texts = [each.value for each in ast.walk(tree) if isinstance(each, ast.Constant) and isinstance(each.value, str)]
    assert not [text for text in texts if VICTIM.search(QUOTED.sub("", text)) or FORBIDDEN.search(text)]


def test_nothing_names_a_machine() -> None:
    listed = subprocess.run(["git", "ls-files", "-co", "--exclude-standard"], cwd=ROOT, capture_output=True, text=True, check=False)
    if listed.returncode:
        pytest.skip("not a git checkout, so the project's own files are not known")
    found = []
    for each in listed.stdout.splitlines():
        path = ROOT / each
        if path == Path(__file__).resolve() or path.suffix in (".png", ".parquet") or not path.is_file():
            continue
        for number, line in enumerate(path.read_text(encoding="utf-8", errors="replace").splitlines(), 1):
            if MACHINE.search(line):
                found.append(f"{each}:{number}: {line.strip()[:120]}")
    assert not found
