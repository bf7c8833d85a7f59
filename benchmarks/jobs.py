"""One job of the benchmark as a process of its own: ``jobs.run()`` with JOB WORKBOOK TARGET as its arguments.

Each engine does the same job in its own best way; nothing is imported that the job does not need, and as a
module this file is compiled once.
"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from concurrent.futures import Executor
    from pathlib import Path

PLAN_CELLS = [
    (f"Oylik{1 + number % 5}", 2 + number * 2, 3 + number % 12, 1000 + number) for number in range(20)
]
LOG_CELLS = [(2 + number * 190, 5, 2000 + number) for number in range(20)]
FINDINGS = [
    [f"R{number % 12:02}", "xato", f"Oylik1!F{number + 2}", f"{number}-holat: raqam toʻgʻri kelmaydi"]
    for number in range(200)
]
# The reports of a quarter: three months of the monthly ones, and what the quarter itself owes.
QUARTER = [
    *3 * ["MK-02", "MK-03", "VA-02"],
    *(f"MK-{number:02d}" for number in (6, 7, 8, 10, 11, 12, 13, 14, 16)),
    *("VA-01", "VA-03"),
]
RECORDS = [[number, f"1.{number}", f"{number}-band", 100 + number, 90 + number] for number in range(1, 61)]


def twenty_cells_akmxl(workbook: str, target: str) -> None:
    from akmxl.ooxml.edit.patch import Patch
    from akmxl.ooxml.read.workbook import Workbook

    patch = Patch(Workbook.open(workbook))
    for sheet, row, column, value in PLAN_CELLS:
        patch.set(sheet, row, column, value)
    patch.save(target, overwrite=True)


def twenty_cells_openpyxl(workbook: str, target: str) -> None:
    import openpyxl

    book = openpyxl.load_workbook(workbook)
    for sheet, row, column, value in PLAN_CELLS:
        book[sheet].cell(row, column).value = value
    book.save(target)


def findings_akmxl(workbook: str, target: str) -> None:
    from akmxl.ooxml.edit.patch import Patch
    from akmxl.ooxml.read.workbook import Workbook

    patch = Patch(Workbook.open(workbook))
    for sheet, row, column, value in PLAN_CELLS:
        patch.set(sheet, row, column, value)
    for row, column, value in LOG_CELLS:
        patch.set("Jurnal", row, column, value)
    patch.set_sheet_rows("Tekshiruv", FINDINGS, first_row=2)
    patch.save(target, overwrite=True)


def findings_openpyxl(workbook: str, target: str) -> None:
    import openpyxl

    book = openpyxl.load_workbook(workbook)
    for sheet, row, column, value in PLAN_CELLS:
        book[sheet].cell(row, column).value = value
    for row, column, value in LOG_CELLS:
        book["Jurnal"].cell(row, column).value = value
    for finding in FINDINGS:
        book["Tekshiruv"].append(finding)
    book.save(target)


def read_floor(workbook: str, _target: str) -> None:
    """Unzip every sheet and the shared texts and let expat walk through them, without a handler."""
    import zipfile
    from xml.parsers import expat

    with zipfile.ZipFile(workbook) as archive:
        for name in archive.namelist():
            if name.startswith("xl/worksheets/sheet") or name == "xl/sharedStrings.xml":
                expat.ParserCreate().Parse(archive.read(name), True)


def read_akmxl_raw(workbook: str, _target: str) -> None:
    """Address, type, style, formula and raw text of every cell."""
    from akmxl.ooxml.read.workbook import Workbook

    book = Workbook.open(workbook)
    cells = 0
    for sheet in book.sheets:
        for block in book.blocks(sheet.name):
            for column in block.columns:
                assert column.number
                marks = column.marks(book.reader)
                assert len(block.rows) == len(marks) == len(column.texts)
                cells += len(marks)
    assert cells > 50_000


def read_akmxl_decoded(workbook: str, _target: str) -> None:
    from akmxl.ooxml.read.workbook import Workbook

    book = Workbook.open(workbook)
    assert sum(len(cells) for sheet in book.sheets for _, cells in book.rows(sheet.name)) > 50_000


def read_akmxl_mapping(workbook: str, _target: str) -> None:
    from akmxl.ooxml.read.workbook import Workbook

    book = Workbook.open(workbook)
    assert sum(len(book.cells(sheet.name)) for sheet in book.sheets) > 50_000


def read_calamine(workbook: str, _target: str) -> None:
    import python_calamine

    book = python_calamine.CalamineWorkbook.from_path(workbook)
    for name in book.sheet_names:
        book.get_sheet_by_name(name).to_python(skip_empty_area=False)


def read_openpyxl(workbook: str, _target: str) -> None:
    import openpyxl

    book = openpyxl.load_workbook(workbook, read_only=True)
    for sheet in book:
        for row in sheet.iter_rows(values_only=True):
            assert row is not None


def form_akmxl(workbook: str, target: str) -> None:
    from akmxl.ooxml.edit.patch import Patch
    from akmxl.ooxml.read.workbook import Workbook

    patch = Patch(Workbook.open(workbook))
    patch.repeat_rows("Hisobot", 5, 5, len(RECORDS))
    for row, record in enumerate(RECORDS, 5):
        for column, value in enumerate(record, 1):
            patch.set("Hisobot", row, column, value)
    patch.save(target, overwrite=True)


def form_openpyxl(workbook: str, target: str) -> None:
    """By hand: openpyxl moves no merge, format, validation, name, chart or height with inserted rows."""
    import openpyxl

    book = openpyxl.load_workbook(workbook)
    _fill_by_hand(book["Hisobot"])
    book.defined_names["Jami"].attr_text = "Hisobot!$E$65"
    book.save(target)


def _fill_by_hand(sheet: Any) -> None:
    from copy import copy

    from openpyxl.formula.translate import Translator

    more, model = len(RECORDS) - 1, [(cell.value, copy(cell._style)) for cell in sheet[5]]
    merged = [area for area in sheet.merged_cells.ranges if area.min_row > 5]
    for area in merged:
        sheet.unmerge_cells(str(area))
    height = sheet.row_dimensions[5].height
    sheet.insert_rows(6, more)
    for area in merged:
        area.shift(row_shift=more)
        sheet.merge_cells(str(area))
    for row, record in enumerate(RECORDS, 5):
        sheet.row_dimensions[row].height = height
        for column, (formula, style) in enumerate(model, 1):
            cell = sheet.cell(row, column)
            cell._style = copy(style)
            if isinstance(formula, str) and formula.startswith("="):
                origin = f"{cell.column_letter}5"
                cell.value = Translator(formula, origin).translate_formula(cell.coordinate)
            else:
                cell.value = record[column - 1]
    for letter in "DEF":
        sheet[f"{letter}{6 + more}"] = f"=SUM({letter}5:{letter}{5 + more})"
    for area in list(sheet.conditional_formatting):
        for rule in area.rules:
            sheet.conditional_formatting.add(f"F5:F{5 + more}", rule)
    for validation in sheet.data_validations.dataValidation:
        validation.add(f"D5:E{5 + more}")
    sheet.print_area = f"A1:G{10 + more}"


def twenty_cells_wolfxl(workbook: str, target: str) -> None:
    import wolfxl

    book = wolfxl.load_workbook(workbook, modify=True)
    for sheet, row, column, value in PLAN_CELLS:
        book[sheet].cell(row, column).value = value
    book.save(target)


def read_fastexcel(workbook: str, _target: str) -> None:
    import fastexcel

    book = fastexcel.read_excel(workbook)
    for name in book.sheet_names:
        book.load_sheet(name, header_row=None).to_arrow()


def check_akmxl(_workbook: str, target: str) -> None:
    """Read, check, write: as typed on the command line, on a copy that is as it was before each run."""
    _command("check", target)


def rollup_akmxl(_workbook: str, target: str) -> None:
    _command("rollup", target)


def due_akmxl(_workbook: str, target: str) -> None:
    _command("due", target)


def repair_akmxl(_workbook: str, target: str) -> None:
    _command("repair", target)


def diff_akmxl(workbook: str, target: str) -> None:
    _command("diff", workbook, target)


def submit_akmxl(_workbook: str, target: str) -> None:
    _command("submit", target, "--period", "2025-Q1")


def quarter_akmxl(_workbook: str, target: str) -> None:
    """All reports of a quarter, from the workbook to the forms, the journal and the receipts."""
    _command("submit", target, "--period", "2025-Q1", today="2025-04-10")


def _command(*arguments: str, today: str = "2025-10-06") -> None:
    """Run a command as typed."""
    from akmxl.cli.main import main

    sys.argv = ["akmxl", "--today", today, *arguments]
    main()


def first_akmxl(folder: str, target: str) -> None:
    """3,800 forms of 190 centres put together: the result, the answers, the store."""
    _consolidate(target, f"{folder}/forms")


def again_akmxl(folder: str, target: str) -> None:
    """The same again, after a first run, with the 20 files of one more centre."""
    _consolidate(target, f"{folder}/forms", f"{folder}/centre")


def corrected_akmxl(folder: str, target: str) -> None:
    """The same again with 20 new files that are corrections of 20 centres: their answers are made anew."""
    _consolidate(target, f"{folder}/forms", f"{folder}/new")


def _consolidate(target: str, *came: str, today: str = "2025-04-10") -> None:
    store = target.removesuffix("natija.xlsx") + "ombor"  # without pathlib, which the command imports lightly
    _command("consolidate", *came, "--out", target, "--store", store, today=today)


def workbook_akmxl(folder: str, target: str) -> None:
    """3,800 forms put together into the workbook and the answers, all in one process as what is beside it."""
    _command("consolidate", folder, "--jobs", "1", "--out", target, today="2025-04-10")


def workbook_on_cores_akmxl(folder: str, target: str) -> None:
    """The same as people run it: the forms are read on all cores."""
    _command("consolidate", folder, "--out", target, today="2025-04-10")


def nation_akmxl(folder: str, target: str) -> None:
    """A year of the nation put together: the result, the answers, the store; all of it came late."""
    _consolidate(target, folder, "--received", "2026-02-01", today="2026-02-01")


def nation_floor(folder: str, _target: str) -> None:
    """Unzip list, sheet and shared texts of every form and let expat walk through them, without a handler."""
    for path in _forms(folder, 28_500):
        read_floor(str(path), "")


def consolidate_dask(folder: str, target: str) -> None:
    """3,800 forms put together by a Dask cluster of two workers that has done so before."""
    from distributed import Client, LocalCluster

    options = {"threads_per_worker": 1, "dashboard_address": "127.0.0.1:0", "silence_logs": 50}
    with LocalCluster(n_workers=2, **options) as own, Client(own) as client:
        _warm(client.get_executor(pure=False), folder, target)


def consolidate_processes(folder: str, target: str) -> None:
    """The same by two processes that have done so before."""
    from concurrent.futures import ProcessPoolExecutor
    from multiprocessing import get_context

    with ProcessPoolExecutor(2, mp_context=get_context("spawn")) as pool:
        _warm(pool, folder, target)


def _warm(executor: Executor, folder: str, target: str) -> None:
    """Say how long it takes on the wall, the quickest of three after a first: the workers are beside."""
    from pathlib import Path

    import akmxl

    taken = []
    for _ in range(4):
        began, _busy = _clocks()
        akmxl.consolidate(folder, executor=executor, today="2025-04-10")
        ended, _busy = _clocks()
        taken.append(ended - began)
    Path(target).with_suffix(".taken").write_text(str(min(taken[1:])))


ON_A_COPY = (
    check_akmxl, rollup_akmxl, due_akmxl, repair_akmxl, diff_akmxl, submit_akmxl, quarter_akmxl, again_akmxl,
    corrected_akmxl
)  # fmt: skip
"""The jobs that find a copy of the workbook at their target, or of what a first run left around it."""

FOUND = (0, 1)
"""How a command ends: 1 says that something was found."""

MAY_FIND = (
    check_akmxl,
    submit_akmxl,
    diff_akmxl,
    first_akmxl,
    again_akmxl,
    corrected_akmxl,
    workbook_akmxl,
    workbook_on_cores_akmxl,
    nation_akmxl,
)
"""The jobs that end so."""


def check_openpyxl_load(workbook: str, _target: str) -> None:
    import openpyxl

    openpyxl.load_workbook(workbook)


def button_akmxl(workbook: str, _target: str) -> None:
    """The button Tekshirish, pressed in an Excel in memory: as ``python -m akmxl.ribbon`` does it."""
    from akmxl.ribbon.light_imports import travel_light

    travel_light()
    excel = _excel(workbook)
    _press(excel)
    assert excel.writes


def button_start_and_check(workbook: str, target: str) -> None:
    """Python, xlwings and the same Excel alone, and 1.2 times the same check where all has run before."""
    from pathlib import Path

    import xlwings  # noqa: F401

    first = _excel(workbook)
    started = _clocks()
    _press(first)
    again = _excel(workbook)
    before = _clocks()
    _press(again)
    after = _clocks()
    corrections = (1.2 * (c - b) - (c - a) for a, b, c in zip(started, before, after, strict=True))
    Path(target).with_suffix(".seconds").write_text(" ".join(map(str, corrections)))


def _clocks() -> tuple[float, float]:
    """Seconds on the wall and of the processor."""
    import time

    return time.perf_counter(), time.process_time()


def _excel(workbook: str) -> Any:
    """The Excel of akmxl's tests, holding a workbook; loaded once and kept beside the file."""
    import hashlib
    import pickle
    from pathlib import Path

    tests = Path(__file__).parents[1] / "tests"
    sys.path.append(str(tests))
    from workbook.doors.live.engine import Excel, register
    from workbook.doors.live.store import load

    from akmxl.workbook.doors.live import com

    mark = hashlib.sha256((tests / "workbook" / "doors" / "live" / "store.py").read_bytes()).hexdigest()[:12]
    kept = Path(workbook).with_suffix(f".{mark}.excel")
    if not kept.exists():
        kept.write_bytes(pickle.dumps(load(Path(workbook))))
    com.excel_can_run_here = lambda: True
    excel = Excel([pickle.loads(kept.read_bytes())])
    register(excel)
    return excel


