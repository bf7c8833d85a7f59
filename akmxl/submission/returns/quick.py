"""Verify a form that is as akmxl wrote it without reading it cell by cell: in a fifth of the time.

In a form that nothing has saved since, the list and the sheets are text of a known shape. Whatever has
another shape, or does not agree with itself, is left to ``proof.verify``: what is taken here, it takes too.
So each step here is one of there, over the same cells as the same reader decodes them.
"""

from __future__ import annotations

from itertools import compress
from typing import TYPE_CHECKING

from akmxl.core.cell_values import DIGITS, from_json, json_text
from akmxl.core.cells import a1, parse_a1
from akmxl.core.lazy_pattern import lazily
from akmxl.core.named_tuple import NamedTuple
from akmxl.core.unseen import is_blank
from akmxl.ooxml.read.decode import decoded_texts
from akmxl.ooxml.read.workbook import Workbook
from akmxl.plan.receipts import rows_sha256, values_sha256
from akmxl.submission.proof.look import parts_sha256
from akmxl.submission.proof.proof import FORM_KIND, HEADING, WIDTH, FormFault, parsed
from akmxl.submission.proof.shown import WORD, Written, agrees, shows
from akmxl.workbook import layout

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from akmxl.ooxml.package.package import Package
    from akmxl.ooxml.read.decode import Reader
    from akmxl.plan.receipts import Values
    from akmxl.submission.proof.proof import Submitted

_TEXT = ' t="inlineStr"'
_LISTED = r'<is><t(?: xml:space="preserve")?{}[^<]*)</t></is></c>'
_ROW = lazily(  # of the list: its number, what is in A, and in the other columns with a ">" before it
    rf'<row r="([0-9]{{1,7}})"><c r="A\1"{_TEXT}>{_LISTED.format(">(")}'
    + "".join(rf'(?:<c r="{column}\1"{_TEXT}>{_LISTED.format("(>")})?' for column in "BCDEF"[: WIDTH - 1])
    + "</row>"
)
_CELL = lazily(  # of a sheet: its address, attributes, and with a ">" before it what is in it
    r'<c r="([A-Z]{1,2}[1-9][0-9]{0,5})"([^<>/]*)'
    r'(?:/>|>(?:<v(>[^<]*)</v>|<is><t(?: xml:space="preserve")?(>[^<]*)</t></is>)</c>)'
)
_BEGUN = lazily(r'<row r="[1-9][0-9]{0,5}"[^<>]*>')
_FRAMES, _LARGE = 64, 1 << 20  # kinds of forms: each report has its own; bytes of one
_NONSENSE = (ValueError, LookupError, OverflowError, RecursionError)  # as ``Package.reading`` knows it


class _Frame(NamedTuple):
    """What forms of one template have in common: the part of each sheet, of the list, and what cells mean."""

    parts: Mapping[str, str]
    own: str
    reader: Reader
    texts: dict[str, object]  # the shared ones, by their numbers

    def value(self, kind: str, text: str) -> object:
        """Decode a cell as the reader does."""
        if kind == "n" and text.isdecimal() and text.isascii() and len(text) <= DIGITS:
            return int(text)
        if kind == "s":
            if text not in self.texts:
                self.texts[text] = self.reader.value(kind, text or None, None)
            return self.texts[text]
        if kind == "inlineStr" and text[:1].isalnum() and "&" not in text and "_x" not in text:
            return text
        return self.reader.value(kind, text or None, None)


class _Listed(NamedTuple):
    """The values of a list: each its key, value, sheet and cell."""

    keys: Sequence[str]
    values: Sequence[object]
    sheets: Sequence[str]
    cells: Sequence[str]


_SAYS_SOMETHING = frozenset('"[-0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz')
_known: dict[tuple[object, ...], _Frame] = {}


def verified_quickly(package: Package) -> tuple[Submitted, Values] | None:
    """Return what a form submits where it is proven at once; None where that is to be found out.

    Of what it submits all but the cells is there, the values beside it. Raises Unreadable for a damaged part.
    """
    frame = _frame(package)
    try:
        return _verified(package, frame) if frame else None
    except _NONSENSE:
        return None


def _verified(package: Package, frame: _Frame) -> tuple[Submitted, Values] | None:
    told = _list(package.xml(frame.own).decode())
    if told is None:
        return None
    submitted, listed = told
    contents = {entry.name: package.read(entry.name) for entry in package.entries}
    if parts_sha256(contents, frame.own) != submitted.look.parts_sha256:
        return None
    pairs = zip(listed.keys, listed.values, strict=True)
    values = tuple(dict.fromkeys(pair for pair in pairs if pair[0] != WORD))
    if values_sha256(values) != submitted.values_sha256:
        return None
    sheets = dict.fromkeys(listed.sheets)
    return (submitted, values) if all(_stand(package, frame, one, listed) for one in sheets) else None


def _frame(package: Package) -> _Frame | None:
    """Return the frame of a form, once for all forms that say the same in all parts but their sheets."""
    names = tuple(entry.name for entry in package.entries)
    around = [name for name in names if not name.startswith(("xl/worksheets/", "docProps/"))]
    key = (names, *map(package.read, around))
    if key not in _known:
        if sum(map(len, map(package.read, around))) > _LARGE:
            return None
        if len(_known) >= _FRAMES:
            _known.clear()
        frame = _framed(Workbook(package))
        if frame is None:
            return None
        _known[key] = frame
    return _known[key]


