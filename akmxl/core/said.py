"""Hold a sentence until it is shown: the message's id and what it names."""

from __future__ import annotations

from akmxl.core.i18n import translate


class Said:
    """A message that becomes a text in the language of the run when it is shown."""

    def __init__(self, message: str, /, **params: object) -> None:
        self.message = message
        self.params = params

    def __str__(self) -> str:
        return translate(self.message, **self.params)

    def __repr__(self) -> str:
        return f"Said({self.message!r}, {self.params!r})"

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Said) and (self.message, self.params) == (other.message, other.params)

    def __hash__(self) -> int:
        return hash(self.message)


class Several(tuple[Said, ...]):
    """Sentences that are shown one after the other, so that they can be named in another one."""

    __slots__ = ()

    def __str__(self) -> str:
        return " ".join(map(str, self))

    def __format__(self, spec: str) -> str:
        return format(str(self), spec)
