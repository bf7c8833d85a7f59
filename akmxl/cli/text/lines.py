"""Print lines on the terminal: broken between words at its edge; in a pipe a text stays one line."""

from __future__ import annotations

import sys
from datetime import date

import click

from akmxl.core.value_text import day_text

_WIDEST = 100  # a longer line is hard to read


def say(indent: str, text: str) -> None:
    """Print a text behind its indent; further lines hang below the text's beginning."""
    for line in lines(indent, text):
        click.echo(line)


def lines(indent: str, text: str) -> list[str]:
    """Return the lines of a text as ``say`` prints it, for who prints many at once."""
    if not sys.stdout.isatty():
        return [indent + text]
    import shutil  # late, as textwrap: a pipe needs neither
    from textwrap import wrap

    width = min(shutil.get_terminal_size().columns, _WIDEST)
    plain = click.unstyle(indent)
    hang = " " * min(len(plain), width // 2)
    broken = wrap(text, max(width - len(plain), width // 2), break_on_hyphens=False)
    return [(hang if number else indent) + line for number, line in enumerate(broken)]


def day_words(text: str) -> str:
    """Return an ISO date as people write it; any other text as it is."""
    try:
        return day_text(date.fromisoformat(text))
    except ValueError:
        return text
