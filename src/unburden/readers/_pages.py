"""PDFs and pictures to pages of text, in a process of its own: what runs there, and nothing else.

The libraries that open such files are large, written in C and C++, and the files may be hostile; so they run where a crash, a loop
or a flood of memory ends nothing but itself (`_documents` starts it and watches over it). A page's own text is taken where it
has one; the letters that do not stand upright (a stamp or a watermark across the page) are left out. A page without text is
rendered and read by Tesseract, in memory: no picture is ever written to disk.
"""

from __future__ import annotations

import ctypes
import io
import json
import os
import sys
from collections.abc import Iterator
from math import degrees
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from unburden.readers._layout import Laid, Piece, lay, rows

if TYPE_CHECKING:
    from PIL.Image import Image

#: No page has more letters; what is beyond is cut and told.
MAX_LETTERS: Final = 100_000
#: Pictures larger than this many pixels are made smaller before they are read, and never opened beyond the second figure.
MAX_PIXELS: Final = 40_000_000
MAX_OPENED: Final = 200_000_000
#: What Tesseract was trained for.
_DPI: Final = 300
#: A page with fewer letters of its own than this is a picture with a stamp on it.
_FEW: Final = 25
#: Letters turned by more degrees than this from the page's sides are a stamp.
_CROOKED: Final = 3.0
#: Words that Tesseract is less sure of than this, in percent, are marked.
DOUBT_BELOW: Final = 70.0
#: A page that Tesseract is less sure of than this on the whole may lie on its side, and is turned.
_NONSENSE: Final = 60.0
#: Memory that the process may take, in bytes.
_MEMORY: Final = 3 * 1024**3 // 2
#: Where the packages of the usual systems put the letter models.
_MODELS: Final = (
    "/usr/share/tesseract-ocr/5/tessdata",
    "/usr/share/tesseract-ocr/4.00/tessdata",
    "/usr/share/tessdata",
    "/usr/share/tesseract/tessdata",
    "/usr/local/share/tessdata",
    "/opt/homebrew/share/tessdata",
    "C:/Program Files/Tesseract-OCR/tessdata",
)


class Trouble(Exception):
    """Why a file, or a page of it, cannot be read, in words for the person: `code` names it."""

    def __init__(self, code: str, why: str = "") -> None:
        super().__init__(why)
        self.code = code


def serve(kind: str, beside: str | None) -> None:
    """Read a file from standard input and write one JSON line a page to standard output. Runs in its own process.

    A line is ``{"lines": [[text, [[word, percent], …]], …]}`` or ``{"trouble": code, "why": words}``; the first line says how many pages
    there are. `kind` is ``pdf`` or ``picture``; `beside` a folder of Tesseract models beside the usual ones.
    """
    _bounded()
    data = sys.stdin.buffer.read()
    try:
        for each in (_pdf if kind == "pdf" else _picture)(data, beside):
            _say(each)
    except Trouble as trouble:
        _say({"trouble": trouble.code, "why": str(trouble)})
    except MemoryError:
        _say({"trouble": "too-large", "why": "it unpacks to more memory than a record can need"})


def _say(what: dict[str, object]) -> None:
    sys.stdout.buffer.write(json.dumps(what).encode() + b"\n")
    sys.stdout.buffer.flush()


def _bounded() -> None:
    """Take away what the process does not need: memory without end, core dumps, the network, writing, other programs."""
    try:
        import resource
    except ImportError:
        pass
    else:
        resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))

    def refuse(event: str, arguments: tuple[Any, ...]) -> None:
        writes = event == "open" and bool(arguments[2] & (os.O_WRONLY | os.O_RDWR | os.O_CREAT))
        if writes or event.startswith(("socket.", "subprocess.", "os.exec", "os.posix_spawn", "os.system")):
            raise PermissionError(f"{event} is not for this process")

    sys.addaudithook(refuse)


# ---- PDF


def _pdf(data: bytes, beside: str | None) -> Iterator[dict[str, object]]:
    import pypdfium2
    from pypdfium2 import raw

    try:
        document = pypdfium2.PdfDocument(data)
        count = len(document)
    except pypdfium2.PdfiumError as error:
        locked = raw.FPDF_GetLastError() == raw.FPDF_ERR_PASSWORD or "password" in str(error).lower()
        raise Trouble("locked" if locked else "broken") from None
    yield {"pages": count}
    for number in range(count):
        try:
            page = document[number]
            pieces, cut = _letters(page, raw)
        except pypdfium2.PdfiumError:
            yield {"trouble": "broken-page", "why": ""}
            continue
        if len(pieces) >= _FEW:
            yield _page(lay(rows(pieces)), cut=cut)
            continue
        stamp = lay(rows(pieces))
        width, height = page.get_size()
        scale = min(_DPI / 72, (MAX_PIXELS / max(width * height, 1)) ** 0.5)
        try:
            yield _page(_recognized(page.render(scale=scale, grayscale=True).to_pil(), beside))
        except Trouble as trouble:
            # A page with a few letters and no way to look at the rest still says those letters.
            yield {"trouble": trouble.code, "why": str(trouble), **_page(stamp)}
        except (pypdfium2.PdfiumError, ValueError):
            yield {"trouble": "broken-page", "why": "", **_page(stamp)}


def _page(lines: list[Laid], cut: bool = False) -> dict[str, object]:
    return {"lines": [[line.text, line.doubtful] for line in lines], "cut": cut}


