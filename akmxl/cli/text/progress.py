"""Show the progress of a long work on a terminal; nothing where the output goes into a pipe or a file."""

from __future__ import annotations

import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator


@contextmanager
def progress(label: str, length: int) -> Iterator[Callable[[int], object]]:
    """Show a bar for a work of ``length`` steps; give the function that is told of steps done.

    The bar is on standard error: what a command says stays clean.
    """
    if not sys.stderr.isatty():
        yield lambda _steps: None
        return
    with click.progressbar(length=length, label=label, file=sys.stderr) as bar:
        yield bar.update


@contextmanager
def progress_of_bytes(label: str) -> Iterator[Callable[[int, int], None] | None]:
    """Show a bar for a file that is read; give the function that is told of bytes read, and of how many.

    None where no terminal would show it. What is read again begins anew.
    """
    if not sys.stderr.isatty():
        yield None
        return
    with click.progressbar(length=1, label=label, file=sys.stderr) as bar:

        def tell(read: int, whole: int) -> None:
            bar.length = max(whole, 1)
            bar.update(max(0, min(read, whole) - bar.pos))

        yield tell
