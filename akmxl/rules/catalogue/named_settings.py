"""Check the cells of Sozlamalar that have names: the first period, the working week, the centre's code."""

from __future__ import annotations

from typing import TYPE_CHECKING

from akmxl.core.cells import Place
from akmxl.core.errors import BadArgument
from akmxl.core.i18n import N_
from akmxl.plan.findings import Severity
from akmxl.plan.kept_settings import kept_cell, kept_first_month
from akmxl.plan.period import Period
from akmxl.plan.rollup import last_ended_month
from akmxl.rules.rule import Case, Hit, rule
from akmxl.workbook import layout
from akmxl.workbook.reading import setting_cells as cells
from akmxl.workbook.reading.named_places import SETTINGS_CELLS
from akmxl.workbook.reading.settings import setting_cell

if TYPE_CHECKING:
    from collections.abc import Iterator

    from akmxl.plan.reports import Receipt

TITLE, PLACE = N_("Named cells of the settings"), 85

_AS_IT_WAS = N_("Write {value}, as it was.")
_MONTH_ALIKE = N_("Write the first month that akmxl answers for, e.g. 2025-01.")


@rule(
    "REF21",
    Severity.ERROR,
    N_("Sheet “{sheet}”, cell {cell}: the first period is not understood: “{value}”. Nothing is owed."),
    _MONTH_ALIKE,
)
def first_period_understood(case: Case) -> Iterator[Hit]:
    """The first period that akmxl answers for is understood, and not later than the plan's year, nor than a
    report that was sent; it is set once months with figures are over.

    Why: without it no report is owed and no month is missing: the plan looks well whatever it lacks.

    Okay:
        nom: Birinchi_davr = yanvar 2025
        Oylik
        | Kod | Mart |
        | 11  | 5    |
    Bad:
        nom: Birinchi_davr = yil boshi
    """
    setting = setting_cell(case.file, layout.FIRST_PERIOD)
    first, text = case.plan.settings.first_period, case.plan.settings.first_period_text
    if text:
        yield Hit(setting.place, value=text, subject=layout.FIRST_PERIOD)
    elif first and first.year > case.plan.year:
        message = N_("Sheet “{sheet}”, cell {cell}: the first period lies after the plan's year: {value}.")
        yield Hit(setting.place, value=str(first), subject=layout.FIRST_PERIOD, message=message)
    elif first and (earlier := [r for r in case.plan.receipts if r.sealed and _ended_before(r, first)]):
        message = N_(
            "Sheet “{sheet}”, cell {cell}: the first period is {value}, but reports of earlier ones went "
            "out: {reports}. What is missing before {value} is not told."
        )
        names = list(dict.fromkeys(f"{receipt.report} {receipt.period}" for receipt in earlier))
        params = {"reports": ", ".join(names[:2]) + (" …" if len(names) > 2 else "")}
        yield Hit(
            setting.place, value=str(first), subject=layout.FIRST_PERIOD, params=params, message=message
        )
    elif first is None and (before := kept_first_month(case.plan)):
        message = N_("Sheet “{sheet}”, cell {cell}: the first period is empty. Nothing is owed.")
        place = setting.place or Place(layout.SETTINGS, 1, 1)  # its row may be gone
        yield Hit(place, value=before, subject=layout.FIRST_PERIOD, message=message, fix=_AS_IT_WAS)
    elif first is None and (months := _months_with_figures(case)):
        message = N_(
            "Sheet “{sheet}”, cell {cell}: the first period is empty, but months have figures ({value}). "
            "Nothing is owed."
        )
        place = setting.place or Place(layout.SETTINGS, 1, 1)  # its row may be gone
        yield Hit(place, value=months, subject=layout.FIRST_PERIOD, message=message)


def _ended_before(receipt: Receipt, first: Period) -> bool:
    try:
        return Period.parse(receipt.period).end < first.start
    except BadArgument:
        return False  # altered: SUB04


_A_MONTH_OF_WORK = 20  # figures: a few, typed for a try, begin no year


def _months_with_figures(case: Case) -> str:
    """Return the numbers of the months that are over and have figures; empty where there are few figures."""
    last = last_ended_month(case.plan.year, case.today)
    over = (entry for entry in case.plan.entries.values() if entry.month <= last)
    months = [entry.month for entry in over if entry.value is not None]
    return ", ".join(map(str, sorted(set(months)))) if len(months) >= _A_MONTH_OF_WORK else ""


@rule(
    "REF22",
    Severity.ERROR,
    N_("Sheet “{sheet}”, cell {cell}: the working week is not understood: “{value}”. It counts as 6 days."),
    N_("Write 5 or 6."),
)
def work_week_understood(case: Case) -> Iterator[Hit]:
    """The working week has five or six days.

    Why: due days and days off are reckoned by it; a week that is not read moves them.

    Okay:
        nom: Ish_haftasi = besh kunlik
    Bad:
        nom: Ish_haftasi = 7
    """
    setting = setting_cell(case.file, layout.WORK_WEEK)
    empty = N_("Sheet “{sheet}”, cell {cell}: the working week is empty. It counts as 6 days.")
    if fault := cells.read_work_week(setting.cell.value).fault:
        blank, value = fault == cells.BLANK, setting.cell.value
        before = kept_cell(case.plan, layout.WORK_WEEK) if blank else ""
        yield Hit(setting.place, value=before or value, subject=layout.WORK_WEEK,
                  message=empty if blank else None, fix=_AS_IT_WAS if before else None)  # fmt: skip


@rule(
    "REF23",
    Severity.ERROR,
    N_("The name “{value}” does not stand for its cell on sheet “Sozlamalar”."),
    N_("Press “Tiklash”, or run: akmxl repair; it lets the name stand for the cell beside its label."),
)
def names_of_settings(case: Case) -> Iterator[Hit]:
    """The names Birinchi_davr, Ish_haftasi and Markaz_kodi stand for the cells beside their labels.

    Why: formulas look at another cell; akmxl itself finds the right one by its label.

    Okay:
        nom: Birinchi_davr = 2025-01
    Bad:
        ustun: Sozlamalar / Birinchi davr (masalan, 2025-10) = Davr
        ustun: Sozlamalar / Sozlamalar = Birinchi davr
    """
    for name in SETTINGS_CELLS:
        setting = setting_cell(case.file, name)
        if not setting.named and case.file.named_place(name):  # one that is gone is STR31
            yield Hit(setting.place, value=name, subject=name)
