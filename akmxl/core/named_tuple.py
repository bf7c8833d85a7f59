"""Make named tuples quickly: ``typing.NamedTuple`` compiles every annotation first, which no run asks for."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from typing import NamedTuple as NamedTuple
else:
    from collections import namedtuple

    class _Made(type):
        def __new__(cls, name: str, bases: tuple[type, ...], own: dict[str, object]) -> type:
            if not bases:
                return super().__new__(cls, name, bases, own)
            fields = own["__annotations__"]
            defaults = [own.pop(field) for field in fields if field in own]
            made = namedtuple(name, fields, defaults=defaults, module=own["__module__"])
            for key, value in own.items():
                setattr(made, key, value)
            return made

    class NamedTuple(metaclass=_Made):
        """Make a named tuple as ``typing.NamedTuple`` does, from the fields of the class body."""
