"""Decode raw cells into values, by a workbook's texts, its date styles and its calendar."""

from __future__ import annotations

from functools import cached_property
from itertools import repeat
from typing import TYPE_CHECKING

from akmxl.core.cell_values import DIGITS, shown_number
from akmxl.core.cells import NOT_CALCULATED, Cell, ExcelError
from akmxl.core.lazy_pattern import lazily
from akmxl.core.unseen import FILLERS, is_blank, is_empty_text
from akmxl.ooxml.xml.attributes import whole
from akmxl.ooxml.xml.xmlbytes import decode_text, unescape, unspelt

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Sequence

    from akmxl.core.cells import Value
    from akmxl.ooxml.read.shared_strings import SharedStrings


_STYLE = lazily(r"""\ss=["']([0-9]+)["']""")
_TYPE = lazily(r"""\st=["'](\w+)["']""")
_NUMBER = lazily(r"[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]+)?")
_TRUTHS = {"1": True, "true": True, "2": True, "-1": True, "0": False, "false": False}  # any but 0 is true
_MOST_KNOWN = 50_000


class Reader:
    """A decoder of the raw cells of one workbook."""

    def __init__(
        self, strings: Callable[[], SharedStrings], date_styles: frozenset[int], date1904: bool
    ) -> None:
        self._read_strings = strings
        self._date_styles = date_styles
        self._date1904 = date1904
        self._marks: dict[str, tuple[str, int]] = {}
        self._known: dict[str, dict[object, Cell | None]] = {}
        self._told: dict[str, dict[str | None, Value]] = {}
        self._told_pairs: dict[tuple[str, str | None], Value] = {}

    @cached_property
    def _strings(self) -> SharedStrings:
        return self._read_strings()  # late: a patch of a few numbers never needs the texts

    def mark(self, attributes: str) -> tuple[str, int]:
        """Return a cell's type and style from its tag; ``day`` is a number whose style shows a date."""
        known = self._marks.get(attributes)
        if known is None:
            style, kind = _STYLE.search(attributes), _TYPE.search(attributes)
            index = whole(style[1]) if style else 0
            name = kind[1] if kind else "n"
            known = ("day" if name == "n" and index in self._date_styles else name), index
            self._marks[attributes] = known
        return known

    def shows_days(self, style: int) -> bool:
        """Tell whether a number of this style is shown as a date."""
        return style in self._date_styles

    def known_cells(self, attributes: str) -> dict[object, Cell | None]:
        """Return cells made before, by text, for tags with these attributes (by both, under ``""``)."""
        known = self._known.setdefault(attributes, {})
        if len(known) > _MOST_KNOWN:
            known.clear()
        return known

    def column(
        self, kind: str, texts: Sequence[str | None], formulas: Sequence[str | None] | None
    ) -> list[Value]:
        """Decode many cells of one type."""
        if formulas is not None:
            return self._column(kind, texts, formulas)
        told = self._told.setdefault(kind, {})
        try:
            return list(map(told.__getitem__, texts))  # what stood in the rows before comes again in most
        except KeyError:
            values = self._column(kind, texts, None)
        if len(set(texts)) * 2 <= len(texts):
            if len(told) > _MOST_KNOWN:
                told.clear()
            told.update(zip(texts, values, strict=True))
        return values

    def _column(
        self, kind: str, texts: Sequence[str | None], formulas: Sequence[str | None] | None
    ) -> list[Value]:
        whole = None not in texts and "" not in texts
        if formulas and not whole:
            return [self.value(kind, text, formula) for text, formula in zip(texts, formulas, strict=True)]
        if whole and kind == "n" and _all_digits(texts):  # type: ignore[arg-type]
            return list(map(int, texts))  # type: ignore[arg-type]
        if whole and kind == "s":
            try:
                if _all_digits(texts):  # type: ignore[arg-type]
                    picked = self._strings.pick(list(map(int, texts)))  # type: ignore[arg-type]
                    if "" not in picked:
                        return list(picked)
            except IndexError:
                pass
        known = set(texts)
        if whole and kind in ("str", "inlineStr"):
            distinct = decoded_texts(list(known))  # type: ignore[arg-type]
            if any(map(is_blank, _perhaps_blank(distinct.values()))):
                told = formulas or repeat(None)
                return [self.value(kind, *one) for one in zip(texts, told, strict=False)]
            return list(map(distinct.__getitem__, texts))  # type: ignore[arg-type]
        values = {text: self.value(kind, text, None) for text in known}
        return list(map(values.__getitem__, texts))

    def pairs(self, attributes: Sequence[str], texts: Sequence[str | None]) -> list[Value]:
        """Decode cells of several types, without formulas: by what stands in each tag, and by the text."""
        told = self._told_pairs
        try:
            return list(map(told.__getitem__, zip(attributes, texts, strict=True)))
        except KeyError:
            cells = list(zip(attributes, texts, strict=True))
        if len(told) > _MOST_KNOWN:
            told.clear()
        for cell in [cell for cell in set(cells) if cell not in told]:  # the others may be many more
            told[cell] = self.value(self.mark(cell[0])[0], cell[1], None)
        return list(map(told.__getitem__, cells))

    def value(self, kind: str, text: str | None, formula: str | None) -> Value:
        """Decode one cell's value; None when it has none, NOT_CALCULATED when only a formula is there.

        A text that shows nothing is no value either; the formula that gives it gives an empty text.
        """
        if text is None or (text == "" and kind not in ("str", "inlineStr")):
            return None if formula is None else "" if is_empty_text(formula) else NOT_CALCULATED
        value = self._value(kind, text)
        if value is None or value == "" or (type(value) is str and kind != "s" and is_blank(value)):
            return None if formula is None else ""
        return value

    def _value(self, kind: str, text: str) -> Value:
        if kind == "s":
            return self._string(text)
        if kind == "n":
            return _number(text)
        if kind in ("day", "d"):
            return self._moment(kind, text)
        if kind == "b":
            truth = unescape(text).strip()
            return decode_text(text) if truth.lower() not in _TRUTHS else _TRUTHS[truth.lower()]
        if kind == "e":
            return ExcelError(decode_text(text))
        return decode_text(text)

    def _string(self, text: str) -> str | None:
        number = unescape(text).strip()
        try:
            return self._strings[int(number)] if _is_whole(number) else ExcelError("#REF!")
        except IndexError:
            return ExcelError("#REF!")  # a file that points past its own texts

    def _moment(self, kind: str, text: str) -> Value:
        from akmxl.ooxml.read.serials import from_iso, from_serial  # late: many sheets hold no date

        if kind == "day":
            serial = _number(text)
            if serial is None or isinstance(serial, str):
                return serial
            return from_serial(serial, self._date1904)
        try:
            return from_iso(text)
        except ValueError:
            return decode_text(text)


