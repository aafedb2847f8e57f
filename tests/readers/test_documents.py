"""PDFs and pictures become text, hold their limits, and say what they could not read."""

from __future__ import annotations

import os
import sys
import zlib
from pathlib import Path

import pytest
from tests.made_papers import can_see, pages_of, pdf, photo
from tests.pages import ROOT

from unburden.errors import InputError
from unburden.readers import Source, _documents, open_source, read_files
from unburden.readers._documents import kind_of

SHEET = ROOT / "tests/fixtures/california_doj/full.txt"
sees = pytest.mark.skipif(not can_see(), reason="Tesseract or its letter models are not on this machine")


def plain(text: str) -> list[str]:
    return [" ".join(line.split()) for line in text.split("\n") if line.strip()]


def test_a_pdf_reads_as_its_lines(tmp_path: Path) -> None:
    lines = ["CNT:01     #09-55501", "  647(B) PC-DISORDERLY CONDUCT:PROSTITUTION", "", "TOC:M"]
    source = open_source(str(pdf(tmp_path / "a.pdf", [lines, ["second page"]])))
    assert source.lines == [*lines, "second page"]
    assert source.text.count("\f") == 1


def test_lines_are_counted_on_each_page(tmp_path: Path) -> None:
    source = open_source(str(pdf(tmp_path / "a.pdf", [["one", "two"], ["three", "four"]])))
    assert str(source.span(4)).endswith("a.pdf, line 2, page 2")
    assert [source.page_of(n) for n in (1, 2, 3, 4)] == [1, 1, 2, 2]


def test_a_text_with_form_feeds_has_pages_and_lines_of_the_file() -> None:
    source = Source("a.txt", None, b"one\ntwo\n\fthree\r\nfour\n\f\ffive")
    assert source.lines == ["one", "two", "three", "four", "five"]
    assert [source.page_of(n) for n in range(1, 6)] == [1, 1, 2, 2, 4]
    assert str(source.span(4)) == "a.txt, line 4, page 2"
    assert str(Source("a.txt", None, b"one\ntwo").span(2)) == "a.txt, line 2"


def test_a_stamp_across_the_page_is_left_out(tmp_path: Path) -> None:
    lines = [f"{n:02} CHARGED   TRESPASS" for n in range(40)]
    source = open_source(str(pdf(tmp_path / "a.pdf", [lines], stamp="NOT A CERTIFIED COPY")))
    assert source.lines == lines


def test_a_page_turned_on_its_side_reads_in_its_own_direction(tmp_path: Path) -> None:
    pypdfium2 = pytest.importorskip("pypdfium2")
    paper = pdf(tmp_path / "a.pdf", [["Statute      Level", "647(B) PC    M"] * 5])
    for turn in (90, 180, 270):
        with pypdfium2.PdfDocument(paper) as document:
            document[0].set_rotation(turn)
            document.save(tmp_path / "turned.pdf")
        assert open_source(str(tmp_path / "turned.pdf")).lines == open_source(str(paper)).lines


def test_a_pdf_of_a_known_kind_reads_as_its_text_does(tmp_path: Path) -> None:
    text = SHEET.read_text(encoding="utf-8")
    paper = pdf(tmp_path / "sheet.pdf", pages_of(text), stamp="COPY")
    (from_pdf,), (from_text,) = read_files([str(paper), str(SHEET)])
    assert [(c.printed("statute"), c.outcome and c.outcome.outcome) for _, c in from_pdf.charges()] == [
        (c.printed("statute"), c.outcome and c.outcome.outcome) for _, c in from_text.charges()
    ]
    assert {span.page for _, charge in from_pdf.charges() for span in charge.spans.values()} > {1}


@sees
def test_a_photograph_reads_and_its_doubtful_words_are_told(tmp_path: Path) -> None:
    lines = pages_of(SHEET.read_text(encoding="utf-8"))[0]
    paper = pdf(tmp_path / "sheet.pdf", [lines])
    (record,) = read_files([str(photo(tmp_path / "sheet.png", paper, crooked=0.6))])[0]
    statutes = {charge.printed("statute") for _, charge in record.charges()}
    assert {"647(B) PC", "653.22(A) PC"} <= statutes
    assert all(0 <= each.percent < 70 and each.span.page == 1 for each in record.doubtful)
    assert record.doubtful


