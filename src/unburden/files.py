"""Files to people: every file read, and what belongs to one person merged into one record."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from attrs import evolve

from unburden.errors import InputError, Problem
from unburden.merge import merge, one_person
from unburden.readers import read_files
from unburden.record import Record, Span, Unread


def read_people(
    names: Sequence[str], facts: Collection[str] = (), *, columns: Mapping[str, str] | None = None, same_person: bool = False
) -> list[Record]:
    """The people in some files, one record each.

    Files that hold one person each are taken to be that person's papers and merged. Where a file holds several (a table of
    many people, a page of two defendants), records go together by person id, and one without an id to the person that its
    names, birth dates or numbers say it is. `columns` is what a person says of the columns of tables kept by hand: heading →
    what it is (`readers.kept_table`).

    Raises:
        InputError: a file cannot be read at all, holds no charge that could be read, or the files are of different people.
    """
    files = read_files(names, facts, columns)
    for name, records in zip(names, files, strict=True):
        if not any(record.cases or record.set_aside for record in records):
            reasons = [each for record in records for each in record.unread]
            message = f"nothing in this file could be read as a charge{': ' + (reasons[0].why or reasons[0].text[:80]) if reasons else ''}"
            raise InputError(Problem("no-charges", message, file=name, line=reasons[0].span.line if reasons else None))
        if not any(record.set_aside or any(case.charges for case in record.cases) for record in records):
            numbers = ", ".join(case.number or case.case_id for record in records for case in record.cases)
            why = "no charge was found in this case; it may have none, or the file may be cut off"
            records[0] = evolve(records[0], unread=(*records[0].unread, Unread(Span(name), numbers, why)))
    if all(len(records) == 1 for records in files):
        return [_named(merge([records[0] for records in files], same_person=same_person))]
    people: dict[str, list[Record]] = {}
    everyone = [record for records in files for record in records]
    for record in sorted(everyone, key=lambda each: not each.person_id):
        known = []
        if not record.person_id:
            known = [name for name, held in people.items() if any(one_person(each, record) for each in held)]
        people.setdefault(known[0] if len(known) == 1 else record.person_id, []).append(record)
    # One record alone is merged, too, so that a person reads the same by themselves and among others.
    found = [merge(records, same_person=same_person) for records in people.values()]
    return [_named(found[0])] if len(found) == 1 else found


def read_record(names: Sequence[str], facts: Collection[str] = (), *, same_person: bool = False) -> Record:
    """The one person in some files.

    Raises:
        InputError: as `read_people`, and if there are several people.
    """
    people = read_people(names, facts, same_person=same_person)
    if len(people) > 1:
        raise InputError(Problem("several-people", f"there are {len(people)} people in these files; choose one", file=names[0]))
    return people[0]


def _named(record: Record) -> Record:
    return record if record.person_id else evolve(record, person_id="1")
