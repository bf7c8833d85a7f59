"""Know the headings of sections, and the rows that are no work: signatures, numbers of columns."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from akmxl.core.cyrillic import code_letters
from akmxl.core.lazy_pattern import lazily
from akmxl.core.named_tuple import NamedTuple
from akmxl.core.spelling import fold
from akmxl.workbook.create import shipped

if TYPE_CHECKING:
    from akmxl.importers.official.grid import GridRow
    from akmxl.importers.official.headings import Heading

ROMAN = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X")
"""The numbers of sections in their order."""
_NUMBERED = lazily(
    r"([IVXІХ]{1,6})(?:\s*[.)]\s*|\s*[-–—]?\s*(?i:bo[‘'’ʻ`]?lim|бўлим)\s*[.:–—-]?\s*|\s+)(?=\D)(.+)"
)
_COUNTED = lazily(r"(?i)(\d{1,2})\s*[-–—]?\s*(?:bo[‘'’ʻ`]?lim|бўлим)\s*[.:–—-]?\s*(?=\D)(.+)")
_LED = lazily(r"\d{1,2}\s*[.)]\s*(?=\D)(.+)")
_ROMAN = lazily(r"[IVX]{1,6}")
_SIGNATURE = lazily(r"_{3,}|\bF\.\s?I\.\s?(?:Sh|O)|Ф\.\s?И\.\s?(?:Ш|О)")
_SIGNING = ("direktor", "rahbar", "tuzuvchi", "tasdiqlayman", "kelishildi", "ijrochi:")
_UNDER_TOTAL = frozenset(("shundan", "jumladan", "shu jumladan", "shulardan"))
_TOTALS = frozenset(
    ("jami", "hammasi", "umumiy", "umumiy jami", "bolim boyicha jami", "reja boyicha jami", "vsego", "itogo")
)
_MANY = 3  # columns that a heading of a section reaches over at least


class SectionLine(NamedTuple):
    """A heading of a section: its Roman number (empty where none is written) and its name."""

    code: str
    name: str


def section_in(text: str) -> SectionLine | None:
    """Read a line as the heading of a section: by its Roman number, else by a name that is known.

    >>> section_in("IV. ASOSIY ISHLAR"), section_in("Xalqaro faoliyat").code, section_in("Tadbir")
    (SectionLine(code='IV', name='ASOSIY ISHLAR'), 'VI', None)
    """
    found = _NUMBERED.fullmatch(text)
    if found and any(sign.isalpha() for sign in found[2]):
        return SectionLine(code_letters(found[1]), found[2].strip())
    counted, led = _COUNTED.fullmatch(text), _LED.fullmatch(text)
    if counted and int(counted[1]) <= len(ROMAN) and int(counted[1]):
        return SectionLine(ROMAN[int(counted[1]) - 1], counted[2].strip())
    name = led[1] if led else text
    code = _known().get(fold(name).strip(" ."))
    return SectionLine(code, name) if code else None


def section_row(row: GridRow, heading: Heading) -> SectionLine | None:
    """Return the section whose heading a row of the table is; None for other rows."""
    cells = row.distinct
    number, name = heading.cell(row, "printed_no"), heading.cell(row, "name")
    if len(cells) == 2 and number is cells[0] and name is cells[1]:
        code = code_letters(cells[0].text.rstrip(" .)"))
        title = cells[1].text
        return SectionLine(code, title) if _ROMAN.fullmatch(code) and title else None
    if len(cells) != 1:
        return None
    text, width = cells[0].text, sum(cell is cells[0] for cell in row.cells)
    if found := section_in(text):
        return found
    if width >= _MANY and text == text.upper() and text != text.lower() and not is_signature(text):
        return SectionLine("", text)
    return None


def is_signature(text: str) -> bool:
    """Tell whether a row of one text is somebody's place to sign."""
    return bool(_SIGNATURE.search(text)) or fold(text).startswith(_SIGNING)


def is_under_total(text: str) -> bool:
    """Tell whether a row only says that parts follow: “Shundan,”."""
    return fold(text).strip(" ,:;.-") in _UNDER_TOTAL


def is_line_of_totals(text: str) -> bool:
    """Tell whether a row's title only says that its figures are sums: “Jami:”."""
    return fold(text).strip(" ,:;.-") in _TOTALS


def numbers_columns(row: GridRow) -> bool:
    """Tell whether a row only numbers the columns: 1, 2, 3 ..."""
    said = [cell.text for cell in row.distinct]
    return len(said) > 2 and said == [str(number) for number in range(1, len(said) + 1)]


@cache
def _known() -> dict[str, str]:
    return {fold(section.beside): section.name for section in shipped.sections()}


def known_name(code: str, name: str) -> str:
    """Return the usual spelling of a section's name where it is that one, else the name as it is printed."""
    usual = {section.name: section.beside for section in shipped.sections()}.get(code, "")
    return usual if fold(usual) == fold(name) else name
