"""Make the pictures of docs/papers-gallery.md: every page of the packet of one made-up person with 12 charges.

    .venv/bin/python docs/pictures/papers.py [FORMS]

Needs the libraries of `make test`. FORMS is a folder with the courts' blanks (CR-180.pdf, CR-181.pdf, OJD-set-aside.pdf), which do not
come with the project; without it those cases show the pleadings that stand in for the forms.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

import pypdfium2
from PIL import Image

HERE = Path(__file__).resolve().parent
PACKET = HERE.parents[1] / "tests" / "fixtures" / "packet"
ACROSS, GAP, SCALE = 4, 14, 0.85


def pages(paths: Sequence[Path]) -> list[Image.Image]:
    """Every page of some PDFs as a picture."""
    found = []
    for path in paths:
        with pypdfium2.PdfDocument(path) as document:
            document.init_forms()
            found += [document[place].render(scale=SCALE).to_pil().convert("RGB") for place in range(len(document))]
    return found


def sheet(paths: Sequence[Path], out: Path) -> None:
    """The pages side by side, in few colors."""
    made = pages(paths)
    width, height = made[0].size
    down = -(-len(made) // ACROSS)
    across = min(len(made), ACROSS)
    whole = Image.new("RGB", (across * (width + GAP) + GAP, down * (height + GAP) + GAP), "#cfd3d1")
    for place, page in enumerate(made):
        whole.paste(page, (GAP + place % ACROSS * (width + GAP), GAP + place // ACROSS * (height + GAP)))
    whole.quantize(24, dither=Image.Dither.NONE).save(out, optimize=True)
    print(f"{out.name}: {len(made)} pages, {out.stat().st_size // 1024} KB")


def main() -> None:
    """Write the pictures into papers/ beside this file."""
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder, "papers")
        command = [sys.executable, "-m", "unburden.cli", "papers", str(PACKET / "record.csv"), "--facts", str(PACKET / "facts.toml")]
        forms = ["--forms", sys.argv[1]] if len(sys.argv) > 1 else []
        subprocess.run([*command, *forms, "--as-of", "2026-11-23", "--out", str(out)], check=True)
        made = HERE / "papers"
        made.mkdir(exist_ok=True)
        for each in made.glob("*.png"):
            each.unlink()
        sheet([out / "letter.pdf", out / "attorney.pdf"], made / "whole.png")
        for case in sorted(each for each in out.iterdir() if each.is_dir()):
            sheet(sorted(case.glob("*.pdf")), made / f"{case.name}.png")


if __name__ == "__main__":
    main()
