"""Carry sentences as ids with what they name: each reader shows them in the language of its run."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING

from akmxl.core.i18n import translate
from akmxl.core.named_tuple import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping

NOTHING: Mapping[str, object] = MappingProxyType({})


class Sentence(NamedTuple):
    """A sentence that is not spoken yet: the id of a message, and what it names."""

    message: str
    params: Mapping[str, object]

    def __str__(self) -> str:
        return translate(self.message, **self.params)


class Sentences(tuple[Sentence, ...]):
    """Several sentences; shown one after the other, so they can be named in another sentence."""

    __slots__ = ()

    def __str__(self) -> str:
        return " ".join(map(str, self))

    def __format__(self, spec: str) -> str:
        return format(str(self), spec)
