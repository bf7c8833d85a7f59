"""Tell how styles show what stands in cells: number formats, colours, letters that nobody can read."""

from __future__ import annotations

from functools import lru_cache

from akmxl.core.lazy_pattern import lazily
from akmxl.core.named_tuple import NamedTuple
from akmxl.ooxml.look.styles import StyleSheet
from akmxl.ooxml.xml import attributes
from akmxl.ooxml.xml.xmlbytes import attribute

_LEAST_TYPE = 4.0  # points: what is smaller is not seen
_LEAST_CONTRAST = 1.3  # of the light of two colours: paper and what can just be read on it are 1.5
_FORMAT_NOISE = lazily(r"\s|\[\$-[^\]]*\]|_.|\*.")
_FORMAT_WORDS = lazily(r'"([^"\d#?.,@%]*)"|\\([^\d#?.,@%])')  # what is printed as it stands, and is no figure
_THEME_COLOUR = lazily(rb'<a:(?:dk1|lt1|dk2|lt2|accent\d)>.*?(?:lastClr|srgbClr val)="([0-9A-Fa-f]{6})"')


class StyleShown(NamedTuple):
    """What a style does to a cell: its number format, that of texts, whether it is seen, and struck."""

    format: str
    text_format: str
    seen: bool
    struck: bool


_NO_STYLE = StyleShown("general", "", seen=True, struck=False)


class StylesShown:
    """How a style sheet shows what stands in cells, with a theme's colours; an empty part is none."""

    def __init__(self, styles: bytes, theme: bytes) -> None:
        self._sheet = StyleSheet(styles) if styles else None
        self._theme = _theme_colours(theme)
        self._known: dict[int, StyleShown] = {}

    def of(self, style: int) -> StyleShown:
        """Return what the style with that index does."""
        if style not in self._known:
            self._known[style] = self._look(style) if self._sheet else _NO_STYLE
        return self._known[style]

    def difference_format(self, index: int) -> str:
        """Return the number format that a conditional format brings; empty for none."""
        return self._sheet.difference_format(index) if self._sheet else ""

    def _look(self, style: int) -> StyleShown:
        assert self._sheet is not None
        code = self._sheet.look(style).format
        sections = code.split(";")
        of_text = plain_format(sections[3]) if len(sections) > 3 else ""
        told = of_text if len(sections) > 3 and of_text != "@" else ""
        text = "''" if len(sections) > 3 and not of_text else told
        font = self._sheet.font(style)
        colours = _rgb(font.colour, self._theme), _rgb(self._sheet.filling(style), self._theme)
        seen = _readable(colours[0] or "000000", colours[1] or "FFFFFF", font.size)
        return StyleShown(plain_format(code), text, seen, font.struck)


@lru_cache(maxsize=32)
def styles_shown(styles: bytes, theme: bytes) -> StylesShown:
    """Return how a style sheet shows cells; many forms have those of one template."""
    return StylesShown(styles, theme)


def _theme_colours(theme: bytes) -> tuple[str, ...]:
    """Return a theme's colours in the order in which styles number them."""
    known = [one.decode().upper() for one in _THEME_COLOUR.findall(theme)]
    return (*known[1::-1], *known[3:1:-1], *known[4:]) if theme else ("FFFFFF", "000000")


def plain_format(code: str) -> str:
    """Spell a number format as all programs do: without quotes, blanks and the language."""
    return _FORMAT_NOISE.sub("", _FORMAT_WORDS.sub(r"\1\2", code)).casefold().removesuffix(";@")


def _rgb(tag: bytes, theme: tuple[str, ...]) -> str:
    """Return a colour as six digits; empty for none, and for one that cannot be told."""
    if rgb := attribute(tag, b"rgb"):
        return rgb.decode()[-6:].upper()
    if (number := attribute(tag, b"theme")) is not None:
        index = attributes.whole(number)
        return _tinted(theme[index], attribute(tag, b"tint")) if index < len(theme) else ""
    known = {"0": "000000", "1": "FFFFFF", "8": "000000", "9": "FFFFFF"}
    return known.get((attribute(tag, b"indexed") or b"").decode(), "")


def _tinted(colour: str, tint: bytes | None) -> str:
    """Lighten or darken a colour by a share of what is left; near enough to tell whether it can be read."""
    share = attributes.measure(tint, 0, least=-1, most=1)
    parts = [int(colour[place : place + 2], 16) for place in (0, 2, 4)]
    moved = (part + (255 - part) * share if share > 0 else part * (1 + share) for part in parts)
    return "".join(f"{round(part):02X}" for part in moved)


def _readable(letters: str, behind: str, size: float) -> bool:
    one, other = sorted((_light(letters), _light(behind)))
    return size >= _LEAST_TYPE and (other + 0.05) / (one + 0.05) >= _LEAST_CONTRAST


def _light(colour: str) -> float:
    """Return how light a colour is, from 0 to 1, as eyes see it."""
    try:
        parts = [int(colour[place : place + 2], 16) / 255 for place in (0, 2, 4)]
    except ValueError:
        return 0
    red, green, blue = (
        part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