def _framed(workbook: Workbook) -> _Frame | None:
    parts = {sheet.name: sheet.part for sheet in workbook.sheets if sheet.name != layout.RECEIPTS}
    folded = {name.casefold() for name in parts}
    if len(workbook.sheets) != len(parts) + 1 or len(folded) != len(parts):
        return None  # without a list, or with two sheets of one name
    return _Frame(parts, workbook.sheet(layout.RECEIPTS).part, workbook.reader, {})


def _list(xml: str) -> tuple[Submitted, _Listed] | None:
    """Return what a hidden list says, where it has the plain shape and agrees with its own hash."""
    columns = _columns(xml)
    if columns is None:
        return None
    top = columns[0].index(HEADING[0])
    rows = list(zip(*(column[: top + 1] for column in columns), strict=True))
    if rows[0][1] != FORM_KIND or rows[top][: len(HEADING)] != HEADING:
        return None
    try:
        submitted = parsed(rows, "")
    except FormFault:
        return None
    keys, texts, sheets, cells, looks = (column[top + 1 :] for column in columns[:5])
    values = list(map(from_json, texts))
    told = zip(keys, map(json_text, values), sheets, cells, looks, strict=True)
    if rows_sha256([*submitted.rows, *(one if one[4] else one[:4] for one in told)]) != submitted.form_sha256:
        return None
    return submitted, _Listed(keys, values, sheets, cells)


def _columns(xml: str) -> list[list[str]] | None:
    """Return the texts of a list by column, all rows filled up; None where anything else stands there."""
    body = _rows_of(xml)
    found = _ROW.findall(body)
    if not found:
        return None
    numbers, first, *others = (list(column) for column in zip(*found, strict=True))
    cells = len(numbers) + sum(len(column) - column.count("") for column in others)
    if numbers != list(map(str, range(1, len(numbers) + 1))):
        return None
    if body.count("<") != 2 * len(numbers) + 6 * cells:
        return None
    spelt = "&" in body or "_x" in body
    return [_said(first, 0, spelt=spelt), *(_said(column, 1, spelt=spelt) for column in others)]


def _said(column: list[str], skip: int, *, spelt: bool) -> list[str]:
    """Return the texts of a column as people see them, each from a place on; ValueError for a blank one."""
    raw = {text: text[skip:] for text in set(column)}
    if spelt:
        decoded = decoded_texts(list(raw.values()))
        raw = {text: decoded[told] for text, told in raw.items()}
    if any(map(is_blank, [text for text in raw.values() if text and text[0] not in _SAYS_SOMETHING])):
        raise ValueError(column)
    return list(map(raw.__getitem__, column))


def _rows_of(xml: str) -> str:
    """Return the rows in the text of a sheet's part; nothing where it is not in the plain form."""
    start, end = xml.find("<sheetData>"), xml.rfind("</sheetData>")
    if (
        start < 0
        or end < 0
        or xml.count("<sheetData") > 1
        or "\r" in xml
        or "array" in xml
        or "dataTable" in xml
    ):
        return ""
    return xml[start + len("<sheetData>") : end]


def _stand(package: Package, frame: _Frame, sheet: str, listed: _Listed) -> bool:
    """Tell whether every cell of a sheet shows the value that a list says, and no other cell anything."""
    part = frame.parts.get(sheet)
    shown = _shown(package.xml(part).decode(), frame) if part else None
    if listed.sheets.count(sheet) < len(listed.sheets):
        own = [one == sheet for one in listed.sheets]
        keys, values, sheets, cells = (list(compress(column, own)) for column in listed)
        listed = _Listed(keys, values, sheets, cells)  # type: ignore[arg-type]
    if shown is None or not shown.keys() <= set(listed.cells):
        return False  # somebody wrote a word beside
    for key, value, place in zip(listed.keys, listed.values, listed.cells, strict=True):
        told = shown.get(place)
        if told is None and a1(*parse_a1(place)) != place:
            return False  # another cell is meant
        if not (agrees(told, value) or shows(told, Written(key, value, sheet, place))):
            return False
    return True


def _shown(xml: str, frame: _Frame) -> dict[str, object] | None:
    """Return what the cells of a sheet show, by address; None where there are odd ones."""
    body = _rows_of(xml)
    found = _CELL.findall(body)
    if not found:
        return None
    _, marks, numbers, texts = zip(*found, strict=True)
    valued, said = len(found) - numbers.count(""), len(found) - texts.count("")
    rows = len(_BEGUN.findall(body)) + body.count("</row>")
    if body.count("<") != rows + len(found) + 3 * valued + 5 * said:
        return None
    kinds = {mark: frame.reader.mark(mark)[0] for mark in set(marks)}
    if any(text and not mark.endswith(_TEXT) for mark, text in zip(marks, texts, strict=True)):
        return None  # a text that does not call itself one
    shown = {
        place: frame.value(kinds[mark], (number or text)[1:])
        for place, mark, number, text in found
        if number or text
    }
    return shown if len(shown) == valued + said else None  # a cell that stands there twice
