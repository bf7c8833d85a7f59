"""Print the differences between two sides on the terminal: by item and month, old and new."""

from __future__ import annotations

from itertools import groupby
from pathlib import Path
from textwrap import shorten
from typing import TYPE_CHECKING

import click

from akmxl.cli.text.lines import day_words
from akmxl.cli.text.look import LOOK_WORDS, show_look
from akmxl.core.i18n import N_, _, number
from akmxl.core.unseen import tell_apart
from akmxl.plan import registers
from akmxl.plan.period import Period, month_name
from akmxl.submission.form.change_words import item_words, key_words, measure_words
from akmxl.workbook import layout

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from akmxl.actions.diff import Diff, FieldDiff, FigureDiff, Proof, RowDiff
    from akmxl.plan.model import Plan
    from akmxl.submission.proof.proof import Altered
    from akmxl.workbook.opened import OpenedPlan

_CAP = 40  # rows of one group shown at most
_HOW = {"added": N_("added"), "removed": N_("removed"), "changed": N_("changed"), "altered": N_("altered")}
_MARKS = {
    "added": ("+", "green"), "removed": ("−", "red"), "changed": ("~", "yellow"), "altered": ("!", "red")
}  # fmt: skip
_RECEIPTS = {
    "same": N_("The workbook’s receipt of it says the same."),
    "other": N_("The workbook’s receipt of this version says something else."),
    "missing": N_("The workbook has no receipt of this version."),
    "sealed": N_("The receipt is whole."),
    "draft": N_("It is a draft: it was not sent yet."),
    "broken": N_("The receipt was altered, or one before it is lost."),
}


def show_diff(
    opened: OpenedPlan | None,
    diff: Diff,
    sides: Sequence[str],
    *,
    of_form: bool = False,
    other_year: bool = False,
) -> None:
    """Print all differences; ``opened`` is the workbook that names items, ``sides`` what is compared.

    ``of_form``: the older side is a form, which was verified.
    """
    click.echo(click.style(" → ".join(sides), bold=True))
    if diff.proof:
        _show_proof(opened, diff.proof, of_form=of_form)
    if other_year:
        click.echo(_(N_("Plans of different years: only the rows of the plan are compared.")))
    if opened is None:
        return
    _show_rows(_(N_("Items")), diff.items)
    _show_figures(opened.plan, diff.figures, of_report=diff.proof is not None)
    for rows in (diff.records, diff.days, diff.journal, diff.receipts):
        for sheet, group in groupby(rows, key=lambda one: one.sheet):
            _show_rows(sheet, list(group))
    if diff.text:
        click.echo(_(N_("The text of the report differs.")))
    _show_end(diff)


def sides_words(old: Mapping[str, object], new: Mapping[str, object] | None) -> list[str]:
    """Return what is compared, in words; two files of one name are told apart by their folders."""
    sides = [side for side in (old, new) if side]
    paths = [Path(str(side["file"])).absolute() for side in sides]
    alike = len(set(paths)) == 2 and len({path.name for path in paths}) == 1
    names = [f"{path.parent.name}/{path.name}" if alike else path.name for path in paths]
    return [_side_words(side, name) for side, name in zip(sides, names, strict=True)]


def _side_words(side: Mapping[str, object], file: str) -> str:
    """Return one side in words: a file, or which report it is."""
    if side["kind"] == "workbook":
        return file
    name = f"{side['report']} {side['period']}" + (f" v{side['version']}" if side["version"] != 1 else "")
    return f"{name} ({file})" if side["kind"] == "form" else name


def _show_end(diff: Diff) -> None:
    rows = sum(map(len, (diff.items, diff.records, diff.days, diff.journal, diff.receipts)))
    if diff.same:
        click.echo(click.style(_(N_("Nothing differs.")), fg="green"))
    elif diff.proof and not diff.proof.sound and not (diff.figures or rows or diff.text):
        click.echo(_(N_("The figures do not differ, but what was sent cannot be vouched for.")))
    else:
        click.echo(_(N_("Differ: figures {figures}, rows {rows}."), figures=len(diff.figures), rows=rows))


def _show_proof(opened: OpenedPlan | None, proof: Proof, *, of_form: bool) -> None:
    if of_form:
        _show_form(opened, proof)
    if proof.receipt is None:
        return
    bad = proof.receipt in ("other", "broken")
    sealed = _(N_("№ {number}, {day}"), number=proof.number, day=day_words(proof.sent)) if proof.sent else ""
    words = " ".join(part for part in (_(_RECEIPTS[proof.receipt]), sealed) if part)
    click.echo(click.style(words, fg="red" if bad else None))
    if proof.spoilt:
        names = ", ".join(proof.spoilt)
        told = _(
            N_("Other receipts of the workbook were altered, or one before them is lost: {names}."),
            names=names,
        )
        click.echo(click.style(told, fg="red"))
    if proof.newer:
        click.echo(_(N_("There is a newer version of it: {version}."), version=proof.newer))


