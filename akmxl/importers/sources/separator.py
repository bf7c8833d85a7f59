"""Find out how a text is cut into cells: the separator, the lines above the rows."""

from __future__ import annotations

import csv
from collections import Counter

from akmxl.core.errors import BadArgument
from akmxl.core.i18n import N_
from akmxl.core.lazy_pattern import lazily

SEPARATORS = (
    "\t",
    ";",
    "|",
    "~",
    "^",
    ",",
)  # of two that fit alike the first: commas stand in numbers and texts
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
    found = {sign: _merit(lines, sign) for sign in SEPARATORS if any(sign in line for line in lines)}
    best = max(found, key=lambda sign: found[sign], default="")
    return best if best and found[best][0] else ""


def _merit(lines: list[str], sign: str) -> tuple[bool, int, float, bool, int]:
    """Return how well a sign cuts: at all, within how few quotes, what share of rows alike, how often."""
    rows = _rows(lines, sign)
    left = sum(
        cell.count('"') for row in rows for cell in row
    )  # the right sign leaves what stood there twice
    widths = Counter(len(row) for row in rows if len(row) > 1)
    width = max(widths, key=lambda one: widths[one], default=0)
    fit = _fit(rows)
    return fit > 0, -left, fit / max(1, sum(map(any, rows))), sign != ",", width


def is_quoted(lines: list[str], sign: str) -> bool:
    """Tell whether quotes hold cells together: not where none does and one begins a cell as a mere sign."""
    try:
        for _ in csv.reader(lines, delimiter=sign, skipinitialspace=True, strict=True):
            pass
    except csv.Error as error:
        if "end of data" in str(error):  # of the sample, or of a file that has no end of a quote
            return True
        plain = list(csv.reader(lines, delimiter=sign, quoting=csv.QUOTE_NONE))
        held = any(cell[:1] == '"' == cell[-1:] for row in plain for cell in row)
        return held or _fit(plain) < _fit(_rows(lines, sign))
    return True


def _fit(rows: list[list[str]]) -> int:
    """Return how many rows have the usual number of cells; 0 for loose prose."""
    widths = [len(row) for row in rows if any(row)]
    width, count = next(iter(Counter(one for one in widths if one > 1).most_common(1)), (0, 0))
    if not width:
        return 0
    table = len(widths) - widths.index(width)  # what stands above it are titles
    return count if 2 * count >= table else 0


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
