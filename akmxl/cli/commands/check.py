"""Check the workbook: the command ``akmxl check``."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from akmxl.actions.wording import SEVERITY_WORDS
from akmxl.cli.options import (
    JSON,
    PERIOD,
    WORKBOOK,
    open_workbook,
    option,
    options,
    print_json,
    today,
    wants_json,
)
from akmxl.core.errors import BadArgument
from akmxl.core.i18n import N_, _
from akmxl.core.spelling import fold
from akmxl.core.vocabulary import meaning
from akmxl.plan.findings import Severity

if TYPE_CHECKING:
    from akmxl.plan.period import Period

_SEVERITIES = {
    word: severity.value for severity, word in SEVERITY_WORDS.items() if severity is not Severity.GATE
}


def _severity(_ctx: click.Context, _param: click.Parameter, text: str | None) -> str | None:
    """Read a severity: its word in any language, or its code. Raises ``BadArgument``."""
    if text is None:
        return None
    words = {fold(said): code for word, code in _SEVERITIES.items() for said in (word, _(word))}
    codes = {code: code for code in _SEVERITIES.values()}
    found = meaning("severity", text) or (words | codes).get(fold(text))
    if found is None:
        known = ", ".join(map(_, _SEVERITIES))
        raise BadArgument(N_("“{text}” is not a severity. Write one of: {known}."), text=text, known=known)
    return found


@click.command(
    help=_(
        "Check the workbook; the findings go to the terminal and to the sheet Tekshiruv. "
        "--period, --service and --severity narrow what is shown; counts and the exit code are of the whole."
    )
)
@WORKBOOK
@PERIOD
@option("--service", metavar=_("SERVICE"), help=_("Show only the findings of this service."))
@option(
    "--severity",
    metavar=f"[{'|'.join(map(_, _SEVERITIES))}]",
    callback=_severity,
    help=_("Show only findings of this severity and graver ones."),
)
@option(
    "--fix",
    is_flag=True,
    help=_(
        "Put right first: blanks and apostrophes of codes and names, dates typed as texts, figures with "
        "unseen signs."
    ),
)
@option("--dry-run", is_flag=True, help=_("Only say what --fix would change; write nothing."))
@option("--no-write", is_flag=True, help=_("Do not write into the workbook."))
@options(JSON)  # fmt: skip
def check(
    workbook: str | None,
    period: Period | None,
    *,
    service: str | None,
    severity: str | None,
    fix: bool,
    dry_run: bool,
    no_write: bool,
) -> None:
    from akmxl.actions.check import check as check_plan, fix as fix_texts, narrow, write_check
    from akmxl.actions.open_plan import open_plan
    from akmxl.cli.text.check import show_extended, show_mends
    from akmxl.cli.text.findings import show_findings
    from akmxl.core.errors import Locked
    from akmxl.workbook.below_tables import rows_below_tables

    opened = open_workbook(workbook, period)
    write = not (no_write or dry_run)
    mended = fix_texts(opened.file, write=write) if fix else []
    if mended and write:
        path = opened.path
        del opened  # a long one is not held twice
        opened = open_plan(path)
    plan, findings = opened.plan, check_plan(opened, today())
    shown = narrow(plan, findings, period=period, service=service, severity=severity)
    short = [below for below in rows_below_tables(opened) if below.grows]
    written, problem = False, ""
    if write:
        try:
            written = write_check(opened, findings, today())
        except Locked as error:  # a locked file is still checked
            problem = str(error)
    if wants_json():
        from akmxl.cli.json_data.check import check_json, extended_json, mends_json

        data = check_json(plan, shown, findings, period, written=written)
        print_json(data | (extended_json(short) if short else {}) | (mends_json(mended) if fix else {}))
    else:
        show_mends(mended, done=write)
        show_extended(short, done=written)
        show_findings(plan, shown, findings)
    if problem:
        click.echo(_("The findings were not written into the workbook. {why}", why=problem), err=True)
    sys.exit(1 if any(finding.blocking for finding in findings) else 0)
