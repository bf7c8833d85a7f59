"""Contents that a cell of a file can hold though nobody types them, put into a workbook as raw XML."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ooxml.making import part, repack

from akmxl.ooxml.read.workbook import Workbook
from akmxl.ooxml.xml.xmlbytes import encode_text
from akmxl.plan import registers
from akmxl.workbook import layout
from akmxl.workbook.plan_file import PlanFile

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from akmxl.core.cells import Place

Content = tuple[str, str]
"""What stands in the cell's tag, and inside the element."""


def _number(text: str) -> Content:
    return "", f"<v>{text}</v>"


def _typed(kind: str, text: str) -> Content:
    return f't="{kind}"', f"<v>{text}</v>"


def inline(text: str) -> Content:
    """A text, as akmxl and many programs write it."""
    return 't="inlineStr"', f'<is><t xml:space="preserve">{encode_text(text)}</t></is>'


_NUMBERS = (
    "NaN", "INF", "-INF", "1E400", "0x10", "1,5", "", " ", " 7 ", "434.99999999999994", "1E15", "1_0",
    "123456789012345678", "9" * 400, "-5", "1.5", "-0", "1E-320", "2958466", "0.5", "&#53;",
)  # fmt: skip
_TYPED = {
    "s": ("999999", "-1", "abc", "1.0", ""),
    "b": ("1", "0", "2", "TRUE", ""),
    "e": ("#N/A", "#REF!", "abc", ""),
    "d": ("2025-03-05", "2025-13-45", "0001-01-01", "2025-03-05T10:00:00+05:00", "10:30", "abc"),
    "str": ("", "12", "matn"),
    "zz": ("5", "abc"),
}
_TEXTS = (
    "", " ", "\n", "\u200b", "\u00a0", "12\u200b", "\u200e12", "1\u00a0200", "1\u2007200",
    "\ufeff5", "1\u00ad2", "05.03.2025\u200b", "2025\u2060-03", "-\u200b", "yo‘q", "'", "x",
    "😀" * 16_383, "😀" * 20_000,
    "x" * 32_766, "9" * 32_700, "\x01\x02\x03", "\x01" * 32_000, "a\0b", "\ud83d", "5|6", "{0}{x}%s",
    "]]><b>&amp;", "=1+1", "@SUM(1)", "12 ta",
    "1/2", "o\u0315zbek", "e\u0301", "\u202e12", "Ⅻ", "１２", "٣", "²", "½", "#REF!",
    "*", ";;,", "9.1", "2025-13", "99999999999999999999",
    "\u3164", "\uffa0", "\t", "\r\n", "\u2028", "\ufe0f", "\ufffc", "1\t2", "5\ufffc", "Ko\td", "1\u0301",
    "45658.5", "I;18", "(18)", "№ 18", "17-, 18-bandlar", "18; 18", "5-gacha", "har kuni", "I",
    "1-xodim; 2-xodim",
)  # fmt: skip
_FORMULAS = (
    ("", "<f>1+1</f>"),
    ("", "<f>1+1</f><v>2</v>"),
    ("", "<f>1+1</f><v>NaN</v>"),
    ('t="str"', '<f>""</f><v></v>'),
    ('t="str"', '<f>" "</f><v> </v>'),
    ('t="e"', "<f>1/0</f><v>#DIV/0!</v>"),
    ('t="b"', "<f>1=1</f><v>1</v>"),
    ("", "<f>TODAY()</f><v>45723.000000001</v>"),
    ("", "<f></f>"),
    ("", '<f>""</f>'),
    ("", "<f>Tadbirlar[x]</f>"),
)

CONTENTS: tuple[Content, ...] = (
    *map(_number, _NUMBERS),
    *(_typed(kind, text) for kind, texts in _TYPED.items() for text in texts),
    *map(inline, _TEXTS),
    *_FORMULAS,
    ('s="99999"', "<v>5</v>"),
    ('s="99999" t="b"', "<v>1</v>"),
)

SHOWS_NOTHING = frozenset({
    *map(_number, ("", " ")),
    *(_typed(kind, "") for kind in ("s", "b", "e", "str")),
    *map(inline, ("", " ", "'", "\n", "\u200b", "\u00a0", "\x01\x02\x03", "\x01" * 32_000)),
    *map(inline, ("\u3164", "\uffa0", "\t", "\r\n", "\u2028", "\ufe0f")),
    ('t="str"', '<f>""</f><v></v>'), ('t="str"', '<f>" "</f><v> </v>'), ("", "<f></f>"), ("", '<f>""</f>'),
})  # fmt: skip
"""Contents that are read as none: nobody is told that a cell was cleared."""


def columns_of(path: Path) -> dict[tuple[str, int], list[Place]]:
    """Every column of every sheet and table of Sozlamalar, each with its cells that stand in the file."""
    file = PlanFile.open(path)
    found = {}
    for key, view in file.views.items():
        rows = [row for row in view.filled_rows() if _takes(key, row, view.last_row)]
        there = _addresses(path, view.name)
        for column in sorted(view.titles):
            cells = [view.place(row, "").in_column(column) for row in rows]
            if known := [place for place in cells if place.a1 in there]:
                found[key, column] = known
    return found


def _takes(key: str, row: int, last: int) -> bool:
    return key not in (registers.DAILY, layout.FINDINGS) or row < last


def _addresses(path: Path, sheet: str) -> frozenset[str]:
    xml = part(path, Workbook.open(path).sheet(sheet).part).decode()
    return frozenset(re.findall(r'<c r="([A-Z]+\d+)"', xml))


def with_contents(path: Path, target: Path, contents: Mapping[Place, Content]) -> Path:
    """The workbook with raw contents in cells that it has; each keeps its style unless it is given one."""
    book, changes = Workbook.open(path), {}
    for sheet in {place.sheet for place in contents}:
        name = book.sheet(sheet).part
        own = {place.a1: content for place, content in contents.items() if place.sheet == sheet}
        changes[name] = _put(part(path, name).decode(), own).encode()
    return repack(path, target, changes)


def _put(xml: str, contents: Mapping[str, Content]) -> str:
    def cell(match: re.Match[str]) -> str:
        if match[1] not in contents:
            return match[0]
        attributes, inside = contents[match[1]]
        style = "" if "s=" in attributes else (re.search(r' s="\d+"', match[2]) or [""])[0]
        return f'<c r="{match[1]}"{style} {attributes}>{inside}</c>'

    return re.sub(r'<c r="([A-Z]+\d+)"([^>]*?)(?:/>|>.*?</c>)', cell, xml, flags=re.DOTALL)
