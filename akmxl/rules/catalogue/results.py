"""Check what formulas give in the cells of figures: formulas of people and of the workbook itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

from akmxl.core.cells import ExcelError, NotCalculated
from akmxl.core.cyrillic import code_letters
from akmxl.core.i18n import N_
from akmxl.plan import registers
from akmxl.plan.findings import Severity
from akmxl.rules.figures import all_records, item_of, record_period, row_name, with_fault
from akmxl.rules.rule import Case, Hit, rule
from akmxl.workbook import layout

if TYPE_CHECKING:
    from collections.abc import Iterator

    from akmxl.plan.model import Record
    from akmxl.workbook.plan_file import SheetView

TITLE, PLACE = N_("Results of formulas"), 50


@rule(
    "TYP07",
    Severity.ERROR,
    N_("Cell {cell} holds an Excel error: {value}."),
    N_("Mend the formula, or type the number."),
)
def excel_error(case: Case) -> Iterator[Hit]:
    """No cell of figures shows an Excel error.

    Why: an error spreads into every total that contains the cell.

    Okay:
        Oylik
        | Kod | Mart |
        | 11  | 5    |
    Bad:
        Oylik
        | Kod | Mart  |
        | 11  | #REF! |  TYP07
    """
    return with_fault(case, "TYP07")


@rule(
    "TYP12",
    Severity.INFO,
    N_("Cell {cell} holds a formula of its own; its value is used: {number}."),
    N_("If the formula is not needed, type the number itself."),
)
def own_formula(case: Case) -> Iterator[Hit]:
    """An input cell holds a number, not a formula.

    Why: the figure changes when the cells behind the formula do, also after the report has gone out.

    Okay:
        Oylik
        | Kod | Mart |
        | 11  | 7    |
    Bad:
        Oylik
        | Kod | Mart      |
        | 11  | =3+4 -> 7 |  TYP12
    """
    return with_fault(case, "TYP12")


@rule(
    "TYP13",
    Severity.ERROR,
    N_("The formula in cell {cell} has not been calculated: {value}. Its figure is not known."),
    N_("Open the file in Excel and save it, or type the number."),
)
def not_calculated(case: Case) -> Iterator[Hit]:
    """A formula in an input cell has been calculated.

    Why: a program other than Excel wrote it without a result; akmxl does not calculate people's formulas.

    Okay:
        Oylik
        | Kod | Mart |
        | 11  | 7    |
    Bad:
        Oylik
        | Kod | Mart |
        | 11  | =3+4 |  TYP13
    """
    return with_fault(case, "TYP13")


_BROKEN = frozenset({ExcelError, NotCalculated, bool})
# What stands in these columns has findings of its own; notes go into no form, ids are akmxl's.
_TOLD = frozenset({
    "code", "unit", "due", "responsible", "kind", "adds_up", "source", "rhythm", "previous", "planned",
    *layout.QUARTER_FIELDS, "plan_q1", "plan_q2", "plan_q3", "plan_q4", "date", "event_kind", "list_kind",
    "participants", "women", "children", "quantity", *registers.AGES, "report", "period",
    "version", "sent", "items", "note", "id", "rule_due", "state", "file",
})  # fmt: skip


@rule(
    "REF42",
    Severity.ERROR,
    N_("Sheet “{sheet}”, cell {cell}: no text stands here, but: “{value}”. A form would print it."),
    N_("Type the text itself, or mend the formula and save the file in Excel."),
)
def texts_are_texts(case: Case) -> Iterator[Hit]:
    """No cell whose text goes into a form shows an Excel error, a truth value or a formula without a result.

    Why: the report then has an error for the title of an event, and a moved due day is no day.

    Okay:
        Matbuot
        | Sana       | Kod | Sarlavha |
        | 2025-03-05 | '22 | Maqola   |
    Bad:
        Matbuot
        | Sana       | Kod | Sarlavha |
        | 2025-03-05 | '22 | #REF!    |  REF42
    """
    rows: dict[tuple[str, int], Record] = {}
    for name in (layout.PLAN, *case.plan.records, registers.JOURNAL, layout.HAND_INS):
        view = case.file.views.get(name)
        broken = list(_broken_cells(view)) if view else []
        if view is None or not broken:
            continue
        rows = rows or {(one.register, one.row): one for one in all_records(case.plan)}
        items = {item.row for item in case.plan.items.values()}
        for row, field in broken:
            record = rows.get((name, row))
            if row in items if name == layout.PLAN else record or name not in case.plan.records:
                yield _broken_hit(case, view, row, field, record)
    for field, (name, _) in layout.ORGANISATION.items():
        value = case.file.named_cell(name).value
        if field != "year" and type(value) in _BROKEN:
            yield Hit(case.file.named_place(name), value=value, subject=field)


def _broken_cells(view: SheetView) -> Iterator[tuple[int, str]]:
    told = _TOLD if view.layout.name == layout.PLAN else _TOLD - {"responsible"}
    for field in view.columns.keys() - told:
        values = view.values(field)
        if not _BROKEN.isdisjoint(map(type, values.values())):
            rows = (row for row, value in values.items() if type(value) in _BROKEN)
            yield from ((row, field) for row in rows if view.first_row <= row <= view.last_row)


def _broken_hit(case: Case, view: SheetView, row: int, field: str, record: Record | None) -> Hit:
    place, value = view.place(row, field), view.cell(row, field).value
    if record is not None:
        subject = f"{row_name(record)}/{field}"
        return Hit(place, item_of(case, record), record_period(case, record), value, subject)
    item = view.text(row, "code") if view.layout.name == layout.PLAN else None
    report = code_letters(view.text(row, "report")) if view.layout.name == registers.JOURNAL else None
    subject = f"{view.layout.name}/{item or report or row}/{field}"
    return Hit(place, item if item in case.plan.items else None, None, value, subject, report or None)
