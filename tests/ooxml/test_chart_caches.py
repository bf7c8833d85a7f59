"""What a chart keeps of its cells follows them; what is no range of cells stays as it was."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import xlsxwriter

from akmxl.ooxml.edit.patch import Patch
from akmxl.ooxml.look.chart_caches import draw_anew
from akmxl.ooxml.read.workbook import Workbook

if TYPE_CHECKING:
    from pathlib import Path


def charted(path: Path, sheet: str = "Bir varaq") -> Path:
    with xlsxwriter.Workbook(path) as book:
        page = book.add_worksheet(sheet)
        for row, (name, value) in enumerate((("a", 1), ("b", 2), ("c", 3))):
            page.write(row, 0, name)
            page.write(row, 1, value)
        chart = book.add_chart({"type": "bar"})
        chart.add_series({"name": "Nomi", "categories": [sheet, 0, 0, 2, 0], "values": [sheet, 0, 1, 2, 1]})
        page.insert_chart(5, 0, chart)
    return path


def kept(data: bytes, path: Path) -> list[list[str]]:
    package = Workbook.of(path, data).package
    chart = next(package.xml(one.name).decode() for one in package.entries if "charts/chart" in one.name)
    return [
        re.findall(r"<c:v>(.*?)</c:v>", cache) for cache in re.findall(r"Cache>(.*?)</c:\w+Cache>", chart)
    ]


def test_a_chart_keeps_what_its_cells_have_now(tmp_path: Path) -> None:
    sheet = "Bir ‘varaq’ & ikki"
    path = charted(tmp_path / "a.xlsx", sheet)
    patch = Patch(Workbook.open(path))
    for row, (name, value) in enumerate((("<a> & b", 7.5), ("{{b}}", "son yo‘q"), (None, 0)), 1):
        patch.set(sheet, row, 1, name)
        patch.set(sheet, row, 2, value)
    draw_anew(patch)
    assert kept(patch.to_bytes(), path) == [["&lt;a&gt; &amp; b", "{{b}}"], ["7.5", "0"]]


def test_a_name_in_place_of_cells_is_left(tmp_path: Path) -> None:
    path = charted(tmp_path / "a.xlsx")
    patch = Patch(Workbook.open(path))
    part = next(one.name for one in patch.workbook.package.entries if "charts/chart" in one.name)
    patch.parts[part] = patch.part_xml(part).replace(b"'Bir varaq'!$A$1:$A$3", b"Nomlar")
    patch.set("Bir varaq", 1, 1, "z")
    draw_anew(patch)
    assert kept(patch.to_bytes(), path)[0] == ["a", "b", "c"]


def test_rows_that_are_taken_out_are_gone_from_the_chart(tmp_path: Path) -> None:
    path = charted(tmp_path / "a.xlsx")
    patch = Patch(Workbook.open(path))
    patch.delete_rows("Bir varaq", 2, 2)
    draw_anew(patch)
    assert kept(patch.to_bytes(), path) == [["a", "c"], ["1", "3"]]


def test_an_unchanged_file_stays_as_it_is(tmp_path: Path) -> None:
    path = charted(tmp_path / "a.xlsx")
    patch = Patch(Workbook.open(path))
    draw_anew(patch)
    assert patch.to_bytes() == path.read_bytes()
