"""Put changes into words: the item or the register's row that changed, and which of its fields."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from akmxl.core.i18n import N_, translate
from akmxl.core.value_text import day_text
from akmxl.plan.changes import TOTAL
from akmxl.plan.register_rows import COUNT, Selection, record_value
from akmxl.plan.registers import TITLE_FIELDS
from akmxl.plan.values import MEASURE_WORDS, SAID, SPANS, split_key, typed
from akmxl.submission.proof.shown import WORD

if TYPE_CHECKING:
    from akmxl.plan.changes import Changed
    from akmxl.plan.model import Plan, Record
    from akmxl.workbook.opened import OpenedPlan
    from akmxl.workbook.plan_file import PlanFile


def subject_words(plan: Plan, one: Changed) -> str:
    """Return what changed in words: ``15.1-band, yangi``, or ``Tadbirlar, «Kech», 20.03.2025``."""
    if one.kind == "item":
        return item_words(plan, one.subject)
    if one.kind == TOTAL:
        return total_words(one.register)
    said = {change.field: change.old if change.new is None else change.new for change in one.changes}
    record = plan.index[one.kind].names.get(one.subject)
    if record is not None:
        return record_words(record)
    return _row_words(one.kind, said.get(TITLE_FIELDS[one.kind]), typed("date", said.get("date")))


def item_words(plan: Plan | None, code: str) -> str:
    """Return an item in words: its code, and its name where the plan has it."""
    item = plan.items.get(code) if plan else None
    if item is None:
        return translate(N_("Item {code}"), code=code)
    return translate(N_("Item {code}, {name}"), code=code, name=item.name)


def total_words(register: str) -> str:
    """Return the total of a register in words."""
    return translate(N_("{sheet}, in all"), sheet=register)


def record_words(record: Record) -> str:
    """Return a register's row in words: its sheet, title and date."""
    title, day = (record_value(record, field) for field in (TITLE_FIELDS[record.register], "date"))
    return _row_words(record.register, title, day)


def _row_words(sheet: str, title: object, day: object) -> str:
    shown = day_text(day) if isinstance(day, date) else day or "–"
    return translate(N_("{sheet}, “{title}”, {day}"), sheet=sheet, title=title or "–", day=shown)


def measure_words(measure: str) -> str:
    """Return a measure of an item in words."""
    return translate(MEASURE_WORDS.get(measure, measure))


def field_words(file: PlanFile | None, kind: str, field: str) -> str:
    """Return the changed field of an item or row in words: the measure, or the column's heading."""
    if kind == "item":
        return measure_words(field)
    if field.startswith(SAID):
        return f"{field_words(file, kind, field.removeprefix(SAID))}, {measure_words(f'{SAID}fact')}"
    if field == COUNT:
        return translate(N_("number of rows"))
    view = file.views.get(kind) if file else None
    return (view.title(field) or field) if view else field


def key_words(opened: OpenedPlan | None, key: str) -> str:
    """Return in words what a key of a list of values is about; without the plan in fewer words."""
    plan, file = (opened.plan, opened.file) if opened else (None, None)
    kind, subject, field = split_key(key)
    if key == WORD:
        return translate(N_("Words of the form"))
    if kind == CORRECTION:
        return _correction_words(opened, subject, field)
    if kind == "report":
        return translate(N_("Text of the report"))
    if kind == "item":
        name = item_words(plan, subject)
    else:
        selection = Selection.parse(subject if kind in SPANS else kind)
        sheet = selection.register if selection else kind
        if field == "nothing":
            return translate(N_("{sheet}: what stands in place of an empty list"), sheet=sheet)
        name = total_words(sheet) if kind in SPANS else _record_name(plan, sheet, subject)
        kind = sheet
    if field == "row":
        return name
    return translate(N_("{name}: {field}"), name=name, field=field_words(file, kind, field))


def _record_name(plan: Plan | None, sheet: str, name: str) -> str:
    record = plan.index[sheet].names.get(name) if plan and sheet in plan.index else None
    return record_words(record) if record else translate(N_("{sheet}, ID {row}"), sheet=sheet, row=name)


CORRECTION = "correction"  # of the keys of a block's values: correction:item:15.1/fact/old
_OF_A_CORRECTION = {
    "reason": N_("Reason of the correction"),
    "letter": N_("Letter that asked for the correction"),
    "nothing": N_("What is said where no figure differs"),
}
_SIDES = {"old": N_("as it was sent"), "new": N_("as it is right"), "difference": N_("the difference")}


def _correction_words(opened: OpenedPlan | None, key: str, field: str) -> str:
    """Return in words a value of the block of a correction; ``key`` is that of the value that it corrects."""
    if not key:
        return translate(_OF_A_CORRECTION[field])
    side = translate(_SIDES[field])
    return translate(N_("{name}: {field}"), name=key_words(opened, key), field=side)
