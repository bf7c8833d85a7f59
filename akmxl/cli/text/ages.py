"""Print counts by age."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from akmxl.core.i18n import N_, _, number
from akmxl.core.vocabulary import header
from akmxl.plan.registers import AGES

if TYPE_CHECKING:
    from collections.abc import Sequence

    from akmxl.plan.ages import AgeRow

_OF = {"readers": N_("Readers:"), "participants": N_("Participants of events:")}
_UNKNOWN = N_("—: not known, as not all have an age. “With an age” says how many have one.")


def show_ages(rows: Sequence[AgeRow]) -> None:
    """Print a line a period: the three ages, how many have one, and all."""
    titles = (*map(header, AGES), _(N_("with an age")), _(N_("all")))
    widths = [max(len(title), 8) for title in titles]
    for of, words in _OF.items():
        click.echo(_(words))
        click.echo("  " + " " * 10 + "  ".join(f"{t:>{w}}" for t, w in zip(titles, widths, strict=True)))
        for row in (row for row in rows if row.of == of):
            values = (*(row.counts[age] for age in AGES), row.told, row.whole)
            shown = ("—" if value is None else number(value) for value in values)
            cells = "  ".join(f"{text:>{width}}" for text, width in zip(shown, widths, strict=True))
            click.echo(f"  {row.period!s:<10}{cells}")
    click.echo(_(_UNKNOWN))
