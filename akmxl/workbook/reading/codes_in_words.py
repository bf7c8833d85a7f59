"""Find codes that akmxl reads and that Excel's own formulas do not see as these codes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from akmxl.core.spelling import tidy
from akmxl.plan import registers
from akmxl.workbook import layout
from akmxl.workbook.reading.figures import looks_like_a_code, read_codes
from akmxl.workbook.reading.setting_cells import read_item_codes
from akmxl.workbook.tidy import Mend, typed_texts

if TYPE_CHECKING:
    from collections.abc import Iterator

    from akmxl.workbook.plan_file import PlanFile


def codes_in_words(file: PlanFile) -> Iterator[Mend]:
    """Yield the cells of registers and of kinds of events whose codes are read, but not seen by Excel."""
    yield from _of_event_kinds(file)
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


def _one_code(text: str) -> tuple[str, ...]:
    """Return the code that a text is read as; nothing where it is that code but for blanks, or several."""
    codes = read_codes(text)
    alone = len(codes) == 1 and codes[0] != tidy(text) and looks_like_a_code(codes[0])
    return codes if alone else ()
