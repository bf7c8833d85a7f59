"""Verify a form that is as akmxl wrote it without reading it cell by cell: in a fifth of the time.

In a form that nothing has saved since, the list and the sheets are text of a known shape. Whatever has
another shape, or does not agree with itself, is left to ``proof.verify``: what is taken here, it takes too.
So each step here is one of there, over the same cells as the same reader decodes them.
"""

from __future__ import annotations

from functools import lru_cache
from itertools import chain, compress
from typing import TYPE_CHECKING

from akmxl.core.cell_values import DIGITS, from_json, json_text
from akmxl.core.cells import a1, parse_a1
from akmxl.core.lazy_pattern import lazily
from akmxl.core.named_tuple import NamedTuple
from akmxl.core.unseen import is_blank
from akmxl.ooxml.read.decode import decoded_texts
from akmxl.ooxml.read.sheet import no_collection
from akmxl.ooxml.read.workbook import Workbook
from akmxl.plan.receipts import rows_sha256, values_sha256
from akmxl.submission.proof.look import parts_sha256
from akmxl.submission.proof.proof import BY_HAND, FORM_KIND, HEADING, WIDTH, FormFault, parsed
from akmxl.submission.proof.shown import WORD, Written, agrees, shows
from akmxl.workbook import layout

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from akmxl.ooxml.package.package import Package
    from akmxl.ooxml.read.decode import Reader
    from akmxl.plan.receipts import Values
    from akmxl.plan.returns.records import Value
    from akmxl.submission.proof.proof import Submitted

_WORDS = frozenset({WORD, BY_HAND})  # keys of what a form prints and does not submit
_TEXT = ' t="inlineStr"'
_SAID = r'<is><t(?: xml:space="preserve")?+>([^<]*+)</t></is>'
_ROW = lazily(  # of the list: its number and the text of each cell
    rf'<row r="([0-9]{{1,7}})"><c r="A\1"{_TEXT}>{_SAID}</c>'
    + "".join(rf'(?:<c r="{column}\1"{_TEXT}>{_SAID}</c>)?+' for column in "BCDEF"[: WIDTH - 1])
    + "</row>"
)
_CELL = lazily(  # of a sheet: its address, its attributes, its number or its text
    rf'<c r="([A-Z]{{1,2}}[1-9][0-9]{{0,5}})"([^<>/]*+)(?:/>|>(?:<v>([^<]*+)</v>|{_SAID})</c>)'
)
_BEGIN, _END = "<sheetData>", "</sheetData>"
_ROWS = lazily(r'(?:<row r="[1-9][0-9]{0,5}"[^<>]*+>|</row>)*+')  # without their cells
_FRAMES, _LARGE = 64, 1 << 20  # kinds of forms: each report has its own; bytes of one
_NONSENSE = (ValueError, LookupError, OverflowError, RecursionError)  # as ``Package.reading`` knows it


class _Frame(NamedTuple):
    """What forms of one template have in common: the part of each sheet, of the list, and what cells mean."""

    parts: Mapping[str, str]
    own: str
    reader: Reader
    texts: dict[str, object]  # the shared ones, by their numbers

    def shared(self, number: str) -> object:
        """Return a shared text, as the reader decodes it."""
        if number not in self.texts:
            self.texts[number] = self.reader.value("s", number, None)
        return self.texts[number]


class Listed(NamedTuple):
    """The values of a list: each its key, value, sheet and cell."""

    keys: Sequence[str]
    values: Sequence[object]
    sheets: Sequence[str]
    cells: Sequence[str]


_SAYS_SOMETHING = frozenset('"[-0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz')
_known: dict[tuple[object, ...], _Frame] = {}


def verified_quickly(package: Package) -> tuple[Submitted, Values, Listed] | None:
    """Return what a form submits where it is proven at once; None where that is to be found out.

    Of what it submits all but the cells is there, the values and the list beside it. Raises Unreadable for a
    damaged part.
    """
    frame = _frame(package)
    try:
        with no_collection():
            return _verified(package, frame) if frame else None
    except _NONSENSE:
        return None


def _verified(package: Package, frame: _Frame) -> tuple[Submitted, Values, Listed] | None:
    told = _list(package.xml(frame.own).decode())
    if told is None:
        return None
    submitted, listed = told
    contents = {entry.name: package.read(entry.name) for entry in package.entries}
    if parts_sha256(contents, frame.own) != submitted.look.parts_sha256:
        return None
    pairs = zip(listed.keys, listed.values, strict=True)
    values = tuple(dict.fromkeys(pair for pair in pairs if pair[0] not in _WORDS))
    if values_sha256(values) != submitted.values_sha256:
        return None
    sheets = dict.fromkeys(listed.sheets)
    stands = all(_stand(package, frame, one, listed) for one in sheets)
    return (submitted, values, listed) if stands else None


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


def _list(xml: str) -> tuple[Submitted, Listed] | None:
    """Return what a hidden list says, where it has the plain shape and agrees with its own hash."""
    columns = _columns(xml)
    top = columns[0].index(HEADING[0])
    rows = list(zip(*(column[: top + 1] for column in columns), strict=True))
    if rows[0][1] != FORM_KIND or rows[top][: len(HEADING)] != HEADING:
        return None
    try:
        submitted = parsed(rows, "")
    except FormFault:
        return None
    keys, texts, sheets, cells, looks = (column[top + 1 :] for column in columns[:5])
    _refuse_blank({*chain(*rows), *keys, *sheets, *looks})
    values, spelt = zip(*map(_value, texts), strict=True)
    told = zip(keys, spelt, sheets, cells, looks, strict=True)
    if rows_sha256([*submitted.rows, *(one if one[4] else one[:4] for one in told)]) != submitted.form_sha256:
        return None
    return submitted, Listed(keys, values, sheets, cells)


