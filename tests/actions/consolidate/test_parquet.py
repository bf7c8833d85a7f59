"""A Parquet file says what its rows say, to any reader, into whatever blocks they are cut."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from akmxl.actions.consolidate.parquet import (
    DAY,
    FREE_TEXT,
    KEY,
    NUMBER,
    WHOLE,
    WORD,
    Block,
    CannotHold,
    parquet,
)

if TYPE_CHECKING:
    from pathlib import Path

COLUMNS = {"centre": WORD, "version": WHOLE, "key": KEY, "value": NUMBER, "received": DAY, "text": FREE_TEXT}
KEYS = tuple(f"item:{number}/fact" for number in range(37))
VALUES = (7, None, 0.1 + 0.2, *range(33), -1e300)
NOTHING = Block(2, (None, None, None, None, None, None))


def block(number: int) -> Block:
    texts = tuple("o‘g‘il “bola”\n" * (number % 3) or None for _ in KEYS)
    day = f"2025-04-{number % 9 + 1:02}" if number % 4 else None
    return Block(len(KEYS), (f"Марказ {number // 2}", 2**40 if number % 5 else 1, KEYS, VALUES, day, texts))


BLOCKS = [*map(block, range(300)), NOTHING, block(300)]


def rows_of(blocks: list[Block]) -> list[tuple[object, ...]]:
    return [
        tuple(cell[row] if isinstance(cell, tuple) else cell for cell in one.cells)
        for one in blocks
        for row in range(one.rows)
    ]


@pytest.mark.parametrize("blocks", [BLOCKS, BLOCKS[:1], [NOTHING], []])
def test_another_program_reads_what_the_rows_say(blocks: list[Block], tmp_path: Path) -> None:
    duckdb = pytest.importorskip("duckdb", reason="akmxl[milliy] is not installed")
    (tmp_path / "a.parquet").write_bytes(parquet(COLUMNS, blocks))
    names = "centre, version, key, value, CAST(received AS VARCHAR), text"
    found = duckdb.sql(f"SELECT {names} FROM read_parquet('{tmp_path / 'a.parquet'}')")
    assert found.fetchall() == rows_of(blocks)
    assert found.types == ["VARCHAR", "BIGINT", "VARCHAR", "DOUBLE", "VARCHAR", "VARCHAR"]


def test_the_same_rows_give_the_same_bytes_into_whatever_blocks_they_are_cut() -> None:
    whole, rows = parquet(COLUMNS, BLOCKS), rows_of(BLOCKS)
    assert parquet(COLUMNS, [Block(1, row) for row in rows]) == whole
    assert parquet(COLUMNS, [Block(len(rows), tuple(zip(*rows, strict=True)))]) == whole
    assert len(whole) < 8 * len(rows)  # words are kept once


@pytest.mark.parametrize(("column", "value"), [("version", 2**70), ("value", 10**400), ("received", "kecha")])
def test_a_value_that_no_file_can_hold_is_said(column: str, value: str | int) -> None:
    cells = [value if name == column else None for name in COLUMNS]
    with pytest.raises(CannotHold):
        parquet(COLUMNS, [Block(1, cells)])
