"""Find out how a text is cut into cells: the separator, the lines above the rows."""

from __future__ import annotations

import csv
from collections import Counter

from akmxl.core.errors import BadArgument
from akmxl.core.i18n import N_
from akmxl.core.lazy_pattern import lazily

SEPARATORS = ("\t", ";", "|", ",")  # of two that fit alike the first: commas stand in numbers and texts
_SAMPLE_ROWS = 1000
_SAID = lazily(r'"?sep=(.)"?\s*\Z', 2)  # re.IGNORECASE
_NAMES = {"\\t": "\t", "tab": "\t"}


def named_separator(name: str) -> str:
    """Return the separator that a person named; raises ``BadArgument``."""
    sign = _NAMES.get(name.lower(), name)
    if len(sign) != 1 or sign in '"\r\n\0':
        raise BadArgument(N_("The separator has to be one sign: “{value}”. Examples: ; , | tab."), value=name)
    return sign


def said_separator(line: str) -> str:
    """Return the separator that a first line ``sep=;`` names, as Excel reads it; empty for any other line."""
    found = _SAID.match(line.rstrip("\r\n"))
    return found[1] if found and found[1] not in '"\r\n' else ""


def separator_of(lines: list[str]) -> str:
    """Return the separator by which most rows have the same number of cells; empty where none cuts rows."""
    found = {sign: _fit(lines, sign) for sign in SEPARATORS if any(sign in line for line in lines)}
    best = max(found, key=lambda sign: found[sign], default="")
    return best if best and found[best][0] else ""


def _fit(lines: list[str], sign: str) -> tuple[int, int]:
    """Return how many rows have the usual number of cells, and that number; nothing for loose prose."""
    widths = [len(row) for row in _rows(lines, sign) if any(row)]
    usual = Counter(width for width in widths if width > 1).most_common(1)
    if not usual:
        return 0, 0
    width, count = max(Counter(widths).items(), key=lambda pair: (pair[0] > 1) * pair[1])
    table = len(widths) - widths.index(width)  # what stands above it are titles
    return (count, width) if 2 * count >= table else (0, 0)


def _rows(lines: list[str], sign: str) -> list[list[str]]:
    rows: list[list[str]] = []
    reader = csv.reader(lines, delimiter=sign, skipinitialspace=True)
    try:
        for row in reader:
            rows.append(row)
            if len(rows) == _SAMPLE_ROWS:
                break
    except csv.Error:  # a cell of a hundred thousand signs: a quote that does not end
        pass
    return rows
