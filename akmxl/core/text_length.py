"""Measure and shorten texts as Excel counts them: in units of UTF-16, of which a letter like 😀 has two.

A disk counts the bytes of a name, of which such a letter has four.
"""

from __future__ import annotations

LONGEST_TEXT = 32_767  # units in a cell
LONGEST_NAME = 5_000  # of a name, title or note: several of them stand together in one cell of a form
LONGEST_CODE = 50
LONGEST_SHOWN = 200  # of one of several texts in a message


def units(text: str) -> int:
    """Return a text's length as Excel counts it: a letter beyond the first 65,536, such as 😀, is two."""
    return len(text) if text.isascii() else len(text) + sum(letter > "\uffff" for letter in text)


def shortened(text: str, most: int) -> str:
    """Return a text of at most ``most`` units; one that was longer ends with …"""
    if 2 * len(text) <= most or units(text) <= most:
        return text
    kept = text[:most]
    while units(kept) >= most:
        kept = kept[: len(kept) - max(1, (units(kept) - most) // 2)]
    return f"{kept}…"


def cut_to_bytes(text: str, most: int) -> str:
    """Return as much of a name as takes so many bytes on a disk: one bounds a file's name to 255 of them."""
    return text.encode(errors="replace")[:most].decode(errors="ignore")