def _press(excel: Any) -> None:
    from akmxl.ribbon.main import main

    name = f"--workbook-name={excel.workbook.name}"
    assert main(["check", f"--hwnd={excel.window}", name, "--today=2025-10-09"]) == 0
    assert excel.told


def quarter_openpyxl(_workbook: str, target: str) -> None:
    """The same templates, loaded and saved as they are: nothing is filled, nothing looked up."""
    from pathlib import Path

    import openpyxl

    templates = Path(__file__).parent.parent / "workbook_templates"
    for code in QUARTER:
        openpyxl.load_workbook(templates / f"{code}.xlsx").save(target)


def marc_akmxl(catalogue: str, _target: str) -> None:
    """Every record of a catalogue as a row, its standard and encoding found out, nothing taken unchecked."""
    from pathlib import Path

    from akmxl.importers.sources.marc.marc_table import marc_table
    from akmxl.importers.sources.table import Reading

    file = Path(catalogue)
    table = marc_table(lambda: file.open("rb"), file.name, file.stat().st_size, Reading(), "")
    assert sum(1 for _ in table.read()) == 1 + 50_000
    assert not table.faults


def marc_pymarc(catalogue: str, _target: str) -> None:
    """Every record by pymarc alone, told the encoding; nothing is taken from it."""
    from pathlib import Path

    from pymarc import MARCReader

    with Path(catalogue).open("rb") as file:
        assert sum(record is not None for record in MARCReader(file, file_encoding="cp1251")) == 50_000


