"""Saving what was told in the terminal: whether, under which name, and writing it. No is the default, and nothing is replaced unasked."""

from __future__ import annotations

import errno
import os
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Final

from attrs import frozen

from unburden import phrases, spoken
from unburden.provision import Text

WORDS: Final[Mapping[str, Text]] = {
    "yes_or_no": {"en": "Please type yes or no. With no, nothing is saved.", "es": "Escriba sí o no, por favor. Con no, nada se guarda."},
    "name": {"en": "Name of the file (empty: do not save)", "es": "Nombre del archivo (vacío: no guardar)"},
    "name_help": {
        "en": "Type a name for the file, such as mine. The file goes into the folder in which you started this program.",
        "es": "Escriba un nombre para el archivo, por ejemplo mio. El archivo queda en la carpeta donde inició este programa.",
    },
    "replace": {"en": "{} exists already. Replace it? (yes / no)", "es": "{} ya existe. ¿Reemplazarlo? (sí / no)"},
    "not_saved": {"en": "Nothing was saved.", "es": "No se guardó nada."},
    "cannot_save": {"en": "This file cannot be written: {}.", "es": "Este archivo no se puede escribir: {}."},
    "why": {"en": "the computer does not allow it", "es": "la computadora no lo permite"},
    "why.folder": {"en": "there is no such folder", "es": "esa carpeta no existe"},
    "why.directory": {"en": "this is the name of a folder", "es": "ese es el nombre de una carpeta"},
    "why.name": {"en": "the name is too long", "es": "el nombre es demasiado largo"},
    "why.space": {"en": "there is no room left on the disk", "es": "no queda espacio en el disco"},
}
_WHY: Final = {
    errno.ENOENT: "why.folder",
    errno.ENOTDIR: "why.folder",
    errno.EISDIR: "why.directory",
    errno.ENAMETOOLONG: "why.name",
    errno.ENOSPC: "why.space",
}


class _BackError(Exception):
    """The person wants to go back to the questions."""


@frozen
class Saving:
    """The end of a conversation in one language; `line` shows a prompt and gives what is typed, `write` shows a text."""

    lang: str
    line: Callable[[str], str]
    write: Callable[[str], None]

    def save(self, text: str, *, question: str, saved: str, out: Path | None = None, replace: bool = False) -> bool:
        """Write `text` where the person wants it. False if they went back to the questions instead.

        Args:
            text: what the file shall hold.
            question: asks whether to save at all, where no file is named by `out`.
            saved: what is said at the end; {} stands for the file's name.
            out: a file that was named before.
            replace: whether `out` may be replaced unasked.
        """
        try:
            if out is None:
                path = self._name() if self._wanted(question) else None
            else:
                path = out if replace or self._may_replace(out) else self._name()
            while path is not None and not self._written(path, text):
                path = self._name()
        except _BackError:
            return False
        self.write(self._say("not_saved") if path is None else saved.format(typed(path)))
        return True

    def _say(self, name: str, *parts: object) -> str:
        return WORDS[name][self.lang].format(*parts)

    def _wanted(self, question: str) -> bool:
        while line := self.line(question):
            command, said = spoken.command(line), spoken.truth(line, self.lang)
            if command == "back":
                raise _BackError
            if said is not None:
                return said
            if command in ("stop", "skip", "unsure"):
                return False
            self.write(self._say("yes_or_no"))
        return False

    def _name(self) -> Path | None:
        """A file to write to, `None` if there is to be none."""
        while line := self.line(self._say("name")):
            command, said = spoken.command(line), spoken.truth(line, self.lang)
            if command == "back":
                raise _BackError
            # No is an answer and no file's name, and so is stop; a yes is asked for the name.
            if said is False or command in ("stop", "skip", "unsure"):
                return None
            if command:
                self.write(self._say("name_help"))
            elif said is None:
                path = Path(os.path.expanduser(line))
                if self._may_replace(path):
                    return path
        return None

    def _may_replace(self, path: Path) -> bool:
        # Path.exists raises for a name that is too long; this says no.
        return not os.path.exists(path) or bool(spoken.truth(self.line(self._say("replace", phrases.plain(str(path)))), self.lang))

    def _written(self, path: Path, text: str) -> bool:
        """Write the file, a new one so that only this user can read it; whether that worked."""
        try:
            with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="utf-8") as file:
                file.write(text)
        except (OSError, ValueError) as error:
            self.write(self._say("cannot_save", self._say(_WHY.get(getattr(error, "errno", None) or 0, "why"))))
            return False
        return True


def typed(path: Path) -> str:
    """A file's name as a person can type it after a command: in quotation marks where it has spaces."""
    name = phrases.plain(str(path), 1_000)
    name = f"./{name}" if name.startswith("-") else name
    return f'"{name}"' if " " in name else name
