"""Named tuples are the same as those of ``typing``, made with less."""

from __future__ import annotations

import pickle
import typing

from akmxl.core.named_tuple import NamedTuple


class Pair(NamedTuple):
    """A pair."""

    one: int
    other: str = "b"

    @property
    def both(self) -> str:
        return f"{self.one}{self.other}"


class Typed(typing.NamedTuple):
    """A pair."""

    one: int
    other: str = "b"


def test_a_named_tuple_is_the_one_of_typing() -> None:
    for name in ("_fields", "_field_defaults", "__doc__", "__module__"):
        assert getattr(Pair, name) == getattr(Typed, name)
    assert Pair.__annotations__ == {"one": "int", "other": "str"}
    assert Pair(1) == Typed(1) == (1, "b")
    assert repr(Pair(1, "c")) == "Pair(one=1, other='c')"
    assert (Pair(one=2).both, Pair(2)._replace(other="z").both) == ("2b", "2z")
    assert pickle.loads(pickle.dumps(Pair(3))) == Pair(3)
    assert type(pickle.loads(pickle.dumps(Pair(3)))) is Pair
