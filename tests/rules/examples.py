"""The examples in the rules' docstrings, applied to the shipped plan in memory.

An example is read line by line. A directive is ``word: value``:

    today: 2025-04-03                     the day of the check (2025-04-10 if not given)
    fayl: matn | reja                     the file itself: a text, or the shipped plan
    varaqsiz: Oylik                       the sheet is gone
    ustun: Oylik / Mart = Xyz             the column's heading says something else
    nom: Birinchi_davr = 2025-01          a named cell's value, or a defined name's
    yonida: reja (1).xlsx                 a copy of the shipped plan lies beside the workbook
    yuborilgan: MK-10 2025-Q1 2025-04-05  the report was sent on that day, as the plan stands by then
    qaydsiz: MK-10 2025-Q1                its receipt is gone
    raqami: MK-10 2025-Q1 = 99-99         the journal gives it another outgoing number
    qaydda: MK-10 2025-Q1 = 99            the newest receipt's first value was altered in _akmxl
    aniqlanmoqda: MK-10 2025-Q1           a correction of it is drafted
    pastda: Malaka / A5000 = x            a cell far below all else
    birlashgan: Oylik / 11 / Mart:Aprel   cells of a row are merged
    yashirin: Oylik / 11                  the row is hidden
    format: Oylik / 11 / Mart = 0%        the cell has this number format
    tekshiruvsiz: Oylik                   the sheet's drop-down lists and input checks are gone
    varaq: Eski = hidden                  one more sheet, visible or hidden
    kunsiz: 2025-02-05                    the day's row is gone from the day log
    ustunlar: Tadbirlar = title;place     columns that were in use at the last check, by their fields
    qatorlar: Malaka = 1-3                the ids of the rows that were there at the last check
    topshirgan: 2025-03 Fond xizmati      the service handed in that month, as the plan stands by then
    tuzatilgan: Matbuot / 1 / Sarlavha = x  a cell of the first row of a register or of Topshirish
    import: 11 2025-03 = 40               another system counts so many for the item in the month
    jadvalsiz: Malaka                     the table is a plain range
    jadval: Malaka = Jadval1              the table has another name
    jadval raqami: Malaka = 2             the table has this number in the file
    sarlavha: Tadbirlar / ID = ~          the heading's cell says this, the table what it said
    bo‘sh: HisobotlarKatalogi / MK-03     the row of the table that begins so is cleared
    nomsiz: Birinchi_davr                 the defined name is gone
    joyi: Yil = Oylik!$A$1                the defined name stands for this
    hisob: eski                           Excel has saved the file and does not calculate it again
    keyin:                                what stands above was there before the slip

A table is the sheet's name, a line of headers and rows. Rows of Reja and Oylik are found by their code,
rows of Kundalik by their date; registers and the journal get new rows. A cell is a number, a text,
``'5`` (the text 5), ``=FORMULA -> result``, ``#REF!``, a date ``2025-03-05``, ``~`` (blank), with ``¦`` for
``|``; in a formula ``{Yanvar:Mart}`` is that range in the row. A rule's code behind a row says where its
finding must be.
"""

from __future__ import annotations

import re
import shutil
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from akmxl.core.cell_values import day_of
from akmxl.core.cells import NOT_CALCULATED, Cell, ExcelError, a1, parse_a1
from akmxl.core.spelling import fold, fold_header
from akmxl.ooxml.read.sheet_facts import Sheet
from akmxl.plan import receipts, registers
from akmxl.plan.hand_ins import hand_in_of
from akmxl.plan.imports import Count, ImportReceipt
from akmxl.plan.period import Period
from akmxl.plan.reports import Receipt
from akmxl.plan.values import item_key, item_value
from akmxl.rules.find import find
from akmxl.rules.rule import Case
from akmxl.workbook import layout, receipts_sheet
from akmxl.workbook.doors.file_door import FileDoor
from akmxl.workbook.opened import OpenedPlan
from akmxl.workbook.plan_file import PlanFile, SheetView, text_of
from akmxl.workbook.reading.figures import read_code
from akmxl.workbook.reading.plan import read_plan

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from akmxl.plan.findings import Finding
    from akmxl.plan.handed_in import HandedIn
    from akmxl.plan.model import Plan

