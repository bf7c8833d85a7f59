"""Shared strings are decoded by the piece, and every number gives the text it would give if all were."""

from contextlib import nullcontext

import pytest

from akmxl.ooxml.read.shared_strings import SharedStrings

_PLAIN = "<si><t>{}</t></si>"


def _strings(*items: str) -> SharedStrings:
    return SharedStrings(f"<sst>{''.join(items)}</sst>".encode(), nullcontext)


def test_texts_of_many_pieces_are_found_by_their_numbers() -> None:
    strings = _strings(*(_PLAIN.format(f"satr {n} " + "o‘" * 50) for n in range(5000)))
    assert strings[4999].startswith("satr 4999 ")
    assert [text.split()[1] for text in strings.pick([0, 2500, 2499, 0])] == ["0", "2500", "2499", "0"]


def test_runs_empty_texts_and_entities_keep_their_numbers() -> None:
    rich = "<si><r><t>bir </t></r><r><t>ikki</t></r></si>"
    strings = _strings("<si/>", rich, _PLAIN.format("A &amp; B"), "<si><t></t></si>")
    assert list(strings.pick([0, 1, 2, 3])) == ["", "bir ikki", "A & B", ""]


def test_a_number_beyond_the_last_text_is_an_index_error() -> None:
    with pytest.raises(IndexError):
        _strings(_PLAIN.format("bir")).pick([0, 1])


def test_a_text_that_is_never_closed_costs_only_itself() -> None:
    strings = _strings(_PLAIN.format("bir"), "<si><t>ikki</t>")
    assert strings[0] == "bir"
    with pytest.raises(IndexError):
        _ = strings[1]
