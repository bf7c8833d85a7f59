"""Make the reports: the command ``akmxl submit``."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from akmxl.cli.options import (
    JSON,
    PERIOD,
    WORKBOOK,
    code_option,
    open_workbook,
    option,
    options,
    print_json,
    today,
    wants_json,
)
from akmxl.core.errors import BadArgument
from akmxl.core.i18n import N_, _

if TYPE_CHECKING:
    from akmxl.plan.period import Period


@click.command(
    help=_(
        "Make the reports that are owed, as drafts in their official forms. Exit code 1: one cannot be made."
    )
)
@WORKBOOK
@PERIOD
@option("--to", default="", metavar=_("RECIPIENT"), help=_("Only reports to this recipient."))
@option(
    "--only", default="", metavar=_("CODE"), callback=code_option, help=_("Only this report, e.g. MK-10.")
)
@option(
    "--out",
    metavar=_("FOLDER"),
    type=Path,
    help=_("Folder for the forms (default: hisobotlar beside the workbook)."),
)
@option("--dry-run", is_flag=True, help=_("Only say what would be made."))
@option("--pdf", is_flag=True, help=_("Make a PDF of each form and letter, through LibreOffice."))
@option("--correction", is_flag=True, help=_("Make version 2 of a report that was sent."))
@option("--reason", default="", metavar=_("TEXT"), help=_("Why the correction is made."))
@option("--letter", default="", metavar=_("NUMBER"), help=_("The letter that asked for the correction."))
@options(JSON)  # fmt: skip
def submit(
    workbook: str | None,
    period: Period | None,
    *,
    to: str,
    only: str,
    out: Path | None,
    dry_run: bool,
    pdf: bool,
    correction: bool,
    reason: str,
    letter: str,
) -> None:
    if pdf:
        from akmxl.actions.pdf import office, write_pdfs  # late: with it come subprocess and more

    from akmxl.actions.submit import run
    from akmxl.actions.submit_request import Request
    from akmxl.actions.wording import submit_doubts
    from akmxl.cli.json_data.check import switched_off_json
    from akmxl.cli.json_data.report import submit_json
    from akmxl.cli.text.progress import progress
    from akmxl.cli.text.report import show_old_pdfs, show_submission
    from akmxl.plan.findings import off_words
    from akmxl.submission.parcel.parcel import old_pdfs, pdf_places

    opened = open_workbook(workbook, period)
    if correction and not reason.strip():
        raise BadArgument(N_("A correction needs a reason: --reason TEXT."))
    program = office() if pdf else ""
    request = Request(period=period, to=to, only=only, out=out, today=today(), dry_run=dry_run,
                      correction=correction, reason=reason, letter=letter)  # fmt: skip
    submission = run(opened, request)
    files = pdf_places(submission.files, submission.parcels)
    doubts = list(submit_doubts(opened.plan, submission))
    if wants_json():
        print_json(submit_json(submission, doubts) | switched_off_json(opened.plan))
    else:
        show_submission(submission, doubts, off_words(opened.plan.settings))
        show_old_pdfs(() if pdf else old_pdfs(files))
    if program and files and not dry_run:
        with progress(_("Making PDF"), len(files)) as advance:
            write_pdfs(program, files, advance)
    sys.exit(1 if submission.blocked else 0)