def _show_form(opened: OpenedPlan | None, proof: Proof) -> None:
    look = proof.look.state if proof.look else "unknown"
    if proof.altered:
        click.echo(click.style(_(N_("The form was altered:")), fg="red", bold=True))
    elif look == "kept" and not proof.within:
        click.echo(_(N_("The form is unchanged.")))
    else:
        click.echo(_form_words(proof))
    show_altered(opened, proof.altered)
    if look == "altered" or (look != "kept" and not proof.altered):
        click.echo(click.style(_(LOOK_WORDS[look]), fg="red" if look == "altered" else None))
    if proof.look:
        show_look(proof.look.changes)
    show_added(proof.added)


def _form_words(proof: Proof) -> str:
    if not proof.words_kept:
        return _(N_("The form’s values are unchanged; its words were not kept when it was made."))
    if proof.moved:
        return _(N_("The form’s values and words are unchanged; they stand in other cells now."))
    return _(N_("The form’s values and words are unchanged."))


def show_added(cells: Sequence[Altered]) -> None:
    """Print what somebody wrote into cells that the form left empty."""
    if cells:
        click.echo(_(N_("Written into empty cells of the form since:")))
    for one in cells[:_CAP]:
        click.echo(f"  {one.sheet}!{one.cell}  {_value(one.shown)}")
    _show_rest(len(cells))


def show_altered(opened: OpenedPlan | None, cells: Sequence[Altered]) -> None:
    """Print the cells of a form that show something else than it submits."""
    for one in cells[:_CAP]:
        place = f"{one.sheet}!{one.cell}" if one.cell else one.sheet
        words = key_words(opened, one.key)
        click.echo(f"  {place}  {words}: {_value(one.sent)} → {_value(one.shown)}")
    _show_rest(len(cells))


def _show_figures(plan: Plan, figures: Sequence[FigureDiff], *, of_report: bool) -> None:
    by_item = [(code, list(group)) for code, group in groupby(
        sorted(figures, key=lambda one: list(plan.items).index(one.item) if one.item in plan.items else -1),
        key=lambda one: one.item)]  # fmt: skip
    for code, group in by_item[:_CAP]:
        click.echo(shorten(item_words(plan, code), 100, placeholder="…"))
        for one in group:
            what = measure_words(one.measure) if of_report else _what(one)
            click.echo(f"  {what:<22} {_change(one.old, one.new)}{_difference(one.difference)}")
    _show_rest(len(by_item))


def _what(one: FigureDiff) -> str:
    """Return the month of a workbook's figure, or which plan it is."""
    if one.measure == "fact":
        return month_name(one.period.last)
    if one.period != Period.whole(one.period.year):
        return _(N_("plan, {period}"), period=one.period.words)
    return _(N_("yearly plan")) if one.measure == "plan" else _(N_("last year"))


def _show_rows(title: str, rows: Sequence[RowDiff]) -> None:
    if not rows:
        return
    click.echo(title)
    for one in rows[:_CAP]:
        mark, colour = _MARKS[one.how]
        name = shorten(one.name, 60, placeholder="…")
        subject = f"ID {one.subject}" if one.sheet in _WITH_ID else day_words(one.subject)
        head = f"{click.style(mark, fg=colour)} {subject}" + (f"  {name}" if name else "")
        click.echo(f"  {head}  ({_(_HOW[one.how])})")
        if one.how == "changed":
            for field in one.fields:
                click.echo(f"      {field.field}: {_change(field.old, field.new)}{_difference(_by(field))}")
        elif one.sheet == registers.JOURNAL:
            side = [(field.field, field.old if one.how == "removed" else field.new) for field in one.fields]
            told = "; ".join(f"{heading}: {_value(value)}" for heading, value in side)
            click.echo(f"      {shorten(told, 150, placeholder='…')}")
    _show_rest(len(rows))


_WITH_ID = {sheet.name for sheet in layout.REGISTER_SHEETS}


def _show_rest(count: int) -> None:
    if count > _CAP:
        click.echo(_(N_("  {count} more; all of them: --json"), count=count - _CAP))


def _by(field: FieldDiff) -> int | float | None:
    numbers = isinstance(field.old, int | float) and isinstance(field.new, int | float)
    return field.new - field.old if numbers else None  # type: ignore[operator]


def _change(old: object, new: object) -> str:
    if isinstance(old, str) and isinstance(new, str):
        old, new = tell_apart(old, new)
    return f"{_value(old)} → {_value(new)}"


def _difference(value: float | None) -> str:
    if value is None:
        return ""
    return f"  ({'+' if value > 0 else '−'}{number(abs(value))})"


def _value(value: object) -> str:
    match value:
        case None | "":
            return "–"
        case bool():
            return str(value)
        case int() | float():
            return number(value)
        case tuple():
            return ", ".join(map(str, value))
    return shorten(day_words(str(value)), 60, placeholder="…")