SHIPPED = Path(__file__).parents[2] / "workbook_templates" / "reja-2025.xlsx"
TODAY = date(2025, 4, 10)

Spot = tuple[str, int]  # sheet and row
_KEYED = (
    layout.PLAN,
    layout.MONTHLY,
    registers.DAILY,
    layout.LAST_YEAR,
    layout.APPROVED,
)  # sheets whose rows are there


@cache
def shipped() -> FileDoor:
    return FileDoor.open(SHIPPED)


class _Parts:
    """The shipped workbook's parts, some of them changed."""

    def __init__(self) -> None:
        self.changed: dict[str, bytes] = {}

    def xml(self, part: str) -> bytes:
        return self.changed.get(part) or shipped().package.xml(part)

    def __getattr__(self, name: str) -> Any:
        return getattr(shipped().package, name)

    def change(self, part: str, pattern: bytes, new: bytes) -> None:
        xml, count = re.subn(pattern, new, self.xml(part), flags=re.DOTALL)
        assert count, f"{part} has nothing like {pattern!r}"
        self.changed[part] = xml


class _Grid:
    """Cells in memory, as a door hands them over."""

    def __init__(self, cells: Mapping[tuple[int, int], Cell]) -> None:
        self._columns: dict[int, dict[int, Cell]] = {}
        for row, column in sorted(cells):
            self._columns.setdefault(column, {})[row] = cells[row, column]

    @property
    def columns(self) -> list[int]:
        return sorted(self._columns)

    def last_row(self, column: int) -> int:
        return max(self._columns.get(column, ()), default=0)

    def values(self, column: int) -> dict[int, Any]:
        cells = self._columns.get(column, {}).items()
        return {row: cell.value for row, cell in cells if cell.value is not None}

    def formulas(self, column: int) -> dict[int, str]:
        cells = self._columns.get(column, {}).items()
        return {row: cell.formula for row, cell in cells if cell.formula is not None}

    def cell(self, row: int, column: int) -> Cell | None:
        return self._columns.get(column, {}).get(row)


class Edited(FileDoor):
    """The shipped workbook with other cells, sheets, names and headings; nothing is written."""

    def __init__(self, folder: Path) -> None:
        base = shipped()
        self.path = folder / "reja.xlsx"
        self.part = base.part
        self.package = self.parts = _Parts()  # type: ignore[assignment]
        self.sheets = base.sheets
        self.names = dict(base.names)
        self.tables = dict(base.tables)
        self._changed: dict[str, dict[tuple[int, int], Cell]] = {}
        self._around: dict[str, bytes] = {}
        self._hidden: dict[str, frozenset[int]] = {}
        self.formats: dict[str, dict[tuple[int, int], str]] = {}

    def odd_formats(self, sheet_name: str) -> Mapping[tuple[int, int], str]:
        return self.formats.get(sheet_name, {})

    def number_format(self, sheet_name: str, row: int, column: int) -> str:
        return self.formats.get(sheet_name, {}).get((row, column), "")

    def cells(self, sheet_name: str) -> dict[tuple[int, int], Cell]:
        changed = self._changed.get(sheet_name)
        return shipped().cells(sheet_name) if changed is None else changed

    def grid(self, sheet_name: str) -> Any:
        changed = self._changed.get(sheet_name)
        return shipped().grid(sheet_name) if changed is None else _Grid(changed)

    def put(self, sheet: str, row: int, column: int, value: object, formula: str | None = None) -> None:
        cells = self._changed.get(sheet)
        if cells is None:
            cells = self._changed[sheet] = dict(shipped().cells(sheet)) if sheet != layout.LAST_YEAR else {}
        cells.pop((row, column), None)
        if value is not None or formula is not None:
            cells[row, column] = Cell(value, formula, 0)  # type: ignore[arg-type]

    def lay(self, sheet: str, cells: dict[tuple[int, int], Cell]) -> None:
        """Other cells for a whole sheet."""
        self._changed[sheet] = cells

    def rename_heading(self, sheet: str, old: str, new: str) -> None:
        for name, table in self.tables.items():
            if table.sheet == sheet and old in table.columns:
                columns = tuple(new if text == old else text for text in table.columns)
                self.tables[name] = table._replace(columns=columns)
                column = table.first_col + table.columns.index(old)
                self.put(sheet, table.first_row, column, new)
                return
        row, column = next(spot for spot, cell in self.cells(sheet).items() if cell.value == old)
        self.put(sheet, row, column, new)


