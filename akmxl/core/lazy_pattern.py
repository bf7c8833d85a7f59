"""Compile regular expressions when first used: most runs need a few of the many, and each takes time."""

from __future__ import annotations

import re
from typing import Any, AnyStr, cast


class _Lazy:
    def __init__(self, pattern: Any, flags: int) -> None:
        self._source = pattern, flags

    def __getattr__(self, name: str) -> Any:
        """Compile at the first call of a method; from then on it is an attribute of the object itself."""
        found = getattr(re.compile(*self._source), name)
        setattr(self, name, found)
        return found


def lazily(pattern: AnyStr, flags: int = 0) -> re.Pattern[AnyStr]:
    """Return a pattern as ``re.compile`` does, but compile it when it is first used."""
    return cast("re.Pattern[AnyStr]", _Lazy(pattern, flags))
