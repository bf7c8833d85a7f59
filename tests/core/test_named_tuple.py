"""Named tuples are the same as those of ``typing``, made with less."""

from __future__ import annotations

import copy
import pickle
import typing

import pytest

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


def test_each_of_its_ways_is_that_of_typing() -> None:
    for kind in (Pair, Typed):
        made = kind(1, "c")
        assert made._asdict() == {"one": 1, "other": "c"}
        assert kind._make([1, "c"]) == made == copy.copy(made)
        assert isinstance(made, tuple)
        match made:
            case (one, other):
                assert (one, other) == (1, "c")
        match made:
            case kind(one, other):
                assert (one, other) == (1, "c")


def test_a_wrong_call_is_refused_at_the_first_and_at_every_other() -> None:
    class Book(NamedTuple):
        title: str
        copies: int = 1

    for _ in range(2):
        with pytest.raises(TypeError, match="title"):
            Book()  # type: ignore[call-arg]
        with pytest.raises(TypeError, match="pages"):
            Book("A", pages=2)  # type: ignore[call-arg]
        with pytest.raises(TypeError, match="Expected 2"):
            Book._make(["A"])
        with pytest.raises(ValueError, match="pages"):
            Book("A")._replace(pages=2)  # type: ignore[call-arg]
    assert (Book("A"), Book(copies=2, title="B")) == (("A", 1), ("B", 2))
