"""Give Reja's rows their codes back, as the approved plan has them by the rows' names."""

from __future__ import annotations

from difflib import SequenceMatcher
from typing import TYPE_CHECKING

from akmxl.actions.repair.outcome import COLUMN, HEADING, NOTHING, Repair, Repairs
from akmxl.core.cells import a1, format_range
from akmxl.core.lazy_pattern import lazily
from akmxl.core.spelling import fold
from akmxl.ooxml.edit.patch import Patch
from akmxl.workbook import layout
from akmxl.workbook.doors.file_door import on_disk
from akmxl.workbook.plan_file import PlanFile, text_of
from akmxl.workbook.reading.figures import read_code

if TYPE_CHECKING:
    from akmxl.workbook.plan_file import SheetView

_SECTION = lazily(r"([IVX]+)\.\s")


def put_plan_codes_back(file: PlanFile) -> tuple[PlanFile, Repairs]:
    """Return the workbook whose Reja and its sections have codes; unchanged where nothing knows them.

    A row whose name the approved plan does not have stays without a code: the check asks for it.
    """
    view, approved = file.views.get(layout.PLAN), file.views.get(layout.APPROVED)
    if view is None or approved is None or approved.missing or "name" not in view.columns:
        return file, NOTHING
    if "code" not in view.columns and (at := _renamed(view, approved)):
        return _with_heading(file, view, at)
    present = {row: code for row in view.rows if (code := read_code(view.cell(row, "code").value))}
    wanted = _sections(view) if present else _codes(view, approved)  # single ones: see ``codes``
    used = set(present.values())
    codes = {row: code for row, code in wanted.items() if row not in present and code not in used}
    if not codes:
        return file, NOTHING
    door = on_disk(file.workbook)
    patch, own = Patch(door), view.columns.get("code")
    column = own or max(view.titles) + 1
    name, rows = patch.open_rows(view.name)
    texts = codes if own else {view.header_row: layout.PLAN_SHEET.column("code").header(), **codes}
    for row, text in texts.items():
        patch.write(name, rows, row, column, text, rows.own_style(row, own or column - 1))
    area = format_range((min(texts), column, max(texts), column))
    done = Repair(COLUMN, view.name, area, "", layout.PLAN_SHEET.column("code").header())
    return PlanFile.of(door.changed(patch)), Repairs((done,))


def _renamed(view: SheetView, approved: SheetView) -> int:
    """Return the column under another heading in which most of the approved plan's codes stand; else 0."""
    codes = {approved.text(row, "code") for row in approved.rows} - {""}
    for column in view.titles.keys() - set(view.columns.values()):
        found = {read_code(view.at(row, column).value) for row in view.rows} & codes
        if 2 * len(found) > len(codes):
            return column
    return 0


def _with_heading(file: PlanFile, view: SheetView, column: int) -> tuple[PlanFile, Repairs]:
    door = on_disk(file.workbook)
    patch = Patch(door)
    upper = view.header_row - 1
    row = upper if view.at(upper, column).value == view.titles[column] else view.header_row
    title = layout.PLAN_SHEET.column("code").header()
    name, rows = patch.open_rows(view.name)
    patch.write(name, rows, row, column, title, rows.own_style(row, column))
    done = Repair(HEADING, view.name, a1(row, column), view.titles[column], title)
    return PlanFile.of(door.changed(patch)), Repairs((done,))


def _sections(view: SheetView) -> dict[int, str]:
    """Return row -> code of the headings of sections, which begin with their number."""
    found = {}
    for row in view.rows:
        texts = [text_of(view.at(row, column).value) for column in sorted(view.titles)]
        section = next((match[1] for text in texts if (match := _SECTION.match(text))), "")
        if section and sum(map(bool, texts)) == 1:
            found[row] = section
    return found


def _codes(view: SheetView, approved: SheetView) -> dict[int, str]:
    """Return row -> code: of sections, and of items by their names in the plan's order."""
    found = _sections(view)
    here = [row for row in view.rows if view.text(row, "name") and row not in found]
    there = [row for row in approved.rows if approved.text(row, "code")]
    names = [fold(view.text(row, "name")) for row in here]
    known = [fold(approved.text(row, "name")) for row in there]
    for first, other, count in SequenceMatcher(None, names, known, autojunk=False).get_matching_blocks():
        pairs = zip(here[first : first + count], there[other : other + count], strict=True)
        found |= {row: approved.text(one, "code") for row, one in pairs}
    return dict(sorted(found.items()))