def _is_whole(text: str) -> bool:
    """Tell whether a text is a whole number as nearly every cell has them."""
    return text.isdecimal() and text.isascii() and len(text) <= DIGITS


def _all_digits(texts: Sequence[str]) -> bool:
    """Tell whether all texts are whole numbers as nearly every cell has them; none is to be empty."""
    together = "".join(texts)
    return together.isdecimal() and together.isascii() and len(max(texts, key=len)) <= DIGITS


def _perhaps_blank(texts: Collection[str]) -> Iterable[str]:
    """Return those of some texts, none of them empty, that may show nothing: hardly ever any."""
    first = "".join([text[0] for text in texts])
    fillers = any(sign in first for sign in FILLERS)
    if first.isalnum() and not fillers:
        return ()
    return (text for text in texts if fillers or not text[0].isalnum())


def decoded_texts(raw: list[str]) -> dict[str, str]:
    """Return raw text -> text, decoded together: a sign that no XML holds stands between."""
    together = "\0".join(raw)
    if "&" not in together and "_x" not in together:
        return dict(zip(raw, raw, strict=True))
    texts = unescape(together).split("\0")
    if len(texts) != len(raw):  # one of them spells that very sign
        texts = list(map(decode_text, raw))
    elif "_x" in together or "&#" in together:
        texts = list(map(unspelt, texts))
    return dict(zip(raw, texts, strict=True))


def _number(text: str) -> int | float | str | None:
    """Read a number; what is none to Excel (NaN, INF, 1E400, 0x10, 1,5) is the text that it is."""
    if _is_whole(text):
        return int(text)
    plain = unescape(text).strip()
    try:
        return (
            shown_number(float(plain)) if _NUMBER.fullmatch(plain) else decode_text(text) if plain else None
        )
    except ValueError:
        return decode_text(text)
