"""Tell by its columns of which template a form was made: its rows hang on the plan too."""

from __future__ import annotations

from collections import defaultdict
from functools import lru_cache

from akmxl.plan.values import SPANS, split_key

_FIGURES = ("item", *SPANS)  # other keys may be anything; what is told of figures names nobody
_DIGITS = "0123456789"


@lru_cache(maxsize=256)  # of thousands of forms each is like one of few
def columns_of(keys: tuple[str, ...], cells: tuple[str, ...]) -> tuple[str, ...]:
    """Return in which columns figures stand, by kind and measure: ``item/fact D``, ``total/count C,F``."""
    found: defaultdict[str, set[str]] = defaultdict(set)
    for key, cell in zip(keys, cells, strict=True):
        kind, _, measure = split_key(key)
        if kind in _FIGURES:
            found[f"{kind}/{measure}"].add(cell.rstrip(_DIGITS))
    return tuple(f"{of} {','.join(sorted(columns))}" for of, columns in sorted(found.items()))
