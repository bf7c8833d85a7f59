"""Work out the numbers that Word writes before paragraphs by itself: they stand nowhere in the text."""

from __future__ import annotations

from typing import TYPE_CHECKING

from akmxl.core.dataclass import dataclass
from akmxl.core.lazy_pattern import lazily
from akmxl.importers.official.docx.parts import child, children, switched_on, value
from akmxl.ooxml.xml.attributes import whole

if TYPE_CHECKING:
    from collections.abc import Mapping

    from lxml.etree import _Element

    from akmxl.importers.official.docx.parts import WordParts

BULLET = "•"
_LEVELS = 9
_LARGEST = 32_767
_PLACE = lazily(r"%([1-9])")
_ROMAN = (
    (1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl"),
    (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"),
)  # fmt: skip
_LATIN, _RUSSIAN = "abcdefghijklmnopqrstuvwxyz", "абвгдежзиклмнопрстуфхцчшщэюя"
UNKNOWN_NUMBER = "?"
"""Stands for a number whose kind is not known here (in words, of other scripts)."""


@dataclass(frozen=True)
class _Level:
    start: int
    kind: str
    text: str
    restart: int | None  # the level (from 1) after which it begins anew; 0: never; None: after any higher one
    plain: bool  # numbers of all levels in Arabic figures


_PLAIN_LEVEL = _Level(1, "decimal", "", None, plain=False)


class Numbering:
    """The running numbers of a document; ask for each paragraph once, in the order of the text."""

    def __init__(self, parts: WordParts) -> None:
        self._abstract = {
            value(one, "abstractNumId"): one for one in children(parts.numbering, "abstractNum")
        }
        self._lists = {value(one, "numId"): one for one in children(parts.numbering, "num")}
        self._styles = {value(one, "styleId"): one for one in children(parts.styles, "style")}
        self._default = next(
            (key for key, one in self._styles.items()
             if value(one, "type") == "paragraph" and value(one, "default") in ("1", "true", "on")), None,
        )  # fmt: skip
        self._levels: dict[str, tuple[str, Mapping[int, _Level]]] = {}
        self._counts: dict[str, dict[int, int]] = {}
        self._begun: set[tuple[str, int]] = set()  # levels that a list begins anew, once

    def number(self, properties: _Element | None) -> str:
        """Return the number before a paragraph with these properties as it is shown: ``9.1.``, ``•``."""
        found = self._list_of(properties)
        if found is None:
            return ""
        name, at = found
        key, levels = self._levels_of(name)
        level = levels.get(at)
        if level is None:
            return ""
        counts = self._counts.setdefault(key, {})
        self._count(name, key, at, levels)
        if level.kind == "bullet":
            return BULLET
        return _PLACE.sub(
            lambda place: _written(
                counts.get(int(place[1]) - 1, levels.get(int(place[1]) - 1, _PLAIN_LEVEL).start),
                "decimal" if level.plain else levels.get(int(place[1]) - 1, _PLAIN_LEVEL).kind,
            ),
            level.text,
        )

    def _count(self, name: str, key: str, at: int, levels: Mapping[int, _Level]) -> None:
        counts = self._counts[key]
        start = self._begins_anew(name, at)
        if start is not None and (name, at) not in self._begun:
            self._begun.add((name, at))
            counts[at] = start
        else:
            counts[at] = min(counts.get(at, levels[at].start - 1) + 1, _LARGEST)
        for higher in range(at):
            counts.setdefault(higher, levels.get(higher, _PLAIN_LEVEL).start)
        for lower in [one for one in counts if one > at]:
            restart = levels.get(lower, _PLAIN_LEVEL).restart
            if restart is None or (restart and at + 1 <= restart):
                del counts[lower]

    def _begins_anew(self, name: str, at: int) -> int | None:
        for one in children(self._lists.get(name), "lvlOverride"):
            if whole(value(one, "ilvl")) == at and (start := child(one, "startOverride")) is not None:
                return whole(value(start), 1, most=_LARGEST)
        return None

    def _list_of(self, properties: _Element | None) -> tuple[str, int] | None:
        """Return the list and the level of a paragraph: its own, else its style's; None without a list."""
        own = child(properties, "numPr")
        name, level = value(child(own, "numId")), value(child(own, "ilvl"))
        style: str | None = value(child(properties, "pStyle")) or self._default
        seen: set[str] = set()
        while name is None and style is not None and style not in seen:
            seen.add(style)
            by_style = child(self._styles.get(style), "pPr", "numPr")
            name = value(child(by_style, "numId"))
            if name is not None and level is None:
                level = value(child(by_style, "ilvl")) or self._level_of_style(name, style)
            style = value(child(self._styles.get(style), "basedOn"))
        if name is None or name == "0":
            return None
        return name, whole(level, 0, most=_LEVELS - 1)

    def _level_of_style(self, name: str, style: str) -> str | None:
        """Return the level that a list keeps for a style."""
        for one in children(self._abstract_of(name)[1], "lvl"):
            if value(child(one, "pStyle")) == style:
                return value(one, "ilvl")
        return None

    def _abstract_of(self, name: str) -> tuple[str, _Element | None]:
        """Return the definition of a list, also where it is that of a list style."""
        seen: set[str] = set()
        while name not in seen:
            seen.add(name)
            key = value(child(self._lists.get(name), "abstractNumId")) or ""
            found = self._abstract.get(key)
            link = value(child(found, "numStyleLink"))
            linked = value(child(self._styles.get(link), "pPr", "numPr", "numId")) if link else None
            if linked is None:
                return key, found
            name = linked
        return "", None

    def _levels_of(self, name: str) -> tuple[str, Mapping[int, _Level]]:
        if name not in self._levels:
            key, abstract = self._abstract_of(name)
            levels = {whole(value(one, "ilvl")): _level(one) for one in children(abstract, "lvl")}
            for override in children(self._lists.get(name), "lvlOverride"):
                if (own := child(override, "lvl")) is not None:
                    levels[whole(value(override, "ilvl"))] = _level(own)
            self._levels[name] = key, levels
        return self._levels[name]


def _level(element: _Element) -> _Level:
    restart = value(child(element, "lvlRestart"))
    return _Level(
        start=whole(value(child(element, "start")), 0, most=_LARGEST),
        kind=value(child(element, "numFmt")) or "decimal",
        text=value(child(element, "lvlText")) or "",
        restart=None if restart is None else whole(restart, 0, most=_LEVELS),
        plain=switched_on(element, "isLgl"),
    )


def _written(number: int, kind: str) -> str:
    """Write a number as its kind is shown.

    >>> _written(4, "upperRoman"), _written(28, "lowerLetter"), _written(7, "decimalZero")
    ('IV', 'bb', '07')
    """
    if kind == "none":
        return ""
    if kind in ("decimal", "decimalZero"):
        return f"{number:02d}" if kind == "decimalZero" else str(number)
    if kind.endswith("Roman") and number:
        return _roman(number).upper() if kind.startswith("upper") else _roman(number)
    alphabet = {"Letter": _LATIN, "Lower": _RUSSIAN, "Upper": _RUSSIAN}.get(kind[5:] or "", "")
    if kind.startswith("russian"):
        alphabet = _RUSSIAN
    if not alphabet or not number:
        return UNKNOWN_NUMBER
    times, at = divmod(number - 1, len(alphabet))
    letters = alphabet[at] * min(times + 1, 20)
    return letters.upper() if "pper" in kind else letters


def _roman(number: int) -> str:
    text = ""
    for worth, sign in _ROMAN:
        times, number = divmod(number, worth)
        text += sign * times
    return text
