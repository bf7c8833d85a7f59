"""Small templates for the tests, and the plan that they are filled from."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

import xlsxwriter
from making_plans import make_plan

from akmxl.plan.owed import all_reports
from akmxl.submission.form.form import Draft, fill
from akmxl.submission.proof.proof import opened
from akmxl.submission.template.template import Template

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from akmxl.plan.model import Plan
    from akmxl.plan.owed import Owed

TEXT = "Tadbirlar reja asosida o‘tkazildi.\nKitobxonlar soni oshdi."
EVENTS = (
    {
        "id": 2,
        "date": dt.date(2025, 9, 19),
        "event_kind": "Kitobxon onalar kuni",
        "title": "Ona va bola bellashuvi",
        "participants": 25,
    },
    {
        "id": 1,
        "date": dt.date(2025, 9, 5),
        "event_kind": "Kitobxon onalar kuni",
        "title": "=1+1 uchrashuv",
        "place": "@bolalar bo‘limi",
        "participants": 1413,
        "women": 30,
        "responsible": "1-xodim",
    },
    {
        "id": 3,
        "date": dt.date(2025, 7, 1),
        "event_kind": "“Kitobxonlar klubi” tadbiri",
        "title": "Klub yig‘ilishi",
    },
)
JOURNAL = (
    {"report": "MK-16", "period": "2025-Q3", "text": TEXT},
    {"report": "MK-02", "period": "2025-09", "text": "Bitta xatboshi."},
)


def sample_plan(path: Path) -> Plan:
    """Nine months of readers (15.1, 15.2), gifts (9.4.1), pages (29), three events, two texts."""
    months: dict[tuple[str, int], object] = {}
    for month in range(1, 10):
        months |= {("15.1", month): 20 + month, ("15.2", month): 300, ("29", month): 2900}
    months["9.4.1", 9] = 7
    return make_plan(path, months=months, rows={"Tadbirlar": EVENTS, "Hisobotlar": JOURNAL})


def owed(plan: Plan, code: str, period: str) -> Owed:
    return next(o for o in all_reports(plan) if (o.report.code, str(o.period)) == (code, period))


def make_template(path: Path, cells: Mapping[str, Any], formats: Mapping[str, dict[str, Any]]) -> Path:
    """A template from {address: text}; ``formats`` gives some of the cells a format."""
    with xlsxwriter.Workbook(path) as file:
        file.set_properties({"created": dt.datetime(2025, 1, 1, tzinfo=dt.UTC)})  # no clock in the bytes
        sheet = file.add_worksheet("Shakl")
        for address, text in cells.items():
            style = file.add_format(formats[address]) if address in formats else None
            sheet.write_string(address, text, style)
    return path


class Filler:
    """Fills small templates from one plan: ``fill_in("MK-16", A1="{{davr}}")``."""

    def __init__(self, plan: Plan, folder: Path) -> None:
        self.plan, self.folder = plan, folder

    def draft(
        self,
        code: str,
        cells: Mapping[str, str],
        period: str = "2025-Q3",
        formats: Mapping[str, dict[str, Any]] | None = None,
        **options: Any,
    ) -> Draft:
        path = make_template(self.folder / "andoza.xlsx", cells, formats or {})
        return fill(Template.open(path), self.plan, owed(self.plan, code, period), **options)

    def cells(self, *args: Any, **options: Any) -> dict[tuple[int, int], Any]:
        """What the filled form's sheet holds, by row and column."""
        return shown(self.draft(*args, **options))


def shown(draft: Draft) -> dict[tuple[int, int], Any]:
    workbook = opened(draft.data)
    cells = workbook.cells(workbook.sheets[0].name)
    return {place: cell.value for place, cell in cells.items()}
