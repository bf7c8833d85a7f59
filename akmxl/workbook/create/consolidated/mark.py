"""Name the mark of a consolidation's own workbooks: their category, among the properties of the file."""

from __future__ import annotations

MARK = "akmxl consolidate"
