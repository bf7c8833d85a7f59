"""Tables whose parts, names or numbers a program has exchanged: known by their headings, and put back."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from akmxl.actions.repair.table_names import mend_table_names
from akmxl.workbook.doors.file_door import FileDoor
from akmxl.workbook.plan_file import PlanFile
from akmxl.workbook.table_names import odd_tables

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    Parts = dict[str, bytes]


def with_other(door: FileDoor, change: Callable[[bytes], bytes], *names: str) -> FileDoor:
    """The workbook with the parts of some tables changed."""
    parts = {door.tables[name].part: door.package.xml(door.tables[name].part) for name in names}
    return door.with_parts({part: change(xml) for part, xml in parts.items()})


def renaming(**names: str) -> Callable[[bytes], bytes]:
    def change(xml: bytes) -> bytes:
        pattern = rb'((?:displayName|(?<= )name)=")(\w+)("(?=[^<]*<))'
        head, end, rest = xml.partition(b"<tableColumns")
        return (
            re.sub(pattern, lambda m: m[1] + names.get(m[2].decode(), m[2].decode()).encode() + m[3], head)
            + end
            + rest
        )

    return change


def exchanged(door: FileDoor, *names: str) -> FileDoor:
    """The workbook with the parts of some tables in each other's places."""
    tables = [door.tables[name] for name in names]
    others = [*tables[1:], tables[0]]
    return door.with_parts({a.part: door.package.xml(b.part) for a, b in zip(tables, others, strict=True)})


SLIPS: dict[str, tuple[Callable[[FileDoor], FileDoor], int]] = {
    "two parts": (lambda door: exchanged(door, "Tadbirlar", "Malaka"), 2),
    "three parts": (lambda door: exchanged(door, "Tadbirlar", "Malaka", "Matbuot"), 3),
    "two names": (
        lambda door: with_other(
            door, renaming(Tadbirlar="Malaka", Malaka="Tadbirlar"), "Tadbirlar", "Malaka"
        ),
        2,
    ),
    "names on two sheets": (
        lambda door: with_other(
            door, renaming(Kundalik="Birliklar", Birliklar="Kundalik"), "Kundalik", "Birliklar"
        ),
        2,
    ),
    "another name": (lambda door: with_other(door, renaming(Malaka="Jadval1"), "Malaka"), 1),
    "small letters": (lambda door: with_other(door, renaming(Malaka="malaka"), "Malaka"), 1),
    "one name twice": (lambda door: with_other(door, renaming(Malaka="Tadbirlar"), "Malaka"), 1),
    "one number twice": (
        lambda door: with_other(
            door, lambda xml: re.sub(rb'(<table [^>]*? id=")\d+', rb"\g<1>1", xml), "Malaka"
        ),
        1,
    ),
}


@pytest.mark.parametrize("slip", SLIPS)
def test_tables_are_known_by_their_headings(slip: str, path: Path) -> None:
    sound = FileDoor.open(path)
    damage, count = SLIPS[slip]
    mended, repairs = mend_table_names(damage(sound))
    assert len(repairs.done) == count
    wanted = {name: (table.sheet, table.area, table.columns) for name, table in sound.tables.items()}
    assert {name: (table.sheet, table.area, table.columns) for name, table in mended.tables.items()} == wanted
    assert len({table.number for table in mended.tables.values()}) == len(wanted)
    formulas = [sound.package.xml(sheet.part) for sheet in sound.sheets]
    assert [mended.package.xml(sheet.part) for sheet in mended.sheets] == formulas


def test_formulas_follow_a_table_that_excel_renamed(path: Path) -> None:
    sound = FileDoor.open(path)
    parts = {sheet.part: sound.package.xml(sheet.part) for sheet in sound.sheets}
    renamed = {
        part: re.sub(rb"\bMalaka\[", b"Jadval1[", xml) for part, xml in parts.items() if b"Malaka[" in xml
    }
    damaged = with_other(sound, renaming(Malaka="Jadval1"), "Malaka").with_parts(renamed)
    mended, _ = mend_table_names(damaged)
    assert {part: mended.package.xml(part) for part in renamed} == {part: parts[part] for part in renamed}


def test_a_sound_plan_has_no_odd_table(path: Path) -> None:
    door = FileDoor.open(path)
    assert mend_table_names(door) == (door, mend_table_names(door)[1])
    assert not mend_table_names(door)[1].done
    assert not list(odd_tables(PlanFile.of(door)))
