"""What a person says of a table's columns: ``disposition=Result, -=Notes``."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from unburden.errors import nearest
from unburden.readers.kept_table.words import FIELDS, UNUSED, candidates


def columns_asked(text: str, facts: Sequence[str]) -> dict[str, str]:
    """A column's heading in the file → what it is: a field of the record, one of the law's `facts`, or unused.

    Raises:
        ValueError: a part says no column, names one that no record has, or one heading twice; the message says what to write.
    """
    # What a column is may be said as the program says it, too: "arrest date" for arrest_date.
    names = {name: name for name in (*FIELDS, UNUSED, *facts)} | {words: name for name, words in FIELDS.items()}
    found: dict[str, str] = {}
    # A heading may have commas; a new part begins where a name and = follow.
    for part in re.split(r",(?=[ \t]*[\w-][\w \t-]*=)", text):
        name, _, heading = (each.strip() for each in part.partition("="))
        if not name or not heading:
            raise ValueError(f'"{part.strip()}" says no column; write it like disposition=Result, -=Notes')
        if name not in names:
            raise ValueError(_no_column(name, heading, names))
        if found.get(heading, names[name]) != names[name]:
            raise ValueError(f'"{heading}" is named twice, as {found[heading]} and as {names[name]}')
        found[heading] = names[name]
    return found


def _no_column(name: str, heading: str, names: Mapping[str, str]) -> str:
    """What to say of a name that no column has: the nearest right one, or the two sides of = the other way round."""
    meant = [f'"{each}"' for each in candidates(name) if each != UNUSED]
    if heading in names:
        hint = f' (did you mean "{heading}={name}"?)'
    else:
        hint = f" (did you mean {' or '.join(meant)}?)" if meant else nearest(name, names)
    return f'no column of a record is called "{name}"{hint}; there are: {", ".join(FIELDS)}'
