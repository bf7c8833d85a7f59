"""Know a copy's rows again: by the ID of before, by their words, by what they are called.

Rows that were there when the copy was made have their ID. A later one that was taken may have got another ID
since, as rows without one are numbered from the top; and on another desk the same ID may be given to another
row. So the same words count before the ID, and the ID alone only for a row that was not changed in all that
names it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from akmxl.core.spelling import plain_signs
from akmxl.plan.handed_in import same

if TYPE_CHECKING:
    from collections.abc import Collection, Hashable, Mapping

Row = tuple[str, str]  # the sheet, and by what its row is known
Words = tuple[str, frozenset[tuple[str, object]]]  # the sheet, and all that a row says

NAMING = ("title", "course", "person")  # what a row is called


def known_rows(
    base: Mapping[Row, Mapping[str, object]],
    copy: Mapping[Row, Mapping[str, object]],
    merged: Collection[Row],
) -> dict[Row, Row]:
    """Return which row of the base a row of the copy is; ``merged`` are those that were taken later."""
    known = {row: row for row in copy if row in base and row not in merged}
    taken = {row: base[row] for row in merged if row in base}
    later = {row: values for row, values in copy.items() if row not in known} if taken else {}
    by_id = {(_id(row, taken[row]), words_of(row, taken[row])): row for row in taken}
    unchanged = {row: by_id.get((row, words_of(row, later[row]))) for row in later}
    known |= {row: one for row, one in unchanged.items() if one is not None}
    met = set(known.values())
    free = by_words({row: values for row, values in taken.items() if row not in met})
    for row, values in later.items():
        if row not in known and (alike := free.get(words_of(row, values))):
            known[row] = alike.pop(0)
    for known_by in (_name, _id):
        met = set(known.values())
        named: dict[Hashable, list[Row]] = {}
        for row in (one for one in taken if one not in met):
            named.setdefault(known_by(row, taken[row]), []).append(row)
        for row in [one for one in later if one not in known]:
            found = named.get(known_by(row, later[row]), ())
            if len(found) == 1 and found[0] not in met and _is_one(taken[found[0]], later[row]):
                known[row] = found[0]
                met.add(found[0])
    return known


def words_of(row: Row, values: Mapping[str, object]) -> Words:
    """Return all that a row says, as people see it."""
    said = ((field, value) for field, value in values.items() if value is not None)
    return row[0], frozenset((f, plain_signs(v) if isinstance(v, str) else v) for f, v in said)


def by_words(rows: Mapping[Row, Mapping[str, object]]) -> dict[Words, list[Row]]:
    found: dict[Words, list[Row]] = {}
    for row, values in rows.items():
        found.setdefault(words_of(row, values), []).append(row)
    return found


def _name(row: Row, values: Mapping[str, object]) -> Hashable:
    """Return the day and the names of a row; of one without a name, itself."""
    said = [values.get(field) for field in NAMING]
    names = [plain_signs(one) if isinstance(one, str) else one for one in said]
    return (row[0], values.get("date"), *names) if any(names) else (*row, values.get("date"))


def _id(row: Row, _values: Mapping[str, object]) -> Hashable:
    return row[0], row[1].partition(":")[0]


def _is_one(before: Mapping[str, object], now: Mapping[str, object]) -> bool:
    """Tell whether a row may be one that was taken, changed since, and is none that another desk typed."""
    differing = {field for field in (*before, *now) if not same(before.get(field), now.get(field))}
    named = [field for field in NAMING if before.get(field) is not None or now.get(field) is not None]
    return len(differing) == 1 or not differing.issuperset(named)
