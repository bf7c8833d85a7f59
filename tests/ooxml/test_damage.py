"""Damaged copies, thousands of them: a clear refusal or a result, never a traceback, never a change."""

from __future__ import annotations

import contextlib
import cProfile
import io
import random
import re
import zipfile
from typing import TYPE_CHECKING

import pytest
import xlsxwriter

from akmxl.core.errors import AkmxlError
from akmxl.ooxml.edit.patch import Patch
from akmxl.ooxml.read.workbook import Workbook

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

pytestmark = pytest.mark.slow

SEEDS = range(16)
COPIES = 130
MOST = 3  # times the steps that the sound file takes


def sound(path: Path) -> bytes:
    with xlsxwriter.Workbook(path) as file:
        sheet = file.add_worksheet("Oylik")
        day = file.add_format({"num_format": "dd.mm.yyyy"})
        for row in range(1, 12):
            sheet.write_row(row, 0, [f"k{row}", row, row * 1.5, True])
            sheet.write_number(row, 5, 45000 + row, day)
        sheet.write_formula("B14", "=SUM(B2:B12)+Jurnal!A2", None, 66)
        sheet.write_array_formula("C14:C15", "{=B2:B3*2}")
        sheet.merge_range("A16:C17", "birlashgan")
        sheet.write_comment("A1", "izoh")
        sheet.write_rich_string("E2", "oddiy ", file.add_format({"bold": True}), "qalin")
        sheet.write_url("E3", "internal:Jurnal!A1")
        sheet.data_validation("B2:C12", {"validate": "integer", "criteria": ">=", "value": 0})
        sheet.conditional_format("B2:C12", {"type": "data_bar", "data_bar_2010": True})
        chart = file.add_chart({"type": "column"})
        chart.add_series({"values": "=Oylik!$B$2:$B$12"})
        sheet.insert_chart("H2", chart)
        other = file.add_worksheet("Jurnal")
        other.add_table("A1:B3", {"name": "Jadval", "data": [[1, "=Oylik!B2"], [None, None]]})
        other.set_row(5, None, None, {"hidden": True})
        file.define_name("Nom", "=Oylik!$B$2:$B$12")
    return path.read_bytes()


def flipped_bytes(data: bytes, chance: random.Random) -> bytes:
    damaged = bytearray(data)
    for _ in range(chance.choice((1, 1, 2, 5, 20))):
        damaged[chance.randrange(len(damaged))] ^= 1 << chance.randrange(8)
    return bytes(damaged)


def cut_short(data: bytes, chance: random.Random) -> bytes:
    start = chance.randrange(len(data))
    return data[:start] if chance.random() < 0.5 else data[:start] + data[start + chance.randrange(200) :]


def dropped_entries(data: bytes, chance: random.Random) -> bytes:
    return rewritten(data, lambda _name, content: None if chance.random() < 0.1 else content)


def cut_xml(data: bytes, chance: random.Random) -> bytes:
    def cut(_name: str, content: bytes) -> bytes:
        return content[: chance.randrange(len(content) + 1)] if chance.random() < 0.15 else content

    return rewritten(data, cut)


def flipped_xml(data: bytes, chance: random.Random) -> bytes:
    def flip(_name: str, content: bytes) -> bytes:
        if content and chance.random() < 0.3:
            changed = bytearray(content)
            for _ in range(chance.choice((1, 2, 10))):
                changed[chance.randrange(len(changed))] = chance.choice(b'0A"<>&;/ =:!-\x00\xff9r')
            return bytes(changed)
        return content

    return rewritten(data, flip)


