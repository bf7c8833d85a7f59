"""Print lines on the terminal: broken between words at its edge; in a pipe a text stays one line."""

from __future__ import annotations

import sys

import click

_WIDEST = 100  # a longer line is hard to read


def say(indent: str, text: str) -> None:
    """Print a text behind its indent; further lines hang below the text's beginning."""
    if not sys.stdout.isatty():
        click.echo(indent + text)
        return
    import shutil  # late, as textwrap: a pipe needs neither
    from textwrap import wrap

    width = min(shutil.get_terminal_size().columns, _WIDEST)
    plain = click.unstyle(indent)
    hang = " " * min(len(plain), width // 2)
    for number, line in enumerate(wrap(text, max(width - len(plain), width // 2), break_on_hyphens=False)):
        click.echo((hang if number else indent) + line)