def _letters(page: Any, raw: Any) -> tuple[list[Piece], bool]:
    """The upright letters of a page with their places, and whether there were too many."""
    text = page.get_textpage()
    count = text.count_chars()
    found: dict[int, list[Piece]] = {0: [], 90: [], 180: [], 270: []}
    x, y = ctypes.c_double(), ctypes.c_double()
    box = raw.FS_RECTF()
    for n in range(min(count, MAX_LETTERS)):
        code = raw.FPDFText_GetUnicode(text, n)
        # White space is seen as a gap; a hyphen that breaks a word has a code of its own.
        letter = "-" if code in (0x02, 0xAD) else chr(code) if 0x20 < code < 0x110000 and not 0xD800 <= code < 0xE000 else ""
        if not letter or letter.isspace() or code in (0xFFFE, 0xFFFF):
            continue
        turned = degrees(raw.FPDFText_GetCharAngle(text, n)) % 360
        angle = round(turned / 90) * 90
        if abs(turned - angle) > _CROOKED:
            continue
        if not raw.FPDFText_GetCharOrigin(text, n, x, y) or not raw.FPDFText_GetLooseCharBox(text, n, box):
            continue
        size = raw.FPDFText_GetFontSize(text, n)
        across, down = abs(box.right - box.left), abs(box.top - box.bottom)
        upright = angle % 180 == 0
        # Along the line, and down the page as its reader holds it.
        left, base = {0: (x.value, -y.value), 90: (y.value, x.value), 180: (-x.value, y.value), 270: (-y.value, -x.value)}[angle % 360]
        long, high = (across, down) if upright else (down, across)
        found[angle % 360].append(Piece(letter, left, left + (long or size / 2), base, high or size or 1.0))
    # A page that was scanned or printed sideways reads in its own direction; what stands across it is a stamp.
    return max(found.values(), key=len), count > MAX_LETTERS


# ---- pictures


def _picture(data: bytes, beside: str | None) -> Iterator[dict[str, object]]:
    from PIL import Image as images
    from PIL import ImageOps, ImageSequence, UnidentifiedImageError
    from pillow_heif import register_heif_opener

    register_heif_opener()
    images.MAX_IMAGE_PIXELS = MAX_OPENED // 2  # Pillow refuses from twice this on
    try:
        with images.open(io.BytesIO(data)) as picture:
            yield {"pages": getattr(picture, "n_frames", 1)}
            for frame in ImageSequence.Iterator(picture):
                turned = ImageOps.exif_transpose(frame)
                yield _page(_recognized((turned or frame).convert("L"), beside))
    except (UnidentifiedImageError, images.DecompressionBombError, OSError, ValueError, SyntaxError) as error:
        if isinstance(error, images.DecompressionBombError):
            raise Trouble("too-large", "the picture has far more points than a page needs") from None
        raise Trouble("broken") from None


def models(beside: str | None = None) -> str | None:
    """The folder that holds Tesseract's model of English letters, the one named `beside` the usual ones first."""
    return next((each for each in (beside, *_MODELS) if each and (Path(each) / "eng.traineddata").is_file()), None)


def _recognized(picture: Image, beside: str | None) -> list[Laid]:
    """The lines that Tesseract reads on a picture; the words that it doubts are marked."""
    try:
        import tesserocr
    except ImportError:
        raise Trouble("no-ocr") from None
    folder = models(beside)
    if folder is None:
        raise Trouble("no-models")
    best: list[list[Piece]] = []
    with tesserocr.PyTessBaseAPI(path=folder, lang="eng", psm=tesserocr.PSM.SINGLE_BLOCK) as reader:
        # A page that lies on its side or stands on its head reads as nonsense, and Tesseract says that it doubts it.
        for turn in (0, 180, 90, 270):
            found = _words(reader, _fit(picture.rotate(turn, expand=True)))
            if _certainty(found) > _certainty(best):
                best = found
            if _certainty(best) >= _NONSENSE:
                break
    return lay(best, DOUBT_BELOW)


def _words(reader: Any, picture: Image) -> list[list[Piece]]:
    """What Tesseract sees, line by line."""
    from tesserocr import RIL, iterate_level

    reader.SetImage(picture)
    reader.SetSourceResolution(_DPI)
    lines: list[list[Piece]] = []
    for word in iterate_level(reader.GetIterator(), RIL.WORD) if reader.Recognize() else ():
        # Tesseract follows a crooked line; heights on the page alone would break it.
        if word.IsAtBeginningOf(RIL.TEXTLINE) or not lines:
            lines.append([])
        place = word.BoundingBox(RIL.WORD)
        try:
            said = word.GetUTF8Text(RIL.WORD).strip()
        except RuntimeError:
            continue
        if said and place:
            left, top, right, bottom = place
            lines[-1].append(Piece(said, left, right, bottom, bottom - top, word.Confidence(RIL.WORD)))
    return [line for line in lines if line]


def _certainty(lines: list[list[Piece]]) -> float:
    """How sure Tesseract is of what it read on the whole, in percent; each word counts by its length."""
    letters = sum(len(piece.text) for line in lines for piece in line)
    return sum(len(piece.text) * piece.sure for line in lines for piece in line) / letters if letters else 0.0


def _fit(picture: Image) -> Image:
    """A picture of a page in the size that is read best: about that of a page at `_DPI`."""
    wanted = 8.5 * _DPI
    factor = min(max(wanted / picture.width, 0.1), 3.0) if picture.width < wanted * 0.7 else 1.0
    factor = min(factor, (MAX_PIXELS / (picture.width * picture.height)) ** 0.5)
    if abs(factor - 1) < 0.05:
        return picture
    return picture.resize((max(1, round(picture.width * factor)), max(1, round(picture.height * factor))))
