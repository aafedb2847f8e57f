"""A packet on the disk: files of neutral names that only their owner can read, all of them or none; or one encrypted file.

Encryption is age's (C2SP age, a passphrase through scrypt), so that any age program opens it; within is a zip of the same files.
"""

from __future__ import annotations

import io
import os
import shutil
import tempfile
import zipfile
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from unburden.errors import InputError, Problem

_NO_TIME: Final = (1980, 1, 1, 0, 0, 0)


def write_folder(files: Mapping[str, bytes], out: Path) -> None:
    """Write files into a new folder. It appears at once with everything in it, or not at all.

    Raises:
        InputError: something of that name is there already, or the disk refuses.
    """
    if os.path.lexists(out):
        raise InputError(Problem("exists", "this folder is there already, and nothing is written over; choose a new name", file=str(out)))
    made: str | None = None
    try:
        made = tempfile.mkdtemp(prefix=".papers-", dir=out.parent)
        for name, data in files.items():
            path = Path(made, name)
            path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            _write(path, data)
        os.rename(made, out)
    except OSError as error:
        raise InputError(_refused(error, out)) from None
    finally:
        if made is not None and os.path.isdir(made):
            shutil.rmtree(made, ignore_errors=True)


def write_encrypted(files: Mapping[str, bytes], out: Path, passphrase: str) -> None:
    """Write all files as one age file under a passphrase. Nothing is on the disk in clear at any time.

    Raises:
        InputError: the file is there already, the disk refuses, or the library is not installed.
    """
    try:
        from pyrage import passphrase as age
    except ImportError:
        from unburden.papers.docx import needs_libraries

        raise InputError(needs_libraries()) from None
    if os.path.lexists(out):
        raise InputError(Problem("exists", "this file is there already, and nothing is written over; choose a new name", file=str(out)))
    sealed = age.encrypt(zipped(files), passphrase)
    made: str | None = None
    try:
        made = tempfile.mkdtemp(prefix=".papers-", dir=out.parent)
        _write(Path(made, "sealed"), sealed)
        os.rename(Path(made, "sealed"), out)
    except OSError as error:
        raise InputError(_refused(error, out)) from None
    finally:
        if made is not None:
            shutil.rmtree(made, ignore_errors=True)


def zipped(files: Mapping[str, bytes]) -> bytes:
    """The files as a zip without times."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        for name, data in files.items():
            info = zipfile.ZipInfo(name, _NO_TIME)
            info.compress_type = zipfile.ZIP_DEFLATED
            info.external_attr = 0o600 << 16
            made.writestr(info, data)
    return out.getvalue()


def _write(path: Path, data: bytes) -> None:
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())


def _refused(error: OSError, out: Path) -> Problem:
    return Problem("cannot-write", f"cannot write: {(error.strerror or 'error').lower()}", file=str(out))
