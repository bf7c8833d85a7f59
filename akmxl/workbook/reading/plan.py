"""Read a workbook's grids as a ``Plan``: faults are left in the records for the rules."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from akmxl.core.cells import as_written
from akmxl.core.errors import NotAPlan
from akmxl.core.i18n import N_
from akmxl.core.text_length import shortened
from akmxl.core.vocabulary import meaning
from akmxl.plan.imports import newest_counts
from akmxl.plan.model import Explanation, Plan
from akmxl.workbook import layout
from akmxl.workbook.plan_file import text_of
from akmxl.workbook.reading.entries import read_entries
from akmxl.workbook.reading.hand_ins import read_closed
from akmxl.workbook.reading.items import read_items
from akmxl.workbook.reading.named_places import misplaced_names
from akmxl.workbook.reading.old_ids import with_old_ids
from akmxl.workbook.reading.past import read_approved, read_last_year
from akmxl.workbook.reading.registers import (
    RegisterFigures,
    lost_months,
    read_days,
    read_journal,
    read_records,
)
from akmxl.workbook.reading.setting_cells import read_year
from akmxl.workbook.reading.settings import read_reports, read_settings
from akmxl.workbook.receipts_sheet import read_kept

if TYPE_CHECKING:
    from akmxl.plan.reports import Receipt
    from akmxl.workbook.plan_file import PlanFile


def read_plan(file: PlanFile) -> Plan:
    """Read the whole plan of a file whose sheets and columns are all there."""
    year = year_of(file)
    settings = read_settings(file, year)
    sections, items = read_items(file, settings)
    days, journal, reports = read_days(file, settings), read_journal(file), read_reports(file)
    kept = read_kept(file)
    records = with_old_ids(file, read_records(file, settings, kept.highest_ids), kept, year)
    lost = lost_months(file, settings, days, year)
    imported = newest_counts(kept.imports)
    registers = RegisterFigures(days, records, journal, reports, settings, year, items, lost, imported)
    closed = read_closed(file, year, settings.services)
    past = read_last_year(file)
    return Plan(
        path=file.path,
        year=year,
        organisation={
            field: text_of(file.named_cell(name).value) for field, (name, _) in layout.ORGANISATION.items()
        },
        settings=settings,
        sections=sections,
        items=items,
        entries=read_entries(file, items, registers, closed),
        days=days,
        records=records,
        reports=reports,
        journal=journal,
        approved=read_approved(file),
        last_year=past.figures,
        last_year_unread=past.unread,
        explanations=_read_explanations(file),
        receipts=kept.receipts,
        highest_ids=kept.highest_ids,
        used_columns=kept.used_columns,
        closed=closed,
        kept_tasks=kept.tasks,
        known_rows=kept.known_rows,
        imports=kept.imports,
        hand_ins=kept.hand_ins,
        copy_of=kept.copy_of,
        merged=kept.merged,
    )


def read_journal_again(plan: Plan, file: PlanFile, receipts: tuple[Receipt, ...]) -> Plan:
    """Read anew the journal of a plan with these receipts: all else in its workbook has stayed the same."""
    journal, settings, year, days = read_journal(file), plan.settings, plan.year, plan.days
    lost = lost_months(file, settings, days, year)
    registers = RegisterFigures(
        days,
        plan.records,
        journal,
        plan.reports,
        settings,
        year,
        plan.items,
        lost,
        newest_counts(plan.imports),
    )
    entries = read_entries(file, plan.items, registers, plan.closed)
    after = replace(plan, entries=entries, journal=journal, receipts=receipts)
    vars(after)["index"] = plan.index  # of the same rows: of a long register it takes as much as a rule
    return after


_LONGEST = 60  # signs of what a message shows


def year_of(file: PlanFile) -> int:
    """Read the plan's year; raises ``NotAPlan`` where Bosh sahifa does not say it."""
    value = file.named_cell("Yil").value
    text, read = shortened(text_of(value), _LONGEST), read_year(value)
    if read.value:
        return read.value
    if text and "Yil" in misplaced_names(file):
        raise NotAPlan(
            N_(
                "The plan's year is not known: the name “Yil” stands for another cell ({cell}: “{value}”). "
                "Press “Tiklash”, or run: akmxl repair."
            ),
            value=text, cell=_address(file),
        )  # fmt: skip
    place = file.named_place("Yil")
    if text:
        raise NotAPlan(
            N_(
                "Sheet “{sheet}”, cell {cell}: this is not the plan's year: “{value}”. "
                "Type there the year in four digits, e.g. 2025."
            ),
            value=text, sheet=place.sheet if place else layout.HOME, cell=place.a1 if place else "Yil",
        )  # fmt: skip
    if place is None:
        raise NotAPlan(
            N_(
                "The plan's year is not known: the name “Yil” is gone. "
                "To have it made again: press “Tiklash”, or run: akmxl repair; "
                "the copies of the file, in the folder .akmxl-zaxira, say the year too."
            )
        )
    if not file.grid(place.sheet).columns:
        raise NotAPlan(_BLANK, sheet=place.sheet)
    raise NotAPlan(
        N_("The plan's year is not known: sheet “{sheet}”, cell {cell} is empty. Type it there, e.g. 2025."),
        sheet=place.sheet, cell=place.a1,
    )  # fmt: skip


_BLANK = N_(
    "The sheet “{sheet}” is empty. Undo (Ctrl+Z); or, to have it made again, press “Tiklash”, or run: akmxl "
    "repair. What stood there is in the copies of the file, in the folder .akmxl-zaxira."
)


def _address(file: PlanFile) -> str:
    place = file.named_place("Yil")
    return f"{place.sheet}!{place.a1}" if place else ""


def _read_explanations(file: PlanFile) -> tuple[Explanation, ...]:
    view = file.views[layout.FINDINGS]
    columns = {
        title: (view.grid.values(column), view.grid.formulas(column)) for column, title in view.titles.items()
    }
    rows = []
    for row in view.filled_rows():
        state = view.text(row, "finding_state")
        rows.append(
            Explanation(
                key=view.text(row, "key"),
                reason=view.text(row, "reason"),
                state=meaning("finding_state", state) or state,
                values={
                    title: as_written(values.get(row), formulas.get(row))
                    for title, (values, formulas) in columns.items()
                },
                place=view.place(row, "reason"),
                said=tuple(view.text(row, field) for field in ("rule", "item", "period", "what")),
            )
        )
    return tuple(rows)
