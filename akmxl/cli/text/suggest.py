"""Print the draft of a profile on the terminal: its columns as a table, and what a person has to decide."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from akmxl.cli.text.lines import say
from akmxl.core.i18n import N_, _
from akmxl.core.spelling import fold
from akmxl.importers.draft import LEFT, PERSONAL, TAKEN, UNSURE

if TYPE_CHECKING:
    from pathlib import Path

    from akmxl.importers.draft import ColumnDraft
    from akmxl.importers.suggest import Suggestion

_WIDEST = 32  # signs of a cell of the table
_STATES = {
    LEFT: N_("left out"),
    PERSONAL: N_("left out: data of persons"),
    UNSURE: N_("to decide"),
}
_COLOURS = {UNSURE: "yellow", PERSONAL: "cyan"}
_HEADS = N_("Column"), N_("Filled"), N_("Samples"), N_("Goes to"), N_("Why")


def show_suggestion(found: Suggestion, path: Path | None, asked: str = "") -> None:
    """Print a draft. ``path``: the file into which it was written; without one its text is printed.

    ``asked`` is the name that it would have, if no profile had it already.
    """
    click.echo(_(N_("{table}. Target: {target}"), table=found.table, target=found.target))
    if found.columns:
        rows = N_("rows looked at: {rows}") if found.whole else N_("looked at: the first {rows} rows")
        click.echo(_(rows, rows=found.rows))
        _show_table([tuple(map(_, _HEADS)), *map(_cells, found.columns)], found)
    mark = click.style(_(_STATES[UNSURE]), fg="yellow", bold=True)
    for question in found.questions:
        say(f"  {mark}  ", str(question))
    if path is None:
        click.echo("\n" + found.text)
        return
    if asked and fold(asked) != fold(found.name):
        click.echo(_(N_("There is a profile “{name}” already; it stays as it is."), name=asked))
    text = N_("Written: {file}. Look through it, then: akmxl import --profile {name} --dry-run EXPORT")
    click.echo(_(text, file="/".join(path.parts[-2:]), name=path.stem))


def _cells(column: ColumnDraft) -> tuple[str, ...]:
    goes = column.name if column.state == TAKEN else _(_STATES[column.state])
    why = "" if column.why is None else str(column.why)
    samples = ", ".join(column.samples)
    return f"{column.letter} {column.title}", f"{100 * column.filled:.0f} %", samples, goes, why


def _show_table(rows: list[tuple[str, ...]], found: Suggestion) -> None:
    cut = [tuple(_cut(text) for text in row) for row in rows]
    widths = [max(map(len, texts)) for texts in zip(*cut, strict=True)]
    for number, row in enumerate(cut):
        line = "  ".join(text.ljust(width) for text, width in zip(row, widths, strict=True)).rstrip()
        colour = _COLOURS.get(found.columns[number - 1].state) if number else None
        click.echo("  " + click.style(line, fg=colour, bold=not number))


def _cut(text: str) -> str:
    return text if len(text) <= _WIDEST else text[: _WIDEST - 1] + "…"
