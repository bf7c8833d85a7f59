"""Compare two workbooks, or what was sent with a workbook: the command ``akmxl diff``."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from akmxl.cli.options import JSON, open_workbook, options, print_json, wants_json
from akmxl.core.errors import BadArgument
from akmxl.core.i18n import N_, _

if TYPE_CHECKING:
    from akmxl.actions.diff import Diff
    from akmxl.cli.json_data.json_object import Json
    from akmxl.ooxml.read.workbook import Workbook
    from akmxl.plan.period import Period
    from akmxl.workbook.opened import OpenedPlan


@click.command(
    help=_(
        "Show what differs, old and new: between two workbooks (OLD NEW), between a form and a workbook "
        "(FORM [WB]), or between what was sent and a workbook ([WB] CODE PERIOD). A form is also verified: "
        "whether somebody altered it. Exit code 0: nothing differs; 1: something does."
    )
)
@click.argument("arguments", nargs=-1, metavar=_("OLD NEW | FORM [FILE] | [FILE] CODE PERIOD"))
@options(JSON)
def diff(arguments: tuple[str, ...]) -> None:
    period = _period(arguments[-1]) if arguments else None
    if period is not None and len(arguments) in (2, 3):
        *workbook, code, _text = arguments
        _diff_receipt(open_workbook(workbook[0] if workbook else None, period), code.upper(), period)
    elif len(arguments) == 2:
        _diff_files(*map(Path, arguments))
    elif len(arguments) == 1:
        _verify(Path(arguments[0]))
    else:
        raise BadArgument(
            N_("Name two files, or a report and its period: akmxl diff OLD NEW, akmxl diff MK-10 2025-Q1")
        )


def _period(text: str) -> Period | None:
    """Return the period that a word names; None where it names none or there is a file of that name."""
    from akmxl.plan.period import Period

    try:
        return None if Path(text).exists() else Period.parse(text)
    except BadArgument:
        return None


def _diff_receipt(opened: OpenedPlan, code: str, period: Period) -> None:
    from akmxl.actions.diff_sent import diff_receipt, receipt_of
    from akmxl.cli.json_data.diff import receipt_side, workbook_side

    plan = opened.plan
    receipt = receipt_of(plan, code, period)
    old = receipt_side(plan, receipt)
    _finish(opened, diff_receipt(receipt, opened), old, workbook_side(plan))


def _diff_files(first: Path, second: Path) -> None:
    from akmxl.actions.diff import diff_plans
    from akmxl.actions.open_plan import open_plan
    from akmxl.cli.json_data.diff import workbook_side
    from akmxl.ooxml.read.workbook import Workbook
    from akmxl.submission.proof.proof import is_form

    forms = [is_form(Workbook.open(path)) for path in (first, second)]
    if all(forms):
        raise BadArgument(
            N_("Both files are forms. Hold each beside the workbook that it came from: akmxl diff FORM WB")
        )
    if any(forms):  # a form is what was sent, whichever is named first
        form, path = (first, second) if forms[0] else (second, first)
        _diff_form(Workbook.open(form), open_plan(path))
        return
    old = open_plan(first).without_cells()  # two long plans at once would take twice the memory
    new = open_plan(second)
    sides = workbook_side(old.plan), workbook_side(new.plan)
    _finish(new, diff_plans(old, new), *sides, other_year=old.plan.year != new.plan.year)


def _verify(path: Path) -> None:
    """Verify a form alone, as its receiver has it. Raises ``FormFault`` where it is none."""
    from akmxl.actions.diff_sent import verified_alone
    from akmxl.cli.json_data.diff import form_side
    from akmxl.ooxml.read.workbook import Workbook
    from akmxl.submission.proof.proof import verify

    found = verify(Workbook.open(path))
    _finish(None, verified_alone(found), form_side(str(path), found.submitted), None)


def _diff_form(form: Workbook, opened: OpenedPlan) -> None:
    from akmxl.actions.diff_sent import diff_form
    from akmxl.cli.json_data.diff import form_side, workbook_side
    from akmxl.submission.proof.proof import verify

    found = verify(form)
    differs = diff_form(found, opened)
    old = form_side(str(form.path), found.submitted)
    _finish(opened, differs, old, workbook_side(opened.plan))


def _finish(
    opened: OpenedPlan | None,
    found: Diff,
    old: Json,
    new: Json | None,
    *,
    other_year: bool = False,
) -> None:
    from akmxl.cli.json_data.diff import diff_json
    from akmxl.cli.text.diff import show_diff, sides_words

    if wants_json():
        print_json(diff_json(old, new, opened.plan if opened else None, found))
    else:
        of_form = old["kind"] == "form"
        show_diff(opened, found, sides_words(old, new), of_form=of_form, other_year=other_year)
    sys.exit(0 if found.same else 1)
