"""Mark a report as sent: the command ``akmxl sent``."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from akmxl.cli.options import JSON, day_option, open_workbook, option, options, print_json, today, wants_json
from akmxl.core.cyrillic import code_letters
from akmxl.core.errors import BadArgument
from akmxl.core.i18n import N_, _
from akmxl.core.value_text import day_text

if TYPE_CHECKING:
    from datetime import date


@click.command(help=_("Mark a report as sent: its outgoing number and date. Its figures are frozen."))
@click.argument("arguments", nargs=-1, metavar=_("[FILE] CODE PERIOD"))
@option("--number", required=True, metavar=_("NUMBER"), help=_("The outgoing number."))
@option("--date", "day", required=True, metavar=_("DAY"), callback=day_option, help=_("The outgoing date."))
@options(JSON)
def sent(arguments: tuple[str, ...], number: str, day: date) -> None:
    from akmxl.actions.sent import is_stale, mark_sent, short_code_of
    from akmxl.plan.period import Period

    if len(arguments) not in (2, 3):
        raise BadArgument(N_("Write the report's code and the period: akmxl sent MK-10 2025-Q1 ..."))
    *workbook, code_text, period_text = arguments
    code = code_letters(code_text.strip())
    period = Period.parse(period_text)
    opened = open_workbook(workbook[0] if workbook else None, period)
    stale = is_stale(opened.plan, code, period)
    written = mark_sent(opened, code, period, number=number, day=day, today=today())
    on_paper = short_code_of(opened.plan, code, period)
    if wants_json():
        print_json({"code": code, "period": str(period), "number": number, "date": day.isoformat(),
                     "written": written, "short_code": on_paper or None, "stale": stale})  # fmt: skip
    else:
        date_sent = day_text(day)
        click.echo(_("Sent: {code}, {period}, № {number}, {day}.", code=code, period=period.words,
                     number=number, day=date_sent))  # fmt: skip
        if stale:
            said = _(
                "The workbook says something else than this draft. Where the letter is wrong, make a "
                "correction: akmxl submit --period {period} --only {code} --correction",
                code=code,
                period=period,
            )
            click.echo(click.style(said, fg="yellow"))
        if on_paper:
            click.echo(_("Short code of the form, to be written on the letter’s copy: {code}", code=on_paper))
