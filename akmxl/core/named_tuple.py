"""Make named tuples quickly, for a run defines some fifty before it does anything.

``typing.NamedTuple`` compiles every annotation, which no run asks for; ``collections.namedtuple`` compiles
``__new__`` and makes five more functions for each. Here ``__new__`` is compiled when the first one is made,
and all share the rest.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from typing import NamedTuple as NamedTuple
else:
    from collections import _tuplegetter  # what namedtuple itself reads a field with: nothing is as quick

    _new = tuple.__new__

    class _Shared(tuple):
        """What all named tuples have, as ``collections.namedtuple`` makes it for each."""

        __slots__ = ()

        @classmethod
        def _make(cls, values):
            made = _new(cls, values)
            if len(made) != len(cls._fields):
                raise TypeError(f"Expected {len(cls._fields)} arguments, got {len(made)}")
            return made

        def _replace(self, /, **named):
            made = self._make(map(named.pop, self._fields, self))
            if named:
                raise ValueError(f"Got unexpected field names: {list(named)!r}")
            return made

        def _asdict(self):
            return dict(zip(self._fields, self, strict=True))

        def __repr__(self):
            values = ", ".join(f"{name}={value!r}" for name, value in zip(self._fields, self, strict=True))
            return f"{type(self).__name__}({values})"

        def __getnewargs__(self):
            return tuple(self)

    class _Made(type):
        def __new__(cls, name: str, bases: tuple[type, ...], own: dict[str, object]) -> type:
            if not bases:
                return super().__new__(cls, name, bases, own)
            fields = tuple(own["__annotations__"])
            defaults = {field: own[field] for field in fields if field in own}
            getters = {field: _tuplegetter(place, "") for place, field in enumerate(fields)}
            told = {"__slots__": (), "_fields": fields, "_field_defaults": defaults, "__match_args__": fields}

            def make_first(kind: type, /, *values: object, **named: object) -> tuple[object, ...]:
                made.__new__ = staticmethod(_compiled(made))
                return made.__new__(kind, *values, **named)

            made = type(name, (_Shared,), {**own, **getters, **told, "__new__": make_first})
            return made

    def _compiled(made: type) -> object:
        """Compile ``__new__``: it takes the fields by place or by name, and nothing else."""
        names = ", ".join(made._fields)
        new = eval(f"lambda _kind, {names}: _new(_kind, ({names},))", {"_new": _new, "__builtins__": {}})
        new.__defaults__ = tuple(made._field_defaults.values())
        new.__qualname__ = f"{made.__name__}.__new__"
        return new

    class NamedTuple(metaclass=_Made):
        """Make a named tuple as ``typing.NamedTuple`` does, from the fields of the class body."""