@sees
def test_a_photograph_on_its_side_is_turned(tmp_path: Path) -> None:
    lines = [f"{n} COUNTS OF DISORDERLY CONDUCT" for n in range(20)]
    picture = photo(tmp_path / "side.png", pdf(tmp_path / "a.pdf", [lines]), turned=90)
    assert plain(open_source(str(picture)).text)[3] == "3 COUNTS OF DISORDERLY CONDUCT"


@sees
@pytest.mark.parametrize("kind", ["heic", "jpg", "tiff", "webp", "gif"])
def test_every_kind_of_picture_is_read(kind: str, tmp_path: Path) -> None:
    lines = [f"{n} COUNTS OF DISORDERLY CONDUCT" for n in range(20)]
    picture = photo(tmp_path / f"a.{kind}", pdf(tmp_path / "a.pdf", [lines]))
    assert plain(open_source(str(picture)).text)[3] == "3 COUNTS OF DISORDERLY CONDUCT"


@sees
def test_a_pdf_that_is_a_picture_is_read_as_one(tmp_path: Path) -> None:
    fpdf = pytest.importorskip("fpdf")
    lines = [f"{n} COUNTS OF DISORDERLY CONDUCT" for n in range(20)]
    picture = photo(tmp_path / "a.png", pdf(tmp_path / "a.pdf", [lines]))
    paper = fpdf.FPDF(format="letter")
    paper.add_page()
    paper.image(str(picture), x=0, y=0, w=215.9)
    paper.output(str(tmp_path / "scan.pdf"))
    assert plain(open_source(str(tmp_path / "scan.pdf")).text)[3] == "3 COUNTS OF DISORDERLY CONDUCT"


def test_without_its_library_the_way_to_get_it_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    paper = pdf(tmp_path / "a.pdf", [["one"]])
    monkeypatch.setattr(_documents, "find_spec", lambda _: None)
    with pytest.raises(InputError, match=r"make readers .*pip install 'unburden\[pdf\]'"):
        open_source(str(paper))


@pytest.mark.parametrize("keep", [6, 40, 200, 700])
def test_a_cut_off_pdf_is_one_line(tmp_path: Path, keep: int) -> None:
    paper = pdf(tmp_path / "a.pdf", [["one"] * 30])
    paper.write_bytes(paper.read_bytes()[:keep])
    with pytest.raises(InputError, match=r"damaged|no text") as caught:
        open_source(str(paper))
    assert "\n" not in str(caught.value)


def test_a_locked_pdf_says_so(tmp_path: Path) -> None:
    fpdf = pytest.importorskip("fpdf")
    paper = fpdf.FPDF()
    paper.add_page()
    paper.set_encryption(owner_password="owner", user_password="secret")
    paper.output(str(tmp_path / "locked.pdf"))
    with pytest.raises(InputError, match="locked with a password"):
        open_source(str(tmp_path / "locked.pdf"))


def test_a_paper_of_no_known_kind_says_that_its_text_was_read(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no reader knows the kind of paper"):
        read_files([str(pdf(tmp_path / "a.pdf", [["Dear neighbor, thank you for the beans."] * 20]))])


@pytest.mark.parametrize("data", [b"BM me when you are home", b"hello %PDF-1.7 hello", b"RIFF raff", b"GIFT", b"{}", b""])
def test_text_that_only_looks_like_one_is_text(data: bytes) -> None:
    assert kind_of(data) is None


# ---- hostile files


def bomb(stream: bytes, filters: bytes) -> bytes:
    """A PDF of one page whose content is this stream."""
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>",
        b"<< /Length %d /Filter %s >>\nstream\n" % (len(stream), filters) + stream + b"\nendstream",
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Courier >>",
    ]
    out, places = b"%PDF-1.7\n", []
    for n, each in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n" % n + each + b"\nendobj\n"
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    end = b"xref\n0 6\n0000000000 65535 f \n" + table + b"trailer << /Size 6 /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF" % len(out)
    return out + end


def packed(times: int) -> bytes:
    """So many megabytes of drawing, packed."""
    squeeze = zlib.compressobj(9)
    piece = b"BT /F1 9 Tf (AAAAAAAAAAAA) Tj ET\n" * 32768
    return b"".join(squeeze.compress(piece) for _ in range(times)) + squeeze.flush()


