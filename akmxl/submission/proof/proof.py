"""Write and verify a form's hidden list of its values with their cells and their hash.

The very hidden sheet ``_akmxl`` of a form begins with the words ``kind``, ``report`` and so on, one a row;
below a heading come the values: key, JSON, sheet, cell. A value with two cells has two rows.
"""

from __future__ import annotations

import json
from itertools import zip_longest
from typing import TYPE_CHECKING

from akmxl.core.cell_values import plain
from akmxl.core.cells import a1, parse_a1
from akmxl.core.dataclass import dataclass
from akmxl.core.errors import AkmxlError
from akmxl.core.i18n import N_
from akmxl.ooxml.read.workbook import Workbook
from akmxl.plan.receipts import Values, values_sha256
from akmxl.submission.proof.relocate import find_moves
from akmxl.submission.proof.shown import Written, stands
from akmxl.workbook import layout

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from akmxl.core.cells import Cell

FORM_KIND = "akmxl-hisobot"
_WORDS = ("kind", "organisation", "report", "period", "version", "values_sha256")
_HEADING = ("key", "value", "sheet", "cell")


class FormFault(AkmxlError):
    """A form that does not say what its list of values says."""

    kind = "form"


@dataclass(frozen=True)
class Submitted:
    """A form, read back: whose report it is, and its values with every cell that shows them."""

    organisation: str
    report: str
    period: str
    version: int
    values_sha256: str
    written: tuple[Written, ...]

    @property
    def values(self) -> Values:
        return listed(self.written)


@dataclass(frozen=True)
class Altered:
    """A place of a form that does not show what was submitted.

    ``shown`` is what its cell says now (None: nothing), ``cell`` its address, empty where it is gone.
    """

    key: str
    sent: object
    shown: object
    sheet: str
    cell: str


@dataclass(frozen=True)
class Verified:
    """A form compared with its own list of values. ``moved``: the values are now in other cells."""

    submitted: Submitted
    altered: tuple[Altered, ...]
    moved: bool


def listed(written: Iterable[Written]) -> Values:
    """Return the list of values: each once, in the order of the form, however many cells show it."""
    return tuple(dict.fromkeys((one.key, one.value) for one in written))


def proof_rows(submitted: Submitted) -> list[list[str]]:
    """Return the rows of the hidden sheet. Every cell is text: no locale touches it."""
    head = {
        "kind": FORM_KIND,
        "organisation": submitted.organisation,
        "report": submitted.report,
        "period": submitted.period,
        "version": str(submitted.version),
        "values_sha256": submitted.values_sha256,
    }
    rows = [[word, head[word]] for word in _WORDS]
    rows.append(list(_HEADING))
    told = json.JSONEncoder(ensure_ascii=False).encode
    rows += [[one.key, told(plain(one.value)), one.sheet, one.cell] for one in submitted.written]
    return rows


def keeps(workbook: Workbook, rows: Sequence[Sequence[str]]) -> bool:
    """Tell at once, of most forms, that the hidden sheet reads back as these rows."""
    grid = workbook.grid(layout.RECEIPTS)
    return all(
        grid.values(place) == {row: text for row, text in enumerate(column, 1) if text}
        and not grid.formulas(place)
        for place, column in enumerate(zip_longest(*rows), 1)
    )


def opened(data: bytes) -> Workbook:
    """Open a workbook that is not a file yet."""
    return Workbook.of("form.xlsx", data)


def read_form(workbook: Workbook) -> Submitted:
    """Return what a form says of itself; raises ``FormFault`` where hash, list and cells do not agree."""
    verified = verify(workbook)
    for one in verified.altered:
        raise FormFault(
            N_("“{file}”, “{sheet}”!{cell}: the form does not show the value of {key}: {value}"),
            file=workbook.path.name, sheet=one.sheet, cell=one.cell, key=one.key, value=one.sent,
        )  # fmt: skip
    return verified.submitted


def is_form(workbook: Workbook) -> bool:
    """Tell whether akmxl made a workbook as a form: its hidden sheet says so."""
    if not _has_list(workbook):
        return False
    cell = workbook.cells(layout.RECEIPTS).get((1, 2))
    return cell is not None and cell.value == FORM_KIND


def as_akmxl_wrote_it(data: bytes) -> bool:
    """Tell whether no other program has saved a form since akmxl wrote it.

    Another program would keep the texts of the hidden list among the shared ones, or give the part the hour
    at which it was saved.
    """
    try:
        workbook = opened(data)
        part = workbook.sheet(layout.RECEIPTS).part
    except AkmxlError:
        return False
    saved = next(entry.day for entry in workbook.package.entries if entry.name == part)
    return b"inlineStr" in workbook.package.xml(part) and saved == (1980, 1, 1)


