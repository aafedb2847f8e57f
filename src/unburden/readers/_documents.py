"""PDFs and pictures as text, before any reader sees them: which files those are, and how their reading is held within limits.

The reading itself (`_pages`) runs in a process of its own that has the file as its input and text as its output, and that is ended when
it takes too long. What it had said by then is kept, page by page.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Generator, Mapping
from contextlib import closing
from importlib.util import find_spec
from threading import Timer
from time import monotonic
from typing import Any, Final

from attrs import field, frozen

from unburden.errors import InputError, Problem

#: How files begin whose text must first be found, and what they are called.
_PDF: Final = b"%PDF-"
_PICTURES: Final = (b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"II*\0", b"MM\0*", b"GIF8")
#: Pages that are read; a longer file should be split.
MAX_PAGES: Final = 3000
#: Seconds that one page may take, and a whole file: a page of text takes hundredths of one, a picture a few.
PAGE_SECONDS: Final = 120.0
FILE_SECONDS: Final = 7200.0
#: Characters that a file may come to.
MAX_TEXT: Final = 64 * 1024 * 1024
#: Kinds of the container that telephones keep their photographs in (HEIF).
_TELEPHONE: Final = (b"heic", b"heix", b"heim", b"heis", b"mif1")
#: A PDF may have other bytes before its mark; viewers look this far.
_MARK_WITHIN: Final = 1024

_WHY: Final[Mapping[str, str]] = {
    "locked": "this PDF is locked with a password; open it with the password and print it to a new PDF",
    "broken": "this file is damaged or is not what it says it is; nothing on it could be read",
    "broken-page": "this page is damaged; nothing more on it could be read",
    "no-ocr": "this page is a picture, and the part that reads pictures is not installed: {ocr}",
    "no-models": "this page is a picture, and the letter models of Tesseract are not on this machine: "
    "install them (Debian: apt-get install tesseract-ocr-eng; macOS: brew install tesseract) or set TESSDATA_PREFIX to their folder",
    "too-large": "this is refused: {why}",
    "ended": "reading stopped here: this page took longer or more memory than a page of a record can need",
}
_INSTALL: Final = "type make readers in the program's folder, or pip install 'unburden[{extra}]'"


@frozen
class Document:
    """The text of a PDF or a picture: all pages, a form feed between two, and what was hard to read.

    `places` gives each line of `text` its page and its line on that page, both from 1; `doubtful` the words of a line that
    were read from a picture with little certainty, with the certainty in percent; `unread` pages with the reason.
    """

    text: str
    places: tuple[tuple[int, int], ...]
    doubtful: Mapping[int, tuple[tuple[str, int], ...]] = field(factory=dict)
    unread: tuple[tuple[int, str], ...] = ()


def kind_of(data: bytes) -> str | None:
    """``pdf`` or ``picture``, by how a file begins; `None` for any other."""
    if data.startswith(_PDF) or (_PDF in data[:_MARK_WITHIN] and b"%%EOF" in data[-_MARK_WITHIN:]):
        return "pdf"
    webp = data.startswith(b"RIFF") and data[8:12] == b"WEBP"
    telephone = data[4:8] == b"ftyp" and data[8:12] in _TELEPHONE
    return "picture" if webp or telephone or data.startswith(_PICTURES) else None


def read_document(name: str, kind: str, data: bytes) -> Document:
    """The text of a PDF or a picture.

    Raises:
        InputError: what reads such files is not installed, or not one page can be read.
    """
    missing, extra = ("pypdfium2", "pdf") if kind == "pdf" else ("tesserocr", "ocr")
    if find_spec(missing) is None:
        what = "a PDF" if kind == "pdf" else "a picture"
        message = f"this is {what}, and the part that reads it is not installed: {_INSTALL.format(extra=extra)}"
        raise InputError(Problem("not-installed", message, file=name))
    lines: list[str] = []
    places: list[tuple[int, int]] = []
    doubtful: dict[int, tuple[tuple[str, int], ...]] = {}
    unread: list[tuple[int, str]] = []
    page = pages = size = 0
    with closing(_told(kind, data)) as telling:
        for said in telling:
            trouble = said.get("trouble")
            if "pages" in said:
                pages = said["pages"]
                continue
            # What is wrong before the pages are counted is wrong with the whole file.
            if trouble and not pages:
                raise InputError(Problem("unreadable-document", _words(trouble, said.get("why", "")), file=name))
            if trouble == "ended":
                unread.append((page + 1, _words(trouble, "")))
                break
            page += 1
            if page > MAX_PAGES or size > MAX_TEXT:
                unread.append((page, f"no more than {MAX_PAGES} pages are read; split the file ({pages} pages)"))
                break
            if trouble:
                unread.append((page, _words(trouble, said.get("why", ""))))
            if said.get("cut"):
                unread.append((page, "this page holds more letters than a page can; the rest of it was not read"))
            for n, (text, doubts) in enumerate(said.get("lines") or [["", []]], 1):
                lines.append(f"\f{text}" if n == 1 and page > 1 else text)
                places.append((page, n))
                size += len(text) + 1
                if doubts:
                    doubtful[len(lines)] = tuple((word, sure) for word, sure in doubts)
    if not any(line.strip("\f \t") for line in lines):
        reasons = {why for _, why in unread} or {"there is no text in this file that could be read"}
        raise InputError(Problem("unreadable-document", "; ".join(sorted(reasons)), file=name))
    return Document("\n".join(lines), tuple(places), doubtful, tuple(unread))


def _words(trouble: str, why: str) -> str:
    return _WHY[trouble].format(why=why, ocr=_INSTALL.format(extra="ocr"))


def _told(kind: str, data: bytes) -> Generator[dict[str, Any], None, None]:
    """What the process says, a line a page; the last one says ``ended`` if it did not come to its end by itself."""
    # The process finds this package where the present one did, and nothing else of the present one's environment.
    start = "import sys; sys.path[:] = sys.argv[3:]; from unburden.readers._pages import serve; serve(sys.argv[1], sys.argv[2] or None)"
    command = [sys.executable, "-I", "-c", start, kind, os.environ.get("TESSDATA_PREFIX", ""), *filter(None, sys.path)]
    environment = {name: os.environ[name] for name in ("PATH", "SYSTEMROOT", "LD_LIBRARY_PATH") if name in os.environ}
    # One page is read on one core: the engine's own threads only get in each other's way.
    environment["OMP_THREAD_LIMIT"] = "1"
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env=environment) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        end = monotonic() + FILE_SECONDS
        timer = Timer(PAGE_SECONDS, process.kill)
        timer.start()
        try:
            try:
                process.stdin.write(data)
                process.stdin.close()
            except OSError:
                pass  # It ended before it had read the file; what it says, or its silence, tells why.
            for line in process.stdout:
                timer.cancel()
                if line.endswith(b"\n"):
                    yield json.loads(line)
                timer = Timer(min(PAGE_SECONDS, end - monotonic()), process.kill)
                timer.start()
            timer.cancel()
            if process.wait() != 0:
                yield {"trouble": "ended"}
        finally:
            timer.cancel()
            process.kill()
