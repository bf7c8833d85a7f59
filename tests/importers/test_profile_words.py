"""The examples of the schema's page are a profile, and the page tells every word."""

from __future__ import annotations

import pytest

from akmxl.importers.profile.words import KEYS, WORDS
from importers.tables import profile_of


@pytest.mark.parametrize("left_out", [("turli",), ("miqdor", "nazorat")])
def test_the_examples_together_are_a_profile(left_out: tuple[str, ...]) -> None:
    told = [word for word in WORDS if word.word not in left_out]
    alone = [word.example for word in told if not word.table and not word.example.startswith("[")]
    tables = {word.word: [word.example] for word in told if word.example.startswith("[")}
    for word in told:
        if word.table:
            tables[word.table].append(word.example)
    counts = tables.pop("son")
    profile = profile_of("\n".join([*alone, *(line for lines in tables.values() for line in lines), *counts]))
    assert profile.counts[0].code == "16"
    assert profile.words["Filial"] == {"Asosiy bino": "Markaz"}


def test_no_word_is_told_twice() -> None:
    assert sum(map(len, KEYS.values())) == len({(word.table, word.word) for word in WORDS}) == len(WORDS)