def verify(workbook: Workbook) -> Verified:
    """Read a form's own list of values and tell which cells no longer show them.

    The cells are found again where people inserted or removed rows and columns, sorted rows or renamed the
    sheet. Raises ``FormFault`` where there is no list, or where it does not agree with its hash.
    """
    if not is_form(workbook):
        raise FormFault(N_("“{file}” is not a form made by akmxl."), file=workbook.path.name)
    submitted = _parse(_rows(workbook.cells(layout.RECEIPTS)), workbook.path.name)
    if submitted.values_sha256 != values_sha256(submitted.values):
        raise FormFault(N_("“{file}”: its values do not agree with their hash."), file=workbook.path.name)
    by_sheet: dict[str, list[Written]] = {}
    for one in submitted.written:
        by_sheet.setdefault(one.sheet, []).append(one)
    altered: list[Altered] = []
    moved = False
    for name, written in by_sheet.items():
        found = _verify_sheet(workbook, name, written)
        altered += found.altered
        moved = moved or found.moved
    return Verified(submitted, tuple(altered), moved)


def _has_list(workbook: Workbook) -> bool:
    return any(sheet.name == layout.RECEIPTS for sheet in workbook.sheets)


@dataclass(frozen=True)
class _Sheet:
    """The result of verifying one sheet of a form."""

    altered: tuple[Altered, ...]
    moved: bool = False


def _verify_sheet(workbook: Workbook, name: str, written: list[Written]) -> _Sheet:
    """Find the values that one sheet no longer shows; the sheet may have another name now."""
    names = [sheet.name for sheet in workbook.sheets if sheet.name != layout.RECEIPTS]
    own = [other for other in names if other.casefold() == name.casefold()]
    stayed = {one: (one.row, one.column) for one in written}
    for sheet in own:
        if not _altered(workbook, sheet, stayed):
            return _Sheet(())
    tried = [_found_again(workbook, sheet, written) for sheet in own or names]
    nowhere = _Sheet(tuple(Altered(one.key, one.value, None, name, "") for one in written), moved=True)
    return min(tried, key=lambda found: len(found.altered), default=nowhere)


def _found_again(workbook: Workbook, sheet: str, written: list[Written]) -> _Sheet:
    moves = find_moves(written, workbook.cells(sheet))
    places = {one: moves.place(one.row, one.column) for one in written}
    stayed = all(place == (one.row, one.column) for one, place in places.items())
    renamed = any(one.sheet.casefold() != sheet.casefold() for one in written)
    return _Sheet(_altered(workbook, sheet, places), renamed or not stayed)


def _altered(
    workbook: Workbook, sheet: str, places: Mapping[Written, tuple[int, int] | None]
) -> tuple[Altered, ...]:
    cells, found = workbook.cells(sheet), []
    for one, place in places.items():
        cell = cells.get(place) if place else None
        shown = cell.value if cell else None
        if not stands(shown, one):
            found.append(Altered(one.key, one.value, plain(shown), sheet, a1(*place) if place else ""))
    return tuple(found)


def _rows(cells: Mapping[tuple[int, int], Cell]) -> list[list[str]]:
    last = max((row for row, _ in cells), default=0)
    return [
        [str(cells[row, column].value) if (row, column) in cells else "" for column in range(1, 5)]
        for row in range(1, last + 1)
    ]


def _parse(rows: Sequence[Sequence[str]], file: str) -> Submitted:
    head = {word: value for word, value, *_ in rows[: len(_WORDS)]}
    try:
        if head["kind"] != FORM_KIND:
            raise KeyError(FORM_KIND)
        return Submitted(
            organisation=head["organisation"],
            report=head["report"],
            period=head["period"],
            version=int(head["version"]),
            values_sha256=head["values_sha256"],
            written=tuple(_written(row) for row in rows[len(_WORDS) + 1 :]),
        )
    except (KeyError, ValueError) as error:
        raise FormFault(N_("“{file}”: its hidden sheet is damaged."), file=file) from error


def _written(row: Sequence[str]) -> Written:
    key, text, sheet, cell = row
    value = json.loads(text)
    if isinstance(value, list | dict):
        raise ValueError(f"not a value: {text}")
    parse_a1(cell)  # ValueError where it is no address
    return Written(key, value, sheet, cell)
