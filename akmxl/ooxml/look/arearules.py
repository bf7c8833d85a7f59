"""Read and write the rules that a sheet has for areas of cells: validations, conditional formats."""

from __future__ import annotations

import re
from itertools import groupby
from typing import TYPE_CHECKING

from akmxl.core.lazy_pattern import lazily
from akmxl.core.named_tuple import NamedTuple
from akmxl.ooxml.look.areas import format_areas
from akmxl.ooxml.xml import attributes
from akmxl.ooxml.xml.children import after_rows, pieces
from akmxl.ooxml.xml.xmlbytes import attribute, decode_text, escape, with_attribute

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from akmxl.core.cells import Range

VALIDATIONS, FORMATS = "dataValidations", "conditionalFormatting"
_FORMULA = lazily(rb"(<formula1?>)(.*?)(?=</formula1?>)", re.DOTALL)
_START_TAG = lazily(rb"""<(?:[^>"']|"[^"]*"|'[^']*')*>""")  # a value may hold the sign that ends a tag
_PRIORITY = lazily(rb"""(<(?:\w+:)?cfRule\s[^>]*?\bpriority=["'])(\d+)""")


class AreaRule(NamedTuple):
    """One validation, or one rule of a conditional format.

    ``kind`` is its type, ``formula`` the first formula as the first area's upper left cell sees it.
    """

    kind: str
    formula: str
    areas: tuple[Range, ...]
    xml: bytes

    @property
    def corner(self) -> tuple[int, int]:
        """Row and column of the cell that the formula is seen from."""
        return self.areas[0][:2]

    @property
    def priority(self) -> int:
        """A conditional format's place among all: the smaller goes first."""
        return attributes.whole(attribute(_tag(self.xml), b"priority"))


def validation_rules(worksheet: bytes) -> list[AreaRule]:
    """Read the validations of a sheet part."""
    found = [
        _rule(element, element)
        for block in after_rows(worksheet, VALIDATIONS)
        for element in pieces(block, "dataValidation")
    ]
    return [rule for rule in found if rule.areas]  # one whose areas are none holds nowhere


def format_rules(worksheet: bytes) -> list[AreaRule]:
    """Read the rules of a sheet part's conditional formats."""
    found = [
        _rule(element, block)
        for block in after_rows(worksheet, FORMATS)
        for element in pieces(block, "cfRule")
    ]
    return [rule for rule in found if rule.areas]


def _rule(element: bytes, placed: bytes) -> AreaRule:
    formula = _FORMULA.search(element)
    areas = attributes.areas(attribute(_tag(placed), b"sqref"))
    kind = (attribute(_tag(element), b"type") or b"").decode()
    return AreaRule(kind, decode_text(formula[2].decode()) if formula else "", areas, element)


def with_formula(element: bytes, formula: str) -> bytes:
    """Give a rule's element another first formula."""
    return _FORMULA.sub(lambda match: match[1] + escape(formula).encode(), element, count=1)


def validation_xml(element: bytes, areas: Iterable[Range]) -> bytes:
    """Give a validation's element other areas."""
    tag = _tag(element)
    return with_attribute(tag, b"sqref", format_areas(areas).encode()) + element[len(tag) :]


def format_xml(elements: Iterable[bytes], areas: Iterable[Range]) -> bytes:
    """Write a conditional format of these rules for these areas."""
    return b'<conditionalFormatting sqref="%b">%b</conditionalFormatting>' % (
        format_areas(areas).encode(),
        b"".join(elements),
    )


def validations_block(worksheet: bytes, elements: Sequence[bytes]) -> bytes:
    """Write the element that holds all validations of a sheet, with these in the place of its own."""
    old = after_rows(worksheet, VALIDATIONS)
    tag = _tag(old[0]).removesuffix(b"/>").removesuffix(b">") + b">" if old else b"<dataValidations>"
    tag = with_attribute(tag, b"count", b"%d" % len(elements))
    return tag + b"".join(elements) + b"</dataValidations>"


def with_attributes(element: bytes, **values: int) -> bytes:
    """Give a rule's element other numbers in its tag."""
    tag = _tag(element)
    new = tag
    for name, value in values.items():
        new = with_attribute(new, name.encode(), b"%d" % value)
    return new + element[len(tag) :]


def priorities(element: bytes) -> set[int]:
    """Return the places of all conditional formats in a piece of XML."""
    return {int(match[2]) for match in _PRIORITY.finditer(element)}


def with_priorities(element: bytes, places: Mapping[int, int]) -> bytes:
    """Give conditional formats other places: old -> new."""
    return _PRIORITY.sub(lambda match: match[1] + b"%d" % places[int(match[2])], element)


def by_left_edge(areas: Iterable[Range]) -> list[list[Range]]:
    """Group areas so that the first of a group is upper left of all: from there a rule's formula is seen."""
    ordered = sorted(areas, key=lambda area: (area[1], area[0]))
    return [list(group) for _, group in groupby(ordered, lambda area: area[1])]


def _tag(element: bytes) -> bytes:
    tag = _START_TAG.match(element)
    assert tag is not None
    return tag[0]
