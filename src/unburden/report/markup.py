"""Elements of HTML and SVG as escaped text. There is no other way to make markup here, so nothing goes out unescaped."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape
from typing import Final, TypeAlias


class Markup(str):
    """Text that is markup already. Only `tag` and `join` make it from parts."""

    __slots__ = ()


Child: TypeAlias = "str | Iterable[Child] | None"
_VOID: Final = frozenset({"meta", "br", "hr", "col", "circle", "line", "path", "rect", "use"})
_HTML_VOID: Final = frozenset({"meta", "br", "hr", "col"})


def join(*children: Child) -> Markup:
    """Children one after the other: text is escaped, markup stays, `None` is nothing, iterables are opened."""
    parts: list[str] = []
    for child in children:
        if isinstance(child, Markup):
            parts.append(child)
        elif isinstance(child, str):
            # A section sign keeps its number beside it.
            parts.append(escape(child, quote=False).replace("§ ", "§\N{NO-BREAK SPACE}"))
        elif child is not None:
            parts.append(join(*child))
    return Markup("".join(parts))


def tag(name: str, /, *children: Child, **attributes: str | int | bool | None) -> Markup:
    """An element. Attribute names are written ``class_``, ``aria_label``; `None` and false leave one out, true gives it no value."""
    start = [name]
    for key, value in attributes.items():
        if value is None or value is False:
            continue
        plain = key.rstrip("_").replace("_", "-")
        start.append(plain if value is True else f'{plain}="{escape(str(value))}"')
    if name in _VOID:
        return Markup(f"<{' '.join(start)}{'' if name in _HTML_VOID else '/'}>")
    return Markup(f"<{' '.join(start)}>{join(*children)}</{name}>")