def counts_akmxl(export: str, _target: str) -> None:
    """The command that counts an export by item and month, with all that it checks; nothing is written."""
    from pathlib import Path

    from akmxl.cli.main import main

    plan = Path(export).parent / "import" / "reja.xlsx"
    sys.argv = ["akmxl", "import", str(plan), export, "--profile", "qatnov", "--dry-run"]
    main()


def counts_pandas(export: str, _target: str) -> None:
    """The same figures by hand, by somebody who knows the file."""
    import pandas as pd

    if export.endswith(".csv"):
        frame = pd.read_csv(export, sep=";", dtype=str)
        days = pd.to_datetime(frame["Sana"], format="%d.%m.%Y")
    else:
        frame = pd.read_excel(export, engine="calamine")
        days = frame["Sana"]
    own = frame["Filial"] == "Shirin"
    months = days[own].dt.month
    print(pd.to_numeric(frame["Soni"][own]).groupby(months).sum(), months.value_counts())


def forms_akmxl(folder: str, _target: str) -> None:
    """Every form that came, from its bytes to a verified return: list, hashes, print, look and arithmetic."""
    import gc
    import hashlib

    from akmxl.plan.returns.records import Came, Return
    from akmxl.submission.returns.read_return import read_return

    gc.freeze()
    for path in _forms(folder):
        data = path.read_bytes()
        found = read_return(data, Came(path.name, hashlib.sha256(data).hexdigest(), ""))
        assert isinstance(found, Return)
        assert not found.doubts


def forms_floor(folder: str, _target: str) -> None:
    """Unzip list, sheet and shared texts of every form and let expat walk through them, without a handler."""
    for path in _forms(folder):
        read_floor(str(path), "")


def forms_openpyxl(folder: str, target: str) -> None:
    """Merely open every nineteenth form; the others are counted to take as long."""
    from pathlib import Path

    import openpyxl

    began = _clocks()
    for path in _forms(folder)[::_EVERY]:
        openpyxl.load_workbook(path)
    others = ((_EVERY - 1) * (now - then) for then, now in zip(began, _clocks(), strict=True))
    Path(target).with_suffix(".seconds").write_text(" ".join(map(str, others)))


_EVERY = 19  # so that each report is among them as often as among all


def _forms(folder: str, count: int = 3_800) -> list[Path]:
    from pathlib import Path

    found = sorted(Path(folder).glob("*/*.xlsx"))
    assert len(found) == count
    return found


def run() -> None:
    """Run the job that the command line names."""
    globals()[f"{sys.argv[1]}"](*sys.argv[2:4])