def wrong_words(data: bytes, chance: random.Random) -> bytes:
    """Well-formed nonsense: numbers, references and names that mean nothing."""
    values = [b"-1", b"99999999999", b"A0", b"ZZZZ9", b"", b"x", b"1e999", b"B5:A1", b"&#1114112;", b"../.."]

    def change(_name: str, content: bytes) -> bytes:
        if chance.random() < 0.4:
            places = list(re.finditer(rb'="([^"]*)"|>([^<>]+)<', content))
            for place in sorted(chance.sample(places, min(len(places), 3)), key=lambda m: -m.start()):
                group = 1 if place[1] is not None else 2
                content = content[: place.start(group)] + chance.choice(values) + content[place.end(group) :]
        return content

    return rewritten(data, change)


def lost_tags(data: bytes, chance: random.Random) -> bytes:
    """Elements taken out or said twice."""

    def change(_name: str, content: bytes) -> bytes:
        if chance.random() < 0.4:
            tags = list(re.finditer(rb"<[^<>]*/>|<(\w+)[^<>]*>[^<]*</\1>", content))
            if tags:
                tag = chance.choice(tags)
                content = content[: tag.start()] + tag[0] * chance.choice((0, 2)) + content[tag.end() :]
        return content

    return rewritten(data, change)


def rewritten(data: bytes, change: Callable[[str, bytes], bytes | None]) -> bytes:
    target = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(data)) as old,
        zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as new,
    ):
        for info in old.infolist():
            content = change(info.filename, old.read(info))
            if content is not None:
                new.writestr(info.filename, content)
    return target.getvalue()


DAMAGES = [flipped_bytes, cut_short, dropped_entries, cut_xml, flipped_xml, wrong_words, lost_tags]


def use(path: Path) -> None:
    """Everything a run may do with a workbook, short of saving."""
    book = Workbook.open(path)
    names = [sheet.name for sheet in book.sheets]
    for step in (lambda: book.tables, lambda: [book.name_range(name) for name in book.names]):
        refused(step)
    for name in names:
        refused(lambda name=name: book.cells(name))
        refused(lambda name=name: list(book.rows(name)))
        refused(lambda name=name: (book.hidden_rows(name), book.hidden_columns(name), book.merged(name)))
    for edit in EDITS:
        refused(lambda edit=edit: changed(path, edit))


def changed(path: Path, edit: Callable[[Patch], object]) -> bytes:
    patch = Patch(Workbook.open(path))
    edit(patch)
    return patch.to_bytes()


EDITS: list[Callable[[Patch], object]] = [
    lambda patch: patch.set("Oylik", 5, 2, 77),
    lambda patch: patch.append_rows("Jadval", [[5, "a"], [6, "b"], [7, None]]),
    lambda patch: patch.set_table_rows("Jadval", [[5]]),
    lambda patch: patch.set_sheet_rows("Oylik", [["a"]], first_row=18),
    lambda patch: patch.repeat_rows("Oylik", 5, 5, 3),
    lambda patch: patch.add_sheet("Yangi", [[1]]),
]


def refused(step: Callable[[], object]) -> None:
    with contextlib.suppress(AkmxlError):
        step()


def steps(path: Path) -> int:
    """How many calls it takes to use a file, or to refuse it: a number that no machine changes."""
    with cProfile.Profile(subcalls=False) as counted:
        refused(lambda: use(path))
    return sum(entry.callcount for entry in counted.getstats())


@pytest.mark.parametrize("seed", SEEDS)
def test_damaged_copies_are_used_or_refused(tmp_path: Path, seed: int) -> None:
    path = tmp_path / "damaged.xlsx"
    good = sound(path)
    most = MOST * [steps(path) for _ in range(2)][-1]  # the first time there is more to import
    for number in range(COPIES):
        chance = random.Random(seed * 1000 + number)
        damage = DAMAGES[number % len(DAMAGES)]
        data = damage(good, chance)
        path.write_bytes(data)
        try:
            taken = steps(path)
        except Exception as error:
            error.add_note(f"seed {seed}, copy {number}, {damage.__name__}")
            raise
        assert taken < most, (seed, number, damage.__name__)
        assert path.read_bytes() == data
