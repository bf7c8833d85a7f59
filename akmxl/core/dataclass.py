"""Make frozen dataclasses quickly: a run of akmxl defines some seventy before it does anything.

The standard library compiles six methods for each, which takes a tenth of a whole check. Here ``__init__``
alone is compiled, and when the first one is made: a run makes none of every second kind. Comparing, hashing
and showing are the same three functions for all. What the standard library keeps of a dataclass is worked
out when it asks (``replace``, ``fields``). That nothing is assigned to a frozen one is seen by the type
checker, to which this is ``dataclasses.dataclass`` itself.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from dataclasses import dataclass as dataclass
else:
    import dataclasses
    from operator import attrgetter

    def dataclass(*, frozen: bool):
        """Make a dataclass as ``dataclasses.dataclass`` does, with the one option that is used here."""
        assert frozen
        return _made

    def _made(made: type) -> type:
        def make_first(one: object, *values: object, **named: object) -> None:
            _complete(made)
            made.__init__(one, *values, **named)

        made.__init__, made.__dataclass_fields__ = make_first, _LateFields(made)
        made.__hash__ = vars(made).get("__hash__") or _hash
        made.__eq__, made.__repr__, made.__reduce__ = _equal, _repr, _reduce
        return made

    class _LateFields:
        """What ``dataclasses`` knows a dataclass by, until it asks."""

        def __init__(self, made: type) -> None:
            self._made = made

        def __get__(self, _one: object, _asked: type) -> dict[str, dataclasses.Field]:
            made = self._made
            if "_own" not in vars(made):
                _complete(made)
            for name, field in made._own.items():
                setattr(made, name, field)
            del made.__dataclass_fields__
            return dataclasses.dataclass(init=False, repr=False, eq=False)(made).__dataclass_fields__

    def _complete(made: type) -> None:
        made._own = _own_fields(made)
        kinds = [kind for kind in reversed(made.__mro__) if "__dataclass_fields__" in vars(kind)]
        for kind in kinds:
            if "_own" not in vars(kind):
                _complete(kind)
        fields = tuple({name: field for kind in kinds for name, field in kind._own.items()}.values())
        made._shown = tuple(field.name for field in fields if field.repr)
        made._compared = attrgetter(*(field.name for field in fields if field.compare))
        made._given = made.__match_args__ = tuple(field.name for field in fields if field.init)
        made.__init__ = _init(fields)

    def _own_fields(made: type) -> dict[str, dataclasses.Field]:
        """Return what the class itself says of its fields, and leave in it their defaults alone."""
        found, missing = {}, dataclasses.MISSING
        for name in made.__annotations__:
            told = vars(made).get(name, missing)
            found[name] = told if isinstance(told, dataclasses.Field) else dataclasses.field(default=told)
            found[name].name = name
            if found[name].default is not missing:
                setattr(made, name, found[name].default)
            elif told is not missing:
                delattr(made, name)
        return found

    def _init(fields: tuple[dataclasses.Field, ...]) -> object:
        """Compile ``__init__``; what is not given is the field's default, or made by its factory."""
        missing = dataclasses.MISSING
        names, lines, known = ["_one"], ["    pass"], {"_missing": missing}
        for field in fields:
            name, own, made = field.name, f"_{field.name}", field.default_factory is not missing
            known[own] = field.default_factory if made else field.default
            if field.init:
                default = "=_missing" if made else f"={own}"
                names.append(name if known[own] is missing else name + default)
                otherwise = f"{own}() if {name} is _missing else " if made else ""
                lines.append(f"    _one.{name} = {otherwise}{name}")
            elif made:
                lines.append(f"    _one.{name} = {own}()")
        exec("\n".join([f"def __init__({', '.join(names)}):", *lines]), known)
        return known["__init__"]

    def _equal(one: object, other: object) -> bool:
        compared = type(one)._compared
        return compared(one) == compared(other) if type(one) is type(other) else NotImplemented

    def _hash(one: object) -> int:
        return hash(type(one)._compared(one))

    def _reduce(one: object) -> tuple[type, tuple[object, ...]]:
        """Pickle it as it was made: half as long as with the fields' names, and without mere caches."""
        return type(one), tuple(getattr(one, name) for name in one._given)

    def _repr(one: object) -> str:
        values = ", ".join(f"{name}={getattr(one, name)!r}" for name in one._shown)
        return f"{type(one).__qualname__}({values})"