@pytest.mark.skipif(sys.platform == "win32", reason="memory is bounded by the system's own limits, which Windows has not")
def test_a_pdf_bomb_ends_itself_and_nothing_else(tmp_path: Path) -> None:
    (tmp_path / "bomb.pdf").write_bytes(bomb(packed(1200), b"/FlateDecode"))
    with pytest.raises(InputError, match="longer or more memory"):
        open_source(str(tmp_path / "bomb.pdf"))


@pytest.mark.skipif(sys.platform == "win32", reason="memory is bounded by the system's own limits, which Windows has not")
def test_a_pdf_packed_in_packings_ends_itself(tmp_path: Path) -> None:
    squeeze = zlib.compressobj(9)
    nothing = b"\0" * 1_000_000
    inner = b"".join(squeeze.compress(nothing) for _ in range(1000)) + squeeze.flush()
    stream = zlib.compress(zlib.compress(inner, 9), 9)
    (tmp_path / "bomb.pdf").write_bytes(bomb(stream, b"[/FlateDecode /FlateDecode /FlateDecode]"))
    with pytest.raises(InputError, match=r"longer or more memory|no text"):
        open_source(str(tmp_path / "bomb.pdf"))


def says(monkeypatch: pytest.MonkeyPatch, *lines: str, wait: float = 0) -> None:
    """Put a process that says these lines in place of the one that opens papers."""
    script = f"import sys, time; sys.stdin.buffer.read(); print({chr(10).join(lines)!r}, flush=True); time.sleep({wait})"
    started = _documents.subprocess.Popen
    monkeypatch.setattr(_documents.subprocess, "Popen", lambda command, **rest: started([sys.executable, "-c", script], **rest))


def test_a_damaged_first_page_does_not_lose_the_second(monkeypatch: pytest.MonkeyPatch) -> None:
    says(monkeypatch, '{"pages": 2}', '{"trouble": "broken-page", "why": ""}', '{"lines": [["second page", []]]}')
    found = _documents.read_document("a.pdf", "pdf", b"%PDF-1.7")
    assert found.text == "\n\fsecond page"
    assert found.unread == ((1, "this page is damaged; nothing more on it could be read"),)


def test_a_page_that_takes_too_long_is_given_up_and_those_before_it_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    says(monkeypatch, '{"pages": 2}', '{"lines": [["first page", []]]}', wait=60)
    monkeypatch.setattr(_documents, "PAGE_SECONDS", 0.5)
    found = _documents.read_document("a.pdf", "pdf", b"%PDF-1.7")
    assert found.text == "first page"
    assert [(page, "took longer" in why) for page, why in found.unread] == [(2, True)]


def test_no_more_pages_than_the_limit_are_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(_documents, "MAX_PAGES", 2)
    source = open_source(str(pdf(tmp_path / "a.pdf", [["one"], ["two"], ["three"], ["four"]])))
    assert source.lines == ["one", "two"]
    assert source.document is not None
    assert source.document.unread == ((3, "no more than 2 pages are read; split the file (4 pages)"),)


@sees
def test_a_picture_of_a_billion_points_is_refused(tmp_path: Path) -> None:
    images = pytest.importorskip("PIL.Image")
    images.new("1", (40000, 40000)).save(tmp_path / "huge.png")
    with pytest.raises(InputError, match="far more points than a page needs"):
        open_source(str(tmp_path / "huge.png"))


def test_a_gigabyte_of_nothing_is_refused_at_once(tmp_path: Path) -> None:
    for name, begin in (("a.pdf", b"%PDF-1.7\n"), ("a.html", b"<html><title>Register of Actions</title>"), ("a.txt", b"\0")):
        with (tmp_path / name).open("wb") as file:
            file.write(begin)
            os.truncate(file.fileno(), 1_000_000_000) if hasattr(os, "truncate") else file.truncate(1_000_000_000)
        with pytest.raises(InputError, match=r"more than one person's record can be|no reader knows|which no reader knows|is empty"):
            read_files([str(tmp_path / name)])


def test_the_process_that_opens_papers_can_neither_write_nor_connect() -> None:
    script = (
        "from unburden.readers._pages import _bounded; _bounded()\n"
        "import socket\n"
        "for act in (lambda: open('x', 'w'), lambda: socket.create_connection(('127.0.0.1', 9)), lambda: __import__('os').system('true')):\n"
        "    try: act()\n"
        "    except PermissionError: print('refused')\n"
    )
    import subprocess

    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=False, env={**os.environ, "PYTHONPATH": str(ROOT / "src")})
    assert done.stdout.split() == ["refused"] * 3, done.stderr
