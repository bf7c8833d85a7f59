"""Write the numbers of a register's rows short, as ``1-57;59``, and read them again."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from akmxl.core.lazy_pattern import lazily

if TYPE_CHECKING:
    from collections.abc import Iterable

_RANGE = lazily(r"(\d{1,9})(?:-(\d{1,9}))?")
_MOST = 1_048_576  # rows of a sheet: no register has more


def ranges(numbers: Iterable[int]) -> str:
    """Write numbers as ranges, upwards.

    >>> ranges([3, 1, 2, 7])
    '1-3;7'
    """
    ordered = sorted(set(numbers))
    if len(ordered) > 1 and ordered[-1] - ordered[0] == len(ordered) - 1:
        return f"{ordered[0]}-{ordered[-1]}"  # as thousands of rows, none of which was deleted
    runs = (list(run) for _, run in groupby(enumerate(ordered), lambda pair: pair[1] - pair[0]))
    ends = ((run[0][1], run[-1][1]) for run in runs)
    return ";".join(str(first) if first == last else f"{first}-{last}" for first, last in ends)


def numbers_in(text: str) -> set[int]:
    """Read ranges as numbers; what is none says nothing.

    >>> sorted(numbers_in("1-3;7"))
    [1, 2, 3, 7]
    """
    found: set[int] = set()
    for first, last in _RANGE.findall(text):
        end = min(int(last or first), int(first) + _MOST)
        found.update(range(int(first), end + 1))
        if len(found) > _MOST:
            return set()
    return found
