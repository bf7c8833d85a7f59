"""Find a column of a register that was sorted, or pasted, without the others."""

from __future__ import annotations

from typing import TYPE_CHECKING

from akmxl.core.i18n import N_
from akmxl.core.named_tuple import NamedTuple
from akmxl.core.spelling import fold
from akmxl.plan import receipts
from akmxl.plan.findings import Severity
from akmxl.plan.register_rows import record_value
from akmxl.plan.values import typed
from akmxl.rules.catalogue.hand_ins import handed_in_otherwise
from akmxl.rules.figures import row_name
from akmxl.rules.rule import Case, Hit, rule
from akmxl.workbook.reading.figures import show

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from akmxl.plan.model import Record

TITLE, PLACE = N_("Columns moved alone"), 119

_LEAST = 3  # rows; one or two may have been mended
_FOLLOWERS = (
    "HND01", "HND02", "LIB06", "LIB11", "PLN02", "SUB03", "SUB10", "TMP04", "TMP14", "XSH01", "XSH12",
    "XSH18", "XSH24", "XSH25", "XSH27", "XSH35", "XSH37", "XSH39",
)  # fmt: skip


class _Moved(NamedTuple):
    record: Record
    field: str
    was: str
    now: str


@rule(
    "REF79",
    Severity.ERROR,
    N_(
        "Sheet “{sheet}”: the column “{column}” was sorted or pasted alone; {count} rows say otherwise than "
        "when they were handed in or sent, first {cell}: “{was}”, now “{value}”."
    ),
    N_("Undo (Ctrl+Z), or copy the column from the newest copy in the folder .akmxl-zaxira."),
    silences=_FOLLOWERS,
)
def rows_stay_together(case: Case) -> Iterator[Hit]:
    """The values of a column stay in their rows: where three rows or more have nothing but the values of one
    another in it, since they were handed in or sent, the column was sorted without the rest.

    Why: each cell is as good as before, and every row is another event; the lists of all reports are wrong.

    Okay:
        Matbuot
        | Sana       | Kod | Sarlavha |
        | 2025-03-05 | '22 | Bahor    |
        | 2025-03-06 | '22 | Anor     |
        | 2025-03-07 | '22 | Choy     |
        topshirgan: 2025-03 Axborot-bibliografiya xizmati
        tuzatilgan: Matbuot / 1 / Sarlavha = Bahor soni
    Bad:
        Matbuot
        | Sana       | Kod | Sarlavha |
        | 2025-03-05 | '22 | Bahor    |
        | 2025-03-06 | '22 | Choy     |
        | 2025-03-07 | '22 | Anor     |
        topshirgan: 2025-03 Axborot-bibliografiya xizmati
        tuzatilgan: Matbuot / 1 / Sarlavha = Anor
        tuzatilgan: Matbuot / 2 / Sarlavha = Bahor
        tuzatilgan: Matbuot / 3 / Sarlavha = Choy
    """
    columns: dict[tuple[str, str], dict[str, _Moved]] = {}
    for one in (*_since_sent(case), *_since_handed_in(case)):
        if one.was != one.now:
            own = columns.setdefault((one.record.register, one.field), {})
            own.setdefault(one.record.name, one)
    for (register, field), rows in columns.items():
        was = {one.was for one in rows.values()}
        known = [one.now for one in rows.values() if one.now in was]
        if len(rows) < _LEAST or len(set(known)) < 2 or 5 * len(known) < 3 * len(rows):
            continue
        for one in sorted(rows.values(), key=lambda one: one.record.row):
            kinds = case.plan.settings.event_kinds
            codes = {*one.record.codes, *kinds.get(fold(one.was), ()), *kinds.get(fold(one.now), ())}
            codes |= {text for text in (one.was, one.now) if text in case.plan.items}
            params = {"was": one.was, "count": str(len(rows)), "column": case.view(register).title(field)}
            yield Hit(one.record.places[field], None, None, one.now, f"{row_name(one.record)}/{field}",
                      params=params, rests_on=tuple(sorted(codes)), stops=tuple(sorted(codes)),
                      cause=f"{register}/{field}")  # fmt: skip


def _since_sent(case: Case) -> Iterator[_Moved]:
    """Yield the rows of which one cell alone is not as a report was sent."""
    whole = list(receipts.in_force(case.plan))
    if not whole:
        return
    from akmxl.rules.sent_values import changes_of  # late: after the first report

    for receipt in whole:
        for one in changes_of(case, receipt):
            record = (
                case.plan.index[one.kind].names.get(one.subject) if one.kind in case.plan.records else None
            )
            if record is None or one.how == "added":
                continue
            sides = {
                change.field: (
                    show(typed(change.field, change.old)),
                    show(record_value(record, change.field)),
                )
                for change in one.changes
            }
            yield from _alone(record, sides)


def _since_handed_in(case: Case) -> Iterator[_Moved]:
    """Yield the rows of which one cell alone is not as it was handed in."""
    for _, changes in handed_in_otherwise(case):
        for one in changes:
            record = case.plan.index[one.sheet].names.get(one.row) if one.sheet in case.plan.records else None
            if record is not None and one.how == "changed":
                fields = dict.fromkeys((*one.old, *one.new))
                sides = {
                    field: tuple(show(typed(field, side.get(field))) for side in (one.old, one.new))
                    for field in fields
                }
                yield from _alone(record, sides)


def _alone(record: Record, sides: Mapping[str, tuple[str, ...]]) -> Iterator[_Moved]:
    changed = [(field, *pair) for field, pair in sides.items() if pair[0] != pair[1]]
    if len(changed) == 1 and changed[0][0] in record.columns:
        field, was, now = changed[0]
        yield _Moved(record, field, was, now)