@dataclass
class Example:
    """A plan workbook as an example leaves it; ``marked`` holds the rows that must have a finding."""

    folder: Path
    today: date = TODAY
    path: Path = SHIPPED
    touched: set[Spot] = field(default_factory=set)
    marked: set[Spot] = field(default_factory=set)
    blank: set[Spot] = field(default_factory=set)  # rows of a register that were left empty

    def __post_init__(self) -> None:
        self.workbook = Edited(self.folder)

    @classmethod
    def of(cls, text: str, folder: Path, *, tables: bool = True) -> Example:
        """The workbook that an example's text describes; without its tables it is what they start from."""
        example = cls(folder)
        before, _, after = text.rpartition("keyin:\n")
        example.apply(before, tables=True)
        example.apply(after, tables=tables)
        return example

    @classmethod
    def start_of(cls, text: str) -> str:
        """The text of what an example's tables start from: many start from the same."""
        before, then, after = text.rpartition("keyin:\n")
        kept = [line for line in after.splitlines() if line.strip().partition(": ")[0] in ("today", "nom")]
        return before + then + "\n".join(kept)

    def apply(self, text: str, *, tables: bool = True) -> None:
        """Do what an example's text says to this workbook."""
        sheet, headers = "", None
        for line in map(str.strip, text.strip().splitlines()):
            word, colon, value = line.partition(": ")
            if line.startswith("|"):
                if headers is None:
                    headers = _split(line)[0]
                elif tables:
                    self.row(sheet, headers, *_split(line))
            elif colon and word in _DIRECTIVES:
                if tables or word in ("today", "nom"):
                    _DIRECTIVES[word](self, value.strip())
            elif line:
                sheet, headers = line, None

    @property
    def file(self) -> PlanFile:
        return PlanFile.of(self.workbook)

    @property
    def opened(self) -> OpenedPlan:
        file = self.file
        return OpenedPlan(read_plan(file), file)

    @property
    def plan(self) -> Plan:
        return self.opened.plan

    def findings(self) -> list[Finding]:
        return find(Case(self.opened, self.today))

    def row(self, sheet: str, headers: list[str], texts: list[str], mark: str = "") -> None:
        if sheet == layout.LAST_YEAR and sheet not in self.file.views:
            self.add_last_year()
        view = self.file.views[sheet]
        columns = [column_of(view, header) for header in headers]
        row = _find_row(view, columns[0], texts[0])
        while sheet not in _KEYED and (view.name, row) in self.blank:
            row += 1
        if set(texts) == {"~"}:
            self.blank.add((view.name, row))
        start = 1 if sheet in _KEYED else 0
        for column, text in list(zip(columns, texts, strict=True))[start:]:
            self.workbook.put(view.name, row, column, *typed_value(text, view, row))
        self.touched.add((view.name, row))
        if mark:
            self.marked.add((view.name, row))

    def forget_approved(self) -> None:
        """Keep of the approved plan what workbooks of before kept: rules then speak of the plan as it is."""
        view = self.file.views[layout.APPROVED]
        for column in (view.columns[c.field] for c in layout.APPROVED_SHEET.later_than(2)):
            for row in (view.header_row, *view.rows):
                self.workbook.put(view.name, row, column, None)

    def add_last_year(self) -> dict[str, int]:
        """The sheet of last year's months, with the rows of Oylik; gives each code's row."""
        monthly, name = self.file.views[layout.MONTHLY], layout.LAST_YEAR
        self.workbook.sheets = (*self.workbook.sheets, Sheet(name, "", "visible", len(self.workbook.sheets)))
        fields = ("code", *layout.MONTH_FIELDS)
        lines = [[monthly.title(field) for field in fields]]
        lines += [[monthly.text(row, "code")] for row in monthly.rows]
        for row, texts in enumerate(lines, 1):
            for column, text in enumerate(texts, 1):
                self.workbook.put(name, row, column, text or None)
        return {texts[0]: row for row, texts in enumerate(lines, 1)}

    def _today(self, value: str) -> None:
        self.today = date.fromisoformat(value)

    def _file(self, value: str) -> None:
        if value == "matn":
            self.path = self.folder / "matn.xlsx"
            self.path.write_text("bu Excel fayli emas", encoding="utf-8")

    def _without_sheet(self, value: str) -> None:
        self.workbook.sheets = tuple(s for s in self.workbook.sheets if s.name != value)

    def _heading(self, value: str) -> None:
        sheet, _, change = value.partition(" / ")
        old, _, new = change.partition(" = ")
        self.workbook.rename_heading(sheet, old, new)

    def _heading_cell(self, value: str) -> None:
        sheet, _, change = value.partition(" / ")
        old, _, new = change.partition(" = ")
        view = self.file.views[sheet]
        self.workbook.put(view.name, view.header_row, column_of(view, old), None if new == "~" else new)

    def _name(self, value: str) -> None:
        name, _, text = value.partition(" = ")
        place = self.file.named_place(name)
        if place:
            self.workbook.put(place.sheet, place.row, place.column, _constant(text))
        else:
            self.workbook.names[name] = text

    def _beside(self, value: str) -> None:
        shutil.copyfile(SHIPPED, self.folder / value)

    def _far_below(self, value: str) -> None:
        place, _, text = value.partition(" = ")
        sheet, _, address = place.partition(" / ")
        self.workbook.put(sheet, *parse_a1(address), text)

    def _merged(self, value: str) -> None:
        sheet, code, columns = value.split(" / ")
        view = self.file.views[sheet]
        row = _find_row(view, view.columns["code"], code)
        first, last = (a1(row, column_of(view, header)) for header in columns.split(":"))
        cell = f'<mergeCells count="2"><mergeCell ref="{first}:{last}"/>'.encode()
        self.workbook.parts.change(self.workbook.sheet(view.name).part, rb"<mergeCells [^>]*>", cell)

    def _hidden(self, value: str) -> None:
        sheet, code = value.split(" / ")
        view = self.file.views[sheet]
        row = _find_row(view, view.columns["code"], code)
        tag = f'<row r="{row}" '.encode()
        self.workbook.parts.change(self.workbook.sheet(view.name).part, tag, tag + b'hidden="1" ')

    def _formatted(self, value: str) -> None:
        where, _, code = value.partition(" = ")
        sheet, item, header = where.split(" / ")
        view = self.file.views[sheet]
        spot = _find_row(view, view.columns["code"], item), column_of(view, header)
        self.workbook.formats.setdefault(view.name, {})[spot] = code

    def _cleared_row(self, value: str) -> None:
        table, _, first = value.partition(" / ")
        view = self.file.views[table]
        row = next(row for row in view.rows if view.at(row, min(view.titles)).value == first)
        for column in view.titles:
            self.workbook.put(view.name, row, column, None)

    def _without_day(self, value: str) -> None:
        view = self.file.views[registers.DAILY]
        self.workbook.put(view.name, _find_row(view, view.columns["date"], value), view.columns["date"], None)

    def _without_table(self, value: str) -> None:
        del self.workbook.tables[value]

    def _renamed_table(self, value: str) -> None:
        old, _, new = value.partition(" = ")
        self.workbook.tables[new] = self.workbook.tables.pop(old)._replace(name=new)

    def _numbered_table(self, value: str) -> None:
        name, _, number = value.partition(" = ")
        self.workbook.tables[name] = self.workbook.tables[name]._replace(number=int(number))

    def _without_name(self, value: str) -> None:
        del self.workbook.names[value]

    def _named_place(self, value: str) -> None:
        name, _, reference = value.partition(" = ")
        self.workbook.names[name] = reference

    def _without_validations(self, value: str) -> None:
        part = self.workbook.sheet(value).part
        self.workbook.parts.change(part, b"<dataValidations.*</dataValidations>", b"")

    def _sheet(self, value: str) -> None:
        name, _, state = value.partition(" = ")
        self.workbook.sheets = (*self.workbook.sheets, Sheet(name, "", state, len(self.workbook.sheets)))

    def _calculated(self, value: str) -> None:
        assert value == "eski"
        self.workbook.parts.change(self.workbook.part, rb'\sfullCalcOnLoad="1"', b"")

    def _sent(self, value: str) -> None:
        code, period, day = value.split()
        plan = self.plan
        report = plan.report(code)
        assert report is not None
        codes = plan.items if report.items == ("*",) else report.items
        values = tuple(
            (item_key(item, measure), item_value(plan, item, measure, Period.parse(period)))
            for item in codes
            for measure in ("plan", "fact", "ytd", "percent")
        )
        file = f"{period}/{code}_{period}.xlsx"
        draft = Receipt(code, period, 1, file, values, receipts.values_sha256(values))
        last = receipts.last_seal(plan.receipts)
        number = f"01-15/{7 + len(plan.receipts)}"
        sent = receipts.sealed(draft, last, number=number, sent=date.fromisoformat(day))
        self.lay_receipts([*plan.receipts, sent])
        headers = ["Hisobot kodi", "Davr", "Holati", "Tahrir", "Chiqish raqami", "Chiqish sanasi", "Fayl"]
        cells = [code, period, "yuborildi", "1", number, day, file]
        self.row(registers.JOURNAL, [*headers, "Bandlar"], [*cells, "; ".join(report.items)])

    def _without_receipt(self, value: str) -> None:
        code, period = value.split()
        self.lay_receipts(r for r in self.plan.receipts if (r.report, r.period) != (code, period))

    def _numbered(self, value: str) -> None:
        name, _, number = value.partition(" = ")
        row = next(r for r in self.plan.journal if name == f"{r.report} {r.period_text}")
        place = row.places["number"]
        self.workbook.put(place.sheet, place.row, place.column, number)

    def _altered(self, value: str) -> None:
        name, _, text = value.partition(" = ")
        *others, last = self.plan.receipts  # the newest one's first value
        assert name == f"{last.report} {last.period}"
        values = ((last.values[0][0], int(text)), *last.values[1:])
        self.lay_receipts([*others, replace(last, values=values)])

    def _corrected(self, value: str) -> None:
        code, period = value.split()
        last = next(r for r in self.plan.receipts if (r.report, r.period) == (code, period))
        self.lay_receipts([*self.plan.receipts, replace(last, version=2, **_UNSENT)])
        headers = ["Hisobot kodi", "Davr", "Holati", "Tahrir"]
        self.row(registers.JOURNAL, headers, [code, period, "loyiha", "2"])

    def _in_use(self, value: str) -> None:
        register, _, fields = value.partition(" = ")
        self.lay_receipts(self.plan.receipts, {register: fields.split(";")})

    def _imported(self, value: str) -> None:
        month, _, number = value.partition(" = ")
        code, _, period = month.partition(" ")
        count = Count(code, Period.parse(period).first, int(number))
        before = self.plan.imports
        one = ImportReceipt(
            len(before) + 1, "kitoblar", "hisobot.xlsx", "0" * 64, "2025-04-02", {}, (), (count,)
        )
        self.lay_receipts(self.plan.receipts, imports=[*before, one])

    def _handed_in(self, value: str) -> None:
        period, _, name = value.partition(" ")
        plan = self.plan
        service, day = plan.settings.services[fold(name)], date(2025, 4, 5)
        month = Period.parse(period)
        handed = hand_in_of(plan, service, month.first, day, "1-xodim")
        self.lay_receipts(plan.receipts, hand_ins=[*plan.hand_ins, handed])
        headers = ["Davr", "Xizmat", "Topshirilgan sana", "Kim topshirdi", "Nazorat kodi"]
        self.row(layout.HAND_INS, headers, [period, service, str(day), "1-xodim", handed.code])

    def _mended(self, value: str) -> None:
        spot, _, text = value.partition(" = ")
        sheet, number, header = spot.split(" / ")
        view = self.file.views[sheet]
        row = view.first_row + int(number) - 1
        self.workbook.put(view.name, row, column_of(view, header), *typed_value(text, view, row))

    def _known(self, value: str) -> None:
        rows = dict(pair.split(" = ") for pair in value.split(" | "))
        self.lay_receipts(self.plan.receipts, rows=rows)

    def lay_receipts(
        self,
        kept: Iterable[Receipt],
        used: Mapping[str, Sequence[str]] | None = None,
        rows: Mapping[str, str] | None = None,
        imports: Iterable[ImportReceipt] = (),
        hand_ins: Iterable[HandedIn] = (),
    ) -> None:
        self.workbook.lay(layout.RECEIPTS, {})
        lines = receipts_sheet.to_rows(
            kept, used_columns=used, known_rows=rows, imports=imports, hand_ins=hand_ins
        )
        for row, values in enumerate(lines, 1):
            for column, value in enumerate(values, 1):
                self.workbook.put(layout.RECEIPTS, row, column, value)


