"""Pictures that are drawn, not photographed: the terminal's text, and the tab AKM from its source."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from xml.etree import ElementTree

from PIL import Image, ImageDraw, ImageFont

if TYPE_CHECKING:
    from collections.abc import Iterator

COLUMNS, MARGIN, LINE = 104, 24, "#c8c8c8"


def terminal(text: str) -> Image.Image:
    """What a command prints, with its codes of colours, as a terminal of 104 columns would show it."""
    rows = [row for line in text.splitlines() for row in wrapped(line, COLUMNS)]
    face, down = font("DejaVuSansMono.ttf", 16), 22
    across = face.getlength("m")
    size = int(COLUMNS * across) + 2 * MARGIN, len(rows) * down + 2 * MARGIN
    image = Image.new("RGB", size, "#1e1e1e")
    draw = ImageDraw.Draw(image)
    for number, row in enumerate(rows):
        column = 0
        for colour, piece in row:
            draw.text((MARGIN + column * across, MARGIN + number * down), piece, colour, face)
            column += len(piece)
    return image


_CODES = {"0": "#d4d4d4", "1": "", "31": "#f47067", "33": "#d9b44a", "34": "#6cb6ff", "35": "#d2a8ff"}


def wrapped(line: str, columns: int) -> Iterator[list[tuple[str, str]]]:
    """A line with colour codes as rows of (colour, text), broken between words."""
    colour, words = _CODES["0"], []
    for code, text in re.findall(r"\x1b\[(\d+)m|([^\x1b]+)", line):
        colour = (_CODES.get(code) or colour) if code else colour
        words += [(colour, word) for word in re.findall(r"\s+|\S+", text)]
    row: list[tuple[str, str]] = []
    for shade, word in words:
        if row and sum(len(piece) for _, piece in row) + len(word) > columns:
            yield row
            row = [(shade, "  ")]
            if not word.strip():
                continue
        row.append((shade, word))
    yield row


# Excel's own icons are not ours to show: signs that mean the same.
_SIGNS = {
    "AkmxlCheck": ("✔", "#2e7d32"), "AkmxlNextFinding": ("⚠", "#c77700"), "AkmxlCloseMonth": ("☑", "#8a6d1a"),
    "AkmxlRollup": ("⟳", "#2e7d32"), "AkmxlDue": ("◷", "#1565c0"), "AkmxlSubmit": ("✎", "#1565c0"),
    "AkmxlSent": ("✉", "#1565c0"), "AkmxlFolder": ("▤", "#c77700"), "AkmxlRepair": ("⚒", "#8a6d1a"),
    "AkmxlImport": ("⇩", "#2e7d32"),
    "AkmxlHandIn": ("☝", "#8a6d1a"), "AkmxlHelp": ("?", "#1565c0"),
}  # fmt: skip


def ribbon(xml: str) -> Image.Image:
    """The tab AKM: its groups and buttons with their labels, as its XML has them."""
    tab = ElementTree.fromstring(xml.encode()).find(".//{*}tab")
    assert tab is not None
    image = Image.new("RGB", (1400, 190), "#f3f3f3")
    draw, left = ImageDraw.Draw(image), 16
    draw.text((left + 20, 6), tab.get("label"), "#185c37", font("DejaVuSans-Bold.ttf", 17))
    draw.line((left + 18, 32, left + 64, 32), "#185c37", 3)
    for group in tab:
        first, small = left, 0
        for button in group:
            sign, label = _SIGNS[button.get("onAction", "")], button.get("label", "")
            if button.get("size") == "large":
                left = _large_button(draw, left, sign, label)
                continue
            _small_button(draw, left, 56 + 36 * small, sign, label)
            small += 1
        left += 170 if small else 0
        middle, face = (first + left) / 2, font("Carlito-Regular.ttf", 15)
        draw.text((middle, 176), group.get("label"), "#666", face, "mm")
        draw.line((left + 4, 46, left + 4, 180), LINE)
        left += 12
    return image.crop((0, 0, left + 8, 190))


def _large_button(draw: ImageDraw.ImageDraw, left: int, sign: tuple[str, str], label: str) -> int:
    """A sign over one word or two rows of words; gives where the next button begins."""
    face, rows = font("Carlito-Regular.ttf", 17), label.replace(" ", "\n", 1)
    wide = int(max(face.getlength(row) for row in rows.split("\n"))) + 24
    draw.text((left + wide / 2, 78), sign[0], sign[1], font("DejaVuSans.ttf", 38), "mm")
    draw.multiline_text((left + wide / 2, 104), rows, "#222", face, "ma", align="center")
    return left + wide


def _small_button(draw: ImageDraw.ImageDraw, left: int, top: int, sign: tuple[str, str], label: str) -> None:
    draw.text((left + 18, top + 12), sign[0], sign[1], font("DejaVuSans.ttf", 20), "mm")
    draw.text((left + 36, top + 12), label, "#222", font("Carlito-Regular.ttf", 17), "lm")


def font(name: str, size: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(name, size)
