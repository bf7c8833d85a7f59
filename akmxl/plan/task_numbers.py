"""Tell one-off tasks of one name apart, whatever becomes of their rows: sorted, moved, deleted.

A task has no code of its own. So akmxl keeps which it has seen, and finds each again by its day and the other
words of its row, of two that have changed both by their order.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from akmxl.plan.reports import KeptTask

_ALIKE: tuple[Callable[[KeptTask, KeptTask], bool], ...] = (
    lambda one, kept: (one.day, one.words) == (kept.day, kept.words),
    lambda one, kept: one.day == kept.day,
    lambda one, kept: bool(one.words) and one.words == kept.words,
    lambda _one, _kept: True,
)


def numbered(tasks: Sequence[KeptTask], kept: Sequence[KeptTask]) -> tuple[KeptTask, ...]:
    """Return tasks with their numbers among those of one name: a kept one's, else the next, by their days.

    A number that was given is given to no other task, whatever has become of its own.
    """
    known: dict[tuple[str, ...], list[KeptTask]] = {}
    for one in kept:
        known.setdefault(one.name, []).append(one)
    highest = {name: max(one.number for one in alike) for name, alike in known.items()}
    numbers: dict[int, int] = {}
    for alike in _ALIKE if known else ():
        for place, task in enumerate(tasks):
            left = known.get(task.name, [])
            found = next((one for one in left if place not in numbers and alike(task, one)), None)
            if found:
                numbers[place] = found.number
                left.remove(found)
    for place, task in sorted(enumerate(tasks), key=lambda one: one[1].day):
        if place not in numbers:
            numbers[place] = highest[task.name] = highest.get(task.name, 0) + 1
    return tuple(task._replace(number=numbers[place]) for place, task in enumerate(tasks))


def to_keep(tasks: Sequence[KeptTask], kept: Sequence[KeptTask]) -> tuple[KeptTask, ...]:
    """Return what is to be kept from now on: the tasks as they are, and as they were those that are gone."""
    now = {(one.name, one.number): one for one in tasks}
    before = {(one.name, one.number): one for one in kept}
    return tuple((before | now).values())
