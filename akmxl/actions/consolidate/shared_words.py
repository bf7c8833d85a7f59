"""Keep each word once: 28,500 forms say the same keys, units and names again and again."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from akmxl.plan.returns.records import Return

if TYPE_CHECKING:
    from akmxl.plan.returns.records import Refused, ReturnedItem


class Shared:
    """The words and items seen so far."""

    def __init__(self) -> None:
        self._words: dict[str, str] = {}
        self._items: dict[tuple[ReturnedItem, ...], tuple[ReturnedItem, ...]] = {}
        self._keys: dict[tuple[str, ...], tuple[str, ...]] = {}

    def of(self, read: Return | Refused) -> Return | Refused:
        """Return a form with the words that were seen already in the place of its own."""
        if not isinstance(read, Return):
            return read
        word = self._words.setdefault
        return replace(
            read,
            organisation=word(read.organisation, read.organisation),
            centre=word(read.centre, read.centre),
            region=word(read.region, read.region),
            report=word(read.report, read.report),
            period=word(read.period, read.period),
            due=word(read.due, read.due),
            program=word(read.program, read.program),
            items=self._items.setdefault(read.items, read.items),
            keys=self._shared(read.keys),
            said=tuple([word(one, one) if isinstance(one, str) else one for one in read.said]),
            columns=self._shared(read.columns),
        )

    def _shared(self, texts: tuple[str, ...]) -> tuple[str, ...]:
        known = self._keys.get(texts)
        if known is None:
            known = tuple([self._words.setdefault(one, one) for one in texts])
            self._keys[known] = known
        return known
