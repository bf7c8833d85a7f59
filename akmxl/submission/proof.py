"""What a form carries unseen: the list of its values with their cells, and their hash.

The very hidden sheet ``_akmxl`` of a form begins with the words ``kind``, ``report`` and so on, one a
row; below a heading stand the values: key, JSON, sheet, cell.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from akmxl.errors import AkmxlError
from akmxl.i18n import N_
from akmxl.ooxml import Workbook, parse_a1
from akmxl.receipts import Values, plain, values_sha256
from akmxl.submission.content import BLANK, spoken
from akmxl.values import split_key
from akmxl.workbook import layout

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from akmxl.ooxml import Cell

KIND = "akmxl-hisobot"
_WORDS = ("kind", "organisation", "report", "period", "version", "values_sha256")
_DAY = re.compile(r"(\d{4})-(\d\d)-(\d\d)")
_HEADING = ("key", "value", "sheet", "cell")


class FormFault(AkmxlError):
    """A form that does not say what its list of values says."""

    kind = "form"


@dataclass(frozen=True)
class Written:
    """One value of the list and the cell in which it stands."""

    key: str
    value: object
    sheet: str
    cell: str


@dataclass(frozen=True)
class Submitted:
    """A form, read back: whose report it is, and its values."""

    organisation: str
    report: str
    period: str
    version: int
    values_sha256: str
    written: tuple[Written, ...]

    @property
    def values(self) -> Values:
        return tuple((one.key, one.value) for one in self.written)


def proof_rows(submitted: Submitted) -> list[list[str]]:
    """The rows of the hidden sheet. Every cell is text: no locale touches it."""
    head = {
        "kind": KIND,
        "organisation": submitted.organisation,
        "report": submitted.report,
        "period": submitted.period,
        "version": str(submitted.version),
        "values_sha256": submitted.values_sha256,
    }
    rows = [[word, head[word]] for word in _WORDS]
    rows.append(list(_HEADING))
    rows += [
        [one.key, json.dumps(plain(one.value), ensure_ascii=False), one.sheet, one.cell]
        for one in submitted.written
    ]
    return rows


def opened(data: bytes) -> Workbook:
    """A workbook that is not a file yet."""
    return Workbook.of("form.xlsx", data)


def read_back(data: bytes) -> Values:
    """The values of a form; raises ``FormFault`` where hash, list and cells do not agree."""
    return read_form(opened(data)).values


def read_form(workbook: Workbook) -> Submitted:
    """What a form says of itself; raises ``FormFault`` where hash, list and cells do not agree."""
    if not any(sheet.name == layout.RECEIPTS for sheet in workbook.sheets):
        raise FormFault(N_("“{file}” is not a form made by akmxl."), file=workbook.path.name)
    submitted = _parse(_rows(workbook.cells(layout.RECEIPTS)), workbook.path.name)
    if submitted.values_sha256 != values_sha256(submitted.values):
        raise FormFault(N_("“{file}”: its values do not agree with their hash."), file=workbook.path.name)
    for one in submitted.written:
        if not _stands(workbook, one):
            raise FormFault(
                N_("“{file}”, “{sheet}”!{cell}: the form does not show the value of {key}: {value}"),
                file=workbook.path.name, sheet=one.sheet, cell=one.cell, key=one.key, value=one.value,
            )  # fmt: skip
    return submitted


def _rows(cells: Mapping[tuple[int, int], Cell]) -> list[list[str]]:
    last = max((row for row, _ in cells), default=0)
    return [
        [str(cells[row, column].value) if (row, column) in cells else "" for column in range(1, 5)]
        for row in range(1, last + 1)
    ]


def _parse(rows: Sequence[Sequence[str]], file: str) -> Submitted:
    head = {word: value for word, value, *_ in rows[: len(_WORDS)]}
    try:
        if head["kind"] != KIND:
            raise KeyError(KIND)
        return Submitted(
            organisation=head["organisation"],
            report=head["report"],
            period=head["period"],
            version=int(head["version"]),
            values_sha256=head["values_sha256"],
            written=tuple(_written(rows[len(_WORDS) + 1 :])),
        )
    except (KeyError, ValueError) as error:
        raise FormFault(N_("“{file}”: its hidden sheet is damaged."), file=file) from error


def _written(rows: Iterable[Sequence[str]]) -> Iterable[Written]:
    for key, value, sheet, cell in rows:
        yield Written(key, json.loads(value), sheet, cell)


def _stands(workbook: Workbook, one: Written) -> bool:
    """Whether the form's cell holds the value, or a text in which it stands."""
    try:
        cell = workbook.cells(workbook.sheet(one.sheet).name).get(parse_a1(one.cell))
    except (AkmxlError, ValueError):
        return False
    return agrees(cell.value if cell else None, one.value) or (
        cell is not None and isinstance(cell.value, str) and _said(one) in cell.value
    )


def _said(one: Written) -> str:
    """A value as ``content.py`` puts it into a text; dates are ISO text in the list."""
    if one.value is None:
        return BLANK
    if isinstance(one.value, str) and (day := _DAY.fullmatch(one.value)):
        return f"{day[3]}.{day[2]}.{day[1]}"
    return spoken(one.value, split_key(one.key)[2])


def agrees(cell: object, value: object) -> bool:
    """Whether a cell read back is the value written: a line's end may have become another."""
    if value is None:
        return cell is None or cell == ""
    cell, value = plain(cell), plain(value)
    if isinstance(value, str) and isinstance(cell, str):
        return _lines(cell) == _lines(value)
    return type(value) is not str and not isinstance(cell, str) and cell == value


def _lines(text: str) -> list[str]:
    return text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
