"""Plans with one odd part (strange cells, words, elements): a command does its work or says one sentence.

What is damaged beyond opening is tried, in thousands, on the engine alone (``ooxml/test_damage.py``).
"""

from __future__ import annotations

import random
import re
import zipfile
from itertools import cycle
from typing import TYPE_CHECKING

import pytest
from ooxml.making import repack
from running import akmxl

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.slow

SEEDS = range(8)
COPIES = 6
CELLS = (
    b'<c r="%s"/>',
    b'<c r="%s" t="e"><v>#REF!</v></c>',
    b'<c r="%s" t="str"><f>NOW()</f><v></v></c>',
    b'<c r="%s"><f>1+</f></c>',
    b'<c r="%s" t="b"><v>1</v></c>',
    b'<c r="%s"><v>-7.5</v></c>',
    b'<c r="%s"><v>1e308</v></c>',
    b'<c r="%s"><v>45720</v></c>',
    b'<c r="%s" t="s"><v>3</v></c>',
    b'<c r="%s" t="inlineStr"><is><t>7 ta</t></is></c>',
)
WORDS = (b"-1", b"99999999999", b"ZZZZ9", b"", b"1e999", b"B5:A1", b"45000.5", b"2025-03", b"TRUE", b"9.10")
COMMANDS = (
    ("check",), ("rollup",), ("submit", "--period", "2025-Q1", "--only", "MK-10"), ("due",),
    ("close-month", "--yes"), ("repair",), ("check", "--fix"), ("doctor",), ("template", "list"),
)  # fmt: skip


def odd_cells(part: bytes, chance: random.Random) -> bytes:
    cells = list(re.finditer(rb"<c [^>]*?(?:/>|>.*?</c>)", part))
    for cell in sorted(chance.sample(cells, min(len(cells), chance.choice((1, 3, 30)))), key=_from_the_end):
        (address,) = re.findall(rb'\sr="([A-Z]+\d+)"', cell[0])
        part = part[: cell.start()] + chance.choice(CELLS) % address + part[cell.end() :]
    return part


def odd_words(part: bytes, chance: random.Random) -> bytes:
    words = list(re.finditer(rb'(?<==")[^"]*(?=")|(?<=>)[^<>]+(?=<)', part))
    for word in sorted(chance.sample(words, min(len(words), chance.choice((1, 3)))), key=_from_the_end):
        part = part[: word.start()] + chance.choice(WORDS) + part[word.end() :]
    return part


def lost_elements(part: bytes, chance: random.Random) -> bytes:
    elements = list(re.finditer(rb"<[^<>]*/>|<(\w+)[^<>]*>[^<]*</\1>", part))
    for one in sorted(chance.sample(elements, min(len(elements), chance.choice((1, 3)))), key=_from_the_end):
        part = part[: one.start()] + part[one.end() :]
    return part


def _from_the_end(match: re.Match[bytes]) -> int:
    return -match.start()


@pytest.mark.parametrize("seed", SEEDS)
def test_a_plan_with_an_odd_part_is_worked_on_or_refused(seed: int, quarter: Path, tmp_path: Path) -> None:
    with zipfile.ZipFile(quarter) as archive:
        parts = {name: archive.read(name) for name in archive.namelist() if name.endswith((".xml", ".rels"))}
    sheets = [name for name in parts if name.startswith("xl/worksheets/sheet")]
    commands = cycle(COMMANDS[seed % len(COMMANDS) :] + COMMANDS[: seed % len(COMMANDS)])
    for number in range(COPIES):
        chance = random.Random(seed * 1000 + number)
        damage, names = chance.choice(
            ((odd_cells, sheets), (odd_words, list(parts)), (lost_elements, list(parts)))
        )
        name = chance.choice(names)
        path = tmp_path / f"{number}" / "reja.xlsx"
        path.parent.mkdir()
        before = repack(quarter, path, {name: damage(parts[name], chance)}).read_bytes()
        command, *options = next(commands)
        place = (options.pop(0), path) if command == "template" else (path,)
        run = akmxl(command, *place, *options, "--today", "2025-04-10")
        assert run.code in (0, 1, 2), (number, name)
        if run.code == 2:
            assert len(run.err.strip().splitlines()) == 1, (number, name)
            assert path.read_bytes() == before, (number, name)