_UNSENT = dict.fromkeys(("number", "sent", "previous", "seal", "letter"), "")

_DIRECTIVES = {
    "today": Example._today,
    "fayl": Example._file,
    "varaqsiz": Example._without_sheet,
    "ustun": Example._heading,
    "sarlavha": Example._heading_cell,
    "nom": Example._name,
    "yonida": Example._beside,
    "yuborilgan": Example._sent,
    "qaydsiz": Example._without_receipt,
    "raqami": Example._numbered,
    "qaydda": Example._altered,
    "pastda": Example._far_below,
    "birlashgan": Example._merged,
    "yashirin": Example._hidden,
    "format": Example._formatted,
    "tekshiruvsiz": Example._without_validations,
    "kunsiz": Example._without_day,
    "ustunlar": Example._in_use,
    "qatorlar": Example._known,
    "import": Example._imported,
    "topshirgan": Example._handed_in,
    "tuzatilgan": Example._mended,
    "jadvalsiz": Example._without_table,
    "jadval": Example._renamed_table,
    "jadval raqami": Example._numbered_table,
    "nomsiz": Example._without_name,
    "bo‘sh": Example._cleared_row,
    "joyi": Example._named_place,
    "varaq": Example._sheet,
    "hisob": Example._calculated,
    "aniqlanmoqda": Example._corrected,
}


