"""Find codes that akmxl reads and that Excel's own formulas do not see as these codes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from akmxl.core.cyrillic import code_letters
from akmxl.core.lazy_pattern import lazily
from akmxl.core.spelling import plain_signs, tidy
from akmxl.plan import registers
from akmxl.workbook import layout
from akmxl.workbook.reading.figures import BULLET, item_code, looks_like_a_code, read_codes
from akmxl.workbook.reading.setting_cells import (
    Read,
    read_item_code,
    read_item_codes,
    read_optional_code,
    read_report_items,
)
from akmxl.workbook.tidy import Mend, typed_texts

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from akmxl.workbook.plan_file import PlanFile


def codes_in_words(file: PlanFile) -> Iterator[Mend]:
    """Yield the cells of registers, of Reja and Oylik and of kinds of events whose codes are read, but not
    seen by Excel.
    """
    yield from _of_event_kinds(file)
    for sheet in (layout.PLAN, layout.MONTHLY):
        view = file.views[sheet]
        for row, text in typed_texts(view, "code").items():
            code = item_code(text)
            if code and code not in (text.upper(), tidy(text).upper()) and looks_like_a_code(code):
                yield Mend(view.place(row, "code"), text, code)
    for register in (registers.TRAINING, registers.PRESS, registers.LISTS):
        view = file.views[register]
        different = set(view.below_heading("code"))
        codes = {text: codes[0] for text in different if type(text) is str and (codes := _one_code(text))}
        for row, text in typed_texts(view, "code").items() if codes else ():
            if text in codes:
                yield Mend(view.place(row, "code"), text, codes[text])


def _of_event_kinds(file: PlanFile) -> Iterator[Mend]:
    """Yield the cells in which a formula does not find each code, as ``;`` alone parts them for it."""
    view = file.views[str(layout.EVENT_KINDS.table)]
    for row, text in typed_texts(view, "codes").items():
        read, seen = read_item_codes(text), text.replace(" ", "").split(";")
        if not read.fault and not set(read.value).issubset(seen):
            yield Mend(view.place(row, "codes"), text, ";".join(read.value))


def _letters(value: object) -> str:
    return code_letters(str(value))


_CODES: Mapping[str, Mapping[str, Callable[[object], object]]] = {
    **{sheet: {"code": item_code} for sheet in (layout.PLAN, layout.MONTHLY, layout.LAST_YEAR)},
    **{sheet: {"code": read_item_code} for sheet in (registers.TRAINING, registers.PRESS, registers.LISTS)},
    registers.JOURNAL: {"report": _letters, "items": read_codes},
    str(layout.EVENT_KINDS.table): {"codes": read_item_codes},
    str(layout.DAILY_ITEMS.table): {"code": read_item_code},
    str(layout.CATALOGUE.table): {"report": _letters, "items": read_report_items},
    str(layout.THRESHOLDS.table): {"rule": _letters, "item": read_optional_code},
}
_TOKEN = lazily(r"\S+")


def codes_in_other_signs(file: PlanFile) -> Iterator[Mend]:
    """Yield the cells of codes that are read as meant, though digits, letters or points of them are others'.

    Full-width and Arabic digits, a Roman number in one sign, Cyrillic and Greek capitals, a raised point: to
    Excel's formulas, lists and filters they make another code.
    """
    for key, fields in _CODES.items():
        if (view := file.views.get(key)) is None:
            continue
        for field, read in fields.items():
            typed = (text for text in set(view.values(field).values()) if type(text) is str)
            others = (text for text in typed if not text.isascii())
            right = {text: after for text in others if (after := _in_plain_signs(text, read)) != text}
            for row, text in typed_texts(view, field).items() if right else ():
                if text in right:
                    yield Mend(view.place(row, field), text, right[text])


def _in_plain_signs(text: str, read: Callable[[object], object]) -> str:
    """Return a text of codes as a keyboard writes it; as it stands where that is read otherwise or not."""
    plain, said = plain_signs(text), read(text)
    codes = said.value if isinstance(said, Read) else said
    if plain.isascii() or (isinstance(said, Read) and said.fault) or not _are_codes(codes):
        return text
    after = _TOKEN.sub(lambda word: word[0] if word[0].isascii() else code_letters(word[0]), plain)
    if BULLET in plain and isinstance(codes, tuple):  # in a list it stands between codes, else for a point
        after = ";".join(codes)
    return after if after.isascii() and read(after) == said else text


def _are_codes(codes: object) -> bool:
    return not isinstance(codes, tuple) or all(code == "*" or looks_like_a_code(code) for code in codes)


def _one_code(text: str) -> tuple[str, ...]:
    """Return the code that a text is read as; nothing where it is that code but for blanks, or several."""
    codes = read_codes(text)
    alone = len(codes) == 1 and codes[0] != tidy(text) and looks_like_a_code(codes[0])
    return codes if alone else ()
