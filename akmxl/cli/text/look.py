"""Print what a form shows otherwise than when it was made."""

from __future__ import annotations

from textwrap import shorten
from typing import TYPE_CHECKING

import click

from akmxl.core.i18n import N_, _
from akmxl.submission.proof.look import UNPROVEN

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from akmxl.submission.proof.look import LookChange

_MOST = 4  # cells of one change that are named
LOOK_WORDS: Mapping[str, str] = {
    "kept": N_("The form is shown as it was made: nothing is hidden, painted over or laid over it."),
    "altered": N_("The form is shown otherwise than it was made."),
    **UNPROVEN,
}
_CHANGES: Mapping[str, str] = {
    "hidden": N_("hidden (row, column or merged cells): {cells}"),
    "unseen": N_("letters in the colour behind them, or too small: {cells}"),
    "unprinted": N_("outside the print area: {cells}"),
    "struck": N_("struck through: {cells}"),
    "format": N_("another number format ({old} → {new}): {cells}"),
    "state": N_("the sheet is hidden now"),
    "added": N_("a sheet that the form did not have"),
    "renamed": N_("the sheet was called “{old}”"),
    "drawings": N_("pictures, text boxes or notes over the cells: {old} → {new}"),
    "conditions": N_("other conditional formats ({old} → {new})"),
    "zeros": N_("zeros are not shown"),
    "formulas": N_("formulas are shown instead of values"),
    "rows": N_("rows are hidden unless they say otherwise"),
    "footers": N_("other words above or below the printed page ({old} → {new})"),
}

_SHOWN = N_("the sheet was hidden, now it is shown")


def show_look(changes: Sequence[LookChange]) -> None:
    """Print what is shown otherwise, a line each."""
    for one in changes:
        cells = ", ".join(one.cells[:_MOST]) + (" …" if len(one.cells) > _MOST else "")
        old, new = (shorten(text or "–", 40, placeholder="…") for text in (one.old, one.new))
        words = _SHOWN if one.what == "state" and one.new == "visible" else _CHANGES[one.what]
        click.echo(f"  {one.sheet}  {_(words, cells=cells, old=old, new=new)}")