@lru_cache(maxsize=4096)  # most words, and many figures, come again in the next form
def _value(text: str) -> tuple[Value, str]:
    """Return a value of a list and how the list spells it; ValueError for none."""
    value = from_json(text)
    return value, json_text(value)


def _columns(xml: str) -> list[list[str]]:
    """Return the texts of a list by column, all rows filled up; ValueError where something else stands."""
    pieces = _ROW.split(_rows_of(xml))  # what stands between two rows, and the words of a row, in turn
    width = _ROW.groups + 1
    numbers = pieces[1::width]
    if any(pieces[::width]) or numbers != list(map(str, range(1, len(numbers) + 1))):
        raise ValueError(xml[:100])
    columns = (pieces[place::width] for place in range(2, width))
    filled = [[text or "" for text in one] if None in one else one for one in columns]
    return list(map(_decoded, filled)) if "&" in xml or "_x" in xml else filled


def _decoded(column: list[str]) -> list[str]:
    together = "".join(column)
    if "&" not in together and "_x" not in together:
        return column
    decoded = decoded_texts(column)
    return [decoded[text] for text in column]


def _refuse_blank(texts: set[str]) -> None:
    """Raise ValueError for a text that shows nothing: to a reader it is none."""
    if any(map(is_blank, [text for text in texts if text and text[0] not in _SAYS_SOMETHING])):
        raise ValueError(texts)


def _rows_of(xml: str) -> str:
    """Return the rows in the text of a sheet's part; nothing where it is not in the plain form."""
    start, end = xml.find(_BEGIN), xml.rfind(_END)
    around = xml[: max(start, 0)] + xml[end + len(_END) :]
    if (
        start < 0
        or end < 0
        or "\r" in xml
        or any(word in around for word in ("<sheetData", "array", "dataTable"))
    ):
        return ""
    return xml[start + len(_BEGIN) : end]


def _stand(package: Package, frame: _Frame, sheet: str, listed: Listed) -> bool:
    """Tell whether every cell of a sheet shows the value that a list says, and no other cell anything."""
    part = frame.parts.get(sheet)
    if part is None:
        return False
    shown = _shown(package.xml(part).decode(), frame)
    if listed.sheets.count(sheet) < len(listed.sheets):
        own = [one == sheet for one in listed.sheets]
        keys, values, sheets, cells = (list(compress(column, own)) for column in listed)
        listed = Listed(keys, values, sheets, cells)  # type: ignore[arg-type]
    if not shown.keys() <= set(listed.cells):
        return False  # somebody wrote a word beside
    within: list[Written] = []  # what a sentence around it says
    whole: set[str] = set()  # cells whose text is in the list as it stands
    for key, value, place in zip(listed.keys, listed.values, listed.cells, strict=True):
        told = shown.get(place)
        if told is None and not _is_address(place):
            return False  # another cell is meant
        if (type(told) is type(value) and told == value) or agrees(told, value):  # as nearly all
            if told is not None:
                whole.add(place)
        elif key in _WORDS:
            return False
        else:
            within.append(Written(key, value, sheet, place))
    return all(one.cell in whole and shows(shown.get(one.cell), one) for one in within)


@lru_cache(maxsize=4096)
def _is_address(place: str) -> bool:
    return a1(*parse_a1(place)) == place


def _shown(xml: str, frame: _Frame) -> dict[str, object]:
    """Return what the cells of a sheet show, by address; ValueError where there are odd ones."""
    rows = _rows_of(xml)
    pieces = _CELL.split(rows)
    places, marks, numbers, texts = (pieces[place::5] for place in range(1, 5))
    said = list(compress(marks, texts))
    if not _ROWS.fullmatch("".join(pieces[::5])) or not all(mark.endswith(_TEXT) for mark in set(said)):
        raise ValueError(xml[:100])
    value = frame.reader.value
    shown: dict[str, object] = dict(zip(compress(places, texts), filter(None, texts), strict=True))
    spelt = "&" in rows or "_x" in rows
    odd = [text is not None and (spelt or text[:1] not in _SAYS_SOMETHING) for text in texts]
    for place, text in zip(compress(places, odd), compress(texts, odd), strict=True):
        if text:
            shown[place] = value("inlineStr", text, None)
    kinds = {mark: frame.reader.mark(mark)[0] for mark in set(compress(marks, numbers))}
    for place, mark, number in zip(
        *(compress(one, numbers) for one in (places, marks, numbers)), strict=True
    ):
        kind = kinds[mark]
        if kind == "n" and number.isdecimal() and number.isascii() and len(number) <= DIGITS:
            shown[place] = int(number)
        else:
            shown[place] = frame.shared(number) if kind == "s" else value(kind, number, None)
    if len(shown) < 2 * len(places) - numbers.count(None) - texts.count(None):
        raise ValueError(xml[:100])  # a cell that stands there twice, or with nothing in it
    return shown
