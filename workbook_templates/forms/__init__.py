"""The forms: official letters on A4 whose places staff can see and type, ``{{like this}}``.

A form is data (``events``, ``lists``, ``people``, ``figures``); one engine draws them all (``drawing``).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from forms import events, figures, lists, people, summaries
from forms.drawing import write

if TYPE_CHECKING:
    from forms.parts import Letter

__all__ = ["letters", "summary_letters", "write"]


def letters() -> tuple[Letter, ...]:
    """Every form that ships, in the order of the catalogue."""
    found = (*events.LETTERS, *figures.LETTERS, *lists.LETTERS, *people.LETTERS)
    return tuple(sorted(found, key=lambda letter: letter.code))


def summary_letters() -> tuple[Letter, ...]:
    """The summary forms of regions, which stand in a folder of their own."""
    return summaries.SUMMARIES
