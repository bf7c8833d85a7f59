"""akmxl's own frozen dataclasses behave as those of the standard library."""

from __future__ import annotations

import dataclasses
import pickle
from dataclasses import field, replace

import pytest

from akmxl.core.dataclass import dataclass


@dataclass(frozen=True)
class Book:
    title: str
    year: int = 2025
    copies: tuple[int, ...] = ()
    note: str = field(default="", compare=False)
    shelf: list[int] = field(default_factory=list, repr=False, compare=False)


@dataclass(frozen=True)
class Atlas(Book):
    maps: int = 0


def test_equal_where_all_that_is_compared_is_equal() -> None:
    assert Book("Alpomish", note="one") == Book("Alpomish", note="two")
    assert hash(Book("Alpomish", note="one")) == hash(Book("Alpomish", note="two"))
    assert Book("Alpomish") != Book("Alpomish", 2024)
    assert len({Book("Alpomish"), Book("Alpomish"), Book("Alpomish", 2024)}) == 2


def test_another_class_is_never_equal() -> None:
    assert Atlas("Alpomish") != Book("Alpomish")
    assert Atlas("Alpomish", maps=1) != Atlas("Alpomish", maps=2)


def test_shown_and_replaced_as_ever() -> None:
    book = Book("Alpomish", copies=(1, 2))
    assert repr(book).endswith("Book(title='Alpomish', year=2025, copies=(1, 2), note='')")
    assert replace(book, year=2024) == Book("Alpomish", 2024, (1, 2))
    assert dataclasses.asdict(book)["copies"] == (1, 2)


def test_pickled_by_what_it_was_made_from() -> None:
    book = Book("Alpomish", copies=(1, 2), shelf=[3])
    again = pickle.loads(pickle.dumps(book))
    assert (again, again.note, again.shelf) == (book, "", [3])
    assert b"copies" not in pickle.dumps(book), "the fields' names would make up half of a plan"


def test_what_cannot_be_hashed_says_so() -> None:
    with pytest.raises(TypeError, match="unhashable"):
        hash(Book("Alpomish", copies=[1]))  # type: ignore[arg-type]


def test_a_wrong_call_is_refused_at_the_first_and_at_every_other() -> None:
    @dataclass(frozen=True)
    class Shelf:
        name: str
        room: int = 1
        full: bool = field(default=False, init=False)

    for _ in range(2):
        with pytest.raises(TypeError, match="name"):
            Shelf()  # type: ignore[call-arg]
        with pytest.raises(TypeError, match="full"):
            Shelf("A", full=True)  # type: ignore[call-arg]
    assert (Shelf("A").full, Shelf(room=2, name="B").room) == (False, 2)


def test_the_standard_library_may_ask_before_the_first_is_made() -> None:
    @dataclass(frozen=True)
    class Box:
        name: str
        books: list[str] = field(default_factory=list)
        full: bool = field(default=False, init=False)

    @dataclass(frozen=True)
    class Crate(Box):
        weight: int = 1

    assert [one.name for one in dataclasses.fields(Crate)] == ["name", "books", "full", "weight"]
    assert [one.name for one in dataclasses.fields(Box)] == ["name", "books", "full"]
    assert repr(Crate("A", weight=2)).endswith("Crate(name='A', books=[], full=False, weight=2)")
    assert Crate("A").books is not Crate("A").books
    assert replace(Crate("A", ["b"]), name="B") == Crate("B", ["b"])
    assert dataclasses.is_dataclass(Crate)


def test_taken_apart_by_place() -> None:
    match Book("Alpomish", 2024):
        case Book(title, year):
            assert (title, year) == ("Alpomish", 2024)
        case _:
            pytest.fail("no book")
