"""Know a consolidation's own workbooks: they say so among the properties of the file."""

from __future__ import annotations

from akmxl.core.errors import AkmxlError
from akmxl.ooxml.package.package import Package

PROPERTY, MARK = "akmxl", "consolidate"
_PART = "docProps/custom.xml"


def is_own(data: bytes, mark: str = MARK) -> bool:
    """Tell whether a file is a workbook that a consolidation made, or that has another ``mark``."""
    if _PART.encode() not in data:  # names stand in a zip as they are: few forms have such a part
        return False
    try:
        part = Package.of("", data).read(_PART)
    except (AkmxlError, KeyError):
        return False
    return f'name="{PROPERTY}"'.encode() in part and f">{mark}<".encode() in part