def _split(line: str) -> tuple[list[str], str]:
    """The cells of a table's line and what stands behind it."""
    cells, _, mark = line.strip().removeprefix("|").rpartition("|")
    return [cell.strip() for cell in cells.split("|")], mark.strip()


def column_of(view: SheetView, header: str) -> int:
    wanted = fold_header(header)
    return next(column for column, title in view.titles.items() if fold_header(title) == wanted)


def _find_row(view: SheetView, column: int, key: str) -> int:
    """The row of a code or a day; in a register the first row that is free."""
    name = view.layout.name
    if name in _KEYED and name != registers.DAILY:
        return next(row for row in view.rows if read_code(view.at(row, column).value) == key)
    if name == registers.DAILY:
        day = date.fromisoformat(key)
        return next(row for row in view.rows if day_of(view.at(row, column).value) == day)
    filled = {row for row in view.rows for c in view.titles if text_of(view.at(row, c).value)}
    return max(filled, default=view.first_row - 1) + 1


_RANGE = re.compile(r"\{([^:{}]+):([^:{}]+)\}")


def typed_value(text: str, view: SheetView, row: int) -> tuple[object, str | None]:
    """A cell's value and formula."""
    if text.startswith("="):
        formula, arrow, result = text[1:].partition(" -> ")
        ends = ((column_of(view, m[1]), column_of(view, m[2])) for m in _RANGE.finditer(formula))
        for first, last in list(ends):
            formula = _RANGE.sub(f"{a1(row, first)}:{a1(row, last)}", formula, count=1)
        return (_constant(result) if arrow else NOT_CALCULATED), formula
    return _constant(text), None


def _constant(text: str) -> object:
    text = text.replace("¦", "|")
    if text.startswith("'"):
        return text[1:]
    if text == "~":
        return None
    if re.fullmatch(r"#[A-Z/0]+[!?]?", text):
        return ExcelError(text)
    for pattern, make in _KINDS:
        if re.fullmatch(pattern, text):
            return make(text)
    return text


_KINDS = ((r"-?\d+", int), (r"-?\d+\.\d+", float), (r"\d{4}-\d\d-\d\d", date.fromisoformat))


def spots(findings: Iterable[Finding], rule: str) -> Iterator[Spot]:
    """The rows in which a rule found something."""
    members = (member for f in findings if f.rule == rule for member in f.members)
    return ((member.place.sheet, member.place.row) for member in members if member.place)
